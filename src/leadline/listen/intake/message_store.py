"""Keep messages: new ones once, and what known ones say otherwise as later versions.

In: the messages of a sheet. Out: rows of MESSAGES and VERSIONS, and a tally. The surprise: a known message that comes
again with another text is an edit, even where nobody says when; with another time or author it is another message
under the same id, and nothing that its row says is kept.
"""

from __future__ import annotations

from functools import partial
from itertools import count

import pyarrow as pa

from leadline.engine import Appended, Lake
from leadline.listen.erasing import not_erased
from leadline.listen.intake.counts import Tally
from leadline.listen.intake.job import Stamp
from leadline.listen.intake.message_sheets import SheetMessages
from leadline.listen.keeping import Cutoffs, without_old_texts
from leadline.listen.tables import MESSAGES, VERSIONS
from leadline.listen.versions import Change, Compared, compare, sort_out, version_row


class MessageStore:
    """Where the messages of one import go: undated versions follow one another in the order in which they came."""

    def __init__(self, lake: Lake, stamp: Stamp, until: Cutoffs) -> None:
        self._lake, self._stamp, self._until, self._places = lake, stamp, until, count()

    def append(self, messages: SheetMessages) -> Tally:
        """Keep the rows, and the versions that they, and rows of which nothing else is left, state or imply."""
        rows = not_erased(self._lake, messages.rows)
        erased = messages.rows.num_rows - rows.num_rows
        stated = _of_rows(messages, rows) if erased else messages.changes
        rows, stated, old = without_old_texts(rows, stated, self._until)
        appended = self._lake.append(MESSAGES, rows) if rows.num_rows else Appended(0, 0)
        compared = compare(self._lake, rows) if appended.known else Compared([], [])
        if old:  # an empty text says nothing of what was said
            compared = Compared([one for one in compared.changes if _message(one) not in old], compared.others)
        edited, deleted, unheard = sort_out(self._lake, _to_keep(stated, compared))
        return Tally(
            taken=messages.rows.num_rows + messages.only_deleted,
            new=appended.new,
            changed=len(compared.others),
            edited=self._keep(edited),
            deleted=self._keep(deleted),
            unheard=self._keep(unheard),
            erased=erased,
        )

    def _keep(self, changes: list[Change]) -> int:
        """How many of these versions are new."""
        row_of = partial(version_row, seen_at=self._stamp.seen_at, import_id=self._stamp.import_id)
        versions = [row_of(change, place=next(self._places)) for change in changes]
        return self._lake.append(VERSIONS, VERSIONS.of_rows(versions)).new if versions else 0


def _of_rows(messages: SheetMessages, kept: pa.Table) -> list[Change]:
    """The changes that rows state, but for those of rows that are not kept."""
    named = [
        set(zip(*(rows[name].to_pylist() for name in MESSAGES.key), strict=True)) for rows in (messages.rows, kept)
    ]
    gone = named[0] - named[1]
    return [change for change in messages.changes if _message(change) not in gone]


def _to_keep(stated: list[Change], compared: Compared) -> list[Change]:
    """Changes that rows state, but for those of another message under the same id; then those that only show, of
    messages whose rows state none.
    """
    of_others = set(compared.others)
    dated = {_message(change) for change in stated}
    undated = [change for change in compared.changes if _message(change) not in dated]
    return [*(change for change in stated if _message(change) not in of_others), *undated]


def _message(change: Change) -> tuple[str, str]:
    return change.source, change.message_id
