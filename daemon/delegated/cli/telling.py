"""What people say: `tell T-12 approve`, `tell maya back`. The same words as in an answer by mail."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from delegated.cli.asking import opened, read_home_of
from delegated.cli.printing import Home, Json, fail, print_json
from delegated.core.reading import printable

if TYPE_CHECKING:
    from delegated.app import Home as Read
    from delegated.ports import ReplyRow

_PATIENCE = 10.0
_OFTEN = 0.05

Whom = Annotated[str, typer.Argument(help="A task, like T-12; or a person by id.", metavar="T-12|PERSON")]
Words = Annotated[list[str], typer.Argument(help="What an answer by mail would say, like `approve` or `4 well done`.")]


def tell(whom: Whom, words: Words, home: Home = None, as_json: Json = False) -> None:
    """Say something about a task, as its owner would by mail.

    approve, refuse, 1 to 5, again, cancel, keep, drop, defer until a date, delegate to somebody, `release` a mail
    that was put aside, or the answer to a question. Of a person: `tell maya back`, where an automatic answer has
    said that she is away.
    """
    from delegated.app import asking  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    said = printable(" ".join(words)).strip()
    if not said:
        fail("say something, like `delegated tell T-12 approve`", code=2)
    number = re.fullmatch(r"[Tt]-?(\d{1,12})", whom)
    person = "" if number else _person(read, whom, said)
    with opened(read) as store:
        id_ = asking.tell(read, store, said, number=int(number[1]) if number else 0, person=person)
        if id_ is None:
            fail(f"there is no task {whom.upper()}")
        if not asking.watching(read)["running"]:
            _say_kept(whom, id_, as_json=as_json)
            return
        heard = _what_became(store, id_)
        task = asking.look(store, int(number[1]))["tasks"] if number else []
    _say(whom, heard, id_, task[0] if task else None, as_json=as_json)


def _person(read: Read, whom: str, said: str) -> str:
    known = {person.id for person in read.office.roster.people()}
    if whom not in known:
        fail(f"`{whom}` is neither a task, like T-12, nor the id of a person on the roster", code=2)
    if said.casefold() != "back":
        fail(f"of a person this can be said: `delegated tell {whom} back`", code=2)
    return whom


def _what_became(store: Any, id_: str) -> ReplyRow | None:
    from delegated.app import asking  # noqa: PLC0415

    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        heard = asking.heard(store, id_)
        if heard is not None:
            return heard
        time.sleep(_OFTEN)
    return None


def _say_kept(whom: str, id_: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"about": whom, "reply": id_[:12], "state": "stored", "meaning": "", "reason": "", "task": None})
        return
    typer.echo("kept: delegated is not running here, and hears it when it runs (`delegated run`)")


def _say(whom: str, heard: ReplyRow | None, id_: str, task: dict[str, Any] | None, *, as_json: bool) -> None:
    state, meaning, reason = (heard.state, heard.meaning, heard.reason) if heard else ("stored", "", "")
    if as_json:
        told = {"state": state, "meaning": meaning, "reason": reason, "task": task}
        print_json({"about": whom, "reply": id_[:12], **told})
    elif heard is None:
        typer.echo("kept, and not heard yet: look at `delegated status` in a moment")
    elif state in {"ignored", "unreadable", "quarantined"}:
        fail(f"nothing was changed: {reason}")
    else:
        typer.echo(f"{whom}: {_outcome(meaning, reason, task)}")
    if as_json and state in {"ignored", "unreadable", "quarantined"}:
        raise typer.Exit(1)


def _outcome(meaning: str, reason: str, task: dict[str, Any] | None) -> str:
    if meaning == "note":
        return "not understood as a word that counts; treated as a note, as it would be by mail"
    done = meaning or reason or "heard"
    if task is None:
        return done
    who = f", {task['assistant']}" if task["assistant"] else ""
    return f"{done}; it is {task['state']} now{who}, in {task['folder']}/"
