"""What one decision costs among 10, 100, 1,000 and 10,000 rules: µs, and as a ratio to 10 rules.

Rules of five kinds are written as a person would write them and read by the real `read_rules`; tasks
are judged by the real `judge`. A *miss* matches no rule but the last, which takes everything: the worst
case for an ordered list. A *hit* is made to match one rule. The whole is repeated, and the best
repetition counts: others are on this machine too.

    python benchmarks/rules.py [--most 10000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from delegated.core.deciding import decide, judge
from delegated.core.errors import Unreadable
from delegated.core.facts import Case
from delegated.core.fields import Level, Stakes
from delegated.core.money import Currencies, parse_money
from delegated.core.office import Limit, Office, Workloads
from delegated.core.people import Roster, read_roster
from delegated.core.rules import RuleBook, read_rules
from delegated.core.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ROSTER = b"""
owners:
  - {id: alex, name: Alex Rivera, email: alex@example.org, time_zone: Europe/Madrid, hour_is_worth: 90 EUR}
assistants:
  - {id: maya, name: Maya, email: maya@example.net, kind: virtual assistant, time_zone: Asia/Manila, rate: 18 EUR/h}
"""
SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
)
_CHANCE = random.Random(7)
WORDS = sorted({"".join(_CHANCE.choice(SYLLABLES) for _ in range(3)) for _ in range(3000)})
COMMON_WORDS, RARE_WORDS = WORDS[:100], WORDS[100:]
COMMON_TAGS, RARE_TAGS = [f"tag{n}" for n in range(20)], [f"tag{n}" for n in range(20, 400)]
COMMON_CLIENTS, RARE_CLIENTS = [f"client{n}" for n in range(20)], [f"client{n}" for n in range(20, 600)]
Rule = dict[str, str]


def some_rules(number: int) -> list[Rule]:
    """Rules of five kinds in turn, each as field and wish in YAML."""
    chance = random.Random(1)
    return [_rule(place % 5, chance) for place in range(number)]


def _rule(kind: int, chance: random.Random) -> Rule:
    tags, client, word = chance.sample(RARE_TAGS, 3), chance.choice(RARE_CLIENTS), chance.choice(RARE_WORDS)
    estimate, stakes = f"{{at_most: {chance.choice([1, 2, 4, 8])}h}}", chance.choice(list(Stakes))
    return (
        {"tags": f"[{', '.join(tags[:2])}]", "client": client},
        {"title": f"{{contains: {word}}}", "stakes": stakes},
        {"title": rf"{{matches: '\b{word}-[0-9]+'}}", "estimate": estimate},
        {"client": client, "estimate": estimate, "stakes": stakes},
        {"tags": f"[{', '.join(tags)}]"},
    )[kind]


def as_yaml(rules: Sequence[Rule]) -> bytes:
    """The rules as a file, and one more that takes everything."""
    lines = ["rules:"]
    for place, rule in enumerate(rules):
        lines += [f"  - name: rule {place}", "    because: it is so", "    when:"]
        lines += [f"      {field}: {wish}" for field, wish in rule.items()]
        lines.append("    keep: true")
    lines += ["  - name: the rest", "    because: something must be done", "    drop: true"]
    return "\n".join(lines).encode()


def miss(seed: int) -> Task:
    """A task that only the last rule takes."""
    chance = random.Random(seed)
    return Task(
        title=" ".join(chance.choice(COMMON_WORDS) for _ in range(8)),
        owner="alex",
        client=chance.choice(COMMON_CLIENTS),
        tags=tuple(chance.sample(COMMON_TAGS, 4)),
        estimate=timedelta(minutes=150),
        stakes=Stakes.MEDIUM,
    )


def hit(seed: int) -> Task:
    """A task with a rare tag, client and word in it: it meets some rules, and is tested by many."""
    chance, task = random.Random(seed), miss(seed)
    return Task(
        title=f"{task.title} {chance.choice(RARE_WORDS)}-77",
        owner="alex",
        client=chance.choice(RARE_CLIENTS),
        tags=(*task.tags, chance.choice(RARE_TAGS)),
        estimate=timedelta(minutes=59),
        stakes=Stakes.LOW,
    )


def office_with(book: RuleBook, roster: Roster) -> Office:
    """An office that has these rules and nothing to do."""
    trust = {level: Limit(Stakes.HIGH, parse_money("1000 EUR"), 10) for level in Level}
    currencies = Currencies.from_table({"EUR": "1"})
    return Office(roster, book, RuleBook([], {}), currencies, trust, Workloads())


def microseconds(act: Callable[[Task], object], tasks: Sequence[Task], rounds: int) -> float:
    """Of one call, in the best of the rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = perf_counter()
        for task in tasks:
            act(task)
        best = min(best, (perf_counter() - start) / len(tasks))
    return best * 1e6


def measured(number: int, rounds: int) -> tuple[float, list[float]]:
    """Seconds to read so many rules, and µs to judge a miss, to judge a hit, and to decide a miss with its facts."""
    roster = read_roster("roster.yaml", ROSTER)
    assert isinstance(roster, Roster), roster
    content = as_yaml(some_rules(number))
    start = perf_counter()
    book = read_rules([("rules.yaml", content)], roster)
    seconds = perf_counter() - start
    assert not isinstance(book, Unreadable), book
    office = office_with(book, roster)
    misses, hits = [miss(seed) for seed in range(200)], [hit(seed) for seed in range(200)]
    assert all(judge(Case(task, office, NOW))[1].rule == "the rest" for task in misses)
    return seconds, [
        microseconds(lambda task: judge(Case(task, office, NOW)), misses, rounds),
        microseconds(lambda task: judge(Case(task, office, NOW)), hits, rounds),
        microseconds(lambda task: decide(task, office, NOW), misses, rounds),
    ]


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--most", type=int, default=10_000, help="the most rules")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is repeated")
    chosen = parser.parse_args(arguments)
    print(f"{'rules':>7} {'read s':>8} {'miss µs':>9} {'hit µs':>9} {'decide µs':>10}   ratio to 10 rules")
    first: list[float] = []
    for number in (10, 100, 1_000, 10_000):
        if number > chosen.most:
            break
        seconds, times = measured(number, chosen.rounds)
        first = first or times
        ratios = " ".join(f"{time / base:6.1f}" for time, base in zip(times, first, strict=True))
        print(
            f"{number:>7,} {seconds:>8.2f} {times[0]:>9.1f} {times[1]:>9.1f} {times[2]:>10.1f}   {ratios}", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])
