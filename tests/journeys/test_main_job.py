"""The main job: a dropped task file becomes a brief in somebody's mailbox; and every other outcome."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import icalendar
import pytest

from homes import FLIGHTS, Heard, Place, at_work, small_home
from offices import ROSTER, RULES
from post_office import post_office

if TYPE_CHECKING:
    from pathlib import Path

BRIEFED = """\
skills: [travel booking]
due: 2026-12-03 17:00
stakes: low
deliverables: [one page]
expectations: [by Wednesday]
"""


async def test_a_dropped_file_becomes_a_brief_in_a_mailbox(tmp_path: Path, heard: Heard) -> None:
    """Once, to Maya, by real mail; the file lies in `delegated` with its number, and the log tells the way."""
    async with post_office() as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop()
        await place.run()
    (letter,) = office.letters
    assert (letter.sender, letter.recipient) == ("desk@example.org", "maya@example.net")
    assert letter.subject == "[T-1] Book flights to Lisbon"
    assert place.lies() == {"delegated": ["T-1 Book flights.md"]}
    assert heard.names() == [
        "rules.loaded", "service.started",
        "task.received", "task.decided", "task.moved", "task.offered", "mail.queued", "mail.sent",
        "service.stopped",
    ]  # fmt: skip
    decided = heard.one("task.decided", task="T-1")
    assert (decided["outcome"], decided["assistant"]) == ("delegate", "maya")
    assert (decided["rule"], decided["because"]) == ("the admins do the rest", "they are good at it")
    assert heard.one("mail.sent")["message_id"] == str(letter.message["Message-ID"])


async def test_the_brief_is_complete_and_can_be_answered(tmp_path: Path) -> None:
    """Text, HTML and a calendar entry; answers go to an address of this task and person; buttons fill them in."""
    async with post_office() as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop()
        await place.run()
    message = office.letters[0].message
    assert not message.defects
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    answers_to = str(message["Reply-To"])
    assert re.fullmatch(r"desk\+t1-[a-z2-7]{16}@example\.org", answers_to)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "two options under 300 EUR" in part
        assert "no overnight stops" in part
        assert "I meet our first customers on Friday." in part
        assert "Friday 4 December 2026, 00:00 (Asia/Manila, UTC+8)" in part
        assert "passport" not in part
    assert html.get_content().count(f'href="mailto:{answers_to.replace("+", "%2B")}?') == 5
    (entry,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    (due,) = icalendar.Calendar.from_ical(entry.get_content()).walk("VEVENT")
    assert due.decoded("DTSTART") == datetime(2026, 12, 3, 16, tzinfo=UTC)


async def test_the_history_tells_what_the_log_told(place: Place, heard: Heard) -> None:
    """`events` has the same lines, in the same order, for as long as the task is kept."""
    place.drop()
    await place.run()
    of_task = [{**line, "timestamp": ""} for line in heard.lines if line.get("task") == "T-1"]
    kept = [{key: value for key, value in row.items() if key != "id"} | {"timestamp": ""} for row in place.history(1)]
    assert kept == of_task


async def test_a_letter_goes_to_the_folder_where_there_is_no_server(place: Place) -> None:
    """A fresh home works at once: the brief is a file that a mail program opens."""
    place.drop()
    await place.run()
    (message,) = place.mails()
    assert message["Subject"] == "[T-1] Book flights to Lisbon"
    assert message["To"] == "Maya Santos <maya@example.net>"


async def test_files_dropped_while_it_runs_are_taken(place: Place, heard: Heard) -> None:
    """The folder is watched: nobody has to start anything."""
    async with at_work(place):
        assert place.status()["folder"] == {"mode": "events", "running": True}
        place.drop()
        await heard.says("mail.sent", task="T-1")
        place.drop("Call the plumber.txt", "Call the plumber\n")
        await heard.says("task.waited", task="T-2")
        await heard.until(lambda: place.lies().get("waiting") == ["T-2 Call the plumber.txt"])


@pytest.mark.parametrize(
    ("tag", "outcome", "folder", "events"),
    [
        ("family", "keep", "yours", ["task.received", "task.decided", "task.moved"]),
        ("nice to have", "drop", "dropped", ["task.received", "task.decided", "task.moved", "task.closed"]),
        ("idea", "defer", "later", ["task.received", "task.decided", "task.moved"]),
        ("print", "ask", "waiting", ["task.received", "task.decided", "task.moved", "task.waited"]),
    ],
)
async def test_every_outcome_has_its_folder(
    place: Place, heard: Heard, tag: str, outcome: str, folder: str, events: list[str]
) -> None:
    """The folder a file lies in is the state of its task."""
    place.drop("a.yaml", f"title: Something\ntags: [{tag}]\n")
    await place.run()
    assert place.lies() == {folder: ["T-1 a.yaml"]}
    assert heard.one("task.decided")["outcome"] == outcome
    assert [name for name in heard.names("T-1") if not name.startswith("mail.")] == events


async def test_what_is_dropped_is_dropped_without_a_letter(place: Place, heard: Heard) -> None:
    """Not to do it is a decision too, and has its reason; nobody is mailed."""
    place.drop("a.yaml", "title: New wallpaper\ntags: [nice to have]\n")
    await place.run()
    assert heard.one("task.closed")["reason"] == "it serves no goal"
    assert place.mails() == []
    assert place.status()["tasks"] == []


async def test_a_deferred_task_is_decided_anew_when_its_date_comes(place: Place, heard: Heard) -> None:
    """Not before; and by the rules of that day."""
    place.drop("a.yaml", f"title: An idea\ntags: [idea]\n{BRIEFED}")
    await place.run()
    assert heard.one("task.decided")["until"].startswith("2026-11-2")
    place.write("rules/10-test.yaml", RULES.replace("defer: {for: 3 working days}", "delegate: {to: maya}"))
    place.clock.advance(timedelta(days=1))
    await place.run()
    assert place.lies() == {"later": ["T-1 a.yaml"]}
    place.clock.advance(timedelta(days=7))
    await place.run()
    assert place.lies() == {"delegated": ["T-1 a.yaml"]}
    assert [line["outcome"] for line in heard.all("task.decided")] == ["defer", "delegate"]
    assert [str(message["To"]) for message in place.mails()] == ["Maya Santos <maya@example.net>"]


async def test_a_date_that_comes_while_it_runs_is_noticed(place: Place, heard: Heard) -> None:
    """Without a restart."""
    place.drop("a.yaml", f"title: An idea\ntags: [idea]\n{BRIEFED}")
    async with at_work(place) as service:
        await heard.says("task.decided", outcome="defer")
        place.clock.advance(timedelta(days=8))
        service.wake()
        await heard.says("task.decided", times=2)
    assert place.lies() == {"delegated": ["T-1 a.yaml"]}


async def test_questions_are_gathered_into_one_letter(place: Place, heard: Heard) -> None:
    """Three tasks lack something: one letter to Alex asks for exactly what is missing, with numbers."""
    for name in ("cards", "flyers", "posters"):
        place.drop(f"{name}.yaml", f"title: Print {name}\ntags: [print]\ndue: 2026-12-10\n")
    await place.run()
    assert place.lies() == {"waiting": ["T-1 cards.yaml", "T-2 flyers.yaml", "T-3 posters.yaml"]}
    (message,) = place.mails()
    assert message["To"] == "Alex Rivera <alex@example.org>"
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    for words in ("T-1", "T-2", "T-3", "Print cards", "How much may it cost?", "What should exist when it is done?"):
        assert words in text
    assert "By when?" not in text
    assert heard.one("mail.queued")["letter"] == "question"


async def test_work_that_needs_a_yes_waits_for_it(tmp_path: Path, heard: Heard) -> None:
    """Delegated in principle, and nobody has it: Alex is asked, and the assistant hears nothing."""
    rules = RULES.replace("delegate: {to: admins}", "delegate: {to: admins, approve: always}")
    place = small_home(tmp_path, rules=rules)
    place.drop()
    await place.run()
    assert place.lies() == {"waiting": ["T-1 Book flights.md"]}
    assert heard.one("task.decided")["outcome"] == "delegate"
    (row,) = place.status()["tasks"]
    assert (row["state"], row["assistant"]) == ("waiting", None)
    assert row["waiting_for"]
    assert [str(message["To"]) for message in place.mails()] == ["Alex Rivera <alex@example.org>"]


async def test_nobody_who_can_take_it_is_told_with_a_reason_for_each(tmp_path: Path, heard: Heard) -> None:
    """Maya has not the skill, Ben neither; Alex reads why, person by person."""
    place = small_home(tmp_path)
    place.drop("a.yaml", f"title: Tune the piano\n{BRIEFED}".replace("travel booking", "piano tuning"))
    await place.run()
    assert place.lies() == {"waiting": ["T-1 a.yaml"]}
    assert heard.one("task.waited")["reason"] == "nobody can take it"
    (message,) = place.mails()
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Maya Santos" in text
    assert "Ben Okafor" in text
    assert "piano tuning" in text


async def test_a_secret_in_a_task_never_leaves(place: Place) -> None:
    """A brief that holds a password is not sent; Alex is asked, without the password."""
    place.drop("a.md", FLIGHTS + "\nLog in with password: hunter2-Xy9kL!\n")
    await place.run()
    assert place.lies() == {"waiting": ["T-1 a.md"]}
    (message,) = place.mails()
    assert message["To"] == "Alex Rivera <alex@example.org>"
    assert "hunter2" not in message.as_string()


async def test_work_is_spread_by_who_has_least(tmp_path: Path) -> None:
    """Among those who can, the one with the least to do; the same input always gives the same choice."""
    rules = RULES.replace("delegate: {to: admins}", "delegate: {to: admins, prefer: [least busy]}")
    chosen = []
    for again in ("one", "two"):
        place = small_home(tmp_path / again, rules=rules, roster=ROSTER)
        for number in range(4):
            place.drop(f"{number}.yaml", f"title: Trip {number}\nestimate: 2h\n{BRIEFED}")
            await place.run()
        chosen.append([row["assistant"] for row in place.status()["tasks"]])
    assert chosen == [["maya", "ben", "maya", "ben"]] * 2
