"""From bytes to a mail, whatever bytes they are."""

from __future__ import annotations

import base64
import gc
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answered import expected, sample
from delegated.replies.cutting import cut
from delegated.replies.mail import Mail, read_mail

HEADER = "From: Joy Manalastas <joy@example.net>\nSubject: Re: x\n"


def mail(header: str, body: str | bytes = "", *, charset: str = "utf-8") -> Mail:
    content = body if isinstance(body, bytes) else body.encode(charset)
    return read_mail(header.encode(charset) + b"\n" + content)


def multipart(kind: str, *parts: str, boundary: str = "b", parameters: str = "") -> str:
    """A part that holds these parts, each with its own header."""
    inner = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"{parameters}\n\n{inner}--{boundary}--\n'


PLAIN = "Content-Type: text/plain; charset=utf-8\n\nAccept.\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n<p>Accept.</p>\n"
PDF = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF\n"


def test_a_plain_mail_is_read() -> None:
    """Who, to whom, about what, when, and what it says."""
    read = mail(
        'From: "Manalastas, Joy" <Joy@Example.NET>\nTo: The desk <desk+t12-x@example.org>, b@example.org\n'
        "Cc: Ana (of the bank) <ana@example.com>\nDelivered-To: DESK@example.org\nSubject: Re: =?utf-8?q?Caf=C3=A9?=\n"
        "Message-ID: <1@example.net>\nIn-Reply-To: <2@example.org>\nReferences: <0@example.org>\n\t<2@example.org>\n"
        "Date: Mon, 23 Nov 2026 17:31:08 +0800\n",
        "Accept.\r\nTonight.\r\n",
    )
    assert (read.sender, read.sender_name) == ("joy@example.net", "Manalastas, Joy")
    assert read.recipients == ("desk@example.org", "desk+t12-x@example.org", "b@example.org", "ana@example.com")
    assert read.subject == "Re: Café"
    assert read.header("Subject") == "Re: Café"
    assert read.header("nothing") == ""
    assert (read.message_id, read.references) == ("<1@example.net>", ("<0@example.org>", "<2@example.org>"))
    assert read.date == datetime(2026, 11, 23, 17, 31, 8, tzinfo=timezone(timedelta(hours=8)))
    assert (read.text, read.html, read.enclosed, read.faults) == ("Accept.\nTonight.\n", None, (), ())
    assert (read.kind, read.report, read.calendar, read.returned) == ("text/plain", "", None, None)


@pytest.mark.parametrize(
    ("field", "sender", "name"),
    [
        ("joy@example.net", "joy@example.net", ""),
        ("joy@example.net (Joy)", "joy@example.net", "Joy"),
        ("=?utf-8?b?Sm/DvQ==?= <joy@example.net>", "joy@example.net", "Joý"),
        ("=?utf-8?q?a=40b.c=2C?= <joy@example.net>", "joy@example.net", "a@b.c,"),
        ('"a@b.c" <joy@example.net>', "joy@example.net", "a@b.c"),
        ("maya@example.net <joy@example.net>", "joy@example.net", "maya@example.net"),
        ("<maya@example.net> <joy@example.net>", "", ""),
        ("maya@example.net, joy@example.net", "", ""),
        ("maya@example.net joy@example.net", "", ""),
        ('"maya"@example.net', "", ""),
        ("undisclosed: ;", "", ""),
        ("Joy", "", ""),
        ("<joy@example.net", "", ""),
        ('"Joy <joy@example.net>', "", ""),
        ("", "", ""),
        ("(" * 5000, "", "(" * 4999),
        ("<" * 5000, "", ""),
        ("joy@example.net\nFrom: maya@example.net", "", ""),
    ],
)
def test_the_sender_is_one_address_or_none(field: str, sender: str, name: str) -> None:
    """Of two nobody knows which one the proof is about."""
    read = mail(f"From: {field}\n")
    assert read.sender == sender
    if sender:
        assert read.sender_name == name


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("utf-8", "é✈".encode(), "é✈"),
        ("", "é✈".encode(), "é✈"),
        ("us-ascii", "é✈".encode(), "é✈"),
        ("iso-8859-1", "é✈".encode(), "é✈"),
        ("iso-8859-1", b"\x80 caf\xe9", "€ café"),
        ("windows-1252", b"\x93caf\xe9\x94", "“café”"),
        ("utf-8", b"caf\xe9", "café"),
        ("utf-8", "é✈é✈ ".encode() + b"\xff", "é✈é✈ \ufffd"),
        ("no-such-thing", b"caf\xe9", "café"),
        ("zlib", b"caf\xe9", "café"),
        ("unicode_escape", b"\\u0041", "\\u0041"),
        ("punycode", b"abc", "abc"),
        ("undefined", b"abc", "abc"),
        ("iso-2022-jp", b"\x1b$B$O$$\x1b(B", "はい"),
        ("shift_jis", "はい".encode("cp932"), "はい"),
        ("gb2312", "朱镕基".encode("gb18030"), "朱镕基"),
        ("big5", "好".encode("big5"), "好"),
        ("ks_c_5601-1987", "네".encode("cp949"), "네"),
        ("windows-1251", "да".encode("cp1251"), "да"),
        ("koi8-r", "да".encode("koi8-r"), "да"),
        ("windows-1254", "ışığ".encode("cp1254"), "ışığ"),
        ("iso-8859-2", "zażółć".encode("iso8859-2"), "zażółć"),
        ("windows-1255", "כן".encode("cp1255"), "כן"),
        ("utf-16", "ok".encode("utf-16"), "ok"),
        ("x" * 500, b"ok", "ok"),
        ("\x00", b"ok", "ok"),
    ],
)
def test_a_text_is_read_in_its_charset(charset: str, content: bytes, text: str) -> None:
    """The one that is told, unless it is none, or cannot be the one."""
    assert mail(f'Content-Type: text/plain; charset="{charset}"\n', content).text == text


