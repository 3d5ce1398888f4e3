"""How commands speak: JSON for programs on standard output, text for people, faults on standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from delegated.core.errors import Fault, Unreadable

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="The home; else $DELEGATED_HOME, this folder if it is one, or /var/lib/delegated.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
At = Annotated[
    str | None, typer.Option("--at", help="As if it were this time: 2026-11-23T09:30+01:00.", metavar="TIME")
]


def home_of(given: Path | None) -> Path:
    """Which home is meant."""
    if given is not None:
        return given
    named = os.environ.get("DELEGATED_HOME")
    if named:
        return Path(named)
    here = Path.cwd()
    return here if (here / "delegated.toml").is_file() else Path("/var/lib/delegated")


def print_json(document: Any) -> None:
    """One document, readable, keys in their order."""
    import orjson  # noqa: PLC0415  only where it is asked for

    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def fail(message: str, *, code: int = 1) -> NoReturn:
    """Say what is wrong, and end: 1 for a fault, 2 for wrong use."""
    typer.secho(message, err=True, fg="red" if sys.stderr.isatty() else None)
    raise typer.Exit(code)


def refuse(unreadable: Unreadable, *, as_json: bool = False) -> NoReturn:
    """Say every fault, and end."""
    if as_json:
        print_json({"faults": [fault.as_json() for fault in unreadable.faults]})
        raise typer.Exit(1)
    for fault in unreadable.faults:
        print_fault(fault)
    raise typer.Exit(1)


def print_fault(fault: Fault) -> None:
    """On standard error, with its place first, as editors and people look for it."""
    typer.secho(str(fault), err=True, fg="red" if sys.stderr.isatty() else None)


def moment(at: str | None) -> Any:
    """The time that `--at` names, or now."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from delegated.app import parse_moment  # noqa: PLC0415

    if at is None:
        return datetime.now(UTC)
    try:
        return parse_moment(at)
    except ValueError as error:
        fail(f"--at: {error}; write it like 2026-11-23T09:30+01:00", code=2)


def heading(text: str) -> None:
    """A line above a part of a report."""
    typer.secho(f"\n{text}", bold=True)


def table(rows: list[tuple[str, ...]], *, indent: int = 2) -> None:
    """Columns as wide as they need to be; the last one is wrapped where the terminal ends."""
    import shutil  # noqa: PLC0415
    import textwrap  # noqa: PLC0415

    if not rows:
        return
    room = max(60, shutil.get_terminal_size((80, 24)).columns)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    widths = [min(width, 40) for width in widths]
    start = indent + sum(width + 2 for width in widths)
    for row in rows:
        front = "  ".join(cell[:width].ljust(width) for cell, width in zip(row[:-1], widths, strict=True))
        last = textwrap.wrap(row[-1], max(24, room - start)) or [""]
        typer.echo((" " * indent + front + ("  " if front else "") + last[0]).rstrip())
        for line in last[1:]:
            typer.echo(" " * start + line)
