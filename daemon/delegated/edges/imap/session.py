"""One connection with one folder open: what is unread in it, one mail, what becomes of it, and listening."""

from __future__ import annotations

import re
import selectors
import ssl
from typing import TYPE_CHECKING, Any, NamedTuple

from imap_tools.utils import encode_folder

from delegated.edges.imap.opening import close, hang_up, open_folder, told, words_in

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from delegated.edges.imap.server import After, Manner, Server

READ = "$DelegatedRead"
_MOST_AT_ONCE = 200
"""Mails named in one command: some servers take no long lines."""
_SIZE = re.compile(rb"RFC822\.SIZE ([0-9]{1,19})")


class Refused(Exception):  # noqa: N818 - the server's word, not a fault of ours
    """The server said no to a command; the connection is as good as before."""


class Fetched(NamedTuple):
    """The beginning of a mail, and how long all of it is."""

    content: bytes
    size: int


class Session:
    """An open folder, for one thread; only `hang_up` is for another one. A mail is named by its UID in it.

    `validity` tells whether UIDs mean what they did before (RFC 3501, 2.3.1.1); `next_uid` is above all that there are.
    Raises NoMailbox where it cannot be opened, afterwards Refused, and whatever breaks the connection.
    """

    def __init__(self, server: Server, manner: Manner, after: After) -> None:
        self._after = after
        self._timeout = manner.timeout.total_seconds()
        self._box = open_folder(server, manner, manner.tls or ssl.create_default_context())
        self._client: Any = self._box.client
        self._idle: Any = self._box.idle
        try:
            self._ask()
        except BaseException:
            self.close()
            raise

    def unread(self, since: int) -> list[int]:
        """The UIDs of all mails that are not done with, lowest first.

        Where the server keeps no keywords only its own flag tells: there a mail from `since` on is unread even if a
        person has opened it.
        """
        # Some servers look for new mail only when they are asked for it in so many words.
        self._client.noop()
        if self._after.deed != "seen":
            return self._search()
        if READ in self._marks:
            return self._search("UNKEYWORD", READ)
        # A range always names the last mail, also where its UID is lower.
        new = (uid for uid in self._search("UID", f"{since}:*") if uid >= since)
        return sorted({*self._search("UNSEEN"), *new})

    def fetch(self, uid: int, most: int) -> Fetched | None:
        """The first `most` bytes of a mail, which stays as unread as it was; None where it is gone."""
        parts = self._command("FETCH", str(uid), f"(RFC822.SIZE BODY.PEEK[]<0.{most}>)")
        size = _SIZE.search(b" ".join(part[0] if isinstance(part, tuple) else part for part in parts if part))
        if size is None:
            return None
        content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        # Some servers only guess at sizes; what came whole needs no guess.
        return Fetched(content, len(content) if len(content) < most else max(int(size[1]), most))

    def settle(self, uids: Sequence[int]) -> None:
        """Mark, move or delete what is stored. What is gone is done."""
        for some in _in_hundreds(uids):
            if self._after.deed == "seen":
                self._command("STORE", some, "+FLAGS.SILENT", self._marks)
            elif self._after.deed == "delete":
                self._delete(some)
            else:
                self._move(some)

    def listen(self, time: timedelta, bell: socket.socket) -> bool:
        """Wait until the server tells something (True), until `bell` can be read, or until the time is over."""
        if "IDLE" not in self._abilities:
            _first_to_speak(time, bell)
            return False
        self._idle.start()
        heard = self._has_spoken() or self._client.sock in _first_to_speak(time, bell, self._client.sock)
        self._idle.stop()
        # imaplib keeps for ever what nobody asked it for.
        self._client.untagged_responses.clear()
        return heard

    def hang_up(self) -> None:
        """End it from another thread."""
        hang_up(self._box)

    def close(self) -> None:
        """End it."""
        close(self._box)

    def _ask(self) -> None:
        self.validity = self._number("UIDVALIDITY")
        self.next_uid = self._number("UIDNEXT")
        allowed = words_in(self._client.response("PERMANENTFLAGS")[1])
        self._marks = rf"(\Seen {READ})" if r"\*" in allowed or READ.casefold() in allowed.casefold() else r"(\Seen)"
        # Many servers tell what they can do only to those who have logged in.
        self._abilities = words_in(self._client.capability()[1]).upper().split()

    def _number(self, name: str) -> int:
        told_by_select = words_in(self._client.response(name)[1])
        return int(told_by_select) if told_by_select.isdecimal() else 0

    def _search(self, *criteria: str) -> list[int]:
        found = self._command("SEARCH", "UNDELETED", *criteria)
        return sorted(int(uid) for part in found if part for uid in part.split())

    def _command(self, *words: str | bytes) -> list[Any]:
        answer, data = self._client.uid(*words)
        if answer != "OK":
            raise Refused(told(words_in(data)))
        return list(data)

    def _delete(self, uids: str) -> None:
        """Only these: what a person has marked in the same folder is not ours to expunge."""
        self._command("STORE", uids, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._abilities:
            self._command("EXPUNGE", uids)

    def _move(self, uids: str) -> None:
        try:
            self._move_to_folder(uids)
        except Refused as refusal:
            if "[TRYCREATE]" not in str(refusal):
                raise
            self._box.folder.create(self._after.folder)
            self._move_to_folder(uids)

    def _move_to_folder(self, uids: str) -> None:
        folder = encode_folder(self._after.folder)
        if "MOVE" in self._abilities:
            self._command("MOVE", uids, folder)
        else:
            self._command("COPY", uids, folder)
            self._delete(uids)

    def _has_spoken(self) -> bool:
        """Whether something came together with the answer to IDLE: it is read already, and nobody would hear of it."""
        self._client.sock.settimeout(0)
        try:
            return bool(self._client.readline())
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            self._client.sock.settimeout(self._timeout)


def _first_to_speak(time: timedelta, *sockets: socket.socket) -> list[Any]:
    with selectors.DefaultSelector() as selector:
        for one in sockets:
            selector.register(one, selectors.EVENT_READ)
        return [key.fileobj for key, _ in selector.select(time.total_seconds())]


def _in_hundreds(uids: Sequence[int]) -> Iterator[str]:
    for start in range(0, len(uids), _MOST_AT_ONCE):
        yield ",".join(map(str, uids[start : start + _MOST_AT_ONCE]))
