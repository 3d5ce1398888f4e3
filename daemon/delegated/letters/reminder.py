"""One kind mail a day to one person, with everything that is waited for from her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from delegated.core.moments import said
from delegated.letters.answering import Button, Role, by_hand, links
from delegated.letters.letterhead import composed
from delegated.letters.wording import reason

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """One task, and what is waited for: `an answer to the brief`, `your word on the cost`, `how it went`.

    `otherwise` is what happens if nothing comes, as it stands after a comma: `on Thursday the next person is asked`.
    Instants are aware.
    """

    number: int
    title: str
    waited_for: str
    since: datetime
    due: datetime | None = None
    otherwise: str = ""
    reply_address: str
    reply_subject: str
    reference: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """All that one person is reminded of, one thing at least. `owner_name` is for whom the desk writes."""

    reader_name: str
    role: Role
    owner_name: str
    desk_name: str
    zone: ZoneInfo
    items: tuple[Reminded, ...]
    language: str = "en"


def render_reminder(letter: Reminder, letters: Templates) -> Rendered:
    """The letter; one thing stays in the thread of its task."""
    return composed("reminder", letter.language, lambda language: reminder_facts(letter, language), letters)


def reminder_facts(letter: Reminder, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return {
        "language": language,
        "subject": _subject(letter.items),
        "reader_name": letter.reader_name,
        "owner_name": letter.owner_name,
        "desk_name": letter.desk_name,
        "role": letter.role,
        "items": tuple(_item_facts(item, letter.zone, language) for item in letter.items),
        "reference": letter.items[0].reference if len(letter.items) == 1 else "",
    }


def _subject(items: tuple[Reminded, ...]) -> str:
    if len(items) == 1:
        return f"[T-{items[0].number}] {items[0].title}"
    return f"Reminder: {len(items)} tasks wait for you"


def _item_facts(item: Reminded, zone: ZoneInfo, language: str) -> dict[str, object]:
    return {
        "tag": f"T-{item.number}",
        "title": item.title,
        "waited_for": reason(item.waited_for),
        "since": said(item.since, zone, reader=language),
        "due": said(item.due, zone, reader=language) if item.due else None,
        "otherwise": reason(item.otherwise),
        "reply_address": item.reply_address,
        "reference": item.reference,
        "buttons": links(item.buttons, item.reply_address, item.reply_subject),
        "ways": by_hand(item.buttons),
    }
