"""Runs the story: takes in what comes, keeps what follows in one transaction, and then acts on it.

    take_in    files that have settled -> tasks, decided, with their letters and moves
    happened   something happened to a task -> the next step of its story
    run        the errands: letters to the postman, files to their folders, dates that come

A crash at any point repeats work: what was kept is done again by the errands, what was not kept is still
in the inbox. Nothing is done before it is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from pydantic import TypeAdapter

from delegated import story
from delegated.core.errors import Fault, Unreadable
from delegated.core.office import Office
from delegated.core.task import Task, Written, read_task, understand
from delegated.core.waits import retry_after
from delegated.correspondence import Correspondence
from delegated.events import CATALOGUE, Event
from delegated.logs import log
from delegated.ports import (
    Archive,
    Change,
    DecisionRow,
    Errand,
    ErrandRow,
    EventRow,
    Lease,
    LetterRow,
    Mark,
    NewTask,
    Outgoing,
    Postman,
    Refused,
    Sent,
    TaskRow,
    Uncertain,
)
from delegated.story import Delegation, Happening, Outcome, State

LETTER, MOVE, DATE, TELL = "letter", "move", "date", "tell"
LEASE: Final = timedelta(minutes=10)
GATHERING: Final = timedelta(seconds=10)
FAR: Final = timedelta(days=365)
IN_FLIGHT: Final = 64
BATCH: Final = 64
_TRIES: Final = 20
_RECORD: Final = TypeAdapter(Delegation)
_BY_HAND: Final[Mapping[str, Happening]] = {
    "done": story.Finished(), "dropped": story.Cancelled(), "yours": story.Kept(),
}  # fmt: skip


class Clock(Protocol):
    """What time it is: of the machine, or of a test."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class Arrival(Protocol):
    """A file that has settled in the inbox, or was mended in `rejected`."""

    @property
    def folder(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def size(self) -> int: ...
    @property
    def oversized(self) -> bool: ...


class Folders(Protocol):
    """The task folders, as the service uses them."""

    @property
    def idle(self) -> bool: ...
    @property
    def left(self) -> Mapping[str, str]: ...
    async def batch(self, most: int = 64) -> Sequence[Any]: ...
    def forget(self, name: str, folder: str = "inbox") -> None: ...
    async def move_many(self, moves: Sequence[Any]) -> Sequence[str | OSError | None]: ...
    def reject(self, name: str, text: str, *, folder: str = "inbox") -> str | None: ...
    def clear_error(self, name: str) -> None: ...
    def read_attachment(self, folder: str, name: str, max_bytes: int) -> Any: ...


class Drawers(Protocol):
    """Where the attachments of tasks are kept."""

    def keep(self, number: int, name: str, content: bytes) -> None: ...
    def take(self, number: int, name: str) -> bytes | None: ...


class Names(Protocol):
    """How files of tasks are called."""

    def number_in(self, name: str) -> int | None: ...
    def placed_name(self, number: int, name: str) -> str: ...
    def move(self, from_folder: str, from_name: str, to_folder: str, to_name: str) -> Any: ...


@dataclass(slots=True)
class World:
    """Everything outside that the service works with."""

    archive: Archive
    folders: Folders
    names: Names
    drawers: Drawers
    postman: Postman
    clock: Clock


@dataclass(slots=True)
class _New:
    """A file on its way to become a task."""

    arrival: Arrival
    written: Written
    task: Task
    digest: str
    files: dict[str, bytes] = field(default_factory=dict)


class Service:
    """One office at work. `office` may be exchanged while it runs; what is under way keeps the one it began with."""

    def __init__(self, world: World, office: Office, correspondence: Correspondence, *, max_bytes: int, most_attached: int) -> None:
        self.world = world
        self.office = office
        self.correspondence = correspondence
        self._max_bytes = max_bytes
        self._most_attached = most_attached
        self._stopping = asyncio.Event()
        self._work = asyncio.Event()
        self._one_at_a_time: dict[int, asyncio.Lock] = {}
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._ends: asyncio.Queue[Change] = asyncio.Queue()
        self._busy = 0
        self._left: set[str] = set()
        self._storing_failed = False

    # --- life -----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Go on where an earlier life stopped: who has what to do, errands that were under way, files that were to move."""
        await self.world.archive.release(self.world.clock.now())
        await self.count_workloads()
        await self._run_moves()

    async def run(self) -> None:
        """Until `stop`. What is under way then is finished, for as long as the caller waits."""
        loops = (self._take_in_files, self._run_errands, self._keep_ends)
        running = [asyncio.create_task(self._forever(work), name=work.__name__) for work in loops]
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([*running, stopping], return_when=asyncio.FIRST_COMPLETED)
        for task in (running[0], running[1]):
            task.cancel()
        await self._finish(running)
        stopping.cancel()

    async def run_until_idle(self) -> None:
        """All that is due, and what comes of it; then stop."""
        running = asyncio.create_task(self.run())
        try:
            while not running.done():
                await self._pause(0.02)
                if await self.is_idle():
                    break
        finally:
            self.stop()
            await running

    def stop(self) -> None:
        """Take nothing more in, and come to an end."""
        self._stopping.set()

    def wake(self) -> None:
        """There may be errands. From this thread."""
        self._work.set()

    async def is_idle(self) -> bool:
        """Nothing to take in, nothing under way, nothing due: what waits to be gathered is told first."""
        if not self.world.folders.idle or self._busy or self._sending or not self._ends.empty():
            return False
        now = self.world.clock.now()
        if await self._tell_owners(now + FAR):
            return False
        due = await self.world.archive.next_wake()
        return due is None or due > now

    async def count_workloads(self) -> None:
        """Who has how much to do, from what is kept."""
        workloads = self.office.workloads
        workloads.assistants.clear()
        workloads.kept.clear()
        for row in await self.world.archive.open_tasks():
            work = timedelta(minutes=row.minutes)
            if row.assistant:
                workloads.add(row.assistant, work)
            if row.state == State.YOURS:
                workloads.kept.setdefault(row.owner, {})[row.number] = (work, row.due)

    # --- taking in ------------------------------------------------------------------------------

    async def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Files become tasks: read, decided, written, kept; then the files move and the letters leave."""
        now = self.world.clock.now()
        fresh: list[_New] = []
        for arrival in arrivals:
            number = self.world.names.number_in(arrival.name)
            if number is not None and await self.world.archive.task(number) is not None:
                await self._take_back_in(number, arrival, now)
                continue
            found = await self._read(arrival, now)
            if found is not None:
                fresh.append(found)
        if fresh:
            await self._accept(await self._without_known(fresh), now)

    async def happened(
        self, number: int, happening: Happening, *, also: Change | None = None, seen: tuple[str, str] | None = None
    ) -> None:  # fmt: skip
        """The next step in the story of one task, kept together with what `also` says, and then acted upon.

        `seen` is the folder and name under which its file lies now, where that is not as it was kept.
        """
        async with self._one_at_a_time.setdefault(number, asyncio.Lock()):
            for _ in range(_TRIES):
                row = await self.world.archive.task(number)
                if row is None:
                    return
                before = restored(row)
                now = self.world.clock.now()
                lies = seen or (before.folder, before.file)
                outcome = story.advance(replace(before, file=_printable(lies[1])), happening, self.office, now)
                if await self._keep_step(row, before, outcome, also or Change(), now, lies):
                    return
        log(Event.SERVICE_FAILED, task=f"T-{number}", happening=type(happening).__name__, reason="the task was changed by somebody else each time")

    async def tell_of_faults(self, what: str, faults: Sequence[Fault]) -> None:
        """One letter to the first owner about a file that cannot be used."""
        now = self.world.clock.now()
        letter = self.correspondence.fault(self.office.roster.first_owner, what, faults, now)
        await self.world.archive.keep(Change(letters=[letter], errands=[_send(letter, now)], events=[_queued(letter, now)]))
        self.wake()

    async def _read(self, arrival: Arrival, now: datetime) -> _New | None:
        """The task in a file; None where it could not be read and was rejected."""
        read = self._understood(arrival, now)
        if isinstance(read, Unreadable):
            await self._reject(arrival, read)
            return None
        written, task = read
        files = self._attachments(arrival, written, task)
        if isinstance(files, Unreadable):
            await self._reject(arrival, files)
            return None
        digest = hashlib.sha256(arrival.content + b"".join(files.values())).hexdigest()
        return _New(arrival, written, task, digest, files)

    def _understood(self, arrival: Arrival, now: datetime) -> tuple[Written, Task] | Unreadable:
        name = _printable(arrival.name)
        if arrival.oversized:
            said = f"the file is too large: {arrival.size:,} bytes, and {self._max_bytes:,} are allowed"
            return Unreadable((Fault(name, None, None, said, "put the long part into an attachment or a link"),))
        written = read_task(name, arrival.content, most=self._max_bytes)
        if isinstance(written, Unreadable):
            return written
        task = understand(written, self.office.roster, now)
        return task if isinstance(task, Unreadable) else (written, task)

    def _attachments(self, arrival: Arrival, written: Written, task: Task) -> dict[str, bytes] | Unreadable:
        """The files beside the task that it names, or what is wrong with the names."""
        files: dict[str, bytes] = {}
        faults: list[Fault] = []
        for place, name in enumerate(task.attachments):
            content = self.world.folders.read_attachment(arrival.folder, name, self._most_attached)
            if isinstance(content, bytes):
                files[name] = content
            else:
                faults.append(written.attachment_fault(place, *_told_of_attachment(name, content.reason)))
        return Unreadable(tuple(faults)) if faults else files

    async def _reject(self, arrival: Arrival, why: Unreadable) -> None:
        fault = why.faults[0]
        try:
            placed = self.world.folders.reject(arrival.name, f"{why}\n", folder=arrival.folder)
        except OSError as error:
            self._blocked(arrival, error)
            return
        if placed is not None:
            log(Event.TASK_REJECTED, file=_printable(placed), place=fault.place, reason=fault.message)

    async def _without_known(self, fresh: Sequence[_New]) -> list[_New]:
        """Those whose content is no task yet; the others are put aside, each with the number of the first."""
        known = dict(await self.world.archive.known([new.digest for new in fresh]))
        first: dict[str, _New] = {}
        for new in fresh:
            if new.digest in known:
                self._put_aside(new, f"T-{known[new.digest]}")
            elif new.digest in first:
                self._put_aside(new, f"`{_printable(first[new.digest].arrival.name)}`")
            else:
                first[new.digest] = new
        return list(first.values())

    def _put_aside(self, new: _New, first: str) -> None:
        name = _printable(new.arrival.name)
        text = f"{name}: this has the same content as {first}, and is not taken twice; change a word, or add `x-again: true`, to make it a task of its own\n"
        try:
            self.world.folders.reject(new.arrival.name, text, folder=new.arrival.folder)
        except OSError as error:
            self._blocked(new.arrival, error)
            return
        log(Event.TASK_DUPLICATE, file=name, first=first)

    async def _accept(self, fresh: Sequence[_New], now: datetime) -> None:
        """Decide, write and keep a batch; then move and send."""
        numbers = self.world.archive.next_numbers(len(fresh))
        room = IN_FLIGHT - len(self._sending)
        rows: list[NewTask] = []
        done: list[tuple[_New, Outcome, list[EventRow], list[ErrandRow], list[LetterRow]]] = []
        for number, new in zip(numbers, fresh, strict=True):
            name = _printable(self.world.names.placed_name(number, new.arrival.name))
            for file, content in new.files.items():
                self.world.drawers.keep(number, file, content)
            outcome = story.accept(number, name, new.task, self.office, now)
            lies = (new.arrival.folder, new.arrival.name)
            letters, errands, _ = self._prepared(outcome, now, new.files, lies, lease=len(rows) < room)
            events = [_event(told, number, now) for told in outcome.told] + [_queued(letter, now) for letter in letters]
            rows.append(NewTask(_row(outcome.delegation, new.digest, now), tuple(events), tuple(errands), tuple(letters), _decision(outcome, now)))
            done.append((new, outcome, events, errands, letters))
            self._shift(None, outcome.delegation)
        try:
            known = await self.world.archive.add(rows)
        except Exception:
            await self.count_workloads()
            raise
        moves: list[ErrandRow] = []
        for new, _outcome, events, errands, letters in done:
            if new.digest in known:
                self._put_aside(new, f"T-{known[new.digest]}")
                continue
            self._say(events)
            moves += [errand for errand in errands if errand.kind == MOVE]
            self._hand_over(letters, errands)
        await self._move([(Lease(errand.key, errand.owner or "", 1), errand.payload) for errand in moves])
        for new in fresh:
            self.world.folders.clear_error(new.arrival.name)
        self.wake()

    async def _take_back_in(self, number: int, arrival: Arrival, now: datetime) -> None:
        """The file of a task that we know lies in the inbox again."""
        read = self._understood(arrival, now)
        if isinstance(read, Unreadable):
            await self._reject(arrival, read)
            await self.happened(number, story.Spoilt(read.faults[0].message))
            return
        _, task = read
        await self.happened(number, story.PutBack(task), seen=(arrival.folder, arrival.name))
        self.world.folders.clear_error(arrival.name)

    def _blocked(self, arrival: Arrival, error: OSError) -> None:
        self.world.folders.forget(arrival.name, arrival.folder)
        log(Event.FOLDER_BLOCKED, file=_printable(arrival.name), reason=error.strerror or str(error))

    # --- a step and what follows ----------------------------------------------------------------

    async def _keep_step(  # noqa: PLR0913, PLR0917  one step, with all that belongs to it
        self, row: TaskRow, before: Delegation, outcome: Outcome, also: Change, now: datetime, lies: tuple[str, str]
    ) -> bool:  # fmt: skip
        after = outcome.delegation
        files = {name: content for name in after.task.attachments if (content := self.world.drawers.take(after.number, name)) is not None}
        letters, errands, cancelled = self._prepared(outcome, now, files, lies, lease=False)
        marks: list[Mark] = []
        for errand in outcome.errands:
            if isinstance(errand, story.TakeBack):
                more, held = await self._taken_back(after, errand, now)
                letters += more
                errands += [_send(letter, now) for letter in more]
                marks += held
                cancelled += [mark.message_id for mark in held]
        events = [_event(told, after.number, now) for told in outcome.told] + [_queued(letter, now) for letter in letters]
        kept = replace(
            also, task=replace(_row(after, row.digest, row.created), version=row.version),
            events=[*also.events, *events], errands=[*also.errands, *errands], letters=[*also.letters, *letters],
            cancelled=[*also.cancelled, *cancelled], marks=[*also.marks, *marks],
            decision=_decision(outcome, now) if after.decision != before.decision else None,
        )  # fmt: skip
        if not await self.world.archive.keep(kept):
            return False
        self._shift(before, after)
        self._say(kept.events)
        await self._move([(Lease(errand.key, errand.owner or "", 1), errand.payload) for errand in errands if errand.kind == MOVE])
        self.wake()
        return True

    def _prepared(
        self, outcome: Outcome, now: datetime, files: Mapping[str, bytes], lies: tuple[str, str], *, lease: bool
    ) -> tuple[list[LetterRow], list[ErrandRow], list[str]]:  # fmt: skip
        """The letters and errands that an outcome asks for, as they are kept, and the keys of those to be cancelled."""
        it = outcome.delegation
        letters: list[LetterRow] = []
        errands: list[ErrandRow] = []
        cancelled: list[str] = []
        for errand in outcome.errands:
            match errand:
                case story.Write():
                    letter = self.correspondence.brief(it, errand, self.office, now, files)
                    letters.append(letter)
                    errands.append(_send(letter, now, self._holder if lease else None))
                case story.Move(folder):
                    errands.append(self._moving(it, lies, folder, now))
                case story.WakeAt(key, at):
                    errands.append(ErrandRow(key=key, kind=DATE, wake_at=at, task=it.number))
                case story.TellOwner():
                    errands.append(ErrandRow(key=f"{it.name}:tell", kind=TELL, wake_at=now + GATHERING, task=it.number))
                case story.Forget(key):
                    cancelled.append(key)
        return letters, errands, cancelled

    async def _taken_back(
        self, it: Delegation, errand: story.TakeBack, now: datetime
    ) -> tuple[list[LetterRow], list[Mark]]:  # fmt: skip
        """A brief that has not left is held back; for one that has, the assistant gets a word."""
        brief = self.correspondence.message_id(it.number, "brief", errand.brief, errand.person)
        kept = await self.world.archive.letter(brief)
        if kept is not None and kept.state in {"queued", "deferred"} and brief not in self._sending:
            reason = "the task was taken back before it was sent"
            return [], [Mark(message_id=brief, state="withdrawn", attempts=kept.attempts, reason=reason)]
        letter = self.correspondence.withdrawn(it, errand, self.office, now)
        return ([letter] if letter else []), []

    def _moving(self, it: Delegation, lies: tuple[str, str], folder: str, now: datetime) -> ErrandRow:
        """The move of its file, done by this process as soon as it is kept."""
        payload = _told_bytes({"from_folder": lies[0], "from_name": lies[1], "to_folder": folder, "to_name": it.file})
        return ErrandRow(
            key=f"{it.name}:move", kind=MOVE, wake_at=now + LEASE, task=it.number, payload=payload, owner=self._holder, attempts=1
        )  # fmt: skip

    @property
    def _holder(self) -> str:
        return str(getattr(self.world.archive, "holder", ""))

    def _shift(self, before: Delegation | None, after: Delegation) -> None:
        """Who has how much to do changes with the task."""
        workloads = self.office.workloads
        if before is not None:
            if before.assistant:
                workloads.add(before.assistant, -before.task.estimate, -1)
            workloads.kept.get(before.task.owner, {}).pop(before.number, None)
        if after.assistant and after.open:
            workloads.add(after.assistant, after.task.estimate)
        if after.state is State.YOURS:
            workloads.kept.setdefault(after.task.owner, {})[after.number] = (after.task.estimate, after.task.due)

    # --- the loops ------------------------------------------------------------------------------

    async def _take_in_files(self) -> None:
        found = await self.world.folders.batch(BATCH)
        self._busy += 1
        try:
            arrivals = [seen for seen in found if hasattr(seen, "content")]
            try:
                await self.take_in(arrivals)
            except BaseException:
                for arrival in arrivals:  # Nothing is lost: what was not kept is looked at again.
                    self.world.folders.forget(arrival.name, arrival.folder)
                raise
            for seen in found:
                if not hasattr(seen, "content"):
                    await self._moved_by_hand(seen.number, seen.folder, seen.name)
        finally:
            self._busy -= 1
            self._name_left()

    async def _run_errands(self) -> None:
        self._work.clear()
        self._busy += 1
        try:
            more = await self._send_letters() + await self._run_moves() + await self._run_dates()
            more += await self._tell_owners(self.world.clock.now())
        finally:
            self._busy -= 1
        if not more:
            await self._wait_for_work()

    async def _keep_ends(self) -> None:
        """Keep what became of letters, many at a time."""
        ends = [await self._ends.get()]
        while not self._ends.empty() and len(ends) < BATCH:
            ends.append(self._ends.get_nowait())
        together = Change(
            events=[row for end in ends for row in end.events], ended=[lease for end in ends for lease in end.ended],
            postponed=[row for end in ends for row in end.postponed], sent=[row for end in ends for row in end.sent],
            marks=[mark for end in ends for mark in end.marks],
        )  # fmt: skip
        self._busy += 1
        try:
            await self.world.archive.keep(together)
        finally:
            self._busy -= 1
        self._say(together.events)
        if together.postponed:
            self.wake()

    async def _forever(self, work: Callable[[], Awaitable[None]]) -> None:
        """Again and again; a failure is told, and waited out, and never ends the service."""
        while True:
            try:
                await work()
                self._stored()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001  whatever it is, the office goes on
                self._failed(error)
                await self._pause(1.0)

    async def _finish(self, running: Sequence[asyncio.Task[None]]) -> None:
        """Letters in flight come to their end, and what became of them is kept."""
        await asyncio.gather(*running[:2], return_exceptions=True)
        if self._sending:
            await asyncio.wait(self._sending.values(), timeout=8)
        while not self._ends.empty() or self._busy:
            if running[2].done():
                break
            await asyncio.sleep(0.005)
        running[2].cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _wait_for_work(self) -> None:
        due = await self.world.archive.next_wake()
        rest = 60.0 if due is None else (due - self.world.clock.now()).total_seconds()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(60.0, max(0.05, rest))):
                await self._work.wait()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    def _failed(self, error: Exception) -> None:
        if getattr(error, "temporary", False):
            if not self._storing_failed:
                log(Event.STORE_FAILED, reason=str(error))
            self._storing_failed = True
        else:
            log(Event.SERVICE_FAILED, reason=f"{type(error).__name__}: {error}")

    def _stored(self) -> None:
        if self._storing_failed:
            self._storing_failed = False
            log(Event.STORE_RECOVERED)

    # --- errands --------------------------------------------------------------------------------

    async def _send_letters(self) -> int:
        room = IN_FLIGHT - len(self._sending)
        if room <= 0:
            return 0
        errands = await self.world.archive.claim([LETTER], self.world.clock.now(), LEASE, room)
        mine = [errand for errand in errands if errand.key not in self._sending]
        letters = await self.world.archive.letters([errand.key for errand in mine])
        for errand in mine:
            letter = letters.get(errand.key)
            if letter is None or letter.content is None:
                self._ends.put_nowait(Change(ended=[errand.lease]))
            else:
                self._send_soon(letter, errand.lease)
        return len(errands)

    def _hand_over(self, letters: Sequence[LetterRow], errands: Sequence[ErrandRow]) -> None:
        """Letters that were kept leased are sent at once."""
        leased = {errand.key: errand for errand in errands if errand.kind == LETTER and errand.owner}
        for letter in letters:
            if letter.message_id in leased:
                self._send_soon(letter, Lease(letter.message_id, self._holder, 1))

    def _send_soon(self, letter: LetterRow, lease: Lease) -> None:
        task = asyncio.create_task(self._send(letter, lease))
        self._sending[letter.message_id] = task
        task.add_done_callback(lambda _: self._sent_one(letter.message_id))

    def _sent_one(self, message_id: str) -> None:
        self._sending.pop(message_id, None)
        if len(self._sending) <= IN_FLIGHT // 2:
            self.wake()

    async def _send(self, letter: LetterRow, lease: Lease) -> None:
        """One letter, one try; what became of it is kept."""
        began = time.perf_counter()
        outgoing = Outgoing(letter.message_id, letter.sender, letter.recipient, letter.content or b"")
        result = await self.world.postman.deliver(outgoing)
        now, attempt = self.world.clock.now(), lease.attempts
        fields = {"letter": letter.kind, "to": letter.recipient, "message_id": letter.message_id, "attempt": attempt}
        match result:
            case Sent():
                told = _told(Event.MAIL_SENT, letter, now, **fields, took=round((time.perf_counter() - began) * 1000))
                self._ends.put_nowait(Change(ended=[lease], sent=[(letter.message_id, now)], events=[told]))
            case Refused(temporary=False, reason=reason):
                await self._cannot_be_sent(letter, lease, reason, fields, now)
            case Refused(reason=reason) | Uncertain(reason=reason):
                again = retry_after(attempt, random.random())  # noqa: S311  no secret, only to spread the tries
                if again is None:
                    await self._cannot_be_sent(letter, lease, f"{reason}; given up", fields, now)
                    return
                uncertain = isinstance(result, Uncertain)
                event, state = (Event.MAIL_UNCERTAIN, "uncertain") if uncertain else (Event.MAIL_DEFERRED, "deferred")
                told = _told(event, letter, now, **fields, reason=reason, again_at=now + again)
                mark = Mark(message_id=letter.message_id, state=state, attempts=attempt, reason=reason)
                self._ends.put_nowait(Change(postponed=[(lease, now + again)], marks=[mark], events=[told]))

    async def _cannot_be_sent(self, letter: LetterRow, lease: Lease, reason: str, fields: Mapping[str, Any], now: datetime) -> None:
        told = _told(Event.MAIL_FAILED, letter, now, **fields, reason=reason)
        mark = Mark(message_id=letter.message_id, state="failed", attempts=lease.attempts, reason=reason)
        end = Change(ended=[lease], marks=[mark], events=[told])
        if letter.kind == "brief" and letter.task is not None:
            await self.happened(letter.task, story.Undeliverable(reason), also=end)
        else:
            self._ends.put_nowait(end)

    async def _run_moves(self) -> int:
        errands = await self.world.archive.claim([MOVE], self.world.clock.now(), LEASE, BATCH)
        await self._move([(errand.lease, errand.payload) for errand in errands])
        return len(errands)

    async def _move(self, moves: Sequence[tuple[Lease, Mapping[str, Any]]]) -> None:
        """Files to their folders. One that cannot be moved now is tried again."""
        if not moves:
            return
        wanted = [self.world.names.move(**_read_bytes(payload)) for _, payload in moves]
        names = await self.world.folders.move_many(wanted)
        now = self.world.clock.now()
        ended: list[Lease] = []
        postponed: list[tuple[Lease, datetime]] = []
        for (lease, _), move, name in zip(moves, wanted, names, strict=True):
            if isinstance(name, OSError):
                log(Event.FOLDER_BLOCKED, file=_printable(move.from_name), reason=name.strerror or str(name))
                postponed.append((lease, now + timedelta(minutes=1)))
            else:
                ended.append(lease)
        await self.world.archive.keep(Change(ended=ended, postponed=postponed))

    async def _run_dates(self) -> int:
        errands = await self.world.archive.claim([DATE], self.world.clock.now(), LEASE, BATCH)
        for errand in errands:
            if errand.task is not None:
                await self._file_comes_along(errand)
        return len(errands)

    async def _file_comes_along(self, errand: Errand) -> None:
        assert errand.task is not None  # noqa: S101  the caller looked
        await self.happened(errand.task, story.DateCame(), also=Change(ended=[errand.lease]))

    async def _tell_owners(self, until: datetime) -> int:
        """One letter to each owner about everything of hers that waits and that she was not told of."""
        now = self.world.clock.now()
        errands = await self.world.archive.claim([TELL], until, LEASE, BATCH * 16)
        waiting: dict[str, list[Delegation]] = {}
        for errand in errands:
            row = await self.world.archive.task(errand.task or 0)
            if row is not None and row.state == State.WAITING:
                waiting.setdefault(row.owner, []).append(restored(row))
        letters = [
            self.correspondence.waiting(owner, sorted(tasks, key=lambda it: it.number), self.office, now)
            for id_, tasks in waiting.items()
            if (owner := self.office.roster.owners.get(id_)) is not None
        ]
        if errands:
            change = Change(
                ended=[errand.lease for errand in errands], letters=letters,
                errands=[_send(letter, now) for letter in letters], events=[_queued(letter, now) for letter in letters],
            )  # fmt: skip
            await self.world.archive.keep(change)
            self._say(change.events)
            self.wake()
        return len(errands)

    # --- the folders ----------------------------------------------------------------------------

    async def _moved_by_hand(self, number: int, folder: str, name: str) -> None:
        """The owner has moved the file of a task: her word, where it means one; else it stays there and is told."""
        row = await self.world.archive.task(number)
        if row is None or row.folder == folder:
            return
        happening = _BY_HAND.get(folder)
        if happening is None:
            said = f"a task is not put into {folder} by hand; its place is {row.folder}"
            log(Event.TASK_MISPLACED, task=f"T-{number}", file=_printable(name), reason=said)
            return
        await self.happened(number, happening, seen=(folder, name))

    def _name_left(self) -> None:
        """Files in the inbox that are no tasks: each is named once."""
        for name, reason in self.world.folders.left.items():
            if name not in self._left:
                self._left.add(name)
                log(Event.TASK_LEFT, file=_printable(name), reason=reason)
        self._left.intersection_update(self.world.folders.left)

    @staticmethod
    def _say(events: Iterable[EventRow]) -> None:
        for row in events:
            number = {"task": f"T-{row.task}"} if row.task else {}
            log(Event(row.name), **number, **row.fields)


def _row(it: Delegation, digest: str, created: datetime) -> TaskRow:
    return TaskRow(
        number=it.number, owner=it.task.owner, title=it.task.title, state=str(it.state), folder=it.folder, file=it.file,
        digest=digest, since=it.since, created=created, minutes=round(it.task.estimate.total_seconds() / 60),
        assistant=it.assistant, due=it.task.due, closed=None if it.open else it.since,
        waiting_for=it.decision.waits_for if it.state is State.WAITING else None,
        record=_RECORD.dump_python(it, mode="json"),
    )  # fmt: skip


def restored(row: TaskRow) -> Delegation:
    """The task as the story knows it, from what was kept."""
    return _RECORD.validate_python(row.record)


def _decision(outcome: Outcome, now: datetime) -> DecisionRow:
    it = outcome.delegation
    decision = it.decision
    return DecisionRow(task=it.number, at=now, outcome=decision.outcome, version=decision.version, rule=decision.rule)


def _event(told: story.Told, number: int, now: datetime) -> EventRow:
    return EventRow(name=str(told.event), at=now, task=number, level=CATALOGUE[told.event].level, fields=dict(told.fields))


def _told(event: Event, about: LetterRow, now: datetime, /, **fields: Any) -> EventRow:
    return EventRow(name=str(event), at=now, task=about.task, level=CATALOGUE[event].level, fields=fields)


def _queued(letter: LetterRow, now: datetime) -> EventRow:
    return _told(Event.MAIL_QUEUED, letter, now, letter=letter.kind, to=letter.recipient, message_id=letter.message_id)


def _send(letter: LetterRow, now: datetime, holder: str | None = None) -> ErrandRow:
    """The errand that sends a letter, under its Message-ID. With a holder it is leased to it from birth."""
    if holder:
        return ErrandRow(key=letter.message_id, kind=LETTER, wake_at=now + LEASE, task=letter.task, owner=holder, attempts=1)
    return ErrandRow(key=letter.message_id, kind=LETTER, wake_at=now, task=letter.task)


def _printable(name: str) -> str:
    """A file name that may go into the log, the archive and a letter, whatever bytes it has on the disk."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _told_bytes(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A name that is no UTF-8 is kept as its bytes, in hexadecimal."""
    name = str(payload["from_name"])
    if name == _printable(name):
        return dict(payload)
    return {**payload, "from_name": "", "from_bytes": name.encode("utf-8", "surrogateescape").hex()}


def _read_bytes(payload: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(payload)
    raw = found.pop("from_bytes", None)
    return found if raw is None else {**found, "from_name": bytes.fromhex(raw).decode("utf-8", "surrogateescape")}


def _told_of_attachment(name: str, reason: str) -> tuple[str, str]:
    """What is wrong with the name of an attachment, and the cure."""
    said = {
        "absolute": (f"the attachment `{name}` is an absolute path, outside of the folder", "put the file beside the task and write its name alone"),
        "outside": (f"the attachment `{name}` lies outside of the folder", "put the file beside the task and write its name alone"),
        "link": (f"the attachment `{name}` is a link, and may lead outside of the folder", "put the file itself beside the task"),
        "missing": (f"the attachment `{name}` is not beside the task", "put it there first, and then the task"),
        "too large": (f"the attachment `{name}` is too large", "write a link to it instead"),
        "unreadable": (f"the attachment `{name}` may not be read", "look at its owner and mode"),
    }  # fmt: skip
    return said.get(reason, (f"the attachment `{name}` is not a file", "write the name of a file beside the task"))
