# ruff: noqa: E501, RUF001  a part stands on one line, and people write such characters
"""One answer in vessels of all kinds: charsets, encodings, nested and broken parts, and words that nobody wrote."""

from __future__ import annotations

import base64
from typing import Final

from answered import BRIEF, MESSAGE_ID, REPLY_TO, SUBJECT
from replies.corpus.cases import Case
from replies.corpus.writing import PDF, PIXEL, attached, multipart

WORDS: Final = "Accept. Tuesday noon."
QUOTE: Final = f"\n\nOn Mon, Nov 23, 2026 at 10:02 AM The desk <{REPLY_TO}> wrote:\n\n" + "\n".join(
    f"> {line}" for line in BRIEF.split("\n")
)
HEAD: Final = (
    f"From: Maya Santos <maya@example.net>\nTo: {REPLY_TO}\nSubject: Re: {SUBJECT}\n"
    f"Date: Mon, 23 Nov 2026 11:31:08 +0100\nMessage-ID: <1@example.net>\nIn-Reply-To: {MESSAGE_ID}\n"
)


def _text(
    content: str | bytes, charset: str = "utf-8", kind: str = "plain", more: str = "", encoding: str = "8bit"
) -> bytes:
    body = content if isinstance(content, bytes) else content.encode(charset, "replace")
    return (
        f"Content-Type: text/{kind}; charset={charset}{more}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body
    )


def _html(content: str) -> bytes:
    return _text(content, kind="html")


