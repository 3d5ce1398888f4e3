"""`explain`: why something was decided, or would be; and who an assistant is. Written to be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn
from zoneinfo import ZoneInfo

import typer

from delegated.cli.asking import content_of, number_in, opened, read_home_of, task_file
from delegated.cli.printing import At, Home, Json, fail, heading, moment, print_json, refuse, say, table, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from delegated.app import Home as Read
    from delegated.core.errors import Unreadable
    from delegated.explaining import Explanation, Portrait

Given = Annotated[
    list[str] | None, typer.Option("--given", metavar="FACT=VALUE", help="Take a fact as given. May be repeated.")
]
What = Annotated[str, typer.Argument(help="A task file, a number like T-12, or an assistant by id.")]
All = Annotated[bool, typer.Option("--all", help="Every rule, in full, with its place.")]

# More rules than that are not read to the end: those behind the one that decided are counted.
_MANY: Final = 30
_HEADINGS: Final = {
    "rules": "Your rules, in the order in which they are tried",
    "shipped policy": "The shipped policy, tried where none of yours decides",
}
_MANY_OF: Final = frozenset({"tags", "skills", "deliverables", "expectations", "attachments"})
_YELLOW: Final = {"fg": "yellow"}
_GREEN: Final = {"fg": "green"}
_DIM: Final = {"dim": True}


def explain(
    what: What, home: Home = None, at: At = None, given: Given = None, everything: All = False, as_json: Json = False
) -> None:
    """Why: the facts, what each rule said, who was looked at and why she was chosen or not; or who somebody is.

    A task is explained as it was decided, the last time or the last before --at; with --given, as it would be decided.
    """
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    number, id_ = number_in(what), _person(read, what)
    if number is None and id_ is not None:
        _explain_person(read, id_, moment(at), given, as_json=as_json)
        return
    facts = _given(given)
    explained = _of_task(read, number, at, facts) if number is not None else _of_file(read, what, moment(at), facts)
    if isinstance(explained, Unreadable):
        refuse(explained, as_json=as_json)
    if as_json:
        print_json(explained.as_json())
    else:
        _show(explained, now=at is None, everything=everything)
        _name_task_of(Path(what).name)


# --- what is asked for --------------------------------------------------------------------------


def _person(read: Read, what: str) -> str | None:
    """The id of the assistant who is meant, by id, name or address; None where it is no person."""
    roster = read.office.roster
    if Path(what).is_file():
        return None
    if what in roster.owners:
        fail(f"`{what}` is no assistant but an owner: only of assistants something is to be explained", code=2)
    if what in roster.groups:
        fail(f"`{what}` is no assistant but a group: explain one of {', '.join(roster.groups[what])}", code=2)
    said = what.casefold()
    known = (
        person.id
        for person in roster.assistants.values()
        if said in {person.id.casefold(), person.name.casefold(), person.email.casefold()}
    )
    return next(known, None)


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


def _of_file(read: Read, what: str, now: datetime, given: dict[str, Any]) -> Explanation | Unreadable:
    from delegated import explaining  # noqa: PLC0415
    from delegated.app import asking, enclosures  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415

    file = task_file(read, what)
    content = content_of(file)
    with opened(read) as store:
        office = asking.as_now(store, read).office
    explained = explaining.of_file(file.name, content, office, now, given, most=read.settings.tasks.max_bytes)
    if isinstance(explained, Unreadable):
        return explained
    files = enclosures(replace(read, office=office), file, content, now)
    return files if isinstance(files, Unreadable) else explained


def _of_task(read: Read, number: int, at: str | None, given: dict[str, Any]) -> Explanation:
    """As it was decided, the last time or the last time before `at`; given facts, as it would be decided."""
    from delegated.app import asking  # noqa: PLC0415

    now = moment(at)
    with opened(read) as store:
        if given:
            explained: Explanation | None = asking.explained_anew(store, number, read, now, given)
        else:
            explained = asking.explained(store, number, read, now if at else None)
        return explained or _not_decided(number, at, asking.as_now(store, read).number - 1)


def _not_decided(number: int, at: str | None, last: int) -> NoReturn:
    if at and number <= last:
        fail(f"T-{number} was not decided yet at {at}; `delegated events T-{number}` tells when it came")
    fail(f"there is no task T-{number}; {f'the last one is T-{last}' if last else 'none was taken yet'}")


def _explain_person(read: Read, id_: str, now: datetime, given: list[str] | None, *, as_json: bool) -> None:
    """Who she is, how far she is trusted, what she has open, and the room that she has."""
    from delegated import explaining  # noqa: PLC0415
    from delegated.app import asking  # noqa: PLC0415

    if given:
        fail("--given is for tasks: no fact changes who somebody is", code=2)
    with opened(read) as store:
        office = asking.as_now(store, read).office
        mine = [row for row in asking.look(store, None)["tasks"] if row["assistant"] == id_]
        person = office.roster.assistants[id_]
        told = {row["id"]: row["because"] for row in asking.absent(store, now.astimezone(person.zone).date())}
    portrait = explaining.of_person(person, office, now, mine, told.get(id_, ""))
    if as_json:
        print_json(portrait.as_json())
    else:
        _show_person(portrait)


# --- a decision ---------------------------------------------------------------------------------


def _show(it: Explanation, *, now: bool, everything: bool) -> None:
    """What was decided first, then who and what it costs, then the facts, and then what each rule said."""
    table([(it.number, it.title) if it.number else (it.title,)], indent=0, styles=[{"bold": True}])
    _show_text(_when(it, now=now), **(_YELLOW if it.foreseen else _DIM))
    say("")
    stands = it.waits_for is not None
    _show_text(
        f"{it.outcome}{f' to {it.person}' if it.person else ''}", indent=2, bold=True, **(_YELLOW if stands else _GREEN)
    )
    table(list(_decision(it)))
    heading("People, in the order in which they were looked at")
    _show_people(it.people)
    heading("Money")
    table(list(_money(it)))
    _show_facts(it)
    _show_rules(it, everything=everything)
    say("")
    _show_text(f"under rules {it.version}{f', {_said(it.at)}' if it.foreseen and now else ''}", indent=2, **_DIM)


def _when(it: Explanation, *, now: bool) -> str:
    if not it.foreseen:
        return f"as it was decided on {_said(it.at)}"
    given = f", given {', '.join(it.given)}" if it.given else ""
    return f"as it would be decided {'now' if now else f'on {_said(it.at)}'}{given}"


def _decision(it: Explanation) -> Iterator[tuple[str, str]]:
    """Why, by what, and what is still to be said or done."""
    yield "because", it.because
    if it.rule is not None:
        yield "rule", f"{it.rule}  ({'shipped policy, ' if it.policy == 'shipped policy' else ''}{it.place})"
        if it.matched:
            yield "matched", "; ".join(it.matched)
    else:
        yield "by", it.policy
    if it.until is not None:
        yield "until", _said(it.until)
    for number, question in enumerate(it.questions):
        yield "" if number else "asks you", question
    if it.waits_for and not it.questions:
        yield "waits", it.waits_for
    for number, (name, taken) in enumerate(it.assumed.items()):
        yield "" if number else "assumed", f"{name}: {taken}"
    if it.proposal:
        yield "proposal", it.proposal


def _money(it: Explanation) -> Iterator[tuple[str, str]]:
    if it.money["estimate"] is not None:
        yield "cost", f"{it.money['estimate']} {it.money['currency']} with {it.person}"
    if it.money["reserved"] is not None:
        yield "reserved", f"{it.money['reserved']} {it.money['currency']}"
    yield "worth", it.money["in_words"] or ""


def _show_people(people: Sequence[Mapping[str, Any]]) -> None:
    if not people:
        say("  nobody was looked for")
    table(
        [("✓" if person["chosen"] else "·", person["id"], person["reason"]) for person in people],
        styles=[_GREEN if person["chosen"] else {} for person in people],
    )


def _show_facts(it: Explanation) -> None:
    """What is known; and below it, by reason, what is not."""
    heading("Facts")
    given = {name.partition("=")[0] for name in it.given}
    known = {name: value for name, value in it.facts.items() if not value.startswith("not known")}
    table([(name, f"{_short(value)}  (given)" if name in given else _short(value)) for name, value in known.items()])
    unknown: dict[str, list[str]] = {}
    for name, value in it.facts.items():
        if name not in known:
            unknown.setdefault(value, []).append(name)
    for reason, names in unknown.items():
        _show_text(f"{reason}: {', '.join(names)}", indent=2, **_DIM)


def _short(fact: str) -> str:
    """Two decimals are enough to read."""
    return f"{float(fact):.2f}" if re.fullmatch(r"\d+\.\d{3,}", fact) else fact


def _show_rules(it: Explanation, *, everything: bool) -> None:
    shown = [rule for rule in it.rules if everything or len(it.rules) <= _MANY or rule["reached"]]
    for policy, title in _HEADINGS.items():
        rules = [rule for rule in shown if rule["policy"] == policy]
        if rules:
            heading(title)
            if everything:
                _show_in_full(rules)
            else:
                table([_line(rule) for rule in rules], cut=True, styles=[_style(rule) for rule in rules])
    if len(shown) < len(it.rules):
        left = len(it.rules) - len(shown)
        more = f"{left} more {'rule' if left == 1 else 'rules'}"
        say("")
        _show_text(f"and {more}, not reached; --all shows every rule in full", indent=2, **_DIM)


def _show_in_full(rules: Sequence[Mapping[str, Any]]) -> None:
    """Each rule with its place, and below it all that it said."""
    for rule in rules:
        mark, name, said = _line(rule)
        failed = rule["failed"]
        exactly = f"{failed['field']} is {failed['met']}, wanted: {failed['wanted']}" if failed else said
        table([(mark, f"{name} ({rule['place']})"), ("", exactly)], styles=[_style(rule)] * 2)


def _line(rule: Mapping[str, Any]) -> tuple[str, str, str]:
    """A mark, the name, and what came of it or the first thing that was not so."""
    failed = rule["failed"]
    if failed is not None:
        return "?" if failed["met"].startswith("not known") else "·", rule["name"], _not_so(**failed)
    said = rule["did"] or "would match, but it was decided before"
    return "✓" if said == "decided" else "+" if said.startswith("noted") else "-", rule["name"], said


def _not_so(field: str, wanted: str, met: str) -> str:
    """What was not so, in few words: patterns are for whoever asks for everything."""
    verb = "are" if field in _MANY_OF else "is"
    if field in {"title", "details"} and "matches" in wanted:
        return f"no such words in the {field}"
    if wanted == "is not set":
        return f"{field} {verb} set: {met}"
    if met in {"none", "not set"} and "." not in field:
        return f"no {field}" if wanted == "is set" else f"no {field}, wanted: {wanted}"
    if met.startswith("not known"):
        return f"{field} is {met}"
    if wanted.startswith("not: "):
        return f"{field} {verb} {met}, wanted: {wanted}"
    met = re.sub(r"(?<= \d\d:\d\d) \S+$", "", met)  # Every time is by the owner's clock.
    return f"{field} {verb} {met}, not {wanted.removeprefix('any of: ').removeprefix(f'{field} ')}"


def _style(rule: Mapping[str, Any]) -> dict[str, Any]:
    if not rule["reached"]:
        return _DIM
    if rule["did"] == "decided":
        return {"fg": "green", "bold": True}
    return _GREEN if rule["matched"] else {}


def _name_task_of(file: str) -> None:
    """Whoever names the file of a task perhaps wants to know what became of that one."""
    known = re.match(r"T-\d+(?= )", file)
    if known:
        _show_text(f"{known[0]} was decided before: `delegated explain {known[0]}` tells how", indent=2, **_YELLOW)


# --- a person -----------------------------------------------------------------------------------


def _show_person(it: Portrait) -> None:
    """Who she is and when she works, how far she is trusted, what she has to do, and what she could still take."""
    person = it.person
    engaged = f", {person.engagement}" if person.engagement else ""
    _show_text(f"{person.name} ({person.id})", bold=True)
    _show_text(f"{person.kind}, {person.scope}{engaged}")
    say("")
    table(list(_traits(it)))
    heading(f"Trust: {it.level}")
    table(list(_trust(it)))
    clock = f", due by {it.at.astimezone():%Z}" if it.open else ""
    heading(f"Open: {len(it.open)} {'task' if len(it.open) == 1 else 'tasks'}{clock}")
    table([(row["number"] or "", row["title"] or "", _due(row)) for row in it.open])
    heading("Room in the next seven days")
    _show_text(_room(it), indent=2)


def _traits(it: Portrait) -> Iterator[tuple[str, str]]:
    person = it.person
    yield "skills", ", ".join(person.skills) or "none on the roster"
    yield "languages", ", ".join(person.languages)
    yield "rate", f"{person.rate}, in steps of {_length(person.billed_in)}" if person.rate else "costs nothing"
    yield (
        "hours",
        f"{person.hours} ({person.time_zone})" + (f", holidays of {person.holidays}" if person.holidays else ""),
    )
    yield "her time", f"{_said(it.at)}: {_at_work(it)}"
    if it.absence:
        yield "away", f"until {_said(it.back) if it.back else 'further notice'}: {it.absence}"
    elif it.coming:
        yield "next away", str(it.coming)
    yield "confidential", "has signed" if person.confidential else "has not signed: gets no confidential work"


def _at_work(it: Portrait) -> str:
    if it.next is None:
        return "not at work for a long time"
    return "at work" if it.next <= it.at else f"not at work until {it.next:%A %H:%M}"


def _trust(it: Portrait) -> Iterator[tuple[str, str]]:
    allows = it.allows
    money = f"up to {allows.money} a task" if allows.money else "any amount"
    yield (
        "allows",
        f"{allows.stakes} stakes at most, {money}, {allows.tasks} {'task' if allows.tasks == 1 else 'tasks'} at a time",
    )
    yield "because", it.why
    for number, line in enumerate(it.evidence):
        yield "" if number else "evidence", line
    for number, line in enumerate(it.missing):
        yield "" if number else "missing", line


def _due(row: Mapping[str, str | None]) -> str:
    due = f"{datetime.fromisoformat(row['due']).astimezone():%a %d %b %H:%M}" if row["due"] else "no date"
    return ", ".join(part for part in (due, row.get("hours"), row["state"]) if part)


def _room(it: Portrait) -> str:
    if not it.week:
        return "none: she does not work in that time"
    return f"{_length(it.week)} for us, {_length(it.taken)} of it taken: {_length(it.free)} free"


def _show_text(text: str, *, indent: int = 0, **style: Any) -> None:
    """A paragraph, no wider than the terminal."""
    for line in wrapped(text, width() - indent):
        say(" " * indent + line, **style)


def _said(at: datetime) -> str:
    from delegated.core.moments import said  # noqa: PLC0415

    assert isinstance(at.tzinfo, ZoneInfo)  # noqa: S101  every time here is by somebody's clock
    return said(at, at.tzinfo)


def _length(span: Any) -> str:
    from delegated.core.conditions import length  # noqa: PLC0415

    return length(span)
