"""The first chapter: a task is decided, and what a decision comes to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from delegated.core.changes import changes, read_again
from delegated.core.choosing import Verdict
from delegated.core.deciding import COULD_STILL_BE_ASKED, OWN_CHOICE, Past, decide
from delegated.core.ledger import month_of
from delegated.core.patience import after
from delegated.core.secrets import fit_to_tell
from delegated.events import Event
from delegated.story.leading import DECIDED, STAYS, leads_to
from delegated.story.telling import REJECTED, Delegation, Outcome, State, WakeAt
from delegated.story.turn import Turn, date_key

if TYPE_CHECKING:
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.core.task import Task
    from delegated.story.telling import DateCame, Edited, PutBack, Spoilt


def accept(number: int, file: str, task: Task, office: Office, now: datetime) -> Outcome:
    """A file was taken: it becomes a task with a number, and is decided."""
    noted, decision = decide(task, office, now, Past(number=number))
    handled = office.handling.of_brief(task)
    it = Delegation(number, file, task, noted, decision, State.WAITING, now, "inbox", written=task, handled=handled)
    turn = Turn(it, office, now, fresh=True)
    turn.tell(Event.TASK_RECEIVED, title=fit_to_tell(task.title), file=file, owner=task.owner)
    follow(turn)
    return turn.outcome()


@leads_to(*DECIDED)
def decide_anew(turn: Turn, _: DateCame) -> None:
    """The date is here: the same task, under the rules of today; but the rule that deferred it has had its turn."""
    decision = turn.it.decision
    if decision.deferred_by is not None:
        spend(turn, decision.deferred_by)
    think_again(turn, deferred_by=decision.rule)
    follow(turn)


@leads_to(*DECIDED)
def decide_put_back(turn: Turn, happening: PutBack) -> None:
    """The owner has put the file into the inbox again: what stands in it now is decided."""
    take_file(turn, happening.task)
    turn.change(folder="inbox")
    think_again(turn, wanted=False)
    follow(turn)


@leads_to(STAYS)
def note_edit(turn: Turn, happening: Edited) -> None:
    """The owner has changed the file of a task that nobody is working on: it is known, and that is all."""
    before = turn.it.told
    take_file(turn, happening.task)
    turn.change(task=turn.it.told)
    changed = changes(before, turn.it.told, turn.owner.zone)
    turn.tell(Event.TASK_REVISED, changed=[one.label for one in changed])


@leads_to(STAYS, *DECIDED)
def decide_edited(turn: Turn, happening: Edited) -> None:
    """The owner has changed the file of a task that waits for her: perhaps what was missing is there."""
    before = turn.it.told
    take_file(turn, happening.task)
    if turn.it.told == before and not happening.new_files and turn.it.folder != REJECTED:
        turn.ignore(happening)
        return
    spend_what_asked(turn)
    think_again(turn)
    follow(turn)


@leads_to(State.WAITING)
def set_aside(turn: Turn, happening: Spoilt) -> None:
    """It cannot be read any more: its file goes to `rejected`, and the task waits for it to be mended there."""
    reason = f"its file cannot be read any more: {happening.reason}"
    turn.take_back()
    turn.change(folder=REJECTED)  # Whoever read it has moved it there.
    turn.become(State.WAITING, reason, folder=REJECTED, assistant=None, proposed=None)
    turn.tell(Event.TASK_WAITED, owner=turn.it.task.owner, reason=reason)
    turn.tell_owner()
    wait_for_word(turn)


# --- what a decision comes to -------------------------------------------------------------------


def take_file(turn: Turn, file: Task) -> None:
    """What the file says now; what was told otherwise since stands, where the file says what it said."""
    turn.change(told=read_again(turn.it.told, turn.it.written or turn.it.told, file), written=file)


def spend_what_asked(turn: Turn) -> None:
    """A rule that has only asked, in words of its own, has had its answer."""
    decision = turn.it.decision
    if decision.outcome != "ask" or decision.missing or decision.rule is None:
        return
    rules = (rule for book, _ in turn.office.books() for rule in book.rules)
    if any(rule.name == decision.rule and rule.outcome == "ask" for rule in rules):
        spend(turn, decision.rule)


def spend(turn: Turn, rule: str) -> None:
    """This rule is not asked again."""
    turn.change(spent=tuple(dict.fromkeys((*turn.it.spent, rule))))


def think_again(turn: Turn, **more: Any) -> None:
    """Decide, knowing who will not be asked again, what was approved, and which questions were answered."""
    it = turn.it
    noted, decision = decide(it.told, turn.office, turn.now, past_of(it, **more))
    turn.change(task=noted, decision=replace(decision, proposal=it.decision.proposal or decision.proposal))


def past_of(it: Delegation, **more: Any) -> Past:
    """What has happened to it before. What the owner wanted delegated, she still does."""
    approved = (it.approved.person, it.approved.cost) if it.approved else None
    known = {"wanted": it.decision.policy == OWN_CHOICE, **more}
    return Past(declined=it.refusals, spent=frozenset(it.spent), approved=approved, number=it.number, **known)


def follow(turn: Turn) -> None:
    """The state that a decision leads to."""
    decision = turn.it.decision
    if decision.waits_for is not None:
        _wait(turn, decision.waits_for)
    elif decision.outcome == "delegate":
        _offer(turn)
    elif decision.outcome == "defer":
        put_off(turn)
    elif decision.outcome == "drop":
        turn.change(assistant=None)
        turn.decided()
        turn.close(State.DROPPED, decision.because)
    else:
        turn.change(assistant=None)
        turn.decided()
        turn.become(State.YOURS, wait=None)


def put_off(turn: Turn) -> None:
    """Until its date."""
    until = turn.it.decision.until
    assert until is not None  # noqa: S101  whatever defers has a date
    turn.change(assistant=None, wait=None)
    turn.decided()
    turn.become(State.LATER)
    turn.errand(WakeAt(date_key(turn.it), until))


def wait_for_word(turn: Turn) -> None:
    """Until the owner says something, or it becomes hers to do."""
    turn.wait_for_owner("word", turn.patience.give_up_after)


def has_given_up(turn: Turn) -> bool:
    """Whether this has been offered for so long that its owner must decide."""
    it = turn.it
    if it.offered_since is None:
        return False
    return turn.now >= after(turn.owner.calendar, it.offered_since, turn.patience.give_up_after)


def stop_asking(turn: Turn) -> None:
    """Nobody else is asked, even where somebody could be: the owner must know what has become of it."""
    decision = turn.it.decision
    if decision.person is not None:
        people = tuple(
            Verdict(one.id, chosen=False, reason=COULD_STILL_BE_ASKED) if one.chosen else one for one in decision.people
        )
        turn.change(decision=replace(decision, person=None, approval=None, people=people))


def _offer(turn: Turn) -> None:
    person = turn.it.decision.person
    assert person is not None  # noqa: S101  a delegated task without a person waits
    why = next((verdict.reason for verdict in turn.it.decision.people if verdict.chosen), "")
    offered_since = turn.it.offered_since or turn.now
    turn.change(
        brief=turn.write("brief", person),
        assistant=person,
        accepted=None,
        proposed=None,
        overdue=False,
        offered_since=offered_since,
        done_by=None,
        feedback=None,
        asked_until=(),
        rounds=0,
        given=turn.now,
        month=month_of(turn.owner, turn.now),
        payer=turn.owner.id,
    )
    turn.decided()
    turn.become(State.OFFERED)
    turn.tell(Event.TASK_OFFERED, assistant=person, because=why)
    turn.wait_for_assistant("answer", turn.patience.next_after)


def _wait(turn: Turn, reason: str) -> None:
    turn.change(assistant=None)
    turn.decided()
    turn.become(State.WAITING, reason)
    turn.tell(Event.TASK_WAITED, owner=turn.it.task.owner, reason=reason)
    turn.tell_owner()
    wait_for_word(turn)
