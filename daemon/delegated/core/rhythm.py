"""What comes again and again, as people write it: `weekdays`, `every 2 weeks on friday`, `monthly on the 1st`."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from delegated.core.calendar import at_wall
from delegated.core.days import (
    ANY_MONTH,
    ANY_WEEKDAY,
    LEAP_YEAR,
    MONTH_NUMBERS,
    WEEKDAY_NUMBERS,
    check_day,
    days_in,
    month_of,
    split_clock,
)
from delegated.core.durations import NUMBER_WORDS, CalendarError, quoted, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from delegated.core.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes again: `every` so many units, on some days of each."""

    text: str
    unit: Literal["day", "working day", "week", "month"]
    every: int = 1
    weekdays: tuple[int, ...] = ()
    picks: tuple[_Pick, ...] = ()
    clock: time | None = None
    counted: bool = True

    def next_after(self, at: datetime, calendar: WorkCalendar, *, since: date | None = None) -> datetime:
        """The next occurrence after `at`, in UTC: when work begins on that day (else 09:00), unless a time was told.

        `every 2 weeks` is counted from `since`; without it from Monday 5 January 1970, so that the answer
        never depends on when one asks.
        """
        day = at.astimezone(calendar.zone).date()
        first = since if since and self.counted else _FIRST_MONDAY
        instants = (self._instant(found, calendar) for found in self._dates(day, first, calendar))
        return next(instant for instant in instants if instant > at)

    def _instant(self, day: date, calendar: WorkCalendar) -> datetime:
        if self.clock is not None:
            return at_wall(day, self.clock, calendar.zone)
        return calendar.start_of_day(day)

    def _dates(self, day: date, first: date, calendar: WorkCalendar) -> Iterator[date]:
        """The dates on which it falls, in order, from about this day on, without end."""
        match self.unit:
            case "day":
                return _days_from(day, first, self.every)
            case "working day":
                return _working_days_from(day, calendar)
            case "week":
                return self._weekdays_from(day, first)
            case "month":
                return self._month_days_from(day, first, calendar)

    def _weekdays_from(self, day: date, first: date) -> Iterator[date]:
        monday, origin = day - timedelta(days=day.weekday()), first - timedelta(days=first.weekday())
        for begin in _days_from(monday, origin, 7 * self.every):
            yield from (begin + timedelta(days=number) for number in self.weekdays)

    def _month_days_from(self, day: date, first: date, calendar: WorkCalendar) -> Iterator[date]:
        month, origin = day.year * 12 + day.month - 1, first.year * 12 + first.month - 1
        for number in itertools.count(month - (month - origin) % self.every, self.every):
            yield from sorted({pick.date_in(*month_of(number), calendar) for pick in self.picks})

    def __str__(self) -> str:
        return self.text


def parse_rhythm(text: str) -> Rhythm:
    """Read `daily`, `weekly on monday and thursday`, `every 2 weeks on friday`, `monthly on the last working day`.

    Also `weekdays`, `every 3 days`, `quarterly`, `yearly on 24 december`; each with a time at its end if wanted
    (`weekdays at 8:30`). A week without a day begins on Monday, a month on the 1st. Raises CalendarError.
    """
    words, clock = split_clock(tidy(text, "a rhythm", _GOOD_RHYTHMS), text)
    for pattern, reader in _RHYTHMS:
        found = pattern.fullmatch(words)
        if found:
            return replace(reader(found, text), clock=clock)
    raise CalendarError(_no_rhythm(text))


class _Pick(Protocol):
    def date_in(self, year: int, month: int, calendar: WorkCalendar) -> date:
        """The date in that month: there is always exactly one."""


@dataclass(frozen=True, slots=True)
class _DayOfMonth:
    """The 31st of a shorter month is its last day."""

    day: int

    def date_in(self, year: int, month: int, _calendar: WorkCalendar) -> date:
        return date(year, month, min(self.day, days_in(year, month)))


@dataclass(frozen=True, slots=True)
class _DayOfEachYear:
    """The 29th of February of a common year is the 28th."""

    month: int
    day: int

    def date_in(self, year: int, _month: int, _calendar: WorkCalendar) -> date:
        return date(year, self.month, min(self.day, days_in(year, self.month)))


@dataclass(frozen=True, slots=True)
class _NthWeekday:
    nth: int
    weekday: int

    def date_in(self, year: int, month: int, _calendar: WorkCalendar) -> date:
        days = [day for day in _days_of(year, month) if day.weekday() == self.weekday]
        return days[self.nth]


@dataclass(frozen=True, slots=True)
class _NthWorkingDay:
    """The last one of a month that has fewer, and its last day at all where it has none."""

    nth: int

    def date_in(self, year: int, month: int, calendar: WorkCalendar) -> date:
        everyday = _days_of(year, month)
        days = [day for day in everyday if calendar.is_working_day(day)] or everyday[-1:]
        return days[min(self.nth, len(days) - 1)]


@dataclass(frozen=True, slots=True)
class _LastOfQuarter:
    """The last of something in a quarter lies in its third month."""

    pick: _Pick

    def date_in(self, year: int, month: int, calendar: WorkCalendar) -> date:
        return self.pick.date_in(year, month + 2, calendar)


def _days_of(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, days_in(year, month) + 1)]


