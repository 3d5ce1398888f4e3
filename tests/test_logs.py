"""The log speaks in events of the catalogue, keeps secrets, and never stands in anybody's way."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson
import pytest
import time_machine
from pydantic import SecretStr

from delegated.events import CATALOGUE, Event
from delegated.logs import configure, log

if TYPE_CHECKING:
    from collections.abc import Callable

    from delegated.logs import Format

    type_said = Callable[[], list[dict[str, Any]]]

MONDAY = datetime(2026, 11, 23, 9, 30, 1, 412_345, tzinfo=UTC)


class Terminal(io.BytesIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_a_line_is_one_object_with_its_keys_in_order() -> None:
    """Timestamp, level and event come first, the fields as they were told, and nothing for what is not known."""
    stream = io.BytesIO()
    configure("json", stream=stream, strict=True)
    with time_machine.travel(MONDAY, tick=False):
        log(Event.MAIL_SENT, task="T-12", letter="brief", to="maya@example.net", attempt=1, took=None)
    assert stream.getvalue() == (
        b'{"timestamp":"2026-11-23T09:30:01.412Z","level":"info","event":"mail.sent",'
        b'"task":"T-12","letter":"brief","to":"maya@example.net","attempt":1}\n'
    )


def test_the_catalogue_says_how_loud_an_event_is(said: type_said) -> None:
    """Whoever says it needs not know."""
    for event in CATALOGUE:
        log(event)
    assert [(line["event"], line["level"]) for line in said()] == [
        (str(event), spec.level) for event, spec in CATALOGUE.items()
    ]


def test_what_is_too_quiet_is_left_out() -> None:
    """At level info the debug events are not written."""
    stream = io.BytesIO()
    configure("json", stream=stream)
    log.debug(Event.HAPPENING_IGNORED, task="T-1")
    log.info(Event.TASK_CLOSED, task="T-1")
    log.warning(Event.MAIL_DEFERRED, task="T-1")
    log.error(Event.MAIL_FAILED, task="T-1")
    levels = [orjson.loads(line)["level"] for line in stream.getvalue().splitlines()]
    assert levels == ["info", "warning", "error"]


def test_a_strict_log_refuses_what_the_catalogue_does_not_know() -> None:
    """A wrong name, a wrong field or a wrong level is found by the first test that meets it."""
    with pytest.raises(LookupError, match=r"no event `mail\.send`.*did you mean `mail\.sent`"):
        log(cast("Event", "mail.send"))
    with pytest.raises(LookupError, match=r"no field `letters` in event `mail\.sent`; did you mean `letter`"):
        log(Event.MAIL_SENT, letters="brief")
    with pytest.raises(LookupError, match="level error by the catalogue, not info"):
        log.info(Event.MAIL_FAILED)


def test_a_daemon_at_work_writes_even_what_the_catalogue_does_not_know() -> None:
    """Nothing fails in the night for the name of a field."""
    stream = io.BytesIO()
    configure("json", stream=stream)
    log(cast("Event", "moon.rose"), over="Lisbon")
    assert orjson.loads(stream.getvalue())["over"] == "Lisbon"


def test_a_log_that_nobody_configured_is_silent() -> None:
    """A part used by itself needs no log."""
    log.write_to(None)
    log(Event.TASK_CLOSED, task="T-1")


@pytest.mark.parametrize("form", ["json", "console"])
def test_secrets_are_stars(form: Format) -> None:
    """A secret value, or a password inside an address, is not told to anybody."""
    stream = io.BytesIO()
    configure(form, stream=stream)
    log(Event.MAIL_DEFERRED, reason=SecretStr("hunter2"))
    log(Event.MAIL_DEFERRED, reason=[SecretStr("hunter2")])
    log(Event.STORE_FAILED, reason="no answer from postgresql://office:hunt/er2@db.example.org/tasks")
    log(Event.STORE_FAILED, reason="no answer from smtps://office@example.org:hunter2@mail.example.org:465")
    assert b"hunter2" not in stream.getvalue()
    assert b"er2" not in stream.getvalue()
    assert stream.getvalue().count(b"***") == 4


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize(
    "value",
    [
        "half a character \udce9",
        2**70,
        Path("T-1 x.md"),
        Decimal("36.00"),
        timedelta(hours=1),
        {"b", "a"},
        {1: "one"},
        b"\xff",
        object(),
        "two\nlines \x1b[31m and \u202e a turn",
    ],
    ids=["half", "large", "path", "decimal", "duration", "set", "mapping", "bytes", "object", "control"],
)
def test_any_value_makes_one_harmless_line(form: Format, value: object) -> None:
    """Names of files hold anything; a line of the log is still one line, and UTF-8."""
    stream = io.BytesIO()
    configure(form, stream=stream)
    log(Event.TASK_LEFT, file=value)
    (line,) = stream.getvalue().decode().splitlines()
    assert "\x1b" not in line
    if form == "json":
        assert orjson.loads(line)["event"] == "task.left"


def test_a_ring_is_written_somehow() -> None:
    """A value that holds itself ends no log."""
    ring: list[object] = []
    ring.append(ring)
    stream = io.BytesIO()
    configure("json", stream=stream)
    log(Event.TASK_LEFT, file=ring)
    assert orjson.loads(stream.getvalue())["file"] == "[[...]]"


def test_times_bear_their_offset(said: type_said) -> None:
    """A time among the fields is ISO 8601 in UTC, as the timestamp is."""
    log(Event.MAIL_DEFERRED, again_at=MONDAY)
    assert said()[-1]["again_at"] == "2026-11-23T09:30:01.412345Z"


def test_people_read_a_line_from_left_to_right() -> None:
    """When, what, which task, from where to whom; a value of several words is quoted; what is loud says so."""
    stream = io.BytesIO()
    configure("console", stream=stream)
    with time_machine.travel(MONDAY.replace(tzinfo=None).astimezone(), tick=False):
        log(Event.MAIL_SENT, task="T-12", letter="brief", to="maya@example.net", took=14)
        log(Event.MAIL_DEFERRED, task="T-7", letter="brief", to="ben@example.net", reason="450 try later")
        log(Event.FOLDER_OVERFLOWED, reason="full")
    assert stream.getvalue().decode().splitlines() == [
        "09:30:01 mail.sent          T-12    brief -> maya@example.net  took=14",
        '09:30:01 mail.deferred      T-7     warning: brief -> ben@example.net  reason="450 try later"',
        "09:30:01 folder.overflowed          warning: reason=full",
    ]


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, a pipe and a person who asked for none get none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, file, plain = Terminal(), io.BytesIO(), Terminal()
    for stream in (terminal, file):
        configure("console", stream=stream)
        log(Event.TASK_CLOSED, task="T-1")
    monkeypatch.setenv("NO_COLOR", "1")
    configure("console", stream=plain)
    log(Event.TASK_CLOSED, task="T-1")
    assert [b"\x1b[" in stream.getvalue() for stream in (terminal, file, plain)] == [True, False, False]


def test_a_reader_who_goes_away_stops_nobody() -> None:
    """The pipe breaks; the caller goes on, as often as it speaks."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as stream:
        configure("json", stream=stream)
        for _ in range(3):
            log(Event.TASK_CLOSED, task="T-1")


