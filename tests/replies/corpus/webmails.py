"""How webmails write."""

from __future__ import annotations

import html
from textwrap import indent

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
    page_around,
    part,
    plain,
    sent,
    signed,
)


def gmail(it: Writing) -> bytes:
    line = it.told(tongues.GMAIL)
    text = around(it, line, "> ")
    cite = (
        'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"'
    )
    attribution = f'<div dir="ltr" class="gmail_attr">{linked(line)}<br></div>'
    mine = f'<div dir="ltr">{divs(it.words)}</div>' + signed(it, 'class="gmail_signature"')
    quote = f'<div class="gmail_quote gmail_quote_container">{attribution}<blockquote {cite}>'
    page = page_around(it, mine, f"{quote}{{}}</blockquote></div>", attribution, f"blockquote {cite}")
    return sent(it, "Re", f"<CAF0{number(it)}=w@mail.example.net>", both(text, page))


def gmail_text(it: Writing) -> bytes:
    """Gmail in plain text mode: lines are broken at 78 characters, the attribution too."""
    line = it.told(tongues.GMAIL)
    head, _, tail = line.partition(" <")
    broken = f"{head} <\n{tail}" if tail else line
    return sent(it, "Re", f"<CAF1{number(it)}=w@mail.example.net>", plain(around(it, broken, "> ")))


def yahoo(it: Writing) -> bytes:
    line = it.told(tongues.YAHOO)
    text = f"{indent(it.above, ' ')}\n\n    {line}  \n \n{indent(it.quoted, ' ', lambda _: True)}  \n"
    mine = f'<div class="ydp44yahoo-style-wrap" style="font-size:16px;">{divs(it.words, "dir=ltr")}</div>'
    sign = f'<div class="ydp44signature">{divs(it.sign)}</div>' if it.sign else ""
    quote = f'<div id="yahoo_quoted_44" class="yahoo_quoted"><div><div>{linked(line)}</div><div><br></div>'
    page = f"<html><head></head><body>{mine}{sign}{quote}<div>{letter_html(it)}</div></div></div></body></html>"
    head = [("X-Mailer", "WebService/1.1.24866 YMailNorrin")]
    return sent(it, "Re", f"<44.{number(it)}@mail.yahoo.example>", both(text, page), head)


def proton(it: Writing) -> bytes:
    line = it.told(tongues.PROTON)
    advert = "Sent with [Proton Mail](https://proton.me/mail/home) secure email."
    text = f"{it.above}\n\n{advert}\n\n{line}\n\n{marked(it.quoted, '> ')}\n"
    style = "font-family: Arial, sans-serif; font-size: 14px;"
    mine = f'<div style="{style}">{divs(it.words)}</div><div style="{style}"><br></div>'
    block = '<div style="font-size: 14px;" class="protonmail_signature_block">'
    sign = f'{block}<div class="protonmail_signature_block-user">{divs(it.sign)}</div>'
    advert = 'Sent with <a target="_blank" href="https://proton.me/mail/home">Proton Mail</a> secure email.'
    foot = f'{sign}<div class="protonmail_signature_block-proton">{advert}</div></div>'
    quote = f'<div class="protonmail_quote">{linked(line)}<br><blockquote class="protonmail_quote" type="cite">'
    page = f"{mine}{foot}<div><br></div>{quote}{letter_html(it)}</blockquote><br></div>"
    return sent(it, "Re", f"<{number(it)}==@protonmail.example>", both(text, page, "base64"))


def gmx(it: Writing) -> bytes:
    when, sender, to, subject, day = tongues.GMX.get(it.language, tongues.GMX["en"])
    rows = [(when, day), (sender, f'"{DESK}" <{REPLY_TO}>'), (to, it.address), (subject, SUBJECT)]
    head = "".join(f"<div><b>{name}:</b> {html.escape(value)}</div>" for name, value in rows)
    mine = f"<div>{divs(it.words)}</div><div>&nbsp;</div>" + signed(it, 'class="signature"')
    style = 'name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"'
    page = f'<html><head></head><body><div style="font-family: Verdana;">{mine}<div {style}>{head}'
    page += f'<div name="quoted-content">{letter_html(it)}</div></div></div></body></html>'
    return sent(it, "Aw", f"<trinity-{number(it)}@3c-app-webde.example>", part("html", page), [], answers=())


