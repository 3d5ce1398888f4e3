"""The postman against real servers: what arrives, what is refused, and what can only be guessed."""

from __future__ import annotations

import asyncio
import random
import socket
import ssl
import stat
from collections import Counter
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP as Aiosmtpd  # noqa: N811 - aiosmtpd's SMTP is a server, and ours is not
from hypothesis import example, given, settings
from hypothesis import strategies as st

from delegated.core.waits import retry_after
from delegated.edges.postman import (
    FolderPostman,
    Manner,
    Outgoing,
    PostmanError,
    Refused,
    Sent,
    Server,
    SmtpPostman,
    Uncertain,
    postman_for,
    read_url,
)
from delegated.edges.postman.envelope import dotted, with_crlf
from post_office import EVERYTHING, LOCKSTEP, PostOffice, post_office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from delegated.edges.postman.smtp import Delivery
    from delegated.ports import Postman

NOW = timedelta(0)
SOON = timedelta(seconds=0.2)
BOTH_WAYS = pytest.mark.parametrize("offers", [EVERYTHING, LOCKSTEP], ids=["pipelined", "lockstep"])


def letter(number: int = 1, *, to: str = "maya@example.net", text: str = "Please book the flights.") -> Outgoing:
    """A small letter that can be told from the others."""
    head = f"From: office@example.org\r\nTo: {to}\r\nSubject: [T-{number}] Flights\r\n"
    content = f"{head}Message-ID: <T-{number}.brief.1@example.org>\r\n\r\n{text}\r\n"
    return Outgoing(f"<T-{number}.brief.1@example.org>", "office@example.org", to, content.encode())


@asynccontextmanager
async def at_work(url: str, **manner: Any) -> AsyncIterator[SmtpPostman]:
    """A postman for this URL who does not rest, and who goes home after the test."""
    habits = replace(Manner(rest=NOW, timeout=timedelta(seconds=20)), **manner)
    postman = postman_for(url, Path("nowhere"), habits)
    assert isinstance(postman, SmtpPostman)
    await postman.start()
    try:
        yield postman
    finally:
        await postman.close()


async def deliver_all(postman: SmtpPostman, letters: list[Outgoing]) -> list[Delivery]:
    """Every letter at the same time; the outcomes in the order of the letters."""
    async with asyncio.timeout(30):
        return list(await asyncio.gather(*map(postman.deliver, letters)))


def subjects(office: PostOffice) -> list[str]:
    """What the office holds, in order of number."""
    return sorted((held.subject for held in office.letters), key=lambda subject: int(subject[3:].partition("]")[0]))


# What arrives


@BOTH_WAYS
async def test_a_letter_arrives_as_it_was_written(offers: tuple[str, ...]) -> None:
    """Sender, recipient and each byte."""
    async with post_office(offers=offers) as office, at_work(office.url) as postman:
        assert await postman.deliver(letter()) == Sent("250 2.0.0 taken")
        (held,) = office.letters
        assert (held.sender, held.recipient) == ("office@example.org", "maya@example.net")
        assert held.content == letter().content


@BOTH_WAYS
async def test_five_hundred_letters_over_four_connections_each_arrive_once(offers: tuple[str, ...]) -> None:
    """However the letters are spread over the connections, none is lost and none comes twice."""
    async with post_office(offers=offers) as office, at_work(office.url) as postman:
        outcomes = await deliver_all(postman, [letter(number) for number in range(1, 501)])
        assert Counter(map(type, outcomes)) == {Sent: 500}
        assert subjects(office) == [f"[T-{number}] Flights" for number in range(1, 501)]
        assert office.connections == 4


async def test_the_next_envelope_travels_with_the_content_before_it() -> None:
    """A server that answers only when it has heard three commands, and the next letter, is no hindrance (RFC 2920)."""
    async with post_office(corked=2) as office, at_work(office.url, connections=1) as postman:
        outcomes = await deliver_all(postman, [letter(number) for number in (1, 2, 3)])
        assert all(isinstance(outcome, Sent) for outcome in outcomes)


async def test_letters_one_after_another_share_a_connection() -> None:
    """A connection is kept for the next letter, and more are opened only when letters wait."""
    async with post_office() as office, at_work(office.url) as postman:
        for number in range(1, 6):
            assert isinstance(await postman.deliver(letter(number)), Sent)
        assert office.connections == 1
        assert postman.state() == {"connected": 1, "queued": 0}


async def test_the_postman_greets_with_his_address_unless_he_has_a_name() -> None:
    """An address in brackets where there is no name (RFC 5321, 4.1.4)."""
    async with post_office() as office:
        for name in (None, "office.example.org"):
            async with at_work(office.url, local_hostname=name) as postman:
                await postman.deliver(letter())
        hellos = [line for _, _, line in office.said if line.startswith("EHLO")]
        assert hellos == ["EHLO [127.0.0.1]", "EHLO office.example.org"]


