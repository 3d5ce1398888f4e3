"""Hundreds of real-looking mails, each understood as a person would, and none acted upon that should not be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest

from delegated.core.calendar import WorkCalendar, parse_hours
from delegated.replies.answers import read_answer
from delegated.replies.automatic import automatic
from delegated.replies.bounces import bounce
from delegated.replies.cutting import cut
from delegated.replies.mail import read_mail
from delegated.replies.words import Role, Vocabulary
from delegated.service.hearing import MEANINGS, from_assistant, from_owner
from delegated.story import FeedbackGiven, State
from playbook import Play
from replies.corpus import (
    absences,
    assistants,
    days,
    endings,
    languages,
    lookalikes,
    owners,
    quoting,
    returned,
    shapes,
    turns,
    turns_abroad,
    vessels,
)
from replies.corpus.writing import MONDAY
from sayings import accepts, asks, delivers

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

    from delegated.replies.cutting import Cut
    from delegated.replies.mail import Mail
    from delegated.story import Delegation, Happening
    from replies.corpus.cases import Case

WORDS: Final = Path(__file__).parents[2] / "config" / "words"
HOURS: Final = parse_hours("mon-fri 09:00-17:00")
CALENDARS: Final = {
    Role.ASSISTANT: WorkCalendar(ZoneInfo("Asia/Manila"), HOURS, None),
    Role.OWNER: WorkCalendar(ZoneInfo("Europe/Madrid"), HOURS, None),
}
EVERYBODY: Final = (
    assistants,
    owners,
    turns,
    days,
    languages,
    turns_abroad,
    quoting,
    shapes,
    endings,
    vessels,
    absences,
    returned,
    lookalikes,
)
ALL: Final = tuple(case for part in EVERYBODY for case in part.CASES)
HARMLESS: Final = frozenset({"note", "question", "nothing", "ignored-automatic"})
"""What changes nothing for good where something else was meant: somebody reads it."""
MISSES: Final = {
    "meant-016 gmail": "`Accept, although …` is taken for a condition",
    "meant-019 gmail": "`Accept. If anything changes, tell me.` is taken for a condition",
    "meant-020 gmail": "`Accept. I have never declined …`: two words that count are a note, on purpose",
    "meant-036 gmail": "no hours are read where `done` does not begin the sentence: it is a note",
    "meant-037 gmail": "`Done, not a minute too late` is doubted for its `not`",
    "meant-044 gmail": "`an hour and a half` is taken for half done",
    "owner-meant-022 gmail": "`until January`: a month alone is no date",
    "days-002 outlook": "`before` in a later paragraph is taken for a condition",
    "days-061 gmail": "`done done done. 4h` is a note, and its hours are lost",
    "days-062 gmail": "hours that stand in a sentence of their own, with more words behind them, are not read",
    "delivering-020 lotus": "hours of a machine: who knows; not read",
    "french-turns-002 gmail": "`je commence demain` is doubted",
    "portuguese-turns-004 gmail": "`não, esta semana não consigo` is a note",
    "shapes Sent with Shift": "a program that nobody knows; `Sent with DHL` is what people write",
    "absences-015": "`(automatic reply)` behind our subject, no header, and nothing else that tells it",
}
"""What is not understood yet, by name, and why. Nothing is done for it that was not meant."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a mail came to."""

    means: frozenset[str]
    text: str
    hours: str = ""
    until: str = ""
    because: str = ""


def _cases(*, missed: bool) -> list[ParameterSet]:
    return [pytest.param(case, id=case.name) for case in ALL if (case.name in MISSES) is missed]


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_nothing_is_done_that_was_not_meant(case: Case) -> None:
    """Whatever is not understood is read by a person, and changes nothing."""
    got = understood(case)
    assert not is_wrong_act(case, got), got


@pytest.mark.parametrize("case", _cases(missed=True))
def test_what_is_named_as_missed_still_is(case: Case) -> None:
    """Whoever mends one takes its name off the list: so the list stays true."""
    got = understood(case)
    assert faults(case, got) or not is_right(case, got), f"{case.name} is understood now: {MISSES[case.name]}"


@pytest.mark.parametrize("case", _cases(missed=False))
def test_a_mail_is_understood(case: Case) -> None:
    """It means what its writer meant, and what she has written remains, without what her program put around it."""
    got = understood(case)
    assert is_right(case, got), got
    assert not faults(case, got), got


