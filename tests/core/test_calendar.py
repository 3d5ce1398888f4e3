"""Time as people write it and as offices keep it. It is Monday 23 November 2026, half past nine in Madrid."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from delegated.core.calendar import (
    CalendarError,
    DateRange,
    Span,
    WorkCalendar,
    at_wall,
    check_region,
    holiday_dates,
    parse_away,
    parse_duration,
    parse_estimate,
    parse_hours,
    parse_rhythm,
    parse_when,
    parse_zone,
    said,
)
from delegated.core.errors import visible

if TYPE_CHECKING:
    from collections.abc import Callable

MADRID = ZoneInfo("Europe/Madrid")
MANILA = ZoneInfo("Asia/Manila")
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
OFFICE_HOURS = parse_hours("mon-fri 09:00-18:00")
OFFICE = WorkCalendar(MADRID, OFFICE_HOURS, "ES-MD")
GONE_FOR_GOOD = WorkCalendar(MADRID, OFFICE_HOURS, None, (DateRange(date(2020, 1, 1), date.max),))

# Half-hour summers, half-hour zones, clocks that change at midnight, in Ramadan, twice a year the other way round,
# and an island that once skipped a whole Friday.
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Madrid",
        "America/New_York",
        "America/St_Johns",
        "America/Havana",
        "America/Santiago",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Beirut",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    )
]
AHEAD = [
    *("friday", "mon 08:30", "next sunday", "tomorrow", "in 3 working days", "in 2 days 00:00", "in 1m", "in 1 day"),
    *("in 2 working hours", "end of week", "end of month", "end of next year", "eom 12:00", "in 1 week noon"),
]
RHYTHMS = [
    *("daily", "weekdays", "every working day", "every 5 days at 02:30", "every 3 weeks on tuesday and sunday"),
    *("monthly on the 31st", "every 5 months on the last working day", "quarterly", "yearly on 29 february"),
    "monthly on the 1st working day and the last friday",
]
SCRAPS = """
    in 2 3 days working hours friday mon-fri next end of month the last 1st on every and 17:00 5pm noon at - .. , . : /
    2026-12-03 2026-02-30 2026-12-03T25:00Z daily weekly monthly yearly december 9-17 24:00 -1 1.5h \x00 \u202e
"""
zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
minutes_of_day = st.integers(0, 24 * 60 - 1)


@st.composite
def weeks(draw: st.DrawFn) -> str:
    """Working hours, night shifts and all, as a text."""
    days = draw(st.lists(st.sampled_from(["mon", "tue-thu", "wed", "fri", "sat-mon", "sun"]), min_size=1, max_size=4))
    return ", ".join(f"{day} {draw(spans())}" for day in days)


@st.composite
def spans(draw: st.DrawFn) -> str:
    """From one minute of the day to another, perhaps over midnight."""
    start, end = draw(st.lists(minutes_of_day, min_size=2, max_size=2, unique=True))
    return f"{_hh_mm(start)}-{_hh_mm(end)}"


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Somebody's working time."""
    hours = parse_hours(draw(weeks()))
    region = draw(st.sampled_from([None, "ES-MD", "PH"]))
    first = draw(st.dates(date(2010, 1, 1), date(2035, 1, 1)))
    away = DateRange(first, first + timedelta(days=draw(st.integers(0, 60))))
    return WorkCalendar(draw(zones), hours, region, draw(st.sampled_from([(), (away,)])))


# --- durations


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2h30m", Span(minutes=150)),
        ("45m", Span(minutes=45)),
        ("6m", Span(minutes=6)),
        ("1.5h", Span(minutes=90)),
        ("1,5h", Span(minutes=90)),
        ("90 min", Span(minutes=90)),
        ("2 hours", Span(minutes=120)),
        ("1h 30m", Span(minutes=90)),
        ("1h30", Span(minutes=90)),
        ("1:30", Span(minutes=90)),
        ("An Hour and 15 Minutes", Span(minutes=75)),
        ("60h", Span(minutes=3600)),
        ("90d", Span(days=90)),
        ("2 days", Span(days=2)),
        ("1 week", Span(days=7)),
        ("two weeks, 1 day", Span(days=15)),
        ("3 working days", Span(working_days=3)),
        ("5 business days", Span(working_days=5)),
        ("2 working hours", Span(working_minutes=120)),
        ("1 day 2 working hours", Span(days=1, working_minutes=120)),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, span: Span) -> None:
    """With blanks or without, in figures or in words, by the clock or by the working day."""
    assert parse_duration(text) == span
    assert parse_duration(str(span)) == span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2", ["`2`", "add a unit", "`2h`"]),
        ("", ["missing", "`45m`"]),
        ("-2h", ["`-2h`", "below zero"]),
        ("\N{MINUS SIGN}2h", ["below zero"]),
        ("0h", ["no time at all"]),
        ("0.001h", ["no time at all"]),
        ("3 months", ["a month is not always as long", "`30 days`"]),
        ("1 year", ["a year"]),
        ("30s", ["minutes are the smallest"]),
        ("2 fortnights", ["`fortnights`"]),
        ("1.5 days", ["whole days", "`36h`"]),
        ("0.5 working days", ["whole days"]),
        ("1 working week", ["`5 working days`"]),
        ("99999999h", ["ten years"]),
        ("4000 days", ["ten years"]),
        ("3000 working days", ["ten years"]),
        ("99999 working hours", ["ten years"]),
        ("soon", ["`soon`", "`45m`"]),
        ("2h later", ["`2h later`"]),
        ("h" * 1_000_000, ["too long for a duration", "…"]),
    ],
)
def test_a_duration_that_cannot_be_read_shows_one_that_can(text: str, words: list[str]) -> None:
    """What is wrong, and how to mend it."""
    assert _missing(words, _refusal(parse_duration, text)) == []


