"""How commands speak: JSON for programs on standard output, text for people, faults on standard error."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    say(message, err=True, fg="red")
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
    say(str(fault), err=True, fg="red")


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
    say("")
    for line in wrapped(text, width()):
        say(line, bold=True)


def say(text: str, **style: Any) -> None:
    """A line as it is; with a style only on a terminal that shows it, and where NO_COLOR does not forbid it."""
    typer.secho(text, color=False if os.environ.get("NO_COLOR") else None, **style)


def table(
    rows: Sequence[tuple[str, ...]], *, indent: int = 2, cut: bool = False, styles: Sequence[dict[str, Any]] = ()
) -> None:
    """Columns as wide as they need to be, each cell wrapped in its own; with `cut`, one line a row, its end cut off.

    Nothing is wider than the terminal. `styles` are those of the rows, one each.
    """
    if not rows:
        return
    room = width() - indent
    widths = [min(max(cells(row[at]) for row in rows), room * 9 // 20) for at in range(len(rows[0]) - 1)]
    widths.append(max(16, room - sum(widths) - 2 * len(widths)))
    for row, style in zip(rows, styles or [{}] * len(rows), strict=True):
        columns = [wrapped(cell, room, cut=cut) for cell, room in zip(row, widths, strict=True)]
        for line in itertools.zip_longest(*columns, fillvalue=""):
            padded = (cell + " " * (room - cells(cell)) for cell, room in zip(line, widths, strict=True))
            say(" " * indent + "  ".join(padded).rstrip(), **style)


def wrapped(text: str, room: int, *, cut: bool = False) -> list[str]:
    """The text in lines of so many columns, broken between words; with `cut`, one line that may end in `…`."""
    from rich.cells import chop_cells  # noqa: PLC0415  only where something is shown

    from delegated.core.errors import visible  # noqa: PLC0415

    words = visible(" ".join(text.split()))
    if cut:
        return [words if cells(words) <= room else f"{chop_cells(words, room - 1)[0].rstrip()}…"]
    lines: list[str] = []
    for word in words.split():
        if lines and cells(lines[-1]) + 1 + cells(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines += chop_cells(word, room)
    return lines or [""]


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    from rich.cells import cell_len  # noqa: PLC0415  only where something is shown

    return cell_len(text)


def width() -> int:
    """How many columns the terminal has; 80 where there is none."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)
