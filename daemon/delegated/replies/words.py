"""The words that count, by language: what stands at the beginning of a text is looked up, the longest phrase first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from delegated.replies.almanac import folded
from delegated.replies.english import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence

PRIVATE: Final = "private"


class Role(StrEnum):
    """Who speaks: the same word means different things."""

    ASSISTANT = "assistant"
    OWNER = "owner"


class Word(StrEnum):
    """What can be said. `done` can be said by both, what stands above it by assistants, the others by owners."""

    ACCEPT = "accept"
    DECLINE = "decline"
    QUESTION = "question"
    LATE = "late"
    DONE = "done"
    APPROVE = "approve"
    REFUSE = "refuse"
    RATING = "rating"
    AGAIN = "again"
    CANCEL = "cancel"
    KEEP = "keep"
    DROP = "drop"
    DEFER = "defer"
    DELEGATE = "delegate"
    PRAISE = "praise"
    RELEASE = "release"


KNOWN_WORDS: Final[tuple[str, ...]] = (*(word.value for word in Word if word is not Word.RATING), PRIVATE)
"""What `[words.LANGUAGE]` of the settings may name. A rating is told in figures."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phrase that stands in a text, from `start` to `end`, and what it says."""

    word: Word
    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of each role and the marks of private lines: folded, with single blanks between their words."""

    phrases: Mapping[Role, Mapping[str, Word]]
    private: frozenset[str]
    longest: int
    """Of how many words the longest phrase is."""

    @classmethod
    def of(cls, told: Mapping[str, Mapping[str, Sequence[str]]]) -> Vocabulary:
        """English, and what the settings tell: language to word to phrases. Names of no word are passed over.

        Where two words claim a phrase, the settings win over English, and among them who comes first.
        """
        tables = [*told.values(), ENGLISH]
        phrases = {role: _phrases(tables, words) for role, words in _WORDS_OF.items()}
        private = frozenset(plain(mark) for table in tables for mark in table.get(PRIVATE, ()))
        counts = [phrase.count(" ") + 1 for of_role in phrases.values() for phrase in of_role]
        return cls(phrases, private, max(counts))

    def spoken(self, plain_text: str, role: Role, start: int = 0) -> Spoken | None:
        """The longest phrase of this role that begins at `start` of a folded text; None where none does."""
        phrases = self.phrases[role]
        found: Spoken | None = None
        words: list[str] = []
        end = start
        for word in _TOKEN.finditer(plain_text, start):
            between = plain_text[end : word.start()]
            if len(words) == self.longest or between not in (_JOINTS if words else _NOTHING):
                break
            words.append(word[0])
            end = word.end()
            phrase = " ".join(words)
            if phrase in phrases:
                found = Spoken(phrases[phrase], phrase, start, end)
        return found


def plain(text: str) -> str:
    """A phrase as it is looked up: folded, its words with single blanks between them."""
    return " ".join(_TOKEN.findall(folded(text)))


def _phrases(tables: Sequence[Mapping[str, Sequence[str]]], words: Sequence[Word]) -> dict[str, Word]:
    phrases: dict[str, Word] = {}
    for table in tables:
        for word in words:
            for phrase in table.get(word.value, ()):
                phrases.setdefault(plain(phrase), word)
    phrases.pop("", None)
    return phrases


_WORDS_OF: Final[Mapping[Role, tuple[Word, ...]]] = {
    Role.ASSISTANT: (Word.ACCEPT, Word.DECLINE, Word.QUESTION, Word.DONE, Word.LATE),
    Role.OWNER: tuple(word for word in Word if word not in {Word.ACCEPT, Word.DECLINE, Word.QUESTION, Word.LATE}),
}
SIGNS: Final = "👍👌✅✔☑🆗👎❌🚫👏🎉🙏❤"
"""Pictures that count as words."""
_TOKEN: Final = re.compile(rf"[^\W_]+(?:'[^\W_]+)*|[{SIGNS}]")
_NOTHING: Final = frozenset({""})
_JOINTS: Final = frozenset({" ", "  ", "\n", " \n", "-", "."})
