#!/usr/bin/env python3
"""JSON lines of bench.py -> one Markdown table per scenario: python table.py FILE..."""

import json
import statistics
import sys
from collections import defaultdict

rows = defaultdict(list)
for name in sys.argv[1:]:
    for line in open(name):
        r = json.loads(line)
        rows[r["scenario"], r["n"] if r["scenario"] != "single" else 0, r["peer"]].append(r)


def med(rs, key):
    v = [r[key] for r in rs if isinstance(r.get(key), (int, float)) and r[key] == r[key]]
    if not v:
        return "-"
    m = statistics.median(v)
    return f"{m:.0f}" if abs(m) >= 100 else f"{m:.3g}"


COLS = {
    "single": [
        "runs",
        "arrived",
        "lost",
        "p50_ms",
        "p99_ms",
        "cpu_ms_per_mail",
        "rss_idle_mb",
        "start_s",
        "others_cpu_pct",
    ],
    "burst": [
        "runs",
        "lost",
        "dup",
        "mails_per_s",
        "p50_ms",
        "p99_ms",
        "cpu_ms_per_mail",
        "rss_peak_mb",
        "others_cpu_pct",
    ],
}
FAULT = [
    "runs",
    "arrived",
    "lost",
    "dup",
    "trunc",
    "span_s",
    "first_after_up_s",
    "down_at",
    "killed_at",
    "restart_s",
    "left_in_inbox",
]
for scenario, n in sorted({(s, n) for s, n, _ in rows}):
    cols = COLS.get(scenario, FAULT)
    print(
        f"\n**{scenario}{f' n={n}' if n else ''}**\n\n| peer | "
        + " | ".join(cols)
        + " |\n|---" * 1
        + "|---" * len(cols)
        + "|"
    )
    for (s, k, peer), rs in rows.items():
        if (s, k) == (scenario, n):
            print(f"| {peer[:40]} | " + " | ".join(str(len(rs)) if c == "runs" else med(rs, c) for c in cols) + " |")
