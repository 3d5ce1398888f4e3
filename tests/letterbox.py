"""A conversation as its people see it: what each of them finds in her mailbox, and what she answers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from delegated.app import asking
from delegated.service import Service
from homes import Heard, Place, at_work
from people import post, reply
from waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from email.message import EmailMessage

MAYA, BEN, ALEX = "maya@example.net", "ben@example.net", "alex@example.org"
# Between two mails: so long that nobody is taken for a machine, and nobody needs to be reminded.
A_WHILE: Final = timedelta(minutes=5)


@dataclass(slots=True)
class Talk:
    """The letters of one home by who gets them, and its service: all that follows is done when a word returns."""

    place: Place
    heard: Heard
    service: Service
    _came: int = 0
    _read: set[str] = field(default_factory=set)

    async def drops(self, text: str, name: str = "Book flights.md") -> None:
        """The owner drops a file, and the service takes it."""
        taken = len(self.heard.all("task.decided"))
        self.place.drop(name, text)
        await self.heard.says("task.decided", times=taken + 1)
        await self.settles()

    async def says(self, who: str, text: str, *, files: tuple[tuple[str, bytes], ...] = (), to: str = "") -> None:
        """Whoever has got a letter answers her last one (the last one with `to` in it), perhaps with files."""
        answer = self.answer(who, text, to=to)
        for name, content in files:
            answer.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        await self.comes(answer)

    async def comes(self, *mails: EmailMessage | bytes) -> None:
        """A while later this lies in the mailbox, and the service hears it."""
        self.place.clock.advance(A_WHILE)
        for mail in mails:
            post(mail, self.place.path / "replies")
        self._came += len(mails)
        await self.heard.says("reply.received", times=self._came, mailbox="replies")
        await self.settles()

    async def waits(self, **time: float) -> None:
        """So much time passes (`days=1`) in which nobody says anything."""
        self.place.clock.advance(timedelta(**time))
        self.service.wake()
        await self.settles()

    async def settles(self) -> None:
        """All that is due is done; what waits to be gathered is written."""
        await until(self.service.is_idle)  # To ask it is what lets it come to rest.

    def answer(self, who: str, text: str, *, to: str = "", sender: str = "") -> EmailMessage:
        """What she would send, not yet sent."""
        letter = self.place.last_letter(who, containing=to)
        return reply(letter, text, self.place.clock.now() + A_WHILE, sender=sender)

    def news(self, who: str) -> list[EmailMessage]:
        """The letters that somebody has got since this was asked last, oldest first."""
        found = [mail for mail in self.place.mails() if who in str(mail["To"])]
        fresh = [mail for mail in found if str(mail["Message-ID"]) not in self._read]
        self._read.update(str(mail["Message-ID"]) for mail in fresh)
        return sorted(fresh, key=lambda mail: mail["Date"].datetime)

    def hears(self, who: str) -> str:
        """The text of the one letter that she has got since, on one line."""
        found = self.news(who)
        assert len(found) == 1, [str(mail["Subject"]) for mail in found]
        return text_of(found[0])

    def task(self, number: int = 1) -> dict[str, Any]:
        """One task, as `delegated status T-n` tells it."""
        with asking.looking(self.place.home) as store:
            (row,) = asking.look(store, number)["tasks"]
        return dict(row)

    def events(self, name: str, number: int | None = None) -> list[dict[str, Any]]:
        """The lines of this name, as `delegated events` tells them."""
        return [row for row in self.place.history(number) if row["event"] == name]

    def put_aside(self) -> list[dict[str, str]]:
        """The mails that were put aside, as `delegated status` tells them."""
        with asking.looking(self.place.home) as store:
            return asking.aside(store)

    def away(self) -> list[dict[str, str]]:
        """Who is away, as `delegated status` tells it."""
        with asking.looking(self.place.home) as store:
            return asking.absent(store, self.place.clock.now().date())

    def tells(self, words: str, number: int = 0, person: str = "") -> None:
        """A word on the command line."""
        with asking.looking(self.place.home) as store:
            assert asking.tell(self.place.home, store, words, number=number, person=person)


@asynccontextmanager
async def talking(place: Place, heard: Heard) -> AsyncIterator[Talk]:
    """A home at work, and those who write to it."""
    async with at_work(place) as service:
        yield Talk(place, heard, service)


def text_of(letter: EmailMessage) -> str:
    """Its plain text, on one line."""
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())
