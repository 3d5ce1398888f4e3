"""What mail programs and firms write around a person's words, in the languages of the world.

Attributions, header labels, separators, what phones add, farewells, legal notices: one table for each, all in small
letters (`str.casefold`). A phrase that people say as well as programs has no place here.
"""
# ruff: noqa: RUF001  # words of forty languages: their letters look like others on purpose

from __future__ import annotations

from typing import Final


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.casefold().split("|"))


LABELS: Final = {
    label: kind
    for kind, labels in (
        (
            "from",
            (
                "from|von|de|da|van|från|fra|lähettäjä|od|отправитель|от|від|от кого|de la|feladó|kimden|gönderen|από|"
                "αποστολέασ|מאת|من|差出人|发件人|寄件者|寄件人|보낸 사람|보낸사람|発信者|送信者|จาก|từ|người gửi|dari|"
                "pengirim|nadawca|odesílatel|odosielateľ|saatja|siuntėjas|no|nuo|remitente|expéditeur|mittente|remetente|"
                "afzender|absender|avsändare|avsender|afsender|sender|šalje|pošiljatelj|пошиљалац|изпращач|подател|frá|"
                "expeditor|oorspronkelijk van|प्रेषक|से|mula kay|kutoka|igorlea"
            ),
        ),
        (
            "date",
            (
                "sent|date|gesendet|datum|enviado|enviado el|enviado em|fecha|envoyé|envoyé le|inviato|data|verzonden|"
                "skickat|dato|sendt|lähetetty|päivämäärä|päiväys|wysłano|wysłane|data wysłania|odesláno|odoslané|dátum|"
                "отправлено|дата|надіслано|trimis|elküldve|küldve|tarih|gönderildi|gönderme tarihi|gönderilme|στάλθηκε|"
                "εστάλη|ημερομηνία|απεσταλμένα|נשלח|תאריך|תאריך שליחה|أُرسلت|تاريخ الإرسال|تم الإرسال|التاريخ|送信日時|"
                "日付|日時|发送时间|发送日期|日期|寄件日期|傳送日期|보낸 날짜|날짜|วันที่|ส่ง|ngày|đã gửi|vào lúc|"
                "tanggal|terkirim|dikirim|saadetud|kuupäev|išsiųsta|nosūtīts|datums|poslano|послано|изпратено|sent on|"
                "date sent|data de envio|fecha de envío|date d'envoi|date d’envoi|sent at|sent date|enviada|enviada em|"
                "enviat|data d'enviament|bidalia|ipinadala|tarehe|दिनांक|भेजा गया|poslané|petsa|sendt den"
            ),
        ),
        (
            "to",
            (
                "to|an|para|à|a|aan|till|til|vastaanottaja|do|komu|кому|până la|către|catre|címzett|kime|alıcı|προσ|אל|"
                "إلى|宛先|收件人|收件者|받는 사람|받는사람|ถึง|đến|tới|kepada|ke|untuk|destinatario|destinatário|"
                "destinataire|pour|mottaker|modtager|empfänger|ontvanger|recipient|saaja|kam|kellele|gavėjas|prima|за|до|"
                "nori|sa|para kay|kwa|प्रति|को|per a|recipients"
            ),
        ),
        (
            "cc",
            (
                "cc|kopie|kopia|copia|kopi|kopio|копия|копія|másolatot kap|bilgi|κοιν|κοινοποίηση|עותק|نسخة|抄送|副本|"
                "참조|สำเนา|đồng gửi|tembusan|bcc|cci|cco|ccn|kopie (cc)|con copia a|in kopie|dw|udw|reply-to|reply to|"
                "antwort an|responder a|répondre à|rispondi a"
            ),
        ),
        (
            "subject",
            (
                "subject|betreff|asunto|objet|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|тема|"
                "subiect|tárgy|konu|θέμα|נושא|הנדון|الموضوع|件名|主题|主旨|제목|เรื่อง|หัวเรื่อง|chủ đề|tiêu đề|subjek|"
                "perihal|teema|tema|относно|предмет|sujet|asunto del mensaje|assumpte|efni|gaia|paksa|mada|विषय|subj|"
                "naslov"
            ),
        ),
    )
    for label in _phrases(labels)
}
"""What stands before the colon of a header line, and which header it is."""
SEPARATORS: Final = frozenset(_phrases(
    "algne kiri|alkuperäinen viesti|anfang der weitergeleiteten nachricht|başlangıcı iletilen mesaj|"
    "begin doorgestuurd bericht|begin forwarded message|början på vidarebefordrat meddelande|cita original|"
    "den oprindelige meddelelse|doorgestuurd bericht|début du message réexpédié|début du message transféré|"
    "edastatud kiri|end of forwarded message|eredeti üzenet|forwarded by|forwarded message|iletilen mesaj|"
    "iletilmiş ileti|inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem encaminhada|"
    "início da mensagem reencaminhada|izvirno sporočilo|izvorna poruka|mensagem encaminhada|mensagem original|"
    "mensagem reencaminhada|mensahe original|mensaje original|mensaje reenviado|mesaj original|mesaj redirecționat|"
    "mesej asal|message d'origine|message d’origine|message initial|message original|message transféré|"
    "messaggio inoltrato|messaggio originale|missatge original|missatge reenviat|oorspronkelijk bericht|"
    "oorspronkelijke bericht|opprinnelig melding|oprindelig meddelelse|original|original appointment|original email|"
    "original mail|original melding|original message|original-nachricht|originalmeddelande|originalna poruka|"
    "originalnachricht|originalus laiškas|orijinal mesaj|orjinal mesaj|oryginalna wiadomość|persiųstas laiškas|"
    "pesan asli|pesan terusan|pesan yang diteruskan|początek przekazywanej wiadomości|posredovano sporočilo|"
    "preposlaná správa|proslijeđena poruka|pôvodná správa|pārsūtīts ziņojums|přeposlaná zpráva|původní e-mail|"
    "původní zpráva|quoted text|reply above this line|reply message|start of forwarded message|"
    "start på videresendt besked|sākotnējais ziņojums|thư gốc|thư đã chuyển tiếp|tin nhắn gốc|továbbított levél|"
    "továbbított üzenet|treść przekazanej wiadomości|upprunalegur póstur|ursprungligt meddelande|"
    "ursprüngliche nachricht|ursprünglicher termin|vidarebefordrat brev|vidarebefordrat meddelande|"
    "videresendt besked|videresendt besked start|videresendt melding|välitetty viesti|weitergeleitete nachricht|"
    "wiadomość oryginalna|wiadomość przekazana|yönlendirilmiş ileti|začátek přeposílané zprávy|özgün ileti|"
    "αρχικό μήνυμα|προωθημένο μήνυμα|исходное сообщение|конец пересылаемого сообщения|"
    "начало переадресованного сообщения|оригинална порука|оригинално съобщение|оригинальное сообщение|"
    "оригінальне повідомлення|переслане повідомлення|пересланное сообщение|пересылаемое сообщение|"
    "препратено съобщение|הודעה מקורית|הודעה שהועברה|الرسالة الأصلية|رسالة أصلية|رسالة معاد توجيهها|ข้อความต้นฉบับ|"
    "下記は転送メールです|元のメッセージ|原始邮件|原始郵件|回复的原邮件|転送されたメッセージ|転送メッセージ|"
    "轉寄的郵件|轉寄郵件|转发的邮件|转发的邮件开始|转发邮件|邮件原件|원본 메시지|원본 메일|전달된 메시지"
))  # fmt: skip
"""What stands between dashes above a letter."""
BARE_SEPARATORS: Final = frozenset(_phrases(
    "anfang der weitergeleiteten nachricht|begin doorgestuurd bericht|begin forwarded message|"
    "début du message réexpédié|début du message transféré|forwarded message|inicio del mensaje reenviado|"
    "inizio messaggio inoltrato|início da mensagem encaminhada|início da mensagem reencaminhada|mensaje original|"
    "message d'origine|original message|początek przekazywanej wiadomości|start på videresendt besked|"
    "ursprüngliche nachricht|videresendt besked start|začátek přeposílané zprávy|начало переадресованного сообщения"
))  # fmt: skip
"""Those that stand there without dashes, too."""
QUOTING: Final = _phrases(
    "quoting |zitat von |citando |mensaje citado por |quote from |citazione di |citando a |цитат|selon |in reply to |"
    "in risposta a |in data |in beantwoording"
)
"""How an attribution begins that tells no date."""
VERBS: Final = _phrases(
    "wrote|writes|schrieb|schreef|geschreven|schreven|escribió|escribio|escribió:|a écrit|a ecrit|a envoyé|écrivait|"
    "ha scritto|scrive|escreveu|skrev|skreiv|kirjoitti|napisał|pisze:|napsal|napísal|napisal|написал|пише|пишет|"
    "написа|напісаў|a scris|ezt írta|írta|yazdı|yazmış|έγραψε|έγραφε|כתב|כתבה|كتب|كتبت|تمت كتابة|写道|寫道|來信|书写|"
    "wrote：|쓴 글|のメール|さんは書きました|が書いた|書きました|님이 작성|님의 말|작성:|เขียนว่า|เขียน:|đã viết|viết:|"
    "menulis|kirjutas|rašė|parašė|rakstīja|napisao|napisala|је написао|va escriure|skrifaði|idatzi|ne likha|ने लिखा|"
    "লিখেছেন|எழுதியது|isinulat|sumulat|aliandika|het volgende|folgendes|ha escrit|het geskryf|ysgrifennodd|scríobh|"
    "said:|a trimis|şunları|nous a écrit|napisała|написала|napsala"
)
"""How an attribution says that somebody wrote."""
STARTS: Final = frozenset(_phrases(
    "a|a(z)|am|at|cmt|cs|cum|czw|das|de|den|der|di|die|dim|din|dne|dnia|do|dom|don|du|dňa|el|em|fr|fra|fre|fri|from|"
    "från|gio|h|il|jeu|jo|jue|jum|k|kam|ke|la|le|lu|lun|lör|lør|ma|ma.|maa|man|mar|mer|mi|mie|min|mié|mo|mon|mån|ndz|"
    "ne|ngày|niedz|noong|od|on|ons|op|p|pada|paz|pe|per|po|pon|pt|pzt|pá|på|qua|qui|rab|sa|sab|sal|sam|sat|seg|sel|"
    "sen|sep|sex|siku|so|sob|st|su|sun|sze|szo|sáb|sâ|sön|søn|ter|thu|thứ|ti|tir|tis|to|tor|tue|v|ven|vi|vie|vom|von|"
    "vri|vào|w|wed|woe|wt|zat|zon|çar|în|út|þ|þann|čt|śr|δευ|ε|κυρ|πέμ|παρ|σάβ|στισ|τετ|τη|την|το|τρί|в|вс|вт|вто|"
    "від|на|нд|нед|от|пет|пн|пон|пт|сб|ср|съб|у|чет|чт|ב|בתאריך|في|गुरु|बुध|मंगल|रवि|शनि|शुक्र|सोम|于|在"
))  # fmt: skip
"""The first word of an attribution, and weekdays cut short."""
WEEKDAYS: Final = _phrases(
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    "sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|"
    "domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda|terça|quarta|quinta|sexta|maandag|"
    "dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|понедельник|вторник|среда|четверг|пятница|суббота|"
    "воскресенье|понеділок|вівторок|середа|четвер|субота|неділя|poniedział|wtorek|środa|czwartek|piątek|sobota|"
    "niedziela|pondělí|úterý|středa|čtvrtek|pátek|pazartesi|salı|çarşamba|perşembe|cumartesi|maanantai|tiistai|"
    "keskiviikko|torstai|perjantai|lauantai|sunnuntai|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|"
    "tirsdag|lørdag|søndag|hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap|luni|marți|miercuri|joi|vineri|"
    "sâmbătă|duminică|δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή|周|星期|週|月曜|火曜|水曜|木曜|金曜|"
    "土曜|日曜|thứ"
)
"""How weekdays begin."""
SENT_FROM: Final = _phrases(
    "sent from mail for |sent from outlook|sent from yahoo|sent from samsung|sent from android|sent from gmail|"
    "sent from windows|sent from proton|sent from blackberry|sent from nine|sent from spark|sent from aol|"
    "sent from hotmail|sent from a mobile|sent from mobile|sent from the all|sent from an |sent from one plus|"
    "sent from huawei|sent from xiaomi|sent from myphone|sent from iphone|sent from ipad|sent from fastmail|"
    "sent from tuta|sent from mailbird|sent from em client|sent from workspace|sent from thunderbird|sent from zoho|"
    "sent from canary|sent from bluemail|sent from airmail|sent from k-9|sent via my |sent via the |"
    "sent via superhuman|sent via frontapp|sent using |sent by my |get outlook for |get bluemail for |"
    "download outlook|enviado desde |enviado do meu |enviado do outlook|enviado do yahoo|enviado do gmail|"
    "enviado do email|enviado do correio|enviado a partir d|enviado por mi |enviado con |enviado com |"
    "enviada do meu |obtener outlook para|obtenga outlook para|obter o outlook para|obtener bluemail|"
    "descargar outlook|von meinem |von meiner |von meinem/meiner |von yahoo mail auf |enviado de correo|"
    "gesendet von mein|gesendet mit |gesendet von outlook|"
    "gesendet von mail |gesendet von yahoo|gesendet aus |gesendet über |gesendet via |gesendet von unterwegs|"
    "diese nachricht wurde von meinem |diese mail wurde von meinem|outlook für ios beziehen|"
    "outlook für android beziehen|holen sie sich outlook|laden sie outlook|envoyé de mon |envoyé de ma |"
    "envoyé depuis |envoyé à partir de |envoyé avec |envoyé via |envoyé par |obtenez outlook pour|"
    "obtenir outlook pour|télécharger outlook|téléchargez outlook|inviato da |inviato dal |inviato con |inviato via |"
    "scarica outlook per|ottieni outlook per|verzonden vanaf |verstuurd vanaf |verzonden met |verzonden via |"
    "verstuurd met |verzonden vanuit |outlook voor ios downloaden|outlook voor android downloaden|outlook downloaden|"
    "skickat från |skickat med |hämta outlook för|skickades från |sendt fra |sendt med |hent outlook til|"
    "få outlook for|hent outlook for|skaff deg outlook|lähetetty |hanki outlook|hae outlook|wysłane z |wysłano z |"
    "wysłane za |wysłano za |pobierz program outlook|pobierz aplikację outlook|uzyskaj outlook|odesláno z |"
    "odesláno pomocí|získat outlook|stáhnout outlook|odoslané z |získať outlook|отправлено с |отправлено из |"
    "отправлено через |скачать outlook|получите outlook|надіслано з |надіслано із |отримати outlook|trimis de pe |"
    "trimis de la |trimis din |obțineți outlook|descarcă outlook|küldve |iphone-ról küldve|az iphone-omról küldve|"
    "az outlook beszerzése|iphone'umdan gönderildi|iphone’umdan gönderildi|ipad'imden gönderildi|"
    "ipad’imden gönderildi|android için outlook|ios için outlook|"
    "samsung cihazımdan gönderildi|στάλθηκε από |εστάλη από |αποκτήστε το outlook|λήψη του outlook|נשלח מה|נשלח מ-|"
    "נשלח באמצעות|השג את outlook|קבל את outlook|أُرسلت من |أرسلت من |تم الإرسال من |مرسل من |الحصول على outlook|"
    "احصل على outlook|iphoneから送信|スマートフォンから送信|ipadから送信|私のiphoneから送信|androidから送信|"
    "ios 版 outlook|"
    "outlook for ios を入手|outlook for android を入手|发自我的|从我的|發自我的|從我的 |寄自我的|获取 outlook|"
    "取得 outlook|下载 outlook|获取outlook|나의 iphone에서 보냄|나의 ipad에서 보냄|내 iphone에서 보냄|"
    "iphone에서 보냄|android용 outlook|ios용 outlook|outlook 다운로드|ส่งจาก iphone|ส่งจาก|รับ outlook|đã gửi từ |"
    "được gửi từ |gửi từ |tải outlook|dikirim dari |terkirim dari |dapatkan outlook|poslano s |poslano iz |"
    "послато са |изпратено от |poslano z |enviat des de|enviat del meu|obtenir l'outlook|saadetud minu|išsiųsta iš|"
    "nosūtīts no|ipinadala mula|ipinadala gamit|imetumwa kutoka|मेरे iphone से भेजा|iphone से भेजा"
)
"""How the line begins that a program adds; it names a device or a program, too."""
PHONE_WORDS: Final = _phrases(
    "please excuse my brevity|please excuse brevity|please excuse any typos|please excuse typos|excuse my brevity|"
    "disculpe mi brevedad|perdona la brevedad|bitte entschuldigen sie die kürze|bitte entschuldige die kürze|"
    "excusez la brièveté|veuillez excuser ma brièveté|sent from my |sent from a phone|sent from the phone|"
    "sent on the go|typed with thumbs|typed on my phone|written on my phone"
)
"""What only such a line says."""
DEVICES: Final = _phrases(
    "iphon|ipad|android|outlook|mail|yahoo|samsung|galaxy|huawei|xiaomi|redmi|pixel|proton|tuta| app|-app|mobil|"
    "móvil|handy|smartphone|telefo|teléfono|téléphone|celular|cihaz|gerät|device|blackberry|windows|k-9|thunderbird|"
    "nokia|tablet|mobiel|gmx|web.de|spark|superhuman|canary|zoho|aol|nine|oneplus|one plus|phone|puhelim|телефон|"
    "мобил|κινητό|小米|华为|手机|スマートフォン|携帯|ios|boxer|workspace|frontapp|correio|correo|mailbird|"
    "airmail|newton|edison"
)
"""What such a line names."""
BANNERS: Final = _phrases(
    "please type your reply above|please write above this line|please reply above this line|"
    "caution: this email|caution: this e-mail|caution: this message|caution: external|caution - external|"
    "warning: this email|external email|external sender|external message|this email originated from outside|"
    "this message originated from outside|this email originates from outside|you don't often get email from|"
    "you don’t often get email from|some people who received this message don't often|"
    "some people who received this message don’t often|achtung: diese e-mail|achtung: externe|externe e-mail|"
    "diese e-mail kam von ausserhalb|vorsicht: externe|sie erhalten nicht oft eine e-mail von|"
    "sie erhalten nicht häufig e-mails von|atención: correo externo|correo externo|precaución: este correo|"
    "no suele recibir correo|no suele recibir correos|vous n’obtenez pas souvent|vous n'obtenez pas souvent|"
    "attention : ce mail|attention : cet e-mail|courriel externe|attenzione: questa|email esterna|"
    "atenção: este e-mail|let op: deze e-mail|this sender is from outside"
)
"""How a server's warning above the text begins."""
NOTICES: Final = _phrases(
    "aviso legal|aviso de confidencialidad|aviso de confidencialidade|aviso de privacidad|"
    "cláusula de confidencialidad|nota de confidencialidad|confidentiality notice|confidentiality note|"
    "confidentiality:|confidential notice|disclaimer|legal notice|legal disclaimer|privacy notice|"
    "privileged and confidential|private and confidential|strictly confidential|important notice|haftungsausschluss|"
    "rechtlicher hinweis|vertraulichkeitshinweis|hinweis zum datenschutz|datenschutzhinweis|wichtiger hinweis: diese|"
    "avis de confidentialité|avis important|clause de confidentialité|mention légale|avviso di riservatezza|"
    "avvertenza|nota legale|nota di riservatezza|avviso legale|aviso importante|isenção de responsabilidade|"
    "vertrouwelijkheidsclausule|klauzula poufności|sekretessmeddelande|gizlilik notu|yasal uyarı|免责声明|保密声明|"
    "免責事項|конфиденциальность|this email has been checked for viruses|this email has been scanned|"
    "diese e-mail wurde von avast|diese e-mail wurde auf viren|este correo electrónico ha sido comprobado|"
    "libre de virus|l'absence de virus|l’absence de virus|you received this message because|you are receiving this|"
    "to unsubscribe|unsubscribe:|to view this discussion|sie erhalten diese nachricht, weil|"
    "sie haben diese nachricht erhalten, weil|has recibido este mensaje porque|vous recevez ce message|"
    "to leave the list|--to unsubscribe|para cancelar la suscripción|in accordance with the general data protection|"
    "de conformidad con el reglamento|en cumplimiento del reglamento|en cumplimiento de lo dispuesto|"
    "responsable del tratamiento|le informamos que sus datos|registered in england|registered office|"
    "company registration|handelsregister|sitz der gesellschaft|geschäftsführer:|geschäftsführung:|ust-id|"
    "umsatzsteuer"
)
"""How a notice begins."""
ADVICE: Final = _phrases(
    "no virus found in this |please consider the environment|consider the environment before|think before you print|"
    "please think of the environment|save a tree|before printing this|bitte denken sie an die umwelt|"
    "denken sie an die umwelt|antes de imprimir|por favor, antes de imprimir|pensez à l'environnement|"
    "pensez à l’environnement|avant d'imprimer|n'imprimez ce|n’imprimez ce|prima di stampare|pensa all'ambiente|"
    "rispetta l'ambiente|antes de imprimir este|proteja o ambiente|denk aan het milieu|tänk på miljön|virus-free|"
    "sin virus.|garanti sans virus|virenfrei|privo di virus"
)
"""What goes on for ever below mails, and is nothing that a person says."""
WEAK_NOTICES: Final = _phrases(
    "this e-mail|this email|this message|this communication|this transmission|the information|the contents of this|"
    "the content of this|information in this|information contained|any views|e-mails are|emails are|"
    "if you are not the|if you have received this|if you receive this|please note that|note:|confidential|notice:|"
    "important:|this mail|diese e-mail|diese mail|diese nachricht|der inhalt dieser|die information|diese email|"
    "dieses e-mail|e-mails sind|falls sie nicht|wenn sie nicht|sollten sie nicht|sollten sie diese|este mensaje|"
    "este correo|el contenido de este|la información contenida|esta comunicación|la información|si no es usted|"
    "si ha recibido|en virtud de|ce message|cet e-mail|cet email|ce courriel|ce mail|le contenu de|les informations|"
    "si vous n|si vous avez|questo messaggio|questa e-mail|questa email|le informazioni|il contenuto di|"
    "il presente messaggio|ai sensi|esta mensagem|este e-mail|o conteúdo desta|as informações|se você não|"
    "dit bericht|deze e-mail|deze email|de informatie|de inhoud van|den här e-post|detta meddelande|detta e-post|"
    "denne e-post|denne e-mail|denne mail|tämä viesti|tämä sähköposti|ta wiadomość|niniejsza wiadomość|wiadomość ta|"
    "informacje zawarte|tento e-mail|tato zpráva|это сообщение|данное сообщение|настоящее сообщение|bu e-posta|"
    "bu mesaj|bu elektronik|το παρόν|αυτό το μήνυμα|本邮件|此邮件|本郵件|このメール|本メール|이 메일|이 이메일|"
    "هذه الرسالة|acest mesaj|acest e-mail|ez az e-mail|ez az üzenet|ovaj e-mail|ova poruka|e-mail này|email này"
)
"""How a notice may begin, and a person's sentence as well."""
TRADE: Final = _phrases(
    "confidential|privileged|intended|addressee|recipient|in error|by mistake|delete|disclos|copying|distribut|"
    "unauthori|meant for|legally|attachment|virus|liab|sender|notify|any files|prohibited|vertraulich|empfänger|"
    "irrtümlich|vernichten|löschen|unbefugt|bestimmt|absender|rechtlich|confidencial|destinatari|por error|elimin|"
    "borr|prohibid|divulga|dirigid|anexos|adjuntos|avís|confidentiel|destinataire|par erreur|supprim|détrui|destiné|"
    "interdit|expéditeur|riservat|per errore|cancell|vietat|mittente|allegat|destinatário|por engano|apag|proibid|"
    "sigilos|remetente|vertrouwelijk|bestemd|geadresseerde|ten onrechte|verwijder|konfidenti|mottagare|avsedd|"
    "av misstag|radera|fortrolig|modtager|mottaker|slett|slet |luottamuksel|vastaanottaja|poista|poufn|adresat|usun|"
    "zabronion|důvěrn|příjemc|adresát|omyl|смаж|smaž|конфиденциальн|адресат|получател|удалит|ошибк|gizli|alıcı|"
    "yanlışlıkla|siliniz|silin|εμπιστευτικ|παραλήπτ|λάθοσ|διαγρά|保密|机密|機密|收件人|删除|刪除|误|宛先|削除|기밀|"
    "수신인|삭제|سرية|المرسل إليه|confidențial|destinatar|greșeală|bizalmas|címzett|törölje|povjerljiv|primatelj|"
    "pogrešk|bảo mật|người nhận|xóa|subscri|abbestell|suscripci|désabonn|newsletter|mailing"
)
"""Pieces of words that notices are made of."""
CLOSINGS: Final = frozenset(_phrases(
    "a presto|abrazos|abraço|abraços|abs|all best|all the best|amicalement|ar cieņu|asante sana|atenciosamente|"
    "atentament|atentamente|att|atte|bedste hilsner|beijos|belle journée|besos|best|best regards|best rgds|"
    "best wishes|beste grüsse|beste hilsen|besten gruss|bg|bien amicalement|bien cordialement|bien à toi|bien à vous|"
    "bises|bisous|bom dia|bonne journée|bonne soirée|br|brgds|buona giornata|buona serata|bye|bästa hälsningar|"
    "cari saluti|cdlt|cdt|cheers|com os melhores cumprimentos|com os meus cumprimentos|cordial saludo|cordialement|"
    "cordiali saluti|cordialità|cordially|cordialmente|cu respect|cu stimă|cumprimentos|de bedste hilsner|"
    "distinti saluti|fijne dag|freundliche grüsse|grande abraço|greetings|groet|groeten|groetjes|gruss|grüsse|"
    "gumagalang|hartelijke groet|hartelijke groeten|have a blessed day|have a good day|have a good weekend|"
    "have a great day|have a great weekend|have a lovely day|have a nice day|have a nice evening|have a nice weekend|"
    "herzlich|herzliche grüsse|herzlichst|hezký den|hg|hilsen|hilsener|hochachtungsvoll|hormat saya|hälsningar|"
    "iyi günler|iyi çalışmalar|kh|kind regards|kind rgds|kindest regards|kolay gelsin|kr|kærlig hilsen|lep pozdrav|"
    "lg|liebe grüsse|lieben gruss|love|lp|lubos na gumagalang|lugupidamisega|mange hilsner|many regards|"
    "many thanks and best wishes|med venlig hilsen|med vennlig hilsen|med vänlig hälsning|med vänliga hälsningar|"
    "meilleures salutations|melhores cumprimentos|met hartelijke groet|met vriendelijke groet|"
    "met vriendelijke groeten|mfg|mit besten grüssen|mit freundlichem gruss|mit freundlichen grüssen|"
    "mit herzlichen grüssen|mit lieben grüssen|mit vielen grüssen|muy atentamente|mvg|mvh|mvh.|nagmamahal|o zi bună|"
    "os melhores cumprimentos|pagarbiai|parhain terveisin|pozdrav|pozdrawiam|pozdrowienia|reciba un cordial saludo|"
    "recibe un saludo|regards|respectfully|rgds|s pozdravem|s pozdravom|s poštovanjem|s přátelským pozdravem|salam|"
    "salam hangat|saludos|saludos cordiales|saludos y gracias|salutacions|salutations|salutations distinguées|saluti|"
    "saudações|saygılar|saygılarımla|schöne grüsse|see you|selamlar|sent with regards|serdecznie pozdrawiam|sevgiler|"
    "sincerely|sincerely yours|sincèrement|sincères salutations|speak soon|srdačan pozdrav|t|take care|talk soon|"
    "tanti saluti|terveisin|thank you and regards|thanks & regards|thanks and best regards|thanks and regards|"
    "thân ái|tisztelettel|toate cele bune|trân trọng|très cordialement|tschüss|um abraço|un abbraccio|un abrazo|"
    "un caro saluto|un cordial saludo|un fuerte abrazo|un saludo|un saluto|una abraçada|venlig hilsen|vennlig hilsen|"
    "very best|vg|vh|viele grüsse|vriendelijke groet|vriendelijke groeten|vänliga hälsningar|vänligen|wako mwaminifu|"
    "warm regards|warm wishes|warmest regards|warmly|with best regards|with best wishes|with kind regards|"
    "with regards|xoxo|yours|yours faithfully|yours sincerely|yours truly|ystävällisin terveisin|yt|z poważaniem|"
    "z wyrazami szacunku|zdraví|à bientôt|üdv|üdvözlettel|με εκτίμηση|φιλικά|χαιρετισμούσ|всего доброго|"
    "з найкращими побажаннями|з повагою|поздрави|с наилучшими пожеланиями|с поштовањем|с уважение|с уважением|בברכה|"
    "יום טוב|תודה ובברכה|تحياتي|مع أطيب التحيات|مع تحياتي|مع خالص التحية|धन्यवाद सहित|सादर|ขอแสดงความนับถือ|"
    "ด้วยความเคารพ|よろしくお願いいたします|よろしくお願いします|宜しくお願いします|宜しくお願い致します|敬具|敬礼|"
    "此致|此致敬礼|祝好|顺祝商祺|감사합니다|드림|올림"
))  # fmt: skip
"""Farewells."""
THANKS: Final = frozenset(_phrases(
    "alvast bedankt|asante|bedankt|besten dank|cảm ơn|dank je|dank u|danke|danke schön|dzięki|dziękuję|děkuji|"
    "gracias|grazie|grazie mille|gràcies|herzlichen dank|hvala|kiitos|köszi|köszönöm|mange tak|many thanks|"
    "maraming salamat|merci|merci beaucoup|merci d'avance|mil gracias|muchas gracias|muito obrigada|muito obrigado|"
    "mulțumesc|obrigada|obrigado|salamat|tack|tack så mycket|tak|takk|terima kasih|teşekkür ederim|teşekkürler|"
    "thank you|thank you in advance|thank you very much|thanks|thanks a lot|thanks again|thanks in advance|"
    "thanks so much|thx|tusen takk|tx|ty|vielen dank|ευχαριστώ|благодаря|дякую|спасибо|תודה|شكرا|شكراً|धन्यवाद|"
    "ขอบคุณ|ありがとうございます|謝謝|谢谢|高兴"
))  # fmt: skip
"""Thanks, which are a farewell where a name stands below them."""
FAREWELLS: Final = _phrases(
    "have a |enjoy |see you|talk soon|speak soon|until |take care|best|kind|warm|all the best|bye|cheers|schönen |"
    "einen schönen|bis |viele |liebe |que tengas|que tenga|feliz |hasta |bonne |belle |à |buona |buon |a presto|boa |"
    "bom |um bom|uma boa|fijne |prettige |ha en |god |hav en|miłego|hezký"
)
"""How a farewell of more words begins."""
