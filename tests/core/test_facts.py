"""The facts that rules can use, each computed from what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from delegated.core.conditions import Unknown
from delegated.core.facts import Case, cost_of, currency_of
from delegated.core.money import parse_money
from delegated.core.office import Load, Memory
from delegated.core.vocabulary import FACTS
from offices import NOW, ROSTER, remembering, roster, small_office, task, work

if TYPE_CHECKING:
    from delegated.core.experience import Work


def case(fields: str = "", memory: Memory | None = None, people: str = ROSTER) -> Case:
    """A task in the small office."""
    office = small_office(roster=roster(people), memory=memory or Memory())
    return Case(task(f"{{title: x, {fields}}}", office), office, NOW)


def test_the_load_is_what_is_kept_and_falls_into_the_week() -> None:
    """What has no date counts; what is due later does not."""
    kept = [(10, None), (40, NOW + timedelta(days=6)), (90, NOW + timedelta(days=8))]
    hers = (
        work(number, state="yours", assistant=None, minutes=hours * 60, due=due)
        for number, (hours, due) in enumerate(kept)
    )
    loaded = case(memory=remembering(*hers))
    assert loaded.fact("owner.load") == pytest.approx(1.25)
    assert loaded.fact("owner.overwhelmed") is True
    assert case().fact("owner.overwhelmed") is False


def test_the_time_is_that_of_the_owner() -> None:
    """Half past eight in UTC is half past nine in Madrid."""
    assert (case().fact("now.weekday"), case().fact("now.hour")) == ("monday", 9)


def test_the_worth_of_a_task() -> None:
    """Two hours, of which the owner needs 22 minutes for brief and review; Maya is the cheapest who can."""
    worth = case("skills: [travel booking], estimate: 2h")
    assert worth.fact("worth.handling") == timedelta(minutes=22)
    assert worth.fact("worth.hours_freed") == timedelta(minutes=98)
    assert worth.fact("worth.cost") == parse_money("36 EUR")
    assert worth.fact("worth.net") == parse_money("111 EUR")


@pytest.mark.parametrize(
    ("fields", "people", "name", "reason"),
    [
        ("skills: [juggling]", ROSTER, "worth.cost", "nobody has the skill juggling"),
        (
            "",
            ROSTER.replace("rate: 18 EUR", "rate: 18 JPY").replace("rate: 30 EUR", "rate: 30 JPY"),
            "worth.net",
            "no rate",
        ),
        (
            "",
            ROSTER.replace("    hour_is_worth: 90 EUR\n", ""),
            "worth.net",
            "`hour_is_worth` of alex is not on the roster",
        ),
        ("", ROSTER, "budget.left", "alex has no cap on the roster"),
        ("", ROSTER, "history.last_assistant", "no assistant has done the like in 90 days"),
        ("", ROSTER, "history.went_well", "no assistant has done the like"),
    ],
)
def test_what_cannot_be_known_says_why(fields: str, people: str, name: str, reason: str) -> None:
    """It is no zero, and no false."""
    fact = case(fields, people=people).fact(name)
    assert isinstance(fact, Unknown)
    assert reason in str(fact)


def test_a_fact_that_is_given_goes_before() -> None:
    """And it stays the same however often it is asked for."""
    given = Case(task("title: x"), small_office(), NOW, {"owner.load": 3.0})
    assert given.fact("owner.load") == given.fact("owner.load") == 3.0
    assert given.fact("owner.overwhelmed") is True
    assert set(given.all_facts()) == set(FACTS)


def test_what_a_note_adds_changes_the_facts_of_the_task() -> None:
    """A skill that nobody has costs nothing that is known; the time of day stays."""
    before = case()
    assert before.fact("worth.cost") == parse_money("18 EUR")
    after = before.noted(task("{title: x, skills: [juggling]}"))
    assert isinstance(after.fact("worth.cost"), Unknown)


def test_what_somebody_costs_is_in_the_owners_currency() -> None:
    """By her billing unit; somebody without a rate costs nothing."""
    office = small_office()
    maya, found = office.roster.assistants["maya"], task("{title: x, estimate: 50m}")
    assert cost_of(found, maya, office.currencies, "EUR") == parse_money("18 EUR")
    free = maya.model_copy(update={"rate": None})
    assert cost_of(found, free, office.currencies, "EUR") == parse_money("0 EUR")
    assert currency_of(office.roster.first_owner, office.currencies) == "EUR"


def test_a_task_that_is_taken_back_twice_leaves_nothing_behind() -> None:
    """And what is known of it last is what counts."""
    memory = remembering(work(1, minutes=120))
    memory.keep(work(1, minutes=30))
    assert memory.workloads.of("maya") == Load(timedelta(minutes=30), 1)
    memory.drop(1)
    memory.drop(1)
    assert memory.workloads.of("maya") == Load()


FLIGHTS = {"title": "Book flights to Porto", "state": "done", "closed": NOW}
BUDGET = ROSTER.replace("budget: {task: 200 EUR}", "budget: {month: 300 EUR, clients: {acme: 50 EUR}}")


def travelling(*works: Work, fields: str = "", people: str = ROSTER) -> Case:
    """A flight to be booked, in an office that knows of these tasks."""
    office = small_office(roster=roster(people), memory=remembering(*works))
    return Case(task(f"{{title: Book flights to Porto, {fields}}}", office), office, NOW, number=9)


def test_tasks_of_a_kind_are_counted_but_not_the_task_itself() -> None:
    """Nor what was 91 days ago, nor what is another owner's."""
    long_ago = NOW - timedelta(days=91)
    known = (
        work(1, **FLIGHTS),
        work(2, **FLIGHTS),
        work(3, title="Water the plants"),
        work(4, **FLIGHTS, created=long_ago),
        work(5, **FLIGHTS, owner="graham"),
        work(9, **FLIGHTS),
    )
    assert travelling(*known).fact("history.similar") == 2


