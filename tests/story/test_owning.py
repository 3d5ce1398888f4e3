"""The owner's own word, in any chapter, and what waits for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from delegated.story import REJECTED, Forget, Happening, State, TakeBack, Write
from offices import RULES, small_office
from playbook import (
    TRAVEL,
    Act,
    Play,
    letters_of,
    offered_to,
    owner_told,
    reminded,
    stands,
    taken_back_from,
    tells,
    waits,
    with_errand,
    writes,
    writes_nothing,
)
from sayings import (
    accepts,
    answers,
    approves,
    asks,
    bounced,
    cancels,
    declines,
    defers,
    delegates,
    delivers,
    edits,
    finishes,
    keeps,
    late,
    moved_to,
    put_back,
    refuses,
    silence,
    spoilt,
    supplies,
)

FAMILY = "{title: Call mum, tags: [family]}"
APPROVED = RULES.replace("to: admins", "to: admins, approve: always")
HAS = {
    State.OFFERED: [],
    State.WORKING: [accepts()],
    State.ASKED: [asks("which airport?")],
    State.DELIVERED: [delivers()],
}


def handed(state: State) -> Play:
    """Maya has the task, in this state."""
    play = Play().drop()
    for what in HAS[state]:
        play << what
    return play >> stands(state, "maya")


@pytest.mark.parametrize("state", HAS)
@pytest.mark.parametrize(
    ("word", "becomes"),
    [
        (cancels("off"), State.DROPPED),
        (keeps("off"), State.YOURS),
        (defers(), State.LATER),
        (moved_to("dropped"), State.DROPPED),
        (moved_to("yours"), State.YOURS),
    ],
)
def test_whoever_has_it_is_told_when_the_owner_thinks_otherwise(state: State, word: object, becomes: State) -> None:
    """From every state, by word or by hand; nothing is waited for any more."""
    play = handed(state)
    play << word >> stands(becomes) >> taken_back_from("maya") >> with_errand(Forget("T-12:wait"))  # type: ignore[operator]
    assert play.alarms.keys() <= {"T-12:date"}


@pytest.mark.parametrize("text", [TRAVEL, "title: Something", FAMILY, "{title: A, tags: [idea]}"])
@pytest.mark.parametrize(
    ("word", "becomes"), [(cancels(), State.DROPPED), (finishes("at last"), State.DONE), (defers(), State.LATER)]
)
def test_the_owner_decides_whatever_it_is(play: Play, text: str, word: object, becomes: State) -> None:
    """What waits, lies with her, or is put off, too."""
    play.drop(text) << word >> stands(becomes)  # type: ignore[operator]


def test_what_is_put_off_comes_back_on_its_day(play: Play) -> None:
    """Another day replaces the first; then it is decided by the rules of that day."""
    play.drop() << defers(3) << defers(7)
    set_for = play.alarms["T-12:date"]
    play << silence >> offered_to("maya")
    assert play.now == set_for


def test_delegate_hands_it_to_somebody_else(play: Play) -> None:
    """With no name, not to her who has it; with one, to her, also if she declined before."""
    play.drop() << accepts() << delegates(text="she is ill") >> offered_to("ben") >> taken_back_from("maya")
    play << delegates("maya") >> offered_to("maya") >> taken_back_from("ben")
    play << delegates("maya") >> writes_nothing >> stands(State.OFFERED, "maya")


def test_delegate_to_one_who_cannot_take_it_waits(play: Play) -> None:
    """She who had it is told all the same; the owner reads why it cannot be Rosa."""
    play.drop() << accepts() << delegates("rosa") >> waits("nobody can take it") >> taken_back_from("maya")
    assert [one.reason for one in play.it.decision.people if one.id == "rosa"] != []


def test_what_she_wants_delegated_stays_wanted(play: Play) -> None:
    """The rules would keep it; her word goes on through questions, and on to the next."""
    play.drop(FAMILY) >> stands(State.YOURS) << delegates() >> waits("deliverables")
    play << supplies(TRAVEL.replace("stakes: low", "tags: [family]")) >> offered_to("maya")
    play << declines() >> offered_to("ben") << declines() >> waits("nobody can take it")
    play << put_back(play.task(FAMILY)) >> stands(State.YOURS)


def test_facts_given_let_it_go_on(play: Play) -> None:
    """What was missing is there."""
    play.drop("title: Something") >> waits("`deliverables`") >> owner_told() << supplies(TRAVEL) >> offered_to("maya")


def test_an_edit_that_gives_the_facts_does_the_same(play: Play) -> None:
    """The file in `waiting` is as good a place to answer as a mail."""
    play.drop("title: Something") << edits(TRAVEL) >> offered_to("maya")


def test_a_rule_that_asked_freely_asks_once(play: Play) -> None:
    """Whatever was answered is the answer."""
    asking = "  - {name: which, because: so, ask: Which account?}"
    play.office = small_office(RULES.replace("rules:", f"rules:\n{asking}"))
    play.drop() >> waits("Which account?") << supplies(TRAVEL) >> offered_to("maya")


def test_an_answer_in_the_file_is_an_answer(play: Play) -> None:
    """To what a rule asked in its own words; the same file once more is none, and mails nobody."""
    asking = "  - {name: which, because: so, ask: Which account?}"
    play.office = small_office(RULES.replace("rules:", f"rules:\n{asking}"))
    play.drop() << edits(TRAVEL) >> writes_nothing >> waits("Which account?")
    play << edits(TRAVEL + "details: the one at Bankia\n") >> offered_to("maya")


def test_the_rule_that_delegates_is_not_the_one_that_asked(play: Play) -> None:
    """A secret is taken out, and it delegates still."""
    play.drop(TRAVEL + "details: 'password: hunter22'\n") >> waits("a password") << supplies(TRAVEL)
    play >> offered_to("maya")
    assert play.it.spent == ()


@pytest.mark.parametrize("word", [approves(), supplies(TRAVEL), delegates("ben")])
def test_nothing_leaves_while_the_file_is_broken(play: Play, word: Happening | Act) -> None:
    """What was in it before is not what its owner wants: she reads that it must be mended."""
    play.office = small_office(APPROVED)
    play.drop() << spoilt() << word >> waits("there is a tab") >> owner_told()
    assert (letters_of(play.last), play.it.folder) == ([], REJECTED)


def test_what_was_told_by_mail_survives_an_edit(play: Play) -> None:
    """Facts, money, another person, a date that was agreed: all but what the file says otherwise now."""
    file = TRAVEL.replace("deliverables: [two options under 300 EUR]\n", "")
    play.drop(file) >> waits("deliverables") << supplies(TRAVEL + "budget: 60 EUR\n") << delegates("ben")
    play << accepts() << late(datetime(2026, 12, 7, 16, 0, tzinfo=UTC)) << approves()
    told = play.it.told
    play << edits(file.replace("overnight", "night")) >> stands(State.WORKING, "ben") >> writes("revision", "ben")
    assert play.it.told == replace(told, expectations=("no night stops",))
    play << put_back(play.task(file + "budget: 80 EUR\n")) >> stands(State.WORKING, "ben")
    assert play.it.told == replace(told, budget="80.00 EUR")
    play << edits(file.replace("12-03", "12-04")) >> stands(State.WORKING, "ben")
    assert play.it.task.due == datetime(2026, 12, 4, 16, 0, tzinfo=UTC)


def test_a_date_that_is_proposed_survives_an_edit_of_something_else(play: Play) -> None:
    """Another date in the file is the owner's answer to it."""
    new = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
    play.drop() << accepts() << late(new) << edits(TRAVEL.replace("300", "250"))
    assert play.it.proposed == new
    play << edits(TRAVEL.replace("12-03", "12-04"))
    assert play.it.proposed is None


