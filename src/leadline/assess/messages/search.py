"""Full text: which messages hold these words, together with any other conditions?

In: SIGNALS and MESSAGES, as they stand now. Out: keys, counts, days and people of what fits. The surprise: the index
answers every combination of conditions, with words or without, and holds nothing of its own: each day is compared by
the sum of its messages' fingerprints, so that a run after one that died, or after an edit, a deletion or an erasure,
puts exactly those days right. A day that lost a message has the whole index written anew, so that no byte is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from typing import Any, cast
from urllib.parse import quote, unquote

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadline.assess.aspects import roles_of
from leadline.assess.cubes.making import signals
from leadline.assess.cubes.present import note_of, present_model
from leadline.assess.cubes.readings import HEARD, KEPT_OUT, SHOWN
from leadline.assess.messages.choosing import Which, asked_of_columns
from leadline.assess.tables import SIGNALS
from leadline.config import locked
from leadline.engine import DuckDB, Lake, collect, rows, scan
from leadline.engine.texts import Asked, Entry, Held, Texts, Writers, fact, texts_in
from leadline.listen import MESSAGES, VERSIONS, current, with_versions
from leadline.words import Month, Period, SpeakerRole

SEARCH = "search"
"""The index's folder in the lake, and its name where cubes are named."""
AT_ONCE = 200_000
"""How many messages one query reads, at most, unless they are of one day."""
_KEY = ("source", "message_id")
_FACTS = ("about_party", "speaker_role", "channel", "theme", "department", "language")
_FLAGS = ("frustration", "excitement", "need")
_READ = ("sentiment", "otherwise", *_FLAGS)
_PRINTED = (*_KEY, "version", *_FACTS, *_READ, "gone")
"""What an entry is made of: another model, or a message that is a repeat by now, changes its day's sum."""


def refresh_search(
    lake: Lake, *, progress: Callable[[int], None] = lambda _: None, since: int = -1, touched: Collection[dt.date] = ()
) -> None:
    """Bring the index up to date with the signals and what the messages say now; where it is, nothing is written.

    Where it was current at the version `since` of SIGNALS, and only on the days `touched` anything was read from then
    on, months without such a day are not looked at: what repeats is decided a month at a time.
    """
    if search_is_current(lake):
        return
    with _alone(lake):
        note, texts = _note(lake), _texts(lake)
        held = texts.days()
        is_known = since >= 0 and bool(held) and texts.note == _note(lake, since)
        among = _days_of_months(touched) if is_known else None
        told = _printed(lake, among)
        if among is not None and _is_any_lost(told, held, among):
            among, told = None, _printed(lake)
        changed = {day for day in ({*told, *held} if among is None else among) if told.get(day) != held.get(day)}
        if among is None and _is_better_made_anew(told, held, changed):
            texts.make(_entries(lake, told, progress), note=note)
        else:
            mine = {day: told[day] for day in changed if day in told}
            texts.put(_entries(lake, mine, progress), days=changed, note=note)


def rebuild_search(lake: Lake) -> None:
    """The whole index anew: nothing is left of what the lake no longer holds."""
    if lake.version(SIGNALS) < 0:
        return
    with _alone(lake):
        note = _note(lake)
        _texts(lake).make(_entries(lake, _printed(lake), lambda _: None), note=note)


def search_is_current(lake: Lake) -> bool:
    """Whether the index was made of the signals and versions as they stand now, by the present model."""
    return _texts(lake).note == _note(lake)


def sought(lake: Lake, which: Which, *, limit: int, offset: int = 0) -> list[tuple[str, str]]:
    """Source and id of what fits, newest first. Raises LeadlineError where there is no index."""
    keys = _texts(lake).find(_asked(which), limit=limit, offset=offset)
    return [cast("tuple[str, str]", tuple(map(_unquoted, key.split(" ")))) for key in keys]


def count_sought(lake: Lake, which: Which) -> int:
    """How many fit."""
    return _texts(lake).count(_asked(which))


def sought_by_day(lake: Lake, which: Which) -> dict[dt.date, int]:
    """How many fit, on each day on which any does."""
    return _texts(lake).by_day(_asked(which))


