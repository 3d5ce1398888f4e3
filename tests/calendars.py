"""The office in Madrid and the zones of the world, for tests of time. It is Monday 23 November 2026, half past nine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from delegated.core.calendar import DateRange, WorkCalendar, holiday_dates, parse_hours
from delegated.core.durations import CalendarError
from delegated.core.errors import visible

if TYPE_CHECKING:
    from collections.abc import Callable

MADRID = ZoneInfo("Europe/Madrid")
MANILA = ZoneInfo("Asia/Manila")
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
OFFICE_HOURS = parse_hours("mon-fri 09:00-18:00")
OFFICE = WorkCalendar(MADRID, OFFICE_HOURS, "ES-MD")
GONE_FOR_GOOD = WorkCalendar(MADRID, OFFICE_HOURS, None, (DateRange(date(2020, 1, 1), date.max),))
# Half-hour summers, half-hour zones, clocks that change at midnight, in Ramadan, twice a year the other way round,
# and an island that once skipped a whole Friday.
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Madrid",
        "America/New_York",
        "America/St_Johns",
        "America/Havana",
        "America/Santiago",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Beirut",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    )
]
SCRAPS = """
    in 2 3 days working hours friday mon-fri next end of month the last 1st on every and 17:00 5pm noon at - .. , . : /
    2026-12-03 2026-02-30 2026-12-03T25:00Z daily weekly monthly yearly december 9-17 24:00 -1 1.5h \x00 \u202e
"""
zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
# The two years for which everything is compared with a clock that is looked at minute by minute.
TWO_YEARS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
in_two_years = st.integers(0, (TWO_YEARS[1] - TWO_YEARS[0]) // timedelta(minutes=1)).map(
    lambda minute: TWO_YEARS[0] + timedelta(minutes=minute)
)
minutes_of_day = st.integers(0, 24 * 60 - 1)
TEXTS = (
    st.text(max_size=120)
    | st.text("0123456789:.-/+, amphdwTZ", max_size=40)
    | st.lists(st.sampled_from(SCRAPS.split()), max_size=8).map(" ".join)
)


@st.composite
def weeks(draw: st.DrawFn) -> str:
    """Working hours, night shifts and all, as a text."""
    days = draw(st.lists(st.sampled_from(["mon", "tue-thu", "wed", "fri", "sat-mon", "sun"]), min_size=1, max_size=4))
    return ", ".join(f"{day} {draw(spans())}" for day in days)


@st.composite
def spans(draw: st.DrawFn) -> str:
    """From one minute of the day to another, perhaps over midnight."""
    start, end = draw(st.lists(minutes_of_day, min_size=2, max_size=2, unique=True))
    return f"{_hh_mm(start)}-{_hh_mm(end)}"


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Somebody's working time."""
    hours = parse_hours(draw(weeks()))
    region = draw(st.sampled_from([None, "ES-MD", "PH", "GB-SCT", "US"]))
    first = draw(st.dates(date(2010, 1, 1), date(2035, 1, 1)) | st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    away = DateRange(first, first + timedelta(days=draw(st.integers(0, 60))))
    return WorkCalendar(draw(zones), hours, region, draw(st.sampled_from([(), (away,)])))


def at_work(calendar: WorkCalendar, first: datetime, steps: int, step: int = 1) -> list[bool]:
    """Whether somebody works in each of so many steps of so many minutes, found out the slow way.

    The clock on her wall is looked at in every step, from three days before. When it shows the beginning of her hours
    she works, and when it shows their end she stops. What it never shows is counted on from what it showed last; of
    what it shows twice the first counts.
    """
    before = 3 * 24 * 60 // step
    begin = first - timedelta(minutes=before * step)
    walls = [
        (begin + timedelta(minutes=step * place)).astimezone(calendar.zone).replace(tzinfo=None)
        for place in range(before + steps + 1)
    ]
    shown = {wall: place for place, wall in reversed(list(enumerate(walls)))}
    free = holiday_dates(calendar.region, range(begin.year - 1, begin.year + 4)) if calendar.region else frozenset()
    working = [False] * len(walls)
    for day in sorted({wall.date() for wall in walls}):
        if day not in free and not any(away.first <= day <= away.last for away in calendar.away):
            for start, end in calendar.hours.week[day.weekday()]:
                begins, ends = (_place_of(shown, day, minute, step) for minute in (start, end))
                working[begins:ends] = [True] * len(working[begins:ends])
    return working[before:-1]


def _place_of(shown: dict[datetime, int], day: date, minute: int, step: int) -> int:
    """When the wall shows this minute of the day, or so much later as it is behind the last that was shown."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    for back in range(24 * 60 // step):
        if wall - timedelta(minutes=step * back) in shown:
            return shown[wall - timedelta(minutes=step * back)] + back
    return 0  # Before all that was looked at.


def refusal(read: Callable[[str], object], text: str) -> str:
    """What is said against the text; empty where it can be read. Nothing said can upset a terminal."""
    message = ""
    try:
        read(text)
    except CalendarError as error:
        message = str(error)
    assert visible(message) == message
    return message


def missing(words: list[str], message: str) -> list[str]:
    """Those of the words that the message does not say."""
    return [f"{word!r} in {message!r}" for word in words if word not in message]


def madrid(text: str) -> datetime:
    """The instant at which the clocks of Madrid show this."""
    return datetime.fromisoformat(text).replace(tzinfo=MADRID).astimezone(UTC)


def _hh_mm(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
