"""The contract of the store, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from delegated.edges.clock import SystemClock
from delegated.edges.store import (
    DecisionRow,
    DuplicateTask,
    Errand,
    Lease,
    NewTask,
    Placed,
    Store,
    StoreError,
    Workload,
    commands,
    conversation,
    lock,
    queries,
    tables,
)
from rows import MINUTE, NOON, errand, event, letter, task

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sqlalchemy import Connection, Select


def add(number: int, **changes: Any) -> Callable[[Connection], None]:
    return lambda connection: commands.add_task(connection, task(number, **changes), [event(number)])


def take(holder: str, now: datetime = NOON, limit: int = 10) -> Callable[[Connection], list[Errand]]:
    return lambda connection: commands.claim(connection, now, MINUTE, holder, limit)


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(tables.tasks)).scalar_one()


@asynccontextmanager
async def busy_writers(store: Store) -> AsyncIterator[None]:
    """Within, all writers are busy, so that commands gather; at the end they take up what has gathered."""
    go_on = threading.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(1 if store._is_sqlite else 4):
            is_busy = threading.Event()
            group.create_task(store.do(_held(is_busy, go_on)))
            assert await asyncio.to_thread(is_busy.wait, 10)
        yield
        asyncio.get_running_loop().call_soon(go_on.set)


def _held(is_busy: threading.Event, go_on: threading.Event) -> Callable[[Connection], None]:
    def hold(_: Connection) -> None:
        is_busy.set()
        go_on.wait(10)

    return hold


# Committing


async def test_an_answer_means_that_it_is_committed(store: Store) -> None:
    """As soon as the command is answered, another connection sees all of it."""
    await store.do(add(1))
    assert store.read(lambda connection: queries.task(connection, 1)) == task(1)
    assert [row.name for row in await store.ask(queries.events)] == ["task.received"]


async def test_hundreds_of_commands_at_once_are_each_answered_for_themselves(store: Store) -> None:
    """Three hundred callers of one loop share commits, and each gets its own result."""

    def add_and_tell(number: int) -> Callable[[Connection], int]:
        def work(connection: Connection) -> int:
            add(number)(connection)
            return number

        return work

    numbers = store.next_numbers(300)
    assert await asyncio.gather(*(store.do(add_and_tell(number)) for number in numbers)) == numbers
    assert store.read(count) == 300


async def test_a_failing_command_takes_no_other_with_it(store: Store) -> None:
    """Ten commands in one batch, one of which fails halfway: nine are kept, and nothing of the tenth."""

    def half(connection: Connection) -> None:
        add(5)(connection)
        raise LookupError

    async with busy_writers(store):
        answers = [asyncio.ensure_future(store.do(half if n == 5 else add(n))) for n in range(1, 11)]
    results = await asyncio.gather(*answers, return_exceptions=True)
    assert [type(result) for result in results] == [type(None)] * 4 + [LookupError] + [type(None)] * 5
    kept = store.read(queries.tasks)
    assert [row.number for row in kept] == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    assert len(store.read(queries.events)) == 9


async def test_a_command_that_goes_on_after_a_failed_statement_is_not_kept(store: Store) -> None:
    """The transaction is gone by then, whether the command looked at the error or not."""

    def stubborn(connection: Connection) -> None:
        add(1)(connection)
        with pytest.raises(DBAPIError):
            connection.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(StoreError, match="went on regardless"):
        await store.do(stubborn)
    assert store.read(count) == 0


async def test_a_cancelled_caller_leaves_its_command_to_be_finished(store: Store) -> None:
    """The caller goes away, the task is written all the same, and the writer goes on."""
    async with busy_writers(store):
        caller = asyncio.ensure_future(store.do(add(1)))
        asyncio.get_running_loop().call_soon(caller.cancel)
    with pytest.raises(asyncio.CancelledError):
        await caller
    await store.do(add(2))
    await store.close()
    assert store.read(count) == 2


async def test_a_caller_whose_loop_is_closed_harms_nobody(store: Store) -> None:
    """Its answer has nowhere to go; the next one has."""

    async def ask_and_leave(caught: list[asyncio.Task[None]]) -> None:
        caught.append(asyncio.ensure_future(store.do(add(1))))
        asyncio.get_running_loop().call_soon(caught[0].cancel)
        await asyncio.wait(caught)

    async with busy_writers(store):
        await asyncio.to_thread(asyncio.run, ask_and_leave([]))
    await store.do(add(2))
    await store.close()
    assert store.read(count) == 2


async def test_commands_come_from_several_loops(store: Store) -> None:
    """Each loop gets its own answers."""

    async def from_elsewhere(first: int) -> None:
        await asyncio.gather(*(store.do(add(first + n)) for n in range(20)))

    await asyncio.gather(*(asyncio.to_thread(asyncio.run, from_elsewhere(first)) for first in (100, 200, 300)))
    assert store.read(count) == 60


async def test_closing_finishes_what_is_queued(store: Store) -> None:
    """What was asked before the closing is done, what comes after is refused; closing twice is closing."""
    async with busy_writers(store):
        answers = [asyncio.ensure_future(store.do(add(n))) for n in range(1, 51)]
        closed = asyncio.ensure_future(store.close())
    await asyncio.gather(*answers)
    await closed
    with pytest.raises(StoreError, match="closed"):
        await store.do(add(51))
    await store.close()
    assert store.read(count) == 50


async def test_a_question_cannot_change_anything(store: Store) -> None:
    """Whoever only asks has a connection that only reads."""
    with pytest.raises(StoreError):
        store.read(add(1))
    assert store.read(count) == 0


async def test_what_was_answered_survives_kill_9(store_url: str, tmp_path: Path) -> None:
    """A process is killed while it writes; every task that it was told is kept, is kept, whole."""
    writing = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITES_UNTIL_KILLED, store_url, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert writing.stdout is not None
    async with asyncio.timeout(60):
        told = [int(await writing.stdout.readline()) for _ in range(100)]
        writing.send_signal(signal.SIGKILL)
        told += [int(line) for line in (await writing.stdout.read()).splitlines(keepends=True) if line.endswith(b"\n")]
        await writing.wait()
    store = Store.open(store_url, base=str(tmp_path))
    kept = {row.number for row in store.read(queries.tasks)}
    histories = {row.task for row in store.read(queries.events)}
    await store.close()
    assert set(told) <= kept
    assert histories == kept


_WRITES_UNTIL_KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from delegated.edges.store import EventRow, Store, TaskRow, commands

async def main():
    store, now = Store.open(sys.argv[1], base=sys.argv[2]), datetime.now(UTC)
    async def write():
        while True:
            number, = store.next_numbers(1)
            row = TaskRow(number=number, owner="alex", title="x", state="offered", folder="delegated",
                          file="x", digest=str(number), since=now, created=now)
            await store.do(lambda c: commands.add_task(c, row, [EventRow(name="task.received", at=now, task=number)]))
            print(number, flush=True)
    await asyncio.gather(*(write() for _ in range(16)))

asyncio.run(main())
"""


