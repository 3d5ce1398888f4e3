"""Time as people write it and as offices keep it: durations, points in time, rhythms, working hours, holidays.

Texts are parsed once, and a text that cannot be read raises `CalendarError`, whose message shows one that
can; what was parsed is resolved later, against a `now` and a `WorkCalendar`. Every instant that goes in or
comes out is an aware datetime in UTC. Wall clocks become instants in one place only, `at_wall`, which knows
what to do on the two odd days of the year. A text is read in linear time, and never beyond 100 characters.
"""

from __future__ import annotations

import calendar as almanac
import itertools
import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo, available_timezones

from delegated.core.errors import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class CalendarError(ValueError):
    """A text is no time that can be read. The message says what is wrong with it and shows one that can."""


# --- durations ---------------------------------------------------------------------------------------------


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
    words = _tidy(text, "a duration", _GOOD_DURATIONS)
    if words[0] in _MINUSES:
        raise CalendarError(f"{_quoted(text)} must not be below zero")
    span = _clock_like(words) or _added_up(words, text)
    if span == Span():
        raise CalendarError(f"{_quoted(text)} is no time at all: {_GOOD_DURATIONS}")
    if span.minutes > _MOST_DAYS * _DAY_MINUTES or span.days > _MOST_DAYS:
        raise CalendarError(f"{_quoted(text)} is too long: ten years at most")
    if span.working_days > _MOST_WORKING_DAYS or span.working_minutes > _MOST_WORKING_MINUTES:
        raise CalendarError(f"{_quoted(text)} is too long: ten years of work at most")
    return span


def parse_estimate(text: str) -> timedelta:
    """Read how long work takes, in hours and minutes: a day of work is not equally long for all.

    Raises CalendarError.
    """
    span = parse_duration(text)
    if span.days or not span.is_plain:
        raise CalendarError(
            f"{_quoted(text)} has days in it, and nobody knows of how many hours: write hours, like `16h`"
        )
    return timedelta(minutes=span.minutes)


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
    if _BARE_NUMBER.fullmatch(words):
        return f"{_quoted(text)} is a number without a unit: add a unit, like `{words}h`"
    return f"{_quoted(text)} is not a duration: {_GOOD_DURATIONS}"


def _read_term(term: re.Match[str], text: str) -> tuple[str, int]:
    unit = _UNITS.get(term["unit"])
    if unit is None:
        raise CalendarError(_no_unit(term["unit"], text))
    name, size = unit
    if term["working"]:
        if name == "days" and size > 1:
            raise CalendarError(
                f"{_quoted(text)}: a working week differs from person to person: write `5 working days`"
            )
        name = f"working_{name}"
    return name, _whole(_amount(term), size, name, text)


def _amount(term: re.Match[str]) -> tuple[int, int]:
    """The number as a fraction, numerator and denominator: exact, whatever was written."""
    if term["word"]:
        return _NUMBER_WORDS[term["word"]], 1
    whole, _, rest = term["number"].replace(",", ".").partition(".")
    return int(whole + rest), int(10 ** len(rest))


def _whole(amount: tuple[int, int], size: int, name: str, text: str) -> int:
    count, over = amount[0] * size, amount[1]
    if "days" in name and count % over:
        raise CalendarError(f"{_quoted(text)}: whole days only, or hours, like `36h`")
    return (2 * count + over) // (2 * over)


def _no_unit(unit: str, text: str) -> str:
    if unit.startswith(("month", "quarter", "year")):
        return f"{_quoted(text)}: a {unit.rstrip('s')} is not always as long: write it in days, like `30 days`"
    if unit.startswith(("s", "millis")):
        return f"{_quoted(text)}: minutes are the smallest unit here: {_GOOD_DURATIONS}"
    return f"{_quoted(text)}: there is no unit `{visible(unit)}`: {_GOOD_DURATIONS}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}" if number else ""


def _hours_and_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest else "")


def _working_hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return _counted(minutes, "working minute") if rest else _counted(hours, "working hour")


