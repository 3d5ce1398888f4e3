"""The archive of `delegated.ports` over the store: each method is one transaction."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from delegated.edges.store import commands, conversation, experience, queries
from delegated.edges.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from delegated.core.experience import Work
    from delegated.edges.store.store import Store
    from delegated.ports import (
        AnswerRow,
        Change,
        Errand,
        Hold,
        LetterRow,
        NewTask,
        PersonRow,
        ReplyRow,
        TaskRow,
        Workload,
    )


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

    async def last_letter(self, task: int, person: str, kinds: Sequence[str]) -> LetterRow | None:
        """The newest letter of these kinds to a person about a task, without its content."""
        return self.store.read(lambda connection: queries.last_letter(connection, task, person, kinds))

    async def add_replies(self, rows: Sequence[ReplyRow]) -> None:
        """Keep mails that came in, each with its errand `reply:ID`; those that are known stay as they are."""
        # Outside of the transaction: 25 MB take most of a second, for which everybody else would wait.
        packed = await asyncio.to_thread(conversation.packed_up, rows)
        await self.store.do(lambda connection: conversation.add_replies(connection, packed))

    async def reply(self, digest: str) -> ReplyRow | None:
        """The mail with this id, with its content."""
        return await self.store.ask(lambda connection: conversation.reply(connection, digest))

    async def replies_of(self, task: int) -> Sequence[ReplyRow]:
        """The mails that came in about a task, without their content, oldest first."""
        return self.store.read(lambda connection: conversation.replies_of(connection, task))

    async def put_aside(self, task: int | None = None) -> Sequence[ReplyRow]:
        """The newest mails in quarantine, of one task or of all, without their content; 200 at most."""
        return await self.store.ask(lambda connection: conversation.put_aside(connection, task))

    async def reply_called(self, beginning: str) -> ReplyRow | None:
        """The one mail whose id begins so, without its content; None for fewer than 6 characters, or for several."""
        return self.store.read(lambda connection: conversation.reply_called(connection, beginning))

    async def replied(self, message_id: str, digest: str) -> bool:
        """Whether a mail of this Message-ID and another id was acted upon, noted, ignored or released already."""
        return self.store.read(lambda connection: conversation.replied(connection, message_id, digest))

    async def open_of(self, assistant: str) -> Sequence[int]:
        """The open tasks that an assistant has, or is being asked to take."""
        return await self.store.ask(lambda connection: queries.open_of(connection, assistant))

    async def people(self) -> Sequence[PersonRow]:
        """What is known of people beyond the roster."""
        return await self.store.ask(conversation.people)

    async def answers(self, owner: str | None = None, most: int = 500) -> Sequence[AnswerRow]:
        """What this owner, or any, has answered, newest first."""
        return await self.store.ask(lambda connection: conversation.answers(connection, owner, most))

    async def answerers(self) -> Sequence[str]:
        """The owners who have answered anything."""
        return await self.store.ask(conversation.answerers)

    async def workloads(self) -> Sequence[Workload]:
        """The open work, added up by assistant, owner and state."""
        return await self.store.ask(queries.workloads)

    async def works(self, since: datetime) -> Sequence[Work]:
        """What is remembered of every task that is open, was closed since then, or has cost a goal something."""
        return await self.store.ask(lambda connection: experience.works(connection, since))

    async def unremembered(self, most: int) -> Sequence[TaskRow]:
        """The newest tasks of which nothing is remembered, so many at most: an earlier version has kept them."""
        return await self.store.ask(lambda connection: experience.unremembered(connection, most))

    async def fill_works(self, works: Sequence[Work]) -> None:
        """Keep what is remembered of these tasks, where nothing is remembered yet."""
        await self.store.do(lambda connection: experience.fill_works(connection, works))

    async def keep_rulebook(self, version: str, at: datetime, source: Mapping[str, str]) -> None:
        """Keep the rules under their name."""
        await self.store.do(lambda connection: commands.keep_rulebook(connection, version, at, source))

    async def mail_counts(self) -> Mapping[str, int]:
        """How many letters are queued, deferred, failed."""
        return await self.store.ask(queries.mail_counts)


def _keep(connection: Connection, change: Change) -> bool:
    """Nothing is written before all that could forbid it was looked at."""
    if change.fenced and not commands.still_held(connection, change.ended):
        return False
    task = change.task
    if task is not None and not commands.update_task(connection, task.number, task.version, task):
        return False
    _end(connection, change)
    if change.cancelled:
        commands.cancel_errands(connection, change.cancelled)
    commands.add_letters(connection, change.letters)
    commands.set_errands(connection, change.errands)
    commands.add_events(connection, change.events)
    for hold in change.held:
        _hold(connection, hold)
    if change.decision is not None:
        commands.add_decision(connection, change.decision)
    if change.work is not None:
        experience.keep_works(connection, [change.work])
    for lease, at in change.postponed:
        commands.postpone(connection, *lease, at)
    commands.mark_sent(connection, change.sent)
    for mark in change.marks:
        commands.mark_letter(connection, mark.message_id, mark.state, mark.reason, mark.attempts)
    _keep_conversation(connection, change)
    return True


def _end(connection: Connection, change: Change) -> None:
    """First of all that is written: the same change may set an errand of the same key again."""
    ended = commands.end_errands(connection, change.ended)
    if change.fenced and ended != len(change.ended):
        # Somebody took it up since we looked: when this runs again, it will see that.
        raise StoreError("another program took up the same errand at the same time", temporary=True, conflict=True)


def _keep_conversation(connection: Connection, change: Change) -> None:
    conversation.mark_replies(connection, change.replies)
    conversation.keep_people(connection, change.people)
    conversation.add_answers(connection, change.answers)


def _hold(connection: Connection, hold: Hold) -> None:
    if commands.cancel_unleased(connection, hold.message_id):
        commands.mark_letter(connection, hold.message_id, "withdrawn", hold.reason, 0)
    elif hold.instead is not None:
        letter, errand, event = hold.instead
        commands.add_letters(connection, [letter])
        commands.set_errands(connection, [errand])
        commands.add_events(connection, [event])
