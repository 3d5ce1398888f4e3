"""From what somebody has said to what happens in the story: it depends on who it is, and where the task stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from delegated import story
from delegated.core.supplying import answered, supplied
from delegated.replies.answers import Word
from delegated.story import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.core.people import Owner, Roster
    from delegated.replies.answers import Answer
    from delegated.replies.cutting import Cut
    from delegated.story import Delegation, Happening

# Not acted upon where the word had to be read between the lines: a wrong act is far worse than a note.
_NEVER_UNSURE: Final = frozenset({Word.ACCEPT, Word.DECLINE, Word.DONE})
_BARE_ONLY: Final = frozenset({Word.CANCEL, Word.KEEP, Word.DROP, Word.DEFER, Word.DELEGATE})


MEANINGS: Final[Mapping[type, str]] = {
    story.Accepted: "accepted",
    story.Declined: "declined",
    story.QuestionAsked: "question",
    story.WorkDelivered: "delivered",
    story.SaidLate: "late",
    story.Straggled: "too late",
    story.AnswerGiven: "answer",
    story.Approved: "approve",
    story.Refused: "refuse",
    story.FeedbackGiven: "feedback",
    story.ReworkAsked: "again",
    story.Deferred: "defer",
    story.HandedOver: "delegate",
    story.FactsGiven: "facts",
    story.Finished: "done",
    story.Cancelled: "cancel",
    story.Kept: "keep",
    story.NoteCame: "note",
}
"""What each happening is called in the log."""


_SIMPLE: Final[Mapping[Word, Callable[..., Happening]]] = {
    Word.REFUSE: story.Refused,
    Word.AGAIN: story.ReworkAsked,
    Word.CANCEL: story.Cancelled,
    Word.DROP: story.Cancelled,
    Word.KEEP: story.Kept,
    Word.DONE: story.Finished,
}


def from_assistant(
    answer: Answer, it: Delegation, person: str, reply: str, files: Sequence[str]
) -> tuple[Happening, ...]:
    """What an assistant has said. Whoever does not have the task only leaves a word."""
    said: dict[str, Any] = {"person": person, "reply": reply, "files": tuple(files)}
    if it.assistant != person:
        late = story.NoteCame if it.done_by == person or not answer.text else story.Straggled
        return (late(text=answer.text, **said),)
    words = [word for word in answer.words if not answer.unsure or _may_be_unsure(word, answer, files)]
    found = [happening for word in words if (happening := _of_assistant(word, answer, said)) is not None]
    return tuple(found) or (story.NoteCame(text=answer.text, **said),)


def from_owner(  # noqa: PLR0913, PLR0917  what a word means depends on all of these
    answer: Answer, cut: Cut, it: Delegation, office: Office, reply: str, now: datetime, files: Sequence[str] = ()
) -> tuple[Happening, ...]:
    """What the owner has said, as it can be meant where the task stands. UnreadableFactError: a fact cannot be read."""
    owner = office.roster.owners.get(it.task.owner) or office.roster.first_owner
    said: dict[str, Any] = {"person": owner.id, "reply": reply, "private": answer.private, "files": tuple(files)}
    facts = _facts(answer, cut, it)
    if facts.keys() == {"budget"} and Word.APPROVE in answer.words:
        return (story.Approved(limit=facts["budget"], **{"text": answer.rest, **said}),)
    if facts and it.state is not State.ASKED:
        task = supplied(it.told, facts, office.roster, owner, now)
        return (story.FactsGiven(task=task, text=answer.text, **said),)
    if it.state is State.ASKED and not _is_bare_order(answer, it):
        return (story.AnswerGiven(text=answer.text, **said),) if answer.text or files else ()
    for word in answer.words:
        happening = _of_owner(word, answer, it, office, owner, {"text": answer.rest, **said})
        if happening is not None:
            return (happening,)
    if it.state is State.WAITING and answer.text and _asks_freely(it):
        question = it.decision.questions[0]
        return (story.FactsGiven(task=answered(it.told, question, answer.text), text=answer.text, **said),)
    return (_note(answer.text, said),)


def person_named(name: str, roster: Roster) -> str | None:
    """The assistant who is called so: by id, by name, or by the first of her names if nobody else has it."""
    wanted = name.strip(" .,;:!").casefold()
    exact = [one.id for one in roster.assistants.values() if wanted in {one.id.casefold(), one.name.casefold()}]
    if exact:
        return exact[0]
    first = [one.id for one in roster.assistants.values() if one.name.casefold().split()[0] == wanted]
    return first[0] if len(first) == 1 else None


def _may_be_unsure(word: Word, answer: Answer, files: Sequence[str]) -> bool:
    """Whether a word counts that had to be read between the lines: `here you go`, with what was to be delivered."""
    return word not in _NEVER_UNSURE or (word is Word.DONE and bool(files or answer.links))


def _note(text: str, said: Mapping[str, Any]) -> Happening:
    return story.NoteCame(text=text, **{name: value for name, value in said.items() if name != "private"})


def _of_assistant(word: Word, answer: Answer, said: Mapping[str, Any]) -> Happening | None:
    match word:
        case Word.ACCEPT:
            return story.Accepted(text=answer.text, **said)
        case Word.DECLINE:
            return story.Declined(text=answer.rest or answer.text, **said)
        case Word.QUESTION:
            return story.QuestionAsked(text=answer.text, **said)
        case Word.LATE:
            return story.SaidLate(text=answer.text, until=answer.until, **said)
        case Word.DONE:
            return story.WorkDelivered(text=answer.text, hours=answer.hours, links=answer.links, **said)
        case _:
            return None


def _of_owner(
    word: Word, answer: Answer, it: Delegation, office: Office, owner: Owner, said: Mapping[str, Any]
) -> Happening | None:
    if answer.unsure:
        return None
    if it.state in {State.DELIVERED, State.DONE} and word in {Word.RATING, Word.PRAISE, Word.APPROVE}:
        # Of praise the word itself is what she should read.
        text = said["text"] if word is Word.RATING else answer.text
        return story.FeedbackGiven(rating=answer.rating, **{**said, "text": text})
    if word is Word.APPROVE:
        return story.Approved(limit=answer.limit, **said)
    if word is Word.DEFER:
        return story.Deferred(until=_morning(answer.until, answer, owner), **said) if answer.until else None
    if word is Word.DELEGATE:
        return _handed_over(answer, office.roster, said)
    return _SIMPLE[word](**said) if word in _SIMPLE else None


def _morning(until: datetime, answer: Answer, owner: Owner) -> datetime:
    """A day without a time begins with the owner's work, as in a rule."""
    return owner.calendar.start_of_day(until.astimezone(owner.zone).date()) if answer.until_is_day else until


