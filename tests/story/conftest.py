"""What the chapters share."""

from __future__ import annotations

import pytest

from playbook import Play


@pytest.fixture
def play() -> Play:
    """The small office on a Monday morning."""
    return Play()