def writers_sought(lake: Lake, which: Which) -> Writers:
    """By how many people."""
    return _texts(lake).writers(_asked(which))


def _texts(lake: Lake) -> Texts:
    return texts_in(lake.root / SEARCH)


def _alone(lake: Lake) -> Any:
    folder = lake.root / SEARCH
    folder.mkdir(mode=0o700, exist_ok=True)
    return locked(folder)


def _note(lake: Lake, signals_version: int | None = None) -> str:
    """What the index is made of; or was, where the signals stood at that version."""
    version = lake.version(SIGNALS) if signals_version is None else signals_version
    note = note_of(present_model(lake), version)
    return f"{note} {lake.version(VERSIONS)} {DuckDB.here().signature}" if note else ""


def _is_better_made_anew(told: dict[dt.date, Held], held: dict[dt.date, Held], changed: Collection[dt.date]) -> bool:
    """What was taken out leaves its bytes behind, and most of an index is sooner made than mended."""
    lost = _is_any_lost(told, held, changed)
    waiting = sum(told[day].texts for day in changed if day in told)
    return not held or lost or 2 * waiting > sum(one.texts for one in told.values())


def _days_of_months(days: Collection[dt.date]) -> set[dt.date]:
    """All days of the months in which these days lie."""
    months = [month.period() for month in {Month.of(day) for day in days}]
    return {month.first + dt.timedelta(number) for month in months for number in range(month.days)}


def _is_any_lost(told: dict[dt.date, Held], held: dict[dt.date, Held], among: Collection[dt.date]) -> bool:
    return any(day not in told or told[day].texts < held[day].texts for day in among if day in held)


def _printed(lake: Lake, among: Collection[dt.date] | None = None) -> dict[dt.date, Held]:
    """How many messages stand in the lake of each day, or of these, and the sum of their fingerprints."""
    found: dict[dt.date, Held] = {}
    for days in _spans(_counted(lake, among)):
        keys = _standing(lake, signals(lake, days=days).select(*_PRINTED[:-1], "posted_day"))
        day = keys["posted_day"].cast(pa.int32()).to_numpy()
        which, place = np.unique(day, return_inverse=True)
        counts, sums = np.bincount(place), np.bincount(place, weights=_prints(keys))
        for number, count, total in zip(which.tolist(), counts.tolist(), sums.tolist(), strict=True):
            found[dt.date(1970, 1, 1) + dt.timedelta(number)] = Held(count, int(total))
    return found


def _counted(lake: Lake, among: Collection[dt.date] | None) -> dict[dt.date, int]:
    """How many signals a day, or more: what one query reads is measured out by it."""
    if among is not None and not among:
        return {}
    days = None if among is None else Period(min(among), max(among))
    told = rows(scan(lake, SIGNALS, days=days).group_by("posted_day").agg(n=nw.len()))
    return {row["posted_day"]: row["n"] for row in told if among is None or row["posted_day"] in among}


def _spans(days: dict[dt.date, int]) -> Iterator[Period]:
    """Days that follow one another, put together to AT_ONCE messages."""
    first, held = None, 0
    last = dt.date.min
    for day in sorted(days):
        if first is not None and (held + days[day] > AT_ONCE or (day - last).days > 1):
            yield Period(first, last)
            first, held = None, 0
        first, last, held = first or day, day, held + days[day]
    if first is not None:
        yield Period(first, last)


def _standing(lake: Lake, told: nw.LazyFrame[Any]) -> pa.Table:
    """Rows of signals with `gone`: whether the message is deleted where it was said."""
    found, later = collect(told), current(lake)
    deleted = later.filter(pc.is_valid(later["deleted_at"])).select(_KEY)
    if not deleted.num_rows:
        return found.append_column("gone", pa.array(np.zeros(found.num_rows, bool)))
    marked = deleted.append_column("gone", pa.array(np.ones(deleted.num_rows, bool)))
    both = found.join(marked, list(_KEY), join_type="left outer")
    return both.set_column(both.column_names.index("gone"), "gone", pc.fill_null(both["gone"], False))


