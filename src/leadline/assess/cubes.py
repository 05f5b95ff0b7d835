"""The small cubes that pages read instead of messages, kept equal to a full rebuild.

In: SIGNALS of the present model. Out: MESSAGE_DAYS, THEME_DAYS, CONVERSATIONS and TURN_MONTHS. The surprise:
whole months are replaced, not added to, so running again or out of order cannot double anything; and the commit that
writes a cube says of which signals it was made. Whatever came between (a run that died, one that was late, a repair
that took a damaged file off) leaves another note on the cube that it touched, and the next run makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.reader import MODEL_VERSION
from leadline.assess.tables import CONVERSATIONS, CUBES, MESSAGE_DAYS, SIGNALS, THEME_DAYS, TURN_MONTHS
from leadline.engine import DuckDB, Lake, Table, collect, rows, scan, without
from leadline.engine.memory import remembered
from leadline.listen.versions import FIRST
from leadline.words import Month

_A_SIGNAL = ("model", "source", "message_id", "version")


def signals(lake: Lake) -> nw.LazyFrame[Any]:
    """All signals of the present model, of the last version that was read of each message."""
    return last_versions(lake, scan(lake, SIGNALS).filter(nw.col("model") == MODEL_VERSION))


def last_versions(lake: Lake, told: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Signals without those of versions after which a later one was read."""
    earlier = remembered(lake, [SIGNALS], "signals of earlier versions", lambda: _earlier_versions(lake))
    return without(told, earlier, list(_A_SIGNAL)) if earlier.num_rows else told


def _earlier_versions(lake: Lake) -> pa.Table:
    """Of each message that was read more than once: all versions but the last, the first (empty) one included."""
    later = scan(lake, SIGNALS).filter(nw.col("version") != FIRST).select(*_A_SIGNAL)
    every = collect(nw.concat([later, later.with_columns(version=nw.lit(FIRST))]).unique())
    last = every.group_by(list(_A_SIGNAL[:-1])).aggregate([("version", "max")]).rename_columns({"version_max": "last"})
    told = every.join(last, list(_A_SIGNAL[:-1]))
    return told.filter(pc.less(told["version"], told["last"])).select(_A_SIGNAL)


def refresh_cubes(lake: Lake, months: Iterable[Month], *, since: int) -> None:
    """Bring the cubes up to date where signals of these months only were added since that version of SIGNALS.

    Cubes that were not made of that version are made anew as a whole.
    """
    months = list(months)
    if months:
        _replace_months(lake, months, since=since)
    mend_cubes(lake)


def rebuild_cubes(lake: Lake) -> None:
    """All cubes from all signals; what the signals no longer hold is gone."""
    _replace_all(lake)
    mend_cubes(lake)


def mend_cubes(lake: Lake) -> None:
    """Make all cubes anew until none is of other signals than those that stand; where none is, nothing is written."""
    while not cubes_are_current(lake):
        _replace_all(lake)


def cubes_are_current(lake: Lake) -> bool:
    """Whether each cube was made of the signals as they stand now, by the present model."""
    note = _note(lake.version(SIGNALS))
    return all(lake.note(cube) == note for cube in CUBES)


def _note(version: int) -> str:
    """What the commit of a cube says of the signals that it was made of."""
    return f"{MODEL_VERSION} {version}" if version >= 0 else ""


def _replace_months(lake: Lake, months: list[Month], *, since: int) -> None:
    """A cube that somebody else wrote meanwhile is left as it is: its note tells."""
    note, before = _note(lake.version(SIGNALS)), _note(since)
    days = nw.col("posted_day")
    within = signals(lake).filter(reduce(or_, (days.is_between(one.first_day, one.last_day) for one in months)))
    where = " OR ".join(f"(day >= '{one.first_day}' AND day <= '{one.last_day}')" for one in months)
    for cube, counted in _days(within):
        lake.replace(cube, counted, where=where, note=note, after=before)
    _replace_conversations(lake, note)


def _replace_all(lake: Lake) -> None:
    note = _note(lake.version(SIGNALS))
    for cube, counted in _days(signals(lake)):
        lake.replace(cube, counted, note=note)
    _replace_conversations(lake, note)


def _replace_conversations(lake: Lake, note: str) -> None:
    """As a whole, since conversations cross months."""
    told = conversations(collect(_customers(lake)))
    lake.replace(CONVERSATIONS, told, note=note)
    lake.replace(TURN_MONTHS, _turn_months(told), note=note)


def _days(within: nw.LazyFrame[Any]) -> Iterator[tuple[Table, pa.Table]]:
    yield MESSAGE_DAYS, _counted(within, MESSAGE_DAYS)
    yield THEME_DAYS, _counted(within.filter(nw.col("theme") != ""), THEME_DAYS)


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


def _turn_months(told: pa.Table) -> pa.Table:
    begun = (
        DuckDB.here()
        .of_arrow(told)
        .with_columns(
            year=nw.col("first_day").dt.year(),
            number=nw.col("first_day").dt.month(),
            again=nw.col("angry_first") & nw.col("heard_again"),
        )
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
