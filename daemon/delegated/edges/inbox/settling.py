"""Files that are perhaps still being written, and when to look at each of them again."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, TypeAlias

from delegated.edges.inbox.files import Signature

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


Place: TypeAlias = tuple[str, str]  # folder, name


@dataclass(frozen=True, slots=True)
class Resting:
    """A file as it was when it was last seen to change.

    `closed`: its writer was seen to close it. `patient`: it has been waited for long enough, whatever the doubt.
    """

    signature: Signature
    due: float
    closed: bool
    patient: bool


class Settling:
    """The files that rest; `rested` is called in the loop when the time of one has come."""

    def __init__(self, rested: Callable[[Place, Resting], None]) -> None:
        self._rested = rested
        self._files: dict[Place, Resting] = {}
        self._queue: list[tuple[float, Place]] = []
        self._alarm: asyncio.TimerHandle | None = None

    def __contains__(self, place: Place) -> bool:
        return place in self._files

    def __len__(self) -> int:
        return len(self._files)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop whose clock is used."""
        self._loop = loop

    def stop(self) -> None:
        """No file is looked at any more."""
        self._files.clear()
        self._queue.clear()
        self._set_alarm()

    def add(
        self, place: Place, signature: Signature, wait: float, *, closed: bool = False, patient: bool = False
    ) -> None:
        """Look again in `wait` seconds; the time begins anew for a file that is here already."""
        due = self._loop.time() + wait
        self._files[place] = Resting(signature, due, closed, patient)
        heappush(self._queue, (due, place))
        if self._alarm is None or due < self._alarm.when():
            self._set_alarm()

    def drop(self, place: Place) -> None:
        """It needs no rest, or is gone."""
        self._files.pop(place, None)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._loop.call_at(self._queue[0][0], self._ring) if self._queue else None

    def _ring(self) -> None:
        now = self._loop.time()
        while self._queue and self._queue[0][0] <= now:
            due, place = heappop(self._queue)
            resting = self._files.get(place)
            # An entry whose time is not the file's any more is one from before its last change.
            if resting is not None and resting.due == due:
                del self._files[place]
                self._rested(place, resting)
        self._set_alarm()
