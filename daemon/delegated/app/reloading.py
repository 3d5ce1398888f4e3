"""What people change in a home while the service runs: read again, and in force when all of it is right.

Rules, roster, letters and what of the settings can change are one: they come into force together, or not at all.
Nothing is decided or sent because of it, but for one letter to the first owner where something cannot be read.
"""

from __future__ import annotations

import asyncio
import hashlib
import signal
import time
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from delegated.app import ROSTER, Home, ear_of, letters_of, read_home, rule_files, unusable, words_of
from delegated.core.errors import Unreadable
from delegated.events import Event
from delegated.logs import log
from delegated.settings import FILE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from delegated.core.errors import Fault
    from delegated.edges.papers import Papers
    from delegated.letters.templates import Templates
    from delegated.service import Service
    from delegated.settings import Settings

_LIVE: Final = frozenset({"owner", "trust", "currencies", "patience", "words", "replies.authserv"})
"""Settings that a reload puts into force; of a section all keys, if it stands here alone."""
# Somebody who saves again and again while it is read: what she saves last is found when it rests.
_TRIES: Final = 10
_OTHERS: Final = (".md", "~", "#", ".swp", ".bak", ".orig", ".tmp", "___")


def papers_of(home: Path) -> Iterator[Path]:
    """The files that people edit, in the order in which they are read. Not what an editor keeps for itself."""
    yield from (home / FILE, home / ROSTER)
    with suppress(OSError):
        yield from rule_files(home / "rules")
    with suppress(OSError):
        yield from sorted(file for file in (home / "letters").iterdir() if not _is_no_letter(file.name))


