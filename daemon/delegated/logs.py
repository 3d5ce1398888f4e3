"""The log: events of the catalogue, one a line, for programs (JSON) or for people (console).

    log = configure("json")
    log(Event.MAIL_SENT, task="T-12", letter="brief", to="maya@example.net", took=14)
    {"timestamp":"2026-11-23T09:30:01.412Z","level":"info","event":"mail.sent","task":"T-12",…}

Nothing in here ever raises into the caller, with one exception: a strict log (the tests use one) refuses
what is not in the catalogue.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import orjson
from pydantic import SecretBytes, SecretStr

from delegated.core.errors import did_you_mean, visible
from delegated.events import CATALOGUE, Event

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from delegated.events import Level

Format = Literal["json", "console"]

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class Log:
    """Says events at the level that the catalogue gives them. Silent until it is configured.

    May be called from any thread. A field that is None is left out.
    """

    def __init__(self) -> None:
        self.strict = False
        self._logger: Any = None

    def __call__(self, event: Event, /, **fields: object) -> None:
        """Say one event. LookupError for what is not in the catalogue, where the log is strict."""
        if self.strict:
            _look_up(event, fields)
        spec = CATALOGUE.get(event)
        self.say(spec.level if spec else "info", event, fields)

    def debug(self, event: Event, /, **fields: object) -> None:
        """Say an event that the catalogue calls debug."""
        self._at("debug", event, fields)

    def info(self, event: Event, /, **fields: object) -> None:
        """Say an event that the catalogue calls info."""
        self._at("info", event, fields)

    def warning(self, event: Event, /, **fields: object) -> None:
        """Say an event that the catalogue calls a warning."""
        self._at("warning", event, fields)

    def error(self, event: Event, /, **fields: object) -> None:
        """Say an event that the catalogue calls an error."""
        self._at("error", event, fields)

    def say(self, level: Level, event: str, fields: Mapping[str, object]) -> None:
        """Write the line, without a look into the catalogue."""
        if self._logger is not None:
            getattr(self._logger, level)(event, **fields)

    def write_to(self, logger: Any) -> None:
        """Use this structlog logger from now on; None makes the log silent."""
        self._logger = logger

    def _at(self, level: Level, event: Event, fields: Mapping[str, object]) -> None:
        if self.strict:
            _look_up(event, fields, level)
        self.say(level, event, fields)


log = Log()
"""The log of this process: what edges and service speak to."""


def configure(
    format: Format = "json",  # noqa: A002  the name that the setting has
    *,
    stream: BinaryIO | None = None,
    level: Level = "info",
    strict: bool = False,
) -> Log:
    """Send the log of this process to a stream (standard output unless told), and what libraries say with it.

    May be called again: the last call counts.
    """
    import structlog  # noqa: PLC0415  it brings rich and pygments: 5 MB that commands need not load which log nothing

    lines = _Lines(stream or sys.stdout.buffer)
    render = _json if format == "json" else _Console(coloured=lines.is_terminal)
    bound = structlog.make_filtering_bound_logger(_LEVELS[level])
    log.strict = strict
    log.write_to(structlog.wrap_logger(lines, processors=[render], wrapper_class=bound).bind())
    _listen_to_libraries()
    return log


def _look_up(event: str, fields: Mapping[str, object], level: Level | None = None) -> None:
    spec = next((spec for name, spec in CATALOGUE.items() if name == event), None)
    if spec is None:
        msg = f"no event `{event}` in the catalogue; {did_you_mean(event, list(CATALOGUE))}"
        raise LookupError(msg)
    for name in fields:
        if name not in spec.fields:
            msg = f"no field `{name}` in event `{event}`; {did_you_mean(name, spec.fields)}"
            raise LookupError(msg)
    if level not in {None, spec.level}:
        msg = f"event `{event}` is said at level {spec.level} by the catalogue, not {level}"
        raise LookupError(msg)


def _json(_: Any, level: str, fields: MutableMapping[str, Any]) -> bytes:
    """One object: timestamp, level, event, then the fields in the order they were given."""
    timestamp = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
    line = {"timestamp": timestamp, "level": level, "event": fields.pop("event")}
    line.update((name, value) for name, value in fields.items() if value is not None)
    try:
        return orjson.dumps(line, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)
    except (TypeError, RecursionError):  # half a character in a file's name, a number beyond 64 bits, a ring
        return orjson.dumps({name: _written(_plain(value)) for name, value in line.items()})


def _plain(value: object) -> object:
    """What JSON has no form for, as text; secrets as three stars."""
    match value:
        case SecretStr() | SecretBytes():
            return "***"
        case set() | frozenset():
            return sorted(value, key=str)
        case _:
            return value if isinstance(value, str) else str(value)


def _written(value: object) -> str:
    return str(value).encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class _Console:
    """`09:30:01 mail.sent           T-12   brief -> maya@example.net  took=14`, in the machine's own time zone."""

    coloured: bool

    def __call__(self, _: Any, level: str, fields: MutableMapping[str, Any]) -> bytes:
        said = {name: _shown(value) for name, value in fields.items() if value is not None}
        event, task = said.pop("event"), said.pop("task", "")
        time = datetime.now(UTC).astimezone().strftime("%H:%M:%S")
        head = f"{self._paint(time, 'faint')} {self._paint(f'{event:<18}', level)} {task:<6}"
        loud = [f"{level}:"] if level in {"warning", "error"} else []
        return _written("  ".join((head, " ".join(loud + _told(said)))).rstrip()).encode()

    def _paint(self, text: str, role: str) -> str:
        return f"{_COLOURS[role]}{text}\x1b[0m" if self.coloured else text


