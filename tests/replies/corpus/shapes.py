# ruff: noqa: E501  a mail stands on one line: where its own lines end is what is tested
# ruff: noqa: RUF001  people and programs write such characters
"""One answer, and all that servers, programs and firms put above, below and between: only the answer may remain."""

from __future__ import annotations

from typing import Final

from answered import BRIEF, MESSAGE_ID, REPLY_TO, SUBJECT, TOKEN
from replies.corpus.cases import Case
from replies.corpus.machines import ANSWERING, automatic_mail
from replies.corpus.writing import DESK

WORDS: Final = "Accept. Tuesday noon."
LINE: Final = f"On Mon, Nov 23, 2026 at 10:02 AM {DESK} <{REPLY_TO}> wrote:"
LETTER: Final = f"{BRIEF}\n{TOKEN}"
MARKED: Final = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))
QUOTE: Final = f"{LINE}\n\n{MARKED}"
HEADER: Final = (
    f"From: {DESK} <{REPLY_TO}>\nSent: Monday, November 23, 2026 10:02 AM\nTo: Maya Santos\nSubject: {SUBJECT}"
)
NOTICE: Final = (
    "This e-mail is confidential and intended only for the addressee. If you have received it in error you must not "
    "accept, copy or disclose it; please delete it and notify the sender. Nothing in it is declined or done."
)

