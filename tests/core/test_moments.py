"""Points in time, written and read. It is Monday 23 November 2026, half past nine in Madrid."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import GONE_FOR_GOOD, MADRID, MANILA, NOW, OFFICE, TEXTS, calendars, instants, madrid, missing, refusal
from delegated.core.calendar import WorkCalendar, at_wall, parse_hours
from delegated.core.durations import CalendarError
from delegated.core.moments import parse_when, said

AHEAD = [
    *("friday", "mon 08:30", "next sunday", "tomorrow", "in 3 working days", "in 2 days 00:00", "in 1m", "in 1 day"),
    *("in 2 working hours", "end of week", "end of month", "end of next year", "eom 12:00", "in 1 week noon"),
]


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
    assert when.resolve(NOW, OFFICE) == madrid(wanted)
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
    assert parse_when(text).resolve(NOW, OFFICE, opening=True) == madrid(wanted)


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
    assert parse_when(text).resolve(madrid(now), OFFICE) == madrid(wanted)


def test_a_date_is_meant_in_the_zone_of_who_wrote_it() -> None:
    """Maya's Friday ends when it is still morning in Madrid."""
    maya = WorkCalendar(MANILA, parse_hours("mon-fri 09:00-17:00"), "PH")
    assert parse_when("friday").resolve(NOW, maya) == madrid("2026-11-27 10:00")
    assert parse_when("tomorrow 00:30").resolve(madrid("2026-11-23 20:00"), maya) == madrid("2026-11-24 17:30")


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
        when.resolve(madrid(now), OFFICE)
    assert missing(words, str(refusal.value)) == []


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
    assert missing(words, refusal(parse_when, text)) == []


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


def test_who_needs_no_calendar_does_not_wait_for_one() -> None:
    """The library of holidays costs a quarter of a second; reading dates and hours goes without."""
    program = "import sys, delegated.core.moments as m; m.parse_when('friday'); sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_end_of_the_month_comes_without_any_working_day() -> None:
    """For somebody who never comes back it is the last day."""
    assert parse_when("end of month").resolve(NOW, GONE_FOR_GOOD) == madrid("2026-11-30 18:00")


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [
        ("Europe/Madrid", "Friday 1 January 2027, 00:30 (Europe/Madrid, UTC+1)"),
        ("Asia/Kolkata", "Friday 1 January 2027, 05:00 (Asia/Kolkata, UTC+5:30)"),
        ("America/St_Johns", "Thursday 31 December 2026, 20:00 (America/St_Johns, UTC-3:30)"),
        ("Europe/London", "Thursday 31 December 2026, 23:30 (Europe/London, UTC)"),
        ("UTC", "Thursday 31 December 2026, 23:30 (UTC)"),
    ],
)
def test_an_instant_is_said_with_its_zone(zone: str, wanted: str) -> None:
    """On the clock of who reads it, so that nobody has to reckon, and nobody can mistake whose five o'clock it is."""
    assert said(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), ZoneInfo(zone)) == wanted


def test_an_instant_of_summer_is_said_in_summer_time() -> None:
    """The distance from UTC is that of the day."""
    at = madrid("2026-07-03 08:05")
    assert said(at, MADRID) == "Friday 3 July 2026, 08:05 (Europe/Madrid, UTC+2)"


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
    assert said(madrid("2026-11-27 17:00"), MADRID, reader=reader) == f"{day} (Europe/Madrid, UTC+1)"


@given(st.datetimes(datetime(2027, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0)))  # noqa: DTZ001 - a wall clock
def test_a_date_copied_out_of_a_letter_can_be_read(wall: datetime) -> None:
    """But for the zone, which is the reader's own anyway."""
    at = at_wall(wall.date(), wall.time(), MADRID)
    assert parse_when(said(at, MADRID).partition(" (")[0]).resolve(NOW, OFFICE) == at


@given(TEXTS)
@settings(max_examples=400)
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    """What was read can be resolved on that Monday; else it is a CalendarError in one printable line."""
    refusal(lambda words: parse_when(words).resolve(NOW, OFFICE), text)
