"""Past decisions are made again under other rules: with the facts, the words and the work of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from delegated.core.deciding import NOTHING_BEFORE, Decision, Past, decide
from delegated.core.office import Memory
from delegated.core.replaying import Lost, Recorded, Replayed, Tally, facts_of, replay, why_told
from offices import CURRENCIES, NOW, ROSTER, RULES, roster, rules, small_office, task, work

if TYPE_CHECKING:
    from delegated.core.experience import Work
    from delegated.core.office import Office
    from delegated.core.task import Task

SINCE = NOW - timedelta(days=90)
COMPLETE = "due: 2026-12-03, deliverables: [a list], expectations: [soon]"
TO_BEN = RULES.replace("delegate: {to: admins}", "delegate: {to: ben}")
MONEY = "rules: [{name: worth it, because: so, when: {worth.net: {at_least: 60 EUR}}, delegate: {to: admins}}]"


def errand(title: str = "Sort the post", more: str = "estimate: 1h") -> Task:
    """A task with a complete brief."""
    return task(f"{{title: {title}, stakes: low, {COMPLETE}, {more}}}")


class Chronicle:
    """An office that lives from decision to decision, ten minutes apart, and writes all of them down."""

    def __init__(self, office: Office) -> None:
        self.office = replace(office, memory=Memory())
        self.records: list[Recorded] = []
        self.works: dict[int, Work] = {}
        self.now = NOW

    def decides(self, told: Task, past: Past = NOTHING_BEFORE, number: int = 0) -> Decision:
        """A task that came in, or is decided anew; whoever is chosen has it from then on."""
        number = number or len(self.works) + 1
        self.office.memory.drop(number)
        noted, decision = decide(told, self.office, self.now, replace(past, number=number))
        self.records.append(Recorded(number, told, decision))
        person = decision.person if decision.waits_for is None else None
        minutes = round(noted.estimate.total_seconds() / 60)
        self._keeps(
            work(
                number, title=told.title, state="offered" if person else "waiting", assistant=person, minutes=minutes,
                tags=told.tags, skills=told.skills, client=told.client, due=told.due, cost=decision.cost,
                created=self.works[number].created if number in self.works else self.now,
                told=told.told("estimate"), since=self.now, given=self.now if person else None,
            )
        )  # fmt: skip
        self.now += timedelta(minutes=10)
        return decision

    def closes(self, number: int, **more: object) -> None:
        """It is done."""
        known = {"state": "done", "since": self.now, "closed": self.now} | more
        self._keeps(replace(self.works[number], **known))  # type: ignore[arg-type]  # as told
        self.now += timedelta(minutes=10)

    def under(self, text: str, **changes: object) -> list[Replayed | Lost]:
        """All of it again, under these rules."""
        office = replace(self.office, book=rules(text, self.office.roster), **changes)  # type: ignore[arg-type]  # as told
        return list(replay(self.records, office, self.works.values(), SINCE))

    def changes(self, text: str, **changes: object) -> list[tuple[str, str]]:
        """From what to what, of those that change; every one must be replayed."""
        found = [one for one in self.under(text, **changes) if isinstance(one, Replayed)]
        assert len(found) == len(self.records)
        return [one.outcomes for one in found if one.changed]

    def _keeps(self, one: Work) -> None:
        self.works[one.number] = one
        self.office.memory.keep(one)


@pytest.fixture
def office() -> Chronicle:
    """The small office, before its first task."""
    return Chronicle(small_office())


def test_what_would_come_of_it_under_another_rule(office: Chronicle) -> None:
    """From what to what, by which rule and why; what comes to the same is no change."""
    office.decides(errand("Call mum", "tags: [family]"))
    office.decides(errand("Frame the photographs", "tags: [idea]"))
    other = RULES.replace("keep: true", "drop: true").replace("it is ours", "nobody calls any more")
    mum, _ = office.under(other)
    assert isinstance(mum, Replayed)
    assert office.changes(other) == [("keep", "drop")]
    assert (mum.number, mum.title, mum.kind) == (1, "Call mum", "keep → drop")
    assert why_told(mum.now) == "family stays: nobody calls any more"


@pytest.mark.parametrize(
    ("rule", "came", "would"),
    [
        ("delegate: {to: ben}", "delegate to maya", "delegate to ben"),
        ("delegate: {to: admins, approve: always}", "delegate to maya", "delegate to maya after your word"),
        ("delegate: {to: rosa}", "delegate to maya", "delegate, and nobody can"),
        ("defer: {for: 2 days}", "delegate to maya", "defer until 2026-11-25"),
        ("ask: [budget, client]", "delegate to maya", "ask for budget, client"),
        ('ask: ["Which one?"]', "delegate to maya", "ask"),
    ],
)
def test_a_change_is_what_somebody_would_notice(office: Chronicle, rule: str, came: str, would: str) -> None:
    """Another outcome, another person, a word that is waited for, another day, other questions."""
    office.decides(errand())
    assert office.changes(RULES.replace("delegate: {to: admins}", rule)) == [(came, would)]


def test_another_rule_with_the_same_outcome_is_no_change(office: Chronicle) -> None:
    """It is counted apart."""
    office.decides(errand())
    (one,) = office.under(RULES.replace("the admins do the rest", "whoever has time"))
    assert isinstance(one, Replayed)
    assert not one.changed
    assert one.by_another_rule


def test_the_facts_are_those_of_that_day(office: Chronicle) -> None:
    """Overwhelmed then, though nothing is known of it today; Monday then, whatever day it is."""
    office.decides(errand())
    recorded = office.records[0]
    then = dict(recorded.decision.facts) | {"owner.overwhelmed": "true", "owner.load": "1.25", "now.weekday": "Friday"}
    office.records[0] = replace(recorded, decision=replace(recorded.decision, facts=then))
    when = "{owner.overwhelmed: true, now.weekday: friday}"
    rule = f"rules: [{{name: too much, because: so, when: {when}, drop: true}}]"
    assert office.changes(rule) == [("delegate to maya", "drop")]


def test_what_was_not_known_then_is_not_known_now(office: Chronicle) -> None:
    """Nobody has done the like, says the record: a rule that needs to know does not match."""
    decision = office.decides(errand())
    assert decision.facts["history.last_assistant"].startswith("not known")
    rule = "rules: [{name: known, because: so, when: {not: {history.last_assistant: ben}}, drop: true}]"
    assert office.changes(rule) == [("delegate to maya", "ask")]


def test_the_worth_is_that_of_that_day(office: Chronicle) -> None:
    """Maya was cheap enough then; that she costs five times as much today is no change of the rules."""
    office = Chronicle(small_office(MONEY))
    assert office.decides(errand()).facts["worth.net"] == "48.00 EUR"
    dear = roster(ROSTER.replace("18 EUR/h", "80 EUR/h").replace("30 EUR/h", "80 EUR/h"))
    assert office.changes(MONEY.replace("60 EUR", "40 EUR"), roster=dear) == [("ask", "delegate to maya")]
    assert office.changes(MONEY.replace("60 EUR", "50 EUR"), roster=dear) == []


def test_the_worth_is_computed_anew_where_a_note_changes_the_task(office: Chronicle) -> None:
    """A skill that only Ben has makes it dearer."""
    cheap = "rules: [{name: cheap, because: so, when: {worth.cost: {at_most: 20 EUR}}, drop: true}]"
    noted = cheap.replace("[", "[{name: books, because: so, note: {skills: [bookkeeping]}}, ", 1)
    office.decides(errand())
    assert office.changes(cheap) == [("delegate to maya", "drop")]
    assert office.changes(noted) == [("delegate to maya", "ask")]


def test_everybody_has_the_work_of_that_day(office: Chronicle) -> None:
    """Maya takes one thing at a time. The second went to Ben as she had the first; so it does again."""
    one_at_a_time = replace(
        office.office, trust={level: replace(limit, tasks=1) for level, limit in office.office.trust.items()}
    )
    office = Chronicle(one_at_a_time)
    assert [office.decides(errand(f"Sort box {name}")).person for name in "abc"] == ["maya", "ben", None]
    office.closes(1)
    assert office.decides(errand("Sort box d")).person == "maya"
    assert office.changes(RULES) == []


def test_a_task_does_not_stand_in_its_own_way(office: Chronicle) -> None:
    """It is Maya's today. That it would be hers then is decided without it."""
    office = Chronicle(
        replace(office.office, trust={level: replace(limit, tasks=1) for level, limit in office.office.trust.items()})
    )
    office.decides(errand())
    assert office.changes(RULES) == []


