"""For each kind of letter the fullest and the barest one, to try a template with before anybody is sent it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

from delegated.core.changes import Changed
from delegated.core.errors import Fault
from delegated.letters.again import Again, again_facts, render_again
from delegated.letters.answer import Answer, answer_facts, render_answer
from delegated.letters.answering import Button, Words, fill_in
from delegated.letters.brief import AttachmentLine, Brief, brief_facts, render_brief
from delegated.letters.date import DateLetter, date_facts, render_date
from delegated.letters.fault import FaultLetter, fault_facts, render_fault
from delegated.letters.feedback import Feedback, feedback_facts, render_feedback
from delegated.letters.help import Help, help_facts, render_help
from delegated.letters.letterhead import Letterhead
from delegated.letters.note import Note, note_facts, render_note
from delegated.letters.owner import News, OwnerLetter, Waiting, render_waiting, waiting_facts
from delegated.letters.reminder import Reminded, Reminder, reminder_facts, render_reminder
from delegated.letters.review import Review, render_review, review_facts
from delegated.letters.revision import Revision, render_revision, revision_facts
from delegated.letters.withdrawn import Withdrawn, render_withdrawn, withdrawn_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

_WRITTEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_DUE = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
_MANILA, _MADRID = ZoneInfo("Asia/Manila"), ZoneInfo("Europe/Madrid")
_WORDS = Words()

_MAYAS = Letterhead(
    number=12,
    title="Book flights to Lisbon",
    owner_name="Alex Rivera",
    assistant_name="Maya Santos",
    zone=_MANILA,
    desk_name="Alex's desk",
    reply_address="desk+t12-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    reference="t12-abcdefghijklmnop",
)
_BENS = Letterhead(
    number=1,
    title="Dentist",
    owner_name="Alex",
    assistant_name="Ben",
    zone=ZoneInfo("UTC"),
    desk_name="Desk",
    reply_address="desk+t1-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-1] Dentist",
)
_ALEXS = Letterhead(
    number=12,
    title="Book flights to Lisbon",
    owner_name="Alex Rivera",
    assistant_name="Maya Santos",
    role="owner",
    zone=_MADRID,
    desk_name="Alex's desk",
    reply_address="desk+t12-ponmlkjihgfedcba@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    reference="t12-ponmlkjihgfedcba",
)

_BRIEF = Brief(
    head=_MAYAS,
    written=_WRITTEN,
    why="Three offices on **9 December**, see [the list](https://example.org/list).",
    because="you booked the last trip",
    deliverables=("two options under 300 EUR", "aisle seats"),
    expectations=("answer by Wednesday noon", "no overnight stops"),
    due=_DUE,
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
_REVISION = Revision(
    head=_MAYAS,
    written=_WRITTEN,
    changes=(
        Changed("Due", "Friday 27 November 2026, 17:00", "Monday 30 November 2026, 12:00"),
        Changed("Budget", "", "60.00 EUR"),
        Changed("Client", "acme", ""),
        Changed(
            "Details",
            "Three offices on 9 December.\nAny airline will do.",
            "Three offices on 10 December.\nAny airline will do.\nA seat at the aisle, please.",
        ),
    ),
    revision=1,
    due=datetime(2026, 11, 30, 11, 0, tzinfo=UTC),
    started=True,
    stays=("the deliverables", "the expectations"),
)
_REMINDED = Reminded(
    number=12,
    title="Book flights to Lisbon",
    waited_for="an answer to the brief",
    since=_WRITTEN,
    due=_DUE,
    otherwise="on Thursday 26 November, 09:00 the next person is asked",
    reply_address="desk+t12-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    reference="t12-abcdefghijklmnop",
    buttons=(Button("I take it", _WORDS.accept), Button("I decline", f"{_WORDS.decline} ")),
)
_REMINDED_LATE = Reminded(
    number=15,
    title="File the October receipts",
    waited_for="the work; it was due yesterday",
    since=_WRITTEN,
    reply_address="desk+t15-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-15] File the October receipts",
    reference="t15-abcdefghijklmnop",
    buttons=(Button("It is done", f"{_WORDS.done} "), Button("It will be late", f"{_WORDS.late} ")),
)
_REMINDED_BARELY = Reminded(
    number=1,
    title="Dentist",
    waited_for="how it went",
    since=_WRITTEN,
    reply_address="desk+t1-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-1] Dentist",
)
_REVIEW = Review(
    head=_ALEXS,
    delivered="Both options are in the sheet.\nThe earlier one is refundable.\n\nBest, Maya",
    hours="1 h 30 min",
    assumed=True,
    cost="27.00 EUR of 60.00 EUR",
    links=("https://example.org/options",),
    files=(AttachmentLine("options.pdf", 240_000),),
    kept=(AttachmentLine("recording.mp4", 88_000_000),),
    kept_in="tasks/delegated/T-12 Book flights to Lisbon",
    closes=datetime(2026, 12, 2, 9, 0, tzinfo=UTC),
    proposal=(
        "it is the 4th of its kind in 90 days, and they come weekly: written once with `repeats: weekly on monday`, "
        "it would go out by itself"
    ),
)
_MISSING = (("due", "By when must it be paid?"), ("deliverables", "What shall exist when it is done?"))
_WAITS_FOR_FACTS = Waiting(
    number=7,
    title="Pay the printer",
    kind="facts",
    headline="Two facts are missing before anybody can be asked",
    because="a brief needs a date and a result",
    file="T-7 Pay the printer.md",
    questions=("Which bank account?",),
    missing=_MISSING,
    people=(("Ben Okafor", "has no hours left before Friday"),),
    otherwise="it stays where it is",
    buttons=(fill_in("Tell what is missing", _MISSING), Button("I do it myself", _WORDS.keep)),
    reply_address="desk+t7-ponmlkjihgfedcba@example.org",
    reply_subject="Re: [T-7] Pay the printer",
    reference="t7-ponmlkjihgfedcba",
)
_WAITS_FOR_YES = Waiting(
    number=12,
    title="Book flights to Lisbon",
    kind="approval",
    headline="Maya Santos asks for more than the task may cost",
    because="the budget of this task is 60.00 EUR",
    file="T-12 Book flights to Lisbon.md",
    quoted="The refundable fare is 180 EUR.\nShall I take it?",
    quoted_from="Maya Santos",
    cost="180.00 EUR; 240.00 EUR are left this month",
    worth="3 h of yours, 270.00 EUR",
    otherwise="she is told on Friday to go on within the budget",
    buttons=(Button("Yes", _WORDS.approve), Button("No", _WORDS.refuse)),
    reply_address="desk+t12-ponmlkjihgfedcba@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    reference="t12-ponmlkjihgfedcba",
)
_WAITS_BARELY = Waiting(number=8, title="Call", because="", file="T-8 Call.txt")
_NEWS = News(number=3, title="Proofread the brochure", said="Ben Okafor is away until 4 January; it went to Achieng")
_NEWS_QUOTED = News(
    number=9, title="Renew the domain", said="a mail from nobody we know was put aside", quoted="Hello, click here."
)
_FAULT = Fault("rules/10-finance.yaml", 14, 7, "no operator `contain`", "did you mean `contains`?", "  contain: x", 7)


class _Kind(NamedTuple):
    """How letters of a kind are made, with the fullest and the barest of them. What `Any` is, is that letter."""

    facts: Callable[[Any], dict[str, object]]
    render: Callable[[Any, Templates], Rendered]
    full: object
    bare: object


def _waiting(items: tuple[Waiting, ...], news: tuple[News, ...] = ()) -> OwnerLetter:
    return OwnerLetter(
        owner_name="Alex Rivera", desk_name="Alex's desk", zone=_MADRID, written=_WRITTEN, items=items, news=news
    )


def _reminder(*items: Reminded) -> Reminder:
    return Reminder(
        reader_name="Maya Santos",
        role="assistant",
        owner_name="Alex Rivera",
        desk_name="Alex's desk",
        zone=_MANILA,
        items=items,
    )


def _faults(*faults: Fault) -> FaultLetter:
    return FaultLetter(
        owner_name="Alex Rivera", desk_name="Alex's desk", what="rules", file="rules/10-finance.yaml", faults=faults
    )


_KINDS: Final[Mapping[str, _Kind]] = MappingProxyType(
    {
        "brief": _Kind(brief_facts, render_brief, _BRIEF, Brief(head=_BENS, written=_WRITTEN)),
        "revision": _Kind(
            revision_facts,
            render_revision,
            _REVISION,
            Revision(head=_BENS, written=_WRITTEN, changes=(Changed("Title", "Doctor", "Dentist"),), revision=1),
        ),
        "answer": _Kind(
            answer_facts,
            render_answer,
            Answer(head=_MAYAS, question="Which airport?\nThere are two.", answer="The near one.", started=True),
            Answer(head=_BENS, question="When?", answer=None),
        ),
        "date": _Kind(
            date_facts,
            render_date,
            DateLetter(
                head=_MAYAS, written=_WRITTEN, outcome="agreed", due=_DUE, revision=2, said="Fine, but not later."
            ),
            DateLetter(head=_BENS, written=_WRITTEN, outcome="asked"),
        ),
        "again": _Kind(
            again_facts,
            render_again,
            Again(head=_MAYAS, written=_WRITTEN, said="The second one stops overnight.", due=_DUE, revision=3),
            Again(head=_BENS, written=_WRITTEN, said=""),
        ),
        "feedback": _Kind(
            feedback_facts,
            render_feedback,
            Feedback(head=_MAYAS, rating=4, said="Quick and careful.", hours="1 h 30 min", cost="27.00 EUR"),
            Feedback(head=_BENS),
        ),
        "withdrawn": _Kind(
            withdrawn_facts,
            render_withdrawn,
            Withdrawn(head=_MAYAS, reason="the trip is off", started=True),
            Withdrawn(head=_BENS),
        ),
        "reminder": _Kind(
            reminder_facts, render_reminder, _reminder(_REMINDED, _REMINDED_LATE), _reminder(_REMINDED_BARELY)
        ),
        "note": _Kind(
            note_facts,
            render_note,
            Note(head=_ALEXS, said="The site is down this morning.\n\nI try again at noon.", files=("shot.png",)),
            Note(head=_BENS, said="Thanks!"),
        ),
        "help": _Kind(
            help_facts,
            render_help,
            Help(head=_MAYAS, got="Hm, that might work, let me see what I can do."),
            Help(head=replace(_BENS, role="owner"), got="", passed_on=False),
        ),
        "waiting": _Kind(
            waiting_facts,
            render_waiting,
            _waiting((_WAITS_FOR_FACTS, _WAITS_FOR_YES, _WAITS_BARELY), (_NEWS, _NEWS_QUOTED)),
            _waiting((_WAITS_BARELY,)),
        ),
        "review": _Kind(review_facts, render_review, _REVIEW, Review(head=_ALEXS)),
        "fault": _Kind(fault_facts, render_fault, _faults(_FAULT, _FAULT), _faults(Fault("x.md", None, None, "empty"))),
    }
)
KINDS: Final = tuple(_KINDS)
"""The kinds of letters; each has a `.txt` and a `.html`."""

_FULL_HTML = {"body_html": Markup("<p>Why it matters.</p>"), "shortened": True}
_BARE_HTML = {"body_html": Markup(""), "shortened": False}


def samples(kind: str) -> tuple[Mapping[str, object], ...]:
    """What the templates of this kind are given: for the fullest and for the barest letter."""
    made = _KINDS[kind]
    return made.facts(made.full) | _FULL_HTML, made.facts(made.bare) | _BARE_HTML


def preview(kind: str, letters: Templates) -> Rendered:
    """The fullest letter of this kind, as it would be sent."""
    made = _KINDS[kind]
    return made.render(made.full, letters)
