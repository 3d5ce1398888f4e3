"""One daemon a SQLite file."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from delegated.edges.store.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class Lock:
    """Held as long as this process lives and does not let go; the kernel releases it even after kill -9."""

    def __init__(self, path: Path) -> None:
        """Take it. StoreError, naming the process that has it, where it is taken."""
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"cannot open {path}: {error.strerror}", temporary=True) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            message = f"delegated is running on this home already, as process {holder or 'unknown'}; stop it first"
            raise StoreError(message, temporary=True) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let go. The file stays: removing it could take the lock from under somebody else."""
        os.close(self._file)
