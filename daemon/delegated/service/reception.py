"""Mail in: kept raw before anything else is done with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from delegated.events import Event
from delegated.logs import log
from delegated.ports import ReplyRow
from delegated.replies.words import Vocabulary

if TYPE_CHECKING:
    from datetime import datetime

    from delegated.ports import Mailbox, World

_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True)
class Ear:
    """How answers are heard: the words that count, and whose word on who is genuine (None: nobody's is asked)."""

    vocabulary: Vocabulary
    authserv: str | None = None


class Reception:
    """Takes mail in from every mailbox. What is kept here waits for its errand."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lost: dict[str, str] = {}

    @property
    def idle(self) -> bool:
        """Everything that lay in the mailboxes is kept; one that cannot be reached is not waited for."""
        return all(box.idle or box.trouble for box in self._world.mailboxes.values())

    @property
    def hears(self) -> bool:
        """Whether silence means that nobody has answered: every mailbox has been looked through, and can be."""
        return all(box.idle and not box.trouble for box in self._world.mailboxes.values())

    async def take_in(self, name: str, mailbox: Mailbox) -> None:
        """What has come, kept; only then the mailbox may let go of it."""
        found = await mailbox.batch(_AT_ONCE)
        if not found:
            return
        now = self._world.clock.now()
        rows = [_row(name, one.content, one.size, now) for one in found]
        try:
            await self._world.archive.add_replies(rows)
        except BaseException:
            mailbox.forget([one.key for one in found])
            raise
        for row in rows:
            log(Event.REPLY_RECEIVED, mailbox=name, reply=row.id[:12], size=row.size)
        await mailbox.stored([one.key for one in found])

    def name_troubles(self) -> None:
        """Log, once each, which mailboxes cannot be read, and which can be again."""
        troubles = {name: box.trouble for name, box in self._world.mailboxes.items() if box.trouble}
        for name, reason in troubles.items():
            if self._lost.get(name) != reason:
                log(Event.REPLIES_LOST, mailbox=name, reason=reason)
        for name in self._lost.keys() - troubles.keys():
            log(Event.REPLIES_RETURNED, mailbox=name)
        self._lost = dict(troubles)


def _row(mailbox: str, content: bytes, size: int, now: datetime) -> ReplyRow:
    id_ = hashlib.sha256(content).hexdigest()
    return ReplyRow(id=id_, mailbox=mailbox, received=now, size=size, content=content)
