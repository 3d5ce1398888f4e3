"""Lengths of time as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import TEXTS, missing, refusal
from delegated.core.durations import CalendarError, Span, parse_duration, parse_estimate


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
    assert missing(words, refusal(parse_duration, text)) == []


def test_an_estimate_is_hours_of_work() -> None:
    """A day of work is eight hours to one and six to another, so days are asked back."""
    assert parse_estimate("1h30m") == timedelta(hours=1, minutes=30)
    assert parse_estimate("48m") == timedelta(minutes=48)
    assert missing(["`2`", "add a unit, like `2h`"], refusal(parse_estimate, "2")) == []
    assert missing(["`2 days`", "`16h`"], refusal(parse_estimate, "2 days")) == []
    assert missing(["`16h`"], refusal(parse_estimate, "2 working hours")) == []


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


@given(TEXTS)
@settings(max_examples=400)
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    """It is a length of time, or a CalendarError in one printable line."""
    for read in (parse_duration, parse_estimate):
        refusal(read, text)
