"""Choosing whom (contract, section 8): gates that stop a person, each with its reason; then an order.

The same input gives the same choice. Nobody eligible is an answer too: the reason for each person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from delegated.core.calendar import at_wall
from delegated.core.capacity import Room, Timetable
from delegated.core.conditions import length
from delegated.core.days import MONTHS, WEEKDAYS
from delegated.core.facts import cost_of, currency_of
from delegated.core.fields import Engagement, Kind, Level, Scope, rank
from delegated.core.ledger import cap_of_assistant, caps_of
from delegated.core.money import Money, parse_money
from delegated.core.office import WEEK, Office
from delegated.core.people import Owner
from delegated.core.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from delegated.core.ledger import Cap
    from delegated.core.people import Assistant

_GENERAL: Final = frozenset({Kind.VIRTUAL_ASSISTANT, Kind.FREELANCER})
_FIRST_ORDER: Final = ("least busy",)
_LATELY: Final = timedelta(days=28)
_A_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = time()
_UNASKED: Final[Any] = object()


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

    `declined` are out of the question for the reasons told, `named` were asked for by name, and those of `knows` have
    done the like, and well, the latest first.
    """

    task: Task
    owner: Owner
    office: Office
    now: datetime
    declined: Mapping[str, str] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    knows: tuple[str, ...] = ()

    @property
    def due(self) -> datetime:
        """When the work has to be done; where nobody said, within a week."""
        return self.task.due or self.now + WEEK


def choose(search: Search, circles: Iterable[Sequence[str]], prefer: Sequence[str]) -> Choice:
    """The best person of the first circle that has one. `circles` are ids: those of `to`, then each of `otherwise`."""
    verdicts: list[Verdict] = []
    seen: set[str] = set()
    common = _Common(search)
    for circle in circles:
        eligible: list[_Candidate] = []
        for id_ in dict.fromkeys(circle):
            if id_ not in seen:
                seen.add(id_)
                one = _Candidate(search, search.office.roster.assistants[id_], common)
                reason = _stopped(one)
                if reason is None:
                    eligible.append(one)
                else:
                    verdicts.append(Verdict(id_, chosen=False, reason=reason))
        if eligible:
            found = _ranked(search, eligible, prefer)
            best = found[0].id
            cost = next(one.cost for one in eligible if one.id == best)
            return Choice(best, cost, (*verdicts, *found))
    return Choice(None, None, tuple(verdicts))


def stopped(search: Search, person: Assistant) -> str | None:
    """The first gate that does not let this person through, in words; None where she may be asked.

    Of somebody who was asked for by name every such gate is told: whoever named her wants to know all of it.
    """
    return _stopped(_Candidate(search, person, _Common(search)))


