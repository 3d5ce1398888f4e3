"""What a rule looks for, compiled: a tree of conditions, each of which knows whether it holds and why not.

A condition is true, false, or not to be known (None): a fact that is unknown makes neither a clause
nor its opposite true. So a rule that could not be evaluated is not a rule that said no.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Final, Protocol

from delegated.core.durations import CalendarError
from delegated.core.moments import When
from delegated.core.reading import Node
from delegated.core.vocabulary import CHOICES

if TYPE_CHECKING:
    from delegated.core.calendar import WorkCalendar
    from delegated.core.money import Currencies


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that cannot be known now, and why."""

    reason: str

    def __str__(self) -> str:
        return f"not known ({self.reason})"


class Situation(Protocol):
    """What a condition is held against: the fields of one task and the facts of one moment."""

    @property
    def now(self) -> datetime:
        """The moment, aware."""
        ...

    @property
    def calendar(self) -> WorkCalendar:
        """The owner's working time."""
        ...

    @property
    def currencies(self) -> Currencies:
        """Rates of exchange."""
        ...

    def value(self, name: str) -> Any:
        """A field, None where it is not set; or a fact, which may be Unknown."""
        ...

    def told(self, name: str) -> bool:
        """Whether the field was said by somebody, or the fact is known."""
        ...


@dataclass(frozen=True, slots=True)
class Failed:
    """The first clause of a rule that did not hold, and the value that it met."""

    field: str
    wanted: str
    met: str


Truth = bool | None
Test = Callable[[Any, Situation], Truth]


class Condition(ABC):
    """One node of a compiled `when`."""

    __slots__ = ()

    @abstractmethod
    def holds(self, situation: Situation) -> Truth:
        """True, false, or None where a fact that it needs is unknown."""

    @abstractmethod
    def failed(self, situation: Situation) -> Failed | None:
        """Why it does not hold; None where it does."""

    @abstractmethod
    def keys(self) -> Sequence[Key]:
        """Keys of which a situation must have one for this to hold; empty: no such keys are known."""

    @abstractmethod
    def said(self) -> str:
        """What it wants, in words."""

    def clauses(self) -> Iterator[Clause]:
        """Every clause below."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Key:
    """A word that a field must have (`=`), or hold somewhere in its text (`~`), or an expression that it must match."""

    field: str
    way: str
    word: str


@dataclass(frozen=True, slots=True)
class Clause(Condition):
    """One field, one operator, one wish. `place` is where the wish stands in its file."""

    field: str
    operator: str
    wanted: str
    test: Test
    words: tuple[Key, ...] = ()
    wish: Any = None
    place: Node | None = None

    def holds(self, situation: Situation) -> Truth:
        """Whether it does, as far as it can be known."""
        value = situation.value(self.field)
        if self.operator == "is_set":
            return self.test(situation.told(self.field), situation)
        if value.__class__ is Unknown:
            return None
        return self.test(value, situation)

    def failed(self, situation: Situation) -> Failed | None:
        """The first thing that did not hold."""
        if self.holds(situation):
            return None
        met = situation.value(self.field)
        return Failed(self.field, self.wanted, shown(met, situation.calendar.zone))

    def keys(self) -> Sequence[Key]:
        """What it can be filed under."""
        return self.words

    def said(self) -> str:
        """In words."""
        return f"{self.field} {self.wanted}"

    def clauses(self) -> Iterator[Clause]:
        """From left to right."""
        yield self


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every one of them must hold."""

    parts: tuple[Condition, ...]

    def holds(self, situation: Situation) -> Truth:
        """Whether it does, as far as it can be known."""
        answer: Truth = True
        for part in self.parts:
            held = part.holds(situation)
            if held is False:
                return False
            answer = None if held is None else answer
        return answer

    def failed(self, situation: Situation) -> Failed | None:
        """The first thing that did not hold."""
        return next((failed for part in self.parts if (failed := part.failed(situation))), None)

    def keys(self) -> Sequence[Key]:
        """The best of its parts: the fewest words, exact ones before those in a text."""
        having = [keys for part in self.parts if (keys := part.keys())]
        return min(having, key=_weight) if having else ()

    def said(self) -> str:
        """In words."""
        return _joined(" and ", self.parts)

    def clauses(self) -> Iterator[Clause]:
        """From left to right."""
        for part in self.parts:
            yield from part.clauses()


