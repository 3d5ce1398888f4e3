"""From what the story wants written to exact bytes: who writes to whom, in which thread, under which Message-ID.

A letter is rendered once, in the transaction's own moment, and kept; what is sent, however often, is what was kept.

    desk         who writes, and how answers find back
    assistants   what each letter to an assistant tells
    owners       what each letter to an owner tells
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from delegated.core.people import Owner
from delegated.correspondence import assistants, owners
from delegated.correspondence.assistants import Page
from delegated.correspondence.desk import Desk
from delegated.letters.fault import FaultLetter, render_fault
from delegated.letters.help import Help, render_help
from delegated.letters.letterhead import Letterhead
from delegated.letters.note import Note, render_note
from delegated.letters.owner import render_waiting
from delegated.letters.reminder import render_reminder
from delegated.letters.review import render_review
from delegated.letters.samples import preview
from delegated.story import HANDED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from delegated.core.errors import Fault
    from delegated.core.office import Office
    from delegated.core.people import Assistant, Person
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates
    from delegated.ports import AnswerRow, LetterRow
    from delegated.story import Delegation, TakeBack, Write


class Correspondence:
    """Writes letters. Pure but for the templates that it was given."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self.desk = desk
        self.templates = templates

    def write(
        self,
        it: Delegation,
        errand: Write,
        office: Office,
        now: datetime,
        files: Mapping[str, bytes],
        known: Sequence[AnswerRow] = (),
    ) -> LetterRow | None:
        """The letter that the story asks for; None if its reader has left the roster.

        `files` are those of the task, or of its delivery; `known` are answers to questions of tasks like it.
        """
        assistant = office.roster.assistants.get(errand.person)
        if assistant is not None:
            return self._to_assistant(it, errand, assistant, office, now, files, known)
        owner = office.roster.owners.get(errand.person)
        return self._to_owner(it, errand, owner, office, now, files) if owner is not None else None

    def withdrawn(self, it: Delegation, errand: TakeBack, office: Office, now: datetime) -> LetterRow | None:
        """To the assistant who is not to do it after all; None if she has left the roster."""
        assistant = office.roster.assistants.get(errand.person)
        if assistant is None:
            return None
        rendered = assistants.withdrawn(Page(self.desk, self.templates, it, assistant, office, now), errand)
        thread = self.desk.thread(it, assistant.id)
        return self.desk.letter(it.number, "withdrawn", errand.number or 0, assistant, rendered, now, thread)

    def waiting(
        self,
        owner: Owner,
        waiting: Sequence[Delegation],
        news: Sequence[tuple[Delegation, str]],
        office: Office,
        now: datetime,
        number: int,
    ) -> LetterRow:
        """To the owner: everything that waits for a word from her, and all that is new. `number` makes its id."""
        letter = owners.waiting_letter(self.desk, owner, waiting, news, office, now)
        about = [*waiting, *(it for it, _ in news)]
        return self._about(about, "question", number, owner, render_waiting(letter, self.templates), now)

    def reminder(
        self, person: Person, tasks: Sequence[Delegation], office: Office, now: datetime, number: int
    ) -> LetterRow:
        """To anybody: everything that is waited for from her. `number` makes its id."""
        letter = owners.reminder_letter(self.desk, person, tasks, office)
        return self._about(tasks, "reminder", number, person, render_reminder(letter, self.templates), now)

    def which(self, reader: Person, owner: Owner, text: str, now: datetime) -> LetterRow:
        """To somebody who has answered a letter about several tasks, and did not say which is meant."""
        desk, is_owner = self.desk, isinstance(reader, Owner)
        head = Letterhead(
            number=0,
            title="Which task do you mean?",
            owner_name=reader.name if is_owner else owner.name,
            assistant_name="" if is_owner else reader.name,
            role="owner" if is_owner else "assistant",
            zone=reader.zone,
            desk_name=desk.name,
            reply_address=desk.answers_to(0, reader.id),
            reply_subject="Re: Which task do you mean?",
            reference=desk.reference(0, reader.id),
            language=reader.languages[0],
            words=desk.words_of(reader),
        )
        rendered = render_help(Help(head=head, got=text, passed_on=False), self.templates)
        return desk.letter(0, "help", _moment(now), reader, rendered, now)

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
        return self.desk.letter(0, "fault", _moment(now), owner, render_fault(letter, self.templates), now)

    def sample(self, kind: str, reader: Person, now: datetime) -> bytes:
        """The fullest letter of a kind, about a made-up task, as this desk would write it to this reader."""
        letter = self.desk.letter(12, kind, 1, reader, preview(kind, self.templates), now)
        return letter.content or b""

    def _about(
        self, tasks: Sequence[Delegation], kind: str, number: int, person: Person, rendered: Rendered, now: datetime
    ) -> LetterRow:
        """A letter about one task stays in its thread; one about several belongs to none of them."""
        numbers = {it.number for it in tasks}
        task = tasks[0].number if len(numbers) == 1 else 0
        thread = self.desk.thread(tasks[0], person.id) if task else ()
        return self.desk.letter(task, kind, number, person, rendered, now, thread)

    def _to_assistant(  # noqa: PLR0913, PLR0917  as above
        self,
        it: Delegation,
        errand: Write,
        assistant: Assistant,
        office: Office,
        now: datetime,
        files: Mapping[str, bytes],
        known: Sequence[AnswerRow],
    ) -> LetterRow:
        page = Page(self.desk, self.templates, it, assistant, office, now)
        names = it.task.attachments if errand.kind in _WITH_ATTACHMENTS else errand.files
        enclosed = self.desk.enclosed(names, files) if names else ()
        if errand.kind == "brief":
            rendered = assistants.brief(page, files, enclosed, known)
        else:
            rendered = assistants.SHORT[errand.kind](page, errand)
        thread = self.desk.thread(it, assistant.id)
        return self.desk.letter(it.number, errand.kind, errand.number, assistant, rendered, now, thread, enclosed)

    def _to_owner(
        self, it: Delegation, errand: Write, owner: Owner, office: Office, now: datetime, files: Mapping[str, bytes]
    ) -> LetterRow:
        names = it.delivery.files if errand.kind == "review" and it.delivery else errand.files
        enclosed = self.desk.enclosed(names, files)
        if errand.kind == "review":
            rendered = render_review(owners.review(self.desk, it, files, enclosed, office), self.templates)
        elif errand.kind == "note":
            head = self.desk.head(it, owner, office)
            rendered = render_note(Note(head=head, said=errand.words, files=errand.files), self.templates)
        else:
            head = self.desk.head(it, owner, office)
            relayed = it.state in HANDED and bool(errand.words)
            rendered = render_help(Help(head=head, got=errand.words, passed_on=relayed), self.templates)
        thread = self.desk.thread(it, owner.id)
        return self.desk.letter(it.number, errand.kind, errand.number, owner, rendered, now, thread, enclosed)


_WITH_ATTACHMENTS = frozenset({"brief", "revision"})


def _moment(now: datetime) -> int:
    """A number for letters that belong to no one step: microseconds, so that two never share a Message-ID."""
    return int(now.timestamp() * 1_000_000)


__all__ = ["Correspondence", "Desk"]
