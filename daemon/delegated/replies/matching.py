"""Whose it is, and about which task: the token that a reply bears, wherever the mail programs have left it.

A token that is found here has proven nothing yet: it is only compared. Servers and programs change addresses on the
way (`+` becomes `-`, `%2B` or `=2B`, letters become large or small), break lines within a token, and replace
Message-IDs; so all places are searched, the one that survives most often first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from delegated.letters.addresses import read_message_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delegated.replies.mail import Mail


@dataclass(frozen=True, slots=True)
class Claim:
    """A task and a token that a mail bears, and where: in an "address", in its "references", or in its "body".

    The token is sixteen letters and digits of base32, in lower case.
    """

    task: int
    token: str
    where: str


def claims(mail: Mail, quoted: str) -> tuple[Claim, ...]:
    """Every task and token that the mail bears, each once, from the surest place to the least sure; at most 20.

    `quoted` is the letter that the mail answers, as far as it quotes it: it is looked at before the rest.
    """
    found: dict[tuple[int, str], Claim] = {}
    for claim in islice(_all(mail, quoted), _MOST_LOOKED_AT):
        found.setdefault((claim.task, claim.token), claim)
    return tuple(islice(found.values(), _MOST))


def _all(mail: Mail, quoted: str) -> Iterator[Claim]:
    for address in mail.recipients:
        yield from _in_text(address, "address")
    returned = mail.returned.message_id if mail.returned else ""
    for id_ in (*reversed(mail.references), returned):
        yield from _in_message_id(id_)
    for text in (quoted, mail.text, mail.html, *_returned(mail)):
        yield from _in_text((text or "")[:_MOST_TEXT], "body")


def _returned(mail: Mail) -> tuple[str | None, ...]:
    """A report of what could not be delivered holds the letter itself, or its headers."""
    return (mail.returned.header("reply-to"), mail.returned.text) if mail.returned else ()


def _in_message_id(id_: str) -> Iterator[Claim]:
    known = read_message_id(id_)
    if known and known.token:
        yield Claim(known.task, known.token, "references")


def _in_text(text: str, where: str) -> Iterator[Claim]:
    """`t12-abcdefghijklmnop` as an address, a link or the foot of a letter bear it, and Message-IDs that are told."""
    plain = _ESCAPED.sub(_unescaped, text)
    for found in _TOKEN.finditer(plain):
        token = _BROKEN.sub("", found["token"] or found["last"]).lower()
        yield Claim(int(found["task"] or found["number"]), token, where)


def _unescaped(found: re.Match[str]) -> str:
    return _SIGNS[found[0].strip("&%=#;").lower()]


_MOST = 20
_MOST_LOOKED_AT = 1000
_MOST_TEXT = 2_000_000
_SIGNS = {
    **dict.fromkeys(("2b", "43", "x2b", "plus"), "+"),
    **dict.fromkeys(("2d", "45", "x2d", "hyphen", "shy"), "-"),
    **dict.fromkeys(("60", "x3c", "lt"), "<"),
    **dict.fromkeys(("62", "x3e", "gt", "3c", "3e"), " "),
    **dict.fromkeys(("64", "x40", "commat", "40"), "@"),
}
_ESCAPED = re.compile(
    r"&(?:#(?:43|45|60|62|64|x2b|x2d|x3c|x3e|x40)|plus|hyphen|shy|lt|gt|commat);|[%=](?:2[bd]|3[ce]|40)", re.IGNORECASE
)
# Where a line was broken: a soft break that nobody took away, the quote marks of the next line, or a `<wbr>`.
_BREAK = r"(?:=?\r?\n[> \t]{0,16}|<wbr ?/?>|\u200b|\u00ad)?"
_BROKEN = re.compile(r"<wbr ?/?>|[^a-z2-7]", re.IGNORECASE)
_TOKEN = re.compile(
    r"(?<![a-z0-9])t"
    rf"(?:(?P<task>[0-9]{{1,12}}){_BREAK}-{_BREAK}(?P<token>(?:[a-z2-7]{_BREAK}){{15}}[a-z2-7])"
    r"|(?P<number>[0-9]{1,12})\.[a-z0-9_-]{1,40}\.[0-9]{1,12}\.[a-z0-9_-]{1,40}\.[a-z0-9_-]{1,40}\.(?P<last>[a-z2-7]{16})(?=@))"
    r"(?![a-z0-9])",
    re.IGNORECASE,
)
