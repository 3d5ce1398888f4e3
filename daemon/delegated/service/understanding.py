"""What a mail that was kept is: what it says, whose it is, and about which task."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson

from delegated.core.people import Owner, Person
from delegated.letters.addresses import bare_address, read_message_id, token_matches
from delegated.ports import ReplyMark, ReplyRow
from delegated.replies.answers import Answer, Role, read_answer, read_answers
from delegated.replies.automatic import Automatic, Kind, automatic
from delegated.replies.bounces import Bounce, bounce
from delegated.replies.cutting import Cut, cut
from delegated.replies.genuine import unproven
from delegated.replies.mail import Enclosed, Mail, read_mail
from delegated.replies.matching import claims
from delegated.replies.telling import without_private

if TYPE_CHECKING:
    from delegated.core.office import Office
    from delegated.correspondence import Desk
    from delegated.service.reception import Ear

WORDS: Final = "words"
_COMMAND_LINE: Final = "the command line"
_MOST_TEXT: Final = 20_100
_LONGEST_ID: Final = 200
_CLOCKS_DIFFER: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a mail was understood to be. Exactly one of `answer`, `automatic`, `bounce`, `doubt` says what follows.

    `person` wrote it, about `task` (0: about none in particular; `each` has what is said about which). `doubt` is why
    it is put aside; `back` the Message-ID of the letter that a bounce brings back; `about` the person whom a word of
    the command line is about; `answers` the Message-ID of what it answers, where it tells.
    """

    mark: ReplyMark
    task: int | None = None
    person: Person | None = None
    cut: Cut = field(default_factory=lambda: Cut(""))
    answer: Answer | None = None
    each: Mapping[int, Answer] = field(default_factory=dict)
    automatic: Automatic | None = None
    bounce: Bounce | None = None
    doubt: str = ""
    files: tuple[Enclosed, ...] = ()
    answers: str = ""
    back: str = ""
    about: str = ""

    @property
    def is_command(self) -> bool:
        """Said on the command line."""
        return self.mark.sender == _COMMAND_LINE

    @property
    def reply(self) -> str:
        """Its Message-ID, for the thread; "" where it has none, or one too long for a line (RFC 5322, 2.1.1)."""
        id_ = self.mark.message_id
        return id_ if id_.startswith("<") and len(id_) <= _LONGEST_ID else ""


def understand(row: ReplyRow, office: Office, desk: Desk, ear: Ear, *, released: bool = False) -> Heard:
    """What a mail says, and who says it about what. `released`: the owner has vouched for it. Never raises."""
    content = row.content or b""
    if row.mailbox == WORDS:
        return _word(row, content, office, ear)
    mail = read_mail(content)
    if mail.date is None:
        mail = replace(mail, date=row.received)
    mark = ReplyMark(id=row.id, state="quarantined", message_id=_id_of(mail), sender=mail.sender, subject=mail.subject)
    if row.size > len(content):
        return Heard(mark, doubt=f"it is too large: {row.size:,} bytes, of which the beginning was kept")
    returned = bounce(mail)
    if returned is not None:
        return _bounced(Heard(mark, bounce=returned), desk)
    return _from_somebody(Heard(mark, cut=cut(mail)), mail, row, office, desk, ear, released=released)


def _id_of(mail: Mail) -> str:
    """Its Message-ID; for one that has none, a digest of what it has in common with itself when it is sent again."""
    date = mail.header("date")
    if mail.message_id or not date:
        return mail.message_id
    said = "\0".join((mail.sender, date, mail.text or mail.html or ""))
    return f"digest:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"


def _from_somebody(  # noqa: PLR0913  whose it is depends on all of these
    heard: Heard, mail: Mail, row: ReplyRow, office: Office, desk: Desk, ear: Ear, *, released: bool
) -> Heard:
    task, person = _whose(mail, heard.cut.quoted, office, desk)
    zone = person.zone if person else UTC
    found = automatic(mail, heard.cut.text, zone)
    heard = replace(heard, task=task, person=person, automatic=found)
    heard = replace(heard, mark=replace(heard.mark, task=task or None, person=person.id if person else None))
    if person is None or task is None:
        return replace(heard, doubt="" if found else "it bears no token of ours, so that nobody knows what it is about")
    own = found is not None and found.kind is Kind.OWN  # Whoever sends it back: nobody has said anything.
    doubt = "" if released or own else _doubt(mail, person, ear)
    if doubt:
        return replace(heard, doubt=doubt, automatic=None)
    return heard if found else _read(heard, mail, row, ear)


