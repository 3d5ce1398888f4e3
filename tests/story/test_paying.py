"""What is to be paid for, by whom, and what is learned of the work: whatever becomes of the task."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from delegated.core.ledger import Ledger
from delegated.core.office import Memory
from delegated.service.records import work_of
from delegated.story import State
from offices import CURRENCIES, NOW, ROSTER, remembering, roster, small_office, work
from playbook import TRAVEL, Play, stands
from sayings import (
    accepts,
    again,
    answers,
    asks,
    cancels,
    delegates,
    delivers,
    edits,
    moved_to,
    put_back,
    rates,
    silence,
)

if TYPE_CHECKING:
    from delegated.core.experience import Work
    from delegated.core.money import Money
    from delegated.story import Happening
    from playbook import Act

EVERYTHING = "rules: [{name: all, because: so, delegate: {to: anyone}}]"
AN_HOUR = TRAVEL + "estimate: 1h\n"
CAPPED = ROSTER.replace("budget: {task: 200 EUR}", "budget: {month: 100 EUR}")


def known(play: Play) -> Work:
    """What is remembered of the task."""
    return work_of(play.it, NOW)


def spent(play: Play, month: str = "2026-11") -> Money | None:
    """What counts for Alex's month."""
    return Ledger([known(play)]).spent(("owner", "alex", month), "EUR", CURRENCIES)


def test_an_offer_that_is_declined_costs_nothing() -> None:
    """Whoever is asked next costs what she costs."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR)
    assert str(spent(play)) == "18.00 EUR"
    play << moved_to("yours")
    assert str(spent(play)) == "0.00 EUR"


@pytest.mark.parametrize("word", [moved_to("dropped"), moved_to("yours"), cancels("no need"), delegates("ben")])
def test_what_was_delivered_is_to_be_paid(word: Happening | Act) -> None:
    """Also when the task is dropped, kept, or done again by somebody else."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << accepts() << delivers() << word
    assert known(play).paid == ("maya 2026-11 18.00 EUR",)
    others = 30 if play.it.assistant == "ben" else 0
    assert str(spent(play)) == f"{18 + others}.00 EUR"


def test_done_twice_is_paid_twice() -> None:
    """By the same person, too; and the second time is decided knowing the first."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << accepts() << delivers() << rates(1)
    play << put_back(play.task(AN_HOUR)) >> stands(State.OFFERED, "maya")
    assert str(spent(play)) == "36.00 EUR"


def test_another_round_is_no_other_bill() -> None:
    """What is delivered, and wanted again, is one task still."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << accepts() << delivers() << again("in blue") << delivers()
    assert known(play).paid == ()
    assert str(spent(play)) == "18.00 EUR"


def test_a_longer_task_costs_more_from_when_it_is_longer() -> None:
    """She keeps it, at what it costs now; where that is above the cap she does not."""
    office = small_office(EVERYTHING, roster=roster(CAPPED))
    play = Play(office).drop(AN_HOUR) << accepts() << edits(AN_HOUR.replace("1h", "5h"))
    assert (play.it.assistant, play.it.decision.cost) == ("maya", "90.00 EUR")
    assert str(spent(play)) == "90.00 EUR"
    Play(office).drop(AN_HOUR) << accepts() << edits(AN_HOUR.replace("1h", "6h")) >> stands(State.WAITING)


def test_tasks_of_an_owner_who_has_left_count_for_who_pays_them() -> None:
    """The first owner's month."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR)
    gone = work(1, owner="gone", payer=play.it.payer, cost="18.00 EUR", month="2026-11")
    assert str(Ledger([gone]).spent(("owner", "alex", "2026-11"), "EUR", CURRENCIES)) == "18.00 EUR"


def test_what_is_freed_counts_until_it_is_sure() -> None:
    """Nobody else gets the money of a task whose next step may still fail."""
    memory, before = Memory(), work(1, cost="60.00 EUR", month="2026-11")
    memory.keep(before)
    account = ("owner", "alex", "2026-11")
    after = work(1, state="yours", assistant=None)
    memory.keep(after, beside=before)
    assert str(memory.ledger.spent(account, "EUR", CURRENCIES)) == "60.00 EUR"
    assert memory.workloads.of("maya").tasks == 0
    memory.keep(after)
    assert str(memory.ledger.spent(account, "EUR", CURRENCIES)) == "0.00 EUR"


def test_whoever_comes_second_starts_anew() -> None:
    """What the first one took, and how often she had to do it again, is not held against the second."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << accepts() << delivers(hours="9")
    play << again("no") << again("no") << delegates("ben") << accepts(by="ben") << delivers(hours="1", by="ben")
    found = known(play)
    assert (found.assistant, found.took, found.rounds, found.late) == ("ben", 60, 0, False)


def test_late_is_what_was_late_when_it_came() -> None:
    """An edit of the date afterwards changes nothing of that."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << accepts() << delivers() << rates(4)
    play << edits(AN_HOUR.replace("2026-12-03", "2026-11-23"))
    assert known(play).late is False
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << accepts()
    play.now += timedelta(days=20)
    play << delivers() << rates(3)
    assert known(play).late is True


def test_a_revision_does_not_count_the_task_itself() -> None:
    """There is nothing like it but itself."""
    noting = EVERYTHING.replace(
        "[{name: all",
        "[{name: again, because: so, when: {history.similar: {at_least: 1}}, note: {stakes: high}}, {name: all",
    )
    office = small_office(noting)
    play = Play(office).drop(AN_HOUR)
    office.memory.keep(known(play))
    play << accepts() << edits(AN_HOUR.replace("no overnight stops", "window seats"))
    assert (play.it.task.stakes, play.it.decision.noted) == ("low", ())


def test_a_proposal_is_told_once() -> None:
    """The log has it with the first decision; the text stays, for the letter about the work."""
    like = [work(number, state="done", closed=NOW, created=NOW - timedelta(weeks=number)) for number in (1, 2, 3)]
    play = Play(small_office(EVERYTHING, memory=remembering(*like))).drop("title: Book flights to Lisbon")
    first = next(told for told in play.last.told if str(told.event) == "task.decided")
    assert "4th of its kind" in str(first.fields["proposal"])
    play << put_back(play.task(AN_HOUR))
    second = next(told for told in play.last.told if str(told.event) == "task.decided")
    assert "proposal" not in second.fields
    assert play.it.decision.proposal == first.fields["proposal"]


def test_a_reason_that_names_a_text_is_logged_without_its_secrets() -> None:
    """A rule may name the details; the log may not have a password."""
    office = small_office("rules: [{name: mine, because: 'it says {details}', keep: true}]")
    play = Play(office).drop("{title: Portal, details: 'password: hunter2x-Q9'}")
    assert "hunter2x" not in str(play.last.told)


def test_a_question_takes_no_money() -> None:
    """Nor an answer, nor a reminder."""
    play = Play(small_office(EVERYTHING)).drop(AN_HOUR) << silence << accepts() << asks("which?") << answers("this")
    assert str(spent(play)) == "18.00 EUR"
