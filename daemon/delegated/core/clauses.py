"""How a rule's `when` is read: compiled at load into clauses that know their field, their wish and their place."""

from __future__ import annotations

import math
import operator
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import re2

from delegated.core.conditions import (
    All,
    Clause,
    Condition,
    Either,
    Key,
    Not,
    Situation,
    Test,
    Truth,
    Unknown,
    length,
    shown,
)
from delegated.core.durations import CalendarError, parse_duration, parse_estimate
from delegated.core.errors import Fault, Faults, did_you_mean, nearest
from delegated.core.expressions import SHORTEST, words_in
from delegated.core.fields import Stakes, rank
from delegated.core.implication import clashes, form
from delegated.core.moments import When, parse_when
from delegated.core.money import Money, parse_money
from delegated.core.reading import Node
from delegated.core.vocabulary import ALL_OPERATORS, BLOCKS, CHOICES, FACTS, FIELDS, OPERATORS, Sort, sort_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from delegated.core.implication import Literal
    from delegated.core.reading import Source


MOST_PATTERN: Final = 1_000
_SHORT_PATTERN: Final = 200
_ANY = "any_of"
_NOT_KNOWN: Final = "not known ("
_NO_WORDS: Final = "none"
_RECORDED_LENGTH: Final = re.compile(
    r"(?P<below>-?)(?=[0-9])(?:(?P<hours>[0-9]{1,9})h)?(?:(?P<minutes>[0-9]{1,9})m)?"
    r"(?:(?P<seconds>[0-9]{1,2})(?:[.](?P<microseconds>[0-9]{6}))?s)?"
)
_NO_TIME: Final = re.compile(r"\s*0+\s*(?:m|h|min|minutes?|hours?)?\s*")
_WORDED: Final = frozenset({Sort.TEXT, Sort.WORDS, Sort.CHOICE})
_SAID = {"any_of": "any of", "all_of": "all of", "none_of": "none of", "at_least": "at least", "at_most": "at most"}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt, "is": operator.eq,
}  # fmt: skip
# RE2's word boundary is one of ASCII: `\bübersetzen\b` would never match, and nobody would know.
_BLIND_BOUNDARY: Final = re.compile(r"\\b(?:\((?:\?\w*:)?)*[^\x00-\x7f]|[^\x00-\x7f][?*+)]*\\b")


def read_when(node: Node, source: Source, faults: Faults) -> Condition:
    """Compile one `when`; what is wrong with it goes into `faults` with its place, also that it can never hold."""
    condition = _read_fields(node, source, faults)
    fields = [clause.field for clause in condition.clauses()]
    if len(set(fields)) < len(fields):  # Only clauses about one field can contradict each other.
        for first, second in clashes(form(condition)):
            faults.add(_contradiction(first, second, source))
    return condition


def _read_fields(node: Node, source: Source, faults: Faults) -> Condition:
    if node.value is None:
        return All(())
    if not isinstance(node.value, dict):
        faults.add(source.fault(node, "`when` must be fields and what they must be", "write it like `tags: [travel]`"))
        return All(())
    return All(tuple(_read_entry(name, below, node.keys[name], source, faults) for name, below in node.value.items()))


def read_fact(name: str, value: Any) -> Any:
    """A fact given by hand (`--given`, an example's `given`), as the rules see it. Raises ValueError."""
    sort = FACTS.get(name)
    if sort is None:
        message = f"no fact `{name}`; {did_you_mean(name, FACTS)}"
        raise ValueError(message)
    if sort is Sort.WORDS:
        return tuple(str(word).casefold() for word in (value if isinstance(value, list) else [value]))
    return _typed(name, sort, value, "is")


def fact_recorded(value: Any) -> str:
    """A fact as it is kept: still to be read by people, and nothing of it lost, so that `recorded_fact` is the same."""
    if isinstance(value, timedelta):
        return _exact_length(value)
    if isinstance(value, tuple):
        words = ", ".join(value)
        return f"{words}," if words == _NO_WORDS else words or _NO_WORDS
    return shown(value) if isinstance(value, bool) else str(value)


@lru_cache(maxsize=4096)
def recorded_fact(name: str, text: str) -> Any:
    """A fact exactly as the rules saw it, from how it is kept, or was by an earlier version. Raises ValueError."""
    sort = FACTS.get(name)
    if text.startswith(_NOT_KNOWN):
        return Unknown(text.removeprefix(_NOT_KNOWN).removesuffix(")"))
    if text.endswith("…"):
        message = f"`{text}` was cut off"
        raise ValueError(message)
    if sort is Sort.WORDS:
        return () if text == _NO_WORDS else tuple(text.removesuffix(",").split(", "))
    if sort is Sort.TEXT:
        return text
    if sort is Sort.NUMBER and text.isdecimal():
        return int(text)
    length = _RECORDED_LENGTH.fullmatch(text) if sort is Sort.LENGTH else None
    return _recorded_length(length) if length else read_fact(name, text)


def pattern(text: str) -> Any:
    """A compiled RE2 expression: linear time, so that nothing hangs. Raises ValueError in plain words."""
    if len(text) > MOST_PATTERN:
        message = f"the regular expression is longer than {MOST_PATTERN} characters"
        raise ValueError(message)
    if _BLIND_BOUNDARY.search(text):
        message = r"`\b` knows only ASCII letters, and finds no border beside `é` or `ü`; leave it out there"
        raise ValueError(message)
    try:
        return _Expression(text) if _is_simple(text) else re2.compile(text, _as_we_read_it())
    except re2.error as error:
        said = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        cure = "a character that is meant as it is needs a backslash before it"
        if "perl operator" in said or "escape" in said:
            cure = "there is no look-around and no back-reference, so that every text is read in linear time (RE2)"
        message = f"this regular expression cannot be read: {said}; {cure}"
        raise ValueError(message) from None


