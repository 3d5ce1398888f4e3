"""From what the story wants written to exact bytes: who writes to whom, in which thread, under which Message-ID.

A letter is rendered once, in the transaction's own moment, and kept; what is sent, however often, is what was kept.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.core.conditions import length
from delegated.core.fields import Level
from delegated.core.secrets import fit_to_tell
from delegated.letters.addresses import message_id, reply_address, token
from delegated.letters.brief import AttachmentLine, Brief, render_brief
from delegated.letters.fault import FaultLetter, render_fault
from delegated.letters.mime import Attachment, Headers, Mailbox, Rendered, assemble
from delegated.letters.owner import OwnerLetter, Waiting, render_waiting
from delegated.letters.withdrawn import Withdrawn, render_withdrawn
from delegated.ports import LetterRow
from delegated.story import REJECTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from delegated.core.choosing import Verdict
    from delegated.core.errors import Fault
    from delegated.core.office import Office
    from delegated.core.people import Assistant, Owner, Person
    from delegated.letters.templates import Templates
    from delegated.story import Delegation, TakeBack, Write

_TWO = 2
_LEFT_OUT = "too large to send with this letter; ask for it"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes: the sender's name and address, where answers go, and the secret that makes them tell-tale."""

    name: str
    address: str
    answers: str
    secret: bytes
    home: str
    most_attached: int

    @property
    def domain(self) -> str:
        """Of the sender, for Message-IDs."""
        return self.address.rpartition("@")[2]


