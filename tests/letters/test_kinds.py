"""What holds for every kind of letter, whatever it says."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from delegated.letters import samples as sample_letters
from delegated.letters.samples import KINDS, preview, samples

if TYPE_CHECKING:
    from delegated.letters.mime import Rendered
    from delegated.letters.templates import Templates

ODD = {
    "tag": "<script>alert(1)</script> \"&'",
    "from the right": "مراجعة الكتيب العربي",
    "long": "Donaudampfschifffahrtsgesellschaft" * 40,
    "braces": "{{ 7 * 7 }}{% raw %}",
}


def letter(kind: str, letters: Templates, text: str = "", *, bare: bool = False) -> Rendered:
    """The fullest letter of this kind, or the barest, with this title and these words in it."""
    made = sample_letters._KINDS[kind]
    written: Any = made.bare if bare else made.full
    return made.render(_retold(written, text) if text else written, letters)


def _retold(value: Any, text: str) -> Any:
    """The same letter with another text in every place that holds what a person wrote."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    words = {name for name in told if name in {"title", "said", "question", "answer", "got", "delivered", "quoted"}}
    changed = {name: text if name in words and one else _each(one, text) for name, one in told.items()}
    return replace(value, **changed)


def _each(value: Any, text: str) -> Any:
    return tuple(_retold(one, text) for one in value) if isinstance(value, tuple) else _retold(value, text)


class Tags(HTMLParser):
    """Every tag that is opened, and whether each is closed again."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's
        self.names.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bare", [False, True])
def test_every_letter_is_whole(kind: str, bare: bool, letters: Templates) -> None:  # noqa: FBT001
    """Text and HTML say something to somebody; no gaps, no `None`, every tag closed, nothing from afar."""
    made = letter(kind, letters, bare=bare)
    assert made.subject
    assert made.text.startswith("Hello ")
    assert "None" not in made.text + made.html
    assert not re.search(r"\n{5}|[ \t]\n(?!Sent)", made.text.replace("-- \n", "--\n"))
    assert not re.search(r"<(script|img|link|iframe|form|input|video|svg)\b|url\(|@import|src=", made.html)
    assert not Tags(made.html).open
    assert len(made.html.encode()) < 30_000


@pytest.mark.parametrize("kind", KINDS)
def test_samples_are_what_templates_are_given(kind: str, letters: Templates) -> None:
    """The same names in the fullest and in the barest: a template that works with both works.

    But for letters that go to both sides: each side has its own words.
    """
    full, bare = samples(kind)
    if kind in {"note", "help"}:
        assert {full["role"], bare["role"]} == {"assistant", "owner"}
    else:
        assert full.keys() == bare.keys()
    assert preview(kind, letters) == letter(kind, letters)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"fault", "waiting"}])
def test_every_letter_about_a_task_bears_its_reference(kind: str, letters: Templates) -> None:
    """At the foot of both, above the mark of the signature, which many programs cut off when they quote."""
    made = letter(kind, letters)
    reference = "Ref. t12-"
    assert reference in made.html
    assert made.text.index(reference) < made.text.index("\n-- \n")
    assert "Ref." not in letter(kind, letters, bare=True).text.replace(reference, "") or kind == "review"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "fault"])
@pytest.mark.parametrize("odd", ODD)
def test_what_people_wrote_stays_what_they_wrote(kind: str, odd: str, letters: Templates) -> None:
    """Shown in the text as it is, in the HTML as text: never a tag, never a template."""
    text = ODD[odd]
    made = letter(kind, letters, text)
    assert text in made.text
    assert text in unescape(made.html)
    assert "script" not in Tags(made.html).names


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"fault", "reminder", "waiting"}])
def test_a_title_from_the_right_is_marked_as_such(kind: str, letters: Templates) -> None:
    """In so many words, for Outlook."""
    title = ODD["from the right"]
    assert re.search(rf'<h1 dir="rtl"[^>]*>{title}</h1>', letter(kind, letters, title).html)


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_the_text_are_as_long_as_a_window(kind: str, letters: Templates) -> None:
    """Old programs do not wrap; only what people wrote, links and addresses may stand out."""
    lines = [line for line in letter(kind, letters).text.split("\n") if not re.search(r"@|://|File:", line)]
    assert all(len(line) <= 79 for line in lines)


@pytest.mark.parametrize("kind", ["reminder", "waiting"])
def test_two_hundred_tasks_fit_in_a_letter(kind: str, letters: Templates) -> None:
    """The HTML stays below 100 KB and says that it was cut; the text has them all."""
    written: Any = sample_letters._KINDS[kind].full
    items = tuple(replace(written.items[0], number=number) for number in range(1, 201))
    made = sample_letters._KINDS[kind].render(replace(written, items=items), letters)
    assert len(made.html.encode()) < 100_000
    assert "too long for one page" in made.html
    assert all(f"T-{number} " in made.text for number in range(1, 201))
    assert not Tags(made.html).open
