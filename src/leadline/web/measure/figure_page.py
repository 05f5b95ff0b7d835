"""One recorded metric as a page: its name, its definition, its picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leadline.flow import Lake
from leadline.measure.known import Which, series_of
from leadline.strategy import find_metric
from leadline.web.grammar.charts import Chart, lines
from leadline.web.measure.sentences import name_of
from leadline.words import PartyId


def figure_page(lake: Lake, own: PartyId, asked: str) -> tuple[str, str, Chart] | None:
    """One metric over time: its name, its definition, its picture."""
    which = Which.parse(asked)
    series = series_of(lake, which, own)
    if series is None:
        return None
    known = find_metric(which.metric)
    points = [
        {"day": on.isoformat(), "value": None if value != value else float(value)}
        for on, value in zip(series.days, series.values, strict=True)
    ]
    label = _("%(name)s over time") % {"name": name_of(which.metric)}
    chart = lines("figure", points, label=label, unit=series.unit, source=_("recorded values, by day"), height=280)
    return name_of(which.metric), known.definition if known else "", chart
