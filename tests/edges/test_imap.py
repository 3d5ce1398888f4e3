"""Mail comes out of an IMAP folder once, whatever becomes of server, connection and people. A real Dovecot over TLS."""

from __future__ import annotations

import asyncio
import ssl
import threading
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import pytest
import trustme
from imap_tools import MailBox

from delegated.edges.imap import Imap, ImapError, Manner, read_url
from delegated.edges.imap.server import read_after
from mail_servers import PASSWORD
from waiting import come, settle, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from mail_servers import Dovecot, Postfix

pytestmark = pytest.mark.xdist_group("mail servers")

MARK = "$DelegatedRead"
YES = b"From: maya@example.net\r\nSubject: Re: [T-1] Flights\r\n\r\naccept\r\n"
SOON = timedelta(seconds=0.05)
NEVER = timedelta(days=1)
HASTY = Manner(first_wait=SOON, longest_wait=SOON, refused_wait=SOON, jitter=lambda: 0.5, timeout=timedelta(seconds=20))
_numbers = count(1)


@pytest.fixture
def user() -> str:
    """Somebody with an empty mailbox."""
    return f"user{next(_numbers)}@example.org"


@asynccontextmanager
async def reading(
    dovecot: Dovecot, user: str, *, url: str = "", after: str = "seen", most: int = 1_000_000, **manner: Any
) -> AsyncIterator[Imap]:
    """A mailbox that trusts the server and does not wait long."""
    how = replace(HASTY, **{"tls": dovecot.tree.tls} | manner)
    mailbox = Imap(url or dovecot.url(user), most=most, password=lambda: PASSWORD, after=after, manner=how)
    await mailbox.start()
    try:
        yield mailbox
    finally:
        await mailbox.stop()


@contextmanager
def a_person(dovecot: Dovecot, user: str, folder: str = "INBOX") -> Iterator[MailBox]:
    """Somebody with a mail program of her own."""
    with MailBox(dovecot.host, dovecot.port, ssl_context=dovecot.tree.tls).login(user, PASSWORD, folder) as box:
        yield box


def flags(dovecot: Dovecot, user: str, folder: str = "INBOX") -> list[set[str]]:
    """Of each mail in the folder."""
    with a_person(dovecot, user, folder) as box:
        return [set(mail.flags) - {r"\Recent"} for mail in box.fetch(mark_seen=False)]


@contextmanager
def offering(dovecot: Dovecot, abilities: str) -> Iterator[None]:
    """The server can do no more than this for a while."""
    with dovecot.away():
        dovecot.offers = abilities
    try:
        yield
    finally:
        with dovecot.away():
            dovecot.offers = ""


def change_uids(maildir: Path) -> None:
    """As after a restore: the same mails, and a new UIDVALIDITY."""
    for index in maildir.glob("dovecot.index*"):
        index.unlink()
    version, validity, rest = (maildir / "dovecot-uidlist").read_text().split(" ", 2)
    (maildir / "dovecot-uidlist").write_text(f"{version} V{int(validity[1:]) + 1} {rest}")


@dataclass(slots=True)
class Wire:
    """The way to a server, which can be cut, or fall silent."""

    to: int
    port: int = 0
    made: int = 0
    _silent: bool = False
    _ends: list[asyncio.StreamWriter] = field(default_factory=list)
    _pumps: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def url(self, user: str) -> str:
        """To the server over this wire."""
        return f"imaps://{quote(user)}@127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Every connection ends at once; new ones are made."""
        for end in self._ends:
            end.transport.abort()

    def fall_silent(self) -> None:
        """What is said on it from now on goes nowhere, and nobody is told."""
        self._silent = True

    def mend(self) -> None:
        """New connections are as they were."""
        self._silent = False

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.made += 1
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        self._ends += [writer, back]
        for source, sink in ((reader, back), (there, writer)):
            pump = asyncio.create_task(self._pump(source, sink))
            self._pumps.add(pump)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while words := await source.read(65536):
                if not self._silent:
                    sink.write(words)
                    await sink.drain()
        sink.close()


