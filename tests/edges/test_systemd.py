"""systemd is told what it wants to hear, over a real datagram socket."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from delegated.edges.systemd import notify, watchdog_interval

if TYPE_CHECKING:
    from pathlib import Path


def listening(address: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(address)
    listener.settimeout(10)
    return listener


def test_ready_reaches_a_socket_in_the_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One datagram a message, as it was said."""
    monkeypatch.chdir(tmp_path)
    with closing(listening(str(tmp_path / "notify"))) as listener:
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        assert notify("READY=1")
        assert notify("STATUS=3 Aufträge für Zoë")
        assert listener.recv(1000) == b"READY=1"
        assert listener.recv(1000).decode() == "STATUS=3 Aufträge für Zoë"


def test_ready_reaches_an_abstract_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """The `@` in the variable stands for a NUL."""
    name = f"delegated-test-{os.getpid()}"
    with closing(listening("\0" + name)) as listener:
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)
        assert notify("READY=1")
        assert listener.recv(1000) == b"READY=1"


@pytest.mark.parametrize("address", [None, "", "somewhere", "/nobody/listens/here"])
def test_nobody_listens_and_nothing_happens(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by hand, or by a manager that has gone: not a reason to stop."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    if address is not None:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not notify("READY=1")


@pytest.mark.parametrize(
    ("usec", "pid", "interval"),
    [
        ("30000000", str(os.getpid()), timedelta(seconds=15)),
        ("30000000", None, timedelta(seconds=15)),
        ("30000000", "1", None),
        ("0", None, None),
        ("soon", None, None),
        (None, None, None),
    ],
    ids=["ours", "anybody's", "somebody else's", "off", "no number", "not asked"],
)
def test_the_watchdog_is_fed_twice_as_often_as_it_asks(
    usec: str | None, pid: str | None, interval: timedelta | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where it is this process that the manager watches."""
    for name, value in (("WATCHDOG_USEC", usec), ("WATCHDOG_PID", pid)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert watchdog_interval() == interval