_DAY_MINUTES = 24 * 60
_MOST_DAYS = 3660
_MOST_WORKING_DAYS = 2600
_MOST_WORKING_MINUTES = 20_000 * 60
_GOOD_DURATIONS = "write one like `45m`, `1h30m`, `2 days` or `3 working days`"
_MINUSES = "-\N{MINUS SIGN}\N{EN DASH}"
_NUMBER_WORDS = {
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
_BARE_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_TERM = re.compile(
    r"(?:(?P<number>[0-9]{1,8}(?:[.,][0-9]{1,4})?) ?|(?P<word>" + "|".join(_NUMBER_WORDS) + r") )"
    r"(?P<working>(?:working|work|business) ?)?(?P<unit>[a-z]{1,12})(?:,? and |, | |$|(?=[0-9]))"
)


# --- days, hours, holidays, absences ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours: for each weekday, Monday first, spans of minutes since its midnight.

    A span that goes on after midnight ends beyond 1440, and belongs to the day on which it starts.
    """

    text: str = field(compare=False)
    week: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def minutes_a_week(self) -> int:
        """How long a full week is."""
        return sum(end - start for day in self.week for start, end in day)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the first date to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.first.isoformat() if self.first == self.last else f"{self.first}..{self.last}"


def parse_hours(text: str) -> Hours:
    """Read `mon-fri 09:00-18:00`, or `mon-thu 9:00-13:00 14:00-18:00, fri 9:00-12:00`. Raises CalendarError."""
    words = _HYPHENS.sub("-", _tidy(text, "working hours", _GOOD_HOURS)).replace(",", " ").replace(";", " ").split()
    week: list[list[tuple[int, int]]] = [[] for _ in _WEEKDAYS]
    days: set[int] = set()
    served = True
    for word in words:
        if word[0] in _DIGITS:
            _work_on(week, days, _read_span(word, text), text)
            served = True
        elif word not in {"and", "&"}:
            named = _read_days(word, text)
            days = named if served else days | named
            served = False
    if not served:
        raise CalendarError(f"{_quoted(text)} names days without hours: {_GOOD_HOURS}")
    return Hours(text, tuple(_merged(spans) for spans in week))


def parse_away(text: str) -> DateRange:
    """Read `2026-12-20..2027-01-05`, both included, or one date alone. Raises CalendarError."""
    words = _tidy(text, "an absence", _GOOD_AWAY)
    first, _, last = _RANGE_DOTS.sub("..", words).partition("..")
    found = _ISO_DATE.fullmatch(first), _ISO_DATE.fullmatch(last or first)
    if found[0] is None or found[1] is None:
        raise CalendarError(f"{_quoted(text)} is no absence that can be read: {_GOOD_AWAY}")
    away = DateRange(_iso_date(found[0], text), _iso_date(found[1], text))
    if away.last < away.first:
        raise CalendarError(f"{_quoted(text)} ends before it begins: write `{away.last}..{away.first}`")
    return away


def parse_zone(text: str) -> ZoneInfo:
    """Read a time zone of the IANA database, like `Europe/Madrid`. Raises CalendarError with the nearest known one."""
    name = text.strip()
    if not _ZONE.fullmatch(name):
        raise CalendarError(f"{_quoted(text)} is no time zone: write one like `Europe/Madrid`")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        near = nearest(name.casefold(), sorted(zone.casefold() for zone in available_timezones()))
        known = {zone.casefold(): zone for zone in available_timezones()}
        cure = f"did you mean `{known[near]}`?" if near else "write one like `Europe/Madrid`"
        raise CalendarError(f"there is no time zone {_quoted(text)}: {cure}") from None


def check_region(region: str) -> None:
    """Raise CalendarError unless the holidays of this region are known: `ES`, or with a part of it `ES-MD`."""
    found = _REGION.fullmatch(region)
    if found is None or found["country"] not in _countries():
        raise CalendarError(f"no holidays are known for {_quoted(region)}: {_region_like(region)}")
    country, part = found["country"], found["part"]
    parts = _parts_of(country) if part else ()
    if part and part not in parts:
        listed = "known are " + ", ".join(f"`{country}-{known}`" for known in parts) if parts else f"write `{country}`"
        raise CalendarError(f"no holidays are known for {_quoted(region)}: {listed}")


def holiday_dates(region: str, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a region in these years. Raises CalendarError for an unknown region."""
    return frozenset().union(*(_holidays_of(region, year) for year in years))


def _read_days(word: str, text: str) -> set[int]:
    if word in _DAY_GROUPS:
        return set(_DAY_GROUPS[word])
    first, _, last = word.partition("-")
    for name in (first, last or first):
        if name not in _WEEKDAY_NUMBERS:
            near = nearest(name, _WEEKDAY_NUMBERS)
            cure = f"did you mean `{near}`?" if near else _GOOD_HOURS
            raise CalendarError(f"{_quoted(text)}: there is no weekday {_quoted(name)}; {cure}")
    start, end = _WEEKDAY_NUMBERS[first], _WEEKDAY_NUMBERS[last or first]
    return {day % 7 for day in range(start, end + 1 if start <= end else end + 8)}


def _read_span(word: str, text: str) -> tuple[int, int]:
    first, dash, last = word.partition("-")
    if not (dash and last):
        raise CalendarError(f"{_quoted(text)}: {_quoted(word)} has no end; {_GOOD_HOURS}")
    start, end = _minute_of_day(first, text), _minute_of_day(last, text)
    if start in {end, _DAY_MINUTES}:
        raise CalendarError(f"{_quoted(text)}: {_quoted(word)} is no time at all; a whole day is `00:00-24:00`")
    return (start, end) if start < end else (start, end + _DAY_MINUTES)


def _minute_of_day(word: str, text: str) -> int:
    if word in {"24:00", "24"}:
        return _DAY_MINUTES
    found = _CLOCK.fullmatch(word)
    if found is None:
        raise CalendarError(f"{_quoted(text)}: {_quoted(word)} is no time of the day; {_GOOD_HOURS}")
    clock = _read_clock(found, text)
    return clock.hour * 60 + clock.minute


def _work_on(week: list[list[tuple[int, int]]], days: set[int], span: tuple[int, int], text: str) -> None:
    if not days:
        raise CalendarError(f"{_quoted(text)} has hours without days: {_GOOD_HOURS}")
    for day in days:
        week[day].append(span)


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that touch or overlap made one, and those that are empty left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return tuple(merged)


def _region_like(region: str) -> str:
    written = region.strip().upper().replace("_", "-")
    found = _REGION.fullmatch(written)
    if found and found["country"] in _countries():
        return f"did you mean `{written}`?"
    near = nearest(written[:2].casefold(), sorted(code.casefold() for code in _countries()))
    return f"did you mean `{near.upper()}`?" if near else "write a country like `ES`, or with a part of it, `ES-MD`"


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    from holidays.registry import COUNTRIES  # noqa: PLC0415  holidays is slow to import: only where it is asked for

    return frozenset(code for names in COUNTRIES.values() for code in names[1:] if len(code) == _ALPHA_2)


def _parts_of(country: str) -> tuple[str, ...]:
    from holidays import country_holidays  # noqa: PLC0415  holidays is slow to import: only where it is asked for

    return tuple(part for part in country_holidays(country).subdivisions if _REGION.fullmatch(f"{country}-{part}"))


@lru_cache(maxsize=2048)
def _holidays_of(region: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415  holidays is slow to import: only where it is asked for

    check_region(region)
    country, _, part = region.partition("-")
    return frozenset(country_holidays(country, subdiv=part or None, years=year))


_ALPHA_2 = 2
_DIGITS = frozenset("0123456789")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_NUMBERS = {
    **{name.casefold(): number for number, name in enumerate(_WEEKDAYS)},
    **{name.casefold()[:3]: number for number, name in enumerate(_WEEKDAYS)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
_DAY_GROUPS = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_GOOD_HOURS = "write them like `mon-fri 09:00-18:00` or `mon-thu 10:00-18:30, fri 09:00-12:00`"
_GOOD_AWAY = "write it like `2026-12-20..2027-01-05`, or one date alone"
_HYPHENS = re.compile(" ?[-\N{EN DASH}\N{EM DASH}] ?| to | till | until ")
_RANGE_DOTS = re.compile(" ?(?:\\.{2,3}|\N{HORIZONTAL ELLIPSIS}|\N{EN DASH}) ?| to | till | until ")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}")
_REGION = re.compile(r"(?P<country>[A-Z]{2})(?:-(?P<part>[A-Z0-9]{1,6}))?")


# --- somebody's working time --------------------------------------------------------------------------------


def at_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of the zone show this, in UTC.

    As RFC 5545 has it (3.3.5): a time that the clocks skip is counted on from before the skip, so that 02:30
    becomes 03:30; of a time that comes twice the first is meant.
    """
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When one person works. Keep one for each person: it remembers the weeks that it has looked at.

    Somebody who is not there for years on end has no working time to wait for; then plain days and hours are
    counted instead, so that every wait has an end.
    """

    zone: ZoneInfo
    hours: Hours
    region: str | None = None
    away: tuple[DateRange, ...] = ()
    _blocks: dict[int, _Block] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_working_day(self, day: date) -> bool:
        """Hours on that weekday, no holiday, not away."""
        if not self.hours.week[day.weekday()] or any(day in away for away in self.away):
            return False
        return self.region is None or day not in _holidays_of(self.region, day.year)

    def is_working(self, at: datetime) -> bool:
        """Within working hours; the last instant of them is no longer."""
        return self._block_at(_microseconds(at)).is_working(_microseconds(at))

    def next_working(self, at: datetime) -> datetime | None:
        """The instant itself if it is working time, else when work begins next; None if not for two years."""
        moment = _microseconds(at)
        number = moment // _BLOCK
        for block in map(self._block, range(number, number + _TWO_YEARS)):
            found = block.first_from(moment)
            if found is not None:
                return _EPOCH + found * _MICROSECOND
        return None

    def start_of_day(self, day: date) -> datetime:
        """When work begins on that weekday, holiday or not; 09:00 where it never does."""
        spans = self.hours.week[day.weekday()]
        return self._at_minute(day, spans[0][0] if spans else _NINE)

    def end_of_day(self, day: date) -> datetime:
        """When work ends on that weekday, holiday or not; 18:00 where there is none."""
        spans = self.hours.week[day.weekday()]
        return self._at_minute(day, spans[-1][1] if spans else _EIGHTEEN)

    def working_day_from(self, day: date) -> date:
        """The date itself if it is a working day, else the next; itself, too, if there is none for two years."""
        found, last = day, day + timedelta(days=731)
        while found <= last:
            if self.is_working_day(found):
                return found
            back = max((away.last for away in self.away if found in away), default=found)
            found = min(back, last) + _A_DAY
        return day

    def working_day_until(self, day: date, first: date) -> date:
        """The last working day from `first` to `day`; `day` itself if there is none."""
        days = (day - timedelta(days=back) for back in range((day - first).days + 1))
        return next((found for found in days if self.is_working_day(found)), day)

    def add(self, at: datetime, span: Span) -> datetime:
        """So much later: first the days, then the working days, then the minutes, then the working minutes."""
        if span.days:
            local = at.astimezone(self.zone)
            at = at_wall(local.date() + timedelta(days=span.days), local.time(), self.zone)
        if span.working_days:
            at = self.add_working_days(at, span.working_days)
        return self.add_working_time(at + timedelta(minutes=span.minutes), timedelta(minutes=span.working_minutes))

    def add_working_days(self, at: datetime, number: int) -> datetime:
        """The same wall time so many working days later; on a day off, counted from the next working day."""
        local = at.astimezone(self.zone)
        day = self.working_day_from(local.date())
        for _ in range(number):
            day = self.working_day_from(day + _A_DAY)
        return at_wall(day, local.time(), self.zone)

    def add_working_time(self, at: datetime, work: timedelta) -> datetime:
        """When so much working time, counted from `at`, is over. `work` must not be negative."""
        left = work // _MICROSECOND
        moment = reached = _microseconds(at)
        if left <= 0:
            return at
        number = moment // _BLOCK
        for block in map(self._block, range(number, number + _TEN_YEARS)):
            begun = block.worked_until(moment)
            if block.total - begun >= left:
                return _EPOCH + block.when_worked(begun + left) * _MICROSECOND
            if block.total > begun:
                left -= block.total - begun
                reached = block.ends[-1]
        return _EPOCH + (reached + left) * _MICROSECOND

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants, of the first five years only: nobody plans further."""
        first = _microseconds(start)
        last = min(_microseconds(end), first + _FIVE_YEARS * _BLOCK)
        if last <= first:
            return timedelta()
        begin, finish = first // _BLOCK, last // _BLOCK
        worked = self._block(finish).worked_until(last) - self._block(begin).worked_until(first)
        worked += sum(self._block(number).total for number in range(begin, finish))
        return worked * _MICROSECOND

    def _at_minute(self, day: date, minute: int) -> datetime:
        days, rest = divmod(minute, _DAY_MINUTES)
        return at_wall(day + timedelta(days=days), time(*divmod(rest, 60)), self.zone)

    def _block_at(self, moment: int) -> _Block:
        return self._block(moment // _BLOCK)

    def _block(self, number: int) -> _Block:
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = _Block.of(self._spans(number), number)
        return block

    def _spans(self, number: int) -> Iterator[tuple[int, int]]:
        """Working time around a block, in microseconds; begun the day before its first, for the night shift."""
        first = (_EPOCH + number * _BLOCK * _MICROSECOND).date() - 2 * _A_DAY
        days = [first + timedelta(days=day) for day in range(_BLOCK_DAYS + 5)]
        offsets = [datetime.combine(day, _MIDNIGHT, tzinfo=self.zone).utcoffset() for day in days]
        for index, day in enumerate(days[:-2]):
            if self.is_working_day(day):
                steady = offsets[index] == offsets[index + 1] == offsets[index + 2]
                yield from self._spans_of(day, offsets[index] if steady else None)

    def _spans_of(self, day: date, offset: timedelta | None) -> Iterator[tuple[int, int]]:
        spans = self.hours.week[day.weekday()]
        if offset is None:
            for start, end in spans:
                yield _microseconds(self._at_minute(day, start)), _microseconds(self._at_minute(day, end))
        else:
            midnight = (day.toordinal() - _EPOCH_DAY) * _DAY - offset // _MICROSECOND
            for start, end in spans:
                yield midnight + start * _MINUTE, midnight + end * _MINUTE


@dataclass(frozen=True, slots=True)
class _Block:
    """The working time of four weeks, cut off at their ends, in microseconds since 1970 UTC."""

    starts: array[int]
    ends: array[int]
    before: array[int]
    total: int

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]], number: int) -> _Block:
        first, last = number * _BLOCK, (number + 1) * _BLOCK
        kept = _merged((max(start, first), min(end, last)) for start, end in spans if end > first and start < last)
        sums = list(itertools.accumulate((end - start for start, end in kept), initial=0))
        starts, ends = array("q", (start for start, _ in kept)), array("q", (end for _, end in kept))
        return cls(starts, ends, array("q", sums[:-1]), sums[-1])

    def is_working(self, moment: int) -> bool:
        index = bisect_right(self.starts, moment) - 1
        return index >= 0 and moment < self.ends[index]

    def first_from(self, moment: int) -> int | None:
        """The first working moment from this one on, within the block."""
        index = bisect_right(self.ends, moment)
        return max(moment, self.starts[index]) if index < len(self.ends) else None

    def worked_until(self, moment: int) -> int:
        """How much of the block's working time is over at that moment."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.before[index] + min(moment, self.ends[index]) - self.starts[index]

    def when_worked(self, work: int) -> int:
        """The first moment at which so much of it is over; `work` is above zero and at most the total."""
        index = bisect_left(self.before, work) - 1
        return self.starts[index] + work - self.before[index]


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


_A_DAY = timedelta(days=1)
_MIDNIGHT = time()
_NINE = 9 * 60
_EIGHTEEN = 18 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000
_DAY = _DAY_MINUTES * _MINUTE
# Working time is remembered in blocks of four weeks: few enough for ten years, small enough to make one in passing.
_BLOCK_DAYS = 28
_BLOCK = _BLOCK_DAYS * _DAY
_TWO_YEARS = 27
_FIVE_YEARS = 66
_TEN_YEARS = 131


# --- a point in time, as a person writes it -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as it was written. What it means depends on the day on which it is asked."""

    text: str
    day: _Day
    clock: time | None = None
    offset: timezone | None = None

    def resolve(self, now: datetime, calendar: WorkCalendar, *, opening: bool = False) -> datetime:
        """The instant meant, in UTC. A date without a time means the end of that working day, or its `opening`.

        Whatever depends on today lies after `now`, and a CalendarError says so where it cannot (`today 08:00` at
        nine). Full dates may lie in the past: who asks decides whether that is a fault.
        """
        if isinstance(self.day, _InSpan) and not self.day.span.is_whole_days:
            return calendar.add(now, self.day.span)
        today = now.astimezone(calendar.zone).date()
        for day in self.day.dates(today, calendar, self.text):
            for at in self._instants(day, calendar, opening=opening and not isinstance(self.day, _EndOf)):
                if at > now or isinstance(self.day, _On):
                    return at
        raise CalendarError(f"{_quoted(self.text)} is over already: {_GOOD_WHENS}")

    def _instants(self, day: date, calendar: WorkCalendar, *, opening: bool) -> Iterator[datetime]:
        if self.clock is not None:
            zone = self.offset or calendar.zone
            yield datetime.combine(day, self.clock, tzinfo=zone).astimezone(UTC)
            return
        if opening:
            yield calendar.start_of_day(day)
        if not opening or isinstance(self.day, _Today):
            yield calendar.end_of_day(day)
        if isinstance(self.day, _Today):
            yield at_wall(day, _LAST_MINUTE, calendar.zone)

    def __str__(self) -> str:
        return self.text


def parse_when(text: str) -> When:
    """Read `2026-12-03`, `2026-12-03 17:00`, `friday 5pm`, `4 December`, `in 3 working days`, `end of month`.

    The text as a whole, in English, in any case. Raises CalendarError.
    """
    words = _tidy(text, "a date", _GOOD_WHENS).replace(",", " ")
    words = _LEADING.sub("", " ".join(words.split()))
    iso = _ISO_TIME.fullmatch(words)
    if iso:
        return When(text, _On(_iso_date(iso, text)), _read_clock(iso, text), _read_offset(iso["offset"]))
    named, clock = _split_clock(words, text)
    if not named:
        raise CalendarError(f"{_quoted(text)} is a time without a day: write `today {words}` or `friday {words}`")
    day = _read_day(named, text)
    if clock is not None and isinstance(day, _InSpan) and not day.span.is_whole_days:
        raise CalendarError(f"{_quoted(text)} has two times in it: {_GOOD_WHENS}")
    return When(text, day, clock)


class _Day(Protocol):
    def dates(self, today: date, calendar: WorkCalendar, text: str) -> Iterator[date]:
        """The dates that may be meant, the nearest first, none of them before today (but for full dates)."""


@dataclass(frozen=True, slots=True)
class _On:
    day: date

    def dates(self, _today: date, _calendar: WorkCalendar, _text: str) -> Iterator[date]:
        yield self.day


@dataclass(frozen=True, slots=True)
class _Today:
    def dates(self, today: date, _calendar: WorkCalendar, _text: str) -> Iterator[date]:
        yield today


@dataclass(frozen=True, slots=True)
class _InSpan:
    span: Span

    def dates(self, today: date, calendar: WorkCalendar, _text: str) -> Iterator[date]:
        yield calendar.add(at_wall(today, _NOON, calendar.zone), self.span).astimezone(calendar.zone).date()


@dataclass(frozen=True, slots=True)
class _Weekday:
    """`friday` is the next one, today's while it is not over; `next friday` the one of the week after this."""

    number: int
    next_week: bool = False

    def dates(self, today: date, _calendar: WorkCalendar, _text: str) -> Iterator[date]:
        if self.next_week:
            yield today + timedelta(days=7 - today.weekday() + self.number)
        else:
            first = today + timedelta(days=(self.number - today.weekday()) % 7)
            yield from (first, first + timedelta(days=7))


@dataclass(frozen=True, slots=True)
class _DayOfYear:
    """`4 December`: the next one, unless that was only just now, when another year was hardly meant."""

    month: int
    day: int
    weekday: int | None = None

    def dates(self, today: date, _calendar: WorkCalendar, text: str) -> Iterator[date]:
        years = range(today.year - 1, today.year + 9)
        days = [date(year, self.month, self.day) for year in years if self.day <= _days_in(year, self.month)]
        gone = max((day for day in days if day < today), default=date.min)
        coming = min(day for day in days if day >= today)
        if (today - gone).days <= _JUST_NOW:
            raise CalendarError(f"{_quoted(text)} is over already: if the next one is meant, write `{coming}`")
        _check_weekday(coming, self.weekday, text)
        yield coming


@dataclass(frozen=True, slots=True)
class _EndOf:
    """`end of month`: its last working day."""

    unit: str
    later: int = 0

    def dates(self, today: date, calendar: WorkCalendar, _text: str) -> Iterator[date]:
        for later in (self.later, self.later + 1):
            first, last = self._bounds(today, later)
            yield calendar.working_day_until(last, first)

    def _bounds(self, today: date, later: int) -> tuple[date, date]:
        if self.unit == "week":
            monday = today + timedelta(days=7 * later - today.weekday())
            return monday, monday + timedelta(days=6)
        if self.unit == "year":
            return date(today.year + later, 1, 1), date(today.year + later, 12, 31)
        year, month = _month(today.year * 12 + today.month - 1 + later)
        return date(year, month, 1), date(year, month, _days_in(year, month))


def _split_clock(words: str, text: str) -> tuple[str, time | None]:
    """The words before the time of the day, and that time, if they end with one."""
    found = _CLOCK_AT_END.search(words)
    if found is None:
        return words, None
    return words[: found.start()], _read_clock(found, text)


def _read_clock(found: re.Match[str], text: str) -> time:
    parts = found.groupdict()
    if parts.get("noon"):
        return _NOON
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = parts.get("half")
    if half and not 1 <= hour <= _NOON.hour:
        raise CalendarError(f"{_quoted(text)}: there is no hour {hour} {half}")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour == _HOURS_A_DAY and not minute:
        raise CalendarError(f"{_quoted(text)}: a day ends with 23:59; 00:00 is the start of the next")
    if hour >= _HOURS_A_DAY or minute >= _MINUTES_AN_HOUR or second >= _MINUTES_AN_HOUR:
        raise CalendarError(f"{_quoted(text)}: there is no time {hour:02}:{minute:02}")
    return time(hour, minute, second, int((parts.get("fraction") or "0").ljust(6, "0")[:6]))


def _read_offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in {"z", "utc"}:
        return UTC
    length = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-length if text[0] == "-" else length)


def _read_day(words: str, text: str) -> _Day:
    for pattern, reader in _DAYS:
        found = pattern.fullmatch(words)
        if found:
            return reader(found, text)
    raise CalendarError(_no_day(words, text))


def _no_day(words: str, text: str) -> str:
    figures = _FIGURES.fullmatch(words)
    if figures and _either(figures):
        return f"{_quoted(text)} is read differently in different countries: write {_either(figures)}"
    if _BARE_NUMBER.fullmatch(words):
        return f"{_quoted(text)} is only a number: {_GOOD_WHENS}"
    return f"{_quoted(text)} is no date that can be read: {_GOOD_WHENS}"


def _either(figures: re.Match[str]) -> str:
    """Both dates that `01/02/2026` may mean, as far as there are such dates."""
    first, second, year = (int(figures[number]) for number in (1, 2, 3))
    year += 2000 if year < _CENTURY else 0
    pairs = [(month, day) for month, day in ((second, first), (first, second)) if 1 <= month <= _MONTHS_A_YEAR]
    dates = dict.fromkeys(f"`{year}-{month:02}-{day:02}`" for month, day in pairs if 1 <= day <= _days_in(year, month))
    return " or ".join(dates)


def _day_iso(found: re.Match[str], text: str) -> _Day:
    return _On(_iso_date(found, text))


def _day_today(found: re.Match[str], _text: str) -> _Day:
    later = ("today", "tomorrow", "the day after tomorrow").index(found["today"])
    return _InSpan(Span(days=later)) if later else _Today()


def _day_weekday(found: re.Match[str], _text: str) -> _Day:
    return _Weekday(_WEEKDAY_NUMBERS[found["weekday"]], next_week=found["which"] == "next ")


def _day_in(found: re.Match[str], _text: str) -> _Day:
    return _InSpan(parse_duration(found["span"]))


def _day_of_month(found: re.Match[str], text: str) -> _Day:
    month, day = _MONTH_NUMBERS[found["month"]], int(found["day"])
    weekday = _WEEKDAY_NUMBERS[found["weekday"]] if found["weekday"] else None
    if found["year"] is None:
        _check_day(_LEAP_YEAR, month, day, text)
        return _DayOfYear(month, day, weekday)
    told = _check_day(int(found["year"]), month, day, text)
    _check_weekday(told, weekday, text)
    return _On(told)


def _day_end_of(found: re.Match[str], _text: str) -> _Day:
    unit = {"d": "day", "w": "week", "m": "month"}[found["short"]] if found["short"] else found["unit"]
    later = 1 if found["which"] == "next " else 0
    if unit == "day":
        return _InSpan(Span(days=1)) if later else _Today()
    return _EndOf(unit, later)


def _iso_date(found: re.Match[str], text: str) -> date:
    return _check_day(int(found["year"]), int(found["month"]), int(found["day"]), text)


def _check_day(year: int, month: int, day: int, text: str) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CalendarError(f"{_quoted(text)}: the year {year} is out of reach")
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise CalendarError(f"{_quoted(text)}: there is no month {month}")
    if not 1 <= day <= _days_in(year, month):
        whose = _MONTHS[month - 1] if year == _LEAP_YEAR else f"{_MONTHS[month - 1]} {year}"
        raise CalendarError(f"{_quoted(text)}: {whose} has {_days_in(year, month)} days")
    return date(year, month, day)


def _check_weekday(day: date, weekday: int | None, text: str) -> None:
    if weekday is not None and day.weekday() != weekday:
        raise CalendarError(f"{_quoted(text)}: {day} is a {_WEEKDAYS[day.weekday()]}, not a {_WEEKDAYS[weekday]}")


def _days_in(year: int, month: int) -> int:
    return almanac.monthrange(year, month)[1]


def _month(number: int) -> tuple[int, int]:
    """Year and month of a count of months since the year 0."""
    return number // 12, number % 12 + 1


_GOOD_WHENS = "write a date like `2026-12-03`, `2026-12-03 17:00`, `friday 17:00` or `in 3 working days`"
_NOON = time(12)
_LAST_MINUTE = time(23, 59)
_HOURS_A_DAY = 24
_MINUTES_AN_HOUR = 60
_MONTHS_A_YEAR = 12
_CENTURY = 100
_JUST_NOW = 92
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
# Any leap year beyond reach: which days a month can have, where no year is told.
_LEAP_YEAR = 2000
# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_MONTH_NUMBERS = {
    **{name.casefold(): number for number, name in enumerate(_MONTHS, 1)},
    **{name.casefold()[:3]: number for number, name in enumerate(_MONTHS, 1)},
    "sept": 9,
}

_LEADING = re.compile(r"^(?:by|on|until|till) ")
_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_TIME = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
_ISO_DATE = re.compile(_DATE)
_ISO_TIME = re.compile(
    rf"{_DATE}(?:t| (?:at )?){_TIME}(?::(?P<second>[0-9]{{2}})(?:\.(?P<fraction>[0-9]{{1,9}}))?)?"
    r" ?(?P<offset>z|utc|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?"
)
_HOUR = r"(?::(?P<minute>[0-9]{2}))?(?: ?(?P<half>[ap]m))?"
_CLOCK = re.compile(rf"(?P<noon>noon)|(?P<hour>[0-9]{{1,2}}){_HOUR}")
_CLOCK_AT_END = re.compile(rf"(?:^| )(?:at )?(?:(?P<noon>noon)|(?P<hour>[0-9]{{1,2}})(?=:| ?[ap]m){_HOUR})$")
_FIGURES = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4}|[0-9]{2})")
_WEEKDAY = "|".join(sorted(_WEEKDAY_NUMBERS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Day]], ...] = (
    (_ISO_DATE, _day_iso),
    (re.compile(r"(?P<today>today|tomorrow|the day after tomorrow)"), _day_today),
    (re.compile(rf"(?P<which>this |next )?(?P<weekday>{_WEEKDAY})"), _day_weekday),
    (re.compile(r"in (?P<span>.+)"), _day_in),
    (
        re.compile(
            rf"(?:(?P<weekday>{_WEEKDAY}) )?(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?"
            rf"(?P<month>{_MONTH})\.?(?: (?P<year>[0-9]{{4}}))?"
        ),
        _day_of_month,
    ),
    (
        re.compile(
            rf"(?:(?P<weekday>{_WEEKDAY}) )?(?P<month>{_MONTH})\.? (?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
            r"(?: (?P<year>[0-9]{4}))?"
        ),
        _day_of_month,
    ),
    (
        re.compile(r"(?:the )?end of (?P<which>the |this |next )?(?P<unit>day|week|month|year)|eo(?P<short>[dwm])"),
        _day_end_of,
    ),
)


