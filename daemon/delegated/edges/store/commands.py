"""What changes the store. Each function works on a connection that the caller holds: one transaction a happening.

A command may run twice (a replay, a lost answer to COMMIT), so everything here may be repeated by key. Lists go in by
one statement; PostgreSQL gets them in one round trip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from delegated.edges.store import tables
from delegated.edges.store.errors import DuplicateTask, StoreError
from delegated.edges.store.experience import keep_works
from delegated.edges.store.queries import task_by_digest
from delegated.edges.store.rows import (
    DecisionRow,
    Errand,
    ErrandRow,
    EventRow,
    Lease,
    LetterRow,
    NewTask,
    TaskRow,
)
from delegated.edges.store.statements import ByDialect, many, names_of, unless_known, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, Insert

# Set on the connection by whoever sets an errand, read by the writer at the end of its batch.
ERRANDS_WERE_SET = "errands were set"


def add_task(
    connection: Connection,
    task: TaskRow,
    events: Sequence[EventRow] = (),
    errands: Sequence[ErrandRow] = (),
    letters: Sequence[LetterRow] = (),
    decision: DecisionRow | None = None,
) -> None:
    """Write a new task and all that comes with it.

    Raises DuplicateTask, with nothing written, where another task has the same digest. The same number with the
    same digest is the same command once more: nothing to do.
    """
    if connection.execute(_ADD_TASK[connection.dialect.name], [_task_values(task)]).rowcount == 0:
        known = task_by_digest(connection, [task.digest]).get(task.digest)
        if known == task.number:
            return
        if known is None:
            raise _number_taken(task.number)
        raise DuplicateTask(task.digest, known)
    _add_what_comes_with(connection, [NewTask(task, tuple(events), tuple(errands), tuple(letters), decision)])


def add_tasks(connection: Connection, new: Sequence[NewTask]) -> dict[str, int]:
    """Write many new tasks by one statement a table. Returns digest -> number of those left out as duplicates."""
    before = task_by_digest(connection, [each.task.digest for each in new])
    known = dict(before)
    fresh: list[NewTask] = []
    duplicates: dict[str, int] = {}
    for each in new:
        digest, number = each.task.digest, each.task.number
        holder = known.setdefault(digest, number)
        if holder != number:
            duplicates[digest] = holder
        elif digest not in before:
            fresh.append(each)
    _add_fresh(connection, fresh)
    return duplicates


def update_task(connection: Connection, number: int, version: int, changes: TaskRow) -> bool:
    """Replace the task by `changes`, if it still is at `version`; it then is one version on.

    False: somebody was first, and nothing was written.
    """
    values = _task_values(changes) | {"of_number": number, "of_version": version}
    return connection.execute(_UPDATE_TASK, values).rowcount == 1


def add_events(connection: Connection, rows: Sequence[EventRow]) -> None:
    """Append to the history."""
    if rows:
        connection.execute(_ADD_EVENT, [_event_values(row) for row in rows])


def set_errand(connection: Connection, row: ErrandRow) -> None:
    """Set one errand; see `set_errands`."""
    set_errands(connection, [row])


def set_errands(connection: Connection, rows: Sequence[ErrandRow]) -> None:
    """Set errands. One with a known key is replaced: no lease on the old one is good any more.

    One that is to be set only `unless_set` is left out instead.
    """
    dialect = connection.dialect.name
    many(connection, _SET_ERRAND[dialect], [_errand_values(row) for row in rows if not row.unless_set])
    many(connection, _SET_UNLESS_SET[dialect], [_errand_values(row) for row in rows if row.unless_set])
    if any(row.owner is None for row in rows):
        connection.info[ERRANDS_WERE_SET] = True


def cancel_errands(connection: Connection, keys: Iterable[str]) -> int:
    """Remove the errands with these keys, leased or not. Returns how many there were."""
    return many(connection, _CANCEL, [{"of_key": key} for key in keys])


def cancel_unleased(connection: Connection, key: str) -> bool:
    """Remove the errand with this key if nobody has taken it up. Decided here, so that no claim comes in between."""
    return connection.execute(_CANCEL_UNLEASED, {"of_key": key}).rowcount == 1


def cancel_errands_of(connection: Connection, task: int) -> int:
    """Remove all errands of a task, leased or not. Returns how many there were."""
    return connection.execute(_CANCEL_OF, {"of_task": task}).rowcount


def claim(  # noqa: PLR0913, PLR0917 - what is leased, by whom, until when
    connection: Connection,
    now: datetime,
    lease: timedelta,
    holder: str,
    limit: int,
    kinds: Sequence[str] | None = None,
    due: datetime | None = None,
) -> list[Errand]:
    """Lease what is due (now, or until `due`), the longest overdue first; nobody else gets it before `now + lease`.

    Reading with SKIP LOCKED and then updating by id, not one UPDATE around a sub-select: PostgreSQL may evaluate
    such a sub-select more than once and lease more than `limit`, and RETURNING keeps neither the order nor the
    time that an errand was due. On SQLite the writer is alone.
    """
    wanted: dict[str, Any] = {"now": due or now, "at_most": limit}
    if kinds is None:
        found = connection.execute(_DUE, wanted).mappings().all()
    else:
        found = connection.execute(_DUE_OF_KIND, wanted | {"kinds": list(kinds)}).mappings().all()
    if not found:
        return []
    ids = [row["id"] for row in found]
    connection.execute(_LEASE, {"ids": ids, "until": now + lease, "holder": holder})
    return [Errand(**(dict(row) | {"owner": holder, "attempts": row["attempts"] + 1})) for row in found]


def release(connection: Connection, holder: str, now: datetime) -> int:
    """Give back what this holder had leased in an earlier life: due at once. Returns how many there were."""
    return connection.execute(_RELEASE, {"of_holder": holder, "until": now}).rowcount


def still_held(connection: Connection, leases: Iterable[Lease]) -> bool:
    """Whether each of these leases is still good."""
    return all(_is_held(connection, lease) for lease in leases)


def end_errand(connection: Connection, errand: int | str, holder: str, attempts: int) -> bool:
    """Remove an errand that was done. False: the lease was lost; write nothing that depends on it."""
    return end_errands(connection, [Lease(errand, holder, attempts)]) == 1


def end_errands(connection: Connection, leases: Iterable[Lease]) -> int:
    """Remove errands that were done. Returns how many of the leases were still good."""
    by_id: list[dict[str, Any]] = []
    by_key: list[dict[str, Any]] = []
    for errand, holder, attempts in leases:
        fence = {"of": errand, "of_holder": holder, "of_attempts": attempts}
        (by_key if isinstance(errand, str) else by_id).append(fence)
    return many(connection, _END, by_id) + many(connection, _END_BY_KEY, by_key)


def postpone(
    connection: Connection,
    errand: int | str,
    holder: str,
    attempts: int,
    wake_at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> bool:
    """Give an errand back until `wake_at`; its attempts are kept. False: the lease was lost."""
    by_key = isinstance(errand, str)
    fence = {"of": errand, "of_holder": holder, "of_attempts": attempts, "until": wake_at}
    if payload is None:
        done = connection.execute(_POSTPONE_BY_KEY if by_key else _POSTPONE, fence)
    else:
        statement = _POSTPONE_BY_KEY_WITH if by_key else _POSTPONE_WITH
        done = connection.execute(statement, fence | {"new_payload": payload})
    if done.rowcount:
        connection.info[ERRANDS_WERE_SET] = True
    return done.rowcount == 1


def add_letters(connection: Connection, rows: Sequence[LetterRow]) -> None:
    """Keep letters to be sent. One whose Message-ID is known already is left as it is."""
    if rows:
        connection.execute(_ADD_LETTER[connection.dialect.name], [_letter_values(row) for row in rows])


def mark_sent(connection: Connection, sent: Iterable[tuple[str, datetime]]) -> int:
    """These letters were accepted by the mail server, each at its time. Their bytes are kept no longer."""
    return many(connection, _MARK_SENT, [{"of": message_id, "at": at} for message_id, at in sent])


def mark_letter(connection: Connection, message_id: str, state: str, reason: str | None, attempts: int) -> bool:
    """What became of a try to send. False: there is no such letter."""
    values = {"of": message_id, "new_state": state, "new_reason": reason, "new_attempts": attempts}
    return connection.execute(_MARK, values).rowcount == 1


def add_decision(connection: Connection, row: DecisionRow) -> None:
    """Keep what was decided; the newest one of a task counts."""
    connection.execute(_ADD_DECISION, [_decision_values(row)])


def keep_rulebook(connection: Connection, version: str, at: datetime, source: Mapping[str, str]) -> None:
    """Keep the rules in force (file name -> text) under their hash. Known ones are left as they are."""
    values = {"version": version, "at": at, "source": dict(source)}
    connection.execute(_KEEP_RULEBOOK[connection.dialect.name], [values])


def _is_held(connection: Connection, lease: Lease) -> bool:
    statement = _IS_HELD_BY_KEY if isinstance(lease.errand, str) else _IS_HELD
    fence = {"of": lease.errand, "of_holder": lease.holder, "of_attempts": lease.attempts}
    return connection.execute(statement, fence).first() is not None


def _add_fresh(connection: Connection, fresh: Sequence[NewTask]) -> None:
    if not fresh:
        return
    statement = _ADD_TASK[connection.dialect.name]
    added = connection.execute(statement, [_task_values(each.task) for each in fresh]).rowcount
    if added != len(fresh):
        raise _why_not_all(connection, [each.task for each in fresh])
    _add_what_comes_with(connection, fresh)


def _why_not_all(connection: Connection, rows: Sequence[TaskRow]) -> StoreError:
    known = task_by_digest(connection, [row.digest for row in rows])
    for row in rows:
        if row.digest not in known:
            return _number_taken(row.number)
    # Another writer was quicker since we looked: when this runs again, it will see that task.
    return StoreError("another writer took in the same task at the same time", temporary=True, conflict=True)


def _add_what_comes_with(connection: Connection, new: Sequence[NewTask]) -> None:
    add_events(connection, [row for each in new for row in each.events])
    set_errands(connection, [row for each in new for row in each.errands])
    add_letters(connection, [row for each in new for row in each.letters])
    keep_works(connection, [each.work for each in new if each.work])
    if decided := [_decision_values(each.decision) for each in new if each.decision]:
        connection.execute(_ADD_DECISION, decided)


def _decision_values(row: DecisionRow) -> dict[str, Any]:
    return _decided(row) | {"noted": row.noted}


def _number_taken(number: int) -> StoreError:
    return StoreError(f"T-{number} is another task already: two programs count the tasks of one database")


_task_values = values_of(TaskRow)
_event_values = values_of(EventRow, without="id")
_errand_values = values_of(ErrandRow, without="unless_set")
_letter_values = values_of(LetterRow)
_decided = values_of(DecisionRow, without="id")


def _set_errand(dialect: Any) -> Insert:
    """A replaced errand gets a new id, or a holder of the old one could end the new one."""
    if dialect.__name__ == "sqlalchemy.dialects.sqlite":
        return insert(tables.errands).prefix_with("OR REPLACE")
    new = dialect.insert(tables.errands)
    replaced = {name: new.excluded[name] for name in names_of(ErrandRow, without="unless_set")}
    new_id = {"id": func.nextval("errands_id_seq")}
    replacing: Insert = new.on_conflict_do_update(index_elements=["key"], set_=new_id | replaced)
    return replacing


_ADD_TASK = unless_known(tables.tasks)
_UPDATE_TASK = (
    update(tables.tasks)
    .where(tables.tasks.c.number == bindparam("of_number"), tables.tasks.c.version == bindparam("of_version"))
    .values({name: bindparam(name) for name in TaskRow.__slots__ if name not in {"number", "version"}})
    .values(version=tables.tasks.c.version + 1)
)
_ADD_EVENT = insert(tables.events)
_SET_ERRAND = ByDialect(_set_errand)
_SET_UNLESS_SET = unless_known(tables.errands)
_CANCEL = delete(tables.errands).where(tables.errands.c.key == bindparam("of_key"))
_CANCEL_UNLEASED = _CANCEL.where(tables.errands.c.owner.is_(None))
_CANCEL_OF = delete(tables.errands).where(tables.errands.c.task == bindparam("of_task"))

_RELEASE = (
    update(tables.errands)
    .where(tables.errands.c.owner == bindparam("of_holder"))
    .values(wake_at=bindparam("until"), owner=None)
)

_DUE = (
    select(tables.errands)
    .where(tables.errands.c.wake_at <= bindparam("now"))
    .order_by(tables.errands.c.wake_at, tables.errands.c.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
_DUE_OF_KIND = _DUE.where(tables.errands.c.kind.in_(bindparam("kinds", expanding=True)))
_LEASE = (
    update(tables.errands)
    .where(tables.errands.c.id.in_(bindparam("ids", expanding=True)))
    .values(wake_at=bindparam("until"), owner=bindparam("holder"), attempts=tables.errands.c.attempts + 1)
)
_HELD = (tables.errands.c.owner == bindparam("of_holder"), tables.errands.c.attempts == bindparam("of_attempts"))
_HELD_ID = (tables.errands.c.id == bindparam("of"), *_HELD)
_HELD_KEY = (tables.errands.c.key == bindparam("of"), *_HELD)
_IS_HELD = select(tables.errands.c.id).where(*_HELD_ID)
_IS_HELD_BY_KEY = select(tables.errands.c.id).where(*_HELD_KEY)
_END = delete(tables.errands).where(*_HELD_ID)
_END_BY_KEY = delete(tables.errands).where(*_HELD_KEY)
_POSTPONE = update(tables.errands).where(*_HELD_ID).values(wake_at=bindparam("until"), owner=None)
_POSTPONE_BY_KEY = update(tables.errands).where(*_HELD_KEY).values(wake_at=bindparam("until"), owner=None)
_POSTPONE_WITH = _POSTPONE.values(payload=bindparam("new_payload"))
_POSTPONE_BY_KEY_WITH = _POSTPONE_BY_KEY.values(payload=bindparam("new_payload"))

_ADD_LETTER = unless_known(tables.letters)
_THIS_LETTER = tables.letters.c.message_id == bindparam("of")
_MARK_SENT = (
    update(tables.letters).where(_THIS_LETTER).values(state="sent", sent=bindparam("at"), content=None, reason=None)
)
_MARK = (
    update(tables.letters)
    .where(_THIS_LETTER)
    .values(state=bindparam("new_state"), reason=bindparam("new_reason"), attempts=bindparam("new_attempts"))
)
_ADD_DECISION = insert(tables.decisions)
_KEEP_RULEBOOK = unless_known(tables.rulebooks)
