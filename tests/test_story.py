"""The life of a task: what may happen, and that nothing else can."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.story import (
    CLOSED,
    FOLDER,
    REJECTED,
    STORY,
    Cancelled,
    DateCame,
    Delegation,
    Finished,
    Forget,
    Happening,
    Kept,
    Move,
    PutBack,
    Spoilt,
    State,
    TakeBack,
    TellOwner,
    Undeliverable,
    WakeAt,
    Write,
    advance,
)
from offices import NOW, small_office, task
from playbook import (
    TRAVEL,
    Play,
    bounced,
    date_came,
    lies_in,
    moved_to,
    offered_to,
    put_back,
    spoilt,
    tells,
    unmoved,
    waits,
    with_errand,
    with_errands,
)

BEGINNINGS = {
    State.OFFERED: TRAVEL,
    State.WAITING: "title: Something",
    State.YOURS: "{title: Call mum, tags: [family]}",
    State.LATER: "{title: A podcast, tags: [idea]}",
    State.DROPPED: "{title: Sort the shelf, tags: [nice to have]}",
}
EVERY_KIND: tuple[type[Happening], ...] = get_args(Happening)
ONE_OF_EACH: dict[type[Happening], Happening] = {
    DateCame: DateCame(),
    Undeliverable: Undeliverable("550"),
    Finished: Finished(),
    Cancelled: Cancelled(),
    Kept: Kept(),
    PutBack: PutBack(task(TRAVEL)),
    Spoilt: Spoilt("a.md:1:1: no"),
}


@pytest.fixture
def play() -> Play:
    """The small office on a Monday morning."""
    return Play()


def in_state(state: State) -> Delegation:
    """A task that has come to this state by itself, or by the owner's hand."""
    if state is State.DONE:
        return (Play().drop() << moved_to("done")).last.delegation
    return Play().drop(BEGINNINGS[state]).last.delegation


def test_a_dropped_task_becomes_an_offer(play: Play) -> None:
    """The letter is written first, then the file moves; the log tells all of it."""
    play.drop() >> offered_to("maya") >> with_errands(Write, Move) >> with_errand(Move("delegated"))
    play >> tells("task.received", "task.decided", "task.moved", "task.offered")
    it = play.last.delegation
    assert (it.name, it.open, it.letters, it.brief) == ("T-12", True, 1, 1)


@pytest.mark.parametrize(("state", "text"), BEGINNINGS.items())
def test_a_decision_leads_to_its_state_and_folder(play: Play, state: State, text: str) -> None:
    """The folder in which the file lies is the task's state."""
    play.drop(text) >> lies_in(FOLDER[state]) >> with_errand(Move(FOLDER[state]))
    it = play.last.delegation
    assert (it.state, it.since, it.open) == (state, NOW, state not in CLOSED)
    assert (it.assistant is not None) == (state is State.OFFERED)


def test_a_task_that_lacks_something_waits_and_its_owner_hears_of_it(play: Play) -> None:
    """Once, with the questions."""
    play.drop("title: Something") >> waits("`deliverables`") >> with_errands(Move, TellOwner)
    play >> tells("task.received", "task.decided", "task.moved", "task.waited") >> with_errand(TellOwner("alex"))


def test_what_is_dropped_is_closed_with_the_reason(play: Play) -> None:
    """In the log, where it can be found again."""
    play.drop(BEGINNINGS[State.DROPPED]) >> tells("task.received", "task.decided", "task.moved", "task.closed")
    assert play.last.told[-1].fields == {"state": "dropped", "reason": "it serves no goal"}


def test_a_brief_that_bounces_goes_to_the_next_and_never_back(play: Play) -> None:
    """Maya cannot be reached; she is not asked again, even when Ben cannot be either."""
    (
        play.drop()
        >> offered_to("maya")
        << bounced()
        >> offered_to("ben")
        >> unmoved
        << bounced()
        >> waits("nobody can take it")
    )
    it = play.last.delegation
    assert it.declined == ("maya", "ben")
    assert [verdict.reason for verdict in it.decision.people] == ["was asked for this task before, in vain"] * 2
    play << put_back(play.task(TRAVEL)) >> waits("nobody can take it")


def test_each_letter_has_a_number_of_its_own(play: Play) -> None:
    """Else two of them would have one Message-ID."""
    play.drop() << bounced() >> with_errand(Write("brief", "ben", 2)) << moved_to("yours")
    play >> with_errand(TakeBack("ben", 2, 3))
    assert play.last.delegation.letters == 3


def test_an_old_brief_that_bounces_late_is_nobodys_fault(play: Play) -> None:
    """It was taken back; whoever has the task now keeps it."""
    play.drop() << bounced(brief=1) >> offered_to("ben") << bounced(brief=1) >> tells("happening.ignored")
    assert play.last.delegation.assistant == "ben"
    play << bounced(brief=2) >> waits("nobody can take it")


def test_a_deferred_task_is_decided_anew_when_its_date_comes(play: Play) -> None:
    """Three working days on, under the rules of that day."""
    play.drop(BEGINNINGS[State.LATER]) >> lies_in("later") >> with_errands(Move, WakeAt)
    play >> with_errand(WakeAt("T-12:date", datetime(2026, 11, 26, 8, 30, tzinfo=UTC)))
    play.office = small_office("rules: [{name: now, because: so, keep: true}]")
    play << date_came() >> lies_in("yours") >> with_errands(Move)


