"""What the pages say is so: commands run, files and links are there, settings and events have the names told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from pydantic import BaseModel

import delegated
from delegated.cli import app
from delegated.core.people import Roster, read_roster
from delegated.core.task import Task, Written, read_task, understand
from delegated.events import CATALOGUE, Event
from delegated.settings import Settings, read_settings
from delegated.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "daemon" / "delegated"
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        # The contract is about every version, and so about what this one has not yet.
        *(page for page in (ROOT / "docs").glob("*.md") if page.name != "contract.md"),
        *(ROOT / folder / "README.md" for folder in ("benchmarks", "config/letters", "systemd")),
    ]
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
MINUTES = README.split("## The first five minutes\n")[1].split("\n## ")[0]
STEPS = [body for kind, body in re.findall(r"^```(\w*)\n(.*?)^```$", MINUTES, re.MULTILINE | re.DOTALL) if kind == "sh"]
MISSING = README.split("## What is not there yet\n")[1].split("\n## ")[0]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
TOP_FOLDERS = "benchmarks|config|daemon|docs|rules|scripts|systemd|tests"

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said to each step of the first five minutes, done in their order in one shell."""
    script = "\n".join(["set -euo pipefail", *(f"echo '@@@ {n}'\n{step}" for n, step in enumerate(STEPS))])
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path_factory.mktemp("minutes"), env=_environment(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return re.split(r"^@@@ \d+\n", ran.stdout, flags=re.MULTILINE)[1:]


def test_the_first_five_minutes_go_as_the_readme_tells(answers: list[str]) -> None:
    """Every line that the page shows is said; where it leaves nothing out, nothing else is."""
    assert len(answers) == len(STEPS) >= 6
    shown = list(_shown(MINUTES))
    assert len(shown) >= 3
    for number, text in shown:
        if "…\n" not in text:
            assert answers[number] == text
        lines = {line for line in text.splitlines() if line != "…" and not line.startswith("Due:")}
        assert lines <= set(answers[number].splitlines())


def test_the_task_of_the_readme_can_be_read() -> None:
    """Nobody should have to mend the first example."""
    example = next(body for kind, body in BLOCK.findall(README) if kind == "markdown")
    roster = read_roster("roster.yaml", (shipped("config") / "roster.yaml").read_bytes())
    assert isinstance(roster, Roster)
    written = read_task("Book flights.md", example.encode())
    assert isinstance(written, Written), str(written)
    task = understand(written, roster, MONDAY)
    assert isinstance(task, Task), str(task)
    assert task.to == "maya"
    assert task.private == "the passport scan is in the safe"


def test_the_settings_of_the_readme_can_be_read(tmp_path: Path) -> None:
    """With the password from where the page says that it comes from."""
    example = next(body for kind, body in BLOCK.findall(README) if kind == "toml")
    (tmp_path / "delegated.toml").write_text(example, encoding="utf-8")
    settings = read_settings(tmp_path)
    assert isinstance(settings, Settings), str(settings)
    assert settings.mail.answers == "desk@example.org"


def test_every_setting_is_in_the_table() -> None:
    """What can be set and is told nowhere is a setting for nobody."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = {row: set(SPAN.findall(row.split("|")[1])) for row in table.splitlines() if row.startswith("| `[")}
    for section, key in _settings():
        told = [row for row, names in rows.items() if any(name.startswith(f"[{section}") for name in names)]
        assert told, section
        if key:
            assert any(name.split()[-1] == key for row in told for name in rows[row]), f"{section}.{key}"


@pages
def test_links_lead_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading that stands in it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert not anchor or anchor in _anchors(there), target


@pages
def test_files_that_are_named_are_there(page: Path) -> None:
    """A name from the top of the project, or below the package."""
    for span in SPAN.findall(_prose(page)):
        name = span.split(":")[0].split()[0] if span.strip() else ""
        if re.fullmatch(rf"(?:{TOP_FOLDERS})/[\w./-]+", name):
            assert (ROOT / name).exists() or (PACKAGE / name).exists() or _is_of_a_home(name), name
        elif page.name == "map.md" and re.fullmatch(r"[\w/]+(\.py|/)", name) and not _is_of_a_home(name):
            assert _in_the_house(name), name


@pages
def test_commands_that_are_named_exist(page: Path) -> None:
    """With the options that they are named with."""
    for command, options in _commands_in(page):
        known = _commands()
        assert command in known, command
        assert set(options) <= known[command] | {"-h", "--help"}, (command, options)


def test_what_is_not_there_yet_is_not_there_yet() -> None:
    """When one of these comes, this page must be told."""
    told = re.search(r"rest of the commands\*\*: (.*?)\n-", MISSING, re.DOTALL)
    assert told
    names = SPAN.findall(told[1])
    assert len(names) >= 6
    assert not [name for name in names if name in _commands()]


def test_the_scripts_that_are_named_can_be_run() -> None:
    """By whoever has just cloned the project."""
    named = {name for page in PAGES for name in re.findall(r"\bscripts/[a-z]+\b", page.read_text(encoding="utf-8"))}
    assert {"scripts/demo", "scripts/test"} <= named
    for name in named:
        assert os.access(ROOT / name, os.X_OK), name
        subprocess.run(["bash", "-n", str(ROOT / name)], check=True)


def test_the_tour_shows_events_of_the_catalogue() -> None:
    """With fields that they have."""
    lines = re.findall(r"^\d\d:\d\d:\d\d ([a-z]+\.[a-z]+) +(.*)$", _page("tour.md"), re.MULTILINE)
    assert len(lines) > 30
    for name, rest in lines:
        fields = re.findall(r"([a-z_]+)=", re.sub(r'"[^"]*"', '""', rest))
        assert set(fields) <= set(CATALOGUE[Event(name)].fields), name


@pages
def test_events_that_are_named_are_in_the_catalogue(page: Path) -> None:
    """A page that names one that is gone sends people looking for nothing."""
    nouns = {event.partition(".")[0] for event in Event} - {"rules", "service", "mail"}
    for span in SPAN.findall(_prose(page)):
        if re.fullmatch(r"[a-z]+\.[a-z]+", span) and span.partition(".")[0] in nouns and span != "task.md":
            assert span in set(Event), span


def test_the_package_tells_where_everything_is() -> None:
    """Its docstring names each module and package of the first row."""
    names = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    for name in names - {"__init__", "__pycache__"}:
        assert re.search(rf"^    {name}/? ", delegated.__doc__ or "", re.MULTILINE), name


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DELEGATED_")}
    return kept | {"PATH": f"{Path(sys.executable).parent}:{kept['PATH']}", "TZ": "Europe/Madrid", "COLUMNS": "80"}


def _shown(section: str) -> Iterator[tuple[int, str]]:
    """What the page shows as the answer to a step: the step's number, and the text."""
    number = -1
    for kind, body in BLOCK.findall(section):
        number += kind == "sh"
        if kind == "text":
            yield number, body


def _settings() -> Iterator[tuple[str, str]]:
    for section, info in Settings.model_fields.items():
        values = [info.annotation, *getattr(info.annotation, "__args__", ())]
        models = [value for value in values if isinstance(value, type) and issubclass(value, BaseModel)]
        if not models:
            yield section, ""
        for model in models:
            for name, field in model.model_fields.items():
                yield section, field.alias or name


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    """The page without what is fenced off."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _is_of_a_home(name: str) -> bool:
    """`rejected/` and the like; of the folders that both have, like `rules/`, only what an owner may make there."""
    first, _, rest = name.partition("/")
    return first in {"inbox", "later", "rejected", "state"} or (first == "rules" and rest.endswith("-ours.yaml"))


def _in_the_house(name: str) -> bool:
    return any((base / name).exists() for base in (ROOT, PACKAGE, *(PACKAGE / "edges").iterdir(), PACKAGE / "edges"))


def _commands() -> dict[str, set[str]]:
    """Each command with its options."""
    top: Any = typer.main.get_command(app)
    found: dict[str, set[str]] = {}
    for name, command in top.commands.items():
        for path, one in {
            name: command,
            **{f"{name} {sub}": at for sub, at in getattr(command, "commands", {}).items()},
        }.items():
            found[path] = {option for parameter in one.params for option in parameter.opts}
    return found


def _commands_in(page: Path) -> Iterator[tuple[str, list[str]]]:
    """`delegated …` where it is written as code: in a span, a fence, or an indented line."""
    text = page.read_text(encoding="utf-8")
    code = [*SPAN.findall(_prose(page)), *re.findall(r"^    +(?:sudo -u \w+ )?(.*)$", text, re.MULTILINE)]
    code += [line for kind, body in BLOCK.findall(text) if kind == "sh" for line in body.splitlines()]
    for line in code:
        match = re.match(r"(?:DELEGATED_\w+=\S+ |sudo -u delegated )*delegated ([a-z]+)((?: [a-z]+)?)(.*)", line)
        if match:
            words = f"{match[1]}{match[2]}" if match[1] == "rules" else match[1]
            yield words, re.findall(r"(?<=\s)--?[a-z][\w-]*", match[3])
