"""When somebody is back, as an automatic reply tells it: the first day on which she is there again.

A day counts by the words around it:
- `back on`, `returning`, `wieder ab`, `de retour le`: that day.
- `until`, `bis`, `jusqu'au`, `from … to …`: the day after, as the last day away is told. But `until`, `till` and `tot`
  alone mean that day itself (one is away until it begins), and so does a Monday in every language (nobody's absence
  ends with one); a Saturday or Sunday is always away, and `einschließlich`, `through`, `tot en met` always the last day.
What is said of the return goes before what is said of the absence; where two days contradict each other, none is sure.
"""
# ruff: noqa: E501, RUF001  # tables of phrases as people write them, in many scripts

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from delegated.replies.almanac import folded
from delegated.replies.dates import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def first_day_back(text: str, written: date, *, is_away: bool = True) -> date | None:
    """The day that the text tells, after `written` and within a year of it; None where none is told for sure.

    Where it is not known that somebody `is_away`, only what is said of a return counts.
    """
    back: set[date] = set()
    away: set[date] = set()
    for sentence in _sentences(text[:_LONGEST]):
        for is_return, day in _told(sentence, written):
            (back if is_return else away).add(day)
    days = {day for day in back or (away if is_away else ()) if written < day <= written + _A_YEAR}
    return days.pop() if len(days) == 1 else None


def _sentences(text: str) -> list[str]:
    """Lines that were only wrapped are joined; the dot behind a figure ends no sentence, unless it is a year's."""
    paragraphs = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return [sentence for paragraph in paragraphs for sentence in _END.split(paragraph.replace("\n", " ")) if sentence]


def _told(sentence: str, written: date) -> Iterator[tuple[bool, date]]:
    """Each day that counts: whether it is of the return, and the first day back that follows from it."""
    plain = _REPLIES.sub(lambda found: "." * len(found[0]), folded(sentence))
    found = _dates(sentence, plain, written)
    for at, (day, start, end) in enumerate(found):
        before = plain[max(found[at - 1][2] if at else 0, start - _REACH) : start]
        after = plain[end : min(found[at + 1][1] if at + 1 < len(found) else len(plain), end + _REACH)]
        of_another = _OF_ANOTHER.search(sentence[start - len(before) : start])
        yield from (
            (is_return, back) for is_return, back in _meant(day, before, after) if not (is_return and of_another)
        )


def _dates(sentence: str, plain: str, written: date) -> list[tuple[date, int, int]]:
    """The days of a sentence; `01/04` in English is read by either order, as the nearer of the two."""
    readings = [dates_in(sentence, written)]
    if _ENGLISH.search(plain):
        readings.append(dates_in(sentence, written, day_first=False))
    nearest: dict[tuple[int, int], date] = {}
    for day, _, start, end in chain(*readings):
        nearest[start, end] = min(nearest.get((start, end), day), day, key=lambda one: (one <= written, one))
    return [(day, _without_until(plain, start), end) for (start, end), day in sorted(nearest.items())]


def _without_until(plain: str, start: int) -> int:
    """`do` is a Thursday in Dutch, and stands for `until` in Polish and Czech; `mon retour` is no Monday."""
    until = _UNTIL_FIRST.match(plain, start)
    return until.end() if until else start


def _meant(day: date, before: str, after: str) -> Iterator[tuple[bool, date]]:
    near = before[-_NEAR:]
    until = _UNTIL.search(near) or _UNTIL_BEHIND.match(after)
    if _INCLUSIVE.search(near) or _INCLUSIVE_BEHIND.match(after):
        yield False, day + _ONE_DAY
    elif until and _BACK.search(before):
        yield True, day
    elif until:
        yield False, _after_absence(day, is_exclusive=_EXCLUSIVE.search(near) is not None)
    elif _RANGE.search(near) and not _BACK.search(near):
        yield False, day + _ONE_DAY
    elif _BACK.search(before) or (_FROM.search(near) and _is_return(after)) or _BACK_BEHIND.match(after):
        yield True, day


def _after_absence(day: date, *, is_exclusive: bool) -> date:
    if day.weekday() == _MONDAY or (is_exclusive and day.weekday() < _SATURDAY):
        return day
    return day + _ONE_DAY


