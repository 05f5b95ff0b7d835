"""Take a file in: every row is read, kept once, known already, or refused with a reason.

count = import_file(home, lake, path, parties=book, options=Options(), now=now, progress=rows_done)

In: a file, its profile, the company's parties and keys. Out: rows of MESSAGES (`messages`), METRICS (`metrics`) or
COUNTED and METRICS (`records`), a protected file of refused rows, a count that adds up (`counts`), and an entry in the
ledger. The surprise: a file that comes in again is found known row by row, and its count says of changed messages what
it said the first time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from leadline.config import Home
from leadline.engine import Lake
from leadline.engine.ledger import entries, record
from leadline.errors import LeadlineError
from leadline.listen.again import STAGE
from leadline.listen.intake.counts import ImportCount, Tally, read_and_not
from leadline.listen.intake.job import ImportJob, Options, Progress, begin
from leadline.listen.intake.messages import take_messages
from leadline.listen.intake.metrics import take_metrics
from leadline.listen.intake.records import take_records
from leadline.listen.opening import sheets_of
from leadline.listen.parties import PartyBook
from leadline.listen.profiles import Kind, known_profiles
from leadline.listen.records import WESTERN

__all__ = ["ImportCount", "Options", "Progress", "import_all_sheets", "import_file", "take_file"]


def import_file(
    home: Home,
    lake: Lake,
    path: Path,
    *,
    parties: PartyBook,
    options: Options,
    now: dt.datetime,
    progress: Progress = lambda _: None,
    name: str | None = None,
) -> ImportCount:
    """Take one file in, under its own name or the one that it came by. Running it again finds every row known.

    Raises LeadlineError for the file as a whole.
    """
    job = begin(home, lake, path, parties=parties, options=options, now=now, progress=progress, name=name)
    count = _taken(job)
    detail = count.as_dict() | {"place": len(entries(lake, STAGE))}
    record(lake, STAGE, count.file, job.stamp.import_id, now=now, detail=detail)
    return count


def import_all_sheets(
    home: Home,
    lake: Lake,
    path: Path,
    *,
    parties: PartyBook,
    options: Options,
    now: dt.datetime,
    progress: Progress = lambda _: None,
    name: str | None = None,
) -> tuple[ImportCount, ...]:
    """Take in each sheet of a workbook that a profile knows, as a file of its own. The first count says which were read
    and which not. Raises LeadlineError where none is known."""
    known = known_profiles(home.profiles)
    sheets = sheets_of(path, known)
    read = [one for one in sheets if one.profile and options.profile in (None, one.profile)]
    if not read:
        raise LeadlineError(
            f"{path.name} has no sheet that a profile knows.", "Choose one, and map its columns: --sheet 1 --map …"
        )
    counts, whole = list[ImportCount](), Path(name or path.name)
    for one in read:
        part = replace(options, sheet=str(one.number), is_one_of_all=True)
        called = f"{whole.stem} sheet {one.number}{whole.suffix}"
        counts.append(
            import_file(home, lake, path, parties=parties, options=part, now=now, progress=progress, name=called)
        )
    told = read_and_not(
        counts[0].file.replace(f" sheet {read[0].number}", "", 1),
        [str(one.number) for one in read],
        [str(one.number) for one in sheets if one not in read],
    )
    return (replace(counts[0], remarks=(told, *counts[0].remarks)), *counts[1:])


def take_file(
    home: Home, lake: Lake, path: Path, *, parties: PartyBook, options: Options, now: dt.datetime
) -> ImportCount:
    """The same for a batch of a live source, of which the ledger tells a day and not each batch (`visits`)."""
    job = begin(home, lake, path, parties=parties, options=options, now=now, progress=lambda _: None, is_known=True)
    return _taken(job)


def _taken(job: ImportJob) -> ImportCount:
    return _count(job, _TAKE[job.profile.kind](job))


_TAKE: dict[Kind, Callable[[ImportJob], Tally]] = {
    "messages": take_messages,
    "metrics": take_metrics,
    "records": take_records,
}


def _count(job: ImportJob, tally: Tally) -> ImportCount:
    """Close the file of refused rows, and say what became of all."""
    refusals = job.reader.refusals
    refused_file = refusals.close(job.now)
    return ImportCount(
        file=job.file_name,
        profile=job.profile.name,
        kind=job.profile.kind,
        read=tally.taken + refusals.count,
        new=tally.new,
        known=tally.taken - tally.new - tally.erased,
        refused=refusals.count,
        refused_file=str(refused_file) if refused_file else None,
        reasons=refusals.reasons,
        changed=job.before.detail.get("changed", 0) if job.before else tally.changed,
        corrected=tally.corrected,
        edited=tally.edited,
        deleted=tally.deleted,
        unheard=tally.unheard,
        erased=tally.erased,
        remarks=(*_left_out(job), *dict.fromkeys(tally.remarks), *refusals.remarks),
    )


def _left_out(job: ImportJob) -> tuple[str, ...]:
    """How letters were read that could have been others, columns that were not read, and which sheets of a workbook
    were and which not, by number: what they are called may name somebody."""
    told = []
    if job.encoding == WESTERN:
        told.append(
            f"{job.file_name} is no UTF-8: its letters were read as Windows-1252, which Western Europe and America use."
        )
    if job.repeated:
        names = "1 name stands" if job.repeated == 1 else f"{job.repeated:,} names stand each"
        told.append(f"{names} over several columns of {job.file_name}: only the last of them was read.")
    return (*told, *_other_sheets(job))


def _other_sheets(job: ImportJob) -> tuple[str, ...]:
    others = getattr(job.file, "left_out", ())
    if not others or job.options.is_one_of_all:
        return ()
    return (read_and_not(job.file_name, (getattr(job.file, "part", ""),), others),)
