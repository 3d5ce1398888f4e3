"""Work that comes again and again is noticed, and what could be done about it is said once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.experience import Experience, Work
from delegated.core.recurring import proposal, rhythm
from delegated.core.rhythm import parse_rhythm
from delegated.core.task import Task
from offices import NOW, work

MADRID = ZoneInfo("Europe/Madrid")
NUMBERS = "Weekly numbers, week {}"


def at(*days: str) -> list[datetime]:
    """These days of 2026, at half past nine in Madrid: `11-23`."""
    return [datetime.combine(date.fromisoformat(f"2026-{day}"), time(9, 30), MADRID) for day in days]


def came(*days: str, **more: object) -> list[Work]:
    """Tasks of a kind that came on these days, newest first."""
    moments = enumerate(at(*days), 1)
    return [work(number, title=NUMBERS.format(number), created=moment, **more) for number, moment in moments][::-1]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param("11-02 11-09 11-16 11-23", "weekly on monday", id="each Monday"),
        pytest.param("11-23 11-09 11-16 11-02", "weekly on monday", id="in any order"),
        pytest.param("10-26 11-03 11-09 11-16 11-23", "weekly on monday", id="a holiday: that week on Tuesday"),
        pytest.param("10-12 10-19 11-02 11-09 11-16 11-23", "weekly on monday", id="one week was missed"),
        pytest.param("11-02 11-09 11-09 11-16 11-23", "weekly on monday", id="two on one day"),
        pytest.param("11-09 11-09 11-16 11-23", "weekly on monday", id="two of four on one day"),
        pytest.param("11-05 11-09 11-12 11-16 11-19 11-23", "weekly on monday and thursday", id="twice a week"),
        pytest.param(
            "11-02 11-04 11-06 11-09 11-11 11-13 11-16 11-18 11-20",
            "weekly on monday, wednesday and friday",
            id="three times a week",
        ),
        pytest.param("10-09 10-23 11-06 11-20", "every 2 weeks on friday", id="each second Friday"),
        pytest.param("11-16 11-17 11-18 11-19 11-20 11-23", "weekdays", id="each working day"),
        pytest.param("11-16 11-17 11-19 11-20 11-23 11-24", "weekdays", id="each working day but one"),
        pytest.param("11-02 11-03 11-04 11-05 11-06 11-08 11-09 11-10 11-11", "weekdays", id="and one Sunday"),
        pytest.param("11-14 11-15 11-16 11-17 11-18 11-19 11-20 11-21 11-22", "daily", id="on Sundays, too"),
        pytest.param("09-01 10-01 11-02", "monthly on the 1st", id="the 1st, once a Monday after"),
        pytest.param("08-14 09-15 10-15 11-16", "monthly on the 15th", id="about the middle"),
        pytest.param("08-31 09-30 10-31", "monthly on the last day", id="month ends"),
        pytest.param("07-31 08-31 09-30 10-30", "monthly on the last working day", id="ends of working months"),
        pytest.param("01-30 02-28 03-30", "monthly on the 30th", id="February is short"),
        pytest.param("10-20 10-30 11-09 11-19", "every 10 days", id="each ten days"),
    ],
)
def test_a_rhythm_is_heard(days: str, found: str) -> None:
    """Through holidays, a week that was forgotten, and a day with two."""
    assert rhythm(at(*days.split()), MADRID) == found


@pytest.mark.parametrize(
    "days",
    [
        pytest.param("11-23 11-23 11-23 11-23", id="dropped at once"),
        pytest.param("11-16 11-16 11-23 11-23", id="two and two"),
        pytest.param("11-19 11-20 11-23 11-24", id="four days in a row"),
        pytest.param("09-01 09-03 10-20 11-23", id="now and then"),
        pytest.param("09-07 09-14 10-26 11-23", id="Mondays, but which"),
        pytest.param("09-07 09-14 09-21 11-23", id="three Mondays long ago"),
        pytest.param("09-01 09-02 09-03 11-20 11-23", id="three days in summer, two now"),
        pytest.param("09-03 10-14 11-25", id="each month, on no day"),
        pytest.param("", id="nothing"),
    ],
)
def test_where_there_is_none_none_is_heard(days: str) -> None:
    """Some tasks of a kind make no rhythm yet."""
    assert rhythm(at(*days.split()), MADRID) is None


def test_the_days_are_those_of_the_owner() -> None:
    """Half past midnight on Monday in Madrid is Sunday in London."""
    moments = [datetime(2026, 11, day, 23, 30, tzinfo=UTC) for day in (1, 8, 15, 22)]
    assert rhythm(moments, MADRID) == "weekly on monday"
    assert rhythm(moments, ZoneInfo("Europe/London")) == "weekly on sunday"


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40), st.randoms(use_true_random=False))
def test_whatever_is_proposed_can_be_written_as_repeats(days: list[date], chance: object) -> None:
    """The reader of `repeats` takes it, whatever the days."""
    moments = [datetime.combine(day, time(9, 30), MADRID) for day in days]
    found = rhythm(moments, MADRID)
    assert found is None or parse_rhythm(found).text == found
    chance.shuffle(moments)  # type: ignore[attr-defined]
    assert rhythm(moments, MADRID) == found


@given(
    st.integers(1, 21),
    st.integers(4, 12),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.lists(st.integers(0, 11), max_size=1),
)
def test_what_comes_in_even_steps_has_a_rhythm_that_can_be_read(
    step: int, times: int, first: date, missing: list[int]
) -> None:
    """Each so-manieth day for long enough; of eight and more, one may be missing."""
    days = [first + timedelta(days=step * number) for number in range(times)]
    if times >= 8 and step % 7 == 0 and missing and 0 < missing[0] < times - 1:
        del days[missing[0]]
    found = rhythm([datetime.combine(day, time(9, 30), MADRID) for day in days], MADRID)
    assert found is not None or (days[-1] - days[0]).days < 14
    assert found is None or parse_rhythm(found).text == found


def test_the_fourth_of_its_kind_is_proposed_as_a_standing_task() -> None:
    """In words that can be read aloud, and copied into the file."""
    assert proposal(came("11-02", "11-09", "11-16"), NOW, MADRID) == (
        "it is the 4th of its kind in 90 days, and they come weekly: "
        "written once with `repeats: weekly on monday`, it would go out by itself"
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("11-16 11-17 11-18 11-19 11-20", "it is the 6th of its kind in 90 days, and they come each working day"),
        ("10-12 10-26 11-09", "it is the 4th of its kind in 90 days, and they come every 2 weeks"),
        ("11-03 11-12 11-13", "it is the 4th of its kind in 90 days: a rule of your own could hand over all of them"),
    ],
)
def test_the_sentence_names_how_often(days: str, said: str) -> None:
    """As one says it; without a rhythm a rule of her own is what helps."""
    found = proposal(came(*days.split()), NOW, MADRID)
    assert found is not None
    assert found.split(": written once")[0] == said


def test_three_are_no_habit_yet() -> None:
    """The third of a kind is only the third."""
    assert proposal(came("11-09", "11-16"), NOW, MADRID) is None


def test_it_is_proposed_once() -> None:
    """Whoever has read it need not read it again with each of them, also when the one with it was dropped."""
    first, second, third = came("11-02", "11-09", "11-16")
    assert proposal([first, replace(second, proposed=True), third], NOW, MADRID) is None
    assert proposal([first, second, third, replace(third, proposed=True, state="dropped")], NOW, MADRID) is None


def test_what_was_dropped_each_time_is_not_proposed() -> None:
    """Nobody wants by itself what she has dropped three times."""
    assert proposal(came("11-02", "11-09", "11-16", state="dropped"), NOW, MADRID) is None


def test_four_weeks_dropped_in_one_morning_are_a_habit_without_a_rhythm() -> None:
    """The weekly numbers 44 to 47, all at once: each one is like those before it, and only the fourth says so."""
    experience, said = Experience(), []
    for number, week in enumerate(("44", "45", "46", "47"), 1):
        moment = NOW + timedelta(seconds=number)
        one = work(number, title=NUMBERS.format(week), created=moment, assistant=None, tags=("reports",))
        like = experience.like(Task(title=one.title, owner="alex", tags=one.tags), "alex", moment, number)
        assert len(like) == number - 1
        said.append(proposal(like, moment, MADRID))
        experience.keep(replace(one, proposed=said[-1] is not None))
    assert said == [None] * 3 + ["it is the 4th of its kind in 90 days: a rule of your own could hand over all of them"]


def test_a_habit_of_very_many_is_heard_as_well() -> None:
    """A thousand tasks of a kind, three each day: as often as the newest tell."""
    moments = [NOW - timedelta(hours=8 * number) for number in range(1000)]
    like = [work(number, created=moment) for number, moment in enumerate(moments, 1)]
    found = proposal(like, NOW, MADRID)
    assert found is not None
    assert "`repeats: daily`" in found
    assert all(after < before for before, after in pairwise(moments))
