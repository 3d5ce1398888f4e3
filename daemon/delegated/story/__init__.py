"""The life of a task, from top to bottom.

What may happen is one table, `STORY`; what is not in it cannot happen. Every step is a function of what is known,
and comes to an `Outcome`: the task as it now stands, what to tell the log, and the errands (letters, wake-ups,
moves of the file). No step reads a clock, a file, a socket or a setting.

    deciding   taken ──▶ decided ─┬─ keep ─────▶ yours      a task of the owner's own
                                  ├─ drop ─────▶ dropped    and the reason
                                  ├─ defer ────▶ later      until a date, then decided anew
                                  ├─ ask ──────▶ waiting    for facts, for approval, for somebody who can
                                  └─ delegate ─▶ offered    the brief is on its way
    offering   accepts ──▶ working · declines, silent, unreachable ──▶ offered to the next ──▶ waiting
    asking     asks ─────▶ asked, until the owner answers; then back
    working    late ─────▶ the owner agrees or not · delivers ──▶ delivered · silent ──▶ waiting
    judging    rated ────▶ done · again ──▶ working · silent ──▶ done
    owning     the owner's own word, in any chapter; a file moved by hand is one
    talking    what is not understood, or comes too late: passed on, never acted upon

`telling` has the words for all of this, and `turn` is what the steps write on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from delegated.story import asking, deciding, judging, offering, owning, talking, working
from delegated.story.deciding import accept
from delegated.story.telling import (
    CLOSED,
    FOLDER,
    HANDED,
    REJECTED,
    Accepted,
    AnswerGiven,
    Approval,
    Approved,
    Cancelled,
    DateCame,
    Declined,
    Deferred,
    Delegation,
    Delivery,
    Edited,
    Errand,
    FactsGiven,
    Feedback,
    FeedbackGiven,
    Finished,
    Forget,
    HandedOver,
    Happening,
    Heard,
    Kept,
    LeftLate,
    Move,
    NoteCame,
    Outcome,
    OwnerSaid,
    PutBack,
    Question,
    QuestionAsked,
    Refused,
    Remember,
    Remind,
    ReworkAsked,
    Said,
    SaidLate,
    Spoilt,
    State,
    Straggled,
    TakeBack,
    TellOwner,
    TimeIsUp,
    Told,
    Undeliverable,
    WakeAt,
    WentAway,
    WorkDelivered,
    Write,
)
from delegated.story.turn import Turn, date_key, wait_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from delegated.core.office import Office
    from delegated.story.leading import Step

STORY: Final[Mapping[tuple[State, type], Step]] = {
    (State.OFFERED, Accepted): offering.start_work,
    (State.OFFERED, Declined): offering.offer_to_next,
    (State.OFFERED, QuestionAsked): asking.ask_owner,
    (State.OFFERED, SaidLate): working.start_late,
    (State.OFFERED, WorkDelivered): working.ask_for_feedback,
    (State.OFFERED, Undeliverable): offering.offer_to_next_unreached,
    (State.OFFERED, WentAway): offering.wait_while_away,
    (State.OFFERED, LeftLate): offering.count_from_now,
    (State.OFFERED, TimeIsUp): offering.be_patient,
    (State.WORKING, Accepted): talking.nod,
    (State.WORKING, QuestionAsked): asking.ask_owner,
    (State.WORKING, SaidLate): working.note_late,
    (State.WORKING, Approved): working.agree_to_date,
    (State.WORKING, Refused): working.stand_by_date,
    (State.WORKING, WorkDelivered): working.ask_for_feedback,
    (State.WORKING, Declined): offering.give_back,
    (State.WORKING, Undeliverable): offering.tell_unreached,
    (State.WORKING, WentAway): offering.wait_while_away,
    (State.WORKING, TimeIsUp): working.keep_to_the_date,
    (State.ASKED, AnswerGiven): asking.relay_answer,
    (State.ASKED, QuestionAsked): asking.ask_owner,
    (State.ASKED, Accepted): asking.accept_meanwhile,
    (State.ASKED, Declined): offering.give_back,
    (State.ASKED, SaidLate): working.note_late,
    (State.ASKED, Approved): working.agree_to_date,
    (State.ASKED, Refused): working.stand_by_date,
    (State.ASKED, WorkDelivered): working.ask_for_feedback,
    (State.ASKED, Undeliverable): offering.tell_unreached,
    (State.ASKED, TimeIsUp): asking.go_on_unanswered,
    (State.DELIVERED, Accepted): talking.nod,
    (State.DELIVERED, FeedbackGiven): judging.take_feedback,
    (State.DELIVERED, ReworkAsked): judging.ask_again,
    (State.DELIVERED, WorkDelivered): working.ask_for_feedback,
    (State.DELIVERED, Finished): judging.finish_unrated,
    (State.DELIVERED, Undeliverable): offering.tell_unreached,
    (State.DELIVERED, TimeIsUp): judging.close_in_the_end,
    (State.DONE, FeedbackGiven): judging.add_feedback,
    (State.DONE, ReworkAsked): judging.ask_again,
    (State.WAITING, FactsGiven): owning.take_facts,
    (State.WAITING, Approved): owning.approve,
    (State.WAITING, Refused): owning.refuse,
    (State.WAITING, TimeIsUp): owning.wait_in_vain,
    (State.WAITING, Edited): deciding.decide_edited,
    (State.LATER, DateCame): deciding.decide_anew,
    **{(state, Cancelled): owning.cancel for state in State if state is not State.DROPPED},
    **{(state, Kept): owning.keep for state in State if state is not State.YOURS},
    **{(state, Finished): owning.finish for state in State if state not in {State.DONE, State.DELIVERED}},
    **{(state, Deferred): owning.defer for state in State},
    **{(state, HandedOver): owning.hand_over for state in State},
    **{(state, PutBack): deciding.decide_put_back for state in State if state not in HANDED},
    **{(state, kind): owning.revise for state in State if state in HANDED for kind in (PutBack, Edited, FactsGiven)},
    **{(State.DELIVERED, kind): owning.revise_delivered for kind in (PutBack, Edited, FactsGiven)},
    **{(state, Edited): deciding.note_edit for state in State if state not in {*HANDED, State.WAITING}},
    **{(state, Spoilt): deciding.set_aside for state in State},
    **{(state, NoteCame): talking.relay for state in State},
    **{(state, Straggled): talking.tell_straggler for state in State},
}
"""What may happen in each state, and the step that follows."""

_BY_ITSELF: Final = (TimeIsUp, DateCame)
_BY_HAND: Final = (PutBack, Edited, Spoilt, Finished, Cancelled, Kept, Deferred)
_BY_ASSISTANT: Final = (Accepted, Declined, QuestionAsked, SaidLate, WorkDelivered)


def advance(delegation: Delegation, happening: Happening, office: Office, now: datetime) -> Outcome:
    """The next step, by the table. What somebody says that has no place in it is a note; all else changes nothing.

    Work is accepted, declined or delivered by nobody but whoever has it. What machines say to each other is withheld.
    `office` counts who has how much to do without this task, as it stands in nobody's way itself.
    """
    turn = Turn(delegation, office, now, gently=isinstance(happening, _BY_ITSELF))
    if turn.gently and _before_its_time(turn, happening):
        return _ignored(turn, happening)
    if isinstance(happening, _BY_ASSISTANT) and happening.person not in {delegation.assistant, delegation.done_by}:
        happening = Straggled(person=happening.person, text=happening.text, reply=happening.reply)
    if isinstance(happening, Said) and happening.reply:
        turn.follow_thread(happening.person, happening.reply)
    step = STORY.get((delegation.state, type(happening)))
    if step is None and isinstance(happening, Said) and happening.person:
        step, happening = talking.relay, talking.as_note(happening)
    if step is None:
        return _ignored(turn, happening)
    if isinstance(happening, _BY_HAND):
        talking.forget_what_was_heard(turn)
    elif isinstance(happening, Said) and talking.withholds(turn, happening):
        return turn.outcome()
    owning.count_handling(turn, happening)
    step(turn, happening)
    return turn.outcome()


def advance_all(delegation: Delegation, happenings: tuple[Happening, ...], office: Office, now: datetime) -> Outcome:
    """Several things said at once, one after the other, as one step."""
    outcome = Outcome(delegation)
    for happening in happenings:
        more = advance(outcome.delegation, happening, office, now)
        errands = (*outcome.errands, *more.errands)
        outcome = replace(more, told=(*outcome.told, *more.told), errands=errands)
    return outcome


def _before_its_time(turn: Turn, happening: Happening) -> bool:
    """A clock was set back, or the wait has changed: the wake-up that has brought this is used up, and set again."""
    it = turn.it
    if isinstance(happening, DateCame):
        key, at = date_key(it), it.decision.until if it.state is State.LATER else None
    else:
        key, at = wait_key(it), it.wait.at if it.wait is not None else None
    if at is not None and turn.now < at:
        turn.errand(WakeAt(key, at))
    return at is None or turn.now < at


def _ignored(turn: Turn, happening: Happening) -> Outcome:
    turn.ignore(happening)
    return turn.outcome()


__all__ = [
    "CLOSED",
    "FOLDER",
    "HANDED",
    "REJECTED",
    "STORY",
    "Accepted",
    "AnswerGiven",
    "Approval",
    "Approved",
    "Cancelled",
    "DateCame",
    "Declined",
    "Deferred",
    "Delegation",
    "Delivery",
    "Edited",
    "Errand",
    "FactsGiven",
    "Feedback",
    "FeedbackGiven",
    "Finished",
    "Forget",
    "HandedOver",
    "Happening",
    "Heard",
    "Kept",
    "LeftLate",
    "Move",
    "NoteCame",
    "Outcome",
    "OwnerSaid",
    "PutBack",
    "Question",
    "QuestionAsked",
    "Refused",
    "Remember",
    "Remind",
    "ReworkAsked",
    "Said",
    "SaidLate",
    "Spoilt",
    "State",
    "Straggled",
    "TakeBack",
    "TellOwner",
    "TimeIsUp",
    "Told",
    "Undeliverable",
    "WakeAt",
    "WentAway",
    "WorkDelivered",
    "Write",
    "accept",
    "advance",
    "advance_all",
]
