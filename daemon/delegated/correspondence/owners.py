"""What is written to an owner: what waits for a word of hers, what was delivered, and what she is reminded of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.core.moments import said
from delegated.core.patience import outlook
from delegated.core.secrets import fit_to_tell
from delegated.correspondence.assistants import cost_told, hours_told
from delegated.correspondence.desk import owner_of
from delegated.letters.answering import Button, Words, fill_in
from delegated.letters.brief import AttachmentLine
from delegated.letters.owner import News, OwnerLetter, Waiting
from delegated.letters.reminder import Reminded, Reminder
from delegated.letters.review import Review
from delegated.story import REJECTED, State
from delegated.story.standing import otherwise, waited_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from delegated.core.choosing import Verdict
    from delegated.core.office import Office
    from delegated.core.people import Owner, Person
    from delegated.correspondence.desk import Desk
    from delegated.letters.mime import Attachment
    from delegated.letters.owner import Kind
    from delegated.story import Delegation

_TWO = 2
_AMOUNT: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)? [A-Z]{3}")
_MEND = "What is wrong stands beside it. Mend it there and save it: it is taken again."


def waiting_letter(
    desk: Desk,
    owner: Owner,
    waiting: Sequence[Delegation],
    news: Sequence[tuple[Delegation, str]],
    office: Office,
    now: datetime,
) -> OwnerLetter:  # fmt: skip
    """Everything that waits for a word from her, and everything that is new, in one letter."""
    return OwnerLetter(
        owner_name=owner.name,
        desk_name=desk.name,
        zone=owner.zone,
        written=now,
        items=tuple(_Item(desk, it, office).item() for it in waiting),
        news=tuple(News(number=it.number, title=fit_to_tell(it.task.title), said=said_) for it, said_ in news),
        language=owner.languages[0],
        words=desk.words_of(owner),
    )


def reminder_letter(desk: Desk, person: Person, tasks: Sequence[Delegation], office: Office) -> Reminder:
    """Everything that is waited for from one person."""
    return Reminder(
        reader_name=person.name,
        role="owner" if person.id in office.roster.owners else "assistant",
        owner_name=owner_of(tasks[0], office).name,
        desk_name=desk.name,
        zone=person.zone,
        items=tuple(_reminded(desk, it, person, office) for it in tasks),
        language=person.languages[0],
    )


def review(
    desk: Desk, it: Delegation, files: Mapping[str, bytes], enclosed: Sequence[Attachment], office: Office
) -> Review:
    """What was delivered, and the question how it is."""
    owner, delivery = owner_of(it, office), it.delivery
    sent = {attachment.name for attachment in enclosed}
    assistant = office.roster.assistants.get(it.assistant or "")
    lines = [AttachmentLine(name, len(content)) for name, content in files.items()]
    return Review(
        head=desk.head(it, owner, office),
        delivered=delivery.text if delivery else "",
        hours=hours_told(it),
        assumed=delivery is None or delivery.hours is None,
        cost=(cost_told(it, assistant, office) or "") if assistant else "",
        links=delivery.links if delivery else (),
        files=tuple(line for line in lines if line.name in sent),
        kept=tuple(line for line in lines if line.name not in sent),
        kept_in=f"state/files/{it.name}/",
        closes=outlook(it.wait, owner.calendar) if it.wait else None,
        proposal=it.decision.proposal or "",
    )


class _Item:
    """One task that waits for its owner, as it stands in her letter."""

    def __init__(self, desk: Desk, it: Delegation, office: Office) -> None:
        self.it = it
        self.office = office
        self.owner = owner_of(it, office)
        self.words = desk.words_of(self.owner)
        self.desk = desk

    def item(self) -> Waiting:
        """What it is about, and how to answer."""
        it = self.it
        if it.state in {State.ASKED, State.WORKING, State.DELIVERED}:
            return self._handed()
        if it.folder == REJECTED:
            return self._made("spoilt", it.reason, questions=(_MEND,))
        if it.decision.waits_for is None:
            return self._made("silent", it.reason, buttons=self._other_ways())
        if it.decision.outcome == "ask":
            return self._facts()
        if it.decision.person is None:
            people = _by_reason(it.decision.people, self.office)
            return self._made("nobody", "", people=people, buttons=self._other_ways())
        return self._approval()

    def _handed(self) -> Waiting:
        """An assistant has it."""
        if self.it.state is State.DELIVERED:
            name = self._name(self.it.assistant)
            buttons = tuple(Button(str(rating), str(rating)) for rating in range(5, 0, -1))
            return self._made("question", "", headline=f"{name} has delivered it: how was it", buttons=buttons)
        if self.it.state is State.ASKED:
            return self._question()
        return self._late() if self.it.proposed else self._overdue()

    def _facts(self) -> Waiting:
        decision = self.it.decision
        asked = zip(decision.missing, decision.questions, strict=False)
        missing = tuple((name, question.removesuffix(f" (`{name}`)")) for name, question in asked)
        questions = () if missing else decision.questions
        buttons = (fill_in("Answer", missing), *self._small_ways()) if missing else self._small_ways()
        return self._made("facts", decision.because, questions=questions, missing=missing, buttons=buttons)

    def _approval(self) -> Waiting:
        decision, words = self.it.decision, self.words
        buttons = (
            Button("Yes", words.approve),
            Button("No, I do it", words.refuse),
            Button("Somebody else", f"{words.delegate} "),
            Button("Drop it", words.drop),
        )
        worth = decision.facts.get("worth.net", "")
        return self._made(
            "approval",
            decision.approval or "",
            headline=f"{self._name(decision.person)} would do it",
            cost=decision.cost or "",
            worth=worth if _AMOUNT.fullmatch(worth) else "",
            buttons=buttons,
        )

    def _question(self) -> Waiting:
        it = self.it
        asked = "\n\n".join(question.text for question in it.questions if question.open)
        name = self._name(it.assistant)
        return self._made(
            "question",
            "her clock stands still until then",
            headline=f"{name} asks",
            quoted=asked,
            quoted_from=name,
            buttons=(Button("Answer", ""),),
        )

    def _late(self) -> Waiting:
        it, words, name = self.it, self.words, self._name(self.it.assistant)
        assert it.proposed is not None  # noqa: S101  asked for only then
        new = self._when(it.proposed)
        return self._made(
            "late",
            f"it was due on {self._when(it.task.due)}" if it.task.due else "",
            headline=f"{name} will need until {new}",
            buttons=(Button("Agreed", words.approve), Button("The old date stands", words.refuse)),
        )

    def _overdue(self) -> Waiting:
        words, name = self.words, self._name(self.it.assistant)
        buttons = (
            Button("Give more time", "due: "),
            Button("Somebody else", f"{words.delegate} "),
            Button("Cancel it", words.cancel),
        )
        due = self._when(self.it.task.due) if self.it.task.due else "some time ago"
        return self._made("overdue", f"it was due on {due}", headline=f"{name} was reminded", buttons=buttons)

    def _made(  # noqa: PLR0913  an item has this many parts
        self,
        kind: Kind,
        because: str,
        *,
        headline: str = "",
        quoted: str = "",
        quoted_from: str = "",
        cost: str = "",
        worth: str = "",
        questions: tuple[str, ...] = (),
        missing: tuple[tuple[str, str], ...] = (),
        people: tuple[tuple[str, str], ...] = (),
        buttons: tuple[Button, ...] = (),
    ) -> Waiting:
        it, desk = self.it, self.desk
        return Waiting(
            number=it.number,
            title=fit_to_tell(it.task.title),
            because=because,
            file=it.file,
            folder=f"tasks/{it.folder}",
            kind=kind,
            headline=headline,
            quoted=quoted,
            quoted_from=quoted_from,
            cost=cost,
            worth=worth,
            questions=questions,
            missing=missing,
            people=people,
            otherwise=self._otherwise(),
            buttons=buttons,
            reply_address=desk.answers_to(it.number, self.owner.id),
            reply_subject=desk.reply_subject(it),
            reference=desk.reference(it.number, self.owner.id),
        )

    def _otherwise(self) -> str:
        if self.it.state is State.WORKING and self.it.proposed:
            return "the old date stands"
        return ends(self.it, self.owner, self.office)

    def _other_ways(self) -> tuple[Button, ...]:
        return (Button("Ask somebody", f"{self.words.delegate} "), *self._small_ways())

    def _small_ways(self) -> tuple[Button, ...]:
        words = self.words
        return (
            Button("I do it", words.keep),
            Button("Later", f"{words.defer} "),
            Button("Drop it", words.drop),
        )

    def _name(self, person: str | None) -> str:
        found = self.office.roster.assistants.get(person or "")
        return found.name if found else person or "nobody"

    def _when(self, at: datetime | None) -> str:
        return said(at, self.owner.zone, reader=self.owner.languages[0]) if at else ""


def ends(it: Delegation, reader: Person, office: Office) -> str:
    """What happens when nothing comes, and when, by the reader's clock: `on Friday … the next person is asked`."""
    what = otherwise(it)
    if what is None or it.wait is None:
        return ""
    on = office.roster.assistants.get(it.wait.on) or owner_of(it, office)
    return f"on {said(outlook(it.wait, on.calendar), reader.zone)} {what}"


