"""Where a step may lead, declared beside it: what the page of the story is drawn from, and what the tests prove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from delegated.story.telling import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from delegated.story.turn import Turn

    Step = Callable[[Turn, Any], None]

_S = TypeVar("_S", bound="Step")

STAYS: Final = "stays"
"""The state that the task is in already."""
DECIDED: Final = frozenset({State.OFFERED, State.WAITING, State.YOURS, State.LATER, State.DROPPED})
"""Whatever the rules decide."""

_leads: dict[Step, frozenset[State | Literal["stays"]]] = {}


def leads_to(*states: State | Literal["stays"]) -> Callable[[_S], _S]:
    """This step leads to one of these states, and to no other."""

    def declare(step: _S) -> _S:
        _leads[step] = frozenset(states)
        return step

    return declare


def declared(step: Step) -> frozenset[State | Literal["stays"]]:
    """The states that were declared beside it."""
    return _leads[step]


def reached(step: Step, state: State) -> frozenset[State]:
    """The states that it may lead to from this one."""
    return frozenset(state if found == STAYS else State(found) for found in declared(step))
