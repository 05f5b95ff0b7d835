"""What people change in value: the cost sheet."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from leadline.errors import LeadlineError
from leadline.flow import Documents
from leadline.value import CostReading, read_costs
from leadline.value.cost_file import check_currency, check_programs_known
from leadline.web.accounts.models import Person
from leadline.web.accounts.versions import keep
from leadline.web.value.models import CostsVersion
from leadline.words import Remark

log = logging.getLogger(__name__)


def enter_costs(source: str | Path, *, by: Person | None, now: dt.datetime) -> CostReading:
    """Put a cost sheet in force. Raises LeadlineError with the first thing that is wrong with it."""
    reading = read_costs(source)
    if reading.sheet is None:
        wrong = reading.remarks[0]
        raise LeadlineError(f"{wrong.thing}: {wrong.message}", wrong.advice)
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    version = keep(CostsVersion, text, by=by, now=now)
    log.info("costs entered: version %d", version.number)
    return reading


def unfitting(reading: CostReading, documents: Documents) -> tuple[Remark, ...]:
    """A remark for each program that has costs and no plan, and for another currency than the company's."""
    if reading.sheet is None:
        return ()
    return (
        *check_programs_known(reading.sheet, {one.id for one in documents.programs}),
        *check_currency(reading.sheet, documents.company.currency),
    )
