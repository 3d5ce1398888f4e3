"""Money as people write it, and what becomes of it when hours, rates and currencies meet."""

from __future__ import annotations

import operator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delegated.core.errors import visible
from delegated.core.money import (
    CURRENCY_CODES,
    Currencies,
    Money,
    MoneyError,
    Rate,
    parse_money,
    parse_rate,
    read_currency,
)

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICE = Currencies.from_table({"EUR": "1", "GBP": "1.14", "USD": "0.86", "CAD": "0.62"})

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
currencies = st.sampled_from(sorted(CURRENCY_CODES))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("60 EUR", "60.00 EUR"),
        ("12.50 USD", "12.50 USD"),
        ("EUR 60", "60.00 EUR"),
        ("12,50 EUR", "12.50 EUR"),
        ("60eur", "60.00 EUR"),
        ("  1500   EUR ", "1500.00 EUR"),
        ("0 EUR", "0.00 EUR"),
        ("60\N{NO-BREAK SPACE}EUR", "60.00 EUR"),
    ],
)
def test_an_amount_is_read_however_it_is_put(text: str, said: str) -> None:
    """Before or after the currency, in small letters, with a comma for the cents."""
    assert str(parse_money(text)) == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("40", ["`40`", "currency", "`40 EUR`"]),
        ("-50 EUR", ["`-50 EUR`", "below zero"]),
        ("EUR -50", ["below zero"]),
        ("- 50", ["currency"]),
        ("1,500 EUR", ["`1500`", "`1.50`"]),
        ("1.500 EUR", ["`1500`", "`1.50`"]),
        ("1,500.00 EUR", ["without separators"]),
        ("12.3456 EUR", ["two after the point"]),
        ("9999999999999 EUR", ["twelve digits"]),
        ("40 EURO", ["unknown currency `EURO`", "`EUR`"]),
        ("40 XXQ", ["unknown currency `XXQ`", "three letters"]),
        ("40 €", ["three letters, EUR"]),
        ("$7", ["three letters, USD"]),
        ("", ["missing", "`60 EUR`"]),
        ("a lot", ["`a lot`", "`60 EUR`"]),
        ("60 EUR please", ["`60 EUR`"]),
        ("\N{ARABIC-INDIC DIGIT SIX}\N{ARABIC-INDIC DIGIT ZERO} EUR", ["`60 EUR`"]),
        ("NaN EUR", ["`60 EUR`"]),
        ("1e9 EUR", ["`60 EUR`"]),
        ("6" * 100_000, ["…", "`60 EUR`"]),
        ("60 EUR\x1b[2J", ["\N{REPLACEMENT CHARACTER}[2J"]),
    ],
)
def test_an_amount_that_cannot_be_trusted_is_refused_with_a_cure(text: str, words: list[str]) -> None:
    """What could be read in two ways is not read in either."""
    with pytest.raises(MoneyError) as refusal:
        parse_money(text)
    assert all(word in str(refusal.value) for word in words), str(refusal.value)


@pytest.mark.parametrize("text", ["-12 EUR", "EUR -12", "\N{MINUS SIGN}12 EUR", "- 12 EUR"])
def test_a_worth_may_be_below_zero_where_that_makes_sense(text: str) -> None:
    """A rule may say `worth.net: {above: -12 EUR}`."""
    assert str(parse_money(text, negative=True)) == "-12.00 EUR"


@given(st.text(max_size=80) | st.text("0123456789.,-' EURGBPper/htask€", max_size=30))
def test_no_text_at_all_is_more_than_refused(text: str) -> None:
    """A text is money or a MoneyError; nothing else comes out."""
    for read in (parse_money, parse_rate, read_currency):
        refusal = _refusal(read, text)
        assert visible(refusal) == refusal


@given(amounts, currencies)
def test_what_is_shown_can_be_read_again(amount: Decimal, currency: str) -> None:
    """A budget written back into a file means the same."""
    money = Money(amount, currency)
    assert parse_money(str(money)) == money
    assert parse_money(str(-money), negative=True) == -money


