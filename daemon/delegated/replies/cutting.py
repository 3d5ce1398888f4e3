"""A mail cut down to what was written: no letter answered, no signature, no small print.

Plain text and HTML are both cut, and tell different things. A `>` or a `blockquote` says where a quote ends; an
Outlook header says only where it begins. So where one of the two has marks and the other lost them, that one is
taken. Otherwise the text that is left of one is often contained in what is left of the other, with a signature or a
quote more that only the other could know: then the shorter one is taken. Where they differ in any other way, or one
is a stub, plain text wins, for it is what the writer's program calls the whole.

Attributions, header blocks and separators without quote marks below open a letter that goes on to the end. Quoted
lines are never what was written, even where nobody announced them: a wrong word there would act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from delegated.replies.attribution import opening_at
from delegated.replies.html import html_lines
from delegated.replies.lines import Line, text_lines
from delegated.replies.signature import without_signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from delegated.replies.mail import Mail


@dataclass(frozen=True, slots=True)
class Cut:
    """What somebody has written, and what was around it."""

    text: str
    """What was written, inline answers among it; paragraphs as they were, no blank lines at the ends."""
    inline: tuple[tuple[str, str], ...] = ()
    """The quoted lines just above, and the answer below them, where answers stand between quoted lines."""
    quoted: str = ""
    """Everything that was cut off as the letter answered."""
    private: str = ""
    """What an owner keeps to herself: filled by `telling.without_private`, which takes it out of all of the above."""


def cut(mail: Mail) -> Cut:
    """What the writer of this mail has written. Never raises, and takes linear time."""
    name = mail.sender_name or " ".join(re.split(r"[._-]", mail.sender.partition("@")[0]))
    plain = _cut_lines(text_lines(_unsealed(mail.text)), name, typed=True) if _says_something(mail.text) else None
    if not _says_something(mail.html):
        return (plain or _Found()).cut()
    page = _cut_lines(_below_marks(html_lines(mail.html or "")), name)
    return _better(plain, page).cut()


@dataclass(slots=True)
class _Found:
    """What one of the two texts of a mail was cut into."""

    written: list[list[str]] = field(default_factory=list)
    inline: list[tuple[str, str]] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    marked: bool = False
    """The quotes have marks, so that their ends are known."""

    @property
    def text(self) -> str:
        return dedent("\n\n".join("\n".join(lines) for lines in self.written)).strip()

    def cut(self) -> Cut:
        return Cut(self.text, tuple(self.inline), "\n".join(self.quoted).strip())


def _better(plain: _Found | None, page: _Found) -> _Found:
    """The one of the two that tells better what was written: the docstring of this module says which."""
    if plain is None:
        return page
    of_plain, of_page = _words(plain.text), _words(page.text)
    if of_plain == of_page or (plain.marked and not page.marked):
        return plain
    if page.marked and not plain.marked and (of_page or plain.quoted == []):
        return page
    if not of_plain:
        return plain if plain.quoted else page
    if not of_page:
        return page if page.quoted and not plain.quoted else plain
    return page if _contains(of_plain, of_page) or _is_stub(plain.text) else plain


def _words(text: str) -> list[str]:
    return _WORD.findall(_LINK.sub("", text.casefold()))


def _contains(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether all words of one stand in the other, in their order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _is_stub(text: str) -> bool:
    """`Your program cannot show HTML`: what some programs put in place of the text."""
    words = text.casefold()
    return len(words) < _LONGEST_STUB and "html" in words and any(word in words for word in _STUB)


def _says_something(text: str | None) -> bool:
    return text is not None and not text.isspace() and bool(text)


def _unsealed(text: str | None) -> str:
    """The text without the armour of a PGP signature around it (RFC 4880, 7)."""
    text = text or ""
    begin = text.find(_PGP_BEGIN)
    end = text.find(_PGP_END, begin) if begin >= 0 else -1
    if end < 0:
        return text
    _, _, signed = text[begin:end].partition("\n\n")
    below = text[end:].partition(_PGP_LAST)[2]
    lines = (line.removeprefix("- ") for line in signed.split("\n"))
    return text[:begin] + "\n".join(lines) + below


def _below_marks(lines: list[Line]) -> list[Line]:
    """The lines without those that a program marked as a signature, unless nothing else was written."""
    unsigned = [line for line in lines if not line.signs]
    return unsigned if any(line.text and not line.depth for line in unsigned) else lines


def _cut_lines(lines: list[Line], name: str, *, typed: bool = False) -> _Found:
    """What these lines are cut into. `typed`: a mark of a quote may be the writer's own."""
    found = _Found()
    runs = _runs(lines, found, typed=typed)
    answered = sum(kind == "written" and bool(_filled(texts)) for kind, texts in runs)
    above: list[str] = []
    for number, (kind, texts) in enumerate(runs):
        if kind != "written":
            above = texts if kind == "quoted" else []
            found.quoted += texts
            continue
        said = without_signature(texts, name, first=not found.written)
        if said:
            found.written.append(said)
            quoted_below = any(later == "quoted" for later, _ in runs[number + 1 :][:1])
            if above and (quoted_below or answered > 1 or len(_filled(above)) <= _FEW):
                found.inline.append(("\n".join(above).strip(), "\n".join(said)))
        above = []
    return found


