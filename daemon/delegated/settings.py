"""Settings: `delegated.toml`, overridden by `DELEGATED_…` variables and by secrets from `$CREDENTIALS_DIRECTORY`.

    DELEGATED_MAIL__URL=smtps://desk@mail.example.org    the key `url` of `[mail]`
    $CREDENTIALS_DIRECTORY/mail__password                the key `password` of `[mail]`, from a file

A fault is told with the line of the file, or the name of the variable or credential, that it stands in.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    WithJsonSchema,
    field_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from delegated.core import patience as waiting
from delegated.core import shapes
from delegated.core.durations import Span
from delegated.core.errors import Fault, Unreadable, did_you_mean, nearest
from delegated.core.fields import Duration, Email, Estimate, Level, LevelField, Line, MoneyField, Stakes, StakesField
from delegated.core.handling import Handling
from delegated.core.money import Currencies, MoneyError, parse_money
from delegated.core.office import Limit
from delegated.core.reading import Source, read_text

FILE: Final = "delegated.toml"
PREFIX: Final = "DELEGATED_"
OTHER_VARIABLES: Final = frozenset({"DELEGATED_HOME"})
LARGEST: Final = 1_000_000
_AT: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_STARTS: Final = re.compile(r"\s*(?:\[|\"?([\w.-]+)\"?\s*=)")
_SECRETS: Final = ("password", "passwort", "secret", "token")
_OUT: Final = ("smtp://", "smtps://", "folder:")
_IN: Final = ("maildir:", "imaps://", "imap://")
_STORES: Final = ("sqlite:", "postgresql://")
_LOGIN: Final = re.compile(r":(//)?\S*@")


def _moment(value: object) -> object:
    """`300ms`, `2s`: short lengths, which people give to machines."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(ms|s)\s*", str(value))
    if isinstance(value, timedelta):
        return value
    if not found:
        message = f"`{value}` is no short length of time; write it like `300ms` or `2s`"
        raise ValueError(message)
    return timedelta(seconds=float(found[1]) / (1000 if found[2] == "ms" else 1))


Moment = Annotated[
    timedelta,
    BeforeValidator(_moment),
    WithJsonSchema(
        shapes.written(
            "A short length of time", "300ms", "2s",
            pattern=r"^\s*[0-9]+(?:\.[0-9]+)?\s*(?:ms|s)\s*$", wanted="a short length of time, like 300ms or 2s",
        )
    ),
]  # fmt: skip


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _scheme(*known: str) -> BeforeValidator:
    """A URL that begins with one of these."""

    def read(value: object) -> object:
        said = str(value)
        if said.startswith(known):
            return said
        scheme, colon, _ = said.partition(":")
        near = nearest(scheme, [one.partition(":")[0] for one in known])
        hint = f"did you mean `{near}`?" if near else f"it begins with {', '.join(f'`{one}`' for one in known)}"
        message = f"there is no `{scheme}:` here; {hint}" if colon else f"this is no address; {hint}"
        raise ValueError(message)

    return BeforeValidator(read)


def _address(*known: str) -> WithJsonSchema:
    """The same, as an editor is told it."""
    wanted = f"an address that begins with {', '.join(known)}"
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{'|'.join(known)})", "patternErrorMessage": wanted})


def _afterwards(value: object) -> object:
    """`seen`, `delete`, or `move:Archive`."""
    said = str(value).strip()
    if said in {"seen", "delete"} or re.fullmatch(r"move:\S.*", said):
        return said
    message = f"`{said}` is none of `seen`, `delete`, `move:FOLDER`"
    raise ValueError(message)


def _mailbox(value: object) -> object:
    """`desk@example.org` or `The desk <desk@example.org>`."""
    name, address = _split_mailbox(str(value))
    if not address:
        message = f"`{value}` is no sender; write it like `The desk <desk@example.org>`"
        raise ValueError(message)
    if "\n" in name or "\r" in name:
        message = "has a line break in it"
        raise ValueError(message)
    return str(value).strip()


