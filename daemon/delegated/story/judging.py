"""The fifth chapter: the work is there, and the owner says how it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from delegated.events import Event
from delegated.story.leading import STAYS, leads_to
from delegated.story.talking import as_note, relay
from delegated.story.telling import Feedback, State
from delegated.story.working import wait_for_work

if TYPE_CHECKING:
    from delegated.story.telling import FeedbackGiven, Finished, ReworkAsked, TimeIsUp
    from delegated.story.turn import Turn


@leads_to(State.DONE)
def take_feedback(turn: Turn, said: FeedbackGiven) -> None:
    """A rating, or praise: passed on to her, kept, and the task is done."""
    _give_feedback(turn, said)
    turn.change(done_by=turn.it.assistant)
    turn.close(State.DONE, "the owner has said how it was")


@leads_to(STAYS)
def add_feedback(turn: Turn, said: FeedbackGiven) -> None:
    """The owner rates what is closed already: better late than never; the last rating counts, praise beside it not."""
    if turn.it.done_by is None or (said.rating is None and _is_rated(turn)):
        relay(turn, as_note(said))
    else:
        _give_feedback(turn, said)


@leads_to(State.DONE)
def finish_unrated(turn: Turn, _: Finished) -> None:
    """The owner has moved it to `done` without a word on how it was: she is thanked all the same."""
    _close_unrated(turn, "the owner says that it is done")


@leads_to(STAYS, State.WORKING)
def ask_again(turn: Turn, said: ReworkAsked) -> None:
    """The owner wants something changed: the assistant goes on, with what to change."""
    person = turn.it.assistant or turn.it.done_by
    if person is None or person not in turn.office.roster.assistants:
        relay(turn, as_note(said))
        return
    turn.tell(Event.WORK_RETURNED, assistant=person, round=turn.it.rounds + 1)
    rounds, accepted = turn.it.rounds + 1, turn.it.accepted or turn.now
    turn.become(State.WORKING, assistant=person, rounds=rounds, accepted=accepted, done_by=None)
    turn.write("again", person, said.text, files=said.files)
    wait_for_work(turn)


@leads_to(STAYS, State.DONE)
def close_in_the_end(turn: Turn, _: TimeIsUp) -> None:
    """One reminder; then the task is closed without a rating."""
    wait = turn.it.wait
    if wait is None:
        return
    if wait.then == "remind":
        turn.remind(wait.on)
        turn.reminded()
        return
    _close_unrated(turn, "no rating came")


def _is_rated(turn: Turn) -> bool:
    return turn.it.feedback is not None and turn.it.feedback.rating is not None


def _give_feedback(turn: Turn, said: FeedbackGiven) -> None:
    person = turn.it.assistant or turn.it.done_by
    before = turn.it.feedback
    rating = said.rating if said.rating is not None or before is None else before.rating
    turn.change(feedback=Feedback(rating, said.text, turn.now, said.private))
    turn.tell(Event.FEEDBACK_GIVEN, assistant=person, rating=said.rating)
    if person is not None and person in turn.office.roster.assistants:
        turn.write("feedback", person, said.text)


def _close_unrated(turn: Turn, reason: str) -> None:
    person = turn.it.assistant
    if person is not None and person in turn.office.roster.assistants:
        turn.write("feedback", person)
    turn.change(done_by=person)
    turn.close(State.DONE, reason)
