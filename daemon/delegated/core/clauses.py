"""How a rule's `when` is read: compiled at load into clauses that know their field, their wish and their place."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import re2

from delegated.core.conditions import All, Clause, Condition, Either, Key, Not, Situation, Test, Truth, shown
from delegated.core.durations import CalendarError, parse_duration, parse_estimate
from delegated.core.errors import Fault, Faults, did_you_mean
from delegated.core.expressions import SHORTEST, words_in
from delegated.core.fields import Stakes, rank
from delegated.core.moments import When, parse_when
from delegated.core.money import Money, parse_money
from delegated.core.reading import Node
from delegated.core.vocabulary import ALL_OPERATORS, BLOCKS, CHOICES, FACTS, FIELDS, OPERATORS, Sort, sort_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from delegated.core.reading import Source


MOST_PATTERN: Final = 1_000
_ANY = "any_of"
_WORDED: Final = frozenset({Sort.TEXT, Sort.WORDS, Sort.CHOICE})
_SAID = {"any_of": "any of", "all_of": "all of", "none_of": "none of", "at_least": "at least", "at_most": "at most"}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt, "is": operator.eq,
}  # fmt: skip
# RE2's word boundary is one of ASCII: `\bübersetzen\b` would never match, and nobody would know.
_BLIND_BOUNDARY: Final = re.compile(r"\\b(?:\((?:\?\w*:)?)*[^\x00-\x7f]|[^\x00-\x7f][?*+)]*\\b")


def read_when(node: Node, source: Source, faults: Faults) -> Condition:
    """Compile one `when`; what is wrong with it goes into `faults` with its place."""
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
    return _chosen(name, said) if name in CHOICES else said


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
    known: Iterable[str] = CHOICES[name]
    if said not in known:
        message = f"`{said}` is not one of {', '.join(known)}"
        raise ValueError(message)
    return Stakes(said) if name == "stakes" else said


def _folded(value: Any) -> Any:
    return value.casefold() if value.__class__ is str else value
