"""How statements are built that both databases understand, and how rows become their values."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Insert, Table


class ByDialect(dict[str, "Insert"]):
    """The same statement for each database. The one for the database that is not used is not even imported."""

    def __init__(self, build: Callable[[Any], Insert]) -> None:
        super().__init__()
        self._build = build

    def __missing__(self, dialect: str) -> Insert:
        statement = self._build(import_module(f"sqlalchemy.dialects.{dialect}"))
        self[dialect] = statement.execution_options(preserve_rowcount=True)
        return self[dialect]


def unless_known(table: Table) -> ByDialect:
    """An insert that leaves out what is there already."""
    return ByDialect(lambda dialect: dialect.insert(table).on_conflict_do_nothing())


def many(connection: Connection, statement: Any, values: list[dict[str, Any]]) -> int:
    """Run a statement once for each of these values. Returns how many rows it met in all."""
    return connection.execute(statement, values).rowcount if values else 0


def values_of(row_type: type[Any], *, without: str = "") -> Callable[[Any], dict[str, Any]]:
    """A reader of a row's fields. `dataclasses.asdict` would copy each document."""
    names = names_of(row_type, without=without)
    read = attrgetter(*names)
    return lambda row: dict(zip(names, read(row), strict=True))


def names_of(row_type: type[Any], *, without: str = "") -> tuple[str, ...]:
    """The names of a row's fields, in their order."""
    return tuple(field.name for field in fields(row_type) if field.name != without)
