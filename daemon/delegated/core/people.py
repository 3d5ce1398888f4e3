"""The roster: owners, assistants and groups (contract, section 5)."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from delegated.core.calendar import DateRange, WorkCalendar, parse_hours
from delegated.core.errors import Fault, Unreadable, did_you_mean
from delegated.core.fields import (
    Away,
    Capacity,
    Email,
    EngagementField,
    Estimate,
    HoursField,
    Id,
    KindField,
    Level,
    LevelField,
    Line,
    MoneyField,
    OrNothing,
    RateField,
    Region,
    Scope,
    ScopeField,
    Truth,
    Words,
    Zone,
)
from delegated.core.reading import Node, Source, read_model, read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_ROSTER = 5_000_000
MOST_VALUES = 500_000
ANYONE = "anyone"
_AN_OWNER = {"id": "alex", "name": "Alex Rivera", "email": "alex@example.org", "time_zone": "Europe/Madrid"}
_AN_ASSISTANT = {
    "id": "maya", "name": "Maya Santos", "email": "maya@example.net", "time_zone": "Asia/Manila",
    "kind": "virtual assistant", "skills": ["travel booking"], "rate": "18 EUR/h",
}  # fmt: skip


def _listed(value: object) -> object:
    return () if value is None else value


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


class Goal(_Written):
    """Something that an owner wants to reach."""

    id: Id
    title: Line = Field(description="The goal in words", examples=["Launch in Portugal"])


class Budget(_Written):
    """Caps on money."""

    month: MoneyField | None = Field(None, description="The most a month", examples=["800 EUR"])
    task: MoneyField | None = Field(None, description="The most for one task", examples=["200 EUR"])
    clients: dict[str, MoneyField] = Field(
        default_factory=dict, description="The most a month for a client", examples=[{"acme": "300 EUR"}]
    )
    goals: dict[str, MoneyField] = Field(
        default_factory=dict, description="The most for a goal, by its id", examples=[{"launch": "500 EUR"}]
    )


class Evidence(_Written):
    """What is known of an assistant's work before she did any here."""

    portfolio: Words = Field((), description="Where her work can be seen", examples=[["https://lena.example.net/work"]])
    references: Words = Field((), description="Who can be asked about her", examples=[["carla@example.com"]])
    testimonials: Words = Field(
        (), description="What others say of her", examples=[["She asks the right question before, not after."]]
    )

    def __bool__(self) -> bool:
        return bool(self.portfolio or self.references or self.testimonials)