def test_an_estimate_is_hours_of_work() -> None:
    """A day of work is eight hours to one and six to another, so days are asked back."""
    assert parse_estimate("1h30m") == timedelta(hours=1, minutes=30)
    assert parse_estimate("48m") == timedelta(minutes=48)
    assert _missing(["`2`", "add a unit, like `2h`"], _refusal(parse_estimate, "2")) == []
    assert _missing(["`2 days`", "`16h`"], _refusal(parse_estimate, "2 days")) == []
    assert _missing(["`16h`"], _refusal(parse_estimate, "2 working hours")) == []


def test_only_time_by_the_clock_has_a_length_without_a_calendar() -> None:
    """Three working days are as long as the holidays make them."""
    assert Span(days=1, minutes=30).as_timedelta() == timedelta(days=1, minutes=30)
    assert not Span(working_days=3).is_plain
    assert not Span(working_minutes=3).is_plain
    with pytest.raises(CalendarError, match="whose calendar"):
        Span(working_days=3).as_timedelta()


@given(st.integers(0, 99_999), st.integers(0, 3_000), st.integers(0, 2_000), st.integers(0, 99_999))
def test_a_duration_that_was_shown_can_be_read_again(minutes: int, days: int, working: int, at_work: int) -> None:
    """Whatever settings and roster write back means the same."""
    span = Span(minutes, days, working, at_work)
    assert span == Span() or parse_duration(str(span)) == span


# --- hours, absences, zones, regions


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("mon-fri 09:00-18:00", 0, ((540, 1080),)),
        ("mon-fri 09:00-18:00", 5, ()),
        ("mon-thu 10:00-18:30, fri 09:00-12:00", 4, ((540, 720),)),
        ("tue-sat 09:00-14:00", 0, ()),
        ("sat-mon 9-17", 6, ((540, 1020),)),
        ("sat-mon 9-17", 2, ()),
        ("mon, wed and fri 9am-5pm", 2, ((540, 1020),)),
        ("mon 09:00-13:00, 14:00-18:00", 0, ((540, 780), (840, 1080))),
        ("mon 09:00-13:00; mon 12:00-18:00", 0, ((540, 1080),)),
        ("fri 22:00-06:00", 4, ((1320, 1800),)),
        ("daily 00:00-24:00", 3, ((0, 1440),)),
        ("weekdays 18:00-00:00", 3, ((1080, 1440),)),
        ("Monday \N{EN DASH} Friday 09:00 \N{EN DASH} 17:30", 4, ((540, 1050),)),
    ],
)
def test_working_hours_are_read_for_each_weekday(text: str, day: int, wanted: tuple[tuple[int, int], ...]) -> None:
    """Several spans a day, a week that wraps, and the night shift, which belongs to the day it starts on."""
    hours = parse_hours(text)
    assert hours.week[day] == wanted
    assert str(hours) == text
    assert parse_hours(str(hours)) == hours


def test_how_long_a_week_is() -> None:
    """Five days of nine hours."""
    assert OFFICE_HOURS.minutes_a_week == 45 * 60


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mon-fri", ["without hours", "`mon-fri 09:00-18:00`"]),
        ("9-17", ["without days"]),
        ("mo-fr 9-17", ["`mo`", "`mon`"]),
        ("xyz 9-17", ["no weekday `xyz`"]),
        ("mon 9:00", ["`9:00` has no end"]),
        ("mon 9-", ["has no end"]),
        ("mon 9-lunch", ["`lunch` is no time"]),
        ("mon 25:00-26:00", ["there is no time 25:00"]),
        ("mon 09:61-10:00", ["there is no time 09:61"]),
        ("mon 09:00-09:00", ["`00:00-24:00`"]),
        ("", ["missing"]),
        ("mon-fri 9-17 " * 1000, ["too long"]),
    ],
)
def test_working_hours_that_cannot_be_read_are_refused(text: str, words: list[str]) -> None:
    """The message names the part that is wrong."""
    assert _missing(words, _refusal(parse_hours, text)) == []


def test_an_absence_has_a_first_day_and_a_last() -> None:
    """Both included, and one day alone is both."""
    away = parse_away("2026-12-20..2027-01-05")
    assert (away.first, away.last) == (date(2026, 12, 20), date(2027, 1, 5))
    assert date(2026, 12, 20) in away
    assert date(2027, 1, 5) in away
    assert date(2027, 1, 6) not in away
    assert str(parse_away("2026-12-24")) == "2026-12-24"
    assert parse_away("2026-12-20 to 2027-01-05") == parse_away(str(away)) == away


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-01-05..2026-12-20", ["ends before it begins", "`2026-12-20..2027-01-05`"]),
        ("2026-13-01..2026-12-05", ["there is no month 13"]),
        ("2026-12-20..2027-02-30", ["February 2027 has 28 days"]),
        ("christmas", ["`2026-12-20..2027-01-05`"]),
        ("..", ["`..`"]),
        ("", ["missing"]),
    ],
)
def test_an_absence_that_cannot_be_is_refused(text: str, words: list[str]) -> None:
    """Nobody comes back before she left."""
    assert _missing(words, _refusal(parse_away, text)) == []


def test_a_time_zone_has_a_name_of_the_iana_database() -> None:
    """A near miss is named, and a path is no zone."""
    assert parse_zone("Europe/Madrid").key == "Europe/Madrid"
    assert "`Europe/Madrid`" in _refusal(parse_zone, "Europe/Madird")
    assert "`Europe/Madrid`" in _refusal(parse_zone, "europe/madrid")
    for text in ("../../etc/passwd", "/etc/localtime", "", "Europe", "Mars/Base", "CET+1\x00", "A/" * 100_000):
        assert "time zone" in _refusal(parse_zone, text)