# Trouble


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_full_disk_is_told_and_passes(store: Store) -> None:
    """While there is no room callers are told to come back, nothing is half-done; with room it goes on by itself."""
    await store.do(add(1))
    pages = await store.do(lambda connection: connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    await store.do(lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}").scalar_one())
    big = {"details": "x" * 10_000}
    answers = await asyncio.gather(*(store.do(add(n, record=big)) for n in range(2, 30)), return_exceptions=True)
    refused = [answer for answer in answers if answer is not None]
    assert refused
    assert all(isinstance(answer, StoreError) and answer.temporary for answer in refused)
    assert not store.healthy
    assert store.last_error == "database or disk is full"
    assert await store.do(take("me")) == []
    assert not store.healthy, "nothing was written yet, so nothing is proven"
    kept = [row.number for row in store.read(queries.tasks)]
    assert len(kept) == 29 - len(refused)
    assert [row.task for row in store.read(queries.events)] == kept

    await store.do(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 100000").scalar_one())
    await store.do(add(30, record=big))
    assert store.healthy
    assert store.last_error is None


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_file_that_another_program_writes_to_is_waited_for(store: Store) -> None:
    """Somebody holds the file; the command is done as soon as it is free."""
    with closing(sqlite3.connect(str(store._url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.ensure_future(store.do(add(1)))
        done, _ = await asyncio.wait([waiting], timeout=0.1)
        assert not done
        other.execute("COMMIT")
    async with asyncio.timeout(10):
        await waiting


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_a_server_that_drops_its_connections_costs_no_caller_anything(store: Store) -> None:
    """The server ends all sessions under load, three times; every command is done, once."""

    def disconnect(connection: Connection) -> int:
        ours = {"us": store._url.query["application_name"]}
        return len(connection.execute(text(_END_SESSIONS), ours).all())

    async def work(first: int) -> None:
        for number in range(first, first + 20):
            await store.do(add(number))

    assert store.read(count) == 0
    working = [asyncio.ensure_future(work(first)) for first in range(100, 1000, 100)]
    assert sum([await store.ask(disconnect) for _ in range(3)]) > 0
    await asyncio.gather(*working)
    assert store.read(count) == 180
    assert len(store.read(queries.events)) == 180
    assert store.healthy


class Wire:
    """The way to a server, which can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self.far_end = (host, port)
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: list[asyncio.StreamWriter] = []

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        if self._server:
            self._server.close()
        for end in self._open:
            end.transport.abort()
        self._open.clear()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self.far_end)
        self._open += [writer, far_writer]
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer), return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while some := await reader.read(65536):
            writer.write(some)
        writer.close()


@asynccontextmanager
async def store_at_the_end_of(wire: Wire, url: str, base: Path) -> AsyncIterator[Store]:
    await wire.mend()
    through = make_url(url).set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
    store = await asyncio.to_thread(Store.open, through, base=str(base))
    try:
        yield store
    finally:
        await store.close()
        wire.cut()


@pytest.fixture
def wire(store_url: str) -> Wire:
    server = make_url(store_url)
    return Wire(server.host or "127.0.0.1", server.port or 5432)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_a_server_that_is_away_for_a_while_is_waited_for(wire: Wire, store_url: str, tmp_path: Path) -> None:
    """The wire is cut under load and mended: every command is done, once, and no caller noticed."""
    async with store_at_the_end_of(wire, store_url, tmp_path) as store, asyncio.timeout(30):
        await store.do(add(1))
        waiting = [asyncio.ensure_future(store.do(add(number))) for number in range(2, 100)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        wire.cut()
        late = asyncio.ensure_future(store.do(add(100)))
        while store.healthy:
            await asyncio.wait([late], timeout=0.05)
        await wire.mend()
        await asyncio.gather(*waiting, late)
        assert store.healthy
        assert await store.ask(count) == 100
        assert len(await store.ask(queries.events)) == 100


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_closing_waits_for_no_server_that_is_away(wire: Wire, store_url: str, tmp_path: Path) -> None:
    """The commands that could not be done are told so, each of them."""
    async with store_at_the_end_of(wire, store_url, tmp_path) as store, asyncio.timeout(30):
        await store.do(add(1))
        wire.cut()
        waiting = [asyncio.ensure_future(store.do(add(number))) for number in range(2, 50)]
        while store.healthy:
            await asyncio.wait(waiting, timeout=0.05)
        await store.close()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert {(type(answer), getattr(answer, "temporary", None)) for answer in answers} == {(StoreError, True)}


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_two_commands_that_wait_for_each_other_are_both_done(store: Store) -> None:
    """The server ends one of them to let the other go on; it is run again."""
    await store.do(add(1))
    await store.do(add(2))
    met = threading.Barrier(2)
    runs: list[int] = []

    def change(first: int, second: int, begun: threading.Event, connection: Connection) -> None:
        rename = text("UPDATE tasks SET title = title || '+' WHERE number = :number")
        connection.execute(rename, {"number": first})
        runs.append(first)
        begun.set()
        if len(runs) <= 2:
            met.wait(10)
        connection.execute(rename, {"number": second})

    begun = threading.Event()
    one = asyncio.ensure_future(store.do(partial(change, 1, 2, begun)))
    assert await asyncio.to_thread(begun.wait, 10)
    await asyncio.gather(one, store.do(partial(change, 2, 1, threading.Event())))
    assert {row.title for row in store.read(queries.tasks)} == {"Book flights to Lisbon++"}
    assert len(runs) == 3


async def test_a_commit_that_fails_leaves_nothing_behind(store: Store) -> None:
    """What is only found out at the COMMIT is told as any other error, and the next command is not held up by it."""

    def make_two_tables(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        reference = "INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED"
        connection.execute(text(f"CREATE TABLE child (parent {reference})"))

    def orphan(connection: Connection) -> None:
        add(1)(connection)
        connection.execute(text("INSERT INTO child VALUES (1)"))

    await store.do(make_two_tables)
    with pytest.raises(StoreError, match=r"(?i)foreign key") as refused:
        await store.do(orphan)
    assert not refused.value.temporary
    await store.do(add(2))
    assert [row.number for row in store.read(queries.tasks)] == [2]
    assert store.healthy


_END_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = :us AND pid <> pg_backend_pid()
"""


# Opening


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_nobody_else_may_read_the_state(store: Store, tmp_path: Path) -> None:
    """The folder is 0700 and each file in it 0600, whatever the umask."""
    await store.do(add(1))
    state = tmp_path / "state"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in state.iterdir()} == {
        "delegated.db": 0o600,
        "delegated.db-wal": 0o600,
        "delegated.db-shm": 0o600,
    }


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_one_daemon_a_file(store_url: str, tmp_path: Path) -> None:
    """The second one is told which process has it; a reader may come in; afterwards it is free again."""
    first = Store.open(store_url, base=str(tmp_path), exclusive=True)
    with pytest.raises(StoreError, match=f"as process {os.getpid()}"):
        Store.open(store_url, base=str(tmp_path), exclusive=True)
    reader = Store.open(store_url, base=str(tmp_path))
    assert reader.read(count) == 0
    await reader.close()
    await first.close()
    await Store.open(store_url, base=str(tmp_path), exclusive=True).close()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_one_home_a_database(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second home is refused, readers may come in; afterwards the database is free again."""
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.1)
    first = Store.open(store_url, base=str(tmp_path / "first"), exclusive=True)
    with pytest.raises(StoreError, match="give each home a database of its own") as refused:
        Store.open(store_url, base=str(tmp_path / "second"), exclusive=True)
    assert refused.value.temporary
    reader = Store.open(store_url, base=str(tmp_path / "second"))
    assert reader.read(count) == 0
    await reader.close()
    await first.close()
    monkeypatch.undo()  # the server may take a moment to notice
    await Store.open(store_url, base=str(tmp_path / "second"), exclusive=True).close()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_a_database_is_free_again_after_kill_9(store_url: str, tmp_path: Path) -> None:
    """The next start waits for the server to notice."""
    holding = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLDS_UNTIL_KILLED, store_url, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert holding.stdout is not None
    async with asyncio.timeout(60):
        assert await holding.stdout.readline() == b"held\n"
        holding.kill()
        await holding.wait()
    await Store.open(store_url, base=str(tmp_path), exclusive=True).close()


_HOLDS_UNTIL_KILLED = """
import sys, threading
from delegated.edges.store import Store

store = Store.open(sys.argv[1], base=sys.argv[2], exclusive=True)
print("held", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_a_database_is_held_again_after_the_server_was_away(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends all sessions, and with them the lock: it is taken again before long."""
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.0)
    first = Store.open(store_url, base=str(tmp_path / "first"), exclusive=True)
    ours = {"us": make_url(store_url).query["application_name"]}
    async with asyncio.timeout(20):
        before = await first.ask(_holder)
        assert before is not None
        await first.ask(lambda connection: connection.execute(text(_END_SESSIONS), ours).all())
        while await first.ask(_holder) in {before, None}:
            pass
    with pytest.raises(StoreError, match="give each home a database of its own"):
        Store.open(store_url, base=str(tmp_path / "second"), exclusive=True)
    await first.close()


def _holder(connection: Connection) -> int | None:
    """The process of the server's that has the lock of this schema."""
    wanted = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :one AND objid = :two"
    schema = connection.scalar(text("SELECT current_schema()"))
    keys = dict(zip(("one", "two"), lock.keys_of(schema), strict=True))
    found: int | None = connection.scalar(text(wanted), keys)
    return found


async def test_a_relative_path_counts_from_the_home(tmp_path: Path) -> None:
    """Not from wherever the program was started."""
    await Store.open("sqlite:state/delegated.db", base=str(tmp_path)).close()
    assert (tmp_path / "state" / "delegated.db").is_file()


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "delegated.db", "sqlite:", "sqlite::memory:", "sqlite://host/x"]
)
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    """With a word on how it should look."""
    with pytest.raises(StoreError, match="sqlite:"):
        Store.open(url, base=str(tmp_path))


def test_without_its_driver_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The driver is an extra."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install delegated\[postgres\]"):
        Store.open("postgresql://localhost/x", base=str(tmp_path))


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    """It may come back; the password is nobody's business."""
    with pytest.raises(StoreError, match="cannot open the database") as refused:
        Store.open("postgresql://alex:s3cret@127.0.0.1:1/x", base=str(tmp_path))
    assert refused.value.temporary
    assert "s3cret" not in str(refused.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """And left as it is."""
    file = tmp_path / "delegated.db"
    file.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StoreError, match="file is not a database"):
        Store.open("sqlite:delegated.db", base=str(tmp_path))
    assert file.read_bytes() == b"Dear diary, " * 1000


async def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    """With the path and the system's own word."""
    (tmp_path / "state").write_text("a file, no folder")
    with pytest.raises(StoreError, match=r"state/delegated\.db: File exists"):
        Store.open("sqlite:state/delegated.db", base=str(tmp_path))


async def test_a_newer_schema_is_refused(store_url: str, tmp_path: Path) -> None:
    """A program from before the upgrade must not touch what it does not understand."""
    store = Store.open(store_url, base=str(tmp_path))
    await store.do(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await store.close()
    with pytest.raises(StoreError, match="schema 9999"):
        Store.open(store_url, base=str(tmp_path))


async def test_two_that_open_an_empty_database_at_once_make_one_schema(store_url: str, tmp_path: Path) -> None:
    """One migrates, the other waits; opening again changes nothing."""
    both = [asyncio.to_thread(Store.open, store_url, base=str(tmp_path)) for _ in range(2)]
    first, second = await asyncio.gather(*both)
    await first.do(add(1))
    await first.close()
    assert second.read(count) == 1
    await second.close()
    third = Store.open(store_url, base=str(tmp_path))
    assert third.read(count) == 1
    await third.close()


async def test_the_migrations_make_the_tables_that_the_program_sees(store: Store) -> None:
    """All columns, all indexes, on both databases."""

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, tables.metadata))

    assert store.read(differences) == []


async def test_a_current_database_is_opened_without_alembic(store: Store, store_url: str, tmp_path: Path) -> None:
    """It takes longer to import than all the rest."""
    script = (
        "import sys; from delegated.edges.store import Store\n"
        "Store.open(sys.argv[1], base=sys.argv[2]).close_now(); sys.exit('alembic' in sys.modules)"
    )
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script, store_url, str(tmp_path)], check=False
    )
    assert done.returncode == 0


# Tasks


async def test_numbers_are_given_once_and_go_on_after_a_restart(store: Store, store_url: str, tmp_path: Path) -> None:
    """One, two, three; and four after the next start."""
    numbers = store.next_numbers(1) + store.next_numbers(2)
    assert numbers == [1, 2, 3]
    for number in numbers:
        await store.do(add(number))
    again = Store.open(store_url, base=str(tmp_path))
    assert again.next_numbers(1) == [4]
    await again.close()


async def test_a_task_is_written_with_all_that_comes_with_it(store: Store) -> None:
    """Row, history, errands, letter and decision, in one transaction."""
    decided = DecisionRow(task=1, at=NOON, outcome="delegate", rule="travel", version="abc", record={"why": "cheap"})
    await store.do(
        lambda connection: commands.add_task(
            connection, task(1), [event(), event(name="task.decided")], [errand("T-1:remind")], [letter("<1>")], decided
        )
    )
    assert [row.name for row in store.read(lambda c: queries.events(c, task=1))] == ["task.received", "task.decided"]
    assert [row.key for row in store.read(lambda c: queries.waiting_errands(c, 1))] == ["T-1:remind"]
    assert store.read(lambda c: queries.letters_of(c, 1)) == [letter("<1>", content=None)]
    assert store.read(lambda c: queries.letter(c, "<1>")) == letter("<1>")
    assert store.read(lambda c: queries.decision(c, 1)) == replace(decided, id=1)


async def test_the_same_content_is_one_task(store: Store) -> None:
    """The second is told the number of the first, and nothing of it is written."""
    await store.do(add(1))

    def twice(connection: Connection) -> None:
        commands.add_task(connection, task(2, digest="digest-1"), [event(2)], [errand("T-2:remind")])

    with pytest.raises(DuplicateTask) as refused:
        await store.do(twice)
    assert (refused.value.digest, refused.value.number) == ("digest-1", 1)
    assert len(store.read(queries.events)) == 1
    assert store.read(queries.next_wake) is None


async def test_a_task_written_again_is_written_once(store: Store) -> None:
    """The answer to COMMIT was lost and the command runs again: it finds its own work and is content."""
    await store.do(add(1))
    await store.do(add(1))
    assert await store.do(lambda c: commands.add_tasks(c, [NewTask(task(1), (event(),))])) == {}
    assert len(store.read(queries.events)) == 1


async def test_a_number_that_is_taken_is_an_error(store: Store) -> None:
    """Two programs that count the same tasks must notice."""
    await store.do(add(1))
    with pytest.raises(StoreError, match="T-1 is another task"):
        await store.do(add(1, digest="other"))
    with pytest.raises(StoreError, match="T-1 is another task"):
        await store.do(lambda c: commands.add_tasks(c, [NewTask(task(2)), NewTask(task(1, digest="other"))]))
    assert store.read(count) == 1


async def test_many_tasks_at_once_leave_out_only_the_duplicates(store: Store) -> None:
    """One known from before, one twice in the same breath."""
    await store.do(add(1))
    new = [
        NewTask(task(n, digest=digest), (event(n),)) for n, digest in ((2, "b"), (3, "digest-1"), (4, "b"), (5, "c"))
    ]
    assert await store.do(lambda c: commands.add_tasks(c, new)) == {"digest-1": 1, "b": 2}
    assert [row.number for row in store.read(queries.tasks)] == [1, 2, 5]
    assert [row.task for row in store.read(queries.events)] == [1, 2, 5]
    assert store.read(lambda c: queries.task_by_digest(c, ["b", "c", "unknown"])) == {"b": 2, "c": 5}


async def test_of_two_who_change_a_task_the_second_is_told(store: Store) -> None:
    """Both read version 0; one wins, the other writes nothing."""
    await store.do(add(1))
    accepted, declined = task(1, state="working"), task(1, state="waiting", assistant=None)
    assert await store.do(lambda c: commands.update_task(c, 1, 0, accepted)) is True
    assert await store.do(lambda c: commands.update_task(c, 1, 0, declined)) is False
    assert store.read(lambda c: queries.task(c, 1)) == replace(accepted, version=1)


async def test_tasks_are_found_by_what_is_known_of_them(store: Store) -> None:
    """By state, owner, file, and the day they were closed."""
    rows = [
        task(1),
        task(2, owner="kim", minutes=30),
        task(3, state="working", minutes=45),
        task(4, state="yours", assistant=None, folder="yours"),
        task(5, state="done", folder="done", closed=NOON),
    ]
    await store.do(lambda c: commands.add_tasks(c, [NewTask(row) for row in rows]))

    def found(**wanted: Any) -> list[int]:
        return [row.number for row in store.read(lambda c: queries.tasks(c, **wanted))]

    assert found() == [1, 2, 3, 4, 5]
    assert found(states=["offered", "working"], owner="alex") == [1, 3]
    assert found(states=[]) == []
    assert found(limit=2) == [1, 2]
    assert found(closed_since=NOON) == [5]
    assert found(closed_since=NOON + MINUTE) == []
    assert [row.number for row in store.read(queries.open_tasks)] == [1, 2, 3, 4]
    assert [row.number for row in store.read(lambda c: queries.open_tasks(c, owner="kim"))] == [2]
    assert store.read(lambda c: queries.task_by_file(c, "yours", "T-4 Book flights.md")) == rows[3]
    assert store.read(lambda c: queries.task_by_file(c, "done", "T-4 Book flights.md")) is None
    assert sorted(store.read(lambda c: list(queries.placed(c)))) == [
        Placed(row.number, row.folder, row.file, row.state) for row in rows[:4]
    ]
    assert set(store.read(queries.workloads)) == {
        Workload("maya", "alex", "offered", 120, 1),
        Workload("maya", "kim", "offered", 30, 1),
        Workload("maya", "alex", "working", 45, 1),
        Workload(None, "alex", "yours", 120, 1),
    }


# Instants


async def test_instants_keep_their_microseconds_and_lose_their_zone(store: Store) -> None:
    """What comes back is the same moment in UTC, also from before 1970 and far ahead."""
    manila = timezone(timedelta(hours=8))
    dues = [NOON.astimezone(manila), datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), datetime.max.replace(tzinfo=UTC)]
    for number, due in enumerate(dues, 1):
        await store.do(add(number, due=due))
    found = [row.due for row in store.read(queries.tasks)]
    assert found == dues
    assert {due.tzinfo for due in found if due} == {UTC}


