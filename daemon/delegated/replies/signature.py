"""Where the writer has ended: her signature, her closing, what her program and her firm add below it.

Losing what she said is worse than a line too much. So the marks that programs write are believed, and everything
else only where it stands at the end, is short, and looks like nothing that is said.
"""
# ruff: noqa: RUF001  # dashes and stops of all kinds, on purpose

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.replies.phrases import (
    ADVICE,
    BANNERS,
    CLOSINGS,
    DEVICES,
    FAREWELLS,
    NOTICES,
    PHONE_WORDS,
    SENT_FROM,
    THANKS,
    TRADE,
    WEAK_NOTICES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def without_signature(lines: Sequence[str], name: str, *, first: bool = True) -> list[str]:
    """What was said in these lines of one writer, whose name is `name`: no banner above, no signature below.

    `first`: nothing that she wrote stands above them.
    """
    said = _without_banner(list(lines))
    said = [line for line in said if not _is_sent_from(line)]
    said = _above_delimiter(said)
    said = _above_notices(said, first=first)
    said = _above_closing(said, name)
    return _trimmed(said)


def _without_banner(lines: list[str]) -> list[str]:
    """Warnings that mail servers put above what came from outside."""
    lines = _trimmed(lines)
    if not lines or not _is_banner(lines[0]):
        return lines
    end = next((number for number, line in enumerate(lines) if not line.strip()), 1)
    return _without_banner(lines[end:]) if end else lines


def _is_banner(line: str) -> bool:
    start = line.strip(_ORNAMENTS).casefold()[:_LONGEST_START]
    return start.startswith(BANNERS)


def _is_sent_from(line: str) -> bool:
    """`Sent from my iPhone` and its like, in many languages: a line that the program wrote."""
    words = _LINKED_TO.sub("", line).strip(_ORNAMENTS).casefold() if len(line) <= _LONGEST_LINKED else ""
    if not words or len(words) > _LONGEST_SENT_FROM:
        return False
    by_program = words.startswith(SENT_FROM) and any(device in words for device in DEVICES)
    return by_program or words.startswith(PHONE_WORDS) or bool(_SENT_WITH.match(words))


def _above_delimiter(lines: list[str]) -> list[str]:
    """What stands above `-- ` (RFC 3676, 4.3), and above other rules where a signature follows."""
    announced = False
    for number, line in enumerate(lines):
        near_end = len(lines) - number <= _MOST_SMALL_PRINT
        if line == "-- " or (near_end and not announced and _delimits(line.strip(), lines[number + 1 :])):
            return _trimmed(lines[:number]) + _postscript(lines[number + 1 :])
        announced = line.rstrip().endswith(":") or (announced and not line.strip())
    return lines


def _delimits(mark: str, below: list[str]) -> bool:
    if mark == "--":
        return _count(below) <= _LONGEST_SIGNATURE
    if mark in _DASHES:
        return _may_sign(below)
    return len(mark) >= _SHORTEST_RULE and not mark.strip("_-=*–—─~#") and _follows_rule(below)


def _follows_rule(below: list[str]) -> bool:
    return _may_sign(below) or _is_notice(" ".join(_paragraph(_trimmed(below))))


def _above_notices(lines: list[str], *, first: bool) -> list[str]:
    """What stands above the first legal notice or advertisement that is followed by nothing but more of its kind."""
    for number in _paragraph_starts(lines):
        weak = number > 0 or not first
        if _is_notice(" ".join(_paragraph(lines[number:])), weak=weak) and _all_small_print(lines[number:]):
            return lines[:number]
    return lines


def _all_small_print(lines: list[str]) -> bool:
    """Below a notice stand notices and lines of a signature: nothing that begins with a word for the desk."""
    return not any(_SPOKEN.match(line) for line in lines)


def _is_notice(paragraph: str, *, weak: bool = True) -> bool:
    """A paragraph that begins like a notice and goes on like one; a weak beginning needs more words of the trade."""
    text = paragraph.strip(_ORNAMENTS).casefold()[:_LONGEST_NOTICE]
    if text.startswith(ADVICE):
        return True
    heading = text.partition(":")[0].strip()
    if (heading in NOTICES or f"{heading}:" in NOTICES) and (weak or len(text) >= _SHORTEST_NOTICE):
        return True
    trade = sum(word in text for word in TRADE)
    if len(text) < _SHORTEST_NOTICE or text.endswith("?"):
        return False
    return (trade > 0 and text.startswith(NOTICES)) or (
        weak and trade >= _ENOUGH_TRADE and text.startswith(WEAK_NOTICES)
    )


def _above_closing(lines: list[str], name: str) -> list[str]:
    """What stands above `Kind regards` and the writer's name, if that is how these lines end. Never nothing."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[1:][-_LONGEST_SIGNATURE:]:
        line, below = lines[number], lines[number + 1 :]
        alone = not lines[number - 1].strip()
        named = _is_closing(line) and _is_name(next(iter(_trimmed(below)), ""), name)
        if not _may_sign(below, most=_LONGEST_SIGNATURE, named=named):
            continue
        if _is_closing(line) or (_is_thanks(line) and _count(below) and _count(below) <= _FEW):
            return _trimmed(lines[:number]) + _postscript(below)
        if _is_name(line, name) and (alone or _count(below) == 0):
            return _trimmed(lines[:number]) + _postscript(below)
        if alone and _is_name(_BESIDE_NAME.split(line, 1)[0], name) and _BESIDE_NAME.search(line):
            return _trimmed(lines[:number]) + _postscript(below)
        if _count(below) == 0 and _ends_with_name(line, name):
            return lines[:number]
    return lines


def _is_closing(line: str) -> bool:
    """`Kind regards`, `Best wishes, H.`: a phrase of farewell, and at most a name behind it."""
    words = line.strip(_ORNAMENTS).casefold()
    if len(words) > _LONGEST_CLOSING:
        return False
    phrase, _, behind = words.partition(",")
    phrase = phrase.strip(_STOPS)
    return (phrase in CLOSINGS or words.strip(_STOPS) in CLOSINGS) and len(behind.split()) <= _MOST_NAMES


def _is_thanks(line: str) -> bool:
    return line.strip(_ORNAMENTS).casefold().rstrip(_STOPS) in THANKS


def _is_name(line: str, name: str) -> bool:
    """The writer's own name: whole, one of it, or with initials (`M. Lindhahn`), and nothing else."""
    words, names = _name_words(_PRONOUNS.sub("", line)), _name_words(name)
    if not words or not names or len(words) > len(names) + _MOST_TITLES or len(line) > _LONGEST_CLOSING:
        return False
    whole = [word for word in words if len(word) > 1 and word not in _TITLES]
    initials = [word for word in words if len(word) == 1]
    if not whole:
        return len(words) <= _MOST_INITIALS and all(any(each.startswith(i) for each in names) for i in initials)
    return all(word in names for word in whole) and all(any(each.startswith(i) for each in names) for i in initials)


def _ends_with_name(line: str, name: str) -> bool:
    """`Have a blessed day, Joy`: few words, a comma, her first name."""
    said, comma, last = line.strip().rpartition(",")
    return (
        bool(comma)
        and len(said.split()) <= _MOST_FAREWELL
        and "?" not in said
        and _is_name(last, name)
        and (said.strip().casefold().startswith(FAREWELLS))
    )


def _name_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _TITLES]


