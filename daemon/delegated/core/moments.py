"""Points in time as a person writes and reads them: `friday 17:00` in, `Friday 27 November 2026, 17:00 (…)` out.

What was written is parsed once, and resolved later, against a `now` and a `WorkCalendar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Protocol

from delegated.core.calendar import at_wall
from delegated.core.days import (
    ANY_MONTH,
    ANY_WEEKDAY,
    ISO_DATE,
    LEAP_YEAR,
    MONTH_NUMBERS,
    MONTHS,
    MONTHS_A_YEAR,
    NOON,
    WEEKDAY_NUMBERS,
    WEEKDAYS,
    check_day,
    days_in,
    iso_date,
    month_of,
    read_clock,
    split_clock,
)
from delegated.core.durations import BARE_NUMBER, CalendarError, Span, parse_duration, quoted, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from delegated.core.calendar import WorkCalendar


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
        raise CalendarError(f"{quoted(self.text)} is over already: {_GOOD_WHENS}")

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
    words = tidy(text, "a date", _GOOD_WHENS).replace(",", " ")
    words = _LEADING.sub("", " ".join(words.split()))
    iso = _ISO_TIME.fullmatch(words)
    if iso:
        return When(text, _On(iso_date(iso, text)), read_clock(iso, text), _read_offset(iso["offset"]))
    named, clock = split_clock(words, text)
    if not named:
        raise CalendarError(f"{quoted(text)} is a time without a day: write `today {words}` or `friday {words}`")
    day = _read_day(named, text)
    if clock is not None and isinstance(day, _InSpan) and not day.span.is_whole_days:
        raise CalendarError(f"{quoted(text)} has two times in it: {_GOOD_WHENS}")
    return When(text, day, clock)


def said(at: datetime, zone: ZoneInfo, *, reader: str = "en") -> str:
    """An instant for a letter: `Friday 27 November 2026, 17:00 (Europe/Madrid, UTC+1)`, by the clock of its reader.

    `reader` is the language; where it is not spoken here, English.
    """
    local = at.astimezone(zone)
    weekdays, months, form = _LANGUAGES.get(reader.casefold()[:2], _LANGUAGES["en"])
    day = form.format(weekdays[local.weekday()], local.day, months[local.month - 1], local.year)
    where = "UTC" if zone.key == "UTC" else f"{zone.key or local.tzname()}, {_offset(local)}"
    return f"{day}, {local:%H:%M} ({where})"


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
        yield calendar.add(at_wall(today, NOON, calendar.zone), self.span).astimezone(calendar.zone).date()


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
        days = [date(year, self.month, self.day) for year in years if self.day <= days_in(year, self.month)]
        gone = max((day for day in days if day < today), default=date.min)
        coming = min(day for day in days if day >= today)
        if (today - gone).days <= _JUST_NOW:
            raise CalendarError(f"{quoted(text)} is over already: if the next one is meant, write `{coming}`")
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
        year, month = month_of(today.year * 12 + today.month - 1 + later)
        return date(year, month, 1), date(year, month, days_in(year, month))


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
        return f"{quoted(text)} is read differently in different countries: write {_either(figures)}"
    if BARE_NUMBER.fullmatch(words):
        return f"{quoted(text)} is only a number: {_GOOD_WHENS}"
    return f"{quoted(text)} is no date that can be read: {_GOOD_WHENS}"


def _either(figures: re.Match[str]) -> str:
    """Both dates that `01/02/2026` may mean, as far as there are such dates."""
    first, second, year = (int(figures[number]) for number in (1, 2, 3))
    year += 2000 if year < _CENTURY else 0
    pairs = [(month, day) for month, day in ((second, first), (first, second)) if 1 <= month <= MONTHS_A_YEAR]
    dates = dict.fromkeys(f"`{year}-{month:02}-{day:02}`" for month, day in pairs if 1 <= day <= days_in(year, month))
    return " or ".join(dates)


def _day_iso(found: re.Match[str], text: str) -> _Day:
    return _On(iso_date(found, text))


def _day_today(found: re.Match[str], _text: str) -> _Day:
    later = ("today", "tomorrow", "the day after tomorrow").index(found["today"])
    return _InSpan(Span(days=later)) if later else _Today()


def _day_weekday(found: re.Match[str], _text: str) -> _Day:
    return _Weekday(WEEKDAY_NUMBERS[found["weekday"]], next_week=found["which"] == "next ")


def _day_in(found: re.Match[str], _text: str) -> _Day:
    return _InSpan(parse_duration(found["span"]))


def _day_of_month(found: re.Match[str], text: str) -> _Day:
    month, day = MONTH_NUMBERS[found["month"]], int(found["day"])
    weekday = WEEKDAY_NUMBERS[found["weekday"]] if found["weekday"] else None
    if found["year"] is None:
        check_day(LEAP_YEAR, month, day, text)
        return _DayOfYear(month, day, weekday)
    told = check_day(int(found["year"]), month, day, text)
    _check_weekday(told, weekday, text)
    return _On(told)


def _day_end_of(found: re.Match[str], _text: str) -> _Day:
    unit = {"d": "day", "w": "week", "m": "month"}[found["short"]] if found["short"] else found["unit"]
    later = 1 if found["which"] == "next " else 0
    if unit == "day":
        return _InSpan(Span(days=1)) if later else _Today()
    return _EndOf(unit, later)


def _check_weekday(day: date, weekday: int | None, text: str) -> None:
    if weekday is not None and day.weekday() != weekday:
        raise CalendarError(f"{quoted(text)}: {day} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[weekday]}")


def _offset(local: datetime) -> str:
    ahead = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    if not ahead:
        return "UTC"
    hours, minutes = divmod(abs(ahead), 60)
    return f"UTC{'-' if ahead < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


def _names(weekdays: str, months: str, form: str) -> tuple[list[str], list[str], str]:
    return weekdays.split(), months.split(), form


_GOOD_WHENS = "write a date like `2026-12-03`, `2026-12-03 17:00`, `friday 17:00` or `in 3 working days`"
_LAST_MINUTE = time(23, 59)
_CENTURY = 100
_JUST_NOW = 92
_LEADING = re.compile(r"^(?:by|on|until|till) ")
_ISO_TIME = re.compile(
    rf"{ISO_DATE.pattern}(?:t| (?:at )?)(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<offset>z|utc|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?"
)
_FIGURES = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4}|[0-9]{2})")
_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Day]], ...] = (
    (ISO_DATE, _day_iso),
    (re.compile(r"(?P<today>today|tomorrow|the day after tomorrow)"), _day_today),
    (re.compile(rf"(?P<which>this |next )?(?P<weekday>{ANY_WEEKDAY})"), _day_weekday),
    (re.compile(r"in (?P<span>.+)"), _day_in),
    (
        re.compile(
            rf"(?:(?P<weekday>{ANY_WEEKDAY}) )?(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?"
            rf"(?P<month>{ANY_MONTH})\.?(?: (?P<year>[0-9]{{4}}))?"
        ),
        _day_of_month,
    ),
    (
        re.compile(
            rf"(?:(?P<weekday>{ANY_WEEKDAY}) )?(?P<month>{ANY_MONTH})\.? (?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
            r"(?: (?P<year>[0-9]{4}))?"
        ),
        _day_of_month,
    ),
    (
        re.compile(r"(?:the )?end of (?P<which>the |this |next )?(?P<unit>day|week|month|year)|eo(?P<short>[dwm])"),
        _day_end_of,
    ),
)
_LANGUAGES = {
    "en": (WEEKDAYS, MONTHS, "{} {} {} {}"),
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
