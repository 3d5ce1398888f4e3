"""Who has proven what: only the trusted server's word counts, and only where it is plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.replies.genuine import unproven
from delegated.replies.mail import read_mail

SERVER = "mx.example.org"
PASS = f"{SERVER}; dmarc=pass header.from=example.net"


def why(*results: str, sender: str = "joy@example.net", server: str = SERVER) -> str | None:
    """Why a mail with these results is not proven to be from its sender."""
    top = "".join(f"Authentication-Results: {result}\n" for result in results)
    return unproven(read_mail(f"{top}From: {sender}\nSubject: x\n\naccept\n".encode()), server)


PROVEN = [
    PASS,
    f"{SERVER} 1; dmarc=pass header.from=example.net",
    "MX.Example.ORG; DMARC=Pass Header.From=EXAMPLE.net",
    f"{SERVER}; dmarc=pass (p=none dis=none) header.from=example.net",
    f"{SERVER}; dmarc=pass (p=NONE sp=NONE (nested)) header.from=example.net",
    f"{SERVER};\n\tdkim=pass header.d=a.example;\n\tspf=pass;\n\tdmarc=pass header.from=example.net",
    f"{SERVER}; spf=fail smtp.mailfrom=other.example; dmarc=pass (policy=reject) header.from=example.net",
    f"{SERVER}; dmarc=pass header.from=mail.example.net",
    f"{SERVER} (a comment); dmarc = pass header.from = example.net",
    f'{SERVER}; dmarc=pass reason="all is well; dmarc=fail" header.from=example.net',
    f"{SERVER}; dmarc/1=pass header.from=example.net.",
    f'"{SERVER}"; dmarc=pass header.from="example.net"',
]


@pytest.mark.parametrize("result", PROVEN)
def test_a_plain_word_of_the_trusted_server_is_proof(result: str) -> None:
    """In whatever of the many forms that RFC 8601 allows."""
    assert why(result) is None


UNPROVEN = [
    "",
    "evil.example; dmarc=pass header.from=example.net",
    f"{SERVER}.evil.example; dmarc=pass header.from=example.net",
    f"evil.example ({SERVER}); dmarc=pass header.from=example.net",
    f"evil.example; x={SERVER}; dmarc=pass header.from=example.net",
    f"{SERVER}; none",
    f"{SERVER}",
    f"{SERVER}; dkim=pass header.d=example.net",
    f"{SERVER}; dmarc=fail header.from=example.net",
    f"{SERVER}; dmarc=none header.from=example.net",
    f"{SERVER}; dmarc=bestguesspass header.from=example.net",
    f"{SERVER}; dmarc=temperror header.from=example.net",
    f"{SERVER}; dmarc=pass",
    f"{SERVER}; dmarc=pass header.from=evil.example",
    f"{SERVER}; dmarc=pass header.from=net",
    f"{SERVER}; dmarc=pass header.from=notexample.net",
    f"{SERVER}; dmarc=fail (dmarc=pass header.from=example.net)",
    f"{SERVER}; (dmarc=pass header.from=example.net)",
    f'{SERVER}; dmarc=fail reason="; dmarc=pass header.from=example.net"',
    f'{SERVER}; spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.net"@evil.example',
    f"{SERVER}; spf=pass (helo=x\\); dmarc=pass header.from=example.net)",
    f"{SERVER}; spf=pass (open; dmarc=pass header.from=example.net",
    f"{SERVER}; dmarc=pass header.from=example.net header.from=evil.example",
    f"{SERVER}; dmarc=pass header.from=example.net; dmarc=fail header.from=example.net",
    f"{SERVER}; xdmarc=pass header.from=example.net",
    f"{SERVER}; arc=pass; dmarc=fail action=none header.from=example.net",
    f"dmarc=pass header.from=example.net; {SERVER}",
]


@pytest.mark.parametrize("result", UNPROVEN)
def test_anything_else_is_none_and_says_why(result: str) -> None:
    """What stands in comments and quoted strings is the sender's, and never a result."""
    assert why(result)


def test_the_topmost_word_of_the_server_counts() -> None:
    """Below it stands what the sender may have written in the server's name."""
    assert why(f"{SERVER}; dmarc=fail header.from=example.net", PASS)
    assert why(f"{SERVER}; spf=fail", PASS)
    assert why(PASS, f"{SERVER}; dmarc=fail header.from=example.net")
    assert why("other.example; dmarc=fail header.from=example.net", PASS) is None


def test_exactly_one_sender_can_be_proven() -> None:
    """Of two, nobody knows who has written it."""
    assert why(PASS, sender="joy@example.net, ben@evil.example")
    assert why(PASS, sender="")
    assert why(PASS, sender="joy@example.net\nFrom: ben@example.net")


def test_a_subdomain_is_aligned_either_way() -> None:
    """`mail.example.net` and `example.net` are one organisation's."""
    assert why(PASS, sender="joy@mail.example.net") is None
    assert why(PASS, sender="joy@badexample.net")


def test_without_a_trusted_server_nothing_is_proven() -> None:
    """An empty name trusts nobody."""
    assert why("; dmarc=pass header.from=example.net", server="")


def test_the_reasons_are_words() -> None:
    """Whoever looks at the mail later reads them."""
    assert why(f"{SERVER}; dmarc=fail header.from=example.net") == "mx.example.org says dmarc=fail"
    assert why("a.example; dmarc=pass header.from=example.net") == "it has no Authentication-Results of mx.example.org"


@given(st.text(max_size=300), st.text(max_size=30))
def test_whatever_a_header_says_is_an_answer(result: str, server: str) -> None:
    """Nothing that strangers write raises, and hardly anything proves."""
    why(" ".join(result.split()), server=server)
    assert why(f"{SERVER}; ({' '.join(result.split()).replace(')', '')}")
