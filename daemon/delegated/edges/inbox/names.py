"""Names of folders and files: what is a task, what an editor's leavings, and the number in front.

A name is a `str` as `os.fsdecode` gives it (surrogateescape), so that any name Linux allows lives through.
"""

# ruff: noqa: PTH122  (a name is no path)
from __future__ import annotations

import os
import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INBOX = "inbox"
REJECTED = "rejected"
STATE_FOLDERS = ("yours", "later", "standing", "delegated", "waiting", "dropped", "done")
FOLDERS = (INBOX, *STATE_FOLDERS, REJECTED)
ERROR_SUFFIX = ".error.txt"

_LONGEST = 255  # bytes in one name, on every file system that matters here
_LONGEST_SUFFIX = 16
_TASK = re.compile(r"\.(md|yaml|yml|txt)\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"T-([1-9][0-9]{0,8})(?=[ .]|\Z)")
_IGNORED = re.compile(
    r"""
      [.~] .*                       # hidden, and `~$plan.docx`, `~syncthing~…`
    | .* ~                          # the backup of an editor
    | \# .* \#                      # Emacs, while it is edited
    | .* \. (swp|swx|swo|tmp|temp|part|partial|filepart|crdownload|download|kate-swp|lock|bak|orig)
    | .* ___jb_(tmp|old)___
    | 4913                          # Vim trying whether it may write here
    | desktop\.ini | thumbs\.db
    | .* \.error\.txt               # ours, moved along with its file
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def is_ignored(name: str) -> bool:
    """Whether the file is an editor's, a sync tool's or a desktop's own, and nobody's task."""
    return _IGNORED.fullmatch(name) is not None


def is_task(name: str) -> bool:
    """Whether a file of this name is read as a task: `.md`, `.yaml`, `.yml`, `.txt`, in any case."""
    return _TASK.search(name) is not None and not is_ignored(name)


def number_in(name: str) -> int | None:
    """12 for `T-12 Book flights.md`; None where no number stands in front."""
    match = _NUMBERED.match(name)
    return int(match[1]) if match else None


def placed_name(number: int, name: str) -> str:
    """`T-12 Book flights.md`, of 255 bytes at most; a number that stood there before goes."""
    old = _NUMBERED.match(name)
    stem, suffix = _split(name[old.end() :].removeprefix(" ") if old else name)
    return fitted(f"T-{number} {stem}" if stem else f"T-{number}", suffix)


def spellings(name: str, room: int = _LONGEST) -> Iterator[str]:
    """The name, then `NAME (2).md`, `NAME (3).md` and so on, each of `room` bytes at most."""
    stem, suffix = _split(name)
    yield fitted(stem, suffix, room)
    for again in count(2):
        yield fitted(stem, f" ({again}){suffix}", room)


def rejected_spellings(name: str) -> Iterator[str]:
    """The same, with room left for the name of the error file."""
    return spellings(name, _LONGEST - len(ERROR_SUFFIX))


def replaced_spellings(name: str) -> Iterator[str]:
    """What a rejected file is called once a better one of its name was taken: `NAME (replaced).md`."""
    stem, suffix = _split(name)
    return spellings(fitted(stem, f" (replaced){suffix}"))


def fitted(stem: str, suffix: str, room: int = _LONGEST) -> str:
    """Stem and suffix, the stem cut between two characters so that both take `room` bytes at most."""
    room -= len(os.fsencode(suffix))
    kept = stem
    while len(os.fsencode(kept)) > room:
        kept = kept[:-1]
    return (kept if kept == stem else kept.rstrip()) + suffix


def _split(name: str) -> tuple[str, str]:
    # `.md` alone is a suffix here: what is left of `T-7.md` when its number goes.
    if name.startswith(".") and is_task("_" + name) and "." not in name[1:]:
        return "", name
    stem, suffix = os.path.splitext(name)
    return (stem, suffix) if len(os.fsencode(suffix)) <= _LONGEST_SUFFIX else (name, "")
