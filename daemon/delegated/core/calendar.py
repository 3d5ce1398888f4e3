"""Time as offices keep it: working hours, holidays, absences, and what they make of a span of time.

Every instant that goes in or comes out is an aware datetime in UTC. Wall clocks become instants in one place
only, `at_wall`, which knows what to do on the two odd days of the year.
"""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from delegated.core.days import CLOCK, ISO_DATE, WEEKDAY_NUMBERS, WEEKDAYS, iso_date, read_clock
from delegated.core.durations import DAY_MINUTES, CalendarError, quoted, tidy
from delegated.core.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from delegated.core.durations import Span


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
    words = _HYPHENS.sub("-", tidy(text, "working hours", _GOOD_HOURS)).replace(",", " ").replace(";", " ").split()
    week: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
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
        raise CalendarError(f"{quoted(text)} names days without hours: {_GOOD_HOURS}")
    return Hours(text, tuple(_merged(spans) for spans in week))


def parse_away(text: str) -> DateRange:
    """Read `2026-12-20..2027-01-05`, both included, or one date alone. Raises CalendarError."""
    words = tidy(text, "an absence", _GOOD_AWAY)
    first, _, last = _RANGE_DOTS.sub("..", words).partition("..")
    found = ISO_DATE.fullmatch(first), ISO_DATE.fullmatch(last or first)
    if found[0] is None or found[1] is None:
        raise CalendarError(f"{quoted(text)} is no absence that can be read: {_GOOD_AWAY}")
    away = DateRange(iso_date(found[0], text), iso_date(found[1], text))
    if away.last < away.first:
        raise CalendarError(f"{quoted(text)} ends before it begins: write `{away.last}..{away.first}`")
    return away


def parse_zone(text: str) -> ZoneInfo:
    """Read a time zone of the IANA database, like `Europe/Madrid`. Raises CalendarError with the nearest known one."""
    name = text.strip()
    if not _ZONE.fullmatch(name):
        raise CalendarError(f"{quoted(text)} is no time zone: write one like `Europe/Madrid`")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        near = nearest(name.casefold(), sorted(zone.casefold() for zone in available_timezones()))
        known = {zone.casefold(): zone for zone in available_timezones()}
        cure = f"did you mean `{known[near]}`?" if near else "write one like `Europe/Madrid`"
        raise CalendarError(f"there is no time zone {quoted(text)}: {cure}") from None


def check_region(region: str) -> None:
    """Raise CalendarError unless the holidays of this region are known: `ES`, or with a part of it `ES-MD`."""
    found = _REGION.fullmatch(region)
    if found is None or found["country"] not in _countries():
        raise CalendarError(f"no holidays are known for {quoted(region)}: {_region_like(region)}")
    country, part = found["country"], found["part"]
    parts = _parts_of(country) if part else ()
    if part and part not in parts:
        listed = "known are " + ", ".join(f"`{country}-{known}`" for known in parts) if parts else f"write `{country}`"
        raise CalendarError(f"no holidays are known for {quoted(region)}: {listed}")


