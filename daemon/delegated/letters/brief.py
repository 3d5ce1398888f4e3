"""The brief: all that an assistant needs to take a task on, and the words to answer it with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from delegated.core.moments import said
from delegated.letters.fitting import fitting_html
from delegated.letters.ics import due_entry
from delegated.letters.mime import Rendered
from delegated.letters.wording import clickable, mailto, reason, sized

if TYPE_CHECKING:
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file that goes with the brief, as it is told in it. The size is in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Words:
    """What an assistant's answer begins with, in her language."""

    accept: str = "accept"
    decline: str = "decline"
    question: str = "question"
    done: str = "done"
    late: str = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief tells. `due` and `written` are aware; amounts and hours are as they shall be read.

    Nothing that is private is ever put in here.
    """

    number: int
    title: str
    assistant_name: str
    assistant_zone: ZoneInfo
    owner_name: str
    desk_name: str
    reply_address: str
    reply_subject: str
    written: datetime
    assistant_language: str = "en"
    why: str = ""
    because: str | None = None
    deliverables: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    due: datetime | None = None
    budget: str | None = None
    estimate: str | None = None
    client: str | None = None
    goal_title: str | None = None
    stakes: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    repeats: str | None = None
    engagement: str | None = None
    trial: bool = False
    assumed: tuple[str, ...] = ()
    revision: int = 0
    words: Words = field(default_factory=Words)


def render_brief(brief: Brief, letters: Templates) -> Rendered:
    """The letter, with a calendar entry if the task is due at a time."""
    language = letters.language("brief", brief.assistant_language)
    facts = brief_facts(brief, language)
    text = letters.render("brief", "txt", facts)
    html = fitting_html(letters, "brief", facts, brief.why)
    return Rendered(_subject(brief), text, html, _entry(brief), language)


def brief_facts(brief: Brief, language: str = "en") -> dict[str, object]:
    """All that a template of the brief may name, as plain values."""
    return {
        "language": language,
        "subject": _subject(brief),
        "tag": f"T-{brief.number}",
        "title": brief.title,
        "assistant_name": brief.assistant_name,
        "owner_name": brief.owner_name,
        "desk_name": brief.desk_name,
        "why": brief.why.strip("\n"),
        "because": reason(brief.because),
        "deliverables": brief.deliverables,
        "expectations": brief.expectations,
        "due": said(brief.due, brief.assistant_zone, reader=language) if brief.due else None,
        "budget": brief.budget,
        "estimate": brief.estimate,
        "client": brief.client,
        "goal": brief.goal_title,
        "stakes": brief.stakes,
        "tags": brief.tags,
        "links": tuple((link, clickable(link)) for link in brief.links),
        "attachments": tuple((attachment.name, sized(attachment.size)) for attachment in brief.attachments),
        "answers": brief.answers,
        "repeats": brief.repeats,
        "engagement": brief.engagement,
        "trial": brief.trial,
        "revision": brief.revision,
        "assumed": brief.assumed,
        "reply_address": brief.reply_address,
        **_ways_to_answer(brief),
    }


def _subject(brief: Brief) -> str:
    return f"[T-{brief.number}] {brief.title}"


def _ways_to_answer(brief: Brief) -> dict[str, str]:
    """Each word, and a link that begins an answer with it; where more is to be said, the cursor waits for it."""
    words = brief.words
    begun = {
        "accept": words.accept,
        "decline": f"{words.decline} ",
        "question": f"{words.question} ",
        "done": f"{words.done} ",
        "late": f"{words.late} ",
    }
    links = {f"{way}_link": mailto(brief.reply_address, brief.reply_subject, body) for way, body in begun.items()}
    return {way: body.strip() for way, body in begun.items()} | links


def _entry(brief: Brief) -> str | None:
    if brief.due is None:
        return None
    delivered = "".join(f"\n- {item}" for item in brief.deliverables)
    return due_entry(
        uid=_uid(brief),
        title=f"Due: [T-{brief.number}] {brief.title}",
        details=f"For {brief.owner_name}.{delivered}\nAnswer by a reply to the mail [T-{brief.number}].",
        due=brief.due,
        written=brief.written,
        revision=brief.revision,
    )


def _uid(brief: Brief) -> str:
    """The same for all letters of a task to one person. Hashed: calendars are shared, and the token must not be."""
    digest = hashlib.sha256(f"due:{brief.reply_address}".encode("utf-8", "replace")).hexdigest()
    return f"t{brief.number}-{digest[:20]}@{brief.reply_address.rpartition('@')[2]}"
