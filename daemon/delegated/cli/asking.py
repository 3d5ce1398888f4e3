"""What people ask: `explain` a decision, `preview` a brief, `status` of tasks, `events` of the past."""

from __future__ import annotations

import re
import shutil
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from delegated.cli.printing import At, Home, Json, fail, heading, home_of, moment, print_json, refuse, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from delegated.app import Home as Read
    from delegated.core.errors import Unreadable
    from delegated.explaining import Explanation

Given = Annotated[
    list[str] | None, typer.Option("--given", metavar="FACT=VALUE", help="Take a fact as given. May be repeated.")
]
What = Annotated[str, typer.Argument(help="A task file, a number like T-12, or a person by id.")]


def explain(what: What, home: Home = None, at: At = None, given: Given = None, as_json: Json = False) -> None:
    """Why: the facts, what each rule said, who was looked at and why she was chosen or not.

    A task is explained as it was decided, at any later time; with --given, as it would be decided now (or --at TIME).
    """
    from delegated.app import asking  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    number = _number(what)
    explained: Explanation | Unreadable
    if number is not None:
        now = moment(at)
        explained = _of_task(read, number, now if given else None, _given(given))
    elif what in read.office.roster.assistants and not Path(what).exists():
        _explain_person(read, what, as_json=as_json)
        return
    elif (what in read.office.roster.owners or what in read.office.roster.groups) and not Path(what).exists():
        fail(f"`{what}` is no assistant: only of assistants something is to be explained", code=2)
    else:
        with opened(read) as store:
            now = asking.as_now(store, read)
        explained = _of_file(replace(read, office=now.office), Path(what), moment(at), _given(given))
    if isinstance(explained, Unreadable):
        refuse(explained, as_json=as_json)
    if as_json:
        print_json(explained.as_json())
    else:
        _show(explained)


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

    now, most = moment(at), read.settings.tasks.max_bytes
    with opened(read) as store:
        known = asking.as_now(store, read)
        outcome = explaining.accepted(file.name, _content(file), known.office, now, known.number, most=most)
        if isinstance(outcome, Unreadable):
            refuse(outcome)
        answers = asking.asked_before(store, outcome.delegation.task)
    files = enclosures(read, file, _content(file), now)
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
    number = _number(task) if task else None
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
    number = _number(task) if task else None
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


def _secret(read: Read) -> bytes:
    from delegated.app import CannotRun, secret_of  # noqa: PLC0415

    try:
        return secret_of(read.path)
    except CannotRun as error:
        fail(str(error))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        wanted = "write the name of a task file, a number like T-12, or a person's id"
        fail(f"{file}: {(error.strerror or str(error)).lower()}; {wanted}", code=2)


def _number(what: str) -> int | None:
    found = re.fullmatch(r"[Tt]-?(\d{1,12})", what)
    return int(found[1]) if found else None


def _given(given: list[str] | None) -> dict[str, Any]:
    from delegated.core.clauses import read_fact  # noqa: PLC0415
    from delegated.core.reading import core_schema  # noqa: PLC0415

    facts: dict[str, Any] = {}
    for entry in given or ():
        name, equals, value = entry.partition("=")
        if not equals:
            fail(f"--given {entry}: write it like owner.overwhelmed=true", code=2)
        try:
            facts[name.strip()] = read_fact(name.strip(), _meant(core_schema(value.strip())))
        except ValueError as error:
            fail(f"--given {entry}: {error}", code=2)
    return facts