@pytest.mark.parametrize("region", ["ES", "ES-MD", "PH", "GB", "GB-SCT", "CA-ON", "KE", "PT", "US", "IN", "DE", "CA"])
def test_the_holidays_of_the_office_are_known(region: str) -> None:
    """Wherever the people of the roster live."""
    check_region(region)
    assert date(2026, 12, 25) in holiday_dates(region, [2026])


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("XX", ["`XX`", "`ES`"]),
        ("es-md", ["`es-md`", "`ES-MD`"]),
        ("ESP", ["`ESP`", "`ES`"]),
        ("ES-ZZ", ["`ES-ZZ`", "`ES-MD`"]),
        ("VA-XX", ["`VA-XX`", "write `VA`"]),
        ("__class__", ["`__class__`"]),
        ("", ["`ES-MD`"]),
        ("ES" * 1_000_000, ["…"]),
    ],
)
def test_a_region_without_known_holidays_is_refused(region: str, words: list[str]) -> None:
    """With the nearest that is known."""
    assert _missing(words, _refusal(check_region, region)) == []
    assert _missing(words, _refusal(lambda text: holiday_dates(text, [2026]), region)) == []


def test_holidays_are_those_of_the_years_asked_for() -> None:
    """The second of May is Madrid's own."""
    assert date(2025, 5, 2) in holiday_dates("ES-MD", range(2025, 2028))
    assert date(2025, 5, 2) not in holiday_dates("ES", [2025])
    assert holiday_dates("ES-MD", []) == frozenset()


def test_who_needs_no_calendar_does_not_wait_for_one() -> None:
    """The library of holidays costs a quarter of a second; reading dates and hours goes without."""
    program = "import sys, delegated.core.calendar as c; c.parse_when('friday'); sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# --- wall clocks


