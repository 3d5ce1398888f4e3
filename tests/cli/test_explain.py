"""`explain`: of a file, of a task for ever the same, of a person; `preview`: the exact mail."""

from __future__ import annotations

import asyncio
import email
import email.policy
import re
import shutil
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from delegated.cli import app
from delegated.shipped import shipped
from homes import FLIGHTS, Place, sample_home, small_home
from offices import RULES, SAMPLES
from people import post, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from homes import Ran

MONDAY: Final = "2026-11-23T09:30+01:00"
KEYS: Final = {
    "task", "title", "outcome", "rule", "because", "facts", "rules", "people", "money", "at", "rules_version",
}  # fmt: skip
FACTS: Final = ("owner.load", "owner.overwhelmed", "owner.stalled_goals", "now.weekday", "now.hour")


def explained(run: Callable[..., Ran], *arguments: str | Path) -> dict[str, Any]:
    ran = run("explain", *arguments, "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = ran.json
    return found


def test_a_file_is_explained_with_all_that_is_promised(place: Place, run: Callable[..., Ran]) -> None:
    """The keys of the contract: facts by name, each rule with what failed, each person with a reason, the money."""
    file = place.drop()
    found = explained(run, file, "--home", place.path, "--at", MONDAY)
    assert found.keys() >= KEYS
    assert (found["task"], found["title"], found["outcome"]) == (None, "Book flights to Lisbon", "delegate")
    assert (found["rule"], found["because"]) == ("the admins do the rest", "they are good at it")
    assert all(name in found["facts"] for name in FACTS)
    first = found["rules"][0]
    assert (first["name"], first["matched"]) == ("family stays", False)
    assert first["failed"].keys() == {"field", "wanted", "met"}
    assert first["failed"]["field"] == "tags"
    assert [rule["name"] for rule in found["rules"] if rule["matched"] and rule["reached"]] == [found["rule"]]
    assert [(person["id"], person["chosen"]) for person in found["people"]] == [("maya", True), ("ben", False)]
    assert all(person["reason"] for person in found["people"])
    assert found["money"].keys() >= {"estimate", "reserved", "worth"}
    assert datetime.fromisoformat(found["at"]) == datetime.fromisoformat(MONDAY)
    assert place.lies() == {"inbox": ["Book flights.md"]}


def test_a_file_is_explained_in_words(place: Place, run: Callable[..., Ran]) -> None:
    """For people: what, why, who, and why not the others."""
    file = place.drop()
    ran = run("explain", file, "--home", place.path, "--at", MONDAY)
    assert ran.code == 0
    for words in (
        "Book flights to Lisbon", "delegate to maya", "the admins do the rest", "they are good at it",
        "owner.load", "family stays", "ben", "18.00 EUR", "Monday 23 November 2026, 09:30 (Europe/Madrid, UTC+1)",
    ):  # fmt: skip
        assert words in ran.text, words


def test_the_time_and_the_facts_can_be_given(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """What would be, were it Friday, and were the desk full."""
    rules = """
rules:
  - {name: not on fridays, because: we close early, when: {now.weekday: friday}, keep: true}
  - {name: too much, because: it is, when: {owner.overwhelmed: true}, drop: true}
  - {name: else, because: why not, defer: {until: monday}}
"""
    place = small_home(tmp_path, rules=rules)
    file = place.drop()
    asked = ("--home", place.path, "--at")
    assert explained(run, file, *asked, MONDAY)["outcome"] == "defer"
    assert explained(run, file, *asked, "2026-11-27T09:30+01:00")["outcome"] == "keep"
    given = explained(run, file, *asked, MONDAY, "--given", "owner.overwhelmed=true")
    assert given["outcome"] == "drop"
    assert given["facts"]["owner.overwhelmed"] in {"true", "yes"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--given", "owner.overwhelmed"], "owner.overwhelmed=true"),
        (["--given", "owner.overwelmed=true"], "owner.overwhelmed"),
        (["--given", "owner.load=much"], "owner.load"),
        (["--at", "noonish"], "2026-11-23T09:30+01:00"),
        (["--at", "2026-11-23T09:30"], "offset"),
    ],
)
def test_what_cannot_be_understood_is_wrong_use(
    place: Place, run: Callable[..., Ran], arguments: list[str], words: str
) -> None:
    """With an example of how to write it."""
    ran = run("explain", place.drop(), "--home", place.path, *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_what_is_not_there(place: Place, run: Callable[..., Ran]) -> None:
    """A file, a task, a person: each says so, in words."""
    ran = run("explain", place.path / "nothing.md", "--home", place.path)
    assert ran.code == 2
    assert "no such file" in ran.err
    ran = run("explain", "T-99", "--home", place.path)
    assert (ran.code, ran.err.strip()) == (1, "there is no task T-99; none was taken yet")
    ran = run("explain", "mya", "--home", place.path)
    assert ran.code == 2
    assert "did you mean `maya`?" in ran.err
    place.drop()
    ran = run("explain", "Book flight.md", "--home", place.path)
    assert ran.code == 2
    assert "did you mean `Book flights.md`?" in ran.err
    asyncio.run(place.run())
    assert "the last one is T-1" in run("explain", "T-99", "--home", place.path).err


def test_a_file_with_a_fault_is_explained_by_its_fault(place: Place, run: Callable[..., Ran]) -> None:
    """Place and cure, as in `rejected`; with `--json` as `check` has them."""
    file = place.drop("a.md", FLIGHTS.replace("stakes: low", "stakes: tiny"))
    ran = run("explain", file, "--home", place.path)
    assert ran.code == 1
    assert ran.err.startswith("a.md:7:9: ")
    ran = run("explain", file, "--home", place.path, "--json")
    assert ran.code == 1
    assert ran.json["faults"][0].keys() == {"file", "line", "column", "message", "help"}


def test_a_task_is_explained_as_it_was_decided(place: Place, run: Callable[..., Ran]) -> None:
    """The same at any later time: after rules, roster and settings were changed, by day and by night."""
    place.drop()
    asyncio.run(place.run())
    before = explained(run, "T-1", "--home", place.path)
    said = run("explain", "T-1", "--home", place.path).text
    place.write("rules/10-test.yaml", RULES.replace("the admins do the rest", "nobody does anything"))
    roster = (place.path / "roster.yaml").read_text()
    place.write("roster.yaml", roster.replace("Maya Santos", "Maia Santos").replace("90 EUR", "20 EUR"))
    settings = (place.path / "delegated.toml").read_text()
    limits = '[owner]\nlimit = 0.01\n\n[trust.trusted]\nstakes = "low"\nmoney = "1 EUR"\ntasks = 1\n'
    place.write("delegated.toml", f"{settings}\n{limits}")
    place.drop("b.txt", "Something else\n")
    place.clock.advance(timedelta(days=3))
    asyncio.run(place.run())
    assert explained(run, "T-1", "--home", place.path) == before
    assert explained(run, "t1", "--home", place.path, "--at", "2027-06-01T00:00+00:00") == before
    assert run("explain", "T-1", "--home", place.path).text == said
    assert before["task"] == "T-1"
    assert before["rule"] == "the admins do the rest"
    assert before.keys() >= KEYS


def test_each_decision_can_be_asked_for_by_its_time(place: Place, run: Callable[..., Ran]) -> None:
    """What was in force at a time, though the task was decided anew since; before it came there was nothing."""
    place.drop("a.yaml", "title: Sell kites\ntags: [idea]\nestimate: 2h\n")
    asyncio.run(place.run())
    first = explained(run, "T-1", "--home", place.path)
    place.clock.advance(timedelta(days=4))
    asyncio.run(place.run())
    second = explained(run, "T-1", "--home", place.path)
    assert (first["rule"], second["rule"]) == ("ideas wait", "the admins do the rest")
    assert [rule["failed"] for rule in second["rules"] if rule["name"] == "ideas wait"] == [
        {"field": "until", "wanted": "a date to come", "met": "over: it has deferred the task once"}
    ]
    assert explained(run, "T-1", "--home", place.path, "--at", "2026-11-24T09:30+01:00") == first
    assert explained(run, "T-1", "--home", place.path, "--at", "2026-12-24T09:30+01:00") == second
    ran = run("explain", "T-1", "--home", place.path, "--at", "2026-11-20T09:30+01:00")
    assert (ran.code, ran.err.partition(";")[0]) == (1, "T-1 was not decided yet at 2026-11-20T09:30+01:00")


def test_a_rule_that_asked_and_was_answered_has_had_its_turn(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """It would match again; what is told of the second decision says why it did not count."""
    rules = """
rules:
  - {name: which bank, because: there are two, when: {tags: [bank]}, ask: "Which bank?"}
  - {name: mine, because: it is, keep: true}
"""
    place = small_home(tmp_path, rules=rules)
    place.drop("a.yaml", "title: Change the address\ntags: [bank]\n")
    asyncio.run(place.run())
    first = explained(run, "T-1", "--home", place.path)
    assert (first["rule"], first["questions"]) == ("which bank", ["Which bank?"])
    place.answer("alex@example.org", "The one at the river.")
    asyncio.run(place.run())
    second = explained(run, "T-1", "--home", place.path)
    assert second["rule"] == "mine"
    assert second["rules"][0]["failed"]["met"] == "answered: it has asked once"
    assert [rule["did"] for rule in second["rules"][:2]] == [None, "decided"]


def test_every_sample_is_explained_the_same_before_and_after(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """What `explain FILE` foresees is what happens, and what `explain T-n` tells of it."""
    place = sample_home(tmp_path)
    for name in ("Book flights to Lisbon.md", "NDA Tellerby.md", "bookshelf.md", "fair 2028.yaml", "help graham.md"):
        file = place.drop(name, (SAMPLES / "tasks" / name).read_bytes())
        foreseen = explained(run, file, "--home", place.path, "--at", MONDAY)
        asyncio.run(place.run())
        number = place.history()[-1]["task"]
        told = explained(run, number, "--home", place.path)
        for key in ("title", "outcome", "rule", "because", "rules", "people", "money", "facts"):
            assert told[key] == foreseen[key], (name, key)


def test_a_person_is_explained(place: Place, run: Callable[..., Ran]) -> None:
    """Her level, what speaks for it, what is missing for more, and what she has open."""
    place.drop()
    asyncio.run(place.run())
    found = run("explain", "maya", "--home", place.path, "--json").json
    assert found.keys() >= {"id", "level", "evidence", "missing", "open"}
    assert (found["id"], found["level"], found["open"]) == ("maya", "trusted", ["T-1"])
    assert "carla@example.com" in str(found["evidence"])
    rosa = run("explain", "rosa", "--home", place.path, "--json").json
    assert (rosa["level"], rosa["open"]) == ("trial", [])
    assert rosa["missing"]
    told = run("explain", "maya", "--home", place.path)
    assert "Maya Santos" in told.text
    assert "T-1" in told.text


def test_preview_prints_the_exact_mail(place: Place, run: Callable[..., Ran]) -> None:
    """What is printed is what is then sent, to the byte; nothing is kept by looking."""
    file = place.drop()
    ran = run("preview", file, "--home", place.path, "--at", MONDAY)
    assert ran.code == 0, ran.err
    message = email.message_from_bytes(ran.out, policy=email.policy.default)
    assert message["Subject"] == "[T-1] Book flights to Lisbon"
    assert not message.defects
    assert place.lies() == {"inbox": ["Book flights.md"]}
    asyncio.run(place.run())
    (sent,) = (place.path / "mail").glob("*.eml")
    assert sent.read_bytes() == ran.out


def test_preview_tells_what_was_answered_before(place: Place, run: Callable[..., Ran]) -> None:
    """What the owner has answered about a task of the kind stands in the mail that is printed, as in the one sent."""
    place.drop()
    asyncio.run(place.run())
    place.answer("maya@example.net", "Which airport do you like best?")
    asyncio.run(place.run())
    place.answer("alex@example.org", "The one in the north.", containing="Which airport")
    asyncio.run(place.run())
    again = place.drop("again.md", FLIGHTS.replace("on Friday", "on Thursday"))
    ran = run("preview", again, "--home", place.path, "--at", MONDAY)
    assert b"The one in the north." in ran.out
    before = set(place.path.glob("mail/*.eml"))
    asyncio.run(place.run())
    assert ran.out in [letter.read_bytes() for letter in set(place.path.glob("mail/*.eml")) - before]


def test_whoever_is_away_is_not_chosen(place: Place, run: Callable[..., Ran]) -> None:
    """By her own automatic answer: what is explained and previewed is what would happen."""
    place.drop()
    asyncio.run(place.run())
    away = reply(place.last_letter("maya@example.net"), "I am away until 4 January 2027.", place.clock.now())
    away["Auto-Submitted"] = "auto-replied"
    post(away, place.path / "replies")
    asyncio.run(place.run())
    file = place.drop("again.md", FLIGHTS.replace("estimate: 1h", "estimate: 1h\nto: maya"))
    people = explained(run, file, "--home", place.path, "--at", MONDAY)["people"]
    assert not [person for person in people if person["id"] == "maya" and person["chosen"]]
    assert run("preview", file, "--home", place.path, "--at", MONDAY).code == 1
    asyncio.run(place.run())
    (task,) = run("status", "T-2", "--home", place.path, "--json").json["tasks"]
    assert task["assistant"] is None


def test_preview_of_what_is_not_sent_says_so(place: Place, run: Callable[..., Ran]) -> None:
    """Kept, asked, nobody free: there is no mail, and why."""
    file = place.drop("a.yaml", "title: Call mum\ntags: [family]\n")
    ran = run("preview", file, "--home", place.path)
    assert ran.code == 1
    assert "it is ours" in ran.err
    assert ran.out == b""


def test_preview_refuses_an_attachment_out_of_reach(place: Place, run: Callable[..., Ran]) -> None:
    """As the service does: nothing from outside of the folder gets into a mail."""
    (place.path / "secret.txt").write_text("the secret of the house")
    file = place.drop("a.md", FLIGHTS.replace("stakes: low", "stakes: low\nattachments: [../../secret.txt]"))
    ran = run("preview", file, "--home", place.path, "--at", MONDAY)
    assert b"the secret of the house" not in ran.out
    assert ran.code == 1
    assert "a.md:8:15: " in ran.err


def test_a_large_task_is_large_for_everybody(place: Place, run: Callable[..., Ran]) -> None:
    """What `tasks.max_bytes` allows is explained and previewed; what it does not is refused."""
    file = place.drop(text=FLIGHTS + "I meet our first customers on Friday.\n" * 30_000)
    settings = (place.path / "delegated.toml").read_text()
    assert "the file is too large" in run("explain", file, "--home", place.path, "--at", MONDAY).err
    place.write("delegated.toml", settings.replace("[tasks]\n", "[tasks]\nmax_bytes = 2_000_000\n"))
    assert run("explain", file, "--home", place.path, "--at", MONDAY).code == 0
    ran = run("preview", file, "--home", place.path, "--at", MONDAY)
    assert ran.code == 0, ran.err
    place.write("delegated.toml", settings.replace("[tasks]\n", "[tasks]\nmax_bytes = 1_000\n"))
    ran = run("explain", file, "--home", place.path, "--at", MONDAY)
    assert "1,000 are allowed" in ran.err


def test_preview_with_a_broken_key_says_so(place: Place, run: Callable[..., Ran]) -> None:
    """In words, as `run` does."""
    file = place.drop()
    place.write("state/secret.key", "")
    ran = run("preview", file, "--home", place.path, "--at", MONDAY)
    assert ran.code == 1
    assert "secret.key" in ran.err


def test_a_task_is_explained_as_it_would_be_with_other_facts(place: Place, run: Callable[..., Ran]) -> None:
    """Given a fact: what would be decided, though she has the task already; without, what was."""
    place.drop()
    asyncio.run(place.run())
    before = explained(run, "T-1", "--home", place.path)
    given = explained(run, "T-1", "--home", place.path, "--given", "owner.load=2", "--at", "2026-12-24T09:30+01:00")
    assert (before["task"], given["task"]) == ("T-1", "T-1")
    assert (before["outcome"], before["facts"]["owner.load"]) == ("delegate", "0.0")
    assert (given["outcome"], given["facts"]["owner.load"]) == ("ask", "2.0")
    assert given["at"].startswith("2026-12-24")
    assert run("explain", "T-1", "--home", place.path, "--at", "nonsense").code == 2
    assert run("explain", "T-1", "--home", place.path, "--given", "owner.overwhelmed=perhaps").code == 2


def test_what_cannot_be_explained_says_why(place: Place, run: Callable[..., Ran]) -> None:
    """An owner is no assistant; a task that never was has no events."""
    assert "no assistant" in run("explain", "alex", "--home", place.path).err
    assert "there is no task T-99" in run("events", "T-99", "--home", place.path).err


def part(text: str, title: str) -> list[str]:
    """The lines below a heading."""
    return text.split(f"\n{title}")[1].split("\n\n", maxsplit=1)[0].split("\n")[1:]


def test_nothing_is_wider_than_the_terminal(
    place: Place, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision, one with every rule in full, and a person; with a title in wide letters, and a very long word."""
    title = "預訂前往里斯本的航班" * 8 + " " + "x" * 150
    file = place.drop(text=FLIGHTS.replace("Book flights to Lisbon", title))
    shutil.copy(file, place.path / "again.md")
    asyncio.run(place.run())
    for columns in (40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        for asked in ([place.path / "again.md"], [place.path / "again.md", "--all"], ["T-1"], ["maya"]):
            text = run("explain", *asked, "--home", place.path).text
            assert text.count("\n") > 15
            assert [line for line in text.splitlines() if cell_len(line) > columns] == []
            assert title[:40] in "".join(line.strip() for line in text.splitlines()) or asked == ["maya"]


def test_a_terminal_has_colours_and_whoever_wants_none_has_none(
    place: Place, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In colour on a terminal; plain with NO_COLOR, and plain into a file."""
    asked = ["explain", str(place.drop()), "--home", str(place.path)]
    assert "\x1b" not in CliRunner().invoke(app, asked, color=True).stdout
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[32m" in CliRunner().invoke(app, asked, color=True).stdout
    assert "\x1b" not in run(*asked).text


def test_a_file_is_found_where_it_is_meant(
    place: Place, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its path, from here or from the root; by its name in the inbox; a folder by its `task.md`."""
    file = place.drop()
    folder = tmp_path / "Flights"
    folder.mkdir()
    shutil.copy(file, folder / "task.md")
    monkeypatch.chdir(tmp_path)
    for name in (file, file.relative_to(tmp_path), file.name, folder, "Flights", "Flights/task.md"):
        assert explained(run, name, "--home", place.path, "--at", MONDAY)["title"] == "Book flights to Lisbon", name
    (folder / "task.md").rename(folder / "tusk.md")
    assert "only with a `task.md`" in run("explain", "Flights", "--home", place.path).err


def test_numbers_and_people_are_found_however_they_are_written(place: Place, run: Callable[..., Ran]) -> None:
    """With and without the dash, in small letters; by id, name or address."""
    place.drop()
    asyncio.run(place.run())
    for number in ("T-1", "t-1", "T1", "t1"):
        assert explained(run, number, "--home", place.path)["task"] == "T-1"
    for name in ("maya", "MAYA", "Maya Santos", "maya@example.net"):
        assert explained(run, name, "--home", place.path)["id"] == "maya"
    assert "explain one of maya, ben" in run("explain", "admins", "--home", place.path).err


def test_the_file_of_a_task_names_the_task(place: Place, run: Callable[..., Ran]) -> None:
    """Whoever lets the shell complete the name of a file wants to know that there is a decision already."""
    place.drop()
    asyncio.run(place.run())
    (file,) = (place.path / "tasks" / "delegated").iterdir()
    text = run("explain", file, "--home", place.path).text
    assert text.splitlines()[1] == "as it would be decided now"
    assert "delegated explain T-1" in text


def test_the_first_lines_say_which_decision_it_is(place: Place, run: Callable[..., Ran]) -> None:
    """What was decided, and when; what would be, now or then, and given what."""

    def second(*arguments: str | Path) -> str:
        line: str = run("explain", *arguments, "--home", place.path).text.splitlines()[1]
        return line

    file = place.drop()
    monday = "on Monday 23 November 2026, 09:30 (Europe/Madrid, UTC+1)"
    load = "owner.load=2"
    assert second(file) == "as it would be decided now"
    assert second(file, "--at", MONDAY) == f"as it would be decided {monday}"
    assert second(file, "--given", load) == "as it would be decided now, given owner.load=2"
    asyncio.run(place.run())
    assert second("T-1") == f"as it was decided {monday}"
    assert second("T-1", "--given", load, "--given", "now.hour=7").endswith("now, given owner.load=2, now.hour=7")
    assert second("T-1", "--given", load, "--at", MONDAY) == f"as it would be decided {monday}, given owner.load=2"


FEW_RULES: Final = """
rules:
  - {name: flights are admin, because: they are, when: {title: {contains: flights}}, note: {tags: [admin]}}
  - {name: hiring is mine, because: I know people, when: {tags: [hiring]}, keep: true}
  - {name: money first, because: we are poor, when: {budget.left: {below: 1 EUR}}, keep: true}
  - {name: not for long things, because: no, when: {estimate: {above: 3h}, tags: [admin]}, keep: true}
  - {name: admin goes, because: it can, when: {tags: [admin]}, delegate: {to: admins}}
  - {name: the rest stays, because: it must, keep: true}
"""


def test_each_rule_says_what_was_not_so(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The first clause that failed with the value it met, what could not be known, what was noted, what decided."""
    place = small_home(tmp_path, rules=FEW_RULES)
    file = place.drop()
    asked = ("explain", file, "--home", place.path, "--at", MONDAY)
    assert part(run(*asked).text, "Your rules") == [
        "  +  flights are admin    noted tags admin",
        "  ·  hiring is mine       tags are admin, not any of hiring",
        "  ?  money first          budget.left is not known (alex has no cap on the roster)",
        "  ·  not for long things  estimate is 1h, not above 3h",
        "  ✓  admin goes           decided",
    ]
    rules = explained(run, *asked[1:])["rules"]
    assert [rule["did"] for rule in rules[:6]] == ["noted tags admin", None, None, None, "decided", None]
    assert rules[1]["failed"] == {"field": "tags", "wanted": "any of hiring", "met": "admin"}
    assert (rules[5]["name"], rules[5]["matched"], rules[5]["reached"]) == ("the rest stays", True, False)
    assert explained(run, *asked[1:])["place"] == rules[4]["place"] == "rules/10-test.yaml:7"


def test_rules_that_were_not_reached_are_counted_or_all_shown(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The shipped policy is told apart from the owner's rules, and summed up where hers decide."""
    place = small_home(tmp_path, rules=FEW_RULES)
    file = place.drop()
    shipped = len(place.home.office.shipped.rules)
    text = run("explain", file, "--home", place.path).text
    assert f"and {shipped + 1} more rules, not reached" in text
    assert "The shipped policy" not in text
    text = run("explain", file, "--home", place.path, "--all").text
    policy = part(text, "The shipped policy")
    assert len([line for line in policy if line[2] != " "]) == shipped
    assert "  -  the rest stays (rules/10-test.yaml:8)\n     would match, but it was decided before\n" in text
    assert "     estimate is 1h, wanted: above 3h\n" in text


def test_the_shipped_policy_is_named_where_it_decides(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """Nobody looks in vain for a rule in her own files."""
    place = small_home(tmp_path, rules="rules: []\n")
    text = run("explain", place.drop(), "--home", place.path).text
    assert "(shipped policy, shipped/" in text
    assert "Your rules" not in text
    assert any(line.startswith("  ✓") for line in part(text, "The shipped policy"))


def test_her_own_choice_went_before_a_rule(place: Place, run: Callable[..., Ran]) -> None:
    """A rule that matched and did not count says why it did not."""
    file = place.drop(text=FLIGHTS.replace("stakes: low", "stakes: low\nto: ben"))
    text = run("explain", file, "--home", place.path, "--at", MONDAY).text
    assert "  by       the owner's own choice\n" in text
    last = part(text, "Your rules")[-1]
    assert last.startswith("  -  the admins do the rest ")
    assert last.endswith("  the owner's own choice went before it")


def test_what_is_asked_and_what_is_assumed_stand_below_each_other(place: Place, run: Callable[..., Ran]) -> None:
    """One question a line; what nobody said is told as such."""
    found = explained(run, place.drop("a.txt", "Call the plumber\n"), "--home", place.path)
    assert len(found["questions"]) == 3
    assert found["assumed"].keys() >= {"stakes", "estimate"}
    lines = run("explain", "a.txt", "--home", place.path).text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  asks you  "))
    assert [line[12:] for line in lines[at : at + 3]] == found["questions"]
    assert lines[at + 3] == "  assumed   stakes: medium, as nobody said"
    assert lines[at + 4].startswith("            estimate: 1h, as nobody said")


def test_until_when_and_what_for_it_waits(place: Place, run: Callable[..., Ran]) -> None:
    """A deferred task tells its day; one that nobody can take says so, with the gate that stopped each."""
    text = run("explain", place.drop("a.yaml", "title: A\ntags: [idea]\n"), "--home", place.path, "--at", MONDAY).text
    assert "  until    Thursday 26 November 2026, 09:30 (Europe/Madrid, UTC+1)\n" in text
    file = place.drop("b.md", FLIGHTS.replace("travel booking", "sword swallowing"))
    text = run("explain", file, "--home", place.path, "--at", MONDAY).text
    assert "  waits    nobody can take it\n" in text
    assert "  ·  ben   does not have the skill sword swallowing" in text


def test_the_money_is_a_sum_that_can_be_checked(place: Place, run: Callable[..., Ran]) -> None:
    """What it frees, less what it costs and the owner's own time, is what is gained; or lost."""
    asked = ("--home", place.path, "--at", MONDAY)
    money = explained(run, place.drop(), *asked)["money"]
    assert (money["estimate"], money["worth"], money["currency"]) == ("18.00", "48.00", "EUR")
    assert money["in_words"] == "frees 1h of yours, worth 90.00 EUR, for 18.00 EUR and 16m of yours: 48.00 EUR gained"
    assert Decimal(90) - Decimal(18) - Decimal(90) * 16 / 60 == Decimal(money["worth"])
    short = explained(run, place.drop("b.md", FLIGHTS.replace("1h", "5m").replace("title: ", "title: Now ")), *asked)
    assert short["money"]["in_words"].endswith(" lost")
    assert short["money"]["worth"].startswith("-")


def test_what_is_not_known_about_the_money_is_said(place: Place, run: Callable[..., Ran]) -> None:
    """No skill for it on the roster, and no worth of an hour: the reason instead of a sum."""
    file = place.drop("b.md", FLIGHTS.replace("travel booking", "sword swallowing"))
    money = explained(run, file, "--home", place.path)["money"]
    assert (money["estimate"], money["worth"]) == (None, None)
    assert money["in_words"] == "not known: nobody has the skill sword swallowing"
    roster = (place.path / "roster.yaml").read_text()
    place.write("roster.yaml", roster.replace("    hour_is_worth: 90 EUR\n", ""))
    words = explained(run, place.drop(), "--home", place.path)["money"]["in_words"]
    assert words.startswith("frees 1h of yours for 18.00 EUR and 16m of yours; what that is worth is not known: ")


def test_a_person_is_told_in_words(place: Place, run: Callable[..., Ran]) -> None:
    """Who she is, when she works, what she may take and why, what she has and what she could still take."""
    place.drop()
    asyncio.run(place.run())
    text = run("explain", "maya", "--home", place.path, "--at", MONDAY).text
    for line in (
        "Maya Santos (maya)",
        "  rate          18.00 EUR/h, in steps of 15m",
        "  her time      Monday 23 November 2026, 16:30 (Asia/Manila, UTC+8): at work",
        "Trust: trusted",
        "  allows    high stakes at most, up to 1500.00 EUR a task, 10 tasks at a time",
        "  because   the roster says `trust: trusted`",
        "  evidence  references: carla@example.com",
        "  20h for us, 1h of it taken: 19h free",
    ):
        assert line in text.splitlines(), line
    found = explained(run, "maya", "--home", place.path, "--at", MONDAY)
    assert found["room"] == {"week": "20h", "taken": "1h", "free": "19h"}
    assert [(task["number"], task["hours"]) for task in found["tasks"]] == [("T-1", "1h")]
    rosa = explained(run, "rosa", "--home", place.path)
    assert rosa["why"] == "everybody is, as long as the roster says nothing else"
    assert (rosa["allows"]["stakes"], rosa["allows"]["money"], rosa["allows"]["tasks"]) == ("low", "60.00", 1)


def test_nobody_is_trusted_without_evidence_and_is_told_so(place: Place, run: Callable[..., Ran]) -> None:
    """The roster may say what it wants."""
    roster = (place.path / "roster.yaml").read_text()
    place.write(
        "roster.yaml",
        roster.replace("    kind: freelancer\n    scope", "    trust: trusted\n    kind: freelancer\n    scope"),
    )
    rosa = explained(run, "rosa", "--home", place.path)
    assert rosa["level"] == "trial"
    assert "the roster says `trust: trusted`, but nobody without any evidence" in rosa["why"]


def test_whoever_is_away_is_told_to_be(place: Place, run: Callable[..., Ran]) -> None:
    """By the roster, until she works again; by her own mail; and the next absence before it begins."""
    roster = (place.path / "roster.yaml").read_text()
    place.write(
        "roster.yaml", roster.replace("  - id: ben\n", "  - id: ben\n    away: [2026-11-20..2026-11-26, 2026-12-24]\n")
    )
    asked = ("explain", "ben", "--home", place.path, "--at")
    text = run(*asked, MONDAY).text
    assert (
        "away          until Friday 27 November 2026, 09:00 (Europe/London, UTC): the roster says 2026-11-20.." in text
    )
    assert "  next away     2026-12-24\n" in run(*asked, "2026-11-27T12:00+01:00").text
    place.drop()
    asyncio.run(place.run())
    away = reply(place.last_letter("maya@example.net"), "I am away until 4 January 2027.", place.clock.now())
    away["Auto-Submitted"] = "auto-replied"
    post(away, place.path / "replies")
    asyncio.run(place.run())
    found = explained(run, "maya", "--home", place.path, "--at", MONDAY)["away"]
    assert found["back"] == "2027-01-04T09:00:00+08:00"
    assert "delegated tell maya back" in found["because"]


def test_a_person_has_no_facts_to_be_given(place: Place, run: Callable[..., Ran]) -> None:
    """It would look like an answer, and be none."""
    ran = run("explain", "maya", "--given", "owner.load=2", "--home", place.path)
    assert ran.code == 2
    assert "--given is for tasks" in ran.err


def test_the_tour_shows_what_explain_says(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of the page is said in that order, for the shipped people, rules and examples; `…` is left out."""
    monkeypatch.setenv("COLUMNS", "80")
    run("init", tmp_path / "office")
    place = Place(tmp_path / "office")
    plumber = tmp_path / "plumber.txt"
    plumber.write_text("Call the plumber\n")
    place.drop(text=(shipped("config") / "examples" / "Book flights to Lisbon.md").read_bytes())
    asyncio.run(place.run())
    page = (Path(__file__).parents[2] / "docs" / "tour.md").read_text(encoding="utf-8")
    blocks = re.findall(
        r"^```text\n(.*?)^```$", page.split("\n## Why?\n")[1].split("\n## ")[0], re.DOTALL | re.MULTILINE
    )
    asked: tuple[list[Any], ...] = (
        ["T-1"],
        [plumber, "--given", "owner.overwhelmed=true"],
        ["maya", "--at", MONDAY],
    )
    for block, arguments in zip(blocks, asked, strict=True):
        lines = iter(run("explain", *arguments, "--home", place.path).text.splitlines())
        for line in block.splitlines():
            wanted = re.escape(line).replace("…", ".*")
            assert line == "…" or any(re.fullmatch(wanted, said) for said in lines), line