def _meant(value: Any) -> Any:
    """`[lisbon, book]` on the command line is a list."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        return [word.strip() for word in value[1:-1].split(",") if word.strip()]
    return value


def _of_file(read: Read, file: Path, now: datetime, given: dict[str, Any]) -> Explanation | Unreadable:
    from delegated import explaining  # noqa: PLC0415
    from delegated.app import enclosures  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    content = _content(file)
    explained = explaining.of_file(file.name, content, read.office, now, given, most=read.settings.tasks.max_bytes)
    if isinstance(explained, Unreadable):
        return explained
    files = enclosures(read, file, content, now)
    return files if isinstance(files, Unreadable) else explained


def _of_task(read: Read, number: int, now: datetime | None, given: dict[str, Any]) -> Explanation:
    """As it was decided, whatever the time is; or, given facts, as it would be decided now."""
    from delegated.app import asking  # noqa: PLC0415

    with opened(read) as store:
        if now is None:
            explained = asking.explained(store, number, read)
        else:
            explained = asking.explained_anew(store, number, read, now, given)
    if explained is None:
        fail(f"there is no task T-{number}")
    return explained


def _explain_person(read: Read, id_: str, *, as_json: bool) -> None:
    """What is known of an assistant in this version: where she starts, and what she has open."""
    from delegated.app import asking  # noqa: PLC0415

    person = read.office.roster.assistants[id_]
    level = read.office.level_of(person)
    with opened(read) as store:
        mine = [row for row in asking.look(store, None)["tasks"] if row["assistant"] == id_]
    evidence = {name: list(getattr(person.evidence, name)) for name in ("portfolio", "references", "testimonials")}
    known = [f"{name}: {value}" for name, values in evidence.items() for value in values]
    missing = [] if person.evidence else ["any evidence on the roster: a portfolio, references or testimonials"]
    if as_json:
        print_json(
            {
                "id": id_,
                "level": str(level),
                "evidence": known,
                "missing": missing,
                "open": [row["number"] for row in mine],
            }
        )
        return
    typer.secho(f"{person.name} ({id_}) is {level}", bold=True)
    table([(name, value) for line in known for name, _, value in [line.partition(": ")]])
    for line in missing:
        typer.echo(f"  missing: {line}")
    heading(f"Open: {len(mine)}")
    table([(row["number"], row["title"]) for row in mine])


def _show(it: Explanation) -> None:
    number = f"{it.number}  " if it.number else ""
    typer.secho(f"{number}{it.title}", bold=True)
    person = f" to {it.person}" if it.person else ""
    typer.secho(f"  {it.outcome}{person}", fg="green", nl=False)
    typer.echo(f"  by {f'`{it.rule}`' if it.rule else it.policy}")
    typer.echo(f"  because {it.because}")
    if it.waits_for:
        typer.secho(f"  waits for: {it.waits_for}", fg="yellow")
    _show_facts(it.facts)
    heading("People, in the order in which they were looked at")
    table([("✓" if person["chosen"] else "·", person["id"], person["reason"]) for person in it.people])
    if not it.people:
        typer.echo("  nobody was looked for")
    heading("Money")
    table([(name, value or "-") for name, value in it.money.items()])
    heading("Rules, in the order in which they are tried")
    for rule in it.rules:
        _show_rule(rule, decided=rule["name"] == it.rule and rule["reached"])
    typer.echo(f"\n  decided at {it.at:%Y-%m-%d %H:%M} UTC, under rules {it.version}")


def _show_facts(facts: Mapping[str, str]) -> None:
    """What is known; and below it, by reason, what is not."""
    heading("Facts")
    table([(name, value) for name, value in facts.items() if not value.startswith("not known")])
    unknown: dict[str, list[str]] = {}
    for name, value in facts.items():
        if value.startswith("not known"):
            unknown.setdefault(value, []).append(name)
    for reason, names in unknown.items():
        typer.secho(f"  {reason}: {', '.join(names)}", dim=True)


def _show_rule(rule: dict[str, Any], *, decided: bool) -> None:
    """One rule in one line, as wide as the terminal; `--json` has the whole of it."""
    line = f"  {'✓' if rule['matched'] else '·'}  {rule['name']}: {_said(rule, decided=decided)}"
    width = max(60, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else len(line)
    colour = "green" if decided else None
    typer.secho(
        line if len(line) <= width else f"{line[: width - 1]}…", fg=colour, bold=decided, dim=not rule["reached"]
    )


def _said(rule: dict[str, Any], *, decided: bool) -> str:
    failed = rule["failed"]
    if failed is not None:
        met = "" if failed["field"] == "title" else f" is {failed['met']}"
        return f"{failed['field']}{met}, wanted: {failed['wanted']}"
    if decided:
        return "decided"
    return "added a note" if rule["reached"] else "would match, but it was decided before"


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