@given(st.lists(amounts, max_size=20))
def test_a_sum_loses_no_cent(parts: list[Decimal]) -> None:
    """Cents are counted, not approximated."""
    total = sum((Money(part, "EUR") for part in parts), Money.zero("EUR"))
    assert total.amount * 100 == sum(int(part * 100) for part in parts)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("2.345", "2.35"), ("2.344", "2.34"), ("-2.345", "-2.35"), ("-0.001", "0.00"), ("36", "36.00"), ("0.005", "0.01")],
)
def test_half_a_cent_is_a_cent(amount: str, text: str) -> None:
    """Half up, as invoices do it, and nobody owes -0.00."""
    money = Money(Decimal(amount), "EUR")
    assert money.amount_text == text
    assert str(money.rounded().amount) == text


def test_amounts_of_one_currency_add_up_and_have_an_order() -> None:
    """Plus, minus, times, and who is cheaper."""
    ten, four = parse_money("10 EUR"), parse_money("4 EUR")
    assert str(ten + four) == "14.00 EUR"
    assert str(four - ten) == "-6.00 EUR"
    assert str(four * 3) == str(3 * four) == str(four * Decimal("3.0")) == "12.00 EUR"
    assert max(four, ten) == ten
    assert four < ten
    assert four <= ten
    assert ten > four
    assert ten >= four


@pytest.mark.parametrize("meet", [operator.add, operator.sub, operator.lt, operator.le, operator.gt, operator.ge])
def test_two_currencies_never_meet_by_accident(meet: Callable[[Money, Money], object]) -> None:
    """Euros are not pounds; who wants to know more has to convert."""
    with pytest.raises(MoneyError, match="two currencies"):
        meet(parse_money("10 EUR"), parse_money("10 GBP"))
    assert parse_money("10 EUR") != parse_money("10 GBP")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("18 EUR/h", "18.00 EUR/h"),
        ("12.50 USD/hour", "12.50 USD/h"),
        ("18 EUR / h", "18.00 EUR/h"),
        ("18 EUR per hour", "18.00 EUR/h"),
        ("120 EUR/task", "120.00 EUR/task"),
    ],
)
def test_a_rate_is_read_and_said(text: str, said: str) -> None:
    """By the hour or for the whole; what is said can be read again."""
    rate = parse_rate(text)
    assert str(rate) == said
    assert parse_rate(said) == rate


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("18 EUR", ["`18 EUR/h`", "`120 EUR/task`"]),
        ("18 EUR/day", ["by the hour"]),
        ("18/h", ["currency"]),
        ("-18 EUR/h", ["below zero"]),
        ("18 EUR/", ["`18 EUR/h`"]),
        ("", ["`18 EUR/h`"]),
        ("/" * 1_000_000, ["…"]),
    ],
)
def test_a_rate_for_nobody_knows_what_is_refused(text: str, words: list[str]) -> None:
    """Eighteen euros, but nobody knows for what."""
    with pytest.raises(MoneyError) as refusal:
        parse_rate(text)
    assert all(word in str(refusal.value) for word in words), str(refusal.value)


@pytest.mark.parametrize(
    ("rate", "minutes", "billed_in", "cost"),
    [
        ("18 EUR/h", 120, 15, "36.00 EUR"),
        ("18 EUR/h", 61, 15, "22.50 EUR"),
        ("18 EUR/h", 1, 15, "4.50 EUR"),
        ("18 EUR/h", 0, 15, "4.50 EUR"),
        ("12.50 USD/h", 61, 15, "15.63 USD"),
        ("160 EUR/h", 48, 6, "128.00 EUR"),
        ("22 USD/h", 20, 7, "7.70 USD"),
        ("24 CAD/h", 45, 60, "24.00 CAD"),
        ("180 USD/task", 600, 15, "180.00 USD"),
    ],
)
def test_work_is_billed_in_whole_units(rate: str, minutes: int, billed_in: int, cost: str) -> None:
    """A begun unit counts in full, one at least; a flat price is a flat price."""
    assert str(parse_rate(rate).cost(timedelta(minutes=minutes), timedelta(minutes=billed_in))) == cost


def test_a_billing_unit_of_nothing_is_refused() -> None:
    """Nobody can be paid in units of no time."""
    with pytest.raises(MoneyError, match="longer than nothing"):
        parse_rate("18 EUR/h").cost(timedelta(hours=1), timedelta())


