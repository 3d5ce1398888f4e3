"""How instants, days, documents and mails are kept: the same way in both databases."""

from __future__ import annotations

import zlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_AS_IT_CAME, _DEFLATED = b"=", b"z"
# Attachments are base64, from which no effort takes more than a quarter; text is small at the first go.
_QUICKLY = 1


def packed(content: bytes) -> bytes:
    """A mail as it is kept: deflated where that makes it shorter, with one byte before it that tells."""
    deflated = zlib.compress(content, _QUICKLY)
    return _DEFLATED + deflated if len(deflated) < len(content) else _AS_IT_CAME + content


def unpacked(kept: bytes) -> bytes:
    """What was given to `packed`."""
    return zlib.decompress(memoryview(kept)[1:]) if kept.startswith(_DEFLATED) else kept[1:]


def beginning(kept: bytes, most: int) -> bytes:
    """The first bytes, at most so many, of what was given to `packed`; the end of `kept` may be missing."""
    if not kept.startswith(_DEFLATED):
        return kept[1 : most + 1]
    return zlib.decompressobj().decompress(memoryview(kept)[1:], most)


def moment_of(microseconds: int) -> datetime:
    """The point in time, so long after 1970 in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


class Number(TypeDecorator[int]):
    """64 bits; SQLite's STRICT tables know that only by the name INTEGER."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT, or INTEGER on SQLite."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


class Instant(TypeDecorator[datetime]):
    """A point in time, as microseconds since 1970 in UTC: exact, and sorted alike by both databases.

    Naive datetimes are refused with ValueError; what comes back is aware and in UTC.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT, or INTEGER on SQLite."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """From an aware datetime of any zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"an instant needs its time zone: {value!r}"
            raise ValueError(message)
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """To an aware datetime in UTC."""
        return None if value is None else moment_of(value)


class Day(TypeDecorator[date]):
    """A day of somebody's calendar, as ISO 8601 text. A point in time is refused with ValueError."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """From a date."""
        if isinstance(value, datetime):
            message = f"a day has no time of day: {value!r}"
            raise ValueError(message)  # noqa: TRY004 - as with an instant without its zone
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """To a date."""
        return None if value is None else date.fromisoformat(value)


class Truth(TypeDecorator[bool]):
    """Yes or no, as 1 or 0: SQLite's STRICT tables know no BOOLEAN."""

    impl = Number
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002, FBT001 - the signature is SQLAlchemy's
        """From a bool."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """To a bool."""
        return None if value is None else bool(value)


class Said(TypeDecorator[str]):
    """What a stranger wrote. What no database keeps in a text, NUL and half characters, becomes U+FFFD or `?`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """From any text."""
        return None if value is None else value.replace("\0", "\ufffd").encode(errors="replace").decode()


class Document(TypeDecorator[Any]):
    """A JSON document, kept as text: nothing in SQL looks inside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - any JSON value
        """From whatever orjson writes; amounts are given as text."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - any JSON value
        """To plain dicts, lists, texts and numbers."""
        return None if value is None else orjson.loads(value)


class Words(Document):
    """A few words in their order, kept as a JSON list and given back as a tuple."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """To a tuple of texts."""
        return tuple(super().process_result_value(value, dialect) or ())
