"""Letters to the owner: what waits for her, what could not be read; and the one that takes a task back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from delegated.core.errors import Fault
from delegated.letters.fault import FaultLetter, render_fault
from delegated.letters.owner import OwnerLetter, Waiting, render_waiting
from delegated.letters.withdrawn import Withdrawn, render_withdrawn

if TYPE_CHECKING:
    from delegated.letters.templates import Templates

PRINTER = Waiting(
    number=7,
    title="Pay the printer",
    because="a fact is missing",
    file="T-7 Pay the printer.md",
    questions=("Which bank account?",),
)
BROCHURE = Waiting(
    number=9,
    title="كتيب عربي",
    because="nobody is free",
    file="T-9 brochure.md",
    people=(("Maya Santos", "lacks arabic proofreading"), ("Ben Okafor", "is away until Friday")),
)
LETTER = OwnerLetter(
    owner_name="Alex Rivera",
    desk_name="delegated",
    zone=ZoneInfo("Europe/Madrid"),
    written=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    items=(PRINTER, BROCHURE),
)
CONTAIN = Fault(
    "rules/10-finance.yaml",
    14,
    15,
    "no operator `contain` for `title`",
    "did you mean `contains`?",
    "      title: {contain: <invoice>}",
    7,
)
TAKEN_BACK = Withdrawn(
    number=12,
    title="Book flights to Lisbon",
    assistant_name="Maya Santos",
    owner_name="Alex Rivera",
    desk_name="Alex's desk",
    reason="the trip is off",
)


def test_one_letter_gathers_all_that_waits(letters: Templates) -> None:
    """Each task with its question, each person with the reason, each file with its place, in both bodies."""
    letter = render_waiting(LETTER, letters)
    assert letter.subject == "2 tasks wait for a word from you"
    for body in (letter.text, unescape(letter.html)):
        for part in (
            "T-7",
            "Pay the printer",
            "a fact is missing",
            "Which bank account?",
            "T-9",
            "كتيب عربي",
            "nobody is free",
            "Maya Santos",
            "lacks arabic proofreading",
            "is away until Friday",
            "tasks/waiting/T-7 Pay the printer.md",
            "tasks/waiting/T-9 brochure.md",
            "Monday 23 November 2026, 10:00 (Europe/Madrid, UTC+1)",
        ):
            assert part in body


def test_the_owner_is_told_plainly_how_to_answer(letters: Templates) -> None:
    """Edit the file, move it: each folder with what it means."""
    letter = render_waiting(LETTER, letters)
    for folder in ("tasks/inbox/", "tasks/yours/", "tasks/dropped/", "tasks/done/"):
        assert folder in letter.text
        assert folder in letter.html


def test_a_single_question_is_asked_in_the_subject(letters: Templates) -> None:
    """She may know the answer without opening the letter."""
    letter = render_waiting(replace(LETTER, items=(PRINTER,)), letters)
    assert letter.subject == "[T-7] Question: Which bank account?"
    assert "One task waits" in letter.html


def test_a_thousand_waiting_tasks_fit_in_a_letter(letters: Templates) -> None:
    """The HTML says that there is more; the text has it all."""
    items = tuple(replace(PRINTER, number=number) for number in range(1, 1001))
    letter = render_waiting(replace(LETTER, items=items), letters)
    assert len(letter.html.encode()) < 100_000
    assert "too long" in letter.html
    assert "T-1000 " in letter.text


def test_a_fault_is_shown_where_it_is_with_its_cure(letters: Templates) -> None:
    """Place, message, cure, and the line with the caret below the word, as an editor would draw it."""
    letter = render_fault(
        FaultLetter(owner_name="Alex", desk_name="delegated", what="rules", file="10-finance.yaml", faults=(CONTAIN,)),
        letters,
    )
    assert letter.subject == "The rules could not be loaded: a fault in 10-finance.yaml"
    for body in (letter.text, unescape(letter.html)):
        for part in ("rules/10-finance.yaml:14:15", CONTAIN.message, CONTAIN.help, "stay in force"):
            assert part in body
        lines = body.split("\n")
        drawn = next(number for number, line in enumerate(lines) if "{contain" in line)
        assert "^" * len("contain") in lines[drawn + 1]
    assert "<invoice>" not in letter.html
    line, carets = (line for line in letter.text.split("\n") if "{contain" in line or "^" in line)
    assert carets.index("^") == line.index("contain")


def test_a_rejected_file_is_named_in_the_subject(letters: Templates) -> None:
    """With how many faults there are."""
    letter = render_fault(
        FaultLetter(
            owner_name="Alex",
            desk_name="delegated",
            what="task",
            file="x.md",
            faults=(Fault("x.md", None, None, "the file is empty"), CONTAIN),
        ),
        letters,
    )
    assert letter.subject == "Could not read x.md: 2 faults"
    assert "tasks/rejected/" in letter.text


def test_a_task_that_is_taken_back_ends_kindly_and_in_its_thread(letters: Templates) -> None:
    """The subject of the brief, the reason if there is one, and how hours already worked are counted."""
    letter = render_withdrawn(replace(TAKEN_BACK, started=True), letters)
    assert letter.subject == "[T-12] Book flights to Lisbon"
    for body in (letter.text, letter.html):
        assert "taken" in body
        assert "the trip is off" in body
        assert "the hours" in body
        assert "Thank you" in body
    quiet = render_withdrawn(replace(TAKEN_BACK, reason=None), letters)
    assert "reason" not in quiet.text + quiet.html
    assert "the hours" not in quiet.text + quiet.html