def zoho(it: Writing) -> bytes:
    line = f"---- On Mon, 23 Nov 2026 10:02:11 +0100 {DESK} <{REPLY_TO}> wrote ---"
    text = f"{it.above}\n\n\n\n\n\n{line}\n\n{it.quoted}\n"
    quote = '<div class="zmail_extra_hr" style="border-top: 1px solid rgb(204, 204, 204); height: 0px;"><br></div>'
    extra = (
        f'<div class="zmail_extra" data-zbluepencil-ignore="true"><div><br></div><div id="Zm-_Id_-Sgn1">{linked(line)}'
    )
    cite = '<br></div><div><br></div><blockquote id="blockquote_zmail" style="margin: 0px;">'
    mine = f"<div>{divs(it.words)}</div>" + signed(it, 'id="Zm-_Id_-Sgn" data-zbluepencil-ignore="false"')
    page = f"<html><head></head><body>{mine}{quote}{extra}{cite}{letter_html(it)}</blockquote></div></body></html>"
    return sent(it, "Re", f"<19a{number(it)}@zoho.example>", both(text, page), [("X-Mailer", "Zoho Mail")])


def fastmail(it: Writing) -> bytes:
    line = f"On Mon, Nov 23, 2026, at 10:02 AM, {DESK} wrote:"
    page = f"<!DOCTYPE html><html><head><title></title></head><body>{divs(it.words)}{signed(it, 'id=sig1')}"
    quote = f'<div>{html.escape(line)}</div><blockquote type="cite" id="qt" style="">'
    whole = page + f"{quote}{letter_html(it)}</blockquote><div><br></div></body></html>"
    return sent(it, "Re", f"<{number(it)}@app.fastmail.example>", both(around(it, line, "> "), whole))


def roundcube(it: Writing) -> bytes:
    line = it.told(tongues.ROUNDCUBE)
    head = [("User-Agent", "Roundcube Webmail/1.6.9")]
    return sent(it, "Re", f"<{number(it)}@example.net>", plain(around(it, line, "> "), "; format=flowed"), head)


def hey(it: Writing) -> bytes:
    line = f"On November 23, 2026, {DESK} <{REPLY_TO}> wrote:"
    mine = f'<div class="trix-content">{divs(it.words)}</div>'
    page = f"{mine}<br><blockquote>{html.escape(line)}<br>{letter_html(it)}</blockquote>"
    return sent(it, "Re", f"<{number(it)}@hey.example>", both(around(it, line, "> "), page))


def tutanota(it: Writing) -> bytes:
    mine = f"<div>{divs(it.words)}</div>" + signed(it, 'class="tutanota_signature"')
    line = f"23 Nov 2026, 10:02 by {REPLY_TO}:"
    quote = '<blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8; padding-left: 10px;">'
    page = f"{mine}<div><br></div><div>{line}<br></div>{quote}{letter_html(it)}</blockquote>"
    return sent(it, "Re", f"<{number(it)}@tuta.example>", part("html", page))


def yandex(it: Writing) -> bytes:
    line = f'23.11.2026, 10:02, "{DESK}" <{REPLY_TO}>:'
    page = f"<div>{divs(it.words)}</div><div> </div><div>{linked(line)}</div><blockquote>{letter_html(it)}</blockquote>"
    return sent(it, "Re", f"<{number(it)}@yandex.example>", part("html", page, "base64"))


def netease(it: Writing) -> bytes:
    line = f'At 2026-11-23 10:02:11, "{DESK}" <{REPLY_TO}> wrote:'
    text = f"{it.above}\n\n\n\n\n\n\n{line}\n{marked(it.quoted, '>')}\n"
    mine = f'<div style="line-height:1.7;color:#000000;font-size:14px;">{divs(it.words, "style=margin:0")}<br><br>'
    quote = f'<pre><br>{html.escape(line)}</pre><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex;">'
    page = f"{mine}{quote}{letter_html(it)}</blockquote></div>"
    return sent(it, "Re", f"<{number(it)}.163@example.net>", both(text, page, "base64"))


def qq(it: Writing) -> bytes:
    line = "------------------&nbsp;原始邮件&nbsp;------------------"
    head = f'发件人: "{DESK}" <{REPLY_TO}>;\n'
    head += f"发送时间:&nbsp;2026年11月23日(星期一) 上午10:02\n收件人:&nbsp;<{it.address}>;\n主题:&nbsp;{SUBJECT}"
    escaped = html.escape(head).replace("&amp;nbsp;", "&nbsp;").replace("\n", "<br>")
    page = f"{divs(it.words)}<div><br></div><div><br></div><div>{line}</div><div>{escaped}</div>{letter_html(it)}"
    text = f"{it.above}\n\n\n\n{line}\n{head}\n\n\n\n{it.quoted}".replace("&nbsp;", " ")
    return sent(it, "回复", f"<tencent_{number(it)}@qq.example>", both(text, page, "base64"))
