"""A desk to write letters at: the shipped templates, and a brief with something in every part of it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from delegated.letters.brief import AttachmentLine, Brief
from delegated.letters.letterhead import Letterhead
from delegated.letters.templates import Templates


@pytest.fixture(scope="session")
def letters() -> Templates:
    return Templates()


@pytest.fixture
def head() -> Letterhead:
    """Of letters to Maya."""
    return Letterhead(
        number=12,
        title="Book flights to Lisbon",
        owner_name="Alex Rivera",
        assistant_name="Maya Santos",
        zone=ZoneInfo("Asia/Manila"),
        desk_name="Alex's desk",
        reply_address="desk+t12-abcdefghijklmnop@example.org",
        reply_subject="Re: [T-12] Book flights to Lisbon",
        reference="t12-abcdefghijklmnop",
    )


@pytest.fixture
def brief(head: Letterhead) -> Brief:
    return Brief(
        head=head,
        written=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        why="Three offices on **9 December**, see [the list](https://example.org/list).",
        because="you booked the spring trip",
        deliverables=("two options under 300 EUR", "aisle seats"),
        expectations=("answer by Wednesday noon", "no overnight stops"),
        due=datetime(2026, 11, 27, 16, 0, tzinfo=UTC),
        budget="60.00 EUR",
        estimate="1 h 30 min",
        client="acme",
        goal_title="Launch in Portugal",
        stakes="low",
        tags=("travel", "admin"),
        links=("https://example.org/list",),
        attachments=(AttachmentLine("itinerary.pdf", 122_880),),
        answers=(("Which airport?", "The near one."),),
        repeats="weekly on monday",
        engagement="one-time",
        trial=True,
        assumed=("the estimate, from similar tasks",),
    )