def test_raw_bytes_in_a_header_are_read() -> None:
    """UTF-8 or else windows-1252; control characters never come through."""
    assert read_mail("Subject: Café ✈\n\n".encode()).subject == "Café ✈"
    assert read_mail(b"Subject: Caf\xe9\n\n").subject == "Café"
    assert read_mail(b"Subject: =?utf-8?q?a=0D=0ABcc:_x=00?=\n\n").subject == "a Bcc: x"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("=?utf-8?b?w6k=?= =?utf-8?b?w6k=?=", "éé"),
        ("=?utf-8?b?ww==?= =?utf-8?b?qQ==?=", "é"),
        ("=?utf-8?q?a?= b =?iso-8859-1?q?=E9?=", "a b é"),
        ("=?utf-8?b?!!!?=", ""),
        ("=?utf-8?b?w6?=", "Ã"),
        ("=?nope?q?a_b?=", "a b"),
        ("=?utf-8*en?q?a?=", "a"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?q?a b?=", "a b"),
        ("a=?utf-8?q?b?=c", "abc"),
        ("=?" * 1000, "=?" * 1000),
    ],
)
def test_encoded_words_are_read(words: str, text: str) -> None:
    """Broken ones too, as far as they go."""
    assert mail(f"Subject: {words}\n").subject == text


def test_both_bodies_and_the_files_are_found() -> None:
    """However deep."""
    read = read_mail(multipart("mixed", multipart("alternative", PLAIN, HTML, boundary="c"), PDF).encode())
    assert read.text is not None
    assert read.html is not None
    assert (read.text.strip(), read.html.strip()) == ("Accept.", "<p>Accept.</p>")
    assert [(file.name, file.type, file.content, file.inline) for file in read.enclosed] == [
        ("a.pdf", "application/pdf", b"%PDF\n", False)
    ]


def test_what_apple_encloses_between_two_pages_is_found() -> None:
    """Its multipart/mixed stands within multipart/alternative."""
    read = read_mail(multipart("alternative", PLAIN, multipart("mixed", HTML, PDF, HTML, boundary="c")).encode())
    assert [file.name for file in read.enclosed] == ["a.pdf"]
    assert (read.text or "").strip() == "Accept."
    assert (read.html or "").count("Accept.") == 2


def test_a_text_that_is_a_file_is_no_answer() -> None:
    """It says that it is one, or has a name and comes second."""
    note = "Content-Type: text/plain; name=notes.txt\n{}\n\nDecline.\n"
    read = read_mail(multipart("mixed", PLAIN, note.format("Content-Disposition: attachment")).encode())
    assert (read.text or "").strip() == "Accept."
    assert [file.name for file in read.enclosed] == ["notes.txt"]
    read = read_mail(multipart("mixed", PLAIN, note.format("X-Y: z")).encode())
    assert [file.name for file in read.enclosed] == ["notes.txt"]


