"""How things are said in a letter: sizes, lines of a width, the links that answer it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from urllib.parse import quote

_WIDTH = 76
_KILO = 1024
_MOST_PASSED_ON = 20_000
_LONGEST_SUBJECT = 120  # in a mailto link, which some programs cut at 2,000 characters


def sized(size: int) -> str:
    """`120 KB`: a number of bytes, as people say it."""
    if size < _KILO:
        return f"{size} bytes"
    kilobytes = size / _KILO
    return f"{kilobytes:.0f} KB" if kilobytes < _KILO else f"{kilobytes / _KILO:.1f} MB"


def direction(text: str) -> str:
    """`rtl` where the first letter is of a script written from the right (Unicode TR9, P2), else `ltr`.

    Said in so many words in the HTML, because Outlook does not know `dir="auto"`.
    """
    if text.isascii():
        return "ltr"
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return "ltr"
        if kind in {"R", "AL"}:
            return "rtl"
    return "ltr"


def wrapped(text: str, indent: int = 0) -> str:
    """The words of the text in lines of at most 76 columns, those after the first one indented. No word is broken."""
    text, indent = " ".join(text.split()), min(indent, _WIDTH)
    if len(text) + indent <= _WIDTH:
        return text
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 + indent > _WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return f"\n{' ' * indent}".join((*lines, line))


def underlined(text: str) -> str:
    """The text on a line of its own, and as many dashes below it, within the width of the letter."""
    line = " ".join(text.split())
    return f"{line}\n{'-' * min(_WIDTH, len(line))}"


def reason(text: str | None) -> str:
    """The reason as it stands before a full stop: without one of its own."""
    return (text or "").strip().rstrip(".")


def column(text: str, width: int) -> str:
    """The text, and blanks up to that width, within that of the letter; one blank at least."""
    return f"{text.ljust(min(width, _WIDTH) - 1)} "


def shifted(text: str, indent: int) -> str:
    """Each line of the text moved to the right."""
    return "\n".join(f"{' ' * min(indent, _WIDTH)}{line}".rstrip() for line in text.split("\n"))


def mailto(address: str, subject: str, body: str) -> str:
    """A link that opens an answer already begun (RFC 6068). Everything but letters and digits is percent-encoded."""
    if len(subject) > _LONGEST_SUBJECT:
        subject = subject[: _LONGEST_SUBJECT - 1] + "…"
    told = _encoded(body.replace("\n", "\r\n"))
    return f"mailto:{_encoded(address, '@')}?subject={_encoded(subject)}&body={told}"


@lru_cache(maxsize=64)
def _encoded(text: str, safe: str = "") -> str:
    """Remembered, as the five links of a letter differ in one word only."""
    return quote(text, safe=safe)


def clickable(link: str) -> str | None:
    """The link itself if it leads to a web page, else None: what else it may do in a mail program nobody knows."""
    return link if link.lower().startswith(("https://", "http://")) and not any(map(str.isspace, link)) else None


def passed_on(text: str) -> str:
    """What somebody wrote, as it is passed on: without blank ends; cut where it is endless, and saying so."""
    return beginning(text, _MOST_PASSED_ON, "\n[… the rest is kept with the task]")


def beginning(text: str, most: int, rest: str = " …") -> str:
    """The text without blank lines at its ends, or as much of it, and then `rest`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if len(text) <= most else f"{text[:most].rstrip()}{rest}"


def quoted(text: str) -> str:
    """Each line of the text marked as somebody else's words."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """The lines of each paragraph; blank lines stand between paragraphs."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return tuple(tuple(lines) for lines in found if lines)
