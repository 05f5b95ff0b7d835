"""Take a file in: every row is read, kept once, known already, or refused with a reason.

In: a file, its profile, the company's parties and keys. Out: rows of MESSAGES or METRICS, a protected file
of refused rows, and a count that adds up. The surprise: a file is gone through twice, because rows come in
any order and a conversation is settled before its first row is kept.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache, partial
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadline.config import PSEUDONYMS, Home, setting
from leadline.engine import Appended, Lake
from leadline.engine.ledger import entries, record
from leadline.errors import LeadlineError
from leadline.listen.again import STAGE, digest_of, import_id
from leadline.listen.bulk import Bulk, Ways
from leadline.listen.fields import Unreadable
from leadline.listen.heard import Added, refresh_heard
from leadline.listen.keepable import NO_CHANNEL, Keepable, named
from leadline.listen.parties import UNKNOWN_PARTY, PartyBook
from leadline.listen.privacy import hide_mentions, pseudonym, region_of
from leadline.listen.profiles import Cells, Profile, RawMessage, RawMetric, choose_profile
from leadline.listen.recorded import SAME, Present, next_seen, present_values, recorded_units, when
from leadline.listen.records import RecordFile, open_records
from leadline.listen.redaction import plain_signs, redact, without_numbers
from leadline.listen.refusals import Refusals
from leadline.listen.sheets import Bools, Record, Sheet
from leadline.listen.speakers import Speakers, known_parties, known_threads
from leadline.listen.tables import MESSAGES, METRICS, VERSIONS
from leadline.listen.threads import Link, Links, Threads
from leadline.listen.versions import Change, Compared, compare, sort_out, version_row
from leadline.words import Period

log = logging.getLogger(__name__)
T = TypeVar("T")
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Options:
    """What a person says about a file. `zone` reads times without an offset; `party` is whom it is about."""

    profile: str | None = None
    zone: str | None = None
    party: str | None = None
    source: str | None = None
    mapping: dict[str, str] | None = None


@dataclass(frozen=True)
class ImportCount:
    """What became of a file's rows: read = new + known + refused. `refused_file` says why, row by row.

    `changed` of the known ones have an id that the lake knows with another time or author: they were not taken.
    `corrected` of the new ones are values that take the place of an earlier one. `edited` and `deleted` messages came
    as later versions, which are kept beside the first; `unheard` ones were deleted, and the lake does not hold them.
    """

    file: str
    profile: str
    kind: str
    read: int
    new: int
    known: int
    refused: int
    refused_file: str | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    corrected: int = 0
    edited: int = 0
    deleted: int = 0
    unheard: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def import_file(
    home: Home,
    lake: Lake,
    path: Path,
    *,
    parties: PartyBook,
    options: Options,
    now: dt.datetime,
    progress: Progress = lambda _: None,
) -> ImportCount:
    """Take one file in. Running it again finds every row known. Raises LeadlineError for the file as a whole."""
    file = open_records(path)
    profile = choose_profile(file.header, name=options.profile, mapping=options.mapping, file=path.name)
    intake = _Intake(home, lake, file, profile, parties, options, now, progress)
    count = intake.run()
    told = count.as_dict() | {"place": len(entries(lake, STAGE))}
    record(lake, STAGE, count.file, intake.import_id, now=now, detail=told)
    return count


class _Value(NamedTuple):
    """A recorded value that may be kept: as it stands in the file, and as the lake will hold it."""

    record: Record
    row: dict[str, Any]


class _Kept(NamedTuple):
    """What became of a batch: rows that were taken, how many of them were new, and how many say another thing than an
    earlier row: known messages (`changed`), new values (`corrected`); `edited` and `deleted` are new versions.
    """

    taken: int
    new: int
    changed: int = 0
    corrected: int = 0
    edited: int = 0
    deleted: int = 0
    unheard: int = 0

    def and_also(self, other: _Kept) -> _Kept:
        return _Kept(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class _Intake:
    """One import under way."""

    def __init__(
        self,
        home: Home,
        lake: Lake,
        file: RecordFile,
        profile: Profile,
        parties: PartyBook,
        options: Options,
        now: dt.datetime,
        progress: Progress,
    ) -> None:
        self.home, self.lake, self.file, self.profile = home, lake, file, profile
        self.parties, self.options, self.now, self.progress = parties, options, now, progress
        self.zone = _zone(options.zone)
        self.company_zone = home.company.tz
        self.region = region_of(home.company.zone)
        self.key = home.key(PSEUDONYMS)
        self.file_name = without_numbers(plain_signs(file.path.name), region=self.region)
        self.import_id, self.before = import_id(lake, self.file_name, digest_of(file.path, asdict(options)))
        self.name = lru_cache(200_000)(lambda channel, handle: pseudonym(self.key, channel, handle))
        units = recorded_units(lake) if profile.kind == "metrics" else {}
        self.keepable = Keepable(self.key, self.region, parties, units, now)
        otherwise = UNKNOWN_PARTY if profile.name == "twcs" else parties.own.id
        self.speakers = Speakers(parties, about=options.party, otherwise=otherwise)
        self.parties_words = parties.words | self.speakers.handles
        self.bulk = Bulk(
            Ways(
                self.keepable,
                self.speakers,
                self.name,
                self.parties_words,
                region=self.region,
                zone=self.zone,
                company_zone=self.company_zone,
                source=options.source,
                now=now,
            )
        )
        self.changes, self.gone = list[Change](), 0
        self.changes_told = count()
        self.unforeseen: set[int] = set()
        self.refusals = Refusals(home.refused, self.file_name, self.import_id)

    def run(self) -> ImportCount:
        self._check_options()
        is_messages = self.profile.kind == "messages"
        self.seen_at = self.now if is_messages else next_seen(self.lake, self.now)
        told = self._take_messages() if is_messages else self._take_metrics()
        refused = self.refusals.close(self.now)
        return ImportCount(
            file=self.file_name,
            profile=self.profile.name,
            kind=self.profile.kind,
            read=told.taken + self.refusals.count,
            new=told.new,
            known=told.taken - told.new,
            refused=self.refusals.count,
            refused_file=str(refused) if refused else None,
            reasons=self.refusals.reasons,
            changed=self.before.detail.get("changed", 0) if self.before else told.changed,
            corrected=told.corrected,
            edited=told.edited,
            deleted=told.deleted,
            unheard=told.unheard,
        )

    def _take_messages(self) -> _Kept:
        threads = self._threads()
        before, newest = self.lake.version(MESSAGES), self.lake.newest(MESSAGES)
        kept, commits, bounds = _Kept(0, 0), 0, list[dt.date]()
        for sheet in self.file.sheets(setting("LEADLINE_IMPORT_ROWS")):
            told = self._messages(sheet, threads)
            of_sheet = self._append_messages(told)
            kept, commits = kept.and_also(of_sheet), commits + bool(of_sheet.new)
            if told.num_rows:
                bounds += pc.min_max(told["posted_day"]).as_py().values()
            self.progress(kept.taken)
        if bounds:
            refresh_heard(self.lake, Added(Period(min(bounds), max(bounds)), before, newest + commits))
        for table in (MESSAGES, VERSIONS):
            self.lake.compact(table)
        return kept

    def _take_metrics(self) -> _Kept:
        kept = _Kept(0, 0)
        for batch in _batches(self._values(), setting("LEADLINE_IMPORT_ROWS")):
            kept = kept.and_also(self._append_metrics(batch))
            self.progress(kept.taken)
        self.lake.compact(METRICS)
        return kept

    def _check_options(self) -> None:
        """What a person says about the whole file is kept too, so it must name nobody."""
        try:
            for column in ("source", "party"):
                if said := getattr(self.options, column):
                    self.keepable.party_word(said) if column == "party" else self.keepable.word(said, "--source")
        except Unreadable as why:
            raise LeadlineError(f"{why.reason}.", why.advice) from why

    def _messages(self, sheet: Sheet, threads: Threads) -> pa.Table:
        """The rows of a sheet that may be kept, in its order; the others are refused."""
        told, by_columns = self._by_columns(sheet, threads)
        rest = [self._taken(sheet.record(int(place)), threads) for place in np.flatnonzero(~by_columns)]
        one_by_one = MESSAGES.of_rows([row for row in rest if row])
        if not one_by_one.num_rows:
            return told
        places = np.flatnonzero(~by_columns)[[row is not None for row in rest]]
        order = np.argsort(np.concatenate([np.flatnonzero(by_columns), places]), kind="stable")
        return pa.concat_tables([told, one_by_one]).take(pa.array(order))

    def _by_columns(self, sheet: Sheet, threads: Threads) -> tuple[pa.Table, Bools]:
        """The rows that can be read by columns, and which those are."""
        nothing: dict[str, pa.Array] = {}
        read = partial(self.bulk.messages, readable=sheet.is_readable(), threads=threads)
        columns, good = self._at_once(sheet, read, nothing)
        same = {"seen_at": self.seen_at, "import_id": self.import_id}
        told = columns | {name: pa.repeat(value, int(good.sum())) for name, value in same.items()}
        return MESSAGES.of_columns(told) if columns else MESSAGES.schema().empty_table(), good

    def _at_once(self, sheet: Sheet, read: Callable[[Cells], tuple[T, Bools]], nothing: T) -> tuple[T, Bools]:
        """What is read by columns; nothing where the format has none, or where an error of ours stands in the way."""
        cells = self.profile.cells(sheet)
        try:
            if cells is not None:
                return read(cells)
        except LeadlineError:
            raise
        except Exception as error:  # the rows are to come in all the same, one by one
            self._log(error, sheet.lines[0])
        return nothing, np.zeros(len(sheet), bool)

    def _taken(self, row: Record, threads: Threads) -> dict[str, object] | None:
        """The row as the lake will hold it; None where it is refused."""
        raw = self._read(row)
        told = raw if isinstance(raw, Unreadable) else self._or_refused(row, lambda: self._message(raw, threads))
        if isinstance(told, Unreadable):
            self.refusals.add(row, told)
            return None
        assert isinstance(raw, RawMessage)  # noqa: S101 - as its profile says
        self.changes += _changes(raw, told)
        if _is_only_gone(raw):
            self.gone += 1
            return None
        return told

    def _append_messages(self, told: pa.Table) -> _Kept:
        """The rows, and the versions that they, and rows of which nothing else is left, tell of."""
        appended = self.lake.append(MESSAGES, told) if told.num_rows else Appended(0, 0)
        found = compare(self.lake, told) if appended.known else Compared([], [])
        dated = {(one.source, one.message_id) for one in self.changes}
        undated = [one for one in found.changes if (one.source, one.message_id) not in dated]
        of_others = set(found.others)  # what a row says of another message under the same id
        stated = [one for one in self.changes if (one.source, one.message_id) not in of_others]
        changes = [*stated, *undated]
        kept = _Kept(told.num_rows + self.gone, appended.new, len(found.others))
        self.changes, self.gone = [], 0
        edited, deleted, unheard = sort_out(self.lake, changes)
        return kept._replace(edited=self._keep(edited), deleted=self._keep(deleted), unheard=self._keep(unheard))

    def _keep(self, changes: list[Change]) -> int:
        """How many of these versions are new."""
        row_of = partial(version_row, seen_at=self.seen_at, import_id=self.import_id)
        told = [row_of(one, place=next(self.changes_told)) for one in changes]
        return self.lake.append(VERSIONS, VERSIONS.of_rows(told)).new if told else 0

    def _append_metrics(self, batch: list[_Value]) -> _Kept:
        """Values that are not the present ones.

        A file that came in as it is before says them as of then: what the lake still holds of it is known, and what a
        repair took off the table comes back in its place, before what came later.
        """
        then = when(self.lake, self.before) if self.before else None
        batch = [one._replace(row={**one.row, "seen_at": then.seen_at}) for one in batch] if then else batch
        present = present_values(self.lake, METRICS.of_rows([one.row for one in batch]), then=then)
        mine = [one.row for one in batch if self._is_of_its_source(one, present.get(_same(one.row)))]
        told = {
            _same(row): row for row in mine if _same(row) not in present or present[_same(row)].value != row["value"]
        }
        if not told:
            return _Kept(len(mine), 0)
        new = self.lake.append(METRICS, METRICS.of_rows(list(told.values()))).new
        return _Kept(len(mine), new, corrected=len(told.keys() & present.keys()))

    def _is_of_its_source(self, one: _Value, present: Present | None) -> bool:
        """A value is corrected by the source that it came from; the row of another one is refused."""
        if present is None or present.value == one.row["value"] or present.source == one.row["source"]:
            return True
        reason = f"{named(one.row)} came from {present.source} with another value; this row is of {one.row['source']}"
        advice = f"If it corrects the value, import it with --source {present.source}; else give it an area or segment."
        self.refusals.add(one.record, Unreadable(reason, advice))
        return False

    def _values(self) -> Iterator[_Value]:
        for row in self.file.records():
            raw = self._read(row)
            told = raw if isinstance(raw, Unreadable) else self._or_refused(row, partial(self._metric, raw))
            if isinstance(told, Unreadable):
                self.refusals.add(row, told)
            else:
                yield _Value(row, told)

    def _read(self, row: Record) -> RawMessage | RawMetric | Unreadable:
        return self._or_refused(row, lambda: self._sound(row))

    def _or_refused(self, row: Record, make: Callable[[], T]) -> T | Unreadable:
        """What is made of a row, or why it is refused: no row ends its file, whatever nobody foresaw in it."""
        try:
            return make()
        except Unreadable as reason:
            return reason
        except LeadlineError:
            raise
        except Exception as error:  # an error of ours; the other rows are to come in
            self._log(error, row.line)
            return Unreadable("the row holds something that Leadline cannot read yet", "Report it with this row.")

    def _log(self, error: Exception, line: int) -> None:
        """Where it happened, once a line; its words may quote the text."""
        if line not in self.unforeseen:
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = (type(error).__name__, Path(place.filename).name, place.lineno)
            log.error("line %d of %s: %s in %s, line %s", line, self.file_name, *what)
        self.unforeseen.add(line)

    def _sound(self, row: Record) -> RawMessage | RawMetric:
        """The row as its profile reads it, with ids and words that may be kept. Raises Unreadable."""
        if isinstance(row.content, Unreadable):
            raise row.content
        return self.keepable.row(self.profile.read(row.content, self.zone))

    def _threads(self) -> Threads:
        """Gather the links of the whole file, then ask the lake about what came in earlier."""
        threads = Threads()
        for sheet in self.file.sheets(setting("LEADLINE_IMPORT_ROWS")):
            links = self._links(sheet)
            threads.add(links.others)
            for declared in links.declared:
                threads.declare(declared)
        if ends := threads.open_ends():
            threads.learn(known_threads(self.lake, ends))
        if asked := threads.without_party():
            threads.learn_parties(known_parties(self.lake, asked))
        return threads

    def _links(self, sheet: Sheet) -> Links:
        read = partial(self.bulk.links, readable=sheet.is_readable())
        links, by_columns = self._at_once(sheet, read, Links([], []))
        told = (self._read(sheet.record(int(place))) for place in np.flatnonzero(~by_columns))
        one_by_one = [self._link(raw) for raw in told if isinstance(raw, RawMessage) and not _is_only_gone(raw)]
        return Links(links.declared, links.others + one_by_one)

    def _link(self, raw: RawMessage) -> Link:
        speaks = self.speakers.speaks_for(raw.author, raw.about_party, raw.speaker_role)
        is_about = self.speakers.is_about_somebody(raw.about_party)
        return Link(self._source(raw), raw.message_id, raw.reply_to, raw.thread_id, speaks, is_about)

    def _source(self, raw: RawMessage) -> str:
        return self.options.source or raw.source or raw.channel or NO_CHANNEL

    def _message(self, raw: RawMessage | RawMetric, threads: Threads) -> dict[str, object]:
        assert isinstance(raw, RawMessage)  # noqa: S101 - as its profile says
        source, channel = self._source(raw), raw.channel or NO_CHANNEL
        thread = raw.thread_id or threads.of(source, raw.message_id)
        role, role_basis = self.speakers.role(raw.author, raw.speaker_role)
        party, party_basis = self.speakers.party(raw.about_party, raw.text, threads.party_of(source, thread))
        text = hide_mentions(raw.text, known=self.speakers.handles, name=lambda handle: self.name(channel, handle))
        return {
            "source": source,
            "message_id": raw.message_id,
            "thread_id": thread,
            "reply_to": raw.reply_to,
            "channel": channel,
            "about_party": party,
            "party_basis": party_basis,
            "speaker_role": role,
            "role_basis": role_basis,
            "author": self.name(channel, raw.author),
            "kind": raw.kind,
            "public": raw.public,
            "text": redact(text, region=self.region, known=self.parties_words),
            "language": raw.language,
            "area": raw.area,
            "posted_at": raw.posted_at,
            "posted_day": self._day(raw),
            "seen_at": self.seen_at,
            "import_id": self.import_id,
        }

    def _day(self, raw: RawMessage) -> dt.date:
        return raw.posted_at.astimezone(self.company_zone).date()

    def _metric(self, raw: RawMessage | RawMetric) -> dict[str, object]:
        assert isinstance(raw, RawMetric)  # noqa: S101 - as its profile says
        begins = dt.datetime.combine(raw.day, dt.time(), self.company_zone)
        return {
            **{name: getattr(raw, name) for name in ("metric", "day", "area", "unit", "segment", "value")},
            "time": begins.astimezone(dt.UTC),
            "source": self.options.source or raw.source or "file",
            "seen_at": self.seen_at,
            "import_id": self.import_id,
        }


def _is_only_gone(raw: RawMessage) -> bool:
    """Whether a row says that its message was deleted, and not what it said."""
    return raw.deleted_at is not None and not raw.text


def _changes(raw: RawMessage, told: dict[str, Any]) -> Iterator[Change]:
    """The later versions of its message that a row tells of, with the text that may be kept."""
    if raw.edited_at and not _is_only_gone(raw):
        yield Change(told["source"], told["message_id"], "edited", told["text"], raw.edited_at)
    if raw.deleted_at:
        yield Change(told["source"], told["message_id"], "deleted", None, raw.deleted_at)


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in SAME)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise LeadlineError(
            f"“{name}” is not a time zone.", "Use an IANA name, for example Europe/Amsterdam."
        ) from None
