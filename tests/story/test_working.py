"""The third chapter: the assistant works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from delegated.core.durations import Span
from delegated.core.patience import Patience
from delegated.story import State, TellOwner, Write
from offices import small_office
from playbook import (
    TRAVEL,
    Play,
    letters_of,
    offered_to,
    owner_told,
    reminded,
    stands,
    taken_back_from,
    tells,
    waits,
    with_errand,
    writes,
    writes_nothing,
)
from sayings import accepts, answers, approves, asks, delivers, late, moved_to, refuses, silence, supplies

FRIDAY = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 12, 3, 16, 0, tzinfo=UTC)


def test_a_new_date_holds_when_the_owner_agrees(play: Play) -> None:
    """She is told with the owner's words; until then nobody reminds her of the old date."""
    play.drop() << accepts() << late(FRIDAY) >> stands(State.WORKING, "maya") >> owner_told()
    assert (play.it.task.due, play.it.due) == (THURSDAY, FRIDAY)
    play << approves(text="fine") >> with_errand(Write("date", "maya", 2, "agreed", said="fine"))
    assert (play.it.task.due, play.it.told.due, play.it.proposed) == (FRIDAY, FRIDAY, None)


def test_the_old_date_stands_when_the_owner_does_not_agree(play: Play) -> None:
    """She is told so."""
    play.drop() << accepts() << late(FRIDAY) << refuses("we fly on Friday")
    play >> with_errand(Write("date", "maya", 2, "refused", said="we fly on Friday"))
    assert (play.it.task.due, play.it.due) == (THURSDAY, THURSDAY)


@pytest.mark.parametrize("until", [None, datetime(2026, 11, 20, tzinfo=UTC)])
def test_late_without_a_date_to_come_is_asked_until_when(play: Play, until: datetime | None) -> None:
    """The owner hears of it at once."""
    play.drop() << accepts() << late(until, "I am ill") >> writes("date", "maya", "asked") >> owner_told("I am ill")
    assert play.it.proposed is None


def test_late_within_the_time_is_no_question(play: Play) -> None:
    """The owner hears of it, and has nothing to decide."""
    play.drop() << accepts() << late(datetime(2026, 12, 2, tzinfo=UTC)) >> owner_told("no later than agreed")
    assert play.it.proposed is None


@pytest.mark.parametrize("what", [approves(text="very well"), refuses("not like this")])
def test_a_yes_or_no_to_nothing_is_a_note(play: Play, what: object) -> None:
    """There is no date to agree to: her words reach the assistant as they are."""
    play.drop() << accepts() << what >> writes("note", "maya") >> stands(State.WORKING, "maya")  # type: ignore[operator]


def test_late_while_a_question_waits(play: Play) -> None:
    """The answer brings her back to work, with the date that she proposed still open."""
    play.drop() << asks("which airport?") << late(FRIDAY) >> stands(State.ASKED, "maya") >> owner_told()
    assert (play.it.proposed, play.it.back_to) == (FRIDAY, State.WORKING)


def test_when_it_is_due_she_is_reminded_then_the_owner_told_then_it_is_taken_back(play: Play) -> None:
    """And it waits for its owner, with what has happened."""
    play.drop() << accepts() << silence >> reminded("maya") >> tells("person.reminded", "due.passed")
    assert not play.it.overdue
    play << silence >> reminded("maya") >> owner_told()
    assert play.it.overdue
    while play.it.state is State.WORKING:
        play << silence
    play >> waits("Maya Santos has not delivered it, and does not answer") >> taken_back_from("maya") >> owner_told()
    assert play.it.refusals == {"maya": "has not delivered it, and did not answer"}


def test_a_word_about_the_date_ends_the_alarm(play: Play) -> None:
    """Overdue, and she says until when: the owner decides, and the time runs anew."""
    play.drop() << accepts() << silence << silence << late(datetime(2026, 12, 18, 16, 0, tzinfo=UTC))
    assert (play.it.overdue, play.it.state) == (False, State.WORKING)
    play << approves() << silence >> reminded("maya")
    assert play.now.date() == datetime(2026, 12, 21, tzinfo=UTC).date()


def test_work_accepted_after_its_date_is_asked_for_a_day_later(play: Play) -> None:
    """She has just said yes: nobody reminds her in the same minute."""
    play.drop()
    play.now = datetime(2026, 12, 4, 2, 0, tzinfo=UTC)
    play << accepts() >> writes_nothing << silence >> reminded("maya")
    assert play.now == datetime(2026, 12, 7, 2, 1, tzinfo=UTC)


