"""Keeps the HTML of a letter below 100 KB, above which Gmail cuts a mail off. The plain text is always whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from delegated.letters.markdown import as_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from delegated.letters.templates import Templates

LIMIT: Final = 100_000
"""Octets of HTML that a letter stays below."""

_ROOMS = (60_000, 16_000, 4_000, 1_000, 200)
_ITEM = 40


def fitting_html(letters: Templates, kind: str, facts: Mapping[str, object], body: str = "") -> str:
    """The HTML body of this kind of letter, `body` (Markdown) standing in it as `body_html`.

    What does not fit is cut, the text first; then `shortened` is true, and the template says so.
    """
    html = ""
    for room in _ROOMS:
        body_html, whole = _beginning(body, room)
        told = facts if room == _ROOMS[0] else {name: _clipped(value, room) for name, value in facts.items()}
        shortened = not whole or told is not facts
        html = letters.render(kind, "html", {**told, "body_html": body_html, "shortened": shortened})
        if len(html.encode("utf-8", "replace")) < LIMIT:
            break
    return html


def _beginning(body: str, room: int) -> tuple[Markup, bool]:
    """As much of the text as its HTML has room for, cut between lines where there are any; and whether it is all."""
    text = body if len(body) <= room else _cut(body, room)
    html = as_html(text, room)
    while html is None:
        text = _cut(text, len(text) // 2)
        html = as_html(text, room)
    return html, text is body


def _cut(text: str, length: int) -> str:
    head = text[:length]
    lines, newline, _ = head.rpartition("\n")
    return lines if newline else head


def _clipped(value: object, room: int) -> object:
    """The value with long texts and long lists cut; a link is whole or nothing."""
    match value:
        case str() if len(value) > room:
            return "" if value.startswith("mailto:") else f"{value[:room]}…"
        case tuple():
            return tuple(_clipped(item, room) for item in value[: room // _ITEM])
        case dict():
            return {name: _clipped(item, room) for name, item in value.items()}
    return value
