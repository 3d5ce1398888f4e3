"""To an assistant whose work is accepted: how it was found, the hours that were noted, and thanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, head_facts
from delegated.letters.wording import passed_on

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

BEST = 5
"""The highest rating; the lowest is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """The rating, None where the task was closed without one; the owner's words, if any; the hours, as they are read.

    `cost` is what was noted for them, if anything is to be said about it.
    """

    head: Letterhead
    rating: int | None = None
    said: str = ""
    hours: str = ""
    cost: str = ""


def render_feedback(letter: Feedback, letters: Templates) -> Rendered:
    """The letter, in the thread of the brief."""
    return composed("feedback", letter.head.language, lambda language: feedback_facts(letter, language), letters)


def feedback_facts(letter: Feedback, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    rating = letter.rating or 0
    return head_facts(letter.head, language) | {
        "rating": letter.rating,
        "best": BEST,
        "stars": "★" * rating,
        "no_stars": "☆" * (BEST - rating),
        "said": passed_on(letter.said),
        "hours": letter.hours,
        "cost": letter.cost,
    }
