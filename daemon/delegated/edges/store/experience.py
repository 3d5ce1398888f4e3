"""What is remembered of each task, narrow enough to be read as a whole: the office's experience."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Text, bindparam, func, select, type_coerce, union
from sqlalchemy.types import NullType

from delegated.core.experience import Work
from delegated.edges.store import tables
from delegated.edges.store.columns import Instant, Truth, Words, moment_of
from delegated.edges.store.rows import TaskRow
from delegated.edges.store.statements import ByDialect, many, names_of, unless_known, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Insert


def keep_works(connection: Connection, works: Sequence[Work]) -> None:
    """Write what is remembered of these tasks; what was remembered before is replaced."""
    many(connection, _KEEP[connection.dialect.name], [_values(work) for work in works])


def fill_works(connection: Connection, works: Sequence[Work]) -> None:
    """Write what is remembered of these tasks, where nothing is remembered yet."""
    many(connection, _FILL[connection.dialect.name], [_values(work) for work in works])


def unremembered(connection: Connection, most: int) -> list[TaskRow]:
    """The newest tasks of which nothing is remembered, so many at most.

    Since there are works, each comes with its task: what has none is older than all that have, and need not be sought.
    """
    return [TaskRow(**row) for row in connection.execute(_UNREMEMBERED, {"at_most": most}).mappings()]


def works(connection: Connection, since: datetime) -> list[Work]:
    """Every task that is open, was closed since then, or has cost a goal something; in the order of the numbers."""
    read = _Reader()
    return [read.work(row) for row in connection.execute(_WORKS, {"since": since})]


class _Reader:
    """Works from rows as the database has them. There may be a hundred thousand: what many have alike is kept once."""

    def __init__(self) -> None:
        self._moments: dict[int | None, datetime | None] = {None: None}
        self._words: dict[str, tuple[str, ...]] = {}
        self._texts: dict[str | None, str | None] = {}
        by_type: dict[type, Callable[[Any], Any]] = {
            Instant: self._moment,
            Words: self._listed,
            Text: self._text,
            Truth: bool,
        }
        kinds = ((place, type(column.type)) for place, column in enumerate(tables.works.c))
        self._readers = [(place, by_type[kind]) for place, kind in kinds if kind in by_type]

    def work(self, row: Sequence[Any]) -> Work:
        """What is remembered of one task."""
        values = list(row)
        for place, read in self._readers:
            values[place] = read(values[place])
        return Work(**dict(zip(_NAMES, values, strict=True)))

    def _moment(self, value: int | None) -> datetime | None:
        found = self._moments.get(value)
        if found is None and value is not None:
            found = self._moments[value] = moment_of(value)
        return found

    def _listed(self, value: str) -> tuple[str, ...]:
        found = self._words.get(value)
        if found is None:
            found = self._words[value] = tuple(map(sys.intern, orjson.loads(value)))
        return found

    def _text(self, value: str | None) -> str | None:
        return self._texts.setdefault(value, value)


def _keep(dialect: Any) -> Insert:
    new = dialect.insert(tables.works)
    replaced = {name: new.excluded[name] for name in names_of(Work, without="number")}
    replacing: Insert = new.on_conflict_do_update(index_elements=["number"], set_=replaced)
    return replacing


_ALL = 2**62
_values = values_of(Work)
_KEEP = ByDialect(_keep)
_FILL = unless_known(tables.works)
_FIRST = select(func.coalesce(func.min(tables.works.c.number), _ALL)).scalar_subquery()
_UNREMEMBERED = (
    select(tables.tasks)
    .where(tables.tasks.c.number < _FIRST)
    .order_by(tables.tasks.c.number.desc())
    .limit(bindparam("at_most"))
)
_NAMES = tuple(column.name for column in tables.works.c)
_NUMBERS = select(tables.works.c.number)
# Each by its own index: where they stand in one condition, SQLite looks at every task that there ever was.
_OF_USE = union(
    _NUMBERS.where(tables.works.c.closed.is_(None)),
    _NUMBERS.where(tables.works.c.closed >= bindparam("since")),
    _NUMBERS.where(tables.FOR_A_GOAL),
)
_WORKS = (
    # As the database has them: the conversions of 28 columns, one at a time, take ten times as long as the reading.
    select(*(type_coerce(column, NullType()).label(column.name) for column in tables.works.c))
    .where(tables.works.c.number.in_(_OF_USE))
    .order_by(tables.works.c.number)
)
