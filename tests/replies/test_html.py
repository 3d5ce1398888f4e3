"""Pages of HTML as lines: what is seen, how deep it is quoted, and nothing of what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.replies.html import charset_of, html_lines
from delegated.replies.lines import Line


def seen(page: str) -> list[str]:
    return [line.text for line in html_lines(page)]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("Accept.", ["Accept."]),
        ("<p>a</p><p>b</p>", ["a", "", "b"]),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", ["a", "b"]),
        ("<div>a</div>b<div>c</div>", ["a", "b", "c"]),
        ("<div>a<br></div><div><br></div><div>b</div>", ["a", "", "b"]),
        ("a<br>b<BR/>c<br />d", ["a", "b", "c", "d"]),
        ("a\n  b\t c&nbsp;d", ["a b c d"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("<div style='white-space: pre-wrap'>a\nb</div>", ["a", "b"]),
        ("<ul><li>a</li><li>b</li></ul>", ["- a", "- b"]),
        ("<ol><li>a<li>b</ol>c", ["1. a", "2. b", "c"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ["a b", "c"]),
        ("a<!-- b -->c", ["ac"]),
        ("a<!--[if mso]>b<![endif]-->c<![if !mso]>d<![endif]>", ["acd"]),
        ("a<!-- b", ["a"]),
        ("a<style>b</style>c<script>d", ["ac"]),
        ("a<title>b</title ><head>c</head>", ["ac"]),
        ("<p title='a > b' x=\"</p>\">c</p>", ["c"]),
        ("1 < 2 &lt; 3 &amp; 4 > 3", ["1 < 2 < 3 & 4 > 3"]),
        ("a &nope; &#65; &#x42; &#0; &#99999999999;", ["a &nope; A B \ufffd \ufffd"]),
        ("<a href='https://x.example/1'>here</a>", ["here <https://x.example/1>"]),
        ("<a href='https://x.example/1'>x.example/1</a>", ["x.example/1"]),
        ("<a href='mailto:a@b.c'>Ann</a>", ["Ann"]),
        ("<span style='display: none'>a</span>b", ["b"]),
        ("</div></p>a</b>", ["a"]),
        ("a<hr>b", ["a", "_" * 20, "b"]),
        ("<p", []),
        ("a<", ["a<"]),
        ("\u200ba\ufeff", ["a"]),
    ],
)
def test_a_page_is_read_as_it_is_seen(page: str, lines: list[str]) -> None:
    """Blocks are lines, blanks are single, what is hidden is not there."""
    assert seen(page) == lines


def test_quotes_and_signatures_are_known_by_their_marks() -> None:
    """Those of the programs, and none that a writer made to set a text apart."""
    page = (
        "a<blockquote>b<blockquote type=cite>c</blockquote></blockquote>"
        "<blockquote style='border: none; margin: 0 0 0 40px'>d</blockquote>"
        "<div class='gmail_signature'>e</div><div id=appendonsend></div>f"
    )
    assert html_lines(page) == [
        Line("a"), Line("b", 1), Line("c", 2), Line("d"), Line("e", signs=True), Line("", opens=True), Line("f"),
    ]  # fmt: skip


def test_the_page_may_tell_its_charset() -> None:
    """In a tag near its beginning."""
    assert charset_of(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">') == "koi8-r"
    assert charset_of(b"<meta charset=utf-8>") == "utf-8"
    assert charset_of(b"<p>") == ""


HOSTILE = {
    "open": "<div>", "closed": "</div>", "comments": "<!--", "ands": "&", "less": "<", "anchors": "<a ",
    "quotes": '<a b="', "styles": "<style>", "deep": "<blockquote>", "cells": "<table><tr><td>", "lists": "<ul><li>",
    "bold": "<b>x</b>", "links": "<a href=http://x>y</a>", "mixed": "<div><p><b></i>", "attributes": "<a b= c= d='",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_take_long_is_read(name: str) -> None:
    """The benchmarks tell how long."""
    assert isinstance(html_lines(HOSTILE[name] * 50_000), list)
    assert isinstance(html_lines("&#" + "9" * 500_000), list)


@given(pieces=st.lists(st.one_of(st.text(max_size=10), st.sampled_from(
    ["<", ">", "</", "<p>", "<br>", "<!--", "-->", "<a href='", "'", '"', "=", "&#x", "<blockquote>",
     "</blockquote>", "<pre>"]
))))  # fmt: skip
def test_any_page_is_read(pieces: list[str]) -> None:
    """Never an exception, and no line has a line end in it."""
    lines = html_lines("".join(pieces))
    assert all("\n" not in line.text and line.depth >= 0 for line in lines)
