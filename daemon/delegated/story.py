"""The life of a task, from top to bottom.

What may happen is one table, `STORY`; what is not in it cannot happen. Every step is a function from
what is known to an `Outcome`: the task as it now stands, what to tell the log, and the errands (letters,
wake-ups, moves of the file). No step reads a clock, a file, a socket or a setting.

    taken ──▶ decided ─┬─ keep ────▶ yours        a task of the owner's own
                       ├─ drop ────▶ dropped      and the reason
                       ├─ defer ───▶ later        until a date, then decided anew
                       ├─ ask ─────▶ waiting      for facts, for approval, for somebody who can
                       └─ delegate ▶ offered      the brief is on its way

The owner moves a file: to `done` it is finished, to `dropped` cancelled, to `yours` kept, to `inbox`
decided anew. An assistant who has the task is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from delegated.core.deciding import Decision, decide
from delegated.core.office import Office
from delegated.core.secrets import fit_to_tell
from delegated.core.task import Task
from delegated.events import Event


class State(StrEnum):
    """Where a task stands."""

    OFFERED = "offered"
    WAITING = "waiting"
    YOURS = "yours"
    LATER = "later"
    DROPPED = "dropped"
    DONE = "done"


FOLDER: Final[Mapping[State, str]] = {
    State.OFFERED: "delegated",
    State.WAITING: "waiting",
    State.YOURS: "yours",
    State.LATER: "later",
    State.DROPPED: "dropped",
    State.DONE: "done",
}
CLOSED: Final = frozenset({State.DROPPED, State.DONE})
REJECTED: Final = "rejected"


@dataclass(frozen=True, slots=True)
class Delegation:
    """Everything that is known of one task.

    `told` is the task as its owner wrote it, `task` the same with what rules have noted on it. `letters` counts
    those written; `declined` are never asked again.
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
    declined: tuple[str, ...] = ()
    reason: str = ""

    @property
    def name(self) -> str:
        """`T-12`, as people call it."""
        return f"T-{self.number}"

    @property
    def open(self) -> bool:
        """Whether anything is still to happen."""
        return self.state not in CLOSED


# --- what may happen ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateCame:
    """The date until which the task was deferred is here."""


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """The brief could not be brought to the assistant, and never will be. None: the one that is out now."""

    reason: str
    brief: int | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The owner has moved the file to `done`."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The owner has moved the file to `dropped`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The owner has moved the file to `yours`."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """The owner has put the file into the inbox again, perhaps with more in it: to be decided anew.

    `new_files`: something that is attached has changed.
    """

    task: Task
    new_files: bool = False


@dataclass(frozen=True, slots=True)
class Spoilt:
    """The owner has put the file into the inbox again, and it cannot be read any more."""

    reason: str


Happening = DateCame | Undeliverable | Finished | Cancelled | Kept | PutBack | Spoilt


