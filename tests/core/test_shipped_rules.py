"""The shipped policy, roster and settings: they work as they come, in any office, and every task comes to something."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegated.core.deciding import Decision, decide
from delegated.core.errors import Unreadable
from delegated.core.examples import run_examples
from delegated.core.facts import Case
from delegated.core.fields import Energy, Engagement, Stakes
from delegated.core.office import Office
from delegated.core.people import Roster, read_roster
from delegated.core.rules import OUTCOMES, Rule, RuleBook, read_rules
from delegated.core.task import Task, read_task, understand
from delegated.settings import Settings, read_settings
from delegated.shipped import shipped
from offices import remembering, work

if TYPE_CHECKING:
    from collections.abc import Iterator

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

AGENCY = """
owners:
  - {id: nadia, name: Nadia Osei, email: nadia@example.org, time_zone: America/New_York, hour_is_worth: 120 USD,
     hours_per_week: 45, goals: [{id: berlin, title: A second studio in Berlin}], strengths: [art direction]}
  - {id: piet, name: Piet Smit, email: piet@example.org, time_zone: Europe/Amsterdam, languages: [nl, en]}
assistants:
  - {id: quill, name: Quill & Co., email: quill@example.net, kind: agency, scope: specialist,
     time_zone: America/Chicago, skills: [copywriting, translation, proofreading],
     rate: 300 USD/task, trust: trusted, languages: [en, nl],
     evidence: {references: [a@example.com]}}
  - {id: vera, name: Vera Blom, email: vera@example.net, kind: consultant, scope: specialist,
     time_zone: Europe/Amsterdam, skills: [contract review, tax],
     rate: 190 USD/h, trust: trusted, languages: [nl, en], confidential: true,
     evidence: {references: [b@example.com]}}
  - {id: omar, name: Omar Haddad, email: omar@example.net, kind: virtual assistant, time_zone: Africa/Cairo,
     skills: [calendar, email], rate: 14 USD/h, languages: [en]}
"""
MANAGER = """
owners:
  - {id: ruth, name: Ruth Kim, email: ruth@example.org, time_zone: Asia/Seoul, goals: [{id: plant, title: A plant}]}
assistants:
  - {id: jun, name: Jun Park, email: jun@example.net, kind: virtual assistant, time_zone: Asia/Seoul,
     languages: [en, ko], trust: trusted, evidence: {references: [ruth@example.org]}, skills: [calendar]}
"""
ALONE = "owners: [{id: sol, name: Sol Ferro, email: sol@example.org, time_zone: America/Lima, hour_is_worth: 40 USD}]"
MASTER = """
owners:
  - {id: kai, name: Kai Lund, email: kai@example.org, time_zone: Europe/Oslo, hour_is_worth: 70 EUR,
     strengths: [translation, proofreading, graphic design, printing, bookkeeping, invoicing, payroll, copywriting,
                 research, illustration, travel booking, leadership, catering, data protection, contract review]}
