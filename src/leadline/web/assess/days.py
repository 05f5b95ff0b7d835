"""Messages by day as a chart of which a span can be chosen.

In: days with their counts, and the address that a span leads to. Out: a `Chart`, or None where there are fewer than two
days. The surprise: bars are days, weeks or months, whichever can still be told apart; a span is of days all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from leadline.assess import Day
from leadline.web.grammar.charts import Chart, timeline
from leadline.web.grammar.marks import BAND, DASH, WARN

MOST_BARS = 130
_Bar = tuple[dt.date, int, int | None]


def days_chart(days: Sequence[Day], *, address: str, hidden_below: int = 0) -> Chart | None:
    """`hidden_below` messages a bar it is not said how many of them hurt: they are of too few people."""
    if len(days) < 2:
        return None
    step, bars = _bars(days)
    rows, parts = list[dict[str, object]](), (_("negative or frustrated"), _("all others"), _("messages"))
    for day, messages, hurting in bars:
        known = None if messages < hidden_below else hurting
        told = {parts[2]: messages} if known is None else {parts[0]: known, parts[1]: messages - known}
        rows += [{"day": day.isoformat(), "part": part, "value": value} for part, value in told.items() if value]
    colours = ((parts[0], WARN), (parts[1], BAND), (parts[2], DASH))
    used = {row["part"] for row in rows}
    unit = {"day": _("messages a day"), "week": _("messages a week"), "month": _("messages a month")}[step]
    return timeline(
        "days",
        rows,
        parts=[one for one in colours if one[0] in used],
        step=step,
        label=_("Messages from %(first)s to %(last)s") % {"first": days[0].day, "last": days[-1].day},
        unit=unit,
        source=_("Messages that fit, by the day on which they were said"),
        address=address,
    )


def _bars(days: Sequence[Day]) -> tuple[str, list[_Bar]]:
    span = (days[-1].day - days[0].day).days
    step = "day" if span <= MOST_BARS else "week" if span <= 7 * MOST_BARS else "month"
    found: dict[dt.date, tuple[int, int | None]] = {}
    for one in days:
        begins = _begins(one.day, step)
        messages, hurting = found.get(begins, (0, 0))
        both = None if hurting is None or one.hurting is None else hurting + one.hurting
        found[begins] = messages + one.messages, both
    return step, [(day, *counts) for day, counts in sorted(found.items())]


def _begins(day: dt.date, step: str) -> dt.date:
    if step == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day
