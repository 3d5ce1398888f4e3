"""The third chapter: the assistant works. She is late, or delivers; or the date passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from delegated.core import patience as waiting
from delegated.core.patience import Wait, after, times
from delegated.events import Event
from delegated.story.deciding import wait_for_word
from delegated.story.leading import STAYS, leads_to
from delegated.story.talking import as_note, relay
from delegated.story.telling import MOST_KEPT, Delivery, State

if TYPE_CHECKING:
    from datetime import datetime

    from delegated.story.telling import Approved, Refused, SaidLate, TimeIsUp, WorkDelivered
    from delegated.story.turn import Turn

_LONGEST_DELAY: Final = timedelta(days=366)


def wait_for_work(turn: Turn) -> None:
    """Until it is due; then she is reminded, then the owner is told, and at last the owner must decide.

    A new date that is proposed changes nothing of that, but that the owner has time to say what she thinks of it.
    """
    if turn.it.proposed is not None:
        _wait_for_date(turn)
        return
    person, due = turn.it.assistant or "", turn.it.task.due
    calendar = turn.calendar_of(person)
    if due is not None and due > turn.now:
        at = waiting.working(calendar, due)
    else:
        at = after(calendar, turn.now, turn.patience.remind_after if due else turn.patience.give_up_after)
    turn.wait_until(Wait(person, "work", turn.now, at, at, "due"))


@leads_to(STAYS, State.WAITING)
def keep_to_the_date(turn: Turn, _: TimeIsUp) -> None:
    """It is due, or has been: she is reminded; then the owner is told; then it is taken back.

    Where a new date is proposed, it is the owner who is reminded; then the old date stands.
    """
    wait = turn.it.wait
    if wait is None:
        return
    if wait.for_ == "date":
        _press_for_date(turn, wait)
    elif wait.then == "due":
        turn.remind(wait.on)
        turn.tell(Event.DUE_PASSED, assistant=turn.it.assistant, due=turn.it.task.due)
        turn.wait_for_assistant("work", turn.patience.give_up_after, max(1, turn.patience.reminders))
    elif wait.then == "remind":
        turn.remind(wait.on)
        turn.reminded()
        _is_overdue(turn)
    else:
        _take_it_back(turn)


@leads_to(State.WORKING)
def start_late(turn: Turn, said: SaidLate) -> None:
    """Whoever says that she will be late has taken it; and the owner decides about the new date."""
    turn.become(State.WORKING, accepted=turn.now)
    wait_for_work(turn)
    note_late(turn, said)


@leads_to(STAYS)
def note_late(turn: Turn, said: SaidLate) -> None:
    """She will be late: the owner decides about the new date; without one she is asked for it."""
    turn.tell(Event.TASK_DELAYED, assistant=said.person, until=said.until, reason=said.text)
    if turn.it.state is State.ASKED:
        turn.change(accepted=turn.it.accepted or turn.now, back_to=State.WORKING)
    due = turn.it.task.due
    until = said.until if _can_be_meant(said.until, due, turn.now) else None
    if until is None:
        _ask_until_when(turn, said)
    elif due is not None and until <= due:
        turn.tell_owner(f"{turn.name_of(said.person)} wrote: “{said.text}”. That is no later than agreed.")
        _propose(turn, None)
    else:
        turn.tell_owner()
        _propose(turn, until)


@leads_to(STAYS)
def agree_to_date(turn: Turn, said: Approved) -> None:
    """The owner agrees to the new date; without one there is nothing to agree to, and it is a note."""
    proposed, assistant = turn.it.proposed, turn.it.assistant
    if proposed is None or assistant is None:
        relay(turn, as_note(said))
        return
    _set_date(turn, proposed)
    turn.tell(Event.DUE_CHANGED, assistant=assistant, due=turn.it.task.due)
    turn.write("date", assistant, "agreed", said=said.text)
    _restart(turn)


@leads_to(STAYS)
def stand_by_date(turn: Turn, said: Refused) -> None:
    """The owner does not agree: the old date stands, and she is told; without a new one it is a note."""
    assistant = turn.it.assistant
    if turn.it.proposed is None or assistant is None:
        relay(turn, as_note(said))
        return
    _keep_old_date(turn, assistant, said.text)


@leads_to(State.DELIVERED)
def ask_for_feedback(turn: Turn, said: WorkDelivered) -> None:
    """She has done it: the owner sees what she delivered, and is asked how it is."""
    it = turn.it
    late = it.task.due is not None and turn.now > it.task.due
    delivery = Delivery(said.text, said.person, turn.now, said.hours, said.links, said.files, late)
    hours = str(said.hours) if said.hours is not None else None
    turn.tell(Event.WORK_DELIVERED, assistant=said.person, hours=hours, files=len(said.files) or None)
    turn.become(
        State.DELIVERED,
        deliveries=(*it.deliveries, delivery)[-MOST_KEPT:],
        accepted=it.accepted or turn.now,
        proposed=None,
        overdue=False,
    )
    patience = turn.patience
    turn.wait_for_owner("rating", times(patience.next_after, 2), apart=patience.next_after, most=1)
    turn.write("review", turn.owner.id)


def _wait_for_date(turn: Turn) -> None:
    """For the owner's word on a new date: until the old one, and long enough for her to find the question."""
    owner, due = turn.owner, turn.it.task.due
    at = after(owner.calendar, turn.now, turn.patience.remind_after)
    if due is not None and due > at:
        at = waiting.working(owner.calendar, due)
    turn.wait_until(Wait(owner.id, "date", turn.now, at, at, "due"))


