"""Every operator, against a plain statement of what it means, on values by chance."""

from __future__ import annotations

import operator
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from delegated.core.clauses import read_when
from delegated.core.conditions import Unknown
from delegated.core.errors import Faults
from delegated.core.facts import Case
from delegated.core.fields import STAKES, Stakes
from delegated.core.reading import Node, Source
from offices import NOW, small_office, task

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICE = small_office()
PLAIN = task("title: x")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge, "at_most": operator.le, "above": operator.gt, "below": operator.lt, "is": operator.eq,
}  # fmt: skip
ORDERED = st.sampled_from(list(COMPARE))
# Letters that have no other form in another case than the one of a letter.
TEXTS = st.text("aAbBcÉéÑñ ", min_size=1, max_size=4).filter(lambda text: bool(text.strip()))
LISTS = st.lists(TEXTS, min_size=1, max_size=3)


def holds(name: str, how: str, wish: Any, case: Case) -> bool | None:
    """One clause, built as the reader of YAML builds it."""
    values = [Node(str(one), 1, 1, plain=True) for one in wish] if isinstance(wish, list) else None
    node = Node(values if values is not None else str(wish), 1, 1, plain=True)
    when = Node({name: Node({how: node}, 1, 1, keys={how: node})}, 1, 1, keys={name: node})
    faults = Faults()
    condition = read_when(when, Source("rules.yaml", ("",)), faults)
    assert not faults, faults.found
    return condition.holds(case)


def having(**fields: Any) -> Case:
    """A task of these fields."""
    return Case(replace(PLAIN, **fields), OFFICE, NOW)


def knowing(name: str, value: Any) -> Case:
    """Any task, and a fact."""
    return Case(PLAIN, OFFICE, NOW, {name: value})


def small(texts: list[str]) -> set[str]:
    """Without regard to case."""
    return {text.lower() for text in texts}


@given(TEXTS | st.none(), LISTS)
def test_a_text_is_one_of_some_words(value: str | None, wishes: list[str]) -> None:
    """The whole of it, in any case; what is not set is none of them."""
    case, word = having(client=value), value.lower() if value else None
    assert holds("client", "is", wishes[0], case) is (word == wishes[0].lower())
    assert holds("client", "any_of", wishes, case) is (word in small(wishes))
    assert holds("client", "none_of", wishes, case) is (word not in small(wishes))
    assert holds("client", "contains", wishes[0], case) is (word is not None and wishes[0].lower() in word)


@given(TEXTS | st.none(), st.sampled_from(["a", "^a", "b$", "[aé]b", "(?i)é", "a|ñ", ".b", "^..$", "a*$"]))
def test_a_text_matches_as_python_would_say(value: str | None, expression: str) -> None:
    """RE2 and Python agree where neither has anything of its own."""
    expected = value is not None and re.search(expression, value) is not None
    assert holds("client", "matches", expression, having(client=value)) is expected


@given(LISTS | st.just([]), LISTS)
def test_a_list_has_some_all_or_none_of_the_words(values: list[str], wishes: list[str]) -> None:
    """As sets have them."""
    case, has = having(tags=tuple(values)), small(values)
    assert holds("tags", "is", wishes[0], case) is (wishes[0].lower() in has)
    assert holds("tags", "contains", wishes[0], case) is (wishes[0].lower() in has)
    assert holds("tags", "any_of", wishes, case) is bool(has & small(wishes))
    assert holds("tags", "all_of", wishes, case) is (has >= small(wishes))
    assert holds("tags", "none_of", wishes, case) is (not has & small(wishes))
    assert holds("tags", "is_set", "true", case) is bool(values)


@given(st.sampled_from(STAKES), ORDERED, st.sampled_from(STAKES), st.lists(st.sampled_from(STAKES), min_size=1))
def test_levels_are_in_their_order(value: Stakes, how: str, wish: Stakes, wishes: list[Stakes]) -> None:
    """Low, medium, high."""
    assert holds("stakes", how, wish, having(stakes=value)) is COMPARE[how](STAKES.index(value), STAKES.index(wish))
    assert holds("stakes", "any_of", wishes, having(stakes=value)) is (value in wishes)
    assert holds("stakes", "none_of", wishes, having(stakes=value)) is (value not in wishes)


