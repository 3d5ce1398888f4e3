"""The life of the office: files and errands in, the next step of each story, start and end."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeGuard
from weakref import WeakValueDictionary

from delegated import story
from delegated.core.errors import Unreadable
from delegated.core.reading import printable
from delegated.core.waits import retry_after
from delegated.events import Event
from delegated.letters.addresses import read_message_id
from delegated.logs import log
from delegated.ports import Change, ErrandRow, Hold, Lease, LetterRow, NewTask
from delegated.service import records
from delegated.service.intake import Intake
from delegated.service.mailroom import AT_ONCE, Mailroom
from delegated.service.records import BOUNCE, DATE, LEASE, LETTER, MOVE, TELL
from delegated.story import Delegation, Happening, Outcome, State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from delegated.core.errors import Fault
    from delegated.core.office import Office
    from delegated.correspondence import Correspondence
    from delegated.ports import Arrived, Errand, EventRow, Seen, TaskRow, World
    from delegated.service.intake import NewTask as Read

GATHERING: Final = timedelta(seconds=10)
GRACE: Final = timedelta(seconds=6)
FAR: Final = timedelta(days=36500)
LONGEST_REST: Final = 60.0
_BATCH: Final = 64
_TRIES: Final = 20
_MANY: Final = 1000
_ALWAYS: Final = (MOVE, DATE, BOUNCE, TELL)
_BY_HAND: Final[Mapping[str, Happening]] = {
    "done": story.Finished(),
    "dropped": story.Cancelled(),
    "yours": story.Kept(),
}


@dataclass(slots=True)
class _Prepared:
    """What an outcome asks for, as it is kept."""

    letters: list[LetterRow] = field(default_factory=list)
    errands: list[ErrandRow] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    @property
    def moves(self) -> list[tuple[Lease, Mapping[str, Any]]]:
        """The files to be moved as soon as this is kept."""
        errands = (errand for errand in self.errands if errand.kind == MOVE)
        return [(Lease(errand.key, errand.owner or "", errand.attempts), errand.payload) for errand in errands]


class HalfAnOffice(Exception):  # noqa: N818  told by what it leaves
    """A part of the service has ended by itself, and the rest with it; the text names it."""


class Service:
    """One office at work. `office` and `correspondence` may be exchanged while it runs."""

    def __init__(
        self,
        world: World,
        office: Office,
        correspondence: Correspondence,
        *,
        holder: str,
        most_bytes: int,
        most_attached: int,
    ) -> None:
        self.world = world
        self.office = office
        self.correspondence = correspondence
        self._holder = holder
        self._intake = Intake(world, most_bytes=most_bytes, most_attached=most_attached)
        self._mailroom = Mailroom(world, holder, self.wake)
        self._stopping = asyncio.Event()
        self._work = asyncio.Event()
        self._one_at_a_time: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._busy = 0
        self._storing_failed = False

    # --- life -----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Go on where an earlier life stopped: errands that were under way, files that were to move."""
        await self.world.archive.release(self.world.clock.now())
        await self.count_workloads()
        while errands := await self.world.archive.claim([MOVE], self.world.clock.now(), LEASE, AT_ONCE):
            await self._run(errands)

    async def run(self) -> None:
        """Until `stop`; what is under way then is finished, for some seconds at most.

        Raises HalfAnOffice where one of the loops has ended by itself: that must not look like a whole one.
        """
        taking = asyncio.create_task(self._forever(self._take_files), name="take in files")
        running = asyncio.create_task(self._forever(self._run_errands), name="run errands")
        keeping = asyncio.create_task(self._forever(self._mailroom.keep_ends), name="keep what became of letters")
        stopping = asyncio.create_task(self._until_told(), name="wait for the end")
        ended, _ = await asyncio.wait((taking, running, keeping, stopping), return_when=asyncio.FIRST_COMPLETED)
        await self._end(taking, running, stopping)
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
            await self._tell_owners(gathered)
            return False
        due = await self.world.archive.next_wake()
        # Asked once more: what was claimed while this waited for the archive is due no longer, and not done yet.
        return (due is None or due > now) and self._is_quiet()

    def _is_quiet(self) -> bool:
        return self.world.folders.idle and not self._busy and self._mailroom.idle

    async def count_workloads(self) -> None:
        """Who has how much to do, from what is kept."""
        workloads = self.office.workloads
        workloads.assistants.clear()
        workloads.kept.clear()
        for row in await self.world.archive.workloads():
            if row.assistant:
                workloads.add(row.assistant, timedelta(minutes=row.minutes), row.tasks)
        for kept in await self.world.archive.kept():
            workloads.kept.setdefault(kept.owner, {})[kept.number] = (timedelta(minutes=kept.minutes), kept.due)

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
        async with self._one_at_a_time.setdefault(number, asyncio.Lock()):
            for _ in range(_TRIES):
                row = await self.world.archive.task(number)
                if row is None or await self._step(row, happening, also or Change(), seen):
                    return
        reason = "the task was changed by somebody else each time"
        log(Event.SERVICE_FAILED, task=f"T-{number}", happening=type(happening).__name__, reason=reason)

    async def tell_of_faults(self, what: str, faults: Sequence[Fault]) -> None:
        """One letter to the first owner about a file that cannot be used."""
        now = self.world.clock.now()
        letter = self.correspondence.fault(self.office.roster.first_owner, what, faults, now)
        await self._keep_letters([letter], (), now)

    # --- new tasks ------------------------------------------------------------------------------

    async def _accept(self, fresh: Sequence[Read], now: datetime) -> None:
        """Decide, write and keep a batch; then move and send."""
        room = self._mailroom.room
        accepted: list[tuple[Read, NewTask, _Prepared]] = []
        for number, new in zip(self.world.archive.next_numbers(len(fresh)), fresh, strict=True):
            try:
                accepted.append((new, *self._accepted(number, new, now, lease=len(accepted) < room)))
            except Exception as error:  # noqa: BLE001  one file that we stumble over must not hold up the others
                self._stumbled(new.arrival, error)
        try:
            known = await self.world.archive.add([row for _, row, _ in accepted])
        except BaseException:
            await self.count_workloads()
            raise
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

    def _accepted(self, number: int, new: Read, now: datetime, *, lease: bool) -> tuple[NewTask, _Prepared]:
        """One file as it is kept: the task, its history, its letters and errands."""
        for name, content in new.files.items():
            self.world.drawers.keep(number, name, content)
        file = printable(self.world.folders.name_for(number, new.arrival.name))
        outcome = story.accept(number, file, new.task, self.office, now)
        prepared = self._prepare(outcome, now, new.files, new.lies, lease=lease)
        self._shift(None, outcome.delegation)
        row = NewTask(
            records.task_row(outcome.delegation, new.digest, now),
            tuple(_history(outcome, prepared, now)),
            tuple(prepared.errands),
            tuple(prepared.letters),
            records.decision_row(outcome.delegation, now),
        )
        return row, prepared

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

    # --- a step and what follows ----------------------------------------------------------------

    async def _step(self, row: TaskRow, happening: Happening, also: Change, seen: tuple[str, str] | None) -> bool:
        """One step, kept and acted upon; False where the task has changed meanwhile."""
        now = self.world.clock.now()
        before = records.restored(row)
        lies = seen or (before.folder, before.file)
        outcome = self._advance(replace(before, file=printable(lies[1])), happening, now)
        after = outcome.delegation
        self._shift(before, after)  # At once: whoever is decided meanwhile must find it.
        try:
            kept = await self._keep_step(row, before, outcome, also, lies, now)
        except BaseException:
            self._shift(after, before)
            raise
        if not kept:
            self._shift(after, before)
        return kept

    async def _keep_step(
        self,
        row: TaskRow,
        before: Delegation,
        outcome: Outcome,
        also: Change,
        lies: tuple[str, str],
        now: datetime,
    ) -> bool:
        after = outcome.delegation
        prepared = self._prepare(outcome, now, self._files_of(after), lies, lease=False)
        held = [self._hold(after, errand, now) for errand in outcome.errands if isinstance(errand, story.TakeBack)]
        kept = replace(
            also,
            task=records.task_row(after, row.digest, row.created, row.version),
            events=[*also.events, *_history(outcome, prepared, now)],
            errands=[*also.errands, *prepared.errands],
            letters=[*also.letters, *prepared.letters],
            cancelled=[*also.cancelled, *prepared.cancelled],
            held=held,
            decision=records.decision_row(after, now) if after.decision != before.decision else None,
        )
        if not await self.world.archive.keep(kept):
            return False
        records.say(kept.events)
        records.say([hold.instead[2] for hold in held if hold.instead and await self._was_written(hold.instead[0])])
        await self._move(prepared.moves)
        self.wake()
        return True

    def _advance(self, before: Delegation, happening: Happening, now: datetime) -> Outcome:
        """The next step; what the task itself gives people to do does not stand in its way when it is decided anew."""
        self._shift(before, None)
        try:
            return story.advance(before, happening, self.office, now)
        finally:
            self._shift(None, before)

    def _prepare(
        self, outcome: Outcome, now: datetime, files: Mapping[str, bytes], lies: tuple[str, str], *, lease: bool
    ) -> _Prepared:
        """The letters and errands that an outcome asks for; with `lease`, letters that this process sends at once."""
        it = outcome.delegation
        prepared = _Prepared()
        for errand in outcome.errands:
            match errand:
                case story.Write():
                    letter = self.correspondence.brief(it, errand, self.office, now, files)
                    prepared.letters.append(letter)
                    prepared.errands.append(records.sending(letter, now, self._holder if lease else None))
                case story.Move():
                    prepared.errands.append(records.moving(it, lies, now, self._holder))
                case story.WakeAt(key, at):
                    prepared.errands.append(ErrandRow(key=key, kind=DATE, wake_at=at, task=it.number))
                case story.TellOwner():
                    key = f"{it.name}:tell"
                    prepared.errands.append(ErrandRow(key=key, kind=TELL, wake_at=now + GATHERING, task=it.number))
                case story.Forget(key):
                    prepared.cancelled.append(key)
        return prepared

    def _hold(self, it: Delegation, errand: story.TakeBack, now: datetime) -> Hold:
        """A brief that counts no more, and the word that the assistant gets if it has left."""
        brief = self.correspondence.message_id(it.number, "brief", errand.brief, errand.person)
        reason = "the task was taken back before it was sent"
        letter = self.correspondence.withdrawn(it, errand, self.office, now) if errand.number is not None else None
        if letter is None:
            return Hold(message_id=brief, reason=reason)
        event = records.letter_event(Event.MAIL_QUEUED, letter, now)
        return Hold(message_id=brief, reason=reason, instead=(letter, records.sending(letter, now), event))

    async def _was_written(self, letter: LetterRow) -> bool:
        return await self.world.archive.letter(letter.message_id) is not None

    def _files_of(self, it: Delegation) -> dict[str, bytes]:
        found = {name: self.world.drawers.take(it.number, name) for name in it.task.attachments}
        return {name: content for name, content in found.items() if content is not None}

    def _shift(self, before: Delegation | None, after: Delegation | None) -> None:
        """Who has how much to do changes with the task."""
        workloads = self.office.workloads
        if before is not None:
            if before.assistant:
                workloads.add(before.assistant, -before.task.estimate, -1)
            workloads.kept.get(before.task.owner, {}).pop(before.number, None)
        if after is not None and after.assistant:
            workloads.add(after.assistant, after.task.estimate)
        if after is not None and after.state is State.YOURS:
            workloads.kept.setdefault(after.task.owner, {})[after.number] = (after.task.estimate, after.task.due)

    async def _keep_letters(self, letters: Sequence[LetterRow], ended: Sequence[Lease], now: datetime) -> None:
        """Letters that belong to no step of a story."""
        events = [records.letter_event(Event.MAIL_QUEUED, letter, now) for letter in letters]
        errands = [records.sending(letter, now) for letter in letters]
        await self.world.archive.keep(Change(letters=letters, errands=errands, events=events, ended=ended))
        records.say(events)
        self.wake()

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

    async def _run_errands(self) -> None:
        """What is due, or else a rest. A look costs next to nothing, so that being woken in vain does too."""
        self._work.clear()
        kinds = (*_ALWAYS, LETTER) if self._mailroom.has_room else _ALWAYS
        now = self.world.clock.now()
        due = await self.world.archive.next_wake(kinds)
        if due is None or due > now:
            if self.world.folders.idle:  # What is still to be taken may name a file beside it as its attachment.
                self._intake.name_left()
            await self._rest(due)
            return
        self._busy += 1
        try:
            await self._run(await self.world.archive.claim(kinds, now, LEASE, AT_ONCE))
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
        """Until the next errand is due, or somebody wakes us."""
        seconds = LONGEST_REST if due is None else (due - self.world.clock.now()).total_seconds()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(LONGEST_REST, max(0.05, seconds))):
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
        for errand in (*by_kind.get(DATE, ()), *by_kind.get(BOUNCE, ())):
            await self._run_one(errand)
        await self._tell_owners(by_kind.get(TELL, ()))

    async def _run_one(self, errand: Errand) -> None:
        """A date that came, or a brief that came back. One that we stumble over waits, and holds up no other."""
        if errand.kind == DATE:
            happening: Happening = story.DateCame()
        else:
            known = read_message_id(errand.payload["message_id"])
            happening = story.Undeliverable(errand.payload["reason"], known.number if known else None)
        try:
            await self.happened(errand.task or 0, happening, also=Change(ended=[errand.lease]))
        except Exception as error:
            if getattr(error, "temporary", False):
                raise
            log(Event.SERVICE_FAILED, task=f"T-{errand.task}", reason=f"{type(error).__name__}: {error}")
            again = self.world.clock.now() + (retry_after(errand.attempts, 0.5) or LEASE)
            await self.world.archive.keep(Change(postponed=[(errand.lease, again)]))

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

    async def _tell_owners(self, errands: Sequence[Errand]) -> None:
        """One letter to each owner about everything of hers that waits and that she was not told of."""
        if not errands:
            return
        now = self.world.clock.now()
        waiting = await self._waiting_of(errands)
        letters = [
            self.correspondence.waiting(owner, tasks, self.office, now)
            for id_, tasks in waiting.items()
            if (owner := self.office.roster.owners.get(id_)) is not None
        ]
        await self._keep_letters(letters, [errand.lease for errand in errands], now)

    async def _waiting_of(self, errands: Sequence[Errand]) -> dict[str, list[Delegation]]:
        """The tasks of these errands that wait still, by owner, in the order of their numbers."""
        waiting: dict[str, list[Delegation]] = {}
        for number in sorted({errand.task or 0 for errand in errands}):
            row = await self.world.archive.task(number)
            if row is not None and row.state == State.WAITING:
                waiting.setdefault(row.owner, []).append(records.restored(row))
        return waiting

    async def _rename(self, row: TaskRow, name: str) -> None:
        """The file of a task is called otherwise now."""
        file = printable(name)
        if file != row.file:
            it = replace(records.restored(row), file=file)
            await self.world.archive.keep(Change(task=records.task_row(it, row.digest, row.created, row.version)))

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


def _is_arrival(one: Arrived | Seen) -> TypeGuard[Arrived]:
    return hasattr(one, "content")


def _is_sighting(one: Arrived | Seen) -> TypeGuard[Seen]:
    return hasattr(one, "number")


def _history(outcome: Outcome, prepared: _Prepared, now: datetime) -> list[EventRow]:
    """What is told of a step: by the story, and of its letters."""
    number = outcome.delegation.number
    told = [records.story_event(one, number, now) for one in outcome.told]
    return told + [records.letter_event(Event.MAIL_QUEUED, letter, now) for letter in prepared.letters]
