"""Settings: the file, the variables above it, the secrets beside it; and each fault with its place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from delegated.core.errors import Unreadable
from delegated.core.fields import Level
from delegated.events import Event
from delegated.logs import log
from delegated.settings import Settings, fault_in_use, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the shell of whoever tests says about delegated does not count."""
    import os  # noqa: PLC0415

    for name in [name for name in os.environ if name.startswith("DELEGATED_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


def read(home: Path, text: str) -> Settings:
    """The settings that this file means; there must be no fault."""
    home.mkdir(exist_ok=True)
    (home / "delegated.toml").write_text(text, encoding="utf-8")
    found = read_settings(home)
    assert isinstance(found, Settings), str(found)
    return found


def faults(home: Path, text: str | bytes) -> str:
    """What is wrong with this file; there must be something."""
    content = text.encode() if isinstance(text, str) else text
    (home / "delegated.toml").write_bytes(content)
    found = read_settings(home)
    assert isinstance(found, Unreadable)
    return str(found)


def test_an_empty_file_is_fine(tmp_path: Path) -> None:
    """Everything has a value that works at once, without a server."""
    settings = read(tmp_path, "")
    assert settings.mail.url == "folder:mail"
    assert settings.store.url == "sqlite:state/delegated.db"
    assert settings.mail.sender == ("The desk", "desk@example.org")
    assert settings.mail.answers == "desk@example.org"
    assert settings.limits()[Level.TRIAL].tasks == 1
    assert set(settings.patience) == {"normal", "relaxed", "urgent"}
    assert (settings.replies.url, settings.replies.after) == ("maildir:replies", "seen")
    assert settings.replies.authserv is None


def test_what_stands_in_the_file_counts(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        '[mail]\nurl = "smtps://desk@mail.example.org"\nfrom = "Zoë <zoe@example.org>"\nreply_to = "in@example.org"\n'
        'timeout = "2.5s"\n[tasks]\nsettle = "50ms"\n[trust.trial]\nstakes = "medium"\ntasks = 3\n'
        '[patience.gentle]\nremind_after = "2 working days"\n[currencies]\nEUR = "1"\nUSD = "0.86"\n',
    )
    assert settings.mail.sender == ("Zoë", "zoe@example.org")
    assert settings.mail.answers == "in@example.org"
    assert settings.mail.timeout == timedelta(seconds=2.5)
    assert settings.tasks.settle == timedelta(milliseconds=50)
    assert settings.limits()[Level.TRIAL].tasks == 3
    assert settings.limits()[Level.TRUSTED].tasks == 10
    assert "gentle" in settings.patience


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('[mail]\nurll = "x"\n', "2:1", ["unknown setting `mail.urll`", "`url`"]),
        ('[mial]\nurl = "x"\n', "1:1", ["unknown setting `mial`", "`mail`"]),
        ("[mail]\nconnections = 99\n", "2:1", ["`mail.connections`", "16"]),
        ('[mail]\nconnections = "many"\n', "2:1", ["`mail.connections`", "integer"]),
        ('[mail]\nfrom = "nobody"\n', "2:1", ["`mail.from`", "`nobody` is no sender", "<desk@example.org>"]),
        ('[mail]\nfrom = "a <a@example.org>\\nBcc: b@example.org"\n', "2:1", ["`mail.from`"]),
        ('[mail]\nreply_to = "nobody"\n', "2:1", ["`mail.reply_to`"]),
        ('[mail]\ntimeout = "soon"\n', "2:1", ["`mail.timeout`", "`soon`", "`300ms`"]),
        ("[tasks]\nmax_bytes = 7\n", "2:1", ["`tasks.max_bytes`", "1000"]),
        ('[log]\nformat = "xml"\n', "2:1", ["`log.format`", "json", "console"]),
        ("[owner]\nlimit = 0\n", "2:1", ["`owner.limit`"]),
        ('[patience.urgent]\nremind_after = "whenever"\n', "2:1", ["`patience.urgent.remind_after`", "whenever"]),
        ('[patience.urgent]\nremind_after = "2h"\ngive_up_after = "never"\n', "3:1", ["give_up_after`", "never"]),
        ('[replies]\nurl = "pop3://mail.example.org"\n', "2:1", ["`replies.url`", "pop3", "imaps:"]),
        ('[replies]\nafter = "shred"\n', "2:1", ["`replies.after`", "`shred`", "`move:FOLDER`"]),
        ("[replies]\nmax_bytes = 7\n", "2:1", ["`replies.max_bytes`", "10000"]),
        ("[patience.urgent]\nreminders = 1\n", "1:1", ["`patience.urgent.remind_after` is missing"]),
        ('[trust.trial]\nstakes = "enormous"\ntasks = 1\n', "2:1", ["`trust.trial.stakes`", "low, medium, high"]),
        ('[trust.tryal]\nstakes = "low"\ntasks = 1\n', "1:1", ["tryal", "trial"]),
        ('[trust.trial]\nstakes = "low"\nmoney = "60"\ntasks = 1\n', "3:1", ["`trust.trial.money`", "EUR"]),
        ('[currencies]\nEUR = "two"\n', "1:1", ["currencies", "two"]),
        ('[mail]\nurl = "x\n', "2:", ["not TOML"]),
        ('[mail]\nurl = "x"\nurl = "y"\n', "3:", ["not TOML"]),
        ("[mail\n", "1:", ["not TOML"]),
    ],
)  # fmt: skip
def test_a_fault_has_its_place_and_its_cure(tmp_path: Path, text: str, place: str, words: list[str]) -> None:
    """Line and column, what is wrong, and where it can be guessed what was meant."""
    said = faults(tmp_path, text)
    assert said.startswith(f"delegated.toml:{place}"), said
    for word in words:
        assert word in said, said


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Three mistakes are three messages: nobody mends one to meet the next."""
    said = faults(tmp_path, '[mail]\nurll = "x"\n[owner]\nlimit = -1\n[log]\nformat = "xml"\n')
    assert [line for line in said.splitlines() if line.startswith("delegated.toml:")].__len__() == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe[\x00m\x00", "UTF-8"),
        (b"[mail]\nfrom = 'Zo\xeb <z@example.org>'\n", "UTF-8"),
        (b"[mail]\nfrom = 'a\x00b'\n", "delegated.toml:2"),
        (b"#" * 2_000_000, "large"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """Other encodings, NUL bytes, two megabytes: said, not guessed."""
    assert words in faults(tmp_path, content)


def test_a_byte_order_mark_and_crlf_are_fine(tmp_path: Path) -> None:
    """As an editor on Windows saves it."""
    (tmp_path / "delegated.toml").write_bytes(b'\xef\xbb\xbf[mail]\r\nfrom = "a@example.org"\r\n')
    found = read_settings(tmp_path)
    assert isinstance(found, Settings), found
    assert found.mail.sender == ("", "a@example.org")


def test_no_file_is_no_home(tmp_path: Path) -> None:
    """And says how to make one."""
    found = read_settings(tmp_path)
    assert isinstance(found, Unreadable)
    assert "delegated init" in str(found)
    assert str(tmp_path) in str(found)


def test_variables_go_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`DELEGATED_MAIL__URL` is `url` in [mail]; the rest of the section stays as it is written."""
    monkeypatch.setenv("DELEGATED_MAIL__URL", "smtp://relay.example.org")
    monkeypatch.setenv("DELEGATED_TASKS__MAX_BYTES", "5000")
    settings = read(tmp_path, '[mail]\nurl = "folder:mail"\nconnections = 7\n')
    assert settings.mail.url == "smtp://relay.example.org"
    assert settings.mail.connections == 7
    assert settings.tasks.max_bytes == 5000


