"""What can be computed where a file cannot be read yet: the nearest field or choice, a day, a free id.

In: the plain values of the text, and a remark of reading. Out: edits, or none.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from leadline.plain import Where, parse_path
from leadline.strategy.edits import Name
from leadline.strategy.fixes.fix import NOTHING, Edits, put
from leadline.strategy.reading import free_id, slug
from leadline.strategy.shape import choices_at, fields_at
from leadline.words import Remark

_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})|(\d{4})([./])(\d{1,2})\6(\d{1,2})")
_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})")
_FIRST = 0.75
"""How near a misspelt word has to be to the right one to be written without asking."""


def edits_for(values: Any, remark: Remark) -> Edits:
    """What settles a remark of reading, where it can be computed."""
    path = parse_path(remark.where)
    settle = SETTLED.get(remark.code)
    return settle(values, path, remark.where) if settle and path else NOTHING


def _field_meant(values: Any, path: Where, where: str) -> Edits:
    """`sucess:` is `success:`, unless that stands there too."""
    near = difflib.get_close_matches(str(path[-1]), fields_at(path[:-1]), n=1, cutoff=_FIRST)
    around = _at(values, path[:-1])
    taken = not isinstance(around, Mapping) or not near or near[0] in around
    return NOTHING if taken else (Name(where, near[0]),)


def _choice_meant(values: Any, path: Where, where: str) -> Edits:
    near = difflib.get_close_matches(str(_at(values, path)).lower(), choices_at(path), n=1, cutoff=_FIRST)
    return put(where, near[0] if near else None)


def _day(values: Any, path: Where, where: str) -> Edits:
    """`31.3.2026` and `2026/3/31` can be read in one way; `3/4/2026` in two."""
    found = _DAY.fullmatch(str(_at(values, path)).strip())
    if found is None:
        return NOTHING
    if found[5]:
        return put(where, _date(int(found[5]), int(found[7]), int(found[8])))
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    certain = found[2] == "." or first == second or not (day_first and month_first)
    return put(where, (day_first or month_first) if certain else None)


def _dates_exchanged(values: Any, path: Where, where: str) -> Edits:
    """A period that ends before it begins."""
    found = _PERIOD.fullmatch(str(_at(values, path)).strip())
    return put(where, f"{found[2]} to {found[1]}" if found and found[2] < found[1] else None)


def _plain_id(values: Any, path: Where, where: str) -> Edits:
    """`Lower cost!` as `lower-cost`, where nothing else in the file names it."""
    given = str(_at(values, path))
    if path[-1] != "id" or sum(one == given for one in _texts(values)) > 1:
        return NOTHING
    return put(where, free_id(slug(given), set(_texts(values))) if slug(given) else None)


def _second_id(values: Any, path: Where, where: str) -> Edits:
    """The second of two equal ids, where nothing refers to either."""
    given = str(_at(values, path))
    return put(where, None if sum(one == given for one in _texts(values)) > 2 else free_id(given, set(_texts(values))))


SETTLED: Mapping[str, Callable[[Any, Where, str], Edits]] = {
    "DOC002": _field_meant,
    "DOC004": _choice_meant,
    "DOC005": _day,
    "DOC006": _dates_exchanged,
    "DOC007": _plain_id,
    "DOC010": _second_id,
}


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _at(values: Any, path: Where) -> Any:
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif value is not None:
        yield str(value)
