"""What is asked of the store. Each function works on a connection that the caller holds, and changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import repeat
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, select

from delegated.edges.store import tables
from delegated.edges.store.rows import DecisionRow, Errand, EventRow, LetterRow, Placed, TaskRow, Workload
from delegated.edges.store.statements import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, RowMapping

# PostgreSQL takes 65,535 values a statement, SQLite 32,766.
_AT_ONCE = 10_000
_ALL = 2**62
_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


def task(connection: Connection, number: int) -> TaskRow | None:
    """The task with this number."""
    return _one_task(connection.execute(_TASK, {"of": number}).mappings().first())


def tasks(
    connection: Connection,
    *,
    states: Sequence[str] | None = None,
    owner: str | None = None,
    closed_since: datetime | None = None,
    limit: int | None = None,
) -> list[TaskRow]:
    """The tasks that fit all that is given, in the order of their numbers."""
    wanted = _TASKS
    if states is not None:
        wanted = wanted.where(tables.tasks.c.state.in_(states))
    if owner is not None:
        wanted = wanted.where(tables.tasks.c.owner == owner)
    if closed_since is not None:
        wanted = wanted.where(tables.tasks.c.closed >= closed_since)
    return [TaskRow(**row) for row in connection.execute(wanted.limit(limit)).mappings()]


def open_tasks(connection: Connection, *, owner: str | None = None) -> list[TaskRow]:
    """All tasks that are not closed, in the order of their numbers."""
    wanted = _TASKS.where(tables.tasks.c.closed.is_(None))
    if owner is not None:
        wanted = wanted.where(tables.tasks.c.owner == owner)
    return [TaskRow(**row) for row in connection.execute(wanted).mappings()]


def task_by_digest(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    """Digest -> number, of those that are known."""
    found: dict[str, int] = {}
    for start in range(0, len(digests), _AT_ONCE):
        some = list(digests[start : start + _AT_ONCE])
        found.update((row.digest, row.number) for row in connection.execute(_BY_DIGEST, {"digests": some}))
    return found


def task_by_file(connection: Connection, folder: str, name: str) -> TaskRow | None:
    """The task whose file should lie there; the newest, should there be several."""
    return _one_task(connection.execute(_BY_FILE, {"of_folder": folder, "of_file": name}).mappings().first())


def placed(connection: Connection) -> Iterator[Placed]:
    """Where the file of each open task should lie. Read it to the end before the connection goes back."""
    for row in connection.execute(_PLACED):
        yield Placed(*row)


def workloads(connection: Connection) -> list[Workload]:
    """The open work, added up by assistant, owner and state."""
    return [Workload(*row) for row in connection.execute(_WORKLOADS)]


def open_of(connection: Connection, assistant: str) -> list[int]:
    """The open tasks of an assistant, in the order of their numbers."""
    return sorted(connection.execute(_OPEN_OF, {"assistant": assistant}).scalars())


def last_number(connection: Connection) -> int:
    """The highest task number, 0 where there is none."""
    return connection.execute(_LAST_NUMBER).scalar_one() or 0


def events(
    connection: Connection, task: int | None = None, after_id: int = 0, limit: int | None = None
) -> list[EventRow]:
    """The history after `after_id`, oldest first, of one task or of all.

    On PostgreSQL several writers commit side by side, so an id may turn up after a higher one: whoever follows
    should ask again from a little before.
    """
    values: dict[str, Any] = {"after": after_id, "at_most": _ALL if limit is None else limit}
    if task is None:
        found = connection.execute(_EVENTS, values)
    else:
        found = connection.execute(_EVENTS_OF_TASK, values | {"of": task})
    return [EventRow(**row) for row in found.mappings()]


def next_wake(connection: Connection, kinds: Sequence[str] | None = None) -> datetime | None:
    """When the next errand is due, of these kinds or of any, or the next lease ends."""
    asked = connection.execute(_NEXT_WAKE) if kinds is None else connection.execute(_NEXT_OF, {"kinds": list(kinds)})
    found: datetime | None = asked.scalar()
    return found


def errand(connection: Connection, key: str) -> Errand | None:
    """The errand with this key."""
    row = connection.execute(_ERRAND, {"of": key}).mappings().first()
    return Errand(**row) if row else None


def waiting_errands(connection: Connection, task: int) -> list[Errand]:
    """The errands of a task, leased ones too, in the order that they are due."""
    return [Errand(**row) for row in connection.execute(_ERRANDS_OF_TASK, {"of": task}).mappings()]


def letter(connection: Connection, message_id: str) -> LetterRow | None:
    """The letter with this Message-ID, with its bytes while they are kept."""
    row = connection.execute(_LETTER, {"of": message_id}).mappings().first()
    return LetterRow(**row) if row else None


def letters(connection: Connection, message_ids: Sequence[str]) -> dict[str, LetterRow]:
    """Message-ID -> letter, of those that are known, with their bytes while they are kept."""
    found: dict[str, LetterRow] = {}
    for start in range(0, len(message_ids), _AT_ONCE):
        some = list(message_ids[start : start + _AT_ONCE])
        rows = connection.execute(_LETTERS, {"ids": some}).mappings()
        found.update((row["message_id"], LetterRow(**row)) for row in rows)
    return found


def letters_of(connection: Connection, task: int) -> list[LetterRow]:
    """The letters of a task without their bytes, oldest first."""
    return [LetterRow(**row) for row in connection.execute(_LETTERS_OF_TASK, {"of": task}).mappings()]


def last_letter(connection: Connection, task: int, person: str, kinds: Sequence[str]) -> LetterRow | None:
    """The newest letter of these kinds to this person about a task, without its bytes."""
    wanted = {"of": task, "to": person, "kinds": list(kinds)}
    row = connection.execute(_LAST_LETTER, wanted).mappings().first()
    return LetterRow(**row) if row else None


def unsent(connection: Connection, limit: int | None = None) -> list[LetterRow]:
    """What is still to be sent (queued, deferred, uncertain), without the bytes, oldest first."""
    at_most = {"at_most": _ALL if limit is None else limit}
    return [LetterRow(**row) for row in connection.execute(_UNSENT, at_most).mappings()]


def content(connection: Connection, message_ids: Sequence[str]) -> dict[str, bytes]:
    """Message-ID -> exact bytes, of those letters whose bytes are kept."""
    found: dict[str, bytes] = {}
    for start in range(0, len(message_ids), _AT_ONCE):
        some = list(message_ids[start : start + _AT_ONCE])
        found.update((row.message_id, row.content) for row in connection.execute(_CONTENT, {"ids": some}))
    return found


def mail_counts(connection: Connection) -> dict[str, int]:
    """How many letters are queued, deferred, failed and uncertain."""
    counts = dict.fromkeys(("queued", "deferred", "failed", "uncertain"), 0)
    counts.update((row.state, row.count_of) for row in connection.execute(_MAIL_COUNTS))
    return counts


def decision(connection: Connection, task: int, at: datetime | None = None) -> DecisionRow | None:
    """The newest decision about a task; with `at`, the one that was in force then."""
    row = connection.execute(_DECISION, {"of": task, "until": at or _ALWAYS}).mappings().first()
    return DecisionRow(**row) if row else None


def rules_of_decisions(connection: Connection, since: datetime) -> Iterator[tuple[str, ...]]:
    """For each decision since then: the rules that took part in it. Those of the same rules follow one another."""
    for rule, noted, count in connection.execute(_RULES_OF_DECISIONS, {"since": since}):
        yield from repeat(tuple(name for name in (*(noted or ()), rule) if name), count)


def decisions(connection: Connection, since: datetime, after_id: int, up_to_id: int, limit: int) -> list[DecisionRow]:
    """Decisions since then, about any task, in their order: those after one id and up to another, so many at most."""
    wanted = {"since": since, "after": after_id, "up_to": up_to_id, "at_most": limit}
    return [DecisionRow(**row) for row in connection.execute(_DECISIONS, wanted).mappings()]


def count_decisions(connection: Connection, since: datetime) -> tuple[int, int]:
    """How many decisions there were since then, and the id of the last one."""
    count, last = connection.execute(_COUNT_DECISIONS, {"since": since}).one()
    return count, last or 0


def rulebook(connection: Connection, version: str) -> dict[str, str] | None:
    """The rules (file name -> text) that had this hash."""
    found: dict[str, str] | None = connection.execute(_RULEBOOK, {"of": version}).scalar()
    return found


def _one_task(row: RowMapping | None) -> TaskRow | None:
    return TaskRow(**row) if row else None


_TASKS = select(tables.tasks).order_by(tables.tasks.c.number)
_TASK = select(tables.tasks).where(tables.tasks.c.number == bindparam("of"))
_BY_DIGEST = select(tables.tasks.c.digest, tables.tasks.c.number).where(
    tables.tasks.c.digest.in_(bindparam("digests", expanding=True))
)
_BY_FILE = (
    select(tables.tasks)
    .where(tables.tasks.c.folder == bindparam("of_folder"), tables.tasks.c.file == bindparam("of_file"))
    .order_by(tables.tasks.c.number.desc())
    .limit(1)
)
_PLACED = (
    select(tables.tasks.c.number, tables.tasks.c.folder, tables.tasks.c.file, tables.tasks.c.state)
    .where(tables.tasks.c.closed.is_(None))
    .execution_options(yield_per=1000)
)
_OPEN_OF = select(tables.tasks.c.number).where(
    tables.tasks.c.closed.is_(None), tables.tasks.c.assistant == bindparam("assistant")
)
_WORKLOADS = (
    select(
        tables.tasks.c.assistant,
        tables.tasks.c.owner,
        tables.tasks.c.state,
        func.sum(tables.tasks.c.minutes),
        func.count(),
    )
    .where(tables.tasks.c.closed.is_(None))
    .group_by(tables.tasks.c.assistant, tables.tasks.c.state, tables.tasks.c.owner)
    .order_by(tables.tasks.c.assistant, tables.tasks.c.state, tables.tasks.c.owner)
)
_LAST_NUMBER = select(func.max(tables.tasks.c.number))

_EVENTS = (
    select(tables.events)
    .where(tables.events.c.id > bindparam("after"))
    .order_by(tables.events.c.id)
    .limit(bindparam("at_most"))
)
_EVENTS_OF_TASK = _EVENTS.where(tables.events.c.task == bindparam("of"))

_NEXT_WAKE = select(func.min(tables.errands.c.wake_at))
_NEXT_OF = (
    select(tables.errands.c.wake_at)
    .where(tables.errands.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(tables.errands.c.wake_at)
    .limit(1)
)
_ERRAND = select(tables.errands).where(tables.errands.c.key == bindparam("of"))
_ERRANDS_OF_TASK = (
    select(tables.errands)
    .where(tables.errands.c.task == bindparam("of"))
    .order_by(tables.errands.c.wake_at, tables.errands.c.id)
)

_LETTER = select(tables.letters).where(tables.letters.c.message_id == bindparam("of"))
_LETTERS = select(tables.letters).where(tables.letters.c.message_id.in_(bindparam("ids", expanding=True)))
_WITHOUT_BYTES = select(*(column for column in tables.letters.c if column.name != "content"))
_LETTERS_OF_TASK = _WITHOUT_BYTES.where(tables.letters.c.task == bindparam("of")).order_by(
    tables.letters.c.created, tables.letters.c.message_id
)
_LAST_LETTER = (
    _WITHOUT_BYTES.where(
        tables.letters.c.task == bindparam("of"),
        tables.letters.c.person == bindparam("to"),
        tables.letters.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .order_by(tables.letters.c.created.desc(), tables.letters.c.message_id.desc())
    .limit(1)
)
# In the very words of the index `letters_unsent`, and no bound value, or SQLite does not see that the index will do.
_NOT_SENT = tables.letters.c.state != literal_column("'sent'")
_UNSENT = (
    _WITHOUT_BYTES.where(_NOT_SENT, tables.letters.c.state.in_(("queued", "deferred", "uncertain")))
    .order_by(tables.letters.c.created, tables.letters.c.message_id)
    .limit(bindparam("at_most"))
)
_CONTENT = select(tables.letters.c.message_id, tables.letters.c.content).where(
    tables.letters.c.message_id.in_(bindparam("ids", expanding=True)), tables.letters.c.content.is_not(None)
)
_MAIL_COUNTS = (
    select(tables.letters.c.state, func.count().label("count_of")).where(_NOT_SENT).group_by(tables.letters.c.state)
)

_AS_KEPT = select(*(tables.decisions.c[name] for name in names_of(DecisionRow)))
_DECISION = (
    _AS_KEPT.where(tables.decisions.c.task == bindparam("of"), tables.decisions.c.at <= bindparam("until"))
    .order_by(tables.decisions.c.id.desc())
    .limit(1)
)
_RULES_OF_DECISIONS = (
    select(tables.decisions.c.rule, tables.decisions.c.noted, func.count())
    .where(tables.decisions.c.at >= bindparam("since"))
    .group_by(tables.decisions.c.rule, tables.decisions.c.noted)
    .order_by(tables.decisions.c.rule, tables.decisions.c.noted)
)
_RULEBOOK = select(tables.rulebooks.c.source).where(tables.rulebooks.c.version == bindparam("of"))
_DECISIONS = (
    _AS_KEPT.where(
        tables.decisions.c.id > bindparam("after"),
        tables.decisions.c.id <= bindparam("up_to"),
        tables.decisions.c.at >= bindparam("since"),
    )
    .order_by(tables.decisions.c.id)
    .limit(bindparam("at_most"))
)
_COUNT_DECISIONS = select(func.count(), func.max(tables.decisions.c.id)).where(
    tables.decisions.c.at >= bindparam("since")
)
