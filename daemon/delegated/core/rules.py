"""Rules: read, checked and compiled once, then filed so that a decision looks at a few of them only.

A rule cannot match without one of its *keys* (`tags` has travel, `title` contains invoice). Each rule
is filed under the fewest keys that do; a decision collects the rules filed under what the task has,
puts them in order, and tests those. Rules without a key are tested always.
"""

from __future__ import annotations

import gc
import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import re2
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from delegated.core import shapes
from delegated.core.clauses import read_fact, read_when
from delegated.core.conditions import All, Condition, Either, Key, Situation, StillToCome, not_told
from delegated.core.errors import Faults, Unreadable, did_you_mean
from delegated.core.fields import Due, Duration, Line, MoneyField, StakesField, Words
from delegated.core.implication import clashes, form
from delegated.core.reading import Node, Source, read_model, read_text, read_yaml
from delegated.core.task import TaskFile
from delegated.core.vocabulary import FACTS, FIELDS, sort_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from delegated.core.people import Roster

LARGEST_RULES: Final = 20_000_000
MOST_VALUES: Final = 2_000_000
PREFERENCES: Final = ("trusted", "cheapest", "soonest", "least busy", "knows it", "newcomers")
OUTCOMES: Final = ("keep", "delegate", "defer", "drop", "ask")
IN_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_AN_ORDER: Final = shapes.some_of(*PREFERENCES)
_LONGEST_RUN: Final = 4
_AN_EXAMPLE: Final = {"task": {"title": "File the October receipts"}, "expect": {"outcome": "delegate", "to": "ben"}}
_MOST_IN_A_SET: Final = 200


def _only_true(value: object) -> object:
    if value in (True, "true", "yes"):
        return True
    message = "write `true`; a rule that should not decide is deleted or made a comment"
    raise ValueError(message)


Yes = Annotated[bool, BeforeValidator(_only_true), WithJsonSchema(shapes.only_true())]


def _approval(value: object) -> object:
    """`always`, or `{above: 200 EUR}`."""
    if value is None or value == "always" or isinstance(value, dict | Above):
        return value
    message = f"`{value}` is neither `always` nor `{{above: 200 EUR}}`"
    raise ValueError(message)


def _preference(value: object) -> object:
    words = [value] if isinstance(value, str) else value
    for word in words if isinstance(words, list | tuple) else ():
        if word not in PREFERENCES:
            message = f"no order `{word}`; {did_you_mean(str(word), PREFERENCES)}"
            raise ValueError(message)
    return tuple(words) if isinstance(words, list | tuple) else words


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Above(_Written):
    """An amount above which the owner is asked."""

    above: MoneyField = Field(description="The owner is asked where it costs more", examples=["200 EUR"])


def _kind_of_approval(value: object) -> str:
    return "tagged-always" if value == "always" else "tagged-above"


# Told apart by a tag, so that only one of the two complains of what is wrong.
Approval = Annotated[
    Annotated[Literal["always"], Tag("tagged-always")] | Annotated[Above, Tag("tagged-above")],
    Discriminator(_kind_of_approval),
    BeforeValidator(_approval),
]


class Delegate(_Written):
    """Who is asked, in which order, and how."""

    to: Words = Field(
        ("anyone",),
        description="A person, a group, several of them, or `anyone`",
        examples=["maya", ["maya", "admins"]],
    )
    otherwise: Words = Field(
        (), description="Who is asked next, when none of `to` can", examples=[["admins", "anyone"]]
    )
    skills: Words = Field(
        (), description="Skills that it needs, beside those of the task", examples=[["graphic design"]]
    )
    prefer: Annotated[tuple[str, ...], BeforeValidator(_preference), WithJsonSchema(_AN_ORDER)] = Field(
        (),
        description=f"Who goes first among those who can: an order of {', '.join(PREFERENCES)}",
        examples=[["knows it", "cheapest"]],
    )
    approve: Approval | None = Field(
        None,
        description="When the owner is asked before the brief goes out: `always`, or `{above: AMOUNT}`",
        examples=["always", {"above": "200 EUR"}],
    )
    patience: Line | None = Field(
        None, description="How long an answer is waited for: a name from the settings", examples=["relaxed"]
    )
    brief: Line | None = Field(None, description="A template of the owner's for the brief", examples=["travel"])


class Defer(_Written):
    """Until when."""

    until: Due | None = Field(None, description="A date or weekday", examples=["monday", "in 20 working days"])
    for_: Duration | None = Field(None, alias="for", description="A length of time", examples=["3 working days"])

    @model_validator(mode="after")
    def _one_of_them(self) -> Defer:
        if (self.until is None) == (self.for_ is None):
            message = "write either `until: monday` or `for: 3 working days`"
            raise ValueError(message)
        return self