async def test_an_idle_connection_is_closed_politely() -> None:
    """Nobody writes for a while: the postman says goodbye, and comes again with the next letter."""
    async with post_office() as office, at_work(office.url, idle=timedelta(milliseconds=1)) as postman:
        await postman.deliver(letter(1))
        await office.hears("QUIT")
        await office.is_left()
        assert isinstance(await postman.deliver(letter(2)), Sent)
        assert office.connections == 2


async def test_another_server_takes_letters_too() -> None:
    """Aiosmtpd, which was not written for this test."""
    taken: list[bytes] = []

    class Box:
        async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
            taken.append(envelope.original_content)
            return "250 2.0.0 ok"

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Aiosmtpd(Box(), hostname="box.example"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, at_work(f"smtp://127.0.0.1:{port}") as postman:
        outcomes = await deliver_all(postman, [letter(number) for number in (1, 2, 3)])
        await postman.close()
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert sorted(taken) == [letter(number).content for number in (1, 2, 3)]


# What is refused


@BOTH_WAYS
@pytest.mark.parametrize(
    ("answer", "temporary", "code"),
    [
        ({"mail": "451 4.3.0 later"}, True, 451),
        ({"mail": "553 5.1.8 not from you"}, False, 553),
        ({"mail": "530 5.7.0 log in first"}, True, 530),
        ({"rcpt": "450 4.2.0 greylisted"}, True, 450),
        ({"rcpt": "452 4.2.2 mailbox full"}, True, 452),
        ({"rcpt": "550 5.1.1 no such user"}, False, 550),
        ({"rcpt": "550 5.1.1 no such user", "data": "354 all the same"}, False, 550),
        ({"data": "451 4.3.0 later"}, True, 451),
        ({"data": "554 5.5.0 never"}, False, 554),
        ("451 4.3.0 later", True, 451),
        ("550 5.7.1 spam", False, 550),
        ("552 5.3.4 too big", False, 552),
        ("421 4.3.2 going down", True, 421),
    ],
    ids=str,
)
async def test_a_refused_letter_is_refused_once_and_the_next_goes_on(
    answer: dict[str, str] | str,
    temporary: bool,  # noqa: FBT001 - a column of the table
    code: int,
    offers: tuple[str, ...],
) -> None:
    """Temporary or for good, as the server says; and its refusal does not spoil the letters after it."""
    async with (
        post_office(for_whom={"ben@example.net": [answer]}, offers=offers) as office,
        at_work(office.url, connections=1) as postman,
    ):
        letters = [letter(1), letter(2, to="ben@example.net"), letter(3), letter(4)]
        if isinstance(answer, dict) and "mail" in answer:
            office._script.extend([{}, answer])
        first, refused, *others = await deliver_all(postman, letters)
        assert isinstance(refused, Refused)
        assert (refused.temporary, refused.code) == (temporary, code)
        assert str(code) in refused.reason
        assert all(isinstance(outcome, Sent) for outcome in (first, *others))
        assert subjects(office) == ["[T-1] Flights", "[T-3] Flights", "[T-4] Flights"]


async def test_a_recipient_refused_with_a_go_ahead_costs_no_empty_letter() -> None:
    """354 after all recipients were refused: a lone dot ends it, nobody gets anything (RFC 2920, 3.1)."""
    answers = [{"rcpt": "550 5.1.1 no such user", "data": "354 go ahead"}]
    async with post_office(answers=answers) as office, at_work(office.url, connections=1) as postman:
        assert isinstance(await postman.deliver(letter(1)), Refused)
        assert isinstance(await postman.deliver(letter(2)), Sent)
        assert [held.subject for held in office.letters] == ["[T-2] Flights"]
        assert [held.content for held in office.turned_away] == [b""]
        assert office.connections == 1


@BOTH_WAYS
async def test_a_421_between_letters_sends_the_rest_over_a_new_connection(offers: tuple[str, ...]) -> None:
    """The server closes in the middle of a batch: nobody's letter is refused for that, and none comes twice."""
    answers = [{}, {}, {"mail": "421 4.3.2 that is enough"}]
    async with post_office(answers=answers, offers=offers) as office, at_work(office.url, connections=1) as postman:
        outcomes = await deliver_all(postman, [letter(number) for number in range(1, 7)])
        assert Counter(map(type, outcomes)) == {Sent: 6}
        assert subjects(office) == [f"[T-{number}] Flights" for number in range(1, 7)]
        assert office.connections == 2


async def test_a_server_that_always_says_421_is_left_alone() -> None:
    """A letter is tried over a second connection, and no third; the reason is the server's."""
    async with (
        post_office(answers=[{"mail": "421 4.3.2 not today"}] * 50) as office,
        at_work(office.url, connections=1) as postman,
    ):
        outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert (outcome.temporary, outcome.code) == (True, 421)
        assert office.connections == 2


async def test_a_connection_that_died_in_the_meantime_is_no_failure() -> None:
    """The server closed while nobody wrote: the letter goes over a new connection, at once."""
    async with post_office() as office, at_work(office.url) as postman:
        await postman.deliver(letter(1))
        office.hang_up()
        assert isinstance(await postman.deliver(letter(2)), Sent)
        assert subjects(office) == ["[T-1] Flights", "[T-2] Flights"]


@BOTH_WAYS
async def test_a_refusal_counts_though_the_server_hangs_up_after_it(offers: tuple[str, ...]) -> None:
    """550 and gone, as some servers do to strangers: that is for good, and no reason to try for five days."""
    answers = [{"rcpt": "550 5.7.1 go away", "data": "drop"}]
    async with post_office(answers=answers, offers=offers) as office, at_work(office.url) as postman:
        outcome = await postman.deliver(letter(1))
        assert isinstance(outcome, Refused)
        assert (outcome.temporary, outcome.code) == (False, 550)
        assert isinstance(await postman.deliver(letter(2)), Sent)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
async def test_a_line_lost_before_the_content_left_is_tried_again_once(step: str) -> None:
    """Nothing of the letter is out, so that it cannot come twice."""
    async with post_office(answers=[{step: "drop"}]) as office, at_work(office.url) as postman:
        assert isinstance(await postman.deliver(letter()), Sent)
        assert (len(office.letters), office.connections) == (1, 2)


async def test_a_line_lost_in_the_midst_of_the_content_is_temporary() -> None:
    """The final dot never left, so the server cannot have the letter."""
    big = letter(text="all about it\r\n" * 2_000_000)
    async with post_office(answers=[{"content": "drop"}]) as office, at_work(office.url) as postman:
        outcome = await postman.deliver(big)
        assert isinstance(outcome, Refused)
        assert outcome.temporary
        assert office.letters == office.turned_away == []


@BOTH_WAYS
async def test_a_line_lost_after_the_content_is_uncertain(offers: tuple[str, ...]) -> None:
    """The server may have the letter (RFC 1047): it is not tried again here, and the next one goes on."""
    async with (
        post_office(for_whom={"ben@example.net": ["drop"]}, offers=offers) as office,
        at_work(office.url, connections=1) as postman,
    ):
        lost, *others = await deliver_all(postman, [letter(1, to="ben@example.net"), letter(2), letter(3)])
        assert isinstance(lost, Uncertain)
        assert all(isinstance(outcome, Sent) for outcome in others)
        assert [held.subject for held in office.turned_away] == ["[T-1] Flights"]


async def test_a_server_that_falls_silent_after_the_content_leaves_it_uncertain() -> None:
    """No answer within the timeout is as good as a lost one."""
    async with post_office(answers=["stall"]) as office, at_work(office.url, timeout=SOON) as postman:
        outcome = await postman.deliver(letter())
        assert isinstance(outcome, Uncertain)
        assert "said nothing for 0.2 s" in outcome.reason


async def test_a_server_that_falls_silent_before_is_temporary_for_all_who_wait() -> None:
    """One timeout is enough: those behind do not each wait for their own."""
    async with (
        post_office(answers=[{"mail": "stall"}]) as office,
        at_work(office.url, connections=1, timeout=SOON, rest=timedelta(hours=1)) as postman,
    ):
        outcomes = await deliver_all(postman, [letter(number) for number in range(1, 30)])
        assert all(isinstance(outcome, Refused) and outcome.temporary for outcome in outcomes)
        assert office.connections == 1


async def test_answers_out_of_order_end_the_connection() -> None:
    """A server that says 354 to MAIL cannot be believed in what follows either."""
    answers = [{"mail": "354 what?"}, {"mail": "354 what?"}]
    async with post_office(answers=answers) as office, at_work(office.url) as postman:
        outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert "out of order: 354 what?" in outcome.reason
        assert isinstance(await postman.deliver(letter(2)), Sent)


@pytest.mark.parametrize("nonsense", ["hello", "250 ok\r\n250 and another", "250 ok\r\n250-" + "x" * 40_000])
async def test_nonsense_from_the_server_ends_the_connection(nonsense: str) -> None:
    """What is no reply, or no reply to anything, is never taken for the answer to the next letter."""
    async with post_office(answers=[{"rcpt": nonsense}] * 2) as office, at_work(office.url) as postman:
        assert not isinstance(await postman.deliver(letter(1)), Sent)
        assert isinstance(await postman.deliver(letter(2)), Sent)
        assert [held.subject for held in office.letters][-1] == "[T-2] Flights"


FAULTS: list[dict[str, str] | str] = [
    {"mail": "421 4.3.2 enough"},
    {"mail": "drop"},
    {"rcpt": "450 4.2.0 later"},
    {"rcpt": "550 5.1.1 no such user"},
    {"rcpt": "550 5.1.1 no such user", "data": "354 all the same"},
    {"rcpt": "drop"},
    {"data": "451 4.3.0 later"},
    {"data": "drop"},
    {"content": "drop"},
    "421 4.3.2 enough",
    "550 5.7.1 spam",
    "drop",
    "lost",
]


@BOTH_WAYS
@pytest.mark.parametrize("seed", range(5))
async def test_whatever_goes_wrong_nothing_is_lost_and_nothing_doubled(seed: int, offers: tuple[str, ...]) -> None:
    """Every fault mixed: sent means there once, refused means not there, uncertain means at most once."""
    dice = random.Random(seed)  # noqa: S311 - the same faults each time
    people = [f"person{number}@example.net" for number in range(300)]
    faults = {person: [dice.choice(FAULTS)] for person in people if dice.random() < 0.3}
    async with post_office(for_whom=faults, offers=offers) as office, at_work(office.url) as postman:
        outcomes = await deliver_all(postman, [letter(number, to=person) for number, person in enumerate(people)])
        await postman.close()
        there = Counter(held.recipient for held in office.letters)
    for person, outcome in zip(people, outcomes, strict=True):
        assert there[person] in {Sent: {1}, Refused: {0}, Uncertain: {0, 1}}[type(outcome)], (person, outcome)
        if isinstance(outcome, Refused) and not outcome.temporary:
            assert str(outcome.code) in str(faults[person])


# A server that is not there


async def test_a_server_that_is_down_is_told_to_all_at_once_and_works_again_when_it_is_back() -> None:
    """Nobody waits for a timeout of his own; the reason names the place and what happened there."""
    async with post_office() as office, at_work(office.url) as postman:
        await office.close()
        outcomes = await deliver_all(postman, [letter(number) for number in range(1, 257)])
        place = f"127.0.0.1:{office.port}"
        assert set(outcomes) == {Refused(temporary=True, reason=f"nobody answers at {place}: Connection refused")}
        assert postman.state() == {"connected": 0, "queued": 0}
        await office.open()
        assert isinstance(await postman.deliver(letter(1)), Sent)


async def test_after_a_failure_the_postman_rests_and_says_so() -> None:
    """A server that is down is not knocked at for each letter."""
    async with post_office() as office, at_work(office.url, rest=timedelta(hours=1)) as postman:
        await office.close()
        first = await postman.deliver(letter(1))
        await office.open()
        assert await postman.deliver(letter(2)) == first
        assert isinstance(first, Refused)
        assert "no new connection for 3600 s" in first.reason
        assert office.connections == 0


@pytest.mark.parametrize("greeting", ["421 4.7.0 too many connections", "554 5.7.1 not you"])
async def test_a_server_that_turns_us_away_refuses_no_letter_for_good(greeting: str) -> None:
    """Even 554 in the greeting is about us and not about the letter."""
    async with post_office(greeting=greeting) as office, at_work(office.url) as postman:
        outcome = await postman.deliver(letter())
        assert outcome == Refused(
            temporary=True, reason=f"127.0.0.1:{office.port} turned us away: {greeting}", code=int(greeting[:3])
        )


async def test_letters_wait_for_the_connections_that_the_server_allows() -> None:
    """It has room for two of four: the others are turned away, and no letter is refused for it."""
    async with post_office(room=2) as office, at_work(office.url, rest=timedelta(hours=1)) as postman:
        outcomes = await deliver_all(postman, [letter(number) for number in range(1, 101)])
        assert Counter(map(type, outcomes)) == {Sent: 100}
        assert office.connections == 4


async def test_a_server_that_does_not_greet_is_given_up_in_time() -> None:
    """Connected, and not a word."""
    async with post_office(greeting="stall") as office, at_work(office.url, timeout=SOON) as postman:
        outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert outcome.temporary
        assert outcome.reason.endswith("no word within 0.2 s")


# TLS and login


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Whom the tests trust."""
    return trustme.CA()


def certificate(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    """What a server of that name shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """A client that knows the authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


USERS = {"maya@example.net": "p@ss/wörd"}
LOGIN = ("maya%40example.net", "p%40ss%2Fw%C3%B6rd")


@pytest.mark.parametrize("way", ["tls", "starttls"])
async def test_letters_go_through_tls_after_a_login(way: str, authority: trustme.CA) -> None:
    """Many at once, the certificate checked, the password percent-decoded, and not a word of it in clear text."""
    doors: dict[str, Any] = {way: certificate(authority)}
    async with post_office(users=USERS, **doors) as office:
        async with at_work(office.url_of(*LOGIN), tls=trusting(authority)) as postman:
            outcomes = await deliver_all(postman, [letter(number) for number in range(1, 51)])
        assert Counter(map(type, outcomes)) == {Sent: 50}
        assert {line[:4] for _, secured, line in office.said if not secured} <= {"EHLO", "STAR"}
        assert any(line.startswith("AUTH PLAIN") for _, _, line in office.said)


@pytest.mark.parametrize("way", ["tls", "starttls"])
async def test_a_certificate_of_another_name_is_not_accepted(way: str, authority: trustme.CA) -> None:
    """The reason says what is wrong and how to mend it, and the letter waits for that."""
    doors: dict[str, Any] = {way: certificate(authority, "127.0.0.9")}
    async with post_office(users=USERS, **doors) as office:
        async with at_work(office.url_of(*LOGIN), tls=trusting(authority)) as postman:
            outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert outcome.temporary
        assert "does not prove that it is 127.0.0.1" in outcome.reason
        assert "SSL_CERT_FILE" in outcome.reason
        assert not any(line.startswith(("AUTH", "MAIL")) for _, _, line in office.said)


async def test_a_certificate_of_an_unknown_authority_is_not_accepted(authority: trustme.CA) -> None:
    """With the authorities of this machine, which the test's is none of."""
    async with (
        post_office(tls=certificate(authority)) as office,
        at_work(office.url) as postman,
    ):
        outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert outcome.temporary
        assert "does not prove that it is 127.0.0.1" in outcome.reason


async def test_a_port_without_tls_is_told_as_such(authority: trustme.CA) -> None:
    """The commonest mistake: smtps:// with the port of STARTTLS."""
    async with (
        post_office() as office,
        at_work(office.url.replace("smtp:", "smtps:"), tls=trusting(authority)) as postman,
    ):
        outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert "is it the right port?" in outcome.reason


@pytest.mark.parametrize("login", [True, False])
async def test_without_starttls_nothing_is_said_in_clear_text(login: bool, authority: trustme.CA) -> None:  # noqa: FBT001 - with a login, or without
    """STARTTLS was stripped, or never offered: no password, no letter."""
    async with post_office(users=USERS) as office:
        url = office.url_of(*LOGIN) if login else f"{office.url}?starttls=always"
        async with at_work(url, tls=trusting(authority)) as postman:
            outcome = await postman.deliver(letter())
        assert isinstance(outcome, Refused)
        assert outcome.temporary
        assert "offers no STARTTLS, and nothing was sent in clear text" in outcome.reason
        assert {line[:4] for _, _, line in office.said} == {"EHLO"}


async def test_a_wrong_password_is_tried_once_told_and_never_repeated(authority: trustme.CA) -> None:
    """The letter is kept until the password is mended; it stands in no reason, even if the server repeats it."""
    async with post_office(users=USERS, tls=certificate(authority)) as office:
        url = office.url_of(LOGIN[0], "hunter2hunter2")
        async with at_work(url, tls=trusting(authority), connections=1) as postman:
            outcome = await postman.deliver(letter())
            shown = repr((postman, postman._server, outcome))
        assert isinstance(outcome, Refused)
        assert (outcome.temporary, outcome.code) == (True, 535)
        assert outcome.reason.startswith("the server refused user and password: 535 5.7.8 not with *** or ***")
        assert "hunter2" not in shown
        assert sum(line.startswith("AUTH") for _, _, line in office.said) == 1


async def test_a_password_that_was_mended_is_used_at_the_next_login(authority: trustme.CA) -> None:
    """It is asked for each time, so that nobody has to restart anything."""
    passwords = iter(["wrong", USERS["maya@example.net"]])
    server = read_url("smtps://maya%40example.net@127.0.0.1", password=lambda: next(passwords))
    async with post_office(users=USERS, tls=certificate(authority)) as office:
        manner = Manner(rest=NOW, tls=trusting(authority))
        postman = SmtpPostman(replace(server, port=office.port), manner)
        assert isinstance(await postman.deliver(letter()), Refused)
        assert isinstance(await postman.deliver(letter()), Sent)
        await postman.close()


async def test_a_token_opens_the_door_as_a_password_does(authority: trustme.CA) -> None:
    """XOAUTH2, for the great providers."""

    async def token() -> str:
        return USERS["maya@example.net"]

    async with post_office(users=USERS, tls=certificate(authority)) as office:
        server = read_url(f"smtps://maya%40example.net@127.0.0.1:{office.port}", xoauth2_token=token)
        postman = SmtpPostman(server, Manner(tls=trusting(authority)))
        assert isinstance(await postman.deliver(letter()), Sent)
        await postman.close()
        assert any(line.startswith("AUTH XOAUTH2") for _, _, line in office.said)


async def test_a_token_that_cannot_be_had_keeps_the_letter(authority: trustme.CA) -> None:
    """What went wrong is told by its kind only: its text may hold the secret."""

    async def token() -> str:
        raise RuntimeError("secret sauce")

    async with post_office(users=USERS, tls=certificate(authority)) as office:
        server = read_url(f"smtps://maya%40example.net@127.0.0.1:{office.port}", xoauth2_token=token)
        postman = SmtpPostman(server, Manner(tls=trusting(authority)))
        outcome = await postman.deliver(letter())
        await postman.close()
        assert isinstance(outcome, Refused)
        assert outcome.temporary
        assert "could not be had (RuntimeError)" in outcome.reason
        assert "sauce" not in outcome.reason


# Who calls, and who leaves


@BOTH_WAYS
async def test_a_cancelled_call_does_not_poison_the_connection(offers: tuple[str, ...]) -> None:
    """The letters after it get their own answers, over the same connection."""
    async with post_office(offers=offers) as office, at_work(office.url, connections=1) as postman:
        for number in range(1, 40):
            call = asyncio.create_task(postman.deliver(letter(number, to="ben@example.net")))
            for _ in range(number % 13):
                await asyncio.sleep(0)
            call.cancel()
            with suppress(asyncio.CancelledError):
                await call
        office.for_whom = {}
        outcomes = await deliver_all(postman, [letter(number) for number in range(40, 60)])
        assert Counter(map(type, outcomes)) == {Sent: 20}
        assert max(Counter(subjects(office)).values()) == 1
        assert office.connections == 1


async def test_closing_finishes_what_is_under_way_and_gives_back_the_rest() -> None:
    """Nothing is lost at the end of the day: each letter is sent, or comes back as temporary."""
    async with post_office() as office, at_work(office.url, connections=1) as postman:
        calls = [asyncio.create_task(postman.deliver(letter(number))) for number in range(1, 50)]
        await office.holds(3)
        await postman.close()
        outcomes = await asyncio.gather(*calls)
        sent = [outcome for outcome in outcomes if isinstance(outcome, Sent)]
        back = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert len(sent) == len(office.letters) >= 3
        assert len(sent) + len(back) == 49
        assert all(outcome.temporary for outcome in back)
        assert isinstance(await postman.deliver(letter(50)), Refused)


async def test_closing_does_not_wait_for_a_silent_server_for_ever() -> None:
    """After the grace the connection is cut, and what was out is uncertain."""
    async with post_office(answers=["stall"]) as office, at_work(office.url, grace=SOON) as postman:
        call = asyncio.create_task(postman.deliver(letter()))
        await office.hears("DATA")
        await postman.close()
        assert isinstance(await call, Uncertain | Refused)
        assert postman.state() == {"connected": 0, "queued": 0}


# What cannot be sent at all


@BOTH_WAYS
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"recipient": "maya"}, "`maya` is no mail address"),
        ({"recipient": ""}, "is no mail address"),
        ({"recipient": "maya@example.net>\r\nDATA"}, "is no mail address"),
        ({"sender": "me <office@example.org>"}, "is no mail address"),
        ({"recipient": "josé@example.net"}, "it offers no SMTPUTF8"),
        ({"content": b"Subject: caf\xc3\xa9\r\n\r\nhola"}, "it offers no 8BITMIME"),
        ({"content": b"x" * 200_000}, "has 200002 bytes, and the server takes no more than 100000"),
    ],
)
async def test_what_this_server_can_never_take_is_refused_for_good(
    changes: dict[str, Any], why: str, offers: tuple[str, ...]
) -> None:
    """Told in words, before anything is said to the server; the others go on."""
    narrow = [word for word in offers if word == "PIPELINING"] + ["SIZE 100000"]
    async with post_office(offers=narrow) as office, at_work(office.url, connections=1) as postman:
        letters = [letter(1), replace(letter(2), **changes), letter(3)]
        first, refused, last = await deliver_all(postman, letters)
        assert isinstance(refused, Refused)
        assert not refused.temporary
        assert why in refused.reason
        assert isinstance(first, Sent)
        assert isinstance(last, Sent)


