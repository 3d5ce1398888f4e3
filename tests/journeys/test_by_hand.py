"""What an owner does by hand: she moves a file, edits it, puts it back; that is her word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from homes import FLIGHTS, Heard, Place, at_work, small_home
from post_office import post_office

if TYPE_CHECKING:
    from pathlib import Path

THING = "title: {title}\ntags: [{tag}]\n"


@pytest.mark.parametrize(
    ("folder", "state"), [("done", "done"), ("dropped", "dropped"), ("yours", "yours")]
)  # fmt: skip
async def test_a_file_that_is_moved_takes_the_task_back(tmp_path: Path, heard: Heard, folder: str, state: str) -> None:
    """Maya has the brief; she gets a word in the same thread, and her hours are free again."""
    async with post_office() as office:
        place = small_home(tmp_path, mail=office.url)
        async with at_work(place) as service:
            place.drop()
            await heard.says("mail.sent", letter="brief")
            await heard.until(lambda: place.lies() == {"delegated": ["T-1 Book flights.md"]})
            place.move(1, folder)
            await heard.says("mail.sent", letter="withdrawn")
            assert not service.office.workloads.of("maya").tasks
    brief, withdrawn = (letter.message for letter in office.letters)
    assert withdrawn["To"] == brief["To"] == "Maya Santos <maya@example.net>"
    assert withdrawn["In-Reply-To"] == brief["Message-ID"]
    assert withdrawn["References"] == brief["Message-ID"]
    assert withdrawn["Reply-To"] == brief["Reply-To"]
    assert withdrawn["Message-ID"] != brief["Message-ID"]
    assert place.lies() == {folder: ["T-1 Book flights.md"]}
    moved = heard.all("task.moved")[-1]
    assert (moved["folder"], moved["reason"]) == (folder, f"the owner moved it to {folder}")
    assert [row["state"] for row in place.status()["tasks"]] == ([state] if state == "yours" else [])


@pytest.mark.parametrize("folder", ["done", "dropped", "yours"])
async def test_a_brief_that_has_not_left_never_does(tmp_path: Path, heard: Heard, folder: str) -> None:
    """The mail server is down, and the file is moved: neither the brief nor a word about it is ever sent."""
    office = post_office()
    await office.open()
    await office.close()
    place = small_home(tmp_path, mail=office.url)
    async with at_work(place):
        place.drop()
        await heard.says("mail.deferred")
        await heard.until(lambda: place.lies() == {"delegated": ["T-1 Book flights.md"]})
        place.move(1, folder)
        await heard.says("task.moved", folder=folder)
    await office.open()
    place.clock.at = place.clock.at.replace(year=2027)
    await place.run()
    await office.close()
    assert office.letters == []
    assert heard.all("mail.queued", letter="withdrawn") == []
    assert place.status()["mail"] == {"queued": 0, "deferred": 0, "uncertain": 0, "failed": 0}


async def test_a_file_moved_while_nobody_looked_counts_too(place: Place, heard: Heard) -> None:
    """The daemon was stopped; at its start it sees where the file lies."""
    place.drop()
    await place.run()
    place.move(1, "done")
    await place.run()
    assert heard.one("task.closed")["state"] == "done"
    assert [line["letter"] for line in heard.all("mail.sent")] == ["brief", "withdrawn"]


async def test_a_question_is_answered_in_the_file(place: Place, heard: Heard) -> None:
    """The file in `waiting` gets what was missing and is put into the inbox: the same task, decided anew."""
    place.drop("cards.yaml", "title: Print cards\ntags: [print]\n")
    await place.run()
    file = place.move(1, "inbox")
    file.write_text(
        "title: Print cards\nbudget: 60 EUR\nskills: [travel booking]\nstakes: low\n"
        "deliverables: [200 cards]\nexpectations: [thick paper]\ndue: 2026-12-03\n"
    )
    await place.run()
    assert place.lies() == {"delegated": ["T-1 cards.yaml"]}
    assert [line["outcome"] for line in heard.all("task.decided")] == ["ask", "delegate"]
    assert len(heard.all("task.received")) == 1
    assert [line["to"] for line in heard.all("mail.sent")] == ["alex@example.org", "maya@example.net"]


async def test_a_closed_task_may_be_opened_again(place: Place, heard: Heard) -> None:
    """Dropped by a rule, wanted after all: put into the inbox with another word in it."""
    place.drop("a.yaml", THING.format(title="Paint the door", tag="nice to have"))
    await place.run()
    place.move(1, "inbox").write_text(THING.format(title="Paint the door", tag="family"))
    await place.run()
    assert place.lies() == {"yours": ["T-1 a.yaml"]}
    assert [line["outcome"] for line in heard.all("task.decided")] == ["drop", "keep"]


async def test_put_back_unchanged_is_decided_anew_and_not_called_a_duplicate(place: Place, heard: Heard) -> None:
    """It is the task itself that has come back, not another one with the same content."""
    place.drop("a.yaml", THING.format(title="Ring the bell", tag="family"))
    await place.run()
    place.move(1, "inbox")
    await place.run()
    assert place.lies() == {"yours": ["T-1 a.yaml"]}
    assert heard.all("task.duplicate") == []


async def test_a_delegated_task_put_back_takes_the_first_brief_back(place: Place, heard: Heard) -> None:
    """The owner changes her mind about who: Maya gets a word, and the task is kept."""
    place.drop()
    await place.run()
    place.move(1, "inbox").write_text("---\ntitle: Book flights to Lisbon\ntags: [family]\n---\n")
    await place.run()
    assert place.lies() == {"yours": ["T-1 Book flights.md"]}
    assert [line["letter"] for line in heard.all("mail.sent")] == ["brief", "withdrawn"]


async def test_put_back_and_broken_it_waits_to_be_mended(place: Place, heard: Heard) -> None:
    """A typing mistake does not lose the task: it lies in `rejected` with the place, and keeps its number."""
    place.drop("cards.yaml", THING.format(title="Print cards", tag="print"))
    await place.run()
    file = place.move(1, "inbox")
    file.write_text("title: Print cards\ntags: [family\n")
    await place.run()
    assert place.lies() == {"rejected": ["T-1 cards.yaml", "T-1 cards.yaml.error.txt"]}
    assert place.error("T-1 cards.yaml").startswith("T-1 cards.yaml:")
    (row,) = place.status()["tasks"]
    assert (row["number"], row["state"], row["folder"]) == ("T-1", "waiting", "rejected")
    mended = place.path / "tasks" / "rejected" / "T-1 cards.yaml"
    mended.write_text(THING.format(title="Print cards", tag="family"))
    await place.run()
    assert place.lies() == {"yours": ["T-1 cards.yaml"]}
    assert place.status()["tasks"][0]["state"] == "yours"


async def test_a_deferred_task_that_is_taken_in_hand_is_not_decided_on_its_date(place: Place, heard: Heard) -> None:
    """Moved to `yours`, it stays there when the day comes."""
    place.drop("a.yaml", THING.format(title="An idea", tag="idea"))
    await place.run()
    place.move(1, "yours")
    await place.run()
    place.clock.at = place.clock.at.replace(year=2027)
    await place.run()
    assert place.lies() == {"yours": ["T-1 a.yaml"]}
    assert len(heard.all("task.decided")) == 1


async def test_a_file_moved_where_it_means_nothing_stays_and_is_told(place: Place, heard: Heard) -> None:
    """Nobody delegates by putting a file into `delegated`: it does not say to whom."""
    place.drop("a.yaml", THING.format(title="Ring the bell", tag="family"))
    await place.run()
    place.move(1, "delegated")
    await place.run()
    assert place.lies() == {"delegated": ["T-1 a.yaml"]}
    assert "its place is yours" in heard.one("task.misplaced", task="T-1")["reason"]


async def test_a_rejected_file_that_is_mended_is_taken(place: Place, heard: Heard) -> None:
    """There where it lies, or by a better one in the inbox."""
    place.drop("a.md", FLIGHTS.replace("stakes: low", "stakes: tiny"))
    await place.run()
    assert place.lies() == {"rejected": ["a.md", "a.md.error.txt"]}
    assert place.error("a.md").startswith("a.md:7:9: ")
    (place.path / "tasks" / "rejected" / "a.md").write_text(FLIGHTS)
    await place.run()
    assert place.lies() == {"delegated": ["T-1 a.md"]}


async def test_a_letter_that_nobody_wrote_down_is_not_made_up(place: Place, heard: Heard) -> None:
    """A file named like a task that never was is a new task, with a number of its own."""
    place.drop("T-77 Call mum.txt", "Call mum\n")
    await place.run()
    assert heard.one("task.received")["task"] == "T-1"
    assert place.lies() == {"waiting": ["T-1 Call mum.txt"]}