def test_a_deferred_task_is_not_deferred_by_the_same_rule_again(play: Play) -> None:
    """Every wait has an end: the rules below it are asked."""
    play.drop(BEGINNINGS[State.LATER])
    play.now += timedelta(days=3)
    play << date_came()
    assert play.last.delegation.state is not State.LATER
    assert play.last.delegation.decision.deferred_by == "ideas wait"


@pytest.mark.parametrize(
    ("folder", "event"), [("done", "task.closed"), ("dropped", "task.closed"), ("yours", "task.moved")]
)
def test_an_offer_is_taken_back_once_when_the_owner_moves_the_file(play: Play, folder: str, event: str) -> None:
    """The assistant is told; a second move finds nobody to tell."""
    (
        play.drop()
        << moved_to(folder)
        >> lies_in(folder)
        >> with_errands(TakeBack)
        >> with_errand(TakeBack("maya", 1, 2, finished=folder == "done"))
    )
    assert str(play.last.told[-1].event) == event
    assert play.last.delegation.assistant is None
    play << moved_to("done" if folder != "done" else "dropped") >> with_errands()


def test_a_date_is_forgotten_when_the_owner_moves_the_file(play: Play) -> None:
    """Else it would come back by itself."""
    play.drop(BEGINNINGS[State.LATER]) << moved_to("yours") >> with_errands(Forget) >> with_errand(Forget("T-12:date"))


@pytest.mark.parametrize("state", State)
def test_a_file_put_back_is_decided_anew(state: State) -> None:
    """From wherever it lay, with what stands in it now, and it moves out of the inbox again."""
    it = in_state(state)
    anew = task("{title: Call mum, tags: [family]}")
    outcome = advance(it, PutBack(anew), small_office(), NOW)
    assert (outcome.delegation.state, outcome.delegation.task) == (State.YOURS, anew)
    assert Move("yours") in outcome.errands
    assert any(isinstance(errand, TakeBack) for errand in outcome.errands) == (state is State.OFFERED)
    assert any(isinstance(errand, Forget) for errand in outcome.errands) == (state is State.LATER)


@pytest.mark.parametrize("state", State)
def test_a_file_put_back_broken_lies_in_rejected_and_waits(state: State) -> None:
    """Whoever has it is told; mended, it goes on."""
    outcome = advance(in_state(state), spoilt(), small_office(), NOW)
    it = outcome.delegation
    assert (it.state, it.folder, it.assistant) == (State.WAITING, REJECTED, None)
    assert "there is a tab" in it.reason
    mended = advance(it, PutBack(task(TRAVEL)), small_office(), NOW).delegation
    assert (mended.state, mended.folder) == (State.OFFERED, "delegated")


def test_a_reason_to_wait_ends_with_the_waiting(play: Play) -> None:
    """What was missing and is there now is not said again."""
    play.drop("title: Something") << put_back(play.task(TRAVEL)) >> offered_to("maya")
    assert play.last.delegation.reason == ""


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("state", State)
def test_what_the_table_does_not_know_changes_nothing(state: State, kind: type[Happening]) -> None:
    """It is told, at the level of details; what the table does know is told otherwise."""
    it = in_state(state)
    outcome = advance(it, ONE_OF_EACH[kind], small_office(), NOW)
    if (state, kind) in STORY:
        assert "happening.ignored" not in [str(told.event) for told in outcome.told]
        assert outcome.told
    else:
        assert (outcome.delegation, outcome.errands) == (it, ())
        assert [str(told.event) for told in outcome.told] == ["happening.ignored"]
        assert outcome.told[0].fields == {"happening": kind.__name__, "state": str(state)}


def test_every_state_can_be_reached_and_left() -> None:
    """No state is a dead end, and none is made up; every state has a folder of its own."""
    assert {in_state(state).state for state in State} == set(State)
    assert {state for state, _ in STORY} == set(State)
    assert {kind for _, kind in STORY} == set(EVERY_KIND)
    assert len(set(FOLDER.values())) == len(FOLDER) == len(State)


@given(st.lists(st.sampled_from(EVERY_KIND), max_size=8), st.sampled_from(sorted(BEGINNINGS)))
def test_whatever_happens_in_whatever_order_the_task_is_in_order(kinds: list[type[Happening]], state: State) -> None:
    """Somebody has it exactly while it is offered; nobody who dropped out is asked again; letters are counted up."""
    office, it = small_office(), in_state(state)
    told_off: set[str] = set()
    for number, kind in enumerate(kinds):
        before, now = it, NOW + timedelta(minutes=number)
        outcome = advance(it, ONE_OF_EACH[kind], office, now)
        it = outcome.delegation
        told_off |= {before.assistant} if kind is Undeliverable and before.assistant else set()
        assert (it.assistant is not None) == (it.state is State.OFFERED)
        assert it.assistant not in told_off
        assert it.folder in {FOLDER[it.state], REJECTED}
        written = [errand.number for errand in outcome.errands if isinstance(errand, Write | TakeBack)]
        numbers = [number for number in written if number is not None]
        assert len(set(numbers)) == len(numbers)
        assert all(before.letters < number <= it.letters for number in numbers)
        assert replace(it, task=before.task, decision=before.decision).number == before.number == 12
