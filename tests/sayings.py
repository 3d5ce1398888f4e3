"""What happens in a play: what people say, what the owner does by hand, and that nothing comes at all.

What an assistant says is said by whoever has the task, unless told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from delegated.story import (
    Accepted,
    AnswerGiven,
    Approved,
    Cancelled,
    DateCame,
    Declined,
    Deferred,
    Edited,
    FactsGiven,
    FeedbackGiven,
    Finished,
    HandedOver,
    Happening,
    Kept,
    NoteCame,
    PutBack,
    QuestionAsked,
    Refused,
    ReworkAsked,
    SaidLate,
    Spoilt,
    Straggled,
    Undeliverable,
    WorkDelivered,
)

if TYPE_CHECKING:
    from delegated.core.task import Task
    from playbook import Act, Play

OWNER = "alex"


def silence(play: Play) -> Happening:
    """Nothing comes until the next wake-up."""
    return play.ring()


def accepts(text: str = "", by: str = "") -> Act:
    """`accept`, perhaps with more behind it."""
    return _said(Accepted, by, text=text)


def declines(text: str = "", by: str = "") -> Act:
    """`decline too much to do`."""
    return _said(Declined, by, text=text)


def asks(text: str, by: str = "") -> Act:
    """`question which airport?`."""
    return _said(QuestionAsked, by, text=text)


def late(until: datetime | None = None, text: str = "later") -> Act:
    """`late monday`."""
    return _said(SaidLate, text=text, until=until)


def delivers(text: str = "done", hours: str | None = None, **more: Any) -> Act:
    """`done 3h https://…`."""
    return _said(WorkDelivered, text=text, hours=Decimal(hours) if hours else None, **more)


def notes(text: str, by: str = "", **more: Any) -> Act:
    """Something that is not understood."""
    return _said(NoteCame, by, text=text, **more)


def straggles(by: str, text: str = "here it is") -> Happening:
    """An answer of somebody who does not have it any more."""
    return Straggled(person=by, text=text)


def answers(text: str, **more: Any) -> Happening:
    """The owner answers a question."""
    return AnswerGiven(person=OWNER, text=text, **more)


def approves(limit: str | None = None, text: str = "") -> Happening:
    """`approve`, or `approve up to 300 EUR`."""
    return Approved(person=OWNER, text=text, limit=limit)


def refuses(text: str = "") -> Happening:
    """`refuse too dear`."""
    return Refused(person=OWNER, text=text)


def rates(rating: int | None = 5, text: str = "", private: str = "") -> Happening:
    """`5 just right`; without a rating, praise."""
    return FeedbackGiven(person=OWNER, rating=rating, text=text, private=private)


def again(text: str, **more: Any) -> Happening:
    """`again with hand luggage`."""
    return ReworkAsked(person=OWNER, text=text, **more)


def cancels(text: str = "") -> Happening:
    """`cancel`."""
    return Cancelled(person=OWNER, text=text)


def keeps(text: str = "") -> Happening:
    """`keep`."""
    return Kept(person=OWNER, text=text)


def finishes(text: str = "") -> Happening:
    """`done`, by the owner."""
    return Finished(person=OWNER, text=text)


def defers(days: int = 7) -> Act:
    """`defer`, so many days."""
    return lambda play: Deferred(person=OWNER, until=play.now + timedelta(days=days))


def delegates(to: str | None = None, text: str = "") -> Happening:
    """`delegate`, or `delegate ben`."""
    return HandedOver(person=OWNER, to=to, text=text)


def supplies(text: str) -> Act:
    """The owner tells what was missing: the task as it is then."""
    return lambda play: FactsGiven(person=OWNER, task=play.task(text))


def edits(text: str, *, new_files: bool = False) -> Act:
    """The owner changes the file where it lies."""
    return lambda play: Edited(play.task(text), new_files)


def moved_to(folder: str) -> Happening:
    """The owner has moved the file."""
    moves: dict[str, Happening] = {"done": Finished(), "dropped": Cancelled(), "yours": Kept()}
    return moves[folder]


def put_back(found: Task) -> Happening:
    """The owner has put the file into the inbox again."""
    return PutBack(found)


def spoilt(reason: str = "a.md:1:1: there is a tab") -> Happening:
    """She has, and it cannot be read any more."""
    return Spoilt(reason)


def bounced(
    reason: str = "550 no such user", brief: int | None = None, kind: str = "brief", person: str | None = None
) -> Happening:
    """A letter came back for good; the brief that is out now, unless told."""
    return Undeliverable(reason, brief, kind, person)


def date_came() -> Happening:
    """The day until which it was deferred is here."""
    return DateCame()


def _said(kind: type, by: str = "", **more: Any) -> Act:
    def happens(play: Play) -> Happening:
        found: Happening = kind(person=by or play.it.assistant or OWNER, **more)
        return found

    return happens
