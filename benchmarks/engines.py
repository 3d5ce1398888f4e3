"""Other engines that find the first rule which holds for a task: for each, how rules are put into its words.

Rules come as clauses that all engines can say (`tags` any of, `client` is, `title` contains or matches, `estimate` at
most), tasks as plain dictionaries. What is put together returns the place of the first rule that holds, or the number
of all of them. Some are written here, as somebody might write them in an afternoon; the others are libraries (group
`bench` of pyproject.toml). One that is not installed raises ImportError.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

Told = Mapping[str, Any]
Decide = Callable[[Told], int]


class Clause(NamedTuple):
    """One field and what it must be."""

    way: str
    field: str
    wish: Any


Rule = Sequence[Clause]


def closures(rules: Sequence[Rule]) -> Decide:
    """A function for each clause, rules tried one after the other."""
    return _first([_all(tuple(map(_closure, rule))) for rule in rules])


def generated(rules: Sequence[Rule]) -> Decide:
    """Python source of one function with all the rules in it, compiled."""
    names: dict[str, Any] = {}
    lines = ["def decide(told):", *(f" {name} = told[{name!r}]" for name in _FIELDS)]
    for place, rule in enumerate(rules):
        parts = sorted((_as_python(clause, names) for clause in rule), key=lambda part: ("(" in part, " in " in part))
        lines.append(f" if {' and '.join(parts)}: return {place}")
    lines.append(f" return {len(rules)}")
    exec(compile("\n".join(lines), "rules", "exec"), names)  # noqa: S102  what is compared: source made on the way
    return names["decide"]  # type: ignore[no-any-return]


def index(rules: Sequence[Rule]) -> Decide:
    """Each rule filed under one thing that it cannot hold without; only rules so found are tried."""
    tests = [_all(tuple(map(_closure, rule))) for rule in rules]
    filed: dict[tuple[str, str], list[int]] = {}
    for place, rule in enumerate(rules):
        for key in _keys(rule, filed):
            filed.setdefault(key, []).append(place)

    def decide(told: Told) -> int:
        title = told["title"]
        keys = [("client", told["client"]), *(("tags", tag) for tag in told["tags"]), ("", "")]
        keys += [("title", title[at : at + _RUN]) for at in range(len(title) - _RUN + 1)]
        candidates = sorted(place for key in keys for place in filed.get(key, ()))
        return next((place for place in candidates if tests[place](told)), len(rules))

    return decide


def rule_engine(rules: Sequence[Rule]) -> Decide:
    """rule-engine: an expression language for Python objects."""
    from rule_engine import Rule as Expression  # noqa: PLC0415  each engine is loaded only where it is measured

    return _first([Expression(_said(rule, _RULE_ENGINE, " and ")).matches for rule in rules])


def json_logic(rules: Sequence[Rule]) -> Decide:
    """JsonLogic. It has no expressions: only the word in them is looked for."""
    from json_logic import jsonLogic  # noqa: PLC0415

    return _first([partial(jsonLogic, _as_json_logic(rule)) for rule in rules])


def cel_python(rules: Sequence[Rule]) -> Decide:
    """cel-python: the Common Expression Language, in Python."""
    import celpy  # noqa: PLC0415

    environment = celpy.Environment()
    tests = [environment.program(environment.compile(_said(rule, _CEL, " && "))).evaluate for rule in rules]
    decide = _first(tests)
    return lambda told: decide({name: celpy.json_to_cel(value) for name, value in told.items()})


def cel_rust(rules: Sequence[Rule]) -> Decide:
    """common-expression-language: the same, in Rust."""
    import cel  # noqa: PLC0415

    decide = _first([cel.compile(_said(rule, _CEL, " && ")).execute for rule in rules])
    return lambda told: decide(cel.Context(told))


def cel_cpp(rules: Sequence[Rule]) -> Decide:
    """cel-expr-python: the same, in C++."""
    from cel_expr_python import cel  # noqa: PLC0415

    text, kinds = cel.Type.STRING, {"estimate": cel.Type.INT, "tags": cel.Type.List(cel.Type.STRING)}
    environment = cel.NewEnv(variables={name: kinds.get(name, text) for name in _FIELDS})
    compiled = [environment.compile(_said(rule, _CEL, " && ")) for rule in rules]
    return _first([lambda told, one=one: one.eval(data=told).value() for one in compiled])


def zen_expressions(rules: Sequence[Rule]) -> Decide:
    """zen-engine (Rust): an expression for each rule."""
    import zen  # noqa: PLC0415

    return _first([zen.compile_expression(_said(rule, _ZEN, " and ")).evaluate for rule in rules])


def zen_table(rules: Sequence[Rule]) -> Decide:
    """zen-engine (Rust): one decision table of all the rules."""
    import zen  # noqa: PLC0415

    rows = [
        {"_id": str(place), "if": _said(rule, _ZEN, " and "), "then": str(place)} for place, rule in enumerate(rules)
    ]
    rows.append({"_id": "rest", "if": "", "then": str(len(rules))})
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "if", "name": "rule"}],
        "outputs": [{"id": "then", "name": "rule", "field": "rule"}],
        "rules": rows,
    }
    decision = zen.ZenEngine().create_decision(json.dumps(_graph(table)))
    return lambda told: decision.evaluate(told)["result"]["rule"]  # type: ignore[no-any-return]


ENGINES: Final[Mapping[str, Callable[[Sequence[Rule]], Decide]]] = {
    "closures in a list": closures,
    "generated source": generated,
    "an index, by hand": index,
    "rule-engine": rule_engine,
    "json-logic-qubit": json_logic,
    "cel-python": cel_python,
    "cel (Rust)": cel_rust,
    "cel-expr-python (C++)": cel_cpp,
    "zen-engine": zen_expressions,
    "zen-engine, a table": zen_table,
}
"""By the name that stands in the table."""

_FIELDS: Final = ("title", "client", "estimate", "stakes", "tags")
_RUN: Final = 4
_Words = Mapping[str, Callable[[str, Any], str]]


def _first(tests: Sequence[Callable[[Any], Any]]) -> Decide:
    return lambda told: next((place for place, test in enumerate(tests) if test(told)), len(tests))


def _all(tests: tuple[Callable[[Told], bool], ...]) -> Callable[[Told], bool]:
    """Functions for one and two, which are most."""
    first, *others = tests
    if not others:
        return first
    if len(others) == 1:
        return lambda told: first(told) and others[0](told)
    return lambda told: all(test(told) for test in tests)


def _closure(clause: Clause) -> Callable[[Told], bool]:
    way, name, wish = clause
    if way == "any":
        return lambda told, apart=frozenset(wish).isdisjoint: not apart(told[name])
    if way == "is":
        return lambda told: told[name] == wish
    if way == "contains":
        return lambda told: wish in told[name]
    if way == "matches":
        return lambda told, search=re.compile(wish).search: search(told[name]) is not None
    return lambda told: told[name] <= wish


def _as_python(clause: Clause, names: dict[str, Any]) -> str:
    way, name, wish = clause
    given = f"_{len(names)}"
    if way == "any":
        names[given] = frozenset(wish).isdisjoint
        return f"not {given}({name})"
    if way == "matches":
        names[given] = re.compile(wish).search
        return f"{given}({name})"
    return {"is": f"{name} == {wish!r}", "contains": f"{wish!r} in {name}", "at most": f"{name} <= {wish!r}"}[way]


def _keys(rule: Rule, filed: Mapping[tuple[str, str], list[int]]) -> list[tuple[str, str]]:
    """A client; else four letters in a row that the title must hold, the rarest; else tags."""
    for way, name, wish in rule:
        if (way, name) == ("is", "client"):
            return [(name, wish)]
    for way, name, wish in rule:
        word = wish if way == "contains" else _word_in(wish) if way == "matches" else ""
        if len(word) >= _RUN:
            runs = [(name, word[at : at + _RUN]) for at in range(len(word) - _RUN + 1)]
            return [min(runs, key=lambda run: len(filed.get(run, ())))]
    return [("tags", tag) for way, _, wish in rule if way == "any" for tag in wish] or [("", "")]


def _word_in(expression: str) -> str:
    return max(re.findall("[a-z]{4,}", expression.replace(r"\b", " ")), key=len, default="")


def _said(rule: Rule, words: _Words, between: str) -> str:
    return between.join(words[way](name, wish) for way, name, wish in rule)


def _either(said: str, between: str) -> Callable[[str, Any], str]:
    return lambda name, wish: f"({between.join(said.format(json.dumps(one), name) for one in wish)})"


_COMMON: Final[_Words] = {
    "is": lambda name, wish: f"{name} == {json.dumps(wish)}",
    "at most": lambda name, wish: f"{name} <= {wish}",
}
_RULE_ENGINE: Final[_Words] = {
    **_COMMON,
    "any": _either("{} in {}", " or "),
    "contains": lambda name, wish: f"{json.dumps(wish)} in {name}",
    "matches": lambda name, wish: f"{name} =~~ {json.dumps(wish)}",
}
_CEL: Final[_Words] = {
    **_COMMON,
    "any": _either("{} in {}", " || "),
    "contains": lambda name, wish: f"{name}.contains({json.dumps(wish)})",
    "matches": lambda name, wish: f"{name}.matches({json.dumps(wish)})",
}
_ZEN: Final[_Words] = {
    **_COMMON,
    "any": _either("({} in {})", " or "),
    "contains": lambda name, wish: f"contains({name}, {json.dumps(wish)})",
    "matches": lambda name, wish: f"matches({name}, '{wish}')",
}


def _as_json_logic(rule: Rule) -> dict[str, Any]:
    return {"and": [_JSON_LOGIC[way]({"var": name}, wish) for way, name, wish in rule]}


_JSON_LOGIC: Final[Mapping[str, Callable[[Any, Any], dict[str, Any]]]] = {
    "any": lambda field, wish: {"or": [{"in": [one, field]} for one in wish]},
    "is": lambda field, wish: {"==": [field, wish]},
    "contains": lambda field, wish: {"in": [wish, field]},
    "matches": lambda field, wish: {"in": [_word_in(wish), field]},
    "at most": lambda field, wish: {"<=": [field, wish]},
}


def _graph(table: Any) -> dict[str, Any]:
    """What comes in, the table, what goes out."""

    def node(name: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, **more}

    def edge(begin: str, end: str) -> dict[str, str]:
        return {"id": f"{begin} {end}", "sourceId": begin, "targetId": end, "type": "edge"}

    nodes = [node("in", "inputNode"), node("table", "decisionTableNode", content=table), node("out", "outputNode")]
    return {"nodes": nodes, "edges": [edge("in", "table"), edge("table", "out")]}
