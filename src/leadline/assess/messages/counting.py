"""How many messages fit, on which days, by how many people? Told by the cubes, so that no signal is opened.

In: which messages. Out: messages by day, and people. The surprise: cubes tell of any two conditions, and of more that
stand together in one of them. Of others, of words, and where the cubes are behind the signals, nothing is told here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from operator import and_

import narwhals as nw

from leadline.assess.cubes.making import cubes_are_current
from leadline.assess.cubes.people import People, put_together
from leadline.assess.cubes.readings import HEARD, KEPT_OUT, READ_AS, SHOWN, as_read
from leadline.assess.messages.choosing import Which, about, asked_of_columns, chosen
from leadline.assess.tables import DAY_CUBES, LANGUAGE_DAYS, MESSAGE_DAYS, PEOPLE_MONTHS
from leadline.engine import Lake, Table, rows, scan
from leadline.engine.memory import remembered
from leadline.words import Month, Period

COUNTED_AT_ONCE = 300_000
"""Signals of a period up to which people are counted one by one."""
_COUNTS = {"hurting": "hurting", "frustration": "frustrated", "excitement": "excited", "need": "needing"}


def messages_by_day(lake: Lake, which: Which) -> dict[dt.date, int] | None:
    """How many messages fit, on each day on which any does; None where the cubes cannot tell."""
    cube = cube_for(which)
    if cube is None or not cubes_are_current(lake):
        return None
    return remembered(lake, [cube], ("messages by day", which), lambda: _by_day(lake, which, cube))


def cube_for(which: Which) -> Table | None:
    """The smallest cube whose columns hold all that is asked."""
    if which.words or which.themeless:
        return None
    wanted = {*asked_of_columns(which)}
    wanted |= {"speaker_role"} if which.aspect or which.market else set()
    wanted |= {"theme"} if which.joined or which.left else set()
    return next((cube for cube in DAY_CUBES if wanted <= set(cube.names)), None)


def languages_heard(lake: Lake) -> dict[str, int]:
    """How many messages of each language were heard, the most first."""
    return remembered(lake, [LANGUAGE_DAYS], "languages heard", lambda: _languages(lake))


def _languages(lake: Lake) -> dict[str, int]:
    told = rows(scan(lake, LANGUAGE_DAYS).group_by("language").agg(n=nw.col("messages").sum()))
    return {row["language"]: int(row["n"]) for row in sorted(told, key=lambda row: (-row["n"], row["language"]))}


def _by_day(lake: Lake, which: Which, cube: Table) -> dict[dt.date, int]:
    counted = _COUNTS.get(which.reading or "", "messages")
    told = scan(lake, cube).filter(reduce(and_, [_read_so(which), *about(which, cube.names), *_on_days(which)]))
    days = rows(told.group_by("day").agg(n=nw.col(counted).sum()).sort("day"))
    return {row["day"]: int(row["n"]) for row in days if row["n"]}


def people_behind(lake: Lake, which: Which, days: dict[dt.date, int]) -> People | None:
    """How many people wrote the messages of these days; None where they are few enough to be counted one by one.

    Months that lie within the days are told by sketches, the days before and after them by signals. Sketches do not
    know how repeats were read, and tell nothing where these count.
    """
    whole, around = _months_within(Period(min(days), max(days)), which.period)
    if which.noise or which.language or (which.channel and _is_of_a_theme(which)):  # of them no sketches
        return None
    if not whole or _signals_on(lake, Period(min(days), max(days))) <= COUNTED_AT_ONCE:
        return None
    told = scan(lake, PEOPLE_MONTHS).filter(
        nw.col("month") >= str(whole[0]),
        nw.col("month") <= str(whole[-1]),
        nw.col("reading").is_in(_readings(which)),
        *about(which, PEOPLE_MONTHS.names),
        nw.col("theme") != "" if _is_of_a_theme(which) else nw.col("channel") != "",
    )
    return put_together([row["sketch"] for row in rows(told.select("sketch"))], _authors(lake, which, around))


def _signals_on(lake: Lake, days: Period) -> int:
    told = scan(lake, MESSAGE_DAYS).filter(nw.col("day").is_between(days.first, days.last))
    [row] = rows(told.select(n=nw.col("messages").sum()))
    return int(row["n"] or 0)


def _months_within(days: Period, asked: Period | None) -> tuple[list[Month], list[Period]]:
    """The months of these days that are asked for as a whole, and the days before and after them."""
    month, months = Month.of(days.first), list[Month]()
    while month.first_day <= days.last:
        if not asked or (asked.first <= month.first_day and month.last_day <= asked.last):
            months.append(month)
        month = month.next()
    if not months:
        return [], [days]
    a_day = dt.timedelta(days=1)
    first, last = months[0].first_day, months[-1].last_day
    before = [Period(days.first, first - a_day)] if days.first < first else []
    after = [Period(last + a_day, days.last)] if days.last > last else []
    return months, [*before, *after]


def _authors(lake: Lake, which: Which, around: list[Period]) -> Iterator[str]:
    for days in around:
        within = nw.col("posted_day").is_between(days.first, days.last)
        yield from (row["author"] for row in rows(chosen(lake, which).filter(within).select("author").unique()))


def _is_of_a_theme(which: Which) -> bool:
    return which.theme is not None or which.department is not None


def _on_days(which: Which) -> Iterator[nw.Expr]:
    if which.period is not None:
        yield nw.col("day").is_between(which.period.first, which.period.last)


def _read_so(which: Which) -> nw.Expr:
    """Which sentiments count: what shows something could be read."""
    told = HEARD if which.reading in SHOWN else _readings(which)
    return (as_read() if which.noise else nw.col("sentiment")).is_in(told)


def _readings(which: Which) -> list[str]:
    if which.reading in SHOWN or which.reading in READ_AS:
        return [which.reading]
    if which.reading == "read":
        return [*HEARD]
    return [one for one in READ_AS if which.reading is None or one not in KEPT_OUT]
