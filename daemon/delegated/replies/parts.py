"""A mail taken apart (RFC 2045, 2046): its header fields, and the parts it holds as stretches of the one raw text.

Nothing is copied before somebody asks for the content of a part; a mail is searched once for each level of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from delegated.replies.charsets import from_base64, from_quoted_printable
from delegated.replies.headers import LONGEST_FIELD, field_text, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LEVELS: Final = 50
MOST_PARTS: Final = 500


@dataclass(slots=True)
class Part:
    """One part of a mail, or the whole of it. Field names are in lower case, values unfolded but not yet decoded."""

    fields: dict[str, list[str]]
    raw: bytes
    start: int
    end: int
    level: int = 0
    type: str = "text/plain"
    told: dict[str, str] = field(default_factory=dict)  # parameters of Content-Type
    disposition: str = ""
    placed: dict[str, str] = field(default_factory=dict)  # parameters of Content-Disposition
    parts: list[Part] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The first value of a field, "" where there is none."""
        return self.fields.get(name, [""])[0]

    def content(self, faults: list[str]) -> bytes:
        """What the part holds, with its transfer encoding undone."""
        stretch = memoryview(self.raw)[self.start : self.end]
        encoding = self.first("content-transfer-encoding").strip().casefold()
        if encoding == "quoted-printable":
            return from_quoted_printable(stretch)
        if encoding != "base64":
            return bytes(stretch)
        content, whole = from_base64(stretch)
        if not whole:
            faults.append(f"a part of {self.type} holds broken base64")
        return content


def split(raw: bytes, faults: list[str], level: int = 0) -> Part:
    """The mail and all its parts; what is wrong with it is added to the faults."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    at = raw.find(b"\n") + 1 if raw.startswith((b"From ", b">From ")) else 0
    whole = _part(raw, at, len(raw), level)
    waiting, count = [whole], 1
    while waiting:
        part = waiting.pop()
        if part.type.startswith("multipart/"):
            part.parts = _inner(part, MOST_PARTS - count, faults)
            count += len(part.parts)
            waiting += part.parts
    return whole


def fields_of(raw: bytes, start: int, end: int) -> tuple[dict[str, list[str]], int]:
    """The header fields that begin there, and where what follows them begins."""
    fields: dict[str, list[str]] = {}
    end = min(end, start + _LONGEST_HEADER)
    for count, (name, value) in enumerate(_lines(raw, start, end)):
        if isinstance(value, int):
            return fields, value
        if count < _MOST_FIELDS:
            fields.setdefault(name, []).append(field_text(value))
    return fields, end


def _part(raw: bytes, start: int, end: int, level: int, usual: str = "text/plain") -> Part:
    fields, body = fields_of(raw, start, end)
    part = Part(fields, raw, body, end, level)
    kind, part.told = parameters(part.first("content-type"))
    part.type = kind if _TYPE.fullmatch(kind) else usual
    part.disposition, part.placed = parameters(part.first("content-disposition"))
    return part


def _lines(raw: bytes, start: int, end: int) -> Iterator[tuple[str, bytes | int]]:
    """Name and value of each field; in the end, no name and where the header ends."""
    name, pieces, at = "", [b""], start
    while at < end:
        line_end = raw.find(b"\n", at, end) + 1 or end
        line = raw[at : min(line_end, at + LONGEST_FIELD)].rstrip(b"\r\n")
        if line[:1] in {b" ", b"\t"} and name:
            if sum(map(len, pieces[-2:])) < LONGEST_FIELD and len(pieces) < _MOST_FOLDS:
                pieces.append(line)
        else:
            if name:
                yield name, b"".join(pieces)
            found = _FIELD.match(line)
            if found is None:
                yield "", line_end if not line.strip() else at
                return
            name, pieces = found[1].decode("ascii").casefold(), [line[found.end() :]]
        at = line_end
    if name:
        yield name, b"".join(pieces)
    yield "", end


def _inner(part: Part, room: int, faults: list[str]) -> list[Part]:
    """The parts of this multipart; one that has none is read as text."""
    boundary = part.told.get("boundary", "").rstrip()
    if part.level >= MOST_LEVELS:
        faults.append(f"parts stand within parts, deeper than {MOST_LEVELS} levels")
        return []
    usual = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
    inner: list[Part] = []
    for start, end in _stretches(part, boundary.encode("utf-8", "replace")) if boundary else ():
        if len(inner) >= room:
            faults.append(f"the mail has more than {MOST_PARTS} parts")
            break
        inner.append(_part(part.raw, start, end, part.level + 1, usual))
    if not inner:
        faults.append(f"{part.type} without parts")
        part.type = "text/plain"
    return inner


def _stretches(part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends: between two lines that bear the boundary, or the end of what is around it."""
    mark = b"--" + boundary
    began = -1
    at = part.raw.find(mark, part.start, part.end)
    while at >= 0:
        line_end = part.raw.find(b"\n", at, part.end) + 1 or part.end
        rest = part.raw[at + len(mark) : min(line_end, at + len(mark) + _LONGEST_PADDING)].rstrip()
        if rest in {b"", b"--"} and (at == part.start or part.raw[at - 1 : at] == b"\n"):
            if began >= 0:
                yield began, max(began, at - (2 if part.raw[at - 2 : at] == b"\r\n" else 1))
            began = -1 if rest else line_end
            if rest:
                return
        at = part.raw.find(mark, max(line_end, at + 1), part.end)
    if began >= 0:
        yield began, part.end


_LONGEST_HEADER: Final = 2_000_000
_MOST_FIELDS: Final = 2000
_MOST_FOLDS: Final = 5000
_LONGEST_PADDING: Final = 200
_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