async def test_names_beyond_ascii_are_announced_where_the_server_knows_them() -> None:
    """SMTPUTF8 for the name, 8BITMIME for the text; a host in letters of its own goes as IDNA."""
    async with post_office() as office, at_work(office.url) as postman:
        utf8 = replace(letter(1, to="josé@example.net"), content="Subject: café\r\n\r\nhola\r\n".encode())
        idna = letter(2, to="maya@exámple.net")
        assert isinstance(await postman.deliver(utf8), Sent)
        assert isinstance(await postman.deliver(idna), Sent)
        assert office.letters[0].options.split() == [f"SIZE={len(utf8.content)}", "BODY=8BITMIME", "SMTPUTF8"]
        assert office.letters[1].recipient == "maya@xn--exmple-qta.net"


# Dots and line ends

PIECES = st.sampled_from(
    [b".", b"\r", b"\n", b"\r\n", b"x", b"\r\n.\r\n", b"\n.\n", b"\r.\r", b"MAIL FROM:<a@b>", b"\0"]
)


@given(st.lists(PIECES, max_size=40).map(b"".join))
@example(b"")
@example(b".")
@example(b"a\r\n.\r\nMAIL FROM:<evil@example.org>\r\n")
@example(b"a\n.\nMAIL FROM:<evil@example.org>\n")
@example(b"a\r.\r\r\n.\n")
@settings(deadline=None)
def test_no_content_ends_before_its_end(content: bytes) -> None:
    """No lone CR or LF goes out, the lone dot is the last line and no other, and the content comes back the same."""
    wire = dotted(with_crlf(content))
    assert wire.replace(b"\r\n", b"").count(b"\r") == wire.replace(b"\r\n", b"").count(b"\n") == 0
    *lines, dot, end = wire.split(b"\r\n")
    assert (dot, end) == (b".", b"")
    assert b"." not in lines
    assert b"".join(line.removeprefix(b".") + b"\r\n" for line in lines) == with_crlf(content)
    assert with_crlf(content).split() == content.split()


