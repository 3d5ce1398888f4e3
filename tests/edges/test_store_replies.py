"""What the archive keeps of a conversation, the same on SQLite and PostgreSQL; and what a change may rely on."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text

from delegated.edges.store import Store, commands, conversation, queries, tables
from delegated.edges.store.archive import Archive
from delegated.edges.store.columns import packed, unpacked
from delegated.edges.store.engine import address, make_file, writing
from delegated.edges.store.schema import _upgrade
from delegated.ports import AnswerRow, Change, Errand, Lease, PersonRow, ReplyMark, ReplyRow
from rows import MINUTE, NOON, errand, event, letter, task

if TYPE_CHECKING:
    from sqlalchemy import Connection


def reply(content: bytes, **changes: Any) -> ReplyRow:
    digest = hashlib.sha256(content).hexdigest()
    row = ReplyRow(id=digest, mailbox="replies", received=NOON, size=len(content), content=content)
    return replace(row, **changes)


def answer(question: str, **changes: Any) -> AnswerRow:
    row = AnswerRow(
        task=1,
        owner="alex",
        title="Book flights to Lisbon",
        question=question,
        answer="The one in Madrid.",
        at=NOON,
        client="acme",
        tags=("travel", "admin"),
        skills=("travel booking",),
    )
    return replace(row, **changes)


@pytest.fixture
def archive(store: Store) -> Archive:
    """Of the daemon called `me`."""
    return Archive(store, "me")


async def claimed(archive: Archive, key: str, **changes: Any) -> Errand:
    """One errand, which this daemon has leased."""
    await archive.keep(Change(errands=[errand(key, **changes)]))
    (found,) = await archive.claim(["remind"], NOON, MINUTE, 10)
    return found


async def left(archive: Archive) -> list[str]:
    """The keys of all errands."""
    return await archive.store.ask(lambda c: list(c.scalars(select(tables.errands.c.key).order_by("id"))))


# Mails that came in


async def test_a_mail_is_kept_byte_by_byte_with_an_errand_to_read_it(archive: Archive) -> None:
    """It comes back exactly as it came, and somebody will look at it."""
    came = reply(b"Subject: =?utf-8?q?caf=C3=A9?=\r\n\r\n\x00\xff\n")
    await archive.add_replies([came])
    assert await archive.reply(came.id) == came
    (found,) = await archive.claim(["reply"], NOON, MINUTE, 10)
    assert (found.key, found.task, found.wake_at) == (f"reply:{came.id}", None, NOON)
    assert await archive.reply("unknown") is None


async def test_a_mail_that_came_before_is_left_as_it_is(archive: Archive) -> None:
    """It was read and answered; fetched again from the mailbox, it is not read again."""
    came, other = reply(b"yes"), reply(b"no")
    await archive.add_replies([came])
    (found,) = await archive.claim(["reply"], NOON, MINUTE, 10)
    mark = ReplyMark(id=came.id, state="acted", task=1, person="maya", meaning="accept")
    await archive.keep(Change(ended=[found.lease], replies=[mark]))
    await archive.add_replies([came, other, other])
    assert await archive.reply(came.id) == replace(came, state="acted", task=1, person="maya", meaning="accept")
    assert await left(archive) == [f"reply:{other.id}"]


async def test_no_mails_are_no_work(archive: Archive) -> None:
    """An empty mailbox changes nothing."""
    await archive.add_replies([])
    assert await left(archive) == []


async def test_a_mail_is_found_by_the_beginning_of_its_name(archive: Archive) -> None:
    """As people write it; too little of it, or what no name begins with, finds nothing."""
    came = reply(b"Hello", subject="Hi")
    await archive.add_replies([came, reply(b"Good day")])
    for length in (6, 12, 64):
        assert await archive.reply_called(came.id[:length]) == replace(came, content=None)
    for name in (came.id[:5], f"{came.id}0", came.id[:12].upper() + "%", "", "ffffff", "'; drop", "\0" * 6):
        assert await archive.reply_called(name) is None


async def test_a_name_that_two_mails_begin_with_is_nobodys(archive: Archive) -> None:
    """What is meant cannot be known; one letter more tells."""
    twins = [replace(reply(b"%d" % n), id=f"abcdef{n}{'0' * 57}") for n in (0, 9)]
    await archive.add_replies([*twins, replace(reply(b"next"), id=f"abcdf0{'0' * 58}")])
    assert await archive.reply_called("abcdef") is None
    assert await archive.reply_called("abcdef9") == replace(twins[1], content=None)


@pytest.mark.parametrize("content", [b"", b"Hello", b"x" * 200_000, hashlib.shake_256(b"Hello").digest(200_000)])
async def test_a_look_at_the_beginning_of_a_mail_reads_no_more(archive: Archive, content: bytes) -> None:
    """64 KB are enough to see what it says, however large it is, and whether it could be deflated or not."""
    came = reply(content)
    await archive.add_replies([came])
    found = await archive.store.ask(lambda c: conversation.beginning_of(c, came.id))
    assert content.startswith(found)
    assert min(len(content), 65_000) <= len(found) <= 65_536
    assert await archive.store.ask(lambda c: conversation.beginning_of(c, "unknown")) == b""


async def test_a_mail_whose_bytes_were_not_kept_has_none(archive: Archive) -> None:
    """It was too large: its size is known all the same."""
    came = replace(reply(b"Hello"), content=None, size=90_000_000, state="unreadable")
    await archive.add_replies([came])
    assert await archive.reply(came.id) == came


async def test_what_became_of_a_mail_leaves_its_bytes(archive: Archive) -> None:
    """Everything that was understood is written, and the mail stays what it was."""
    came = reply(b"Hello")
    await archive.add_replies([came])
    understood: dict[str, Any] = {
        "state": "noted",
        "message_id": "<a@example.net>",
        "sender": "maya@example.net",
        "subject": "Re: Flights",
        "task": 12,
        "person": "maya",
        "meaning": "note",
        "reason": "no word that counts",
    }
    await archive.keep(Change(replies=[ReplyMark(id=came.id, **understood), ReplyMark(id="unknown", state="noted")]))
    assert await archive.reply(came.id) == replace(came, **understood)


async def test_what_no_database_keeps_in_a_text_is_no_reason_to_lose_the_mail(archive: Archive) -> None:
    """NUL, half a character, and a Message-ID longer than any index takes: strangers write what they like."""
    came = reply(b"Hello")
    long = "<" + "".join(hashlib.sha256(b"%d" % n).hexdigest() for n in range(200)) + "@example.net>"
    await archive.add_replies([came])
    await archive.keep(Change(replies=[ReplyMark(id=came.id, state="acted", message_id=long, subject="a\0b\ud800c")]))
    found = await archive.reply(came.id)
    assert found is not None
    assert (found.message_id, found.subject) == (long, "a\ufffdb?c")
    assert await archive.replied(long, "another")


async def test_the_mails_about_a_task_are_listed_without_their_bytes(archive: Archive) -> None:
    """In the order that they came; those about another task are not among them."""
    mails = [reply(b"%d" % n, received=NOON - n * MINUTE, task=1 if n < 3 else 2) for n in range(4)]
    await archive.add_replies(mails)
    assert await archive.replies_of(1) == [replace(mails[n], content=None) for n in (2, 1, 0)]
    assert await archive.replies_of(9) == []


async def test_what_was_put_aside_is_shown_the_newest_first(archive: Archive) -> None:
    """Of all tasks or of one, two hundred at most; what was let go again is not among it."""
    mails = [
        reply(b"%d" % n, received=NOON + n * MINUTE, task=n % 2, state="quarantined", reason="no proof")
        for n in range(205)
    ]
    await archive.add_replies([*mails, reply(b"fine", state="acted", task=1)])
    await archive.keep(Change(replies=[ReplyMark(id=mails[204].id, state="released")]))
    found = await archive.put_aside()
    assert found == [replace(row, content=None) for row in reversed(mails[4:204])]
    assert [row.received for row in await archive.put_aside(1)] == [row.received for row in reversed(mails[1:205:2])]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("stored", False),
        ("acted", True),
        ("noted", True),
        ("ignored", True),
        ("released", True),
        ("quarantined", False),
        ("unreadable", False),
    ],
)
async def test_a_second_copy_of_a_mail_is_known_by_its_message_id(
    archive: Archive, state: str, *, expected: bool
) -> None:
    """A copy by way of a list has other bytes; it counts as said once something has become of the first."""
    first, copy = (reply(content, message_id="<a@example.net>") for content in (b"yes", b"yes, by the list"))
    await archive.add_replies([replace(first, state=state), copy])
    assert await archive.replied("<a@example.net>", copy.id) is expected
    assert not await archive.replied("<a@example.net>", first.id), "it is not a copy of itself"
    assert not await archive.replied("<b@example.net>", copy.id)


async def test_mails_without_a_message_id_are_no_copies_of_each_other(archive: Archive) -> None:
    """Some programs write none."""
    first, second = reply(b"yes", state="acted"), reply(b"no")
    await archive.add_replies([first, second])
    assert not await archive.replied("", second.id)


async def test_what_such_mails_have_in_common_can_stand_for_it(archive: Archive) -> None:
    """The same words of the same writer and minute, by another way, are the same mail."""
    first, copy = (reply(content, message_id="digest:0a1b") for content in (b"yes", b"Received: again\n\nyes"))
    await archive.add_replies([replace(first, state="acted"), copy])
    assert await archive.replied("digest:0a1b", copy.id)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_two_that_take_in_the_same_mail_set_one_errand(store: Store) -> None:
    """Neither saw the other's when it looked; the later one looks again, and leaves it as it is."""
    looked = threading.Barrier(2)
    runs: list[int] = []

    def take_in(begun: threading.Event, connection: Connection) -> None:
        connection.execute(select(tables.replies)).all()
        runs.append(1)
        begun.set()
        if len(runs) <= 2:
            looked.wait(10)
        conversation.add_replies(connection, conversation.packed_up([reply(b"yes")]))

    begun = threading.Event()
    one = asyncio.ensure_future(store.do(partial(take_in, begun)))
    assert await asyncio.to_thread(begun.wait, 10)
    await asyncio.gather(one, store.do(partial(take_in, threading.Event())))
    assert len(await left(Archive(store, "me"))) == 1


