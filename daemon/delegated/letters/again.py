"""To an assistant whose work needs another round: what to change, in the owner's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, deadline, head_facts
from delegated.letters.wording import passed_on

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What to change, and by when. `revision` is that of the calendar entry; None where none goes with the letter."""

    head: Letterhead
    written: datetime
    said: str
    due: datetime | None = None
    revision: int | None = None


def render_again(letter: Again, letters: Templates) -> Rendered:
    """The letter, in the thread of the brief."""
    entry = None
    if letter.revision is not None:
        entry = deadline(letter.head, letter.due, letter.written, letter.revision)
    return composed("again", letter.head.language, lambda language: again_facts(letter, language), letters, entry=entry)


def again_facts(letter: Again, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "said": passed_on(letter.said),
        "due": letter.head.when(letter.due, language),
    }