@BOTH_WAYS
async def test_no_letter_is_smuggled_in_by_another(offers: tuple[str, ...]) -> None:
    """Whatever stands in a letter, one letter arrives, with all of it in it."""
    evil = (
        b"Subject: x\n\nhello\r\n.\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<ben@example.net>\r\nDATA\r\nboo\r\n.\r\n"
    )
    tricks = [
        evil,
        evil.replace(b"\r\n.\r\n", b"\n.\n"),
        evil.replace(b"\r\n.\r\n", b"\r.\r"),
        b".",
        b"..\n.a\n\n",
        b"",
    ]
    async with post_office(offers=offers) as office, at_work(office.url, connections=1) as postman:
        outcomes = await deliver_all(postman, [replace(letter(), content=trick) for trick in tricks])
        assert Counter(map(type, outcomes)) == {Sent: len(tricks)}
        assert [held.content for held in office.letters] == [with_crlf(trick) for trick in tricks]


# What mail.url says


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://localhost", 25, "plain"),
        ("smtp://127.0.0.1:2525", 2525, "plain"),
        ("smtp://[::1]:2525/", 2525, "plain"),
        ("smtp://relay.example.org?starttls=always", 587, "starttls"),
        ("smtp://relay.example.org:587", 587, "starttls"),
        ("smtp://maya:secret@mail.example.org", 587, "starttls"),
        ("smtp://maya:secret@mail.example.org:25", 25, "starttls"),
        ("smtps://mail.example.org", 465, "tls"),
        ("smtps://maya:secret@mail.example.org:9465", 9465, "tls"),
    ],
)
def test_a_url_says_how_safe_the_way_is(url: str, port: int, security: str) -> None:
    """A password always means TLS, and clear text is only ever without one."""
    server = read_url(url)
    assert (server.port, server.security) == (port, security)


