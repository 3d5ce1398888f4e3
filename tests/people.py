"""People who answer the desk's letters with a mail program: the whole letter quoted below what they write."""

from __future__ import annotations

import itertools
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_numbers = itertools.count(1)


def reply(letter: EmailMessage, text: str, at: datetime, *, sender: str = "") -> EmailMessage:
    """An answer by whoever got the letter (or by `sender`), as a mail program writes it."""
    writer = sender or parseaddr(str(letter["To"]))[1]
    body = letter.get_body(("plain",))
    quoted = "\n".join(f"> {line}".rstrip() for line in (body.get_content() if body else "").splitlines())
    answer = EmailMessage()
    answer["From"] = writer
    answer["To"] = str(letter["Reply-To"])
    answer["Subject"] = f"Re: {letter['Subject']}"
    answer["Date"] = format_datetime(at)
    answer["Message-ID"] = f"<answer.{next(_numbers)}@{writer.partition('@')[2]}>"
    answer["In-Reply-To"] = str(letter["Message-ID"])
    answer["References"] = f"{letter['References'] or ''} {letter['Message-ID']}".strip()
    answer.set_content(f"{text}\n\nOn {at:%a, %d %b %Y at %H:%M}, {letter['From']} wrote:\n\n{quoted}\n")
    return answer


def post(mail: EmailMessage | bytes, maildir: Path) -> Path:
    """Deliver it into a Maildir, as a mail server does."""
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    name = f"1795420800.{next(_numbers)}.test"
    for folder in ("tmp", "new", "cur"):
        (maildir / folder).mkdir(parents=True, exist_ok=True)
    draft = maildir / "tmp" / name
    draft.write_bytes(content)
    return draft.rename(maildir / "new" / name)
