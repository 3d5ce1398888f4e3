"""The thread that speaks with the IMAP server: it looks, reads, listens, and has stored mails marked."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from contextlib import closing, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from delegated.core.errors import visible
from delegated.edges.imap.opening import NoMailbox, why_not
from delegated.edges.imap.session import Refused, Session
from delegated.ports import Received

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from delegated.edges.imap.mailbox import Imap
    from delegated.edges.imap.server import After, Manner, Server

_ROOM = 2**25
"""Bytes of one batch; the mail that goes beyond is its last."""
_GRACE = 1.0
"""Seconds at the end, for marking what is stored; after as many more the thread is left to itself."""
_TOO_OFTEN = 2
"""So often a connection may break over the same mail: once may be chance."""


class _Failed(NamedTuple):
    """A mail that could not be fetched, how often, and until when it is let be."""

    times: int
    why: str
    until: float


class Reader:
    """Speaks with the server, and posts to the loop what it has done. The public methods are for the loop."""

    def __init__(self, mailbox: Imap, server: Server, after: After, manner: Manner, most: int) -> None:
        self._mailbox = mailbox
        self._server = server
        self._after = after
        self._manner = manner
        self._most = most
        self._bell, self._rope = socket.socketpair()
        self._bell.settimeout(0)
        self._rope.settimeout(0)
        self._thread = threading.Thread(target=self._run, name=f"mail from {server.place}", daemon=True)
        self._session: Session | None = None
        self._ending = threading.Event()
        self._wanted = 0
        self._to_settle: deque[str] = deque()
        self._to_forget: deque[str] = deque()
        # Of the thread's own. UIDs count within one validity; what was taken is not taken again.
        self._validity: int | None = None
        self._since = 0
        self._found: deque[int] = deque()
        self._taken: set[int] = set()
        self._failed: dict[int, _Failed] = {}
        self._stuck: str | None = None

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the thread."""
        self._loop = loop
        self._thread.start()

    def want(self, mails: int) -> None:
        """Read up to so many, as soon as there are some."""
        self._wanted = mails
        self._ring()

    def settle(self, keys: Sequence[str]) -> None:
        """Mark, move or delete these."""
        self._to_settle.extend(keys)
        self._ring()

    def forget(self, keys: Sequence[str]) -> None:
        """Find these again with the next look."""
        self._to_forget.extend(keys)

    def end(self) -> None:
        """Blocks until the thread has ended, for two seconds at the most."""
        self._ending.set()
        self._ring()
        if self._thread.ident is not None:
            self._thread.join(_GRACE)
            if self._session is not None:
                self._session.hang_up()
            self._thread.join(_GRACE)
        self._rope.close()
        if not self._thread.is_alive():
            self._bell.close()

    def _run(self) -> None:
        failures = 0
        while not self._ending.is_set():
            try:
                with closing(Session(self._server, self._manner, self._after)) as self._session:
                    self._recognise(self._session)
                    self._look(self._session)
                    failures = 0
                    self._serve(self._session)
            except NoMailbox as failure:
                failures += 1
                self._rest(failure.reason, self._manner.wait_after(failures, refused=failure.refused))
            except Exception as failure:  # noqa: BLE001 - whatever ended the connection, there is another one
                failures += 1
                self._rest(why_not(failure, self._server), self._manner.wait_after(failures, refused=False))

    def _recognise(self, session: Session) -> None:
        """What was taken counts as long as UIDs mean what they did."""
        if session.validity != self._validity:
            self._validity, self._since = session.validity, session.next_uid
            self._taken.clear()
            self._failed.clear()

    def _serve(self, session: Session) -> None:
        look_at = self._next_look()
        while True:
            self._settle(session)
            if self._ending.is_set():
                return
            if time.monotonic() >= look_at:
                self._look(session)
                look_at = self._next_look()
            if self._found and self._wanted:
                self._hand_over(session)
            else:
                left = timedelta(seconds=max(0.0, look_at - time.monotonic()))
                if session.listen(min(left, self._manner.listen), self._bell):
                    look_at = 0.0
                self._fall_silent()

    def _next_look(self) -> float:
        return time.monotonic() + self._manner.look.total_seconds()

    def _settle(self, session: Session) -> None:
        keys = list(self._to_settle)
        if not keys:
            return
        try:
            session.settle([uid for uid in map(self._uid, keys) if uid is not None])
            self._stuck = None
        except Refused as refusal:
            self._stuck = f"what is stored cannot be put aside at {self._server.place}: {refusal}"
        for _ in keys:
            self._to_settle.popleft()
        self._post(self._mailbox.settled, keys)
        self._post(self._mailbox.troubled, self._in_short())

    def _look(self, session: Session) -> None:
        again = [self._to_forget.popleft() for _ in range(len(self._to_forget))]
        self._taken.difference_update(uid for uid in map(self._uid, again) if uid is not None)
        unread = session.unread(self._since)
        self._taken.intersection_update(unread)
        self._failed = {uid: self._failed[uid] for uid in unread if uid in self._failed}
        found = [uid for uid in unread if uid not in self._taken and not self._is_held(uid)]
        # What failed before comes last: a mail over which the server breaks down must not hold up the others.
        self._found = deque(sorted(found, key=self._failed.__contains__))
        self._post(self._mailbox.looked, len(self._found), len(again))
        self._post(self._mailbox.troubled, self._in_short())

    def _hand_over(self, session: Session) -> None:
        mails: list[Received] = []
        room = _ROOM
        try:
            while self._found and len(mails) < self._wanted and room > 0:
                mail = self._read(session, self._found.popleft())
                if mail is not None:
                    mails.append(mail)
                    room -= len(mail.content)
        finally:
            if mails:
                self._wanted = 0
            self._post(self._mailbox.arrived, mails, len(self._found))

    def _read(self, session: Session, uid: int) -> Received | None:
        try:
            fetched = session.fetch(uid, self._most)
        except Refused as refusal:
            self._note(uid, str(refusal), times=_TOO_OFTEN)
            return None
        except Exception as failure:
            self._note(uid, why_not(failure, self._server), times=1)
            raise
        self._failed.pop(uid, None)
        if fetched is None:
            return None
        self._taken.add(uid)
        return Received(f"{self._validity}.{uid}", fetched.content, fetched.size)

    def _note(self, uid: int, why: str, *, times: int) -> None:
        before = self._failed[uid].times if uid in self._failed else 0
        self._failed[uid] = _Failed(before + times, why, time.monotonic() + self._manner.reread.total_seconds())

    def _is_held(self, uid: int) -> bool:
        failed = self._failed.get(uid)
        return failed is not None and failed.times >= _TOO_OFTEN and failed.until > time.monotonic()

    def _uid(self, key: str) -> int | None:
        """None for a key from before the UIDs changed: that mail is looked at anew."""
        validity, _, uid = key.partition(".")
        return int(uid) if validity == str(self._validity) else None

    def _in_short(self) -> str | None:
        bad = [failed.why for failed in self._failed.values() if failed.times >= _TOO_OFTEN]
        if self._stuck or not bad:
            return self._stuck
        return f"mail in `{visible(self._server.folder)}` cannot be read ({len(bad)} in all): {bad[0]}"

    def _rest(self, trouble: str, seconds: float) -> None:
        self._session = None
        if self._ending.is_set():
            return
        self._post(self._mailbox.troubled, f"{trouble} (tried again in {seconds:.0f} s)")
        until = time.monotonic() + seconds
        while not self._ending.is_set() and (left := until - time.monotonic()) > 0:
            self._bell.settimeout(left)
            self._fall_silent()
        self._bell.settimeout(0)

    def _ring(self) -> None:
        with suppress(OSError):  # rung so often already that nothing more fits, or over
            self._rope.send(b"!")

    def _fall_silent(self) -> None:
        with suppress(OSError):
            self._bell.recv(4096)

    def _post(self, callback: Callable[..., None], *arguments: object) -> None:
        # A loop that was closed meanwhile wants to hear nothing.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(callback, *arguments)
