"""What all parts of the service share: the world outside, the office as it is now, and who writes and hears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from delegated.core.calendar import DateRange
from delegated.core.ledger import month_of
from delegated.core.likeness import Remembered
from delegated.core.moments import said
from delegated.core.office import REMEMBERED, Memory, Office
from delegated.core.patience import outlook
from delegated.core.people import Roster
from delegated.correspondence import Correspondence
from delegated.ports import AnswerRow, PersonRow, World
from delegated.service.reception import Ear
from delegated.service.records import restored, work_of
from delegated.story.standing import next_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from delegated.core.people import Owner, Person
    from delegated.core.task import Task
    from delegated.ports import TaskRow
    from delegated.story import Delegation

_MOST_KNOWN = 8
_AT_ONCE = 500
_A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Room:
    """One office at work. `holder` names this process in its leases; `wake` tells that there may be errands.

    `people` are what is known of people beyond the roster, `answers` what each owner has answered once.
    `gently`: every letter waits for its reader's working hours, not only those that time has caused.
    """

    world: World
    office: Office
    correspondence: Correspondence
    ear: Ear
    holder: str
    wake: Callable[[], None]
    gently: bool = False
    people: dict[str, PersonRow] = field(default_factory=dict)
    answers: dict[str, Remembered[AnswerRow]] = field(default_factory=dict)
    _told: Roster = field(init=False)
    _forgotten: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._told = self.office.roster
        self._forgotten = self.now

    @property
    def now(self) -> datetime:
        """By the clock of the world."""
        return self.world.clock.now()

    def exchange(self, office: Office, correspondence: Correspondence, ear: Ear) -> None:
        """Others, from now on: the home was read again. What is known of tasks, and who is away, stays."""
        self.office = replace(office, memory=self.office.memory)
        self._told = office.roster
        self.correspondence = correspondence
        self.ear = ear
        self.mind_absences()

    async def remember(self) -> None:
        """What is kept of tasks, of people, and of what was answered."""
        await self._fill()
        since = self.now - REMEMBERED
        memory = Memory.of(await self.world.archive.works(since), since)
        self.office = replace(self.office, memory=memory)
        self.people = {row.id: row for row in await self.world.archive.people()}
        archive = self.world.archive
        # Of whoever is no owner now, too: she may be one again, when the roster is read the next time.
        self.answers = {id_: Remembered(await archive.answers(id_)) for id_ in await archive.answerers()}
        self.mind_absences()

    def restored(self, row: TaskRow) -> Delegation:
        """The task as the story knows it.

        An earlier version did not keep when it was given, nor the month that pays for it: the nearest that is known
        stands in for both.
        """
        it = restored(row)
        if it.month is not None or not (it.assistant or it.done_by):
            return it
        given = it.offered_since or it.accepted or it.since
        return replace(it, given=it.given or given, month=month_of(self.owner(it.told.owner), given))

    def forget(self, now: datetime) -> None:
        """Once a day: what is long over is known no more than after a start."""
        if now - self._forgotten >= _A_DAY:
            self._forgotten = now
            self.office.memory.forget_before(now - REMEMBERED)

    def learn(self, answers: Sequence[AnswerRow]) -> None:
        """What was answered just now, in the order of answering, is known for the tasks to come."""
        for row in answers:
            self.answers[row.owner] = self.answers.get(row.owner, Remembered()).with_newer([row])

    def mind_absences(self) -> None:
        """Whoever has said that she is away has no working time until she is back.

        The roster as it was told is kept beside it, so that an absence can be taken back.
        """
        self.office = replace(self.office, roster=self._told.with_absences(absences(self.people.values())))

    async def _fill(self) -> None:
        """Remember what an earlier version has kept as tasks alone: once, at the first start of this one."""
        archive = self.world.archive
        while rows := await archive.unremembered(_AT_ONCE):
            await archive.fill_works([work_of(self.restored(row), row.created) for row in rows])

    def person(self, id_: str) -> Person | None:
        """Whoever has this id."""
        return self.office.roster.owners.get(id_) or self.office.roster.assistants.get(id_)

    def owner(self, id_: str) -> Owner:
        """Whose tasks these are: the first owner where she has left the roster."""
        return self.office.roster.owners.get(id_) or self.office.roster.first_owner

    def name_of(self, id_: str) -> str:
        """As she is called."""
        found = self.person(id_)
        return found.name if found else id_

    def next_of(self, it: Delegation) -> str | None:
        """What happens to a task if nobody says anything, by its owner's clock."""
        owner = self.owner(it.task.owner)
        ends = outlook(it.wait, (self.person(it.wait.on) or owner).calendar) if it.wait else None
        return next_step(it, self.name_of, lambda at: said(at, owner.zone), ends)

    def leaves_at(self, person: str, now: datetime, *, gently: bool) -> datetime:
        """When a letter to her may leave: at once, or in her working hours."""
        found = self.person(person)
        if found is None or not (gently or self.gently):
            return now
        return found.calendar.next_working(now) or now

    def known_for(self, task: Task) -> Sequence[AnswerRow]:
        """What the owner has answered about tasks of this kind."""
        mine = self.answers.get(task.owner)
        return asked_before(mine, task) if mine else ()


def absences(people: Iterable[PersonRow]) -> dict[str, DateRange]:
    """When whoever has said that she is away has no working time, by her id."""
    return {
        row.id: DateRange(row.away_since.date(), row.away_until - _A_DAY)
        for row in people
        if row.away_until and row.away_since and row.away_since.date() < row.away_until
    }


def asked_before(answers: Remembered[AnswerRow], task: Task) -> Sequence[AnswerRow]:
    """The newest answers about tasks of this kind, each question once, as it was answered last."""
    newest: dict[str, AnswerRow] = {}
    for row in answers.like(task):
        newest.setdefault(row.question, row)
    return list(newest.values())[:_MOST_KNOWN]
