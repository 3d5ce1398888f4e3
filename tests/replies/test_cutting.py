"""What remains of a mail: the words of the one who wrote it, and nothing around them."""
# ruff: noqa: E501, RUF001  # lines as mail programs write them, in many scripts

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answered import BRIEF, REPLY_TO, TOKEN, expected, sample
from delegated.replies.cutting import Cut, cut
from delegated.replies.mail import read_mail

DESK = f"The desk of Inés & Graham <{REPLY_TO}>"
MARKED = "\n".join(f"> {line}".rstrip() for line in BRIEF.splitlines())
PAGE = BRIEF.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>\n")
BLOCK = f"From: {DESK}\nSent: Monday, November 23, 2026 10:02 AM\nTo: Joy Manalastas\nSubject: [T-12] Book flights\n\n"


def written(text: str | None, html: str | None = None, *, name: str = "Joy Manalastas") -> Cut:
    """What is cut out of a mail with these texts, written by a person of this name."""
    message = EmailMessage()
    message["From"] = f'"{name}" <joy@example.net>'
    if text is not None:
        message.set_content(text)
        if html is not None:
            message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    return cut(read_mail(message.as_bytes()))


def told(text: str) -> str:
    """The lines of a text as the table of samples writes them."""
    return " / ".join(line.strip() for line in text.split("\n") if line.strip())


@pytest.mark.parametrize(
    "row", [row for row in expected() if row["person"] and "automatic/" not in row["file"]], ids=lambda row: row["file"]
)
def test_of_each_sample_remains_what_was_written(row: dict[str, str]) -> None:
    """Whatever program a person writes with."""
    found = cut(read_mail(sample(row["file"])))
    assert told(found.text) == row["text"].strip()
    assert not [word for word in row["gone"].split("|") if word and word.lstrip("?") in found.text]


