"""The brief: all that an assistant needs to take a task on, and the words to answer it with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, deadline, head_facts
from delegated.letters.wording import clickable, reason, sized

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A file that goes with a letter, as it is told in it. The size is in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brief tells. `due` and `written` are aware; amounts and hours are as they shall be read.

    `answers` are those known from before: question and answer. Nothing that is private is ever put in here.
    """

    head: Letterhead
    written: datetime
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


def render_brief(brief: Brief, letters: Templates, template: str | None = None) -> Rendered:
    """The letter, with a calendar entry if the task is due at a time; by a `template` of the owner's, if she has it."""
    return composed(
        f"brief-{template}" if template and template in letters.briefs else "brief",
        brief.head.language,
        lambda language: brief_facts(brief, language),
        letters,
        body=brief.why,
        entry=deadline(brief.head, brief.due, brief.written, brief.revision, brief.deliverables),
    )


def brief_facts(brief: Brief, language: str = "en") -> dict[str, object]:
    """All that a template of the brief may name, as plain values."""
    return head_facts(brief.head, language) | {
        "why": brief.why.strip("\n"),
        "because": reason(brief.because),
        "deliverables": brief.deliverables,
        "expectations": brief.expectations,
        "due": brief.head.when(brief.due, language),
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
    }
