"""A file that is put back into the inbox, with more in it or with something that should not be there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from delegated.edges.store import StoreError
from delegated.edges.store.archive import Archive
from homes import FLIGHTS, Heard, Place, at_work, small_home
from post_office import post_office

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from delegated.ports import Change

WITH = FLIGHTS.replace("private:", "attachments: [{name}]\nprivate:")


async def offered(place: Place) -> None:
    """Maya has the brief of T-1."""
    place.drop()
    await place.run()
    assert place.lies() == {"delegated": ["T-1 Book flights.md"]}


def put_back(place: Place, text: str) -> None:
    """The owner writes into the file and moves it to the inbox."""
    (place.path / "tasks/delegated/T-1 Book flights.md").unlink()
    place.drop("T-1 Book flights.md", text)


def words_of(mail: EmailMessage) -> str:
    """The text of a letter, its lines joined."""
    return " ".join(mail.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]  # it has one


@pytest.mark.parametrize("way", ["absolute", "above"])
async def test_no_file_of_the_server_is_reached(place: Place, heard: Heard, way: str) -> None:
    """Neither by its whole path nor by a way up from the drawer of the task."""
    await offered(place)
    loot = place.path / "loot.txt"
    loot.write_text("the crown jewels")
    put_back(place, WITH.format(name=loot if way == "absolute" else "../../../loot.txt"))
    await place.run()
    assert heard.one("task.rejected")["place"].startswith("T-1 Book flights.md:")
    assert "the crown jewels" not in "".join(mail.as_string() for mail in place.mails())
    assert place.lies() == {"rejected": ["T-1 Book flights.md", "T-1 Book flights.md.error.txt"]}


async def test_a_file_attached_later_is_told_as_a_change_and_comes_with_it(place: Place, heard: Heard) -> None:
    """In the thread of the brief, which stands: Maya keeps the task, and gets no second brief."""
    await offered(place)
    (place.path / "tasks/inbox/plan.pdf").write_bytes(b"%PDF-1.4 plan")
    put_back(place, WITH.format(name="plan.pdf"))
    await place.run()
    first, second = place.mails()
    assert [part.get_filename() for part in second.iter_attachments()] == ["plan.pdf", "due.ics"]
    assert second["In-Reply-To"] == first["Message-ID"]
    assert "plan.pdf" in words_of(second)
    assert [line["letter"] for line in heard.all("mail.queued")] == ["brief", "revision"]
    assert heard.one("task.revised")["changed"] == ["Attachments"]
    assert place.lies()["delegated"] == ["T-1 Book flights.md"]


async def test_what_was_attached_before_need_not_be_attached_again(place: Place) -> None:
    """The first time it lay beside the task; nothing has changed since, and nobody hears of it."""
    (place.path / "tasks/inbox/plan.pdf").write_bytes(b"%PDF-1.4 plan")
    place.drop("Book flights.md", WITH.format(name="plan.pdf"))
    await place.run()
    (place.path / "tasks/inbox/plan.pdf").unlink()
    put_back(place, WITH.format(name="plan.pdf"))
    await place.run()
    assert len(place.mails()) == 1
    assert place.lies() == {"delegated": ["T-1 Book flights.md"]}


async def test_a_file_with_new_content_under_its_old_name_is_a_change(place: Place) -> None:
    """Maya gets the new one, and reads that it is new."""
    (place.path / "tasks/inbox/plan.pdf").write_bytes(b"old plan")
    place.drop("Book flights.md", WITH.format(name="plan.pdf"))
    await place.run()
    (place.path / "tasks/inbox/plan.pdf").write_bytes(b"new plan")
    put_back(place, WITH.format(name="plan.pdf"))
    await place.run()
    sent = [
        next(part for part in mail.iter_attachments() if part.get_filename() == "plan.pdf") for mail in place.mails()
    ]
    assert [part.get_payload(decode=True) for part in sent] == [b"old plan", b"new plan"]
    assert "plan.pdf" in words_of(place.mails()[-1])


async def test_one_that_we_stumble_over_holds_up_no_other(
    place: Place, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder stands where its attachment should; the other files are taken all the same."""
    await offered(place)
    (place.path / "tasks/inbox/plan.pdf").mkdir()
    put_back(place, WITH.format(name="plan.pdf"))
    place.drop("Call the plumber.txt", "Call the plumber\n")
    await place.run()
    assert heard.one("task.received", task="T-2")["title"] == "Call the plumber"


