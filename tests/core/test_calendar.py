"""Time as offices keep it. It is Monday 23 November 2026, half past nine in Madrid."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from calendars import (
    GONE_FOR_GOOD,
    MADRID,
    MANILA,
    NOW,
    OFFICE,
    OFFICE_HOURS,
    TEXTS,
    TWO_YEARS,
    ZONES,
    at_work,
    calendars,
    in_two_years,
    instants,
    madrid,
    missing,
    refusal,
    zones,
)
from delegated.core.calendar import (
    DateRange,
    WorkCalendar,
    at_wall,
    check_region,
    holiday_dates,
    parse_away,
    parse_hours,
    parse_zone,
)
from delegated.core.durations import Span


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
    assert missing(words, refusal(parse_hours, text)) == []


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
    assert missing(words, refusal(parse_away, text)) == []


def test_a_time_zone_has_a_name_of_the_iana_database() -> None:
    """A near miss is named, and a path is no zone."""
    assert parse_zone("Europe/Madrid").key == "Europe/Madrid"
    assert "`Europe/Madrid`" in refusal(parse_zone, "Europe/Madird")
    assert "`Europe/Madrid`" in refusal(parse_zone, "europe/madrid")
    for text in ("../../etc/passwd", "/etc/localtime", "", "Europe", "Mars/Base", "CET+1\x00", "A/" * 100_000):
        assert "time zone" in refusal(parse_zone, text)


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
    assert missing(words, refusal(check_region, region)) == []
    assert missing(words, refusal(lambda text: holiday_dates(text, [2026]), region)) == []


def test_holidays_are_those_of_the_years_asked_for() -> None:
    """The second of May is Madrid's own."""
    assert date(2025, 5, 2) in holiday_dates("ES-MD", range(2025, 2028))
    assert date(2025, 5, 2) not in holiday_dates("ES", [2025])
    assert holiday_dates("ES-MD", []) == frozenset()


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


def test_the_next_working_time_is_now_or_the_next_morning() -> None:
    """Never in the evening, at the weekend or on a holiday."""
    assert OFFICE.next_working(NOW) == NOW
    assert OFFICE.next_working(madrid("2026-11-23 08:59")) == madrid("2026-11-23 09:00")
    assert OFFICE.next_working(madrid("2026-11-23 18:00")) == madrid("2026-11-24 09:00")
    assert OFFICE.next_working(madrid("2026-11-28 12:00")) == madrid("2026-11-30 09:00")
    assert OFFICE.next_working(madrid("2026-12-24 18:00")) == madrid("2026-12-28 09:00")
    assert not OFFICE.is_working(madrid("2026-11-23 18:00"))
    assert OFFICE.is_working(madrid("2026-11-23 17:59"))


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
    assert OFFICE.add_working_days(NOW, 3) == madrid("2026-11-26 09:30")
    assert OFFICE.add_working_days(madrid("2026-11-27 17:00"), 1) == madrid("2026-11-30 17:00")
    assert OFFICE.add_working_days(madrid("2026-11-28 10:00"), 1) == madrid("2026-12-01 10:00")
    assert OFFICE.add_working_days(madrid("2026-11-28 10:00"), 0) == madrid("2026-11-30 10:00")
    assert OFFICE.add_working_days(madrid("2026-12-24 12:00"), 1) == madrid("2026-12-28 12:00")
    assert OFFICE.add_working_days(madrid("2026-03-27 12:00"), 1) == madrid("2026-03-30 12:00")


def test_working_hours_are_counted_only_while_somebody_works() -> None:
    """Four hours from Friday afternoon end on Monday morning."""
    assert OFFICE.add_working_time(madrid("2026-11-27 16:00"), timedelta(hours=4)) == madrid("2026-11-30 11:00")
    assert OFFICE.add_working_time(madrid("2026-11-23 09:00"), timedelta(hours=9)) == madrid("2026-11-23 18:00")
    assert OFFICE.add_working_time(madrid("2026-11-28 12:00"), timedelta()) == madrid("2026-11-28 12:00")
    assert OFFICE.working_time(madrid("2026-11-27 16:00"), madrid("2026-11-30 11:00")) == timedelta(hours=4)
    assert OFFICE.working_time(madrid("2026-11-23 00:00"), madrid("2026-11-30 00:00")) == timedelta(hours=45)
    assert OFFICE.working_time(madrid("2026-11-30 00:00"), madrid("2026-11-23 00:00")) == timedelta()


