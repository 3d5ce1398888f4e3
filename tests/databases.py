"""A real PostgreSQL server for tests: skipped on a laptop without one, an error in CI."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


@contextmanager
def empty_schema() -> Iterator[str]:
    """The address of a schema of its own, which is gone afterwards."""
    schema = f"delegated_{uuid4().hex}"
    with _server() as server:
        server.execute(f'CREATE SCHEMA "{schema}"'.encode())
        try:
            yield f"{POSTGRES}?options=-csearch_path%3D{schema}&application_name={schema}"
        finally:
            server.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


def _server() -> psycopg.Connection:
    try:
        return psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL at {POSTGRES}: {error}")
