"""Homes to live in for a test: a small one, the one of the samples, a shipped one; and what lies in them.

A file is dropped by renaming it into the inbox: it is whole at once, and nobody waits for it to settle.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import io
import os
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import orjson

from delegated import app
from delegated.app import asking
from offices import NOW, ROSTER, RULES, SAMPLES
from people import post, reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from email.message import EmailMessage

    from delegated.service import Service

PATIENCE = 20
COMMAND = Path(sys.executable).parent / "delegated"
FOLDERS = ("inbox", "yours", "later", "standing", "delegated", "waiting", "dropped", "done", "rejected")
FLIGHTS = """\
---
title: Book flights to Lisbon
goal: launch
skills: [travel booking]
due: 2026-12-03 17:00
estimate: 1h
stakes: low
deliverables: [two options under 300 EUR]
expectations: [no overnight stops]
private: the passport scan is in the safe
---
I meet our first customers on Friday.
"""
SETTINGS = """\
[mail]
url = "{mail}"
from = "The desk <desk@example.org>"
timeout = "10s"

[store]
url = "{store}"

[tasks]
settle = "20ms"
"""


ROOM_FOR_ALL = """\
owners:
  - {id: alex, name: Alex Rivera, email: alex@example.org, time_zone: Europe/Madrid}
assistants:
  - {id: sam, name: Sam Okafor, email: sam@example.net, kind: virtual assistant, capacity: 168h/week,
     time_zone: Europe/Madrid, hours: "mon-sun 00:00-24:00", trust: trusted, evidence: {references: [a@example.com]}}
  - {id: kim, name: Kim Larsen, email: kim@example.net, kind: virtual assistant, capacity: 168h/week,
     time_zone: Europe/Madrid, hours: "mon-sun 00:00-24:00", trust: trusted, evidence: {references: [a@example.com]}}
"""
EVERYTHING_AWAY = """\
rules:
  - name: everything is handed off
    because: there is too much of it
    delegate: {to: anyone}
"""
ANY_NUMBER = """
[trust.trusted]
stakes = "high"
money = "100000 EUR"
tasks = 1000000
"""
SMALL_TASK = """\
---
title: {title}
due: in 60 working days
estimate: 1m
stakes: low
deliverables: [a list]
expectations: [one message when it is done]
---
"""


@dataclass(slots=True)
class Clock:
    """Stands still until it is told to go on."""

    at: datetime = NOW

    def now(self) -> datetime:
        """As set."""
        return self.at

    def advance(self, by: timedelta) -> None:
        """Some time passes."""
        self.at += by


@dataclass(frozen=True, slots=True)
class Place:
    """A home in a folder of the test's, and its clock."""

    path: Path
    clock: Clock = field(default_factory=Clock)

    @property
    def home(self) -> app.Home:
        """As it is read now; it must be without a fault."""
        read = app.read_home(self.path)
        assert isinstance(read, app.Home), str(read)
        return read

    async def run(self) -> None:
        """Do all that is due at the time of its clock, and stop."""
        await app.run(self.home, until_idle=True, clock=self.clock)

    async def run_for_real(self) -> None:
        """The same by the clock on the wall, as after a process of its own."""
        await app.run(self.home, until_idle=True)

    def drop(self, name: str = "Book flights.md", text: str | bytes = FLIGHTS, folder: str = "inbox") -> Path:
        """Put a file there, whole."""
        content = text.encode() if isinstance(text, str) else text
        draft = self.path / f".draft {os.getpid()}"
        draft.write_bytes(content)
        target = self.path / "tasks" / folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return draft.rename(target)

    def write(self, name: str, text: str) -> None:
        """Write or replace a file of the home's own, like `rules/10-test.yaml`."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def move(self, number: int, to: str) -> Path:
        """What an owner does by hand: the file of that task goes to another folder."""
        (found,) = self.path.glob(f"tasks/*/T-{number} *")
        target = self.path / "tasks" / to / found.name
        target.parent.mkdir(parents=True, exist_ok=True)
        return found.rename(target)

    def lies(self) -> dict[str, list[str]]:
        """What lies in which task folder; empty folders are left out."""
        found = {folder: self._names(folder) for folder in FOLDERS if self._is_there(folder)}
        return {folder: names for folder, names in found.items() if names}

    def mails(self) -> list[EmailMessage]:
        """The letters in `mail/`, in the order of their names."""
        files = sorted((self.path / "mail").glob("*.eml"))
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    def last_letter(self, to: str, *, containing: str = "") -> EmailMessage:
        """The newest letter to somebody, perhaps with this text in it."""
        found = [
            mail
            for mail in self.mails()
            if to in str(mail["To"]) and (not containing or containing in mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # all have one
        ]
        assert found, f"no letter to {to}; there are {[str(mail['To']) for mail in self.mails()]}"
        return max(found, key=lambda mail: mail["Date"].datetime)

    def answer(self, to: str, text: str, *, sender: str = "", containing: str = "") -> None:
        """Whoever got the last letter answers it."""
        letter = self.last_letter(to, containing=containing)
        post(reply(letter, text, self.clock.now(), sender=sender), self.path / "replies")

    def error(self, name: str) -> str:
        """What was written beside a rejected file."""
        return (self.path / "tasks" / "rejected" / f"{name}.error.txt").read_text(encoding="utf-8")

    def status(self) -> dict[str, Any]:
        """What `delegated status --json` tells."""
        with asking.looking(self.home) as store:
            return asking.look(store, None) | {"folder": asking.watching(self.home)}

    def history(self, number: int | None = None) -> list[dict[str, Any]]:
        """What `delegated events --json` tells."""
        with asking.looking(self.home) as store:
            return list(asking.history(store, number, 0))

    def _names(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.path / "tasks" / folder).iterdir())

    def _is_there(self, folder: str) -> bool:
        return (self.path / "tasks" / folder).is_dir()


def small_home(
    path: Path, *, mail: str = "folder:mail", store: str = "sqlite:state/delegated.db", rules: str = RULES,
    roster: str = ROSTER, more: str = "",
) -> Place:  # fmt: skip
    """Alex with Maya, Ben and Rosa, and rules that keep, drop, defer, ask and delegate."""
    place = Place(path)
    place.write("delegated.toml", SETTINGS.format(mail=mail, store=store) + more)
    place.write("roster.yaml", roster)
    place.write("rules/10-test.yaml", rules)
    (path / "tasks" / "inbox").mkdir(parents=True, exist_ok=True)
    return place


def roomy_home(path: Path, *, mail: str) -> Place:
    """Two assistants who take whatever comes, day and night."""
    return small_home(path, mail=mail, rules=EVERYTHING_AWAY, roster=ROOM_FOR_ALL, more=ANY_NUMBER)


def sample_home(path: Path, **settings: str) -> Place:
    """The two partners of the samples; settings like `url = "folder:mail"` may be replaced."""
    shutil.copytree(SAMPLES / "home", path, dirs_exist_ok=True)
    place = Place(path)
    text = (path / "delegated.toml").read_text(encoding="utf-8")
    for line, instead in settings.items():
        assert line in text
        text = text.replace(line, instead)
    place.write("delegated.toml", text)
    return place


class Heard(io.BytesIO):
    """A log: what was said, and a way to wait until something is."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()

    def write(self, line: Any) -> int:
        """A line, from any thread."""
        self.lines.append(orjson.loads(line))
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)
        return len(line)

    def names(self, task: str | None = None) -> list[str]:
        """The names of what was said, of one task or of everything."""
        return [line["event"] for line in self.lines if task in {None, line.get("task")}]

    def all(self, event: str, **fields: Any) -> list[dict[str, Any]]:
        """Every line of this event with these fields."""
        return [line for line in self.lines if line["event"] == event and fields.items() <= line.items()]

    def one(self, event: str, **fields: Any) -> dict[str, Any]:
        """The one line of this event with these fields."""
        found = self.all(event, **fields)
        assert len(found) == 1, found or self.lines
        return found[0]

    async def says(self, event: str, times: int = 1, **fields: Any) -> dict[str, Any]:
        """The last such line, once it was said so many times."""
        await self.until(lambda: len(self.all(event, **fields)) >= times)
        return self.all(event, **fields)[-1]

    async def until(self, happened: Callable[[], bool]) -> None:
        """Returns once it is so; looked at whenever something is said, and now and then."""
        self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                while not happened():
                    self._news.clear()
                    with suppress(TimeoutError):
                        async with asyncio.timeout(0.02):
                            await self._news.wait()
        except TimeoutError:
            message = "waited in vain; the log: " + "\n".join(map(str, self.lines))
            raise AssertionError(message) from None


