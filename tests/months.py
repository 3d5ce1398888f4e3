"""A month of an office in virtual time: the service lives it, people bring it mail and files, and read what it writes.

The clock goes from one thing to the next: an errand that falls due, or somebody who does something. What people do,
they do at microseconds of their own, so that whatever came about at another moment was brought about by time alone.
Everything is drawn from one seed, so that a month that went wrong can be lived again.
"""

from __future__ import annotations

import heapq
import itertools
import re
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote

from delegated.letters.addresses import LetterId, read_reply_address
from homes import Heard, Place, at_work
from people import post
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from delegated.service import Service

BEGIN: Final = datetime(2026, 11, 23, 7, tzinfo=UTC)
END: Final = datetime(2026, 12, 24, 18, tzinfo=UTC)
_BUTTON: Final = re.compile(r'href="mailto:([^"?]+)\?subject=([^"&]*)&(?:amp;)?body=([^"]*)"')


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of ours as somebody finds it in her mailbox."""

    mail: EmailMessage
    id: LetterId

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.mail.get_body(("plain",))
        return str(body.get_content()) if body else ""

    def buttons(self) -> dict[int, list[tuple[str, str, str]]]:
        """What its buttons begin, by task: the address, the subject and the text."""
        body = self.mail.get_body(("html",))
        found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for link in _BUTTON.findall(body.get_content() if body else ""):
            address, subject, text = (unquote(part) for part in link)
            known = read_reply_address(address)
            if known is not None:
                found[known[0]].append((address, subject, text))
        return found


class Reader(Protocol):
    """Somebody who gets letters."""

    def gets(self, letter: Letter) -> None:
        """A letter is there."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What an owner has said of a piece of work."""

    task: int
    at: datetime
    stars: int


@dataclass(frozen=True, slots=True)
class Machine:
    """When a machine has answered; `round` counts what people have said about the task before."""

    at: datetime
    round: int


class Month:
    """The office, and what its people have done so far.

    `acts` are the moments at which something was said about a task, under 0 when something new was dropped; `machines`
    those of machines, `away` from when it was known until when somebody was not there, `wanted` whom owners have named
    for which task, `starts` when the service began.
    """

    def __init__(self, place: Place, seed: int, heard: Heard) -> None:
        place.write("state/secret.key", "the same secret for every month.")  # So that all is called the same each time.
        self.place = place
        self.seed = seed
        self.rng = Random(f"month {seed}")  # noqa: S311  to be lived again, not to be kept secret
        self.order = itertools.count(1)
        self.readers: dict[str, Reader] = {}
        self.acts: dict[int, set[datetime]] = defaultdict(set)
        self.machines: dict[int, list[Machine]] = defaultdict(list)
        self.away: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        self.wanted: set[tuple[int, str]] = set()
        self.rated: list[Rated] = []
        self.starts: set[datetime] = set()
        self._heard = heard
        self._service: Service | None = None
        self._life = AsyncExitStack()
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._seen: set[str] = set()
        self._just_done: list[int] = []
        self._unread: list[Callable[[], bool]] = []

    # --- the clock --------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """By the clock of the office."""
        return self.place.clock.now()

    def later(self, at: datetime, act: Callable[[], None]) -> None:
        """Something will be done, at a microsecond that is nobody else's."""
        order = next(self.order)
        heapq.heappush(self._agenda, (at.replace(microsecond=order % 1_000_000), order, act))

    async def start(self) -> None:
        """The service begins its work."""
        self.starts.add(self.now)
        self._service = await self._life.enter_async_context(at_work(self.place))
        await self._settle()
        self._bring_mail()

    async def stop(self) -> None:
        """It ends; mail and files may come all the same."""
        await self._life.aclose()
        self._service = None

    async def live(self, until: datetime) -> None:
        """From one thing to the next; at the end the clock stands at `until`."""
        while (at := await self._next()) is not None and at < until:
            self.place.clock.at = max(at, self.now)
            while self._agenda and self._agenda[0][0] <= self.now:
                heapq.heappop(self._agenda)[2]()
            await self._settle()
            self._bring_mail()
        self.place.clock.at = until

    def fall_silent(self) -> None:
        """Nobody says anything any more."""
        self._agenda.clear()
        self.readers.clear()

    async def _next(self) -> datetime | None:
        due = await self._service.world.archive.next_wake() if self._service else None
        assert due is None or due > self.now, f"due at {due} and not done; {self._heard.lines[-9:]}"
        times = [self._agenda[0][0]] if self._agenda else []
        return min([*times, due] if due else times, default=None)

    async def _settle(self) -> None:
        """All that was said is heard, and all that is due is done."""
        if self._service is None:
            return
        for task in self._just_done:
            self.acts[task].add(self.now)
        self._just_done.clear()
        self._service.wake()
        await until(self._is_quiet)
        self._unread.clear()

    async def _is_quiet(self) -> bool:
        assert self._service is not None
        return not any(lies() for lies in self._unread) and await self._service.is_idle()

    def _bring_mail(self) -> None:
        folder = self.place.path / "mail"
        new = sorted({path.name for path in folder.glob("*.eml")} - self._seen)
        self._seen.update(new)
        for name in new:
            mail = message_from_bytes((folder / name).read_bytes(), policy=policy.default)
            known = _letter_id(str(mail["Message-ID"]))
            if known.person in self.readers:
                self.readers[known.person].gets(Letter(mail, known))

    # --- what people do ---------------------------------------------------------------------------

    def post(self, mail: EmailMessage | bytes, *tasks: int) -> None:
        """A mail about some tasks arrives."""
        self._unread.append(post(mail, self.place.path / "replies").exists)
        self._just_done.extend(tasks)

    def drop(self, name: str, content: bytes) -> None:
        """An owner has another task."""
        self._unread.append(self.place.drop(name, content).exists)
        self._just_done.append(0)

    def move(self, number: int, to: str) -> None:
        """An owner moves a file by hand."""
        self.place.move(number, to)
        known = len(self._moved(number, to))
        self._unread.append(lambda: self._service is not None and len(self._moved(number, to)) == known)
        self._just_done.append(number)

    def put_back(self, number: int, edited: Callable[[str, bytes], bytes]) -> None:
        """An owner changes a file, and puts it into the inbox again."""
        (file,) = self.place.path.glob(f"tasks/*/T-{number} *")
        file.write_bytes(edited(file.name, file.read_bytes()))
        self._unread.append(self.place.move(number, "inbox").exists)
        self._just_done.append(number)

    def lying_in(self, *folders: str) -> list[int]:
        """The tasks whose files lie there."""
        lies = self.place.lies()
        names = [name for folder in folders for name in lies.get(folder, ())]
        return sorted(int(name[2:].partition(" ")[0]) for name in names if name.startswith("T-"))

    def _moved(self, number: int, to: str) -> list[dict[str, object]]:
        return self._heard.all("task.moved", task=f"T-{number}", folder=to)


def _letter_id(message_id: str) -> LetterId:
    """Read as it is written: which task, kind, number and person."""
    task, letter, number, person, home, token = message_id.strip("<>").partition("@")[0].split(".")
    return LetterId(int(task[1:]), letter, int(number), person, home, token)
