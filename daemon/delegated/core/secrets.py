"""What must never stand in a brief: passwords, keys and card numbers, by their well-known shapes.

Better to ask once too often: a finding stops the brief and asks the owner, it changes nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import re2

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_IN_A_WORD: Final = r"(?:^|[^\pL\pN])"
_WORDS: Final = (
    "password|passwort|passwd|pwd|passphrase|contraseña|mot de passe|senha|kennwort|parola|wachtwoord|pin|cvc|cvv|puk"
)
_KEYS: Final = "api[_ -]?key|secret[_ -]?key|access[_ -]?key|client[_ -]?secret|auth[_ -]?token"
_TOKENS: Final = "ghp_|gho_|github_pat_|glpat-|xox[abpr]-|sk_live_|sk-|AKIA|AIza"
# Linear-time expressions, on text that anybody may have written.
_SHAPES: Final = (
    ("a password", rf"(?i){_NOT_IN_A_WORD}(?:{_WORDS})(?:[ -](?:code|number))?\s*[=:]\s*\S{{3,}}"),
    ("a password", rf"(?i){_NOT_IN_A_WORD}(?:{_WORDS})(?:\s+\S+){{0,3}}\s+(?:is|ist|es|est|é)\s+\S*[0-9]\S*"),
    ("a card's code", rf"(?i){_NOT_IN_A_WORD}(?:cvc|cvv)2?[\s:=]*[0-9]{{3,4}}(?:$|[^0-9])"),
    ("a key", rf"(?i){_NOT_IN_A_WORD}(?:{_KEYS})\s*(?:is|=|:)\s*\S{{8,}}"),
    ("an access token", r"(?i)authorization:\s*(?:bearer|basic|token)\s+\S{8,}"),
    ("an access token", rf"(?:^|[^A-Za-z0-9])(?:{_TOKENS})[A-Za-z0-9_-]{{12,}}"),
    ("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    ("a password in an address", r"[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@"),
)
_NAMED: Final = tuple((name, re2.compile(shape)) for name, shape in _SHAPES)
# Nearly every text holds none of them: one pass instead of eight.
_ANY: Final = re2.compile("|".join(f"(?:{shape})" for _, shape in _SHAPES))
_FIGURES: Final = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9])+(?![0-9A-Za-z])")
_CARDS: Final = ("2", "3", "4", "5", "6")
_CARD_LENGTHS: Final = range(13, 20)
_MOST_GROUPS: Final = 6
_NINE: Final = 9
_MOST_TOLD: Final = 200
# Further than is told: a secret may begin within what is told and end behind it.
_LOOKED_AT: Final = 400


def found_in(text: str) -> str | None:
    """What secret the text seems to hold, in words ("a password"); None where nothing looks like one."""
    if _ANY.search(text):
        return next(name for name, shape in _NAMED if shape.search(text))
    return "a card number" if any(_holds_card(found[0]) for found in _FIGURES.finditer(text)) else None


def fit_to_tell(title: str) -> str:
    """A title for the log and for letters: one that seems to hold a secret is not told."""
    secret = found_in(title)
    return title if secret is None else f"[hidden: the title seems to hold {secret}]"


def fit_to_log(words: str) -> str:
    """What somebody wrote, for the log and for lists, in one printable line of at most 200 characters.

    Where its beginning seems to hold a secret, nothing of it is told.
    """
    line = "".join(filter(str.isprintable, " ".join(words[: 2 * _LOOKED_AT].split())))
    secret = found_in(line[:_LOOKED_AT])
    if secret is not None:
        return f"[hidden: it seems to hold {secret}]"
    return line if len(line) <= _MOST_TOLD else f"{line[: _MOST_TOLD - 1]}…"


def _holds_card(figures: str) -> bool:
    """Whether a card's number stands among these figures: it begins and ends where a group of them does."""
    groups = re.split("[ -]", figures)
    return any(_is_card(number) for first in range(len(groups)) for number in _numbers_from(groups, first))


def _numbers_from(groups: list[str], first: int) -> Iterator[str]:
    number = ""
    for group in groups[first : first + _MOST_GROUPS]:
        number += group
        if len(number) in _CARD_LENGTHS:
            yield number
        elif len(number) >= _CARD_LENGTHS.stop:
            return


def _is_card(number: str) -> bool:
    return number.startswith(_CARDS) and _luhn(number)


def _luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - _NINE if value > _NINE else value
    return total % 10 == 0