"""
OFFICES = {"agency": AGENCY, "manager": MANAGER, "nobody to help": ALONE, "master of every trade": MASTER}


def _rules() -> RuleBook:
    files = [(f"rules/{path.name}", path.read_bytes()) for path in sorted(shipped("rules").glob("*.yaml"))]
    book = read_rules(files, None)
    assert isinstance(book, RuleBook), str(book)
    return book


def _settings() -> Settings:
    read = read_settings(shipped("config"))
    assert isinstance(read, Settings), str(read)
    return read


def _people(text: bytes) -> Roster:
    roster = read_roster("roster.yaml", text)
    assert isinstance(roster, Roster), str(roster)
    return roster


BOOK = _rules()
SETTINGS = _settings()
RULES = {rule.name: rule for rule in BOOK.rules}
SHIPPED = _people((shipped("config") / "roster.yaml").read_bytes())
ELSEWHERE = {name: _people(text.encode()) for name, text in OFFICES.items()}


def _office(roster: Roster, *, hours_kept: int = 0) -> Office:
    kept = (
        work(number, owner=owner, state="yours", assistant=None, minutes=hours_kept * 60)
        for number, owner in enumerate(roster.owners)
    )
    memory = remembering(*kept)
    own = RuleBook((), {})
    return Office(
        roster, own, BOOK, SETTINGS.rates(), SETTINGS.limits(), memory, SETTINGS.owner.limit, version=BOOK.version()
    )


def _task(**fields: Any) -> Task:
    assumed = tuple(name for name in ("stakes", "estimate") if name not in fields)
    return Task(**{"owner": "alex", "assumed": assumed, **fields})


def _decided(task: Task, office: Office | None = None) -> Decision:
    return decide(task, office or _office(SHIPPED), MONDAY)[1]


def _of_the_house(name: str) -> Task:
    written = read_task(name, (shipped("config") / "examples" / name).read_bytes())
    assert not isinstance(written, Unreadable), str(written)
    task = understand(written, SHIPPED, MONDAY)
    assert isinstance(task, Task), str(task)
    return task


def _examples() -> Iterator[tuple[Rule, Any]]:
    for rule in BOOK.rules:
        for example in rule.entry.examples:
            yield rule, example


def test_what_is_shipped_as_settings_is_what_is_used_without_them() -> None:
    """Deleting a line that one does not change changes nothing."""
    assert Settings() == SETTINGS


def test_the_demo_tasks_go_where_the_roster_says() -> None:
    """Travel to Maya, receipts to Ben, strategy to nobody."""
    went = {
        name: _decided(_of_the_house(f"{name}.md")) for name in ("Book flights to Lisbon", "File the October receipts")
    }
    assert [decision.person for decision in went.values()] == ["maya", "ben"]
    assert all(decision.waits_for is None for decision in went.values())
    assert _decided(_of_the_house("Decide what we charge in Portugal.md")).outcome == "keep"


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_every_rule_says_why_in_a_sentence_that_letters_can_use(rule: Rule) -> None:
    """`It waits because …` and `Why you: …` go on with it, and put the full stop themselves."""
    because = rule.because
    assert because[0].islower()
    assert because[-1] not in ".!?"
    assert 20 <= len(because) <= 110
    assert len(rule.name) <= 60


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_every_rule_has_examples_and_decides_one_of_them_itself(rule: Rule) -> None:
    """An example that another rule takes shows nothing; notes show that they are noted."""
    office = _office(SHIPPED)
    assert len(rule.entry.examples) >= 3
    if rule.outcome == "note":
        assert sum(rule.name in _noted(rule, place) for place in range(len(rule.entry.examples))) >= 2
    else:
        taken = [ran.taken_by for ran in run_examples(RuleBook([rule], {}), office, MONDAY)]
        assert taken.count(rule.name) >= 1


def _noted(rule: Rule, place: int) -> tuple[str, ...]:
    example = rule.entry.examples[place].task
    source = "\n".join(f"{key}: {_yaml(value)}" for key, value in example.items())
    written = read_task("example.yaml", source.encode())
    assert not isinstance(written, Unreadable), str(written)
    task = understand(written, SHIPPED, MONDAY)
    assert isinstance(task, Task)
    return _decided(task).noted


def _yaml(value: Any) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list | tuple) else f"'{value}'"


@pytest.mark.parametrize("hours_kept", [0, 80], ids=["calm", "full desk"])
@pytest.mark.parametrize("roster", [SHIPPED, *ELSEWHERE.values()], ids=["shipped", *ELSEWHERE])
def test_every_example_comes_as_expected_in_any_office(roster: Roster, hours_kept: int) -> None:
    """An owner who puts her own people in the roster does not have to mend the examples first."""
    ran = list(run_examples(BOOK, _office(roster, hours_kept=hours_kept), MONDAY))
    assert [f"{one.place}: {one.example}: {one.why}" for one in ran if not one.passed] == []
    assert len(ran) == sum(len(rule.entry.examples) for rule in BOOK.rules)


def test_no_rule_names_a_person_a_group_or_a_goal() -> None:
    """They decide in offices that have none of them."""
    for rule in BOOK.rules:
        if rule.entry.delegate:
            assert (*rule.entry.delegate.to, *rule.entry.delegate.otherwise) == ("anyone",), rule.name
    named = [
        rule.name for rule, example in _examples() if example.expect.to or {"to", "goal", "owner"} & example.task.keys()
    ]
    assert named == []


def test_rules_use_only_what_the_shipped_settings_have() -> None:
    """A rule that asks for a patience nobody has described would be a fault on the first day."""
    parts = [part for rule in BOOK.rules for part in (rule.entry.delegate, rule.entry.note) if part]
    assert {part.patience for part in parts if part.patience} <= set(SETTINGS.patience)


def test_the_last_rule_always_decides() -> None:
    """It has no condition, and is the last of the last file."""
    last = BOOK.rules[-1]
    assert last.entry.when is None
    assert last.outcome == "keep"
    decision = _decided(_task(title="?", details="Something"))
    assert (decision.rule, decision.policy) == (last.name, "shipped policy")


def test_a_rule_that_needs_what_is_not_known_says_so_and_lets_the_next_decide() -> None:
    """Nobody has done the like: how it went is not known, and the rule that asks for it stands in nobody's way."""
    case = Case(_task(title="Batteries", stakes=Stakes.LOW), _office(SHIPPED), MONDAY)
    failed = RULES["what went badly goes out again only with your word"].condition.failed(case)
    assert failed is not None
    assert (failed.field, failed.met[:11]) == ("history.went_well", "not known (")


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("journeys are travel", "Cheap flights"),
        ("journeys are travel", "train Graz - Linz, 3 May"),
        ("journeys are travel", "Flüge nach Porto"),
        ("journeys are travel", "VUELOS A LISBOA"),
        ("appointments are calendar", "Schedule three calls with the printers"),
        ("appointments are calendar", "Move the call to Thursday"),
        ("appointments are calendar", "Reservar sala para el martes"),
        ("the inbox is mail", "Sort my e-mails"),
        ("the inbox is mail", "The desk@ inbox"),
        ("typing and tidying lists are data entry", "Minutes to type in"),
        ("typing and tidying lists are data entry", "Guest list (duplicates!)"),
        ("weekly and monthly numbers are reports", "Weekly figures of the shop"),
        ("weekly and monthly numbers are reports", "Monatsbericht November"),
        ("posts are social media", "LinkedIn: three posts"),
        ("finding out and comparing is research", "Find somebody to tune the piano"),
        ("finding out and comparing is research", "Get three quotes for the roof"),
        ("finding out and comparing is research", "Compare prices of standing desks"),
        ("subscriptions and orders are small administration", "The phone subscription ends"),
        ("subscriptions and orders are small administration", "Order paper"),
        ("invoices and receipts are bookkeeping", "Invoice 4711, again"),
        ("invoices and receipts are bookkeeping", "Rechnungsprüfung Dachdecker"),
        ("invoices and receipts are bookkeeping", "VAT return"),
        ("from one language into another is translation", "Traducción de la carta"),
        ("from one language into another is translation", "Flyer übersetzen"),
        ("a last look at a text is proofreading", "Proof-read chapter 2"),
        ("logos and flyers are graphic design", "Neue Visitenkarte"),
        ("ink on paper is printing", "Reprint the menu"),
        ("what gets signed is high stakes", "Two NDAs? No, one NDA: redline by Thursday?"),
        ("what gets signed is high stakes", "Mietvertrag Lager prüfen"),
        ("what gets signed is high stakes", "Arbeitsverträge der Neuen"),
        ("what sounds like family or health is your own", "Ring mum back"),
        ("what sounds like family or health is your own", "Cumpleaños de Ana"),
        ("what sounds like family or health is your own", "Llamar a mamá"),
        ("what people earn and whether they stay is yours to handle", "Salary table"),
        ("what people earn and whether they stay is yours to handle", "Gehälter 2027"),
        ("forwarded advertising is no work", "FW: Last chance! Free webinar for founders"),
        ("forwarded advertising is no work", "Fwd: FWD: Black Friday for printers"),
        ("forwarded advertising is no work", "RV: oferta exclusiva solo hoy"),
        ("someday is later", "Someday: a podcast"),
        ("someday is later", "Idea: a day for former clients"),
        ("journeys are travel", "Louer une voiture pour Lyon"),
        ("appointments are calendar", "Termine mit den Lieferanten"),
        ("invoices and receipts are bookkeeping", "Honorarrechnung Nr. 3"),
        ("invoices and receipts are bookkeeping", "Reisekostenabrechnung Mai"),
        ("invoices and receipts are bookkeeping", "Tax return 2025"),
        ("invoices and receipts are bookkeeping", "Déclaration de TVA"),
        ("what sounds like family or health is your own", "Zahnarzttermin verschieben"),
        ("what people earn and whether they stay is yours to handle", "Evaluaciones de desempeño"),
        ("what people earn and whether they stay is yours to handle", "Entretiens annuels"),
        ("who joins, and who stands in for whom, is yours to say", "Wer vertritt Jonas?"),
        ("who joins, and who stands in for whom, is yours to say", "Entretien d'embauche de Zoé"),
        ("prices and terms are yours to talk about", "Négocier avec le charpentier"),
        ("prices and terms are yours to talk about", "Mit dem Vermieter nachverhandeln"),
        ("prices and terms are yours to talk about", "Write the offer for the museum"),
        ("thinking and deciding are yours", "Decidir el color"),
        ("thinking and deciding are yours", "Über das Heft nachdenken"),
        ("who waits for your word gets it from you", "Ring Mrs. Osei at the bank back"),
        ("who waits for your word gets it from you", "Rappeler Mme Petit"),
        ("who is angry wants to hear you", "M. Perrin est fâché"),
        ("who is angry wants to hear you", "Beschwerde der Nachbarn"),
    ],
)
def test_a_title_is_read_as_it_is_meant(rule: str, title: str) -> None:
    """In several languages, in any case, wherever in the title it stands."""
    assert _reads(rule, title)


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("journeys are travel", "Train the new colleague"),
        ("journeys are travel", "Constrain the scope"),
        ("journeys are travel", "Flightless birds, a poster"),
        ("appointments are calendar", "The production schedule is wrong"),
        ("appointments are calendar", "Determine the price"),
        ("the inbox is mail", "Mailing of the catalogue"),
        ("typing and tidying lists are data entry", "Prototype of the type specimen"),
        ("weekly and monthly numbers are reports", "Numbers that convince"),
        ("finding out and comparing is research", "Find a story for the launch"),
        ("finding out and comparing is research", "Compare our strategy with theirs"),
        ("subscriptions and orders are small administration", "Order of the chapters"),
        ("subscriptions and orders are small administration", "Cancel the project with Acme?"),
        ("invoices and receipts are bookkeeping", "A private innovation"),
        ("invoices and receipts are bookkeeping", "Belegschaft informieren"),
        ("from one language into another is translation", "Lost in transit"),
        ("ink on paper is printing", "The printer is broken"),
        ("ink on paper is printing", "Plan the next sprint"),
        ("logos and flyers are graphic design", "Prologue of the book"),
        ("what gets signed is high stakes", "Find two contractors"),
        ("what gets signed is high stakes", "Release notes"),
        ("what gets signed is high stakes", "Vertretung im August regeln"),
        ("what sounds like family or health is your own", "Motherboard for the server"),
        ("what sounds like family or health is your own", "Momentum of the launch"),
        ("what people earn and whether they stay is yours to handle", "Bonus chapter of the book"),
        ("forwarded advertising is no work", "Prepare our own webinar on pricing"),
        ("forwarded advertising is no work", "Fwd: Last chance to file the VAT return"),
        ("forwarded advertising is no work", "Plan our Black Friday offer"),
        ("forwarded advertising is no work", "Re: photos of the fair"),
        ("someday is later", "One day workshop for Acme"),
        ("someday is later", "Ideas that we sold last year"),
        ("appointments are calendar", "Termine le rapport d'avancement"),
        ("appointments are calendar", "Termine el informe"),
        ("invoices and receipts are bookkeeping", "Berechnung der Statik"),
        ("invoices and receipts are bookkeeping", "Brief an den Rechnungshof"),
        ("what sounds like family or health is your own", "OPA de la competencia"),
        ("typing and tidying lists are data entry", "Rechne die Stunden zusammen"),
        ("from one language into another is translation", "Translation memories, remove duplicates"),
        ("logos and flyers are graphic design", "Distribute the flyers"),
        ("logos and flyers are graphic design", "Plakate aufhängen"),
        ("what sounds like family or health is your own", "Médico de guardia del sábado"),
        ("what sounds like family or health is your own", "Les dix ans: anniversaire de l'agence"),
        ("who joins, and who stands in for whom, is yours to say", "Interview with the Gazette"),
        ("who joins, and who stands in for whom, is yours to say", "Hire a van"),
        ("prices and terms are yours to talk about", "Ask the caterer about the price"),
        ("prices and terms are yours to talk about", "Angebote für das Dach einholen"),
        ("thinking and deciding are yours", "Print the thinking hat"),
        ("who waits for your word gets it from you", "Ring binders: send two back"),
        ("who waits for your word gets it from you", "Rappeler aux élèves la sortie"),
        ("who is angry wants to hear you", "Hojas de reclamaciones"),
        ("who is angry wants to hear you", "Complaints procedure, new layout"),
    ],
)
def test_a_title_is_not_misread(rule: str, title: str) -> None:
    """Words inside other words, and words that mean something else there."""
    assert not _reads(rule, title)


