"""Money as people write it, exact: amounts, rates of pay, and what one currency is worth in another.

Nothing here is ever a float. Amounts stay as exact as they are until `rounded` or `convert` makes
cents of them, half a cent up. Two currencies never meet by accident: whoever adds or compares
amounts of two currencies gets a `MoneyError`, and converts first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, Self

from delegated.core.errors import nearest, visible


class MoneyError(ValueError):
    """A text is no money, or two currencies met. The message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency (ISO 4217). Amounts of two currencies are unequal, and have no order."""

    amount: Decimal
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency: what a sum begins with."""
        return cls(Decimal(0), currency)

    @property
    def amount_text(self) -> str:
        """The amount alone, in cents, as reports and JSON show it: `36.00`."""
        return str(_in_cents(self.amount))

    def rounded(self) -> Money:
        """In whole cents, half a cent up."""
        return Money(_in_cents(self.amount), self.currency)

    def for_time(self, work: timedelta) -> Money:
        """Take this amount as that of one hour and say what so much time comes to, in whole cents."""
        microseconds = Decimal(work // timedelta(microseconds=1))
        return Money(_in_cents(_EXACT.divide(_EXACT.multiply(self.amount, microseconds), _AN_HOUR)), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._alike(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._alike(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._alike(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._alike(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._alike(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._alike(other)

    def __str__(self) -> str:
        return f"{self.amount_text} {self.currency}"

    def _alike(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            message = f"{self} and {other} are of two currencies: convert one of them first"
            raise MoneyError(message)
        return other.amount


@dataclass(frozen=True, slots=True)
class Rate:
    """What somebody is paid: so much an hour, or so much for the whole task."""

    amount: Money
    per: Literal["hour", "task"]

    def cost(self, work: timedelta, billed_in: timedelta) -> Money:
        """Price this much work: in whole billing units, a begun one in full and one at least; or the flat price."""
        if self.per == "task":
            return self.amount.rounded()
        if billed_in <= timedelta():
            message = "a billing unit has to be longer than nothing, like `15m`"
            raise MoneyError(message)
        units = max(1, -(-work // billed_in))
        return self.amount.for_time(units * billed_in)

    def __str__(self) -> str:
        return f"{self.amount}/{'h' if self.per == 'hour' else 'task'}"


@dataclass(frozen=True, slots=True)
class Currencies:
    """What one unit of each currency is worth in the base. Without a table (`base` is empty) nothing is converted."""

    base: str = ""
    worth: Mapping[str, Decimal] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: Mapping[str, str]) -> Self:
        """Read the settings' `[currencies]`: `EUR = "1"`, `GBP = "1.14"`, and perhaps `base = "EUR"`.

        Without `base` it is the first currency that is worth 1. Raises MoneyError, naming the key.
        """
        worth: dict[str, Decimal] = {}
        for key, text in table.items():
            if key.casefold() != "base":
                _enter(worth, key, text)
        told = next((text for key, text in table.items() if key.casefold() == "base"), None)
        base = _told_base(told, worth) if told is not None else _found_base(worth)
        return cls(base, worth)

    def convert(self, money: Money, to: str) -> Money | None:
        """As much in the other currency, in whole cents; None where the table does not know one of the two."""
        if money.currency == to:
            return money.rounded()
        have, want = self.worth.get(money.currency), self.worth.get(to)
        if have is None or want is None:
            return None
        return Money(_in_cents(_EXACT.divide(_EXACT.multiply(money.amount, have), want)), to)


def parse_money(text: str, *, negative: bool = False) -> Money:
    """Read `60 EUR`, `12.50 USD` or `EUR 60`. Below zero only if `negative`. Raises MoneyError."""
    written = " ".join(text[:_LONGEST].split())
    found = None if len(text) > _LONGEST else _MONEY.fullmatch(written)
    if found is None:
        raise MoneyError(_not_money(text))
    number = found["before"] or found["after"]
    amount = _read_amount(number, text)
    code = found["code"] or found["code_first"]
    if code is None:
        message = f"{_quoted(text)} needs a currency, like `{amount} EUR`"
        raise MoneyError(message)
    currency = read_currency(code)
    if found["minus"] or found["minus_first"]:
        amount = -amount
    if amount < 0 and not negative:
        message = f"{_quoted(text)} must not be below zero"
        raise MoneyError(message)
    return Money(amount, currency)


def parse_rate(text: str) -> Rate:
    """Read `18 EUR/h`, `12.50 USD/hour` or `120 EUR/task`. Raises MoneyError."""
    found = None if len(text) > _LONGEST else _RATE.fullmatch(" ".join(text.split()))
    if found is None:
        message = f"{_quoted(text)} does not say for what: write `18 EUR/h` for an hour or `120 EUR/task` for the whole"
        raise MoneyError(message)
    unit = found["unit"].casefold()
    if unit not in _PER:
        message = f"{_quoted(text)} is not by the hour nor by the task: write `18 EUR/h` or `120 EUR/task`"
        raise MoneyError(message)
    return Rate(parse_money(found["money"]), _PER[unit])


def read_currency(code: str) -> str:
    """Read an ISO 4217 code, in capitals or not. Raises MoneyError with the nearest known one."""
    currency = code[:_LONGEST].upper()
    if currency in _SYMBOLS:
        message = f"unknown currency {_quoted(code)}: write its three letters, {_SYMBOLS[currency]}"
        raise MoneyError(message)
    if currency not in CURRENCY_CODES:
        message = f"unknown currency {_quoted(code)}: {_nearest_to(currency)}"
        raise MoneyError(message)
    return currency


def _read_amount(number: str, text: str) -> Decimal:
    if _PLAIN.fullmatch(number):
        return Decimal(number.replace(",", "."))
    unsure = _THOUSANDS_OR_CENTS.fullmatch(number)
    if unsure:
        whole, rest = unsure.groups()
        cure = f"can be read in two ways: write `{whole}{rest}` or `{whole}.{rest[:2]}`"
    elif re.fullmatch("[0-9]{13,}", number):
        cure = "is more than anybody has: at most twelve digits"
    else:
        cure = "is not an amount: digits without separators, and at most two after the point, like `1500.50`"
    message = f"{_quoted(text)} {cure}"
    raise MoneyError(message)


def _not_money(text: str) -> str:
    if not text.strip():
        return "an amount is missing: write one like `60 EUR`"
    return f"{_quoted(text)} is not an amount of money: write one like `60 EUR` or `12.50 USD`"


def _nearest_to(currency: str) -> str:
    near = nearest(currency.casefold(), sorted(code.casefold() for code in CURRENCY_CODES))
    return f"did you mean `{near.upper()}`?" if near else "write its three letters, like `EUR`, `USD` or `GBP`"


def _enter(worth: dict[str, Decimal], key: str, text: str) -> None:
    currency = read_currency(key)
    if currency in worth:
        message = f"`{key}`: {currency} stands there twice"
        raise MoneyError(message)
    worth[currency] = _read_worth(key, text)


def _read_worth(key: str, text: str) -> Decimal:
    written = text[:_LONGEST].strip()
    if not _WORTH.fullmatch(written):
        message = f'`{key}`: {_quoted(text)} is not a worth: write it as text, like {key} = "1.14"'
        raise MoneyError(message)
    worth = Decimal(written)
    if not worth:
        message = f"`{key}` must be worth more than nothing"
        raise MoneyError(message)
    return worth


def _told_base(text: str, worth: dict[str, Decimal]) -> str:
    try:
        base = read_currency(text.strip())
    except MoneyError as unknown:
        message = f"`base`: {unknown}"
        raise MoneyError(message) from unknown
    if worth.setdefault(base, Decimal(1)) != 1:
        message = f'`{base}` is the base, so it is worth 1 of itself: write {base} = "1"'
        raise MoneyError(message)
    return base


def _found_base(worth: dict[str, Decimal]) -> str:
    if not worth:
        return ""
    base = next((currency for currency, value in worth.items() if value == 1), None)
    if base is None:
        first = next(iter(worth))
        message = f'no currency is worth 1, so nobody knows in which the others are told: add base = "{first}"'
        raise MoneyError(message)
    return base


def _in_cents(amount: Decimal) -> Decimal:
    # Adding nothing takes the sign off a zero: nobody owes -0.00.
    return amount.quantize(_CENT, ROUND_HALF_UP, _EXACT) + _NOTHING


def _quoted(text: str) -> str:
    shown = " ".join(text[:_LONGEST].split())
    return f"`{visible(shown)}`" if len(text) <= _LONGEST else f"`{visible(shown)}…`"


_LONGEST = 60
_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")
_AN_HOUR = Decimal(3_600_000_000)
# Wide enough that a quotient of two numbers from a settings file never looks like half a cent without being one.
_EXACT = Context(prec=80)

_NUMBER = r"[0-9][0-9.,']*"
_MINUS = "[-\N{MINUS SIGN}]"
_CODE = r"[^\W\d_]{1,12}|[€$£¥]"
_MONEY = re.compile(
    rf"(?P<minus>{_MINUS})? ?(?:(?P<before>{_NUMBER}) ?(?P<code>{_CODE})?"
    rf"|(?P<code_first>{_CODE}) ?(?P<minus_first>{_MINUS})? ?(?P<after>{_NUMBER}))"
)
_PLAIN = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?")
_THOUSANDS_OR_CENTS = re.compile(r"([0-9]{1,3})[.,]([0-9]{3})")
_WORTH = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_RATE = re.compile(r"(?P<money>[^/]*?) ?(?:/|\bper\b) ?(?P<unit>[^\W\d_]+)", re.IGNORECASE)
_PER: dict[str, Literal["hour", "task"]] = {
    "h": "hour",
    "hr": "hour",
    "hour": "hour",
    "task": "task",
    "job": "task",
}
_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD or CAD, say", "¥": "JPY or CNY, say"}

# ISO 4217, the currencies in use in 2026; funds, metals and test codes left out.
CURRENCY_CODES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905  a table of codes is easier to check than a list of quoted ones
)
