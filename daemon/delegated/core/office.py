"""What deciding and choosing know beside the task itself: people, rules, limits, and who has how much to do."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from delegated.core.durations import Span
from delegated.core.experience import WINDOW, Experience, Work
from delegated.core.fields import Level, Stakes
from delegated.core.handling import USUAL_HANDLING, Handling
from delegated.core.ledger import Ledger
from delegated.core.money import Currencies, Money
from delegated.core.patience import USUAL, Patience
from delegated.core.people import Roster
from delegated.core.rules import RuleBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delegated.core.people import Assistant

WEEK = timedelta(days=7)
# As long as tasks are compared with each other, and a month of money and then some.
REMEMBERED = WINDOW + timedelta(days=1)
_A_WEEK = Span(days=7)
_USUAL = Patience.of(Span(working_days=1), 2, Span(working_days=2), None)


@dataclass(frozen=True, slots=True)
class Limit:
    """How far one level of trust goes: highest stakes, most money for a task, tasks at a time."""

    stakes: Stakes
    money: Money | None
    tasks: int


@dataclass(frozen=True, slots=True)
class Load:
    """What an assistant has open: hours still to do, and tasks. What she has delivered is a task, but no more work."""

    open: timedelta = timedelta()
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Promises:
    """The work that an assistant has still to do, what is due first at first.

    `numbers` are the tasks, `dues` when each is due, and `sums` how much is to be done until then, itself included.
    """

    numbers: Sequence[int]
    dues: Sequence[datetime]
    sums: Sequence[timedelta]

    @classmethod
    def of(cls, works: Iterable[Work]) -> Promises:
        """In the order of their dates; what has none is due a week after it was given."""
        ordered = sorted((_promised(work), work.number, work.minutes) for work in works)
        sums = itertools.accumulate(timedelta(minutes=minutes) for _, _, minutes in ordered)
        return cls([number for _, number, _ in ordered], [due for due, _, _ in ordered], list(sums))

    def until(self, due: datetime) -> timedelta:
        """How much has to be done until then, what is due at that moment included."""
        index = bisect_right(self.dues, due)
        return self.sums[index - 1] if index else _NOTHING

    def after(self, due: datetime) -> Iterator[tuple[int, datetime, timedelta]]:
        """What is due later: number, date, and how much is to be done until then."""
        for index in range(bisect_right(self.dues, due), len(self.dues)):
            yield self.numbers[index], self.dues[index], self.sums[index]


class Workloads:
    """Who has how much to do, and was given how much lately."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._works: dict[int, Work] = {}
        self._desks: dict[str, _Desk] = {}
        self._kept: dict[str, dict[int, Work]] = {}
        self._finished: dict[str, dict[int, Work]] = {}
        self._owns: dict[str, _Own] = {}
        for work in works:
            self.keep(work)

    def keep(self, work: Work) -> None:
        """One more task, or what is known of it now."""
        self.drop(work.number)
        self._works[work.number] = work
        if work.assistant is not None:
            self._desks.setdefault(work.assistant, _Desk()).keep(work)
        if work.state == "yours":
            self._owns.pop(work.owner, None)
            self._kept.setdefault(work.owner, {})[work.number] = work
        if work.state == "done" and work.assistant is None:
            self._owns.pop(work.owner, None)
            self._finished.setdefault(work.owner, {})[work.number] = work

    def drop(self, number: int) -> None:
        """Not this one any more."""
        work = self._works.pop(number, None)
        if work is None:
            return
        if work.assistant is not None:
            self._desks[work.assistant].drop(work)
        for filed in (self._kept, self._finished):
            if filed.get(work.owner, {}).pop(number, None):
                self._owns.pop(work.owner, None)

    def of(self, assistant: str) -> Load:
        """What is offered to an assistant, or done by her."""
        return self._desks.get(assistant, _EMPTY).load()

    def open_of(self, assistant: str) -> Collection[Work]:
        """The open tasks that are offered to an assistant, or done by her."""
        return self._desks.get(assistant, _EMPTY).open.values()

    def promises_of(self, assistant: str) -> Promises:
        """The same without what she has delivered, in the order of the due dates."""
        return self._desks.get(assistant, _EMPTY).promises()

    def given(self, assistant: str, since: datetime) -> timedelta:
        """What an assistant was given from then on, done or not."""
        return timedelta(minutes=self._desks.get(assistant, _EMPTY).given_since(since))

    def last_given(self, assistant: str) -> datetime | None:
        """When an assistant was given something last."""
        return self._desks.get(assistant, _EMPTY).last_given()

    def done(self, assistant: str, since: datetime) -> timedelta:
        """The work of an assistant that she was given from then on and has delivered: as she told, or as estimated."""
        return self._desks.get(assistant, _EMPTY).done_since(since)

    def kept_by(self, owner: str) -> Collection[Work]:
        """What an owner has for herself to do."""
        return self._kept.get(owner, {}).values()

    def for_goals(self, owner: str) -> Sequence[Work]:
        """What an owner has for herself to do that serves a goal."""
        return self._own(owner).for_goals

    def last_small(self, owner: str) -> Mapping[int, datetime]:
        """Of what serves no goal, and an owner has kept or done herself: by its minutes, when the last one came."""
        return self._own(owner).last_small

    def _own(self, owner: str) -> _Own:
        found = self._owns.get(owner)
        if found is None:
            found = self._owns[owner] = _Own.of(self.kept_by(owner), self._finished.get(owner, {}).values())
        return found

    def due_within(self, owner: str, now: datetime, span: timedelta = WEEK) -> timedelta:
        """Hours that the owner has kept and that fall into the time from now; what has no date counts."""
        kept = self.kept_by(owner)
        minutes = sum(work.minutes for work in kept if work.due is None or work.due <= now + span)
        return timedelta(minutes=minutes)


