"""What is learned from tasks that are alike: who does them well, how long they take, what they take of the owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.experience import (
    MOST_ALIKE,
    WINDOW,
    Experience,
    Work,
    last_done,
    usual_handling,
    usual_length,
    who_did_well,
)
from delegated.core.facts import Case
from delegated.core.likeness import alike
from delegated.core.money import parse_money
from delegated.core.office import Memory
from delegated.core.task import Task
from offices import CURRENCIES, NOW, remembering, small_office, work

FLIGHTS = Task(title="Book flights to Lisbon", owner="alex")
A_SECOND = timedelta(seconds=1)


def done(number: int = 1, assistant: str | None = "maya", **more: Any) -> Work:
    """A task that was done; the higher its number, the longer ago."""
    created = NOW - timedelta(days=number)
    return work(number, state="done", assistant=assistant, created=created, closed=NOW, **more)


def minutes(*took: int | None) -> list[Work]:
    """Tasks that took so long, newest first."""
    return [done(number, took=one) for number, one in enumerate(took, 1)]


@pytest.mark.parametrize(
    ("how", "well"),
    [
        ({"rating": 5}, True),
        ({"rating": 4, "late": True, "rounds": 3}, True),
        ({"rating": 1}, False),
        ({"rating": 2}, False),
        ({"rating": 3}, True),
        ({"rating": 3, "late": True}, False),
        ({}, True),
        ({"rounds": 1}, True),
        ({"rounds": 2}, False),
        ({"late": True}, False),
    ],
)
def test_what_the_owner_says_counts_and_else_what_happened(how: dict[str, Any], well: bool) -> None:  # noqa: FBT001
    """Four and five are well, one and two are not; where she says nothing or three: in time, and done again once."""
    assert done(**how).went_well is well


@pytest.mark.parametrize("state", ["offered", "working", "asked", "delivered", "waiting", "yours", "later", "dropped"])
def test_what_is_not_done_went_neither_way(state: str) -> None:
    """Nothing is learned from it about anybody, also where it was late, praised or reported before it was cancelled."""
    one = replace(done(rating=5, took=30, handling=20), state=state)
    assert (one.done_by, one.went_well) == (None, None)
    assert last_done([one]) is None
    assert who_did_well([one]) == ()
    assert usual_length([one]) is None
    assert usual_handling([one]) is None


def test_what_the_owner_did_herself_tells_how_long_and_nothing_about_anybody() -> None:
    """Nobody is praised for it, and it took no brief and no review."""
    one = done(assistant=None, took=30, handling=5)
    assert (last_done([one]), who_did_well([one]), usual_handling([one])) == (None, (), None)
    assert usual_length([one]) == (timedelta(minutes=30), (one,))


@pytest.mark.parametrize(
    ("went", "known"),
    [
        ("g", True),
        ("b", False),
        ("bgg", True),  # one bad day
        ("bg", True),
        ("gb", True),
        ("bbg", False),
        ("bbggg", False),  # the old fades
        ("gbbbb", False),
        ("ggbbb", True),
    ],
)
def test_one_bad_day_does_not_undo_the_good_ones(went: str, known: bool) -> None:  # noqa: FBT001
    """Of her last three such tasks, newest first, as many went well as not."""
    works = [done(number, rating=5 if how == "g" else 1) for number, how in enumerate(went, 1)]
    assert who_did_well(works) == (("maya",) if known else ())


def test_the_latest_of_those_who_did_well_comes_first() -> None:
    """Ben was last and it went badly; Rosa before him, Maya before her."""
    works = [
        done(1, "ben", rating=1),
        done(2, "rosa"),
        done(3, "maya", rating=5),
        done(4, "rosa"),
        done(5, "ben", late=True),
    ]
    assert who_did_well(works) == ("rosa", "maya")
    assert last_done(works) == works[0]


def test_whoever_has_left_the_roster_is_remembered_and_not_asked() -> None:
    """What she did is a fact still; nobody is chosen for it who is not there."""
    office = small_office(memory=remembering(done(assistant="gone", rating=5)))
    case = Case(FLIGHTS, office, NOW)
    assert case.fact("history.last_assistant") == "gone"
    assert case.fact("history.went_well") is True
    assert who_did_well(case.like) == ("gone",)
    assert "gone" not in office.roster.assistants


@pytest.mark.parametrize(
    ("took", "usual"),
    [
        ((45,), 45),
        ((40, 50), 45),
        ((45, 600, 50), 50),  # a day that went wrong
        ((None, 45, None), 45),
        ((0, 45), 45),  # no hours told is not no time
        ((30,) * 9 + (300,) * 20, 30),  # as it is now, not as it was
    ],
)
def test_it_takes_what_such_tasks_took(took: tuple[int | None, ...], usual: int) -> None:
    """The median of the nine newest that were reported."""
    found = usual_length(minutes(*took))
    assert found is not None
    assert found[0] == timedelta(minutes=usual)
    assert len(found[1]) == min(9, sum(bool(one) for one in took))


def test_reports_go_before_estimates() -> None:
    """What it took is better than what somebody thought; what nobody has said was only assumed."""
    told, assumed = done(1, minutes=90, told=True), done(2, minutes=60)
    assert usual_length([told, assumed]) == (timedelta(minutes=90), (told,))
    reported = done(3, minutes=90, told=True, took=30)
    assert usual_length([told, assumed, reported]) == (timedelta(minutes=30), (reported,))
    assert usual_length([assumed]) is None


def test_an_estimate_counts_before_the_task_is_done_unless_it_was_dropped() -> None:
    """The weekly numbers of this week may stand in the inbox beside those of the next."""
    open_, dropped = work(1, minutes=45, told=True), work(2, minutes=500, told=True, state="dropped")
    assert usual_length([dropped, open_]) == (timedelta(minutes=45), (open_,))
    assert usual_length([dropped]) is None


def test_it_takes_of_her_time_what_such_tasks_took() -> None:
    """The median of those that an assistant has done; nothing at all is an answer, too."""
    works = [done(1, handling=8), done(2, handling=90), done(3, handling=12), done(4), done(5, None, handling=500)]
    assert usual_handling(works) == (timedelta(minutes=12), tuple(works[:3]))
    assert usual_handling([done(handling=0)]) == (timedelta(), (done(handling=0),))
    assert usual_handling([done()]) is None


@pytest.mark.parametrize(
    ("ago", "known"),
    [(WINDOW, True), (WINDOW + A_SECOND, False), (timedelta(), True), (-A_SECOND, False)],
)
def test_the_window_is_ninety_days_to_the_second(ago: timedelta, known: bool) -> None:  # noqa: FBT001
    """And what is to come is not known yet: an earlier day is judged by what was known then."""
    one = work(created=NOW - ago)
    assert Experience([one]).like(FLIGHTS, "alex", NOW) == ([one] if known else [])


def test_each_owner_learns_from_her_own_tasks() -> None:
    """Graham's flights are Graham's; nobody has heard of Zoe."""
    mine, his = work(1), work(2, owner="graham")
    experience = Experience([mine, his])
    assert experience.like(FLIGHTS, "alex", NOW) == [mine]
    assert experience.like(FLIGHTS, "graham", NOW) == [his]
    assert experience.like(FLIGHTS, "zoe", NOW) == []


def test_what_is_known_of_a_task_changes_with_it() -> None:
    """Its newest state counts, also where it has another title, client or owner now."""
    experience = Experience([work(1)])
    experience.keep(done(1, rating=5))
    assert [one.state for one in experience.like(FLIGHTS, "alex", NOW)] == ["done"]
    experience.keep(work(1, title="Water the plants"))
    assert experience.like(FLIGHTS, "alex", NOW) == []
    experience.keep(work(1, owner="graham"))
    assert [len(experience.like(FLIGHTS, owner, NOW)) for owner in ("alex", "graham")] == [0, 1]
    experience.drop(1)
    experience.drop(1)
    assert len(experience) == 0
    assert experience.like(FLIGHTS, "graham", NOW) == []


def test_what_is_long_over_is_forgotten() -> None:
    """What came in later stays, and what is open still; what was spent on a goal counts for all time."""
    ago = NOW - timedelta(days=100)
    spent = {"cost": "20.00 EUR", "month": "2026-08", "goal": "launch"}
    old, new, still = work(1, created=ago, closed=ago, state="done", **spent), work(2), work(3, created=ago)
    memory = Memory.of([old, new, still])
    memory.forget_before(NOW - WINDOW)
    assert len(memory.experience) == 2
    assert memory.experience.like(FLIGHTS, "alex", NOW) == [new]
    goal = ("goal", "alex:launch", None)
    assert memory.ledger.spent(goal, "EUR", CURRENCIES) == parse_money("20 EUR")
    assert memory.workloads.of("maya").tasks == 2
    again = Memory.of([old, new, still], NOW - WINDOW)
    assert (len(again.experience), again.ledger.spent(goal, "EUR", CURRENCIES)) == (2, parse_money("20 EUR"))


TITLES = st.sampled_from(
    [
        "Book flights to Lisbon",
        "Flights to Porto",
        "Weekly numbers, week 44",
        "Weekly numbers",
        "Call Ana",
        "Call the bank",
    ]
)
WORKS = st.builds(
    work,
    st.integers(1, 12),
    title=TITLES,
    owner=st.sampled_from(["alex", "graham"]),
    client=st.sampled_from([None, "acme"]),
    created=st.integers(0, 100).map(lambda days: NOW - timedelta(days=days)),
)


@given(st.lists(WORKS, max_size=30), st.lists(st.integers(1, 12), max_size=5), st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_learned_does_not_matter(
    works: list[Work], forgotten: list[int], chance: Any
) -> None:
    """What is known at last is what counts: the same tasks, newest first, never the task itself, and none too much."""
    experience = Experience(works)
    last = {one.number: one for one in works if one.number not in forgotten}
    for number in forgotten:
        experience.drop(number)
    others = list(last.values())
    chance.shuffle(others)
    afresh = Experience(others)
    assert len(experience) == len(afresh) == len(last)
    for task in works:
        found = experience.like(task, task.owner, NOW, task.number)
        assert found == afresh.like(task, task.owner, NOW, task.number)
        assert found == sorted(found, key=lambda one: (one.created, one.number), reverse=True)
        assert {one.number for one in found} == {
            one.number
            for one in others
            if one.number != task.number
            and one.owner == task.owner
            and NOW - WINDOW <= one.created <= NOW
            and alike(task, one)
        }


def test_of_very_many_alike_all_are_counted_and_the_newest_learned_from() -> None:
    """A thousand orders, ten a day: those of the last 90 days are counted, and the last three hundred looked at."""
    works = [work(number, created=NOW - timedelta(days=(1000 - number) // 10)) for number in range(1, 1001)]
    found = Experience(works).like(FLIGHTS, "alex", NOW, but=500)
    assert [one.number for one in found[:2]] == [1000, 999]
    assert len(found) == MOST_ALIKE
    assert found.number == sum(one.created >= NOW - WINDOW for one in works) - 1
