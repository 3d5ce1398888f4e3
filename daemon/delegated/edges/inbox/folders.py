"""The task folders: what has settled in the inbox comes out in batches, and files move as the story does."""

# ruff: noqa: PTH103  (paths are plain strings here: thousands of files at once, and pathlib is several times slower)
from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from delegated.edges.inbox.attachments import AttachmentFault, read_beside
from delegated.edges.inbox.files import (
    Left,
    Signature,
    Text,
    Unread,
    clear_error_of,
    is_mended,
    move_file,
    read_whole,
    reject_file,
    signature_of,
    sync_folder,
)
from delegated.edges.inbox.names import (
    FOLDERS,
    INBOX,
    REJECTED,
    STATE_FOLDERS,
    is_ignored,
    is_task,
    number_in,
    placed_name,
)
from delegated.edges.inbox.settling import Place, Resting, Settling
from delegated.edges.inbox.sweeping import Found, Places, Sweeper, Swept, why_left
from delegated.edges.inbox.watching import Notice, Watcher
from delegated.ports import Filing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

_MOST_BYTES = 4_000_000  # in one batch: what is read holds the loop and lies in memory
_DOUBT = 2.0  # seconds to wait for a file that has, or may have, a writer, and for an empty one
_BETWEEN_OVERFLOWS = 0.5  # seconds: while more comes than the kernel keeps, sweeping is not all there is to do
_SWEEP = "sweep"  # no folder is called so
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day within what a datetime holds, so that both can be told in any zone.
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to be read: new in `inbox`, or mended in `rejected`.

    Where it is `oversized` (more than the limit), `size` tells its bytes and `content` is empty. `modified` is within
    the years 1 to 9999, whatever the file system says.
    """

    folder: str
    name: str
    content: bytes
    modified: datetime
    inode: int
    size: int
    oversized: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """The file of task `number` was seen in a state folder where this process did not put it: moved by hand."""

    folder: str
    name: str
    number: int


class TaskFolders:
    """The tree of task folders.

    Every arrival ends with `move`, `reject` or `forget`, and is not handed out again before. A change of a file that
    was handed out is seen after that: in the inbox after `forget`, in `rejected` after `reject`. A sighting is handed
    out once, and again after `unsee`.
    `expected` tells where each number's file was last put, as (folder, name); it is asked once, in a thread.
    """

    def __init__(
        self,
        tasks: Path,
        *,
        settle: timedelta = timedelta(seconds=0.3),
        max_bytes: int = 1_000_000,
        sweep_every: timedelta = timedelta(seconds=60),
        expected: Callable[[], Mapping[int, Place]] | None = None,
    ) -> None:
        self._root = os.path.realpath(tasks)
        self._settle = settle.total_seconds()
        self._max_bytes = max_bytes
        self._sweep_every = sweep_every.total_seconds()
        self._expected = expected
        self._places = Places()
        self._sweeper = Sweeper(self._root, self._places)
        self._watcher = Watcher(self._root, self._noticed, self._overflowed)
        self._settling = Settling(self._rested)
        self._ready: dict[Place, Resting | None] = {}
        self._handed: dict[Place, Signature] = {}
        self._strays: dict[Place, int] = {}
        self._unseen: dict[Place, int] = {}
        self._left: dict[str, str] = {}
        self._unreadable: dict[str, str] = {}
        self._lost: dict[str, str] = {}
        self._something = asyncio.Event()
        self._distrust = asyncio.Event()
        self._sweeping = asyncio.Lock()
        self._sweeps: asyncio.Task[None] | None = None
        self.overflows = 0
        """How often the kernel threw events away. Each is made good by a sweep."""

    @property
    def idle(self) -> bool:
        """Nothing is noticed, settling or ready. What was handed out does not count."""
        looking = self._sweeping.locked() or self._distrust.is_set()
        return self._watcher.is_quiet and not (looking or self._settling or self._ready or self._strays)

    @property
    def left(self) -> Mapping[str, str]:
        """Names in the inbox that are left where they are, each with the reason."""
        return self._left | self._unreadable

    @property
    def lost(self) -> Mapping[str, str]:
        """Folders that the last sweep could not look into, or that cannot be watched, each with the reason.

        Where the last sweep came to no end, the reason for that is under `sweep`.
        """
        return self._lost

    async def start(self) -> None:
        """Make what folders are missing, watch them, and look through all of them once."""
        loop = asyncio.get_running_loop()
        self._settling.start(loop)
        await asyncio.to_thread(self._prepare, loop)
        await self.sweep_now()
        self._sweeps = asyncio.create_task(self._keep_sweeping(), name="sweeps of the task folders")

    async def stop(self) -> None:
        """Stop watching. What was handed out may still be moved."""
        if self._sweeps is not None:
            self._sweeps.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeps
        await asyncio.to_thread(self._watcher.stop)
        self._settling.stop()

    async def batch(self, most: int = 64) -> list[Arrival | Sighting]:
        """Up to `most` of what is ready, at least one: waits until there is. For one caller at a time.

        Arrivals come first: nobody waits for a new task while all that was moved by hand is gone through.
        """
        while True:
            taken = list(self._take(most))
            if taken:
                return taken
            self._something.clear()
            await self._something.wait()

    async def sweep_now(self) -> None:
        """Look through the folders now; what is found comes with the next batches."""
        async with self._sweeping:
            self._distrust.clear()
            self._swept(await asyncio.to_thread(self._look))

    def forget(self, name: str, folder: str = INBOX) -> None:
        """Hand this file out again: at the next sweep, or sooner if it has changed since it was read."""
        place = (folder, name)
        read = self._handed.pop(place, None)
        now = self._seen(place)
        if now is not None and now != read:
            self._settling.add(place, now, self._settle)

    def unsee(self, number: int, folder: str, name: str) -> None:
        """Hand this sighting out again: at the next sweep, or sooner if something happens to the file."""
        self._places.drop(number, folder, name)
        # Not left to the sweeper: it does not open a folder that has not changed, and may be past this one just now.
        self._unseen[folder, name] = number

    def move(self, from_folder: str, from_name: str, to_folder: str, to_name: str) -> str | None:
        """Rename within the tree, never over another file; the name it got (`NAME (2).md` where one was in the way).

        Moved already is moved; None when the file is in neither place. OSError: the world's failure, nothing moved.
        """
        name = move_file(self._root, Filing(from_folder, from_name, to_folder, to_name))
        self._handed.pop((from_folder, from_name), None)
        number = number_in(name) if name and to_folder in STATE_FOLDERS else None
        if name and number:
            self._places.put(number, to_folder, name)
        return name

    async def file_away(self, moves: Sequence[Filing]) -> list[str | OSError | None]:
        """All these moves, durable when this returns; for each what `move` returns, or its OSError."""
        names = [self._tried(move) for move in moves]
        await self.sync({folder for move in moves for folder in (move.from_folder, move.to_folder)})
        return names

    async def sync(self, folders: Iterable[str] = FOLDERS) -> None:
        """Make what was moved durable."""
        await asyncio.to_thread(_sync_all, [f"{self._root}/{folder}" for folder in folders])

    def reject(self, name: str, text: str, *, folder: str = INBOX) -> str | None:
        """Move the file to `rejected/`, with the text as `NAME.error.txt` beside it; the name it got there.

        A file that was mended in `rejected`, and not well, stays and gets the new text. None: the file is gone.
        """
        read = self._handed.get((folder, name))
        placed = reject_file(self._root, folder, name, text, read, self._max_bytes)
        self._handed.pop((folder, name), None)
        return placed

    def clear_error(self, name: str) -> None:
        """A file of this name was taken: its error file goes.

        A rejected file that is still there, because a better one was dropped into the inbox, becomes
        `NAME (replaced).md`, to be read no more.
        """
        clear_error_of(self._root, name, taken=(REJECTED, name) in self._handed)

    def beside(self, folder: str, name: str, most: int) -> bytes | str:
        """The content of a file that lies beside the task, or in a word why not. It is never looked for elsewhere."""
        found = read_beside(f"{self._root}/{folder}", name, most)
        return found.reason if isinstance(found, AttachmentFault) else found

    def number_in(self, name: str) -> int | None:
        """The number of the task whose file is called so."""
        return number_in(name)

    def name_for(self, number: int, name: str) -> str:
        """What the file of a task is called."""
        return placed_name(number, name)

    def _prepare(self, loop: asyncio.AbstractEventLoop) -> None:
        for folder in FOLDERS:
            os.makedirs(f"{self._root}/{folder}", exist_ok=True)
        self._watcher.start(loop)
        for number, (folder, name) in (self._expected() if self._expected else {}).items():
            self._places.put(number, folder, name)

    async def _keep_sweeping(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._sweep_every):
                    await self._distrust.wait()
            await self._sweep_or_wait()
            await asyncio.sleep(_BETWEEN_OVERFLOWS)

    async def _sweep_or_wait(self) -> None:
        try:
            await self.sweep_now()
        except Exception as failure:  # noqa: BLE001  (whatever it was: without sweeps, files would be lost in silence)
            self._lost = {**self._lost, _SWEEP: _named(failure)}

    def _look(self) -> Swept:
        # First the watches: what comes after them is noticed, and what came before is found.
        deaf = self._watcher.watch()
        swept = self._sweeper.sweep()
        swept.lost = deaf | swept.lost
        return swept

    def _swept(self, swept: Swept) -> None:
        self._left = swept.left
        self._lost = swept.lost
        there = {found.name for found in swept.found if found.folder == INBOX}
        self._unreadable = {name: why for name, why in self._unreadable.items() if name in there}
        for found in swept.found:
            self._found(found)
        for folder, name, number in swept.strays:
            self._strays[folder, name] = number
        self._strays |= self._unseen
        self._unseen = {}
        self._something.set()

    def _found(self, found: Found) -> None:
        place = (found.folder, found.name)
        if place in self._handed or place in self._ready or place in self._settling:
            return
        if found.rested:
            self._ready[place] = Resting(found.signature, 0, closed=False, patient=True)
        else:
            self._settling.add(place, found.signature, self._settle)

    def _overflowed(self) -> None:
        self.overflows += 1
        self._distrust.set()

    def _noticed(self, notice: Notice) -> None:
        if is_ignored(notice.name):
            return
        if notice.folder in STATE_FOLDERS:
            self._noticed_stray(notice.folder, notice.name)
        elif notice.folder in {INBOX, REJECTED}:
            self._noticed_file((notice.folder, notice.name), notice)

    def _noticed_stray(self, folder: str, name: str) -> None:
        number = number_in(name)
        if number and is_task(name) and not self._places.holds(number, folder, name):
            self._strays[folder, name] = number
            self._something.set()

    def _noticed_file(self, place: Place, notice: Notice) -> None:
        signature = self._seen(place)
        if signature is None or not is_task(notice.name):
            self._leave(place)
        elif place in self._handed or (place[0] == REJECTED and not is_mended(self._path(place))):
            return
        elif notice.renamed:
            self._settling.drop(place)
            self._make_ready(place, None)
        else:
            self._ready.pop(place, None)
            self._settling.add(place, signature, self._settle, closed=notice.closed)

    def _leave(self, place: Place) -> None:
        folder, name = place
        with suppress(OSError):
            why = why_left(name, os.lstat(self._path(place)).st_mode)
            if folder == INBOX and why:
                self._left[name] = why

    def _rested(self, place: Place, resting: Resting) -> None:
        signature = self._seen(place)
        if signature == resting.signature:
            self._make_ready(place, resting)
        elif signature is not None:
            self._settling.add(place, signature, self._settle)

    def _make_ready(self, place: Place, resting: Resting | None) -> None:
        self._ready[place] = resting
        self._something.set()

    def _take(self, most: int) -> Iterable[Arrival | Sighting]:
        taken = read = 0
        while self._ready and taken < most and read < _MOST_BYTES:
            place = next(iter(self._ready))
            arrival = self._read_or_left(place, self._ready.pop(place))
            if arrival:
                taken += 1
                read += len(arrival.content)
                yield arrival
        while self._strays and taken < most:
            place = next(iter(self._strays))
            sighting = self._sighted(place, self._strays.pop(place))
            if sighting:
                taken += 1
                yield sighting

    def _read_or_left(self, place: Place, resting: Resting | None) -> Arrival | None:
        """A file that cannot be read for whatever reason holds up no other: it is named, and tried again by a sweep."""
        try:
            return self._read(place, resting)
        except Exception as failure:  # noqa: BLE001  (it would take the whole batch along, which nobody then forgets)
            self._unreadable[place[1]] = f"it cannot be read: {_named(failure)}"
            return None

    def _sighted(self, place: Place, number: int) -> Sighting | None:
        # Noticed or swept a while ago: since then this process may have moved it, or somebody put it back.
        if self._places.holds(number, *place) or self._seen(place) is None:
            return None
        self._places.put(number, *place)
        return Sighting(*place, number)

    def _read(self, place: Place, resting: Resting | None) -> Arrival | None:
        """Read it if it is still what had settled and nobody writes it; otherwise let it settle again."""
        match read_whole(self._path(place), self._max_bytes):
            case Text() as text:
                if self._is_doubtful(text, resting):
                    self._settling.add(place, text.signature, _DOUBT, closed=True, patient=True)
                elif resting is not None and text.signature != resting.signature:
                    self._settling.add(place, text.signature, self._settle)
                else:
                    return self._handed_out(place, text)
            case Unread.WRITTEN:
                self._wait_for_writer(place)
            case Left(why):
                self._unreadable[place[1]] = why
            case Unread.GONE:
                pass
        return None

    def _is_doubtful(self, text: Text, resting: Resting | None) -> bool:
        """An empty file is most often one about to be written; so may be one that nobody was seen or known to close."""
        if resting is None or resting.patient:
            return False
        return text.signature.size == 0 or not (text.certain or resting.closed)

    def _wait_for_writer(self, place: Place) -> None:
        # Closing it is told by an event, which begins a new and shorter rest.
        signature = self._seen(place)
        if signature is not None:
            self._settling.add(place, signature, _DOUBT)

    def _handed_out(self, place: Place, text: Text) -> Arrival:
        signature = text.signature
        arrival = Arrival(
            folder=place[0],
            name=place[1],
            content=text.content,
            modified=_moment(signature.mtime_ns),
            inode=signature.inode,
            size=signature.size,
            oversized=signature.size > self._max_bytes,
        )
        self._handed[place] = signature
        self._unreadable.pop(place[1], None)
        return arrival

    def _tried(self, move: Filing) -> str | OSError | None:
        try:
            return self.move(move.from_folder, move.from_name, move.to_folder, move.to_name)
        except OSError as failure:
            return failure

    def _seen(self, place: Place) -> Signature | None:
        """The file there, as far as it can be seen; why it cannot be is the sweep's to tell."""
        try:
            return signature_of(self._path(place))
        except OSError:
            return None

    def _path(self, place: Place) -> str:
        return f"{self._root}/{place[0]}/{place[1]}"


def _named(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"


def _moment(mtime_ns: int) -> datetime:
    """The time of a file; some file systems keep years that a datetime does not."""
    try:
        return min(max(_EPOCH + timedelta(microseconds=mtime_ns // 1000), _EARLIEST), _LATEST)
    except OverflowError:
        return _LATEST if mtime_ns > 0 else _EARLIEST


def _sync_all(folders: Iterable[str]) -> None:
    for folder in folders:
        sync_folder(folder)