def test_a_wall_time_that_is_skipped_moves_forward_and_one_that_comes_twice_is_the_first() -> None:
    """The two odd nights of Madrid."""
    assert at_wall(date(2026, 3, 29), time(2, 30), MADRID) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert at_wall(date(2026, 3, 29), time(2, 30), MADRID).astimezone(MADRID).time() == time(3, 30)
    assert at_wall(date(2026, 10, 25), time(2, 30), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert at_wall(date(2026, 10, 25), time(2, 30, fold=1), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.dates(date(2010, 1, 1), date(2035, 1, 1)), st.times(), zones)
@example(date(2011, 12, 30), time(12), ZoneInfo("Pacific/Apia"))
def test_a_wall_time_is_shown_again_or_was_skipped(day: date, clock: time, zone: ZoneInfo) -> None:
    """Back on the wall it is what was asked for, or later by the skip; and never is there an earlier such instant."""
    at = at_wall(day, clock, zone)
    wall = datetime.combine(day, clock)
    shown = at.astimezone(zone).replace(tzinfo=None, fold=0)
    if shown == wall:
        earlier = (at - timedelta(hours=span) for span in (0.5, 1, 24))
        assert all(before.astimezone(zone).replace(tzinfo=None, fold=0) != wall for before in earlier)
    else:
        assert shown > wall
        just_before = (at - (shown - wall) - timedelta(microseconds=1)).astimezone(zone)
        assert just_before.replace(tzinfo=None) < wall


# --- working time


def test_the_next_working_time_is_now_or_the_next_morning() -> None:
    """Never in the evening, at the weekend or on a holiday."""
    assert OFFICE.next_working(NOW) == NOW
    assert OFFICE.next_working(_madrid("2026-11-23 08:59")) == _madrid("2026-11-23 09:00")
    assert OFFICE.next_working(_madrid("2026-11-23 18:00")) == _madrid("2026-11-24 09:00")
    assert OFFICE.next_working(_madrid("2026-11-28 12:00")) == _madrid("2026-11-30 09:00")
    assert OFFICE.next_working(_madrid("2026-12-24 18:00")) == _madrid("2026-12-28 09:00")
    assert not OFFICE.is_working(_madrid("2026-11-23 18:00"))
    assert OFFICE.is_working(_madrid("2026-11-23 17:59"))


def test_holidays_and_absences_are_no_working_days() -> None:
    """Nor is the weekend."""
    maya = WorkCalendar(MANILA, OFFICE_HOURS, "PH", (parse_away("2026-12-23..2027-01-03"),))
    assert not maya.is_working_day(date(2026, 11, 30)), "Bonifacio Day"
    assert OFFICE.is_working_day(date(2026, 11, 30))
    assert not maya.is_working_day(date(2026, 12, 23))
    assert not maya.is_working_day(date(2026, 11, 28))
    assert maya.is_working_day(date(2027, 1, 4))


def test_working_days_are_counted_at_the_same_time_of_the_day() -> None:
    """Over the weekend, over Christmas, and from a Saturday as from the Monday after it."""
    assert OFFICE.add_working_days(NOW, 3) == _madrid("2026-11-26 09:30")
    assert OFFICE.add_working_days(_madrid("2026-11-27 17:00"), 1) == _madrid("2026-11-30 17:00")
    assert OFFICE.add_working_days(_madrid("2026-11-28 10:00"), 1) == _madrid("2026-12-01 10:00")
    assert OFFICE.add_working_days(_madrid("2026-11-28 10:00"), 0) == _madrid("2026-11-30 10:00")
    assert OFFICE.add_working_days(_madrid("2026-12-24 12:00"), 1) == _madrid("2026-12-28 12:00")
    assert OFFICE.add_working_days(_madrid("2026-03-27 12:00"), 1) == _madrid("2026-03-30 12:00")


def test_working_hours_are_counted_only_while_somebody_works() -> None:
    """Four hours from Friday afternoon end on Monday morning."""
    assert OFFICE.add_working_time(_madrid("2026-11-27 16:00"), timedelta(hours=4)) == _madrid("2026-11-30 11:00")
    assert OFFICE.add_working_time(_madrid("2026-11-23 09:00"), timedelta(hours=9)) == _madrid("2026-11-23 18:00")
    assert OFFICE.add_working_time(_madrid("2026-11-28 12:00"), timedelta()) == _madrid("2026-11-28 12:00")
    assert OFFICE.working_time(_madrid("2026-11-27 16:00"), _madrid("2026-11-30 11:00")) == timedelta(hours=4)
    assert OFFICE.working_time(_madrid("2026-11-23 00:00"), _madrid("2026-11-30 00:00")) == timedelta(hours=45)
    assert OFFICE.working_time(_madrid("2026-11-30 00:00"), _madrid("2026-11-23 00:00")) == timedelta()


def test_a_day_is_as_long_as_its_clocks_make_it() -> None:
    """The night shift of October has an hour more, that of March one less."""
    night = WorkCalendar(MADRID, parse_hours("daily 22:00-06:00"))
    assert night.working_time(_madrid("2026-10-24 12:00"), _madrid("2026-10-25 12:00")) == timedelta(hours=9)
    assert night.working_time(_madrid("2026-03-28 12:00"), _madrid("2026-03-29 12:00")) == timedelta(hours=7)


def test_a_working_day_begins_and_ends() -> None:
    """By the hours of that weekday, holiday or not; where there are none, at nine and at six."""
    late = WorkCalendar(MADRID, parse_hours("mon-thu 10:00-14:00 15:00-18:30, fri 22:00-06:00"))
    assert late.start_of_day(date(2026, 11, 23)) == _madrid("2026-11-23 10:00")
    assert late.end_of_day(date(2026, 11, 23)) == _madrid("2026-11-23 18:30")
    assert late.end_of_day(date(2026, 11, 27)) == _madrid("2026-11-28 06:00")
    assert late.start_of_day(date(2026, 11, 29)) == _madrid("2026-11-29 09:00")
    assert late.end_of_day(date(2026, 11, 29)) == _madrid("2026-11-29 18:00")
    assert OFFICE.end_of_day(date(2026, 12, 25)) == _madrid("2026-12-25 18:00")


def test_a_day_later_is_the_same_time_of_the_next_day() -> None:
    """Also when the night between has 23 hours."""
    assert OFFICE.add(_madrid("2026-03-28 12:00"), Span(days=1)) == _madrid("2026-03-29 12:00")
    assert OFFICE.add(_madrid("2026-03-28 12:00"), Span(minutes=24 * 60)) == _madrid("2026-03-29 13:00")
    assert OFFICE.add(_madrid("2026-11-27 17:00"), Span(working_minutes=120)) == _madrid("2026-11-30 10:00")
    assert OFFICE.add(NOW, Span(days=1, working_days=1, minutes=30)) == _madrid("2026-11-25 10:00")


def test_who_never_comes_back_does_not_stop_the_clock() -> None:
    """Every wait has an end: where there is no working time for years, plain time counts."""
    assert GONE_FOR_GOOD.next_working(NOW) is None
    assert GONE_FOR_GOOD.add_working_days(NOW, 3) == _madrid("2026-11-26 09:30")
    assert GONE_FOR_GOOD.add_working_time(NOW, timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert GONE_FOR_GOOD.working_time(NOW, NOW + timedelta(days=90)) == timedelta()
    assert parse_rhythm("every working day").next_after(NOW, GONE_FOR_GOOD) == _madrid("2026-11-24 09:00")
    assert parse_rhythm("monthly on the last working day").next_after(NOW, GONE_FOR_GOOD) == _madrid("2026-11-30 09:00")
    assert parse_when("end of month").resolve(NOW, GONE_FOR_GOOD) == _madrid("2026-11-30 18:00")


def test_who_leaves_for_good_works_until_then() -> None:
    """What she could do before counts; the rest passes by the clock."""
    leaving = WorkCalendar(MADRID, OFFICE_HOURS, None, (DateRange(date(2026, 11, 24), date.max),))
    assert leaving.add_working_time(NOW, timedelta(hours=10)) == _madrid("2026-11-23 19:30")


def test_nobody_plans_for_more_than_five_years() -> None:
    """A due date in the next century costs no more than one in five years."""
    far = OFFICE.working_time(NOW, datetime(2199, 1, 1, tzinfo=UTC))
    assert timedelta(days=5 * 70) < far == OFFICE.working_time(NOW, datetime(2150, 1, 1, tzinfo=UTC))


@given(calendars(), instants, st.integers(0, 40 * 3600 * 10**6))
@settings(max_examples=60)
def test_time_that_was_added_is_there_to_be_counted(calendar: WorkCalendar, start: datetime, work: int) -> None:
    """Add working time, count it again: the same to the microsecond, and not a microsecond too late."""
    wanted = timedelta(microseconds=work)
    end = calendar.add_working_time(start, wanted)
    assert calendar.working_time(start, end) == wanted
    if work:
        assert calendar.working_time(start, end - timedelta(microseconds=1)) < wanted


@given(calendars(), st.lists(instants, min_size=3, max_size=3))
@settings(max_examples=60)
def test_working_time_adds_up(calendar: WorkCalendar, at: list[datetime]) -> None:
    """From Monday to Friday it is as much as from Monday to Wednesday and on to Friday."""
    first = min(at)
    middle, last = sorted(first + (other - first) / 8 for other in sorted(at)[1:])
    assert calendar.working_time(first, last) == calendar.working_time(first, middle) + calendar.working_time(
        middle, last
    )
    assert timedelta() <= calendar.working_time(first, last) <= last - first


@given(calendars(), instants)
@settings(max_examples=60)
def test_between_now_and_the_next_working_time_nobody_works(calendar: WorkCalendar, at: datetime) -> None:
    """And then somebody does."""
    found = calendar.next_working(at)
    assert found is not None
    assert found >= at
    assert calendar.is_working(found)
    assert calendar.working_time(at, found) == timedelta()
    assert (found == at) == calendar.is_working(at)


@given(st.sampled_from(["mon-fri 09:00-18:00", "mon-fri 22:00-06:00", "sat-mon 07:15-11:45, tue 13:00-23:30"]), zones)
@settings(max_examples=30)
def test_who_works_when_is_what_the_clock_on_her_wall_says(hours: str, zone: ZoneInfo) -> None:
    """Looked at every half hour of five weeks in March and October, against the hours as they were written."""
    calendar = WorkCalendar(zone, parse_hours(hours), None, (parse_away("2026-03-26..2026-03-27"),))
    for begin in (datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 10, 5, tzinfo=UTC)):
        for half_hours in range(48 * 35):
            at = begin + timedelta(minutes=30 * half_hours)
            assert calendar.is_working(at) == _on_the_wall(calendar, at), at


@given(calendars(), instants, st.integers(1, 300))
@settings(max_examples=60)
def test_so_many_working_days_later_is_a_working_day(calendar: WorkCalendar, at: datetime, number: int) -> None:
    """With exactly as many working days after the first."""
    local = calendar.add_working_days(at, number).astimezone(calendar.zone)
    began = calendar.working_day_from(at.astimezone(calendar.zone).date())
    landed = local.date()
    assert calendar.is_working_day(landed) or calendar.zone.key == "Pacific/Apia"
    between = [began + timedelta(days=day) for day in range(1, (landed - began).days + 1)]
    assert sum(map(calendar.is_working_day, between)) in {number, number - 1 if "Apia" in calendar.zone.key else number}


# --- a point in time


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-12-03", "2026-12-03 18:00"),
        ("2026-12-03 17:00", "2026-12-03 17:00"),
        ("2026-12-03T17:00", "2026-12-03 17:00"),
        ("2026-12-03 at 5pm", "2026-12-03 17:00"),
        ("2026-12-03T17:00+01:00", "2026-12-03 17:00"),
        ("2026-12-03T17:00Z", "2026-12-03 18:00"),
        ("2026-12-03 17:00:00 -05:00", "2026-12-03 23:00"),
        ("2026-07-03T17:00", "2026-07-03 17:00"),
        ("2028-01-31", "2028-01-31 18:00"),
        ("friday", "2026-11-27 18:00"),
        ("Friday 17:00", "2026-11-27 17:00"),
        ("fri at 5pm", "2026-11-27 17:00"),
        ("by friday noon", "2026-11-27 12:00"),
        ("this friday 5:30 pm", "2026-11-27 17:30"),
        ("on sunday", "2026-11-29 18:00"),
        ("monday", "2026-11-23 18:00"),
        ("monday 09:45", "2026-11-23 09:45"),
        ("monday 08:30", "2026-11-30 08:30"),
        ("monday 09:30", "2026-11-30 09:30"),
        ("next monday", "2026-11-30 18:00"),
        ("next friday", "2026-12-04 18:00"),
        ("today", "2026-11-23 18:00"),
        ("today 12:30", "2026-11-23 12:30"),
        ("tomorrow", "2026-11-24 18:00"),
        ("tomorrow 12am", "2026-11-24 00:00"),
        ("the day after tomorrow", "2026-11-25 18:00"),
        ("in 3 working days", "2026-11-26 18:00"),
        ("in 20 working days", "2026-12-23 18:00"),
        ("in 3 working days at 12:00", "2026-11-26 12:00"),
        ("in 2 days", "2026-11-25 18:00"),
        ("in 90d", "2027-02-21 18:00"),
        ("in 2 weeks", "2026-12-07 18:00"),
        ("in a week", "2026-11-30 18:00"),
        ("in 90m", "2026-11-23 11:00"),
        ("in 4 hours", "2026-11-23 13:30"),
        ("in 10 working hours", "2026-11-24 10:30"),
        ("end of week", "2026-11-27 18:00"),
        ("end of the month", "2026-11-30 18:00"),
        ("by the end of next month", "2026-12-31 18:00"),
        ("end of month 12:00", "2026-11-30 12:00"),
        ("end of year", "2026-12-31 18:00"),
        ("eod", "2026-11-23 18:00"),
        ("end of next day", "2026-11-24 18:00"),
        ("4 December 15:00", "2026-12-04 15:00"),
        ("December 4th", "2026-12-04 18:00"),
        ("the 4th of december", "2026-12-04 18:00"),
        ("11 January", "2027-01-11 18:00"),
        ("29 february", "2028-02-29 18:00"),
        ("friday 4 dec", "2026-12-04 18:00"),
        ("1 Jan 2020", "2020-01-01 18:00"),
        ("Friday 27 November 2026, 17:00", "2026-11-27 17:00"),
    ],
)
def test_a_date_is_read_as_it_was_meant_on_that_monday(text: str, wanted: str) -> None:
    """Without a time it is the end of the owner's working day."""
    when = parse_when(text)
    assert when.resolve(NOW, OFFICE) == _madrid(wanted)
    assert parse_when(str(when)) == when


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("monday", "2026-11-30 09:00"),
        ("tuesday", "2026-11-24 09:00"),
        ("in 3 working days", "2026-11-26 09:00"),
        ("2027-01-11", "2027-01-11 09:00"),
        ("11 January", "2027-01-11 09:00"),
        ("friday 17:00", "2026-11-27 17:00"),
        ("today", "2026-11-23 18:00"),
        ("end of month", "2026-11-30 18:00"),
        ("in 4 hours", "2026-11-23 13:30"),
    ],
)
def test_what_was_put_off_until_a_day_comes_back_in_its_morning(text: str, wanted: str) -> None:
    """Defer until Monday means Monday's first hour, not its last."""
    assert parse_when(text).resolve(NOW, OFFICE, opening=True) == _madrid(wanted)