# What is handed out


async def test_a_mail_is_heard_of_at_once(dovecot: Dovecot, user: str) -> None:
    """The server tells of it (IDLE): the next look is a day away."""
    async with reading(dovecot, user, look=NEVER, listen=NEVER) as mailbox:
        await until(lambda: mailbox.idle)
        for mail in (YES, YES + b"another\r\n"):
            dovecot.deliver(user, mail)
            [came] = await come(mailbox)
            assert (came.content, came.size) == (mail, len(mail))
            await settle(mailbox, [came])


async def test_a_mail_is_marked_when_it_is_stored_and_not_before(dovecot: Dovecot, user: str) -> None:
    """What was read and not stored is as unread as it was."""
    dovecot.deliver(user, YES)
    async with reading(dovecot, user) as mailbox:
        came = await come(mailbox)
        assert not mailbox.idle
        assert flags(dovecot, user) == [set()]
        await settle(mailbox, came)
        assert flags(dovecot, user) == [{r"\Seen", MARK}]


async def test_a_mail_that_a_person_has_opened_is_read_all_the_same(dovecot: Dovecot, user: str) -> None:
    """She reads the same mailbox on her phone; only our own mark says that we have read it."""
    dovecot.deliver(user, YES)
    with a_person(dovecot, user) as phone:
        assert len(list(phone.fetch(mark_seen=True))) == 1
    async with reading(dovecot, user) as mailbox:
        await settle(mailbox, await come(mailbox))


async def test_two_hundred_mails_each_come_once(dovecot: Dovecot, user: str) -> None:
    """However many batches they are handed out in, and in the order in which they came."""
    for number in range(200):
        dovecot.deliver(user, b"Subject: %d\r\n\r\n" % number, f"{number:03}.example")
    async with reading(dovecot, user) as mailbox:
        came = await come(mailbox, 200)
        assert [mail.content for mail in came] == [b"Subject: %d\r\n\r\n" % number for number in range(200)]
        await settle(mailbox, came)
    async with reading(dovecot, user) as again:
        await until(lambda: again.idle)


async def test_of_a_mail_that_is_too_long_the_beginning_is_read(dovecot: Dovecot, user: str) -> None:
    """And it is told how long all of it is."""
    long = YES + b"x" * 998 + b"\r\n" + (b"y" * 998 + b"\r\n") * 30_000
    dovecot.deliver(user, long)
    async with reading(dovecot, user, most=1000) as mailbox:
        [mail] = await come(mailbox)
        assert mail.content == long[:1000]
        assert mail.size == len(long)


async def test_an_empty_mail_is_a_mail(dovecot: Dovecot, user: str) -> None:
    """Nothing at all, and nothing but an end of a line."""
    dovecot.deliver(user, b"\r\n")
    dovecot.deliver(user, b"")
    async with reading(dovecot, user) as mailbox:
        came = await come(mailbox, 2)
        assert all(mail.size == len(mail.content) <= 2 for mail in came)
        await settle(mailbox, came)


async def test_what_postfix_delivers_comes_with_the_address_that_it_was_sent_to(
    dovecot: Dovecot, postfix: Postfix, user: str
) -> None:
    """The token of a reply stands in the address (RFC 5233), and the server tells which one it was."""
    async with reading(dovecot, "desk@example.org") as mailbox:
        await until(lambda: mailbox.idle)
        await postfix.send("maya@example.net", "desk+t12-abc@example.org", YES)
        [mail] = await come(mailbox)
        assert b"Delivered-To: desk+t12-abc@example.org" in mail.content
        assert mail.content.endswith(b"accept\r\n")
        await settle(mailbox, [mail])


# What is settled


