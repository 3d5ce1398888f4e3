"""The facts of contract, section 7: computed from what is known, each one visible.

A fact that cannot be known says why (`Unknown`); a rule that needs it does not match, because of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from delegated.core.conditions import Unknown, shown
from delegated.core.experience import Alike, last_done, usual_handling
from delegated.core.fields import Scope
from delegated.core.ledger import caps_of
from delegated.core.money import Currencies, Money, Rate, parse_money
from delegated.core.office import Office
from delegated.core.task import Task
from delegated.core.vocabulary import FACTS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from delegated.core.calendar import WorkCalendar
    from delegated.core.people import Assistant, Owner

# What the owner herself spends on a brief and a review, until her own habits are known: assumed, and shown as such.
HANDLING_AT_LEAST: Final = timedelta(minutes=10)
HANDLING_SHARE: Final = 0.1
_NOBODY_YET: Final = Unknown("no assistant has done the like in 90 days")


@dataclass(slots=True)
class Case:
    """One task at one moment in one office, as the rules see it. Facts are computed when they are first needed.

    `deferred_by` is the rule whose date has come: it does not defer the task once more; `spent` are rules that have
    asked and were answered. `number` is the task's own, where it has one: it is not like itself.
    """

    task: Task
    office: Office
    now: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    deferred_by: str | None = None
    spent: frozenset[str] = frozenset()
    number: int | None = None
    _known: dict[str, Any] = field(default_factory=dict)
    _like: Alike | None = None

    @property
    def owner(self) -> Owner:
        """Whose task it is; the first owner, should she have left the roster."""
        return self.office.roster.owners.get(self.task.owner) or self.office.roster.first_owner

    @property
    def calendar(self) -> WorkCalendar:
        """The owner's working time."""
        return self.owner.calendar

    @property
    def currencies(self) -> Currencies:
        """Rates of the settings."""
        return self.office.currencies

    @property
    def like(self) -> Alike:
        """The owner's tasks of this kind in the last 90 days, newest first: by what was told, not by notes."""
        if self._like is None:
            self._like = self.office.memory.experience.like(self.task, self.owner.id, self.now, self.number)
        return self._like

    def value(self, name: str) -> Any:
        """A field of the task (None: not set) or a fact (perhaps Unknown)."""
        if "." in name:
            return self.fact(name)
        if name.startswith("x-"):
            found = self.task.extra.get(name)
            return found if found is None or isinstance(found, str) else shown(found)
        if name == "budget":
            return parse_money(self.task.budget) if self.task.budget else None
        return getattr(self.task, name)

    def told(self, name: str) -> bool:
        """Whether a field was said, or a fact is known."""
        if "." in name:
            return self.fact(name).__class__ is not Unknown
        return bool(self.task.extra.get(name)) if name.startswith("x-") else self.task.told(name)

    def fact(self, name: str) -> Any:
        """A fact, as given or as computed, the same each time it is asked for."""
        if name in self.given:
            return self.given[name]
        if name not in self._known:
            self._known[name] = _FACTS[name](self)
        return self._known[name]

    def all_facts(self) -> dict[str, Any]:
        """Every fact, by name."""
        return {name: self.fact(name) for name in FACTS}

    def noted(self, task: Task) -> Case:
        """The same case after a rule has added to the task; what depends on the task is computed anew."""
        kept = {
            name: value
            for name, value in self._known.items()
            if not name.startswith("worth.") and name != "owner.strength"
        }
        like = self.like
        return Case(task, self.office, self.now, self.given, self.deferred_by, self.spent, self.number, kept, like)


def cost_of(
    task: Task, person: Assistant, currencies: Currencies, to: str, work: timedelta | None = None
) -> Money | None:
    """What the task will cost with this person, in currency `to`; None where no rate of exchange is known.

    `work` is how long it took, where that is known.
    """
    if person.rate is None:
        return _nothing(to)
    return currencies.convert(_priced(person.rate, work or task.estimate, person.billed_in), to)


def currency_of(owner: Owner, currencies: Currencies) -> str:
    """The currency in which an owner counts."""
    if owner.hour_is_worth:
        return owner.hour_is_worth.currency
    return owner.budget.month.currency if owner.budget.month else currencies.base


def who_could(task: Task, office: Office) -> Iterable[Assistant]:
    """Everybody with the skills, trusted or not; generalists where no skill is asked for."""
    roster = office.roster
    if task.skills:
        having = [roster.can.get(skill, frozenset()) for skill in task.skills]
        return (roster.assistants[id_] for id_ in frozenset.intersection(*having))
    return (person for person in roster.assistants.values() if person.scope is Scope.GENERALIST)


@lru_cache(maxsize=4096)
def _priced(rate: Rate, work: timedelta, unit: timedelta) -> Money:
    return rate.cost(work, unit)


