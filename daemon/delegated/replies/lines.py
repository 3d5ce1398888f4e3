"""The lines of a text, each with how deep it is quoted."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Line(NamedTuple):
    """One line of a mail as its reader sees it."""

    text: str
    depth: int = 0
    """How many quote marks stand before it."""
    signs: bool = False
    """The program that wrote the mail has marked it as part of a signature."""
    opens: bool = False
    """The program has marked that the letter answered begins here, and goes on to the end."""


def text_lines(text: str) -> list[Line]:
    """The lines of plain text, without their quote marks. Of many blank ones some are left out, in linear time."""
    lines = _BLANKS.sub("\n\n\n", tidied(text)).split("\n")
    return [_unmarked(line.rstrip()) for line in lines[:MOST_LINES]]


def tidied(text: str) -> str:
    """The text without what nobody sees; all blanks are plain ones."""
    return text.translate(_TIDY) if _UNTIDY.search(text) else text


def _unmarked(line: str) -> Line:
    marks = _MARKS.match(line)
    if marks is None:
        return Line(line)
    if line.startswith(_GROUPWISE) and line.endswith(_GROUPWISE.rstrip()):
        return Line(line.strip("> "), opens=True)
    return Line(line[marks.end() :], marks[0].count(">"))


MOST_LINES: Final = 20_000
_BLANKS: Final = re.compile(r"\n\s*\n\s*\n\n")
_MARKS: Final = re.compile(r"[ \t]?>(?:[ \t]?>)*[ \t]?")
_GROUPWISE: Final = ">>> "
_INVISIBLE: Final = "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_BLANK: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS: Final = "\u2028\u2029"
_TIDY: Final = str.maketrans(_BLANK + _BREAKS, " " * len(_BLANK) + "\n" * len(_BREAKS), _INVISIBLE)
_UNTIDY: Final = re.compile(f"[{_INVISIBLE}{_BLANK}{_BREAKS}]")
