"""Choosing whom (contract, section 8): gates that stop a person, each with its reason; then an order.

The same input gives the same choice. Nobody eligible is an answer too: the reason for each person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from delegated.core.conditions import length
from delegated.core.facts import cost_of, currency_of
from delegated.core.fields import Engagement, Kind, Level, Scope, rank
from delegated.core.money import Money, parse_money
from delegated.core.office import WEEK, Office
from delegated.core.people import Owner
from delegated.core.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from delegated.core.people import Assistant

_GENERAL: Final = frozenset({Kind.VIRTUAL_ASSISTANT, Kind.FREELANCER})
_FIRST_ORDER: Final = ("least busy",)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why one person was chosen, or was not."""

    id: str
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Who it is (None: nobody can), what it will cost, and the verdict on everybody looked at, in that order."""

    person: str | None
    cost: Money | None
    people: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: a task, in an office, at a moment.

    `declined` are out of the question for the reasons told, `named` were asked for by name, and `knows` did the like
    last time.
    """

    task: Task
    owner: Owner
    office: Office
    now: datetime
    declined: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    knows: str | None = None

    def cost(self, person: Assistant) -> Money | None:
        """In the owner's currency."""
        return cost_of(self.task, person, self.office.currencies, currency_of(self.owner, self.office.currencies))


def choose(search: Search, circles: Iterable[Sequence[str]], prefer: Sequence[str]) -> Choice:
    """The best person of the first circle that has one. `circles` are ids: those of `to`, then each of `otherwise`."""
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    for circle in circles:
        eligible: list[Assistant] = []
        for id_ in dict.fromkeys(circle):
            if id_ not in seen:
                seen.add(id_)
                person = search.office.roster.assistants[id_]
                reason = stopped(search, person)
                if reason is None:
                    eligible.append(person)
                else:
                    verdicts.append(Verdict(id_, chosen=False, reason=reason))
        if eligible:
            return _best(search, eligible, prefer, verdicts)
    return Choice(None, None, tuple(verdicts))


def stopped(search: Search, person: Assistant) -> str | None:
    """The first gate that does not let this person through, in words; None where she may be asked.

    Of somebody who was asked for by name every such gate is told: whoever named her wants to know all of it.
    """
    reasons = (reason for gate in _GATES if (reason := gate(search, person)) is not None)
    if person.id in search.named:
        return "; ".join(reasons) or None
    return next(reasons, None)


def _best(search: Search, eligible: list[Assistant], prefer: Sequence[str], verdicts: list[Verdict]) -> Choice:
    order = tuple(dict.fromkeys((*prefer, *_FIRST_ORDER)))
    ranked = sorted(eligible, key=lambda person: _place(search, person, order))
    best, others = ranked[0], ranked[1:]
    found = [Verdict(best.id, chosen=True, reason=_why(search, best, others, order))]
    found += [Verdict(person.id, chosen=False, reason=_behind(search, best, person, order)) for person in others]
    return Choice(best.id, search.cost(best), (*verdicts, *found))


def _place(search: Search, person: Assistant, order: Sequence[str]) -> tuple[Any, ...]:
    return (*(_ORDERS[name](search, person) for name in order), search.office.roster.order[person.id])


def _why(search: Search, best: Assistant, others: Sequence[Assistant], order: Sequence[str]) -> str:
    if not others:
        return "the only one who can"
    return f"first by {_deciding(search, best, others[0], order)}, of {len(others) + 1} who can"


def _behind(search: Search, best: Assistant, person: Assistant, order: Sequence[str]) -> str:
    return f"could do it; behind {best.id} by {_deciding(search, best, person, order)}"


def _deciding(search: Search, one: Assistant, other: Assistant, order: Sequence[str]) -> str:
    """The first order in which two people differ."""
    return next(
        (name for name in order if _ORDERS[name](search, one) != _ORDERS[name](search, other)),
        "the order of the roster",
    )


def _declined(search: Search, person: Assistant) -> str | None:
    return search.declined.get(person.id)


def _skills(search: Search, person: Assistant) -> str | None:
    missing = [skill for skill in search.task.skills if skill not in person.abilities]
    if not missing:
        return None
    return f"does not have the {'skill' if len(missing) == 1 else 'skills'} {', '.join(missing)}"


