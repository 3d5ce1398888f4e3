"""What an owner changes while the service runs: in force at once when all of it is right, and nothing else happens."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from delegated.app import asking
from homes import ANY_NUMBER, FLIGHTS, Daemon, Place, at_work, delegated, small_home
from letterbox import ALEX, BEN, MAYA, Talk, talking, text_of
from offices import ROSTER, RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from homes import Heard

A_MINUTE = timedelta(minutes=1)
OURS = "rules/10-test.yaml"
BROKEN_RULES = RULES.replace("keep: true", "kep: true")
BROKEN_OTHERWISE = RULES.replace("drop: true", "drop: maybe")
NEW_RULES = RULES.replace("name: family stays", "name: family goes first").replace("keep: true", "drop: true")
FAMILY = "title: Call {who}\ntags: [family]\n"
FALLEN = "rules:\n  - {name: all fall, because: there is too much of it, drop: true}\n"
WORK = """\
---
title: {title}
skills: [travel booking]
due: 2026-12-03 17:00
estimate: 1h
stakes: low
deliverables: [a list]
expectations: [one message]
---
"""


# --- by a signal --------------------------------------------------------------------------------


async def test_a_broken_rule_file_changes_nothing(place: Place) -> None:
    """Told with its place in the log and in one letter; the rules in force decide, and what was decided stands."""
    daemon = await Daemon.start(place)
    heard = daemon.heard
    await heard.says("service.started")
    place.drop("mum.yaml", FAMILY.format(who="mum"))
    await heard.says("task.decided", task="T-1")
    place.write(OURS, BROKEN_RULES)
    daemon.process.send_signal(signal.SIGHUP)
    refused = await heard.says("rules.refused")
    await heard.says("mail.sent", letter="fault")
    place.drop("dad.yaml", FAMILY.format(who="dad"))
    await heard.says("task.moved", task="T-2")
    place.write(OURS, NEW_RULES)
    daemon.process.send_signal(signal.SIGHUP)
    reloaded = await heard.says("service.reloaded")
    place.drop("aunt.yaml", FAMILY.format(who="aunt"))
    await heard.says("task.moved", task="T-3")
    daemon.process.terminate()
    assert await daemon.ends() == 0
    line = 1 + BROKEN_RULES.splitlines().index("    kep: true")
    assert refused["place"] == f"{OURS}:{line}:5"
    assert "`kep`" in refused["reason"]
    assert [line["rule"] for line in heard.all("task.decided")] == ["family stays", "family stays", "family goes first"]
    assert reloaded["version"] == heard.one("task.decided", task="T-3")["version"]
    (letter,) = place.mails()
    assert letter["To"] == "Alex Rivera <alex@example.org>"
    assert f"{OURS}:{line}:5" in text_of(letter)
    assert place.lies() == {"dropped": ["T-3 aunt.yaml"], "yours": ["T-1 mum.yaml", "T-2 dad.yaml"]}


async def test_a_new_roster_counts_after_a_reload(place: Place) -> None:
    """Maya has gone: what she has stays hers, and the next task is Ben's."""
    daemon = await Daemon.start(place)
    heard = daemon.heard
    await heard.says("service.started")
    flights = FLIGHTS.replace("2026-12-03 17:00", "in 20 working days")
    place.drop("a.md", flights)
    await heard.says("task.offered", task="T-1")
    place.write("roster.yaml", ROSTER.replace("id: maya", "id: mia").replace("[maya, ben]", "[ben]"))
    daemon.process.send_signal(signal.SIGHUP)
    await heard.says("service.reloaded")
    place.drop("b.md", flights.replace("Lisbon", "Porto"))
    await heard.says("task.offered", task="T-2")
    place.move(1, "dropped")
    await heard.says("task.closed", task="T-1")
    daemon.process.terminate()
    assert await daemon.ends() == 0
    assert [line["assistant"] for line in heard.all("task.offered")] == ["maya", "ben"]
    assert heard.all("service.failed") == []


