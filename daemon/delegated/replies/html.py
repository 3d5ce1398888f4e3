"""A page of HTML as the lines that its reader sees, with the quotes and signatures that mail programs mark in it.

No tree is built: one pass over the tags, linear in the length of the page, whatever stands in it. (Parsers of HTML
are not: a browser's way with open elements takes quadratic time on nested ones, and `html.parser` on comments
without an end.)
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from delegated.replies.charsets import printable
from delegated.replies.lines import MOST_LINES, Line, tidied

if TYPE_CHECKING:
    from collections.abc import Iterator


def html_lines(page: str) -> list[Line]:
    """The lines of the page. What is hidden is left out; a link stands behind its words as `<https://…>`."""
    sheet = _Sheet()
    for tag, text in _pieces(page):
        if tag is None:
            sheet.write(text)
        elif tag.startswith("/"):
            sheet.close(tag[1:])
        else:
            sheet.open(tag, text)
        if len(sheet.lines) >= MOST_LINES:
            break
    sheet.end_line()
    return sheet.lines


def charset_of(content: bytes) -> str:
    """The charset that the page itself tells in its first two thousand bytes, "" where it tells none."""
    found = _META.search(content[:2000])
    return found[1].decode("ascii") if found else ""


class _Effect(NamedTuple):
    """What an open element does to the text in it."""

    tag: str
    depth: int = 0
    signs: int = 0
    hides: int = 0
    keeps: int = 0
    href: str = ""


@dataclass(slots=True)
class _Sheet:
    """The lines written so far, and the elements that are open."""

    lines: list[Line] = field(default_factory=list)
    _open: list[_Effect] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _depth: int = 0
    _signs: int = 0
    _hides: int = 0
    _keeps: int = 0
    _lists: list[int] = field(default_factory=list)

    def write(self, text: str) -> None:
        if self._hides:
            return
        text = tidied(printable(_unescaped(text)))
        first, *more = text.split("\n") if self._keeps else [_WHITE.sub(" ", text)]
        self._pieces.append(first)
        for line in more:
            self.end_line(even_blank=True)
            self._pieces.append(line)

    def open(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self.end_line(even_blank=True)
        elif tag == "img":
            self._pieces.append(_picture(attributes))
        elif tag == "hr":
            self._rule()
        elif tag not in _VOID:
            self._enter(tag, _told(attributes) if "=" in attributes else {})

    def close(self, tag: str) -> None:
        """End the nearest open element of that name, and what is open within it."""
        near = self._open[-_NEAR:]
        if any(effect.tag == tag for effect in near):
            while self._leave().tag != tag:
                pass
        if tag in _CELLS:
            self._pieces.append(" ")
        elif tag in _BLOCKS:
            self.end_line()

    def end_line(self, *, even_blank: bool = False) -> None:
        text = "".join(self._pieces)
        text = text.rstrip() if self._keeps else " ".join(text.split())
        self._pieces.clear()
        if text or even_blank:
            self.lines.append(Line(text, self._depth, bool(self._signs)))

    def _rule(self) -> None:
        self.end_line()
        self._pieces.append(_RULE)
        self.end_line()

    def _enter(self, tag: str, told: dict[str, str]) -> None:
        if tag in _BLOCKS:
            self.end_line()
            self._space_above(tag, told)
        effect = _effect(tag, told)
        if _opens_letter(told):
            self.lines.append(Line("", self._depth, opens=True))
        elif _BORDER_ABOVE.search(told.get("style", "")) and tag == "div":
            self._rule()
        self._open.append(effect)
        self._depth += effect.depth
        self._signs += effect.signs
        self._hides += effect.hides
        self._keeps += effect.keeps
        self._list(tag)

    def _leave(self) -> _Effect:
        effect = self._open.pop()
        if effect.depth or effect.signs or effect.keeps:
            self.end_line()
        if effect.href and not self._hides:
            self._pieces.append(_link(effect.href, self._pieces))
        if effect.tag in _LISTS and self._lists:
            self._lists.pop()
        self._depth -= effect.depth
        self._signs -= effect.signs
        self._hides -= effect.hides
        self._keeps -= effect.keeps
        return effect

    def _space_above(self, tag: str, told: dict[str, str]) -> None:
        """A paragraph has a blank line above it, but for Word's, which has none."""
        if tag == "p" and "mso" not in told.get("class", "").casefold() and self.lines and self.lines[-1].text:
            self.lines.append(Line("", self._depth, bool(self._signs)))

    def _list(self, tag: str) -> None:
        if tag in _LISTS:
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li" and self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            self._pieces.append(f"{self._lists[-1]}. ")
        elif tag == "li":
            self._pieces.append("- ")


def _pieces(page: str) -> Iterator[tuple[str | None, str]]:
    """Texts (without a tag), and tags with their attributes. What never ends goes to the end of the page."""
    at = 0
    while at < len(page):
        opening = page.find("<", at)
        if opening < 0:
            opening = len(page)
        if opening > at:
            yield None, page[at:opening]
        at, tag, attributes = _tag(page, opening)
        if tag in _UNSEEN:
            at = _end_of(page, at, tag)
        elif tag:
            yield tag, attributes
        elif attributes:
            yield None, attributes


def _tag(page: str, at: int) -> tuple[int, str, str]:
    """Where what begins there ends, the tag's name, and its attributes; a bare `<` is text."""
    if page.startswith("<!--", at):
        end = page.find("-->", at + 4)
        return (len(page) if end < 0 else end + 3), "", ""
    found = _NAME.match(page, at)
    if found is None:
        return (at + 1, "", "<") if at < len(page) else (at, "", "")
    end = _tag_end(page, found.end())
    return end + 1, found[1].casefold(), page[found.end() : min(end, found.end() + _LONGEST_ATTRIBUTES)]


