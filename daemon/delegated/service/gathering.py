"""Several things to one person are one letter: words that an owner must give, news, and reminders, one mail a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from delegated.core.people import Owner
from delegated.core.waits import retry_after
from delegated.events import Event
from delegated.logs import log
from delegated.ports import Change, PersonRow
from delegated.service import records
from delegated.service.records import LEASE
from delegated.story import State

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence
    from datetime import datetime

    from delegated.core.people import Person
    from delegated.ports import Errand, Lease, LetterRow
    from delegated.service.room import Room
    from delegated.story import Delegation


class Gathering:
    """Writes what has been gathered for each person. Every errand that is given is ended, or put off, by it."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def tell(self, errands: Sequence[Errand]) -> None:
        """One letter to each owner about everything of hers that waits, and that is new."""
        for person, about in (await self._by_person(errands)).items():
            await self._or_later(self._tell_one(person, about), about)

    async def remind(self, errands: Sequence[Errand]) -> None:
        """One mail a day to one person, in her working hours, with everything that time has brought about."""
        for person, about in (await self._by_person(errands)).items():
            await self._or_later(self._remind_one(person, about), about)

    async def _tell_one(self, person: str, about: Sequence[tuple[Errand, Delegation]]) -> None:
        now = self._room.now
        letter = self._to_owner(self._room.owner(person), about, now)
        await self.keep([letter] if letter is not None else [], _leases(about), now)

    async def _remind_one(self, id_: str, about: Sequence[tuple[Errand, Delegation]]) -> None:
        room, now = self._room, self._room.now
        person = room.person(id_) or room.owner(about[0][1].task.owner)
        later = self._later(person, now)
        if later is not None:
            await room.world.archive.keep(Change(postponed=[(lease, later) for lease in _leases(about)]))
            return
        letter = self._reminder(person, about, now)
        if letter is None:
            await self.keep([], _leases(about), now)
            return
        row = replace(room.people.get(person.id) or PersonRow(id=person.id), reminded=now)
        if await self.keep([letter], _leases(about), now, [row]):
            room.people[person.id] = row

    async def _or_later(self, writing: Awaitable[None], about: Sequence[tuple[Errand, Delegation]]) -> None:
        """A letter that we stumble over waits, and holds up nobody else's."""
        try:
            await writing
        except Exception as error:
            if getattr(error, "temporary", False):
                raise
            log(Event.SERVICE_FAILED, task=about[0][1].name, reason=f"{type(error).__name__}: {error}")
            again = self._room.now + (retry_after(about[0][0].attempts, 0.5) or LEASE)
            await self._room.world.archive.keep(Change(postponed=[(lease, again) for lease in _leases(about)]))

    async def keep(
        self, letters: Sequence[LetterRow], ended: Sequence[Lease], now: datetime, people: Sequence[PersonRow] = ()
    ) -> bool:
        """Letters that belong to no step of a story; False where somebody else has taken the errands over."""
        events = [records.letter_event(Event.MAIL_QUEUED, letter, now) for letter in letters]
        errands = [
            records.sending(letter, self._room.leaves_at(letter.person, now, gently=False), gently=self._room.gently)
            for letter in letters
        ]
        change = Change(letters=letters, errands=errands, events=events, ended=ended, people=people, fenced=bool(ended))
        if not await self._room.world.archive.keep(change):
            return False
        records.say(events)
        self._room.wake()
        return True

    def _reminder(self, person: Person, about: Sequence[tuple[Errand, Delegation]], now: datetime) -> LetterRow | None:
        if isinstance(person, Owner) and any("news" in errand.payload or _is_word(errand) for errand, _ in about):
            return self._to_owner(person, about, now)
        tasks = _once(it for _, it in about if it.wait is not None and it.wait.on == person.id)
        if not tasks:
            return None
        return self._room.correspondence.reminder(person, tasks, self._room.office, now, _number(about))

    def _to_owner(self, owner: Owner, about: Sequence[tuple[Errand, Delegation]], now: datetime) -> LetterRow | None:
        waiting = _once(it for errand, it in about if "news" not in errand.payload and needs_a_word(it))
        news = [(it, str(errand.payload["news"])) for errand, it in about if "news" in errand.payload]
        if not waiting and not news:
            return None
        return self._room.correspondence.waiting(owner, waiting, news, self._room.office, now, _number(about))

    def _later(self, person: Person, now: datetime) -> datetime | None:
        """When she may be reminded, where that is not now: in her working hours, and not twice on one day of hers."""
        calendar = person.calendar
        known = self._room.people.get(person.id)
        today = now.astimezone(person.zone).date()
        if known is not None and known.reminded and known.reminded.astimezone(person.zone).date() >= today:
            tomorrow = calendar.start_of_day(calendar.working_day_from(today + timedelta(days=1)))
            return max(tomorrow, now + timedelta(minutes=1))
        working = calendar.next_working(now) or now
        return working if working > now else None

    async def _by_person(self, errands: Sequence[Errand]) -> dict[str, list[tuple[Errand, Delegation]]]:
        """The errands with their tasks, by whom they are for, in the order of the numbers."""
        found: dict[str, list[tuple[Errand, Delegation]]] = {}
        for errand in sorted(errands, key=lambda errand: (errand.task or 0, errand.id)):
            row = await self._room.world.archive.task(errand.task or 0)
            if row is not None:
                person = str(errand.payload.get("person", row.owner))
                found.setdefault(person, []).append((errand, records.restored(row)))
            else:
                await self._room.world.archive.keep(Change(ended=[errand.lease]))
        return found


def _number(about: Sequence[tuple[Errand, Delegation]]) -> int:
    """Of a letter that belongs to no step: that of its first errand, which no other letter to her will have."""
    return min(errand.id for errand, _ in about)


def _leases(about: Sequence[tuple[Errand, Delegation]]) -> list[Lease]:
    return [errand.lease for errand, _ in about]


def needs_a_word(it: Delegation) -> bool:
    """Whether its owner must decide something, as it stands now."""
    if it.state is State.WORKING:
        return it.proposed is not None or it.overdue
    return it.state in {State.WAITING, State.ASKED, State.DELIVERED}


def _is_word(errand: Errand) -> bool:
    return errand.key.endswith(":tell")


def _once(tasks: Iterable[Delegation]) -> list[Delegation]:
    return list({it.number: it for it in tasks}.values())
