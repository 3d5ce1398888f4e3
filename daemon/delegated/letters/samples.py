"""For each kind of letter the fullest and the barest one, to try a template with before anybody is sent it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from delegated.core.errors import Fault
from delegated.letters.brief import AttachmentLine, Brief, brief_facts
from delegated.letters.fault import FaultLetter, fault_facts
from delegated.letters.owner import OwnerLetter, Waiting, waiting_facts
from delegated.letters.withdrawn import Withdrawn, withdrawn_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

_WRITTEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_MANILA = ZoneInfo("Asia/Manila")
_HTML = MappingProxyType({"body_html": Markup("<p>Why it matters.</p>"), "shortened": True})
_BARE_HTML = MappingProxyType({"body_html": Markup(""), "shortened": False})

_FULL_BRIEF = Brief(
    number=12,
    title="Book flights to Lisbon",
    assistant_name="Maya Santos",
    assistant_zone=_MANILA,
    owner_name="Alex Rivera",
    desk_name="Alex's desk",
    reply_address="desk+t12-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    written=_WRITTEN,
    why="Why it matters.",
    because="you booked the last trip",
    deliverables=("two options under 300 EUR", "aisle seats"),
    expectations=("answer by Wednesday noon",),
    due=datetime(2026, 11, 27, 16, 0, tzinfo=UTC),
    budget="60.00 EUR",
    estimate="1 h 30 min",
    client="acme",
    goal_title="Launch in Portugal",
    stakes="low",
    tags=("travel", "admin"),
    links=("https://example.org/trips", "see the wiki"),
    attachments=(AttachmentLine("itinerary.pdf", 120_000),),
    answers=(("Which airport?", "Any but the far terminal."),),
    repeats="weekly on monday",
    engagement="one-time",
    trial=True,
    assumed=("the estimate, from similar tasks",),
)
_BARE_BRIEF = Brief(
    number=1,
    title="Dentist",
    assistant_name="Ben",
    assistant_zone=ZoneInfo("UTC"),
    owner_name="Alex",
    desk_name="Desk",
    reply_address="desk+t1-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-1] Dentist",
    written=_WRITTEN,
)
_FULL_ITEM = Waiting(
    number=7,
    title="Pay the printer",
    because="the bank account is missing",
    file="T-7 Pay the printer.md",
    questions=("Which bank account?",),
    people=(("Ben Okafor", "has no hours left before Friday"),),
)
_BARE_ITEM = Waiting(number=8, title="Call", because="", file="T-8 Call.txt")
_FAULT = Fault("rules/10-finance.yaml", 14, 7, "no operator `contain`", "did you mean `contains`?", "  contain: x", 7)


def _waiting(*items: Waiting) -> dict[str, object]:
    letter = OwnerLetter(owner_name="Alex Rivera", desk_name="Alex's desk", zone=_MANILA, written=_WRITTEN, items=items)
    return waiting_facts(letter)


def _faults(*faults: Fault) -> dict[str, object]:
    letter = FaultLetter(
        owner_name="Alex Rivera", desk_name="Alex's desk", what="rules", file="rules/10-finance.yaml", faults=faults
    )
    return fault_facts(letter)


def _withdrawn(reason: str | None, *, started: bool) -> dict[str, object]:
    letter = Withdrawn(
        number=12,
        title="Book flights to Lisbon",
        assistant_name="Maya Santos",
        owner_name="Alex Rivera",
        desk_name="Alex's desk",
        reason=reason,
        started=started,
    )
    return withdrawn_facts(letter)


SAMPLES: Final[Mapping[str, tuple[Mapping[str, object], ...]]] = MappingProxyType(
    {
        "brief": (brief_facts(_FULL_BRIEF) | _HTML, brief_facts(_BARE_BRIEF) | _BARE_HTML),
        "waiting": (_waiting(_FULL_ITEM, _BARE_ITEM) | _HTML, _waiting(_BARE_ITEM) | _BARE_HTML),
        "fault": (_faults(_FAULT, _FAULT) | _HTML, _faults(Fault("x.md", None, None, "empty")) | _BARE_HTML),
        "withdrawn": (
            _withdrawn("the trip is off", started=True) | _HTML,
            _withdrawn(None, started=False) | _BARE_HTML,
        ),
    }
)
"""By kind of letter, what its templates are given."""
