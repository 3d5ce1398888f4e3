"""Days and times of the day, by name and by figure: what hours, dates and rhythms are all written with."""

from __future__ import annotations

import calendar as almanac
import re
from datetime import date, time

from delegated.core.durations import CalendarError, quoted

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_NUMBERS = {
    **{name.casefold(): number for number, name in enumerate(WEEKDAYS)},
    **{name.casefold()[:3]: number for number, name in enumerate(WEEKDAYS)},
    "tues": 1,
    "weds": 2,
    "thur": 3,
    "thurs": 3,
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH_NUMBERS = {
    **{name.casefold(): number for number, name in enumerate(MONTHS, 1)},
    **{name.casefold()[:3]: number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
ANY_WEEKDAY = "|".join(sorted(WEEKDAY_NUMBERS, key=len, reverse=True))
ANY_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
MONTHS_A_YEAR = 12
# Any leap year beyond reach: which days a month can have, where no year is told.
LEAP_YEAR = 2000
NOON = time(12)
ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_HOUR = r"(?::(?P<minute>[0-9]{2}))?(?: ?(?P<half>[ap]m))?"
CLOCK = re.compile(rf"(?P<noon>noon)|(?P<hour>[0-9]{{1,2}}){_HOUR}")
_CLOCK_AT_END = re.compile(rf"(?:^| )(?:at )?(?:(?P<noon>noon)|(?P<hour>[0-9]{{1,2}})(?=:| ?[ap]m){_HOUR})$")
_HOURS_A_DAY = 24
_MINUTES_AN_HOUR = 60
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def iso_date(found: re.Match[str], text: str) -> date:
    """The date that `ISO_DATE` has found in the text. Raises CalendarError where there is no such day."""
    return check_day(int(found["year"]), int(found["month"]), int(found["day"]), text)


def check_day(year: int, month: int, day: int, text: str) -> date:
    """That date. Raises CalendarError where there is no such day, or where it is out of reach."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CalendarError(f"{quoted(text)}: the year {year} is out of reach")
    if not 1 <= month <= MONTHS_A_YEAR:
        raise CalendarError(f"{quoted(text)}: there is no month {month}")
    if not 1 <= day <= days_in(year, month):
        whose = MONTHS[month - 1] if year == LEAP_YEAR else f"{MONTHS[month - 1]} {year}"
        raise CalendarError(f"{quoted(text)}: {whose} has {days_in(year, month)} days")
    return date(year, month, day)


def days_in(year: int, month: int) -> int:
    """How many days the month has."""
    return almanac.monthrange(year, month)[1]


def month_of(number: int) -> tuple[int, int]:
    """Year and month of a count of months since the year 0."""
    return number // 12, number % 12 + 1


def split_clock(words: str, text: str) -> tuple[str, time | None]:
    """The words before the time of the day, and that time, if they end with one."""
    found = _CLOCK_AT_END.search(words)
    if found is None:
        return words, None
    return words[: found.start()], read_clock(found, text)


def read_clock(found: re.Match[str], text: str) -> time:
    """The time of the day from the parts that were found: `noon`, `hour`, `minute`, `second`, `fraction`, `half`.

    Raises CalendarError where there is no such time.
    """
    parts = found.groupdict()
    if parts.get("noon"):
        return NOON
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = parts.get("half")
    if half and not 1 <= hour <= NOON.hour:
        raise CalendarError(f"{quoted(text)}: there is no hour {hour} {half}")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour == _HOURS_A_DAY and not minute:
        raise CalendarError(f"{quoted(text)}: a day ends with 23:59; 00:00 is the start of the next")
    if hour >= _HOURS_A_DAY or minute >= _MINUTES_AN_HOUR or second >= _MINUTES_AN_HOUR:
        raise CalendarError(f"{quoted(text)}: there is no time {hour:02}:{minute:02}")
    return time(hour, minute, second, int((parts.get("fraction") or "0").ljust(6, "0")[:6]))