@given(st.binary(max_size=2000))
def test_every_mail_is_unpacked_as_it_was_packed(content: bytes) -> None:
    """Whatever the bytes, also such as look packed already; one byte more is all that it can cost."""
    for raw in (content, content * 50, packed(content)):
        assert unpacked(packed(raw)) == raw
        assert len(packed(raw)) <= len(raw) + 1


# People and answers


async def test_what_is_known_of_a_person_is_replaced_whole(archive: Archive) -> None:
    """Away until the fourth of January; then back, and reminded."""
    away = PersonRow(id="maya", away_until=date(2027, 1, 4), away_since=NOON, away_because="Auto-Submitted")
    await archive.keep(Change(people=[away, PersonRow(id="ben")]))
    assert await archive.people() == [PersonRow(id="ben"), away]
    await archive.keep(Change(people=[PersonRow(id="maya", reminded=NOON)]))
    assert await archive.people() == [PersonRow(id="ben"), PersonRow(id="maya", reminded=NOON)]


async def test_a_day_is_not_a_point_in_time(archive: Archive) -> None:
    """Nobody knows in which zone it would be that day."""
    with pytest.raises(ValueError, match="no time of day"):
        await archive.keep(Change(people=[PersonRow(id="maya", away_until=NOON)]))


async def test_answers_are_given_back_the_newest_first(archive: Archive) -> None:
    """Of one owner or of all, and no more than wanted; with their tags and skills in order."""
    rows = [answer("Which airport?"), answer("Which seat?", tags=(), client=None), answer("Wer?", owner="kim")]
    await archive.keep(Change(answers=rows))
    found = await archive.answers("alex")
    assert [replace(row, id=0) for row in found] == [rows[1], rows[0]]
    assert found[0].id > found[1].id
    assert [row.question for row in await archive.answers()] == ["Wer?", "Which seat?", "Which airport?"]
    assert [row.question for row in await archive.answers(most=1)] == ["Wer?"]
    assert await archive.answers("ann") == []


