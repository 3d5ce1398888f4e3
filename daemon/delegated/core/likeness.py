"""What was kept of tasks, found again by tasks of their kind: the same words in the title, or the same trade."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_REMEMBERED: Final = 500
_LIKE: Final = 85.0
_NO_WORD: Final = re.compile(r"[^\w\s]|[0-9]+|_")


class Kind(Protocol):
    """What tells the kind of a task."""

    @property
    def title(self) -> str:
        """In one line."""
        ...

    @property
    def client(self) -> str | None:
        """Whom it is for."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """Words that rules look for."""
        ...

    @property
    def skills(self) -> tuple[str, ...]:
        """What it needs."""
        ...

    @property
    def confidential(self) -> bool:
        """Only for people who have signed."""
        ...


KindT = TypeVar("KindT", bound=Kind)


class Remembered(Generic[KindT]):
    """What was kept of one owner's tasks, the newest first: the last 500 of it.

    Everything is prepared once: a task is compared with all of it in a fraction of a millisecond.
    """

    def __init__(self, kept: Iterable[KindT] = ()) -> None:
        self._kept = tuple(islice(kept, MOST_REMEMBERED))
        self._titles: dict[str | None, dict[int, str]] = {}
        self._trades: dict[tuple[str | None, frozenset[str]], list[int]] = {}
        for place, one in enumerate(self._kept):
            self._titles.setdefault(one.client, {})[place] = _in_order(one.title)
            self._trades.setdefault(_trade(one), []).append(place)

    def __len__(self) -> int:
        return len(self._kept)

    def with_newer(self, kept: Iterable[KindT]) -> Remembered[KindT]:
        """The same with more, the newest first."""
        return Remembered((*kept, *self._kept))

    def like(self, task: Kind) -> list[KindT]:
        """What is of the task's kind, the newest first.

        It is for the same client, and its title is of nearly the same words (ratio of the sorted words, without figures
        and signs); or it needs the same skills, and where neither has a client a tag is common too. What is
        confidential is only for what is confidential.
        """
        places = {*self._of_title(task), *self._of_trade(task)}
        found = (self._kept[place] for place in sorted(places))
        return [one for one in found if task.confidential or not one.confidential]

    def _of_title(self, task: Kind) -> list[int]:
        titles = self._titles.get(task.client)
        wanted = _in_order(task.title) if titles else ""
        if not wanted:  # Titles of figures alone have no words in common.
            return []
        # Any: its types know choices with texts as keys only.
        choices: Any = titles
        return [place for _, _, place in extract(wanted, choices, scorer=ratio, score_cutoff=_LIKE, limit=None)]

    def _of_trade(self, task: Kind) -> list[int]:
        places = self._trades.get(_trade(task), []) if task.skills else []
        return [place for place in places if task.client or set(task.tags) & set(self._kept[place].tags)]


def _trade(one: Kind) -> tuple[str | None, frozenset[str]]:
    return one.client, frozenset(one.skills)


def _in_order(title: str) -> str:
    return " ".join(sorted(_NO_WORD.sub(" ", title.casefold()).split()))
