"""Where a quoted letter begins: lines such as "On Monday Alex wrote:", blocks of headers, "Original Message".

Known by their shape first (a date and an address before a colon), by words of some thirty languages second, so that
a language that is missing here is mostly recognised all the same.
"""
# ruff: noqa: RUF001  # dashes and colons of all kinds, on purpose

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.replies.phrases import BARE_SEPARATORS, LABELS, QUOTING, SEPARATORS, STARTS, VERBS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence


def opening_at(lines: Sequence[str], at: int, *, before_quote: bool) -> tuple[int, int] | None:
    """Where the opening of a letter starts and ends, if one ends its first sign (a colon, a rule) on line `at`.

    `before_quote`: quoted lines follow, so that less is asked of it.
    """
    line = lines[at].strip()
    if not line or len(line) > _LONGEST_LINE:
        return None
    block = _header_block(lines, at, line)
    if block:
        return _with_rule_above(lines, at), block
    if _is_separator(line) or _is_frame(lines, at, line):
        return at, _block_below(lines, at) or at + 1
    start = _attribution_start(lines, at, line, before_quote=before_quote)
    if start is None:
        return None
    return (start - 1 if start and lines[start - 1].rstrip().endswith(" <") else start), at + 1


def _header_block(lines: Sequence[str], at: int, first: str) -> int | None:
    """Where a block of header lines that begins here ends; None where it is none.

    A list of a journey (`From: Madrid`, `To: Lisbon`, `Date: …`) is no such block: it has no subject and no address.
    """
    ruled = _has_rule_above(lines, at) if _HEADER_LINE.match(first) else False
    if not (ruled or _header_kind(first)):
        return None
    kinds: set[str] = set()
    end, address, unknown = at, False, 0
    for number in range(at, min(at + _LONGEST_BLOCK, len(lines))):
        line = lines[number].strip()
        kind = _header_kind(line)
        if not line and not _goes_on(lines, at, number):
            break
        if kind in kinds and kind != "cc":
            break
        if kind:
            kinds.add(kind)
        elif _HEADER_LINE.match(line):
            unknown += 1
        elif kinds and line and not _continues(line):
            break
        address = address or "@" in line
        end = number + 1
    return end if _is_block(kinds, unknown, address=address, ruled=ruled) else None


def _block_below(lines: Sequence[str], at: int) -> int | None:
    """Where the block of headers right below a separator ends."""
    below = next((number for number in range(at + 1, min(at + 4, len(lines))) if lines[number].strip()), None)
    return _header_block(lines, below, lines[below].strip()) if below is not None else None


def _is_block(kinds: set[str], unknown: int, *, address: bool, ruled: bool) -> bool:
    sender = "from" in kinds
    if sender and "subject" in kinds and (len(kinds) >= _ENOUGH or address):
        return True
    if sender and address and len(kinds) >= _ENOUGH:
        return True
    if ruled and address and len(kinds) + unknown >= _ENOUGH:
        return True
    return sender and address and "date" in kinds


def _goes_on(lines: Sequence[str], at: int, number: int) -> bool:
    """A blank line within a block: some programs put one between each two of its lines."""
    between_all = number == at + 1 or not lines[number - 2].strip()
    return between_all and number + 1 < len(lines) and bool(_header_kind(lines[number + 1].strip()))


def _continues(line: str) -> bool:
    """More names and addresses of a header line that was too long for one."""
    return "@" in line or line.endswith((";", ","))


def _header_kind(line: str) -> str:
    found = _HEADER_LINE.match(line)
    return LABELS.get(" ".join(found[1].casefold().split()), "") if found else ""


def _with_rule_above(lines: Sequence[str], at: int) -> int:
    """A rule, or a line between dashes, right above belongs to it, and so does `Begin forwarded message`."""
    number = at - 1
    while number >= 0 and not lines[number].strip():
        number -= 1
    if number >= 0 and (_is_rule(lines[number].strip()) or _is_separator(lines[number].strip())):
        return number
    return at


def _has_rule_above(lines: Sequence[str], at: int) -> bool:
    return _with_rule_above(lines, at) < at


def _is_rule(line: str) -> bool:
    return len(line) >= _SHORTEST_RULE and not line.strip("_-=*–—─━ ")