def test_what_is_delivered_is_shown_to_the_owner(play: Play) -> None:
    """With hours, links and files, as they were told."""
    links, files = ("https://example.com/offers",), ("offers.pdf",)
    play.drop() << accepts() << delivers("two options", "1.5", links=links, files=files)
    play >> stands(State.DELIVERED, "maya") >> writes("review", "alex") >> tells("work.delivered")
    found = play.it.delivery
    assert found is not None
    assert (found.text, str(found.hours), found.links, found.files) == ("two options", "1.5", links, files)


def test_what_the_owner_finishes_herself_is_finished(play: Play) -> None:
    """She who worked on it is told that it is done, and counts as who did it."""
    play.drop() << accepts() << moved_to("done") >> stands(State.DONE) >> taken_back_from("maya")
    assert play.it.done_by == "maya"


def test_a_date_that_the_owner_says_nothing_about_changes_nothing(play: Play) -> None:
    """When it was due it is she who is reminded; then the old date stands, and all goes on as usual."""
    play.drop() << accepts() << late(datetime(2027, 1, 15, 16, 0, tzinfo=UTC)) << silence >> reminded("alex")
    assert play.now >= THURSDAY
    play << silence >> with_errand(Write("date", "maya", 2, "refused", gently=True)) >> tells("due.kept")
    assert (play.it.task.due, play.it.proposed) == (THURSDAY, None)
    play << silence >> reminded("maya") >> tells("person.reminded", "due.passed")


def test_the_owner_has_time_to_find_the_question(play: Play) -> None:
    """She hears of it an hour before it is due; another date in its place gives no more time."""
    play.drop() << accepts()
    play.now = THURSDAY - timedelta(hours=1)
    play << late(FRIDAY)
    asked = play.alarms["T-12:wait"]
    assert asked == datetime(2026, 12, 4, 15, 1, tzinfo=UTC)
    play << late(datetime(2026, 12, 18, 16, 0, tzinfo=UTC))
    assert (play.alarms["T-12:wait"], play.it.due) == (asked, datetime(2026, 12, 18, 16, 0, tzinfo=UTC))
    play << late(datetime(2026, 12, 3, 15, 30, tzinfo=UTC)) >> owner_told("no later than agreed")
    assert (play.it.proposed, play.it.wait.for_ if play.it.wait else "") == (None, "work")


@pytest.mark.parametrize("until", [datetime(2036, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_a_date_years_away_is_none(play: Play, until: datetime) -> None:
    """She is asked for another."""
    play.drop() << accepts() << late(until) >> writes("date", "maya", "asked")
    assert play.it.proposed is None


def test_until_when_is_asked_once_for_each_date(play: Play) -> None:
    """And whoever says no more than that does not stop the clock."""
    play.drop() << accepts() << late(text="it takes longer")
    wait = play.it.wait
    play.now += timedelta(hours=3)
    play << late(text="it takes much longer") >> owner_told("much longer") >> stands(State.WORKING, "maya")
    assert (letters_of(play.last), play.it.wait) == ([], wait)
    play << late(FRIDAY) << approves()
    play.now += timedelta(hours=3)
    play << late(text="and longer") >> writes("date", "maya", "asked")


def test_the_owner_hears_once_that_it_is_overdue(play: Play) -> None:
    """And then that it was taken back."""
    play.office = small_office(patience={"normal": Patience.of(Span(working_days=1), 4, Span(working_days=5), None)})
    play.drop() << accepts() << silence
    told = 0
    while play.it.state is State.WORKING:
        play << silence
        told += any(isinstance(one, TellOwner) for one in play.last.errands)
    assert told == 2


def test_a_new_date_may_be_agreed_to_while_a_question_waits(play: Play) -> None:
    """Or not; the question stays."""
    play.drop() << accepts() << late(FRIDAY) << asks("which airport?") << approves() >> writes("date", "maya", "agreed")
    play >> stands(State.ASKED, "maya") << late(datetime(2026, 12, 18, tzinfo=UTC)) << refuses()
    play >> writes("date", "maya", "refused") << answers("Porto") >> stands(State.WORKING, "maya")
    assert play.it.task.due == FRIDAY


def test_the_next_is_asked_where_the_date_still_allows_it(play: Play) -> None:
    """A new date from the owner and the task goes on, but not to her who let it lie."""
    play.drop() << accepts()
    while play.it.state is State.WORKING:
        play << silence
    text = TRAVEL.replace("2026-12-03", "2027-02-01")
    play << supplies(text) >> offered_to("ben")
