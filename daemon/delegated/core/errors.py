"""What is wrong with something that a person wrote: where, what, and how to mend it.

A fault is an answer, not an exception: readers return `Unreadable`, and whoever called them
decides what becomes of it. Exceptions are left for promises that this program itself breaks.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_LINE = 100
_MOST_LISTED = 12
_MOST_SAID = 50


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one file. `line` and `column` count from 1, in characters, as an editor shows them.

    Both are None when the fault has no place (an empty file). `source` is the line itself and
    `width` the number of characters under the caret.
    """

    file: str
    line: int | None
    column: int | None
    message: str
    help: str = ""
    source: str = ""
    width: int = 1

    @property
    def place(self) -> str:
        """`rules/10-finance.yaml:14:7`, as compilers write it and editors open it."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        """Place, message and cure in one line; below it the line of the file, with a caret."""
        text = f"{self.place}: {self.message}" + (f"; {self.help}" if self.help else "")
        return text + self._drawn()

    def as_json(self) -> dict[str, Any]:
        """The five keys that `delegated check --json` promises."""
        return {"file": self.file, "line": self.line, "column": self.column, "message": self.message, "help": self.help}

    def _drawn(self) -> str:
        if not self.source or self.column is None:
            return ""
        start = max(0, self.column - _LONGEST_LINE // 2) if len(self.source) > _LONGEST_LINE else 0
        shown = self.source[start : start + _LONGEST_LINE]
        before = visible(shown[: self.column - 1 - start])
        under = visible(shown[self.column - 1 - start : self.column - 1 - start + self.width])
        blank = " " * _cells(before)
        return f"\n    {visible(shown)}\n    {blank}{'^' * max(1, _cells(under))}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that could not be read, with every fault that was found in it (one at least)."""

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        """The first of them in full; how many more there are in the last line."""
        said = [str(fault) for fault in self.faults[:_MOST_SAID]]
        more = len(self.faults) - len(said)
        return "\n".join([*said, f"and {more:,} more"] if more else said)


@dataclass(slots=True)
class Faults:
    """A list to gather faults in, so that the reader is told all of them at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """One more."""
        self.found.append(fault)

    def __bool__(self) -> bool:
        return bool(self.found)

    def unreadable(self) -> Unreadable:
        """What was found, in the order of the file, each place once."""
        once = dict.fromkeys(self.found)
        return Unreadable(tuple(sorted(once, key=lambda fault: (fault.file, fault.line or 0, fault.column or 0))))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one was probably meant to be, or None where nothing is near."""
    lowered = {candidate.casefold(): candidate for candidate in known}
    match = process.extractOne(word.casefold(), list(lowered), scorer=fuzz.ratio, score_cutoff=60)
    return lowered[match[0]] if match else None


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str = "known are") -> str:
    """How to mend an unknown word: the nearest known one, else the list of all."""
    known = list(known)
    near = nearest(word, known)
    if near:
        return f"did you mean `{near}`?"
    if not known:
        return "there is none yet"
    listed = ", ".join(f"`{name}`" for name in known[:_MOST_LISTED]) + (", …" if len(known) > _MOST_LISTED else "")
    return f"{otherwise} {listed}"


def visible(text: str) -> str:
    """The text with tabs, control and direction characters made harmless, for a terminal or a log."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\t":
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Cs"}:
        return "\N{REPLACEMENT CHARACTER}"
    return char


def _cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(
        0 if unicodedata.category(char) in {"Mn", "Me"} else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
