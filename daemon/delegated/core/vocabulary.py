"""What a rule may ask about: fields of the task, facts of the moment, and the operators that fit each of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from delegated.core.days import WEEKDAYS as WEEKDAY_NAMES
from delegated.core.fields import Energy, Engagement, Stakes


class Sort(StrEnum):
    """What kind of value a field has, and so which operators fit."""

    TEXT = "a text"
    WORDS = "a list of words"
    CHOICE = "one of a few words"
    LEVEL = "low, medium or high"
    TRUTH = "true or false"
    NUMBER = "a number"
    LENGTH = "a length of time"
    MONEY = "an amount of money"
    MOMENT = "a date"


FIELDS: Final[dict[str, Sort]] = {
    "title": Sort.TEXT, "details": Sort.TEXT, "owner": Sort.TEXT, "client": Sort.TEXT, "goal": Sort.TEXT,
    "to": Sort.TEXT, "language": Sort.TEXT, "repeats": Sort.TEXT,
    "tags": Sort.WORDS, "skills": Sort.WORDS, "deliverables": Sort.WORDS, "expectations": Sort.WORDS,
    "attachments": Sort.WORDS,
    "energy": Sort.CHOICE, "engagement": Sort.CHOICE, "stakes": Sort.LEVEL, "confidential": Sort.TRUTH,
    "estimate": Sort.LENGTH, "budget": Sort.MONEY, "due": Sort.MOMENT,
}  # fmt: skip
FACTS: Final[dict[str, Sort]] = {
    "owner.load": Sort.NUMBER, "owner.overwhelmed": Sort.TRUTH,
    "owner.strength": Sort.TRUTH, "owner.stalled_goals": Sort.WORDS,
    "now.weekday": Sort.CHOICE, "now.hour": Sort.NUMBER,
    "history.similar": Sort.NUMBER, "history.last_assistant": Sort.TEXT, "history.went_well": Sort.TRUTH,
    "worth.hours_freed": Sort.LENGTH, "worth.cost": Sort.MONEY, "worth.handling": Sort.LENGTH, "worth.net": Sort.MONEY,
    "budget.left": Sort.MONEY,
}  # fmt: skip
WEEKDAYS: Final = tuple(name.casefold() for name in WEEKDAY_NAMES)
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "energy": tuple(Energy), "engagement": tuple(Engagement), "stakes": tuple(Stakes), "now.weekday": WEEKDAYS,
}  # fmt: skip
_WORDLY = frozenset({"is", "any_of", "none_of"})
_ORDERED = frozenset({"at_least", "at_most", "above", "below"})
OPERATORS: Final[dict[Sort, frozenset[str]]] = {
    Sort.TEXT: _WORDLY | {"contains", "matches", "is_set"},
    Sort.WORDS: _WORDLY | {"all_of", "contains", "matches", "is_set"},
    Sort.CHOICE: _WORDLY | {"is_set"},
    Sort.LEVEL: _WORDLY | _ORDERED | {"is_set"},
    Sort.TRUTH: frozenset({"is", "is_set"}),
    Sort.NUMBER: _WORDLY | _ORDERED | {"is_set"},
    Sort.LENGTH: _ORDERED | {"is", "is_set"},
    Sort.MONEY: _ORDERED | {"is", "is_set"},
    Sort.MOMENT: frozenset({"before", "after", "within", "is_set"}),
}
ALL_OPERATORS: Final = (
    "is", "any_of", "all_of", "none_of", "contains", "matches",
    "at_least", "at_most", "above", "below", "before", "after", "within", "is_set",
)  # fmt: skip
BLOCKS: Final = ("any", "all", "not")


def sort_of(name: str) -> Sort | None:
    """What kind of value a field or fact has; None where there is no such field."""
    if name.startswith("x-"):
        return Sort.TEXT
    return FIELDS.get(name) or FACTS.get(name)
