"""The second chapter: an assistant is asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from delegated.story import State, TakeBack, WentAway
from offices import ROSTER, roster, small_office
from playbook import (
    TRAVEL,
    Play,
    offered_to,
    owner_told,
    reminded,
    stands,
    taken_back_from,
    tells,
    unmoved,
    waits,
    with_errand,
    writes_nothing,
)
from sayings import accepts, bounced, declines, delivers, keeps, late, put_back, silence


def test_whoever_accepts_works_until_it_is_due(play: Play) -> None:
    """Nothing is written: she has said all that is to be said."""
    play.drop() << accepts() >> stands(State.WORKING, "maya") >> writes_nothing >> tells("task.accepted")
    assert play.it.wait
    assert (play.it.wait.for_, play.it.wait.then) == ("work", "due")
    # Due at 17:00 in Madrid: midnight in Manila, where work begins again on Friday at nine.
    assert play.it.wait.at == datetime(2026, 12, 4, 1, 0, tzinfo=UTC)


def test_a_declined_brief_goes_to_the_next_and_never_back(play: Play) -> None:
    """Maya said no once; she is not asked again, even when Ben says no too, and each reason is told."""
    play.drop() >> offered_to("maya") << declines("too much to do") >> offered_to("ben") >> unmoved
    play << declines() >> waits("nobody can take it") >> owner_told()
    assert [(one.id, one.reason) for one in play.it.decision.people] == [
        ("maya", "has declined: too much to do"),
        ("ben", "has declined"),
    ]
    play << put_back(play.task(TRAVEL)) >> waits("nobody can take it")


def test_silence_is_followed_by_a_reminder_then_the_next_then_the_owner(play: Play) -> None:
    """Nobody waits for ever, and whoever was silent is told that she is not waited for any more."""
    play.drop() << silence >> reminded("maya") >> stands(State.OFFERED, "maya")
    play << silence >> offered_to("ben") >> taken_back_from("maya") >> owner_told("Ben Okafor is asked now")
    play << silence >> reminded("ben") << silence >> waits("nobody can take it") >> taken_back_from("ben")
    assert [one.reason for one in play.it.decision.people] == ["has not answered", "has not answered"]


def test_the_owner_hears_where_a_declined_task_has_gone(play: Play) -> None:
    """The rules of today keep it: it is no offer, and no question to her."""
    play.drop()
    play.office = small_office("rules: [{name: mine, because: so, keep: true}]")
    play << declines("no time") >> stands(State.YOURS) >> owner_told("has declined: no time; it lies in yours now")


def test_what_people_write_is_not_logged_whole(play: Play) -> None:
    """A card's number is nobody's to read, and the log is no mailbox."""
    play.drop() << declines("take my card 4111 1111 1111 1111") << declines("no " * 500)
    told = [one.fields["reason"] for step in play.outcomes for one in step.told if one.event == "task.declined"]
    assert told[0] == "[hidden: it seems to hold a card number]"
    assert len(told[1]) == 200


def test_offers_end_when_patience_does(play: Play) -> None:
    """With many to ask, the owner hears of it before all of them were asked in vain."""
    more = "\n".join(
        f"  - {{id: a{number}, name: Ann {number}, email: a{number}@example.net, kind: freelancer, "
        f"skills: [travel booking], rate: 20 EUR/h, time_zone: Europe/Madrid, trust: trusted, "
        f"evidence: {{references: [carla@example.com]}}}}"
        for number in range(6)
    )
    people = roster(ROSTER.replace("groups:", f"{more}\ngroups:"))
    rules = "rules: [{name: all, because: so, delegate: {to: anyone}}]"
    play.office = small_office(rules, roster=people)
    play.drop(TRAVEL.replace("2026-12-03", "2027-02-01"))
    while play.it.state is State.OFFERED:
        play << silence
    assert len(play.it.refusals) < 8
    assert "could still be asked" in [one.reason for one in play.it.decision.people]


def test_a_brief_that_bounces_goes_to_the_next_and_never_back(play: Play) -> None:
    """Maya cannot be reached; the owner hears of it, and she is not asked again, even when Ben cannot be either."""
    play.drop() << bounced() >> offered_to("ben") >> unmoved >> owner_told("Maya Santos could not be reached: 550")
    play << bounced() >> waits("nobody can take it")
    assert list(play.it.refusals) == ["maya", "ben"]


@pytest.mark.parametrize(
    "letter",
    [bounced(brief=1), bounced(brief=1, person="maya"), bounced(kind="withdrawn", person="maya"),
     bounced(kind="review", person="alex")],
)  # fmt: skip
def test_what_bounces_to_others_is_not_the_fault_of_whoever_is_asked(play: Play, letter: object) -> None:
    """An old brief that comes back late, or a letter to the owner: Ben keeps what he has."""
    play.drop() << bounced(brief=1) >> offered_to("ben")
    play << letter >> stands(State.OFFERED, "ben") >> tells("happening.ignored")  # type: ignore[operator]
    play << bounced(brief=2) >> waits("nobody can take it")


def test_a_letter_to_her_that_is_no_brief_says_as_much(play: Play) -> None:
    """Whoever cannot be told an answer cannot be asked for work."""
    play.drop() << bounced(kind="answer", person="maya") >> offered_to("ben")


def test_the_owner_hears_of_a_letter_that_came_back_while_the_work_goes_on(play: Play) -> None:
    """She can ring her up."""
    play.drop() << accepts() << bounced(kind="revision", person="maya")
    play >> stands(State.WORKING, "maya") >> owner_told("A letter to Maya Santos came back: 550")


def test_whoever_gives_it_back_is_not_asked_again_and_the_owner_hears_of_it(play: Play) -> None:
    """She had accepted: that is more than a no."""
    play.drop() << accepts() << declines("I am ill") >> offered_to("ben") >> owner_told("given it back: I am ill")


def test_work_given_back_after_weeks_is_offered_to_the_next_all_the_same(play: Play) -> None:
    """Patience with offers begins with the first one that nobody has taken."""
    play.drop(TRAVEL.replace("2026-12-03", "2027-02-01")) << accepts()
    play.now = datetime(2027, 1, 11, 8, 30, tzinfo=UTC)
    play << declines() >> offered_to("ben")


def test_work_that_comes_without_a_yes_was_accepted(play: Play) -> None:
    """So was what will be late."""
    play.drop() << delivers() >> stands(State.DELIVERED, "maya")
    Play().drop() << late() >> stands(State.WORKING, "maya")
    assert play.it.accepted == play.now


def test_nobody_is_reminded_while_she_is_away(play: Play) -> None:
    """But the offer moves on when it would have."""
    play.drop() << WentAway("ben", datetime(2026, 12, 1, tzinfo=UTC)) >> tells("happening.ignored")
    ends = play.it.wait.ends if play.it.wait else None
    away = ROSTER.replace("  - id: ben", "    away: [2026-11-24..2026-11-30]\n  - id: ben")
    play.office = small_office(roster=roster(away))
    play << WentAway("maya", datetime(2026, 12, 1, tzinfo=UTC)) << silence >> offered_to("ben")
    assert play.now == ends


def test_whoever_has_left_the_roster_is_waited_for_no_longer_than_others(play: Play) -> None:
    """The task goes to the next in the end."""
    play.drop()
    play.office = small_office(roster=roster(ROSTER.replace("id: maya", "id: mary").replace("[maya,", "[mary,")))
    while play.it.assistant == "maya":
        play << silence
    play >> stands(State.OFFERED, "mary")


def test_an_offer_is_taken_back_when_the_owner_wants_it_herself(play: Play) -> None:
    """By its number, so that it is held back where it has not left yet."""
    play.drop() << keeps("I found the time") >> stands(State.YOURS)
    play >> with_errand(TakeBack("maya", 1, 2, reason="I found the time"))


def test_only_whoever_has_it_can_take_it_or_give_it_back(play: Play) -> None:
    """A yes of somebody else is a word that comes too late."""
    play.drop() << declines() << accepts(by="maya") >> stands(State.OFFERED, "ben") >> owner_told("wrote")
    play << declines(by="maya") >> stands(State.OFFERED, "ben")
