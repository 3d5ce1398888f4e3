"""Letters to the owner: what waits for her, what is new, what was delivered, what could not be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from delegated.core.errors import Fault
from delegated.letters.answering import Button, Words, fill_in
from delegated.letters.brief import AttachmentLine
from delegated.letters.fault import FaultLetter, render_fault
from delegated.letters.owner import News, OwnerLetter, Waiting, render_waiting
from delegated.letters.review import Review, render_review

if TYPE_CHECKING:
    from delegated.letters.letterhead import Letterhead
    from delegated.letters.templates import Templates

MISSING = (("due", "By when must it be paid?"), ("deliverables", "What shall exist then?"))
PRINTER = Waiting(
    number=7,
    title="Pay the printer",
    because="a fact is missing",
    file="T-7 Pay the printer.md",
    questions=("Which bank account?",),
    buttons=(Button("I do it myself", "keep"),),
    reply_address="desk+t7-ponmlkjihgfedcba@example.org",
    reply_subject="Re: [T-7] Pay the printer",
    reference="t7-ponmlkjihgfedcba",
)
BROCHURE = Waiting(
    number=9,
    title="كتيب عربي",
    because="nobody is free",
    file="T-9 brochure.md",
    people=(("Maya Santos", "lacks arabic proofreading"), ("Ben Okafor", "is away until Friday")),
)
FLIGHTS = Waiting(
    number=12,
    title="Book flights to Lisbon",
    kind="approval",
    headline="Maya Santos asks for more",
    because="the budget is 60.00 EUR",
    file="T-12 Book flights to Lisbon.md",
    quoted="The fare is 180 EUR.\n\nShall I take it?",
    quoted_from="Maya Santos",
    cost="180.00 EUR",
    worth="3 h of yours",
    otherwise="the old budget stands on Friday",
    buttons=(Button("Yes", "approve"), Button("No", "refuse")),
    reply_address="desk+t12-ponmlkjihgfedcba@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    reference="t12-ponmlkjihgfedcba",
)
AWAY = News(number=3, title="Proofread", said="Ben Okafor is away until 4 January")
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


@pytest.fixture
def review(head: Letterhead) -> Review:
    return Review(
        head=replace(head, role="owner", zone=ZoneInfo("Europe/Madrid")),
        delivered="Both options are in the sheet.\nBest, Maya",
        hours="2 h",
        cost="36.00 EUR",
        links=("https://example.org/options",),
        files=(AttachmentLine("options.pdf", 240_000),),
        kept=(AttachmentLine("recording.mp4", 88_000_000),),
        kept_in="state/files/T-12",
        closes=datetime(2026, 12, 2, 9, 0, tzinfo=UTC),
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
            "Ref. t7-ponmlkjihgfedcba",
            "T-7 approve",
        ):
            assert part in body
        assert "Monday 23 November 2026, 10:00 (Europe/Madrid, UTC+1)" in " ".join(body.split())
    assert "desk+t7-ponmlkjihgfedcba@example.org" in letter.text


def test_one_decision_says_all_that_it_needs(letters: Templates) -> None:
    """Her words, what it costs and is worth, what happens without an answer, and a touch to decide."""
    letter = render_waiting(replace(LETTER, items=(FLIGHTS,)), letters)
    for body in (" ".join(letter.text.split()), unescape(letter.html)):
        for part in (
            "Maya Santos asks for more.",
            "the budget is 60.00 EUR",
            "Maya Santos wrote",
            "The fare is 180 EUR.",
            "Shall I take it?",
            "180.00 EUR",
            "3 h of yours",
            "Without an answer, the old budget stands on Friday.",
            "Yes",
            "Ref. t12-ponmlkjihgfedcba",
        ):
            assert part in body
    assert f"mailto:{FLIGHTS.reply_address.replace('+', '%2B')}?" in letter.html
    assert "&amp;body=approve" in letter.html


def test_missing_facts_are_lines_to_be_completed(letters: Templates) -> None:
    """Each stands alone, so that an answer fits behind or below it; a button opens a reply with all of them."""
    asked = replace(PRINTER, questions=(), missing=MISSING, buttons=(fill_in("Answer", MISSING),))
    letter = render_waiting(replace(LETTER, items=(asked,)), letters)
    assert {"due:", "deliverables:"} <= set(letter.text.split("\n"))
    for body in (letter.text, unescape(letter.html)):
        assert "By when must it be paid?" in body
        assert "What shall exist then?" in body
    (link,) = re.findall(r'href="(mailto:[^"]*)"', letter.html)
    assert unquote(unescape(link)).endswith("&body=due: \r\ndeliverables: ")
    assert letter.subject == "[T-7] Question: By when must it be paid?"


def test_the_words_of_another_language_are_taught(letters: Templates) -> None:
    """An example that the reader's own words would not understand helps nobody."""
    letter = render_waiting(replace(LETTER, words=Words(approve="apruebo")), letters)
    assert "T-7 apruebo" in letter.text
    assert "T-7 apruebo" in letter.html


def test_the_owner_is_told_how_to_answer_without_mail(letters: Templates) -> None:
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


