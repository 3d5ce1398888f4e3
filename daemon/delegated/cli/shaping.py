"""How the schemas are made: by pydantic from the models that read the files; `when` from the vocabulary of rules."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

from delegated.core import shapes
from delegated.core.conditions import length
from delegated.core.fields import LEVELS, Level
from delegated.core.people import RosterFile
from delegated.core.rules import OUTCOMES, RuleFile
from delegated.core.shapes import Shape
from delegated.core.task import TaskFile
from delegated.core.vocabulary import ALL_OPERATORS, CHOICES, FACTS, FIELDS, OPERATORS, Sort
from delegated.replies.words import KNOWN_WORDS
from delegated.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel


def task() -> Shape:
    """Of a task file in YAML, and of the front matter of one in Markdown."""
    return _document(TaskFile) | {"patternProperties": _OWN_KEYS}


def roster() -> Shape:
    """Of `roster.yaml`."""
    return _document(RosterFile)


def rules() -> Shape:
    """Of a file of rules: what may stand in `when` and `given` is told field by field."""
    document = _document(RuleFile)
    known = document["definitions"]
    known["task"] = _below(task(), known)
    known |= _clauses() | {"when": _when()}
    _one_of(known["RuleEntry"], *OUTCOMES, "note")
    _one_of(known["Defer"], "until", "for")
    entry, example = known["RuleEntry"]["properties"], known["Example"]["properties"]
    entry["when"] |= shapes.or_nothing(_THE_WHEN)
    entry["ask"] |= shapes.or_nothing(_asking())
    example["task"] = _told(example["task"], {"allOf": [{"$ref": "#/definitions/task"}]})
    example["given"] = _told(example["given"], _given())
    return document


def settings() -> Shape:
    """Of `delegated.toml`."""
    document = _document(Settings)
    sections = document["properties"]
    levels = {level: _kept_in("TrustSettings", said, _A_LEVEL) for level, said in _LEVELS.items()}
    anyhow = shapes.one_of(*LEVELS)["anyOf"][1]["pattern"]
    sections["trust"] = _told(sections["trust"], _table(levels, patternProperties={anyhow: levels[Level.PROVEN]}))
    patience = {name: _kept_in("Patience", said, _A_PATIENCE) for name, said in _PATIENCE.items()}
    own = _kept_in("Patience", "A patience of your own, by its name", _A_PATIENCE)
    sections["patience"] = _told(sections["patience"], _table(patience, additionalProperties=own))
    sections["currencies"] = _told(sections["currencies"], _table(_BASE, patternProperties=_WORTH))
    sections["words"] = _told(sections["words"], _table({}, additionalProperties=_language()))
    return document


class _ForEditors(GenerateJsonSchema):
    """As pydantic makes it, but in the draft that editors read, and without what they would offer in vain."""

    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def nullable_schema(self, schema: Any) -> Shape:
        """May be left empty."""
        return shapes.or_nothing(self.generate_inner(schema["schema"]))

    def int_schema(self, schema: Any) -> Shape:
        """In quotes or not."""
        return {"anyOf": [super().int_schema(schema), {"type": "string", "pattern": r"^\s*[-+]?[0-9_]+(?:\.0*)?\s*$"}]}

    def float_schema(self, schema: Any) -> Shape:
        """In quotes or not."""
        plain = super().float_schema(schema)
        return shapes.number(**{key: value for key, value in plain.items() if key != "type"})

    def bool_schema(self, schema: Any) -> Shape:
        """In quotes or not."""
        return {"anyOf": [super().bool_schema(schema), {"type": "string", "pattern": "^[A-Za-z01]{1,5}$"}]}

    def encode_default(self, dft: Any) -> Any:
        """Lengths of time as people write them."""
        return length(dft) if isinstance(dft, timedelta) else super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  the signature is pydantic's
        """The name of a field says nothing more when it is written with a capital."""
        return False


def _document(model: type[BaseModel]) -> Shape:
    made = model.model_json_schema(
        schema_generator=_ForEditors, ref_template="#/definitions/{model}", mode="validation"
    )
    known = {name: _tidy(below) for name, below in made.pop("$defs", {}).items()}
    title = made.pop("title")
    return {"$schema": _ForEditors.schema_dialect, "title": title, **_tidy(made), "definitions": known}


def _tidy(shape: Any) -> Any:
    """Without empty defaults and names of classes; beside a `$ref` stands nothing, as it would not be read there."""
    if isinstance(shape, list):
        return [_tidy(below) for below in shape]
    if not isinstance(shape, dict):
        return shape
    kept: Shape = {
        key: value if key in _AS_TOLD else _tidy_each(value) if key == "properties" else _tidy(value)
        for key, value in shape.items()
        if key != "title" and not (key == "default" and value in (None, [], {}))
    }
    if "$ref" in kept and len(kept) > 1:
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    if "enum" in kept or "const" in kept:
        kept.setdefault("examples", [kept["enum"][0] if "enum" in kept else kept["const"]])
    return kept


def _tidy_each(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: _tidy(below) for name, below in properties.items()}


def _below(document: Shape, known: dict[str, Any]) -> Shape:
    """A document as a definition in another one."""
    known |= document.pop("definitions")
    return {key: value for key, value in document.items() if key not in {"$schema", "title"}}


def _told(shape: Shape, instead: Shape) -> Shape:
    """Another shape of which the same is told."""
    return {**{key: shape[key] for key in ("description", "examples") if key in shape}, **instead}


def _one_of(model: Shape, *names: str) -> None:
    """Exactly one of these keys has a value."""
    has_value = shapes.neither("null")
    model["oneOf"] = [{"title": name, "required": [name], "properties": {name: has_value}} for name in names]


def _when() -> Shape:
    """The fields and facts, each with the operators that fit it, and blocks of them, as deep as one likes."""
    fields = {name: _described(*_about(name, sort), _clause(name, sort)) for name, sort in {**FIELDS, **FACTS}.items()}
    own = {"^x-": _described("A key of the owner's own, as text", ["whenever"], _clause("x-urgency", Sort.TEXT))}
    return {
        "description": "Fields and facts, and what they must be: all must hold",
        "type": "object",
        "properties": {**fields, **{name: _described(*said, _block()) for name, said in _BLOCKS.items()}},
        "patternProperties": own,
        "additionalProperties": False,
    }


def _block() -> Shape:
    part = {"allOf": [_THE_WHEN, {"minProperties": 1}]}
    return {"anyOf": [part, {"type": "array", "items": part, "minItems": 1}]}


def _about(name: str, sort: Sort) -> tuple[str, list[Any]]:
    """What a field or fact is, and a value that it may have."""
    if name in FACTS:
        about, example = _FACTS[name]
    else:
        shape = _document(TaskFile)["properties"][name]
        about, example = shape["description"], _first(shape.get("examples", _EXAMPLES[sort]))
    return f"{about} ({sort})", [{"before": "friday 17:00"} if sort is Sort.MOMENT else example]


def _first(example: Any) -> Any:
    return _first(example[0]) if isinstance(example, list) else example


def _clause(name: str, sort: Sort) -> Shape:
    return {"allOf": [{"$ref": f"#/definitions/{_clause_name(name, sort)}"}]}


def _clause_name(name: str, sort: Sort) -> str:
    return "when_" + (name.replace(".", "_") if name in CHOICES else sort.name.lower())


def _clauses() -> Shape:
    """What may stand behind a name, for each kind of value."""
    fields = {_clause_name(name, sort): (name, sort) for name, sort in {**FIELDS, **FACTS}.items()}
    return {name: _wishes(*field) for name, field in fields.items()}


def _wishes(name: str, sort: Sort) -> Shape:
    """A value, a list of them, or operators."""
    fitting = [operator for operator in ALL_OPERATORS if operator in OPERATORS[sort]]
    operators = {
        "type": "object",
        "properties": {operator: _operator(name, sort, operator) for operator in fitting},
        "additionalProperties": False,
        "minProperties": 1,
    }
    value = _value(name, sort)
    plain = [value] if "is" in fitting else []
    several = [_list_of(value)] if "any_of" in fitting else []
    # The operators first: of a map that fits nothing, an editor then says which of its keys is none.
    return {"anyOf": [operators, *plain, *several]}


def _operator(name: str, sort: Sort, operator: str) -> Shape:
    if operator in _BY_ITSELF:
        return _described(_OPERATORS[operator], *_BY_ITSELF[operator])
    value = _value(name, sort)
    example = CHOICES[name][0] if name in CHOICES else _EXAMPLES[sort]
    if operator in {"any_of", "all_of", "none_of"}:
        return _described(_OPERATORS[operator], [[example]], {"anyOf": [_list_of(value), value]})
    listed = operator == "is" and sort in _WORDED
    return _described(_OPERATORS[operator], [example], {"anyOf": [value, _list_of(value)]} if listed else value)


def _list_of(value: Shape) -> Shape:
    return {"type": "array", "items": value, "minItems": 1}


def _value(name: str, sort: Sort) -> Shape:
    if name in CHOICES:
        return shapes.one_of(*CHOICES[name])
    return _VALUES[sort]


def _given() -> Shape:
    """Facts and the values that they may be given."""
    facts = {}
    for name, sort in FACTS.items():
        about, example = _FACTS[name]
        value = _value(name, sort)
        facts[name] = _described(about, [example], _list_or_one(value) if sort is Sort.WORDS else value)
    return {"type": "object", "properties": facts, "additionalProperties": False}


def _list_or_one(value: Shape) -> Shape:
    return {"anyOf": [{"type": "array", "items": value}, value]}


def _asking() -> Shape:
    """Fields by their names, or a question: whatever has more words than one."""
    fields = {"type": "string", "enum": list(TaskFile.model_fields)}
    question = {"type": "string", "pattern": r"\S[ \t]+\S|\?\s*$", "patternErrorMessage": "a field, or a question"}
    return {
        "anyOf": [
            {"type": "array", "items": {"anyOf": [fields, shapes.neither("array", "object", "string", "number")]}},
            fields,
            question,
            {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}, "contains": question},
        ]
    }


def _table(known: dict[Any, Shape], **rest: Any) -> Shape:
    return {"type": "object", "properties": known, **({} if rest.get("additionalProperties") else _CLOSED), **rest}


def _kept_in(definition: str, said: str, example: Any) -> Shape:
    return _described(said, [example], {"allOf": [{"$ref": f"#/definitions/{definition}"}]})


def _language() -> Shape:
    words = {
        word: _described(f"What begins an answer that means `{word}`", [["acepto", "de acuerdo"]], _PHRASES)
        for word in KNOWN_WORDS
    }
    example = {"accept": ["acepto", "de acuerdo"]}
    rest = _described("What begins an answer", [["acepto"]], _PHRASES)
    return _described("One language, by its code", [example], _table(words, additionalProperties=rest))


def _described(about: str, examples: list[Any], shape: Shape) -> Shape:
    return shape | {"description": about, "examples": examples}


_NO_TEXT: Final = ("array", "object", "null", "string")
_AS_TOLD: Final = frozenset({"examples", "default", "enum", "const", "required"})
_CLOSED: Final[Shape] = {"additionalProperties": False}
_OWN_KEYS: Final[Shape] = {
    "^x-": {"description": "A key of the owner's own: rules can use it", "examples": ["whenever"]}
}
_THE_WHEN: Final[Shape] = {"$ref": "#/definitions/when"}
_WORDED: Final = frozenset({Sort.TEXT, Sort.WORDS, Sort.CHOICE})
_VALUES: Final[dict[Sort, Shape]] = {
    Sort.TEXT: shapes.text(),
    Sort.WORDS: shapes.text(),
    Sort.TRUTH: shapes.truth(),
    Sort.NUMBER: shapes.number(),
    Sort.LENGTH: shapes.written("", pattern=shapes.LENGTH, wanted="hours and minutes, like 45m, 2h or 1h30m"),
    Sort.MONEY: shapes.written("", pattern=shapes.BALANCE, wanted="an amount with its currency, like 60 EUR"),
    Sort.MOMENT: shapes.written("", pattern=shapes.WHEN, wanted="a date, like 2026-12-03 or friday 17:00"),
}
_EXAMPLES: Final[dict[Sort, Any]] = {
    Sort.TEXT: "acme", Sort.WORDS: "travel", Sort.CHOICE: "draining", Sort.LEVEL: "low", Sort.TRUTH: True,
    Sort.NUMBER: 3, Sort.LENGTH: "2h", Sort.MONEY: "60 EUR", Sort.MOMENT: "friday 17:00",
}  # fmt: skip
_PATTERN: Final[Shape] = {"anyOf": [{"type": "string", "maxLength": 1000}, shapes.neither(*_NO_TEXT)]}
_BY_ITSELF: Final[dict[str, tuple[list[Any], Shape]]] = {
    "is_set": ([True], shapes.truth()),
    "matches": (["(?i)invoices?"], _PATTERN),
    "contains": (["Lisbon"], shapes.text(r"[\s\S]")),
    "within": (["3 working days", "4h"], {"type": "string", "pattern": shapes.DURATION}),
}
_FACTS: Final[dict[str, tuple[str, Any]]] = {
    "owner.load": ("Your open hours of the next seven days by your hours per week", 1.2),
    "owner.overwhelmed": ("Whether the load is above `limit` of the settings", True),
    "owner.strength": ("Whether the task needs a skill that stands under your `strengths`", True),
    "owner.stalled_goals": ("Goals of yours that stand still while smaller things get done", "launch"),
    "now.weekday": ("The day of the week in your time zone", "monday"),
    "now.hour": ("The hour of the day in your time zone: 9 from 09:00 to 09:59", 9),
    "history.similar": ("How many tasks like this one there were in the last 90 days", 3),
    "history.last_assistant": ("Who did the last one like it, by id", "maya"),
    "history.went_well": ("Whether the last one like it went well", True),
    "worth.hours_freed": ("The estimate less your own time for brief and review", "1h30m"),
    "worth.cost": ("The least that it costs with anybody who has the skills", "36 EUR"),
    "worth.handling": ("Your own time for brief and review", "20m"),
    "worth.net": ("Hours freed times what your hour is worth, less the cost", "80 EUR"),
    "budget.left": ("What is left of the money for help", "120 EUR"),
}
_OPERATORS: Final[dict[str, str]] = {
    "is": "Is this",
    "any_of": "Is, or holds, one of these",
    "all_of": "Holds all of these",
    "none_of": "Is, or holds, none of these",
    "contains": "Has this somewhere in it (a text), or as one of its words (a list)",
    "matches": "Fits this regular expression somewhere (RE2; `(?i)` for small letters or capitals)",
    "at_least": "Is this or more",
    "at_most": "Is this or less",
    "above": "Is more than this",
    "below": "Is less than this",
    "before": "Lies before this moment",
    "after": "Lies after this moment",
    "within": "Comes no later than this from now",
    "is_set": "Was said at all, or is known (true), or not (false)",
}
_BLOCKS: Final[dict[str, tuple[str, list[Any]]]] = {
    "any": ("One of these is enough", [[{"stakes": "low"}, {"energy": "draining"}]]),
    "all": ("All of these must hold", [[{"stakes": "low"}, {"energy": "draining"}]]),
    "not": ("This must not hold", [{"client": "acme"}]),
}
_LEVELS: Final = {
    Level.TRIAL: "Somebody new",
    Level.PROVEN: "Whoever has shown what she can do",
    Level.TRUSTED: "Whoever has shown it again and again",
}
_A_LEVEL: Final = {"stakes": "medium", "money": "400 EUR", "tasks": 4}
_PATIENCE: Final = {
    "relaxed": "Where nothing is in a hurry",
    "normal": "Where a rule names no other",
    "urgent": "Where hours count",
}
_A_PATIENCE: Final = {"remind_after": "1 working day", "reminders": 2, "next_after": "2 working days"}
_THE_BASE: Final[Shape] = {
    "description": "The currency in which the others are told; left out: the first one that is worth 1",
    "examples": ["EUR"],
    "type": "string",
}
_BASE: Final = {"base": _THE_BASE}
_WORTH: Final = {
    "^[Bb][Aa][Ss][Ee]$": _THE_BASE,
    r"^\S{2,3}$": {
        "description": "What one unit is worth in the base, as text: money is exact",
        "examples": ["1.15"],
        "type": "string",
        "pattern": r"^\s*[0-9]{1,12}(?:\.[0-9]{1,12})?\s*$",
        "patternErrorMessage": 'a number in quotes, like "1.15"',
    },
}
_PHRASES: Final[Shape] = {"type": "array", "items": {"type": "string", "pattern": shapes.LINE}}
