"""What `delegated check` finds in rules that can be read: by other rules, by the roster, and by the letters.

A service runs with such rules: nobody is left without one because somebody has left the roster. What is wrong with a
rule by itself is refused when it is read (`core.rules`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from delegated.core.errors import Fault, Unreadable, did_you_mean
from delegated.core.implication import Form, Literal, follows, form
from delegated.core.reading import read_model
from delegated.core.task import TaskFile
from delegated.core.vocabulary import CHOICES, Sort, sort_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from delegated.core.conditions import Clause
    from delegated.core.people import Roster
    from delegated.core.reading import Node
    from delegated.core.rules import Rule, RuleBook

# After `defer` and `ask` a task comes back, and the rules below decide: those two take nothing for good.
_FOR_GOOD: Final = frozenset({"keep", "drop", "delegate"})
_NAMING: Final = frozenset({"is", "any_of", "all_of", "none_of"})
FEW_DECISIONS: Final = 20
# With more rules that could be the one, the first of them are looked at: a check of 10,000 rules stays quick.
_MOST_COMPARED: Final = 30
_LONGEST_CUT: Final = 60


def faults_in(book: RuleBook, roster: Roster, templates: Collection[str], policies: Collection[str]) -> Iterator[Fault]:
    """Every fault of these rules in this office.

    `templates` are names that `brief` may have; `policies` names of rules and decisions that are not in the book, and
    that an example may expect.
    """
    names = book.names.union(policies)
    for rule in book.rules:
        yield from _strangers(rule, roster)
        yield from _not_to_be_had(rule, roster, templates)
        yield from _not_to_be_run(rule, roster, names)
    for rule, taker in shadowed(book.rules):
        yield _shadow(rule, taker)


def shadowed(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Rules that can never match, each with the earlier one that takes all of its tasks for good."""
    filed, notes = _Filed(), _Notes()
    for place, rule in enumerate(rules):
        known = form(rule.condition)
        taker = next(filed.takers(known, notes, place), None)
        if taker is not None:
            yield rule, rules[taker]
        elif rule.outcome in _FOR_GOOD:
            filed.add(place, known)
        notes.add(place, rule)


def unmatched(rules: Iterable[Rule], decisions: int, seen: Mapping[str, int], since: datetime) -> Iterator[Fault]:
    """Those that took part in none of so many decisions since then, where `seen` tells how often each of them did.

    Nothing is said after a handful of decisions: they prove nothing.
    """
    if decisions < FEW_DECISIONS:
        return
    for rule in rules:
        if not seen.get(rule.name):
            cure = "look at it with `delegated explain`, or delete it; if it is new, give it time"
            yield _at_name(rule, f"the rule `{rule.name}` has matched no task since {since:%Y-%m-%d}", cure)


def missing_skills(rules: Iterable[Rule], roster: Roster) -> Iterator[Fault]:
    """Skills that a note adds, or that a rule waits for, and that nobody on the roster has: one word for each rule.

    Not of a list of which somebody has one, and not where the task stays with its owner.
    """
    known = roster.skills.union(word.casefold() for owner in roster.owners.values() for word in owner.strengths)
    for rule in rules:
        noted = [skill for skill in rule.notes.get("skills", ()) if skill.casefold() not in known]
        clauses = [] if rule.outcome == "keep" else list(_for_nobody(rule, known))
        missing = dict.fromkeys((*noted, *chain.from_iterable(sorted(clause.wish) for clause in clauses)))
        if missing:
            said = ("skill " if len(missing) == 1 else "skills ") + ", ".join(f"`{skill}`" for skill in missing)
            node = rule.node.at(["note", "skills"]) if noted else clauses[0].place or rule.node
            cure = "give it to somebody on the roster, or write it as it stands there"
            yield rule.source.fault(node, f"nobody on the roster has the {said}", cure)


def _for_nobody(rule: Rule, known: Collection[str]) -> Iterator[Clause]:
    for clause in rule.condition.clauses():
        is_asked_for = clause.field == "skills" and clause.operator in {"is", "any_of", "all_of"}
        if is_asked_for and clause.wish.isdisjoint(known):
            yield clause


def _shadow(rule: Rule, taker: Rule) -> Fault:
    every = "every task" if form(taker.condition) == Form() else "all of its tasks"
    what = f"the rule `{rule.name}` can never match: `{taker.name}` ({taker.place}) takes {every} before"
    cure = "move it above that rule, narrow that one down, or delete one of them"
    return _at_name(rule, what, cure)


