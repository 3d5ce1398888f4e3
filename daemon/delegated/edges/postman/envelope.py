"""A letter made ready for one server: the commands that announce it, and its content as it goes over the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.ports import Outgoing, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f<>\u0080-\u009f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """MAIL, RCPT and DATA, each with its line end; and the content, dots doubled, the final dot included."""

    commands: tuple[bytes, bytes, bytes]
    content: bytes


def envelope(letter: Outgoing, offered: Mapping[str, str]) -> Envelope | Refused:
    """Ready to go, or why this server can never take this letter. `offered`: the words of EHLO, in lower case."""
    content = with_crlf(letter.content)
    sender, recipient = _mailbox(letter.sender), _mailbox(letter.recipient)
    if sender is None or not recipient:
        return _never(f"`{letter.recipient if sender is not None else letter.sender}` is no mail address")
    words = ["MAIL FROM:<" + sender + ">"]
    if "size" in offered:
        words.append(f"SIZE={len(content)}")
        limit = int(offered["size"]) if offered["size"].isdecimal() else 0
        if 0 < limit < len(content):
            return _never(f"the letter has {len(content)} bytes, and the server takes no more than {limit}", code=552)
    if not content.isascii():
        if "8bitmime" not in offered:
            return _never("the letter holds 8-bit text, and the server takes only 7-bit (it offers no 8BITMIME)")
        words.append("BODY=8BITMIME")
    if not (sender + recipient).isascii():
        if "smtputf8" not in offered:
            return _never(f"the server cannot send to `{letter.recipient}`: it offers no SMTPUTF8")
        words.append("SMTPUTF8")
    mail, rcpt = " ".join(words).encode() + b"\r\n", b"RCPT TO:<" + recipient.encode() + b">\r\n"
    return Envelope((mail, rcpt, b"DATA\r\n"), dotted(content))


def with_crlf(content: bytes) -> bytes:
    """Each line end, a lone CR or LF too, as CRLF, and one at the end.

    A bare one that some servers take for a line end and others do not is how a second letter is smuggled in.
    """
    ends = content.count(b"\r\n")
    if not content.count(b"\r") == content.count(b"\n") == ends:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def dotted(content: bytes) -> bytes:
    """A dot before each dot that begins a line, and the line with the lone dot that ends all (RFC 5321, 4.5.2)."""
    first = b"." if content.startswith(b".") else b""
    return first + content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def _mailbox(address: str) -> str | None:
    """The address with its host in ASCII (IDNA); "" is the empty sender; None if it could break out of the command."""
    if not address:
        return ""
    local, at, host = address.rpartition("@")
    if not (local and at and host) or _NO_ADDRESS.search(address):
        return None
    if host.isascii():
        return address
    try:
        return f"{local}@{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None


def _never(reason: str, *, code: int | None = None) -> Refused:
    return Refused(temporary=False, reason=reason, code=code)
