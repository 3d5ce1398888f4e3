"""What a rule looks for: every operator on every sort of field, both outcomes, and what cannot be known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.clauses import read_fact, read_when, recorded_fact
from delegated.core.conditions import All, Condition, Either, Failed, Not, Unknown, length, shown
from delegated.core.errors import Faults
from delegated.core.facts import Case
from delegated.core.money import parse_money
from delegated.core.reading import Node, Source, read_yaml
from delegated.core.vocabulary import FACTS, FIELDS, OPERATORS
from offices import NOW, small_office, task

TASK = """
title: Book Flights to Lisbon
client: acme
tags: [travel, admin]
deliverables: [two options, hotel near the venue]
due: 2026-12-03 17:00
estimate: 2h
stakes: medium
energy: draining
confidential: false
budget: 60 EUR
x-code: 007
"""
OFFICE = small_office()
CASE = Case(task(TASK), OFFICE, NOW, {"owner.load": 1.4, "history.last_assistant": "maya"})
UNKNOWN = "history.went_well: true"


def read(text: str) -> tuple[Condition, list[str]]:
    """The compiled condition, and its faults."""
    source, faults = Source.of("rules.yaml", text), Faults()
    node = read_yaml(text, "rules.yaml", source=source)
    assert isinstance(node, Node), node
    return read_when(node, source, faults), [str(fault) for fault in faults.found]


def condition(text: str) -> Condition:
    """A condition without faults."""
    found, faults = read(text)
    assert not faults, faults
    return found


def failed(text: str) -> Failed:
    """Why it does not hold."""
    found = condition(text).failed(CASE)
    assert found is not None
    return found


HOLDS = [
    "client: ACME", "client: [other, acme]", "client: {none_of: [other]}",
    "title: {contains: FLIGHTS}", "title: {matches: '(?i)\\bflights?\\b'}", "goal: {is_set: false}",
    "client: {is_set: true}", "goal: {none_of: [launch]}", "x-code: 007", "x-code: {contains: '00'}",
    "x-other: {is_set: false}", "tags: travel", "tags: [nothing, Admin]", "tags: {all_of: [admin, travel]}",
    "tags: {none_of: [family]}", "tags: {contains: travel}", "tags: {matches: '^trav'}", "skills: {is_set: false}",
    "deliverables: {matches: hotel}", "energy: draining", "energy: [neutral, draining]", "energy: {none_of: [neutral]}",
    "stakes: medium", "stakes: {at_least: medium}", "stakes: {at_most: high}", "stakes: {above: low}",
    "stakes: {below: high}", "stakes: [medium, high]", "stakes: {none_of: [low]}", "confidential: false",
    "confidential: no", "estimate: {at_least: 2h}", "estimate: {below: 2h30m}", "estimate: {is: 120m}",
    "budget: {at_most: 60 EUR}", "budget: {above: 50 GBP}", "budget: 60 EUR", "due: {before: 2026-12-04}",
    "due: {after: friday}", "due: {within: 20 working days}", "owner.load: {above: 1}", "owner.load: 1.4",
    "owner.load: [1.4, 2]", "history.last_assistant: maya", "now.weekday: Monday", "now.hour: {at_least: 9}",
    "worth.hours_freed: {above: 1h}", "worth.net: {above: -3 EUR}", "owner.load: {is_set: true}",
    "history.went_well: {is_set: false}", "any: [{tags: nothing}, {client: acme}]",
    "all: [{client: acme}, {tags: admin}]",
    "not: {client: other}", "not: [{client: acme}, {tags: nothing}]", "{}",
]  # fmt: skip
FAILS = [
    ("client: other", "client", "other", "acme"),
    ("goal: launch", "goal", "launch", "not set"),
    ("client: {none_of: [acme]}", "client", "none of acme", "acme"),
    ("title: {contains: hotel}", "title", "contains hotel", "Book Flights to Lisbon"),
    ("title: {matches: ^Lisbon}", "title", "matches ^Lisbon", "Book Flights to Lisbon"),
    ("goal: {contains: x}", "goal", "contains x", "not set"),
    ("goal: {matches: x}", "goal", "matches x", "not set"),
    ("goal: {is_set: true}", "goal", "is set", "not set"),
    ("client: {is_set: false}", "client", "is not set", "acme"),
    ("x-code: 7", "x-code", "7", "007"),
    ("tags: [x, y]", "tags", "any of x, y", "travel, admin"),
    ("tags: {all_of: [admin, x]}", "tags", "all of admin, x", "travel, admin"),
    ("tags: {none_of: [admin]}", "tags", "none of admin", "travel, admin"),
    ("tags: {matches: x}", "tags", "matches x", "travel, admin"),
    ("skills: [x]", "skills", "any of x", "none"),
    ("energy: neutral", "energy", "neutral", "draining"),
    ("engagement: ongoing", "engagement", "ongoing", "not set"),
    ("stakes: {at_most: low}", "stakes", "at most low", "medium"),
    ("stakes: {above: medium}", "stakes", "above medium", "medium"),
    ("confidential: true", "confidential", "true", "false"),
    ("estimate: {at_most: 90m}", "estimate", "at most 1h30m", "2h"),
    ("budget: {above: 60 EUR}", "budget", "above 60.00 EUR", "60.00 EUR"),
    ("budget: {is: 60 JPY}", "budget", "60.00 JPY", "60.00 EUR"),
    ("due: {before: wednesday}", "due", "before wednesday", "2026-12-03 17:00 Europe/Madrid"),
    ("due: {within: 2 working days}", "due", "within 2 working days", "2026-12-03 17:00 Europe/Madrid"),
    ("due: {before: today 08:00}", "due", "before today 08:00", "2026-12-03 17:00 Europe/Madrid"),
    ("owner.load: {below: 1}", "owner.load", "below 1", "1.4"),
    ("now.weekday: [tuesday, friday]", "now.weekday", "any of tuesday, friday", "monday"),
    (UNKNOWN, "history.went_well", "true", "not known (no assistant has done the like in 90 days)"),
    ("any: [{tags: x}, {client: y}]", "tags", "any of: tags x or client y", "travel, admin"),
    ("not: {client: acme}", "client", "not: client acme", "acme"),
    ("not: {any: [{tags: x}, {client: acme}]}", "client", "not: tags x or client acme", "acme"),
    ("not: {client: acme, tags: travel}", "client", "not: client acme and tags travel", "acme"),
    ("not: {" + UNKNOWN + "}", "history.went_well", "not: history.went_well true",
     "not known (no assistant has done the like in 90 days)"),
    ("{client: acme, tags: x, title: y}", "tags", "x", "travel, admin"),
]  # fmt: skip


@pytest.mark.parametrize("text", HOLDS)
def test_what_holds(text: str) -> None:
    """Then nothing is said to have failed."""
    found = condition(text)
    assert found.holds(CASE) is True
    assert found.failed(CASE) is None


@pytest.mark.parametrize(("text", "field", "wanted", "met"), FAILS)
def test_what_does_not_hold_says_why(text: str, field: str, wanted: str, met: str) -> None:
    """The field, what it should have been, and what it is."""
    assert not condition(text).holds(CASE)
    assert failed(text) == Failed(field, wanted, met)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        (UNKNOWN, None),
        (f"not: {{{UNKNOWN}}}", None),
        (f"any: [{{{UNKNOWN}}}, {{client: acme}}]", True),
        (f"any: [{{{UNKNOWN}}}, {{client: other}}]", None),
        (f"all: [{{{UNKNOWN}}}, {{client: acme}}]", None),
        (f"all: [{{{UNKNOWN}}}, {{client: other}}]", False),
        (f"not: {{any: [{{{UNKNOWN}}}, {{client: acme}}]}}", False),
        ("budget: {above: 1 JPY}", None),
        ("budget: {is_set: true}", True),
    ],
)
def test_what_is_unknown_makes_nothing_true(text: str, truth: object) -> None:
    """Neither a clause nor its opposite."""
    assert condition(text).holds(CASE) is truth


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel: x", "rules.yaml:1:1: no field `titel`; did you mean `title`?"),
        ("owner.lod: 1", "no field `owner.lod`; did you mean `owner.load`?"),
        ("title: {contain: invoice}", "rules.yaml:1:9: no operator `contain` for `title`; did you mean `contains`?"),
        ("client: {all_of: [acme]}", "`all_of` does not fit `client`, which is a text"),
        ("title: {above: x}", "`above` does not fit `title`, which is a text; use one of is, any_of, none_of"),
        ("due: friday", "`due` is a date, and cannot be compared with a plain value; use one of before, after, within"),
        ("estimate: [1h, 2h]", "`estimate` is a length of time, and cannot be compared with a list"),
        ("stakes: enormous", "`enormous` is not one of low, medium, high"),
        ("now.weekday: someday", "`someday` is not one of monday"),
        ("confidential: maybe", "`maybe` is neither true nor false"),
        ("owner.load: {above: lots}", "rules.yaml:1:21: `owner.load`: `lots` is not a number"),
        ("estimate: {above: long}", "`estimate`: "),
        ("budget: {above: 3}", "`3` needs a currency"),
        ("due: {before: noonish}", "`noonish` is no date"),
        ("due: {within: ages}", "`due`: "),
        ("tags: []", "`tags`: the list is empty; write at least one word"),
        ("tags: {}", "`tags` has nothing in it; write what it must be, or delete the line"),
        ("client:", "`is` has no value; for a field that is not set write `{is_set: false}`"),
        ("client: {is_set: perhaps}", "`perhaps` is neither true nor false"),
        ("title: {matches: '(?=x)'}", "this regular expression cannot be read"),
        ("title: {matches: '['}", "this regular expression cannot be read: missing ]"),
        ("title: {matches: " + "x" * 1001 + "}", "longer than 1000 characters"),
        (r"title: {matches: '\b(über|x)'}", r"`\b` knows only ASCII letters"),
        (r"title: {matches: 'caf(é)?\b'}", r"`\b` knows only ASCII letters"),
        ("title: {contains: [a, b]}", "for several use `any_of`"),
        ("title: {contains: ''}", "`contains` wants one text"),
        ("title: {matches: [a]}", "`matches` wants one regular expression"),
        ("tags: [[a]]", "`any_of` wants one value here"),
        ("any: []", "`any` has nothing in it"),
        ("any:", "`any` has nothing in it"),
        ("not: {}", "`not` has nothing in it"),
        ("any: [{}, {tags: x}]", "rules.yaml:1:7: `any` has nothing in it"),
        ("all: [x]", "`when` must be fields and what they must be"),
        ("[tags]", "`when` must be fields and what they must be"),
    ],
)
def test_a_fault_in_a_condition_says_how_to_mend_it(text: str, said: str) -> None:
    """With its place, before any task is decided."""
    _, faults = read(text)
    assert len(faults) == 1
    assert said in faults[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "owner.load: {at_least: 5, at_most: 3}",
            ":1:36: `owner.load at most 3` and `owner.load at least 5` can never",
        ),
        ("estimate: {above: 2h, at_most: 2h}", ":1:32: `estimate at most 2h` and `estimate above 2h` can never hold"),
        ("budget: {below: 50 EUR, at_least: 50 EUR}", "`budget at least 50.00 EUR` and `budget below 50.00 EUR`"),
        ("{client: acme, all: {client: other}}", ":1:30: `client other` and `client acme` can never hold together"),
        ("all: [{client: [a, b]}, {client: [c, D]}]", ":1:34: `client any of c, d` and `client any of a, b`"),
        ("client: {is_set: false, contains: x}", ":1:35: `client contains x` and `client is not set`"),
        ("owner.load: {is_set: false, above: 1}", ":1:36: `owner.load above 1` and `owner.load is not set`"),
        ("due: {before: 2026-12-01, after: 2026-12-24}", ":1:34: `due after 2026-12-24` and `due before 2026-12-01`"),
        ("due: {is_set: false, within: 2 days}", "`due within 2 days` and `due is not set`"),
        ("stakes: {above: medium, below: high}", "`stakes below high` and `stakes above medium`"),
        ("now.weekday: {any_of: [monday], none_of: [monday, friday]}", "`now.weekday none of monday, friday` and"),
        ("{tags: [a, b], not: {tags: [a, b, c]}}", "`not tags any of a, b, c` and `tags any of a, b`"),
        ("tags: {all_of: [a, b], none_of: [b]}", "`tags none of b` and `tags all of a, b`"),
        ("{confidential: true, all: [{confidential: no}]}", "`confidential false` and `confidential true`"),
        ("any: [{tags: a}, {goal: {is_set: false, is: x}}]", "`goal x` and `goal is not set`"),
        ("{client: a, any: [{client: b}, {client: c}]}", ":1:28: `client b` and `client a` can never hold together"),
    ],
)
def test_a_condition_that_can_never_hold_is_a_fault(text: str, said: str) -> None:
    """Told when it is read, at the clause that contradicts one before it, with both in words."""
    _, faults = read(text)
    assert len(faults) == 1
    assert said in faults[0]
    assert "mend or delete one of them; where either is enough, write them below `any:`" in faults[0]


@pytest.mark.parametrize(
    "text",
    [
        "owner.load: {at_least: 3, at_most: 3}",
        "budget: {below: 50 EUR, at_least: 50 GBP}",
        "tags: {any_of: [a, b], none_of: [b]}",
        "due: {before: friday, after: monday}",
        "due: {before: 2026-12-04 18:00, after: 2026-12-04 09:00}",
        "any: [{client: a}, {client: b}]",
        "not: {all: [{client: a}, {client: b}]}",
        "{stakes: medium, all: [{stakes: {is_set: false}}]}",
        "title: {contains: a, matches: '^b$'}",
    ],
)
def test_a_condition_that_may_hold_is_none(text: str) -> None:
    """Unlikely is not impossible, and what is not sure is not said."""
    assert read(text)[1] == []


def test_a_bad_pattern_is_not_printed_by_the_library(capfd: pytest.CaptureFixture[str]) -> None:
    """RE2 would write to standard error by itself."""
    read("title: {matches: '['}")
    assert capfd.readouterr() == ("", "")


def test_a_pattern_takes_linear_time() -> None:
    """What makes other engines hang for years is answered at once."""
    slow = Case(task("title: " + "a" * 400), OFFICE, NOW)
    assert condition("title: {matches: '(a+)+(a+)+(a+)+$'}").holds(slow)
    assert not condition("title: {matches: '^(a*)*(a|aa)+b$'}").holds(slow)


def test_every_operator_is_tried_here() -> None:
    """On every sort that it fits, so that no pair goes untested."""
    tried = {(clause.field, clause.operator) for text in HOLDS for clause in condition(text).clauses()}
    sorts = {(FIELDS.get(field) or FACTS.get(field), operator) for field, operator in tried}
    wanted = {(sort, op) for sort, operators in OPERATORS.items() for op in operators if op != "is_set"}
    known = {"a number none_of", "a number any_of", "a number at_most", "a number below", "a length of time at_most",
             "a length of time above", "an amount of money at_least", "an amount of money below"}  # fmt: skip
    assert {f"{sort} {operator}" for sort, operator in wanted - sorts} <= known


@pytest.mark.parametrize(
    ("name", "value", "fact"),
    [("owner.load", "1.5", 1.5), ("owner.overwhelmed", "yes", True), ("now.weekday", "Friday", "friday"),
     ("worth.net", "-12 EUR", parse_money("-12 EUR", negative=True)),
     ("worth.hours_freed", "-20m", -timedelta(minutes=20)),
     ("owner.stalled_goals", ["Lisbon"], ("lisbon",)), ("history.last_assistant", "Maya", "maya")],
)  # fmt: skip
def test_a_fact_can_be_given(name: str, value: Any, fact: object) -> None:
    """In the words that a rule would use."""
    assert read_fact(name, value) == fact


@pytest.mark.parametrize(
    ("name", "value"), [("owner.lod", 1), ("owner.load", "much"), ("worth.net", 3), ("now.hour", [1])]
)
def test_a_fact_that_is_none_cannot_be_given(name: str, value: Any) -> None:
    """Nor one of the wrong kind."""
    with pytest.raises(ValueError, match="`"):
        read_fact(name, value)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "not set"), (True, "true"), ((), "none"), (("a", "b"), "a, b"), (timedelta(minutes=-20), "-20m"),
     (timedelta(hours=1, minutes=5), "1h05m"), (NOW, "2026-11-23 08:30 UTC"), (1.234, "1.23"), (3, "3"),
     ("x" * 100, "x" * 79 + "…"), (Unknown("why"), "not known (why)")],
)  # fmt: skip
def test_a_value_is_shown_as_people_read_it(value: Any, said: str) -> None:
    """Short, and in words."""
    assert shown(value) == said


def test_lengths_are_short() -> None:
    """Hours and minutes, as they are written in a task."""
    assert [length(timedelta(minutes=number)) for number in (0, 45, 60, 90)] == ["0m", "45m", "1h", "1h30m"]


LEAVES = st.sampled_from([text for text in HOLDS if text != "{}"] + [text for text, *_ in FAILS]).map(condition)
TREES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: Either(tuple(parts))),
        below.map(Not),
    ),
    max_leaves=8,
)


@given(TREES)
def test_a_reason_is_given_exactly_where_it_does_not_hold(tree: Condition) -> None:
    """True if and only if nothing failed; twice not is the same again; the reason can be read."""
    held, why = tree.holds(CASE), tree.failed(CASE)
    assert (held is True) == (why is None)
    assert Not(Not(tree)).holds(CASE) is held
    assert Not(tree).holds(CASE) is (None if held is None else not held)
    assert tree.said()
    assert why is None or (why.field and why.wanted and why.met)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("worth.hours_freed", timedelta()),
        ("worth.hours_freed", timedelta(minutes=-20)),
        ("worth.net", -parse_money("12.00 EUR")),
        ("history.similar", 3),
        ("owner.load", 0.85),
        ("owner.stalled_goals", ()),
        ("owner.stalled_goals", ("launch", "book")),
        ("history.last_assistant", Unknown("no assistant has done the like in 90 days")),
        ("owner.overwhelmed", True),
    ],
)
def test_a_fact_that_was_kept_is_read_as_it_was(name: str, value: object) -> None:
    """None at all, less than none, nothing in a list, and what was not known."""
    assert recorded_fact(name, shown(value)) == value


def test_no_time_at_all_is_a_length_that_rules_may_compare_with() -> None:
    """What frees nothing is a thing to ask about."""
    assert condition("worth.hours_freed: {above: 0m}").holds(CASE) is True
    assert condition("worth.hours_freed: {at_most: 0}").holds(CASE) is False
