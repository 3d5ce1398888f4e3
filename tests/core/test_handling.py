"""What a task takes of its owner's own time, reckoned from what she has written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.handling import USUAL_HANDLING, Handling
from delegated.core.task import Task

TEN_A_MINUTE = Handling(words_per_minute=10, answer=timedelta(minutes=2))


@pytest.mark.parametrize(
    ("more", "seconds"),
    [
        ({}, 12),
        ({"details": "why it matters"}, 30),
        ({"deliverables": ("two options",), "expectations": ("no overnight stops",)}, 42),
        ({"private": "safe code"}, 24),
    ],
)
def test_every_word_that_she_wrote_takes_time(more: dict[str, str], seconds: int) -> None:
    """Title, text, deliverables, expectations, and what only she may see: all of it was written by her."""
    assert TEN_A_MINUTE.of_brief(Task(title="Book flights", owner="alex", **more)) == timedelta(seconds=seconds)  # type: ignore[arg-type]


def test_an_answer_takes_a_while_even_if_it_is_one_word() -> None:
    """The letter is read first."""
    assert TEN_A_MINUTE.of_answer("") == timedelta(minutes=2)
    assert TEN_A_MINUTE.of_answer("Lisbon, please") == timedelta(minutes=2, seconds=12)


def test_a_long_mail_that_was_passed_on_was_not_typed() -> None:
    """Nobody writes a brief for hours."""
    assert USUAL_HANDLING.of_brief(Task(title="Fwd: minutes", owner="alex", details="word " * 9000)) == timedelta(
        minutes=20
    )


@given(st.text(), st.text())
def test_more_words_never_take_less(some: str, more: str) -> None:
    """And never nothing at all for an answer."""
    assert timedelta(minutes=1) <= USUAL_HANDLING.of_answer(some) <= USUAL_HANDLING.of_answer(f"{some} {more}")
