"""What the service asks of the world, and the plain values that go to and fro.

Instants are aware datetimes; documents are whatever JSON can say (amounts as text).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

# --- letters on their way --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter on its way: the envelope (RFC 5321) and the exact bytes (RFC 5322)."""

    message_id: str
    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken it: `reply` is what it said."""

    reply: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not taken. Temporary: the same letter may be taken later. Permanent: it never will."""

    temporary: bool
    reason: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The server may have it or not: the connection ended between the content and its answer (RFC 1047)."""

    reason: str


class Postman(Protocol):
    """Takes letters away: over SMTP, or into a folder."""

    async def start(self) -> None:
        """Be ready; connections are made when the first letter comes."""
        ...

    async def deliver(self, letter: Outgoing) -> Sent | Refused | Uncertain:
        """Hand one letter over. May be called many times at once."""
        ...

    async def close(self) -> None:
        """Finish what is in flight, and hang up."""
        ...


# --- the archive: everything that is kept ---------------------------------------------------------

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task as it now stands. `minutes` is its estimate, `record` the whole delegation as the story keeps it.

    `version` is the store's own: 0 for a new task, one more with each `update_task`. `closed` is None while it is open.
    """

    number: int
    owner: str
    title: str
    state: str
    folder: str
    file: str
    digest: str
    since: datetime
    created: datetime
    minutes: int = 0
    assistant: str | None = None
    due: datetime | None = None
    closed: datetime | None = None
    waiting_for: str | None = None
    version: int = 0
    record: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One line of the history. `id` is given by the store, in the order of writing."""

    name: str
    at: datetime
    task: int | None = None
    level: str = "info"
    fields: Json = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandRow:
    """Something to be done at `wake_at`. The same `key` again replaces what was set before.

    With `owner` and `attempts=1` it is set already leased: its owner does it now, `wake_at` is the end of the lease.
    """

    key: str
    kind: str
    wake_at: datetime
    task: int | None = None
    payload: Json = field(default_factory=dict)
    owner: str | None = None
    attempts: int = 0


class Lease(NamedTuple):
    """What a holder shows when it ends or postpones an errand.

    `errand` is its id, or its key where it was set already leased and so was never claimed.
    """

    errand: int | str
    holder: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """An errand as it was found. From `claim`, `wake_at` is still the time that it was due."""

    id: int
    key: str
    kind: str
    task: int | None
    wake_at: datetime
    owner: str | None
    attempts: int
    payload: dict[str, Any]

    @property
    def lease(self) -> Lease:
        """The lease that it was claimed under."""
        return Lease(self.id, self.owner or "", self.attempts)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One mail: queued, sent, failed, uncertain or deferred. `content` holds its exact bytes until it was sent."""

    message_id: str
    kind: str
    person: str
    sender: str
    recipient: str
    created: datetime
    task: int | None = None
    state: str = "queued"
    attempts: int = 0
    reason: str | None = None
    content: bytes | None = None
    sent: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What was decided, by which rule of which rulebook, with everything `explain` shows in `record`."""

    task: int
    at: datetime
    outcome: str
    version: str
    rule: str | None = None
    record: Json = field(default_factory=dict)
    id: int = 0


class NewTask(NamedTuple):
    """A task with all that is written together with it."""

    task: TaskRow
    events: tuple[EventRow, ...] = ()
    errands: tuple[ErrandRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    decision: DecisionRow | None = None


class Placed(NamedTuple):
    """Where the file of an open task should lie."""

    number: int
    folder: str
    file: str
    state: str


class Workload(NamedTuple):
    """The open work of one assistant (None: nobody has it) for one owner in one state."""

    assistant: str | None
    owner: str
    state: str
    minutes: int
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What became of a try to send a letter."""

    message_id: str
    state: str
    attempts: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All that one happening changes, kept in one transaction or not at all.

    `task` replaces the one at `task.version`; where that has changed meanwhile, nothing is kept. `ended` are the
    errands that are done by it, `postponed` those to be tried again, `sent` the letters that were taken.
    """

    task: TaskRow | None = None
    events: Sequence[EventRow] = ()
    errands: Sequence[ErrandRow] = ()
    cancelled: Sequence[str] = ()
    letters: Sequence[LetterRow] = ()
    decision: DecisionRow | None = None
    ended: Sequence[Lease] = ()
    postponed: Sequence[tuple[Lease, datetime]] = ()
    sent: Sequence[tuple[str, datetime]] = ()
    marks: Sequence[Mark] = ()


class Archive(Protocol):
    """Keeps everything, on SQLite or on PostgreSQL. Each method is one transaction."""

    def next_numbers(self, count: int) -> list[int]:
        """Numbers for new tasks."""
        ...

    async def known(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Which of these contents are tasks already: digest to number."""
        ...

    async def add(self, new: Sequence[NewTask]) -> Mapping[str, int]:
        """Keep new tasks; digest to number of those that turned out to be known."""
        ...

    async def keep(self, change: Change) -> bool:
        """Keep a change; False where somebody was first, and nothing was kept."""
        ...

    async def claim(self, kinds: Sequence[str], now: datetime, lease: timedelta, limit: int) -> list[Errand]:
        """Errands that are due, leased to this process."""
        ...

    async def release(self, now: datetime) -> None:
        """Make due again what an earlier life of this process had leased."""
        ...

    async def next_wake(self) -> datetime | None:
        """When the next errand is due."""
        ...

    async def task(self, number: int) -> TaskRow | None:
        """A task as it is kept."""
        ...

    async def letter(self, message_id: str) -> LetterRow | None:
        """A letter as it is kept."""
        ...

    async def letters(self, message_ids: Sequence[str]) -> Mapping[str, LetterRow]:
        """Letters with their content, for sending."""
        ...

    async def open_tasks(self) -> Sequence[TaskRow]:
        """Every task that is not over."""
        ...

    async def keep_rulebook(self, version: str, at: datetime, source: Mapping[str, str]) -> None:
        """Keep the rules under their name, for explaining later what was decided by them."""
        ...

    async def mail_counts(self) -> Mapping[str, int]:
        """How many letters are queued, deferred and failed."""
        ...
