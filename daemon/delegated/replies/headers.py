"""Fields of a header as values: words (RFC 2047), addresses and ids (RFC 5322), parameters (RFC 2231), dates.

Anybody may have written them: whatever stands there is read in linear time, and is an answer.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from delegated.replies.charsets import decoded, from_base64, from_quoted_printable

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_FIELD: Final = 64 * 1024


def field_text(raw: bytes) -> str:
    """A field as it was typed, in one line: UTF-8 or else windows-1252; encoded words are left as they are."""
    return " ".join(decoded(raw[:LONGEST_FIELD], "").split())


def in_words(text: str) -> str:
    """The text with its encoded words read. Neighbours are joined first: some are cut within a letter."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    word, charset, at = b"", "", 0
    for found in _ENCODED.finditer(text):
        between = text[at : found.start()]
        neighbours = at > 0 and not between.strip()
        if not (neighbours and found[1].casefold() == charset):
            pieces += [decoded(word, charset), "" if neighbours else between]
            word = b""
        word, charset, at = word + _encoded(found[2], found[3]), found[1].casefold(), found.end()
    return " ".join("".join([*pieces, decoded(word, charset), text[at:]]).split())


def mailboxes(text: str) -> Iterator[tuple[str, str]]:
    """Name and address of each mailbox of a field, as they were typed; the address is "" where it is none.

    Of an entry with more than one address in angle brackets nobody knows whose it is: it has none.
    """
    for entry in _entries(text):
        name, address = _mailbox(entry)
        if name or address:
            yield name, address


def message_ids(text: str) -> list[str]:
    """Each id of the field, with its angle brackets."""
    return [f"<{found}>" for found in _ID.findall(text)]


def parameters(text: str) -> tuple[str, dict[str, str]]:
    """A field such as Content-Type: its value in lower case, and its parameters with their texts decoded."""
    value, _, rest = text[:_LONGEST_PARAMETERS].partition(";")
    told: dict[str, str] = {}
    for found in _PARAMETER.finditer(f";{rest}"):
        text = _ESCAPED.sub(r"\1", found[2]) if found[2] is not None else found[3].strip()
        told.setdefault(found[1].casefold(), text)
    return value.strip().casefold(), _gathered(told)


def moment(text: str) -> datetime | None:
    """The time of a Date field, aware; None where it tells none that can have been."""
    try:
        told = parsedate_to_datetime(text[:_LONGEST_DATE])
        aware = told if told.tzinfo else told.replace(tzinfo=UTC)
        return aware if aware.utcoffset() is not None and _FIRST_YEAR <= aware.year <= _LAST_YEAR else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):  # of hostile dates, one way or another
        return None


def _encoded(kind: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    return from_base64(raw)[0] if kind in "bB" else from_quoted_printable(raw, header=True)


def _entries(text: str) -> Iterator[list[tuple[str, str]]]:
    """The tokens between commas, each with its kind; a comma within quotes, comments or brackets is none."""
    entry: list[tuple[str, str]] = []
    for kind, token in _tokens(text):
        if kind == "," or (kind == ":" and not any(other == "<" for other, _ in entry)):
            if kind == ",":
                yield entry
            entry = []
        else:
            entry.append((kind, token))
    yield entry


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        if text[at] == "(":
            end = _comment_end(text, at)
            yield "(", text[at + 1 : end - 1]
        else:
            found = _TOKEN.match(text, at)
            if found is None:  # a quote or bracket without its other half: nobody knows what stands for what
                yield "?", ""
                return
            end = found.end()
            kind = "," if found[0] in ",;" else found[0][0] if found[0][0] in '"<:' else "a"
            yield kind, found[0]
        at = end


def _comment_end(text: str, at: int) -> int:
    depth = 0
    for found in _BRACKET.finditer(text, at):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return len(text) + 1


def _mailbox(entry: list[tuple[str, str]]) -> tuple[str, str]:
    if any(kind == "?" for kind, _ in entry):
        return "", ""
    angles = [token[1:-1] for kind, token in entry if kind == "<"]
    if not angles:
        bare = "".join(token for kind, token in entry if kind == "a").split()
        comment = " ".join(token for kind, token in entry if kind == "(")
        return _name(comment), _address(bare[0]) if len(bare) == 1 and not _has_quotes(entry) else ""
    name = "".join(_unquoted(token) if kind == '"' else token for kind, token in entry if kind in 'a"')
    return _name(name), _address(angles[0].rpartition(":")[2]) if len(angles) == 1 else ""


def _has_quotes(entry: list[tuple[str, str]]) -> bool:
    return any(kind == '"' for kind, _ in entry)


def _name(text: str) -> str:
    return in_words(" ".join(text.split()))


def _unquoted(token: str) -> str:
    return _ESCAPED.sub(r"\1", token[1:-1])


def _address(text: str) -> str:
    bare = "".join(text.split()).casefold()
    return bare if len(bare) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(bare) else ""


def _gathered(told: dict[str, str]) -> dict[str, str]:
    """The parameters with their continuations joined and their charsets applied (RFC 2231); the plain ones decoded."""
    plain = {name: in_words(text) for name, text in told.items() if "*" not in name}
    extended: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in told.items():
        base, star, rest = name.partition("*")
        number = rest.rstrip("*")
        if star and (not number or (number.isascii() and number.isdigit() and len(number) < _NUMBER_LENGTH)):
            extended.setdefault(base, {})[int(number or 0)] = text, name.endswith("*")
    return plain | {base: _continued(pieces) for base, pieces in extended.items()}


def _continued(pieces: dict[int, tuple[str, bool]]) -> str:
    ordered = [pieces[number] for number in sorted(pieces)]
    first, encoded = ordered[0]
    charset, _, rest = first.partition("'") if encoded and first.count("'") >= _CHARSET_QUOTES else ("", "", first)
    if charset or rest is not first:
        ordered[0] = (rest.partition("'")[2], encoded)
    raw = b"".join(unquote_to_bytes(text) if coded else text.encode("utf-8", "replace") for text, coded in ordered)
    return decoded(raw, charset)


_FIRST_YEAR: Final = 1980
_LAST_YEAR: Final = 2200
_LONGEST_DATE: Final = 200
_LONGEST_PARAMETERS: Final = 8 * 1024
_LONGEST_ADDRESS: Final = 320  # 64 octets before the @ and 255 after it (RFC 5321, 4.5.3.1)
_NUMBER_LENGTH: Final = 4
_CHARSET_QUOTES: Final = 2
_ENCODED: Final = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]*)\?=")
_ID: Final = re.compile(r"<([^<>\s]{1,990})>")
_PARAMETER: Final = re.compile(r';\s*([^\s;="]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|[,;:]|[^",;:<>(]+|[)>]', re.DOTALL)
_BRACKET: Final = re.compile(r"\\.|[()]", re.DOTALL)
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