def _scope(search: Search, person: Assistant) -> str | None:
    """General work goes to generalists; a specialist is asked for her trade, or by name."""
    if search.task.skills or person.id in search.named:
        return None
    if person.scope is Scope.SPECIALIST:
        return "a specialist, and the task asks for no skill"
    return None if person.kind in _GENERAL else f"general work is not for {_one(person.kind)}"


def _one(kind: Kind) -> str:
    return f"an {kind}" if kind is Kind.AGENCY else f"a {kind}"


def _engagement(search: Search, person: Assistant) -> str | None:
    if search.task.engagement == Engagement.ONGOING and person.engagement == Engagement.ONE_TIME:
        return "is here for one-time work, and this is ongoing"
    return None


def _confidential(search: Search, person: Assistant) -> str | None:
    return "has not signed for confidential work" if search.task.confidential and not person.confidential else None


def _language(search: Search, person: Assistant) -> str | None:
    if search.task.language in person.tongues:
        return None
    return f"does not read {search.task.language}"


def _stakes(search: Search, person: Assistant) -> str | None:
    level = search.office.level_of(person)
    limit = search.office.trust[level]
    if rank(search.task.stakes) <= rank(limit.stakes):
        return None
    return f"{_at(level)} may take {limit.stakes} stakes at most, and this is {search.task.stakes}"


def _tasks(search: Search, person: Assistant) -> str | None:
    level = search.office.level_of(person)
    most, has = search.office.trust[level].tasks, search.office.workloads.of(person.id).tasks
    if has < most:
        return None
    return f"{_at(level)} may have {most} {'task' if most == 1 else 'tasks'} at a time, and has {has}"


def _money(search: Search, person: Assistant) -> str | None:
    cost = search.cost(person)
    if cost is None:
        return f"costs {person.rate}, and no rate of exchange for it is set"
    level = search.office.level_of(person)
    caps = (
        (search.office.trust[level].money, f"{_at(level)} may cost"),
        (parse_money(search.task.budget) if search.task.budget else None, "the task may cost"),
        (search.owner.budget.task, f"a task of {search.owner.id}'s may cost"),
        (person.budget.task, f"a task of {person.id}'s may cost"),
    )
    for cap, whose in caps:
        if cap is not None and _above(search, cost, cap):
            return f"would cost {cost}, and {whose} {cap} at most"
    return None


def _above(search: Search, cost: Money, cap: Money) -> bool:
    """An amount that cannot be compared counts as above: money is never spent on a guess."""
    converted = search.office.currencies.convert(cost, cap.currency)
    return converted is None or converted.amount > cap.amount


def _capacity(search: Search, person: Assistant) -> str | None:
    has = _room(search, person) - search.office.workloads.of(person.id).open
    if search.task.estimate <= has:
        return None
    free = length(max(has, timedelta()))
    until = "until it is due" if search.task.due else "within a week"
    return f"has {free} free {until}, and it takes {length(search.task.estimate)}"


def _room(search: Search, person: Assistant) -> timedelta:
    """Her working time until the task is due, in the share of her week that is ours."""
    end = search.task.due or search.now + WEEK
    working = person.calendar.working_time(search.now, end) if end > search.now else timedelta()
    week = timedelta(minutes=person.hours.minutes_a_week)
    return working if person.capacity >= week else working * (person.capacity / week)


def _at(level: Level) -> str:
    return {Level.TRIAL: "on trial, she", Level.PROVEN: "proven, she", Level.TRUSTED: "trusted, she"}[level]


_GATES: Final[tuple[Callable[[Search, Assistant], str | None], ...]] = (
    _declined, _skills, _scope, _engagement, _confidential, _language, _stakes, _tasks, _money, _capacity,
)  # fmt: skip


def _busy(search: Search, person: Assistant) -> float:
    return search.office.workloads.of(person.id).open / person.capacity


def _cheap(search: Search, person: Assistant) -> Any:
    cost = search.cost(person)
    return cost.amount if cost else 0


def _soon(search: Search, person: Assistant) -> datetime:
    work = search.office.workloads.of(person.id).open + search.task.estimate
    return person.calendar.add_working_time(search.now, work)


_ORDERS: Final[dict[str, Callable[[Search, Assistant], Any]]] = {
    "trusted": lambda search, person: -rank(search.office.level_of(person)),
    "cheapest": _cheap,
    "soonest": _soon,
    "least busy": _busy,
    "knows it": lambda search, person: person.id != search.knows,
}
