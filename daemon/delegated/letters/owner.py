"""One letter to the owner with everything that waits for a word from her, how to give it, and the news."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

from delegated.core.moments import said
from delegated.letters.answering import Button, Words, by_hand, links
from delegated.letters.letterhead import composed
from delegated.letters.wording import passed_on, reason

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

Kind = Literal["facts", "approval", "question", "late", "nobody", "overdue", "silent", "refused", "spoilt"]

# What can as well be answered by writing into the file.
_BY_FILE: Final = frozenset({"facts", "spoilt"})
_KINDS: Final[dict[Kind, str]] = {
    "facts": "something is missing",
    "approval": "may it be done?",
    "question": "a question for you",
    "late": "it will be late",
    "nobody": "nobody can take it",
    "overdue": "it is overdue",
    "silent": "no answer",
    "refused": "it was not sent",
    "spoilt": "the file cannot be read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One task that waits for a decision: what happened (`headline`, a sentence), why, and what is asked.

    `folder` is where its `file` lies, as the owner knows it: `tasks/waiting`. `missing` are facts that she can answer
    with a line each: the name of the field, and the question. `quoted` are the words of the assistant (`quoted_from`);
    `people` those who could not be asked, and why. `otherwise` is what happens without an answer, as it stands after
    a comma.
    """

    number: int
    title: str
    because: str
    file: str
    folder: str = "tasks/waiting"
    kind: Kind = "facts"
    headline: str = ""
    quoted: str = ""
    quoted_from: str = ""
    cost: str = ""
    worth: str = ""
    questions: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    buttons: tuple[Button, ...] = ()
    reply_address: str = ""
    reply_subject: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened and needs no answer, in a sentence; `quoted` is what somebody wrote, if anything."""

    number: int
    title: str
    said: str
    quoted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLetter:
    """All that waits for one owner, the first thing first, and all that is new. `written` is aware."""

    owner_name: str
    desk_name: str
    zone: ZoneInfo
    written: datetime
    items: tuple[Waiting, ...]
    news: tuple[News, ...] = ()
    language: str = "en"
    words: Words = field(default_factory=Words)


def render_waiting(letter: OwnerLetter, letters: Templates) -> Rendered:
    """The letter; where one task waits, its subject is what is asked."""
    return composed("waiting", letter.language, lambda language: waiting_facts(letter, language), letters)


def waiting_facts(letter: OwnerLetter, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    return {
        "language": language,
        "subject": _subject(letter),
        "owner_name": letter.owner_name,
        "reader_name": letter.owner_name,
        "desk_name": letter.desk_name,
        "role": "owner",
        "written": said(letter.written, letter.zone, reader=language),
        "items": tuple(_item_facts(item) for item in letter.items),
        "news": tuple(_news_facts(news) for news in letter.news),
        "approve": letter.words.approve,
        "home": _beside(letter.items[0].folder) if letter.items else "",
        "by_file": any(item.kind in _BY_FILE for item in letter.items),
        "reference": letter.items[0].reference if len(letter.items) == 1 else "",
    }


def _item_facts(item: Waiting) -> dict[str, object]:
    return {
        "tag": f"T-{item.number}",
        "title": item.title,
        "kind": _KINDS[item.kind],
        "headline": reason(item.headline),
        "because": reason(item.because),
        "quoted": passed_on(item.quoted),
        "quoted_from": item.quoted_from,
        "cost": item.cost,
        "worth": item.worth,
        "questions": item.questions,
        "missing": item.missing,
        "people": item.people,
        "otherwise": reason(item.otherwise),
        "file": f"{item.folder.rstrip('/')}/{item.file}",
        "buttons": links(item.buttons, item.reply_address, item.reply_subject),
        "ways": by_hand(item.buttons),
        "reply_address": item.reply_address,
        "reference": item.reference,
    }


def _news_facts(news: News) -> dict[str, object]:
    return {
        "tag": f"T-{news.number}",
        "title": news.title,
        "said": reason(news.said),
        "quoted": passed_on(news.quoted),
    }


def _subject(letter: OwnerLetter) -> str:
    if len(letter.items) == 1:
        return _asked(letter.items[0])
    if letter.items:
        return f"{len(letter.items)} tasks wait for a word from you"
    told = {news.number: news.title for news in letter.news}
    if len(told) == 1:
        ((number, title),) = told.items()
        return f"[T-{number}] {title}"
    return f"News of {len(told)} tasks"


def _asked(item: Waiting) -> str:
    """What is asked, in the subject: she may know the answer without opening the letter."""
    first = (*item.questions, *(question for _, question in item.missing), item.headline, item.because, item.title)
    return f"[T-{item.number}] Question: {next(filter(None, first))}"


def _beside(folder: str) -> str:
    """What stands before the name of a folder beside that one: `tasks/` for `tasks/waiting`."""
    above, slash, _ = folder.rstrip("/").rpartition("/")
    return f"{above}{slash}"