@pytest.mark.parametrize(
    ("now", "text", "wanted"),
    [
        ("2026-11-27 09:00", "friday 17:00", "2026-11-27 17:00"),
        ("2026-11-27 17:00", "friday 17:00", "2026-12-04 17:00"),
        ("2026-11-27 09:00", "friday", "2026-11-27 18:00"),
        ("2026-11-27 18:30", "friday", "2026-12-04 18:00"),
        ("2026-11-27 09:00", "next friday", "2026-12-04 18:00"),
        ("2026-11-28 12:00", "next friday", "2026-12-04 18:00"),
        ("2026-11-27 09:00", "until tuesday", "2026-12-01 18:00"),
        ("2026-11-27 20:00", "today", "2026-11-27 23:59"),
        ("2026-11-28 12:00", "in 1 working day", "2026-12-01 18:00"),
        ("2026-11-28 12:00", "end of week", "2026-12-04 18:00"),
        ("2026-11-30 19:00", "end of month", "2026-12-31 18:00"),
        ("2026-12-31 19:00", "end of year", "2027-12-31 18:00"),
        ("2026-12-10 12:00", "end of next month", "2027-01-29 18:00"),
        ("2026-03-28 12:00", "tomorrow 02:30", "2026-03-29 03:30"),
        ("2026-12-04 09:00", "4 december", "2026-12-04 18:00"),
    ],
)
def test_a_word_for_a_day_means_the_next_one_that_is_not_over(now: str, text: str, wanted: str) -> None:
    """Said on a Friday morning, Friday is today; said on its evening, it is in a week."""
    assert parse_when(text).resolve(_madrid(now), OFFICE) == _madrid(wanted)


