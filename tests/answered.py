"""Samples of answers, filled with a letter as the desk writes it."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples" / "replies"
TOKEN = "t12-abcdefghijklmnop"
REPLY_TO = f"desk+{TOKEN}@example.org"
MESSAGE_ID = "<t12.brief.1.joy.k3v9x2ab.abcdefghijklmnop@example.org>"
SUBJECT = "[T-12] Book flights to Lisbon"
WRITER = "joy.manalastas@example.net"
BRIEF = f"""Hello Joy,

Graham would like to hand this task to you. Everything that is known about it
stands below; please say by a short reply whether you take it.

Why you: you booked the spring trip.


T-12  Book flights to Lisbon
============================

Due:       Friday 27 November 2026, 17:00 (Asia/Manila)
Budget:    60.00 EUR


Why, and what is known
----------------------

Three offices on 9 December, see https://example.org/list

From: Madrid
To:   Lisbon
Date: 9 December


What to deliver
---------------

[ ] two options under 300 EUR
[ ] aisle seats


How to answer
-------------

Reply to this mail, and begin with one of these words:

accept        you take it on
decline       you do not; a reason helps, and is held against nobody
question      and then what you need to know
done 2h       it is finished, with the hours it took
late friday   it takes longer, and until when

--\x20
Sent by The desk of Inés & Graham for Graham Oyelaran.
Replies go to {REPLY_TO}
"""


def _fill() -> Any:
    """The samples' own way to fill their placeholders, which is no module of the project."""
    spec = importlib.util.spec_from_file_location("fill", SAMPLES / "fill.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.fill


fill = _fill()


def sample(file: str, *, quoted: str = BRIEF, writer: str = WRITER) -> bytes:
    """The bytes of a sample as they would arrive, answering this letter."""
    raw = (SAMPLES / file).read_bytes()
    filled = fill(raw, REPLY_TO=REPLY_TO, MESSAGE_ID=MESSAGE_ID, SUBJECT=SUBJECT, QUOTED=quoted, FROM=writer)
    assert isinstance(filled, bytes)
    return filled


def expected() -> list[dict[str, str]]:
    """The rows of the table that tells what each sample says."""
    with (SAMPLES / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        return [
            {name: value or "" for name, value in row.items()}
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
