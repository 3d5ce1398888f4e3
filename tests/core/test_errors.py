"""What a fault looks like, and how near misses are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.errors import Fault, Faults, Unreadable, did_you_mean, nearest, visible


def drawn(source: str, column: int, width: int = 1) -> tuple[str, str]:
    """The line and the caret under it, as a terminal shows them."""
    _, line, caret = str(Fault("a.md", 1, column, "wrong", "", source, width)).split("\n")
    return line, caret


@pytest.mark.parametrize(
    ("source", "column", "width", "before", "carets"),
    [
        ("title: x", 8, 1, 7, 1),
        ("title: enormous", 8, 8, 7, 8),
        ("\ttitle: x", 9, 1, 8, 1),
        ("日本: x", 5, 1, 6, 1),
        ("a: 日本", 4, 2, 3, 4),
        ("cafe\u0301: x", 8, 1, 6, 1),
        ("a: e\u0301", 4, 2, 3, 1),
    ],
)
def test_the_caret_stands_under_what_is_wrong(source: str, column: int, width: int, before: int, carets: int) -> None:
    """Tabs, wide characters and accents take the room that a terminal gives them."""
    _, caret = drawn(source, column, width)
    assert caret == "    " + " " * before + "^" * carets


def test_of_a_long_line_the_part_that_matters_is_shown() -> None:
    """A line of a megabyte is not."""
    line, caret = drawn("x" * 500 + "!" + "y" * 500, 501)
    assert len(line) == 104
    assert line[caret.index("^")] == "!"


def test_what_could_steer_a_terminal_is_made_harmless() -> None:
    """Escape sequences and letters that turn the direction are shown as a mark, one for one."""
    assert visible("a\x1b[31m\u202eb\tc") == "a\ufffd[31m\ufffdb c"


def test_a_fault_is_place_message_and_cure() -> None:
    """As compilers write it; without a place the name of the file alone."""
    assert str(Fault("a.md", 2, 3, "wrong", "mend it")) == "a.md:2:3: wrong; mend it"
    assert str(Fault("a.md", None, None, "it is empty")) == "a.md: it is empty"
    fault = Fault("a.md", 2, 3, "wrong", "mend it", "  x", 1)
    assert fault.as_json() == {"file": "a.md", "line": 2, "column": 3, "message": "wrong", "help": "mend it"}


def test_faults_come_in_the_order_of_the_file_and_once() -> None:
    """However they were found."""
    faults = Faults()
    assert not faults
    for line in (7, 2, 7):
        faults.add(Fault("a.md", line, 1, "wrong"))
    assert [fault.line for fault in faults.unreadable().faults] == [2, 7]


def test_of_a_thousand_faults_the_first_are_told() -> None:
    """And how many more there are."""
    said = str(Unreadable(tuple(Fault("a.md", line, 1, "wrong") for line in range(1, 1_101)))).split("\n")
    assert (len(said), said[0], said[-1]) == (51, "a.md:1:1: wrong", "and 1,050 more")


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [("delivrables", ["deliverables", "details"], "deliverables"), ("Stakes", ["stakes"], "stakes"),
     ("joi", ["joy", "graham"], "joy"), ("zebra", ["joy", "graham"], None), ("x", [], None)],
)  # fmt: skip
def test_a_near_miss_is_named(word: str, known: list[str], near: str | None) -> None:
    """And what is not near is not guessed."""
    assert nearest(word, known) == near


def test_where_nothing_is_near_all_are_listed() -> None:
    """A dozen of them at most."""
    assert did_you_mean("zebra", ["joy", "ben"]) == "known are `joy`, `ben`"
    assert did_you_mean("zebra", [f"{number}" for number in range(20)]).endswith("`11`, …")
    assert did_you_mean("zebra", []) == "there is none yet"


@given(st.text(max_size=300).filter(lambda text: "\n" not in text), st.integers(1, 400), st.integers(1, 400))
def test_any_line_can_be_drawn(source: str, column: int, width: int) -> None:
    """Whatever stands in it."""
    assert str(Fault("a.md", 1, column, "wrong", "", source, width))
