"""What an edit has changed, as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from delegated.core.changes import changes, read_again, that_matter
from delegated.core.fields import Stakes
from delegated.core.supplying import answered
from offices import task

BEFORE = "title: Book flights\ndeliverables: [two options]\ndue: 2026-12-03 17:00\n"
MANILA = ZoneInfo("Asia/Manila")


@pytest.mark.parametrize(
    ("after", "label", "was", "now"),
    [
        (BEFORE.replace("flights", "trains"), "Title", "Book flights", "Book trains"),
        (BEFORE.replace("[two options]", "[one, another]"), "What there should be", "two options", "one\nanother"),
        (BEFORE + "estimate: 2h\n", "Estimate", "", "2h"),
        (BEFORE + "confidential: true\n", "Confidential", "", "yes"),
        (BEFORE + "budget: 60 EUR\n", "Budget", "", "60.00 EUR"),
        (BEFORE + "skills: [a, b]\n", "Skills", "", "a\nb"),
        (BEFORE + "stakes: medium\n", "Stakes", "", "medium"),
    ],
)
def test_a_change_is_told_with_what_was_and_what_is(after: str, label: str, was: str, now: str) -> None:
    """What was assumed only was not told."""
    found = changes(task(BEFORE), task(after), MANILA)
    assert [(one.label, one.before, one.after) for one in found] == [(label, was, now)]


def test_a_date_is_told_in_the_time_of_whoever_reads_it() -> None:
    """Five in the afternoon in Madrid is midnight in Manila."""
    (found,) = changes(task(BEFORE), task(BEFORE.replace("12-03", "12-04")), MANILA)
    assert (found.label, "00:00" in found.before, "00:00" in found.after) == ("Due", True, True)
    assert found.before != found.after


def test_what_is_private_is_no_change_to_anybody_else() -> None:
    """Nor is what only the rules look at."""
    other = task(BEFORE + "private: in the safe\ntags: [trip]\nenergy: draining\nx-mood: good\n")
    assert changes(task(BEFORE), other, MANILA) == ()
    assert not that_matter(task(BEFORE), other)


@pytest.mark.parametrize("line", ["to: maya", "language: de", "stakes: low", "skills: [a]", "confidential: true"])
def test_what_decides_who_may_have_it_matters(line: str) -> None:
    """Also where nobody reads it."""
    assert that_matter(task(BEFORE), task(f"{BEFORE}{line}\n"))


def test_only_what_the_file_says_otherwise_than_before_counts() -> None:
    """What was told by mail stands in no file."""
    was = task(BEFORE)
    told = replace(was, budget="60 EUR", estimate=timedelta(hours=3), assumed=("stakes",), to="ben")
    assert read_again(told, was, was) == told
    assert read_again(was, was, task(BEFORE + "to: maya\n")) == task(BEFORE + "to: maya\n")
    assert read_again(told, was, task(BEFORE + "to: maya\n")) == replace(told, to="maya")
    now = read_again(told, was, task(BEFORE + "estimate: 1h\nstakes: high\n"))
    assert (now.estimate, now.stakes, now.budget, now.assumed) == (timedelta(hours=1), Stakes.HIGH, "60 EUR", ())


def test_what_is_taken_out_of_the_file_is_not_told_any_more() -> None:
    """It is assumed again."""
    was = task(BEFORE + "stakes: high\nbudget: 60 EUR\n")
    now = read_again(replace(was, to="ben"), was, task(BEFORE))
    assert (now.stakes, now.budget, now.to, now.assumed) == (Stakes.MEDIUM, None, "ben", ("estimate", "stakes"))


@pytest.mark.parametrize(
    ("before", "after", "details"),
    [
        ("", "It is for two.", "It is for two.\n\nWhich airport?\nPorto"),
        ("For one.", "For two.", "For two.\n\nWhich airport?\nPorto"),
        ("For one.", "", "Which airport?\nPorto"),
    ],
)
def test_an_answer_stays_below_the_text_of_the_file(before: str, after: str, details: str) -> None:
    """However often the text above it is written anew."""
    was, now = task(f"{BEFORE}details: '{before}'\n"), task(f"{BEFORE}details: '{after}'\n")
    assert read_again(answered(was, "Which airport?", "Porto"), was, now).details == details
