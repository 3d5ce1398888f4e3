"""The postman who brings letters to an SMTP server, over a few connections that stay open.

Each connection has a clerk (a task). A clerk with PIPELINING writes the content of one letter and the envelope of the
next together (RFC 2920, 3.1): one round trip a letter, and no more than one letter a connection whose content is out
and whose answer is not in.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.edges.postman.envelope import Envelope, envelope
from delegated.edges.postman.line import Line, LineBroken, Reply
from delegated.edges.postman.opening import NoLine, open_line
from delegated.edges.postman.server import Manner, Server
from delegated.ports import Outgoing, Refused, Sent, Uncertain

if TYPE_CHECKING:
    from collections.abc import Callable

Delivery = Sent | Refused | Uncertain

_USUAL = Manner()
_GO_AHEAD = 354
_REFUSED = 400
_FOR_GOOD = 500
# Said to MAIL by a server that wants a login first: the settings are wrong and not the letter, which must not be lost.
_LOGIN_WANTED = frozenset({530, 534, 535, 538})


class SmtpPostman:
    """Delivers letters to one server; any number of tasks may call `deliver` at the same time."""

    def __init__(self, server: Server, manner: Manner = _USUAL) -> None:
        self._server = server
        self._manner = manner
        self._tls: ssl.SSLContext | None = manner.tls
        self._waiting: deque[_Errand] = deque()
        self._clerks: set[asyncio.Task[None]] = set()
        self._opening: set[asyncio.Task[None]] = set()
        self._connected = 0
        self._bells: list[asyncio.Future[None]] = []
        self._trouble = Refused(temporary=True, reason="the postman stumbled")
        self._resting_until = 0.0
        self._closed = False

    async def start(self) -> None:
        """Reads the certificates of the authorities. Connections are opened when letters come."""
        if self._tls is None and self._server.security != "plain":
            self._tls = await asyncio.to_thread(ssl.create_default_context)

    async def deliver(self, letter: Outgoing) -> Delivery:
        """Brings one letter to the server. Never raises for what the server or the network does.

        A connection that breaks before the content of the letter left is replaced and the letter tried again, once.
        Where no connection can be made, every waiting letter is refused at once, and so is each one that comes in
        the next `manner.rest`. A call that is cancelled may still send its letter.
        """
        errand = _Errand(letter, asyncio.get_running_loop().create_future())
        self._waiting.append(errand)
        self._call_a_clerk()
        return await errand.outcome

    async def close(self) -> None:
        """Lets what is under way come to its end for `manner.grace`; whatever waits is refused, as temporary."""
        self._closed = True
        self._refuse_all(Refused(temporary=True, reason="the postman has closed for now"))
        for bell in self._bells:
            _ring(bell)
        for clerk in self._opening:
            clerk.cancel()
        if self._clerks:
            _, late = await asyncio.wait(self._clerks, timeout=self._manner.grace.total_seconds())
            for clerk in late:
                clerk.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def state(self) -> dict[str, int]:
        """How many connections are open, and how many letters wait for one."""
        return {"connected": self._connected, "queued": len(self._waiting)}

    def _call_a_clerk(self) -> None:
        """An idle one; else a new one if there may be; and if there is none at all, the letters go back."""
        self._drop_the_cancelled()
        if self._closed:
            self._refuse_all(Refused(temporary=True, reason="the postman has closed for now"))
        elif self._waiting and self._bells:
            _ring(self._bells.pop())
        elif asyncio.get_running_loop().time() >= self._resting_until:
            self._employ_one()
        elif not self._clerks:
            self._refuse_all(self._trouble)

    def _employ_one(self) -> None:
        if len(self._opening) < len(self._waiting) and len(self._clerks) < self._manner.connections:
            clerk = asyncio.create_task(self._attend(), name="postman's clerk")
            self._opening.add(clerk)
            self._clerks.add(clerk)

    async def _attend(self) -> None:
        """One clerk's day. The last one to end it in trouble sends every letter that waits back."""
        fine = False
        try:
            line = await self._open()
            fine = line is not None and await self._serve(line)
        finally:
            self._clerks.discard(_me())
            if fine or self._bells:
                self._call_a_clerk()
            elif not self._clerks:
                self._refuse_all(self._trouble)

    async def _open(self) -> Line | None:
        try:
            line = await open_line(self._server, self._manner, self._tls)
        except NoLine as trouble:
            self._rest(trouble.reason, trouble.code)
            return None
        finally:
            self._opening.discard(_me())
        self._resting_until = 0.0
        return line

    async def _serve(self, line: Line) -> bool:
        """Carries letters until none comes for a while, or the line breaks; False if another would break as well."""
        clerk = _Clerk(line, self._next)
        broken = LineBroken("the postman has closed for now")
        self._connected += 1
        try:
            await clerk.work()
            while not self._closed and await self._letters_come(line):
                await clerk.work()
            await line.say_goodbye()
        except LineBroken as fault:
            broken = fault
        finally:
            line.hang_up()
            self._connected -= 1
            fine = self._give_back(clerk, broken)
        return fine

    async def _letters_come(self, line: Line) -> bool:
        if self._waiting:
            return True
        bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._bells.append(bell)
        try:
            return await line.rest(self._manner.idle.total_seconds(), bell)
        finally:
            if bell in self._bells:
                self._bells.remove(bell)

    def _next(self) -> _Errand | None:
        self._drop_the_cancelled()
        return self._waiting.popleft() if self._waiting else None

    def _drop_the_cancelled(self) -> None:
        while self._waiting and self._waiting[0].outcome.done():
            self._waiting.popleft()

    def _give_back(self, clerk: _Clerk, broken: LineBroken) -> bool:
        """What the broken connection held: unsure, refused, or back in front of the others for one more try."""
        fine = not broken.slow
        for errand in reversed(clerk.hand):
            if errand.left and broken.code is None:
                errand.settle(Uncertain(f"the letter was out, and no answer came: {broken.reason}"))
            elif errand.begun or errand.tried or broken.slow or self._closed:
                errand.settle(Refused(temporary=True, reason=broken.reason, code=broken.code))
                fine = fine and clerk.served > 0
            else:
                errand.tried = True
                self._waiting.appendleft(errand)
        if not fine:
            self._rest(broken.reason, broken.code)
        return fine

    def _rest(self, reason: str, code: int | None) -> None:
        """No new connection for a moment. If there is another one, the letters wait for it; else they go back."""
        rest = self._manner.rest.total_seconds()
        reason = f"{reason} (no new connection for {rest:g} s)" if rest else reason
        self._trouble = Refused(temporary=True, reason=reason, code=code)
        self._resting_until = asyncio.get_running_loop().time() + rest

    def _refuse_all(self, refusal: Refused) -> None:
        while self._waiting:
            self._waiting.popleft().settle(refusal)