async def test_whoever_asks_hears_how_it_stands(place: Place) -> None:
    """Nothing has changed: SIGHUP is answered in the log all the same, and the same fault is mailed once."""
    daemon = await Daemon.start(place)
    heard = daemon.heard
    await heard.says("service.started")
    daemon.process.send_signal(signal.SIGHUP)
    unchanged = await heard.says("service.reloaded")
    place.write(OURS, BROKEN_RULES)
    for times in (1, 2, 3):
        daemon.process.send_signal(signal.SIGHUP)
        await heard.says("rules.refused", times=times)
    daemon.process.terminate()
    assert await daemon.ends() == 0
    assert unchanged["version"] == heard.one("rules.loaded")["version"]
    assert len(heard.all("mail.queued", letter="fault")) == 1


async def test_tasks_that_stream_in_are_decided_by_whole_rules(tmp_path: Path) -> None:
    """Two sets of rules in turn, while sixty files come: each is decided once, wholly by the one or by the other."""
    place = small_home(tmp_path / "home", rules=_all_kept("one"))
    daemon = await Daemon.start(place)
    heard = daemon.heard
    await heard.says("service.started")
    for turn in range(1, 11):
        place.write(OURS, _all_kept("two" if turn % 2 else "one"))
        daemon.process.send_signal(signal.SIGHUP)
        for number in range(6):
            place.drop(f"{turn}-{number}.yaml", f"title: Piece {turn} of {number}\n")
        await heard.says("service.reloaded", times=turn)
    await heard.until(lambda: len(heard.all("task.moved")) >= 60)
    daemon.process.terminate()
    assert await daemon.ends() == 0
    decided = heard.all("task.decided")
    assert sorted(line["task"] for line in decided) == sorted(f"T-{number}" for number in range(1, 61))
    versions = {heard.one("rules.loaded")["version"]: "one", heard.all("service.reloaded")[0]["version"]: "two"}
    assert {line["version"] for line in heard.all("service.reloaded")} == set(versions)
    assert all(line["rule"] == f"the rest, {versions[line['version']]}" for line in decided)
    assert {line["because"] for line in decided} <= {"it is so since one", "it is so since two"}
    assert heard.all("service.failed") == []


def _all_kept(name: str) -> str:
    """A hundred rules before the one that decides, all of one set."""
    before = "".join(
        f"  - {{name: '{n}, {name}', because: x, when: {{title: nothing {n}}}, drop: true}}\n" for n in range(100)
    )
    return f"rules:\n{before}  - {{name: 'the rest, {name}', because: it is so since {name}, keep: true}}\n"


# --- by saving ----------------------------------------------------------------------------------


def _in_place(place: Place) -> None:
    place.write(OURS, NEW_RULES)


def _by_renaming(place: Place) -> None:
    place.write("rules/.10-test.yaml.tmp", NEW_RULES)
    (place.path / "rules/.10-test.yaml.tmp").rename(place.path / OURS)


def _by_another_file(place: Place) -> None:
    rule = "rules:\n  - {name: family goes first, because: it is so, when: {tags: [family]}, drop: true}\n"
    place.write("rules/05-first.yaml", rule)


@pytest.mark.parametrize("save", [_in_place, _by_renaming, _by_another_file])
async def test_a_saved_rule_counts(place: Place, heard: Heard, save: Callable[[Place], None]) -> None:
    """Nobody sends a signal: the next task is decided by the new rules, and each decision names its own."""
    async with talking(place, heard) as talk:
        await talk.drops(FAMILY.format(who="mum"), "mum.yaml")
        save(place)
        reloaded = await heard.says("service.reloaded")
        await talk.drops(FAMILY.format(who="dad"), "dad.yaml")
    first, second = heard.all("task.decided")
    assert (first["rule"], second["rule"]) == ("family stays", "family goes first")
    assert first["version"] == heard.one("rules.loaded")["version"] != second["version"] == reloaded["version"]
    assert place.lies() == {"dropped": ["T-2 dad.yaml"], "yours": ["T-1 mum.yaml"]}


