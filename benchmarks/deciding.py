"""A whole decision in a large office: ms, p50, p99 and the longest; and how it grows from a tenth of that office.

1,000 rules of the owner's and the shipped policy; 1,000 assistants in twelve zones; 10,000 tasks open and 100,000
closed in ninety days, all of one owner, who has goals, and keeps one of five for herself. Titles are those of offices,
and of series that come again and again. Every task that is decided is another one, and what came of it is remembered
before the next. All is counted: what is alike, the facts, the rules, the secrets, the choice of a person, the facts as
told. The longest may be that Python looked for rubbish among all that is remembered.
Times are of the processor; each round has other tasks, and the best round counts.

    python benchmarks/deciding.py [--tasks 1000] [--rounds 3] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import process_time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

BENCHMARKS = Path(__file__).parent
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS.parent / "tests")]

from choosing import TRADES, roster_of  # noqa: E402
from rules import COMMON_TAGS, RARE_CLIENTS, RARE_TAGS, RARE_WORDS, some_mixed_rules  # noqa: E402

from delegated.app import shipped_policy  # noqa: E402
from delegated.core.deciding import Decision, Past, decide  # noqa: E402
from delegated.core.experience import Work  # noqa: E402
from delegated.core.fields import Level, Stakes  # noqa: E402
from delegated.core.office import Limit, Memory, Office  # noqa: E402
from delegated.core.people import Goal, Roster, RosterFile  # noqa: E402
from delegated.core.rules import RuleBook, read_rules  # noqa: E402
from delegated.core.task import Task  # noqa: E402
from labelled import labelled  # noqa: E402
from offices import CURRENCIES, NOW  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

GOALS: Final = ("launch", "book", "course")
NAMES: Final = [f"{first}{last}" for first in ("An", "Be", "Lu", "Mi", "To") for last in ("a", "na", "ra", "ris", "la")]
CITIES: Final = ("Lisbon", "Porto", "Vienna", "Paris", "Rome", "Oslo", "Madrid", "Berlin")
SERIES: Final = (
    "Weekly numbers, week {number}", "Invoice {number} for {name}", "Book flights to {city} for {name}",
    "Hotel in {city}, {number} nights", "Chase the payment of {name}", "Newsletter {number}: proofread",
    "Minutes of the meeting with {name}", "Slides for {city}", "Check the receipts of week {number}",
)  # fmt: skip
DONE: Final = (("done", True, 75), ("done", False, 15), ("dropped", False, 10))
OPEN: Final = (
    ("working", True, 50), ("offered", True, 15), ("delivered", True, 10), ("asked", True, 5), ("yours", False, 20),
)  # fmt: skip
PARTS: Final = {
    "what is alike": "like",
    "rules": "judge",
    "choice of a person": "choose",
    "secrets": "found_in",
    "facts, as told": "facts_told",
    "of which facts": "all_facts",
    "a standing task?": "proposal",
}


class Size(NamedTuple):
    """Of an office."""

    rules: int
    people: int
    open: int
    closed: int


LARGE: Final = Size(1_000, 1_000, 10_000, 100_000)


def office_of(size: Size) -> Office:
    """With everything in it."""
    roster = roster_of(size.people)
    owner = roster.first_owner.model_copy(update={"goals": tuple(Goal(id=goal, title=goal) for goal in GOALS)})
    roster = Roster(RosterFile(owners=(owner,), assistants=tuple(roster.assistants.values())))
    book = read_rules([("rules.yaml", some_mixed_rules(size.rules, 0))], None)
    assert isinstance(book, RuleBook), book
    trust = {level: Limit(Stakes.HIGH, None, 1000) for level in Level}
    return Office(roster, book, shipped_policy(), CURRENCIES, trust, Memory.of(works_of(size)))


def works_of(size: Size) -> Iterator[Work]:
    """What is remembered of the closed ones, then of the open ones."""
    chance = random.Random(5)
    for number in range(1, size.closed + 1):
        state, delegated, _ = _any_of(DONE, chance)
        began = NOW - timedelta(minutes=chance.randrange(90 * 24 * 60))
        yield _work(
            number, state, began, size.people if delegated else 0, chance, closed=min(NOW, began + timedelta(days=2))
        )
    for number in range(size.closed + 1, size.closed + size.open + 1):
        state, delegated, _ = _any_of(OPEN, chance)
        began, due = NOW - timedelta(hours=chance.randrange(700)), NOW + timedelta(hours=chance.randrange(24, 700))
        yield _work(number, state, began, size.people if delegated else 0, chance, due=due)


def tasks_of(number: int, seed: int) -> list[Task]:
    """Complete, so that they could be given away; every fourth has in it what rules of the owner's look for."""
    chance = random.Random(seed)
    return [_task(place, chance) for place in range(number)]


def decided(office: Office, tasks: Sequence[Task], begin: int) -> tuple[list[float], Counter[str]]:
    """The ms for each, and what came of them."""
    took, outcomes = [], Counter[str]()
    for number, task in enumerate(tasks, begin):
        now = NOW + timedelta(seconds=number - begin)
        past, start = Past(number=number), process_time()
        noted, decision = decide(task, office, now, past)
        took.append(1000 * (process_time() - start))
        outcomes[f"{decision.outcome}" + (" to somebody" if decision.person else "")] += 1
        office.memory.keep(_remembered(number, noted, decision, now))
    return took, outcomes


def measured(size: Size, tasks: int, rounds: int) -> tuple[float, float, float]:
    """p50, p99 and the longest in ms, each of the best round."""
    office, found = office_of(size), []
    for turn in range(rounds):
        took, outcomes = decided(office, tasks_of(tasks, turn), 1_000_000 * (turn + 1))
        cuts = quantiles(took, n=100)
        found.append((cuts[49], cuts[98], max(took)))
    print(f"  came to: {', '.join(f'{count} {outcome}' for outcome, count in outcomes.most_common())}")
    p50, p99, most = (min(figures) for figures in zip(*found, strict=True))
    return p50, p99, most


