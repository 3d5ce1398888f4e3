"""A file that lies beside its task, read without ever leaving the folder."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["absolute", "outside", "link", "missing", "too large", "not a file", "unreadable"]

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_REASONS: dict[int, Reason] = {
    errno.ELOOP: "link",
    errno.ENOENT: "missing",
    errno.ENAMETOOLONG: "missing",
    errno.ENXIO: "not a file",
    errno.EACCES: "unreadable",
    errno.EPERM: "unreadable",
}


@dataclass(frozen=True, slots=True)
class AttachmentFault:
    """Why there is no attachment of that name. A failure of the disk is an OSError instead."""

    reason: Reason


def read_beside(folder: str, name: str, max_bytes: int) -> bytes | AttachmentFault:
    """The content of the regular file `name` that lies in this very folder, of `max_bytes` at most."""
    misplaced = _misplaced(name)
    if misplaced:
        return AttachmentFault(misplaced)
    try:
        return _read(folder, name, max_bytes)
    except OSError as refusal:
        reason = _REASONS.get(refusal.errno or 0)
        if reason is None:
            raise
        return AttachmentFault(reason)


def _misplaced(name: str) -> Reason | None:
    if name.startswith("/"):
        return "absolute"
    if "/" in name or name == "..":
        return "outside"
    if name in {"", "."}:
        return "not a file"
    return "missing" if "\0" in name else None


def _read(folder: str, name: str, max_bytes: int) -> bytes | AttachmentFault:
    # Opened from the folder's descriptor: whoever swaps the folder for a link in between gains nothing.
    beside = os.open(folder, _FOLDER)
    try:
        fd = os.open(name, _FILE, dir_fd=beside)
    finally:
        os.close(beside)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        return AttachmentFault("not a file")
    with os.fdopen(fd, "rb") as file:
        content = file.read(max_bytes + 1)
    return content if len(content) <= max_bytes else AttachmentFault("too large")