def _reads(rule: str, title: str) -> bool:
    return RULES[rule].condition.holds(Case(_task(title=title), _office(SHIPPED), MONDAY)) is True


@pytest.mark.parametrize(
    ("task", "outcome"),
    [
        (_task(title="the thing with the gate"), "ask"),
        (_task(title="URGENT!!!"), "ask"),
        (
            _task(title="Settle the dispute", skills=("negotiation",), stakes=Stakes.HIGH, energy="draining"),
            "keep",
        ),
        (_task(title="Minutes of the shareholders", confidential=True, tags=("data entry",)), "keep"),
        (_task(title="Figures for the bank", stakes=Stakes.HIGH, tags=("reports",)), "keep"),
        (_task(title="New labels", tags=("nice to have",)), "drop"),
        (_task(title="New labels", tags=("nice to have",), goal="launch", stakes=Stakes.MEDIUM), "ask"),
        (_task(title="A museum", tags=("someday",)), "defer"),
        (_task(title="Better intranet", estimate=timedelta(hours=8), details="You know what I mean."), "ask"),
        (
            _task(
                title="Whole new look", skills=("graphic design",), estimate=timedelta(hours=60), deliverables=("logo",)
            ),
            "ask",
        ),
        (_task(title="Forward the code", tags=("email",), estimate=timedelta(minutes=5), stakes=Stakes.LOW), "keep"),
    ],
)
def test_the_table_of_good_delegation_holds(task: Task, outcome: str) -> None:
    """What is vague is asked, what is yours stays, what serves nobody goes, what can wait waits."""
    assert _decided(task).outcome == outcome


