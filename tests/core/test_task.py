"""Task files: every field, every fault of the samples, and whose task it is."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta

import pytest

from delegated.core.errors import Unreadable
from delegated.core.fields import Stakes
from delegated.core.task import ASSUMED_ESTIMATE, Task, read_task, understand, with_notes
from offices import NOW, SAMPLES, faults_of, roster, sample_office, task, written

BROKEN = SAMPLES / "tasks-broken"
# A mail, folders, and attachments that the service looks for: other tests.
ROWS = [
    row
    for row in csv.DictReader((BROKEN / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t")
    if row["file"].endswith((".md", ".yaml", ".txt")) and not row["file"].startswith("attachment-")
]
REJECTED = [pytest.param(row, id=row["file"]) for row in ROWS if row["expected"] == "rejected"]
ACCEPTED = {
    "bom.md": {"title": "Book the small room"},
    "crlf.md": {"title": "Order toner", "details": "The printer says so.\n\nTwice.",
                "deliverables": ("two black", "one yellow")},
    "norway.md": {"client": "NO", "tags": ("no", "on", "off")},
    "only-front-matter.md": {"title": "Water cooler", "details": ""},
    "no-front-matter.md": {"title": "Call the plumber"},
}  # fmt: skip
FULL = """
title: Book flights to Lisbon
owner: alex
client: acme
goal: launch
tags: [Travel, admin, travel]
skills: travel booking
due: friday 17:00
estimate: 2h
stakes: LOW
energy: draining
confidential: no
engagement: one-time
repeats: weekly on monday
to: maya
budget: 60 EUR
deliverables: [two options, hotel]
expectations: [answer by noon]
attachments: [itinerary.pdf]
private: passport scan is in the safe
language: EN
details: |
  Why: see https://example.org/a, and (http://example.org/b).
