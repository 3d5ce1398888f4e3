"""Waiting for what rings no bell: files that another program writes, and what can only be asked."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from delegated.ports import Mailbox, Received

PATIENCE: Final = 60
_BETWEEN_LOOKS: Final = 0.005


async def until(happened: Callable[[], object | Awaitable[object]]) -> None:
    """Returns once it is so; TimeoutError where it never is."""
    async with asyncio.timeout(PATIENCE):
        while not await _asked(happened):  # noqa: ASYNC110  there is no event to wait for: see above
            await asyncio.sleep(_BETWEEN_LOOKS)


async def come(mailbox: Mailbox, count: int = 1) -> list[Received]:
    """The next `count` mails that come; more is a fault."""
    came: list[Received] = []
    async with asyncio.timeout(PATIENCE):
        while len(came) < count:
            came += await mailbox.batch()
    assert len(came) == count, came
    return came


async def settle(mailbox: Mailbox, mails: Sequence[Received]) -> None:
    """They are stored, and the mailbox is done with them."""
    await mailbox.stored([mail.key for mail in mails])
    await until(lambda: mailbox.idle)


async def _asked(happened: Callable[[], object | Awaitable[object]]) -> object:
    answer = happened()
    return await answer if inspect.isawaitable(answer) else answer
