"""Whatever happens, in whatever order, with whatever silences between: everything is in order, and it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from beginnings import BEGINNINGS, EVERY_KIND, in_state, one
from delegated.core.durations import Span
from delegated.core.patience import Patience
from delegated.story import DateCame, HandedOver, Happening, Remind, SaidLate, State, TimeIsUp
from offices import ROSTER, small_office
from offices import roster as read
from playbook import TRAVEL
from sayings import silence

if TYPE_CHECKING:
    from playbook import Act

ENDS = {State.YOURS, State.DROPPED, State.DONE}
PATIENCES = [
    Patience.of(Span(working_days=1), 2, Span(working_days=2), None),
    Patience.of(Span(working_days=2), 5, Span(days=9), Span(days=30)),
    Patience.of(Span(working_days=3), 1, Span(working_days=1), Span(working_days=1)),
]
AWAY = read(ROSTER.replace("  - id: ben", "    away: [2026-11-25..2026-12-28]\n  - id: ben"))
GONE = read(ROSTER.replace("id: maya", "id: mary").replace("[maya,", "[mary,"))
TEXTS = [*BEGINNINGS.values(), TRAVEL.replace("300", "250"), TRAVEL + "to: ben\n", TRAVEL.replace("12-03", "12-24")]


def anything() -> st.SearchStrategy[Happening]:
    """Somebody says or does something; or nothing comes."""
    simple = st.sampled_from([one(kind) for kind in EVERY_KIND])
    tasks = [in_state(State.OFFERED).task(text) for text in TEXTS]
    kinds = [kind for kind in EVERY_KIND if kind.__name__ in {"PutBack", "Edited", "FactsGiven"}]
    changed = st.builds(lambda kind, task: one(kind, task=task), st.sampled_from(kinds), st.sampled_from(tasks))
    wanted = st.builds(lambda to: HandedOver(person="alex", to=to), st.sampled_from([None, "maya", "ben", "rosa"]))
    dates = st.datetimes(datetime(2026, 11, 1), datetime(2027, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001  made aware
    late = st.builds(lambda until: SaidLate(person="maya", until=until), dates)
    return st.one_of(simple, simple, changed, wanted, late, st.just(TimeIsUp()), st.just(DateCame()))


steps = st.tuples(anything() | st.just(silence), st.timedeltas(timedelta(), timedelta(days=6)))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(BEGINNINGS)), st.lists(steps, max_size=14), st.sampled_from(PATIENCES), st.booleans())
def test_whatever_happens_the_task_is_in_order_and_comes_to_an_end(
    state: State,
    happens: list[tuple[Happening | Act, timedelta]],
    patience: Patience,
    changes: bool,  # noqa: FBT001  drawn
) -> None:
    """Each step is checked (see `orderly`); then nothing more is said, and within the year nothing is waited for."""
    play = in_state(state)
    play.office = small_office(patience={"normal": patience})
    for place, (what, pause) in enumerate(happens):
        if what is not silence:
            play.now += pause
        elif not play.alarms:
            continue
        play << what
        if changes and place == len(happens) // 2:
            play.office = small_office(patience={"normal": patience}, roster=(AWAY, GONE)[place % 2])
    last = play.now
    for _ in range(60):
        if play.alarms:
            play << silence
    assert (play.alarms, play.it.state in ENDS) == ({}, True), play.it
    assert play.now - last < timedelta(days=366)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([State.OFFERED, State.WORKING, State.ASKED, State.DELIVERED, State.WAITING]),
    st.lists(st.timedeltas(timedelta(), timedelta(days=20)), min_size=40, max_size=40),
    st.sampled_from(PATIENCES),
)
def test_reminders_are_on_different_days_however_late_they_come(
    state: State, delays: list[timedelta], patience: Patience
) -> None:
    """The service may have been down for weeks: one reminder then, and as much time as she would have had."""
    play = in_state(state)
    play.office = small_office(patience={"normal": patience})
    reminded: dict[str, datetime] = {}
    for delay in delays:
        if not play.alarms:
            break
        happening = play.ring()
        play.now += delay
        play << happening
        for person in [errand.person for errand in play.last.errands if isinstance(errand, Remind)]:
            zone = (play.office.roster.assistants.get(person) or play.office.roster.first_owner).zone
            day = play.now.astimezone(zone).date()
            assert person not in reminded or reminded[person].astimezone(zone).date() < day
            reminded[person] = play.now
            wait = play.it.wait
            assert wait is not None
            assert wait.at.astimezone(zone).date() > day or wait.then == "end"
    assert play.alarms == {}