def _split_mailbox(text: str) -> tuple[str, str]:
    found = re.fullmatch(r'\s*(?:"?([^"<>]*?)"?\s*<([^<>@\s]+@[^<>@\s]+)>|([^<>@\s]+@[^<>@\s]+))\s*', text)
    return (found[1] or "", found[2] or found[3]) if found else ("", "")


_MAILBOX: Final = shapes.written(
    "A sender", "The desk <desk@example.org>",
    pattern=r"^\s*(?:\"?[^\"<>]*\"?\s*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)\s*$",
    wanted="a sender, like The desk <desk@example.org>",
)  # fmt: skip
_AFTER: Final = {
    "anyOf": [
        {"type": "string", "enum": ["seen", "delete"]},
        {
            "type": "string",
            "pattern": r"^\s*(?:seen|delete|move:\S.*)\s*$",
            "patternErrorMessage": "seen, delete or move:FOLDER",
        },
    ]
}


class Mail(_Section):
    """How letters leave."""

    url: Annotated[str, _scheme(*_OUT), _address(*_OUT)] = Field(
        "folder:mail", description="`smtp://`, `smtps://`, or `folder:mail`", examples=["smtps://desk@mail.example.org"]
    )
    from_: Annotated[str, BeforeValidator(_mailbox), WithJsonSchema(_MAILBOX)] = Field(
        "The desk <desk@example.org>",
        alias="from",
        description="Who letters are from",
        examples=["The desk <desk@example.org>"],
    )
    reply_to: Email | None = Field(
        None,
        description="Where answers go; a token is added after a `+`. Left out: the address of `from`",
        examples=["desk@example.org"],
    )
    connections: int = Field(4, ge=1, le=16, description="How many at a time", examples=[4])
    timeout: Moment = Field(
        timedelta(seconds=60),
        description="How long the server may be silent",
        validate_default=False,
        examples=["60s"],
        json_schema_extra={"default": "60s"},
    )
    password: SecretStr | None = Field(
        None, description="Better from a credential: `mail__password`", examples=["a long one"]
    )
    token: SecretStr | None = Field(
        None,
        description="An OAuth 2 access token, for XOAUTH2. Better from a credential: `mail__token`",
        examples=["from your provider"],
    )
    attachments: int = Field(
        10_000_000, ge=0, description="How many bytes of attachments a letter may carry", examples=[10_000_000]
    )
    working_hours_only: bool = Field(
        default=False,
        description="Every letter waits for its reader's working hours; else only those that time alone has caused",
        examples=[True],
    )

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address that letters are from."""
        return _split_mailbox(self.from_)

    @property
    def answers(self) -> str:
        """The address that answers go to, without a token."""
        return self.reply_to or self.sender[1]


class Replies(_Section):
    """How answers arrive."""

    url: Annotated[str, _scheme(*_IN), _address(*_IN)] = Field(
        "maildir:replies",
        description="`maildir:replies`, or `imaps://…` with the folder behind a slash",
        examples=["imaps://desk@mail.example.org/INBOX"],
    )
    authserv: str | None = Field(
        None,
        description="Your server whose Authentication-Results count: only mail that it found genuine is heard",
        examples=["mx.example.org"],
    )
    password: SecretStr | None = Field(
        None, description="Better from a credential: `replies__password`", examples=["a long one"]
    )
    token: SecretStr | None = Field(
        None,
        description="An OAuth 2 access token, for XOAUTH2. Better from a credential: `replies__token`",
        examples=["from your provider"],
    )
    after: Annotated[str, BeforeValidator(_afterwards), WithJsonSchema(_AFTER)] = Field(
        "seen",
        description="What becomes of a mail on the server once it is kept here: `seen`, `delete` or `move:FOLDER`",
        examples=["move:Archive"],
    )
    max_bytes: int = Field(
        25_000_000,
        ge=10_000,
        le=100_000_000,
        description="Of a larger mail only the beginning is kept, and put aside",
        examples=[25_000_000],
    )


class StoreSettings(_Section):
    """Where the state is kept."""

    url: Annotated[str, _scheme(*_STORES), _address(*_STORES)] = Field(
        "sqlite:state/delegated.db",
        description="`sqlite:…` or `postgresql://…`",
        examples=["postgresql://delegated@db.example.org/delegated"],
    )


class Tasks(_Section):
    """The folder of task files."""

    path: str = Field("tasks", description="Below the home, or absolute", examples=["tasks"])
    max_bytes: int = Field(
        1_000_000, ge=1_000, le=20_000_000, description="The largest task file, in bytes", examples=[1_000_000]
    )
    settle: Moment = Field(
        timedelta(milliseconds=300),
        description="How long a file must rest before it is read",
        examples=["300ms"],
        json_schema_extra={"default": "300ms"},
    )
    sweep: Moment = Field(
        timedelta(seconds=60),
        description="How often all folders are looked through",
        examples=["60s"],
        json_schema_extra={"default": "60s"},
    )


class Http(_Section):
    """Health and metrics. Served by a later version."""

    listen: str | None = Field(None, description="Off unless set", examples=["127.0.0.1:8925"])


class LogSettings(_Section):
    """The log on standard output."""

    format: Literal["json", "console"] = Field("json", description="`json` for programs, `console` for people")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is told")


class OwnerSettings(_Section):
    """Limits that go for every owner."""

    limit: float = Field(
        1.0, gt=0, le=10, description="Overwhelmed above this: open hours by hours a week", examples=[1.0]
    )
    stalled_after: Duration = Field(
        Span(days=7), description="A goal stands still whose task was not touched for so long", examples=["7 days"]
    )
    words_per_minute: float = Field(
        30, ge=1, le=300, description="How fast she writes: her time for briefs and answers", examples=[30]
    )
    answer: Estimate = Field(timedelta(minutes=1), description="Her time for each answer, beside the writing")
    review: Estimate = Field(timedelta(minutes=5), description="Her time for looking at what was delivered")

    @property
    def handling(self) -> Handling:
        """What tasks take of her own time."""
        return Handling(self.words_per_minute, self.answer, self.review)


class Patience(_Section):
    """How long an answer is waited for, in the working time of whoever should give it."""

    remind_after: Duration = Field(
        description="A first reminder, and the next ones in the same distance", examples=["1 working day", "2h"]
    )
    reminders: int = Field(2, ge=0, le=10, description="How many before the next person is asked", examples=[2])
    next_after: Duration | None = Field(
        None,
        description="Then the next person is asked. Left out: one more interval after the last reminder",
        examples=["2 working days"],
    )
    give_up_after: Duration | None = Field(
        None,
        description="Then the task comes back to its owner. Left out: three times `next_after`",
        examples=["6 working days"],
    )


class TrustSettings(_Section):
    """How far one level of trust goes."""

    stakes: StakesField = Field(description="The highest stakes that it may take")
    money: MoneyField | None = Field(
        None, description="The most that one task may cost; left out: no limit", examples=["400 EUR"]
    )
    tasks: int = Field(ge=1, description="How many tasks at a time", examples=[4])


def _trust() -> dict[Level, TrustSettings]:
    rows = (
        (Level.TRIAL, Stakes.LOW, "60 EUR", 1),
        (Level.PROVEN, Stakes.MEDIUM, "400 EUR", 4),
        (Level.TRUSTED, Stakes.HIGH, "1500 EUR", 10),
    )
    return {
        level: TrustSettings.model_construct(stakes=stakes, money=parse_money(money), tasks=tasks)
        for level, stakes, money, tasks in rows
    }


def _patience() -> dict[str, Patience]:
    rows = {
        "relaxed": ("2 working days", 2, "5 working days"),
        "normal": ("1 working day", 2, "2 working days"),
        "urgent": ("2h", 1, "4h"),
    }
    return {
        name: Patience.model_validate({"remind_after": after, "reminders": times, "next_after": then})
        for name, (after, times, then) in rows.items()
    }


def _one_default_currency() -> dict[str, str]:
    return {"EUR": "1"}


class Settings(BaseSettings):
    """Everything in `delegated.toml`. What is left out has the value shown."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        title="delegated settings",
        env_ignore_empty=True,
    )
    credentials: ClassVar[Mapping[str, Any]] = {}

    mail: Mail = Field(
        default_factory=lambda: Mail.model_validate({}),
        description="How letters leave",
        examples=[{"url": "folder:mail"}],
    )
    replies: Replies = Field(
        default_factory=lambda: Replies.model_validate({}),
        description="How answers arrive",
        examples=[{"url": "maildir:replies"}],
    )
    store: StoreSettings = Field(
        default_factory=lambda: StoreSettings.model_validate({}),
        description="Where the state is kept",
        examples=[{"url": "sqlite:state/delegated.db"}],
    )
    tasks: Tasks = Field(
        default_factory=lambda: Tasks.model_validate({}),
        description="The folder of task files",
        examples=[{"path": "tasks"}],
    )
    http: Http = Field(
        default_factory=lambda: Http.model_validate({}),
        description="Health and metrics. Served by a later version",
        examples=[{"listen": "127.0.0.1:8925"}],
    )
    log: LogSettings = Field(
        default_factory=lambda: LogSettings.model_validate({}),
        description="The log on standard output",
        examples=[{"format": "json"}],
    )
    owner: OwnerSettings = Field(
        default_factory=lambda: OwnerSettings.model_validate({}),
        description="Limits that go for every owner",
        examples=[{"limit": 1.0}],
    )
    patience: dict[str, Patience] = Field(
        default_factory=_patience,
        description="How long an answer is waited for, by name: relaxed, normal, urgent, and names of your own",
        examples=[{"normal": {"remind_after": "1 working day", "reminders": 2, "next_after": "2 working days"}}],
    )
    trust: dict[LevelField, TrustSettings] = Field(
        default_factory=_trust,
        description="How far each level of trust goes",
        examples=[{"trial": {"stakes": "low", "money": "60 EUR", "tasks": 1}}],
    )
    currencies: dict[str, str] = Field(
        default_factory=_one_default_currency,
        description="What one unit of each currency is worth in the base, as text",
        examples=[{"EUR": "1", "GBP": "1.15"}],
    )
    words: dict[str, dict[str, list[Line]]] = Field(
        default_factory=dict,
        description="The words that begin an answer, by language",
        examples=[{"es": {"accept": ["acepto", "de acuerdo"]}}],
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables go before the file, which was read with its places and comes in as `init_settings`."""
        return env_settings, init_settings

    @field_validator("patience")
    @classmethod
    def _with_the_usual_patience(cls, given: dict[str, Patience]) -> dict[str, Patience]:
        """The shipped rules name `relaxed`, `normal` and `urgent`: they are always there."""
        return {**_patience(), **given}

    @field_validator("trust")
    @classmethod
    def _with_every_level(cls, given: dict[Level, TrustSettings]) -> dict[Level, TrustSettings]:
        return {**_trust(), **given}

    def limits(self) -> dict[Level, Limit]:
        """The levels of trust."""
        return {level: Limit(row.stakes, row.money, row.tasks) for level, row in self.trust.items()}

    def patiences(self) -> dict[str, waiting.Patience]:
        """How long is waited, by name."""
        return {
            name: waiting.Patience.of(row.remind_after, row.reminders, row.next_after, row.give_up_after)
            for name, row in self.patience.items()
        }

    def rates(self) -> Currencies:
        """The table of exchange. Raises MoneyError for one that cannot be used; `read_settings` has checked it."""
        return Currencies.from_table(self.currencies)


def read_settings(home: Path) -> Settings | Unreadable:
    """The settings of a home, or every fault in them. A missing file is a fault: this is no home then."""
    path = home / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Source(FILE, ()).nowhere(f"there is no {FILE} in {home}", "make a home with `delegated init HOME`")
    except OSError as error:
        return Source(FILE, ()).nowhere(f"the file cannot be read: {error.strerror}", "look at its owner and mode")
    text = read_text(content, FILE, most=LARGEST) if content.strip() else ""
    if isinstance(text, Unreadable):
        return text
    tree = _read_toml(text)
    read = tree if isinstance(tree, Unreadable) else _validated(tree, Source.of(FILE, text))
    return Unreadable(tuple(map(_discreet, read.faults))) if isinstance(read, Unreadable) else read


def fault_in_use(home: Path, name: str, message: str) -> Fault:
    """What is wrong with a setting like `mail.url` that reads well: at its line, its variable or its credential."""
    text = (home / FILE).read_text(encoding="utf-8", errors="replace")
    path = name.split(".")
    credential = "__".join(path)
    if credential in dict(_credentials()):
        return _discreet(Fault(f"$CREDENTIALS_DIRECTORY/{credential}", None, None, message))
    file, line = _origin(path, {}, Source.of(FILE, text))
    return _discreet(Fault(file, line, 1 if line else None, message))


def _discreet(fault: Fault) -> Fault:
    """Without what may be a secret: faults are printed, logged and mailed. Such a line is named, and not shown."""
    begins = _STARTS.match(fault.source)
    key = (begins[1] or "") if begins else ""
    line = fault.source.casefold()
    secret = not begins or "@" in line or any(word in line for word in _SECRETS) or nearest(key, _SECRETS)
    message = _LOGIN.sub(r":\1***@", fault.message)
    return replace(fault, message=message, source="" if secret else fault.source)


def _read_toml(text: str) -> dict[str, Any] | Unreadable:
    source = Source.of(FILE, text)
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        said = _AT.sub("", str(error))
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(source.lines), 1)
        cure = "texts stand in quotes, and a key stands once"
        return Unreadable((source.fault_at(line, column, f"this is not TOML: {said[:1].lower()}{said[1:]}", cure),))


def _validated(tree: Mapping[str, Any], source: Source) -> Settings | Unreadable:
    credentials = dict(_credentials())
    merged = _merged(tree, credentials)
    strays = [*_stray_variables(), *_stray_credentials(credentials)]
    try:
        settings = Settings(**merged)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        known = [detail for detail in details if not (strays and _is_stray(detail, tree))]
        return Unreadable(tuple(strays + [_fault_of(detail, tree, source) for detail in known]))
    except ValueError as error:  # A variable that should hold JSON and does not.
        return Unreadable((*strays, Fault("environment", None, None, str(error).split("\n")[0])))
    try:
        settings.rates()
    except MoneyError as error:
        line = _line_of(("currencies",), source)
        strays.append(source.fault_at(line, 1, f"`currencies`: {error}"))
    return Unreadable(tuple(strays)) if strays else settings


def _credentials() -> Iterator[tuple[str, Any]]:
    """`mail__password` and the like, from the files of `$CREDENTIALS_DIRECTORY` (systemd.exec(5))."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder or not Path(folder).is_dir():
        return
    for path in sorted(Path(folder).iterdir()):
        if path.is_file() and "__" in path.name:
            yield path.name, path.read_text(encoding="utf-8").rstrip("\r\n")


def _merged(tree: Mapping[str, Any], credentials: Mapping[str, str]) -> dict[str, Any]:
    merged = {key: dict(value) if isinstance(value, dict) else value for key, value in tree.items()}
    for name, value in credentials.items():
        section, _, key = name.partition("__")
        if section in Settings.model_fields and isinstance(merged.setdefault(section, {}), dict):
            merged[section][key] = value
    return merged


def _stray_variables() -> Iterator[Fault]:
    """pydantic-settings is silent about a mistyped variable; the operator should not be left to wonder."""
    for name in sorted(os.environ):
        if not name.startswith(PREFIX) or name in OTHER_VARIABLES:
            continue
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        known = _keys_of(section)
        if section not in Settings.model_fields:
            names = [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]
            yield Fault(
                f"${name}", None, None, "there is no such setting", did_you_mean(name.partition("__")[0], names)
            )
        elif known is not None and key.partition("__")[0] not in known:
            names = [f"{PREFIX}{section.upper()}__{field.upper()}" for field in known]
            yield Fault(f"${name}", None, None, "there is no such setting", did_you_mean(name, names))


def _stray_credentials(credentials: Mapping[str, Any]) -> Iterator[Fault]:
    for name in credentials:
        section, _, key = name.partition("__")
        known = _keys_of(section)
        if known is None or key not in known:
            names = [f"{field}__{below}" for field in ("mail", "replies", "store") for below in _keys_of(field) or ()]
            yield Fault(
                f"$CREDENTIALS_DIRECTORY/{name}", None, None, "there is no such setting", did_you_mean(name, names)
            )


def _is_stray(detail: Mapping[str, Any], tree: Mapping[str, Any]) -> bool:
    """An unknown key that does not stand in the file: its variable or credential is named already."""
    below: Any = tree
    for step in detail["loc"]:
        if not isinstance(below, dict) or step not in below:
            return bool(detail["type"] == "extra_forbidden")
        below = below[step]
    return False


def _keys_of(section: str) -> list[str] | None:
    """The keys of a section; None where it may have any, or is none."""
    info = Settings.model_fields.get(section)
    if info is None or not (isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)):
        return None
    return [below.alias or name for name, below in info.annotation.model_fields.items()]


