"""Hours, ratings and limits of money as people write them in mails; days and times come from `dates`.

What they mean is read by the readers of task files; here it is found, and made plain enough for them.
"""
# ruff: noqa: E501  # patterns are read best with a kind of words on one line

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from delegated.core.durations import CalendarError, parse_estimate
from delegated.core.money import CURRENCY_CODES, MoneyError, parse_money
from delegated.replies import almanac
from delegated.replies.almanac import folded
from delegated.replies.dates import Found, dates_in, find_date

__all__ = ["Found", "Rated", "dates_in", "find_date", "hours_in", "limit_in", "rating_in"]


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating from 1 to 5, what stands behind it, and whether it may as well have been something else."""

    rating: int
    rest: str
    unsure: bool = False


def hours_in(text: str) -> Decimal | None:
    """The time spent, in hours, of what stands behind a `done`: `1.5h`, `2 hours 15 minutes`, `took me 45 Minuten`.

    Only where it is plainly that: at the beginning, in a line of its own, or beside words like `took`, within the
    first three lines; not `at 10:30`, `in 2 hours`, `2h ago`. None where none is told.
    """
    lines = [line for line in text[:_LONGEST].split("\n") if line.strip()][:_FIRST_LINES]
    for number, line in enumerate(lines):
        plain = folded(line)
        for pattern in _SPENT if number else (_AT_START, *_SPENT):
            found = pattern.search(plain)
            if found:
                return _as_hours(found)
    return None


def limit_in(text: str) -> str | None:
    """The most that may be spent, of what stands behind an `approve`: `180 EUR` of `but not more than 180 €`.

    As it was written where it cannot be read as money (`up to 180`); None where no limit is told.
    """
    plain = folded(text[:_LONGEST])
    for pattern in (_MONEY_AT_START, _LIMIT_BEFORE, _LIMIT_BEHIND):
        found = pattern.search(plain)
        if found:
            return _as_money(found)
    return None


def rating_in(text: str) -> Rated | None:
    """The rating that a text begins with: `4`, `5!`, `4/5 good`, `★★★★`, `4 stars`, `2 - the totals`, `4 Clear, quick`.

    None for other figures: `4 pm works`, `3 options please`, a numbered list, `10/10`.
    """
    text = text.strip()
    shown = _STARS.match(text)
    if shown:
        stars = sum(char in _FULL_STARS for char in shown[0])
        return Rated(stars, _tidy(text[shown.end() :])) if stars <= _BEST else None
    plain = folded(text[:_LONGEST])
    found = _RATING.match(plain)
    if not found or _is_list(plain):
        return None
    rating = int(found["figure"]) if found["figure"] else almanac.NUMBERS[found["word"]]
    told = Rated(rating, _tidy(text[found.end() :]))
    return told if _ENDS.match(plain, found.end()) else _before_words(told, found)


def _as_hours(found: re.Match[str]) -> Decimal | None:
    parts = dict.fromkeys(_LENGTHS, "") | {name: part or "" for name, part in found.groupdict().items()}
    hours = parts["hours"] or parts["clock"] or "0"
    minutes = parts["minutes"] or parts["glued"] or parts["spaced"] or parts["only"] or parts["sixtieths"] or "0"
    if parts["named"]:
        hours, minutes = _NAMED_LENGTHS[parts["named"]]
    hours = str(almanac.NUMBERS.get(hours, hours))
    if parts["half"]:
        minutes = "30"
    try:
        length = parse_estimate(f"{hours} hours {minutes} minutes")
    except CalendarError:
        return None
    spent = (Decimal(length.total_seconds()) / 3600).quantize(_EXACT, ROUND_DOWN).normalize()
    return Decimal(f"{spent:f}") if spent <= _MOST_HOURS else None


def _as_money(found: re.Match[str]) -> str:
    code = found["code"] or found["sign"] or ""
    written = f"{found['number']} {_CURRENCIES.get(code, code.upper())}".strip()
    try:
        return str(parse_money(written))
    except MoneyError:
        return written


def _tidy(rest: str) -> str:
    return rest.lstrip(" \t\n,.;:!-\N{EN DASH}\N{EM DASH})")


def _is_list(plain: str) -> bool:
    """`1. do this`, and another item below it: the beginning of a list is no rating."""
    if not _ITEM.match(plain):
        return False
    return plain[0] == "1" or any(_ITEM.match(line) for line in plain.split("\n")[1:])


def _before_words(told: Rated, found: re.Match[str]) -> Rated | None:
    """A figure with words right behind it: a rating where they praise or blame, not where they are counted."""
    rest = folded(told.rest[:_LONGEST_WORD])
    if _AND_THANKS.match(rest) and not found["word"]:
        return told
    first = _FIRST_WORD.match(rest)
    word = first[0] if first else ""
    if not word or found["word"] or word in _COUNTED or word in almanac.MONTHS or word in almanac.WEEKDAYS:
        return None
    if word in _JUDGING:
        return told
    return Rated(told.rating, told.rest, unsure=True) if told.rest[0].isupper() and word[-1] not in "sn" else None


_LONGEST = 2_000
_LONGEST_WORD = 40
_FIRST_LINES = 3
_BEST = 5
_MOST_HOURS = 300
_EXACT = Decimal("0.000001")

_AMOUNT = r"[0-9]{1,3}(?:[.,][0-9]{1,2})?"
_HOUR_UNIT = r"(?:hours?|hrs?|h|stunden?|stdn?|horas?|heures?|ora|ore|uur|uren|timmar|timmer|timer|godz|godziny?|часа?|часов)(?![a-z])\.?"
_MINUTE_UNIT = r"(?:minutes?|mins?|m|minuten?|minutos?|minuti|minuut|minuter|minutter|minuty?|мин)(?![a-z])\.?"
_NAMED_LENGTHS = {
    **dict.fromkeys(("half an hour", "half hour", "media hora", "halbe stunde", "eine halbe stunde", "meia hora",
                     "une demi-heure", "demi-heure", "mezz'ora", "half uur", "een half uur"), ("0", "30")),
    **dict.fromkeys(("a quarter of an hour", "quarter of an hour", "eine viertelstunde", "viertelstunde",
                     "un quart d'heure", "un cuarto de hora"), ("0", "15")),
    **dict.fromkeys(("three quarters of an hour", "dreiviertelstunde", "eine dreiviertelstunde", "tres cuartos de hora"),
                    ("0", "45")),
    **dict.fromkeys(("an hour and a half", "one and a half hours", "one hour and a half", "anderthalb stunden",
                     "eineinhalb stunden", "hora y media", "una hora y media", "uma hora e meia", "une heure et demie",
                     "un'ora e mezza", "anderhalf uur", "1 1/2 hours", "1 1/2 h", "1½ hours", "1½ h", "1½h"), ("1", "30")),
    **dict.fromkeys(("two and a half hours", "zweieinhalb stunden", "dos horas y media", "duas horas e meia",
                     "2 1/2 hours", "2 1/2 h", "2½ hours", "2½ h", "2½h", "deux heures et demie"), ("2", "30")),
}  # fmt: skip
_NUMBER_WORDS = "|".join(sorted(almanac.NUMBERS, key=len, reverse=True))
_LENGTH = (
    rf"(?:(?P<named>{'|'.join(sorted(map(re.escape, _NAMED_LENGTHS), key=len, reverse=True))})(?!\w)"
    rf"|(?P<hours>{_AMOUNT}|(?:{_NUMBER_WORDS})(?= )) ?{_HOUR_UNIT}"
    r"(?:(?P<half> (?:and a half|y media|e meia|et demie|e mezza)\b)|(?P<glued>[0-5][0-9])\b| (?P<spaced>[0-5][0-9])(?= *(?:$|[.,;:!)](?!\w)))"
    rf"|,? ?(?:(?:and|und|y|et|e|i|en) )?(?P<minutes>[0-9]{{1,2}}) ?{_MINUTE_UNIT})?"
    rf"|(?P<only>[0-9]{{1,3}}) ?{_MINUTE_UNIT}"
    r"|(?P<clock>[0-7]):(?P<sixtieths>[0-5][0-9])(?! ?[ap]\.?m)(?: ?h\b)?)"
    r"(?! ?(?:[/%]|per\b|ago\b|later?\b|left\b|more\b|before\b|earlier\b|from now\b|delay|behind\b|zu spat\b|spater\b))"
)
_ABOUT = r"(?:about |around |approx\.? |roughly |ca\.? |circa |etwa |ungefahr |unos |unas |environ |cerca de |~ ?)?"
_LENGTHS = ("named", "hours", "half", "glued", "spaced", "minutes", "only", "clock", "sixtieths")
_AT_START = re.compile(rf"\A[\s,.:;!(\[-]{{0,6}}{_ABOUT}{_LENGTH}")
_CUE = (
    r"\b(?:took(?: (?:me|us))?|spent|worked|needed|hours|time(?: spent)?|effort|total|in total|stunden|zeit|aufwand"
    r"|gebraucht|gedauert|insgesamt|horas|tiempo|tarde|he tardado|tarde|en total|heures|temps|passe|au total|tempo|levou"
    r"|levei|demorou|no total)(?: ?[:=-])? "
)
_SPENT = (
    re.compile(
        rf"\b(?:hours|stunden|horas|heures|ore|uren)(?: spent| worked)? ?[:=] ?(?P<hours>{_AMOUNT})(?![\w:.,]\w)"
    ),
    re.compile(rf"{_CUE}{_ABOUT}{_LENGTH}"),
    re.compile(
        rf"(?<![\w.,:]){_LENGTH} (?:in total|total|altogether|all in|of work|spent|worked|insgesamt|gebraucht|en total|au total|no total)\b"
    ),
    re.compile(rf"(?:^|[.!;] )[\s(-]{{0,4}}{_ABOUT}{_LENGTH}[\s).!]{{0,4}}$"),
)

_CURRENCIES = {"€": "EUR", "£": "GBP", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "quid": "GBP"}
_CODES = "|".join(sorted(code.casefold() for code in CURRENCY_CODES))
_SUM = (
    rf"(?:(?P<sign>[€$£¥]|(?:{_CODES})(?= ?[0-9])) ?)?(?P<number>[0-9][0-9.,']{{0,12}}(?<=[0-9]))"
    rf" ?(?P<code>[€$£¥]|(?:{_CODES}|euros?|dollars?|pounds|quid)\b)?"
)
_MONEY_AT_START = re.compile(
    rf"\A[\s,:(-]{{0,6}}(?:(?:it|this|that)\b[\s,]*)?(?:(?:but|for|at|with|fur|por|pour|mit|con)\b ?)?"
    rf"{_SUM}(?(code)|(?(sign)|(?!)))"
)
_AT_MOST = (
    r"\b(?:(?:not|no|nicht|keine|no|nao|pas) (?:more|higher|mehr|mas|mais|plus) (?:than|als|de|que|do que)|not (?:over|above|exceed|exceeding)"
    r"|up to|at most|max(?:imum|imal|imo)?|maximum of|a maximum of|under|below|less than|within|limit(?: of| is)?|cap(?:ped)?(?: of| at| is)?"
    r"|no mas de|hochstens|bis zu|bis|unter|hasta|como mucho|menos de|jusqu'a|au plus|moins de|ate|no maximo|pas plus de|nao mais de)"
)
_LIMIT_BEFORE = re.compile(rf"{_AT_MOST}[\s:.]{{1,3}}(?:a |of |the )?{_SUM}(?(code)|(?! ?[\w%:/]))")
_LIMIT_BEHIND = re.compile(
    rf"(?<![\w.,]){_SUM}(?(code)|(?(sign)|(?!))) (?:max(?:imum|imal|imo)?|at most|tops|or less|hochstens|como mucho|au plus|no maximo)\b"
)

_FULL_STARS = "★⭐🌟"
_STARS = re.compile("(?:[★⭐🌟]\ufe0f? ?)+(?:☆ ?)*")
_RATING = re.compile(
    r"(?:(?:rating|note|nota|bewertung|grade|score|rate) ?[:=-]? ?)?"
    r"(?:(?P<figure>[1-5])(?!\w|[.,:'-]\d|/(?!5\b))|(?P<word>one|two|three|four|five)\b)"
    r"(?: ?/ ?5\b(?![.,]?\d)| (?:out of|of|von|de|sur|em|su) (?:5|five)\b)?"
    r"(?:[ -]?(?:stars?|sterne?|estrellas?|etoiles?|estrelas?|stelle)\b| ?\*)?"
)
_ENDS = re.compile(r"[ \t]*(?:$|\n|[^\w\s%€$£°+'\"/&-]|-+(?!\s*\d))")
_ITEM = re.compile(r"\s*\d{1,2}[.)] ?[^\s\d]")
_FIRST_WORD = re.compile(r"[^\W_]+")
_AND_THANKS = re.compile(
    r"(?:and|und|y|et|e) (?:(?:many|big|a big|vielen|herzlichen|besten|muchas|mil|un grand|mille|muito) )?"
    r"(?:thanks?|thank you|danke?|gracias|mercis?|obrigad[oa])\b"
)
_COUNTED = frozenset(
    folded(
        "pm am h hrs hr hours hour min mins minutes days day weeks week months month years people persons options option"
        " things thing questions question points slides pages page copies times time more of or and to x eur usd gbp euro"
        " euros dollars other others uhr stunden tage wochen horas días semanas heures jours fragen optionen preguntas"
        " opciones opções options perguntas"
    ).split()
)
_JUDGING = frozenset(
    folded(
        "good great clear nice ok okay excellent very fine perfect thanks thank well super quick fast solid brilliant"
        " wonderful fantastic awesome amazing lovely superb outstanding spot exactly just the a an it she he they this that"
        " all everything because for but even better not no too really so such slow late poor bad weak average decent could would some"
        " mostly almost nothing as always with impressive tidy neat careful thorough sloppy i we my your her his next"
        " sorry gute guter gutes terrible awful useless unusable horrible disappointing unacceptable mediocre acceptable sufficient satisfied happy love"
        " bien buen bueno muy genial gracias perfecto excelente rápido todo clara claro la el los las pero regular mal"
        " gut sehr prima toll danke klasse perfekt schnell alles die der das aber sauber ordentlich leider nicht zu"
        " très bon bonne parfait merci excellente rapide tout le les mais un une"
        " muito bom boa ótimo ótima obrigado obrigada perfeito tudo o os as mas"
    ).split()
)
