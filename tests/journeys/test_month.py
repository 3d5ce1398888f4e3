"""A whole month of the sample office in a few seconds: everything is dropped, asked, answered, forgotten and done."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select

from delegated import logs
from delegated.app import Home, asking
from delegated.edges.store import tables
from homes import Heard, Place, sample_home
from months import BEGIN, END, Month, Rated
from simulation import SECRET, inhabit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table

    from delegated.core.people import Person

SILENCE: Final = timedelta(days=120)
Row = dict[str, Any]
NEVER_LEAVES: Final = (
    SECRET, "yellow card", "blue folder", "margin on Pontevero",
    "Tortuga", "4111 1111", "cvc 737", "5f2b9c0e7d1a4468b3e6f07a91c2d8e4",
)  # fmt: skip
A_WHILE: Final = timedelta(hours=4)
# What is told to somebody who has the task no more, too.
PARTING: Final = frozenset({"withdrawn", "help", "note", "feedback"})
GONE: Final = frozenset({"task.declined", "task.unanswered", "task.waited", "task.closed"})
HERS: Final = frozenset({"delegated", "inbox"})


@dataclass
class Lived:
    """A month that is over: what was kept of it."""

    place: Place
    home: Home
    month: Month
    heard: Heard
    at_end: list[Row]

    @cached_property
    def tasks(self) -> dict[int, Row]:
        """As they stand four silent months later."""
        return {row["number"]: row for row in kept(self.home, tables.tasks)}

    @cached_property
    def letters(self) -> list[Row]:
        """Every letter that has left, in this order."""
        rows = kept(self.home, tables.letters)
        return sorted((row for row in rows if row["sent"]), key=lambda row: (row["sent"], row["message_id"]))

    @cached_property
    def events(self) -> dict[int, list[Row]]:
        """The history of each task."""
        rows = sorted(kept(self.home, tables.events), key=lambda row: row["id"])
        found: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            found[row["task"] or 0].append(row)
        return found

    def person(self, id_: str) -> Person:
        """Whoever is called so."""
        roster = self.home.office.roster
        return roster.owners.get(id_) or roster.assistants[id_]

    def caused_by_time(self, letter: Row) -> bool:
        """Nobody did anything about this task at the moment in which it was written."""
        if letter["kind"] == "reminder":
            return True
        acts = self.month.acts
        if letter["task"] is None:
            return not any(letter["created"] in moments for moments in acts.values())
        return letter["created"] not in acts[letter["task"]] | acts[0]

    def in_her_time(self, letter: Row) -> bool:
        """It left in the working hours of its reader, who was there as far as anybody could know."""
        sent = letter["sent"]
        away = self.month.away[letter["person"]]
        return self.person(letter["person"]).calendar.is_working(sent) and not any(
            known < sent < back for known, back in away
        )

    def tale(self, number: int | None) -> str:
        """The task and its history, for whoever must find out what went wrong."""
        if number is None:
            return "of no one task"
        row = self.tasks[number]
        lines = [f"\nT-{number} {row['title']!r}, now {row['state']} in {row['folder']}"]
        lines += [
            f"    {one['at']:%d %b %H:%M:%S.%f} {one['name']} {_short(one['fields'])}" for one in self.events[number]
        ]
        return "\n".join(lines)


def kept(home: Home, table: Table) -> list[Row]:
    """All rows of one table."""
    with asking.looking(home) as store:
        return store.read(lambda connection: [dict(row) for row in connection.execute(select(table)).mappings()])


def _short(fields: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={str(value)[:70]}" for name, value in fields.items())


def tell(lived: Lived, wrong: list[Row]) -> str:
    """Letters that should not be as they are, each with the history of its task."""
    lines = [f"{len(wrong)} letters, seed {lived.month.seed}:"]
    for row in wrong[:3]:
        zone = lived.person(row["person"]).zone
        sent, made = row["sent"].astimezone(zone), row["created"].astimezone(zone)
        lines.append(f"{row['message_id']} made {made:%a %d %b %H:%M:%S} left {sent:%a %d %b %H:%M:%S %Z}")
        lines.append(lived.tale(row["task"]))
    return "\n".join(lines)


async def live(place: Place, seed: int, heard: Heard) -> Lived:
    """A month with three restarts, one of them after three days; then four months in which nobody says anything."""
    place.clock.at = BEGIN
    home, month = place.home, Month(place, seed, heard)
    inhabit(month)
    try:
        await month.start()
        for day, pause in ((4, timedelta()), (9, timedelta(days=3)), (20, timedelta(minutes=30))):
            await month.live(BEGIN + timedelta(days=day, hours=month.rng.randrange(24)))
            await month.stop()
            await month.live(month.now + pause)
            await month.start()
        await month.live(END)
        at_end = kept(home, tables.tasks)
        month.fall_silent()
        await month.live(END + SILENCE)
    finally:
        await month.stop()
    return Lived(place, home, month, heard, at_end)


@pytest.fixture(scope="module", params=[(1, ""), (2, ""), (3, "working_hours_only = true")], ids=str)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Three months; in the last of them nobody is written to outside her working hours."""
    seed, setting = request.param
    heard = Heard()
    logs.configure("json", stream=heard, level="debug", strict=True)
    lines = {"connections = 2": f"connections = 2\n{setting}"}
    return asyncio.run(live(sample_home(tmp_path_factory.mktemp("month") / "home", **lines), seed, heard))


