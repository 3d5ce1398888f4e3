"""`rules test`: the examples that stand in the rules; `rules replay`: what other rules would have decided."""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TextIO

import typer

from delegated.cli.asking import opened, read_home_of
from delegated.cli.printing import (
    At,
    Home,
    Json,
    cells,
    fail,
    heading,
    moment,
    print_json,
    refuse,
    say,
    table,
    width,
    wrapped,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from delegated.app.replaying import Replay
    from delegated.core.examples import Ran
    from delegated.core.money import Money
    from delegated.core.replaying import Lost, Replayed, Tally
    from delegated.core.rules import Rule

Which = Annotated[
    list[str] | None, typer.Argument(help="Rules by name, or files of rules; else all of them.", show_default=False)
]
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder of rule files, or one with such a folder `rules`.")
]
Days = Annotated[int, typer.Option("--days", min=1, max=36_500, help="How far to look back.")]
Everything = Annotated[bool, typer.Option("--all", help="Also decisions that only another rule would make.")]

# What is done within a second needs no bar.
_PATIENCE: Final = 1.0
_MOST_NAMED: Final = 5
_MANY: Final = 3
_MARGIN: Final = 14
_DIM: Final = {"dim": True}
_MORE: Final = {"fg": "yellow"}

app = typer.Typer(help="Try the rules out.", no_args_is_help=True)


@app.callback()
def _rules() -> None:
    """Try the rules out."""


# --- test ---------------------------------------------------------------------------------------


@app.command("test")
def try_examples(which: Which = None, home: Home = None, at: At = None, as_json: Json = False) -> None:
    """Run every example; exit 1 where one does not come as expected, with the rule that took it instead.

    An example knows the roster, the time and the facts that it gives; of other tasks it knows nothing.

    Where a home has no rules of its own, those of the shipped policy are tried.
    """
    from delegated.core.examples import run_examples  # noqa: PLC0415
    from delegated.core.rules import RuleBook  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    own = read.office.book.rules
    rules = _chosen(own or read.office.shipped.rules, which or [])
    ran = list(run_examples(RuleBook(rules, {}), read.office, moment(at)))
    failed = [one for one in ran if not one.passed]
    if as_json:
        print_json({"passed": len(ran) - len(failed), "failed": [_failed_as_json(one) for one in failed]})
    else:
        for one in failed:
            _show_failed(one)
        _show_greedy(failed)
        _show_count(rules, len(ran) - len(failed), len(failed), shipped=not own)
    if failed:
        raise typer.Exit(1)


def _chosen(rules: Sequence[Rule], which: Sequence[str]) -> list[Rule]:
    """Those that are meant by name or by file; each must be there."""
    from delegated.core.errors import did_you_mean  # noqa: PLC0415

    chosen: set[str] = set()
    for word in which:
        found = {rule.name for rule in rules if word == rule.name or Path(word).name == Path(rule.file).name}
        if not found:
            known = dict.fromkeys([*(rule.name for rule in rules), *(rule.file for rule in rules)])
            fail(f"no rule and no file of rules `{word}`; {did_you_mean(word, known)}", code=2)
        chosen |= found
    return [rule for rule in rules if not which or rule.name in chosen]


def _failed_as_json(one: Ran) -> dict[str, Any]:
    clause = one.failed
    return {
        "rule": one.rule,
        "example": one.example,
        "expected": one.expected,
        "got": one.got,
        "taken_by": one.taken_by,
        "failed": {"field": clause.field, "wanted": clause.wanted, "met": clause.met} if clause else None,
        "place": one.place,
        "why": one.why,
        "hint": one.hint,
    }


def _show_failed(one: Ran) -> None:
    """The place first, as editors look for it; a line of the file as it is, as the caret below it counts columns."""
    say(f"{one.place}: `{one.rule}`", err=True, fg="red")
    first, *drawn = one.why.splitlines()
    for name, text in (("example", one.example), ("expected", one.expected), ("but it", first), ("because", one.hint)):
        for number, line in enumerate(wrapped(text, width() - _MARGIN) if text else ()):
            say(f"    {'' if number else name:{_MARGIN - 4}}{line}", err=True)
    for line in drawn:
        say(line, err=True)
    say("", err=True)


def _show_greedy(failed: Sequence[Ran]) -> None:
    """Where one rule takes many examples of others, it is that rule to look at."""
    taken = Counter(one.taken_by for one in failed if one.taken_by not in {None, one.rule})
    often = [(name or "", count) for name, count in taken.most_common() if count >= _MANY]
    for name, count in often:
        for line in wrapped(f"{count} of them were taken by `{name}`", width()):
            say(line, err=True, fg="red")


