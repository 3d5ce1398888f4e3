"""The types that a person writes into tasks, roster, rules and settings: how each is read, and what the schema says.

Each reader takes the text as it stands in the file and raises ValueError with a sentence that says
what is wrong and shows what is right; the place is added by `core.reading`.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from delegated.core import money, shapes
from delegated.core.calendar import DateRange, Hours, check_region, parse_away, parse_hours, parse_zone
from delegated.core.durations import Span, parse_duration, parse_estimate
from delegated.core.errors import nearest
from delegated.core.moments import When, parse_when
from delegated.core.money import Money, Rate
from delegated.core.reading import unfit_for_a_line
from delegated.core.rhythm import Rhythm, parse_rhythm


class Stakes(StrEnum):
    """What it costs if it goes wrong."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Energy(StrEnum):
    """What the work does to the owner."""

    DRAINING = "draining"
    NEUTRAL = "neutral"
    ENERGISING = "energising"


class Engagement(StrEnum):
    """Once, or again and again."""

    ONE_TIME = "one-time"
    ONGOING = "ongoing"


class Kind(StrEnum):
    """What sort of help an assistant is."""

    VIRTUAL_ASSISTANT = "virtual assistant"
    FREELANCER = "freelancer"
    CONSULTANT = "consultant"
    AGENCY = "agency"


class Scope(StrEnum):
    """Takes general work, or only her own trade."""

    GENERALIST = "generalist"
    SPECIALIST = "specialist"


class Level(StrEnum):
    """The rungs of trust."""

    TRIAL = "trial"
    PROVEN = "proven"
    TRUSTED = "trusted"


STAKES = tuple(Stakes)
LEVELS = tuple(Level)


def rank(of: Stakes | Level) -> int:
    """The place in its order, from 0."""
    return STAKES.index(of) if isinstance(of, Stakes) else LEVELS.index(of)


def _text(value: Any) -> Any:
    if isinstance(value, list | dict):
        message = "must be one text, not a list; put it in quotes" if isinstance(value, list) else "must be one text"
        raise ValueError(message)  # noqa: TRY004  pydantic gives a ValueError its place
    if value is None:
        message = "has no value; write one, or delete the line"
        raise ValueError(message)
    return value.strip() if isinstance(value, str) else value


def _line(value: Any) -> Any:
    value = str(_text(value))
    if not value:
        message = "is empty; write a few words"
        raise ValueError(message)
    value = value.replace("\t", " ")  # Pasted from a table: harmless, and nobody can see it.
    reason = unfit_for_a_line(value)
    if reason:
        message = f"{reason}; write it as one plain line"
        raise ValueError(message)
    return value


def _words(value: Any) -> Any:
    """A list of texts; one text alone is a list of one."""
    if value is None:
        return ()
    if isinstance(value, dict):
        message = "must be a list of texts, like `[one, two]`"
        raise ValueError(message)  # noqa: TRY004  pydantic gives a ValueError its place
    if not isinstance(value, list | tuple):
        value = [value]
    for item in value:
        if isinstance(item, list | dict):
            message = "must be a list of texts; put an item that has a colon in it in quotes"
            raise ValueError(message)  # noqa: TRY004  pydantic gives a ValueError its place
    return tuple(_line(item) for item in value if item is not None)


def _truth(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    said = str(value).casefold()
    if said in {"true", "yes"}:
        return True
    if said in {"false", "no"}:
        return False
    message = f"`{_text(value)}` is neither true nor false; write `true` or `false` (`yes` and `no` will do)"
    raise ValueError(message)


class OrNothing:
    """Marks a list that may be left empty (`goals:` with nothing behind it), for the schema."""

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """The list, or null, which an editor does not offer."""
        return shapes.or_nothing(handler(core_schema))


def _choice(kind: type[StrEnum]) -> BeforeValidator:
    def read(value: Any) -> Any:
        said = str(_text(value)).casefold()
        if said in set(kind):
            return kind(said)
        near = nearest(said, list(kind))
        known = ", ".join(kind)
        raise ValueError(f"`{value}` is not one of {known}" + (f"; did you mean `{near}`?" if near else ""))

    return BeforeValidator(read)


def _by(read: Any, of: type) -> PlainValidator:
    """Reads a text; a default has the type already."""

    def validate(value: Any) -> Any:
        return value if isinstance(value, of) else read(str(_text(value)))

    return PlainValidator(validate)


def _schema(description: str, *examples: str, pattern: str, wanted: str = "") -> WithJsonSchema:
    return WithJsonSchema(shapes.written(description, *examples, pattern=pattern, wanted=wanted))


def _written(value: Any) -> str:
    return str(getattr(value, "text", value))


_AS_TEXT = PlainSerializer(_written, return_type=str)

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(shapes.text())]
Line = Annotated[str, BeforeValidator(_line), WithJsonSchema(shapes.text(shapes.LINE))]
Words = Annotated[tuple[str, ...], BeforeValidator(_words), WithJsonSchema(shapes.words())]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema(shapes.truth())]


def _id(value: Any) -> Any:
    said = str(_line(value))
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", said):
        message = f"`{said}` cannot be an id; write small letters, digits and dashes, like `maya` or `three-clients`"
        raise ValueError(message)
    return said


