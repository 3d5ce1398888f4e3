"""What is kept of a task is the whole task: nothing is lost on the way into the archive and out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from beginnings import BEGINNINGS, EVERY_KIND, in_state, one
from delegated.core.fields import Stakes
from delegated.core.task import Task, with_notes
from delegated.service import records
from delegated.story import Delegation
from playbook import TRAVEL

if TYPE_CHECKING:
    from delegated.ports import TaskRow
    from delegated.story import Happening, State

_AS_BEFORE = TypeAdapter(Delegation)
TOLD_ANEW = in_state(next(iter(BEGINNINGS))).task(TRAVEL.replace("300", "250") + "x-room: [12, {floor: 3}]\n")


def noted(task: Task) -> st.SearchStrategy[Task]:
    """As the file told it, or with what rules or the owner have changed since; also back to nothing."""
    stakes = st.sampled_from(Stakes).map(lambda stakes: with_notes(task, stakes=stakes, tags=("urgent",)))
    bare = st.just(replace(task, due=None, budget=None, deliverables=(), client=None, extra={}))
    return st.one_of(st.just(task), stakes, bare, st.just(TOLD_ANEW))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(BEGINNINGS)),
    st.lists(st.sampled_from([one(kind) for kind in EVERY_KIND]), max_size=5),
    st.data(),
)
def test_a_task_comes_out_of_the_archive_as_it_went_in(
    state: State, happens: list[Happening], data: st.DataObject
) -> None:
    """Wherever its story stands, whatever was noted on it; and so do those that an earlier version has kept in full."""
    play = in_state(state)
    for happening in happens:
        play.now += timedelta(hours=1)
        play << happening
    told = play.it.told
    it = replace(play.it, task=data.draw(noted(told)), written=data.draw(st.none() | noted(told)))
    row = records.task_row(it, "digest", play.now)
    assert records.restored(from_disk(row)) == it
    assert records.restored(replace(row, record=_AS_BEFORE.dump_python(it, mode="json"))) == it
    assert records.past_decision(records.decision_row(it, from_disk(row))) == records.PastDecision(told, it.decision)


def test_a_task_that_is_as_its_owner_told_it_is_kept_once() -> None:
    """Three times the same text would be most of what is written to the disk."""
    play = in_state(min(BEGINNINGS))
    it = replace(play.it, task=play.it.told, written=play.it.told)
    record = records.task_row(it, "digest", play.now).record
    assert (record["task"], record["written"]) == ({}, {})


def from_disk(row: TaskRow) -> TaskRow:
    """The row after its record was text."""
    return replace(row, record=orjson.loads(orjson.dumps(row.record)))
