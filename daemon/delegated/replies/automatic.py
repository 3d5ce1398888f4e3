"""What nobody has written: absences, receipts, answers of calendars, lists and filters, and our own letters come back.

The mail's own header decides (RFC 3834), then the beginning of its subject. Its words decide only where it bears
nothing else, and they say hardly more than automatic replies say. `X-Auto-Response-Suppress` is no sign: Outlook puts
it into what people write, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from delegated.letters.addresses import read_message_id, read_reply_address
from delegated.replies import away
from delegated.replies.almanac import folded
from delegated.replies.bounces import has_no_sender, is_delivery_told, is_from_a_mail_system
from delegated.replies.returning import first_day_back
from delegated.replies.tickets import ticket_sign

if TYPE_CHECKING:
    from datetime import tzinfo

    from delegated.replies.mail import Mail


class Kind(StrEnum):
    """What sort of automatic mail it is."""

    AWAY = "away"
    AUTOMATIC = "automatic"
    RECEIPT = "receipt"
    CALENDAR = "calendar"
    LIST = "list"
    CHALLENGE = "challenge"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Automatic:
    """A mail that nobody has written; `because` is the sign by which it was known.

    `back` is the first day on which somebody who is away is there again, where that is told for sure.
    """

    kind: Kind
    because: str
    back: date | None = None


def automatic(mail: Mail, text: str, zone: tzinfo) -> Automatic | None:
    """What sort of automatic mail it is; None where a person has written it.

    `text` is what remains of it without the letter that it answers. Days are counted in `zone` from the mail's Date.
    """
    plain = folded(text[:_LONGEST_TEXT])
    subject = _own_subject(mail.subject)
    header = _header_sign(mail)
    special = (
        _own(mail) or _receipt(mail, plain) or _calendar(mail) or _challenge(subject, plain, header) or _list(mail)
    )
    if special:
        return special
    because = header or _subject_sign(subject, plain) or _body_sign(plain) or ticket_sign(" ".join(plain.split()))
    return _away_or_not(mail, subject, text, zone, because) if because else None


def _own_subject(subject: str) -> str:
    """What a program has put in front of our subject, folded: the title of a task may say anything."""
    plain = folded(subject[:_LONGEST_SUBJECT])
    ours = _OUR_MARK.search(plain)
    front = (plain[: ours.start()] if ours else plain).strip()
    bare = front.lstrip("[(【<* ")
    known = bare if bare.startswith(_KNOWN) else _TICKET.sub("", front)
    return _ANSWER_MARKS.sub("", known).strip()


def _own(mail: Mail) -> Automatic | None:
    if read_message_id(mail.message_id):
        return Automatic(Kind.OWN, f"its Message-ID is ours: {mail.message_id}")
    if read_reply_address(mail.sender):
        return Automatic(Kind.OWN, f"it is from a reply address of ours: {mail.sender}")
    return None


def _receipt(mail: Mail, plain: str) -> Automatic | None:
    if mail.report == "disposition-notification":
        return Automatic(Kind.RECEIPT, "it is a report of what was done with a letter (RFC 8098)")
    if is_delivery_told(mail):
        return Automatic(Kind.RECEIPT, "it is a report of a letter that has arrived (RFC 3464)")
    subject = folded(mail.subject[:_LONGEST_SUBJECT]).strip()
    if subject.startswith(away.READ_SUBJECTS) and len(plain) < _LONGEST_RECEIPT and _first(plain, away.READ):
        return Automatic(Kind.RECEIPT, f"the subject begins like a receipt's: {_shown(mail.subject)}")
    return None


def _calendar(mail: Mail) -> Automatic | None:
    if mail.calendar in _ANSWERS_OF_CALENDARS:
        return Automatic(Kind.CALENDAR, f"a calendar answers: METHOD:{mail.calendar}")
    if "calendarmessage" in mail.header("content-class").lower() or "calendar-notification@" in mail.header("sender"):
        return Automatic(Kind.CALENDAR, "a calendar has sent it")
    return None


def _challenge(subject: str, plain: str, header: str) -> Automatic | None:
    """By its subject; by its words only where the header shows that a program sends it, and nobody is away."""
    phrase = _first(subject, away.CHALLENGES)
    if not phrase and header and not _first(plain, away.ABSENT):
        phrase = _first(plain, away.CHALLENGES)
    return Automatic(Kind.CHALLENGE, f"it asks who sends: “{phrase}”") if phrase else None


def _list(mail: Mail) -> Automatic | None:
    """Only where the list has put itself into the sender's place: what it passes on untouched is a person's."""
    told = " ".join(mail.header(name) for name in _LIST_HEADERS).lower().replace("mailto:", "").translate(_NO_ANGLES)
    name, _, host = mail.header("list-id").rpartition("<")[2].strip("<> ").lower().partition(".")
    local, _, domain = mail.sender.partition("@")
    is_hidden = domain == host and ("=" in local or " via " in mail.sender_name.lower())
    if mail.sender and (is_hidden or mail.sender in {*told.split(), f"{name}@{host}"}):
        return Automatic(Kind.LIST, f"a mailing list has put itself into the sender's place: {mail.sender}")
    return None


def _header_sign(mail: Mail) -> str:
    """The first sign in the header, as it stands there; "" where there is none."""
    told = mail.header("auto-submitted").strip()
    if told and told.lower().partition(";")[0].split()[:1] not in (["no"], ["no,"]):
        return f"Auto-Submitted: {_shown(told)}"
    if mail.kind == "multipart/report" or mail.report:
        return "it is a report that a program has written"
    if has_no_sender(mail):
        return "its envelope names no sender"
    named = ((name, value) for name, values in mail.headers.items() for value in values)
    found = next((f"{name}: {_shown(value)}" for name, value in named if _is_sign(name, value.lower(), mail)), "")
    return found or (f"nobody answers as {mail.sender}" if _is_nobody(mail) else "")


def _is_sign(name: str, value: str, mail: Mail) -> bool:
    if name in _PRECEDENCES:
        return value.strip() in _NOBODY_WAITS or "auto" in value
    if name == _INBOX_RULE:
        # A rule that passes a person's mail on leaves its own address there.
        return bool(mail.sender) and mail.sender in value
    if name in _MEANT_SO:
        return any(word in value for word in _MEANT_SO[name])
    plain = name.removeprefix("x-").replace("-", "").replace("_", "")
    is_named = any(word in plain for word in _NAMES) and plain not in _NO_SIGNS
    return is_named and value.strip() not in _DENIED


def _is_nobody(mail: Mail) -> bool:
    local = mail.sender.partition("@")[0].replace("-", "").replace("_", "").replace(".", "")
    return local.startswith(_NOBODIES) or is_from_a_mail_system(mail)


def _subject_sign(subject: str, plain: str) -> str:
    """The phrase that the subject begins with; one of an absence counts less than an answer in the text."""
    phrase = _beginning(subject, away.ANSWERED)
    if not phrase and not _begins_with_an_answer(plain):
        phrase = _beginning(subject, away.AWAY_SUBJECTS)
        phrase = phrase or (_first(subject, away.ABSENT) if not _ANSWERED_TO.match(subject) else "")
    return f"the subject says “{phrase}”" if phrase else ""


def _beginning(subject: str, phrases: tuple[str, ...]) -> str:
    if not subject.startswith(phrases):
        return ""
    fitting = (phrase for phrase in phrases if subject.startswith(phrase))
    return next((phrase for phrase in fitting if _BEHIND.match(subject, len(phrase))), "")


def _begins_with_an_answer(plain: str) -> bool:
    words = [word for word in _WORD.findall(plain[:_LONGEST_BEGINNING]) if word not in away.GREETINGS]
    return not _ANSWERS.isdisjoint(words[:2])


def _body_sign(plain: str) -> str:
    """Several kinds of phrases together, that leave no room for an answer; "" where a person may have written it."""
    told = " ".join(plain.split())
    if len(told) > _LONGEST_BODY or "?" in told:
        return ""
    kinds = [_first(told, phrases) for phrases in (away.DECLARED, away.ABSENT, away.THANKS, away.UNREAD)]
    found = [phrase for phrase in kinds if phrase]
    if len(found) < (_FEW if kinds[0] else _SEVERAL) or not _says_hardly_more(told):
        return ""
    return f"it says what automatic replies say: “{'”, “'.join(found)}”"


def _says_hardly_more(told: str) -> bool:
    rest = _PHRASES.sub(" ", told)
    if not _ANSWERS.isdisjoint(_WORD.findall(rest)):
        return False
    sentences = [sentence for sentence in _SENTENCE.split(told) if len(sentence) > _SHORTEST_SENTENCE]
    return 2 * sum(1 for sentence in sentences if _PHRASES.search(sentence)) > len(sentences)


def _away_or_not(mail: Mail, subject: str, text: str, zone: tzinfo, because: str) -> Automatic:
    """Who is away says so in the subject or in the text; of all others only a day of return counts."""
    told = " ".join(folded(text[:_LONGEST_TEXT]).split())
    is_away = bool(_beginning(subject, away.AWAY_SUBJECTS) or _first(f"{subject} \n {told}", away.ABSENT))
    written = mail.date.astimezone(zone).date() if mail.date else None
    back = first_day_back(f"{subject}\n\n{text}", written, is_away=is_away) if written else None
    return Automatic(Kind.AWAY if is_away or back else Kind.AUTOMATIC, because, back)


def _first(plain: str, phrases: tuple[str, ...]) -> str:
    """The first of the phrases that stands in the text, at the beginning of a word."""
    found = _any_of(phrases).search(plain)
    return found[0] if found else ""


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?<![a-z])(?:{'|'.join(map(re.escape, phrases))})")


def _shown(value: str) -> str:
    return " ".join(value[:_LONGEST_SHOWN].split())


_LONGEST_TEXT = 4000
_LONGEST_SUBJECT = 1000
_LONGEST_SHOWN = 80
_LONGEST_RECEIPT = 1000
_LONGEST_BODY = 1200
_LONGEST_BEGINNING = 200
_SHORTEST_SENTENCE = 3
_FEW, _SEVERAL = 2, 3
_OUR_MARK = re.compile(r"\[t-[0-9]{1,12}\]")
_TICKET = re.compile(r"^(?:\[[^\[\]]{1,40}\]|\(?#[0-9]{1,12}\)?)\s?")
_MARK = r"(?:re|aw|sv|vs|ref|rif|r|odp|antw|ynt|fw|fwd|wg|tr|rv|vl|回复|回覆|答复|返信)(?:\[[0-9]{1,3}\])? ?:"
_ANSWER_MARKS = re.compile(rf"(?:(?:^|\b){_MARK} ?)+$")
_ANSWERED_TO = re.compile(_MARK)
# Behind an absence in a subject stands its end, a mark, a figure, or from when or until when it lasts.
_BEHIND = re.compile(
    r"\s*(?:$|[^\w\s]|[0-9]|(?:from|until|till|through|on|today|this|for|re|aw|sv|bis|vom|ab|am|du|le|jusqu|del|hasta"
    r"|desde|de|ate|dal|dall|fino|tot|van|t|fran|till|fra|til|od|do|\u0441|до|по|στις|από)\b)|(?<=[^\x00-\u10ff])"
)
_KNOWN = away.ANSWERED + away.AWAY_SUBJECTS + away.CHALLENGES
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.!。;\n]+")
_ANSWERS = away.WORK | away.AGREEMENT
_PHRASES = _any_of(away.DECLARED + away.ABSENT + away.THANKS + away.UNREAD)
_NO_ANGLES = str.maketrans("<>,;", "    ")
_ANSWERS_OF_CALENDARS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
_LIST_HEADERS = ("list-post", "list-id", "x-beenthere", "x-mailing-list", "mailing-list", "x-google-group-id")
_PRECEDENCES = frozenset({"precedence", "x-precedence", "preference", "x-preference"})
_NOBODY_WAITS = frozenset({"bulk", "junk"})
_INBOX_RULE = "x-ms-exchange-inbox-rules-loop"
# Headers that say it only by their value.
_MEANT_SO = {
    "x-post-messageclass": ("autoresponder",),
    "x-messageclass": ("ooftemplate", "rules.replytemplate"),
    "message-class": ("ooftemplate", "rules.replytemplate"),
    "x-ms-exchange-generated-message-source": ("rules", "oof"),
    "x-ms-exchange-organization-messagesource": ("rules", "oof"),
    "delivered-to": ("autoresponder",),
    "x-mailer": ("autoreply", "auto-reply", "autorespon", "auto-respon", "vacation"),
    "user-agent": ("autoreply", "auto-reply", "autorespon", "auto-respon", "vacation"),
    "x-autogenerated": ("reply", "letter"),
}
_NAMES = (
    "autoreply",
    "autorespon",
    "autoanswer",
    "machinegenerated",
    "vacation",
    "outofoffice",
    "autoack",
    "autonotify",
)
_NO_SIGNS = frozenset({"autoresponsesuppress"})
_DENIED = frozenset({"no", "false", "0", "none", "off", ""})
_NOBODIES = ("noreply", "donotreply", "dontreply", "nepasrepondre", "nichtantworten", "noresponder", "naoresponda")
