"""The figures of delegated beside those of the reference of the same run, as ratios.

    python compare.py FILE.jsonl [PEER [REFERENCE]]

Machines are noisy: a bare number of seconds means nothing on another day, a ratio inside one run does. Where a pair
was run several times, the median counts.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

Runs = dict[tuple[str, int, str], list[dict[str, Any]]]

FIGURES = {
    "mails_per_s": "mails a second",
    "p50_ms": "p50, ms",
    "p99_ms": "p99, ms",
    "cpu_ms_per_mail": "CPU ms a mail",
    "rss_peak_mb": "peak MB",
    "rss_idle_mb": "idle MB",
}
OF_SCENARIO = {
    "single": ("p50_ms", "p99_ms", "cpu_ms_per_mail", "rss_idle_mb"),
    "burst": ("mails_per_s", "p50_ms", "p99_ms", "cpu_ms_per_mail", "rss_peak_mb"),
}


def main(arguments: list[str]) -> int:
    """Print one table; exit 1 where a mail was lost, doubled or cut off."""
    name, *who = arguments
    peer, reference = (*who, *("delegated", "reference")[len(who) :])
    runs = read(Path(name))
    print(f"| scenario | figure | {peer} | {reference} | ratio |\n|---|---|---:|---:|---:|")
    for scenario, number in sorted({(scenario, number) for scenario, number, _ in runs}):
        for figure in OF_SCENARIO.get(scenario, ()):
            mine, other = (median(runs[scenario, number, who], figure) for who in (peer, reference))
            ratio = f"{mine / other:.2f}" if mine is not None and other else "-"
            print(f"| {scenario} {number} | {FIGURES[figure]} | {shown(mine)} | {shown(other)} | {ratio} |")
    return report_losses(runs, peer)


def read(path: Path) -> Runs:
    """Every line that bench.py wrote, by scenario, number of tasks and peer."""
    runs: Runs = defaultdict(list)
    for line in path.read_text().splitlines():
        row = json.loads(line)
        runs[row["scenario"], row["n"], row["peer"]].append(row)
    return runs


def median(rows: list[dict[str, Any]], figure: str) -> float | None:
    """The middle one of the runs that have this figure."""
    values = [row[figure] for row in rows if isinstance(row.get(figure), int | float) and row[figure] == row[figure]]
    return statistics.median(values) if values else None


def shown(value: float | None) -> str:
    """Three figures are more than a noisy machine can tell."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def report_losses(runs: Runs, peer: str) -> int:
    """Each mail was counted by its token: say where the count was wrong."""
    wrong = 0
    for (scenario, number, who), rows in runs.items():
        for row in rows:
            counts = {what: row[what] for what in ("lost", "dup", "trunc", "stray") if row[what]}
            if counts:
                wrong += who == peer
                print(f"\n{who}, {scenario} {number}: {counts}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
