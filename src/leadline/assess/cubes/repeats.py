"""Which messages only repeat others, and which authors are automatic? Decided a month at a time, where cubes are made.

In: the signals of one month. Out: rows of NOISE. Of messages about one party that say nearly the same the first counts,
the others are repeats: of long ones from LEADLINE_REPEATS on, whoever wrote them; of shorter ones, and of two, where
one author wrote them. An author of at least 20 messages a month of which half are repeats is automatic. The surprise:
only groups and their members leave the engine, so memory goes with what repeats, not with what was said.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.aspects import roles_of
from leadline.assess.tables import NOISE
from leadline.config import setting
from leadline.engine import Lake, among, beside, collect, frame, scan
from leadline.words import Period

BY_ONE = 2
"""From how many messages of one author on that say the same, the later ones are repeats."""
BUSY, MOSTLY = 20, 0.5
"""Messages a month, and the share of repeats among them, from which on an author is automatic."""
_NAMED = ("source", "message_id", "posted_day", "posted_at", "author")


def noise_of(told: nw.LazyFrame[Any]) -> pa.Table:
    """The rows of NOISE among one month's signals, of the last version of each message.

    What a company, its staff or its partners say themselves is theirs to repeat, and stays.
    """
    by_several = setting("LEADLINE_REPEATS")
    if not by_several:
        return NOISE.of_rows([])
    voice = told.filter(nw.col("speaker_role").is_in(roles_of("customers")), nw.col("sentiment") != "spam")
    printed = voice.filter(nw.col("fingerprint") != 0)
    several = _repeats(printed.filter(nw.col("fingerprint") > 0), ("about_party", "fingerprint"), by_several)
    repeats = pa.concat_tables([several, _repeats(printed, ("about_party", "fingerprint", "author"), BY_ONE)])
    automatic = _automatic(voice, repeats)
    own = collect(among(voice, automatic, ["author"]).select(*NOISE.key, "posted_day")) if automatic.num_rows else None
    return _rows_of(repeats, own)


def marked(lake: Lake, told: nw.LazyFrame[Any], days: Period | None) -> nw.LazyFrame[Any]:
    """Signals whose `sentiment` says `repeat` or `bot` where they are that, and `otherwise` what it said before."""
    noise = _noise(lake, days)
    if not noise.num_rows:
        return told.with_columns(otherwise=nw.lit(""))
    beneath = beside(told, noise, [*NOISE.key])
    plain = nw.col("kind").is_null()
    return beneath.with_columns(
        otherwise=nw.when(plain).then(nw.lit("")).otherwise(nw.col("sentiment")),
        sentiment=nw.when(plain).then(nw.col("sentiment")).otherwise(nw.col("kind")),
    ).drop("kind")


def _noise(lake: Lake, days: Period | None) -> pa.Table:
    found = scan(lake, NOISE)
    if days is not None:
        found = found.filter(nw.col("posted_day").is_between(days.first, days.last))
    return collect(found.select(*NOISE.key, "kind"))


def _repeats(printed: nw.LazyFrame[Any], same: tuple[str, ...], least: int) -> pa.Table:
    """All but the first of each group of at least so many messages that are the same in these columns (key, day,
    author, first).
    """
    counted = printed.group_by(*same).agg(n=nw.len(), first_at=nw.col("posted_at").min())
    groups = collect(counted.filter(nw.col("n") >= least).select(*same, "first_at"))
    named = [*NOISE.key, "posted_day", "author", "first"]
    if not groups.num_rows:
        return pa.table({name: pa.array([], pa.string()) for name in named}).set_column(
            2, "posted_day", pa.array([], pa.date32())
        )
    members = beside(among(printed, groups, [*same]).select(*dict.fromkeys([*_NAMED, *same])), groups, [*same])
    is_first = nw.col("posted_at") == nw.col("first_at")
    first = collect(members.filter(is_first).group_by(*same).agg(first=nw.col("message_id").min()))
    later = beside(members, first, [*same]).filter(~(is_first & (nw.col("message_id") == nw.col("first"))))
    return collect(later.select(*named))


def _automatic(voice: nw.LazyFrame[Any], repeats: pa.Table) -> pa.Table:
    """The authors of whose messages at least half are repeats, and who wrote enough of them."""
    counted = frame(repeats).unique(subset=[*NOISE.key]).group_by("author").agg(repeats=nw.len())
    busy = collect(counted.filter(nw.col("repeats") >= BUSY * MOSTLY))
    if not busy.num_rows:
        return busy
    wrote = collect(among(voice, busy, ["author"]).group_by("author").agg(messages=nw.len()))
    both = wrote.join(busy, "author")
    mostly = pc.greater_equal(both["repeats"], pc.multiply(pc.cast(both["messages"], pa.float64()), MOSTLY))
    return both.filter(pc.and_(mostly, pc.greater_equal(both["messages"], BUSY)))


def _rows_of(repeats: pa.Table, automatic: pa.Table | None) -> pa.Table:
    """Each message once; one by an automatic author is told as that."""
    found = repeats.group_by([*NOISE.key, "posted_day"]).aggregate([("first", "min")])
    told = found.rename_columns({"first_min": "first"}).append_column("kind", _same("repeat", found.num_rows))
    if automatic is not None:
        told = told.join(automatic.select([*NOISE.key]), [*NOISE.key], join_type="left anti")
        empty = _same("", automatic.num_rows)
        bots = automatic.append_column("kind", _same("bot", len(empty))).append_column("first", empty)
        told = pa.concat_tables([told.select(NOISE.names), bots.select(NOISE.names)])
    return told.select(NOISE.names).sort_by([(name, "ascending") for name in NOISE.key]).cast(NOISE.schema())


def _same(word: str, times: int) -> pa.Array:
    return pa.array([word] * times, pa.string())