async def test_an_answer_stays_as_confidential_as_its_task(archive: Archive) -> None:
    """It is told again only where that is confidential, too."""
    rows = [answer("What does she earn?", confidential=True), answer("Which airport?")]
    await archive.keep(Change(answers=rows))
    assert [row.confidential for row in await archive.answers("alex")] == [False, True]


# Letters, tasks and errands of a conversation


async def test_the_last_letter_of_a_kind_to_a_person_is_found(archive: Archive) -> None:
    """It is what an answer without a reference most likely answers."""
    letters = [
        letter("<1>", created=NOON),
        letter("<2>", created=NOON + MINUTE, kind="reminder"),
        letter("<3>", created=NOON + 2 * MINUTE, kind="feedback"),
        letter("<4>", created=NOON + 3 * MINUTE, person="ben"),
        letter("<5>", created=NOON + 3 * MINUTE, task=2),
    ]
    await archive.keep(Change(letters=letters))
    assert await archive.last_letter(1, "maya", ["brief", "reminder"]) == replace(letters[1], content=None)
    assert await archive.last_letter(1, "maya", ["brief"]) == replace(letters[0], content=None)
    assert await archive.last_letter(1, "maya", ["question"]) is None
    assert await archive.last_letter(1, "maya", []) is None


async def test_what_happens_next_is_kept_with_the_task(archive: Archive) -> None:
    """A reminder tomorrow; then nothing any more."""
    first = task(1, next="a reminder to Maya", next_at=NOON + timedelta(days=1))
    await archive.store.do(lambda c: commands.add_task(c, first))
    assert await archive.task(1) == first
    assert await archive.keep(Change(task=replace(first, next=None, next_at=None)))
    assert await archive.task(1) == task(1, version=1)