def _at_name(rule: Rule, what: str, cure: str) -> Fault:
    return rule.source.fault(rule.node.at(["name"]), what, cure)


def _strangers(rule: Rule, roster: Roster) -> Iterator[Fault]:
    """Names in the condition that stand for nobody and nothing."""
    assistants, goals = tuple(roster.assistants), tuple(roster.goals())
    for clause in rule.condition.clauses():
        if clause.operator not in _NAMING:
            continue
        if clause.field == "owner":
            yield from _unknown_in(rule, clause, tuple(roster.owners), "no owner `{}` on the roster")
        elif clause.field in {"goal", "owner.stalled_goals"}:
            yield from _unknown_in(rule, clause, goals, "nobody has a goal `{}`")
        elif clause.field in {"to", "history.last_assistant"}:
            yield from _unknown_in(rule, clause, assistants, "no assistant `{}` on the roster")


def _unknown_in(rule: Rule, clause: Clause, known: Sequence[str], what: str) -> Iterator[Fault]:
    folded = {name.casefold() for name in known}
    for node in _items(clause.place):
        if str(node.value).casefold() not in folded:
            said = f"`{clause.field}`: {what.format(node.value)}"
            yield rule.source.fault(node, said, did_you_mean(str(node.value), known))


def _items(node: Node | None) -> Sequence[Node]:
    if node is None:
        return ()
    return node.value if isinstance(node.value, list) else (node,)


def _not_to_be_had(rule: Rule, roster: Roster, templates: Collection[str]) -> Iterator[Fault]:
    """Skills that a rule delegates to and nobody has; templates that are not there."""
    plan = rule.entry.delegate
    for place, skill in enumerate(plan.skills if plan else ()):
        if skill.casefold() not in roster.skills:
            what = f"`skills`: no assistant has the skill `{skill}`, so nobody could ever be found"
            cure = did_you_mean(skill, sorted(roster.skills), otherwise="skills on the roster are")
            yield rule.source.fault(rule.node.at(["delegate", "skills", place]), what, cure)
    for part, entry in (("delegate", plan), ("note", rule.entry.note)):
        if entry is not None and entry.brief is not None and entry.brief not in templates:
            what = f"`brief`: there is no template `{entry.brief}`"
            cure = did_you_mean(entry.brief, sorted(templates), otherwise="there is only")
            yield rule.source.fault(rule.node.at([part, "brief"]), what, cure)


def _not_to_be_run(rule: Rule, roster: Roster, names: Collection[str]) -> Iterator[Fault]:
    """Examples whose task cannot be read, or that expect somebody or some rule that is not there."""
    for place, example in enumerate(rule.entry.examples):
        node, wanted = rule.node.at(["examples", place]), example.expect
        yield from _unreadable_task(rule, node.at(["task"]), roster)
        if wanted.to is not None and wanted.to not in roster.assistants:
            what = f"`expect.to`: no assistant `{wanted.to}` on the roster"
            cure = did_you_mean(wanted.to, roster.assistants, otherwise="assistants are")
            yield rule.source.fault(node.at(["expect", "to"]), what, cure)
        if wanted.rule is not None and wanted.rule not in names:
            what = f"`expect.rule`: no rule `{wanted.rule}`"
            yield rule.source.fault(node.at(["expect", "rule"]), what, did_you_mean(wanted.rule, sorted(names)))


def _unreadable_task(rule: Rule, node: Node, roster: Roster) -> Iterator[Fault]:
    below: Mapping[str, Node] = node.value if isinstance(node.value, dict) else {}
    tree: dict[str, Any] = {name: value.tree() for name, value in below.items() if not name.startswith("x-")}
    fields = read_model(TaskFile, node, rule.source, tree=tree)
    if isinstance(fields, Unreadable):
        yield from fields.faults
        return
    for name, known, what in (
        ("owner", roster.owners, "no owner `{}` on the roster"),
        ("to", roster.assistants, "no assistant `{}` on the roster"),
        ("goal", roster.goals(), "nobody has a goal `{}`"),
    ):
        named = getattr(fields, name)
        if named and named not in known:
            said = f"`{name}`: {what.format(named)}"
            yield rule.source.fault(node.at([name]), said, did_you_mean(named, known))


