"""Did it happen, and because of us? KPIs, service levels, early warning and evidence.

    from leadline.measure import evidence            # did it change because of us
    from leadline.measure.panel_effects import panel_effects   # thousands of series in one file
    from leadline.measure.kpi import kpi             # where a metric stands between baseline and target
    from leadline.measure.service_levels import service_level
    from leadline.measure.early_warning import watch

Values in, values out. docs/words/measure.md defines every number.
"""

from leadline.measure import evidence
from leadline.measure.record import Recorded

__all__ = ["Recorded", "evidence"]
