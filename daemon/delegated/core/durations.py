"""Lengths of time as people write them: `45m`, `1h30m`, `2 days`, `3 working days`.

Texts of time, here and in the modules that build on this one, are parsed once, and one that cannot be read
raises `CalendarError`, whose message shows one that can. A text is read in linear time, and never beyond 100
characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from delegated.core.errors import visible


class CalendarError(ValueError):
    """A text is no time that can be read. The message says what is wrong with it and shows one that can."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, part of which may pass by the clock and part only while somebody works."""

    minutes: int = 0
    days: int = 0
    working_days: int = 0
    working_minutes: int = 0

    @property
    def is_plain(self) -> bool:
        """It passes by the clock alone, so that no calendar is needed to know how long it is."""
        return not (self.working_days or self.working_minutes)

    @property
    def is_whole_days(self) -> bool:
        """It leads to a day, not to an hour of it."""
        return not (self.minutes or self.working_minutes)

    def as_timedelta(self) -> timedelta:
        """The length by the clock, a day as 24 hours. Raises CalendarError unless `is_plain`."""
        if not self.is_plain:
            raise CalendarError(f"`{self}` is working time: how long that is depends on whose calendar it is")
        return timedelta(days=self.days, minutes=self.minutes)

    def __str__(self) -> str:
        parts = (
            _counted(self.working_days, "working day"),
            _counted(self.days, "day"),
            _hours_and_minutes(self.minutes),
            _working_hours(self.working_minutes),
        )
        return " ".join(part for part in parts if part) or "0m"


def parse_duration(text: str) -> Span:
    """Read `45m`, `2h30m`, `1.5h`, `1:30`, `90 min`, `2 days`, `1 week`, `3 working days`. Raises CalendarError."""
    words = tidy(text, "a duration", _GOOD_DURATIONS)
    if words[0] in _MINUSES:
        raise CalendarError(f"{quoted(text)} must not be below zero")
    span = _clock_like(words) or _added_up(words, text)
    if span == Span():
        raise CalendarError(f"{quoted(text)} is no time at all: {_GOOD_DURATIONS}")
    if span.minutes > _MOST_DAYS * DAY_MINUTES or span.days > _MOST_DAYS:
        raise CalendarError(f"{quoted(text)} is too long: ten years at most")
    if span.working_days > _MOST_WORKING_DAYS or span.working_minutes > _MOST_WORKING_MINUTES:
        raise CalendarError(f"{quoted(text)} is too long: ten years of work at most")
    return span


def parse_estimate(text: str) -> timedelta:
    """Read how long work takes, in hours and minutes: a day of work is not equally long for all.

    Raises CalendarError.
    """
    span = parse_duration(text)
    if span.days or not span.is_plain:
        raise CalendarError(
            f"{quoted(text)} has days in it, and nobody knows of how many hours: write hours, like `16h`"
        )
    return timedelta(minutes=span.minutes)


def tidy(text: str, what: str, good: str) -> str:
    """The text in small letters with single blanks. Raises CalendarError if it is empty or longer than any time is."""
    if len(text) > _LONGEST:
        raise CalendarError(f"{quoted(text)} is too long for {what}: {good}")
    words = " ".join(text.split()).casefold()
    if not words:
        raise CalendarError(f"{what} is missing: {good}")
    return words


def quoted(text: str) -> str:
    """The text as a message shows it: in one line, harmless, and cut where it is long."""
    shown = visible(" ".join(text[:_LONGEST_SHOWN].split()))
    return f"`{shown}`" if len(text) <= _LONGEST_SHOWN else f"`{shown}…`"


def _clock_like(words: str) -> Span | None:
    """`1:30` and `1h30`, which have no unit at their end."""
    found = _HOURS_MINUTES.fullmatch(words)
    return Span(minutes=int(found[1]) * 60 + int(found[2])) if found else None


def _added_up(words: str, text: str) -> Span:
    counts: dict[str, int] = {}
    at = 0
    while at < len(words):
        term = _TERM.match(words, at)
        if term is None:
            raise CalendarError(_no_duration(words, text))
        kind, count = _read_term(term, text)
        counts[kind] = counts.get(kind, 0) + count
        at = term.end()
    return Span(**counts)


def _no_duration(words: str, text: str) -> str:
    if BARE_NUMBER.fullmatch(words):
        return f"{quoted(text)} is a number without a unit: add a unit, like `{words}h`"
    return f"{quoted(text)} is not a duration: {_GOOD_DURATIONS}"


def _read_term(term: re.Match[str], text: str) -> tuple[str, int]:
    unit = _UNITS.get(term["unit"])
    if unit is None:
        raise CalendarError(_no_unit(term["unit"], text))
    name, size = unit
    if term["working"]:
        if name == "days" and size > 1:
            raise CalendarError(f"{quoted(text)}: a working week differs from person to person: write `5 working days`")
        name = f"working_{name}"
    return name, _whole(_amount(term), size, name, text)


def _amount(term: re.Match[str]) -> tuple[int, int]:
    """The number as a fraction, numerator and denominator: exact, whatever was written."""
    if term["word"]:
        return NUMBER_WORDS[term["word"]], 1
    whole, _, rest = term["number"].replace(",", ".").partition(".")
    return int(whole + rest), int(10 ** len(rest))


def _whole(amount: tuple[int, int], size: int, name: str, text: str) -> int:
    count, over = amount[0] * size, amount[1]
    if "days" in name and count % over:
        raise CalendarError(f"{quoted(text)}: whole days only, or hours, like `36h`")
    return (2 * count + over) // (2 * over)


def _no_unit(unit: str, text: str) -> str:
    if unit.startswith(("month", "quarter", "year")):
        return f"{quoted(text)}: a {unit.rstrip('s')} is not always as long: write it in days, like `30 days`"
    if unit.startswith(("s", "millis")):
        return f"{quoted(text)}: minutes are the smallest unit here: {_GOOD_DURATIONS}"
    return f"{quoted(text)}: there is no unit `{visible(unit)}`: {_GOOD_DURATIONS}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}" if number else ""


def _hours_and_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest else "")


def _working_hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return _counted(minutes, "working minute") if rest else _counted(hours, "working hour")


DAY_MINUTES = 24 * 60
_MOST_DAYS = 3660
_MOST_WORKING_DAYS = 2600
_MOST_WORKING_MINUTES = 20_000 * 60
_GOOD_DURATIONS = "write one like `45m`, `1h30m`, `2 days` or `3 working days`"
_MINUSES = "-\N{MINUS SIGN}\N{EN DASH}"
NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
    for word in words.split()
}
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), ("minutes", 1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("minutes", 60)),
    **dict.fromkeys(("d", "day", "days"), ("days", 1)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), ("days", 7)),
}
_HOURS_MINUTES = re.compile(r"([0-9]{1,5}) ?[h:] ?([0-5][0-9])")
BARE_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_TERM = re.compile(
    r"(?:(?P<number>[0-9]{1,8}(?:[.,][0-9]{1,4})?) ?|(?P<word>" + "|".join(NUMBER_WORDS) + r") )"
    r"(?P<working>(?:working|work|business) ?)?(?P<unit>[a-z]{1,12})(?:,? and |, | |$|(?=[0-9]))"
)
_LONGEST = 100
_LONGEST_SHOWN = 60