@lru_cache(maxsize=64)
def _nothing(currency: str) -> Money:
    return parse_money(f"0 {currency}")


def _load(case: Case) -> float:
    week = timedelta(hours=case.owner.hours_per_week)
    return case.office.workloads.due_within(case.owner.id, case.now) / week


def _overwhelmed(case: Case) -> bool:
    load: float = case.fact("owner.load")
    return load > case.office.overwhelmed_above


def _stalled_goals(case: Case) -> tuple[str, ...]:
    """Goals with a task in `yours` that was not touched for long, while smaller tasks without a goal were kept."""
    workloads, owner, stalled = case.office.workloads, case.owner, set[str | None]()
    small = workloads.last_small(owner.id)
    for work in workloads.for_goals(owner.id):
        rested = max(work.touched, work.since)
        if work.goal in stalled or not any(size < work.minutes and at > rested for size, at in small.items()):
            continue
        if case.calendar.add(rested, case.office.stalled_after) <= case.now:
            stalled.add(work.goal)
    return tuple(goal.id for goal in owner.goals if goal.id in stalled)


def _strength(case: Case) -> bool:
    """Whether the task needs one of the owner's own strengths."""
    strengths = {strength.casefold() for strength in case.owner.strengths}
    return not strengths.isdisjoint(case.task.skills)


def _weekday(case: Case) -> str:
    return WEEKDAYS[case.now.astimezone(case.owner.zone).weekday()]


def _hour(case: Case) -> int:
    return case.now.astimezone(case.owner.zone).hour


def _similar(case: Case) -> int:
    return case.like.number


def _last_assistant(case: Case) -> str | Unknown:
    last = last_done(case.like)
    return last.assistant or _NOBODY_YET if last else _NOBODY_YET


def _went_well(case: Case) -> bool | Unknown:
    last = last_done(case.like)
    return bool(last.went_well) if last else _NOBODY_YET


def _handling(case: Case) -> timedelta:
    """As such tasks took lately; else so much for each task, and a share of the work."""
    learned = usual_handling(case.like)
    if learned is not None:
        return learned[0]
    return HANDLING_AT_LEAST + case.task.estimate * HANDLING_SHARE


def _hours_freed(case: Case) -> timedelta:
    handling: timedelta = case.fact("worth.handling")
    return case.task.estimate - handling


def _cost(case: Case) -> Money | Unknown:
    """The least that it costs with anybody who has the skills."""
    to = currency_of(case.owner, case.currencies)
    prices = {(person.rate, person.billed_in): person for person in who_could(case.task, case.office)}
    costs = [cost_of(case.task, person, case.currencies, to) for person in prices.values()]
    if not costs:
        wanted = ", ".join(case.task.skills)
        return Unknown(f"nobody has the skill {wanted}" if wanted else "nobody takes general work")
    known = [cost for cost in costs if cost is not None]
    return min(known, key=lambda cost: cost.amount) if known else Unknown("no rate of exchange is set")


def _net(case: Case) -> Money | Unknown:
    """Hours freed times what her hour is worth, less the cost."""
    worth, cost, freed = case.owner.hour_is_worth, case.fact("worth.cost"), case.fact("worth.hours_freed")
    for value in (cost, freed):
        if isinstance(value, Unknown):
            return value
    if worth is None:
        return Unknown(f"`hour_is_worth` of {case.owner.id} is not on the roster")
    paid = case.currencies.convert(cost, worth.currency)
    if paid is None:
        return Unknown(f"no rate of exchange from {cost.currency} to {worth.currency} is set")
    return (worth * _hours(freed) - paid).rounded()


def _left(case: Case) -> Money | Unknown:
    """The least that is left of the owner's caps that hold for the task."""
    to = currency_of(case.owner, case.currencies)
    ledger, least = case.office.memory.ledger, None
    for cap in caps_of(case.owner, case.task.client, case.task.goal, case.now):
        left = ledger.left(cap, case.currencies)
        converted = case.currencies.convert(left, to) if left is not None else None
        if converted is None:
            return Unknown("no rate of exchange is set")
        least = converted if least is None or converted.amount < least.amount else least
    return Unknown(f"{case.owner.id} has no cap on the roster") if least is None else least


def _hours(span: timedelta) -> Decimal:
    return Decimal(round(span.total_seconds())) / 3600


_FACTS: Final[dict[str, Callable[[Case], Any]]] = {
    "owner.load": _load,
    "owner.overwhelmed": _overwhelmed,
    "owner.strength": _strength,
    "owner.stalled_goals": _stalled_goals,
    "now.weekday": _weekday,
    "now.hour": _hour,
    "history.similar": _similar,
    "history.last_assistant": _last_assistant,
    "history.went_well": _went_well,
    "worth.hours_freed": _hours_freed,
    "worth.cost": _cost,
    "worth.handling": _handling,
    "worth.net": _net,
    "budget.left": _left,
}
