"""To the owner: what was delivered, what it cost, and how good it is, to be answered with a touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from delegated.letters.answering import Button, links
from delegated.letters.brief import AttachmentLine
from delegated.letters.letterhead import Letterhead, composed, head_facts
from delegated.letters.wording import clickable, passed_on, sized

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

_RATINGS = tuple(
    Button(f"{rating} {word}", str(rating))
    for rating, word in ((5, "excellent"), (4, "good"), (3, "fine"), (2, "poor"), (1, "not usable"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A delivery. `hours` and `cost` are as they shall be read; `assumed` where the hours were not told.

    `files` go with the letter; `kept` are too large for that, and lie on the server in `kept_in`. Without an answer
    the task is closed at `closes`. `proposal` is what could be done about all tasks of its kind.
    """

    head: Letterhead
    delivered: str = ""
    hours: str = ""
    assumed: bool = False
    cost: str = ""
    links: tuple[str, ...] = ()
    files: tuple[AttachmentLine, ...] = ()
    kept: tuple[AttachmentLine, ...] = ()
    kept_in: str = ""
    closes: datetime | None = None
    proposal: str = ""


def render_review(letter: Review, letters: Templates) -> Rendered:
    """The letter, in the owner's thread of the task."""
    return composed("review", letter.head.language, lambda language: review_facts(letter, language), letters)


def review_facts(letter: Review, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "delivered": passed_on(letter.delivered),
        "hours": letter.hours,
        "assumed": letter.assumed,
        "cost": letter.cost,
        "links": tuple((link, clickable(link)) for link in letter.links),
        "files": tuple((file.name, sized(file.size)) for file in letter.files),
        "kept": tuple((file.name, sized(file.size)) for file in letter.kept),
        "kept_in": letter.kept_in,
        "closes": letter.head.when(letter.closes, language),
        "proposal": letter.proposal,
        "ratings": links(_RATINGS, letter.head.reply_address, letter.head.reply_subject),
    }
