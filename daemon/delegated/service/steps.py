"""One step of a story, kept in one transaction with all that follows from it, and only then acted upon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from delegated import story
from delegated.core.reading import printable
from delegated.events import Event
from delegated.logs import log
from delegated.ports import AnswerRow, Change, ErrandRow, Hold, Lease, LetterRow
from delegated.service import records
from delegated.service.records import DATE, GATHERING, MOVE, REMIND, TELL, WAIT
from delegated.story.turn import remind_key, wait_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence
    from datetime import datetime

    from delegated.core.experience import Work
    from delegated.ports import Errand, EventRow, TaskRow
    from delegated.service.room import Room
    from delegated.story import Delegation, Happening, Outcome, Write

_TRIES: Final = 20
_TAKEN_BACK: Final = "the task was taken back before it was sent"
_ABOUT_THE_WORK: Final = frozenset({"revision", "answer", "date", "again"})
_WITH_ATTACHMENTS: Final = frozenset({"brief", "revision"})


@dataclass(slots=True)
class Prepared:
    """What an outcome asks for, as it is kept."""

    letters: list[LetterRow] = field(default_factory=list)
    errands: list[ErrandRow] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)

    @property
    def moves(self) -> list[tuple[Lease, Mapping[str, Any]]]:
        """The files to be moved as soon as this is kept."""
        errands = (errand for errand in self.errands if errand.kind == MOVE)
        return [(Lease(errand.key, errand.owner or "", errand.attempts), errand.payload) for errand in errands]


Mover = Callable[["Sequence[tuple[Lease, Mapping[str, Any]]]"], "Awaitable[None]"]
Hearing = Callable[["Delegation"], tuple[tuple["Happening", ...], Change | Callable[["Outcome"], Change]]]
"""What has happened to a task, as it stands when it is its turn, and what is kept together with what came of it."""


class Steps:
    """Takes the next step of one task at a time. `move` moves files, when what moves them is kept."""

    def __init__(self, room: Room, move: Mover) -> None:
        self._room = room
        self._move = move
        self._one_at_a_time: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def happened(self, number: int, hear: Hearing, *, seen: tuple[str, str] | None = None) -> bool:
        """The next step in the story of one task; False where there is no such task, or its errand is somebody else's.

        `seen` is the folder and name under which its file lies now, where that is not as it was kept.
        """
        async with self._one_at_a_time.setdefault(number, asyncio.Lock()):
            version = -1
            for _ in range(_TRIES):
                row = await self._room.world.archive.task(number)
                if row is None or row.version == version:  # Nobody has changed the task: the lease was lost.
                    return False
                if await self._step(row, hear, seen):
                    return True
                version = row.version
        log(Event.SERVICE_FAILED, task=f"T-{number}", reason="the task was changed by somebody else each time")
        return False

    async def give_back(self, errand: Errand) -> None:
        """It could not be done now: tried again where there is such a task, and else over. If it is ours still."""
        archive = self._room.world.archive
        row = await archive.task(errand.task or 0)
        again = self._room.now + timedelta(minutes=1)
        await archive.keep(Change(postponed=[(errand.lease, again)]) if row else Change(ended=[errand.lease]))

    def prepare(
        self, outcome: Outcome, now: datetime, files: Mapping[str, bytes], lies: tuple[str, str], *, lease: bool
    ) -> Prepared:
        """The letters and errands that an outcome asks for; with `lease`, letters that this process sends at once."""
        it = outcome.delegation
        prepared = Prepared()
        for place, errand in enumerate(outcome.errands):
            match errand:
                case story.Write():
                    self._write(prepared, it, errand, now, files, lease=lease)
                case story.Move():
                    prepared.errands.append(records.moving(it, lies, now, self._room.holder))
                case story.WakeAt(key, at):
                    kind = WAIT if key == wait_key(it) else DATE
                    prepared.errands.append(ErrandRow(key=key, kind=kind, wake_at=at, task=it.number))
                case story.TellOwner():
                    prepared.errands.append(self._telling(it, errand, now, place))
                case story.Remind(person):
                    payload = {"person": person}
                    prepared.errands.append(
                        ErrandRow(
                            key=remind_key(it), kind=REMIND, wake_at=now + GATHERING, task=it.number, payload=payload
                        )
                    )
                case story.Remember(question, answer):
                    prepared.answers.append(records.answer_row(it, question, answer, now))
                case story.Forget(key):
                    prepared.cancelled.append(key)
        return prepared

    async def _step(self, row: TaskRow, hear: Hearing, seen: tuple[str, str] | None) -> bool:
        """One step, kept and acted upon; False where the task has changed meanwhile, or a lease was lost."""
        now = self._room.now
        before = self._room.restored(row)
        lies = seen or await self._lies(before)
        happenings, also = hear(before)
        named = replace(before, file=printable(seen[1])) if seen else before
        known = records.work_of(before, row.created)
        outcome = self._advance(named, known, happenings, now)
        work = records.work_of(outcome.delegation, row.created)
        memory = self._room.office.memory
        try:
            # At once: whoever is decided meanwhile must find it. But what it frees is free when it is kept.
            memory.keep(work, beside=known)
            also = also(outcome) if callable(also) else also
            change, prepared = self._changed(row, before, outcome, also, lies, now)
            change = replace(change, work=work if work != known else None)
            kept = await self._room.world.archive.keep(change)
        except BaseException:
            memory.keep(known)
            raise
        memory.keep(work if kept else known)
        if not kept:
            return False
        await self._act(change, prepared)
        return True

    async def _lies(self, it: Delegation) -> tuple[str, str]:
        """Folder and name of its file: where it has not been moved yet, there it still is."""
        pending = await self._room.world.archive.errand(f"{it.name}:move")
        if pending is None:
            return it.folder, it.file
        filing = records.filing(pending.payload)
        return filing.from_folder, filing.from_name

    def _changed(
        self,
        row: TaskRow,
        before: Delegation,
        outcome: Outcome,
        also: Change,
        lies: tuple[str, str],
        now: datetime,
    ) -> tuple[Change, Prepared]:
        after = outcome.delegation
        prepared = self.prepare(outcome, now, self._files_for(outcome), lies, lease=False)
        held = [
            hold
            for errand in outcome.errands
            if isinstance(errand, story.TakeBack)
            for hold in (self._hold(after, errand, now), *self._hold_others(after, errand))
        ]
        task = records.task_row(after, row.digest, row.created, row.version, self._room.next_of(after))
        kept = replace(
            also,
            task=task,
            events=[*also.events, *history(outcome, prepared, now)],
            errands=[*also.errands, *prepared.errands],
            letters=[*also.letters, *prepared.letters],
            cancelled=[*also.cancelled, *prepared.cancelled],
            answers=[*also.answers, *prepared.answers],
            held=held,
            decision=records.decision_row(after, task) if after.decision != before.decision else None,
        )
        return kept, prepared

    async def _act(self, kept: Change, prepared: Prepared) -> None:
        """Now that it is kept."""
        records.say(kept.events)
        instead = [hold.instead for hold in kept.held if hold.instead]
        records.say([event for letter, _, event in instead if await self._was_written(letter)])
        self._room.learn(prepared.answers)
        await self._move(prepared.moves)
        self._room.wake()

    def _advance(self, before: Delegation, known: Work, happenings: tuple[Happening, ...], now: datetime) -> Outcome:
        """The next step; what the task itself gives people to do does not stand in its way when it is decided anew."""
        memory = self._room.office.memory
        memory.set_aside(known)
        try:
            return story.advance_all(before, happenings, self._room.office, now)
        finally:
            memory.put_back(known)

    def _write(
        self,
        prepared: Prepared,
        it: Delegation,
        errand: Write,
        now: datetime,
        files: Mapping[str, bytes],
        *,
        lease: bool,
    ) -> None:
        room = self._room
        known = room.known_for(it.task) if errand.kind == "brief" else ()
        letter = room.correspondence.write(it, errand, room.office, now, files, known)
        if letter is None:
            return
        gently = errand.gently or room.gently
        at = room.leaves_at(errand.person, now, gently=gently)
        prepared.letters.append(letter)
        holder = room.holder if lease and at == now else None
        prepared.errands.append(records.sending(letter, at, holder, gently=gently))

    def _telling(self, it: Delegation, errand: story.TellOwner, now: datetime, place: int) -> ErrandRow:
        """News each for themselves; that a word is needed once. What time has caused is one mail a day."""
        key = f"{it.name}:news:{round(now.timestamp() * 1000)}:{place}" if errand.news else f"{it.name}:tell"
        payload = {"person": errand.owner, **({"news": errand.news} if errand.news else {})}
        kind = REMIND if errand.gently else TELL
        return ErrandRow(key=key, kind=kind, wake_at=now + GATHERING, task=it.number, payload=payload)

    def _hold(self, it: Delegation, errand: story.TakeBack, now: datetime) -> Hold:
        """A brief that counts no more, and the word that the assistant gets if it has left."""
        room = self._room
        brief = room.correspondence.desk.message_id(it.number, "brief", errand.brief, errand.person)
        letter = room.correspondence.withdrawn(it, errand, room.office, now) if errand.number is not None else None
        if letter is None:
            return Hold(message_id=brief, reason=_TAKEN_BACK)
        event = records.letter_event(Event.MAIL_QUEUED, letter, now)
        gently = errand.gently or room.gently
        sending = records.sending(letter, room.leaves_at(errand.person, now, gently=gently), gently=gently)
        return Hold(message_id=brief, reason=_TAKEN_BACK, instead=(letter, sending, event))

    def _hold_others(self, it: Delegation, errand: story.TakeBack) -> list[Hold]:
        """What else was on its way to her about it."""
        desk = self._room.correspondence.desk
        found = [letter.rpartition(":") for letter in it.threads.get(errand.person, ())]
        return [
            Hold(message_id=desk.message_id(it.number, kind, int(number), errand.person), reason=_TAKEN_BACK)
            for kind, _, number in found
            if kind in _ABOUT_THE_WORK
        ]

    async def _was_written(self, letter: LetterRow) -> bool:
        return await self._room.world.archive.letter(letter.message_id) is not None

    def _files_for(self, outcome: Outcome) -> dict[str, bytes]:
        """What the letters of this outcome may carry."""
        it = outcome.delegation
        letters = [errand for errand in outcome.errands if isinstance(errand, story.Write)]
        kinds = {letter.kind for letter in letters}
        came = [name for letter in letters for name in letter.files]
        came += it.delivery.files if "review" in kinds and it.delivery else ()
        own = it.task.attachments if kinds & _WITH_ATTACHMENTS else ()
        take = self._room.world.drawers.take
        found = {name: take(it.number, name, came=True) for name in came}
        found |= {name: take(it.number, name) for name in own}
        return {name: content for name, content in found.items() if content is not None}


def history(outcome: Outcome, prepared: Prepared, now: datetime) -> list[EventRow]:
    """What is told of a step: by the story, and of its letters."""
    number = outcome.delegation.number
    told = [records.story_event(one, number, now) for one in outcome.told]
    return told + [records.letter_event(Event.MAIL_QUEUED, letter, now) for letter in prepared.letters]
