"""The examples that stand in rules are run."""

from __future__ import annotations

import pytest

from delegated.core.examples import Ran, run_examples
from offices import NOW, roster, sample_office, small_office


def ran(expect: str, fields: str = "tags: [a]", given: str = "") -> Ran:
    """The one example of one rule in the small office."""
    text = f"""
rules:
  - name: one
    because: so
    when: {{tags: a}}
    delegate: {{to: admins}}
    examples:
      - task: {{title: The example, {fields}}}
        given: {{{given}}}
        expect: {{{expect}}}
  - {{name: two, because: so, when: {{owner.overwhelmed: true}}, drop: true}}
"""
    office = small_office(text, roster=roster())
    return next(iter(run_examples(office.book, office, NOW)))


@pytest.mark.parametrize(
    ("expect", "fields", "given"),
    [
        ("outcome: delegate", "tags: [a]", ""),
        ("outcome: delegate, to: maya", "tags: [a]", ""),
        ("outcome: delegate, rule: one", "tags: [a]", ""),
        ("outcome: drop, rule: two", "tags: [b]", "owner.overwhelmed: true"),
    ],
)
def test_an_example_that_comes_as_expected_passes(expect: str, fields: str, given: str) -> None:
    """By outcome, and by person and rule where they are told. A brief need not be complete."""
    found = ran(expect, fields, given)
    assert found.passed, found.why


@pytest.mark.parametrize(
    ("expect", "fields", "why"),
    [
        ("outcome: keep", "tags: [a]", "came to `delegate` by `one`"),
        ("outcome: delegate, to: ben", "tags: [a]", "came to `delegate to maya` by `one`"),
        ("outcome: delegate, rule: two", "tags: [a]", "was decided by `one`, not by `two`"),
        ("outcome: delegate", "tags: [b]", "came to `ask` by `no rule`"),
        ("outcome: delegate, to: maya", "tags: [a], skills: [juggling]", "maya: does not have the skill juggling"),
        ("outcome: delegate", "tag: [a]", "rules/10-test.yaml:8:36: unknown key `tag`; did you mean `tags`?"),
        ("outcome: delegate", "to: nobody", "no assistant `nobody`"),
    ],
)
def test_an_example_that_does_not_says_why(expect: str, fields: str, why: str) -> None:
    """What came instead, and by which rule."""
    found = ran(expect, fields)
    assert not found.passed
    assert why in found.why
    assert found.place == "rules/10-test.yaml:8"


@pytest.mark.parametrize(
    ("expect", "fields", "hint"),
    [
        ("outcome: delegate", "tags: [b]", "`one` does not match: tags is b, wanted: a"),
        ("outcome: delegate, rule: two", "tags: [a]", "`two` does not match: owner.overwhelmed is false, wanted: true"),
        ("outcome: drop, rule: two", "tags: [a]", "`two` does not match: owner.overwhelmed is false, wanted: true"),
        ("outcome: delegate, to: maya", "tags: [b], to: ben", "`one` does not match: tags is b, wanted: a"),
        (
            "outcome: delegate, to: maya",
            "tags: [a], to: ben",
            "`one` would match, but `to:` in a task goes before all rules",
        ),
        ("outcome: delegate, to: ben", "tags: [a]", ""),
        ("outcome: keep", "tags: [b]", ""),
    ],
)
def test_the_rule_that_should_have_taken_it_says_what_was_in_its_way(expect: str, fields: str, hint: str) -> None:
    """Its first clause that did not hold, with what it met. Nothing where it took it, or where it should not."""
    assert ran(expect, fields).hint == hint


def test_a_rule_above_may_be_in_the_way() -> None:
    """The second would match as well."""
    text = """
rules:
  - {name: all, because: so, keep: true}
  - name: one
    because: so
    when: {tags: a}
    drop: true
    examples: [{task: {title: The example, tags: [a]}, expect: {outcome: drop}}]
"""
    office = small_office(text, roster=roster())
    (found,) = run_examples(office.book, office, NOW)
    assert (found.taken_by, found.failed) == ("all", None)
    assert found.hint == "`one` would match too, but stands below it"


def test_the_examples_of_the_samples_pass() -> None:
    """All 38."""
    office = sample_office()
    found = list(run_examples(office.book, office, NOW))
    assert [(one.rule, one.why) for one in found if not one.passed] == []
    assert len(found) == 38
