"""What the service asks of the world, and the plain values that go to and fro.

Instants are aware datetimes; documents are whatever JSON can say (amounts as text).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from delegated.core.experience import Work

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
    `next` is what happens at `next_at` if nobody says anything.
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
    next: str | None = None
    next_at: datetime | None = None
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

    With `unless_set` what was set before stays instead. With `owner` and `attempts=1` it is set already leased: its
    owner does it now, `wake_at` is the end of the lease.
    """

    key: str
    kind: str
    wake_at: datetime
    task: int | None = None
    payload: Json = field(default_factory=dict)
    owner: str | None = None
    attempts: int = 0
    unless_set: bool = False


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
    """What was decided, by which rule of which rulebook; `record` has the task as `told` then, and the `decision`."""

    task: int
    at: datetime
    outcome: str
    version: str
    rule: str | None = None
    record: Json = field(default_factory=dict)
    id: int = 0

    @property
    def noted(self) -> tuple[str, ...]:
        """The rules that have added to it beside `rule`; none where an earlier version has kept too little."""
        return tuple(self.record.get("decision", {}).get("noted", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """A mail that came in, raw as it came, and what it was understood to be.

    `id` is the SHA-256 of the raw mail in hexadecimal; people name it by its first characters. `mailbox` is `replies`
    or `words`, `size` counts the bytes as they came. `content` is None in lists, and where it was not kept. `state` is
    stored, acted, noted, ignored, quarantined, unreadable or released.
    """

    id: str
    mailbox: str
    received: datetime
    size: int
    content: bytes | None = None
    state: str = "stored"
    message_id: str = ""
    sender: str = ""
    subject: str = ""
    task: int | None = None
    person: str | None = None
    meaning: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyMark:
    """What became of a mail that came in: all of this is written, its content stays as it is."""

    id: str
    state: str
    message_id: str = ""
    sender: str = ""
    subject: str = ""
    task: int | None = None
    person: str | None = None
    meaning: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What is known of a person beyond the roster. `away_until` is the first day back, by the person's own calendar."""

    id: str
    away_until: date | None = None
    away_since: datetime | None = None
    away_because: str = ""
    reminded: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """What an owner has answered once, and about what kind of task. `id` is given by the store, in order of writing.

    What was said about a `confidential` task is told with tasks that are confidential, too, and with no other.
    """

    task: int
    owner: str
    title: str
    question: str
    answer: str
    at: datetime
    client: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    confidential: bool = False
    id: int = 0


class NewTask(NamedTuple):
    """A task with all that is written together with it."""

    task: TaskRow
    events: tuple[EventRow, ...] = ()
    errands: tuple[ErrandRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    decision: DecisionRow | None = None
    work: Work | None = None


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
class Hold:
    """A letter that counts no more: held back if nobody has taken it up, marked with the reason.

    If it is under way or has left, `instead` is written, with its errand and its line in the history (None: nothing).
    """

    message_id: str
    reason: str
    instead: tuple[LetterRow, ErrandRow, EventRow] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All that one happening changes, kept in one transaction or not at all.

    `task` replaces the one at `task.version`; where that has changed meanwhile, nothing is kept. `ended` are the
    errands that are done by it, `postponed` those to be tried again, `sent` the letters that were taken. Where it is
    `fenced` and a lease in `ended` is no longer good, nothing is kept either. `people` are written whole.
    """

    task: TaskRow | None = None
    events: Sequence[EventRow] = ()
    errands: Sequence[ErrandRow] = ()
    cancelled: Sequence[str] = ()
    letters: Sequence[LetterRow] = ()
    decision: DecisionRow | None = None
    work: Work | None = None
    ended: Sequence[Lease] = ()
    postponed: Sequence[tuple[Lease, datetime]] = ()
    sent: Sequence[tuple[str, datetime]] = ()
    marks: Sequence[Mark] = ()
    held: Sequence[Hold] = ()
    replies: Sequence[ReplyMark] = ()
    people: Sequence[PersonRow] = ()
    answers: Sequence[AnswerRow] = ()
    fenced: bool = False


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

    @property
    def healthy(self) -> bool:
        """Whether the last thing that was to be written was."""
        ...

    async def claim(
        self, kinds: Sequence[str], now: datetime, lease: timedelta, limit: int, *, due: datetime | None = None
    ) -> list[Errand]:
        """Errands that are due now, or will be until `due`, leased to this process from now."""
        ...

    async def release(self, now: datetime) -> None:
        """Make due again what an earlier life of this process had leased."""
        ...

    async def next_wake(self, kinds: Sequence[str] | None = None) -> datetime | None:
        """When the next errand is due, of these kinds or of any."""
        ...

    async def errand(self, key: str) -> Errand | None:
        """The errand with this key."""
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

    async def last_letter(self, task: int, person: str, kinds: Sequence[str]) -> LetterRow | None:
        """The newest letter of these kinds to a person about a task, without its content."""
        ...

    async def add_replies(self, rows: Sequence[ReplyRow]) -> None:
        """Keep mails that came in, each with its errand `reply:ID`; those that are known stay as they are."""
        ...

    async def reply(self, digest: str) -> ReplyRow | None:
        """The mail with this id, with its content."""
        ...

    async def replies_of(self, task: int) -> Sequence[ReplyRow]:
        """The mails that came in about a task, without their content, oldest first."""
        ...

    async def put_aside(self, task: int | None = None) -> Sequence[ReplyRow]:
        """The newest mails in quarantine, of one task or of all, without their content; 200 at most."""
        ...

    async def reply_called(self, beginning: str) -> ReplyRow | None:
        """The one mail whose id begins so, without its content; None for fewer than 6 characters, or for several."""
        ...

    async def replied(self, message_id: str, digest: str) -> bool:
        """Whether a mail of this Message-ID and another id was acted upon, noted, ignored or released already."""
        ...

    async def open_of(self, assistant: str) -> Sequence[int]:
        """The open tasks that an assistant has, or is being asked to take."""
        ...

    async def people(self) -> Sequence[PersonRow]:
        """What is known of people beyond the roster."""
        ...

    async def answers(self, owner: str | None = None, most: int = 500) -> Sequence[AnswerRow]:
        """What this owner, or any, has answered, newest first."""
        ...

    async def answerers(self) -> Sequence[str]:
        """The owners who have answered anything."""
        ...

    async def workloads(self) -> Sequence[Workload]:
        """The open work, added up by assistant, owner and state."""
        ...

    async def works(self, since: datetime) -> Sequence[Work]:
        """What is remembered of every task that is open, was closed since then, or has cost a goal something."""
        ...

    async def unremembered(self, most: int) -> Sequence[TaskRow]:
        """The newest tasks of which nothing is remembered, so many at most: an earlier version has kept them."""
        ...

    async def fill_works(self, works: Sequence[Work]) -> None:
        """Keep what is remembered of these tasks, where nothing is remembered yet."""
        ...

    async def keep_rulebook(self, version: str, at: datetime, source: Mapping[str, str]) -> None:
        """Keep the rules under their name, for explaining later what was decided by them."""
        ...

    async def mail_counts(self) -> Mapping[str, int]:
        """How many letters are queued, deferred and failed."""
        ...


# --- the folders, the drawers, the clock ----------------------------------------------------------


class Arrived(Protocol):
    """A file that has settled: in the inbox, or mended in `rejected`. Empty where it is oversized."""

    @property
    def folder(self) -> str:
        """Where it lies."""
        ...

    @property
    def name(self) -> str:
        """As it is on the disk; bytes that are no UTF-8 are surrogates."""
        ...

    @property
    def content(self) -> bytes:
        """All of it."""
        ...

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    @property
    def oversized(self) -> bool:
        """Larger than a task may be."""
        ...

    @property
    def modified(self) -> datetime:
        """When it was last written."""
        ...


class Seen(Protocol):
    """The file of a task in a state folder where this program did not put it."""

    @property
    def folder(self) -> str:
        """Where it lies now."""
        ...

    @property
    def name(self) -> str:
        """As it is called now."""
        ...

    @property
    def number(self) -> int:
        """Of the task."""
        ...


class Folders(Protocol):
    """The task folders: files that have settled, files moved by hand, and moves."""

    @property
    def idle(self) -> bool:
        """Nothing is noticed, settling or ready."""
        ...

    @property
    def left(self) -> Mapping[str, str]:
        """Names in the inbox that are left there, each with the reason."""
        ...

    @property
    def overflows(self) -> int:
        """How often the kernel threw events away."""
        ...

    async def start(self) -> None:
        """Begin to watch, and look through everything once."""
        ...

    async def stop(self) -> None:
        """Watch no more; what was handed out may still be moved."""
        ...

    async def batch(self, most: int = 64) -> Sequence[Arrived | Seen]:
        """What is ready; waits until something is. Every arrival ends with a move, `reject` or `forget`."""
        ...

    @property
    def lost(self) -> Mapping[str, str]:
        """Folders that cannot be looked into, each with the reason."""
        ...

    def forget(self, name: str, folder: str = "inbox") -> None:
        """Hand the file out again later."""
        ...

    def unsee(self, number: int, folder: str, name: str) -> None:
        """Tell again later that the file of a task was seen there: what it meant could not be kept."""
        ...

    async def file_away(self, moves: Sequence[Filing]) -> Sequence[str | OSError | None]:
        """Move files; for each the name it got, None where there is no such file, or the world's failure."""
        ...

    def reject(self, name: str, text: str, *, folder: str = "inbox") -> str | None:
        """Put the file into `rejected`, with the text beside it; the name it got. OSError: the world's failure."""
        ...

    def clear_error(self, name: str) -> None:
        """A file of this name was taken: what was said against it goes."""
        ...

    def beside(self, folder: str, name: str, most: int) -> bytes | str:
        """The content of a file beside a task, or in one word why there is none."""
        ...

    def number_in(self, name: str) -> int | None:
        """The number of the task whose file is called so."""
        ...

    def name_for(self, number: int, name: str) -> str:
        """What the file of a task is called: `T-12 Book flights.md`."""
        ...


@dataclass(frozen=True, slots=True)
class Filing:
    """A file on its way from one folder to another."""

    from_folder: str
    from_name: str
    to_folder: str
    to_name: str


class Drawers(Protocol):
    """Where the files of tasks are kept: the owner's attachments, and apart from them what `came` by mail."""

    def keep(self, number: int, name: str, content: bytes, *, came: bool = False) -> None:
        """Put a file into a drawer of a task. OSError: the world's failure."""
        ...

    def take(self, number: int, name: str, *, came: bool = False) -> bytes | None:
        """A file from it; None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as it lies in a mailbox. `content` is all of it, or its beginning where `size` says that it is longer."""

    key: str
    content: bytes
    size: int


class Mailbox(Protocol):
    """Where answers come in: a Maildir, or an IMAP server."""

    @property
    def idle(self) -> bool:
        """Looked through since the start; nothing that was handed out is unsettled, and nothing waits."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why it cannot be read at present, in words for the operator; None where all is well."""
        ...

    async def start(self) -> None:
        """Begin to watch. One that cannot be reached is no reason not to start."""
        ...

    async def stop(self) -> None:
        """Watch no more."""
        ...

    async def batch(self, most: int = 32) -> Sequence[Received]:
        """What is there; waits until something is. A mail is handed out once, until it is settled."""
        ...

    async def stored(self, keys: Sequence[str]) -> None:
        """These are safe: they may be moved on or flagged."""
        ...

    def forget(self, keys: Sequence[str]) -> None:
        """These could not be kept: hand them out again later."""
        ...


class Clock(Protocol):
    """What time it is: of the machine, or of a test."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside that the service works with. `mailboxes` are `replies` and `words` (of the command line)."""

    archive: Archive
    folders: Folders
    drawers: Drawers
    postman: Postman
    clock: Clock
    mailboxes: Mapping[str, Mailbox] = field(default_factory=dict)
