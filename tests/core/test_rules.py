"""Rules: read, checked, filed. The index finds what a plain walk finds."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delegated.core.checking import faults_in
from delegated.core.deciding import judge
from delegated.core.expressions import words_in
from delegated.core.facts import Case
from delegated.core.rules import Rule, RuleBook, read_rules
from delegated.core.task import with_notes
from delegated.core.vocabulary import ALL_OPERATORS, FACTS, FIELDS
from offices import NOW, faults_of, roster, rules, sample_office, small_office, task

if TYPE_CHECKING:
    from pathlib import Path

    from delegated.core.office import Office
    from delegated.core.task import Task


def rule(body: str, name: str = "one") -> str:
    """A file with one rule."""
    return f"rules:\n  - name: {name}\n    because: it is so\n    {body}\n"


def said_of(text: str) -> str:
    """What is wrong with a file of rules."""
    return faults_of(read_rules([("rules/10-test.yaml", text.encode())], roster()))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("when: {tags: x}", "rules/10-test.yaml:2:11: the rule `one` has no outcome; write exactly one of keep"),
        ("{keep: true, drop: true}", "more than one outcome: keep, drop"),
        ("keep: false", "`rules[1].keep`: write `true`; a rule that should not decide is deleted or made a comment"),
        ("kep: true", "unknown key `kep`; did you mean `keep`?"),
        ("delegate: {to: bem}", ":4:20: `to`: no assistant or group `bem`; did you mean `ben`?"),
        ("delegate: {to: [maya, admin]}", ":4:27: `to`: no assistant or group `admin`; did you mean `admins`?"),
        ("delegate: {otherwise: everybody}", "`otherwise`: no assistant or group `everybody`"),
        ("delegate: maya", "`rules[1].delegate` must hold keys with values; write `to: …` below it"),
        ("delegate: {prefer: [cheap]}", "no order `cheap`; did you mean `cheapest`?"),
        ("delegate: {approve: sometimes}", "`sometimes` is neither `always` nor `{above: 200 EUR}`"),
        ("delegate: {approve: {above: 3 EUR, over: 1}}", ":4:40: unknown key `over`; did you mean `above`?"),
        ("delegate: {approve: {above: 3}}", ":4:33: `rules[1].delegate.approve.above`: `3` needs a currency"),
        ("defer: {}", "write either `until: monday` or `for: 3 working days`"),
        ("defer: {until: monday, for: 2h}", "write either `until: monday` or `for: 3 working days`"),
        ("defer: {until: soonish}", "`soonish` is no date"),
        ("ask: [due, delivrables]", ":4:16: `ask`: no field `delivrables`; did you mean `deliverables`?"),
        ("note: {colour: red}", "unknown key `colour`"),
        ("note: {stakes: huge}", "`huge` is not one of low, medium, high"),
        ("{keep: true, when: [x]}", "`rules[1].when` must hold keys with values"),
        ("{keep: true, examples: [{task: {title: x}, expect: {outcome: win}}]}", "must be `keep`, `delegate`, `defer`"),
        ("{keep: true, examples: [{task: {title: x}, given: {owner.lod: 1}, expect: {outcome: keep}}]}",
         "`given`: no fact `owner.lod`; did you mean `owner.load`?"),
        ("{keep: true, examples: [{task: {title: x}, given: {owner.load: x}, expect: {outcome: keep}}]}",
         "`given`: `x` is not a number"),
    ],
)  # fmt: skip
def test_a_fault_in_a_rule_says_how_to_mend_it(body: str, said: str) -> None:
    """With its place, and once."""
    text = rule(body) if not body.startswith("{") else f"rules:\n  - {{name: one, because: so, {body[1:]}\n"
    found = said_of(text)
    assert said in found
    assert found.count("rules/10-test.yaml:") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("# all in comments", "the file must hold keys with values; write `rules: …` below it"),
        ("rules:", "`rules` must be a list"),
        ("rules: [keep]", "`rules[1]` must hold keys with values; write `name: …` below it"),
        ("rules: [{name: x, keep: true}]", "`because` is missing; add a line `because: …`"),
    ],
)
def test_a_file_that_holds_no_rules_is_told_so(text: str, said: str) -> None:
    """Also where it is empty."""
    assert said in said_of(text)


def test_a_name_stands_for_one_rule() -> None:
    """Across files; the second one is the fault."""
    files = [("a.yaml", rule("keep: true").encode()), ("b.yaml", rule("drop: true").encode())]
    said = faults_of(read_rules(files, None))
    assert said.startswith("b.yaml:2:11: a rule `one` stands in a.yaml:2 already; give one of them another name")


def test_the_faults_of_all_files_are_told_at_once() -> None:
    """A file that is no YAML does not hide those of the next."""
    files = [("a.yaml", b"["), ("b.yaml", rule("kep: true").encode())]
    said = faults_of(read_rules(files, None))
    assert "a.yaml:1:" in said
    assert "b.yaml:4:5" in said


def test_without_a_roster_names_are_not_checked() -> None:
    """The shipped rules do not know who works here."""
    assert isinstance(read_rules([("a.yaml", rule("delegate: {to: nobody}").encode())], None), RuleBook)


def test_the_version_names_exactly_these_rules() -> None:
    """The same text has the same version, and any other has another."""
    one, two = rules(rule("keep: true")), rules(rule("drop: true"))
    assert one.version() == rules(rule("keep: true")).version() != two.version()
    assert len(one.version()) == 12


def test_rules_can_be_left_out() -> None:
    """A rule of the owner's stands instead of the shipped one of its name."""
    book = sample_office().book
    first = book.rules[0].name
    assert [found.name for found in book.without(frozenset({first})).rules] == [found.name for found in book.rules[1:]]


