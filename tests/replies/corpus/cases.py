"""A mail, and what it ought to come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from replies.corpus.programs import write
from replies.corpus.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDINGS: Final = {
    "accepted": "offered",
    "declined": "offered",
    "delivered": "working",
    "late": "working",
    "approve": "waiting",
    "refuse": "waiting",
    "feedback": "delivered",
    "again": "delivered",
    "answer": "asked",
    "cancel": "working",
    "keep": "working",
    "defer": "working",
    "delegate": "working",
}
"""How the task stands where such a thing is said, unless told."""


@dataclass(frozen=True, slots=True)
class Case:
    """A mail with its label.

    `means` lists what is equally right, with a `|` between two, as the table of the samples does. `remains` is the
    text that is left, in which line ends do not count; None where it does not matter. `may` are lines at its end that
    had better gone. `hours` and `until` (the beginning of an ISO time, in the writer's zone) are "" where none is told.
    """

    name: str
    raw: bytes
    means: str
    role: str = "assistant"
    standing: str = "offered"
    remains: str | None = None
    may: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    hours: str = ""
    until: str = ""


def said(group: str, role: str, rows: Iterable[tuple[Any, ...]], **common: Any) -> list[Case]:
    """Cases from rows: a program, what is written with it, what it means, and what else is to be known."""
    return [
        _case(f"{group}-{number:03}", role, program, words, means, **common, **(more[0] if more else {}))
        for number, (program, words, means, *more) in enumerate(rows, 1)
    ]


def _case(name: str, role: str, program: str, words: str, means: str, **more: Any) -> Case:
    label = {key: more.pop(key) for key in ("standing", "remains", "may", "gone", "hours", "until") if key in more}
    writing = replace(Writing(words), **more)
    told = Case(f"{name} {program}", write(program, writing), means, role, _standing(means), **_expected(writing))
    return replace(told, **label)


def _standing(means: str) -> str:
    return STANDINGS.get(means.partition("|")[0].partition(":")[0], "offered")


def _expected(writing: Writing) -> dict[str, Any]:
    """Her words remain; a closing and a name may; the rest of her signature must not."""
    kept = "\n".join(line for line in writing.words.split("\n") if not line.startswith(">"))
    lines = [line for line in writing.sign.split("\n") if line.strip()]
    dashed = bool(lines) and lines[0].startswith("--")
    closing, rest = ((), lines[1:]) if dashed else (tuple(lines[:2]), lines[2:])
    return {"remains": kept, "may": closing, "gone": ("How to answer", "two options under", *rest)}
