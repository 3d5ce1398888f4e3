"""The words in which the story is told: states, what may happen, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from delegated.core.changes import Changed
from delegated.core.deciding import Decision
from delegated.core.patience import Wait
from delegated.core.task import Task
from delegated.events import Event


class State(StrEnum):
    """Where a task stands."""

    OFFERED = "offered"
    WORKING = "working"
    ASKED = "asked"
    DELIVERED = "delivered"
    WAITING = "waiting"
    YOURS = "yours"
    LATER = "later"
    DROPPED = "dropped"
    DONE = "done"


FOLDER: Final[Mapping[State, str]] = {
    State.OFFERED: "delegated",
    State.WORKING: "delegated",
    State.ASKED: "delegated",
    State.DELIVERED: "delegated",
    State.WAITING: "waiting",
    State.YOURS: "yours",
    State.LATER: "later",
    State.DROPPED: "dropped",
    State.DONE: "done",
}
HANDED: Final = frozenset({State.OFFERED, State.WORKING, State.ASKED, State.DELIVERED})
"""An assistant has the task, or is being asked."""
CLOSED: Final = frozenset({State.DROPPED, State.DONE})
REJECTED: Final = "rejected"
MOST_KEPT: Final = 20
"""Questions and deliveries of one task that are kept: the last ones."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an assistant has asked, and the owner's answer (None: not yet). `unanswered`: there will be none."""

    text: str
    by: str
    at: datetime
    answer: str | None = None
    unanswered: bool = False

    @property
    def open(self) -> bool:
        """Whether it still waits for the owner."""
        return self.answer is None and not self.unanswered


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an assistant has delivered: `hours` as she told them (None: not told), `files` by their names as kept.

    `late`: it was due before.
    """

    text: str
    by: str
    at: datetime
    hours: Decimal | None = None
    links: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the owner said of the work. `rating` is 1 to 5; `private` is hers alone."""

    rating: int | None
    text: str
    at: datetime
    private: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The owner has said yes to this person at this cost, as text with its currency."""

    person: str
    cost: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """One mail of somebody's, as it is remembered for a while: its words without numbers, and how it came.

    `odd`: at once, or the same again, as machines write; `fresh`: with time, and in other words, as people do.
    `withheld`: nothing followed from it.
    """

    by: str
    at: datetime
    text: str
    odd: bool = False
    fresh: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Delegation:
    """Everything that is known of one task.

    `told` is the task as its owner told it, by the file and since; `written` what the file said when it was last read
    (None: as `told`); `task` is `told` with what rules have noted on it. `letters` counts those written. `refusals` are
    the people who are not asked again, with the reason. `threads` are, by person, the letters to and from her: ours as
    `brief:1`, hers by Message-ID; `last_letter` is when we last wrote to her. `spent` are rules that have had their
    turn: they have asked and were answered, or have deferred it. `heard` are the mails of the last hours; `helped` have
    learned what can be said. `asked_until` are the due dates for which she who will be late was asked until when.
    `handled` is what it has taken of its owner's own time, `touched` when she last had a hand in it (None: as it came).
    `given` is when it was offered to whoever has it now, at a cost that counts in `month` (`2026-11`)
    and is paid by `payer`; `paid` is what others have delivered before, as `ledger.paid_for` tells it.
    """

    number: int
    file: str
    told: Task
    task: Task
    decision: Decision
    state: State
    since: datetime
    folder: str
    assistant: str | None = None
    brief: int | None = None
    letters: int = 0
    refusals: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    wait: Wait | None = None
    threads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    offered_since: datetime | None = None
    accepted: datetime | None = None
    back_to: State | None = None
    questions: tuple[Question, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    rounds: int = 0
    feedback: Feedback | None = None
    proposed: datetime | None = None
    overdue: bool = False
    approved: Approval | None = None
    spent: tuple[str, ...] = ()
    last_letter: Mapping[str, datetime] = field(default_factory=dict)
    helped: tuple[str, ...] = ()
    done_by: str | None = None
    written: Task | None = None
    heard: tuple[Heard, ...] = ()
    asked_until: tuple[datetime | None, ...] = ()
    handled: timedelta = timedelta()
    touched: datetime | None = None
    given: datetime | None = None
    month: str | None = None
    payer: str | None = None
    paid: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`T-12`, as people call it."""
        return f"T-{self.number}"

    @property
    def open(self) -> bool:
        """Whether anything is still to happen."""
        return self.state not in CLOSED

    @property
    def asked(self) -> Question | None:
        """The question that waits for the owner."""
        return next((question for question in reversed(self.questions) if question.open), None)

    @property
    def delivery(self) -> Delivery | None:
        """What was delivered last."""
        return self.deliveries[-1] if self.deliveries else None

    @property
    def due(self) -> datetime | None:
        """When it is due, or will be if the owner agrees."""
        return self.proposed or self.task.due


def delivered_by(it: Delegation, person: str | None) -> list[Delivery]:
    """What this person has delivered since the task was given to whoever has it now, or had it last."""
    return [one for one in it.deliveries if one.by == person and (it.given is None or one.at >= it.given)]