def test_a_date_is_meant_in_the_zone_of_who_wrote_it() -> None:
    """Maya's Friday ends when it is still morning in Madrid."""
    maya = WorkCalendar(MANILA, parse_hours("mon-fri 09:00-17:00"), "PH")
    assert parse_when("friday").resolve(NOW, maya) == _madrid("2026-11-27 10:00")
    assert parse_when("tomorrow 00:30").resolve(_madrid("2026-11-23 20:00"), maya) == _madrid("2026-11-24 17:30")


@pytest.mark.parametrize(
    ("now", "text", "words"),
    [
        ("2026-11-23 09:30", "today 08:00", ["`today 08:00` is over already"]),
        ("2026-11-23 23:59", "today", ["is over already"]),
        ("2026-11-23 09:30", "20 november", ["is over already", "`2027-11-20`"]),
        ("2026-11-23 09:30", "23 november 09:00", ["is over already"]),
        ("2026-11-23 09:30", "monday 4 december", ["2026-12-04 is a Friday, not a Monday"]),
    ],
)
def test_what_is_over_is_not_taken_for_the_future(now: str, text: str, words: list[str]) -> None:
    """Neither silently past nor silently a year ahead."""
    when = parse_when(text)
    with pytest.raises(CalendarError) as refusal:
        when.resolve(_madrid(now), OFFICE)
    assert _missing(words, str(refusal.value)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12:30", ["`12:30`", "without a day", "`today 12:30`"]),
        ("5pm", ["without a day"]),
        ("2026-13-01", ["`2026-13-01`", "there is no month 13"]),
        ("2026-00-01", ["there is no month 0"]),
        ("2027-02-30", ["`2027-02-30`", "February 2027 has 28 days"]),
        ("2027-02-29 12:00", ["February 2027 has 28 days"]),
        ("2026-12-00", ["December 2026 has 31 days"]),
        ("30 february", ["February has 29 days"]),
        ("31 june 2027", ["June 2027 has 30 days"]),
        ("monday 27 november 2026", ["2026-11-27 is a Friday, not a Monday"]),
        ("friday the 13th at noonish", ["noonish", "`friday 17:00`"]),
        ("friday 25:00", ["there is no time 25:00"]),
        ("friday 24:00", ["23:59"]),
        ("friday 13pm", ["there is no hour 13 pm"]),
        ("2026-12-03 17:60", ["there is no time 17:60"]),
        ("12", ["`12`", "only a number"]),
        ("1.5", ["only a number"]),
        ("20261203", ["only a number"]),
        ("01/02/2026", ["`2026-02-01` or `2026-01-02`"]),
        ("25.12.26", ["`2026-12-25`"]),
        ("45/45/2026", ["`45/45/2026`", "`2026-12-03`"]),
        ("9999-12-31", ["9999"]),
        ("0000-01-01", ["out of reach"]),
        ("in 4 hours 17:00", ["two times"]),
        ("in 2", ["add a unit"]),
        ("in -2 days", ["below zero"]),
        ("friday at", ["`friday at`"]),
        ("soon", ["`soon`", "`in 3 working days`"]),
        ("", ["missing"]),
        ("\N{ARABIC-INDIC DIGIT TWO}026-12-03", ["no date"]),
        ("friday " * 100_000, ["too long for a date"]),
    ],
)
def test_a_date_that_cannot_be_read_shows_one_that_can(text: str, words: list[str]) -> None:
    """A guess would be worse than a question."""
    assert _missing(words, _refusal(parse_when, text)) == []


