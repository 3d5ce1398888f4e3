"""What deciding and choosing know beside the task itself: people, rules, limits, and who has how much to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from delegated.core.durations import Span
from delegated.core.fields import Level, Stakes
from delegated.core.money import Currencies, Money
from delegated.core.patience import USUAL, Patience
from delegated.core.people import Roster
from delegated.core.rules import RuleBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delegated.core.people import Assistant

WEEK = timedelta(days=7)
_USUAL = Patience.of(Span(working_days=1), 2, Span(working_days=2), None)


@dataclass(frozen=True, slots=True)
class Limit:
    """How far one level of trust goes: highest stakes, most money for a task, tasks at a time."""

    stakes: Stakes
    money: Money | None
    tasks: int


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody has open: hours and tasks."""

    open: timedelta = timedelta()
    tasks: int = 0


@dataclass(slots=True)
class Workloads:
    """Who has how much to do. The service keeps it current; the core only reads it.

    `assistants` counts what is offered to or done by each; `kept` holds what each owner has in
    `yours`, as estimate and due date by task number.
    """

    assistants: dict[str, Load] = field(default_factory=dict)
    kept: dict[str, dict[int, tuple[timedelta, datetime | None]]] = field(default_factory=dict)

    def of(self, assistant: str) -> Load:
        """What an assistant has open."""
        return self.assistants.get(assistant, Load())

    def add(self, assistant: str, work: timedelta, tasks: int = 1) -> None:
        """One more task (or, with negative numbers, one less)."""
        load = self.of(assistant)
        self.assistants[assistant] = Load(max(timedelta(), load.open + work), max(0, load.tasks + tasks))

    def due_within(self, owner: str, now: datetime, span: timedelta = WEEK) -> timedelta:
        """Hours that the owner has kept and that fall into the time from now; what has no date counts."""
        kept = self.kept.get(owner, {}).values()
        return sum((work for work, due in kept if due is None or due <= now + span), timedelta())


@dataclass(frozen=True, slots=True)
class Office:
    """One office at one moment. `shipped` is the policy that decides when none of `book` does."""

    roster: Roster
    book: RuleBook
    shipped: RuleBook
    currencies: Currencies
    trust: Mapping[Level, Limit]
    workloads: Workloads
    overwhelmed_above: float = 1.0
    version: str = ""
    patience: Mapping[str, Patience] = field(default_factory=lambda: {USUAL: _USUAL})

    def level_of(self, assistant: Assistant) -> Level:
        """How far she is trusted: without any evidence nobody is above a trial."""
        return assistant.trust if assistant.evidence else Level.TRIAL

    def books(self) -> Iterator[tuple[RuleBook, str]]:
        """The owner's rules, then the shipped policy without those that she has of the same name."""
        yield self.book, "rules"
        yield self.shipped, "shipped policy"
