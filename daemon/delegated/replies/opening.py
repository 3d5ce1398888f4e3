"""What people write before they come to the point: greetings, thanks, apologies, and marks around the first word."""
# ruff: noqa: E501  # patterns are read best with a kind of words on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.replies.words import SIGNS, Role, Word

if TYPE_CHECKING:
    from delegated.replies.words import Vocabulary


def opening_end(plain: str, role: Role, vocabulary: Vocabulary) -> int:
    """Where the point begins in a folded text. What an assistant thanks for or regrets is no point; an owner's is."""
    at = _past_marks(plain, 0)
    for _ in range(_MOST_PARTS):
        spoken = vocabulary.spoken(plain, role, at)
        greeting = _GREETING.match(plain, at)
        greets = greeting is not None and (spoken is None or greeting.end() > spoken.end)
        if spoken and not greets and spoken.phrase not in SIGNS:
            break
        if spoken and not greets:
            # A picture before a word only says the same once more.
            said = _past_marks(plain, spoken.end)
            return said if vocabulary.spoken(plain, role, said) else at
        end = _greeting_end(plain, at, role, vocabulary) or _courtesy_end(plain, at, role)
        if end is None:
            break
        at = _past_marks(plain, end)
    return at


def _past_marks(plain: str, at: int) -> int:
    found = _MARKS.match(plain, at)
    return found.end() if found else at


def _greeting_end(plain: str, at: int, role: Role, vocabulary: Vocabulary) -> int | None:
    """`Hi Alex,` up to its end; where no mark ends it, the greeting alone, or with one name."""
    found = _GREETING.match(plain, at)
    if found is None:
        named = _NAME_ALONE.match(plain, at)
        return named.end() if named else None
    after = _past_marks(plain, found.end())
    spoken = vocabulary.spoken(plain, role, after)
    if spoken and spoken.word is not Word.AGAIN:
        return found.end()
    names = _NAMES.match(plain, found.end()) or _ONE_NAME.match(plain, found.end())
    return names.end() if names else found.end()


def _courtesy_end(plain: str, at: int, role: Role) -> int | None:
    for pattern in _COURTESY[role]:
        found = pattern.match(plain, at)
        if found:
            return found.end()
    return None


_MOST_PARTS: Final = 6
_MARKS: Final = re.compile(rf"[^\w{SIGNS}★⭐🌟☆]*(?:_+[^\w{SIGNS}]*)?")
_GREETING: Final = re.compile(
    r"(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening"
    r"|hola|buen(?:os)? dias?|buenas(?: tardes| noches)?|estimad[oa]s?|querid[oa]s?|hallo|hallochen|moin|servus|gruss gott"
    r"|guten (?:morgen|tag|abend)|lieber?|liebes|sehr geehrte[rs]?|bonjour|bonsoir|salut|chere?s?|coucou|ola|oi"
    r"|bom dia|boa (?:tarde|noite)|car[oaie]|ciao|buongiorno|buonasera|salve|beste|dag|goedemorgen|hoi|hej|hei|czesc"
    r"|dzien dobry|namaste|ahoj|merhaba)\b(?! (?:news|work|job|question|idea|to|time)\b)"
)
_NAMES: Final = re.compile(r"(?:[ ,&+-]{1,3}[^\W\d_][\w'.]{0,30}){0,5}? ?(?:[,!:;\n]|\.(?=\s)| - |$)")
_ONE_NAME: Final = re.compile(r" [^\W\d_]{1,30}(?= )")
_NAME_ALONE: Final = re.compile(r"[^\W\d_]{2,20}(?: (?:and|&|y|und|et|e) [^\W\d_]{2,20}| [^\W\d_]{2,20})?,\s*\n")
_TO_THE_END: Final = r"[^.!?\n,;:]{0,120}?(?:[.!,;:]+(?!\w)|\n| - )(?:\s*but\b,?)?"
_THANKS: Final = re.compile(
    r"(?:thanks|thank you|many thanks|thx|cheers|(?:muchas |mil )?gracias|danke|vielen dank|herzlichen dank|merci"
    rf"|(?:muito )?obrigad[oa]|grazie|dank je|bedankt|dziekuje)\b{_TO_THE_END}"
)
_SORRY: Final = re.compile(
    r"(?:(?:i'm|i am|we're|we are) )?(?:(?:so|very|really|terribly|awfully) )?(?:sorry|apologies|my apologies|lo siento"
    r"|perdon|disculpa|leider|tut mir leid|es tut mir leid|sorry|desolee?|je suis desolee?|pardon|malheureusement"
    r"|desculpa|desculpe|lamento|infelizmente|lamentablemente|desafortunadamente|i regret to say(?: that)?|i'm afraid(?: that)?|i am afraid(?: that)?|regretfully|unfortunately|sadly|regrettably)\b"
)
_SORRY_DIRECTLY: Final = re.compile(
    _SORRY.pattern + r"[ ,]{1,3}(?:but |pero |aber |mais |mas )?(?=(?:i |we |i'|no |can|running|decline))"
)
_SORRY_WHOLE: Final = re.compile(_SORRY.pattern + _TO_THE_END)
_FILLER: Final = re.compile(r"(?:well|so|ah|oh|actually|right|and|now|hm+|phew|finally)(?:,|\.{2,3}|!| -)? ")
_PLEASED: Final = re.compile(
    r"(?:(?:that |this )?(?:sounds? )?(?:great|perfect|super|cool|wonderful|lovely|awesome|excellent|nice|brilliant|fantastic|interesting|fun)"
    r"|got it|understood|noted|received|confirmed|all good|all clear|verstanden|entendido|compris|bien recu"
    r"|perfecto|genial|prima|super|toll|parfait|otimo|perfeito)(?:[,!.]| -|\n)"
)
_COURTESY: Final = {
    Role.ASSISTANT: (_THANKS, _SORRY_DIRECTLY, _SORRY_WHOLE, _PLEASED, _FILLER),
    Role.OWNER: (_SORRY_WHOLE, _FILLER),
}
