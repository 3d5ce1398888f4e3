"""What follows from what: never anything that does not, and what a person would see at a glance."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegated.core.clauses import read_when
from delegated.core.conditions import All, Condition, Either, Not, Unknown
from delegated.core.errors import Faults
from delegated.core.facts import Case
from delegated.core.fields import Stakes
from delegated.core.implication import clashes, follows, form
from delegated.core.reading import Node, Source, read_yaml
from offices import NOW, small_office, task


def condition(text: str) -> Condition:
    """A condition, whether it can ever hold or not."""
    source, faults = Source.of("rules.yaml", text), Faults()
    node = read_yaml(text, "rules.yaml", source=source)
    assert isinstance(node, Node), node
    found = read_when(node, source, faults)
    assert all("can never hold together" in fault.message for fault in faults.found), faults
    return found


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("{tags: [travel], stakes: low}", "tags: [travel]"),
        ("tags: travel", "tags: [admin, TRAVEL]"),
        ("tags: {all_of: [a, b]}", "tags: [b, c]"),
        ("tags: {all_of: [a, b, c]}", "tags: {all_of: [b, a]}"),
        ("tags: {contains: travel}", "tags: travel"),
        ("{tags: a, any: [{tags: b}]}", "tags: {all_of: [a, b]}"),
        ("tags: {none_of: [a, b]}", "tags: {none_of: [b]}"),
        ("tags: {none_of: [a, b]}", "not: {tags: [a]}"),
        ("{tags: [a, b], not: {tags: a}}", "tags: b"),
        ("tags: a", "tags: {is_set: true}"),
        ("tags: {is_set: false}", "tags: {none_of: [a]}"),
        ("estimate: {at_most: 2h}", "estimate: {at_most: 4h}"),
        ("estimate: {below: 2h}", "estimate: {at_most: 2h}"),
        ("estimate: {is: 2h}", "estimate: {above: 1h}"),
        ("owner.load: [1.5, 2]", "owner.load: {at_least: 1.5}"),
        ("owner.load: {above: 1}", "owner.load: {none_of: [1, 0.5]}"),
        ("{owner.load: {above: 1}, not: {owner.load: {above: 2}}}", "owner.load: {at_most: 2}"),
        ("owner.load: {above: 1}", "owner.load: {is_set: true}"),
        ("budget: {at_most: 60 EUR}", "budget: {below: 61 EUR}"),
        ("client: acme", "client: [ACME, other]"),
        ("client: acme", "client: {contains: cm}"),
        ("client: acme", "client: {none_of: [other]}"),
        ("title: {contains: invoices}", "title: {contains: invoice}"),
        ("title: {contains: invoice}", "title: {none_of: [flights]}"),
        ("title: {matches: '^a'}", "title: {matches: '^a'}"),
        ("client: {matches: 'a+'}", "client: {is_set: true}"),
        ("client: {is_set: false}", "client: {none_of: [acme]}"),
        ("stakes: low", "stakes: {at_most: medium}"),
        ("{stakes: {at_least: medium}, not: {stakes: high}}", "stakes: medium"),
        ("stakes: {none_of: [high]}", "stakes: [low, medium]"),
        ("energy: {none_of: [draining]}", "not: {energy: draining}"),
        ("now.weekday: {none_of: [saturday, sunday]}", "now.weekday: [monday, tuesday, wednesday, thursday, friday]"),
        ("confidential: true", "not: {confidential: false}"),
        ("due: {before: 2026-12-03}", "due: {before: 2026-12-04}"),
        ("due: {after: 2026-12-09}", "due: {after: 2026-12-04 10:00}"),
        ("due: {before: friday}", "due: {before: friday}"),
        ("due: {within: 2 days}", "due: {within: 3 days}"),
        ("due: {within: 2 working days}", "due: {within: 3 working days}"),
        ("due: {within: 2 days}", "due: {is_set: true}"),
        ("client: acme", "any: [{client: acme}, {tags: x}]"),
        ("any: [{tags: a}, {tags: b}]", "tags: [a, b, c]"),
        ("any: [{tags: a, stakes: low}, {tags: b}]", "any: [{tags: b}, {tags: a}]"),
        ("not: {any: [{tags: a}, {tags: b}]}", "tags: {none_of: [a]}"),
        ("client: acme", "{}"),
    ],
)
def test_what_follows(known: str, wanted: str) -> None:
    """And not the other way round, unless they are the same."""
    assert follows(form(condition(known)), form(condition(wanted)))


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("tags: [travel]", "{tags: [travel], stakes: low}"),
        ("{}", "client: acme"),
        ("tags: [a, b]", "tags: a"),
        ("tags: [a, b]", "tags: {all_of: [a, b]}"),
        ("estimate: {at_most: 4h}", "estimate: {at_most: 2h}"),
        ("estimate: {at_most: 2h}", "estimate: {below: 2h}"),
        ("estimate: 2h", "estimate: {is_set: true}"),
        ("stakes: medium", "stakes: {is_set: true}"),
        ("x-code: none", "x-code: {is_set: true}"),
        ("details: {matches: 'a*'}", "details: {is_set: true}"),
        ("budget: {at_most: 60 EUR}", "budget: {at_most: 90 USD}"),
        ("not: {budget: {above: 60 EUR}}", "budget: {at_most: 60 EUR}"),
        ("client: acme", "client: {matches: acme}"),
        ("title: {matches: abc}", "title: {contains: abc}"),
        ("title: {contains: invoice}", "title: {contains: invoices}"),
        ("history.last_assistant: {is_set: false}", "history.last_assistant: {none_of: [maya]}"),
        ("owner.overwhelmed: {is_set: false}", "not: {owner.overwhelmed: true}"),
        ("due: {before: friday}", "due: {before: monday}"),
        ("due: {before: 2026-12-03 23:00}", "due: {before: 2026-12-04 01:00 +14:00}"),
        ("due: {within: 1 day}", "due: {within: 1 working day}"),
        ("any: [{tags: a}, {client: b}]", "tags: a"),
        ("energy: {none_of: [draining]}", "energy: [neutral, energising]"),
    ],
)
def test_what_does_not_follow(known: str, wanted: str) -> None:
    """Though it may look so."""
    text = wanted.replace(" +14:00", "+14:00")
    assert not follows(form(condition(known)), form(condition(text)))


WORDS = ["red", "blue", "re", "green"]
NUMBERS = ["1", "2", "2.5"]
LENGTHS = ["1h", "2h"]
MONEY = ["50 EUR", "60 EUR", "60 GBP", "60 JPY"]
DATES = ["2026-11-26", "2026-11-27", "2026-11-27 12:00", "2026-12-01 09:00", "friday", "today 08:00", "in 2 days"]
SPANS = ["1 day", "2 days", "1 working day", "2 working days", "30h"]
ORDERED = ["at_least", "at_most", "above", "below"]
CLAUSES = [
    *(f"{name}: {{{op}: [{one}, {other}]}}" for name in ("tags", "client") for op in ("any_of", "none_of")
      for one in WORDS for other in WORDS[:2]),
    *(f"tags: {{all_of: [{one}, {other}]}}" for one in WORDS for other in WORDS[:2]),
    *(f"{name}: {{{op}: {word}}}" for name in ("tags", "client", "x-a") for op in ("is", "contains", "matches")
      for word in WORDS),
    *(f"{name}: {{is_set: {truth}}}" for truth in ("true", "false")
      for name in ("tags", "client", "x-a", "stakes", "estimate", "energy", "budget", "due", "owner.load",
                   "owner.overwhelmed", "now.weekday", "confidential")),
    *(f"owner.load: {{{op}: {number}}}" for op in ("is", *ORDERED) for number in NUMBERS),
    *(f"owner.load: {{{op}: [{one}, 2]}}" for op in ("any_of", "none_of") for one in NUMBERS),
    *(f"estimate: {{{op}: {length}}}" for op in ("is", *ORDERED) for length in LENGTHS),
    *(f"budget: {{{op}: {money}}}" for op in ("is", *ORDERED) for money in MONEY),
    *(f"due: {{{op}: {date}}}" for op in ("before", "after") for date in DATES),
    *(f"due: {{within: {span}}}" for span in SPANS),
    *(f"stakes: {{{op}: {level}}}" for op in ("is", *ORDERED) for level in Stakes),
    *(f"stakes: {{{op}: [{one}, high]}}" for op in ("any_of", "none_of") for one in Stakes),
    *(f"energy: {{{op}: [{one}, neutral]}}" for op in ("any_of", "none_of") for one in ("draining", "energising")),
    *(f"now.weekday: {{{op}: [monday, friday]}}" for op in ("any_of", "none_of")),
    *(f"{name}: {truth}" for name in ("confidential", "owner.overwhelmed") for truth in ("true", "false")),
]  # fmt: skip
BY_FIELD: dict[str, list[Condition]] = {}
for clause in CLAUSES:
    BY_FIELD.setdefault(clause.partition(":")[0], []).append(condition(clause))


def trees(field: str | None) -> st.SearchStrategy[Condition]:
    """Conditions about one field, where more follows; or about any."""
    leaves = st.sampled_from(BY_FIELD[field] if field else [one for several in BY_FIELD.values() for one in several])
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            st.lists(below, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(below, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
            below.map(Not),
        ),
        max_leaves=5,
    )


PAIRS = st.sampled_from([*BY_FIELD, None]).flatmap(lambda field: st.tuples(trees(field), trees(field)))
NO = Unknown("nobody knows")
FIELDS: dict[str, list[Any]] = {
    "tags": [(), *((one,) for one in [*WORDS, "Red"]), *((one, other) for one in WORDS for other in WORDS)],
    "client": [None, "", *WORDS, "RED", "dark blue", "other"],
    "extra": [{}, {"x-a": "Red"}, {"x-a": ""}, {"x-a": []}, {"x-a": "blue red"}, {"x-a": "none"}],
    "energy": [None, "draining", "neutral", "energising"],
    "confidential": [True, False],
    "stakes": list(Stakes),
    "estimate": [timedelta(minutes=minutes) for minutes in (30, 60, 90, 120, 150)],
    "assumed": [(), ("stakes",), ("stakes", "estimate")],
    "budget": [None, "50 EUR", "60 EUR", "55 GBP", "9000 JPY"],
    "due": [None, *(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hours) for hours in range(0, 240, 5))],
}
FACTS: dict[str, list[Any]] = {
    "owner.load": [0.5, 1.0, 1.5, 2.0, 2.2, 2.5, 3.0, NO],
    "owner.overwhelmed": [True, False, NO],
    "now.weekday": ["monday", "friday", "sunday"],
}
OFFICE = small_office()
PLAIN = task("title: x")
CHANCE = random.Random(7)  # noqa: S311  the same tasks each time


def case() -> Case:
    """One task at one moment, by chance."""
    fields = {name: CHANCE.choice(values) for name, values in FIELDS.items()}
    facts = {name: CHANCE.choice(values) for name, values in FACTS.items()}
    return Case(replace(PLAIN, **fields), OFFICE, NOW, facts)


CASES = [case() for _ in range(120)]


@settings(max_examples=250)
@given(PAIRS)
def test_what_is_said_to_follow_does(pair: tuple[Condition, Condition]) -> None:
    """Wherever the one holds, so does the other: of everything that a rule can say, in every office."""
    known, wanted = pair
    if follows(form(known), form(wanted)):
        for one in CASES:
            assert not known.holds(one) or wanted.holds(one), (known.said(), wanted.said(), one.task)


@settings(max_examples=250)
@given(PAIRS)
def test_what_is_said_never_to_hold_does_not(pair: tuple[Condition, Condition]) -> None:
    """Two conditions of which one excludes the other; branches of a choice are told for themselves."""
    both = form(All(pair))
    if not both.choices and next(clashes(both), None):
        for one in CASES:
            assert not All(pair).holds(one), (All(pair).said(), one.task)


@given(st.sampled_from([*BY_FIELD, None]).flatmap(trees))
def test_the_form_is_the_same_condition(tree: Condition) -> None:
    """With every `not` moved to the clauses it holds for the same tasks, and its opposite where it is false."""
    for one in CASES:
        assert held(form(tree), one) is (tree.holds(one) is True)
        assert held(form(tree, holds=False), one) is (tree.holds(one) is False)


def held(known: Any, one: Case) -> bool:
    """A form, tried literal by literal."""
    literals = all(literal.clause.holds(one) is literal.holds for literal in known.literals)
    return literals and all(any(held(part, one) for part in choice) for choice in known.choices)
