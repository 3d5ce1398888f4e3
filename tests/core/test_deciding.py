"""What becomes of a task, and why."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.deciding import Decision, Past, as_decided, decide, judge, trace
from delegated.core.errors import Unreadable
from delegated.core.facts import Case
from delegated.core.rules import read_rules
from delegated.core.task import Task, understand
from offices import NOW, SAMPLES, remembering, rules, sample_office, small_office, task, work, written

if TYPE_CHECKING:
    from delegated.core.office import Memory

COMPLETE = "deliverables: [a list], expectations: [by mail], due: 2026-12-03 17:00, stakes: low"
ROWS = [
    row
    for row in csv.DictReader((SAMPLES / "tasks/EXPECTED.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t")
    if not row["file"].endswith(".eml")
]


def decided(fields: str, text: str | None = None) -> Decision:
    """What the small office makes of a task."""
    office = small_office(text) if text else small_office()
    return decide(task(f"{{title: x, {fields}}}", office), office, NOW)[1]


def one_rule(body: str) -> str:
    """A file with one rule."""
    return f"rules:\n  - name: one\n    because: it is so\n    {body}\n"


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_sample_is_decided_as_its_owners_would(row: dict[str, str]) -> None:
    """One at a time, in a fresh office, on that Monday morning."""
    office = sample_office()
    path = SAMPLES / "tasks" / row["file"]
    path = path / "task.md" if path.is_dir() else path
    found = understand(written(path.read_bytes(), path.name), office.roster, NOW)
    assert isinstance(found, Task), found
    decision = decide(found, office, NOW)[1]
    assert decision.outcome in row["expected"].split("|")
    assert decision.person in {None, *row["assistants"].split(",")}
    assert folder_of(decision) in row["folder"].split("|")


def folder_of(decision: Decision) -> str:
    """Where the file comes to lie."""
    if decision.waits_for is not None:
        return "waiting"
    return {"keep": "yours", "drop": "dropped", "defer": "later", "delegate": "delegated"}[decision.outcome]


def test_the_first_rule_with_an_outcome_decides() -> None:
    """With its name and its reason, and where it stands."""
    decision = decided("tags: [family, nice to have]")
    assert (decision.outcome, decision.rule, decision.because) == ("keep", "family stays", "it is ours")
    assert (decision.policy, decision.place, decision.waits_for) == ("rules", "rules/10-test.yaml:3", None)


def test_a_complete_brief_goes_out() -> None:
    """To the best of the group, with what it will cost and the reason for everybody looked at."""
    decision = decided(COMPLETE)
    assert (decision.outcome, decision.person, decision.cost) == ("delegate", "maya", "18.00 EUR")
    assert [(verdict.id, verdict.chosen) for verdict in decision.people] == [("maya", True), ("ben", False)]
    assert decision.waits_for is None


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ("", ("deliverables", "expectations", "due")),
        ("due: friday", ("deliverables", "expectations")),
        ("deliverables: [a], expectations: [b]", ("due",)),
        ("deliverables: [a], due: friday", ("expectations",)),
    ],
)
def test_a_brief_that_lacks_something_is_a_question(fields: str, missing: tuple[str, ...]) -> None:
    """For exactly what is missing, each thing a question of its own."""
    decision = decided(fields)
    assert (decision.outcome, decision.missing, decision.person) == ("ask", missing, None)
    assert len(decision.questions) == len(missing)
    assert all(f"`{name}`" in question for name, question in zip(missing, decision.questions, strict=True))


def test_a_rule_asks_only_for_what_is_not_told() -> None:
    """And only for that."""
    decision = decided("tags: [print], budget: 3 EUR, due: 2026-12-03, expectations: [by mail]")
    assert (decision.missing, decision.rule) == (("deliverables",), "printing needs a budget")


def test_what_a_rule_asks_and_what_the_brief_lacks_is_one_mail() -> None:
    """Where it would be delegated after the answer; nobody is asked twice for one task."""
    decision = decided("tags: [print], due: 2026-12-03")
    assert decision.missing == ("budget", "deliverables", "expectations")
    assert len(decision.questions) == 3
    asking = one_rule("when: {budget: {is_set: false}}\n    ask: [budget]")
    staying = asking + "  - name: two\n    because: it is so\n    keep: true\n"
    assert decided("", staying).missing == ("budget",)


def test_a_question_in_words_is_asked_in_these_words() -> None:
    """As the rule has them."""
    decision = decided("", one_rule('ask: "Which bank account?"'))
    assert (decision.outcome, decision.questions, decision.missing) == ("ask", ("Which bank account?",), ())
    assert decision.waits_for == "Which bank account?"


@pytest.mark.parametrize("place", ["details", "deliverables", "expectations", "client", "title"])
def test_a_secret_stays_in_the_house(place: str) -> None:
    """Wherever it stands in the text that a brief would carry, the owner is asked instead."""
    office = small_office()
    text = COMPLETE if place == "title" else f"{COMPLETE}, {place}: 'password: hunter22'".replace("[a list]", "[a]")
    text = (
        ", ".join(part for part in text.split(", ") if not part.startswith(f"{place}: [")) if place != "title" else text
    )
    title = "'password: hunter22'" if place == "title" else "x"
    decision = decide(task(f"{{title: {title}, {text}}}", office), office, NOW)[1]
    assert (decision.outcome, decision.because) == ("ask", "the text seems to hold a password")
    assert "hunter22" not in repr(decision)


def test_what_is_private_is_no_reason_to_ask() -> None:
    """It never leaves anyway."""
    assert decided(f"{COMPLETE}, private: 'password: hunter22'").outcome == "delegate"


def test_a_date_gone_by_is_asked_for() -> None:
    """In the owner's own time zone."""
    decision = decided(COMPLETE.replace("2026-12-03", "2026-11-20"))
    assert (decision.outcome, decision.missing) == ("ask", ("due",))
    assert "2026-11-20 17:00 Europe/Madrid" in decision.questions[0]


