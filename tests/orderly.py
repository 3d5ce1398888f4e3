"""What must be so after every step of every story, whatever has happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from delegated.story import (
    FOLDER,
    HANDED,
    REJECTED,
    DateCame,
    Declined,
    Delegation,
    Remind,
    State,
    TakeBack,
    TellOwner,
    TimeIsUp,
    Undeliverable,
    WakeAt,
    Write,
)

if TYPE_CHECKING:
    from delegated.core.office import Office
    from delegated.story import Happening, Outcome

_ARCHIVE = TypeAdapter(Delegation)
# Words to somebody who does not have the task (any more): that it is so, how it was, and what can be said.
_LAST_WORDS = {"withdrawn", "feedback", "help"}
_BOUNDLESS = {State.YOURS, State.DROPPED, State.DONE, State.LATER}


def in_order(before: Delegation, happening: Happening, outcome: Outcome, office: Office) -> None:
    """All of it, for one step."""
    it = outcome.delegation
    somebody_has_it_while_it_is_handed(it)
    every_wait_has_an_end(it, outcome)
    letters_have_numbers_of_their_own(before, outcome)
    letters_go_to_those_whom_it_concerns(before, it, outcome)
    time_alone_speaks_gently(happening, outcome)
    if before.assistant in office.roster.assistants:
        whoever_loses_it_is_told(before, happening, outcome)
    assert _ARCHIVE.validate_json(_ARCHIVE.dump_json(it)) == it
    assert outcome.told or outcome.errands or it != before or isinstance(happening, TimeIsUp)
    assert before.wait is None or it.wait is None or it.wait == before.wait or _sets_it(outcome), (before.wait, it.wait)


def somebody_has_it_while_it_is_handed(it: Delegation) -> None:
    """Nobody else does, and nobody who is not asked again; questions are open only while it is asked."""
    assert (it.assistant is not None) == (it.state in HANDED), it
    assert it.assistant not in it.refusals
    assert it.folder in {FOLDER[it.state], REJECTED}
    assert (it.asked is not None) == (it.state is State.ASKED), it
    assert (it.back_to is not None) == (it.state is State.ASKED), it
    assert it.proposed is None or it.state in {State.WORKING, State.ASKED}


def every_wait_has_an_end(it: Delegation, outcome: Outcome) -> None:
    """Where a word is waited for, the next reminder or the end has a time; elsewhere nothing is waited for."""
    assert (it.wait is None) == (it.state in _BOUNDLESS), it
    if it.wait is not None:
        assert it.wait.at <= it.wait.ends
        assert it.wait.then in {"due", "remind", "end"}
    if it.state is State.LATER:
        assert it.decision.until is not None
    for errand in outcome.errands:
        if isinstance(errand, WakeAt) and errand.key.endswith(":wait"):
            assert it.wait is not None


def letters_have_numbers_of_their_own(before: Delegation, outcome: Outcome) -> None:
    """Else two of them would have one Message-ID."""
    numbers = [one.number for one in outcome.errands if isinstance(one, Write | TakeBack) and one.number is not None]
    assert len(set(numbers)) == len(numbers)
    assert all(before.letters < number <= outcome.delegation.letters for number in numbers)


def letters_go_to_those_whom_it_concerns(before: Delegation, it: Delegation, outcome: Outcome) -> None:
    """The owner, and who has it, or had it a moment ago."""
    for errand in outcome.errands:
        if isinstance(errand, Write) and errand.kind not in _LAST_WORDS:
            assert errand.person in {it.task.owner, it.assistant}, errand
        if isinstance(errand, Remind):
            assert errand.person in {before.task.owner, before.assistant}, errand


def time_alone_speaks_gently(happening: Happening, outcome: Outcome) -> None:
    """What nobody's act has caused leaves in working hours only."""
    by_itself = isinstance(happening, TimeIsUp | DateCame)
    for errand in outcome.errands:
        if isinstance(errand, Write | TakeBack | TellOwner):
            assert errand.gently == by_itself, errand


def whoever_loses_it_is_told(before: Delegation, happening: Happening, outcome: Outcome) -> None:
    """Unless she gave it back herself, cannot be reached, or has delivered, and hears how it was."""
    it = outcome.delegation
    if before.assistant is None or before.assistant == it.assistant or isinstance(happening, Declined | Undeliverable):
        return
    told = {one.person for one in outcome.errands if isinstance(one, TakeBack)}
    told |= {one.person for one in outcome.errands if isinstance(one, Write) and one.kind == "feedback"}
    assert before.assistant in told, outcome.errands


def _sets_it(outcome: Outcome) -> bool:
    return any(isinstance(one, WakeAt) and one.key.endswith(":wait") for one in outcome.errands)
