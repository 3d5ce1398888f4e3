"""The shipped rules alone, in four offices: what they make of each task is what a thoughtful chief of staff would."""

from __future__ import annotations

import csv
import email.policy
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest

from delegated.core.clauses import read_fact
from delegated.core.deciding import Decision, decide
from delegated.core.office import Memory, Office
from delegated.core.people import Roster, read_roster
from delegated.core.rules import RuleBook, read_rules
from delegated.core.task import Task, Written, understand
from delegated.settings import Settings, read_settings
from delegated.shipped import shipped
from offices import NOW, SAMPLES, remembering, work, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from delegated.core.experience import Work

TASKS: Final = SAMPLES / "tasks"
INVENTED: Final = SAMPLES / "policy"
FULL: Final = {"owner.overwhelmed": True}


def _table(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS: Final = _table(TASKS / "EXPECTED.tsv")
DIFFERS: Final = {row["file"]: row for row in _table(INVENTED / "DIFFERS.tsv")}
OFFICES: Final = sorted(path.parent.name for path in INVENTED.glob("*/EXPECTED.tsv"))
OURS: Final = [(office, row) for office in OFFICES for row in _table(INVENTED / office / "EXPECTED.tsv")]


@cache
def _policy() -> RuleBook:
    book = read_rules([(path.name, path.read_bytes()) for path in sorted(shipped("rules").glob("*.yaml"))], None)
    assert isinstance(book, RuleBook), str(book)
    return book


@cache
def _office(home: Path, settings: Path, *works: Work) -> Office:
    """The people of one office, in these settings, with what it remembers; and no rule of its own."""
    people, set_ = read_roster("roster.yaml", (home / "roster.yaml").read_bytes()), read_settings(settings)
    assert isinstance(people, Roster), str(people)
    assert isinstance(set_, Settings), str(set_)
    memory = remembering(*works) if works else Memory()
    return Office(people, RuleBook((), {}), _policy(), set_.rates(), set_.limits(), memory)


def _samples(*works: Work) -> Office:
    return _office(SAMPLES / "home", SAMPLES / "home", *works)


def _read(path: Path) -> Written:
    """A task file; of a folder its `task.md`, of a mail the subject and the text."""
    path = path / "task.md" if path.is_dir() else path
    if path.suffix != ".eml":
        return written(path.read_bytes(), path.name)
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    assert body is not None
    return written(f"{mail['subject']}\n\n{body.get_content()}", f"{path.stem}.txt")


def _decided(path: Path, office: Office, given: Mapping[str, Any]) -> Decision:
    task = understand(_read(path), office.roster, NOW)
    assert isinstance(task, Task), str(task)
    return decide(task, office, NOW, given=given)[1]


def _folder(decision: Decision) -> str:
    if decision.waits_for is not None:
        return "waiting"
    return {"keep": "yours", "drop": "dropped", "defer": "later", "delegate": "delegated"}[decision.outcome]


def _is_sensible(decision: Decision, row: Mapping[str, str]) -> bool:
    return (
        decision.outcome in row["expected"].split("|")
        and decision.person in {None, *row["assistants"].split(",")}
        and _folder(decision) in row["folder"].split("|")
    )


@pytest.mark.parametrize("given", [{}, FULL], ids=["calm", "full desk"])
@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_sample_is_decided_without_any_rule_of_the_office(row: dict[str, str], given: dict[str, bool]) -> None:
    """As its owners would, but for the rows that are named with their reason; and those do differ."""
    decision = _decided(TASKS / row["file"], _samples(), given)
    differs = DIFFERS.get(row["file"])
    if differs is None:
        assert _is_sensible(decision, row), decision
    else:
        assert not _is_sensible(decision, row), f"{row['file']} does not differ any more: take it out"
        assert (decision.outcome, decision.person) == (differs["outcome"], differs["assistant"])


def test_hardly_any_row_differs_and_each_says_why() -> None:
    """One in seventy is a difference; five would be another policy."""
    assert len(ROWS) >= 69
    assert len(DIFFERS) <= 1
    assert DIFFERS.keys() <= {row["file"] for row in ROWS}
    assert all(len(row["reason"]) > 40 for row in DIFFERS.values())


@pytest.mark.parametrize(("office", "row"), OURS, ids=[f"{office}: {row['file']}" for office, row in OURS])
def test_a_task_of_another_office_is_decided_sensibly(office: str, row: dict[str, str]) -> None:
    """A translator, a hospital department and six architects, in four languages; most say nothing but a title."""
    home = INVENTED / office
    decision = _decided(home / "tasks" / row["file"], _office(home, shipped("config")), dict(_given(row)))
    assert _is_sensible(decision, row), (row["reason"], decision)


def _given(row: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for said in row["given"].split(";"):
        name, equals, value = said.strip().partition("=")
        if equals:
            yield name, read_fact(name, value)


def test_every_invented_task_has_its_row() -> None:
    """A file without a row would be tried by nobody."""
    for office in OFFICES:
        files = {path.name for path in (INVENTED / office / "tasks").iterdir()}
        assert files == {row["file"] for row in _table(INVENTED / office / "EXPECTED.tsv")}
    assert len(OURS) >= 60


NUMBERS: Final = "weekly numbers 44.md"


def _earlier(number: int, *, rating: int | None = 5, assistant: str = "achieng") -> Work:
    """Weekly numbers that somebody has done some weeks ago."""
    then = NOW - timedelta(weeks=10 - number)
    return work(
        number,
        owner="ines",
        title=f"Weekly numbers, week {34 + number}",
        tags=("reports",),
        state="done",
        assistant=assistant,
        created=then,
        closed=then,
        rating=rating,
    )


def test_what_comes_again_goes_to_who_did_it_well() -> None:
    """Joy is cheaper, and Achieng knows it; the reason says how often it came."""
    assert _decided(TASKS / NUMBERS, _samples(), {}).person == "joy"
    decision = _decided(TASKS / NUMBERS, _samples(_earlier(1), _earlier(2), _earlier(3)), {})
    assert (decision.rule, decision.person) == ("what comes again is handed over", "achieng")
    assert decision.because.startswith("there were 3 like it in 90 days")
    assert decision.waits_for is None


def test_what_went_badly_does_not_simply_go_out_again() -> None:
    """After a bad week it waits for a word of the owner's, whoever would have it."""
    decision = _decided(TASKS / NUMBERS, _samples(_earlier(1), _earlier(2), _earlier(3, rating=1)), {})
    assert decision.rule == "what went badly goes out again only with your word"
    assert decision.outcome == "delegate"
    assert decision.approval is not None


def test_a_small_thing_goes_because_a_goal_stands_still_and_says_which() -> None:
    """The same task stays on a calm desk where nothing stands still."""
    office = _samples()
    text = "{title: The knob of the door, details: It comes off., estimate: 20m}"
    small = understand(written(text), office.roster, NOW)
    assert isinstance(small, Task)
    assert decide(small, office, NOW)[1].outcome == "keep"
    decision = decide(small, office, NOW, given={"owner.stalled_goals": ("lisbon",)})[1]
    assert decision.rule == "small things make room for a goal that stands still"
    assert "lisbon" in decision.because


@pytest.mark.parametrize(
    "given",
    [{}, FULL, {"history.similar": 5.0}, {"owner.stalled_goals": ("lisbon",)}, {"history.went_well": False}],
    ids=["calm", "full desk", "a habit", "a goal stands still", "went badly"],
)
def test_neither_habit_nor_haste_sends_law_out_without_a_word(given: dict[str, Any]) -> None:
    """A notice of half an hour, medium stakes: it would be small, and often, and in the way of a goal."""
    office = _samples()
    text = """{title: Privacy notice for the survey, skills: [data protection], stakes: medium, estimate: 30m,
               due: 2026-12-04, deliverables: [half a page], expectations: [plain words]}"""
    task = understand(written(text), office.roster, NOW)
    assert isinstance(task, Task)
    decision = decide(task, office, NOW, given=given)[1]
    assert (decision.outcome, decision.person) == ("delegate", "mareike")
    assert decision.approval is not None


def test_a_small_thing_that_frees_nothing_makes_no_room() -> None:
    """Five minutes, and ten to explain it: it stays, whatever stands still."""
    office = _samples()
    text = "{title: Tell the neighbours about the noise, details: On Friday., estimate: 5m, stakes: low}"
    task = understand(written(text), office.roster, NOW)
    assert isinstance(task, Task)
    decision = decide(task, office, NOW, given={"owner.stalled_goals": ("lisbon",)})[1]
    assert (decision.outcome, decision.rule) == ("keep", "quicker done than explained")
