"""The second chapter: an assistant is asked. She accepts, declines, stays silent, or cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from delegated.core import patience as waiting
from delegated.events import Event
from delegated.story.deciding import follow, has_given_up, stop_asking, think_again
from delegated.story.leading import DECIDED, STAYS, leads_to
from delegated.story.telling import State
from delegated.story.working import wait_for_work

if TYPE_CHECKING:
    from delegated.story.telling import Accepted, Declined, LeftLate, TimeIsUp, Undeliverable, WentAway
    from delegated.story.turn import Turn


@leads_to(State.WORKING)
def start_work(turn: Turn, _: Accepted) -> None:
    """She has accepted: the work is hers until it is due."""
    turn.tell(Event.TASK_ACCEPTED, assistant=turn.it.assistant)
    turn.become(State.WORKING, accepted=turn.now)
    wait_for_work(turn)


@leads_to(*DECIDED)
def offer_to_next(turn: Turn, said: Declined) -> None:
    """She does not want it: never this one to her again, and the next one is asked."""
    turn.tell(Event.TASK_DECLINED, assistant=said.person, reason=said.text)
    pass_on(turn, _quoted("has declined", said.text))


@leads_to(*DECIDED)
def give_back(turn: Turn, said: Declined) -> None:
    """She had accepted, and gives it back: the next one is asked, and the owner hears of it."""
    turn.tell(Event.TASK_DECLINED, assistant=said.person, reason=said.text, accepted=True)
    pass_on(turn, _quoted("has given it back", said.text), tell=True)


@leads_to(STAYS, *DECIDED)
def be_patient(turn: Turn, _: TimeIsUp) -> None:
    """Nothing has come: she is reminded, and then the next one is asked; at last the owner."""
    wait, person = turn.it.wait, turn.it.assistant
    if wait is None or person is None:
        return
    if wait.then == "remind":
        turn.remind(person)
        turn.reminded()
        return
    turn.tell(Event.TASK_UNANSWERED, assistant=person)
    turn.take_back("no answer came")
    pass_on(turn, "has not answered", tell=True)


@leads_to(STAYS, *DECIDED)
def offer_to_next_unreached(turn: Turn, happening: Undeliverable) -> None:
    """She cannot be reached: never again for this task, and the next one is asked."""
    taken_back = happening.kind == "brief" and happening.brief not in {None, turn.it.brief}
    if taken_back or happening.person not in {None, turn.it.assistant}:
        turn.ignore(happening)  # Whoever is asked now is not to blame.
        return
    pass_on(turn, f"could not be reached: {happening.reason}", tell=True)


@leads_to(STAYS)
def tell_unreached(turn: Turn, happening: Undeliverable) -> None:
    """A letter to her came back although she has the task: the owner can ring her up."""
    person = happening.person or turn.it.assistant
    if person is None or person == turn.owner.id:
        turn.ignore(happening)
        return
    turn.tell_owner(f"A letter to {turn.name_of(person)} came back: {happening.reason}.")


@leads_to(STAYS)
def wait_while_away(turn: Turn, happening: WentAway) -> None:
    """She is away: no reminder reaches her, and the offer moves on when it would have without her absence."""
    wait = turn.it.wait
    if wait is not None and wait.on == happening.person:
        turn.wait_until(waiting.anew(wait, turn.calendar_of(wait.on)))
    if turn.it.wait == wait:
        turn.ignore(happening)


@leads_to(STAYS)
def count_from_now(turn: Turn, _: LeftLate) -> None:
    """The brief is on its way only now: her time to answer begins."""
    turn.tell(Event.TASK_BRIEFED, assistant=turn.it.assistant)
    turn.wait_for_assistant("answer", turn.patience.next_after)


def pass_on(turn: Turn, why: str, *, tell: bool = False) -> None:
    """Whoever has it, or was asked, has it no more; somebody else is asked, or the owner."""
    person = turn.it.assistant or ""
    turn.change(refusals={**turn.it.refusals, person: why}, assistant=None, wait=None, proposed=None)
    think_again(turn)
    if has_given_up(turn):
        stop_asking(turn)
    follow(turn)
    if tell or turn.it.state not in {State.OFFERED, State.WAITING}:
        turn.tell_owner(f"{turn.name_of(person)} {why.rstrip('.')}; {_what_now(turn)}.")


def _what_now(turn: Turn) -> str:
    it = turn.it
    if it.state is State.OFFERED and it.assistant:
        return f"{turn.name_of(it.assistant)} is asked now"
    return "it waits for you" if it.state is State.WAITING else f"it lies in {it.folder} now"


def _quoted(what: str, text: str) -> str:
    """What she has done, with her own words where there are any."""
    words = " ".join(text.split())
    return f"{what}: {words}" if words else what