class _Common:
    """What is the same for all who are looked at, found out once for a whole search."""

    def __init__(self, search: Search) -> None:
        self._office, self._task = search.office, search.task
        self._currency = currency_of(search.owner, search.office.currencies)
        self._costs: dict[Hashable, Money | None] = {}
        self.timetable = Timetable(search.now)
        self._too_dear: dict[tuple[Decimal, Level], str | None] = {}
        task, owner = search.task, search.owner
        at_most = (
            (parse_money(task.budget) if task.budget else None, "the task may cost"),
            (owner.budget.task, f"a task of {owner.id}'s may cost"),
        )
        self._at_most = [(cap, whose) for cap, whose in at_most if cap is not None]
        self._caps = list(caps_of(owner, task.client, task.goal, search.now))

    def cost(self, person: Assistant) -> Money | None:
        """Of the task with this person, in the owner's currency; None where no rate of exchange is known."""
        rate = person.rate
        # By the figures, not by the rate: there are thousands of people, and a handful of prices.
        terms = rate and (rate.amount.amount, rate.amount.currency, rate.per, person.billed_in)
        found: Money | None = self._costs.get(terms, _UNASKED)
        if found is _UNASKED:
            found = self._costs[terms] = cost_of(self._task, person, self._office.currencies, self._currency)
        return found

    def too_dear(self, cost: Money, level: Level) -> str | None:
        """Why so much is too much for the task, for her trust, or for what the owner has left; None where it is not."""
        known = (cost.amount, level)
        found: str | None = self._too_dear.get(known, _UNASKED)
        if found is _UNASKED:
            found = self._too_dear[known] = self._above_most(cost, level) or self._above_left(cost)
        return found

    def beyond(self, cap: Cap, cost: Money) -> str | None:
        """Why a cap does not hold so much; None where it does."""
        left = self._office.memory.ledger.left(cap, self._office.currencies)
        return None if self.holds(left, cost) else f"would cost {cost}, and {_are_left(left)} of {cap.said}"

    def holds(self, most: Money | None, cost: Money) -> bool:
        """Whether that is enough. What cannot be compared is not: money is never spent on a guess."""
        if most is None or most.currency == cost.currency:
            return most is not None and cost.amount <= most.amount
        converted = self._office.currencies.convert(cost, most.currency)
        return converted is not None and converted.amount <= most.amount

    def _above_most(self, cost: Money, level: Level) -> str | None:
        for most, whose in ((self._office.trust[level].money, f"{_AT[level]} may cost"), *self._at_most):
            if most is not None and not self.holds(most, cost):
                return f"would cost {cost}, and {whose} {most} at most"
        return None

    def _above_left(self, cost: Money) -> str | None:
        return next((reason for cap in self._caps if (reason := self.beyond(cap, cost)) is not None), None)


class _Candidate:
    """One person beside one task."""

    __slots__ = ("_cost", "_room", "common", "id", "level", "limit", "person", "search")

    def __init__(self, search: Search, person: Assistant, common: _Common) -> None:
        self.search = search
        self.person = person
        self.id = person.id
        self.common = common
        self.level = search.office.level_of(person)
        self.limit = search.office.trust[self.level]
        self._cost: Any = _UNASKED
        self._room: Room | None = None

    @property
    def cost(self) -> Money | None:
        """In the owner's currency; None where no rate of exchange is known."""
        if self._cost is _UNASKED:
            self._cost = self.common.cost(self.person)
        found: Money | None = self._cost
        return found

    @property
    def room(self) -> Room:
        """What she can take in: found out only where it is asked for."""
        if self._room is None:
            self._room = Room(self.person, self.search.office.workloads, self.common.timetable)
        return self._room


def _stopped(one: _Candidate) -> str | None:
    search, reasons = one.search, []
    for gate in _GATES:
        reason = gate(search, one)
        if reason is not None:
            reasons.append(reason)
            if one.id not in search.named:
                break
    return "; ".join(reasons) or None


def _declined(search: Search, one: _Candidate) -> str | None:
    return search.declined.get(one.id)


def _skills(search: Search, one: _Candidate) -> str | None:
    wanted, abilities = search.task.skills, one.person.abilities
    if abilities.issuperset(wanted):
        return None
    missing = [skill for skill in wanted if skill not in abilities]
    return f"does not have the {'skill' if len(missing) == 1 else 'skills'} {', '.join(missing)}"


def _scope(search: Search, one: _Candidate) -> str | None:
    """General work goes to generalists; a specialist is asked for her trade, or by name."""
    if search.task.skills or one.id in search.named:
        return None
    if one.person.scope is Scope.SPECIALIST:
        return "a specialist, and the task asks for no skill"
    return None if one.person.kind in _GENERAL else f"general work is not for {_a(one.person.kind)}"


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind is Kind.AGENCY else f"a {kind}"


def _engagement(search: Search, one: _Candidate) -> str | None:
    if search.task.engagement == Engagement.ONGOING and one.person.engagement == Engagement.ONE_TIME:
        return "is here for one-time work, and this is ongoing"
    return None


