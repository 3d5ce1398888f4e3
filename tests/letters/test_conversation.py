"""The letters that go to and fro while somebody works: each says all that it has to say, in both bodies."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from delegated.core.changes import Changed
from delegated.letters.again import Again, render_again
from delegated.letters.answer import Answer, render_answer
from delegated.letters.answering import Button
from delegated.letters.brief import render_brief
from delegated.letters.date import DateLetter, render_date
from delegated.letters.feedback import Feedback, render_feedback
from delegated.letters.help import Help, render_help
from delegated.letters.note import Note, render_note
from delegated.letters.reminder import Reminded, Reminder, render_reminder
from delegated.letters.revision import Revision, difference, render_revision
from delegated.letters.withdrawn import Withdrawn, render_withdrawn

if TYPE_CHECKING:
    from delegated.letters.brief import Brief
    from delegated.letters.letterhead import Letterhead
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

WRITTEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
DUE_SAID = "Monday 30 November 2026, 19:00 (Asia/Manila, UTC+8)"
FLIGHTS = Reminded(
    number=12,
    title="Book flights to Lisbon",
    waited_for="an answer to the brief",
    since=WRITTEN,
    due=DUE,
    otherwise="on Thursday the next person is asked",
    reply_address="desk+t12-abcdefghijklmnop@example.org",
    reply_subject="Re: [T-12] Book flights to Lisbon",
    reference="t12-abcdefghijklmnop",
    buttons=(Button("I take it", "accept"), Button("I decline", "decline ")),
)


def shown(letter: Rendered) -> tuple[str, str]:
    """What is read in the text, and what in the HTML, each in one line."""
    bare = re.sub(r"<(style|title|head)\b.*?</\1>|<[^>]*>", " ", letter.html, flags=re.DOTALL)
    return " ".join(letter.text.split()), " ".join(unescape(bare).split())


def says(letter: Rendered, *parts: str) -> bool:
    """Whether every part stands in both bodies."""
    return all(part in body for body in shown(letter) for part in parts)


def begun(letter: Rendered) -> list[str]:
    """What the replies begin with that the buttons open."""
    return re.findall(r'&amp;body=([^"]*)"', letter.html)


def event(letter: Rendered) -> Any:
    (found,) = Calendar.from_ical(str(letter.ics)).walk("VEVENT")
    return found


def revision(head: Letterhead, *changes: Changed) -> Revision:
    return Revision(head=head, written=WRITTEN, changes=changes, revision=2, due=DUE)


def test_a_change_is_told_as_was_and_is_now(head: Letterhead, letters: Templates) -> None:
    """Never a second brief: what is different, what stays, and by when."""
    changed = revision(
        head, Changed("Budget", "60.00 EUR", "90.00 EUR"), Changed("Client", "", "acme"), Changed("Goal", "launch", "")
    )
    letter = render_revision(replace(changed, stays=("the deliverables",)), letters)
    assert letter.subject == "[T-12] Book flights to Lisbon"
    assert says(letter, "Alex Rivera has changed", "Budget", "was", "60.00 EUR", "is now", "90.00 EUR")
    assert says(letter, "not told", "acme", "launch", "no longer told", "everything else stays as it was", DUE_SAID)
    assert says(letter, "the deliverables")


def test_who_works_already_need_not_answer_a_change(head: Letterhead, letters: Templates) -> None:
    """Who has not accepted yet is asked again; who has may say that it cannot be done like this."""
    changed = revision(head, Changed("Budget", "1", "2"))
    assert begun(render_revision(changed, letters)) == ["accept", "decline%20", "question%20"]
    started = render_revision(replace(changed, started=True), letters)
    assert begun(started) == ["question%20", "late%20", "decline%20"]
    assert says(started, "there is nothing to answer")


def test_a_change_moves_the_entry_in_the_calendar(head: Letterhead, brief: Brief, letters: Templates) -> None:
    """The same entry with a higher number: no second one stays behind at the old date."""
    before, after = event(render_brief(brief, letters)), event(render_revision(revision(head), letters))
    assert (after["UID"], after["SEQUENCE"], after["DTSTART"].dt) == (before["UID"], 2, DUE)
    assert render_revision(replace(revision(head), due=None), letters).ics is None


def test_of_a_long_text_only_the_difference_is_told(head: Letterhead, letters: Templates) -> None:
    """What was taken away, what was added; nobody reads a page twice to find a sentence."""
    before = "The same first line.\nFly on the 9th. Any airline will do.\nThe same last line."
    after = "The same first line.\nFly on the 10th. Any airline will do.\nThe same last line.\nTake the aisle."
    letter = render_revision(revision(head, Changed("Details", before, after)), letters)
    assert says(letter, "Details", "taken away", "Fly on the 9th.", "added", "Fly on the 10th.", "Take the aisle.")
    assert "Any airline" not in letter.text + letter.html
    moved = render_revision(revision(head, Changed("Details", "a\nb", "b\na")), letters)
    assert "same words, in another order" in " ".join(shown(moved))


def test_a_difference_without_an_end_is_cut(head: Letterhead, letters: Templates) -> None:
    """A page rewritten is named as one; the letter stays short."""
    after = "\n".join(f"line {number}" for number in range(5_000))
    letter = render_revision(revision(head, Changed("Details", "", after)), letters)
    assert says(letter, "line 39", "and 4960 lines more")
    assert len(letter.text) < 5_000


PIECES = st.lists(st.sampled_from(["one", "two.", "three", "four!"]), max_size=8)


@given(PIECES, PIECES)
def test_a_difference_makes_the_one_text_from_the_other(before: list[str], after: list[str]) -> None:
    """What was there, less what was taken away, and what was added, is what is there."""
    gone, new = difference("\n".join(before), "\n".join(after))
    assert sorted([*before, *new]) == sorted([*after, *gone])


def reminder(*items: Reminded) -> Reminder:
    return Reminder(
        reader_name="Maya Santos",
        role="assistant",
        owner_name="Alex Rivera",
        desk_name="Alex's desk",
        zone=ZoneInfo("Asia/Manila"),
        items=items,
    )


def test_a_reminder_of_one_task_stays_in_its_thread(letters: Templates) -> None:
    """What is waited for, since when, and what happens if nothing comes; no blame."""
    letter = render_reminder(reminder(FLIGHTS), letters)
    assert letter.subject == "[T-12] Book flights to Lisbon"
    assert says(letter, "slipped through", "an answer to the brief", DUE_SAID, "Ref. t12-abcdefghijklmnop")
    assert says(letter, "Tuesday 24 November 2026, 17:00 (Asia/Manila, UTC+8)")
    assert says(letter, "If nothing comes, on Thursday the next person is asked.", "one such mail a day")
    assert begun(letter) == ["accept", "decline%20"]


def test_a_reminder_of_many_tasks_is_one_mail(letters: Templates) -> None:
    """Each has its own address and buttons, for an answer to one is no answer to the other."""
    receipts = replace(
        FLIGHTS,
        number=15,
        title="File the receipts",
        waited_for="the work",
        due=None,
        otherwise="",
        reply_address="desk+t15-bbbbbbbbbbbbbbbb@example.org",
        reference="t15-bbbbbbbbbbbbbbbb",
        buttons=(Button("It is done", "done "),),
    )
    letter = render_reminder(reminder(FLIGHTS, receipts), letters)
    assert letter.subject == "Reminder: 2 tasks wait for you"
    assert says(letter, "T-12", "T-15", "File the receipts", "Ref. t12-abcdefghijklmnop", "Ref. t15-bbbbbbbbbbbbbbbb")
    assert FLIGHTS.reply_address in letter.text
    assert receipts.reply_address in letter.text
    assert begun(letter) == ["accept", "decline%20", "done%20"]


def test_an_answer_stands_below_its_question(head: Letterhead, letters: Templates) -> None:
    """She may have asked days ago."""
    letter = render_answer(Answer(head=head, question="Which airport?", answer="The near one.", started=True), letters)
    assert says(letter, "You asked", "Which airport?", "Alex Rivera says", "The near one.")
    assert "> Which airport?" in letter.text
    assert all(body.index("Which airport?") < body.rindex("The near one.") for body in shown(letter))


@pytest.mark.parametrize(("started", "said"), [(True, "go on by your own best judgement"), (False, "whether you take")])
def test_no_answer_is_told_as_well(started: bool, said: str, head: Letterhead, letters: Templates) -> None:  # noqa: FBT001
    """Who waits in vain is told to go on, or may say no."""
    letter = render_answer(Answer(head=head, question="When?", answer=None, started=started), letters)
    assert says(letter, "no answer has come", "When?", said, "decline", "held against nobody")


def test_a_note_is_passed_on_in_the_writers_words(head: Letterhead, letters: Templates) -> None:
    """With who wrote it, and that it changes nothing; line by line as it was written."""
    said_ = "The site is down.\nI try at noon.\n\n<b>Maya</b>"
    letter = render_note(Note(head=replace(head, role="owner"), said=said_, files=("shot.png",)), letters)
    assert says(letter, "Hello Alex Rivera", "Maya Santos has written", "changes nothing", "shot.png", "<b>Maya</b>")
    assert "    The site is down.\n    I try at noon.\n\n    <b>Maya</b>" in letter.text
    assert "The site is down.<br>I try at noon.</p>" in letter.html
    other = render_note(Note(head=head, said="x", writer_name="Ben Okafor"), letters)
    assert says(other, "Hello Maya Santos", "Ben Okafor has written")


def test_a_note_without_an_end_is_cut(head: Letterhead, letters: Templates) -> None:
    """A mail may hold 25 MB; what is passed on says that there is more."""
    letter = render_note(Note(head=head, said="word " * 1_000_000), letters)
    assert says(letter, "the rest is kept with the task")
    assert len(letter.text) < 30_000
    assert len(letter.html.encode()) < 100_000


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("assistant", ("accept", "decline", "question", "done 2h", "late friday")),
        ("owner", ("approve", "refuse", "4 well done", "again", "keep", "delegate maya", "defer monday", "drop")),
    ],
)
def test_who_was_not_understood_learns_what_can_be_said(
    role: Any, words: tuple[str, ...], head: Letterhead, letters: Templates
) -> None:
    """Nothing changed, the mail is passed on, and here are the words of her side."""
    letter = render_help(Help(head=replace(head, role=role), got="Hm. Let me see.\n\n-- \nMaya"), letters)
    assert says(letter, "nothing has changed", "passed on to", "Hm. Let me see.", *words)
    alone = render_help(Help(head=head, got="x" * 5_000, passed_on=False), letters)
    assert "passed on" not in alone.text
    assert len(alone.text) < 2_500


def test_a_later_date_is_agreed_with_its_entry(head: Letterhead, letters: Templates) -> None:
    """The calendar shows the new day, and the owner's words stand beside it."""
    date = DateLetter(head=head, written=WRITTEN, outcome="agreed", due=DUE, revision=3, said="Fine, no later.")
    letter = render_date(date, letters)
    assert says(letter, "Alex Rivera agrees", DUE_SAID, "Fine, no later.", "takes the place")
    assert (event(letter)["SEQUENCE"], event(letter)["DTSTART"].dt) == (3, DUE)


