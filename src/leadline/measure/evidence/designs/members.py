"""Did members of a community change more than people like them who did not join? (S1.16)

In: people with a value measured before the launch and one after it, and what is known of them from before. Out: an
`Effect`: each member is matched to an other person and the pairs' changes are compared. The surprise: a baseline taken
after the launch refuses the analysis, because it already holds the effect; and where members and others stood far apart
before, matching on one noisy baseline makes them drift back, so a check says so.

Optimal pair matching: Rosenbaum (1989), JASA 84: 1024-1032; what is left unlike is taken out by regression: Abadie &
Imbens (2011), Journal of Business & Economic Statistics 29: 1-11. Balance: Stuart (2010), Statistical Science 25: 1-21.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.special import stdtr, stdtrit

from leadline.errors import LeadlineError
from leadline.measure.evidence.checks.unobserved_cause import hidden_bias
from leadline.measure.evidence.designs.two_way import is_rounding
from leadline.measure.evidence.effect import DayRow, Effect, Settlement
from leadline.measure.evidence.grade import NEEDED_CHECK, Check, Direction, Row
from leadline.measure.evidence.reading import share_of, times, verdict_on
from leadline.measure.evidence.series import Cadence, Floats
from leadline.measure.evidence.settings import DEFAULT_SETTINGS, Settings
from leadline.words import Estimate

DESIGN, METHOD = "members against matched others", "optimal pairs, regression-adjusted, version 2"
LEAST_PAIRS = 10
MOST_UNLIKE = 0.1
"""Standardised difference of means after matching: above it, matched people are not alike."""
MOST_APART = 0.5
"""The same before matching: above it, a return to each group's own mean looks like an effect."""


@dataclass(frozen=True)
class Person:
    """One person (or page, or team): member or not; the outcome before and after with their days; `traits` known before
    the launch, in the same order for everybody; `earlier` the outcome once more, before the baseline, if it was taken.
    With it, people are matched on `earlier`, and its way to the baseline is the placebo."""

    id: str
    member: bool
    before: float
    before_day: dt.date
    after: float
    after_day: dt.date
    traits: tuple[float, ...] = ()
    earlier: float | None = None


@dataclass(frozen=True, eq=False)
class Pairs:
    """`members` and `others` (P,) are indices of people matched one to one; `distance` (P,) how unlike, in spreads."""

    members: np.ndarray[tuple[int], np.dtype[np.int_]]
    others: np.ndarray[tuple[int], np.dtype[np.int_]]
    distance: Floats


