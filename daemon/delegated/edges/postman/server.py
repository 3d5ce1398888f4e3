"""Where the mail goes out, as `mail.url` says it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from delegated.core.errors import did_you_mean

Security = Literal["tls", "starttls", "plain"]
Secret = Callable[[], str]
Token = Callable[[], Awaitable[str]]

MOST_CONNECTIONS = 16
"""Two letters at most are under way on a connection, and a kill may double 32 in all."""

_HOST_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
_ESCAPES = "in user and password write / as %2F, @ as %40, : as %3A, # as %23, ? as %3F [ ] as %5B %5D, and % as %25"


class PostmanError(ValueError):
    """The settings for the mail cannot be used; the text says what is wrong and how to mend it, without any secret."""


@dataclass(frozen=True, slots=True)
class Server:
    """One SMTP server. The password and the token are asked for at each login, so that a mended one counts at once.

    `tls`: TLS from the first byte. `starttls`: STARTTLS or no letter at all, never by chance. `plain`: clear text, only
    without a user, for a relay on this machine or in a network of one's own.
    """

    host: str
    port: int
    security: Security = "plain"
    user: str | None = None
    password: Secret | None = field(default=None, repr=False)
    xoauth2_token: Token | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.user is None:
            return
        if self.security == "plain":
            raise PostmanError(
                "mail.url: a password is never sent in clear text; use smtps://, or smtp:// with STARTTLS"
            )
        if self.password is None and self.xoauth2_token is None:
            raise PostmanError(
                "mail.url: a user but no password; write smtps://USER:PASSWORD@HOST, or set the password as a secret"
            )

    @property
    def place(self) -> str:
        """`mail.example.org:465`, for people to read."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Manner:
    """How the postman goes about it.

    `timeout` is for each answer, and for opening a connection as a whole; `idle` for how long one is kept that nobody
    needs; `rest` for how long none is opened after one failed; `grace` for what is under way at the end. Without a
    `local_hostname` the postman greets with his address, as RFC 5321, 4.1.4 tells those to who have no name.
    """

    connections: int = 4
    timeout: timedelta = timedelta(seconds=60)
    local_hostname: str | None = None
    idle: timedelta = timedelta(seconds=30)
    rest: timedelta = timedelta(seconds=2)
    grace: timedelta = timedelta(seconds=10)
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.connections <= MOST_CONNECTIONS:
            raise PostmanError(f"mail.connections: {self.connections} is not between 1 and {MOST_CONNECTIONS}")
        if self.local_hostname is not None and not _HOST_NAME.fullmatch(self.local_hostname):
            raise PostmanError(
                f"{self.local_hostname!r} is no host name to greet a mail server with; use one like mail.example.org"
            )


def read_url(url: str, password: Secret | None = None, xoauth2_token: Token | None = None) -> Server:
    """The server of `smtp://user:password@host:port` or `smtps://…`; user and password percent-encoded.

    `smtps://` is TLS from the start (port 465). `smtp://` with a user, with port 587 or with `?starttls=always` is
    STARTTLS or nothing (port 587 unless told); any other `smtp://` is clear text (port 25). A password or token
    given beside the URL is preferred to the one in it. Raises PostmanError.
    """
    parts = _split(url)
    given = unquote(parts.password) if parts.password else None
    return Server(
        host=_host(parts),
        port=_port(parts) or _usual_port(parts),
        security=_security(parts),
        user=unquote(parts.username) if parts.username else None,
        password=password or (None if given is None else lambda: given),
        xoauth2_token=xoauth2_token,
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise PostmanError(f"mail.url: brackets are for an address like smtp://[::1]; {_ESCAPES}") from None
    if parts.scheme not in {"smtp", "smtps"}:
        known = ("smtp", "smtps", "folder")
        raise PostmanError(f"mail.url: no way to send by `{parts.scheme}:`; {did_you_mean(parts.scheme, known)}")
    if parts.path not in {"", "/"} or parts.fragment:
        raise PostmanError(f"mail.url: nothing may follow host and port but ?starttls=always; {_ESCAPES}")
    return parts


def _host(parts: SplitResult) -> str:
    if not parts.hostname or not re.fullmatch(r"[^\s@/%\x00-\x20]+", parts.hostname):
        raise PostmanError(f"mail.url: no host; write it like {parts.scheme}://mail.example.org")
    return parts.hostname


def _port(parts: SplitResult) -> int | None:
    # The reason given by urllib is not passed on: with an unescaped / in the password it quotes a part of it.
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise PostmanError(f"mail.url: the port is no number between 1 and 65535; {_ESCAPES}")
    return port


def _usual_port(parts: SplitResult) -> int:
    return {"tls": 465, "starttls": 587, "plain": 25}[_security(parts)]


def _security(parts: SplitResult) -> Security:
    always = _starttls_always(parts)
    if parts.scheme == "smtps":
        return "tls"
    return "starttls" if parts.username or always or _port(parts) == 587 else "plain"  # noqa: PLR2004 - RFC 6409


def _starttls_always(parts: SplitResult) -> bool:
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key != "starttls":
            raise PostmanError(f"mail.url: no option of that name; {did_you_mean(key, ['starttls'])}")
        if value != "always" or parts.scheme == "smtps":
            raise PostmanError("mail.url: smtps:// needs no ?starttls, and smtp:// knows only ?starttls=always")
    return bool(parts.query)