@given(
    st.sampled_from(AHEAD),
    calendars(),
    instants,
    st.booleans(),
)
@settings(max_examples=150)
def test_what_depends_on_today_lies_ahead(text: str, calendar: WorkCalendar, now: datetime, opening: bool) -> None:  # noqa: FBT001 - drawn
    """In any zone, in any hour, also when the clocks change in between."""
    resolved = parse_when(text).resolve(now, calendar, opening=opening)
    assert resolved.tzinfo is UTC
    assert resolved > now


# --- rhythms


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("daily", "Tue 11-24, Wed 11-25, Thu 11-26, Fri 11-27, Sat 11-28"),
        ("weekdays", "Tue 11-24, Wed 11-25, Thu 11-26, Fri 11-27, Mon 11-30"),
        ("every working day", "Tue 11-24, Wed 11-25, Thu 11-26, Fri 11-27, Mon 11-30"),
        ("weekly on monday", "Mon 11-30, Mon 12-07, Mon 12-14, Mon 12-21, Mon 12-28"),
        ("Weekly on Wednesday", "Wed 11-25, Wed 12-02, Wed 12-09, Wed 12-16, Wed 12-23"),
        ("weekly on monday and thursday", "Thu 11-26, Mon 11-30, Thu 12-03, Mon 12-07, Thu 12-10"),
        ("every monday, wednesday and friday", "Wed 11-25, Fri 11-27, Mon 11-30, Wed 12-02, Fri 12-04"),
        ("every 2 weeks on friday", "Fri 11-27, Fri 12-11, Fri 12-25, Fri 01-08, Fri 01-22"),
        ("every other friday", "Fri 11-27, Fri 12-11, Fri 12-25, Fri 01-08, Fri 01-22"),
        ("every 3 days", "Wed 11-25, Sat 11-28, Tue 12-01, Fri 12-04, Mon 12-07"),
        ("weekly", "Mon 11-30, Mon 12-07, Mon 12-14, Mon 12-21, Mon 12-28"),
        ("monthly on the 1st", "Tue 12-01, Fri 01-01, Mon 02-01, Mon 03-01, Thu 04-01"),
        ("monthly on the 1st and 15th", "Tue 12-01, Tue 12-15, Fri 01-01, Fri 01-15, Mon 02-01"),
        ("monthly on the 31st", "Mon 11-30, Thu 12-31, Sun 01-31, Sun 02-28, Wed 03-31"),
        ("monthly on the last day", "Mon 11-30, Thu 12-31, Sun 01-31, Sun 02-28, Wed 03-31"),
        ("monthly on the last working day", "Mon 11-30, Thu 12-31, Fri 01-29, Fri 02-26, Wed 03-31"),
        ("monthly on the 2nd working day", "Wed 12-02, Tue 01-05, Tue 02-02, Tue 03-02, Fri 04-02"),
        ("monthly on the first monday", "Mon 12-07, Mon 01-04, Mon 02-01, Mon 03-01, Mon 04-05"),
        ("every 2 months on the last friday", "Fri 11-27, Fri 01-29, Fri 03-26, Fri 05-28, Fri 07-30"),
        ("quarterly", "Fri 01-01, Thu 04-01, Thu 07-01, Fri 10-01, Sat 01-01"),
        ("quarterly on the last working day", "Thu 12-31, Wed 03-31, Wed 06-30, Thu 09-30, Fri 12-31"),
        ("yearly on 24 december", "Thu 12-24, Fri 12-24, Sun 12-24, Mon 12-24, Tue 12-24"),
        ("yearly on February 29", "Sun 02-28, Tue 02-29, Wed 02-28, Thu 02-28, Fri 02-28"),
        ("every year", "Fri 01-01, Sat 01-01, Mon 01-01, Tue 01-01, Wed 01-01"),
    ],
)
def test_a_rhythm_falls_on_the_days_that_it_names(text: str, wanted: str) -> None:
    """The five next ones, each in the morning when work begins."""
    rhythm, at, days = parse_rhythm(text), NOW, []
    for _ in range(5):
        at = rhythm.next_after(at, OFFICE)
        days.append(f"{at.astimezone(MADRID):%a %m-%d}")
        assert at.astimezone(MADRID).time() == time(9)
    assert ", ".join(days) == wanted
    assert parse_rhythm(str(rhythm)) == rhythm


def test_a_rhythm_may_have_a_time_of_the_day() -> None:
    """Else it is when work begins; today counts while that is still ahead."""
    assert parse_rhythm("weekdays at 8:30").next_after(NOW, OFFICE) == _madrid("2026-11-24 08:30")
    assert parse_rhythm("weekly on monday 5pm").next_after(NOW, OFFICE) == _madrid("2026-11-23 17:00")
    assert parse_rhythm("weekly on monday").next_after(_madrid("2026-11-23 08:00"), OFFICE) == _madrid(
        "2026-11-23 09:00"
    )
    assert parse_rhythm("weekly on sunday").next_after(NOW, OFFICE) == _madrid("2026-11-29 09:00")


