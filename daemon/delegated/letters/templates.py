"""The templates of the letters: shipped ones, and the owner's own in their place, one by one.

Each is compiled once. The owner's are tried with samples when this is made: a broken one is a fault that `check` shows,
and the shipped one is used instead. A template reads values; it can call nothing, reach nothing, and not go on forever.
"""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.filters import FILTERS

from delegated.core.errors import Fault, did_you_mean
from delegated.letters.samples import KINDS, samples
from delegated.letters.sandbox import PAID, Sandbox, joined
from delegated.letters.wording import column, direction, paragraphs, quoted, shifted, underlined, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHIPPED = Path(__file__).with_name("templates")
_PARTS: Final = tuple(sorted(path.name for path in _SHIPPED.glob("_*")))
_E = TypeVar("_E", bound=Environment)
_NAME = re.compile(
    r"(?P<kind>[a-z]+)(?:-(?P<variant>[a-z0-9][a-z0-9-]*))?(?:\.(?P<language>[a-z]{2,3}))?\.(?P<form>txt|html)"
)
_FORMS: Final = ("txt", "html")
_WITH_VARIANTS: Final = frozenset({"brief"})
_MOST_BYTES = 200_000
_FILTERS = (
    "capitalize",
    "count",
    "default",
    "e",
    "escape",
    "first",
    "last",
    "length",
    "list",
    "lower",
    "reject",
    "select",
    "sort",
    "title",
    "trim",
    "truncate",
    "unique",
    "upper",
    "urlencode",
)
_OUR_FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "join": joined(FILTERS["join"]),
    "wrapped": wrapped,
    "direction": direction,
    "underlined": underlined,
    "column": column,
    "shifted": shifted,
    "quoted": quoted,
    "paragraphs": paragraphs,
}


class Templates:
    """All templates, ready to use. `own` is the folder of the owner's (`HOME/letters`), if there is one.

    Beside `brief.html` the owner may have `brief.es.html`, which is used for people whose language that is, and
    `brief-travel.html`, which is used where a rule says `brief: travel`. What is of a rule counts with both its forms
    only: a letter with one body of hers and another of ours would say two different things.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._faults: dict[Fault, None] = {}
        self._own_sources = self._read(own) if own is not None and own.is_dir() else {}
        self._folder = own.name if own is not None else "letters"
        shipped = {path.name: path.read_text(encoding="utf-8") for path in sorted(_SHIPPED.iterdir()) if path.is_file()}
        self._shipped = _prepared(Environment, shipped)
        self._sandbox = _prepared(Sandbox, {**shipped, **self._own_sources})
        self._sandbox.filters |= PAID
        self._own = self._compiled() if self._own_sources else {}

    def make_ready(self, *kinds: str) -> None:
        """Compile what is written most now, so that the first letter does not wait for it."""
        for kind in kinds:
            for form in _FORMS:
                self._shipped.get_template(f"{kind}.{form}")

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the owner's templates; each of them is replaced by the shipped one."""
        return tuple(self._faults)

    @property
    def briefs(self) -> tuple[str, ...]:
        """What may stand behind `brief:` in a rule: `travel` where there are a `brief-travel.txt` and `.html`."""
        found = (_NAME.fullmatch(name) for name in self._own_sources)
        return tuple(sorted({one["variant"] for one in found if one and one["variant"]}))

    def language(self, kind: str, wanted: str) -> str:
        """The language in which this kind of letter is written for a reader of that language: hers, or English.

        The brief that a rule asks for goes before her language: it says what another does not.
        """
        usual = _usual(kind)
        for name, language in ((f"{kind}.{wanted}", wanted), (kind, "en"), (f"{usual}.{wanted}", wanted)):
            if name != usual and all(f"{name}.{form}" in self._own for form in _FORMS):
                return language
        return "en"

    def render(self, kind: str, form: str, facts: Mapping[str, object]) -> str:
        """One body of a letter, `form` being `txt` or `html`. `facts["language"]` chooses among translations."""
        usual = _usual(kind)
        own = next(filter(None, map(self._own.get, _names(kind, usual, str(facts["language"]), form))), None)
        if own is not None:
            try:
                return self._sandbox.rendered(own, facts)
            except Exception as error:  # noqa: BLE001 - whatever an owner's template does, the letter goes out
                self._faults[self._fault(own.name or "", error, facts)] = None
        return self._shipped.get_template(f"{usual}.{form}").render(facts)

    def _read(self, own: Path) -> dict[str, str]:
        sources = {}
        for path in sorted(own.iterdir()):
            if path.name.startswith(".") or path.name.endswith(("~", ".md")) or not path.is_file():
                continue  # an editor's own files, and notes on the letters
            match _source(path):
                case Fault() as fault:
                    self._faults[fault] = None
                case text:
                    sources[path.name] = text
        halves = [name for name in sources if (_other_half(name) or name) not in sources]
        for name in halves:
            del sources[name]
            self._faults[_half(f"{own.name}/{name}", _other_half(name))] = None
        return sources

    def _compiled(self) -> dict[str, Template]:
        """Of the owner's templates, and those that use a part of hers, the ones that can be rendered."""
        names = {name for name in self._own_sources if name not in _PARTS}
        for form in {part.rpartition(".")[2] for part in _PARTS if part in self._own_sources}:
            names |= {f"{kind}.{form}" for kind in KINDS}
        found = {name: template for name in sorted(names) if (template := self._tried(name))}
        return {name: template for name, template in found.items() if (_other_half(name) or name) in found}

    def _tried(self, name: str) -> Template | None:
        """The template, if it renders both the fullest and the barest letter of its kind."""
        facts: Mapping[str, object] = {}
        try:
            template = self._sandbox.get_template(name)
            for facts in samples(_usual(name.partition(".")[0])):
                self._sandbox.rendered(template, facts)
        except Exception as error:  # noqa: BLE001 - a template may raise anything; all of it is the owner's fault to mend
            self._faults[self._fault(name, error, facts)] = None
            return None
        return template

    def _fault(self, name: str, error: Exception, facts: Mapping[str, object]) -> Fault:
        where, line = self._place(name, error)
        lines = self._own_sources.get(where, "").splitlines()
        source = lines[line - 1] if line and line <= len(lines) else ""
        message, help_, about = _told(error, facts)
        column, width = _span(source, about)
        return Fault(f"{self._folder}/{where}", line, column if source else None, message, help_, source, width)

    def _place(self, name: str, error: Exception) -> tuple[str, int | None]:
        """The file and the line that the error comes from: the innermost one that is the owner's."""
        if isinstance(error, TemplateSyntaxError):
            return error.name or name, error.lineno
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in self._own_sources]
        return (frames[-1].filename, frames[-1].lineno) if frames else (name, None)


