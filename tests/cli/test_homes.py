"""`init` makes a home that works at once; and which home is meant."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from homes import FLIGHTS, FOLDERS, Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from homes import Ran


def test_a_new_home_has_everything(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The tree that is promised; the state is nobody else's to read."""
    home = tmp_path / "home"
    ran = run("init", home)
    assert ran.code == 0, ran.err
    for folder in (*(f"tasks/{name}" for name in FOLDERS), "mail", "replies/new", "replies/cur", "replies/tmp"):
        assert (home / folder).is_dir(), folder
    for file in ("delegated.toml", "roster.yaml"):
        assert (home / file).is_file()
    assert list((home / "rules").glob("*.yaml"))
    assert (home / "state").stat().st_mode & 0o777 == 0o700
    assert f"delegated run --home {home}" in ran.text


def test_a_new_home_is_without_a_fault(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """What was written passes `check`, and all examples of the rules come as expected."""
    run("init", tmp_path / "home")
    checked = run("check", "--home", tmp_path / "home")
    assert checked.code == 0, checked.err
    assert "all is well" in checked.text
    tested = run("rules", "test", "--home", tmp_path / "home", "--json")
    assert tested.code == 0
    assert tested.json["failed"] == []
    assert tested.json["passed"] > 50


async def test_a_new_home_works_at_once(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The first thing that `init` says can be done: a line of text dropped, taken and answered, without a server."""
    home = tmp_path / "home"
    await asyncio.to_thread(run, "init", home)
    place = Place(home)
    place.drop("plumber.txt", "Call the plumber\n")
    await place.run()
    assert [row["number"] for row in place.status()["tasks"]] == ["T-1"]
    assert "inbox" not in place.lies()


def test_editors_find_the_schemas(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """Each modeline of what was written leads to a file that is there."""
    home = tmp_path / "home"
    run("init", home)
    lines = [(path, path.read_text(encoding="utf-8").splitlines()[0]) for path in home.rglob("*.yaml")]
    assert len(lines) > 2
    for path, line in lines:
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
        assert found, f"{path}: {line}"
        assert (path.parent / found[1]).is_file(), line


def test_a_home_is_never_made_over_another(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """Whatever somebody has written stays."""
    home = tmp_path / "home"
    run("init", home)
    (home / "roster.yaml").write_text("mine")
    ran = run("init", home)
    assert ran.code == 1
    assert "is a home already; nothing was changed" in ran.err
    assert (home / "roster.yaml").read_text() == "mine"


def test_a_home_that_cannot_be_made_says_why(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """A file where a folder should be."""
    (tmp_path / "home").write_text("")
    ran = run("init", tmp_path / "home")
    assert ran.code == 1
    assert "home" in ran.err
    assert "directory" in ran.err.lower()


def test_which_home_is_meant(place: Place, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--home` before `DELEGATED_HOME`, before the folder one stands in if it is a home, before /var/lib/delegated."""
    elsewhere = place.path / "nowhere"
    monkeypatch.setenv("DELEGATED_HOME", str(elsewhere))
    assert run("check", "--home", place.path).code == 0
    assert run("check").code == 1
    monkeypatch.setenv("DELEGATED_HOME", str(place.path))
    assert run("check").code == 0
    monkeypatch.delenv("DELEGATED_HOME")
    monkeypatch.chdir(place.path)
    assert run("check").code == 0
    monkeypatch.chdir(place.path / "tasks")
    ran = run("check")
    assert ran.code == 1
    assert "/var/lib/delegated" in ran.err


@pytest.mark.parametrize(
    "command", [["check"], ["run"], ["status"], ["events"], ["rules", "test"], ["explain", "T-1"], ["preview", "x.md"]]
)
def test_no_home_says_how_to_make_one(tmp_path: Path, run: Callable[..., Ran], command: list[str]) -> None:
    """Every command that needs one."""
    ran = run(*command, "--home", tmp_path / "nowhere")
    assert ran.code == 1
    assert "delegated init" in ran.err
    assert not (tmp_path / "nowhere").exists()


def test_a_schema_that_is_none(run: Callable[..., Ran]) -> None:
    """The nearest one is named; it is wrong use."""
    ran = run("schema", "rostr")
    assert ran.code == 2
    assert "`roster`" in ran.err


def test_wrong_use_is_two(run: Callable[..., Ran]) -> None:
    """An option that is none, a command that is none, an argument that is missing."""
    for arguments in (["check", "--hme", "x"], ["chek"], ["explain"], ["schema"]):
        assert run(*arguments).code == 2, arguments


def test_help_and_version(run: Callable[..., Ran]) -> None:
    """Every command says what it is for."""
    assert run("--version").text.startswith("delegated 0.")
    told = run("--help").text
    for command in ("init", "run", "check", "explain", "preview", "rules", "status", "events", "schema"):
        assert command in told
        assert run(command, "--help").code == 0


def test_a_letter_of_the_owners_is_used(place: Place, run: Callable[..., Ran]) -> None:
    """And a broken one falls back to the shipped one, in `preview` as in the service."""
    file = place.drop("a.md", FLIGHTS)
    place.write("letters/brief.txt", "{% if %}")
    ran = run("preview", file, "--home", place.path, "--at", "2026-11-23T09:30+01:00")
    assert ran.code == 0
    assert b"Book flights to Lisbon" in ran.out
