"""One step of the story in the making: the task as it changes, what is told, and the errands, in their order."""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from delegated.core import patience as waiting
from delegated.core.ledger import paid_for
from delegated.core.patience import USUAL, Patience, Wait
from delegated.core.secrets import fit_to_log, fit_to_tell
from delegated.events import Event
from delegated.story.telling import (
    FOLDER,
    HANDED,
    Delegation,
    Forget,
    Move,
    Outcome,
    Remind,
    State,
    TakeBack,
    TellOwner,
    Told,
    WakeAt,
    Write,
    delivered_by,
)

if TYPE_CHECKING:
    from datetime import datetime

    from delegated.core.calendar import WorkCalendar
    from delegated.core.durations import Span
    from delegated.core.office import Office
    from delegated.core.people import Assistant, Owner
    from delegated.story.telling import Errand, Happening, Question

_KEPT_IN_THREAD: Final = 24
_PLACES: Final = {field.name: place for place, field in enumerate(fields(Delegation))}
_values: Final = attrgetter(*_PLACES)


class Turn:
    """What the steps write on. `it` is the task as it now stands; `before` as it was.

    `gently`: time alone has caused this step, so that its letters leave in working hours only. `fresh`: it is the first
    step of all.
    """

    def __init__(
        self, it: Delegation, office: Office, now: datetime, *, gently: bool = False, fresh: bool = False
    ) -> None:
        self.before = it
        self._it = it
        self._changed: dict[str, Any] = {}
        self.office = office
        self.now = now
        self.gently = gently
        self.fresh = fresh
        self._told: list[Told] = []
        self._errands: list[Errand] = []

    @property
    def it(self) -> Delegation:
        """The task as it now stands; what was changed since it was last looked at is put in at once."""
        if self._changed:
            self._it = _with(self._it, self._changed)
            self._changed = {}
        return self._it

    # --- who ------------------------------------------------------------------------------------

    @property
    def owner(self) -> Owner:
        """Whose task it is; the first owner, should she have left the roster."""
        return self.office.roster.owners.get(self.it.task.owner) or self.office.roster.first_owner

    @property
    def assistant(self) -> Assistant | None:
        """Who has it, if she is still on the roster."""
        return self.office.roster.assistants.get(self.it.assistant or "")

    @property
    def patience(self) -> Patience:
        """The one that the rule or a note names, else the usual one."""
        known = self.office.patience
        return known.get(self.it.decision.patience or self.it.task.patience or USUAL) or known[USUAL]

    def name_of(self, person: str) -> str:
        """As she is called."""
        found = self.office.roster.assistants.get(person) or self.office.roster.owners.get(person)
        return found.name if found else person

    def calendar_of(self, person: str) -> WorkCalendar:
        """When she works; the owner's for one who is not on the roster any more."""
        found = self.office.roster.assistants.get(person) or self.owner
        return found.calendar

    # --- what changes ---------------------------------------------------------------------------

    def change(self, **changes: Any) -> None:
        """The task, with these fields as they are now."""
        self._changed |= changes

    def become(self, state: State, reason: str = "", **changes: Any) -> None:
        """In another state, and its file on its way to the folder of that state."""
        folder = changes.pop("folder", FOLDER[state])
        moves = self.it.folder != folder
        if state is not State.ASKED:
            changes = {"questions": _let_go(self.it.questions), "back_to": None, **changes}
            if state is not State.OFFERED:
                changes["offered_since"] = None
        self.change(state=state, since=self.now, folder=folder, reason=reason, **changes)
        if moves:
            self.moved(reason)
            self._errands.append(Move(folder))

    def put_back(self, reason: str) -> None:
        """The task stands where it did, and its file goes back there."""
        self.change(folder=FOLDER[self.it.state])
        self.moved(reason)
        self._errands.append(Move(self.it.folder))

    def moved(self, reason: str = "") -> None:
        """The file lies in another folder now."""
        self.tell(Event.TASK_MOVED, file=self.it.file, folder=self.it.folder, reason=reason)

    def close(self, state: State, reason: str) -> None:
        """It is over."""
        self.become(state, reason, assistant=None, wait=None, proposed=None)
        self.tell(Event.TASK_CLOSED, state=str(state), reason=reason)

    # --- what is told, and to whom --------------------------------------------------------------

    def tell(self, event: Event, **fields: object) -> None:
        """One line for the log; what has no value is left out."""
        known = {name: value for name, value in fields.items() if value is not None and value != ""}
        for name in ("reason", "because"):
            if name in known:
                known[name] = fit_to_log(str(known[name]))
        self._told.append(Told(event, known))

    def ignore(self, happening: Happening) -> None:
        """It changes nothing as things stand."""
        self.tell(Event.HAPPENING_IGNORED, happening=type(happening).__name__, state=str(self.it.state))

    def decided(self) -> None:
        """The line about the decision."""
        decision = self.it.decision
        self.tell(
            Event.TASK_DECIDED,
            title=fit_to_tell(self.it.task.title),
            owner=self.it.task.owner,
            outcome=decision.outcome,
            rule=decision.rule or decision.policy,
            because=decision.because,
            assistant=self.it.assistant,
            until=decision.until,
            proposal=decision.proposal if self.fresh else None,
            version=decision.version,
        )

    def errand(self, errand: Errand) -> None:
        """Something to be done."""
        self._errands.append(errand)

    def write(self, kind: str, person: str, words: str = "", **more: Any) -> int:
        """A letter; its number. `more` is `changes`, `files` or `said`."""
        number = self.it.letters + 1
        last, threads = {**self.it.last_letter, person: self.now}, self._with_letter(person, f"{kind}:{number}")
        self.change(letters=number, last_letter=last, threads=threads)
        self._errands.append(Write(kind, person, number, words, gently=self.gently, **more))
        return number

    def follow_thread(self, person: str, letter: str) -> None:
        """One more letter between us: a later one answers it. The first one and the last ones are kept."""
        if letter not in self.it.threads.get(person, ()):
            self.change(threads=self._with_letter(person, letter))

    def tell_owner(self, news: str = "") -> None:
        """She must know: that the task needs a word of hers, or what has happened."""
        self.change(last_letter={**self.it.last_letter, self.owner.id: self.now})
        self._errands.append(TellOwner(self.it.task.owner, news, self.gently))

    def remind(self, person: str) -> None:
        """She is reminded that the task waits for her."""
        self._errands.append(Remind(person))
        self.tell(Event.PERSON_REMINDED, to=person, waiting_for=self.it.wait.for_ if self.it.wait else None)

    def take_back(self, reason: str = "", *, finished: bool = False) -> None:
        """The assistant who has it, or is asked, has it no more: her brief is held back, or she is told."""
        it = self.it
        if it.state not in HANDED or it.assistant is None or it.brief is None:
            return
        number = it.letters + 1
        started = it.accepted is not None
        self._errands.append(TakeBack(it.assistant, it.brief, number, finished, started, reason, self.gently))
        self.change(letters=number, last_letter={**it.last_letter, it.assistant: self.now})

    # --- what is waited for ---------------------------------------------------------------------

    def wait_for_assistant(self, for_: str, ends: Span, most: int | None = None) -> None:
        """From now until `ends`, with the reminders of the patience; also for one who has left the roster since."""
        if self.it.assistant is not None:
            self._wait(self.it.assistant, for_, ends, self.patience.remind_after, most)

    def wait_for_owner(self, for_: str, ends: Span, apart: Span | None = None, most: int | None = None) -> None:
        """From now until `ends`, in her working time."""
        self._wait(self.owner.id, for_, ends, apart or self.patience.remind_after, most)

    def wait_until(self, wait: Wait | None) -> None:
        """For this, and nothing else."""
        self.change(wait=wait)

    def reminded(self) -> None:
        """One more reminder has gone out; the wait goes on."""
        wait = self.it.wait
        if wait is not None:
            self.change(wait=waiting.reminded(wait, self.now, self.calendar_of(wait.on)))

    def _wait(self, on: str, for_: str, ends: Span, apart: Span, most: int | None) -> None:
        calendar = self.calendar_of(on)
        reminders = self.patience.reminders if most is None else most
        end = waiting.after(calendar, self.now, ends)
        self.change(wait=waiting.begin(on, for_, self.now, end, apart, reminders, calendar))

    def _with_letter(self, person: str, letter: str) -> dict[str, tuple[str, ...]]:
        thread = (*self.it.threads.get(person, ()), letter)
        kept = thread if len(thread) <= _KEPT_IN_THREAD else (thread[0], *thread[1 - _KEPT_IN_THREAD :])
        return {**self.it.threads, person: kept}

    def _remember_what_is_paid(self) -> None:
        """What somebody has delivered is to be paid, whoever has the task then."""
        before, holder = self.before, self.before.assistant or self.before.done_by
        cost, month = before.decision.cost, before.month
        if holder and cost and month and delivered_by(before, holder) and _is_over(before, self.it):
            self.change(paid=(*before.paid, paid_for(holder, cost, month)))

    # --- the end --------------------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """What it comes to. What the state before had set is forgotten where the new one does not need it."""
        self._remember_what_is_paid()
        before, after = self.before, self.it
        errands = list(self._errands)
        if before.state is State.LATER and after.state is not State.LATER:
            errands.append(Forget(date_key(after)))
        if after.wait is None and before.wait is not None:
            errands.append(Forget(wait_key(after)))
        if _has_begun_anew(before.wait, after.wait):
            errands.append(Forget(remind_key(after)))
        if after.wait is not None and after.wait != before.wait:
            errands.append(WakeAt(wait_key(after), after.wait.at))
        return Outcome(after, tuple(self._told), tuple(errands))


