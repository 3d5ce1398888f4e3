"""Where answers come back to, and how a letter is called: tokens, reply addresses, Message-IDs.

Everything here survives a relay that lower-cases it, and is the same at each try.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN_BYTES = 10  # 80 bits: sixteen letters of base32, and short enough for a local part of 64 octets (RFC 5321)
_LONGEST_LOCAL_PART = 64
_LONGEST_ID = 40
_REPLY = re.compile(r"\+t([0-9]{1,12})-([a-z2-7]{16})@", re.IGNORECASE)
_MESSAGE = re.compile(
    r"<?t([0-9]{1,12})\.([a-z0-9_-]+)\.([0-9]{1,20})\.([a-z0-9_-]+)\.([a-z0-9_-]+)(?:\.([a-z2-7]{16}))?@[^\s<>@]+>?",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[^a-z0-9_-]+")
_NO_ADDRESS = re.compile(r"[\s<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class LetterId:
    """What a Message-ID of ours says: which letter, of which task, to whom, from which home, and the reply token.

    Letters of earlier days bear no token: it is empty then.
    """

    task: int
    letter: str
    number: int
    person: str
    home: str
    token: str = ""


@lru_cache(maxsize=64)
def token(secret: bytes, task: int, person: str) -> str:
    """Sixteen lower-case letters and digits that nobody without the secret can make for this task and person.

    Remembered, as it stands in a letter five times.
    """
    digest = hmac.digest(secret, f"reply:{task}:{person}".encode("utf-8", "replace"), "sha256")
    return base64.b32encode(digest[:_TOKEN_BYTES]).decode("ascii").lower()


def token_matches(given: str, secret: bytes, task: int, person: str) -> bool:
    """Whether the token that came back, in any case, is the one that was given out. Takes the same time either way."""
    return hmac.compare_digest(given.lower().encode("utf-8", "replace"), token(secret, task, person).encode())


def bare_address(address: str) -> str:
    """`alex@example.org` of `Alex <alex@example.org>`, with nothing that could end a line or begin another address.

    Quoted local parts and address literals are not supported.
    """
    _, angle, inner = address.rpartition("<")
    return _NO_ADDRESS.sub("", inner.partition(">")[0] if angle else address)


def reply_address(reply_to: str, task: int, token: str) -> str:
    """`desk+t12-abcdefghijklmnop@example.org`: a subaddress (RFC 5233) of where replies go, without a display name.

    Raises ValueError where that is no address, or its local part has no room for the token (RFC 5321, 4.5.3.1).
    """
    local, at, domain = bare_address(reply_to).rpartition("@")
    if not (local and at and domain):
        msg = f"`{reply_to}` is no mail address to send replies to; write it like desk@example.org"
        raise ValueError(msg)
    subaddress = f"{local}+t{task}-{token}"
    if len(subaddress.encode()) > _LONGEST_LOCAL_PART:
        msg = f"`{reply_to}` leaves no room for a reply token; use a shorter name before the @"
        raise ValueError(msg)
    return f"{subaddress}@{domain}"


def read_reply_address(address: str) -> tuple[int, str] | None:
    """The task and the token (in lower case) that a reply address bears, or None where it bears none."""
    found = _REPLY.search(address)
    return (int(found[1]), found[2].lower()) if found else None


@lru_cache(maxsize=64)
def message_id(  # noqa: PLR0913, PLR0917 - the parts of the name, in their order
    task: int, letter: str, number: int, person: str, home: str, domain: str, token: str = ""
) -> str:
    """`<t12.brief.1.maya.k3v9x2ab.abcdefghijklmnop@example.org>`: made of its arguments, so that each try has the same.

    The token is the last part, for the programs that answer to another address than they were asked to. Remembered, as
    a letter is asked for its own id twice.
    """
    parts = [f"t{task}", _plain(letter), str(number), _person(person), _plain(home)]
    if token:
        parts.append(_plain(token))
    return f"<{'.'.join(parts)}@{_host(domain)}>"


def read_message_id(message_id: str) -> LetterId | None:
    """The parts of a Message-ID that `message_id` made, or None where it is somebody else's."""
    found = _MESSAGE.fullmatch(message_id.strip())
    if not found:
        return None
    task, letter, number, person, home, token = found.groups(default="")
    return LetterId(int(task), letter.lower(), int(number), person.lower(), home.lower(), token.lower())


def _plain(word: str) -> str:
    return _UNSAFE.sub("-", word.lower()) or "-"


def _person(person: str) -> str:
    """The id itself where it may stand in a dot-atom as it is, else a hash of it: two people never share one."""
    if len(person) <= _LONGEST_ID and person and not _UNSAFE.search(person):
        return person
    return "p-" + hashlib.sha256(person.encode("utf-8", "replace")).hexdigest()[:16]


@lru_cache(maxsize=16)
def _host(domain: str) -> str:
    """The domain in ASCII (IDNA), or one that can never exist (RFC 2606) where it cannot be written so."""
    try:
        ascii_domain = domain.strip().lower().encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    labels = [_UNSAFE.sub("-", label) for label in ascii_domain.split(".") if label]
    return ".".join(labels) or "delegated.invalid"
