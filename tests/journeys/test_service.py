"""The daemon as a process: started, told to reload, watched, and told to stop."""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from delegated import app
from homes import FLIGHTS, Daemon, Place, delegated, small_home
from offices import ROSTER, RULES
from post_office import post_office

if TYPE_CHECKING:
    from pathlib import Path

BROKEN_RULES = RULES.replace("keep: true", "kep: true")


@pytest.mark.parametrize(
    ("file", "content", "place_and_words"),
    [
        ("delegated.toml", '[mail]\nurll = "folder:mail"\n', ("delegated.toml:2:1", "`url`")),
        ("delegated.toml", "[mail\n", ("delegated.toml:1:6", "TOML")),
        ("roster.yaml", ROSTER.replace("rate: 18 EUR/h", "rate: 18"), ("roster.yaml:16:11", "EUR")),
        ("delegated.toml", '[mail]\nurl = "smtpz://mail.example.org"\n', ("mail.url", "`smtp`")),
        ("delegated.toml", '[store]\nurl = "mysql://db/delegated"\n', ("store.url", "postgresql://")),
        ("rules/10-test.yaml", BROKEN_RULES, ("rules/10-test.yaml:6:5", "`keep`")),
        ("rules/20-more.yaml", "rules:\n  - {name: x, because: y, delegate: {to: maja}}\n",
         ("rules/20-more.yaml:2:42", "`maya`")),
        ("rules/20-more.yaml", "rules:\n  - {name: x, because: y, delegate: {to: maya, patience: urgnt}}\n",
         ("rules/20-more.yaml:2:58", "`urgent`")),
    ],
)  # fmt: skip
def test_a_broken_home_does_not_start(place: Place, file: str, content: str, place_and_words: tuple[str, str]) -> None:
    """`check` and `run` say the same: file, line and column, and how to mend it; exit 1."""
    place.write(file, content)
    for command in ("check", "run"):
        ran = delegated(command, "--home", place.path)
        assert ran.returncode == 1
        assert ran.stdout == ""
        for words in place_and_words:
            assert words in ran.stderr, ran.stderr
        assert "Traceback" not in ran.stderr


async def test_sigterm_ends_it_in_good_order(tmp_path: Path) -> None:
    """A letter is in flight to a server that has fallen silent: within ten seconds it ends, and nothing is lost."""
    async with post_office(answers=["stall"]) as office:
        place = small_home(tmp_path, mail=office.url, more="")
        place.write("delegated.toml", (place.path / "delegated.toml").read_text().replace('"10s"', '"60s"'))
        place.drop("a.md", FLIGHTS.replace("2026-12-03 17:00", "in 20 working days"))
        daemon = await Daemon.start(place)
        await daemon.heard.says("mail.queued")
        await office.hears("DATA")
        daemon.process.terminate()
        async with asyncio.timeout(10):
            assert await daemon.ends() == 0
        assert daemon.heard.lines[-1]["event"] == "service.stopped"
        assert daemon.heard.lines[-1]["waiting"] == 1
        await place.run_for_real()
    assert len(office.letters) == 1
    assert place.status()["mail"]["queued"] == 0


async def test_sigterm_with_nothing_to_do_is_instant(place: Place) -> None:
    """And SIGINT the same, for whoever has started it in a terminal."""
    for number in (signal.SIGTERM, signal.SIGINT):
        daemon = await Daemon.start(place)
        await daemon.heard.says("service.started")
        daemon.process.send_signal(number)
        assert await daemon.ends() == 0
        assert daemon.heard.names()[-1] == "service.stopped"
        assert await daemon.complaints() == ""


