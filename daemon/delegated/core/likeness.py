"""What was kept of tasks, found again by tasks of their kind: what their titles say, their tags, skills and client.

Alike means: who did the one well is the natural choice for the other, and how long it took tells of the other. A wrong
likeness does more harm than a missed one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, Protocol, TypeVar

from rapidfuzz.distance import OSA

from delegated.core.titles import gist_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_REMEMBERED: Final = 500
_SOME, _MANY = 3, 4
_LONG: Final = 5


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


def alike(one: Kind, other: Kind) -> bool:
    """Whether two tasks are of a kind; it goes both ways.

    They are for the same client (or both for none). Their titles are about the same: each word that the one is about
    stands somewhere in the other. A plain verb may be missing, but not be another one ("write", "send"). Among three
    words and more, one may be misspelt, or one of four be missing; one of three where a tag or a skill is common. They
    have no skills, or tags of titles with one word, that are wholly different.
    """
    wanted, sort = _Wanted(one), _sort_of(other)
    return one.client == other.client and bool(wanted.about) and wanted.is_like(sort)


class Kin:
    """Numbers of tasks, of which those of a kind are found; one at a time comes and goes.

    Tasks that say the same, with the same client, tags and skills, are one heap; heaps are found by their words. What
    is looked at grows with the heaps that have nearly all words in common, not with the tasks.
    """

    def __init__(self) -> None:
        self._heap_of: dict[int, _Heap] = {}
        self._heaps: dict[_Sort, _Heap] = {}
        self._saying: dict[tuple[str | None, str], set[_Heap]] = {}

    def __len__(self) -> int:
        return len(self._heap_of)

    def keep(self, number: int, one: Kind) -> None:
        """One more, or what is known of it now."""
        self.drop(number)
        sort = _sort_of(one)
        heap = self._heaps.get(sort) or self._new_heap(sort)
        insort(heap.numbers, number)
        self._heap_of[number] = heap

    def drop(self, number: int) -> None:
        """Not this one any more."""
        heap = self._heap_of.pop(number, None)
        if heap is None:
            return
        del heap.numbers[bisect_left(heap.numbers, number)]
        if not heap.numbers:
            self._clear(heap)

    def like(self, task: Kind) -> list[int]:
        """What is of the task's kind, the highest number first. What is confidential is only for what is, too."""
        wanted = _Wanted(task)
        near = self._nearly_saying(wanted)
        if not wanted.sort.confidential:
            near = [heap for heap in near if not heap.sort.confidential]
        found = [heap.numbers for heap in near if wanted.is_like(heap.sort)]
        return sorted(chain.from_iterable(found), reverse=True)

    def _new_heap(self, sort: _Sort) -> _Heap:
        heap = self._heaps[sort] = _Heap(sort, [])
        for word in sort.words:
            self._saying.setdefault((sort.client, word), set()).add(heap)
        return heap

    def _clear(self, heap: _Heap) -> None:
        del self._heaps[heap.sort]
        for word in heap.sort.words:
            saying = self._saying[heap.sort.client, word]
            saying.discard(heap)
            if not saying:
                del self._saying[heap.sort.client, word]

    def _nearly_saying(self, wanted: _Wanted) -> Iterable[_Heap]:
        """Heaps that say all it is about; of three words and more, all but one."""
        saying = sorted((self._saying.get((wanted.sort.client, word), _NOWHERE) for word in wanted.about), key=len)
        if not saying:
            return ()
        if len(saying) < _SOME:
            return saying[0].intersection(*saying[1:])
        return set().union(*(_common(saying, left_out) for left_out in range(len(saying))))


