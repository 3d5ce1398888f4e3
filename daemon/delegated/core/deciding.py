"""Deciding what becomes of a task, and why: rules in order, then the shipped policy, then what a brief needs.

read notes and the first outcome  ->  the owner's own choice of a person goes before it
delegate?  ->  a brief that lacks what it needs, or holds a secret, is a question instead
->  whom: choosing; nobody, or money that wants approval: the task waits
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from delegated.core import secrets
from delegated.core.choosing import Choice, Search, Verdict, choose
from delegated.core.clauses import fact_recorded
from delegated.core.conditions import Failed, length, shown
from delegated.core.experience import usual_handling, usual_length, who_did_well
from delegated.core.facts import Case
from delegated.core.money import parse_money
from delegated.core.people import ANYONE
from delegated.core.recurring import proposal
from delegated.core.rules import IN_BRACES, Defer, Delegate, Rule, RuleBook
from delegated.core.task import Task, with_notes

if TYPE_CHECKING:
    from delegated.core.experience import Work
    from delegated.core.money import Money
    from delegated.core.office import Office

QUESTIONS: Final[Mapping[str, str]] = {
    "deliverables": "What should exist when it is done? (`deliverables`)",
    "expectations": "How should it be done, and how would you know that it is good? (`expectations`)",
    "due": "By when? (`due`)",
    "details": "What is it about: why it matters, what is known? (the text, or `details`)",
    "estimate": "How long should it take? (`estimate`)",
    "stakes": "What does it cost if it goes wrong: low, medium or high? (`stakes`)",
    "budget": "How much may it cost? (`budget`)",
}
NEEDED: Final = ("deliverables", "expectations", "due")
_ITS_DATE_CAME: Final = Failed("until", "a date to come", "over: it has deferred the task once")
_WAS_ANSWERED: Final = Failed("asked", "a question", "answered: it has asked once")
OWN_CHOICE: Final = "the owner's own choice"
OWN_WORD: Final = "the owner's own word"
COULD_STILL_BE_ASKED: Final = "could still be asked"
NO_RULE: Final = "no rule says what to do with it"
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Past:
    """What has happened to a task before it is decided anew.

    `declined` are not asked again, for the reasons told; the rule `deferred_by` does not defer it again, and those of
    `spent` have asked and were answered. `approved` is the person and the cost that the owner has said yes to.
    `wanted`: the owner wants it delegated, whatever the rules say. `number` is the task's own.
    """

    declined: Mapping[str, str] = field(default_factory=dict)
    deferred_by: str | None = None
    spent: frozenset[str] = frozenset()
    approved: tuple[str, str | None] | None = None
    wanted: bool = False
    number: int | None = None


NOTHING_BEFORE: Final = Past()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by which rule, and everything that it was decided from.

    `policy` is `rules`, `shipped policy`, `the owner's own choice` or `no rule`. `questions` are for the
    owner; while there are any, or `approval` is set, a task that is to be delegated waits for her. `assumed` tells what
    nobody has said was taken for, and why; `estimate` is what was taken where such tasks tell it. `proposal` is what
    to do about a task that comes again and again. `past` is what had happened to it before.
    """

    outcome: str
    rule: str | None
    because: str
    policy: str
    at: datetime
    version: str
    place: str | None = None
    noted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    approval: str | None = None
    until: datetime | None = None
    person: str | None = None
    cost: str | None = None
    people: tuple[Verdict, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    deferred_by: str | None = None
    patience: str | None = None
    brief: str | None = None
    assumed: Mapping[str, str] = field(default_factory=dict)
    estimate: timedelta | None = None
    proposal: str | None = None
    past: Past = NOTHING_BEFORE

    @property
    def waits_for(self) -> str | None:
        """Why the task waits for its owner; None where it does not."""
        if self.outcome == "ask":
            return "; ".join(self.questions) or self.because
        if self.outcome == "delegate" and self.person is None:
            return "nobody can take it"
        return self.approval


@dataclass(frozen=True, slots=True)
class Trace:
    """What one rule said to one task."""

    name: str
    matched: bool
    failed: Failed | None
    place: str
    reached: bool = True


def decide(
    task: Task, office: Office, now: datetime, past: Past = NOTHING_BEFORE, *, given: Mapping[str, Any] | None = None
) -> tuple[Task, Decision]:
    """The decision, and the task with what rules have noted on it."""
    case = with_usual_length(Case(task, office, now, given or {}, past.deferred_by, past.spent, past.number))
    assumed, estimate = _assumed(case), case.task.estimate if case.task.estimate != task.estimate else None
    case, decision = judge(case)
    if past.wanted and decision.outcome != "delegate":
        decision = _decision(case, "delegate", None, "the owner wants it delegated", OWN_CHOICE, decision.noted)
    if decision.outcome == "delegate":
        decision = _complete(case, decision) or _assign(case, decision, past)
    elif decision.missing:
        decision = _with_all_questions(case, decision)
    proposed = None if decision.outcome == "drop" or task.repeats else proposal(case.like, now, case.owner.zone)
    return case.task, replace(
        decision,
        facts=facts_told(case),
        deferred_by=past.deferred_by,
        assumed=assumed,
        estimate=estimate,
        proposal=proposed,
        past=past,
    )


def as_decided(task: Task, decision: Decision) -> Task:
    """The task as it was taken when that was decided: with the estimate that such tasks told."""
    return task if decision.estimate is None else replace(task, estimate=decision.estimate)


def with_usual_length(case: Case) -> Case:
    """Where nobody has said how long it takes: as long as such tasks took."""
    if case.task.told("estimate"):
        return case
    learned = usual_length(case.like)
    return case if learned is None else case.noted(replace(case.task, estimate=learned[0]))


def judge(case: Case) -> tuple[Case, Decision]:
    """The outcome by the rules alone: nothing about whether the brief is complete, or who is free."""
    noted: list[str] = []
    for book, policy in case.office.books():
        case, rule = _first(case, book, noted)
        if case.task.to is not None:
            return case, _own_choice(case, noted)
        if rule is not None:
            return case, _by_rule(case, rule, policy, noted)
    return case, _decision(case, "ask", None, NO_RULE, "no rule", noted, questions=("What should become of it?",))


def example_choice(case: Case, decision: Decision) -> Decision:
    """The same with the person chosen, for examples: nothing about whether the brief is complete."""
    return _assign(case, decision, NOTHING_BEFORE)


def trace(case: Case) -> list[Trace]:
    """What every rule says, from first to last, with what the notes before it added."""
    found: list[Trace] = []
    reached = True
    for book, _ in case.office.books():
        for rule in book.rules:
            failed = _had_its_turn(case, rule) or rule.condition.failed(case)
            found.append(Trace(rule.name, failed is None, failed, rule.place, reached))
            if failed is None and reached:
                if rule.notes:
                    case = case.noted(with_notes(case.task, **rule.notes))
                reached = rule.outcome == "note"
    return found


def facts_told(case: Case) -> dict[str, str]:
    """Every fact as text, exact enough to decide by it again."""
    return {name: fact_recorded(value) for name, value in case.all_facts().items()}


def search_for(case: Case, plan: Delegate, declined: Mapping[str, str]) -> tuple[Search, list[tuple[str, ...]]]:
    """Whom a rule wants asked: the search, and the circles of ids in their order."""
    task = replace(
        case.task, skills=tuple(dict.fromkeys((*case.task.skills, *(skill.casefold() for skill in plan.skills))))
    )
    roster = case.office.roster
    circles = [tuple(id_ for name in plan.to for id_ in roster.members(name))]
    circles += [roster.members(name) for name in plan.otherwise]
    named = frozenset(name for name in (*plan.to, *plan.otherwise) if name in roster.assistants)
    last = case.given.get("history.last_assistant")
    knows = (last,) if isinstance(last, str) else who_did_well(case.like)
    return Search(task, case.owner, case.office, case.now, declined, named, knows), circles


def plan_of(case: Case, decision: Decision) -> Delegate:
    """How the deciding rule wants it delegated; the owner's own choice is a plan of one person."""
    if case.task.to is not None:
        return Delegate(to=(case.task.to,))
    for book, _ in case.office.books():
        for rule in book.rules:
            if rule.name == decision.rule and rule.entry.delegate is not None:
                return rule.entry.delegate
    return Delegate(to=(ANYONE,))


def _first(case: Case, book: RuleBook, noted: list[str]) -> tuple[Case, Rule | None]:
    """The first rule with an outcome that holds. A note may bring in rules that were no candidates before."""
    after = -1
    while True:
        for place in book.candidates(case):
            rule = book.rules[place]
            if place <= after or _had_its_turn(case, rule) or not rule.condition.holds(case):
                continue
            if rule.outcome != "note":
                return case, rule
            noted.append(rule.name)
            case, after = case.noted(with_notes(case.task, **rule.notes)), place
            break
        else:
            return case, None


def _had_its_turn(case: Case, rule: Rule) -> Failed | None:
    """Why a rule that would match does not count any more."""
    if rule.name == case.deferred_by:
        return _ITS_DATE_CAME
    return _WAS_ANSWERED if rule.name in case.spent else None


def _assumed(case: Case) -> dict[str, str]:
    """What nobody has said, what it was taken for, and why."""
    task, found = case.task, {}
    if not task.told("stakes"):
        found["stakes"] = f"{task.stakes}, as nobody said"
    if not task.told("estimate"):
        learned = usual_length(case.like)
        why = f"as {_and_more(learned[1])} tell" if learned else "as nobody said, and nothing like it was done"
        found["estimate"] = f"{length(task.estimate)}, {why}"
    handling = usual_handling(case.like)
    why = f"as with {_and_more(handling[1])}" if handling else "as for any task: ten minutes, and a tenth of the work"
    found["worth.handling"] = f"{shown(case.fact('worth.handling'))}, {why}"
    return found


def _and_more(works: Sequence[Work]) -> str:
    """`T-3, T-9 and 4 more`."""
    names = [f"T-{work.number}" for work in works[:_NAMED]]
    more = len(works) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _own_choice(case: Case, noted: Sequence[str]) -> Decision:
    return _decision(case, "delegate", None, f"the owner chose {case.task.to}", OWN_CHOICE, noted)


def _by_rule(case: Case, rule: Rule, policy: str, noted: Sequence[str]) -> Decision:
    entry = rule.entry
    more: dict[str, Any] = {"place": rule.place}
    if entry.defer is not None:
        more["until"] = _until(case, entry.defer)
    if entry.ask is not None:
        missing = tuple(name for name in rule.asks_for if not case.task.told(name))
        more["missing"] = missing
        more["questions"] = tuple(map(_question, missing)) or entry.ask
    return _decision(case, rule.outcome, rule.name, because_told(case, rule), policy, noted, **more)


def because_told(case: Case, rule: Rule) -> str:
    """The reason of a rule, with the fields and facts that it names in braces."""
    if "{" not in rule.because:
        return rule.because
    return IN_BRACES.sub(lambda name: shown(case.value(name[1]), case.calendar.zone), rule.because)


def _until(case: Case, defer: Defer) -> datetime:
    """A day without a time begins with the owner's work: `until: monday` is Monday morning."""
    if defer.until is not None:
        return defer.until.resolve(case.now, case.calendar, opening=True)
    assert defer.for_ is not None  # noqa: S101  one of the two was asked for when the rule was read
    return case.calendar.add(case.now, defer.for_)


def _decision(
    case: Case, outcome: str, rule: str | None, because: str, policy: str, noted: Sequence[str], **more: Any
) -> Decision:  # fmt: skip
    return Decision(outcome, rule, because, policy, case.now, case.office.version, noted=tuple(noted), **more)


def _complete(case: Case, decision: Decision) -> Decision | None:
    """A question instead of a brief that lacks what it needs, or holds what must not leave; None where all is well."""
    task = case.task
    secret = secrets.found_in("\n|\n".join(_leaving(task)))
    if secret is not None:
        cure = "Take it out, or put it under `private`, or keep the task."
        question = f"Its text seems to hold {secret}. {cure} Nothing of it has left."
        return replace(decision, outcome="ask", because=f"the text seems to hold {secret}", questions=(question,))
    missing = tuple(name for name in NEEDED if not task.told(name))
    if missing:
        because = f"{decision.because}; but a brief needs {_and(missing)}"
        return replace(
            decision, outcome="ask", because=because, missing=missing, questions=tuple(map(_question, missing))
        )
    if task.due is not None and task.due <= case.now:
        question = f"It was due on {shown(task.due, case.calendar.zone)}, which has passed. By when now? (`due`)"
        return replace(
            decision, outcome="ask", because="its due date has passed", missing=("due",), questions=(question,)
        )
    return None


def _with_all_questions(case: Case, decision: Decision) -> Decision:
    """Where it would be delegated after the answer: what the brief lacks is asked in the same mail."""
    answered = replace(case, spent=case.spent | {decision.rule or ""})
    if judge(answered)[1].outcome != "delegate":
        return decision
    lacking = (name for name in NEEDED if not case.task.told(name))
    missing = tuple(dict.fromkeys((*decision.missing, *lacking)))
    return replace(decision, missing=missing, questions=tuple(map(_question, missing)))


def _assign(case: Case, decision: Decision, past: Past) -> Decision:
    plan = plan_of(case, decision)
    search, circles = search_for(case, plan, past.declined)
    choice = choose(search, circles, plan.prefer)
    cost = str(choice.cost) if choice.cost else None
    approval = None if _is_approved(case, choice, past.approved) else _approval(case, plan, choice)
    return replace(
        decision,
        person=choice.person,
        cost=cost,
        people=choice.people,
        approval=approval,
        patience=plan.patience or case.task.patience,
        brief=plan.brief or case.task.template,
    )


def _is_approved(case: Case, choice: Choice, approved: tuple[str, str | None] | None) -> bool:
    """Whether the owner has said yes to this person, at this cost or more."""
    if approved is None or approved[0] != choice.person:
        return False
    if choice.cost is None or approved[1] is None:
        return True
    most = parse_money(approved[1])
    cost = case.currencies.convert(choice.cost, most.currency)
    return cost is not None and cost.amount <= most.amount


def _approval(case: Case, plan: Delegate, choice: Choice) -> str | None:
    """What the owner must say yes to before the brief goes out."""
    if choice.person is None or plan.approve is None:
        return None
    name = case.office.roster.assistants[choice.person].name
    if plan.approve == "always":
        return f"the rule wants your word before {name} is asked; it would cost {choice.cost}"
    threshold: Money = plan.approve.above
    cost = case.currencies.convert(choice.cost, threshold.currency) if choice.cost else None
    if cost is not None and cost.amount <= threshold.amount:
        return None
    return f"{name} would cost {choice.cost}, and above {threshold} the rule wants your word"


def _leaving(task: Task) -> Iterator[str]:
    """Every text of the task that a brief would carry out of the house."""
    yield from (
        task.title,
        task.details,
        *task.deliverables,
        *task.expectations,
        *task.attachments,
        *task.tags,
        task.client or "",
    )


def _question(name: str) -> str:
    return QUESTIONS.get(name, f"What is its {name}? (`{name}`)")


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