def test_whoever_had_declined_is_not_asked(office: Chronicle) -> None:
    """Maya said no, and so Ben was asked. Under the same rules he is asked again; where only she may be, nobody is."""
    office.decides(errand())
    office.decides(errand(), Past(declined={"maya": "has declined"}), number=1)
    assert office.changes(RULES) == []
    only_maya = RULES.replace("delegate: {to: admins}", "delegate: {to: maya}")
    assert office.changes(only_maya) == [("delegate to ben", "delegate, and nobody can")]


def test_a_rule_that_has_deferred_or_asked_has_had_its_turn(office: Chronicle) -> None:
    """The idea came back after three days, the question was answered: neither rule holds them up again."""
    asking = RULES.replace("rules:", "rules:\n  - {name: which, because: so, when: {tags: [vague]}, ask: 'Which one?'}")
    office = Chronicle(small_office(asking))
    assert office.decides(errand("Frame it", "tags: [idea]")).outcome == "defer"
    assert office.decides(errand("Frame it", "tags: [idea]"), Past(deferred_by="ideas wait"), number=1).person
    assert office.decides(errand("The other one", "tags: [vague]")).outcome == "ask"
    assert office.decides(errand("The other one", "tags: [vague]"), Past(spent=frozenset({"which"})), number=2).person
    assert office.changes(asking) == []