def seal_of(home: Path) -> str:
    """Another one whenever one of these files says something else, is there or not, or may be read or not."""
    whole = hashlib.sha256()
    for file in papers_of(home):
        try:
            content = b"+" + file.read_bytes()
        except OSError as error:
            content = f"-{error.strerror}".encode()
        whole.update(f"{file.relative_to(home)}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return whole.hexdigest()


def restart_needed(begun: Settings, now: Settings) -> list[str]:
    """The settings that are not as they were when the service began, and wait until it begins anew."""
    fixed = _fixed(now)
    return [name for name, value in _fixed(begun).items() if fixed[name] != value]


@asynccontextmanager
async def keeping_current(service: Service, home: Home, *, obedient: bool) -> AsyncIterator[None]:
    """Whatever is changed in the home counts from then on; `obedient`: at SIGHUP at once, and said so."""
    from delegated.edges.papers import SHORTEST, Papers  # noqa: PLC0415

    tasks = home.settings.tasks
    folders = (home.path, home.path / "rules", home.path / "letters")
    settle = max(SHORTEST, tasks.settle)
    papers = Papers(folders, partial(papers_of, home.path), settle=settle, sweep=tasks.sweep)
    reloading = Reloading(service, home)
    await papers.start()
    watching = asyncio.create_task(_follow(papers, reloading), name="watch what people edit")
    try:
        async with _at_sighup(reloading) if obedient else nullcontext():
            yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await papers.stop()


class Reloading:
    """What was read last of a home, and what of it is in force in its service."""

    def __init__(self, service: Service, home: Home) -> None:
        self._service = service
        self._path = home.path
        self._begun = home.settings
        self._seal = home.seal
        self._read: Home | Unreadable = home
        self._told = {_gist(fault) for fault in service.correspondence.templates.faults}
        self._one_at_a_time = asyncio.Lock()

    async def look(self, *, asked: bool = False) -> bool:
        """Read the home again if it says something else than it did; False where that failed and should be tried again.

        `asked`: how it stands is said also where it says the same.
        """
        async with self._one_at_a_time:
            try:
                await self._look(asked=asked)
            except Exception as error:  # noqa: BLE001  the service goes on as it was
                log(Event.SERVICE_FAILED, reason=f"{type(error).__name__}: {error}")
                return False
            return True

    async def _look(self, *, asked: bool) -> None:
        if await asyncio.to_thread(seal_of, self._path) == self._seal:
            if asked:
                self._say()
            return
        seal, read = await asyncio.to_thread(_read_at_rest, self._path)
        if isinstance(read, Unreadable):
            self._read = read
            self._say()
            await self._tell(read.faults)
        else:
            await self._put_into_force(*read)
        self._seal = seal

    async def _put_into_force(self, home: Home, templates: Templates) -> None:
        from delegated.correspondence import Correspondence  # noqa: PLC0415

        service = self._service
        # Kept before they are in force: a decision must never name rules that nobody has.
        await service.world.archive.keep_rulebook(home.office.version, service.world.clock.now(), home.sources)
        desk = replace(service.correspondence.desk, words=words_of(home))
        service.exchange(home.office, Correspondence(desk, templates), ear_of(home))
        self._read = home
        self._say()
        for fault in templates.faults:
            log(Event.LETTERS_REFUSED, place=fault.place, reason=fault.message)
        self._told &= {_gist(fault) for fault in templates.faults}
        await self._tell(templates.faults)

    def _say(self) -> None:
        """How it stands, in the log."""
        if isinstance(self._read, Unreadable):
            first, *_ = faults = self._read.faults
            log(Event.RULES_REFUSED, place=first.place, reason=first.message, faults=len(faults))
            return
        office = self._read.office
        log(
            Event.SERVICE_RELOADED,
            rules=len(office.book.rules),
            people=sum(1 for _ in office.roster.people()),
            version=office.version,
            restart_needed=restart_needed(self._begun, self._read.settings) or None,
        )

    async def _tell(self, faults: tuple[Fault, ...]) -> None:
        """One letter to the first owner; none where she has been told of all of them and they are not mended yet."""
        gists = {_gist(fault) for fault in faults}
        if gists - self._told:
            await self._service.tell_of_faults(_what(faults[0].file), faults)
            self._told |= gists


async def _follow(papers: Papers, reloading: Reloading) -> None:
    """First what has changed since the home was read for the start."""
    try:
        while True:
            if not await reloading.look():
                papers.doubt()
            await papers.changed()
    except Exception as error:  # noqa: BLE001  the office goes on; SIGHUP is left
        log(Event.SERVICE_FAILED, reason=f"changed files are not noticed any more: {type(error).__name__}: {error}")


@asynccontextmanager
async def _at_sighup(reloading: Reloading) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    under_way: set[asyncio.Task[None]] = set()

    def soon() -> None:
        task = asyncio.create_task(_obey(reloading))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    loop.add_signal_handler(signal.SIGHUP, soon)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _obey(reloading: Reloading) -> None:
    from delegated.edges import systemd  # noqa: PLC0415

    systemd.notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
    try:
        await reloading.look(asked=True)
    finally:  # Whoever waits for the end of the reload is not left waiting.
        systemd.notify("READY=1")


def _read_at_rest(path: Path) -> tuple[str, tuple[Home, Templates] | Unreadable]:
    """The home, and the seal of what was read: all of it between two looks at the same content."""
    seal, read = seal_of(path), _read(path)
    for _ in range(_TRIES):
        now = seal_of(path)
        if now == seal:
            break
        seal, read = now, _read(path)
    return seal, read


def _read(path: Path) -> tuple[Home, Templates] | Unreadable:
    """All that a reload puts into force, and whether the next start could use the rest."""
    home = read_home(path)
    if isinstance(home, Unreadable):
        return home
    faults = tuple(unusable(home))
    if faults:
        return Unreadable(faults)
    templates = letters_of(path)
    templates.make_ready("brief")
    return home, templates


def _fixed(settings: Settings) -> dict[str, object]:
    """Every setting that a reload leaves as it is, by its name in the file."""
    return {
        f"{section}.{info.alias or key}": getattr(part, key)
        for section in type(settings).model_fields
        if section not in _LIVE
        for part in [getattr(settings, section)]
        for key, info in type(part).model_fields.items()
        if f"{section}.{key}" not in _LIVE
    }


def _gist(fault: Fault) -> tuple[str, str, str]:
    """The same for a fault that has only moved within its file."""
    return fault.file, fault.message, fault.source.strip()


def _what(file: str) -> str:
    folder = file.partition("/")[0]
    return folder if folder in {"rules", "letters"} else "roster" if file == ROSTER else "settings"


def _is_no_letter(name: str) -> bool:
    """Notes on the letters, and what an editor keeps for itself."""
    return name.startswith((".", "#")) or name.endswith(_OTHERS) or not name.rpartition(".")[0]