@pytest.mark.parametrize(
    ("last", "well"),
    [
        ({"rating": 5}, True),
        ({"rating": 1}, False),
        ({}, True),
        ({"late": True}, False),
        ({"rating": 5, "late": True}, True),
        ({"rounds": 2}, False),
    ],
)
def test_who_did_the_last_one_is_known_and_how_it_went(last: dict[str, Any], well: bool) -> None:  # noqa: FBT001
    """What the owner said counts; where she said nothing, whether it was late or had to be done again."""
    earlier = work(1, **FLIGHTS, assistant="ben", created=NOW - timedelta(days=9))
    known = travelling(earlier, work(2, **FLIGHTS, **last), work(3, title="Book flights to Porto"))
    assert known.fact("history.last_assistant") == "maya"
    assert known.fact("history.went_well") is well


def test_a_goal_stands_still_while_smaller_things_are_kept() -> None:
    """Untouched for a week, and something smaller, for no goal, came to the desk meanwhile."""
    ago = NOW - timedelta(days=8)
    hers = {"assistant": None, "state": "yours"}
    goal = work(1, **hers, goal="launch", minutes=240, created=ago)
    small = work(2, **hers, minutes=30)
    assert travelling(goal, small).fact("owner.stalled_goals") == ("launch",)
    assert travelling(goal, replace(small, state="done", closed=NOW)).fact("owner.stalled_goals") == ("launch",)


@pytest.mark.parametrize(
    ("goal", "small"),
    [
        ({"touched": NOW - timedelta(days=2)}, {}),
        ({}, {"minutes": 480}),
        ({}, {"goal": "launch"}),
        ({}, {"since": NOW - timedelta(days=10)}),
        ({"goal": "a goal of the past"}, {}),
        ({"state": "working", "assistant": "maya"}, {}),
    ],
)
def test_no_goal_stands_still(goal: dict[str, Any], small: dict[str, Any]) -> None:
    """One that was touched, that only large things or its own stand beside, or that somebody works for."""
    ago = NOW - timedelta(days=8)
    hers = {"assistant": None, "state": "yours"}
    known = (
        work(1, **{**hers, "goal": "launch", "minutes": 240, "created": ago, **goal}),
        work(2, **{**hers, "minutes": 30, **small}),
    )
    assert travelling(*known).fact("owner.stalled_goals") == ()


def test_what_is_left_of_the_money_is_the_least_that_is_left_of_any_cap() -> None:
    """Of the month, and of the client's; what was spent last month, and what nobody has taken, counts not."""
    spent = {"cost": "40.00 EUR", "month": "2026-11", "client": "acme"}
    known = (
        work(1, **spent),
        work(2, **{**spent, "client": None, "cost": "60.00 EUR"}),
        work(3, **{**spent, "month": "2026-10"}),
        work(4, **{**spent, "assistant": None}),
    )
    assert travelling(*known, people=BUDGET).fact("budget.left") == parse_money("200 EUR")
    assert travelling(*known, people=BUDGET, fields="client: acme").fact("budget.left") == parse_money("10 EUR")


def test_handling_is_learned_from_such_tasks() -> None:
    """The median of what they took; else ten minutes and a tenth of the work."""
    known = [work(number, **FLIGHTS, handling=minutes) for number, minutes in enumerate((4, 20, 6), 1)]
    assert travelling(*known).fact("worth.handling") == timedelta(minutes=6)
    assert travelling(fields="estimate: 2h").fact("worth.handling") == timedelta(minutes=22)


def test_a_goal_that_came_home_today_does_not_stand_still() -> None:
    """It was deferred for weeks, and lies on the desk for a minute."""
    ago = NOW - timedelta(days=30)
    hers = {"assistant": None, "state": "yours"}
    goal = work(1, **hers, goal="launch", minutes=240, created=ago, since=NOW)
    assert travelling(goal, work(2, **hers, minutes=30)).fact("owner.stalled_goals") == ()