@dataclass(slots=True)
class Memory:
    """What is known of tasks. The service keeps it current; the core only reads it."""

    workloads: Workloads = field(default_factory=Workloads)
    experience: Experience = field(default_factory=Experience)
    ledger: Ledger = field(default_factory=Ledger)

    @classmethod
    def of(cls, works: Iterable[Work], since: datetime | None = None) -> Memory:
        """All of them; of what was closed before `since`, only what it cost."""
        memory = cls()
        for work in works:
            if since is None or work.closed is None or work.closed >= since:
                memory.keep(work)
            else:
                memory.ledger.keep(work)
        return memory

    def keep(self, work: Work, beside: Work | None = None) -> None:
        """One more task, or what is known of it now.

        `beside` is what was known before: what it cost counts as well, until it is sure that it does not any more.
        """
        self.workloads.keep(work)
        self.experience.keep(work)
        self.ledger.keep(work, beside)

    def set_aside(self, work: Work) -> None:
        """For as long as a task is decided anew: what it gives people to do, and costs, stands not in its own way."""
        self.workloads.drop(work.number)
        if work.state != "done":  # What was done is to be paid, whoever does it again.
            self.ledger.keep(replace(work, cost=None))

    def put_back(self, work: Work) -> None:
        """As it was before."""
        self.workloads.keep(work)
        self.ledger.keep(work)

    def drop(self, number: int) -> None:
        """Not this one any more."""
        self.workloads.drop(number)
        self.experience.drop(number)
        self.ledger.drop(number)

    def forget_before(self, moment: datetime) -> None:
        """What was closed before this is of use no more; but what it cost still counts for its goal."""
        for work in self.experience.closed_before(moment):
            self.workloads.drop(work.number)
            self.experience.drop(work.number)
            if work.goal is None:
                self.ledger.drop(work.number)