async def test_an_instant_without_its_zone_is_refused(store: Store) -> None:
    """Nobody knows when that is."""
    with pytest.raises(ValueError, match="needs its time zone"):
        await store.do(add(1, due=NOON.replace(tzinfo=None)))
    assert store.read(count) == 0


def test_the_clock_knows_its_zone() -> None:
    """Now is always an instant."""
    assert SystemClock().now().tzinfo is UTC


# Errands


async def test_what_is_due_is_claimed_the_longest_overdue_first(store: Store) -> None:
    """What is due later stays; who claims holds it until the lease ends."""
    hours = {"late": -2, "now": 0, "later": 2, "very late": -5}
    rows = [errand(key, NOON + timedelta(hours=hour)) for key, hour in hours.items()]
    await store.do(lambda c: commands.set_errands(c, rows))
    claimed = await store.do(take("me"))
    assert [(each.key, each.wake_at) for each in claimed] == [
        ("very late", NOON - timedelta(hours=5)),
        ("late", NOON - timedelta(hours=2)),
        ("now", NOON),
    ]
    assert {(each.owner, each.attempts) for each in claimed} == {("me", 1)}
    assert claimed[0].payload == {"n": 1}
    assert await store.do(take("you")) == []
    assert store.read(queries.next_wake) == NOON + MINUTE


