"""Reports of what could not be delivered: from the big servers, in their forms, and from nobody else."""
# ruff: noqa: E501  # reports as servers write them

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answered import MESSAGE_ID, REPLY_TO, SUBJECT, expected, sample
from delegated.replies.automatic import Kind, automatic
from delegated.replies.bounces import Bounce, bounce
from delegated.replies.mail import read_mail

JOY = "joy@example.net"
TOP = f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: {REPLY_TO}\n"
HEADERS = f"Message-ID: {MESSAGE_ID}\nSubject: {SUBJECT}\nFrom: desk@example.org\n"


def report(fields: str, *, notice: str = "It could not be delivered.", top: str = TOP) -> bytes:
    """A report of RFC 3464 with these fields, and the headers of the letter."""
    return (
        f'{top}Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n\n'
        f"--b\n\n{notice}\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n{fields}\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{HEADERS}\n--b--\n"
    ).encode()


def told(raw: bytes) -> Bounce | None:
    """What the mail reports."""
    return bounce(read_mail(raw))


def fields(action: str, status: str, diagnosis: str = "") -> str:
    """What a report says of one recipient."""
    line = f"Diagnostic-Code: smtp; {diagnosis}\n" if diagnosis else ""
    return f"Final-Recipient: rfc822; {JOY}\nAction: {action}\nStatus: {status}\n{line}"