ATTRIBUTIONS = {
    "english gmail": f"On Mon, Nov 23, 2026 at 10:02 AM {DESK} wrote:",
    "english gmail, broken": f"On Mon, Nov 23, 2026 at 10:02\u202fAM The desk of Inés &\nGraham <{REPLY_TO}>\nwrote:",
    "english 24h": f"On Mon, 23 Nov 2026 at 10:02, {DESK} wrote:",
    "english, no address": "On 23/11/2026 10:02, The desk of Inés & Graham wrote:",
    "english proton": f"On Monday, November 23rd, 2026 at 10:02 AM, {DESK} wrote:",
    "english fastmail": "On Mon, Nov 23, 2026, at 10:02, The desk of Inés & Graham wrote:",
    "english mutt": "On Mon, Nov 23, 2026 at 10:02:11AM +0100, The desk wrote:",
    "english gnus": f"{DESK} writes:",
    "zoho": f"---- On Mon, 23 Nov 2026 10:02:11 +0100 {DESK} wrote ----",
    "zoho, older": f" ---- On Mon, 23 Nov 2026 10:02:11 +0100 The desk <{REPLY_TO}> wrote ---- ",
    "horde": f"Quoting {DESK}:",
    "horde, german": f"Zitat von {DESK}:",
    "spanish gmail": f"El lun, 23 nov 2026 a las 10:02, The desk of Inés & Graham (<{REPLY_TO}>)\nescribió:",
    "spanish thunderbird": "El 23/11/26 a las 10:02, The desk of Inés & Graham escribió:",
    "spanish apple": f"El 23 nov 2026, a las 10:02, {DESK} escribió:",
    "german gmail": f"Am Mo., 23. Nov. 2026 um 10:02 Uhr schrieb The desk of Inés & Graham <\n{REPLY_TO}>:",
    "german thunderbird": "Am 23.11.26 um 10:02 schrieb The desk of Inés & Graham:",
    "german apple": f"Am 23.11.2026 um 10:02 schrieb {DESK}:",
    "german gmx": f"{DESK} schrieb am 23.11.2026 10:02:",
    "french gmail": f"Le lun. 23 nov. 2026 à 10:02, The desk of Inés & Graham <\n{REPLY_TO}> a écrit :",
    "french apple": f"Le 23 nov. 2026 à 10:02, {DESK} a écrit :",
    "french thunderbird": "Le 23/11/2026 à 10:02, The desk of Inés & Graham a écrit :",
    "portuguese brazil": f"Em seg., 23 de nov. de 2026 às 10:02, {DESK} escreveu:",
    "portuguese": f"{DESK} escreveu (segunda, 23/11/2026\nà(s) 10:02):",
    "portuguese apple": f"No dia 23/11/2026, às 10:02, {DESK} escreveu:",
    "italian gmail": f"Il giorno lun 23 nov 2026 alle ore 10:02 {DESK}\nha scritto:",
    "italian apple": f"Il giorno 23 nov 2026, alle ore 10:02, {DESK} ha scritto:",
    "dutch gmail": f"Op ma 23 nov 2026 om 10:02 schreef {DESK}:",
    "dutch apple": f"Op 23 nov. 2026 om 10:02 heeft {DESK} het volgende geschreven:",
    "swedish": f"Den mån 23 nov. 2026 kl 10:02 skrev {DESK}:",
    "danish": f"Den man. 23. nov. 2026 kl. 10.02 skrev {DESK}:",
    "norwegian": f"man. 23. nov. 2026 kl. 10:02 skrev {DESK}:",
    "norwegian apple": f"23. nov. 2026 kl. 10:02 skrev {DESK}:",
    "finnish": f"ma 23. marrask. 2026 klo 10.02 The desk ({REPLY_TO})\nkirjoitti:",
    "polish gmail": f"pon., 23 lis 2026 o 10:02 {DESK} napisał(a):",
    "polish thunderbird": "W dniu 23.11.2026 o 10:02, The desk of Inés & Graham pisze:",
    "polish apple": f"Wiadomość napisana przez {DESK} w dniu 23 lis 2026, o godz. 10:02:",
    "czech": f"po 23. 11. 2026 v 10:02 odesílatel {DESK} napsal:",
    "czech seznam": f"---------- Původní e-mail ----------\nOd: {DESK}\nKomu: joy@example.net\nDatum: 23. 11. 2026 10:02:11\nPředmět: x",
    "slovak": f"po 23. 11. 2026 o 10:02 {DESK} napísal(a):",
    "hungarian": f"{DESK} ezt írta (időpont: 2026. nov.\n23., H, 10:02):",
    "romanian": f"În lun., 23 nov. 2026 la 10:02, {DESK} a scris:",
    "croatian": f"pon, 23. stu 2026. u 10:02 {DESK} napisao je:",
    "russian gmail": f"пн, 23 нояб. 2026 г. в 10:02, {DESK}:",
    "russian yandex": f'23.11.2026, 10:02, "The desk" <{REPLY_TO}>:',
    "russian mail.ru": f"Понедельник, 23 ноября 2026, 10:02 +03:00 от {DESK}:",
    "russian thunderbird": "23.11.2026 10:02, The desk of Inés & Graham пишет:",
    "ukrainian": f"пн, 23 лист. 2026 р. о 10:02 {DESK} пише:",
    "bulgarian": f"На пн, 23.11.2026 г. в 10:02 {DESK} написа:",
    "greek": f"Στις Δευ 23 Νοε 2026 στις 10:02 π.μ., ο χρήστης {DESK}\nέγραψε:",
    "turkish": f"{DESK}, 23 Kas 2026 Pzt, 10:02\ntarihinde şunu yazdı:",
    "hebrew": f"\u202bבתאריך יום ב׳, 23 בנוב׳ 2026 ב-10:02 מאת \u202aThe desk\u202c\u200f <\u202a{REPLY_TO}\u202c\u200f>:\u202c",
    "arabic": f"في الاثنين، 23 نوفمبر 2026 في 10:02 ص تمت كتابة ما يلي بواسطة The desk <\u200e{REPLY_TO}>:",
    "japanese gmail": f"2026年11月23日(月) 10:02 {DESK}:",
    "japanese apple": f"2026/11/23 10:02、{DESK}のメール:",
    "chinese gmail": f"{DESK} 于2026年11月23日周一 10:02写道：",
    "chinese apple": f"在 2026年11月23日，10:02，{DESK} 写道：",
    "chinese 163": f'At 2026-11-23 10:02:11, "The desk" <{REPLY_TO}> wrote:',
    "taiwanese": f"{DESK} 於 2026年11月23日 週一 上午10:02寫道：",
    "korean": f"2026년 11월 23일 (월) 오전 10:02, {DESK}님이 작성:",
    "thai": f"ในวันที่ จ. 23 พ.ย. 2026 เวลา 10:02 {DESK} เขียนว่า:",
    "vietnamese": f"Vào Th 2, 23 thg 11, 2026 vào lúc 10:02 {DESK} đã viết:",
    "indonesian": f"Pada Sen, 23 Nov 2026 pukul 10.02 {DESK} menulis:",
    "hindi": f"सोम, 23 नव॰ 2026 को 10:02 am बजे को {DESK} ने लिखा:",
    "catalan": f"Missatge de {DESK} del dia dl., 23 de nov. 2026 a les 10:02:",
    "swahili": f"Mnamo Jtt, 23 Nov 2026 saa 10:02 {DESK} aliandika:",
    "estonian": f"Kuupäev E, 23. november 2026 kell 10:02 kirjutas {DESK}:",
    "lithuanian": f"2026-11-23, pr, 10:02 {DESK} rašė:",
    "evolution": "On Mon, 2026-11-23 at 10:02 +0100, The desk of Inés & Graham wrote:",
    "no date": f"{DESK} wrote:",
}


