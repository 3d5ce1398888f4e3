"""Tasks, their history, errands, letters, decisions and the rules they were made by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# 64 bits on PostgreSQL; what SQLite's STRICT tables call INTEGER has them anyway.
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.schema.CreateSequence(sa.Sequence("task_numbers")))
    _tasks()
    _events()
    _errands()
    _letters()
    _decisions()


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("number", LONG, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("assistant", sa.Text),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("due", LONG),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("since", LONG, nullable=False),
        sa.Column("created", LONG, nullable=False),
        sa.Column("closed", LONG),
        sa.Column("waiting_for", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("tasks_digest", "tasks", ["digest"], unique=True)
    op.create_index("tasks_file", "tasks", ["folder", "file"])
    op.create_index("tasks_state", "tasks", ["state", "number"])
    op.create_index("tasks_owner", "tasks", ["owner", "state", "number"])
    known_of_open = ["assistant", "state", "owner", "minutes", "number", "folder", "file", "closed"]
    _partial_index("tasks_open", "tasks", known_of_open, "closed IS NULL")
    _partial_index("tasks_closed", "tasks", ["closed"], "closed IS NOT NULL")


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", LONG, primary_key=True, autoincrement=True),
        sa.Column("task", LONG),
        sa.Column("at", LONG, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("events_task", "events", ["task", "id"])


def _errands() -> None:
    op.create_table(
        "errands",
        sa.Column("id", LONG, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("task", LONG),
        sa.Column("wake_at", LONG, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.UniqueConstraint("key", name="errands_key"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("errands_wake_at", "errands", ["wake_at", "id", "kind"])
    op.create_index("errands_task", "errands", ["task"])


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("message_id", sa.Text, primary_key=True),
        sa.Column("task", LONG),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.Column("created", LONG, nullable=False),
        sa.Column("sent", LONG),
        sqlite_strict=True,
    )
    op.create_index("letters_task", "letters", ["task"])
    _partial_index("letters_unsent", "letters", ["state", "created"], "state != 'sent'")


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", LONG, primary_key=True, autoincrement=True),
        sa.Column("task", LONG, nullable=False),
        sa.Column("at", LONG, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("rule", sa.Text),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("decisions_task", "decisions", ["task", "id"])
    op.create_table(
        "rulebooks",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("at", LONG, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sqlite_strict=True,
    )


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
