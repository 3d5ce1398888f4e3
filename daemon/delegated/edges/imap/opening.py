"""The way to an open folder: connect, TLS, login, SELECT. Everything here blocks."""

from __future__ import annotations

import base64
import imaplib
import os
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from imap_tools import MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, UnexpectedCommandStatusError

from delegated.core.errors import visible

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

    from delegated.edges.imap.server import Manner, Server

_LONGEST_TOLD = 300
# Said of a login that may be right: the server cannot look it up at present (RFC 5530).
_NOT_NOW = "[UNAVAILABLE]"


class NoMailbox(Exception):  # noqa: N818 - what is met, not a fault of ours
    """The folder cannot be read at present. `refused`: user, password or token are wrong."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.refused = refused


def open_folder(server: Server, manner: Manner, tls: ssl.SSLContext) -> BaseMailBox:
    """A connection with the folder selected. Raises NoMailbox, and nothing else."""
    try:
        box = _connected(server, manner.timeout.total_seconds(), tls)
    except Exception as fault:  # noqa: BLE001 - why there is none must always be told
        raise NoMailbox(why_not(fault, server)) from None
    try:
        _log_in(box, server)
        _select(box, server)
    except Exception as fault:  # noqa: BLE001 - as above
        close(box)
        raise fault if isinstance(fault, NoMailbox) else NoMailbox(why_not(fault, server)) from None
    return box


def hang_up(box: BaseMailBox) -> None:
    """End the connection, also while another thread waits for it."""
    with suppress(OSError):
        # Not the method of TLS: its good-bye is not for a thread that may be reading just now.
        socket.socket.shutdown(box.client.sock, socket.SHUT_RDWR)


def close(box: BaseMailBox) -> None:
    """End the connection. Without a LOGOUT: nothing is under way, and the server may be gone."""
    with suppress(OSError):
        box.client.shutdown()


def why_not(fault: Exception, server: Server) -> str:
    """What went wrong, for the operator."""
    place = server.place
    match fault:
        case ssl.SSLCertVerificationError():
            return (
                f"the certificate of {place} does not prove that it is {server.host}: {fault.verify_message}; mend the "
                "certificate or the host in replies.url, or name your own authority's file in SSL_CERT_FILE"
            )
        case ssl.SSLError():
            port = "imaps:// is for port 993 as a rule, imap:// with STARTTLS for 143"
            return f"no TLS with {place}: {fault.reason or type(fault).__name__}; is it the right port? {port}"
        case TimeoutError():
            return f"nobody answers at {place} in time"
        case OSError():
            return f"nobody answers at {place}: {_world_says(fault)}"
        case imaplib.IMAP4.abort():
            return f"{place} broke the connection off: {told(str(fault))}"
        case _:
            return f"no mail from {place}: {told(said_by(fault))}"


def said_by(fault: Exception) -> str:
    """The server's own words, where there are some."""
    if isinstance(fault, UnexpectedCommandStatusError):
        return words_in(fault.command_result[1])
    return str(fault) or type(fault).__name__


def words_in(data: object) -> str:
    """What stands in the answer to a command."""
    parts = data if isinstance(data, list) else [data]
    return " ".join(part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts)


def told(words: str) -> str:
    """What a server said, fit for one line."""
    return visible(" ".join(words.split()))[:_LONGEST_TOLD]


def _connected(server: Server, seconds: float, tls: ssl.SSLContext) -> BaseMailBox:
    if server.security == "tls":
        return MailBox(server.host, server.port, timeout=seconds, ssl_context=tls)
    return _StartTls(server.host, server.port, timeout=seconds, ssl_context=tls)


class _StartTls(MailBoxStartTls):
    """Ends the connection where TLS does not come about."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, timeout=self._timeout)
        try:
            client.starttls(self._ssl_context)
        except Exception:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


def _log_in(box: BaseMailBox, server: Server) -> None:
    offered = box.client.capabilities
    word = _word(server)
    try:
        if server.token:
            box.xoauth2(server.user, word, initial_folder=None)
        elif "AUTH=PLAIN" in offered:
            box.login_utf8(server.user, word, initial_folder=None)
        else:
            box.login(server.user, word, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError) as fault:
        what = "token" if server.token else "password"
        said = told(_without(server.user, word, said_by(fault)))
        raise NoMailbox(
            f"{server.place} refused user and {what}: {said}; mend them in replies.url or in the secret",
            refused=_NOT_NOW not in said,
        ) from None


def _word(server: Server) -> str:
    """Password or token. Of a fault only the kind is told: its text comes from the source of a secret."""
    source = server.token or server.password
    try:
        return source() if source else ""
    except Exception as fault:  # noqa: BLE001 - whatever the source of a secret may raise
        raise NoMailbox(
            f"no login at {server.place}: the password or token could not be had ({type(fault).__name__})"
        ) from None


def _without(user: str, word: str, text: str) -> str:
    """The text without the secret: some servers repeat what they did not like."""
    plain = f"\0{user}\0{word}"
    bearer = f"user={user}\x01auth=Bearer {word}\x01\x01"
    encoded = [base64.b64encode(secret.encode()).decode() for secret in (plain, bearer, word)]
    for secret in (*encoded, word):
        text = text.replace(secret, "***") if secret else text
    return text


def _select(box: BaseMailBox, server: Server) -> None:
    try:
        box.folder.set(server.folder)
    except MailboxFolderSelectError as fault:
        name, said = visible(server.folder), told(said_by(fault))
        raise NoMailbox(f"no folder `{name}` at {server.place}: {said}; mend it in replies.url") from None
    except imaplib.IMAP4.readonly:
        raise NoMailbox(
            f"`{visible(server.folder)}` at {server.place} may only be looked at; mend its rights"
        ) from None


def _world_says(fault: OSError) -> str:
    if isinstance(fault, socket.gaierror) or fault.errno is None:
        return told(fault.strerror or str(fault))
    return os.strerror(fault.errno)