def _source(path: Path) -> str | Fault:
    """The text of one of the owner's templates."""
    place = f"{path.parent.name}/{path.name}"
    found = _NAME.fullmatch(path.name)
    if path.name not in _PARTS and not _is_of_a_letter(found):
        known = (f"{kind}.{form}" for kind in KINDS for form in _FORMS)
        return Fault(place, None, None, "no letter has this name", did_you_mean(path.name, known))
    try:
        data = path.read_bytes()
    except OSError as error:
        return Fault(place, None, None, f"cannot be read: {error.strerror}", "give the service's user leave to read it")
    if len(data) > _MOST_BYTES:
        return Fault(place, None, None, f"larger than {_MOST_BYTES} bytes", "a letter stays below 100 KB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Fault(place, data.count(b"\n", 0, error.start) + 1, None, "not UTF-8", "save it as UTF-8")


def _half(place: str, missing: str) -> Fault:
    message, help_ = f"does not count without `{missing}`", "write both forms; until then the usual brief is sent"
    return Fault(place, None, None, message, help_)


def _other_half(name: str) -> str:
    """Without which it does not count, if it is of a rule: `brief-travel.html` for `brief-travel.txt`."""
    found = _NAME.fullmatch(name)
    if found is None or not found["variant"]:
        return ""
    stem, _, form = name.rpartition(".")
    return f"{stem}.{'html' if form == 'txt' else 'txt'}"


def _is_of_a_letter(found: re.Match[str] | None) -> bool:
    if found is None or found["kind"] not in KINDS:
        return False
    return not found["variant"] or found["kind"] in _WITH_VARIANTS


def _usual(kind: str) -> str:
    """The kind without its variant: `brief` of `brief-travel`."""
    return kind.partition("-")[0]


def _names(kind: str, usual: str, language: str, form: str) -> tuple[str, ...]:
    """What the owner's own may be called, the best first."""
    return tuple(name for one in dict.fromkeys((kind, usual)) for name in (f"{one}.{language}.{form}", f"{one}.{form}"))


def _prepared(kind: type[_E], sources: Mapping[str, str]) -> _E:
    environment = kind(
        # The name stands for the file name, so that an error's traceback tells which template it was.
        loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
        autoescape=lambda name: name is None or name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters = {name: environment.filters[name] for name in _FILTERS} | _OUR_FILTERS
    environment.globals.clear()
    return environment


def _told(error: Exception, facts: Mapping[str, object]) -> tuple[str, str, str]:
    """What is wrong, how to mend it, and the word that it is about, if it is known."""
    text = str(error.message if isinstance(error, TemplateError) else error) or type(error).__name__
    unknown = re.fullmatch(r"'(\w+)' is undefined", text)
    if isinstance(error, UndefinedError) and unknown:
        return f"there is no `{unknown[1]}` in this letter", did_you_mean(unknown[1], facts), unknown[1]
    if text.endswith("is not safely callable"):
        return "a template can call nothing", "use a filter, as in `{{ title|upper }}`", "("
    return text.rstrip("."), "the shipped template is used meanwhile", ""


def _span(source: str, about: str) -> tuple[int, int]:
    """Column and width of the word in its line, or of the whole line where it is not in there."""
    at = source.find(about) if about else -1
    if at >= 0:
        return at + 1, len(about)
    bare = source.strip()
    return len(source) - len(source.lstrip()) + 1, max(1, len(bare))
