"""From a settled file to a task that can be decided; or to `rejected`, with the reason beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from delegated.core.errors import Fault, Unreadable
from delegated.core.reading import printable
from delegated.core.task import Task, Written, read_task, understand
from delegated.events import CATALOGUE, Event
from delegated.logs import log
from delegated.ports import Arrived, EventRow
from delegated.service.records import filing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from delegated.core.people import Roster
    from delegated.ports import World

_BESIDE: Final = "put the file beside the task, and write its name alone"
_ATTACHMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "absolute": ("is an absolute path, outside of the folder", _BESIDE),
    "outside": ("lies outside of the folder", _BESIDE),
    "link": ("is a link, and may lead outside of the folder", "put the file itself beside the task"),
    "missing": ("is not beside the task", "put it there first, and then the task"),
    "too large": ("is too large", "write a link to it instead"),
    "unreadable": ("may not be read", "look at its owner and mode"),
    "not a file": ("is not a file", _BESIDE),
}


@dataclass(slots=True)
class NewTask:
    """A file that has become a task, but has no number yet."""

    arrival: Arrived
    task: Task
    digest: str
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def lies(self) -> tuple[str, str]:
        """Folder and name of its file."""
        return self.arrival.folder, self.arrival.name


class Intake:
    """Reads what arrives. What cannot be read is rejected here, and what is known already is put aside."""

    def __init__(self, world: World, *, most_bytes: int, most_attached: int) -> None:
        self._world = world
        self._most_bytes = most_bytes
        self._most_attached = most_attached
        self._named: set[str] = set()
        self._told: list[EventRow] = []
        self._overflows = 0
        self._lost: set[str] = set()

    def take_again(
        self, number: int, arrival: Arrived, roster: Roster, now: datetime
    ) -> tuple[NewTask, bool] | Unreadable:
        """The task in a file that has a number already, and whether anything attached has changed.

        What is not beside it any more is what was beside it before.
        """
        kept: dict[str, bytes | None] = {}

        def look(name: str) -> bytes | str:
            found = self._world.folders.beside(arrival.folder, name, self._most_attached)
            kept[name] = (
                self._world.drawers.take(number, name) if isinstance(found, bytes) or found == "missing" else None
            )
            return kept[name] or found if found == "missing" else found

        new = self._taken(arrival, roster, now, look)
        if isinstance(new, Unreadable):
            return new
        return new, any(content != kept[name] for name, content in new.files.items())

    def take(self, arrival: Arrived, roster: Roster, now: datetime) -> NewTask | None:
        """The task in a file, with its attachments; None where the file was rejected."""
        beside = self._world.folders.beside
        found = self._taken(arrival, roster, now, lambda name: beside(arrival.folder, name, self._most_attached))
        if isinstance(found, Unreadable):
            self.reject(arrival, found)
            return None
        return found

    def reject(self, arrival: Arrived, why: Unreadable) -> None:
        """To `rejected`, with every fault beside it."""
        fault = why.faults[0]
        if self._put_aside(arrival, f"{why}\n"):
            self._tell(Event.TASK_REJECTED, file=printable(arrival.name), place=fault.place, reason=fault.message)

    async def without_known(self, fresh: Sequence[NewTask]) -> list[NewTask]:
        """Those whose content is no task yet; the others are put aside, each with the first one's number or name."""
        known = await self._world.archive.known([new.digest for new in fresh])
        first: dict[str, NewTask] = {}
        for new in fresh:
            if new.digest in known and await self._is_moving(new, known[new.digest]):
                continue
            if new.digest in known:
                self.put_aside_known(new, f"T-{known[new.digest]}")
            elif new.digest in first:
                self.put_aside_known(new, printable(first[new.digest].arrival.name))
            else:
                first[new.digest] = new
        return list(first.values())

    async def _is_moving(self, new: NewTask, number: int) -> bool:
        """The same file again, after a crash or a fault between the commit and the move: it moves by its errand."""
        errand = await self._world.archive.errand(f"T-{number}:move")
        if errand is None:
            return False
        wanted = filing(errand.payload)
        return (wanted.from_folder, wanted.from_name) == new.lies

    def put_aside_known(self, new: NewTask, first: str) -> None:
        """The same content is a task already."""
        name = printable(new.arrival.name)
        cure = "change a word in it, or add `x-again: true`, to make it a task of its own"
        if self._put_aside(
            new.arrival, f"{name}: this has the same content as {first}, and is not taken twice; {cure}\n"
        ):
            self._tell(Event.TASK_DUPLICATE, file=name, first=first)

    def told(self) -> list[EventRow]:
        """What was said since the last time, for the history."""
        told, self._told = self._told, []
        return told

    def name_left(self) -> None:
        """Log, once each, what lies in the inbox and is no task."""
        left = self._world.folders.left
        for name, reason in left.items():
            if name not in self._named:
                log(Event.TASK_LEFT, file=printable(name), reason=reason)
        self._named = {*left} | {name for name in self._named if name in left}
        self._name_lost()
        if self._world.folders.overflows > self._overflows:
            self._overflows = self._world.folders.overflows
            log(Event.FOLDER_OVERFLOWED, reason="more happened at once than the kernel keeps; all folders are swept")

    def _name_lost(self) -> None:
        lost = self._world.folders.lost
        for folder in sorted(lost.keys() - self._lost):
            log(Event.FOLDER_LOST, folder=folder, reason=lost[folder])
        for folder in sorted(self._lost - lost.keys()):
            log(Event.FOLDER_RETURNED, folder=folder)
        self._lost = set(lost)

    def _taken(
        self, arrival: Arrived, roster: Roster, now: datetime, look: Callable[[str], bytes | str]
    ) -> NewTask | Unreadable:
        written = self._written(arrival)
        if isinstance(written, Unreadable):
            return written
        task = understand(written, roster, now)
        if isinstance(task, Unreadable):
            return task
        files = enclosed(written, task, look)
        if isinstance(files, Unreadable):
            return files
        self._named.update(files)  # They lie beside it, and are not left in the inbox without a reason.
        digest = hashlib.sha256(arrival.content)
        for content in files.values():
            digest.update(hashlib.sha256(content).digest())
        return NewTask(arrival, task, digest.hexdigest(), files)

    def _written(self, arrival: Arrived) -> Written | Unreadable:
        name = printable(arrival.name)
        if arrival.oversized:
            said = f"the file is too large: {arrival.size:,} bytes, and {self._most_bytes:,} are allowed"
            return Unreadable((Fault(name, None, None, said, "put the long part into an attachment or a link"),))
        return read_task(name, arrival.content, most=self._most_bytes)

    def _tell(self, event: Event, **fields: str) -> None:
        log(event, **fields)
        level = CATALOGUE[event].level
        self._told.append(EventRow(name=str(event), at=self._world.clock.now(), level=level, fields=fields))

    def _put_aside(self, arrival: Arrived, text: str) -> bool:
        try:
            return self._world.folders.reject(arrival.name, text, folder=arrival.folder) is not None
        except OSError as error:  # The disk is full, say: it stays where it is and is tried again.
            self._world.folders.forget(arrival.name, arrival.folder)
            log(Event.FOLDER_BLOCKED, file=printable(arrival.name), reason=error.strerror or str(error))
            return False


def enclosed(written: Written, task: Task, look: Callable[[str], bytes | str]) -> dict[str, bytes] | Unreadable:
    """The files that a task names, as `look` finds them; or what is wrong with the names, each at its place."""
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for place, name in enumerate(task.attachments):
        found = look(name)
        if isinstance(found, bytes):
            files[name] = found
        else:
            said, cure = _ATTACHMENTS[found]
            faults.append(written.attachment_fault(place, f"the attachment `{name}` {said}", cure))
    return Unreadable(tuple(faults)) if faults else files
