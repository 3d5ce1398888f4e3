"""The people of an office: assistants and owners who read their mail and answer it, each in her way.

And the machines that answer for some of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from answered import SAMPLES as LETTERS
from answered import fill
from delegated.core.calendar import DateRange, at_wall
from delegated.core.people import Assistant, Owner
from months import BEGIN, END, Letter, Machine, Month, Rated
from offices import SAMPLES
from people import reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SECRET: Final = "she is too dear for us"
_BOUNCE: Final = (LETTERS / "automatic" / "bounce-postfix-hard.eml").read_bytes()
_BESIDE: Final = SAMPLES / "tasks" / "one-pager-draft.pdf"


def inhabit(month: Month) -> None:
    """Every assistant with a habit, every owner with a month full of tasks."""
    roster = month.place.home.office.roster
    month.place.drop(_BESIDE.name, _BESIDE.read_bytes())
    habits = month.rng.sample(HABITS, len(HABITS))
    for at, assistant in enumerate(roster.assistants.values()):
        month.readers[assistant.id] = Helper(month, assistant, habits[at % len(habits)])
    for owner in roster.owners.values():
        month.readers[owner.id] = Boss(month, owner, tuple(roster.assistants))


# --- assistants -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody deals with her mail: how often she does what, in tenths."""

    name: str
    accepts: int = 10
    asks: int = 0
    declines: int = 0
    late: int = 0
    twice: int = 0
    tells_hours: bool = True
    thanks: int = 0


HABITS: Final = (
    Habit("eager"),
    Habit("curious", accepts=3, asks=7, thanks=2),
    Habit("picky", accepts=4, asks=1, declines=5),
    Habit("silent", accepts=0),
    Habit("travelling", thanks=3),
    Habit("unreachable", accepts=0),
    Habit("late", late=8, accepts=8),
    Habit("careless", accepts=8, twice=4, tells_hours=False, thanks=9),
    Habit("robot", accepts=0),
)
_ACCEPTS: Final = ("accept", "Accept. You have it by Wednesday noon.", "Yes, happy to.", "ok", "On it")
_DECLINES: Final = ("decline", "Decline, I am booked out until the 4th.", "I can't, too busy this week.")
_QUESTIONS: Final = ("Which airport do you prefer on the way back?", "question May I phone them, or only mail?")
_DELIVERS: Final = (
    "done 1.5h https://example.com/sheets/47",
    "Done, 2h.",
    "done 45 min\n\nQuestion marks in column F.",
)
_SOON: Final = ("We look into it.", "We are on it.", "Somebody will read it within 8 working hours.")
_PLAINLY: Final = {"accept": "accept", "decline": "decline", "question": "question May I?", "done": "done 1h"}


