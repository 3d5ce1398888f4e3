"""To an assistant who said that it will be later: agreed, refused, or the question until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from delegated.letters.letterhead import Letterhead, composed, deadline, head_facts
from delegated.letters.wording import passed_on

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLetter:
    """`due` is the date that now holds: the new one where it was agreed, else the old one, if there is any.

    `revision` is that of the calendar entry, which goes with an agreed date; `said` are the owner's words, if any.
    """

    head: Letterhead
    written: datetime
    outcome: Literal["agreed", "refused", "asked"]
    due: datetime | None = None
    revision: int = 0
    said: str = ""
    deliverables: tuple[str, ...] = ()


def render_date(letter: DateLetter, letters: Templates) -> Rendered:
    """The letter, in the thread of the brief; with the calendar entry of a date that was agreed."""
    agreed = letter.due if letter.outcome == "agreed" else None
    return composed(
        "date",
        letter.head.language,
        lambda language: date_facts(letter, language),
        letters,
        entry=deadline(letter.head, agreed, letter.written, letter.revision, letter.deliverables),
    )


def date_facts(letter: DateLetter, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "outcome": letter.outcome,
        "due": letter.head.when(letter.due, language),
        "said": passed_on(letter.said),
    }