class Note(_Written):
    """What a rule adds before the next rule is looked at."""

    tags: Words = Field((), description="Tags beside those that the task has", examples=[["travel"]])
    skills: Words = Field(
        (), description="Skills that it needs, beside those that it names", examples=[["bookkeeping"]]
    )
    stakes: StakesField | None = Field(None, description="What it costs if it goes wrong, in place of what was told")
    patience: Line | None = Field(
        None, description="How long an answer is waited for: a name from the settings", examples=["urgent"]
    )
    brief: Line | None = Field(None, description="A template of the owner's for the brief", examples=["travel"])


class Expectation(_Written):
    """What an example should become."""

    outcome: Literal["keep", "delegate", "defer", "drop", "ask"] = Field(description="What the rules should decide")
    to: Line | None = Field(None, description="Who should be chosen, by id", examples=["maya"])
    rule: Line | None = Field(
        None, description="The rule that should decide, where it is another", examples=["high stakes stay with you"]
    )


class Example(_Written):
    """A task that shows what the rule is for; run by `delegated rules test`."""

    task: dict[str, Any] = Field(
        description="A task as it might be dropped", examples=[{"title": "File the October receipts"}]
    )
    given: dict[str, Any] = Field(
        default_factory=dict,
        description="Facts as they should be taken; the others are as they are at that moment",
        examples=[{"owner.overwhelmed": True}],
    )
    expect: Expectation = Field(description="What should come of it", examples=[{"outcome": "delegate", "to": "ben"}])


class RuleEntry(_Written):
    """One rule: a name, a reason, when it applies, and exactly one of keep, delegate, defer, drop, ask or note."""

    name: Line = Field(
        description="How it is called in the log and by `explain`; no other has the same",
        examples=["bookkeeping goes to Ben"],
    )
    because: Line = Field(
        description="The reason, as it is told to people; facts in braces are filled in",
        examples=["he knows our accounts", "{owner.stalled_goals} stands still"],
    )
    when: dict[str, Any] | None = Field(
        None,
        description="Fields and facts and what they must be: all must hold. Left out: always",
        examples=[{"tags": ["receipts"], "stakes": {"at_most": "medium"}}],
    )
    keep: Yes | None = Field(None, description="The owner does it: `keep: true`", examples=[True])
    drop: Yes | None = Field(None, description="It will not be done: `drop: true`", examples=[True])
    defer: Defer | None = Field(
        None, description="It waits, and is decided anew when the time comes", examples=[{"until": "monday"}]
    )
    ask: Words | None = Field(
        None,
        description="The owner is asked: for fields that are missing, or one question in words",
        examples=[["due", "deliverables"], "Which bank account?"],
    )
    delegate: Delegate | None = Field(
        None, description="Somebody else is asked to do it", examples=[{"to": "maya", "otherwise": ["admins"]}]
    )
    note: Note | None = Field(
        None, description="Adds to the task and goes on to the next rule", examples=[{"tags": ["travel"]}]
    )
    examples: tuple[Example, ...] = Field(
        (),
        description="Tasks that show what the rule is for, tried by `delegated rules test`",
        examples=[[_AN_EXAMPLE]],
    )


