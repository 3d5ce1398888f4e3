"""What people ask: `preview` a brief, `status` of tasks, `events` of the past."""

from __future__ import annotations

import re
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from delegated.cli.printing import At, Home, Json, fail, home_of, moment, print_json, refuse, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from delegated.app import Home as Read


def preview(
    file: Annotated[Path | None, typer.Argument(help="A task file.")] = None,
    home: Home = None,
    at: At = None,
    letter: Annotated[
        str | None, typer.Option("--letter", metavar="KIND", help="A letter of this kind about a made-up task instead.")
    ] = None,
) -> None:
    """Print the exact mail that would be sent for a task file; nothing is kept, and nothing is sent.

    With --letter: how the letters of a kind look in this home, with the templates of its own.
    """
    read = read_home_of(home, as_json=False)
    if letter is not None:
        sys.stdout.buffer.write(_sample(read, letter, moment(at)))
    elif file is not None:
        sys.stdout.buffer.write(_brief_for(read, file, at))
    else:
        fail("name a task file, or the kind of a letter: `delegated preview --letter reminder`", code=2)


def _sample(read: Read, kind: str, now: datetime) -> bytes:
    from delegated.app import correspondence_of  # noqa: PLC0415
    from delegated.core.errors import did_you_mean  # noqa: PLC0415
    from delegated.letters.samples import KINDS  # noqa: PLC0415

    if kind not in KINDS:
        fail(f"there is no letter `{kind}`; {did_you_mean(kind, KINDS)} There are {', '.join(KINDS)}", code=2)
    return correspondence_of(read, _secret(read)).sample(kind, read.office.roster.first_owner, now)


def _brief_for(read: Read, file: Path, at: str | None) -> bytes:
    from delegated import explaining  # noqa: PLC0415
    from delegated.app import asking, correspondence_of, enclosures  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    file = task_file(read, str(file))
    now, most, content = moment(at), read.settings.tasks.max_bytes, content_of(file)
    with opened(read) as store:
        known = asking.as_now(store, read)
        outcome = explaining.accepted(file.name, content, known.office, now, known.number, most=most)
        if isinstance(outcome, Unreadable):
            refuse(outcome)
        answers = asking.asked_before(store, outcome.delegation.task)
    files = enclosures(read, file, content, now)
    if isinstance(files, Unreadable):
        refuse(files)
    correspondence = correspondence_of(read, _secret(read))
    letter = explaining.first_letter(outcome, correspondence, known.office, now, files, answers)
    if letter is None:
        decision = outcome.delegation.decision
        fail(f"no brief would be sent: {outcome.delegation.state}, {decision.waits_for or decision.because}")
    return letter


def status(
    task: Annotated[str | None, typer.Argument(help="One task, like T-12.")] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """What is open, who has it, what it waits for; and the mail that has not left."""
    from delegated.app import asking  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    number = number_in(task) if task else None
    if task and number is None:
        fail(f"`{task}` is no number of a task; write it like T-12", code=2)
    with opened(read) as store:
        found = asking.look(store, number) | {"folder": asking.watching(read)}
        found |= {
            "away": asking.absent(store, datetime.now().astimezone().date()),
            "put_aside": asking.aside(store, number),
        }
    if number is not None and not found["tasks"]:
        fail(f"there is no task T-{number}")
    if as_json:
        print_json(found)
        return
    _show_status(found, one=number is not None)


def events(
    task: Annotated[str | None, typer.Argument(help="Only of this task, like T-12.")] = None,
    home: Home = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what happens from now.")] = False,
    as_json: Json = False,
) -> None:
    """What has happened, oldest first; one JSON object a line with --json."""
    from delegated.app import asking  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    number = number_in(task) if task else None
    if task and number is None:
        fail(f"`{task}` is no number of a task; write it like T-12", code=2)
    with opened(read) as store:
        if number is not None and not asking.look(store, number)["tasks"]:
            fail(f"there is no task T-{number}")
        last = 0
        while True:
            for row in asking.history(store, number, last):
                last = max(last, row["id"])
                _print_event(row, as_json=as_json)
            sys.stdout.flush()
            if not follow:
                return
            time.sleep(0.5)


def read_home_of(home: Path | None, *, as_json: bool) -> Read:
    """The home that is meant; with a fault in it, that is said and all ends."""
    from delegated.app import read_home  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    read = read_home(home_of(home))
    if isinstance(read, Unreadable):
        refuse(read, as_json=as_json)
    return read


@contextmanager
def opened(read: Read) -> Iterator[Any]:
    """The state, to look at; where it cannot be read, now or at a later question, that is said and all ends."""
    from delegated.app import CannotRun, asking  # noqa: PLC0415

    try:
        with asking.looking(read) as store:
            yield store
    except CannotRun as error:
        fail(str(error))


def number_in(what: str) -> int | None:
    """The number of a task, written like T-12, t-12 or t12."""
    found = re.fullmatch(r"[Tt]-?(\d{1,12})", what)
    return int(found[1]) if found else None


def task_file(read: Read, what: str) -> Path:
    """The task file that is meant: as it is named, else of that name in the inbox; of a folder its `task.md`."""
    inbox = read.tasks / "inbox"
    files = (file for place in (Path(what), inbox / what) for file in (place, place / "task.md"))
    found = next((file for file in files if file.is_file()), None)
    return found or _no_file(what, [inbox, Path(what).parent], read.office.roster.assistants)


def content_of(file: Path) -> bytes:
    """What stands in it; where it cannot be read, that is said and all ends."""
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file}: {(error.strerror or str(error)).lower()}; look at its owner and mode", code=2)


