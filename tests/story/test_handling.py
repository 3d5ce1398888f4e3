"""What a task takes of its owner's own time: reckoned from what she has written."""

from __future__ import annotations

from datetime import timedelta

from delegated.core.handling import Handling
from delegated.story import State
from offices import small_office
from playbook import TRAVEL, Play, stands
from sayings import accepts, answers, asks, delivers, edits, moved_to, silence

SLOW = Handling(words_per_minute=1, answer=timedelta(minutes=2), review=timedelta(minutes=7))


def test_the_brief_each_answer_and_each_delivery_take_time() -> None:
    """Every word that she wrote, a while for each answer, and a look at what was delivered."""
    play = Play(small_office(handling=SLOW)).drop(TRAVEL)
    brief = play.it.handled
    words = "Book flights to Lisbon", "two options under 300 EUR", "no overnight stops"
    assert brief == timedelta(minutes=sum(text.count(" ") + 1 for text in words))
    play << accepts() << asks("which airport?")
    assert play.it.handled == brief
    play << answers("the near one")
    assert play.it.handled == brief + timedelta(minutes=2 + 3)
    play << delivers()
    assert play.it.handled == brief + timedelta(minutes=2 + 3 + 7)


def test_what_others_write_and_what_time_does_takes_nothing() -> None:
    """Nor does a file that is moved."""
    play = Play(small_office(handling=SLOW)).drop(TRAVEL)
    before = play.it.handled
    play << silence << accepts() << moved_to("done")
    assert play.it.handled == before


def test_it_is_known_when_the_owner_last_had_a_hand_in_it() -> None:
    """By an edit or a word of hers, and by nobody else's."""
    play = Play(small_office(handling=SLOW)).drop("{title: Something about the office, tags: [family]}")
    assert (play.it.state, play.it.touched) == (State.YOURS, None)
    play.now += timedelta(days=3)
    play << edits("{title: Something about the office, tags: [family], estimate: 3h}")
    assert play.it.touched == play.now


def test_whoever_gets_it_has_it_from_then_on_in_that_month() -> None:
    """By the owner's own calendar: in Madrid it is December already."""
    play = Play(small_office())
    play.now = play.now.replace(month=11, day=30, hour=23, minute=30)
    play.drop(TRAVEL.replace("2026-12-03", "2026-12-14")) >> stands(State.OFFERED, "maya")
    assert (play.it.given, play.it.month) == (play.now, "2026-12")
