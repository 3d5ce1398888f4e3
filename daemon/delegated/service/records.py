"""The rows that are kept, from what the story says; and the story's values back from the rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from delegated.core.deciding import Decision
from delegated.core.experience import Work
from delegated.core.reading import printable
from delegated.core.task import Task
from delegated.events import CATALOGUE, Event
from delegated.logs import log
from delegated.ports import AnswerRow, DecisionRow, ErrandRow, EventRow, Filing, LetterRow, TaskRow
from delegated.story import Delegation, State
from delegated.story.standing import waited_for
from delegated.story.telling import delivered_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from delegated.story import Told

LETTER, MOVE, DATE, TELL, BOUNCE = "letter", "move", "date", "tell", "bounce"
REPLY, WAIT, REMIND, AWAY = "reply", "wait", "remind", "away"
LEASE: Final = timedelta(minutes=10)
# What follows one another so closely is one letter to its owner.
GATHERING: Final = timedelta(seconds=10)
_RECORD: Final = TypeAdapter(Delegation)
_TASK: Final = TypeAdapter(Task)
# Kept as what differs from `told`: mostly nothing, and three tasks in full were half of what is written to the disk.
_AS_TOLD: Final = {"task", "written"}


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision of some day, and the task as its owner had told it then."""

    told: Task
    decision: Decision


_PAST: Final = TypeAdapter(PastDecision)
_OF_DECISION: Final = tuple(field.name for field in fields(PastDecision))


def task_row(it: Delegation, digest: str, created: datetime, version: int = 0, next_: str | None = None) -> TaskRow:
    """A task as it is kept. `next_` tells what happens if nobody says anything."""
    return TaskRow(
        number=it.number,
        owner=it.task.owner,
        title=it.task.title,
        state=str(it.state),
        folder=it.folder,
        file=it.file,
        digest=digest,
        since=it.since,
        created=created,
        minutes=_minutes(it.task.estimate),
        assistant=it.assistant,
        due=it.task.due,
        closed=None if it.open else it.since,
        waiting_for=waited_for(it),
        next=next_,
        next_at=it.wait.at if it.wait else it.decision.until if it.state is State.LATER else None,
        version=version,
        record=_record(it),
    )


def restored(row: TaskRow) -> Delegation:
    """The task as the story knows it, from what was kept; by an earlier version, too, which kept every task in full."""
    record = dict(row.record)
    told = record["told"]
    record["task"] = told | record["task"]
    if record.get("written") is not None:
        record["written"] = told | record["written"]
    declined = record.pop("declined", ())
    if declined:
        record["refusals"] = dict.fromkeys(declined, "was asked for this task before, in vain")
    return _RECORD.validate_python(record)


def answer_row(it: Delegation, question: str, answer: str, now: datetime) -> AnswerRow:
    """What the owner has answered, with what kind of task it was about."""
    task = it.task
    return AnswerRow(
        task=it.number,
        owner=task.owner,
        title=task.title,
        question=question,
        answer=answer,
        at=now,
        client=task.client,
        tags=task.tags,
        skills=task.skills,
        confidential=task.confidential,
    )


def decision_row(it: Delegation, row: TaskRow | None = None) -> DecisionRow:
    """What was decided, for the history of decisions: with all that it was decided from.

    `row` is the task as it is kept, where that was made already: both tell it alike.
    """
    decision, record = it.decision, row.record if row else _record(it)
    return DecisionRow(
        task=it.number,
        at=decision.at,
        outcome=decision.outcome,
        version=decision.version,
        rule=decision.rule,
        record={name: record[name] for name in _OF_DECISION},
    )


def past_decision(row: DecisionRow) -> PastDecision | None:
    """What was decided then; None where an earlier version has kept too little of it."""
    return _PAST.validate_python(row.record) if "decision" in row.record else None


