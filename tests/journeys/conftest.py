"""A small home, and a log that can be waited for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from delegated import logs
from homes import Heard, Place, small_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


@pytest.fixture
def heard(said: object) -> Heard:
    """The strict log of this test."""
    stream = Heard()
    logs.configure("json", stream=stream, level="debug", strict=True)
    return stream


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small home whose letters go to a folder."""
    return small_home(tmp_path / "home")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """`store.url` of an empty database, of either kind."""
    if request.param == "sqlite":
        yield "sqlite:state/delegated.db"
        return
    schema = f"delegated_{uuid4().hex}"
    with _postgres() as server:
        server.execute(f'CREATE SCHEMA "{schema}"'.encode())
        try:
            yield f"{POSTGRES}?options=-csearch_path%3D{schema}&application_name={schema}"
        finally:
            server.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


def _postgres() -> psycopg.Connection:
    try:
        return psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL at {POSTGRES}: {error}")