@pytest.mark.parametrize(
    ("news", "subject"),
    [
        ((AWAY,), "[T-3] Proofread"),
        ((AWAY, AWAY), "[T-3] Proofread"),
        ((AWAY, replace(AWAY, number=4), replace(AWAY, number=5)), "News of 3 tasks"),
    ],
)
def test_news_need_no_answer(news: tuple[News, ...], subject: str, letters: Templates) -> None:
    """What happened is told in a sentence; nothing is asked, and nobody is taught how to answer."""
    letter = render_waiting(replace(LETTER, items=(), news=news), letters)
    assert letter.subject == subject
    for body in (letter.text, letter.html):
        assert "Ben Okafor is away until 4 January." in " ".join(body.split())
        assert "How to answer" not in body
        assert "needs an answer" in body


def test_news_stand_below_what_waits(letters: Templates) -> None:
    """One mail for both, with what was put aside as it was written."""
    aside = News(number=9, title="Renew", said="a mail was put aside", quoted="Hello,\nclick here")
    letter = render_waiting(replace(LETTER, news=(AWAY, aside)), letters)
    for body in (letter.text, letter.html):
        assert body.index("Pay the printer") < body.index("Ben Okafor is away until 4 January")
        assert "click here" in body


def test_a_thousand_waiting_tasks_fit_in_a_letter(letters: Templates) -> None:
    """The HTML says that there is more; the text has it all."""
    items = tuple(replace(FLIGHTS, number=number) for number in range(1, 1001))
    letter = render_waiting(replace(LETTER, items=items), letters)
    assert len(letter.html.encode()) < 100_000
    assert "too long" in letter.html
    assert "T-1000 " in letter.text


def test_a_delivery_is_shown_and_rated_with_a_touch(review: Review, letters: Templates) -> None:
    """What came, what it cost, where the large files are, and when it is closed without a rating."""
    letter = render_review(review, letters)
    assert letter.subject == "[T-12] Book flights to Lisbon"
    for body in (" ".join(letter.text.split()), " ".join(unescape(letter.html).split())):
        for part in (
            "Maya Santos has finished",
            "Both options are in the sheet.",
            "Best, Maya",
            "2 h",
            "36.00 EUR",
            "https://example.org/options",
            "options.pdf",
            "234 KB",
            "recording.mp4",
            "83.9 MB",
            "state/files/T-12",
            "5 excellent",
            "1 not usable",
            "private:",
            "Wednesday 2 December 2026, 10:00 (Europe/Madrid, UTC+1)",
            "Ref. t12-abcdefghijklmnop",
        ):
            assert part in body
        assert "as estimated" not in body
    bodies = re.findall(r'body=([^"]*)"', letter.html)
    assert bodies == ["5", "4", "3", "2", "1", "again%20"]


def test_hours_that_were_not_told_are_shown_as_assumed(review: Review, letters: Templates) -> None:
    """The owner sees that the cost rests on an estimate."""
    letter = render_review(replace(review, assumed=True), letters)
    for body in (letter.text, letter.html):
        assert "2 h, as estimated: none were told" in body


def test_a_fault_is_shown_where_it_is_with_its_cure(letters: Templates) -> None:
    """Place, message, cure, and the line with the caret below the word, as an editor would draw it."""
    letter = render_fault(
        FaultLetter(owner_name="Alex", desk_name="delegated", what="rules", file="10-finance.yaml", faults=(CONTAIN,)),
        letters,
    )
    assert letter.subject == "The rules could not be loaded: a fault in 10-finance.yaml"
    assert "Ref." not in letter.text + letter.html
    for body in (letter.text, unescape(letter.html)):
        for part in ("rules/10-finance.yaml:14:15", CONTAIN.message, CONTAIN.help, "stay in force"):
            assert part in body
    assert "<invoice>" not in letter.html
    for line, carets in (_drawn(letter.text), _drawn(_small(letter.html))):
        assert carets.index("^") == line.index("contain")
        assert carets.count("^") == len("contain")


@pytest.mark.parametrize("before", ["", "when: ", "    tags: [" + "a, " * 60, "\t\t"])
@pytest.mark.parametrize("after", ["", "}", ", b" * 60])
def test_the_caret_stands_below_the_word_wherever_that_is(letters: Templates, before: str, after: str) -> None:
    """In a line of any length, in the plain text and on a telephone, neither of which may wrap it."""
    fault = Fault("rules/a.yaml", 1, len(before) + 1, "no such word", "", f"{before}XwrongX{after}", 7)
    letter = render_fault(
        FaultLetter(owner_name="Alex", desk_name="delegated", what="rules", file="rules/a.yaml", faults=(fault,)),
        letters,
    )
    for body, widest in ((letter.text, 76), (_small(letter.html), 32)):
        line, carets = _drawn(body)
        assert line[carets.index("^") :][: carets.count("^")] == "XwrongX"
        assert max(len(line), len(carets)) <= widest


def _drawn(text: str) -> tuple[str, str]:
    """The line that bears carets, and the one above it."""
    lines = text.split("\n")
    found = next(number for number, line in enumerate(lines) if set(line.strip()) == {"^"})
    return lines[found - 1], lines[found]


def _small(html: str) -> str:
    """What an HTML letter shows of the line, as text."""
    (shown,) = re.findall(r'white-space:pre;">(.*?)</td>', html)
    return unescape(re.sub("</?u>", "", shown).replace("<br>", "\n")).replace("\N{NO-BREAK SPACE}", " ")


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
