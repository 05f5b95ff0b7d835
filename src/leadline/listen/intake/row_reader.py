"""A row of a file, read by itself: what it says that may be kept, or why it is refused.

In: a row. Out: a message or a metric with ids and words that may be kept; or `Unreadable`, which the report of refused
rows takes. The surprise: no row ends its file. An error of ours refuses its row and is logged by its place alone, for
the words of an error may quote the text.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.keepable import Keepable
from leadline.listen.profiles import Profile, Raw
from leadline.listen.refusals import Refusals
from leadline.listen.sheets import Record

log = logging.getLogger(__name__)
T = TypeVar("T")


class RowReader:
    """The reader of one import. `file_name` is the file's as it may be logged."""

    def __init__(
        self, profile: Profile, keepable: Keepable, zone: ZoneInfo | None, file_name: str, refusals: Refusals
    ) -> None:
        self._profile, self._keepable, self._zone, self._file_name = profile, keepable, zone, file_name
        self.refusals = refusals
        self._logged: set[int] = set()

    def read(self, row: Record) -> Raw | Unreadable:
        """The row as its profile reads it, with ids and words that may be kept."""
        return self.attempt(row, lambda: self._sound(row))

    def attempt(self, row: Record, make: Callable[[], T]) -> T | Unreadable:
        """What is made of a row, or why it is refused, whatever nobody foresaw in it."""
        try:
            return make()
        except Unreadable as reason:
            return reason
        except LeadlineError:
            raise
        except Exception as error:  # an error of ours; the other rows are to come in
            self.log(error, row.line)
            return Unreadable("the row holds something that Leadline cannot read yet", "Report it with this row.")

    def log(self, error: Exception, line: int) -> None:
        """Where an error of ours happened, once a line; its words may quote the text."""
        if line not in self._logged:
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = (type(error).__name__, Path(place.filename).name, place.lineno)
            log.error("line %d of %s: %s in %s, line %s", line, self._file_name, *what)
        self._logged.add(line)

    def _sound(self, row: Record) -> Raw:
        if isinstance(row.content, Unreadable):
            raise row.content
        return self._keepable.row(self._profile.read(row.content, self._zone))
