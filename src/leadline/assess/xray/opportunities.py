"""What the x-ray found, and the opportunities that follow, ranked by a formula one can open (S3.14).

In: an x-ray. Out: `Finding`s (a sentence about a theme, with what it rests on) and `Opportunity`s. The
surprise: need and excitement are opportunities as much as pain is; the four readings are never one score.

The formula. Each reading of a theme of the own customers gives one candidate: frustration (`fix`), need
(`answer`), excitement (`build on`). Its size is messages a month with that reading. Its lead is how much more
often own customers show the reading there than competitors' customers do (own share / theirs, 0.5 to 2, 1
where nothing compares). Its weight is 1 for frustration, 0.7 for need, 0.5 for excitement: pain first,
because a hurt customer leaves. Priority = size x lead x weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadline.assess.reader.fast import quality
from leadline.assess.shares import share_of
from leadline.assess.xray.landscape import PartyXRay, ThemeReading, XRay
from leadline.words import Department, Estimate, Finding, MethodKind, PartyKind

Reading = Literal["need", "frustration", "excitement"]

FORMULA = "priority = messages a month × lead over competitors (0.5 to 2) × weight of the reading"
WEIGHTS: dict[Reading, float] = {"frustration": 1.0, "need": 0.7, "excitement": 0.5}
_VERBS: dict[Reading, str] = {"frustration": "Fix", "need": "Answer", "excitement": "Build on"}
_SHOWS: dict[Reading, str] = {
    "frustration": "show frustration",
    "need": "ask or wish for something",
    "excitement": "show excitement",
}
_LEAST_MESSAGES = 30
_DAYS_A_MONTH = 365.25 / 12

_METHODS: dict[Department, MethodKind] = {
    Department.SUPPORT: MethodKind.SERVICE,
    Department.PRODUCT: MethodKind.INSIGHT,
    Department.LOGISTICS: MethodKind.EARLY_WARNING,
    Department.PROCUREMENT: MethodKind.EARLY_WARNING,
    Department.PRODUCTION: MethodKind.EARLY_WARNING,
    Department.SALES: MethodKind.SALES,
    Department.MARKETING: MethodKind.ADVOCACY,
    Department.PEOPLE: MethodKind.CHAMPIONS,
}


@dataclass(frozen=True)
class Ranking:
    """What the formula weighs with: a weight a reading (0 or more), and whether the lead over competitors counts."""

    frustration: float = WEIGHTS["frustration"]
    need: float = WEIGHTS["need"]
    excitement: float = WEIGHTS["excitement"]
    by_lead: bool = True

    def weight(self, reading: Reading) -> float:
        return {"frustration": self.frustration, "need": self.need, "excitement": self.excitement}[reading]

    def priority(self, a_month: float, lead: float, reading: Reading) -> float:
        return a_month * (lead if self.by_lead else 1.0) * self.weight(reading)


RANKING = Ranking()
"""How opportunities are ranked where nobody asks otherwise, and how closed assessments have them."""


@dataclass(frozen=True)
class Opportunity:
    """Something worth doing, with the numbers of the formula that ranked it. `findings` are their ids."""

    id: str
    title: str
    reading: Reading
    theme: str
    department: Department
    method: MethodKind
    a_month: Estimate
    own_share: Estimate
    rival_share: Estimate | None
    lead: float
    priority: float
    findings: tuple[str, ...]


def findings(x_ray: XRay) -> tuple[Finding, ...]:
    """One finding a theme of the own customers and reading that rests on at least 30 messages."""
    found = []
    for theme in x_ray.own.aspects["customers"].themes:
        for reading in WEIGHTS:
            share = share_of(_shown(theme, reading), theme.messages)
            if share and theme.department and _shown(theme, reading) >= _LEAST_MESSAGES:
                found.append(_finding(x_ray.own, theme, reading, share))
    return tuple(found)


def opportunities(x_ray: XRay, ranking: Ranking = RANKING) -> tuple[Opportunity, ...]:
    """All candidates, highest priority first; what weighs nothing comes last."""
    own = {theme.theme: theme for theme in x_ray.own.aspects["customers"].themes}
    candidates = [_opportunity(x_ray, finding, own[finding.theme], ranking) for finding in findings(x_ray)]
    return tuple(sorted(candidates, key=lambda one: (-one.priority, one.id)))


def _finding(own: PartyXRay, theme: ThemeReading, reading: Reading, share: Estimate) -> Finding:
    measured = quality().get(reading)
    return Finding(
        id=f"{reading}-{theme.theme}",
        sentence=(
            f"{_shown(theme, reading):,} of {theme.messages:,} customers' messages about {_within(theme.name)} "
            f"{_SHOWS[reading]} ({share.value * 100:.0f} %)."
        ),
        party=own.party.id,
        theme=theme.theme,
        department=Department(theme.department),
        reading=reading,
        messages=_shown(theme, reading),
        share=share,
        read_right=measured.right if measured else None,
    )


def _opportunity(x_ray: XRay, finding: Finding, theme: ThemeReading, ranking: Ranking) -> Opportunity:
    reading: Reading = finding.reading if finding.reading != "sentiment" else "frustration"
    rival = _rival_share(x_ray, theme.theme, reading)
    months = x_ray.period.days / _DAYS_A_MONTH
    lead = _lead(finding.share, rival)
    whole = x_ray.own.aspects["customers"].read
    reach = share_of(finding.messages, whole) or finding.share
    a_month = Estimate(
        finding.messages / months, reach.low * whole / months, reach.high * whole / months, "messages a month"
    )
    return Opportunity(
        id=f"{_VERBS[reading].lower().replace(' ', '-')}-{theme.theme}",
        title=f"{_VERBS[reading]}: {_within(theme.name)}",
        reading=reading,
        theme=theme.theme,
        department=finding.department,
        method=_METHODS[finding.department],
        a_month=a_month,
        own_share=finding.share,
        rival_share=rival,
        lead=lead,
        priority=ranking.priority(a_month.value, lead, reading),
        findings=(finding.id,),
    )


def _lead(own: Estimate, rival: Estimate | None) -> float:
    """How many times as often as at competitors, 0.5 to 2; 1 where nothing compares."""
    if rival is None:
        return 1.0
    return min(2.0, max(0.5, own.value / rival.value)) if rival.value else 2.0


def _rival_share(x_ray: XRay, theme: str, reading: Reading) -> Estimate | None:
    """How often competitors' customers show the reading in the same theme, all competitors together."""
    rivals = [one for one in x_ray.parties if one.party.kind is PartyKind.COMPETITOR]
    same = [told for one in rivals for told in one.aspects["customers"].themes if told.theme == theme]
    whole = sum(told.messages for told in same)
    return share_of(sum(_shown(told, reading) for told in same), whole) if whole >= _LEAST_MESSAGES else None


def _shown(theme: ThemeReading, reading: Reading) -> int:
    return {"frustration": theme.frustrated, "need": theme.needing, "excitement": theme.excited}[reading]


def _within(name: str) -> str:
    """A theme's name inside a sentence."""
    return name[:1].lower() + name[1:]
