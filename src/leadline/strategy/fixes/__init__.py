"""Every fix of the lint, one line each. A rule that is not here has none: only people know what belongs there.

To add one: write a function beside its neighbours and its line here; the rule's page then says what it writes.
"""

from leadline.strategy.fixes import lines, methods, objectives, reports
from leadline.strategy.fixes.fix import Edits, Fix

FIXES: dict[str, Fix] = {
    fix.code: fix
    for fix in (
        reports.finding_meant,
        objectives.metric_of_lines,
        objectives.only_reading,
        objectives.better_direction,
        objectives.kind_of_lines,
        objectives.direction_of_numbers,
        objectives.count_to_target,
        objectives.serves_what_its_lines_serve,
        objectives.period_of_methods,
        objectives.draft_again,
        objectives.objective_meant,
        lines.leads_where_its_metric_leads,
        lines.program_meant,
        lines.metric_of_its_objective,
        lines.value_of_its_objective,
        lines.opportunity_meant,
        lines.contribution,
        methods.department_of_its_opportunity,
        methods.serves_what_its_lines_lead_to,
        methods.opportunity_of_its_lines,
        methods.support_before_marketing,
        methods.support_before_others,
        methods.support_before_a_campaign,
        methods.sum_of_methods,
        methods.raised_to_the_sum,
        methods.review_with_the_report,
        reports.report_to_each,
        reports.what_came_of_it,
        reports.objective_told,
        reports.metrics_of_objectives,
        reports.day_of_closing,
        reports.version_of_its_day,
        reports.the_day_it_was_closed,
    )
}

__all__ = ["FIXES", "Edits", "Fix"]