def test_user_and_password_are_percent_decoded_and_never_shown() -> None:
    """An @ in the user's name is the usual case."""
    server = read_url("smtps://maya%40example.net:p%40ss%2F%25@mail.example.org")
    assert server.user == "maya@example.net"
    assert server.password is not None
    assert server.password() == "p@ss/%"
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("stmp://mail.example.org", "no way to send by `stmp:`; did you mean `smtp`?"),
        ("mail.example.org", "no way to send by"),
        ("smtp://", "no host; write it like smtp://mail.example.org"),
        ("smtp://host:0", "the port is no number between 1 and 65535"),
        ("smtp://host:99999", "the port is no number between 1 and 65535"),
        ("smtps://maya:hunter/2@host", "write / as %2F"),
        ("smtps://maya:hunter#2@host", "write / as %2F"),
        ("smtps://maya:hunter?2@host", "the port is no number"),
        ("smtps://maya@host", "a user but no password"),
        ("smtp://host?startls=always", "did you mean `starttls`?"),
        ("smtp://maya:hunter2@host?starttls=never", "knows only ?starttls=always"),
        ("smtps://host/inbox", "nothing may follow host and port"),
        ("smtps://ho st", "no host"),
        ("smtp://[::1", "brackets are for an address"),
        ("folder:", "needs the name of a folder"),
    ],
)
def test_a_url_that_cannot_be_used_says_why_and_hides_the_password(url: str, why: str) -> None:
    """Where, what, how to mend it; and nothing of what might be a secret."""
    with pytest.raises(PostmanError) as raised:
        postman_for(url, Path("home"))
    assert why in str(raised.value)
    assert str(raised.value).startswith("mail.url: ")
    assert "hunter" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_password_never_goes_with_clear_text() -> None:
    """However the server was put together."""
    with pytest.raises(PostmanError, match="never sent in clear text"):
        Server("localhost", 25, "plain", "maya", lambda: "secret")


