"""Happy public comments, and what they reach (S0.13).

In: a party, a period. Out: `Praise`. The surprise: exports do not say who read a comment, so that its reach is told by
who else took part in its conversation, which is a floor; views are added where the business records them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from leadline.assess.messages.choosing import Which
from leadline.assess.messages.listing import ReadMessage, newest_messages
from leadline.assess.shares import share_of
from leadline.assess.tables import NOISE, SIGNALS
from leadline.engine import Lake, matching, rows
from leadline.engine.memory import remembered
from leadline.listen import MESSAGES, METRICS, metrics
from leadline.words import Estimate, PartyId, Period

LOOKED_AT = 150
VIEWS = "thread_views"
"""The metric that counts views of answered conversations."""


@dataclass(frozen=True)
class Praise:
    """Of the newest happy messages (`looked_at`): how many are `public`, and how many of those stand where other
    customers take part; `others` is how many, each counted once a conversation. `views` is None where none is recorded.
    """

    looked_at: int
    public: int
    joined: int
    others: int
    views: float | None

    @property
    def public_share(self) -> Estimate | None:
        return share_of(self.public, self.looked_at)

    @property
    def joined_share(self) -> Estimate | None:
        return share_of(self.joined, self.public)


def praise(lake: Lake, party: PartyId, period: Period) -> Praise:
    """What the newest happy messages of a party's customers reach."""
    which = Which(party=party, aspect="customers", reading="positive", period=period)
    found = newest_messages(lake, which, LOOKED_AT)
    public = [one for one in found if one.public]
    name = ("others beside praise", party, period)
    others = remembered(lake, [MESSAGES, SIGNALS, NOISE], name, lambda: _others(lake, public))
    return Praise(len(found), len(public), sum(n > 0 for n in others), sum(others), _views(lake, period))


def _others(lake: Lake, public: Sequence[ReadMessage]) -> list[int]:
    """How many other customers speak in the conversation of each comment; a conversation counts once."""
    talks = {(one.source, one.thread_id): one.author for one in public}
    if not talks:
        return []
    keys = pa.table({"source": [key[0] for key in talks], "thread_id": [key[1] for key in talks]})
    customers = nw.col("speaker_role") == "customer"
    told = matching(lake, SIGNALS, keys).filter(customers).select("source", "thread_id", "author").unique()
    spoken: dict[tuple[str, str], set[str]] = {}
    for row in rows(told):
        spoken.setdefault((row["source"], row["thread_id"]), set()).add(row["author"])
    return [len(spoken.get(key, set()) - {author}) for key, author in talks.items()]


def _views(lake: Lake, period: Period) -> float | None:
    return remembered(lake, [METRICS], ("views of conversations", period), lambda: _recorded(lake, period))


def _recorded(lake: Lake, period: Period) -> float | None:
    within = (nw.col("metric") == VIEWS) & nw.col("day").is_between(period.first, period.last)
    [row] = rows(metrics(lake).filter(within).select(views=nw.col("value").sum(), n=nw.len()))
    return float(row["views"]) if row["n"] else None
