"""What is shipped beside the code is found, wherever the program lies."""

from __future__ import annotations

import pytest

from delegated.shipped import shipped


@pytest.mark.parametrize("kind", ["rules", "config", "systemd"])
def test_what_is_shipped_is_found(kind: str) -> None:
    """In the wheel and in a checkout by the same call."""
    assert shipped(kind).is_dir()


def test_what_is_missing_is_told_with_the_places_that_were_looked_at() -> None:
    """An installation that lacks its rules says so, and what to do."""
    with pytest.raises(FileNotFoundError, match=r"the shipped charts are missing.*install delegated again"):
        shipped("charts")
