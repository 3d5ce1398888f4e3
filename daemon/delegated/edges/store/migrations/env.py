"""Called by Alembic: run what is missing, on the connection and in the transaction of whoever opened the store."""

from __future__ import annotations

from alembic import context

from delegated.edges.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
