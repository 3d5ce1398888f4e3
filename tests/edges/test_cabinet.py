"""What is put into the cabinet is kept there, and nothing else is ever taken out of it. Real folders."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from delegated.edges.cabinet import Cabinet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_PLAIN = ["/etc/passwd", "../T-2/secret.pdf", "..", ".", "", "folder/inner", "a\0b", "\ud800"]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "state" / "files"


@pytest.fixture
def cabinet(files: Path) -> Cabinet:
    return Cabinet(files)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Something that lies outside, and is nobody's attachment."""
    place = tmp_path / "secret"
    place.write_bytes(b"secret")
    return place


@contextmanager
def umask(bits: int) -> Iterator[None]:
    before = os.umask(bits)
    try:
        yield
    finally:
        os.umask(before)


def lie(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_is_taken(cabinet: Cabinet, files: Path) -> None:
    """Each task has a drawer of its own; the same name once more is the newer content."""
    cabinet.keep(12, "plan.pdf", b"old")
    cabinet.keep(12, "plan.pdf", b"new")
    cabinet.keep(7, "plan.pdf", b"another")
    assert (cabinet.take(12, "plan.pdf"), cabinet.take(7, "plan.pdf")) == (b"new", b"another")
    assert lie(files / "T-12") == ["plan.pdf"], "nothing unfinished is left"


def test_what_was_not_kept_is_not_there(cabinet: Cabinet) -> None:
    """Neither cabinet nor drawer nor file."""
    assert cabinet.take(12, "plan.pdf") is None
    cabinet.keep(12, "plan.pdf", b"")
    assert cabinet.take(13, "plan.pdf") is None
    assert cabinet.take(12, "other.pdf") is None
    assert cabinet.take(12, "x" * 300) is None
    assert cabinet.take(12, "plan.pdf") == b""


@pytest.mark.parametrize("name", ["..hidden", " ", "\N{ROCKET}.pdf", os.fsdecode(b"\xff.pdf"), "-rf *", "x" * 255])
def test_any_plain_name_is_kept(cabinet: Cabinet, name: str) -> None:
    """All that a file beside a task may be called."""
    cabinet.keep(12, name, b"x")
    assert cabinet.take(12, name) == b"x"


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_only_plain_names_are_kept(cabinet: Cabinet, tmp_path: Path, name: str) -> None:
    """Refused before anything is written."""
    with pytest.raises(ValueError, match="plain file name"):
        cabinet.keep(12, name, b"x")
    assert lie(tmp_path) == []


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_only_plain_names_are_taken(cabinet: Cabinet, files: Path, name: str) -> None:
    """A task that was put back may name any path as its attachment: there is no such file."""
    cabinet.keep(2, "secret.pdf", b"x")
    cabinet.keep(12, "plan.pdf", b"x")
    (files / "T-12" / "folder").mkdir()
    (files / "T-12" / "folder" / "inner").write_bytes(b"x")
    assert cabinet.take(12, name) is None


def test_a_link_is_not_taken(cabinet: Cabinet, files: Path, secret: Path) -> None:
    """Whoever planted it in the drawer gets nothing by mail."""
    cabinet.keep(12, "plan.pdf", b"x")
    (files / "T-12" / "link.pdf").symlink_to(secret)
    assert cabinet.take(12, "link.pdf") is None


def test_a_drawer_that_is_a_link_is_not_used(cabinet: Cabinet, files: Path, secret: Path) -> None:
    """Neither to take from nor to keep in."""
    cabinet.keep(1, "plan.pdf", b"x")
    (files / "T-12").symlink_to(secret.parent)
    assert cabinet.take(12, "secret") is None
    with pytest.raises(NotADirectoryError):
        cabinet.keep(12, "secret", b"x")
    assert secret.read_bytes() == b"secret"


def test_a_planted_link_is_replaced_and_not_followed(cabinet: Cabinet, files: Path, secret: Path) -> None:
    """Under the name that is kept, or under the one that is used until the file is whole."""
    cabinet.keep(12, "first.pdf", b"x")
    (files / "T-12" / "plan.pdf").symlink_to(secret)
    (files / "T-12" / f".{os.getpid()}.new").symlink_to(secret)
    cabinet.keep(12, "plan.pdf", b"plan")
    assert cabinet.take(12, "plan.pdf") == b"plan"
    assert secret.read_bytes() == b"secret"
    assert lie(files / "T-12") == ["first.pdf", "plan.pdf"]


def test_only_regular_files_are_taken(cabinet: Cabinet, files: Path) -> None:
    """A FIFO is not waited for."""
    cabinet.keep(12, "plan.pdf", b"x")
    (files / "T-12" / "folder").mkdir()
    os.mkfifo(files / "T-12" / "pipe")
    assert cabinet.take(12, "folder") is None
    assert cabinet.take(12, "pipe") is None


def test_a_file_that_cannot_be_put_there_leaves_nothing_behind(cabinet: Cabinet, files: Path) -> None:
    """The world's failure is told as one."""
    cabinet.keep(12, "plan.pdf", b"x")
    (files / "T-12" / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        cabinet.keep(12, "folder", b"x")
    assert lie(files / "T-12") == ["folder", "plan.pdf"]


@pytest.mark.parametrize("bits", [0o000, 0o022, 0o277])
def test_it_is_nobody_elses_to_read(cabinet: Cabinet, files: Path, bits: int) -> None:
    """Whatever the umask allows or takes away."""
    files.parent.mkdir()
    with umask(bits):
        cabinet.keep(12, "plan.pdf", b"x")
    assert [mode(files), mode(files / "T-12"), mode(files / "T-12" / "plan.pdf")] == [0o700, 0o700, 0o600]


def test_what_stood_open_is_closed(cabinet: Cabinet, files: Path) -> None:
    """Folders that were made by an older version, or by hand."""
    (files / "T-12").mkdir(parents=True)
    files.chmod(0o755)
    (files / "T-12").chmod(0o755)
    cabinet.keep(12, "plan.pdf", b"x")
    assert [mode(files), mode(files / "T-12")] == [0o700, 0o700]


def test_the_cabinet_may_stand_elsewhere(cabinet: Cabinet, files: Path, tmp_path: Path) -> None:
    """The operator linked its folder to another disk."""
    (tmp_path / "large disk").mkdir()
    files.parent.mkdir()
    files.symlink_to(tmp_path / "large disk")
    cabinet.keep(12, "plan.pdf", b"x")
    assert cabinet.take(12, "plan.pdf") == b"x"