def test_what_the_owner_approved_is_not_asked_again(office: Chronicle) -> None:
    """She said yes to Maya at that price; but a rule that sends it to Ben needs another yes."""
    careful = RULES.replace("delegate: {to: admins}", "delegate: {to: admins, approve: always}")
    office = Chronicle(small_office(careful))
    office.decides(errand())
    office.decides(errand(), Past(approved=("maya", "18.00 EUR")), number=1)
    assert office.changes(careful) == []
    assert office.changes(careful.replace("{to: admins,", "{to: ben,"))[1] == (
        "delegate to maya",
        "delegate to ben after your word",
    )


def test_what_the_owner_wanted_delegated_is(office: Chronicle) -> None:
    """She said so, whatever the rules say."""
    office.decides(errand("Call mum", "tags: [family]"))
    office.decides(errand("Call mum", "tags: [family]"), Past(wanted=True), number=1)
    assert office.changes(RULES) == []


def test_whoever_could_not_be_reached_is_not_asked(office: Chronicle) -> None:
    """Her mailbox is full: that is no gate of the rules, and holds all the same."""
    office.decides(errand())
    office.decides(errand(), Past(declined={"maya": "could not be reached: 552 mailbox full"}), number=1)
    assert office.changes(RULES) == []


def test_what_the_owner_decided_herself_is_not_for_rules(office: Chronicle) -> None:
    """She put it off by a word of hers. No rule would have kept her from it."""
    decision = office.decides(errand())
    word = replace(decision, outcome="defer", until=NOW, rule=None, person=None, policy="the owner's own word")
    office.records.append(Recorded(1, errand(), word))
    assert office.changes("rules: [{name: mine, because: so, keep: true}]") == [("delegate to maya", "keep")]


def test_when_asking_has_ended_nobody_is_asked(office: Chronicle) -> None:
    """It was offered for too long: Ben could still be asked, and its owner had to say."""
    office.decides(errand())
    decision = office.decides(errand(), Past(declined={"maya": "has not answered"}), number=1)
    people = tuple(
        replace(one, chosen=False, reason="could still be asked") if one.chosen else one for one in decision.people
    )
    office.records[1] = replace(office.records[1], decision=replace(decision, person=None, people=people))
    assert office.changes(RULES) == []
    assert office.changes(TO_BEN) == [("delegate to maya", "delegate to ben")]
    assert office.changes(RULES.replace("delegate: {to: admins}", "keep: true"))[1] == (
        "delegate, and nobody can",
        "keep",
    )


def test_who_did_the_like_is_who_had_done_it_then(office: Chronicle) -> None:
    """Ben has done such a task before the second one. What is learned of lengths today was not known then."""
    knows = RULES.replace("{to: admins}", "{to: admins, prefer: [knows it]}")
    office = Chronicle(small_office(knows))
    office.decides(errand(more="to: ben"))
    office.closes(1, rating=5)
    assert office.decides(errand()).person == "ben"
    office.works[1] = replace(office.works[1], took=240, handling=90)
    assert office.changes(knows) == []


def test_whoever_has_left_is_not_chosen(office: Chronicle) -> None:
    """The roster is that of today: neither Maya nor what the owner wanted of her is there any more."""
    office.decides(errand())
    office.decides(errand("Sort the keys", "to: maya"))
    without = roster(ROSTER.replace("maya", "mia").replace("Maya", "Mia"))
    assert office.changes(RULES, roster=without) == [
        ("delegate to maya", "delegate to mia"),
        ("delegate to maya", "delegate, and nobody can"),
    ]


