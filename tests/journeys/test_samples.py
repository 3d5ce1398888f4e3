"""A Monday morning at the two partners': everything dropped at once, and what becomes of each."""

from __future__ import annotations

import asyncio
import csv
from typing import TYPE_CHECKING, Final

import icalendar
import pytest

from delegated import logs
from homes import Heard, Place, sample_home
from offices import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

TASKS: Final = SAMPLES / "tasks"
ROWS: Final[list[Mapping[str, str]]] = list(
    csv.DictReader(
        (TASKS / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
)
# Mails and folders are read by a later version.
READ: Final = [row for row in ROWS if row["file"].endswith((".md", ".yaml", ".txt"))]
# What the files hold under `private`, and the secrets in their text: a password, a card, its code, a key.
NEVER_LEAVES: Final = (
    "yellow card", "blue folder", "margin on Pontevero",
    "Tortuga", "4111 1111", "cvc 737", "5f2b9c0e7d1a4468b3e6f07a91c2d8e4",
)  # fmt: skip


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Heard]:
    """The home and its log, after everything has come to rest."""
    heard = Heard()
    logs.configure("json", stream=heard, level="debug", strict=True)
    place = sample_home(tmp_path_factory.mktemp("monday") / "home")
    for path in sorted(TASKS.iterdir()):
        if path.is_file() and path.name != "EXPECTED.tsv":
            place.drop(path.name, path.read_bytes())
    asyncio.run(place.run())
    return place, heard


def letters(place: Place, kind: str) -> list[EmailMessage]:
    """The letters of this kind, by the name in their Message-ID."""
    return [message for message in place.mails() if f".{kind}." in str(message["Message-ID"])]


def test_every_task_comes_to_its_outcome(monday: tuple[Place, Heard]) -> None:
    """Within what its row allows: the outcome, the folder, and who may have it."""
    _, heard = monday
    wrong = [fault for row in READ if (fault := _what_is_wrong(row, heard))]
    assert not wrong, "\n".join(wrong)
    assert len(heard.all("task.received")) == len(READ)


def _what_is_wrong(row: Mapping[str, str], heard: Heard) -> str | None:
    (received,) = [line for line in heard.all("task.received") if line["file"].partition(" ")[2] == row["file"]]
    decided = heard.one("task.decided", task=received["task"])
    moved = heard.one("task.moved", task=received["task"])
    people = {None, *row["assistants"].split(",")}
    fine = (
        decided["outcome"] in row["expected"].split("|")
        and moved["folder"] in row["folder"].split("|")
        and (row["assistants"] == "-" or decided.get("assistant") in people)
    )
    return None if fine else f"{dict(row)}\n    but: {decided}"


def test_files_lie_where_their_tasks_stand(monday: tuple[Place, Heard]) -> None:
    """Every open task has its file in its folder; what is no task yet stays in the inbox, and is named."""
    place, heard = monday
    lies = place.lies()
    for row in place.status()["tasks"]:
        assert any(name.startswith(f"{row['number']} ") for name in lies[row["folder"]]), row
    mails = sorted(path.name for path in TASKS.glob("*.eml"))
    assert sorted(line["file"] for line in heard.all("task.left")) == mails
    assert lies["inbox"] == sorted([*mails, "one-pager-draft.pdf"])
    assert "rejected" not in lies


def test_every_brief_is_a_good_mail(monday: tuple[Place, Heard]) -> None:
    """One for each task that is delegated; whole, small enough for every program, and with its date."""
    place, heard = monday
    briefs = letters(place, "brief")
    offered = heard.all("task.offered")
    assert len(briefs) == len(offered) == len(place.lies()["delegated"])
    assert len({str(message["Message-ID"]) for message in briefs}) == len(briefs)
    for message in briefs:
        _is_a_good_mail(message)
        (entry,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        assert icalendar.Calendar.from_ical(entry.get_content()).walk("VEVENT")


def _is_a_good_mail(message: EmailMessage) -> None:
    for part in message.walk():
        assert not part.defects, (message["Subject"], part.defects)
    html, text = message.get_body(("html",)), message.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert len(html.get_payload(decode=True)) < 100_000
    assert text.get_content().strip()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.utcoffset() is not None


def test_owners_get_one_letter_each(monday: tuple[Place, Heard]) -> None:
    """Everything that waits, for Inés in one letter and for Graham in another; with each number."""
    place, heard = monday
    questions = letters(place, "question")
    assert sorted(str(message["To"]) for message in questions) == [
        "Graham Oyelaran <graham@example.org>", "Inés Valcárcel <ines@example.org>",
    ]  # fmt: skip
    for message in questions:
        _is_a_good_mail(message)
    said = "".join(message.get_body(("plain",)).get_content() for message in questions)  # type: ignore[union-attr]  # has
    for line in heard.all("task.waited"):
        assert f"{line['task']} " in said or f"{line['task']}\n" in said, line


def test_nothing_private_and_no_secret_leaves(monday: tuple[Place, Heard]) -> None:
    """Not in a brief, not in a letter to an owner, not in the log, not in what `events` tells."""
    place, heard = monday
    said = [str(heard.lines), str(place.history())]
    for message in place.mails():
        said += [
            bytes(part.get_payload(decode=True)).decode("utf-8", "replace")
            for part in message.walk()
            if not part.is_multipart()
        ]
        said += [str(value) for value in message.values()]
    for secret in NEVER_LEAVES:
        assert not [text for text in said if secret in text], secret


def test_the_attachment_beside_the_task_is_enclosed(monday: tuple[Place, Heard]) -> None:
    """Dakota gets the draft that she is to read."""
    place, _ = monday
    (message,) = [mail for mail in letters(place, "brief") if "Proofread" in str(mail["Subject"])]
    (attached,) = [part for part in message.iter_attachments() if part.get_filename() == "one-pager-draft.pdf"]
    assert attached.get_content() == (TASKS / "one-pager-draft.pdf").read_bytes()