# --- what may happen: by mail, from the one who has the task ---------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that a person has written. `reply` is the Message-ID of her mail, "" where there was none.

    `files` came with it, and are kept with the task under these names.
    """

    person: str
    text: str = ""
    reply: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Said):
    """The assistant takes the task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Said):
    """The assistant does not take it, or gives it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Said):
    """The assistant needs to know something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDelivered(Said):
    """The assistant has done it."""

    hours: Decimal | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLate(Said):
    """The assistant will be late; `until` when, if she told."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Straggled(Said):
    """Somebody has answered who does not have the task any more."""


# --- by mail, from the owner, or by her word on the command line ------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSaid(Said):
    """Something that the owner has said. `private` is not for anybody else."""

    private: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven(OwnerSaid):
    """The owner answers a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(OwnerSaid):
    """The owner says yes. `limit` is the most that it may cost then, as text."""

    limit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(OwnerSaid):
    """The owner says no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(OwnerSaid):
    """The owner says how it went; without a rating it is praise."""

    rating: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReworkAsked(OwnerSaid):
    """The owner wants it again, with changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred(OwnerSaid):
    """The owner puts it off."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(OwnerSaid):
    """The owner wants it delegated, to this person (by id) or to anyone."""

    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsGiven(OwnerSaid):
    """The owner has told what was missing: the task with it."""

    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCame(Said):
    """Somebody has written what is not understood."""


# --- by the owner's hand, or by her word -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(OwnerSaid):
    """It is done: the owner has moved the file to `done`, or said so."""

    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(OwnerSaid):
    """It will not be done: the owner has moved the file to `dropped`, or said so."""

    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(OwnerSaid):
    """The owner does it herself: she has moved the file to `yours`, or said so."""

    person: str = ""


@dataclass(frozen=True, slots=True)
class PutBack:
    """The owner has put the file into the inbox again, perhaps with more in it: to be decided anew.

    `new_files`: something that is attached has changed.
    """

    task: Task
    new_files: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """The owner has changed the file where it lies."""

    task: Task
    new_files: bool = False


@dataclass(frozen=True, slots=True)
class Spoilt:
    """The owner has put the file into the inbox again, and it cannot be read any more."""

    reason: str


# --- by itself ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateCame:
    """The date until which the task was deferred is here."""


@dataclass(frozen=True, slots=True)
class TimeIsUp:
    """Nothing has come, for as long as was to be waited."""


@dataclass(frozen=True, slots=True)
class WentAway:
    """The assistant is away, as an automatic answer told; `back` is when she works again."""

    person: str
    back: datetime


@dataclass(frozen=True, slots=True)
class LeftLate:
    """The brief has left long after it was written: the mail server did not take it before."""


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """A letter could not be brought to its reader, and never will be: letter `number` of this kind, to `person`.

    None: the brief that is out now.
    """

    reason: str
    brief: int | None = None
    kind: str = "brief"
    person: str | None = None


Happening = (
    Accepted
    | Declined
    | QuestionAsked
    | WorkDelivered
    | SaidLate
    | Straggled
    | AnswerGiven
    | Approved
    | Refused
    | FeedbackGiven
    | ReworkAsked
    | Deferred
    | HandedOver
    | FactsGiven
    | NoteCame
    | Finished
    | Cancelled
    | Kept
    | PutBack
    | Edited
    | Spoilt
    | DateCame
    | TimeIsUp
    | WentAway
    | LeftLate
    | Undeliverable
)


# --- what follows ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Write:
    """Write a letter of this kind to this person. `number` makes its Message-ID; `words` are what it passes on.

    `gently`: nobody's act has caused it but time, so that it leaves in her working hours only. `files`, kept with the
    task under these names, go with it. `said` is what the owner said beside the word of a `date`.
    """

    kind: str
    person: str
    number: int
    words: str = ""
    changes: tuple[Changed, ...] = ()
    gently: bool = False
    files: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A brief counts no more: hold it back if it has not left, else tell her by letter `number`.

    None: she need not be told, as another brief comes in its place. `gently`: time has caused it, as with letters.
    """

    person: str
    brief: int
    number: int | None
    finished: bool = False
    started: bool = False
    reason: str = ""
    gently: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """The file belongs into another folder now."""

    folder: str


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Something happens at this time, unless it is set anew or forgotten."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Forget:
    """What was to happen will not."""

    key: str


@dataclass(frozen=True, slots=True)
class TellOwner:
    """The owner must know that the task needs a word of hers, or, with `news`, what has happened.

    Several at once are one letter. `gently`: in her working hours.
    """

    owner: str
    news: str = ""
    gently: bool = False


@dataclass(frozen=True, slots=True)
class Remind:
    """Somebody is reminded that the task waits for her; all of one day are one mail."""

    person: str


@dataclass(frozen=True, slots=True)
class Remember:
    """What the owner has answered goes into the next brief of this kind."""

    question: str
    answer: str


Errand = Write | TakeBack | Move | WakeAt | Forget | TellOwner | Remind | Remember


@dataclass(frozen=True, slots=True)
class Told:
    """One line for the log and the history."""

    event: Event
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step comes to: the task as it now stands, what is told, and the errands, in their order."""

    delegation: Delegation
    told: tuple[Told, ...] = ()
    errands: tuple[Errand, ...] = ()
