"""What one decision costs among 10, 100, 1,000 and 10,000 rules, beside other engines; and what loading them takes.

The same rules, of five kinds, for all: delegated reads them as YAML with the real `read_rules` and judges with the real
`judge`; the others are in engines.py. Each engine is measured in a process of its own.

compile ms   from rules to what decides: for delegated from the text of the file, for the others from its parts
miss µs      a task that no rule takes, which is the worst case for a list; the best round
hit µs       a task made for one of the rules, wherever that stands; the best round
MB           by which the process has grown for the rules
agrees       for how many of thirty tasks (misses, hits, and tasks of any words) it finds what plain functions find

Times are of the processor, for others are on this machine too; what is quick is measured three times, and the best
counts. `decided` is the whole of delegated's decision, with every fact, in an office that has nothing to do.

Last, what it takes to load rules of ten kinds, without examples, with one for each, and with three.

    python benchmarks/rules.py [--most 10000] [--rounds 5] [--only NAME]...
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any, Final

from engines import ENGINES, Clause, Rule, closures

from delegated.core.deciding import decide, judge
from delegated.core.facts import Case
from delegated.core.fields import Level, Stakes
from delegated.core.money import Currencies, parse_money
from delegated.core.office import Limit, Memory, Office
from delegated.core.people import Roster, read_roster
from delegated.core.rules import RuleBook, read_rules
from delegated.core.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engines import Told

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ROSTER = b"""
owners:
  - {id: alex, name: Alex Rivera, email: alex@example.org, time_zone: Europe/Madrid, hour_is_worth: 90 EUR}
assistants:
  - {id: maya, name: Maya, email: maya@example.net, kind: virtual assistant, time_zone: Asia/Manila, rate: 18 EUR/h}
