"""What is written to an assistant: by kind, the letter with what it tells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from delegated.core.conditions import length
from delegated.core.facts import cost_of, currency_of
from delegated.core.fields import Level
from delegated.correspondence.desk import owner_of
from delegated.letters.again import Again, render_again
from delegated.letters.answer import Answer, render_answer
from delegated.letters.brief import AttachmentLine, Brief, render_brief
from delegated.letters.date import DateLetter, render_date
from delegated.letters.feedback import Feedback, render_feedback
from delegated.letters.help import Help, render_help
from delegated.letters.note import Note, render_note
from delegated.letters.revision import Revision, render_revision
from delegated.letters.withdrawn import Withdrawn, render_withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.core.people import Assistant
    from delegated.correspondence.desk import Desk
    from delegated.letters.letterhead import Letterhead
    from delegated.letters.mime import Attachment, Rendered
    from delegated.letters.templates import Templates
    from delegated.ports import AnswerRow
    from delegated.story import Delegation, TakeBack, Write

_LEFT_OUT = "too large to send with this letter; ask for it"


class Page:
    """Everything that a letter to one assistant may be written from."""

    def __init__(
        self,
        desk: Desk,
        templates: Templates,
        it: Delegation,
        assistant: Assistant,
        office: Office,
        now: datetime,
    ) -> None:
        self.desk = desk
        self.templates = templates
        self.it = it
        self.assistant = assistant
        self.office = office
        self.now = now

    @property
    def head(self) -> Letterhead:
        """What stands on all of them."""
        return self.desk.head(self.it, self.assistant, self.office)


def brief(
    page: Page, files: Mapping[str, bytes], enclosed: Sequence[Attachment], known: Sequence[AnswerRow]
) -> Rendered:
    """The complete brief."""
    it, task = page.it, page.it.task
    goals = {goal.id: goal.title for goal in owner_of(it, page.office).goals}
    letter = Brief(
        head=page.head,
        written=page.now,
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
        answers=_answers(it, known),
        repeats=task.repeats,
        engagement=task.engagement,
        trial=page.office.level_of(page.assistant) is Level.TRIAL,
        assumed=tuple(f"{name}: {_assumed(it, name)}" for name in task.assumed),
    )
    return render_brief(letter, page.templates, page.it.decision.brief)


def revision(page: Page, errand: Write) -> Rendered:
    """What has changed."""
    it = page.it
    letter = Revision(
        head=page.head,
        written=page.now,
        changes=errand.changes,
        revision=errand.number - (it.brief or 0),
        due=it.task.due,
        started=it.accepted is not None,
        deliverables=it.task.deliverables,
    )
    return render_revision(letter, page.templates)


def withdrawn(page: Page, errand: TakeBack) -> Rendered:
    """It is not hers to do any more."""
    reason = errand.reason or None
    letter = Withdrawn(head=page.head, reason=reason, started=errand.started, finished=errand.finished)
    return render_withdrawn(letter, page.templates)


def _answer(page: Page, errand: Write) -> Rendered:
    question = page.it.questions[-1].text if page.it.questions else ""
    started = page.it.accepted is not None
    letter = Answer(head=page.head, question=question, answer=errand.words or None, started=started)
    return render_answer(letter, page.templates)


def _date(page: Page, errand: Write) -> Rendered:
    letter = DateLetter(
        head=page.head,
        written=page.now,
        outcome=errand.words,  # type: ignore[arg-type]  # one of its words
        due=page.it.task.due,
        revision=errand.number - (page.it.brief or 0),
        said=errand.said,
        deliverables=page.it.task.deliverables,
    )
    return render_date(letter, page.templates)


def _again(page: Page, errand: Write) -> Rendered:
    return render_again(
        Again(head=page.head, written=page.now, said=errand.words, due=page.it.task.due), page.templates
    )


def _feedback(page: Page, errand: Write) -> Rendered:
    feedback = page.it.feedback
    letter = Feedback(
        head=page.head,
        rating=feedback.rating if feedback else None,
        said=errand.words,
        hours=hours_told(page.it),
        cost=cost_told(page.it, page.assistant, page.office) or "",
    )
    return render_feedback(letter, page.templates)


def _note(page: Page, errand: Write) -> Rendered:
    return render_note(Note(head=page.head, said=errand.words, files=errand.files), page.templates)


def _help(page: Page, errand: Write) -> Rendered:
    return render_help(Help(head=page.head, got=errand.words), page.templates)


def _too_late(page: Page, errand: Write) -> Rendered:
    taken = page.it.assistant not in {None, page.assistant.id}
    return render_withdrawn(Withdrawn(head=page.head, reason=errand.words or None, taken=taken), page.templates)


SHORT: Final[Mapping[str, Callable[[Page, Write], Rendered]]] = {
    "revision": revision,
    "answer": _answer,
    "date": _date,
    "again": _again,
    "feedback": _feedback,
    "note": _note,
    "help": _help,
    "withdrawn": _too_late,
}
"""Letters without files, by kind."""


def hours_told(it: Delegation) -> str:
    """The hours of the last delivery, or those that were assumed."""
    hours = it.delivery.hours if it.delivery else None
    return length(timedelta(hours=float(hours)) if hours is not None else it.task.estimate)


def cost_told(it: Delegation, assistant: Assistant, office: Office) -> str | None:
    """What the delivered work costs, in the owner's currency; None where no rate of exchange is known."""
    delivery = it.delivery
    if delivery is None:
        return None
    worked = timedelta(hours=float(delivery.hours)) if delivery.hours is not None else it.task.estimate
    to = currency_of(owner_of(it, office), office.currencies)
    cost = cost_of(it.task, assistant, office.currencies, to, worked)
    return str(cost) if cost else None


def _answers(it: Delegation, known: Sequence[AnswerRow]) -> tuple[tuple[str, str], ...]:
    """Those of this very task first, then those of tasks of the kind; each question once."""
    own = [(one.text, one.answer) for one in it.questions if one.answer]
    return tuple(dict([*((row.question, row.answer) for row in known), *own]).items())


def _listed(files: Mapping[str, bytes], enclosed: Sequence[Attachment]) -> tuple[AttachmentLine, ...]:
    """Every file by name; one that is not in the letter says so."""
    sent = {attachment.name for attachment in enclosed}
    return tuple(
        AttachmentLine(name if name in sent else f"{name}: {_LEFT_OUT}", len(content))
        for name, content in files.items()
    )


def _assumed(it: Delegation, name: str) -> str:
    return length(it.task.estimate) if name == "estimate" else str(getattr(it.task, name))
