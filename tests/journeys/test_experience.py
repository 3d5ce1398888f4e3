"""The office learns: who did the like, how it went, what it took, and what it cost; and knows it after a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from delegated import app
from delegated.app import asking
from delegated.core.office import REMEMBERED
from delegated.edges.store import experience, tables
from delegated.ports import AnswerRow, Change
from homes import FLIGHTS, Heard, Place, at_work, small_home
from letterbox import text_of
from offices import NOW, ROSTER

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from delegated.core.experience import Work

NUMBERS = """\
---
title: Weekly numbers {week}
skills: [spreadsheets]
due: in 5 working days
stakes: low
deliverables: [the sheet]
expectations: [by mail]
---
"""
TWO = ROSTER.replace("skills: [travel booking", "skills: [spreadsheets, travel booking").replace(
    "skills: [bookkeeping", "skills: [spreadsheets, bookkeeping"
)
KNOWS_IT = """\
rules:
  - name: numbers go to who knows them
    because: '{history.similar} like it went before, the last to {history.last_assistant}'
    delegate: {to: anyone, prefer: [knows it]}
"""


async def test_who_did_it_well_gets_the_next_one(tmp_path: Path, heard: Heard) -> None:
    """Maya reports 45 minutes and gets five points; a week later the office has been started anew and remembers."""
    place = small_home(tmp_path, roster=TWO, rules=KNOWS_IT)
    await a_week(place, 44)
    decided = heard.one("task.decided", task="T-1")
    assert decided["because"].startswith("0 like it")
    first = decided["assistant"]
    await a_week(place, 45)
    decided = heard.one("task.decided", task="T-2")
    assert decided["assistant"] == first
    assert decided["because"] == f"1 like it went before, the last to {first}"
    for week in (46, 47):
        await a_week(place, week)
    decided = heard.one("task.decided", task="T-4")
    assert "`repeats: weekly on monday`" in decided["proposal"]


async def test_a_home_of_the_version_before_is_remembered_as_well(tmp_path: Path, heard: Heard, store_url: str) -> None:
    """It kept tasks alone, without when they were given and the month that pays: all of it is there after the start."""
    place = small_home(tmp_path, store=store_url)
    place.drop("a.md", FLIGHTS.replace("estimate: 1h", "estimate: 2h\nclient: acme\nconfidential: true"))
    await place.run()
    for to, said in (("@example.net", "accept"), ("@example.net", "done 3h"), ("alex", "5 good")):
        place.clock.advance(timedelta(hours=1))
        place.answer(to, said)
        await place.run()
    place.drop("b.md", FLIGHTS.replace("Lisbon", "Rome"))
    place.drop("c.md", "---\ntitle: Party\ntags: [family]\n---\n")
    await place.run()
    known = [without_its_giving(one) for one in remembered(place)]
    assert [one.month for one in known if one.cost] == ["2026-11", "2026-11"]
    await keep_as_before(place)
    assert remembered(place) == []
    await place.run()
    filled = remembered(place)
    assert [without_its_giving(one) for one in filled] == known
    assert all(one.given for one in filled if one.cost)


async def test_an_owner_who_joins_while_it_runs_is_known_for_what_she_answered(tmp_path: Path, heard: Heard) -> None:
    """She was in the roster before; what she has answered then is known at once, and not only after a start."""
    sam = "owners:\n  - {id: sam, name: Sam, email: sam@example.org, time_zone: Europe/Madrid}\n"
    place = small_home(tmp_path)
    said = AnswerRow(
        task=1, owner="sam", title="Book flights to Bonn", question="Which airport?", answer="the near one", at=NOW
    )
    async with at_work(place) as service:
        await service.world.archive.keep(Change(answers=[said]))
    async with at_work(place) as service:
        place.write("roster.yaml", ROSTER.replace("owners:\n", sam))
        await heard.says("service.reloaded")
        place.drop("a.md", FLIGHTS.replace("title:", "owner: sam\ntitle:"))
        await heard.says("mail.sent", task="T-1")
    assert "the near one" in text_of(place.last_letter("@example.net"))


def remembered(place: Place) -> list[Work]:
    """All that is remembered in this home."""
    with asking.looking(place.home) as store:
        return store.read(lambda connection: experience.works(connection, NOW - REMEMBERED))


def without_its_giving(work: Work) -> Work:
    """Without what the version before knew only roughly."""
    return replace(work, given=None, payer=None)


async def keep_as_before(place: Place) -> None:
    """As if the version before had kept all of it."""

    def forget(connection: Connection) -> None:
        connection.execute(delete(tables.works))
        for number, record in connection.execute(select(tables.tasks.c.number, tables.tasks.c.record)).all():
            old = {name: value for name, value in record.items() if name not in {"given", "month", "payer", "paid"}}
            connection.execute(update(tables.tasks).where(tables.tasks.c.number == number).values(record=old))

    store = app.open_store(place.home)
    await store.do(forget)
    await store.close()


async def a_week(place: Place, week: int) -> None:
    """The file is dropped, done in 45 minutes, and praised; the next Monday comes."""
    place.drop(f"numbers {week}.md", NUMBERS.format(week=week))
    await place.run()
    for to, said in (
        ("@example.net", "accept"),
        ("@example.net", "done 45m, the sheet is there"),
        ("alex", "5 thanks"),
    ):
        place.clock.advance(timedelta(hours=1))
        place.answer(to, said)
        await place.run()
    place.clock.advance(timedelta(days=7) - timedelta(hours=3))
