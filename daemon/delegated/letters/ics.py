"""A calendar entry for the day that something is due (RFC 5545), as a file that every calendar opens."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_LONGEST_LINE = 75  # octets, without the line's end
_CONTINUES = 0x80  # the two high bits of an octet that is not the first of its character, in UTF-8
_LASTS = timedelta(minutes=15)  # an entry without length shows as nothing in some calendars, as an hour in others
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def due_entry(*, uid: str, title: str, details: str, due: datetime, written: datetime, revision: int = 0) -> str:
    """One event that begins when it is due, with a reminder a day ahead. Times are aware; they are written in UTC.

    The same `uid` with a higher `revision` replaces the entry in calendars that support it.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//delegated//due//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(written)}",
        f"SEQUENCE:{revision}",
        f"DTSTART:{_utc(due)}",
        f"DTEND:{_utc(due + _LASTS)}",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(details)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(title)}",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return _CONTROLS.sub("", text).translate(_ESCAPED)


def _folded(line: str) -> str:
    """Broken into pieces of at most 75 octets, between characters (RFC 5545, 3.1)."""
    if len(line) * 4 <= _LONGEST_LINE or (line.isascii() and len(line) <= _LONGEST_LINE):
        return line
    octets = line.encode()
    pieces, start, room = [], 0, _LONGEST_LINE
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == _CONTINUES:
            end -= 1
        pieces.append(octets[start:end].decode())
        start, room = end, _LONGEST_LINE - 1
    return "\r\n ".join(pieces)
