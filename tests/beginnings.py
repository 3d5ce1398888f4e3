"""A task in each state, and one happening of each kind: where the tests of the whole table begin."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

from delegated import story
from delegated.story import Happening, State
from offices import task
from playbook import TRAVEL, Play
from sayings import accepts, asks, delivers, moved_to

EVERY_KIND: tuple[type[Happening], ...] = get_args(Happening)
BEGINNINGS = {
    State.OFFERED: TRAVEL,
    State.WAITING: "title: Something",
    State.YOURS: "{title: Call mum, tags: [family]}",
    State.LATER: "{title: A podcast, tags: [idea]}",
    State.DROPPED: "{title: Sort the shelf, tags: [nice to have]}",
}
"""The texts of tasks that come to these states by themselves."""
_WAYS = {
    State.DONE: moved_to("done"),
    State.WORKING: accepts(),
    State.ASKED: asks("which airport?"),
    State.DELIVERED: delivers(),
}
_DECEMBER = datetime(2026, 12, 10, tzinfo=UTC)
_PARTS: dict[str, dict[str, Any]] = {
    "SaidLate": {"until": _DECEMBER},
    "Deferred": {"until": _DECEMBER},
    "FactsGiven": {"task": task(TRAVEL)},
    "PutBack": {"task": task(TRAVEL)},
    "Edited": {"task": task(TRAVEL)},
    "Spoilt": {"reason": "a.md:1:1: no"},
    "WentAway": {"person": "maya", "back": _DECEMBER},
    "Undeliverable": {"reason": "550"},
}


def in_state(state: State) -> Play:
    """A task that has come to this state by itself, by what people said, or by the owner's hand."""
    play = Play().drop(BEGINNINGS.get(state, TRAVEL))
    return play << _WAYS[state] if state in _WAYS else play


def one(kind: type[Happening], **more: Any) -> Happening:
    """A happening of this kind; what is said is said by Alex, or by Maya, as it fits."""
    parts = {**_PARTS.get(kind.__name__, {}), **more}
    if issubclass(kind, story.Said):
        person = "alex" if issubclass(kind, story.OwnerSaid) else "maya"
        parts = {"person": person, "text": "so it is", "reply": "<a@example.net>", **parts}
    return kind(**parts)