def _no_file(what: str, looked_in: Iterable[Path], people: Iterable[str]) -> NoReturn:
    """What was probably meant: something that lies where it was looked for, or somebody."""
    from delegated.core.errors import nearest  # noqa: PLC0415

    if Path(what).is_dir():
        fail(f"{what}: a folder is a task only with a `task.md` in it", code=2)
    names = [path.name for folder in looked_in if folder.is_dir() for path in folder.iterdir()]
    near = nearest(Path(what).name, [*people, *names])
    cure = f"did you mean `{near}`?" if near else "write a task file, a number like T-12, or the id of an assistant"
    fail(f"{what}: no such file, and nobody of that name; {cure}", code=2)


def _secret(read: Read) -> bytes:
    from delegated.app import CannotRun, secret_of  # noqa: PLC0415

    try:
        return secret_of(read.path)
    except CannotRun as error:
        fail(str(error))


def _show_status(found: dict[str, Any], *, one: bool) -> None:
    rows = found["tasks"]
    if not rows:
        typer.echo("nothing is open")
    for row in rows if one else ():
        typer.secho(f"{row['number']}  {row['title']}", bold=True)
        table(
            [
                (name, _local(row[name]) if name in {"due", "since"} else str(row[name]))
                for name in ("state", "folder", "owner", "assistant", "due", "waiting_for", "since", "next")
                if row[name]
            ]
        )
    if not one:
        table(
            [
                (
                    row["number"],
                    row["state"],
                    row["assistant"] or row["owner"],
                    row["title"] + (f": {row['waiting_for']}" if row["waiting_for"] else ""),
                )
                for row in rows
            ],
            indent=0,
        )
    for person in found["away"] if not one else ():
        typer.echo(f"\n{person['id']} is away until {person['until']}; not so? delegated tell {person['id']} back")
    for mail in found["put_aside"]:
        _show_aside(mail)
    mail = found["mail"]
    told = ", ".join(f"{mail[name]} {name}" for name in ("queued", "deferred", "uncertain", "failed"))
    mode, running = found["folder"]["mode"], found["folder"]["running"]
    typer.echo(
        f"\nmail: {told}\nfolder: {f'watched by {mode}' if running else 'not watched, as no service is running'}"
    )


def _show_aside(mail: dict[str, str]) -> None:
    """What a person needs to tell whether it is genuine, and what to say if it is."""
    about = f" about {mail['task']}" if mail["task"] else ""
    typer.echo(f"\nput aside{about}: {mail['subject'] or 'without a subject'}")
    table(
        [
            ("from", mail["from"] or "nobody in particular"),
            ("when", _local(mail["when"])),
            ("because", mail["reason"]),
            ("text", mail["text"] or "none"),
            ("id", f"{mail['id']}; genuine? delegated tell {mail['task'] or 'T-…'} release {mail['id']}"),
        ]
    )


def _local(moment: str) -> str:
    """In the time of this machine, with its zone."""
    return f"{datetime.fromisoformat(moment).astimezone():%a %d %b %Y %H:%M %Z}"


def _print_event(row: dict[str, Any], *, as_json: bool) -> None:
    import orjson  # noqa: PLC0415

    shown = {key: value for key, value in row.items() if key != "id" and value is not None}
    if as_json:
        sys.stdout.write(orjson.dumps(shown).decode() + "\n")
        return
    at = datetime.fromisoformat(shown.pop("timestamp")).astimezone()
    name, number = shown.pop("event"), shown.pop("task", "")
    shown.pop("level", None)
    said = "  ".join(f"{key}={value}" for key, value in shown.items())
    sys.stdout.write(f"{at:%Y-%m-%d %H:%M:%S}  {name:<16} {number:<7} {said}\n")