def _fault_of(detail: Mapping[str, Any], tree: Mapping[str, Any], source: Source) -> Fault:
    path = [str(step) for step in detail["loc"] if not str(step).startswith("function-")]
    path = [step for step in path if step != "[key]"]
    name = ".".join(path)
    file, line = _origin(path, tree, source)
    if detail["type"] == "extra_forbidden":
        known = _keys_of(path[0]) if len(path) > 1 else list(Settings.model_fields)
        message, cure = f"unknown setting `{name}`", did_you_mean(path[-1], known or [])
    elif detail["type"] == "missing":
        message, cure = f"`{name}` is missing", f"add a line `{path[-1]} = …`"
    elif detail["type"] == "value_error":
        message, cure = f"`{name}`: {detail['ctx']['error']}", ""
    else:
        message, cure = f"`{name}`: {detail['msg'][0].lower()}{detail['msg'][1:]}", ""
    if line is None:
        return Fault(file, None, None, message, cure)
    text = source.lines[line - 1]
    return source.fault_at(line, len(text) - len(text.lstrip()) + 1, message, cure, len(path[-1]))


def _origin(path: list[str], tree: Mapping[str, Any], source: Source) -> tuple[str, int | None]:
    """Where a value came from: a variable goes before the file."""
    variable = PREFIX + "__".join(path).upper()
    if variable in os.environ:
        return f"${variable}", None
    below: Any = tree
    for step in path[:-1]:
        below = below.get(step, {}) if isinstance(below, dict) else {}
    return FILE, _line_of(tuple(path), source)


def _line_of(path: tuple[str, ...], source: Source) -> int:
    """The line of a key, or of the nearest table above it. A search by words: TOML's reader keeps no places."""
    section, best = "", 1
    for number, line in enumerate(source.lines, 1):
        table = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if table:
            section = table[1].replace('"', "").replace(" ", "")
            if ".".join(path).startswith(section):
                best = number
            continue
        key = re.match(r"\s*\"?([\w.-]+)\"?\s*=", line)
        if key and f"{section}.{key[1]}".lstrip(".") == ".".join(path):
            return number
    return best
