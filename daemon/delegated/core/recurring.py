"""Work that comes again and again: how often, and the rhythm by which it could be a standing task."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from statistics import median, median_low
from typing import TYPE_CHECKING, Final

from delegated.core.days import MONTHS_A_YEAR, WEEKDAYS, days_in
from delegated.core.experience import DROPPED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, tzinfo

    from delegated.core.experience import Work

A_HABIT: Final = 3
_LOOKED_AT: Final = 100
# Holidays, illness, a week that was forgotten: three of four are a rhythm nevertheless.
_MOSTLY: Final = 0.75
_USUALLY: Final = 0.6
_NEARLY: Final = 1 / 6
_STRAY: Final = 3
_WEEK, _WORKING_DAYS = 7, 5
_A_DAY: Final = timedelta(days=1)


def proposal(like: Sequence[Work], now: datetime, zone: tzinfo) -> str | None:
    """What to do about the fourth task of a kind within 90 days: a standing task, proposed once.

    `like` are the earlier ones, newest first; those that were dropped do not count. None where it is no habit, or was
    proposed already.
    """
    known = [work for work in like if work.state != DROPPED]
    if len(known) < A_HABIT or any(work.proposed for work in like):
        return None
    count = f"it is the {_ordinal(len(known) + 1)} of its kind in 90 days"
    found = rhythm([now, *(work.created for work in known[:_LOOKED_AT])], zone)
    if found is None:
        return f"{count}: a rule of your own could hand over all of them"
    return f"{count}, and they come {_said(found)}: written once with `repeats: {found}`, it would go out by itself"


def rhythm(moments: Sequence[datetime], zone: tzinfo) -> str | None:
    """The rhythm of these moments, as `repeats` has it; None where they have none. They may be in any order."""
    days = sorted({moment.astimezone(zone).date() for moment in moments})
    if len(days) < A_HABIT:
        return None
    return _daily(days) or _weekly(days) or _monthly(days) or _every_so_many_days(days)


def _daily(days: Sequence[date]) -> str | None:
    """On each day or each working day, for a week at least."""
    spanned = [days[0] + _A_DAY * number for number in range((days[-1] - days[0]).days + 1)]
    free, found_free = (sum(day.weekday() >= _WORKING_DAYS for day in some) for some in (spanned, days))
    if len(days) < _WORKING_DAYS or len(days) - found_free < _MOSTLY * (len(spanned) - free):
        return None
    return "daily" if found_free and found_free >= _MOSTLY * free else "weekdays"


def _weekly(days: Sequence[date]) -> str | None:
    """On the same days of each week, or of each so-manieth."""
    weeks = sorted({(day.toordinal() - day.weekday()) // _WEEK for day in days})
    if len(weeks) < A_HABIT:
        return None
    every = median_low(after - before for before, after in pairwise(weeks))
    out_of_step = any((week - weeks[0]) % every for week in weeks)
    counts = Counter(day.weekday() for day in days)
    usual = [number for number in sorted(counts) if counts[number] >= _USUALLY * len(weeks)]
    on_usual = sum(counts[number] for number in usual)
    if on_usual < _MOSTLY * len(days) or out_of_step:
        return None
    if len(weeks) < _MOSTLY * ((weeks[-1] - weeks[0]) / every + 1):
        return None
    named = _and([WEEKDAYS[number].casefold() for number in usual])
    return f"weekly on {named}" if every == 1 else f"every {every} weeks on {named}"


def _monthly(days: Sequence[date]) -> str | None:
    """Once in each month, about the same day of it."""
    months = [day.year * MONTHS_A_YEAR + day.month for day in days]
    if any(after - before != 1 for before, after in pairwise(months)):
        return None
    if all(_is_last(day) for day in days):
        return "monthly on the last day"
    if all(_is_last_working(day) for day in days):
        return "monthly on the last working day"
    usual = round(median(day.day for day in days))
    near = all(abs(day.day - usual) <= _STRAY for day in days)
    return f"monthly on the {_ordinal(usual)}" if near else None


def _every_so_many_days(days: Sequence[date]) -> str | None:
    gaps = [(after - before).days for before, after in pairwise(days)]
    usual = round(median(gaps))
    near = all(abs(gap - usual) <= max(1, usual * _NEARLY) for gap in gaps)
    long_enough = len(gaps) >= A_HABIT and (days[-1] - days[0]).days >= 2 * _WEEK
    return f"every {usual} days" if near and long_enough and usual > 1 else None


def _is_last(day: date) -> bool:
    return day.day == days_in(day.year, day.month)


def _is_last_working(day: date) -> bool:
    """On a weekday behind which only a weekend is left of the month."""
    left = days_in(day.year, day.month) - day.day
    behind = range(day.weekday() + 1, day.weekday() + left + 1)
    return day.weekday() < _WORKING_DAYS and all(_WORKING_DAYS <= weekday < _WEEK for weekday in behind)


def _said(found: str) -> str:
    return {"weekdays": "each working day"}.get(found, found.partition(" on ")[0])


def _and(names: Sequence[str]) -> str:
    *more, last = names
    return f"{', '.join(more)} and {last}" if more else last


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20  # noqa: PLR2004
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
