"""What people wrote about somebody who is erased goes with them: corrections, what was learned, marks of the desk.

In: a pseudonym. Out: what went, from the lake and from these rows. The surprise: rows go before messages do, so that a
run that died still knows of which messages they are.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from leadline.flow.erasing import Erased, erase_person
from leadline.web.assess.correcting import erase_corrections
from leadline.web.documents import documents
from leadline.web.listen.incoming import forget_lost_files
from leadline.web.programs.models import AccountLookRow, MarkRow

if TYPE_CHECKING:
    from leadline.config import Home
    from leadline.engine import Lake

log = logging.getLogger(__name__)


def erase(home: Home, lake: Lake, author: str, *, now: dt.datetime) -> Erased:
    """Erase a person everywhere. Run again after it died, it ends what was begun."""
    erased = erase_person(home, lake, documents(), author, erase_rows=_erase_rows, now=now)
    forget_lost_files(home)
    log.info("a person erased: %d messages", erased.messages)
    return erased


@transaction.atomic
def _erase_rows(author: str, messages: Mapping[tuple[str, str], str]) -> int:
    gone = erase_corrections(set(messages)) + MarkRow.objects.filter(customer=author).delete()[0]
    gone += AccountLookRow.objects.filter(customer=author).delete()[0]
    for mark in MarkRow.objects.filter(thread_id__in={one for _, one in messages}):
        if stone := messages.get((mark.source, mark.thread_id)):
            MarkRow.objects.filter(pk=mark.pk).update(thread_id=stone)
    of_messages = MarkRow.objects.exclude(message_id="")
    found = [mark.pk for mark in of_messages if (mark.source, mark.message_id) in messages]
    return gone + MarkRow.objects.filter(pk__in=found).delete()[0]
