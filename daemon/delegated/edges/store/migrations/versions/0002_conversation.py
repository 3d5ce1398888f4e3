"""What people write back: mails that came in, absences, answers; and what happens next to a task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# 64 bits on PostgreSQL; what SQLite's STRICT tables call INTEGER has them anyway.
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From 0001; what is there stays as it is."""
    op.add_column("tasks", sa.Column("next", sa.Text))
    op.add_column("tasks", sa.Column("next_at", LONG))
    _replies()
    _people()
    _answers()


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("mailbox", sa.Text, nullable=False),
        sa.Column("received", LONG, nullable=False),
        sa.Column("size", LONG, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("task", LONG),
        sa.Column("person", sa.Text),
        sa.Column("meaning", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("replies_task", "replies", ["task"])
    op.create_index("replies_message_id", "replies", ["message_id"], postgresql_using="hash")
    where = sa.text("state = 'quarantined'")
    op.create_index("replies_put_aside", "replies", ["received"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "originals",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("away_until", sa.Text),
        sa.Column("away_since", LONG),
        sa.Column("away_because", sa.Text, nullable=False),
        sa.Column("reminded", LONG),
        sqlite_strict=True,
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", LONG, primary_key=True, autoincrement=True),
        sa.Column("task", LONG, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("client", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("skills", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("confidential", LONG, nullable=False),
        sa.Column("at", LONG, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("answers_owner", "answers", ["owner", "id"])