async def test_nothing_is_lost_and_nothing_comes_twice_over_a_restart(dovecot: Dovecot, user: str) -> None:
    """Two of three were stored; the third was read by a life that ended before it could store it."""
    for number in range(3):
        dovecot.deliver(user, b"%d\r\n" % number, f"{number}.example")
    async with reading(dovecot, user) as mailbox:
        came = await come(mailbox, 3)
        await mailbox.stored([mail.key for mail in came[:2]])
    async with reading(dovecot, user) as again:
        [mail] = await come(again)
        assert mail.content == b"2\r\n"
        await settle(again, [mail])
    async with reading(dovecot, user) as at_last:
        await until(lambda: at_last.idle)


async def test_what_was_stored_while_the_server_was_away_is_marked_when_it_is_back(dovecot: Dovecot, user: str) -> None:
    """Until then it is not handed out again either."""
    dovecot.deliver(user, YES)
    async with reading(dovecot, user) as mailbox:
        came = await come(mailbox)
        with dovecot.away():
            await mailbox.stored([mail.key for mail in came])
            await until(lambda: mailbox.trouble)
            assert not mailbox.idle
        await until(lambda: mailbox.idle)
        assert mailbox.trouble is None
        assert flags(dovecot, user) == [{r"\Seen", MARK}]


async def test_what_is_forgotten_comes_with_the_next_look(dovecot: Dovecot, user: str) -> None:
    """The archive was full just then."""
    dovecot.deliver(user, YES)
    async with reading(dovecot, user, look=SOON) as mailbox:
        [first] = await come(mailbox)
        mailbox.forget([first.key])
        assert not mailbox.idle
        [second] = await come(mailbox)
        assert second == first
        await settle(mailbox, [second])
        await mailbox.stored([second.key, "1.1", "nonsense"])
        mailbox.forget(["nonsense"])
        assert mailbox.idle


async def test_a_batch_that_nobody_waits_for_any_more_is_not_lost(dovecot: Dovecot, user: str) -> None:
    """Who asked for it was called off; the next who asks gets it."""
    async with reading(dovecot, user) as mailbox:
        asking = asyncio.create_task(mailbox.batch())
        await until(lambda: mailbox.idle)
        dovecot.deliver(user, YES)
        await until(lambda: not mailbox.idle)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            mailbox.forget([mail.key for mail in await asking])
            return
        assert len(await come(mailbox)) == 1


async def test_a_mail_that_a_person_deletes_meanwhile_is_done(dovecot: Dovecot, user: str) -> None:
    """After it was read, and before it could be."""
    for number in range(3):
        dovecot.deliver(user, b"%d\r\n" % number, f"{number}.example")
    async with reading(dovecot, user) as mailbox:
        async with asyncio.timeout(30):
            first = list(await mailbox.batch(1))
        with a_person(dovecot, user) as phone:
            phone.delete(phone.uids()[:2])
        await mailbox.stored([mail.key for mail in first])
        [last] = await come(mailbox)
        assert last.content == b"2\r\n"
        await settle(mailbox, [last])
        assert mailbox.trouble is None


async def test_a_mail_over_which_the_server_breaks_down_holds_up_no_other(dovecot: Dovecot, user: str) -> None:
    """Dovecot hangs up on a mail that it cannot open, each time. It is told of, and tried again much later."""
    locked = dovecot.deliver(user, b"locked\r\n", "1.example")
    dovecot.deliver(user, YES, "2.example")
    locked.chmod(0)
    async with reading(dovecot, user) as mailbox:
        [mail] = await come(mailbox)
        assert mail.content == YES
        asking = asyncio.create_task(mailbox.batch())
        await settle(mailbox, [mail])
        await until(lambda: "mail in `INBOX` cannot be read (1 in all)" in str(mailbox.trouble))
        asking.cancel()


