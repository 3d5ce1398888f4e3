"""`check` finds every fault in a home before it does harm, says how to mend it, and gives a little advice."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from delegated.core.checking import FEW_DECISIONS
from homes import Place
from offices import RULES, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from homes import Ran

FAULTY = """\
rules:
  - name: travel goes to Maya
    because: she knows the airlines
    when: {tags: [travel]}
    delegate: {to: maya}
  - name: small trips stay
    because: they are fun
    when: {tags: [travel], estimate: {at_most: 30m}}
    keep: true
  - name: the launch stays
    because: it is the goal
    when: {goal: lunch}
    keep: true
    examples:
      - task: {title: Call the printer}
        expect: {outcome: keep, to: bem}
"""


@pytest.fixture
def new(tmp_path: Path, run: Callable[..., Ran]) -> Place:
    """A home as `init` makes it."""
    run("init", tmp_path / "new")
    return Place(tmp_path / "new")


def test_a_new_home_has_neither_a_fault_nor_advice(new: Place, run: Callable[..., Ran]) -> None:
    """Who begins is not told what to mend in rules that she has not written."""
    ran = run("check", "--home", new.path)
    assert (ran.code, ran.err) == (0, "")
    assert "all is well" in ran.text
    assert run("check", "--home", new.path, "--json").json == {"faults": [], "hints": []}


def test_a_real_office_has_neither_a_fault_nor_advice(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The two partners of the samples, as they wrote it."""
    shutil.copytree(SAMPLES / "home", tmp_path / "home")
    ran = run("check", "--home", tmp_path / "home", "--json")
    assert (ran.code, ran.json) == (0, {"faults": [], "hints": []})


def test_every_fault_in_every_file_is_told(place: Place, run: Callable[..., Ran]) -> None:
    """Settings, roster, rules and letters at once, each with its place and a cure."""
    place.write("delegated.toml", '[mail]\nurll = "x"\n')
    place.write("rules/10-test.yaml", RULES.replace("keep: true", "kep: true"))
    place.write("letters/brief.txt", "{% if %}")
    ran = run("check", "--home", place.path, "--json")
    assert ran.code == 1
    faults = ran.json["faults"]
    assert [fault["file"] for fault in faults] == ["delegated.toml", "rules/10-test.yaml", "letters/brief.txt"]
    for fault in faults:
        assert fault.keys() == {"file", "line", "column", "message", "help"}
        assert fault["line"] >= 1
    spoken = run("check", "--home", place.path)
    assert spoken.code == 1
    assert spoken.text == ""
    for fault in faults:
        assert f"{fault['file']}:{fault['line']}:{fault['column']}: {fault['message']}" in spoken.err


def test_what_only_shows_beside_other_rules_and_people_is_told_in_the_order_of_the_file(
    place: Place, run: Callable[..., Ran]
) -> None:
    """A rule that nothing ever comes to, a goal that nobody has, an example that expects nobody."""
    place.write("rules/10-test.yaml", FAULTY)
    ran = run("check", "--home", place.path, "--json")
    assert ran.code == 1
    assert [(fault["line"], fault["column"]) for fault in ran.json["faults"]] == [(6, 11), (12, 18), (16, 37)]
    first = ran.json["faults"][0]
    assert "`small trips stay` can never match: `travel goes to Maya` (rules/10-test.yaml:2)" in first["message"]
    assert "move it above" in first["help"]
    spoken = run("check", "--home", place.path).err
    assert "rules/10-test.yaml:12:18: `goal`: nobody has a goal `lunch`; did you mean `launch`?\n" in spoken
    assert "        when: {goal: lunch}\n                     ^^^^^\n" in spoken


def test_such_a_rule_does_not_keep_the_service_from_running(place: Place, run: Callable[..., Ran]) -> None:
    """Somebody has left the roster: `check` says so, and every other task is decided as before."""
    place.write("rules/10-test.yaml", FAULTY)
    ran = run("explain", place.drop("a.txt", "Call the printer\n"), "--home", place.path, "--json")
    assert ran.code == 0, ran.err


def test_a_rule_that_can_never_hold_is_refused_by_every_command(place: Place, run: Callable[..., Ran]) -> None:
    """It is wrong by itself: with the clause that contradicts another one under the caret."""
    place.write("rules/10-test.yaml", FAULTY.replace("{goal: lunch}", "{estimate: {above: 2h, at_most: 2h}}"))
    for command in (["check"], ["rules", "test"], ["explain", "T-1"]):
        ran = run(*command, "--home", place.path)
        assert ran.code == 1
        assert "rules/10-test.yaml:12:43: `estimate at most 2h` and `estimate above 2h` can never hold" in ran.err


def test_advice_comes_last_and_is_no_fault(new: Place, run: Callable[..., Ran]) -> None:
    """A skill that nobody has may be somebody's next week; only what was changed here is looked at."""
    new.write("rules/05-mine.yaml", "rules:\n  - {name: mine, because: so, note: {skills: [juggling]}}\n")
    changed = new.path / "rules/10-reading.yaml"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# Read by me.\n", encoding="utf-8")
    ran = run("check", "--home", new.path)
    assert ran.code == 0
    assert "all is well" in ran.text
    assert ran.err.startswith("rules/05-mine.yaml:2:46: hint: nobody on the roster has the skill `juggling`; give it")
    assert ran.err.count("hint:") == 1
    told = run("check", "--home", new.path, "--json").json
    assert told["faults"] == []
    assert told["hints"][0].keys() == {"file", "line", "column", "message", "help"}
    assert told["hints"][0]["message"] == "nobody on the roster has the skill `juggling`"


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("admins: [maya, all]\n  all: [ben]", "`all` is a group too, and a group holds assistants only; write its"),
        ("admins: [admins, maya]", "it names itself; take `admins` out"),
        ("a: [b]\n  b: [a]", "group `a`: `b` is a group too"),
        ("admins: [maya, alex]", "`alex` is an owner, and owners are not asked"),
        ("admins: [anyone]", "`anyone` is everybody, and a group holds assistants by name"),
        ("admins: [maia]", "no assistant `maia`; did you mean `maya`?"),
    ],
)
def test_a_group_holds_assistants_and_no_groups(place: Place, run: Callable[..., Ran], group: str, said: str) -> None:
    """So there is no circle; what stands there instead is said."""
    text = (place.path / "roster.yaml").read_text(encoding="utf-8")
    place.write("roster.yaml", text.partition("groups:")[0] + f"groups:\n  {group}\n")
    ran = run("check", "--home", place.path)
    assert ran.code == 1
    assert said in ran.err


def test_a_home_that_cannot_be_read_still_has_one_document(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The same two keys, whatever is wrong."""
    ran = run("check", "--home", tmp_path / "nowhere", "--json")
    assert ran.code == 1
    assert ran.json.keys() == {"faults", "hints"}
    assert ran.json["faults"]


async def test_a_rule_that_nothing_came_to_is_named(place: Place, run: Callable[..., Ran]) -> None:
    """After a fair number of decisions, by the state of this home; before that, and without any, it is quiet."""
    place.clock.at = datetime.now(UTC)
    for first, last in ((0, 1), (1, FEW_DECISIONS)):
        assert (await asyncio.to_thread(run, "check", "--home", place.path)).err == ""
        for number in range(first, last):
            place.drop(f"{number}.txt", f"Idea number {number}\n")
        await place.run()
        assert len(place.lies()["waiting"]) == last
    ran = await asyncio.to_thread(run, "check", "--home", place.path)
    assert ran.code == 0
    assert "hint: the rule `family stays` has matched no task since" in ran.err
    assert "the admins do the rest" not in ran.err