TEXT: Final = _text(WORDS + QUOTE)
PAGE: Final = _html(f"<p>{WORDS}</p><blockquote type=cite><p>decline</p></blockquote>")
RIGHT: Final = {
    "latin": _text("Accept. Tuesday noon." + QUOTE, "iso-8859-1"),
    "japanese": _text("Accept. Tuesday noon.\n\nよろしくお願いいたします。" + QUOTE, "iso-2022-jp"),
    "russian": _text("Accept. Tuesday noon.\n\nС уважением,\nMaya" + QUOTE, "koi8-r"),
    "chinese": _text("Accept. Tuesday noon." + QUOTE + "\n> 谢谢", "gb18030"),
    "UTF-16": _text(WORDS + QUOTE, "utf-16"),
    "a charset that nobody knows": _text((WORDS + QUOTE).encode(), "x-unknown-99"),
    "a byte order mark": _text("\ufeff" + WORDS + QUOTE),
    "line ends of DOS": _text((WORDS + QUOTE).replace("\n", "\r\n")),
    "NUL characters": _text(WORDS[:6] + "\x00" + WORDS[6:] + QUOTE),
    "zero-width blanks": _text("\u200bAccept\u200b. Tuesday\u00a0noon." + QUOTE),
    "flowed": _text("Accept. Tuesday \nnoon." + QUOTE, more="; format=flowed"),
    "flowed without blanks": _text("Accept. Tuesday  \nnoon." + QUOTE, more="; format=flowed; delsp=yes"),
    "base64 without padding": _text(base64.b64encode((WORDS + QUOTE).encode()).rstrip(b"="), encoding="base64"),
    "broken quoted-printable": _text("Accept. Tue=\nsday noon.=20=\n" + QUOTE + "\n> =ZZ", encoding="quoted-printable"),
    "no header of content": (WORDS + QUOTE).encode(),
    "no header at all of a part": multipart("mixed", [b"\n" + (WORDS + QUOTE).encode()]),
    "HTML that is called plain": _text(f"<html><body><p>{WORDS}</p><blockquote>decline</blockquote></body></html>"),
    "an empty text beside HTML": multipart("alternative", [_text("\n \n"), PAGE]),
    "a stub beside HTML": multipart("alternative", [_text("Your mail program does not support HTML."), PAGE]),
    "no end of the parts": multipart("alternative", [TEXT, PAGE]).rpartition(b"------=_Part")[0],
    "related": multipart("related", [multipart("alternative", [TEXT, PAGE]), attached("logo.png", PIXEL)]),
    "signed": multipart("signed", [TEXT, attached("smime.p7s")], "; protocol=application/pkcs7-signature"),
    "signed with PGP": multipart(
        "signed",
        [
            multipart("mixed", [TEXT]),
            _text("-----BEGIN PGP SIGNATURE-----\nxx\n-----END PGP SIGNATURE-----").replace(
                b"text/plain", b"application/pgp-signature"
            ),
        ],
    ),
    "nested four deep": multipart(
        "mixed", [multipart("mixed", [multipart("related", [multipart("alternative", [TEXT, PAGE])])])]
    ),
    "a footer as a part of its own": multipart(
        "mixed",
        [
            TEXT,
            _text(
                "_______________\nHelpers mailing list\nTo unsubscribe send an email to helpers-leave@lists.example.net"
            ),
        ],
    ),
    "a virus check as a part of its own": multipart(
        "mixed", [TEXT, _text("No virus found in this message.\nChecked by AVG - www.avg.com")]
    ),
    "a letter enclosed": multipart(
        "mixed", [TEXT, b"Content-Type: message/rfc822\n\nSubject: decline\n\ndecline, cancel"]
    ),
    "a text enclosed": multipart(
        "mixed", [TEXT, _text("decline").replace(b"\n\n", b"\nContent-Disposition: attachment; filename=a.txt\n\n", 1)]
    ),
    "a calendar entry": multipart(
        "alternative",
        [TEXT, _text("BEGIN:VCALENDAR\nMETHOD:PUBLISH\nEND:VCALENDAR").replace(b"text/plain", b"text/calendar")],
    ),
    "winmail.dat": multipart("mixed", [TEXT, attached("winmail.dat", PDF)]),
    "a style sheet and a comment": _html(
        f"<style>p {{color: red}}</style><!-- decline --><script>decline()</script><p>{WORDS}</p>"
    ),
    "what is hidden": _html(f'<div style="display:none">decline this</div><p>{WORDS}</p>'),
    "entities": _html("<p>&#65;ccept&#46; Tuesday&nbsp;noon.</p>"),
    "bold": _html("<b>Accept</b>. <i>Tuesday</i> noon."),
    "a table": _html(
        "<table><tr><td>Accept. Tuesday noon.</td></tr></table><hr><table><tr><td>From: x &lt;x@example.org&gt;<br>Sent: Monday<br>To: y<br>Subject: z<br><br>decline</td></tr></table>"
    ),
    "tags that never end": _html("<div><p><b>Accept. Tuesday noon.<div><blockquote>decline"),
    "an attachment of HTML": multipart(
        "mixed",
        [TEXT, _html("<p>decline</p>").replace(b"\n\n", b"\nContent-Disposition: attachment; filename=a.html\n\n", 1)],
    ),
    "words on both sides of a picture": multipart(
        "mixed", [_text(WORDS), attached("photo.png", PIXEL), _text("\n" + QUOTE)]
    ),
}
NOBODY: Final = {
    "a letter that only encloses": multipart(
        "mixed", [_text("\n"), b"Content-Type: message/rfc822\n\nSubject: x\n\naccept"]
    ),
    "a text that is only enclosed": multipart(
        "mixed", [_text("accept").replace(b"\n\n", b"\nContent-Disposition: attachment; filename=a.txt\n\n", 1)]
    ),
    "what is only hidden": _html(
        '<div style="display:none">accept</div><span style="visibility: hidden">accept</span>'
    ),
    "what is only a comment": _html("<!-- accept --><style>accept</style><title>accept</title>"),
    "what is only quoted": _html("<blockquote>accept</blockquote>"),
    "only a sealed letter": b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(b"accept" * 9),
    "only encrypted": multipart(
        "encrypted",
        [
            b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
            b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\naccept\n-----END PGP MESSAGE-----",
        ],
    ),
    "encrypted in the text": _text("-----BEGIN PGP MESSAGE-----\n\nhQEMA1234567890\n=acce\n-----END PGP MESSAGE-----"),
    "only a picture": multipart("mixed", [attached("photo.png", PIXEL)]),
    "only winmail.dat": multipart("mixed", [attached("winmail.dat", b"accept")]),
    "only a visiting card": multipart(
        "mixed", [_text("\n"), attached("maya.vcf", b"BEGIN:VCARD\nNOTE:accept\nEND:VCARD")]
    ),
    "the word as the name of a file": multipart("mixed", [_text("\n"), attached("accept.pdf")]),
    "a broken multipart": b"Content-Type: multipart/alternative; boundary=never\n\n" + b"nothing of it is here",
    "no body": b"Content-Type: text/plain\n\n",
    "bytes": b"Content-Type: text/plain; charset=utf-8\n\n" + bytes(range(128, 256)),
    "struck out": _html("<p><s>accept</s></p>"),
    "struck out by style": _html('<p><span style="text-decoration: line-through">accept</span></p>'),
}


def _case(name: str, content: bytes, means: str, remains: str | None) -> Case:
    return Case(
        f"vessels {name}",
        HEAD.encode() + content,
        means,
        remains=remains,
        gone=("How to answer", "decline"),
        may=("よろしくお願いいたします。", "С уважением, Maya"),
    )


CASES: Final = [
    *(_case(name, content, "accepted", WORDS) for name, content in RIGHT.items()),
    *(_case(name, content, "note|nothing|question", None) for name, content in NOBODY.items()),
]