async def test_only_the_wanted_kinds_are_claimed_and_no_more_than_wanted(store: Store) -> None:
    """A worker for letters leaves the wake-ups alone."""
    rows = [errand(f"{kind}{n}", kind=kind) for kind in ("remind", "send", "move") for n in range(3)]
    await store.do(lambda c: commands.set_errands(c, rows))
    some = await store.do(lambda c: commands.claim(c, NOON, MINUTE, "me", 4, kinds=["send", "move"]))
    assert [each.key for each in some] == ["send0", "send1", "send2", "move0"]
    assert await store.do(lambda c: commands.claim(c, NOON, MINUTE, "me", 4, kinds=[])) == []


async def test_a_lease_that_ran_out_is_due_again_and_the_late_one_is_refused(store: Store) -> None:
    """The first holder took too long: the second has it now, and the first may neither end nor postpone it."""
    await store.do(lambda c: commands.set_errand(c, errand("T-1:send")))
    (mine,) = await store.do(take("me"))
    (yours,) = await store.do(take("you", NOON + MINUTE))
    assert yours.attempts == 2
    assert await store.do(lambda c: commands.end_errand(c, mine.id, "me", mine.attempts)) is False
    assert await store.do(lambda c: commands.postpone(c, mine.id, "me", mine.attempts, NOON)) is False
    assert await store.do(lambda c: commands.end_errands(c, [mine.lease, yours.lease])) == 1
    assert store.read(queries.next_wake) is None


