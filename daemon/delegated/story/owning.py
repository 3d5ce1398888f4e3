"""The owner's word, in any chapter: by a mail, by the command line, or by moving the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from delegated.core.changes import Changed, changes, read_again, that_matter
from delegated.core.deciding import OWN_WORD, decide
from delegated.events import Event
from delegated.story.deciding import follow, past_of, put_off, spend_what_asked, think_again
from delegated.story.leading import DECIDED, STAYS, leads_to
from delegated.story.talking import as_note, relay
from delegated.story.telling import (
    REJECTED,
    Approval,
    Edited,
    FactsGiven,
    OwnerSaid,
    PutBack,
    State,
    WorkDelivered,
)
from delegated.story.working import wait_for_work

if TYPE_CHECKING:
    from delegated.core.deciding import Decision
    from delegated.core.task import Task
    from delegated.story.telling import (
        Approved,
        Cancelled,
        Deferred,
        Finished,
        HandedOver,
        Happening,
        Kept,
        Refused,
        TimeIsUp,
    )
    from delegated.story.turn import Turn


def count_handling(turn: Turn, happening: Happening) -> None:
    """What it takes of the owner's own time, by what she writes; a file moved by hand is a touch, and takes none."""
    handling, spent = turn.office.handling, timedelta()
    if isinstance(happening, OwnerSaid):
        by_mail = bool(happening.reply or happening.text or happening.private)
        spent = handling.of_answer(f"{happening.text} {happening.private}") if by_mail else spent
    elif isinstance(happening, WorkDelivered):
        turn.change(handled=turn.it.handled + handling.review)
        return
    elif not isinstance(happening, PutBack | Edited):
        return
    turn.change(handled=turn.it.handled + spent, touched=turn.now)


@leads_to(State.DONE)
def finish(turn: Turn, said: Finished) -> None:
    """The owner says that it is done."""
    turn.take_back(finished=True)
    turn.change(done_by=turn.it.assistant if turn.it.accepted else turn.it.done_by)
    turn.close(State.DONE, _why(said, "the owner moved it to done", "the owner says that it is done"))


@leads_to(State.DROPPED)
def cancel(turn: Turn, said: Cancelled) -> None:
    """The owner says that it will not be done; an assistant who has it is told."""
    turn.take_back(said.text)
    turn.close(State.DROPPED, _why(said, "the owner moved it to dropped", "the owner cancelled it"))


@leads_to(State.YOURS)
def keep(turn: Turn, said: Kept) -> None:
    """The owner will do it herself."""
    turn.take_back(said.text)
    reason = _why(said, "the owner moved it to yours", "the owner does it herself")
    turn.become(State.YOURS, reason, assistant=None, wait=None, proposed=None)


@leads_to(State.YOURS)
def refuse(turn: Turn, said: Refused) -> None:
    """The owner says no to what would be done with it: it is hers."""
    reason = f"the owner said no: {said.text}" if said.text else "the owner said no"
    turn.become(State.YOURS, reason, assistant=None, wait=None)


@leads_to(State.LATER)
def defer(turn: Turn, said: Deferred) -> None:
    """The owner puts it off."""
    turn.take_back(said.text)
    decision = replace(
        turn.it.decision,
        outcome="defer",
        until=said.until,
        because="you said so",
        policy=OWN_WORD,
        rule=None,
        person=None,
        approval=None,
        questions=(),
        missing=(),
        at=turn.now,
    )
    turn.change(decision=decision, proposed=None)
    put_off(turn)


@leads_to(STAYS, State.OFFERED, State.WAITING)
def hand_over(turn: Turn, said: HandedOver) -> None:
    """The owner wants it delegated, to somebody or to anybody (else); still through every gate."""
    if _must_be_mended(turn, said):
        return
    person = turn.it.assistant
    if said.to is not None and said.to == person:
        turn.ignore(said)
        return
    turn.take_back(said.text)
    refusals = {one: why for one, why in turn.it.refusals.items() if one != said.to}
    if person is not None and said.to is None:
        refusals[person] = "had it, and you wanted somebody else"
    told = replace(turn.it.told, to=said.to)
    turn.change(told=told, assistant=None, wait=None, refusals=refusals, proposed=None, offered_since=None)
    think_again(turn, wanted=said.to is None)
    follow(turn)


@leads_to(STAYS, *DECIDED)
def approve(turn: Turn, said: Approved) -> None:
    """The owner says yes: it is offered as it was decided, if it still can be. A limit becomes the task's budget."""
    if _must_be_mended(turn, said):
        return
    decision = turn.it.decision
    if decision.person is None and said.limit is None:
        relay(turn, as_note(said))
        return
    if said.limit is not None:
        turn.change(told=replace(turn.it.told, budget=said.limit))
    if decision.person is not None:
        turn.change(approved=Approval(decision.person, decision.cost))
    turn.tell(Event.TASK_APPROVED, owner=said.person, assistant=decision.person, cost=decision.cost)
    think_again(turn)
    follow(turn)


