"""What follows from what: whether one condition holds wherever another does, and whether one can hold at all.

It errs on one side only. What is said to follow does follow, in every situation, with facts that are unknown, amounts
without a rate and dates that are over. Not everything that follows is found: texts are compared as words, an
expression with the same expression only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from delegated.core.conditions import All, Clause, Condition, Either, Not
from delegated.core.money import Money
from delegated.core.vocabulary import CHOICES, Sort, sort_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from delegated.core.durations import Span
    from delegated.core.moments import When


@dataclass(frozen=True, slots=True)
class Literal:
    """A clause that is true, or one that is false. That it cannot be known is neither."""

    clause: Clause
    holds: bool

    @property
    def opposite(self) -> Literal:
        """The same clause with the other truth."""
        return Literal(self.clause, not self.holds)

    def said(self) -> str:
        """In words."""
        return self.clause.said() if self.holds else f"not {self.clause.said()}"

    def takes(self, value: Any) -> bool:
        """Whether a value, as it stands in the task, lets it hold; for tests that need nothing but the value."""
        return self.clause.test(value, _NO_SITUATION) is self.holds


@dataclass(frozen=True, slots=True)
class Form:
    """A condition with every `not` moved to its clauses: all literals hold, and of each choice one form at least."""

    literals: tuple[Literal, ...] = ()
    choices: tuple[tuple[Form, ...], ...] = ()
    others: tuple[Condition, ...] = ()
    fields: frozenset[str] = frozenset()

    def every_literal(self) -> Iterator[Literal]:
        """Also those of the choices."""
        yield from self.literals
        for part in chain.from_iterable(self.choices):
            yield from part.every_literal()

    def without(self, gone: Callable[[Literal], bool]) -> Form:
        """A weaker form, which says nothing of some literals."""
        choices = tuple(tuple(part.without(gone) for part in choice) for choice in self.choices)
        return _form(tuple(one for one in self.literals if not gone(one)), choices, self.others)


# What a form asks for: a literal, or a choice.
_Part = Literal | tuple[Form, ...]


def form(condition: Condition, *, holds: bool = True) -> Form:
    """The form of a condition that holds; or, with `holds=False`, of one that is false."""
    if isinstance(condition, Clause):
        return _form((Literal(condition, holds),))
    if isinstance(condition, Not):
        return form(condition.part, holds=not holds)
    if not isinstance(condition, All | Either):
        return _form(others=(condition if holds else Not(condition),))
    parts = tuple(form(part, holds=holds) for part in condition.parts)
    if isinstance(condition, All) is holds or len(parts) == 1:
        return _joined(parts)
    return _form(choices=(parts,))


def follows(known: Form, wanted: Form, deep: int = 2) -> bool:
    """Whether `wanted` holds wherever `known` does. Of the choices that are known, so many are gone through at once."""
    parts: list[_Part] = [*wanted.literals, *wanted.choices]
    return all(_is_sure(known, part, deep) for part in parts) and all(other in known.others for other in wanted.others)


def clashes(known: Form) -> Iterator[tuple[Literal, Literal]]:
    """Pairs of literals, the earlier one first, because of which it never holds, or a branch of one of its choices."""
    pair = _pair(known.literals)
    if pair:
        yield pair
        return
    for choice in known.choices:
        own = [found for part in choice for found in clashes(part)]
        with_the_rest = [_pair((*known.literals, *part.literals)) for part in choice]
        if own:
            yield from own
        elif with_the_rest and with_the_rest[0] and all(with_the_rest):
            yield with_the_rest[0]


def _form(
    literals: tuple[Literal, ...] = (),
    choices: tuple[tuple[Form, ...], ...] = (),
    others: tuple[Condition, ...] = (),
) -> Form:
    below = (part.fields for choice in choices for part in choice)
    return Form(literals, choices, others, frozenset(one.clause.field for one in literals).union(*below))


def _joined(parts: Sequence[Form]) -> Form:
    if len(parts) == 1:
        return parts[0]
    return _form(
        tuple(one for part in parts for one in part.literals),
        tuple(choice for part in parts for choice in part.choices),
        tuple(other for part in parts for other in part.others),
    )


def _pair(literals: Sequence[Literal]) -> tuple[Literal, Literal] | None:
    """The first literal that what stands before it excludes, and that one."""
    before: dict[str, list[Literal]] = {}
    for one in literals:
        earlier = before.setdefault(one.clause.field, [])
        if earlier and _excludes(earlier, one):
            return next((other for other in earlier if _excludes([other], one)), earlier[0]), one
        earlier.append(one)
    return None


def _is_sure(known: Form, wanted: _Part, deep: int) -> bool:
    """It follows from what is known, or from each way that one of the choices may go."""
    if _follows_plainly(known, wanted):
        return True
    for place, choice in enumerate(known.choices if deep else ()):
        rest = _form(known.literals, known.choices[:place] + known.choices[place + 1 :], known.others)
        if all(_is_sure(_joined((rest, part)), wanted, deep - 1) for part in choice):
            return True
    return False


def _follows_plainly(known: Form, wanted: _Part) -> bool:
    if isinstance(wanted, Literal):
        return _follows_one(known, wanted)
    return any(follows(known, part, 0) for part in wanted)


def _follows_one(known: Form, wanted: Literal) -> bool:
    name = wanted.clause.field
    return name in known.fields and _follows([one for one in known.literals if one.clause.field == name], wanted)


def _excludes(known: Sequence[Literal], one: Literal) -> bool:
    """Whether it cannot hold beside what is known of its field."""
    if "." in one.clause.field and one.clause.operator != "is_set" and _told(known) is False:
        return True  # A fact that is not known has no value at all.
    return _follows(known, one.opposite)


def _follows(known: Sequence[Literal], wanted: Literal) -> bool:
    """Whether a literal holds wherever these do, all of them about its field."""
    if any(_same(one, wanted) for one in known):
        return True
    told = _told(known)
    if wanted.clause.operator == "is_set":
        return told is not None and told is (wanted.clause.wish is wanted.holds)
    if told is False and "." in wanted.clause.field:
        return False  # A fact that is not known makes nothing true.
    if told is False and _shows_what_is_told(wanted.clause.field):
        return all(wanted.takes(value) for value in _UNTOLD[_sort(wanted)])
    return _WAYS[_sort(wanted)]([one for one in known if one.clause.operator != "is_set"], wanted)


def _same(one: Literal, other: Literal) -> bool:
    mine, its = one.clause, other.clause
    return one.holds is other.holds and mine.operator == its.operator and mine.wish == its.wish


def _told(known: Sequence[Literal]) -> bool | None:
    """Whether the field was told, or the fact is known; None where that is not sure."""
    for one in known:
        if one.clause.operator == "is_set":
            return one.clause.wish is one.holds
    if known and "." in known[0].clause.field:
        return True
    for one in known:
        if _shows_what_is_told(one.clause.field) and not any(map(one.takes, _UNTOLD[_sort(one)])):
            return True
    return None


def _shows_what_is_told(name: str) -> bool:
    """Not of a fact, of what is assumed where nobody told it, nor of the owner's own keys, which may hold anything."""
    return "." not in name and not name.startswith("x-") and name not in {"stakes", "estimate"}


