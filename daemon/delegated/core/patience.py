"""How long an answer is waited for: reminders, then what follows, all in the working time of whoever it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from delegated.core.durations import Span

if TYPE_CHECKING:
    from delegated.core.calendar import WorkCalendar

USUAL: Final = "normal"
_NEVER_LATE: Final = timedelta()
_AT_ONCE: Final = Span()
# Tasks that come at one time have waits that are planned alike: as many plans as that are remembered.
_AT_ONE_TIME: Final = 64


@dataclass(frozen=True, slots=True)
class Patience:
    """One `[patience.NAME]` of the settings.

    Reminders come `remind_after` one another, `reminders` of them at most; then, `next_after` the beginning, the next
    person is asked. `give_up_after` is when nobody is waited for any longer. Hours are hours of work.
    """

    remind_after: Span
    reminders: int
    next_after: Span
    give_up_after: Span

    @staticmethod
    def of(remind_after: Span, reminders: int, next_after: Span | None, give_up_after: Span | None) -> Patience:
        """With what was not told: the next person after one more interval, and the end after three times that."""
        after = next_after or times(remind_after, reminders + 1)
        return Patience(remind_after, reminders, after, give_up_after or times(after, 3))


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for, from whom, and what happens when, if nothing comes.

    `for_` is one of: answer (to the brief), work, reply (to a question), word (of the owner's), date (her word on a new
    one), rating. At `at` comes `then`: `due`, `remind` or `end`. `last` is when she was last reminded: the next
    reminder counts from there, and `ends` has moved by as much as that one was late (by the night, or a time when
    nothing ran).
    """

    on: str
    for_: str
    since: datetime
    ends: datetime
    at: datetime
    then: str
    reminded: int = 0
    most: int = 0
    apart: Span = _AT_ONCE
    last: datetime | None = None


@lru_cache(maxsize=_AT_ONE_TIME)
def begin(on: str, for_: str, since: datetime, ends: datetime, apart: Span, most: int, calendar: WorkCalendar) -> Wait:  # noqa: PLR0913, PLR0917  a wait has as many parts
    """A wait that begins now: up to `most` reminders, `apart` from one another, and its end."""
    return _planned(Wait(on, for_, since, ends, ends, "end", most=most, apart=apart), calendar)


def reminded(wait: Wait, now: datetime, calendar: WorkCalendar) -> Wait:
    """The wait after one more reminder. One that came late gives all that follows as much more time."""
    slip = max(_NEVER_LATE, working(calendar, now) - _due(wait, calendar))
    ends = working(calendar, wait.ends + slip)
    return _planned(replace(wait, reminded=wait.reminded + 1, last=now, ends=ends), calendar)


@lru_cache(maxsize=_AT_ONE_TIME)
def outlook(wait: Wait, calendar: WorkCalendar) -> datetime:
    """When it will end if nothing comes, with what the reminders still to come move it by."""
    while wait.then == "remind":
        wait = reminded(wait, wait.at, calendar)
    return wait.ends


def anew(wait: Wait, calendar: WorkCalendar) -> Wait:
    """The same wait, planned by a calendar that has changed: nobody is reminded while she is away."""
    if wait.then == "due":
        at = working(calendar, wait.ends)
        return replace(wait, at=at, ends=at)
    return _planned(wait, calendar)


@lru_cache(maxsize=_AT_ONE_TIME)
def after(calendar: WorkCalendar, since: datetime, span: Span) -> datetime:
    """So much later, within working time; hours are counted as working hours, from the first of them on."""
    if span.minutes:
        span = Span(0, span.days, span.working_days, span.working_minutes + span.minutes)
    return working(calendar, calendar.add(working(calendar, since), span))


def working(calendar: WorkCalendar, at: datetime) -> datetime:
    """The instant itself if it is working time, else when work begins next; itself, too, if not for years."""
    return calendar.next_working(at) or at


def times(span: Span, number: int) -> Span:
    """So many times as long."""
    return Span(span.minutes * number, span.days * number, span.working_days * number, span.working_minutes * number)


def _planned(wait: Wait, calendar: WorkCalendar) -> Wait:
    if wait.reminded < wait.most:
        at = _morning(wait, _due(wait, calendar), calendar)
        if at < wait.ends:
            return replace(wait, at=at, then="remind")
    return replace(wait, at=wait.ends, then="end")


def _due(wait: Wait, calendar: WorkCalendar) -> datetime:
    """When the next reminder would be due by the span alone."""
    return after(calendar, wait.last or wait.since, wait.apart)


def _morning(wait: Wait, due: datetime, calendar: WorkCalendar) -> datetime:
    """Reminders whose distance is told in days come at the start of work, so that they are one mail."""
    if not wait.apart.is_whole_days:
        return working(calendar, due)
    day = due.astimezone(calendar.zone).date()
    start = calendar.start_of_day(calendar.working_day_from(day))
    if start < due:
        start = calendar.start_of_day(calendar.working_day_from(day + timedelta(days=1)))
    return start
