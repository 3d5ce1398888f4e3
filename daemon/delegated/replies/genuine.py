"""Who has proven what: the Authentication-Results (RFC 8601) of the one server that is trusted to write them.

Anybody can write such a header; only the one that the named server has put on top counts. Comments and quoted strings
are taken apart by hand, in one pass: what stands in them is the sender's, and must never read as a result.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delegated.replies.mail import Mail

Statement = list[tuple[str, str]]


def unproven(mail: Mail, authserv: str) -> str | None:
    """None where that server says that the domain of From has passed DMARC; else why not, in words.

    The topmost header of that server decides; where more of them speak of DMARC, all must have passed. The domain
    that passed and the one in From are the same, or one lies within the other.
    """
    domain = mail.sender.rpartition("@")[2]
    if not domain or len(mail.headers.get("from", ())) > 1:
        return "it has not exactly one sender"
    server = _name(authserv)
    told = [read for value in mail.headers.get("authentication-results", ()) if (read := _read(value, server))]
    if not server or not told:
        return f"it has no Authentication-Results of {server or 'a server that is trusted'}"
    results = [[statement for statement in read if statement and statement[0][0] == "dmarc"] for read in told]
    if not results[0]:
        return f"{server} says nothing of DMARC"
    reasons = (_failure(statement, domain, server) for read in results for statement in read)
    return next((reason for reason in reasons if reason), None)


def _failure(statement: Statement, domain: str, server: str) -> str | None:
    result = statement[0][1].lower()
    if result != "pass":
        return f"{server} says dmarc={_shown(result)}"
    passed = {_name(value.rpartition("@")[2]) for name, value in statement[1:] if name == "header.from"}
    if len(passed) != 1:
        return f"{server} does not say whose DMARC has passed"
    (proven,) = passed
    if not _is_aligned(proven, _name(domain)):
        return f"{server} says that {_shown(proven)} has passed, and the sender is of {_shown(domain)}"
    return None


def _is_aligned(proven: str, domain: str) -> bool:
    """A top-level domain is nobody's: it proves nothing for what lies within it."""
    if "." not in proven or "." not in domain:
        return False
    return proven == domain or proven.endswith(f".{domain}") or domain.endswith(f".{proven}")


def _read(value: str, server: str) -> list[Statement]:
    """The statements of a header of that server, each as pairs of name and value; nothing where it is another's.

    Where it is that server's and says nothing, there is one empty statement.
    """
    first, *rest = _statements(_without_comments(value[:_LONGEST]))
    name = first[0].partition("/")[0].strip('"') if first else ""
    if not server or _name(name) != server or "=" in first:
        return []
    return [list(_pairs(words)) for words in rest] or [[]]


def _without_comments(value: str) -> str:
    """Each comment, however deep, as a blank; an open one reaches to the end. Quoted strings stay as they are."""
    kept, depth, start, is_quoted = [], 0, 0, False
    for found in _MARKS.finditer(value):
        mark = found[0]
        if mark == '"' and not depth:
            is_quoted = not is_quoted
        elif mark == "(" and not is_quoted:
            if not depth:
                kept.append(value[start : found.start()])
            depth += 1
        elif mark == ")" and depth:
            depth -= 1
            start = found.end()
    if not depth:
        kept.append(value[start:])
    return " ".join(kept)


def _statements(value: str) -> list[list[str]]:
    """The words between semicolons. A quoted string is one word, with its first quote mark: it is never a name."""
    statements: list[list[str]] = [[]]
    for word in _WORD.findall(value):
        if word == ";":
            statements.append([])
        else:
            statements[-1].append(word)
    return statements


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """`dmarc`, `pass` of `dmarc/1 = pass`: what stands before and behind each equals sign, the method first."""
    if words[1:2] != ["="]:
        return
    for at in range(1, len(words) - 1):
        if words[at] == "=":
            yield words[at - 1].lower().partition("/")[0], words[at + 1].strip('"')


def _name(domain: str) -> str:
    """The domain as it is compared: small letters, ASCII (IDNA), no dot at the end."""
    name = domain.strip().rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _shown(word: str) -> str:
    return word if len(word) <= _LONGEST_SHOWN else f"{word[:_LONGEST_SHOWN]}…"


_LONGEST = 65_536
_LONGEST_SHOWN = 80
_MARKS = re.compile(r'\\.|[()"]', re.DOTALL)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"?|[;=]|[^\s;="]+', re.DOTALL)
