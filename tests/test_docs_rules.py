"""docs/rules.md is true: its rules can be read, their examples come as told, and its tables leave nothing out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from delegated.core.examples import run_examples
from delegated.core.office import Office, Workloads
from delegated.core.people import Roster, read_roster
from delegated.core.rules import OUTCOMES, PREFERENCES, Delegate, Note, RuleBook, read_rules
from delegated.core.vocabulary import ALL_OPERATORS, BLOCKS, FACTS, FIELDS, OPERATORS, Sort
from delegated.settings import Settings, read_settings
from delegated.shipped import shipped

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PAGE = (Path(__file__).parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS_OF_YAML = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _roster() -> Roster:
    roster = read_roster("roster.yaml", (shipped("config") / "roster.yaml").read_bytes())
    assert isinstance(roster, Roster), str(roster)
    return roster


def _book(files: list[tuple[str, bytes]], roster: Roster | None) -> RuleBook:
    book = read_rules(files, roster)
    assert isinstance(book, RuleBook), str(book)
    return book


def _office(roster: Roster, own: RuleBook) -> Office:
    settings = read_settings(shipped("config"))
    assert isinstance(settings, Settings), str(settings)
    files = [(f"rules/{path.name}", path.read_bytes()) for path in sorted(shipped("rules").glob("*.yaml"))]
    policy = _book(files, None)
    return Office(roster, own, policy, settings.rates(), settings.limits(), Workloads(), 1.0, own.version())


def test_the_page_has_examples() -> None:
    """If the fences change, the tests below must not quietly run on nothing."""
    assert len(BLOCKS_OF_YAML) >= 7
    assert all(block.startswith("rules:\n") for block in BLOCKS_OF_YAML)


@pytest.mark.parametrize("block", BLOCKS_OF_YAML, ids=lambda block: block.split("name: ")[1].split("\n")[0])
def test_every_rule_on_the_page_works_on_the_shipped_home(block: str) -> None:
    """As if it stood in a file before the shipped ones."""
    roster = _roster()
    book = _book([("rules/05-ours.yaml", block.encode())], roster)
    ran = list(run_examples(book, _office(roster, book), MONDAY))
    assert [f"{one.rule}: {one.example}: {one.why}" for one in ran if not one.passed] == []
    assert all(rule.entry.examples for rule in book.rules)


def test_the_tables_name_every_field_fact_operator_and_key() -> None:
    """What the engine knows and the page does not would be found by nobody."""
    named = set(re.findall(r"`([a-z_.]+)`", PAGE))
    words = [*FIELDS, *FACTS, *ALL_OPERATORS, *Delegate.model_fields, *Note.model_fields]
    assert sorted(set(words) - named) == []
    assert all(f"`{order}`" in PAGE for order in PREFERENCES)
    assert all(f"| {outcome} | `{outcome}: " in PAGE for outcome in OUTCOMES)
    assert all(f"{block}:" in PAGE for block in BLOCKS)


@pytest.mark.parametrize(
    ("operator", "sorts"),
    [
        ("is", set(Sort) - {Sort.MOMENT}),
        ("any_of", {Sort.TEXT, Sort.WORDS, Sort.CHOICE, Sort.LEVEL, Sort.NUMBER}),
        ("none_of", {Sort.TEXT, Sort.WORDS, Sort.CHOICE, Sort.LEVEL, Sort.NUMBER}),
        ("all_of", {Sort.WORDS}),
        ("contains", {Sort.TEXT, Sort.WORDS}),
        ("matches", {Sort.TEXT, Sort.WORDS}),
        ("at_least", {Sort.NUMBER, Sort.LENGTH, Sort.MONEY, Sort.LEVEL}),
        ("below", {Sort.NUMBER, Sort.LENGTH, Sort.MONEY, Sort.LEVEL}),
        ("within", {Sort.MOMENT}),
        ("before", {Sort.MOMENT}),
        ("is_set", set(Sort)),
    ],
)
def test_each_operator_is_for_what_the_page_says(operator: str, sorts: set[Sort]) -> None:
    """The last column of the table of operators."""
    assert {sort for sort, known in OPERATORS.items() if operator in known} == sorts


def test_the_page_knows_every_shipped_file() -> None:
    """The table of the shipped files, in their order."""
    files = [path.name for path in sorted(shipped("rules").glob("*.yaml"))]
    assert re.findall(r"^\| `(\d\d-[a-z-]+\.yaml)` \|", PAGE, re.MULTILINE) == files