def _prints(told: pa.Table) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """32 bits each, so that the sum of a day's is exact."""
    hashes: np.ndarray[Any, np.dtype[np.uint64]] = DuckDB.here().hashes(told, _PRINTED) & np.uint64(0xFFFFFFFF)
    return hashes


def _entries(lake: Lake, days: dict[dt.date, Held], progress: Callable[[int], None]) -> Iterator[Entry]:
    done = 0
    for span in _spans({day: held.texts for day, held in days.items()}):
        told = _with_texts(lake, span)
        yield from _entries_of(told)
        done += told.num_rows
        progress(done)


def _with_texts(lake: Lake, days: Period) -> pa.Table:
    """What was read on these days, each with what it says now."""
    read = signals(lake, days=days)
    said = with_versions(lake, scan(lake, MESSAGES, days=days).select(*_KEY, "text")).select(*_KEY, "text")
    return _standing(lake, read.join(said, on=list(_KEY), how="left"))


def _entries_of(told: pa.Table) -> Iterator[Entry]:
    facts = dict[tuple[Any, ...], str]()
    prints = _prints(told).tolist()
    columns = [told[name].to_pylist() for name in (*_FACTS, *_READ)]
    at = told["posted_at"].cast(pa.int64()).to_pylist()
    authors = (DuckDB.here().hashes(told, ["author"]) >> np.uint64(1)).tolist()
    names = [told[name].to_pylist() for name in (*_KEY, "author", "text", "gone", "posted_day")]
    for place, (source, message_id, author, text, gone, day) in enumerate(zip(*names, strict=True)):
        described = tuple(column[place] for column in columns)
        if described not in facts:
            facts[described] = _facts_of(described)
        said = "" if gone else text or ""
        key = f"{_quoted(source)} {_quoted(message_id)}"
        known = f"{facts[described]} {fact('author', author)}"
        yield Entry(key, said, known, day, at[place], authors[place], prints[place])


def _facts_of(described: tuple[Any, ...]) -> str:
    row = dict(zip((*_FACTS, *_READ), described, strict=True))
    told = [fact(name, row[name]) for name in _FACTS if row[name]]
    told.append(fact("reads", row["sentiment"]))
    alone = row["otherwise"] or row["sentiment"]
    told.append(fact("reads_alone", alone))
    if alone in HEARD:
        shown = {**{name: row[name] for name in _FLAGS}, "hurting": alone == "negative" or row["frustration"]}
        told += [fact("shows_alone", name) for name, yes in shown.items() if yes]
        if row["sentiment"] in HEARD:
            told += [fact("shows", name) for name, yes in shown.items() if yes]
    return " ".join(told)


def _asked(which: Which) -> Asked:
    also = {"theme": which.merged, "department": which.joined}
    facts: list[tuple[str, ...]] = [
        (fact(column, said), *(fact("theme", theme) for theme in also.get(column, ())))
        for column, said in asked_of_columns(which).items()
    ]
    if which.aspect is not None:
        facts.append(tuple(fact("speaker_role", role) for role in roles_of(which.aspect)))
    return Asked(
        words=which.words.groups if which.words else (),
        without=which.words.without if which.words else (),
        facts=(*facts, *_read_so(which)),
        but=tuple(_but(which)),
        days=(which.period.first, which.period.last) if which.period else None,
    )


def _read_so(which: Which) -> Iterator[tuple[str, ...]]:
    if which.reading is None or which.reading == "voice":
        return
    alone = "_alone" if which.noise else ""
    if which.reading == "read":
        yield tuple(fact(f"reads{alone}", word) for word in HEARD)
    else:
        yield (fact(f"shows{alone}" if which.reading in SHOWN else f"reads{alone}", which.reading),)


def _but(which: Which) -> Iterator[str]:
    if which.reading == "voice":
        yield from (fact("reads", word) for word in (("spam",) if which.noise else KEPT_OUT))
    yield from (fact("theme", theme) for theme in (*which.left, *which.counted))
    if which.market:
        yield fact("speaker_role", SpeakerRole.BRAND.value)


def _quoted(name: str) -> str:
    return name if name.isalnum() else quote(name, safe="", errors="surrogatepass")


def _unquoted(name: str) -> str:
    return unquote(name, errors="surrogatepass")
