"""What a deal adds to the days: that it was opened, that it was won, and for how much.

In: a deal's stage, amount and days. Out: counts, for all and for the source that it came by. The surprise: only stages
that the service itself calls won count as won; of a stage that a company named, nobody but the company knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadline.listen.fields import Unreadable
from leadline.listen.profiles.base import Count
from leadline.listen.profiles.columns import Row
from leadline.listen.profiles.tickets import segment_of
from leadline.words import EVERYWHERE

_WON = frozenset({"closedwon", "closed won", "won", "abgeschlossen und gewonnen", "gewonnen", "gewonnen (gesloten)"})
_SIGNS = {
    "£": ("GBP",),
    "€": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "¥": ("JPY", "CNY"),
}


def of_a_deal(row: Row) -> Iterator[Count]:
    """`created` and `closed` are days, `amount` is money in the company's currency, `origin` how the deal came."""
    segments = dict.fromkeys((EVERYWHERE, segment_of(row.word("origin"))))
    created, closed = row.day("created"), row.day("closed")
    if created:
        yield from (Count("deals_opened", created, 1.0, "deals", segment) for segment in segments)
    if is_won(row) and closed:
        amount = amount_of(row)
        for segment in segments:
            yield Count("deals_won", closed, 1.0, "deals", segment)
            if amount is not None:
                yield Count("deals_won_value", closed, amount, row.habits.currency, segment)


def is_won(row: Row) -> bool:
    stage = row.word("stage").split("(")[0].strip().casefold()
    return stage in _WON or row.yes("won")


def amount_of(row: Row) -> float | None:
    """Raises Unreadable where it is in another currency than the company's."""
    said, own = row.word("amount"), row.habits.currency
    sign = next((sign for sign in _SIGNS if sign in said), None)
    named = row.word("currency").upper()
    if (sign and own not in _SIGNS[sign]) or (named and named != own):
        raise Unreadable(
            f"the amount “{said} {named}” is not in {own}", f"Export amounts in {own}, the company's currency."
        )
    return row.number("amount")
