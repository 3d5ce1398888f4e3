"""How much somebody can still take in, beside what she has to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import at_work
from delegated.core.capacity import Lack, Room, Timetable
from offices import NOW, ROSTER, remembering, roster, work

if TYPE_CHECKING:
    from delegated.core.experience import Work
    from delegated.core.people import Assistant

QUARTER = timedelta(minutes=15)
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
WEEK = timedelta(days=7)


def maya(
    capacity: str = "20h/week", hours: str = "mon-fri 09:00-18:00", zone: str = "UTC", more: str = ""
) -> Assistant:
    """Somebody in Greenwich, unless told otherwise."""
    told = f"time_zone: {zone}\n    hours: '{hours}'\n    capacity: {capacity}\n    {more}"
    return roster(ROSTER.replace("time_zone: Asia/Manila", told, 1)).assistants["maya"]


def room(person: Assistant, *works: Work, now: datetime = NOW) -> Room:
    """Hers, with these tasks, at half past eight on a Monday."""
    return Room(person, remembering(*works).workloads, Timetable(now))


def test_a_week_is_hers_up_to_her_capacity() -> None:
    """Eight hours of this one are there until its second evening, and no more until the next Monday."""
    hers = room(maya("8h/week"))
    assert hers.ours_until(NOW + timedelta(hours=3)) == timedelta(hours=2, minutes=30)
    assert hers.ours_until(datetime(2026, 11, 23, 18, tzinfo=UTC)) == timedelta(hours=8)
    assert hers.ours_until(datetime(2026, 11, 30, 9, tzinfo=UTC)) == timedelta(hours=8)
    assert hers.ours_until(datetime(2026, 11, 30, 10, tzinfo=UTC)) == timedelta(hours=9)
    assert hers.ours_until(NOW - timedelta(days=1)) == timedelta()


def test_a_week_begins_on_monday_by_her_own_clock() -> None:
    """In Apia it is Monday when it is still Sunday morning in Madrid."""
    hers = maya("8h/week", "mon-sun 00:00-24:00", "Pacific/Apia")
    sunday = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert room(hers, now=sunday).ours_until(sunday + timedelta(hours=20)) == timedelta(hours=10)
    assert room(hers, now=sunday + timedelta(hours=1)).ours_until(sunday + timedelta(hours=20)) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("state", "given", "took", "left"),
    [
        ("done", NOW - timedelta(hours=1), None, 15),
        ("done", NOW - timedelta(hours=1), 420, 13),
        ("delivered", NOW - timedelta(hours=1), None, 15),
        ("done", NOW - timedelta(days=2), None, 20),
        ("working", NOW - timedelta(hours=1), None, 20),
    ],
)
def test_what_she_was_given_and_has_done_this_week_is_gone(
    state: str, given: datetime, took: int | None, left: int
) -> None:
    """As long as it took, if she has said so; what she was given last week was work of last week."""
    five_hours = work(state=state, given=given, took=took, minutes=300, closed=NOW if state == "done" else None)
    assert room(maya(), five_hours).ours_until(FRIDAY + timedelta(days=2)) == timedelta(hours=left)


def test_more_than_her_week_was_done() -> None:
    """Then there is nothing left of it, and the next one is whole."""
    hers = room(maya("8h/week"), work(state="done", given=NOW, closed=NOW, minutes=900))
    assert hers.ours_until(FRIDAY) == timedelta()
    assert hers.ours_until(FRIDAY + WEEK) == timedelta(hours=8)


def test_what_is_due_first_is_done_first() -> None:
    """Between now and Friday 20 hours are ours; of these 12 are promised until Thursday, and 6 until Monday."""
    thursday, monday = FRIDAY - timedelta(days=1), datetime(2026, 11, 29, tzinfo=UTC)
    hers = room(maya(), work(1, minutes=12 * 60, due=thursday), work(2, minutes=6 * 60, due=monday))
    assert hers.lack(timedelta(hours=2), FRIDAY) is None
    assert hers.lack(timedelta(hours=9), FRIDAY) == Lack(timedelta(hours=8), FRIDAY, None)
    assert hers.lack(timedelta(hours=3), FRIDAY) == Lack(timedelta(hours=2), monday, 2)
    assert hers.lack(timedelta(hours=2, minutes=15), NOW + timedelta(hours=9)) == Lack(timedelta(hours=2), monday, 2)
    assert hers.lack(timedelta(hours=3), FRIDAY + WEEK) is None


def test_who_is_late_has_no_time_before_she_is_done() -> None:
    """What was due yesterday is done first, and without a date it is due a week after it was given."""
    late = work(1, minutes=120, due=NOW - timedelta(days=1))
    undated = work(2, minutes=180, given=NOW - timedelta(days=6, hours=16))
    hers = room(maya(), late, undated)
    assert hers.finish(timedelta(hours=1), NOW + timedelta(hours=2)) == NOW + timedelta(hours=3, minutes=30)
    assert hers.finish(timedelta(hours=1), FRIDAY) == NOW + timedelta(hours=6, minutes=30)
    assert hers.lack(timedelta(hours=1), NOW + timedelta(hours=2)) == Lack(timedelta(), NOW + timedelta(hours=2), None)


def test_who_is_away_is_back_before_she_can_be_done() -> None:
    """The end is in her working time, within what is ours of a week."""
    hers = room(maya("8h/week", more="away: [2026-11-23..2026-11-26]"))
    assert hers.finish(timedelta(hours=10), FRIDAY + WEEK) == datetime(2026, 11, 30, 11, tzinfo=UTC)
    gone = room(maya(more="away: [2026-11-23..2060-01-01]"))
    assert gone.lack(QUARTER, datetime(2050, 1, 1, tzinfo=UTC)) is not None
    assert gone.finish(QUARTER, FRIDAY) > FRIDAY


@given(
    st.sampled_from(["Asia/Manila", "Europe/Madrid", "Australia/Lord_Howe", "America/Santiago"]),
    st.sampled_from(["mon-fri 09:00-13:00 14:00-18:00", "sun-wed 22:30-06:45"]),
    st.integers(5, 30),
    st.sampled_from([datetime(2026, 3, 24, 7, tzinfo=UTC), datetime(2026, 9, 30, 3, 15, tzinfo=UTC), NOW]),
    st.lists(st.tuples(st.integers(-200, 900), st.integers(1, 60)), max_size=5),
    st.tuples(st.integers(1, 900), st.integers(1, 40)),
)
@settings(max_examples=60, deadline=None)
def test_it_is_as_if_she_did_what_is_due_first_in_every_quarter_of_an_hour(
    zone: str, hours: str, capacity: int, now: datetime, open_: list[tuple[int, int]], new: tuple[int, int]
) -> None:
    """Against somebody who works as it is said: in her hours, so much a week, always on what is due next."""
    person = maya(f"{capacity}h/week", hours, zone)
    works = [work(n, minutes=15 * size, due=now + due * QUARTER) for n, (due, size) in enumerate(open_)]
    hers, due, size = room(person, *works, now=now), now + new[0] * QUARTER, new[1]
    done = _done_by_hand(person, now, [*open_, new])
    without = _done_by_hand(person, now, open_)
    possible = done[-1] <= new[0] and all(
        at <= wanted for at, (wanted, _) in zip(done, open_, strict=False) if wanted > new[0]
    )
    assert (hers.lack(size * QUARTER, due) is None) == possible, (done, without)
    assert hers.finish(size * QUARTER, due) == now + done[-1] * QUARTER


def _done_by_hand(person: Assistant, now: datetime, tasks: list[tuple[int, int]]) -> list[int]:
    """When each of the tasks is done, in quarters of an hour from now; of those of one date the last is last."""
    left, done = [size for _, size in tasks], [0] * len(tasks)
    order = sorted(range(len(tasks)), key=lambda number: (tasks[number][0], number))
    week, worked = None, 0
    for place, working in enumerate(at_work(person.calendar, now, 96 * 7 * 20, 15)):
        there = (now + place * QUARTER).astimezone(person.zone)
        if there.isocalendar()[:2] != week:
            week, worked = there.isocalendar()[:2], 0
        number = next((number for number in order if left[number]), None)
        if number is None:
            break
        if working and worked * QUARTER < person.capacity:
            worked += 1
            left[number] -= 1
            done[number] = place + 1
    return done
