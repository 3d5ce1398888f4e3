# ruff: noqa: E501, RUF001  a mail stands on one line, and people write such characters
"""Signatures of all kinds, which must go, and endings that only look like one, which must not."""

from __future__ import annotations

from email import message_from_bytes
from typing import Final

from replies.corpus.cases import Case, said
from replies.corpus.programs import PROGRAMS

WORDS: Final = "Accept. Tuesday noon."
SIGNATURES: Final = (
    "Maya",
    "M.",
    "- Maya",
    "—Maya",
    "~ Maya",
    "Maya S.",
    "Thanks,\nMaya",
    "Thank you!\n\nMaya Santos",
    "Cheers, Maya",
    "Best,\n\nMaya",
    "Rgds\nMaya",
    "Sincerely yours,\n\nMaya Santos\nVirtual Assistant\nSantos & Co.",
    "Warmly,\nMaya\n+63 917 555 0134",
    "Have a great day!\nMaya",
    "Talk soon,\nMaya x",
    "--\nMaya Santos\nVirtual assistant",
    "---\nMaya Santos\nmaya@example.net",
    "_____________\nMaya Santos\nmaya@example.net",
    "===============\nMaya Santos\nTel: 555-0134",
    "Maya Santos | Virtual Assistant | +63 917 555 0134 | maya.example.net",
    "Maya Santos\nVirtual Assistant\n\nm: +63 917 555 0134\ne: maya@example.net\nw: www.example.net",
    "Maya Santos (she/her)\nOperations\nSantos & Co. Ltd.\n\nFollow us on LinkedIn | Twitter | Facebook",
    "Kind regards,\n\nMaya Santos\nMob: 0917 555 0134\nMy working hours may not be your working hours. Please don't feel obliged to reply outside of yours.",
    "Regards\n\nMaya Santos\n[cid:image001.png@01DC5C66.A17E4C30]\n12 Mabini Street\nManila\nPhilippines",
    "Best regards\nMaya Santos\n\nBook a meeting with me: https://calendly.com/maya",
    "Mit freundlichen Grüßen\n\nMaya Santos\nBüroservice\nHofgärtchen 7, 10000 Berlin\nTel. 030 5550134",
    "VG Maya",
    "LG\nMaya",
    "Un saludo,\nMaya",
    "Atentamente,\n\nMaya Santos\nC/ Mayor 1, 28000 Madrid\nTel.: 91 555 01 34",
    "Cordialement\nMaya SANTOS",
    "Bien à vous,\n\nMaya Santos\n06 55 50 13 40",
    "Abraços,\nMaya",
    "Cumprimentos\nMaya Santos",
    "Saluti\nMaya",
    "Met vriendelijke groet,\n\nMaya Santos\n06-55501340",
    "Pozdrawiam\nMaya Santos",
    "Med vänlig hälsning\nMaya Santos",
    "С уважением,\nMaya Santos",
    "Saygılarımla,\nMaya Santos",
    "よろしくお願いいたします。\nMaya Santos",
    "祝好\nMaya",
)
KEPT: Final = (
    "Accept. The hotel is:\n\nHotel Mabini\n12 Mabini Street, Manila\n+63 2 8555 0134",
    "Accept. Please call Ana:\nAna Lima\nana@example.com\n+351 910 555 013",
    "Accept. I need:\n- the list\n- the card\n- a day",
    "Accept. Both are listed:\n\n---\n\nOption 1: 280 EUR\nOption 2: 295 EUR",
    "Accept. This is what you wrote: two options.",
    "Accept. On Monday I wrote:\n\nthey have not answered yet.",
    "Accept. The route:\n\nFrom: Madrid\nTo: Lisbon\nDate: 9 December",
    "Accept.\n\nWhat I know:\n\nHotel: full\nFlight: 07:40\nSeat: aisle",
    "Accept. Thanks for the list, it helps.",
    "Accept.\n\nThank you for the list. I have added Ana.",
    "Accept.\n\nBest would be Thursday.",
    "Accept. Regards from Ana, too: she will help me.",
    "Accept.\n\n1. flights\n2. hotel\n3. taxi",
    "Accept.\n\nP.S. Ana can help with the hotel.",
    "Accept. See https://example.net/a/b/c and\nhttps://example.net/d/e/f",
    "Accept.\n\nThis email list of yours is from 2019, I will take the one of 2025.",
    "Accept. Note: the fares are per person.",
    "Accept.\n\nImportant: the passport of Ana expires in January.",
    "Accept.\n\nPlease note that the hotel wants the card number by phone.",
    "Accept.\n\nConfidential papers stay in the safe, I know.",
    "Accept. Sent from the airline yesterday: the fares are gone on Friday.",
    "Accept.\n\nSent the first list to Ana already.",
    "Accept.\n\n“Two options” means two airlines, I think.",
    "Accept.\n\n| option | price |\n| 1 | 280 |\n| 2 | 295 |",
    "Accept.\n\n07:40 Madrid\n08:00 Lisbon\n280 EUR",
    "Accept.\n\nMaya will be 30 that day, by the way.",
    "Accept.\n\nTo be safe I will ask for two offers.",
    "Accept.\n\nSubject to the price, as always.",
    "Accept.\n\nFrom Tuesday on I can work all day.",
    "Accept.\n\nWhen I called them, they said:\n\n    we have three seats left\n\nso let us be quick.",
)
SIGNING: Final = ("alone", "gmail", "outlook", "apple")
HALVES: Final = tuple(program for program in PROGRAMS if program not in {"button", "alone"})


def _half(case: Case, kind: str) -> Case | None:
    """The same mail with only its plain text, or only its HTML; None where it has only one of them."""
    mail = message_from_bytes(case.raw)
    if mail.get_content_type() != "multipart/alternative":
        return None
    part = next(one for one in mail.walk() if one.get_content_type() == kind)
    head = case.raw.partition(b"Content-Type: multipart")[0]
    return Case(
        f"{case.name}, {kind} alone",
        head + part.as_bytes(),
        case.means,
        remains=case.remains,
        gone=case.gone,
    )


_ROWS: Final = [(program, WORDS, "accepted", {"sign": sign}) for sign in SIGNATURES for program in SIGNING]
_WHOLE: Final = said("halves", "assistant", [(program, WORDS, "accepted") for program in HALVES])
CASES: Final = [
    *said("signatures", "assistant", _ROWS),
    *said("kept", "assistant", [(program, words, "accepted|note") for words in KEPT for program in SIGNING]),
    *(half for case in _WHOLE for kind in ("text/plain", "text/html") if (half := _half(case, kind)) is not None),
]