def test_nothing_fails(lived: Lived) -> None:
    """Whatever people do, the service does not stumble."""
    assert not [line["reason"] for line in lived.heard.all("service.failed")]
    assert not lived.heard.all("task.rejected")


def test_everything_happens(lived: Lived) -> None:
    """It is a month worth the name: much is dropped and offered, much is said, and something gets done."""
    names = Counter(lived.heard.names())
    assert names["task.received"] > 30
    assert names["task.offered"] > 10
    assert names["reply.read"] > 20
    assert names["work.delivered"] > 0


def test_nothing_is_stuck(lived: Lived) -> None:
    """At the end of the month each open task has a next step to come."""
    stuck = [
        row
        for row in lived.at_end
        if row["state"] not in {"done", "dropped", "yours"} and not (row["next_at"] and row["next_at"] >= END)
    ]
    assert not stuck, "\n".join(lived.tale(row["number"]) for row in stuck)


def test_every_wait_has_an_end(lived: Lived) -> None:
    """After four months in which nobody said anything, every task is done, dropped, its owner's, or put off."""
    now = END + SILENCE
    open_ = [
        row
        for row in lived.tasks.values()
        if row["state"] not in {"done", "dropped", "yours"}
        and not (row["state"] == "later" and row["next_at"] and row["next_at"] > now)
    ]
    assert not open_, "\n".join(lived.tale(row["number"]) for row in open_[:3])
    left = [row["key"] for row in kept(lived.home, tables.errands) if row["kind"] != "date"]
    assert not left


def test_time_alone_writes_in_working_hours_only(lived: Lived) -> None:
    """What nobody's act has caused leaves in its reader's hours, not on her holidays, nor while she is away."""
    wrong = [row for row in lived.letters if lived.caused_by_time(row) and not lived.in_her_time(row)]
    assert not wrong, tell(lived, wrong)


def test_a_considerate_office_writes_nothing_at_night(lived: Lived) -> None:
    """With `working_hours_only` no letter at all."""
    if lived.home.settings.mail.working_hours_only:
        wrong = [row for row in lived.letters if not lived.in_her_time(row)]
        assert not wrong, tell(lived, wrong)


def test_nobody_is_reminded_twice_a_day(lived: Lived) -> None:
    """All reminders and all that time has brought about are one mail a person a day; after a pause, too."""
    for (person, day), found in _by_day(lived).items():
        assert len(found) == 1, f"{person} on {day}: " + tell(lived, found)


def _by_day(lived: Lived) -> dict[tuple[str, Any], list[Row]]:
    gathered: dict[tuple[str, Any], list[Row]] = defaultdict(list)
    for row in lived.letters:
        if row["kind"] in {"reminder", "question"} and lived.caused_by_time(row):
            day = row["sent"].astimezone(lived.person(row["person"]).zone).date()
            gathered[row["person"], day].append(row)
    return gathered


def test_no_letter_leaves_twice(lived: Lived) -> None:
    """One file for each letter, each under a name of its own, and nothing is said twice at one moment."""
    ids = [str(mail["Message-ID"]) for mail in lived.place.mails()]
    assert len(ids) == len(set(ids)) == len(lived.letters)
    twins = Counter((row["kind"], row["person"], row["task"], row["created"]) for row in lived.letters)
    twice = [
        row
        for row in lived.letters
        if twins[row["kind"], row["person"], row["task"], row["created"]] > 1
        and row["created"] not in lived.month.starts  # several mails may lie there then
    ]
    assert not twice, tell(lived, twice)


def test_letters_go_to_whoever_has_the_task(lived: Lived) -> None:
    """Nobody hears of a task that is not hers, but that it is so."""
    assistants = lived.home.office.roster.assistants
    wrong = [
        row
        for row in lived.letters
        if row["person"] in assistants and row["task"] and row["person"] not in _holders(lived, row)
    ]
    assert not wrong, tell(lived, wrong)