def _confidential(search: Search, one: _Candidate) -> str | None:
    return "has not signed for confidential work" if search.task.confidential and not one.person.confidential else None


def _language(search: Search, one: _Candidate) -> str | None:
    return None if search.task.language in one.person.tongues else f"does not read {search.task.language}"


def _stakes(search: Search, one: _Candidate) -> str | None:
    if rank(search.task.stakes) <= rank(one.limit.stakes):
        return None
    return f"{_AT[one.level]} may take {one.limit.stakes} stakes at most, and this is {search.task.stakes}"


def _tasks(search: Search, one: _Candidate) -> str | None:
    most, has = one.limit.tasks, search.office.workloads.of(one.id).tasks
    if has < most:
        return None
    return f"{_AT[one.level]} may have {most} {'task' if most == 1 else 'tasks'} at a time, and has {has}"


def _money(search: Search, one: _Candidate) -> str | None:
    """For a task, by her trust and by caps; by what is left of the caps for a month, and for a goal; and her own."""
    cost = one.cost
    if cost is None:
        return f"costs {one.person.rate}, and no rate of exchange for it is set"
    if not cost.amount:
        return None
    return one.common.too_dear(cost, one.level) or _too_dear(search, one, cost)


def _too_dear(search: Search, one: _Candidate, cost: Money) -> str | None:
    """By the caps that are hers alone."""
    most = one.person.budget.task
    if most is not None and not one.common.holds(most, cost):
        return f"would cost {cost}, and a task of {one.id}'s may cost {most} at most"
    cap = cap_of_assistant(one.person, search.owner, search.now)
    return one.common.beyond(cap, cost) if cap is not None else None


def _are_left(left: Money | None) -> str:
    if left is None:
        return "without a rate of exchange nobody can tell what is left"
    return f"{left} are left" if left.amount > 0 else "nothing is left"


def _capacity(search: Search, one: _Candidate) -> str | None:
    lack = one.room.lack(search.task.estimate, search.due)
    if lack is None:
        return None
    absence = _absence(search, one, lack.until)
    when = _when(lack.until, search.owner.zone)
    if lack.number is not None:
        until = f"beside T-{lack.number}, which is due {when}"
    else:
        until = f"until it is due ({when})" if search.task.due else "within a week"
    return f"{absence}has {length(lack.free)} free {until}, and it takes {length(search.task.estimate)}"


def _absence(search: Search, one: _Candidate, until: datetime) -> str:
    zone = one.person.zone
    today, last = search.now.astimezone(zone).date(), until.astimezone(zone).date()
    found = next((away for away in one.person.away if away.first <= last and today <= away.last), None)
    return f"is away {found}, " if found else ""


@lru_cache(maxsize=256)
def _when(at: datetime, zone: ZoneInfo) -> str:
    """`fri 27 Nov 17:00`, by the clock of that zone."""
    there = at.astimezone(zone)
    return f"{WEEKDAYS[there.weekday()][:3].lower()} {there.day} {MONTHS[there.month - 1][:3]} {there:%H:%M}"


_AT: Final = {Level.TRIAL: "on trial, she", Level.PROVEN: "proven, she", Level.TRUSTED: "trusted, she"}
_GATES: Final[tuple[Callable[[Search, _Candidate], str | None], ...]] = (
    _declined, _skills, _scope, _engagement, _confidential, _language, _stakes, _tasks, _money, _capacity,
)  # fmt: skip