async def test_the_same_holder_cannot_end_a_later_claim_of_its_own_with_an_earlier_one(store: Store) -> None:
    """The attempts are part of the fence."""
    await store.do(lambda c: commands.set_errand(c, errand("T-1:send")))
    (first,) = await store.do(take("me"))
    (second,) = await store.do(take("me", NOON + MINUTE))
    assert await store.do(lambda c: commands.end_errands(c, [first.lease])) == 0
    assert await store.do(lambda c: commands.end_errands(c, [second.lease])) == 1


async def test_a_postponed_errand_comes_back_with_its_attempts(store: Store) -> None:
    """Greylisted: later again, with what was learned."""
    await store.do(lambda c: commands.set_errand(c, errand("T-1:send")))
    (first,) = await store.do(take("me"))
    later = NOON + timedelta(hours=1)
    assert await store.do(lambda c: commands.postpone(c, first.id, "me", 1, later, {"said": "451"}))
    assert await store.do(take("me", later - MINUTE)) == []
    (second,) = await store.do(take("me", later))
    assert (second.attempts, second.payload) == (2, {"said": "451"})


async def test_setting_the_same_key_replaces_and_breaks_the_lease(store: Store) -> None:
    """A new reminder is not the old one: not its time, not its attempts, and not its holder's to end."""
    await store.do(lambda c: commands.set_errand(c, errand("T-1:remind")))
    (old,) = await store.do(take("me"))
    await store.do(lambda c: commands.set_errand(c, errand("T-1:remind", payload={"n": 2})))
    (new,) = await store.do(take("me"))
    assert (new.attempts, new.payload) == (1, {"n": 2})
    assert await store.do(lambda c: commands.end_errands(c, [old.lease])) == 0
    assert await store.do(lambda c: commands.end_errands(c, [new.lease])) == 1


