"""The calendar entry, read by a calendar's own library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from delegated.letters.ics import due_entry

WRITTEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 17, 0, tzinfo=ZoneInfo("Europe/Madrid"))


def entry(title: str = "Due", details: str = "", revision: int = 0) -> str:
    return due_entry(uid="t12-x@example.org", title=title, details=details, due=DUE, written=WRITTEN, revision=revision)


def test_the_entry_begins_at_the_very_instant_that_it_is_due() -> None:
    """In UTC, so that no calendar needs to know the zone; with a reminder a day ahead."""
    calendar: Any = Calendar.from_ical(entry(revision=3))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == DUE
    assert event["DTEND"].dt > DUE
    assert event["DTSTAMP"].dt == WRITTEN
    assert (event["UID"], event["SEQUENCE"]) == ("t12-x@example.org", 3)
    assert calendar["METHOD"] == "PUBLISH"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-1)


@given(
    title=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200),
    details=st.text(st.one_of(st.characters(exclude_categories=["Cc", "Cs"]), st.sampled_from('\n;,\\:"€😀א'))),
)
@example(title="a, b; c \\ d", details="one\ntwo\nEND:VEVENT\nBEGIN:VEVENT")
@example(title="مراجعة الكتيب العربي قبل الطباعة" * 4, details="😀" * 80)
def test_whatever_is_written_in_an_entry_is_read_from_it(title: str, details: str) -> None:
    """Commas, line breaks and other scripts survive; no line passes 75 octets, and nothing makes a second event."""
    written = entry(title, details)
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]) == details
    assert all(len(line) <= 75 for line in written.encode().split(b"\r\n"))