def _may_sign(lines: Sequence[str], *, most: int = 12, named: bool = False) -> bool:
    """Whether these lines may be a signature: few, short, and none of them says or asks a thing.

    `named`: they begin with the writer's name, so that her firm may praise itself below it.
    """
    filled = [line.strip() for line in lines if line.strip()]
    if filled and any(_POSTSCRIPT.match(line) for line in filled):
        filled = filled[: next(number for number, line in enumerate(filled) if _POSTSCRIPT.match(line))]
    return len(filled) <= most and all(_may_stand_below(line, named=named) for line in filled)


def _may_stand_below(line: str, *, named: bool) -> bool:
    if len(line) > _LONGEST_SIGNING * (2 if named else 1) or _SPOKEN.match(line) or line.endswith(("?", "؟", "？")):
        return False
    if _DOCUMENT.search(line):
        return False
    return named or not (line.endswith((".", "!")) and len(line.split()) >= _SENTENCE and "@" not in line)


def _postscript(below: list[str]) -> list[str]:
    """What the writer added below her signature."""
    for number, line in enumerate(below):
        if _POSTSCRIPT.match(line.strip()):
            return ["", *below[number:]]
    return []


def _paragraph(lines: Sequence[str]) -> list[str]:
    """The lines down to the first blank one, each no longer than a notice is looked at."""
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    return [line[:_LONGEST_NOTICE] for line in lines[:end]]


