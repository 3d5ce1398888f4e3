"""Mail comes out of a Maildir once and whole, and what was stored is never read again. Real folders, real events."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.edges.maildir import Maildir
from delegated.edges.maildir.files import Place, mark_read, may_be_mail, sign
from waiting import come, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


NEVER = timedelta(days=1)
SETTLE = timedelta(seconds=0.05)
YES = b"From: maya@example.net\r\nSubject: Re: [T-1] Flights\r\n\r\naccept\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "replies"


@pytest.fixture
async def mailbox(folder: Path) -> AsyncIterator[Maildir]:
    async with opened(folder) as mailbox:
        yield mailbox


@asynccontextmanager
async def opened(
    folder: Path, *, sweep: timedelta = NEVER, settle: timedelta = SETTLE, most: int = 1_000_000
) -> AsyncIterator[Maildir]:
    """A Maildir that has looked through everything once."""
    mailbox = Maildir(folder, most=most, sweep=sweep, settle=settle)
    await mailbox.start()
    try:
        yield mailbox
    finally:
        await mailbox.stop()


async def nothing_comes(mailbox: Maildir) -> None:
    """All was looked through, and there is nothing to hand out."""
    await until(lambda: mailbox.idle)


def deliver(folder: Path, name: str | bytes, mail: bytes = YES) -> Path:
    """As Dovecot does: written in `tmp`, renamed into `new`."""
    for made in ("tmp", "new", "cur"):
        (folder / made).mkdir(parents=True, exist_ok=True)
    written = folder / "tmp" / "being written"
    written.write_bytes(mail)
    return written.rename(folder / "new" / os.fsdecode(name))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# What is handed out


async def test_the_folders_are_made_for_nobody_else(mailbox: Maildir, folder: Path) -> None:
    """A new home works at once, and what people answer is private."""
    assert names(folder) == ["cur", "new", "tmp"]
    assert {stat.S_IMODE(os.lstat(path).st_mode) for path in (folder, folder / "new", folder / "cur")} == {0o700}
    await nothing_comes(mailbox)
    assert mailbox.trouble is None


async def test_a_mail_is_heard_of_at_once(folder: Path) -> None:
    """Renamed into place it is whole; the next sweep, and the end of a rest, are a day away."""
    async with opened(folder, settle=NEVER) as mailbox:
        await nothing_comes(mailbox)
        for number in range(20):
            deliver(folder, f"{number}.example")
            [mail] = await come(mailbox)
            assert (mail.content, mail.size) == (YES, len(YES))
            assert not mailbox.idle


async def test_a_mail_that_is_linked_into_place_is_whole(folder: Path) -> None:
    """As Postfix does; it need not rest, even where everything else rests for a day."""
    async with opened(folder, settle=NEVER) as mailbox:
        await nothing_comes(mailbox)
        written = folder / "tmp" / "2.example"
        written.write_bytes(YES)
        # The clock of files stands still for some milliseconds; written long ago is written before.
        os.utime(written, (1_700_000_000, 1_700_000_000))
        (folder / "new" / "2.example").hardlink_to(written)
        written.unlink()
        assert len(await come(mailbox)) == 1


async def test_a_mail_that_is_copied_is_read_when_it_has_settled(mailbox: Maildir, folder: Path) -> None:
    """As a person does with `cp`: half of it is no mail yet."""
    await nothing_comes(mailbox)
    with (folder / "new" / "answer.eml").open("wb") as copy:
        copy.write(YES[:20])
        copy.flush()
        await until(lambda: not mailbox.idle)
        copy.write(YES[20:])
    [mail] = await come(mailbox)
    assert mail.content == YES


async def test_what_somebody_puts_into_cur_is_read_and_what_was_read_is_not(folder: Path) -> None:
    """The flag S tells which is which; the other flags do not."""
    deliver(folder, "new.example")
    for name in ("seen.example:2,S", "answered.example:2,RS", "flagged.example:2,F", "bare.example", ".hidden"):
        deliver(folder, "mail", name.encode()).rename(folder / "cur" / name)
    (folder / "tmp" / "half.example").write_bytes(YES)
    async with opened(folder) as mailbox:
        came = await come(mailbox, 3)
        assert {mail.content for mail in came} == {YES, b"flagged.example:2,F", b"bare.example"}
        await mailbox.stored([mail.key for mail in came])
        await nothing_comes(mailbox)
    assert names(folder / "cur") == [
        ".hidden", "answered.example:2,RS", "bare.example:2,S", "flagged.example:2,FS", "new.example:2,S",
        "seen.example:2,S",
    ]  # fmt: skip


async def test_two_hundred_mails_each_come_once(folder: Path) -> None:
    """However many batches they are handed out in."""
    for number in range(200):
        deliver(folder, f"{number}.example", b"%d" % number)
    async with opened(folder) as mailbox:
        came = await come(mailbox, 200)
        assert sorted(int(mail.content) for mail in came) == list(range(200))
        await mailbox.stored([mail.key for mail in came])
        assert mailbox.idle
    assert len(names(folder / "cur")) == 200


async def test_of_a_mail_that_is_too_long_the_beginning_is_read(folder: Path) -> None:
    """And it is told how long all of it is."""
    deliver(folder, "long.example", YES + b"x" * 30_000_000)
    async with opened(folder, most=100) as mailbox:
        [mail] = await come(mailbox)
        assert mail.content == (YES + b"x" * 100)[:100]
        assert mail.size == len(YES) + 30_000_000


async def test_mails_of_many_bytes_come_in_small_batches(folder: Path) -> None:
    """Thirty-two mails of 25 MB would not fit; the mail that fills the room is the last of its batch."""
    for number in range(3):
        deliver(folder, f"{number}.example", b"x" * 2**24)
    async with opened(folder, most=2**25) as mailbox:
        await until(lambda: len(mailbox._ready) == 3)
        assert [len(await mailbox.batch()), len(await mailbox.batch())] == [2, 1]


@pytest.mark.parametrize(
    "name",
    [b"caf\xe9 \xff.eml", "Re: [T-12] Flüge\n.eml".encode(), b"x" * 255, b"a:2,", b"%41", b"1:2,S", b"1:1,S:2,"],
    ids=["no UTF-8", "a line end", "as long as can be", "no flags", "escaped", "S in new", "two infos"],
)
async def test_a_mail_may_be_called_anything(folder: Path, name: bytes) -> None:
    """It is read, its key is plain text, it is moved on, and it is not read again."""
    deliver(folder, name)
    async with opened(folder) as mailbox:
        [mail] = await come(mailbox)
        assert mail.key.isascii()
        assert mail.key.isprintable()
        await mailbox.stored([mail.key])
        assert mailbox.trouble is None
    assert names(folder / "new") == []
    async with opened(folder) as again:
        await nothing_comes(again)


async def test_what_is_no_mail_is_left_alone(folder: Path, tmp_path: Path) -> None:
    """A link leads out, a pipe never ends, a folder holds others; none of them is followed, waited for or told of."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"not for you")
    deliver(folder, "1.example")
    (folder / "new" / "link").symlink_to(secret)
    (folder / "new" / "folder").mkdir()
    os.mkfifo(folder / "new" / "pipe")
    async with opened(folder) as mailbox:
        [mail] = await come(mailbox)
        assert mail.content == YES
        await mailbox.stored([mail.key])
        assert mailbox.idle
        assert mailbox.trouble is None


