"""What is not understood, and what comes too late, is passed on and never acted upon; where machines talk, silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from delegated.events import Event
from delegated.story.leading import STAYS, leads_to
from delegated.story.telling import HANDED, Heard, NoteCame

if TYPE_CHECKING:
    from delegated.story.telling import Accepted, Said, Straggled
    from delegated.story.turn import Turn

# A machine answers at once, or says the same again but for its numbers; a person does neither four times on end.
AT_ONCE: Final = timedelta(minutes=2)
MOST: Final = 3
FADES: Final = timedelta(hours=12)
_SHORT: Final = 25  # `ok, thanks`: people say it again and again.
_COMPARED: Final = 200
_REMEMBERED: Final = 24
_MACHINES: Final = "these look like machines that answer each other"
_DIGITS: Final = str.maketrans("", "", "0123456789")


def as_note(said: Said) -> NoteCame:
    """What has no place in the story at this moment, as what it is then."""
    return NoteCame(person=said.person, text=said.text, reply=said.reply, files=said.files)


@leads_to(STAYS)
def relay(turn: Turn, said: NoteCame) -> None:
    """A note goes to the other side; its writer learns once what can be said."""
    other = _other_side(turn, said.person)
    if other is not None and (said.text or said.files):
        turn.tell(Event.REPLY_RELAYED, to=other)
        turn.write("note", other, said.text, files=said.files)
    if said.person in {turn.owner.id, turn.it.assistant} and said.person not in turn.it.helped:
        turn.change(helped=(*turn.it.helped, said.person))
        turn.write("help", said.person, said.text)


@leads_to(STAYS)
def tell_straggler(turn: Turn, said: Straggled) -> None:
    """Whoever answers has the task no more: she is told once, and the owner sees what she wrote."""
    name = turn.name_of(said.person)
    turn.tell(Event.REPLY_RELAYED, to=turn.owner.id)
    turn.tell_owner(f"{name}, who does not have it any more, wrote: “{said.text}”")
    if said.person not in turn.it.helped:
        turn.change(helped=(*turn.it.helped, said.person))
        turn.write("withdrawn", said.person, _why_not_hers(turn))


@leads_to(STAYS)
def nod(turn: Turn, said: Accepted) -> None:
    """She has said yes before: a bare one more is no news, and what she says beside it is a note."""
    if len(said.text) < _SHORT and not said.files:
        turn.ignore(said)
    else:
        relay(turn, as_note(said))


def withholds(turn: Turn, said: Said) -> bool:
    """Whether this is one too many of those that machines send each other: then nothing follows from it.

    Four on end of one person that came at once or say the same again, understood or not, without a word in between
    that a person could have written. The owner is told once; after half a day all is forgotten.
    """
    heard = tuple(one for one in turn.it.heard if turn.now - one.at < FADES)
    if heard and (heard[-1].by, heard[-1].at) == (said.person, turn.now):
        return heard[-1].withheld  # Another word of the same mail.
    mail = _heard(turn, said, heard)
    row = _in_a_row(heard, mail)
    mail = replace(mail, withheld=row > MOST)
    turn.change(heard=(*heard, mail)[-_REMEMBERED:])
    if mail.withheld:
        turn.tell(Event.REPLY_WITHHELD, to=said.person, reason=_MACHINES)
        if not any(one.withheld for one in heard):
            turn.tell_owner(_withheld(turn, said))
    return mail.withheld


def forget_what_was_heard(turn: Turn) -> None:
    """The owner's own hand has changed the task: no machine has."""
    if turn.it.heard:
        turn.change(heard=())


def _other_side(turn: Turn, person: str) -> str | None:
    """The owner for the assistant, and the assistant for the owner."""
    if person != turn.owner.id:
        return turn.owner.id
    return turn.it.assistant if turn.it.state in HANDED else None


def _why_not_hers(turn: Turn) -> str:
    if turn.it.assistant is not None:
        return "somebody else has it meanwhile"
    return "" if turn.it.open else "it is closed"


def _heard(turn: Turn, said: Said, before: tuple[Heard, ...]) -> Heard:
    text = " ".join(said.text[: 2 * _COMPARED].translate(_DIGITS).split())[:_COMPARED]
    last, now = turn.it.last_letter.get(said.person), turn.now
    at_once = last is not None and now - last < AT_ONCE
    same = [one for one in before if _same(one, said.person, text)]
    alike = any(len(text) >= _SHORT or one.withheld or now - one.at < AT_ONCE for one in same)
    return Heard(said.person, now, text, odd=at_once or alike, fresh=not at_once and not same)


def _in_a_row(before: tuple[Heard, ...], mail: Heard) -> int:
    """How many of hers on end are odd, with the first of those that say the same."""
    if not mail.odd:
        return 0
    on_end = takewhile(lambda one: not one.fresh, reversed(before))
    first = next((one for one in before if _same(one, mail.by, mail.text)), mail)
    return 1 + sum(one.odd and one.by == mail.by for one in on_end) + (not first.odd and len(mail.text) >= _SHORT)


def _same(one: Heard, by: str, text: str) -> bool:
    return (one.by, one.text) == (by, text)


def _withheld(turn: Turn, said: Said) -> str:
    who = "you" if said.person == turn.owner.id else turn.name_of(said.person)
    return (
        f"Nothing followed from what {who} wrote last, as it came like the answers of a machine: “{said.text}”. "
        "More of the same is withheld without a word; anything else is heard."
    )