@dataclass(slots=True, eq=False)
class _Errand:
    """A letter on its way. `begun`: some of its content is out; `left`: all of it may be; `tried`: on its last try."""

    letter: Outgoing
    outcome: asyncio.Future[Delivery]
    tried: bool = False
    begun: bool = False
    left: bool = False

    def settle(self, outcome: Delivery) -> None:
        if not self.outcome.done():
            self.outcome.set_result(outcome)


class _Clerk:
    """Carries letters over one line, and always knows which of them the server may have."""

    def __init__(self, line: Line, following: Callable[[], _Errand | None]) -> None:
        self.hand: deque[_Errand] = deque()
        self.served = 0
        self._line = line
        self._following = following
        self._pipelining = "pipelining" in line.offered

    async def work(self) -> None:
        """Carries letters until none waits. Raises LineBroken, with what it concerns left in `hand`."""
        ready = self._announce_next()
        while ready:
            ready = await self._carry(ready)

    async def _carry(self, ready: Envelope) -> Envelope | None:
        """Brings the first letter in hand to its end; gives back the next one."""
        replies = await self._answers(ready)
        refusal = self._refusal(replies)
        if refusal:
            self._settle(refusal)
            await self._call_off(replies)
            return self._announce_next()
        following = await self._hand_over(ready)
        reply = await self._line.reply()
        self._settle(_refused(reply, "the letter") or Sent(str(reply)))
        return following or self._announce_next()

    def _announce_next(self) -> Envelope | None:
        """Takes the next letter in hand; with PIPELINING its commands are written together."""
        ready = self._take()
        if ready and self._pipelining:
            self._line.say(b"".join(ready.commands), replies=len(ready.commands))
        return ready

    def _take(self) -> Envelope | None:
        while errand := self._following():
            ready = envelope(errand.letter, self._line.offered)
            if isinstance(ready, Envelope):
                self.hand.append(errand)
                return ready
            errand.settle(ready)
        return None

    async def _answers(self, ready: Envelope) -> list[Reply]:
        """What the server says to MAIL, RCPT and DATA; after a no perhaps only as far as that."""
        replies: list[Reply] = []
        try:
            for command in ready.commands:
                if not self._pipelining:
                    self._line.say(command)
                replies.append(await self._line.reply())
                if not self._pipelining and replies[-1].code >= _REFUSED:
                    break
        except LineBroken:
            # A server that says 550 and hangs up has refused the letter: the line is gone, its word is not.
            if all(reply.code < _REFUSED for reply in replies):
                raise
        return replies

    def _refusal(self, replies: list[Reply]) -> Refused | None:
        """The first no counts; what follows on it (503 to DATA) explains nothing."""
        letter = self.hand[0].letter
        whats = (f"the sender {letter.sender}", f"the recipient {letter.recipient}", "the letter")
        for reply, what, agreed in zip(replies, whats, (2, 2, 3), strict=False):
            refusal = _refused(reply, what, agreed)
            if refusal:
                return refusal
        return None

    async def _call_off(self, replies: list[Reply]) -> None:
        """Ends a transaction without a letter. After 354 only a lone dot can: it has no recipient (RFC 2920, 3.1)."""
        if replies[-1].code != _GO_AHEAD:
            self._line.say(b"RSET\r\n")
        elif replies[1].code >= _REFUSED:
            self._line.say(b".\r\n")
        else:
            raise LineBroken(f"the server answered out of order: {replies[0]}, and yet {replies[-1]}")
        await self._line.reply()

    async def _hand_over(self, ready: Envelope) -> Envelope | None:
        """The content; in the same write the commands of the next letter, which is given back."""
        errand = self.hand[0]
        errand.begun = True
        end = await self._line.say_all_but_the_end(ready.content)
        following = self._take() if self._pipelining else None
        commands = following.commands if following else ()
        self._line.say(b"".join((end, *commands)), replies=1 + len(commands))
        errand.left = True
        return following

    def _settle(self, outcome: Delivery) -> None:
        self.served += 1
        self.hand.popleft().settle(outcome)


def _refused(reply: Reply, what: str, agreed: int = 2) -> Refused | None:
    """None for a yes. 4xx is temporary and 5xx for good (RFC 5321, 4.2.1), but where it means a missing login."""
    if reply.code // 100 == agreed:
        return None
    if reply.code < _REFUSED:
        raise LineBroken(f"the server answered out of order: {reply}")
    if reply.code in _LOGIN_WANTED:
        why = f"the server wants a login: {reply}; put user and password in mail.url"
        return Refused(temporary=True, reason=why, code=reply.code)
    return Refused(temporary=reply.code < _FOR_GOOD, reason=f"the server refused {what}: {reply}", code=reply.code)


def _ring(bell: asyncio.Future[None]) -> None:
    if not bell.done():
        bell.set_result(None)


def _me() -> asyncio.Task[None]:
    me = asyncio.current_task()
    assert me is not None  # noqa: S101 - said by a task about itself
    return me
