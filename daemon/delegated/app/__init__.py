"""The composition root: from a home to a running service. Alone in importing edges."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import secrets
import signal
import tempfile
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from delegated import __version__
from delegated.core.errors import Fault, Unreadable, did_you_mean
from delegated.core.office import Office
from delegated.core.people import Roster, read_roster
from delegated.core.rules import RuleBook, read_rules
from delegated.core.task import read_task, understand
from delegated.events import Event
from delegated.logs import log
from delegated.settings import Settings, fault_in_use, read_settings
from delegated.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence

    from delegated.correspondence import Correspondence
    from delegated.edges.store import Store
    from delegated.letters.answering import Words
    from delegated.letters.templates import Templates
    from delegated.ports import Archive, Clock, Mailbox, Postman, World
    from delegated.service import Ear, Service

ROSTER: Final = "roster.yaml"
RATES: Final = "rates of exchange"
SECRET_BYTES: Final = 32
# The service has waited for its letters before the postman is closed: ten seconds in all after SIGTERM.
GRACE: Final = timedelta(seconds=1)
WATCHING: Final = "state/watching"
_LONGEST_NUMBER: Final = 999_999_999
WORDS: Final = "state/words"
_LONGEST_WORD: Final = 100_000
_A_FILE: Final = re.compile(r"sqlite:(///)?(?!//|:memory:\Z).")


class CannotRun(Exception):  # noqa: N818  told to whoever started the program
    """The service cannot start; the text says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Home:
    """What was read from the files of one home, all of it without a fault."""

    path: Path
    settings: Settings
    office: Office
    sources: dict[str, str]
    seal: str
    """Of all that people edit in it, as it was when the reading began."""

    @property
    def tasks(self) -> Path:
        """Where the task folders are."""
        return self.path / self.settings.tasks.path


def read_home(path: Path) -> Home | Unreadable:
    """Settings, roster and rules of a home; or every fault in all of them."""
    from delegated.app.reloading import seal_of  # noqa: PLC0415

    seal = seal_of(path)
    settings = read_settings(path)
    roster = _read_roster(path)
    book = _read_rules(path, None if isinstance(roster, Unreadable) else roster)
    faults = [fault for part in (settings, roster, book) if isinstance(part, Unreadable) for fault in part.faults]
    if isinstance(settings, Unreadable) or isinstance(roster, Unreadable) or isinstance(book, Unreadable):
        return Unreadable(tuple(faults))
    strangers = (*unknown_patience(book, settings), *_unknown_words(path, settings))
    if strangers:
        return Unreadable(strangers)
    policy = shipped_policy().without(book.names)
    sources = {**book.sources, **policy.sources, ROSTER: (path / ROSTER).read_text(encoding="utf-8")}
    sources[RATES] = json.dumps(settings.currencies)
    office = Office(
        roster=roster,
        book=book,
        shipped=policy,
        currencies=settings.rates(),
        trust=settings.limits(),
        overwhelmed_above=settings.owner.limit,
        stalled_after=settings.owner.stalled_after,
        handling=settings.owner.handling,
        version=_version(sources),
        patience=settings.patiences(),
    )
    return Home(path, settings, office, sources, seal)


def shipped_policy() -> RuleBook:
    """The rules that decide when none of the owner's does."""
    files = sorted(shipped("rules").glob("*.yaml"))
    book = read_rules([(f"shipped/{file.name}", file.read_bytes()) for file in files], None)
    if isinstance(book, Unreadable):
        message = f"the shipped rules cannot be read; this copy of delegated is damaged\n{book}"
        raise RuntimeError(message)  # noqa: TRY004  a broken promise of our own
    return book


def unusable(home: Home) -> Iterator[Fault]:
    """Addresses in the settings that read well and cannot be used, as only those find who would use them."""
    from delegated.letters.addresses import reply_address  # noqa: PLC0415

    for key, use, failure in (
        ("mail.url", lambda: _postman(home), CannotRun),
        ("replies.url", lambda: _replies(home), CannotRun),
        ("mail.reply_to", lambda: reply_address(home.settings.mail.answers, _LONGEST_NUMBER, "a" * 16), ValueError),
        ("store.url", lambda: _store(home), CannotRun),
    ):
        try:
            use()
        except failure as error:
            yield fault_in_use(home.path, key, str(error))


def enclosures(home: Home, file: Path, content: bytes, now: datetime) -> dict[str, bytes] | Unreadable:
    """The attachments of a task file, read as the service would read them; or the faults for which it would refuse."""
    from delegated.edges.inbox.attachments import AttachmentFault, read_beside  # noqa: PLC0415
    from delegated.service.intake import enclosed  # noqa: PLC0415

    def look(name: str) -> bytes | str:
        found = read_beside(str(file.parent), name, home.settings.mail.attachments)
        return found.reason if isinstance(found, AttachmentFault) else found

    written = read_task(file.name, content, most=home.settings.tasks.max_bytes)
    if isinstance(written, Unreadable):
        return written
    task = understand(written, home.office.roster, now)
    return task if isinstance(task, Unreadable) else enclosed(written, task, look)


