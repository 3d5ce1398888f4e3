"""What a rule looks for: `when` compiled at load into tests that know their field, their wish and their place.

A condition is true, false, or not to be known (None): a fact that is unknown makes neither a clause
nor its opposite true. So a rule that could not be evaluated is not a rule that said no.
"""

from __future__ import annotations

import operator
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol

import re2

from delegated.core.calendar import CalendarError, When, WorkCalendar, parse_duration, parse_estimate, parse_when
from delegated.core.errors import Fault, Faults, did_you_mean
from delegated.core.expressions import SHORTEST, words_in
from delegated.core.fields import Energy, Engagement, Stakes, rank
from delegated.core.money import Currencies, Money, parse_money
from delegated.core.reading import Node

if TYPE_CHECKING:
    from delegated.core.reading import Source


class Sort(StrEnum):
    """What kind of value a field has, and so which operators fit."""

    TEXT = "a text"
    WORDS = "a list of words"
    CHOICE = "one of a few words"
    LEVEL = "low, medium or high"
    TRUTH = "true or false"
    NUMBER = "a number"
    LENGTH = "a length of time"
    MONEY = "an amount of money"
    MOMENT = "a date"


FIELDS: Final[dict[str, Sort]] = {
    "title": Sort.TEXT, "details": Sort.TEXT, "owner": Sort.TEXT, "client": Sort.TEXT, "goal": Sort.TEXT,
    "to": Sort.TEXT, "language": Sort.TEXT, "repeats": Sort.TEXT,
    "tags": Sort.WORDS, "skills": Sort.WORDS, "deliverables": Sort.WORDS, "expectations": Sort.WORDS,
    "attachments": Sort.WORDS,
    "energy": Sort.CHOICE, "engagement": Sort.CHOICE, "stakes": Sort.LEVEL, "confidential": Sort.TRUTH,
    "estimate": Sort.LENGTH, "budget": Sort.MONEY, "due": Sort.MOMENT,
}  # fmt: skip
FACTS: Final[dict[str, Sort]] = {
    "owner.load": Sort.NUMBER, "owner.overwhelmed": Sort.TRUTH,
    "owner.strength": Sort.TRUTH, "owner.stalled_goals": Sort.WORDS,
    "now.weekday": Sort.CHOICE, "now.hour": Sort.NUMBER,
    "history.similar": Sort.NUMBER, "history.last_assistant": Sort.TEXT,
    "worth.hours_freed": Sort.LENGTH, "worth.cost": Sort.MONEY, "worth.handling": Sort.LENGTH, "worth.net": Sort.MONEY,
    "budget.left": Sort.MONEY,
}  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "energy": tuple(Energy), "engagement": tuple(Engagement), "stakes": tuple(Stakes), "now.weekday": WEEKDAYS,
}  # fmt: skip
_ANY = "any_of"
_WORDED: Final = frozenset({Sort.TEXT, Sort.WORDS, Sort.CHOICE})
_ORDERED = frozenset({"at_least", "at_most", "above", "below"})
_WORDLY = frozenset({"is", _ANY, "none_of"})
OPERATORS: Final[dict[Sort, frozenset[str]]] = {
    Sort.TEXT: _WORDLY | {"contains", "matches", "is_set"},
    Sort.WORDS: _WORDLY | {"all_of", "contains", "matches", "is_set"},
    Sort.CHOICE: _WORDLY | {"is_set"},
    Sort.LEVEL: _WORDLY | _ORDERED | {"is_set"},
    Sort.TRUTH: frozenset({"is", "is_set"}),
    Sort.NUMBER: _WORDLY | _ORDERED | {"is_set"},
    Sort.LENGTH: _ORDERED | {"is", "is_set"},
    Sort.MONEY: _ORDERED | {"is", "is_set"},
    Sort.MOMENT: frozenset({"before", "after", "within", "is_set"}),
}
ALL_OPERATORS: Final = (
    "is", "any_of", "all_of", "none_of", "contains", "matches",
    "at_least", "at_most", "above", "below", "before", "after", "within", "is_set",
)  # fmt: skip
BLOCKS: Final = ("any", "all", "not")
_SAID = {"any_of": "any of", "all_of": "all of", "none_of": "none of", "at_least": "at least", "at_most": "at most"}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt, "is": operator.eq,
}  # fmt: skip
MOST_PATTERN: Final = 1_000
# RE2's word boundary is one of ASCII: `\bübersetzen\b` would never match, and nobody would know.
_BLIND_BOUNDARY: Final = re.compile(r"\\b(?:\((?:\?\w*:)?)*[^\x00-\x7f]|[^\x00-\x7f][?*+)]*\\b")
_LONGEST_SHOWN: Final = 80


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
    """One field, one operator, one wish."""

    field: str
    operator: str
    wanted: str
    test: Test
    words: tuple[Key, ...] = ()

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
    return Clause(name, "is_set", "is not set", lambda told, _: not told)


