"""How long an answer is waited for: in her working time, over nights, holidays, absences and standstills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from delegated.core.calendar import WorkCalendar, parse_away, parse_hours, parse_zone
from delegated.core.durations import Span
from delegated.core.patience import Patience, after, anew, begin, reminded, times

if TYPE_CHECKING:
    from delegated.core.patience import Wait

DAY = Span(working_days=1)


def at(text: str) -> datetime:
    """A time in Madrid, told in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=parse_zone("Europe/Madrid")).astimezone(UTC)


def madrid(*away: str, region: str | None = None) -> WorkCalendar:
    """Monday to Friday, nine to six."""
    hours = parse_hours("mon-fri 09:00-18:00")
    return WorkCalendar(parse_zone("Europe/Madrid"), hours, region, tuple(map(parse_away, away)))


def waiting(calendar: WorkCalendar, since: str, apart: Span = DAY, days: int = 3, most: int = 2) -> Wait:
    """An answer of Maya's is waited for."""
    ends = after(calendar, at(since), Span(working_days=days))
    return begin("maya", "answer", at(since), ends, apart, most, calendar)


def test_reminders_come_in_the_morning_and_the_end_follows() -> None:
    """Asked on Monday at ten: on Wednesday at nine, as a day is not over on Tuesday at nine."""
    calendar = madrid()
    wait = waiting(calendar, "2026-11-23 10:00")
    assert (wait.at, wait.then, wait.ends) == (at("2026-11-25 09:00"), "remind", at("2026-11-26 10:00"))
    second = reminded(wait, wait.at, calendar)
    assert (second.at, second.then, second.reminded) == (at("2026-11-26 09:00"), "remind", 1)
    end = reminded(second, second.at, calendar)
    assert (end.at, end.then, end.ends) == (at("2026-11-27 09:00"), "end", at("2026-11-27 09:00"))


def test_hours_are_hours_of_work() -> None:
    """Asked on Friday at five in the afternoon, four hours later is Monday at noon."""
    wait = waiting(madrid(), "2026-11-27 17:00", apart=Span(minutes=240))
    assert (wait.at, wait.then) == (at("2026-11-30 12:00"), "remind")


@pytest.mark.parametrize(
    ("calendar", "since", "comes"),
    [
        (madrid(), "2026-11-27 09:00", "2026-11-30 09:00"),
        (madrid(region="ES"), "2026-12-07 09:00", "2026-12-09 09:00"),
        (madrid("2026-11-24..2026-12-04"), "2026-11-23 09:00", "2026-12-07 09:00"),
        (madrid(), "2026-03-27 09:00", "2026-03-30 09:00"),
        (madrid(), "2026-10-23 09:00", "2026-10-26 09:00"),
        (madrid(), "2026-11-28 23:00", "2026-12-01 09:00"),
    ],
    ids=["weekend", "holiday", "away", "summer time begins", "summer time ends", "asked on a Saturday night"],
)
def test_a_day_is_a_working_day_of_hers(calendar: WorkCalendar, since: str, comes: str) -> None:
    """At nine by her clock, whatever the clock has done."""
    assert waiting(calendar, since).at == at(comes)


def test_after_two_weeks_of_nothing_there_is_one_reminder_and_then_the_time_that_was_left() -> None:
    """It is not her fault that the service was down."""
    calendar = madrid()
    wait = waiting(calendar, "2026-11-23 09:00")
    back = at("2026-12-07 11:30")
    late = reminded(wait, back, calendar)
    assert (late.at, late.then) == (at("2026-12-09 09:00"), "remind")
    assert late.ends - back >= timedelta(days=2)
    assert late.ends == wait.ends + (back - at("2026-11-24 09:00"))


def test_plain_days_do_not_heap_up_behind_a_weekend() -> None:
    """Each reminder is a day after the one before, however few of the days were worked."""
    calendar, wait = madrid(), waiting(madrid(), "2026-11-26 09:00", apart=Span(days=1), days=6, most=4)
    days = []
    while wait.then == "remind":
        days.append(wait.at.strftime("%a"))
        wait = reminded(wait, wait.at, calendar)
    assert days == ["Fri", "Mon", "Tue", "Wed"]


def test_a_reminder_in_time_moves_nothing() -> None:
    """Nor does one that comes a little early."""
    calendar = madrid()
    wait = waiting(calendar, "2026-11-23 09:00")
    assert wait.at == at("2026-11-24 09:00")
    assert reminded(wait, wait.at, calendar).ends == wait.ends
    assert reminded(wait, wait.at - timedelta(minutes=5), calendar).ends == wait.ends


def test_an_absence_that_is_learned_moves_the_reminder_and_not_the_end() -> None:
    """The offer goes to somebody else when it would have."""
    wait = waiting(madrid(), "2026-11-23 09:00", days=5)
    moved = anew(wait, madrid("2026-11-24..2026-11-26"))
    assert (moved.at, moved.then, moved.ends) == (at("2026-11-27 09:00"), "remind", wait.ends)
    gone = anew(wait, madrid("2026-11-24..2026-12-31"))
    assert (gone.at, gone.then) == (wait.ends, "end")


def test_who_never_works_is_not_waited_for_for_ever() -> None:
    """Plain days are counted then."""
    wait = waiting(madrid("2026-01-01..2036-12-31"), "2026-11-23 09:00")
    assert wait.at < wait.ends < at("2027-02-01 00:00")


def test_what_the_settings_do_not_tell_follows_from_what_they_do() -> None:
    """The next person after one more interval, the end after three times that."""
    assert Patience.of(DAY, 2, None, None) == Patience(DAY, 2, Span(working_days=3), Span(working_days=9))
    assert times(Span(1, 2, 3, 4), 2) == Span(2, 4, 6, 8)