def _sort(one: Literal) -> Sort:
    found = sort_of(one.clause.field)
    assert found is not None  # noqa: S101  a clause about no field is never made
    return found


def _of_few(known: Sequence[Literal], wanted: Literal) -> bool:
    """A field of a few possible values: each that is left is tried."""
    name = wanted.clause.field
    every: tuple[Any, ...] = CHOICES.get(name, (True, False))
    if "." not in name and name != "stakes":
        every = (*every, None)
    return all(wanted.takes(value) for value in every if all(one.takes(value) for one in known))


def _of_text(known: Sequence[Literal], wanted: Literal) -> bool:
    """Case-folded words are as good as the text, but for expressions, which may look at the case."""
    if wanted.clause.operator == "matches":
        return False
    plain = [one for one in known if one.clause.operator != "matches"]
    left = _left(plain)
    if left is not None:
        return all(wanted.takes(value) for value in left)
    if wanted.clause.operator == "contains":
        held = [one.clause.wish for one in plain if one.clause.operator == "contains" and one.holds is wanted.holds]
        wish = wanted.clause.wish
        return any(wish in text if wanted.holds else text in wish for text in held)
    return _leaves_out(wanted) and all(not all(one.takes(value) for one in plain) for value in _values(wanted))


def _of_numbers(known: Sequence[Literal], wanted: Literal) -> bool:
    left = _left(known)
    if left is not None:
        return all(wanted.takes(value) for value in left)
    if wanted.clause.operator in {"any_of", "none_of"}:
        return _leaves_out(wanted) and all(not all(one.takes(value) for one in known) for value in _values(wanted))
    return _of_order(known, wanted)


