"""The page of the story, and that it is true: a step leads where it is declared to lead, and nowhere else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from beginnings import BEGINNINGS, EVERY_KIND, in_state, one
from delegated.story import STORY, HandedOver, State, advance
from delegated.story.leading import STAYS, declared, reached
from delegated.story.page import WORDS, page
from offices import ROSTER, RULES, roster, small_office
from orderly import in_order
from playbook import TRAVEL, Play
from sayings import asks, defers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delegated.core.office import Office
    from delegated.story import Happening

PAGE = Path(__file__).parents[2] / "docs/story.md"
ARROW = re.compile(r"    (\[\*\]|\w+) --> (\[\*\]|\w+)(: [^:;\n]+)?")
BY_NOW = {
    "as before": RULES,
    "all kept": "rules: [{name: now, because: so, keep: true}]",
    "all dropped": "rules: [{name: now, because: so, drop: true}]",
    "all deferred": "rules: [{name: now, because: so, defer: {for: 3 days}}]",
    "nobody asked": "rules: [{name: now, because: so, delegate: {to: rosa}}]",
}
TEXTS = (*BEGINNINGS.values(), TRAVEL.replace("300", "250"), TRAVEL + "to: ben\n", TRAVEL + "to: rosa\n")


def moments(state: State) -> Iterator[Play]:
    """A task in this state: at its beginning, at each time that it would wake, and just before its last."""
    approved = small_office(RULES.replace("to: admins", "to: admins, approve: always"))
    more = {
        State.ASKED: lambda: in_state(State.WORKING) << asks("which day?"),
        State.WAITING: lambda: Play(approved).drop(),
        State.LATER: lambda: in_state(State.OFFERED) << defers(),
    }
    plays = [in_state(state), *([more[state]()] if state in more else [])]
    for play in plays:
        yield from _moments_of(play, state)


def _moments_of(play: Play, state: State) -> Iterator[Play]:
    while play.it.state is state:
        yield play
        if not play.alarms:
            return
        happening = play.ring()
        if play.it.wait is None or play.it.wait.then == "end":
            yield play
            return
        play << happening


def happenings() -> Iterator[Happening]:
    """One of each kind, and of those that bring a task with them one for each text."""
    for kind in EVERY_KIND:
        if kind.__name__ in {"PutBack", "Edited", "FactsGiven"}:
            yield from (one(kind, task=in_state(State.OFFERED).task(text)) for text in TEXTS)
        else:
            yield one(kind)
    for to in ("maya", "ben", "rosa"):
        yield HandedOver(person="alex", to=to)


def offices() -> list[Office]:
    """The rules may have changed since, and Maya may have left."""
    left = roster(ROSTER.replace("id: maya", "id: mary").replace("[maya,", "[mary,"))
    return [*(small_office(text) for text in BY_NOW.values()), small_office(roster=left)]


def test_every_step_leads_where_it_is_declared_to_lead_and_nowhere_else() -> None:
    """Tried from every state, at every wake-up, with every happening, under rules that have changed or not."""
    seen: dict[object, set[str]] = defaultdict(set)
    all_of_them, every_office = tuple(happenings()), offices()
    for state in State:
        for play in moments(state):
            for happening, office in product(all_of_them, every_office):
                step = STORY.get((state, type(happening)))
                if step is not None:
                    outcome = advance(play.it, happening, office, play.now + timedelta(minutes=1))
                    in_order(play.it, happening, outcome, office)
                    after = outcome.delegation.state
                    assert after in reached(step, state), (state, happening, after)
                    seen[step] |= {after, *([STAYS] if after is state else [])}
    for step in STORY.values():
        missing = declared(step) - seen[step]
        assert not missing, (step, missing)


def test_every_happening_has_words() -> None:
    """In the order in which the page tells them."""
    assert set(WORDS) == set(EVERY_KIND)
    assert all(step.__doc__ for step in STORY.values())


def test_the_picture_is_one_that_mermaid_draws() -> None:
    """A label must not hold a colon or a semicolon; every state is there."""
    picture = page().partition("```mermaid\n")[2].partition("```")[0].splitlines()
    assert picture[:2] == ["stateDiagram-v2", "    state decided <<choice>>"]
    arrows = [ARROW.fullmatch(line) for line in picture[2:]]
    assert all(arrows), picture
    assert {arrow[1] for arrow in arrows if arrow} >= {str(state) for state in State} - {"yours"}


def test_the_page_is_current() -> None:
    """It is generated, and checked with everything else that is."""
    command = [sys.executable, "-m", "delegated.story"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == PAGE.read_text("utf-8")
    assert subprocess.run([*command, "--check", str(PAGE)], check=False).returncode == 0
    other = PAGE.with_name("events.md")
    found = subprocess.run([*command, "--check", str(other)], capture_output=True, text=True, check=False)
    assert (found.returncode, "is not current" in found.stderr) == (1, True)