def test_a_variable_can_name_a_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested tables are nested by two underscores."""
    monkeypatch.setenv("DELEGATED_CURRENCIES", '{"EUR": "1", "USD": "0.9"}')
    settings = read(tmp_path, "")
    assert "USD" in str(settings.currencies)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DELEGATED_MAIL__CONNECTIONS", "many", ["$DELEGATED_MAIL__CONNECTIONS", "integer"]),
        ("DELEGATED_MIAL__URL", "x", ["$DELEGATED_MIAL__URL", "no such setting", "DELEGATED_MAIL"]),
        ("DELEGATED_MAIL__ULR", "x", ["$DELEGATED_MAIL__ULR", "no such setting", "DELEGATED_MAIL__URL"]),
        ("DELEGATED_CURRENCIES", "{", ["currencies"]),
    ],
)
def test_a_variable_with_a_fault_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: list[str]
) -> None:
    """A mistyped one too: nobody should be left to wonder why it has no effect."""
    monkeypatch.setenv(name, value)
    said = faults(tmp_path, "")
    for word in words:
        assert word in said, said


def test_the_home_variable_is_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`DELEGATED_HOME` is for the command line."""
    monkeypatch.setenv("DELEGATED_HOME", str(tmp_path))
    read(tmp_path, "")