async def test_an_errand_may_be_set_already_leased_and_is_ended_by_its_key(store: Store) -> None:
    """Whoever writes the task sends its brief at once; if it dies, the lease runs out."""
    leased = errand("T-1:brief", NOON + MINUTE, owner="me", attempts=1)
    await store.do(lambda c: commands.set_errands(c, [leased, replace(leased, key="T-1:other")]))
    assert await store.do(take("you")) == []
    assert await store.do(lambda c: commands.end_errands(c, [Lease("T-1:brief", "me", 1)])) == 1
    assert await store.do(lambda c: commands.postpone(c, "T-1:other", "you", 1, NOON)) is False
    assert await store.do(lambda c: commands.postpone(c, "T-1:other", "me", 1, NOON, {"n": 3}))
    assert [each.attempts for each in await store.do(take("you"))] == [2]


async def test_a_daemon_that_starts_again_takes_up_what_it_had_leased(store: Store) -> None:
    """It need not wait for its own lease to run out; others keep theirs."""
    await store.do(lambda c: commands.set_errands(c, [errand("a"), errand("b", NOON + timedelta(hours=1))]))
    await store.do(take("me"))
    assert await store.do(lambda c: commands.release(c, "you", NOON)) == 0
    assert await store.do(lambda c: commands.release(c, "me", NOON)) == 1
    assert [(each.key, each.attempts) for each in await store.do(take("me"))] == [("a", 2)]