@pytest.mark.parametrize("changes", [{"connections": 0}, {"connections": 17}, {"local_hostname": "a b"}])
def test_bad_habits_are_refused_at_the_start(changes: dict[str, Any]) -> None:
    """More than 16 connections could double more than 32 letters in a crash."""
    with pytest.raises(PostmanError):
        replace(Manner(), **changes)


# A folder instead of a server


async def test_a_folder_holds_one_file_a_letter_however_often_it_is_sent(tmp_path: Path) -> None:
    """The same Message-ID is the same file, readable by its owner alone, and its name tells what it is."""
    postman: Postman = postman_for("folder:mail", tmp_path)
    await postman.start()
    for number in (1, 2, 1, 1):
        assert isinstance(await postman.deliver(letter(number)), Sent)
    await postman.close()
    first, second = sorted((tmp_path / "mail").iterdir())
    assert first.name.startswith("T-1 brief 1 maya ")
    assert second.name.endswith(".eml")
    assert first.read_bytes() == letter(1).content
    assert stat.S_IMODE(first.stat().st_mode) == 0o600


async def test_many_letters_at_once_are_many_files(tmp_path: Path) -> None:
    """Also those of one task and person, and those whose names look alike."""
    postman = FolderPostman(tmp_path / "mail")
    alike = [replace(letter(), message_id=f"<T-1.brief{sign}1@example.org>") for sign in "._!+/"]
    outcomes = await asyncio.gather(*map(postman.deliver, [*alike, *(letter(number) for number in range(2, 60))]))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert len(list((tmp_path / "mail").iterdir())) == 63


