"""What would become of a file, before it is taken in: its columns with some cells, and ten rows as they would be kept.

In: a file, and how a person would have it read. Out: plain values; nothing is written. The surprise: rows go the way
that an import's rows go, so what is refused here would be refused there, and what is blanked is blanked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from leadline.config import Home
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.intake.job import ImportJob, Options, begin
from leadline.listen.opening import SheetLook, first_header, repeated_names, sheets_of
from leadline.listen.parties import PartyBook
from leadline.listen.privacy import region_of
from leadline.listen.profiles import Export, Profile, Raw, RawMessage, RawMetric, known_profiles
from leadline.listen.records import WESTERN
from leadline.listen.redaction import redact
from leadline.listen.signs import plain_signs

ROWS = 10
_CELLS = 3
_LONGEST = 300


@dataclass(frozen=True)
class FileColumn:
    """A column of the file with the first cells that say something, private things blanked."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class FileLook:
    """What a file holds: its columns, and the profile that knows it, if any; of a workbook its sheets, and the number
    of the one whose columns these are; `repeated` are names that several columns have."""

    columns: tuple[FileColumn, ...]
    profile: str | None
    kind: str | None
    sheets: tuple[SheetLook, ...] = ()
    sheet: int = 0
    repeated: tuple[str, ...] = ()
    is_western: bool = False
    """Whether its letters are read as Windows-1252, because they are no UTF-8."""

    @property
    def known_sheets(self) -> int:
        return sum(one.profile is not None for one in self.sheets)


@dataclass(frozen=True)
class RowLook:
    """A row as it would be kept, by field; or why it would be refused, and what would mend it."""

    line: int
    cells: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    advice: str = ""


def look_at(home: Home, path: Path, sheet: str | None = None) -> FileLook:
    """The columns of a file, and who knows them. Raises LeadlineError where it cannot be read at all."""
    profiles = known_profiles(home.profiles)
    file = first_header(path, profiles, sheet)
    known = next((one for one in profiles if one.fits(file.header)), None)
    region = region_of(home.company.zone)
    told: dict[str, list[str]] = {name: [] for name in file.header if name}
    for record in islice(file.records(), 50):
        if isinstance(record.content, Unreadable):
            continue
        for name, cells in told.items():
            said = record.content.get(name)
            if said not in (None, "") and len(cells) < _CELLS:
                cells.append(_shown(str(said), region))
    columns = tuple(FileColumn(name, tuple(cells)) for name, cells in told.items())
    sheets = tuple(replace(one, name=_shown(one.name, region)) for one in sheets_of(path, profiles))
    number = int(getattr(file, "part", "") or 0)
    repeated = tuple(_shown(name, region) for name in repeated_names(file.header))
    western, kind = getattr(file, "encoding", "") == WESTERN, known.kind if known else None
    return FileLook(columns, known.name if known else None, kind, sheets, number, repeated, western)


def preview(
    home: Home,
    lake: Lake,
    path: Path,
    *,
    parties: PartyBook,
    options: Options,
    now: dt.datetime,
    also: tuple[Profile, ...] = (),
) -> tuple[RowLook, ...]:
    """The first ten rows as an import would read them. Raises LeadlineError for the file as a whole."""
    job = begin(home, lake, path, parties=parties, options=options, now=now, progress=lambda _: None, also=also)
    return tuple(_look(job, record.line, job.reader.read(record)) for record in islice(job.file.records(), ROWS))


def _look(job: ImportJob, line: int, raw: Raw | Unreadable) -> RowLook:
    if isinstance(raw, Unreadable):
        return RowLook(line, reason=_shown(raw.reason, job.region), advice=raw.advice)
    if isinstance(raw, RawMessage):
        cells = _of_message(job, raw)
    elif isinstance(raw, RawMetric):
        cells = {"day": raw.day.isoformat(), "metric": raw.metric, "value": f"{raw.value:g}", "unit": raw.unit}
        cells |= {"segment": raw.segment, "area": raw.area}
    else:
        counts = "; ".join(f"{one.metric} {one.value:g} {one.unit} ({one.day}, {one.segment})" for one in raw.counts)
        cells = {"record": raw.what, "adds": counts or "nothing"}
    return RowLook(line, tuple((name, said) for name, said in cells.items() if said))


def _of_message(job: ImportJob, raw: RawMessage) -> dict[str, str]:
    """Who wrote it is not shown: it would be kept as a pseudonym."""
    text = redact(raw.text, region=job.region, known=job.parties.words)
    return {
        "posted_at": raw.posted_at.astimezone(job.company_zone).strftime("%Y-%m-%d %H:%M"),
        "text": text[:_LONGEST],
        "channel": raw.channel or "",
        "about_party": raw.about_party or job.options.party or "",
        "speaker_role": raw.speaker_role or "",
        "message_id": raw.message_id,
        "thread_id": raw.thread_id or "",
        "kind": raw.kind,
    }


def _shown(said: str, region: str | None) -> str:
    return redact(plain_signs(said[:_LONGEST]), region=region)


def must_be_new(home: Home, name: str) -> None:
    """Raises LeadlineError where a profile of Leadline's own is called so."""
    own = next((one for one in known_profiles(home.root / "no profiles") if one.name == name), None)
    if own is not None:
        kind = "an export" if isinstance(own, Export) else "a contract"
        raise LeadlineError(f"{name} is {kind} that Leadline knows.", "Give your profile another name.")
