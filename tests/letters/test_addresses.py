"""Tokens, reply addresses and Message-IDs, and what relays do to them."""

from __future__ import annotations

from email.headerregistry import Address
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.letters.addresses import (
    LetterId,
    bare_address,
    message_id,
    read_message_id,
    read_reply_address,
    reply_address,
    token,
    token_matches,
)

SECRET = b"k" * 32


def test_a_token_is_sixteen_letters_that_survive_lower_casing() -> None:
    """Relays lower-case addresses; the token is lower-case to begin with, and matches in any case."""
    mayas = token(SECRET, 12, "maya")
    assert len(mayas) == 16
    assert mayas == mayas.lower()
    assert token_matches(mayas.upper(), SECRET, 12, "maya")


@pytest.mark.parametrize(("task", "person"), [(13, "maya"), (12, "ben"), (1, "2:maya")])
def test_a_token_is_good_for_one_task_and_one_person(task: int, person: str) -> None:
    """Ben cannot answer with Maya's token, nor Maya for another task with this one."""
    assert not token_matches(token(SECRET, 12, "maya"), SECRET, task, person)


@given(st.text())
def test_whatever_comes_back_as_a_token_is_only_compared(given_text: str) -> None:
    """A reply may hold anything where the token should be."""
    assert not token_matches(given_text, SECRET, 12, "maya")


def test_a_reply_address_is_a_subaddress_of_the_desk_and_reads_back() -> None:
    """`desk+t12-…@example.org`, without the display name, within the 64 octets of a local part."""
    mayas = token(SECRET, 12, "maya")
    address = reply_address("Alex's desk <desk@example.org>", 12, mayas)
    assert address == f"desk+t12-{mayas}@example.org"
    assert parseaddr(address) == ("", address)
    assert len(Address(addr_spec=address).username) <= 64
    assert read_reply_address(address) == (12, mayas)
    assert read_reply_address(f"Desk <{address.upper()}>") == (12, mayas)


@pytest.mark.parametrize("address", ["desk@example.org", "desk+t12@example.org", "desk+t1-short@x", "", "+t1-@"])
def test_an_address_without_a_token_reads_as_none(address: str) -> None:
    """Mail to the desk itself is not an answer to a letter."""
    assert read_reply_address(address) is None


@pytest.mark.parametrize("reply_to", ["nobody", "", "@example.org", f"{'a' * 50}@example.org"])
def test_an_address_that_cannot_bear_a_token_is_refused_with_a_cure(reply_to: str) -> None:
    """The error names the address and what to write instead."""
    with pytest.raises(ValueError, match=r"write it like|use a shorter name"):
        reply_address(reply_to, 12, token(SECRET, 12, "maya"))


def test_nothing_in_an_address_can_end_a_header_line() -> None:
    """A line break in an address would begin a header of the writer's choice."""
    assert bare_address("desk@example.org\r\nBcc: all@example.org") == "desk@example.orgBccall@example.org"


def test_a_message_id_is_the_same_at_each_try_and_reads_back() -> None:
    """Made of its arguments alone; another number, person or home makes another one."""
    sent = message_id(12, "brief", 1, "maya", "k3v9x2ab", "example.org")
    assert sent == "<t12.brief.1.maya.k3v9x2ab@example.org>"
    assert sent == message_id(12, "brief", 1, "maya", "k3v9x2ab", "example.org")
    assert read_message_id(sent) == LetterId(12, "brief", 1, "maya", "k3v9x2ab")
    assert read_message_id("<CAF+x@mail.example.com>") is None


def test_a_message_id_bears_the_token_as_its_last_part() -> None:
    """A program that answers to the sender's plain address still names the letter, and with it the token."""
    mayas = token(SECRET, 12, "maya")
    sent = message_id(12, "brief", 1, "maya", "k3v9x2ab", "example.org", mayas)
    assert sent == f"<t12.brief.1.maya.k3v9x2ab.{mayas}@example.org>"
    assert read_message_id(sent.upper()) == LetterId(12, "brief", 1, "maya", "k3v9x2ab", mayas)


@given(st.text(), st.text(), st.text())
def test_a_message_id_is_always_a_safe_atom(letter: str, person: str, domain: str) -> None:
    """Whatever a person, a letter or a domain is called: ASCII, no blanks, two angle brackets (RFC 5322, 3.6.4)."""
    sent = message_id(12, letter, 1, person, "k3v9x2ab", domain)
    assert sent.isascii()
    assert sent.isprintable()
    assert not set(sent[1:-1]) & set(' <>()[]\\,;:"')
    assert ".." not in sent
    assert read_message_id(sent) is not None


def test_two_people_never_share_a_message_id() -> None:
    """Ids that cannot stand in a Message-ID as they are become hashes, each its own."""
    ids = {message_id(1, "brief", 1, person, "h", "x.org") for person in ("zoë", "zoe", "Zoe", "zo e", "zo-e", "日本")}
    assert len(ids) == 6
