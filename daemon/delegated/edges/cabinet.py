"""The attachments of tasks, each kept below `state/files/T-12/` for as long as the task is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Cabinet:
    """Keeps files, nobody else's to read. Names are plain names: whoever read them beside the task has seen to that."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, number: int, name: str, content: bytes) -> None:
        """Put a file into the drawer of a task; the same once more changes nothing. OSError: the world's failure."""
        drawer = self._folder / f"T-{number}"
        drawer.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = drawer / f".{os.getpid()}.new"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(drawer / name)

    def take(self, number: int, name: str) -> bytes | None:
        """The content; None where there is no such file."""
        try:
            return (self._folder / f"T-{number}" / name).read_bytes()
        except FileNotFoundError:
            return None
