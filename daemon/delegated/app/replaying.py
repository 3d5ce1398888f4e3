"""Past decisions of a home under the rules of a folder: what is read for it. Nothing is written, and nothing sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from delegated.app import Home, rule_files, shipped_policy, unknown_patience
from delegated.core.errors import Fault, Unreadable
from delegated.core.experience import WINDOW
from delegated.core.replaying import Lost, Recorded, Replayed, replay
from delegated.core.rules import RuleBook, read_rules

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from delegated.edges.store import Store
    from delegated.ports import DecisionRow

# So many decisions are in memory at a time, and no question to the database lasts longer than it takes to read them.
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Replay:
    """How many decisions there are to replay, and those, each when it is asked for."""

    count: int
    decisions: Iterator[Replayed | Lost]


def folder_of_rules(given: Path) -> Path | None:
    """The folder itself, or `rules/` in it, as in a home; None where neither holds a rule file."""
    return next((folder for folder in (given / "rules", given) if next(rule_files(folder), None)), None)


def rules_in(folder: Path, home: Home) -> RuleBook | Unreadable:
    """The rules of a folder, read for the people and the settings of a home; or every fault in them."""
    files: list[tuple[str, bytes]] = []
    for file in rule_files(folder):
        try:
            files.append((str(file), file.read_bytes()))
        except OSError as error:
            said = f"the file cannot be read: {error.strerror}"
            return Unreadable((Fault(str(file), None, None, said, "look at its owner and mode"),))
    book = read_rules(files, home.office.roster)
    faults = () if isinstance(book, Unreadable) else tuple(unknown_patience(book, home.settings))
    return Unreadable(faults) if faults else book


def replayed(store: Store, home: Home, book: RuleBook, since: datetime) -> Replay:
    """Every decision since then under these rules, the shipped policy behind them."""
    from delegated.edges.store import conversation, experience, queries  # noqa: PLC0415
    from delegated.service.room import absences  # noqa: PLC0415

    roster = home.office.roster.with_absences(absences(store.read(conversation.people)))
    office = replace(home.office, roster=roster, book=book, shipped=shipped_policy().without(book.names))
    count, last = store.read(lambda connection: queries.count_decisions(connection, since))
    works = store.read(lambda connection: experience.works(connection, since - WINDOW))
    return Replay(count, replay(_records(store, since, last), office, works, since))


def _records(store: Store, since: datetime, last: int) -> Iterator[Recorded | Lost]:
    """In the order in which they were made; none that are made meanwhile."""
    from delegated.edges.store import queries  # noqa: PLC0415

    after = 0
    while rows := store.read(lambda connection: queries.decisions(connection, since, after, last, _AT_ONCE)):  # noqa: B023  asked at once
        yield from map(_recorded, rows)
        after = rows[-1].id


def _recorded(row: DecisionRow) -> Recorded | Lost:
    from delegated.service.records import past_decision  # noqa: PLC0415

    try:
        past = past_decision(row)
    except ValueError:
        past = None
    if past is None:
        return Lost(row.task, row.at, "made by an earlier version, which did not record what it was made from")
    return Recorded(row.task, past.told, past.decision)
