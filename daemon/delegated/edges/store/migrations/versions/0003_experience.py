"""What is remembered of each task, for deciding about others: who did the like, how it went, what it took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# 64 bits on PostgreSQL; what SQLite's STRICT tables call INTEGER has them anyway.
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From 0002; what is there stays as it is. What is remembered of it the service fills in at its first start."""
    op.create_table(
        "works",
        sa.Column("number", LONG, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("owner", "title", "state")),
        *(sa.Column(name, LONG, nullable=False) for name in ("created", "since", "touched")),
        *(sa.Column(name, sa.Text) for name in ("client", "goal")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("tags", "skills")),
        sa.Column("confidential", LONG, nullable=False),
        sa.Column("assistant", sa.Text),
        *(sa.Column(name, LONG) for name in ("due", "closed")),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("told", LONG, nullable=False),
        *(sa.Column(name, sa.Integer) for name in ("took", "handling")),
        sa.Column("cost", sa.Text),
        sa.Column("given", LONG),
        sa.Column("month", sa.Text),
        sa.Column("rating", sa.Integer),
        sa.Column("late", LONG, nullable=False),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("proposed", LONG, nullable=False),
        sa.Column("payer", sa.Text),
        sa.Column("paid", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("works_closed", "works", ["closed"])
    where = sa.text("goal IS NOT NULL AND (cost IS NOT NULL OR paid <> '[]')")
    op.create_index("works_goal", "works", ["number"], sqlite_where=where, postgresql_where=where)
    op.add_column("decisions", sa.Column("noted", sa.Text))
    op.create_index("decisions_at", "decisions", ["at"])
