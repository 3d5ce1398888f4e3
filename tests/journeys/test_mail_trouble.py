"""The mail server is down, busy, rude or vague: tasks are taken all the same, and every letter arrives once."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from homes import FLIGHTS, Heard, at_work, small_home
from offices import RULES
from post_office import PostOffice, post_office

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from delegated.service import Service

NO_MAIL = {"queued": 0, "deferred": 0, "uncertain": 0, "failed": 0}
IN_AN_HOUR = timedelta(hours=1)
# Nobody is reminded, or counts as silent, in the time that the mail server takes.
ALL_THE_TIME = """
[patience.normal]
remind_after = "40 working days"
reminders = 1
"""


async def down() -> PostOffice:
    """A server that has an address, and is not there yet."""
    office = post_office()
    await office.open()
    await office.close()
    return office


def without_rest(service: Service) -> None:
    """The postman tries a dead server again as soon as he is asked: his rest is in real time, and the test's is not."""
    postman: Any = service.world.postman
    postman._manner = replace(postman._manner, rest=timedelta(0))


def tried_so_often(heard: Heard, times: int) -> bool:
    """Refused for now so many times, or for good."""
    return len(heard.all("mail.deferred")) >= times or bool(heard.all("mail.failed"))


def message_ids(office: PostOffice) -> list[str]:
    return [str(letter.message["Message-ID"]) for letter in office.letters]


def news_to_alex(office: PostOffice) -> str:
    """The text of the one letter to him, its lines joined."""
    (letter,) = (letter for letter in office.letters if letter.recipient == "alex@example.org")
    text = letter.message.get_body(("plain",))
    assert text is not None
    return " ".join(text.get_content().split())


async def test_tasks_are_taken_while_the_server_is_down(tmp_path: Path, heard: Heard) -> None:
    """Files become tasks and move; their letters wait, are shown as deferred, and arrive once when it is up."""
    office = await down()
    place = small_home(tmp_path, mail=office.url)
    for number in range(3):
        place.drop(f"{number}.md", FLIGHTS.replace("Lisbon", f"Lisbon {number}"))
    async with at_work(place) as service:
        without_rest(service)
        await heard.says("mail.deferred", times=3)
        await heard.until(lambda: len(place.lies().get("delegated", ())) == 3)
        assert place.status()["mail"] == {**NO_MAIL, "deferred": 3}
        await office.open()
        place.clock.advance(IN_AN_HOUR)
        service.wake()
        await office.holds(3)
        await heard.says("mail.sent", times=3)
    await office.close()
    assert len(set(message_ids(office))) == len(office.letters) == 3
    assert place.status()["mail"] == NO_MAIL
    deferred = heard.all("mail.deferred")[0]
    assert deferred["attempt"] == 1
    assert deferred["again_at"] > place.clock.at.replace(hour=8).isoformat()
    assert "nobody answers at 127.0.0.1" in deferred["reason"]


async def test_letters_wait_over_a_restart(tmp_path: Path, heard: Heard) -> None:
    """The daemon is stopped while the server is down; the next one sends what the first one wrote."""
    office = await down()
    place = small_home(tmp_path, mail=office.url)
    place.drop()
    await place.run()
    (sent_by_the_first,) = heard.all("mail.queued")
    await office.open()
    await place.run()
    assert office.letters == []
    place.clock.advance(IN_AN_HOUR)
    await place.run()
    await office.close()
    assert message_ids(office) == [sent_by_the_first["message_id"]]
    assert heard.one("mail.sent")["attempt"] == 2


async def test_a_temporary_refusal_is_tried_again(tmp_path: Path, heard: Heard) -> None:
    """Greylisting: refused with 450, taken at the next try with the same Message-ID."""
    async with post_office(answers=["450 4.2.0 greylisted", "451 4.3.0 still busy"]) as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop()
        for _ in range(3):
            await place.run()
            place.clock.advance(IN_AN_HOUR)
        tries = [letter.message["Message-ID"] for letter in (*office.turned_away, *office.letters)]
    assert len(tries) == 3
    assert len(set(tries)) == 1
    assert [line["reason"] for line in heard.all("mail.deferred")] == [
        "the server refused the letter: 450 4.2.0 greylisted",
        "the server refused the letter: 451 4.3.0 still busy",
    ]
    assert heard.one("mail.sent")["attempt"] == 3


