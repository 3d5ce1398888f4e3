"""Files that people edit while the service runs: that they have changed, and rest again.

What inotify tells only makes it fast. The truth is a look at times and sizes: at each notice and each sweep.
"""

# ruff: noqa: PTH116  (a look is taken at each notice)
from __future__ import annotations

import asyncio
import os
import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from watchdog.observers.inotify_c import CallbackId, InotifyConstants, InotifyEvent, InotifyFD, Mask, WatchDescriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

SHORTEST: Final = timedelta(milliseconds=300)
"""An editor that writes in place, or renames twice, is done by then."""
_REMEMBERED: Final = 60.0
_MOST_DOUBLED: Final = 6
# Also what leaves, and what may be read from now on. Not IN_MODIFY: a slow writer would be heard of with each piece.
_NOTICED: Final = Mask(
    InotifyConstants.IN_CREATE
    | InotifyConstants.IN_MOVED_TO
    | InotifyConstants.IN_MOVED_FROM
    | InotifyConstants.IN_DELETE
    | InotifyConstants.IN_CLOSE_WRITE
    | InotifyConstants.IN_ATTRIB
    | InotifyConstants.IN_ONLYDIR
)
_Sign = tuple[int, ...] | None
_Identity = tuple[int, int] | None


class Papers:
    """The files that `files` names, asked anew at each look; `folders` are those that they lie in.

    A change is told once the files have been the same for `settle`, and for twice as long with each change that was
    told within the last minute: somebody who saves all the time is listened to now and then.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        files: Callable[[], Iterable[Path]],
        *,
        settle: timedelta = SHORTEST,
        sweep: timedelta,
    ) -> None:
        self._files = files
        self._settle = settle.total_seconds()
        self._sweep = sweep.total_seconds()
        self._noticed = asyncio.Event()
        self._watch = _Watch(folders, self._noticed.set)
        self._known: dict[Path, _Sign] | None = None
        self._told: list[float] = []

    async def start(self) -> None:
        """What changes from now on is a change."""
        self._known = await self._look()

    async def stop(self) -> None:
        """Watch no more."""
        await asyncio.to_thread(self._watch.stop)

    async def changed(self) -> None:
        """Returns when they are not as they were when it was last told, and rest. For one caller at a time."""
        clock = asyncio.get_running_loop().time
        before, since = self._known, clock()
        while True:
            self._noticed.clear()
            now, found = clock(), await self._look()
            if found != before:
                before, since = found, now
            ends = since + self._rest(now) if found != self._known else now + self._sweep
            if ends <= now:
                self._known = found
                self._told.append(now)
                return
            with suppress(TimeoutError):
                async with asyncio.timeout_at(ends):
                    await self._noticed.wait()

    def doubt(self) -> None:
        """What was told last came to nothing: tell it once more, after a rest."""
        self._known = None

    def _rest(self, now: float) -> float:
        self._told = [at for at in self._told if now - at < _REMEMBERED]
        return rest_after(len(self._told), self._settle)

    async def _look(self) -> dict[Path, _Sign]:
        """Watched first and looked at then: what comes in between is heard of."""
        loop = asyncio.get_running_loop()

        def look() -> dict[Path, _Sign]:
            self._watch.renew(loop)
            return {file: _sign(file) for file in self._files()}

        return await asyncio.to_thread(look)


def rest_after(told: int, settle: float) -> float:
    """For how many seconds files must rest after so many changes within a minute."""
    return settle * float(2 ** min(told, _MOST_DOUBLED))


class _Watch:
    """Calls `noticed` in the loop whenever something has happened in one of these folders, or may have."""

    def __init__(self, folders: Sequence[Path], noticed: Callable[[], None]) -> None:
        self._folders = [str(folder) for folder in folders]
        self._noticed = noticed
        self._reader: InotifyFD | None = None
        self._watched: list[_Identity] = []
        self._changing = threading.Lock()
        self._stopped = False

    def renew(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch, or watch anew where the reader died or a folder is another one than it was. Blocks."""
        with self._changing:
            found = [_identity(folder) for folder in self._folders]
            if self._stopped or (self._reader and self._reader.is_alive() and found == self._watched):
                return
            self._end()
            with suppress(OSError):  # No inotify here: the sweeps do without.
                self._begin(loop, [folder for folder, there in zip(self._folders, found, strict=True) if there])
                self._watched = found

    def stop(self) -> None:
        """Blocks until the reader's thread has ended. A look that is under way does not begin another one."""
        with self._changing:
            self._stopped = True
            self._end()

    def on_event(self, event: InotifyEvent) -> None:
        """Called in the reader's thread. It must not raise."""
        if event.name:
            self._tell()

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        """Called in the reader's thread: the folder is gone, or we have stopped."""

    def on_queue_overflow(self) -> None:
        """Called in the reader's thread."""
        self._tell()

    def _begin(self, loop: asyncio.AbstractEventLoop, folders: Iterable[str]) -> None:
        self._loop = loop
        self._reader = InotifyFD()
        self._reader.start()
        for folder in folders:
            self._reader.add_callback(os.fsencode(folder), _NOTICED, self, CallbackId(id(self)))

    def _end(self) -> None:
        reader, self._reader, self._watched = self._reader, None, []
        if reader is not None:
            reader.stop()
            reader.join()

    def _tell(self) -> None:
        # A loop that was closed meanwhile needs no notice; an exception here would end the reader's thread.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._noticed)


def _sign(file: Path) -> _Sign:
    """Another one whenever the content may be another one, or may be read now."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _identity(folder: str) -> _Identity:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino
