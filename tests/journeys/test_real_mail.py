"""The conversation over a real Postfix and a real Dovecot, read and answered in mutt as each of the people."""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import pty
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from delegated.service.records import GATHERING
from homes import Heard, at_work, small_home
from mail_servers import PASSWORD
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

    from homes import Place
    from mail_servers import Dovecot, Postfix

pytestmark = pytest.mark.xdist_group("mail servers")

PATIENCE = 30
MUTTRC = """\
set folder="{maildir}" spoolfile="{maildir}" mbox_type=Maildir realname="{name}" from="{address}" use_from=yes
set smtp_url="smtps://{user}@127.0.0.1:{port}" smtp_pass="{password}" ssl_starttls=no ssl_force_tls=yes
set ssl_ca_certificates_file="{ca}" certificate_file="{ca}"
set record="" copy=no confirmappend=no quit=yes reply_to=yes recall=no sort=threads
set wait_key=no fast_reply=yes include=yes abort_unmodified=no
set header_cache="" editor="{editor}" envelope_from=yes timeout=1 mail_check=1 delete=no move=no sleep_time=0
set index_format="%4C %-20.20F %s"
"""
ANSWERING = """\
#!{python}
import pathlib, sys
draft = pathlib.Path(sys.argv[1])
draft.write_text({words!r} + "\\n\\n" + draft.read_text())
"""


class Reader:
    """Somebody with mutt: her Maildir, her address, and a terminal."""

    def __init__(self, folder: Path, address: str, name: str, postfix: Postfix) -> None:
        self.address = address
        self.folder = folder
        self.postfix = postfix
        folder.mkdir()
        self._settings = {
            "maildir": postfix.maildir(address),
            "name": name,
            "address": address,
            "user": address.replace("@", "%40"),
            "port": postfix.tls_port,
            "password": PASSWORD,
            "ca": postfix.tree.ca,
        }

    async def letters(self, least: int) -> list[EmailMessage]:
        """What she has got, oldest first, once it is so much."""
        box = self.postfix.maildir(self.address)
        await until(lambda: len(_files(box)) >= least)
        found = _files(box)
        found.sort(key=lambda file: file.stat().st_mtime_ns)
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in found]

    async def answers(self, words: str) -> None:
        """She opens the last letter of the list, replies with these words above the quoted letter, and sends."""
        editor = self.folder / "editor"
        editor.write_text(ANSWERING.format(python=sys.executable, words=words))
        editor.chmod(0o700)
        await self._mutt("push <last-entry><reply><send-message><quit>", editor=str(editor))

    async def sees(self) -> str:
        """The list of her letters, as the screen shows it, threads drawn."""
        return await self._mutt("push <quit>", editor="true")

    async def _mutt(self, command: str, *, editor: str) -> str:
        settings = self.folder / "muttrc"
        settings.write_text(MUTTRC.format(editor=editor, **self._settings))
        master, slave = pty.openpty()
        os.set_blocking(master, False)
        process = await asyncio.create_subprocess_exec(
            "mutt", "-n", "-F", str(settings), "-e", command, stdin=slave, stdout=slave, stderr=slave,
            env={"TERM": "vt100", "LINES": "24", "COLUMNS": "100", "HOME": str(self.folder), "LANG": "C.UTF-8",
                 "PATH": os.environ["PATH"]},
        )  # fmt: skip
        os.close(slave)
        screen = bytearray()
        loop = asyncio.get_running_loop()
        loop.add_reader(master, _read_into, master, screen)
        try:
            async with asyncio.timeout(PATIENCE):
                await process.wait()
        except TimeoutError:
            process.kill()
            message = f"mutt does not end; its screen: {screen.decode(errors='replace')}"
            raise AssertionError(message) from None
        finally:
            loop.remove_reader(master)
            _read_into(master, screen)
            os.close(master)
        return screen.decode(errors="replace")


def _read_into(master: int, screen: bytearray) -> None:
    try:
        screen += os.read(master, 65536)
    except OSError:
        return


@pytest.fixture
def people(tmp_path: Path, postfix: Postfix) -> Callable[[str, str], Reader]:
    """Makes somebody with mutt, and an empty mailbox."""
    if shutil.which("mutt") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("mutt is not there: scripts/_mail_servers")

    def make(address: str, name: str) -> Reader:
        _emptied(postfix.maildir(address))
        return Reader(tmp_path / name.split(maxsplit=1)[0], address, name, postfix)

    return make


