"""What cannot be read is refused with its place and a cure, through the running service; nothing else suffers."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

import pytest

from homes import FLIGHTS, Heard, Place, at_work, sample_home
from offices import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BROKEN: Final = SAMPLES / "tasks-broken"
ROWS: Final[list[Mapping[str, str]]] = list(
    csv.DictReader(
        (BROKEN / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
)
# Mails and folders are read by a later version; until then they are left where they lie.
READ: Final = [row for row in ROWS if row["file"].endswith((".md", ".yaml", ".txt"))]
LEFT: Final = [row["file"].rstrip("/") for row in ROWS if row not in READ]
# What the accepted ones must have become: a title, and the state that tells how they were understood.
TITLES: Final = {
    "bom.md": "Book the small room",
    "crlf.md": "Order toner",
    "no-front-matter.md": "Call the plumber",
}


async def test_every_broken_file_has_its_fate(tmp_path: Path, heard: Heard) -> None:
    """All at once through one service: rejected with place and words beside it, or a task after all."""
    place = sample_home(tmp_path)
    for row in READ:
        place.drop(row["file"], (BROKEN / row["file"]).read_bytes())
    await place.run()
    lies = place.lies()
    assert "inbox" not in lies
    wrong = [fault for row in READ if (fault := _what_is_wrong(row, place, heard))]
    assert not wrong, "\n".join(wrong)
    accepted = [row["file"] for row in READ if row["expected"] == "accepted"]
    assert len(place.history()) > len(accepted)
    assert len(heard.all("task.received")) == len(accepted)
    assert len(lies["rejected"]) == 2 * (len(READ) - len(accepted))


def _what_is_wrong(row: Mapping[str, str], place: Place, heard: Heard) -> str | None:
    name = row["file"]
    if row["expected"] == "accepted":
        received = [line for line in heard.all("task.received") if line["file"].endswith(f" {name}")]
        title = TITLES.get(name)
        if not received or title not in {None, received[0]["title"]}:
            return f"{name}: should be a task {title or ''}, and is: {received}"
        return None
    if not (place.path / "tasks" / "rejected" / name).is_file():
        return f"{name}: should be rejected; {place.lies()}"
    error = place.error(name)
    said = heard.one("task.rejected", file=name)
    if not error.startswith(said["place"]) or said["reason"] not in error:
        return f"{name}: the log says {said}, and the file {error}"
    return _wrong_place(row, error) or _wrong_words(row, error)


def _wrong_place(row: Mapping[str, str], error: str) -> str | None:
    """Line and column may be a number, a range, or nothing: the whole file is meant then."""
    name = row["file"]
    if not row["line"]:
        return None if error.startswith(f"{name}: ") else f"{name}: concerns all of the file: {error}"
    found = re.match(rf"{re.escape(name)}:(\d+):(\d+): ", error)
    if not found:
        return f"{name}: no place in: {error}"
    for number, wanted in ((int(found[1]), row["line"]), (int(found[2]), row["column"])):
        first, _, last = wanted.partition("-")
        if wanted and not int(first) <= number <= int(last or first):
            return f"{name}: should be at {row['line']}:{row['column']}: {error}"
    return None


def _wrong_words(row: Mapping[str, str], error: str) -> str | None:
    missing = [
        words
        for words in row["words"].split(", ")
        if not any(word.lower() in error.lower() for word in words.split(" or "))
    ]
    return f"{row['file']}: does not say {missing}: {error}" if missing else None


async def test_mails_and_folders_are_left_and_told_once(tmp_path: Path, heard: Heard) -> None:
    """They stay in the inbox, whole; the log names each with the reason, and not again with every sweep."""
    place = sample_home(tmp_path)
    inbox = place.path / "tasks" / "inbox"
    inbox.mkdir(parents=True)
    for name in LEFT:
        if (BROKEN / name).is_dir():
            (inbox / name).mkdir()
        else:
            place.drop(name, (BROKEN / name).read_bytes())
    async with at_work(place) as service:
        await heard.says("task.left", times=len(LEFT))
        await service.world.folders.sweep_now()  # type: ignore[attr-defined]  # of the real folders
        place.drop("Call mum.txt", "Call mum\n")
        await heard.says("task.received")
    assert sorted(line["file"] for line in heard.all("task.left")) == sorted(LEFT)
    assert all(line["reason"] for line in heard.all("task.left"))
    assert sorted(place.lies()["inbox"]) == sorted(LEFT)


@pytest.mark.parametrize(
    ("attachment", "words"),
    [
        ("../roster.yaml", "outside of the folder"),
        ("../../etc/passwd", "outside of the folder"),
        ("/etc/passwd", "absolute path"),
        ("notes.txt", "is a link"),
        ("papers", "is not a file"),
        ("floorplan.pdf", "is not beside the task"),
    ],
)
async def test_an_attachment_out_of_reach_is_refused(place: Place, attachment: str, words: str) -> None:
    """By `..`, by an absolute path, by a link, a folder, or not there at all: at its place in the list, with a cure."""
    (place.path / "secret.txt").write_text("the secret of the house")
    inbox = place.path / "tasks" / "inbox"
    (inbox / "notes.txt").symlink_to(place.path / "secret.txt")
    (inbox / "papers").mkdir()
    place.drop("task.md", FLIGHTS.replace("stakes: low", f"stakes: low\nattachments: [{attachment}]"))
    await place.run()
    error = place.error("task.md")
    assert error.startswith("task.md:8:15: ")
    assert f"`{attachment}`" in error
    assert words in error
    assert "the secret of the house" not in error
    assert place.mails() == []


async def test_an_attachment_beside_the_task_goes_with_the_brief(place: Place, heard: Heard) -> None:
    """And stays in its drawer for as long as the task is kept, in mode 0600."""
    place.drop("list.csv", "name,street\nAda,Rua 1\n")
    place.drop("task.md", FLIGHTS.replace("stakes: low", "stakes: low\nattachments: [list.csv]"))
    await place.run()
    (message,) = place.mails()
    (attached,) = [part for part in message.iter_attachments() if part.get_filename() == "list.csv"]
    assert "Ada,Rua 1" in attached.get_content()
    kept = place.path / "state" / "files" / "T-1" / "list.csv"
    assert kept.read_text() == "name,street\nAda,Rua 1\n"
    assert kept.stat().st_mode & 0o777 == 0o600


async def test_the_same_content_twice_is_one_task(place: Place, heard: Heard) -> None:
    """The second one is put aside, and says which task it is already."""
    place.drop("a.md")
    await place.run()
    place.drop("b.md")
    await place.run()
    assert place.lies() == {"delegated": ["T-1 a.md"], "rejected": ["b.md", "b.md.error.txt"]}
    assert "T-1" in place.error("b.md")
    assert heard.one("task.duplicate") | {"timestamp": ""} == {
        "timestamp": "", "level": "warning", "event": "task.duplicate", "file": "b.md", "first": "T-1",
    }  # fmt: skip
    assert len(place.mails()) == 1


async def test_the_same_content_twice_at_once_is_one_task(place: Place, heard: Heard) -> None:
    """Copied twice into the folder: the older one is the task."""
    place.drop("a.md")
    place.drop("b.md")
    await place.run()
    assert len(heard.all("task.received")) == 1
    assert place.lies()["rejected"] == ["b.md", "b.md.error.txt"]
    assert "a.md" in place.error("b.md")