def work_of(it: Delegation, created: datetime) -> Work:
    """What is remembered of a task for deciding about others."""
    told, feedback = it.told, it.feedback
    assistant = it.assistant or it.done_by
    delivered = delivered_by(it, assistant)
    hours = [delivery.hours for delivery in delivered if delivery.hours is not None]
    return Work(
        number=it.number,
        owner=told.owner,
        title=told.title,
        state=str(it.state),
        created=created,
        since=it.since,
        touched=it.touched or created,
        client=told.client,
        goal=told.goal,
        tags=told.tags,
        skills=told.skills,
        confidential=told.confidential,
        assistant=assistant,
        due=it.task.due,
        closed=None if it.open else it.since,
        minutes=_minutes(it.task.estimate),
        told=told.told("estimate"),
        took=round(max(hours) * 60) if hours else None,
        handling=_minutes(it.handled),
        cost=it.decision.cost if assistant else None,
        given=it.given if assistant else None,
        month=it.month if assistant else None,
        rating=feedback.rating if feedback else None,
        late=delivered[0].late if delivered else False,
        rounds=it.rounds,
        proposed=it.decision.proposal is not None,
        payer=it.payer,
        paid=it.paid,
    )


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _record(it: Delegation) -> dict[str, Any]:
    record: dict[str, Any] = _RECORD.dump_python(it, mode="json", exclude=_AS_TOLD)
    record["task"] = _beside(record["told"], it.told, it.task)
    record["written"] = None if it.written is None else _beside(record["told"], it.told, it.written)
    return record


def _beside(kept: Mapping[str, Any], told: Task, task: Task) -> dict[str, Any]:
    """The fields in which a task differs from `told`, which is kept as `kept`."""
    if task is told:
        return {}
    return {name: value for name, value in _TASK.dump_python(task, mode="json").items() if value != kept[name]}


def story_event(told: Told, number: int, now: datetime) -> EventRow:
    """A line that the story has told."""
    level = CATALOGUE[told.event].level
    return EventRow(name=str(told.event), at=now, task=number, level=level, fields=dict(told.fields))


def letter_event(event: Event, about: LetterRow, now: datetime, /, **fields: object) -> EventRow:
    """A line about a letter."""
    known = {"letter": about.kind, "to": about.recipient, "message_id": about.message_id}
    level = CATALOGUE[event].level
    return EventRow(name=str(event), at=now, task=about.task, level=level, fields={**known, **fields})


def sending(letter: LetterRow, at: datetime, holder: str | None = None, *, gently: bool = False) -> ErrandRow:
    """The errand that sends a letter, under its Message-ID. With a holder it is leased to it from birth.

    `gently`: in its reader's working hours only, whenever that is.
    """
    if holder is None:
        payload = {"gently": True} if gently else {}
        return ErrandRow(key=letter.message_id, kind=LETTER, wake_at=at, task=letter.task, payload=payload)
    until = at + LEASE
    return ErrandRow(key=letter.message_id, kind=LETTER, wake_at=until, task=letter.task, owner=holder, attempts=1)


def bounce(letter: LetterRow, reason: str, now: datetime) -> ErrandRow:
    """The errand that tells the story of a letter that will never be delivered."""
    payload = {"message_id": letter.message_id, "reason": reason, "kind": letter.kind, "person": letter.person}
    return ErrandRow(key=f"{letter.message_id}:bounce", kind=BOUNCE, wake_at=now, task=letter.task, payload=payload)


def moving(it: Delegation, lies: tuple[str, str], now: datetime, holder: str) -> ErrandRow:
    """The errand that moves its file to where it belongs, leased to the holder from birth."""
    folder, name = lies
    payload: dict[str, Any] = {"from_folder": folder, "from_name": name, "to_folder": it.folder, "to_name": it.file}
    if name != printable(name):  # No UTF-8, and so no JSON: kept as its bytes.
        payload |= {"from_name": "", "from_bytes": name.encode("utf-8", "surrogateescape").hex()}
    until = now + LEASE
    key = f"{it.name}:move"
    return ErrandRow(key=key, kind=MOVE, wake_at=until, task=it.number, payload=payload, owner=holder, attempts=1)


def filing(payload: Mapping[str, Any]) -> Filing:
    """The move that an errand asks for."""
    found = dict(payload)
    raw = found.pop("from_bytes", None)
    if raw is not None:
        found["from_name"] = bytes.fromhex(raw).decode("utf-8", "surrogateescape")
    return Filing(**found)


def say(events: Iterable[EventRow]) -> None:
    """Log what was kept."""
    for row in events:
        number = {"task": f"T-{row.task}"} if row.task else {}
        log(Event(row.name), **number, **row.fields)
