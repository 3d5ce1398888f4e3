"""What every test has: a strict log of its own, and no clock for hypothesis to fail by."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import hypothesis
import orjson
import pytest

from delegated import logs

pytest_plugins = ["mail_servers"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Machines are noisy: no example fails for being slow. In CI the same examples each time.
hypothesis.settings.register_profile("delegated", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("delegated")


@pytest.fixture(autouse=True)
def said() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the log has said so far in this test; an event or a field that is not in the catalogue fails it."""
    stream = io.BytesIO()
    logs.configure("json", stream=stream, level="debug", strict=True)
    yield lambda: [orjson.loads(line) for line in stream.getvalue().splitlines()]
    logs.log.write_to(None)