def read_when(node: Node, source: Source, faults: Faults) -> Condition:
    """Compile one `when`; what is wrong with it goes into `faults` with its place."""
    if node.value is None:
        return All(())
    if not isinstance(node.value, dict):
        faults.add(source.fault(node, "`when` must be fields and what they must be", "write it like `tags: [travel]`"))
        return All(())
    return All(tuple(_read_entry(name, below, node.keys[name], source, faults) for name, below in node.value.items()))


def sort_of(name: str) -> Sort | None:
    """What kind of value a field or fact has; None where there is no such field."""
    if name.startswith("x-"):
        return Sort.TEXT
    return FIELDS.get(name) or FACTS.get(name)


def read_fact(name: str, value: Any) -> Any:
    """A fact given by hand (`--given`, an example's `given`), as the rules see it. Raises ValueError."""
    sort = FACTS.get(name)
    if sort is None:
        message = f"no fact `{name}`; {did_you_mean(name, FACTS)}"
        raise ValueError(message)
    if sort is Sort.WORDS:
        return tuple(str(word).casefold() for word in (value if isinstance(value, list) else [value]))
    return _typed(name, sort, value, "is")


def shown(value: Any, zone: tzinfo = UTC) -> str:
    """A value as people read it; times in this zone, with its name."""
    for kind, say in _SHOWN:
        if isinstance(value, kind):
            return say(value, zone)
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def length(span: timedelta) -> str:
    """`1h30m`, `45m`, `-20m`."""
    minutes = round(span.total_seconds() / 60)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("", minutes)
    hours, rest = divmod(minutes, 60)
    return sign + (f"{hours}h{rest:02d}m" if hours and rest else f"{hours}h" if hours else f"{rest}m")


# A truth value is a number to Python: first things first.
_SHOWN: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any, tzinfo], str]], ...]] = (
    (type(None), lambda _, __: "not set"),
    (bool, lambda value, _: "true" if value else "false"),
    ((tuple, list, frozenset), lambda value, _: _cut(", ".join(str(item) for item in value)) or "none"),
    (timedelta, lambda value, _: length(value)),
    (datetime, lambda value, zone: f"{value.astimezone(zone):%Y-%m-%d %H:%M} {getattr(zone, 'key', 'UTC')}"),
    (float, lambda value, _: f"{value:.2f}"),
)


def _weight(keys: Sequence[Key]) -> tuple[int, int]:
    """How many tasks are likely to have one of these keys: the less, the better to file a rule under."""
    return max(_commonness(key) for key in keys), len(keys)


def _commonness(key: Key) -> int:
    """Exact words are rarest, then words in a text, then expressions; one of three or seven words is met daily."""
    return 3 if key.field in _CHOICES else ("=", "~", "*").index(key.way)


def _joined(between: str, parts: Sequence[Condition]) -> str:
    if len(parts) == 1:
        return parts[0].said()
    return between.join(f"({part.said()})" if _is_mixed(part) else part.said() for part in parts)


def _is_mixed(part: Condition) -> bool:
    return isinstance(part, All | Either) and len(part.parts) > 1


def _read_entry(name: str, node: Node, key: Node, source: Source, faults: Faults) -> Condition:
    if name in BLOCKS:
        return _read_block(name, node, key, source, faults)
    sort = sort_of(name)
    if sort is None:
        cure = did_you_mean(name, [*FIELDS, *FACTS, *BLOCKS], otherwise="fields are")
        faults.add(source.fault(key, f"no field `{name}`", cure))
        return All(())
    if not isinstance(node.value, dict):
        op = _ANY if isinstance(node.value, list) else "is"
        return _read_operator(_Wish(name, sort, op, node, node), source, faults)
    if not node.value:
        faults.add(source.fault(node, f"`{name}` has nothing in it", "write what it must be, or delete the line"))
    wishes = [_Wish(name, sort, op, below, node.keys[op]) for op, below in node.value.items()]
    return All(tuple(_read_operator(wish, source, faults) for wish in wishes))


def _read_block(name: str, node: Node, key: Node, source: Source, faults: Faults) -> Condition:
    listed = node.value if isinstance(node.value, list) else [node]
    for part in listed or [key]:
        if part is key or not part.value:
            faults.add(source.fault(part, f"`{name}` has nothing in it", "write fields below it, or a list of them"))
    parts = tuple(read_when(part, source, faults) for part in listed)
    if name == "any":
        return Either(parts)
    return All(parts) if name == "all" else Not(All(parts))


