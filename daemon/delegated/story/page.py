"""`docs/story.md`, drawn from the table of the story: a picture, what may be said where, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from delegated.story import (
    FOLDER,
    STORY,
    Accepted,
    AnswerGiven,
    Approved,
    Cancelled,
    DateCame,
    Declined,
    Deferred,
    Edited,
    FactsGiven,
    FeedbackGiven,
    Finished,
    HandedOver,
    Kept,
    LeftLate,
    NoteCame,
    PutBack,
    QuestionAsked,
    Refused,
    ReworkAsked,
    SaidLate,
    Spoilt,
    State,
    Straggled,
    TimeIsUp,
    Undeliverable,
    WentAway,
    WorkDelivered,
)
from delegated.story.leading import DECIDED, declared, reached

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from delegated.story.leading import Step

_BY_ASSISTANT: Final[Mapping[type, str]] = {
    Accepted: "`accept`",
    Declined: "`decline`",
    QuestionAsked: "`question`",
    SaidLate: "`late`",
    WorkDelivered: "`done`",
}
_BY_OWNER: Final[Mapping[type, str]] = {
    AnswerGiven: "an answer in free words",
    Approved: "`approve`",
    Refused: "`refuse`",
    FeedbackGiven: "`1` to `5`, or praise",
    ReworkAsked: "`again`",
    Deferred: "`defer`",
    HandedOver: "`delegate`",
    FactsGiven: "new facts",
    Finished: "`done`",
    Cancelled: "`cancel`",
    Kept: "`keep`",
    PutBack: "the file put into the inbox",
    Edited: "the file edited",
    Spoilt: "the file put back broken",
}
_BY_ITSELF: Final[Mapping[type, str]] = {
    NoteCame: "what is not understood",
    Straggled: "a word of one who has it no more",
    DateCame: "the date comes",
    TimeIsUp: "nothing comes",
    WentAway: "an automatic word of absence",
    LeftLate: "the brief has left at last",
    Undeliverable: "a letter comes back",
}
_WHO: Final[Mapping[str, Mapping[type, str]]] = {
    "assistant": _BY_ASSISTANT,
    "owner": _BY_OWNER,
    "": _BY_ITSELF,
}
WORDS: Final[Mapping[type, str]] = {**_BY_ASSISTANT, **_BY_OWNER, **_BY_ITSELF}
"""How people call what happens."""
_EVERYWHERE: Final = len(State) - 2
_INTRODUCTION: Final = """\
# The story of a task

A task stands in one state at a time, and the folder in which its file lies shows which. What may happen to it is one
table, `STORY` in `delegated/story/`; what is not in the table cannot happen. This page is drawn from that table by
`python -m delegated.story`.

Nothing waits for ever. Where an assistant or the owner is waited for, she is reminded in her working hours, at most
once a day; and when her time is over, what stands below at *nothing comes* follows. Whatever is said in a state in
which it has no place changes nothing: it is passed on as a note.

## The picture

Read it from the top. *decided* is no state: it is where the rules say what becomes of the task. What the owner may do
at any time is not drawn but listed below.
"""


def page() -> str:
    """The whole of it."""
    return "\n".join([_INTRODUCTION, *_picture(), "", *_said_where(), "", *_at_any_time(), "", *_everything()]) + "\n"


def _picture() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    state decided <<choice>>"
    yield "    [*] --> decided: a file is dropped"
    yield from (f"    decided --> {state}" for state in State if state in DECIDED)
    for (state, to), labels in _arrows().items():
        yield f"    {state} --> {to}: {' · '.join(labels)}"
    yield from (f"    {state} --> [*]" for state in (State.DONE, State.DROPPED))
    yield "```"


def _arrows() -> dict[tuple[State, str], list[str]]:
    """What is drawn: by where it begins and where it ends, how it is called."""
    found: dict[tuple[State, str], list[str]] = {}
    for (state, kind), step in STORY.items():
        if kind not in _kinds_for_all():
            for to in _drawn(step, state):
                found.setdefault((state, to), []).append(WORDS[kind].replace("`", ""))
    return found


def _drawn(step: Step, state: State) -> list[str]:
    """The ends of its arrows; what stays where it is has none, and what the rules decide has one."""
    states = declared(step)
    if states >= DECIDED:
        return ["decided", *(str(found) for found in State if found in states - DECIDED)]
    return [str(found) for found in State if found in reached(step, state) - {state}]


def _said_where() -> Iterator[str]:
    yield "## What may be said where"
    yield ""
    yield "| state | folder | the assistant may say | the owner may say or do | by itself |"
    yield "|---|---|---|---|---|"
    for state in State:
        cells = (", ".join(_said_by(words, state)) or "—" for words in _WHO.values())
        yield f"| {state} | {FOLDER[state]} | {' | '.join(cells)} |"


def _said_by(words: Mapping[type, str], state: State) -> list[str]:
    everywhere = _kinds_for_all()
    return [text for kind, text in words.items() if (state, kind) in STORY and kind not in everywhere]


def _at_any_time() -> Iterator[str]:
    yield "## At any time"
    yield ""
    yield "| what | what follows |"
    yield "|---|---|"
    for kind in _kinds_for_all():
        steps = dict.fromkeys(step for (_, found), step in STORY.items() if found is kind)
        yield f"| {WORDS[kind]} | {' '.join(map(_promise, steps))} |"


def _everything() -> Iterator[str]:
    yield "## Everything"
    yield ""
    yield "| state | what happens | what follows | it stands then in |"
    yield "|---|---|---|---|"
    for state in State:
        for (begins, kind), step in STORY.items():
            if begins is state and kind not in _kinds_for_all():
                to = reached(step, state)
                states = ", ".join(str(found) for found in State if found in to)
                yield f"| {state} | {_who(kind)}{WORDS[kind]} | {_promise(step)} | {states} |"


def _who(kind: type) -> str:
    name = next(name for name, words in _WHO.items() if kind in words)
    return f"{name}: " if name else ""


def _promise(step: Step) -> str:
    """The first line of its docstring, which is what it promises."""
    return (step.__doc__ or "").partition("\n")[0]


def _kinds_for_all() -> list[type]:
    """What may happen in nearly every state, in the order of the words."""
    return [kind for kind in WORDS if sum(found is kind for _, found in STORY) >= _EVERYWHERE]
