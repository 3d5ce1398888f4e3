"""How much somebody can still take in: her working time, of which a part is ours each week, beside what she has to do.

A week is Monday to Sunday by her own clock. Of the present one what she was given and has delivered in it is gone. Of
what is open nobody knows how far she is: all of it is still to do, and what is due first is done first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from delegated.core.calendar import at_wall

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from delegated.core.calendar import WorkCalendar
    from delegated.core.office import Workloads
    from delegated.core.people import Assistant


@dataclass(frozen=True, slots=True)
class Lack:
    """Where more work does not fit in: how much would, until when, which of her tasks is due then; None: the new."""

    free: timedelta
    until: datetime
    number: int | None


class Timetable:
    """Working time from one moment on, found out once for all who keep the same hours."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._mondays: dict[ZoneInfo, list[datetime]] = {}
        self._weeks: dict[int, Weeks] = {}

    def weeks(self, calendar: WorkCalendar) -> Weeks:
        """The weeks of a calendar."""
        found = self._weeks.get(calendar.pattern)
        if found is None:
            found = self._weeks[calendar.pattern] = Weeks(calendar, self)
        return found

    def monday(self, zone: ZoneInfo, week: int) -> datetime:
        """When the present week begins there, or one so many weeks later."""
        known = self._mondays.setdefault(zone, [])
        if len(known) <= week:
            today = self.now.astimezone(zone).date()
            days = (today + timedelta(days=7 * later - today.weekday()) for later in range(len(known), week + 1))
            known += [at_wall(day, _MIDNIGHT, zone) for day in days]
        return known[week]


class Weeks:
    """The present week of a calendar, from now on, and those after it: when each ends, and how much work is in it."""

    def __init__(self, calendar: WorkCalendar, timetable: Timetable) -> None:
        self.calendar = calendar
        self.timetable = timetable
        self.first_day = timetable.monday(calendar.zone, 0)
        self.ends: list[datetime] = []
        self.worked: list[timedelta] = []
        self._parts: dict[datetime, timedelta] = {}

    def reach(self, week: int) -> None:
        """Look so far ahead."""
        for number in range(len(self.ends), week + 1):
            ends = self.timetable.monday(self.calendar.zone, number + 1)
            self.worked.append(self.calendar.working_time(self.begin(number), ends))
            self.ends.append(ends)

    def begin(self, week: int) -> datetime:
        """When a week begins: the present one does now."""
        return self.ends[week - 1] if week else self.timetable.now

    def part(self, week: int, end: datetime) -> timedelta:
        """How long work is in a week until then."""
        found = self._parts.get(end)
        if found is None:
            found = self._parts[end] = self.calendar.working_time(self.begin(week), end)
        return found


class Room:
    """What one assistant can take in from a moment on."""

    __slots__ = ("_capacity", "_first", "_id", "_todo", "_weeks", "_workloads")

    def __init__(self, person: Assistant, workloads: Workloads, timetable: Timetable) -> None:
        self._id = person.id
        self._weeks = timetable.weeks(person.calendar)
        self._workloads = workloads
        self._todo = workloads.of(person.id).open
        self._capacity = person.capacity
        first = person.capacity - workloads.done(person.id, self._weeks.first_day)
        self._first = max(_NONE, first)

    def ours_until(self, end: datetime, enough: timedelta = timedelta.max) -> timedelta:
        """The time that she has for us until then, spoken for or not; it may stop counting at `enough`."""
        weeks, ours, most = self._weeks, _NONE, self._first
        for week in range(_FIVE_YEARS):
            if week == len(weeks.ends):
                weeks.reach(week)
            last = end <= weeks.ends[week]
            worked = weeks.part(week, end) if last else weeks.worked[week]
            ours += min(most, worked)
            if last or ours >= enough:
                break
            most = self._capacity
        return ours

    def lack(self, work: timedelta, due: datetime) -> Lack | None:
        """Why so much more work, due then, cannot be done in time, or something later cannot for its sake.

        None where all can be.
        """
        everything = self._todo + work
        ours = self.ours_until(due, everything)
        if ours >= everything:
            return None
        promises = self._workloads.promises_of(self._id)
        todo = promises.until(due)
        if ours < todo + work:
            return Lack(max(ours - todo, _NONE), due, None)
        for number, later, todo in promises.after(due):
            ours = self.ours_until(later, todo + work)
            if ours < todo + work:
                return Lack(max(ours - todo, _NONE), later, number)
            if ours >= everything:
                break
        return None

    def finish(self, work: timedelta, due: datetime) -> datetime:
        """When so much more work, due then, is done at the earliest: after what is due before."""
        left = self._workloads.promises_of(self._id).until(due) + work
        weeks, most = self._weeks, self._first
        for week in range(_FIVE_YEARS):
            weeks.reach(week)
            ours = min(most, weeks.worked[week])
            if left <= ours:
                break
            left -= ours
            most = self._capacity
        return weeks.calendar.add_working_time(weeks.begin(week), left)


_NONE: Final = timedelta()
_MIDNIGHT: Final = time()
_FIVE_YEARS: Final = 261
