"""What the YAML parser complains about, in the words of somebody who does not know YAML.

The parser names what it expected; a person needs to know what in her text made it expect that, and
what to write instead. So each complaint looks at the line and, where it can, shows it mended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from delegated.core.errors import Fault
    from delegated.core.reading import Source  # noqa: TC004  reading imports this module; nothing asks for the type

_KEY: Final = re.compile(r"\s*(?:- )?([\w.-]+):(?:\s|$)")
_ENTRY: Final = re.compile(r"\s*(?:- )?([\w.-]+):[ \t]+(\S.*?)\s*$")
_SPECIAL: Final = "@`%&*!|>?-,]}"
_BEGUN: Final = {"[": "the list", "{": "the map", '"': "the quoted text", "'": "the quoted text"}
_LONGEST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the parser said (`problem`, `context`), where it saw it (`at`), and where that began (`began`)."""

    problem: str
    context: str
    at: tuple[int, int]
    began: tuple[int, int]
    source: Source

    def line(self, number: int) -> str:
        """One line of the file, from 1; empty where there is none."""
        return self.source.lines[number - 1] if 0 < number <= len(self.source.lines) else ""

    def fault(self, place: tuple[int, int], message: str, cure: str) -> Fault:
        """The fault at a place, with the key that it belongs to."""
        key = self._key(place[0])
        return self.source.fault_at(*place, f"`{key}`: {message}" if key else message, cure)

    def quoted(self, number: int) -> str:
        """How to mend a text that wants quotes: the line itself, with them."""
        entry = _ENTRY.match(self.line(number))
        if entry is None or set(entry[2]) & {'"', "\\"} or len(entry[2]) > _LONGEST_SHOWN:
            return "put the text in quotes"
        return f'put the text in quotes: `{entry[1]}: "{entry[2]}"`'

    def _key(self, number: int) -> str | None:
        for place in range(number, max(0, number - 10), -1):
            found = _KEY.match(self.line(place))
            if found:
                return found[1]
        return None


def explained(complaint: Complaint) -> Fault:
    """The complaint as a fault that says where, what, and how to mend it."""
    for explain in _EXPLANATIONS:
        fault = explain(complaint)
        if fault is not None:
            return fault
    said = f"{complaint.problem} ({complaint.context})" if complaint.context else complaint.problem
    return complaint.fault(complaint.at, f"this is not YAML: {said}", "put texts with special characters in quotes")


def _escape(it: Complaint) -> Fault | None:
    if "quoted scalar" not in it.context or "escape" not in it.problem:
        return None
    cure = "use single quotes, 'like this', or write the backslash twice"
    return it.fault(it.at, "in double quotes a backslash begins a special character", cure)


def _open_quote(it: Complaint) -> Fault | None:
    if "quoted scalar" not in it.context:
        return None
    return it.fault(it.began, "the quote that begins here is never closed", "close it, on the same line")


def _tab(it: Complaint) -> Fault | None:
    number, column = it.at
    line = it.line(number)
    if "\t" not in line[: len(line) - len(line.lstrip())] and line[column - 1 : column] != "\t":
        return None
    place = (number, line.find("\t") + 1)
    return it.source.fault_at(*place, "there is a tab where YAML wants spaces", "indent with spaces")


def _colon(it: Complaint) -> Fault | None:
    if "mapping values are not allowed" not in it.problem:
        return None
    entry = _ENTRY.match(it.line(it.at[0]))
    if entry is None or it.at[1] <= entry.start(2):
        return it.source.fault_at(*it.at, "this colon does not fit here", "is the line indented like the one above?")
    return it.fault(it.at, "there is a colon and a space in an unquoted text", it.quoted(it.at[0]))


def _open_list(it: Complaint) -> Fault | None:
    """A `[` or `{` that is never closed, or with a comma missing."""
    if not it.context.startswith("while parsing a flow"):
        return None
    line, column = it.began
    opened = it.line(line)[column - 1 : column]
    closing = {"[": "]", "{": "}"}.get(opened)
    if closing is None:
        return None
    message = f"what begins with `{opened}` here does not end well"
    return it.fault(it.began, message, f"check its `{closing}` and its commas")


def _no_colon(it: Complaint) -> Fault | None:
    if "could not find expected ':'" not in it.problem:
        return None
    cure = "write `key: value`, with a space after the colon"
    return it.source.fault_at(*it.began, "there is no colon in this line", cure)


def _special(it: Complaint) -> Fault | None:
    """A text that begins with a character that YAML keeps for itself."""
    entry = _ENTRY.match(it.line(it.began[0]))
    if entry is None or entry[2][0] not in _SPECIAL:
        return None
    place = (it.began[0], entry.start(2) + 1)
    return it.fault(place, f"a text cannot begin with `{entry[2][0]}` without quotes", it.quoted(place[0]))


def _overlong(it: Complaint) -> Fault | None:
    """Something stands after a list or a quoted text that should have been the end of the line."""
    if not any(said in it.problem for said in ("expected <block end>", "expected ',' or", "did not find expected")):
        return None
    entry = _ENTRY.match(it.line(it.at[0]))
    if entry is None or it.at[1] <= entry.start(2) + 1:
        cure = "is the line indented like the one above?"
        return it.source.fault_at(*it.at, "this does not fit what stands above it", cure)
    return it.fault(it.at, f"{_BEGUN.get(entry[2][0], 'the value')} should have ended before this", it.quoted(it.at[0]))


_EXPLANATIONS: Final[tuple[Callable[[Complaint], Fault | None], ...]] = (
    _escape, _open_quote, _tab, _colon, _open_list, _no_colon, _special, _overlong,
)  # fmt: skip
