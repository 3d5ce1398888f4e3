"""The postman who puts letters into a folder, for a home without a mail server: one `.eml` a letter."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from delegated.ports import Outgoing, Refused, Sent

_LONGEST_NAME = 60
_UNFINISHED = ".unfinished"


class FolderPostman:
    """Writes each letter whole or not at all. The same Message-ID is the same file, however often it is sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def start(self) -> None:
        """Makes the folder, and clears away what a crash left half-written. `deliver` tells what fails."""
        with contextlib.suppress(OSError):
            await asyncio.to_thread(self._tidy)

    async def deliver(self, letter: Outgoing) -> Sent | Refused:
        """A file of mode 0600 that is on the disk once this returns; a full disk or a missing right is temporary."""
        try:
            name = await asyncio.to_thread(self._write, letter)
        except OSError as fault:
            why = f"cannot write in {self._folder}: {fault.strerror or fault}; make room there, or mend its rights"
            return Refused(temporary=True, reason=why)
        return Sent(f"written to {self._folder.name}/{name}")

    async def close(self) -> None:
        """Nothing is ever under way here."""

    def state(self) -> dict[str, int]:
        """As an SMTP postman's: a folder needs no connection, and nothing waits."""
        return {"connected": 0, "queued": 0}

    def _tidy(self) -> None:
        self._make()
        for left in self._folder.glob(f".*{_UNFINISHED}"):
            left.unlink(missing_ok=True)

    def _make(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _write(self, letter: Outgoing) -> str:
        name = file_name(letter)
        self._make()
        handle, path = tempfile.mkstemp(prefix=".", suffix=_UNFINISHED, dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(letter.content)
                file.flush()
                os.fsync(file.fileno())
            Path(path).replace(self._folder / name)
        except BaseException:
            Path(path).unlink(missing_ok=True)
            raise
        self._sync()
        return name

    def _sync(self) -> None:
        """The name of a new file is on the disk only when its folder is."""
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def file_name(letter: Outgoing) -> str:
    """`T-12 brief 1 maya 3f2a91.eml`: the Message-ID's words, for whom, and six figures to tell any two apart."""
    mark = hashlib.sha256(letter.message_id.encode()).hexdigest()[:6]
    words = f"{_local_part(letter.message_id)} {_local_part(letter.recipient)}"
    return f"{words[:_LONGEST_NAME].strip()} {mark}.eml".strip()


def _local_part(address: str) -> str:
    local = address.strip("<> ").rpartition("@")[0] or address
    return " ".join(word for word in re.split(r"[^\w-]+|_", local) if word.strip("-"))
