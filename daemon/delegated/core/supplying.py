"""What an owner tells about a task by mail: `due: friday 17:00`, or the answer to a question, put into the task."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from delegated.core.durations import CalendarError
from delegated.core.errors import did_you_mean
from delegated.core.task import TaskFile, with_notes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from delegated.core.people import Owner, Roster
    from delegated.core.task import Task

_LISTS: Final = frozenset({"deliverables", "expectations", "skills", "tags"})
_VALUES: Final = frozenset({"due", "estimate", "stakes", "budget", "client", "goal", "to", "confidential"})
SUPPLIED: Final = _LISTS | _VALUES | {"details"}
"""The fields that can be told by mail."""

_BETWEEN: Final = re.compile(r"[\n;]")
_BULLET: Final = re.compile(r"^(?:[-*•\u2013]|[0-9]{1,2}[.)])\s+")


class UnreadableFactError(ValueError):
    """What was told cannot be read; the message says what is wrong, and shows what can."""


def supplied(task: Task, facts: Mapping[str, str], roster: Roster, owner: Owner, now: datetime) -> Task:
    """The task with these facts, each read as in a task file. Raises UnreadableFactError."""
    told = {name: _read(name, text) for name, text in facts.items() if name in SUPPLIED and text.strip()}
    try:
        fields = TaskFile.model_validate({"title": "x", **told})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[0]
        name = str(details["loc"][0])
        said = details.get("ctx", {}).get("error") or details["msg"]
        message = f"`{name}`: {said}"
        raise UnreadableFactError(message) from error
    changes: dict[str, Any] = {name: getattr(fields, name) for name in told if name not in {"due", "budget", "details"}}
    _check_names(fields, roster)
    if fields.due is not None:
        try:
            changes["due"] = fields.due.resolve(now, owner.calendar)
        except CalendarError as error:
            message = f"`due`: {error}"
            raise UnreadableFactError(message) from error
    if fields.budget is not None:
        changes["budget"] = str(fields.budget)
    if fields.details is not None:
        changes["details"] = "\n\n".join(part for part in (task.details, fields.details) if part)
    return with_notes(task, **changes)


def answered(task: Task, question: str, answer: str) -> Task:
    """The task with a question that was not about a field, and its answer, among what is known."""
    told = f"{question}\n{answer.strip()}"
    return replace(task, details="\n\n".join(part for part in (task.details, told) if part))


def _read(name: str, text: str) -> object:
    if name not in _LISTS:
        return text.strip()
    parts = (_BULLET.sub("", part.strip()) for part in _BETWEEN.split(text))
    return [part for part in parts if part]


def _check_names(fields: TaskFile, roster: Roster) -> None:
    for name, given, known in (
        ("to", fields.to, list(roster.assistants)),
        ("goal", fields.goal, list(roster.goals())),
    ):
        if given is not None and given not in known:
            message = f"`{name}`: there is no `{given}`; {did_you_mean(given, known)}"
            raise UnreadableFactError(message)
