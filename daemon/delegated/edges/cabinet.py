"""The files of tasks: attachments below `state/files/T-12/`, what came by mail below `state/files/T-12 mail/`."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# Never wait for the other end of a FIFO.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NOT_THERE = {errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ENXIO}


class Cabinet:
    """Keeps files, nobody else's to read: folders are 0700 and files 0600, whatever the umask.

    A drawer and what lies in it are opened one from the other and never through a link. The cabinet's own folder is the
    operator's, who may have linked it to another disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, number: int, name: str, content: bytes, *, came: bool = False) -> None:
        """Put a file into a drawer of a task; the same once more changes nothing.

        ValueError: not a plain file name, so that nothing is written. OSError: the world's failure.
        """
        if not _is_plain(name):
            message = f"an attachment is kept under a plain file name, which {name!r} is not"
            raise ValueError(message)
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(os.fspath(self._folder))
        with _opened(os.fspath(self._folder), _FOLDER) as cabinet:
            _close_to_others(cabinet)
            _make_private(_drawer(number, came=came), cabinet)
            with _opened(_drawer(number, came=came), _FOLDER | os.O_NOFOLLOW, cabinet) as drawer:
                _close_to_others(drawer)
                _put(drawer, name, content)

    def take(self, number: int, name: str, *, came: bool = False) -> bytes | None:
        """The content; None where there is no such file: nor is a link one, or what is no plain name."""
        if not _is_plain(name):
            return None
        try:
            with (
                _opened(os.fspath(self._folder), _FOLDER) as cabinet,
                _opened(_drawer(number, came=came), _FOLDER | os.O_NOFOLLOW, cabinet) as drawer,
            ):
                return _content(drawer, name)
        except OSError as refusal:
            if refusal.errno in _NOT_THERE:
                return None
            raise


def _is_plain(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return name not in {"", ".", ".."} and "/" not in name and "\0" not in name


def _drawer(number: int, *, came: bool) -> str:
    return f"T-{number} mail" if came else f"T-{number}"


def _make_private(folder: str, within: int | None = None) -> None:
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700, dir_fd=within)
        # An umask may have taken even the owner's bits, and then it could not be opened.
        os.chmod(folder, 0o700, dir_fd=within)


def _close_to_others(folder: int) -> None:
    if stat.S_IMODE(os.fstat(folder).st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        with suppress(PermissionError):  # somebody else's, who lets us write here: the files themselves are private
            os.fchmod(folder, 0o700)


@contextmanager
def _opened(path: str, flags: int, within: int | None = None) -> Iterator[int]:
    fd = os.open(path, flags, 0o600, dir_fd=within)
    try:
        yield fd
    finally:
        os.close(fd)


def _put(drawer: int, name: str, content: bytes) -> None:
    """Whoever looks sees the whole file or none, or the one that was there before."""
    unfinished = f".{os.getpid()}.new"
    _remove(drawer, unfinished)
    try:
        with _opened(unfinished, _NEW, drawer) as fd, os.fdopen(fd, "wb", closefd=False) as file:
            os.fchmod(fd, 0o600)
            file.write(content)
            file.flush()
            os.fsync(fd)
        os.replace(unfinished, name, src_dir_fd=drawer, dst_dir_fd=drawer)
    except OSError:
        _remove(drawer, unfinished)
        raise


def _remove(drawer: int, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=drawer)


def _content(drawer: int, name: str) -> bytes | None:
    with _opened(name, _READ, drawer) as fd:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        with os.fdopen(fd, "rb", closefd=False) as file:
            return file.read()
