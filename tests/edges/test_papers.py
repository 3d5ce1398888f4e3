"""Files that people edit are noticed however they are saved, and told once they rest. Real folders, real events."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import threading
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from watchdog.observers.inotify_c import InotifyFD

from delegated.edges.papers import Papers, rest_after
from waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

NEVER = timedelta(days=1)
OFTEN = timedelta(milliseconds=20)
SETTLE = timedelta(milliseconds=30)
PATIENCE = 20
RULES = "rules/10-ours.yaml"


class Desk:
    """Some papers, and how often they were looked at and told to have changed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.looks = 0
        self.told = 0

    @property
    def rules(self) -> Path:
        """The file that is changed."""
        return self.home / RULES

    def files(self) -> Iterator[Path]:
        """The settings, and whatever is a rule."""
        self.looks += 1
        yield self.home / "delegated.toml"
        yield from sorted((self.home / "rules").glob("*.yaml"))

    async def looked(self) -> None:
        """Whatever has happened until now was looked at, and what came of it."""
        for _ in range(2):
            before = self.looks
            (self.home / ".nudge").write_text("", encoding="utf-8")
            await self.looked_since(before)

    async def looked_since(self, looks: int) -> None:
        """There was another look after so many."""
        await until(lambda: self.looks > looks)

    async def tells(self, times: int = 1) -> None:
        """A change was told so many times."""
        await until(lambda: self.told >= times)
        assert self.told == times


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A home with settings and one rule file."""
    home = tmp_path / "home"
    (home / "rules").mkdir(parents=True)
    (home / "delegated.toml").write_text("", encoding="utf-8")
    desk = Desk(home)
    desk.rules.write_text("rules: []\n", encoding="utf-8")
    return desk


@asynccontextmanager
async def watched(desk: Desk, *, sweep: timedelta = NEVER, settle: timedelta = SETTLE) -> AsyncIterator[None]:
    """Every change is counted as long as the block lasts."""
    papers = Papers([desk.home, desk.home / "rules"], desk.files, settle=settle, sweep=sweep)
    await papers.start()

    async def count() -> None:
        while True:
            await papers.changed()
            desk.told += 1

    counting = asyncio.create_task(count())
    try:
        yield
    finally:
        counting.cancel()
        await asyncio.gather(counting, return_exceptions=True)
        await papers.stop()


def in_place(file: Path) -> None:
    file.write_text("rules: [] # more\n", encoding="utf-8")


def by_renaming(file: Path) -> None:
    draft = file.with_name(".10-ours.yaml.tmp")
    draft.write_text("rules: [] # more\n", encoding="utf-8")
    draft.rename(file)


def with_the_same_size_and_time(file: Path) -> None:
    draft, times = file.with_name(".draft"), file.stat()
    draft.write_text("rules: {}\n", encoding="utf-8")
    os.utime(draft, ns=(times.st_atime_ns, times.st_mtime_ns))
    draft.rename(file)


def as_vim_does(file: Path) -> None:
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text("rules: [] # more\n", encoding="utf-8")
    backup.unlink()


def by_deleting(file: Path) -> None:
    file.unlink()


def by_forbidding(file: Path) -> None:
    file.chmod(0o200)


def by_adding(file: Path) -> None:
    file.with_name("20-more.yaml").write_text("rules: []\n", encoding="utf-8")


def another_folder(file: Path) -> None:
    fresh = file.parent.with_name("rules.new")
    fresh.mkdir()
    (fresh / file.name).write_text("rules: [] # more\n", encoding="utf-8")
    file.parent.rename(file.parent.with_name("rules.old"))
    fresh.rename(file.parent)


def no_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


WAYS = [
    in_place, by_renaming, with_the_same_size_and_time, as_vim_does, by_deleting, by_forbidding, by_adding,
    another_folder, no_folder,
]  # fmt: skip
ways = pytest.mark.parametrize("save", WAYS, ids=lambda way: way.__name__)


@ways
async def test_a_change_is_told_once(desk: Desk, save: Callable[[Path], None]) -> None:
    """However an editor, a person or a program saves: once, without waiting for a sweep."""
    async with watched(desk):
        save(desk.rules)
        await desk.tells()
        await desk.looked()
        assert desk.told == 1


@ways
async def test_a_change_is_found_where_nothing_can_be_watched(
    desk: Desk, save: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system has no inotify left to give, or the folder is on a share: the sweeps find it."""

    def none_left(*_: object) -> int:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr(InotifyFD, "_create_inotify_fd", none_left)
    async with watched(desk, sweep=OFTEN):
        save(desk.rules)
        await desk.tells()


