"""Events of the folders, from watchdog to the loop. They only make it fast: the truth is told by the sweeps.

Of watchdog this takes the reader of inotify and not the observer above it, which walks all files at the start, keeps a
file that leaves the tree, and all that comes after it, for half a second, looks through its whole queue for each file
that is renamed in (12 seconds for a backlog of 16,000), and tells of an overflow in its log only.
"""

# ruff: noqa: PTH116  (paths are plain strings here)
from __future__ import annotations

import ctypes
import os
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from watchdog.observers.inotify_c import (
    CallbackId,
    InotifyConstants,
    InotifyEvent,
    InotifyFD,
    Mask,
    WatchDescriptor,
)

from delegated.edges.inbox.names import FOLDERS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

# Not IN_MODIFY: a slow writer would be heard of with each piece, and settling looks at the file itself. Nor where
# files leave for, nor that they are opened: our own reading would be heard of.
_NOTICED = Mask(
    InotifyConstants.IN_CREATE
    | InotifyConstants.IN_MOVED_TO
    | InotifyConstants.IN_CLOSE_WRITE
    | InotifyConstants.IN_ONLYDIR
)


def can_watch(folder: Path) -> bool:
    """Whether the kernel tells of what happens in this folder. Nothing is left behind."""
    libc = ctypes.CDLL(None, use_errno=True)
    instance = libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
    if instance < 0:
        return False
    try:
        return bool(libc.inotify_add_watch(instance, os.fsencode(folder), int(InotifyConstants.IN_CREATE)) >= 0)
    finally:
        os.close(instance)


class Notice(NamedTuple):
    """Something happened to `folder/name`: it was renamed into place, or closed by who wrote it, or else made."""

    folder: str
    name: str
    renamed: bool
    closed: bool


class _Watched(NamedTuple):
    device: int
    inode: int
    descriptor: WatchDescriptor


class Watcher:
    """Watches the task folders and hands what it notices to the loop, many notices at a time.

    `noticed` is called in the loop with every notice in turn, `overflowed` when the kernel threw some away.
    """

    def __init__(self, root: str, noticed: Callable[[Notice], None], overflowed: Callable[[], None]) -> None:
        self._root = root
        self._noticed = noticed
        self._overflowed = overflowed
        self._reader: InotifyFD | None = None
        self._watched: dict[str, _Watched] = {}
        self._folders: dict[WatchDescriptor, str] = {}
        self._changing = threading.Lock()
        self._stopped = False
        self._notices: deque[Notice] = deque()
        self._posted = False

    @property
    def is_quiet(self) -> bool:
        """Nothing is on its way to the loop."""
        return not self._notices

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop to call. Nothing is watched before `watch`."""
        self._loop = loop

    def watch(self) -> dict[str, str]:
        """Watch every folder that is not watched, or is another one than it was; those that cannot be, and why.

        Blocks. Called before each sweep, so that a folder that came back, or a reader that died, is made good.
        """
        with self._changing:
            return {} if self._stopped else self._watch_all()

    def stop(self) -> None:
        """Blocks until the reader's thread has ended."""
        with self._changing:
            self._stopped = True
            if self._reader is not None:
                self._reader.stop()
                self._reader.join()

    def on_event(self, event: InotifyEvent) -> None:
        """Called in the reader's thread: append, wake the loop where nobody has, and return. It must not raise."""
        folder = self._folders.get(event.wd)
        if folder is None or not event.name:
            return
        self._notices.append(Notice(folder, os.fsdecode(event.name), event.is_moved_to, event.is_close_write))
        if not self._posted:
            self._posted = True
            self._call(self._drain)

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        """Called in the reader's thread: the folder was removed or unmounted. The next sweep watches it again."""
        folder = self._folders.pop(wd, "")
        watched = self._watched.get(folder)
        if watched and watched.descriptor == wd:
            del self._watched[folder]

    def on_queue_overflow(self) -> None:
        """Called in the reader's thread."""
        self._call(self._overflowed)

    def _watch_all(self) -> dict[str, str]:
        try:
            reader = self._living_reader()
        except OSError as failure:
            return dict.fromkeys(FOLDERS, _why(failure))
        deaf = {}
        for folder in FOLDERS:
            try:
                self._watch(reader, folder)
            except OSError as failure:
                deaf[folder] = _why(failure)
        return deaf

    def _living_reader(self) -> InotifyFD:
        if self._reader is None or not self._reader.is_alive():
            self._watched, self._folders = {}, {}
            self._reader = InotifyFD()
            self._reader.start()
        return self._reader

    def _watch(self, reader: InotifyFD, folder: str) -> None:
        path = f"{self._root}/{folder}"
        found = os.stat(path)
        before = self._watched.get(folder)
        if before and (before.device, before.inode) == (found.st_dev, found.st_ino):
            return
        me = CallbackId(id(self))
        if before:
            self._folders.pop(before.descriptor, None)
            reader.remove_callbacks([(before.descriptor, me)])
        descriptor = reader.add_callback(os.fsencode(path), _NOTICED, self, me)
        self._folders[descriptor] = folder
        self._watched[folder] = _Watched(found.st_dev, found.st_ino, descriptor)

    def _drain(self) -> None:
        # First the flag: a notice that comes while this runs is either taken here or posts anew.
        self._posted = False
        while self._notices:
            self._noticed(self._notices.popleft())

    def _call(self, callback: Callable[[], None]) -> None:
        # A loop that was closed meanwhile needs no notice; an exception here would end the reader's thread.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback)


def _why(failure: OSError) -> str:
    return f"it cannot be watched: {failure.strerror or failure}"