@leads_to(STAYS, *DECIDED)
def take_facts(turn: Turn, said: FactsGiven) -> None:
    """The owner has told what was missing: decided anew. A rule that only asked has had its answer."""
    if _must_be_mended(turn, said):
        return
    spend_what_asked(turn)
    turn.tell(Event.FACTS_GIVEN, owner=said.person)
    turn.change(told=said.task)
    think_again(turn)
    follow(turn)


@leads_to(STAYS, State.YOURS)
def wait_in_vain(turn: Turn, _: TimeIsUp) -> None:
    """The owner is reminded; a task that nobody speaks about becomes her own, so that it is not lost from sight."""
    wait = turn.it.wait
    if wait is None:
        return
    if wait.then == "remind":
        turn.remind(wait.on)
        turn.reminded()
        return
    reason = "no answer came, so it is yours"
    turn.become(State.YOURS, reason, assistant=None, wait=None)
    turn.tell_owner("Nothing was said about it, so it lies in yours now: it is for you to do, or to hand over.")


@leads_to(STAYS, *DECIDED)
def revise(turn: Turn, happening: Edited | PutBack | FactsGiven) -> None:
    """The owner has changed the task, by file or by mail: who has it learns what changed, and keeps it if she can."""
    if isinstance(happening, PutBack):
        turn.change(folder="inbox")
    if isinstance(happening, FactsGiven):
        _revised(turn, happening.task)
        return
    it = turn.it
    turn.change(written=happening.task)
    _revised(turn, read_again(it.told, it.written or it.told, happening.task), new_files=happening.new_files)


@leads_to(STAYS, State.WORKING, *DECIDED)
def revise_delivered(turn: Turn, happening: Edited | PutBack | FactsGiven) -> None:
    """The owner has changed what is delivered already: it is work again, as what she delivered was something else."""
    letters = turn.it.letters
    revise(turn, happening)
    if turn.it.state is State.DELIVERED and turn.it.letters > letters:
        turn.become(State.WORKING)
        wait_for_work(turn)


def _must_be_mended(turn: Turn, said: Approved | HandedOver | FactsGiven) -> bool:
    """Nothing leaves that is not what the file says: its owner learns that it must be mended first."""
    if turn.it.folder != REJECTED:
        return False
    turn.ignore(said)
    turn.tell_owner()
    return True


def _revised(turn: Turn, task: Task, *, new_files: bool = False) -> None:
    """Tell her, if there is something to tell; or decide anew, if she may not have it as it is now."""
    it, assistant = turn.it, turn.assistant
    changed = changes(it.told, task, (assistant or turn.owner).zone)
    if new_files and task.attachments == it.told.attachments:
        changed += (Changed("Attachments", "", "\n".join(f"{name}, as it is now" for name in task.attachments)),)
    noted, decision = _decided(turn, task)
    if that_matter(it.told, task):
        kept = _keeping(turn, task, decision)
        if kept is None:
            turn.take_back("the task has changed")
            turn.change(told=task, assistant=None, wait=None, proposed=None)
            think_again(turn, wanted=False)
            follow(turn)
            return
        turn.change(decision=kept)
    if task.due != it.told.due:
        turn.change(proposed=None)
    turn.change(told=task, task=noted)
    turn.tell(Event.TASK_REVISED, assistant=it.assistant, changed=[one.label for one in changed])
    if changed or new_files:
        _tell_changes(turn, changed)
    else:
        _back_in_place(turn, "nothing that she reads has changed")


def _tell_changes(turn: Turn, changed: tuple[Changed, ...]) -> None:
    if turn.it.assistant is not None:
        turn.write("revision", turn.it.assistant, changes=changed)
    _back_in_place(turn, "the assistant was told what changed")
    if turn.it.state is State.WORKING:
        wait_for_work(turn)
    elif turn.it.state is State.OFFERED:
        turn.wait_for_assistant("answer", turn.patience.next_after)


def _keeping(turn: Turn, task: Task, decision: Decision) -> Decision | None:
    """What is decided about it as it is now, if whoever has it may keep it: chosen, or let through every gate."""
    person = turn.it.assistant
    if person is None or task.to not in {None, person} or decision.outcome != "delegate" or decision.approval:
        return None
    if decision.person != person:
        asked = _decided(turn, replace(task, to=person))[1]
        decision = replace(decision, person=asked.person, cost=asked.cost, people=asked.people)
    return replace(decision, proposal=turn.it.decision.proposal) if decision.person == person else None


def _decided(turn: Turn, task: Task) -> tuple[Task, Decision]:
    return decide(task, turn.office, turn.now, past_of(turn.it))


def _back_in_place(turn: Turn, why: str) -> None:
    """The file was put into the inbox, and goes back to where the task stands."""
    if turn.it.folder == "inbox":
        turn.put_back(why)


def _why(said: Finished | Cancelled | Kept, by_hand: str, by_word: str) -> str:
    if not said.person:
        return by_hand
    return f"{by_word}: {said.text}" if said.text else by_word
