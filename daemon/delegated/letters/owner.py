"""One letter to the owner with everything that waits for a word from her, and how to give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from delegated.core.moments import said
from delegated.letters.fitting import fitting_html
from delegated.letters.mime import Rendered
from delegated.letters.wording import reason

if TYPE_CHECKING:
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One task that waits: why, what is asked, and why each person could not be asked to do it.

    `folder` is where its `file` lies, as the owner knows it: `tasks/waiting`.
    """

    number: int
    title: str
    because: str
    file: str
    folder: str = "tasks/waiting"
    questions: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLetter:
    """All that waits for one owner, the first thing first. `written` is aware."""

    owner_name: str
    desk_name: str
    zone: ZoneInfo
    written: datetime
    items: tuple[Waiting, ...]
    language: str = "en"


def render_waiting(letter: OwnerLetter, letters: Templates) -> Rendered:
    """The letter; where one task waits, its subject is what is asked."""
    language = letters.language("waiting", letter.language)
    facts = waiting_facts(letter, language)
    text = letters.render("waiting", "txt", facts)
    return Rendered(_subject(letter.items), text, fitting_html(letters, "waiting", facts), None, language)


def waiting_facts(letter: OwnerLetter, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return {
        "language": language,
        "subject": _subject(letter.items),
        "owner_name": letter.owner_name,
        "desk_name": letter.desk_name,
        "written": said(letter.written, letter.zone, reader=language),
        "items": tuple(_item_facts(item) for item in letter.items),
        "home": _beside(letter.items[0].folder) if letter.items else "",
    }


def _item_facts(item: Waiting) -> dict[str, object]:
    return {
        "tag": f"T-{item.number}",
        "title": item.title,
        "because": reason(item.because),
        "questions": item.questions,
        "people": item.people,
        "file": f"{item.folder.rstrip('/')}/{item.file}",
    }


def _subject(items: tuple[Waiting, ...]) -> str:
    if len(items) != 1:
        return f"{len(items)} tasks wait for a word from you"
    (item,) = items
    asked = item.questions[0] if item.questions else item.because
    return f"[T-{item.number}] Question: {asked or item.title}"


def _beside(folder: str) -> str:
    """What stands before the name of a folder beside that one: `tasks/` for `tasks/waiting`."""
    above, slash, _ = folder.rstrip("/").rpartition("/")
    return f"{above}{slash}"