class Person(_Written):
    """What owners and assistants have in common."""

    id: Id
    name: Line = Field(description="As she is addressed", examples=["Maya Santos"])
    email: Email
    time_zone: Zone
    hours: HoursField = Field(default_factory=lambda: parse_hours("mon-fri 09:00-18:00"), description="When she works")
    holidays: Region | None = Field(
        None, description="Whose public holidays are hers: a country, or a country and a part of it"
    )
    # Letters are written in the first one: there is one at least.
    languages: Words = Field(
        ("en",), min_length=1, description="Languages, the first one preferred", examples=[["en", "es"]]
    )
    away: Annotated[tuple[Away, ...], BeforeValidator(_listed), OrNothing()] = Field(
        (), description="Days when she is not there, both included", examples=[["2026-12-20..2027-01-05"]]
    )

    @cached_property
    def zone(self) -> ZoneInfo:
        """Her time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """When she works: zone, hours, holidays, absences."""
        return WorkCalendar(self.zone, self.hours, self.holidays, self.away)


class Owner(Person):
    """Drops tasks, decides, pays."""

    hours_per_week: float = Field(
        40, gt=0, le=168, description="What she can work in a week: more open hours are too much", examples=[40]
    )
    hour_is_worth: MoneyField | None = Field(None, description="What an hour of hers is worth", examples=["90 EUR"])
    strengths: Words = Field(
        (),
        description="Skills that she keeps for herself, in the words that tasks use",
        examples=[["strategy", "sales"]],
    )
    goals: Annotated[tuple[Goal, ...], BeforeValidator(_listed), OrNothing()] = Field(
        (), description="What she wants to reach", examples=[[{"id": "launch", "title": "Launch in Portugal"}]]
    )
    budget: Budget = Field(
        default_factory=lambda: Budget.model_construct(month=None, task=None, clients={}, goals={}),
        description="Caps on the money for help",
        examples=[{"month": "800 EUR", "task": "200 EUR"}],
    )


class Assistant(Person):
    """Does tasks. She has no account; all she ever does is answer a mail."""

    kind: KindField = Field(description="virtual assistant, freelancer, consultant or agency")
    scope: ScopeField = Field(
        Scope.GENERALIST, description="generalist: takes general work too; specialist: only her own trade"
    )
    engagement: EngagementField | None = Field(None, description="How she works with us: one-time or ongoing")
    skills: Words = Field(
        (), description="What she can do, in the words that tasks use", examples=[["travel booking", "calendar"]]
    )
    rate: RateField | None = Field(None, description="What she costs an hour or a task; left out: nothing")
    billed_in: Estimate = Field(timedelta(minutes=15), description="The unit that she bills")
    capacity: Capacity = Field(
        timedelta(hours=20), description="Hours a week that she has for us", json_schema_extra={"default": "20h/week"}
    )
    budget: Budget = Field(
        default_factory=lambda: Budget.model_construct(month=None, task=None, clients={}, goals={}),
        description="Caps on the money for her",
        examples=[{"month": "400 EUR"}],
    )
    found_on: Line | None = Field(None, description="Where she was found", examples=["referral"])
    evidence: Evidence = Field(
        default_factory=lambda: Evidence.model_construct(portfolio=(), references=(), testimonials=()),
        description="What was seen of her work; with none of it nobody gets above a trial",
        examples=[{"references": ["carla@example.com"]}],
    )
    trust: LevelField = Field(Level.TRIAL, description="Where she starts: trial, proven or trusted")
    confidential: Truth = Field(default=False, description="Whether she has signed for confidential work")

    @cached_property
    def abilities(self) -> frozenset[str]:
        """Her skills, as they are compared."""
        return frozenset(skill.casefold() for skill in self.skills)

    @cached_property
    def tongues(self) -> frozenset[str]:
        """Her languages, as they are compared."""
        return frozenset(language.casefold() for language in self.languages)


class RosterFile(_Written):
    """owners, assistants and groups of one office."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, title="delegated roster")

    owners: tuple[Owner, ...] = Field(
        min_length=1, description="Who drops tasks, decides and pays", examples=[[_AN_OWNER]]
    )
    assistants: Annotated[tuple[Assistant, ...], BeforeValidator(_listed), OrNothing()] = Field(
        (), description="Who does tasks", examples=[[_AN_ASSISTANT]]
    )
    groups: dict[str, Words] = Field(
        default_factory=dict,
        description="Names for several assistants at once, for `to` of rules",
        examples=[{"admins": ["maya", "ben"]}],
    )


Someone = TypeVar("Someone", bound=Person)


class Roster:
    """Everybody, by id, in the order of the file."""

    def __init__(self, file: RosterFile) -> None:
        self._file = file
        self.owners: Mapping[str, Owner] = {owner.id: owner for owner in file.owners}
        self.assistants: Mapping[str, Assistant] = {person.id: person for person in file.assistants}
        self.groups: Mapping[str, tuple[str, ...]] = dict(file.groups)
        self.order: Mapping[str, int] = {id_: place for place, id_ in enumerate(self.assistants)}
        self.skills: frozenset[str] = frozenset().union(*(person.abilities for person in file.assistants))
        self.can: Mapping[str, frozenset[str]] = _who_can(file.assistants)

    def with_absences(self, away: Mapping[str, DateRange]) -> Roster:
        """The same people, of whom these are away, beside what the file says."""
        if not away:
            return self
        owners = tuple(_away(owner, away.get(owner.id)) for owner in self._file.owners)
        assistants = tuple(_away(person, away.get(person.id)) for person in self._file.assistants)
        return Roster(self._file.model_copy(update={"owners": owners, "assistants": assistants}))

    @property
    def first_owner(self) -> Owner:
        """Whose task it is when nothing says so."""
        return next(iter(self.owners.values()))

    def goals(self) -> Mapping[str, str]:
        """Every goal, and the id of its first owner."""
        return {goal.id: owner.id for owner in reversed(tuple(self.owners.values())) for goal in owner.goals}

    def members(self, name: str) -> tuple[str, ...]:
        """The ids that a name in a rule stands for: a person, a group, or `anyone`."""
        if name == ANYONE:
            return tuple(self.assistants)
        return self.groups.get(name) or ((name,) if name in self.assistants else ())

    def people(self) -> Iterator[Person]:
        """Owners first."""
        yield from self.owners.values()
        yield from self.assistants.values()

    def names(self) -> list[str]:
        """What may stand after `to` in a rule."""
        return [*self.assistants, *self.groups, ANYONE]


