"""How programs on telephones write."""

from __future__ import annotations

import html

from answered import REPLY_TO, SUBJECT
from replies.corpus import tongues
from replies.corpus.writing import (
    DESK,
    Writing,
    around,
    both,
    divs,
    letter_html,
    linked,
    marked,
    number,
    outlook_rows,
    plain,
    reply_header,
    sent,
    signed,
)


def iphone(it: Writing) -> bytes:
    line, sign = it.told(tongues.APPLE), it.sign or tongues.IPHONE[it.language]
    quoted = marked(f"{line}\n\n\ufeff{it.quoted}", "> ")
    text = f"{it.words}\n\n{sign}\n\n{quoted}\n"
    mine = f'{divs(it.words)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{divs(sign)}</div>'
    quote = f'<div dir="ltr"><br><blockquote type="cite">{linked(line)}<br><br></blockquote></div>'
    page = f'<html><head></head><body dir="auto">{mine}{quote}'
    page += f'<blockquote type="cite"><div dir="ltr">\ufeff{letter_html(it)}</div></blockquote></body></html>'
    head = [("X-Mailer", "iPhone Mail (23B85)")]
    return sent(it, "Re", f"<B2D7-{number(it)}@example.net>", both(text, page), head)


def gmail_phone(it: Writing) -> bytes:
    line = it.told(tongues.GMAIL)
    mine = f'<div dir="auto">{divs(it.words, "dir=auto")}</div>' + (f"<br>{divs(it.sign)}" if it.sign else "")
    quote = f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{linked(line)}<br></div>'
    page = (
        f'{mine}{quote}<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{letter_html(it)}</blockquote></div>'
    )
    return sent(it, "Re", f"<CAF2{number(it)}=w@mail.example.net>", both(around(it, line, "> "), page))


def outlook_phone(it: Writing) -> bytes:
    sign = tongues.OUTLOOK_PHONE.get(it.language, tongues.OUTLOOK_PHONE["en"])
    rows = outlook_rows(it)
    head = "\n".join(f"{name}: {value}" for name, value in rows)
    text = f"{it.above}\n\n{sign}<https://aka.ms/o0ukef>\n{'_' * 32}\n{head}\n\n{it.quoted}\n"
    style = "font-family: Aptos, Arial, sans-serif; font-size: 12pt"
    mine = f'<div style="{style}" dir="auto">{divs(it.words)}</div>' + signed(it, 'dir="auto"')
    own = '<div id="ms-outlook-mobile-signature" dir="auto"><div><br></div>'
    page = f'<html><head></head><body>{mine}{own}<a href="https://aka.ms/o0ukef">{html.escape(sign)}</a></div>'
    page += f"{reply_header(rows)}<div>{letter_html(it)}</div></body></html>"
    return sent(it, "Re", f"<PH0PR{number(it)}@PH0PR14.prod.example.net>", both(text, page, "base64"))


def samsung(it: Writing) -> bytes:
    line, sender, date, to, subject, day = tongues.SAMSUNG.get(it.language, tongues.SAMSUNG["en"])
    sign = tongues.GALAXY.get(it.language, tongues.GALAXY["en"])
    rows = f"{sender}: {DESK} <{REPLY_TO}> {date}: {day} {to}: {it.name} <{it.address}> {subject}: {SUBJECT} "
    text = f"{it.above}\n\n\n\n{sign}\n\n{line}{rows}\n{it.quoted}\n"
    own = f'<div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757">{sign}</div></div>'
    listed = [(sender, f"{DESK} <{REPLY_TO}>"), (date, day), (to, f"{it.name} <{it.address}>"), (subject, SUBJECT)]
    head = "".join(f"<div>{name}: {html.escape(value)} </div>" for name, value in listed)
    mine = f'<html><head></head><body dir="auto">{divs(it.words, "dir=auto")}{divs(it.sign)}<div><br></div>'
    start = f'<div align="left" dir="auto" style="font-size:100%;color:#000000"><div>{line}</div>{head}'
    page = f"{mine}{own}<div dir=auto><br></div><!-- originalMessage -->{start}<div dir=auto><br></div></div>"
    page += f"{letter_html(it)}</body></html>"
    return sent(it, "Re", f"<{number(it)}@email.android.example>", both(text, page, "base64"))


def k9(it: Writing) -> bytes:
    line = it.told(tongues.K9)
    sign = f"-- \n{it.sign or tongues.K9_SIGN.get(it.language, tongues.K9_SIGN['en'])}"
    below = it.place == "bottom"
    quote = f"{line}\n{marked(it.quoted, '>')}"
    text = f"{quote}\n\n{it.words}\n{sign}\n" if below else f"{it.words}\n{sign}\n\n{quote}\n"
    head = [("User-Agent", "K-9 Mail for Android")]
    return sent(it, "Re", f"<{number(it)}@example.net>", plain(text), head)


def fairemail(it: Writing) -> bytes:
    line = f"Nov 23, 2026 10:02:11 AM {DESK} <{REPLY_TO}>:"
    quote = '<blockquote type="cite" style="border-left: 3px solid #ccc; padding-left: 3px;">'
    page = f"<div>{divs(it.words)}</div>{signed(it, 'fairemail=signature')}<p fairemail=reference>{linked(line)}</p>"
    whole = f"<html><head></head><body>{page}{quote}{letter_html(it)}</blockquote></body></html>"
    return sent(it, "Re", f"<{number(it)}@example.net>", both(around(it, line, "> "), whole))


def spark(it: Writing) -> bytes:
    line = f"On 23 Nov 2026 at 10:02 +0100, {DESK} <{REPLY_TO}>, wrote:"
    page = f'<html><body><div name="messageBodySection">{divs(it.words)}</div>'
    page += f'<div name="messageSignatureSection"><br />{divs(it.sign)}</div>'
    page += f'<div name="messageReplySection">{linked(line)}<br /><blockquote type="cite">{letter_html(it)}'
    whole = f"{page}</blockquote></div></body></html>"
    return sent(it, "Re", f"<{number(it)}@Spark>", both(around(it, line, "> "), whole))


def blackberry(it: Writing) -> bytes:
    head = f"From: {DESK}\nSent: Monday, November 23, 2026 10:02 AM\nTo: {it.name}\nSubject: {SUBJECT}"
    advert = "Sent from my BlackBerry 10 smartphone on the Vodafone network."
    return sent(it, "Re", f"<{number(it)}@rim.example>", plain(f"{it.above}\n\n{advert}\n{head}\n\n{it.quoted}\n"))