async def test_an_errand_may_be_set_only_where_there_is_none(archive: Archive) -> None:
    """A second word within the same hour does not put off the first letter, nor break its lease."""
    held = await claimed(archive, "T-1:tell")
    later = errand("T-1:tell", NOON + MINUTE, unless_set=True, payload={"n": 2})
    await archive.keep(Change(errands=[later, replace(later, key="T-2:tell"), errand("T-3:tell")]))
    assert await archive.errand("T-1:tell") == replace(held, wake_at=NOON + MINUTE)
    assert sorted(await left(archive)) == ["T-1:tell", "T-2:tell", "T-3:tell"]
    await archive.keep(Change(ended=[held.lease]))
    await archive.keep(Change(errands=[later]))
    found = await archive.errand("T-1:tell")
    assert found is not None
    assert (found.owner, found.payload) == (None, {"n": 2})


async def test_only_an_errand_that_was_set_wakes_anybody(archive: Archive) -> None:
    """Set for the first time it wakes, as any other does."""
    woken = threading.Event()
    archive.store.on_wake(woken.set)
    await archive.keep(Change(errands=[errand("T-1:tell", unless_set=True)]))
    assert await asyncio.to_thread(woken.wait, 10)


# One transaction, with its fences


def everything(lease: Lease, **changes: Any) -> Change:
    """A change of all that there is."""
    change = Change(
        task=task(1, state="working"),
        events=[event(1)],
        errands=[errand("T-1:due")],
        letters=[letter("<1>")],
        ended=[lease],
        replies=[ReplyMark(id=reply(b"yes").id, state="acted")],
        people=[PersonRow(id="maya")],
        answers=[answer("Which airport?")],
    )
    return replace(change, **changes)


async def kept(archive: Archive) -> list[Any]:
    """What of `everything` is there."""
    found = await archive.task(1)
    came = await archive.reply(reply(b"yes").id)
    assert found is not None
    assert came is not None
    told = await archive.store.ask(queries.events)
    said = [each.question for each in await archive.answers()]
    errands = await left(archive)
    return [found.state, len(told), errands, await archive.letter("<1>") is not None, came.state, said]


@pytest.fixture
async def told(archive: Archive) -> Errand:
    """A task is offered, a mail has come, and this daemon is at the errand that reads it."""
    await archive.store.do(lambda c: commands.add_task(c, task(1)))
    await archive.add_replies([reply(b"yes")])
    await archive.store.do(lambda c: commands.cancel_errands(c, [f"reply:{reply(b'yes').id}"]))
    return await claimed(archive, "T-1:reply")


NOTHING = ["offered", 0, ["T-1:reply"], False, "stored", []]
ALL = ["working", 1, ["T-1:due"], True, "acted", ["Which airport?"]]


@pytest.mark.parametrize("fenced", [False, True])
async def test_a_change_is_kept_whole(archive: Archive, told: Errand, *, fenced: bool) -> None:
    """With the errand that caused it, which is over."""
    assert await archive.keep(everything(told.lease, fenced=fenced))
    assert await kept(archive) == ALL


@pytest.mark.parametrize("fenced", [False, True])
async def test_a_change_of_a_task_that_has_changed_is_not_kept_at_all(
    archive: Archive, told: Errand, *, fenced: bool
) -> None:
    """Nor is its errand over: it is looked at again."""
    assert not await archive.keep(everything(told.lease, task=task(1, version=7), fenced=fenced))
    assert await kept(archive) == NOTHING