def letters_of(home: Path) -> Templates:
    """The letters: the owner's where she has them, else the shipped ones."""
    from delegated.letters.templates import Templates  # noqa: PLC0415  Jinja2 takes a while to load

    return Templates(home / "letters")


def correspondence_of(home: Home, secret: bytes) -> Correspondence:
    """Who writes the letters of a home."""
    from delegated.correspondence import Correspondence, Desk  # noqa: PLC0415

    name, address = home.settings.mail.sender
    id_ = hashlib.sha256(b"home\0" + secret).hexdigest()[:8]
    mail = home.settings.mail
    desk = Desk(name or "delegated", address, mail.answers, secret, id_, mail.attachments, words_of(home))
    return Correspondence(desk, letters_of(home.path))


def ear_of(home: Home) -> Ear:
    """How answers are heard in a home."""
    from delegated.replies.words import Vocabulary  # noqa: PLC0415
    from delegated.service import Ear  # noqa: PLC0415

    return Ear(Vocabulary.of(home.settings.words), home.settings.replies.authserv)


def words_of(home: Home) -> dict[str, Words]:
    """What letters offer as answers, by language: the first of the words that are told for each."""
    from dataclasses import fields  # noqa: PLC0415

    from delegated.letters.answering import Words  # noqa: PLC0415

    names = {field.name for field in fields(Words)}
    return {
        language.casefold(): Words(**{name: told[0] for name, told in words.items() if name in names and told})
        for language, words in home.settings.words.items()
    }


def secret_of(home: Path) -> bytes:
    """The key that signs reply addresses: made once, nobody else's to read."""
    path = home / "state" / "secret.key"
    try:
        if not path.exists():
            _make_secret(path)
        key = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot make or read it: {error.strerror}"
        raise CannotRun(message) from error
    if len(key) != SECRET_BYTES:
        cure = "restore it from a backup, or delete it: letters that were sent already can then not be answered"
        message = f"{path}: it is damaged: {len(key)} bytes long, where a key has {SECRET_BYTES}; {cure}"
        raise CannotRun(message)
    return key


