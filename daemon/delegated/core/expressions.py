r"""Words that a text must hold for a regular expression to match it: what an index can file a rule under.

Only what is sure: `(?i)\\b(flights?|hotels?)\\b` needs `flight` or `hotel`; an expression with anything
that is not understood here needs nothing, and is tried each time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SHORTEST: Final = 3

_FLAGS: Final = re.compile(r"\(\?(i?)\)")
_OPENING: Final = re.compile(r"\((?:\?:)?(?!\?)")
_REPEAT: Final = re.compile(r"(?:[*+?]|\{(\d+)(?:,\d*)?\})[?+]?")
_CLASS: Final = re.compile(r"\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]", re.DOTALL)
_CATEGORY: Final = re.compile(r"[A-Z]|\{\^?\w+\}")
_NOWHERE: Final = frozenset("bBAz")
_ONE_CHARACTER: Final = frozenset("dDsSwWtnrfv")
_SPECIAL: Final = frozenset("()[]{}*+?|^$.\\")


class _UnsureError(Exception):
    """Something that is not understood here stands in the expression."""


def words_in(expression: str) -> tuple[str, ...]:
    """Case-folded words of which a matching text, case-folded, holds one at least; empty where none are sure."""
    try:
        return _Reader(expression).needed() or ()
    except _UnsureError:
        return ()


@dataclass(slots=True)
class _Reader:
    """Reads the expression once from left to right."""

    text: str
    at: int = 0
    folds: bool = False

    def needed(self) -> tuple[str, ...] | None:
        flags = _FLAGS.match(self.text)
        if flags:
            self.folds, self.at = bool(flags[1]), flags.end()
        words = self._either()
        if self.at < len(self.text):
            raise _UnsureError
        return words

    def _either(self) -> tuple[str, ...] | None:
        """Alternatives: each must need something."""
        branches = [self._row()]
        while self._take("|"):
            branches.append(self._row())
        if any(branch is None for branch in branches):
            return None
        return tuple(dict.fromkeys(word for branch in branches for word in branch or ()))

    def _row(self) -> tuple[str, ...] | None:
        """One thing after another: the best of what they need."""
        run, best = "", list[tuple[str, ...]]()
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            word, group = self._piece()
            least, repeated = self._repeats()
            if word == "" and not group and not repeated:  # A boundary: what stands around it stays together.
                continue
            if word and least:
                run += word
            elif group and least:
                best.append(group)
            if not word or repeated:
                best.append((run,))
                run = ""
        best.append((run,))
        sure = [words for words in best if all(len(word) >= SHORTEST for word in words)]
        return max(sure, key=lambda words: (min(map(len, words)), -len(words))) if sure else None

    def _piece(self) -> tuple[str | None, tuple[str, ...] | None]:
        """A character ("" for a boundary, None for any other), or what a group needs."""
        found = _OPENING.match(self.text, self.at)
        if found:
            self.at = found.end()
            words = self._either()
            if not self._take(")"):
                raise _UnsureError
            return None, words
        found = _CLASS.match(self.text, self.at)
        if found:
            self.at = found.end()
            return None, None
        char = self.text[self.at]
        self.at += 1
        if char == "\\":
            return self._escaped(), None
        if char in "^$":
            return "", None
        return (None if char == "." else self._literal(char)), None

    def _escaped(self) -> str | None:
        char = self.text[self.at : self.at + 1]
        self.at += 1
        if char in _NOWHERE:
            return "" if char else self._literal(char)
        if char in _ONE_CHARACTER:
            return None
        if char in "pP" and char:
            self._category()
            return None
        if not char or char.isalnum():
            raise _UnsureError
        return self._folded(char)

    def _category(self) -> None:
        r"""The rest of `\pL`, `\PL` or `\p{Greek}`: one character of a kind."""
        found = _CATEGORY.match(self.text, self.at)
        if not found:
            raise _UnsureError
        self.at = found.end()

    def _literal(self, char: str) -> str | None:
        if char in _SPECIAL or not char:
            raise _UnsureError
        return self._folded(char)

    def _folded(self, char: str) -> str | None:
        """Beyond ASCII the two ways of ignoring case (RE2's and Python's) need not agree."""
        return char.casefold() if char.isascii() or not self.folds else None

    def _repeats(self) -> tuple[bool, bool]:
        """Whether the piece must be there once at least, and whether it may be there more often or not at all."""
        found = _REPEAT.match(self.text, self.at)
        if not found:
            return True, False
        self.at = found.end()
        return found[0][0] == "+" or int(found[1] or 0) > 0, True

    def _take(self, char: str) -> bool:
        taken = self.text[self.at : self.at + 1] == char
        self.at += taken
        return taken
