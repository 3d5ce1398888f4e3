"""Running the examples that stand in rules: each is a task, facts as given, and what should come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from delegated.core.clauses import read_fact
from delegated.core.conditions import Failed
from delegated.core.deciding import OWN_CHOICE, Decision, example_choice, judge, trace
from delegated.core.errors import Unreadable
from delegated.core.facts import Case
from delegated.core.reading import Node, read_model
from delegated.core.task import TaskFile, Written, understand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.core.rules import Expectation, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Ran:
    """One example of one rule. `why` says what came instead, or what is wrong with it; empty where it passed.

    `failed` is the first clause that did not hold, with what it met, of the rule that should have taken it; where that
    rule should not, of its own. `hint` says in words what is to be known of the former.
    """

    rule: str
    example: str
    expected: str
    got: str
    taken_by: str | None
    place: str
    why: str = ""
    failed: Failed | None = None
    hint: str = ""

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
        return Ran(rule.name, title, expected, "nothing", None, where, f"cannot be run: {task}")
    begun = Case(task, office, now, _given(node))
    case, decision = judge(begun)
    if decision.outcome == "delegate":
        decision = example_choice(case, decision)
    got = _said(decision.outcome, decision.person if wanted.to else None)
    taken_by = decision.rule or decision.policy
    why = _why(expected, got, decision, wanted.rule)
    if not why:
        return Ran(rule.name, title, expected, got, taken_by, where)
    meant = _meant(rule, wanted)
    failed = next((one.failed for one in trace(begun) if one.name == (meant or rule.name)), None)
    hint = _hint(meant, failed, decision) if meant else ""
    return Ran(rule.name, title, expected, got, taken_by, where, why, failed, hint)


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


def _meant(rule: Rule, wanted: Expectation) -> str | None:
    """The rule that should take the example; None where it shows what its own rule is not for."""
    return wanted.rule or (rule.name if rule.outcome in {wanted.outcome, "note"} else None)


def _hint(rule: str, failed: Failed | None, decision: Decision) -> str:
    """Why that rule did not take it; nothing where it did."""
    if decision.rule == rule or rule in decision.noted:
        return ""
    if failed is not None:
        wanted = failed.wanted.removeprefix(f"{failed.field} ")
        return f"`{rule}` does not match: {failed.field} is {failed.met}, wanted: {wanted}"
    if decision.policy == OWN_CHOICE:
        return f"`{rule}` would match, but `to:` in a task goes before all rules"
    return f"`{rule}` would match too, but stands below it"
