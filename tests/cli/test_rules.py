"""`rules test` and `rules replay`: whether rules do what they say, and what other ones would have done."""

from __future__ import annotations

import hashlib
import io
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from delegated.app.replaying import Replay
from delegated.cli.rules import _with_progress
from homes import FLIGHTS, at_work, small_home
from offices import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from homes import Place, Ran

# As old as any clock of a test may be.
EVER = ("--days", "36500")
EXAMPLES = """
rules:
  - name: receipts go to Ben
    because: he knows our accounts
    when: {tags: [receipts], stakes: {at_most: low}}
    delegate: {to: ben}
    examples:
      - {task: {title: October, tags: [receipts], stakes: low}, expect: {outcome: delegate, to: ben}}
      - {task: {title: November, tags: [receipts]}, expect: {outcome: delegate, to: ben}}
      - {task: {title: December, tag: [receipts]}, expect: {outcome: delegate}}
  - name: on Fridays nothing begins
    because: the week is over
    when: {now.weekday: friday}
    drop: true
    examples:
      - {task: {title: Begin something}, expect: {outcome: drop}}
  - {name: the rest is hers, because: nobody else does it, keep: true}
"""
MONDAY, FRIDAY = ("--at", "2026-11-23T09:30+01:00"), ("--at", "2026-11-27T09:30+01:00")


@pytest.fixture
def tested(tmp_path: Path) -> Place:
    """A home whose rules have examples, of which some fail."""
    return small_home(tmp_path / "home", rules=EXAMPLES)


def test_a_failed_example_names_what_took_it_and_why_its_own_rule_did_not(
    tested: Place, run: Callable[..., Ran]
) -> None:
    """The clause that did not hold, with the value that it met: what one needs to mend it."""
    ran = run("rules", "test", "--home", tested.path, *FRIDAY, "--json")
    assert ran.code == 1
    november = ran.json["failed"][0]
    assert (november["example"], november["expected"], november["got"]) == ("November", "delegate to ben", "drop")
    assert november["taken_by"] == "on Fridays nothing begins"
    assert november["failed"] == {"field": "stakes", "wanted": "at most low", "met": "medium"}
    spoken = run("rules", "test", "--home", tested.path, *FRIDAY)
    assert "rules/10-test.yaml:9: `receipts go to Ben`" in spoken.err
    assert "does not match: stakes is medium, wanted: at most low" in spoken.err
    assert spoken.text == "2 examples passed, 2 failed, 1 rule has no example\n"


def test_an_example_that_cannot_be_run_says_why(tested: Place, run: Callable[..., Ran]) -> None:
    """It is a failure like any other, with the place of what is wrong in it."""
    failed = run("rules", "test", "--home", tested.path, *FRIDAY, "--json").json["failed"][1]
    assert failed["taken_by"] is None
    assert failed["why"].startswith("cannot be run: rules/10-test.yaml:10:")
    assert "unknown key `tag`; did you mean `tags`?" in failed["why"]


def test_examples_are_run_as_if_at_a_time(tested: Place, run: Callable[..., Ran]) -> None:
    """What begins on a Friday is dropped, and on a Monday it is not."""
    word = "on Fridays nothing begins"
    assert run("rules", "test", word, "--home", tested.path, *FRIDAY).code == 0
    monday = run("rules", "test", word, "--home", tested.path, *MONDAY, "--json")
    assert monday.code == 1
    (failed,) = monday.json["failed"]
    assert (failed["got"], failed["failed"]["met"]) == ("keep", "monday")


def test_a_rule_that_takes_what_is_meant_for_others_is_named_once_more(tested: Place, run: Callable[..., Ran]) -> None:
    """Three examples fail, each for its own reason as it seems; it is one rule above them that should be mended."""
    tested.write("rules/05-greedy.yaml", "rules: [{name: all mine, because: so, keep: true}]")
    tested.write("rules/10-test.yaml", EXAMPLES.replace("tag: [receipts]", "tags: [receipts]"))
    assert "4 of them were taken by `all mine`" in run("rules", "test", "--home", tested.path, *FRIDAY).err


def test_only_some_rules_are_tried(tested: Place, run: Callable[..., Ran]) -> None:
    """By name, or by the file that they stand in; what is neither is wrong use."""
    tested.write("rules/05-first.yaml", "rules: [{name: mine, because: so, when: {tags: [mine]}, keep: true}]")
    assert (
        run("rules", "test", "05-first.yaml", "--home", tested.path).text
        == "0 examples passed, 0 failed, 1 rule has no example\n"
    )
    path = tested.path / "rules" / "10-test.yaml"
    assert len(run("rules", "test", path, "--home", tested.path, *MONDAY, "--json").json["failed"]) == 3
    unknown = run("rules", "test", "receipts go to Bob", "--home", tested.path)
    assert unknown.code == 2
    assert "did you mean `receipts go to Ben`?" in unknown.err


