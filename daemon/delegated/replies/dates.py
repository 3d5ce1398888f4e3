"""Days and times of the day as people write them in mails, in many languages: where they stand, and what they mean.

A text is first told as a sketch, one character for each word, that says what the word can be: `until Friday, 4
December at 15:00` becomes *until*, *weekday*, *comma*, *number*, *month*, *time*. What a date looks like is then a
short pattern over sketches, the same for all languages. Linear time, and only the first 100,000 characters count.
"""
# ruff: noqa: E501, FBT001  # a pattern is one line; the readers of all forms are called alike

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from delegated.core.calendar import at_wall
from delegated.core.days import MONTHS_A_YEAR, days_in, month_of
from delegated.core.durations import CalendarError
from delegated.core.moments import parse_when
from delegated.replies import almanac as names
from delegated.replies.almanac import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from delegated.core.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Found:
    """A point in time that stands in a text, in UTC. Where `is_day`, no time was told, and it is that day's end."""

    at: datetime
    is_day: bool
    start: int
    end: int


def dates_in(text: str, base: date, *, day_first: bool = True) -> list[tuple[date, time | None, int, int]]:
    """The days that a text names, in their order: day, time of the day, and from where to where it stands.

    `base` is the day on which it was written: weekdays come after it; a day without a year is the next one, unless
    it was only just now (three months), and so may lie before it. `4/12` is read by `day_first`. Left out is what
    contradicts itself (`Monday 4 December`, when that is a Friday) and what only looks like it (`1.5`, `24/7`).
    """
    found: list[tuple[date, time | None, int, int]] = []
    for form, words in _dated(_told(text[:_LONGEST])):
        day = _READERS[form](words, base, day_first)
        if day is not None and _weekday_fits(words, day):
            clock = next((word.clock for word in words if word.is_a(_TIME)), None)
            found.append((day, clock, words[0].start, words[-1].end))
    return found


