# ruff: noqa: E501  a mail stands on one line: where its own lines end is what is tested
"""What could not be delivered, as some thirty servers and services tell it."""

from __future__ import annotations

from typing import Final

from replies.corpus.cases import Case
from replies.corpus.machines import notice, report

MAYA: Final = "maya@example.net"
DAEMON: Final = "Mail Delivery System <MAILER-DAEMON@mx.example.net>"
HARD: Final = "bounce-hard"
SOFT: Final = "bounce-soft"


def _fields(status: str, diagnosis: str, action: str = "failed") -> str:
    return (
        f"Reporting-MTA: dns; mx.example.net\nArrival-Date: Mon, 23 Nov 2026 10:02:11 +0100\n\n"
        f"Final-Recipient: rfc822; {MAYA}\nOriginal-Recipient: rfc822;{MAYA}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {diagnosis}\n"
    )


REPORTS: Final = [
    (
        "Undelivered Mail Returned to Sender",
        "5.1.1",
        f"550 5.1.1 <{MAYA}>: Recipient address rejected: User unknown",
        "failed",
        HARD,
    ),
    (
        "Undelivered Mail Returned to Sender",
        "5.4.4",
        "X-Postfix; Host or domain name not found. Name service error for name=example.net type=AAAA: Host not found",
        "failed",
        HARD,
    ),
    ("Undelivered Mail Returned to Sender", "5.2.2", "552 5.2.2 Mailbox full", "failed", f"{SOFT}|{HARD}"),
    (
        "Undelivered Mail Returned to Sender",
        "5.7.1",
        "554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org",
        "failed",
        SOFT,
    ),
    (
        "Undelivered Mail Returned to Sender",
        "5.3.4",
        "552 5.3.4 Message size exceeds fixed limit",
        "failed",
        f"{SOFT}|{HARD}",
    ),
    (
        "Undelivered Mail Returned to Sender",
        "4.4.1",
        "connect to mx.example.net[192.0.2.1]:25: Connection timed out",
        "failed",
        f"{SOFT}|{HARD}",
    ),
    ("Delayed Mail (still being retried)", "4.4.1", "connect to mx.example.net: Connection timed out", "delayed", SOFT),
    (
        "Delivery Status Notification (Failure)",
        "5.1.1",
        "550-5.1.1 The email account that you tried to reach does not exist.",
        "failed",
        HARD,
    ),
    (
        "Delivery Status Notification (Failure)",
        "5.2.1",
        "550 5.2.1 The email account that you tried to reach is disabled.",
        "failed",
        HARD,
    ),
    ("Delivery Status Notification (Failure)", "5.0.0", f"550 No such user {MAYA}", "failed", HARD),
    (
        "Delivery Status Notification (Delay)",
        "4.2.2",
        "452 4.2.2 The email account that you tried to reach is over quota.",
        "delayed",
        SOFT,
    ),
    (
        "Undeliverable: Book flights",
        "5.1.10",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        "failed",
        HARD,
    ),
    (
        "Undeliverable: Book flights",
        "5.4.1",
        "550 5.4.1 Recipient address rejected: Access denied.",
        "failed",
        f"{HARD}|{SOFT}",
    ),
    ("Unzustellbar: Book flights", "5.1.1", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found", "failed", HARD),
    (
        "Non remis : Book flights",
        "5.7.133",
        "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup",
        "failed",
        f"{SOFT}|{HARD}",
    ),
    ("No se puede entregar: Book flights", "5.1.0", "550 5.1.0 Address rejected", "failed", HARD),
    (
        "Returned mail: see transcript for details",
        "5.1.2",
        "Host unknown (Name server: example.invalid: host not found)",
        "failed",
        HARD,
    ),
    (
        "Warning: could not send message for past 4 hours",
        "4.2.0",
        "451 4.2.0 Greylisted, try again later",
        "delayed",
        SOFT,
    ),
    (
        "Undelivered Mail Returned to Sender",
        "5.7.26",
        "550-5.7.26 This mail has been blocked because the sender is unauthenticated.",
        "failed",
        SOFT,
    ),
]
WORDS: Final = [
    (
        "Mail delivery failed: returning message to sender",
        (
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
            "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
            f"  {MAYA}\n    host mx.example.net [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{MAYA}>:\n"
            "    550 5.1.1 User unknown\n\n------ This is a copy of the message, including all the headers. ------"
        ),
        "Mail Delivery System <Mailer-Daemon@host.example.com>",
        {"X-Failed-Recipients": MAYA, "Auto-Submitted": "auto-replied"},
        HARD,
    ),
    (
        "Warning: message 1kXyZ delayed 24 hours",
        (
            "This message was created automatically by mail delivery software.\nA message that you sent has not yet been "
            "delivered to one or more of its\nrecipients after more than 24 hours on the queue on host.example.com.\n\nThe "
            f"address to which the message has not yet been delivered is:\n\n  {MAYA}\n    Delay reason: Connection refused\n\n"
            "No action is required on your part. Delivery attempts will continue for\nsome time."
        ),
        "Mail Delivery System <Mailer-Daemon@host.example.com>",
        {"Auto-Submitted": "auto-replied"},
        SOFT,
    ),
    (
        "failure notice",
        (
            "Hi. This is the qmail-send program at example.com.\nI'm afraid I wasn't able to deliver your message to the "
            "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            f"<{MAYA}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name\n"
            "Giving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n"
        ),
        "MAILER-DAEMON@example.com",
        {},
        HARD,
    ),
    (
        "Failure Notice",
        (
            f"Sorry, we were unable to deliver your message to the following address.\n\n<{MAYA}>:\n550: 5.1.1 <{MAYA}>: "
            "Email address could not be found, or was misspelled\n\n--- Below this line is a copy of the message."
        ),
        "MAILER-DAEMON@yahoo.example",
        {},
        HARD,
    ),
    (
        "DELIVERY FAILURE: User maya (maya@example.net) not listed in Domino Directory",
        (
            "Your message\n\n  Subject: [T-12] Book flights to Lisbon\n\nwas not delivered to:\n\n  maya@example.net\n\n"
            "because:\n\n  User maya (maya@example.net) not listed in Domino Directory"
        ),
        "Postmaster@example.net",
        {},
        HARD,
    ),
    (
        "Mail System Error - Returned Mail",
        (
            "This Message was undeliverable due to the following reason:\n\nEach of the following recipients was rejected by "
            f"a remote mail server.\n\n    Recipient: <{MAYA}>\n    Reason:    5.1.1 unknown or illegal alias"
        ),
        "Mail Administrator <Postmaster@example.net>",
        {},
        HARD,
    ),
    (
        "Returned mail: User unknown",
        (
            f"   ----- The following addresses had permanent fatal errors -----\n<{MAYA}>\n    (reason: 550 <{MAYA}>... User "
            "unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.net.:\n"
            f">>> RCPT To:<{MAYA}>\n<<< 550 <{MAYA}>... User unknown\n550 5.1.1 <{MAYA}>... User unknown"
        ),
        "Mail Delivery Subsystem <MAILER-DAEMON@example.com>",
        {},
        HARD,
    ),
    (
        "Permanent Delivery Failure",
        (
            f"The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the "
            f"attached message has\nbeen removed from the mail queue.\n\n>>> RCPT To:<{MAYA}>\n<<< 550 5.1.1 <{MAYA}>... "
            "Recipient unknown"
        ),
        "MDaemon at mx.example.net <MDaemon@mx.example.net>",
        {"Auto-Submitted": "auto-generated"},
        HARD,
    ),
    (
        "Delivery failure",
        (
            f"Message from example.net.\nUnable to deliver message to the following address(es).\n\n<{MAYA}>:\nThis user "
            "doesn't have a example.net account (maya@example.net) [-5]"
        ),
        "MAILER-DAEMON@example.net",
        {},
        HARD,
    ),
    (
        "Message delivery has failed",
        f"Your message could not be delivered:\n\n  {MAYA}: 452 4.2.2 mailbox full, quota exceeded",
        "postmaster@example.net",
        {"Auto-Submitted": "auto-replied"},
        SOFT,
    ),
    (
        "Nachricht unzustellbar",
        f"Ihre Nachricht konnte nicht zugestellt werden:\n\n<{MAYA}>: 550 Requested action not taken: mailbox unavailable",
        "Mailer-Daemon@gmx.example",
        {"X-Failed-Recipients": MAYA},
        HARD,
    ),
]

CASES: Final = [
    *(
        Case(f"returned-{number:03}", report(subject, f"Sorry. {said}", _fields(status, said, action), DAEMON), means)
        for number, (subject, status, said, action, means) in enumerate(REPORTS, 1)
    ),
    *(
        Case(f"returned-{number:03}", notice(subject, text, sender, header), means)
        for number, (subject, text, sender, header, means) in enumerate(WORDS, 101)
    ),
]