@pytest.fixture
def place(tmp_path: Path, dovecot: Dovecot, postfix: Postfix, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A home that sends by Postfix and reads the desk's mailbox by IMAP."""
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.tree.ca))
    _emptied(postfix.maildir("desk@example.org"))
    replies = f'\n[replies]\nurl = "{dovecot.url("desk@example.org", PASSWORD)}"\n'
    return small_home(tmp_path / "home", mail=postfix.url(), more=replies)


@pytest.fixture
def heard() -> Heard:
    """The log."""
    from delegated import logs  # noqa: PLC0415  as the fixture `said` has it

    stream = Heard()
    logs.configure("json", stream=stream, level="debug", strict=True)
    return stream


async def test_from_the_file_to_the_feedback(place: Place, heard: Heard, people: Callable[[str, str], Reader]) -> None:
    """Drop, brief, question, answer, done, rating, feedback: each of them reads and answers real mail."""
    maya, alex = people("maya@example.net", "Maya Santos"), people("alex@example.org", "Alex Rivera")
    async with at_work(place) as service:
        place.drop()
        (brief,) = await maya.letters(1)
        assert brief["Subject"] == "[T-1] Book flights to Lisbon"
        await maya.answers("Question: which airport do you like best on the way back?")
        await heard.says("question.asked")
        place.clock.advance(GATHERING)
        service.wake()
        question = (await alex.letters(1))[-1]
        assert "which airport do you like best" in _text(question)
        await alex.answers("Barajas, any terminal.\nprivate: she asked this last time, too")
        await heard.says("question.answered")
        answer = (await maya.letters(2))[-1]
        assert "Barajas, any terminal." in _text(answer)
        assert "last time" not in _text(answer)
        await maya.answers("Accept, thanks.")
        await heard.says("task.accepted")
        await maya.answers("Done 1.5h https://example.com/flights")
        await heard.says("work.delivered", hours="1.5")
        review = (await alex.letters(2))[-1]
        assert "https://example.com/flights" in _text(review)
        await alex.answers("5 Just right!")
        await heard.says("task.closed")
        feedback = (await maya.letters(3))[-1]
        assert "Just right!" in _text(feedback)
        await heard.until(lambda: place.lies() == {"done": ["T-1 Book flights.md"]})
        screen = await maya.sees()
    assert _is_one_thread([brief, answer, feedback])
    assert screen.count("Book flights to Lisbon") >= 1, screen


async def test_somebody_else_who_knows_the_address_changes_nothing(
    place: Place, heard: Heard, postfix: Postfix, people: Callable[[str, str], Reader]
) -> None:
    """Ben was forwarded Maya's brief, with its address: his yes is put aside, and Alex is told how to let it count."""
    maya, ben = people("maya@example.net", "Maya Santos"), people("ben@example.net", "Ben Okafor")
    async with at_work(place):
        place.drop()
        (brief,) = await maya.letters(1)
        postfix.tree.deliver("ben", brief.as_bytes())
        await ben.answers("accept")
        aside = await heard.says("reply.quarantined")
        assert "ben@example.net" in aside["reason"]
        assert place.status()["tasks"][0]["state"] == "offered"
        await maya.answers("accept")
        await heard.says("task.accepted", assistant="maya")


async def test_a_letter_that_bounces_goes_to_the_next(
    place: Place, heard: Heard, people: Callable[[str, str], Reader]
) -> None:
    """The server has taken it and cannot deliver it: its report comes back as a mail, and Ben is asked."""
    ben = people("ben@example.net", "Ben Okafor")
    text = (place.path / "roster.yaml").read_text().replace("maya@example.net", "nobody.here@example.net")
    place.write("roster.yaml", text)
    async with at_work(place):
        place.drop()
        failed = await heard.says("mail.failed", letter="brief")
        assert failed["to"] == "nobody.here@example.net"
        (brief,) = await ben.letters(1)
    assert brief["Subject"] == "[T-1] Book flights to Lisbon"


def _files(maildir: Path) -> list[Path]:
    return [file for part in ("new", "cur") for file in (maildir / part).iterdir()]


def _emptied(maildir: Path) -> None:
    for file in _files(maildir):
        file.unlink()


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _is_one_thread(letters: list[EmailMessage]) -> bool:
    """Each names the first one among its references (RFC 5322, 3.6.4)."""
    first = str(letters[0]["Message-ID"])
    return all(first in str(letter["References"]) for letter in letters[1:])
