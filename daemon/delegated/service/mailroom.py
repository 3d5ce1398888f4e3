"""Letters to the postman, each with one lease and one try at a time, and what became of them back into the archive."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from typing import TYPE_CHECKING, Final

from delegated.core.waits import retry_after
from delegated.events import Event
from delegated.logs import log
from delegated.ports import Change, Lease, Mark, Outgoing, Refused, Sent, Uncertain
from delegated.service.records import LEASE, LETTER, bounce, letter_event, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from delegated.ports import Errand, ErrandRow, LetterRow, World


# From the hand-over to the postman until what became of it is kept: at most so many are sent again after a crash.
IN_FLIGHT: Final = 32
# Letters that were just kept wait here for their turn, so that they need not be fetched again.
_BACKLOG: Final = 512
AT_ONCE: Final = 64
_SENDABLE: Final = frozenset({"queued", "deferred", "uncertain"})


class Mailroom:
    """Sends what is due. `wake` is told that there may be more to do."""

    def __init__(
        self, world: World, holder: str, wake: Callable[[], None], leaves_at: Callable[[str, datetime], datetime]
    ) -> None:
        self._world = world
        self._leaves_at = leaves_at
        self._holder = holder
        self._wake = wake
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._backlog: deque[tuple[LetterRow, Lease, datetime]] = deque()
        self._ends: asyncio.Queue[Change] = asyncio.Queue()
        self._unkept = 0
        self._ended: set[str] = set()
        self._quiet = asyncio.Event()

    @property
    def room(self) -> int:
        """How many more letters may be handed over."""
        return max(0, _BACKLOG - len(self._backlog))

    @property
    def has_room(self) -> bool:
        """Whether it is time to claim more."""
        return len(self._backlog) < IN_FLIGHT

    @property
    def idle(self) -> bool:
        """Nothing is under way, and what became of everything is kept."""
        return not self._sending and not self._unkept and not self._backlog

    def is_sending(self, message_id: str) -> bool:
        """Whether this letter is under way at this moment, or what became of it is not kept yet."""
        if message_id in self._sending or message_id in self._ended:
            return True
        return any(letter.message_id == message_id for letter, _, _ in self._backlog)

    async def send(self, errands: Sequence[Errand]) -> None:
        """Hand letters that were claimed to the postman, in their turn."""
        if not errands:
            return
        now = self._world.clock.now()
        letters = await self._world.archive.letters([errand.key for errand in errands])
        for errand in errands:
            letter = letters.get(errand.key)
            if self.is_sending(errand.key):
                continue
            if letter is None or letter.content is None or letter.state not in _SENDABLE:
                self._become(Change(ended=[errand.lease]))
            elif errand.payload.get("gently") and (later := self._leaves_at(letter.person, now)) > now:
                self._become(Change(postponed=[(errand.lease, later)]))  # Its hour has passed while nothing ran.
            else:
                self._backlog.append((letter, errand.lease, now))
        self._send_next()

    def hand_over(self, letters: Sequence[LetterRow], errands: Sequence[ErrandRow], now: datetime) -> None:
        """Send, without fetching them again, letters that were kept with a lease for this process."""
        leased = {errand.key for errand in errands if errand.kind == LETTER and errand.owner}
        for letter in letters:
            if letter.message_id in leased:
                self._backlog.append((letter, Lease(letter.message_id, self._holder, 1), now))
        self._send_next()

    async def keep_ends(self) -> None:
        """Wait for what becomes of letters, and keep it, many at a time."""
        ends = [await self._ends.get()]
        try:
            while not self._ends.empty() and len(ends) < AT_ONCE:
                ends.append(self._ends.get_nowait())
            together = _together(ends)
            await self._world.archive.keep(together)
        except BaseException:
            for end in ends:
                self._ends.put_nowait(end)
            raise
        self._unkept -= len(ends)
        self._ended -= _letters_of(together)
        self._send_next()
        if self.idle:
            self._quiet.set()
        say(together.events)
        self._wake()

    async def finish(self, patience: timedelta) -> None:
        """Begin no more; wait until what is under way has come to its end and is kept, but not for ever.

        The next start finds the rest.
        """
        self._backlog.clear()
        self._quiet.clear()
        if not self.idle:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience.total_seconds()):
                    await self._quiet.wait()

    @property
    def _free(self) -> int:
        return IN_FLIGHT - len(self._sending) - self._unkept

    def _send_next(self) -> None:
        """As many as may be in flight. One whose lease has grown old is left for whoever claims it anew."""
        while self._backlog and self._free > 0:
            letter, lease, since = self._backlog.popleft()
            if self._world.clock.now() - since < LEASE / 2:
                self._send_soon(letter, lease)

    def _send_soon(self, letter: LetterRow, lease: Lease) -> None:
        task = asyncio.create_task(self._send(letter, lease), name=f"send {letter.message_id}")
        self._sending[letter.message_id] = task
        task.add_done_callback(lambda done: self._sent_one(letter, done))

    def _sent_one(self, letter: LetterRow, done: asyncio.Task[None]) -> None:
        self._sending.pop(letter.message_id, None)
        error = None if done.cancelled() else done.exception()
        if error is not None:  # Its lease runs out, and it is tried again.
            log(Event.SERVICE_FAILED, task=f"T-{letter.task}", reason=f"{type(error).__name__}: {error}")
        self._send_next()

    async def _send(self, letter: LetterRow, lease: Lease) -> None:
        """One letter, one try."""
        outgoing = Outgoing(letter.message_id, letter.sender, letter.recipient, letter.content or b"")
        began = self._world.clock.now()
        result = await self._world.postman.deliver(outgoing)
        now = self._world.clock.now()
        match result:
            case Sent():
                took = round((now - began).total_seconds() * 1000)
                told = letter_event(Event.MAIL_SENT, letter, now, attempt=lease.attempts, took=took)
                self._become(Change(ended=[lease], sent=[(letter.message_id, now)], events=[told]))
            case Refused(temporary=False, reason=reason):
                self._give_up(letter, lease, reason, now)
            case _:
                self._try_again(letter, lease, result, now)

    def _try_again(self, letter: LetterRow, lease: Lease, result: Refused | Uncertain, now: datetime) -> None:
        wait = retry_after(lease.attempts, random.random())  # noqa: S311  no secret, only to spread the tries
        if wait is None:
            self._give_up(letter, lease, f"{result.reason}; given up after {lease.attempts} tries", now)
            return
        uncertain = isinstance(result, Uncertain)
        event, state = (Event.MAIL_UNCERTAIN, "uncertain") if uncertain else (Event.MAIL_DEFERRED, "deferred")
        again = now + wait
        told = letter_event(event, letter, now, attempt=lease.attempts, reason=result.reason, again_at=again)
        mark = Mark(message_id=letter.message_id, state=state, attempts=lease.attempts, reason=result.reason)
        self._become(Change(postponed=[(lease, again)], marks=[mark], events=[told]))

    def _give_up(self, letter: LetterRow, lease: Lease, reason: str, now: datetime) -> None:
        """Never again. The story of its task hears of it by an errand, so that it does whatever happens in between."""
        told = letter_event(Event.MAIL_FAILED, letter, now, attempt=lease.attempts, reason=reason)
        mark = Mark(message_id=letter.message_id, state="failed", attempts=lease.attempts, reason=reason)
        bounced = [bounce(letter, reason, now)]
        self._become(Change(ended=[lease], marks=[mark], events=[told], errands=bounced))

    def _become(self, end: Change) -> None:
        """Have it kept soon what became of a letter."""
        self._unkept += 1
        self._ended |= _letters_of(end)
        self._ends.put_nowait(end)


def _letters_of(end: Change) -> set[str]:
    return {message_id for message_id, _ in end.sent} | {mark.message_id for mark in end.marks}


def _together(ends: Sequence[Change]) -> Change:
    return Change(
        events=[row for end in ends for row in end.events],
        errands=[row for end in ends for row in end.errands],
        ended=[lease for end in ends for lease in end.ended],
        postponed=[row for end in ends for row in end.postponed],
        sent=[row for end in ends for row in end.sent],
        marks=[mark for end in ends for mark in end.marks],
    )
