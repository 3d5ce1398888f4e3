"""From the raw bytes of a mail to what it says: headers, texts, files.

Whatever strangers send is read, in linear time and in a few times its own size of memory; what was wrong with it is
told in `faults`. The parser is our own: the standard library's takes quadratic time on nested parts, and raises on
headers that no honest program writes (cpython#151857).
"""

from __future__ import annotations

import html as markup
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from delegated.replies.charsets import decoded
from delegated.replies.files import Enclosed, enclosed_file
from delegated.replies.flowed import unflowed
from delegated.replies.headers import in_words, mailboxes, message_ids, moment
from delegated.replies.html import charset_of
from delegated.replies.parts import MOST_LEVELS, Part, fields_of, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


__all__ = ["Enclosed", "Mail", "read_mail"]


@dataclass(frozen=True, slots=True)
class Mail:
    r"""A mail as it was read. All texts are decoded, with \n line ends, without NUL and other control characters."""

    headers: Mapping[str, tuple[str, ...]]
    """Lower-case name to every value: decoded (RFC 2047), unfolded, in their order, each cut at 64 KB."""
    sender: str
    """The bare address of From in lower case; "" where there is none, more than one, or one that can be doubted."""
    sender_name: str
    recipients: tuple[str, ...]
    """Every address that it was sent or delivered to, in lower case, each once, at most 1000."""
    subject: str
    message_id: str
    """With its <>, "" where there is none."""
    references: tuple[str, ...]
    """Ids of References, then of In-Reply-To, each with its <> and once; the last 1000."""
    date: datetime | None
    text: str | None
    html: str | None
    enclosed: tuple[Enclosed, ...]
    reports: tuple[Mapping[str, tuple[str, ...]], ...]
    """Blocks of fields of the parts that machines write for machines (RFC 3464, 8098, 5965)."""
    returned: Mail | None
    """The mail, or only its header, that a report gives back."""
    kind: str
    """Content type of the whole."""
    report: str
    calendar: str | None
    """METHOD of a text/calendar part, in upper case."""
    faults: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, "" where there is none."""
        return self.headers.get(name.casefold(), ("",))[0]


def read_mail(raw: bytes) -> Mail:
    """The mail that these bytes are. Never raises, whatever they are."""
    return _read(raw, 0)


@dataclass(slots=True)
class _Content:
    """What is found in the parts, as they come."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[tuple[Part, bytes]] = field(default_factory=list)
    reports: list[Mapping[str, tuple[str, ...]]] = field(default_factory=list)
    returned: Mail | None = None
    calendar: str | None = None
    page_alone: bool = False
    """The first text is a page that has no plain text beside it."""
    faults: list[str] = field(default_factory=list)


def _read(raw: bytes, level: int) -> Mail:
    found = _Content()
    whole = split(raw, found.faults, level)
    _gather(whole, found, reported=_is_report(whole), beside_text=False)
    senders = [box for value in whole.fields.get("from", ()) for box in mailboxes(value)]
    name, address = senders[0] if len(senders) == 1 else ("", "")
    page = "\n".join(found.pages)
    return Mail(
        headers={name: tuple(map(in_words, values)) for name, values in whole.fields.items()},
        sender=address,
        sender_name=name,
        recipients=tuple(_recipients(whole.fields)),
        subject=in_words(whole.first("subject")),
        message_id=next(iter(_ids(whole, "message-id")), ""),
        references=_each_once([*_ids(whole, "references"), *_ids(whole, "in-reply-to")][-_MOST_IDS:]),
        date=moment(whole.first("date")),
        text="\n".join(found.texts) if found.texts else None,
        html=page if found.pages else None,
        enclosed=tuple(
            enclosed_file(part, content, number, page) for number, (part, content) in enumerate(found.files, 1)
        ),
        reports=tuple(found.reports),
        returned=found.returned,
        kind=whole.type,
        report=whole.told.get("report-type", "").casefold(),
        calendar=found.calendar,
        faults=tuple(dict.fromkeys(found.faults)),
    )


def _is_report(part: Part) -> bool:
    return part.type == "multipart/report" or any(_is_report(inner) for inner in part.parts)


def _gather(part: Part, found: _Content, *, reported: bool, beside_text: bool) -> None:
    if part.parts:
        beside = beside_text or (part.type == "multipart/alternative" and _has_plain(part))
        for inner in part.parts:
            _gather(inner, found, reported=reported, beside_text=beside)
    elif part.type.startswith("multipart/") or part.type in _SIGNATURES:
        pass  # a multipart too deep to open, of which the faults tell; or proof of the mail, no file that came with it
    elif part.type in _REPORTS:
        found.reports += _blocks(part.content(found.faults))
    elif part.type in _MESSAGES and reported:
        found.returned = found.returned or _returned(part, found.faults)
    elif part.type == "text/html" and not _is_file(part):
        _take_page(part, found, beside_text=beside_text)
    elif part.type == "text/plain" and not _is_file(part, found.texts):
        _take_text(part, found)
    elif part.type not in _OTHER_VIEWS:
        _take_file(part, found)


