"""The life of the office: files and errands in, the next step of each story, start and end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from delegated import story
from delegated.core.errors import Unreadable
from delegated.core.reading import printable
from delegated.core.waits import retry_after
from delegated.events import Event
from delegated.letters.addresses import read_message_id
from delegated.logs import log
from delegated.ports import Change, ErrandRow, Lease, NewTask
from delegated.service import records
from delegated.service.gathering import Gathering
from delegated.service.intake import Intake
from delegated.service.mailroom import AT_ONCE, Mailroom
from delegated.service.reception import Reception
from delegated.service.records import AWAY, BOUNCE, DATE, GATHERING, LEASE, LETTER, MOVE, REMIND, REPLY, TELL, WAIT
from delegated.service.room import Room
from delegated.service.steps import Prepared, Steps, history
from delegated.story import State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from delegated.core.errors import Fault
    from delegated.core.office import Office
    from delegated.correspondence import Correspondence
    from delegated.ports import Arrived, Errand, Mailbox, Seen, TaskRow, World
    from delegated.service.intake import NewTask as Read
    from delegated.service.listening import Listening
    from delegated.service.reception import Ear
    from delegated.story import Happening

GRACE: Final = timedelta(seconds=6)
FAR: Final = timedelta(days=36500)
LONGEST_REST: Final = 60.0
_BATCH: Final = 64
_MANY: Final = 1000
# A brief that has not left for so long is late: the time to answer it begins when it does.
_STILL_HERE: Final = timedelta(hours=1)
_ONE_BY_ONE: Final = (REPLY, AWAY, BOUNCE, DATE, WAIT)
_ALWAYS: Final = (MOVE, DATE, BOUNCE, TELL, REPLY, AWAY)
_BY_HAND: Final[Mapping[str, Happening]] = {
    "done": story.Finished(),
    "dropped": story.Cancelled(),
    "yours": story.Kept(),
}


class HalfAnOffice(Exception):  # noqa: N818  told by what it leaves
    """A part of the service has ended by itself, and the rest with it; the text names it."""


class Service:
    """One office at work."""

    def __init__(  # noqa: PLR0913  a service is put together from all of these
        self,
        world: World,
        office: Office,
        correspondence: Correspondence,
        ear: Ear,
        *,
        holder: str,
        most_bytes: int,
        most_attached: int,
        gently: bool = False,
    ) -> None:
        self.world = world
        self._room = Room(world, office, correspondence, ear, holder, self.wake, gently)
        self._intake = Intake(world, most_bytes=most_bytes, most_attached=most_attached)
        self._mailroom = Mailroom(world, holder, self.wake, partial(self._room.leaves_at, gently=True))
        self._steps = Steps(self._room, self._move)
        self._gathering = Gathering(self._room)
        self._reception = Reception(world)
        self._stopping = asyncio.Event()
        self._work = asyncio.Event()
        self._busy = 0
        self._storing_failed = False
        self._left_over: list[Lease] = []

    @property
    def office(self) -> Office:
        """The office as it is now."""
        return self._room.office

    @property
    def correspondence(self) -> Correspondence:
        """Who writes."""
        return self._room.correspondence

    def exchange(self, office: Office, correspondence: Correspondence, ear: Ear) -> None:
        """Another office, other letters and other words, from now on."""
        self._room.exchange(office, correspondence, ear)

    # --- life -----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Go on where an earlier life stopped: errands that were under way, files that were to move."""
        await self.world.archive.release(self.world.clock.now())
        await self._room.remember()
        while errands := await self.world.archive.claim([MOVE], self.world.clock.now(), LEASE, AT_ONCE):
            await self._run(errands)

    async def run(self) -> None:
        """Until `stop`; what is under way then is finished, for some seconds at most.

        Raises HalfAnOffice where one of the loops has ended by itself: that must not look like a whole one.
        """
        _set_apart()
        taking = asyncio.create_task(self._forever(self._take_files), name="take in files")
        running = asyncio.create_task(self._forever(self._run_errands), name="run errands")
        keeping = asyncio.create_task(self._forever(self._mailroom.keep_ends), name="keep what became of letters")
        stopping = asyncio.create_task(self._until_told(), name="wait for the end")
        hearing = [
            asyncio.create_task(self._forever(partial(self._fetch, name, box)), name=f"fetch {name}")
            for name, box in self.world.mailboxes.items()
        ]
        parts = (taking, running, keeping, stopping, *hearing)
        ended, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        await self._end(taking, running, stopping, *hearing)
        await self._mailroom.finish(GRACE)
        await self._end(keeping)
        if stopping not in ended:
            names = ", ".join(task.get_name() for task in ended)
            log(Event.SERVICE_FAILED, reason=f"a part of the service has ended by itself: {names}")
            raise HalfAnOffice(names)

    async def run_until_idle(self) -> None:
        """All that is due, and what comes of it; then stop."""
        running = asyncio.create_task(self.run())
        try:
            while not running.done() and not await self.is_idle():
                await self._pause(0.02)
        finally:
            self.stop()
            await running

    def stop(self) -> None:
        """Take nothing more in, and come to an end."""
        self._stopping.set()

    def wake(self) -> None:
        """There may be errands. From the thread of the loop."""
        self._work.set()

    async def is_idle(self) -> bool:
        """Nothing to take in, nothing under way, nothing due; what waits to be gathered is told before."""
        if not self._is_quiet():
            return False
        now = self.world.clock.now()
        gathered = await self.world.archive.claim([TELL], now, LEASE, _MANY, due=now + FAR)
        if gathered:
            await self._gathering.tell(gathered)
            return False
        if await self._reminded_early(now):
            return False
        due = await self.world.archive.next_wake(self._kinds())
        # Asked once more: what was claimed while this waited for the archive is due no longer, and not done yet.
        return (due is None or due > now) and self._is_quiet()

    def _is_quiet(self) -> bool:
        quiet = self.world.folders.idle and not self._busy and not self._left_over and self._mailroom.idle
        return quiet and self._reception.idle

    async def _reminded_early(self, now: datetime) -> bool:
        """Reminders that only wait to be gathered go out before everything stops."""
        if not self._reception.hears:
            return False
        gathered = await self.world.archive.claim([REMIND], now, LEASE, _MANY, due=now + GATHERING)
        await self._gathering.remind(gathered)
        return bool(gathered)

    # --- what comes from outside ----------------------------------------------------------------

    async def take_in(self, arrivals: Sequence[Arrived]) -> None:
        """Files become tasks: read, decided, written, kept; then the files move and the letters leave."""
        now = self.world.clock.now()
        fresh: list[Read] = []
        for arrival in sorted(arrivals, key=lambda arrival: (arrival.modified, arrival.name)):
            number = self.world.folders.number_in(arrival.name)
            if number is not None and await self.world.archive.task(number) is not None:
                await self._take_again_or_stumble(number, arrival, now)
                continue
            try:
                new = self._intake.take(arrival, self.office.roster, now)
            except Exception as error:  # noqa: BLE001  as below
                self._stumbled(arrival, error)
            else:
                fresh += [new] if new is not None else []
        unknown = await self._intake.without_known(fresh) if fresh else []
        if unknown:
            await self._accept(unknown, now)
        told = self._intake.told()
        if told:
            await self.world.archive.keep(Change(events=told))

    async def happened(
        self,
        number: int,
        happening: Happening,
        *,
        also: Change | None = None,
        seen: tuple[str, str] | None = None,
    ) -> None:
        """The next step in the story of one task, kept together with what `also` says, and then acted upon.

        `seen` is the folder and name under which its file lies now, where that is not as it was kept.
        """
        await self._steps.happened(number, lambda _: ((happening,), also or Change()), seen=seen)

    async def tell_of_faults(self, what: str, faults: Sequence[Fault]) -> None:
        """One letter to the first owner about a file that cannot be used."""
        now = self.world.clock.now()
        letter = self.correspondence.fault(self.office.roster.first_owner, what, faults, now)
        await self._gathering.keep([letter], (), now)

    # --- new tasks ------------------------------------------------------------------------------

    async def _accept(self, fresh: Sequence[Read], now: datetime) -> None:
        """Decide, write and keep a batch; then move and send."""
        self._room.forget(now)
        room = self._mailroom.room
        accepted: list[tuple[Read, NewTask, Prepared]] = []
        for number, new in zip(self.world.archive.next_numbers(len(fresh)), fresh, strict=True):
            try:
                accepted.append((new, *self._accepted(number, new, now, lease=len(accepted) < room)))
            except Exception as error:  # noqa: BLE001  one file that we stumble over must not hold up the others
                self._stumbled(new.arrival, error)
        try:
            known = await self.world.archive.add([row for _, row, _ in accepted])
        except BaseException:
            self._forget(row.task.number for _, row, _ in accepted)
            raise
        self._forget(row.task.number for new, row, _ in accepted if new.digest in known)
        moves: list[tuple[Lease, Mapping[str, Any]]] = []
        for new, row, prepared in accepted:
            if new.digest in known:
                self._intake.put_aside_known(new, f"T-{known[new.digest]}")
                continue
            records.say(row.events)
            self._mailroom.hand_over(prepared.letters, prepared.errands, now)
            moves += prepared.moves
        await self._move(moves)
        for new, _, _ in accepted:
            self.world.folders.clear_error(new.arrival.name)
        self.wake()

    def _accepted(self, number: int, new: Read, now: datetime, *, lease: bool) -> tuple[NewTask, Prepared]:
        """One file as it is kept: the task, its history, its letters and errands."""
        for name, content in new.files.items():
            self.world.drawers.keep(number, name, content)
        file = printable(self.world.folders.name_for(number, new.arrival.name))
        outcome = story.accept(number, file, new.task, self.office, now)
        prepared = self._steps.prepare(outcome, now, new.files, new.lies, lease=lease)
        work = records.work_of(outcome.delegation, now)
        task = records.task_row(outcome.delegation, new.digest, now, next_=self._room.next_of(outcome.delegation))
        row = NewTask(
            task,
            tuple(history(outcome, prepared, now)),
            tuple(prepared.errands),
            tuple(prepared.letters),
            records.decision_row(outcome.delegation, task),
            work,
        )
        self.office.memory.keep(work)
        return row, prepared

    def _forget(self, numbers: Iterable[int]) -> None:
        """What could not be kept as a task is none."""
        for number in numbers:
            self.office.memory.drop(number)

    def _stumbled(self, arrival: Arrived, error: Exception) -> None:
        """A fault of our own, or of the disk: the file stays where it is and is tried again."""
        self.world.folders.forget(arrival.name, arrival.folder)
        name = printable(arrival.name)
        if isinstance(error, OSError):
            log(Event.FOLDER_BLOCKED, file=name, reason=error.strerror or str(error))
        else:
            log(Event.SERVICE_FAILED, file=name, reason=f"{type(error).__name__}: {error}")

    async def _take_again_or_stumble(self, number: int, arrival: Arrived, now: datetime) -> None:
        try:
            await self._take_again(number, arrival, now)
        except Exception as error:
            if getattr(error, "temporary", False):
                raise
            self._stumbled(arrival, error)

    async def _take_again(self, number: int, arrival: Arrived, now: datetime) -> None:
        """The file of a task that we know lies in the inbox again, or was mended."""
        found = self._intake.take_again(number, arrival, self.office.roster, now)
        if isinstance(found, Unreadable):
            await self.happened(number, story.Spoilt(found.faults[0].message))
            self._intake.reject(arrival, found)
            return
        new, changed = found
        for name, content in new.files.items():
            self.world.drawers.keep(number, name, content)
        happening = story.PutBack(new.task, new_files=changed)
        await self.happened(number, happening, seen=(arrival.folder, arrival.name))
        self.world.folders.clear_error(arrival.name)

    # --- the loops ------------------------------------------------------------------------------

    async def _take_files(self) -> None:
        found = await self.world.folders.batch(_BATCH)
        self._busy += 1
        try:
            await self._take_all(
                [one for one in found if _is_arrival(one)], deque(one for one in found if _is_sighting(one))
            )
        finally:
            self._busy -= 1

    async def _take_all(self, arrivals: Sequence[Arrived], sightings: deque[Seen]) -> None:
        """Nothing is lost: files that could not be kept, and words that could not, are looked at again."""
        try:
            await self.take_in(arrivals)
        except BaseException:
            for arrival in arrivals:
                self.world.folders.forget(arrival.name, arrival.folder)
            self._unsee(sightings)
            raise
        try:
            while sightings:
                await self._hear(sightings[0])
                sightings.popleft()
        except BaseException:
            self._unsee(sightings)
            raise

    async def _hear(self, seen: Seen) -> None:
        try:
            await self._moved_by_hand(seen)
        except Exception as error:
            if getattr(error, "temporary", False):
                raise
            log(Event.SERVICE_FAILED, task=f"T-{seen.number}", reason=f"{type(error).__name__}: {error}")

    def _unsee(self, sightings: Iterable[Seen]) -> None:
        for seen in sightings:
            self.world.folders.unsee(seen.number, seen.folder, seen.name)

    async def _fetch(self, name: str, mailbox: Mailbox) -> None:
        await self._reception.take_in(name, mailbox)
        self.wake()

    def _kinds(self) -> tuple[str, ...]:
        """What may be done now. While answers cannot be heard, nobody is held to be silent."""
        kinds = (*_ALWAYS, *((LETTER,) if self._mailroom.has_room else ()))
        return (*kinds, WAIT, REMIND) if self._reception.hears else kinds

    async def _run_errands(self) -> None:
        """What is due, or else a rest. A look costs next to nothing, so that being woken in vain does too."""
        self._work.clear()
        self._reception.name_troubles()
        await self._give_back()
        kinds = self._kinds()
        now = self.world.clock.now()
        due = await self.world.archive.next_wake(kinds)
        if due is None or due > now:
            if self.world.folders.idle:  # What is still to be taken may name a file beside it as its attachment.
                self._intake.name_left()
            await self._rest(due)
            return
        self._busy += 1
        try:
            # What was said goes before what nobody has said: an answer may lie there since before the time was up.
            said = await self.world.archive.claim([REPLY], now, LEASE, AT_ONCE)
            await self._run(said or await self.world.archive.claim(kinds, now, LEASE, AT_ONCE))
        finally:
            self._busy -= 1

    async def _forever(self, work: Callable[[], Awaitable[None]]) -> None:
        """Again and again; a failure is told, waited out, and never ends the service."""
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001  whatever it is, the office goes on
                self._failed(error)
                await self._pause(1.0)
            else:
                self._recovered()

    async def _until_told(self) -> None:
        await self._stopping.wait()

    async def _end(self, *tasks: asyncio.Task[None]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _rest(self, due: datetime | None) -> None:
        """Until the next errand is due, or somebody wakes us. A mailbox does not say when it was looked through."""
        longest = LONGEST_REST if self._reception.hears else 1.0 if self._reception.idle else 0.05
        seconds = LONGEST_REST if due is None else (due - self.world.clock.now()).total_seconds()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(longest, max(0.05, seconds))):
                await self._work.wait()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    def _failed(self, error: Exception) -> None:
        if not getattr(error, "temporary", False):
            log(Event.SERVICE_FAILED, reason=f"{type(error).__name__}: {error}")
        elif not self._storing_failed:
            self._storing_failed = True
            log(Event.STORE_FAILED, reason=str(error))

    def _recovered(self) -> None:
        if self._storing_failed and self.world.archive.healthy:
            self._storing_failed = False
            log(Event.STORE_RECOVERED)

    # --- errands --------------------------------------------------------------------------------

    async def _run(self, errands: Sequence[Errand]) -> None:
        by_kind: dict[str, list[Errand]] = {}
        for errand in errands:
            by_kind.setdefault(errand.kind, []).append(errand)
        await self._mailroom.send(by_kind.get(LETTER, ()))
        await self._move([(errand.lease, errand.payload) for errand in by_kind.get(MOVE, ())])
        one_by_one = deque(errand for kind in _ONE_BY_ONE for errand in by_kind.get(kind, ()))
        try:
            while one_by_one:
                await self._run_one(one_by_one[0])
                one_by_one.popleft()
            if TELL in by_kind:  # What is to be told in the next moments goes with it: a busy hour is not many mails.
                by_kind[TELL] += await self._told_soon()
            await self._gathering.tell(by_kind.pop(TELL, ()))
            await self._gathering.remind(by_kind.pop(REMIND, ()))
        except BaseException:  # What was not begun must not wait for the end of its lease.
            left = (*one_by_one, *by_kind.get(TELL, ()), *by_kind.get(REMIND, ()))
            self._left_over += [errand.lease for errand in left]
            raise

    async def _told_soon(self) -> list[Errand]:
        now = self.world.clock.now()
        return await self.world.archive.claim([TELL], now, LEASE, _MANY, due=now + GATHERING)

    async def _give_back(self) -> None:
        """What was claimed when storing failed is due again."""
        if self._left_over:
            now = self.world.clock.now()
            await self.world.archive.keep(Change(postponed=[(lease, now) for lease in self._left_over]))
            self._left_over.clear()

    async def _run_one(self, errand: Errand) -> None:
        """Something that was said, or that time has brought. One that we stumble over waits, and holds up no other."""
        try:
            await self._done(errand)
        except Exception as error:
            if getattr(error, "temporary", False):
                raise
            log(Event.SERVICE_FAILED, task=f"T-{errand.task}", reason=f"{type(error).__name__}: {error}")
            again = self.world.clock.now() + (retry_after(errand.attempts, 0.5) or LEASE)
            await self.world.archive.keep(Change(postponed=[(errand.lease, again)]))

    async def _done(self, errand: Errand) -> None:
        if errand.kind == REPLY:
            await self._listening.hear(errand)
            return
        if errand.kind == BOUNCE and errand.task is None:
            await self._reaches_nobody(errand)
            return
        happening: Happening = story.DateCame() if errand.kind == DATE else story.TimeIsUp()
        if errand.kind == BOUNCE:
            happening = _undeliverable(errand)
        if errand.kind == AWAY:
            back = datetime.fromisoformat(errand.payload["back"])
            happening = story.WentAway(errand.payload["person"], back)
        if errand.kind == WAIT:
            late = await self._left_late(errand)
            if late is None:
                again = self.world.clock.now() + _STILL_HERE
                await self.world.archive.keep(Change(postponed=[(errand.lease, again)]))
                return
            happening = story.LeftLate() if late else happening
        also = Change(ended=[errand.lease], fenced=True)
        if not await self._steps.happened(errand.task or 0, lambda _: ((happening,), also)):
            await self._steps.give_back(errand)

    @cached_property
    def _listening(self) -> Listening:
        """Loaded with the first mail: the tables of words take 5 MB, and half a second at every start."""
        from delegated.service.listening import Listening  # noqa: PLC0415

        return Listening(self._room, self._steps)

    async def _reaches_nobody(self, errand: Errand) -> None:
        """A letter about several tasks came back: each of them that she has hears of it."""
        now = self.world.clock.now()
        parts = [
            ErrandRow(key=f"{errand.key}:{number}", kind=BOUNCE, wake_at=now, task=number, payload=errand.payload)
            for number in await self.world.archive.open_of(str(errand.payload.get("person", "")))
        ]
        await self.world.archive.keep(Change(ended=[errand.lease], errands=parts, fenced=True))

    async def _left_late(self, errand: Errand) -> bool | None:
        """Whether the brief left long after it was written; None where it has not left: nobody is silent then."""
        row = await self.world.archive.task(errand.task or 0)
        if row is None or row.state != State.OFFERED:
            return False
        it = self._room.restored(row)
        if it.brief is None or it.assistant is None or it.wait is None:
            return False
        desk = self.correspondence.desk
        letter = await self.world.archive.letter(desk.message_id(it.number, "brief", it.brief, it.assistant))
        if letter is None or letter.state == "failed":
            return False
        return None if letter.sent is None else letter.sent - it.wait.since > _STILL_HERE

    async def _move(self, moves: Sequence[tuple[Lease, Mapping[str, Any]]]) -> None:
        """Files to their folders. One that cannot be moved now is tried again."""
        if not moves:
            return
        wanted = [records.filing(payload) for _, payload in moves]
        names: Sequence[str | OSError | None]
        try:
            names = await self.world.folders.file_away(wanted)
        except OSError as failure:  # Moved, perhaps, and not known to be on the disk: to do it again changes nothing.
            names = [failure] * len(wanted)
        ended: list[Lease] = []
        postponed: list[tuple[Lease, datetime]] = []
        for (lease, _), filing, name in zip(moves, wanted, names, strict=True):
            if name is None:
                reason = f"its file is neither in {filing.from_folder} nor in {filing.to_folder}"
                log(Event.TASK_MISPLACED, file=printable(filing.to_name), reason=reason)
            if isinstance(name, OSError):
                log(Event.FOLDER_BLOCKED, file=printable(filing.from_name), reason=name.strerror or str(name))
                postponed.append((lease, self.world.clock.now() + timedelta(minutes=1)))
            else:
                ended.append(lease)
        await self.world.archive.keep(Change(ended=ended, postponed=postponed))

    async def _rename(self, row: TaskRow, name: str) -> None:
        """The file of a task is called otherwise now."""
        file = printable(name)
        if file != row.file:
            it = replace(self._room.restored(row), file=file)
            await self.world.archive.keep(
                Change(task=records.task_row(it, row.digest, row.created, row.version, self._room.next_of(it)))
            )

    async def _moved_by_hand(self, seen: Seen) -> None:
        """The owner has moved the file of a task: her word, where it means one; else it stays there and is told."""
        row = await self.world.archive.task(seen.number)
        if row is None:
            return
        if row.folder == seen.folder:
            await self._rename(row, seen.name)
            return
        happening = _BY_HAND.get(seen.folder)
        if happening is not None:
            await self.happened(seen.number, happening, seen=(seen.folder, seen.name))
            return
        said = f"a task is not put into {seen.folder} by hand; its place is {row.folder}"
        log(Event.TASK_MISPLACED, task=f"T-{seen.number}", file=printable(seen.name), reason=said)


@cache
def _set_apart() -> None:
    """What is there when the first service runs, libraries and rules, is garbage no more, and not looked through again.

    That took a fifteenth of a busy hour, and a tenth of a second at once. Once a process: a full collection is no less.
    """
    gc.collect()
    gc.freeze()


def _is_arrival(one: Arrived | Seen) -> TypeGuard[Arrived]:
    return hasattr(one, "content")


def _is_sighting(one: Arrived | Seen) -> TypeGuard[Seen]:
    return hasattr(one, "number")


def _undeliverable(errand: Errand) -> Happening:
    """A letter that came back for good."""
    payload = errand.payload
    known = read_message_id(payload["message_id"])
    kind = payload.get("kind", "brief")
    brief = known.number if known and kind == "brief" else None
    return story.Undeliverable(payload["reason"], brief, kind, payload.get("person"))
