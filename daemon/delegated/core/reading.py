"""Reading what people write: UTF-8 text and YAML, with limits, and with the place of everything.

PyYAML's C parser gives events with marks; the tree is built here from them, in a loop, because
its composer recurses in C (100,000 brackets end the process) and drops what matters: a repeated
key, the place of a value, and whether `no` was meant as a word. Every scalar stays text; what it
means is told by the field that it stands in (YAML 1.2 core schema where there is no field).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from delegated.core.complaints import Complaint, explained
from delegated.core.errors import Fault, Unreadable, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

if not hasattr(yaml, "CSafeLoader"):  # A source build without libyaml; 10 times slower, and other marks.
    message = "PyYAML was built without libyaml; install a binary wheel of PyYAML"
    raise ImportError(message)

DEEPEST = 20
MOST_NODES = 20_000
_LONGEST_WORD = 40

Model = TypeVar("Model", bound=BaseModel)

# Of all that is no map, which is most of it.
_NO_KEYS: Mapping[str, Any] = {}

# What may not stand in a text file: control characters, but for tab, line feed and carriage return.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# The categories Cc, Cs, Zl and Zp.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
# Directions that reorder what is shown (Unicode TR36): honest right-to-left text needs none of them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Where YAML counts lines and columns otherwise than an editor: more ends of lines, and one at the end if there is none.
_OTHERWISE_COUNTED = re.compile("[\x85\u2028\u2029\ufeff]|[^\\n]\\Z")
# Findings of pydantic and how to mend them, for people; the names in braces are pydantic's.
_NO_MAP = frozenset({"model_type", "model_attributes_type", "dict_type"})
_NO_LIST = ("must be a list", "write each item in a line of its own, after `- `")
_NO_NUMBER = ("must be a number", "write it like `38` or `37.5`")
_WORDS: Mapping[str, tuple[str, str]] = {
    "tuple_type": _NO_LIST,
    "list_type": _NO_LIST,
    "too_short": ("is empty", "write one at least"),
    "string_too_long": ("is too long: at most {max_length} characters are allowed", "put the rest into the text"),
    "float_parsing": _NO_NUMBER,
    "float_type": _NO_NUMBER,
    "finite_number": _NO_NUMBER,
    "greater_than": ("must be above {gt:g}", ""),
    "less_than_equal": ("must be {le:g} at most", ""),
}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")


@dataclass(slots=True)
class Node:
    """One value of a YAML text and its place: a text, a list or a map of nodes, or nothing (None)."""

    value: str | list[Node] | dict[str, Node] | None
    line: int
    column: int
    width: int = 1
    plain: bool = False
    keys: Mapping[str, Node] = field(default_factory=lambda: _NO_KEYS)

    def tree(self) -> Any:
        """The values alone; every scalar is a text."""
        if isinstance(self.value, dict):
            return {key: node.tree() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.tree() for node in self.value]
        return self.value

    def meant(self) -> Any:
        """The values with the types of the YAML 1.2 core schema: `true` is a truth value, `no` is a text."""
        if isinstance(self.value, dict):
            return {key: node.meant() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.meant() for node in self.value]
        return core_schema(self.value) if self.plain and self.value is not None else self.value

    def at(self, path: Iterable[str | int]) -> Node:
        """The node at a path, or the nearest one above it."""
        node = self
        for step in path:
            below: Node | None = None
            if isinstance(node.value, dict) and isinstance(step, str):
                below = node.value.get(step)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                below = node.value[step]
            if below is None:
                return node
            node = below
        return node

    def below(self, name: str) -> Node | None:
        """The value of a key of this map; None where there is none."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def key(self, path: Iterable[str | int]) -> Node:
        """The node of the key that a path ends in, or the nearest value above it."""
        *above, last = path
        parent = self.at(above)
        return parent.keys.get(str(last), parent)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, for faults: its name and its lines."""

    file: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, file: str, text: str) -> Source:
        """Lines as an editor counts them."""
        return cls(file, tuple(text.split("\n")))

    def fault(self, node: Node, message: str, cure: str = "") -> Fault:
        """A fault at the place of a node."""
        return self.fault_at(node.line, node.column, message, cure, node.width)

    def fault_at(self, line: int, column: int, message: str, cure: str = "", width: int = 1) -> Fault:
        """A fault at a line and column, both from 1."""
        shown = self.lines[line - 1].rstrip("\r") if 0 < line <= len(self.lines) else ""
        return Fault(self.file, line, column, message, cure, shown, max(1, min(width, len(shown) - column + 1)))

    def nowhere(self, message: str, cure: str = "") -> Unreadable:
        """A fault of the whole file."""
        return Unreadable((Fault(self.file, None, None, message, cure),))


def read_text(content: bytes, file: str, *, most: int) -> str | Unreadable:
    """The text of a file: UTF-8 with or without a byte order mark, no control characters. Lines end with LF alone."""
    nowhere = Source(file, ()).nowhere
    if len(content) > most:
        return nowhere(
            f"the file is too large: {len(content):,} bytes, and {most:,} are allowed",
            "shorten it, or put the long part into a file of its own",
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return nowhere("the file is UTF-16, and must be UTF-8", "save it again with the encoding UTF-8")
    text = _decoded(content.removeprefix(b"\xef\xbb\xbf"), file)
    if isinstance(text, str) and not text.strip():
        return nowhere("the file is empty", "there is nothing in it to read")
    return text


def read_yaml(
    text: str, file: str, *, first_line: int = 1, source: Source | None = None, most: int = MOST_NODES
) -> Node | Unreadable:
    """The tree of one YAML document of at most so many values, or what is wrong with it.

    Lines count from `first_line`, and end with LF alone, as in an editor: YAML sees more ends of lines than people do.
    """
    source = source or Source.of(file, text)
    places = _Places.of(text, first_line)
    try:
        return _Composer(source, places, most).compose(text)
    except yaml.MarkedYAMLError as error:
        return Unreadable((_explained(error, source, places),))
    except yaml.YAMLError as error:
        return source.nowhere(f"this is not YAML: {error}")
    except _Refused as refusal:
        return Unreadable((refusal.fault,))


def read_model(model: type[Model], node: Node, source: Source, *, tree: Any = None) -> Model | Unreadable:
    """A pydantic model from a tree, every fault with its place."""
    try:
        return model.model_validate(node.tree() if tree is None else tree)
    except ValidationError as error:
        faults = [
            _fault_of(details, model, node, source) for details in error.errors(include_url=False, include_input=False)
        ]
        return Unreadable(tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.line or 0, fault.column or 0))))


def core_schema(text: str) -> str | int | float | bool | None:
    """What a plain scalar means where no field says so (YAML 1.2, section 10.3)."""
    if text in _NULLS:
        return None
    if text in {"true", "True", "TRUE"}:
        return True
    if text in {"false", "False", "FALSE"}:
        return False
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def printable(name: str) -> str:
    """A file name that may go into a log, a letter or JSON, whatever bytes it has on the disk."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def unfit_for_a_line(text: str) -> str | None:
    """Why a text cannot stand in one line that people read, such as a title; None where it can."""
    if "\n" in text or "\r" in text:
        return "has a line break in it"
    found = _UNFIT.search(text)
    if found:
        return f"has a control character in it (U+{ord(found[0]):04X})"
    found = _BIDI.search(text)
    if found:
        return f"has an invisible character in it that turns the direction of the text (U+{ord(found[0]):04X})"
    return None


