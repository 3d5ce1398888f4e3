# ruff: noqa: E501  a mail stands on one line: where its own lines end is what is tested
# ruff: noqa: RUF001  these are the characters that programs write
"""What mail programs put around a letter, in the languages of their people.

`{name}` and `{address}` are whose letter it is: written on Monday 23 November 2026 at 10:02.
"""

from __future__ import annotations

from typing import Final

GMAIL: Final = {
    "en": "On Mon, Nov 23, 2026 at 10:02\u202fAM {name} <{address}> wrote:",
    "es": "El lun, 23 nov 2026 a las 10:02, {name} (<{address}>) escribió:",
    "de": "Am Mo., 23. Nov. 2026 um 10:02 Uhr schrieb {name} <{address}>:",
    "fr": "Le lun. 23 nov. 2026 à 10:02, {name} <{address}> a écrit :",
    "pt": "Em seg., 23 de nov. de 2026 às 10:02, {name} <{address}> escreveu:",
    "it": "Il giorno lun 23 nov 2026 alle ore 10:02 {name} <{address}> ha scritto:",
    "nl": "Op ma 23 nov 2026 om 10:02 schreef {name} <{address}>:",
    "pl": "pon., 23 lis 2026 o 10:02 {name} <{address}> napisał(a):",
    "sv": "Den mån 23 nov. 2026 kl 10:02 skrev {name} <{address}>:",
    "da": "Den man. 23. nov. 2026 kl. 10.02 skrev {name} <{address}>:",
    "cs": "po 23. 11. 2026 v 10:02 odesílatel {name} <{address}> napsal:",
    "ru": "пн, 23 нояб. 2026 г. в 10:02, {name} <{address}>:",
    "tr": "{name} <{address}>, 23 Kas 2026 Pzt, 10:02 tarihinde şunu yazdı:",
    "ja": "2026年11月23日(月) 10:02 {name} <{address}>:",
    "zh": "{name} <{address}> 于2026年11月23日周一 10:02写道：",
    "ko": "2026년 11월 23일 (월) 오전 10:02, {name} <{address}>님이 작성:",
    "ar": "في الاثنين، 23 نوفمبر 2026 في 10:02 ص تمت كتابة ما يلي بواسطة {name} <{address}>:",
    "he": "\u202bבתאריך יום ב׳, 23 בנוב׳ 2026 ב-10:02 מאת \u202a{name}\u202c\u200f <\u202a{address}\u202c\u200f>:\u202c",
}
APPLE: Final = {
    "en": "On Nov 23, 2026, at 10:02\u202fAM, {name} <{address}> wrote:",
    "es": "El 23 nov 2026, a las 10:02, {name} <{address}> escribió:",
    "de": "Am 23.11.2026 um 10:02 schrieb {name} <{address}>:",
    "fr": "Le 23 nov. 2026 à 10:02, {name} <{address}> a écrit :",
    "pt": "No dia 23/11/2026, às 10:02, {name} <{address}> escreveu:",
    "it": "Il giorno 23 nov 2026, alle ore 10:02, {name} <{address}> ha scritto:",
    "nl": "Op 23 nov 2026 om 10:02 heeft {name} <{address}> het volgende geschreven:",
    "pl": "Wiadomość napisana przez {name} <{address}> w dniu 23 lis 2026, o godz. 10:02:",
    "sv": "23 nov. 2026 kl. 10:02 skrev {name} <{address}>:",
    "da": "Den 23. nov. 2026 kl. 10.02 skrev {name} <{address}>:",
    "cs": "23. 11. 2026 v 10:02, {name} <{address}>:",
    "ru": "23 нояб. 2026 г., в 10:02, {name} <{address}> написал(а):",
    "tr": "{name} <{address}> şunları yazdı (23 Kas 2026 10:02):",
    "ja": "2026/11/23 10:02、{name} <{address}>のメール:",
    "zh": "2026年11月23日 10:02，{name} <{address}> 写道：",
    "ko": "2026. 11. 23. 오전 10:02, {name} <{address}> 작성:",
    "ar": "في ٢٣ نوفمبر ٢٠٢٦، الساعة ١٠:٠٢ ص، كتب {name} <{address}>:",
    "he": "\u200fב-23 בנוב׳ 2026, בשעה 10:02,\u200f {name} <{address}> כתב/ה:",
}
THUNDERBIRD: Final = {
    "en": "On 23/11/2026 10:02, {name} wrote:",
    "es": "El 23/11/26 a las 10:02, {name} escribió:",
    "de": "Am 23.11.26 um 10:02 schrieb {name}:",
    "fr": "Le 23/11/2026 à 10:02, {name} a écrit :",
    "pt": "Às 10:02 de 23/11/2026, {name} escreveu:",
    "it": "Il 23/11/2026 10:02, {name} ha scritto:",
    "nl": "Op 23-11-2026 om 10:02 schreef {name}:",
    "pl": "W dniu 23.11.2026 o 10:02, {name} pisze:",
    "sv": "Den 2026-11-23 kl. 10:02, skrev {name}:",
    "da": "Den 23.11.2026 kl. 10.02 skrev {name}:",
    "cs": "Dne 23. 11. 26 v 10:02 {name} napsal(a):",
    "ru": "23.11.2026 10:02, {name} пишет:",
    "tr": "23.11.2026 10:02 tarihinde {name} yazdı:",
    "ja": "On 2026/11/23 10:02, {name} wrote:",
    "zh": "在 2026/11/23 10:02, {name} 写道:",
    "ko": "2026-11-23 오전 10:02에 {name} 이(가) 쓴 글:",
    "ar": "في 23/11/2026 10:02، كتب {name}:",
    "he": "ב-23/11/2026 10:02, {name} כתב:",
}
OUTLOOK: Final = {
    "en": ("From", "Sent", "To", "Subject", "Monday, November 23, 2026 10:02 AM"),
    "es": ("De", "Enviado el", "Para", "Asunto", "lunes, 23 de noviembre de 2026 10:02"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Montag, 23. November 2026 10:02"),
    "fr": ("De", "Envoyé", "À", "Objet", "lundi 23 novembre 2026 10:02"),
    "pt": ("De", "Enviada em", "Para", "Assunto", "segunda-feira, 23 de novembro de 2026 10:02"),
    "it": ("Da", "Inviato", "A", "Oggetto", "lunedì 23 novembre 2026 10:02"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp", "maandag 23 november 2026 10:02"),
    "pl": ("Od", "Wysłano", "Do", "Temat", "poniedziałek, 23 listopada 2026 10:02"),
    "sv": ("Från", "Skickat", "Till", "Ämne", "den 23 november 2026 10:02"),
    "da": ("Fra", "Sendt", "Til", "Emne", "23. november 2026 10:02"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět", "pondělí 23. listopadu 2026 10:02"),
    "ru": ("От", "Отправлено", "Кому", "Тема", "23 ноября 2026 г. 10:02"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu", "23 Kasım 2026 Pazartesi 10:02"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "2026年11月23日月曜日 10:02"),
    "zh": ("发件人", "发送时间", "收件人", "主题", "2026年11月23日 10:02"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목", "2026년 11월 23일 월요일 오전 10:02"),
    "ar": ("من", "تاريخ الإرسال", "إلى", "الموضوع", "الاثنين، 23 نوفمبر 2026 10:02 ص"),
    "he": ("מאת", "נשלח", "אל", "נושא", "יום שני 23 נובמבר 2026 10:02"),
}
"""From, sent, to, subject, and the day."""
YAHOO: Final = {
    "en": "On Monday, November 23, 2026 at 10:02:11 AM GMT+1, {name} <{address}> wrote:",
    "es": "El lunes, 23 de noviembre de 2026, 10:02:11 CET, {name} <{address}> escribió:",
    "de": "Am Montag, 23. November 2026 um 10:02:11 MEZ hat {name} <{address}> Folgendes geschrieben:",
    "fr": "Le lundi 23 novembre 2026 à 10:02:11 UTC+1, {name} <{address}> a écrit :",
    "pt": "Em segunda-feira, 23 de novembro de 2026 às 10:02:11 WET, {name} <{address}> escreveu:",
    "it": "Il lunedì 23 novembre 2026 alle ore 10:02:11 CET, {name} <{address}> ha scritto:",
}
PROTON: Final = {
    "en": "On Monday, November 23rd, 2026 at 10:02 AM, {name} <{address}> wrote:",
    "es": "El lunes, 23 de noviembre de 2026 a las 10:02, {name} <{address}> escribió:",
    "de": "{name} <{address}> schrieb am Montag, 23. November 2026 um 10:02:",
    "fr": "Le lundi 23 novembre 2026 à 10:02, {name} <{address}> a écrit :",
    "pt": "segunda-feira, 23 de novembro de 2026 às 10:02, {name} <{address}> escreveu:",
}
K9: Final = {
    "en": "On 23 November 2026 10:02:11 CET, {name} <{address}> wrote:",
    "es": "El 23 de noviembre de 2026 10:02:11 CET, {name} <{address}> escribió:",
    "de": "Am 23. November 2026 10:02:11 MEZ schrieb {name} <{address}>:",
    "fr": "Le 23 novembre 2026 10:02:11 GMT+01:00, {name} <{address}> a écrit :",
    "pt": "Em 23 de novembro de 2026 10:02:11 WET, {name} <{address}> escreveu:",
    "nl": "{name} <{address}> schreef op 23 november 2026 10:02:11 CET:",
    "ru": "23 ноября 2026 г. 10:02:11 GMT+03:00, {name} <{address}> пишет:",
}
ROUNDCUBE: Final = {
    "en": "On 2026-11-23 10:02, {name} wrote:",
    "es": "El 2026-11-23 10:02, {name} escribió:",
    "de": "Am 2026-11-23 10:02, schrieb {name}:",
    "fr": "Le 2026-11-23 10:02, {name} a écrit :",
    "pt": "Em 2026-11-23 10:02, {name} escreveu:",
    "it": "Il 2026-11-23 10:02 {name} ha scritto:",
    "nl": "{name} schreef op 2026-11-23 10:02:",
    "pl": "W dniu 2026-11-23 10:02, {name} napisał(a):",
    "cs": "Dne 2026-11-23 10:02, {name} napsal:",
}
SAMSUNG: Final = {
    "en": ("-------- Original message --------", "From", "Date", "To", "Subject", "11/23/26  10:02 AM  (GMT+01:00)"),
    "es": ("-------- Mensaje original --------", "De", "Fecha", "Para", "Asunto", "23/11/26  10:02  (GMT+01:00)"),
    "de": (
        "-------- Ursprüngliche Nachricht --------",
        "Von",
        "Datum",
        "An",
        "Betreff",
        "23.11.26  10:02  (GMT+01:00)",
    ),
    "fr": ("-------- Message d'origine --------", "De", "Date", "À", "Objet", "23/11/2026  10:02  (GMT+01:00)"),
    "pt": ("-------- Mensagem original --------", "De", "Data", "Para", "Assunto", "23/11/26  10:02  (GMT+00:00)"),
}
GMX: Final = {
    "en": ("Sent", "From", "To", "Subject", "Monday, November 23, 2026 at 10:02 AM"),
    "de": ("Gesendet", "Von", "An", "Betreff", "Montag, 23. November 2026 um 10:02 Uhr"),
    "fr": ("Envoyé", "De", "À", "Objet", "lundi 23 novembre 2026 à 10:02"),
    "es": ("Enviado", "De", "Para", "Asunto", "lunes 23 de noviembre de 2026 a las 10:02"),
}
IPHONE: Final = {
    "en": "Sent from my iPhone",
    "es": "Enviado desde mi iPhone",
    "de": "Von meinem iPhone gesendet",
    "fr": "Envoyé de mon iPhone",
    "pt": "Enviado do meu iPhone",
    "it": "Inviato da iPhone",
    "nl": "Verstuurd vanaf mijn iPhone",
    "pl": "Wysłane z iPhone’a",
    "sv": "Skickat från min iPhone",
    "da": "Sendt fra min iPhone",
    "cs": "Odesláno z iPhonu",
    "ru": "Отправлено с iPhone",
    "tr": "iPhone’umdan gönderildi",
    "ja": "iPhoneから送信",
    "zh": "发自我的 iPhone",
    "ko": "나의 iPhone에서 보냄",
    "ar": "مرسل من الـ iPhone",
    "he": "נשלח מה-iPhone שלי",
}
OUTLOOK_PHONE: Final = {
    "en": "Get Outlook for iOS",
    "es": "Obtener Outlook para iOS",
    "de": "Outlook für iOS beziehen",
    "fr": "Obtenir Outlook pour iOS",
    "pt": "Obter o Outlook para iOS",
    "it": "Scarica Outlook per iOS",
    "nl": "Outlook voor iOS downloaden",
    "pl": "Pobierz aplikację Outlook dla systemu iOS",
    "sv": "Skaffa Outlook för iOS",
    "da": "Hent Outlook til iOS",
    "cs": "Získat Outlook pro iOS",
    "ru": "Скачать Outlook для iOS",
    "tr": "iOS için Outlook'u edinin",
    "ja": "Outlook for iOS を入手",
    "zh": "获取 Outlook for iOS",
    "ko": "iOS용 Outlook 다운로드",
}
GALAXY: Final = {
    "en": "Sent from my Galaxy",
    "es": "Enviado desde mi Galaxy",
    "de": "Von meinem Galaxy gesendet",
    "fr": "Envoyé depuis mon appareil Galaxy",
    "pt": "Enviado do meu Galaxy",
}
K9_SIGN: Final = {
    "en": "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
    "es": "Enviado desde mi dispositivo Android con K-9 Mail. Por favor, disculpa mi brevedad.",
    "de": "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "fr": "Envoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté.",
    "pt": "Enviado do meu dispositivo Android com o K-9 Mail. Por favor, desculpe minha brevidade.",
    "nl": "Verstuurd vanaf mijn Android-apparaat met K-9 Mail. Excuseer mijn beknoptheid.",
    "ru": "Простите за краткость, создано в K-9 Mail.",
}
ANSWERS: Final = {
    "de": "AW",
    "nl": "Antw",
    "sv": "SV",
    "da": "SV",
    "pl": "Odp",
    "it": "R",
    "tr": "YNT",
    "zh": "答复",
    "ko": "회신",
    "pt": "RES",
    "he": "השב",
    "ar": "رد",
}
FORWARDS: Final = {"en": "FW", "de": "WG", "es": "RV", "fr": "TR", "pt": "ENC", "it": "I", "nl": "FW", "sv": "VB"}
