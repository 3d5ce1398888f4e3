"""The tables, as the program sees them. How they come to be is told by the migrations.

The migrations alone say, too, what an index is on PostgreSQL: its words here would load its dialect for everybody.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from delegated.edges.store.columns import Day, Document, Instant, Number, Said, Truth, Words

metadata = MetaData()

# SQLite has no sequences and ignores this one: there the only daemon counts for itself.
task_numbers = Sequence("task_numbers", metadata=metadata)

tasks = Table(
    "tasks",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("assistant", Text),
    Column("folder", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("due", Instant),
    Column("minutes", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("created", Instant, nullable=False),
    Column("closed", Instant),
    Column("waiting_for", Text),
    Column("next", Text),
    Column("next_at", Instant),
    Column("version", Integer, nullable=False),
    Column("record", Document, nullable=False),
    Index("tasks_digest", "digest", unique=True),
    Index("tasks_file", "folder", "file"),
    Index("tasks_state", "state", "number"),
    Index("tasks_owner", "owner", "state", "number"),
    sqlite_strict=True,
)
# All that is asked about every open task, without a look at its record: a million closed ones cost nothing.
# `closed` is always NULL here, and listed only because SQLite else looks it up in the table.
_OPEN = tasks.c.closed.is_(None)
Index(
    "tasks_open",
    *(tasks.c[name] for name in ("assistant", "state", "owner", "minutes", "number", "folder", "file", "closed")),
    sqlite_where=_OPEN,
)
Index(
    "tasks_closed",
    tasks.c.closed,
    sqlite_where=tasks.c.closed.is_not(None),
)

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("task", Number),
    Column("at", Instant, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("fields", Document, nullable=False),
    Index("events_task", "task", "id"),
    sqlite_strict=True,
)

errands = Table(
    "errands",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("task", Number),
    Column("wake_at", Instant, nullable=False),
    Column("owner", Text),
    Column("attempts", Integer, nullable=False),
    Column("payload", Document, nullable=False),
    UniqueConstraint("key", name="errands_key"),
    Index("errands_wake_at", "wake_at", "id", "kind"),
    Index("errands_task", "task"),
    sqlite_strict=True,
    # The number of a finished errand must never be given again: it is part of the fence of a lease.
    sqlite_autoincrement=True,
)

letters = Table(
    "letters",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("task", Number),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),
    Column("content", LargeBinary),
    Column("created", Instant, nullable=False),
    Column("sent", Instant),
    Index("letters_task", "task"),
    sqlite_strict=True,
)
_UNSENT = letters.c.state != "sent"
Index("letters_unsent", letters.c.state, letters.c.created, sqlite_where=_UNSENT)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("task", Number, nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("rule", Text),
    Column("version", Text, nullable=False),
    Column("record", Document, nullable=False),
    # From the record, to be counted; an earlier version has not kept it.
    Column("noted", Words),
    Index("decisions_task", "task", "id"),
    Index("decisions_at", "at"),
    sqlite_strict=True,
)

works = Table(
    "works",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("touched", Instant, nullable=False),
    Column("client", Text),
    Column("goal", Text),
    Column("tags", Words, nullable=False),
    Column("skills", Words, nullable=False),
    Column("confidential", Truth, nullable=False),
    Column("assistant", Text),
    Column("due", Instant),
    Column("closed", Instant),
    Column("minutes", Integer, nullable=False),
    Column("told", Truth, nullable=False),
    Column("took", Integer),
    Column("handling", Integer),
    Column("cost", Text),
    Column("given", Instant),
    Column("month", Text),
    Column("rating", Integer),
    Column("late", Truth, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("proposed", Truth, nullable=False),
    Column("payer", Text),
    Column("paid", Words, nullable=False),
    Index("works_closed", "closed"),
    sqlite_strict=True,
)
# The cap of a goal holds for all time.
FOR_A_GOAL = text("goal IS NOT NULL AND (cost IS NOT NULL OR paid <> '[]')")
Index("works_goal", works.c.number, sqlite_where=FOR_A_GOAL)

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("version", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("source", Document, nullable=False),
    sqlite_strict=True,
)

replies = Table(
    "replies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mailbox", Text, nullable=False),
    Column("received", Instant, nullable=False),
    Column("size", Number, nullable=False),
    Column("state", Text, nullable=False),
    Column("message_id", Said, nullable=False),
    Column("sender", Said, nullable=False),
    Column("subject", Said, nullable=False),
    Column("task", Number),
    Column("person", Text),
    Column("meaning", Said, nullable=False),
    Column("reason", Said, nullable=False),
    Index("replies_task", "task"),
    # On PostgreSQL by hash: a B-tree there refuses what is longer than 2,704 bytes, and strangers make these up.
    Index("replies_message_id", "message_id"),
    sqlite_strict=True,
)
_PUT_ASIDE = replies.c.state == "quarantined"
Index("replies_put_aside", replies.c.received, sqlite_where=_PUT_ASIDE)

# Apart from what is known of them: SQLite writes a whole row again for every change to it, and a mail may have 25 MB.
originals = Table(
    "originals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_strict=True,
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("away_until", Day),
    Column("away_since", Instant),
    Column("away_because", Said, nullable=False),
    Column("reminded", Instant),
    sqlite_strict=True,
)

answers = Table(
    "answers",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("task", Number, nullable=False),
    Column("owner", Text, nullable=False),
    Column("client", Text),
    Column("title", Said, nullable=False),
    Column("tags", Words, nullable=False),
    Column("skills", Words, nullable=False),
    Column("question", Said, nullable=False),
    Column("answer", Said, nullable=False),
    Column("confidential", Truth, nullable=False),
    Column("at", Instant, nullable=False),
    Index("answers_owner", "owner", "id"),
    sqlite_strict=True,
)
