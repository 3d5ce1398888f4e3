"""What the archive remembers of tasks for deciding about others, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, text

from delegated.core.experience import Work
from delegated.edges.store import Store, commands, queries, tables
from delegated.edges.store.archive import Archive
from delegated.ports import AnswerRow, Change, DecisionRow, NewTask
from offices import work
from rows import NOON, task

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

WHOLE = work(
    1,
    client="acme",
    goal="launch",
    tags=("travel", "admin"),
    skills=("travel booking",),
    confidential=True,
    due=NOON,
    closed=NOON,
    told=True,
    took=90,
    handling=12,
    cost="27.00 EUR",
    month="2026-11",
    rating=4,
    late=True,
    rounds=1,
    proposed=True,
    payer="graham",
    paid=("ben 2026-10 30.00 EUR",),
)

# A database as it was before there were works.
AS_BEFORE = (
    "DROP TABLE works",
    "DROP INDEX decisions_at",
    "ALTER TABLE decisions DROP COLUMN noted",
    "UPDATE alembic_version SET version_num = '0002'",
)


@pytest.fixture
def archive(store: Store) -> Archive:
    """Of the daemon called `me`."""
    return Archive(store, "me")


async def test_a_work_comes_back_as_it_was_kept(archive: Archive) -> None:
    """Every field of it; and what is kept again replaces it."""
    assert not [field.name for field in fields(Work) if getattr(WHOLE, field.name) in (None, False, 0, ())]
    await archive.keep(Change(work=WHOLE))
    assert await archive.works(NOON) == [WHOLE]
    later = replace(WHOLE, rating=None, late=False, tags=())
    await archive.keep(Change(work=later))
    assert await archive.works(NOON) == [later]


async def test_what_is_open_and_what_was_closed_lately_is_remembered(archive: Archive) -> None:
    """A task that was closed long ago is not; one that waited for a year and was paid this month is.

    What a goal has cost is for all time, also where somebody else has the task now.
    """
    long_ago = NOON - timedelta(days=400)
    over = partial(work, created=long_ago, closed=long_ago, state="done")
    for one in (
        over(1),
        work(2, created=long_ago),
        work(3, created=NOON, closed=NOON, state="done"),
        over(4, closed=NOON - timedelta(days=1)),
        over(5, goal="launch"),
        over(6, goal="launch", cost="18.00 EUR"),
        over(7, goal="launch", paid=("maya 2026-08 18.00 EUR",)),
        over(8, cost="18.00 EUR"),
    ):
        await archive.keep(Change(work=one))
    assert [one.number for one in await archive.works(NOON - timedelta(days=90))] == [2, 3, 4, 6, 7]


async def test_what_an_earlier_version_has_kept_is_filled_in(archive: Archive) -> None:
    """The newest first, some at a time; so a start that is cut short is gone on with, and nothing is written over."""
    await archive.add([NewTask(task(number)) for number in range(1, 6)])
    await archive.add([NewTask(task(6), work=work(6))])
    filled = []
    while rows := await archive.unremembered(2):
        filled.append([row.number for row in rows])
        await archive.fill_works([work(row.number) for row in rows])
    assert filled == [[5, 4], [3, 2], [1]]
    await archive.fill_works([work(6, title="as it was")])
    assert await archive.works(NOON) == [work(number) for number in range(1, 7)]


async def test_a_home_of_the_version_before_is_not_half_filled_in(store_url: str, tmp_path: Path) -> None:
    """What a migration could tell would be half of it, and would look like all."""
    before = Store.open(store_url, base=str(tmp_path))
    await before.do(lambda connection: commands.add_task(connection, task(1)))
    for statement in AS_BEFORE:
        await before.do(partial(_run, statement))
    await before.close()
    store = Store.open(store_url, base=str(tmp_path))
    archive = Archive(store, "me")
    assert await archive.works(NOON) == []
    assert await archive.unremembered(10) == [task(1)]
    await store.close()


def _run(statement: str, connection: Connection) -> None:
    connection.execute(text(statement))


async def test_it_comes_with_its_task_or_not_at_all(archive: Archive) -> None:
    """A duplicate leaves nothing behind."""
    await archive.add([NewTask(task(1), work=work(1))])
    known = await archive.add([NewTask(task(2, digest="digest-1"), work=work(2))])
    assert known == {"digest-1": 1}
    assert [one.number for one in await archive.works(NOON)] == [1]


def _add(row: DecisionRow, connection: Connection) -> None:
    commands.add_decision(connection, row)


async def test_the_decision_of_any_day_is_found_again(store: Store) -> None:
    """The newest of those taken until then; none before the first."""

    def decided(day: int, **record: Any) -> DecisionRow:
        at = datetime(2026, 11, day, 12, tzinfo=UTC)
        return DecisionRow(task=1, at=at, outcome="keep", version="v", rule=f"rule {day}", record=record)

    for day in (1, 10, 20):
        row = decided(day, decision={"noted": ["travel"] if day > 1 else []})
        await store.do(partial(_add, row))

    def rule_of(day: int | None) -> str | None:
        at = datetime(2026, 11, day, 13, tzinfo=UTC) if day else None
        row = store.read(lambda connection: queries.decision(connection, 1, at))
        return row.rule if row else None

    assert [rule_of(day) for day in (1, 9, 10, 25, None)] == ["rule 1", "rule 1", "rule 10", "rule 20", "rule 20"]
    early = datetime(2026, 11, 1, tzinfo=UTC)
    assert store.read(lambda connection: queries.decision(connection, 1, early)) is None
    since = datetime(2026, 11, 5, tzinfo=UTC)
    assert sorted(_seen(store, since)) == [("travel", "rule 10"), ("travel", "rule 20")]
    assert min(_seen(store, early - timedelta(days=1))) == ("rule 1",)


async def test_a_rule_that_took_part_once_in_very_many_decisions_is_found(store: Store) -> None:
    """However many came after it; a note counts as well."""

    def decided(connection: Connection) -> None:
        rare = DecisionRow(task=1, at=NOON, outcome="keep", version="v", rule="rare", record={})
        noted = replace(rare, task=2, rule="all", record={"decision": {"noted": ["seldom"]}})
        commands.add_decision(connection, rare)
        commands.add_decision(connection, noted)
        usual = {"at": NOON, "outcome": "delegate", "rule": "all", "version": "v", "record": {}}
        connection.execute(insert(tables.decisions), [usual | {"task": number} for number in range(3, 21_003)])

    await store.do(decided)
    assert Counter(_seen(store, NOON)) == {("all",): 21_000, ("rare",): 1, ("seldom", "all"): 1}


async def test_whoever_has_answered_is_known_once(archive: Archive) -> None:
    """Owner or not: the roster is not asked."""
    about = AnswerRow(task=1, owner="sam", title="Flights", question="Which airport?", answer="the near one", at=NOON)
    await archive.keep(Change(answers=[about, about, replace(about, owner="alex")]))
    assert await archive.answerers() == ["alex", "sam"]


def _seen(store: Store, since: datetime) -> list[tuple[str, ...]]:
    return store.read(lambda connection: list(queries.rules_of_decisions(connection, since)))
