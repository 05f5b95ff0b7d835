"""Every stage forgets what is older than its source allows: texts, their later versions, quotes, accounts.

In: the home, its declared sources, the present instant. Out: how many texts went. The surprise: the bytes go with them,
as when a person is erased; and what was read of a message stays, so that past months are counted as they were.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from leadline.config import Home
from leadline.engine import Lake
from leadline.listen import MESSAGES, VERSIONS
from leadline.listen.doors import Source
from leadline.listen.handles import forget_handles_of, forget_handles_unseen_since
from leadline.listen.keeping import Blanked, cutoffs, forget_texts

log = logging.getLogger(__name__)


def keep_within(home: Home, lake: Lake, sources: Sequence[Source], *, now: dt.datetime) -> int:
    """Forget what is too old. A second run finds nothing and changes no row."""
    until = cutoffs(home, now)
    gone = 0
    for source in sources:
        if source.name not in until:
            continue
        first = until[source.name]
        forget_handles_unseen_since(home, source.name, dt.datetime.combine(first, dt.time(), home.company.tz))
        blanked = forget_texts(lake, source.name, first)
        _forget_copies(lake, blanked)
        gone += len(blanked.messages)
        if blanked.messages:
            log.info("source %s: %d texts were older than they may be kept", source.name, len(blanked.messages))
    forget_handles_of(home, [one.name for one in sources if one.reply])
    return gone


def _forget_copies(lake: Lake, blanked: Blanked) -> None:
    """Quotes in frozen months, the search, and the files that were replaced."""
    if not blanked.messages and not blanked.versions:
        return
    from leadline import report
    from leadline.assess.messages.search import rebuild_search

    report.erase_quotes(lake, blanked.messages)
    rebuild_search(lake)
    for table in (MESSAGES, VERSIONS):
        lake.purge(table)