@dataclass(frozen=True, slots=True)
class _Wish:
    """One field and what it must be, as it stands in the file. `key` is where the operator stands."""

    field: str
    sort: Sort
    operator: str
    node: Node
    key: Node


def _read_operator(wish: _Wish, source: Source, faults: Faults) -> Condition:
    if wish.operator not in OPERATORS[wish.sort]:
        faults.add(_no_operator(wish, source))
        return All(())
    try:
        return _compiled(wish.field, wish.sort, wish.operator, wish.node)
    except ValueError as error:
        faults.add(source.fault(wish.node, f"`{wish.field}`: {error}"))
        return All(())


def _no_operator(wish: _Wish, source: Source) -> Fault:
    name, op, fitting = wish.field, wish.operator, [op for op in ALL_OPERATORS if op in OPERATORS[wish.sort]]
    cure = f"use one of {', '.join(fitting)}, like `{name}: {{{fitting[0]}: …}}`"
    if wish.key is wish.node:  # A plain value or a list stood for the operator.
        what = "a list" if op == _ANY else "a plain value"
        return source.fault(wish.key, f"`{name}` is {wish.sort}, and cannot be compared with {what}", cure)
    if op in ALL_OPERATORS:
        return source.fault(wish.key, f"`{op}` does not fit `{name}`, which is {wish.sort}", cure)
    return source.fault(wish.key, f"no operator `{op}` for `{name}`", did_you_mean(op, fitting, otherwise="use one of"))


def _compiled(name: str, sort: Sort, op: str, node: Node) -> Clause:
    if op == "is_set":
        wish = _typed(name, Sort.TRUTH, node.meant(), "is_set")
        return Clause(name, op, "is set" if wish else "is not set", lambda told, _: told is wish)
    if op in {"matches", "contains"}:
        return _matching(name, sort, node) if op == "matches" else _containing(name, sort, node)
    if op in {"any_of", "all_of", "none_of"} or (op == "is" and sort in _WORDED):
        return _among(name, sort, op, node)
    return _in_time(name, op, node) if sort is Sort.MOMENT else _compared(name, sort, op, node)


def _among(name: str, sort: Sort, op: str, node: Node) -> Clause:
    items = node.value if isinstance(node.value, list) else [node]
    wishes = tuple(_typed(name, sort, _written(item, sort), op) for item in items)
    if not wishes:
        message = "the list is empty; write at least one word"
        raise ValueError(message)
    said = shown(wishes[0]) if op == "is" else f"{_SAID[op]} {shown(wishes)}"
    keys = tuple(Key(name, "=", str(wish)) for wish in wishes) if op in {"is", _ANY} and sort is not Sort.NUMBER else ()
    return Clause(name, op, said, _membership(op, frozenset(wishes), one=sort is not Sort.WORDS), keys)


def _written(node: Node, sort: Sort) -> Any:
    """Words stay as they are written: client `007` is not the number 7."""
    return node.value if sort in _WORDED else node.meant()


def _membership(op: str, wishes: frozenset[Any], *, one: bool) -> Test:
    if one:
        if op == "none_of":
            return lambda value, _: _folded(value) not in wishes
        return lambda value, _: _folded(value) in wishes
    if op == "none_of":
        return lambda value, _: wishes.isdisjoint(_folded(word) for word in value)
    if op == "all_of":
        return lambda value, _: wishes.issubset(_folded(word) for word in value)
    return lambda value, _: not wishes.isdisjoint(_folded(word) for word in value)


def _containing(name: str, sort: Sort, node: Node) -> Clause:
    if isinstance(node.value, list | dict) or not node.value:
        message = "`contains` wants one text; for several use `any_of`, or an `any:` block"
        raise ValueError(message)
    wish = node.value.casefold()
    if sort is Sort.WORDS:
        return Clause(
            name,
            "contains",
            f"contains {wish}",
            _membership("is", frozenset({wish}), one=False),
            (Key(name, "=", wish),),
        )

    def test(value: Any, _: Situation) -> Truth:
        return value is not None and wish in value.casefold()

    return Clause(name, "contains", f"contains {wish}", test, (Key(name, "~", wish),) if len(wish) >= SHORTEST else ())