def test_a_footer_below_a_page_is_not_the_answer() -> None:
    """Some servers add their words as plain text to a mail that is HTML alone."""
    read = read_mail(multipart("mixed", HTML, "Content-Type: text/plain\n\nScanned by <us>.\n").encode())
    assert read.text is None
    assert cut(read).text.startswith("Accept.")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ('filename="a b.pdf"', "a b.pdf"),
        ("filename=a.pdf", "a.pdf"),
        ("filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        ("filename*0*=utf-8''caf; filename*1*=%C3%A9; filename*2=.pdf", "café.pdf"),
        ('filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\a.pdf"', "a.pdf"),
        ('filename=".."', "attachment-1.pdf"),
        ('filename=".hidden"', "hidden"),
        ('filename="a\u202efdp.exe"', "afdp.exe"),
        ('filename="a:b?.pdf"', "a_b_.pdf"),
        (f'filename="{"é" * 500}.pdf"', "é" * 73 + ".pdf"),
        ("", "attachment-1.pdf"),
        ('filename=""', "attachment-1.pdf"),
        ("filename*1000000000000=x", "attachment-1.pdf"),
        ('filename="a\\"b.pdf"', "a_b.pdf"),
    ],
)
def test_a_file_has_a_plain_name(told: str, name: str) -> None:
    """Never a path, and never none."""
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {told}\n\n%PDF\n"
    assert [file.name for file in read_mail(multipart("mixed", PLAIN, part).encode()).enclosed] == [name]


def test_a_logo_is_inline_and_a_photo_is_not() -> None:
    """The page refers to the one; Apple Mail calls the other inline as well."""
    page = "Content-Type: text/html\n\n<p>Accept. <img src='cid:logo@x'></p>\n"
    logo = (
        "Content-Type: image/png; name=l.png\nContent-ID: <logo@x>\nContent-Disposition: inline; filename=l.png\n\nx\n"
    )
    photo = (
        "Content-Type: image/jpeg; name=p.jpg\nContent-ID: <p@x>\nContent-Disposition: inline; filename=p.jpg\n\nx\n"
    )
    files = read_mail(multipart("related", page, logo, photo).encode()).enclosed
    assert [(file.name, file.inline) for file in files] == [("l.png", True), ("p.jpg", False)]


def test_a_mail_in_a_mail_is_a_file_called_by_its_subject() -> None:
    """Its words are not the writer's."""
    inner = "Content-Type: message/rfc822\n\nFrom: a@b.c\nSubject: Offer 3/4\n\nDecline.\n"
    read = read_mail(multipart("mixed", PLAIN, inner).encode())
    assert [(file.name, file.type) for file in read.enclosed] == [("Offer 3-4.eml", "message/rfc822")]
    assert (read.text or "").strip() == "Accept."


def test_a_report_gives_its_fields_and_the_mail_that_came_back() -> None:
    """The blocks of a delivery report, and the header of what was sent."""
    read = read_mail(sample("automatic/bounce-postfix-hard.eml", writer="ann@example.net"))
    assert (read.kind, read.report) == ("multipart/report", "delivery-status")
    assert [block.get("status") for block in read.reports] == [None, ("5.1.1",)]
    assert read.returned is not None
    assert read.returned.message_id.startswith("<t12.")
    assert read.returned.recipients == ("ann@example.net",)
    assert read.enclosed == ()


def test_the_method_of_a_calendar_entry_is_told() -> None:
    """It says yes to the entry, not to the task."""
    assert read_mail(sample("automatic/calendar-accepted.eml")).calendar == "REPLY"


def test_a_signed_mail_is_read_and_its_signature_is_no_file() -> None:
    """Neither S/MIME's nor PGP's."""
    signature = "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n"
    read = read_mail(multipart("signed", PLAIN, signature).encode())
    assert ((read.text or "").strip(), read.enclosed) == ("Accept.", ())


def test_what_cannot_be_opened_is_kept_and_told() -> None:
    """An S/MIME envelope, and Outlook's own format."""
    read = mail("Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n", "AAAA")
    assert [file.name for file in read.enclosed] == ["smime.p7m"]
    assert read.faults
    tnef = "Content-Type: application/ms-tnef; name=winmail.dat\n\nx\n"
    assert [file.name for file in read_mail(multipart("mixed", PLAIN, tnef).encode()).enclosed] == ["winmail.dat"]