def _decoded(content: bytes, file: str) -> str | Unreadable:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(content, error.start, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _CONTROL.search(text)
    if not found:
        return text
    line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
    name = "NUL character" if found[0] == "\0" else f"control character (U+{ord(found[0]):04X})"
    return Unreadable(
        (
            Source.of(file, text).fault_at(
                line, column, f"there is a {name} in the text", "delete it; is the file damaged?"
            ),
        )
    )


def _not_utf8(content: bytes, at: int, file: str) -> Unreadable:
    if b"\0" in content:
        return Source(file, ()).nowhere(
            "this is a binary file, not text in UTF-8", "save it as text; a task names other files under `attachments`"
        )
    line, start = content.count(b"\n", 0, at) + 1, content.rfind(b"\n", 0, at) + 1
    column = len(content[start:at].decode(errors="replace")) + 1
    source = Source.of(file, content.decode(errors="replace"))
    return Unreadable(
        (source.fault_at(line, column, "this character is not UTF-8", "save the file again with the encoding UTF-8"),)
    )


class _Refused(Exception):  # noqa: N818  never leaves this module
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a character of the YAML text stands in the file; `starts` of lines are empty where YAML counts the same."""

    starts: tuple[int, ...]
    first_line: int

    @classmethod
    def of(cls, text: str, first_line: int) -> _Places:
        if not _OTHERWISE_COUNTED.search(text):
            return cls((), first_line)
        return cls((0, *(found.end() for found in re.finditer("\n", text))), first_line)

    def at(self, mark: Any) -> tuple[int, int]:
        """Line and column, both from 1."""
        if not self.starts:
            return mark.line + self.first_line, mark.column + 1
        above = bisect_right(self.starts, mark.index) - 1
        return above + self.first_line, mark.index - self.starts[above] + 1


@dataclass(slots=True)
class _Composer:
    """Builds the tree, in a loop: as deep as the limit, never as deep as the text."""

    source: Source
    places: _Places
    most: int
    open: list[Node] = field(default_factory=list)
    pending: list[Node | None] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0

    def compose(self, text: str) -> Node:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if event.__class__ is yaml.ScalarEvent:
                self._add(self._scalar(event))
            elif event.__class__ in _BEGINNINGS:
                self._begin(event)
            elif event.__class__ in _ENDS:
                self.open.pop()
                self.pending.pop()
            elif event.__class__ is yaml.AliasEvent:
                cure = "write the value out, or put the text in quotes; aliases are not read"
                raise self._refused(event, f"an alias (`*{_short(str(event.anchor))}`) stands here", cure)
            elif event.__class__ is yaml.DocumentStartEvent and self.root is not None:
                raise self._refused(event, "a second YAML document begins here", "one file holds one document")
        return self.root or Node(None, self.places.first_line, 1)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        is_map = event.__class__ is yaml.MappingStartEvent
        node = self._node({} if is_map else [], event)
        node.keys = {} if is_map else _NO_KEYS
        if len(self.open) == DEEPEST:
            raise self._refused(event, "this is nested too deep", f"{DEEPEST} levels are allowed")
        self._add(node)
        self.open.append(node)
        self.pending.append(None)

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        plain = not event.style  # The C parser says "", the other None.
        node = self._node(None if plain and event.value in _NULLS else event.value, event)
        node.plain = plain
        return node

    def _node(self, value: str | list[Node] | dict[str, Node] | None, event: Any) -> Node:
        if event.anchor is not None:
            cure = "write the value out where it is needed; anchors and aliases are not read"
            raise self._refused(event, f"an anchor (`&{_short(event.anchor)}`) stands here", cure)
        if event.tag is not None and event.tag != "!" and not _is_plain_scalar(event):
            said = _short(event.tag.replace("tag:yaml.org,2002:", "!!"))
            cure = "delete it, or put the text in quotes; nothing in this file is ever run"
            raise self._refused(event, f"a tag (`{said}`) stands here", cure)
        self.nodes += 1
        if self.nodes > self.most:
            raise self._refused(event, "there are too many values in this file", f"{self.most:,} are allowed")
        line, column = self.places.at(event.start_mark)
        last, end = self.places.at(event.end_mark)
        return Node(value, line, column, max(1, end - column) if last == line else 1)

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
        else:
            self._add_to_map(parent, node)

    def _add_to_map(self, parent: Node, node: Node) -> None:
        entries: dict[str, Node] = parent.value  # type: ignore[assignment]  # _begin made it
        key = self.pending[-1]
        if key is not None:
            entries[str(key.value)] = node
            self.pending[-1] = None
            return
        if isinstance(node.value, list | dict):
            raise _Refused(self.source.fault(node, "a list or a map cannot be a key", "put the text in quotes"))
        keys: dict[str, Node] = parent.keys  # type: ignore[assignment]  # as above
        name = "" if node.value is None else node.value
        node.value = name
        if name in keys:
            first = keys[name].line
            message = f"the key `{_short(name)}` stands here twice; it is already in line {first}"
            raise _Refused(self.source.fault(node, message, "delete one of them"))
        keys[name] = node
        self.pending[-1] = node

    def _refused(self, event: Any, message: str, cure: str) -> _Refused:
        return _Refused(self.source.fault_at(*self.places.at(event.start_mark), message, cure))


_BEGINNINGS = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})


def _is_plain_scalar(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.implicit[0]


def _explained(error: yaml.MarkedYAMLError, source: Source, places: _Places) -> Fault:
    at, began = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    here, there = (places.at(mark) if mark else (places.first_line, 1) for mark in (at, began))
    return explained(Complaint(error.problem or "", error.context or "", here, there, source))


def _fault_of(details: Mapping[str, Any], model: type[BaseModel], node: Node, source: Source) -> Fault:
    path = [step for step in details["loc"] if isinstance(step, int) or not step.startswith(("function-", "tagged-"))]
    kind, name, place = details["type"], _name_of(path), node.at(path)
    if kind == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        word = str(path[-1])
        cure = did_you_mean(word, known, otherwise="keys are") + _small(word, known)
        return source.fault(node.key(path), f"unknown key `{_short(word)}`", cure)
    if kind == "missing":
        return source.fault(place, f"`{path[-1]}` is missing", f"add a line `{path[-1]}: …`")
    about = f"`{name}`" if name else "the file"
    if kind == "value_error":
        error = details["ctx"]["error"]
        return source.fault(place, f"{about}: {error}", getattr(error, "help", ""))
    message, cure = _in_words(details, _known_keys(model, path))
    return source.fault(place, f"{about} {message}", cure)


def _in_words(details: Mapping[str, Any], keys: list[str]) -> tuple[str, str]:
    """What pydantic found, and how to mend it, for people."""
    kind, found = details["type"], details.get("ctx", {})
    if kind in _NO_MAP:
        cure = f"write `{keys[0]}: …` below it; keys are {_listed(keys)}" if keys else "write `key: …` below it"
        return "must hold keys with values", cure
    if kind == "literal_error":
        return f"must be {found['expected'].replace(chr(39), '`')}", ""
    message, cure = _WORDS.get(kind, (f"{details['msg'][0].lower()}{details['msg'][1:]}", ""))
    return message.format(**found) if kind in _WORDS else message, cure


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _small(word: str, known: Iterable[str]) -> str:
    return " (keys are written small)" if word != word.lower() and word.lower() in known else ""


def _name_of(path: Iterable[str | int]) -> str:
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else str(step)
    return name


def _known_keys(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys that may stand at a path of a model: models inside models, lists and maps of models."""
    for step in path:
        if isinstance(step, int) or step not in model.model_fields:
            continue
        below = next(_models_in(model.model_fields[step].annotation), None)
        if below is None:
            return []
        model = below
    return [info.alias or name for name, info in model.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_WORD else text[: _LONGEST_WORD - 1] + "…"