@pytest.mark.parametrize("line", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("quote", [MARKED, BRIEF], ids=["marked", "bare"])
def test_an_attribution_is_no_part_of_the_answer(line: str, quote: str) -> None:
    """In each language, whether the quote below it has marks or not, and right below the words or not."""
    found = written(f"Accept. Two options by Wednesday.\n\n{line}\n\n{quote}\n")
    assert found.text == "Accept. Two options by Wednesday."
    assert TOKEN in found.quoted
    assert written(f"On it\n{line}\n{quote}\n").text == "On it"
    assert written(f"{line}\n{quote}\n").text == ""


@pytest.mark.parametrize("line", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_what_stands_below_a_marked_quote_remains(line: str) -> None:
    """In each language."""
    assert written(f"{line}\n{MARKED}\n\nAccept.\nTonight.\n").text == "Accept.\nTonight."


BLOCKS = {
    "english": "From: {}\nSent: Monday, November 23, 2026 10:02 AM\nTo: Joy\nSubject: {}",
    "bold": "*From:* {}\n*Sent:* Monday, November 23, 2026 10:02 AM\n*To:* Joy\n*Subject:* {}",
    "bold markdown": "**From:** {}\n**Sent:** Monday, 23 November 2026\n**To:** Joy\n**Subject:** {}",
    "ruled": "________________________________\nFrom: {}\nSent: Monday\nTo: Joy\nSubject: {}",
    "dashed": "-----Original Message-----\nFrom: {}\nSent: Monday\nTo: Joy\nSubject: {}",
    "long list": "From: {}\nSent: Monday\nTo: Joy <joy@example.net>;\n  Ben <ben@example.net>;\n  Ann\nSubject: {}",
    "blank lines between": "From: {}\n\nSent: Monday\n\nTo: Joy\n\nSubject: {}",
    "german": "Von: {}\nGesendet: Montag, 23. November 2026 10:02\nAn: Joy\nBetreff: {}",
    "german gmx": "Gesendet: Montag, 23. November 2026 um 10:02 Uhr\nVon: {}\nAn: Joy\nBetreff: {}",
    "german dashed": "-----Ursprüngliche Nachricht-----\nVon: {}\nGesendet: Montag\nAn: Joy\nBetreff: {}",
    "spanish": "De: {}\nEnviado el: lunes, 23 de noviembre de 2026 10:02\nPara: Joy\nAsunto: {}",
    "spanish 365": "________________________________\nDe: {}\nEnviado: lunes, 23 de noviembre de 2026\nPara: Joy\nAsunto: {}",
    "french": "De : {}\nEnvoyé : lundi 23 novembre 2026 10:02\nÀ : Joy\nObjet : {}",
    "french no-break": "De\u00a0: {}\nEnvoyé\u00a0: lundi 23 novembre 2026\nÀ\u00a0: Joy\nObjet\u00a0: {}",
    "italian": "Da: {}\nInviato: lunedì 23 novembre 2026 10:02\nA: Joy\nOggetto: {}",
    "portuguese": "De: {}\nEnviada em: segunda-feira, 23 de novembro de 2026\nPara: Joy\nAssunto: {}",
    "dutch": "Van: {}\nVerzonden: maandag 23 november 2026 10:02\nAan: Joy\nOnderwerp: {}",
    "swedish": "Från: {}\nSkickat: den 23 november 2026 10:02\nTill: Joy\nÄmne: {}",
    "danish": "Fra: {}\nSendt: 23. november 2026 10:02\nTil: Joy\nEmne: {}",
    "finnish": "Lähettäjä: {}\nLähetetty: maanantai 23. marraskuuta 2026\nVastaanottaja: Joy\nAihe: {}",
    "polish": "Od: {}\nWysłano: poniedziałek, 23 listopada 2026 10:02\nDo: Joy\nTemat: {}",
    "czech": "Od: {}\nOdesláno: pondělí 23. listopadu 2026 10:02\nKomu: Joy\nPředmět: {}",
    "russian": "От: {}\nОтправлено: 23 ноября 2026 г. 10:02\nКому: Joy\nТема: {}",
    "ukrainian": "Від: {}\nНадіслано: 23 листопада 2026 р.\nКому: Joy\nТема: {}",
    "romanian": "De la: {}\nTrimis: luni, 23 noiembrie 2026\nCătre: Joy\nSubiect: {}",
    "hungarian": "Feladó: {}\nElküldve: 2026. november 23. 10:02\nCímzett: Joy\nTárgy: {}",
    "turkish": "Kimden: {}\nGönderildi: 23 Kasım 2026 Pazartesi\nKime: Joy\nKonu: {}",
    "greek": "Από: {}\nΣτάλθηκε: Δευτέρα, 23 Νοεμβρίου 2026\nΠρος: Joy\nΘέμα: {}",
    "hebrew": "מאת: {}\nנשלח: יום שני 23 נובמבר 2026\nאל: Joy\nנושא: {}",
    "arabic": "من: {}\nتم الإرسال: الاثنين, 23 نوفمبر 2026\nإلى: Joy\nالموضوع: {}",
    "japanese": "差出人: {}\n送信日時: 2026年11月23日 10:02\n宛先: Joy\n件名: {}",
    "chinese": "发件人: {}\n发送时间: 2026年11月23日 10:02\n收件人: Joy\n主题: {}",
    "chinese full width": "发件人：{}\n日期：2026年11月23日 10:02\n收件人：Joy\n主题：{}",
    "korean": "보낸 사람: {}\n보낸 날짜: 2026년 11월 23일\n받는 사람: Joy\n제목: {}",
    "thai": "จาก: {}\nส่ง: 23 พฤศจิกายน 2026\nถึง: Joy\nเรื่อง: {}",
    "vietnamese": "Từ: {}\nĐã gửi: 23 tháng 11 2026\nĐến: Joy\nChủ đề: {}",
    "apple forward": "Begin forwarded message:\n\nFrom: {}\nSubject: {}\nDate: 23 November 2026 at 10:02:11 CET\nTo: Joy",
    "gmail forward": "---------- Forwarded message ---------\nFrom: {}\nDate: Mon, Nov 23, 2026\nSubject: {}\nTo: Joy",
    "gmail forward, spanish": "---------- Forwarded message ---------\nDe: {}\nDate: lun, 23 nov 2026\nSubject: {}\nTo: Joy",
    "thunderbird forward": "-------- Original Message --------\nSubject: {1}\nDate: Mon, 23 Nov 2026\nFrom: {0}\nTo: Joy",
    "samsung": "-------- Original message --------\nFrom: {}\nDate: 23/11/2026 10:02 (GMT+01:00)\nTo: Joy\nSubject: {}",
    "samsung, german": "-------- Ursprüngliche Nachricht --------\nVon: {}\nDatum: 23.11.26 10:02\nAn: Joy\nBetreff: {}",
    "qq": "------------------ 原始邮件 ------------------\n发件人: {}\n发送时间: 2026年11月23日\n收件人: Joy\n主题: {}",
    "lotus": "From:   {}\nTo:     Joy Manalastas/NQ\nDate:   23/11/2026 10:02\nSubject:        {}",
    "unknown language": "________________________________\nXyfo: {}\nBloop: 23 Nov 2026\nZan: Joy\nQwe: {}",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_of_headers_opens_the_letter_answered(block: str) -> None:
    """Outlook and its like, in many languages: all below it is quoted."""
    head = block.format(DESK, "[T-12] Book flights to Lisbon")
    found = written(f"Accept. Two options.\n\n{head}\n\n{BRIEF}")
    assert found.text == "Accept. Two options."
    assert TOKEN in found.quoted
    assert written(f"Accept\n{head}\n{BRIEF}").text == "Accept"


SENT_FROM = ["Sent from my iPhone", "Sent from my Galaxy", "Sent from Yahoo Mail on Android", "Sent from Mail for Windows", "Sent from Outlook for Android", "Get Outlook for iOS<https://aka.ms/o0ukef>", "Get Outlook for iOS", "Enviado desde mi iPhone", "Enviado do meu iPhone", "Von meinem iPhone gesendet", "Gesendet von Outlook für Android", "Outlook für iOS beziehen", "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.", "Envoyé de mon iPhone", "Obtenez Outlook pour Android", "Inviato da iPhone", "Verzonden vanaf mijn iPhone", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta", "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone", "Надіслано з iPhone", "Trimis de pe iPhone", "iPhone'umdan gönderildi", "Στάλθηκε από το iPhone μου", "נשלח מה-iPhone שלי", "أُرسلت من الـ iPhone", "iPhoneから送信", "发自我的 iPhone", "나의 iPhone에서 보냄", "Đã gửi từ iPhone của tôi", "Dikirim dari iPhone saya", "ส่งจาก iPhone ของฉัน", "Sent with Proton Mail secure email.", "Sent from Proton Mail for iOS", "Sent with [Proton Mail](https://proton.me/) secure email.", "Sent from my Android device with K-9 Mail. Please excuse my brevity.", "Sent via BlackBerry from T-Mobile", "Obtener Outlook para iOS", "Sent from my phone, please excuse typos"]  # fmt: skip


@pytest.mark.parametrize("line", SENT_FROM)
def test_what_the_phone_adds_is_gone(line: str) -> None:
    """In each language; what was typed below it remains."""
    assert written(f"On it\n\n{line}\n\n{MARKED}").text == "On it"
    assert written(f"On it\n\n{line}").text == "On it"
    assert written(line).text == ""
    assert told(written(f"On it\n\n{line}\n\nAnd I need the old list.").text) == "On it / And I need the old list."


SIGNATURES = {
    "two dashes": "-- \nJoy Manalastas\nVirtual assistant\n+63 900 000 000",
    "two dashes, no blank": "--\nJoy Manalastas\nVirtual assistant",
    "a long dash": "—\nJoy",
    "a rule": "________________\nJoy Manalastas | Virtual assistant\nTel. +63 900 000 000 | joy@example.net",
    "kind regards": "Kind regards,\nJoy",
    "kind regards and all": "Kind regards,\n\nJoy Manalastas\nVirtual assistant\nM: +63 900 000 000\nwww.example.net",
    "best": "Best,\nJoy",
    "best, joy": "Best, Joy",
    "cheers": "Cheers\nJ.",
    "thanks": "Thanks,\nJoy",
    "german": "Mit freundlichen Grüßen\n\nDr. Joy Manalastas\nRechtsanwältin\nHofgärtchen 7 · 10000 Berlin",
    "lg": "LG\nJoy",
    "spanish": "Un saludo,\nJoy",
    "spanish long": "Reciba un cordial saludo\nJoy Manalastas\nTel. 900 000 000",
    "french": "Bien cordialement,\n\nJoy MANALASTAS",
    "italian": "Cordiali saluti\nJoy",
    "portuguese": "Com os melhores cumprimentos,\nJoy",
    "dutch": "Met vriendelijke groet,\nJoy",
    "swedish": "Med vänliga hälsningar\nJoy",
    "polish": "Pozdrawiam\nJoy",
    "russian": "С уважением,\nДжой",
    "turkish": "Saygılarımla,\nJoy",
    "japanese": "よろしくお願いします。\nJoy",
    "a firm that praises itself": "Kind regards,\nJoy\nManalastas & Co. We have answered mails with love since 1999.",
    "bold": "*Best regards,*\n\n*Joy Manalastas*\n*Virtual assistant* | Manila",
    "name alone": "Joy",
    "name and firm": "Joy Manalastas\nDone Quickly Ltd., Manila",
    "initial": "J. Manalastas",
    "dash and name": "- Joy",
    "notice": "Best,\nJoy\n\nThis e-mail is confidential and may be legally privileged. If you are not the intended recipient,\n"
    "delete it. Nothing in it accepts, declines or approves anything.",
    "notice alone": "CONFIDENTIALITY NOTICE: The contents of this email and any attachments are intended solely for the addressee.",
    "notice, german": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Empfänger sind, löschen Sie sie.",
    "notice, spanish": "AVISO LEGAL: Este mensaje va dirigido a su destinatario. Si lo recibe por error, bórrelo.",
    "notice, french": "Ce message est confidentiel. S'il vous parvient par erreur, merci de le supprimer; toute diffusion est interdite.",
    "notice, italian": "Questo messaggio è riservato. Se ricevuto per errore si prega di cancellarlo; la diffusione è vietata.",
    "trees": "Joy\n\nPlease consider the environment before printing this e-mail",
    "virus": "Virus-free. www.avast.com",
    "list": "_______________________________________________\nHelpers mailing list -- helpers@lists.example.net\n"
    "To leave the list write to helpers-leave@lists.example.net",
    "google group": '-- \nYou received this message because you are subscribed to the Google Groups "Helpers" group.',
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_a_signature_is_gone(signature: str) -> None:
    """Above a quote, below one, and where there is none."""
    said = "Accept. Two options by Wednesday.\nI will start tonight."
    line = ATTRIBUTIONS["english gmail"]
    assert written(f"{said}\n\n{signature}\n").text == said
    assert written(f"{said}\n\n{signature}\n\n{line}\n{MARKED}\n").text == said
    assert written(f"{line}\n{MARKED}\n\n{said}\n\n{signature}\n").text == said
    assert written(f"{said}\n\n{signature}\n\n{BLOCK}{BRIEF}").text == said


KEPT = {
    "thanks alone": "Thanks!",
    "thanks and more": "Thank you so much,\nthat was kind of you.",
    "a greeting": "Hello Alex,\n\naccept.\n\nI start tonight.",
    "a list": "again\n- use the numbers of November\n- and the chart in grey",
    "a journey": "Question: which of these?\n\nFrom: Madrid\nTo: Lisbon\nDate: 9 December\nPrice: 120 EUR",
    "a journey and more": "Accept.\n\nFrom: Madrid\nTo: Lisbon\nSubject to change, of course.",
    "own fields": "due: friday 17:00\ndeliverables: two options\nbudget: 60 EUR",
    "private lines": "4 Clear and quick.\nprivate: a bit slow on Tuesday",
    "private below a closing": "4 Clear.\n\nBest,\nprivate: a bit slow\nJoy",
    "a link below a closing": "Done 2h.\n\nBest, Joy\nhttps://docs.example.com/spreadsheets/d/1xY2z3A4b5C6/edit",
    "a rule between two parts": "Done 2h.\n---\nNote that the third option is not refundable, so please decide by Friday.",
    "a colon": "I talked to Ben on 23 Nov 2026 and he wrote:\nthe room is free\nso I take it.",
    "a time and a colon": "The train leaves at 10:30 and these are the stops:\nMadrid\nLisbon",
    "a question below regards": "Accept.\n\nBest,\nand could you send me the list?",
    "sent from a place": "Sent from the warehouse this morning, tracking 123456.",
    "sent by courier": "Done 2h.\nEnviado con DHL, seguimiento 123456.\nVerzonden met PostNL.",
    "a disclaimer made": "Disclaimer added to page 2, done 1h.\nMailing list is cleaned as well.",
    "a word about a message": "This message to the bank is written.\nThe information is complete, I delete the old one.",
    "figures": "1. yes\n2. no\n3. the near one",
    "stars": "★★★★☆ good work",
    "a postscript": "Accept.\n\nBest,\nJoy\n\nPS: I need the old list.",
    "greater than": "The price is > 300 EUR, is that fine?",
    "code": "Done. It needs:\n\n    run --fast\n    stop",
    "two sections": "Accept\n\n***\n\nThe second thing: the office of Ana is closed all week, shall I ask the other one instead?",
    "a table": "Option | Price\nA | 120\nB | 240",
}
REMAINS = {
    "a postscript": "Accept.\n\nPS: I need the old list.",
    "private below a closing": "4 Clear.\n\nBest,\nprivate: a bit slow",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_was_said_remains(name: str) -> None:
    """Losing what she said is worse than a line too much."""
    said = KEPT[name]
    wanted = REMAINS.get(name, said)
    assert written(f"{said}\n").text == wanted
    assert written(f"{said}\n\n{ATTRIBUTIONS['german thunderbird']}\n{MARKED}\n").text == wanted
    assert written(f"{said}\n\n{BLOCK}{BRIEF}").text == wanted


def quote(class_: str = "", tag: str = "blockquote") -> str:
    return f"<{tag} {class_}>{PAGE}</{tag}>"


PAGES = {
    "gmail": f'<div dir="ltr">Accept.<div><br></div><div>Tonight.</div></div><br><div class="gmail_quote">'
    f'<div dir="ltr" class="gmail_attr">On Mon, Nov 23, 2026 the desk wrote:<br></div>{quote("class=gmail_quote")}</div>',
    "gmail, unknown language": f'<div dir="ltr">Accept.<br>Tonight.</div><br><div class="gmail_quote">'
    f'<div class="gmail_attr">Blip blop the desk:<br></div>{quote("class=gmail_quote")}</div>',
    "outlook web": f'<div class="elementToProof">Accept.</div><div class="elementToProof">Tonight.</div>'
    f'<div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">'
    f"<b>Xyz:</b> The desk<br><b>Blop:</b> Monday</div><div>{PAGE}</div>",
    "outlook desktop": f"<div class=WordSection1><p class=MsoNormal>Accept.<o:p></o:p></p><p class=MsoNormal>Tonight."
    f"<o:p></o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
    f"<p class=MsoNormal><b>From:</b> The desk &lt;{REPLY_TO}&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Joy<br>"
    f"<b>Subject:</b> x</p></div></div><p class=MsoNormal>{PAGE}</p></div>",
    "apple": f'<div>Accept.</div><div>Tonight.</div><div><br><blockquote type="cite"><div>On 23 Nov the desk wrote:</div>'
    f'<br class="Apple-interchange-newline"><div>{PAGE}</div></blockquote></div>',
    "thunderbird": f'<p>Accept.<br>Tonight.</p><div class="moz-cite-prefix">Blip blop:<br></div>{quote("type=cite")}',
    "thunderbird, below": f'<div class="moz-cite-prefix">On 23/11/2026, the desk wrote:<br></div>{quote("type=cite")}'
    '<p>Accept.<br>Tonight.</p><pre class="moz-signature" cols="72">-- \nJoy</pre>',
    "yahoo": f'<div>Accept.</div><div>Tonight.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>Blip:</div>{PAGE}</div>',
    "proton": f'<div>Accept.<br>Tonight.</div><div class="protonmail_signature_block">Sent with Proton Mail</div>'
    f'<div class="protonmail_quote">On Monday, November 23rd, 2026, the desk wrote:<br>{quote("class=protonmail_quote")}</div>',
    "gmx": f'<div>Accept.<br>Tonight.</div><div name="quote" style="border-left:2px solid #C3D9E5;">'
    f"<div><b>Gesendet:</b> Montag<br><b>Von:</b> The desk</div>{PAGE}</div>",
    "zoho": f'<div>Accept.<br>Tonight.</div><div class="zmail_extra">---- On Mon, 23 Nov 2026 10:02:11 +0100 '
    f'<b>The desk &lt;{REPLY_TO}&gt;</b> wrote ----<br>{quote("id=blockquote_zmail")}</div>',
    "mail.ru": f'<div>Accept.<br>Tonight.</div><blockquote style="border-left:1px solid #0857A6">{PAGE}</blockquote>',
    "roundcube": f'<p>Accept.<br>Tonight.</p><p id="reply-intro">Blip blop:</p>{quote("type=cite")}',
    "table": "<table><tr><td>Accept.</td></tr><tr><td>Tonight.</td></tr></table>"
    f'<table class="signature"><tr><td>Joy</td></tr></table>{quote()}',
    "indented by hand": "<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>Accept.<br>Tonight.</blockquote>",
    "hidden words": "<div style='display:none'>decline</div><p>Accept.<br>Tonight.</p>",
    "styles and comments": "<style>p{color:red}</style><!-- decline --><p>Accept.<br>Tonight.</p><script>decline</script>",
    "signature": '<div>Accept.<br>Tonight.</div><div class="gmail_signature">Joy, who never declines anything</div>',
    "icloud": '<div>Accept.<br>Tonight.</div><br id="lineBreakAtBeginningOfSignature"><div>Sent from my iPhone</div>'
    f'<blockquote type="cite">{PAGE}</blockquote>',
    "word list": "<p class=MsoNormal>Accept.</p><p class=MsoNormal>Tonight.</p><div style='border:none;border-left:solid blue"
    f" 1.5pt;padding:0cm 0cm 0cm 4.0pt'>{PAGE}</div>",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_without_plain_text_is_cut_as_well(page: str) -> None:
    """By what the programs mark in it, where no word tells."""
    found = written(None, f"<html><body>{page}</body></html>")
    assert told(found.text) == "Accept. / Tonight."


def test_the_page_helps_where_the_plain_text_lost_its_marks() -> None:
    """The text alone would tell neither where the quote ends nor that `Approve all` was the desk's."""
    text = f"Accept.\n\nBlip blop The desk\n\n{BRIEF}\n"
    assert written(text, PAGES["gmail, unknown language"].replace("<br>Tonight.", "")).text == "Accept."
    below = f"On 23/11/2026, the desk wrote:\n\n{BRIEF}\nAccept.\nTonight.\n"
    assert told(written(below, PAGES["thunderbird, below"]).text) == "Accept. / Tonight."


def test_a_stub_in_place_of_the_text_is_not_what_was_written() -> None:
    """Some programs write into the plain text only that it is none."""
    stub = "Your mail program does not support HTML messages."
    assert written(stub, "<p>Accept.</p>").text == "Accept."
    assert written(" \n ", "<p>Accept.</p>").text == "Accept."


def test_a_mail_with_nothing_in_it_says_nothing() -> None:
    """Sent by the pocket, with the letter below it or without."""
    assert written("\n\n") == Cut("")
    assert written(f"\n\n{ATTRIBUTIONS['german gmail']}\n{MARKED}", f"<br>{quote('type=cite')}").text == ""


def test_answers_between_quoted_lines_keep_what_they_answer() -> None:
    """Each with the lines right above it; the text holds them all in their order."""
    found = written(
        "See below.\n\nOn 23/11/2026 10:02, The desk wrote:\n> May I phone them?\nNo, mail only.\n>\n> Lisbon or Halifax?\n"
        "Lisbon.\n> Bye\n"
    )
    assert found.text == "See below.\n\nNo, mail only.\n\nLisbon."
    assert [answer for _, answer in found.inline] == ["No, mail only.", "Lisbon."]
    assert [above for above, _ in found.inline] == ["May I phone them?", "Lisbon or Halifax?"]


def test_a_question_quoted_by_hand_is_answered_below_it() -> None:
    """One line, then her answer."""
    found = written("> Which airport?\n\nThe near one.\n")
    assert found.text == "The near one."
    assert found.inline == (("Which airport?", "The near one."),)


def test_words_above_and_below_a_quote_both_remain() -> None:
    """In their order."""
    found = written(f"Accept.\n\nOn 23/11/2026 10:02, The desk wrote:\n{MARKED}\n\nAnd one question: which hotel?\n")
    assert found.text == "Accept.\n\nAnd one question: which hotel?"


def test_a_quoted_line_that_was_broken_is_no_answer() -> None:
    """Programs break long lines and mark only the first half."""
    long = (
        "> This is a line of the letter that is so long that some programs have to\nbreak it up\n> and here it goes on"
    )
    assert written(f"Accept.\n\nOn 23/11/2026 10:02, The desk wrote:\n{long}\n").text == "Accept."


def test_quotes_that_nobody_announced_are_quotes() -> None:
    """A word that counts in them must not act."""
    assert written(f"ok then\n\n{MARKED}\n").text == "ok then"
    assert written("> accept\n").text == ""


def test_a_mark_that_she_typed_herself_remains() -> None:
    """Where nothing else is quoted, it is no quote; and what she said begins above it."""
    assert written("decline\n> 300 EUR is too much for me\n").text == "decline\n> 300 EUR is too much for me"


def test_an_answer_below_an_unmarked_letter_is_found_by_the_letters_foot() -> None:
    """Outlook has no marks; our letters end with the address for replies."""
    assert written(f"{BLOCK}{BRIEF}\nAccept.\nTonight.\n").text == "Accept.\nTonight."
    assert written(f"Decline.\n\n{BLOCK}{BRIEF}\nAccept.\n").text == "Decline."
    assert written(f"{BLOCK}{BRIEF}\n{BLOCK}accept\n").text == ""


def test_a_signed_mail_is_taken_out_of_its_armour() -> None:
    """With the dashes that the signing put before its own."""
    armour = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"
    assert written(armour.format("Accept.\n\n- -- \nJoy")).text == "Accept."


def test_warnings_of_the_server_above_are_gone() -> None:
    """What came from outside is announced by some servers."""
    banner = "CAUTION: This email originated from outside of the organization. Do not click links.\n\n"
    assert written(f"{banner}Accept.\n").text == "Accept."
    assert (
        written("[You don't often get email from joy@example.net. Learn why at https://example.com]\n\nAccept.").text
        == "Accept."
    )


def test_a_picture_of_an_emoji_counts_as_the_emoji_and_a_link_is_kept() -> None:
    """Phones send the one, and the other is the delivery."""
    page = '<p>Done <img alt="👍" src="x"><img alt="logo"> <a href="https://example.com/d/1">the sheet</a></p>'
    assert written(None, page).text == "Done 👍 the sheet <https://example.com/d/1>"


LONG = {
    "On a a a": ("On ", "a ", 30_000, ""),
    "On a a a wrote": ("On ", "a ", 30_000, "wrote:"),
    "attributions": ("", "On a a a a a 10:02 a@b.c:\n", 5_000, ""),
    "newlines": ("", "\n", 1_000_000, ""),
    "blanks": ("", " \n\t\n", 200_000, ""),
    "marks": ("", ">", 1_000_000, ""),
    "lines of marks": ("", "> > > > >\n", 50_000, ""),
    "rules": ("", "-----\n", 20_000, ""),
    "dashes": ("", "-- \n--\n___\n", 20_000, ""),
    "headers": ("", "From: a@b.c\n", 20_000, ""),
    "headers apart": ("", "From: a@b.c\n\n", 20_000, ""),
    "phones": ("", "Sent from my phone\n", 20_000, ""),
    "notices": ("", "this email is confidential, delete\n", 20_000, ""),
    "colons": ("", "x:\n", 100_000, ""),
    "closings": ("", "Best,\n", 20_000, ""),
    "brackets": ("", "(", 1_000_000, ""),
    "one word": ("", "a", 1_000_000, ""),
    "long lines": ("", "a" * 2_000 + "\n", 500, ""),
    "armour": ("", "-----BEGIN PGP SIGNED MESSAGE-----\n", 10_000, ""),
    "tokens": ("", "t1-", 300_000, ""),
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_what_is_made_to_take_long_is_cut_all_the_same(kind: str, name: str) -> None:
    """As text and as a page; the benchmarks tell how long."""
    first, unit, times, last = LONG[name]
    raw = f"Content-Type: text/{kind}\n\n{first}{unit * times}{last}".encode()
    assert isinstance(cut(read_mail(raw)), Cut)


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from([
            "> quoted", ">> more", "On 23/11/2026 10:02, The desk wrote:", "-- ", "--", "Best,", "Joy", BLOCK, "________",
            "-----Original Message-----", "Sent from my iPhone", "private: x", "PS: y", f"Replies go to {REPLY_TO}", "",
            "<blockquote>", "</blockquote>", "<p>", "<!--", "This e-mail is confidential and intended for its recipient.",
        ]),
    ),
    max_size=30,
)  # fmt: skip


@given(lines=LINES, html=st.one_of(st.none(), LINES))
def test_any_text_is_cut(lines: list[str], html: list[str] | None) -> None:
    """Never an exception; and what remains was there."""
    mail = read_mail("\n".join(["Content-Type: text/plain; charset=utf-8", "", *lines]).encode("utf-8", "replace"))
    found = cut(mail)
    assert found.text == found.text.strip()
    assert all(line.strip() in (mail.text or "") for line in found.text.split("\n") if line.isascii())
    if html is not None:
        page = "\n".join(["Content-Type: text/html; charset=utf-8", "", *html])
        assert isinstance(cut(read_mail(page.encode("utf-8", "replace"))).text, str)
