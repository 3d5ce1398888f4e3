"""Which tasks are of a kind: measured on pairs that were labelled by hand, and told by the traps among them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.likeness import MOST_REMEMBERED, Kin, Remembered, alike
from delegated.core.titles import Gist, gist_of
from labelled import Job, labelled

FLIGHTS = Job()
TRAVEL = Job("Find a hotel near the venue", "acme", ("travel",), ("travel booking", "calendar"))


@pytest.mark.parametrize(
    ("kept", "task"),
    [
        (FLIGHTS, FLIGHTS),
        (FLIGHTS, Job("To Lisbon: book flights!")),
        (FLIGHTS, Job("Book 2 flights to Lisbon (12/2026)")),
        (FLIGHTS, Job("BOOK FLIGHT TO LISBON")),
        (replace(FLIGHTS, client="acme"), replace(FLIGHTS, client="acme", skills=("travel booking",))),
        (TRAVEL, replace(TRAVEL, title="Rent a car", skills=("calendar", "travel booking"), tags=())),
        (replace(TRAVEL, client=None), replace(TRAVEL, title="Rent a car", client=None, tags=("cars", "travel"))),
        (replace(FLIGHTS, confidential=True), replace(FLIGHTS, confidential=True)),
        (FLIGHTS, replace(FLIGHTS, confidential=True)),
    ],
)
def test_tasks_of_a_kind_know_each_other(kept: Job, task: Job) -> None:
    """By the words of their titles in any order, or by the same trade for the same client."""
    assert Remembered([kept]).like(task) == [kept]


@pytest.mark.parametrize(
    ("kept", "task"),
    [
        (FLIGHTS, Job("Water the plants")),
        (replace(FLIGHTS, client="acme"), replace(FLIGHTS, client="globex")),
        (replace(FLIGHTS, client="acme"), FLIGHTS),
        (FLIGHTS, replace(FLIGHTS, client="acme")),
        (replace(FLIGHTS, confidential=True), FLIGHTS),
        (replace(TRAVEL, confidential=True), TRAVEL),
        (TRAVEL, replace(TRAVEL, title="Rent a car", client="globex")),
        (TRAVEL, replace(TRAVEL, title="Rent a car", skills=("calendar",))),
        (replace(TRAVEL, client=None), replace(TRAVEL, title="Rent a car", client=None, tags=())),
        (Job("2026-11"), Job("12/2025")),
        (Job("", "acme"), Job("!", "acme")),
    ],
)
def test_tasks_of_another_kind_do_not(kept: Job, task: Job) -> None:
    """What one client's helper was told is not for another's, and what is confidential only for what is, too."""
    assert Remembered([kept]).like(task) == []


def test_the_newest_come_first_and_the_oldest_are_forgotten() -> None:
    """Five hundred of one owner; what is new pushes out what is old."""
    many = [Job(tags=(str(number),)) for number in range(MOST_REMEMBERED + 1)]
    memory = Remembered(many)
    assert memory.like(FLIGHTS) == many[:-1]
    newer = memory.with_newer([Job(tags=("newest",)), Job(tags=("newer",))])
    found = newer.like(FLIGHTS)
    assert [one.tags for one in found[:3]] == [("newest",), ("newer",), ("0",)]
    assert len(found) == MOST_REMEMBERED
    assert memory.like(FLIGHTS) == many[:-1]


def test_nothing_is_like_nothing() -> None:
    """An owner who has answered nothing yet."""
    assert Remembered[Job]().like(FLIGHTS) == []


@pytest.mark.parametrize(
    ("pairs", "precision", "recall"),
    [("development", 0.99, 0.94), ("holdout", 1.0, 0.88)],
)
def test_a_likeness_is_nearly_always_right(pairs: str, precision: float, recall: float) -> None:
    """As measured when the hold-out pairs were seen for the first time; `benchmarks/likeness.py` has all figures."""
    known = labelled(pairs)
    said = [pair for pair in known if alike(pair.one, pair.other)]
    right = sum(pair.alike for pair in said)
    assert right / len(said) >= precision
    assert right / sum(pair.alike for pair in known) >= recall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Call Ana", "Call the bank"),
        ("Call Ana", "Call Anna's school"),
        ("Anna anrufen", "Bank anrufen"),
        ("Llamar a Ana", "Llamar al banco"),
        ("Appeler Anne", "Appeler la banque"),
        ("Invoice Acme", "Pay Acme's invoice"),
        ("Book hotel Lisbon", "Cancel hotel Lisbon"),
        ("Translate contract", "Sign contract"),
        ("Order paper", "Newspaper order"),
        ("Renew domain", "Renew passport"),
        ("Write the offer for Acme", "Send the offer to Acme"),
        ("Write to the bank", "Write to Ana"),
        ("Order flour", "Order flowers"),
        ("Weekly report", "Annual report"),
        ("Apply for a visa", "Apply for a talk"),
        ("Photos for the website", "Website for the photos"),
        ("Check flour", "Check floor"),
        ("Check light boxes", "Check night boxes"),
    ],
)
def test_one_word_may_make_it_another_task(one: str, other: str) -> None:
    """Who did the one well is not the natural choice for the other."""
    assert not alike(Job(one), Job(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Weekly numbers, week 44", "Weekly numbers, week 47"),
        ("Rechnung Oktober schreiben", "AW: Rechnung für November"),
        ("Book flights to Lisbon", "Fwd: RE: flights to Porto on Friday ✈️ (2 people)"),
        ("Enter 40 business cards into the CRM", "Enter 25 buisness cards into the CRM"),
        ("Backup website", "Back up the website"),
        ("List of companies", "Company list"),
        ("Call mum about Sunday", "Call mum about the garden"),
        ("Réserver un hôtel à Lyon", "réserver hotel a Lille"),
        ("مراجعة الكتيب العربي", "مراجعة الكتيب العربي 2"),
        (unicodedata.normalize("NFD", "Büroräume für Köln"), unicodedata.normalize("NFC", "büroräume für KÖLN")),
    ],
)
def test_figures_dates_places_and_small_words_do_not(one: str, other: str) -> None:
    """It is the same work again."""
    assert alike(Job(one), Job(other))


def test_a_title_tells_what_it_is_about_and_what_stands_around() -> None:
    """By the small words before them; plain verbs are known for what they mean."""
    gist = gist_of("Re: Please book 2 flights to Lisbon (again) for March")
    assert gist == Gist(about=frozenset({"flight"}), around=frozenset({"lisbon"}), acts=frozenset({"book"}))
    assert gist_of("Hotel in Wien buchen").about == gist_of("Find a hotel").about
    assert gist_of("12/2026").about == frozenset()


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("_" * 500, set()),
        ("a_" * 250, set()),
        ("Flights " + "_" * 484 + " hotel", {"flight", "hotel"}),
        ("Flights " + "x_" * 240 + " hotel", {"flight"}),  # It has more words than are read.
        ("Flights " + "x_" * 240 + "1 hotel", {"flight", "hotel"}),
        ("1a" * 250, set()),
        ("1." * 250, set()),
        ("Flights " + "a." * 200 + "example.com", {"flight"}),
        ("re" + " " * 480 + ": flights", {"flight"}),
        ("Re: " * 120 + "flights", {"flight"}),
        ("fwd [" + "1" * 480 + "]: flights", {"flight"}),
        ("Flights example.com2go report_2026.xlsx 2b, v1.2-3", {"flight"}),
    ],
)
def test_what_a_hostile_title_is_about(title: str, about: set[str]) -> None:
    """Up to 500 characters of what makes such patterns slow: each is looked at a few times, and the rest is read right.

    No time is asserted. A pattern that begins anew at each character of a long run takes the square of its length: 17
    ms for 300 underscores, where a title takes 0.02 ms.
    """
    assert len(title) <= 500
    assert gist_of(title).about == about


@pytest.mark.parametrize(
    ("more", "other", "found"),
    [
        ({}, {"skills": ("law",)}, True),
        ({"skills": ("law", "english")}, {"skills": ("law",)}, True),
        ({"skills": ("accounting",)}, {"skills": ("law",)}, False),
        ({"tags": ("work",)}, {"tags": ("home",)}, True),
        ({"client": "acme"}, {"client": "acme"}, True),
        ({"client": "acme"}, {"client": "globex"}, False),
        ({"client": "acme"}, {}, False),
    ],
)
def test_skills_and_client_tell_them_apart(more: dict[str, Any], other: dict[str, Any], found: bool) -> None:  # noqa: FBT001
    """The same words for another client, or for people who can do something else, are another task."""
    assert alike(Job("Review the terms", **more), Job("Review the terms", **other)) is found


def test_tags_tell_apart_what_one_word_does_not() -> None:
    """Tickets for a journey are not tickets of the help desk; and a common tag lets one more word be missing."""
    assert not alike(Job("Tickets", tags=("travel",)), Job("Tickets", tags=("support",)))
    assert not alike(Job("Sales report"), Job("Weekly sales report"))
    assert alike(Job("Sales report", tags=("reports",)), Job("Weekly sales report", tags=("reports", "sales")))


WORDS = st.sampled_from(["book", "send", "hotel", "to", "Lisbon", "report", "recieve", "receive", "(", ")"])
JOBS = st.builds(
    Job,
    st.lists(WORDS, max_size=5).map(" ".join),
    client=st.sampled_from([None, None, None, "acme"]),
    tags=st.sampled_from([(), ("travel",), ("law", "travel"), ("law",)]),
    skills=st.sampled_from([(), (), ("law",), ("travel booking",)]),
    confidential=st.booleans(),
)


@given(st.lists(JOBS, max_size=25), st.sets(st.integers(0, 24)), JOBS)
def test_what_is_found_is_what_a_look_at_each_would_find(jobs: list[Job], dropped: set[int], task: Job) -> None:
    """The index changes nothing but the time; what is confidential is only for what is, too."""
    kin, kept = Kin(), {}
    for number, job in enumerate(jobs):
        kin.keep(number, job)
        kept[number] = job
    for number in dropped:
        kin.drop(number)
        kept.pop(number, None)
    expected = [n for n, job in kept.items() if alike(task, job) and (task.confidential or not job.confidential)]
    assert kin.like(task) == sorted(expected, reverse=True)
    assert len(kin) == len(kept)


def test_what_is_confidential_is_found_by_what_is_too() -> None:
    """What is open to all knows nothing of it; it knows of both."""
    kin = Kin()
    kin.keep(1, replace(FLIGHTS, confidential=True))
    kin.keep(2, FLIGHTS)
    assert kin.like(FLIGHTS) == [2]
    assert kin.like(replace(FLIGHTS, confidential=True)) == [2, 1]


def test_what_was_dropped_leaves_nothing_behind() -> None:
    """Of a busy year no word stays."""
    kin = Kin()
    for number in range(100):
        kin.keep(number, Job(f"Book flights to {'ABCDEFGHIJ'[number % 10] * 3}", client="acme"))
    for number in range(100):
        kin.drop(number)
    assert not any((kin._heap_of, kin._heaps, kin._saying))


@given(JOBS, JOBS)
def test_likeness_goes_both_ways(one: Job, other: Job) -> None:
    """And each task that says anything is like itself."""
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == bool(gist_of(one.title).about)


@given(st.text(), st.text(), st.booleans(), st.booleans())
def test_any_titles_may_be_compared(one: str, other: str, kept_secret: bool, secret: bool) -> None:  # noqa: FBT001
    """Whatever they are, the confidential one stays with the confidential, and likeness goes both ways."""
    kept, task = Job(one, confidential=kept_secret), Job(other, confidential=secret)
    found = Remembered([kept]).like(task)
    assert not found or secret >= kept_secret
    if secret == kept_secret:
        assert bool(found) == bool(Remembered([task]).like(kept))
