"""How do the stages' numbers become a report's figures? Estimates with their method and their page."""

from __future__ import annotations

from decimal import Decimal

from leadline.report.figures import Figure, Good, MoneyFigure
from leadline.words import Estimate, Money


def figure(
    name: str, estimate: Estimate, *, method: str, link: str, unit: str = "", good: Good | None = None
) -> Figure:
    """An estimate in its own unit, or in the one given."""
    return Figure(
        name,
        estimate.value,
        unit or estimate.unit,
        method,
        link,
        low=estimate.low,
        high=estimate.high,
        level=estimate.level,
        good=good,
    )


def in_percent(name: str, share: Estimate, *, method: str, link: str, good: Good | None = None) -> Figure:
    """An estimate of a share (0 to 1) as percent."""
    hundred = Estimate(100 * share.value, 100 * share.low, 100 * share.high, "%", share.level)
    return figure(name, hundred, method=method, link=link, good=good)


def counted(
    name: str, value: float, unit: str, *, link: str, method: str = "counted", good: Good | None = None
) -> Figure:
    """A number that was counted, not estimated."""
    return Figure(name, value, unit, method, link, counted=True, good=good)


def booked(name: str, money: Money, *, link: str, method: str, per: str = "") -> MoneyFigure:
    """An amount that stands in the books."""
    return MoneyFigure(name, money.amount, money.currency, method, link, per=per, counted=True)


def priced(name: str, estimate: Estimate, currency: str, *, link: str, method: str, per: str = "") -> MoneyFigure:
    """An estimated amount, to the cent."""
    value, low, high = (_cents(one) for one in (estimate.value, estimate.low, estimate.high))
    return MoneyFigure(name, value, currency, method, link, low, high, estimate.level, per)


def _cents(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))
