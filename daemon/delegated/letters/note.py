"""What the other side of a task wrote, passed on in her own words. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from delegated.letters.letterhead import Letterhead, composed, head_facts
from delegated.letters.wording import passed_on

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What was written, and the names of files that came with it; by whom, unless by the other side of the task."""

    head: Letterhead
    said: str
    writer_name: str = ""
    files: tuple[str, ...] = ()


def render_note(letter: Note, letters: Templates) -> Rendered:
    """The letter, in the thread of the task."""
    return composed("note", letter.head.language, lambda language: note_facts(letter, language), letters)


def note_facts(letter: Note, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return head_facts(letter.head, language) | {
        "writer_name": letter.writer_name or letter.head.other_name,
        "said": passed_on(letter.said),
        "files": letter.files,
    }
