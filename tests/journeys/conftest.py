"""A small home, and a log that can be waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from databases import empty_schema
from delegated import logs
from homes import Heard, Place, small_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    with empty_schema() as url:
        yield url
