"""The small cubes that pages read instead of messages, kept equal to a full rebuild.

In: SIGNALS of the present model. Out: MESSAGE_DAYS, THEME_DAYS, CONVERSATIONS and TURN_MONTHS. The surprise:
whole months are replaced, not added to, so running again or out of order cannot double anything; and the cubes
say of which signals they were made, so that a run that died between the two is noticed by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from leadline.assess.reader import MODEL_VERSION
from leadline.assess.tables import CONVERSATIONS, CUBES, MESSAGE_DAYS, SIGNALS, THEME_DAYS, TURN_MONTHS
from leadline.engine import Lake, Table, collect, rows, scan
from leadline.words import Month


def signals(lake: Lake) -> nw.LazyFrame[Any]:
    """All signals of the present model."""
    return scan(lake, SIGNALS).filter(nw.col("model") == MODEL_VERSION)


def refresh_cubes(lake: Lake, months: Iterable[Month]) -> None:
    """Bring the cubes up to date for these months; conversations as a whole, since they cross months."""
    months = list(months)
    if months and not _make(lake, months):
        rebuild_cubes(lake)


def rebuild_cubes(lake: Lake) -> None:
    """All cubes from all signals; what the signals no longer hold is gone."""
    while not _make(lake, None):
        pass


def cubes_are_current(lake: Lake) -> bool:
    """Whether the cubes were made of the signals as they stand now, by the present model."""
    version = lake.version(SIGNALS)
    return version < 0 or rows(scan(lake, CUBES)) == [{"model": MODEL_VERSION, "signals_version": version}]


def _make(lake: Lake, months: list[Month] | None) -> bool:
    """Make the cubes of these months, or all; False where somebody added signals meanwhile, maybe to other months."""
    version = lake.version(SIGNALS)
    if months is None:
        _replace_days(lake, signals(lake), where=None)
    for month in months or ():
        within = signals(lake).filter(nw.col("posted_day").is_between(month.first_day, month.last_day))
        _replace_days(lake, within, where=f"day >= '{month.first_day}' AND day <= '{month.last_day}'")
    lake.replace(CONVERSATIONS, conversations(collect(_customers(lake))))
    lake.replace(TURN_MONTHS, _turn_months(lake))
    lake.replace(CUBES, CUBES.of_rows([{"model": MODEL_VERSION, "signals_version": version}]))
    return lake.version(SIGNALS) == version


def _replace_days(lake: Lake, within: nw.LazyFrame[Any], *, where: str | None) -> None:
    lake.replace(MESSAGE_DAYS, _counted(within, MESSAGE_DAYS), where=where)
    lake.replace(THEME_DAYS, _counted(within.filter(nw.col("theme") != ""), THEME_DAYS), where=where)


def conversations(said: pa.Table) -> pa.Table:
    """CONVERSATIONS from customers' signals (source, thread_id, author, about_party, posted_at, posted_day, ...).

    The first message's author is the customer of a conversation; others who join it do not turn it.
    """
    columns = {name: said[name].to_numpy(zero_copy_only=False) for name in said.column_names}
    order = np.lexsort((columns["message_id"], columns["posted_at"], columns["thread_id"], columns["source"]))
    columns = {name: values[order] for name, values in columns.items()}
    starts, group = _groups(columns["source"], columns["thread_id"])
    same = columns["author"] == columns["author"][starts][group]
    last = _last_where(same, group, len(starts))
    positive = columns["sentiment"] == "positive"
    angry = ((columns["sentiment"] == "negative") | (columns["frustration"] & ~positive))[starts]
    turned = angry & positive[last] & (last > starts)
    first_positive = _first_where(same & positive, group, len(starts))
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


def _counted(within: nw.LazyFrame[Any], cube: Table) -> pa.Table:
    hurting = (nw.col("sentiment") == "negative") | nw.col("frustration")
    counts = (
        within.with_columns(day=nw.col("posted_day"), hurting=hurting)
        .group_by(*_dimensions(cube))
        .agg(
            messages=nw.len(),
            hurting=nw.col("hurting").cast(nw.Int64).sum(),
            frustrated=nw.col("frustration").cast(nw.Int64).sum(),
            excited=nw.col("excitement").cast(nw.Int64).sum(),
            needing=nw.col("need").cast(nw.Int64).sum(),
        )
    )
    return collect(counts.select(*cube.names).sort(*cube.key)).cast(cube.schema())


def _dimensions(cube: Table) -> list[str]:
    return [column.name for column in cube.columns if column.kind != "int"]


def _customers(lake: Lake) -> nw.LazyFrame[Any]:
    heard = nw.col("sentiment").is_in(["negative", "neutral", "positive"])
    return (
        signals(lake)
        .filter((nw.col("speaker_role") == "customer") & heard)
        .select(
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
    )


def _turn_months(lake: Lake) -> pa.Table:
    begun = scan(lake, CONVERSATIONS).with_columns(
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
    told = [{**row, "month": str(Month(row.pop("year"), row.pop("number")))} for row in rows(counts)]
    return TURN_MONTHS.of_rows(sorted(told, key=lambda row: (row["month"], row["about_party"])))


def _groups(*keys: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Of sorted rows: where each group starts, and each row's group."""
    if not len(keys[0]):
        return np.zeros(0, int), np.zeros(0, int)
    changes = np.zeros(len(keys[0]), bool)
    changes[0] = True
    for key in keys:
        changes[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changes), np.cumsum(changes) - 1


def _last_where(mask: np.ndarray[Any, Any], group: np.ndarray[Any, Any], groups: int) -> np.ndarray[Any, Any]:
    last = np.zeros(groups, int)
    rows_ = np.flatnonzero(mask)
    last[group[rows_]] = rows_
    return last


def _first_where(mask: np.ndarray[Any, Any], group: np.ndarray[Any, Any], groups: int) -> np.ndarray[Any, Any]:
    first = np.zeros(groups, int)
    rows_ = np.flatnonzero(mask)[::-1]
    first[group[rows_]] = rows_
    return first
