"""`status` of mail that was put aside: what an owner needs to vouch for it, and nothing that must not be shown."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from people import post, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from homes import Place, Ran

STRANGER = "maya.private@example.com"


@pytest.fixture
def offered(place: Place) -> Place:
    """Maya is asked to book flights."""
    place.drop()
    asyncio.run(place.run())
    return place


def put_aside(place: Place, run: Callable[..., Ran]) -> list[dict[str, Any]]:
    """As `status --json` tells it, once all was heard."""
    asyncio.run(place.run())
    found: list[dict[str, Any]] = run("status", "--home", place.path, "--json").json["put_aside"]
    return found


def test_what_was_put_aside_can_be_judged(offered: Place, run: Callable[..., Ran]) -> None:
    """Who it claims to be from, when it came, what it says and why it was not believed; and its name, to release it."""
    offered.answer("maya@example.net", f"I am ill,\nsorry. {'Really. ' * 100}", sender=STRANGER)
    (aside,) = put_aside(offered, run)
    assert aside.keys() == {"id", "task", "from", "subject", "when", "reason", "text"}
    assert (aside["task"], aside["from"]) == ("T-1", STRANGER)
    assert aside["subject"] == "Re: [T-1] Book flights to Lisbon"
    assert datetime.fromisoformat(aside["when"]) == offered.clock.now()
    assert "not from maya@example.net" in aside["reason"]
    assert aside["text"].startswith("I am ill, sorry. Really. Really. ")
    assert len(aside["text"]) == 200
    said = " ".join(run("status", "T-1", "--home", offered.path).text.split())
    assert f"delegated tell T-1 release {aside['id']}" in said
    assert all(aside[name] in said for name in ("from", "subject", "reason", "text"))


def test_its_name_is_the_one_in_the_log(offered: Place, run: Callable[..., Ran]) -> None:
    """Whoever reads the log finds it in the status, and the other way round."""
    offered.answer("maya@example.net", "accept", sender=STRANGER)
    (aside,) = put_aside(offered, run)
    assert [row["reply"] for row in offered.history() if row["event"] == "reply.quarantined"] == [aside["id"]]


def test_a_list_of_what_was_put_aside_tells_no_secret(offered: Place, run: Callable[..., Ran]) -> None:
    """Neither in a subject nor in a text; the mail itself is kept as it came."""
    letter = offered.last_letter("maya@example.net")
    mail = reply(letter, "My card: 4111 1111 1111 1111\n", offered.clock.now(), sender=STRANGER)
    mail.replace_header("Subject", "password: hunter22")
    post(mail, offered.path / "replies")
    (aside,) = put_aside(offered, run)
    assert aside["text"] == "[hidden: it seems to hold a card number]"
    assert aside["subject"] == "[hidden: it seems to hold a password]"


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\x1b[31m\xff",
        b"Subject: =?utf-8?q?=1B=5B2J=E2=80=AEred?=\r\n\r\n\x1b[31mred\x07\r\n",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"G1szMW0K" * 20_000,
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello.\r\n--b\r\n\r\n" + b"x\r\n" * 100_000,
    ],
)
def test_a_strangers_mail_does_nothing_to_the_terminal(offered: Place, run: Callable[..., Ran], mail: bytes) -> None:
    """Whatever stands in it, and wherever the part that is looked at ends."""
    post(mail, offered.path / "replies")
    (aside,) = put_aside(offered, run)
    assert len(aside["text"]) <= 200
    ran = run("status", "--home", offered.path)
    assert ran.code == 0
    assert "put aside: " in ran.text
    assert not {"\x1b", "\x07", "\0", "\u202e"} & set(ran.text)