async def test_a_mail_that_could_not_be_fetched_is_tried_again(dovecot: Dovecot, user: str) -> None:
    """Once its rights are mended it comes like any other."""
    locked = dovecot.deliver(user, YES, "1.example")
    locked.chmod(0)
    async with reading(dovecot, user, reread=SOON, look=SOON) as mailbox:
        asking = asyncio.create_task(mailbox.batch())
        await until(lambda: "cannot be read" in str(mailbox.trouble))
        next(path for path in dovecot.tree.maildir(user).rglob("1.example*")).chmod(0o600)
        [mail] = await asking
        await settle(mailbox, [mail])
        await until(lambda: mailbox.trouble is None)


async def test_when_uids_change_everything_is_looked_at_anew(dovecot: Dovecot, user: str) -> None:
    """A mailbox restored from a backup: what is not marked comes again, and old keys mean nothing any more."""
    dovecot.deliver(user, YES)
    async with Wire(dovecot.port) as wire, reading(dovecot, user, url=wire.url(user)) as mailbox:
        [before] = await come(mailbox)
        with dovecot.away():
            change_uids(dovecot.tree.maildir(user))
        [after] = await come(mailbox)
        assert after.content == before.content
        assert after.key != before.key
        await settle(mailbox, [before, after])
        assert flags(dovecot, user) == [{r"\Seen", MARK}]


@pytest.mark.parametrize("abilities", ["", "IMAP4rev1"], ids=["everything", "nothing"])
async def test_what_is_stored_can_be_moved(dovecot: Dovecot, user: str, abilities: str) -> None:
    """To a folder that is made if it is missing, also by a server that can only copy (and then marks as deleted)."""
    with offering(dovecot, abilities):
        dovecot.deliver(user, YES)
        async with reading(dovecot, user, after="move:Für später", look=SOON) as mailbox:
            await settle(mailbox, await come(mailbox))
            assert mailbox.trouble is None
        assert flags(dovecot, user) == ([{r"\Deleted"}] if abilities else [])
        assert len(flags(dovecot, user, "Für später")) == 1
        async with reading(dovecot, user, after="delete", look=SOON) as again:
            await until(lambda: again.idle)


async def test_only_what_is_stored_is_deleted(dovecot: Dovecot, user: str) -> None:
    """What a person has marked as deleted in the same folder is hers to expunge, and is not read."""
    dovecot.deliver(user, b"hers\r\n", "1.example")
    with a_person(dovecot, user) as phone:
        phone.client.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
    dovecot.deliver(user, YES, "2.example")
    async with reading(dovecot, user, after="delete") as mailbox:
        await settle(mailbox, await come(mailbox))
    assert flags(dovecot, user) == [{r"\Deleted"}]


async def test_what_cannot_be_moved_is_told_and_new_mail_comes_all_the_same(dovecot: Dovecot, user: str) -> None:
    """A name that the server takes for no folder."""
    dovecot.deliver(user, YES)
    async with reading(dovecot, user, after="move:a/b") as mailbox:
        await settle(mailbox, await come(mailbox))
        assert "what is stored cannot be put aside" in str(mailbox.trouble)
        dovecot.deliver(user, YES)
        await settle(mailbox, await come(mailbox))


# Servers that can do less


async def test_a_server_without_idle_is_asked_again_and_again(dovecot: Dovecot, user: str) -> None:
    """It cannot tell."""
    with offering(dovecot, "IMAP4rev1"):
        async with reading(dovecot, user, look=SOON) as mailbox:
            await until(lambda: mailbox.idle)
            dovecot.deliver(user, YES)
            await settle(mailbox, await come(mailbox))