def _is_frame(lines: Sequence[str], at: int, line: str) -> bool:
    """`|------------>` above `| From:      |`: how Notes draws a header."""
    framed = line.startswith("|--") and line.endswith("->") and not line.strip("|->")
    return framed and bool(_header_kind("".join(lines[at + 1 : at + 2]).strip()))


def _is_separator(line: str) -> bool:
    """`-----Original Message-----`, `---- Forwarded message ----`, `Begin forwarded message:`."""
    inner = line.strip("-–—_=*~ ")
    words = inner.rstrip(":：").strip().casefold()
    if words in SEPARATORS:
        return inner != line.strip() or words in BARE_SEPARATORS
    dashed = line.startswith(("---", "___", "===", "***")) or "---" in line
    return dashed and _has_date(inner) and (line.endswith("--") or "---" in inner) and _has_sign(inner)


def _attribution_start(lines: Sequence[str], at: int, last: str, *, before_quote: bool) -> int | None:
    """Where an attribution that ends on this line begins: mail programs break it into up to four lines."""
    if not last.rstrip("*_ ").endswith(_ENDS):
        return None
    shortest: int | None = None
    has_address = False
    text = ""
    for start in range(at, max(-1, at - _MOST_BROKEN), -1):
        line = lines[start].strip()
        if not line or len(text) + len(line) > _LONGEST_LINE:
            break
        text = f"{line} {text}".strip()
        if not _attributes(text, before_quote=before_quote):
            continue
        addressed = bool(_ADDRESS.search(text))
        if _has_date(text) and (shortest is None or _opens(line) or (addressed and not has_address)):
            return start
        if shortest is None:
            shortest, has_address = start, addressed
    return shortest


def _attributes(text: str, *, before_quote: bool) -> bool:
    """Whether this tells who wrote, and when: two of date, address and verb, or one and its place."""
    words = text.casefold()
    address, date = bool(_ADDRESS.search(text)), _has_date(text)
    verb = any(verb in words for verb in VERBS)
    if words.startswith(QUOTING) and (address or before_quote):
        return True
    if address and (date or verb):
        return True
    if address and before_quote:
        return True
    if date and verb:
        return before_quote or _opens(text)
    return verb and before_quote and len(words.split()) <= _MOST_WORDS


def _opens(line: str) -> bool:
    """Whether an attribution begins so: with its first word, a weekday or a date."""
    words = line.casefold().lstrip("*_-–—[( ").split(None, 2)
    if not words:
        return False
    first = words[0].strip(".,:;")
    return first in STARTS or words[0][0].isdigit() or first.startswith(WEEKDAYS) or bool(_CJK_DATE.search(line))


def _has_date(text: str) -> bool:
    return bool(_DATE.search(text))


def _has_sign(text: str) -> bool:
    words = text.casefold()
    return "@" in words or any(verb in words for verb in VERBS) or bool(_DASHED_DATE.search(text))


_LONGEST_LINE: Final = 600
_LONGEST_BLOCK: Final = 30
_SHORTEST_RULE: Final = 5
_ENOUGH: Final = 3
_MOST_BROKEN: Final = 5
_MOST_WORDS: Final = 12
_ENDS: Final = (
    ":", "\N{FULLWIDTH COLON}", "\N{MODIFIER LETTER COLON}", "のメール", "작성", "wrote", "wrote -", "geschreven",
    "skrev", "napisał", "schrieb", "написал", "написала", "yazdı",
)  # fmt: skip
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\]]@[^\s@<>()\[\]]|<(?:mailto:)?[^<>\s]{1,200}>")
_DATE: Final = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[:.h]\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\. ?[^\W\d_]{3,12}"
    r"|\d{1,2}[ -][^\W\d_]{3,12}[ -]\d{2}|\d年|\d월|พ\.ศ\."
)
_CJK_DATE: Final = re.compile(r"\d{4}\s?[年년]")
_DASHED_DATE: Final = re.compile(r"---\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_HEADER_LINE: Final = re.compile(
    r"[*_|\s]{0,4}([^\W\d_][^:：*_|<>@\n]{0,29}?)[*_|\s]{0,4}(?:：|:[*_|]{0,2}(?:\s|$|[^\s/\d]))"
)
