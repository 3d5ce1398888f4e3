"""What is handed out of an IMAP folder, and what of it is settled. A thread of its own speaks with the server."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from delegated.edges.imap.reader import Reader
from delegated.edges.imap.server import Manner, read_after, read_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from delegated.edges.imap.server import Secret
    from delegated.ports import Received


class Imap:
    """A folder on an IMAP server as a mailbox. Of a mail `most` bytes are read.

    `after` tells what becomes of what is stored: `seen`, `move:FOLDER` or `delete`. Password and token are asked for in
    a thread, at each login. Raises ImapError where `url` or `after` cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        most: int,
        password: Secret | None = None,
        token: Secret | None = None,
        after: str = "seen",
        manner: Manner | None = None,
    ) -> None:
        self._reader = Reader(self, read_url(url, password, token), read_after(after), manner or Manner(), most)
        self._ready: deque[Received] = deque()
        self._handed: set[str] = set()
        self._stored: set[str] = set()
        self._forgotten = 0
        self._waiting = 0
        self._looked = False
        self._trouble: str | None = None
        self._something = asyncio.Event()

    @property
    def idle(self) -> bool:
        """All was looked through, and each mail that was found is settled, on the server too."""
        return self._looked and not (self._waiting or self._handed or self._stored or self._forgotten)

    @property
    def trouble(self) -> str | None:
        """Why it, or a mail in it, cannot be read, or marked, at present."""
        return self._trouble

    async def start(self) -> None:
        """Begin. Nothing is waited for: a server that is away comes back."""
        self._reader.begin(asyncio.get_running_loop())

    async def stop(self) -> None:
        """Mark what is stored, if that can be done at once, and hang up; within two seconds."""
        await asyncio.to_thread(self._reader.end)

    async def batch(self, most: int = 32) -> Sequence[Received]:
        """The next mails, one at least: waits until there is one. For one caller at a time."""
        while not self._ready:
            self._something.clear()
            self._reader.want(most)
            await self._something.wait()
        return [self._ready.popleft() for _ in range(min(most, len(self._ready)))]

    async def stored(self, keys: Sequence[str]) -> None:
        """Have these marked, moved or deleted; `idle` tells when it is done. A lost connection only delays it."""
        mine = [key for key in keys if key in self._handed]
        self._handed.difference_update(mine)
        self._stored.update(mine)
        self._reader.settle(mine)

    def forget(self, keys: Sequence[str]) -> None:
        """Hand these out again, when all is looked through the next time."""
        mine = [key for key in keys if key in self._handed]
        self._handed.difference_update(mine)
        self._forgotten += len(mine)
        self._reader.forget(mine)

    # What the reader tells, in the loop.

    def arrived(self, mails: Sequence[Received], waiting: int) -> None:
        """These were read; so many more were found."""
        self._ready.extend(mails)
        self._handed.update(mail.key for mail in mails)
        self._waiting = waiting
        self._something.set()

    def looked(self, waiting: int, forgotten: int) -> None:
        """All was looked through, and so many of the forgotten ones are among those that wait."""
        self._looked = True
        self._waiting = waiting
        self._forgotten -= forgotten

    def settled(self, keys: Sequence[str]) -> None:
        """The server knows that these are stored."""
        self._stored.difference_update(keys)

    def troubled(self, trouble: str | None) -> None:
        """Something is wrong, or nothing is any more."""
        self._trouble = trouble
