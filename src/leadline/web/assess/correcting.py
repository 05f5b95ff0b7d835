"""What people change of labels: they correct one, take it back, check a sample, and let the model learn.

In: who, when, which message, what they say. Out: rows. The surprise: what the model said is read here from the lake and
never taken from the page, and of a message no word is written to the log.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from leadline import assess
from leadline.assess import Layer, ReadMessage, Which
from leadline.errors import LeadlineError
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.accounts.versions import erase_all, keep
from leadline.web.assess.convert import corrections, themes
from leadline.web.assess.models import CheckRow, CorrectionRow, LayerVersion

if TYPE_CHECKING:
    from leadline.engine import Lake

log = logging.getLogger(__name__)

SAMPLE = 50
"""How many messages a check has: about twenty minutes of one person."""


def correct(
    lake: Lake, source: str, message_id: str, label: str, said: str, *, by: Person | None, now: dt.datetime
) -> CorrectionRow:
    """Say what a label should be. Raises LeadlineError for no such message, label or word."""
    message = _message(lake, source, message_id)
    _must_fit(label, said)
    row = fitting(_row(message, label, said, by=by, now=now))
    with transaction.atomic():
        row.save()
    log.info("label corrected: %s by %s", label, by.pk if by else "the terminal")
    return row


@transaction.atomic
def take_back(row: CorrectionRow, *, by: Person, now: dt.datetime) -> CorrectionRow | None:
    """Let count what counted before this correction, by a row of its own; nothing where a later one counts already."""
    in_turn(CorrectionRow)
    same = {"source": row.source, "message_id": row.message_id, "version": row.version, "label": row.label}
    every = list(CorrectionRow.objects.filter(**same))
    if not every or every[-1].pk != row.pk:
        return None
    before = every[-2].said if len(every) > 1 else ""
    back = CorrectionRow(**same, said=before, read=row.read, model=row.model, at=now, by=by)
    back.save()
    log.info("correction taken back: %s by %s", row.label, by.pk)
    return back


def begin_check(lake: Lake, which: Which, *, by: Person, now: dt.datetime, size: int = SAMPLE) -> CheckRow:
    """Draw messages that were in no earlier check. Raises LeadlineError where there is none, or no period."""
    if which.period is None:
        raise LeadlineError("A check is of a period.", "Name its days.")
    earlier = list(CheckRow.objects.all())
    known = {(source, message_id) for one in earlier for source, message_id in one.keys}
    keys = assess.draw(lake, which, size, seed=len(earlier) + 1, known=known)
    readable = {(one.source, one.message_id) for one in assess.read_messages(lake, keys) if one.text}
    told = [key for key in keys if key in readable]
    if not told:
        raise LeadlineError("There is no message to check in these days.", "Choose other days, or import messages.")
    days = {"first_day": which.period.first, "last_day": which.period.last}
    row = CheckRow.objects.create(drawn_at=now, by=by, keys=told, **days)
    log.info("check %d drawn: %d messages, by %s", row.pk, len(told), by.pk)
    return row


@transaction.atomic
def answer_check(
    lake: Lake, check: CheckRow, place: int, said: Mapping[str, str] | None, *, by: Person, now: dt.datetime
) -> None:
    """Keep what somebody reads in a message of a check, label by label; None says that nobody can tell.

    The first answer counts. Raises LeadlineError for a place that the check does not have.
    """
    if not 0 <= place < len(check.keys):
        raise LeadlineError("This check has no such message.", "Open the check again.")
    in_turn(CheckRow)
    source, message_id = check.keys[place]
    check.refresh_from_db()
    if place in check.passed or check.answers.filter(source=source, message_id=message_id).exists():
        return
    if said is None:
        check.passed = [*check.passed, place]
        check.save(update_fields=["passed"])
        return
    message = _message(lake, source, message_id)
    for label, word in said.items():
        _must_fit(label, word)
        row = _row(message, label, word, by=by, now=now)
        row.sampled, row.check_row = True, check
        fitting(row).save()
    log.info("check %d: a message read by %s", check.pk, by.pk)


def adapt(lake: Lake, *, by: Person | None, now: dt.datetime) -> Layer:
    """Let the model learn from the corrections; what is proven counts with the next reading, all else is left out."""
    taught = assess.adapt(lake, corrections())
    version = keep(LayerVersion, taught.text(), by=by, now=now)
    log.info("model adapted: version %d, %d labels", version.number, len(taught.labels))
    return taught


@transaction.atomic
def erase_corrections(messages: Collection[tuple[str, str]]) -> int:
    """Delete what was said of these messages (source, id), and every layer, since it may have learned their words.

    Returns how many corrections went. The model learns anew from what is left with the next `leadline assess adapt`.
    """
    gone = sum(_of(source, message_id).delete()[0] for source, message_id in messages)
    if gone:
        erase_all(LayerVersion)
    for check in CheckRow.objects.all():
        kept = [key if tuple(key) not in messages else ["", ""] for key in check.keys]
        if kept != check.keys:
            CheckRow.objects.filter(pk=check.pk).update(keys=kept)
    log.info("corrections erased: %d", gone)
    return gone


def export_rows(rows: Iterable[CorrectionRow]) -> list[list[str]]:
    """Corrections as rows of a table, the first one its columns; no words of messages."""
    columns = ["at", "by", "source", "message_id", "version", "label", "said", "read", "model", "sampled"]
    return [
        columns,
        *(
            [
                *(row.at.isoformat(), str(row.by or ""), row.source, row.message_id, row.version),
                *(row.label, row.said, row.read, row.model, "yes" if row.sampled else "no"),
            ]
            for row in rows
        ),
    ]


def _of(source: str, message_id: str) -> QuerySet[CorrectionRow]:
    return CorrectionRow.objects.filter(source=source, message_id=message_id)


def _message(lake: Lake, source: str, message_id: str) -> ReadMessage:
    found = next(iter(assess.read_messages(lake, [(source, message_id)])), None)
    if found is None or found.deleted_at or found.sentiment is None:
        raise LeadlineError("There is no such message that was read.", "It may have been erased or deleted since.")
    return found


def _must_fit(label: str, said: str) -> None:
    known = assess.choices(label, themes())
    if said not in known:
        raise LeadlineError(f"A label “{label}” cannot be “{said}”.", f"Choose one of {', '.join(known)}.")


def _row(message: ReadMessage, label: str, said: str, *, by: Person | None, now: dt.datetime) -> CorrectionRow:
    return CorrectionRow(
        source=message.source,
        message_id=message.message_id,
        version=message.version,
        label=label,
        said=said,
        read=assess.reading_of(vars(message), label, themes()),
        model=message.model,
        at=now,
        by=by,
    )