_COLOURS = {
    "debug": "\x1b[2m",
    "error": "\x1b[31m",
    "faint": "\x1b[2m",
    "info": "\x1b[36m",
    "warning": "\x1b[33m",
}


def _told(said: dict[str, str]) -> list[str]:
    way = f"{said.pop('letter')} -> {said.pop('to')} " if {"letter", "to"} <= said.keys() else ""
    return [way] * bool(way) + [f"{name}={_quoted(value)}" for name, value in said.items()]


def _shown(value: object) -> str:
    match value:
        case list() | tuple() | set() | frozenset():
            return ", ".join(_shown(each) for each in value)
        case Mapping():
            return ", ".join(f"{_shown(name)}: {_shown(each)}" for name, each in value.items())
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case _:
            return visible(str(_plain(value)))


def _quoted(value: str) -> str:
    return f'"{value}"' if not value or " " in value else value


class _Lines:
    """Whole lines into a binary stream, from any thread.

    structlog's own writers raise into whoever logs when the reader of a pipe has gone, or the disk is full.
    A task must not fail for that, so here a line that cannot be written is lost.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    @property
    def is_terminal(self) -> bool:
        """Whether a person is looking who has not asked for NO_COLOR (no-color.org)."""
        return self._stream.isatty() and not os.environ.get("NO_COLOR")

    def write(self, line: bytes) -> None:
        """One line; whoever puts a password into an address does not find it here."""
        try:
            with self._lock:
                self._stream.write(_without_passwords(line) + b"\n")
                self._stream.flush()
        except BrokenPipeError:
            self._give_up()
        except (OSError, ValueError):  # full, or closed already
            return

    debug = info = warning = error = write

    def _give_up(self) -> None:
        # Else Python tries once more at exit, complains, and ends with status 120 (its `signal` docs, on SIGPIPE).
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


_PASSWORD = re.compile(rb"(://[^\s:/\"]{0,200}:)[^\s\"]{1,200}@")


def _without_passwords(line: bytes) -> bytes:
    return _PASSWORD.sub(rb"\1***@", line) if b"://" in line else line


def _listen_to_libraries() -> None:
    root = logging.getLogger()
    if not any(isinstance(handler, _Libraries) for handler in root.handlers):
        root.addHandler(_Libraries())
    root.setLevel(logging.WARNING)


class _Libraries(logging.Handler):
    """What watchdog, SQLAlchemy, aiosmtplib or asyncio say through `logging`, as an event of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        level: Level = "error" if record.levelno >= logging.ERROR else "warning"
        try:
            fields = {"logger": record.name, "level_name": record.levelname.lower(), "reason": _reason(record)}
            log.say(level, Event.LIBRARY_LOGGED, fields)
        except Exception:  # noqa: BLE001  as every handler of the standard library does
            self.handleError(record)


def _reason(record: logging.LogRecord) -> str:
    cause = record.exc_info[1] if record.exc_info else None
    return record.getMessage() + (f": {type(cause).__name__}: {cause}" if cause else "")
