"""What is not understood, or comes too late: passed on, never acted upon, and silent where machines talk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from delegated.story import Accepted, Happening, NoteCame, State, TellOwner, advance_all
from playbook import TRAVEL, Act, Play, letters_of, offered_to, owner_told, stands, tells, writes, writes_nothing
from sayings import (
    accepts,
    again,
    answers,
    approves,
    asks,
    cancels,
    declines,
    delivers,
    edits,
    late,
    notes,
    rates,
    straggles,
)


def test_a_note_reaches_the_other_side_and_its_writer_learns_once_what_can_be_said(play: Play) -> None:
    """Nothing else changes."""
    play.drop() << accepts() << notes("the site is down") >> stands(State.WORKING, "maya")
    play >> writes("note", "alex", "the site is down") >> writes("help", "maya", "the site is down")
    play.now += timedelta(hours=1)
    play << notes("it is up again")
    assert [(one.kind, one.person) for one in letters_of(play.last)] == [("note", "alex")]
    play << notes("good to hear", by="alex") >> writes("note", "maya", "good to hear")


def test_a_note_about_a_task_that_nobody_has_goes_nowhere(play: Play) -> None:
    """Its writer learns what can be said."""
    play.drop("title: Something") << notes("hm", by="alex") >> writes("help", "alex", "hm")
    play << notes("well", by="alex") >> writes_nothing


def test_a_word_that_has_no_place_here_is_a_note(play: Play) -> None:
    """A rating before anything was delivered reaches her as it is."""
    play.drop() << accepts() << rates(5, "you are the best") >> writes("note", "maya", "you are the best")


def test_who_does_not_have_it_any_more_is_told_once(play: Play) -> None:
    """The owner reads what she wrote, each time."""
    play.drop() << declines() >> offered_to("ben") << straggles("maya", "I can do it after all")
    play >> owner_told("I can do it after all") >> writes("withdrawn", "maya", "somebody else has it")
    play.now += timedelta(hours=1)
    play << straggles("maya", "hello?") >> owner_told("hello?")
    assert letters_of(play.last) == []
    play << accepts() >> stands(State.WORKING, "ben")


def test_who_is_late_for_what_is_over_hears_that_it_is(play: Play) -> None:
    """The work she sends is in the owner's letter."""
    play.drop() << cancels() << straggles("maya") >> writes("withdrawn", "maya", "it is closed") >> owner_told("here")


@pytest.mark.parametrize("seconds", [1, 60, 3600])
def test_two_machines_that_answer_each_other_fall_silent(play: Play, seconds: int) -> None:
    """At once or slowly: at most three mails each way, though a number in them changes each time."""
    play.drop()
    sent: dict[str, int] = {"maya": 0, "alex": 0}
    for number in range(40):
        writer = ("maya", "alex")[number % 2]
        play.now += timedelta(seconds=seconds) - timedelta(minutes=1)
        play << notes(f"Thank you for your request. It is ticket {number}.", by=writer)
        for letter in letters_of(play.last):
            sent[letter.person] += letter.kind == "note"
    assert max(sent.values()) <= 3
    play >> writes_nothing >> tells("reply.withheld")


def test_people_who_chat_are_not_silenced(play: Play) -> None:
    """Twelve short mails within the hour, and each is passed on."""
    play.drop() << accepts()
    for number, text in enumerate(
        ["hello", "yes?", "which one", "the red", "ok", "sure?", "yes", "hm", "then blue", "fine", "good", "bye"]
    ):
        writer = ("maya", "alex")[number % 2]
        play.now += timedelta(minutes=4)
        play << notes(text, by=writer) >> writes("note", ("alex", "maya")[number % 2], text)


@pytest.mark.parametrize(
    ("maya", "alex"),
    [
        (asks("Have you seen our list of questions?"), answers("We have got your mail.")),
        (late(text="There will be a delay in our answers."), late(text="There will be a delay in our answers.")),
        (delivers("done: thank you for your mail"), again("again: thank you for your mail")),
        (accepts("Yes, we have got it, and will look at it soon."), notes("Thank you!", by="alex")),
    ],
    ids=["question and answer", "late", "done and again", "yes and thanks"],
)
@pytest.mark.parametrize("seconds", [1, 60, 3600])
def test_machines_whose_words_count_fall_silent_too(play: Play, maya: Act, alex: Happening | Act, seconds: int) -> None:
    """Each answers what it gets: three letters to either, one more where they are slow; and the owner hears of it."""
    play.drop() << accepts()
    answer, letters, news = {"maya": maya, "alex": alex}, {"maya": 0, "alex": 0}, 0
    gets = ["maya"]
    while gets:
        play.now += timedelta(seconds=seconds) - timedelta(minutes=1)
        play << answer[gets.pop(0)]
        found = [one for one in letters_of(play.last) if one.kind != "help"]
        told = [one for one in play.last.errands if isinstance(one, TellOwner)]
        gets += [one.person for one in found] + ["alex"] * bool(told)
        for letter in found:
            letters[letter.person] += 1
        news += any("machine" in one.news for one in told)
    assert (max(letters.values()) <= 3 + (seconds == 3600), news) == (True, 1)


