"""What is handed out of a Maildir, and when."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from delegated.core.errors import visible
from delegated.edges.maildir import files
from delegated.edges.maildir.watching import Watch
from delegated.ports import Received

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from delegated.edges.maildir.files import Place, Signature

_SETTLE = timedelta(seconds=0.3)
_ROOM = 2**25
"""Bytes of one batch; the mail that goes beyond is its last."""


class Maildir:
    """A Maildir as a mailbox: `folder` with `new/`, `cur/` and `tmp/`, the last of which is never read.

    Of a mail `most` bytes are read. All is looked through at the start and each `sweep`. A mail that was neither
    renamed nor linked into place is taken once it has not changed for `settle`.
    """

    def __init__(self, folder: Path, *, most: int, sweep: timedelta, settle: timedelta = _SETTLE) -> None:
        self._root = str(folder.absolute())
        self._most = most
        self._sweep_every = sweep.total_seconds()
        self._settle = settle.total_seconds()
        self._watch = Watch(self._root, self._place, self._notice, self._distrust)
        self._looking: asyncio.Task[None] | None = None
        self._sweep_due = 0.0
        self._swept = False
        self._placed: set[Place] = set()
        self._noticed: set[Place] = set()
        self._resting: dict[Place, tuple[Signature, float]] = {}
        self._ready: dict[Place, None] = {}
        self._handed: dict[str, tuple[Place, Signature]] = {}
        self._forgotten: set[Place] = set()
        self._unfiled: dict[Place, Signature] = {}
        self._lost: str | None = None
        self._stuck: str | None = None
        self._unreadable: dict[Place, str] = {}
        self._to_look = asyncio.Event()
        self._to_read = asyncio.Event()

    @property
    def idle(self) -> bool:
        """All was looked through, and each mail that was found and could be read is settled."""
        found = self._noticed or self._resting or self._ready or self._handed or self._forgotten
        return self._swept and not found

    @property
    def trouble(self) -> str | None:
        """Why it, or a mail in it, cannot be read or moved on at present."""
        return self._lost or self._stuck or self._told_of_the_unreadable()

    async def start(self) -> None:
        """Make the folders that are missing, and begin to look."""
        with suppress(OSError):  # the first sweep tells why
            await asyncio.to_thread(files.make, self._root)
        self._looking = asyncio.create_task(self._keep_looking(), name=f"looking through {self._root}")

    async def stop(self) -> None:
        """Look no more. What was handed out may still be settled."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        await asyncio.to_thread(self._watch.stop)

    async def batch(self, most: int = 32) -> Sequence[Received]:
        """The next mails, one at least: waits until there is one. For one caller at a time."""
        while True:
            mails = await self._read_ready(most)
            if mails:
                return mails
            self._to_read.clear()
            await self._to_read.wait()

    async def stored(self, keys: Sequence[str]) -> None:
        """Move these on. What cannot be moved is told in `trouble`, and tried again at each sweep."""
        for key in keys:
            if key in self._handed:
                place, signature = self._handed.pop(key)
                self._unfiled[place] = signature
        await self._file_away()

    def forget(self, keys: Sequence[str]) -> None:
        """Hand these out again, after the next sweep."""
        self._forgotten.update(self._handed.pop(key)[0] for key in keys if key in self._handed)

    def _told_of_the_unreadable(self) -> str | None:
        if not self._unreadable:
            return None
        first, why = next(iter(self._unreadable.items()))
        others = f" and {len(self._unreadable) - 1} others" if len(self._unreadable) > 1 else ""
        path = visible(f"{self._root}/{first.folder}/{first.name}")
        return f"{path}{others} cannot be read: {why}; mend the rights, or take it away"

    def _place(self, place: Place) -> None:
        """Renamed into place. Its times tell it as well, unless it was written within the same tick of the clock."""
        if files.may_be_mail(place):
            self._placed.add(place)
        self._notice(place)

    def _notice(self, place: Place) -> None:
        if files.may_be_mail(place):
            self._noticed.add(place)
            self._to_look.set()

    def _distrust(self) -> None:
        self._sweep_due = 0.0
        self._to_look.set()

    async def _keep_looking(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            self._to_look.clear()
            if self._sweep_due <= clock():
                self._sweep_due = clock() + self._sweep_every
                await self._sweep()
            await self._look_at(self._noticed | self._rested(clock()))
            ends = [since + self._settle for _, since in self._resting.values()]
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min([self._sweep_due, *ends])):
                    await self._to_look.wait()

    async def _sweep(self) -> None:
        """Watched first and listed then: what comes in between is heard of."""
        await asyncio.to_thread(self._watch.renew, asyncio.get_running_loop())
        try:
            found = set(await asyncio.to_thread(files.unread, self._root))
        except OSError as failure:
            self._lost = f"{visible(self._root)} cannot be read: {_why(failure)}; it is tried again"
            return
        self._lost = None
        self._unreadable = {place: why for place, why in self._unreadable.items() if place in found}
        self._forgotten.clear()
        self._noticed.update(found)
        self._swept = True
        await self._file_away()

    async def _look_at(self, places: set[Place]) -> None:
        signatures = await asyncio.to_thread(lambda: {place: files.sign(self._root, place) for place in sorted(places)})
        for place, signature in signatures.items():
            self._noticed.discard(place)
            self._judge(place, signature)

    def _rested(self, now: float) -> set[Place]:
        return {place for place, (_, since) in self._resting.items() if since + self._settle <= now}

    def _judge(self, place: Place, now: Signature | None) -> None:
        """Whether it is whole: placed as one, or the same after its rest."""
        before, since = self._resting.pop(place, (None, 0.0))
        placed = place in self._placed
        self._placed.discard(place)
        if now is None or self._is_taken(place):
            return
        time = asyncio.get_running_loop().time()
        if placed or now.was_placed or (now == before and since + self._settle <= time):
            self._ready[place] = None
            self._to_read.set()
        else:
            self._resting[place] = (now, since if now == before else time)

    def _is_taken(self, place: Place) -> bool:
        return place in self._ready or place in self._unfiled or _key(place) in self._handed

    async def _read_ready(self, most: int) -> list[Received]:
        mails: list[Received] = []
        room = _ROOM
        try:
            while self._ready and len(mails) < most and room > 0:
                mail = await self._read(next(iter(self._ready)))
                if mail is not None:
                    mails.append(mail)
                    room -= len(mail.content)
        except BaseException:
            # Who waited for them went away.
            self.forget([mail.key for mail in mails])
            raise
        return mails

    async def _read(self, place: Place) -> Received | None:
        """None where it is gone, or cannot be read."""
        why, found = None, None
        try:
            found = await asyncio.to_thread(files.read, self._root, place, self._most)
        except OSError as failure:
            why = _why(failure)
        del self._ready[place]
        self._unreadable.pop(place, None)
        if why:
            self._unreadable[place] = why
        if found is None:
            return None
        content, signature = found
        self._handed[_key(place)] = (place, signature)
        return Received(_key(place), content, signature.size)

    async def _file_away(self) -> None:
        """Move on what is stored. What was written to meanwhile is another mail than the stored one: it is read."""
        if not self._unfiled:
            return
        self._stuck = None
        for place, done in (await asyncio.to_thread(_mark_all, self._root, dict(self._unfiled))).items():
            if isinstance(done, OSError):
                self._stuck = f"what is stored cannot be moved on in {visible(self._root)}: {_why(done)}"
                continue
            self._unfiled.pop(place, None)
            if not done:
                self._notice(place)


def _mark_all(root: str, stored: dict[Place, Signature]) -> dict[Place, bool | OSError]:
    done: dict[Place, bool | OSError] = {}
    for place, signature in stored.items():
        try:
            done[place] = files.mark_read(root, place, signature)
        except OSError as failure:
            done[place] = failure
    # Not on the disk for certain: after a crash it is read, and stored, once more.
    with suppress(OSError):
        files.sync(root)
    return done


def _key(place: Place) -> str:
    """A name for it in plain letters, whatever bytes its own one is made of."""
    return quote(os.fsencode("/".join(place)), safe="/:,=+@")


def _why(failure: OSError) -> str:
    return failure.strerror or str(failure)
