"""The desk that writes: its name, its addresses, and the secret that makes answers tell-tale."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from delegated.core.people import Assistant, Owner
from delegated.letters.addresses import message_id, reply_address, token
from delegated.letters.answering import Words
from delegated.letters.letterhead import Letterhead
from delegated.letters.mime import Attachment, Headers, Mailbox, Rendered, assemble
from delegated.ports import LetterRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.core.people import Person
    from delegated.story import Delegation

_LONGEST_TITLE = 200
_ROOT = "thread"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes: the sender's name and address, where answers go, and the secret that makes them tell-tale.

    `home` is part of every Message-ID; `most_attached` is in bytes; `words` are, by language, the words of answers.
    """

    name: str
    address: str
    answers: str
    secret: bytes
    home: str
    most_attached: int
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """Of the sender, for Message-IDs."""
        return self.address.rpartition("@")[2]

    def token(self, number: int, person: str) -> str:
        """What an answer of this person about this task bears."""
        return token(self.secret, number, person)

    def message_id(self, number: int, kind: str, letter: int, person: str) -> str:
        """The Message-ID of a letter, from what it is."""
        return message_id(number, kind, letter, person, self.home, self.domain, self.token(number, person))

    def answers_to(self, number: int, person: str) -> str:
        """The address whose token says which task an answer is about, and who may give it."""
        return reply_address(self.answers, number, self.token(number, person))

    def reference(self, number: int, person: str) -> str:
        """What stands at the foot of a letter."""
        return f"t{number}-{self.token(number, person)}"

    def words_of(self, person: Person) -> Words:
        """The words of answers in her language, else in English."""
        return self.words.get(person.languages[0].casefold()) or _ENGLISH

    def head(self, it: Delegation, person: Person, office: Office) -> Letterhead:
        """What stands on every letter about this task to this person."""
        owner = owner_of(it, office)
        assistant = person if isinstance(person, Assistant) else office.roster.assistants.get(_helper(it))
        return Letterhead(
            number=it.number,
            title=it.task.title,
            owner_name=owner.name,
            assistant_name=assistant.name if assistant else "",
            role="owner" if isinstance(person, Owner) else "assistant",
            zone=person.zone,
            desk_name=self.name,
            reply_address=self.answers_to(it.number, person.id),
            reply_subject=self.reply_subject(it),
            reference=self.reference(it.number, person.id),
            language=person.languages[0],
            words=self.words_of(person),
        )

    @staticmethod
    def reply_subject(it: Delegation) -> str:
        """Of an answer that a button begins."""
        return f"Re: [{it.name}] {it.task.title[:_LONGEST_TITLE]}"

    def thread(self, it: Delegation, person: str) -> tuple[str, ...]:
        """The Message-IDs of the letters to and from her about it, oldest first.

        An owner's thread begins with an id that no letter has, so that all of them have one beginning in common.
        """
        letters = it.threads.get(person, ())
        root = (f"{_ROOT}:0",) if person not in _assistants_of(it) else ()
        return tuple(
            letter if letter.startswith("<") else self._named(it.number, letter, person) for letter in (*root, *letters)
        )

    def letter(  # noqa: PLR0913, PLR0917  a letter has this many parts
        self,
        number: int,
        kind: str,
        letter: int,
        person: Person,
        rendered: Rendered,
        now: datetime,
        thread: Sequence[str] = (),
        enclosed: Sequence[Attachment] = (),
    ) -> LetterRow:
        """The letter as it is kept and sent: its exact bytes, under its Message-ID."""
        id_ = self.message_id(number, kind, letter, person.id)
        headers = Headers(
            sender=Mailbox(self.name, self.address),
            recipient=Mailbox(person.name, person.email),
            date=now,
            message_id=id_,
            reply_to=self.answers_to(number, person.id),
            references=tuple(one for one in thread if one != id_),
        )
        return LetterRow(
            message_id=id_,
            kind=kind,
            person=person.id,
            sender=self.address,
            recipient=person.email,
            created=now,
            task=number or None,
            content=assemble(headers, rendered, enclosed),
        )

    def enclosed(self, names: Sequence[str], files: Mapping[str, bytes]) -> tuple[Attachment, ...]:
        """The files that fit into a letter, in this order."""
        room = self.most_attached
        enclosed: list[Attachment] = []
        for name in names:
            content = files.get(name, b"")
            if name in files and len(content) <= room:
                room -= len(content)
                enclosed.append(Attachment(name, content, mimetypes.guess_type(name)[0] or "application/octet-stream"))
        return tuple(enclosed)

    def _named(self, number: int, letter: str, person: str) -> str:
        kind, _, count = letter.rpartition(":")
        return self.message_id(number, kind, int(count), person)


_ENGLISH = Words()


def owner_of(it: Delegation, office: Office) -> Owner:
    """Whose task it is; the first owner, should she have left the roster."""
    return office.roster.owners.get(it.task.owner) or office.roster.first_owner


def _assistants_of(it: Delegation) -> set[str]:
    """Whoever was sent a brief: her thread begins with it."""
    return {person for person, letters in it.threads.items() if letters and letters[0].startswith("brief:")}


def _helper(it: Delegation) -> str:
    return it.assistant or it.done_by or ""
