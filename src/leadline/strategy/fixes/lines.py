"""What can be computed of a line: from the objective it leads to, and from ids that nearly are one."""

from __future__ import annotations

from leadline.strategy.catalogue import is_vanity
from leadline.strategy.document import Line
from leadline.strategy.fixes.fix import NOTHING, Edits, fix, meant, one_of, part_at, place_of, put
from leadline.strategy.rules.rule import View
from leadline.words import Remark, ValueType


@fix(
    "LIN002",
    "Writes the company objective whose id is nearest, or the one that the social objective of its metric serves.",
)
def leads_where_its_metric_leads(view: View, remark: Remark) -> Edits:
    one: Line = part_at(view, remark)
    if one.objective:
        return put(remark.where, meant(one.objective, view.company_objective_by_id))
    served = (other.serves for _, other in view.objectives if other.metric and other.metric == one.social_metric)
    return put(remark.where, one_of(served))


@fix("LIN003", "Writes the program whose id is nearest to the one that is named.")
def program_meant(view: View, remark: Remark) -> Edits:
    return put(remark.where, meant(part_at(view, remark).program, view.method_by_program))


@fix("LIN004", "Writes the metric of the company objective that the line leads to.")
def metric_of_its_objective(view: View, remark: Remark) -> Edits:
    above = view.company_objective_by_id.get(part_at(view, remark).objective or "")
    return put(remark.where, None if above is None or is_vanity(above.metric) else above.metric)


@fix("LIN007", "Writes the kind of the company objective as the line's `value:`, where both metrics can show it.")
def value_of_its_objective(view: View, remark: Remark) -> Edits:
    one: Line = part_at(view, remark)
    above = view.company_objective_by_id.get(one.objective or "")
    if above is None or above.kind in (None, one.value):
        return NOTHING
    metrics = [view.metric(given) for given in (one.business_metric, one.social_metric)]
    if any(metric and not metric.vanity and not view.shows(metric, above.kind) for metric in metrics):
        return NOTHING
    return put(f"{place_of(remark)}.value", above.kind.value)


@fix("LIN009", "Writes the opportunity whose id is nearest to the one that is named.")
def opportunity_meant(view: View, remark: Remark) -> Edits:
    return put(remark.where, meant(part_at(view, remark).opportunity, view.facts.opportunities or ()))


@fix("LIN012", "Writes `value: sales contribution`.")
def contribution(view: View, remark: Remark) -> Edits:
    return put(f"{place_of(remark)}.value", ValueType.SALES_CONTRIBUTION.value)
