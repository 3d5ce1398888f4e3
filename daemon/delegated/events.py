"""The catalogue: every event that delegated logs, with its fields.

One event is one happening, named `noun.verb` in the past tense. A field has the same name for the
same thing in every event. `docs/events.md` is generated from here:

    python -m delegated.events            print the page
    python -m delegated.events --check FILE    exit 1 where the file is not current
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Level = Literal["debug", "info", "warning", "error"]


class Event(StrEnum):
    """The names."""

    SERVICE_STARTED = "service.started"
    SERVICE_RELOADED = "service.reloaded"
    SERVICE_STOPPED = "service.stopped"
    SERVICE_FAILED = "service.failed"
    RULES_LOADED = "rules.loaded"
    RULES_REFUSED = "rules.refused"
    LETTERS_REFUSED = "letters.refused"
    TASK_RECEIVED = "task.received"
    TASK_DUPLICATE = "task.duplicate"
    TASK_REJECTED = "task.rejected"
    TASK_LEFT = "task.left"
    TASK_DECIDED = "task.decided"
    TASK_OFFERED = "task.offered"
    TASK_WAITED = "task.waited"
    TASK_MOVED = "task.moved"
    TASK_MISPLACED = "task.misplaced"
    TASK_CLOSED = "task.closed"
    HAPPENING_IGNORED = "happening.ignored"
    MAIL_QUEUED = "mail.queued"
    MAIL_SENT = "mail.sent"
    MAIL_DEFERRED = "mail.deferred"
    MAIL_FAILED = "mail.failed"
    MAIL_UNCERTAIN = "mail.uncertain"
    FOLDER_OVERFLOWED = "folder.overflowed"
    FOLDER_LOST = "folder.lost"
    FOLDER_RETURNED = "folder.returned"
    FOLDER_BLOCKED = "folder.blocked"
    STORE_FAILED = "store.failed"
    STORE_RECOVERED = "store.recovered"
    LIBRARY_LOGGED = "library.logged"


FIELDS: dict[str, str] = {
    "task": "the number of the task, `T-12`",
    "title": "its title",
    "file": "the name of the file, below `tasks/`",
    "folder": "the folder it lies in now, which is the state of the task",
    "state": "the state in the story",
    "outcome": "keep, delegate, defer, drop or ask",
    "rule": "the rule that decided",
    "because": "the reason, in the words of the rule",
    "owner": "the owner, by id",
    "assistant": "the assistant, by id",
    "letter": "the kind of letter: brief, question, withdrawn, fault",
    "to": "the address it goes to",
    "message_id": "its Message-ID, the same at each try",
    "attempt": "which try it was, from 1",
    "again_at": "when it is tried again",
    "reason": "why, in words",
    "until": "the date it is deferred to",
    "first": "the number of the task that has the same content",
    "place": "file:line:column",
    "happening": "what happened, by name",
    "home": "the home folder",
    "version": "the version of delegated, or of the rules",
    "pid": "the process",
    "rules": "how many rules are in force",
    "people": "how many owners and assistants are on the roster",
    "faults": "how many faults were found",
    "signal": "what asked for it",
    "took": "milliseconds it took",
    "open": "how many tasks are open",
    "waiting": "how many letters wait to be sent",
    "logger": "the library that speaks",
    "level_name": "how the library rates it",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """What an event means, how loud it is, and the fields that it may have."""

    text: str
    fields: tuple[str, ...]
    level: Level = "info"


CATALOGUE: dict[Event, Spec] = {
    Event.SERVICE_STARTED: Spec("The service takes tasks from now on.", ("home", "version", "pid", "open", "waiting")),
    Event.SERVICE_RELOADED: Spec(
        "Rules, roster and letters were read again and are in force.", ("rules", "people", "version")
    ),
    Event.SERVICE_STOPPED: Spec("The service has stopped; all that was begun is kept.", ("signal", "open", "waiting")),
    Event.SERVICE_FAILED: Spec(
        "Something in the service itself broke; it goes on or says why it cannot.",
        ("reason", "task", "file", "happening"),
        "error",
    ),
    Event.RULES_LOADED: Spec(
        "Rules and roster were read; `version` names this set in every decision.",
        ("rules", "people", "version", "took"),
    ),
    Event.RULES_REFUSED: Spec(
        "Rules, roster or settings have a fault: those in force stay.", ("place", "reason", "faults"), "error"
    ),
    Event.LETTERS_REFUSED: Spec(
        "A letter of the owner's has a fault: the shipped one is used.", ("place", "reason"), "error"
    ),
    Event.TASK_RECEIVED: Spec("A task file was taken and has a number now.", ("task", "title", "file", "owner")),
    Event.TASK_DUPLICATE: Spec(
        "A file has the same content as an earlier task; it was put aside.", ("file", "first"), "warning"
    ),
    Event.TASK_REJECTED: Spec(
        "A file could not be read; the reason lies beside it in `rejected/`.", ("file", "place", "reason"), "warning"
    ),
    Event.TASK_LEFT: Spec(
        "A file in the inbox is no task that can be read; it stays where it is.", ("file", "reason"), "warning"
    ),
    Event.TASK_DECIDED: Spec(
        "What becomes of the task, and why.",
        ("task", "title", "owner", "outcome", "rule", "because", "assistant", "until", "version"),
    ),
    Event.TASK_OFFERED: Spec("The task is offered to an assistant.", ("task", "assistant", "because")),
    Event.TASK_WAITED: Spec("The task waits for a word from its owner.", ("task", "owner", "reason")),
    Event.TASK_MOVED: Spec("The file of the task lies in another folder now.", ("task", "file", "folder", "reason")),
    Event.TASK_MISPLACED: Spec(
        "A numbered file was found where it does not belong; it was left there.", ("task", "file", "reason"), "warning"
    ),
    Event.TASK_CLOSED: Spec("The task is over.", ("task", "state", "reason")),
    Event.HAPPENING_IGNORED: Spec(
        "Something happened that changes nothing in the present state.", ("task", "happening", "state"), "debug"
    ),
    Event.MAIL_QUEUED: Spec("A letter is written and kept; it will be sent.", ("task", "letter", "to", "message_id")),
    Event.MAIL_SENT: Spec(
        "The mail server has taken the letter.", ("task", "letter", "to", "message_id", "attempt", "took")
    ),
    Event.MAIL_DEFERRED: Spec(
        "It could not be sent for now, and is tried again.",
        ("task", "letter", "to", "message_id", "attempt", "again_at", "reason"),
        "warning",
    ),
    Event.MAIL_FAILED: Spec(
        "It cannot be sent, and is not tried again.",
        ("task", "letter", "to", "message_id", "attempt", "reason"),
        "error",
    ),
    Event.MAIL_UNCERTAIN: Spec(
        "The server may have it or not (RFC 1047); it is sent again with the same Message-ID.",
        ("task", "letter", "to", "message_id", "attempt", "again_at", "reason"),
        "warning",
    ),
    Event.FOLDER_OVERFLOWED: Spec(
        "The kernel dropped file events; the folders were swept instead.", ("reason",), "warning"
    ),
    Event.FOLDER_LOST: Spec(
        "A task folder cannot be looked into or watched; it is tried again at each sweep.",
        ("folder", "reason"),
        "error",
    ),
    Event.FOLDER_RETURNED: Spec("The task folder is there again, and was looked through.", ("folder",)),
    Event.FOLDER_BLOCKED: Spec(
        "A file could not be read or moved for a reason of the world; it is tried again.", ("file", "reason"), "error"
    ),
    Event.STORE_FAILED: Spec("Nothing can be stored at present, so nothing new is taken in.", ("reason",), "error"),
    Event.STORE_RECOVERED: Spec("Storing works again.", ()),
    Event.LIBRARY_LOGGED: Spec(
        "A library that delegated uses has said something.", ("logger", "level_name", "reason"), "warning"
    ),
}


def page() -> str:
    """`docs/events.md`, from the catalogue."""
    lines = [
        "# Events",
        "",
        "One JSON object a line on standard output: `timestamp`, `level`, `event`, and the fields below.",
        "A field without a value is left out. Nothing of `private` and no secret is ever logged.",
        "This page is generated by `python -m delegated.events`.",
        "",
        "| event | level | meaning | fields |",
        "|---|---|---|---|",
    ]
    for event, spec in CATALOGUE.items():
        fields = ", ".join(f"`{name}`" for name in spec.fields)
        lines.append(f"| `{event}` | {spec.level} | {spec.text} | {fields} |")
    lines += ["", "## Fields", "", "| field | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {text} |" for name, text in FIELDS.items()]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Print the page, or compare a file with it."""
    if arguments[:1] != ["--check"]:
        sys.stdout.write(page())
        return 0
    with open(arguments[1], encoding="utf-8") as file:  # noqa: PTH123  a leaf module without pathlib
        if file.read() == page():
            return 0
    sys.stderr.write(f"{arguments[1]} is not current; run: python -m delegated.events > {arguments[1]}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