async def test_where_no_keywords_are_kept_new_mail_counts_even_if_it_was_opened(dovecot: Dovecot, user: str) -> None:
    """The server's own flag must do; what comes while we are there is read whoever has opened it."""
    dovecot.add_folder(user, "Plain", rights="lrsti")
    with a_person(dovecot, user, "INBOX") as phone:
        phone.append(b"1\r\n", "Plain")
        phone.append(b"2\r\n", "Plain", flag_set=r"\Seen")
        async with reading(dovecot, user, url=dovecot.url(user, folder="Plain")) as mailbox:
            first = await come(mailbox)
            phone.append(b"3\r\n", "Plain", flag_set=r"\Seen")
            second = await come(mailbox)
            assert [mail.content for mail in first + second] == [b"1\r\n", b"3\r\n"]
            await settle(mailbox, first + second)
    assert flags(dovecot, user, "Plain") == [{r"\Seen"}] * 3
    async with reading(dovecot, user, url=dovecot.url(user, folder="Plain")) as again:
        await until(lambda: again.idle)


# Connections


async def test_a_restart_of_the_server_while_it_is_listened_to(dovecot: Dovecot, user: str) -> None:
    """What came meanwhile comes then, and the trouble is over."""
    async with reading(dovecot, user) as mailbox:
        await until(lambda: mailbox.idle)
        with dovecot.away():
            await until(lambda: mailbox.trouble)
            assert f"127.0.0.1:{dovecot.port}" in str(mailbox.trouble)
            dovecot.deliver(user, YES)
        await settle(mailbox, await come(mailbox))
        assert mailbox.trouble is None


async def test_a_wire_that_fell_silent_is_noticed(dovecot: Dovecot, user: str) -> None:
    """Nobody hung up, and nobody answers: the other end is gone without a word."""
    short = timedelta(seconds=0.5)
    async with (
        Wire(dovecot.port) as wire,
        reading(dovecot, user, url=wire.url(user), timeout=short, listen=SOON, look=SOON) as mailbox,
    ):
        await until(lambda: mailbox.idle)
        wire.fall_silent()
        await until(lambda: mailbox.trouble)
        assert "nobody answers" in str(mailbox.trouble)
        wire.mend()
        dovecot.deliver(user, YES)
        await settle(mailbox, await come(mailbox))


async def test_a_connection_that_is_cut_again_and_again_loses_nothing(dovecot: Dovecot, user: str) -> None:
    """Each mail comes at least once, and those that were stored come no more."""
    for number in range(40):
        dovecot.deliver(user, b"%d\r\n" % number, f"{number:02}.example")
    async with Wire(dovecot.port) as wire, reading(dovecot, user, url=wire.url(user)) as mailbox:
        came: list[bytes] = []
        async with asyncio.timeout(30):
            while len(set(came)) < 40:
                mails = await mailbox.batch(3)
                came += [mail.content for mail in mails]
                await mailbox.stored([mail.key for mail in mails])
                wire.cut()
        await until(lambda: mailbox.idle)
        assert len(came) == 40
        assert wire.made > 3
    assert flags(dovecot, user) == [{r"\Seen", MARK}] * 40


async def test_starttls_is_as_good(dovecot: Dovecot, user: str) -> None:
    """`imap://` begins in clear text, and tells nothing before TLS."""
    dovecot.deliver(user, YES)
    async with reading(dovecot, user, url=f"imap://{quote(user)}@127.0.0.1:{dovecot.starttls_port}") as mailbox:
        await settle(mailbox, await come(mailbox))