@given(amounts, st.integers(0, 10_000), st.integers(1, 480))
def test_the_cost_is_exact_to_the_cent(amount: Decimal, minutes: int, unit: int) -> None:
    """Never below the hours worked, never a whole unit above, and rounded once, at the end."""
    cost = Rate(Money(amount, "EUR"), "hour").cost(timedelta(minutes=minutes), timedelta(minutes=unit))
    units = max(1, -(-minutes // unit))
    assert cost.amount == _half_up(Fraction(amount) * units * unit / 60)


def test_an_hour_is_worth_what_it_is_worth_for_any_time() -> None:
    """Twenty minutes of an hour worth 90 euros are 30 euros, not 29.99."""
    assert str(parse_money("90 EUR").for_time(timedelta(minutes=20))) == "30.00 EUR"
    assert str(parse_money("0.03 EUR").for_time(timedelta(minutes=10))) == "0.01 EUR"


@pytest.mark.parametrize(
    ("money", "to", "known"),
    [
        ("10 GBP", "EUR", "11.40 EUR"),
        ("11.40 EUR", "GBP", "10.00 GBP"),
        ("100 CAD", "USD", "72.09 USD"),
        ("5 CHF", "CHF", "5.00 CHF"),
        ("5 CHF", "EUR", "None"),
        ("5 EUR", "CHF", "None"),
    ],
)
def test_other_currencies_go_by_the_table_of_the_settings(money: str, to: str, known: str) -> None:
    """What the table does not know is not guessed: the task waits."""
    assert str(OFFICE.convert(parse_money(money), to)) == known


def test_without_a_table_every_currency_stands_for_itself() -> None:
    """No table, no base, no conversion, no fault."""
    bare = Currencies.from_table({})
    assert bare == Currencies()
    assert bare.base == ""
    assert bare.convert(parse_money("10 EUR"), "EUR") == parse_money("10 EUR")
    assert bare.convert(parse_money("10 EUR"), "USD") is None


def test_the_base_is_told_or_found() -> None:
    """`base`, else the one that is worth 1; keys from the environment come in small letters."""
    assert OFFICE.base == "EUR"
    told = Currencies.from_table({"base": "gbp", "eur": "0.87"})
    assert (told.base, told.worth) == ("GBP", {"EUR": Decimal("0.87"), "GBP": Decimal(1)})


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"GBP": "1.14"}, ['base = "GBP"']),
        ({"EURO": "1"}, ["`EURO`", "`EUR`"]),
        ({"EUR": "2", "base": "EUR"}, ["`EUR` is the base"]),
        ({"EUR": "1", "GBP": "dear"}, ["`GBP`", "`dear`"]),
        ({"EUR": "1", "GBP": "0.0"}, ["`GBP`", "more than nothing"]),
        ({"EUR": "1", "GBP": "-1"}, ["`GBP`"]),
        ({"EUR": "1", "GBP": "inf"}, ["`GBP`"]),
        ({"EUR": "1", "eur": "1"}, ["`eur`", "twice"]),
        ({"EUR": "1", "base": "ducats"}, ["`base`", "`ducats`"]),
    ],
)
def test_a_table_of_currencies_with_a_fault_names_the_key(table: dict[str, str], words: list[str]) -> None:
    """So that one finds it in the settings."""
    with pytest.raises(MoneyError) as refusal:
        Currencies.from_table(table)
    assert all(word in str(refusal.value) for word in words), str(refusal.value)


@given(
    st.decimals(min_value=0, max_value=10**12, places=2),
    st.decimals(min_value="0.000001", max_value=10**6, places=6),
    st.decimals(min_value="0.000001", max_value=10**6, places=6),
)
@example(Decimal("0.01"), Decimal("0.5"), Decimal(1))
@example(Decimal(999_999_999_999), Decimal("0.000001"), Decimal("0.000003"))
def test_what_is_converted_is_right_to_the_cent(amount: Decimal, have: Decimal, want: Decimal) -> None:
    """Compared with fractions, which know no rounding."""
    table = Currencies("EUR", {"EUR": Decimal(1), "GBP": have, "USD": want})
    converted = table.convert(Money(amount, "GBP"), "USD")
    assert converted is not None
    assert converted.amount == _half_up(Fraction(amount) * Fraction(have) / Fraction(want))


def _refusal(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except MoneyError as refusal:
        return str(refusal)
    return ""


def _half_up(exact: Fraction) -> Decimal:
    cents = (exact * 200 + 1) // 2
    return Decimal(cents) / 100
