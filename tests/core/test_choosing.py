"""Choosing whom: every gate with its reason, then the order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from delegated.core.choosing import Choice, Search, choose, stopped
from delegated.core.fields import Level, Stakes
from delegated.core.money import parse_money
from delegated.core.office import Limit, Workloads
from offices import NOW, ROSTER, TRUST, roster, small_office, task

EVERYBODY = ("maya", "ben", "rosa")


def search(fields: str = "skills: [travel booking]", people: str = ROSTER, **more: Any) -> Search:
    """What is looked for in the small office."""
    loads = Workloads()
    for person, hours in more.pop("busy", {}).items():
        loads.add(person, timedelta(hours=hours))
    office = small_office(roster=roster(people), workloads=loads, trust=more.pop("trust", TRUST))
    stakes = "" if "stakes" in fields else "stakes: low, "
    found = task(f"{{title: x, {stakes}{fields}}}", office)
    return Search(found, office.roster.first_owner, office, NOW, **more)


def chosen(found: Search, *circles: tuple[str, ...], prefer: tuple[str, ...] = ()) -> Choice:
    """The choice among these circles, or among everybody."""
    return choose(found, circles or (EVERYBODY,), prefer)


@pytest.mark.parametrize(
    ("person", "fields", "more", "reason"),
    [
        (
            "maya",
            "skills: [travel booking]",
            {"declined": {"maya": "was asked for this task before, in vain"}},
            "was asked for this task before, in vain",
        ),
        ("rosa", "skills: [travel booking]", {}, "does not have the skill travel booking"),
        ("rosa", "skills: [travel booking, calendar]", {}, "does not have the skills travel booking, calendar"),
        ("rosa", "", {}, "a specialist, and the task asks for no skill"),
        ("rosa", "skills: [graphic design]", {}, "does not read en"),
        ("maya", "confidential: true", {}, "has not signed for confidential work"),
        ("maya", "language: de", {}, "does not read de"),
        ("rosa", "skills: [graphic design], language: de, estimate: 2h", {},
         "would cost 100.00 EUR, and on trial, she may cost 60.00 EUR at most"),
        ("rosa", "skills: [graphic design], language: de, stakes: medium", {},
         "on trial, she may take low stakes at most, and this is medium"),
        ("rosa", "skills: [graphic design], language: de", {"busy": {"rosa": 1}},
         "on trial, she may have 1 task at a time, and has 1"),
        ("ben", "budget: 20 EUR", {}, "would cost 30.00 EUR, and the task may cost 20.00 EUR at most"),
        ("ben", "estimate: 7h, due: 2026-12-24", {},
         "would cost 210.00 EUR, and a task of alex's may cost 200.00 EUR at most"),
        ("maya", "estimate: 10h, due: 2026-11-24 12:00", {}, "until it is due, and it takes 10h"),
        ("maya", "estimate: 10h", {"busy": {"maya": 18}}, "has 2h free within a week, and it takes 10h"),
    ],
)  # fmt: skip
def test_a_gate_that_stops_somebody_says_why(person: str, fields: str, more: dict[str, Any], reason: str) -> None:
    """In words that the owner can do something about."""
    found = search(fields, **more)
    said = stopped(found, found.office.roster.assistants[person])
    assert said is not None
    assert reason in said


@pytest.mark.parametrize(
    ("change", "fields", "reason"),
    [
        (("kind: virtual assistant", "kind: agency"), "", "general work is not for an agency"),
        (("kind: virtual assistant", "kind: consultant"), "", "general work is not for a consultant"),
        (("kind: virtual assistant", "kind: virtual assistant\n    engagement: one-time"), "engagement: ongoing",
         "is here for one-time work, and this is ongoing"),
        (("rate: 18 EUR/h", "rate: 18 JPY/h"), "", "costs 18.00 JPY/h, and no rate of exchange for it is set"),
        (("rate: 18 EUR/h", "rate: 18 EUR/h\n    budget: {task: 10 EUR}"), "",
         "would cost 18.00 EUR, and a task of maya's may cost 10.00 EUR at most"),
        (("rate: 18 EUR/h", "rate: 18 EUR/h\n    away: [2026-11-23..2026-12-05]"), "", "has 0m free within a week"),
    ],
)  # fmt: skip
def test_so_does_what_the_roster_says_of_her(change: tuple[str, str], fields: str, reason: str) -> None:
    """Kind, engagement, currency, caps, absences."""
    found = search(fields, people=ROSTER.replace(*change, 1))
    said = stopped(found, found.office.roster.assistants["maya"])
    assert said is not None
    assert reason in said


def test_somebody_asked_for_by_name_may_be_a_specialist() -> None:
    """The owner knows what she does."""
    found = search("language: de", named=frozenset({"rosa"}))
    assert stopped(found, found.office.roster.assistants["rosa"]) is None


def test_trust_sets_the_highest_stakes_and_the_most_money() -> None:
    """Raised in the settings, the gate opens."""
    trust = {**TRUST, Level.TRIAL: Limit(Stakes.HIGH, None, 2)}
    found = search("skills: [graphic design], language: de, estimate: 3h", trust=trust)
    assert stopped(found, found.office.roster.assistants["rosa"]) is None


def test_money_that_cannot_be_compared_is_not_spent() -> None:
    """A cap in a currency without a rate of exchange counts as exceeded."""
    found = search("budget: 100 JPY")
    assert stopped(found, found.office.roster.assistants["maya"]) == (
        "would cost 18.00 EUR, and the task may cost 100.00 JPY at most"
    )


@pytest.mark.parametrize(
    ("prefer", "busy", "person", "reason"),
    [
        ((), {}, "maya", "first by the order of the roster, of 2 who can"),
        ((), {"maya": 1}, "ben", "first by least busy, of 2 who can"),
        (("cheapest",), {"maya": 1}, "maya", "first by cheapest, of 2 who can"),
        (("soonest",), {"maya": 1}, "ben", "first by soonest, of 2 who can"),
        (("trusted",), {}, "maya", "first by the order of the roster, of 2 who can"),
        (("trusted", "cheapest"), {}, "maya", "first by cheapest, of 2 who can"),
        (("knows it", "cheapest"), {}, "ben", "first by knows it, of 2 who can"),
        (("least busy", "cheapest"), {"ben": 1}, "maya", "first by least busy, of 2 who can"),
    ],
)
def test_the_order_decides_among_those_who_can(
    prefer: tuple[str, ...], busy: dict[str, float], person: str, reason: str
) -> None:  # fmt: skip
    """What the rule prefers, then the least busy, then the order of the roster; and it is told which of them it was."""
    found = chosen(search(busy=busy, knows="ben"), prefer=prefer)
    assert found.person == person
    assert next(verdict.reason for verdict in found.people if verdict.chosen) == reason
    behind = next(verdict for verdict in found.people if not verdict.chosen and verdict.id != "rosa")
    assert behind.reason.startswith(f"could do it; behind {person} by ")


def test_the_more_trusted_goes_first_where_that_is_preferred() -> None:
    """Though she be dearer and later on the roster."""
    people = ROSTER.replace("trust: trusted", "trust: proven", 1)
    assert chosen(search(people=people), prefer=("trusted",)).person == "ben"


def test_the_next_circle_is_asked_only_where_the_first_has_nobody() -> None:
    """In their order, each person looked at once."""
    assert chosen(search(), ("ben",), EVERYBODY).people[0].id == "ben"
    found = chosen(search(declined={"ben": "has declined"}), ("ben",), ("ben", "rosa"), EVERYBODY)
    assert found.person == "maya"
    assert [verdict.id for verdict in found.people] == ["ben", "rosa", "maya"]


def test_nobody_is_an_answer_too() -> None:
    """With a reason for each."""
    found = chosen(search("skills: [juggling]"))
    assert (found.person, found.cost) == (None, None)
    assert [verdict.id for verdict in found.people] == list(EVERYBODY)
    assert all(verdict.reason and not verdict.chosen for verdict in found.people)


def test_the_only_one_is_said_to_be() -> None:
    """With what it costs."""
    found = chosen(search("skills: [bookkeeping]"))
    assert (found.person, found.cost) == ("ben", parse_money("30 EUR"))
    assert next(verdict.reason for verdict in found.people if verdict.chosen) == "the only one who can"


def test_the_same_search_gives_the_same_choice() -> None:
    """Always."""
    assert len({chosen(search(), prefer=("soonest",)) for _ in range(5)}) == 1


def test_her_week_is_ours_in_part_only() -> None:
    """Twenty of her forty-five hours: of ten and a half until the end of her Tuesday, less than five."""
    found = search("estimate: 5h, due: 2026-11-24 11:00")
    assert found.task.due == datetime(2026, 11, 24, 10, tzinfo=UTC)
    said = stopped(found, found.office.roster.assistants["maya"])
    assert said == "has 4h40m free until it is due, and it takes 5h"