class RuleFile(_Written):
    """A file of rules, read from top to bottom; the first one with an outcome decides."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="delegated rules")

    rules: tuple[RuleEntry, ...] = Field(
        description="In the order in which they are tried",
        examples=[[{"name": "surveys are dropped", "because": "nothing ever came of one", "drop": True}]],
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule and where it stands."""

    name: str
    because: str
    condition: Condition
    entry: RuleEntry
    file: str
    line: int
    node: Node
    source: Source

    @property
    def outcome(self) -> str:
        """keep, delegate, defer, drop, ask, or note."""
        return next(name for name in (*OUTCOMES, "note") if getattr(self.entry, name) is not None)

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The fields that it asks for; empty where it asks a question in words, or nothing."""
        return self.entry.ask if self.entry.ask and _names_fields(self.entry.ask) else ()

    @property
    def notes(self) -> Mapping[str, Any]:
        """What a note adds to the task."""
        note = self.entry.note
        if note is None:
            return {}
        added = {
            "tags": note.tags,
            "skills": note.skills,
            "stakes": note.stakes,
            "patience": note.patience,
            "template": note.brief,
        }
        return {name: value for name, value in added.items() if value}

    @property
    def place(self) -> str:
        """`rules/10-stays.yaml:12`."""
        return f"{self.file}:{self.line}"


class RuleBook:
    """All rules of one office in their order, and the index over them."""

    def __init__(self, rules: Sequence[Rule], sources: Mapping[str, str]) -> None:
        self.rules = tuple(rules)
        self.sources = dict(sources)

    @property
    def names(self) -> frozenset[str]:
        """Of all the rules."""
        return frozenset(rule.name for rule in self.rules)

    def without(self, names: frozenset[str]) -> RuleBook:
        """The same rules but for some."""
        return RuleBook([rule for rule in self.rules if rule.name not in names], self.sources)

    def candidates(self, situation: Situation) -> list[int]:
        """The places, in order, of every rule that may match; those left out cannot."""
        return self._index.candidates(situation)

    @cached_property
    def _index(self) -> _Index:
        # When it is first needed: a policy that is read only to be thinned out needs none, and RE2 sets take memory.
        return _Index(self.rules)

    def version(self) -> str:
        """A name for exactly these rules: 12 hexadecimal digits of their SHA-256."""
        whole = hashlib.sha256()
        for name, text in sorted(self.sources.items()):
            whole.update(f"{name}\0{text}\0".encode())
        return whole.hexdigest()[:12]


class _Index:
    """Rules filed by key: exact words, words in a text, expressions (all matched in one pass by RE2), and the rest."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.exact: dict[str, dict[str, list[int]]] = {}
        self.within: dict[str, _Words] = {}
        self.expressions: dict[str, _Expressions] = {}
        self.always: list[int] = []
        for place, rule in enumerate(rules):
            keys = rule.condition.keys()
            if not keys:
                self.always.append(place)
            for key in keys:
                self._file(key, place)
        for expressions in self.expressions.values():
            expressions.compile()

    def candidates(self, situation: Situation) -> list[int]:
        found = set(self.always)
        for name, filed in self.exact.items():
            for word in _words(situation.value(name)):
                found.update(filed.get(word, ()))
        for name, words in self.within.items():
            for text in _words(situation.value(name)):
                found.update(words.found_in(text))
        for name, expressions in self.expressions.items():
            value = situation.value(name)
            if isinstance(value, str):
                found.update(expressions.found_in(value))
        return sorted(found)

    def _file(self, key: Key, place: int) -> None:
        if key.way == "=":
            self.exact.setdefault(key.field, {}).setdefault(key.word, []).append(place)
        elif key.way == "~":
            self.within.setdefault(key.field, _Words()).add(key.word, place)
        else:
            self.expressions.setdefault(key.field, _Expressions()).add(key.word, place)


class _Words:
    """Words of three letters at least that a text may hold, each filed under one run of letters in it.

    The run is the one that the fewest other words are filed under. A text is cut into all its runs, and of
    the words filed under them those are taken that it really holds.
    """

    def __init__(self) -> None:
        self.filed: dict[int, dict[str, list[tuple[str, int]]]] = {}

    def add(self, word: str, place: int) -> None:
        size = min(len(word), _LONGEST_RUN)
        filed = self.filed.setdefault(size, {})
        rarest = min(_runs(word, size), key=lambda run: len(filed.get(run, ())))
        filed.setdefault(rarest, []).append((word, place))

    def found_in(self, text: str) -> Iterator[int]:
        for size, filed in self.filed.items():
            for run in filed.keys() & set(_runs(text, size)):
                for word, place in filed[run]:
                    if word in text:
                        yield place


class _Expressions:
    """Regular expressions, a few hundred matched in one pass: where its memory ends, RE2 silently finds nothing."""

    def __init__(self) -> None:
        self.sets: list[tuple[Any, list[int]]] = []

    def add(self, expression: str, place: int) -> None:
        if not self.sets or len(self.sets[-1][1]) == _MOST_IN_A_SET:
            self.sets.append((_expressions(), []))
        expressions, places = self.sets[-1]
        expressions.Add(expression)
        places.append(place)

    def compile(self) -> None:
        for expressions, _ in self.sets:
            expressions.Compile()

    def found_in(self, text: str) -> Iterator[int]:
        for expressions, places in self.sets:
            for number in expressions.Match(text) or ():
                yield places[number]


def _runs(word: str, size: int) -> Iterator[str]:
    return (word[at : at + size] for at in range(len(word) - size + 1))


def _expressions() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 28
    return re2.Set.SearchSet(options)


def _words(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value.casefold(),)
    if isinstance(value, tuple):
        return (str(word).casefold() for word in value)
    return ()