def _ranked(search: Search, eligible: Iterable[_Candidate], prefer: Sequence[str]) -> list[Verdict]:
    """The best, then the others, the nearest first; each with the first order in which she is behind the best."""
    order = search.office.roster.order
    first = sorted(eligible, key=lambda one: order[one.id])
    behind: list[tuple[str, list[_Candidate]]] = []
    for name in dict.fromkeys((*prefer, *_FIRST_ORDER)):
        for said, sort in _ORDERS[name]:
            if len(first) > 1:
                first, others = _foremost(first, sort(search, first))
                behind.append((said, others))
    best, *others = first
    behind.append(("the order of the roster", others))
    behind = [(said, others) for said, others in reversed(behind) if others]
    why = f"first by {behind[0][0]}, of {_number(behind) + 1} who can" if behind else "the only one who can"
    found = [Verdict(best.id, chosen=True, reason=why)]
    for said, others in behind:
        reason = f"could do it; behind {best.id} by {said}"
        found += [Verdict(one.id, chosen=False, reason=reason) for one in others]
    return found


def _foremost(people: Sequence[_Candidate], keys: Sequence[Any]) -> tuple[list[_Candidate], list[_Candidate]]:
    """Those of the least key, and the others in the order of theirs."""
    least = min(keys)
    first = [one for one, key in zip(people, keys, strict=True) if key == least]
    behind = sorted((place for place, key in enumerate(keys) if key != least), key=keys.__getitem__)
    return first, [people[place] for place in behind]


def _number(groups: Iterable[tuple[str, list[_Candidate]]]) -> int:
    return sum(len(people) for _, people in groups)


def _trusted(_: Search, people: Sequence[_Candidate]) -> list[int]:
    return [-rank(one.level) for one in people]


def _new(_: Search, people: Sequence[_Candidate]) -> list[int]:
    return [rank(one.level) for one in people]


def _cheap(_: Search, people: Sequence[_Candidate]) -> list[Any]:
    return [one.cost.amount if one.cost else 0 for one in people]


def _soon(search: Search, people: Sequence[_Candidate]) -> list[datetime]:
    return [one.room.finish(search.task.estimate, search.due) for one in people]


def _known(search: Search, people: Sequence[_Candidate]) -> list[int]:
    """Who did the like last is first; who never did, behind all who did."""
    places = {id_: place for place, id_ in reversed(list(enumerate(search.knows)))}
    return [places.get(one.id, len(places)) for one in people]


def _busy(search: Search, people: Sequence[_Candidate]) -> list[float]:
    workloads = search.office.workloads
    return [_share(workloads.of(one.id).open, one) for one in people]


def _given(search: Search, people: Sequence[_Candidate]) -> list[float]:
    """What they were given lately, by what they can do in a week.

    It is counted from when the last of them was back: what others did meanwhile is not hers to catch up on.
    """
    since = max([search.now - _LATELY, *(back for one in people for back in _returns(search, one))])
    workloads = search.office.workloads
    return [_share(workloads.given(one.id, since), one) for one in people]


def _share(work: timedelta, one: _Candidate) -> float:
    """Of what she has for us in a week."""
    return work.total_seconds() / one.person.capacity.total_seconds()


def _returns(search: Search, one: _Candidate) -> Iterator[datetime]:
    """When she came back from each of her absences."""
    for away in one.person.away:
        if away.last < search.now.date() + _A_DAY:
            back = at_wall(away.last + _A_DAY, _MIDNIGHT, one.person.zone)
            if back <= search.now:
                yield back


def _rested(search: Search, people: Sequence[_Candidate]) -> list[float]:
    """Who was given something last the longest ago is first; before her, who was never given anything."""
    last = [search.office.workloads.last_given(one.id) for one in people]
    return [at.timestamp() if at else 0.0 for at in last]


_Order = tuple[str, "Callable[[Search, Sequence[_Candidate]], list[Any]]"]
_ORDERS: Final[Mapping[str, tuple[_Order, ...]]] = {
    "trusted": (("trusted", _trusted),),
    "newcomers": (("newcomers", _new),),
    "cheapest": (("cheapest", _cheap),),
    "soonest": (("soonest", _soon),),
    "knows it": (("knows it", _known),),
    "least busy": (
        ("least busy", _busy),
        ("least given in four weeks", _given),
        ("longest since the last task", _rested),
    ),
}
