"""To somebody whose mail was not understood: nothing was changed, and these words can be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, head_facts
from delegated.letters.wording import beginning

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

_MOST_QUOTED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What came in, of which the beginning is shown; `passed_on` is true where the other side has got it as a note."""

    head: Letterhead
    got: str
    passed_on: bool = True


def render_help(letter: Help, letters: Templates) -> Rendered:
    """The letter, in the thread of the task."""
    return composed("help", letter.head.language, lambda language: help_facts(letter, language), letters)


def help_facts(letter: Help, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "got": beginning(letter.got, _MOST_QUOTED),
        "passed_on": letter.passed_on,
        "several": letter.head.number == 0,
    }