@dataclass
class Helper:
    """An assistant with her habit. `todo` is what she thinks that she has, and whether she has said yes to it."""

    month: Month
    person: Assistant
    habit: Habit
    todo: dict[int, Letter] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)
    absence: DateRange | None = None

    def __post_init__(self) -> None:
        if self.habit.name == "travelling":
            first = BEGIN.date() + timedelta(days=self.month.rng.randrange(3, 20))
            self.absence = DateRange(first, first + timedelta(days=self.month.rng.randrange(2, 9)))

    def gets(self, letter: Letter) -> None:
        """A letter is there. Machines answer at once, people when they work."""
        soon = self.month.now + timedelta(seconds=self.month.rng.randrange(2, 40))
        match self.habit.name:
            case "unreachable":
                self.month.later(soon, lambda: self._bounce(letter))
            case "robot":
                self.month.later(soon, lambda: self._acknowledge(letter))
            case "silent":
                return
            case _:
                if self._is_away(soon):
                    self.month.later(soon, lambda: self._is_out(letter))
                self._soon(lambda: self._reads(letter), 5, 300)

    def _reads(self, letter: Letter) -> None:
        task = letter.id.task
        match letter.id.letter:
            case "brief":
                self.todo[task] = letter
                self.said.pop(task, None)
                self._answers(letter)
            case "answer" if task in self.todo and self.said.get(task) != "accept":
                self._accepts(task)
            case "again" if task in self.todo:
                self._soon(lambda: self._delivers(task), 60, 900)
            case "date" if "until when" in letter.text:
                self._say(letter, f"late until {self._day(3)}")
            case "withdrawn":
                if self._chance(8):
                    self.todo.pop(task, None)
            case "reminder":
                self._is_reminded()
            case "help":
                self._says_it_plainly(letter)
            case "feedback" | "note" if self._chance(self.habit.thanks):
                self._say(letter, "thanks!")

    def _answers(self, letter: Letter) -> None:
        task, habit = letter.id.task, self.habit
        drawn = self.month.rng.randrange(10)
        if drawn < habit.accepts:
            self._accepts(task)
        elif drawn < habit.accepts + habit.asks:
            self.said[task] = "question"
            self._say(letter, self.month.rng.choice(_QUESTIONS))
        elif drawn < habit.accepts + habit.asks + habit.declines:
            self.said[task] = "decline"
            self.todo.pop(task)
            self._say(letter, self.month.rng.choice(_DECLINES))

    def _accepts(self, task: int) -> None:
        self.said[task] = "accept"
        self._say(self.todo[task], self.month.rng.choice(_ACCEPTS))
        if self._chance(self.habit.late):
            self._soon(lambda: self._is_late(task), 200, 1500)
        elif self._chance(9):
            self._soon(lambda: self._delivers(task), 60, 1500)

    def _is_late(self, task: int) -> None:
        if task in self.todo:
            self._say(self.todo[task], self.month.rng.choice(("late, power cut", f"late until {self._day(20)}")))
            self._soon(lambda: self._delivers(task), 600, 3000)

    def _delivers(self, task: int) -> None:
        if task not in self.todo:
            return
        self.said[task] = "done"
        letter = self.todo[task]
        self._say(letter, self.month.rng.choice(_DELIVERS) if self.habit.tells_hours else "Done!")
        if self._chance(self.habit.twice):
            self._soon(lambda: self._say(letter, "done 2h, this time with the right file"), 10, 400)

    def _is_reminded(self) -> None:
        for task in list(self.todo):
            if self.said.get(task) is None:
                self._accepts(task)
            elif self.said[task] == "accept" and self._chance(7):
                self._delivers(task)

    def _says_it_plainly(self, letter: Letter) -> None:
        word = _PLAINLY.get(self.said.get(letter.id.task, ""))
        if word and letter.id.task not in self.tried:
            self.tried.add(letter.id.task)
            self._say(letter, word)

    # --- what machines say for her ----------------------------------------------------------------

    def _is_away(self, at: datetime) -> bool:
        return self.absence is not None and at.astimezone(self.person.zone).date() in self.absence

    def _is_out(self, letter: Letter) -> None:
        assert self.absence is not None
        back = self.absence.last + timedelta(days=1)
        mail = reply(
            letter.mail, f"I am out of the office and will be back on {back.day} {back:%B %Y}.", self.month.now
        )
        mail.replace_header("Subject", f"Automatic reply: {letter.mail['Subject']}")
        mail["Auto-Submitted"] = "auto-replied"
        self.month.away[self.person.id].append((self.month.now, at_wall(back, time(), self.person.zone)))
        self.month.post(mail, letter.id.task)

    def _bounce(self, letter: Letter) -> None:
        values = {"REPLY_TO": "desk@example.org", "SUBJECT": str(letter.mail["Subject"]), "QUOTED": letter.text}
        told = fill(_BOUNCE, MESSAGE_ID=str(letter.mail["Message-ID"]), FROM=self.person.email, **values)
        self.month.post(told, letter.id.task)

    def _acknowledge(self, letter: Letter) -> None:
        """A ticket system that does not say that it is a machine, and answers whatever comes."""
        number = 48000 + next(self.month.order)
        text = f"Thank you! Your request has the number NQ-{number}. {self.month.rng.choice(_SOON)}"
        said = len(self.month.acts[letter.id.task]) - len(self.month.machines[letter.id.task])
        self.month.machines[letter.id.task].append(Machine(self.month.now, said))
        self.month.post(reply(letter.mail, text, self.month.now), letter.id.task)

    # --- how --------------------------------------------------------------------------------------

    def _soon(self, act: Callable[[], None], least: int, most: int) -> None:
        """After so many minutes of her working time."""
        calendar = self.person.calendar
        if self.absence is not None:
            calendar = replace(calendar, away=(*calendar.away, self.absence))
        work = timedelta(minutes=self.month.rng.randrange(least, most), seconds=self.month.rng.randrange(60))
        self.month.later(calendar.add_working_time(self.month.now, work), act)

    def _say(self, letter: Letter, text: str) -> None:
        self.month.post(reply(letter.mail, f"{text}\n\n{self.person.name}", self.month.now), letter.id.task)

    def _day(self, days: int) -> date:
        return self.person.calendar.working_day_from(self.month.now.date() + timedelta(days=days))

    def _chance(self, tenths: int) -> bool:
        return self.month.rng.randrange(10) < tenths


