"""How sizes and lines are said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from delegated.letters.wording import (
    beginning,
    clickable,
    direction,
    paragraphs,
    passed_on,
    quoted,
    reason,
    sized,
    wrapped,
)


def test_sizes_are_said_as_people_say_them() -> None:
    """In the unit that keeps the number short."""
    assert [sized(size) for size in (0, 1023, 1024, 122_880, 5_000_000)] == [
        "0 bytes",
        "1023 bytes",
        "1 KB",
        "120 KB",
        "4.8 MB",
    ]


@given(st.text(st.sampled_from("abc \n")), st.integers(0, 14))
def test_wrapping_keeps_every_word_and_the_width(text: str, indent: int) -> None:
    """Only a word that is itself too long stands out."""
    lines = wrapped(text, indent)
    assert lines.split() == text.split()
    assert all(len(line) <= 76 or " " not in line.strip() for line in lines.split("\n")[1:])


def test_the_first_letter_tells_the_direction() -> None:
    """Numbers and signs tell nothing."""
    assert [direction(text) for text in ("abc", "12 שלום", "(نورا)", "é א", "", "٢٠٪")] == [
        "ltr",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_only_a_link_to_the_web_can_be_clicked() -> None:
    """The rest is shown."""
    assert clickable("HTTPS://example.org/a") == "HTTPS://example.org/a"
    for link in ("javascript:alert(1)", "data:x", "file:///x", "example.org", "https://a b"):
        assert clickable(link) is None


def test_a_reason_ends_in_one_full_stop_whoever_wrote_it() -> None:
    """The letter puts the full stop; none is doubled."""
    assert [reason(text) for text in ("he knows it.", "he knows it", " it... ", None)] == [
        "he knows it",
        "he knows it",
        "it",
        "",
    ]


def test_what_is_passed_on_has_no_blank_ends_and_an_end() -> None:
    """Line ends of all kinds become one kind; what is cut off is said to be."""
    assert passed_on("\r\n a\r\n\r\nb \n\n") == "a\n\nb"
    assert beginning("one two", 4) == "one …"
    assert len(passed_on("x" * 1_000_000)) < 21_000


def test_quoted_lines_are_marked_and_paragraphs_kept_apart() -> None:
    """As mail programs do it."""
    assert quoted("a\n\nb") == "> a\n>\n> b"
    assert paragraphs("a\nb\n\n \nc") == (("a", "b"), ("c",))
    assert paragraphs("") == ()