@dataclass(frozen=True, slots=True)
class Office:
    """One office at one moment. `shipped` is the policy that decides when none of `book` does."""

    roster: Roster
    book: RuleBook
    shipped: RuleBook
    currencies: Currencies
    trust: Mapping[Level, Limit]
    memory: Memory = field(default_factory=Memory)
    overwhelmed_above: float = 1.0
    stalled_after: Span = _A_WEEK
    handling: Handling = USUAL_HANDLING
    version: str = ""
    patience: Mapping[str, Patience] = field(default_factory=lambda: {USUAL: _USUAL})

    @property
    def workloads(self) -> Workloads:
        """Who has how much to do."""
        return self.memory.workloads

    def level_of(self, assistant: Assistant) -> Level:
        """How far she is trusted: without any evidence nobody is above a trial."""
        return assistant.trust if assistant.evidence else Level.TRIAL

    def books(self) -> Iterator[tuple[RuleBook, str]]:
        """The owner's rules, then the shipped policy without those that she has of the same name."""
        yield self.book, "rules"
        yield self.shipped, "shipped policy"


@dataclass(frozen=True, slots=True)
class _Own:
    """What an owner has kept, as it is asked for at each decision; made anew when that changes."""

    for_goals: tuple[Work, ...]
    last_small: Mapping[int, datetime]

    @classmethod
    def of(cls, kept: Iterable[Work], finished: Iterable[Work]) -> _Own:
        last: dict[int, datetime] = {}
        kept = tuple(kept)
        for work in (*kept, *finished):
            if work.goal is None and (work.minutes not in last or work.since > last[work.minutes]):
                last[work.minutes] = work.since
        return cls(tuple(work for work in kept if work.goal is not None), last)


class _Desk:
    """What one assistant has open, and all that she was given. Sums are kept, and made anew only where they must be."""

    def __init__(self) -> None:
        self.open: dict[int, Work] = {}
        self._minutes = 0
        self._load: Load | None = None
        self._promises: Promises | None = None
        self._done: tuple[datetime, timedelta] | None = None
        self._given: list[tuple[datetime, int, Work]] = []
        self._sums: list[int] = [0]

    def keep(self, work: Work) -> None:
        if work.state in _WITH_HER:
            self.open[work.number] = work
            self._count(_to_do(work))
        if work.given is not None:
            place = bisect_left(self._given, (work.given, work.number))
            self._given.insert(place, (work.given, work.number, work))
            del self._sums[place + 1 :]
            self._done = None

    def drop(self, work: Work) -> None:
        if self.open.pop(work.number, None) is not None:
            self._count(-_to_do(work))
        if work.given is not None:
            place = bisect_left(self._given, (work.given, work.number))
            del self._given[place], self._sums[place + 1 :]
            self._done = None

    def load(self) -> Load:
        if self._load is None:
            self._load = Load(timedelta(minutes=self._minutes), len(self.open))
        return self._load

    def promises(self) -> Promises:
        if self._promises is None:
            self._promises = Promises.of(work for work in self.open.values() if _to_do(work))
        return self._promises

    def given_since(self, since: datetime) -> int:
        """In minutes."""
        for _, _, work in self._given[len(self._sums) - 1 :]:
            self._sums.append(self._sums[-1] + work.minutes)
        return self._sums[-1] - self._sums[bisect_left(self._given, (since,))]

    def last_given(self) -> datetime | None:
        return self._given[-1][0] if self._given else None

    def done_since(self, since: datetime) -> timedelta:
        if self._done is None or self._done[0] != since:
            given = self._given[bisect_left(self._given, (since,)) :]
            minutes = sum(_took(work) for _, _, work in given if work.state in _DELIVERED)
            self._done = since, timedelta(minutes=minutes)
        return self._done[1]

    def _count(self, minutes: int) -> None:
        self._minutes += minutes
        self._load = self._promises = None


def _to_do(work: Work) -> int:
    return 0 if work.state in _DELIVERED else work.minutes


def _took(work: Work) -> int:
    return work.minutes if work.took is None else work.took


def _promised(work: Work) -> datetime:
    return work.due or (work.given or work.created) + WEEK


_WITH_HER: Final = frozenset({"offered", "working", "asked", "delivered", "waiting"})
_DELIVERED: Final = frozenset({"delivered", "done"})
_NOTHING: Final = timedelta()
_EMPTY: Final = _Desk()
