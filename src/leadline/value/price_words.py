"""How is a price told to people, in its own unit? Money a piece, minutes, or so many of a hundred.

In: a price of `costs.yaml` and the sheet's currency. Out: `7,800 EUR a hire`, `14 minutes of a customer [11, 18]`,
`30 of 100 hires [10, 55]`. The surprise: which unit a price has follows from its id, as methods ask for it by that.
"""

from __future__ import annotations

from decimal import Decimal

from leadline.value.champions import ANYWAY, CREDITED, MARGIN
from leadline.value.costs import Price
from leadline.value.pricing import PAGE, PHONE

_MINUTES, _SHARES = frozenset({PHONE, PAGE}), frozenset({ANYWAY, MARGIN, CREDITED})


def price_words(price: Price, currency: str) -> str:
    """The amount, its unit and its interval."""
    ends = [] if price.low is None or price.high is None else [_amount(price.low), _amount(price.high)]
    interval = f" [{', '.join(ends)}]" if ends else ""
    return f"{_amount(price.each)}{_unit(price, currency)}{interval}"


def _amount(value: Decimal) -> str:
    """`7,800`, `2.60`, `0.125`: whole, or with two decimals at least."""
    text = f"{value.normalize():,f}"
    return f"{text}0" if text[-2:-1] == "." else text


def _unit(price: Price, currency: str) -> str:
    if price.id in _MINUTES:
        return f" {price.per if price.per.startswith('minutes') else 'minutes'}"
    if price.id in _SHARES:
        return f" of {price.per}" if price.per.startswith("100") else " %"
    article = "an" if price.per.startswith(("a", "e", "i", "o", "hour")) else "a"
    return f" {price.currency or currency} {article} {price.per}"
