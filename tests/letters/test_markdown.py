"""What the owner wrote, made safe to read in any mail program."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.letters.markdown import as_html

ROOM = 60_000
ALLOWED = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "hr",
    "a",
    "strong",
    "em",
    "del",
    "br",
}


class Seen(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(text: str) -> Seen:
    html = as_html(text, ROOM)
    assert html is not None
    return Seen(html)


def test_what_markdown_can_say_is_said_with_inline_styles() -> None:
    """Headings, lists, tables, quotations, code, links: each with its style, for there are no style sheets in mail."""
    shown = seen(
        "# A\n\n## B\n\ntext **x** `y`\n\n- one\n\n3. two\n\n> three\n\n|a|b|\n|-|-|\n|1|2|\n\n```\nz\n```\n\nhttps://e.org"
    )
    styled = {tag for tag, attributes in shown.tags if attributes.get("style")}
    assert {"h1", "h2", "p", "ul", "ol", "li", "blockquote", "table", "th", "td", "pre", "code", "a"} <= styled
    assert ("start", "3") in next(attributes for tag, attributes in shown.tags if tag == "ol").items()
    assert all(word in shown.text for word in ("A", "B", "text", "x", "y", "one", "two", "three", "1", "2", "z"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,xxxx)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "![x](https://example.org/track.gif)",
        "<style>p{}</style><iframe src=x></iframe>",
        '<a href="https://example.org" style="position:fixed" onclick="x()">x</a>',
    ],
)
def test_nothing_that_acts_or_loads_gets_through(text: str) -> None:
    """Raw HTML is shown as it was typed; a link leads to the web or to mail, or nowhere; no picture is loaded."""
    for tag, attributes in seen(text).tags:
        assert tag in ALLOWED
        assert attributes.keys() <= {"style", "dir", "href", "start"}
        assert (attributes.get("href") or "https://").startswith(("https://", "http://", "mailto:"))


@given(st.text(st.one_of(st.characters(), st.sampled_from("<>[]()!*_`#-|&\"'=/:\n "))))
def test_no_text_at_all_makes_a_tag_that_is_not_meant(text: str) -> None:
    """The same for whatever else a file may hold."""
    for tag, attributes in seen(text).tags:
        assert tag in ALLOWED
        assert attributes.keys() <= {"style", "dir", "href", "start"}


def test_an_image_becomes_a_link() -> None:
    """Nothing is loaded from afar: that would tell a stranger when the letter is read."""
    shown = seen('![the map](https://example.org/map.png "Map")')
    assert ("href", "https://example.org/map.png") in [item for _, tag in shown.tags for item in tag.items()]
    assert "the map" in shown.text


def test_check_boxes_are_drawn() -> None:
    """Mail programs drop form fields."""
    assert "☐ one" in seen("- [ ] one").text
    assert "☑ two" in seen("- [x] two").text


@pytest.mark.parametrize("text", [">" * 60_000, "> " * 30_000, "- a\n" * 20_000, "&" * 60_000])
def test_what_would_grow_too_large_is_refused_before_it_costs_time(text: str) -> None:
    """60,000 nested quotations would keep the sanitiser busy for twelve seconds."""
    assert as_html(text, ROOM) is None


def test_the_same_text_is_the_same_html_in_each_process() -> None:
    """No order of attributes that changes from run to run."""
    html = as_html("text\n\n1. [x](https://e.org)", ROOM)
    assert html is not None
    assert re.findall(r"<\w+ (\w+)=", html) == ["dir", "dir", "style", "style"]
