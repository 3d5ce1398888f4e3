"""The brief: complete in both bodies, answerable by one tap, below 100 KB, the same at each try."""

from __future__ import annotations

import html as html_module
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from delegated.letters.answering import Words
from delegated.letters.brief import AttachmentLine, Brief, render_brief
from delegated.letters.mime import Headers, Mailbox, assemble
from delegated.letters.templates import Templates

if TYPE_CHECKING:
    from datetime import datetime

PARTS = (
    "Book flights to Lisbon",
    "Maya Santos",
    "Alex Rivera",
    "you booked the spring trip",
    "two options under 300 EUR",
    "aisle seats",
    "answer by Wednesday noon",
    "no overnight stops",
    "Saturday 28 November 2026, 00:00 (Asia/Manila, UTC+8)",
    "60.00 EUR",
    "1 h 30 min",
    "acme",
    "Launch in Portugal",
    "low",
    "travel, admin",
    "https://example.org/list",
    "itinerary.pdf",
    "120 KB",
    "Which airport?",
    "The near one.",
    "weekly on monday",
    "one-time",
    "the estimate, from similar tasks",
    "first, small one",
    "accept",
    "decline",
    "question",
    "done 2h",
    "late friday",
    "desk+t12-abcdefghijklmnop@example.org",
    "Ref. t12-abcdefghijklmnop",
)


