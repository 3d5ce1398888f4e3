"""The files of a Maildir: which of them are to be read, their content, and moving them on. Everything here blocks."""

# ruff: noqa: PTH103, PTH104, PTH208  (paths are plain strings here: names may hold bytes that are no text)
from __future__ import annotations

import os
import stat
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = "new"
CUR = "cur"
_FOLDERS = ("tmp", NEW, CUR)
_INFO = ":2,"
_SEEN = "S"
_LONGEST_NAME = 240
"""In bytes, without flags: file systems take 255."""


class Place(NamedTuple):
    """Where a mail lies: in `new` or `cur`, under this name. Bytes of the name that are no UTF-8 are surrogates."""

    folder: str
    name: str


class Signature(NamedTuple):
    """What tells one state of a file from another; times in nanoseconds."""

    inode: int
    size: int
    modified: int
    changed: int

    @property
    def was_placed(self) -> bool:
        """It was renamed or linked after it was last written, as a Maildir's mail is: it is whole."""
        return self.changed > self.modified

    def same_content(self, other: Signature) -> bool:
        """Nobody wrote in between."""
        return self[:3] == other[:3]


def make(root: str) -> None:
    """The folders that are missing, nobody else's to read."""
    for folder in _FOLDERS:
        os.makedirs(root, mode=0o700, exist_ok=True)
        os.makedirs(f"{root}/{folder}", mode=0o700, exist_ok=True)


def unread(root: str) -> list[Place]:
    """All that may be a mail to read. OSError: the world's failure."""
    lying = [Place(folder, name) for folder in (NEW, CUR) for name in os.listdir(f"{root}/{folder}")]
    return list(filter(may_be_mail, lying))


def may_be_mail(place: Place) -> bool:
    """By its name alone: what begins with a dot is none, and what was read lies in `cur` with the flag S."""
    return not (place.name.startswith(".") or (place.folder == CUR and _SEEN in _flags(place.name)))


def sign(root: str, place: Place) -> Signature | None:
    """The state of a file; None where there is none, or something else: a link is not followed."""
    try:
        found = os.lstat(_path(root, place))
    except OSError:
        return None
    return _signature(found) if stat.S_ISREG(found.st_mode) else None


def read(root: str, place: Place, most: int) -> tuple[bytes, Signature] | None:
    """Its first `most` bytes, and its state. None as with `sign`; OSError where it cannot be read."""
    try:
        # Not waiting: what was replaced by a pipe would hold us for ever.
        file = os.open(_path(root, place), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(file, "rb") as opened:
        found = os.fstat(file)
        return (opened.read(most), _signature(found)) if stat.S_ISREG(found.st_mode) else None


def mark_read(root: str, place: Place, stored: Signature) -> bool:
    """Move it to `cur` with the flag S, never over another file; False where it was written to since it was read.

    What is gone is done. What somebody moved within the Maildir is found again. OSError: the world's failure.
    """
    found = place if _lies_there(root, place, stored) else _moved_to(root, stored.inode)
    now = sign(root, found) if found else None
    if found is None or now is None:
        return True
    if not now.same_content(stored):
        return False
    os.rename(_path(root, found), f"{root}/{CUR}/{_free_name(root, found.name)}")
    return True


def sync(root: str) -> None:
    """The moves are on the disk once this returns."""
    for folder in (CUR, NEW):
        opened = os.open(f"{root}/{folder}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _path(root: str, place: Place) -> str:
    return f"{root}/{place.folder}/{place.name}"


def _flags(name: str) -> str:
    _, known, flags = name.rpartition(_INFO)
    return flags if known else ""


def _signature(found: os.stat_result) -> Signature:
    return Signature(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _lies_there(root: str, place: Place, stored: Signature) -> bool:
    now = sign(root, place)
    return now is not None and now.inode == stored.inode


def _moved_to(root: str, inode: int) -> Place | None:
    """Where in `cur` a file lies unread that was elsewhere before."""
    with os.scandir(f"{root}/{CUR}") as entries:
        places = (Place(CUR, entry.name) for entry in entries if entry.inode() == inode)
        return next(filter(may_be_mail, places), None)


def _free_name(root: str, name: str) -> str:
    return next(free for free in _read_names(name) if not os.path.lexists(f"{root}/{CUR}/{free}"))


def _read_names(name: str) -> Iterator[str]:
    flags = _flags(name)
    base = name.removesuffix(_INFO + flags)
    info = _INFO + "".join(sorted({*flags, _SEEN}))
    if len(os.fsencode(base)) > _LONGEST_NAME:
        base = os.fsdecode(os.fsencode(base)[:_LONGEST_NAME])
    yield base + info
    yield from (f"{base}.{number}{info}" for number in count(2))
