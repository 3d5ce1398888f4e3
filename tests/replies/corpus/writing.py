"""What somebody writes, and what all mail programs have in common when they make a mail of it."""

from __future__ import annotations

import base64
import html
import quopri
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final
from zlib import crc32

from answered import BRIEF, MESSAGE_ID, REPLY_TO, SUBJECT, TOKEN
from replies.corpus import tongues

if TYPE_CHECKING:
    from collections.abc import Mapping

DESK: Final = "The desk of Inés & Graham"
MADRID: Final = timezone(timedelta(hours=1))
MONDAY: Final = datetime(2026, 11, 23, 11, 31, 8, tzinfo=MADRID)
PDF: Final = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody writes, and how she has set up her program.

    `place` is where her words stand: at the `top` of the letter, at its `bottom`, `inline` (her words bear the quoted
    lines themselves), `alone`, or on top of a letter that she `forwards`.
    """

    words: str
    sign: str = ""
    language: str = "en"
    place: str = "top"
    name: str = "Maya Santos"
    address: str = "maya@example.net"
    date: datetime = MONDAY
    files: tuple[str, ...] = ()
    quoted: str = BRIEF + f"\n{TOKEN}\n"

    @property
    def above(self) -> str:
        """Words and signature, as they stand in the plain text."""
        return f"{self.words}\n\n{self.sign}" if self.sign else self.words

    def told(self, by: Mapping[str, str]) -> str:
        """The line that a program puts above the letter, in her language."""
        return by.get(self.language, by["en"]).format(name=DESK, address=REPLY_TO)


def letter_html(it: Writing) -> str:
    """The letter as HTML: tables, and buttons that fill the answer in."""
    lines = "".join(f"<tr><td>{html.escape(line) or '&nbsp;'}</td></tr>" for line in it.quoted.split("\n"))
    button = '<a href="mailto:{}?body={}" style="padding:8px">{}</a>'
    buttons = "".join(button.format(REPLY_TO, word, word.title()) for word in ("accept", "decline", "question"))
    return f'<table role="presentation" width="100%"><tbody>{lines}<tr><td>{buttons}</td></tr></tbody></table>'


def around(it: Writing, line: str, mark: str, *, sign: str | None = None, marked_line: bool = False) -> str:
    """The plain text: her words above, below or within the marked letter."""
    mine = it.words + (f"\n\n{sign if sign is not None else it.sign}" if sign or it.sign else "")
    quote = marked(f"{line}\n\n{it.quoted}", mark) if marked_line else f"{line}\n\n{marked(it.quoted, mark)}"
    if it.place == "inline":
        return f"{line}\n\n{mine}\n"
    return f"{quote}\n\n{mine}\n" if it.place == "bottom" else f"{mine}\n\n{quote}\n"


def page_around(it: Writing, mine: str, quote: str, attribution: str, cite: str) -> str:
    if it.place == "inline":
        return f"{attribution}{_woven(it.words, cite)}"
    whole = quote.format(letter_html(it))
    return f"{whole}{mine}" if it.place == "bottom" else f"{mine}<br>{whole}"


def _woven(words: str, cite: str) -> str:
    """Words with quoted lines between them: each run of `> ` is a quote of its own."""
    pages = []
    for quoted, run in groupby(words.split("\n"), key=lambda line: line.startswith(">")):
        lines = [line.removeprefix(">").strip() for line in run]
        inner = "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in lines)
        pages.append(f"<{cite}>{inner}</blockquote>" if quoted else inner)
    return "".join(pages)


def divs(text: str, how: str = "") -> str:
    start = f"<div {how}>" if how else "<div>"
    return "".join(f"{start}{html.escape(line) or '<br>'}</div>" for line in text.split("\n")) if text else ""


def signed(it: Writing, how: str) -> str:
    return f"<div><br></div><div {how}>{divs(it.sign)}</div>" if it.sign else ""


def linked(line: str) -> str:
    link = f'<a href="mailto:{REPLY_TO}">{REPLY_TO}</a>'
    return html.escape(line).replace(REPLY_TO, link)


def marked(text: str, mark: str) -> str:
    return "\n".join((mark + line).rstrip() for line in text.split("\n"))


def outlook_rows(it: Writing) -> list[tuple[str, str]]:
    sender, sent, to, subject, day = tongues.OUTLOOK[it.language]
    return [
        (sender, f"{DESK} <{REPLY_TO}>"),
        (sent, day),
        (to, f"{it.name} <{it.address}>"),
        (subject, SUBJECT),
    ]


def reply_header(rows: list[tuple[str, str]]) -> str:
    block = "<br>".join(f"<b>{name}:</b> {html.escape(value)}" for name, value in rows)
    rule = '<hr style="display:inline-block;width:98%" tabindex="-1">'
    return f'{rule}<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{block}</font><div>&nbsp;</div></div>'


def narrowest(text: str) -> str:
    """The narrowest charset that Outlook would choose."""
    for charset in ("us-ascii", "iso-8859-1", "windows-1252"):
        if text.encode(charset, "ignore").decode(charset) == text:
            return charset
    return "utf-8"


def number(it: Writing) -> str:
    return f"{crc32(repr(it).encode()):010d}"


def part(kind: str, text: str, encoding: str = "quoted-printable", charset: str = "utf-8", more: str = "") -> bytes:
    """A text part with its header."""
    body = text.encode(charset, "xmlcharrefreplace" if kind == "html" else "replace")
    if encoding == "quoted-printable":
        body = quopri.encodestring(body)
    elif encoding == "base64":
        body = base64.encodebytes(body)
    head = f'Content-Type: text/{kind}; charset="{charset}"{more}\nContent-Transfer-Encoding: {encoding}\n\n'
    return head.encode() + body


def plain(text: str, more: str = "", encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    return part("plain", text, encoding, charset, more)


def both(text: str, page: str, encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    parts = [part("plain", text, encoding, charset), part("html", page, encoding, charset)]
    return multipart("alternative", parts)


def multipart(kind: str, parts: list[bytes], more: str = "") -> bytes:
    """These parts as one, with its header."""
    mark = f"----=_Part_{kind}_{len(parts)}_{sum(map(len, parts))}"
    inner = b"".join(b"--" + mark.encode() + b"\n" + part + b"\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"{more}\n\n'.encode() + inner + f"--{mark}--\n".encode()


def attached(name: str, content: bytes = PDF) -> bytes:
    """A file as a part."""
    kinds = {"ics": "text/calendar; method=PUBLISH", "asc": "application/pgp-keys", "vcf": "text/vcard"}
    kinds |= {"dat": "application/ms-tnef", "p7s": "application/pkcs7-signature", "png": "image/png"}
    kind = kinds.get(name.rpartition(".")[2], "application/pdf")
    told = str(Header(name, "utf-8").encode()) if not name.isascii() else name
    head = f'Content-Type: {kind}; name="{told}"\nContent-Transfer-Encoding: base64\n'
    shown = "inline" if name.endswith(".png") else "attachment"
    more = f'Content-Disposition: {shown}; filename="{told}"\n'
    more += f"Content-ID: <{name}@example>\n" if shown == "inline" else ""
    return f"{head}{more}\n".encode() + base64.encodebytes(content)


def sent(
    it: Writing,
    prefix: str,
    number: str,
    body: bytes,
    more: list[tuple[str, str]] | None = None,
    answers: tuple[str, ...] = (MESSAGE_ID,),
) -> bytes:
    """The whole mail: header, and a body that brings its own content type."""
    subject = Header(f"{prefix}: {SUBJECT}", "utf-8").encode() if not prefix.isascii() else f"{prefix}: {SUBJECT}"
    sender = it.name if it.name.isascii() else Header(it.name, "utf-8").encode()
    head = [
        ("Return-Path", f"<{it.address}>"),
        ("Received", "from out.example.net by mx.example.org (Postfix) with ESMTPS"),
        ("From", f"{sender} <{it.address}>"),
        ("To", f"=?UTF-8?Q?The_desk_of_In=C3=A9s_=26_Graham?= <{REPLY_TO}>"),
        ("Subject", subject),
        ("Date", format_datetime(it.date)),
        ("Message-ID", number),
        *((name, " ".join(answers)) for name in ("In-Reply-To", "References") if answers),
        *(more or []),
        ("MIME-Version", "1.0"),
    ]
    if it.files:
        body = multipart(
            "mixed", [body, *(attached(name, PIXEL if name.endswith("png") else PDF) for name in it.files)]
        )
    return "".join(f"{name}: {value}\n" for name, value in head).encode() + body
