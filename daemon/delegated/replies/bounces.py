"""Reports of what could not be delivered (RFC 3464), and the forms of the servers that never learnt to write one.

Only a report counts: a mail without a sender, or one from a mail system. A person who quotes a report is a person.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from email.message import Message
from itertools import chain
from typing import TYPE_CHECKING

from flufl.bounce import all_failures

from delegated.letters.addresses import read_message_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from delegated.replies.mail import Mail


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter of ours came back, or is late.

    It is `hard` where another try would end the same: no such mailbox, no such domain. A full mailbox, a block by
    policy and whatever passes are soft. `recipient` is who could not be reached, in lower case; `status` is the
    code of RFC 3463; `reason` is one line for people; `message_id` is that of the letter. All but `reason` are empty
    where they are not told.
    """

    hard: bool
    recipient: str
    status: str
    reason: str
    message_id: str


def bounce(mail: Mail) -> Bounce | None:
    """What the mail reports as not delivered, or not yet; None where it is no such report."""
    if not is_from_a_mail_system(mail):
        return None
    return _reported(mail) or _recognised(mail)


def is_from_a_mail_system(mail: Mail) -> bool:
    """Nobody has sent it (RFC 5321, 4.5.5), or a mailer daemon did, or it says of itself that it is such a report."""
    if has_no_sender(mail) or "x-ms-exchange-message-is-ndr" in mail.headers or "x-failed-recipients" in mail.headers:
        return True
    local = mail.sender.partition("@")[0]
    if local.startswith(_DAEMONS):
        return True
    told = mail.header("auto-submitted").strip().lower()
    return mail.report == "delivery-status" and told.startswith("auto-")


def has_no_sender(mail: Mail) -> bool:
    """The envelope names no sender, so that nothing answers it."""
    return any(mail.header(name).strip() == "<>" for name in ("return-path", "x-envelope-from", "envelope-from"))


def is_delivery_told(mail: Mail) -> bool:
    """It is a report (RFC 3464) that the letter has arrived, or went on to where no report comes from."""
    actions = {_word(block, "action") for block in mail.reports if "action" in block}
    return mail.report == "delivery-status" and bool(actions) and actions <= _ARRIVED


def _reported(mail: Mail) -> Bounce | None:
    """As the report's own fields tell it; the worst of what they tell."""
    blocks = [block for block in mail.reports if _action(block) in _NOT_ARRIVED]
    if not blocks:
        return None
    block = min(blocks, key=lambda told: _NOT_ARRIVED.index(_action(told)))
    diagnosis = " ".join(_field(block, "diagnostic-code").split())[:_LONGEST_LINE]
    status = _status(_field(block, "status"), diagnosis)
    return Bounce(
        hard=_action(block) == "failed" and _is_hard(status, diagnosis),
        recipient=_recipient(block) or _address(mail.header("x-failed-recipients")),
        status=status,
        reason=_reason(diagnosis.partition(";")[2] or diagnosis or _told(mail), status),
        message_id=_letter(mail),
    )


def _action(block: Mapping[str, tuple[str, ...]]) -> str:
    """What was done for this recipient; where the server does not say it, its status does."""
    action = _word(block, "action")
    if action or not {"final-recipient", "original-recipient"} & block.keys():
        return action
    return {"5": "failed", "4": "delayed"}.get(_field(block, "status").strip()[:1], "")


def _recognised(mail: Mail) -> Bounce | None:
    """As the words tell it, of a server that writes no fields."""
    if mail.report not in {"", "delivery-status"} or is_delivery_told(mail):
        return None
    notice = _notice(mail)
    late, failed = _failures(mail, notice)
    subject = mail.subject.lower()
    is_late = bool(late) or any(phrase in subject for phrase in _LATE_SUBJECTS)
    if not (late or failed or is_late or any(phrase in subject for phrase in _FAILED_SUBJECTS)):
        return None
    status = _status("", notice)
    line = _telling_line(notice)
    return Bounce(
        hard=not (is_late and not failed) and _is_hard(status, line),
        recipient=next(iter(failed or late), "") or _stranger(mail, notice),
        status=status,
        reason=_reason(line, status),
        message_id=_letter(mail),
    )