x-code: 007
x-list: [a, b]
"""


@pytest.mark.parametrize("row", REJECTED)
def test_a_broken_task_is_told_where_and_what(row: dict[str, str]) -> None:
    """Each sample has one fault; the message has its place and the words that help."""
    office = sample_office()
    path = BROKEN / row["file"]
    read = read_task(path.name, path.read_bytes())
    fault = read if isinstance(read, Unreadable) else understand(read, office.roster, NOW)
    said = faults_of(fault)
    assert isinstance(fault, Unreadable)
    assert fault.faults[0].file == row["file"]
    assert within(row["line"], fault.faults[0].line)
    assert within(row["column"], fault.faults[0].column)
    for alternatives in row["words"].split(","):
        assert any(word.strip().casefold() in said.casefold() for word in alternatives.split(" or "))


def within(span: str, number: int | None) -> bool:
    """`8`, `2-7`, or nothing: no place is asked for."""
    first, _, last = span.partition("-")
    return not span or (number is not None and int(first) <= number <= int(last or first))


@pytest.mark.parametrize(("file", "fields"), ACCEPTED.items(), ids=ACCEPTED)
def test_an_odd_task_is_read_as_it_was_meant(file: str, fields: dict[str, object]) -> None:
    """What only looks broken is fine, and nothing of it is changed."""
    office = sample_office()
    found = understand(written((BROKEN / file).read_bytes(), file), office.roster, NOW)
    assert isinstance(found, Task)
    assert {name: getattr(found, name) for name in fields} == fields
    assert "\r" not in repr(found)


def test_every_broken_sample_is_tried() -> None:
    """No row of the table is left out by mistake."""
    assert {row["file"] for row in ROWS if row["expected"] == "accepted"} == set(ACCEPTED)
    assert len(REJECTED) == 34


def test_every_field_is_understood() -> None:
    """In its own type; words that are compared are written small."""
    found = task(FULL)
    assert found.due == datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert found == Task(
        title="Book flights to Lisbon", owner="alex", client="acme", goal="launch", tags=("travel", "admin"),
        skills=("travel booking",), due=found.due, estimate=timedelta(hours=2), stakes=Stakes.LOW, energy="draining",
        confidential=False, engagement="one-time", repeats=found.repeats, to="maya", budget="60.00 EUR",
        deliverables=("two options", "hotel"), expectations=("answer by noon",), attachments=("itinerary.pdf",),
        private="passport scan is in the safe", language="en",
        details="Why: see https://example.org/a, and (http://example.org/b).",
        extra={"x-code": "007", "x-list": ["a", "b"]},
    )  # fmt: skip
    assert found.links == ("https://example.org/a", "http://example.org/b")


def test_what_is_not_told_is_known_to_be_not_told() -> None:
    """Stakes and estimate are assumed, and shown as such; nothing else is made up."""
    found = task("title: x")
    assert found.assumed == ("stakes", "estimate")
    assert (found.stakes, found.estimate) == (Stakes.MEDIUM, ASSUMED_ESTIMATE)
    assert [name for name in ("stakes", "estimate", "due", "deliverables", "title") if found.told(name)] == ["title"]


def test_a_key_without_a_value_is_not_told() -> None:
    """A form with blanks in it is fine, but for the title."""
    found = task("title: x\ndue:\ntags:\nclient: ~\n")
    assert (found.due, found.tags, found.client) == (None, (), None)


def test_what_a_rule_notes_is_told() -> None:
    """Tags and skills are joined, the rest is set and no longer assumed."""
    noted = with_notes(task("{title: x, tags: [a]}"), tags=("B", "a"), stakes=Stakes.HIGH)
    assert (noted.tags, noted.stakes, noted.assumed) == (("a", "b"), Stakes.HIGH, ("estimate",))


@pytest.mark.parametrize(
    ("file", "text", "title", "details"),
    [
        ("a.txt", "\n  \n Call mum \n\nabout Sunday\n", "Call mum", "about Sunday"),
        ("a.txt", "Buy\tmilk", "Buy milk", ""),
        ("a.md", "some words\n\n## Call the plumber ##\nnow", "Call the plumber", "some words\n\nnow"),
        ("a.md", "\nCall the plumber\nnow", "Call the plumber", "now"),
        ("a.md", "---\ntitle: x\n---\n\nbody\n---\nmore", "x", "body\n---\nmore"),
        ("a.md", "---\ntitle: x\n...\nbody", "x", "body"),
        ("a.MD", "---\ntitle: x\n---", "x", ""),
        ("a.yml", "title: x\ndetails: |\n  one\n  two", "x", "one\ntwo"),
        ("a.yaml", "title: مرحبا بالعالم", "مرحبا بالعالم", ""),
        ("a.txt", "👩‍👩‍👧 call", "👩‍👩‍👧 call", ""),
    ],
)
def test_title_and_text_are_found_in_every_form(file: str, text: str, title: str, details: str) -> None:
    """Markdown with or without front matter, YAML, plain text."""
    read = written(text, file)
    assert (read.fields.title, read.details) == (title, details)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "task.yaml:1:1: there are no fields here; a task needs a title; write `title: …`"),
        ("# nothing", "there is nothing in it; a task needs a title"),
        ("title:", "`title`: has no value; write one, or delete the line"),
        ("title: ''", "`title`: is empty"),
        ("title: [a, b]", "`title`: must be one text, not a list; put it in quotes"),
        ("{title: x, tags: [a: b]}", "put an item that has a colon in it in quotes"),
        ("{title: x, confidential: perhaps}", "`perhaps` is neither true nor false"),
        ("{title: x, energy: drainig}", "did you mean `draining`?"),
        ("{title: x, due: today 08:00}", "task.yaml:1:17: `due`: `today 08:00` is over already"),
        ("{title: x, owner: alexa}", "no owner `alexa`; did you mean `alex`?"),
        ("{title: x, to: alex}", "no assistant `alex` on the roster"),
        ('{title: x, x-note: "a\\nb"}', "`x-note`: has a line break in it"),
        ("title: " + "x" * 501, "`title` is too long: at most 500 characters are allowed"),
    ],
)
def test_a_fault_says_how_to_mend_it(text: str, said: str) -> None:
    """In words that help at a bad moment."""
    read = read_task("task.yaml", text.encode())
    fault = read if isinstance(read, Unreadable) else understand(read, roster(), NOW)
    assert said in faults_of(fault)


def test_details_have_their_place_in_each_form() -> None:
    """In Markdown the text below the front matter is the body; a key beside it would be a second one."""
    said = faults_of(read_task("a.md", b"---\ntitle: x\ndetails: y\n---\nz"))
    assert re.match(r"a\.md:3:1: .*in Markdown, write it below the front matter", said)


def test_all_faults_are_told_at_once() -> None:
    """Nobody likes to mend a file three times."""
    read = read_task("a.yaml", b"{stakes: x, budget: 3, colour: red}")
    assert isinstance(read, Unreadable)
    assert len(read.faults) == 4


@pytest.mark.parametrize(
    ("fields", "owner"),
    [
        ("", "ines"),
        ("owner: graham, goal: lisbon", "graham"),
        ("goal: course", "graham"),
        ("goal: course, client: brasquilla", "graham"),
        ("client: oxbarrow", "graham"),
        ("client: somebody", "ines"),
    ],
)
def test_whose_task_it_is(fields: str, owner: str) -> None:
    """Named, else by goal, else by client, else the first owner's."""
    assert task(f"{{title: x, {fields}}}", sample_office()).owner == owner


def test_a_date_is_in_the_time_zone_of_its_owner() -> None:
    """Five o'clock in Toronto is later than five o'clock in Madrid."""
    office = sample_office()
    assert task("{title: x, owner: ines, due: 2026-12-03 17:00}", office).due == datetime(2026, 12, 3, 16, tzinfo=UTC)
    assert task("{title: x, owner: graham, due: 2026-12-03 17:00}", office).due == datetime(2026, 12, 3, 22, tzinfo=UTC)
