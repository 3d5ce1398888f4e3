"""Leaving something in a Maildir: written in `tmp/`, and moved to `new/` when it is whole (maildir(5))."""

from __future__ import annotations

import os
import secrets
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def leave(folder: Path, content: bytes) -> None:
    """A file for whoever reads the Maildir; makes it where there is none. OSError: the world's failure."""
    for name in ("", "tmp", "new", "cur"):
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{time.time_ns()}.{os.getpid()}_{secrets.token_hex(4)}.delegated"
    unfinished = folder / "tmp" / name
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(folder / "new" / name)
    descriptor = os.open(folder / "new", os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
