"""What commands ask of a home while its service may be running, and what they tell it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from delegated.app import RATES, ROSTER, WATCHING, WORDS, CannotRun, Home, open_store
from delegated.core.errors import Unreadable
from delegated.core.money import Currencies
from delegated.core.office import REMEMBERED, Memory, Office
from delegated.core.people import read_roster
from delegated.core.rules import RuleBook, read_rules
from delegated.core.secrets import fit_to_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from delegated.core.task import Task
    from delegated.edges.store import Store
    from delegated.explaining import Explanation
    from delegated.ports import AnswerRow, Errand, ReplyRow, TaskRow

# As in the log.
_SHORT: Final = 12


@contextmanager
def looking(home: Home) -> Iterator[Store]:
    """The state of a home, to look at while the service may be running. CannotRun where it cannot be read."""
    from delegated.edges.store import StoreError  # noqa: PLC0415

    store = open_store(home)
    try:
        yield store
    except StoreError as error:
        raise CannotRun(str(error)) from error
    finally:
        store.close_now()


def look(store: Store, number: int | None) -> dict[str, Any]:
    """What `status` tells: every open task, or one; the mail that has not left; how the folder is watched."""
    from delegated.edges.store import queries  # noqa: PLC0415

    def found(connection: Connection) -> dict[str, Any]:
        rows = (
            queries.open_tasks(connection)
            if number is None
            else [row for row in [queries.task(connection, number)] if row]
        )
        tasks = [_status_of(row, queries.waiting_errands(connection, row.number)) for row in rows]
        counts = queries.mail_counts(connection)
        mail = {name: counts.get(name, 0) for name in ("queued", "deferred", "failed", "uncertain")}
        return {"tasks": tasks, "mail": mail}

    return store.read(found)


def watching(home: Home) -> dict[str, Any]:
    """How files are noticed, by `events` or by `polling`: by the service that runs, or by one that would."""
    from delegated.edges.inbox import can_watch  # noqa: PLC0415

    try:
        pid, mode = (home.path / WATCHING).read_text(encoding="ascii").split()
        running = Path("/proc", pid).exists()
    except (OSError, ValueError):
        mode, running = "", False
    return {"mode": mode if running else "events" if can_watch(home.tasks) else "polling", "running": running}


def tell(home: Home, store: Store, words: str, *, number: int = 0, person: str = "") -> str | None:
    """Leave a word of the owner's for the service to hear; the id under which it is kept. None: no such task."""
    import hashlib  # noqa: PLC0415
    import secrets  # noqa: PLC0415

    import orjson  # noqa: PLC0415

    from delegated.edges.maildir.leaving import leave  # noqa: PLC0415
    from delegated.edges.store import queries  # noqa: PLC0415

    owner = home.office.roster.first_owner.id
    if number:
        row = store.read(lambda connection: queries.task(connection, number))
        if row is None:
            return None
        owner = row.owner
    told = {"task": number, "person": person, "words": words, "owner": owner, "once": secrets.token_hex(8)}
    content = orjson.dumps(told)
    leave(home.path / WORDS, content)
    return hashlib.sha256(content).hexdigest()


def heard(store: Store, id_: str) -> ReplyRow | None:
    """What became of a word; None as long as nobody has heard it."""
    from delegated.edges.store import conversation  # noqa: PLC0415

    row = store.read(lambda connection: conversation.reply(connection, id_))
    return None if row is None or row.state == "stored" else row


def absent(store: Store, today: date) -> list[dict[str, str]]:
    """Who is away by an automatic answer of hers, until when, and how that is known."""
    from delegated.edges.store import conversation  # noqa: PLC0415

    rows = store.read(conversation.people)
    return [
        {"id": row.id, "until": row.away_until.isoformat(), "because": row.away_because}
        for row in rows
        if row.away_until is not None and row.away_until > today
    ]


def aside(store: Store, number: int | None = None) -> list[dict[str, str]]:
    """Mail that was put aside, oldest first: what is needed to tell whether it is genuine, but no secret."""
    from delegated.edges.store import conversation  # noqa: PLC0415

    rows = store.read(lambda connection: conversation.put_aside(connection, number))
    return [_aside(row, _beginning(store, row.id)) for row in reversed(rows)]


def history(store: Store, number: int | None, after: int) -> Iterator[dict[str, Any]]:
    """Events as the log has them, oldest first, each with its place in the order."""
    from delegated.edges.store import queries  # noqa: PLC0415

    for row in store.read(lambda connection: queries.events(connection, number, after)):
        task = {"task": f"T-{row.task}"} if row.task else {}
        at = row.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        yield {"id": row.id, "timestamp": at, "level": row.level, "event": row.name, **task, **row.fields}


@dataclass(frozen=True, slots=True)
class Now:
    """The office as the service knows it: who has how much to do, who is away; and the number of the next task."""

    office: Office
    number: int


