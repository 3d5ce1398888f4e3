"""What days are called, and how people write around them, in the languages that mails come in. Only names.

All languages are in one table, as nobody says which one a mail is in: a name that would mean two things is left
out, or counts only beside a figure (`4 may`, but not `may I`). Names stand here as `folded` leaves them.
"""
# ruff: noqa: E501, RUF001  # tables of names in many scripts: their letters look like others on purpose

from __future__ import annotations

import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """The text in small letters, without accents, with plain figures, and exactly as long as before."""
    return text.translate(_FOLDING)


class _Folding(dict[int, str]):
    """For each character the one that stands for it: looked up once, then remembered."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _folded_character(chr(code))
        return found


@lru_cache(maxsize=4096)
def _folded_character(char: str) -> str:
    figure = unicodedata.decimal(char, None)
    if figure is not None:
        return str(figure)
    if char in _ALIKE:
        return _ALIKE[char]
    # Korean syllables would fall apart into their letters.
    parts = unicodedata.category(char)[0] == "L" and not "\uac00" <= char <= "\ud7a3"
    plain = unicodedata.normalize("NFKD", char)[0] if parts else char
    return _ALIKE.get(plain.lower()[0], plain.lower()[0])


_ALIKE = {
    **dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}\N{HORIZONTAL BAR}", "-"),
    **dict.fromkeys("\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}`\N{PRIME}", "'"),
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{IDEOGRAPHIC SPACE}\t", " "),
    **dict.fromkeys("\N{FULLWIDTH COMMA}\N{IDEOGRAPHIC COMMA}\N{ARABIC COMMA}", ","),
    **dict.fromkeys("\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}\N{GREEK QUESTION MARK}", "?"),
    "\N{FULLWIDTH EXCLAMATION MARK}": "!",
    "\N{IDEOGRAPHIC FULL STOP}": ".",
    "\N{FULLWIDTH COLON}": ":",
    "\r": "\n",
    "\N{LINE SEPARATOR}": "\n",
    "\N{PARAGRAPH SEPARATOR}": "\n",
    "\x85": "\n",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ß": "s",
    "ς": "σ",
}
_FOLDING = _Folding()


def _numbered(*languages: str, first: int = 1) -> dict[str, int]:
    """From texts that list names in their order: `/` stands between names of the same."""
    return {
        folded(name): number
        for language in languages
        for number, names in enumerate(language.split(), first)
        for name in names.split("/")
        if name != "_"
    }


# Croatian and Czech differ about `listopad`, and Lithuanian is far from all; who misses a language adds a line.
MONTHS = _numbered(
    "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
    " november/nov december/dec",
    "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic",
    "januar/janner/jän februar märz/mrz april mai juni juli august september oktober/okt november dezember/dez",
    "janvier/janv février/fevr/fév mars avril/avr mai juin juillet/juil août septembre octobre novembre décembre/déc",
    "janeiro fevereiro/fev março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett ottobre/ott novembre"
    " dicembre",
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja czerwca/czerwiec lipca/lipiec sierpnia/sierpień"
    " września/wrzesień października/październik listopada/listopad grudnia/grudzień",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
    " marraskuuta joulukuuta",
    "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen"
    " září října/říjen listopadu prosince/prosinec",
    "januára februára _ apríla mája júna júla augusta septembra októbra novembra decembra",
    "januar/január február március április május június július augusztus szeptember október november december",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "января/янв февраля/фев марта/мар апреля/апр мая июня июля августа/авг сентября/сент октября/окт ноября/нояб"
    " декабря/дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου"
    " δεκεμβρίου",
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
)
WEEKDAYS = _numbered(
    "monday tuesday wednesday thursday friday saturday sunday",
    "lunes martes miércoles jueves viernes sábado domingo",
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "poniedziałek/poniedziałku wtorek/wtorku środa/środy/środę czwartek/czwartku piątek/piątku sobota/soboty/sobotę"
    " niedziela/niedzieli/niedzielę",
    "måndag/mandag tisdag/tirsdag onsdag torsdag fredag lördag/lørdag söndag/søndag",
    "maanantai/maanantaina/maanantaihin tiistai/tiistaina/tiistaihin keskiviikko/keskiviikkona/keskiviikkoon"
    " torstai/torstaina/torstaihin perjantai/perjantaina/perjantaihin lauantai/lauantaina/lauantaihin"
    " sunnuntai/sunnuntaina/sunnuntaihin",
    "pondělí/pondelok/pondelka úterý/utorok/utorka středa/středu/středy/streda čtvrtek/čtvrtka/štvrtok"
    " pátek/pátku/piatok sobota neděle/nedeľa",
    "hétfő/hétfőn/hétfőig kedd/kedden/keddig szerda/szerdán/szerdáig csütörtök/csütörtökön/csütörtökig"
    " péntek/pénteken/péntekig szombat/szombaton/szombatig vasárnap/vasárnapig",
    "_ marți miercuri joi vineri sâmbătă duminică",
    "pazartesi salı çarşamba perşembe _ cumartesi _",
    "понедельник/понедельника вторник/вторника среда/среду/среды четверг/четверга пятница/пятницу/пятницы"
    " суббота/субботу/субботы воскресенье/воскресенья",
    "понеділок/понеділка вівторок/вівторка середа/середу/середи четвер/четверга п'ятниця/п'ятницю/п'ятниці"
    " субота/суботу/суботи неділя/неділю/неділі",
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "dilluns dimarts dimecres dijous divendres dissabte diumenge",
    "月曜日/月曜 火曜日/火曜 水曜日/水曜 木曜日/木曜 金曜日/金曜 土曜日/土曜 日曜日/日曜",
    first=0,
)
# Days only where something beside them says so: a word like `until`, or a time.
WEAK_WEEKDAYS = _numbered(
    "mon tue/tues wed/weds thu/thur/thurs fri sat sun", "segunda terça quarta quinta sexta _ _", first=0
)
# Days only before a date, which they have to fit: `Do 3. Dezember`.
SHORT_WEEKDAYS = _numbered(
    "mon tue/tues wed/weds thu/thur/thurs fri sat sun",
    "lun mar mie/mié jue vie sab/sáb dom",
    "mo di mi do fr sa so",
    "mer jeu ven sam dim",
    "gio za zo wo vr pn wt śr czw cz pt pá sob niedz nd пн вт ср чт пт сб вс",
    first=0,
)
# How many days ahead. Of several words in a row the first row counts that fits.
RELATIVE = {
    folded(name): ahead
    for ahead, names in (
        (
            2,
            (
                "day after tomorrow/pasado mañana/übermorgen/après-demain/apres demain/depois de amanhã/dopodomani"
                "/overmorgen/pojutrze/i övermorgon/i overmorgen/ylihuomenna/pozítří/послезавтра/післязавтра/あさって/明後日"
            ),
        ),
        (
            1,
            (
                "tomorrow/tmrw/tmr/tomorow/tommorow/mañana/morgen/demain/amanhã/domani/jutro/imorgon/i morgon/i morgen"
                "/huomenna/zítra/zajtra/holnap/mâine/yarın/завтра/αύριο/demà/明日"
            ),
        ),
        (0, "today/tonight/hoy/heute/aujourd'hui/hoje/oggi/vandaag/dzisiaj/dziś/idag/i dag/dnes/сегодня/сьогодні/今日"),
    )
    for name in names.split("/")
}
# `mañana` and `morgen` are the morning, too.
MORNING_BEFORE = frozenset(folded("de_la por_la esta guten good heute gestern jeden am_frühen en_la la cada").split())
UNTIL = frozenset(
    folded(
        "until till til by before to hasta antes para bis zum vor jusqu'au jusqu'à jusqu'en avant d'ici até ate ao"
        " fino entro al tot voor do przed til till til innan før asti mennessä před ig până kadar до μέχρι έως fins"
    ).split()
)
OTHER_LEADS = frozenset(
    folded(
        "on from next this coming after starting back returning return del desde el los a partir"
        " am ab vom seit nächsten nächste kommenden kommende diesen dieser den dem der zurück ziehen le les du au des"
        " dès à partir prochain retour em no na nos dia dias desde próximo próxima il dal dall' dalla dopo"
        " prossimo vanaf op volgende komende terug od w we dnia na från på fra alkaen od v od с в"
        " на по από την στις las date datum fecha new eta due ready"
    ).split()
)
# What stands before a day that is not the next one.
PAST = frozenset(
    folded(
        "last since every each jeden jede cada chaque toutes todos ogni elke każdy każdą yesterday pasado pasada letzten letzter seit dernier passé passada depuis"
    ).split()
)
NEXT = frozenset(
    folded("next nächste nächsten nächster próxima próximo prochain prochaine prossima prossimo volgende").split()
)
OF = frozenset(folded("of the de del den dem der do di d' de la le el o van af").split())
AT = frozenset(
    folded(
        "at a las la um gegen ca circa around about approx à à as às alle ore om kl klo o godz hora horas t v k в "
    ).split()
)
OCLOCK = frozenset(folded("uhr h hs heures heure horas hora ore uur часов ч godz o'clock oclock 時 时 点 시").split())
NOONS = frozenset(folded("noon midday mittag mittags mediodía midi meio-dia mezzogiorno południe południa").split())
ZONES = frozenset(
    [
        "utc",
        "gmt",
        "cet",
        "cest",
        "bst",
        "est",
        "edt",
        "cst",
        "cdt",
        "mst",
        "mdt",
        "pst",
        "pdt",
        "ist",
        "jst",
        "pht",
        "z",
        "your",
        "tu",
        "su",
        "ihrer",
        "deiner",
        "votre",
    ]
)
IN = frozenset(
    folded("in within en dentro dans sous innerhalb binnen em fra tra entro za om i через w ciągu przez").split()
)
DAYS = frozenset(
    folded(
        "day days tag tage tagen día días jour jours dia dias giorno giorni dag dagen dni dzień dagar dager день дня дней"
    ).split()
)
WEEKS = frozenset(
    folded(
        "week weeks woche wochen semana semanas semaine semaines settimana settimane weken tydzień tygodnie vecka veckor"
        " неделю недели"
    ).split()
)
MONTH_UNITS = frozenset(folded("month monat monats mes mois mês mese maand miesiąca").split())
WORKING = frozenset(
    folded("working business work werktagen werktage arbeitstagen arbeitstage laborables ouvrés úteis").split()
)
ENDS = frozenset(folded("end ende final finales fin fins fim fine eind einde koniec końca konca finals").split())
NUMBERS = _numbered(
    "one/a/an two three four five six seven eight nine ten eleven twelve",
    "un/una/uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "ein/eine/einem/einer/eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "une deux trois quatre cinq _ sept huit neuf dix onze douze",
    "um/uma dois/duas três quatro _ _ sete oito nove dez onze doze",
    "_ due tre quattro cinque sei sette otto nove dieci undici dodici",
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "jeden dwa/dwóch trzy/trzech cztery pięć sześć siedem osiem dziewięć dziesięć _ _",
)
