"""What do customers speak of that no theme covers, and that is new this month?

In: the own customers' messages in which no theme was found, month by month. Out: NEW_PHRASES: pairs of words that mark
a month off from the one before beyond chance, put together where the same messages hold them. The surprise: a group
that comes again keeps the id and the name it was first known by, so that its months can be told as one story.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.aspects import roles_of
from leadline.assess.cubes.making import cubes_are_current, signals
from leadline.assess.cubes.present import present_model
from leadline.assess.cubes.readings import is_heard
from leadline.assess.tables import MESSAGE_DAYS, NEW_PHRASES, THEME_DAYS
from leadline.assess.themes.phrases import PairCounts, beyond_chance, chance_of, pairs_of, telling_pairs
from leadline.assess.xray.landscape import months_heard
from leadline.config import setting
from leadline.engine import Lake, in_batches, rows, scan
from leadline.listen import MESSAGES, messages
from leadline.words import Month, PartyId

AT_ONCE = 200_000
"""How many messages without a theme one query reads, at most."""
CANDIDATES = 60
"""Telling pairs of a month that are looked at more closely."""
FALSE_ALARMS = 0.05
"""Months in which at least one pair is told that chance alone brought (Bonferroni's bound over all pairs tried)."""
EXAMPLES = 40
SAME_MESSAGES = 0.5
"""Two pairs are one group from this share of the rarer one's messages on."""

_CUSTOMERS = roles_of("customers")
_KEPT = ("source", "message_id", "author", "text")
_BLANKED = r"@\w+|https?://\S+|\[\w+\]"


@dataclass
class _Found:
    """One pair among the messages of a month."""

    messages: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    examples: list[tuple[str, str]] = field(default_factory=list)
    before: set[int] = field(default_factory=set)


Row = dict[str, Any]


def mine_phrases(lake: Lake, own: PartyId, *, progress: Callable[[int], None] = lambda _: None) -> int:
    """Bring NEW_PHRASES up to date; how many months were looked at anew. A second run looks at none.

    A month is looked at where other messages than before have no theme in it, or in the month before.
    """
    if not cubes_are_current(lake):
        return 0
    without = _without_theme(lake, own)
    known = [row for row in rows(scan(lake, NEW_PHRASES)) if row["about_party"] == own]
    model = present_model(lake)
    wanted = [month for month in sorted(without) if _is_stale(month, without, known, model)]
    counted: dict[Month, PairCounts] = {}
    for done, month in enumerate(wanted, start=1):
        pair = {one: counted.get(one) or _count(lake, own, one, without) for one in (month.previous(), month)}
        found = [row | {"model": model} for row in _month(lake, own, month, without, pair, known)]
        known = [row for row in known if row["month"] != str(month)] + found
        counted = {month: pair[month]}  # the next one's month before; no more is held
        progress(done)
    if wanted:
        made = [row for row in known if row["month"] in {str(month) for month in wanted}]
        where = " OR ".join(f"(month = '{month}' AND about_party = '{own}')" for month in wanted)
        lake.replace(NEW_PHRASES, NEW_PHRASES.of_rows(made), where=where)
    return len(wanted)


def _without_theme(lake: Lake, own: PartyId) -> dict[Month, int]:
    """How many of the own customers' messages could be read and have no theme, by month, as the cubes say."""
    found: dict[Month, int] = {}
    for cube, sign in ((MESSAGE_DAYS, 1), (THEME_DAYS, -1)):
        mine = (nw.col("about_party") == own) & nw.col("speaker_role").is_in(_CUSTOMERS) & is_heard()
        told = scan(lake, cube).filter(mine).group_by("day").agg(n=nw.col("messages").sum())
        for row in rows(told):
            month = Month.of(row["day"])
            found[month] = found.get(month, 0) + sign * int(row["n"])
    return found


def _is_stale(month: Month, without: Mapping[Month, int], known: Sequence[Row], model: str) -> bool:
    told = next((row for row in known if row["month"] == str(month) and not row["id"]), None)
    now = (without[month], without.get(month.previous(), 0), model)
    return told is None or (told["messages"], told["before"], told["model"]) != now


def _count(lake: Lake, own: PartyId, month: Month, without: Mapping[Month, int]) -> PairCounts:
    counts = PairCounts()
    for batch in _texts(lake, own, month, without):
        counts.read(batch["text"].to_pylist())
    return counts


def _month(
    lake: Lake,
    own: PartyId,
    month: Month,
    without: Mapping[Month, int],
    counted: Mapping[Month, PairCounts],
    known: Sequence[Row],
) -> Iterator[Row]:
    """The month's own row, then its groups."""
    before, heard = month.previous(), months_heard(lake)
    whole, whole_before = without[month], without.get(before, 0)
    same = {"month": str(month), "about_party": own}
    nothing = {"id": "", "name": "", "since": str(month), "phrases": "[]", "people": 0, "examples": "[]"}
    yield same | nothing | {"messages": whole, "before": whole_before}
    if not whole_before or heard is None or heard.first > before.first_day:
        return  # half a month is no level to compare with
    now, then = counted[month].counts, counted[before].counts
    least = setting("LEADLINE_SMALL_GROUP")
    bound = beyond_chance(FALSE_ALARMS / max(1, sum(count >= least for count in now.values())))
    pairs = [
        one.text
        for one in telling_pairs(now, then, top=CANDIDATES, least_messages=least)
        if chance_of(one.messages, whole, one.background_messages, whole_before) >= bound
    ]
    found = _look_closer(lake, own, month, without, pairs)
    taken: set[str] = set()
    for group in _groups(pairs, found):
        row = _row(group, found)
        if row["people"] >= setting("LEADLINE_SMALL_GROUP"):
            yield same | row | _named(group, month, known, taken)


def _look_closer(
    lake: Lake, own: PartyId, month: Month, without: Mapping[Month, int], pairs: Sequence[str]
) -> dict[str, _Found]:
    """The messages of both months in which these pairs stand, counted exactly."""
    found = {pair: _Found() for pair in pairs}
    if not pairs:
        return found
    likely = "|".join(sorted({re.escape(pair.split()[0]) for pair in pairs}))
    number = 0
    for then in (month.previous(), month):
        for batch in _texts(lake, own, then, without):
            hits = batch.filter(pc.match_substring_regex(batch["text"], likely, ignore_case=True))
            for row in hits.to_pylist():
                number += 1
                for pair in found.keys() & set(pairs_of(row["text"])):
                    _note(found[pair], number, row, is_now=then == month)
    return found


def _note(found: _Found, number: int, row: Row, *, is_now: bool) -> None:
    if not is_now:
        found.before.add(number)
        return
    found.messages.add(number)
    found.people.add(row["author"])
    if len(found.examples) < EXAMPLES:
        found.examples.append((row["source"], row["message_id"]))


def _groups(pairs: Sequence[str], found: Mapping[str, _Found]) -> list[list[str]]:
    """Pairs that stand in the same messages, each group's most telling first."""
    groups: list[list[str]] = []
    for pair in pairs:
        mine = found[pair].messages
        for group in groups:
            least = min(len(mine), len(found[group[0]].messages))
            if len(mine & found[group[0]].messages) >= SAME_MESSAGES * least:
                group.append(pair)
                break
        else:
            groups.append([pair])
    return groups


def _row(group: Sequence[str], found: Mapping[str, _Found]) -> Row:
    some = [found[pair] for pair in group]
    return {
        "phrases": json.dumps(list(group)),
        "messages": len(set[int]().union(*(one.messages for one in some))),
        "people": len(set[str]().union(*(one.people for one in some))),
        "before": len(set[int]().union(*(one.before for one in some))),
        "examples": json.dumps(list(dict.fromkeys(key for one in some for key in one.examples))[:EXAMPLES]),
    }


def _named(group: Sequence[str], month: Month, known: Sequence[Row], taken: set[str]) -> Row:
    """What the group was called when it was seen first, or the name of its most telling pair."""
    earlier = sorted((row for row in known if row["id"] and row["id"] not in taken), key=lambda row: row["month"])
    same = next((row for row in earlier if _is_same(group, json.loads(row["phrases"]))), None)
    name = same["name"] if same else group[0]
    found = {"id": re.sub(r"\W+", "-", name), "name": name}
    taken.add(found["id"])
    return found | {"since": min(same["since"], str(month)) if same else str(month)}


def _is_same(group: Iterable[str], other: Iterable[str]) -> bool:
    """Whether at least half of the smaller one's pairs stand in the other."""
    one, two = set(group), set(other)
    return 2 * len(one & two) >= min(len(one), len(two))


def _texts(lake: Lake, own: PartyId, month: Month, without: Mapping[Month, int]) -> Iterator[pa.Table]:
    """The month's messages without a theme, in pieces; what is deleted where it was said is nobody's to read."""
    held = without.get(month, 0)
    for days in month.period().parted(held, AT_ONCE) if held else ():
        mine = (nw.col("about_party") == own) & nw.col("speaker_role").is_in(_CUSTOMERS) & (nw.col("theme") == "")
        keys = signals(lake, days=days).filter(mine & is_heard()).select(*MESSAGES.key)
        said = messages(lake, days=days).filter(nw.col("deleted_at").is_null())
        wanted = said.join(keys, on=list(MESSAGES.key), how="inner").select(*_KEPT).sort("source", "message_id")
        yield from in_batches(wanted, _blanked, _SHAPE)


_SHAPE = pa.schema([(name, pa.string()) for name in _KEPT])


def _blanked(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Without handles, links and what was blanked at intake."""
    kept = {name: batch[name] for name in _KEPT}
    text = pc.replace_substring_regex(batch["text"], _BLANKED, " . ")
    return pa.RecordBatch.from_pydict(kept | {"text": text}, _SHAPE)
