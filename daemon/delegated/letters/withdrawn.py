"""A short letter to an assistant: the task was taken back, and thanks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from delegated.letters.brief import Words
from delegated.letters.fitting import fitting_html
from delegated.letters.mime import Rendered
from delegated.letters.wording import reason

if TYPE_CHECKING:
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What is no longer to be done: taken back, or `finished` already.

    `started` is true where she had accepted it; `reason` only if it may be told.
    """

    number: int
    title: str
    assistant_name: str
    owner_name: str
    desk_name: str
    reason: str | None = None
    started: bool = False
    finished: bool = False
    assistant_language: str = "en"
    words: Words = field(default_factory=Words)


def render_withdrawn(letter: Withdrawn, letters: Templates) -> Rendered:
    """The letter, under the subject of the brief, so that it stays in its thread."""
    language = letters.language("withdrawn", letter.assistant_language)
    facts = withdrawn_facts(letter, language)
    text = letters.render("withdrawn", "txt", facts)
    return Rendered(str(facts["subject"]), text, fitting_html(letters, "withdrawn", facts), None, language)


def withdrawn_facts(letter: Withdrawn, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return {
        "language": language,
        "subject": f"[T-{letter.number}] {letter.title}",
        "tag": f"T-{letter.number}",
        "title": letter.title,
        "assistant_name": letter.assistant_name,
        "owner_name": letter.owner_name,
        "desk_name": letter.desk_name,
        "reason": reason(letter.reason),
        "started": letter.started,
        "finished": letter.finished,
        "done": letter.words.done,
    }