@given(
    some.lists(
        some.tuples(
            some.sampled_from(["Sort the post", "Sort the letters", "Book flights to Lisbon", "Design a logo"]),
            some.sampled_from(["family", "nice to have", "idea", "print", "post"]),
            some.sampled_from(["", "skills: [bookkeeping]", "skills: [travel booking]", "to: ben", "client: acme"]),
            some.sampled_from(["", "estimate: 25m", "estimate: 4h", "estimate: 12h"]),
            some.booleans(),
        ),
        max_size=12,
    )
)
def test_under_the_same_rules_nothing_changes(days: list[tuple[str, str, str, str, bool]]) -> None:
    """Whatever came, and whatever was done meanwhile: notes, learned lengths, full hands and empty ones."""
    text = """
rules:
  - {name: dear, because: so, when: {worth.net: {below: 40 EUR}}, keep: true}
  - {name: letters, because: so, when: {title: {contains: letters}}, note: {skills: [bookkeeping], tags: [idea]}}
  - {name: again, because: so, when: {history.similar: {at_least: 3}}, drop: true}
  - {name: known, because: so, when: {worth.cost: {above: 20 EUR}}, delegate: {to: ben, prefer: [knows it]}}
  - {name: full, because: so, when: {tags: [family]}, defer: {for: 2 days}}
  - {name: rest, because: so, delegate: {to: admins, prefer: [knows it, soonest], approve: {above: 100 EUR}}}
"""
    office = Chronicle(small_office(text))
    for title, tag, more, length, done in days:
        fields = ", ".join(part for part in (f"tags: [{tag}]", more, length) if part)
        office.decides(errand(title, fields))
        if done and len(office.works) % 2:
            office.closes(len(office.works), rating=3, took=100, handling=20)
    assert office.changes(text) == []


def test_a_decision_that_lacks_what_it_was_made_from_is_named(office: Chronicle) -> None:
    """An earlier version did not record how it went. The others are replayed."""
    office.decides(errand())
    office.decides(errand("Sort the keys"))
    recorded = office.records[0]
    facts = {name: text for name, text in recorded.decision.facts.items() if name != "history.went_well"}
    office.records[0] = replace(recorded, decision=replace(recorded.decision, facts=facts))
    lost, replayed = office.under(TO_BEN)
    assert isinstance(lost, Lost)
    assert isinstance(replayed, Replayed)
    assert (lost.number, "history.went_well" in lost.why) == (1, True)


def test_a_fact_that_cannot_be_read_is_named(office: Chronicle) -> None:
    """It is never guessed at."""
    office.decides(errand())
    recorded = office.records[0]
    facts = dict(recorded.decision.facts) | {"worth.handling": "quite some time"}
    found = facts_of(replace(recorded.decision, facts=facts))
    assert isinstance(found, str)
    assert "quite some time" in found


def test_money_and_hours_count_once_a_task(office: Chronicle) -> None:
    """Two decisions about one task: the last one is what it cost. A task of which the same comes does not count."""
    office.decides(errand("Sort the post", "estimate: 2h"))
    office.decides(errand("Sort the post", "estimate: 2h"), number=1)
    office.decides(errand("Call mum", "tags: [family]"))
    tally = Tally(CURRENCIES, "EUR")
    for one in office.under(TO_BEN):
        assert isinstance(one, Replayed)
        tally.add(one)
    assert (tally.decisions, tally.changed) == (3, 2)
    assert dict(tally.kinds) == {"delegate → delegate, to somebody else": 2}
    assert [str(money) for money in tally.money] == ["36.00 EUR", "60.00 EUR"]
    assert tally.freed[0] == tally.freed[1] == timedelta(minutes=98)


def test_what_nobody_would_do_frees_nothing(office: Chronicle) -> None:
    """It costs nothing, either."""
    office.decides(errand("Sort the post", "estimate: 2h"))
    tally = Tally(CURRENCIES, "EUR")
    (one,) = office.under("rules: [{name: mine, because: so, keep: true}]")
    assert isinstance(one, Replayed)
    tally.add(one)
    assert [str(money) if money else None for money in tally.prices(one)] == ["36.00 EUR", None, "-36.00 EUR"]
    assert tally.freed == (timedelta(minutes=98), timedelta())
