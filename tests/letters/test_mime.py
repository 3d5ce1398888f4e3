"""The bytes of a letter, read back by the standard library's parser."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delegated.letters.mime import Attachment, Headers, Mailbox, Rendered, assemble, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADERS = Headers(
    sender=Mailbox("Alex's desk", "desk@example.org"),
    recipient=Mailbox("Maya Santos", "maya@example.net"),
    date=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    message_id="<t12.brief.1.maya.k3v9x2ab@example.org>",
    reply_to="desk+t12-abcdefghijklmnop@example.org",
)
PLAIN = Rendered("[T-12] Book flights", "Hello\n", "<p>Hello</p>\n")
NASTY = st.text(st.one_of(st.characters(), st.sampled_from('"\\,;:<>()@=?_ \t\r\n\u202e\u200fא€😀')), max_size=400)


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")  # the parser keeps the line ends of mail


def display_name(content: bytes) -> str:
    """As the older of the two parsers reads it: the newer one puts blanks between the encoded words of a phrase."""
    name, _ = parseaddr(email.message_from_bytes(content)["From"].replace("\r\n", ""))
    return str(make_header(decode_header(name)))


def sent(
    rendered: Rendered = PLAIN, *, headers: Headers = HEADERS, attachments: Sequence[Attachment] = ()
) -> EmailMessage:
    return read(assemble(headers, rendered, attachments))


def test_a_letter_has_all_its_headers() -> None:
    """Thread, token, and the signs that keep automatic answers away."""
    message = sent()
    assert message["From"] == "Alex's desk <desk@example.org>"
    assert message["To"] == "Maya Santos <maya@example.net>"
    assert message["Subject"] == "[T-12] Book flights"
    assert message["Date"].datetime == HEADERS.date
    assert message["Message-ID"] == HEADERS.message_id
    assert message["Reply-To"] == HEADERS.reply_to
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "en"
    assert message["MIME-Version"] == "1.0"
    assert message["References"] is None


def test_both_bodies_stand_side_by_side_and_the_calendar_is_attached() -> None:
    """The calendar entry is no alternative: Outlook would show a meeting in place of the letter."""
    rendered = Rendered("s", "text", "<p>html</p>", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    message = sent(rendered, attachments=[Attachment("a.pdf", b"%PDF", "application/pdf")])
    assert message.get_content_type() == "multipart/mixed"
    alternative, pdf, calendar = message.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    assert (pdf.get_content_type(), pdf.get_filename(), pdf.get_content()) == ("application/pdf", "a.pdf", b"%PDF")
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.is_attachment()
    assert calendar.get_filename() == "due.ics"


def test_without_anything_attached_a_letter_is_just_its_two_bodies() -> None:
    """No paper clip where there is nothing."""
    assert sent().get_content_type() == "multipart/alternative"


@given(subject=NASTY, name=NASTY)
@example(subject="=?utf-8?q?not_encoded?=", name="=?utf-8?b?eA==?= x")
@example(subject="x" * 300, name="y" * 300)
@example(subject=f"[T-1] {'word ' * 60}", name='Rivera, Alex "the boss" \\')
@example(subject="[T-12] مراجعة الكتيب العربي قبل الطباعة", name="نورا الهاشمي")
@example(subject="a\r\nBcc: everybody@example.com", name="a\r\nBcc: everybody@example.com")
def test_every_title_and_name_arrives_and_none_of_them_makes_a_header(subject: str, name: str) -> None:
    """Emoji, right-to-left, quotes, commas, line breaks and 300 characters: what was written is what is read."""
    headers = Headers(
        Mailbox(name, "desk@example.org"), Mailbox(name, "maya@example.net"), HEADERS.date, HEADERS.message_id
    )
    content = assemble(headers, Rendered(subject, "t", "<p>t</p>"))
    message = read(content)
    assert message["Subject"] == tidy(subject)
    assert display_name(content) == tidy(name)
    assert message["To"].addresses[0].addr_spec == "maya@example.net"
    assert len(message["To"].addresses) == 1
    assert message["Bcc"] is None
    assert not message.defects
    head, _, _ = content.partition(b"\r\n\r\n")
    assert head.isascii()
    assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?[^ \r]*\?=", head))


@given(subject=NASTY)
def test_a_header_line_is_short_and_ends_in_crlf(subject: str) -> None:
    """At most 78 columns where there is a choice, as RFC 5322 wants it; never a lone CR or LF."""
    content = assemble(HEADERS, Rendered(subject, "t", "<p>t</p>"))
    head, _, _ = content.partition(b"\r\n\r\n")
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")


BODIES = st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\n \t.=-é€😀א")))


@given(text=BODIES, html=BODIES)
@example(text="ü" * 2000, html=f"{'x ' * 2000}\n.\n..\nFrom me\n--=_a_boundary\n")
@example(text="trailing \nblanks\t\n", html="a=20b\n=\n")
def test_every_body_arrives_as_it_was_written(text: str, html: str) -> None:
    """Whatever encoding is chosen, the text is the same, and no line passes 998 octets."""
    content = assemble(HEADERS, Rendered("s", text, html))
    message = read(content)
    assert body(message, "plain") == f"{text.rstrip(chr(10))}\n"
    assert body(message, "html") == f"{html.rstrip(chr(10))}\n"
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("plain words", "7bit"), ("one café in many plain words", "quoted-printable"), ("كله بالعربية", "base64")],
)
def test_a_letter_stays_as_readable_in_the_file_as_it_can(text: str, encoding: str) -> None:
    """People open the `.eml` in `mail/`; only other scripts, which quoted-printable hides as well, are in base64."""
    part = sent(Rendered("s", text, "<p></p>")).get_body(("plain",))
    assert part is not None
    assert part["Content-Transfer-Encoding"] == encoding


def test_control_characters_never_get_into_a_letter() -> None:
    """NUL and its like are forbidden in mail; line ends of all kinds become one kind."""
    assert body(sent(Rendered("s", "a\x00b\x1b[31m\rc\r\nd", "")), "plain") == "ab[31m\nc\nd\n"


def test_long_references_stay_on_one_line_and_unencoded() -> None:
    """Outlook's ids are long; the standard library would break them into encoded words, and the thread with them."""
    thread = tuple(f"<{'A1b2' * 25}-{number}@mail.example.com>" for number in range(6))
    headers = Headers(HEADERS.sender, HEADERS.recipient, HEADERS.date, HEADERS.message_id, references=thread)
    content = assemble(headers, PLAIN)
    assert f"\r\nReferences: {' '.join(thread)}\r\n".encode() in content
    assert f"\r\nIn-Reply-To: {thread[-1]}\r\n".encode() in content


