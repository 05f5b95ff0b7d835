"""The small cubes that pages read instead of messages, kept equal to a full rebuild.

In: SIGNALS of the present model. Out: all of CUBES, NOISE first. Surprise: whole months are replaced, not added to, so
running again or out of order cannot double anything; and the commit that writes a cube says of which signals it was
made. Whatever came between (a run that died, one that was late, a repair that took a damaged file off) leaves another
note on the cube that it touched, and the next run makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.cubes.asking import asked_days, asked_of
from leadline.assess.cubes.conversations import conversations_of, turn_months
from leadline.assess.cubes.people import people_of
from leadline.assess.cubes.present import is_by, note_of, present_model
from leadline.assess.cubes.readings import is_hurting
from leadline.assess.cubes.repeats import marked, noise_of
from leadline.assess.cubes.voices import most_heard, people_of_window, touched_by, voice_months, window_of
from leadline.assess.tables import (
    ASKED,
    ASKED_DAYS,
    CONVERSATIONS,
    CUBES,
    DAY_CUBES,
    MESSAGE_DAYS,
    NOISE,
    PEOPLE_MONTHS,
    SIGNALS,
    TURN_MONTHS,
    VOICE_MONTHS,
    VOICES,
)
from leadline.engine import Lake, Table, collect, engine_for, matching, rows, scan, without
from leadline.engine.memory import remembered
from leadline.engine.store import FEW_FILES
from leadline.listen.versions import FIRST
from leadline.words import Month, Period

_A_SIGNAL = ("model", "source", "message_id", "version")


def signals(lake: Lake, *, days: Period | None = None, model: str | None = None) -> nw.LazyFrame[Any]:
    """The same as `all_signals`; what only repeats, or was sent by a machine, says so (`repeats.marked`)."""
    return marked(lake, all_signals(lake, days=days, model=model), days)


def all_signals(lake: Lake, *, days: Period | None = None, model: str | None = None) -> nw.LazyFrame[Any]:
    """A model's signals, else the present one's, of all or some days: the last version read of each message."""
    return last_versions(lake, scan(lake, SIGNALS, days=days).filter(is_by(model or present_model(lake))))


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


def refresh_cubes(lake: Lake, touched: pa.Table, *, since: int, model: str | None = None) -> None:
    """Bring the cubes up to date where only these signals were added since that version of SIGNALS (source, thread_id,
    posted_day: each at least once), by the model, else by the present one.

    Cubes that were not made of that version, or of another model, are made anew as a whole.
    """
    model = model or present_model(lake)
    if touched.num_rows and 2 * touched.num_rows < _signals_held(lake):
        months = sorted({Month.of(day) for day in pc.unique(touched["posted_day"]).to_pylist()})
        threads = touched.group_by(["source", "thread_id"]).aggregate([])
        _replace_months(lake, months, threads, since=since, model=model)
    mend_cubes(lake, model=model)
    for cube in CUBES:
        lake.compact(cube, most_files=FEW_FILES)


def _signals_held(lake: Lake) -> int:
    """How many signals there are, of whatever model."""
    return sum(file.rows for file in lake.held(SIGNALS))


def rebuild_cubes(lake: Lake) -> None:
    """All cubes from all signals; what the signals no longer hold is gone."""
    model = present_model(lake)
    _replace_all(lake, model)
    mend_cubes(lake, model=model)


def mend_cubes(lake: Lake, *, model: str | None = None) -> None:
    """Make all cubes anew until none is of other signals than those that stand; where none is, nothing is written.

    With `model` they are that one's from now on, and it is the present one.
    """
    model = model or present_model(lake)
    while not cubes_are_current(lake, model=model):
        _replace_all(lake, model)


def cubes_are_current(lake: Lake, *, model: str | None = None) -> bool:
    """Whether each cube was made of the signals as they stand now, by this model, else by the present one."""
    note = note_of(model or present_model(lake), lake.version(SIGNALS))
    return all(lake.note(cube) == note for cube in CUBES)


def _replace_months(lake: Lake, months: list[Month], threads: pa.Table, *, since: int, model: str) -> None:
    """A cube that somebody else wrote meanwhile is left as it is: its note tells."""
    note, before = note_of(model, lake.version(SIGNALS)), note_of(model, since)
    days = Period(months[0].first_day, months[-1].last_day)
    noise = _noise(lake, months, model)
    lake.replace(NOISE, noise, where=_days_of("posted_day", months), note=note, after=before)
    for cube, counted in _days(signals(lake, days=days, model=model).filter(_within("posted_day", months))):
        lake.replace(cube, counted, where=_days_of("day", months), note=note, after=before)
    people = _people(lake, months, model)
    lake.replace(PEOPLE_MONTHS, people, where=_any_of("month", months), note=note, after=before)
    near = _heard_among({one for month in months for one in touched_by(month)}, lake)
    _replace_voices(lake, near, model=model, note=note, after=before)
    _replace_conversations(lake, threads, model=model, note=note, after=before)


def _replace_all(lake: Lake, model: str) -> None:
    note, months = note_of(model, lake.version(SIGNALS)), _months(lake, model)
    lake.replace(NOISE, _noise(lake, months, model), note=note)
    for cube, counted in _days(signals(lake, model=model)):
        lake.replace(cube, counted, note=note)
    lake.replace(PEOPLE_MONTHS, _people(lake, months, model), note=note)
    told = conversations_of(all_signals(lake, model=model))
    lake.replace(CONVERSATIONS, told, note=note)
    lake.replace(TURN_MONTHS, turn_months(told), note=note)
    asked = asked_of(all_signals(lake, model=model))
    lake.replace(ASKED, asked, note=note)
    lake.replace(ASKED_DAYS, asked_days(asked), note=note)
    for cube, counted in _voices(lake, months, model):
        lake.replace(cube, counted, note=note)


def _heard_among(months: set[Month], lake: Lake) -> list[Month]:
    """Those in which anything was said, as MESSAGE_DAYS has it by now."""
    told = scan(lake, MESSAGE_DAYS).filter(_within("day", sorted(months))).select("day").unique()
    return sorted({Month.of(row["day"]) for row in rows(told)})


def _replace_voices(lake: Lake, months: list[Month], *, model: str, note: str, after: str) -> None:
    """Of each touched month, and of those whose window reaches back to it."""
    for cube, counted in _voices(lake, months, model):
        lake.replace(cube, counted, where=_any_of("month", months), note=note, after=after)


def _voices(lake: Lake, months: Iterable[Month], model: str) -> Iterator[tuple[Table, pa.Table]]:
    """Month by month, so that no more than one window's people are in memory."""
    counts, named = [VOICE_MONTHS.of_rows([])], [VOICES.of_rows([])]
    for month in months:
        people = people_of_window(signals(lake, days=window_of(month), model=model))
        counts.append(voice_months(people, month))
        named.append(most_heard(people, month))
    yield VOICE_MONTHS, pa.concat_tables(counts)
    yield VOICES, pa.concat_tables(named)


