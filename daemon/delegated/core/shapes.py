"""What the values that people write look like, as JSON Schema: for editors, which check and complete while one writes.

A shape is never narrower than the reader of its value: an editor must not call wrong what delegated takes. It may
be wider: that February has no 30th day is for the reader to say. The patterns are such as Python, JavaScript and Rust
read alike; letters count in either case, as they do to the readers.
"""

from __future__ import annotations

from typing import Any, Final

from delegated.core.days import MONTH_NUMBERS, WEEKDAY_NUMBERS
from delegated.core.durations import NUMBER_WORDS

Shape = dict[str, Any]


def written(description: str, *examples: str, pattern: str, wanted: str = "") -> Shape:
    """A text of one form. `wanted` is what an editor says where it has another."""
    said = {"patternErrorMessage": wanted} if wanted else {}
    return {
        "type": "string", "pattern": pattern, **said, "description": description, "examples": list(examples),
    }  # fmt: skip


def text(pattern: str = "") -> Shape:
    """A text, also where YAML sees a number or a truth value in it: client `007`, title `2026`."""
    said = {"type": "string", "pattern": pattern} if pattern else {"type": "string"}
    return {"anyOf": [said, neither("array", "object", "null", "string")]}


def words() -> Shape:
    """A list of texts, or one alone; nothing at all is an empty list."""
    alone = {"type": "string", "pattern": LINE}
    items = {"anyOf": [alone, neither("array", "object", "string")]}
    return {"anyOf": [{"type": "array", "items": items}, alone, neither("array", "object", "string")]}


def some_of(*known: str) -> Shape:
    """A list of some of these words, as they are written, or one alone."""
    alone = {"type": "string", "enum": list(known)}
    return {"anyOf": [{"type": "array", "items": alone}, alone]}


def one_of(*known: str) -> Shape:
    """One of a few words, in small letters or not."""
    anyhow = rf"^\s*{_any(known)}\s*$"
    return {
        "anyOf": [
            {"type": "string", "enum": list(known)},
            {"type": "string", "pattern": anyhow, "patternErrorMessage": f"one of {', '.join(known)}"},
        ],
        "examples": [known[0]],
    }


def only_true() -> Shape:
    """`true`, and nothing else means anything."""
    return {"anyOf": [{"enum": [True]}, {"type": "string", "pattern": "^(?:true|yes)$"}]}


def truth() -> Shape:
    """`true` or `false`; `yes` and `no` are texts to YAML, and taken as well."""
    pattern = rf"^{_any(('true', 'false', 'yes', 'no'))}$"
    return {
        "anyOf": [
            {"type": "boolean"},
            {"type": "string", "pattern": pattern, "patternErrorMessage": "true or false"},
        ],
        "examples": [True],
    }


def number(**limits: float) -> Shape:
    """A number, in quotes or not."""
    return {"anyOf": [{"type": "number", **limits}, {"type": "string", "pattern": r"^\s*[-+]?[0-9._eE+-]+\s*$"}]}


def or_nothing(shape: Shape) -> Shape:
    """The same, or no value at all; what is told of it is told of both."""
    about: Shape = {key: shape[key] for key in ("description", "examples") if key in shape}
    rest = {key: value for key, value in shape.items() if key not in about}
    choices = rest["anyOf"] if list(rest) == ["anyOf"] else [rest]
    return {**about, "anyOf": [*choices, neither("array", "object", "string", "number", "boolean")]}


def neither(*types: str) -> Shape:
    """Whatever has none of these types. In an editor it allows without offering, as `null` would be offered."""
    return {"not": {"type": list(types)}}


def _any(names: Any) -> str:
    """One of these words, in any case; the longest first, as the first that fits is taken."""
    return "(?:" + "|".join(map(_cased, sorted(names, key=len, reverse=True))) + ")"


def _cased(word: str) -> str:
    in_any_case = (f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)
    return "".join(in_any_case).replace(" ", r"\s+")


# One line without control characters, and without those that turn the direction of a text.
_UNSEEN: Final = r"\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
LINE: Final = rf"^\s*[^\s{_UNSEEN}][^{_UNSEEN}]*\s*$"
ID: Final = r"^\s*[a-z0-9][a-z0-9_-]{0,39}\s*$"
EMAIL: Final = r"^\s*[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+\s*$"
ZONE: Final = r"^\s*[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}\s*$"
REGION: Final = r"^\s*[A-Z]{2}(?:-[A-Z0-9]{1,6})?\s*$"

