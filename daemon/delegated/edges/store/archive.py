"""The archive of `delegated.ports` over the store: each method is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from delegated.edges.store import commands, queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from delegated.edges.store.store import Store
    from delegated.ports import Change, Errand, Hold, Kept, LetterRow, NewTask, TaskRow, Workload


class Archive:
    """Everything that the service keeps and asks. `holder` names this daemon in the leases that it takes."""

    def __init__(self, store: Store, holder: str) -> None:
        self.store = store
        self.holder = holder

    def next_numbers(self, count: int) -> list[int]:
        """Numbers for new tasks."""
        return self.store.next_numbers(count)

    async def known(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Digest to number, of contents that are tasks already."""
        return self.store.read(lambda connection: queries.task_by_digest(connection, digests))

    async def add(self, new: Sequence[NewTask]) -> Mapping[str, int]:
        """Keep new tasks; digest to number of those that turned out to be known."""
        return await self.store.do(lambda connection: commands.add_tasks(connection, new))

    async def keep(self, change: Change) -> bool:
        """Keep a change; False where somebody was first, and nothing was kept."""
        return await self.store.do(lambda connection: _keep(connection, change))

    @property
    def healthy(self) -> bool:
        """Whether the last thing that was to be written was."""
        return self.store.healthy

    async def claim(
        self, kinds: Sequence[str], now: datetime, lease: timedelta, limit: int, *, due: datetime | None = None
    ) -> list[Errand]:
        """Errands that are due now, or will be until `due`, leased to this daemon from now."""
        return await self.store.do(
            lambda connection: commands.claim(connection, now, lease, self.holder, limit, kinds, due)
        )

    async def release(self, now: datetime) -> None:
        """Make due again what an earlier life of this daemon had leased: nobody else will end it."""
        await self.store.do(lambda connection: commands.release(connection, self.holder, now))

    async def next_wake(self, kinds: Sequence[str] | None = None) -> datetime | None:
        """When the next errand is due, of these kinds or of any."""
        return self.store.read(lambda connection: queries.next_wake(connection, kinds))

    async def errand(self, key: str) -> Errand | None:
        """The errand with this key."""
        return self.store.read(lambda connection: queries.errand(connection, key))

    async def task(self, number: int) -> TaskRow | None:
        """A task as it is kept."""
        return self.store.read(lambda connection: queries.task(connection, number))

    async def letter(self, message_id: str) -> LetterRow | None:
        """A letter as it is kept."""
        return self.store.read(lambda connection: queries.letter(connection, message_id))

    async def letters(self, message_ids: Sequence[str]) -> Mapping[str, LetterRow]:
        """Letters with their content, by Message-ID."""
        return self.store.read(lambda connection: queries.letters(connection, message_ids))

    async def workloads(self) -> Sequence[Workload]:
        """The open work, added up by assistant, owner and state."""
        return await self.store.ask(queries.workloads)

    async def kept(self) -> Sequence[Kept]:
        """What owners have kept for themselves."""
        return await self.store.ask(queries.kept)

    async def keep_rulebook(self, version: str, at: datetime, source: Mapping[str, str]) -> None:
        """Keep the rules under their name."""
        await self.store.do(lambda connection: commands.keep_rulebook(connection, version, at, source))

    async def mail_counts(self) -> Mapping[str, int]:
        """How many letters are queued, deferred, failed."""
        return await self.store.ask(queries.mail_counts)


def _keep(connection: Connection, change: Change) -> bool:
    task = change.task
    if task is not None and not commands.update_task(connection, task.number, task.version, task):
        return False
    if change.cancelled:
        commands.cancel_errands(connection, change.cancelled)
    commands.add_letters(connection, change.letters)
    commands.set_errands(connection, change.errands)
    commands.add_events(connection, change.events)
    for hold in change.held:
        _hold(connection, hold)
    if change.decision is not None:
        commands.add_decision(connection, change.decision)
    commands.end_errands(connection, change.ended)
    for lease, at in change.postponed:
        commands.postpone(connection, *lease, at)
    commands.mark_sent(connection, change.sent)
    for mark in change.marks:
        commands.mark_letter(connection, mark.message_id, mark.state, mark.reason, mark.attempts)
    return True


def _hold(connection: Connection, hold: Hold) -> None:
    if commands.cancel_unleased(connection, hold.message_id):
        commands.mark_letter(connection, hold.message_id, "withdrawn", hold.reason, 0)
    elif hold.instead is not None:
        letter, errand, event = hold.instead
        commands.add_letters(connection, [letter])
        commands.set_errands(connection, [errand])
        commands.add_events(connection, [event])