async def test_cancelled_errands_are_gone(store: Store) -> None:
    """By key, or all of a task; the claimed ones too."""
    rows = [errand("a"), errand("b"), errand("c"), errand("d", task=2), errand("e", NOON + MINUTE)]
    await store.do(lambda c: commands.set_errands(c, rows))
    (held,) = await store.do(take("me", limit=1))
    assert await store.do(lambda c: commands.cancel_errands(c, ["a", "b", "unknown"])) == 2
    assert await store.do(lambda c: commands.cancel_errands_of(c, 1)) == 2
    assert await store.do(lambda c: commands.end_errands(c, [held.lease])) == 0
    assert [each.key for each in store.read(lambda c: queries.waiting_errands(c, 2))] == ["d"]
    assert store.read(lambda c: queries.waiting_errands(c, 1)) == []


async def test_two_holders_never_claim_the_same_errand(store: Store, store_url: str, tmp_path: Path) -> None:
    """Two stores on one database, four claimers each, two hundred errands: each is claimed once."""
    await store.do(lambda c: commands.set_errands(c, [errand(f"T-{n}:send") for n in range(200)]))
    other = Store.open(store_url, base=str(tmp_path))

    async def claim_all(of: Store, holder: str) -> list[str]:
        mine: list[str] = []
        while some := await of.do(take(holder, limit=7)):
            mine += [each.key for each in some]
        return mine

    holders = [claim_all(of, f"{name}{n}") for name, of in (("a", store), ("b", other)) for n in range(4)]
    everybody = [key for mine in await asyncio.gather(*holders) for key in mine]
    await other.close()
    assert sorted(everybody) == sorted(f"T-{n}:send" for n in range(200))


async def test_new_errands_wake_whoever_waits(store: Store, store_url: str, tmp_path: Path) -> None:
    """On PostgreSQL also those that another program set; errands that are leased at once wake nobody."""
    woken = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wake() -> None:
        loop.call_soon_threadsafe(woken.set)

    store.on_wake(wake)
    other = store if store._is_sqlite else Store.open(store_url, base=str(tmp_path))
    async with asyncio.timeout(10):
        if other is not store:
            await woken.wait()  # it listens now
            woken.clear()
        await other.do(lambda c: commands.set_errand(c, errand("a", owner="me", attempts=1)))
        assert not woken.is_set()
        await other.do(lambda c: commands.set_errand(c, errand("b")))
        await woken.wait()
    if other is not store:
        await other.close()


async def test_who_waits_badly_harms_no_commit(store: Store) -> None:
    """The one to be woken is gone; what was committed stays committed, once."""
    runs: list[int] = []

    def set_one(connection: Connection) -> None:
        runs.append(1)
        commands.set_errand(connection, errand("a"))

    def fail() -> None:
        raise RuntimeError

    store.on_wake(fail)
    await store.do(set_one)
    assert runs == [1]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_the_frequent_questions_are_answered_from_an_index_alone(store: Store) -> None:
    """A million closed tasks and three hundred thousand waiting errands must not be walked through."""
    with closing(sqlite3.connect(str(store._url.database))) as raw:

        def plan(statement: Select[Any]) -> str:
            plain = str(statement.compile(compile_kwargs={"render_postcompile": True})).replace("FOR UPDATE", "")
            return " / ".join(str(row[3]) for row in raw.execute(f"EXPLAIN QUERY PLAN {plain}", defaultdict(int)))

        assert "COVERING INDEX tasks_open" in plan(queries._PLACED)
        assert "COVERING INDEX tasks_open" in plan(queries._WORKLOADS)
        assert "TEMP B-TREE" not in plan(queries._WORKLOADS)
        assert plan(commands._DUE) == "SEARCH errands USING INDEX errands_wake_at (wake_at<?)"
        assert "errands_wake_at" in plan(queries._NEXT_WAKE)
        assert "letters_unsent" in plan(queries._MAIL_COUNTS)
        assert "letters_unsent" in plan(queries._UNSENT.params(at_most=1))
        assert "replies_put_aside" in plan(conversation._PUT_ASIDE)
        assert "replies_message_id" in plan(conversation._REPLIED.params(of="", but=""))
        assert "answers_owner" in plan(conversation._ANSWERS_OF.params(of="", at_most=1))


# Letters, history, decisions


