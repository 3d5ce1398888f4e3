"""People who write like machines, with headers like machines, or about machines."""

from __future__ import annotations

from typing import Final

from replies.corpus.cases import Case, said
from replies.corpus.machines import ANSWERING, automatic_mail

WORDS: Final = [
    ("gmail", "Accept. I am out of the office on Friday, but that is fine.", "accepted"),
    ("gmail", "Decline, I am on vacation until 7 December.", "declined"),
    ("outlook", "Decline. I will be out of the office until 4 December.", "declined"),
    ("iphone", "No, I'm on holiday till Monday", "declined|note"),
    ("gmail", "I am out of the office today; accept, I will start tomorrow.", "note|accepted"),
    ("outlook web", "Late until Monday, I am on sick leave.", "late", {"until": "2026-11-30"}),
    ("gmail", "Done 2h. The airline sent an automatic reply only.", "delivered", {"hours": "2"}),
    ("gmail", "Do you get an automatic reply from the hotel, too?", "question"),
    ("thunderbird", "Question: the mail to the hotel was undeliverable. Is there another address?", "question"),
    ("gmail", "Accept. Thank you for your email.", "accepted"),
    ("gmail", "Thank you for your message. I will answer tomorrow.", "note"),
    ("outlook", "Accept. I will return to the office on Monday and start then.", "accepted"),
    ("gmail", "I am back on Monday. Is that early enough?", "question|note"),
    ("k9", "Decline. User unknown to me, sorry :)", "declined"),
    ("gmail", "Late until Wednesday. My mailbox is full of their automatic replies.", "late", {"until": "2026-11-25"}),
    ("mutt", "Accept. 550 EUR is the limit, right", "accepted|question|note", {"place": "bottom"}),
    ("gmail", "Done. Delivery failed twice, the third mail went through. 1h", "delivered", {"hours": "1|"}),
    ("outlook phone", "Accept, ticket opened with the airline.", "accepted"),
]
HEADERS: Final = [
    ("Re: {}", "Accept.", {"X-Auto-Response-Suppress": "All"} | ANSWERING, "accepted"),
    ("Re: {}", "Accept.", {"Auto-Submitted": "no"} | ANSWERING, "accepted"),
    ("Re: {}", "Accept.", {"Precedence": "normal"} | ANSWERING, "accepted"),
    (
        "Re: {}",
        "Accept.",
        {"X-Priority": "1", "Importance": "high", "Disposition-Notification-To": "maya@example.net"},
        "accepted",
    ),
    ("Re: {}", "Accept.", {"List-Unsubscribe": "<mailto:x@example.net>"} | ANSWERING, "accepted"),
    ("Re: {}", "Accept.", {"X-Spam-Status": "Yes, score=5", "X-Spam-Flag": "YES"} | ANSWERING, "accepted"),
    ("Re: {}", "Accept.", {"X-Autoresponse": "no", "Feedback-ID": "1"} | ANSWERING, "accepted|ignored-automatic"),
    ("Re: Automation of the newsletter [T-12]", "Accept.", ANSWERING, "accepted"),
    ("Re: [T-12] Out of office: set up a reply for the team", "Accept.", ANSWERING, "accepted"),
    ("Re: [T-12] Undeliverable parcels: call the post office", "Accept.", ANSWERING, "accepted"),
    ("AW: [T-12] Abwesenheitsnotiz einrichten", "Accept.", ANSWERING, "accepted"),
    ("Re: {}", "Accept. I have the auto-reply text ready.", {"Precedence": "first-class"} | ANSWERING, "accepted"),
    ("Accepted: {}", "Accept, thank you.", ANSWERING, "accepted|ignored-automatic"),
    (
        "Re: {}",
        "Accept.\n",
        {"Sender": "assistant@example.net", "Reply-To": "maya@example.net"} | ANSWERING,
        "accepted",
    ),
]

CASES: Final = [
    *said("lookalikes", "assistant", WORDS),
    *(
        Case(f"lookalikes-{number:03}", automatic_mail(subject, body, header), means)
        for number, (subject, body, header, means) in enumerate(HEADERS, 101)
    ),
]
