"""What was priced, and when: a month's returns into the lake and back out of it.

In: returns, a month. Out: the same, as it was kept. The surprise: a month in which nothing can be priced any more is
kept too, as nothing, so that an older return is not told as the newest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leadline.engine import Lake
from leadline.engine.answers import Answer, keep, newest_of_each
from leadline.errors import LeadlineError
from leadline.value.returns import ALL_PROGRAMS, Roi
from leadline.value.ways import Ways
from leadline.words import Month, Period

ROI = "value roi"
ALL = ALL_PROGRAMS


@dataclass(frozen=True)
class Priced:
    """A month's returns; `missing` says which benefits could not be priced, and what they need; `notes` what else a
    reader must know of the sums; `ways` the contacts avoided, counted in more than one way."""

    period: Period
    whole: Roi
    programs: tuple[Roi, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()
    ways: tuple[Ways, ...] = ()


def keep_priced(lake: Lake, priced: Priced, month: Month, now: dt.datetime) -> None:
    for found in priced.programs:
        keep(lake, ROI, f"{found.program}@{month}", {"roi": found.as_dict()}, now=now)
    content = {
        "roi": priced.whole.as_dict(),
        "programs": [one.program for one in priced.programs],
        "missing": list(priced.missing),
        "notes": list(priced.notes),
        "ways": [one.as_dict() for one in priced.ways],
    }
    keep(lake, ROI, f"{ALL}@{month}", content, now=now)


def keep_nothing(lake: Lake, month: Month, now: dt.datetime) -> None:
    """Where this month or an earlier one was priced, say that nothing is priced any more."""
    if any(one <= month for one in priced_months(lake)):
        keep(lake, ROI, f"{ALL}@{month}", {"roi": None}, now=now)


def kept_value(lake: Lake, month: Month | None = None) -> Priced | None:
    """What was priced in a month, or in the newest one: of the programs that were priced together last.

    None where nothing was, and where it was kept in a shape that is no longer known: then it must be priced again.
    """
    kept = newest_of_each(lake, ROI)
    wanted = month or max(_months(kept), default=None)
    return _read(kept, wanted) if wanted else None


def value_as_of(lake: Lake, month: Month) -> Priced | None:
    """What was priced in a month, or in the newest one before it."""
    kept = newest_of_each(lake, ROI)
    newest = max((one for one in _months(kept) if one <= month), default=None)
    return _read(kept, newest) if newest else None


def priced_months(lake: Lake) -> tuple[Month, ...]:
    """The months that were priced, oldest first."""
    kept = newest_of_each(lake, ROI)
    return tuple(sorted(one for one in _months(kept) if kept[f"{ALL}@{one}"].content.get("roi")))


def _months(kept: Mapping[str, Answer]) -> set[Month]:
    """The months that anything is known of, be it that nothing is priced."""
    return {Month.parse(key.rsplit("@", 1)[1]) for key in kept if key.startswith(f"{ALL}@")}


def _read(kept: Mapping[str, Answer], month: Month) -> Priced | None:
    answer = kept.get(f"{ALL}@{month}")
    if answer is None or not answer.content.get("roi"):
        return None
    content = answer.content
    try:
        whole = Roi.from_dict(content["roi"])
        each = tuple(Roi.from_dict(kept[f"{name}@{month}"].content["roi"]) for name in content["programs"])
        ways = tuple(Ways.from_dict(one) for one in content.get("ways", ()))
        return Priced(whole.period, whole, each, tuple(content["missing"]), tuple(content["notes"]), ways)
    except (KeyError, LeadlineError):  # kept by an older version
        return None
