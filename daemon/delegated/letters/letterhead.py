"""What stands on every letter about one task: whom it is written to and for, and where its answer goes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from delegated.core.moments import said
from delegated.letters.answering import Role, Words, ways, words_and_links
from delegated.letters.fitting import fitting_html
from delegated.letters.ics import due_entry
from delegated.letters.mime import Rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """One task, and one of its two sides who reads the letter. The same for all letters of a task to a person.

    `zone`, `language` and `words` are the reader's. `reference` names the task and the token (`t12-…`) at the foot of
    the letter; without one, nothing stands there.
    """

    number: int
    title: str
    owner_name: str
    assistant_name: str = ""
    role: Role = "assistant"
    zone: ZoneInfo
    desk_name: str
    reply_address: str
    reply_subject: str
    reference: str = ""
    language: str = "en"
    words: Words = field(default_factory=Words)

    @property
    def tag(self) -> str:
        """The task as people call it."""
        return f"T-{self.number}"

    @property
    def subject(self) -> str:
        """The same for all letters of a task: mail programs thread by it. Of no task in particular: the title alone."""
        return f"[{self.tag}] {self.title}" if self.number else self.title

    @property
    def reader_name(self) -> str:
        """Who reads the letter."""
        return self.assistant_name if self.role == "assistant" else self.owner_name

    @property
    def other_name(self) -> str:
        """Who is on the other side of the task."""
        return self.owner_name if self.role == "assistant" else self.assistant_name

    def when(self, at: datetime | None, language: str) -> str | None:
        """An instant by the reader's clock, with her zone."""
        return said(at, self.zone, reader=language) if at else None


def head_facts(head: Letterhead, language: str) -> dict[str, object]:
    """What every template of a letter about one task may name."""
    return {
        "language": language,
        "subject": head.subject,
        "tag": head.tag,
        "title": head.title,
        "reader_name": head.reader_name,
        "owner_name": head.owner_name,
        "assistant_name": head.assistant_name,
        "other_name": head.other_name,
        "role": head.role,
        "desk_name": head.desk_name,
        "reply_address": head.reply_address,
        "reference": head.reference,
        "ways": ways(head.words, head.role),
        **words_and_links(head.words, head.role, head.reply_address, head.reply_subject),
    }


def composed(
    kind: str,
    language: str,
    facts_in: Callable[[str], dict[str, object]],
    letters: Templates,
    *,
    body: str = "",
    entry: str | None = None,
) -> Rendered:
    """The letter of this kind in the reader's language, if it is spoken here: its facts, in both forms.

    `body` is Markdown, for the HTML; `entry` goes into the calendar.
    """
    language = letters.language(kind, language)
    facts = facts_in(language)
    text = letters.render(kind, "txt", facts)
    return Rendered(str(facts["subject"]), text, fitting_html(letters, kind, facts, body), entry, language)


def deadline(
    head: Letterhead, due: datetime | None, written: datetime, revision: int, deliverables: Iterable[str] = ()
) -> str | None:
    """The entry for a calendar, if the task is due at a time. A higher `revision` replaces the one before it."""
    if due is None:
        return None
    delivered = "".join(f"\n- {item}" for item in deliverables)
    return due_entry(
        uid=_uid(head),
        title=f"Due: {head.subject}",
        details=f"For {head.owner_name}.{delivered}\nAnswer by a reply to the mail [{head.tag}].",
        due=due,
        written=written,
        revision=revision,
    )


def _uid(head: Letterhead) -> str:
    """The same for all letters of a task to one person. Hashed: calendars are shared, and the token must not be."""
    digest = hashlib.sha256(f"due:{head.reply_address}".encode("utf-8", "replace")).hexdigest()
    return f"t{head.number}-{digest[:20]}@{head.reply_address.rpartition('@')[2]}"