def test_a_later_date_is_refused_kindly(head: Letterhead, letters: Templates) -> None:
    """The old one stands, and stays in the calendar as it is."""
    letter = render_date(DateLetter(head=head, written=WRITTEN, outcome="refused", due=DUE), letters)
    assert says(letter, "keep to the date", DUE_SAID, "good to know early")
    assert letter.ics is None


def test_late_without_a_date_is_asked_until_when(head: Letterhead, letters: Templates) -> None:
    """With an example that would be understood."""
    letter = render_date(DateLetter(head=head, written=WRITTEN, outcome="asked", due=DUE), letters)
    assert says(letter, "Until when?", "late friday 17:00", DUE_SAID)
    assert begun(letter)[0] == "late%20"


def test_another_round_begins_with_thanks(head: Letterhead, letters: Templates) -> None:
    """What to change, in the owner's words, and by when; a calendar entry only where there is a new one."""
    again = Again(head=head, written=WRITTEN, said="The second one stops overnight.", due=DUE)
    letter = render_again(again, letters)
    assert says(letter, "thank you for your work", "The second one stops overnight.", DUE_SAID, "done 2h")
    assert letter.ics is None
    assert event(render_again(replace(again, revision=4), letters))["SEQUENCE"] == 4
    assert says(render_again(replace(again, said=""), letters), "What to change was not written")


