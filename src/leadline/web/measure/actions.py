"""What people decide in measure: whether a line goes on, changes or stops (S4.2)."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from leadline.errors import LeadlineError
from leadline.flow import Documents, Lake
from leadline.strategy.tuning import CHOICES, owner_of
from leadline.web.accounts.models import Person
from leadline.web.measure.lines import joined_lines
from leadline.web.measure.models import DecisionRow
from leadline.words import Month

log = logging.getLogger(__name__)

LONGEST_REASON = 500


@transaction.atomic
def decide(
    lake: Lake, documents: Documents, month: Month, line_id: str, *, choice: str, reason: str, by: Person | None,
    now: dt.datetime,
) -> DecisionRow:  # fmt: skip
    """Keep a decision, with what is known of the line; one for the same month stays and counts no more.

    Raises LeadlineError where there is no such line or choice, or no reason.
    """
    if month.first_day > now.astimezone(documents.company.tz).date():
        raise LeadlineError(f"{month.name} has not begun.", "Decide on a month that has.")
    joined = {one.id: one for one in joined_lines(lake, documents, month)}
    if documents.strategy is None or line_id not in joined:
        known = ", ".join(joined) or "none"
        raise LeadlineError(f"The strategy in force has no line “{line_id}”.", f"Its lines: {known}.")
    if choice not in CHOICES:
        raise LeadlineError(f"“{choice}” is no decision.", "A line can continue, change or stop.")
    if not reason.strip() or len(reason) > LONGEST_REASON:
        advice = f"Say why in one to {LONGEST_REASON} characters: the next month asks."
        raise LeadlineError("Nothing was decided.", advice)
    line = next(one for one in documents.strategy.lines if one.id == line_id)
    found = joined[line_id]
    row = DecisionRow.objects.create(
        line=line_id,
        month=str(month),
        choice=choice,
        reason=reason.strip(),
        owner=owner_of(line, documents.strategy),
        by=by,
        at=now,
        version=documents.strategy_version or 0,
        grade=found.grade.value,
        value=found.kpi.current if found.kpi else None,
    )
    log.info("line decided: %s, %s, %s", line_id, month, choice)
    return row
