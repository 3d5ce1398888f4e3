"""Where the replies lie, as `replies.url` says it."""

from __future__ import annotations

import random
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from delegated.core.errors import did_you_mean

Security = Literal["tls", "starttls"]
Secret = Callable[[], str]

_ESCAPES = "in user, password and folder write / as %2F, @ as %40, : as %3A, # as %23, ? as %3F, and % as %25"
_GOOD_URL = "write it like imaps://desk@mail.example.org/INBOX"


class ImapError(ValueError):
    """The settings for the replies cannot be used; the text says what is wrong and how to mend it, without a secret."""


@dataclass(frozen=True, slots=True)
class Server:
    """One folder on one IMAP server. Password and token are asked for at each login, so that a mended one counts.

    `tls`: TLS from the first byte. `starttls`: STARTTLS, or no login. There is no clear text, not even on this machine.
    """

    host: str
    port: int
    security: Security
    user: str
    folder: str = "INBOX"
    password: Secret | None = field(default=None, repr=False)
    token: Secret | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """`mail.example.org:993`, for people to read."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class After:
    """What becomes of a mail that is stored: `seen`, `move` to a folder, or `delete`."""

    deed: Literal["seen", "move", "delete"]
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is gone about.

    `timeout` is for each answer; `listen` for how long one IDLE lasts; `look` for how often all is looked through,
    whatever the server tells. After a failure the wait grows from `first_wait` to `longest_wait`, and is `refused_wait`
    where user or password are wrong: each try counts against the account. `jitter` gives 0 to 1. A mail that cannot be
    fetched is tried again after `reread`.
    """

    timeout: timedelta = timedelta(seconds=60)
    listen: timedelta = timedelta(seconds=20)
    look: timedelta = timedelta(minutes=1)
    first_wait: timedelta = timedelta(seconds=5)
    longest_wait: timedelta = timedelta(minutes=5)
    refused_wait: timedelta = timedelta(minutes=10)
    reread: timedelta = timedelta(minutes=10)
    jitter: Callable[[], float] = random.random
    tls: ssl.SSLContext | None = None

    def wait_after(self, failures: int, *, refused: bool) -> float:
        """Seconds to wait after so many failures in a row (1 or more), moved by up to a fifth either way."""
        doubled = self.first_wait.total_seconds() * 2 ** min(failures - 1, 20)
        wait = self.refused_wait.total_seconds() if refused else min(doubled, self.longest_wait.total_seconds())
        return wait * (0.8 + 0.4 * self.jitter())


def read_url(url: str, password: Secret | None = None, token: Secret | None = None) -> Server:
    """The server and folder of `imaps://user:password@host:port/folder` or `imap://…`, percent-encoded.

    `imaps://` is TLS from the start (port 993), `imap://` is STARTTLS or nothing (port 143); without a folder it is the
    INBOX. A password or token given beside the URL is preferred to the one in it. Raises ImapError.
    """
    parts = _split(url)
    given = unquote(parts.password) if parts.password else None
    if not parts.username:
        raise ImapError(f"replies.url: no user; {_GOOD_URL}")
    if given is None and password is None and token is None:
        raise ImapError("replies.url: a user but no password; set the password as a secret")
    security: Security = "tls" if parts.scheme == "imaps" else "starttls"
    return Server(
        host=_host(parts),
        port=_port(parts) or (993 if security == "tls" else 143),
        security=security,
        user=unquote(parts.username),
        folder=unquote(parts.path[1:]) or "INBOX",
        password=password or (None if given is None else lambda: given),
        token=token,
    )


def read_after(text: str) -> After:
    """`seen`, `delete` or `move:Folder/Name`. Raises ImapError."""
    deed, _, folder = text.partition(":")
    if deed == "move" and folder:
        return After("move", folder)
    if text == "seen":
        return After("seen")
    if text == "delete":
        return After("delete")
    raise ImapError("replies.after: a stored mail can be `seen`, `delete`, or `move:FOLDER` with the folder's name")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ImapError(f"replies.url: brackets are for an address like imaps://[::1]; {_ESCAPES}") from None
    if parts.scheme not in {"imap", "imaps"}:
        known = ("imap", "imaps", "maildir")
        raise ImapError(f"replies.url: no way to read by `{parts.scheme}:`; {did_you_mean(parts.scheme, known)}")
    if parts.query or parts.fragment:
        raise ImapError(f"replies.url: nothing may follow the folder; {_ESCAPES}")
    return parts


def _host(parts: SplitResult) -> str:
    if not parts.hostname or not re.fullmatch(r"[^\s@/%\x00-\x20]+", parts.hostname):
        raise ImapError(f"replies.url: no host; {_GOOD_URL}")
    return parts.hostname


def _port(parts: SplitResult) -> int | None:
    # The reason given by urllib is not passed on: with an unescaped / in the password it quotes a part of it.
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ImapError(f"replies.url: the port is no number between 1 and 65535; {_ESCAPES}")
    return port
