"""What must never leave in a brief, and what only looks like it."""

from __future__ import annotations

import pytest

from delegated.core.secrets import fit_to_log, found_in


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("the password: hunter22", "a password"),
        ("Passwort=geheim", "a password"),
        ("login maria, pwd: abc123", "a password"),
        ("das Kennwort ist Sommer2026", "a password"),
        ("The password for the portal is hunter22", "a password"),
        ("la contraseña es abc123", "a password"),
        ("PIN: 4821", "a password"),
        ("pin code: 4821", "a password"),
        ("CVC 123", "a card's code"),
        ("cvv2: 1234", "a card's code"),
        ("api_key = 0123456789abcdef", "a key"),
        ("API key: 0123456789abcdef", "a key"),
        ("client secret is 0123456789abcdef", "a key"),
        ("Authorization: Bearer abcdefghijkl", "an access token"),
        ("ghp_0123456789abcdefghij", "an access token"),
        ("use sk_live_0123456789abcd", "an access token"),
        ("AKIA0123456789ABCDEF", "an access token"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("https://maria:hunter22@example.org/", "a password in an address"),
        ("card 4111 1111 1111 1111", "a card number"),
        ("4111-1111-1111-1111, valid until 12/27", "a card number"),
        ("4111111111111111", "a card number"),
        ("amex 3782 822463 10005", "a card number"),
        ("2026 4111 1111 1111 1111", "a card number"),
    ],
)
def test_a_secret_is_found(text: str, secret: str) -> None:
    """In several languages, and however it is written."""
    assert found_in(text) == secret


@pytest.mark.parametrize(
    "text",
    [
        "",
        "write an article about passwords",
        "reset the password of the shop",
        "the password is in the safe",
        "order 4111 1111 1111 1112",
        "IBAN ES91 2100 0418 4502 0005 1332",
        "call +49 30 1234 5678",
        "a pin for the map; opinion: fine",
        "https://example.org:8080/path@home",
        "skip to sk-1, please",
        "1234567890123",
        "2026-11-23 08:30, 2026-12-03 17:00",
    ],
)
def test_what_only_looks_like_a_secret_is_let_through(text: str) -> None:
    """Nobody wants to be asked for nothing."""
    assert found_in(text) is None


@pytest.mark.parametrize("piece", ["4 ", "4111 ", "password ", "pin\n", "0-", "http://a:", "4" * 50 + " "])
def test_a_megabyte_of_almost_secrets_is_looked_through(piece: str) -> None:
    """In one pass: the length of a text is nobody's weapon."""
    assert found_in(piece * (1_000_000 // len(piece))) in {None, "a card number"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Too much to do this week.", "Too much to do this week."),
        ("No,\r\n\r\n  not   now\t!", "No, not now !"),
        ("", ""),
        ("\x1b[31mred\u202e and \ud800half a sign\0", "[31mred and half a sign"),
        ("card 4111\u200b 1111 1111 1111", "[hidden: it seems to hold a card number]"),
        ("n" * 200, "n" * 200),
        ("n" * 201, "n" * 199 + "…"),
        ("No. Card 4111 1111\n1111 1111, if you need it", "[hidden: it seems to hold a card number]"),
        ("w " * 95 + "4111 1111 1111 1111", "[hidden: it seems to hold a card number]"),
        ("w " * 1000 + "password: hunter22", "w " * 99 + "w…"),
    ],
)
def test_what_people_write_fits_the_log(words: str, told: str) -> None:
    """In one line, not too long, and never with a secret: nor with the first half of one."""
    assert fit_to_log(words) == told
