"""One open connection to a mail server: commands out, replies in, strictly in their order."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from delegated.core.errors import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

SHUTTING_DOWN = 421

_REPLY_LINE = re.compile(rb"([2-5]\d\d)(?:([ -]).*)?", re.DOTALL)
_LONGEST_REPLY = 32_768
_LONGEST_TOLD = 300
_PIECE = 65_536
_GOODBYE_SECONDS = 2.0


class Reply(NamedTuple):
    """What the server answered, its lines joined."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}".rstrip()


class LineBroken(Exception):  # noqa: N818 - an event on the wire, told by its name
    """The connection is of no use any more. `code` is 421 where the server said so; `slow` where it said nothing."""

    def __init__(self, reason: str, *, code: int | None = None, slow: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.slow = slow


class Line(asyncio.Protocol):
    """Takes a transport over once the server has been greeted and the user is logged in.

    aiosmtplib's own protocol reads one reply at a time and drops whatever else came with it, so it cannot pipeline;
    its transport can. Whatever does not fit the order of commands and replies breaks the line for good.
    """

    def __init__(self, transport: asyncio.Transport, offered: Mapping[str, str], timeout: float) -> None:
        self.offered = offered
        self.broken: LineBroken | None = None
        self._transport = transport
        self._timeout = timeout
        self._loop = asyncio.get_running_loop()
        self._buffer = b""
        self._lines: list[bytes] = []
        self._owed = 0
        self._replies: deque[Reply] = deque()
        self._news: asyncio.Future[None] | None = None
        self._flowing = True
        transport.set_protocol(self)
        if transport.is_closing():
            self._break(LineBroken("the server closed the connection"))

    def say(self, words: bytes, *, replies: int = 1) -> None:
        """Writes commands that the server owes that many replies to."""
        if self.broken:
            raise self.broken
        self._owed += replies
        self._transport.write(words)
        if self._transport.is_closing():
            raise self._break(LineBroken("the connection was lost"))

    async def say_all_but_the_end(self, words: bytes) -> bytes:
        """Writes long content piece by piece, as fast as the server reads, and gives back the last piece unwritten.

        Until that piece leaves, a broken line means that the server cannot have the letter.
        """
        start = 0
        while len(words) - start > _PIECE:
            self.say(words[start : start + _PIECE], replies=0)
            start += _PIECE
            await self._drained()
        return words[start:]

    async def reply(self) -> Reply:
        """The answer to the oldest command that has none yet. Raises LineBroken, also for 421 (RFC 5321, 3.8)."""
        while not self._replies:
            if self.broken:
                raise self.broken
            await self._something_new()
        self._owed -= 1
        reply = self._replies.popleft()
        if reply.code == SHUTTING_DOWN:
            raise self._break(LineBroken(f"the server closes the connection: {reply}", code=SHUTTING_DOWN))
        return reply

    async def rest(self, seconds: float, bell: asyncio.Future[None]) -> bool:
        """Until the bell rings (True), or the line breaks or the time is up (False)."""
        if self.broken:
            return False
        self._news = bell
        try:
            async with asyncio.timeout(seconds):
                await bell
        except TimeoutError:
            return False
        finally:
            self._news = None
        return self.broken is None

    async def say_goodbye(self) -> None:
        """QUIT, and a moment for the answer; it changes nothing whether one comes."""
        with contextlib.suppress(LineBroken, TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                self.say(b"QUIT\r\n")
                await self.reply()
        self._transport.close()

    def hang_up(self) -> None:
        """Ends the connection at once."""
        self._break(LineBroken("the connection was given up"))

    def data_received(self, data: bytes) -> None:
        """Asyncio's callback: whole lines become replies; what is left waits for its end."""
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            self._read(line.rstrip(b"\r"))
        if len(self._buffer) > _LONGEST_REPLY:
            self._break(LineBroken("the server's answer has no end"))

    def eof_received(self) -> None:
        """Asyncio's callback."""
        self._break(LineBroken("the server closed the connection"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's callback."""
        self._break(LineBroken(f"the connection was lost: {exc}" if exc else "the server closed the connection"))

    def pause_writing(self) -> None:
        """Asyncio's callback."""
        self._flowing = False

    def resume_writing(self) -> None:
        """Asyncio's callback."""
        self._flowing = True
        self._tell()

    def _read(self, line: bytes) -> None:
        match = _REPLY_LINE.fullmatch(line)
        if not match or (self._lines and self._lines[0][:3] != line[:3]):
            self._break(LineBroken(f"the server does not speak SMTP: {told(line)}"))
            return
        self._lines.append(line)
        if sum(map(len, self._lines)) > _LONGEST_REPLY:
            self._break(LineBroken("the server's answer has no end"))
        elif match[2] != b"-":
            reply = Reply(int(match[1]), told(b" ".join(part[4:] for part in self._lines)))
            self._lines = []
            self._take(reply)

    def _take(self, reply: Reply) -> None:
        # What comes after a break is no answer: it would belong to a conversation that went wrong.
        if self.broken:
            return
        if len(self._replies) < self._owed:
            self._replies.append(reply)
            self._tell()
        elif reply.code == SHUTTING_DOWN:
            self._break(LineBroken(f"the server closes the connection: {reply}", code=SHUTTING_DOWN))
        else:
            self._break(LineBroken(f"the server answered what was not asked: {reply}"))

    async def _drained(self) -> None:
        while not self._flowing:
            if self.broken:
                raise self.broken
            await self._something_new()

    async def _something_new(self) -> None:
        self._news = self._loop.create_future()
        try:
            async with asyncio.timeout(self._timeout):
                await self._news
        except TimeoutError:
            raise self._break(LineBroken(f"the server said nothing for {self._timeout:g} s", slow=True)) from None
        finally:
            self._news = None

    def _tell(self) -> None:
        if self._news and not self._news.done():
            self._news.set_result(None)

    def _break(self, broken: LineBroken) -> LineBroken:
        """The first reason counts: what follows on it (a close after 421) explains nothing."""
        if self.broken is None:
            self.broken = broken
            self._transport.abort()
            self._tell()
        return self.broken


def told(words: bytes | str) -> str:
    """What a server said, fit for one line of a log."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return visible(" ".join(text.split()))[:_LONGEST_TOLD]
