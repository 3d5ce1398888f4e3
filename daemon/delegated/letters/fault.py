"""A letter to the owner about a file of hers that could not be read: where, what, and how to mend it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from delegated.core.errors import Fault, visible
from delegated.letters.letterhead import composed

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

What = Literal["task", "rules", "roster", "settings", "letters"]

_MEND = "Mend it and save it: it is read again by itself, and no letter comes once it is right."
_MEANWHILE: dict[What, str] = {
    "task": "It lies in tasks/rejected/, with the same explanation beside it. Mend it there, or drop it again.",
    "rules": f"The rules that were in force stay in force, and nothing is decided anew. {_MEND}",
    "roster": f"The roster that was in force stays in force, and so do the rules. {_MEND}",
    "settings": f"The settings that were in force stay in force, and so do the rules. {_MEND}",
    "letters": f"The shipped letter is sent instead. {_MEND}",
}
# Columns that programs do not wrap, in a plain text and on a small telephone: below a wrapped line a caret is lost.
_WIDE = 72
_NARROW = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLetter:
    """What could not be read, with every fault that was found (one at least)."""

    owner_name: str
    desk_name: str
    what: What
    file: str
    faults: tuple[Fault, ...]
    language: str = "en"


def render_fault(letter: FaultLetter, letters: Templates) -> Rendered:
    """The letter, with each place drawn as an editor would show it."""
    return composed("fault", letter.language, lambda language: fault_facts(letter, language), letters)


def fault_facts(letter: FaultLetter, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return {
        "language": language,
        "subject": _subject(letter),
        "owner_name": letter.owner_name,
        "desk_name": letter.desk_name,
        "what": letter.what,
        "file": letter.file,
        "meanwhile": _MEANWHILE[letter.what],
        "reference": "",
        "faults": tuple(_fault_facts(fault) for fault in letter.faults),
    }


def _fault_facts(fault: Fault) -> dict[str, object]:
    """`drawn` is the line with its caret below it; `before`, `word`, `after` and `caret` are the same in small."""
    small = _excerpt(fault, _NARROW)
    word = (small.column or 1) - 1
    return {
        "place": fault.place,
        "message": fault.message,
        "help": fault.help,
        "drawn": _drawn(_excerpt(fault, _WIDE)),
        "before": _fixed(small.source[:word]),
        "word": _fixed(small.source[word : word + small.width]),
        "after": _fixed(small.source[word + small.width :]),
        "caret": _fixed(_drawn(small).partition("\n")[2]),
    }


def _subject(letter: FaultLetter) -> str:
    count = len(letter.faults)
    found = "a fault" if count == 1 else f"{count} faults"
    if letter.what == "task":
        return f"Could not read {letter.file}: {found}"
    return f"The {letter.what} could not be loaded: {found} in {letter.file}"


def _excerpt(fault: Fault, room: int) -> Fault:
    """The same fault in a line without indent and of at most so many columns, cut where it is longer."""
    if fault.column is None:
        return fault
    line = fault.source.rstrip()
    room -= min(room // 2, sum(unicodedata.east_asian_width(char) in "WF" for char in line))
    at, width = fault.column - 1, min(fault.width, room - 2)
    first = min(at, len(line) - len(line.lstrip()))
    start = max(first, min(at - (room - width) // 2, len(line) - room))
    shown = line[start : start + room]
    if start > first:
        shown = f"…{shown[1:]}"
    if start + room < len(line):
        shown = f"{shown[:-1]}…"
    return replace(fault, source=shown, column=at - start + 1, width=width)


def _drawn(fault: Fault) -> str:
    """The line of the file with the caret below it, without the indent; empty where the fault has no place."""
    _, _, drawn = str(fault).partition("\n    ")
    return drawn.replace("\n    ", "\n") if fault.source else ""


def _fixed(text: str) -> str:
    """With blanks that every mail program keeps; Outlook knows no `white-space`."""
    return visible(text).replace(" ", "\N{NO-BREAK SPACE}")