_WEEKDAY: Final = _any(WEEKDAY_NUMBERS)
_MONTH: Final = _any(MONTH_NUMBERS)
_MINUTES: Final = _any(("m", "min", "mins", "minute", "minutes"))
_HOURS: Final = _any(("h", "hr", "hrs", "hour", "hours"))
_DAYS: Final = _any(("d", "day", "days", "w", "wk", "wks", "week", "weeks"))
_COUNT: Final = rf"(?:[0-9]{{1,8}}(?:[.,][0-9]{{1,4}})?\s*|{_any(NUMBER_WORDS)}\s+)"
_WORKING: Final = rf"(?:{_any(('working', 'work', 'business'))}\s*)?"
_AND: Final = rf"(?:,?\s*{_cased('and')}\s+|,?\s*)"
_CLOCK_LIKE: Final = r"[0-9]{1,5}\s?[Hh:]\s?[0-5][0-9]"
_TIME: Final = rf"(?:{_CLOCK_LIKE}|(?:{_COUNT}(?:{_MINUTES}|{_HOURS}){_AND})+)"
ESTIMATE: Final = rf"^\s*{_TIME}\s*$"
LENGTH: Final = rf"^\s*-?\s*{_TIME}\s*$"
DURATION: Final = rf"^\s*(?:{_CLOCK_LIKE}|(?:{_COUNT}{_WORKING}(?:{_MINUTES}|{_HOURS}|{_DAYS}){_AND})+)\s*$"
CAPACITY: Final = rf"^\s*{_TIME}\s*/\s*(?:week|wk|w)\s*$"

_DATE: Final = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_GAP: Final = r"[\s,]+"
_NTH: Final = rf"[0-9]{{1,2}}(?:{_any(('st', 'nd', 'rd', 'th'))}|\.)?"
_ON_A_WEEKDAY: Final = rf"(?:{_WEEKDAY}{_GAP})?(?:{_cased('the')}{_GAP})?"
_UNIT: Final = _any(("day", "week", "month", "year"))
_NAMED_DAYS: Final = (
    _DATE,
    _any(("today", "tomorrow", "the day after tomorrow")),
    rf"(?:{_any(('this', 'next'))}{_GAP})?{_WEEKDAY}",
    rf"{_cased('in')}{_GAP}(?:[0-9]|{_any(NUMBER_WORDS)}\s)[\s\S]*",
    rf"{_ON_A_WEEKDAY}{_NTH}[\s,]*(?:{_cased('of')}{_GAP})?{_MONTH}\.?",
    rf"(?:{_WEEKDAY}{_GAP})?{_MONTH}\.?{_GAP}(?:{_cased('the')}{_GAP})?{_NTH}",
    rf"(?:{_cased('the')}{_GAP})?{_cased('end of')}{_GAP}(?:{_any(('the', 'this', 'next'))}{_GAP})?{_UNIT}",
    _any(("eod", "eow", "eom")),
)
# Behind the day stands a time, or a year: which of them there are is for the reader to say.
_AND_THEN: Final = rf"(?:(?:{_GAP}(?:{_cased('at')}{_GAP})?|[Tt])(?:{_cased('noon')}|[0-9][\s\S]*))?"
WHEN: Final = rf"^[\s,]*(?:{_any(('by', 'on', 'until', 'till'))}{_GAP})?(?:{'|'.join(_NAMED_DAYS)}){_AND_THEN}[\s,]*$"
_WORKING_DAYS: Final = rf"{_any(('working', 'business'))}\s?{_any(('day', 'days'))}"
_EACH: Final = (
    rf"(?:[0-9]|{_any(NUMBER_WORDS)}\s|{_WEEKDAY}"
    rf"|{_any(('other', 'day', 'week', 'weekday', 'weekdays', 'working', 'business', 'month', 'quarter', 'year'))})"
)
RHYTHM: Final = (
    rf"^\s*(?:{_any(('daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'annually'))}"
    rf"|(?:{_cased('on')}\s+)?(?:{_any(('weekday', 'weekdays'))}|{_WORKING_DAYS})"
    rf"|{_cased('every')}\s+{_EACH}[\s\S]*)(?:\s[\s\S]*)?$"
)
HOURS: Final = rf"(?:{_WEEKDAY}|{_any(('daily', 'weekdays', 'weekends'))})[\s\S]*[0-9]"
AWAY: Final = (
    rf"^\s*{_DATE}(?:\s*(?:\.{{2,3}}|\u2026|\u2013)\s*(?:{_DATE})?|\s+{_any(('to', 'till', 'until'))}\s+{_DATE})?\s*$"
)

_MINUS: Final = r"(?:[-\u2212]\s*)"
_CODE: Final = r"[^\s0-9.,'/()\u2212-]{2,3}"
_FIGURE: Final = r"[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_NOUGHT: Final = r"0+(?:[.,]00?)?"
_SUM: Final = (
    rf"(?:{_FIGURE}\s*{_CODE}|{_CODE}\s*{_FIGURE}"
    rf"|{_MINUS}{_NOUGHT}\s*{_CODE}|{_MINUS}?{_CODE}\s*{_MINUS}?{_NOUGHT})"
)
MONEY: Final = rf"^\s*{_SUM}\s*$"
BALANCE: Final = rf"^\s*{_MINUS}?(?:{_FIGURE}\s*{_CODE}|{_CODE}\s*{_MINUS}?{_FIGURE})\s*$"
RATE: Final = rf"^\s*{_SUM}(?:\s*/\s*|\s+{_cased('per')}\s+){_any(('h', 'hr', 'hour', 'task', 'job'))}\s*$"
