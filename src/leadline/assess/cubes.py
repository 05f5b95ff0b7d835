"""The small cubes that pages read instead of messages, kept equal to a full rebuild.

In: SIGNALS of the present model. Out: MESSAGE_DAYS, THEME_DAYS, PEOPLE_MONTHS, CONVERSATIONS, TURN_MONTHS. Surprise:
whole months are replaced, not added to, so running again or out of order cannot double anything; and the commit that
writes a cube says of which signals it was made. Whatever came between (a run that died, one that was late, a repair
that took a damaged file off) leaves another note on the cube that it touched, and the next run makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.conversations import conversations_of, turn_months
from leadline.assess.people import people_of
from leadline.assess.reader import MODEL_VERSION
from leadline.assess.readings import is_hurting
from leadline.assess.tables import (
    CONVERSATIONS,
    CUBES,
    MESSAGE_DAYS,
    PEOPLE_MONTHS,
    SIGNALS,
    THEME_DAYS,
    TURN_MONTHS,
)
from leadline.engine import Lake, Table, collect, engine_for, matching, rows, scan, without
from leadline.engine.memory import remembered
from leadline.engine.store import FEW_FILES
from leadline.listen.versions import FIRST
from leadline.words import Month, Period

_PRESENT = nw.col("model") == MODEL_VERSION
_A_SIGNAL = ("model", "source", "message_id", "version")


def signals(lake: Lake, *, days: Period | None = None) -> nw.LazyFrame[Any]:
    """The present model's signals, all or those of some days, of the last version that was read of each message."""
    return last_versions(lake, scan(lake, SIGNALS, days=days).filter(_PRESENT))


def last_versions(lake: Lake, told: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Signals without those of versions after which a later one was read."""
    earlier = remembered(lake, [SIGNALS], "signals of earlier versions", lambda: _earlier_versions(lake))
    return without(told, earlier, list(_A_SIGNAL)) if earlier.num_rows else told


def _earlier_versions(lake: Lake) -> pa.Table:
    """Of each message that was read more than once: all versions but the last, the first (empty) one included."""
    files = [one.path for one in lake.bounds(SIGNALS, "version") if one.most != FIRST]
    if not files:
        return SIGNALS.of_rows([]).select(_A_SIGNAL)
    later = engine_for(SIGNALS).scan(SIGNALS, files).filter(nw.col("version") != FIRST).select(*_A_SIGNAL)
    every = collect(nw.concat([later, later.with_columns(version=nw.lit(FIRST))]).unique())
    last = every.group_by(list(_A_SIGNAL[:-1])).aggregate([("version", "max")]).rename_columns({"version_max": "last"})
    told = every.join(last, list(_A_SIGNAL[:-1]))
    return told.filter(pc.less(told["version"], told["last"])).select(_A_SIGNAL)


def refresh_cubes(lake: Lake, touched: pa.Table, *, since: int) -> None:
    """Bring the cubes up to date where only these signals were added since that version of SIGNALS (source, thread_id,
    posted_day: each at least once).

    Cubes that were not made of that version are made anew as a whole.
    """
    if touched.num_rows and 2 * touched.num_rows < _signals_held(lake):
        months = sorted({Month.of(day) for day in pc.unique(touched["posted_day"]).to_pylist()})
        threads = touched.group_by(["source", "thread_id"]).aggregate([])
        _replace_months(lake, months, threads, since=since)
    mend_cubes(lake)
    for cube in CUBES:
        lake.compact(cube, most_files=FEW_FILES)


def _signals_held(lake: Lake) -> int:
    """How many signals there are, of whatever model."""
    return sum(file.rows for file in lake.held(SIGNALS))


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


def _replace_months(lake: Lake, months: list[Month], threads: pa.Table, *, since: int) -> None:
    """A cube that somebody else wrote meanwhile is left as it is: its note tells."""
    note, before = _note(lake.version(SIGNALS)), _note(since)
    days = Period(months[0].first_day, months[-1].last_day)
    for cube, counted in _days(signals(lake, days=days).filter(_within("posted_day", months))):
        lake.replace(cube, counted, where=_days_of("day", months), note=note, after=before)
    lake.replace(PEOPLE_MONTHS, _people(lake, months), where=_any_of("month", months), note=note, after=before)
    _replace_conversations(lake, threads, note=note, after=before)


def _replace_all(lake: Lake) -> None:
    note = _note(lake.version(SIGNALS))
    for cube, counted in _days(signals(lake)):
        lake.replace(cube, counted, note=note)
    lake.replace(PEOPLE_MONTHS, _people(lake, _months(lake)), note=note)
    told = conversations_of(signals(lake))
    lake.replace(CONVERSATIONS, told, note=note)
    lake.replace(TURN_MONTHS, turn_months(told), note=note)


def _replace_conversations(lake: Lake, threads: pa.Table, *, note: str, after: str) -> None:
    """Those that were spoken in, told anew from their first message on, in the months in which they began."""
    told = conversations_of(last_versions(lake, matching(lake, SIGNALS, threads).filter(_PRESENT)))
    held = rows(matching(lake, CONVERSATIONS, threads).select("first_day").unique())
    days = {*pc.unique(told["first_day"]).to_pylist(), *(row["first_day"] for row in held)}
    months = sorted({Month.of(day) for day in days})
    if months:
        begun = scan(lake, CONVERSATIONS).filter(_within("first_day", months))
        others = collect(without(begun, threads, threads.column_names).select(*CONVERSATIONS.names))
        told = pa.concat_tables([others.cast(CONVERSATIONS.schema()), told])
    lake.replace(CONVERSATIONS, told, where=_days_of("first_day", months), note=note, after=after)
    lake.replace(TURN_MONTHS, turn_months(told), where=_any_of("month", months), note=note, after=after)


def _within(column: str, months: Sequence[Month]) -> nw.Expr:
    return reduce(or_, (nw.col(column).is_between(one.first_day, one.last_day) for one in months))


def _days_of(column: str, months: Sequence[Month]) -> str:
    return " OR ".join(f"({column} >= '{one.first_day}' AND {column} <= '{one.last_day}')" for one in months) or "false"


def _any_of(column: str, months: Sequence[Month]) -> str:
    return " OR ".join(f"{column} = '{one}'" for one in months) or "false"


def _months(lake: Lake) -> list[Month]:
    """The months of which anything was read."""
    year, month = nw.col("posted_day").dt.year(), nw.col("posted_day").dt.month()
    return sorted(Month(row["y"], row["m"]) for row in rows(signals(lake).select(y=year, m=month).unique()))


def _people(lake: Lake, months: Iterable[Month]) -> pa.Table:
    """Month by month, so that no more than one is in memory."""
    told = [people_of(signals(lake, days=one.period()), one) for one in months]
    return pa.concat_tables(told) if told else PEOPLE_MONTHS.of_rows([])


def _days(within: nw.LazyFrame[Any]) -> Iterator[tuple[Table, pa.Table]]:
    yield MESSAGE_DAYS, _counted(within, MESSAGE_DAYS)
    yield THEME_DAYS, _counted(within.filter(nw.col("theme") != ""), THEME_DAYS)


def _counted(within: nw.LazyFrame[Any], cube: Table) -> pa.Table:
    counts = (
        within.with_columns(day=nw.col("posted_day"), hurting=is_hurting())
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