@dataclass(frozen=True, slots=True)
class Either(Condition):
    """One of them is enough."""

    parts: tuple[Condition, ...]

    def holds(self, situation: Situation) -> Truth:
        """Whether it does, as far as it can be known."""
        answer: Truth = False
        for part in self.parts:
            held = part.holds(situation)
            if held:
                return True
            answer = None if held is None else answer
        return answer

    def failed(self, situation: Situation) -> Failed | None:
        """The first thing that did not hold."""
        if self.holds(situation):
            return None
        first = next(failed for part in self.parts if (failed := part.failed(situation)))
        return Failed(first.field, f"any of: {self.said()}", first.met)

    def keys(self) -> Sequence[Key]:
        """What it can be filed under."""
        each = [part.keys() for part in self.parts]
        return tuple(dict.fromkeys(key for keys in each for key in keys)) if all(each) else ()

    def said(self) -> str:
        """In words."""
        return _joined(" or ", self.parts)

    def clauses(self) -> Iterator[Clause]:
        """From left to right."""
        for part in self.parts:
            yield from part.clauses()


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """It must be false; that it cannot be known is not enough."""

    part: Condition

    def holds(self, situation: Situation) -> Truth:
        """Whether it does, as far as it can be known."""
        held = self.part.holds(situation)
        return None if held is None else not held

    def failed(self, situation: Situation) -> Failed | None:
        """The first thing that did not hold."""
        held = self.holds(situation)
        if held:
            return None
        clauses = list(self.part.clauses())
        unknown = (clause for clause in clauses if clause.holds(situation) is None)
        holding = (clause for clause in clauses if clause.holds(situation))
        shown_by = next(unknown if held is None else holding, clauses[0])
        met = shown(situation.value(shown_by.field), situation.calendar.zone)
        return Failed(shown_by.field, f"not: {self.part.said()}", met)

    def keys(self) -> Sequence[Key]:
        """What it can be filed under."""
        return ()

    def said(self) -> str:
        """In words."""
        return f"not ({self.part.said()})"

    def clauses(self) -> Iterator[Clause]:
        """From left to right."""
        yield from self.part.clauses()


@dataclass(frozen=True, slots=True)
class StillToCome(Condition):
    """A date that a rule defers to lies ahead."""

    until: When

    def holds(self, situation: Situation) -> Truth:
        """Whether it does."""
        try:
            return self.until.resolve(situation.now, situation.calendar, opening=True) > situation.now
        except CalendarError:
            return False

    def failed(self, situation: Situation) -> Failed | None:
        """That it is over."""
        if self.holds(situation):
            return None
        zone = situation.calendar.zone
        return Failed("now", self.said(), shown(situation.now, zone))

    def keys(self) -> Sequence[Key]:
        """None: it says nothing of the task."""
        return ()

    def said(self) -> str:
        """In words."""
        return f"before {self.until.text}"


def not_told(name: str) -> Clause:
    """Nobody has said this field."""
    return Clause(name, "is_set", "is not set", lambda told, _: not told, wish=False)


def shown(value: Any, zone: tzinfo = UTC) -> str:
    """A value as people read it; times in this zone, with its name."""
    for kind, say in _SHOWN:
        if isinstance(value, kind):
            return say(value, zone)
    return _cut(str(value))


def length(span: timedelta) -> str:
    """`1h30m`, `45m`, `-20m`."""
    minutes = round(span.total_seconds() / 60)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("", minutes)
    hours, rest = divmod(minutes, 60)
    return sign + (f"{hours}h{rest:02d}m" if hours and rest else f"{hours}h" if hours else f"{rest}m")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _weight(keys: Sequence[Key]) -> tuple[int, int]:
    """How many tasks are likely to have one of these keys: the less, the better to file a rule under."""
    return max(_commonness(key) for key in keys), len(keys)


def _commonness(key: Key) -> int:
    """Exact words are rarest, then words in a text, then expressions; one of three or seven words is met daily."""
    return 3 if key.field in CHOICES else ("=", "~", "*").index(key.way)


def _joined(between: str, parts: Sequence[Condition]) -> str:
    if len(parts) == 1:
        return parts[0].said()
    return between.join(f"({part.said()})" if _is_mixed(part) else part.said() for part in parts)


def _is_mixed(part: Condition) -> bool:
    return isinstance(part, All | Either) and len(part.parts) > 1


# A truth value is a number to Python: first things first.
_SHOWN: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any, tzinfo], str]], ...]] = (
    (type(None), lambda _, __: "not set"),
    (bool, lambda value, _: "true" if value else "false"),
    ((tuple, list, frozenset), lambda value, _: _cut(", ".join(str(item) for item in value)) or "none"),
    (timedelta, lambda value, _: length(value)),
    (datetime, lambda value, zone: f"{value.astimezone(zone):%Y-%m-%d %H:%M} {getattr(zone, 'key', 'UTC')}"),
    (float, lambda value, _: f"{value:.2f}".rstrip("0").rstrip(".")),
)
_LONGEST_SHOWN: Final = 80
