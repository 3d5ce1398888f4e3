"""The command line, as a person uses it, in this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from delegated import logs
from delegated.cli import app
from homes import Heard, Place, Ran, small_home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide terminal without colours, and a shell that says nothing about delegated."""
    for name in [name for name in os.environ if name.startswith("DELEGATED_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def run() -> Callable[..., Ran]:
    """Runs `delegated ARGUMENTS`."""

    def run(*arguments: str | Path) -> Ran:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout_bytes, result.stderr)

    return run


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small home that has not run yet."""
    return small_home(tmp_path / "home")


@pytest.fixture
def heard(said: object) -> Heard:
    """The strict log of this test."""
    stream = Heard()
    logs.configure("json", stream=stream, level="debug", strict=True)
    return stream
