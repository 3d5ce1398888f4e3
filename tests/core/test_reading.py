"""Reading what people write: limits, places, and never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.errors import Unreadable
from delegated.core.reading import Node, core_schema, read_text, read_yaml
from delegated.core.task import Written, read_task
from offices import faults_of

HOSTILE = {
    "a hundred thousand brackets": b"[" * 100_000,
    "brackets in front matter": b"---\ntitle: " + b"[" * 900_000 + b"\n---\n",
    "a megabyte of dashes": b"- " * 500_000,
    "a megabyte of question marks": b"? " * 500_000,
    "a megabyte of quotes": b'title: "' + b'""' * 499_000,
    "a megabyte of fences": b"---\n" * 250_000,
    "a megabyte of blank lines": b"\n" * 999_999 + b"x",
    "a megabyte of hashes": b"# " * 500_000,
    "ten thousand keys": b"\n".join(b"k%d: 1" % number for number in range(9_999)),
    "a megabyte of line separators": "\u2028".encode() * 333_000,
    "thirty thousand tags": b"title: x\ntags: [" + b"a," * 30_000 + b"a]",
}


def tree(text: str) -> object:
    """The values of a YAML text that can be read."""
    node = read_yaml(text, "a.yaml")
    assert isinstance(node, Node), node
    return node.tree()


def test_a_text_may_come_from_any_editor() -> None:
    """A byte order mark, CRLF and CR are taken away; nothing else is changed."""
    assert read_text(b"\xef\xbb\xbfone\r\ntwo\rthree\n", "a.md", most=100) == "one\ntwo\nthree\n"


@pytest.mark.parametrize("content", [b"", b"\n \t\n", b"\xef\xbb\xbf", "\u00a0\u2028\u3000".encode()])
def test_a_file_with_nothing_to_see_is_empty(content: bytes) -> None:
    """Blanks of any kind are nothing."""
    assert "the file is empty" in faults_of(read_text(content, "a.md", most=100))


def test_a_file_is_as_large_as_allowed_and_no_larger() -> None:
    """The limit counts bytes, and is looked at before anything is read."""
    assert read_text("é".encode() * 50, "a.md", most=100) == "é" * 50
    assert "101 bytes, and 100 are allowed" in faults_of(read_text(b"x" * 101, "a.md", most=100))


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"one\ntw\x00o", "a.md:2:3", "NUL character"),
        (b"one\r\ntw\x1bo", "a.md:2:3", "U+001B"),
        ("one\n\u0086".encode(), "a.md:2:1", "U+0086"),
        ("é\n£é\uffff".encode(), "a.md:2:3", "U+FFFF"),
        (b"one\n\xc3\xa9\xff", "a.md:2:2", "not UTF-8"),
        (b"\xff\xfea\x00", "a.md", "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.md", "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(content: bytes, place: str, words: str) -> None:
    """The place counts characters, not bytes, from one."""
    said = faults_of(read_text(content, "a.md", most=100))
    assert said.startswith(f"{place}: ")
    assert words in said


def test_words_stay_words() -> None:
    """What YAML 1.1 would turn into something else stays as it is written."""
    said = "{a: no, b: on, c: 12:30, d: 2026-13-01, e: 012, f: 1_000, g: 'x', h: ~, i: 1.10}"
    assert tree(said) == {
        "a": "no", "b": "on", "c": "12:30", "d": "2026-13-01", "e": "012", "f": "1_000", "g": "x",
        "h": None, "i": "1.10",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [("true", True), ("FALSE", False), ("null", None), ("", None), ("12", 12), ("-1.5", -1.5), ("1e3", 1000.0),
     ("no", "no"), ("12:30", "12:30"), ("0x1f", "0x1f"), (".", ".")],
)  # fmt: skip
def test_the_core_schema_is_that_of_yaml_1_2(text: str, meant: object) -> None:
    """Where no field says what a word means, YAML 1.2 does."""
    assert core_schema(text) == meant


def test_every_value_knows_its_place() -> None:
    """Line and column from one, in characters, with wide ones and emojis counted as one."""
    node = read_yaml("日本: 語\nb: [😀 x, 'y z']\n", "a.yaml", first_line=3)
    assert isinstance(node, Node)
    assert (node.at(["日本"]).line, node.at(["日本"]).column) == (3, 5)
    second = node.at(["b", 1])
    assert (second.value, second.line, second.column, second.width) == ("y z", 4, 10, 5)
    assert node.at(["b", 7, "c"]) is node.at(["b"])
    assert node.key(["b"]).column == 1


def test_lines_are_counted_as_an_editor_does() -> None:
    """YAML ends a line at U+0085 and U+2028 too; people do not see them."""
    node = read_yaml("a: 'x\u0085y\u2028z'\nb: c\n", "a.yaml")
    assert isinstance(node, Node)
    assert (node.at(["b"]).line, node.at(["b"]).column) == (2, 4)


@given(st.lists(st.text("abc é日😀", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=5))
def test_a_place_points_at_the_value(words: list[str]) -> None:
    """Whatever stands before it, the place of a value is where it begins."""
    text = "".join(f"- {word}\n" for word in words)
    node = read_yaml(text, "a.yaml")
    assert isinstance(node, Node)
    assert isinstance(node.value, list)
    for below, line in zip(node.value, text.split("\n"), strict=False):
        assert line[below.column - 1 : below.column - 1 + below.width] == below.value


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\na: 2", "2:1", "stands here twice; it is already in line 1"),
        ("a: &x 1", "1:4", "an anchor (`&x`)"),
        ("a: *x", "1:4", "an alias (`*x`)"),
        ("a: !!python/name:os.system x", "1:4", "a tag (`!!python/name:os.system`)"),
        ("[a]: 1", "1:1", "cannot be a key"),
        ("a: 1\n---\nb: 2", "2:1", "a second YAML document"),
        ("[" * 30, "1:21", "nested too deep; 20 levels"),
        ("a: [b, c\nd: e", "1:4", "what begins with `[` here does not end well; check its `]` and its commas"),
        ("title: [URGENT] call", "1:17", 'put the text in quotes: `title: "[URGENT] call"`'),
        ("title: Re: invoice", "1:10", 'put the text in quotes: `title: "Re: invoice"`'),
        ("a: 1\n  b: 2", "2:4", "this colon does not fit here; is the line indented"),
        ("a: 'b", "1:4", "the quote that begins here is never closed"),
        ('a: "C:\\path"', "1:7", "use single quotes"),
        ('a: "b" c', "1:8", "the quoted text should have ended before this"),
        ("a:\n\t- b", "2:1", "a tab where YAML wants spaces"),
        ("title: x\nstakes low\n", "2:1", "there is no colon in this line"),
        ("title: @maya call", "1:8", 'a text cannot begin with `@` without quotes; put the text in quotes: `title: "@'),
        ("title: *important*", "1:8", "`*`"),
        ("title: %20", "1:8", "`%` without quotes"),
        ("title: - dash", "1:8", "`-` without quotes"),
        ("a: b\n c: d", "2:3", "this colon does not fit here"),
        ("- a\nb: c", "2:1", "this does not fit what stands above it"),
    ],
)  # fmt: skip
def test_a_fault_in_yaml_is_told_in_plain_words(text: str, place: str, words: str) -> None:
    """Where, what, and how to mend it, for somebody who does not know YAML."""
    said = faults_of(read_yaml(text, "a.yaml"))
    assert said.startswith(f"a.yaml:{place}: ")
    assert words in said


def test_a_file_holds_so_many_values_and_no_more() -> None:
    """The count is the reader's to choose: rules may be many, a task is not."""
    assert isinstance(read_yaml("[a, b, c]", "a.yaml", most=4), Node)
    assert "too many values" in faults_of(read_yaml("[a, b, c]", "a.yaml", most=3))


