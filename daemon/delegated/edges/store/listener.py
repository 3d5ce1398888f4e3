"""Word from other programs on the same PostgreSQL that there are new errands."""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from delegated.edges.store.writer import WAKE_CHANNEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

_LOOK_UP_SECONDS = 0.5
_PAUSE_SECONDS = 2.0


class Listener:
    """A thread that waits on LISTEN, and connects again when the server was away.

    It makes waking quick, and is not to be relied upon: who waits for errands also looks at the clock.
    """

    def __init__(self, engine: Engine, woken: Callable[[], None]) -> None:
        self._engine = engine
        self._woken = woken
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="store-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, within half a second."""
        self._closing.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._closing.is_set():
            # Whatever it is, from the server or from its driver: without word from others we are slower, no more.
            with suppress(Exception):
                self._listen()
            self._closing.wait(_PAUSE_SECONDS)

    def _listen(self) -> None:
        """Until the connection is lost or the store is closed."""
        with closing(self._engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            connection.detach()  # it speaks in another way from now on: never back to the pool
            driver.autocommit = True
            driver.execute(f"LISTEN {WAKE_CHANNEL}")
            self._woken()  # for whatever was set while nobody listened
            while not self._closing.is_set():
                for _ in driver.notifies(timeout=_LOOK_UP_SECONDS, stop_after=1):
                    self._woken()