def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> None:
    """Files as systemd puts them there."""
    folder = tmp_path / "credentials"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))


def test_a_password_comes_from_a_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the line end that editors put there; before the file, after the variable."""
    credentials(tmp_path, monkeypatch, mail__password="Tortuga!azul-77\n")
    settings = read(tmp_path / "home", '[mail]\npassword = "old"\n')
    assert settings.mail.password is not None
    assert settings.mail.password.get_secret_value() == "Tortuga!azul-77"
    monkeypatch.setenv("DELEGATED_MAIL__PASSWORD", "newest")
    settings = read(tmp_path / "home", "")
    assert settings.mail.password is not None
    assert settings.mail.password.get_secret_value() == "newest"


def test_a_credential_may_hold_the_whole_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store's url with its password in it is a secret too."""
    credentials(tmp_path, monkeypatch, store__url="postgresql://u:p@db/delegated")
    assert read(tmp_path / "home", "").store.url == "postgresql://u:p@db/delegated"


def test_a_mistyped_credential_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the nearest one that there is, and without what stands in it."""
    credentials(tmp_path, monkeypatch, mail__pasword="Tortuga!azul-77")
    (tmp_path / "home").mkdir()
    said = faults(tmp_path / "home", "")
    assert "mail__pasword" in said
    assert "`mail__password`" in said
    assert "Tortuga" not in said


def test_other_credentials_are_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder may hold what another program of the unit needs."""
    credentials(tmp_path, monkeypatch, **{"tls.key": "---", "token": "x"})
    read(tmp_path / "home", "")


def test_no_secret_is_ever_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[[], list[dict[str, Any]]]
) -> None:
    """Not in the repr, not in the log, not in the error of a setting beside it."""
    credentials(tmp_path, monkeypatch, mail__password="Tortuga!azul-77", mail__token="tok-9Zx")
    settings = read(tmp_path / "home", "")
    log(Event.SERVICE_FAILED, reason=settings.mail.password)
    log(Event.STORE_FAILED, reason="cannot reach postgresql://delegated:s3cr3t-77@db/delegated")
    wrong = faults(tmp_path / "home", "[mail]\npassword = 4711\nconnections = 99\nurl = 7\n")
    for text in (repr(settings), str(settings), f"{settings.model_dump()}", str(said()), wrong):
        assert "Tortuga" not in text
        assert "tok-9Zx" not in text
        assert "4711" not in text.replace("delegated.toml:2:1", "").replace("password = 4711", "")
        assert "s3cr3t-77" not in text


SECRET_LINES = [
    '[mail]\nurl = "smpt://desk:hunter2secret@mail.example.org"\n',
    '[mail]\nurl = "smpt:desk:hunter2secret@mail.example.org"\n',
    '[mail]\nurl = "hunter2secret@mail.example.org"\n',
    '[mail]\nfrom = "smtp://desk:hunter2secret@"\n',
    "[mail]\npassword = hunter2secret\n",
    '[mail]\npassword = "hunter2secret\n',
    '[mail]\npassword = """\nhunter2secret\\q"""\n',
    '[mail]\npasword = "hunter2secret"\n',
    '[mail]\nlogin = {password = "hunter2secret"}\n',
    "[mail]\npassword = \nhunter2secret\n",
    "[mail]\ntoken = 4711\nurl = hunter2secret@\n",
    '[store]\nurl = "postgres://delegated:hunter2secret@db.example.org/delegated"\n',
]


@pytest.mark.parametrize("text", SECRET_LINES)
def test_a_fault_repeats_no_secret(tmp_path: Path, text: str) -> None:
    """The line is named, and not shown: faults are printed, and mailed."""
    said = faults(tmp_path, text)
    assert said.startswith("delegated.toml:")
    assert "hunter2secret" not in said
    assert "^" not in said


def test_a_fault_in_use_repeats_no_secret(tmp_path: Path) -> None:
    """Also where those who would use the address say what is wrong with it."""
    read(tmp_path, '[mail]\nurl = "smtp://desk@mail.example.org"\n')
    fault = fault_in_use(tmp_path, "mail.url", "cannot read smtp://desk:hunter2secret@mail.example.org")
    assert str(fault) == "delegated.toml:2:1: cannot read smtp://***@mail.example.org"


def test_a_line_without_a_secret_is_shown(tmp_path: Path) -> None:
    """With the caret below the key."""
    said = faults(tmp_path, '[mail]\nurl = "smpt://mail.example.org"\n')
    assert said.endswith('\n    url = "smpt://mail.example.org"\n    ^^^')
