"""`init` makes a home, `check` finds every fault in one."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from delegated.cli.printing import Home, Json, fail, home_of, moment, print_fault, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from delegated.app import Home as HomeRead
    from delegated.core.errors import Fault
    from delegated.core.rules import Rule, RuleBook

_STATE: Final = "state/delegated.db"
_LONG: Final = timedelta(days=90)


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
    """Find every fault in settings, roster, rules and letters; exit 1 where there is one. Hints are advice, no more."""
    from delegated.app import letters_of, read_home, unusable  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    path = home_of(home)
    read = read_home(path)
    faults = list(read.faults) if isinstance(read, Unreadable) else [*unusable(read), *_faults_in_rules(read)]
    if any((path / "letters").glob("*.[th]*")):
        faults += letters_of(path).faults
    hints = [] if isinstance(read, Unreadable) else list(_hints(read))
    if as_json:
        print_json({"faults": [fault.as_json() for fault in faults], "hints": [hint.as_json() for hint in hints]})
    for fault in () if as_json else (*faults, *(replace(hint, message=f"hint: {hint.message}") for hint in hints)):
        print_fault(fault)
    if faults:
        raise typer.Exit(1)
    if not as_json and not isinstance(read, Unreadable):
        roster = read.office.roster
        typer.echo(
            f"{path}: all is well: {_counted(len(read.office.book.rules), 'rule')}, "
            f"{_counted(len(roster.owners), 'owner')}, {_counted(len(roster.assistants), 'assistant')}"
        )


def _faults_in_rules(home: HomeRead) -> tuple[Fault, ...]:
    """What only shows when rules are held against each other, the roster and the letters; in the order of the files."""
    from delegated.app import letters_of  # noqa: PLC0415
    from delegated.core.checking import faults_in  # noqa: PLC0415
    from delegated.core.errors import Faults  # noqa: PLC0415

    office = home.office
    policies = office.shipped.names | {policy for _, policy in office.books()}
    templates = ("brief", *letters_of(home.path).briefs) if _names_a_brief(office.book) else ()
    faults = Faults(list(faults_in(office.book, office.roster, templates, policies)))
    return faults.unreadable().faults


def _names_a_brief(book: RuleBook) -> bool:
    """Reading the letters takes a while, and few rules ask for one of their own."""
    entries = (entry for rule in book.rules for entry in (rule.entry.delegate, rule.entry.note))
    return any(entry is not None and entry.brief is not None for entry in entries)


def _hints(home: HomeRead) -> Iterator[Fault]:
    """Advice: skills that nobody has, and rules that nothing has come to for long."""
    from delegated.core.checking import missing_skills, unmatched  # noqa: PLC0415

    rules, since = _own_rules(home), moment(None) - _LONG
    yield from missing_skills(rules, home.office.roster)
    if rules:
        yield from unmatched(rules, *_seen(home, since), since)


def _seen(home: HomeRead, since: datetime) -> tuple[int, dict[str, int]]:
    """How many decisions there were, and which rules took part; none where the state cannot be looked at."""
    if not (home.path / _STATE).exists():
        return 0, {}
    from delegated.app import CannotRun, asking  # noqa: PLC0415

    try:
        with asking.looking(home) as store:
            return asking.rules_seen(store, since)
    except CannotRun:
        return 0, {}


def _own_rules(home: HomeRead) -> Sequence[Rule]:
    """The rules that somebody here has written or changed: nobody here has asked for all that the others are for."""
    from delegated.shipped import shipped  # noqa: PLC0415

    files = {f"rules/{file.name}": file.read_text(encoding="utf-8") for file in shipped("rules").glob("*.yaml")}
    changed = [rule for rule in home.office.book.rules if home.sources[rule.file] != files.get(rule.file)]
    if not changed:
        return ()
    from delegated.app import shipped_policy  # noqa: PLC0415

    as_shipped = {rule.name: rule.entry for rule in shipped_policy().rules}
    return [rule for rule in changed if rule.entry != as_shipped.get(rule.name)]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8")