def _left(known: Sequence[Literal]) -> frozenset[Any] | None:
    """The values that are possible, where they are listed."""
    lists = [_values(one) for one in known if _lists(one)]
    if not lists:
        return None
    both = frozenset.intersection(*lists)
    return frozenset(value for value in both if all(one.takes(value) for one in known))


def _lists(one: Literal) -> bool:
    """It names all values that are possible."""
    return one.clause.operator in ({"is", "any_of"} if one.holds else {"none_of"})


def _leaves_out(one: Literal) -> bool:
    """It names values that are not possible."""
    return one.clause.operator in ({"none_of"} if one.holds else {"is", "any_of"})


def _values(one: Literal) -> frozenset[Any]:
    wish = one.clause.wish
    return wish if isinstance(wish, frozenset) else frozenset({wish})


def _of_words(known: Sequence[Literal], wanted: Literal) -> bool:
    """A list of words: one of these, all of these, none of these, not all of these."""
    if wanted.clause.operator == "matches":
        return False
    said = [(_way(one), _values(one)) for one in known if one.clause.operator != "matches"]
    none = frozenset[str]().union(*(words for way, words in said if way == "none"))
    some = [words - none for way, words in said if way == "any"]
    every = frozenset[str]().union(*(words for way, words in said if way == "all"), *(w for w in some if len(w) == 1))
    words = _values(wanted)
    if _way(wanted) == "any":
        return bool(every & words) or any(one <= words for one in some)
    if _way(wanted) == "all":
        return words <= every
    if _way(wanted) == "none":
        return words <= none
    return bool(words & none) or any(one <= words for way, one in said if way == "not all")


def _way(one: Literal) -> str:
    operator = one.clause.operator
    if operator == "all_of":
        return "all" if one.holds else "not all"
    return "none" if (operator == "none_of") is one.holds else "any"


# The least and the most that a value may be: a number, and 1 or -1 where it must lie beyond it.
_Bounds = tuple[tuple[Any, int] | None, tuple[Any, int] | None]


def _of_order(known: Sequence[Literal], wanted: Literal) -> bool:
    """Numbers, lengths and amounts: from where to where. Amounts in one currency only."""
    alike = [one for one in known if _unit(one) == _unit(wanted)]
    # What is not at least 3 may also be not set; what is at most 5 is set.
    if wanted.holds and not any(one.holds and _bounds(one) != (None, None) for one in alike):
        return False
    low, high = None, None
    for one in alike:
        least, most = _bounds(one)
        low = max((end for end in (low, least) if end), default=None)
        high = min((end for end in (high, most) if end), default=None)
    least, most = _bounds(wanted)
    if wanted.clause.operator == "is" and not wanted.holds:
        at = (_amount(wanted), 0)
        return (low is not None and low > at) or (high is not None and high < at)
    is_above = least is None or (low is not None and low >= least)
    return is_above and (most is None or (high is not None and high <= most))


