"""How a task stands, in words: what is waited for, and what happens if it stays silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from delegated.story.telling import REJECTED, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from delegated.story.telling import Delegation

_OF_ASSISTANT: Final = {"answer": "an answer to the brief", "work": "the work"}
_OF_OWNER: Final = {
    "reply": "your answer to a question",
    "rating": "your word on how it went",
    "word": "a word of yours",
    "date": "your word on the new date",
}
_ENDS: Final = {
    "answer": "the next person is asked",
    "reply": "the assistant goes on by her own judgement",
    "rating": "it is closed without a rating",
    "word": "it becomes yours to do",
    "date": "the old date stands",
    "work": "it is taken back, and waits for you",
}


def waited_for(it: Delegation) -> str | None:
    """What is waited for, said to whoever should give it: `an answer to the brief`; None where nothing is."""
    if it.state is State.WAITING:
        return it.reason if it.folder == REJECTED else it.decision.waits_for or it.reason
    if it.wait is None:
        return None
    return _OF_ASSISTANT.get(it.wait.for_) or _OF_OWNER.get(it.wait.for_)


def otherwise(it: Delegation) -> str | None:
    """What happens at the end of the wait, if nothing comes."""
    if it.wait is None:
        return None
    if it.wait.for_ == "work" and it.wait.then == "due":
        return "she is reminded"
    return _ENDS.get(it.wait.for_)


def next_step(
    it: Delegation, name_of: Callable[[str], str], when: Callable[[datetime], str], ends: datetime | None
) -> str | None:
    """What happens if nobody says anything: the next reminder, and the end at `ends`. None where nothing does."""
    if it.state is State.LATER and it.decision.until is not None:
        return f"it is decided anew on {when(it.decision.until)}"
    if it.wait is None or ends is None:
        return None
    end = f"on {when(ends)} {otherwise(it)}"
    if it.wait.then == "end" or it.wait.at >= ends:
        return f"{name_of(it.wait.on)} is reminded on {when(it.wait.at)}" if it.wait.then == "due" else end
    return f"{name_of(it.wait.on)} is reminded on {when(it.wait.at)}; then, {end}"
