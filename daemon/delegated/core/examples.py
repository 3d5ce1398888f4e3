"""Running the examples that stand in rules: each is a task, facts as given, and what should come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from delegated.core.clauses import read_fact
from delegated.core.deciding import Decision, example_choice, judge
from delegated.core.errors import Unreadable
from delegated.core.facts import Case
from delegated.core.reading import Node, read_model
from delegated.core.task import TaskFile, Written, understand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.core.rules import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Ran:
    """One example of one rule. `why` says what came instead, or what is wrong with it; empty where it passed."""

    rule: str
    example: str
    expected: str
    got: str
    taken_by: str | None
    place: str
    why: str = ""

    @property
    def passed(self) -> bool:
        """Whether it came as expected."""
        return not self.why


def run_examples(book: RuleBook, office: Office, now: datetime) -> Iterator[Ran]:
    """Every example of a book, in its order, in this office at this moment."""
    for rule in book.rules:
        nodes = rule.node.below("examples")
        listed = nodes.value if nodes is not None and isinstance(nodes.value, list) else []
        for place, node in enumerate(listed):
            yield _run(rule, place, node, office, now)


def _run(rule: Rule, place: int, node: Node, office: Office, now: datetime) -> Ran:
    example = rule.entry.examples[place]
    wanted = example.expect
    expected = _said(wanted.outcome, wanted.to)
    where = f"{rule.file}:{node.line}"
    title = str(example.task.get("title", ""))
    written = _written(rule, node.at(["task"]))
    task = written if isinstance(written, Unreadable) else understand(written, office.roster, now)
    if isinstance(task, Unreadable):
        return Ran(rule.name, title, expected, "nothing", None, where, str(task))
    case, decision = judge(Case(task, office, now, _given(node)))
    if decision.outcome == "delegate":
        decision = example_choice(case, decision)
    got = _said(decision.outcome, decision.person if wanted.to else None)
    taken_by = decision.rule or decision.policy
    why = _why(expected, got, decision, wanted.rule)
    return Ran(rule.name, title, expected, got, taken_by, where, why)


def _written(rule: Rule, node: Node) -> Written | Unreadable:
    values: Mapping[str, Node] = node.value if isinstance(node.value, dict) else {}
    tree = {key: below.tree() for key, below in values.items() if not key.startswith("x-")}
    extra = {key: below.tree() for key, below in values.items() if key.startswith("x-")}
    fields = read_model(TaskFile, node, rule.source, tree=tree)
    if isinstance(fields, Unreadable):
        return fields
    return Written(fields, extra, fields.details or "", node, rule.source)


def _given(node: Node) -> dict[str, Any]:
    given = node.below("given")
    values = given.value if given is not None and isinstance(given.value, dict) else {}
    return {name: read_fact(name, below.meant()) for name, below in values.items()}


def _said(outcome: str, to: str | None) -> str:
    return f"{outcome} to {to}" if to else outcome


def _why(expected: str, got: str, decision: Decision, rule: str | None) -> str:
    taken_by = decision.rule or decision.policy
    if expected != got:
        stopped = "; ".join(f"{verdict.id}: {verdict.reason}" for verdict in decision.people if not verdict.chosen)
        return f"came to `{got}` by `{taken_by}`" + (f" ({stopped})" if stopped and decision.person is None else "")
    return f"was decided by `{taken_by}`, not by `{rule}`" if rule and rule != taken_by else ""
