"""Hours, ratings, limits and days as people write them in mails."""
# ruff: noqa: E501  # tables

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.calendar import WorkCalendar, parse_hours
from delegated.replies.amounts import dates_in, find_date, hours_in, limit_in, rating_in

MONDAY = date(2026, 11, 23)
WRITTEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CALENDAR = WorkCalendar(ZoneInfo("Europe/Madrid"), parse_hours("mon-fri 09:00-18:00"))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1.5h", "1.5"), ("1,5h", "1.5"), ("1,5 h.", "1.5"), ("90 min", "1.5"), ("1:30", "1.5"), ("1h30", "1.5"),
        ("1h 30m", "1.5"), ("2 hrs", "2"), ("2h", "2"), (", 2h. Slide 7 untouched.", "2"),
        ("2 hours 15 minutes", "2.25"), ("half an hour", "0.5"), ("an hour", "1"), ("one hour", "1"), ("two hours", "2"),
        ("it took me 3 hours", "3"), ("took 45 min", "0.75"), ("3 Std.", "3"), ("2 horas", "2"), ("1 heure", "1"),
        ("45 Minuten", "0.75"), ("2 h 15", "2.25"), ("2 h 15 slides", "2"), ("3 heures 30.", "3.5"),
        ("anderthalb Stunden", "1.5"), ("an hour and a half", "1.5"), ("2½ hours", "2.5"),
        (".\nTime: 2h 30m", "2.5"), ("(2.5h)", "2.5"), ("about 4 hours", "4"), ("https://example.com\n2h", "2"),
    ],
)  # fmt: skip
def test_the_hours_of_work_that_is_done(text: str, hours: str) -> None:
    """However they are written."""
    assert hours_in(text) == Decimal(hours)


@pytest.mark.parametrize(
    "text",
    ["", "at 10:30", "by 14h", "2h ago", "10:30 pm", "3 tables", "the meeting at 14:00 is kept", "7", "24/7", "900 h"],
)
def test_what_is_no_time_spent(text: str) -> None:
    """Times of the day, and figures of other things."""
    assert hours_in(text) is None


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("4", 4), ("5!", 5), ("4/5 good", 4), ("★★★★", 4), ("★★☆☆☆", 2), ("⭐⭐⭐⭐⭐", 5), ("4 stars", 4), ("five stars", 5),
        ("2 - the totals", 2), ("4 Clear, quick", 4), ("3, fine", 3), ("5\nThanks", 5), ("4 von 5", 4), ("1: bad", 1),
        ("0", None), ("6", None), ("10/10", None), ("45", None), ("4 pm works", None), ("3 options please", None),
        ("1. do this\n2. do that", None), ("5%", None), ("4.5", None), ("2026", None), ("5 December", None), ("★★★★★★", None),
        ("3x", None), ("5 and many thanks", 5), ("4 und danke", 4), ("5 and 6", None), ("2 and the other", None), ("5 better", 5),
        ("5 EUR", None), ("4h", None), ("2-3 days", None),
    ],
)  # fmt: skip
def test_a_rating_is_one_to_five(text: str, rating: int | None) -> None:
    """And no figure that counts something else."""
    found = rating_in(text)
    assert (found.rating if found else None) == rating


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("but not more than 180 EUR", "180.00 EUR"), ("up to 180 €", "180.00 EUR"), ("max. 90 EUR", "90.00 EUR"),
        ("150 EUR", "150.00 EUR"), ("€150", "150.00 EUR"), ("up to 180", "180"), ("bis zu 90 Euro", "90.00 EUR"),
        ("hasta 75,50 EUR", "75.50 EUR"), ("it is worth it", None), ("see page 3", None), ("", None),
    ],
)  # fmt: skip
def test_the_most_that_may_be_spent(text: str, limit: str | None) -> None:
    """As money where a currency is told, else as it is written."""
    assert limit_in(text) == limit


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2026-12-04", date(2026, 12, 4), None),
        ("until 4 December 15:00", date(2026, 12, 4), time(15)),
        ("Dec 4", date(2026, 12, 4), None),
        ("December 4th, 2026", date(2026, 12, 4), None),
        ("the 4th of December", date(2026, 12, 4), None),
        ("until Tuesday", date(2026, 11, 24), None),
        ("Monday", date(2026, 11, 30), None),
        ("next Monday", date(2026, 11, 30), None),
        ("tomorrow noon", date(2026, 11, 24), time(12)),
        ("11 January", date(2027, 1, 11), None),
        ("4.12.", date(2026, 12, 4), None),
        ("04.12.2026", date(2026, 12, 4), None),
        ("until 4/12", date(2026, 12, 4), None),
        ("Thursday 6pm", date(2026, 11, 26), time(18)),
        ("in two days", date(2026, 11, 25), None),
        ("end of the week", date(2026, 11, 27), None),
        ("bis Freitag", date(2026, 11, 27), None),
        ("hasta el 9 de diciembre", date(2026, 12, 9), None),
        ("jusqu'au 1er décembre", date(2026, 12, 1), None),
        ("até 14 de dezembro", date(2026, 12, 14), None),
        ("fino al 2 dicembre", date(2026, 12, 2), None),
        ("tot vrijdag", date(2026, 11, 27), None),
        ("do 3 grudnia", date(2026, 12, 3), None),
    ],
)
def test_days_as_people_name_them(text: str, day: date, clock: time | None) -> None:
    """Written on a Monday in November."""
    assert [found[:2] for found in dates_in(text, MONDAY)] == [(day, clock)]


@pytest.mark.parametrize("text", ["next week", "24/7", "1.5", "Monday 4 December", "31 February", "may I", "v2.3"])
def test_what_names_no_day(text: str) -> None:
    """Or contradicts itself."""
    assert dates_in(text, MONDAY) == []


def test_what_stands_after_until_is_meant() -> None:
    """Before any other day that is told."""
    found = find_date("the client is away on Tuesday, so until Thursday", WRITTEN, CALENDAR)
    assert found is not None
    assert (found.at, found.is_day) == (datetime(2026, 11, 26, 17, 0, tzinfo=UTC), True)


def test_hours_from_now_are_counted_by_the_clock() -> None:
    """`in 2 hours` is no day."""
    found = find_date("in 2 hours", WRITTEN, CALENDAR)
    assert found is not None
    assert (found.at, found.is_day) == (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), False)


def test_a_day_that_is_over_is_none() -> None:
    """Nothing waits for it."""
    assert find_date("until 3 November 2026", WRITTEN, CALENDAR) is None


@given(st.text(alphabet=st.sampled_from("0123456789 .,:/-hmkad★⭐€TUEPRtilomn\n"), max_size=80) | st.text(max_size=80))
def test_nothing_that_is_written_breaks_the_readers(text: str) -> None:
    """Bad input is an answer."""
    hours_in(text)
    rating_in(text)
    limit_in(text)
    dates_in(text, MONDAY)
    find_date(text, WRITTEN, CALENDAR)
