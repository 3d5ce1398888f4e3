"""`explain`: of a file, of a task for ever the same, of a person; `preview`: the exact mail."""

from __future__ import annotations

import asyncio
import email
import email.policy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from homes import FLIGHTS, Place, sample_home, small_home
from offices import RULES, SAMPLES
from people import post, reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        "owner.load", "family stays", "ben", "18.00 EUR", "2026-11-23 08:30 UTC",
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
    assert (ran.code, ran.err.strip()) == (1, "there is no task T-99")
    ran = run("explain", "mya", "--home", place.path)
    assert ran.code == 2
    assert "mya" in ran.err


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
    """The same at any later time: after the rules were changed, after the roster was, by day and by night."""
    place.drop()
    asyncio.run(place.run())
    before = explained(run, "T-1", "--home", place.path)
    said = run("explain", "T-1", "--home", place.path).text
    place.write("rules/10-test.yaml", RULES.replace("the admins do the rest", "nobody does anything"))
    place.write("roster.yaml", (place.path / "roster.yaml").read_text().replace("Maya Santos", "Maia Santos"))
    place.drop("b.txt", "Something else\n")
    place.clock.advance(timedelta(days=3))
    asyncio.run(place.run())
    assert explained(run, "T-1", "--home", place.path) == before
    assert explained(run, "t1", "--home", place.path, "--at", "2027-06-01T00:00+00:00") == before
    assert run("explain", "T-1", "--home", place.path).text == said
    assert before["task"] == "T-1"
    assert before["rule"] == "the admins do the rest"
    assert before.keys() >= KEYS


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