def _read(heard: Heard, mail: Mail, row: ReplyRow, ear: Ear) -> Heard:
    """The words of somebody who is known to have written them."""
    person = heard.person
    assert person is not None  # noqa: S101  asked for only then
    written = mail.date if mail.date and abs(mail.date - row.received) < _CLOCKS_DIFFER else row.received
    role = Role.OWNER if isinstance(person, Owner) else Role.ASSISTANT
    if role is Role.OWNER:
        heard = replace(heard, cut=without_private(heard.cut, ear.vocabulary.private))
    answer = _short(read_answer(heard.cut, role, ear.vocabulary, person.calendar, written))
    several = heard.task == 0
    each = read_answers(heard.cut, ear.vocabulary, person.calendar, written, role, several=several)
    files = tuple(one for one in mail.enclosed if not one.inline)
    answers = mail.references[-1] if mail.references else ""
    return replace(heard, answer=answer, each=each, files=files, answers=answers)


def _short(answer: Answer) -> Answer:
    """What goes into the story of a task; the whole mail is kept beside it, and letters say what they leave out."""
    text, rest, private = (part[:_MOST_TEXT] for part in (answer.text, answer.rest, answer.private))
    return replace(answer, text=text, rest=rest, private=private)


def _whose(mail: Mail, quoted: str, office: Office, desk: Desk) -> tuple[int | None, Person | None]:
    """The task and the person whose token the mail bears; the writer's own, where it bears several."""
    found: list[tuple[int, Person]] = []
    for claim in claims(mail, quoted):
        found += [
            (claim.task, person)
            for person in office.roster.people()
            if token_matches(claim.token, desk.secret, claim.task, person.id)
        ]
    if not found:
        return None, None
    return next((one for one in found if _is_address_of(mail.sender, one[1])), found[0])


def _doubt(mail: Mail, person: Person, ear: Ear) -> str:
    """Why it is not known to be from the person whose token it bears; "" where it is."""
    if not mail.sender:
        return "it does not say whom it is from, or names several"
    if not _is_address_of(mail.sender, person):
        return f"it bears the token of {person.name} and is from {mail.sender}, not from {bare_address(person.email)}"
    if ear.authserv is not None:
        return unproven(mail, ear.authserv) or ""
    return ""


def _is_address_of(sender: str, person: Person) -> bool:
    """The same mailbox; what stands behind a plus is the same mailbox too (RFC 5233)."""
    return _plain(sender) == _plain(bare_address(person.email))


def _plain(address: str) -> str:
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _bounced(heard: Heard, desk: Desk) -> Heard:
    """A report counts only about a letter of ours, which it must name as nobody else can."""
    assert heard.bounce is not None  # noqa: S101  asked for only then
    known = read_message_id(heard.bounce.message_id)
    if known is None or not token_matches(known.token, desk.secret, known.task, known.person):
        return replace(heard, doubt="it reports a letter that is not known to be ours")
    mark = replace(heard.mark, task=known.task or None, person=known.person)
    return replace(heard, task=known.task, back=heard.bounce.message_id, mark=mark)


def _word(row: ReplyRow, content: bytes, office: Office, ear: Ear) -> Heard:
    """A word of the owner's from the command line: whoever may write into `state/` is she."""
    mark = ReplyMark(id=row.id, state="acted", sender=_COMMAND_LINE)
    try:
        told: dict[str, Any] = orjson.loads(content)
        number, text, about = int(told["task"]), str(told["words"]), str(told.get("person", ""))
        owner = office.roster.owners.get(str(told["owner"])) or office.roster.first_owner
    except (ValueError, KeyError, TypeError):
        return Heard(replace(mark, state="unreadable"), doubt="it is no word of the command line")
    said = without_private(Cut(text), ear.vocabulary.private)
    answer = read_answer(said, Role.OWNER, ear.vocabulary, owner.calendar, row.received)
    mark = replace(mark, task=number or None, person=owner.id)
    return Heard(mark, task=number, person=owner, cut=said, answer=answer, about=about)