# --- owners -----------------------------------------------------------------------------------------

_RATINGS: Final = ("5", "4 Clear and quick.", "2 - the totals on page 3 are wrong.", "3 fine", "1")
_ANSWER: Final = "Use last year's template; any terminal will do."
_FACTS: Final = {
    "due": "2026-12-21 17:00", "deliverables": "one page, one list", "expectations": "one message when it is done",
    "stakes": "low", "estimate": "1h", "budget": "100 EUR",
}  # fmt: skip


@dataclass
class Boss:
    """An owner, who answers much and forgets some."""

    month: Month
    person: Owner
    helpers: tuple[str, ...]

    def __post_init__(self) -> None:
        for day in range((END - BEGIN).days):
            self._plan(BEGIN.date() + timedelta(days=day))

    def gets(self, letter: Letter) -> None:
        """She reads it when she works, or forgets it."""
        if letter.id.letter in {"question", "reminder", "review", "note"} and self.month.rng.random() < 0.75:
            work = timedelta(minutes=self.month.rng.randrange(3, 600), seconds=self.month.rng.randrange(60))
            self.month.later(self.person.calendar.add_working_time(self.month.now, work), lambda: self._reads(letter))

    def _plan(self, day: date) -> None:
        calendar, rng = self.person.calendar, self.month.rng
        if not calendar.is_working_day(day):
            return
        begin = calendar.start_of_day(day)
        self.month.later(begin + timedelta(minutes=rng.randrange(480)), self._drops)
        if rng.random() < 0.3:
            self.month.later(begin + timedelta(minutes=rng.randrange(480)), self._tidies)

    def _drops(self) -> None:
        self.month.drop(*a_task(next(self.month.order), self.month.rng))

    def _tidies(self) -> None:
        """Files are moved by hand; one that goes back into the inbox was changed before."""
        rng = self.month.rng
        tasks = self.month.lying_in("delegated", "waiting", "later")
        to = rng.choice(("done", "dropped", "yours", "inbox", "inbox"))
        if tasks and to == "inbox":
            self.month.put_back(rng.choice(tasks), lambda name, content: edited(name, content, rng))
        elif tasks:
            self.month.move(rng.choice(tasks), to)

    def _reads(self, letter: Letter) -> None:
        rng = self.month.rng
        if letter.id.letter == "note":
            if rng.random() < 0.3:
                self._say(letter, "thanks!")
        elif letter.id.letter == "review":
            self._judges(letter)
        elif (buttons := letter.buttons().get(letter.id.task)) and rng.random() < 0.3:
            self._say(letter, self._finished(letter.id.task, rng.choice(buttons)[2]))
        elif len(letter.buttons()) > 1 and rng.random() < 0.3:
            self._says_line_by_line(letter)
        else:
            self._clicks(letter)

    def _judges(self, letter: Letter) -> None:
        rng, task = self.month.rng, letter.id.task
        drawn = rng.random()
        if drawn < 0.6:
            text = rng.choice(_RATINGS)
            self.month.rated.append(Rated(task, self.month.now, int(text[0])))
            self._say(letter, f"{text}\nprivate: {SECRET}" if rng.random() < 0.4 else text)
        elif drawn < 0.8:
            self._say(letter, "again use the numbers of November")
        else:
            self._say(letter, "Thanks, perfect!")

    def _clicks(self, letter: Letter) -> None:
        """One button for each task, as far as she gets."""
        for task, buttons in sorted(letter.buttons().items()):
            if self.month.rng.random() < 0.8:
                address, subject, body = self.month.rng.choice(buttons)
                self._write(address, subject, self._finished(task, body), task)

    def _says_line_by_line(self, letter: Letter) -> None:
        """One answer to all of it: `T-12 drop`."""
        lines = {}
        for task, buttons in sorted(letter.buttons().items()):
            words = [body for _, _, body in buttons if body and not body.endswith(": ")]
            if words:
                lines[task] = f"T-{task} {self._finished(task, self.month.rng.choice(words))}"
        text = "\n".join(lines.values())
        self.month.post(reply(letter.mail, text, self.month.now), *lines)

    def _finished(self, task: int, body: str) -> str:
        """What a button has begun, with what only she knows."""
        rng, word = self.month.rng, body.strip()
        if body[:1].isdigit():
            self.month.rated.append(Rated(task, self.month.now, int(body[0])))
        if word == "delegate":
            name = rng.choice(["", *self.helpers])
            self.month.wanted.add((task, name))
            return f"delegate {name}".strip()
        if word == "defer":
            return f"defer until {self.month.now.date() + timedelta(days=rng.randrange(2, 12))}"
        lines = [line for line in body.splitlines() if line.endswith(": ")]
        if lines:
            return "\n".join(line + _FACTS.get(line[:-2], "one of them") for line in lines)
        return body or _ANSWER

    def _say(self, letter: Letter, text: str) -> None:
        self.month.post(reply(letter.mail, text, self.month.now), letter.id.task)

    def _write(self, address: str, subject: str, text: str, task: int) -> None:
        mail = EmailMessage()
        mail["From"] = f"{self.person.name} <{self.person.email}>"
        mail["To"] = address
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self.month.now)
        mail["Message-ID"] = f"<button.{next(self.month.order)}@{self.person.email.partition('@')[2]}>"
        mail.set_content(text)
        self.month.post(mail, task)