def _show_count(rules: Sequence[Rule], passed: int, failed: int, *, shipped: bool) -> None:
    if shipped:
        say("this home has no rules of its own: these examples are of the shipped policy")
    untested = [rule.name for rule in rules if not rule.entry.examples]
    told = f", {len(untested)} {'rule has' if len(untested) == 1 else 'rules have'} no example" if untested else ""
    say(f"{passed} examples passed, {failed} failed{told}")


# --- replay -------------------------------------------------------------------------------------


@app.command("replay")
def replay(
    folder: Folder, days: Days = 90, home: Home = None, everything: Everything = False, as_json: Json = False
) -> None:
    """Which past decisions would be others under the rules of DIR, and how. Nothing is sent, and nothing is stored.

    Each decision is made again by itself: the task, the facts and everybody's work are those of that day.

    The roster and the settings are those of today. Of DIR only the rules count.
    """
    from delegated.app import replaying  # noqa: PLC0415
    from delegated.core.errors import Unreadable  # noqa: PLC0415
    from delegated.core.facts import currency_of  # noqa: PLC0415
    from delegated.core.replaying import Lost, Tally  # noqa: PLC0415

    read = read_home_of(home, as_json=as_json)
    book = replaying.rules_in(_folder_of(folder), read)
    if isinstance(book, Unreadable):
        refuse(book, as_json=as_json)
    currencies = read.office.currencies
    tally = Tally(currencies, currency_of(read.office.roster.first_owner, currencies))
    told: list[Any] = []  # Not the decisions themselves: there may be very many.
    lost: list[Lost] = []
    with opened(read) as store:
        for one in _with_progress(replaying.replayed(store, read, book, datetime.now(UTC) - timedelta(days=days))):
            if isinstance(one, Lost):
                lost.append(one)
                continue
            tally.add(one)
            if one.changed or (everything and one.by_another_rule):
                told.append(_change_as_json(one, tally) if as_json else list(_change_in_lines(one, tally)))
    if as_json:
        print_json(_as_json(tally, told, lost))
        return
    for text, style in chain.from_iterable(told):
        say(text, **style)
    _show_tally(tally, f"of the last {days} days" if days > 1 else "since yesterday", listed=everything)
    _show_lost(lost)


def _folder_of(given: Path) -> Path:
    from delegated.app import replaying  # noqa: PLC0415

    if not given.is_dir():
        fail(f"{given}: there is no such folder; name the one with the rules that you want to try", code=2)
    found = replaying.folder_of_rules(given)
    if found is None:
        fail(
            f"{given}: no rule file (*.yaml) lies in it or in its folder `rules`; copy those of the home and edit them",
            code=2,
        )
    return found


def _with_progress(
    it: Replay, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Replayed | Lost]:
    """Each of them; with a bar on a terminal, once it takes longer than somebody waits without wondering."""
    stream = stream or sys.stderr
    begun = clock()
    for done, one in enumerate(it.decisions, 1):
        yield one
        if stream.isatty() and clock() - begun > _PATIENCE:
            yield from _shown(it, done, stream)
            return


def _shown(it: Replay, done: int, stream: TextIO) -> Iterator[Replayed | Lost]:
    from rich.console import Console  # noqa: PLC0415  only where it is shown
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(file=stream), transient=True) as progress:
        bar = progress.add_task("Deciding again", total=it.count, completed=done)
        for one in it.decisions:
            yield one
            progress.advance(bar)


def _as_json(tally: Tally, told: Sequence[dict[str, Any]], lost: Sequence[Lost]) -> dict[str, Any]:
    (was, now), (before, after) = tally.money, tally.freed
    return {
        "decisions": tally.decisions,
        "changed": told,
        "by_another_rule": tally.by_another_rule,
        "kinds": dict(tally.kinds.most_common()),
        "money": {
            "from": was.amount_text,
            "to": now.amount_text,
            "difference": (now - was).amount_text,
            "currency": was.currency,
        },
        "hours_freed": {"from": _hours(before), "to": _hours(after), "difference": _hours(after - before)},
        "not_replayed": [{"task": f"T-{one.number}", "at": one.at.isoformat(), "why": one.why} for one in lost],
    }


