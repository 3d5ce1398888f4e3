"""`init` makes a home, `check` finds every fault in one."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Annotated

import typer

from delegated.cli.printing import Home, Json, fail, home_of, print_fault, print_json


def init(home: Annotated[Path, typer.Argument(help="The folder to make, or an empty one.")]) -> None:
    """Make a home that works at once: mail goes to a folder, state is one file, nothing leaves the machine."""
    from delegated.cli.schemas import SCHEMAS, schema_text  # noqa: PLC0415  pydantic takes a while to load
    from delegated.shipped import shipped  # noqa: PLC0415

    if (home / "delegated.toml").exists():
        fail(f"{home} is a home already; nothing was changed")
    try:
        for folder in ("rules", "letters", "schemas", "words"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        for folder in ("state", "mail", "replies", "replies/new", "replies/cur", "replies/tmp"):
            (home / folder).mkdir(mode=0o700, exist_ok=True)
        for folder in ("inbox", "yours", "later", "standing", "delegated", "waiting", "dropped", "done", "rejected"):
            (home / "tasks" / folder).mkdir(parents=True, exist_ok=True)
        for name in SCHEMAS:
            _write(home / "schemas" / f"{name}.json", schema_text(name))
        for file in sorted(shipped("rules").glob("*.yaml")):
            _copy(file, home / "rules" / file.name)
        for file in sorted((shipped("config") / "letters").glob("*")):
            _copy(file, home / "letters" / file.name)
        for file in sorted((shipped("config") / "words").glob("*.toml")):
            _copy(file, home / "words" / file.name)
        _copy(shipped("config") / "roster.yaml", home / "roster.yaml")
        _copy(shipped("config") / "delegated.toml", home / "delegated.toml")
    except OSError as error:
        fail(f"{error.filename or home}: {error.strerror}; nothing else was made")
    named, inbox = shlex.quote(str(home)), shlex.quote(f"{home}/tasks/inbox/plumber.txt")
    typer.echo(
        f"{home} is ready. What to do next:\n\n"
        f"  delegated run --home {named}            start it\n"
        f"  echo 'Call the plumber' > {inbox}\n\n"
        f"Who can help you stands in {home}/roster.yaml, how it is decided in {home}/rules/.\n"
        f"Letters are written to {home}/mail/ until you name a mail server in {home}/delegated.toml."
    )


def check(home: Home = None, as_json: Json = False) -> None:
    """Find every fault in settings, roster, rules and letters; exit 1 where there is one."""
    from delegated.app import letters_of, read_home, unusable  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    path = home_of(home)
    read = read_home(path)
    faults = list(read.faults if isinstance(read, Unreadable) else unusable(read))
    if any((path / "letters").glob("*.[th]*")):
        faults += letters_of(path).faults
    if as_json:
        print_json({"faults": [fault.as_json() for fault in faults]})
    for fault in () if as_json else faults:
        print_fault(fault)
    if faults:
        raise typer.Exit(1)
    if not as_json and not isinstance(read, Unreadable):
        roster = read.office.roster
        typer.echo(
            f"{path}: all is well: {_counted(len(read.office.book.rules), 'rule')}, "
            f"{_counted(len(roster.owners), 'owner')}, {_counted(len(roster.assistants), 'assistant')}"
        )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8")