def test_a_rule_knows_its_place_and_outcome() -> None:
    """For explain, and for editors."""
    found = rules(rule("defer: {for: 2h}")).rules[0]
    assert (found.place, found.outcome, found.notes) == ("rules/10-test.yaml:2", "defer", {})
    noted = rules(rule("note: {tags: [a], stakes: high, brief: short}")).rules[0]
    assert (noted.outcome, noted.notes) == ("note", {"tags": ("a",), "stakes": "high", "template": "short"})


@pytest.mark.parametrize(
    ("ask", "fields"),
    [("[due, deliverables]", ("due", "deliverables")), ("due", ("due",)), ("Which bank account?", ()), ("Why?", ())],
)
def test_what_is_asked_for_is_fields_or_a_question(ask: str, fields: tuple[str, ...]) -> None:
    """Single words are fields, but for a question of one word."""
    assert rules(rule(f"ask: {ask}")).rules[0].asks_for == fields


def test_a_rule_that_asks_is_content_once_it_was_told() -> None:
    """Else a task that was completed would be asked about for ever."""
    office = small_office(rule("ask: [due, budget]"))
    asked = judge(Case(task("{title: x, due: friday}"), office, NOW))[1]
    told = judge(Case(task("{title: x, due: friday, budget: 3 EUR}"), office, NOW))[1]
    assert (asked.rule, asked.missing) == ("one", ("budget",))
    assert told.rule is None


def test_a_rule_that_defers_to_a_day_gone_by_does_not_match() -> None:
    """Else the task would be woken and deferred for ever, many times a second."""
    over = judge(Case(task("title: x"), small_office(rule("defer: {until: 2026-11-20}")), NOW))[1]
    ahead = judge(Case(task("title: x"), small_office(rule("defer: {until: 2026-11-30}")), NOW))[1]
    assert (over.rule, ahead.rule) == (None, "one")


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (r"(?i)\b(flights?|hotels?)\b", ("flight", "hotel")),
        (r"\bword-[0-9]+", ("word-",)),
        ("Rechnung(en)?", ("rechnung",)),
        ("abc+d", ("abc",)),
        ("(abcd){2}", ("abcd",)),
        ("a(bcd|efg)h", ("bcd", "efg")),
        ("x[abc]hello.wo", ("hello",)),
        (r"ab\.c", ("ab.c",)),
        ("(?i)ÜBERSETZEN", ("bersetzen",)),
        ("ÜBERSETZEN", ("übersetzen",)),
        (r"(?i)(^|\PL)(mum|mom)(\PL|$)", ("mum", "mom")),
        (r"\p{Greek}+hello", ("hello",)),
        (r"\p{Lx hello", ()),
        ("abc?d", ()),
        ("(abcd)*", ()),
        ("abcd|ef", ()),
        ("abc|", ()),
        ("(?P<n>abc)", ()),
        (r"\Qabc\E", ()),
        (r"\x41abc", ()),
        ("(?i:abc)", ()),
        ("", ()),
    ],
)
def test_the_words_that_an_expression_needs_are_found_where_they_are_sure(
    expression: str, words: tuple[str, ...]
) -> None:  # fmt: skip
    """And where they are not, it is tried each time."""
    assert words_in(expression) == words


PIECES = [
    "abc",
    "b",
    "ab",
    "[ab]",
    ".",
    r"\b",
    "(abc|bca)",
    "(a|bcab)?",
    "(?:cab)+",
    "c*",
    "ca{2}b",
    "^",
    "$",
    r"\.",
    r"\PL",
    r"\p{L}",
    "Ab",
]


