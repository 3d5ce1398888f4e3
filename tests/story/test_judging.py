"""The fifth chapter: the work is there, and the owner says how it is."""

from __future__ import annotations

import pytest

from delegated.story import Feedback, State, TakeBack, Write
from offices import ROSTER, roster, small_office
from playbook import TRAVEL, Play, letters_of, owner_told, reminded, stands, writes, writes_nothing
from sayings import accepts, again, bounced, cancels, delivers, keeps, moved_to, notes, put_back, rates, silence


@pytest.fixture
def play() -> Play:
    """Maya has accepted, and delivered."""
    return Play().drop() << accepts() << delivers("two options", "1.5")


def test_a_rating_is_passed_on_and_the_task_is_done(play: Play) -> None:
    """What is private stays with the owner."""
    play << rates(5, "just right", private="cheap") >> stands(State.DONE) >> writes("feedback", "maya", "just right")
    assert play.it.feedback == Feedback(5, "just right", play.now, "cheap")
    assert "cheap" not in [one.words for one in letters_of(play.last)]
    assert play.it.done_by == "maya"


def test_praise_is_feedback_without_a_number(play: Play) -> None:
    """It counts as said."""
    play << rates(None, "thank you") >> stands(State.DONE) >> writes("feedback", "maya", "thank you")
    assert play.it.feedback is not None
    assert play.it.feedback.rating is None


def test_again_brings_it_back_with_what_to_change(play: Play) -> None:
    """With the files that came along; and again, until it is right."""
    play << again("hand luggage only", files=("sizes.pdf",)) >> stands(State.WORKING, "maya")
    assert letters_of(play.last) == [Write("again", "maya", 3, "hand luggage only", files=("sizes.pdf",))]
    play << delivers() >> stands(State.DELIVERED, "maya") >> writes("review", "alex") << again("a window seat")
    assert (play.it.rounds, len(play.it.deliveries)) == (2, 2)


def test_silence_is_one_reminder_and_then_done_without_a_rating(play: Play) -> None:
    """She is thanked all the same."""
    play << silence >> reminded("alex") >> stands(State.DELIVERED, "maya")
    play << silence >> stands(State.DONE) >> writes("feedback", "maya", "")
    assert (play.it.feedback, play.it.done_by, play.alarms) == (None, "maya", {})


def test_a_rating_that_comes_late_counts(play: Play) -> None:
    """The last word does; and again reopens what is done."""
    play << moved_to("done") >> stands(State.DONE) >> writes("feedback", "maya")
    play << rates(2, "wrong airport") >> stands(State.DONE) >> writes("feedback", "maya", "wrong airport")
    play << again("Porto, please") >> stands(State.WORKING, "maya") >> writes("again", "maya", "Porto, please")


def test_nobody_is_rated_for_what_the_owner_did_herself() -> None:
    """There is nobody to hear it, or to do it again."""
    play = Play().drop("{title: Call mum, tags: [family]}") << moved_to("done")
    play << rates(5) >> writes("help", "alex") << again("once more") >> stands(State.DONE) >> writes_nothing


def test_thanks_take_no_rating_away(play: Play) -> None:
    """Five, and thanks: it is five still, and she hears of it once."""
    play << rates(5, "great") << rates(None, "thank you!") >> stands(State.DONE)
    assert play.it.feedback is not None
    assert (play.it.feedback.rating, play.it.feedback.text) == (5, "great")
    assert [one.kind for one in letters_of(play.last)] == ["help"]
    play << again("a window seat") << delivers() << rates(None, "well done") >> writes("feedback", "maya", "well done")
    assert play.it.feedback.rating == 5


def test_who_has_not_taken_it_is_not_rated() -> None:
    """It was offered, no more; and what she did the last time is over."""
    play = Play().drop() << moved_to("done") >> stands(State.DONE)
    assert play.it.done_by is None
    play = Play().drop() << accepts() << delivers() << rates(4) << put_back(play.task(TRAVEL)) << moved_to("done")
    assert (play.it.done_by, play.it.feedback) == (None, None)


def test_she_may_deliver_once_more(play: Play) -> None:
    """The owner sees both."""
    play << delivers("a third option") >> stands(State.DELIVERED, "maya") >> writes("review", "alex")
    assert [one.text for one in play.it.deliveries] == ["two options", "a third option"]


def test_what_is_delivered_may_still_be_cancelled_or_kept(play: Play) -> None:
    """She is told that her work was seen to have begun."""
    play << cancels("the trip is off") >> stands(State.DROPPED)
    assert [one for one in play.last.errands if isinstance(one, TakeBack)] == [
        TakeBack("maya", 1, 3, started=True, reason="the trip is off")
    ]
    play << keeps() >> stands(State.YOURS)


def test_a_word_that_is_no_judgement_reaches_her(play: Play) -> None:
    """The task is open until the owner has judged it."""
    play << notes("which of the two is refundable?", by="alex") >> stands(State.DELIVERED, "maya")
    play >> writes("note", "maya", "refundable")


def test_a_review_that_nobody_can_get_is_no_fault_of_hers(play: Play) -> None:
    """The time runs as if it had been read; what came back to her, the owner hears of."""
    play << bounced(kind="review", person="alex") >> writes_nothing >> stands(State.DELIVERED, "maya")
    play << bounced(kind="note", person="maya") >> owner_told("A letter to Maya Santos came back")


def test_whoever_has_left_is_not_written_to(play: Play) -> None:
    """The task is done all the same; it cannot be done again by her."""
    play.office = small_office(roster=roster(ROSTER.replace("id: maya", "id: mary").replace("[maya,", "[mary,")))
    play << again("hand luggage") >> stands(State.DELIVERED, "maya") >> writes("note", "maya") >> writes("help", "alex")
    assert letters_of((play << cancels()).last) == []
