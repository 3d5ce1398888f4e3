"""What is told beside the words that count: private lines, facts of the task, links, and to whom it goes."""
# ruff: noqa: E501, RUF001  # patterns on one line; marks as people write them

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.core.supplying import SUPPLIED
from delegated.replies.cutting import Cut
from delegated.replies.words import plain

if TYPE_CHECKING:
    from collections.abc import Collection


def without_private(cut: Cut, marks: Collection[str]) -> Cut:
    """What was written without what its writer keeps to herself, which is then in `private` alone.

    A line that begins with one of the marks and a colon is private up to the next blank line, wherever a program has
    broken it; below a mark alone, so is the paragraph that follows. Private lines among the quoted ones are left out
    of `private`: they may be older than this mail. Done twice, it changes nothing more.
    """
    text, private = _parted(cut.text, marks)
    inline = ((_public(above, marks), _public(given, marks)) for above, given in cut.inline)
    return Cut(
        text,
        tuple((above, given) for above, given in inline if given),
        _public(cut.quoted, marks),
        "\n".join(kept for kept in (cut.private, private) if kept),
    )


def fields_in(text: str) -> dict[str, str]:
    """The facts that stand on lines of their own, `due: friday 17:00`, a list below its name among them."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        found = _FIELD.match(line)
        if found and found[1].lower() in SUPPLIED:
            name = found[1].lower()
            fields.setdefault(name, []).append(found[2].strip(" *_"))
        elif name and _ITEM.match(line):
            fields[name].append(line.strip())
        elif line.strip():
            name = ""
    return {key: told for key, lines in fields.items() if (told := "\n".join(lines).strip())}


def links_in(text: str) -> tuple[str, ...]:
    """Every link, once, in its order, without the marks of the sentence around it."""
    found = (_without_marks(link) for link in _LINK.findall(text))
    return tuple(dict.fromkeys(link for link in found if len(link) > len("https://")))[:_MOST_LINKS]


def whom_in(rest: str) -> str | None:
    """The name in `to Maya, please`, as it is written. None where it says no name, or anybody."""
    found = _WHOM.match(rest)
    if not found:
        return None
    name = " ".join(_AFTER_NAME.split(found[1], maxsplit=1)[0].split())
    return None if not name or name.casefold() in _ANYBODY else name


def _public(text: str, marks: Collection[str]) -> str:
    return _parted(text, marks)[0]


def _parted(text: str, marks: Collection[str]) -> tuple[str, str]:
    """What may be told, and what is private."""
    public: list[str] = []
    private: list[str] = []
    inside = said = False
    for line in text.splitlines():
        behind = _behind_mark(line, marks)
        if behind is not None:
            inside, said = True, False
        if inside and (line.strip() or not said):
            kept = (line if behind is None else behind).strip()
            private.append(kept)
            said = said or _WORD.search(kept) is not None
        else:
            inside = False
            public.append(line)
    return ("\n".join(public).strip(), "\n".join(filter(None, private))) if private else (text, "")


def _behind_mark(line: str, marks: Collection[str]) -> str | None:
    """What stands behind a private mark, which may have a number before it: `T-12: private: too dear`."""
    head = _COUNTED.match(line)
    start = head.end() if head else 0
    mark, colon, _ = line[start : start + _LONGEST_MARK].replace("\N{FULLWIDTH COLON}", ":").partition(":")
    return line[start + len(mark) + 1 :] if colon and plain(mark) in marks else None


def _without_marks(link: str) -> str:
    link = link.rstrip(".,;:!?'\"*_»”’")
    while link.endswith((")", "]")) and link.count(link[-1]) > link.count({")": "(", "]": "["}[link[-1]]):
        link = link[:-1].rstrip(".,;:!?'\"*_»”’")
    return link


_LONGEST_MARK: Final = 60
_MOST_LINKS: Final = 100
_WORD: Final = re.compile(r"\w")
_COUNTED: Final = re.compile(r"[\s>*•\[(-]{0,60}(?:(?:[Tt]-?\d{1,9}|\d{1,3})[\s\]:.,)&+-]{1,8}){0,20}")
_FIELD: Final = re.compile(r"[\s>•*_-]{0,8}([A-Za-z]{2,14})[*_]{0,2} ?:[*_]{0,2}(?!//)(.*)")
_ITEM: Final = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)]|\[.?\]) ?\S")
_LINK: Final = re.compile(r"https?://[^\s<>\"|]{1,2000}", re.IGNORECASE)
_WHOM: Final = re.compile(
    r"\W{0,6}(?:(?:it|this|that|this one|the task|him|lo|das|es|ca)\s+)?(?:back\s+)?(?:(?:to|an|a|al|à|au|ao|para|pour)\s+|(?=\w+[\s.!]*(?:please)?[\s.!]*$))"
    r"([^\n.,;:!?()]{1,60})",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(
    r"\s+(?:please|thanks|instead|and|because|since|with|as|by|until|for|now|then|who|if|bitte|por favor|-|–|—)(?!\w)",
    re.IGNORECASE,
)
_ANYBODY: Final = frozenset(
    {"anyone", "anybody", "someone", "somebody", "someone else", "somebody else", "anyone else", "it", "this"}
)