def _failures(mail: Mail, notice: str) -> tuple[list[str], list[str]]:
    """Who is late and who has failed, as flufl.bounce knows it from the words of some forty servers."""
    message = Message()
    message["From"] = mail.sender
    message["Content-Type"] = "text/plain"
    if "x-failed-recipients" in mail.headers:
        message["X-Failed-Recipients"] = _address(mail.header("x-failed-recipients"))
    message.set_payload(notice.encode("ascii", "replace").decode("ascii"))
    late, failed = all_failures(message)
    return _decoded(late), _decoded(failed)


def _decoded(addresses: frozenset[bytes]) -> list[str]:
    found = (_address(address.decode("ascii", "replace")) for address in addresses)
    return sorted(address for address in found if address)


def _notice(mail: Mail) -> str:
    """What the server says, without the letter that comes back: short, of short lines, whoever wrote it."""
    told = mail.text or html.unescape(_TAG.sub(" ", (mail.html or "")[:_LONGEST_NOTICE]))
    kept: list[str] = []
    for line in told[:_LONGEST_NOTICE].splitlines()[:_MOST_LINES]:
        kept.append(line[:_LONGEST_LINE])
        if _COPY.match(line.strip().lower()[:_LONGEST_LINE]):
            break
    return "\n".join(kept)


def _status(told: str, diagnosis: str) -> str:
    """The code of RFC 3463: the report's own unless it is a general one, else what the server said in words."""
    own, said = _CODE.search(told[:_LONGEST_LINE]), _CODE.search(diagnosis)
    if own and not own[0].endswith(".0.0"):
        return own[0]
    if said:
        return said[0]
    return own[0] if own else ""


def _is_hard(status: str, diagnosis: str) -> bool:
    said = diagnosis.lower()
    if any(phrase in said for phrase in _FULL) or status.startswith(_PASSING):
        return False
    if status.startswith("5.1."):
        return True
    if any(phrase in said for phrase in _BLOCKED):
        return False
    return bool(status) or not _TEMPORARY.search(said)


def _recipient(block: Mapping[str, tuple[str, ...]]) -> str:
    """Whom the letter was addressed to; where it went from there, only if that is all that is told."""
    fields = (_field(block, name) for name in ("original-recipient", "final-recipient"))
    return next((found for told in fields if (found := _address(told.rpartition(";")[2]))), "")


def _address(told: str) -> str:
    found = _ADDRESS.search(told[:_LONGEST_LINE])
    return found[0].lower().rstrip(".") if found else ""


def _stranger(mail: Mail, notice: str) -> str:
    """The first address in the words that is neither the report's sender nor ours."""
    known = {mail.sender, *mail.recipients}
    found = (address[0].lower().rstrip(".") for address in _ADDRESS.finditer(notice))
    return next((address for address in found if address not in known), "")


def _letter(mail: Mail) -> str:
    """The Message-ID of the letter that came back: the first that is one of ours, wherever it is told."""
    returned = mail.returned.message_id if mail.returned else ""
    ids = [id_ for id_ in chain((returned,), _told_ids(mail), mail.references) if id_]
    return next((id_ for id_ in ids if read_message_id(id_)), returned)


def _told_ids(mail: Mail) -> Iterator[str]:
    for block in mail.reports:
        for name in ("x-original-message-id", "original-message-id"):
            yield from _ID.findall(_field(block, name))
    yield from _ID.findall((mail.text or "")[:_LONGEST_NOTICE])


def _told(mail: Mail) -> str:
    return _telling_line(_notice(mail))


def _telling_line(notice: str) -> str:
    """The line with a code, and those that go on with it; else the first that says more than a greeting."""
    lines = [" ".join(line.split()) for line in notice.splitlines()]
    for at, line in enumerate(lines):
        if _ANSWER.search(line):
            return " ".join(lines[at : at + 2])
    return next((line for line in lines if len(line) > _SHORTEST_LINE and not _COPY.match(line.lower())), "")


def _reason(told: str, status: str) -> str:
    line = " ".join(told.split())
    if not line:
        return f"the mail system says {status}" if status else "the mail system gives no reason"
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"


