"""What `check` finds beyond what is wrong with a rule by itself: shadows, strangers, dead examples, advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegated.core.checking import FEW_DECISIONS, faults_in, missing_skills, shadowed, unmatched
from delegated.core.deciding import judge
from delegated.core.facts import Case
from delegated.core.rules import RuleBook, read_rules
from offices import NOW, roster, rules, sample_office, small_office, task

SINCE = datetime(2026, 8, 26, tzinfo=UTC)


def rule(name: str, body: str) -> str:
    """One rule of a file, in a line."""
    return f"  - {{name: {name}, because: so, {body}}}\n"


def shadows(*bodies: str) -> list[tuple[str, str]]:
    """Names of shadowed rules and of those that take their tasks; rules are named by their letters."""
    text = "rules:\n" + "".join(rule(name, body) for name, body in zip("abcdefgh", bodies, strict=False))
    return [(one.name, taker.name) for one, taker in shadowed(rules(text).rules)]


def said_of(text: str) -> list[str]:
    """The faults of rules that can be read, in the small office."""
    book = rules("rules:\n" + text, roster())
    return [str(fault).partition("\n")[0] for fault in faults_in(book, roster(), ("brief",), ("shipped",))]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("keep: true", "when: {tags: x}, drop: true"),
        ("when: {tags: [travel]}, keep: true", "when: {tags: [travel], stakes: low}, drop: true"),
        ("when: {estimate: {at_most: 4h}}, drop: true", "when: {estimate: {at_most: 2h}}, keep: true"),
        ("when: {client: [a, b]}, delegate: {to: maya}", "when: {client: b}, ask: [due]"),
        ("when: {title: {contains: invoice}}, keep: true", "when: {title: {contains: invoices}}, note: {tags: [x]}"),
        ("when: {title: {contains: invoice}}, keep: true", "when: {title: old invoices}, keep: true"),
        ("when: {title: {matches: '^a'}}, keep: true", "when: {title: {matches: '^a'}, tags: x}, defer: {for: 2h}"),
        ("when: {stakes: {at_most: medium}}, keep: true", "when: {stakes: low}, drop: true"),
        ("when: {any: [{tags: x}, {client: a}]}, keep: true", "when: {client: a}, drop: true"),
        ("when: {client: {is_set: true}}, keep: true", "when: {client: a}, drop: true"),
    ],
)
def test_a_rule_below_one_that_takes_all_of_its_tasks_is_shadowed(earlier: str, later: str) -> None:
    """Whichever the outcomes, as long as the first one is for good; and not the other way round."""
    assert shadows(earlier, later) == [("b", "a")]
    assert shadows(later.replace("{to: maya}", "{}"), earlier) == []


@pytest.mark.parametrize(
    "earlier",
    [
        "when: {tags: x}, note: {tags: [y]}",  # It goes on.
        "when: {tags: x}, defer: {for: 2 days}",  # It defers once, and then the rules below it decide.
        "when: {tags: x}, ask: [budget]",  # What was asked is told one day.
        "when: {tags: x}, ask: 'Which one?'",  # It asks once.
        "when: {tags: x, client: a}, keep: true",
    ],
)
def test_what_goes_on_or_comes_back_takes_nothing_from_the_rules_below(earlier: str) -> None:
    """Such a rule above another shadows nothing."""
    assert shadows(earlier, "when: {tags: x}, keep: true") == []


def test_what_a_note_adds_in_between_is_news_to_the_rules_below() -> None:
    """The first rule sees the tag only where somebody wrote it; the last one also where the note added it."""
    first, last = "when: {tags: travel}, keep: true", "when: {tags: travel, client: a}, drop: true"
    assert shadows(first, "when: {title: {contains: flight}}, note: {tags: [travel]}", last) == []
    assert shadows(first, "when: {title: {contains: flight}}, note: {tags: [admin]}", last) == [("c", "a")]
    assert shadows("when: {title: {contains: flight}}, note: {tags: [travel]}", first, last) == [("c", "b")]


def test_what_a_note_changes_in_between_is_not_held_against_a_rule() -> None:
    """Stakes, skills, and every fact that depends on them; what is not there was not there before either."""
    note = "when: {title: {contains: lease}}, note: {stakes: high, skills: [law]}"
    for when in (
        "{stakes: high}",
        "{skills: {is_set: true}}",
        "{owner.strength: true}",
        "{worth.cost: {above: 9 EUR}}",
    ):
        assert shadows(f"when: {when}, keep: true", note, f"when: {when}, drop: true") == []
    for when in ("{skills: {is_set: false}}", "{skills: {none_of: [law]}}", "{owner.overwhelmed: true}", "{client: a}"):
        assert shadows(f"when: {when}, keep: true", note, f"when: {when}, drop: true") == [("c", "a")]


def test_the_first_of_several_takers_is_named_once() -> None:
    """A rule that is shadowed itself takes nothing."""
    first, second, third = "when: {tags: [x, y]}, keep: true", "when: {tags: x}, drop: true", "keep: true"
    assert shadows(first, second, f"when: {{tags: x}}, {third}") == [("b", "a"), ("c", "a")]


WORDS = ["red", "blue", "green"]
CLAUSES = [
    *(f"tags: [{one}, {other}]" for one in WORDS for other in WORDS),
    *(f"tags: {{all_of: [{one}, red]}}" for one in WORDS), *(f"tags: {{none_of: [{one}]}}" for one in WORDS),
    *(f"skills: {one}" for one in WORDS), "skills: {is_set: false}", "skills: {is_set: true}",
    "stakes: high", "stakes: {at_most: medium}", "stakes: {is_set: false}",
    "title: {contains: re}", "title: {contains: red}", "not: {tags: red}", "not: {skills: [red, blue]}",
    "any: [{tags: red}, {stakes: high}]", "owner.strength: true", "owner.strength: false", "worth.cost: {is_set: true}",
]  # fmt: skip
OUTCOMES = ["keep: true", "drop: true", "note: {tags: [red]}", "note: {skills: [blue]}", "note: {stakes: high}",
            "ask: [stakes]", "defer: {for: 2 days}", "note: {tags: [blue], stakes: low}"]  # fmt: skip


def when(clauses: list[str]) -> str:
    """The `when` of a rule, with what follows it."""
    return f"when: {{all: [{{{'}, {'.join(clauses)}}}]}}, " if clauses else ""


@cache
def can_hold(clauses: tuple[str, ...]) -> bool:
    """Whether a rule may say both: one that can never match is refused when it is read."""
    text = "rules:\n" + rule("one", when(list(clauses)) + "keep: true")
    return isinstance(read_rules([("a.yaml", text.encode())], None), RuleBook)


WHENS = st.lists(st.sampled_from(CLAUSES), max_size=2).filter(lambda clauses: can_hold(tuple(clauses)))
SEVERAL = st.lists(st.tuples(WHENS, st.sampled_from(OUTCOMES)), min_size=2, max_size=7)
PLAIN = task("title: x")
TASKS = [
    replace(PLAIN, title=title, tags=tags, skills=skills, assumed=assumed)
    for title in ("red", "grey")
    for tags in ((), ("red",), ("blue",), ("red", "green"), ("blue", "green"))
    for skills in ((), ("red",), ("blue",))
    for assumed in ((), ("stakes", "estimate"))
]


@settings(max_examples=200)
@given(SEVERAL)
def test_no_task_ever_comes_to_a_rule_that_is_shadowed(several: list[tuple[list[str], str]]) -> None:
    """Whatever the notes between them add, and whatever has been asked or deferred already."""
    bodies = [when(clauses) + outcome for clauses, outcome in several]
    office = small_office("rules:\n" + "".join(rule(f"r{place}", body) for place, body in enumerate(bodies)))
    gone = {one.name for one, _ in shadowed(office.book.rules)}
    asking = frozenset(one.name for one in office.book.rules if one.outcome in {"ask", "defer"})
    for one in TASKS if gone else ():
        for spent in (frozenset(), asking):
            _, decision = judge(Case(one, office, NOW, spent=spent))
            assert decision.rule not in gone
            assert gone.isdisjoint(decision.noted)


def test_the_sample_office_and_the_shipped_rules_are_well() -> None:
    """Not one fault, and no advice, in the rules of a real office and in those that everybody gets."""
    office = sample_office()
    known = office.shipped.names
    assert not list(faults_in(office.book, office.roster, ("brief",), known))
    assert not list(shadowed(office.shipped.rules))
    assert not list(missing_skills(office.book.rules, office.roster))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("when: {goal: lunch}, keep: true", ":2:43: `goal`: nobody has a goal `lunch`; did you mean `launch`?"),
        ("when: {owner: [alex, alx]}, keep: true", ":2:51: `owner`: no owner `alx` on the roster; did you"),
        ("when: {not: {to: bem}}, keep: true", "`to`: no assistant `bem` on the roster; did you mean `ben`?"),
        ("when: {history.last_assistant: {none_of: [myaa]}}, keep: true", "no assistant `myaa` on the roster"),
        ("delegate: {skills: [bookkeping]}", "no assistant has the skill `bookkeping`, so nobody could"),
        ("delegate: {brief: short}", "`brief`: there is no template `short`; there is only `brief`"),
        ("note: {brief: short}", "`brief`: there is no template `short`"),
        ("keep: true, examples: [{task: {title: x, stake: low}, expect: {outcome: keep}}]", "unknown key `stake`; did"),
        ("keep: true, examples: [{task: {title: x, due: soonish}, expect: {outcome: keep}}]", "`soonish` is no date"),
        ("keep: true, examples: [{task: {title: x, goal: lunch}, expect: {outcome: keep}}]", "nobody has a goal"),
        ("keep: true, examples: [{task: {title: x}, expect: {outcome: keep, to: bem}}]", "`expect.to`: no assistant"),
        ("keep: true, examples: [{task: {title: x}, expect: {outcome: keep, rule: onee}}]",
         "`expect.rule`: no rule `onee`; did you mean `one`?"),
    ],
)  # fmt: skip
def test_what_a_rule_names_must_be_there(body: str, said: str) -> None:
    """A person, a goal, a skill, a template, a rule: told once, with its place and the nearest one."""
    found = said_of(rule("one", body))
    assert len(found) == 1
    assert said in found[0]


def test_an_example_may_expect_what_is_decided_elsewhere() -> None:
    """A rule of the shipped policy, say; and any person that is there."""
    body = (
        "keep: true, examples: [{task: {title: x, to: ben, x-a: 1}, expect: {outcome: keep, to: maya, rule: shipped}}]"
    )
    assert said_of(rule("one", body)) == []


def test_advice_about_skills_is_one_word_a_rule() -> None:
    """What a note adds and what a rule waits for; not what somebody has, nor what stays with the owner anyway."""
    book = rules(
        "rules:\n"
        + rule("a", "when: {skills: fencing}, note: {skills: [juggling, calendar]}")
        + rule("b", "when: {skills: [fencing, bookkeeping]}, drop: true")
        + rule("c", "when: {skills: [strategy]}, keep: true")
    )
    assert [hint.message for hint in missing_skills(book.rules, roster())] == [
        "nobody on the roster has the skills `juggling`, `fencing`"
    ]


def test_a_rule_that_matched_nothing_is_told_after_a_fair_number_of_decisions() -> None:
    """Few decisions prove nothing."""
    noting, keeping = rule("a", "when: {tags: x}, note: {tags: [y]}"), rule("b", "when: {tags: z}, keep: true")
    several, seen = rules("rules:\n" + noting + keeping).rules, {"a": 1, "gone since": FEW_DECISIONS}
    assert not list(unmatched(several, FEW_DECISIONS - 1, seen, SINCE))
    hints = list(unmatched(several, FEW_DECISIONS, seen, SINCE))
    assert [hint.message for hint in hints] == ["the rule `b` has matched no task since 2026-08-26"]
    assert hints[0].line == 3
