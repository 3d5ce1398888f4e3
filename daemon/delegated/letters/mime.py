"""The exact bytes of a letter (RFC 5322, 2045 to 2047, 2231), written by hand.

The stdlib's EmailMessage takes 2 ms a letter and breaks long References into encoded words (cpython#100991); this
takes a thirtieth, and the tests prove it equal by parsing the bytes back with the stdlib. Lines end in CRLF and never
pass 998 octets; nothing that a person wrote can end a header line.
"""

from __future__ import annotations

import hashlib
import re
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from delegated.letters.addresses import bare_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LINE = 76  # of a header line that holds an encoded word (RFC 2047, 2)
_WORD = 63  # of the text in one encoded word: 75 less `=?utf-8?q?` and `?=`
_LONGEST_LINE = 998
_MOST_REFERENCES = 21
_LONGEST_NAME = 120
_LONGEST_PLAIN_PHRASE = 60
_PARAMETER = 60

_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
# Embedding and overriding directions make a name look like another one; the marks that Arabic and Hebrew need stay.
_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF], "")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_HARMLESS = _CONTROLS | _DIRECTIONS | _SURROGATES

_ATTENTION = re.compile(r"=\?|[^\x20-\x7e]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_Q_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,990}>")
_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]{0,60}/[A-Za-z0-9][\w.+-]{0,60}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_UNPRINTABLE = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person in `From` or `To`: the name as she writes it (may be empty), and her address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Headers:
    """What stands above a letter, but for the subject. `date` is aware; ids are in angle brackets.

    `references` are the ids of the thread, the oldest first; the last one is what this letter answers.
    """

    sender: Mailbox
    recipient: Mailbox
    date: datetime
    message_id: str
    reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's content: one line of subject, both bodies complete, the calendar entry if there is one."""

    subject: str
    text: str
    html: str
    ics: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter. `kind` is its media type."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


def assemble(headers: Headers, rendered: Rendered, attachments: Sequence[Attachment] = ()) -> bytes:
    """The letter as it goes over the wire. The same input gives the same bytes."""
    seed = hashlib.sha256(headers.message_id.encode("utf-8", "replace")).hexdigest()
    bodies = [_text_part("plain", rendered.text), _text_part("html", rendered.html)]
    content = _multipart("alternative", f"=_a_{seed[:24]}", bodies)
    if rendered.ics or attachments:
        enclosed = [_enclosed(attachment) for attachment in attachments]
        calendar = [_calendar_part(rendered.ics)] if rendered.ics else []
        content = _multipart("mixed", f"=_m_{seed[24:48]}", [content, *enclosed, *calendar])
    return "".join(f"{line}\r\n" for line in _header_lines(headers, rendered)).encode() + content


def tidy(text: str) -> str:
    """One line of it, for a header: control and direction characters gone, white space single."""
    return " ".join(text.translate(_HARMLESS).split())


def _header_lines(headers: Headers, rendered: Rendered) -> Iterable[str]:
    yield _mailbox("From", headers.sender)
    yield _mailbox("To", headers.recipient)
    yield _unstructured("Subject", rendered.subject)
    yield f"Date: {format_datetime(headers.date.astimezone(UTC))}"
    yield f"Message-ID: {' '.join(_ID.findall(headers.message_id)[:1])}"
    thread = _ID.findall(" ".join(headers.references))
    if thread:
        yield f"In-Reply-To: {thread[-1]}"
        yield f"References: {_references(thread)}"
    if headers.reply_to:
        yield f"Reply-To: {_address(headers.reply_to)}"
    yield "Auto-Submitted: auto-generated"
    yield "X-Auto-Response-Suppress: All"
    if _LANGUAGE.fullmatch(rendered.language):
        yield f"Content-Language: {rendered.language}"
    yield "MIME-Version: 1.0"


def _references(thread: list[str]) -> str:
    """All on one line, for Outlook; where they are many, the first and the last ones (RFC 5322, 3.6.4)."""
    kept = thread if len(thread) <= _MOST_REFERENCES else [thread[0], *thread[1 - _MOST_REFERENCES :]]
    while len(" ".join(kept)) > _LONGEST_LINE - len("References: ") and len(kept) > 1:
        kept = kept[:1] + kept[2:] if len(kept) > 2 else kept[1:]  # noqa: PLR2004 - the first and the last are two
    return " ".join(kept)


def _address(address: str) -> str:
    """The address with its domain in ASCII; a local part beyond ASCII stays as it is (RFC 6532)."""
    local, at, domain = bare_address(address).rpartition("@")
    if domain.isascii():
        return f"{local}{at}{domain}"
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{local}{at}{domain}"


@lru_cache(maxsize=1024)
def _mailbox(header: str, mailbox: Mailbox) -> str:
    name, address = tidy(mailbox.name), _address(mailbox.address)
    if not name:
        return f"{header}: {address}"
    line = f"{header}: {_phrase(name, len(header) + 2)}"
    fold = "\r\n " if len(line) - line.rfind("\n") + len(address) + 2 > _LINE else " "
    return f"{line}{fold}<{address}>"


