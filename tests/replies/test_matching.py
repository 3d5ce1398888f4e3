"""Whose it is: the token is found wherever the mail programs have left it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answered import MESSAGE_ID, REPLY_TO, TOKEN, expected, sample
from delegated.replies.cutting import cut
from delegated.replies.mail import read_mail
from delegated.replies.matching import Claim, claims

SECRET = "abcdefghijklmnop"


def found(text: str = "accept", headers: str = "", *, to: str = "desk@example.org", kind: str = "plain") -> list[Claim]:
    """The claims of a mail with this text."""
    top = f"From: joy@example.net\nTo: {to}\nContent-Type: text/{kind}; charset=utf-8\n{headers}"
    return list(claims(read_mail(f"{top}\n{text}\n".encode()), ""))


ADDRESSES = [
    REPLY_TO,
    REPLY_TO.upper(),
    f"The desk <{REPLY_TO}>",
    f"desk%2B{TOKEN}@example.org",
    f"desk=2B{TOKEN}@example.org",
    f"desk%2b{TOKEN}@example.org",
    f"desk-{TOKEN}@example.org",
    f"desk.{TOKEN}@example.org",
    f"ben@example.com, {REPLY_TO}",
    f'"{REPLY_TO}" <{REPLY_TO}>',
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_bears_it(address: str) -> None:
    """However servers have changed it on the way."""
    assert found(to=address) == [Claim(12, SECRET, "address")]


@pytest.mark.parametrize("header", ["Cc", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_it_counts_in_each_header_that_tells_where_a_mail_went(header: str) -> None:
    """The one that the server wrote is often the only one left."""
    assert found(headers=f"{header}: {REPLY_TO}\n") == [Claim(12, SECRET, "address")]


@pytest.mark.parametrize("header", ["References: <x@example.com> ", "In-Reply-To: "])
def test_the_letter_that_it_answers_bears_it(header: str) -> None:
    """A program that answers to another address still names the letter."""
    assert found(headers=f"{header}{MESSAGE_ID}\n") == [Claim(12, SECRET, "references")]
    assert found(headers=f"{header}{MESSAGE_ID.upper()}\n") == [Claim(12, SECRET, "references")]


BODIES = [
    f"Replies go to {REPLY_TO}",
    f"> Replies go to {REPLY_TO}",
    f"{TOKEN}",
    f"({TOKEN.upper()})",
    f"mailto:desk%2B{TOKEN}@example.org?subject=x",
    "> desk+t12-abcdefgh=\n> ijklmnop@example.org",
    "> desk+t12-\n> abcdefghijklmnop@example.org",
    f"Message-ID: {MESSAGE_ID}",
]


@pytest.mark.parametrize("text", BODIES)
def test_the_quoted_letter_bears_it(text: str) -> None:
    """Where nothing else is left, its foot is."""
    assert found(f"accept\n\n{text}") == [Claim(12, SECRET, "body")]


PAGES = [
    f'<a href="mailto:{REPLY_TO}">accept</a>',
    f'<a href="mailto:desk&#43;{TOKEN}@example.org">accept</a>',
    f'<a href="mailto:desk%2B{TOKEN}@example.org?body=accept">accept</a>',
    "<p>desk+t12-abcdefgh<wbr>ijklmnop@example.org</p>",
    "<p>desk+t12&#45;abcdefghijklmnop@example.org</p>",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_bears_it(page: str) -> None:
    """In links as in texts."""
    assert found(page, kind="html") == [Claim(12, SECRET, "body")]


NOTHING = [
    "t12",
    "t12-abc",
    "t12-abcdefghijklmno",
    "t12-abcdefghijklmnopq",
    "at12-abcdefghijklmnop",
    "t12-abcdefghijklm018",
    "",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    """It is exactly sixteen letters of base32."""
    assert found(text) == []


def test_the_surest_place_comes_first_and_each_is_told_once() -> None:
    """An address is chosen by the program; a text may hold anything."""
    other = "t7-ponmlkjihgfedcba"
    claimed = found(f"{TOKEN} {other}", f"References: {MESSAGE_ID}\n", to=REPLY_TO)
    assert claimed == [Claim(12, SECRET, "address"), Claim(7, "ponmlkjihgfedcba", "body")]


def test_twenty_are_enough() -> None:
    """Nobody answers more letters at once; whoever tries tokens tries few."""
    assert len(found(" ".join(f"t{number}-abcdefghijklmnop" for number in range(100)))) == 20


@pytest.mark.parametrize(
    "row", [row for row in expected() if row["who"] in {"assistant", "owner"}], ids=lambda row: row["file"]
)
def test_each_answer_bears_its_task(row: dict[str, str]) -> None:
    """Whatever program it was written with."""
    mail = read_mail(sample(row["file"]))
    assert claims(mail, cut(mail).quoted)[0] == Claim(12, SECRET, "address")


@given(st.text(max_size=300))
def test_whatever_a_mail_holds_is_an_answer(text: str) -> None:
    """Nothing that strangers write raises."""
    found(text)