def test_a_day_to_wait_for_begins_in_the_morning() -> None:
    """Until Monday is until work begins, not until it ends."""
    decision = decided("", one_rule("defer: {until: monday}"))
    assert (decision.outcome, decision.until) == ("defer", datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert decided("", one_rule("defer: {for: 3h}")).until == datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


def test_where_no_rule_says_anything_the_owner_is_asked() -> None:
    """And it is said so."""
    decision = decided("", one_rule("{when: {tags: never}, keep: true}"[1:-1].replace(", keep", "\n    keep")))
    assert (decision.outcome, decision.rule, decision.policy) == ("ask", None, "no rule")


def test_the_shipped_policy_comes_after_the_rules() -> None:
    """It decides what none of them does, and says so."""
    office = small_office(
        one_rule("note: {tags: [noted]}"), shipped=rules(one_rule("{when: {tags: noted}}"[1:-1] + "\n    drop: true"))
    )
    decision = decide(task("title: x", office), office, NOW)[1]
    assert (decision.outcome, decision.policy, decision.noted) == ("drop", "shipped policy", ("one",))


def test_the_owners_own_choice_goes_before_the_rules() -> None:
    """Ben, although the rule would keep it."""
    decision = decided(f"{COMPLETE}, tags: [family], to: ben")
    assert (decision.outcome, decision.person, decision.policy) == ("delegate", "ben", "the owner's own choice")


def test_the_owners_own_choice_is_checked_and_never_overruled() -> None:
    """Rosa does not read English: nobody else is asked in her place."""
    decision = decided(f"{COMPLETE}, to: rosa, skills: [graphic design]")
    assert (decision.outcome, decision.person) == ("delegate", None)
    assert [(verdict.id, verdict.reason) for verdict in decision.people] == [("rosa", "does not read en")]
    assert decision.waits_for is not None


@pytest.mark.parametrize(
    ("approve", "estimate", "asked"),
    [("always", "1h", True), ("{above: 30 EUR}", "1h", False), ("{above: 30 EUR}", "2h", True),
     ("{above: 36 EUR}", "2h", False), ("{above: 3 JPY}", "15m", True)],
)  # fmt: skip
def test_money_above_an_amount_wants_a_word(approve: str, estimate: str, asked: bool) -> None:  # noqa: FBT001
    """The person is found, and is not asked before the owner was; without a rate of exchange rather once too often."""
    decision = decided(f"{COMPLETE}, estimate: {estimate}", one_rule(f"delegate: {{to: maya, approve: {approve}}}"))
    assert decision.person == "maya"
    assert (decision.approval is not None) == asked
    assert decision.waits_for == decision.approval
    assert not asked or "Maya Santos" in str(decision.approval)


def test_a_note_adds_and_goes_on() -> None:
    """To tags and skills; stakes are set, and are then told."""
    text = one_rule("note: {tags: [b], skills: [calendar], stakes: high}") + (
        "  - {name: two, because: so, when: {tags: {all_of: [a, b]}, stakes: high}, keep: true}\n"
    )
    office = small_office(text)
    found, decision = decide(task("{title: x, tags: [a]}"), office, NOW)
    assert (found.tags, found.skills, found.stakes, found.assumed) == (("a", "b"), ("calendar",), "high", ("estimate",))
    assert (decision.rule, decision.noted) == ("two", ("one",))


def test_the_trace_tells_what_every_rule_said() -> None:
    """Where one did not match, the first clause that failed and what it met; what matched too late is not reached."""
    case = Case(task("{title: x, tags: [nice to have]}"), small_office(), NOW)
    found = {one.name: one for one in trace(case)}
    first = found["family stays"]
    assert first.failed is not None
    assert (first.matched, first.failed.field, first.failed.wanted, first.failed.met) == (
        False,
        "tags",
        "any of family",
        "nice to have",
    )
    assert found["nobody needs it"].matched
    last = found["the admins do the rest"]
    assert (last.matched, last.reached) == (True, False)


def test_the_trace_and_the_decision_agree() -> None:
    """The first that matched, was reached and is no note is the one that decided."""
    office = sample_office()
    for row in ROWS[::5]:
        path = SAMPLES / "tasks" / row["file"]
        path = path / "task.md" if path.is_dir() else path
        found = understand(written(path.read_bytes(), path.name), office.roster, NOW)
        assert isinstance(found, Task)
        case = Case(found, office, NOW)
        decision = judge(case)[1]
        reached = [one.name for one in trace(case) if one.matched and one.reached]
        assert found.to or [*decision.noted, decision.rule] == reached


def test_a_decision_keeps_its_facts() -> None:
    """All of them, in words, also those that cannot be known."""
    facts = decided(COMPLETE).facts
    assert facts["owner.overwhelmed"] == "false"
    assert facts["now.weekday"] == "monday"
    assert facts["worth.cost"] == "18.00 EUR"
    assert facts["history.similar"] == "0"
    assert facts["history.last_assistant"].startswith("not known")


SAID = {
    "skills": ["[travel booking]", "[juggling]", "[bookkeeping]"],
    "tags": ["[admin]", "[someday]", "[family]", "[nice to have]"],
    "due": ["friday", "2026-11-20", "2099-12-31", "today 23:59"],
    "estimate": ["5m", "2h", "2000h"],
    "stakes": ["low", "medium", "high"],
    "to": ["joy", "moira"],
    "budget": ["1 EUR", "900 JPY"],
    "engagement": ["one-time", "ongoing"],
    "confidential": ["true"],
    "deliverables": ["[a list]"],
    "expectations": ["[by mail]"],
    "owner": ["graham"],
    "language": ["es", "ar"],
}


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in SAID.items()}))
def test_any_task_is_decided_and_says_why(fields: dict[str, str]) -> None:
    """One outcome, a reason, and a verdict on everybody looked at; whoever was chosen by name is never replaced."""
    office = sample_office()
    said = "".join(f", {name}: {value}" for name, value in fields.items())
    decision = decide(task(f"{{title: Something{said}}}", office), office, NOW)[1]
    assert decision.outcome in {"keep", "delegate", "defer", "drop", "ask"}
    assert decision.because
    assert all(verdict.reason for verdict in decision.people)
    chosen = [verdict.id for verdict in decision.people if verdict.chosen]
    assert chosen == ([decision.person] if decision.person else [])
    assert decision.person in {None, fields.get("to", decision.person)}
    assert decision.outcome != "ask" or decision.questions
    assert (decision.until is not None) == (decision.outcome == "defer")
    assert decision.until is None or decision.until > NOW


