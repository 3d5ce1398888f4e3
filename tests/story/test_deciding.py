"""The first chapter: a task is decided, and what a decision comes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from beginnings import BEGINNINGS, in_state
from delegated.story import CLOSED, FOLDER, REJECTED, Forget, Move, State, TakeBack, TellOwner, WakeAt, Write
from offices import NOW, small_office
from playbook import (
    TRAVEL,
    Play,
    lies_in,
    offered_to,
    owner_told,
    stands,
    taken_back_from,
    tells,
    waits,
    with_errand,
    with_errands,
)
from sayings import bounced, date_came, edits, moved_to, put_back, silence, spoilt


@pytest.fixture(params=State, ids=str)
def anywhere(request: pytest.FixtureRequest) -> Play:
    """A task in each of the states."""
    return in_state(request.param)


def test_a_dropped_task_becomes_an_offer(play: Play) -> None:
    """The letter is written first, then the file moves; the log tells all of it."""
    play.drop() >> offered_to("maya") >> with_errands(Write, Move, WakeAt) >> with_errand(Move("delegated"))
    play >> tells("task.received", "task.decided", "task.moved", "task.offered")
    assert (play.it.name, play.it.open, play.it.letters, play.it.brief) == ("T-12", True, 1, 1)


@pytest.mark.parametrize(("state", "text"), BEGINNINGS.items())
def test_a_decision_leads_to_its_state_and_folder(play: Play, state: State, text: str) -> None:
    """The folder in which the file lies is the task's state."""
    play.drop(text) >> lies_in(FOLDER[state]) >> with_errand(Move(FOLDER[state]))
    assert (play.it.state, play.it.since, play.it.open) == (state, NOW, state not in CLOSED)
    assert (play.it.assistant is not None) == (state is State.OFFERED)


def test_a_task_that_lacks_something_waits_and_its_owner_hears_of_it(play: Play) -> None:
    """Once, with the questions."""
    play.drop("title: Something") >> waits("`deliverables`") >> with_errands(Move, TellOwner, WakeAt)
    play >> tells("task.received", "task.decided", "task.moved", "task.waited") >> with_errand(TellOwner("alex"))


def test_what_is_dropped_is_closed_with_the_reason(play: Play) -> None:
    """In the log, where it can be found again."""
    play.drop(BEGINNINGS[State.DROPPED]) >> tells("task.received", "task.decided", "task.moved", "task.closed")
    assert play.last.told[-1].fields == {"state": "dropped", "reason": "it serves no goal"}


def test_a_deferred_task_is_decided_anew_when_its_date_comes(play: Play) -> None:
    """Three working days on, under the rules of that day; before its day nothing happens, and it stays set."""
    date = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
    play.drop(BEGINNINGS[State.LATER]) >> lies_in("later") >> with_errands(Move, WakeAt)
    play << date_came() >> tells("happening.ignored") >> with_errands(WakeAt) >> with_errand(WakeAt("T-12:date", date))
    play.office = small_office("rules: [{name: now, because: so, keep: true}]")
    play << silence >> lies_in("yours") >> with_errand(Forget("T-12:date"))


def test_a_deferred_task_is_not_deferred_by_the_same_rule_again(play: Play) -> None:
    """Every wait has an end: the rules below it are asked."""
    play.drop(BEGINNINGS[State.LATER]) << silence
    assert play.it.state is not State.LATER
    assert play.it.decision.deferred_by == "ideas wait"


def test_two_rules_that_defer_have_one_turn_each(play: Play) -> None:
    """They do not send it to and fro."""
    waits = "defer: {for: 3 days}, because: so}"
    play.office = small_office(f"rules: [{{name: a, {waits}, {{name: b, {waits}, {{name: c, because: so, keep: true}}]")
    play.drop() << silence >> lies_in("later") << silence >> lies_in("yours")


def test_a_date_is_forgotten_when_the_owner_moves_the_file(play: Play) -> None:
    """Else it would come back by itself."""
    play.drop(BEGINNINGS[State.LATER]) << moved_to("yours") >> with_errand(Forget("T-12:date"))
    assert play.alarms == {}


@pytest.mark.parametrize("state", [State.YOURS, State.LATER, State.DROPPED, State.DONE, State.WAITING])
def test_a_file_put_back_is_decided_anew(state: State) -> None:
    """From wherever nobody has it, with what stands in it now, and it moves out of the inbox again."""
    play = in_state(state)
    play << put_back(play.task(BEGINNINGS[State.YOURS])) >> stands(State.YOURS) >> with_errand(Move("yours"))


def test_a_file_put_back_broken_lies_in_rejected_and_waits(anywhere: Play) -> None:
    """Whoever has it is told; mended, there or in the inbox, it goes on; and nobody waits for that for ever."""
    had = anywhere.it.assistant
    anywhere << spoilt() >> owner_told()
    it = anywhere.it
    assert (it.state, it.folder, it.assistant) == (State.WAITING, REJECTED, None)
    assert "there is a tab" in it.reason
    assert not any(isinstance(errand, Move) for errand in anywhere.last.errands)
    if had:
        anywhere >> taken_back_from(had)
    anywhere << edits(TRAVEL) >> offered_to("maya") << spoilt() << put_back(anywhere.task(TRAVEL)) >> offered_to("maya")
    anywhere << spoilt()
    while anywhere.it.state is State.WAITING:
        anywhere << silence
    anywhere >> stands(State.YOURS)


def test_an_edit_of_what_nobody_works_on_is_known_and_that_is_all() -> None:
    """The rules have had their say."""
    for state in (State.YOURS, State.LATER, State.DROPPED, State.DONE):
        play = in_state(state) << edits(TRAVEL) >> stands(state) >> with_errands()
        assert play.it.told.title == "Book flights to Lisbon"


def test_a_reason_to_wait_ends_with_the_waiting(play: Play) -> None:
    """What was missing and is there now is not said again."""
    play.drop("title: Something") << put_back(play.task(TRAVEL)) >> offered_to("maya")
    assert play.it.reason == ""


def test_each_letter_has_a_number_of_its_own(play: Play) -> None:
    """Else two of them would have one Message-ID."""
    play.drop() << bounced() << moved_to("yours") >> with_errand(TakeBack("ben", 2, 3))
    assert play.it.letters == 3


def test_a_task_whose_date_has_passed_meanwhile_is_not_offered(play: Play) -> None:
    """Its owner is asked for another."""
    play.drop()
    play.now += timedelta(days=11)
    play << bounced() >> waits("By when now?")
