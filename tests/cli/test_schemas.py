"""The schemas: they describe all, take whatever the readers take, and refuse what a schema can know to be wrong."""

from __future__ import annotations

import itertools
import json
import re
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from delegated.cli.schemas import SCHEMAS, schema_text
from delegated.core import shapes
from delegated.core.calendar import parse_away, parse_hours, parse_zone
from delegated.core.durations import parse_duration, parse_estimate
from delegated.core.errors import Unreadable
from delegated.core.moments import parse_when
from delegated.core.money import parse_money, parse_rate
from delegated.core.people import read_roster
from delegated.core.reading import read_yaml
from delegated.core.rhythm import parse_rhythm
from delegated.core.rules import OUTCOMES, PREFERENCES, RuleBook, read_rules
from delegated.core.task import Written, read_task
from delegated.core.vocabulary import FACTS, FIELDS, OPERATORS
from delegated.settings import Settings, read_settings
from delegated.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from homes import Ran

SAMPLES = Path(__file__).parents[1] / "samples"
ROSTERS = [shipped("config") / "roster.yaml", SAMPLES / "home" / "roster.yaml"]
SETTINGS = [shipped("config") / "delegated.toml", SAMPLES / "home" / "delegated.toml"]
SETTINGS += sorted((shipped("config") / "words").glob("*.toml"))
RULES = [*sorted(shipped("rules").glob("*.yaml")), *sorted((SAMPLES / "home" / "rules").glob("*.yaml"))]
TASKS = [
    path
    for folder in (shipped("config") / "examples", SAMPLES / "tasks", SAMPLES / "tasks-broken")
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".md", ".yaml", ".yml"} and path.is_file()
]
# What a schema cannot know: which days a month has, and what the bytes of the file are.
BEYOND_A_SCHEMA = {"due-month-13.md", "due-february-30.yaml", "latin-1.md", "nul-bytes.md", "two-megabytes.md"}


@cache
def _schema(what: str) -> Any:
    return json.loads(schema_text(what))


@cache
def _validator(what: str, definition: str = "") -> Draft7Validator:
    document = _schema(what)
    if not definition:
        return Draft7Validator(document)
    return Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": document["definitions"]})


def _faults(what: str, value: Any, definition: str = "") -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in _validator(what, definition).iter_errors(value)]


def _meant(path: Path) -> Any:
    """The fields of a file as an editor sees them: YAML 1.2, of Markdown the front matter."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if path.suffix == ".md":
        text = text.split("---\n")[1] if text.startswith("---\n") else ""
    node = read_yaml(text, path.name)
    return None if isinstance(node, Unreadable) else node.meant()


def _front(path: Path) -> bool:
    return _meant(path) is not None


def _properties(shape: Any, at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every property that is described anywhere in a document: its place, itself, the document below which it is."""
    if isinstance(shape, list):
        for number, below in enumerate(shape):
            yield from _properties(below, f"{at}[{number}]")
    elif isinstance(shape, dict):
        for kind in ("properties", "patternProperties"):
            for name, below in shape.get(kind, {}).items():
                yield f"{at}.{name}", below, shape
                yield from _properties(below, f"{at}.{name}")
        for key, below in shape.items():
            if key == "definitions":
                for name, definition in below.items():
                    yield from _properties(definition, name)
            elif key not in {"properties", "patternProperties", "examples", "default", "enum", "oneOf"}:
                yield from _properties(below, at)


@pytest.mark.parametrize("what", SCHEMAS)
def test_a_schema_is_of_the_draft_that_editors_read_and_the_same_each_time(what: str) -> None:
    """The YAML language server and Taplo read draft 07; what they would pass over must not stand in it."""
    text = schema_text(what)
    Draft7Validator.check_schema(json.loads(text))
    assert text == schema_text(what)
    assert '"http://json-schema.org/draft-07/schema#"' in text
    assert "$defs" not in text
    assert '"default": null' not in text
    assert '"PT' not in text
    assert {ref for ref in re.findall(r'"\$ref": "([^"]+)"', text) if not ref.startswith("#/definitions/")} == set()