def test_a_full_desk_hands_off_what_a_calm_one_keeps() -> None:
    """The same task, the same people: only the load differs."""
    task = _task(title="Clear the cupboard", details="Two shelves.", energy="energising")
    assert _decided(task).outcome == "keep"
    full = _office(SHIPPED, hours_kept=80)
    case = Case(task, full, MONDAY)
    assert case.fact("owner.overwhelmed") is True
    decision = _decided(task, full)
    assert decision.rule == "with a full desk, more is handed off"
    assert decision.missing == ("deliverables", "expectations", "due")


def test_the_files_are_read_by_people() -> None:
    """A schema for editors, comments, and the row of the table that each rule is there for."""
    for path in sorted(shipped("rules").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=../schemas/rules.json\n")
        rules = re.split(r"\n  - name: ", text)
        for before in rules[:-1]:
            assert re.search(r"# \[(what|when|who|how|cost|growth): [^\]]+\][^\n]*(\n  #[^\n]*)*$", before), (
                path.name,
                before[-200:],
            )


# The rows of the table of good delegation: their first words, as they stand in the contract.
WHAT_IT_TAKES = {
    "when": (
        "you are overwhelmed, stretched thin",
        "small things stall what matters",
        "repetitive, time-consuming",
        "does it move you closer to your goals?",
        "does it need your own expertise?",
    ),
    "what": (
        "routine administration",
        "skills that you lack",
        "what drains you",
        "not everything can or should be handed off",
    ),
    "who": (
        "one-time or ongoing",
        "generalist or specialist",
        "virtual assistants, freelancers, consultants, agencies",
        "work samples, portfolio, testimonials",
        "a trial task first",
        "expectations, timelines, deliverables",
    ),
}
BEYOND = {
    "how": ("start small, low stakes", "clear deadlines", "it takes time"),
    "cost": ("an investment", "any budget", "as much support as the workload needs"),
    "growth": ("play to your strengths", "what to stop doing"),
}


def _rows_named() -> Iterator[tuple[str, str, str]]:
    """Each rule with each row that the comment above it names: the rule, the part of the table, the row."""
    for path in sorted(shipped("rules").glob("*.yaml")):
        for comment, name in re.findall(
            r"((?:^  #.*\n)+)  - name: (.*)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            for part, row in re.findall(r"\[(\w+): ([^\]]+)\]", comment.partition("\n")[0]):
                yield name, part, row


def test_every_row_of_the_table_has_a_rule() -> None:
    """When, what and who: each row is a promise, and some rule keeps it."""
    named = {(part, row) for _, part, row in _rows_named()}
    assert [(part, row) for part, rows in WHAT_IT_TAKES.items() for row in rows if (part, row) not in named] == []


def test_every_rule_names_a_row_of_the_table_in_its_first_line() -> None:
    """In the words of the contract, so that a promise can be looked up."""
    known = {(part, row) for table in (WHAT_IT_TAKES, BEYOND) for part, rows in table.items() for row in rows}
    named = list(_rows_named())
    assert [(rule, part, row) for rule, part, row in named if (part, row) not in known] == []
    assert {rule for rule, _, _ in named} == RULES.keys()


TAGS = "travel, admin, family, someday, nice to have, receipts, reports, data entry, contract review, strategy, x"
TITLES = "Fwd: call mum invoice train NDA weekly numbers última Vertrag webinar someday ? 2027"
words = st.sampled_from(TAGS.split(", "))
spoken = st.lists(st.sampled_from(TITLES.split()), min_size=1, max_size=6).map(" ".join)
titles = spoken | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)


