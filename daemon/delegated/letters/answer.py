"""The owner's answer to an assistant's question; or that none came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, head_facts
from delegated.letters.wording import passed_on

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What she asked, and what the owner says to it; None where the owner said nothing in time.

    `started` is true where she had accepted the task before she asked.
    """

    head: Letterhead
    question: str
    answer: str | None
    started: bool = False


def render_answer(letter: Answer, letters: Templates) -> Rendered:
    """The letter, in the thread of the brief."""
    return composed("answer", letter.head.language, lambda language: answer_facts(letter, language), letters)


def answer_facts(letter: Answer, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "asked": passed_on(letter.question),
        "answer": passed_on(letter.answer or ""),
        "started": letter.started,
    }
