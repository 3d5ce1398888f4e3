"""Deciding the past again under other rules: with the task as it was told, the facts of that day, and its work.

What a fact was computed from is not kept; the fact is. So a decision is made with the facts that were recorded, but
for the few that follow from the task itself, as notes of other rules may change it. Where these come out otherwise
because of something else, a new rate say, it is made once more, with them as they were recorded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from heapq import heapify, heappop
from typing import TYPE_CHECKING, Any, Final

from delegated.core.clauses import recorded_fact
from delegated.core.conditions import shown
from delegated.core.deciding import COULD_STILL_BE_ASKED, OWN_WORD, Decision, as_decided, decide
from delegated.core.facts import HANDLING_AT_LEAST, HANDLING_SHARE
from delegated.core.money import Currencies, Money, parse_money
from delegated.core.office import Memory
from delegated.core.task import Task
from delegated.core.vocabulary import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from delegated.core.experience import Work
    from delegated.core.office import Office

# They follow from the skills and the length of the task, which notes of other rules may change.
_OF_THE_TASK: Final = ("owner.strength", "worth.cost", "worth.hours_freed", "worth.net")
# Who else has done the like, and well, is found by what is remembered of that day, as long as this comes out the same.
_LAST: Final = "history.last_assistant"
_NOTHING: Final = timedelta()


@dataclass(frozen=True, slots=True)
class Recorded:
    """One decision of the past, about the task as its owner had told it then."""

    number: int
    told: Task
    decision: Decision


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that cannot be made again, and why."""

    number: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was decided then, and what the other rules say to it. `zone` is its owner's."""

    number: int
    title: str
    was: Decision
    now: Decision
    zone: tzinfo

    @property
    def outcomes(self) -> tuple[str, str]:
        """What came of it, and what would come, in words: `keep`, `delegate to maya`."""
        return outcome_told(self.was, self.zone), outcome_told(self.now, self.zone)

    @property
    def changed(self) -> bool:
        """Whether something else comes of it, somebody else, at another time or only after a word of the owner's."""
        return _outcome(self.was) != _outcome(self.now)

    @property
    def by_another_rule(self) -> bool:
        """Whether the same comes of it for another reason."""
        return not self.changed and self.was.rule != self.now.rule

    @property
    def kind(self) -> str:
        """`keep → delegate`; where the outcome is the same, what else is not."""
        was, now = self.was, self.now
        if was.outcome != now.outcome:
            return f"{was.outcome} → {now.outcome}"
        if was.person != now.person:
            return f"{now.outcome} → {now.outcome}, to {'somebody else' if was.person and now.person else 'nobody'}"
        what = {"defer": "to another day", "ask": "for other things"}
        return f"{now.outcome} → {now.outcome}, {what.get(now.outcome, 'on other terms')}"


@dataclass(slots=True)
class Tally:
    """What a replay comes to. Money and hours count once a task, by the last decision about it."""

    currencies: Currencies
    currency: str
    decisions: int = 0
    changed: int = 0
    by_another_rule: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    _last: dict[int, Replayed | None] = field(default_factory=dict)

    def add(self, one: Replayed) -> None:
        """One more."""
        self.decisions += 1
        self.changed += one.changed
        self.by_another_rule += one.by_another_rule
        self._last[one.number] = one if one.changed else None
        if one.changed:
            self.kinds[one.kind] += 1

    def prices(self, one: Replayed) -> tuple[Money | None, Money | None, Money | None]:
        """What it has cost, would cost, and the difference; None where nobody does it, or no rate is known."""
        was, now = self._price(one.was), self._price(one.now)
        nothing = Money.zero(self.currency)
        unknown = (one.was.cost and was is None) or (one.now.cost and now is None)
        return was, now, None if unknown else (now or nothing) - (was or nothing)

    @property
    def money(self) -> tuple[Money, Money]:
        """What those tasks have cost of which something else comes, and would cost; as far as rates are known."""
        return self._sum("was"), self._sum("now")

    @property
    def freed(self) -> tuple[timedelta, timedelta]:
        """Hours that they have freed, and would free."""
        was, now = (
            sum((hours_freed(getattr(one, which)) for one in self._changes()), _NOTHING) for which in ("was", "now")
        )
        return was, now

    def _changes(self) -> Iterator[Replayed]:
        return (one for one in self._last.values() if one is not None)

    def _sum(self, which: str) -> Money:
        parts = (self._price(getattr(one, which)) for one in self._changes())
        return sum((part for part in parts if part is not None), Money.zero(self.currency))

    def _price(self, decision: Decision) -> Money | None:
        if decision.cost is None or decision.person is None:
            return None
        return self.currencies.convert(parse_money(decision.cost), self.currency)


def replay(
    records: Iterable[Recorded | Lost], office: Office, works: Iterable[Work], since: datetime
) -> Iterator[Replayed | Lost]:
    """Every decision again, in their order, by the rules and the roster of `office`; or why that cannot be.

    `works` are all tasks that anybody has had since then, as they are remembered today.
    """
    that_day = ThatDay(works, since)
    for it in records:
        if isinstance(it, Lost):
            yield it
            continue
        that_day.advance(it.decision.at)
        that_day.memory.drop(it.number)
        yield _again(it, replace(office, memory=that_day.memory))
        that_day.went_on(it)


def facts_of(decision: Decision) -> dict[str, Any] | str:
    """The facts that a decision was made from, as the rules saw them; in words, what is not recorded."""
    missing = [name for name in FACTS if name not in decision.facts]
    if missing:
        return f"made by an earlier version, which did not record {', '.join(missing)}"
    try:
        return {name: recorded_fact(name, decision.facts[name]) for name in FACTS}
    except ValueError as error:
        return f"made by an earlier version, which recorded a fact in another way: {error}"


