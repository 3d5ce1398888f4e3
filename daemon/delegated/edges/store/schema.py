"""The schema is brought up to date when the store is opened, once, by whoever comes first."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, Table, Text, inspect, select

from delegated.edges.store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_MIGRATIONS = "delegated.edges.store.migrations"
# Any number would do, as long as nobody else takes the same one in this database.
_ADVISORY_LOCK = 0x64656C65
_version = Table("alembic_version", MetaData(), Column("version_num", Text))


def bring_up_to_date(readers: Engine, writers: Engine) -> None:
    """Run the migrations that are missing; a schema that this program does not know is refused by StoreError.

    Alembic takes longer to import than everything else together, so it is not loaded when there is nothing to do.
    """
    known = _revisions()
    with readers.connect() as connection:
        if _is_current(connection, known):
            return
    with writers.begin() as connection:
        _wait_for_others(connection)
        if not _is_current(connection, known):
            _upgrade(connection, known[-1])


def _revisions() -> list[str]:
    """`0001`, `0002`, … from the names of the files."""
    files = resources.files(_MIGRATIONS).joinpath("versions").iterdir()
    return sorted(file.name.split("_")[0] for file in files if file.name[0].isdigit() and file.name.endswith(".py"))


def _is_current(connection: Connection, known: list[str]) -> bool:
    if not inspect(connection).has_table(_version.name):
        return False
    present = connection.execute(select(_version.c.version_num)).scalar()
    if present is not None and present not in known:
        message = (
            f"the database has schema {present}, this program knows {known[-1]} at most: "
            "it was written by a newer delegated; install that version, or restore a backup from before the upgrade"
        )
        raise StoreError(message)
    return present == known[-1]


def _wait_for_others(connection: Connection) -> None:
    """SQLite's BEGIN IMMEDIATE did that already."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


def _upgrade(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - 1.3 s, see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    with resources.as_file(resources.files(_MIGRATIONS)) as folder:
        # Alembic reads options through configparser, to which % is special.
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, target)
