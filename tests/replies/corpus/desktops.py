"""How programs of the desk write, and people who quote nothing."""

from __future__ import annotations

import html

from answered import MESSAGE_ID, REPLY_TO, SUBJECT
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
    narrowest,
    number,
    outlook_rows,
    page_around,
    plain,
    reply_header,
    sent,
    signed,
)


def apple(it: Writing) -> bytes:
    line = it.told(tongues.APPLE)
    text = around(it, line, "> ", marked_line=True)
    cite = 'blockquote type="cite"'
    page = page_around(
        it,
        f"{divs(it.words)}" + (f"<div><br></div><div>{divs(it.sign)}</div>" if it.sign else ""),
        f'<div><br><{cite}><div>{linked(line)}</div><br class="Apple-interchange-newline">'
        "<div>{}</div></blockquote></div><br>",
        f"<div>{linked(line)}</div>",
        cite,
    )
    whole = f'<html><head></head><body style="overflow-wrap: break-word;">{page}</body></html>'
    head = [("X-Mailer", "Apple Mail (2.3826.200.121)")]
    return sent(it, "Re", f"<4C55-{number(it)}@example.net>", both(text, whole), head)


def outlook(it: Writing) -> bytes:
    rows = outlook_rows(it)
    head = "\n".join(f"{name}: {value} " for name, value in rows)
    forward = it.place == "forward"
    text = f"{it.above}\n\n \n\n{head}\n\n \n\n{it.quoted}\n"
    mso = "<p class=MsoNormal>{}<o:p></o:p></p>"
    lines = it.words.split("\n") + (["", *it.sign.split("\n")] if it.sign else [])
    mine = "".join(mso.format(html.escape(line) or "<o:p>&nbsp;</o:p>") for line in lines)
    border = "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
    block = "<br>".join(f"<b>{name}:</b> {html.escape(value)}" for name, value in rows)
    meta = (
        '<head><meta name=Generator content="Microsoft Word 15 (filtered medium)"><style><!--\n/* Font Definitions */\n'
    )
    meta += "@font-face\n\t{font-family:Calibri;\n\tpanose-1:2 15 5 2 2 2 4 3 2 4;}\n--></style></head>"
    page = (
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office">{meta}<body lang=EN-GB><div class=WordSection1>{mine}'
    )
    page += mso.format("<o:p>&nbsp;</o:p>") + border + mso.format(block) + "</div></div>"
    page += f"{mso.format('<o:p>&nbsp;</o:p>')}{letter_html(it)}</div></body></html>"
    prefix = tongues.FORWARDS.get(it.language, "FW") if forward else tongues.ANSWERS.get(it.language, "RE")
    body = both(text, page, charset=narrowest(text + page))
    more = [("X-Mailer", "Microsoft Outlook 16.0"), ("Thread-Index", "AdxcWjsBq2Fk0n3QTr6Yc1Zr8r3mBw==")]
    return sent(it, prefix, f"<0000{number(it)}$@example.net>", body, more, answers=())


def outlook_web(it: Writing) -> bytes:
    rows = outlook_rows(it)
    head = "\n".join(f"{name}: {value}" for name, value in rows)
    text = f"{it.above}\n{'_' * 32}\n{head}\n\n{it.quoted}\n"
    style = "font-family: Aptos, Calibri, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"
    mine = f'<div class="elementToProof" style="{style}">{divs(it.words)}</div>' + signed(it, 'id="Signature"')
    page = f'<html><head></head><body dir="ltr">{mine}<div id="appendonsend"></div>{reply_header(rows)}'
    page += f"<div>{letter_html(it)}</div></body></html>"
    more = [("X-MS-Has-Attach", ""), ("X-Auto-Response-Suppress", "All"), ("Accept-Language", "en-GB, en-US")]
    return sent(it, "Re", f"<LO4P{number(it)}@LO4P123.prod.example.net>", both(text, page), more)


def outlook_mac(it: Writing) -> bytes:
    rows = [("From", f"{DESK} <{REPLY_TO}>"), ("Date", "Monday, 23 November 2026 at 10:02")]
    rows += [("To", f"{it.name} <{it.address}>"), ("Subject", SUBJECT)]
    head = "\n".join(f"{name}: {value}" for name, value in rows)
    block = "<br>".join(f"<b>{name}: </b>{html.escape(value)}" for name, value in rows)
    lines = [*it.words.split("\n"), "", *it.sign.split("\n")]
    mine = "".join(f'<p class="MsoNormal">{html.escape(line) or "&nbsp;"}<o:p></o:p></p>' for line in lines)
    border = '<div id="mail-editor-reference-message-container"><div>'
    border += '<div style="border:none;border-top:solid #B5C4DF 1.0pt">'
    page = f'<html><body><div class="WordSection1">{mine}{border}<p class="MsoNormal">{block}</p></div>'
    page += f"{letter_html(it)}</div></div></div></body></html>"
    text = f"{it.above}\n\n\n{head}\n\n{it.quoted}\n"
    return sent(it, "Re", f"<MAC{number(it)}@prod.example.net>", both(text, page))


def outlook_old(it: Writing) -> bytes:
    head = f"-----Original Message-----\nFrom: {DESK} [mailto:{REPLY_TO}] \nSent: Monday, November 23, 2026 10:02 AM\n"
    head += f"To: {it.name}\nSubject: {SUBJECT}"
    text = f"{it.above}\n\n{head}\n\n{it.quoted}\n"
    more = [("X-Mailer", "Microsoft Office Outlook 12.0")]
    return sent(it, "RE", f"<old{number(it)}@example.net>", plain(text, charset=narrowest(text)), more, answers=())


