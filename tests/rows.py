"""Rows as a busy week would leave them in the archive; each test changes what its story needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from delegated.ports import ErrandRow, EventRow, LetterRow, TaskRow

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def task(number: int, **changes: Any) -> TaskRow:
    row = TaskRow(
        number=number,
        owner="alex",
        title="Book flights to Lisbon",
        state="offered",
        folder="delegated",
        file=f"T-{number} Book flights.md",
        digest=f"digest-{number}",
        since=NOON,
        created=NOON,
        minutes=120,
        assistant="maya",
        due=NOON + timedelta(days=3),
        record={"deliverables": ["two options"], "budget": "60.00"},
    )
    return replace(row, **changes)


def event(number: int | None = 1, **changes: Any) -> EventRow:
    return replace(EventRow(name="task.received", at=NOON, task=number, fields={"file": "a.md"}), **changes)


def errand(key: str, wake_at: datetime = NOON, **changes: Any) -> ErrandRow:
    return replace(ErrandRow(key=key, kind="remind", wake_at=wake_at, task=1, payload={"n": 1}), **changes)


def letter(message_id: str, **changes: Any) -> LetterRow:
    row = LetterRow(
        message_id=message_id,
        kind="brief",
        person="maya",
        sender="desk@example.org",
        recipient="maya@example.net",
        created=NOON,
        task=1,
        content=b"Subject: =?utf-8?q?caf=C3=A9?=\r\n\r\n\x00\xff",
    )
    return replace(row, **changes)
