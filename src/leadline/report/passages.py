"""What do all three reports say alike? The passages that more than one of them needs: foot, tiles, three sides, checks.

In: frozen facts. Out: blocks of a story.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from leadline.measure.evidence import checks_passed
from leadline.report.facts import Effect, Facts, Side
from leadline.report.figures import Figure, MoneyFigure
from leadline.report.month import FrozenMonth
from leadline.report.phrases import (
    amount,
    capital,
    claim,
    count,
    day,
    digits,
    level,
    money,
    money_span,
    number,
    sentence,
    since_before,
    span,
    unit_of,
)
from leadline.report.story import Item, Items, Tile, Tiles
from leadline.words import Grade

MOST_QUESTIONS = 4
"""So many open questions stand in a report; the site has them all."""


def best_effect(effects: Iterable[Effect]) -> Effect | None:
    """The effect that carries a title, on Home, on Measure and in the reports: the surest above assumed, of those on
    the business before those on a social metric, then the largest; None where none was found."""
    seen = [effect for effect in effects if effect.verdict == "effect" and effect.grade > Grade.ASSUMED]
    return max(seen, key=_weight, default=None)


def _weight(effect: Effect) -> tuple[int, bool, float]:
    """A change in points, which has no relative size, stands behind those that have one."""
    return effect.grade.step, effect.is_business, abs(effect.relative.value) if effect.relative else 0.0


def tile(figure: Figure | MoneyFigure, label: str = "", small: str = "") -> Tile:
    """A number large, with its interval (or that it was counted) and how it moved."""
    if isinstance(figure, MoneyFigure):
        value = f"{money(figure)}{' a ' + figure.per if figure.per else ''}"
        sure = f"{money_span(figure)}, {level(figure)}" if not figure.counted else money_span(figure)
        return Tile(value, label or figure.name, small or sure, figure.link)
    before = since_before(figure)
    sure = level(figure) if figure.counted else f"{span(figure)}, {level(figure)}"
    words = "; ".join(part for part in (sure, before[0] if before else "", small) if part)
    in_percent = figure.unit.startswith("%")
    return Tile(
        amount(figure) if in_percent else number(figure.value, digits(figure)),
        label or (figure.name if in_percent else unit_of(figure).strip()),
        words,
        figure.link,
        tone=before[1] if before else "plain",
        vanity=figure.vanity,
    )


def three_sides(sides: tuple[Side, ...]) -> Tiles | None:
    """Satisfaction, sharing and cost beside each other (S0.16); a side nobody measures says what it needs."""
    return Tiles(tuple(_side(side) for side in sides)) if sides else None


def checks(effect: Effect) -> Items:
    """Each attempt to prove the analysis wrong, and how it ended."""
    return Items(
        tuple(
            Item(one.sentence, lead=capital(one.name), mark="yes" if one.passed else "no", link=effect.link)
            for one in effect.checks
        )
    )


def passed(effect: Effect) -> str:
    """`four of five checks passed`, with those that could not be run."""
    return checks_passed(effect.checks)


def is_open(effect: Effect) -> bool:
    """Whether a decision cannot rest on it yet."""
    return effect.verdict == "cannot tell" or (effect.verdict == "effect" and effect.grade < Grade.SUPPORTED)


def open_questions(effects: Iterable[Effect]) -> Items | None:
    """What data cannot tell yet, each with what would settle it."""
    unsure = [one for one in effects if is_open(one)]
    if not unsure:
        return None
    shown = tuple(_open_question(one) for one in unsure[:MOST_QUESTIONS])
    more = len(unsure) - len(shown)
    rest = (Item(f"{capital(count(more, 'more link'))} cannot be told either.", link="measure/"),) if more else ()
    return Items((*shown, *rest))


def today(facts: Facts) -> dt.date:
    """The day on which the facts were frozen, in the company's zone."""
    return facts.as_of.astimezone(facts.company.tz).date()


def sources(facts: Facts) -> tuple[str, ...]:
    """Where the numbers come from, with the moment up to which each is known."""
    return tuple(f"{one.name}: {one.what}, known up to {_moment(one.as_of, facts)}" for one in facts.sources)


def standing(frozen: FrozenMonth) -> str:
    """The sentence that names the frozen facts."""
    facts = frozen.facts
    return (
        f"Told from the facts of {facts.month.name} as they stood on {_moment(facts.as_of, facts)}, "
        f"frozen under {frozen.name}. Every number leads to its evidence on the site."
    )


def _side(side: Side) -> Tile:
    if side.figure is None:
        return Tile("–", capital(side.name), sentence(side.missing), "measure/")
    return tile(side.figure, label=side.words)


def _open_question(effect: Effect) -> Item:
    seen = f"{claim(effect)} " if effect.verdict == "effect" else ""
    return Item(
        f"{seen}{sentence(effect.why)}",
        lead=f"{capital(effect.program)} → {effect.outcome}.",
        small=effect.settle if "settle" in effect.settle else f"To settle it: {effect.settle}" if effect.settle else "",
        link=effect.link,
        grade=effect.grade,
    )


def _moment(when: dt.datetime, facts: Facts) -> str:
    local = when.astimezone(facts.company.tz)
    return f"{day(local.date())}, {local:%H:%M}"
