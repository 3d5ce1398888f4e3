"""What help has cost this month, and what is left of the caps: by owner, client, goal and assistant.

The service keeps it current; the core only reads it. Amounts of one currency are added exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from delegated.core.money import Money, parse_money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from delegated.core.experience import Work
    from delegated.core.money import Currencies
    from delegated.core.people import Assistant, Owner

Account = tuple[str, str, str | None]
"""Whose money: `owner`, `client`, `goal` or `assistant`; which one; and the month, None for all time."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that one account may come to, and in words: `alex's 800.00 EUR a month`."""

    account: Account
    most: Money
    said: str


class _Entry(NamedTuple):
    """What one task costs with one assistant, and the month in which that counts."""

    person: str
    cost: str
    month: str


class Ledger:
    """What was agreed with assistants, by account.

    A task that nobody has costs nothing, but for what was delivered before it went on.
    """

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._entries: dict[int, tuple[Work, Counter[_Entry]]] = {}
        self._sums: dict[Account, dict[str, Decimal]] = defaultdict(dict)
        for work in works:
            self.keep(work)

    def keep(self, work: Work, beside: Work | None = None) -> None:
        """One more task, or what is known of it now; `beside` what it was before, until it is sure that it is not."""
        self.drop(work.number)
        entries = Counter(_entries(work)) | Counter(_entries(beside) if beside else ())
        if entries:
            self._entries[work.number] = (work, entries)
            self._add(work, entries, 1)

    def drop(self, number: int) -> None:
        """Not this one any more."""
        known = self._entries.pop(number, None)
        if known is not None:
            self._add(*known, -1)

    def spent(self, account: Account, currency: str, currencies: Currencies) -> Money | None:
        """What an account has come to, in this currency; None where a rate of exchange is missing."""
        whole = Money.zero(currency)
        for name, amount in self._sums.get(account, {}).items():
            part = currencies.convert(Money(amount, name), currency)
            if part is None:
                return None
            whole += part
        return whole

    def left(self, cap: Cap, currencies: Currencies) -> Money | None:
        """What is left of a cap, in its own currency; None where it cannot be told."""
        spent = self.spent(cap.account, cap.most.currency, currencies)
        return None if spent is None else cap.most - spent

    def _add(self, work: Work, entries: Counter[_Entry], sign: int) -> None:
        for entry in entries.elements():
            cost = _money(entry.cost)
            for account in _accounts(work, entry):
                sums = self._sums[account]
                sums[cost.currency] = sums.get(cost.currency, Decimal()) + sign * cost.amount
                if not sums[cost.currency]:  # A currency without a rate would else hide what is left for ever.
                    del sums[cost.currency]


def caps_of(owner: Owner, client: str | None, goal: str | None, now: datetime) -> Iterator[Cap]:
    """The caps of an owner that hold for a task of hers, at this moment."""
    month = month_of(owner, now)
    budget = owner.budget
    if budget.month is not None:
        yield Cap(("owner", owner.id, month), budget.month, f"{owner.id}'s {budget.month} a month")
    if client is not None and client in budget.clients:
        most = budget.clients[client]
        yield Cap(("client", f"{owner.id}:{client}", month), most, f"the {most} a month for {client}")
    if goal is not None and goal in budget.goals:
        most = budget.goals[goal]
        yield Cap(("goal", f"{owner.id}:{goal}", None), most, f"the {most} for the goal {goal}")


def cap_of_assistant(person: Assistant, owner: Owner, now: datetime) -> Cap | None:
    """The most that an assistant may cost in a month."""
    most = person.budget.month
    if most is None:
        return None
    return Cap(("assistant", person.id, month_of(owner, now)), most, f"{person.id}'s {most} a month")


def month_of(owner: Owner, now: datetime) -> str:
    """`2026-11`, by the owner's own calendar."""
    return f"{now.astimezone(owner.zone):%Y-%m}"


def paid_for(person: str, cost: str, month: str) -> str:
    """As a work remembers what was delivered, and is to be paid, before the task went on."""
    return f"{person} {month} {cost}"


def _entries(work: Work) -> Iterator[_Entry]:
    for one in work.paid:
        person, month, cost = one.split(" ", 2)
        yield _Entry(person, cost, month)
    if work.cost is not None and work.assistant is not None and work.month is not None:
        yield _Entry(work.assistant, work.cost, work.month)


def _accounts(work: Work, entry: _Entry) -> Iterator[Account]:
    payer = work.payer or work.owner
    yield ("owner", payer, entry.month)
    yield ("assistant", entry.person, entry.month)
    if work.client is not None:
        yield ("client", f"{payer}:{work.client}", entry.month)
    if work.goal is not None:
        yield ("goal", f"{payer}:{work.goal}", None)


@lru_cache(maxsize=4096)
def _money(text: str) -> Money:
    return parse_money(text)