def _make_secret(path: Path) -> None:
    """Whole or not at all, whatever happens meanwhile; whoever is first at it, the key of the others is the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(prefix=".secret.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        os.unlink(unfinished)  # noqa: PTH108  the name is a text here
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_store(home: Home, *, exclusive: bool = False) -> Store:
    """The state of a home. Raises CannotRun, in words for whoever started the program."""
    from delegated.edges.store import Store, StoreError  # noqa: PLC0415  SQLAlchemy is the slowest import

    try:
        return Store.open(home.settings.store.url, base=str(home.path), exclusive=exclusive)
    except StoreError as error:
        raise CannotRun(str(error)) from error


async def run(home: Home, *, until_idle: bool = False, clock: Clock | None = None) -> None:
    """Run the service of a home until SIGTERM, or until nothing is to be done. CannotRun where it cannot go on."""
    from delegated.edges.store import StoreError  # noqa: PLC0415
    from delegated.service import HalfAnOffice  # noqa: PLC0415

    try:
        async with running(home, clock, obedient=True) as service:
            await (service.run_until_idle() if until_idle else service.run())
    except StoreError as error:
        raise CannotRun(str(error)) from error
    except HalfAnOffice as error:
        raise CannotRun(f"a part of the service has ended by itself: {error}") from error


@asynccontextmanager
async def running(home: Home, clock: Clock | None = None, *, obedient: bool = False) -> AsyncIterator[Service]:
    """The service of a home, started, by the clock on the wall or by another; at the end all is let go of.

    What is changed in the home meanwhile counts. `obedient`: to the signals that this process gets, from before it says
    that it is ready.
    """
    from delegated.app.reloading import keeping_current  # noqa: PLC0415

    store = open_store(home, exclusive=True)
    try:
        world, service = _built(home, store, clock)
        await world.archive.keep_rulebook(home.office.version, world.clock.now(), home.sources)
        try:
            await world.postman.start()
            await service.start()
            await world.folders.start()
            _note_watching(home.path, "polling" if world.folders.lost else "events")
        except OSError as error:
            message = f"cannot start: {error.filename or home.path}: {error.strerror or error}"
            raise CannotRun(message) from error
        loop = asyncio.get_running_loop()
        store.on_wake(lambda: _wake_soon(loop, service))
        async with (
            _fetching(world),
            _obeying(service) if obedient else nullcontext(),
            keeping_current(service, home, obedient=obedient),
            _open_for_work(home, world, service),
        ):
            yield service
    finally:
        await store.close()


@asynccontextmanager
async def _fetching(world: World) -> AsyncIterator[None]:
    """Mailboxes are looked into from now on."""
    for mailbox in world.mailboxes.values():
        await mailbox.start()
    try:
        yield
    finally:
        for mailbox in world.mailboxes.values():
            await mailbox.stop()


def _note_watching(home: Path, mode: str) -> None:
    """For `status`, which is another process."""
    (home / WATCHING).write_text(f"{os.getpid()} {mode}\n", encoding="ascii")


def _built(home: Home, store: Store, clock: Clock | None) -> tuple[World, Service]:
    """Every part in its place; nothing is begun yet."""
    from delegated.edges import inbox  # noqa: PLC0415
    from delegated.edges.cabinet import Cabinet  # noqa: PLC0415
    from delegated.edges.clock import SystemClock  # noqa: PLC0415
    from delegated.edges.store.archive import Archive  # noqa: PLC0415
    from delegated.ports import World  # noqa: PLC0415
    from delegated.service import Service  # noqa: PLC0415

    secret, settings = secret_of(home.path), home.settings
    holder = hashlib.sha256(b"holder\0" + secret).hexdigest()[:16]  # Of the home, wherever it is run.
    folders = inbox.TaskFolders(
        home.tasks,
        settle=settings.tasks.settle,
        max_bytes=settings.tasks.max_bytes,
        sweep_every=settings.tasks.sweep,
        expected=lambda: _expected(store),
    )
    drawers = Cabinet(home.path / "state" / "files")
    mailboxes = {"replies": _replies(home), "words": _words_told(home)}
    world = World(Archive(store, holder), folders, drawers, _postman(home), clock or SystemClock(), mailboxes)
    service = Service(
        world,
        home.office,
        correspondence_of(home, secret),
        ear_of(home),
        holder=holder,
        most_bytes=settings.tasks.max_bytes,
        most_attached=settings.mail.attachments,
        gently=settings.mail.working_hours_only,
    )
    return world, service


@asynccontextmanager
async def _open_for_work(home: Home, world: World, service: Service) -> AsyncIterator[None]:
    """From the first line of the log to the last one."""
    from delegated.edges import systemd  # noqa: PLC0415

    _say_started(home, await _open(world.archive), await world.archive.mail_counts())
    service.correspondence.templates.make_ready("brief")
    _say_letters(service.correspondence.templates.faults)
    systemd.notify("READY=1")
    try:
        yield
    finally:
        systemd.notify("STOPPING=1")
        (home.path / WATCHING).unlink(missing_ok=True)
        await world.folders.stop()
        await world.postman.close()
        await _say_stopped(world.archive)


@asynccontextmanager
async def _obeying(service: Service) -> AsyncIterator[None]:
    """SIGTERM and SIGINT end it; this very loop feeds systemd's watchdog."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    feeding = asyncio.create_task(_feed_watchdog())
    try:
        yield
    finally:
        feeding.cancel()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _wake_soon(loop: asyncio.AbstractEventLoop, service: Service) -> None:
    """From a thread of the store's."""
    loop.call_soon_threadsafe(service.wake)


async def _feed_watchdog() -> None:
    from delegated.edges import systemd  # noqa: PLC0415

    interval = systemd.watchdog_interval()
    while interval is not None:
        systemd.notify("WATCHDOG=1")
        await asyncio.sleep(interval.total_seconds())


def _postman(home: Home) -> Postman:
    from delegated.edges.postman import Manner, PostmanError, postman_for  # noqa: PLC0415

    mail = home.settings.mail
    manner = Manner(connections=mail.connections, timeout=mail.timeout, grace=GRACE)
    password = mail.password.get_secret_value if mail.password else None
    token = _always(mail.token.get_secret_value()) if mail.token else None
    try:
        return postman_for(mail.url, home.path, manner, password=password, xoauth2_token=token)
    except PostmanError as error:
        raise CannotRun(str(error)) from error


def _store(home: Home) -> None:
    """Whether the address of the state can be used."""
    url = home.settings.store.url
    if _A_FILE.match(url):  # Which is seen without SQLAlchemy, the slowest import.
        return
    from delegated.edges.store import StoreError  # noqa: PLC0415
    from delegated.edges.store.engine import address  # noqa: PLC0415

    try:
        address(url, str(home.path))
    except StoreError as error:
        raise CannotRun(str(error)) from error


