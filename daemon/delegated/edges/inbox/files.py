"""One file at a time: read it whole or not at all, move it without overwriting, write an error beside it.

Paths are plain strings and every call blocks; a failure of the world (disk full, no permission) is an OSError.
"""

# ruff: noqa: PTH103, PTH104, PTH105, PTH108, PTH120, PTH123  (thousands of files at once: pathlib is several times slower)
from __future__ import annotations

import ctypes
import errno
import fcntl
import filecmp
import os
import signal
import stat
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from delegated.edges.inbox.names import ERROR_SUFFIX, REJECTED, rejected_spellings, replaced_spellings, spellings

if TYPE_CHECKING:
    from collections.abc import Callable

    from delegated.ports import Filing

_RENAME_NOREPLACE = 1
_AT_FDCWD = -100
# Never follow a link, never wait for the other end of a FIFO.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Signature(NamedTuple):
    """What changes when a file does. Sizes in bytes, times in nanoseconds of the file system's clock."""

    size: int
    mtime_ns: int
    inode: int


class Unread(Enum):
    """Why there is nothing to hand out: the file is gone, or somebody is still writing it."""

    GONE = "gone"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is left where it is, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Text:
    """A file read in one piece. `content` is empty where the size is above the limit.

    `certain` tells that the system vouched for it: nobody had it open for writing.
    """

    content: bytes
    signature: Signature
    certain: bool


def signature_of(path: str) -> Signature | None:
    """Size, time and inode of the regular file at this path; None where there is none."""
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return None
    return _signature(info) if stat.S_ISREG(info.st_mode) else None


def read_whole(path: str, max_bytes: int) -> Text | Unread | Left:
    """The file as it is at one moment, or why not. Links are not followed, and only regular files are read."""
    try:
        fd = os.open(path, _READ)
    except FileNotFoundError:
        return Unread.GONE
    except OSError as refusal:
        return Left(_why(refusal))
    try:
        return _read(fd, max_bytes)
    except OSError as failure:
        return Left(_why(failure))
    finally:
        os.close(fd)


def move_file(root: str, move: Filing) -> str | None:
    """Do it, and tell the name it got: a different file in the way makes it `NAME (2).md`.

    Doing it again after a crash is the same as having done it; None when the file is in neither place.
    """
    source = f"{root}/{move.from_folder}/{move.from_name}"
    folder = f"{root}/{move.to_folder}"
    for name in spellings(move.to_name):
        target = f"{folder}/{name}"
        if target == source:
            return name if os.path.lexists(source) else None
        try:
            _rename_into(source, target)
        except FileExistsError:
            if _is_second_link(source, target):
                os.unlink(source)
                return name
        except FileNotFoundError:
            return name if os.path.lexists(target) else None
        else:
            return name
    return None


def reject_file(root: str, folder: str, name: str, text: str, read: Signature | None, max_bytes: int) -> str | None:
    """Put the file into `rejected/` and the text beside it; the name it got, or None when the file is gone.

    The error file is there first, so that a crash in between leaves the file in the inbox, to be read again. It bears
    the time of the file that was read: as long as both agree, the file is not mended. That holds over restarts and
    jumps of the clock, and when an older file is moved over the rejected one.
    """
    source = f"{root}/{folder}/{name}"
    found = signature_of(source)
    if found is None:
        return name if os.path.lexists(f"{root}/{REJECTED}/{name}") else None
    mtime_ns = (read or found).mtime_ns
    if folder == REJECTED:
        _write_error(source, text, mtime_ns)
        return name
    os.makedirs(f"{root}/{REJECTED}", exist_ok=True)
    for placed in rejected_spellings(name):
        target = f"{root}/{REJECTED}/{placed}"
        if _placed_beside_error(source, target, text, mtime_ns, max_bytes):
            return placed
    return None


def is_mended(path: str) -> bool:
    """Whether the rejected file is another one than the error beside it speaks of."""
    try:
        error = os.lstat(path + ERROR_SUFFIX)
        # An empty error file is what a power failure leaves of one: the file is read again to tell it anew.
        return os.lstat(path).st_mtime_ns != error.st_mtime_ns or error.st_size == 0
    except OSError:
        return False


def clear_error_of(root: str, name: str, *, taken: bool) -> None:
    """Remove the error file; the file it speaks of, where it is still there, becomes `NAME (replaced).md`.

    A file that was mended and not `taken` keeps its error file, since it is still to be read.
    """
    path = f"{root}/{REJECTED}/{name}"
    if is_mended(path) and not taken:
        return
    if not taken and os.path.lexists(path) and os.path.lexists(path + ERROR_SUFFIX):
        _give_way(root, name)
    with suppress(FileNotFoundError):
        os.unlink(path + ERROR_SUFFIX)