def read_rules(files: Iterable[tuple[str, bytes]], roster: Roster | None) -> RuleBook | Unreadable:
    """The rules of all files, in the order given; or every fault in them.

    With a roster, names of people and groups are checked too. The shipped rules are read without one.
    """
    faults = Faults()
    rules: list[Rule] = []
    sources: dict[str, str] = {}
    with _undisturbed():
        for name, content in files:
            text = read_text(content, name, most=LARGEST_RULES)
            if isinstance(text, Unreadable):
                faults.found.extend(text.faults)
                continue
            sources[name] = text
            rules.extend(_read_file(name, text, roster, faults))
    _refuse_repeated(rules, faults)
    return faults.unreadable() if faults else RuleBook(rules, sources)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What is read stays: looking for rubbish in it again and again would take as long as reading it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_file(name: str, text: str, roster: Roster | None, faults: Faults) -> Iterator[Rule]:
    source = Source.of(name, text)
    node = read_yaml(text, name, source=source, most=MOST_VALUES)
    file = node if isinstance(node, Unreadable) else read_model(RuleFile, node, source)
    if isinstance(file, Unreadable):
        faults.found.extend(file.faults)
        return
    for place, entry in enumerate(file.rules):
        below = node.at(["rules", place])  # type: ignore[union-attr]  # Unreadable was handled above
        rule = _compile(entry, below, source, faults)
        if rule is not None:
            _check_names(rule, roster, faults)
            yield rule


def _compile(entry: RuleEntry, node: Node, source: Source, faults: Faults) -> Rule | None:
    decided = [name for name in (*OUTCOMES, "note") if getattr(entry, name) is not None]
    if len(decided) != 1:
        what = "no outcome" if not decided else "more than one outcome: " + ", ".join(decided)
        cure = "write exactly one of keep, delegate, defer, drop, ask or note"
        faults.add(source.fault(node.at(["name"]), f"the rule `{entry.name}` has {what}", cure))
        return None
    when = node.at(["when"]) if entry.when is not None else Node(None, node.line, node.column)
    condition = read_when(when, source, faults)
    _check_given(node, source, faults)
    _check_because(entry, node, source, faults)
    return Rule(
        entry.name, entry.because, _worth_deciding(entry, condition), entry, source.file, node.line, node, source
    )


def _worth_deciding(entry: RuleEntry, condition: Condition) -> Condition:
    """A rule that asks for what was told, or defers to a day that is over, would do so for ever: it does not match."""
    if entry.ask and _names_fields(entry.ask):
        return All((condition, Either(tuple(map(not_told, entry.ask)))))
    if entry.defer and entry.defer.until:
        return All((condition, StillToCome(entry.defer.until)))
    return condition


def _check_because(entry: RuleEntry, node: Node, source: Source, faults: Faults) -> None:
    """What a reason names in braces must be a field or a fact."""
    for name in IN_BRACES.findall(entry.because):
        if sort_of(name) is None:
            cure = did_you_mean(name, [*FACTS, *FIELDS])
            faults.add(source.fault(node.at(["because"]), f"`because`: there is no field or fact `{name}`", cure))


def _check_given(node: Node, source: Source, faults: Faults) -> None:
    """The facts that examples give must be facts."""
    examples = node.below("examples")
    for example in examples.value if examples is not None and isinstance(examples.value, list) else ():
        given = example.below("given")
        if given is None or not isinstance(given.value, dict):
            continue
        for name, below in given.value.items():
            try:
                read_fact(name, below.meant())
            except ValueError as error:
                faults.add(source.fault(given.keys[name], f"`given`: {error}"))


def _check_names(rule: Rule, roster: Roster | None, faults: Faults) -> None:
    """People, groups and fields that a rule names must be there."""
    entry, node, source = rule.entry, rule.node, rule.source
    if entry.delegate and roster is not None:
        for part in ("to", "otherwise"):
            for place, name in enumerate(getattr(entry.delegate, part)):
                if not roster.members(name):
                    found = node.at(["delegate", part, place])
                    faults.add(
                        source.fault(
                            found, f"`{part}`: no assistant or group `{name}`", did_you_mean(name, roster.names())
                        )
                    )
    if entry.ask and _names_fields(entry.ask):
        for place, name in enumerate(entry.ask):
            if name not in TaskFile.model_fields:
                found = node.at(["ask", place])
                faults.add(source.fault(found, f"`ask`: no field `{name}`", did_you_mean(name, TaskFile.model_fields)))
        clash = next(clashes(form(rule.condition)), None)
        if clash and clash[1].clause.place is None:  # It clashes with what stands nowhere: that the field is not told.
            what = f"`ask`: nothing would ever be asked: with `{clash[0].said()}` it is told already"
            cure = "ask for something else, or take that clause out of `when`"
            faults.add(source.fault(node.at(["ask"]), what, cure))


def _names_fields(ask: Sequence[str]) -> bool:
    """A list of single words names fields; a sentence is a question."""
    return all(" " not in name and not name.endswith("?") for name in ask)


def _refuse_repeated(rules: Sequence[Rule], faults: Faults) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.name in seen:
            found = rule.node.at(["name"])
            faults.add(
                rule.source.fault(
                    found,
                    f"a rule `{rule.name}` stands in {seen[rule.name].place} already",
                    "give one of them another name",
                )
            )
        seen.setdefault(rule.name, rule)