@asynccontextmanager
async def at_work(place: Place) -> AsyncIterator[Service]:
    """The service of a home, running in this loop for as long as the block lasts."""
    async with app.running(place.home, place.clock) as service:
        running = asyncio.create_task(service.run())
        try:
            yield service
        finally:
            service.stop()
            await running


@dataclass(slots=True)
class Daemon:
    """`delegated run` as a process of its own, and what it says."""

    process: asyncio.subprocess.Process
    heard: Heard
    _listening: asyncio.Task[None]

    @classmethod
    async def start(cls, place: Place, *arguments: str, env: Mapping[str, str] | None = None) -> Self:
        """Started, and listened to."""
        process = await asyncio.create_subprocess_exec(
            COMMAND, "run", "--home", place.path, *arguments,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=clean_environment(env),
        )  # fmt: skip
        heard = Heard()
        return cls(process, heard, asyncio.create_task(cls._listen(process, heard)))

    async def ends(self) -> int:
        """Its exit code, once it has ended and all that it said was heard."""
        async with asyncio.timeout(PATIENCE):
            await self._listening
            return await self.process.wait()

    async def kill(self) -> None:
        """As the kernel does when memory is out: at once, wherever it is."""
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.ends()

    async def complaints(self) -> str:
        """What stands on standard error, to its end."""
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode()

    @staticmethod
    async def _listen(process: asyncio.subprocess.Process, heard: Heard) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            if line.endswith(b"\n"):  # one that was cut off by a kill is no line
                heard.write(line)


def clean_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Without what the caller's own shell says about delegated or systemd; no colours."""
    strange = ("DELEGATED_", "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "WATCHDOG_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return {**clean, "NO_COLOR": "1", "COLUMNS": "200", **(more or {})}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command has printed, and how it ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output."""
        return self.out.decode()

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return orjson.loads(self.out)


def delegated(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, as a person would."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=cwd, env=clean_environment(env), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def told(output: bytes | str) -> list[dict[str, Any]]:
    """The log of a process: one object a line."""
    return [orjson.loads(line) for line in output.splitlines() if line.strip()]
