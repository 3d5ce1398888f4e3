"""What happens in the folders of a Maildir, from inotify to the loop. Where it cannot be told, the sweeps do."""

# ruff: noqa: PTH116  (paths are plain strings here)
from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from watchdog.observers.inotify_c import CallbackId, InotifyConstants, InotifyEvent, InotifyFD, Mask, WatchDescriptor

from delegated.edges.maildir.files import CUR, NEW, Place

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

# Postfix links into `new`, Dovecot renames, a person copies.
_NOTICED = Mask(
    InotifyConstants.IN_CREATE
    | InotifyConstants.IN_MOVED_TO
    | InotifyConstants.IN_CLOSE_WRITE
    | InotifyConstants.IN_ONLYDIR
)
_Identity = tuple[int, int]


class Watch:
    """Calls one of these in the loop for each file that came, and `overflowed` where some were not told.

    `placed` for one that was renamed into place, which is whole; `noticed` for any other that was made or written.
    """

    def __init__(
        self,
        root: str,
        placed: Callable[[Place], None],
        noticed: Callable[[Place], None],
        overflowed: Callable[[], None],
    ) -> None:
        self._root = root
        self._placed = placed
        self._noticed = noticed
        self._overflowed = overflowed
        self._reader: InotifyFD | None = None
        self._watched: list[_Identity] = []
        self._folders: dict[WatchDescriptor, str] = {}

    def renew(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch, or watch anew where the reader died or a folder is another one than it was. Blocks."""
        try:
            found = [_identity(f"{self._root}/{folder}") for folder in (NEW, CUR)]
            if self._reader is None or not self._reader.is_alive() or found != self._watched:
                self.stop()
                self._begin(loop)
                self._watched = found
        except OSError:
            self.stop()

    def stop(self) -> None:
        """Blocks until the reader's thread has ended."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()
            reader.join()

    def on_event(self, event: InotifyEvent) -> None:
        """Called in the reader's thread. It must not raise."""
        folder = self._folders.get(event.wd)
        if folder and event.name:
            tell = self._placed if event.is_moved_to else self._noticed
            self._call(tell, Place(folder, os.fsdecode(event.name)))

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        """Called in the reader's thread: the folder is gone. The next sweep looks for it."""
        self._folders.pop(wd, None)

    def on_queue_overflow(self) -> None:
        """Called in the reader's thread."""
        self._call(self._overflowed)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._reader = InotifyFD()
        self._reader.start()
        for folder in (NEW, CUR):
            path = os.fsencode(f"{self._root}/{folder}")
            descriptor = self._reader.add_callback(path, _NOTICED, self, CallbackId(id(self)))
            self._folders[descriptor] = folder

    def _call(self, callback: Callable[..., None], *arguments: Place) -> None:
        # A loop that was closed meanwhile needs no notice; an exception here would end the reader's thread.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback, *arguments)


def _identity(folder: str) -> _Identity:
    found = os.stat(folder)
    return found.st_dev, found.st_ino