@pytest.mark.parametrize("suffix", ["md", "yaml", "txt"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused(name: str, suffix: str) -> None:
    """Neither the stack nor an afternoon is lost on it, and what is said about it is short."""
    read = read_task(f"task.{suffix}", HOSTILE[name])
    assert isinstance(read, Written) or len(str(read.faults[0])) < 1_000


@given(st.binary(max_size=300), st.sampled_from(["md", "yaml", "yml", "txt", "odd"]))
def test_any_bytes_are_a_task_or_a_fault(content: bytes, suffix: str) -> None:
    """Reading never raises."""
    assert_read(content, suffix)


@given(
    st.text(st.sampled_from("---\n: [](){}#'\"\\|>*&!%@`,?x é\t\r\u2028\u0085\ufefftitle~0"), max_size=60),
    st.sampled_from(["md", "yaml", "txt"]),
)
def test_any_text_is_a_task_or_a_fault(text: str, suffix: str) -> None:
    """Nor does it on what looks like YAML."""
    assert_read(text.encode(), suffix)
    assert_read(f"---\ntitle: {text}\n---\n{text}".encode(), suffix)


def assert_read(content: bytes, suffix: str) -> None:
    read = read_task(f"task.{suffix}", content)
    if isinstance(read, Unreadable):
        lines = content.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert read.faults
        assert all(fault.line is None or 1 <= fault.line <= len(lines) for fault in read.faults)
        assert str(read)
    else:
        assert read.fields.title
        assert "\r" not in read.details