def test_a_machine_that_answers_a_person_answers_each_of_her_words_once(play: Play) -> None:
    """Where somebody writes as people do, nothing is withheld from her."""
    play.drop() << accepts()
    for number in range(8):
        play.now += timedelta(minutes=10)
        play << notes(f"What about day {'x' * number}?", by="alex") >> writes("note", "maya", "What about")
        play << notes("Your mail has arrived here, and will be read.") >> writes("note", "alex", "has arrived")


def test_who_is_quick_is_heard(play: Play) -> None:
    """She takes it after twenty seconds, asks a minute later, and delivers a minute after the answer."""
    play.drop() << accepts() << asks("which airport?") << answers("Porto") << delivers("here it is")
    play >> stands(State.DELIVERED, "maya") << again("a later one") << delivers("this one?") >> writes("review", "alex")


def test_short_words_may_be_said_again_and_again(play: Play) -> None:
    """Each is passed on."""
    play.drop() << accepts()
    for number in range(24):
        play.now += timedelta(hours=(1, 20)[number % 2])
        writer, reader = (("maya", "alex"), ("alex", "maya"))[number % 2]
        play << notes("ok, thanks", by=writer) >> writes("note", reader, "ok, thanks")


def test_who_writes_often_is_heard_to_the_end(play: Play) -> None:
    """A report each day, in much the same words."""
    play.drop() << accepts()
    for number in range(40):
        play.now += timedelta(hours=20)
        play << notes(f"Today I have called {number} hotels, and go on.") >> writes("note", "alex", "hotels")


def test_what_the_owner_does_by_hand_ends_the_suspicion(play: Play) -> None:
    """And her last word is never withheld."""
    play.drop() << accepts()
    for _ in range(6):
        play << notes("I am a machine")
    play >> tells("reply.withheld") << edits(TRAVEL.replace("300", "250")) << notes("I am a machine")
    play >> writes("note", "alex")
    for _ in range(6):
        play << notes("I am a machine", by="alex")
    play >> tells("reply.withheld") << cancels() >> stands(State.DROPPED)


def test_two_words_of_one_mail_are_one_mail(play: Play) -> None:
    """However often she writes so."""
    play.drop()
    said = (Accepted(person="maya", text="yes"), NoteCame(person="maya", text="yes"))
    for _ in range(3):
        play.now += timedelta(seconds=30)
        play.outcomes.append(advance_all(play.it, said, play.office, play.now))
    assert [one.withheld for one in play.it.heard] == [False, False, False]


def test_a_word_that_is_understood_ends_the_suspicion(play: Play) -> None:
    """Nobody wrote that at once, or twice."""
    play.drop()
    for _ in range(6):
        play << notes("I am a machine")
    play >> writes_nothing << delivers() << notes("was it right?") >> writes("note", "alex", "was it right?")


def test_a_straggling_machine_falls_silent_too(play: Play) -> None:
    """The owner does not hear of it for ever."""
    play.drop() << cancels()
    for _ in range(5):
        play << straggles("maya", "I am a machine")
    play >> writes_nothing >> tells("reply.withheld")
    play << approves() >> stands(State.DROPPED)


def test_who_writes_about_what_nobody_has_is_told_no_more_than_that(play: Play) -> None:
    """That somebody else has it would not be true."""
    play.drop() << declines() << declines() << straggles("maya", "I can do it after all")
    assert [one.words for one in letters_of(play.last)] == [""]


def test_a_yes_said_twice_is_one_yes(play: Play) -> None:
    """What is said beside it is passed on."""
    play.drop() << accepts() << accepts() >> writes_nothing >> stands(State.WORKING, "maya")
    play << accepts("I take it; by the way, the site is down") >> writes("note", "alex", "the site is down")
