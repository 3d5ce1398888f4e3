"""What the title of a task says: what it is about, what is to be done with it, and what only stands around that.

"Re: Please book 2 flights to Lisbon for March" is about flights, to be booked; Lisbon stands around. Figures, dates,
numbers in words and words without a meaning of their own are left out; plural and singular are one. The words that
are known are English, German, Spanish and French; titles in other languages are compared by all their words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Gist:
    """What a title says, as stems of words without case and accents.

    `about` is what the task is about; `around` are places, people and occasions that it is for (behind "to", "for",
    "at", in brackets); `acts` are plain verbs that people leave out as often as not ("book", "order", "write").
    """

    about: frozenset[str]
    around: frozenset[str]
    acts: frozenset[str]


@lru_cache(maxsize=4096)
def gist_of(title: str) -> Gist:
    """What it says. Nothing, where it is of figures and empty words alone."""
    text = _REPLIED.sub("", unicodedata.normalize("NFC", title))
    tokens = _TOKEN.findall(_UP.sub("up", text))[:_MOST_TOKENS]
    reader = _Reader()
    for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        reader.take(token, before, after)
    return reader.gist()


class _Sort(Enum):
    EMPTY = auto()
    FIGURE = auto()
    COUNTED = auto()
    OUTWARD = auto()
    SPANISH_TO = auto()
    INWARD = auto()
    ACT = auto()
    WORD = auto()


@dataclass(slots=True)
class _Reader:
    """Takes one word after the other: to what it is about, or to what stands around."""

    about: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    outward: bool = False
    brackets: int = 0

    def take(self, token: str, before: str, after: str) -> None:
        """The next word or sign, between its neighbours."""
        if not token[0].isalnum():
            return self._sign(token)
        sort, word = _known(token)
        if sort is _Sort.OUTWARD or (sort is _Sort.SPANISH_TO and self._is_said):
            self.outward = not _wants_more(before)
        elif sort is _Sort.INWARD:
            self.outward = False
        elif self.brackets and sort in (_Sort.WORD, _Sort.COUNTED, _Sort.ACT):
            self.around.add(word)
        elif sort is _Sort.ACT:
            self.acts.add(word)
        elif sort is _Sort.WORD or (sort is _Sort.COUNTED and not _figure(before) and not _figure(after)):
            self._word(token, word, before, after)
        return None

    def gist(self) -> Gist:
        """What was said, all in all: a title that is about nothing is about what stands around, or about its verb."""
        about = self.about or self.around or self.acts
        around = self.around if about is self.about else ()
        acts = self.acts if about is not self.acts else ()
        return Gist(frozenset(about), frozenset(around).difference(about), frozenset(acts))

    @property
    def _is_said(self) -> bool:
        """Whether enough was said for the rest to be only where and for whom."""
        return len(self.about) >= _ENOUGH or bool(self.about and self.acts)

    def _sign(self, token: str) -> None:
        self.brackets += (token in _OPENING) - (token in _CLOSING and self.brackets > 0)
        self.outward = token in _PAUSE and len(self.about) >= _ENOUGH

    def _word(self, token: str, word: str, before: str, after: str) -> None:
        outward = self.outward and not _is_verb_at_the_end(token, before, after)
        (self.around if outward else self.about).add(word)


def _is_verb_at_the_end(token: str, before: str, after: str) -> bool:
    """As in "Hotel in Wien buchen": what is to be done, though it stands behind the place."""
    ends = not after or not after[0].isalnum() or after == "und"
    return ends and before != "the" and token.islower() and token.endswith(_VERB_ENDS)


def _wants_more(token: str) -> bool:
    """Whether what stands behind the preposition is still what it is about: "apply for a visa", "write to the bank"."""
    word = _plain(token)
    return word in _ACT_OF or word in _WANTING_MORE


def _figure(token: str) -> bool:
    return token[:1].isdigit()


@lru_cache(maxsize=32768)
def _known(token: str) -> tuple[_Sort, str]:
    """What sort of word it is, and its stem; for a verb, the act that it means."""
    if any(sign.isdigit() or sign in ".@" for sign in token):
        return _Sort.FIGURE, ""
    word = _plain(token)
    if word in _ACT_OF:
        return _Sort.ACT, _ACT_OF[word]
    sort = _Sort.OUTWARD if token.casefold() == "à" else _SORTS.get(word, _Sort.WORD)
    if sort is _Sort.WORD and len(word) == 1:
        return _Sort.EMPTY, ""
    return sort, _stem(word)


@lru_cache(maxsize=32768)
def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=32768)
def _stem(word: str) -> str:
    """Without the endings of plural and case, roughly: both forms need only meet."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (_SHORT if ending in _PLURALS else _LONGER):
            return _stem(word.removesuffix(ending))
    return word[:-1] + "y" if word.endswith("i") else word


