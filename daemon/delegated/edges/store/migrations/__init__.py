"""The history of the schema, run by Alembic. A revision that was released never changes; another one follows it."""