# --- rhythms ------------------------------------------------------------------------------------------------


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
            yield from sorted({pick.date_in(*_month(number), calendar) for pick in self.picks})

    def __str__(self) -> str:
        return self.text


def parse_rhythm(text: str) -> Rhythm:
    """Read `daily`, `weekly on monday and thursday`, `every 2 weeks on friday`, `monthly on the last working day`.

    Also `weekdays`, `every 3 days`, `quarterly`, `yearly on 24 december`; each with a time at its end if wanted
    (`weekdays at 8:30`). A week without a day begins on Monday, a month on the 1st. Raises CalendarError.
    """
    words, clock = _split_clock(_tidy(text, "a rhythm", _GOOD_RHYTHMS), text)
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
        return date(year, month, min(self.day, _days_in(year, month)))


@dataclass(frozen=True, slots=True)
class _DayOfEachYear:
    """The 29th of February of a common year is the 28th."""

    month: int
    day: int

    def date_in(self, year: int, _month: int, _calendar: WorkCalendar) -> date:
        return date(year, self.month, min(self.day, _days_in(year, self.month)))


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
    return [date(year, month, day) for day in range(1, _days_in(year, month) + 1)]


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
        numbers = {_WEEKDAY_NUMBERS[name if name in _WEEKDAY_NUMBERS else name.removesuffix("s")] for name in named}
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
    month = _MONTH_NUMBERS[found["month"] or found["month_first"] or "january"]
    day = int(found["day"] or found["day_last"] or 1)
    _check_day(_LEAP_YEAR, month, day, text)
    return Rhythm(text, "month", every=12, picks=(_DayOfEachYear(month, day),), counted=False)