async def test_a_file_that_cannot_be_read_any_more_waits_in_words(place: Place) -> None:
    """Status, letter and error file say so; mended where it lies, it goes on under its number."""
    await offered(place)
    put_back(place, FLIGHTS.replace("stakes: low", "stakes: enormous"))
    await place.run()
    row = place.status()["tasks"][0]
    assert (row["state"], row["folder"]) == ("waiting", "rejected")
    assert "cannot be read any more" in row["waiting_for"]
    assert "enormous" in row["waiting_for"]
    letter = next(mail for mail in place.mails() if "question" in str(mail["Message-ID"]))
    assert "tasks/rejected/T-1 Book flights.md" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


async def test_a_file_renamed_where_it_lies_keeps_its_task(place: Place, heard: Heard) -> None:
    """Its new name is known, and goes with it to the next folder."""
    await offered(place)
    lies = place.path / "tasks/delegated"
    (lies / "T-1 Book flights.md").rename(lies / "T-1 Flights, please.md")
    await place.run()
    place.move(1, "dropped")
    await place.run()
    assert place.lies() == {"dropped": ["T-1 Flights, please.md"]}
    assert heard.all("task.misplaced") == []


async def test_a_word_that_could_not_be_kept_is_heard_again(
    tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store fails at the very moment when a file is moved to done: at the next sweep it is done all the same."""
    place = small_home(tmp_path)
    await offered(place)
    really, failures = Archive.keep, iter([StoreError("the disk is full", temporary=True)])

    async def fail_once(self: Archive, change: Change) -> bool:
        if change.task is not None:
            for failure in failures:
                raise failure
        return await really(self, change)

    monkeypatch.setattr(Archive, "keep", fail_once)
    async with at_work(place) as service:
        place.move(1, "done")
        await heard.says("store.failed")
        folders = service.world.folders
        await folders.sweep_now()  # type: ignore[attr-defined]  # the real folders have it
        await heard.says("task.closed", state="done")
    assert place.status()["tasks"] == []


async def test_many_that_come_back_at_once_do_not_overload_the_next(tmp_path: Path, heard: Heard) -> None:
    """Five briefs to Maya are refused for good; Ben may have four tasks at a time, and has no more."""
    async with post_office(for_whom={"maya@example.net": ["550 5.1.1 nobody here"] * 9}) as office:
        place = small_home(tmp_path, mail=office.url)
        async with at_work(place) as service:
            for number in range(6):
                place.drop(f"{number}.md", FLIGHTS.replace("Lisbon", f"Lisbon {number}").replace("1h", "15m"))
            await heard.says("mail.failed", times=len(heard.all("mail.failed")) or 1)
            await heard.until(lambda: service.office.workloads.of("maya").tasks == 0 and not place.lies().get("inbox"))
            limit = service.office.trust[service.office.level_of(service.office.roster.assistants["ben"])].tasks
            assert service.office.workloads.of("ben").tasks <= limit


async def test_the_start_finds_its_file_though_the_host_has_another_name(
    place: Place, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new container, the same home: what was leased is this home's, and the file is no duplicate of itself."""
    from delegated.edges.inbox import TaskFolders  # noqa: PLC0415

    class Crash(BaseException):
        """As a kill."""

    async def crash(*_: object) -> list[str]:
        raise Crash

    place.drop()
    with monkeypatch.context() as broken:
        broken.setattr(TaskFolders, "file_away", crash)
        with pytest.raises(Exception, match="take in files"):
            await place.run()
    name = type("Name", (), {"nodename": "another"})()
    monkeypatch.setattr(os, "uname", lambda: name)
    await place.run()
    assert place.lies() == {"delegated": ["T-1 Book flights.md"]}
    assert heard.all("task.duplicate") == []