# --- what follows -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Write:
    """Write a letter of this kind to this person. `number` makes its Message-ID; `thread` is the one it answers."""

    kind: str
    person: str
    number: int
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A brief counts no more: hold it back if it has not left, else tell her by letter `number`.

    None: she need not be told, as another brief comes in its place.
    """

    person: str
    brief: int
    number: int | None
    finished: bool = False


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
    """The owner must know that the task waits for her; several at once are one letter."""

    owner: str


Errand = Write | TakeBack | Move | WakeAt | Forget | TellOwner


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


Step = Callable[[Delegation, Any, Office, datetime], Outcome]


def accept(number: int, file: str, task: Task, office: Office, now: datetime) -> Outcome:
    """A file was taken: it becomes a task with a number, and is decided."""
    noted, decision = decide(task, office, now)
    received = Told(Event.TASK_RECEIVED, {"title": fit_to_tell(task.title), "file": file, "owner": task.owner})
    fresh = Delegation(number, file, task, noted, decision, State.WAITING, now, "inbox")
    outcome = _follow(fresh, now)
    return replace(outcome, told=(received, *outcome.told))


def advance(delegation: Delegation, happening: Happening, office: Office, now: datetime) -> Outcome:
    """The next step, by the table. What the table does not know changes nothing, and is told so."""
    step = STORY.get((delegation.state, type(happening)))
    if step is None:
        return _ignored(delegation, happening)
    return step(delegation, happening, office, now)


# --- the steps ----------------------------------------------------------------------------------


def decide_anew(it: Delegation, _: DateCame, office: Office, now: datetime) -> Outcome:
    """The date is here: the same task, under the rules of today; but the rule that deferred it has had its turn."""
    declined = frozenset(it.declined)
    noted, decision = decide(it.told, office, now, declined=declined, deferred_by=it.decision.rule)
    return _follow(replace(it, task=noted, decision=decision), now)


def offer_to_next(it: Delegation, happening: Undeliverable, office: Office, now: datetime) -> Outcome:
    """She cannot be reached: never again for this task, and the next one is asked; the owner is told by the log."""
    if happening.brief not in {
        None,
        it.brief,
    }:  # A brief that was taken back since: whoever has it now is not to blame.
        return _ignored(it, happening)
    declined = (*it.declined, *((it.assistant,) if it.assistant else ()))
    noted, decision = decide(it.told, office, now, declined=frozenset(declined))
    return _follow(replace(it, task=noted, decision=decision, declined=declined, reason=happening.reason), now)


def decide_put_back(it: Delegation, happening: PutBack, office: Office, now: datetime) -> Outcome:
    """The owner has put the file into the inbox again: what stands in it now is decided.

    Where nothing has changed and the same person would be asked, her brief stands: nobody hears of it.
    """
    noted, decision = decide(happening.task, office, now, declined=frozenset(it.declined))
    if (
        it.state is State.OFFERED
        and noted == it.task
        and not happening.new_files
        and decision.waits_for is None
        and decision.person == it.assistant
    ):
        return Outcome(it, (_moved(replace(it, reason="nothing has changed")),), (Move(it.folder),))
    return _ending(it, _follow(replace(it, told=happening.task, task=noted, decision=decision, folder="inbox"), now))


def finish(it: Delegation, _: Finished, __: Office, now: datetime) -> Outcome:
    """The owner says that it is done."""
    return _ending(it, _close(it, State.DONE, "the owner moved it to done", now))


def cancel(it: Delegation, _: Cancelled, __: Office, now: datetime) -> Outcome:
    """The owner says that it will not be done."""
    return _ending(it, _close(it, State.DROPPED, "the owner moved it to dropped", now))


def keep(it: Delegation, _: Kept, __: Office, now: datetime) -> Outcome:
    """The owner will do it herself."""
    kept = replace(
        it, state=State.YOURS, since=now, folder="yours", assistant=None, reason="the owner moved it to yours"
    )
    return _ending(it, Outcome(kept, (_moved(kept),)))


def set_aside(it: Delegation, happening: Spoilt, _: Office, now: datetime) -> Outcome:
    """It cannot be read any more: its file goes to `rejected`, and the task waits for it to be mended there."""
    reason = f"its file cannot be read any more: {happening.reason}"
    spoilt = replace(it, state=State.WAITING, since=now, folder=REJECTED, assistant=None, reason=reason)
    told = Told(Event.TASK_WAITED, {"owner": it.task.owner, "reason": reason})
    return _ending(it, Outcome(spoilt, (told,), (TellOwner(it.task.owner),)))


def _by_hand(state: State) -> dict[tuple[State, type[Happening]], Step]:
    """What the owner may do to a task in any state by moving its file; moving it to where it lies is nothing."""
    steps: dict[tuple[State, type[Happening]], Step] = {(state, PutBack): decide_put_back, (state, Spoilt): set_aside}
    if state is not State.DONE:
        steps[state, Finished] = finish
    if state is not State.DROPPED:
        steps[state, Cancelled] = cancel
    if state is not State.YOURS:
        steps[state, Kept] = keep
    return steps


STORY: Final[Mapping[tuple[State, type[Happening]], Step]] = {
    (State.OFFERED, Undeliverable): offer_to_next,
    (State.LATER, DateCame): decide_anew,
    **_by_hand(State.OFFERED),
    **_by_hand(State.WAITING),
    **_by_hand(State.YOURS),
    **_by_hand(State.LATER),
    **_by_hand(State.DROPPED),
    **_by_hand(State.DONE),
}


# --- what a decision comes to -------------------------------------------------------------------


def _ignored(it: Delegation, happening: Happening) -> Outcome:
    fields = {"happening": type(happening).__name__, "state": str(it.state)}
    return Outcome(it, (Told(Event.HAPPENING_IGNORED, fields),))


def _follow(it: Delegation, now: datetime) -> Outcome:
    """The state that a decision leads to."""
    decision = it.decision
    if decision.waits_for is not None:
        return _wait(it, decision.waits_for, now)
    match decision.outcome:
        case "delegate":
            return _offer(it, now)
        case "defer":
            return _defer(it, now)
        case "drop":
            return _drop(it, now)
        case _:
            return _settled(it, State.YOURS, now)


def _offer(it: Delegation, now: datetime) -> Outcome:
    person = it.decision.person
    assert person is not None  # noqa: S101  a delegated task without a person waits
    number = it.letters + 1
    thread = it.brief if it.assistant == person else None  # She has a brief already: this one comes in its place.
    offered = replace(it, assistant=person, brief=number, letters=number)
    outcome = _settled(offered, State.OFFERED, now)
    why = next((verdict.reason for verdict in it.decision.people if verdict.chosen), "")
    told = Told(Event.TASK_OFFERED, {"assistant": person, "because": why})
    return replace(
        outcome, told=(*outcome.told, told), errands=(Write("brief", person, number, thread), *outcome.errands)
    )


def _wait(it: Delegation, reason: str, now: datetime) -> Outcome:
    outcome = _settled(it, State.WAITING, now, reason)
    told = Told(Event.TASK_WAITED, {"owner": it.task.owner, "reason": reason})
    return replace(outcome, told=(*outcome.told, told), errands=(*outcome.errands, TellOwner(it.task.owner)))


def _defer(it: Delegation, now: datetime) -> Outcome:
    until = it.decision.until
    assert until is not None  # noqa: S101  a rule that defers has a date
    outcome = _settled(it, State.LATER, now)
    return replace(outcome, errands=(*outcome.errands, WakeAt(_date_key(it), until)))


def _drop(it: Delegation, now: datetime) -> Outcome:
    outcome = _settled(it, State.DROPPED, now)
    return replace(outcome, told=(*outcome.told, _closed(outcome.delegation, it.decision.because)))


def _settled(it: Delegation, state: State, now: datetime, reason: str = "") -> Outcome:
    """In its new state, with what was decided told, and the file on its way."""
    folder = FOLDER[state]
    assistant = it.assistant if state is State.OFFERED else None
    settled = replace(it, state=state, since=now, folder=folder, assistant=assistant, reason=reason)
    if it.folder == folder:
        return Outcome(settled, (_decided(settled),))
    return Outcome(settled, (_decided(settled), _moved(replace(settled, reason=""))), (Move(folder),))


def _close(it: Delegation, state: State, reason: str, now: datetime) -> Outcome:
    closed = replace(it, state=state, since=now, folder=FOLDER[state], assistant=None, reason=reason)
    return Outcome(closed, (_moved(closed), _closed(closed, reason)))


def _ending(before: Delegation, outcome: Outcome) -> Outcome:
    """What the state before had begun is ended: the brief taken back, the date forgotten."""
    errands: list[Errand] = []
    after = outcome.delegation
    if before.state is State.OFFERED and before.assistant and before.brief:
        another = after.assistant == before.assistant
        after = replace(after, letters=after.letters + (0 if another else 1))
        number = None if another else after.letters
        errands.append(TakeBack(before.assistant, before.brief, number, finished=after.state is State.DONE))
    if before.state is State.LATER and after.state is not State.LATER:
        errands.append(Forget(_date_key(before)))
    return Outcome(after, outcome.told, (*errands, *outcome.errands))


def _date_key(it: Delegation) -> str:
    return f"{it.name}:date"


def _decided(it: Delegation) -> Told:
    decision = it.decision
    fields = {
        "title": fit_to_tell(it.task.title),
        "owner": it.task.owner,
        "outcome": decision.outcome,
        "rule": decision.rule or decision.policy,
        "because": decision.because,
        "assistant": it.assistant,
        "until": decision.until,
        "version": decision.version,
    }
    return Told(Event.TASK_DECIDED, {name: value for name, value in fields.items() if value is not None})


def _moved(it: Delegation) -> Told:
    return Told(
        Event.TASK_MOVED, {"file": it.file, "folder": it.folder, **({"reason": it.reason} if it.reason else {})}
    )


def _closed(it: Delegation, reason: str) -> Told:
    return Told(Event.TASK_CLOSED, {"state": str(it.state), "reason": reason})