def _every(text: str | None, whole: str) -> int:
    number = 2 if text == "other" else _NUMBER_WORDS.get(text or "one") or int(text or 1)
    if not 1 <= number <= _MOST_OFTEN:
        raise CalendarError(f"{_quoted(whole)}: {number} is out of reach: {_GOOD_RHYTHMS}")
    return number


def _read_pick(part: str, text: str) -> _Pick:
    found = _PICK.fullmatch(part)
    if found is None:
        raise CalendarError(_no_rhythm(text))
    if found["day"]:
        return _DayOfMonth(_check_day(_LEAP_YEAR, 1, int(found["day"]), text).day)
    nth = _NTH[found["nth"]]
    if found["what"] == "day":
        return _DayOfMonth(nth + 1 if nth >= 0 else 31)
    if found["what"] in _WEEKDAY_NUMBERS:
        return _NthWeekday(nth, _WEEKDAY_NUMBERS[found["what"]])
    return _NthWorkingDay(nth)


def _no_rhythm(text: str) -> str:
    return f"{_quoted(text)} is no rhythm for a calendar: {_GOOD_RHYTHMS}"


_GOOD_RHYTHMS = "write one like `weekdays`, `weekly on monday`, `every 2 weeks on friday` or `monthly on the 1st`"
_FIRST_MONDAY = date(1970, 1, 5)
_MOST_OFTEN = 366
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_BETWEEN = re.compile(r",? and |, ?| & ")
_EVERY = "(?P<every>other|[0-9]{1,3}|" + "|".join(_NUMBER_WORDS) + ")"
_ON_DAYS = r"(?: on (?P<days>.+))?"
_ON_PICKS = r"(?: on (?P<picks>.+))?"
_PICK = re.compile(
    rf"(?:the )?(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?|(?P<nth>{'|'.join(_NTH)}) "
    rf"(?P<what>day|(?:working|business) ?day|{_WEEKDAY}))"
)
_RHYTHMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Rhythm]], ...] = (
    (re.compile(rf"daily|every day|every {_EVERY} days?"), _rhythm_of_days),
    (re.compile(r"(?:on |every )?weekdays?"), _rhythm_of_weekdays),
    (re.compile(r"every (?:working|business) ?day|(?:on )?(?:working|business) ?days"), _rhythm_of_working_days),
    (re.compile(rf"(?:weekly|every week|every {_EVERY} weeks?){_ON_DAYS}"), _rhythm_of_weeks),
    (re.compile(rf"every (?:(?P<every>other) )?(?P<days>(?:{_WEEKDAY}).*)"), _rhythm_of_weeks),
    (
        re.compile(rf"(?:monthly|every month|(?P<quarter>quarterly|every quarter)|every {_EVERY} months?){_ON_PICKS}"),
        _rhythm_of_months,
    ),
    (
        re.compile(
            r"(?:yearly|annually|every year)(?: on (?:the )?"
            rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?P<month>{_MONTH})"
            rf"|(?P<month_first>{_MONTH}) (?P<day_last>[0-9]{{1,2}})(?:st|nd|rd|th)?))?"
        ),
        _rhythm_of_years,
    ),
)