async def test_the_waits_grow(tmp_path: Path, heard: Heard) -> None:
    """5 seconds, 15, a minute, and so on: nobody is hammered, and nobody who is back waits long."""
    async with post_office(answers=["450 4.2.0 later"] * 3) as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop()
        waits = []
        for wait in (0, 7, 19, 73):
            place.clock.advance(timedelta(seconds=wait))
            at = place.clock.now()
            await place.run()
            waits.append((at, len(heard.all("mail.deferred"))))
    assert [tries for _, tries in waits] == [1, 2, 3, 3]
    assert len(office.letters) == 1


async def test_after_five_days_it_is_given_up_and_the_next_one_is_asked(tmp_path: Path, heard: Heard) -> None:
    """Maya's server never answers with anything but `later`; Ben gets the task in the end, and Alex is told."""
    for_whom = {"maya@example.net": ["450 4.2.0 later"] * 100}
    async with post_office(for_whom=for_whom) as office:
        place = small_home(tmp_path, mail=office.url, more=ALL_THE_TIME)
        place.drop("a.md", FLIGHTS.replace("2026-12-03", "2027-01-20"))
        async with at_work(place) as service:
            for tries in itertools.count(1):
                await heard.until(partial(tried_so_often, heard, tries))
                if heard.all("mail.failed"):
                    break
                place.clock.advance(timedelta(hours=5))
                service.wake()
            await office.holds(1)
            place.clock.advance(timedelta(minutes=1))
            service.wake()
            await office.holds(2)
    assert sorted(letter.recipient for letter in office.letters) == ["alex@example.org", "ben@example.net"]
    assert "Maya Santos could not be reached" in news_to_alex(office)
    assert "given up after" in heard.one("mail.failed")["reason"]


async def test_a_permanent_refusal_goes_to_the_next_and_never_back(tmp_path: Path, heard: Heard) -> None:
    """Maya's address is gone: Ben is asked; his is gone too: Alex is told, and nobody is asked twice."""
    for_whom = {
        "maya@example.net": [{"rcpt": "550 5.1.1 no such user"}],
        "ben@example.net": [{"rcpt": "550 5.1.1 no such user"}],
    }
    async with post_office(for_whom=for_whom) as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop()
        await place.run()
    assert [line["assistant"] for line in heard.all("task.offered")] == ["maya", "ben"]
    assert [line["to"] for line in heard.all("mail.failed")] == ["maya@example.net", "ben@example.net"]
    assert heard.one("task.waited")["reason"] == "nobody can take it"
    assert place.lies() == {"waiting": ["T-1 Book flights.md"]}
    (letter,) = office.letters
    assert letter.recipient == "alex@example.org"
    text = letter.message.get_body(("plain",))
    assert text is not None
    assert "Maya Santos" in text.get_content()
    assert place.status()["mail"] == {**NO_MAIL, "failed": 2}


async def test_a_refused_content_is_never_sent_again(tmp_path: Path, heard: Heard) -> None:
    """554 after the content: not to Maya again; Ben gets a brief of his own, with another Message-ID."""
    async with post_office(for_whom={"maya@example.net": ["554 5.7.1 not from you"]}) as office:
        place = small_home(tmp_path, mail=office.url, more=ALL_THE_TIME)
        place.drop()
        await place.run()
        place.clock.advance(timedelta(days=10))
        await place.run()
    assert sorted(letter.recipient for letter in office.letters) == ["alex@example.org", "ben@example.net"]
    assert "Maya Santos could not be reached" in news_to_alex(office)
    assert len(office.turned_away) == 1
    assert str(office.turned_away[0].message["Message-ID"]) not in message_ids(office)
    assert heard.one("mail.failed")["reason"] == "the server refused the letter: 554 5.7.1 not from you"