class _Expression:
    """An expression that was read, and is compiled when it is first tried: that takes longer, and most never are."""

    __slots__ = ("_compiled", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._compiled: Any = None

    def search(self, text: str) -> Any:
        if self._compiled is None:
            self._compiled = re2.compile(self._text, _as_we_read_it())
        return self._compiled.search(text)


def _is_simple(text: str) -> bool:
    """Whether RE2 can read it, and it is so short that it cannot become too large when it is compiled."""
    if len(text) > _SHORT_PATTERN or "{" in text:
        return False
    try:
        re2.Set.SearchSet(_as_we_read_it()).Add(text)
    except re2.error:
        return False
    return True


def _as_we_read_it() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 22
    return options


def _contradiction(first: Literal, second: Literal, source: Source) -> Fault:
    what = f"`{second.said()}` and `{first.said()}` can never hold together"
    cure = "mend or delete one of them; where either is enough, write them below `any:`"
    return source.fault(second.clause.place or Node(None, 1, 1), what, cure)


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
    parts = tuple(_read_fields(part, source, faults) for part in listed)
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
        return replace(_compiled(wish.field, wish.sort, wish.operator, wish.node), place=wish.node)
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
        return Clause(name, op, "is set" if wish else "is not set", lambda told, _: told is wish, wish=wish)
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
    among = frozenset(wishes)
    return Clause(name, op, said, _membership(op, among, one=sort is not Sort.WORDS), keys, among)


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
        among = frozenset({wish})
        keys: tuple[Key, ...] = (Key(name, "=", wish),)
        return Clause(name, "contains", f"contains {wish}", _membership("is", among, one=False), keys, among)

    def test(value: Any, _: Situation) -> Truth:
        return value is not None and wish in value.casefold()

    keys = (Key(name, "~", wish),) if len(wish) >= SHORTEST else ()
    return Clause(name, "contains", f"contains {wish}", test, keys, wish)


def _matching(name: str, sort: Sort, node: Node) -> Clause:
    if not isinstance(node.value, str):
        message = "`matches` wants one regular expression, in quotes"
        raise ValueError(message)  # noqa: TRY004  it is the file that is wrong
    found, said, wish = pattern(node.value), f"matches {node.value}", node.value
    if sort is Sort.WORDS:
        return Clause(name, "matches", said, lambda value, _: any(found.search(word) for word in value), wish=wish)
    keys = tuple(Key(name, "~", word) for word in words_in(wish)) or (Key(name, "*", wish),)

    def test(value: Any, _: Situation) -> Truth:
        return value is not None and found.search(value) is not None

    return Clause(name, "matches", said, test, keys, wish)


def _in_time(name: str, op: str, node: Node) -> Clause:
    if op == "within":
        span = parse_duration(str(node.value))

        def test(value: datetime | None, at: Situation) -> Truth:
            return value is not None and value <= at.calendar.add(at.now, span)

        return Clause(name, op, f"within {span}", test, wish=span)
    wish = parse_when(str(node.value))
    earlier = op == "before"
    return Clause(name, op, f"{op} {wish.text}", lambda value, at: _beside(value, wish, at, earlier=earlier), wish=wish)


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
        return Clause(name, op, said, lambda value, at: _money(value, wish, compare, at), wish=wish)
    if sort is Sort.LEVEL:
        place = rank(wish)
        keys = (Key(name, "=", str(wish)),) if op == "is" else ()
        return Clause(name, op, said, lambda value, _: compare(rank(value), place), keys, wish)
    return Clause(name, op, said, lambda value, _: value is not None and compare(value, wish), wish=wish)


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
    return _chosen(name, said) if name in CHOICES else said


def _truth(value: Any) -> bool:
    said = shown(value).casefold()
    if said not in {"true", "false", "yes", "no"}:
        message = f"`{said}` is neither true nor false"
        raise ValueError(message)
    return said in {"true", "yes"}


def _number(value: Any) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        message = f"`{shown(value)}` is not a number"
        raise ValueError(message)
    return number


def _length(said: str) -> timedelta:
    """A length of time; a fact may be none at all, or less."""
    if _NO_TIME.fullmatch(said.removeprefix("-")):
        return timedelta()
    return -parse_estimate(said[1:]) if said.startswith("-") else parse_estimate(said)


def _exact_length(span: timedelta) -> str:
    """`1h30m`; where it is not in whole minutes, `3m30s` or `0m30.500000s`."""
    below, span = ("-", -span) if span < timedelta() else ("", span)
    minutes, rest = divmod(span, timedelta(minutes=1))
    whole = below + length(timedelta(minutes=minutes))
    if not rest:
        return whole
    return f"{whole}{rest.seconds}{f'.{rest.microseconds:06}' if rest.microseconds else ''}s"


def _recorded_length(found: re.Match[str]) -> timedelta:
    span = timedelta(**{unit: int(told) for unit, told in found.groupdict().items() if told and unit != "below"})
    return -span if found["below"] else span


def _chosen(name: str, said: str) -> Any:
    known: Iterable[str] = CHOICES[name]
    if said not in known:
        near = nearest(said, known)
        message = f"`{said}` is not one of {', '.join(known)}" + (f"; did you mean `{near}`?" if near else "")
        raise ValueError(message)
    return Stakes(said) if name == "stakes" else said


def _folded(value: Any) -> Any:
    return value.casefold() if value.__class__ is str else value