# --- how an instant is said ---------------------------------------------------------------------------------


def said(at: datetime, zone: ZoneInfo, *, reader: str = "en") -> str:
    """An instant for a letter: `Friday 27 November 2026, 17:00 (Europe/Madrid, UTC+01:00)`.

    `reader` is the language; where it is not spoken here, English.
    """
    local = at.astimezone(zone)
    weekdays, months, form = _LANGUAGES.get(reader.casefold()[:2], _LANGUAGES["en"])
    day = form.format(weekdays[local.weekday()], local.day, months[local.month - 1], local.year)
    where = "UTC" if zone.key == "UTC" else f"{zone.key}, {_offset(local)}"
    return f"{day}, {local:%H:%M} ({where})"


def _offset(local: datetime) -> str:
    ahead = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, minutes = divmod(abs(ahead), 60)
    return f"UTC{'-' if ahead < 0 else '+'}{hours:02}:{minutes:02}"


def _names(weekdays: str, months: str, form: str) -> tuple[list[str], list[str], str]:
    return weekdays.split(), months.split(), form


_LANGUAGES = {
    "en": (_WEEKDAYS, _MONTHS, "{} {} {} {}"),
    "de": _names(
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "{}, {}. {} {}",
    ),
    "es": _names(
        "lunes martes miércoles jueves viernes sábado domingo",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "{} {} de {} de {}",
    ),
    "fr": _names(
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "{} {} {} {}",
    ),
    "pt": _names(
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "{}, {} de {} de {}",
    ),
}


# --- texts --------------------------------------------------------------------------------------------------


def _tidy(text: str, what: str, good: str) -> str:
    """The text in small letters with single blanks. Raises CalendarError if it is empty or longer than any time is."""
    if len(text) > _LONGEST:
        raise CalendarError(f"{_quoted(text)} is too long for {what}: {good}")
    words = " ".join(text.split()).casefold()
    if not words:
        raise CalendarError(f"{what} is missing: {good}")
    return words


def _quoted(text: str) -> str:
    shown = visible(" ".join(text[:_LONGEST_SHOWN].split()))
    return f"`{shown}`" if len(text) <= _LONGEST_SHOWN else f"`{shown}…`"


_LONGEST = 100
_LONGEST_SHOWN = 60