ADVERTS: Final = (
    "Sent from my iPhone",
    "Sent from my iPad",
    "Sent from my Galaxy S24",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Yahoo Mail on Android",
    "Sent from Yahoo Mail for iPhone",
    "Sent from AOL on Android",
    "Sent from Outlook for Android",
    "Sent from Mail for Windows 10",
    "Sent from Gmail Mobile",
    "Sent from my Pixel 9",
    "Sent from my Huawei Mobile",
    "Sent from my Xiaomi 14",
    "Sent via Superhuman iOS ( https://sprh.mn/?vip=maya )",
    "Sent with Shift",
    "Get BlueMail for Android",
    "Sent from Proton Mail for iOS",
    "Sent from Proton Mail Android",
    "Sent from Nine",
    "Sent from TypeApp",
    "Sent from my mobile device, please excuse typos.",
    "Sent from a phone, sorry for brevity",
    "Sent on the go",
    "Typed with thumbs - please forgive mistakes.",
    "Envoyé depuis Yahoo Mail pour Android",
    "Enviado desde Yahoo Mail para Android",
    "Enviado do Yahoo Mail no Android",
    "Von Yahoo Mail auf Android gesendet",
    "Gesendet mit der GMX Mail App",
    "Gesendet mit der WEB.DE iPhone App",
    "Gesendet von Outlook für Android",
    "Von meinem/meiner Galaxy gesendet",
    "Diese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.",
    "Envoyé de mon Galaxy",
    "Télécharger Outlook pour Android",
    "Obtenga Outlook para Android",
    "Enviado desde Outlook para Android",
    "Enviado de Correo para Windows",
    "Envoyé à partir de Courrier pour Windows",
    "Gesendet von Mail für Windows",
    "Inviato da Posta per Windows",
    "Verzonden vanuit Mail voor Windows",
    "Wysłane z aplikacji Poczta dla Windows",
    "Отправлено из мобильной Яндекс Почты",
    "Отправлено из Почты для Windows",
    "发自我的小米",
    "從我的 iPad 傳送",
    "スマートフォンから送信",
)
LAYOUTS: Final = {
    "a notice below the quote": f"{WORDS}\n\n{QUOTE}\n\n{NOTICE}",
    "a list below the quote": f"{WORDS}\n\n{QUOTE}\n_______________________________________________\nHelpers mailing list -- helpers@lists.example.net\nTo unsubscribe send an email to helpers-leave@lists.example.net",
    "a group below the quote": f'{WORDS}\n\n{QUOTE}\n\n-- \nYou received this message because you are subscribed to the Google Groups "Helpers" group.\nTo unsubscribe from this group, send an email to helpers+unsubscribe@example.com.',
    "a signature below the quote": f"{WORDS}\n\n{QUOTE}\n\n-- \nMaya Santos\nVirtual assistant",
    "a virus check below the quote": f"{WORDS}\n\n{QUOTE}\n\n\n-- \nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com",
    "a banner above": f"CAUTION: This email originated from outside of the organization. Do not click links.\n\n{WORDS}\n\n{QUOTE}",
    "an external mark above": f"[EXTERNAL EMAIL]\n\n{WORDS}\n\n{HEADER}\n\n{LETTER}",
    "starred header": f"{WORDS}\n\n*From:* {DESK} <{REPLY_TO}>\n*Sent:* Monday, November 23, 2026 10:02 AM\n*To:* Maya Santos\n*Subject:* {SUBJECT}\n\n{LETTER}",
    "header with blank lines": f"{WORDS}\n\nFrom: {DESK} <{REPLY_TO}>\n\nSent: Monday, November 23, 2026 10:02 AM\n\nTo: Maya Santos\n\nSubject: {SUBJECT}\n\n{LETTER}",
    "header with names and no address": f"{WORDS}\n\nFrom: {DESK}\nSent: Monday, November 23, 2026 10:02 AM\nTo: Maya Santos\nSubject: {SUBJECT}\n\n{LETTER}",
    "marked header": f"{WORDS}\n\n" + "\n".join(f"> {line}" for line in f"{HEADER}\n\n{LETTER}".split("\n")),
    "forwarded by Gmail": f"{WORDS}\n\n---------- Forwarded message ---------\nFrom: {DESK} <{REPLY_TO}>\nDate: Mon, Nov 23, 2026 at 10:02 AM\nSubject: {SUBJECT}\nTo: <maya@example.net>\n\n\n{LETTER}",
    "forwarded by Apple": f"{WORDS}\n\nBegin forwarded message:\n\n> From: {DESK} <{REPLY_TO}>\n> Subject: {SUBJECT}\n> Date: 23 November 2026 at 10:02:11 CET\n> To: maya@example.net\n>\n{MARKED}",
    "forwarded by Thunderbird": f"{WORDS}\n\n-------- Forwarded Message --------\nSubject: \t{SUBJECT}\nDate: \tMon, 23 Nov 2026 10:02:11 +0100\nFrom: \t{DESK} <{REPLY_TO}>\nTo: \tmaya@example.net\n\n\n\n{LETTER}",
    "original message": f"{WORDS}\n\n-----Original Message-----\nFrom: {DESK}\n\n{LETTER}",
    "attribution on two lines": f"{WORDS}\n\nOn Mon, Nov 23, 2026 at 10:02 AM\n{DESK} <{REPLY_TO}> wrote:\n\n{MARKED}",
    "attribution on three lines": f"{WORDS}\n\nOn Monday, November 23, 2026 at 10:02 AM,\n{DESK}\n<{REPLY_TO}> wrote:\n{MARKED}",
    "attribution without a mark": f"{WORDS}\n\n{LINE}\n{LETTER}",
    "attribution without an address": f"{WORDS}\n\nOn 23 Nov 2026, at 10:02, {DESK} wrote:\n\n{MARKED}",
    "attribution of two words": f"{WORDS}\n\nGraham wrote:\n{MARKED}",
    "attribution by the desk": f"{WORDS}\n\nQuoting {DESK} <{REPLY_TO}>:\n\n{MARKED}",
    "no attribution": f"{WORDS}\n\n{MARKED}",
    "marks of a bar": f"{WORDS}\n\n{LINE}\n\n" + "\n".join(f"| {line}" for line in LETTER.split("\n")),
    "a rule only": f"{WORDS}\n\n________________________________\n\n{HEADER}\n{LETTER}",
    "two letters deep": f"{WORDS}\n\nOn Tue, Nov 24, 2026 at 9:00 AM {DESK} <{REPLY_TO}> wrote:\n\n> Any news?\n>\n> On Mon, Nov 23, 2026 at 6:00 PM Maya <maya@example.net> wrote:\n>> Decline, too busy.\n>>\n>>> How to answer",
    "two letters deep without marks": f"{WORDS}\n\n{HEADER}\n\nAny news?\n\nFrom: Maya Santos <maya@example.net>\nSent: Monday, November 23, 2026 6:00 PM\nTo: desk@example.org\nSubject: RE: {SUBJECT}\n\nDecline, too busy.\n\n{HEADER}\n\n{LETTER}",
    "answered below": f"{QUOTE}\n\n{WORDS}",
    "answered below and signed": f"{QUOTE}\n\n{WORDS}\n\n-- \nMaya Santos",
    "answered below with a notice": f"{QUOTE}\n\n{WORDS}\n\nKind regards\nMaya\n\n{NOTICE}",
    "answered below in a hurry": f"{MARKED}\n{WORDS}",
    "indented": f"   {WORDS}\n\n   {LINE}\n\n" + "\n".join(f"   > {line}" for line in LETTER.split("\n")),
    "many blank lines": f"\n\n\n\n{WORDS}\n\n\n\n\n\n\n\n\n\n{QUOTE}",
    "old Macintosh": f"{WORDS}\n\n{QUOTE}".replace("\n", "\r"),
    "Quoting by Pine": f"{WORDS}\n\nOn Mon, 23 Nov 2026, {DESK} wrote:\n\n{MARKED}",
    "Gnus": f"{WORDS}\n\n{DESK} <{REPLY_TO}> writes:\n\n{MARKED}",
    "SquirrelMail": f"{WORDS}\n\n{MARKED}\n\n",
    "Horde": f"{WORDS}\n\nZitat von {DESK} <{REPLY_TO}>:\n\n{MARKED}\n\n\n",
    "Zimbra": f'{WORDS}\n\n----- Original Message -----\nFrom: "{DESK}" <{REPLY_TO}>\nTo: "Maya Santos" <maya@example.net>\nSent: Monday, November 23, 2026 10:02:11 AM\nSubject: {SUBJECT}\n\n{LETTER}',
    "Zimbra in French": f'{WORDS}\n\nDe: "{DESK}" <{REPLY_TO}>\nÀ: "Maya Santos" <maya@example.net>\nEnvoyé: Lundi 23 Novembre 2026 10:02:11\nObjet: {SUBJECT}\n\n{LETTER}',
    "GroupWise below": f"{WORDS}\n\n>>> {DESK} <{REPLY_TO}> 11/23/2026 10:02 AM >>>\n{LETTER}",
    "Mail.ru": f"{WORDS}\n\n\n>Понедельник, 23 ноября 2026, 10:02 +03:00 от {DESK} <{REPLY_TO}>:\n>\n"
    + "\n".join(f">{line}" for line in LETTER.split("\n")),
    "Mail.ru without marks": f"{WORDS}\n\n----------------\nКому: maya@example.net\nТема: {SUBJECT}\n\nПонедельник, 23 ноября 2026, 10:02 +03:00 от {DESK} <{REPLY_TO}>:\n\n{LETTER}",
    "Naver": f'{WORDS}\n\n\n-----Original Message-----\nFrom:"{DESK}"&lt;{REPLY_TO}&gt;\nTo:&lt;maya@example.net&gt;;\nCc:\nSent:2026-11-23 (월) 10:02:11 (GMT+09:00)\nSubject:{SUBJECT}\n\n{LETTER}',
    "Seznam": f'{WORDS}\n\n---------- Původní e-mail ----------\nOd: {DESK} <{REPLY_TO}>\nKomu: maya@example.net\nDatum: 23. 11. 2026 10:02:11\nPředmět: {SUBJECT}\n"{LETTER}"',
    "Libero": f"{WORDS}\n\n\n\n----Messaggio originale----\nDa: {REPLY_TO}\nData: 23/11/2026 10.02\nA: <maya@example.net>\nOgg: {SUBJECT}\n\n{LETTER}",
    "Orange": f'{WORDS}\n\n\n> Message du 23/11/26 10:02\n> De : "{DESK}" <{REPLY_TO}>\n> A : maya@example.net\n> Copie à :\n> Objet : {SUBJECT}\n>\n{MARKED}',
    "T-Online": f'{WORDS}\n\n-----Original-Nachricht-----\nBetreff: {SUBJECT}\nDatum: 2026-11-23T10:02:11+0100\nVon: "{DESK}" <{REPLY_TO}>\nAn: "maya@example.net"\n\n{LETTER}',
    "WP": f"{WORDS}\n\n\nDnia 23 listopada 2026 10:02 {DESK} <{REPLY_TO}> napisał(a):\n\n{MARKED}",
    "Onet": f"{WORDS}\n\n\nW dniu 2026-11-23 10:02:11 użytkownik {DESK} <{REPLY_TO}> napisał:\n{MARKED}",
    "Bluewin": f"{WORDS}\n\n----Ursprüngliche Nachricht----\nVon : {REPLY_TO}\nDatum : 23/11/2026 - 10:02 (MZ)\nAn : maya@example.net\nBetreff : {SUBJECT}\n\n{LETTER}",
    "Freshdesk": f"{WORDS}\n\n On Mon, 23 Nov at 10:02 AM , {DESK} <{REPLY_TO}> wrote:\n{LETTER}",
    "Front": f"{WORDS}\n\n{LINE.replace('wrote:', 'wrote: ')}\n\n{MARKED}",
    "a reply mark above": f"##- Please type your reply above this line -##\n\n{WORDS}",
}
SILENT: Final = {
    "nothing but a quote": QUOTE,
    "nothing but a header": f"{HEADER}\n\n{LETTER}",
    "nothing but a signature": f"-- \nMaya Santos\nVirtual assistant\n\n{QUOTE}",
    "nothing but a phone": f"Sent from my iPhone\n\n{QUOTE}",
    "nothing at all": "",
    "nothing but blanks": " \n\u00a0\n\t\n",
    "nothing but a forward": f"---------- Forwarded message ---------\nFrom: {DESK} <{REPLY_TO}>\nDate: Mon, Nov 23, 2026\nSubject: {SUBJECT}\nTo: <maya@example.net>\n\n{LETTER}",
}


def _case(name: str, text: str, means: str = "accepted", remains: str = WORDS) -> Case:
    raw = automatic_mail("Re: {}", text, ANSWERING | {"Message-ID": f"<{abs(len(text))}@example.net>"})
    return Case(f"shapes {name}", raw, means, remains=remains, gone=("How to answer", MESSAGE_ID))


CASES: Final = [
    *(_case(advert, f"{WORDS}\n\n{advert}\n\n{QUOTE}") for advert in ADVERTS),
    *(_case(f"{advert}, alone", f"{WORDS}\n\n{advert}") for advert in ADVERTS[::4]),
    *(_case(name, text) for name, text in LAYOUTS.items()),
    *(_case(name, text, "note|nothing", "") for name, text in SILENT.items()),
    _case("nothing but a notice", f"{NOTICE}\n\n{QUOTE}", "note", NOTICE),
]
