"""docs/rules.md is true: its rules come as told, what it shows is what comes out, its tables leave nothing out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from delegated.core.examples import run_examples
from delegated.core.office import Memory, Office
from delegated.core.people import Roster, read_roster
from delegated.core.rules import OUTCOMES, PREFERENCES, Delegate, Note, RuleBook, read_rules
from delegated.core.vocabulary import ALL_OPERATORS, BLOCKS, FACTS, FIELDS, OPERATORS, Sort
from delegated.settings import Settings, read_settings
from delegated.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PAGE = (Path(__file__).parents[1] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS_OF_YAML = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SECTIONS: dict[str, str] = dict(re.findall(r"^### (.*)\n((?:(?!^##).*\n)*)", PAGE, re.MULTILINE))
SITUATIONS = [title for title in SECTIONS if re.match(r"\d+\. ", title)]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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
    return Office(roster, own, policy, settings.rates(), settings.limits(), Memory(), version=own.version())


@pytest.fixture(scope="module")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `delegated init` makes."""
    home = tmp_path_factory.mktemp("office") / "home"
    _shell(f"delegated init '{home}'", home.parent)
    return home


def test_the_page_has_examples() -> None:
    """If the fences change, the tests below must not quietly run on nothing."""
    assert len(BLOCKS_OF_YAML) >= 13
    assert all(block.startswith("rules:\n") for block in BLOCKS_OF_YAML)
    assert {kind for kind, _ in BLOCK.findall(PAGE)} == {"yaml", "sh", "text"}


def test_it_teaches_by_ten_situations_each_with_a_rule_and_a_twist() -> None:
    """And the list at its beginning leads to all of them."""
    assert [title.split(".")[0] for title in SITUATIONS] == [str(number) for number in range(1, 11)]
    for title in SITUATIONS:
        assert "```yaml\n" in SECTIONS[title], title
        assert "**A twist.**" in SECTIONS[title], title
        assert f". [{title.partition('. ')[2]}](#" in PAGE


@pytest.mark.parametrize("title", [title for title, text in SECTIONS.items() if "```sh\n" in text])
def test_what_the_page_shows_is_what_comes_out(title: str, shipped_home: Path, tmp_path: Path) -> None:
    """Line by line, in the order shown; what is left out is marked by a line with three dots alone."""
    home = tmp_path / "home"
    shutil.copytree(shipped_home, home)
    ours = "".join(body.removeprefix("rules:\n") for kind, body in BLOCK.findall(SECTIONS[title]) if kind == "yaml")
    (home / "rules" / "05-ours.yaml").write_text(f"rules:\n{ours}" if ours else "rules: []\n", encoding="utf-8")
    shown = list(_shown(SECTIONS[title]))
    assert shown
    for script, expected in shown:
        said = _shell(script, home)
        assert re.search(_looks_like(expected), said), said


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


def _shown(section: str) -> Iterator[tuple[str, str]]:
    """Each script of a section, with what it is shown to say."""
    script = ""
    for kind, body in BLOCK.findall(section):
        if kind == "sh":
            script = body
        elif kind == "text":
            yield script, body


def _looks_like(expected: str) -> str:
    return "".join("(?:.*\\n)*?" if line == "…\n" else re.escape(line) for line in expected.splitlines(keepends=True))


def _shell(script: str, folder: Path) -> str:
    """What is printed by a script, which is run as by a person who stands in this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DELEGATED_", "CREDENTIALS_"))}
    path = f"{Path(sys.executable).parent}:{kept['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env=kept | {"PATH": path, "TZ": "Europe/Madrid", "COLUMNS": "80", "NO_COLOR": "1"},
    )  # fmt: skip
    assert not ran.stderr, ran.stderr
    return ran.stdout