async def test_a_watcher_that_died_is_replaced(desk: Desk) -> None:
    """Whatever ended its thread: the next look begins another one, and what was missed meanwhile is found."""
    async with watched(desk, sweep=OFTEN):
        (watcher,) = _watchers()
        watcher.stop()
        watcher.join()
        in_place(desk.rules)
        await desk.tells()
        await until(_watchers)
    assert _watchers() == []


async def test_a_folder_that_came_back_is_watched(desk: Desk) -> None:
    """`rules/` is gone and there again: what is written into it then needs no sweep."""
    async with watched(desk):
        no_folder(desk.rules)
        await desk.tells()
        desk.rules.parent.mkdir()
        await desk.looked()
        in_place(desk.rules)
        await desk.tells(2)


async def test_what_is_no_paper_is_nothing(desk: Desk) -> None:
    """Swap files, backups and notes come and go beside the papers."""
    async with watched(desk):
        for name in (".10-ours.yaml.swp", "10-ours.yaml~", "4913", "notes.md"):
            beside = desk.rules.with_name(name)
            beside.write_text("rules: [", encoding="utf-8")
            await desk.looked()
            beside.unlink()
        await desk.looked()
        assert desk.told == 0


async def test_what_is_being_written_rests_first(desk: Desk) -> None:
    """Somebody writes piece by piece: it is told when she has stopped, and not before."""
    async with watched(desk, settle=timedelta(seconds=1)):
        for piece in range(20):
            with desk.rules.open("a", encoding="utf-8") as file:
                file.write(f"# {piece}\n")
            before = desk.looks
            await desk.looked_since(before)
            assert desk.told == 0
        await desk.tells()


async def test_a_failed_reload_is_told_again(desk: Desk) -> None:
    """Whoever could not use what was told says so, and hears of it once more, though nothing changes."""
    papers = Papers([desk.home], desk.files, settle=SETTLE, sweep=NEVER)
    await papers.start()
    in_place(desk.rules)
    papers.doubt()
    async with asyncio.timeout(PATIENCE):
        await papers.changed()
    await papers.stop()


def test_twenty_saves_in_a_minute_are_a_few_reloads() -> None:
    """One every three seconds: the first is told at once, then the rest grows longer; the last one is never missed."""
    saves = [3.0 * n for n in range(20)]
    told: list[float] = []
    for save, following in zip(saves, [*saves[1:], float("inf")], strict=True):
        ready = save + rest_after(len(told), 0.3)
        if ready < following:
            told.append(ready)
    assert told[0] == pytest.approx(0.3)
    assert 2 <= len(told) <= 6
    assert saves[-1] < told[-1] < saves[-1] + 20


async def test_saves_that_follow_each_other_are_one(desk: Desk) -> None:
    """Twenty of them, faster than they rest."""
    async with watched(desk, settle=timedelta(seconds=0.3)):
        for number in range(20):
            desk.rules.write_text(f"rules: [] # {number}\n", encoding="utf-8")
        await desk.tells()


def _watchers() -> list[InotifyFD]:
    return [thread for thread in threading.enumerate() if isinstance(thread, InotifyFD)]