Id = Annotated[
    str,
    BeforeValidator(_id),
    WithJsonSchema(
        {
            "description": "A short name: small letters, digits and dashes",
            "examples": ["maya"],
            **shapes.text(shapes.ID),
        }
    ),
]


def _email(value: Any) -> Any:
    said = str(_line(value))
    if not re.fullmatch(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+", said):
        message = f"`{said}` is no e-mail address; write one like `maya@example.net`"
        raise ValueError(message)
    return said


Email = Annotated[
    str,
    BeforeValidator(_email),
    _schema("An e-mail address", "maya@example.net", pattern=shapes.EMAIL, wanted="an address like maya@example.net"),
]

StakesField = Annotated[Stakes, _choice(Stakes), WithJsonSchema(shapes.one_of(*Stakes))]
EnergyField = Annotated[Energy, _choice(Energy), WithJsonSchema(shapes.one_of(*Energy))]
EngagementField = Annotated[Engagement, _choice(Engagement), WithJsonSchema(shapes.one_of(*Engagement))]
KindField = Annotated[Kind, _choice(Kind), WithJsonSchema(shapes.one_of(*Kind))]
ScopeField = Annotated[Scope, _choice(Scope), WithJsonSchema(shapes.one_of(*Scope))]
LevelField = Annotated[Level, _choice(Level), WithJsonSchema(shapes.one_of(*Level))]


def _zone(value: Any) -> Any:
    return str(parse_zone(str(_text(value))))


Zone = Annotated[
    str,
    BeforeValidator(_zone),
    _schema("A time zone of the IANA database", "Europe/Madrid", "Asia/Manila", pattern=shapes.ZONE),
]


def _region(value: Any) -> Any:
    said = str(_text(value))
    check_region(said)
    return said


Region = Annotated[
    str,
    BeforeValidator(_region),
    _schema(
        "Whose public holidays: a country, or a country and a part of it", "PH", "ES-MD",
        pattern=shapes.REGION, wanted="a country like ES, or a part of it like ES-MD, in capitals",
    ),
]  # fmt: skip

Estimate = Annotated[
    timedelta,
    _by(parse_estimate, timedelta),
    _schema(
        "How long the work takes, in hours and minutes", "2h", "1h30m", "45m",
        pattern=shapes.ESTIMATE, wanted="hours and minutes, like 45m, 2h or 1h30m",
    ),
]  # fmt: skip
Duration = Annotated[
    Span,
    _by(parse_duration, Span),
    _AS_TEXT,
    _schema(
        "A length of time, by the clock or in working time", "2h", "3 working days", "1 week",
        pattern=shapes.DURATION, wanted="a length of time, like 45m, 2 days or 3 working days",
    ),
]  # fmt: skip
Due = Annotated[
    When,
    _by(parse_when, When),
    _AS_TEXT,
    _schema(
        "When: a date, a weekday, or a time from now", "friday 17:00", "2026-12-03 17:00", "in 3 working days",
        pattern=shapes.WHEN, wanted="a date, like 2026-12-03, friday 17:00 or in 3 working days",
    ),
]  # fmt: skip
Repeats = Annotated[
    Rhythm,
    _by(parse_rhythm, Rhythm),
    _AS_TEXT,
    _schema(
        "A rhythm", "weekly on monday", "every 2 weeks on friday", "monthly on the 1st",
        pattern=shapes.RHYTHM, wanted="a rhythm, like weekdays, weekly on monday or monthly on the 1st",
    ),
]  # fmt: skip
HoursField = Annotated[
    Hours,
    _by(parse_hours, Hours),
    _AS_TEXT,
    _schema(
        "Working hours", "mon-fri 09:00-17:00", "mon-thu 09:00-13:00 15:00-19:00, fri 09:00-13:00",
        pattern=shapes.HOURS, wanted="days and hours, like mon-fri 09:00-17:00",
    ),
]  # fmt: skip
Away = Annotated[
    DateRange,
    _by(parse_away, DateRange),
    _AS_TEXT,
    _schema(
        "Days away, both included", "2026-12-20..2027-01-05", "2026-12-24",
        pattern=shapes.AWAY, wanted="one date, or two like 2026-12-20..2027-01-05",
    ),
]  # fmt: skip
MoneyField = Annotated[
    Money,
    _by(money.parse_money, Money),
    _AS_TEXT,
    _schema(
        "An amount with its currency", "60 EUR", "12.50 USD",
        pattern=shapes.MONEY, wanted="an amount with its currency, like 60 EUR",
    ),
]  # fmt: skip
RateField = Annotated[
    Rate,
    _by(money.parse_rate, Rate),
    _AS_TEXT,
    _schema(
        "A price for an hour or a task", "18 EUR/h", "120 EUR/task",
        pattern=shapes.RATE, wanted="a price like 18 EUR/h or 120 EUR/task",
    ),
]  # fmt: skip


def _capacity(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    said = str(_text(value)).replace(" ", "")
    hours, slash, per = said.partition("/")
    if slash and per in {"week", "w", "wk"}:
        return parse_estimate(hours)
    message = f"`{said}` is no capacity; write the hours a week, like `20h/week`"
    raise ValueError(message)


Capacity = Annotated[
    timedelta,
    BeforeValidator(_capacity),
    _schema("Hours a week", "20h/week", pattern=shapes.CAPACITY, wanted="hours a week, like 20h/week"),
]