# What is settled


async def test_nothing_is_moved_before_it_is_stored(folder: Path) -> None:
    """A crash between reading and storing: the next life reads it again."""
    deliver(folder, "1.example")
    async with opened(folder) as mailbox:
        await come(mailbox)
    assert names(folder / "new") == ["1.example"]
    async with opened(folder) as again:
        [mail] = await come(again)
        await again.stored([mail.key])
    async with opened(folder) as at_last:
        await nothing_comes(at_last)


async def test_what_is_forgotten_comes_with_the_next_sweep(folder: Path) -> None:
    """The archive was full just then. It is handed out once in between."""
    deliver(folder, "1.example")
    async with opened(folder, sweep=timedelta(seconds=0.05)) as mailbox:
        [first] = await come(mailbox)
        mailbox.forget([first.key])
        assert not mailbox.idle
        [second] = await come(mailbox)
        assert second == first
        await mailbox.stored([second.key, second.key, "new/unknown"])
        assert mailbox.idle


async def test_a_batch_that_nobody_waits_for_any_more_is_not_lost(folder: Path) -> None:
    """Who asked for it was called off while it was read."""
    async with opened(folder, sweep=timedelta(seconds=0.05)) as mailbox:
        for number in range(20):
            deliver(folder, f"{number}.example", b"%d" % number)
            asking = asyncio.create_task(mailbox.batch())
            await until(lambda: mailbox._ready or mailbox._handed)
            if not asking.cancel():
                mailbox.forget([mail.key for mail in asking.result()])
        came: dict[str, bytes] = {}
        async with asyncio.timeout(30):
            while len(came) < 20:
                came |= {mail.key: mail.content for mail in await mailbox.batch()}
        assert sorted(map(int, came.values())) == list(range(20))