def profile(tasks: int) -> None:
    """Where the time goes, in ms a decision; being watched takes time too, so that the sum is larger."""
    office, some = office_of(LARGE), tasks_of(tasks, 77)
    watching = cProfile.Profile(process_time)
    watching.runcall(decided, office, some, 9_000_000)
    rows = pstats.Stats(watching).stats  # type: ignore[attr-defined]  # there is, and nothing else tells the figures
    whole = _spent(rows, "decide", "deciding.py")
    for said, name in PARTS.items():
        print(f"  {said:<22} {1000 * _spent(rows, name) / tasks:>7.3f} ms  {100 * _spent(rows, name) / whole:>4.0f} %")
    pstats.Stats(watching).sort_stats("tottime").print_stats(25)


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tasks", type=int, default=1000, help="how many are decided in a round")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds there are")
    parser.add_argument("--profile", action="store_true", help="tell where the time goes, too")
    wanted = parser.parse_args(arguments)
    rows = []
    for size in (Size(*(part // 10 for part in LARGE)), LARGE):
        print(
            f"{size.rules:,} rules, {size.people:,} people, {size.open:,} tasks open, {size.closed:,} closed",
            flush=True,
        )
        rows.append(measured(size, wanted.tasks, wanted.rounds))
        print("  p50 {:.2f} ms, p99 {:.2f} ms, the longest {:.2f} ms".format(*rows[-1]), flush=True)
    p50, p99, most = (large / small for small, large in zip(*rows, strict=True))
    print(f"ten times the office: p50 x {p50:.1f}, p99 x {p99:.1f}, the longest x {most:.1f}")
    if wanted.profile:
        profile(min(wanted.tasks, 100))


def _any_of(states: Sequence[tuple[str, bool, int]], chance: random.Random) -> tuple[str, bool, int]:
    return chance.choices(states, [weight for _, _, weight in states])[0]


def _title(chance: random.Random) -> str:
    """Of a series, of those that were labelled by hand, or of a few words like no other."""
    kind = chance.randrange(3)
    if kind == 0:
        told = {"number": chance.randrange(1, 52), "name": chance.choice(NAMES), "city": chance.choice(CITIES)}
        return chance.choice(SERIES).format(**told)
    if kind == 1:
        return chance.choice(_LABELLED)
    return f"{chance.choice(_VERBS)} {' '.join(chance.sample(RARE_WORDS[:300], 3))} for {chance.choice(NAMES)}"


def _work(number: int, state: str, began: datetime, people: int, chance: random.Random, **more: Any) -> Work:
    given = {"assistant": f"a{chance.randrange(people):04}", "given": began, "cost": "20 EUR"} if people else {}
    return Work(
        number=number,
        owner="alex",
        title=_title(chance),
        state=state,
        client=chance.choice(_CLIENTS),
        tags=tuple(chance.sample(COMMON_TAGS, 2)),
        skills=(f"trade {chance.randrange(TRADES)}",) if chance.random() < _HALF else (),
        goal=chance.choice(GOALS) if chance.random() < _FEW else None,
        created=began,
        since=began,
        touched=began,
        minutes=chance.choice((15, 30, 60, 120, 240)),
        told=chance.random() < _HALF,
        month=f"{began:%Y-%m}",
        **given,
        **more,
    )


def _task(place: int, chance: random.Random) -> Task:
    rare = place % 4 == 0
    return Task(
        title=_title(chance) + (f" {chance.choice(RARE_WORDS)}" if rare else ""),
        owner="alex",
        client=chance.choice(RARE_CLIENTS) if rare else chance.choice(_CLIENTS),
        tags=tuple(chance.sample([*COMMON_TAGS, *(RARE_TAGS if rare else ())], 3)),
        skills=(f"trade {chance.randrange(TRADES)}",) if chance.random() < _HALF else (),
        due=NOW + timedelta(days=chance.randrange(3, 20)),
        estimate=timedelta(minutes=chance.choice((30, 60, 120))),
        stakes=Stakes.LOW,
        deliverables=("A list of what was found, with prices",),
        expectations=("Complete, and nothing that is older than a week",),
        details="What is known of it stands in this text, which is as long as such texts are. " * 6,
    )


def _remembered(number: int, task: Task, decision: Decision, now: datetime) -> Work:
    given = {"assistant": decision.person, "given": now, "cost": decision.cost, "month": f"{now:%Y-%m}"}
    return Work(
        number=number,
        owner=task.owner,
        title=task.title,
        state="offered" if decision.person else "yours",
        client=task.client,
        tags=task.tags,
        skills=task.skills,
        created=now,
        since=now,
        touched=now,
        due=task.due,
        minutes=int(task.estimate.total_seconds() // 60),
        told=True,
        **(given if decision.person else {}),
    )


def _spent(rows: Any, name: str, file: str = "") -> float:
    """Seconds in functions of that name and below."""
    return sum(row[3] for (path, _, called), row in rows.items() if called == name and path.endswith(file))


_HALF, _FEW = 0.5, 0.1
_VERBS: Final = ("Check", "Send", "File", "Order", "Translate", "Review", "Call")
_CLIENTS: Final = (None, None, None, *(f"client{number}" for number in range(20)))
_LABELLED: Final = [
    job.title for name in ("development", "holdout") for pair in labelled(name) for job in (pair.one, pair.other)
]


if __name__ == "__main__":
    main(sys.argv[1:])
