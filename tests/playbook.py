"""A task's life as a test tells it: what happens, and what follows, from left to right.

    play.drop(TRAVEL) >> offered_to("maya") << bounced() >> offered_to("ben") << bounced() >> waits("nobody")

`<<` is something that happens, `>>` is what must have followed from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from delegated.core.office import Office
from delegated.story import (
    FOLDER,
    Cancelled,
    DateCame,
    Finished,
    Happening,
    Kept,
    Move,
    Outcome,
    PutBack,
    Spoilt,
    State,
    Undeliverable,
    Write,
    accept,
    advance,
)
from offices import NOW, small_office, task

if TYPE_CHECKING:
    from delegated.core.task import Task

Expectation = Callable[[Outcome], None]
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
    """One office, one task, and everything that has come of it so far."""

    office: Office = field(default_factory=small_office)
    now: datetime = NOW
    outcomes: list[Outcome] = field(default_factory=list)

    def drop(self, text: str = TRAVEL) -> Play:
        """A file is taken from the inbox."""
        self.outcomes = [accept(12, "Book flights.md", self.task(text), self.office, self.now)]
        return self

    def task(self, text: str) -> Task:
        """A task of this office, as it is understood now."""
        return task(text, self.office, self.now)

    @property
    def last(self) -> Outcome:
        """What came of the last thing that happened."""
        return self.outcomes[-1]

    def __lshift__(self, happening: Happening) -> Play:
        self.now += timedelta(minutes=1)
        self.outcomes.append(advance(self.last.delegation, happening, self.office, self.now))
        return self

    def __rshift__(self, expected: Expectation) -> Play:
        expected(self.last)
        return self


def offered_to(person: str) -> Expectation:
    """The brief is on its way to her, and the file lies in `delegated`."""

    def check(outcome: Outcome) -> None:
        it = outcome.delegation
        assert (it.state, it.assistant, it.folder) == (State.OFFERED, person, "delegated"), it
        assert it.brief is not None
        assert Write("brief", person, it.brief) in outcome.errands

    return check


def waits(reason: str) -> Expectation:
    """The task waits for its owner, nobody has it, and the reason is told."""

    def check(outcome: Outcome) -> None:
        it = outcome.delegation
        assert (it.state, it.assistant) == (State.WAITING, None), it
        assert reason in it.reason

    return check


def lies_in(folder: str) -> Expectation:
    """The task stands where its file does."""

    def check(outcome: Outcome) -> None:
        assert outcome.delegation.folder == FOLDER[outcome.delegation.state] == folder

    return check


def with_errands(*kinds: type) -> Expectation:
    """Exactly these errands, in this order."""

    def check(outcome: Outcome) -> None:
        assert [type(errand) for errand in outcome.errands] == list(kinds)

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


def bounced(reason: str = "550 no such user", brief: int | None = None) -> Happening:
    """The brief came back for good."""
    return Undeliverable(reason, brief)


def date_came() -> Happening:
    """The day until which it was deferred is here."""
    return DateCame()


def moved_to(folder: str) -> Happening:
    """The owner has moved the file."""
    moves: dict[str, Happening] = {"done": Finished(), "dropped": Cancelled(), "yours": Kept()}
    return moves[folder]


def put_back(found: Task) -> Happening:
    """The owner has put the file into the inbox again."""
    return PutBack(found)


def spoilt(reason: str = "a.md:1:1: there is a tab") -> Happening:
    """She has, and it cannot be read any more."""
    return Spoilt(reason)