# --- what they have to do ---------------------------------------------------------------------------

_TASKS: Final = tuple(sorted(path for path in (SAMPLES / "tasks").iterdir() if path.suffix in {".md", ".yaml", ".txt"}))
_DUE: Final = re.compile(r"(?m)^due: 2026-.*$")


def a_task(number: int, rng: Random) -> tuple[str, bytes]:
    """One of the sample tasks as somebody would write it again: under another title, due some days from now."""
    path = rng.choice(_TASKS)
    text = path.read_text(encoding="utf-8")
    text = _DUE.sub(f"due: in {rng.randrange(2, 9)} working days", text)
    if "title: " in text:
        text = re.sub(r"(?m)^(title: [\"']?)", rf"\g<1>{number}. ", text, count=1)
    else:
        text = f"{number}. {text}"
    return f"{number} {path.name}", text.encode()


def edited(name: str, content: bytes, rng: Random) -> bytes:
    """Something more in it, or another date."""
    text = content.decode()
    if "\ndue: " in text and rng.random() < 0.5:
        return re.sub(r"(?m)^due: .*$", f"due: in {rng.randrange(3, 9)} working days", text).encode()
    if name.endswith(".yaml"):
        return f"{text.rstrip()}\nx-forgotten: number {rng.randrange(1000)}\n".encode()
    return f"{text}\n\nWhat I forgot: number {rng.randrange(1000)}.\n".encode()
