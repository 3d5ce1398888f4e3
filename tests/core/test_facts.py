"""The facts that rules can use, each computed from what is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from delegated.core.conditions import Unknown
from delegated.core.facts import Case, cost_of, currency_of
from delegated.core.money import parse_money
from delegated.core.office import Load, Workloads
from delegated.core.vocabulary import FACTS
from offices import NOW, ROSTER, roster, small_office, task


def case(fields: str = "", workloads: Workloads | None = None, people: str = ROSTER) -> Case:
    """A task in the small office."""
    office = small_office(roster=roster(people), workloads=workloads or Workloads())
    return Case(task(f"{{title: x, {fields}}}", office), office, NOW)


def test_the_load_is_what_is_kept_and_falls_into_the_week() -> None:
    """What has no date counts; what is due later does not."""
    kept = {
        1: (timedelta(hours=10), None),
        2: (timedelta(hours=40), NOW + timedelta(days=6)),
        3: (timedelta(hours=90), NOW + timedelta(days=8)),
    }
    loaded = case(workloads=Workloads(kept={"alex": kept}))
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
        ("", ROSTER, "budget.left", "accounts"),
        ("", ROSTER, "history.similar", "past"),
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


def test_a_workload_never_falls_below_nothing() -> None:
    """Though a task be ended twice."""
    loads = Workloads()
    loads.add("maya", timedelta(hours=2))
    loads.add("maya", -timedelta(hours=3), -2)
    assert loads.of("maya") == Load()
