"""What help has cost, by account: exact sums, and what is left of the caps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from delegated.core.ledger import Ledger, cap_of_assistant, caps_of, month_of
from delegated.core.money import Currencies, Money, parse_money
from offices import CURRENCIES, NOW, ROSTER, roster, work

if TYPE_CHECKING:
    from delegated.core.experience import Work

NOVEMBER = ("owner", "alex", "2026-11")
PEOPLE = roster(
    ROSTER.replace(
        "{task: 200 EUR}", "{month: 800 EUR, task: 200 EUR, clients: {acme: 300 EUR}, goals: {launch: 500 EUR}}"
    ).replace("rate: 18 EUR/h", "rate: 18 EUR/h\n    budget: {month: 400 EUR}")
)
ALEX, MAYA = PEOPLE.first_owner, PEOPLE.assistants["maya"]


def paid(number: int, cost: str | None = "36.00 EUR", month: str | None = "2026-11", **more: object) -> Work:
    """A task that somebody has, at this cost."""
    return work(number, cost=cost, month=month, **more)


def spent(ledger: Ledger, account: tuple[str, str, str | None] = NOVEMBER, currency: str = "EUR") -> str:
    """In this currency, as text."""
    return str(ledger.spent(account, currency, CURRENCIES))


def test_a_cost_counts_with_its_owner_client_goal_and_assistant() -> None:
    """In its own month; with a goal for all time."""
    ledger = Ledger([paid(1, client="acme", goal="launch"), paid(2, month="2026-10", goal="launch"), paid(3)])
    assert spent(ledger) == "72.00 EUR"
    assert spent(ledger, ("owner", "alex", "2026-10")) == "36.00 EUR"
    assert spent(ledger, ("client", "alex:acme", "2026-11")) == "36.00 EUR"
    assert spent(ledger, ("goal", "alex:launch", None)) == "72.00 EUR"
    assert spent(ledger, ("assistant", "maya", "2026-11")) == "72.00 EUR"
    assert spent(ledger, ("assistant", "ben", "2026-11")) == "0.00 EUR"


def test_what_nobody_has_costs_nothing() -> None:
    """Not before the brief goes out, not after it was taken back."""
    ledger = Ledger([paid(1, assistant=None), paid(2, cost=None), paid(3, month=None), paid(4)])
    assert spent(ledger) == "36.00 EUR"
    ledger.keep(paid(4, assistant=None))
    assert spent(ledger) == "0.00 EUR"


def test_every_cap_says_whose_it_is() -> None:
    """Those that hold for a task, and no others."""
    all_of_them = [cap.said for cap in caps_of(ALEX, "acme", "launch", NOW)]
    assert all_of_them == [
        "alex's 800.00 EUR a month",
        "the 300.00 EUR a month for acme",
        "the 500.00 EUR for the goal launch",
    ]
    assert [cap.said for cap in caps_of(ALEX, "globex", None, NOW)] == ["alex's 800.00 EUR a month"]
    hers = cap_of_assistant(MAYA, ALEX, NOW)
    assert hers is not None
    assert hers.said == "maya's 400.00 EUR a month"
    assert cap_of_assistant(PEOPLE.assistants["ben"], ALEX, NOW) is None


def test_a_month_is_that_of_the_owners_calendar() -> None:
    """An hour before midnight in London it is December in Madrid."""
    assert month_of(ALEX, datetime(2026, 11, 30, 22, 59, tzinfo=UTC)) == "2026-11"
    assert month_of(ALEX, datetime(2026, 11, 30, 23, 0, tzinfo=UTC)) == "2026-12"


def test_what_is_left_may_be_less_than_nothing() -> None:
    """The owner has lowered a cap below what was agreed."""
    cap = next(caps_of(ALEX, None, None, NOW))
    assert Ledger([paid(1, "100 EUR")]).left(cap, CURRENCIES) == parse_money("700 EUR")
    assert Ledger([paid(1, "900 EUR")]).left(cap, CURRENCIES) == parse_money("-100 EUR", negative=True)


def test_a_currency_without_a_rate_hides_what_is_left_as_long_as_it_is_owed() -> None:
    """And no longer."""
    cap, ledger = next(caps_of(ALEX, None, None, NOW)), Ledger([paid(1), paid(2, "500 JPY"), paid(3, "10 GBP")])
    assert ledger.left(cap, CURRENCIES) is None
    ledger.drop(2)
    assert ledger.left(cap, CURRENCIES) == parse_money("752.60 EUR")
    assert ledger.left(cap, Currencies()) is None
    ledger.drop(3)
    assert ledger.left(cap, Currencies()) == parse_money("764 EUR")


@given(
    st.lists(
        st.builds(
            lambda number, cents, month, assistant: paid(
                number, f"{cents // 100}.{cents % 100:02} EUR", month, assistant=assistant
            ),
            st.integers(1, 9),
            st.integers(0, 10**6),
            st.sampled_from(["2026-10", "2026-11"]),
            st.sampled_from(["maya", "ben", None]),
        )
        | st.integers(1, 9),
        max_size=30,
    )
)
@settings(max_examples=100)
def test_sums_are_exact_whatever_comes_and_goes(steps: list[Work | int]) -> None:
    """To the cent, as if all that is known were added up anew."""
    ledger, known = Ledger(), dict[int, "Work"]()
    for step in steps:
        if isinstance(step, int):
            ledger.drop(step)
            known.pop(step, None)
        else:
            ledger.keep(step)
            known[step.number] = step
    whole = Money.zero("EUR")
    for one in known.values():
        if one.assistant is not None and one.month == "2026-11":
            whole += parse_money(one.cost or "0 EUR")
    assert ledger.spent(NOVEMBER, "EUR", CURRENCIES) == whole.rounded()