async def test_a_mail_that_its_reader_moved_meanwhile_is_marked_where_it_lies(mailbox: Maildir, folder: Path) -> None:
    """A mail program moves what it has shown from `new` to `cur`; that it was stored is not forgotten over it."""
    lying = deliver(folder, "1.example")
    [mail] = await come(mailbox)
    lying.rename(folder / "cur" / "1.example:2,")
    await mailbox.stored([mail.key])
    assert names(folder / "cur") == ["1.example:2,S"]


async def test_a_mail_that_somebody_deleted_meanwhile_is_done(mailbox: Maildir, folder: Path) -> None:
    """There is nothing left to move, and nothing to complain of."""
    lying = deliver(folder, "1.example")
    [mail] = await come(mailbox)
    lying.unlink()
    await mailbox.stored([mail.key])
    assert mailbox.idle
    assert mailbox.trouble is None


async def test_a_mail_that_is_gone_before_it_is_read_is_nothing(folder: Path) -> None:
    """Between the look and the reading somebody was faster."""
    gone = deliver(folder, "1.example")
    async with opened(folder) as mailbox:
        await until(lambda: mailbox._ready)
        gone.unlink()
        deliver(folder, "2.example", b"still there")
        [mail] = await come(mailbox)
        assert mail.content == b"still there"


async def test_what_was_written_after_it_was_read_is_read_again(mailbox: Maildir, folder: Path) -> None:
    """It is not what was stored: moving it on would lose it."""
    lying = deliver(folder, "1.example")
    [first] = await come(mailbox)
    lying.write_bytes(YES + b"and one more line\r\n")
    await mailbox.stored([first.key])
    [second] = await come(mailbox)
    assert second.content.endswith(b"one more line\r\n")


async def test_a_second_mail_of_the_same_name_is_another_one(mailbox: Maildir, folder: Path) -> None:
    """A person who copies `answer.eml` twice; neither is written over."""
    for mail in (b"first", b"second", b"third"):
        deliver(folder, "answer.eml", mail)
        [came] = await come(mailbox)
        assert came.content == mail
        await mailbox.stored([came.key])
    assert names(folder / "cur") == ["answer.eml.2:2,S", "answer.eml.3:2,S", "answer.eml:2,S"]


# Trouble


async def test_a_folder_that_cannot_be_made_is_told_and_comes_back(tmp_path: Path) -> None:
    """A mailbox that cannot be read is no reason not to start."""
    folder = tmp_path / "replies"
    folder.write_text("in the way")
    async with opened(folder, sweep=timedelta(seconds=0.02)) as mailbox:
        await until(lambda: mailbox.trouble)
        assert mailbox.trouble == f"{folder} cannot be read: Not a directory; it is tried again"
        assert not mailbox.idle
        folder.unlink()
        deliver(folder, "1.example")
        assert len(await come(mailbox)) == 1
        assert mailbox.trouble is None


