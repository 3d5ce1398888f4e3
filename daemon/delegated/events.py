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
    TASK_BRIEFED = "task.briefed"
    TASK_ACCEPTED = "task.accepted"
    TASK_DECLINED = "task.declined"
    TASK_UNANSWERED = "task.unanswered"
    TASK_APPROVED = "task.approved"
    TASK_DELAYED = "task.delayed"
    DUE_PASSED = "due.passed"
    TASK_REVISED = "task.revised"
    TASK_CLOSED = "task.closed"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_UNANSWERED = "question.unanswered"
    FACTS_GIVEN = "facts.given"
    DUE_CHANGED = "due.changed"
    DUE_KEPT = "due.kept"
    WORK_DELIVERED = "work.delivered"
    WORK_RETURNED = "work.returned"
    FEEDBACK_GIVEN = "feedback.given"
    PERSON_REMINDED = "person.reminded"
    PERSON_LEFT = "person.left"
    PERSON_RETURNED = "person.returned"
    REPLY_RECEIVED = "reply.received"
    REPLY_READ = "reply.read"
    REPLY_IGNORED = "reply.ignored"
    REPLY_QUARANTINED = "reply.quarantined"
    REPLY_RELEASED = "reply.released"
    REPLY_RELAYED = "reply.relayed"
    REPLY_WITHHELD = "reply.withheld"
    REPLIES_LOST = "replies.lost"
    REPLIES_RETURNED = "replies.returned"
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
    "proposal": "what could be done about all tasks of its kind, where it comes again and again",
    "owner": "the owner, by id",
    "assistant": "the assistant, by id",
    "letter": "the kind of letter: brief, reminder, question, answer, feedback and so on",
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
    "restart_needed": "the settings that have changed and wait for a restart, by name",
    "faults": "how many faults were found",
    "signal": "what asked for it",
    "took": "milliseconds it took",
    "open": "how many tasks are open",
    "waiting": "how many letters wait to be sent",
    "cost": "what it costs, with its currency",
    "due": "when it is due",
    "accepted": "whether she had accepted it before",
    "changed": "what has changed, by name",
    "waiting_for": "what is waited for: answer, work, reply, word, rating",
    "hours": "the hours that were reported",
    "files": "how many files came with it",
    "rating": "1 to 5",
    "round": "how often it was asked for again",
    "reply": "the name under which the mail is kept",
    "sender": "the address that a mail says it is from",
    "size": "in bytes",
    "person": "who it is, by id",
    "meaning": "what a mail was understood to say",
    "mailbox": "where answers come in: replies, or words of the command line",
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
        "Rules, roster, letters and settings were read again and are in force, but for what needs a restart.",
        ("rules", "people", "version", "restart_needed"),
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
        ("task", "title", "owner", "outcome", "rule", "because", "assistant", "until", "proposal", "version"),
    ),
    Event.TASK_OFFERED: Spec("The task is offered to an assistant.", ("task", "assistant", "because")),
    Event.TASK_WAITED: Spec("The task waits for a word from its owner.", ("task", "owner", "reason")),
    Event.TASK_MOVED: Spec("The file of the task lies in another folder now.", ("task", "file", "folder", "reason")),
    Event.TASK_MISPLACED: Spec(
        "A numbered file was found where it does not belong; it was left there.", ("task", "file", "reason"), "warning"
    ),
    Event.TASK_BRIEFED: Spec(
        "The brief has left long after it was written; the time to answer it begins.", ("task", "assistant")
    ),
    Event.TASK_ACCEPTED: Spec("The assistant has accepted the task.", ("task", "assistant")),
    Event.TASK_DECLINED: Spec(
        "The assistant does not take the task, or gives it back.", ("task", "assistant", "reason", "accepted")
    ),
    Event.TASK_UNANSWERED: Spec("The assistant has not answered in time.", ("task", "assistant")),
    Event.TASK_APPROVED: Spec("The owner has said yes to what it costs.", ("task", "owner", "assistant", "cost")),
    Event.TASK_DELAYED: Spec("The assistant will be late.", ("task", "assistant", "until", "reason")),
    Event.DUE_PASSED: Spec("The task was due, and is not delivered.", ("task", "assistant", "due"), "warning"),
    Event.TASK_REVISED: Spec(
        "The owner has changed the task; the assistant is told what changed.", ("task", "assistant", "changed")
    ),
    Event.TASK_CLOSED: Spec("The task is over.", ("task", "state", "reason")),
    Event.QUESTION_ASKED: Spec("The assistant has asked something; the owner is told.", ("task", "assistant")),
    Event.QUESTION_ANSWERED: Spec("The owner has answered; the assistant is told.", ("task", "owner")),
    Event.QUESTION_UNANSWERED: Spec(
        "No answer came; the assistant goes on by her own judgement.", ("task", "owner"), "warning"
    ),
    Event.FACTS_GIVEN: Spec("The owner has told what was missing.", ("task", "owner")),
    Event.DUE_CHANGED: Spec("The owner agrees to a new date.", ("task", "assistant", "due")),
    Event.DUE_KEPT: Spec("The owner does not agree to a new date.", ("task", "assistant", "due")),
    Event.WORK_DELIVERED: Spec("The assistant has delivered.", ("task", "assistant", "hours", "files")),
    Event.WORK_RETURNED: Spec("The owner wants something changed.", ("task", "assistant", "round")),
    Event.FEEDBACK_GIVEN: Spec("The owner has said how it was.", ("task", "assistant", "rating")),
    Event.PERSON_REMINDED: Spec(
        "Somebody is reminded; all reminders of a day are one mail.", ("task", "to", "waiting_for")
    ),
    Event.PERSON_LEFT: Spec(
        "An automatic answer told that somebody is away; `delegated tell PERSON back` undoes it.",
        ("task", "reply", "person", "until"),
    ),
    Event.PERSON_RETURNED: Spec("Somebody is there again, by the owner's word.", ("task", "reply", "person")),
    Event.REPLY_RECEIVED: Spec("A mail came in and is kept.", ("mailbox", "reply", "size")),
    Event.REPLY_READ: Spec(
        "A mail was understood, and acted upon or passed on.", ("task", "reply", "person", "meaning")
    ),
    Event.REPLY_IGNORED: Spec(
        "A mail changes nothing: automatic, a copy, or about nothing.", ("task", "reply", "sender", "reason")
    ),
    Event.REPLY_QUARANTINED: Spec(
        "A mail is put aside and changes nothing: it is not proven whose it is.",
        ("task", "reply", "sender", "reason"),
        "warning",
    ),
    Event.REPLY_RELEASED: Spec("The owner lets a mail count that was put aside.", ("task", "reply", "person")),
    Event.REPLY_RELAYED: Spec("What was written is passed on to the other side.", ("task", "to")),
    Event.REPLY_WITHHELD: Spec(
        "What was written is kept, and not passed on.", ("task", "reply", "to", "reason"), "warning"
    ),
    Event.REPLIES_LOST: Spec("Answers cannot be fetched at present.", ("mailbox", "reason"), "error"),
    Event.REPLIES_RETURNED: Spec("Answers are fetched again.", ("mailbox",)),
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