def _change_as_json(one: Replayed, tally: Tally) -> dict[str, Any]:
    was, now = one.was, one.now
    from_, to = one.outcomes
    before, after, difference = tally.prices(one)
    return {
        "task": f"T-{one.number}",
        "title": one.title,
        "at": was.at.astimezone(one.zone).isoformat(),
        "from": from_,
        "to": to,
        "because": now.because,
        "money": {
            "from": before.amount_text if before else None,
            "to": after.amount_text if after else None,
            "difference": difference.amount_text if difference else None,
            "currency": tally.currency,
        },
        "outcome_from": was.outcome,
        "outcome_to": now.outcome,
        "assistant_from": was.person,
        "assistant_to": now.person,
        "rule_from": was.rule,
        "rule_to": now.rule,
        "policy_from": was.policy,
        "policy_to": now.policy,
        "place": now.place,
        "waits_for": now.waits_for,
    }


def _change_in_lines(one: Replayed, tally: Tally) -> Iterator[tuple[str, dict[str, Any]]]:
    """Task, title, day and money in one line; below it from what to what, and why."""
    before, after, difference = tally.prices(one)
    was, now = one.outcomes
    if before != after:
        was, now = (f"{told} ({cost})" if cost else told for told, cost in ((was, before), (now, after)))
    name, right = f"T-{one.number}", f"{one.was.at.astimezone(one.zone):%Y-%m-%d}  {_signed(difference):>14}"
    indent = max(6, len(name) + 2)
    (title,) = wrapped(one.title, width() - indent - len(right) - 2, cut=True)
    space = " " * (width() - indent - cells(title) - len(right))
    yield f"{name:{indent}}{title}{space}{right}".rstrip(), {"bold": True}
    for text, style in ((f"{was} → {now}", _MORE if one.changed else {}), (_why(one), _DIM)):
        for line in wrapped(text, width() - indent):
            yield " " * indent + line, style


def _why(one: Replayed) -> str:
    from delegated.core.replaying import why_told  # noqa: PLC0415

    instead = f" (then: {one.was.rule or one.was.policy})" if one.was.rule != one.now.rule else ""
    return why_told(one.now) + instead


def _show_tally(tally: Tally, when: str, *, listed: bool) -> None:
    if tally.changed or (listed and tally.by_another_rule):
        say("")
    all_ = f"{tally.decisions} {'decision' if tally.decisions == 1 else 'decisions'} {when}"
    if not tally.decisions:
        say(f"no decision {when}: nothing to replay")
    elif not tally.changed:
        say(f"nothing would change: {all_}", bold=True)
    else:
        say(f"{tally.changed} of {all_} would change", bold=True)
        table([(str(count), kind) for kind, count in tally.kinds.most_common()])
        _show_sums(tally)
    if tally.by_another_rule:
        count = tally.by_another_rule
        seen = "" if listed else "; see with --all"
        say(f"\n{count} {'comes' if count == 1 else 'come'} to the same by another rule{seen}")


def _show_sums(tally: Tally) -> None:
    """What these tasks cost and free, each by the last decision about it."""
    from delegated.core.conditions import length  # noqa: PLC0415

    (was, now), (before, after) = tally.money, tally.freed
    if not (was.amount or now.amount or before or after):
        return
    hours = "as many" if before == after else f"{length(abs(after - before))} {'more' if after > before else 'less'}"
    cost = (
        "the same"
        if was == now
        else f"{max(now - was, was - now, key=lambda it: it.amount)} {'more' if now.amount > was.amount else 'less'}"
    )
    heading("These tasks together, each by the last decision about it")
    table(
        [
            ("cost", f"{was} then, {now} now: {cost}"),
            ("hours freed", f"{length(before)} then, {length(after)} now: {hours}"),
        ]
    )


def _show_lost(lost: Sequence[Lost]) -> None:
    if not lost:
        return
    reasons = dict.fromkeys(one.why for one in lost)
    say(f"\n{len(lost)} {'decision' if len(lost) == 1 else 'decisions'} could not be replayed", **_MORE)
    for why in reasons:
        numbers = [f"T-{one.number}" for one in lost if one.why == why]
        more = f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else ""
        table([(", ".join(numbers[:_MOST_NAMED]) + more, why)])


def _signed(difference: Money | None) -> str:
    if difference is None or not difference.amount:
        return ""
    return f"{'+' if difference.amount > 0 else ''}{difference}"


def _hours(span: timedelta) -> float:
    return round(span.total_seconds() / 3600, 2)