"""
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi".split()  # noqa: SIM905  to be read
_CHANCE = random.Random(7)
WORDS = sorted({"".join(_CHANCE.choice(SYLLABLES) for _ in range(3)) for _ in range(3000)})
# What is common stands in tasks, and in no rule.
COMMON_WORDS, RARE_WORDS = WORDS[:100], WORDS[100:]
COMMON_TAGS, RARE_TAGS = [f"tag{n}" for n in range(20)], [f"tag{n}" for n in range(20, 400)]
COMMON_CLIENTS, RARE_CLIENTS = [f"client{n}" for n in range(20)], [f"client{n}" for n in range(20, 600)]
SIZES: Final = (10, 100, 1_000, 10_000)
OURS, DECIDED = "delegated", "delegated, decided"
_TASKS: Final = 200
_FEWEST: Final = 5
_SECONDS: Final = 3.0
_AT_MOST: Final = 300
_TURNS, _QUICK = 3, 5.0


def some_rules(number: int) -> list[Rule]:
    """Rules of five kinds in turn."""
    chance = random.Random(1)
    return [_rule(place % 5, chance) for place in range(number)]


def as_yaml(rules: Sequence[Rule]) -> bytes:
    """The rules as a file, and one more that takes everything."""
    lines = ["rules:"]
    for place, rule in enumerate(rules):
        lines += [f"  - name: rule {place}", "    because: it is so", "    when:"]
        lines += [f"      {field}: {_SAID[way](wish)}" for way, field, wish in rule]
        lines.append("    keep: true")
    lines += ["  - name: the rest", "    because: something must be done", "    drop: true"]
    return "\n".join(lines).encode()


def miss(seed: int) -> Task:
    """A task that only the last rule takes."""
    return task_of(missing(seed))


def task_of(told: Told) -> Task:
    """The same for delegated."""
    return Task(
        title=told["title"],
        owner="alex",
        client=told["client"],
        tags=tuple(told["tags"]),
        estimate=timedelta(minutes=told["estimate"]),
        stakes=Stakes(told["stakes"]),
    )


def missing(seed: int) -> dict[str, Any]:
    """What is told of a task that no rule takes."""
    chance = random.Random(seed)
    return {
        "title": " ".join(chance.choice(COMMON_WORDS) for _ in range(8)),
        "client": chance.choice(COMMON_CLIENTS),
        "tags": chance.sample(COMMON_TAGS, 4),
        "estimate": 150,
        "stakes": "medium",
    }


def meeting(rule: Rule, seed: int) -> dict[str, Any]:
    """What is told of a task that this rule takes, if none above it does."""
    told = missing(seed)
    for way, field, wish in rule:
        if way == "any":
            told[field].append(wish[-1])
        elif way == "contains":
            told[field] += f" {wish}"
        elif way == "matches":
            told[field] += f" {wish.removeprefix(_BORDER).removesuffix(_FIGURES)}-77"
        else:
            told[field] = wish
    return told


def of_any_words(seed: int) -> dict[str, Any]:
    """What is told of a task with a rare word, tag and client in it: some rules may take it."""
    chance, told = random.Random(seed), missing(seed)
    told["title"] += f" {chance.choice(RARE_WORDS)}-77"
    told["tags"].append(chance.choice(RARE_TAGS))
    return {**told, "client": chance.choice(RARE_CLIENTS), "estimate": 59, "stakes": "low"}


def office_with(book: RuleBook, roster: Roster) -> Office:
    """An office that has these rules and nothing to do."""
    trust = {level: Limit(Stakes.HIGH, parse_money("1000 EUR"), 10) for level in Level}
    currencies = Currencies.from_table({"EUR": "1"})
    return Office(roster, book, RuleBook([], {}), currencies, trust, Memory())


def ours(rules: Sequence[Rule]) -> Callable[[Task], int]:
    """delegated: the place of the rule that judges a task."""
    office = _office(rules)
    return lambda task: _place(judge(Case(task, office, NOW))[1].rule, len(rules))


def decided(rules: Sequence[Rule]) -> Callable[[Task], int]:
    """delegated: the same, by the whole of a decision."""
    office = _office(rules)
    return lambda task: _place(decide(task, office, NOW)[1].rule, len(rules))


def measure(name: str, number: int, rounds: int) -> dict[str, Any]:
    """One engine among so many rules, in this process."""
    rules = some_rules(number)
    build: Callable[[Sequence[Rule]], Callable[[Any], int]]
    build = {OURS: ours, DECIDED: decided}.get(name) or ENGINES[name]
    form: Callable[[Told], Any] = task_of if name in {OURS, DECIDED} else dict
    build(rules[:1])(form(missing(0)))  # What has to be imported is imported.
    before, begin = _memory(), process_time()
    act = build(rules)
    act(form(missing(0)))  # What is put off until the first task is part of it.
    compiled, grown = process_time() - begin, _memory() - before
    chance = random.Random(3)
    misses = [missing(seed) for seed in range(_TASKS)]
    hits = [meeting(chance.choice(rules), seed) for seed in range(_TASKS)]
    tried = [*misses[:10], *hits[:10], *map(of_any_words, range(10))]
    plain = closures(rules)
    return {
        "compile ms": 1000 * compiled,
        "miss µs": _microseconds(act, list(map(form, misses)), rounds),
        "hit µs": _microseconds(act, list(map(form, hits)), rounds),
        "MB": grown,
        "agrees": f"{sum(act(form(told)) == plain(told) for told in tried)}/{len(tried)}",
    }


def some_mixed_rules(number: int, examples: int) -> bytes:
    """A file of rules of ten kinds in turn, with so many examples for each."""
    chance = random.Random(2)
    return ("rules:\n" + "".join(_mixed(place, examples, chance) for place in range(number))).encode()


def loaded(content: bytes) -> float:
    """Seconds to read a file of rules."""
    roster = _roster()
    begin = process_time()
    book = read_rules([("rules.yaml", content)], roster)
    took = process_time() - begin
    assert isinstance(book, RuleBook), book
    return took


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    names = [OURS, DECIDED, *ENGINES]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the most rules")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is repeated")
    parser.add_argument("--only", action="append", choices=names, help="one engine; can be given more than once")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "NUMBER"), help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if wanted.one:
        print(json.dumps(measure(wanted.one[0], int(wanted.one[1]), wanted.rounds)))
        return
    sizes = [number for number in SIZES if number <= wanted.most]
    columns = " ".join(f"{name:>11}" for name in _COLUMNS)
    print(f"{'':<24} {'rules':>7} {columns}  agrees   miss, to {sizes[0]} rules")
    for name in wanted.only or names:
        _print_rows(name, sizes, wanted.rounds)
    if not wanted.only:
        _print_loading(sizes[-1])


def _print_rows(name: str, sizes: Sequence[int], rounds: int) -> None:
    base = 0.0
    for number in sizes:
        found = _best(name, number, rounds)
        if isinstance(found, str):
            print(f"{name:<24} {number:>7,}  {found}", flush=True)
            return
        base = base or found["miss µs"]
        figures = " ".join(f"{found[column]:>11,.1f}" for column in _COLUMNS)
        ratio = found["miss µs"] / base
        print(f"{name:<24} {number:>7,} {figures}  {found['agrees']:<6} {ratio:>8,.1f}", flush=True)


def _print_loading(number: int) -> None:
    print(f"\n{'loading':<24} {'rules':>7} {'MB of text':>11} {'seconds':>11}")
    for examples in (0, 1, 3):
        content = some_mixed_rules(number, examples)
        seconds = min(loaded(content) for _ in range(_TURNS))
        print(
            f"{examples} examples for each{'':<4} {number:>7,} {len(content) / 1e6:>11.1f} {seconds:>11.2f}", flush=True
        )


def _best(name: str, number: int, rounds: int) -> dict[str, Any] | str:
    """Each figure of the best of some processes; of one, where it is slow."""
    best: dict[str, Any] = {}
    for _ in range(_TURNS):
        begin = monotonic()
        found = _in_a_process(name, number, rounds)
        if isinstance(found, str):
            return found
        best = {**found, **{column: min(best.get(column, inf), found[column]) for column in _COLUMNS}}
        if monotonic() - begin > _QUICK:
            break
    return best


def _in_a_process(name: str, number: int, rounds: int) -> dict[str, Any] | str:
    """The figures, or why there are none."""
    command = [sys.executable, __file__, "--one", name, str(number), "--rounds", str(rounds)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=_AT_MOST, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {_AT_MOST} s"
    if ran.returncode:
        last = ran.stderr.strip().rpartition("\n")[2]
        return f"not installed ({last})" if last.startswith("ModuleNotFoundError") else f"fails: {last[:80]}"
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


def _microseconds(act: Callable[[Any], int], tasks: Sequence[Any], rounds: int) -> float:
    """Of one call, in the best of the rounds; of fewer tasks, and rounds, where they take too long."""
    begin = process_time()
    act(tasks[0])
    fit = int(_SECONDS / max(1e-9, process_time() - begin))
    tasks, ends = tasks[: max(_FEWEST, fit)], process_time() + _SECONDS
    best = inf
    for _ in range(rounds):
        begin = process_time()
        for task in tasks:
            act(task)
        now = process_time()
        best = min(best, (now - begin) / len(tasks))
        if now > ends:
            break
    return best * 1e6


def _rule(kind: int, chance: random.Random) -> Rule:
    tags, client, word = chance.sample(RARE_TAGS, 3), chance.choice(RARE_CLIENTS), chance.choice(RARE_WORDS)
    estimate = Clause("at most", "estimate", chance.choice([60, 120, 240, 480]))
    stakes = Clause("is", "stakes", str(chance.choice(list(Stakes))))
    return (
        [Clause("any", "tags", tags[:2]), Clause("is", "client", client)],
        [Clause("contains", "title", word), stakes],
        [Clause("matches", "title", f"{_BORDER}{word}{_FIGURES}"), estimate],
        [Clause("is", "client", client), estimate, stakes],
        [Clause("any", "tags", tags)],
    )[kind]


_BORDER, _FIGURES = r"\b", "-[0-9]+"
_SAID: Final[dict[str, Callable[[Any], str]]] = {
    "any": lambda wish: f"[{', '.join(wish)}]",
    "is": str,
    "contains": lambda wish: f"{{contains: {wish}}}",
    "matches": lambda wish: f"{{matches: '{wish}'}}",
    "at most": lambda wish: f"{{at_most: {wish}m}}",
}


_COLUMNS: Final = ("compile ms", "miss µs", "hit µs", "MB")
_TOLD: Final = "title: {title}, tags: [{tag}], client: {client}, estimate: {estimate}m, stakes: low"
_OUTCOMES: Final = (
    "keep: true",
    "drop: true",
    "delegate: {to: maya}",
    "delegate: {to: [maya], otherwise: [anyone], prefer: [knows it, cheapest], approve: {above: 200 EUR}}",
    "delegate: {to: anyone, skills: [bookkeeping, travel booking], patience: relaxed}",
    "defer: {until: monday}",
    "defer: {for: 3 working days}",
    "ask: [due, deliverables]",
    "note: {tags: [travel], stakes: medium}",
    "note: {skills: [bookkeeping]}",
)


def _mixed(place: int, examples: int, chance: random.Random) -> str:
    """One rule as a person would write it."""
    one, two, three = chance.sample(RARE_WORDS, 3)
    tag, client, estimate = chance.choice(RARE_TAGS), chance.choice(RARE_CLIENTS), chance.choice([30, 60, 120])
    when = _WHEN[place % len(_WHEN)].format(one=one, two=two, three=three, tag=tag, client=client, estimate=estimate)
    outcome = _OUTCOMES[place // len(_WHEN) % len(_OUTCOMES)]
    lines = [f"- name: {one} {two} {place}", f"  because: whatever is {one} is done like that"]
    lines += [f"  when: {{{when}}}", f"  {outcome}"] + ["  examples:"] * (examples > 0)
    told = _TOLD.format(title=f"{one} {two}", tag=tag, client=client, estimate=estimate)
    for _ in range(examples):
        lines += [f"    - task: {{{told}}}", f"      expect: {{outcome: {_expected(outcome)}}}"]
    return "\n".join(lines) + "\n"


def _expected(outcome: str) -> str:
    return outcome.partition(":")[0].replace("note", "keep")


_WHEN: Final = (
    "tags: [{tag}, {one}], client: {client}",
    "title: {{contains: {one}}}, stakes: low",
    r"title: {{matches: '(?i)(^|\PL)({one}s?|{two}(en|s)|(a|the) {three})(\PL|$)'}}",
    "client: {client}, estimate: {{at_most: {estimate}m}}, stakes: [low, medium]",
    "any: [title: {{contains: {one}}}, tags: [{tag}]], not: {{client: {client}}}",
    "owner.overwhelmed: true, tags: {{any_of: [{tag}, {one}, {two}]}}",
    "due: {{within: 2 working days}}, client: {client}, estimate: {{above: {estimate}m}}",
    "worth.net: {{above: 20 EUR}}, tags: [{tag}], confidential: false",
    r"any: [title: {{matches: '(?i)\b{one} (the|a) {two}'}}, title: {{matches: ^{three}}}], tags: {{none_of: [{tag}]}}",
    "skills: [{one}], history.similar: {{at_least: 3}}, budget: {{at_most: 200 EUR}}",
)


def _office(rules: Sequence[Rule]) -> Office:
    roster = _roster()
    book = read_rules([("rules.yaml", as_yaml(rules))], roster)
    assert isinstance(book, RuleBook), book
    return office_with(book, roster)


def _roster() -> Roster:
    roster = read_roster("roster.yaml", ROSTER)
    assert isinstance(roster, Roster), roster
    return roster


def _place(rule: str | None, rest: int) -> int:
    assert rule is not None
    return rest if rule == "the rest" else int(rule.removeprefix("rule "))


def _memory() -> float:
    """Of this process, in MB."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