def shown(html: str) -> str:
    """What a reader of the HTML sees, in one line."""
    bare = re.sub(r"<(style|title|head)\b.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
    return " ".join(html_module.unescape(bare).split())


def links(html: str) -> dict[str, tuple[str, str, str]]:
    """The address, subject and body behind each button, by its label."""
    found = re.findall(r'<a href="(mailto:[^"]*)"[^>]*>([^<]*)</a>', html)
    return {label: _taken_apart(html_module.unescape(link)) for link, label in found}


def _taken_apart(link: str) -> tuple[str, str, str]:
    parts = urlsplit(link)
    query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    return unquote(parts.path), query["subject"][0], query["body"][0]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_stands_in_both_bodies(part: str, brief: Brief, letters: Templates) -> None:
    """Whoever reads only one of them misses nothing."""
    letter = render_brief(brief, letters)
    assert part in " ".join(letter.text.split())
    assert part in shown(letter.html)


def test_the_text_holds_what_the_owner_wrote_to_the_letter(brief: Brief, letters: Templates) -> None:
    """Markdown, long lines and blank ones: nothing is wrapped, nothing is escaped."""
    why = f"# A & B\n\n\n\n  <b>odd</b>   {'long ' * 60}\n\n| a | b |\n|---|---|\n\n-- \nnot a signature"
    assert why in render_brief(replace(brief, why=why), letters).text


def test_what_is_not_known_has_no_heading(brief: Brief, letters: Templates) -> None:
    """A brief of a title alone is short."""
    letter = render_brief(Brief(head=brief.head, written=brief.written), letters)
    for body in (letter.text, shown(letter.html)):
        for heading in ("Why", "Due", "Budget", "deliver", "expected", "Context", "Links", "Attached", "Assumed"):
            assert heading not in body
        assert "None" not in body
    assert "\n\n\n\n" not in letter.text
    assert letter.ics is None


def test_nothing_private_can_be_told(brief: Brief, letters: Templates) -> None:
    """There is no such field, in the brief or in its templates."""
    assert not any("private" in field.name for field in fields(Brief))
    letter = render_brief(brief, letters)
    assert "private" not in letter.text + letter.html + str(letter.ics)


def test_each_button_begins_an_answer_that_counts(brief: Brief, letters: Templates) -> None:
    """Address with token, subject of the thread, the word in front; nothing but mailto, so nothing acts by itself."""
    to, subject = brief.head.reply_address, brief.head.reply_subject
    assert links(render_brief(brief, letters).html) == {
        "I take it": (to, subject, "accept"),
        "I decline": (to, subject, "decline "),
        "I have a question": (to, subject, "question "),
        "It is done": (to, subject, "done "),
        "It will be late": (to, subject, "late "),
    }


@pytest.mark.parametrize("title", ['50% & more? #1 "x" <y>', "مراجعة الكتيب", "a&body=accept&cc=x@y", "😀 + 1=2"])
def test_a_title_cannot_change_what_a_button_does(title: str, brief: Brief, letters: Templates) -> None:
    """Everything in the link is percent-encoded (RFC 6068)."""
    subject = f"Re: [T-12] {title}"
    html = render_brief(replace(brief, head=replace(brief.head, title=title, reply_subject=subject)), letters).html
    assert links(html)["I take it"] == (brief.head.reply_address, subject, "accept")


def test_the_words_are_those_of_the_readers_language(brief: Brief, letters: Templates) -> None:
    """Settings hold the words of each language; the letter teaches and sends just those."""
    spanish = Words("acepto", "rechazo", "pregunta", "hecho", "tarde")
    letter = render_brief(replace(brief, head=replace(brief.head, words=spanish)), letters)
    assert links(letter.html)["I take it"][2] == "acepto"
    for word in ("acepto", "rechazo", "pregunta", "hecho 2h", "tarde friday"):
        assert word in letter.text
        assert word in shown(letter.html)


def test_the_calendar_entry_has_the_instant_and_not_the_token(brief: Brief, letters: Templates) -> None:
    """Calendars are shared: who sees the entry must not be able to answer in her name."""
    letter = render_brief(brief, letters)
    assert letter.ics is not None
    calendar: Any = Calendar.from_ical(letter.ics)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == brief.due
    assert event["SUMMARY"] == "Due: [T-12] Book flights to Lisbon"
    assert "abcdefghijklmnop" not in letter.ics
    later: datetime = brief.written.replace(day=24)
    again = render_brief(replace(brief, revision=1, written=later), letters)
    (moved,) = Calendar.from_ical(str(again.ics)).walk("VEVENT")
    assert (moved["UID"], moved["SEQUENCE"]) == (event["UID"], 1)


def test_text_from_the_right_is_marked_as_such(brief: Brief, letters: Templates) -> None:
    """In so many words where Outlook must understand it, and by itself in what the owner wrote."""
    head = replace(brief.head, title="مراجعة الكتيب")
    arabic = replace(brief, head=head, why="النص في الملف", deliverables=("النص المصحح", "a list"))
    html = render_brief(arabic, letters).html
    assert re.search(r'<h1 dir="rtl"[^>]*>مراجعة الكتيب</h1>', html)
    assert re.search(r'<tr dir="rtl">.*النص المصحح', html)
    assert re.search(r'<tr dir="ltr">.*a list', html)
    assert re.search(r'<p dir="auto"[^>]*>النص في الملف</p>', html)
    assert '<html lang="en">' in html


def test_the_html_is_made_for_mail_programs(brief: Brief, letters: Templates) -> None:
    """Nothing is loaded, nothing runs, all styles are inline; buttons are as high as a thumb (12 + 22 + 12 pixels)."""
    html = render_brief(brief, letters).html
    assert not re.search(r"<(script|img|link|iframe|form|input|video|svg)\b|url\(|@import|src=", html)
    assert html.count("<style>") == 1
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "max-width:600px" in html
    buttons = re.findall(r'<a href="mailto:[^"]*" style="([^"]*)"', html)
    assert len(buttons) == 5
    assert all("padding:12px" in style and "line-height:22px" in style for style in buttons)


HUGE: dict[str, dict[str, Any]] = {
    "body": {"why": "words and words\n\n" * 60_000},
    "list": {"why": "- a\n" * 40_000},
    "nested": {"why": ">" * 90_000},
    "escaped": {"why": "&" * 90_000},
    "one line": {"why": "é" * 500_000},
    "deliverables": {"deliverables": ("deliver <this>",) * 5_000},
    "links": {"links": tuple(f"https://example.org/{number}" for number in range(5_000))},
    "answers": {"answers": (("why?", "because " * 3_000),) * 50},
    "attachments": {"attachments": (AttachmentLine("x" * 200, 1),) * 2_000},
}


@pytest.mark.parametrize("name", HUGE)
def test_the_html_stays_below_100_kb_and_the_text_whole(name: str, brief: Brief, letters: Templates) -> None:
    """Gmail cuts off what is longer. What is left out is said, and stands in the text."""
    letter = render_brief(replace(brief, **HUGE[name]), letters)
    assert len(letter.html.encode()) < 100_000
    assert "too long for one page" in shown(letter.html)
    assert len(letter.text) > sum(len(str(part)) for part in HUGE[name].values()) // 3
    assert links(letter.html)["I take it"][2] == "accept"


def test_a_title_without_an_end_is_cut_in_the_html(brief: Brief, letters: Templates) -> None:
    """And stands whole in the text."""
    letter = render_brief(replace(brief, head=replace(brief.head, title="x" * 500_000)), letters)
    assert len(letter.html.encode()) < 100_000
    assert "x" * 500_000 in letter.text


def test_a_brief_of_usual_length_is_shown_whole(brief: Brief, letters: Templates) -> None:
    """Ten pages are no reason to cut."""
    letter = render_brief(replace(brief, why="A line of the usual length, as people write them.\n\n" * 300), letters)
    assert "too long" not in letter.html


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(max_size=80), items=st.lists(st.text(max_size=30), max_size=4).map(tuple))
def test_whatever_was_written_renders_and_stays_text(
    text: str, items: tuple[str, ...], brief: Brief, letters: Templates
) -> None:
    """No input breaks a letter, and none is taken for a tag."""
    head = replace(brief.head, title=text)
    odd = replace(brief, head=head, client=text, budget=text, because=text, deliverables=items, links=items, tags=items)
    letter = render_brief(odd, letters)
    plain = render_brief(replace(brief, deliverables=items, links=items, tags=items), letters)
    assert letter.html.count("<script") == plain.html.count("<script") == 0
    assert html_module.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in letter.html


def test_rendering_twice_gives_the_same_bytes(brief: Brief, letters: Templates) -> None:
    """Also by a process that was started anew: a letter that may have been sent is sent again as it was."""
    headers = Headers(
        Mailbox("Alex's desk", "desk@example.org"),
        Mailbox("Maya Santos", "maya@example.net"),
        brief.written,
        "<t12.brief.1.maya.k3v9x2ab@example.org>",
        brief.head.reply_address,
    )
    assert assemble(headers, render_brief(brief, letters)) == assemble(headers, render_brief(brief, Templates()))
