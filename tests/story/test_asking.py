"""The fourth chapter: the assistant asks, and the clock stands still."""

from __future__ import annotations

import pytest

from delegated.story import Remember, State, Write
from playbook import (
    Play,
    offered_to,
    owner_told,
    reminded,
    stands,
    taken_back_from,
    with_errand,
    writes,
)
from sayings import accepts, answers, asks, cancels, declines, delivers, late, notes, silence


@pytest.mark.parametrize("before", [[], [accepts()]])
def test_a_question_goes_to_the_owner_and_the_answer_back(play: Play, before: list) -> None:  # type: ignore[type-arg]
    """And into the next brief of this kind; she stands where she stood."""
    play.drop()
    for what in before:
        play << what
    state = play.it.state
    play << asks("which airport?") >> stands(State.ASKED, "maya") >> owner_told()
    play << answers("Porto", files=("map.pdf",)) >> stands(state, "maya") >> writes("answer", "maya", "Porto")
    play >> with_errand(Remember("which airport?", "Porto"))
    assert play.it.questions[0].answer == "Porto"
    assert next(one.files for one in play.last.errands if isinstance(one, Write)) == ("map.pdf",)


def test_two_questions_have_one_answer(play: Play) -> None:
    """The owner sees both, and answers once."""
    play.drop() << asks("which airport?") << asks("and which day?") << answers("Porto, Monday")
    play >> stands(State.OFFERED, "maya") >> with_errand(Remember("and which day?", "Porto, Monday"))


def test_the_clock_stands_still_while_she_waits_for_an_answer(play: Play) -> None:
    """It is the owner who is reminded, and in the end she goes on by her own judgement."""
    play.drop() << accepts() << asks("which airport?") << silence >> reminded("alex") << silence >> reminded("alex")
    play << silence >> stands(State.WORKING, "maya") >> writes("answer", "maya", "")
    assert play.it.questions[0].unanswered


def test_she_may_go_on_meanwhile(play: Play) -> None:
    """Whatever she says while she waits holds."""
    play.drop() << asks("which airport?") << accepts() >> stands(State.ASKED, "maya") << answers("Porto")
    play >> stands(State.WORKING, "maya") << asks("which day?") << delivers() >> stands(State.DELIVERED, "maya")
    Play().drop() << asks("which airport?") << late() << answers("Porto") >> stands(State.WORKING, "maya")


def test_who_asks_and_declines_takes_her_question_along(play: Play) -> None:
    """The next one asks for herself: an answer to her is none to it."""
    play.drop() << asks("which airport?") << declines() >> offered_to("ben") << asks("which day?") << answers("Monday")
    assert [(one.by, one.answer) for one in play.it.questions] == [("maya", None), ("ben", "Monday")]
    play >> with_errand(Remember("which day?", "Monday"))


def test_the_owner_may_end_it_instead_of_answering(play: Play) -> None:
    """She who asked is told."""
    play.drop() << asks("which airport?") << cancels() >> stands(State.DROPPED) >> taken_back_from("maya")


def test_a_question_about_what_is_delivered_is_a_note(play: Play) -> None:
    """The owner judges the work, and answers if she likes."""
    play.drop() << delivers() << asks("was it what you meant?") >> stands(State.DELIVERED, "maya")
    play >> writes("note", "alex", "was it what you meant?")


def test_files_go_on_with_a_note(play: Play) -> None:
    """By the names under which they are kept."""
    play.drop() << notes("see this", files=("plan.pdf",)) >> writes("note", "alex", "see this")
    assert next(one.files for one in play.last.errands if isinstance(one, Write)) == ("plan.pdf",)


def test_an_answer_to_nothing_is_a_note(play: Play) -> None:
    """It reaches her all the same; in a state without an assistant its writer learns what can be said."""
    play.drop() << answers("take the train") >> writes("note", "maya", "take the train")
    Play().drop("{title: Call mum, tags: [family]}") << answers("x") >> writes("help", "alex", "x")
