"""Mail that programs write by themselves, as bytes."""

from __future__ import annotations

import base64
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING

from answered import MESSAGE_ID, REPLY_TO, SUBJECT, TOKEN
from replies.corpus.writing import MONDAY

if TYPE_CHECKING:
    from collections.abc import Mapping

REPLIED = {"Auto-Submitted": "auto-replied"}
EXCHANGE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
BULK = {"Precedence": "bulk"}
ANSWERING = {"In-Reply-To": MESSAGE_ID, "References": MESSAGE_ID}


def automatic_mail(
    subject: str,
    body: str,
    header: Mapping[str, str] | None = None,
    charset: str = "utf-8",
    sender: str = "Maya Santos <maya@example.net>",
    kind: str = "plain",
) -> bytes:
    """One part of text. `{}` in the subject is the subject of our letter."""
    told = subject.format(SUBJECT)
    head = {
        "From": sender,
        "To": REPLY_TO,
        "Subject": told if told.isascii() else Header(told, charset).encode(),
        "Date": format_datetime(MONDAY),
        "Message-ID": "<auto.1@example.net>",
        "MIME-Version": "1.0",
        "Content-Type": f'text/{kind}; charset="{charset}"',
        "Content-Transfer-Encoding": "base64",
        **(header or {}),
    }
    return _head(head) + base64.encodebytes(body.encode(charset))


def report(
    subject: str, notice: str, fields: str, sender: str, header: Mapping[str, str] | None = None, returned: str = ""
) -> bytes:
    """A report of three parts (RFC 3464)."""
    back = returned or f"Message-ID: {MESSAGE_ID}\nFrom: desk@example.org\nTo: maya@example.net\nSubject: {SUBJECT}\n"
    parts = [
        f"Content-Type: text/plain; charset=utf-8\n\n{notice}\n",
        f"Content-Type: message/delivery-status\n\n{fields}\n",
        f"Content-Type: text/rfc822-headers\n\n{back}\n",
    ]
    head = {
        "Return-Path": "<>",
        "From": sender,
        "To": REPLY_TO,
        "Subject": subject,
        "Date": format_datetime(MONDAY),
        "Message-ID": "<report.1@example.net>",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/report; report-type=delivery-status; boundary="b"',
        **(header or {}),
    }
    return _head(head) + "".join(f"--b\n{part}\n" for part in parts).encode() + b"--b--\n"


def notice(subject: str, text: str, sender: str, header: Mapping[str, str] | None = None) -> bytes:
    """A report in words alone, with the letter below it."""
    back = f"Message-ID: {MESSAGE_ID}\nFrom: desk@example.org\nReply-To: {REPLY_TO}\n"
    back += f"To: maya@example.net\nSubject: {SUBJECT}"
    head = {
        "Return-Path": "<>",
        "From": sender,
        "To": REPLY_TO,
        "Subject": subject,
        "Date": format_datetime(MONDAY),
        "Message-ID": "<notice.1@example.net>",
        **(header or {}),
    }
    return _head(head) + f"{text}\n\n{back}\n\nHello Maya,\n\n{TOKEN}\n".encode()


def _head(fields: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in fields.items()).encode() + b"\n"
