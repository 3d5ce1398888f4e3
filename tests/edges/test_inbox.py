"""Files come out of the inbox once and whole, and every file lies where its story says. Real folders, real events."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import socket
import tempfile
import threading
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watchdog.observers.inotify_c import InotifyFD

from delegated.edges.inbox import (
    FOLDERS,
    Arrival,
    Sighting,
    TaskFolders,
    files,
    number_in,
    placed_name,
)
from delegated.edges.inbox.files import Left, Text, Unread, read_whole, signature_of
from delegated.edges.inbox.names import is_ignored
from delegated.edges.inbox.sweeping import Places, Sweeper, Swept
from delegated.ports import Filing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

LONG_AGO = 1_700_000_000
SETTLE = timedelta(seconds=0.1)
BOOK = "title: Book flights\n"


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    return tmp_path / "tasks"


@pytest.fixture
async def folders(tasks: Path) -> AsyncIterator[TaskFolders]:
    async with opened(tasks) as folders:
        yield folders


@asynccontextmanager
async def opened(
    tasks: Path, *, max_bytes: int = 1_000_000, expected: Callable[[], Mapping[int, tuple[str, str]]] | None = None
) -> AsyncIterator[TaskFolders]:
    folders = TaskFolders(tasks, settle=SETTLE, max_bytes=max_bytes, expected=expected)
    await folders.start()
    try:
        yield folders
    finally:
        await folders.stop()


async def come(folders: TaskFolders, count: int = 1) -> list[Arrival | Sighting]:
    """The next `count` that come; more at once is a fault."""
    came: list[Arrival | Sighting] = []
    async with asyncio.timeout(30):
        while len(came) < count:
            came += await folders.batch()
    assert len(came) == count, came
    return came


async def arrival(folders: TaskFolders) -> Arrival:
    [came] = await come(folders)
    assert isinstance(came, Arrival)
    return came


async def until_marked(folders: TaskFolders, tasks: Path, name: str = "marker.md") -> list[Arrival | Sighting]:
    """All that comes until a file that is written from now on is handed out: what settles before it comes before it."""
    (tasks / "inbox" / name).write_text("marker\n")
    came: list[Arrival | Sighting] = []
    async with asyncio.timeout(30):
        while not any(one.name == name for one in came):
            came += await folders.batch()
    folders.move("inbox", name, "done", name)
    return [one for one in came if one.name != name]


def rename_in(tasks: Path, name: str | bytes, text: str = BOOK) -> Path:
    """The way a careful program drops a file: written elsewhere, renamed into place."""
    draft = tasks.parent / "draft"
    draft.write_text(text)
    place = tasks / "inbox" / os.fsdecode(name)
    draft.rename(place)
    return place


def names(came: list[Arrival | Sighting]) -> list[str]:
    return [one.name for one in came]


def lie(tasks: Path, folder: str) -> list[str]:
    return sorted(path.name for path in (tasks / folder).iterdir())


# Ways of writing


async def test_the_folders_are_made(folders: TaskFolders, tasks: Path) -> None:
    """A new home works at once."""
    assert lie(tasks, ".") == sorted(FOLDERS)
    assert folders.idle


async def test_a_renamed_file_is_taken_at_once(tasks: Path) -> None:
    """It is whole when its name appears: it need not rest, even where everything else rests for a day."""
    folders = TaskFolders(tasks, settle=timedelta(days=1))
    await folders.start()
    place = rename_in(tasks, "Book flights.md")
    os.utime(place, (LONG_AGO, LONG_AGO))
    came = await arrival(folders)
    assert came == Arrival(
        folder="inbox",
        name="Book flights.md",
        content=BOOK.encode(),
        modified=datetime.fromtimestamp(LONG_AGO, UTC),
        inode=place.stat().st_ino,
        size=len(BOOK),
        oversized=False,
    )
    await folders.stop()


async def test_a_copied_file_is_taken_when_it_has_settled(folders: TaskFolders, tasks: Path, tmp_path: Path) -> None:
    """As `cp` does: created, written, closed."""
    (tmp_path / "Book flights.md").write_text(BOOK)
    shutil.copy(tmp_path / "Book flights.md", tasks / "inbox")
    assert (await arrival(folders)).content == BOOK.encode()


async def test_a_slow_writer_is_waited_for(folders: TaskFolders, tasks: Path) -> None:
    """While somebody has the file open it may be half there, however long nothing happens to it."""
    with (tasks / "inbox" / "slow.md").open("w") as writer:
        for piece in ("title: Book", " flights", " to Lisbon\n"):
            writer.write(piece)
            writer.flush()
            assert await until_marked(folders, tasks) == []
    assert (await arrival(folders)).content == b"title: Book flights to Lisbon\n"


async def test_a_renamed_file_with_a_writer_is_waited_for(folders: TaskFolders, tasks: Path) -> None:
    """Some programs rename first and close later."""
    with (tasks.parent / "draft").open("w") as writer:
        writer.write("title: Book")
        writer.flush()
        (tasks.parent / "draft").rename(tasks / "inbox" / "early.md")
        assert await until_marked(folders, tasks) == []
        writer.write(" flights\n")
    assert (await arrival(folders)).content == BOOK.encode()


async def test_two_appends_are_one_file(folders: TaskFolders, tasks: Path) -> None:
    """As `echo … >> file` twice: opened and closed each time."""
    for line in ("title: Book flights\n", "due: friday\n"):
        with (tasks / "inbox" / "notes.yaml").open("a") as file:
            file.write(line)
    assert (await arrival(folders)).content == b"title: Book flights\ndue: friday\n"


async def test_an_editor_saves_once(folders: TaskFolders, tasks: Path) -> None:
    """Swap file, backup, temporary file and rename: one task, and nothing of the rest."""
    inbox = tasks / "inbox"
    for leaving in (".task.md.swp", "4913", "task.md~", "#task.md#", ".#task.md", "task.md.tmp", ".~lock.task.md#"):
        (inbox / leaving).write_text("not a task\n")
    (inbox / "task.md.tmp").rename(inbox / "task.md")
    (inbox / "other.md.part").write_text(BOOK)
    (inbox / "other.md.part").rename(inbox / "other.md")
    assert sorted(names(await come(folders, 2))) == ["other.md", "task.md"]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []
    assert folders.left == {}


async def test_a_hard_link_is_taken(folders: TaskFolders, tasks: Path, tmp_path: Path) -> None:
    """As some mail programs deliver: nothing is written or renamed, only a name appears."""
    (tmp_path / "elsewhere.md").write_text(BOOK)
    os.link(tmp_path / "elsewhere.md", tasks / "inbox" / "linked.md")
    assert (await arrival(folders)).name == "linked.md"


async def test_a_renamed_file_that_replaces_a_resting_one_is_the_one(folders: TaskFolders, tasks: Path) -> None:
    """Created, and at once replaced by a rename over it: the newer one, once."""
    (tasks / "inbox" / "task.md").write_text("title: Old\n")
    rename_in(tasks, "task.md", "title: New\n")
    assert (await arrival(folders)).content == b"title: New\n"
    assert await until_marked(folders, tasks) == []


async def test_an_empty_file_is_given_time(folders: TaskFolders, tasks: Path) -> None:
    """A new file is most often made empty and then written; one that stays empty is handed out in the end."""
    (tasks / "inbox" / "empty.md").touch()
    assert await until_marked(folders, tasks) == []
    assert (await arrival(folders)).content == b""


async def test_a_file_deleted_before_it_is_read_is_forgotten(folders: TaskFolders, tasks: Path) -> None:
    """Noticed, but gone: nothing comes of it, and nothing goes on waiting for it."""
    (tasks / "inbox" / "gone.md").write_text(BOOK)
    rename_in(tasks, "also gone.md").unlink()
    (tasks / "inbox" / "gone.md").unlink()
    assert await until_marked(folders, tasks) == []
    assert not folders._settling


async def test_two_thousand_at_once_come_once_each(folders: TaskFolders, tasks: Path, tmp_path: Path) -> None:
    """Renamed in, copied in and written in place, while the daemon files away what it has taken."""
    (tmp_path / "stage").mkdir()
    for number in range(2000):
        (tmp_path / "stage" / f"{number}.md").write_text(f"title: Task {number}\n")
    dropping = threading.Thread(target=drop_all, args=(tmp_path / "stage", tasks / "inbox"))
    dropping.start()
    taken: dict[str, bytes] = {}
    async with asyncio.timeout(60):
        while len(taken) < 2000:
            batch = await folders.batch()
            moves = []
            for number, one in enumerate(batch, len(taken) + 1):
                assert isinstance(one, Arrival)
                assert one.name not in taken
                taken[one.name] = one.content
                moves.append(Filing("inbox", one.name, "delegated", placed_name(number, one.name)))
            assert None not in await folders.file_away(moves)
    dropping.join()
    assert taken == {f"{number}.md": f"title: Task {number}\n".encode() for number in range(2000)}
    assert lie(tasks, "inbox") == []
    assert len(lie(tasks, "delegated")) == 2000
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []


def drop_all(stage: Path, inbox: Path) -> None:
    for number, path in enumerate(sorted(stage.iterdir())):
        if number % 3 == 0:
            path.rename(inbox / path.name)
        elif number % 3 == 1:
            shutil.copy(path, inbox)
        else:
            (inbox / path.name).write_text(path.read_text())


async def test_a_file_that_leaves_the_tree_is_no_news(folders: TaskFolders, tasks: Path, tmp_path: Path) -> None:
    """Where it went need not be known, and what comes after it comes at once."""
    (tasks / "done" / "T-1 old.md").write_text(BOOK)
    assert await come(folders) == [Sighting("done", "T-1 old.md", 1)]
    (tasks / "done" / "T-1 old.md").rename(tmp_path / "kept elsewhere.md")
    rename_in(tasks, "next.md")
    assert (await arrival(folders)).name == "next.md"


# At the start, and without events


async def test_what_lay_there_before_is_taken(tasks: Path) -> None:
    """A sweep at the start: old files at once, fresh ones when they have settled, each once."""
    (tasks / "inbox").mkdir(parents=True)
    (tasks / "inbox" / "old.md").write_text(BOOK)
    (tasks / "inbox" / "fresh.md").write_text(BOOK)
    os.utime(tasks / "inbox" / "old.md", (LONG_AGO, LONG_AGO))
    async with opened(tasks) as folders:
        assert sorted(names(await come(folders, 2))) == ["fresh.md", "old.md"]
        await folders.sweep_now()
        assert await until_marked(folders, tasks) == []


async def test_a_file_half_there_at_the_start_is_waited_for(tasks: Path) -> None:
    """Its writer began before the daemon did."""
    (tasks / "inbox").mkdir(parents=True)
    with (tasks / "inbox" / "half.md").open("w") as writer:
        writer.write("title: Book")
        writer.flush()
        os.utime(tasks / "inbox" / "half.md", (LONG_AGO, LONG_AGO))
        async with opened(tasks) as folders:
            assert await until_marked(folders, tasks) == []
            writer.write(" flights\n")
            writer.close()
            assert (await arrival(folders)).content == BOOK.encode()


async def test_sweeps_find_what_no_event_tells(folders: TaskFolders, tasks: Path) -> None:
    """The watcher has died: arrivals and moves by hand are still seen, later."""
    (tasks / "yours" / "T-3 call.md").write_text(BOOK)
    assert await come(folders) == [Sighting("yours", "T-3 call.md", 3)]
    await asyncio.to_thread(folders._watcher.stop)
    rename_in(tasks, "unheard.md")
    (tasks / "yours" / "T-3 call.md").rename(tasks / "done" / "T-3 call.md")
    await folders.sweep_now()
    came = await come(folders, 2)
    assert sorted(names(came)) == ["T-3 call.md", "unheard.md"]
    assert Sighting("done", "T-3 call.md", 3) in came


async def test_sweeps_come_by_themselves(tasks: Path) -> None:
    """Every minute; here more often."""
    folders = TaskFolders(tasks, settle=SETTLE, sweep_every=timedelta(seconds=0.05))
    await folders.start()
    await asyncio.to_thread(folders._watcher.stop)
    rename_in(tasks, "unheard.md")
    assert (await arrival(folders)).name == "unheard.md"
    await folders.stop()


async def test_sweeps_go_on_after_one_that_failed(tasks: Path) -> None:
    """Whatever it was: it is told under `sweep`, and the next one makes it good."""
    folders = TaskFolders(tasks, settle=SETTLE, sweep_every=timedelta(seconds=0.05))
    await folders.start()
    await asyncio.to_thread(folders._watcher.stop)
    look, failed = folders._look, asyncio.Event()
    loop = asyncio.get_running_loop()

    def fail() -> Swept:
        loop.call_soon_threadsafe(failed.set)
        message = "not what anybody thought of"
        raise ValueError(message)

    folders._look = fail  # type: ignore[method-assign]  # a fault of ours that is not known yet
    async with asyncio.timeout(30):
        await failed.wait()
        failed.clear()
        await failed.wait()
    assert folders.lost == {"sweep": "ValueError: not what anybody thought of"}
    folders._look = look  # type: ignore[method-assign]  # as it was
    rename_in(tasks, "unheard.md")
    assert (await arrival(folders)).name == "unheard.md"
    assert folders.lost == {}
    await folders.stop()


def test_an_unchanged_folder_is_not_looked_into(tmp_path: Path) -> None:
    """A hundred thousand open files cost nothing while nothing happens."""
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    done = tmp_path / "done"
    os.utime(done, (LONG_AGO, LONG_AGO))
    sweeper = Sweeper(str(tmp_path), Places())
    sweeper.sweep()
    (done / "T-1 x.md").touch()
    os.utime(done, (LONG_AGO, LONG_AGO))
    assert sweeper.sweep().strays == []
    os.utime(done)
    assert sweeper.sweep().strays == [("done", "T-1 x.md", 1)]
    assert sweeper.sweep().strays == [("done", "T-1 x.md", 1)], (
        "a fresh time is not trusted: there may be two changes in it"
    )


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    """The sweep goes on with the others, and says so."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.md").touch()
    swept = Sweeper(str(tmp_path), Places()).sweep()
    assert [found.name for found in swept.found] == ["a.md"]
    assert sorted(swept.lost) == sorted(set(FOLDERS) - {"inbox"})


