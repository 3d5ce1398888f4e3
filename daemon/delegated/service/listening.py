"""From a mail that was kept to what follows from it: the next step of a story, a person who is away, or nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from delegated import story
from delegated.core import secrets
from delegated.core.calendar import at_wall
from delegated.core.people import Owner
from delegated.core.supplying import UnreadableFactError
from delegated.events import CATALOGUE, Event
from delegated.letters.addresses import read_message_id
from delegated.ports import Change, ErrandRow, EventRow, PersonRow, ReplyMark
from delegated.replies.answers import Word
from delegated.replies.automatic import Kind
from delegated.service import records
from delegated.service.hearing import MEANINGS, from_assistant, from_owner
from delegated.service.records import AWAY, GATHERING, REMIND, REPLY, TELL
from delegated.service.understanding import WORDS, Heard, understand
from delegated.story import Said, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from delegated.core.people import Person
    from delegated.ports import Errand, LetterRow, ReplyRow
    from delegated.replies.answers import Answer
    from delegated.replies.mail import Enclosed
    from delegated.service.room import Room
    from delegated.service.steps import Steps
    from delegated.story import Delegation, Happening, Outcome

_NO_ACT: Final = frozenset({Event.REPLY_RELAYED, Event.REPLY_WITHHELD, Event.HAPPENING_IGNORED})
_LARGE: Final = 200_000
_LONGEST_ABSENCE: Final = timedelta(days=366)
_CANNOT_TELL: Final = "it does not say which task it is about"


class Listening:
    """Hears each mail once: what it comes to is kept together with the end of its errand."""

    def __init__(self, room: Room, steps: Steps) -> None:
        self._room = room
        self._steps = steps
        self._asked_which: dict[str, date] = {}

    async def hear(self, errand: Errand) -> None:
        """What one mail comes to. The errand is `reply:ID`, with more behind it for a part of a mail."""
        archive = self._room.world.archive
        row = await archive.reply(errand.key.split(":")[1])
        if row is None:
            await archive.keep(Change(ended=[errand.lease]))
            return
        heard = await self._understood(row, released=bool(errand.payload.get("released")))
        if heard.doubt:
            await self._put_aside(heard, errand)
        elif heard.bounce is not None:
            await self._returned(heard, errand)
        elif heard.automatic is not None:
            await self._automatic(heard, errand)
        elif row.mailbox != WORDS and await archive.replied(heard.mark.message_id, row.id):
            await self._ignore(heard, errand, "the same mail was heard before")
        else:
            await self._said(heard, errand)

    async def _understood(self, row: ReplyRow, *, released: bool) -> Heard:
        """Large mails are read beside the loop, so that nobody waits for them."""
        room = self._room
        office, desk, ear = room.office, room.correspondence.desk, room.ear
        if row.size > _LARGE:
            return await asyncio.to_thread(understand, row, office, desk, ear, released=released)
        return understand(row, office, desk, ear, released=released)

    # --- what counts ----------------------------------------------------------------------------

    async def _said(self, heard: Heard, errand: Errand) -> None:
        """The words of a person, about a task or about several."""
        if heard.about:
            await self._is_back(heard, errand)
            return
        only = errand.payload.get("task")
        if heard.each and only is None:
            await self._split(heard, errand)
            return
        number = int(only) if only is not None else heard.task or 0
        answer = heard.each.get(number, heard.answer)
        if number == 0 or answer is None:
            await self._ask_which(heard, errand)
        elif not await self._said_about(number, answer, heard, errand):
            name = heard.person.name if heard.person else "nobody"
            await self._ignore(heard, errand, f"there is no T-{number} of {name}'s")

    async def _split(self, heard: Heard, errand: Errand) -> None:
        """Several tasks in one mail are heard one by one, each in a transaction of its own."""
        now = self._room.now
        parts = [
            ErrandRow(key=f"{errand.key}:{number}", kind=REPLY, wake_at=now, task=number, payload={"task": number})
            for number in heard.each
        ]
        mark = replace(heard.mark, state="acted", meaning="several")
        await self._room.world.archive.keep(Change(ended=[errand.lease], errands=parts, replies=[mark], fenced=True))
        self._room.wake()

    async def _said_about(self, number: int, answer: Answer, heard: Heard, errand: Errand) -> bool:
        """False where there is no such task, or it is not hers to speak about."""
        person = heard.person
        kept = await self._room.world.archive.task(number)
        if kept is None or person is None:
            return False
        if isinstance(person, Owner) and self._room.owner(kept.owner).id != person.id:
            return False
        if isinstance(person, Owner) and await self._lets_count(number, answer, heard):
            await self._release(number, answer, heard, errand)
            return True
        about = await self._room.world.archive.letter(heard.answers) if heard.answers else None
        files = self._keep_files(number, heard.files)

        def hear(it: Delegation) -> tuple[tuple[Happening, ...], Change | Callable[[Outcome], Change]]:
            return self._meant(it, person, answer, heard, files, errand, about)

        if not await self._steps.happened(number, hear):
            await self._steps.give_back(errand)
        return True

    async def _ask_which(self, heard: Heard, errand: Errand) -> None:
        """She answered a letter about several tasks, and names none: she is told how, once a day."""
        now, person = self._room.now, heard.person
        today = now.date()
        letters: list[LetterRow] = []
        if person is not None and self._asked_which.get(person.id) != today:
            self._asked_which[person.id] = today
            letters.append(
                self._room.correspondence.which(person, self._room.office.roster.first_owner, heard.cut.text, now)
            )
        mark = replace(heard.mark, state="noted", reason=_CANNOT_TELL)
        event = self._event(Event.REPLY_IGNORED, mark, sender=mark.sender, reason=_CANNOT_TELL)
        queued = [records.letter_event(Event.MAIL_QUEUED, letter, now) for letter in letters]
        sending = [records.sending(letter, now) for letter in letters]
        change = Change(
            ended=[errand.lease], replies=[mark], events=[event, *queued], letters=letters, errands=sending, fenced=True
        )
        await self._keep(change)

    def _meant(  # noqa: PLR0913, PLR0917  what a mail means depends on all of these
        self,
        it: Delegation,
        person: Person,
        answer: Answer,
        heard: Heard,
        files: Sequence[str],
        errand: Errand,
        about: LetterRow | None,
    ) -> tuple[tuple[Happening, ...], Change | Callable[[Outcome], Change]]:
        room = self._room
        if not isinstance(person, Owner):
            happenings = from_assistant(answer, it, person.id, heard.reply, files)
            return happenings, partial(self._heard, happenings, it.number, person, heard, errand)
        try:
            happenings = from_owner(answer, heard.cut, it, room.office, heard.reply, room.now, files)
        except UnreadableFactError as fault:
            return (), self._not_done(it, person, f"it could not be read: {fault}", heard, errand)
        secret = _would_leave(happenings)
        if secret is not None:
            return (), self._not_done(it, person, f"it seems to hold {secret}, and was not passed on", heard, errand)
        if about is not None and _is_about_the_past(about, it, happenings):
            return (), self._asked_anew(it, person, heard, errand)
        return happenings, partial(self._heard, happenings, it.number, person, heard, errand)

    def _heard(
        self,
        happenings: tuple[Happening, ...],
        number: int,
        person: Person,
        heard: Heard,
        errand: Errand,
        outcome: Outcome,
    ) -> Change:
        """What is kept of a mail that was heard. What came to nothing, or was only passed on, is called a note."""
        acted = any(told.event not in _NO_ACT for told in outcome.told)
        meaning = ", ".join(MEANINGS[type(one)] for one in happenings) if acted else "note"
        mark = replace(heard.mark, state="acted" if acted else "noted", task=number, person=person.id, meaning=meaning)
        event = self._event(Event.REPLY_READ, mark, person=person.id, meaning=meaning)
        return Change(ended=[errand.lease], replies=[mark], events=[event], fenced=True)

    def _asked_anew(self, it: Delegation, owner: Owner, heard: Heard, errand: Errand) -> Change:
        """She has answered a letter that is out of date: how things stand now is told once more."""
        reason = "it answers a letter that is out of date"
        mark = replace(heard.mark, state="noted", task=it.number, person=owner.id, reason=reason)
        event = self._event(Event.REPLY_IGNORED, mark, sender=mark.sender, reason=reason)
        payload = {"person": owner.id}
        tell = ErrandRow(
            key=f"{it.name}:tell", kind=TELL, wake_at=self._room.now + GATHERING, task=it.number, payload=payload
        )
        news = self._news(it.number, owner.id, "You answered a letter that is out of date, and nothing was changed.")
        return Change(ended=[errand.lease], replies=[mark], events=[event], errands=[tell, news], fenced=True)

    def _not_done(self, it: Delegation, owner: Owner, reason: str, heard: Heard, errand: Errand) -> Change:
        """What she has written changes nothing and goes nowhere; she is told why, each time."""
        mark = replace(heard.mark, state="noted", task=it.number, person=owner.id, reason=reason)
        news = f"What you wrote changed nothing: {reason}."
        event = self._event(Event.REPLY_WITHHELD, mark, to=owner.id, reason=reason)
        told = [self._news(it.number, owner.id, news)]
        return Change(ended=[errand.lease], replies=[mark], events=[event], errands=told, fenced=True)

    def _keep_files(self, number: int, files: Sequence[Enclosed]) -> tuple[str, ...]:
        """The files that came with it, kept with the task; none in the place of another."""
        drawers = self._room.world.drawers
        names: list[str] = []
        for file in files:
            stem, dot, ending = file.name.rpartition(".")
            name, place = file.name, 1
            while drawers.take(number, name, came=True) not in {None, file.content}:
                place += 1
                name = f"{stem} ({place}){dot}{ending}" if dot else f"{ending} ({place})"
            drawers.keep(number, name, file.content, came=True)
            names.append(name)
        return tuple(dict.fromkeys(names))

    # --- what the owner vouches for -------------------------------------------------------------

    async def _lets_count(self, number: int, answer: Answer, heard: Heard) -> bool:
        """Whether it is about what was put aside; by mail only where something is: else `release` is an answer."""
        return _is_release(answer) and (heard.is_command or bool(await self._room.world.archive.put_aside(number)))

    async def _release(self, number: int, answer: Answer, heard: Heard, errand: Errand) -> None:
        """A mail that was put aside counts after all: the only one, or the one whose number she says."""
        archive = self._room.world.archive
        aside = list(reversed(await archive.put_aside(number)))
        row = await self._wanted(number, answer.rest.strip(" ."), aside)
        if row is None:
            reason = f"{len(aside)} mails are put aside for T-{number}"
            told = f"{reason}: say which, like `release {aside[0].id[:12]}`" if aside else "no mail is put aside for it"
            await self._ignore(heard, errand, told)
            return
        mark = ReplyMark(
            id=row.id,
            state="released",
            message_id=row.message_id,
            sender=row.sender,
            subject=row.subject,
            task=row.task,
            person=row.person,
        )
        again = ErrandRow(
            key=f"reply:{row.id}:released",
            kind=REPLY,
            wake_at=self._room.now,
            task=number,
            payload={"released": True, "task": number},
        )
        event = self._event(Event.REPLY_RELEASED, mark, person=row.person)
        acted = replace(heard.mark, state="acted", task=number, meaning="release")
        await self._keep(Change(ended=[errand.lease], errands=[again], replies=[acted, mark], events=[event]))

    async def _wanted(self, number: int, wanted: str, aside: Sequence[ReplyRow]) -> ReplyRow | None:
        """By its place among those of the task, by the beginning of its id, or the only one there is."""
        if not wanted:
            return aside[0] if len(aside) == 1 else None
        if wanted.isdecimal() and len(wanted) < len("1000"):
            return aside[int(wanted) - 1] if int(wanted) in range(1, len(aside) + 1) else None
        row = await self._room.world.archive.reply_called(wanted.casefold())
        # Of no task that is known, or of this one: what is about another's task is for its owner to release.
        return row if row and row.state == "quarantined" and row.task in {None, number} else None

    async def _is_back(self, heard: Heard, errand: Errand) -> None:
        """The owner says that somebody is there again."""
        room = self._room
        known = room.people.get(heard.about)
        mark = replace(heard.mark, state="acted", meaning="back")
        if known is None or known.away_until is None:
            await self._ignore(heard, errand, f"{room.name_of(heard.about)} is not known to be away")
            return
        row = PersonRow(id=known.id, reminded=known.reminded)
        event = self._event(Event.PERSON_RETURNED, mark, person=known.id)
        waits = await self._planned_anew(known.id, room.now)
        await self._keep(Change(ended=[errand.lease], replies=[mark], people=[row], events=[event], errands=waits))
        room.people[known.id] = row
        room.mind_absences()

    # --- what changes nothing -------------------------------------------------------------------

    async def _put_aside(self, heard: Heard, errand: Errand) -> None:
        """Nobody knows whose it is: it changes nothing; where it is about a task, its owner sees it."""
        mark = replace(heard.mark, state="unreadable" if heard.is_command else "quarantined", reason=heard.doubt)
        event = self._event(Event.REPLY_QUARANTINED, mark, sender=mark.sender, reason=heard.doubt)
        told: list[ErrandRow] = []
        row = await self._room.world.archive.task(heard.task) if heard.task else None
        if row is not None:
            news = (
                f"A mail about it was put aside: {heard.doubt}. It is from {mark.sender or 'nobody who can be told'}, "
                f"“{secrets.fit_to_log(mark.subject)}”, and says: “{secrets.fit_to_log(heard.cut.text)}”. If you know "
                "it to be genuine, answer `release`."
            )
            told.append(self._news(row.number, row.owner, news, gently=True))
        await self._keep(Change(ended=[errand.lease], replies=[mark], events=[event], errands=told))

    async def _automatic(self, heard: Heard, errand: Errand) -> None:
        """No person wrote it: it is recorded. A date of return marks her away until then."""
        found = heard.automatic
        assert found is not None  # noqa: S101  asked for only then
        now, person = self._room.now, heard.person
        if found.kind is Kind.AWAY and found.back is not None and person is not None:
            today = now.astimezone(person.zone).date()
            if today < found.back < today + _LONGEST_ABSENCE:
                await self._is_away(person, found.back, found.because, heard, errand)
                return
        await self._ignore(heard, errand, f"automatic: {found.because}")

    async def _is_away(self, person: Person, back: date, because: str, heard: Heard, errand: Errand) -> None:
        room = self._room
        known = room.people.get(person.id) or PersonRow(id=person.id)
        row = replace(known, away_until=back, away_since=room.now, away_because=because)
        mark = replace(heard.mark, state="ignored", meaning=f"away until {back}", reason=f"automatic: {because}")
        event = self._event(Event.PERSON_LEFT, mark, person=person.id, until=back.isoformat())
        waits = await self._planned_anew(person.id, at_wall(back, time(), person.zone))
        await self._keep(Change(ended=[errand.lease], replies=[mark], people=[row], events=[event], errands=waits))
        room.people[person.id] = row
        room.mind_absences()

    async def _planned_anew(self, person: str, back: datetime) -> list[ErrandRow]:
        """For each task that waits on her an errand that plans its reminders anew, once her absence is kept."""
        payload = {"person": person, "back": back.isoformat()}
        now = self._room.now
        return [
            ErrandRow(key=f"T-{number}:away", kind=AWAY, wake_at=now, task=number, payload=payload)
            for number in await self._room.world.archive.open_of(person)
        ]

    async def _returned(self, heard: Heard, errand: Errand) -> None:
        """A letter of ours came back: for good, or for now."""
        returned, known = heard.bounce, read_message_id(heard.back)
        assert returned is not None  # noqa: S101  asked for only then
        letter = await self._room.world.archive.letter(heard.back)
        if letter is None or known is None:
            await self._ignore(heard, errand, f"a letter came back: {returned.reason}")
            return
        if not returned.hard:
            await self._ignore(heard, errand, f"a letter is late, and still tried: {returned.reason}")
            return
        if letter.task is None:
            await self._reaches_nobody(letter, returned.reason, heard, errand)
            return
        brief = known.number if letter.kind == "brief" else None
        happening = story.Undeliverable(returned.reason, brief, letter.kind, letter.person)
        mark = replace(heard.mark, state="acted", meaning="bounce", reason=returned.reason)
        failed = records.letter_event(Event.MAIL_FAILED, letter, self._room.now, reason=returned.reason)
        also = Change(ended=[errand.lease], replies=[mark], events=[failed], fenced=True)
        if not await self._steps.happened(letter.task, lambda _: ((happening,), also)):
            await self._steps.give_back(errand)

    async def _reaches_nobody(self, letter: LetterRow, reason: str, heard: Heard, errand: Errand) -> None:
        """A letter about several tasks came back: it goes the way of one that the mail server has refused."""
        mark = replace(heard.mark, state="acted", meaning="bounce", reason=reason)
        failed = records.letter_event(Event.MAIL_FAILED, letter, self._room.now, reason=reason)
        bounced = [records.bounce(letter, reason, self._room.now)]
        await self._keep(Change(ended=[errand.lease], replies=[mark], events=[failed], errands=bounced))

    async def _ignore(self, heard: Heard, errand: Errand, reason: str) -> None:
        mark = replace(heard.mark, state="ignored", reason=reason)
        event = self._event(Event.REPLY_IGNORED, mark, sender=mark.sender, reason=reason)
        await self._keep(Change(ended=[errand.lease], replies=[mark], events=[event]))

    # --- how it is kept -------------------------------------------------------------------------

    async def _keep(self, change: Change) -> None:
        """Kept, unless somebody else has taken the errand over meanwhile."""
        if await self._room.world.archive.keep(replace(change, fenced=True)):
            records.say(change.events)
            self._room.wake()

    def _event(self, event: Event, mark: ReplyMark, **fields: object) -> EventRow:
        known = {"reply": mark.id[:12], **{name: value for name, value in fields.items() if value}}
        level = CATALOGUE[event].level
        return EventRow(name=str(event), at=self._room.now, task=mark.task, level=level, fields=known)

    def _news(self, number: int, owner: str, news: str, *, gently: bool = False) -> ErrandRow:
        now = self._room.now
        payload = {"person": owner, "news": news}
        key = f"T-{number}:aside" if gently else f"T-{number}:news:{round(now.timestamp() * 1000)}"
        kind = REMIND if gently else TELL
        at = now + GATHERING
        return ErrandRow(key=key, kind=kind, wake_at=at, task=number, payload=payload, unless_set=gently)


def _is_release(answer: Answer) -> bool:
    """The bare word, perhaps with the number or the id of a mail: anything else that begins so is an answer."""
    rest = answer.rest.strip(" .")
    return answer.words == (Word.RELEASE,) and not answer.unsure and (not rest or rest.isalnum())


def _is_about_the_past(about: LetterRow, it: Delegation, happenings: Sequence[Happening]) -> bool:
    """Whether a yes, a no or a rating answers a letter from before the last decision, or the last delivery."""
    if any(isinstance(one, story.Approved | story.Refused) for one in happenings) and it.state is State.WAITING:
        return about.created < it.decision.at
    judged = it.rounds and any(isinstance(one, story.FeedbackGiven | story.ReworkAsked) for one in happenings)
    return bool(judged) and about.kind == "review" and it.delivery is not None and about.created < it.delivery.at


def _would_leave(happenings: Sequence[Happening]) -> str | None:
    """What secret an owner's words seem to hold that would be passed on."""
    said = (one.text for one in happenings if isinstance(one, Said))
    return next((found for text in said if (found := secrets.found_in(text)) is not None), None)
