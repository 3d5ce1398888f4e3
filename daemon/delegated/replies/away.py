"""What programs write when their owner is away, in the languages that mails come in. Only phrases.

Phrases stand here as `folded` leaves them: in small letters, without accents. `/` stands between two of them.
"""
# ruff: noqa: E501, RUF001  # tables of phrases as people write them, in many scripts

from __future__ import annotations

from delegated.replies.almanac import folded


def _phrases(*languages: str) -> tuple[str, ...]:
    """Each once, the longest first, so that what is cut off a text is cut off whole."""
    found = {folded(phrase.strip()) for language in languages for phrase in language.split("/")}
    return tuple(sorted(found - {""}, key=lambda phrase: (-len(phrase), phrase)))


# Subjects that begin so, with a colon or their end behind it, are an answer that nobody has written.
ANSWERED = _phrases(
    "automatic reply/auto reply/auto-reply/autoreply/automated reply/automatic response/auto response/auto-response",
    "autoresponse/automated response/autoresponder/auto responder/automatic answer/automated message/automated email",
    "this is an automated/automatic acknowledgement/auto acknowledgement/auto-ack",
    "automatische antwort/automatische rückantwort/autom. antwort/auto-antwort/automatische rückmeldung",
    "automatische eingangsbestätigung/eingangsbestätigung/automatische nachricht",
    "réponse automatique/réponse auto/message automatique/accusé de réception",
    "respuesta automática/contestación automática/autorespuesta/respuesta automatizada/mensaje automático",
    "resposta automática/resposta automàtica/mensagem automática/risposta automatica/messaggio automatico",
    "automatisch antwoord/automatische beantwoording/automatisch bericht/ontvangstbevestiging",
    "automatiskt svar/autosvar/automatisk svar/automaattinen vastaus/automaattivastaus",
    "odpowiedź automatyczna/automatyczna odpowiedź/autoodpowiedź/automatická odpověď/automatická odpoveď",
    "automatikus válasz/răspuns automat/automatski odgovor/samodejni odgovor/automatinis atsakymas",
    "automātiskā atbilde/automaatvastus/автоответ/автоматический ответ/автоматична відповідь/автоматичен отговор",
    "аутоматски одговор/αυτόματη απάντηση/otomatik yanıt/otomatik cevap/自動応答/自動返信/自動回覆/自动回复/自动答复",
    "自動答覆/자동 응답/자동응답/자동 회신/자동회신/תשובה אוטומטית/מענה אוטומטי/رد تلقائي/الرد التلقائي/الرد الآلي",
    "trả lời tự động/tự động trả lời/balasan otomatis/jawaban otomatis/ตอบกลับอัตโนมัติ/การตอบกลับอัตโนมัติ/स्वचालित उत्तर",
)
# Subjects that begin so, with a colon, a date or their end behind it: she is away, whoever tells it.
AWAY_SUBJECTS = _phrases(
    "out of office/out of the office/out-of-office/ooo/pto/on pto/ooto/out of office notice/out of office notification",
    "out of office message/away from the office/away from office/away from my desk/away from my mail/away message",
    "on vacation/on holiday/on leave/on annual leave/annual leave/vacation/vacation reply/holiday/holidays/absence",
    "vacation notice/vacation message/i am away/i'm away/i am out of the office/i'm out of the office/i am on vacation",
    "i am on holiday/i'm on holiday/i'm on vacation/i am currently/i'm currently/currently out/currently away/out sick",
    "maternity leave/parental leave/sick leave/on maternity leave/on parental leave/absence notice/away notice/away",
    "office closed/our office is closed/we are closed/gone fishing/out of town/not in the office",
    "abwesenheit/abwesenheitsnotiz/abwesenheitsnachricht/abwesenheitsmeldung/abwesenheitsassistent/abwesenheitsinfo",
    "abwesend/bin abwesend/ich bin abwesend/nicht im büro/nicht im hause/nicht im haus/außer haus/im urlaub/urlaub",
    "ich bin im urlaub/bin im urlaub/urlaubsmeldung/betriebsferien/ferienabwesenheit/in den ferien/in elternzeit",
    "betriebsurlaub/ferien/krankheitsbedingt abwesend/mutterschutz/elternzeit",
    "absence du bureau/absent du bureau/absente du bureau/absence/absent/absente/message d'absence/en congé/en congés",
    "congés/congés annuels/en vacances/vacances/hors du bureau/je suis absent/je suis absente/je suis en congés",
    "notification d'absence/avis d'absence/actuellement absent/actuellement absente/fermeture annuelle",
    "fuera de la oficina/fuera de oficina/ausencia/ausente/de vacaciones/vacaciones/estoy de vacaciones/estoy fuera",
    "mensaje de ausencia/aviso de ausencia/ausencia de la oficina/cerrado por vacaciones/no estoy en la oficina",
    "fora do escritório/fora de escritório/ausência/ausente do escritório/de férias/férias/estou de férias",
    "mensagem de ausência/aviso de ausência/ausência temporária/em férias/fora da oficina/absència/absent de l'oficina",
    "fuori sede/fuori ufficio/assenza/assente/in ferie/ferie/sono in ferie/assenza dall'ufficio/assente dall'ufficio",
    "messaggio di assenza/chiusura per ferie/afwezig/afwezigheid/afwezigheidsbericht/afwezigheidsmelding/niet aanwezig",
    "niet op kantoor/buiten kantoor/op vakantie/vakantie/afwezigheidsassistent/met verlof/ik ben afwezig",
    "frånvarande/frånvaro/frånvaromeddelande/ej på kontoret/inte på kontoret/på semester/semester/semesterstängt",
    "fraværende/fravær/fraværsmelding/ikke til stede/ikke på kontoret/på ferie/ferie/fraværsbesked/sommerferie",
    "poissa/poissaolo/poissaoloilmoitus/lomalla/en ole paikalla/poissa toimistolta/vuosilomalla",
    "poza biurem/nieobecność/nieobecny/nieobecna/nieobecność w biurze/urlop/jestem na urlopie/na urlopie",
    "mimo kancelář/nepřítomnost/dovolená/mimo kanceláriu/neprítomnosť/dovolenka/na dovolené/nejsem v kanceláři",
    "házon kívül/irodán kívül/távollét/szabadság/szabadságon vagyok/szabadságon/nem vagyok az irodában",
    "în afara biroului/absent din birou/concediu/în concediu/izvan ureda/odsutan/odsutna/godišnji odmor/odsotnost",
    "вне офиса/нет на месте/отсутствую/отпуск/в отпуске/я в отпуске/отсутствие/нет в офисе/поза офісом/відпустка",
    "у відпустці/відсутність/извън офиса/в отпуск/εκτός γραφείου/απουσία/σε άδεια/ofis dışında/ofis dışındayım",
    "izindeyim/yıllık izin/yıllık izindeyim/iş yerinde değilim/不在/不在のお知らせ/不在通知/不在連絡/休暇/休暇中/休業",
    "休業のお知らせ/外出/外出通知/不在办公室/不在辦公室/休假/休假通知/休假中/부재중/부재 중/부재 알림/휴가/휴가 중",
    "מחוץ למשרד/היעדרות/בחופשה/خارج المكتب/في إجازة/ngoài văn phòng/vắng mặt/nghỉ phép/di luar kantor/cuti/sedang cuti",
    "अवकाश पर/कार्यालय से बाहर/ไม่อยู่ที่สำนักงาน/ลาพักร้อน",
)
# A sentence tells that she is not there.
ABSENT = _phrases(
    "i am out of office/i'm out of office/i am out of the office/i'm out of the office/i am currently out/i'm currently out",
    "i will be out of/i'll be out of/i am away/i'm away/i will be away/i'll be away/i am currently away/i'm currently away",
    "i am on vacation/i'm on vacation/i am on holiday/i'm on holiday/i am on leave/i'm on leave/i am on annual leave",
    "i'm on annual leave/i am on maternity leave/i'm on maternity leave/i am on parental leave/i'm on parental leave",
    "i am currently on/i'm currently on/i am now on/i will be on vacation/i will be on leave/i will be on annual leave",
    "i am not in the office/i'm not in the office/i am travelling/i am traveling/i'm travelling/i'm traveling",
    "i am currently travelling/i am currently traveling/i am presently out/i am out until/i'm out until/i am out from",
    "i will be out/i'll be out/i am out today/i'm out today/i am out this/i'm out this/i am out sick/i'm out sick/gone for",
    "i am off until/i'm off until/i am off work/i'm off work/i am unavailable/i am currently unavailable/i'm unavailable",
    "our office is closed/our offices are closed/the office is closed/our office will be closed/the office will be closed",
    "we are closed/we will be closed/i am attending/i'm attending a conference/out of the office/out of office/out-of-office",
    "away from my desk/away from the office/away from my email/on pto/i have limited access/i will have limited access/i am ooo/i'm ooo/on annual leave/no longer with the company",
    "ich bin nicht im büro/ich bin im urlaub/bin ich im urlaub/ich befinde mich im urlaub/ich bin derzeit nicht",
    "ich bin zurzeit nicht/ich bin zur zeit nicht/ich bin momentan nicht/ich bin aktuell nicht/ich bin abwesend",
    "ich bin bis/ich bin vom/ich bin ab/ich bin derzeit/ich bin zurzeit/nicht im büro/nicht im hause/nicht erreichbar",
    "bin ich abwesend/bin ich nicht/ich bin nicht erreichbar/ich bin außer haus/außer haus/abwesend/befinde mich im urlaub",
    "befinde ich mich/ich habe urlaub/ich bin in elternzeit/im mutterschutz/unser büro ist/das büro ist/ist geschlossen",
    "ich bin krank/erst wieder ab/büro ist geschlossen/macht pause/macht ferien/haben betriebsferien/betriebsferien",
    "je suis absent/je suis absente/je suis en congé/je suis en congés/je suis en vacances/je suis actuellement",
    "je serai absent/je serai absente/je serai en congé/je suis hors du bureau/absent du bureau/absente du bureau",
    "nos bureaux sont fermés/nos bureaux seront fermés/je suis en déplacement/je suis en arrêt/actuellement en congé",
    "estoy fuera/estoy de vacaciones/me encuentro fuera/me encuentro de vacaciones/estaré fuera/estaré de vacaciones",
    "estoy ausente/estaré ausente/no estoy en la oficina/actualmente estoy/actualmente me encuentro/fuera de la oficina",
    "fuera de oficina/nuestra oficina está cerrada/nuestras oficinas/está cerrado/está cerrada/estamos cerrados/estoy de baja",
    "estou ausente/estou de férias/estarei ausente/estarei de férias/estou fora/estarei fora/encontro-me ausente",
    "encontro-me de férias/me encontro ausente/fora do escritório/de férias até/em férias/estamos fechados/estou em viagem",
    "sono fuori ufficio/sono fuori sede/sono assente/sono in ferie/sarò assente/sarò in ferie/sarò fuori/fuori ufficio",
    "fuori sede/sono in viaggio/attualmente assente/i nostri uffici sono chiusi/siamo chiusi/non sono in ufficio",
    "ik ben afwezig/ik ben niet aanwezig/ik ben niet bereikbaar/ik ben even niet/ik ben met vakantie/ik ben op vakantie",
    "ik ben momenteel/ik ben op dit moment/niet op kantoor/ik ben vrij/ons kantoor is/wij zijn gesloten/met verlof",
    "jag är inte på kontoret/jag är på semester/jag är frånvarande/jag är ledig/jag är bortrest/jag har semester",
    "jag är tjänstledig/jag är föräldraledig/jeg er ikke på kontoret/jeg er på ferie/jeg er fraværende/jeg er ikke til stede",
    "jeg har ferie/jeg holder ferie/jeg er bortreist/jeg er ute av kontoret/olen lomalla/olen poissa/en ole paikalla",
    "olen vuosilomalla/en ole toimistolla/olen matkalla/jestem na urlopie/jestem nieobecny/jestem nieobecna",
    "przebywam na urlopie/jestem poza biurem/przebywam poza/nie ma mnie w biurze/obecnie przebywam/będę nieobecny",
    "będę nieobecna/jsem na dovolené/jsem mimo kancelář/nejsem v kanceláři/jsem nepřítom/čerpám dovolenou/som na dovolenke",
    "som mimo kancelár/nie som v kancelárii/szabadságon vagyok/nem vagyok az irodában/irodán kívül vagyok/távol vagyok",
    "sunt în concediu/sunt plecat/nu sunt la birou/voi fi în concediu/lipsesc din birou/na godišnjem odmoru/nisam u uredu",
    "я в отпуске/я нахожусь в отпуске/нахожусь в отпуске/я отсутствую/меня нет в офисе/меня не будет/я буду отсутствовать",
    "буду отсутствовать/сейчас я в отпуске/в настоящее время я/в отпуске/я у відпустці/перебуваю у відпустці/мене немає",
    "буду відсутн/в отпуск съм/извън офиса съм/βρίσκομαι σε άδεια/είμαι σε άδεια/απουσιάζω/θα απουσιάζω/είμαι εκτός",
    "izindeyim/ofis dışındayım/yıllık izindeyim/izinde olacağım/ofiste değilim/ofiste olmayacağım/şehir dışındayım",
    "不在にして/不在となり/不在です/不在いたし/休暇をいただ/休暇を頂/休暇中/お休みをいただ/休業いたし/休業とさせ/出張中/出張のため",
    "我正在休假/我目前不在/我不在办公室/我不在辦公室/休假中/出差中/正在出差/目前休假/外出中/我在休假/我将休假/부재중/부재 중",
    "휴가 중/휴가중/휴가를/자리를 비/출장 중/출장중/אני בחופשה/אני נמצא בחופשה/אני לא במשרד/איני במשרד/אהיה בחופשה",
    "أنا خارج المكتب/خارج المكتب/في إجازة/سأكون خارج/tôi đang nghỉ/tôi hiện không có mặt/tôi đang đi công tác/nghỉ phép",
    "saya sedang cuti/saya sedang tidak/sedang di luar kantor/मैं छुट्टी पर/ฉันไม่อยู่/ลาพักร้อน/estic de vacances/estic fora",
)
# Thanks that a program says before anybody has read the mail.
THANKS = _phrases(
    "thank you for your email/thank you for your e-mail/thank you for your mail/thank you for your message",
    "thanks for your email/thanks for your e-mail/thanks for your mail/thanks for your message/thank you for contacting",
    "thanks for contacting/thank you for writing/thanks for writing/thank you for getting in touch/thank you for reaching",
    "thanks for reaching out/thanks for getting in touch/we have received your/your message has been received",
    "your email has been received/your e-mail has been received/thank you for your inquiry/thank you for your enquiry",
    "vielen dank für ihre nachricht/vielen dank für ihre e-mail/vielen dank für ihre mail/danke für ihre nachricht",
    "danke für ihre e-mail/danke für ihre mail/vielen dank für deine/danke für deine/vielen dank für ihre anfrage",
    "herzlichen dank für ihre/besten dank für ihre/wir haben ihre nachricht erhalten/vielen dank für eure",
    "merci pour votre message/merci de votre message/merci pour votre mail/merci pour votre e-mail/merci pour votre courriel",
    "je vous remercie pour votre/je vous remercie de votre/nous avons bien reçu votre/j'ai bien reçu votre/merci de m'avoir",
    "gracias por su mensaje/gracias por tu mensaje/gracias por su correo/gracias por tu correo/gracias por su email",
    "gracias por contactar/gracias por ponerse en contacto/gracias por escribir/hemos recibido su/he recibido su",
    "obrigado pela sua mensagem/obrigada pela sua mensagem/obrigado pelo seu/obrigada pelo seu/obrigado por sua mensagem",
    "agradeço o seu/agradeço a sua/agradecemos o seu/agradecemos a sua/obrigado pelo contacto/obrigado pelo contato",
    "grazie per il messaggio/grazie del messaggio/grazie per il tuo messaggio/grazie per il suo messaggio/grazie per la sua",
    "grazie per la tua/grazie per averci contattato/la ringrazio per/grazie per avermi/grazie della mail/grazie per la mail",
    "bedankt voor je/bedankt voor uw/dank voor uw/dank voor je/dank u voor/hartelijk dank voor/tack för ditt/tack för ert",
    "tak for din/tak for din mail/takk for din/takk for e-post/takk for meldingen/kiitos viestistäsi/kiitos sähköpostistasi",
    "dziękuję za wiadomość/dziękuję za kontakt/dziękujemy za/dziękuję za maila/děkuji za váš/děkuji za vaši/ďakujem za",
    "köszönöm levelét/köszönöm a levelét/köszönöm e-mailjét/köszönöm megkeresését/vă mulțumesc pentru/mulțumesc pentru mesaj",
    "спасибо за ваше/спасибо за письмо/спасибо за обращение/благодарю за ваше/благодарю за письмо/дякую за ваш/дякую за лист",
    "ευχαριστώ για το/σας ευχαριστώ για/mesajınız için teşekkür/e-postanız için teşekkür/iletiniz için teşekkür",
    "ご連絡ありがとうござい/メールありがとうござい/お問い合わせありがとうござい/ご連絡いただき/感谢您的来信/感谢您的邮件",
    "感謝您的來信/谢谢您的来信/谢谢您的邮件/메일 감사합니다/메일을 보내주셔서/연락 주셔서/연락주셔서/תודה על פנייתך/תודה על הודעתך",
    "شكرا لرسالتك/شكراً لرسالتك/شكرا على رسالتك/cảm ơn bạn đã/terima kasih atas email/terima kasih telah menghubungi/gràcies pel",
)
# What becomes of the mail, or who else is there: only programs say it to everybody.
UNREAD = _phrases(
    "limited access to/no access to my e/no access to e/intermittent access to/without access to/not have access to",
    "not be checking/not checking my/not be reading/will not be read/not read my/won't be reading/won't be checking",
    "will not be forwarded/is not being forwarded/will not be monitored/not monitored/for urgent/in urgent/if it is urgent",
    "if it's urgent/if your matter is urgent/if your message is urgent/if urgent/in case of emergency/in an emergency",
    "if you need immediate/for immediate/if you require immediate/in my absence/during my absence/during this time please",
    "please contact my colleague/please contact/please reach out to/respond when i return/reply when i return/reply upon my",
    "respond upon my/respond to your email/respond to your message/reply to your email/reply to your message",
    "respond as soon as/reply as soon as/get back to you as soon as/get back to you when/get back to you upon/upon my return",
    "lese keine/keinen zugriff/eingeschränkten zugriff/nur eingeschränkt/nicht weitergeleitet/nicht gelesen/in dringenden",
    "bei dringenden/in dringlichen/im notfall/meine vertretung/meine kollegin/meinen kollegen/mein kollege/wenden sie sich",
    "wende dich/vertritt mich/werde mich nach/nach meiner rückkehr/so bald wie möglich/sobald ich/baldmöglichst",
    "en cas d'urgence/pour toute urgence/pour toute question urgente/pour les urgences/en mon absence/pendant mon absence",
    "accès limité/pas accès à/je prendrai connaissance/je vous répondrai/je répondrai/à mon retour/dès mon retour",
    "veuillez contacter/merci de contacter/vous pouvez contacter/para asuntos urgentes/en caso de urgencia/para urgencias",
    "para cualquier urgencia/si es urgente/acceso limitado/sin acceso a/en mi ausencia/durante mi ausencia/a mi regreso",
    "a mi vuelta/responderé/contestaré/le atenderé/póngase en contacto/puede contactar/em caso de urgência/assuntos urgentes",
    "acesso limitado/sem acesso a/na minha ausência/durante a minha ausência/no meu regresso/quando regressar/responderei",
    "favor contactar/por favor contacte/entre em contato/per urgenze/in caso di urgenza/per questioni urgenti/per comunicazioni",
    "accesso limitato/in mia assenza/durante la mia assenza/al mio rientro/risponderò/potete contattare/si prega di contattare",
    "voor dringende/bij dringende/in dringende/voor spoed/bij spoed/beperkt toegang/geen toegang/tijdens mijn afwezigheid",
    "bij terugkomst/na terugkomst/neem contact op/kunt u contact/contact opnemen/wordt niet doorgestuurd/worden niet gelezen",
    "vid brådskande/i brådskande/för brådskande/läser inte/begränsad tillgång/kontakta/ved hastesager/i hastetilfælde",
    "læser ikke/leser ikke/begrænset adgang/begrenset tilgang/ved behov kontakt/haster det/kontakt venligst/kiireellisissä",
    "en lue sähköposti/kiireisissä/ota yhteyttä/w pilnych/w sprawach pilnych/proszę o kontakt/ograniczony dostęp/nie czytam",
    "pod moją nieobecność/po powrocie/v naléhav/v urgentn/po návratu/kontaktujte/v nepřítomnosti/sürgős/visszatérésem",
    "kérem forduljon/în caz de urgență/pentru urgențe/la întoarcere/за срочн/по срочным/в срочных/в случае срочн",
    "по всем вопросам/ограниченный доступ/после возвращения/обращайтесь/у термінових/з термінових/για επείγοντα/σε επείγουσ",
    "acil durum/acil konu/e-postalarıma/dönüşümde/döndüğümde/lütfen iletişime/至急の/お急ぎの/緊急の/返信が遅れ/ご返信が/ご連絡ください",
    "改めてご連絡/ご迷惑をおかけ/急用/紧急/緊急/请联系/請聯絡/请联络/回覆您/回复您/급한/긴급/연락 바랍니다/연락주시기/במקרים דחופים",
    "לעניינים דחופים/للحالات العاجلة/للأمور العاجلة/في الحالات/trường hợp khẩn/liên hệ/untuk keperluan mendesak/silakan hubungi",
)
# A program says so itself.
DECLARED = _phrases(
    "this is an automatic/this is an automated/this is an auto/automatically generated/automatic reply/automated reply",
    "automated response/automatic response/auto-generated/do not reply to this/please do not reply/auto-reply/autoreply",
    "dies ist eine automatisch/diese nachricht wurde automatisch/automatisch erstellt/automatisch generiert/automatische antwort",
    "bitte antworten sie nicht auf/ceci est un message automatique/ceci est une réponse automatique/réponse automatique",
    "message automatique/merci de ne pas répondre/este es un mensaje automático/esta es una respuesta automática",
    "respuesta automática/mensaje automático/no responda a este/esta é uma mensagem automática/esta é uma resposta automática",
    "resposta automática/mensagem automática/não responda a esta/questo è un messaggio automatico/risposta automatica",
    "messaggio automatico/non rispondere a questa/dit is een automatisch/automatisch gegenereerd/automatisch antwoord",
    "detta är ett automatiskt/automatiskt svar/dette er et automatisk/dette er en automatisk/automatisk svar",
    "tämä on automaattinen/automaattinen vastaus/wiadomość wygenerowana automatycznie/to jest automatyczna",
    "automatyczna odpowiedź/odpowiedź automatyczna/toto je automatick/automatická odpověď/ez egy automatikus/automatikus válasz",
    "acesta este un mesaj automat/это автоматическ/автоматический ответ/це автоматичн/автоматична відповідь/αυτόματη απάντηση",
    "bu otomatik/otomatik bir yanıt/otomatik yanıt/自動返信/自動応答/自動送信/自動的に送信/自动回复/自動回覆/자동 응답/자동응답/자동 회신",
    "자동회신/תשובה אוטומטית/رد تلقائي/رسالة تلقائية/thư trả lời tự động/trả lời tự động/balasan otomatis/pesan otomatis",
)
# Words of a person about her work: with one of them in it, a text is never taken for a program's by its words alone.
WORK = frozenset(
    folded(
        "accept accepted decline declined approve approved refuse done finished completed attached late question draft"
        " ablehnen abgelehnt annehmen angenommen zusage absage erledigt fertig anbei entwurf frage aceptado acepto rechazo"
        " rechazado hecho terminado adjunto borrador pregunta accepte refuse décline terminé fini ci-joint brouillon aceito"
        " aceite recuso feito pronto anexo rascunho accetto rifiuto fatto finito allegato bozza accepteer akkoord klaar"
        " bijlage concept godtar accepterar klart przyjmuję odmawiam gotowe załącznik принимаю отказ готово прилагаю"
    ).split()
)
# Words that agree or refuse, or begin to bargain.
AGREEMENT = frozenset(
    folded(
        "yes yep ok okay sure happy gladly agreed deal can't cannot ja gerne jawohl einverstanden passt nein leider oui accord"
        " volontiers sí vale claro sim pode sì certo volentieri jazeker graag prima tak jasne zgoda da да нет хорошо согласен"
        " согласна evet tamam olur はい 承知 了解 好的 可以 네 כן نعم"
    ).split()
)
# How letters begin in which a program may go on.
GREETINGS = frozenset(
    folded(
        "hello hi hey dear greetings good hallo guten sehr liebe lieber moin servus grüß bonjour bonsoir madame chère cher"
        " hola buenos buenas estimado estimada estimados olá ola caro cara bom boa prezado prezada ciao buongiorno salve"
        " gentile egregio goedemorgen goedendag beste geachte hej hejsan god hei heisann moi terve hyvä dzień szanowni"
        " szanowny witam cześć dobrý vážený vážená ahoj tisztelt kedves jó bună stimate здравствуйте добрый уважаемый"
        " привет вітаю добрий αγαπητέ γεια καλημέρα merhaba sayın 您好 你好 안녕하세요 שלום مرحبا xin kính halo yth ¡hola"
    ).split()
)
CHALLENGES = _phrases(
    "prove that you are a person/prove that you are human/prove you are human/prove you're human/verify that you are human",
    "verify that you are a real/your message is waiting/your message is being held/message has been held/message is on hold",
    "held until you/confirm that you sent/confirm you sent/confirm your message/confirm that your message/confirm delivery of",
    "to deliver your message/release your message/verify your email to deliver/complete the verification/verification request",
    "one-time verification/one time verification/sender verification/sender authentication/challenge-response/challenge response",
    "spam arrest/spamarrest/boxbe/mailblocks/tmda/added to my guest list/my approved senders/allowed senders list",
    "approved sender list/protecting myself from/to prevent spam/anti-spam system/we do not know you yet/not on my whitelist",
    "bestätigen sie ihre nachricht/bestätigen sie, dass sie/ihre nachricht wird zurückgehalten/ihre nachricht wartet",
    "confirmer votre message/confirmer que vous/votre message est en attente/prouver que vous/confirme su mensaje",
    "confirme que usted/su mensaje está en espera/su mensaje está retenido/confirme a sua mensagem/sua mensagem está retida",
    "conferma il tuo messaggio/bevestig uw bericht/potwierdź swoją wiadomość/подтвердите отправку/подтвердите, что вы",
)
READ_SUBJECTS = _phrases(
    "read:/not read:/displayed:/gelesen:/ungelesen:/lu:/non lu:/leído:/leido:/no leído:/lida:/lido:/não lida:/letto:/non letto:",
    "gelezen:/niet gelezen:/läst:/oläst:/læst:/ulæst:/lest:/ulest:/luettu:/przeczytane:/przeczytano:/přečteno:/prečítané:/olvasva:",
    "citit:/прочитано:/прочтено:/αναγνώστηκε:/okundu:/開封済み:/既読:/已读:/已讀:/읽음:/נקרא:/return receipt/read receipt/disposition",
    "lesebestätigung/empfangsbestätigung (angezeigt)/accusé de lecture/confirmación de lectura/confirmação de leitura",
    "ricevuta di ritorno/conferma di lettura/leesbevestiging/läskvitto/läsbekräftelse/lesebekreftelse/potwierdzenie przeczytania",
)
READ = _phrases(
    "was read on/was displayed on/has been displayed/has been read/was opened on/was deleted without being read/was read at",
    "wurde gelesen/wurde am/wurde angezeigt/a été lu/a été affiché/fue leído/se leyó/se ha leído/ha sido leído/foi lida/foi lido",
    "foi exibida/è stato letto/è stato visualizzato/stata visualizzata/is gelezen/werd gelezen/lästes/har lästs/blev læst",
    "ble lest/luettiin/została przeczytana/przeczytano/byla přečtena/bola prečítaná/elolvasták/a fost citit/было прочитано",
    "прочитано/прочтено/okundu/開封され/表示され/已于/已被阅读/已讀取/읽었습니다/no guarantee that the message has been read",
)