def _replace_conversations(lake: Lake, threads: pa.Table, *, model: str, note: str, after: str) -> None:
    """Those that were spoken in, told anew from their first message on, in the months in which they began."""
    said = last_versions(lake, matching(lake, SIGNALS, threads).filter(is_by(model)))
    told, months = _with_the_others(lake, CONVERSATIONS, "first_day", conversations_of(said), threads)
    lake.replace(CONVERSATIONS, told, where=_days_of("first_day", months), note=note, after=after)
    lake.replace(TURN_MONTHS, turn_months(told), where=_any_of("month", months), note=note, after=after)
    asked, months = _with_the_others(lake, ASKED, "asked_day", asked_of(said), threads)
    lake.replace(ASKED, asked, where=_days_of("asked_day", months), note=note, after=after)
    lake.replace(ASKED_DAYS, asked_days(asked), where=_days_of("day", months), note=note, after=after)


def _with_the_others(
    lake: Lake, table: Table, day: str, told: pa.Table, threads: pa.Table
) -> tuple[pa.Table, list[Month]]:
    """What these conversations tell now, with all others of the months that they are in or were in."""
    held = rows(matching(lake, table, threads).select(day).unique())
    days = {*pc.unique(told[day]).to_pylist(), *(row[day] for row in held)}
    months = sorted({Month.of(one) for one in days})
    if not months:
        return told, months
    within = scan(lake, table).filter(_within(day, months))
    others = collect(without(within, threads, threads.column_names).select(*table.names))
    return pa.concat_tables([others.cast(table.schema()), told]), months


def _within(column: str, months: Sequence[Month]) -> nw.Expr:
    return reduce(or_, (nw.col(column).is_between(one.first_day, one.last_day) for one in months))


def _days_of(column: str, months: Sequence[Month]) -> str:
    return " OR ".join(f"({column} >= '{one.first_day}' AND {column} <= '{one.last_day}')" for one in months) or "false"


def _any_of(column: str, months: Sequence[Month]) -> str:
    return " OR ".join(f"{column} = '{one}'" for one in months) or "false"


def _months(lake: Lake, model: str) -> list[Month]:
    """The months of which anything was read."""
    year, month = nw.col("posted_day").dt.year(), nw.col("posted_day").dt.month()
    found = rows(all_signals(lake, model=model).select(y=year, m=month).unique())
    return sorted(Month(row["y"], row["m"]) for row in found)


def _noise(lake: Lake, months: Iterable[Month], model: str) -> pa.Table:
    """Month by month, as people are."""
    told = [noise_of(all_signals(lake, days=one.period(), model=model)) for one in months]
    return pa.concat_tables(told) if told else NOISE.of_rows([])


def _people(lake: Lake, months: Iterable[Month], model: str) -> pa.Table:
    """Month by month, so that no more than one is in memory."""
    told = [people_of(signals(lake, days=one.period(), model=model), one) for one in months]
    return pa.concat_tables(told) if told else PEOPLE_MONTHS.of_rows([])


def _days(within: nw.LazyFrame[Any]) -> Iterator[tuple[Table, pa.Table]]:
    of_themes = within.filter(nw.col("theme") != "")
    for cube in DAY_CUBES:
        yield cube, _counted(of_themes if "theme" in cube.names else within, cube)


def _counted(within: nw.LazyFrame[Any], cube: Table) -> pa.Table:
    counts = (
        within.with_columns(day=nw.col("posted_day"), hurting=is_hurting() | (nw.col("otherwise") == "negative"))
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