def outcome_told(decision: Decision, zone: tzinfo) -> str:
    """What comes of a task: `keep`, `delegate to maya`, `defer until 2026-12-01`, `ask for due, deliverables`."""
    more = ""
    if decision.outcome == "delegate":
        more = f" to {decision.person}" if decision.person else ", and nobody can"
        more += " after your word" if decision.approval else ""
    elif decision.until is not None:
        more = f" until {decision.until.astimezone(zone):%Y-%m-%d}"
    elif decision.missing:
        more = f" for {', '.join(decision.missing)}"
    return decision.outcome + more


def why_told(decision: Decision) -> str:
    """The rule and its reason; and why the task waits all the same."""
    why = f"{decision.rule or decision.policy}: {decision.because}"
    if decision.approval is not None:
        return f"{why}; {decision.approval}"
    if decision.outcome == "delegate" and decision.person is None:
        return f"{why}; {'; '.join(f'{one.id}: {one.reason}' for one in decision.people) or 'it names nobody'}"
    return why


def hours_freed(decision: Decision) -> timedelta:
    """The owner's hours that it frees; none where nobody does it."""
    if decision.person is None:
        return _NOTHING
    hours = recorded_fact("worth.hours_freed", decision.facts["worth.hours_freed"])
    return hours if isinstance(hours, timedelta) else _NOTHING


class ThatDay:
    """Who had what to do at a moment of the past, and what was done: brought forward from decision to decision.

    It is made from what is remembered today: how each task stands since when, and what decisions gave to whom before.
    """

    def __init__(self, works: Iterable[Work], since: datetime) -> None:
        self.memory = Memory()
        self._works = {work.number: work for work in works}
        self._coming = [(work.since, number) for number, work in self._works.items() if work.since >= since]
        heapify(self._coming)
        for work in self._works.values():
            if work.since < since:
                self._keep(work)
            elif work.given is not None and work.given < since:
                self._keep(_open(work, work.assistant, work.given))

    def advance(self, now: datetime) -> None:
        """What has come about before this moment. What came about at it follows from decisions, in their order."""
        while self._coming and self._coming[0][0] < now:
            self._keep(self._works[heappop(self._coming)[1]])

    def went_on(self, it: Recorded) -> None:
        """As the office went on after a decision of then."""
        work, decision = self._works.get(it.number), it.decision
        if work is None:
            return
        person = decision.person if decision.outcome == "delegate" and decision.waits_for is None else None
        minutes = round(as_decided(it.told, decision).estimate.total_seconds() / 60)
        then = _open(work, person, decision.at)
        self._keep(replace(then, minutes=minutes, cost=decision.cost, due=it.told.due))

    def _keep(self, work: Work) -> None:
        """Of what is like a task only who has done it is asked: all else that follows from it was recorded."""
        memory = self.memory
        memory.workloads.keep(work)
        memory.ledger.keep(work)
        memory.experience.drop(work.number)
        if work.done_by is not None:
            memory.experience.keep(_without_lengths(work))


def _again(it: Recorded, office: Office) -> Replayed | Lost:
    was, facts = it.decision, facts_of(it.decision)
    if isinstance(facts, str):
        return Lost(it.number, was.at, facts)
    owner = office.roster.owners.get(it.told.owner, office.roster.first_owner)
    # No rule has anything to do with the owner's own word, nor with the end of asking.
    now = was if was.policy == OWN_WORD else _decided(it, office, facts)
    if now.outcome == "delegate" and any(one.reason == COULD_STILL_BE_ASKED for one in was.people):
        now = replace(now, person=None, cost=None, approval=None)
    return Replayed(it.number, it.told.title, was, now, owner.zone)


def _decided(it: Recorded, office: Office, facts: dict[str, Any]) -> Decision:
    was, task, past = it.decision, as_decided(it.told, it.decision), it.decision.past
    sure = {name: value for name, value in facts.items() if name not in {_LAST, *_OF_THE_TASK}}
    sure["worth.handling"] = _exactly(facts["worth.handling"], task)
    _, now = decide(task, office, was.at, past, given=sure)
    kept = (_LAST,) if now.noted != was.noted else (_LAST, *_OF_THE_TASK)
    other = {name: facts[name] for name in kept if now.facts[name] != was.facts[name]}
    return decide(task, office, was.at, past, given=sure | other)[1] if other else now


def _exactly(handling: Any, task: Task) -> Any:
    """What is assumed of any task has fractions of a minute, which are not recorded."""
    assumed = HANDLING_AT_LEAST + task.estimate * HANDLING_SHARE
    return assumed if shown(assumed) == shown(handling) else handling


def _outcome(decision: Decision) -> tuple[Any, ...]:
    """What of a decision anybody notices."""
    return (
        decision.outcome,
        decision.person,
        decision.approval is not None,
        decision.until,
        decision.questions,
    )


def _open(work: Work, person: str | None, since: datetime) -> Work:
    """A task as it stood before it came to what it is now."""
    return replace(
        work,
        state="offered" if person else "waiting",
        since=since,
        assistant=person,
        given=since if person else None,
        closed=None,
        took=None,
        rating=None,
        late=False,
        rounds=0,
    )


def _without_lengths(work: Work) -> Work:
    """Nothing is to be learned from it of how long such tasks take: that was, and stands in each decision."""
    return replace(work, told=False, took=None, handling=None, proposed=False)