async def test_a_folder_that_was_taken_away_and_put_back_is_watched_again(folder: Path) -> None:
    """As after a network share was gone; events come from the new folder, not from the old one."""
    async with opened(folder, sweep=timedelta(seconds=0.02)) as mailbox:
        await nothing_comes(mailbox)
        shutil.move(folder, folder.with_name("elsewhere"))
        await until(lambda: mailbox.trouble)
        deliver(folder, "1.example")
        assert len(await come(mailbox)) == 1
        mailbox._sweep_every = NEVER.total_seconds()
        await until(lambda: mailbox._sweep_due > asyncio.get_running_loop().time() + 1000)
        deliver(folder, "2.example")
        assert len(await come(mailbox)) == 1


async def test_where_nothing_is_heard_the_sweep_finds_it(folder: Path) -> None:
    """Network file systems tell nothing."""
    async with opened(folder, sweep=timedelta(seconds=0.05)) as mailbox:
        await nothing_comes(mailbox)
        mailbox._watch._folders.clear()
        deliver(folder, "1.example")
        assert len(await come(mailbox)) == 1


async def test_a_mail_that_cannot_be_read_is_told_and_the_others_come(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong rights: said once as a state, not again and again; mended, it comes with the next sweep."""
    deliver(folder, "1.example", b"mine alone")
    deliver(folder, "2.example")
    really = os.open

    def refuse(path: str, *flags: Any) -> int:
        if str(path).endswith("1.example"):
            raise PermissionError(13, "Permission denied")
        return really(path, *flags)

    monkeypatch.setattr(os, "open", refuse)
    async with opened(folder, sweep=timedelta(seconds=0.05)) as mailbox:
        [mail] = await come(mailbox)
        await mailbox.stored([mail.key])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await mailbox.batch()
        assert mailbox.trouble == (
            f"{folder}/new/1.example cannot be read: Permission denied; mend the rights, or take it away"
        )
        monkeypatch.undo()
        [mail] = await come(mailbox)
        assert mail.content == b"mine alone"
        assert mailbox.trouble is None


async def test_what_cannot_be_moved_on_is_told_not_read_again_and_moved_later(folder: Path) -> None:
    """The place for it is missing for a while: it is stored, and that is what counts."""
    deliver(folder, "1.example")
    async with opened(folder, sweep=timedelta(seconds=0.02)) as mailbox:
        [mail] = await come(mailbox)
        (folder / "cur").rmdir()
        await mailbox.stored([mail.key])
        assert "cannot be moved on" in str(mailbox.trouble)
        (folder / "cur").mkdir()
        await until(lambda: mailbox.trouble is None)
        assert names(folder / "cur") == ["1.example:2,S"]
        await until(lambda: mailbox.idle)


async def test_one_that_cannot_be_moved_on_holds_up_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made immutable, say; the others go on."""
    for number in range(3):
        deliver(folder, f"{number}.example")
    really = os.rename

    def refuse(path: str, target: str) -> None:
        if path.endswith("0.example"):
            raise PermissionError(1, "Operation not permitted")
        really(path, target)

    async with opened(folder) as mailbox:
        came = await come(mailbox, 3)
        monkeypatch.setattr(os, "rename", refuse)
        await mailbox.stored(sorted(mail.key for mail in came))
        assert mailbox.trouble == f"what is stored cannot be moved on in {folder}: Operation not permitted"
        assert mailbox.idle
    assert names(folder / "new") == ["0.example"]


# Names


@given(
    name=st.binary(min_size=1, max_size=60).filter(lambda name: not set(name) & {0, 47} and name not in {b".", b".."})
)
def test_what_is_marked_is_never_read_again_and_nothing_is_written_over(
    name: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """For every name that a file can have, and for the same name twice."""
    root = tmp_path_factory.mktemp("maildir")
    for mail in (b"first", b"second"):
        place = Place("new", os.fsdecode(deliver(root, name, mail).name))
        signature = sign(str(root), place)
        assert signature is not None
        assert mark_read(str(root), place, signature)
    read = [Place("cur", path.name) for path in (root / "cur").iterdir()]
    assert len(read) == 2
    assert not any(map(may_be_mail, read))
