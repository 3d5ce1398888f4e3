"""The disk is full, the machine goes down between two steps, somebody else was first: nothing is lost or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from delegated import app
from delegated.edges.store import Store
from homes import FLIGHTS, Heard, Place, at_work, small_home

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from delegated.ports import Filing
    from delegated.service import Service


def store_of(service: Service) -> Store:
    archive: Any = service.world.archive
    store: Store = archive.store
    return store


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> dict[str, int | None]:
    """`full_disk["pages"]` is how many pages SQLite may still add; None: any number. Looked at before each change."""
    room: dict[str, int | None] = {"pages": None}
    opened = Store.open.__func__  # type: ignore[attr-defined]  # of a class method

    def open_limited(cls: type[Store], *arguments: Any, **named: Any) -> Store:
        store: Store = opened(cls, *arguments, **named)

        def limit(connection: Any) -> None:
            driver = connection.connection.driver_connection
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            most = 2**30 if room["pages"] is None else pages + room["pages"]
            driver.execute(f"PRAGMA max_page_count = {most}")

        event.listen(store._engines[0], "begin", limit, insert=True)
        return store

    monkeypatch.setattr(Store, "open", classmethod(open_limited))
    return room


async def test_a_full_disk_stops_nothing_for_good(
    tmp_path: Path, heard: Heard, full_disk: dict[str, int | None]
) -> None:
    """Told once; nothing is taken in meanwhile; when there is room again it goes on by itself, and nothing is lost."""
    place = small_home(tmp_path)
    long = "The story of it all. " * 2000
    async with at_work(place) as service:
        full_disk["pages"] = 0
        for number in range(5):
            place.drop(f"{number}.md", FLIGHTS.replace("Lisbon", f"Lisbon {number}") + long)
        await heard.says("store.failed")
        assert not store_of(service).healthy
        assert heard.all("task.received") == []
        assert len(place.lies()["inbox"]) == 5
        full_disk["pages"] = None
        await service.world.folders.sweep_now()  # type: ignore[attr-defined]  # of the real folders
        await heard.says("store.recovered")
        await heard.says("mail.sent", times=5)
    assert len(heard.all("store.failed")) == 1
    assert len(heard.all("task.received")) == 5
    assert len(place.lies()["delegated"]) == 5
    assert heard.all("task.duplicate") == []
    assert heard.all("service.failed") == []


async def test_after_a_full_disk_the_workloads_are_right(
    tmp_path: Path, heard: Heard, full_disk: dict[str, int | None]
) -> None:
    """What could not be kept is on nobody's desk."""
    place = small_home(tmp_path)
    async with at_work(place) as service:
        full_disk["pages"] = 0
        place.drop("a.md", FLIGHTS + "The story of it all. " * 2000)
        await heard.says("store.failed")
        await heard.until(lambda: not service.office.workloads.of("maya").tasks)
        full_disk["pages"] = None
        await service.world.folders.sweep_now()  # type: ignore[attr-defined]  # of the real folders
        await heard.says("mail.sent")
        assert service.office.workloads.of("maya").tasks == 1


async def test_a_crash_between_commit_and_move_is_no_duplicate(
    place: Place, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task is kept, its file lies in the inbox still: at the next start it is moved, and not taken twice."""
    from delegated.edges.inbox import TaskFolders  # noqa: PLC0415

    class Crash(BaseException):
        """As a kill: nothing is caught, nothing is tidied up."""

    async def crash(self: TaskFolders, moves: Sequence[Filing]) -> list[str | OSError | None]:
        raise Crash

    place.drop()
    with monkeypatch.context() as broken:
        broken.setattr(TaskFolders, "file_away", crash)
        with pytest.raises(app.CannotRun, match="take in files"):
            await place.run()
    assert place.lies() == {"inbox": ["Book flights.md"]}
    assert place.status()["tasks"][0]["state"] == "offered"
    await place.run()
    assert place.lies() == {"delegated": ["T-1 Book flights.md"]}
    assert heard.all("task.duplicate") == []
    assert len(heard.all("task.received")) == 1
    assert len(place.mails()) == 1


async def test_a_move_that_fails_is_no_duplicate_either(
    place: Place, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk says no once, after the task was kept: the file is moved at the next try, by the same process."""
    from delegated.edges.inbox import TaskFolders  # noqa: PLC0415

    really, failures = TaskFolders.file_away, iter([OSError(5, "Input/output error")])

    async def fail_once(self: TaskFolders, moves: Sequence[Filing]) -> list[str | OSError | None]:
        for failure in failures:
            raise failure
        return await really(self, moves)

    monkeypatch.setattr(TaskFolders, "file_away", fail_once)
    async with at_work(place) as service:
        place.drop()
        await heard.says("folder.blocked")
        await service.world.folders.sweep_now()  # type: ignore[attr-defined]  # of the real folders
        place.clock.at = place.clock.at.replace(hour=12)
        service.wake()
        await heard.until(lambda: place.lies() == {"delegated": ["T-1 Book flights.md"]})
    assert heard.all("task.duplicate") == []
    assert heard.one("folder.blocked")["reason"] == "Input/output error"


async def test_a_folder_that_may_not_be_written_is_told_and_tried_again(
    place: Place, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One move fails with a reason of the world; the letter leaves all the same."""
    from delegated.edges.inbox import TaskFolders  # noqa: PLC0415

    really, failures = TaskFolders.move, iter([OSError(30, "Read-only file system")])

    def fail_once(self: TaskFolders, *names: str) -> str | None:
        for failure in failures:
            raise failure
        return really(self, *names)

    monkeypatch.setattr(TaskFolders, "move", fail_once)
    place.drop()
    await place.run()
    assert heard.one("folder.blocked")["file"] == "Book flights.md"
    assert len(place.mails()) == 1
    place.clock.at = place.clock.at.replace(hour=12)
    await place.run()
    assert place.lies() == {"delegated": ["T-1 Book flights.md"]}
    assert heard.all("task.duplicate") == []


async def test_the_main_job_on_either_database(tmp_path: Path, store_url: str, heard: Heard) -> None:
    """Dropped, briefed, moved, withdrawn, dropped again: the same story on SQLite and on PostgreSQL."""
    place = small_home(tmp_path / "home", store=store_url)
    place.drop()
    await place.run()
    place.drop("again.md")
    place.move(1, "dropped")
    await place.run()
    assert place.lies() == {"dropped": ["T-1 Book flights.md"], "rejected": ["again.md", "again.md.error.txt"]}
    assert [line["letter"] for line in heard.all("mail.sent")] == ["brief", "withdrawn"]
    assert [row["event"] for row in place.history(1)] == [line["event"] for line in heard.lines if line.get("task")]
    with_number = place.status()["tasks"]
    assert with_number == []


async def test_numbers_are_never_given_twice(tmp_path: Path, store_url: str, heard: Heard) -> None:
    """Over restarts, and whatever was refused between."""
    place = small_home(tmp_path / "home", store=store_url)
    for name in ("a", "b", "c"):
        place.drop(f"{name}.txt", f"Call {name}\n")
        await place.run()
    numbers = [line["task"] for line in heard.all("task.received")]
    assert len(set(numbers)) == 3
    assert numbers == sorted(numbers, key=lambda number: int(number[2:]))