async def test_systemd_hears_of_it(place: Place, tmp_path: Path) -> None:
    """Ready once it takes tasks, alive while it works, reloading and ready again, stopping at the end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.setblocking(False)  # noqa: FBT003  the socket's own word
        env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "100000"}
        daemon = await Daemon.start(place, env=env)
        await hears(listener, "READY=1")
        await hears(listener, "WATCHDOG=1")
        await hears(listener, "WATCHDOG=1")
        daemon.process.send_signal(signal.SIGHUP)
        reloading = await hears(listener, "READY=1")
        assert any(word.startswith("RELOADING=1\nMONOTONIC_USEC=") for word in reloading)
        daemon.process.terminate()
        assert (await hears(listener, "STOPPING=1"))[-1] == "STOPPING=1"
        assert await daemon.ends() == 0


async def hears(listener: socket.socket, word: str) -> list[str]:
    """What was said up to this word."""
    said: list[str] = []
    async with asyncio.timeout(20):
        while not said or said[-1] != word:
            said.append((await asyncio.get_running_loop().sock_recv(listener, 1000)).decode())
    return said


async def test_two_daemons_do_not_share_a_home(place: Place) -> None:
    """The second one says who has it, and leaves everything alone."""
    daemon = await Daemon.start(place)
    await daemon.heard.says("service.started")
    second = await asyncio.to_thread(delegated, "run", "--home", place.path)
    assert second.returncode == 1
    assert f"as process {daemon.process.pid}" in second.stderr
    assert "Traceback" not in second.stderr
    assert daemon.process.returncode is None
    daemon.process.terminate()
    assert await daemon.ends() == 0


def test_an_address_that_cannot_be_used_is_found_by_check(place: Place) -> None:
    """At its line, or at the variable that it comes from; no password in it is repeated."""
    place.write("delegated.toml", '[mail]\n\nurl = "smtp://desk:Tortuga77@mail.example.org:99999"\n')
    ran = delegated("check", "--home", place.path)
    assert ran.returncode == 1
    assert ran.stderr.startswith("delegated.toml:3:1: mail.url: ")
    assert "Tortuga" not in ran.stderr
    place.write("delegated.toml", "")
    ran = delegated("check", "--home", place.path, env={"DELEGATED_MAIL__URL": "smtpz://mail.example.org"})
    assert ran.stderr.startswith("$DELEGATED_MAIL__URL: ")


def test_a_key_is_made_once_and_whole(tmp_path: Path) -> None:
    """32 bytes that nobody else may read, the same ever after; nothing else is left beside it."""
    key = app.secret_of(tmp_path)
    assert len(key) == 32
    assert app.secret_of(tmp_path) == key
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "state" / "secret.key").stat().st_mode) == 0o600


def test_many_who_want_a_key_at_once_get_the_same(tmp_path: Path) -> None:
    """`run` and `preview` may both be the first."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: app.secret_of(tmp_path), range(64)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["secret.key"]


def test_a_full_disk_leaves_no_half_a_key(tmp_path: Path) -> None:
    """The first start cannot write it and says so; the next one, with room, makes a whole one."""
    ran = subprocess.run(
        [sys.executable, "-c", KEY_WITHOUT_ROOM, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 1
    assert "cannot make" in ran.stderr
    assert list((tmp_path / "state").iterdir()) == []
    assert len(app.secret_of(tmp_path)) == 32


KEY_WITHOUT_ROOM = """
import pathlib, resource, signal, sys
from delegated import app
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    app.secret_of(pathlib.Path(sys.argv[1]))
except app.CannotRun as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("content", ["", "half of a key"])
def test_a_key_that_is_none_is_refused(place: Place, content: str) -> None:
    """An empty one would sign every answer's address the same for everybody: said, with how to mend it."""
    place.write("state/secret.key", content)
    ran = delegated("run", "--until-idle", "--home", place.path)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{place.path}/state/secret.key: ")
    assert "backup" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_file_where_a_folder_should_be_is_said_in_words(place: Place) -> None:
    """`tasks` is a file: no traceback, and what is in the way."""
    shutil.rmtree(place.path / "tasks")
    place.write("tasks", "")
    ran = delegated("run", "--until-idle", "--home", place.path)
    assert ran.returncode == 1
    assert f"{place.path}/tasks" in ran.stderr
    assert "Traceback" not in ran.stderr
