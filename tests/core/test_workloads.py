"""Who has how much to do, and was given how much: sums that are kept, and never drift."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from delegated.core.office import Load, Memory, Promises, Workloads
from offices import NOW, remembering, work

if TYPE_CHECKING:
    from delegated.core.experience import Work

STATES = ["offered", "working", "asked", "delivered", "waiting", "yours", "later", "dropped", "done"]
DELIVERED = {"delivered", "done"}
OPEN = {"offered", "working", "asked", "delivered", "waiting"}
HOUR = timedelta(hours=1)


def test_what_is_delivered_is_a_task_of_hers_but_no_more_work() -> None:
    """Her trust sets how many she may have until they are judged; her hours are free again."""
    loads = Workloads([work(1, minutes=60), work(2, minutes=90, state="delivered")])
    assert loads.of("maya") == Load(HOUR, 2)
    assert [one.number for one in loads.open_of("maya")] == [1, 2]
    assert loads.promises_of("maya").numbers == [1]
    loads.keep(work(2, minutes=90))
    assert loads.of("maya") == Load(HOUR * 2.5, 2)


def test_what_the_owner_has_taken_back_is_not_on_her_desk() -> None:
    """Though she is remembered as who did it before."""
    loads = Workloads([work(1, state="yours")])
    assert loads.of("maya") == Load()
    assert [one.number for one in loads.kept_by("alex")] == [1]


def test_promises_are_in_the_order_of_their_dates() -> None:
    """What has no date is due a week after it was given; a task that is given to another is no promise of hers."""
    late, soon, undated = NOW - HOUR, NOW + HOUR, NOW + timedelta(days=6)
    loads = Workloads(
        [
            work(1, minutes=60, given=undated - timedelta(days=7)),
            work(2, minutes=30, due=soon),
            work(3, minutes=15, due=late),
            work(4, minutes=15, due=soon, assistant="ben"),
        ]
    )
    hers = loads.promises_of("maya")
    assert (hers.numbers, hers.dues) == ([3, 2, 1], [late, soon, undated])
    assert hers.until(late - HOUR) == timedelta()
    assert hers.until(soon) == timedelta(minutes=45)
    assert list(hers.after(late)) == [(2, soon, timedelta(minutes=45)), (1, undated, timedelta(minutes=105))]
    loads.keep(work(2, minutes=30, due=soon, assistant="ben"))
    assert loads.promises_of("maya").numbers == [3, 1]
    assert loads.promises_of("ben").numbers == [2, 4]
    assert loads.promises_of("rosa") == Promises.of([])


def test_a_task_that_is_set_aside_stands_not_in_its_own_way() -> None:
    """And is back afterwards as it was."""
    memory = remembering(work(1), work(2))
    memory.set_aside(work(1))
    assert memory.workloads.of("maya").tasks == 1
    assert memory.workloads.given("maya", NOW - timedelta(days=28)) == HOUR
    memory.put_back(work(1))
    assert memory.workloads.of("maya").tasks == 2
    assert memory.workloads.given("maya", NOW - timedelta(days=28)) == 2 * HOUR
    assert Memory().workloads.last_given("maya") is None


a_work = st.builds(
    lambda number, assistant, state, hours, minutes, took, due: work(
        number,
        assistant=assistant,
        state=state,
        given=NOW - hours * HOUR if assistant else None,
        minutes=minutes,
        took=took,
        due=None if due is None else NOW + due * HOUR,
        closed=NOW if state in {"done", "dropped"} else None,
    ),
    st.integers(1, 12),
    st.sampled_from(["maya", "ben", None]),
    st.sampled_from(STATES),
    st.integers(0, 60),
    st.integers(0, 300),
    st.none() | st.integers(0, 300),
    st.none() | st.integers(-50, 50),
)


@given(st.lists(st.integers(1, 12) | a_work, max_size=40), st.integers(0, 61))
@settings(max_examples=150)
def test_sums_are_what_adding_up_gives(steps: list[int | Work], hours: int) -> None:
    """Whatever comes, changes and goes, and in whatever order, asked for at each step: as if all were added up anew."""
    loads, known, since = Workloads(), dict[int, "Work"](), NOW - hours * HOUR
    for step in steps:
        if isinstance(step, int):
            loads.drop(step)
            known.pop(step, None)
        else:
            loads.keep(step)
            known[step.number] = step
        for person in ("maya", "ben"):
            hers = [one for one in known.values() if one.assistant == person]
            _is_all_of_it(loads, person, hers, since)
    assert {one.number for one in loads.kept_by("alex")} == {n for n, one in known.items() if one.state == "yours"}


def _is_all_of_it(loads: Workloads, person: str, hers: list[Work], since: datetime) -> None:
    has = [one for one in hers if one.state in OPEN]
    todo = [one.minutes for one in has if one.state not in DELIVERED]
    given_since = [one for one in hers if one.given is not None and one.given >= since]
    done = [one.minutes if one.took is None else one.took for one in given_since if one.state in DELIVERED]
    assert loads.of(person) == Load(timedelta(minutes=sum(todo)), len(has))
    assert {one.number for one in loads.open_of(person)} == {one.number for one in has}
    assert loads.promises_of(person) == Promises.of(one for one in has if one.state not in DELIVERED and one.minutes)
    assert loads.given(person, since) == timedelta(minutes=sum(one.minutes for one in given_since))
    assert loads.last_given(person) == max((one.given for one in hers if one.given), default=None)
    assert loads.done(person, since) == timedelta(minutes=sum(done))