def _days_from(day: date, first: date, every: int) -> Iterator[date]:
    """Each so-manieth day counted from `first` (a multiple of it before, too), from the last before `day` on."""
    found = day - timedelta(days=(day - first).days % every)
    while True:
        yield found
        found += timedelta(days=every)


def _working_days_from(day: date, calendar: WorkCalendar) -> Iterator[date]:
    while True:
        day = calendar.working_day_from(day)
        yield day
        day += _A_DAY


def _rhythm_of_days(found: re.Match[str], text: str) -> Rhythm:
    return Rhythm(text, "day", every=_every(found["every"], text))


def _rhythm_of_working_days(_found: re.Match[str], text: str) -> Rhythm:
    return Rhythm(text, "working day")


def _rhythm_of_weekdays(_found: re.Match[str], text: str) -> Rhythm:
    return Rhythm(text, "week", weekdays=tuple(range(5)))


def _rhythm_of_weeks(found: re.Match[str], text: str) -> Rhythm:
    named = _BETWEEN.split(found["days"]) if found["days"] else ["monday"]
    try:
        numbers = {WEEKDAY_NUMBERS[name if name in WEEKDAY_NUMBERS else name.removesuffix("s")] for name in named}
    except KeyError:
        raise CalendarError(_no_rhythm(text)) from None
    return Rhythm(text, "week", every=_every(found["every"], text), weekdays=tuple(sorted(numbers)))


def _rhythm_of_months(found: re.Match[str], text: str) -> Rhythm:
    parts = _BETWEEN.split(found["picks"] or "1st")
    picks = tuple(_read_pick(part, text) for part in parts)
    if found["quarter"]:
        picks = tuple(_LastOfQuarter(pick) if "last" in part else pick for part, pick in zip(parts, picks, strict=True))
        return Rhythm(text, "month", every=3, picks=picks, counted=False)
    return Rhythm(text, "month", every=_every(found["every"], text), picks=picks)


def _rhythm_of_years(found: re.Match[str], text: str) -> Rhythm:
    month = MONTH_NUMBERS[found["month"] or found["month_first"] or "january"]
    day = int(found["day"] or found["day_last"] or 1)
    check_day(LEAP_YEAR, month, day, text)
    return Rhythm(text, "month", every=12, picks=(_DayOfEachYear(month, day),), counted=False)


def _every(text: str | None, whole: str) -> int:
    number = 2 if text == "other" else NUMBER_WORDS.get(text or "one") or int(text or 1)
    if not 1 <= number <= _MOST_OFTEN:
        raise CalendarError(f"{quoted(whole)}: {number} is out of reach: {_GOOD_RHYTHMS}")
    return number


def _read_pick(part: str, text: str) -> _Pick:
    found = _PICK.fullmatch(part)
    if found is None:
        raise CalendarError(_no_rhythm(text))
    if found["day"]:
        return _DayOfMonth(check_day(LEAP_YEAR, 1, int(found["day"]), text).day)
    nth = _NTH[found["nth"]]
    if found["what"] == "day":
        return _DayOfMonth(nth + 1 if nth >= 0 else 31)
    if found["what"] in WEEKDAY_NUMBERS:
        return _NthWeekday(nth, WEEKDAY_NUMBERS[found["what"]])
    return _NthWorkingDay(nth)


def _no_rhythm(text: str) -> str:
    return f"{quoted(text)} is no rhythm for a calendar: {_GOOD_RHYTHMS}"


_GOOD_RHYTHMS = "write one like `weekdays`, `weekly on monday`, `every 2 weeks on friday` or `monthly on the 1st`"
_FIRST_MONDAY = date(1970, 1, 5)
_A_DAY = timedelta(days=1)
_MOST_OFTEN = 366
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_BETWEEN = re.compile(r",? and |, ?| & ")
_EVERY = "(?P<every>other|[0-9]{1,3}|" + "|".join(NUMBER_WORDS) + ")"
_ON_DAYS = r"(?: on (?P<days>.+))?"
_ON_PICKS = r"(?: on (?P<picks>.+))?"
_PICK = re.compile(
    rf"(?:the )?(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?|(?P<nth>{'|'.join(_NTH)}) "
    rf"(?P<what>day|(?:working|business) ?day|{ANY_WEEKDAY}))"
)
_RHYTHMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Rhythm]], ...] = (
    (re.compile(rf"daily|every day|every {_EVERY} days?"), _rhythm_of_days),
    (re.compile(r"(?:on |every )?weekdays?"), _rhythm_of_weekdays),
    (re.compile(r"every (?:working|business) ?day|(?:on )?(?:working|business) ?days"), _rhythm_of_working_days),
    (re.compile(rf"(?:weekly|every week|every {_EVERY} weeks?){_ON_DAYS}"), _rhythm_of_weeks),
    (re.compile(rf"every (?:(?P<every>other) )?(?P<days>(?:{ANY_WEEKDAY}).*)"), _rhythm_of_weeks),
    (
        re.compile(rf"(?:monthly|every month|(?P<quarter>quarterly|every quarter)|every {_EVERY} months?){_ON_PICKS}"),
        _rhythm_of_months,
    ),
    (
        re.compile(
            r"(?:yearly|annually|every year)(?: on (?:the )?"
            rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?P<month>{ANY_MONTH})"
            rf"|(?P<month_first>{ANY_MONTH}) (?P<day_last>[0-9]{{1,2}})(?:st|nd|rd|th)?))?"
        ),
        _rhythm_of_years,
    ),
)