def _away(person: Someone, absence: DateRange | None) -> Someone:
    if absence is None:
        return person
    away = person.model_copy(update={"away": (*person.away, absence)})
    away.__dict__.pop("calendar", None)  # Remembered from before she was away.
    return away


def _who_can(assistants: tuple[Assistant, ...]) -> Mapping[str, frozenset[str]]:
    """For each skill the people who have it."""
    can: dict[str, set[str]] = {}
    for person in assistants:
        for skill in person.abilities:
            can.setdefault(skill, set()).add(person.id)
    return {skill: frozenset(people) for skill, people in can.items()}


def read_roster(file: str, content: bytes) -> Roster | Unreadable:
    """The roster from the bytes of `roster.yaml`, or all its faults with their places."""
    text = read_text(content, file, most=LARGEST_ROSTER)
    if isinstance(text, Unreadable):
        return text
    source = Source.of(file, text)
    node = read_yaml(text, file, source=source, most=MOST_VALUES)
    if isinstance(node, Unreadable):
        return node
    read = read_model(RosterFile, node, source)
    if isinstance(read, Unreadable):
        return read
    faults = [*_repeated(node, source), *_unknown(read, node, source)]
    return Unreadable(tuple(faults)) if faults else Roster(read)


def _repeated(node: Node, source: Source) -> Iterator[Fault]:
    """Two people of one id or one address: replies could not be told apart."""
    seen: dict[tuple[str, str], int] = {}
    for section in ("owners", "assistants"):
        people = node.at([section]).value
        for place in range(len(people) if isinstance(people, list) else 0):
            for field in ("id", "email"):
                found = node.at([section, place, field])
                key = (field, str(found.value).casefold())
                if key in seen:
                    yield source.fault(
                        found,
                        f"`{field}: {found.value}` stands in line {seen[key]} already",
                        "each person needs one of her own",
                    )
                seen.setdefault(key, found.line)


def _unknown(read: RosterFile, node: Node, source: Source) -> Iterator[Fault]:
    known = [person.id for person in read.assistants]
    for group, members in read.groups.items():
        if group == ANYONE or group in known:
            yield source.fault(
                node.key(["groups", group]), f"a group cannot be called `{group}`", "choose another name"
            )
        for place, member in enumerate(members):
            if member not in known:
                found = node.at(["groups", group, place])
                what = f"group `{group}`: {_no_member(member, group, read)}"
                yield source.fault(found, what, _instead(member, group, read))
    for place, owner in enumerate(read.owners):
        goals = [goal.id for goal in owner.goals]
        for goal in owner.budget.goals:
            if goal not in goals:
                found = node.key(["owners", place, "budget", "goals", goal])
                yield source.fault(found, f"`{owner.id}` has no goal `{goal}`", did_you_mean(goal, goals))


def _no_member(member: str, group: str, read: RosterFile) -> str:
    """Why a name cannot stand in a group."""
    if member == group:
        return "it names itself"
    if member in read.groups:
        return f"`{member}` is a group too, and a group holds assistants only"
    if member == ANYONE:
        return f"`{ANYONE}` is everybody, and a group holds assistants by name"
    is_owner = any(owner.id == member for owner in read.owners)
    return f"`{member}` is an owner, and owners are not asked" if is_owner else f"no assistant `{member}`"


def _instead(member: str, group: str, read: RosterFile) -> str:
    known = [person.id for person in read.assistants]
    if member == group:
        return f"take `{member}` out"
    inside = [name for name in read.groups.get(member, ()) if name in known]
    if inside:
        return f"write its assistants instead: {', '.join(inside)}"
    return did_you_mean(member, known, otherwise="assistants are")
