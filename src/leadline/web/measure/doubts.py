"""What could make an analysis wrong although its own checks passed: figures that cannot have moved, what else happened,
and a cause that nobody measured. As pictures and sentences of the evidence page.

The surprise: the unobserved cause decides no grade. How strong a cause is plausible is for people to say; the page says
how strong it would have to be.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.measure.evidence import Check, Effect, unobserved_cause
from leadline.report.collect.evidence import readable
from leadline.web.grammar.charts import Chart, ranges
from leadline.web.grammar.numbers import percent
from leadline.words import day_words

HALF = 1.96
"""Standard errors on either side of an interval of 95 %."""


@dataclass(frozen=True)
class Doubts:
    """`untouched` and `hidden` are pictures, None where there is nothing to draw; `cause` says how strong an unobserved
    cause would have to be, None where no effect is claimed; `not_asked` names what nobody has told, with what to do."""

    untouched: Chart | None
    hidden: Chart | None
    cause: Check | None
    not_asked: tuple[tuple[str, str], ...]


def doubts_of(effect: Effect, name: str) -> Doubts:
    """Of one analysis; `name` is its figure's name for people."""
    cause = unobserved_cause(effect) if effect.verdict == "effect" else None
    cause = cause if cause and cause.rows else None
    return Doubts(_untouched(effect, name), _hidden(effect, name, cause), cause, _not_asked(effect))


def happened(effect: Effect) -> tuple[tuple[str, str], ...]:
    """The days on which something else began, and what, as far as the plan lists it and the analysis looks at it."""
    rows = _rows(effect, "other events")
    inside = [row for row in rows if effect.first_day.isoformat() <= str(row["first"]) <= effect.end.isoformat()]
    return tuple((str(row["first"]), str(row["event"])) for row in inside)


def _untouched(effect: Effect, name: str) -> Chart | None:
    rows = _rows(effect, "negative controls")
    if not rows or effect.mean is None:
        return None
    half = (effect.mean.high - effect.mean.low) / 2
    drawn = [(name, HALF * effect.mean.value / half if half > 0 else 0.0)]
    drawn += [(readable(str(row["outcome"])), float(row["z"])) for row in rows]
    return ranges(
        "untouched",
        [{"name": one, "low": z - HALF, "high": z + HALF} for one, z in drawn],
        middle=0.0,
        label=_("%(name)s and figures that cannot have moved, each from no change") % {"name": name},
        unit=_("standard errors from no change"),
        source=_("the same analysis of each, from the same start; bars: 95 % intervals"),
    )


def _hidden(effect: Effect, name: str, cause: Check | None) -> Chart | None:
    if cause is None or effect.mean is None:
        return None
    signs = [float(row["value"]) * effect.mean.value > 0 for row in cause.rows]
    told = cause.rows[: 1 + (signs.index(False) if False in signs else len(signs))]  # up to one that explains all of it
    rows = [
        {"name": percent(float(row["strength"]), 0), "low": float(row["low"]), "high": float(row["high"])}
        for row in told
    ]
    return ranges(
        "hidden",
        rows,
        middle=0.0,
        label=_("What would be left of the change in %(name)s beside a hidden cause") % {"name": name},
        unit=effect.mean.unit,
        source=_("Cinelli and Hazlett 2020; each row: how much of what is unexplained the cause explains"),
    )


def _not_asked(effect: Effect) -> tuple[tuple[str, str], ...]:
    if effect.refused is not None:
        return ()
    asked = {check.name for check in effect.checks}
    told = (
        (
            "negative controls",
            _("No figure is named that the program cannot have moved: write untouched beside the metric of its plan."),
        ),
        (
            "other events",
            _("Nobody has said what else happened about %(day)s: list events in the plan, or an empty list.")
            % {"day": day_words(effect.start)},
        ),
    )
    return tuple(one for one in told if one[0] not in asked)


def _rows(effect: Effect, name: str) -> tuple[dict[str, str | float], ...]:
    return next((check.rows for check in effect.checks if check.name == name), ())
