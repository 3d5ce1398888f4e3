"""One word, answered by every program in every language that it speaks: only what surrounds it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from replies.corpus import tongues
from replies.corpus.cases import Case, said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

WORDS: Final = "Accept. Tuesday noon."
SPEAKING: Final[Mapping[str, Collection[str]]] = {
    "gmail": tongues.GMAIL,
    "gmail text": tongues.GMAIL,
    "apple": tongues.APPLE,
    "iphone": tongues.APPLE,
    "outlook": tongues.OUTLOOK,
    "outlook web": tongues.OUTLOOK,
    "outlook phone": tongues.OUTLOOK_PHONE,
    "thunderbird": tongues.THUNDERBIRD,
    "thunderbird html": tongues.THUNDERBIRD,
    "yahoo": tongues.YAHOO,
    "proton": tongues.PROTON,
    "k9": tongues.K9,
    "roundcube": tongues.ROUNDCUBE,
    "samsung": tongues.SAMSUNG,
    "gmx": tongues.GMX,
}
BOTTOM: Final = ("thunderbird", "thunderbird html", "apple", "gmail text", "k9", "roundcube")
ALONE: Final = ("lotus", "notes", "mutt", "evolution", "em client", "zoho", "fastmail", "hey", "tutanota", "yandex")
REST: Final = ("netease", "qq", "spark", "blackberry", "windows", "outlook old", "outlook mac", "fairemail", "button")


def _of(program: str, language: str, place: str) -> Case:
    words = {"language": language, "place": place, "gone": ("How to answer", "10:02", "10.02")}
    return said(f"quoting-{language}-{place}", "assistant", [(program, WORDS, "accepted", words)])[0]


CASES: Final = [
    *(_of(program, language, "top") for program, told in SPEAKING.items() for language in told),
    *(_of(program, language, "bottom") for program in BOTTOM for language in SPEAKING[program]),
    *(_of(program, "en", "top") for program in (*ALONE, *REST)),
]