def test_a_thread_too_long_for_a_line_keeps_its_first_and_its_last_letters() -> None:
    """RFC 5322, 3.6.4: the first ties it to the thread, the last ones to its place in it."""
    thread = tuple(f"<{'x' * 90}{number}@example.com>" for number in range(19))
    message = sent(headers=Headers(HEADERS.sender, HEADERS.recipient, HEADERS.date, "<a@b>", references=thread))
    kept = message["References"].split()
    assert len(message["References"]) < 998
    assert (kept[0], kept[-1]) == (thread[0], thread[-1])
    assert message["In-Reply-To"] == thread[-1]


def test_a_thread_of_many_letters_keeps_the_first_and_the_last_twenty() -> None:
    """Servers refuse headers that only grow."""
    thread = tuple(f"<{number}@example.com>" for number in range(5_000))
    message = sent(headers=Headers(HEADERS.sender, HEADERS.recipient, HEADERS.date, "<a@b>", references=thread))
    assert message["References"].split() == [thread[0], *thread[-20:]]
    assert message["In-Reply-To"] == thread[-1]


def test_what_is_no_message_id_never_gets_into_the_thread() -> None:
    """A reply's References may hold anything; only whole ids are taken over."""
    references = ("<good@example.com>", "<bad\r\nBcc: x@y>", "not an id", "<ünïcode@example.com>")
    message = sent(headers=Headers(HEADERS.sender, HEADERS.recipient, HEADERS.date, "<a@b>", references=references))
    assert message["References"] == "<good@example.com>"
    assert message["Bcc"] is None


@given(NASTY)
@example("../../etc/passwd")
@example("C:\\Users\\me\\report.pdf")
@example("تقرير طويل جدا " * 12 + ".pdf")
@example('a"b\\c.pdf')
@example("invoice\u202efdp.exe")
@example('""')
def test_every_attachment_has_a_name_without_a_path(name: str) -> None:
    """RFC 2231 for names beyond plain ASCII; no folders, no line breaks, no text that runs backwards."""
    (part,) = sent(attachments=[Attachment(name, b"x")]).iter_attachments()
    read_name = part.get_filename()
    assert read_name
    assert not set(read_name) & set("/\r\n\u202e")
    assert len(read_name) <= 120
    plain = tidy(name)
    if plain.strip('"') and len(plain) <= 100 and not set(plain) & set("/\\") and plain == plain.strip(". "):
        assert read_name == plain


def test_attachments_arrive_whole_and_as_what_they_are() -> None:
    """Ten thousand bytes of anything; a text says that it is UTF-8; a mail travels as a file."""
    everything = bytes(range(256)) * 40
    enclosed = [
        Attachment("all.bin", everything),
        Attachment("notes.txt", "ü\n".encode(), "text/plain"),
        Attachment("old.eml", b"Subject: x\r\n\r\ny", "message/rfc822"),
        Attachment("odd", b"", "not a type\r\nX: y"),
    ]
    parts = list(sent(attachments=enclosed).iter_attachments())
    assert [part.get_payload(decode=True) for part in parts] == [attachment.content for attachment in enclosed]
    assert [part["Content-Type"] for part in parts] == [
        "application/octet-stream",
        'text/plain; charset="utf-8"',
        "application/octet-stream",
        "application/octet-stream",
    ]


def test_an_international_domain_is_written_in_ascii() -> None:
    """IDNA, so that every server can route it."""
    headers = Headers(HEADERS.sender, Mailbox("Zoë", "zoe@exämple.net"), HEADERS.date, "<a@b>")
    assert sent(headers=headers)["To"].addresses[0].addr_spec == "zoe@xn--exmple-cua.net"


def test_the_same_letter_is_the_same_bytes() -> None:
    """A try after a crash sends what the first one may have sent."""
    assert assemble(HEADERS, PLAIN) == assemble(HEADERS, PLAIN)
