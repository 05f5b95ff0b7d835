"""One analysis as a page: figures, pictures, checks, and what is still missing for a better grade."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.flow import Documents, Lake, links_asked
from leadline.measure.evidence import Cadence, Effect
from leadline.measure.known import Which
from leadline.measure.month import Judged, kept_effects
from leadline.measure.pilots import kept_pilots
from leadline.report.facts import Day
from leadline.report.seven_days import is_daily, seven_day_means
from leadline.strategy import metric_name
from leadline.web.grammar.charts import Chart, line_with_band, lines
from leadline.web.measure.doubts import Doubts, doubts_of, happened
from leadline.web.measure.sentences import finding_of
from leadline.words import Grade, Month

_SHARES = ("%", "percent", "percentage points", "points")
SHOWN_BEFORE = 60
"""Days before the start in the picture; all of them count in the analysis and stand in the records."""


@dataclass(frozen=True)
class EvidencePage:
    judged: Judged
    name: str
    finding: str
    picture: Chart | None
    cumulative: Chart | None
    steps: tuple[tuple[Grade, bool, str, str], ...]
    doubts: Doubts
    window: str
    """How much of before and after the analysis knows: `186 days before, 90 after`."""
    month: Month | None = None
    newer: dt.date | None = None
    """The last day that a newer judgement looks at, where the page shows what was known by `month`."""


def evidence_page(
    lake: Lake, documents: Documents, line: str, role: str, month: Month | None = None
) -> EvidencePage | None:
    """One analysis in full: figures, picture, checks, and what is still missing for a better grade.

    Of a month, what was known by its end; else the newest. A link that nobody asks about any more keeps its page,
    since a frozen month may lead here.
    """
    newest = _judged(lake, documents, line, role)
    judged = _judged(lake, documents, line, role, until=month.last_day) if month else newest
    if judged is None or newest is None:
        return None
    effect, name = judged.effect, metric_name(Which.parse(judged.metric).metric, documents.strategy)
    report = effect.grade(judged.grade)
    return EvidencePage(
        judged=judged,
        name=name,
        finding=finding_of(effect, name, judged.grade),
        picture=_picture(effect, name),
        cumulative=_cumulative(effect, name) if _adds_up(effect) else None,
        steps=tuple((step.grade, step.reached, step.reason, step.settle) for step in report.steps),
        doubts=doubts_of(effect, name),
        window=_window(effect),
        month=month,
        newer=newest.effect.end if newest.effect.end > effect.end else None,
    )


def _adds_up(effect: Effect) -> bool:
    """Whether differences of single days can be added up: those of shares and of points cannot."""
    return effect.unit not in _SHARES


def _window(effect: Effect) -> str:
    before = {
        Cadence.DAY: ngettext("%(n)d day before", "%(n)d days before", effect.days_before),
        Cadence.WEEK: ngettext("%(n)d week before", "%(n)d weeks before", effect.days_before),
        Cadence.MONTH: ngettext("%(n)d month before", "%(n)d months before", effect.days_before),
    }[effect.cadence]
    return _("%(before)s, %(after)d after") % {"before": before % {"n": effect.days_before}, "after": effect.days_after}


def _judged(lake: Lake, documents: Documents, line: str, role: str, *, until: dt.date | None = None) -> Judged | None:
    """The newest judgement of the link that looks at no day after `until`, as it is asked now where it still is."""
    asked = links_asked(documents)
    found = (*kept_effects(lake, asked, until=until), *kept_effects(lake, until=until))
    found += kept_pilots(lake, asked, until=until)
    return next((one for one in found if (one.line, one.role) == (line, role)), None)


def _picture(effect: Effect, name: str) -> Chart | None:
    """Means of seven days in front of the days themselves, where it is about days; else the figures as they are."""
    if not effect.days:
        return None
    daily = is_daily(effect.days)
    values = {one.day: one.observed for one in effect.days}
    shown = [one for one in _lines_drawn(effect) if one.day >= effect.start - dt.timedelta(days=SHOWN_BEFORE)]
    chart = line_with_band(
        "picture",
        [{**asdict(one), "day": one.day.isoformat(), "single": values[one.day]} for one in shown],
        label=_("%(name)s, observed and what would have happened") % {"name": name},
        unit=effect.unit,
        source=_("observed values; the forecast from the days before: %(method)s") % {"method": effect.method},
        event=(effect.start.isoformat(), _("the program begins")),
        also=[one for one in happened(effect) if shown and one[0] >= shown[0].day.isoformat()],
        single=_("that day alone") if daily else "",
        height=360,
    )
    means = _(
        "lines: means of seven days, each with the six before it; dots: single days, quiet weekdays far below;"
        " band: 95 % limits of single days, averaged alike, so that it hides small effects that the sum below shows"
    )
    return replace(chart, notes=(means,)) if daily else chart


def _lines_drawn(effect: Effect) -> list[Day]:
    if is_daily(effect.days):
        return seven_day_means(effect.days)
    return [Day(one.day, one.observed, one.expected, one.low, one.high) for one in effect.days]


def _cumulative(effect: Effect, name: str) -> Chart | None:
    points = [
        {
            "day": one.day.isoformat(),
            "value": one.cumulative,
            "low": one.cumulative_low,
            "high": one.cumulative_high,
        }
        for one in effect.days
        if one.cumulative is not None
    ]
    if not points:
        return None
    label = _("%(name)s, the difference added up since the start") % {"name": name}
    return lines("cumulative", points, label=label, unit=effect.unit, source=effect.method, band=True)