def test_feedback_is_passed_on_with_the_hours(head: Letterhead, letters: Templates) -> None:
    """The rating as a number and as stars, the owner's words, and what was noted."""
    letter = render_feedback(Feedback(head=head, rating=4, said="Quick and careful.", hours="2 h"), letters)
    assert says(letter, "4 of 5", "Quick and careful.", "2 h", "Thank you for your work.")
    assert "★★★★" in letter.html


@pytest.mark.parametrize("rating", [1, 2])
def test_bad_news_are_told_without_a_slap(rating: int, head: Letterhead, letters: Templates) -> None:
    """One bad day moves little."""
    assert says(render_feedback(Feedback(head=head, rating=rating), letters), "One task is only one task.")


def test_a_task_closed_without_rating_ends_with_thanks(head: Letterhead, letters: Templates) -> None:
    """Silence is no blame; praise without a number is passed on."""
    assert says(render_feedback(Feedback(head=head), letters), "No rating was given", "Thank you for your work.")
    praised = render_feedback(Feedback(head=head, said="Lovely!"), letters)
    assert says(praised, "Lovely!")
    assert "No rating" not in praised.text + praised.html


def test_a_task_that_is_taken_back_ends_kindly_and_in_its_thread(head: Letterhead, letters: Templates) -> None:
    """The subject of the brief, the reason if there is one, and how hours already worked are counted."""
    taken_back = Withdrawn(head=head, reason="the trip is off.", started=True)
    letter = render_withdrawn(taken_back, letters)
    assert letter.subject == "[T-12] Book flights to Lisbon"
    assert says(letter, "taken", "The reason: the trip is off.", "the hours", "Thank you")
    quiet = render_withdrawn(Withdrawn(head=head), letters)
    assert "reason" not in quiet.text + quiet.html
    assert "the hours" not in quiet.text + quiet.html
    assert says(render_withdrawn(Withdrawn(head=head, finished=True), letters), "Thank you for your part in it.")


def test_who_accepts_too_late_is_told_that_somebody_else_has_it(head: Letterhead, letters: Templates) -> None:
    """And that she is asked again another time."""
    letter = render_withdrawn(Withdrawn(head=head, taken=True, reason="the answer came after its time"), letters)
    assert says(letter, "somebody else has", "the answer came after its time", "you will be asked again")