async def test_an_overflow_is_made_good_by_a_sweep(folders: TaskFolders, tasks: Path) -> None:
    """More happens than the kernel's queue holds while nobody reads it: what it threw away is found at once."""
    limit = queue_limit()
    if limit > 100_000:
        pytest.skip("fs.inotify.max_queued_events is too large to overflow in a test")
    reader = folders._watcher._reader
    assert reader
    with reader._lock:
        place = rename_in(tasks, "restless.md")
        for number in range(limit + 5000):  # what the reader takes before it is stopped, and some more
            place = place.rename(tasks / "inbox" / f"restless {number % 2}.md")
        rename_in(tasks, "unheard.md")
    assert sorted(names(await come(folders, 2))) == [place.name, "unheard.md"]
    assert folders.overflows >= 1
    assert await until_marked(folders, tasks) == []


def queue_limit() -> int:
    return int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())


async def test_a_folder_that_was_away_is_watched_again(folders: TaskFolders, tasks: Path, tmp_path: Path) -> None:
    """Removed and made anew, or another one in its place: the next sweep notices."""
    (tasks / "inbox").rename(tmp_path / "put away")
    await folders.sweep_now()
    assert list(folders.lost) == ["inbox"]
    (tasks / "inbox").mkdir()
    await folders.sweep_now()
    assert folders.lost == {}
    rename_in(tasks, "heard.md")
    (tmp_path / "put away" / "elsewhere.md").write_text(BOOK)
    assert (await arrival(folders)).name == "heard.md"
    shutil.rmtree(tasks / "inbox")
    (tasks / "inbox").mkdir()
    await folders.sweep_now()
    rename_in(tasks, "heard again.md")
    assert (await arrival(folders)).name == "heard again.md"