def _holders(lived: Lived, letter: Row) -> set[str]:
    """Who may hear of it: whoever has it when the letter leaves; for parting words, whoever has ever had it."""
    past = [one for one in lived.events[letter["task"]] if one["at"] <= letter["sent"]]
    if letter["kind"] in PARTING:
        return {one["fields"]["assistant"] for one in past if one["name"] == "task.offered"}
    has: str | None = None
    holders: set[str] = set()
    for one in past:
        if one["name"] in {"task.offered", "work.returned"}:
            has = one["fields"]["assistant"]
        elif one["name"] in GONE or (one["name"] == "task.moved" and one["fields"]["folder"] not in HERS):
            has = None
        holders = (holders if one["at"] == letter["sent"] else set()) | ({has} if has else set())
    return holders


def test_nobody_is_reminded_in_vain(lived: Lived) -> None:
    """Whoever is reminded has the rest of the day to answer."""
    for row in lived.letters:
        if row["kind"] == "reminder" and row["task"]:
            ends = [one["at"] for one in lived.events[row["task"]] if one["name"] == "task.unanswered"]
            assert not [at for at in ends if at - row["sent"] < A_WHILE and at >= row["sent"]], tell(lived, [row])


def test_nobody_who_declined_is_asked_again(lived: Lived) -> None:
    """A no is a no, unless the owner names her."""
    for number, events in lived.events.items():
        refused: set[str] = set()
        for one in events:
            if one["name"] == "task.declined":
                refused.add(one["fields"]["assistant"])
            if one["name"] == "task.offered":
                person = one["fields"]["assistant"]
                assert person not in refused or (number, person) in lived.month.wanted, lived.tale(number)


def test_files_lie_where_their_tasks_stand(lived: Lived) -> None:
    """The folder is the state."""
    lies = lived.place.lies()
    for row in lived.tasks.values():
        assert row["file"] in lies.get(row["folder"], ()), lived.tale(row["number"])
    assert sum(len(names) for names in lies.values()) == len(lived.tasks) + 1  # an attachment stays in the inbox


def test_machines_fall_silent(lived: Lived) -> None:
    """A ticket system that answers everything gets three letters for its answers at most, until somebody speaks."""
    assistants = lived.home.office.roster.assistants
    for number, moments in lived.month.machines.items():
        for _, run in groupby(moments, key=lambda one: one.round):
            heard = {one.at for one in run}
            answered = [row for row in lived.letters if row["task"] == number and row["created"] in heard]
            assert len([row for row in answered if row["person"] in assistants]) <= 3, lived.tale(number)


def test_nothing_private_leaves(lived: Lived) -> None:
    """Not in a letter to an assistant, and not in the log."""
    owners = {owner.email for owner in lived.home.office.roster.owners.values()}
    for mail in lived.place.mails():
        if not any(address in str(mail["To"]) for address in owners):
            said = "".join(
                bytes(part.get_payload(decode=True)).decode("utf-8", "replace")
                for part in mail.walk()
                if not part.is_multipart()
            )
            assert not [secret for secret in NEVER_LEAVES if secret in said], mail["Subject"]
    log = str(lived.heard.lines)
    assert not [secret for secret in NEVER_LEAVES if secret in log]


def test_every_rating_reaches_the_assistant(lived: Lived) -> None:
    """What an owner says of the work is passed on, with its number."""
    told = {(row["task"], row["created"]) for row in lived.letters if row["kind"] == "feedback"}
    for rated in lived.month.rated:
        if not _is_to_be_rated(lived, rated):
            continue
        given = [one for one in lived.events[rated.task] if one["name"] == "feedback.given" and one["at"] == rated.at]
        assert given, f"{rated}: " + lived.tale(rated.task)
        assert given[0]["fields"]["rating"] == rated.stars, lived.tale(rated.task)
        assert (rated.task, rated.at) in told, lived.tale(rated.task)


def _is_to_be_rated(lived: Lived, rated: Rated) -> bool:
    """Whether it was delivered, or done, when the owner said so, and the service was there to hear it."""
    stages = {"task.offered", "question.asked", "work.delivered", "work.returned", "task.moved", "task.closed"}
    past = [one for one in lived.events[rated.task] if one["at"] < rated.at and one["name"] in stages]
    if rated.at not in lived.month.acts[rated.task] or not past:
        return False
    return bool(past[-1]["name"] == "work.delivered" or past[-1]["fields"].get("state") == "done")
