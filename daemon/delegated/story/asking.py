"""The fourth chapter: the assistant asks, and the clock stands still until the owner has answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from delegated.events import Event
from delegated.story.leading import STAYS, leads_to
from delegated.story.telling import MOST_KEPT, Question, Remember, State
from delegated.story.working import wait_for_work

if TYPE_CHECKING:
    from delegated.story.telling import Accepted, AnswerGiven, QuestionAsked, TimeIsUp
    from delegated.story.turn import Turn


@leads_to(State.ASKED)
def ask_owner(turn: Turn, said: QuestionAsked) -> None:
    """Her question goes to the owner; reminders to her rest until it is answered."""
    it = turn.it
    question = Question(said.text, said.person, turn.now)
    turn.tell(Event.QUESTION_ASKED, assistant=said.person)
    back_to = it.back_to if it.state is State.ASKED else it.state
    turn.become(State.ASKED, questions=(*it.questions, question)[-MOST_KEPT:], back_to=back_to)
    turn.tell_owner()
    turn.wait_for_owner("reply", turn.patience.give_up_after)


@leads_to(STAYS)
def accept_meanwhile(turn: Turn, _: Accepted) -> None:
    """She takes it, whatever the answer will be; the question stays."""
    turn.tell(Event.TASK_ACCEPTED, assistant=turn.it.assistant)
    turn.change(accepted=turn.it.accepted or turn.now, back_to=State.WORKING)


@leads_to(State.OFFERED, State.WORKING)
def relay_answer(turn: Turn, said: AnswerGiven) -> None:
    """The owner has answered: it is passed on, and kept for the next brief of this kind."""
    it = turn.it
    for question in it.questions:
        if question.open:
            turn.errand(Remember(question.text, said.text))
    answered = tuple(replace(one, answer=said.text) if one.open else one for one in it.questions)
    turn.tell(Event.QUESTION_ANSWERED, owner=said.person)
    turn.change(questions=answered)
    if it.assistant is not None:
        turn.write("answer", it.assistant, said.text, files=said.files)
    _go_back(turn)


@leads_to(STAYS, State.OFFERED, State.WORKING)
def go_on_unanswered(turn: Turn, _: TimeIsUp) -> None:
    """The owner is reminded; if nothing comes at all, the assistant goes on by her own judgement."""
    wait = turn.it.wait
    if wait is None:
        return
    if wait.then == "remind":
        turn.remind(wait.on)
        turn.reminded()
        return
    turn.tell(Event.QUESTION_UNANSWERED, owner=turn.it.task.owner)
    if turn.it.assistant is not None:
        turn.write("answer", turn.it.assistant)
    _go_back(turn)


def _go_back(turn: Turn) -> None:
    """To where the question came from; the time there begins anew."""
    back_to = turn.it.back_to or State.OFFERED
    turn.become(back_to)
    if back_to is State.WORKING:
        wait_for_work(turn)
    else:
        turn.wait_for_assistant("answer", turn.patience.next_after)
