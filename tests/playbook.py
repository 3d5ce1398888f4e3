"""A task's life as a test tells it: what happens, and what follows, from left to right.

    play.drop() >> offered_to("maya") << declines() >> offered_to("ben") << silence() >> reminded("ben")

`<<` is something that happens (see `sayings`), `>>` is what must have followed from it. A play keeps the clock: what
is to wake the task is noted, and `silence` leaps to the next of it. After each step everything must be in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from delegated.core.office import Office
from delegated.story import (
    FOLDER,
    DateCame,
    Delegation,
    Forget,
    Happening,
    Move,
    Outcome,
    Remind,
    State,
    TakeBack,
    TellOwner,
    TimeIsUp,
    WakeAt,
    Write,
    accept,
    advance,
)
from offices import NOW, small_office, task
from orderly import in_order

if TYPE_CHECKING:
    from delegated.core.task import Task

Expectation = Callable[[Outcome], None]
Act = Callable[["Play"], Happening]
TRAVEL = """
title: Book flights to Lisbon
skills: [travel booking]
deliverables: [two options under 300 EUR]
expectations: [no overnight stops]
due: 2026-12-03 17:00
stakes: low
"""


@dataclass
class Play:
    """One office, one task, and everything that has come of it so far; `alarms` are what is to wake it."""

    office: Office = field(default_factory=small_office)
    now: datetime = NOW
    outcomes: list[Outcome] = field(default_factory=list)
    alarms: dict[str, datetime] = field(default_factory=dict)

    def drop(self, text: str = TRAVEL) -> Play:
        """A file is taken from the inbox."""
        self.outcomes, self.alarms = [], {}
        self._keep(accept(12, "Book flights.md", self.task(text), self.office, self.now))
        return self

    def task(self, text: str) -> Task:
        """A task of this office, as it is understood now."""
        return task(text, self.office, self.now)

    @property
    def last(self) -> Outcome:
        """What came of the last thing that happened."""
        return self.outcomes[-1]

    @property
    def it(self) -> Delegation:
        """The task as it stands."""
        return self.last.delegation

    def ring(self) -> Happening:
        """Time passes until the next alarm, and that is used up."""
        key = min(self.alarms, key=lambda one: self.alarms[one])
        self.now = max(self.now, self.alarms.pop(key))
        return DateCame() if key.endswith(":date") else TimeIsUp()

    def __lshift__(self, what: Happening | Act) -> Play:
        self.now += timedelta(minutes=1)
        happening = what(self) if callable(what) else what
        before = self.it
        outcome = advance(before, happening, self.office, self.now)
        in_order(before, happening, outcome, self.office)
        self._keep(outcome)
        return self

    def __rshift__(self, expected: Expectation) -> Play:
        expected(self.last)
        return self

    def _keep(self, outcome: Outcome) -> None:
        for errand in outcome.errands:
            if isinstance(errand, WakeAt):
                self.alarms[errand.key] = errand.at
            elif isinstance(errand, Forget):
                self.alarms.pop(errand.key, None)
        self.outcomes.append(outcome)


def offered_to(person: str) -> Expectation:
    """The brief is on its way to her, and the file lies in `delegated`."""

    def check(outcome: Outcome) -> None:
        it = outcome.delegation
        assert (it.state, it.assistant, it.folder) == (State.OFFERED, person, "delegated"), it
        assert it.brief is not None
        assert ("brief", person, it.brief) in {(one.kind, one.person, one.number) for one in letters_of(outcome)}

    return check


def waits(reason: str) -> Expectation:
    """The task waits for its owner, nobody has it, and the reason is told."""

    def check(outcome: Outcome) -> None:
        it = outcome.delegation
        assert (it.state, it.assistant) == (State.WAITING, None), it
        assert reason in it.reason

    return check


def stands(state: State, assistant: str | None = None) -> Expectation:
    """It is in this state, and in her hands; the file lies where it belongs."""

    def check(outcome: Outcome) -> None:
        it = outcome.delegation
        assert (it.state, it.assistant, it.folder) == (state, assistant, FOLDER[state]), it

    return check


def lies_in(folder: str) -> Expectation:
    """The task stands where its file does."""

    def check(outcome: Outcome) -> None:
        assert outcome.delegation.folder == FOLDER[outcome.delegation.state] == folder

    return check


def writes(kind: str, person: str, words: str = "") -> Expectation:
    """A letter of this kind goes to her, with these words in it."""

    def check(outcome: Outcome) -> None:
        found = [one.words for one in letters_of(outcome) if (one.kind, one.person) == (kind, person)]
        assert len(found) == 1, outcome.errands
        assert words in found[0], found

    return check


def writes_nothing(outcome: Outcome) -> None:
    """Nobody hears of it."""
    assert not [one for one in outcome.errands if isinstance(one, Write | TakeBack | Remind | TellOwner)]


def reminded(person: str) -> Expectation:
    """She is reminded, and nobody else."""

    def check(outcome: Outcome) -> None:
        assert [one for one in outcome.errands if isinstance(one, Remind)] == [Remind(person)], outcome.errands

    return check


def taken_back_from(person: str) -> Expectation:
    """She is told that she has it no more."""

    def check(outcome: Outcome) -> None:
        assert person in [one.person for one in outcome.errands if isinstance(one, TakeBack)], outcome.errands

    return check


def owner_told(words: str = "") -> Expectation:
    """The owner hears of it: that a word is needed, or these news."""

    def check(outcome: Outcome) -> None:
        assert any(isinstance(one, TellOwner) and words in one.news for one in outcome.errands), outcome.errands

    return check


def with_errands(*kinds: type) -> Expectation:
    """Exactly these errands, in this order."""

    def check(outcome: Outcome) -> None:
        assert [type(errand) for errand in outcome.errands] == list(kinds), outcome.errands

    return check


def with_errand(errand: object) -> Expectation:
    """This one among them."""

    def check(outcome: Outcome) -> None:
        assert errand in outcome.errands, outcome.errands

    return check


def tells(*events: str) -> Expectation:
    """Exactly these lines for the log, in this order."""

    def check(outcome: Outcome) -> None:
        assert [str(told.event) for told in outcome.told] == list(events)

    return check


def unmoved(outcome: Outcome) -> None:
    """No file is sent anywhere: it lies where it belongs already."""
    assert not any(isinstance(errand, Move) for errand in outcome.errands)


def letters_of(outcome: Outcome) -> list[Write]:
    """The letters that are written."""
    return [errand for errand in outcome.errands if isinstance(errand, Write)]
