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
    """What may be told to the other side: without the lines that begin with `private:`."""
    private: str = ""
    """What stands on those lines."""
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
    text, private = without_private(cut.text, vocabulary) if role is Role.OWNER else (cut.text, "")
    fields = fields_in(text) if role is Role.OWNER else {}
    answer = Answer((), text, private, links=links_in(text), fields=fields)
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


def read_answers(cut: Cut, vocabulary: Vocabulary, calendar: WorkCalendar, written: datetime) -> Mapping[int, Answer]:
    """What an owner has said about several tasks, each on a line that begins with its number: `T-12 approve`.

    What stands below such a line belongs to it. Empty where no line begins so.
    """
    parts: dict[int, list[str]] = {}
    heads: list[int] = []
    for line in cut.text.split("\n"):
        found = _NUMBERED.match(line)
        if found:
            heads = [int(number) for number in _NUMBER.findall(found[0])]
            line = line[found.end() :]  # noqa: PLW2901  what it says about them
        for number in heads if found or len(parts) <= _MOST_TASKS else ():
            parts.setdefault(number, []).append(line)
    return {
        number: read_answer(Cut("\n".join(lines).strip()), Role.OWNER, vocabulary, calendar, written)
        for number, lines in parts.items()
    }


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
            return replace(answer, hours=hours_in(answer.rest.removeprefix("in ")))
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
_MOST_TASKS: Final = 100
_MARKS: Final = " \t\n,.;:!-*_\"')\N{EN DASH}\N{EM DASH}\N{FULLWIDTH COLON}\N{FULLWIDTH COMMA}"
_NUMBERED: Final = re.compile(
    r"[\s*>\[•-]{0,8}[Tt]-?\d{1,9}\b(?:[\s,&+]{1,3}(?:and |und |y |et |e )?[Tt]-?\d{1,9}\b){0,19}[\s\]:.,*-]*"
)
_NUMBER: Final = re.compile(r"(?<=[Tt-])\d{1,9}")