def find_date(text: str, written: datetime, calendar: WorkCalendar, *, day_first: bool = True) -> Found | None:
    """The point in time after `written` that a text tells: what stands after `until` or `by` before all others.

    By the clock of the calendar, whose working day a date without a time means the end of. None where there is none.
    """
    text = text[:_LONGEST]
    words = _told(text)
    today = written.astimezone(calendar.zone).date()
    dated = [_found(one, calendar) for one in dates_in(text, today, day_first=day_first)]
    ahead = [one for one in dated if one.at > written]
    relative = _in_english(text, written, calendar)
    until = _after_until(words)
    best = next((one for one in (*ahead, relative) if one and one.start in until), None)
    return best or next(iter(ahead), relative) or _clock_alone(words, written, calendar)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a figure or a mark of a text: where it stands, how it is folded, and as what it may count."""

    start: int
    end: int
    text: str
    roles: str
    clock: time | None = None

    def is_a(self, role: str) -> bool:
        return role in self.roles


def _told(text: str) -> list[_Word]:
    """The words of a text, those of a time of the day made one."""
    plain = folded(text)
    words: list[_Word] = []
    for match in _WORD.finditer(plain):
        word = match[0]
        roles = _roles(word)
        if word in _MORNINGS and words and words[-1].text in names.MORNING_BEFORE:
            roles = ""
        words.append(_Word(match.start(), match.end(), word, roles))
    return list(_with_times(words))


def _roles(word: str) -> str:
    if word[0] in _DIGITS:
        return _roles_of_figure(word)
    return _ROLES.get(word, "" if word[0].isalpha() else _OTHER_MARK)


def _roles_of_figure(word: str) -> str:
    if not word.isdigit():
        return _A_CLOCK if word[-1] in _DIGITS else _ORDINAL
    number = int(word[:_LONGEST_FIGURE])
    if len(word) == _YEAR_FIGURES and _FIRST_YEAR <= number <= _LAST_YEAR:
        return _YEAR
    if len(word) > _DAY_FIGURES:
        return ""
    return _NUMBER + (_DAY if 1 <= number <= _LONGEST_MONTH else "") + (_SHORT_YEAR if number >= _THIS_CENTURY else "")


def _with_times(words: list[_Word]) -> Iterator[_Word]:
    at = 0
    for match in _TIMES.finditer(_sketch(words)):
        yield from words[at : match.start()]
        at = match.end()
        yield _timed(words[match.start() : at])
    yield from words[at:]


def _timed(words: list[_Word]) -> _Word:
    """One word for a time of the day. By whose clock `15:00 your time` is, nobody knows: no time is kept then."""
    clock = None if any(word.is_a(_ZONE) for word in words) else _clock_of(words)
    text = " ".join(word.text for word in words)
    return _Word(words[0].start, words[-1].end, text, _TIME, clock)


def _clock_of(words: list[_Word]) -> time | None:
    if words[0].is_a(_NOON):
        return time(12)
    figures = [int(figure) for word in words for figure in _FIGURES.findall(word.text)]
    hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
    if any(word.is_a(_AFTERNOON) for word in words) and hour < _NOON_HOUR:
        hour += _NOON_HOUR
    if any(word.is_a(_FORENOON) for word in words) and hour == _NOON_HOUR:
        hour = 0
    return time(hour, minute) if hour < _HOURS_A_DAY and minute < _MINUTES_AN_HOUR else None


def _sketch(words: list[_Word]) -> str:
    """One character for each word, which stands for the set of its roles."""
    return "".join(_SHAPES[word.roles] for word in words)


def _dated(words: list[_Word]) -> Iterator[tuple[int, list[_Word]]]:
    for match in _DATES.finditer(_sketch(words)):
        yield int((match.lastgroup or "f0")[1:]), words[match.start() : match.end()]


def _weekday_fits(words: list[_Word], day: date) -> bool:
    told = [names.WEEKDAYS[word.text] for word in words if word.is_a(_WEEKDAY)]
    return all(number == day.weekday() for number in told)


def _day_of(figures: tuple[int, int, int], base: date) -> date | None:
    """Year, month and day as a date; the year 0 is the one that it is nearest in."""
    year, month, day = figures
    if not (1 <= month <= MONTHS_A_YEAR and 1 <= day <= _LONGEST_MONTH):
        return None
    if year:
        year += _CENTURY if year < 100 else 0  # noqa: PLR2004  two figures
        return date(year, month, day) if day <= days_in(year, month) else None
    days = [date(of, month, day) for of in range(base.year - 1, base.year + 5) if day <= days_in(of, month)]
    return next((one for one in days if (base - one).days <= _JUST_NOW), None)


def _figures(words: list[_Word]) -> list[int]:
    return [int(_FIGURES.findall(word.text)[0]) for word in words if any(map(word.is_a, (_NUMBER, _YEAR, _ORDINAL)))]


def _year_first(words: list[_Word], base: date, _day_first: bool) -> date | None:
    year, month, day = _figures(words)
    return _day_of((year, month, day), base)


def _in_figures(words: list[_Word], base: date, day_first: bool) -> date | None:
    first, second, *year = _figures(words)
    if any(word.text == "." for word in words):
        day_first = True
    if (first, second) == _ALWAYS:
        return None
    return _day_of((*(year or [0]), *((second, first) if day_first else (first, second))), base)  # type: ignore[arg-type]  # three


def _month_first(words: list[_Word], base: date, _day_first: bool) -> date | None:
    month, day = _figures(words)
    return _day_of((0, month, day), base)


def _month_named(words: list[_Word], base: date, _day_first: bool) -> date | None:
    month = next(names.MONTHS[word.text] for word in reversed(words) if word.text in names.MONTHS)
    year = next((int(word.text) for word in words if word.is_a(_YEAR)), 0)
    days = _figures([word for word in words if not word.is_a(_YEAR)])
    return _day_of((year, month, days[-1]), base)


def _on_weekday(words: list[_Word], base: date, _day_first: bool) -> date | None:
    word = next(word for word in words if word.is_a(_WEEKDAY) or word.is_a(_WEAK))
    number = {**names.WEAK_WEEKDAYS, **names.WEEKDAYS}[word.text]
    if words[0].text == "next":
        return base + timedelta(days=7 - base.weekday() + number)
    return base + timedelta(days=(number - base.weekday() - 1) % 7 + 1)


def _relative(words: list[_Word], base: date, _day_first: bool) -> date | None:
    return base + timedelta(days=next(names.RELATIVE[word.text] for word in words if word.is_a(_RELATIVE)))


def _days_later(words: list[_Word], base: date, _day_first: bool) -> date | None:
    counts = [
        names.NUMBERS.get(word.text) or int(word.text) for word in words if word.is_a(_COUNT) or word.is_a(_NUMBER)
    ]
    unit = next(word for word in words if word.is_a(_DAYS) or word.is_a(_WEEKS))
    if any(word.is_a(_WORKING) for word in words):
        return _working_days_later(base, counts[0])
    return base + timedelta(days=counts[0] * (7 if unit.is_a(_WEEKS) else 1))


def _working_days_later(base: date, count: int) -> date:
    for _ in range(count):
        base += timedelta(days=3 if base.weekday() == _FRIDAY else 2 if base.weekday() > _FRIDAY else 1)
    return base


def _end_of(words: list[_Word], base: date, _day_first: bool) -> date | None:
    """The last working day of a week, the last day of a month. `fin de semana` is the weekend."""
    later = 1 if any(word.is_a(_NEXT) for word in words) else 0
    if any(word.is_a(_WEEKS) for word in words):
        friday = base + timedelta(days=_FRIDAY - base.weekday() + 7 * later)
        return None if words[0].text.startswith("fi") and words[-1].text == "semana" else friday
    if any(word.is_a(_DAYS) for word in words):
        return base + timedelta(days=later)
    year, month = month_of(base.year * MONTHS_A_YEAR + base.month - 1 + later)
    return date(year, month, days_in(year, month))


def _end_of_named(words: list[_Word], base: date, _day_first: bool) -> date | None:
    month = next(names.MONTHS[word.text] for word in words if word.text in names.MONTHS)
    year = next((int(word.text) for word in words if word.is_a(_YEAR)), 0)
    first = _day_of((year, month, 1 if year else 28), base)
    return first and first.replace(day=days_in(first.year, month))


def _on_ordinal(words: list[_Word], base: date, _day_first: bool) -> date | None:
    """`until the 4th`: of this month or, when that is over, of the next one that has such a day."""
    day = _figures(words)[0]
    months = [month_of(base.year * MONTHS_A_YEAR + base.month - 1 + later) for later in range(3)]
    days = (date(year, month, day) for year, month in months if 1 <= day <= days_in(year, month))
    return next((one for one in days if one > base), None)


def _found(one: tuple[date, time | None, int, int], calendar: WorkCalendar) -> Found:
    day, clock, start, end = one
    at = at_wall(day, clock, calendar.zone) if clock else calendar.end_of_day(day)
    return Found(at, clock is None, start, end)


def _after_until(words: list[_Word]) -> frozenset[int]:
    """Where that begins which stands behind a word like `until`, an article between them or not."""
    starts = set()
    for index, word in enumerate(words):
        before = words[max(0, index - 2) : index]
        if before and (before[-1].is_a(_UNTIL) or (before[0].is_a(_UNTIL) and before[-1].is_a(_OF))):
            starts.add(word.start)
    return frozenset(starts)


def _in_english(text: str, written: datetime, calendar: WorkCalendar) -> Found | None:
    """`in 3 working days`, `in 2 hours`, `end of next month`: as the readers of task files have it."""
    for match in _ENGLISH.finditer(text):
        try:
            when = parse_when(match[0])
            at = when.resolve(written, calendar)
        except CalendarError:
            continue
        return Found(at, "hour" not in match[0].lower() and "min" not in match[0].lower(), match.start(), match.end())
    return None


def _clock_alone(words: list[_Word], written: datetime, calendar: WorkCalendar) -> Found | None:
    """`until 15:00`: of today, when it is still to come."""
    for before, word in itertools.pairwise(words):
        if before.is_a(_UNTIL) and word.is_a(_TIME) and word.clock:
            at = at_wall(written.astimezone(calendar.zone).date(), word.clock, calendar.zone)
            return Found(at, is_day=False, start=word.start, end=word.end) if at > written else None
    return None


_LONGEST = 100_000
_LONGEST_FIGURE = 9
_JUST_NOW = 92
_CENTURY = 2000
_THIS_CENTURY = 20
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_YEAR_FIGURES, _DAY_FIGURES = 4, 2
_LONGEST_MONTH = 31
_NOON_HOUR, _HOURS_A_DAY, _MINUTES_AN_HOUR = 12, 24, 60
_FRIDAY = 4
_ALWAYS = (24, 7)
_DIGITS = frozenset("0123456789")
_FIGURES = re.compile("[0-9]{1,9}")
_MORNINGS = frozenset({"manana", "morgen"})

# As what a word may count in a sketch, a letter each.
_WEEKDAY, _WEAK, _MONTH, _RELATIVE, _TIME = "W", "V", "M", "R", "T"
_NUMBER, _DAY, _YEAR, _SHORT_YEAR, _ORDINAL, _COUNT, _A_CLOCK = "n", "d", "y", "e", "o", "q", "C"
_UNTIL, _PAST, _NEXT, _OF, _WORKING = "U", "P", "X", "f", "B"
_FORENOON, _AFTERNOON, _NOON, _ZONE = "A", "p", "z", "Z"
_DAYS, _WEEKS, _OTHER_MARK = "D", "K", "u"
_SETS = {
    _WEEKDAY: names.WEEKDAYS, "w": names.SHORT_WEEKDAYS, _WEAK: names.WEAK_WEEKDAYS, _MONTH: set(names.MONTHS) - {"may"},
    "Y": {"may"}, _RELATIVE: names.RELATIVE, _UNTIL: names.UNTIL, "L": names.OTHER_LEADS, _PAST: names.PAST,
    _NEXT: names.NEXT, _OF: names.OF, "a": names.AT, "h": names.OCLOCK, _FORENOON: {"am", "a.m"},
    _AFTERNOON: {"pm", "p.m"}, _NOON: names.NOONS, _ZONE: names.ZONES, "I": names.IN, _DAYS: names.DAYS,
    _WEEKS: names.WEEKS, "m": names.MONTH_UNITS, _WORKING: names.WORKING, "E": names.ENDS, _COUNT: names.NUMBERS,
    "c": {","}, "s": {"."}, "v": {"/"}, "t": {"-"}, "k": {":"}, "b": {"\n"},
    "J": {"年", "년"}, "G": {"月", "월"}, "H": {"日", "일"},
}  # fmt: skip


def _roles_by_word() -> dict[str, str]:
    roles: dict[str, str] = {}
    for role, words in _SETS.items():
        for word in words:
            roles[word] = roles.get(word, "") + role
    return roles


_ROLES = _roles_by_word()
_SHAPES = {
    roles: chr(0xE000 + number)
    for number, roles in enumerate(
        dict.fromkeys(("", _OTHER_MARK, _TIME, _A_CLOCK, _ORDINAL, _YEAR, "n", "nd", "nde", "ne", *_ROLES.values()))
    )
}


def _pattern(text: str) -> str:
    """A pattern over sketches: each letter, or letters in brackets, made the class of all shapes with such a role.

    `x` is a word of no role at all, as most are.
    """
    return re.sub(r"\[([A-Za-z]+)\]|[A-Za-z]", lambda found: _shapes_with(found[1] or found[0]), text.replace(" ", ""))


def _shapes_with(letters: str) -> str:
    shapes = [shape for roles, shape in _SHAPES.items() if set(letters) & set(roles or "x")]
    return f"[{''.join(shapes)}]"


_SPECIAL = sorted((word for word in _ROLES if not word.isalpha() and len(word) > 1), key=len, reverse=True)
_EASTERN = sorted((word for word in _ROLES if word[0] > "\u3000"), key=len, reverse=True)
_WORD = re.compile(
    r"\b[0-9]{1,2}h[0-9]{2}\b|(?<![a-z0-9])[0-9]{1,2}(?:st|nd|rd|th|er|eme|ª|[oºae])\b|(?<![a-su-z0-9])[0-9]+"
    rf"|{'|'.join(_EASTERN)}|\b(?:{'|'.join(map(re.escape, _SPECIAL))})(?![^\W_])"
    r"|t(?=[0-9]{1,2}:)|[a-z]+[0-9]\w*|[^\W\d_]+?(?=[年月日]|\b|[\d_])|[^\w ]"
)
_TIMES = re.compile(_pattern("(?: n k n (?: k n)? (?: [Ap])? h? | n (?: s n)? h n? | d (?: s n)? [Ap] | C | z) Z{0,2}"))
_BEFORE = "(?: [Ww] c? s? [Lf]{0,2})?"
_SINGLE_FORMS: tuple[tuple[str, Callable[[list[_Word], date, bool], date | None]], ...] = (
    ("y t n t n | y v n v n | y s n s n | y J n G n H?", _year_first),
    (f"{_BEFORE} (?: n s n s [ye] | n v n v [ye] | n t n t [ye])", _in_figures),
    (f"{_BEFORE} n s n s (?! n)", _in_figures),
    ("(?: (?<=[ULw]) | [Ww] c? L?) (?: n s n (?![snhkBDK]) | n v n (?! v))", _in_figures),
    ("n G n H?", _month_first),
    (f"{_BEFORE} [do] s? f{{0,2}} b? (?: M | Y(?! x)) s? (?: c? f{{0,2}} y)?", _month_named),
    (f"{_BEFORE} (?: M s? f? [do] | Y [do] (?! x)) (?: t d)? (?: c? f? y)?", _month_named),
    ("X [WV] | (?<! P) W | (?<= [ULX]) V (?! u) | V (?= [caf]{0,2} T)", _on_weekday),
    ("R", _relative),
    ("I f? X? B? [nq] B? [DK]", _days_later),
    ("E f{0,2} [XL]? [DKm]", _end_of),
    ("E f{0,2} b? [MY] s? (?: f? y)?", _end_of_named),
    ("(?: (?<= [UL]) | (?<= [UL] f)) o (?= [csbT] | $)", _on_ordinal),
)
_DATES = re.compile(
    _pattern("(?: T [caLUf]{0,2})?")
    + "(?:" + "|".join(f"(?P<f{number}>{_pattern(form)})" for number, (form, _) in enumerate(_SINGLE_FORMS)) + ")"
    + _pattern("(?: [cafL]{0,3} T)?")
)  # fmt: skip
_READERS = tuple(reader for _, reader in _SINGLE_FORMS)
_ENGLISH = re.compile(
    r"\bin \w{1,6} (?:(?:working|business) )?(?:minute|hour|day|week)s?\b|\b(?:end of (?:the |this |next )?(?:week|month|day)"
    r"|eo[dwm])\b",
    re.IGNORECASE,
)
