"""What comes again. It is Monday 23 November 2026, half past nine in Madrid."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import GONE_FOR_GOOD, MADRID, NOW, OFFICE, TEXTS, calendars, instants, madrid, missing, refusal
from delegated.core.rhythm import parse_rhythm

if TYPE_CHECKING:
    from delegated.core.calendar import WorkCalendar

RHYTHMS = [
    *("daily", "weekdays", "every working day", "every 5 days at 02:30", "every 3 weeks on tuesday and sunday"),
    *("monthly on the 31st", "every 5 months on the last working day", "quarterly", "yearly on 29 february"),
    "monthly on the 1st working day and the last friday",
]


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
    assert parse_rhythm("weekdays at 8:30").next_after(NOW, OFFICE) == madrid("2026-11-24 08:30")
    assert parse_rhythm("weekly on monday 5pm").next_after(NOW, OFFICE) == madrid("2026-11-23 17:00")
    assert parse_rhythm("weekly on monday").next_after(madrid("2026-11-23 08:00"), OFFICE) == madrid("2026-11-23 09:00")
    assert parse_rhythm("weekly on sunday").next_after(NOW, OFFICE) == madrid("2026-11-29 09:00")


def test_every_other_week_is_counted_from_the_week_it_began() -> None:
    """From whichever week one asks, so that a daemon that was down for ten days does not change the rhythm."""
    rhythm = parse_rhythm("every 2 weeks on friday")
    assert rhythm.next_after(NOW, OFFICE, since=date(2026, 11, 20)) == madrid("2026-12-04 09:00")
    assert rhythm.next_after(NOW, OFFICE, since=date(2026, 11, 23)) == madrid("2026-11-27 09:00")
    three_days = parse_rhythm("every 3 days")
    assert three_days.next_after(NOW, OFFICE, since=date(2026, 11, 23)) == madrid("2026-11-26 09:00")
    assert three_days.next_after(madrid("2027-11-24 12:00"), OFFICE, since=date(2026, 11, 23)) == madrid(
        "2027-11-27 09:00"
    )
    quarterly = parse_rhythm("quarterly")
    assert quarterly.next_after(NOW, OFFICE, since=date(2026, 11, 23)) == madrid("2027-01-01 09:00")


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
    assert missing(words, refusal(parse_rhythm, text)) == []


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


def test_a_rhythm_of_working_days_goes_on_without_any() -> None:
    """For somebody who never comes back plain days count."""
    assert parse_rhythm("every working day").next_after(NOW, GONE_FOR_GOOD) == madrid("2026-11-24 09:00")
    assert parse_rhythm("monthly on the last working day").next_after(NOW, GONE_FOR_GOOD) == madrid("2026-11-30 09:00")


@given(TEXTS)
@settings(max_examples=400)
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    """It is a rhythm, with an occurrence after that Monday, or a CalendarError in one printable line."""
    refusal(lambda words: parse_rhythm(words).next_after(NOW, OFFICE), text)
