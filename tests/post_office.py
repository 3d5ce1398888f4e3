"""A real SMTP server on loopback that answers as a test tells it to.

    async with post_office(answers=["450 4.2.0 later", "250 ok"]) as office:
        ...  office.url, office.letters, await office.holds(2)

`answers` are used up in the order in which letters are announced, `for_whom` by recipient; afterwards everything is
accepted. An answer is a string, said after the content; or a dict of what to say at which step: "mail", "rcpt", "data",
"end". Beside replies there are "drop" (closes), "stall" (says nothing), "lost" (takes the letter, and closes before
saying so), and {"content": "drop"} (closes while reading).
"""

from __future__ import annotations

import asyncio
import base64
import email
import email.policy
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from email.message import EmailMessage

Answer = str | Mapping[str, str]

EVERYTHING = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 52428800")
LOCKSTEP = tuple(word for word in EVERYTHING if word != "PIPELINING")

_LIMIT = 2**26
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """What arrived: the envelope, the content with the doubled dots undone, and over which connection."""

    sender: str
    recipient: str
    content: bytes
    connection: int
    options: str = ""

    @property
    def message(self) -> EmailMessage:
        """The content, read."""
        return email.message_from_bytes(self.content, policy=email.policy.default)

    @property
    def subject(self) -> str:
        """The subject, without the test having to read the letter."""
        return str(self.message["Subject"])


@dataclass(slots=True)
class PostOffice:
    """The server. `letters` were accepted; `turned_away` came whole, and were refused or never answered."""

    answers: Sequence[Answer] = ()
    for_whom: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    offers: Sequence[str] = EVERYTHING
    greeting: str = "220 office.example ESMTP"
    tls: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    users: Mapping[str, str] = field(default_factory=dict)
    room: int = 1000
    """For so many connections at a time; more are told 421."""
    corked: int = 0
    """So many letters: MAIL and RCPT are answered only after DATA, and a letter only after the next one's DATA."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    turned_away: list[Letter] = field(default_factory=list)
    said: list[tuple[int, bool, str]] = field(default_factory=list)
    """Each command: the connection's number, whether TLS was on, and the line."""
    connections: int = 0

    _script: list[Answer] = field(init=False)
    _scripts: dict[str, list[Answer]] = field(init=False)
    _server: asyncio.Server | None = None
    _sessions: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._script = list(self.answers)
        self._scripts = {who: list(answers) for who, answers in self.for_whom.items()}

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Opens, or opens again on the same port."""
        self._server = await asyncio.start_server(
            self._receive, "127.0.0.1", self.port, ssl=self.tls, limit=_LIMIT, backlog=1024
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """The server is down: nobody listens, and every connection ends at once."""
        if self._server:
            self._server.close()
        self.hang_up()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    def hang_up(self) -> None:
        """Ends every connection; new ones are welcome."""
        for session, writer in self._sessions.items():
            writer.transport.abort()
            session.cancel()

    @property
    def url(self) -> str:
        """`mail.url` for this office."""
        return f"{'smtps' if self.tls else 'smtp'}://127.0.0.1:{self.port}"

    def url_of(self, user: str, password: str, *, query: str = "") -> str:
        """`mail.url` with a login."""
        return self.url.replace("://", f"://{user}:{password}@") + query

    async def holds(self, letters: int) -> list[Letter]:
        """The letters, once there are so many."""
        await self._until(lambda: len(self.letters) >= letters)
        return self.letters

    async def hears(self, command: str, times: int = 1) -> None:
        """Returns once some command began like this, so many times."""
        await self._until(lambda: sum(line.startswith(command) for _, _, line in self.said) >= times)

    async def is_left(self) -> None:
        """Returns once no connection is open."""
        await self._until(lambda: not self._sessions)

    async def _until(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(_PATIENCE):
            while not happened():
                self._news.clear()
                await self._news.wait()

    def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        session = asyncio.create_task(_Session(self, reader, writer, self.connections).run())
        self._sessions[session] = writer
        session.add_done_callback(self._forget)

    def _forget(self, session: asyncio.Task[None]) -> None:
        del self._sessions[session]
        self.tell()

    def tell(self) -> None:
        """Wakes who waits for news."""
        self._news.set()

    def has_room(self) -> bool:
        """Whether one more connection is welcome."""
        return len(self._sessions) < self.room

    def answer_for_next(self) -> Answer:
        """The script of the letter that is announced now."""
        return self._script.pop(0) if self._script else {}

    def answer_for(self, recipient: str) -> Answer | None:
        """The script for this recipient's next letter, if there is one."""
        script = self._scripts.get(recipient)
        return script.pop(0) if script else None


post_office = PostOffice