async def test_a_reader_that_died_is_replaced(folders: TaskFolders, tasks: Path) -> None:
    """Threads end without a word; a sweep looks whether this one is alive."""
    reader = folders._watcher._reader
    assert reader
    reader.stop()
    await asyncio.to_thread(reader.join)
    await folders.sweep_now()
    rename_in(tasks, "heard.md")
    assert (await arrival(folders)).name == "heard.md"


async def test_what_cannot_be_watched_is_swept(tasks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system has no inotify left to give: slower, and said, but it works."""

    def none_left(_: object) -> int:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr(InotifyFD, "_create_inotify_fd", none_left)
    async with opened(tasks) as folders:
        assert folders.lost == dict.fromkeys(FOLDERS, "it cannot be watched: inotify instance limit reached")
        rename_in(tasks, "unheard.md")
        await folders.sweep_now()
        assert (await arrival(folders)).name == "unheard.md"


# Handed out once


async def test_a_file_is_handed_out_again_only_when_it_is_forgotten(folders: TaskFolders, tasks: Path) -> None:
    """While it is worked on it may change and be swept over; after a failure of the world it is tried again."""
    rename_in(tasks, "task.md")
    first = await arrival(folders)
    await folders.sweep_now()
    rename_in(tasks, "task.md", "title: Changed\n")
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []
    folders.forget("task.md")
    second = await arrival(folders)
    assert (first.content, second.content) == (BOOK.encode(), b"title: Changed\n")


async def test_an_unchanged_file_is_tried_again_at_the_next_sweep(folders: TaskFolders, tasks: Path) -> None:
    """Not at once: the disk is as full as it was."""
    os.utime(rename_in(tasks, "task.md"), (LONG_AGO, LONG_AGO))
    first = await arrival(folders)
    folders.forget("task.md")
    assert await until_marked(folders, tasks) == []
    await folders.sweep_now()
    assert await arrival(folders) == first


async def test_a_batch_is_no_larger_than_asked(folders: TaskFolders, tasks: Path) -> None:
    """And what is left over comes with the next one."""
    for number in range(5):
        rename_in(tasks, f"{number}.md")
    came: list[Arrival | Sighting] = []
    async with asyncio.timeout(30):
        while len(came) < 5:
            batch = await folders.batch(2)
            assert 1 <= len(batch) <= 2
            came += batch
    assert names(came) == [f"{number}.md" for number in range(5)]


async def test_new_tasks_come_before_what_was_moved_by_hand(tasks: Path) -> None:
    """The files of closed tasks are known to nobody at the start; a new task does not wait for all of them."""
    (tasks / "done").mkdir(parents=True)
    for number in range(1, 101):
        (tasks / "done" / f"T-{number} old.md").touch()
    async with opened(tasks) as folders:
        draft = tasks.parent / "new.md"
        draft.write_text(BOOK)
        os.utime(draft, (LONG_AGO, LONG_AGO))
        draft.rename(tasks / "inbox" / "new.md")  # Old already, so that nobody waits for it to settle.
        await folders.sweep_now()
        async with asyncio.timeout(30):
            while not folders._ready:  # It has settled: nobody else can see that.
                folders._something.clear()
                await folders._something.wait()
            first = await folders.batch(10)
            assert names(first)[0] == "new.md"
            assert len(first) == 10, "the room that is left is used"
            came = len(first)
            while came < 101:
                came += len(await folders.batch(10))
        assert came == 101


@pytest.fixture
def tasks_of_any_year() -> Iterator[Path]:
    """Task folders on a file system that keeps times of any year, as tmpfs and XFS do."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("no tmpfs at /dev/shm")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as home:
        yield Path(home) / "tasks"


async def test_a_file_from_the_far_future_is_taken_like_any_other(tasks_of_any_year: Path) -> None:
    """So is one from before the year 1: a time that a datetime cannot hold is the nearest that it can."""
    inbox = tasks_of_any_year / "inbox"
    inbox.mkdir(parents=True)
    for name, years in (("past.md", -5_000), ("present.md", 0), ("future.md", 9_500)):
        (inbox / name).write_text(BOOK)
        seconds = LONG_AGO + years * 31_556_952
        os.utime(inbox / name, (seconds, seconds))
        if (inbox / name).stat().st_mtime != seconds:
            pytest.skip("this file system keeps no such times")
    async with opened(tasks_of_any_year) as folders:
        came = {one.name: one for one in await come(folders, 3)}
    modified = {name: one.modified.astimezone(UTC).year for name, one in came.items() if isinstance(one, Arrival)}
    assert modified == {"past.md": 1, "present.md": 2023, "future.md": 9999}
    for one in came.values():
        assert isinstance(one, Arrival)
        for hours in (-14, 14):
            assert one.modified.astimezone(timezone(timedelta(hours=hours))) == one.modified, "told in any zone"


async def test_one_file_that_fails_holds_up_no_other(
    folders: TaskFolders, tasks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever went wrong with it: it is named with the reason, tried again, and the rest of the batch comes."""

    def fail(path: str, most: int) -> Text | Unread | Left:
        if path.endswith("/b.md"):
            message = "not what anybody thought of"
            raise ValueError(message)
        return read_whole(path, most)

    with monkeypatch.context() as broken:
        broken.setattr("delegated.edges.inbox.folders.read_whole", fail)
        for name in ("a.md", "b.md", "c.md"):
            os.utime(rename_in(tasks, name), (LONG_AGO, LONG_AGO))
        assert names(await come(folders, 2)) == ["a.md", "c.md"]
        assert await until_marked(folders, tasks) == []
        assert folders.left == {"b.md": "it cannot be read: ValueError: not what anybody thought of"}
    await folders.sweep_now()
    assert (await arrival(folders)).name == "b.md"
    assert folders.left == {}


async def test_idle_means_that_nothing_is_on_its_way(folders: TaskFolders, tasks: Path) -> None:
    """A resting file and a ready one are on their way; one that was handed out is not."""
    with (tasks / "inbox" / "task.md").open("w") as writer:
        writer.write(BOOK)
        writer.flush()
        await folders.sweep_now()
        assert not folders.idle
    assert (await arrival(folders)).name == "task.md"
    assert folders.idle


# What is no task


async def test_a_large_file_is_told_by_its_size_and_not_read(tasks: Path) -> None:
    """The reader makes the fault of it."""
    async with opened(tasks, max_bytes=100) as folders:
        rename_in(tasks, "large.md", "x" * 101)
        rename_in(tasks, "largest.md", "x" * 100)
        large, largest = await come(folders, 2)
        assert isinstance(large, Arrival)
        assert isinstance(largest, Arrival)
        assert (large.oversized, large.size, large.content) == (True, 101, b"")
        assert (largest.oversized, largest.size, len(largest.content)) == (False, 100, 100)


async def test_what_is_no_task_is_left_and_named(
    folders: TaskFolders, tasks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links are not followed, a FIFO is not waited for, an attachment waits for its task; all stay where they are."""
    inbox = tasks / "inbox"
    (tmp_path / "secret.md").write_text("secret\n")
    (inbox / "link.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(inbox / "pipe.md")
    (inbox / "folder.md").mkdir()
    (inbox / "folder.md" / "task.md").write_text(BOOK)
    (inbox / "mail.eml").write_text("Subject: x\n\n")
    (inbox / "itinerary.pdf").write_bytes(b"%PDF")
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        monkeypatch.chdir(inbox)  # a socket's address is short
        listener.bind("s.md")
        reasons = {
            "link.md": "it is a symbolic link",
            "pipe.md": "it is not a regular file",
            "s.md": "it is not a regular file",
            "folder.md": "it is a folder",
            "mail.eml": "it is not named .md, .yaml, .yml or .txt",
            "itinerary.pdf": "it is not named .md, .yaml, .yml or .txt",
        }
        assert await until_marked(folders, tasks) == []
        assert folders.left == reasons, "told by events"
        await folders.sweep_now()
        assert await until_marked(folders, tasks) == []
        assert folders.left == reasons, "told by the sweep"
    assert lie(tasks, "inbox") == sorted(reasons)


async def test_a_link_that_replaces_a_ready_file_is_not_followed(tasks: Path, tmp_path: Path) -> None:
    """Swapped between the notice and the reading."""
    (tmp_path / "secret.md").write_text("secret\n")
    async with opened(tasks) as folders:
        place = rename_in(tasks, "task.md")
        async with asyncio.timeout(30):
            while not folders._ready:
                await asyncio.wait_for(folders._something.wait(), 10)
                folders._something.clear()
        place.unlink()
        place.symlink_to(tmp_path / "secret.md")
        assert await until_marked(folders, tasks) == []
        assert folders.left == {"task.md": "it is a symbolic link"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
async def test_an_unreadable_file_is_named_and_tried_again(folders: TaskFolders, tasks: Path) -> None:
    """A failure of the world: it stays in the inbox until somebody gives the permission."""
    (tasks.parent / "draft").write_text(BOOK)
    (tasks.parent / "draft").chmod(0)
    (tasks.parent / "draft").rename(tasks / "inbox" / "closed.md")
    assert await until_marked(folders, tasks) == []
    assert folders.left == {"closed.md": "it cannot be read: Permission denied"}
    (tasks / "inbox" / "closed.md").chmod(0o600)
    await folders.sweep_now()
    assert (await arrival(folders)).content == BOOK.encode()
    assert folders.left == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else for a moment")
def test_other_peoples_files_are_read_but_not_vouched_for() -> None:
    """A lease is for the owner: where the system does not tell of writers, `certain` says so."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        Path(place).chmod(0o755)
        path = Path(place) / "task.md"
        path.write_text(BOOK)
        assert read_whole(str(path), 100) == Text(BOOK.encode(), signature(path), certain=True)
        with somebody_else():
            assert read_whole(str(path), 100) == Text(BOOK.encode(), signature(path), certain=False)
        path.chmod(0)
        with somebody_else():
            assert read_whole(str(path), 100) == Left("it cannot be read: Permission denied")


@contextmanager
def somebody_else() -> Iterator[None]:
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def signature(path: Path) -> files.Signature:
    found = signature_of(str(path))
    assert found
    return found


def encoded(text: str) -> bytes:
    return text.encode(errors="ignore")


ODD_NAMES = [
    b"two\nlines.md",
    "\N{RIGHT-TO-LEFT OVERRIDE}fdp.md".encode(),
    "\N{ROCKET}\N{FAMILY}.TXT".encode(),
    "מפגש.yml".encode(),
    b"\xff\xfe invalid \x80.yaml",
    b"x" * 252 + b".md",
    ("\N{GREEK SMALL LETTER OMEGA}" * 126 + ".md").encode(),
    b" leading and trailing .md",
    b"-rf $(reboot);'\".md",
    b"T-12 taken before.md",
    b"a..md",
]


@pytest.mark.parametrize("odd", ODD_NAMES)
async def test_any_name_lives_through_the_whole_way(folders: TaskFolders, tasks: Path, odd: bytes) -> None:
    """Taken, moved with its number in front, rejected with an error file beside it."""
    rename_in(tasks, odd)
    came = await arrival(folders)
    assert os.fsencode(came.name) == odd
    placed = placed_name(123456, came.name)
    assert folders.move("inbox", came.name, "delegated", placed) == placed
    assert lie(tasks, "delegated") == [placed]
    rename_in(tasks, odd, "title: [\n")
    came = await arrival(folders)
    rejected = folders.reject(came.name, "line 1: no end")
    assert rejected
    assert lie(tasks, "rejected") == sorted([rejected, rejected + ".error.txt"])
    (tasks / "rejected" / rejected).write_text(BOOK)
    assert (await arrival(folders)).name == rejected
    folders.clear_error(rejected)
    assert lie(tasks, "rejected") == [rejected]


@given(st.integers(1, 999_999_999), st.binary(min_size=1, max_size=255) | st.text(max_size=200).map(encoded))
def test_a_placed_name_holds_its_number_and_fits(number: int, raw: bytes) -> None:
    """Whatever the name was, its number can be read from it again, and placing it again changes nothing."""
    name = os.fsdecode(raw.translate(None, b"/\0"))
    placed = placed_name(number, name)
    assert number_in(placed) == number
    assert len(os.fsencode(placed)) <= 255
    assert placed_name(number, placed) == placed


@pytest.mark.parametrize(
    ("number", "name", "placed"),
    [
        (12, "Book flights.md", "T-12 Book flights.md"),
        (12, "T-7 Book flights.md", "T-12 Book flights.md"),
        (12, "T-7.md", "T-12.md"),
        (12, "T-shirts.md", "T-12 T-shirts.md"),
        (12, "T-0012 Book.md", "T-12 T-0012 Book.md"),
        (12, "noted", "T-12 noted"),
        (3, "ä" * 200 + ".md", "T-3 " + "ä" * 124 + ".md"),
        (3, "a" * 248 + " b.md", "T-3 " + "a" * 248 + ".md"),
    ],
)
def test_names_that_are_placed(number: int, name: str, placed: str) -> None:
    """The number in front, an older one gone, the suffix kept."""
    assert placed_name(number, name) == placed


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("T-12 x.md", 12),
        ("T-12.md", 12),
        ("T-12x.md", None),
        ("t-12 x.md", None),
        ("T-0 x.md", None),
        ("T-٣ x.md", None),
    ],
)
def test_numbers_that_are_read(name: str, number: int | None) -> None:
    """Only as they are written by us."""
    assert number_in(name) == number


@pytest.mark.parametrize(
    "name",
    [
        *(".hidden.md", "x.md~", "~$x.md", "#x.md#", "x.swp", "x.swx", "4913", "x.md.tmp", "x.md.part", "x.crdownload"),
        *(".~lock.x.md#", "desktop.ini", "Thumbs.db", ".DS_Store", "x.md.error.txt", ".syncthing.x.md.tmp"),
        *("~syncthing~x.md.tmp", "x.md___jb_tmp___", "x.md.filepart", "two\nlines.md~"),
    ],
)
def test_leavings_of_other_programs_are_ignored(name: str) -> None:
    """Not even named: they come and go."""
    assert is_ignored(name)


# Moves


async def test_a_move_by_hand_is_sighted_once(folders: TaskFolders, tasks: Path) -> None:
    """From where the daemon put it to where the owner wants it: by the event or by the sweep, not by both."""
    rename_in(tasks, "Book flights.md")
    await arrival(folders)
    name = placed_name(12, "Book flights.md")
    assert folders.move("inbox", "Book flights.md", "delegated", name) == name
    (tasks / "delegated" / name).rename(tasks / "done" / name)
    assert await come(folders) == [Sighting("done", name, 12)]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []
    (tasks / "done" / name).rename(tasks / "delegated" / name)
    assert await come(folders) == [Sighting("delegated", name, 12)], "back again is a word, too"


async def test_a_rename_by_hand_is_sighted(folders: TaskFolders, tasks: Path) -> None:
    """The folder is the same, but the file has to be found under its new name."""
    rename_in(tasks, "Book flights.md")
    await arrival(folders)
    folders.move("inbox", "Book flights.md", "delegated", "T-12 Book flights.md")
    (tasks / "delegated" / "T-12 Book flights.md").rename(tasks / "delegated" / "T-12 Lisbon.md")
    assert await come(folders) == [Sighting("delegated", "T-12 Lisbon.md", 12)]


async def test_a_sighting_that_was_not_kept_is_told_again(folders: TaskFolders, tasks: Path) -> None:
    """The store was down: the owner's word is told again by the next sweep, though the folder has not changed since."""
    (tasks / "done" / "T-12 a.md").write_text(BOOK)
    os.utime(tasks / "done", (LONG_AGO, LONG_AGO))
    seen = Sighting("done", "T-12 a.md", 12)
    assert await come(folders) == [seen]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == [], "all events of the file are heard"
    for _ in range(2):
        folders.unsee(seen.number, seen.folder, seen.name)
        assert await until_marked(folders, tasks) == [], "not at once: the store is as down as it was"
        await folders.sweep_now()
        assert await come(folders) == [seen]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == [], "kept this time"


async def test_a_sighting_that_was_not_kept_may_be_history(folders: TaskFolders, tasks: Path) -> None:
    """Moved on meanwhile by the owner or by the daemon: only where it lies now is told, and only what is news."""
    for number in (1, 2, 3):
        (tasks / "done" / f"T-{number} a.md").write_text(BOOK)
    await come(folders, 3)
    folders.move("done", "T-2 a.md", "yours", "T-2 a.md")
    for number in (1, 2, 3):
        folders.unsee(number, "done", f"T-{number} a.md")
    (tasks / "done" / "T-1 a.md").rename(tasks / "later" / "T-1 a.md")
    (tasks / "done" / "T-3 a.md").unlink()
    assert await come(folders) == [Sighting("later", "T-1 a.md", 1)]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []


async def test_a_sighting_that_was_not_kept_is_told_sooner_when_touched(folders: TaskFolders, tasks: Path) -> None:
    """As with a file that was forgotten: what happens to it is heard of."""
    (tasks / "done" / "T-12 a.md").write_text(BOOK)
    await come(folders)
    folders.unsee(12, "done", "T-12 a.md")
    (tasks / "done" / "T-12 a.md").write_text(BOOK)
    assert await come(folders) == [Sighting("done", "T-12 a.md", 12)]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []


async def test_own_moves_are_never_sighted(folders: TaskFolders, tasks: Path) -> None:
    """Neither by their events nor by a sweep that runs meanwhile."""
    for number in range(1, 101):
        (tasks / "inbox" / f"{number}.md").write_text(BOOK)
    came = await come(folders, 100)
    sweeping = asyncio.create_task(folders.sweep_now())
    await folders.file_away(
        [Filing("inbox", one.name, "waiting", placed_name(number, one.name)) for number, one in enumerate(came, 1)]
    )
    sweeping_again = asyncio.create_task(folders.sweep_now())
    await folders.file_away(
        [
            Filing("waiting", placed_name(number, one.name), "delegated", placed_name(number, one.name))
            for number, one in enumerate(came, 1)
        ]
    )
    await sweeping
    await sweeping_again
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []
    assert len(lie(tasks, "delegated")) == 100


async def test_files_in_their_place_are_not_sighted_at_the_start(tasks: Path) -> None:
    """The state knows where each belongs: only what was moved while the daemon was away is news."""
    for folder, name in (("delegated", "T-1 a.md"), ("done", "T-2 b.md"), ("dropped", "T-3 c.md")):
        (tasks / folder).mkdir(parents=True, exist_ok=True)
        (tasks / folder / name).write_text(BOOK)
    known = {1: ("delegated", "T-1 a.md"), 2: ("delegated", "T-2 b.md")}
    async with opened(tasks, expected=lambda: known) as folders:
        assert await come(folders, 2) == [Sighting("dropped", "T-3 c.md", 3), Sighting("done", "T-2 b.md", 2)]


async def test_an_edit_in_its_place_is_no_move(folders: TaskFolders, tasks: Path) -> None:
    """Saved over itself, with the editor's temporary names beside it."""
    rename_in(tasks, "a.md")
    await arrival(folders)
    folders.move("inbox", "a.md", "delegated", "T-1 a.md")
    draft = tasks / "delegated" / "T-1 a.md.tmp"
    draft.write_text("title: Changed\n")
    draft.rename(tasks / "delegated" / "T-1 a.md")
    (tasks / "delegated" / "T-1 a.md~").write_text(BOOK)
    assert await until_marked(folders, tasks) == []


async def test_a_different_file_in_the_way_is_not_overwritten(folders: TaskFolders, tasks: Path) -> None:
    """The second one is called so."""
    (tasks / "done" / "T-1 a.md").write_text("somebody else's\n")
    (tasks / "done" / "T-1 a (2).md").write_text("and another\n")
    assert len(await come(folders, 2)) == 2
    rename_in(tasks, "a.md")
    assert folders.move("inbox", "a.md", "done", "T-1 a.md") == "T-1 a (3).md"
    assert (tasks / "done" / "T-1 a.md").read_text() == "somebody else's\n"
    assert (tasks / "done" / "T-1 a (3).md").read_text() == BOOK


async def test_moving_again_after_a_crash_is_moved(folders: TaskFolders, tasks: Path) -> None:
    """Nothing to do; and where the file is in neither place, that is said."""
    place = rename_in(tasks, "a.md")
    await arrival(folders)
    assert folders.move("inbox", "a.md", "delegated", "T-1 a.md") == "T-1 a.md"
    assert folders.move("inbox", "a.md", "delegated", "T-1 a.md") == "T-1 a.md"
    assert folders.move("delegated", "T-1 a.md", "delegated", "T-1 a.md") == "T-1 a.md"
    assert folders.move("inbox", "never.md", "delegated", "T-2 never.md") is None
    assert lie(tasks, "delegated") == ["T-1 a.md"]
    os.link(tasks / "delegated" / "T-1 a.md", place)
    assert folders.move("inbox", "a.md", "delegated", "T-1 a.md") == "T-1 a.md"
    assert lie(tasks, "inbox") == []


async def test_a_folder_that_was_removed_is_made_again(folders: TaskFolders, tasks: Path) -> None:
    """Tidying up empty folders is no harm."""
    (tasks / "done").rmdir()
    rename_in(tasks, "a.md")
    assert folders.move("inbox", "a.md", "done", "T-1 a.md") == "T-1 a.md"


async def test_one_move_that_fails_holds_up_no_other(folders: TaskFolders, tasks: Path) -> None:
    """What the world refuses is told for that file alone."""
    rename_in(tasks, "a.md")
    rename_in(tasks, "b.md")
    (tasks / "standing").rmdir()
    (tasks / "standing").write_text("a file where the folder was\n")
    first, second = await folders.file_away(
        [Filing("inbox", "a.md", "standing", "T-1 a.md"), Filing("inbox", "b.md", "done", "T-2 b.md")]
    )
    assert isinstance(first, NotADirectoryError)
    assert second == "T-2 b.md"
    assert lie(tasks, "inbox") == ["a.md"]


async def test_moves_without_renameat2(folders: TaskFolders, tasks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old kernel, or a share: still never over another file."""
    monkeypatch.setattr(files, "_renameat2", lambda: files._no_renameat2)
    rename_in(tasks, "a.md")
    rename_in(tasks, "b.md")
    assert folders.move("inbox", "a.md", "done", "T-1.md") == "T-1.md"
    assert folders.move("inbox", "b.md", "done", "T-1.md") == "T-1 (2).md"
    assert folders.move("inbox", "c.md", "done", "T-3.md") is None


# Rejected


async def rejected(folders: TaskFolders, tasks: Path, text: str = "title: [\n", name: str = "bad.yaml") -> str:
    rename_in(tasks, name, text)
    await arrival(folders)
    placed = folders.reject(name, f"{name}:1:8: no end\n")
    assert placed
    return placed


async def test_a_rejected_file_has_its_error_beside_it(folders: TaskFolders, tasks: Path) -> None:
    """In UTF-8, readable for everybody, and nothing is handed out because of it."""
    assert await rejected(folders, tasks) == "bad.yaml"
    assert lie(tasks, "inbox") == []
    assert lie(tasks, "rejected") == ["bad.yaml", "bad.yaml.error.txt"]
    error = tasks / "rejected" / "bad.yaml.error.txt"
    assert error.read_text(encoding="utf-8") == "bad.yaml:1:8: no end\n"
    assert error.stat().st_mode & 0o777 == 0o644
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []
    assert folders.reject("bad.yaml", "again") == "bad.yaml", "again, after a crash"
    assert lie(tasks, "rejected") == ["bad.yaml", "bad.yaml.error.txt"]
    assert folders.reject("never.yaml", "text") is None


async def test_rejected_namesakes_stand_beside_each_other(folders: TaskFolders, tasks: Path) -> None:
    """Each with its own error; the very same text again stands there once."""
    assert await rejected(folders, tasks) == "bad.yaml"
    assert await rejected(folders, tasks, "due: [\n") == "bad (2).yaml"
    assert await rejected(folders, tasks) == "bad.yaml"
    assert lie(tasks, "rejected") == ["bad (2).yaml", "bad (2).yaml.error.txt", "bad.yaml", "bad.yaml.error.txt"]


@pytest.mark.parametrize("way", ["in place", "by rename", "by an older file"])
async def test_a_mended_file_is_taken_again(folders: TaskFolders, tasks: Path, tmp_path: Path, way: str) -> None:
    """However it was mended: where it lies, it comes again, and its error file goes when it is taken."""
    place = tasks / "rejected" / await rejected(folders, tasks)
    if way == "in place":
        place.write_text(BOOK)
    else:
        (tmp_path / "mended").write_text(BOOK)
        os.utime(tmp_path / "mended", (LONG_AGO, LONG_AGO) if way == "by an older file" else None)
        (tmp_path / "mended").rename(place)
    came = await arrival(folders)
    assert (came.folder, came.content) == ("rejected", BOOK.encode())
    folders.move("rejected", "bad.yaml", "delegated", "T-1 bad.yaml")
    folders.clear_error("bad.yaml")
    assert lie(tasks, "rejected") == []


async def test_a_file_mended_while_nobody_looked_is_taken_at_the_start(tasks: Path) -> None:
    """And one that was not mended is not."""
    async with opened(tasks) as folders:
        await rejected(folders, tasks)
        await rejected(folders, tasks, name="worse.yaml")
    (tasks / "rejected" / "bad.yaml").write_text(BOOK)
    async with opened(tasks) as folders:
        assert (await arrival(folders)).name == "bad.yaml"
        assert await until_marked(folders, tasks) == []


async def test_a_file_mended_badly_stays_with_a_new_error(folders: TaskFolders, tasks: Path) -> None:
    """It is read again only when it is changed again."""
    place = tasks / "rejected" / await rejected(folders, tasks)
    place.write_text("title: {\n")
    came = await arrival(folders)
    assert folders.reject(came.name, "another error", folder=came.folder) == "bad.yaml"
    assert (tasks / "rejected" / "bad.yaml.error.txt").read_text() == "another error\n"
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []
    place.write_text(BOOK)
    assert (await arrival(folders)).content == BOOK.encode()


async def test_a_file_changed_while_it_was_rejected_is_read_again(folders: TaskFolders, tasks: Path) -> None:
    """The error speaks of the text that was read, not of the one that was saved meanwhile."""
    rename_in(tasks, "bad.yaml", "title: [\n")
    await arrival(folders)
    os.utime(rename_in(tasks, "bad.yaml"), (LONG_AGO, LONG_AGO))
    folders.reject("bad.yaml", "no end")
    came = await arrival(folders)
    assert (came.folder, came.content) == ("rejected", BOOK.encode())


async def test_a_better_file_of_the_same_name_replaces_the_rejected_one(folders: TaskFolders, tasks: Path) -> None:
    """Dropped into the inbox again: the error goes, and the old text is kept under a name that says so."""
    await rejected(folders, tasks)
    rename_in(tasks, "bad.yaml")
    await arrival(folders)
    folders.move("inbox", "bad.yaml", "delegated", "T-1 bad.yaml")
    folders.clear_error("bad.yaml")
    folders.clear_error("bad.yaml")
    assert lie(tasks, "rejected") == ["bad (replaced).yaml"]
    await folders.sweep_now()
    assert await until_marked(folders, tasks) == []


async def test_an_error_is_kept_while_its_mended_file_is_still_to_be_read(folders: TaskFolders, tasks: Path) -> None:
    """Mended in place and dropped anew at the same time: both are read."""
    await rejected(folders, tasks)
    await asyncio.to_thread(folders._watcher.stop)
    (tasks / "rejected" / "bad.yaml").write_text("title: Mended\n")
    folders.clear_error("bad.yaml")
    await folders.sweep_now()
    assert (await arrival(folders)).content == b"title: Mended\n"


# Attachments


async def test_an_attachment_beside_the_task_is_read(folders: TaskFolders, tasks: Path) -> None:
    """A plain name, a regular file, up to the limit."""
    (tasks / "inbox" / "itinerary.pdf").write_bytes(b"%PDF")
    assert folders.beside("inbox", "itinerary.pdf", 4) == b"%PDF"


async def test_attachments_are_never_followed_out_of_the_folder(
    folders: TaskFolders, tasks: Path, tmp_path: Path
) -> None:
    """Each refusal has its reason."""
    inbox = tasks / "inbox"
    (tmp_path / "secret").write_text("secret\n")
    (inbox / "link").symlink_to(tmp_path / "secret")
    (inbox / "folder").mkdir()
    (inbox / "folder" / "inner").write_text("x")
    os.mkfifo(inbox / "pipe")
    (inbox / "large").write_bytes(b"x" * 11)
    refused = {
        str(tmp_path / "secret"): "absolute",
        "../../secret": "outside",
        "..": "outside",
        "folder/inner": "outside",
        "link": "link",
        "folder": "not a file",
        "pipe": "not a file",
        ".": "not a file",
        "": "not a file",
        "large": "too large",
        "nowhere": "missing",
        "x\0y": "missing",
        "x" * 300: "missing",
    }
    for name, reason in refused.items():
        assert folders.beside("inbox", name, 10) == reason, name