def sync_folder(path: str) -> None:
    """What was moved into and out of this folder is there after a power failure, too; nothing where it is none."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _signature(info: os.stat_result) -> Signature:
    return Signature(info.st_size, info.st_mtime_ns, info.st_ino)


def _read(fd: int, max_bytes: int) -> Text | Unread | Left:
    info = os.fstat(fd)
    if not stat.S_ISREG(info.st_mode):
        return Left("it is a folder" if stat.S_ISDIR(info.st_mode) else "it is not a regular file")
    written = _has_writer(fd)
    if written:
        return Unread.WRITTEN
    before = _signature(os.fstat(fd))
    if before.size > max_bytes:
        return Text(b"", before, certain=written is False)
    content = os.read(fd, before.size + 1)
    if len(content) != before.size or _signature(os.fstat(fd)) != before:
        return Unread.WRITTEN
    return Text(content, before, certain=written is False)


def _has_writer(fd: int) -> bool | None:
    """Whether somebody has the file open for writing; None when the system does not tell.

    A read lease is refused while there is a writer, and holds a new one back until the file is closed here. It
    takes the owner of the file, or CAP_LEASE, and a local file system. See fcntl(2).
    """
    try:
        # The signal for "somebody wants to write" is SIGIO by default, which would end the process.
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as refusal:
        return True if refusal.errno == errno.EAGAIN else None
    return False


def _why(refusal: OSError) -> str:
    if refusal.errno == errno.ELOOP:
        return "it is a symbolic link"
    if refusal.errno == errno.ENXIO:
        return "it is not a regular file"
    return f"it cannot be read: {refusal.strerror}"


def _rename_into(source: str, target: str) -> None:
    """Rename, and make the target's folder anew where somebody removed it."""
    try:
        _rename_new(source, target)
    except FileNotFoundError:
        if not os.path.lexists(source):
            raise
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _rename_new(source, target)


def _rename_new(source: str, target: str) -> None:
    """Rename, or FileExistsError: in one step, where kernel and file system know how (renameat2(2)).

    Not link and unlink: the kernel refuses hard links to other people's files (fs.protected_hardlinks).
    """
    failed = _renameat2()(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_NOREPLACE)
    if not failed:
        return
    code = ctypes.get_errno()
    if code not in {errno.EINVAL, errno.ENOSYS}:
        raise OSError(code, os.strerror(code), source, None, target)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), source, None, target)
    os.rename(source, target)


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int]:
    try:
        found = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return _no_renameat2
    found.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    return found


def _no_renameat2(*_: object) -> int:
    ctypes.set_errno(errno.ENOSYS)
    return -1


def _is_second_link(source: str, target: str) -> bool:
    """Both names are one file that has another name to live on under (not one name in two spellings)."""
    try:
        one, other = os.lstat(source), os.lstat(target)
    except FileNotFoundError:
        return False
    return os.path.samestat(one, other) and one.st_nlink > 1


def _placed_beside_error(source: str, target: str, text: str, mtime_ns: int, max_bytes: int) -> bool:
    if os.path.lexists(target):
        if not _is_same_text(source, target, max_bytes):
            return False
        _write_error(target, text, mtime_ns)
        os.replace(source, target)
        return True
    _write_error(target, text, mtime_ns)
    try:
        _rename_new(source, target)
    except FileExistsError:
        return False
    return True


def _is_same_text(one: str, other: str, max_bytes: int) -> bool:
    found = signature_of(one), signature_of(other)
    if found[0] is None or found[1] is None or max(found[0].size, found[1].size) > max_bytes:
        return False
    return filecmp.cmp(one, other, shallow=False)


def _write_error(path: str, text: str, mtime_ns: int) -> None:
    """Write the error file of this file in one step: whoever looks sees the whole text or none."""
    folder = os.path.dirname(path)
    draft = f"{folder}/.error-{os.getpid()}.tmp"
    with open(draft, "w", encoding="utf-8", errors="replace") as file:
        file.write(text if text.endswith("\n") else text + "\n")
        os.fchmod(file.fileno(), 0o644)
    os.utime(draft, ns=(mtime_ns, mtime_ns))
    os.replace(draft, path + ERROR_SUFFIX)


def _give_way(root: str, name: str) -> None:
    folder = f"{root}/{REJECTED}"
    for other in replaced_spellings(name):
        with suppress(FileExistsError):
            _rename_new(f"{folder}/{name}", f"{folder}/{other}")
            return