def _word(block: Mapping[str, tuple[str, ...]], name: str) -> str:
    """The first word of a field, without the comment that some put behind it."""
    return (_field(block, name).lower().partition("(")[0].split() or [""])[0]


def _field(block: Mapping[str, tuple[str, ...]], name: str) -> str:
    return next(iter(block.get(name, ())), "")


_NOT_ARRIVED = ("failed", "delayed")
_ARRIVED = {"delivered", "relayed", "expanded"}
_DAEMONS = (
    "mailer-daemon",
    "mailerdaemon",
    "mailer_daemon",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
    "postmaster",
    "mail.delivery",
    "mail-delivery",
    "maildelivery",
    "microsoftexchange",
)
_PASSING = ("4.", "5.2.2", "5.7.")
_LONGEST_NOTICE = 64_000
_LONGEST_LINE = 400
_LONGEST_REASON = 200
_SHORTEST_LINE = 20
_MOST_LINES = 200
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r"<t[0-9]{1,12}\.[^\s<>@]{1,200}@[^\s<>@]{1,200}>", re.IGNORECASE)
_CODE = re.compile(r"(?<![0-9.])[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.]*[0-9])")
_ANSWER = re.compile(r"(?<![0-9.])[45](?:[0-9]{2}[ -]|\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.]*[0-9]))")
_TEMPORARY = re.compile(r"(?<![0-9.])4[0-9]{2}[ -]")
_ADDRESS = re.compile(r"(?<![^\s<>()\[\]:;,\"'=])[^\s<>()\[\]:;,\"'@=]{1,64}@[a-z0-9.-]{1,255}", re.IGNORECASE)
_COPY = re.compile(
    r"-{2,}[ -]*(?:below this line|this is a copy|the header)"
    r"|-{2,}[ -]*(?:original|returned|undelivered|forwarded) (?:message|mail)"
    r"|original message headers|(?:this is|here is|included is) a copy of|message headers follow"
    r"|(?:return-path|received|message-id): "
)
_FULL = (
    "mailbox full", "mailbox is full", "over quota", "overquota", "quota exceeded", "quotaexceeded",
    "exceeded storage", "storage allocation", "out of storage", "insufficient storage", "postfach ist voll",
    "buzón lleno", "over its quota", "over the quota", "exceeds quota", "insufficient disk", "inbox is full",
    "mailbox size limit",
)  # fmt: skip
_BLOCKED = (
    "spam", "blocked", "block list", "blocklist", "blacklist", "denylist", "spamhaus", "reputation", "policy", "dmarc",
    "spf ", "dkim", "greylist", "graylist", "rate limit", "too many", "try again later", "virus", "content rejected",
)  # fmt: skip
_FAILED_SUBJECTS = (
    "undeliverable", "undelivered", "delivery status notification (failure)", "delivery failure", "delivery failed",
    "delivery has failed", "mail delivery failed", "failure notice", "returned mail", "returned to sender",
    "message not delivered", "could not be delivered", "nondeliverable", "non-delivery", "delivery error",
    "unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "fehler bei der zustellung", "non remis",
    "échec de la remise", "échec de remise", "no se puede entregar", "no entregado", "error de entrega", "devuelto",
    "não é possível entregar", "não entregue", "falha na entrega", "impossibile recapitare", "mancata consegna",
    "mancato recapito", "onbestelbaar", "niet bezorgd", "nie można dostarczyć", "niedostarczon", "zwrot poczty",
    "kan inte levereras", "kunne ikke leveres", "kan ikke leveres", "ei voitu toimittaa", "nelze doručit",
    "nedoručiteln", "не удается доставить", "недоставлен", "не доставлено", "teslim edilemedi", "iletilemedi",
    "配信不能", "配信できません", "配信エラー", "无法投递", "无法传递", "退信", "未送達",
    "배달되지 않음", "반송", "kézbesíthetetlen", "nelivrat",
)  # fmt: skip
_LATE_SUBJECTS = (
    "(delay)", "delayed", "delivery delay", "still being retried", "warning: message", "warning: could not send",
    "verzögert", "verzögerung", "remise retardée", "retrasad", "atrasad", "ritardat", "vertraagd", "opóźnion",
    "配信遅延",
)  # fmt: skip
