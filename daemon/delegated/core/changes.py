"""What an edit has changed in a task, as people read it, and whether it must be decided anew."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from delegated.core.conditions import length
from delegated.core.moments import said
from delegated.core.task import Task

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LABELS: Final = {
    "title": "Title",
    "due": "Due",
    "deliverables": "What there should be",
    "expectations": "How it should be",
    "details": "What is known",
    "budget": "Budget",
    "estimate": "Estimate",
    "client": "Client",
    "goal": "Goal",
    "stakes": "Stakes",
    "skills": "Skills",
    "attachments": "Attachments",
    "repeats": "Repeats",
    "engagement": "Engagement",
    "confidential": "Confidential",
}
_MATTERS: Final = ("due", "skills", "stakes", "budget", "to", "estimate", "confidential", "language", "engagement")
_FIELDS: Final = tuple(field.name for field in fields(Task) if field.name != "assumed")


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that an edit has changed, as texts; "" where there was or is nothing."""

    label: str
    before: str
    after: str


def changes(before: Task, after: Task, zone: ZoneInfo) -> tuple[Changed, ...]:
    """What an assistant would read otherwise now; dates in her zone. Nothing that is private."""
    found = ((label, _shown(before, name, zone), _shown(after, name, zone)) for name, label in _LABELS.items())
    return tuple(Changed(label, was, now) for label, was, now in found if was != now)


def that_matter(before: Task, after: Task) -> bool:
    """Whether something has changed by which it was decided who may have it."""
    return any(getattr(before, name) != getattr(after, name) for name in _MATTERS)


def read_again(told: Task, was: Task, now: Task) -> Task:
    """The task as told, after its file has changed from `was` to `now`.

    Only what the file says otherwise than before counts: what was told by mail, or agreed, stands in no file.
    """
    if told == was:
        return now
    newly = set(was.assumed) ^ set(now.assumed)
    newly |= {name for name in _FIELDS if getattr(was, name) != getattr(now, name)}
    changed = {name: getattr(now, name) for name in newly}
    if "details" in newly:
        changed["details"] = _with_answers(told.details, was.details, now.details)
    left = tuple(name for name in told.assumed if name not in newly)
    return replace(told, **changed, assumed=(*left, *(name for name in now.assumed if name in newly)))


def _with_answers(told: str, was: str, now: str) -> str:
    """What the owner has answered stands below the text of the file, and stays there."""
    answers = told.removeprefix(was).strip() if told.startswith(was) else ""
    return "\n\n".join(part for part in (now, answers) if part)


def _shown(task: Task, name: str, zone: ZoneInfo) -> str:
    value = getattr(task, name)
    if value is None or name in task.assumed or value is False:
        return ""
    if name == "due":
        return said(value, zone)
    if name == "estimate":
        return length(value)
    if isinstance(value, tuple):
        return "\n".join(value)
    return "yes" if value is True else str(value).strip()