NUMBERS = st.integers(-5, 5).map(float) | st.floats(-9, 9).map(lambda number: round(number, 2))


@given(NUMBERS, ORDERED, NUMBERS, st.lists(NUMBERS, min_size=1, max_size=3))
def test_numbers_are_compared_as_numbers(value: float, how: str, wish: float, wishes: list[float]) -> None:
    """And what is not known is neither above nor below."""
    case = knowing("owner.load", value)
    assert holds("owner.load", how, wish, case) is COMPARE[how](value, wish)
    assert holds("owner.load", "any_of", wishes, case) is (value in wishes)
    assert holds("owner.load", "none_of", wishes, case) is (value not in wishes)
    assert holds("owner.load", how, wish, knowing("owner.load", Unknown("why"))) is None


@given(st.integers(1, 300), ORDERED, st.integers(1, 300))
def test_lengths_are_compared_by_the_minute(value: int, how: str, wish: int) -> None:
    """However they are written."""
    said = f"{wish // 60}h{wish % 60}m" if wish >= 60 and wish % 60 else f"{wish}m"
    assert holds("estimate", how, said, having(estimate=timedelta(minutes=value))) is COMPARE[how](value, wish)


CENTS = st.integers(0, 20_000).map(lambda cents: Decimal(cents) / 100)


@given(CENTS | st.none(), ORDERED, CENTS, st.sampled_from(["EUR", "GBP"]))
def test_amounts_are_compared_in_the_currency_of_the_rule(
    value: Decimal | None, how: str, wish: Decimal, currency: str
) -> None:  # fmt: skip
    """Converted to whole cents, half a cent up; an amount that is not set is neither more nor less."""
    case = having(budget=f"{value:.2f} GBP" if value is not None else None)
    met = None if value is None else value if currency == "GBP" else (value * Decimal("1.14") + Decimal("0.005"))
    met = met if met is None or currency == "GBP" else met.quantize(Decimal("0.01"), "ROUND_FLOOR")
    assert holds("budget", how, f"{wish:.2f} {currency}", case) is (met is not None and COMPARE[how](met, wish))


@given(st.integers(0, 2_000), st.integers(0, 80), st.integers(1, 60))
def test_dates_lie_before_after_or_within(hours: int, day: int, days: int) -> None:
    """A date in a rule means the end of work on that day, by the owner's clock; `within` counts from now."""
    due = datetime(2026, 11, 10, tzinfo=UTC) + timedelta(hours=hours, minutes=7)
    date = datetime(2026, 11, 10, 17, tzinfo=UTC) + timedelta(days=day)  # 18:00 in Madrid, in winter.
    case = having(due=due)
    assert holds("due", "before", date.date(), case) is (due < date)
    assert holds("due", "after", date.date(), case) is (due > date)
    assert holds("due", "within", f"{days} days", case) is (due <= NOW + timedelta(days=days))
    for how, wish in (("before", date.date()), ("after", date.date()), ("within", "2 days")):
        assert holds("due", how, wish, having(due=None)) is False


@given(st.booleans(), st.sampled_from(["true", "false", "yes", "no"]))
def test_truth_is_truth(value: bool, wish: str) -> None:  # noqa: FBT001
    """`yes` and `no` will do."""
    assert holds("confidential", "is", wish, having(confidential=value)) is (value is (wish in {"true", "yes"}))


@given(st.sampled_from(["client", "goal", "energy", "budget", "due", "tags", "estimate", "stakes"]), st.booleans())
def test_set_is_what_somebody_said(name: str, said: bool) -> None:  # noqa: FBT001
    """What was assumed was not said."""
    words: dict[str, Any] = {"budget": "9 EUR", "due": NOW, "tags": ("a",), "estimate": timedelta(hours=1)}
    words["stakes"] = Stakes.HIGH
    if name in {"estimate", "stakes"}:
        case = having(**{name: words[name], "assumed": () if said else (name,)})
    else:
        case = having(**{name: words.get(name, "draining") if said else ((), None)[name != "tags"]})
    assert holds(name, "is_set", "true", case) is said
    assert holds(name, "is_set", "false", case) is (not said)