class _Filed:
    """Rules that take tasks for good, each filed under one thing of which a rule must speak to be taken by it."""

    def __init__(self) -> None:
        self.rules: dict[int, Form] = {}
        self.under: dict[tuple[str, ...], list[int]] = {(): []}

    def add(self, place: int, known: Form) -> None:
        self.rules[place] = known
        for key in self._best(known):
            self.under.setdefault(key, []).append(place)

    def takers(self, known: Form, notes: _Notes, place: int) -> Iterator[int]:
        """The places of rules that take all tasks of which this is known, the first one first."""
        keys = {(), *chain.from_iterable(map(_spoken_of, known.every_literal()))}
        found = sorted({other for key in keys for other in self.under.get(key, ())[:_MOST_COMPARED]})
        for other in found:
            if follows(known, self.rules[other]) and follows(notes.before(known, other, place), self.rules[other]):
                yield other

    def _best(self, known: Form) -> list[tuple[str, ...]]:
        """Of what the rule is about, that under which the fewest are filed."""
        each = [_keys(one) for one in known.literals]
        if not each and known.choices:
            each = [[key for part in choice for key in self._best(part)] for choice in known.choices]
        return min(each, key=lambda keys: max(len(self.under.get(key, ())) for key in keys)) if each else [()]


def _keys(one: Literal) -> list[tuple[str, ...]]:
    """A rule that is taken because of this clause speaks of one of these."""
    clause = one.clause
    if clause.operator in {"is", "any_of", "all_of", "contains"} and one.holds and _is_worded(clause):
        way = "~" if clause.operator == "contains" and isinstance(clause.wish, str) else "="
        words = clause.wish if isinstance(clause.wish, frozenset) else {clause.wish}
        return [(clause.field, way, str(word)) for word in sorted(words)]
    if clause.operator == "matches":
        return [(clause.field, "*", clause.wish)]
    return [(clause.field,)]


def _spoken_of(one: Literal) -> Iterator[tuple[str, ...]]:
    """All that a clause speaks of, and what follows from it."""
    yield (one.clause.field,)
    if one.clause.field in CHOICES:
        yield from ((one.clause.field, "=", str(word)) for word in CHOICES[one.clause.field])
        return
    for key in _keys(one):
        yield key
        if key[1:2] in {("=",), ("~",)} and sort_of(key[0]) is Sort.TEXT:
            yield from ((key[0], "~", cut) for cut in _cuts(key[2]))


def _cuts(text: str) -> Iterator[str]:
    """Every text that it contains."""
    text = text[:_LONGEST_CUT]
    for start in range(len(text)):
        yield from (text[start:end] for end in range(start + 1, len(text) + 1))


def _is_worded(clause: Clause) -> bool:
    return sort_of(clause.field) in {Sort.TEXT, Sort.WORDS, Sort.CHOICE, Sort.LEVEL}


@dataclass(slots=True)
class _Notes:
    """Which rules add what to a task on its way down, by their places in order."""

    all: list[int] = field(default_factory=list)
    of: dict[tuple[str, ...], list[int]] = field(default_factory=dict)

    def add(self, place: int, rule: Rule) -> None:
        if rule.outcome != "note":
            return
        self.all.append(place)
        for name in ("tags", "skills", "stakes"):
            if name in rule.notes:
                self.of.setdefault((name,), []).append(place)
        for name in ("tags", "skills"):
            for word in rule.notes.get(name, ()):
                self.of.setdefault((name, word.casefold()), []).append(place)

    def before(self, known: Form, after: int, before: int) -> Form:
        """Of what a rule sees in a task, that which an earlier rule must have seen too."""
        return known.without(lambda one: self._may_have_made(one, after, before))

    def _may_have_made(self, one: Literal, after: int, before: int) -> bool:
        """Whether something that a rule sees may not have been so, or not been known, when an earlier rule looked."""
        clause = one.clause
        if "." in clause.field:
            return not _is_the_same_all_along(clause.field) and _between(self.all, after, before)
        if clause.operator == "is_set" and clause.wish is not one.holds:
            return False  # What nobody has told was not told before either.
        if clause.field in {"tags", "skills"} and isinstance(clause.wish, frozenset):
            # Words are only ever added: what is not there was not there before.
            if (clause.operator == "none_of") is one.holds:
                return False
            return any(_between(self.of.get((clause.field, word), ()), after, before) for word in clause.wish)
        return _between(self.of.get((clause.field,), ()), after, before)


def _is_the_same_all_along(fact: str) -> bool:
    """Facts of the moment and of the owner's week, which have nothing to do with what notes add."""
    return fact.startswith("now.") or fact in {"owner.load", "owner.overwhelmed"}


def _between(places: Sequence[int], after: int, before: int) -> bool:
    at = bisect_right(places, after)
    return at < len(places) and places[at] < before