def test_each_mail_has_a_name_of_its_own() -> None:
    """A miss is known by its name, so that no two may share one, and none may outlive its mail."""
    names = [case.name for case in ALL]
    assert len(set(names)) == len(names)
    assert set(MISSES) <= set(names)


@cache
def understood(case: Case) -> Understood:
    """All that the service does with a mail, without the service."""
    mail = read_mail(case.raw)
    report = bounce(mail)
    if report is not None:
        return Understood(frozenset({f"bounce-{'hard' if report.hard else 'soft'}"}), "", because=report.reason)
    written = cut(mail)
    role = Role(case.role)
    machine = automatic(mail, written.text, CALENDARS[role].zone)
    if machine is not None:
        means = f"away-until:{machine.back}" if machine.back else "ignored-automatic"
        return Understood(frozenset({means}), written.text, because=machine.because)
    return _of_person(mail, written, role, case.standing)


def is_right(case: Case, got: Understood) -> bool:
    """Whether it came to what is expected; where several things are right, all that it came to are among them."""
    allowed = set(case.means.split("|"))
    return bool(got.means) and got.means <= allowed


def is_wrong_act(case: Case, got: Understood) -> bool:
    """Whether something happens that was not meant."""
    return bool(got.means - set(case.means.split("|")) - HARMLESS)


def faults(case: Case, got: Understood) -> list[str]:
    """What is wrong with the text, the hours and the date of what was understood."""
    found = [f"{piece!r} remains" for piece in case.gone if piece in got.text]
    if case.remains is not None and not _remains(case, got.text):
        found.append("the text is another")
    if case.hours and not any(_same_hours(told, got.hours) for told in case.hours.split("|")):
        found.append(f"{got.hours} hours")
    if (
        case.until
        and "note" not in got.means
        and not any(got.until.startswith(told) if told else not got.until for told in case.until.split("|"))
    ):
        found.append(f"until {got.until}")
    return found


def _of_person(mail: Mail, written: Cut, role: Role, standing: str) -> Understood:
    at = mail.date or MONDAY
    answer = read_answer(written, role, _vocabulary(), CALENDARS[role], at)
    it = _standing(standing)
    files = [one.name for one in mail.enclosed if not one.inline and one.type not in _NO_WORK]
    if role is Role.ASSISTANT:
        happened = from_assistant(answer, it, "maya", "reply", files)
    else:
        happened = from_owner(answer, written, it, Play().office, "reply", at, files)
    return Understood(
        frozenset(map(_meaning, happened)) or frozenset({"nothing"}),
        answer.text,
        str(answer.hours) if answer.hours is not None else "",
        answer.until.astimezone(CALENDARS[role].zone).isoformat() if answer.until is not None else "",
        f"{'unsure ' if answer.unsure else ''}{[str(word) for word in answer.words]}",
    )


_NO_WORK: Final = frozenset({"application/ms-tnef", "application/pkcs7-signature", "application/pgp-keys"})


def _meaning(happening: Happening) -> str:
    if isinstance(happening, FeedbackGiven):
        return f"feedback:{happening.rating or ''}"
    return MEANINGS[type(happening)].replace("too late", "note")


@cache
def _vocabulary() -> Vocabulary:
    told = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(WORDS.glob("*.toml"))]
    return Vocabulary.of({language: words for one in told for language, words in one.get("words", one).items()})


@cache
def _standing(name: str) -> Delegation:
    """A task that Maya has, or that waits for its owner."""
    offered = Play().drop()
    if name == "offered":
        return offered.it
    if name == "waiting":
        decision = replace(offered.it.decision, approval="it costs more than 20 EUR")
        return replace(
            offered.it, state=State.WAITING, assistant=None, decision=decision, reason=decision.approval or ""
        )
    working = offered << accepts()
    if name == "working":
        return working.it
    return (working << (asks("Which airport?") if name == "asked" else delivers())).it


def _remains(case: Case, text: str) -> bool:
    """Whether her words remain, and nothing else but what may."""
    wanted, left = " ".join((case.remains or "").split()), " ".join(text.split())
    pieces = [" ".join(piece.split()) for piece in case.may]
    return left in {" ".join([wanted, *pieces[:number]]) for number in range(len(pieces) + 1)} | {wanted}


def _same_hours(told: str, got: str) -> bool:
    return told == got if not told or not got else abs(float(told) - float(got)) < 0.01
