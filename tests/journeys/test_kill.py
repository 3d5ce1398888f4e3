"""The machine goes down at the worst moment, again and again: nothing is lost, and next to nothing is sent twice."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from homes import SMALL_TASK, Daemon, Place, roomy_home
from post_office import Letter, post_office

if TYPE_CHECKING:
    from pathlib import Path

DROPS: Final = 300
# Killed once the mail server has taken so many letters of this life; 0: as soon as it has started.
KILLS: Final = (0, 1, 5, 20, 40, 75, 120, 180, 240, 290)
IN_FLIGHT: Final = 32


async def test_ten_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    """Three hundred files a life, ten lives cut short, one that comes to its end."""
    async with post_office() as office:
        place = roomy_home(tmp_path / "home", mail=office.url)
        for life, letters in enumerate(KILLS):
            before = len(office.letters)
            daemon = await Daemon.start(place)
            await daemon.heard.says("service.started")
            for number in range(DROPS):
                place.drop(f"{life}-{number}.md", SMALL_TASK.format(title=f"Count the chairs {life}-{number}"))
            await office.holds(before + letters)
            await daemon.kill()
            of_this_life = {message_id_of(letter) for letter in office.letters[before:]}
            assert len(of_this_life - known_as_sent(place)) <= IN_FLIGHT
        last = await Daemon.start(place, "--until-idle")
        assert await last.ends() == 0, await last.complaints()
    expected = {f"Count the chairs {life}-{number}" for life in range(len(KILLS)) for number in range(DROPS)}
    titles = {title_of(letter): message_id_of(letter) for letter in office.letters}
    assert titles.keys() == expected
    assert doubled(office.letters) <= IN_FLIGHT * len(KILLS)
    assert len({message_id_of(letter) for letter in office.letters}) == len(expected)
    assert_same_bytes(office.letters)
    assert_all_in_place(place, len(expected))


def title_of(letter: Letter) -> str:
    found = re.search(rb"^Subject: \[T-\d+\] (.+)\r$", letter.content, re.MULTILINE)
    assert found
    return found[1].decode()


def message_id_of(letter: Letter) -> str:
    found = re.search(rb"^Message-ID: (\S+)\r$", letter.content, re.MULTILINE | re.IGNORECASE)
    assert found
    return found[1].decode()


def known_as_sent(place: Place) -> set[str]:
    """The letters of which the state knows that they have left: the others will be sent, once more or at last."""
    with closing(sqlite3.connect(place.path / "state" / "delegated.db")) as state:
        return {f"<{row[0].strip('<>')}>" for row in state.execute("SELECT message_id FROM letters WHERE sent NOTNULL")}


def doubled(letters: list[Letter]) -> int:
    """How many letters came that had come before."""
    return len(letters) - len({message_id_of(letter) for letter in letters})


def assert_same_bytes(letters: list[Letter]) -> None:
    """A letter that comes twice is the same letter, to the byte."""
    contents: dict[str, bytes] = {}
    for letter in letters:
        assert contents.setdefault(message_id_of(letter), letter.content) == letter.content


def assert_all_in_place(place: Place, count: int) -> None:
    """As many tasks as files, each file where its task stands, and none twice."""
    tasks = {row["number"] for row in place.status()["tasks"]}
    lies = place.lies()
    assert lies.keys() == {"delegated"}, {folder: names[:5] for folder, names in lies.items()}
    assert {name.partition(" ")[0] for name in lies["delegated"]} == tasks
    assert len(lies["delegated"]) == len(tasks) == count
    assert place.status()["mail"] == {"queued": 0, "deferred": 0, "uncertain": 0, "failed": 0}