def _replies(home: Home) -> Mailbox:
    """Where answers come in."""
    from delegated.edges.maildir import Maildir  # noqa: PLC0415

    replies = home.settings.replies
    if replies.url.startswith("maildir:"):
        folder = home.path / replies.url.removeprefix("maildir:")
        return Maildir(folder, most=replies.max_bytes, sweep=home.settings.tasks.sweep)
    from delegated.edges.imap import Imap, ImapError  # noqa: PLC0415

    password = replies.password.get_secret_value if replies.password else None
    token = replies.token.get_secret_value if replies.token else None
    try:
        return Imap(replies.url, most=replies.max_bytes, password=password, token=token, after=replies.after)
    except ImapError as error:
        raise CannotRun(str(error)) from error


def _words_told(home: Home) -> Mailbox:
    """Where the command line leaves the owner's words."""
    from delegated.edges.maildir import Maildir  # noqa: PLC0415

    return Maildir(home.path / WORDS, most=_LONGEST_WORD, sweep=home.settings.tasks.sweep)


def _unknown_words(path: Path, settings: Settings) -> Iterator[Fault]:
    """Words in the settings that nobody would listen for."""
    if not settings.words:
        return
    from delegated.replies.words import KNOWN_WORDS  # noqa: PLC0415

    for language, words in settings.words.items():
        for name in words:
            if name not in KNOWN_WORDS:
                cure = did_you_mean(name, KNOWN_WORDS)
                yield fault_in_use(path, f"words.{language}.{name}", f"there is no word `{name}`; {cure}")


def _always(token: str) -> Callable[[], Awaitable[str]]:
    async def same() -> str:
        return token

    return same


def _read_roster(path: Path) -> Roster | Unreadable:
    content = _content(path / ROSTER, ROSTER)
    return content if isinstance(content, Unreadable) else read_roster(ROSTER, content)


def unknown_patience(book: RuleBook, settings: Settings) -> Iterator[Fault]:
    """Rules that name a patience that is not in the settings."""
    known = settings.patience
    for rule in book.rules:
        for part, entry in (("delegate", rule.entry.delegate), ("note", rule.entry.note)):
            name = entry.patience if entry else None
            if name and name not in known:
                found = rule.node.at([part, "patience"])
                yield rule.source.fault(found, f"`patience`: the settings have no `{name}`", did_you_mean(name, known))


def _read_rules(path: Path, roster: Roster | None) -> RuleBook | Unreadable:
    files: list[tuple[str, bytes]] = []
    for file in rule_files(path / "rules"):
        name = f"rules/{file.name}"
        content = _content(file, name)
        if isinstance(content, Unreadable):
            return content
        files.append((name, content))
    return read_rules(files, roster)


def rule_files(folder: Path) -> Iterator[Path]:
    """In the order of their names."""
    yield from sorted(file for file in folder.glob("*.y*ml") if not file.name.startswith("."))


def _content(path: Path, name: str) -> bytes | Unreadable:
    try:
        return path.read_bytes()
    except OSError as error:
        said = f"the file cannot be read: {error.strerror}"
        return Unreadable(
            (Fault(name, None, None, said, "make a home with `delegated init HOME`, or look at its owner and mode"),)
        )


def _version(sources: dict[str, str]) -> str:
    whole = hashlib.sha256()
    for name, text in sorted(sources.items()):
        whole.update(f"{name}\0{text}\0".encode())
    return whole.hexdigest()[:12]


def _expected(store: Store) -> dict[int, tuple[str, str]]:
    from delegated.edges.store import queries  # noqa: PLC0415

    return store.read(lambda connection: {row.number: (row.folder, row.file) for row in queries.placed(connection)})


def _say_started(home: Home, open_tasks: int, counts: Mapping[str, int]) -> None:
    office, people = home.office, sum(1 for _ in home.office.roster.people())
    log(Event.RULES_LOADED, rules=len(office.book.rules), people=people, version=office.version)
    waiting = _waiting(counts)
    where = str(home.path)
    log(Event.SERVICE_STARTED, home=where, version=__version__, pid=os.getpid(), open=open_tasks, waiting=waiting)


async def _say_stopped(archive: Archive) -> None:
    from delegated.edges.store import StoreError  # noqa: PLC0415

    try:
        log(Event.SERVICE_STOPPED, open=await _open(archive), waiting=_waiting(await archive.mail_counts()))
    except StoreError:  # The last word is said also where nothing can be asked any more.
        log(Event.SERVICE_STOPPED)


async def _open(archive: Archive) -> int:
    return sum(row.tasks for row in await archive.workloads())


def _say_letters(faults: Sequence[Fault]) -> None:
    for fault in faults:
        log(Event.LETTERS_REFUSED, place=fault.place, reason=fault.message)


def _waiting(counts: Mapping[str, int]) -> int:
    return counts["queued"] + counts["deferred"] + counts.get("uncertain", 0)


def parse_moment(text: str) -> datetime:
    """An ISO 8601 moment with its offset. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = "write the offset too, like 2026-11-23T09:30+01:00"
        raise ValueError(message)
    return moment.astimezone(UTC)