def _words(text: str) -> frozenset[str]:
    return frozenset(_plain(text).split())


_MOST_TOKENS: Final = 48
_ENOUGH: Final = 2
_SHORT, _LONGER = 3, 4
_OPENING, _CLOSING, _PAUSE = "([{", ")]}", ","
_ENDINGS: Final = ("ing", "es", "en", "em", "e", "s", "os", "as", "a", "o", "z")
_PLURALS: Final = ("es", "s")
_VERB_ENDS: Final = ("en", "ern", "eln")
# Each of these patterns takes as many steps as there are characters, whatever a stranger writes.
_REPLIED: Final = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|rv|tr|sv|antw)\s*(?:\[\d+\]\s*)?:\s*)+", re.IGNORECASE)
_UP: Final = re.compile(r"(?<=[^\W\d_])[ -]up\b")  # "back up", "follow-up": one word
# Names of the net, figures with what hangs on them, words, brackets, signs that part, dashes that stand alone.
_TOKEN: Final = re.compile(
    r"(?<!\w)\w++(?:[.@][^\W\d_]{2,})+|(?:(?<!\w)[^\W\d]++)?\d\w*(?:[.:/,-]\d\w*)*|[^\W\d_]+|[(\[{)\]}]|[:;,.!?\u2013\u2014]|\s-\s"
)
_ACTS: Final = {
    "book": "book reserve buchen reservieren reservar reserver",
    "buy": "order reorder buy get bestellen nachbestellen besorgen kaufen pedir comprar commander acheter",
    "make": """prepare write make create do vorbereiten schreiben machen erstellen zusammenstellen
        preparar escribir hacer crear preparer ecrire rediger faire creer""",
    "send": "send schicken verschicken senden enviar mandar envoyer",
    "find": "find look search finden suchen buscar encontrar trouver chercher",
}
_ACT_OF: Final = {word: act for act, words in _ACTS.items() for word in words.split()}
# Behind these stands where, when, or for whom.
_OUTWARD: Final = _words("""
    to for from at in on into onto about by before after without during via
    nach für aus bei beim zu zum zur im am an ans auf über vor ins seit bis ohne
    para por en desde sobre sin ante hasta pour dans sur chez sans vers depuis avant après
""")
_WANTING_MORE: Final = _words("""
    apply reply respond answer letter talk speak ask wait
    antwort antworten brief bewerben bewerbung responder respuesta carta répondre réponse lettre
""")
# With whom is what it is about: who knows Ana does not know the auditors.
_INWARD: Final = _words("with mit con avec")
# Left out beside a figure.
_COUNTED: Final = _words("""
    week wk kw semana sem semaine woche day tag no nr num page pages seite ep version sprint year
    people personas personen size talla taille größe stück night nights nacht nächte
""")
_EMPTY: Final = _words("""
    an the this that these those our my your his her its their them we me you it and or of is are be as here then
    please asap again more some few new another next last also only all whole each every any now
    somebody someone somewhere something month months quarter
    der die das den dem des ein eine einen einem einer eines und oder unser unsere mein meine dein ihr ihre von vom
    bitte nochmal wieder neu neue neuen neuer alle jeden jede lassen monat quartal
    el la los las lo un una unos unas y o u e del de al mi su sus nuestro nuestra nuestros
    favor otra otro vez todos todas nuevo nueva mes trimestre
    le les du et ou au aux mon ma mes notre nos sa son ses il plait svp encore nouveau nouvelle tous toutes mois
    one two three four five six seven eight nine ten first second third fourth half
    eins zwei drei vier fünf sechs sieben acht neun zehn erste erster ersten zweite zweiter zweiten dritte dritter
    vierte dos tres cuatro cinco seis siete ocho nueve diez primer primera primero segunda segundo tercer tercera
    tercero cuarto deux trois quatre cinq sept huit neuf dix premier première deuxième troisième quatrième
    today tomorrow tonight heute morgen hoy mañana aujourd hui demain
    jan feb mar apr jun jul aug sep sept oct nov dec okt dez ene abr ago dic janv févr avr juil
    january february march april may june july august september october november december
    januar februar märz mai juni juli oktober dezember
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    lunes martes miércoles jueves viernes sábado domingo
    lundi mardi mercredi jeudi vendredi samedi dimanche
    spring summer autumn winter am pm uhr st nd rd th eur usd
""")
_SORTS: Final = {
    "a": _Sort.SPANISH_TO,  # "vuelos a Lisboa", but "a hotel"
    **dict.fromkeys(_EMPTY, _Sort.EMPTY),
    **dict.fromkeys(_COUNTED, _Sort.COUNTED),
    **dict.fromkeys(_OUTWARD, _Sort.OUTWARD),
    **dict.fromkeys(_INWARD, _Sort.INWARD),
}
