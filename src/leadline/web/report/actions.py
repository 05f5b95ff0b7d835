"""What people change in report: freeze a month."""

from __future__ import annotations

import datetime as dt
import logging

from leadline.flow import Documents, Lake, report_of
from leadline.report import KeptMonth
from leadline.web.accounts.models import Person
from leadline.words import Month

log = logging.getLogger(__name__)


def freeze_month(lake: Lake, documents: Documents, month: Month, *, by: Person, now: dt.datetime) -> KeptMonth:
    """Freeze what is known of a month; without news the version that is there stays."""
    kept = report_of(lake, documents, month, now=now)
    log.info("month frozen: %s version %d by %s", month, kept.version, by.pk)
    return kept