def holiday_dates(region: str, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a region in these years. Raises CalendarError for an unknown region."""
    return frozenset().union(*(_holidays_of(region, year) for year in years))


def at_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of the zone show this, in UTC.

    As RFC 5545 has it (3.3.5): a time that the clocks skip is counted on from before the skip, so that 02:30
    becomes 03:30; of a time that comes twice the first is meant.
    """
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When one person works. The weeks that were looked at are remembered, once for all who keep the same hours.

    Somebody who is not there for years on end has no working time to wait for; then plain days and hours are
    counted instead, so that every wait has an end.
    """

    zone: ZoneInfo
    hours: Hours
    region: str | None = None
    away: tuple[DateRange, ...] = ()
    _blocks: dict[int, _Block] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """What is remembered is shared."""
        object.__setattr__(self, "_blocks", _blocks_of(self.zone, self.hours, self.region, self.away))

    @property
    def pattern(self) -> int:
        """The same number for all who keep the same hours: what was found out for one holds for the others."""
        return id(self._blocks)

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
        if begin != finish:
            worked += sum(self._block(number).total for number in range(begin, finish))
        return worked * _MICROSECOND

    def _at_minute(self, day: date, minute: int) -> datetime:
        days, rest = divmod(minute, DAY_MINUTES)
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


def _read_days(word: str, text: str) -> set[int]:
    if word in _DAY_GROUPS:
        return set(_DAY_GROUPS[word])
    first, _, last = word.partition("-")
    for name in (first, last or first):
        if name not in WEEKDAY_NUMBERS:
            near = nearest(name, WEEKDAY_NUMBERS)
            cure = f"did you mean `{near}`?" if near else _GOOD_HOURS
            raise CalendarError(f"{quoted(text)}: there is no weekday {quoted(name)}; {cure}")
    start, end = WEEKDAY_NUMBERS[first], WEEKDAY_NUMBERS[last or first]
    return {day % 7 for day in range(start, end + 1 if start <= end else end + 8)}


def _read_span(word: str, text: str) -> tuple[int, int]:
    first, dash, last = word.partition("-")
    if not (dash and last):
        raise CalendarError(f"{quoted(text)}: {quoted(word)} has no end; {_GOOD_HOURS}")
    start, end = _minute_of_day(first, text), _minute_of_day(last, text)
    if start in {end, DAY_MINUTES}:
        raise CalendarError(f"{quoted(text)}: {quoted(word)} is no time at all; a whole day is `00:00-24:00`")
    return (start, end) if start < end else (start, end + DAY_MINUTES)


def _minute_of_day(word: str, text: str) -> int:
    if word in {"24:00", "24"}:
        return DAY_MINUTES
    found = CLOCK.fullmatch(word)
    if found is None:
        raise CalendarError(f"{quoted(text)}: {quoted(word)} is no time of the day; {_GOOD_HOURS}")
    clock = read_clock(found, text)
    return clock.hour * 60 + clock.minute


def _work_on(week: list[list[tuple[int, int]]], days: set[int], span: tuple[int, int], text: str) -> None:
    if not days:
        raise CalendarError(f"{quoted(text)} has hours without days: {_GOOD_HOURS}")
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


@lru_cache(maxsize=4096)
def _blocks_of(*_: Hashable) -> dict[int, _Block]:
    """What is remembered of the calendars of this zone, with these hours, of this region, and with these absences."""
    return {}


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


_ALPHA_2 = 2
_DIGITS = frozenset("0123456789")
_DAY_GROUPS = {"daily": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_GOOD_HOURS = "write them like `mon-fri 09:00-18:00` or `mon-thu 10:00-18:30, fri 09:00-12:00`"
_GOOD_AWAY = "write it like `2026-12-20..2027-01-05`, or one date alone"
_HYPHENS = re.compile(" ?[-\N{EN DASH}\N{EM DASH}] ?| to | till | until ")
_RANGE_DOTS = re.compile(" ?(?:\\.{2,3}|\N{HORIZONTAL ELLIPSIS}|\N{EN DASH}) ?| to | till | until ")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}")
_REGION = re.compile(r"(?P<country>[A-Z]{2})(?:-(?P<part>[A-Z0-9]{1,6}))?")
_A_DAY = timedelta(days=1)
_MIDNIGHT = time()
_NINE = 9 * 60
_EIGHTEEN = 18 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000
_DAY = DAY_MINUTES * _MINUTE
# Working time is remembered in blocks of four weeks: few enough for ten years, small enough to make one in passing.
_BLOCK_DAYS = 28
_BLOCK = _BLOCK_DAYS * _DAY
_TWO_YEARS = 27
_FIVE_YEARS = 66
_TEN_YEARS = 131