class Remembered(Generic[KindT]):
    """What was kept of one owner's tasks, the newest first: the last 500 of it."""

    def __init__(self, kept: Iterable[KindT] = ()) -> None:
        self._kept = tuple(islice(kept, MOST_REMEMBERED))
        self._kin = Kin()
        self._trades: dict[tuple[str | None, frozenset[str]], list[int]] = {}
        for place, one in enumerate(self._kept):
            self._kin.keep(place, one)
            self._trades.setdefault(_trade(one), []).append(place)

    def __len__(self) -> int:
        return len(self._kept)

    def with_newer(self, kept: Iterable[KindT]) -> Remembered[KindT]:
        """The same with more, the newest first."""
        return Remembered((*kept, *self._kept))

    def like(self, task: Kind) -> list[KindT]:
        """What is of the task's kind, or of its trade, the newest first.

        Of its trade is what needs the same skills, for the same client; where neither has a client a tag is common,
        too. What was answered about the one helps with the other, though it may take much longer. What is
        confidential is only for what is confidential.
        """
        places = {*self._kin.like(task), *self._of_trade(task)}
        found = (self._kept[place] for place in sorted(places))
        return [one for one in found if task.confidential or not one.confidential]

    def _of_trade(self, task: Kind) -> list[int]:
        places = self._trades.get(_trade(task), []) if task.skills else []
        return [place for place in places if task.client or set(task.tags) & set(self._kept[place].tags)]


class _Sort(NamedTuple):
    """What tells the kind of a task; the words are in order, so that the same is equal."""

    client: str | None
    about: tuple[str, ...]
    words: tuple[str, ...]
    acts: frozenset[str]
    tags: frozenset[str]
    skills: frozenset[str]
    confidential: bool


@dataclass(slots=True, eq=False)
class _Heap:
    """The numbers of tasks of one sort, in order."""

    sort: _Sort
    numbers: list[int]


class _Wanted:
    """What is looked for, ready to be compared with much."""

    def __init__(self, task: Kind) -> None:
        self.sort = _sort_of(task)
        self.about = frozenset(self.sort.about)
        self.words = frozenset(self.sort.words)

    def is_like(self, other: _Sort) -> bool:
        """Whether that, for the same client, is of its kind."""
        return (other.about == self.sort.about or self._is_about(other)) and not self._is_other_work(other)

    def _is_about(self, other: _Sort) -> bool:
        """Whether both are about the same: each word stands somewhere in the other, but perhaps for one."""
        if self.about.isdisjoint(other.about):  # What the one is about is only where the other is.
            return False
        missing, more = self.about.difference(other.words), set(other.about).difference(self.words)
        if len(missing) == 1 == len(more):
            return min(len(self.about), len(other.about)) >= _SOME and _misspelt(*missing, *more)
        if not missing and not more:
            return True
        longer = self.about if missing else other.about
        common = self.sort.tags & other.tags or self.sort.skills & other.skills
        return len(missing) + len(more) == 1 and len(longer) >= (_SOME if common else _MANY)

    def _is_other_work(self, other: _Sort) -> bool:
        """Whether something else is to be done with it, or by people who can do something else."""
        mine = self.sort
        if _differ(mine.acts, other.acts) or _differ(mine.skills, other.skills):
            return True
        return len(mine.about) == 1 == len(other.about) and _differ(mine.tags, other.tags)


_Heaps = set[_Heap] | frozenset[_Heap]
_NOWHERE: Final = frozenset[_Heap]()


def _sort_of(one: Kind) -> _Sort:
    gist = gist_of(one.title)
    about = tuple(sorted(gist.about))
    words = (*about, *sorted(gist.around)) if gist.around else about
    return _Sort(one.client, about, words, gist.acts, _set_of(one.tags), _set_of(one.skills), one.confidential)


def _common(saying: Sequence[_Heaps], left_out: int) -> _Heaps:
    """Heaps that are in all of these but for the one left out."""
    first, *rest = (heaps for place, heaps in enumerate(saying) if place != left_out)
    return first.intersection(*rest)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return one is not other and bool(one) and bool(other) and one.isdisjoint(other)


def _misspelt(one: str, other: str) -> bool:
    """Whether it is the same word but for one letter, or two letters exchanged."""
    return one[0] == other[0] and min(len(one), len(other)) >= _LONG and OSA.distance(one, other, score_cutoff=1) <= 1


def _trade(one: Kind) -> tuple[str | None, frozenset[str]]:
    return one.client, _set_of(one.skills)


@lru_cache(maxsize=4096)
def _set_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)