def test_the_same_task_is_decided_the_same_way() -> None:
    """Nothing is left to chance."""
    office, found = sample_office(), task("{title: Two flights to Porto, stakes: low}", sample_office())
    assert decide(found, office, NOW) == decide(found, office, NOW)


REPORT = "title: Weekly numbers"


def known_numbers(*minutes: int, **more: Any) -> Memory:
    """An office that has had the weekly numbers so often, each a week before the next."""
    return remembering(
        *(
            work(number, title="Weekly numbers", state="done", created=NOW - timedelta(weeks=number), **fields)
            for number, taken in enumerate(minutes, 1)
            for fields in [{"took": taken, "closed": NOW, **more}]
        )
    )


def test_what_nobody_said_is_learned_from_tasks_of_the_kind() -> None:
    """The median of what they took, whatever one of them took; and it is told where it comes from."""
    office = small_office(memory=known_numbers(40, 45, 300))
    noted, decision = decide(task(REPORT), office, NOW)
    assert noted.estimate == decision.estimate == timedelta(minutes=45)
    assert decision.assumed["estimate"] == "45m, as T-1, T-2, T-3 tell"
    assert decision.assumed["stakes"] == "medium, as nobody said"
    assert as_decided(task(REPORT), decision).estimate == timedelta(minutes=45)


