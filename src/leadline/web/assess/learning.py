"""The model learns while people go on: who let it, whether it still does, and what came of it.

In: who and when. Out: a row that pages look at. The surprise: there is no queue. Learning takes seconds, so a thread
of the process that was asked does it; where that process ends before, the row is lost, and the button is pressed again.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connections, transaction
from django.utils import timezone

from leadline.errors import LeadlineError
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.assess import correcting
from leadline.web.assess.models import LearningRow

if TYPE_CHECKING:
    from leadline.engine import Lake

log = logging.getLogger(__name__)

Start = Callable[[Callable[[], None]], None]


def in_the_background(work: Callable[[], None]) -> None:
    """In a thread of its own, which no request waits for."""
    threading.Thread(target=_alone, args=(work,), name="leadline-learns", daemon=True).start()


def begin(lake: Lake, *, by: Person, now: dt.datetime, start: Start | None = None) -> LearningRow:
    """Let the model learn. Where it already does, that one is told and nothing is begun."""
    with transaction.atomic():
        in_turn(LearningRow)
        last = last_learning()
        if last is not None and last.is_under_way:
            return last
        row = LearningRow.objects.create(at=now, by=by)
    log.info("learning begun: %d by %s", row.pk, by.pk)
    (start or in_the_background)(lambda: _learn(lake, row, by=by, now=now))
    return row


def last_learning() -> LearningRow | None:
    return LearningRow.objects.select_related("by").last()


def _learn(lake: Lake, row: LearningRow, *, by: Person, now: dt.datetime) -> None:
    """Whatever happens, the row says how it ended."""
    failed = ""
    try:
        correcting.adapt(lake, by=by, now=now)
    except LeadlineError as error:
        failed = str(error)
    except Exception:
        log.exception("learning %d failed", row.pk)
        failed = "Something went wrong that nobody foresaw. The log of the site says what."
    LearningRow.objects.filter(pk=row.pk).update(ended_at=timezone.now(), failed=failed)


def _alone(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()