def windows(it: Writing) -> bytes:
    rows = outlook_rows(it)
    head = "\n".join(f"{name}: {value}" for name, value in rows)
    text = f"{it.above}\n\nSent from Mail for Windows\n\n{head}\n\n{it.quoted}\n"
    return sent(it, "RE", f"<win{number(it)}@example.net>", plain(text, charset="windows-1252"), [])


def thunderbird(it: Writing) -> bytes:
    line = it.told(tongues.THUNDERBIRD)
    sign = f"-- \n{it.sign}" if it.sign else ""
    text = around(it, line, "> ", sign=sign)
    head = [("User-Agent", "Mozilla Thunderbird")]
    return sent(it, "Re", f"<{number(it)}-bb@example.net>", plain(text, "; format=flowed", encoding="8bit"), head)


def thunderbird_html(it: Writing) -> bytes:
    line = it.told(tongues.THUNDERBIRD)
    cite = f'blockquote type="cite" cite="mid:{MESSAGE_ID[1:-1]}"'
    prefix = f'<div class="moz-cite-prefix">{html.escape(line)}<br></div>'
    sign = f'<pre class="moz-signature" cols="72">-- \n{html.escape(it.sign)}</pre>' if it.sign else ""
    quote = f"{prefix}<{cite}>{letter_html(it)}</blockquote>"
    mine = f"<p>{html.escape(it.words).replace(chr(10), '<br>')}</p>"
    body = f"{quote}{mine}{sign}" if it.place == "bottom" else f"{mine}{sign}{quote}"
    page = f"<!DOCTYPE html><html><head></head><body>{body}</body></html>"
    text = around(it, line, "> ", sign=f"-- \n{it.sign}" if it.sign else "")
    return sent(it, "Re", f"<{number(it)}-cc@example.net>", both(text, page, "8bit"))


def lotus(it: Writing) -> bytes:
    head = f"From:\t{DESK} <{REPLY_TO}>\nTo:\t{it.address}, \nDate:\t23/11/2026 10:02\nSubject:\t{SUBJECT}"
    text = f"{it.above}\n\n\n\n{head}\n\n\n\n{it.quoted}\n"
    return sent(it, "Re", f"<OF{number(it)}@example.net>", plain(text), [("X-Mailer", "HCL Domino 12")], answers=())


def notes(it: Writing) -> bytes:
    rule, frame = "|------------>", "  >" + "-" * 90 + "|"
    rows = [("From", f"{DESK} <{REPLY_TO}>"), ("To", it.address), ("Date", "23/11/2026 10:02"), ("Subject", SUBJECT)]
    block = "\n".join(f"{rule}\n| {name + ':':10} |\n{rule}\n{frame}\n  |{value:90}|\n{frame}" for name, value in rows)
    text = f"{it.above}\n\n\n\n{block}\n\n\n\n{it.quoted}\n"
    return sent(it, "Re", f"<ON{number(it)}@example.net>", plain(text), [("X-Mailer", "Lotus Notes 8.5")])


def mutt(it: Writing) -> bytes:
    line = f"On Mon, Nov 23, 2026 at 10:02:11AM +0100, {DESK} wrote:"
    text = around(it, line, "> ", sign=f"-- \n{it.sign}" if it.sign else "")
    return sent(it, "Re", f"<2026{number(it)}@host>", plain(text, encoding="8bit"), [("User-Agent", "Mutt/2.2.13")])


def evolution(it: Writing) -> bytes:
    line = f"On Mon, 2026-11-23 at 10:02 +0100, {DESK} wrote:"
    text = around(it, line, "> ", sign=f"-- \n{it.sign}" if it.sign else "")
    return sent(it, "Re", f"<{number(it)}.camel@example.net>", plain(text), [("User-Agent", "Evolution 3.52.3")])


def em_client(it: Writing) -> bytes:
    head = f'------ Original Message ------\nFrom "{DESK}" <{REPLY_TO}>\nTo {it.address}\nDate 11/23/2026 10:02:11 AM\n'
    text = f"{it.above}\n\n\n{head}Subject {SUBJECT}\n\n{marked(it.quoted, '>')}\n"
    return sent(it, "Re", f"<em{number(it)}@desktop>", plain(text, "; format=flowed"), [("User-Agent", "eM_Client/9")])


def button(it: Writing) -> bytes:
    """The button of the letter was pressed: a new mail, without what is answered."""
    return sent(it, "Re", f"<{number(it)}@example.net>", plain(f"{it.above}\n"), answers=())


def pgp(it: Writing) -> bytes:
    """Signed in the text itself (RFC 4880, 7)."""
    head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
    sign = "-----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0WIQTz\n=a1b2\n-----END PGP SIGNATURE-----\n"
    text = around(it, it.told(tongues.THUNDERBIRD), "> ").replace("\n-", "\n- -")
    return sent(it, "Re", f"<{number(it)}@example.net>", plain(f"{head}{text}{sign}"))


def alone(it: Writing) -> bytes:
    """A program, or a person, that quotes nothing."""
    return sent(it, "Re", f"<{number(it)}@example.net>", plain(it.above + "\n"))