def test_what_was_said_is_not_learned() -> None:
    """The owner knows better."""
    office = small_office(memory=known_numbers(40, 45, 300))
    noted, decision = decide(task(REPORT + "\nestimate: 3h"), office, NOW)
    assert noted.estimate == timedelta(hours=3)
    assert decision.estimate is None
    assert "estimate" not in decision.assumed


def test_an_estimate_that_was_learned_counts_for_the_rules() -> None:
    """A task is small because such tasks are."""
    text = one_rule("when: {estimate: {at_most: 30m}}\n    keep: true")
    office = small_office(text, memory=known_numbers(20, 25))
    assert decide(task(REPORT), office, NOW)[1].rule == "one"
    assert decide(task("title: Something else"), office, NOW)[1].rule is None


def test_a_reason_may_name_fields_and_facts() -> None:
    """As they were when it was decided; what is not known says so."""
    text = one_rule("when: {client: acme}\n    keep: true").replace(
        "it is so", "'{client} comes first, with {history.similar} like it, last by {history.last_assistant}'"
    )
    decision = decided("client: acme", text)
    assert decision.because == (
        "acme comes first, with 0 like it, last by not known (no assistant has done the like in 90 days)"
    )


def test_a_reason_that_names_what_is_not_there_is_a_fault() -> None:
    """With its place, and the name that was meant."""
    text = one_rule("keep: true").replace("it is so", "'because of {history.similiar}'")
    read = read_rules([("rules/10-test.yaml", text.encode())], None)
    assert isinstance(read, Unreadable)
    assert "rules/10-test.yaml:3:14: `because`: there is no field or fact `history.similiar`" in str(read)
    assert "did you mean `history.similar`" in str(read)


def test_the_fourth_of_a_kind_proposes_a_standing_task() -> None:
    """With its rhythm; the third does not, nor one that was proposed already, nor one that is dropped."""
    assert decide(task(REPORT), small_office(memory=known_numbers(40, 40)), NOW)[1].proposal is None
    proposed = decide(task(REPORT), small_office(memory=known_numbers(40, 40, 40)), NOW)[1].proposal
    assert proposed is not None
    assert "4th of its kind" in proposed
    assert "`repeats: weekly on monday`" in proposed
    again = small_office(memory=known_numbers(40, 40, 40, proposed=True))
    assert decide(task(REPORT), again, NOW)[1].proposal is None
    dropping = small_office(one_rule("drop: true"), memory=known_numbers(40, 40, 40))
    assert decide(task(REPORT), dropping, NOW)[1].proposal is None


def test_a_decision_can_be_taken_again_from_what_it_keeps() -> None:
    """What had happened before is part of it."""
    past = Past(declined={"maya": "declined"}, spent=frozenset({"one"}), number=3)
    office = small_office()
    noted, decision = decide(task(f"{{title: x, {COMPLETE}}}"), office, NOW, past)
    assert decision.past == past
    assert decide(task(f"{{title: x, {COMPLETE}}}"), office, NOW, decision.past) == (noted, decision)
