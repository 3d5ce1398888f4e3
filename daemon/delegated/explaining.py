"""Why something was decided, as one value: for a file that was not taken, or for a task of any age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from delegated import story
from delegated.core.clauses import read_fact
from delegated.core.deciding import Decision, Trace, decide, trace
from delegated.core.errors import Unreadable
from delegated.core.facts import Case
from delegated.core.task import Task, read_task, understand
from delegated.story.deciding import past_of

if TYPE_CHECKING:
    from delegated.core.office import Office
    from delegated.correspondence import Correspondence
    from delegated.ports import AnswerRow
    from delegated.story import Delegation, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that `delegated explain` shows."""

    number: str | None
    title: str
    outcome: str
    rule: str | None
    policy: str
    because: str
    waits_for: str | None
    person: str | None
    facts: Mapping[str, str]
    rules: Sequence[dict[str, Any]]
    people: Sequence[dict[str, Any]]
    money: Mapping[str, str | None] = field(default_factory=dict)
    at: datetime
    version: str

    def as_json(self) -> dict[str, Any]:
        """With the keys that the contract names."""
        return {
            "task": self.number,
            "title": self.title,
            "outcome": self.outcome,
            "rule": self.rule,
            "because": self.because,
            "policy": self.policy,
            "waits_for": self.waits_for,
            "assistant": self.person,
            "facts": dict(self.facts),
            "rules": list(self.rules),
            "people": list(self.people),
            "money": dict(self.money),
            "at": self.at.isoformat(),
            "rules_version": self.version,
        }


def of_file(
    name: str, content: bytes, office: Office, now: datetime, given: Mapping[str, Any], *, most: int
) -> Explanation | Unreadable:
    """What would be decided about a file of at most so many bytes now, and why."""
    task = _understood(name, content, office, now, most)
    if isinstance(task, Unreadable):
        return task
    noted, decision = decide(task, office, now, given=given)
    return _explanation(None, noted, decision, trace(Case(task, office, now, given)))


def of_task(it: Delegation, office: Office) -> Explanation:
    """What was decided about a task, and why: with the facts of that day, under the rules of that day."""
    facts = {name: read for name, text in it.decision.facts.items() if (read := _as_it_was(name, text)) is not None}
    case = Case(it.told, office, it.decision.at, facts, it.decision.deferred_by)
    return _explanation(it.name, it.task, it.decision, trace(case))


def anew(it: Delegation, office: Office, now: datetime, given: Mapping[str, Any]) -> Explanation:
    """What would be decided about a task now: under the rules of today, at this time, given these facts.

    What it gives its own assistant to do does not stand in its way.
    """
    if it.assistant:
        office.workloads.add(it.assistant, -it.task.estimate, -1)
    noted, decision = decide(it.told, office, now, past_of(it), given=given)
    return _explanation(it.name, noted, decision, trace(Case(it.told, office, now, given)))


def accepted(
    name: str, content: bytes, office: Office, now: datetime, number: int, *, most: int
) -> Outcome | Unreadable:
    """What would come of a file of at most so many bytes, had it this number."""
    task = _understood(name, content, office, now, most)
    return task if isinstance(task, Unreadable) else story.accept(number, name, task, office, now)


def first_letter(
    outcome: Outcome,
    correspondence: Correspondence,
    office: Office,
    now: datetime,
    files: Mapping[str, bytes],
    known: Sequence[AnswerRow] = (),
) -> bytes | None:
    """The bytes of the brief that an outcome would send; None where it sends none.

    `known` are answers to questions of tasks like it.
    """
    for errand in outcome.errands:
        if isinstance(errand, story.Write):
            letter = correspondence.write(outcome.delegation, errand, office, now, files, known)
            return letter.content if letter else None
    return None


def _understood(name: str, content: bytes, office: Office, now: datetime, most: int) -> Task | Unreadable:
    written = read_task(name, content, most=most)
    return written if isinstance(written, Unreadable) else understand(written, office.roster, now)


def _as_it_was(name: str, text: str) -> Any:
    """A fact of that day; None for one that was not known then, and is not known now."""
    try:
        return (
            None
            if text.startswith("not known")
            else read_fact(name, _listed(text) if name == "owner.stalled_goals" else text)
        )
    except ValueError:
        return None


def _listed(text: str) -> list[str]:
    return [] if text == "none" else text.split(", ")


def _explanation(number: str | None, task: Task, decision: Decision, traces: Sequence[Trace]) -> Explanation:
    return Explanation(
        number=number,
        title=task.title,
        outcome=decision.outcome,
        rule=decision.rule,
        policy=decision.policy,
        because=decision.because,
        waits_for=decision.waits_for,
        person=decision.person,
        facts=decision.facts,
        rules=[_rule(one) for one in traces],
        people=[{"id": one.id, "chosen": one.chosen, "reason": one.reason} for one in decision.people],
        money={"estimate": decision.cost, "reserved": None, "worth": decision.facts.get("worth.net")},
        at=decision.at,
        version=decision.version,
    )


def _rule(one: Trace) -> dict[str, Any]:
    failed = one.failed
    said = {"field": failed.field, "wanted": failed.wanted, "met": failed.met} if failed else None
    return {"name": one.name, "matched": one.matched, "reached": one.reached, "failed": said, "place": one.place}
