"""Choosing whom: every gate with its reason, then the order."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegated.core.choosing import Choice, Search, Verdict, choose, stopped
from delegated.core.fields import Level, Stakes
from delegated.core.money import parse_money
from delegated.core.office import Limit, Memory, Office
from delegated.core.task import Task
from offices import NOW, ROSTER, TRUST, remembering, roster, small_office, task, work

if TYPE_CHECKING:
    import random

    from delegated.core.experience import Work

EVERYBODY = ("maya", "ben", "rosa")


def search(fields: str = "skills: [travel booking]", people: str = ROSTER, **more: Any) -> Search:
    """What is looked for in the small office."""
    busy = more.pop("busy", {}).items()
    memory = remembering(*(work(n, assistant=who, minutes=hours * 60) for n, (who, hours) in enumerate(busy)))
    office = small_office(roster=roster(people), memory=memory, trust=more.pop("trust", TRUST))
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
        ("maya", "estimate: 11h, due: 2026-11-24 12:00", {},
         "has 10h30m free until it is due (tue 24 Nov 12:00), and it takes 11h"),
        ("maya", "estimate: 10h", {"busy": {"maya": 18}}, "has 9h30m free within a week, and it takes 10h"),
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
        (("rate: 18 EUR/h", "rate: 18 EUR/h\n    away: [2026-11-23..2026-12-05]"), "",
         "is away 2026-11-23..2026-12-05, has 0m free within a week, and it takes 1h"),
        (("rate: 18 EUR/h", "rate: 18 EUR/h\n    budget: {month: 10 EUR}"), "",
         "would cost 18.00 EUR, and 10.00 EUR are left of maya's 10.00 EUR a month"),
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
    found = chosen(search(busy=busy, knows=("ben",)), prefer=prefer)
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


def test_an_even_choice_goes_to_whoever_was_given_less_lately() -> None:
    """And then to whoever was given something longest ago; it is told which of them it was."""
    done = {"state": "done", "closed": NOW}
    hours = [
        work(number, given=NOW - timedelta(days=9 + number), assistant=who, **done)
        for number, who in enumerate("abcde")
    ]
    found = _equal_office(
        away="", memory=remembering(*hours, work(9, assistant="e", given=NOW - timedelta(days=30), **done))
    )
    said = choose(Search(task("{title: x, stakes: low}", found), found.roster.first_owner, found, NOW), [FIVE], [])
    assert (said.person, said.people[0].reason) == ("e", "first by longest since the last task, of 5 who can")
    more = _equal_office(
        away="", memory=remembering(*hours, work(9, assistant="e", given=NOW - timedelta(days=27), **done))
    )
    said = choose(Search(task("{title: x, stakes: low}", more), more.roster.first_owner, more, NOW), [FIVE], [])
    assert said.person == "d"
    assert said.people[-1] == Verdict("e", chosen=False, reason="could do it; behind d by least given in four weeks")


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


def test_what_is_left_of_a_cap_is_told() -> None:
    """With the amount that is left, and the cap that it is left of; when nothing is left, that."""
    people = ROSTER.replace("{task: 200 EUR}", "{month: 800 EUR, clients: {acme: 50 EUR}, goals: {launch: 40 EUR}}")
    mays = {"assistant": "maya", "month": "2026-11", "given": NOW}

    def said(fields: str, *works: Work) -> str | None:
        office = small_office(roster=roster(people), memory=remembering(*works))
        found = Search(task(f"{{title: x, stakes: low, {fields}}}", office), office.roster.first_owner, office, NOW)
        return stopped(found, office.roster.assistants["maya"])

    assert said("estimate: 2h", work(1, cost="764.00 EUR", **mays)) is None
    assert said("estimate: 2h", work(1, cost="770.00 EUR", **mays)) == (
        "would cost 36.00 EUR, and 30.00 EUR are left of alex's 800.00 EUR a month"
    )
    assert said("estimate: 2h", work(1, cost="770.00 EUR", **mays | {"month": "2026-10"})) is None
    assert said("client: acme", work(1, cost="50.00 EUR", client="acme", **mays)) == (
        "would cost 18.00 EUR, and nothing is left of the 50.00 EUR a month for acme"
    )
    assert said("goal: launch", work(1, cost="30.00 EUR", goal="launch", **mays | {"month": "2026-03"})) == (
        "would cost 18.00 EUR, and 10.00 EUR are left of the 40.00 EUR for the goal launch"
    )
    assert said("", work(1, cost="1.00 JPY", **mays)) == (
        "would cost 18.00 EUR, and without a rate of exchange nobody can tell what is left of alex's 800.00 EUR a month"
    )


def test_the_money_of_a_task_that_waits_for_approval_is_not_reserved_yet() -> None:
    """Nobody has it: what it would cost is still there for another."""
    people = ROSTER.replace("{task: 200 EUR}", "{month: 40 EUR}")
    memory = remembering(work(1, state="waiting", assistant=None, cost="36.00 EUR", month="2026-11"))
    office = small_office(roster=roster(people), memory=memory)
    found = Search(task("{title: x, stakes: low, estimate: 2h}", office), office.roster.first_owner, office, NOW)
    assert stopped(found, office.roster.assistants["maya"]) is None


def test_who_costs_nothing_is_stopped_by_no_cap() -> None:
    """Nor by one that is used up."""
    people = ROSTER.replace("    rate: 18 EUR/h\n", "").replace("{task: 200 EUR}", "{month: 5 EUR}")
    memory = remembering(work(1, cost="9 EUR", month="2026-11"))
    office = small_office(roster=roster(people), memory=memory)
    found = Search(task("{title: x, stakes: low}", office), office.roster.first_owner, office, NOW)
    assert stopped(found, office.roster.assistants["maya"]) is None
    assert "nothing is left" in str(stopped(found, office.roster.assistants["ben"]))


def test_of_whom_was_asked_for_by_name_every_gate_is_told() -> None:
    """Whoever named her wants to know all of it."""
    found = search("skills: [juggling], language: de, confidential: true", named=frozenset({"maya"}))
    assert stopped(found, found.office.roster.assistants["maya"]) == (
        "does not have the skill juggling; has not signed for confidential work; does not read de"
    )


def test_a_day_is_hers_to_divide_and_the_week_is_ours_in_part() -> None:
    """Three hours until tomorrow evening fit somebody who has eight a week for us; nine until Friday do not."""
    people = ROSTER.replace("rate: 18 EUR/h", "rate: 18 EUR/h\n    capacity: 8h/week", 1)
    found = search("estimate: 3h, due: 2026-11-24 11:00", people=people)
    assert found.task.due == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert stopped(found, found.office.roster.assistants["maya"]) is None
    found = search("estimate: 9h, due: 2026-11-27 17:00", people=people)
    assert stopped(found, found.office.roster.assistants["maya"]) == (
        "has 8h free until it is due (fri 27 Nov 17:00), and it takes 9h"
    )


def test_a_promise_is_not_broken_for_a_new_task() -> None:
    """What is due later must still be possible; the reason names it."""
    promise = work(7, minutes=18 * 60, due=datetime(2026, 11, 27, 17, tzinfo=UTC))
    office = small_office(memory=remembering(promise))
    maya = office.roster.assistants["maya"]

    def said(fields: str) -> str | None:
        found = task(f"{{title: x, stakes: low, {fields}}}", office)
        return stopped(Search(found, office.roster.first_owner, office, NOW), maya)

    assert said("estimate: 3h, due: 2026-11-25 17:00") == (
        "has 2h free beside T-7, which is due fri 27 Nov 18:00, and it takes 3h"
    )
    assert said("estimate: 2h, due: 2026-11-25 17:00") is None
    assert said("estimate: 3h, due: 2026-12-01 17:00") is None


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("away", [False, True])
def test_a_thousand_equal_tasks_are_shared_equally(finished: bool, away: bool) -> None:  # noqa: FBT001  both of both
    """Nobody has two more than another, whether all stay open or each is finished before the next comes.

    Two who were away for a week have less than the others by what was done in that week, and do not have to catch up.
    """
    office = _equal_office(away="away: [2026-12-07..2026-12-13]," if away else "")
    received = Counter(dict.fromkeys(FIVE, 0))
    missed = Counter(dict.fromkeys(FIVE, 0))
    for number in range(1000):
        now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=number)
        person = _give(office, number, now, finished=finished)
        received[person] += 1
        if away and 14 * 24 <= number < 21 * 24:
            missed[person] += 1
    assert sum(received.values()) == 1000
    if not away:
        assert max(received.values()) - min(received.values()) <= 1
        return
    assert missed["d"] == missed["e"] == 0
    if finished:
        rest = received - missed
        assert max(rest.values()) - min(rest.values()) <= 2
    else:
        assert max(received.values()) - min(received.values()) <= 1


def test_who_is_back_does_not_get_everything_at_once() -> None:
    """On her first day after a week away she gets her share, and the others theirs."""
    office = _equal_office(away="away: [2026-12-07..2026-12-13],")
    days: dict[int, Counter[str]] = {}
    for number in range(24 * 28):
        now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=number)
        days.setdefault(number // 24, Counter())[_give(office, number, now, finished=True)] += 1
    assert days[14].keys() == {"a", "b", "c"}
    assert days[21].keys() == set(FIVE)
    assert max(days[21].values()) - min(days[21].values()) <= 1


def test_who_has_more_time_for_us_is_given_more() -> None:
    """Twice the hours a week, twice the work."""
    office = _equal_office(first="capacity: 80h/week", away="")
    received = Counter(
        _give(office, number, datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=number), finished=True)
        for number in range(90)
    )
    assert received == {"a": 30, "b": 15, "c": 15, "d": 15, "e": 15}


@given(st.randoms(use_true_random=False), st.permutations(["cheapest", "soonest", "trusted", "knows it"]))
@settings(max_examples=25, deadline=None)
def test_the_choice_does_not_depend_on_the_order_in_which_anything_was_told(
    chance: random.Random, prefer: list[str]
) -> None:
    """Tasks that came to be known in another order, people named in another order: the same choice and reasons."""
    works = [
        work(number, assistant=chance.choice(FIVE), minutes=30 * chance.randrange(1, 9), state=state,
             closed=NOW if state == "done" else None, given=NOW - timedelta(hours=chance.randrange(600)),
             due=chance.choice([None, NOW + timedelta(hours=chance.randrange(900))]))
        for number, state in enumerate(chance.choices(["working", "done", "delivered"], k=30))
    ]  # fmt: skip
    shuffled, people, declined = works[:], FIVE[:], {"b": "has declined", "x": "is gone"}
    chance.shuffle(shuffled)
    chance.shuffle(people)
    one = _equal_office(away="", memory=remembering(*works))
    other = _equal_office(away="", memory=remembering(*shuffled))
    wanted = task("{title: x, stakes: low, estimate: 2h, due: 2026-12-04}", one)
    found = [
        choose(Search(wanted, office.roster.first_owner, office, NOW, no, knows=("c", "a")), [circle], prefer)
        for office, circle, no in ((one, FIVE, declined), (other, people, dict(reversed(declined.items()))))
    ]
    assert found[0].person == found[1].person
    assert found[0].cost == found[1].cost
    assert {(one.id, one.reason) for one in found[0].people} == {(one.id, one.reason) for one in found[1].people}
    assert len(found[0].people) == len(FIVE)


def test_among_those_who_know_it_the_latest_is_first() -> None:
    """Then who never did it."""
    office = _equal_office(away="")
    found = Search(task("{title: x, stakes: low}", office), office.roster.first_owner, office, NOW, knows=("d", "b"))
    said = choose(found, [FIVE], ["knows it"])
    assert said.person == "d"
    assert said.people[1].id == "b"
    assert [one.reason for one in said.people[1:]] == ["could do it; behind d by knows it"] * 4


def test_the_soonest_is_who_has_the_least_to_do_before() -> None:
    """Not who has the least to do: what is due after it waits."""
    office = _equal_office(
        away="",
        memory=remembering(
            work(1, assistant="a", minutes=600, due=NOW + timedelta(days=20)),
            *(
                work(number, assistant=who, minutes=60, due=NOW + timedelta(days=1))
                for number, who in enumerate("bcde", 2)
            ),
        ),
    )
    found = Search(task("{title: x, stakes: low, due: 2026-11-27}", office), office.roster.first_owner, office, NOW)
    assert choose(found, [FIVE], ["soonest"]).person == "a"
    assert choose(found, [FIVE], []).person == "b"


FIVE = ["a", "b", "c", "d", "e"]


def _equal_office(*, away: str, first: str = "capacity: 160h/week", memory: Memory | None = None) -> Office:
    """Five people alike, who work day and night; the last two may be away, the first may have more or less time."""
    lines = [ROSTER.partition("assistants:")[0] + "assistants:"]
    for id_ in FIVE:
        capacity = first if id_ == "a" else "capacity: 40h/week" if "80" in first else first
        lines.append(
            f"  - {{id: {id_}, name: Somebody, email: {id_}@example.net, kind: freelancer, time_zone: UTC,"
            f" hours: daily 00:00-24:00, rate: 10 EUR/h, {capacity}, {away if id_ in 'de' else ''} trust: trial}}"
        )
    trust = {level: Limit(Stakes.HIGH, None, 10_000) for level in Level}
    return small_office("rules: []", roster=roster("\n".join(lines)), memory=memory or Memory(), trust=trust)


def _give(office: Office, number: int, now: datetime, *, finished: bool) -> str:
    """The next of many equal tasks; all of it is remembered."""
    few = Task("x", "alex", estimate=timedelta(minutes=5), stakes=Stakes.LOW, due=now + timedelta(hours=1))
    found = choose(Search(few, office.roster.first_owner, office, now), [FIVE], [])
    assert found.person is not None, found.people
    more = {"state": "done", "closed": now} if finished else {}
    due = now + timedelta(days=400)
    office.memory.keep(work(number, assistant=found.person, minutes=5, created=now, given=now, due=due, **more))
    return found.person