def as_now(store: Store, home: Home) -> Now:
    """The office of a home as its service knows it."""
    from delegated.edges.store import conversation, experience, queries  # noqa: PLC0415
    from delegated.service.room import absences  # noqa: PLC0415

    office = home.office

    def found(connection: Connection) -> Now:
        away = absences(conversation.people(connection))
        since = datetime.now(UTC) - REMEMBERED
        memory = Memory.of(experience.works(connection, since), since)
        known = replace(office, roster=office.roster.with_absences(away), memory=memory)
        return Now(known, queries.last_number(connection) + 1)

    return store.read(found)


def asked_before(store: Store, task: Task) -> Sequence[AnswerRow]:
    """What its owner has answered about tasks of this kind."""
    from delegated.core.likeness import Remembered  # noqa: PLC0415
    from delegated.edges.store import conversation  # noqa: PLC0415
    from delegated.service import room  # noqa: PLC0415

    answers = store.read(lambda connection: conversation.answers(connection, task.owner))
    return room.asked_before(Remembered(answers), task)


def explained(store: Store, number: int, home: Home, at: datetime | None = None) -> Explanation | None:
    """Why a task was decided as it was, under the rules that were in force; with `at`, as it was decided then.

    None where there is no such task, or where it was not decided yet.
    """
    from delegated import explaining  # noqa: PLC0415
    from delegated.edges.store import queries  # noqa: PLC0415
    from delegated.service.records import past_decision  # noqa: PLC0415

    row = store.read(lambda connection: queries.decision(connection, number, at))
    then = past_decision(row) if row else None
    if row is None or then is None:
        return None
    sources = store.read(lambda connection: queries.rulebook(connection, row.version))
    return explaining.of_decision(f"T-{number}", then.told, then.decision, _as_it_was(home.office, sources or {}))


def rules_seen(store: Store, since: datetime) -> tuple[int, dict[str, int]]:
    """How many decisions there were since then, and how often each rule took part: decided, or added a note."""
    from collections import Counter  # noqa: PLC0415

    from delegated.edges.store import queries  # noqa: PLC0415

    seen: Counter[str] = Counter()
    number = 0
    for names in store.read(lambda connection: list(queries.rules_of_decisions(connection, since))):
        seen.update(names)
        number += 1
    return number, dict(seen)


def explained_anew(
    store: Store, number: int, home: Home, now: datetime, given: Mapping[str, Any]
) -> Explanation | None:
    """What would be decided about a task at this time, given these facts; None where there is no such task."""
    from delegated import explaining  # noqa: PLC0415
    from delegated.edges.store import queries  # noqa: PLC0415
    from delegated.service import restored  # noqa: PLC0415

    row = store.read(lambda connection: queries.task(connection, number))
    if row is None:
        return None
    return explaining.anew(restored(row), as_now(store, home).office, now, given)


def _beginning(store: Store, id_: str) -> str:
    """The first words that somebody wrote in a mail."""
    from delegated.edges.store import conversation  # noqa: PLC0415
    from delegated.replies.cutting import cut  # noqa: PLC0415
    from delegated.replies.mail import read_mail  # noqa: PLC0415

    # One mail at a time: there may be two hundred, of 25 MB each.
    content = store.read(lambda connection: conversation.beginning_of(connection, id_))
    return cut(read_mail(content)).text


def _aside(row: ReplyRow, text: str) -> dict[str, str]:
    return {
        "id": row.id[:_SHORT],
        "task": f"T-{row.task}" if row.task else "",
        "from": row.sender,
        "subject": fit_to_log(row.subject),
        "when": row.received.isoformat(),
        "reason": row.reason,
        "text": fit_to_log(text),
    }


def _as_it_was(office: Office, sources: dict[str, str]) -> Office:
    """The office with the rules and the roster that a decision was made by."""

    def book(prefix: str) -> RuleBook | Unreadable:
        files = [(name, text.encode()) for name, text in sorted(sources.items()) if name.startswith(prefix)]
        return read_rules(files, None)

    mine, policy = book("rules/"), book("shipped/")
    roster = read_roster(ROSTER, sources.get(ROSTER, "").encode())
    if not sources or isinstance(mine, Unreadable) or isinstance(policy, Unreadable) or isinstance(roster, Unreadable):
        return office
    rates = Currencies.from_table(json.loads(sources[RATES])) if RATES in sources else office.currencies
    return replace(office, book=mine, shipped=policy.without(mine.names), roster=roster, currencies=rates)


def _status_of(row: TaskRow, errands: Sequence[Errand]) -> dict[str, Any]:
    coming = "the letter is being sent" if any(errand.kind == "letter" for errand in errands) else None
    return {
        "number": f"T-{row.number}",
        "title": row.title,
        "state": row.state,
        "folder": row.folder,
        "owner": row.owner,
        "assistant": row.assistant,
        "due": row.due.isoformat() if row.due else None,
        "waiting_for": row.waiting_for,
        "since": row.since.isoformat(),
        "next": row.next or coming,
    }