def test_a_closed_or_full_stream_stops_nobody() -> None:
    """A line that cannot be written is lost, the task is not."""
    closed = io.BytesIO()
    configure("json", stream=closed)
    closed.close()
    log(Event.TASK_CLOSED, task="T-1")
    with Path("/dev/full").open("wb", buffering=0) as full:
        configure("json", stream=full)
        log(Event.TASK_CLOSED, task="T-1")


def test_a_program_whose_reader_went_away_ends_well() -> None:
    """`delegated events | head -1` is no failure of the program on the left."""
    program = (
        "from delegated.logs import configure, log\n"
        "from delegated.events import Event\n"
        "configure('json')\n"
        "for number in range(20_000):\n"
        "    log(Event.TASK_CLOSED, task=f'T-{number}', reason='x' * 200)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as speaker:
        assert speaker.stdout is not None
        assert speaker.stderr is not None
        assert orjson.loads(speaker.stdout.readline())["task"] == "T-0"
        speaker.stdout.close()
        complaint = speaker.stderr.read()
        assert (speaker.wait(), complaint) == (0, b"")


def test_many_threads_speak_in_whole_lines(said: type_said) -> None:
    """The store's writer and the loop share one log."""

    def speak() -> None:
        for _ in range(200):
            log(Event.TASK_CLOSED, task="T-1")

    threads = [threading.Thread(target=speak) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said()) == 800


def test_what_a_library_says_is_an_event(said: type_said) -> None:
    """It comes in the same stream, with the name of who said it and the cause."""
    logging.getLogger("watchdog.observers").warning("queue of %d is full", 128)
    logging.getLogger("sqlalchemy.pool").error("lost", exc_info=OSError("disk"))
    logging.getLogger("asyncio").info("of no interest")
    assert [(line["level"], line["event"], line["logger"], line["reason"]) for line in said()] == [
        ("warning", "library.logged", "watchdog.observers", "queue of 128 is full"),
        ("error", "library.logged", "sqlalchemy.pool", "lost: OSError: disk"),
    ]


def test_libraries_are_heard_once_however_often_the_log_is_configured(said: type_said) -> None:
    """A reload of the settings doubles nothing."""
    configure("json", stream=io.BytesIO())
    stream = io.BytesIO()
    configure("json", stream=stream)
    logging.getLogger("watchdog").warning("once")
    assert stream.getvalue().count(b"\n") == 1
    assert said() == []
