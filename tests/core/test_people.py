"""The roster: everybody as she was meant, and faults with their places."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from delegated.core.fields import Level, Scope
from delegated.core.people import read_roster
from offices import ROSTER, faults_of, roster, sample_office


def test_every_field_of_an_assistant_is_read() -> None:
    """Joy of the samples, from her rate to her holidays."""
    joy = sample_office().roster.assistants["joy"]
    assert (joy.name, joy.email, joy.kind, joy.scope) == (
        "Joy Manalastas", "joy.manalastas@example.net", "virtual assistant", Scope.GENERALIST,
    )  # fmt: skip
    assert (str(joy.rate), joy.billed_in, joy.capacity) == ("11.00 EUR/h", timedelta(minutes=15), timedelta(hours=20))
    assert (joy.time_zone, joy.holidays, joy.languages) == ("Asia/Manila", "PH", ("en", "tl"))
    assert (joy.trust, joy.confidential, joy.found_on) == (Level.TRUSTED, False, "referral")
    assert date(2026, 12, 24) in joy.away[0]
    assert joy.evidence.references == ("carla@example.com", "office@example.org")
    assert "travel booking" in joy.abilities


def test_every_field_of_an_owner_is_read() -> None:
    """Inés of the samples, with her goals and her budget."""
    ines = sample_office().roster.owners["ines"]
    assert (ines.name, ines.hours_per_week, str(ines.hour_is_worth)) == ("Inés Valcárcel", 38, "95.00 EUR")
    assert [goal.id for goal in ines.goals] == ["lisbon", "book"]
    assert str(ines.budget.clients["pontevero"]) == "250.00 EUR"


def test_a_name_in_a_rule_stands_for_people() -> None:
    """A person, a group, or anyone; the order of the roster is kept."""
    people = roster()
    assert people.members("admins") == ("maya", "ben")
    assert people.members("rosa") == ("rosa",)
    assert people.members("anyone") == ("maya", "ben", "rosa")
    assert people.members("nobody") == ()
    assert people.names() == ["maya", "ben", "rosa", "admins", "anyone"]
    assert people.goals() == {"launch": "alex"}
    assert [person.id for person in people.people()] == ["alex", "maya", "ben", "rosa"]


def test_the_least_that_a_roster_needs() -> None:
    """One owner with a name, an address and a zone; all else has a sensible default."""
    people = roster("owners: [{id: a, name: A, email: a@example.org, time_zone: UTC}]\nassistants:\n")
    assert people.first_owner.languages == ("en",)
    assert not people.assistants


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: ben", "id: maya", "`id: maya` stands in line 11 already; each person needs one of her own"),
        ("email: ben@example.net", "email: Maya@Example.net", "`email: Maya@Example.net` stands in line"),
        ("admins: [maya, ben]", "admins: [maya, bem]", "no assistant `bem`; did you mean `ben`?"),
        ("admins: [maya, ben]", "maya: [ben]", "a group cannot be called `maya`"),
        ("admins: [maya, ben]", "anyone: [ben]", "a group cannot be called `anyone`"),
        ("budget: {task: 200 EUR}", "budget: {goals: {lunch: 3 EUR}}", "no goal `lunch`; did you mean `launch`?"),
        ("budget: {task: 200 EUR}", "budget: {tasks: 200 EUR}", "unknown key `tasks`; did you mean `task`?"),
        ("budget: {task: 200 EUR}", "budget: 200 EUR", "must hold keys with values; write `month: …` below it"),
        ("kind: virtual assistant", "kind: virtual asistant", "did you mean `virtual assistant`?"),
        ("rate: 18 EUR/h", "rate: 18", "`assistants[1].rate`"),
        ("Asia/Manila", "Asia/Manilla", "did you mean `Asia/Manila`?"),
        ("trust: trusted", "trust: blind", "`blind` is not one of trial, proven, trusted"),
        ("languages: [de]", "languages: []", "`assistants[3].languages` is empty; write one at least"),
        ("hour_is_worth: 90 EUR", "languages:", "`owners[1].languages` is empty; write one at least"),
        ("id: rosa", "id: Rosa Lind", "`Rosa Lind` cannot be an id"),
        ("email: rosa@example.net", "email: rosa", "`rosa` is no e-mail address"),
        ("skills: [graphic design]", "skils: [graphic design]", "unknown key `skils`; did you mean `skills`?"),
        ("hour_is_worth: 90 EUR", "hours_per_week: many", "`owners[1].hours_per_week` must be a number"),
        ("hour_is_worth: 90 EUR", "hours_per_week: 200", "must be 168 at most"),
        ("hour_is_worth: 90 EUR", "holidays: XX", "`owners[1].holidays`"),
        ("    kind: freelancer\n    scope", "    scope", "`kind` is missing; add a line `kind: …`"),
        ("    languages: [de]", "    capacity: lots", "`lots` is no capacity; write the hours a week, like `20h/week`"),
    ],
)
def test_a_fault_in_the_roster_has_a_place_and_a_cure(old: str, new: str, said: str) -> None:
    """Near misses are named; the place is the value itself."""
    assert old in ROSTER
    found = faults_of(read_roster("roster.yaml", ROSTER.replace(old, new).encode()))
    assert said in found
    assert found.startswith("roster.yaml:")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("# later", "the file must hold keys with values; write `owners: …` below it"),
        ("owners: []", "`owners` is empty; write one at least"),
        ("owners: alex", "`owners` must be a list; write each item in a line of its own"),
        ("people: []", "unknown key `people`"),
        ("owners: [alex]", "`owners[1]` must hold keys with values; write `id: …` below it"),
    ],
)
def test_a_roster_that_is_none_is_told_what_is_missing(text: str, said: str) -> None:
    """Also where nothing in it is right."""
    assert said in faults_of(read_roster("roster.yaml", text.encode()))


def test_without_evidence_nobody_is_above_a_trial() -> None:
    """Whatever the roster says of her trust."""
    office = sample_office()
    moira, joy = office.roster.assistants["moira"], office.roster.assistants["joy"]
    assert (office.level_of(moira), office.level_of(joy)) == (Level.TRIAL, Level.TRUSTED)
    trusted = moira.model_copy(update={"trust": Level.TRUSTED})
    assert office.level_of(trusted) is Level.TRIAL
