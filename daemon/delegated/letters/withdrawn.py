"""A short letter to an assistant: the task is not hers to do any more, and thanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, head_facts
from delegated.letters.wording import reason

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What is no longer to be done: taken back, `finished` already, or `taken` by somebody else meanwhile.

    `started` is true where she had accepted it; `reason` only if it may be told.
    """

    head: Letterhead
    reason: str | None = None
    started: bool = False
    finished: bool = False
    taken: bool = False


def render_withdrawn(letter: Withdrawn, letters: Templates) -> Rendered:
    """The letter, under the subject of the brief, so that it stays in its thread."""
    return composed("withdrawn", letter.head.language, lambda language: withdrawn_facts(letter, language), letters)


def withdrawn_facts(letter: Withdrawn, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "reason": reason(letter.reason),
        "started": letter.started,
        "finished": letter.finished,
        "taken": letter.taken,
    }