def _matching(name: str, sort: Sort, node: Node) -> Clause:
    if not isinstance(node.value, str):
        message = "`matches` wants one regular expression, in quotes"
        raise ValueError(message)  # noqa: TRY004  it is the file that is wrong
    found = pattern(node.value)
    if sort is Sort.WORDS:
        return Clause(
            name, "matches", f"matches {node.value}", lambda value, _: any(found.search(word) for word in value)
        )
    keys = tuple(Key(name, "~", word) for word in words_in(node.value)) or (Key(name, "*", node.value),)
    return Clause(
        name,
        "matches",
        f"matches {node.value}",
        lambda value, _: value is not None and found.search(value) is not None,
        keys,
    )


def pattern(text: str) -> Any:
    """A compiled RE2 expression: linear time, so that nothing hangs. Raises ValueError in plain words."""
    if len(text) > MOST_PATTERN:
        message = f"the regular expression is longer than {MOST_PATTERN} characters"
        raise ValueError(message)
    if _BLIND_BOUNDARY.search(text):
        message = r"`\b` knows only ASCII letters, and finds no border beside `é` or `ü`; leave it out there"
        raise ValueError(message)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 22
    try:
        return re2.compile(text, options)
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        message = f"this regular expression cannot be read: {said} (RE2: no look-around, no back-references)"
        raise ValueError(message) from None


def _in_time(name: str, op: str, node: Node) -> Clause:
    if op == "within":
        span = parse_duration(str(node.value))
        return Clause(
            name, op, f"within {span}", lambda value, at: value is not None and value <= at.calendar.add(at.now, span)
        )
    wish = parse_when(str(node.value))
    earlier = op == "before"
    return Clause(name, op, f"{op} {wish.text}", lambda value, at: _beside(value, wish, at, earlier=earlier))


def _beside(value: datetime | None, wish: When, at: Situation, *, earlier: bool) -> Truth:
    if value is None:
        return False
    try:
        moment = wish.resolve(at.now, at.calendar)
    except CalendarError:  # `today 08:00` at nine: today has no such time left, so there is nothing to compare with.
        return None
    return value < moment if earlier else value > moment


def _compared(name: str, sort: Sort, op: str, node: Node) -> Clause:
    wish = _typed(name, sort, node.meant(), op)
    compare = _COMPARE[op]
    said = f"{_SAID.get(op, op)} {shown(wish)}" if op != "is" else shown(wish)
    if sort is Sort.MONEY:
        return Clause(name, op, said, lambda value, at: _money(value, wish, compare, at))
    if sort is Sort.LEVEL:
        place = rank(wish)
        keys = (Key(name, "=", str(wish)),) if op == "is" else ()
        return Clause(name, op, said, lambda value, _: compare(rank(value), place), keys)
    return Clause(name, op, said, lambda value, _: value is not None and compare(value, wish))


def _money(value: Money | None, wish: Money, compare: Callable[[Any, Any], bool], at: Situation) -> Truth:
    if value is None:
        return False
    converted = at.currencies.convert(value, wish.currency)
    return None if converted is None else compare(converted.amount, wish.amount)


def _typed(name: str, sort: Sort, value: Any, op: str) -> Any:
    """A wish in the type of its field. Raises ValueError with a sentence."""
    if isinstance(value, list | dict):
        message = f"`{op}` wants one value here"
        raise ValueError(message)  # noqa: TRY004  it is the file that is wrong
    if value is None:
        message = f"`{op}` has no value; for a field that is not set write `{{is_set: false}}`"
        raise ValueError(message)
    if sort is Sort.TRUTH:
        return _truth(value)
    if sort is Sort.NUMBER:
        return _number(value)
    if sort is Sort.LENGTH:
        return value if isinstance(value, timedelta) else _length(str(value))
    if sort is Sort.MONEY:
        return value if isinstance(value, Money) else parse_money(str(value), negative=True)
    said = shown(value).casefold()
    return _chosen(name, said) if name in _CHOICES else said


def _truth(value: Any) -> bool:
    said = shown(value).casefold()
    if said not in {"true", "false", "yes", "no"}:
        message = f"`{said}` is neither true nor false"
        raise ValueError(message)
    return said in {"true", "yes"}


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        message = f"`{value}` is not a number"
        raise ValueError(message) from None


def _length(said: str) -> timedelta:
    return -parse_estimate(said[1:]) if said.startswith("-") else parse_estimate(said)


def _chosen(name: str, said: str) -> Any:
    known: Iterable[str] = _CHOICES[name]
    if said not in known:
        message = f"`{said}` is not one of {', '.join(known)}"
        raise ValueError(message)
    return Stakes(said) if name == "stakes" else said


def _folded(value: Any) -> Any:
    return value.casefold() if value.__class__ is str else value
