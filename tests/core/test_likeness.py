"""Which tasks are of a kind, so that what was answered once need not be asked again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.likeness import MOST_REMEMBERED, Remembered


@dataclass(frozen=True)
class Job:
    """What tells its kind, and nothing else."""

    title: str = "Book flights to Lisbon"
    client: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    confidential: bool = False


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


@given(st.text(), st.text(), st.booleans(), st.booleans())
def test_any_titles_may_be_compared(one: str, other: str, kept_secret: bool, secret: bool) -> None:  # noqa: FBT001
    """Whatever they are, the confidential one stays with the confidential, and likeness goes both ways."""
    kept, task = Job(one, confidential=kept_secret), Job(other, confidential=secret)
    found = Remembered([kept]).like(task)
    assert not found or secret >= kept_secret
    if secret == kept_secret:
        assert bool(found) == bool(Remembered([task]).like(kept))