def _is_return(after: str) -> bool:
    found = _BACK.search(after)
    return found is not None and not _NOT.search(after, 0, found.start())


def _any(*languages: str) -> str:
    """A pattern for any of the words: `/` stands between them, and `_` behind one that may go on."""
    words = {folded(word.strip()) for language in languages for word in language.split("/")}
    return "|".join(_bounded(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _bounded(word: str) -> str:
    """Chinese, Japanese and Korean write no blanks between words."""
    if word[-1] > _WITHOUT_BLANKS:
        return re.escape(word)
    return rf"\b{re.escape(word.rstrip('_'))}" + ("" if word.endswith("_") else r"\b")


_LONGEST = 4000
_REACH = 60
_NEAR = 28
_MONDAY, _SATURDAY = 0, 5
_ONE_DAY = timedelta(days=1)
_A_YEAR = timedelta(days=366)
_WITHOUT_BLANKS = "\u1100"
_END = re.compile(r"(?<=[^\d\s][.!?])\s+|(?<=[0-9]{4}[.!?])\s+|(?<=[。！？;；])")
_ENGLISH = re.compile(r"\b(?:i|we|back|return|returning|office|until|from|through)\b")
# Who comes back to somebody has not come back to the office.
_REPLIES = re.compile(r"\b(?:get(?:ting)?|come|coming|write|writing) back to\b|\bback to you\b")
_BACK = re.compile(
    _any(
        "again/back/return/returns/returning/in the office again/available again/resume/resuming/resumes/reopen_/re-open_",
        "wieder/zurück/rückkehr/zurückkehren/zurückkehre/erreichbar ab/da bin ich ab/regressando/voltando/retornando",
        "regresando/volviendo/rientrando/tornando/rentrant",
        "vuelvo/volveré/volveremos/vuelta/regreso/regresso/regresaré/regresamos/regresaremos/reincorpor_/retomaré/de nuevo/reabri_",
        "retour/reviens/reviendrai/revenons/reviendrons/rentre/rentrerai/reprends/reprendrai/reprise/à nouveau/de nouveau",
        "rouvr_/réouverture/volto/voltarei/voltamos/voltaremos/regressarei/regressamos/retorno/retornarei/retornaremos/de volta",
        "novamente/de novo/torno/tornerò/torniamo/torneremo/rientro/rientrerò/rientriamo/ritorno/ritornerò/di nuovo",
        "nuovamente/raggiungibile/riapr_/terug/weer/tillbaka/åter/återkommer/tilbake/tilbage/igen/igjen/palaan/palaamme",
        "takaisin/jälleen/tavoitettavissa/wracam/wrócę/wracamy/wrócimy/powrót/powrotem/powrocie/ponownie/zpět/zpátky/vrátím",
        "návrat/opět/opäť/späť/vissza_/újra/ismét/revin/reveni/întorc/înapoi/вернусь/вернемся/вернёмся/возвращ_/снова",
        "выйду/выхожу/на работе/повернусь/повернуся/повертаюсь/знову/επιστρ_/ξανά/πίσω/döneceğim/döneceğiz/dönüyorum/dönüş_",
        "tekrar/出社/復帰/戻り/戻る/再開/出勤/営業を開始/返回/回来/回來/回到/恢复/恢復/上班/复工/復工/복귀/돌아/출근/업무를 재개",
        "אחזור/חוזר/חוזרת/נחזור/سأعود/أعود/العودة/عودتي/quay lại/trở lại/kembali/tornaré",
    )
)
# `Ben is back on` tells of Ben. What begins with an article, or with a word that is no name, tells of hers.
_NO_NAMES = (
    "Office|Team|Work|Everybody|Everyone|Who|That|This|The|Our|My|I|She|He|It|We|They|Return|Returning|Back|Büro|Rückkehr|Zurück"
    "|Das|Die|Der|Unser|Mein|Meine|Ich|Er|Sie|Es|Wir|Je|Il|Elle|On|Nous|Retour|Le|La|El|Los|Mi|Yo|Ella|Él|Regreso|Vuelta"
    "|Ela|Ele|Eu|Nós|Os|As|Meu|Regresso|Retorno|Volta"
)
_A_NAME = "[A-ZÀ-Þ][a-zß-ÿ]{1,20}"
_OF_ANOTHER = re.compile(
    rf"(?:^\W{{0,3}}(?!(?:{_NO_NAMES})\b){_A_NAME}|\b(?i:colleague|kollegin|kollege|coll[eè]gue|compañer[oa]|colega))(?: {_A_NAME}){{0,2}}"
    r" (?:(?:is|will be) (?:back|in again|returning)|returns|will return|ist (?:ab|am|wieder|zurück)|kommt"
    r"|(?:est|sera) (?:de|à nouveau)|revient|rentre|(?:está|estará) de|vuelve|regresa|volta|regressa)\b"
)
_NOT = re.compile(r"\b(?:not|nicht|keine?|pas|no|nao|non|niet|inte|ikke|nie|не)\b")
_UNTIL_WORDS = _any(
    "until/till/til/'til/up to/up until/bis/hasta/jusqu_/até/fino/sino/tot/do/fram till/indtil/frem til/asti/saakka/până/до",
    "по/μέχρι/έως/עד/حتى/đến/đến hết/sampai/hingga/fins",
)
# Between that word and the day there may be two short ones: `until the evening of`, `bis zum`, `jusqu'au`.
_UNTIL = re.compile(rf"(?:{_UNTIL_WORDS})[^.,;:!?()]{{0,16}}[,(]? ?$")
_UNTIL_FIRST = re.compile(rf"(?:{_UNTIL_WORDS}|mon retour(?: le)?) ")
_EXCLUSIVE = re.compile(r"\b(?:until|till?|'til|up to|up until|tot)\b[^.,;:!?()]{0,16}[,(]? ?$")
_UNTIL_BEHIND = re.compile(
    folded(r"[ (（]?[月火水木金土日]?[)）]?(?:まで|까지|(?:tarihine |gününe |'?y?[ae] )?kadar\b|")
    + r" asti| saakka|-?ig\b|为止|為止|止)"
)
_INCLUSIVE = re.compile(
    r"[ (,]{0,3}\b(?:"
    + _any(
        "through/thru/inclusive/including/incl/einschließlich/einschl/inkl/inklusive/inclus/inclusivement/incluido/incluso",
        "compreso/inclusief/tot en met/till och med/t.o.m/til og med/włącznie/včetně/vrátane/включительно/dahil",
    )
    + r"|t/m\b)[^;!?]{0,16}$"
)
_INCLUSIVE_BEHIND = re.compile(
    r"[ (,]{0,3}(?:"
    + _any("inclusive/included/inclus/incluido/inclusief/compreso/einschl/inkl/włącznie/včetně/включительно")
    + ")"
)
_RANGE = re.compile(
    r"(?:[0-9]\S{0,6}|^)\s{0,2}(?:-|to|and|bis|und|au|et|al|y|a|e|ao|till|til|tot|en|do|i|og|och|по|~|～|から)\s(?!(?:(?:i|we|ich|je) )?(?:will|'ll|shall|answer|repl|respon|antwort|melde|contest|repond))[^.,;:!?]{0,12}$"
    r"|(?:^|[0-9])\.?\s?[-~～]\s?$"
)
_FROM_WORDS = _any(
    "from/on/as of/starting/ab/ab dem/am/seit/vom/desde/a partir/el/dès/à partir/le/em/no/dia/dal/dall_/il/vanaf/op/från",
    "den/fra/od/dnia/w/с/з/від",
)
_FROM = re.compile(rf"(?:{_FROM_WORDS})[^.;!?]{{0,20}}$")
_BACK_BEHIND = re.compile(
    r"[^.;!?]{0,20}(?:"
    + _any(
        "出社/復帰/戻り/戻る/再開/出勤/営業を開始/返回/回来/回來/回到/恢复/恢復/上班/复工/復工/복귀/돌아/출근",
        "döneceğim/döneceğiz/dönüyorum/dönüş_",
    )
    + ")"
)
