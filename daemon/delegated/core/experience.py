"""What the office has learned from its tasks: which were alike, who did them, how it went, what they took.

One `Work` for each task, open or closed, as narrow as deciding needs it. The service keeps it current; the core only
reads it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Final

from delegated.core.likeness import Kin, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_ALIKE: Final = 300
WINDOW: Final = timedelta(days=90)
_WELL: Final = 4
_BADLY: Final = 2
_FEW_ROUNDS: Final = 1
_LEARNED_FROM: Final = 9
_LATELY: Final = 3
_DONE, DROPPED = "done", "dropped"
_CREATED: Final = attrgetter("created")
_TOOK, _ESTIMATED, _HANDLING = attrgetter("took"), attrgetter("minutes"), attrgetter("handling")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is remembered of one task.

    `created` is when it was taken in, `since` when it came into its state, `touched` when its owner last had a hand in
    it. `assistant` has it, or did it. `minutes` is the estimate, `told` if somebody said it; `took` are the minutes of
    work that were reported, `handling` those of the owner herself. `given` is when it was given to the assistant, at
    `cost` (as text), which counts in `month` (`2026-11`, of the owner's calendar). `late` and `rounds` (of rework) are
    about the work, `rating` is 1 to 5. `proposed`: its owner was told that such tasks come again and again.
    `payer` is whose money it is, where that is not the owner's; `paid` what was delivered by others before, as
    `ledger.paid_for` tells it.
    """

    number: int
    owner: str
    title: str
    state: str
    created: datetime
    since: datetime
    touched: datetime
    client: str | None = None
    goal: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    confidential: bool = False
    assistant: str | None = None
    due: datetime | None = None
    closed: datetime | None = None
    minutes: int = 0
    told: bool = False
    took: int | None = None
    handling: int | None = None
    cost: str | None = None
    given: datetime | None = None
    month: str | None = None
    rating: int | None = None
    late: bool = False
    rounds: int = 0
    proposed: bool = False
    payer: str | None = None
    paid: tuple[str, ...] = ()

    @property
    def done_by(self) -> str | None:
        """Who did it; None as long as it is not done, and for what the owner did herself."""
        return self.assistant if self.state == _DONE else None

    @property
    def went_well(self) -> bool | None:
        """How it went, by what the owner said; where she said nothing, by whether it was late or done again.

        None: not done yet, or done by the owner.
        """
        if self.done_by is None:
            return None
        if self.rating is not None and (self.rating >= _WELL or self.rating <= _BADLY):
            return self.rating >= _WELL
        return not self.late and self.rounds <= _FEW_ROUNDS


class Alike(list[Work]):
    """Tasks of one kind, the newest first, and no more than are learned from. `number` is how many there are."""

    number: int = 0


class Experience:
    """Every task of the last 90 days, found by what it is like."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._kin: dict[str, Kin] = {}
        self._works: dict[int, Work] = {}
        for work in works:
            self.keep(work)

    def __len__(self) -> int:
        return len(self._works)

    def keep(self, work: Work) -> None:
        """One more task, or what is known of it now."""
        known = self._works.get(work.number)
        if known is not None and _of_its_kind(known) != _of_its_kind(work):
            self.drop(work.number)
            known = None
        self._works[work.number] = work
        if known is None:
            self._kin.setdefault(work.owner, Kin()).keep(work.number, work)

    def drop(self, number: int) -> None:
        """Not this one any more."""
        known = self._works.pop(number, None)
        if known is not None:
            self._kin[known.owner].drop(number)

    def closed_before(self, moment: datetime) -> list[Work]:
        """Tasks that were closed before this."""
        return [work for work in self._works.values() if work.closed is not None and work.closed < moment]

    def like(self, task: Kind, owner: str, now: datetime, but: int | None = None) -> Alike:
        """The owner's tasks of this kind that came in within 90 days before now, newest first; without task `but`."""
        kin = self._kin.get(owner)
        if kin is None:
            return Alike()
        numbers, since = kin.like(task), now - WINDOW
        works = map(self._works.__getitem__, numbers[:MOST_ALIKE])
        found = [work for work in works if since <= work.created <= now and work.number != but]
        # Of one moment: the higher number first, as they are found.
        newest = Alike(sorted(found, key=_CREATED, reverse=True))
        newest.number = len(found) + self._still_counting(numbers[MOST_ALIKE:], since, but)
        return newest

    def _still_counting(self, numbers: Sequence[int], since: datetime, but: int | None) -> int:
        """How many came in since then. Numbers are given as tasks come in: behind one that is too old all are."""
        count = bisect_right(numbers, 0.0, key=lambda one: (since - self._works[one].created).total_seconds())
        return count - (but in numbers[:count])


# All that a task is found by: most of what happens to it changes nothing of this.
_of_its_kind = attrgetter("owner", "title", "client", "tags", "skills", "confidential")


def last_done(like: Iterable[Work]) -> Work | None:
    """The newest of them that an assistant has done."""
    return next((work for work in like if work.done_by is not None), None)


def who_did_well(like: Iterable[Work]) -> tuple[str, ...]:
    """Who did such tasks, and well at least as often as not among her last three: the latest first.

    So one bad day does not undo two good ones, and whoever has had only that one is not known to do it well.
    """
    lately: dict[str, list[bool]] = {}
    for work in like:
        if work.done_by is not None:
            went = lately.setdefault(work.done_by, [])
            if len(went) < _LATELY:
                went.append(bool(work.went_well))
    return tuple(person for person, went in lately.items() if 2 * sum(went) >= len(went))


def usual_length(like: Iterable[Work]) -> tuple[timedelta, tuple[Work, ...]] | None:
    """What such tasks take, and the tasks that tell it: the median of what was reported, else of what was estimated.

    Reports count of what was done, estimates that somebody has told of all that was not dropped; of the nine newest.
    None where no task tells.
    """
    known = [work for work in like if work.state != DROPPED]
    reported = (work for work in known if work.took and work.state == _DONE)
    estimated = (work for work in known if work.told and work.minutes)
    return _median(reported, _TOOK) or _median(estimated, _ESTIMATED)


def usual_handling(like: Iterable[Work]) -> tuple[timedelta, tuple[Work, ...]] | None:
    """What such tasks have taken of their owner's own time, and which tell it: the median of those that were done."""
    return _median((work for work in like if work.handling is not None and work.done_by is not None), _HANDLING)


def _median(works: Iterable[Work], minutes: Callable[[Work], int]) -> tuple[timedelta, tuple[Work, ...]] | None:
    """Of the newest: one that took ten times as long changes nothing."""
    newest = tuple(islice(works, _LEARNED_FROM))
    return (timedelta(minutes=round(median(map(minutes, newest)))), newest) if newest else None