def test_approval_lets_the_brief_out(play: Play) -> None:
    """And it holds for the same person at the same cost."""
    play.office = small_office(APPROVED)
    play.drop() >> waits("your word before Maya Santos is asked") << approves() >> offered_to("maya")
    play << declines() >> waits("your word before Ben Okafor is asked") << approves() >> offered_to("ben")


def test_no_is_the_end_of_it(play: Play) -> None:
    """It is hers to do."""
    play.office = small_office(APPROVED)
    play.drop() << refuses("too dear") >> stands(State.YOURS)
    assert play.it.reason == "the owner said no: too dear"


def test_more_money_is_a_reason_to_look_again(play: Play) -> None:
    """Nobody could take it for that; now somebody can."""
    play.drop(TRAVEL + "budget: 5 EUR\n") >> waits("nobody can take it") << approves("60 EUR") >> offered_to("maya")


def test_yes_to_nothing_teaches_what_can_be_said(play: Play) -> None:
    """Facts are missing, and a yes is none."""
    play.drop("title: Something") << approves(text="yes") >> waits("`deliverables`") >> writes("help", "alex", "yes")


def test_what_nobody_speaks_about_becomes_the_owners(play: Play) -> None:
    """She is reminded, and in the end it lies where she sees it."""
    play.drop("title: Something") << silence >> reminded("alex")
    while play.it.state is State.WAITING:
        play << silence
    play >> stands(State.YOURS) >> owner_told("it lies in yours now")