async def test_nothing_is_said_in_clear_text(user: str) -> None:
    """A server without STARTTLS, on this very machine: no login."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK hello\r\n")
        while line := await reader.readline():
            heard.append(line)
            tag = line.split()[0]
            writer.write(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        mailbox = Imap(f"imap://{quote(user)}:secret@127.0.0.1:{port}", most=1, manner=HASTY)
        await mailbox.start()
        await until(lambda: mailbox.trouble)
        await mailbox.stop()
    assert "TLS not supported by server" in str(mailbox.trouble)
    assert {line.split()[1] for line in heard} == {b"CAPABILITY"}


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
async def test_a_certificate_that_proves_nothing_is_refused(dovecot: Dovecot, user: str, scheme: str) -> None:
    """Nobody vouches for it; no password is sent."""
    port = dovecot.port if scheme == "imaps" else dovecot.starttls_port
    stranger = ssl.create_default_context()
    trustme.CA().configure_trust(stranger)
    async with reading(dovecot, user, url=f"{scheme}://{quote(user)}@127.0.0.1:{port}", tls=stranger) as mailbox:
        await until(lambda: mailbox.trouble)
        assert f"the certificate of 127.0.0.1:{port} does not prove that it is 127.0.0.1" in str(mailbox.trouble)


async def test_a_wrong_password_is_told_and_a_mended_one_counts_at_once(dovecot: Dovecot, user: str) -> None:
    """Without a restart, and without the password in what is told."""
    dovecot.deliver(user, YES)
    password = ["a-wrong-one"]
    mailbox = Imap(
        dovecot.url(user), most=1000, password=lambda: password[0], manner=replace(HASTY, tls=dovecot.tree.tls)
    )
    await mailbox.start()
    await until(lambda: mailbox.trouble)
    assert "refused user and password" in str(mailbox.trouble)
    assert "a-wrong-one" not in str(mailbox.trouble)
    password[0] = PASSWORD
    await settle(mailbox, await come(mailbox))
    await mailbox.stop()


async def test_a_token_opens_as_well_as_a_password(dovecot: Dovecot, user: str) -> None:
    """XOAUTH2; it is asked for at each login, for tokens are short-lived."""
    tokens = iter(["an old token", PASSWORD])
    dovecot.deliver(user, YES)
    manner = replace(HASTY, tls=dovecot.tree.tls)
    mailbox = Imap(dovecot.url(user), most=1000, token=lambda: next(tokens), manner=manner)
    await mailbox.start()
    await until(lambda: mailbox.trouble)
    assert "refused user and token" in str(mailbox.trouble)
    assert "an old token" not in str(mailbox.trouble)
    await settle(mailbox, await come(mailbox))
    await mailbox.stop()


async def test_a_secret_that_cannot_be_had_is_told_without_its_words(dovecot: Dovecot, user: str) -> None:
    """What the source of a secret complains of may be the secret."""

    def lost() -> str:
        raise KeyError(PASSWORD)

    manner = replace(HASTY, tls=dovecot.tree.tls)
    mailbox = Imap(dovecot.url(user), most=1000, password=lost, manner=manner)
    await mailbox.start()
    await until(lambda: mailbox.trouble)
    await mailbox.stop()
    assert "the password or token could not be had (KeyError)" in str(mailbox.trouble)


async def test_a_folder_that_is_not_there_is_told(dovecot: Dovecot, user: str) -> None:
    """With its name."""
    async with reading(dovecot, user, url=dovecot.url(user, folder="Nowhere")) as mailbox:
        await until(lambda: mailbox.trouble)
        assert f"no folder `Nowhere` at 127.0.0.1:{dovecot.port}" in str(mailbox.trouble)


async def test_a_folder_that_may_only_be_looked_at_is_told(dovecot: Dovecot, user: str) -> None:
    """Nothing could be marked in it: everything would come again and again."""
    dovecot.add_folder(user, "Shown", rights="lr")
    async with reading(dovecot, user, url=dovecot.url(user, folder="Shown")) as mailbox:
        await until(lambda: mailbox.trouble)
        assert f"`Shown` at 127.0.0.1:{dovecot.port} may only be looked at" in str(mailbox.trouble)


async def test_the_wrong_port_is_told(dovecot: Dovecot, user: str) -> None:
    """TLS where the server begins in clear text."""
    async with reading(dovecot, user, url=f"imaps://{quote(user)}@127.0.0.1:{dovecot.starttls_port}") as mailbox:
        await until(lambda: mailbox.trouble)
        assert "is it the right port?" in str(mailbox.trouble)


# The end


@pytest.mark.parametrize("silent", [False, True], ids=["listening", "silent"])
async def test_the_end_comes_within_two_seconds(dovecot: Dovecot, user: str, *, silent: bool) -> None:
    """While it listens, and while it waits for an answer that does not come."""
    async with Wire(dovecot.port) as wire, reading(dovecot, user, url=wire.url(user), listen=SOON) as mailbox:
        await until(lambda: mailbox.idle)
        if silent:
            wire.fall_silent()
            dovecot.deliver(user, YES)
        async with asyncio.timeout(2.5):
            await mailbox.stop()
        assert not [thread for thread in threading.enumerate() if str(wire.port) in thread.name]


async def test_the_end_comes_while_nobody_can_be_reached(dovecot: Dovecot, user: str) -> None:
    """In the middle of a long wait; and one that was never begun ends too."""
    async with reading(
        dovecot, user, url=f"imaps://{quote(user)}@127.0.0.1:1", first_wait=NEVER, longest_wait=NEVER
    ) as lost:
        await until(lambda: lost.trouble)
        async with asyncio.timeout(2):
            await lost.stop()
    await Imap(dovecot.url(user, PASSWORD), most=1).stop()


def test_a_loop_that_is_gone_is_not_missed(dovecot: Dovecot, user: str) -> None:
    """The thread finds nobody to tell, and ends when it is told to."""
    mailbox = Imap(dovecot.url(user, PASSWORD), most=1, manner=replace(HASTY, tls=dovecot.tree.tls))
    asyncio.run(mailbox.start())
    mailbox._reader.end()
    assert not mailbox._reader._thread.is_alive()


# Settings


def test_what_a_url_means() -> None:
    """The folder is the path; what is left out is as usual."""
    server = read_url("imaps://desk%40example.org:p%2Fw@mail.example.org/Answers%20here")
    assert (server.place, server.security) == ("mail.example.org:993", "tls")
    assert (server.user, server.folder) == ("desk@example.org", "Answers here")
    assert server.password is not None
    assert server.password() == "p/w"
    server = read_url("imap://desk@[::1]", password=lambda: "better")
    assert (server.place, server.security, server.folder) == ("[::1]:143", "starttls", "INBOX")
    assert "better" not in repr(server)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("imap://mail.example.org", "no user"),
        ("imaps://desk@mail.example.org", "no password"),
        ("imaps://desk:secret@", "no host"),
        ("imaps://desk:secret@[::1", "brackets"),
        ("imaps://desk:secret@host:0", "port"),
        ("imaps://desk:1/secret@host", "no user"),
        ("imaps://desk:secret@host/INBOX?tls=no", "nothing may follow"),
        ("imapz://desk:secret@host", "did you mean `imap`"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_its_secret(url: str, why: str) -> None:
    """What is wrong, and how to mend it."""
    with pytest.raises(ImapError, match=why) as refused:
        read_url(url)
    assert "secret" not in str(refused.value).replace("as a secret", "")


@pytest.mark.parametrize("after", ["", "read", "move", "move:", "seen:x"])
def test_what_is_to_become_of_stored_mail_must_be_known(after: str) -> None:
    """Three ways, and no other."""
    with pytest.raises(ImapError, match="`seen`, `delete`, or `move:FOLDER`"):
        read_after(after)


def test_waits_grow_and_a_wrong_password_waits_longer() -> None:
    """Up to five minutes; a fifth either way, so that many do not come back together."""
    manner = Manner(jitter=lambda: 0.5)
    waits = [manner.wait_after(failures, refused=False) for failures in (1, 2, 3, 6, 7, 1000)]
    assert waits == [5, 10, 20, 160, 300, 300]
    assert manner.wait_after(1, refused=True) == 600
    assert Manner(jitter=lambda: 0.0).wait_after(1, refused=False) == 4
    assert Manner(jitter=lambda: 1.0).wait_after(1, refused=False) == pytest.approx(6)