def test_every_other_week_is_counted_from_the_week_it_began() -> None:
    """From whichever week one asks, so that a daemon that was down for ten days does not change the rhythm."""
    rhythm = parse_rhythm("every 2 weeks on friday")
    assert rhythm.next_after(NOW, OFFICE, since=date(2026, 11, 20)) == _madrid("2026-12-04 09:00")
    assert rhythm.next_after(NOW, OFFICE, since=date(2026, 11, 23)) == _madrid("2026-11-27 09:00")
    three_days = parse_rhythm("every 3 days")
    assert three_days.next_after(NOW, OFFICE, since=date(2026, 11, 23)) == _madrid("2026-11-26 09:00")
    assert three_days.next_after(_madrid("2027-11-24 12:00"), OFFICE, since=date(2026, 11, 23)) == _madrid(
        "2027-11-27 09:00"
    )
    quarterly = parse_rhythm("quarterly")
    assert quarterly.next_after(NOW, OFFICE, since=date(2026, 11, 23)) == _madrid("2027-01-01 09:00")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("every now and then", ["`every now and then`", "`weekly on monday`"]),
        ("weekly on someday", ["`weekly on someday`"]),
        ("weekly on", ["`weekly on`"]),
        ("monthly on the fifth monday", ["`monthly on the 1st`"]),
        ("monthly on the 32nd", ["January has 31 days"]),
        ("yearly on 31 june", ["June has 30 days"]),
        ("every 0 days", ["out of reach"]),
        ("every 400 days", ["out of reach"]),
        ("every 99999 days", ["`every 99999 days`"]),
        ("weekdays at 25:00", ["there is no time 25:00"]),
        ("12:30", ["`12:30`"]),
        ("", ["missing"]),
        ("every " * 100_000, ["too long for a rhythm"]),
    ],
)
def test_a_rhythm_that_nobody_can_put_into_a_calendar_is_refused(text: str, words: list[str]) -> None:
    """With some that anybody can."""
    assert _missing(words, _refusal(parse_rhythm, text)) == []


@given(
    st.sampled_from(RHYTHMS),
    calendars(),
    instants,
    st.integers(0, 999),
)
@settings(max_examples=60)
def test_a_rhythm_is_the_same_whenever_one_asks(text: str, calendar: WorkCalendar, at: datetime, part: int) -> None:
    """Ahead, in order, and asked at any moment between two occurrences it is the second."""
    rhythm, found = parse_rhythm(text), [at]
    for _ in range(4):
        found.append(rhythm.next_after(found[-1], calendar))
    for before, after in pairwise(found):
        assert before < after
        assert rhythm.next_after(before + (after - before) // 1000 * part, calendar) == after


# --- how it is said


def test_an_instant_is_said_with_its_zone() -> None:
    """Whoever reads it far away knows what it means."""
    at = _madrid("2026-11-27 17:00")
    assert said(at, MADRID) == "Friday 27 November 2026, 17:00 (Europe/Madrid, UTC+01:00)"
    assert said(at, ZoneInfo("America/St_Johns")) == "Friday 27 November 2026, 12:30 (America/St_Johns, UTC-03:30)"
    assert said(at, ZoneInfo("UTC")) == "Friday 27 November 2026, 16:00 (UTC)"
    assert said(_madrid("2026-07-03 08:05"), MADRID) == "Friday 3 July 2026, 08:05 (Europe/Madrid, UTC+02:00)"


@pytest.mark.parametrize(
    ("reader", "day"),
    [
        ("es", "viernes 27 de noviembre de 2026, 17:00"),
        ("de-AT", "Freitag, 27. November 2026, 17:00"),
        ("fr", "vendredi 27 novembre 2026, 17:00"),
        ("PT", "sexta-feira, 27 de novembro de 2026, 17:00"),
        ("tl", "Friday 27 November 2026, 17:00"),
        ("", "Friday 27 November 2026, 17:00"),
    ],
)
def test_an_instant_is_said_in_the_language_of_who_reads_it(reader: str, day: str) -> None:
    """And in English where that language is not spoken here."""
    assert said(_madrid("2026-11-27 17:00"), MADRID, reader=reader) == f"{day} (Europe/Madrid, UTC+01:00)"


@given(st.datetimes(datetime(2027, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0)))  # noqa: DTZ001 - a wall clock
def test_a_date_copied_out_of_a_letter_can_be_read(wall: datetime) -> None:
    """But for the zone, which is the reader's own anyway."""
    at = at_wall(wall.date(), wall.time(), MADRID)
    assert parse_when(said(at, MADRID).partition(" (")[0]).resolve(NOW, OFFICE) == at


# --- whatever is written


@given(
    st.text(max_size=120)
    | st.text("0123456789:.-/+, amphdwTZ", max_size=40)
    | st.lists(st.sampled_from(SCRAPS.split()), max_size=8).map(" ".join)
)
@settings(max_examples=400)
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    """A text is a time or a CalendarError in one printable line; what was read can be resolved on that Monday."""
    for read in (parse_duration, parse_estimate, parse_hours, parse_away, parse_zone, check_region):
        _refusal(read, text)
    _refusal(lambda words: parse_when(words).resolve(NOW, OFFICE), text)
    _refusal(lambda words: parse_rhythm(words).next_after(NOW, OFFICE), text)


def _refusal(read: Callable[[str], object], text: str) -> str:
    message = ""
    try:
        read(text)
    except CalendarError as refusal:
        message = str(refusal)
    assert visible(message) == message
    return message


def _missing(words: list[str], message: str) -> list[str]:
    """Those of the words that the message does not say."""
    return [f"{word!r} in {message!r}" for word in words if word not in message]


def _madrid(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC)


def _hh_mm(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _on_the_wall(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether the wall shows a working hour, of this day or of the night shift of the day before."""
    local = at.astimezone(calendar.zone)
    minute, today = local.hour * 60 + local.minute, local.date()
    for day, shown in ((today, minute), (today - timedelta(days=1), minute + 24 * 60)):
        spans_of_day = calendar.hours.week[day.weekday()] if calendar.is_working_day(day) else ()
        if any(start <= shown < end for start, end in spans_of_day):
            return True
    return False