def test_flowed_paragraphs_are_put_together() -> None:
    """With their quote marks, and not beyond a signature."""
    header = "Content-Type: text/plain; format=flowed{}\n"
    text = "> a \n> b\nAccept, \nas ever.\n -- \n-- \nJoy\n"
    assert mail(header.format(""), text).text == "> a b\nAccept, as ever.\n-- \n-- \nJoy\n"
    assert mail(header.format("; delsp=yes"), "にほ \nん\n").text == "にほん\n"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", "QWNjZXB0Lg==", "Accept."),
        ("base64", "QWNj\n\nZXB0Lg", "Accept."),
        ("base64", "QWNjZXB0Lg==\n-- footer", "Accept."),
        ("base64", "QWNjZ", "Acc"),
        ("BASE64 ", "QWNjZXB0Lg==", "Accept."),
        ("quoted-printable", "Accept=2E=\n", "Accept."),
        ("quoted-printable", "Accept=ZZ=", "Accept=ZZ"),
        ("x-unknown", "Accept.", "Accept."),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, body: str, text: str) -> None:
    """Broken ones as far as they go."""
    assert (mail(f"Content-Transfer-Encoding: {encoding}\n", body).text or "").startswith(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"Accept.",
        b"no header\n\nAccept.",
        b"Content-Type: multipart/mixed\n\nAccept.",
        b"Content-Type: multipart/mixed; boundary=x\n\nAccept.",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nAccept.",
        b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nAccept.',
        b"Content-Type: ;;;=\n\nAccept.",
        b"From a@b.c Mon Nov 23\nSubject: x\n\nAccept.",
        b"Subject: x\r\rAccept.",
        b"Subject: x\n y\n\tz\n\nAccept.",
        b"Date: Mon, 99 Nov 99999 99:99:99 +9999\n\nAccept.",
        b"Date: " + b"1" * 10_000 + b"\n\nAccept.",
    ],
)  # fmt: skip
def test_a_broken_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    """Its words are found, and nothing is raised."""
    assert cut(read_mail(raw)).text in {"", "Accept.", "no header\n\nAccept."} or raw == b""


def test_a_mail_has_an_end_however_it_is_made() -> None:
    """Levels, parts, recipients, headers: each has its limit, and the fault is told."""
    deep = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(5_000))
    assert read_mail(deep.encode()).faults
    many = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\nContent-Type: image/png\n\nx\n" * 20_000
    read = read_mail(many.encode())
    assert len(read.enclosed) <= 500
    assert read.faults
    crowd = ", ".join(f"p{n}@example.org" for n in range(10_000))
    assert len(mail(f"To: {crowd}\n" * 3).recipients) == 1000
    assert len(mail("References: " + "<1@x>\n <2@x>\n" * 10_000).references) <= 1000
    assert 60_000 < len(mail("X-A: " + "b" * 1_000_000 + "\n").header("x-a")) <= 64 * 1024
    mails = "Content-Type: message/rfc822\n\n" * 5_000
    assert read_mail(f"Content-Type: multipart/report; boundary=b\n\n--b\n{mails}".encode()).returned is not None


def test_a_large_mail_takes_a_few_times_its_size() -> None:
    """Eight million bytes of a file in base64."""
    body = base64.encodebytes(b"\x00" * 6_000_000).decode()
    part = f"Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n{body}"
    raw = multipart("mixed", PLAIN, part).encode()
    gc.collect()
    tracemalloc.start()
    read = read_mail(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(read.enclosed[0].content) == 6_000_000
    assert most < 4 * len(raw)


def test_a_date_without_a_zone_is_utc() -> None:
    """`-0000` says that nobody knows where."""
    assert mail("Date: Mon, 23 Nov 2026 10:00:00 -0000\n").date == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert mail("Date: soon\n").date is None


@given(raw=st.binary(max_size=2000))
@example(b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
@example(b"Content-Type: text/html\n\n&#" + b"9" * 5000 + b";")
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    """Never an exception; every text can be kept."""
    read = read_mail(raw)
    assert cut(read).text.encode() is not None
    assert (read.subject + read.sender + read.sender_name + (read.text or "") + (read.html or "")).encode() is not None


FILES = [row["file"] for row in expected()]


@given(file=st.sampled_from(FILES), data=st.data())
def test_a_sample_with_bytes_changed_is_still_a_mail(file: str, data: st.DataObject) -> None:
    """Cut off, with pieces left out, repeated or overwritten."""
    raw = sample(file)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw)))
        until = min(len(raw), at + data.draw(st.integers(0, 200)))
        raw = raw[:at] + data.draw(st.one_of(st.binary(max_size=20), st.just(raw[at:until] * 2))) + raw[until:]
    read = read_mail(raw)
    assert isinstance(cut(read).text, str)
    assert all(file.name and "/" not in file.name for file in read.enclosed)
