"""A letter to the owner about a file of hers that could not be read: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from delegated.core.errors import Fault
from delegated.letters.letterhead import composed

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

What = Literal["task", "rules", "roster", "settings", "letters"]

_MEND = "Mend the file, save it, and have it read again: `systemctl reload delegated`, or send SIGHUP to the process."
_MEANWHILE: dict[What, str] = {
    "task": "It lies in tasks/rejected/, with the same explanation beside it. Mend it there, or drop it again.",
    "rules": f"The rules that were in force stay in force, and nothing is decided anew. {_MEND}",
    "roster": f"The roster that was in force stays in force. {_MEND}",
    "settings": f"The settings that were in force stay in force. {_MEND}",
    "letters": f"The shipped letters are sent instead. {_MEND}",
}


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
    return {"place": fault.place, "message": fault.message, "help": fault.help, "drawn": _drawn(fault)}


def _subject(letter: FaultLetter) -> str:
    count = len(letter.faults)
    found = "a fault" if count == 1 else f"{count} faults"
    if letter.what == "task":
        return f"Could not read {letter.file}: {found}"
    return f"The {letter.what} could not be loaded: {found} in {letter.file}"


def _drawn(fault: Fault) -> str:
    """The line of the file with the caret below it, without the indent; empty where the fault has no place."""
    _, _, drawn = str(fault).partition("\n    ")
    return drawn.replace("\n    ", "\n") if fault.source else ""
