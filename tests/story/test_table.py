"""The table of the story: what is in it happens, and what is not cannot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beginnings import EVERY_KIND, in_state, one
from delegated import story
from delegated.story import FOLDER, STORY, Happening, State, TimeIsUp, advance, advance_all
from sayings import silence


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("state", State)
def test_what_the_table_does_not_know_changes_nothing(state: State, kind: type[Happening]) -> None:
    """It is told, at the level of details; what somebody said is passed on as a note."""
    play = in_state(state)
    before = play.it
    happening = one(kind)
    outcome = advance(before, happening, play.office, play.now)
    told = [str(event.event) for event in outcome.told]
    if (state, kind) in STORY:
        assert told or outcome.errands
    elif isinstance(happening, story.Said):
        assert outcome.delegation.state is state
        assert {type(errand) for errand in outcome.errands} <= {story.Write, story.TellOwner}
        assert outcome.delegation.threads[happening.person][-1] != before.threads.get(happening.person, ("",))[-1]
    else:
        assert outcome.delegation == before
        assert told == ["happening.ignored"]
        assert outcome.told[0].fields == {"happening": kind.__name__, "state": str(state)}


def test_every_state_can_be_reached_and_left() -> None:
    """No state is a dead end, and none is made up; every folder belongs to a state."""
    assert {in_state(state).it.state for state in State} == set(State)
    assert {state for state, _ in STORY} == set(State)
    assert {kind for _, kind in STORY} == set(EVERY_KIND)
    assert set(FOLDER) == set(State)


@pytest.mark.parametrize("state", [state for state in State if state not in {State.YOURS, State.DROPPED, State.DONE}])
def test_a_wake_up_before_its_time_changes_nothing_and_is_set_again(state: State) -> None:
    """A clock was set back; or the wait has changed since, and the old wake-up comes all the same."""
    play = in_state(state)
    happening = story.DateCame() if state is State.LATER else TimeIsUp()
    outcome = advance(play.it, happening, play.office, play.now - timedelta(days=1))
    assert outcome.delegation == play.it
    assert {errand.key: errand.at for errand in outcome.errands if isinstance(errand, story.WakeAt)} == play.alarms


def test_several_things_said_at_once_are_one_step() -> None:
    """She accepts, and asks: both hold."""
    play = in_state(State.OFFERED)
    said = (story.Accepted(person="maya"), story.QuestionAsked(person="maya", text="which airport?"))
    outcome = advance_all(play.it, said, play.office, play.now)
    assert (outcome.delegation.state, outcome.delegation.back_to) == (State.ASKED, State.WORKING)
    assert [str(told.event) for told in outcome.told] == ["task.accepted", "question.asked"]


def test_a_thread_keeps_its_first_letter_and_its_last() -> None:
    """However long people talk: References stay short."""
    play = in_state(State.OFFERED)
    for number in range(40):
        play << story.QuestionAsked(person="maya", text="?", reply=f"<{number}@example.net>")
    thread = play.it.threads["maya"]
    assert (len(thread), thread[0], thread[-1]) == (24, "brief:1", "<39@example.net>")


def test_a_whole_year_of_silence_is_a_short_story() -> None:
    """Nothing rings for ever."""
    for state in State:
        play = in_state(state)
        for _ in range(12):
            if play.alarms:
                play << silence
        assert (play.alarms, play.it.state in {State.YOURS, State.DONE, State.DROPPED}) == ({}, True)