def _runs(lines: list[Line], found: _Found, *, typed: bool) -> list[tuple[str, list[str]]]:
    """The lines as runs of one kind: written, quoted, or the opening of what is quoted."""
    kinds, marked = _kinds(lines, typed=typed)
    found.marked = marked
    runs: list[tuple[str, list[str]]] = []
    for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        texts = [line.text for _, line in group]
        if kind == "written" and not _filled(texts):
            continue
        if runs and runs[-1][0] == kind:
            runs[-1][1].extend(["", *texts])
        else:
            runs.append((kind, texts))
    return runs


def _kinds(lines: list[Line], *, typed: bool) -> tuple[list[str], bool]:
    """What each line is; and whether the quotes have marks."""
    texts = ["" if line.depth else line.text for line in lines]
    kinds = ["quoted" if line.depth else "written" for line in lines]
    first = next((number for number, line in enumerate(lines) if line.depth), len(lines))
    last = max((number for number, line in enumerate(lines) if line.depth), default=-1)
    followed = _quote_follows(lines)
    end = len(lines)
    opened = False
    number = 0
    while number < end:
        opening = _opening(lines, texts, number, before_quote=followed[number])
        if opening:
            opened = True
            start, stop = opening
            if not followed[min(stop, len(lines)) - 1]:
                kinds[start:] = ["opening"] * (stop - start) + ["quoted"] * (len(lines) - stop)
                _answer_below(lines, kinds, start, stop)
                end = start
                break
            kinds[start:stop] = ["opening"] * (stop - start)
            number = stop
        else:
            number += 1
    _rejoin(lines, kinds)
    if typed and not opened and last == first:
        _keep_typed_mark(lines, kinds, first)
    return kinds, first < end


def _opening(lines: list[Line], texts: list[str], number: int, *, before_quote: bool) -> tuple[int, int] | None:
    if lines[number].depth:
        return None
    if lines[number].opens:
        return number, number + 1
    return opening_at(texts, number, before_quote=before_quote)


def _quote_follows(lines: list[Line]) -> list[bool]:
    """For each line, whether the next one that is not blank is quoted."""
    follows = [False] * len(lines)
    quoted = False
    for number in range(len(lines) - 1, -1, -1):
        follows[number] = quoted
        if lines[number].text.strip() or lines[number].depth:
            quoted = lines[number].depth > 0
    return follows


def _answer_below(lines: list[Line], kinds: list[str], start: int, stop: int) -> None:
    """What stands below the foot of a letter of ours was written there, if nothing was written above it.

    The foot of each letter tells its reply address; where quotes have no marks, nothing else tells the end.
    """
    if any(line.text.strip() for line, kind in zip(lines[:start], kinds, strict=False) if kind == "written"):
        return
    foot = max((number for number in range(start, len(lines)) if _TOKEN.search(lines[number].text)), default=-1)
    if foot < 0:
        return
    below = next((number for number in range(foot, len(lines)) if not lines[number].text.strip()), len(lines))
    texts = ["" if line.depth else line.text for line in lines]
    if any(_opening(lines, texts, number, before_quote=False) for number in range(stop, len(lines))):
        return
    for number in range(below, len(lines)):
        kinds[number] = "quoted" if lines[number].depth else "written"


def _rejoin(lines: list[Line], kinds: list[str]) -> None:
    """The end of a long quoted line that some program broke off, without a mark of its own, is quoted."""
    for number in range(1, len(lines) - 1):
        line, above, below = lines[number], lines[number - 1], lines[number + 1]
        torn = above.depth and below.depth and not line.depth and kinds[number] == "written"
        if torn and _is_torn(above.text, line.text):
            kinds[number] = "quoted"


def _is_torn(above: str, below: str) -> bool:
    start = below.strip()
    if not start or len(above) < _LONG_LINE or above.rstrip().endswith(_ENDS_OF_SENTENCES):
        return False
    return start[0].islower() and len(start) < _TORN and len(above) + len(start.split(None, 1)[0]) >= _FULL_LINE


def _keep_typed_mark(lines: list[Line], kinds: list[str], number: int) -> None:
    """A single `> ` right below written words, in a mail that quotes nothing else, was typed by the writer."""
    if 0 < number < len(lines) and lines[number - 1].text.strip() and not lines[number - 1].depth:
        lines[number] = Line(f"> {lines[number].text}")
        kinds[number] = "written"


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text.strip()]


_FEW: Final = 5
_LONGEST_STUB: Final = 400
_LONG_LINE: Final = 55
_FULL_LINE: Final = 66
_TORN: Final = 40
_ENDS_OF_SENTENCES: Final = (".", "!", "?", ":", ";", "…")
_STUB: Final = (
    "support",
    "view",
    "display",
    "format",
    "capable",
    "client",
    "browser",
    "anzeigen",
    "mostrar",
    "afficher",
)
_PGP_BEGIN: Final = "-----BEGIN PGP SIGNED MESSAGE-----"
_PGP_END: Final = "-----BEGIN PGP SIGNATURE-----"
_PGP_LAST: Final = "-----END PGP SIGNATURE-----"
_WORD: Final = re.compile(r"\w+")
_LINK: Final = re.compile(r"<(?:https?|mailto):[^<>\s]{0,2000}>|\[https?:[^\[\]\s]{0,2000}\]")
_TOKEN: Final = re.compile(r"(?i)(?<![a-z0-9])t[0-9]{1,12}-[a-z2-7]{16}(?![a-z0-9])")