def _press_for_date(turn: Turn, wait: Wait) -> None:
    if wait.then == "due":
        turn.wait_for_owner("date", turn.patience.remind_after, most=0)
        turn.remind(turn.owner.id)
    elif turn.it.assistant is not None:
        _keep_old_date(turn, turn.it.assistant, "")


def _set_date(turn: Turn, due: datetime) -> None:
    due, it = due.astimezone(UTC), turn.it
    turn.change(told=replace(it.told, due=due), task=replace(it.task, due=due), proposed=None)


def _keep_old_date(turn: Turn, assistant: str, said: str) -> None:
    turn.change(proposed=None)
    turn.tell(Event.DUE_KEPT, assistant=assistant, due=turn.it.task.due)
    turn.write("date", assistant, "refused", said=said)
    _restart(turn)


def _is_overdue(turn: Turn) -> None:
    """The owner hears of it once."""
    if not turn.it.overdue:
        turn.change(overdue=True)
        turn.tell_owner()


def _can_be_meant(until: datetime | None, due: datetime | None, now: datetime) -> bool:
    """A date to come, and not years away."""
    return until is not None and now < until < max(now, due or now) + _LONGEST_DELAY


def _ask_until_when(turn: Turn, said: SaidLate) -> None:
    """Once for each date that it is due: the wait goes on as it was."""
    due, name = turn.it.task.due, turn.name_of(said.person)
    if due in turn.it.asked_until:
        turn.tell_owner(f"{name} will be late, and did not say until when. She wrote: “{said.text}”")
        return
    turn.change(asked_until=(*turn.it.asked_until, due))
    turn.write("date", said.person, "asked")
    turn.tell_owner(f"{name} will be late, and was asked until when. She wrote: “{said.text}”")


def _propose(turn: Turn, until: datetime | None) -> None:
    """A new date, or none any more. One in the place of another gives no more time."""
    before = turn.it.proposed
    turn.change(proposed=until)
    if (before is None) != (until is None):
        _restart(turn)


def _restart(turn: Turn) -> None:
    """The time for the work begins anew, if nothing else is waited for."""
    if turn.it.state is State.WORKING:
        turn.change(overdue=False)
        wait_for_work(turn)


def _take_it_back(turn: Turn) -> None:
    """Too long overdue, and not a word: it is taken back, and its owner decides."""
    person = turn.it.assistant or ""
    reason = f"{turn.name_of(person)} has not delivered it, and does not answer"
    turn.take_back("no word came from you since it was due")
    refusals = {**turn.it.refusals, person: "has not delivered it, and did not answer"}
    turn.become(State.WAITING, reason, assistant=None, refusals=refusals, proposed=None)
    turn.tell(Event.TASK_WAITED, owner=turn.it.task.owner, reason=reason)
    turn.tell_owner()
    wait_for_word(turn)
