"""Connections to SQLite or PostgreSQL, set up so that nothing is lost and nobody waits for nothing."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from delegated.edges.store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExceptionContext
    from sqlalchemy.engine.interfaces import DBAPIConnection

# Set on a connection as soon as a statement failed: what follows in that transaction must not be committed.
A_STATEMENT_FAILED = "a statement failed"

_BUSY_AFTER_MS = 5_000
_WAL_BYTES_KEPT = 64 * 1024 * 1024
_WAL_TRIES = 200
_WAL_PAUSE_SECONDS = 0.01
_CONNECT_SECONDS = 5


def address(url: str, base: str) -> URL:
    """Where the database is; a relative SQLite path is taken from `base`. StoreError if it cannot be understood."""
    if url.startswith("sqlite:"):
        return URL.create("sqlite", database=str(Path(base, _sqlite_path(url)).absolute()))
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        message = "store.url must be `sqlite:PATH` or `postgresql://USER@HOST/DATABASE`"
        raise StoreError(message)
    return parsed.set(drivername="postgresql+psycopg")


def make_file(path: Path) -> None:
    """Make the database file, and its folder, so that nobody else may read them. What is there keeps its mode.

    A file that is there is not even opened: closing it again would end all locks that SQLite has on it in this
    process (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreError(f"cannot open the database {path}: {error.strerror}", temporary=True) from error


def writing(url: URL, *, connections: int) -> Engine:
    """An engine for the writer's threads: each transaction has the right to write from its beginning."""
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, begin="BEGIN IMMEDIATE", pragmas=_PRAGMAS, connections=connections)
        event.listen(engine, "connect", _use_write_ahead_log)
        return engine
    return _postgres(url, session="", connections=connections)


def reading(url: URL, *, connections: int) -> Engine:
    """An engine for questions: it cannot write, and each transaction sees one moment."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, begin="BEGIN", pragmas=(*_PRAGMAS, "query_only = ON"), connections=connections)
    session = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    return _postgres(url, session=session, connections=connections)


def _sqlite_path(url: str) -> str:
    """Of `sqlite:PATH`; also of `sqlite:///PATH`, as SQLAlchemy writes it."""
    path = url.removeprefix("sqlite:")
    path = path.removeprefix("///") if path.startswith("///") else path
    if not path or path.startswith("//") or path == ":memory:":
        message = f"store.url `{url}` names no file; write `sqlite:state/delegated.db`"
        raise StoreError(message)
    return path


_PRAGMAS = (
    f"busy_timeout = {_BUSY_AFTER_MS}",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"journal_size_limit = {_WAL_BYTES_KEPT}",
)


def _sqlite(url: URL, *, begin: str, pragmas: tuple[str, ...], connections: int) -> Engine:
    engine = _engine(url, connections=connections)

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _: object) -> None:
        # The driver's own BEGIN comes too late (before the first write), and loses updates.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _use_write_ahead_log(connection: Any, _: object) -> None:
    """It stays so for good. Two that open a new file at once are in each other's way, and here SQLite does not wait."""
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError:
            threading.Event().wait(_WAL_PAUSE_SECONDS)
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _postgres(url: URL, *, session: str, connections: int) -> Engine:
    defaults = {"connect_timeout": _CONNECT_SECONDS, "application_name": "delegated"}
    options = {name: value for name, value in defaults.items() if name not in url.query}
    try:
        engine = _engine(url, connections=connections, connect_args=options)
    except ModuleNotFoundError as error:
        message = "PostgreSQL needs its driver: pip install delegated[postgres]"
        raise StoreError(message) from error

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        if session:
            connection.execute(session)
            connection.commit()

    return engine


def _engine(url: URL, *, connections: int, **options: Any) -> Engine:
    # Parameters are hidden in errors, for they hold what people wrote.
    engine = create_engine(url, pool_size=connections, max_overflow=0, hide_parameters=True, **options)

    @event.listens_for(engine, "handle_error")
    def remember(context: ExceptionContext) -> None:
        if context.connection is not None and not context.connection.invalidated:
            context.connection.info[A_STATEMENT_FAILED] = True

    return engine
