"""One import under way: what messages and metrics both need to come in.

In: a file, and what a person says of it. Out: an `ImportJob`: its profile, the name of the import and of its earlier
self, what may be kept, and who reads its rows. The surprise: nothing is read yet but the file's header, and what a
person says of the whole file is held to the same rules as a cell of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from leadline.config import PSEUDONYMS, Home
from leadline.engine import Lake
from leadline.engine.ledger import Entry
from leadline.errors import LeadlineError
from leadline.listen.again import digest_of, import_id
from leadline.listen.fields import Unreadable
from leadline.listen.habits import learn_habits
from leadline.listen.intake.row_reader import RowReader
from leadline.listen.keepable import Keepable
from leadline.listen.keeping import Cutoffs, cutoffs
from leadline.listen.opening import AnyFile, open_file, repeated_names
from leadline.listen.parties import PartyBook
from leadline.listen.privacy import region_of
from leadline.listen.profiles import Export, MessageExport, Profile, known_profiles
from leadline.listen.recorded import next_seen, recorded_units
from leadline.listen.redaction import without_numbers
from leadline.listen.refusals import Refusals
from leadline.listen.reshaped import Reshaped
from leadline.listen.signs import plain_signs

_LATER = ("dates", "numbers", "sheet", "is_one_of_all")
Progress = Callable[[int], None]
"""Is called with the number of rows that were taken in so far."""


@dataclass(frozen=True)
class Options:
    """What a person says about a file. `zone` reads times without an offset; `party` is whom it is about. `dates`
    (day-first, month-first) and `numbers` (point, comma) say how it writes, where its columns do not show it. `sheet`
    is a workbook's, by its number or name; `is_one_of_all` where the others come in, too.
    """

    profile: str | None = None
    zone: str | None = None
    party: str | None = None
    source: str | None = None
    mapping: dict[str, str] | None = None
    dates: str | None = None
    numbers: str | None = None
    sheet: str | None = None
    is_one_of_all: bool = False


class Stamp(NamedTuple):
    """What all rows of an import share: the columns that say when they came in, and with which import."""

    seen_at: dt.datetime
    import_id: str


@dataclass(frozen=True)
class ImportJob:
    """One import. `file_name` is the file's as it may be kept; `before` is the ledger's entry of the same import, where
    the file came in as it is before; `key` makes pseudonyms; `cutoffs` say since when texts of a source are kept;
    `repeated` counts names that several columns have; `encoding` is how a file of text writes its letters.
    """

    lake: Lake
    file: AnyFile
    file_name: str
    profile: Profile
    options: Options
    parties: PartyBook
    key: bytes
    region: str | None
    zone: ZoneInfo | None
    company_zone: ZoneInfo
    now: dt.datetime
    stamp: Stamp
    before: Entry | None
    keepable: Keepable
    cutoffs: Cutoffs
    reader: RowReader
    progress: Progress
    repeated: int = 0
    encoding: str = ""


class _Opened(NamedTuple):
    """A file, its profile made ready for it, how many names several of its columns have, and how its letters are
    written, where it is one of text."""

    file: AnyFile
    profile: Profile
    repeated: int
    encoding: str


def begin(
    home: Home,
    lake: Lake,
    path: Path,
    *,
    parties: PartyBook,
    options: Options,
    now: dt.datetime,
    progress: Progress,
    also: tuple[Profile, ...] = (),
    name: str | None = None,
    is_known: bool = False,
) -> ImportJob:
    """An import of this file, by the profiles that the home knows and `also` these, before its first row is read.

    Raises LeadlineError where the file as a whole, or what a person says of it, cannot be taken.
    """
    zone, key, region = _zone(options.zone), home.key(PSEUDONYMS), region_of(home.company.zone)
    opened = _opened(home, path, options, zone, also, is_known=is_known)
    file_name = without_numbers(plain_signs(name or path.name), region=region)
    stamp, before = import_id(lake, file_name, digest_of(path, _said(options)))
    is_metrics = opened.profile.kind != "messages"
    keepable = Keepable(key, region, parties, recorded_units(lake) if is_metrics else {}, now)
    _check(options, keepable)
    refusals = Refusals(home.refused, file_name, stamp)
    return ImportJob(
        lake=lake,
        file=opened.file,
        file_name=file_name,
        profile=opened.profile,
        options=options,
        parties=parties,
        key=key,
        region=region,
        zone=zone,
        company_zone=home.company.tz,
        now=now,
        stamp=Stamp(next_seen(lake, now) if is_metrics else now, stamp),
        before=before,
        keepable=keepable,
        cutoffs=cutoffs(home, now),
        reader=RowReader(opened.profile, keepable, zone, file_name, refusals),
        progress=progress,
        repeated=opened.repeated,
        encoding=opened.encoding,
    )


def _opened(
    home: Home, path: Path, options: Options, zone: ZoneInfo | None, also: tuple[Profile, ...], *, is_known: bool
) -> _Opened:
    """How the file writes is asked of its whole columns."""
    profiles = (*also, *known_profiles(home.profiles))
    how: dict[str, Any] = {"name": options.profile, "mapping": options.mapping, "sheet": options.sheet}
    file, profile = open_file(path, profiles=profiles, is_known=is_known, **how)
    repeated, encoding = len(repeated_names(file.header)), getattr(file, "encoding", "")
    if not isinstance(profile, Export):
        return _Opened(file, profile, repeated, encoding)
    habits = learn_habits(file, profile, zone=zone, dates=options.dates, numbers=options.numbers, company=home.company)
    ready = profile.ready(file.header, habits)
    return _Opened(Reshaped(file, ready) if isinstance(ready, MessageExport) else file, ready, repeated, encoding)


def _said(options: Options) -> dict[str, Any]:
    """What was said of a file, as it names its import: what came later and was not said names nothing."""
    said = asdict(options)
    return {name: value for name, value in said.items() if name not in _LATER or value}


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise LeadlineError(
            f"“{name}” is not a time zone.", "Use an IANA name, for example Europe/Amsterdam."
        ) from None


def _check(options: Options, keepable: Keepable) -> None:
    """What a person says about the whole file is kept too, so it must name nobody."""
    if options.mapping and (options.dates or options.numbers):
        raise LeadlineError(
            f"{'--dates' if options.dates else '--numbers'} does not reach a table that --map names.",
            "--map takes times as in 2026-03-31T14:05 and numbers as in 0.25. The site's page Files reads other ways: "
            "map the table there and save it as a profile, which the terminal knows from then on.",
        )
    try:
        if options.source:
            keepable.word(options.source, "--source")
        if options.party:
            keepable.party_word(options.party)
    except Unreadable as why:
        raise LeadlineError(f"{why.reason}.", why.advice) from why
