"""The early warnings as pages: what was found in a month, and one of them among its days and with its messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadline.assess import Which as MessagesAsked
from leadline.flow import Lake
from leadline.measure.early_warning import EarlyWarning
from leadline.measure.month import days_around, is_good_news, kept_warnings, warned_months
from leadline.web.assess.addresses import messages_address
from leadline.web.assess.convert import themes
from leadline.web.grammar.charts import Chart, lines
from leadline.words import Month, Period


@dataclass(frozen=True)
class WarningsPage:
    """A month's warnings and, apart from them, its good news: each with the address of its messages, newest first."""

    warnings: tuple[tuple[EarlyWarning, str], ...]
    good_news: tuple[tuple[EarlyWarning, str], ...]


def warnings_page(lake: Lake, month: Month) -> WarningsPage:
    ranked = sorted(kept_warnings(lake, month), key=lambda one: one.last_day, reverse=True)
    good = {one.id for one in ranked if is_good_news(lake, one, themes=themes())}
    told = [(one, messages_of(one)) for one in ranked]
    return WarningsPage(
        tuple((one, at) for one, at in told if one.id not in good),
        tuple((one, at) for one, at in told if one.id in good),
    )


def warning_of(lake: Lake, warning_id: str) -> EarlyWarning | None:
    """The newest state of one warning, whichever month it was found in."""
    for month in warned_months(lake):
        found = next((one for one in kept_warnings(lake, month) if one.id == warning_id), None)
        if found is not None:
            return found
    return None


def messages_of(warning: EarlyWarning, day: dt.date | None = None) -> str:
    """Where the messages behind a warning are, of all its days or of one: what the market said, as the watch counts."""
    period = Period(day, day) if day else Period(warning.first_day, warning.last_day)
    theme, same = warning.theme, themes().family(warning.theme)
    department = warning.department if len(same) == 1 else None  # what was merged may be another department's
    return messages_address(
        MessagesAsked(warning.party, theme=theme, department=department, reading="read", period=period, market=True)
    )


def warning_chart(lake: Lake, warning: EarlyWarning) -> Chart | None:
    """The theme's days around the warning."""
    days = days_around(lake, warning, themes=themes())
    if not days:
        return None
    points = [{"day": on.isoformat(), "value": count} for on, count in days]
    label = _("Messages a day about %(theme)s") % {"theme": warning.label.lower()}
    event = (warning.peak.isoformat(), _("peak"))
    source = _("messages of the market that could be read")
    return lines("warning", points, label=label, unit=_("messages"), source=source, event=event, zero=True)