def test_a_day_is_as_long_as_its_clocks_make_it() -> None:
    """The night shift of October has an hour more, that of March one less."""
    night = WorkCalendar(MADRID, parse_hours("daily 22:00-06:00"))
    assert night.working_time(madrid("2026-10-24 12:00"), madrid("2026-10-25 12:00")) == timedelta(hours=9)
    assert night.working_time(madrid("2026-03-28 12:00"), madrid("2026-03-29 12:00")) == timedelta(hours=7)


def test_a_working_day_begins_and_ends() -> None:
    """By the hours of that weekday, holiday or not; where there are none, at nine and at six."""
    late = WorkCalendar(MADRID, parse_hours("mon-thu 10:00-14:00 15:00-18:30, fri 22:00-06:00"))
    assert late.start_of_day(date(2026, 11, 23)) == madrid("2026-11-23 10:00")
    assert late.end_of_day(date(2026, 11, 23)) == madrid("2026-11-23 18:30")
    assert late.end_of_day(date(2026, 11, 27)) == madrid("2026-11-28 06:00")
    assert late.start_of_day(date(2026, 11, 29)) == madrid("2026-11-29 09:00")
    assert late.end_of_day(date(2026, 11, 29)) == madrid("2026-11-29 18:00")
    assert OFFICE.end_of_day(date(2026, 12, 25)) == madrid("2026-12-25 18:00")


def test_a_day_later_is_the_same_time_of_the_next_day() -> None:
    """Also when the night between has 23 hours."""
    assert OFFICE.add(madrid("2026-03-28 12:00"), Span(days=1)) == madrid("2026-03-29 12:00")
    assert OFFICE.add(madrid("2026-03-28 12:00"), Span(minutes=24 * 60)) == madrid("2026-03-29 13:00")
    assert OFFICE.add(madrid("2026-11-27 17:00"), Span(working_minutes=120)) == madrid("2026-11-30 10:00")
    assert OFFICE.add(NOW, Span(days=1, working_days=1, minutes=30)) == madrid("2026-11-25 10:00")