@given(st.lists(st.sampled_from(PIECES), max_size=5), st.booleans(), st.text("abcAB.\u017f ", max_size=12))
def test_a_text_that_matches_has_one_of_the_words(pieces: list[str], folds: bool, text: str) -> None:  # noqa: FBT001
    """So nothing is ever missed by looking for the words first."""
    expression = ("(?i)" if folds else "") + "".join(pieces)
    words = words_in(expression)
    book = rules(
        rule(f"{{when: {{title: {{matches: '{expression}'}}}}, keep: true}}"[1:-1].replace(", keep", "\n    keep"))
    )
    case = Case(replace(task("title: x"), title=text), small_office(), NOW)
    if book.rules[0].condition.holds(case):
        assert not words or any(word in text.casefold() for word in words)
        assert book.candidates(case) == [0]


WORDS = ["red", "blue", "green", "grey"]
CLAUSES = [
    *(f"tags: [{one}, {other}]" for one in WORDS for other in WORDS[:2]),
    *(f"title: {{contains: {word}}}" for word in [*WORDS, "re", "e gr"]),
    *(f"title: {{matches: '{word}'}}" for word in ["(?i)\\bred\\b", "bl(ue|ack)", "^g", "r.d", "gree?n|grey"]),
    *(f"client: {word}" for word in WORDS), "skills: red", "skills: {all_of: [red, blue]}", "tags: {none_of: [red]}",
    "stakes: high", "stakes: {at_most: medium}", "stakes: [low, high]", "goal: {is_set: false}",
    "owner.overwhelmed: true", "history.similar: {above: 1}", "x-a: red", "x-a: {contains: lue}",
    "not: {tags: red}", "any: [{tags: red}, {title: {contains: grey}}]", "any: [{client: red}, {stakes: low}]",
    "all: [{tags: blue}, {client: red}]", "tags: {matches: re}", "any: [{client: blue}, {not: {tags: green}}]",
    "not: {any: [{client: red}, {title: {contains: lue}}]}", "any: [{title: {matches: 'gr[ae]y|black'}}, {x-a: RED}]",
    "all: [{any: [{tags: red}, {tags: grey}]}, {any: [{skills: blue}, {client: blue}]}]", "skills: {contains: blue}",
    "client: {matches: '(?i)^R'}", "client: {none_of: [blue]}", "x-a: {matches: 'e'}", "title: [Red, blue red]",
]  # fmt: skip
OUTCOMES = ["keep: true", "drop: true", "note: {tags: [red]}", "note: {skills: [red, blue]}", "note: {stakes: high}",
            "ask: [due]", "defer: {until: 2026-11-20}", "note: {tags: [grey], stakes: low}"]  # fmt: skip


@cache
def can_hold(clauses: tuple[str, ...]) -> bool:
    """Whether a rule may say all of this: one that can never match is refused when it is read."""
    return isinstance(read_rules([("a.yaml", as_yaml([(list(clauses), "keep: true")]).encode())], None), RuleBook)


WHENS = st.lists(st.sampled_from(CLAUSES), max_size=2).filter(lambda clauses: can_hold(tuple(clauses)))
ONE_RULE = st.tuples(WHENS, st.sampled_from(OUTCOMES))
ONE_TASK = st.fixed_dictionaries(
    {
        "title": st.lists(st.sampled_from([*WORDS, "Red", "BLUE", "black"]), min_size=1, max_size=3).map(" ".join),
        "tags": st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
        "skills": st.lists(st.sampled_from(WORDS), max_size=1).map(tuple),
        "client": st.sampled_from([None, *WORDS]),
        "extra": st.sampled_from([{}, {"x-a": "Red"}, {"x-a": "blue"}]),
    }
)
PLAIN = task("title: x")


def as_yaml(several: list[tuple[list[str], str]]) -> str:
    """Rules from clauses and outcomes."""
    entries = [
        f"  - name: rule {place}\n    because: so\n    when: {{all: [{{{'}, {'.join(clauses)}}}]}}\n    {outcome}\n"
        if clauses
        else f"  - name: rule {place}\n    because: so\n    {outcome}\n"
        for place, (clauses, outcome) in enumerate(several)
    ]
    return "rules:\n" + "".join(entries)


