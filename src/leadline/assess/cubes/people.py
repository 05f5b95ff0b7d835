"""How many people said it? Sketches of who spoke, which can be put together for any months, themes and channels.

In: signals. Out: rows of PEOPLE_MONTHS; an estimate from any of them. The method: HyperLogLog (Flajolet et al. 2007) of
Apache DataSketches with 4,096 buckets. A few people are counted exactly; for many, two estimates in three lie within
1.04 / sqrt(4096) = 1.6 %, and 95 % of them within 3.3 %. Pseudonyms are taken in by order, so that a sketch
that is made anew is the same to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import narwhals as nw
import pyarrow as pa

from leadline.assess.cubes.groups import bounds
from leadline.assess.cubes.readings import READ_AS, SHOWN, shows
from leadline.assess.tables import PEOPLE_MONTHS
from leadline.engine import collect
from leadline.words import Month

_LG_BUCKETS = 12
_BY = (("channel",), ("theme", "department"))


@dataclass(frozen=True)
class People:
    """How many people, and between which numbers they lie at 95 %; the three are equal where they were counted."""

    count: int
    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        return self.least == self.most


def people_of(within: nw.LazyFrame[Any], month: Month) -> pa.Table:
    """The rows of PEOPLE_MONTHS of one month's signals."""
    told = [row for dimensions in _BY for row in _sketched(within, month, dimensions)]
    return PEOPLE_MONTHS.of_rows(sorted(told, key=lambda row: tuple(row[name] for name in PEOPLE_MONTHS.key)))


def put_together(sketches: Iterable[bytes], others: Iterable[str] = ()) -> People:
    """The people of all of these sketches, and others by their pseudonyms, each counted once."""
    from datasketches import hll_sketch, hll_union

    whole = hll_union(_LG_BUCKETS)
    for one in sketches:
        whole.update(hll_sketch.deserialize(one))
    for author in others:
        whole.update(author)
    count = round(whole.get_estimate())
    return People(count, min(count, round(whole.get_lower_bound(2))), max(count, round(whole.get_upper_bound(2))))


def _sketched(within: nw.LazyFrame[Any], month: Month, dimensions: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """A row for each party, speaker and value of the dimensions, and each way in which somebody's message was read."""
    keys = ["about_party", "speaker_role", *dimensions]
    if "theme" in dimensions:
        within = within.filter(nw.col("theme") != "")
    ways = {**{name: nw.col("sentiment") == name for name in READ_AS}, **{name: shows(name) for name in SHOWN}}
    authors = within.group_by(*keys, "author").agg(**{name: way.cast(nw.Int64).max() for name, way in ways.items()})
    told = collect(authors.select(*keys, "author", *ways).sort(*keys, "author"))
    columns = {name: told[name].to_numpy(zero_copy_only=False) for name in (*keys, "author")}
    groups = bounds(*(columns[name] for name in keys))
    empty = {"month": str(month), "channel": "", "theme": "", "department": ""}
    for reading in ways:
        fits = told[reading].to_numpy(zero_copy_only=False) > 0
        for first, last in pairwise(groups):
            speaking = columns["author"][first:last][fits[first:last]]
            if len(speaking):
                where = {name: columns[name][first] for name in keys}
                yield {**empty, **where, "reading": reading, "sketch": _sketch(speaking)}


def _sketch(authors: Iterable[str]) -> bytes:
    from datasketches import hll_sketch, tgt_hll_type

    made = hll_sketch(_LG_BUCKETS, tgt_hll_type.HLL_4)
    for author in authors:
        made.update(author)
    told: bytes = made.serialize_compact()
    return told
