"""What has changed in a task that an assistant has, or is being asked to take: was, is, and what stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from delegated.core.changes import Changed
from delegated.letters.letterhead import Letterhead, composed, deadline, head_facts

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

_LONGEST_CELL = 160
_MOST_PIECES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The changes, one at least. `due` is as it now stands; `started` is true where she has accepted the task.

    `revision` counts up from 1: the calendar entry of a higher one replaces that of the brief (0). `stays` names what
    is worth saying that it did not change; deliverables stand in the calendar entry.
    """

    head: Letterhead
    written: datetime
    changes: tuple[Changed, ...]
    revision: int
    due: datetime | None = None
    started: bool = False
    stays: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()


def render_revision(letter: Revision, letters: Templates) -> Rendered:
    """The letter, with the new calendar entry if the task is due at a time."""
    return composed(
        "revision",
        letter.head.language,
        lambda language: revision_facts(letter, language),
        letters,
        entry=deadline(letter.head, letter.due, letter.written, letter.revision, letter.deliverables),
    )


def revision_facts(letter: Revision, language: str = "en") -> dict[str, object]:
    """All that a template of this letter may name, as plain values."""
    short = tuple(change for change in letter.changes if not _is_long(change))
    return head_facts(letter.head, language) | {
        "changes": tuple((change.label, change.before, change.after) for change in short),
        "texts": tuple(_text_facts(change) for change in letter.changes if _is_long(change)),
        "stays": letter.stays,
        "due": letter.head.when(letter.due, language),
        "started": letter.started,
    }


def difference(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines and sentences that were taken away, and those that were added, each in its order.

    Linear in the length of the texts. What has only moved is in neither.
    """
    was, is_ = _pieces(before), _pieces(after)
    return _without(was, is_), _without(is_, was)


def _is_long(change: Changed) -> bool:
    return any("\n" in text or len(text) > _LONGEST_CELL for text in (change.before, change.after))


def _text_facts(change: Changed) -> dict[str, object]:
    gone, new = difference(change.before, change.after)
    return {"label": change.label, "gone": _few(gone), "new": _few(new), "moved": not (gone or new)}


def _pieces(text: str) -> list[str]:
    ended = text.replace(". ", ".\n").replace("! ", "!\n").replace("? ", "?\n")
    return [piece for line in ended.split("\n") if (piece := " ".join(line.split()))]


def _without(pieces: list[str], others: list[str]) -> tuple[str, ...]:
    left = Counter(others)
    rest = []
    for piece in pieces:
        left[piece] -= 1
        if left[piece] < 0:
            rest.append(piece)
    return tuple(rest)


def _few(pieces: tuple[str, ...]) -> tuple[str, ...]:
    if len(pieces) <= _MOST_PIECES:
        return pieces
    return (*pieces[:_MOST_PIECES], f"… and {len(pieces) - _MOST_PIECES} lines more")