async def test_a_lost_answer_is_uncertain_and_sent_again_as_the_same_letter(tmp_path: Path, heard: Heard) -> None:
    """The server has it, and the connection ends before it says so (RFC 1047): twice, under one Message-ID."""
    async with post_office(answers=["lost"]) as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop()
        await place.run()
        assert place.status()["mail"] == {**NO_MAIL, "uncertain": 1}
        place.clock.advance(IN_AN_HOUR)
        await place.run()
    assert heard.one("mail.uncertain")["attempt"] == 1
    first, second = office.letters
    assert first.content == second.content
    assert heard.one("mail.sent")["attempt"] == 2
    assert place.status()["mail"] == NO_MAIL


async def test_a_letter_to_the_owner_that_fails_is_told(tmp_path: Path, heard: Heard) -> None:
    """Alex's own address is gone: there is nobody else to ask, and the log says so."""
    async with post_office(for_whom={"alex@example.org": [{"rcpt": "550 5.1.1 no such user"}]}) as office:
        place = small_home(tmp_path, mail=office.url)
        place.drop("a.yaml", "title: Print cards\ntags: [print]\n")
        await place.run()
    assert heard.one("mail.failed") | {"timestamp": "", "message_id": ""} == {
        "timestamp": "", "level": "error", "event": "mail.failed", "task": "T-1", "letter": "question",
        "to": "alex@example.org", "message_id": "", "attempt": 1,
        "reason": "the server refused the recipient alex@example.org: 550 5.1.1 no such user",
    }  # fmt: skip
    assert place.lies() == {"waiting": ["T-1 a.yaml"]}


async def test_one_rude_answer_in_ten_loses_nothing(tmp_path: Path, heard: Heard) -> None:
    """Thirty letters, every third meets something else: refused for now, dropped in the middle, or unanswered."""
    answers = [
        trouble
        for _ in range(10)
        for trouble in ("250 ok", "451 4.3.0 try later", {"content": "drop"})
    ]  # fmt: skip
    rules = RULES.replace("delegate: {to: admins}", "delegate: {to: admins, prefer: [least busy]}")
    async with post_office(answers=answers) as office:
        place = small_home(tmp_path, mail=office.url, rules=rules, more=_room())
        for number in range(30):
            place.drop(f"{number}.md", FLIGHTS.replace("Lisbon", f"Lisbon {number}").replace("1h", "5m"))
        for _ in range(6):
            await place.run()
            place.clock.advance(timedelta(minutes=5))
    assert len(set(message_ids(office))) == 30
    assert place.status()["mail"] == NO_MAIL


def _room() -> str:
    return '[trust.trusted]\nstakes = "high"\nmoney = "1500 EUR"\ntasks = 1000\n'


async def test_a_jump_of_the_clock_sends_nothing_twice(
    tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five hours pass between the server's word and its being kept: the lease is over, and nobody sends it again."""
    async with post_office() as office:
        place = small_home(tmp_path, mail=office.url)
        async with at_work(place) as service:
            archive: Any = service.world.archive
            keep, claim, claimed = archive.keep, archive.claim, asyncio.Event()

            async def claim_and_tell(*arguments: Any) -> Any:
                found = await claim(*arguments)
                if any(errand.kind == "letter" for errand in found):
                    claimed.set()
                return found

            async def keep_after_the_jump(change: Any) -> bool:
                if change.sent:
                    place.clock.advance(timedelta(hours=5))
                    service.wake()
                    async with asyncio.timeout(10):
                        await claimed.wait()
                kept: bool = await keep(change)
                return kept

            monkeypatch.setattr(archive, "claim", claim_and_tell)
            monkeypatch.setattr(archive, "keep", keep_after_the_jump)
            place.drop()
            await heard.says("mail.sent")
            place.clock.advance(timedelta(hours=5))
            service.wake()
            await heard.until(lambda: place.status()["mail"] == NO_MAIL)
    assert len(office.letters) == 1
    assert len(heard.all("mail.sent")) == 1