class _Gone(Exception):  # noqa: N818 - what happens, not a fault
    """The session is over."""


class _Session:
    def __init__(
        self, office: PostOffice, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        self._office = office
        self._reader = reader
        self._writer = writer
        self._number = number
        self._secured = office.tls is not None
        self._greeting = office.greeting if office.has_room() else "421 4.7.0 too many connections"
        self._corked: list[bytes] = []
        self._begin("")

    async def run(self) -> None:
        try:
            await self._answer(self._greeting)
            while True:
                await self._command((await self._reader.readuntil(b"\r\n"))[:-2].decode())
        except (_Gone, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._writer.close()

    async def _command(self, line: str) -> None:
        self._office.said.append((self._number, self._secured, line))
        self._office.tell()
        verb, _, rest = line.partition(" ")
        known = {
            "EHLO": self._ehlo,
            "AUTH": self._auth,
            "STARTTLS": self._starttls,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "QUIT": self._quit,
        }.get(verb)
        await (known(rest) if known else self._answer("500 5.5.2 what?"))

    async def _ehlo(self, _: str) -> None:
        lines = ["office.example", *self._office.offers]
        if self._office.starttls and not self._secured:
            lines.append("STARTTLS")
        elif self._office.users:
            lines.append("AUTH PLAIN LOGIN XOAUTH2")
        await self._answer("\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"]))

    async def _starttls(self, _: str) -> None:
        if not self._office.starttls:
            await self._answer("502 5.5.1 no such command")
            return
        await self._answer("220 2.0.0 go ahead")
        await self._writer.start_tls(self._office.starttls)
        self._secured = True

    async def _auth(self, rest: str) -> None:
        way, _, given = rest.partition(" ")
        words = base64.b64decode(given).decode()
        if way == "PLAIN":
            _, user, password = words.split("\0")
        else:
            user, password = words.split("\x01")[0][5:], words.split("\x01")[1][12:]
        if self._office.users.get(user) == password:
            await self._answer("235 2.7.0 welcome")
        else:
            await self._answer(f"535 5.7.8 not with {given} or {password}")

    def _begin(self, sender: str) -> None:
        self._sender, _, self._options = sender.removeprefix("FROM:<").partition(">")
        self._recipient = ""
        self._announced = False
        self._script: Answer = {}

    async def _mail(self, rest: str) -> None:
        if self._announced:
            await self._answer("503 5.5.1 nested MAIL")
            return
        self._begin(rest)
        self._announced = True
        self._script = self._office.answer_for_next()
        await self._answer(self._at("mail", "250 2.1.0 ok"), cork=self._is_corked())

    async def _rcpt(self, rest: str) -> None:
        recipient = rest.removeprefix("TO:<").removesuffix(">")
        self._script = self._office.answer_for(recipient) or self._script
        reply = self._at("rcpt", "250 2.1.5 ok")
        if reply.startswith("2"):
            self._recipient = recipient
        await self._answer(reply, cork=self._is_corked())

    async def _data(self, _: str) -> None:
        reply = self._at("data", "354 go ahead" if self._recipient else "503 5.5.1 no recipient")
        await self._answer(reply)
        if reply.startswith("354"):
            await self._content()

    async def _content(self) -> None:
        if self._at("content", "") == "drop":
            await self._reader.read(1)
            self._writer.transport.abort()
            raise _Gone
        lines = []
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        letter = Letter(self._sender, self._recipient, b"".join(lines), self._number, self._options.strip())
        reply = self._at("end", "250 2.0.0 taken" if self._recipient else "554 5.5.1 no recipient")
        (self._office.letters if reply.startswith(("250", "lost")) else self._office.turned_away).append(letter)
        self._office.tell()
        corked = self._is_corked()
        self._begin("")
        await self._answer(reply, cork=corked)

    async def _rset(self, _: str) -> None:
        self._begin("")
        await self._answer("250 2.0.0 forgotten")

    async def _quit(self, _: str) -> None:
        await self._answer("221 2.0.0 bye")
        raise _Gone

    def _at(self, step: str, otherwise: str) -> str:
        if isinstance(self._script, str):
            return self._script if step == "end" else otherwise
        return self._script.get(step, otherwise)

    def _is_corked(self) -> bool:
        return len(self._office.letters) < self._office.corked

    async def _answer(self, reply: str, *, cork: bool = False) -> None:
        if reply == "stall":
            await asyncio.Event().wait()
        if reply in {"drop", "lost"}:
            raise _Gone
        self._corked.append(reply.encode() + b"\r\n")
        if not cork:
            self._writer.write(b"".join(self._corked))
            self._corked.clear()
            await self._writer.drain()
        if reply.startswith("421"):
            raise _Gone
