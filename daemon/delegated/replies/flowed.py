"""Paragraphs of `format=flowed` put together again (RFC 3676)."""

from __future__ import annotations


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text without its soft line breaks; quoted lines keep their marks. `delete_space` is the parameter DelSp."""
    lines: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        marks, content = _quoted(line)
        if pieces and (marks != depth or content == _SIGNATURE):
            lines.append(_marked(depth, pieces))
            pieces = []
        depth = marks
        flows = content.endswith(" ") and content != _SIGNATURE and not content.startswith(_RULES)
        pieces.append(content[:-1] if flows and delete_space else content)
        if not flows:
            lines.append(_marked(depth, pieces))
            pieces = []
    if pieces:
        lines.append(_marked(depth, pieces))
    return "\n".join(lines)


def _quoted(line: str) -> tuple[int, str]:
    """How deep the line is quoted, and the line without its marks and its stuffed blank (RFC 3676, 4.4 and 4.5)."""
    content = line.lstrip(">")
    return len(line) - len(content), content.removeprefix(" ")


def _marked(depth: int, pieces: list[str]) -> str:
    content = "".join(pieces)
    return f"{'>' * depth} {content}" if depth else content


_SIGNATURE = "-- "
_RULES = ("---", "___")  # `-----Original Message----- ` ends in a blank in Outlook Express, and no paragraph does