def _paragraph_starts(lines: Sequence[str]) -> list[int]:
    """Where a notice may begin: at any of the last lines, for it often stands right below a name."""
    return [number for number, line in enumerate(lines) if line.strip()][-_MOST_SMALL_PRINT:]


def _trimmed(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones at both ends."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _count(lines: Sequence[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


_ORNAMENTS: Final = " \t*_|#>[](){}<•·~\"'«»“”„-–—"
_STOPS: Final = " .,!;،。、！"
_LONGEST_START: Final = 200
_LONGEST_SENT_FROM: Final = 120
_LONGEST_LINKED: Final = 1000
_LONGEST_NOTICE: Final = 2000
_LONGEST_SIGNATURE: Final = 15
_LONGEST_SIGNING: Final = 100
_LONGEST_CLOSING: Final = 60
_SHORTEST_RULE: Final = 3
_SHORTEST_NOTICE: Final = 80
_MOST_SMALL_PRINT: Final = 80
_MOST_NAMES: Final = 4
_MOST_TITLES: Final = 2
_MOST_INITIALS: Final = 3
_MOST_FAREWELL: Final = 7
_ENOUGH_TRADE: Final = 2
_FEW: Final = 6
_SENTENCE: Final = 6
_DASHES: Final = frozenset({"—", "–", "―", "--", "- -", "•", "***", "~"})
_LINKED_TO: Final = re.compile(r"\]\(https?://[^()\s]*\)")
_PRONOUNS: Final = re.compile(r"(?<=\w) \([^()\s]{2,12}/[^()\s]{2,20}\)")
_BESIDE_NAME: Final = re.compile(r" [–—|·•] ")
_WORD: Final = re.compile(r"[^\W\d_]+")
_POSTSCRIPT: Final = re.compile(r"(?i)(?:p\.? ?s\.?|p\.? ?d\.?|n\.?b\.?)(?:[:\s]|$)")
# Lines that the desk may have to read: none of a signature.
_SPOKEN: Final = re.compile(
    r"(?i)\s*(?:(?:private|privado|privat|privé|privato|privada|title|due|estimate|budget|deliverables|expectations|skills|"
    r"stakes|client|goal|tags|to|attachments|repeats|engagement|details)\s*:\s*\S|T-\d)"
)
_DOCUMENT: Final = re.compile(r"https?://[^\s/]+/(?:[^\s/]+/[^\s/]|[^\s]{25,})")
_TITLES: Final = frozenset(
    {"dr", "prof", "mr", "mrs", "ms", "mx", "dra", "sr", "sra", "ing", "dipl", "mag", "herr", "frau", "and"}
)


_SENT_WITH: Final = re.compile(
    r"(?:sent|gesendet|envoyé|enviado|inviato|verzonden) (?:with|from|via|mit|von|avec|desde|da|met) .{0,40}"
    r"(?:secure email|mail|outlook|gmail|tutanota|mobile|phone|app|tablet|superhuman|spark)\W{0,3}(?:<.{0,80})?$"
)