def _has_plain(part: Part) -> bool:
    return any(inner.type == "text/plain" for inner in part.parts)


def _is_file(part: Part, texts: Iterable[str] = ()) -> bool:
    """Whether a text came as a file: it says so, or has a name and is not the first text. The whole mail is none."""
    if part.level == 0:
        return False
    named = "filename" in part.placed or ("name" in part.told and any(texts))
    return part.disposition == "attachment" or named


def _take_page(part: Part, found: _Content, *, beside_text: bool) -> None:
    content = part.content(found.faults)
    page = decoded(content, part.told.get("charset") or charset_of(content))[:_LONGEST_PAGE]
    if not beside_text and not any(map(str.strip, found.texts)):
        found.page_alone = True
    found.pages.append(page)


def _take_text(part: Part, found: _Content) -> None:
    """Plain text is kept as such; below a page that had none beside it, it becomes one paragraph more of that page."""
    text = decoded(part.content(found.faults), part.told.get("charset", ""))
    if len(text) > _LONGEST_TEXT:
        found.faults.append("the text is too long, and was cut")
        text = text[:_LONGEST_TEXT]
    if text[:_LOOKED_AT].lstrip().casefold().startswith(("<html", "<!doctype html")):
        found.pages.append(text)  # some scripts send a page, and call it plain
        return
    if part.told.get("format", "").casefold() == "flowed":
        text = unflowed(text, delete_space=part.told.get("delsp", "").casefold() == "yes")
    if found.page_alone:
        found.pages.append(f"<pre>{markup.escape(text)}</pre>")
    else:
        found.texts.append(text)


def _take_file(part: Part, found: _Content) -> None:
    content = part.content(found.faults)
    if part.type == "text/calendar":
        found.calendar = found.calendar or _method(part, content)
    if part.type == "application/pkcs7-mime":
        found.faults.append("the mail is encrypted, or signed so that it cannot be read")
    found.files.append((part, content))


def _method(part: Part, content: bytes) -> str | None:
    """What the calendar entry is for: told in the type, or in the entry itself (RFC 5546)."""
    lines = decoded(content[:_CALENDAR_HEAD], "").split("\n")
    written = next((line[len("METHOD:") :] for line in lines if line.upper().startswith("METHOD:")), "")
    return (part.told.get("method") or written).strip().upper() or None


def _blocks(content: bytes) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """The blocks of fields, with blank lines between them (RFC 3464, 2.1)."""
    content = content.replace(b"\r\n", b"\n")
    at = 0
    for _ in range(_MOST_BLOCKS):
        while content[at : at + 1] == b"\n":
            at += 1
        fields, end = fields_of(content, at, len(content))
        if fields:
            yield {name: tuple(map(in_words, values)) for name, values in fields.items()}
        if end <= at:
            return
        at = end


def _returned(part: Part, faults: list[str]) -> Mail | None:
    if part.level >= MOST_LEVELS:
        return None
    return _read(part.content(faults).lstrip(b"\r\n"), part.level + 1)


def _recipients(fields: Mapping[str, list[str]]) -> Iterator[str]:
    told = (address for name in _TO for value in fields.get(name, ()) for _, address in mailboxes(value))
    each = dict.fromkeys(address for address in told if address)
    yield from list(each)[:_MOST_RECIPIENTS]


def _ids(part: Part, name: str) -> list[str]:
    """The ids of a field. Some programs write those over 78 characters as encoded words (cpython#100991)."""
    return [found for value in part.fields.get(name, ()) for found in message_ids(in_words(value))]


def _each_once(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


_MOST_RECIPIENTS: Final = 1000
_MOST_IDS: Final = 1000
_MOST_BLOCKS: Final = 100
_LONGEST_TEXT: Final = 1_000_000
_LOOKED_AT: Final = 200
_LONGEST_PAGE: Final = 2_000_000
_CALENDAR_HEAD: Final = 4000
_REPORTS: Final = frozenset({
    "message/delivery-status", "message/disposition-notification", "message/feedback-report",
    "message/global-delivery-status", "message/global-disposition-notification",
})  # fmt: skip
_MESSAGES: Final = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
_SIGNATURES: Final = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-keys", "application/pgp-encrypted",
})  # fmt: skip
_OTHER_VIEWS: Final = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
_TO: Final = (
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "original-recipient", "to", "cc",
    "bcc", "resent-to", "resent-cc", "x-forwarded-to", "x-forwarded-for", "apparently-to",
)  # fmt: skip
