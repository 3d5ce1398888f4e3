"""What people wrote, and what is known of them by it: mails that came in, absences, answers.

As in `commands` and `queries`, each function works on a connection that the caller holds, and may be repeated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, bindparam, func, insert, literal_column, select, update

from delegated.edges.store import tables
from delegated.edges.store.columns import beginning, packed, unpacked
from delegated.edges.store.commands import set_errands
from delegated.edges.store.errors import StoreError
from delegated.edges.store.rows import AnswerRow, ErrandRow, PersonRow, ReplyMark, ReplyRow
from delegated.edges.store.statements import ByDialect, many, names_of, unless_known, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Insert, Select

# What a person looks through at one sitting, and of one mail.
_A_PILE = 200
_A_PAGE = 1 << 16
_NAME = re.compile("[0-9a-f]{6,64}")


def packed_up(rows: Sequence[ReplyRow]) -> list[ReplyRow]:
    """The same mails with their content as it is kept."""
    return [row if row.content is None else replace(row, content=packed(row.content)) for row in rows]


def add_replies(connection: Connection, rows: Sequence[ReplyRow]) -> None:
    """Keep mails that came in, as `packed_up` gives them, each with its errand. Known ones are left as they are."""
    by_id = {row.id: row for row in rows}
    known = {row.id for row in connection.execute(_KNOWN, {"ids": list(by_id)})}
    fresh = [row for row in by_id.values() if row.id not in known]
    if many(connection, _ADD_REPLY[connection.dialect.name], [_reply_values(row) for row in fresh]) != len(fresh):
        # Another writer was quicker since we looked: when this runs again, it will see that mail.
        raise StoreError("another writer took in the same mail at the same time", temporary=True, conflict=True)
    originals = [{"id": row.id, "content": row.content} for row in fresh if row.content is not None]
    many(connection, _ADD_ORIGINAL[connection.dialect.name], originals)
    set_errands(connection, [ErrandRow(key=f"reply:{row.id}", kind="reply", wake_at=row.received) for row in fresh])


def mark_replies(connection: Connection, marks: Sequence[ReplyMark]) -> int:
    """What became of mails that came in. Returns how many of them there are."""
    return many(connection, _MARK_REPLY, [_mark_values(mark) | {"of": mark.id} for mark in marks])


def reply(connection: Connection, digest: str) -> ReplyRow | None:
    """The mail with this id, with its content."""
    row = connection.execute(_REPLY, {"of": digest}).mappings().first()
    if row is None:
        return None
    return ReplyRow(**(dict(row) | {"content": None if row["content"] is None else unpacked(row["content"])}))


def replies_of(connection: Connection, task: int) -> list[ReplyRow]:
    """The mails that came in about a task, without their content, oldest first."""
    return _replies(connection, _REPLIES_OF_TASK, {"of": task})


def put_aside(connection: Connection, task: int | None = None) -> list[ReplyRow]:
    """The newest mails in quarantine, of one task or of all, without their content."""
    return _replies(connection, _PUT_ASIDE, {}) if task is None else _replies(connection, _PUT_ASIDE_OF, {"of": task})


def beginning_of(connection: Connection, digest: str) -> bytes:
    """The first 64 KB of a mail, or a little less; nothing of one that was not kept."""
    kept = connection.scalar(_BEGINNING, {"of": digest})
    return b"" if kept is None else beginning(kept, _A_PAGE)


def reply_called(connection: Connection, name: str) -> ReplyRow | None:
    """The one mail whose id begins so, without its content; None for fewer than 6 characters, or for several."""
    if not _NAME.fullmatch(name):
        return None
    found = _replies(connection, _REPLIES_CALLED, {"first": name, "behind": f"{name}g"})
    return found[0] if len(found) == 1 else None


def replied(connection: Connection, message_id: str, digest: str) -> bool:
    """Whether something has become of a mail of this Message-ID and another id. No Message-ID is nobody's.

    What mails without one have in common can be kept in its place, as `digest:…`.
    """
    if not message_id:
        return False
    return connection.execute(_REPLIED, {"of": message_id, "but": digest}).first() is not None


def keep_people(connection: Connection, rows: Sequence[PersonRow]) -> None:
    """Keep what is known of people, instead of what was."""
    many(connection, _KEEP_PERSON[connection.dialect.name], [_person_values(row) for row in rows])


def people(connection: Connection) -> list[PersonRow]:
    """All that is known of people, in the order of their names."""
    return [PersonRow(**row) for row in connection.execute(_PEOPLE).mappings()]


def add_answers(connection: Connection, rows: Sequence[AnswerRow]) -> None:
    """Keep what owners have answered."""
    many(connection, _ADD_ANSWER, [_answer_values(row) for row in rows])


def answers(connection: Connection, owner: str | None = None, most: int = 500) -> list[AnswerRow]:
    """What this owner, or any, has answered, the last one that was kept first."""
    asked = (_ANSWERS, {}) if owner is None else (_ANSWERS_OF, {"of": owner})
    found = connection.execute(asked[0], asked[1] | {"at_most": most}).mappings()
    return [AnswerRow(**row) for row in found]


def answerers(connection: Connection) -> list[str]:
    """The owners who have answered anything."""
    return list(connection.execute(_ANSWERERS).scalars())


def _replies(connection: Connection, wanted: Select[Any], values: dict[str, Any]) -> list[ReplyRow]:
    return [ReplyRow(**row) for row in connection.execute(wanted, values).mappings()]


def _keep_person(dialect: Any) -> Insert:
    new = dialect.insert(tables.people)
    replaced = {name: new.excluded[name] for name in names_of(PersonRow, without="id")}
    replacing: Insert = new.on_conflict_do_update(index_elements=["id"], set_=replaced)
    return replacing


_reply_values = values_of(ReplyRow, without="content")
_mark_values = values_of(ReplyMark, without="id")
_person_values = values_of(PersonRow)
_answer_values = values_of(AnswerRow, without="id")

_KNOWN = select(tables.replies.c.id).where(tables.replies.c.id.in_(bindparam("ids", expanding=True)))
_ADD_REPLY = unless_known(tables.replies)
_ADD_ORIGINAL = unless_known(tables.originals)
_MARK_REPLY = (
    update(tables.replies)
    .where(tables.replies.c.id == bindparam("of"))
    .values({name: bindparam(name) for name in names_of(ReplyMark, without="id")})
)

_REPLY = (
    select(tables.replies, tables.originals.c.content)
    .outerjoin(tables.originals, tables.originals.c.id == tables.replies.c.id)
    .where(tables.replies.c.id == bindparam("of"))
)
_REPLIES_OF_TASK = (
    select(tables.replies)
    .where(tables.replies.c.task == bindparam("of"))
    .order_by(tables.replies.c.received, tables.replies.c.id)
)
# In the very words of the index `replies_put_aside`, and no bound value, or SQLite does not see that it will do.
_PUT_ASIDE = (
    select(tables.replies)
    .where(tables.replies.c.state == literal_column("'quarantined'"))
    .order_by(tables.replies.c.received.desc(), tables.replies.c.id.desc())
    .limit(_A_PILE)
)
_BEGINNING = select(func.substr(tables.originals.c.content, 1, _A_PAGE, type_=LargeBinary)).where(
    tables.originals.c.id == bindparam("of")
)
# No hexadecimal figure stands behind a `g`, whatever the order of letters is in the database.
_REPLIES_CALLED = (
    select(tables.replies)
    .where(tables.replies.c.id >= bindparam("first"), tables.replies.c.id < bindparam("behind"))
    .limit(2)
)
_PUT_ASIDE_OF = _PUT_ASIDE.where(tables.replies.c.task == bindparam("of"))
_REPLIED = select(tables.replies.c.id).where(
    tables.replies.c.message_id == bindparam("of"),
    tables.replies.c.id != bindparam("but"),
    tables.replies.c.state.in_(("acted", "noted", "ignored", "released")),
)

_KEEP_PERSON = ByDialect(_keep_person)
_PEOPLE = select(tables.people).order_by(tables.people.c.id)
_ADD_ANSWER = insert(tables.answers)
_ANSWERS = select(tables.answers).order_by(tables.answers.c.id.desc()).limit(bindparam("at_most"))
_ANSWERERS = select(tables.answers.c.owner).distinct().order_by(tables.answers.c.owner)
_ANSWERS_OF = _ANSWERS.where(tables.answers.c.owner == bindparam("of"))