def test_who_never_comes_back_does_not_stop_the_clock() -> None:
    """Every wait has an end: where there is no working time for years, plain time counts."""
    assert GONE_FOR_GOOD.next_working(NOW) is None
    assert GONE_FOR_GOOD.add_working_days(NOW, 3) == madrid("2026-11-26 09:30")
    assert GONE_FOR_GOOD.add_working_time(NOW, timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert GONE_FOR_GOOD.working_time(NOW, NOW + timedelta(days=90)) == timedelta()


def test_who_leaves_for_good_works_until_then() -> None:
    """What she could do before counts; the rest passes by the clock."""
    leaving = WorkCalendar(MADRID, OFFICE_HOURS, None, (DateRange(date(2026, 11, 24), date.max),))
    assert leaving.add_working_time(NOW, timedelta(hours=10)) == madrid("2026-11-23 19:30")


def test_nobody_plans_for_more_than_five_years() -> None:
    """A due date in the next century costs no more than one in five years."""
    far = OFFICE.working_time(NOW, datetime(2199, 1, 1, tzinfo=UTC))
    assert timedelta(days=5 * 70) < far == OFFICE.working_time(NOW, datetime(2150, 1, 1, tzinfo=UTC))


def test_what_was_found_out_for_one_holds_for_all_who_keep_the_same_hours() -> None:
    """And for nobody else."""
    same = WorkCalendar(MADRID, parse_hours("mon-fri 9am-6pm"), "ES-MD")
    assert same.pattern == OFFICE.pattern
    others = [
        WorkCalendar(MANILA, OFFICE_HOURS, "ES-MD"),
        WorkCalendar(MADRID, parse_hours("mon-fri 09:00-17:00"), "ES-MD"),
        WorkCalendar(MADRID, OFFICE_HOURS, "ES"),
        WorkCalendar(MADRID, OFFICE_HOURS, "ES-MD", (parse_away("2026-12-24"),)),
    ]
    assert len({OFFICE.pattern, *(other.pattern for other in others)}) == 5


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


@given(calendars(), in_two_years, st.integers(1, 20 * 60))
@settings(max_examples=40, deadline=None)
def test_it_is_as_if_the_clock_were_looked_at_every_minute(calendar: WorkCalendar, start: datetime, work: int) -> None:
    """For a week: who works when, how long that is, and when so much work is done."""
    minutes = 7 * 24 * 60
    working = at_work(calendar, start, minutes)
    moments = [start + timedelta(minutes=place) for place in range(minutes + 1)]
    assert [calendar.is_working(at) for at in moments[:-1:7]] == working[::7]
    sums = [0, *itertools.accumulate(working)]
    for place in range(0, minutes, 613):
        assert calendar.working_time(start, moments[place]) == timedelta(minutes=sums[place])
        assert calendar.working_time(moments[place], moments[-1]) == timedelta(minutes=sums[-1] - sums[place])
    if sums[-1] >= work:
        assert calendar.add_working_time(start, timedelta(minutes=work)) == moments[bisect_left(sums, work)]


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
@pytest.mark.parametrize(
    ("hours", "region"),
    [("mon-thu 09:15-13:00 14:00-18:30, fri 08:00-12:00", "ES-MD"), ("sun-wed 22:30-06:45, sat 00:00-24:00", "PH")],
)
def test_two_years_are_counted_day_by_day(hours: str, region: str, zone: ZoneInfo) -> None:
    """In thirteen zones, with holidays, absences, split days and nights, against every quarter of an hour of them."""
    away = (parse_away("2026-03-27..2026-03-30"), parse_away("2026-12-20..2027-01-05"), parse_away("2027-10-31"))
    calendar, (first, last) = WorkCalendar(zone, parse_hours(hours), region, away), TWO_YEARS
    quarter, day = timedelta(minutes=15), timedelta(days=1)
    working = at_work(calendar, first, (last - first) // quarter, 15)
    sums = [0, *itertools.accumulate(working)]
    for number in range((last - first) // day):
        begins, ends = number * 96, number * 96 + 96
        assert calendar.working_time(first + number * day, first + (number + 1) * day) == (
            (sums[ends] - sums[begins]) * quarter
        ), first + number * day
        worked = sums[begins]
        if worked:
            assert calendar.add_working_time(first, worked * quarter) == first + bisect_left(sums, worked) * quarter


@given(
    calendars(), st.lists(in_two_years, min_size=2, max_size=2), st.lists(st.integers(0, 6000), min_size=2, max_size=2)
)
@settings(max_examples=100)
def test_more_work_and_a_later_beginning_end_no_earlier(
    calendar: WorkCalendar, at: list[datetime], work: list[int]
) -> None:
    """And in two parts it takes as long as in one; the end is never out of hours, but at most at their end."""
    early, late = sorted(at)
    less, more = (timedelta(minutes=minutes) for minutes in sorted(work))
    # Nobody plans further than ten years ahead: a minute a week would be.
    assume(more <= timedelta(minutes=calendar.hours.minutes_a_week) * 400)
    done = calendar.add_working_time(early, more)
    assert calendar.add_working_time(early, less) <= done <= calendar.add_working_time(late, more)
    assert calendar.add_working_time(calendar.add_working_time(early, less), more - less) == done
    if more:
        assert calendar.is_working(done - timedelta(microseconds=1))


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


@given(TEXTS)
@settings(max_examples=400)
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    """Hours, absences, zones and regions are read, or a CalendarError says in one printable line why not."""
    for read in (parse_hours, parse_away, parse_zone, check_region):
        refusal(read, text)


def _on_the_wall(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether the wall shows a working hour, of this day or of the night shift of the day before."""
    local = at.astimezone(calendar.zone)
    minute, today = local.hour * 60 + local.minute, local.date()
    for day, shown in ((today, minute), (today - timedelta(days=1), minute + 24 * 60)):
        spans_of_day = calendar.hours.week[day.weekday()] if calendar.is_working_day(day) else ()
        if any(start <= shown < end for start, end in spans_of_day):
            return True
    return False
