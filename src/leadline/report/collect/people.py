"""What did the champions reach? Confirmed counts, money by level of evidence, bands, stories with consent.

The surprise: who agreed to be named agreed that the organisation hears the story; everybody else is told of among the
champions only, by department. Groups too small to hide in are left out here, so the frozen facts do not hold them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from leadline.programs.champions import (
    COUNTS,
    MONEY,
    Champion,
    EvidenceLevel,
    Pilot,
    Result,
    are_told,
    levels_told,
)
from leadline.programs.champions import Story as Entered
from leadline.programs.records import once
from leadline.programs.small_groups import K_INTERNAL, bands, shown_groups
from leadline.programs.totals import totals
from leadline.report import links
from leadline.report.champion_facts import Band, Champions, ChampionStory, Consent
from leadline.report.champion_facts import Pilot as PilotFacts
from leadline.report.collect.numbers import booked, counted
from leadline.report.figures import Figure, MoneyFigure
from leadline.report.phrases import capital
from leadline.strategy.fields import Reader
from leadline.words import Money, Month

TITLES: Mapping[Pilot, str] = {Pilot.NEW_BUSINESS: "New business", Pilot.NEW_EMPLOYEES: "New colleagues"}
UNITS: Mapping[str, str] = {
    "reach_outs": "people written to",
    "deals": "contracts signed",
}
COUNTED = "as entered by the champions, levels A to C; what nobody confirmed (D) is not counted"


def champions(
    members: Sequence[Champion],
    results: Sequence[Result],
    month: Month,
    *,
    objectives: Mapping[Pilot, str],
) -> Champions | None:
    """The pilots together; None where nobody takes part. `objectives` names what each pilot serves (S2.23)."""
    here = [one for one in members if one.takes_part(month)]
    if not here:
        return None
    known = once(one for one in results if one.month <= month)
    of_month = [one for one in known if one.month == month]
    before = [one for one in known if one.month == month.previous()]
    hours = sum((one.hours for one in of_month), Decimal(0)) if are_told(of_month) else Decimal(0)
    return Champions(
        joined=len(here),
        joined_since=sum(1 for one in here if one.joined >= month.first_day),
        pilots=tuple(_pilot(pilot, here, of_month, before, objectives.get(pilot, "")) for pilot in _running(here)),
        stories=_stories(here, of_month, objectives),
        bands=_bands(here, of_month),
        hours=counted("hours", float(hours), "hours", link=links.CHAMPIONS) if hours else None,
        enter_by=month.next().next().first_day,
        join_link=links.JOIN,
        own_link=links.MY_RESULTS,
        smallest_group=K_INTERNAL,
    )


def _running(here: Sequence[Champion]) -> list[Pilot]:
    return [pilot for pilot in Pilot if any(one.pilot is pilot for one in here)]


def _pilot(
    pilot: Pilot, here: Sequence[Champion], now: Sequence[Result], before: Sequence[Result], objective: str
) -> PilotFacts:
    """A pilot's figures, unless so few take part, or stand behind them, that they would be somebody's own.

    The rule is that of the champions' page (`levels_told`): what is hidden there is not printed here.
    """
    sizes = {one.value: sum(1 for member in here if member.pilot is one) for one in Pilot}
    shown = pilot.value in shown_groups(sizes).shown
    return PilotFacts(
        name=TITLES[pilot],
        champions=sizes[pilot.value],
        figures=_figures(pilot, now, before) if shown and are_told(_confirmed(pilot, now)) else (),
        money=_money(pilot, now) if shown else (),
        objective=objective,
        link=links.CHAMPIONS,
    )


def _figures(pilot: Pilot, now: Sequence[Result], before: Sequence[Result]) -> tuple[Figure, ...]:
    counts, earlier = _counts(pilot, now), _counts(pilot, before)
    is_before_told = bool(before) and are_told(_confirmed(pilot, before))
    return tuple(
        Figure(
            name,
            counts[name],
            UNITS.get(name, name),
            COUNTED,
            links.CHAMPIONS,
            counted=True,
            good="up" if place else None,
            before=earlier[name] if is_before_told else None,
        )
        for place, name in enumerate(COUNTS[pilot])
    )


def _counts(pilot: Pilot, results: Sequence[Result]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in _confirmed(pilot, results):
        found.update(one.counts)
    return found


def _confirmed(pilot: Pilot, results: Sequence[Result]) -> list[Result]:
    return [one for one in results if one.pilot is pilot and one.evidence is not EvidenceLevel.D]


def _money(pilot: Pilot, results: Sequence[Result]) -> tuple[MoneyFigure, ...]:
    """Sourced money, one figure a level of evidence; never their sum, and no level of few."""
    told = levels_told(one for one in results if one.pilot is pilot and one.credit == "sourced")
    sums: dict[EvidenceLevel, Money] = {}
    for total in totals(results):
        mine = total.pilot is pilot and total.credit == "sourced" and total.evidence in told
        if mine and total.money is not None:
            known = sums.get(total.evidence)
            sums[total.evidence] = known + total.money if known else total.money
    return tuple(
        booked(
            f"{MONEY[pilot]} ({level.meaning})", money, link=links.CHAMPIONS, method=f"sum of records of level {level}"
        )
        for level, money in sorted(sums.items())
    )


def _bands(here: Sequence[Champion], results: Sequence[Result]) -> tuple[Band, ...]:
    """How many lead, are steady, are building up; a band too small to hide in shows no number."""
    scores = {one.id: _score(one.id, results) for one in here}
    sizes = Counter(bands(scores).values())
    shown = shown_groups({name: sizes[name] for name in ("leading", "steady", "building")})
    return tuple(Band(capital(name), shown.shown.get(name)) for name in ("leading", "steady", "building"))


def _score(champion: str, results: Sequence[Result]) -> Decimal:
    """Results beyond the first step of the funnel, as far as somebody confirmed them: outcomes, not activity."""
    return sum(
        (
            Decimal(one.counts.get(name, 0))
            for one in results
            if one.champion == champion and one.evidence is not EvidenceLevel.D
            for name in COUNTS[one.pilot][1:]
        ),
        Decimal(0),
    )


def _stories(
    here: Sequence[Champion],
    results: Sequence[Result],
    objectives: Mapping[Pilot, str],
) -> tuple[ChampionStory, ...]:
    """The month's stories, those with the best evidence first; one a champion, and none twice."""
    members = {one.id: one for one in here}
    told: dict[str, ChampionStory] = {}
    for one in sorted(results, key=lambda result: (result.evidence, -sum(result.counts.values()), result.champion)):
        member = members.get(one.champion)
        heard = {story.headline for story in told.values()}
        if member is not None and one.story.what.rstrip(".") not in {"", *heard} and one.champion not in told:
            told[member.id] = _story(member, one.story, objectives.get(one.pilot, ""))
    return tuple(told.values())


def _story(member: Champion, entered: Entered, objective: str) -> ChampionStory:
    return ChampionStory(
        id=member.id,
        headline=entered.what.rstrip("."),
        who=member.name or f"a champion in {member.department.value}",
        result="",
        steps=tuple(_steps(entered.steps)),
        copy="",
        objective=objective,
        consent=_consent(member),
        link=links.CHAMPIONS,
        quote=entered.how,
    )


def _consent(member: Champion) -> Consent:
    """Who agreed to be named agreed that the organisation hears the story; all others share it among champions."""
    named = (Reader.ORGANISATION,) if member.name else ()
    return Consent((Reader.CHAMPIONS, *named), member.joined, _day_before(member.left))


def _day_before(day: dt.date | None) -> dt.date | None:
    return day - dt.timedelta(days=1) if day else None


def _steps(text: str) -> list[str]:
    """Lines, or sentences where it is one line; numbers and dashes before them fall away."""
    lines = text.splitlines() if "\n" in text.strip() else text.replace("; ", ". ").split(". ")
    return [line.strip().lstrip("-•*0123456789.) ").strip() for line in lines if line.strip()]