@pytest.mark.parametrize("what", SCHEMAS)
def test_every_property_is_described_and_has_examples_that_it_takes(what: str) -> None:
    """Nested ones too: an editor shows the words, and offers the examples."""
    found = list(_properties(_schema(what)))
    assert len(found) > 20
    bare = [at for at, shape, _ in found if not shape.get("description") or not shape.get("examples")]
    assert bare == []
    definitions = _schema(what).get("definitions", {})
    wrong = [
        f"{at}: {example!r}"
        for at, shape, _ in found
        for example in shape["examples"]
        if not Draft7Validator({**shape, "definitions": definitions}).is_valid(example)
    ]
    assert wrong == []


@pytest.mark.parametrize("what", SCHEMAS)
def test_patterns_are_such_as_every_editor_can_read(what: str) -> None:
    """JavaScript and Rust know no inline flags, no possessive quantifiers, and Rust no looking ahead."""
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schema_text(what)))
    for pattern in map(json.loads, patterns):
        assert not re.search(r"\(\?(?!:)|[*+?}]\+|\\[AZzdwbDWB]", pattern), pattern


@pytest.mark.parametrize("path", ROSTERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_roster_that_is_read_is_taken(path: Path) -> None:
    """The shipped one, and that of the two partners."""
    assert _faults("roster", _meant(path)) == []


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_settings_that_are_read_are_taken(path: Path) -> None:
    """The shipped ones, those of the two partners, and the lists of words."""
    assert _faults("settings", tomllib.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_rules_that_are_read_are_taken(path: Path) -> None:
    """All the shipped ones, and those of the two partners."""
    assert _faults("rules", _meant(path)) == []


def test_the_settings_that_are_off_are_taken_too() -> None:
    """What stands behind a # in the shipped file is there to be switched on."""
    text = (shipped("config") / "delegated.toml").read_text(encoding="utf-8")
    switched = [re.sub(r"^# ?(?=\[|[a-z_A-Z]+ = )", "", line) for line in text.splitlines()]
    seen: set[str] = set()
    kept = []
    for line in switched:
        key = line.split(" =")[0]
        seen = set() if line.startswith("[") else seen
        if key not in seen:
            kept.append(line)
        seen |= {key} if "=" in line and not line.startswith("#") else set()
    settings = tomllib.loads("\n".join(kept))
    assert settings["mail"]["timeout"] == "60s"
    assert settings["words"]["es"]["late"] == ["retraso"]
    assert _faults("settings", settings) == []


@pytest.mark.parametrize("path", [path for path in TASKS if _front(path)], ids=lambda path: "/".join(path.parts[-3:]))
def test_a_task_is_taken_where_it_is_read_and_refused_where_a_schema_can_know(path: Path) -> None:
    """Never stricter than the reader; as strict as it can be."""
    read = read_task(path.name, path.read_bytes())
    faults = _faults("task", _meant(path))
    if isinstance(read, Written):
        assert faults == []
    elif path.name not in BEYOND_A_SCHEMA:
        assert faults != []


def test_enough_broken_tasks_are_refused_by_the_schema() -> None:
    """If the samples moved, the test above would quietly say nothing."""
    refused = {path.name for path in TASKS if _front(path) and _faults("task", _meant(path))}
    assert {
        "skills-is-map.md", "confidential-maybe.md", "unknown-key-near-miss.md", "unknown-key-case.md", "on-yes.md",
        "stakes-enormous.md", "due-noonish.md", "due-12-30.md", "budget-negative.md", "budget-no-currency.md",
        "repeats-now-and-then.md", "no-title.md", "title-header-injection.md", "title-control-characters.md",
        "title-bidi-override.md",
    } <= refused  # fmt: skip


TRICKY_TASKS = """\
{title: 2026}
{title: true, client: 007, goal: no, tags: 5, skills: }
{title: x, tags: [2026, yes, ~, on], language: NO, private: , details: }
{title: x, stakes: Low, energy: DRAINING, engagement: One-Time, confidential: Yes}
{title: x, confidential: "false", due: , estimate: , budget: , repeats: }
{title: x, estimate: 1:30, budget: "12,50 usd", due: "by Friday, 5pm"}
{title: x, estimate: "1,5 hours", budget: EUR 60, due: 2026-12-3 9:00}
{title: x, estimate: an hour and 30 minutes, budget: 60EUR, due: 2026-12-03T17:00:00.5+01:00}
{title: x, estimate: 90 min, due: "the 4th of December, 2026 at noon"}
{title: x, repeats: "Every Monday, Wednesday & Friday at 8:30"}
{title: x, due: Thu 3 Dec 17:00, repeats: monthly on the last working day}
{title: x, due: in three working days, repeats: every other week on fridays}
{title: x, due: the day after tomorrow, repeats: on weekdays}
{title: x, due: end of next month, repeats: quarterly}
{title: x, due: EOW, repeats: yearly on 24 december, x-urgency: [whatever, {it: is}], x-: 1}
{title: x, due: in 1h30, repeats: every business day, budget: "-0 EUR"}
{title: "x\\n", tags: ["a\\tb"], owner: alex}
"""


@pytest.mark.parametrize("text", TRICKY_TASKS.splitlines())
def test_tricky_values_that_the_reader_takes_are_taken(text: str) -> None:
    """Numbers and truth values as texts, capitals, commas, nothing at all."""
    read = read_task("x.yaml", text.encode())
    assert isinstance(read, Written), str(read)
    assert _faults("task", _tree(text)) == []


WRONG_TASKS = """\
{title: }
{title: [URGENT]}
{title: x, estimate: 2}
{title: x, estimate: two days}
{title: x, estimate: soon}
{title: x, due: asap}
{title: x, due: 01/02/2026}
{title: x, due: "17:00"}
{title: x, budget: 60}
{title: x, budget: 60 Euros}
{title: x, stakes: tiny}
{title: x, tags: [[a]]}
{title: x, repeats: sometimes}
{title: x, deadline: friday}
"""


@pytest.mark.parametrize("text", WRONG_TASKS.splitlines())
def test_what_the_reader_refuses_is_refused(text: str) -> None:
    """The mistakes that people make, red in the editor before anybody saves."""
    assert isinstance(read_task("x.yaml", text.encode()), Unreadable)
    assert _faults("task", _tree(text)) != []


TRICKY_PERSON = """\
hours: Mon\N{EN DASH}Thu 9:00-13:00 & 14:00-18:30; fri 9am to noon
hours: daily 9-5pm
hours: weekdays 22:00-06:00
away: 2026-12-24
away:
away: [2026-12-20 \N{EN DASH} 2027-01-05, 2026-08-01 to 2026-08-20, "2026-12-24.."]
languages: en
holidays:
holidays: NO
time_zone: Etc/GMT+5
email: "o'brien+desk@mail.example.co.uk"
id: 7
name: 007
rate: 18.50 eur per Hour
rate: 120 EUR/job
billed_in: 1h
capacity: 20 h / week
capacity: 37.5h/w
trust: Proven
kind: Virtual Assistant
confidential: YES
budget: {month: , clients: {acme: EUR 12}}
evidence: {portfolio: one, references: [], testimonials: }
engagement:
"""


@pytest.mark.parametrize("line", TRICKY_PERSON.splitlines())
def test_tricky_values_of_a_person_are_taken(line: str) -> None:
    """As the roster's reader takes them."""
    person = {
        "id": "maya", "name": "Maya", "email": "maya@example.net", "time_zone": "Asia/Manila", "kind": "agency",
        "away": "[]",
    }  # fmt: skip
    key, _, value = line.partition(":")
    person[key] = value.strip() if key != "away" or "[" in value or not value.strip() else f"[{value.strip()}]"
    told = ", ".join(f"{name}: {told}" for name, told in person.items())
    text = "owners: [{id: alex, name: A, email: a@b.c, time_zone: UTC, hours_per_week: '38.5', goals: }]\n"
    text += f"assistants: [{{{told}}}]\n"
    read = read_roster("roster.yaml", text.encode())
    assert not isinstance(read, Unreadable), str(read)
    assert _faults("roster", _tree(text)) == []


TRICKY_RULES = """\
{when: , keep: true}
{when: {}, keep: yes, drop: }
{drop: "true", examples: []}
{ask: due}
{ask: Which account?}
{ask: [due, Which account do you mean?, whatever]}
{ask: really?}
{defer: {until: 4 january, for: }}
{defer: {for: three working days}}
{delegate: {}}
{delegate: {to: [maya, 5], prefer: cheapest, approve: always, patience: , otherwise: , skills: x}}
{delegate: {to: anyone, approve: , prefer: [knows it, least busy]}}
{delegate: {approve: {above: EUR 5}}}
{note: {tags: x, stakes: Low, patience: urgent, brief: }}
{note: {}}
{when: {client: 007, title: {is: [a, b]}, tags: {any_of: x, contains: 5}}, keep: true}
{when: {title: {matches: ''}, goal: true, to: {none_of: [a]}}, keep: true}
{when: {stakes: LOW, energy: [draining, Neutral], now.weekday: {none_of: Monday}}, keep: true}
{when: {owner.load: "1.2", now.hour: [9, '10'], history.similar: {above: 1e1}}, keep: true}
{when: {confidential: "No", owner.strength: {is: yes}, history.went_well: {is_set: TRUE}}, keep: true}
{when: {estimate: -2h, worth.hours_freed: {below: "- 30m"}, worth.net: {above: -5 EUR}}, keep: true}
{when: {budget: 1 eur, worth.cost: {at_most: "- EUR 5"}}, keep: true}
{when: {due: {within: two hours, after: today, before: "Friday, 5pm"}}, keep: true}
{when: {any: {stakes: low}, not: [{all: [{any: [{x-own: {matches: a}}]}]}]}, keep: true}
{keep: true, examples: [{task: {title: 1, x-a: b}, expect: {outcome: keep, to: }}]}
{keep: true, examples: [{task: {title: 1}, given: {owner.stalled_goals: launch}, expect: {outcome: keep}}]}
{keep: true, examples: [{task: {title: 1}, given: {worth.net: "-1 EUR", now.hour: 9}, expect: {outcome: keep}}]}
"""


@pytest.mark.parametrize("text", TRICKY_RULES.splitlines())
def test_tricky_rules_that_are_read_are_taken(text: str) -> None:
    """Every sort of value, every block, and the outcomes with nothing behind them."""
    whole = f"rules:\n  - {{name: n, because: b, {text[1:]}\n"
    read = read_rules([("r.yaml", whole.encode())], None)
    assert isinstance(read, RuleBook), str(read)
    assert _faults("rules", _tree(whole)) == []


WRONG_RULES = """\
{keep: true, drop: true}
{because: no outcome}
{keep: false}
{ask: whom}
{ask: [due, whom]}
{defer: {}}
{defer: {until: monday, for: 2h}}
{delegate: {prefer: [quickest]}}
{delegate: {approve: never}}
{delegate: {approve: {above: 200}}}
{keep: true, when: {tag: x}}
{keep: true, when: {title: {contain: x}}}
{keep: true, when: {title: {above: 5}}}
{keep: true, when: {due: friday}}
{keep: true, when: {stakes: {at_most: tiny}}}
{keep: true, when: {now.weekday: mon}}
{keep: true, when: {estimate: {at_most: 2}}}
{keep: true, when: {worth.cost: {above: 60}}}
{keep: true, when: {owner.overwhelmed: maybe}}
{keep: true, when: {any: [{stakes: {at_most: tiny}}]}}
{keep: true, when: {not: {any: {}}}}
{keep: true, when: {tags: []}}
{keep: true, examples: [{task: {title: x, deadline: y}, expect: {outcome: keep}}]}
{keep: true, examples: [{task: {title: x}, given: {owner.lod: 1}, expect: {outcome: keep}}]}
{keep: true, examples: [{task: {title: x}, given: {owner.load: heavy}, expect: {outcome: keep}}]}
{keep: true, examples: [{task: {title: x}, expect: {outcome: kept}}]}
"""


@pytest.mark.parametrize("text", WRONG_RULES.splitlines())
def test_wrong_rules_are_refused(text: str) -> None:
    """So that an editor shows them while they are written."""
    whole = f"rules:\n  - {{name: n, because: b, {text[1:]}\n".replace("because: b, because: no outcome", "because: b")
    assert _faults("rules", _tree(whole)) != []


def test_of_each_field_and_fact_the_operators_are_offered_that_fit_it() -> None:
    """And no others: that is what completion lives on."""
    definitions = _schema("rules")["definitions"]
    offered = definitions["when"]["properties"]
    for name, sort in {**FIELDS, **FACTS}.items():
        (below,) = offered[name]["allOf"]
        clause = definitions[below["$ref"].rpartition("/")[2]]
        (operators,) = (choice for choice in clause["anyOf"] if choice.get("type") == "object")
        assert set(operators["properties"]) == set(OPERATORS[sort])
    assert set(offered) == {*FIELDS, *FACTS, "any", "all", "not"}
    assert set(definitions["Example"]["properties"]["given"]["properties"]) == set(FACTS)


def test_the_words_to_choose_from_are_listed() -> None:
    """An editor offers the values of a list of words, and never guesses them from a pattern."""
    definitions = _schema("rules")["definitions"]
    assert definitions["Delegate"]["properties"]["prefer"]["anyOf"][0]["items"]["enum"] == list(PREFERENCES)
    assert definitions["when_now_weekday"]["anyOf"][1]["anyOf"][0]["enum"][0] == "monday"
    assert _schema("task")["properties"]["stakes"]["anyOf"][0]["enum"] == ["low", "medium", "high"]
    chosen = [choice["required"] for choice in definitions["RuleEntry"]["oneOf"]]
    assert chosen == [[outcome] for outcome in (*OUTCOMES, "note")]


WRONG_SETTINGS = """\
mail.url = "ftp://mail"
mail.timeout = "60"
mail.conections = 4
mail.connections = 99
replies.after = "shred"
log.format = "xml"
patience.slow.remind_after = "soon"
trust.expert = {stakes = "low", tasks = 1}
trust.trial = {stakes = "tiny", tasks = 1}
currencies.GBP = "about one"
words.es.accept = "sí"
"""


@pytest.mark.parametrize("line", WRONG_SETTINGS.splitlines())
def test_wrong_settings_are_refused_by_schema_and_reader(line: str, tmp_path: Path) -> None:
    """Each of them is a fault of `check`, too."""
    (tmp_path / "delegated.toml").write_text(line, encoding="utf-8")
    assert isinstance(read_settings(tmp_path), Unreadable)
    assert _faults("settings", tomllib.loads(line)) != []


TRICKY_SETTINGS = """\
mail = {url = "folder:mail", from = "desk@example.org", timeout = " 1.5 s "}
mail = {connections = "4", working_hours_only = "yes"}
mail = {from = '"The desk" <desk@example.org>', attachments = 0}
replies = {url = "imap://desk@mail.example.org/INBOX", after = "move:Some Folder", max_bytes = 100_000}
store.url = "postgresql://delegated@db.example.org/delegated"
owner.limit = "1.2"
patience.slow = {remind_after = "Three Working Days", reminders = 0}
trust.Trial = {stakes = "Low", tasks = "1"}
currencies = {base = "eur", gbp = "1.15", EUR = "1"}
words.nl = {accept = ["ja"], aanvaard = []}
"""


@pytest.mark.parametrize("line", TRICKY_SETTINGS.splitlines())
def test_tricky_settings_that_are_read_are_taken(line: str, tmp_path: Path) -> None:
    """Names in small letters or not, numbers in quotes or not."""
    (tmp_path / "delegated.toml").write_text(line, encoding="utf-8")
    read = read_settings(tmp_path)
    assert isinstance(read, Settings), str(read)
    assert _faults("settings", tomllib.loads(line)) == []


# How people write lengths, dates, rhythms, hours and money: `<name>` stands for any line of that name.
GRAMMAR = {
    "number": ["1", "2", "30", "1.5", "2,25", "90", "a", "an", "two", "twelve"],
    "unit": "m min minutes h hr hours d day days w weeks".split(),  # noqa: SIM905  easier to read
    "term": ["<number> <unit>", "<number><unit>", "<number> working <unit>", "<number> business <unit>"],
    "length": ["1:30", "2h30", "2 h 05", "<term>", "<term>", "<term> and <term>", "<term>, <term>", "<term><term>"],
    "weekday": "mon Monday tues weds thurs fri sat Sunday".split(),  # noqa: SIM905
    "month": ["jan", "January", "sept", "Dec.", "may"],
    "day": ["4", "4th", "the 1.", "the 22nd", "<weekday> 4", "<weekday>, the 4th"],
    "clock": ["", "", " 17:00", " at 5pm", " 5:30 pm", " noon", " at noon", ", 9am", " 2026", ", 2026"],
    "which": ["", "this ", "next ", "the "],
    "when": [
        "<lead><named><clock>", "2026-12-03T17:00", "2026-12-3 17:00:10.5z", "2026-12-03t09:00 +01:00", "eod", "eow",
        "<which>end of <which>month", "end of <which>year at 5pm", "the end of week", "end of day",
    ],
    "lead": ["", "", "by ", "on ", "until "],
    "named": [
        "2026-12-03", "today", "tomorrow", "the day after tomorrow", "<which><weekday>", "in <length>", "<day> <month>",
        "<day> of <month>", "<month> <day>", "<weekday> <month> the 4th",
    ],
    "every": ["other ", "2 ", "three ", "12 ", ""],
    "pick": ["the 1st", "15", "31.", "last day", "the first monday", "last working day", "2nd friday"],
    "rhythm": [
        "daily<clock>", "every <every>days<clock>", "weekdays<clock>", "on weekdays", "every working day<clock>",
        "business days", "weekly on <weekday> and <weekday><clock>", "every <every>weeks on <weekday>, <weekday>",
        "every other <weekday><clock>", "every <weekday>s", "monthly<clock>", "quarterly on <pick>", "yearly",
        "every <every>months on <pick> and <pick><clock>", "annually on <day> <month>", "every year on january 3rd",
    ],
    "days": ["<weekday>", "daily", "weekdays", "weekends", "mon-fri", "mon \u2013 thu", "tue to fri", "mon, wed"],
    "hours": [
        "<days> 9-17", "<days> 9:00-13:00 14:00-18:00", "<days> 9am-5pm; <days> 9 to noon", "and <days> 22:00-06:00",
    ],
    "away": ["2026-12-20<to>2027-1-5", "2026-1-2", "2026-12-20.."],
    "to": ["..", "...", " .. ", "\u2026", " \u2013 ", " to ", " till ", " until "],
    "figure": ["60", "12.50", "12,5", "0", "-0", "-5", "\u2212 5", "1500", "000"],
    "code": ["EUR", "usd", " Gbp", " EUR"],
    "money": ["<figure><code>", "EUR <figure>", "usd<figure>", "- EUR 5", "-EUR 0"],
    "rate": ["<money>/h", "<money> / Hour", "<money> per task", "<money>  per  JOB"],
    "zone": ["Europe/Madrid", "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "Asia/Ho_Chi_Minh"],
}  # fmt: skip
READERS: dict[str, list[tuple[Callable[[str], object], str]]] = {
    "length": [(parse_duration, shapes.DURATION), (parse_estimate, shapes.ESTIMATE)],
    "when": [(parse_when, shapes.WHEN)],
    "rhythm": [(parse_rhythm, shapes.RHYTHM)],
    "hours": [(parse_hours, shapes.HOURS)],
    "away": [(parse_away, shapes.AWAY)],
    "money": [(parse_money, shapes.MONEY), (lambda text: parse_money(text, negative=True), shapes.BALANCE)],
    "rate": [(parse_rate, shapes.RATE)],
    "zone": [(parse_zone, shapes.ZONE)],
}


def _said(what: str, random: Random) -> str:
    """Something of this kind, as somebody may write it."""
    chosen = random.choice(GRAMMAR[what])
    return re.sub("<([a-z]+)>", lambda found: _said(found[1], random), chosen)


@pytest.mark.parametrize("what", READERS)
@given(st.randoms(use_true_random=False), st.sampled_from([str, str, str.upper, str.title, " {} ".format]))
def test_no_pattern_is_narrower_than_its_reader(what: str, random: Random, cased: Callable[[str], str]) -> None:
    """However one writes it: what is read fits the pattern. What is not read may fit it or not."""
    text = cased(_said(what, random))
    for read, pattern in READERS[what]:
        try:
            read(text)
        except ValueError:
            continue
        assert re.search(pattern, text), f"{what}: {text!r} is read, and does not fit"


HOSTILE = ["an " * 2000, "1h" * 5000, "1 working day and " * 500, "2026-12-03 " * 500, "mon, " * 2000, "1 , " * 2000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_no_pattern_hangs_an_editor(text: str) -> None:
    """Somebody pastes a page into `due`: the answer comes at once."""
    begun = time.process_time()
    for _, pattern in itertools.chain.from_iterable(READERS.values()):
        re.search(pattern, text + "\x00")
    assert time.process_time() - begun < 2


def test_a_home_says_in_each_file_where_its_schema_lies(run: Callable[..., Ran], tmp_path: Path) -> None:
    """An editor finds it by the first line; the way there must be right from where the file lies."""
    home = tmp_path / "home"
    assert run("init", home).code == 0
    files = [home / "roster.yaml", home / "delegated.toml", *sorted((home / "rules").glob("*.yaml"))]
    assert len(files) > 5
    for file in files:
        first = file.read_text(encoding="utf-8").split("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)|#:schema (\S+)", first)
        assert found, f"{file}: {first}"
        assert (found[2] is not None) == (file.suffix == ".toml")
        lies = (file.parent / (found[1] or found[2])).resolve()
        kind = "rules" if file.parent.name == "rules" else {"roster": "roster", "delegated": "settings"}[file.stem]
        assert lies == home / "schemas" / f"{kind}.json"
        assert lies.read_text(encoding="utf-8") == schema_text(kind)


def test_a_schema_is_printed_and_a_mistyped_one_is_guessed(run: Callable[..., Ran]) -> None:
    """What `init` writes and what `schema` prints is one and the same."""
    assert run("schema", "task").text == schema_text("task")
    refused = run("schema", "rule")
    assert refused.code == 2
    assert "`rules`" in refused.err


def _tree(text: str) -> Any:
    node = read_yaml(text, "x.yaml")
    assert not isinstance(node, Unreadable), str(node)
    return node.meant()
