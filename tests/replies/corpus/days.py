# ruff: noqa: E501  a mail stands on one line: where its own lines end is what is tested
"""Whole mails of everyday work, several sentences each, where the word that counts is one of many."""

from __future__ import annotations

from typing import Final

from replies.corpus.assistants import FIRM, WARM
from replies.corpus.cases import said

WORKING: Final = {"standing": "working"}
WAITING: Final = {"standing": "waiting"}
DELIVERED: Final = {"standing": "delivered"}

ASSISTANTS: Final = [
    (
        "gmail",
        (
            "Hi Graham,\n\nhope you are well! Thanks for this one. Accept - I will start tomorrow morning and should have two "
            "options by Wednesday.\n\nTAP releases fares on Tuesdays, by the way."
        ),
        "accepted|note",
        {"sign": WARM},
    ),
    (
        "outlook",
        (
            "Accept.\n\nTwo remarks: the hotel near the venue is usually full in December, and the aisle seats cost extra. I "
            "will ask before I spend anything above the budget."
        ),
        "accepted",
        {"sign": FIRM},
    ),
    (
        "iphone",
        "Yes I can take this. Kids are asleep at 8, will start then",
        "accepted|note",
    ),
    (
        "apple",
        (
            "Accept.\n\nI have a dentist on Wednesday at noon, so Wednesday evening is more likely than noon. Shout if that is "
            "a problem."
        ),
        "accepted",
    ),
    (
        "outlook web",
        (
            "Good morning,\n\nI have read the brief. It looks fine, but the budget does not cover the hotel. Shall I book the "
            "flights only?"
        ),
        "question",
        {"sign": FIRM},
    ),
    (
        "gmail",
        "Hello,\n\nthank you for thinking of me. I would normally say yes at once, but this week is impossible.",
        "note|declined",
    ),
    (
        "gmail",
        (
            "Decline.\n\nIt is a pity, I like these trips. Ben could do it, he has booked with them before, and I am back in the "
            "game from the 7th."
        ),
        "declined",
    ),
    (
        "thunderbird",
        (
            "Sorry for the slow answer, I was ill. I have seen the task now. Let me look at the fares, and I will tell you by "
            "tonight whether I can take it."
        ),
        "note",
        {"sign": "Maya"},
    ),
    (
        "gmail",
        (
            "Done. 2.5 hours.\n\nOption 1: TAP, 07:40, 280 EUR\nOption 2: Iberia, 09:15, 295 EUR\n\nBoth can be held until noon "
            "tomorrow. Which one do you take?"
        ),
        "delivered",
        {"hours": "2.5"},
    ),
    (
        "outlook",
        (
            "Done 3h.\n\nThe hotel was the hard part: the first one declined our card, the second accepted it. I was late with "
            "the taxi, it is not booked yet."
        ),
        "delivered|note",
        {"sign": FIRM},
    ),
    (
        "gmail",
        "Quick update: flights are done, hotel is pending, taxi not started. I expect to finish tomorrow.",
        "note",
        WORKING,
    ),
    (
        "gmail",
        "Status: 80% done. One office has not answered, I called them twice.",
        "note",
        WORKING,
    ),
    (
        "iphone",
        "Hi! Small thing, the link in the brief asks for a password. Can you send it? Then I can accept",
        "question|note",
    ),
    (
        "gmail",
        "Late until Thursday noon.\n\nThe airline's site was down for the whole day. I have one option already and hold it.",
        "late",
        {"until": "2026-11-26T12:00"},
    ),
    (
        "yahoo",
        "I am afraid this takes longer than I thought. I could send half of it tomorrow, the rest on Friday. Is that fine?",
        "question|late|note",
        WORKING,
    ),
    (
        "outlook web",
        "Hello Graham,\n\nas agreed on the phone, I accept the lower budget, but I have not decided about the task itself.",
        "note",
        {"sign": FIRM},
    ),
    (
        "gmail",
        "Thanks for the feedback! I accept the point about the fare rules, and will do better next time.",
        "note",
        WORKING,
    ),
    ("gmail", "Thanks for the reminder. Working on it, nothing to report yet.", "note", WORKING),
    ("gmail", "Thanks for the reminder! I have not decided yet.", "note"),
    ("gmail", "Thank you for the reminder. Yes, it is on my desk, you will have my answer tonight.", "note"),
    ("gmail", "Got the brief, looks good. Will confirm later today.", "note"),
    ("gmail", "I'm interested. How firm is the date?", "question|note"),
    ("gmail", "That works, but I can only start on Thursday. OK for you?", "question|accepted|note"),
    ("gmail", "Before I accept: who else is on it?", "question"),
    ("gmail", "I want to accept but my bank is closed today, so no deposit until tomorrow.", "note"),
    ("gmail", "As soon as you send the list I can say yes.", "note"),
    ("gmail", "You accepted my last invoice only in part, please check.", "note", WORKING),
    ("gmail", "They accepted! The hotel gives us the old price.", "note", WORKING),
    ("gmail", "They declined. I'll try the next hotel.", "note", WORKING),
    ("gmail", "The airline says it's done, but I see no ticket.", "note", WORKING),
    ("gmail", "Booking done, payment pending.", "note", WORKING),
    ("gmail", "Flights: done. Hotel: open. Taxi: open.", "note", WORKING),
    ("gmail", "When it's done, where shall I put it?", "question", WORKING),
    ("gmail", "My part is done, now it depends on the hotel.", "note|delivered", WORKING),
    ("gmail", "The train is late, so am I: back at my desk at 3.", "note", WORKING),
    ("gmail", "You said Friday, the brief says Thursday. Which one is it?", "question"),
    ("gmail", "Fwd: from the hotel: “we accept your booking”", "note", WORKING),
    ("gmail", "I spoke to Ana. She says yes.", "note"),
    ("gmail", "Ana asks whether she may help me.", "note|question"),
    ("gmail", "Ben will do it instead of me, he told you, right?", "question|note|declined"),
    ("gmail", "I already told Inés that I can't, did she not tell you?", "question|note|declined"),
    ("gmail", "Removed myself from the list, please stop these mails.", "note|declined"),
    ("gmail", "Please stop sending me such mails.", "note|declined"),
    ("gmail", "Unsubscribe", "note|declined"),
    ("gmail", "STOP", "note|declined"),
    ("gmail", "Test", "note"),
    ("gmail", "Wrong address? I am not Maya.", "note|question"),
    ("gmail", "accept\n\nno sorry, I mean decline", "note|declined"),
    ("gmail", "Sorry, I pressed accept by mistake. I can't do it.", "note|declined"),
    ("gmail", "I meant to press decline.", "note|declined"),
    ("gmail", "Please ignore my last mail, I accept.", "note|accepted"),
    ("gmail", "Ignore the done, I sent the wrong file.", "note", WORKING),
    ("gmail", "Done was too early, there is a mistake on page 2, new file tonight.", "note", WORKING),
    ("gmail", "Is “accept” all that I have to write?", "question"),
    ("gmail", "How do I accept?", "question"),
    ("gmail", "I don't know how to accept this.", "note"),
    ("gmail", "The accept button does not work.", "note"),
    ("gmail", "accept!\n\n(typed, because the button does nothing)", "accepted"),
    ("gmail", "Accept, accept, accept!", "accepted"),
    ("gmail", "Decline, sadly.", "declined"),
    ("gmail", "done done done. 4h", "delivered|note", {"hours": "4"}),
    ("gmail", "Done, finally!! 6 hours, phew", "delivered", {"hours": "6"}),
]
OWNERS: Final = [
    (
        "gmail",
        "Approve. Tell her to take the earlier flight if both cost the same, and not to forget the receipts.",
        "approve",
    ),
    ("outlook", "Approve, I know the price is high but the date matters.", "approve|note", {"sign": FIRM}),
    ("gmail", "Refuse.\n\nWe go by train. I have told Inés.", "refuse"),
    ("gmail", "I can't approve this now, ask me on Monday.", "note|defer|refuse", WAITING),
    ("gmail", "Inés must approve this, not me.", "note", WAITING),
    ("gmail", "Has Inés approved it?", "note", WAITING),
    (
        "gmail",
        "5 and many thanks, this was exactly what I needed. Please tell her that the table was brilliant.",
        "feedback:5",
    ),
    ("gmail", "4. Very good work, one date was wrong.", "feedback:4"),
    ("gmail", "3 because the hotel was forgotten, otherwise fine.", "feedback:3|note"),
    ("gmail", "She deserves a 5 for the speed and a 3 for the rest.", "note", DELIVERED),
    ("gmail", "I'd give it a 4.", "feedback:4|note"),
    ("gmail", "Again please: the list is sorted by name, I need it by date.", "again"),
    ("gmail", "Not quite. Please change the title and send it again.", "again|note", DELIVERED),
    ("gmail", "Looks good, I will use it tomorrow.", "feedback:|note", DELIVERED),
    ("gmail", "Cancel. The client has called it off.", "cancel"),
    ("gmail", "We may have to cancel, I'll know on Friday.", "note", WORKING),
    ("gmail", "The client cancelled the dinner, but the task stays.", "note", WORKING),
    ("gmail", "Should we cancel?", "note", WORKING),
    ("gmail", "If she has not started, cancel.", "note", WORKING),
    ("gmail", "Keep. I need to do this myself, it is a friend.", "keep"),
    ("gmail", "Please tell her to keep the receipts and drop the second hotel.", "note", WORKING),
    ("gmail", "Defer until Monday, I have no time to brief her.", "defer", {"until": "2026-11-30"}),
    ("gmail", "Can we defer this?", "note", WORKING),
    ("gmail", "Delegate to Ben, he knows the client.", "delegate|note"),
    ("gmail", "Maybe delegate to Ben?", "note", WORKING),
    ("gmail", "Don't delegate this to Ben.", "note", WORKING),
    ("gmail", "What does Ben cost?", "note", WAITING),
    ("gmail", "Thanks for the digest.", "note", WAITING),
    ("gmail", "Thanks.", "note|feedback:", DELIVERED),
    ("gmail", "Ok.", "note|feedback:", DELIVERED),
    ("gmail", "Yes", "note|feedback:", DELIVERED),
    ("gmail", "No", "note|refuse|again", DELIVERED),
]

CASES: Final = [*said("days", "assistant", ASSISTANTS), *said("owner-days", "owner", OWNERS)]
