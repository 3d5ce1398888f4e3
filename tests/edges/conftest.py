"""Real databases: a file, and a schema of its own on a PostgreSQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from databases import empty_schema
from delegated.edges.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:{tmp_path}/state/delegated.db"
        return
    with empty_schema() as url:
        yield url


@pytest.fixture
async def store(store_url: str, tmp_path: Path) -> AsyncIterator[Store]:
    """An open store with nothing in it."""
    opened = Store.open(store_url, base=str(tmp_path))
    yield opened
    await opened.close()