def test_a_change_is_told_as_a_change(play: Play) -> None:
    """One letter with what is new; the wait begins anew, and nothing is told twice."""
    changed = TRAVEL.replace("300 EUR", "250 EUR")
    play.drop() << accepts() << edits(changed) >> stands(State.WORKING, "maya") >> writes("revision", "maya")
    assert [(one.label, one.after) for one in letters_of(play.last)[0].changes] == [
        ("What there should be", "two options under 250 EUR")
    ]
    play << edits(changed) >> writes_nothing


def test_what_she_does_not_read_is_known_without_a_letter(play: Play) -> None:
    """Private notes, and tags for the rules."""
    play.drop() << edits(TRAVEL + "private: the safe\ntags: [trip]\n") >> writes_nothing
    assert (play.it.task.private, play.it.told.tags) == ("the safe", ("trip",))


def test_other_files_are_a_change_too(play: Play) -> None:
    """Even where every word is the same."""
    play.drop() << edits(TRAVEL, new_files=True) >> writes("revision", "maya")


@pytest.mark.parametrize(
    ("change", "follows"),
    [
        ("skills: [bookkeeping]\n", offered_to("ben")),
        ("to: ben\n", offered_to("ben")),
        ("confidential: true\n", offered_to("ben")),
        ("stakes: high\nskills: [graphic design]\n", waits("nobody can take it")),
    ],
)
def test_who_may_not_have_it_as_it_is_now_gives_it_up(play: Play, change: str, follows) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """It is decided anew only where the change matters."""
    text = TRAVEL.replace("skills: [travel booking]\n", "") if "skills" in change else TRAVEL
    text = text.replace("stakes: low\n", "") if "stakes" in change else text
    play.drop() << accepts() << edits(text + change) >> follows >> taken_back_from("maya")


def test_she_keeps_what_she_may_keep(play: Play) -> None:
    """Another date matters, and she can: she is told of it, though the rules might choose another today."""
    later = TRAVEL.replace("2026-12-03", "2026-12-10")
    play.drop() << bounced() >> offered_to("ben") << accepts() << edits(later) >> stands(State.WORKING, "ben")
    play >> writes("revision", "ben")
    assert play.alarms["T-12:wait"] == datetime(2026, 12, 10, 16, 0, tzinfo=UTC)


def test_what_is_delivered_and_changed_is_work_again(play: Play) -> None:
    """What she delivered was something else."""
    play.drop() << delivers() << edits(TRAVEL.replace("300", "250")) >> stands(State.WORKING, "maya")


def test_a_file_put_back_is_a_revision_while_somebody_has_it(play: Play) -> None:
    """It goes back to where the task stands, changed or not."""
    play.drop() << accepts() << put_back(play.task(TRAVEL)) >> tells("task.revised", "task.moved")
    assert play.it.folder == "delegated"
    play << put_back(play.task(TRAVEL.replace("300", "250"))) >> writes("revision", "maya")
    assert play.it.folder == "delegated"


def test_facts_by_mail_are_a_revision_while_somebody_has_it(play: Play) -> None:
    """`due: 2026-12-10`, in answer to any letter."""
    play.drop() << accepts() << supplies(TRAVEL.replace("2026-12-03", "2026-12-10")) >> writes("revision", "maya")


def test_a_closed_task_is_opened_by_the_owner(play: Play) -> None:
    """She may think better of it."""
    play.drop() << cancels() << delegates() >> offered_to("maya") << finishes() << keeps() >> stands(State.YOURS)
    play << edits(FAMILY) >> writes_nothing >> tells("task.revised")


def test_the_owner_of_a_question_may_end_it_with_done(play: Play) -> None:
    """It is finished, and she who asked is told so."""
    play.drop() << accepts() << asks("which airport?") << finishes()
    play >> with_errand(TakeBack("maya", 1, 2, finished=True, started=True))
    assert Write("answer", "maya", 2) not in (play << answers("x")).last.errands