def below(folder: Path) -> list[Path]:
    """What lies in a folder."""
    return sorted(folder.iterdir())


@pytest.mark.parametrize("name", ["<../../etc/passwd@x>", "</@x>", "<.@.>", "", "<\0@x>", "<" + "long" * 200 + "@x>"])
async def test_no_message_id_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """Names are made of letters, figures and hyphens."""
    postman = FolderPostman(tmp_path / "mail")
    await postman.deliver(replace(letter(to="../../ben@example.net"), message_id=name))
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert [found.name for found in below(tmp_path)] == ["mail"]


async def test_a_folder_that_cannot_be_written_is_temporary_and_works_again(tmp_path: Path) -> None:
    """A file lies where the folder should be; once it is gone, all is well."""
    (tmp_path / "mail").write_text("in the way")
    postman = FolderPostman(tmp_path / "mail")
    await postman.start()
    outcome = await postman.deliver(letter())
    assert isinstance(outcome, Refused)
    assert outcome.temporary
    assert "cannot write in" in outcome.reason
    (tmp_path / "mail").unlink()
    assert isinstance(await postman.deliver(letter()), Sent)


async def test_a_letter_is_in_the_folder_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full in the midst of it: nothing half-written stays, and the letter of before is as it was."""
    postman = FolderPostman(tmp_path / "mail")
    await postman.deliver(letter(text="as it was"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        outcome = await postman.deliver(letter(text="anew"))
    assert isinstance(outcome, Refused)
    assert "No space left on device" in outcome.reason
    (file,) = (tmp_path / "mail").iterdir()
    assert b"as it was" in file.read_bytes()


async def test_what_a_crash_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    """And nothing else is."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / ".abc.unfinished").write_text("half")
    (folder / "T-1 brief.eml").write_text("whole")
    await FolderPostman(folder).start()
    assert [file.name for file in folder.iterdir()] == ["T-1 brief.eml"]


# Growing waits


def test_waits_grow_from_seconds_to_hours_and_end_after_five_days() -> None:
    """A server that restarts is tried within the minute; one that is gone, every four hours, and then no more."""
    waits: list[timedelta] = []
    while (wait := retry_after(len(waits) + 1, 0.5)) is not None:
        waits.append(wait)
    assert waits[:5] == [timedelta(seconds=seconds) for seconds in (5, 15, 60, 120, 240)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=4)
    assert timedelta(days=4, hours=20) < sum(waits, timedelta()) <= timedelta(days=5)
    assert retry_after(10_000, 0.5) is None


@given(st.integers(min_value=1, max_value=30), st.floats(min_value=0, max_value=1))
def test_jitter_moves_a_wait_by_a_fifth_at_most(attempts: int, jitter: float) -> None:
    """Letters that were refused together do not all come back together."""
    middle, wait = retry_after(attempts, 0.5), retry_after(attempts, jitter)
    assert middle is not None
    assert wait is not None
    assert 0.8 <= wait / middle <= 1.2


def test_nothing_listens_on_a_port_of_nobody() -> None:
    """What the tests above rely on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(probe.getsockname())
