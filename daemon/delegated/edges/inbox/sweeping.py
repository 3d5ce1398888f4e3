"""A look at what lies in the folders: the truth, where events are only news. Runs in a thread of its own."""

# ruff: noqa: PTH116  (a sweep is over 100,000 files: pathlib is several times slower)
from __future__ import annotations

import os
import stat
import time
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from delegated.edges.inbox.files import Signature, is_mended
from delegated.edges.inbox.names import FOLDERS, INBOX, REJECTED, is_ignored, is_task, number_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRESH_NS = 2_000_000_000
_PAGE = 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A task file that a sweep saw. `rested`: nothing happened to it within the last two seconds."""

    folder: str
    name: str
    signature: Signature
    rested: bool


@dataclass(slots=True)
class Swept:
    """All that one sweep saw: files to read, numbered files out of their place, and what stays where it is and why."""

    found: list[Found] = field(default_factory=list)
    strays: list[tuple[str, str, int]] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)


class Places:
    """Where each number's file is known to lie: 8 bytes a number, so that a million closed tasks cost 8 MB."""

    def __init__(self) -> None:
        self._pages: dict[int, array[int]] = {}

    def put(self, number: int, folder: str, name: str) -> None:
        """The file of this number lies there now, and nowhere else."""
        page = self._pages.get(number // _PAGE)
        if page is None:
            page = self._pages[number // _PAGE] = array("q", bytes(8 * _PAGE))
        page[number % _PAGE] = _mark(folder, name)

    def drop(self, number: int, folder: str, name: str) -> None:
        """Where the file of this number lies is not known any more, unless it is known to lie elsewhere."""
        if self.holds(number, folder, name):
            self._pages[number // _PAGE][number % _PAGE] = 0

    def holds(self, number: int, folder: str, name: str) -> bool:
        """Whether this is the place known for this number."""
        page = self._pages.get(number // _PAGE)
        return page is not None and page[number % _PAGE] == _mark(folder, name)


class Sweeper:
    """Looks through the folders; a state folder whose time has not changed since is not opened again."""

    def __init__(self, root: str, places: Places) -> None:
        self._root = root
        self._places = places
        self._seen: dict[str, int] = {}

    def sweep(self) -> Swept:
        """Look once. What cannot be read is named in `lost`, never raised."""
        swept = Swept()
        now_ns = _file_systems_now_ns(self._root)
        for folder in FOLDERS:
            look = {INBOX: self._look_inbox, REJECTED: self._look_rejected}.get(folder, self._look_for_strays)
            try:
                look(folder, swept, now_ns)
            except OSError as failure:
                swept.lost[folder] = failure.strerror or str(failure)
        return swept

    def _look_inbox(self, folder: str, swept: Swept, now_ns: int) -> None:
        for entry, info in self._entries(folder):
            why = why_left(entry.name, info.st_mode)
            if why:
                swept.left[entry.name] = why
            else:
                swept.found.append(_found(folder, entry.name, info, now_ns))

    def _look_rejected(self, folder: str, swept: Swept, now_ns: int) -> None:
        for entry, info in self._entries(folder):
            if not why_left(entry.name, info.st_mode) and is_mended(entry.path):
                swept.found.append(_found(folder, entry.name, info, now_ns))

    def _look_for_strays(self, folder: str, swept: Swept, now_ns: int) -> None:
        path = f"{self._root}/{folder}"
        changed_ns = os.stat(path).st_mtime_ns
        if self._seen.get(folder) == changed_ns:
            return
        with os.scandir(path) as entries:
            for entry in entries:
                number = number_in(entry.name)
                if number and not self._places.holds(number, folder, entry.name) and is_task(entry.name):
                    swept.strays.append((folder, entry.name, number))
        # Two changes within one tick of the clock bear one time: such a folder is looked at again.
        if now_ns - changed_ns > _FRESH_NS:
            self._seen[folder] = changed_ns

    def _entries(self, folder: str) -> Iterator[tuple[os.DirEntry[str], os.stat_result]]:
        with os.scandir(f"{self._root}/{folder}") as entries:
            for entry in entries:
                if is_ignored(entry.name):
                    continue
                try:
                    info = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                yield entry, info


def why_left(name: str, mode: int) -> str:
    """Why this version leaves such a file where it is; empty for a task."""
    if stat.S_ISDIR(mode):
        return "it is a folder"
    if stat.S_ISLNK(mode):
        return "it is a symbolic link"
    if not stat.S_ISREG(mode):
        return "it is not a regular file"
    return "" if is_task(name) else "it is not named .md, .yaml, .yml or .txt"


def _mark(folder: str, name: str) -> int:
    return hash((folder, name)) or 1


def _file_systems_now_ns(root: str) -> int:
    """The time by the clock that the files' times are taken from: a share has one of its own."""
    try:
        os.utime(root)
        return os.stat(root).st_mtime_ns
    except OSError:  # mounted read-only, or gone
        return time.time_ns()


def _found(folder: str, name: str, info: os.stat_result, now_ns: int) -> Found:
    signature = Signature(info.st_size, info.st_mtime_ns, info.st_ino)
    # Moving a file in changes its ctime, and copying with its times changes both before the last byte is written.
    rested = now_ns - max(info.st_mtime_ns, info.st_ctime_ns) > _FRESH_NS
    return Found(folder, name, signature, rested)