async def test_a_fenced_change_whose_lease_is_lost_is_not_kept_at_all(archive: Archive, told: Errand) -> None:
    """Somebody else is at it by now, and would do it a second time."""
    other = await claimed(archive, "T-1:other")
    (again,) = [each for each in await archive.claim(["remind"], NOON + MINUTE, MINUTE, 10) if each.id == told.id]
    await archive.store.do(lambda c: commands.cancel_errands(c, ["T-1:other"]))
    assert not await archive.keep(everything(told.lease, fenced=True))
    assert not await archive.keep(everything(told.lease, fenced=True, ended=[again.lease, other.lease]))
    assert not await archive.keep(everything(told.lease, fenced=True, ended=[Lease("T-1:reply", "you", 2)]))
    assert await kept(archive) == NOTHING
    assert await archive.keep(everything(told.lease, fenced=True, ended=[Lease("T-1:reply", "me", 2)]))
    assert await kept(archive) == ALL


async def test_without_a_fence_a_lost_lease_stops_nothing(archive: Archive, told: Errand) -> None:
    """As it always was: the letter has left, whoever is at its errand now."""
    await archive.claim(["remind"], NOON + MINUTE, MINUTE, 10)
    assert await archive.keep(everything(told.lease))
    assert await kept(archive) == [*ALL[:2], ["T-1:reply", "T-1:due"], *ALL[3:]]


@pytest.mark.parametrize("by_key", [False, True])
async def test_a_change_may_set_again_the_errand_that_it_ends(archive: Archive, told: Errand, *, by_key: bool) -> None:
    """The old one is over before the new one is set, also where the new one is leased to the same daemon at once."""
    lease = Lease(told.key, "me", 1) if by_key else told.lease
    again = errand(told.key, NOON + MINUTE, owner="me", attempts=1, payload={"n": 2})
    assert await archive.keep(everything(lease, errands=[again], fenced=True))
    found = await archive.errand(told.key)
    assert found is not None
    assert (found.payload, found.owner) == ({"n": 2}, "me")


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_an_errand_that_is_taken_up_meanwhile_is_still_a_fence(archive: Archive, told: Errand) -> None:
    """We still found the lease good while another program was taking it: nothing is kept, as if we came later."""
    took, go_on = threading.Event(), threading.Event()

    def take(connection: Connection) -> None:
        commands.claim(connection, NOON + MINUTE, MINUTE, "you", 10)
        took.set()
        go_on.wait(10)

    async with asyncio.timeout(20):
        taking = asyncio.ensure_future(archive.store.do(take))
        assert await asyncio.to_thread(took.wait, 10)
        keeping = asyncio.ensure_future(archive.keep(everything(told.lease, fenced=True)))
        while not await archive.store.ask(partial(_somebody_waits, archive.store)):
            pass
        go_on.set()
        await taking
        assert not await keeping
    assert await kept(archive) == NOTHING


def _somebody_waits(store: Store, connection: Connection) -> bool:
    ours = {"us": store._url.query["application_name"]}
    return bool(connection.scalar(text(_WAITING), ours))


_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE application_name = :us AND wait_event_type = 'Lock'"


# From an older version


async def test_a_database_of_the_first_version_is_brought_up_to_date(store_url: str, tmp_path: Path) -> None:
    """Its tasks, history, errands and letters are all there, and the conversation can begin."""
    _of_the_first_version(store_url, tmp_path)
    store = Store.open(store_url, base=str(tmp_path))
    archive = Archive(store, "me")
    assert await archive.task(1) == task(1)
    assert [row.name for row in await store.ask(queries.events)] == ["task.received"]
    assert await left(archive) == ["T-1:remind"]
    assert await archive.letter("<1>") == letter("<1>")
    assert await archive.keep(Change(task=task(1, next="a reminder", next_at=NOON), people=[PersonRow(id="maya")]))
    assert await archive.task(1) == task(1, next="a reminder", next_at=NOON, version=1)
    await archive.add_replies([reply(b"yes")])
    assert await archive.reply(reply(b"yes").id) == reply(b"yes")
    await store.close()


def _of_the_first_version(url: str, base: Path) -> None:
    where = address(url, str(base))
    if where.get_backend_name() == "sqlite":
        make_file(Path(where.database or ""))
    engine = writing(where, connections=1)
    with engine.begin() as connection:
        _upgrade(connection, "0001")
        assert "next" not in {column["name"] for column in inspect(connection).get_columns("tasks")}
        commands.add_events(connection, [event(1)])
        commands.set_errands(connection, [errand("T-1:remind")])
        commands.add_letters(connection, [letter("<1>")])
        known = [column for column in tables.tasks.c if not column.name.startswith("next")]
        values = {column: getattr(task(1), column.name) for column in known}
        connection.execute(tables.tasks.insert().values(values))
    engine.dispose()