def _reminded(desk: Desk, it: Delegation, person: Person, office: Office) -> Reminded:
    wait = it.wait
    return Reminded(
        number=it.number,
        title=it.task.title if person.id not in office.roster.owners else fit_to_tell(it.task.title),
        waited_for=waited_for(it) or "a word of yours",
        since=wait.since if wait else it.since,
        due=it.due,
        otherwise=ends(it, person, office),
        reply_address=desk.answers_to(it.number, person.id),
        reply_subject=desk.reply_subject(it),
        reference=desk.reference(it.number, person.id),
        buttons=_buttons(it, desk.words_of(person), desk, office),
    )


def _buttons(it: Delegation, words: Words, desk: Desk, office: Office) -> tuple[Button, ...]:
    """The answers that end this wait."""
    match it.wait.for_ if it.wait else "":
        case "answer":
            return (
                Button("I take it", words.accept),
                Button("I cannot", f"{words.decline} "),
                Button("A question", f"{words.question} "),
            )
        case "work":
            return (Button("It is done", f"{words.done} "), Button("Later", f"{words.late} "))
        case "rating":
            return tuple(Button(str(rating), str(rating)) for rating in range(5, 0, -1))
        case "reply":
            return (Button("Answer", ""),)
        case _:
            return _Item(desk, it, office).item().buttons


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