def _is_over(before: Delegation, after: Delegation) -> bool:
    """Whether the task is not any more with whoever had it, as it was given to her."""
    holder = before.assistant or before.done_by
    return (after.assistant or after.done_by, after.given) != (holder, before.given)


def date_key(it: Delegation) -> str:
    """Of the errand that wakes a deferred task."""
    return f"{it.name}:date"


def wait_key(it: Delegation) -> str:
    """Of the errand that ends a wait, or brings its next reminder."""
    return f"{it.name}:wait"


def _with(it: Delegation, changes: dict[str, Any]) -> Delegation:
    """As `dataclasses.replace`, which takes three times as long for so many fields, several times a step."""
    values = list(_values(it))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return Delegation(*values)


def remind_key(it: Delegation) -> str:
    """Of the errand that reminds whoever is waited for."""
    return f"{it.name}:remind"


def _has_begun_anew(before: Wait | None, after: Wait | None) -> bool:
    """Whether another thing is waited for than before: a reminder that has not left yet would be about the old one."""
    return before is not None and (after is None or (after.on, after.since) != (before.on, before.since))


def _let_go(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """What is open still will not be answered: whoever asked goes on without, or has the task no more."""
    if not any(question.open for question in questions):
        return questions
    return tuple(replace(question, unanswered=True) if question.open else question for question in questions)