@given(
    title=titles,
    tags=st.lists(words, max_size=3).map(tuple),
    skills=st.lists(words, max_size=2).map(tuple),
    stakes=st.sampled_from(list(Stakes)),
    energy=st.none() | st.sampled_from([str(energy) for energy in Energy]),
    engagement=st.none() | st.sampled_from([str(engagement) for engagement in Engagement]),
    client=st.none() | st.just("acme"),
    goal=st.none() | st.just("launch"),
    estimate=st.integers(1, 6000).map(lambda minutes: timedelta(minutes=minutes)),
    due=st.none() | st.integers(-10_000, 1_000_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    details=st.sampled_from(["", "It drips."]),
    deliverables=st.sampled_from([(), ("two quotes",)]),
    assumed=st.sampled_from([(), ("stakes", "estimate")]),
    confidential=st.booleans(),
    hours_kept=st.sampled_from([0, 80]),
    roster=st.sampled_from([SHIPPED, *ELSEWHERE.values()]),
)
def test_any_task_comes_to_an_outcome_with_a_reason(roster: Roster, hours_kept: int, **fields: Any) -> None:
    """Whatever is dropped, in whichever office, some rule decides it, and says why."""
    task = Task(owner=roster.first_owner.id, **fields)
    office = _office(roster, hours_kept=hours_kept)
    decision = _decided(task, office)
    assert decision.outcome in OUTCOMES
    assert decision.policy == "shipped policy"
    assert decision.rule in RULES
    assert decision.because
    assert _decided(task, office) == decision
    if task.confidential and decision.person:
        assert roster.assistants[decision.person].confidential
