"""What is shown of a decision, for a file that was not taken or a task of any age; and of an assistant: as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from delegated import story
from delegated.core.calendar import DateRange
from delegated.core.clauses import recorded_fact
from delegated.core.conditions import Unknown, length, shown
from delegated.core.deciding import OWN_CHOICE, Decision, as_decided, decide, trace, with_usual_length
from delegated.core.errors import Unreadable
from delegated.core.facts import Case
from delegated.core.fields import Level
from delegated.core.money import Money, parse_money
from delegated.core.office import WEEK, Limit
from delegated.core.people import Assistant
from delegated.core.task import Task, read_task, understand, with_notes
from delegated.story.deciding import past_of

if TYPE_CHECKING:
    from delegated.core.office import Office
    from delegated.core.rules import Rule
    from delegated.correspondence import Correspondence
    from delegated.ports import AnswerRow
    from delegated.story import Delegation, Outcome

_NOTHING: Final = frozenset({"", "none", "not set"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that `delegated explain` shows of a decision.

    `foreseen`: it is what would be decided, and was not. `matched` is what the deciding rule met, by its clauses that
    held. `facts` are as text, those `given` by hand among them; `assumed` is what nobody said, with what it was taken
    for and why. `questions` are for the owner. Each of `rules` has `name`, `policy`, `place`, `matched`, `reached`,
    `failed`, and `did`: what came of it. `money` has amounts as text, of `currency`, and the whole calculation
    `in_words`. `at` and `until` are in the owner's zone.
    """

    number: str | None
    title: str
    foreseen: bool
    outcome: str
    rule: str | None
    place: str | None
    matched: Sequence[str] = ()
    policy: str
    because: str
    waits_for: str | None
    questions: Sequence[str] = ()
    until: datetime | None = None
    person: str | None
    facts: Mapping[str, str]
    given: Sequence[str] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)
    proposal: str | None = None
    rules: Sequence[dict[str, Any]]
    people: Sequence[dict[str, Any]]
    money: Mapping[str, str | None]
    at: datetime
    version: str

    def as_json(self) -> dict[str, Any]:
        """With the keys that the contract names, and some more."""
        return {
            "task": self.number,
            "title": self.title,
            "foreseen": self.foreseen,
            "outcome": self.outcome,
            "rule": self.rule,
            "place": self.place,
            "matched": list(self.matched),
            "policy": self.policy,
            "because": self.because,
            "waits_for": self.waits_for,
            "questions": list(self.questions),
            "until": self.until.isoformat() if self.until else None,
            "assistant": self.person,
            "facts": dict(self.facts),
            "given": list(self.given),
            "assumed": dict(self.assumed),
            "proposal": self.proposal,
            "rules": list(self.rules),
            "people": list(self.people),
            "money": dict(self.money),
            "at": self.at.isoformat(),
            "rules_version": self.version,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """Everything that `delegated explain` shows of an assistant, at one moment.

    `allows` is what her level lets her take; `why` she is at it, and what is `missing` for more. `back` is when she
    works again after an absence that holds now, `absence` what is known of it, `coming` the next one of the roster.
    `next` is when she is at work next, `at` where she is now. `week` is what she has for us in seven days, of which
    `taken` is spoken for. `open` are rows of tasks as `status` has them, with `hours`.
    """

    person: Assistant
    level: Level
    allows: Limit
    why: str
    missing: Sequence[str]
    absence: str | None
    back: datetime | None
    coming: DateRange | None
    next: datetime | None
    week: timedelta
    taken: timedelta
    open: Sequence[Mapping[str, str | None]]
    at: datetime

    @property
    def evidence(self) -> list[str]:
        """What speaks for her, each with its kind: `references: carla@example.com`."""
        kinds = ("portfolio", "references", "testimonials")
        return [f"{kind}: {value}" for kind in kinds for value in getattr(self.person.evidence, kind)]

    @property
    def free(self) -> timedelta:
        """What she can still take in seven days."""
        return max(timedelta(), self.week - self.taken)

    def as_json(self) -> dict[str, Any]:
        """With the keys that the contract names, and some more."""
        person, allows = self.person, self.allows
        return {
            "id": person.id,
            "name": person.name,
            "kind": str(person.kind),
            "scope": str(person.scope),
            "skills": list(person.skills),
            "languages": list(person.languages),
            "rate": str(person.rate) if person.rate else None,
            "hours": str(person.hours),
            "time_zone": person.time_zone,
            "level": str(self.level),
            "why": self.why,
            "allows": {
                "stakes": str(allows.stakes),
                "money": allows.money.amount_text if allows.money else None,
                "currency": allows.money.currency if allows.money else None,
                "tasks": allows.tasks,
            },
            "confidential": person.confidential,
            "evidence": self.evidence,
            "missing": list(self.missing),
            "away": {"back": self.back.isoformat() if self.back else None, "because": self.absence}
            if self.absence
            else None,
            "open": [row["number"] for row in self.open],
            "tasks": [dict(row) for row in self.open],
            "room": {"week": length(self.week), "taken": length(self.taken), "free": length(self.free)},
            "at": self.at.isoformat(),
        }


def of_file(
    name: str, content: bytes, office: Office, now: datetime, given: Mapping[str, Any], *, most: int
) -> Explanation | Unreadable:
    """What would be decided about a file of at most so many bytes now, and why."""
    task = _understood(name, content, office, now, most)
    if isinstance(task, Unreadable):
        return task
    noted, decision = decide(task, office, now, given=given)
    return _explanation(None, noted, with_usual_length(Case(task, office, now, given)), decision, given, foreseen=True)


def of_decision(number: str, told: Task, decision: Decision, office: Office) -> Explanation:
    """What was decided about a task as it was told then, and why: with the facts of that day.

    `office` has the rules and the roster of that day. What was not known then stays not known.
    """
    facts = {name: _as_it_was(name, text) for name, text in decision.facts.items()}
    case = Case(as_decided(told, decision), office, decision.at, facts, decision.deferred_by)
    return _explanation(number, told, replace(case, spent=_spent(case, decision)), decision, {}, foreseen=False)


def anew(it: Delegation, office: Office, now: datetime, given: Mapping[str, Any]) -> Explanation:
    """What would be decided about a task now: under the rules of today, at this time, given these facts.

    What it gives its own assistant to do does not stand in its way.
    """
    office.memory.drop(it.number)
    past = past_of(it)
    noted, decision = decide(it.told, office, now, past, given=given)
    case = with_usual_length(Case(it.told, office, now, given, past.deferred_by, past.spent, it.number))
    return _explanation(it.name, noted, case, decision, given, foreseen=True)


def of_person(
    person: Assistant, office: Office, now: datetime, open_: Sequence[Mapping[str, str | None]], absence: str = ""
) -> Portrait:
    """Who an assistant is to this office now. `absence` is what her own mail said, where it was that."""
    level, load, calendar = office.level_of(person), office.workloads.of(person.id), person.calendar
    today = now.astimezone(person.zone).date()
    away = next((away for away in person.away if today in away), None)
    at_work = calendar.next_working(now)
    next_ = at_work.astimezone(person.zone) if at_work else None
    hours = {
        f"T-{work.number}": length(timedelta(minutes=work.minutes)) for work in office.workloads.open_of(person.id)
    }
    return Portrait(
        person=person,
        level=level,
        allows=office.trust[level],
        why=_why_at(person, level),
        missing=_missing(person, level),
        absence=_absence(person.id, away, absence) if away else None,
        back=next_ if away else None,
        coming=min((away for away in person.away if away.first > today), key=lambda away: away.first, default=None),
        next=next_,
        week=min(person.capacity, calendar.working_time(now, now + WEEK)),
        taken=load.open,
        open=[{**row, "hours": hours.get(row["number"] or "")} for row in open_],
        at=now.astimezone(person.zone),
    )


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
    """A fact of that day, as the rules saw it; Unknown where it was not known."""
    try:
        return recorded_fact(name, text)
    except ValueError:
        return Unknown("an earlier version of delegated kept it in another way")


def _fact(decision: Decision, name: str) -> Any:
    return _as_it_was(name, decision.facts.get(name, "not known (no such fact was looked for)"))


def _explanation(
    number: str | None, task: Task, case: Case, decision: Decision, given: Mapping[str, Any], *, foreseen: bool
) -> Explanation:
    zone = case.owner.zone
    return Explanation(
        number=number,
        title=task.title,
        foreseen=foreseen,
        outcome=decision.outcome,
        rule=decision.rule,
        place=decision.place,
        matched=list(dict.fromkeys(_matched(case, decision))),
        policy=decision.policy,
        because=decision.because,
        waits_for=decision.waits_for,
        questions=decision.questions,
        until=decision.until.astimezone(zone) if decision.until else None,
        person=decision.person,
        facts=decision.facts,
        given=[f"{name}={shown(value)}" for name, value in given.items()],
        assumed=decision.assumed,
        proposal=decision.proposal,
        rules=_rules(case, decision),
        people=[{"id": one.id, "chosen": one.chosen, "reason": one.reason} for one in decision.people],
        money=_money(case, decision),
        at=decision.at.astimezone(zone),
        version=decision.version,
    )


def _rules(case: Case, decision: Decision) -> list[dict[str, Any]]:
    """What each rule said, from first to last, and what came of it."""
    rules = [(policy, rule) for book, policy in case.office.books() for rule in book.rules]
    found = []
    for (policy, rule), one in zip(rules, trace(case), strict=True):
        failed = one.failed
        said = {"field": failed.field, "wanted": failed.wanted, "met": failed.met} if failed else None
        did = _did(rule.outcome, rule.notes, decision, decided=one.name == decision.rule) if one.matched else None
        found.append(
            {
                "name": one.name,
                "matched": one.matched,
                "failed": said,
                "reached": one.reached,
                "did": did if one.reached else None,
                "policy": policy,
                "place": one.place,
            }
        )
    return found


def _spent(case: Case, decision: Decision) -> frozenset[str]:
    """Rules that match and stand before the one that decided: they had asked and were answered, or their date came."""
    if decision.rule is None:
        return frozenset()
    turns = [(rule, case) for rule, case in _turns(case, decision) if rule.outcome != "note"]
    return frozenset(rule.name for rule, case in turns[:-1] if rule.condition.holds(case))


def _matched(case: Case, decision: Decision) -> Iterator[str]:
    """What the deciding rule met, by the clauses that held, with what was noted before it."""
    rule, case = list(_turns(case, decision))[-1]
    if rule.name == decision.rule:
        for clause in rule.condition.clauses():
            if clause.holds(case):
                yield _met(clause.field, shown(case.value(clause.field), case.calendar.zone))


def _turns(case: Case, decision: Decision) -> Iterator[tuple[Rule, Case]]:
    """The rules up to the one that decided, each with the case as its notes had made it when its turn came."""
    for rule in (rule for book, _ in case.office.books() for rule in book.rules):
        yield rule, case
        if rule.name == decision.rule:
            return
        if rule.name in decision.noted:
            case = case.noted(with_notes(case.task, **rule.notes))


def _met(field: str, value: str) -> str:
    if field == "title":
        return "the title"  # It stands above.
    return f"no {field}" if value in _NOTHING and "." not in field else f"{field}: {value}"


def _did(outcome: str, notes: Mapping[str, Any], decision: Decision, *, decided: bool) -> str:
    """What came of a rule that matched when its turn had come."""
    if outcome == "note":
        return "noted " + ", ".join(f"{name} {shown(value)}" for name, value in notes.items())
    if decided:
        return "decided"
    return f"{decision.policy} went before it" if decision.policy == OWN_CHOICE else "had its turn before"


def _money(case: Case, decision: Decision) -> dict[str, str | None]:
    """The amounts of a decision, and how the worth of handing it over comes about."""
    cost, net = parse_money(decision.cost) if decision.cost else None, _fact(decision, "worth.net")
    net = net if isinstance(net, Money) else None
    known = cost or net
    return {
        "estimate": cost.amount_text if cost else None,
        "reserved": None,
        "worth": net.amount_text if net else None,
        "currency": known.currency if known else None,
        "in_words": _in_words(case, decision),
    }


def _in_words(case: Case, decision: Decision) -> str:
    """`frees 1h30m of yours, worth 135.00 EUR, for 36.00 EUR and 15m of yours: 76.50 EUR gained`.

    Of a task that nobody gets it is what would be.
    """
    freed, handling, cost, net = (
        _fact(decision, f"worth.{name}") for name in ("hours_freed", "handling", "cost", "net")
    )
    if isinstance(freed, Unknown) or isinstance(handling, Unknown):
        return f"not known: {next(value.reason for value in (freed, handling) if isinstance(value, Unknown))}"
    if isinstance(cost, Unknown):
        return f"not known: {cost.reason}"
    work, hour = freed + handling, case.owner.hour_is_worth
    frees = f"{'frees' if decision.person else 'would free'} {length(work)} of yours"
    least = "" if decision.cost in {None, str(cost)} else " at the least"
    price = f"for {cost}{least} and {length(handling)} of yours"
    if hour is None or isinstance(net, Unknown):
        return f"{frees} {price}; what that is worth is not known" + (
            f": {net.reason}" if isinstance(net, Unknown) else ""
        )
    gained = f"{-net} lost" if net.amount < 0 else f"{net} gained"
    return f"{frees}, worth {hour.for_time(work)}, {price}: {gained}"


def _absence(id_: str, away: DateRange, mailed: str) -> str:
    """How it is known that she is away, and what to do if she is not."""
    if mailed:
        return f"her own mail says so ({mailed}); not so? `delegated tell {id_} back`"
    return f"the roster says {away}"


def _why_at(person: Assistant, level: Level) -> str:
    if person.trust != level:
        return f"the roster says `trust: {person.trust}`, but nobody without any evidence gets above a trial"
    if "trust" in person.model_fields_set:
        return f"the roster says `trust: {level}`"
    return "everybody is, as long as the roster says nothing else"


def _missing(person: Assistant, level: Level) -> list[str]:
    """What would take her further. Levels that move by themselves are for a later version."""
    if not person.evidence:
        return ["any evidence on the roster: a portfolio, references or testimonials"]
    levels = list(Level)
    if level == levels[-1]:
        return []
    return [f"`trust: {levels[levels.index(level) + 1]}` on the roster: it is your word that raises her"]