def walked(found: Task, office: Office) -> tuple[str | None, list[str], Task]:
    """The plain way: every rule in its order, one after the other."""
    case, noted = Case(found, office, NOW), list[str]()
    for one in office.book.rules:
        if one.condition.holds(case):
            if one.outcome != "note":
                return one.name, noted, case.task
            noted.append(one.name)
            case = case.noted(with_notes(case.task, **one.notes))
    return None, noted, case.task


@given(st.lists(ONE_RULE, min_size=1, max_size=8), st.lists(ONE_TASK, min_size=1, max_size=3))
def test_the_index_decides_as_a_plain_walk_would(
    several: list[tuple[list[str], str]], tasks: list[dict[str, object]]
) -> None:
    """Whatever the notes before it added."""
    office = small_office(as_yaml(several))
    for fields in tasks:
        found = replace(PLAIN, **fields)  # type: ignore[arg-type]  # the strategy knows the fields
        case, decision = judge(Case(found, office, NOW))
        assert (decision.rule, list(decision.noted), case.task) == walked(found, office)


def test_a_decision_looks_at_a_few_rules_only() -> None:
    """Of a thousand that want something rare, none is tried on a task that has none of it."""
    text = as_yaml([([f"client: c{place}", "stakes: medium"], "keep: true") for place in range(500)])
    text += as_yaml([([f"title: {{matches: '(?i)word{place}x'}}", "stakes: medium"], "keep: true")
                     for place in range(500)]).replace("rules:\n", "").replace("rule ", "other ")  # fmt: skip
    book = rules(text)
    assert book.candidates(Case(PLAIN, small_office(), NOW)) == []
    found: list[Rule] = [book.rules[place] for place in book.candidates(
        Case(replace(PLAIN, title="a WORD77x b", client="C5"), small_office(), NOW)
    )]  # fmt: skip
    assert [one.name for one in found] == ["rule 5", "other 77"]


def test_the_samples_can_be_read() -> None:
    """The office of two, with its 29 rules."""
    assert len(sample_office().book.rules) == 29


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("when: {due: {within: 2 days}}\n    ask: due", "with `due within 2 days` it is told already"),
        ("when: {client: a, budget: {is_set: true}}\n    ask: [client, budget]", "nothing would ever be asked"),
    ],
)
def test_a_rule_that_asks_for_what_is_told_could_never_ask(ask: str, said: str) -> None:
    """It matches only while something is missing, and its `when` wants all of it."""
    assert said in said_of(rule(ask))


HOSTILE = ["{{ 7 * 7 }}", "{% for a in b %}", "${HOME}", "__class__", "{0.__class__.__mro__}", "%(x)s", "/etc/passwd",
           "file:///etc/passwd", "../../roster.yaml", "!include x", "$(rm -rf /)", "; DROP TABLE tasks", "\\x00",
           "<script>", "=cmd|' /C calc'!A0", "lambda: 1", "os.system('x')"]  # fmt: skip


@pytest.mark.parametrize("word", HOSTILE)
def test_what_stands_in_a_rule_is_text_and_nothing_else(word: str, tmp_path: Path) -> None:
    """Nothing is filled in, run, opened or reached, whatever it looks like: a word is met by the same word only."""
    quoted = "'" + word.replace("'", "''") + "'"
    body = (
        f"when: {{any: [{{title: {{contains: {quoted}}}}}, {{x-a: {quoted}}}, {{tags: [{quoted}]}}]}}\n    drop: true"
    )
    office = small_office(rule(body))
    for found in (replace(PLAIN, title=f"a {word} b"), replace(PLAIN, tags=(word.casefold(),))):
        decision = judge(Case(found, office, NOW))[1]
        assert (decision.rule, decision.outcome) == ("one", "drop")
    assert judge(Case(replace(PLAIN, title="49 root rivera alex"), office, NOW))[1].rule is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["title.__class__", "owner.name", "owner.__dict__", "now.tzinfo", "office", "self", "x.y"]
)
def test_only_fields_and_facts_can_be_asked_for(name: str) -> None:
    """An attribute of a task, of a person or of the program is no field."""
    assert f"no field `{name}`" in said_of(rule(f"when: {{{name}: x}}\n    keep: true"))


SLOW = [r"(a+)+$", r"(a|a)*$", r"(a|aa)+$", r"(.*a){30}$", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(?:a?){60}a{60}",
        r"(a*)*b", r"((a{1,50}){1,10})$", r"\b(a+a+)+\b!"]  # fmt: skip