class Correspondence:
    """Writes letters. Pure but for the templates that it was given."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self.desk = desk
        self.templates = templates

    def brief(
        self, it: Delegation, errand: Write, office: Office, now: datetime, files: Mapping[str, bytes]
    ) -> LetterRow:
        """The complete brief for the assistant to whom the task is offered."""
        assistant = office.roster.assistants[errand.person]
        enclosed = self._enclosed(it, files)
        revision = 0 if errand.thread is None else errand.number - errand.thread
        brief = self._brief(it, assistant, office, now, files, enclosed, revision)
        rendered = render_brief(brief, self.templates)
        thread = () if errand.thread is None else (self.message_id(it.number, "brief", errand.thread, assistant.id),)
        return self._letter(it.number, "brief", errand.number, assistant, rendered, now, thread, enclosed)

    def withdrawn(self, it: Delegation, errand: TakeBack, office: Office, now: datetime) -> LetterRow | None:
        """To the assistant who is not to do it after all; None if she has left the roster."""
        assistant = office.roster.assistants.get(errand.person)
        if assistant is None:
            return None
        owner = self._owner(it, office)
        letter = Withdrawn(
            number=it.number,
            title=it.task.title,
            assistant_name=assistant.name,
            owner_name=owner.name,
            desk_name=self.desk.name,
            finished=errand.finished,
            assistant_language=assistant.languages[0],
        )
        thread = (self.message_id(it.number, "brief", errand.brief, assistant.id),)
        rendered = render_withdrawn(letter, self.templates)
        return self._letter(it.number, "withdrawn", errand.number or 0, assistant, rendered, now, thread, ())

    def waiting(self, owner: Owner, waiting: Sequence[Delegation], office: Office, now: datetime) -> LetterRow:
        """To the owner: everything that waits for a word from her, in one letter."""
        items = tuple(_waiting(it, office) for it in waiting)
        letter = OwnerLetter(
            owner_name=owner.name,
            desk_name=self.desk.name,
            zone=owner.zone,
            written=now,
            items=items,
            language=owner.languages[0],
        )
        first = waiting[0].number
        return self._letter(first, "question", _moment(now), owner, render_waiting(letter, self.templates), now, (), ())

    def fault(self, owner: Owner, what: str, faults: Sequence[Fault], now: datetime) -> LetterRow:
        """To the owner: a file that she has changed cannot be used, and why."""
        letter = FaultLetter(
            owner_name=owner.name,
            desk_name=self.desk.name,
            what=what,  # type: ignore[arg-type]  # one of its words
            file=faults[0].file,
            faults=tuple(faults),
            language=owner.languages[0],
        )
        return self._letter(0, "fault", _moment(now), owner, render_fault(letter, self.templates), now, (), ())

    def message_id(self, number: int, kind: str, letter: int, person: str) -> str:
        """The Message-ID of a letter, from what it is."""
        return message_id(number, kind, letter, person, self.desk.home, self.desk.domain)

    def answers_to(self, number: int, person: str) -> str:
        """The address whose token says which task an answer is about, and who may give it."""
        return reply_address(self.desk.answers, number, token(self.desk.secret, number, person))

    def _letter(  # noqa: PLR0913, PLR0917  a letter has this many parts
        self,
        number: int,
        kind: str,
        letter: int,
        person: Person,
        rendered: Rendered,
        now: datetime,
        thread: Sequence[str],
        enclosed: Sequence[Attachment],
    ) -> LetterRow:
        id_ = self.message_id(number, kind, letter, person.id)
        headers = Headers(
            sender=Mailbox(self.desk.name, self.desk.address),
            recipient=Mailbox(person.name, person.email),
            date=now,
            message_id=id_,
            reply_to=self.answers_to(number, person.id),
            references=tuple(thread),
        )
        content = assemble(headers, rendered, enclosed)
        return LetterRow(
            message_id=id_,
            kind=kind,
            person=person.id,
            sender=self.desk.address,
            recipient=person.email,
            created=now,
            task=number or None,
            content=content,
        )

    def _brief(  # noqa: PLR0913, PLR0917  what a brief tells comes from all of these
        self,
        it: Delegation,
        assistant: Assistant,
        office: Office,
        now: datetime,
        files: Mapping[str, bytes],
        enclosed: Sequence[Attachment],
        revision: int,
    ) -> Brief:
        task, owner = it.task, self._owner(it, office)
        goals = {goal.id: goal.title for goal in owner.goals}
        return Brief(
            number=it.number,
            title=task.title,
            assistant_name=assistant.name,
            assistant_zone=assistant.zone,
            owner_name=owner.name,
            desk_name=self.desk.name,
            reply_address=self.answers_to(it.number, assistant.id),
            reply_subject=f"Re: [T-{it.number}] {task.title}",
            written=now,
            revision=revision,
            assistant_language=assistant.languages[0],
            why=task.details,
            deliverables=task.deliverables,
            expectations=task.expectations,
            due=task.due,
            budget=task.budget,
            estimate=length(task.estimate),
            client=task.client,
            goal_title=goals.get(task.goal or ""),
            stakes=str(task.stakes),
            tags=task.tags,
            links=task.links,
            attachments=_listed(files, enclosed),
            repeats=task.repeats,
            engagement=task.engagement,
            trial=office.level_of(assistant) is Level.TRIAL,
            assumed=tuple(f"{name}: {_assumed(it, name)}" for name in task.assumed),
        )

    def _enclosed(self, it: Delegation, files: Mapping[str, bytes]) -> tuple[Attachment, ...]:
        """The files that fit into a letter, in the order of the task."""
        room = self.desk.most_attached
        enclosed: list[Attachment] = []
        for name in it.task.attachments:
            content = files.get(name, b"")
            if name in files and len(content) <= room:
                room -= len(content)
                enclosed.append(Attachment(name, content, mimetypes.guess_type(name)[0] or "application/octet-stream"))
        return tuple(enclosed)

    @staticmethod
    def _owner(it: Delegation, office: Office) -> Owner:
        return office.roster.owners.get(it.task.owner) or office.roster.first_owner


def _moment(now: datetime) -> int:
    """A number for letters that belong to no one task: microseconds, so that two never share a Message-ID."""
    return int(now.timestamp() * 1_000_000)


def _listed(files: Mapping[str, bytes], enclosed: Sequence[Attachment]) -> tuple[AttachmentLine, ...]:
    """Every file by name; one that is not in the letter says so."""
    sent = {attachment.name for attachment in enclosed}
    return tuple(
        AttachmentLine(name if name in sent else f"{name}: {_LEFT_OUT}", len(content))
        for name, content in files.items()
    )


def _assumed(it: Delegation, name: str) -> str:
    return length(it.task.estimate) if name == "estimate" else str(getattr(it.task, name))


def _waiting(it: Delegation, office: Office) -> Waiting:
    decision = it.decision
    if it.folder == REJECTED:
        cure = "What is wrong stands beside it. Mend it there and save it: it is taken again."
        return _item(it, it.reason, (cure,), ())
    if decision.outcome == "delegate" and decision.person is None:
        return _item(it, "nobody can take it", decision.questions, _by_reason(decision.people, office))
    say_yes = (f"To say yes, write `to: {decision.person}` into it.",) if decision.approval else ()
    return _item(it, decision.approval or decision.because, decision.questions or say_yes, ())


def _item(it: Delegation, because: str, questions: tuple[str, ...], people: tuple[tuple[str, str], ...]) -> Waiting:
    return Waiting(
        number=it.number,
        title=fit_to_tell(it.task.title),
        because=because,
        file=it.file,
        folder=f"tasks/{it.folder}",
        questions=questions,
        people=people,
    )


def _by_reason(people: Sequence[Verdict], office: Office) -> tuple[tuple[str, str], ...]:
    """Who it is and why not; those with the same reason together."""
    alike: dict[str, list[str]] = {}
    for verdict in people:
        person = office.roster.assistants.get(verdict.id)
        alike.setdefault(verdict.reason, []).append(person.name if person else verdict.id)
    return tuple((_few(names), reason) for reason, names in alike.items())


def _few(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{names[0]} and {names[1]}" if len(names) == _TWO else f"{names[0]} and {len(names) - 1} others"
