#!/usr/bin/env python3
"""Drops task files into a folder and prints when: one "<CLOCK_MONOTONIC ns> <token>" line per file.

    python drop.py FOLDER COUNT [--gap-ms 0] [--slow CHUNKS --slow-ms MS] [--seed N] [--ext .md] [--stage DIR]

Default: atomic (written in --stage, by default beside the folder, then rename()d in; the time is taken just
before the rename). --slow writes in place, in CHUNKS pieces spread over MS milliseconds; the time is the close.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

BODY = """
# {title}

Match the bank statement of October against the open invoices in the ledger and
list every payment that has no invoice, with a guess at the reason.

## What done looks like

- Every bank row carries an invoice number or a reason.
- The sum of the matched rows equals the ledger total to the cent.
- The list of unmatched rows is in the shared folder, named `2026-10-unmatched.csv`.

## Notes

The client changed banks on 12 October: there are **two** statements. The second
one has a different column order. Do not contact the client; ask me instead.

Questions go to the usual address. Please confirm the hand-over by replying with
"taken" and the hour you expect to finish.

EOT{hex}
"""
KINDS = (("finance", "acme"), ("legal", "globex"), ("travel", "initech"))


def token(rng: random.Random) -> str:
    return f"DTK{rng.getrandbits(48):012x}"


# A complete brief: what, why, deliverables, expectations, due. Short estimates: thousands of them fit into a week.
FRONT = """---
title: "{title}"
client: {client}
tags: [{tag}, monthly, recurring]
stakes: medium
estimate: 6m
due: {due}
deliverables:
  - a list of the payments without an invoice
  - the ledger of October, matched to the cent
expectations:
  - one message when it is done, no interim reports
x-project: bookkeeping
x-priority: high
x-links:
  - https://drive.example.com/{client}/2026-10
  - https://books.example.com/{client}/ledger
x-checklist:
  - Download the bank statement
  - Match each payment to its invoice
---
"""
DUE = date.today() + timedelta(days=7)


def task(tok: str, i: int) -> str:
    """One task file of about 1.5 KB; the tag decides the assistant, the token is in the title."""
    tag, client = KINDS[i % 3]
    title = f"{tok} Reconcile October invoices for {client}"
    return FRONT.format(title=title, client=client, tag=tag, due=DUE) + BODY.format(title=title, hex=tok[3:])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("count", type=int)
    ap.add_argument("--gap-ms", type=float, default=0)
    ap.add_argument("--slow", type=int, default=0)
    ap.add_argument("--slow-ms", type=float, default=400)
    ap.add_argument("--seed", type=int, default=time.time_ns())
    ap.add_argument("--ext", default=".md")
    ap.add_argument("--stage", type=Path, help="a folder on the same disk that nobody watches")
    a = ap.parse_args()
    rng = random.Random(a.seed)
    toks = [token(rng) for _ in range(a.count)]
    out = []
    if a.slow:
        for i, tok in enumerate(toks):
            text = task(tok, i)
            step = -(-len(text) // a.slow)
            with open(a.folder / f"{tok}{a.ext}", "w") as f:
                for j in range(0, len(text), step):
                    f.write(text[j : j + step])
                    f.flush()
                    if j + step < len(text):
                        time.sleep(a.slow_ms / 1000 / a.slow)
            out.append(f"{time.monotonic_ns()} {tok}\n")
            if a.gap_ms:
                time.sleep(a.gap_ms / 1000)
    else:
        stage = (a.stage or a.folder.parent) / f".stage-{os.getpid()}"
        stage.mkdir()
        for i, tok in enumerate(toks):
            (stage / f"{tok}{a.ext}").write_text(task(tok, i))
        for tok in toks:
            t = time.monotonic_ns()
            os.rename(stage / f"{tok}{a.ext}", a.folder / f"{tok}{a.ext}")
            out.append(f"{t} {tok}\n")
            if a.gap_ms:
                time.sleep(a.gap_ms / 1000)
        stage.rmdir()
    sys.stdout.write("".join(out))


if __name__ == "__main__":
    main()
