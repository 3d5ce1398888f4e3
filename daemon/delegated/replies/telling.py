"""What is told beside the words that count: private lines, facts of the task, links, and to whom it goes."""
# ruff: noqa: E501, RUF001  # patterns on one line; marks as people write them

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.core.supplying import SUPPLIED
from delegated.replies.words import plain

if TYPE_CHECKING:
    from delegated.replies.words import Vocabulary


def without_private(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The text without its private lines, and what stands on them.

    A line that the writer's program has broken goes on below: what would have fitted no more belongs to it.
    """
    public: list[str] = []
    private: list[str] = []
    broken = 0
    for line in text.split("\n"):
        mark, colon, _ = line[:_LONGEST_MARK].partition(":")
        if colon and plain(mark) in vocabulary.private:
            private.append(line[len(mark) + 1 :].strip())
            broken = len(line)
        elif broken and line.strip() and broken + 1 + len(line.split(maxsplit=1)[0]) > _WRAPPED_AT:
            private[-1] = f"{private[-1]} {line.strip()}"
            broken = len(line)
        else:
            public.append(line)
            broken = 0
    return "\n".join(public).strip() if private else text, "\n".join(private)


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


def _without_marks(link: str) -> str:
    link = link.rstrip(".,;:!?'\"*_»”’")
    while link.endswith((")", "]")) and link.count(link[-1]) > link.count({")": "(", "]": "["}[link[-1]]):
        link = link[:-1].rstrip(".,;:!?'\"*_»”’")
    return link


_LONGEST_MARK: Final = 60
_WRAPPED_AT: Final = 65
_MOST_LINKS: Final = 100
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