def members_against_others(
    people: Sequence[Person],
    launch: dt.date,
    *,
    outcome: str = "satisfaction",
    unit: str = "points",
    expected: Direction | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Effect:
    """The members' average change beyond that of the people they are matched with, in `unit`.

    Raises LeadlineError where people have different numbers of traits. Refused where any baseline was taken on the
    launch day or later, where an outcome was taken before it, or with fewer than ten pairs.
    """
    blank = _blank(people, launch, outcome, unit, expected, settings)
    known = _known(people)
    if problem := _why_not(people, launch):
        return replace(blank, refused=problem[0], settlement=Settlement(problem[1]))
    pairs = match(people, known)
    differences = _differences(people, known, pairs)
    if is_rounding(float(differences.std()), np.array([one.after for one in people])):
        reason = "All pairs differ by the same: people who do not differ at all tell no error."
        return replace(blank, refused=reason, settlement=Settlement("Check that each answer is a person's own."))
    mean, p_value = _judged(differences, unit, settings)
    observed = float(np.mean([people[i].after for i in pairs.members.tolist()]))
    share = share_of(mean, observed)
    return replace(
        blank,
        refused=None,
        settlement=None,
        verdict=verdict_on(mean, share, settings),
        mean=mean,
        relative=share,
        cumulative=times(mean, len(differences), unit),
        observed=observed,
        p_value=p_value,
        checks=(*_checks(people, known, pairs, unit, settings), hidden_bias(differences, settings)),
        notes=(f"{len(differences)} members are matched, each with one other person.",),
        days=_picture(people, pairs, mean, launch),
    )


def _differences(people: Sequence[Person], known: Floats, pairs: Pairs) -> Floats:
    """(P,): each member's change less that of the other person, both without what was to be foretold of them."""
    moved = np.array([one.after - one.before for one in people])
    adjusted = moved - _foretold(known, moved, np.array([one.member for one in people]))
    differences: Floats = adjusted[pairs.members] - adjusted[pairs.others]
    return differences


def match(people: Sequence[Person], known: Floats) -> Pairs:
    """Pairs of a member and an other person with the smallest sum of distances (Mahalanobis on ranks and traits known
    before); `known` (N, K). Each person is used once; with fewer others than members, some members stay unmatched."""
    member = np.array([one.member for one in people])
    inside, outside = np.flatnonzero(member), np.flatnonzero(~member)
    covariance = np.cov(known, rowvar=False).reshape(known.shape[1], known.shape[1])
    root = np.linalg.cholesky(np.linalg.pinv(covariance + 1e-9 * np.eye(len(covariance)) * np.trace(covariance)))
    placed = known @ root
    apart = np.sqrt(((placed[inside][:, None] - placed[outside][None]) ** 2).sum(axis=2))
    rows, columns = linear_sum_assignment(apart)
    return Pairs(inside[rows], outside[columns], apart[rows, columns])


def _why_not(people: Sequence[Person], launch: dt.date) -> tuple[str, str] | None:
    late = [one for one in people if one.before_day >= launch]
    if late:
        reason = (
            f"{len(late)} of {len(people)} baselines were taken on {min(one.before_day for one in late)} or later, "
        )
        reason += f"and the launch was on {launch}: they may hold the effect already."
        return reason, "A baseline from before the launch; one that is missing cannot be made up afterwards."
    early = [one for one in people if one.after_day < launch]
    if early:
        return f"{len(early)} outcomes were taken before the launch on {launch}.", "Measure everybody after the launch."
    members = sum(one.member for one in people)
    pairs = min(members, len(people) - members)
    if pairs < LEAST_PAIRS:
        reason = f"{members} members and {len(people) - members} others make {pairs} pairs; {LEAST_PAIRS} are needed."
        return reason, "Ask more people, members and others, the same questions before and after."
    values = np.array([(one.before, one.after, *one.traits) for one in people])
    if not np.isfinite(values).all():
        return "Somebody has no value before or after.", "Leave out whoever was not measured twice."
    return None


def _known(people: Sequence[Person]) -> Floats:
    """(N, 1 + K): what people are matched on: the earlier outcome, or the baseline where nobody has one, and traits."""
    if len({len(one.traits) for one in people}) > 1:
        raise LeadlineError("People have different numbers of traits.", "Give everybody the same, in the same order.")
    earlier = [one.earlier for one in people if one.earlier is not None]
    if earlier and len(earlier) < len(people):
        raise LeadlineError(
            "Some people have an earlier outcome, others none.", "Give it for everybody, or for nobody."
        )
    firsts = earlier or [one.before for one in people]
    return np.array([(first, *one.traits) for first, one in zip(firsts, people, strict=True)], dtype=np.float64)


def _foretold(known: Floats, moved: Floats, member: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """(N,): the change that the others' regression foretells from what was known before."""
    centred = known - known.mean(axis=0)
    columns = np.column_stack([np.ones(len(known)), centred])
    slope = np.linalg.lstsq(columns[~member], moved[~member], rcond=None)[0]
    foretold: Floats = columns @ slope
    return foretold


def _judged(differences: Floats, unit: str, settings: Settings) -> tuple[Estimate, float]:
    """A paired t test: mean, interval, p-value."""
    number = len(differences)
    value, error = float(differences.mean()), float(differences.std(ddof=1) / np.sqrt(number))
    half = float(stdtrit(number - 1, (1 + settings.level) / 2)) * error
    p_value = float(2 * stdtr(number - 1, -abs(value) / error)) if error > 0 else float(value == 0)
    return Estimate(value, value - half, value + half, unit, settings.level), p_value


def _checks(people: Sequence[Person], known: Floats, pairs: Pairs, unit: str, settings: Settings) -> list[Check]:
    member = np.array([one.member for one in people])
    spread = np.sqrt((known[member].var(axis=0, ddof=1) + known[~member].var(axis=0, ddof=1)) / 2)
    spread = np.where(spread > 0, spread, 1.0)
    apart = (known[member].mean(axis=0) - known[~member].mean(axis=0)) / spread
    left = (known[pairs.members].mean(axis=0) - known[pairs.others].mean(axis=0)) / spread
    names = ["baseline", *(f"trait {i + 1}" for i in range(known.shape[1] - 1))]
    rows: tuple[Row, ...] = tuple(
        {"what": name, "before": float(a), "after": float(b)} for name, a, b in zip(names, apart, left, strict=True)
    )
    if people[0].earlier is None:
        return [_alike(left, rows), _not_apart(float(apart[0]))]
    return [_alike(left, rows), _placebo(people, pairs, unit, settings)]


def _placebo(people: Sequence[Person], pairs: Pairs, unit: str, settings: Settings) -> Check:
    """The pairs' changes from the earlier outcome to the baseline, when nothing had been launched."""
    moved = np.array([one.before - (one.earlier or 0.0) for one in people])
    mean, p_value = _judged(moved[pairs.members] - moved[pairs.others], unit, settings)
    sentence = f"Before the launch the same pairs moved apart by {mean.value:.2g} (p {p_value:.2g})."
    passed = p_value >= settings.check_level
    settle = "" if passed else "More people who did not join, and traits that foretell who joins."
    return Check(NEEDED_CHECK, passed, sentence, {"tried": 1.0, "p_value": p_value}, settle)


def _alike(left: Floats, rows: tuple[Row, ...]) -> Check:
    worst = float(np.abs(left).max())
    sentence = f"Matched members and others differ by at most {worst:.2f} spreads in what was known before."
    passed = worst <= MOST_UNLIKE
    settle = "" if passed else "More people who did not join, so that closer ones can be found."
    return Check("matched people are alike", passed, sentence, {"largest": worst}, settle, rows)


def _not_apart(apart: float) -> Check:
    """Campbell & Erlebacher (1970): groups with different true means drift apart again after matching."""
    sentence = f"Before matching, members stood {apart:.2f} spreads from the others."
    if abs(apart) <= MOST_APART:
        return Check("no return to the mean", True, sentence, {"apart": apart})
    sentence += " Matching picks untypical people on both sides, who return to their own mean whatever happens."
    settle = "An outcome once more before the launch: match on the earlier one, and take the change from the later."
    return Check("no return to the mean", False, sentence, {"apart": apart}, settle)


def _picture(people: Sequence[Person], pairs: Pairs, mean: Estimate, launch: dt.date) -> tuple[DayRow, ...]:
    """Two days: members before and after, beside what would have been."""
    members = [people[i] for i in pairs.members.tolist()]
    first, last = min(one.before_day for one in members), max(one.after_day for one in members)
    before = float(np.mean([one.before for one in members]))
    after = float(np.mean([one.after for one in members]))
    would_be = after - mean.value
    return (
        DayRow(first, before, before),
        DayRow(last, after, would_be, after - mean.high, after - mean.low),
    )


def _blank(
    people: Sequence[Person],
    launch: dt.date,
    outcome: str,
    unit: str,
    expected: Direction | None,
    settings: Settings,
) -> Effect:
    if not people:
        raise LeadlineError("Nobody was measured.", "Give people with a value before and after the launch.")
    return Effect(
        outcome=outcome,
        unit=unit,
        cadence=Cadence.DAY,
        start=launch,
        end=max(one.after_day for one in people),
        first_day=min(one.before_day for one in people),
        days_before=len({one.before_day for one in people}),
        days_after=len({one.after_day for one in people}),
        controls=(),
        expected_direction=expected,
        notes=(),
        smallest_effect_share=settings.smallest_effect_share,
        smallest_effect=settings.smallest_effect,
        level=settings.level,
        tried=settings.tried,
        verdict="cannot tell",
        refused=None,
        settlement=None,
        design=DESIGN,
        method=METHOD,
    )
