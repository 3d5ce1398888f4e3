"""The catalogue of events: complete, used, documented, and the page of it current."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import delegated
from delegated import events
from delegated.events import CATALOGUE, FIELDS, Event

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = Path(delegated.__file__).parent
NAMED: Final = re.compile(r"\bEvent\.([A-Z_]+)")
# Verbs whose past does not end in -ed; the last two are no verbs, and have always been called so in the contract.
IRREGULAR: Final = frozenset({"sent", "left", "lost", "given", "kept", "read", "withheld", "duplicate", "uncertain"})


def mentions() -> dict[str, int]:
    """How often the program names each event, outside of the catalogue."""
    found: dict[str, int] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "events.py":
            for name in NAMED.findall(path.read_text(encoding="utf-8")):
                found[name] = found.get(name, 0) + 1
    return found


def test_every_event_that_is_used_is_in_the_catalogue() -> None:
    assert not set(mentions()) - set(Event.__members__)
    assert set(Event) == set(CATALOGUE)


def test_every_event_of_the_catalogue_is_used() -> None:
    """One that nobody says would be waited for in vain."""
    assert not set(Event.__members__) - set(mentions())


def test_every_field_is_documented_and_every_documented_one_used() -> None:
    """The same name for the same thing, in one table."""
    used = {name for spec in CATALOGUE.values() for name in spec.fields}
    assert used == set(FIELDS)


@pytest.mark.parametrize("event", list(Event))
def test_names_say_who_and_what_happened(event: Event) -> None:
    """`noun.verb` in the past tense, but for those that the contract has always called so."""
    noun, verb = str(event).split(".")
    assert re.fullmatch(r"[a-z]+", noun)
    assert verb.endswith("ed") or verb in IRREGULAR
    assert event.name == f"{noun}_{verb}".upper()
    assert CATALOGUE[event].text.endswith(".")


def test_the_page_is_current() -> None:
    """`docs/events.md` is what the catalogue says today."""
    assert events.main(["--check", str(ROOT / "docs" / "events.md")]) == 0


def test_a_page_that_is_not_current_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the command that makes it current."""
    (tmp_path / "events.md").write_text("# Events\n")
    assert events.main(["--check", str(tmp_path / "events.md")]) == 1
    assert "python -m delegated.events >" in capsys.readouterr().err


def test_the_page_can_be_printed() -> None:
    """As its own first lines say."""
    printed = subprocess.run(
        [sys.executable, "-m", "delegated.events"], capture_output=True, text=True, check=True, timeout=30
    )
    assert printed.stdout == events.page()
