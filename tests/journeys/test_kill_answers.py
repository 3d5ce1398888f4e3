"""The machine goes down while answers come in, again and again: each is acted upon once, and none is lost."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from databases import empty_schema
from homes import ANY_NUMBER, EVERYTHING_AWAY, ROOM_FOR_ALL, SMALL_TASK, Daemon, Place, small_home
from people import post, reply
from post_office import post_office

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from post_office import Letter

IN_FLIGHT: Final = 32
# One answer in four is a no: its brief goes out to somebody else at once.
YES, NO = "accept. Which chairs do you mean?", "decline, I have no chairs"
# Each life ends once so many lines of this name were said in it; at none, as soon as it has started.
LIVES: Final = (
    ("reply.received", 1), ("task.accepted", 3), ("reply.received", 20), ("task.accepted", 0),
    ("reply.read", 12), ("mail.sent", 2), ("task.declined", 5), ("reply.received", 25),
)  # fmt: skip


async def test_every_answer_counts_once(tmp_path: Path) -> None:
    """Two hundred answers; eight lives cut short, at their beginning, in their middle, between two steps."""
    await live_and_die(tmp_path, "sqlite:state/delegated.db", 200, LIVES)


async def test_every_answer_counts_once_on_postgresql(tmp_path: Path) -> None:
    """The same with the state on a server of its own."""
    with empty_schema() as url:
        await live_and_die(tmp_path, url, 40, LIVES[4:6])


async def test_between_the_archive_and_the_mailbox(tmp_path: Path) -> None:
    """Killed when mail is kept and not yet moved on: it is found again in `new/`, known, and not heard twice."""
    async with post_office() as office:
        place = chairs_to_count(tmp_path, office.url, "sqlite:state/delegated.db")
        answers = answers_to(await offered(place, 20, office.letters))
        files = {path.name: path.read_bytes() for path in [post(mail, place.path / "replies") for mail in answers]}
        daemon = await Daemon.start(place)
        await daemon.heard.says("reply.received", times=5)
        await daemon.kill()
        for name, content in files.items():  # as if none of them had been moved on
            for path in (place.path / "replies/cur").glob(f"{name}*"):
                path.rename(place.path / "replies/new" / name)
            assert (place.path / "replies/new" / name).read_bytes() == content
        await place.run_for_real()
    assert_each_counted_once(place, 20)


async def live_and_die(path: Path, store: str, count: int, lives: Sequence[tuple[str, int]]) -> None:
    """Offers, answers, kills, and what must be so at the end."""
    async with post_office() as office:
        place = chairs_to_count(path, office.url, store)
        answers = answers_to(await offered(place, count, office.letters))
        share = count // len(lives)
        for life, (event, times) in enumerate(lives):
            daemon = await Daemon.start(place)
            await daemon.heard.says("service.started")
            for mail in answers[life * share : (life + 1) * share]:
                post(mail, place.path / "replies")
            if times:
                await daemon.heard.says(event, times=times)
            await daemon.kill()
        await place.run_for_real()
    assert_each_counted_once(place, count)
    assert_everybody_was_told(office.letters, count)
    assert doubled(office.letters) <= IN_FLIGHT * len(lives)


def chairs_to_count(path: Path, mail: str, store: str) -> Place:
    """Two assistants who take whatever comes, day and night."""
    return small_home(
        path / "home", mail=mail, store=store, rules=EVERYTHING_AWAY, roster=ROOM_FOR_ALL, more=ANY_NUMBER
    )


async def offered(place: Place, count: int, letters: list[Letter]) -> list[Letter]:
    """So many tasks are offered: their briefs."""
    for number in range(count):
        place.drop(f"{number}.md", SMALL_TASK.format(title=f"Count the chairs {number}"))
    await place.run_for_real()
    assert len(letters) == count
    return letters[:]


def answers_to(briefs: list[Letter]) -> list[bytes]:
    """What is written about each of them, a no to T-4, T-8 and so on."""
    now = datetime.now(UTC)
    return [
        reply(letter.message, YES if number_of(letter) % 4 else NO, now).as_bytes()
        for letter in sorted(briefs, key=number_of)
    ]


def assert_each_counted_once(place: Place, count: int) -> None:
    """Each yes and each no once, and nothing is left to be read or to be sent."""
    found: dict[str, Counter[str]] = {
        "task.accepted": Counter(),
        "question.asked": Counter(),
        "task.declined": Counter(),
    }
    for row in place.history():
        if row["event"] in found:
            found[row["event"]][row["task"]] += 1
    yes = {f"T-{number}": 1 for number in range(1, count + 1) if number % 4}
    assert found["task.accepted"] == found["question.asked"] == yes
    assert found["task.declined"] == {f"T-{number}": 1 for number in range(4, count + 1, 4)}
    states = {row["number"]: row["state"] for row in place.status()["tasks"]}
    assert states == {f"T-{number}": "asked" if number % 4 else "offered" for number in range(1, count + 1)}
    assert place.status()["mail"] == {"queued": 0, "deferred": 0, "uncertain": 0, "failed": 0}
    assert list((place.path / "replies/new").iterdir()) == []


def assert_everybody_was_told(letters: list[Letter], count: int) -> None:
    """Alex has read each question, and two people the brief of each task that was declined."""
    to_alex = [letter.message.get_body(("plain",)) for letter in letters if letter.recipient == "alex@example.org"]
    told = {number for body in to_alex if body for number in re.findall(r"(?m)^T-(\d+) Count", body.get_content())}
    assert told == {str(number) for number in range(1, count + 1) if number % 4}
    asked = {(letter.recipient, number_of(letter)) for letter in letters if letter.recipient != "alex@example.org"}
    assert Counter(number for _, number in asked) == {number: 1 if number % 4 else 2 for number in range(1, count + 1)}


def number_of(letter: Letter) -> int:
    """The task that it is about; 0 for one about several."""
    found = re.search(rb"^Subject: \[T-(\d+)\]", letter.content, re.MULTILINE)
    return int(found[1]) if found else 0


def doubled(letters: list[Letter]) -> int:
    """How many letters came that had come before."""
    ids = [re.search(rb"(?im)^Message-ID: (\S+)", letter.content) for letter in letters]
    return len(letters) - len({found[1] for found in ids if found})