def _phrase(name: str, used: int) -> str:
    if _ATTENTION.search(name) or len(name) > _LONGEST_PLAIN_PHRASE:
        return _encoded(name, used)
    return name if _ATOMS.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unstructured(header: str, text: str) -> str:
    """Plain words stay readable; from the first word on that needs it, all is in encoded words."""
    line = tidy(text)
    attention = _ATTENTION.search(line)
    if attention is None and max(map(len, line.split(" "))) < _LINE:
        return _folded(f"{header}: {line}")
    start = line.rfind(" ", 0, attention.start()) + 1 if attention else 0
    before = _folded(f"{header}: {line[:start]}".rstrip()) + " "
    if len(before) - before.rfind("\n") > _LINE // 2:
        before = before.rstrip() + "\r\n "
    return before + _encoded(line[start:], len(before) - before.rfind("\n") - 1)


def _folded(line: str) -> str:
    """The line broken at spaces; a reader that unfolds it has the same words again (RFC 5322, 2.2.3)."""
    if len(line) <= _LINE:
        return line
    lines = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= _LINE and not lines[-1].endswith(":"):
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] or len(lines) > 1 else word
    return "\r\n".join(lines)


def _encoded(text: str, used: int) -> str:
    """Encoded words (RFC 2047), each at most 75 long and of whole characters, in the shorter encoding."""
    quoted = [_q(char) for char in text]
    if sum(map(len, quoted)) * 3 <= len(text.encode()) * 4:
        words = _packed(quoted, list(map(len, quoted)), _LINE - 12 - used, _WORD)
        return "\r\n ".join(f"=?utf-8?q?{word}?=" for word in words)
    sizes = [len(char.encode()) for char in text]
    words = _packed(text, sizes, (_LINE - 12 - used) // 4 * 3, _WORD // 4 * 3)
    return "\r\n ".join(f"=?utf-8?b?{b2a_base64(word.encode(), newline=False).decode()}?=" for word in words)


@lru_cache(maxsize=4096)
def _q(char: str) -> str:
    if char in _Q_PLAIN:
        return char
    return "_" if char == " " else "".join(f"={byte:02X}" for byte in char.encode())


def _packed(pieces: Sequence[str], sizes: Sequence[int], first: int, rest: int) -> list[str]:
    """The pieces joined to as few words as have room, none split."""
    words, room = [""], first
    for piece, size in zip(pieces, sizes, strict=True):
        if size > room:
            words.append("")
            room = rest
        words[-1] += piece
        room -= size
    return [word for word in words if word]


def _multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(b"%b\r\n%b\r\n" % (line, part) for part in parts) + line + b"--\r\n"


def _text_part(subtype: str, text: str) -> bytes:
    """As it is where it may be, else quoted-printable, so that a person can read the file; base64 for other scripts."""
    data = _lines(text)
    head = b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: %%b\r\n\r\n%%b" % subtype.encode()
    # Boundaries begin with `=_`, which neither quoted-printable nor base64 can produce.
    if data.isascii() and max(map(len, data.split(b"\n"))) < _LONGEST_LINE and b"--=_" not in data:
        return head % (b"7bit", data)
    # Quoted-printable takes three octets for one beyond ASCII, base64 four for any three.
    if (len(data) - len(data.decode())) * 8 > len(data):
        return head % (b"base64", _base64(data))
    return head % (b"quoted-printable", b2a_qp(data, istext=True))


def _lines(text: str) -> bytes:
    """UTF-8 with CRLF, at least one line, without the control characters that no mail may hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = text.rstrip("\n").encode("utf-8", "replace").translate(None, _UNPRINTABLE)
    return data.replace(b"\n", b"\r\n") + b"\r\n"


def _base64(data: bytes) -> bytes:
    encoded = b2a_base64(data, newline=False)
    return b"".join(encoded[start : start + 76] + b"\r\n" for start in range(0, len(encoded), 76))


def _calendar_part(ics: str) -> bytes:
    """An attachment, not an alternative: as an alternative it makes Outlook hide the letter behind a meeting."""
    data = _lines(ics)
    encoding, content = (b"7bit", data) if data.isascii() else (b"base64", _base64(data))
    return (
        b'Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name="due.ics"\r\n'
        b'Content-Disposition: attachment; filename="due.ics"\r\n'
        b"Content-Transfer-Encoding: %b\r\n\r\n%b" % (encoding, content)
    )


def _enclosed(attachment: Attachment) -> bytes:
    disposition = f"Content-Disposition: attachment;{_file_name(attachment.name)}"
    head = f"Content-Type: {_media_type(attachment)}\r\n{disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + _base64(attachment.content)


def _media_type(attachment: Attachment) -> str:
    """Messages and multiparts may not be in base64 (RFC 2046, 5.2): they travel as plain files."""
    kind = attachment.kind.lower()
    if not _TYPE.fullmatch(kind) or kind.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") and _is_utf8(attachment.content) else kind


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _file_name(name: str) -> str:
    """The parameter, without a path; in the form of RFC 2231 where the name is long or not plain ASCII."""
    name = tidy(re.split(r"[/\\]", name)[-1]).strip(". ")
    name = name if name.strip('"') else "attachment"
    if len(name) > _LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{(stem or ending)[: _LONGEST_NAME - 10]}{dot and '.'}{ending[:9] if stem else ''}"
    if len(name) <= _PARAMETER and not _ATTENTION.search(name):
        return f" filename={_quoted(name)}"
    pieces = [quote(char, safe="") for char in name]
    words = _packed(pieces, list(map(len, pieces)), _PARAMETER - 7, _PARAMETER)
    return ";".join(
        f"\r\n filename*{number}*={chr(39).join(('utf-8', '', word)) if number == 0 else word}"
        for number, word in enumerate(words)
    )