async def test_the_bytes_of_a_letter_are_kept_until_it_is_sent(store: Store) -> None:
    """Exactly the bytes, then none."""
    await store.do(lambda c: commands.add_letters(c, [letter("<1>"), letter("<2>"), letter("<3>")]))
    found = store.read(lambda c: queries.content(c, ["<1>", "<2>", "<9>"]))
    assert found == {"<1>": letter("<1>").content, "<2>": letter("<2>").content}
    assert store.read(lambda c: queries.letters(c, ["<1>", "<9>"])) == {"<1>": letter("<1>")}
    assert await store.do(lambda c: commands.mark_sent(c, [("<1>", NOON), ("<2>", NOON + MINUTE), ("<9>", NOON)])) == 2
    assert store.read(lambda c: queries.content(c, ["<1>", "<2>"])) == {}
    assert store.read(lambda c: queries.letter(c, "<2>")) == letter(
        "<2>", state="sent", sent=NOON + MINUTE, content=None
    )
    assert [row.message_id for row in store.read(queries.unsent)] == ["<3>"]


async def test_what_became_of_each_letter_is_counted(store: Store) -> None:
    """Deferred ones are still to be sent, failed ones are not."""

    def mark(message_id: str, state: str, connection: Connection) -> bool:
        return commands.mark_letter(connection, message_id, state, "451 later", 2)

    await store.do(lambda c: commands.add_letters(c, [letter(f"<{n}>") for n in range(5)]))
    for message_id, state in (("<1>", "deferred"), ("<2>", "failed"), ("<3>", "uncertain")):
        assert await store.do(partial(mark, message_id, state))
    assert not await store.do(lambda c: commands.mark_letter(c, "<9>", "failed", None, 1))
    await store.do(lambda c: commands.mark_sent(c, [("<4>", NOON)]))
    assert store.read(queries.mail_counts) == {"queued": 1, "deferred": 1, "failed": 1, "uncertain": 1}
    unsent = store.read(queries.unsent)
    assert [(row.message_id, row.state) for row in unsent] == [
        ("<0>", "queued"),
        ("<1>", "deferred"),
        ("<3>", "uncertain"),
    ]
    assert (unsent[1].reason, unsent[1].attempts, unsent[1].content) == ("451 later", 2, None)
    assert len(store.read(lambda c: queries.unsent(c, 2))) == 2


async def test_a_letter_that_is_known_is_left_as_it_is(store: Store) -> None:
    """The same Message-ID is the same letter."""
    await store.do(lambda c: commands.add_letters(c, [letter("<1>")]))
    await store.do(lambda c: commands.mark_sent(c, [("<1>", NOON)]))
    await store.do(lambda c: commands.add_letters(c, [letter("<1>", person="ben")]))
    known = store.read(lambda c: queries.letter(c, "<1>"))
    assert known is not None
    assert (known.state, known.person) == ("sent", "maya")


async def test_the_history_is_read_on_from_where_one_was(store: Store) -> None:
    """In the order that it was written, of one task or of all."""
    rows = [event(number, name=name) for number in (1, 2, None) for name in ("task.received", "task.decided")]
    await store.do(lambda c: commands.add_events(c, rows))
    everything = store.read(queries.events)
    assert [replace(row, id=0) for row in everything] == rows
    after = everything[2].id
    assert store.read(lambda c: queries.events(c, after_id=after)) == everything[3:]
    assert store.read(lambda c: queries.events(c, task=2, after_id=after)) == everything[3:4]
    assert store.read(lambda c: queries.events(c, limit=2)) == everything[:2]


async def test_the_newest_decision_counts_and_its_rules_are_kept(store: Store) -> None:
    """What `explain` shows does not change when the rules do."""
    first = DecisionRow(task=1, at=NOON, outcome="ask", version="a")
    await store.do(lambda c: commands.add_decision(c, first))
    await store.do(lambda c: commands.add_decision(c, replace(first, outcome="delegate", rule="travel", version="b")))
    newest = store.read(lambda c: queries.decision(c, 1))
    assert newest is not None
    assert (newest.outcome, newest.rule, newest.version) == ("delegate", "travel", "b")
    assert store.read(lambda c: queries.decision(c, 2)) is None

    rules = {"10-travel.yaml": "rules: []"}
    await store.do(lambda c: commands.keep_rulebook(c, "b", NOON, rules))
    await store.do(lambda c: commands.keep_rulebook(c, "b", NOON, {"other": ""}))
    assert store.read(lambda c: queries.rulebook(c, "b")) == rules
    assert store.read(lambda c: queries.rulebook(c, "a")) is None


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_two_daemons_that_take_in_the_same_file_make_one_task(store: Store) -> None:
    """Neither saw the other's task when it looked; the later one finds it when it looks again."""
    looked = threading.Barrier(2)
    runs: list[int] = []

    def take_in(number: int, begun: threading.Event, connection: Connection) -> dict[str, int]:
        assert count(connection) <= 1
        runs.append(number)
        begun.set()
        if len(runs) <= 2:
            looked.wait(10)
        return commands.add_tasks(connection, [NewTask(task(number, digest="same"), (event(number),))])

    begun = threading.Event()
    one = asyncio.ensure_future(store.do(partial(take_in, 1, begun)))
    assert await asyncio.to_thread(begun.wait, 10)
    answers = await asyncio.gather(one, store.do(partial(take_in, 2, threading.Event())))
    (kept,) = store.read(queries.tasks)
    assert [answer for answer in answers if answer] == [{"same": kept.number}]
    assert [row.task for row in store.read(queries.events)] == [kept.number]
