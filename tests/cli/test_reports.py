"""`status`, `events`, `rules test`: what is open, what happened, and whether the rules do what they say."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
import pytest

from offices import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from homes import Place, Ran

AWAY = "postgresql://alex:s3cret@127.0.0.1:1/x"
EXAMPLE = """
    examples:
      - task: {{title: Call mum, tags: [family]}}
        expect: {{outcome: {outcome}}}
"""


def ran_home(place: Place) -> Place:
    """A task with Maya, one that waits, one for later, one that is dropped."""
    place.drop()
    place.drop("cards.yaml", "title: Print cards\ntags: [print]\n")
    place.drop("idea.yaml", "title: An idea\ntags: [idea]\n")
    place.drop("wallpaper.yaml", "title: New wallpaper\ntags: [nice to have]\n")
    asyncio.run(place.run())
    return place


def test_status_tells_what_is_open(place: Place, run: Callable[..., Ran]) -> None:
    """Every key of the contract for each open task, the mail, and how the folder is watched."""
    ran_home(place)
    found = run("status", "--home", place.path, "--json").json
    assert found.keys() >= {"tasks", "mail", "folder"}
    for row in found["tasks"]:
        assert row.keys() >= {
            "number", "title", "state", "folder", "owner", "assistant", "due", "waiting_for", "since", "next",
        }  # fmt: skip
        datetime.fromisoformat(row["since"])
    rows = {row["title"]: row for row in found["tasks"]}
    assert rows.keys() == {"Book flights to Lisbon", "Print cards", "An idea"}
    assert (rows["Book flights to Lisbon"]["state"], rows["Book flights to Lisbon"]["assistant"]) == ("offered", "maya")
    assert rows["Book flights to Lisbon"]["due"] == "2026-12-03T16:00:00+00:00"
    assert "How much may it cost?" in rows["Print cards"]["waiting_for"]
    assert rows["An idea"]["next"].startswith("it is decided anew on Thursday 26 November 2026, 09:30 (Europe/Madrid")
    assert found["mail"].keys() >= {"queued", "deferred", "failed"}
    assert found["folder"] == {"mode": "events", "running": False}


def test_status_in_words(place: Place, run: Callable[..., Ran]) -> None:
    """One line a task; one task with all that is known; and an empty home says that nothing is open."""
    assert "nothing is open" in run("status", "--home", place.path).text
    ran_home(place)
    told = run("status", "--home", place.path).text
    assert "maya" in told
    assert "Print cards" in told
    assert "0 queued" in told
    (number,) = [row["number"] for row in place.status()["tasks"] if row["title"] == "Print cards"]
    one = run("status", number, "--home", place.path)
    assert "How much may it cost?" in one.text
    assert "Book flights" not in one.text
    assert run("status", number, "--home", place.path, "--json").json["tasks"][0]["number"] == number


def test_a_closed_task_can_still_be_asked_for(place: Place, run: Callable[..., Ran]) -> None:
    """It is not listed, and not forgotten."""
    ran_home(place)
    (number,) = {line["task"] for line in place.history() if line.get("title") == "New wallpaper"}
    assert run("status", number, "--home", place.path, "--json").json["tasks"][0]["state"] == "dropped"


def test_status_of_what_is_not_there(place: Place, run: Callable[..., Ran]) -> None:
    """A number that nobody has, and a word that is no number."""
    ran = run("status", "T-9", "--home", place.path)
    assert (ran.code, ran.err.strip()) == (1, "there is no task T-9")
    ran = run("status", "nine", "--home", place.path)
    assert ran.code == 2
    assert "T-12" in ran.err


def test_events_are_one_object_a_line(place: Place, run: Callable[..., Ran]) -> None:
    """Oldest first, as the log had them; of one task or of all."""
    ran_home(place)
    lines = [orjson.loads(line) for line in run("events", "--home", place.path, "--json").out.splitlines()]
    assert lines
    for line in lines:
        assert line.keys() >= {"timestamp", "level", "event"}
        datetime.fromisoformat(line["timestamp"])
    assert [line["timestamp"] for line in lines] == sorted(line["timestamp"] for line in lines)
    number = lines[0]["task"]
    some = [orjson.loads(line) for line in run("events", number, "--home", place.path, "--json").out.splitlines()]
    assert some == [line for line in lines if line.get("task") == number]
    told = run("events", number, "--home", place.path).text
    assert len(told.splitlines()) == len(some)
    assert "task.decided" in told


def test_events_of_what_is_no_number(place: Place, run: Callable[..., Ran]) -> None:
    """Wrong use."""
    assert run("events", "nine", "--home", place.path).code == 2


def test_examples_that_come_as_expected(place: Place, run: Callable[..., Ran]) -> None:
    """Counted; rules without any are counted too."""
    place.write(
        "rules/10-test.yaml", RULES.replace("    keep: true", "    keep: true" + EXAMPLE.format(outcome="keep"))
    )
    ran = run("rules", "test", "--home", place.path)
    assert ran.code == 0
    assert ran.text == "1 examples passed, 0 failed, 4 rules have no example\n"
    assert run("rules", "test", "--home", place.path, "--json").json == {"passed": 1, "failed": []}


def test_an_example_that_does_not(place: Place, run: Callable[..., Ran]) -> None:
    """Exit 1, with what was expected, what came, and which rule took it."""
    place.write(
        "rules/10-test.yaml", RULES.replace("    keep: true", "    keep: true" + EXAMPLE.format(outcome="drop"))
    )
    ran = run("rules", "test", "--home", place.path, "--json")
    assert ran.code == 1
    (failed,) = ran.json["failed"]
    assert failed.keys() >= {"rule", "example", "expected", "got", "taken_by"}
    assert (failed["rule"], failed["taken_by"]) == ("family stays", "family stays")
    spoken = run("rules", "test", "--home", place.path)
    assert spoken.code == 1
    assert "rules/10-test.yaml:" in spoken.err
    assert "Call mum" in spoken.err
    assert "0 examples passed, 1 failed" in spoken.text


@pytest.mark.parametrize("command", [["status"], ["events"], ["explain", "T-1"], ["explain", "maya"]])
@pytest.mark.parametrize("trouble", ["junk", "away", "damaged"])
def test_a_state_that_cannot_be_read_is_said_in_words(
    place: Place, run: Callable[..., Ran], command: list[str], trouble: str
) -> None:
    """A file that is no database, a server that does not answer, a table that is gone: exit 1, and no traceback."""
    if trouble == "junk":
        place.write("state/delegated.db", "Dear diary, " * 1000)
    elif trouble == "away":
        text = (place.path / "delegated.toml").read_text().replace("sqlite:state/delegated.db", AWAY)
        place.write("delegated.toml", text)
    else:
        assert run("status", "--home", place.path).code == 0
        with closing(sqlite3.connect(place.path / "state" / "delegated.db")) as connection:
            for table in ("tasks", "events"):
                connection.execute(f"DROP TABLE {table}")
    ran = run(*command, "--home", place.path)
    assert ran.code == 1
    assert ("no such table" if trouble == "damaged" else "cannot open the database") in ran.err
    assert "s3cret" not in ran.err
