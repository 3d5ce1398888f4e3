"""A task: what may stand in its file (contract, section 4), and what is understood from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from delegated.core.durations import CalendarError
from delegated.core.errors import Fault, Unreadable, did_you_mean
from delegated.core.fields import (
    Due,
    EnergyField,
    EngagementField,
    Estimate,
    Line,
    MoneyField,
    Repeats,
    Stakes,
    StakesField,
    Text,
    Truth,
    Words,
)
from delegated.core.reading import Node, Source, read_model, read_text, read_yaml, unfit_for_a_line

if TYPE_CHECKING:
    from delegated.core.people import Owner, Roster

ASSUMED_ESTIMATE = timedelta(hours=1)
LARGEST_TASK = 1_000_000
LONGEST_TITLE = 500

_FENCE = re.compile(r"^(---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_FIELD = re.compile(r"([a-z]+):\s*(.*)$")
_LINK = re.compile(r"https?://[^\s<>\"'`|\\]+")


class TaskFile(BaseModel):
    """What may stand in a task file. Only `title` is needed; keys beginning with `x-` are the owner's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="delegated task")

    title: Line = Field(
        description="What is to be done, in one line", max_length=LONGEST_TITLE, examples=["Book flights to Lisbon"]
    )
    owner: Line | None = Field(None, description="Whose task it is, by id", examples=["alex"])
    client: Line | None = Field(None, description="Whom or which project it is for", examples=["acme"])
    goal: Line | None = Field(None, description="The goal of the owner's that it serves, by id", examples=["launch"])
    tags: Words = Field((), description="Words that rules can look for", examples=[["travel", "admin"]])
    skills: Words = Field((), description="Skills that it needs", examples=[["travel booking"]])
    due: Due | None = Field(None, description="When it must be done, in the owner's time zone")
    estimate: Estimate | None = Field(
        None, description="How long it takes; left out: as long as the like of it took, else an hour"
    )
    stakes: StakesField | None = Field(
        None, description="What it costs if it goes wrong: low, medium or high; left out: medium"
    )
    energy: EnergyField | None = Field(
        None, description="What the work does to the owner: draining, neutral or energising"
    )
    confidential: Truth | None = Field(None, description="Only for people who have signed for confidential work")
    engagement: EngagementField | None = Field(None, description="Once, or again and again: one-time or ongoing")
    repeats: Repeats | None = Field(None, description="A standing task: each occurrence is a task of its own")
    to: Line | None = Field(None, description="The owner's own choice of assistant, by id", examples=["maya"])
    budget: MoneyField | None = Field(None, description="The most that it may cost", examples=["60 EUR"])
    deliverables: Words = Field(
        (), description="What exists when it is done", examples=[["two options under 300 EUR", "hotel near the venue"]]
    )
    expectations: Words = Field((), description="How it should be done", examples=[["no overnight stops"]])
    attachments: Words = Field((), description="Names of files beside this one", examples=[["itinerary.pdf"]])
    private: Text | None = Field(
        None, description="For the owner alone: never leaves the server", examples=["the passport scan is in the safe"]
    )
    language: Line | None = Field(None, description="Of the brief; left out: the owner's first one", examples=["en"])
    details: Text | None = Field(
        None,
        description="Why it matters, what is known, links (in YAML; in Markdown it is the body)",
        examples=["I meet our first three customers there: https://example.org/venue"],
    )


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work, as it is understood. Nothing in here is a guess without standing in `assumed`."""

    title: str
    owner: str
    details: str = ""
    client: str | None = None
    goal: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    due: datetime | None = None
    estimate: timedelta = ASSUMED_ESTIMATE
    stakes: Stakes = Stakes.MEDIUM
    energy: str | None = None
    confidential: bool = False
    engagement: str | None = None
    repeats: str | None = None
    to: str | None = None
    budget: str | None = None
    deliverables: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    private: str | None = None
    language: str = "en"
    template: str | None = None
    patience: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    def told(self, name: str) -> bool:
        """Whether somebody said it: the file, or a rule's note."""
        return name not in self.assumed and getattr(self, name) not in (None, (), "")

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses in its text, each once."""
        return tuple(dict.fromkeys(link.rstrip(".,;:!?)]}") for link in _LINK.findall(self.details)))


@dataclass(frozen=True, slots=True)
class Written:
    """A task file that was read but not yet understood: its fields, and where each of them stands."""

    fields: TaskFile
    extra: Mapping[str, Any]
    details: str
    node: Node
    source: Source

    def fault(self, name: str, message: str, cure: str = "") -> Fault:
        """A fault at the value of a field."""
        return self.source.fault(self.node.at([name]), message, cure)

    def attachment_fault(self, place: int, message: str, cure: str = "") -> Fault:
        """A fault at one of the attachments."""
        return self.source.fault(self.node.at(["attachments", place]), message, cure)


def read_task(file: str, content: bytes, *, most: int = LARGEST_TASK) -> Written | Unreadable:
    """The fields of a task file by the ending of its name: `.md`, `.yaml`, `.yml` or `.txt`."""
    text = read_text(content, file, most=most)
    if isinstance(text, Unreadable):
        return text
    source = Source.of(file, text)
    suffix = file.rpartition(".")[2].casefold()
    if suffix in {"yaml", "yml"}:
        node = read_yaml(text, file, source=source)
        return node if isinstance(node, Unreadable) else _read_fields(node, None, source)
    if text.lstrip().startswith("---\n"):
        return _read_with_head(text, source)
    lines = text.split("\n")
    at = _first_written(lines)
    found = (
        next((number for number, line in enumerate(lines) if _HEADING.match(line)), None) if suffix == "md" else None
    )
    return _read_plain(lines, at if found is None else found, source)


def understand(written: Written, roster: Roster, now: datetime) -> Task | Unreadable:
    """The task, with its owner found and its date worked out; or what in it names nobody and nothing."""
    faults = tuple(_strangers(written, roster))
    if faults:
        return Unreadable(faults)
    fields = written.fields
    owner = owner_of(fields, roster)
    try:
        due = fields.due.resolve(now, owner.calendar) if fields.due else None
    except CalendarError as error:
        return Unreadable((written.fault("due", f"`due`: {error}"),))
    assumed = tuple(name for name in ("stakes", "estimate") if getattr(fields, name) is None)
    return Task(
        title=fields.title,
        owner=owner.id,
        details=written.details,
        client=fields.client,
        goal=fields.goal,
        tags=_small(fields.tags),
        skills=_small(fields.skills),
        due=due,
        estimate=fields.estimate or ASSUMED_ESTIMATE,
        stakes=fields.stakes or Stakes.MEDIUM,
        energy=fields.energy,
        confidential=bool(fields.confidential),
        engagement=fields.engagement,
        repeats=fields.repeats.text if fields.repeats else None,
        to=fields.to,
        budget=str(fields.budget) if fields.budget else None,
        deliverables=fields.deliverables,
        expectations=fields.expectations,
        attachments=fields.attachments,
        private=fields.private,
        language=(fields.language or owner.languages[0]).casefold(),
        extra=written.extra,
        assumed=assumed,
    )


def owner_of(fields: TaskFile, roster: Roster) -> Owner:
    """Whose task it is: named, else the one whose goal or client it names, else the first owner."""
    if fields.owner:
        return roster.owners[fields.owner]
    for names in (fields.goal, fields.client):
        having = [
            owner
            for owner in roster.owners.values()
            if names and (names in {goal.id for goal in owner.goals} or names in owner.budget.clients)
        ]
        if len(having) == 1:
            return having[0]
    return roster.first_owner


def with_notes(task: Task, **notes: Any) -> Task:
    """The task with what a rule adds: tags and skills are joined, the rest is set and no longer assumed."""
    changes = dict(notes)
    for name in ("tags", "skills"):
        if name in changes:
            changes[name] = tuple(dict.fromkeys((*getattr(task, name), *_small(changes[name]))))
    return replace(task, assumed=tuple(name for name in task.assumed if name not in notes), **changes)


def _read_with_head(text: str, source: Source) -> Written | Unreadable:
    """Front matter, after blank lines perhaps, and the text below it."""
    begins = len(text) - len(text.lstrip())
    line = text.count("\n", 0, begins) + 1
    first, second = next(_FENCE.finditer(text, begins)), None
    for fence in _FENCE.finditer(text, first.end()):
        second = fence
        break
    if second is None:
        message = "the front matter begins here and is never closed"
        return Unreadable((source.fault_at(line, 1, message, "put a line of three dashes, `---`, after it", 3),))
    node = read_yaml(text[first.end() + 1 : second.start()], source.file, first_line=line + 1, source=source)
    if isinstance(node, Unreadable):
        return node
    return _read_fields(node, text[second.end() + 1 :], source)


def _read_plain(lines: Sequence[str], at: int, source: Source) -> Written | Unreadable:
    """No front matter: the title is the first heading (in Markdown), else the first line."""
    heading = _HEADING.match(lines[at])
    title = heading[1] if heading else lines[at].strip()
    field = _FIELD.match(title)
    if field and (not field[2] or field[1] == "title") and field[1] in TaskFile.model_fields:
        message = f"`{field[1]}:` is a field, and stands where the title should"
        return Unreadable(
            (source.fault_at(at + 1, 1, message, "put the fields between two lines of `---`", len(title)),)
        )
    node = Node({"title": Node(title, at + 1, 1, max(1, len(title)))}, at + 1, 1)
    return _read_fields(node, "\n".join([*lines[:at], *lines[at + 1 :]]), source)


def _read_fields(node: Node, body: str | None, source: Source) -> Written | Unreadable:
    if not isinstance(node.value, dict):
        what = "there is nothing in it" if node.value is None else "there are no fields here"
        return Unreadable((source.fault(node, f"{what}; a task needs a title", "write `title: …`"),))
    tree = {key: value.tree() for key, value in node.value.items() if not key.startswith("x-")}
    extra = {key: value.tree() for key, value in node.value.items() if key.startswith("x-")}
    if body is not None and "details" in tree:
        return Unreadable(
            (
                source.fault(
                    node.keys["details"], "`details` is for YAML files", "in Markdown, write it below the front matter"
                ),
            )
        )
    fields = read_model(TaskFile, node, source, tree=tree)
    if isinstance(fields, Unreadable):
        return fields
    written = Written(fields, extra, (body if body is not None else fields.details or "").strip(), node, source)
    faults = tuple(_unfit(written))
    return Unreadable(faults) if faults else written


def _unfit(written: Written) -> Iterator[Fault]:
    """Keys of the owner's own that cannot be shown in a line."""
    for name, value in written.extra.items():
        reason = unfit_for_a_line(str(value))
        if reason:
            yield written.fault(name, f"`{name}`: {reason}", "write it as one plain line")


def _strangers(written: Written, roster: Roster) -> Iterator[Fault]:
    """Names in a task that stand for nobody and nothing."""
    fields = written.fields
    if fields.owner and fields.owner not in roster.owners:
        yield written.fault("owner", f"`owner`: no owner `{fields.owner}`", did_you_mean(fields.owner, roster.owners))
    if fields.to and fields.to not in roster.assistants:
        yield written.fault(
            "to", f"`to`: no assistant `{fields.to}` on the roster", did_you_mean(fields.to, roster.assistants)
        )
    if fields.goal and fields.goal not in roster.goals():
        yield written.fault(
            "goal", f"`goal`: nobody has a goal `{fields.goal}`", did_you_mean(fields.goal, roster.goals())
        )


def _first_written(lines: Sequence[str]) -> int:
    """The place of the first line that is not blank; a text that was read has one."""
    return next(place for place, line in enumerate(lines) if line.strip())


def _small(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.casefold() for word in words))
