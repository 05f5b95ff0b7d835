"""Who leads, who pays, and is it enough? Leadership and resources, computed from the methods (S0.21, S3.25)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from leadline.strategy.numerals import for_people, written
from leadline.strategy.resources import KINDS, needed
from leadline.strategy.rules.rule import Found, View, quoted, rule
from leadline.words import MethodKind, RunBy, listed

_SPEAKING = (MethodKind.CHAMPIONS, MethodKind.ADVOCACY, MethodKind.BUZZ, MethodKind.SALES)


@rule("RES001", "error", "Nobody leads, or nobody pays", "S0.21", "S3.31")
def no_sponsor(view: View) -> Iterator[Found]:
    leadership = view.document.leadership
    lacking = [name for name in ("owner", "sponsor") if not getattr(leadership, name)]
    if lacking:
        yield Found(
            f"leadership.{lacking[0]}",
            "leadership",
            f"The strategy has no {listed(lacking)}: it takes somebody who leads and somebody who pays.",
            "Add `leadership: {owner: NAME, sponsor: NAME, review: monthly}`.",
        )


@rule("RES002", "error", "The strategy has no resources", "S0.21", "S3.25", "S3.20")
def no_resources(view: View) -> Iterator[Found]:
    """Where the market runs every method alone, none are needed (S3.29)."""
    run_by_company = [one for _, one in view.methods if one.run_by is not RunBy.MARKET]
    if run_by_company and not view.document.resources.stated:
        yield Found(
            "resources",
            "resources",
            "The strategy says nothing about people, hours or money; without them it is a wish.",
            "Add `resources:` with people, hours_a_month, money_a_month and money_once; zero is an answer.",
        )


@rule("RES003", "error", "The resources do not cover the methods", "S3.25")
def not_covered(view: View) -> Iterator[Found]:
    needs, has, none = needed(view.document), view.document.resources, Decimal(0)
    if not has.stated:
        return
    for kind, name in KINDS.items():
        need, given = getattr(needs, kind), getattr(has, kind)
        if need and need > (given or none):
            yield Found(
                f"resources.{kind}",
                "resources",
                f"The methods together need {for_people(need)} {name}; the strategy has {for_people(given or none)}.",
                f"Raise `{kind}:` to {written(need)} under `resources:`, or start fewer methods.",
            )


@rule("RES004", "warning", "A method does not say what it takes", "S3.25")
def method_without_resources(view: View) -> Iterator[Found]:
    """Where nobody said anything of means at all, RES002 says it once."""
    said = [one for _, one in view.methods if one.resources and one.resources.stated]
    if not said and not view.document.resources.stated:
        return
    for where, one in view.methods:
        if one.run_by is not RunBy.MARKET and not (one.resources and one.resources.stated):
            yield Found(
                f"{where}.resources",
                f"method {quoted(one.name)}",
                f"{quoted(one.name)} does not say which people, hours or money it takes.",
                "Add `resources: {people: NUMBER, hours_a_month: NUMBER, money_a_month: NUMBER}`; zero is an answer.",
            )


@rule("RES005", "note", "Nobody says how often the strategy is looked at", "S3.31", "S4.2")
def no_review(view: View) -> Iterator[Found]:
    if view.document.leadership.review is None:
        yield Found(
            "leadership.review",
            "leadership",
            "The strategy does not say how often its leaders look at it; what nobody looks at is not led.",
            "Add `review: monthly` under the leadership.",
        )


@rule("RES006", "warning", "Nobody set boundaries for those who speak", "S4.13", "S4.25")
def no_policy(view: View) -> Iterator[Found]:
    """Where colleagues speak on their own accounts, or many speak at once, each knows what may be said."""
    speaking = [one for _, one in view.methods if one.kind in _SPEAKING]
    if speaking and not view.document.leadership.policy:
        yield Found(
            "leadership.policy",
            "leadership",
            f"{quoted(speaking[0].name)} lets people speak for the company, and no boundaries are set for them.",
            "Add `policy:` under the leadership with where the rules stand, and have everybody read them.",
        )
