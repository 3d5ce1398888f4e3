"""What replaying a long history takes, for `delegated rules replay`: seconds, those of the processor, and memory.

A home is filled with decisions about as many tasks, spread over 89 days, and with what is remembered of them; each was
made by the real `decide`. Then the real command runs on it, as a process of its own, under rules of which one is
another. A day of it tells what starting takes; half of it, how time and memory grow.

    python benchmarks/replay.py [--decisions 10000] [--rules 30]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import orjson

from delegated.app import Home, open_store, read_home
from delegated.core.deciding import Past, decide
from delegated.core.fields import Stakes
from delegated.core.task import Task
from delegated.edges.store import commands
from delegated.ports import NewTask
from delegated.service import records
from delegated.story import Delegation, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delegated.edges.store import Store

DAYS = 89
PEOPLE = 12
_CHANCE = random.Random(3)
WORDS = [
    "".join(_CHANCE.choice(("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo")) for _ in range(3))
    for _ in range(300)
]
USUAL = [" ".join(_CHANCE.choice(WORDS) for _ in range(3)) for _ in range(40)]
SKILLS = ("bookkeeping", "travel booking", "graphic design")
AT_ONCE = 200


def roster() -> str:
    """One owner, and a dozen people who take many tasks."""
    people = "\n".join(
        f"  - {{id: p{n}, name: Person {n}, email: p{n}@example.net, kind: virtual assistant, rate: {15 + n} EUR/h,"
        f" skills: [{', '.join(SKILLS[: n % 3 + 1])}], time_zone: Europe/Madrid, capacity: 40h/week, trust: trusted,"
        " evidence: {references: [a@example.com]}}"
        for n in range(PEOPLE)
    )
    owner = "{id: alex, name: Alex, email: alex@example.org, time_zone: Europe/Madrid, hour_is_worth: 90 EUR}"
    return f"owners:\n  - {owner}\nassistants:\n{people}\n"


def rules(number: int, *, changed: bool) -> str:
    """So many rules, a note among them; changed: the last but one keeps what it has delegated before."""
    lines = ["rules:", "  - {name: trips, because: so, when: {title: {contains: bace}}, note: {tags: [travel]}}"]
    lines += [
        f"  - {{name: rule {n}, because: so, when: {{title: {{contains: word{n}}}, stakes: low}}, keep: true}}"
        for n in range(number - 3)
    ]
    what = "keep: true" if changed else "delegate: {to: anyone, prefer: [knows it, cheapest]}"
    lines.append(
        f"  - {{name: small, because: so, when: {{estimate: {{at_most: 45m}}, worth.net: {{above: 1 EUR}}}}, {what}}}"
    )
    lines.append("  - {name: rest, because: so, delegate: {to: anyone, prefer: [knows it, least busy]}}")
    return "\n".join(lines)


def home_in(place: Path, number: int) -> Home:
    """A home with these rules, and a folder of other ones beside it."""
    for name, changed in (("rules", False), ("other", True)):
        (place / name).mkdir()
        (place / name / "10.yaml").write_text(rules(number, changed=changed), encoding="utf-8")
    (place / "roster.yaml").write_text(roster(), encoding="utf-8")
    (place / "delegated.toml").write_text(
        '[mail]\nurl = "folder:mail"\n\n[trust.trusted]\nstakes = "high"\nmoney = "100000 EUR"\ntasks = 1000000\n',
        encoding="utf-8",
    )
    read = read_home(place)
    assert isinstance(read, Home), str(read)
    return read


def life(home: Home, number: int, begin: datetime) -> Iterator[NewTask]:
    """Tasks one after the other, each decided with what came before; what is given is done a day later."""
    chance = random.Random(5)
    step, office = timedelta(days=DAYS) / number, home.office
    open_: list[Delegation] = []
    for place in range(1, number + 1):
        now = begin + step * place
        while open_ and open_[0].since < now - timedelta(days=1):
            office.memory.keep(records.work_of(done(open_.pop(0), now), now - timedelta(days=1)))
        told = task(chance, now)
        noted, decision = decide(told, office, now, Past(number=place))
        given = decision.outcome == "delegate" and decision.waits_for is None
        it = Delegation(
            place, f"T-{place}.md", told, noted, decision, State.WORKING if given else State.YOURS, now, "delegated",
            written=told, assistant=decision.person if given else None, given=now if given else None, month="2026-11",
        )  # fmt: skip
        open_ += [it] if given else []
        office.memory.keep(records.work_of(it, now))
        kept = done(it, now + timedelta(days=1)) if given and now + timedelta(days=1) < begin + step * number else it
        row = records.task_row(kept, f"{place:064x}", now)
        yield NewTask(row, (), (), (), records.decision_row(it), records.work_of(kept, now))


def done(it: Delegation, now: datetime) -> Delegation:
    """The same task, when it was done."""
    return replace(it, state=State.DONE, since=now, folder="done", done_by=it.assistant)


def task(chance: random.Random, now: datetime) -> Task:
    """A task of some words, with a complete brief."""
    return Task(
        title=" ".join(chance.choice(WORDS) for _ in range(4)) if chance.random() < 0.7 else chance.choice(USUAL),
        owner="alex",
        tags=(chance.choice(("admin", "travel", "money")),),
        skills=(chance.choice(SKILLS),) if chance.random() < 0.5 else (),
        due=now + timedelta(days=9),
        estimate=timedelta(minutes=chance.choice((20, 40, 60, 120))),
        stakes=Stakes.LOW,
        deliverables=("a list",),
        expectations=("soon",),
        details="What is known of it stands in this text, which is as long as such texts are. " * 5,
    )


async def fill(home: Home, number: int, begin: datetime) -> None:
    """Keep all of it."""
    store = open_store(home)
    batch: list[NewTask] = []
    for new in life(home, number, begin):
        batch.append(new)
        if len(batch) == AT_ONCE:
            some, batch = batch, []
            await keep(store, some)
    if batch:
        await keep(store, batch)
    await store.close()


async def keep(store: Store, new: list[NewTask]) -> None:
    """In one transaction."""
    await store.do(lambda connection: commands.add_tasks(connection, new))


def timed(place: Path, days: int) -> tuple[float, float, int, int, int]:
    """Seconds, seconds of the processor, decisions, changes, and the most memory in MB."""
    command: list[str | Path] = [
        Path(sys.executable).parent / "delegated",
        "rules",
        "replay",
        place / "other",
        "--home",
        place,
    ]
    begun = perf_counter()
    process = subprocess.Popen(
        [*command, "--days", str(days), "--json"], stdout=subprocess.PIPE, env={**os.environ, "NO_COLOR": "1"}
    )
    assert process.stdout is not None
    found = orjson.loads(process.stdout.read())
    _, _, usage = os.wait4(process.pid, 0)
    used = usage.ru_utime + usage.ru_stime
    return perf_counter() - begun, used, found["decisions"], len(found["changed"]), usage.ru_maxrss // 1024


def main() -> None:
    """Fill a home, replay it, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--rules", type=int, default=30)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        home, begun = home_in(place, told.rules), perf_counter()
        asyncio.run(fill(home, told.decisions, datetime.now(UTC) - timedelta(days=DAYS)))
        print(f"filled in {perf_counter() - begun:.1f} s, {(place / 'state/delegated.db').stat().st_size >> 20} MB")
        print(f"{'days':>5} {'decisions':>10} {'changed':>8} {'seconds':>8} {'processor':>10} {'MB':>5}")
        for days in (1, DAYS // 2, 90):
            seconds, used, decisions, changed, memory = timed(place, days)
            print(f"{days:5} {decisions:10,} {changed:8,} {seconds:8.1f} {used:10.1f} {memory:5}")


if __name__ == "__main__":
    main()
