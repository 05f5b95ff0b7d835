"""How did a theme go, month by month? Counts of one party's themes over the whole time heard.

In: the cube THEME_DAYS. Out: a `ThemeMonth` a theme and month. The surprise: a month that has only begun, or that
messages reach into from its middle, is marked as unfinished, because its count is no level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw

from leadline.assess.aspects import AspectName, roles_of
from leadline.assess.cubes.readings import is_heard
from leadline.assess.reader.themes import Themes
from leadline.assess.tables import COUNTED, THEME_DAYS
from leadline.assess.xray.landscape import months_heard
from leadline.engine import Lake, rows, scan
from leadline.words import Month, PartyId


@dataclass(frozen=True)
class ThemeMonth:
    """One theme's read messages in one month; `whole` says whether the lake holds all days of the month."""

    theme: str
    month: Month
    messages: int
    hurting: int
    frustrated: int
    excited: int
    needing: int
    whole: bool


def theme_months(
    lake: Lake,
    party: PartyId,
    *,
    aspect: AspectName = "customers",
    theme: str | None = None,
    themes: Themes | None = None,
) -> dict[str, tuple[ThemeMonth, ...]]:
    """By theme, its months in order; months without a message of it are left out.

    With `themes`, a theme that was merged counts as the one it was merged into.
    """
    heard = months_heard(lake)
    if heard is None:
        return {}
    told: dict[str, dict[Month, ThemeMonth]] = {}
    for row in _counted(lake, party, aspect, themes.family(theme) if themes and theme else theme and (theme,)):
        month = Month(row.pop("year"), row.pop("number"))
        whole = heard.first <= month.first_day and month.last_day <= heard.last
        row["theme"] = themes.standing(row["theme"]) if themes else row["theme"]
        months, one = told.setdefault(row["theme"], {}), ThemeMonth(month=month, whole=whole, **row)
        months[month] = _together(months[month], one) if month in months else one
    return {name: tuple(months[month] for month in sorted(months)) for name, months in told.items()}


def _together(one: ThemeMonth, other: ThemeMonth) -> ThemeMonth:
    return replace(one, **{name: getattr(one, name) + getattr(other, name) for name in COUNTED})


def _counted(lake: Lake, party: PartyId, aspect: AspectName, wanted: Sequence[str] | None) -> list[dict[str, Any]]:
    said = (nw.col("about_party") == party) & nw.col("speaker_role").is_in(roles_of(aspect)) & is_heard()
    mine = scan(lake, THEME_DAYS).filter(said)
    if wanted:
        mine = mine.filter(nw.col("theme").is_in(list(wanted)))
    monthly = mine.with_columns(year=nw.col("day").dt.year(), number=nw.col("day").dt.month())
    sums = {name: nw.col(name).sum().cast(nw.Int64) for name in COUNTED}
    return rows(monthly.group_by("theme", "year", "number").agg(**sums).sort("theme", "year", "number"))