def test_a_home_without_rules_has_the_shipped_ones_tried(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """It is they that decide there; that is said."""
    place = small_home(tmp_path / "home", rules="rules: []")
    ran = run("rules", "test", "--home", place.path, *MONDAY)
    assert "no rules of its own" in ran.text
    assert int(ran.text.splitlines()[-1].split()[0]) > 20


# --- replay -------------------------------------------------------------------------------------


@pytest.fixture
async def lived(place: Place) -> Place:
    """A home in which four tasks were decided."""
    place.drop()
    place.drop("Call mum.md", "---\ntitle: Call mum\ntags: [family]\n---\n")
    place.drop("Lamps.md", "---\ntitle: Compare lamps\ntags: [nice to have]\n---\n")
    place.drop("Idea.md", "---\ntitle: Frame the photographs\ntags: [idea]\n---\n")
    await place.run()
    return place


def other_rules(place: Place, text: str) -> Path:
    """A folder of rules beside the home."""
    folder = place.path.parent / "other"
    folder.mkdir()
    (folder / "10-test.yaml").write_text(text, encoding="utf-8")
    return folder


def replayed(run: Callable[..., Ran], place: Place, folder: Path, *more: str) -> Any:
    """The one document."""
    ran = run("rules", "replay", folder, "--home", place.path, *EVER, "--json", *more)
    assert ran.code == 0, ran.err
    return ran.json


async def test_under_its_own_rules_nothing_changes(lived: Place, run: Callable[..., Ran]) -> None:
    """The folder of rules, the home that has them, and a copy come to the same."""
    for folder in (lived.path, lived.path / "rules", shutil.copytree(lived.path / "rules", lived.path.parent / "copy")):
        found = replayed(run, lived, folder)
        assert (found["decisions"], found["changed"], found["not_replayed"]) == (4, [], [])
        ran = run("rules", "replay", folder, "--home", lived.path, *EVER)
        assert ran.text == "nothing would change: 4 decisions of the last 36500 days\n"


async def test_what_changes_from_what_to_what_and_why(lived: Place, run: Callable[..., Ran]) -> None:
    """With the rule, its reason and the money; and a sum of all of it."""
    folder = other_rules(
        lived, RULES.replace("drop: true", "keep: true").replace("{to: admins}", "{to: ben}").replace("at it", "at all")
    )
    found = replayed(run, lived, folder)
    by_title = {row["title"]: row for row in found["changed"]}
    assert by_title.keys() == {"Compare lamps", "Book flights to Lisbon"}
    lamps, flights = by_title["Compare lamps"], by_title["Book flights to Lisbon"]
    assert (lamps["from"], lamps["to"], lamps["because"]) == ("drop", "keep", "it serves no goal")
    assert (flights["from"], flights["to"], flights["because"]) == (
        "delegate to maya", "delegate to ben", "they are good at all",
    )  # fmt: skip
    assert flights["task"].startswith("T-")
    assert flights["money"] == {"from": "18.00", "to": "30.00", "difference": "12.00", "currency": "EUR"}
    assert found["money"] == {"from": "18.00", "to": "30.00", "difference": "12.00", "currency": "EUR"}
    spoken = run("rules", "replay", folder, "--home", lived.path, *EVER).text
    assert "delegate to maya (18.00 EUR) → delegate to ben (30.00 EUR)" in spoken
    assert "the admins do the rest: they are good at all" in spoken
    assert "+12.00 EUR" in spoken
    assert "2 of 4 decisions" in spoken


async def test_another_rule_alone_is_listed_with_all(lived: Place, run: Callable[..., Ran]) -> None:
    """It is counted in any case."""
    folder = other_rules(lived, RULES.replace("family stays", "mum is mine"))
    found = replayed(run, lived, folder)
    assert (found["changed"], found["by_another_rule"]) == ([], 1)
    (row,) = replayed(run, lived, folder, "--all")["changed"]
    assert (row["rule_from"], row["rule_to"], row["from"], row["to"]) == ("family stays", "mum is mine", "keep", "keep")
    assert "1 comes to the same by another rule" in run("rules", "replay", folder, "--home", lived.path, *EVER).text


async def test_it_fits_a_terminal_of_80_columns(
    lived: Place, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wider."""
    monkeypatch.setenv("COLUMNS", "80")
    long = "because it has been said again and again by everybody in this house that this is how it should be " * 2
    rosa = f"{{name: everything is for Rosa, because: {long}, delegate: {{to: rosa}}}}"
    folder = other_rules(
        lived, f"rules: [{{name: drop it, because: so, when: {{tags: nice to have}}, drop: true}}, {rosa}]"
    )
    lines = run("rules", "replay", folder, "--home", lived.path, *EVER).text.splitlines()
    assert len(lines) > 12
    assert max(map(len, lines)) <= 80


async def test_how_far_it_looks_back(lived: Place, run: Callable[..., Ran]) -> None:
    """The clock of this home is years behind by the time that anybody reads this, or days."""
    with sqlite3.connect(lived.path / "state" / "delegated.db") as database:
        database.execute("UPDATE decisions SET at = at - 40000 * 86400000000")
    ran = run("rules", "replay", lived.path, "--home", lived.path)
    assert ran.code == 0
    assert ran.text == "no decision of the last 90 days: nothing to replay\n"


def contents(place: Place) -> tuple[dict[str, str], list[str]]:
    """Every file of a home by its digest, and the database row by row."""
    state = place.path / "state"
    files = [file for file in sorted(place.path.rglob("*")) if file.is_file() and "delegated.db" not in file.name]
    with sqlite3.connect(f"file:{state / 'delegated.db'}?mode=ro", uri=True) as database:
        rows = list(database.iterdump())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}, rows


async def test_nothing_is_sent_and_nothing_stored(lived: Place, run: Callable[..., Ran]) -> None:
    """Not a file, not a row; nor while a service runs on the same home."""
    folder = other_rules(lived, "rules: [{name: all for Ben, because: so, delegate: {to: ben}}]")
    before = contents(lived)
    assert len(replayed(run, lived, folder)["changed"]) == 4
    assert contents(lived) == before
    async with at_work(lived):
        before = contents(lived)
        assert len(replayed(run, lived, folder)["changed"]) == 4
        assert contents(lived) == before


async def test_a_decision_of_an_earlier_version_is_named(lived: Place, run: Callable[..., Ran]) -> None:
    """It kept less, and cannot be replayed; the others are."""
    with sqlite3.connect(lived.path / "state" / "delegated.db") as database:
        database.execute("""UPDATE decisions SET record = '{"because": "so"}' WHERE task = 1""")
    found = replayed(run, lived, lived.path)
    assert found["decisions"] == 3
    (lost,) = found["not_replayed"]
    assert lost["task"] == "T-1"
    spoken = run("rules", "replay", lived.path, "--home", lived.path, *EVER).text
    assert "1 decision could not be replayed" in spoken
    assert "T-1  made by an earlier version" in spoken


def test_rules_that_cannot_be_read_are_refused(place: Place, run: Callable[..., Ran]) -> None:
    """With the place in that folder, and a caret. People are those of the home, and so is patience."""
    folder = other_rules(place, RULES.replace("to: admins", "to: mayo"))
    ran = run("rules", "replay", folder, "--home", place.path)
    assert ran.code == 1
    assert f"{folder}/10-test.yaml:" in ran.err
    assert "did you mean `maya`?" in ran.err
    assert "^^^^" in ran.err
    (folder / "10-test.yaml").write_text(RULES.replace("to: admins", "to: admins, patience: endless"), encoding="utf-8")
    ran = run("rules", "replay", folder, "--home", place.path, "--json")
    assert ran.code == 1
    assert "`endless`" in ran.json["faults"][0]["message"]


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_rules_is_wrong_use(
    place: Place, run: Callable[..., Ran], tmp_path: Path, folder: str
) -> None:
    """It would else look as if the shipped policy decided everything."""
    (tmp_path / "empty" / "rules").mkdir(parents=True)
    ran = run("rules", "replay", tmp_path / folder, "--home", place.path)
    assert ran.code == 2
    assert str(tmp_path / folder) in ran.err


class Terminal(io.StringIO):
    """A terminal that remembers what was written on it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("stream", "step", "shown"), [(Terminal, 0.4, True), (Terminal, 0.01, False), (io.StringIO, 0.4, False)]
)
def test_a_bar_is_shown_on_a_terminal_where_it_takes_long(
    stream: type[io.StringIO],
    step: float,
    shown: bool,  # noqa: FBT001  as told above
) -> None:
    """Not where it is done within a second, and never into a pipe. Nothing is left out, nothing told twice."""
    spent: list[float] = []

    def clock() -> float:
        spent.append(step)
        return sum(spent)

    decisions: Iterator[Any] = iter(range(12))
    written = stream()
    told: list[Any] = list(_with_progress(Replay(12, decisions), written, clock))
    assert told == list(range(12))
    assert ("Deciding again" in written.getvalue()) is shown


async def test_a_task_decided_twice_is_told_twice(lived: Place, run: Callable[..., Ran]) -> None:
    """Maya declines, and Ben is asked: two decisions, and both would be others."""
    lived.answer("maya@example.net", "decline")
    await lived.run()
    folder = other_rules(lived, RULES.replace("{to: admins}", "{to: [rosa]}"))
    assert "skills: [travel booking]" in FLIGHTS
    found = [row for row in replayed(run, lived, folder)["changed"] if row["title"] == "Book flights to Lisbon"]
    assert [(row["from"], row["to"]) for row in found] == [
        ("delegate to maya", "delegate, and nobody can"),
        ("delegate to ben", "delegate, and nobody can"),
    ]
    assert replayed(run, lived, lived.path)["changed"] == []
