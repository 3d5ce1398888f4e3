"""`tell` does what a mail would do; `status` shows who is away and what was put aside; `preview` any letter."""

from __future__ import annotations

import asyncio
import email
import email.policy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from delegated.letters.samples import KINDS
from homes import FLIGHTS, Heard, Place, at_work
from letterbox import MAYA, talking

if TYPE_CHECKING:
    from collections.abc import Callable

    from homes import Ran


@pytest.fixture
def heard(said: object) -> Heard:
    """The strict log of this test."""
    from delegated import logs  # noqa: PLC0415  as the fixture `said` has it

    stream = Heard()
    logs.configure("json", stream=stream, level="debug", strict=True)
    return stream


async def test_a_word_is_heard_at_once(place: Place, heard: Heard, run: Callable[..., Ran]) -> None:
    """The daemon runs: `tell` says what became of it, in words and as one document."""
    place.drop()
    async with at_work(place):
        await heard.says("mail.sent", letter="brief")
        told = await asyncio.to_thread(run, "tell", "T-1", "defer", "until", "2026-12-01", "--home", place.path)
        assert told.code == 0, told.err
        assert told.text == "T-1: defer; it is later now, in later/\n"
        as_json = await asyncio.to_thread(run, "tell", "t1", "keep", "--home", place.path, "--json")
        document = as_json.json
        assert (document["state"], document["meaning"]) == ("acted", "keep")
        assert (document["task"]["number"], document["task"]["state"]) == ("T-1", "yours")
        assert place.lies() == {"yours": ["T-1 Book flights.md"]}


async def test_a_word_that_is_none(place: Place, heard: Heard, run: Callable[..., Ran]) -> None:
    """What is not understood changes nothing, and that is said; a release of nothing is an error."""
    place.drop()
    async with at_work(place):
        await heard.says("mail.sent", letter="brief")
        note = await asyncio.to_thread(run, "tell", "T-1", "the weather is lovely", "--home", place.path)
        assert note.code == 0
        assert "not understood" in note.text
        nothing = await asyncio.to_thread(run, "tell", "T-1", "release", "--home", place.path)
        assert nothing.code == 1
        assert "nothing was changed: no mail is put aside for it" in nothing.err
    assert place.status()["tasks"][0]["state"] == "offered"


async def test_a_word_waits_for_the_daemon(place: Place, run: Callable[..., Ran]) -> None:
    """Nobody runs: it is kept, that is said, and the next life acts upon it, once."""
    place.drop()
    await place.run()
    told = await asyncio.to_thread(run, "tell", "T-1", "cancel", "--home", place.path)
    assert told.code == 0
    assert "kept: delegated is not running here" in told.text
    as_json = await asyncio.to_thread(run, "tell", "T-1", "cancel", "--home", place.path, "--json")
    assert as_json.json["state"] == "stored"
    assert place.status()["tasks"][0]["state"] == "offered"
    await place.run()
    await place.run()
    assert place.lies() == {"dropped": ["T-1 Book flights.md"]}
    assert [row["event"] for row in place.history(1)].count("task.closed") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("T-9", "approve"), 1, "there is no task T-9"),
        (("T-1", " "), 2, "say something"),
        (("nobody", "back"), 2, "neither a task, like T-12, nor the id of a person"),
        (("maya", "approve"), 2, "of a person this can be said"),
        (("T-99999999999999999999", "approve"), 2, "neither a task"),
    ],
)
async def test_wrong_use(
    place: Place, run: Callable[..., Ran], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """What cannot be told is refused with what can."""
    place.drop()
    await place.run()
    told = await asyncio.to_thread(run, "tell", *arguments, "--home", place.path)
    assert told.code == code
    assert said in told.err


async def test_back_again(place: Place, heard: Heard, run: Callable[..., Ran]) -> None:
    """An automatic answer marks Maya away: `status` shows it, `tell maya back` undoes it, once."""
    place.clock.at = datetime.now(UTC)  # `status` asks the clock on the wall
    until = place.clock.at.date() + timedelta(days=30)
    async with talking(place, heard) as talk:
        await talk.drops(FLIGHTS.replace("2026-12-03 17:00", "in 40 working days"))
        mail = talk.answer(MAYA, f"I am away until {until:%d %B %Y}.")
        mail["Auto-Submitted"] = "auto-replied"
        await talk.comes(mail)
        shown = await asyncio.to_thread(run, "status", "--home", place.path)
        assert f"maya is away until {until}" in shown.text
        document = (await asyncio.to_thread(run, "status", "--home", place.path, "--json")).json
        assert [(one["id"], one["until"]) for one in document["away"]] == [("maya", f"{until}")]
        back = await asyncio.to_thread(run, "tell", "maya", "back", "--home", place.path)
        assert back.code == 0, back.err
        again = await asyncio.to_thread(run, "tell", "maya", "back", "--home", place.path)
        assert again.code == 1
        assert "Maya Santos is not known to be away" in again.err


async def test_what_was_put_aside(place: Place, heard: Heard, run: Callable[..., Ran]) -> None:
    """`status` names the mail and its reason; `tell T-1 release` lets it count."""
    async with talking(place, heard) as talk:
        await talk.drops(FLIGHTS)
        await talk.comes(talk.answer(MAYA, "accept", sender="maya.private@mail.example"))
        shown = await asyncio.to_thread(run, "status", "T-1", "--home", place.path)
        assert "maya.private@mail.example" in shown.text
        document = (await asyncio.to_thread(run, "status", "T-1", "--home", place.path, "--json")).json
        assert [one["from"] for one in document["put_aside"]] == ["maya.private@mail.example"]
        released = await asyncio.to_thread(run, "tell", "T-1", "release", "--home", place.path)
        assert released.code == 0, released.err
        await heard.says("task.accepted", task="T-1")


async def test_status_tells_the_next_step(place: Place, run: Callable[..., Ran]) -> None:
    """What it waits for, since when, and what happens if nobody says anything."""
    place.drop()
    await place.run()
    shown = await asyncio.to_thread(run, "status", "T-1", "--home", place.path)
    for words in ("an answer to the brief", "Maya Santos is reminded on", "the next person is asked"):
        assert words in shown.text
    (row,) = (await asyncio.to_thread(run, "status", "T-1", "--home", place.path, "--json")).json["tasks"]
    assert row["waiting_for"] == "an answer to the brief"
    assert row["since"].endswith("+00:00")
    assert "the next person is asked" in row["next"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_can_be_looked_at(place: Place, run: Callable[..., Ran], kind: str) -> None:
    """A whole mail, as this home would send it, without a running service."""
    shown = run("preview", "--letter", kind, "--home", place.path)
    assert shown.code == 0, shown.err
    letter = email.message_from_bytes(shown.out, policy=email.policy.default)
    assert not letter.defects
    assert letter["From"] == "The desk <desk@example.org>"
    for part in ("plain", "html"):
        body = letter.get_body((part,))
        assert body is not None
        assert len(body.get_content()) > 100


def test_no_such_letter(place: Place, run: Callable[..., Ran]) -> None:
    """The nearest one is named, and all there are."""
    shown = run("preview", "--letter", "remainder", "--home", place.path)
    assert shown.code == 2
    assert "did you mean `reminder`?" in shown.err