async def test_a_rule_file_that_is_gone_rules_no_more(place: Place, heard: Heard) -> None:
    """The shipped policy decides then."""
    async with talking(place, heard) as talk:
        (place.path / OURS).unlink()
        reloaded = await heard.says("service.reloaded")
        await talk.drops(FAMILY.format(who="mum"), "mum.yaml")
    assert reloaded["rules"] == 0
    assert heard.one("task.decided")["rule"] != "family stays"


async def test_one_letter_for_each_fault(place: Place, heard: Heard) -> None:
    """Place, line, caret and cure, once; saved again it is no news, another fault is, and what is mended is."""
    async with at_work(place):
        await heard.says("service.started")
        place.write(OURS, BROKEN_RULES)
        await heard.says("mail.sent", letter="fault")
        place.clock.advance(A_MINUTE)
        place.write(OURS, f"# tried again\n{BROKEN_RULES}")
        await heard.says("rules.refused", times=2)
        place.write(OURS, BROKEN_OTHERWISE)
        await heard.says("mail.sent", times=2, letter="fault")
        place.write(OURS, RULES)
        await heard.says("service.reloaded")
    first, second = (_text(mail) for mail in place.mails())
    assert "`kep`" in first
    assert "did you mean `keep`?" in first
    drawn = first.splitlines()
    (line,) = (number for number, text in enumerate(drawn) if text.strip() == "kep: true")
    assert drawn[line + 1] == drawn[line].replace("kep: true", "^^^")
    assert "10-test.yaml:10:" in second
    assert {mail["To"] for mail in place.mails()} == {"Alex Rivera <alex@example.org>"}
    assert len(heard.all("rules.refused")) == 3
    assert len(heard.all("service.reloaded")) == 1


async def test_a_broken_letter_is_told_as_well(place: Place, heard: Heard) -> None:
    """The shipped one is sent instead; Alex hears of it once, whatever else she saves."""
    async with at_work(place):
        await heard.says("service.started")
        place.write("letters/brief.txt", "Hello {{ reader_nam }}\n")
        await heard.says("mail.sent", letter="fault")
        place.write(OURS, NEW_RULES)
        await heard.says("service.reloaded", times=2)
        place.write("letters/brief.txt", "Hello {{ reader_name }}\n")
        await heard.says("service.reloaded", times=3)
    (letter,) = place.mails()
    assert "letters/brief.txt:1:10" in text_of(letter)
    assert len(heard.all("letters.refused")) == 2


async def test_nothing_is_decided_or_sent_again(tmp_path: Path, heard: Heard) -> None:
    """A task in every state, and then rules that drop everything: they are where they were, and say what they said."""
    place = small_home(tmp_path / "home", rules=RULES.replace("to: admins", "to: maya"), more=ANY_NUMBER)
    async with talking(place, heard) as talk:
        await _a_task_in_every_state(talk)
        before, said, sent = _all_of(place), len(heard.lines), len(place.mails())
        place.write(OURS, FALLEN)
        reloaded = await heard.says("service.reloaded")
        await talk.settles()
        assert [line["event"] for line in heard.lines[said:]] == ["service.reloaded"]
        assert _all_of(place) == before
        assert len(place.mails()) == sent
        await talk.drops(WORK.format(title="One more"), "more.md")
        assert talk.events("task.decided")[-1]["rule"] == "all fall"
        old, new = await _explained(place, 1), await _explained(place, len(before["tasks"]) + 1)
    versions = {line["version"] for line in heard.all("task.decided")}
    assert versions == {old["rules_version"], new["rules_version"]}
    assert new["rules_version"] == reloaded["version"] != old["rules_version"]
    assert old["rules"][0]["name"] == old["rule"] == "family stays"
    assert new["rules"][0]["name"] == new["rule"] == "all fall"


