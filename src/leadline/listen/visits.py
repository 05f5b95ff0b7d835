"""What live sources brought, a row a source and day in the ledger.

In: a source's counts before and after a visit. Out: the day's row, with what the day brought so far. The surprise: a
visit that brings nothing is written down only once an hour. It tells that nobody had answered until then, and every
page that rests on the ledger would else be worked out anew every few minutes for nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from leadline.engine import Lake
from leadline.engine.ledger import LEDGER, entries

STAGE = "listen run"
_QUIET = dt.timedelta(hours=1)
_BROUGHT = ("new", "edited", "deleted")


def record_visit(
    lake: Lake, source: str, *, before: Mapping[str, int], after: Mapping[str, int], now: dt.datetime
) -> None:
    """Say that the source was read up to now."""
    day = now.date().isoformat()
    known = next((one for one in entries(lake, STAGE) if (one.scope, one.input) == (source, day)), None)
    brought = {name: after.get(name, 0) - before.get(name, 0) for name in after}
    if known and not any(brought.get(name) for name in _BROUGHT) and now - known.done_at < _QUIET:
        return
    told = known.detail if known else {}
    detail = {name: told.get(name, 0) + count for name, count in brought.items()}
    row = {"stage": STAGE, "scope": source, "input": day, "done_at": now, "detail": json.dumps(detail)}
    where = f"stage = '{STAGE}' AND scope = '{source}' AND input = '{day}'"
    lake.replace(LEDGER, LEDGER.of_rows([row]), where=where)


def visited_until(lake: Lake) -> dt.datetime | None:
    """When a live source was read last; None where none ever was."""
    return max((one.done_at for one in entries(lake, STAGE)), default=None)