def _tag_end(page: str, at: int) -> int:
    """The `>` that ends the tag: none that stands in quotes."""
    while found := _QUOTE_OR_END.search(page, at):
        if found[0] == ">":
            return found.start()
        closing = page.find(found[0][-1], found.end())
        at = found.end() if closing < 0 else closing + 1
    return len(page)


def _end_of(page: str, at: int, tag: str) -> int:
    """Where an element ends whose content is no text to read."""
    found = _UNSEEN_END[tag].search(page, at)
    return found.end() if found else len(page)


def _told(attributes: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(attributes)
    return {each[1].casefold(): _unescaped(each[2] or each[3] or each[4] or "") for each in found}


def _effect(tag: str, told: dict[str, str]) -> _Effect:
    names = f"{told.get('class', '')} {told.get('id', '')} {told.get('name', '')}".casefold()
    style = told.get("style", "").casefold()
    kept = tag == "pre" or "pre-wrap" in style or "pre-line" in style
    hidden = tag in _STRUCK or bool(_HIDING.search(style))
    return _Effect(
        tag=tag,
        depth=int(_is_quote(tag, told, names, style)),
        signs=int(bool(_SIGNATURE.search(names))),
        hides=int(hidden),
        keeps=int(kept),
        href=told.get("href", "") if tag == "a" else "",
    )


def _is_quote(tag: str, told: dict[str, str], names: str, style: str) -> bool:
    if tag == "blockquote":
        plain = not names.strip() and told.get("type", "") != "cite"
        return not (plain and _NO_BORDER.search(style))
    return bool(_QUOTE.search(names)) or (tag == "div" and bool(_BORDER_LEFT.search(style)))


def _opens_letter(told: dict[str, str]) -> bool:
    names = told.get("id", ""), told.get("data-marker", ""), *told.get("class", "").split()
    return any(name.casefold() in _OPENING for name in names)


def _picture(attributes: str) -> str:
    """An emoji, which some phones send as a picture; other pictures say nothing."""
    words = _told(attributes).get("alt", "")
    return words if len(words) <= _LONGEST_EMOJI and words and not words.isascii() else ""


def _link(href: str, pieces: list[str]) -> str:
    words = "".join(pieces[-_NEAR:])
    bare = href.partition("://")[2].rstrip("/")
    return f" <{href}>" if href.casefold().startswith(("http:", "https:")) and bare not in words else ""


def _unescaped(text: str) -> str:
    return html.unescape(_LONG_NUMBER.sub("\N{REPLACEMENT CHARACTER}", text)) if "&" in text else text


_NEAR: Final = 50  # elements and pieces looked back at
_LONGEST_ATTRIBUTES: Final = 4000
_LONGEST_EMOJI: Final = 12
_RULE: Final = "_" * 20
_STRUCK: Final = frozenset({"s", "strike", "del"})  # the writer has taken it back
_HIDING: Final = re.compile(
    r"display\s?:\s?none|mso-hide|visibility\s?:\s?hidden|text-decoration[a-z-]{0,10}\s?:\s?line-through"
)
_VOID: Final = frozenset({
    "area", "base", "col", "embed", "input", "link", "meta", "param", "source", "track", "wbr", "o:p",
})  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_LISTS: Final = frozenset({"ul", "ol"})
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN: Final = frozenset({"style", "script", "title", "xml", "template", "svg", "object", "select", "textarea"})
_UNSEEN_END: Final = {tag: re.compile(f"</{tag}[^>]{{0,200}}>?", re.IGNORECASE) for tag in _UNSEEN}
_NAME: Final = re.compile(r"<(/?[A-Za-z][A-Za-z0-9:]{0,40}|[!?/])")
_QUOTE_OR_END: Final = re.compile(r">|=\s{0,5}[\"']")
_ATTRIBUTE: Final = re.compile(r"([A-Za-z][\w:-]{0,60})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"?|'([^']*)'?|([^\s\"'>]+))")
_WHITE: Final = re.compile(r"[ \t\n\f]+")
_LONG_NUMBER: Final = re.compile(r"&#[0-9xX][0-9a-fA-F]{8,};?")
_META: Final = re.compile(rb"(?i)charset\s{0,5}=\s{0,5}[\"']?([a-z0-9_.:-]{2,40})")
_BORDER_LEFT: Final = re.compile(r"border-left\s?:[^;]{0,40}(?:solid|#|rgb)")
_BORDER_ABOVE: Final = re.compile(r"(?i)border-top\s?:\s?solid #?[a-z0-9]{3,10} 1(?:\.0)?pt")
_NO_BORDER: Final = re.compile(r"border(?:-left)?(?:-style)?\s?:\s?(?:none|0)")
_QUOTE: Final = re.compile(
    r"yahoo_quoted|gmail_attr|moz-cite-prefix|moz-forward-container|moz-email-headers-table|(?:^| )quote(?:$| )"
    r"|quoted_?text|isreplycontent|reply-intro|airmail_on|front-blockquote|spark_quote|replyheader"
    r"|(?:^| )mail[-_]?quote(?:$| )"
)
_SIGNATURE: Final = re.compile(
    r"gmail_signature|moz-signature|protonmail_signature|yahoo-signature|ydp[0-9a-f]*signature|mobile-signature"
    r"|applemailsignature|(?:^| )(?:x_)?(?:e?mail-?)?signature(?:$| )|zmail_signature|tutanota_signature|edo-signature"
    r"|zm-_id_-sgn"
)
_OPENING: Final = frozenset({
    "appendonsend", "divrplyfwdmsg", "olk_src_body_section", "outlookmessageheader", "__divider__", "__headers__",
    "mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line",
})  # fmt: skip