async def _a_task_in_every_state(talk: Talk) -> None:
    for name, tag in (("Call mum", "family"), ("Paint it", "nice to have"), ("A song", "idea"), ("Cards", "print")):
        await talk.drops(f"title: {name}\ntags: [{tag}]\n", f"{name}.yaml")
    for name in ("Rome", "Oslo", "Bern", "Wien", "Lyon"):
        await talk.drops(WORK.format(title=name), f"{name}.md")
    await talk.says(MAYA, "accept", to="Oslo")
    await talk.says(MAYA, "question: a window seat?", to="Bern")
    await talk.says(MAYA, "done 1h", to="Wien")
    await talk.says(MAYA, "done 1h", to="Lyon")
    await talk.says(ALEX, "4", to="Lyon")
    await talk.settles()
    states = {row["state"] for row in _all_of(talk.place)["tasks"]}
    assert states == {"yours", "dropped", "later", "waiting", "offered", "working", "asked", "delivered", "done"}


# --- settings -----------------------------------------------------------------------------------


async def test_settings_count_or_wait_for_a_restart(place: Place, heard: Heard) -> None:
    """Words and trust count at once; what cannot is named until it is as it was."""
    toml = (place.path / "delegated.toml").read_text(encoding="utf-8")
    async with talking(place, heard) as talk:
        await talk.drops(WORK.format(title="Rome"), "rome.md")
        await talk.says(MAYA, "jawohl")
        assert talk.task()["state"] == "offered"
        other = toml.replace('"folder:mail"', '"folder:elsewhere"').replace('"20ms"', '"20ms"\npath = "work"')
        place.write(
            "delegated.toml", f'{other}\n[words.de]\naccept = ["jawohl"]\n[trust.trusted]\nstakes = "high"\ntasks = 1\n'
        )
        reloaded = await heard.says("service.reloaded")
        assert reloaded["restart_needed"] == ["mail.url", "tasks.path"]
        await talk.says(MAYA, "jawohl")
        assert talk.task()["state"] == "working"
        await talk.drops(WORK.format(title="Oslo"), "oslo.md")
        assert talk.news(BEN)
        place.write("delegated.toml", toml)
        assert "restart_needed" not in await heard.says("service.reloaded", times=2)
    assert not (place.path / "elsewhere").exists()


async def test_an_address_that_the_next_start_would_refuse_is_refused_now(place: Place, heard: Heard) -> None:
    """Else nobody hears of it before the service does not come back; what may be a password is not repeated."""
    toml = (place.path / "delegated.toml").read_text(encoding="utf-8")
    async with at_work(place):
        await heard.says("service.started")
        place.write("delegated.toml", toml.replace("folder:mail", "smtp://desk:Tortuga77@mail.example.org:99999"))
        refused = await heard.says("rules.refused")
        await heard.says("mail.sent", letter="fault")
    assert refused["place"] == "delegated.toml:2:1"
    (letter,) = place.mails()
    assert "The settings could not be loaded" in letter["Subject"]
    assert "Tortuga" not in letter.as_string()


def _all_of(place: Place) -> dict[str, Any]:
    """Every task that was ever taken, its history, and what waits to happen."""
    with asking.looking(place.home) as store:
        tasks = [asking.look(store, n)["tasks"] for n in range(1, 100)]
        return {"tasks": [row for found in tasks for row in found], "history": list(asking.history(store, None, 0))}


async def _explained(place: Place, number: int) -> dict[str, Any]:
    ran = await asyncio.to_thread(delegated, "explain", f"T-{number}", "--json", "--home", place.path)
    assert ran.returncode == 0, ran.stderr
    return dict(orjson.loads(ran.stdout))


def _text(letter: Any) -> str:
    return str(letter.get_body(("plain",)).get_content())
