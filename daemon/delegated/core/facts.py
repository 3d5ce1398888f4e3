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
from delegated.core.fields import Scope
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
NO_HISTORY: Final = Unknown("this version does not look into the past yet")
NO_LEDGER: Final = Unknown("this version does not keep accounts yet")


@dataclass(slots=True)
class Case:
    """One task at one moment in one office, as the rules see it. Facts are computed when they are first needed.

    `deferred_by` is the rule whose date has come: it does not defer the task once more; `spent` are rules that have
    asked and were answered.
    """

    task: Task
    office: Office
    now: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    deferred_by: str | None = None
    spent: frozenset[str] = frozenset()
    _known: dict[str, Any] = field(default_factory=dict)

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
        return Case(task, self.office, self.now, self.given, self.deferred_by, self.spent, kept)


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


def _strength(case: Case) -> bool:
    """Whether the task needs one of the owner's own strengths."""
    strengths = {strength.casefold() for strength in case.owner.strengths}
    return not strengths.isdisjoint(case.task.skills)


def _weekday(case: Case) -> str:
    return WEEKDAYS[case.now.astimezone(case.owner.zone).weekday()]


def _hour(case: Case) -> int:
    return case.now.astimezone(case.owner.zone).hour


def _handling(case: Case) -> timedelta:
    return HANDLING_AT_LEAST + case.task.estimate * HANDLING_SHARE


def _hours_freed(case: Case) -> timedelta:
    handling: timedelta = case.fact("worth.handling")
    return case.task.estimate - handling


def _cost(case: Case) -> Money | Unknown:
    """The least that it costs with anybody who has the skills."""
    to = currency_of(case.owner, case.currencies)
    costs = [cost_of(case.task, person, case.currencies, to) for person in who_could(case.task, case.office)]
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


def _hours(span: timedelta) -> Decimal:
    return Decimal(round(span.total_seconds())) / 3600


_FACTS: Final[dict[str, Callable[[Case], Any]]] = {
    "owner.load": _load,
    "owner.overwhelmed": _overwhelmed,
    "owner.strength": _strength,
    "owner.stalled_goals": lambda _: NO_HISTORY,
    "now.weekday": _weekday,
    "now.hour": _hour,
    "history.similar": lambda _: NO_HISTORY,
    "history.last_assistant": lambda _: NO_HISTORY,
    "worth.hours_freed": _hours_freed,
    "worth.cost": _cost,
    "worth.handling": _handling,
    "worth.net": _net,
    "budget.left": lambda _: NO_LEDGER,
}