STATUSES = [
    ("failed", "5.1.1", "550 5.1.1 User unknown", True),
    ("failed", "5.1.2", "", True),
    ("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
    ("failed", "5.4.4", "Host or domain name not found", True),
    ("Failed", "5.0.0", "550 No such user here", True),
    ("failed", "5.0.0", "550-5.1.1 The email account that you tried to reach does not exist.", True),
    ("failed (bounced)", "5.1.6 (moved)", "", True),
    ("failed", "5.2.1", "550 5.2.1 The email account that you tried to reach is disabled.", True),
    ("failed", "5.2.2", "552 5.2.2 mailbox full", False),
    ("failed", "5.0.0", "552 Quota exceeded", False),
    ("failed", "5.7.1", "550 5.7.1 Message rejected as spam", False),
    ("failed", "5.7.26", "550-5.7.26 Unauthenticated email is not accepted due to DMARC policy.", False),
    ("failed", "5.0.0", "554 Service unavailable; Client host blocked using zen.spamhaus.org", False),
    ("failed", "4.4.7", "delivery time expired", False),
    ("delayed", "4.4.1", "connection timed out", False),
    ("delayed", "4.2.2", "452 4.2.2 over quota", False),
]


@pytest.mark.parametrize(("action", "status", "diagnosis", "hard"), STATUSES)
def test_a_report_is_hard_where_another_try_would_end_the_same(
    action: str, status: str, diagnosis: str, *, hard: bool
) -> None:
    """A full mailbox will be emptied, and a filter may think again; nobody moves into an unknown mailbox."""
    found = told(report(fields(action, status, diagnosis)))
    assert found is not None
    assert (found.hard, found.recipient, found.message_id) == (hard, JOY, MESSAGE_ID)
    assert found.reason
    assert "\n" not in found.reason


def test_the_code_in_the_words_counts_more_than_a_general_one() -> None:
    """Many servers write 5.0.0 and say the rest in the diagnosis."""
    found = told(report(fields("failed", "5.0.0", "550-5.1.1 does not exist")))
    assert found is not None
    assert found.status == "5.1.1"


def test_the_worst_of_several_recipients_is_told() -> None:
    """One is late, and one has failed."""
    other = fields("delayed", "4.4.1").replace(JOY, "ben@example.net")
    found = told(report(f"{other}\n{fields('failed', '5.1.1')}"))
    assert found is not None
    assert (found.hard, found.recipient) == (True, JOY)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_a_receipt(action: str) -> None:
    """The letter has arrived."""
    mail = read_mail(report(fields(action, "2.0.0")))
    assert bounce(mail) is None
    found = automatic(mail, "", UTC)
    assert found is not None
    assert found.kind is Kind.RECEIPT


WORDS = {
    "qmail": (
        "failure notice",
        f"Hi. This is the qmail-send program at mx.example.net.\n\n<{JOY}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n{HEADERS}",
        True,
    ),
    "exim": (
        "Mail delivery failed: returning message to sender",
        f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {JOY}\n    host mx [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{JOY}>:\n    550 5.1.1 unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\n{HEADERS}",
        True,
    ),
    "exim, late": (
        "Warning: message 1abc delayed 24 hours",
        f"This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.\n\nThe address to which the message has not yet been delivered is:\n\n  {JOY}\n\nNo action is required on your part.\n\n{HEADERS}",
        False,
    ),
    "exchange, german": (
        "Unzustellbar: [T-12] Book flights",
        f"Fehler bei der Nachrichtenzustellung an {JOY}\n550 5.1.1 RESOLVER.ADR.RecipNotFound\n\n{HEADERS}",
        True,
    ),
    "exchange, french": (
        "Non remis : [T-12] Book flights",
        f"Échec de la remise à {JOY}\n#550 5.1.10 RecipientNotFound\n\n{HEADERS}",
        True,
    ),
    "full, by words": (
        "Undelivered Mail Returned to Sender",
        f"<{JOY}>: host mx said: 552 mailbox full\n\n{HEADERS}",
        False,
    ),
    "yahoo": (
        "Failure Notice",
        f"Sorry, we were unable to deliver your message to the following address.\n\n<{JOY}>:\n554: delivery error: dd This user doesn't have a yahoo.com account ({JOY}) [0]\n\n--- Below this line is a copy of the message.\n\n{HEADERS}",
        True,
    ),
    "sendmail": (
        "Returned mail: see transcript for details",
        f"   ----- The following addresses had permanent fatal errors -----\n<{JOY}>\n    (reason: 550 5.1.1 User unknown)\n\n{HEADERS}",
        True,
    ),
    "not yet": (
        "Delivery Status Notification (Delay)",
        f"The message to {JOY} will be retried for 46 hours.\n\n{HEADERS}",
        False,
    ),
}


@pytest.mark.parametrize("server", WORDS)
def test_a_server_that_writes_no_fields_is_understood_by_its_words(server: str) -> None:
    """Older ones never learnt to write a report."""
    subject, text, hard = WORDS[server]
    found = told(f"{TOP}Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode())
    assert found is not None
    assert (found.hard, found.recipient, found.message_id) == (hard, JOY, MESSAGE_ID)


@pytest.mark.parametrize("server", WORDS)
def test_a_person_who_quotes_a_report_is_a_person(server: str) -> None:
    """She only passes on what she was told."""
    subject, text, _ = WORDS[server]
    top = f"Return-Path: <{JOY}>\nFrom: Joy <{JOY}>\nTo: {REPLY_TO}\n"
    assert told(f"{top}Subject: Fwd: {subject}\n\nWhat is this?\n\n{text}".encode()) is None


def test_a_person_cannot_enclose_a_report() -> None:
    """Nobody's letter is told to have come back by somebody who has an address."""
    assert told(report(fields("failed", "5.1.1"), top=f"Return-Path: <{JOY}>\nFrom: {JOY}\nTo: {REPLY_TO}\n")) is None


def test_an_absence_without_a_sender_is_no_report() -> None:
    """Programs that tell of an absence send with an empty envelope, too."""
    assert (
        told(f"{TOP.replace('MAILER-DAEMON@mx.example.net', JOY)}Subject: Out of office\n\nI am away.\n".encode())
        is None
    )


@pytest.mark.parametrize("row", [row for row in expected() if row["who"] != "system"], ids=lambda row: row["file"])
def test_no_answer_of_a_person_is_a_report(row: dict[str, str]) -> None:
    """Whatever she says."""
    assert told(sample(row["file"])) is None


@given(st.binary(max_size=600), st.text(max_size=200))
def test_whatever_a_report_says_is_an_answer(noise: bytes, text: str) -> None:
    """Nothing that strangers write raises."""
    told(TOP.encode() + b"Subject: failure notice\n\n" + noise)
    told(report(text, notice=text))
