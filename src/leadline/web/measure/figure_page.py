"""One recorded metric as a page: its name, its definition, its picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leadline.flow import Documents, Lake
from leadline.measure.known import Which, series_of
from leadline.strategy import described, metric_name
from leadline.web.grammar.charts import Chart, lines


def figure_page(lake: Lake, documents: Documents, asked: str) -> tuple[str, str, Chart] | None:
    """One metric over time: its name, its definition, its picture."""
    which = Which.parse(asked)
    series = series_of(lake, which, documents.parties.own.id)
    if series is None:
        return None
    known, name = described(which.metric, documents.strategy), metric_name(which.metric, documents.strategy)
    points = [
        {"day": on.isoformat(), "value": None if value != value else float(value)}
        for on, value in zip(series.days, series.values, strict=True)
    ]
    label = _("%(name)s over time") % {"name": name}
    chart = lines("figure", points, label=label, unit=series.unit, source=_("recorded values, by day"), height=280)
    return name, known.definition if known else "", chart