def _handed_over(answer: Answer, roster: Roster, said: Mapping[str, Any]) -> Happening | None:
    if answer.to is None:
        return story.HandedOver(**said)
    to = person_named(answer.to, roster)
    return story.HandedOver(to=to, **said) if to is not None else None


def _is_bare_order(answer: Answer, it: Delegation) -> bool:
    """An answer in free words is expected, and may begin like anything; an order stands alone."""
    word = answer.words[0] if answer.words else None
    if word in {Word.APPROVE, Word.REFUSE}:
        return it.proposed is not None and not answer.rest
    if word not in _BARE_ONLY or answer.unsure:
        return False
    return not answer.rest or answer.until is not None or answer.to is not None


def _facts(answer: Answer, cut: Cut, it: Delegation) -> dict[str, str]:
    """Lines like `due: friday`; what stands below our question, or behind its word; or all of it, if one is open."""
    facts = dict(answer.fields)
    if it.state is not State.WAITING:
        return facts
    missing = it.decision.missing
    asked = {name: _bare(question, name) for name, question in zip(missing, it.decision.questions, strict=False)}
    for quoted, given in cut.inline:
        name = _asked_last(quoted, asked)
        if name is not None:
            facts.setdefault(name, given)
    facts = _filled_in(cut.quoted, missing) | facts
    if not facts and len(missing) == 1 and not answer.words:
        facts[missing[0]] = answer.text
    return {name: text for name, text in facts.items() if text.strip()}


def _bare(question: str, name: str) -> str:
    """The question as it stands in the letter."""
    return question.removesuffix(f" (`{name}`)")


def _asked_last(quoted: str, asked: Mapping[str, str]) -> str | None:
    """The fact that the last of our questions in some quoted lines is about: an answer stands below its question."""
    plain = " ".join(quoted.replace(">", " ").split())
    places = {name: max(plain.rfind(question), plain.rfind(f"{name}:")) for name, question in asked.items()}
    last = max(places, key=lambda name: places[name], default=None)
    return last if last is not None and places[last] >= 0 else None


def _filled_in(quoted: str, missing: Sequence[str]) -> dict[str, str]:
    """What was written into our letter itself, behind the words that end with a colon there: `> due: friday`.

    Where such a word still stands alone it was not answered, and what else the letter shows as an example is none.
    """
    told: dict[str, list[str]] = {}
    for line in quoted.split("\n"):
        name, colon, value = line.lstrip("> \t").partition(":")
        if colon and name in missing:
            told.setdefault(name, []).append(value.strip())
    return {name: values[0] for name, values in told.items() if all(values)}


def _asks_freely(it: Delegation) -> bool:
    """One question that is about no field, so that whatever is answered is the answer."""
    decision = it.decision
    return decision.outcome == "ask" and not decision.missing and len(decision.questions) == 1
