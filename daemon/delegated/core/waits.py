"""How long a letter waits before it is tried again."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate

# A greylisting or restarting server is back within the minute; one that is not may be down for the weekend.
_FIRST = (5, 15, 60)
_LONGEST = 4 * 3600
_IN_ALL = timedelta(days=5).total_seconds()


def retry_after(attempts: int, jitter: float) -> timedelta | None:
    """The wait after so many failed attempts (1 or more); None once they took five days: nobody tries again.

    5 s, 15 s, 1 min, then doubled each time up to 4 h. `jitter`, from 0 to 1, moves it by up to a fifth either way, so
    that letters refused together do not come back together.
    """
    if attempts > len(_WAITS):
        return None
    return timedelta(seconds=_WAITS[max(attempts, 1) - 1] * (0.8 + 0.4 * jitter))


def _all_waits() -> tuple[int, ...]:
    doubled = [min(_FIRST[-1] * 2**times, _LONGEST) for times in range(1, 60)]
    waits = (*_FIRST, *doubled)
    return tuple(wait for wait, so_far in zip(waits, accumulate(waits), strict=True) if so_far <= _IN_ALL)


_WAITS = _all_waits()
