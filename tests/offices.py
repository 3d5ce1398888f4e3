"""Offices to test in: the one of the samples, a small one, and tasks in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from delegated.core.errors import Unreadable
from delegated.core.experience import Work
from delegated.core.fields import Level, Stakes
from delegated.core.money import Currencies, parse_money
from delegated.core.office import Limit, Memory, Office
from delegated.core.people import Roster, read_roster
from delegated.core.rules import RuleBook, read_rules
from delegated.core.task import Task, Written, read_task, understand
from delegated.shipped import shipped

SAMPLES = Path(__file__).parent / "samples"
# Monday, half past nine in Madrid.
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TRUST = {
    Level.TRIAL: Limit(Stakes.LOW, parse_money("60 EUR"), 1),
    Level.PROVEN: Limit(Stakes.MEDIUM, parse_money("400 EUR"), 4),
    Level.TRUSTED: Limit(Stakes.HIGH, parse_money("1500 EUR"), 10),
}
CURRENCIES = Currencies.from_table({"EUR": "1", "GBP": "1.14", "USD": "0.86", "CAD": "0.62"})
ROSTER = """
owners:
  - id: alex
    name: Alex Rivera
    email: alex@example.org
    time_zone: Europe/Madrid
    hour_is_worth: 90 EUR
    goals: [{id: launch, title: Launch in Portugal}]
    budget: {task: 200 EUR}
assistants:
  - id: maya
    name: Maya Santos
    email: maya@example.net
    kind: virtual assistant
    skills: [travel booking, calendar]
    rate: 18 EUR/h
    time_zone: Asia/Manila
    evidence: {references: [carla@example.com]}
    trust: trusted
  - id: ben
    name: Ben Okafor
    email: ben@example.net
    kind: freelancer
    skills: [travel booking, bookkeeping]
    rate: 30 EUR/h
    time_zone: Europe/London
    evidence: {references: [carla@example.com]}
    trust: trusted
    confidential: true
  - id: rosa
    name: Rosa Lind
    email: rosa@example.net
    kind: freelancer
    scope: specialist
    skills: [graphic design]
    rate: 50 EUR/h
    time_zone: Europe/Berlin
    languages: [de]
groups:
  admins: [maya, ben]
"""
RULES = """
rules:
  - name: family stays
    because: it is ours
    when: {tags: [family]}
    keep: true
  - name: nobody needs it
    because: it serves no goal
    when: {tags: [nice to have]}
    drop: true
  - name: ideas wait
    because: they keep
    when: {tags: [idea]}
    defer: {for: 3 working days}
  - name: printing needs a budget
    because: paper is dear
    when: {tags: [print]}
    ask: [budget, deliverables]
  - name: the admins do the rest
    because: they are good at it
    delegate: {to: admins}
"""


@cache
def roster(text: str = ROSTER) -> Roster:
    """A roster from YAML, which must be a good one."""
    read = read_roster("roster.yaml", text.encode())
    assert isinstance(read, Roster), read
    return read


def rules(text: str, people: Roster | None = None) -> RuleBook:
    """Rules from YAML, which must be good ones."""
    read = read_rules([("rules/10-test.yaml", text.encode())], people)
    assert isinstance(read, RuleBook), str(read)
    return read


def small_office(text: str = RULES, **changes: Any) -> Office:
    """Alex, Maya, Ben and Rosa, with these rules and no shipped policy."""
    people = changes.pop("roster", None) or roster()
    book = rules(text, people)
    office = Office(people, book, RuleBook([], {}), CURRENCIES, TRUST, Memory(), version=book.version())
    return replace(office, **changes)


def sample_office() -> Office:
    """The two partners of the samples and their nine helpers, with their rules and the shipped policy behind them."""
    people, book, policy = _sample_home()
    return Office(people, book, policy, CURRENCIES, TRUST, Memory(), version=book.version())


def work(number: int = 1, **more: Any) -> Work:
    """What is remembered of a task of Alex's: an hour of Maya's, who has had it since yesterday, if not otherwise."""
    known: dict[str, Any] = {
        "owner": "alex",
        "title": "Book flights to Lisbon",
        "state": "working",
        "assistant": "maya",
        "minutes": 60,
        "created": NOW - timedelta(days=1),
    } | more
    known = {"since": known["created"], "touched": known["created"], "given": known["created"]} | known
    return Work(number=number, **known)


def remembering(*works: Work) -> Memory:
    """An office that knows of these tasks."""
    return Memory.of(works)


def written(text: str | bytes, file: str = "task.yaml") -> Written:
    """A task file that can be read."""
    read = read_task(file, text.encode() if isinstance(text, str) else text)
    assert isinstance(read, Written), read
    return read


def task(text: str, office: Office | None = None, now: datetime = NOW) -> Task:
    """A task from YAML fields, like `title: Book flights`, in the small office unless told otherwise."""
    found = understand(written(text), office.roster if office else roster(), now)
    assert isinstance(found, Task), found
    return found


def faults_of(read: object) -> str:
    """What is wrong with what was read; it must be something."""
    assert isinstance(read, Unreadable), read
    return str(read)


@cache
def _sample_home() -> tuple[Roster, RuleBook, RuleBook]:
    people = read_roster("roster.yaml", (SAMPLES / "home/roster.yaml").read_bytes())
    assert isinstance(people, Roster), people
    return people, _rules_in(SAMPLES / "home/rules", people), _rules_in(shipped("rules"), None)


def _rules_in(folder: Path, people: Roster | None) -> RuleBook:
    files = [(f"{folder.name}/{path.name}", path.read_bytes()) for path in sorted(folder.glob("*.yaml"))]
    read = read_rules(files, people)
    assert isinstance(read, RuleBook), str(read)
    return read
