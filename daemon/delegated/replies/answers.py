"""What a person has said: the words that count, and all that goes with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from delegated.replies.almanac import folded
from delegated.replies.amounts import find_date, hours_in, limit_in, rating_in
from delegated.replies.asking import asks
from delegated.replies.cutting import Cut
from delegated.replies.doubts import is_meant
from delegated.replies.opening import opening_end
from delegated.replies.telling import fields_in, links_in, whom_in, without_private
from delegated.replies.words import SIGNS, Role, Spoken, Vocabulary, Word

if TYPE_CHECKING:
    from delegated.core.calendar import WorkCalendar

__all__ = ["Answer", "Role", "Word", "read_answer", "read_answers"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said: the words that count, in their order (usually one; none: a note), and all that goes with them."""

    words: tuple[Word, ...]
    text: str
    """What may be told to the other side: of an owner's, without what is private."""
    private: str = ""
    """What is private, of the whole mail."""
    rest: str = ""
    """The text behind the word that counts."""
    hours: Decimal | None = None
    until: datetime | None = None
    """Of `late` and `defer`, in UTC; the end of the working day where `until_is_day`."""
    until_is_day: bool = False
    rating: int | None = None
    links: tuple[str, ...] = ()
    limit: str | None = None
    """`180 EUR` of `approve, but not more than 180 EUR`."""
    to: str | None = None
    """Whom, of `delegate to achieng`, as written."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Facts of the task, from lines like `due: friday 17:00` of an owner."""
    unsure: bool = False
    """The word was understood, and may not be meant."""


def read_answer(cut: Cut, role: Role, vocabulary: Vocabulary, calendar: WorkCalendar, written: datetime) -> Answer:
    """What somebody has said, by her own calendar, at `written`. Never raises; takes linear time."""
    cut = _told(cut, role, vocabulary)
    text = cut.text
    fields = fields_in(text) if role is Role.OWNER else {}
    answer = Answer((), text, cut.private, links=links_in(text), fields=fields)
    plain = folded(text[:_LONGEST])
    start = opening_end(plain, role, vocabulary)
    if role is Role.OWNER:
        rated = _rated(answer, plain, start, vocabulary)
        if rated is not None:
            return rated
    spoken = vocabulary.spoken(plain, role, start)
    meant = is_meant(spoken, plain) if spoken else None
    if spoken is None or meant is None:
        return replace(answer, words=(Word.QUESTION,)) if role is Role.ASSISTANT and asks(plain, start) else answer
    answer = replace(answer, words=(spoken.word,), rest=_tidy(text[spoken.end :]), unsure=not meant)
    return _with_what_belongs(answer, spoken, plain, calendar, written)


def read_answers(
    cut: Cut,
    vocabulary: Vocabulary,
    calendar: WorkCalendar,
    written: datetime,
    role: Role = Role.OWNER,
    *,
    several: bool = False,
) -> Mapping[int, Answer]:
    """What somebody has said about several tasks, each on a line that begins with its number: `T-12 approve`.

    What stands below such a line belongs to it. Empty where the mail is no list of words: where more than a greeting
    stands above the first number, or where nothing that counts, and no fact, is said of one of the tasks. Where it
    answers a letter about `several`, free words are an answer, too.
    """
    cut = _told(cut, role, vocabulary)
    above, parts = _numbered(cut.text)
    if len(parts) > _MOST_TASKS or not _is_greeting(above, role, vocabulary):
        return {}
    texts = {number: Cut("\n".join(lines).strip(), private=cut.private) for number, lines in parts.items()}
    answers = {number: read_answer(said, role, vocabulary, calendar, written) for number, said in texts.items()}
    return answers if several or all(_counts(answer) for answer in answers.values()) else {}


def _told(cut: Cut, role: Role, vocabulary: Vocabulary) -> Cut:
    return without_private(cut, vocabulary.private) if role is Role.OWNER else cut


def _numbered(text: str) -> tuple[str, dict[int, list[str]]]:
    """What stands above the first line that begins with the number of a task, and the lines about each of them."""
    above: list[str] = []
    parts: dict[int, list[str]] = {}
    heads: list[int] = []
    for line in text[:_LONGEST_LIST].split("\n"):
        found = _NUMBERED.match(line)
        if found:
            heads = [int(number) for number in _NUMBER.findall(found[0])]
        for number in heads:
            parts.setdefault(number, []).append(line[found.end() :] if found else line)
        if not heads:
            above.append(line)
    return "\n".join(above).strip(), parts


def _is_greeting(above: str, role: Role, vocabulary: Vocabulary) -> bool:
    return len(above) <= _LONGEST_GREETING and opening_end(folded(above), role, vocabulary) == len(above)


def _counts(answer: Answer) -> bool:
    return bool(answer.fields) or (bool(answer.words) and not answer.unsure)


def _rated(answer: Answer, plain: str, start: int, vocabulary: Vocabulary) -> Answer | None:
    """A rating, before or behind words of praise."""
    spoken = vocabulary.spoken(plain, Role.OWNER, start)
    praised = spoken is not None and spoken.word is Word.PRAISE and is_meant(spoken, plain)
    rated = rating_in(answer.text[spoken.end if spoken and praised else start :].lstrip(_MARKS))
    if rated is None:
        return None
    return replace(answer, words=(Word.RATING,), rating=rated.rating, rest=rated.rest.strip(), unsure=rated.unsure)


def _with_what_belongs(answer: Answer, spoken: Spoken, plain: str, calendar: WorkCalendar, written: datetime) -> Answer:
    match spoken.word:
        case Word.ACCEPT if asks(plain, spoken.end):
            return replace(answer, words=(Word.ACCEPT, Word.QUESTION))
        case Word.DONE:
            return replace(answer, hours=hours_in(_IN.sub("", answer.rest)))
        case Word.LATE | Word.DEFER:
            return _until(answer, calendar, written)
        case Word.APPROVE:
            return replace(answer, limit=limit_in(answer.rest))
        case Word.DELEGATE:
            return replace(answer, to=whom_in(answer.rest))
        case _:
            return answer


def _until(answer: Answer, calendar: WorkCalendar, written: datetime) -> Answer:
    day_first = not (calendar.region or "").startswith("US")
    found = find_date(answer.rest, written, calendar, day_first=day_first)
    return replace(answer, until=found.at, until_is_day=found.is_day) if found else answer


def _tidy(rest: str) -> str:
    return rest.strip().lstrip(_MARKS + SIGNS)


_LONGEST: Final = 4_000
_IN: Final = re.compile(r"\A(?:in|en|em) ", re.IGNORECASE)
_MOST_TASKS: Final = 100
_LONGEST_LIST: Final = 100_000
_LONGEST_GREETING: Final = 200
_MARKS: Final = " \t\n,.;:!-*_\"')\N{EN DASH}\N{EM DASH}\N{FULLWIDTH COLON}\N{FULLWIDTH COMMA}"
_NUMBERED: Final = re.compile(
    r"[\s*>\[•-]{0,8}[Tt]-?\d{1,9}\b(?:[\s,&+]{1,3}(?:and |und |y |et |e )?[Tt]-?\d{1,9}\b){0,19}[\s\]:.,*-]*"
)
_NUMBER: Final = re.compile(r"(?<=[Tt-])\d{1,9}")