@pytest.mark.parametrize("expression", SLOW)
def test_no_expression_can_hang_a_decision(expression: str) -> None:
    """What takes other engines longer than the world will last is answered on a long text, or refused with a reason."""
    read = read_rules(
        [("a.yaml", rule(f"when: {{title: {{matches: '{expression}'}}}}\n    keep: true").encode())], None
    )
    assert isinstance(read, RuleBook), str(read)
    begun = time.process_time()
    judge(Case(replace(PLAIN, title="a" * 20_000 + "!"), small_office(), NOW))
    read.rules[0].condition.holds(Case(replace(PLAIN, title="a" * 20_000 + "!"), small_office(), NOW))
    assert time.process_time() - begun < 2


NAUGHTY = [
    *["", " ", "~", "null", "true", "no", "-", "-1", "1e999", ".inf", "nan", "9" * 400, "0x1F", "1_000"],
    *["2026-02-30", "99999999999999999999-01-01", "today 25:00", "-2h", "1e9h", "2h", "friday"],
    *["12 EUR", "-3 EUR", "1,000.00 EUR", "EUR", "12 XXX", "low", "maya", "anyone", "launch"],
    *["[", "{", "]", "'", '"', "|", ">", "&a", "*a", "!!python/object:os.system", "%", "@", "`", "#", "?", ":", "- -"],
    *["\u202e", "\u200b", "\ufeff", "\u0000", "ÅÍÎÏ˝", "ﬃ", "İ", "ß", "田中さん", "👩\u200d👩\u200d👧", "a" * 3_000],
    *["(?P<", "(?=a)", "[[:alpha:]", "\\", "\\1", "(" * 300, "a{1,1001}", "((a{100}){100}){100}", *HOSTILE],
]
FIELD_NAMES = [*FIELDS, *FACTS, "x-a", "any", "all", "not", "titel", ""]
ANY_KEY = st.sampled_from([*ALL_OPERATORS, *FIELD_NAMES])
VALUES = st.recursive(
    st.sampled_from([*NAUGHTY, True, None]) | st.text(max_size=8) | st.integers(),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from([*ALL_OPERATORS, *FIELD_NAMES]), below, max_size=3)
    ),
    max_leaves=4,
)


def keyed(*keys: str) -> st.SearchStrategy[dict[str, object]]:
    """A map with some of these keys, and anything in it."""
    return st.dictionaries(st.sampled_from(keys), VALUES, max_size=2)


PARTS = {
    "when": st.dictionaries(ANY_KEY, VALUES, max_size=3) | VALUES,
    "keep": st.just("true"),
    "defer": keyed("until", "for") | VALUES,
    "ask": VALUES,
    "delegate": keyed("to", "otherwise", "skills", "prefer", "approve", "patience", "brief") | VALUES,
    "note": keyed("tags", "skills", "stakes", "patience", "brief") | VALUES,
    "examples": st.lists(st.fixed_dictionaries({"task": VALUES, "given": VALUES, "expect": VALUES}), max_size=1),
}
SOUND = {"name": st.sampled_from(["one", "two", "three"]), "because": st.just("so")}
RULES_OF_CHANCE = st.fixed_dictionaries(SOUND, optional=PARTS) | keyed("name", "because", *PARTS, "kep")


def is_answered(content: bytes) -> None:
    """Read without an exception; every fault has words, and a place that lies in the file."""
    read = read_rules([("rules/a.yaml", content)], roster())
    lines = content.count(b"\n") + content.count(b"\r") + 1
    for fault in read.faults if not isinstance(read, RuleBook) else faults_in(read, roster(), (), ()):
        assert fault.message
        assert fault.line is None or 1 <= fault.line <= lines
        assert "Traceback" not in str(fault)
        assert "pydantic" not in str(fault)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RULES_OF_CHANCE, min_size=1, max_size=3))
def test_any_rule_is_read_or_refused_and_never_ends_the_program(several: list[dict[str, object]]) -> None:
    """Of the right shape and filled with all that ever broke a program."""
    text = yaml.safe_dump({"rules": several}, allow_unicode=True)
    is_answered(text.encode("utf-8", "replace"))
    is_answered(re.sub(r"'([-+.\w]+)'", r"\1", text).encode("utf-8", "replace"))  # Numbers and dates without quotes.


@given(
    st.lists(
        st.sampled_from([*NAUGHTY, "\n", "  ", ": ", "- ", "rules:\n", "name: a", "when:", "{", "}", "[", "]"]),
        max_size=12,
    )
)
def test_any_text_at_all_is_read_or_refused(pieces: list[str]) -> None:
    """Also what is no YAML."""
    is_answered("".join(pieces).encode())


@given(st.binary(max_size=60))
def test_any_bytes_at_all_are_read_or_refused(content: bytes) -> None:
    """Also what is no text."""
    is_answered(content)