def _bounds(one: Literal) -> _Bounds:
    amount, operator = _amount(one), one.clause.operator
    if operator == "is":
        return ((amount, 0), (amount, 0)) if one.holds else (None, None)
    if operator not in _ENDS:
        return None, None
    is_low, beyond = _ENDS[operator]
    if one.holds:
        return ((amount, beyond), None) if is_low else (None, (amount, beyond))
    return (None, (amount, beyond - 1)) if is_low else ((amount, beyond + 1), None)


def _amount(one: Literal) -> Any:
    wish = one.clause.wish
    return wish.amount if isinstance(wish, Money) else wish


def _unit(one: Literal) -> str | None:
    wish = one.clause.wish
    return wish.currency if isinstance(wish, Money) else None


def _of_time(known: Sequence[Literal], wanted: Literal) -> bool:
    return any(one.holds and _in_time(one.clause, wanted) for one in known)


def _in_time(known: Clause, wanted: Literal) -> bool:
    ways = (known.operator, wanted.clause.operator)
    wish, its = known.wish, wanted.clause.wish
    if not wanted.holds:
        return (ways == ("before", "after") and _not_later(wish, its)) or (
            ways == ("after", "before") and _not_later(its, wish)
        )
    if ways == ("within", "within"):
        return _not_longer(wish, its)
    return (ways == ("before", "before") and _not_later(wish, its)) or (
        ways == ("after", "after") and _not_later(its, wish)
    )


def _not_later(one: When, other: When) -> bool:
    """Surely; the hours of people and the changes of the clock make two times of neighbouring days uncertain."""
    if one == other:
        return True
    day, its = _day_of(one), _day_of(other)
    if day is None or its is None:
        return False
    if one.clock is None and other.clock is None:
        return day <= its
    return (its - day).days >= _SURELY_LATER


def _day_of(when: When) -> date | None:
    """The date that it names in full; None where it depends on today."""
    day = getattr(when.day, "day", None)
    return day if isinstance(day, date) else None


def _not_longer(one: Span, other: Span) -> bool:
    """Surely: more days may end on a day off, from which working days are counted anew."""
    if one.days != other.days and (one.working_days or other.working_days):
        return False
    return all(
        getattr(one, part) <= getattr(other, part) for part in ("days", "working_days", "minutes", "working_minutes")
    )


# Of numbers, lengths and amounts: whether it is the lower end, and whether the value must lie beyond it.
_ENDS: Final[dict[str, tuple[bool, int]]] = {
    "at_least": (True, 0), "above": (True, 1), "at_most": (False, 0), "below": (False, -1),
}  # fmt: skip
# What a field holds where nobody told it. What can always be told apart from that has nothing here.
_UNTOLD: Final[dict[Sort, tuple[Any, ...]]] = {
    Sort.TEXT: (None, ""), Sort.WORDS: ((),), Sort.CHOICE: (None,), Sort.LEVEL: (), Sort.TRUTH: (),
    Sort.NUMBER: (None,), Sort.LENGTH: (None,), Sort.MONEY: (None,), Sort.MOMENT: (None,),
}  # fmt: skip
_WAYS: Final[dict[Sort, Callable[[Sequence[Literal], Literal], bool]]] = {
    Sort.TEXT: _of_text, Sort.WORDS: _of_words, Sort.CHOICE: _of_few, Sort.LEVEL: _of_few, Sort.TRUTH: _of_few,
    Sort.NUMBER: _of_numbers, Sort.LENGTH: _of_order, Sort.MONEY: _of_order, Sort.MOMENT: _of_time,
}  # fmt: skip
# Days from the last hour of a date to the first one of another, wherever on earth each of them is meant.
_SURELY_LATER: Final = 3
# The tests that are tried here on single values look at nothing else.
_NO_SITUATION: Final[Any] = None
