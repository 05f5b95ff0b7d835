"""Did an angry customer turn happy? What became of each conversation in which a customer spoke (S0.12).

In: signals. Out: rows of CONVERSATIONS, and of TURN_MONTHS from them. The surprise: the first message's author is the
customer of a conversation; others who join it do not turn it.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from leadline.assess.cubes.groups import bounds, first_where
from leadline.assess.cubes.readings import is_heard
from leadline.assess.tables import CONVERSATIONS, TURN_MONTHS
from leadline.engine import collect, frame, rows
from leadline.listen import by_conversation
from leadline.words import Month

_SAID = (
    "source",
    "thread_id",
    "message_id",
    "author",
    "about_party",
    "posted_at",
    "posted_day",
    "sentiment",
    "frustration",
)


def conversations_of(told: nw.LazyFrame[Any]) -> pa.Table:
    """CONVERSATIONS of all customers' signals among these; each conversation must be there as a whole."""
    said = told.filter(nw.col("speaker_role") == "customer", is_heard()).select(*_SAID)
    return pa.concat_tables(conversations(collect(part)) for part in by_conversation(said))


def conversations(said: pa.Table) -> pa.Table:
    """CONVERSATIONS from customers' signals (source, thread_id, author, about_party, posted_at, posted_day, ...)."""
    columns = {name: said[name].to_numpy(zero_copy_only=False) for name in said.column_names}
    order = np.lexsort((columns["message_id"], columns["posted_at"], columns["thread_id"], columns["source"]))
    columns = {name: values[order] for name, values in columns.items()}
    begins = bounds(columns["source"], columns["thread_id"])
    starts, group = begins[:-1], np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    same = columns["author"] == columns["author"][starts][group]
    last = _last_where(same, group, len(starts))
    positive = columns["sentiment"] == "positive"
    angry = ((columns["sentiment"] == "negative") | (columns["frustration"] & ~positive))[starts]
    turned = angry & positive[last] & (last > starts)
    first_positive = first_where(same & positive, group, len(starts))
    minutes = (columns["posted_at"][first_positive] - columns["posted_at"][starts]) / np.timedelta64(60, "s")
    return CONVERSATIONS.of_columns(
        {
            "source": columns["source"][starts],
            "thread_id": columns["thread_id"][starts],
            "about_party": columns["about_party"][starts],
            "first_day": pa.array(columns["posted_day"][starts], pa.date32()),
            "customer_messages": np.bincount(group, minlength=len(starts)),
            "first_sentiment": columns["sentiment"][starts],
            "last_sentiment": columns["sentiment"][last],
            "angry_first": angry,
            "heard_again": np.bincount(group, weights=same, minlength=len(starts)) > 1,
            "turned": turned,
            "minutes_to_turn": pa.array(minutes.astype(float), mask=~turned),
        }
    )


def turn_months(told: pa.Table) -> pa.Table:
    """TURN_MONTHS from CONVERSATIONS of whole months."""
    begun = frame(told).with_columns(
        year=nw.col("first_day").dt.year(),
        number=nw.col("first_day").dt.month(),
        again=nw.col("angry_first") & nw.col("heard_again"),
    )
    counts = begun.group_by("year", "number", "about_party").agg(
        conversations=nw.len(),
        angry_first=nw.col("angry_first").cast(nw.Int64).sum(),
        heard_again=nw.col("again").cast(nw.Int64).sum(),
        turned=nw.col("turned").cast(nw.Int64).sum(),
        median_minutes_to_turn=nw.col("minutes_to_turn").median(),
    )
    months = [{**row, "month": str(Month(row.pop("year"), row.pop("number")))} for row in rows(counts)]
    return TURN_MONTHS.of_rows(sorted(months, key=lambda row: (row["month"], row["about_party"])))


def _last_where(mask: np.ndarray[Any, Any], group: np.ndarray[Any, Any], groups: int) -> np.ndarray[Any, Any]:
    last = np.zeros(groups, int)
    rows_ = np.flatnonzero(mask)
    last[group[rows_]] = rows_
    return last
