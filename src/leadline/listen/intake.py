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
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from leadline.config import PSEUDONYMS, Home, setting
from leadline.engine import Lake
from leadline.engine.ledger import entries, record
from leadline.errors import LeadlineError
from leadline.listen.again import STAGE, changed_messages, digest_of, import_id
from leadline.listen.fields import Unreadable
from leadline.listen.heard import Added, refresh_heard
from leadline.listen.keepable import NO_CHANNEL, Keepable, named
from leadline.listen.parties import UNKNOWN_PARTY, PartyBook
from leadline.listen.privacy import hide_mentions, pseudonym, region_of
from leadline.listen.profiles import Profile, RawMessage, RawMetric, choose_profile
from leadline.listen.recorded import SAME, Present, next_seen, present_values, recorded_units, when
from leadline.listen.records import Record, RecordFile, open_records
from leadline.listen.redaction import plain_signs, redact, without_numbers
from leadline.listen.refusals import Refusals
from leadline.listen.speakers import Speakers, known_threads
from leadline.listen.tables import MESSAGES, METRICS
from leadline.listen.threads import Link, Threads
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

    `changed` of the known ones have an id that the lake knows with another time, author or text: they were not taken.
    `corrected` of the new ones are values that take the place of an earlier one.
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


class _Taken(NamedTuple):
    """A row that may be kept: as it stands in the file, as its profile read it, and as the lake will hold it."""

    record: Record
    raw: RawMessage | RawMetric
    row: dict[str, Any]


class _Kept(NamedTuple):
    """What became of a batch: rows that were taken, how many of them were new, and how many say another thing than an
    earlier row: known messages (`changed`), new values (`corrected`).
    """

    taken: int
    new: int
    changed: int = 0
    corrected: int = 0


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
        self.unforeseen: set[int] = set()
        self.sources: set[str] = set()
        self.refusals = Refusals(home.refused, self.file_name, self.import_id)

    def run(self) -> ImportCount:
        self._check_options()
        table = MESSAGES if self.profile.kind == "messages" else METRICS
        threads = self._threads() if self.profile.kind == "messages" else Threads(())
        self.seen_at = self.now if table is MESSAGES else next_seen(self.lake, self.now)
        before = self.lake.version(MESSAGES)
        read = new = changed = corrected = commits = 0
        days: set[dt.date] = set()
        for batch in _batches(self._taken(threads), setting("LEADLINE_IMPORT_ROWS")):
            kept = self._append_messages(batch) if table is MESSAGES else self._append_metrics(batch)
            read, new = read + kept.taken, new + kept.new
            changed, corrected = changed + kept.changed, corrected + kept.corrected
            commits += bool(kept.new)
            days |= {self._day(one.raw) for one in batch if isinstance(one.raw, RawMessage)}
            self.progress(read)
        if days:
            refresh_heard(self.lake, Added(Period(min(days), max(days)), before, commits))
        refused = self.refusals.close(self.now)
        return ImportCount(
            file=self.file_name,
            profile=self.profile.name,
            kind=self.profile.kind,
            read=read + self.refusals.count,
            new=new,
            known=read - new,
            refused=self.refusals.count,
            refused_file=str(refused) if refused else None,
            reasons=self.refusals.reasons,
            changed=self.before.detail.get("changed", 0) if self.before else changed,
            corrected=corrected,
        )

    def _check_options(self) -> None:
        """What a person says about the whole file is kept too, so it must name nobody."""
        try:
            for column in ("source", "party"):
                if said := getattr(self.options, column):
                    self.keepable.party_word(said) if column == "party" else self.keepable.word(said, "--source")
        except Unreadable as why:
            raise LeadlineError(f"{why.reason}.", why.advice) from why

    def _append_messages(self, batch: list[_Taken]) -> _Kept:
        told = MESSAGES.of_rows([one.row for one in batch])
        appended = self.lake.append(MESSAGES, told)
        changed = changed_messages(self.lake, told) if appended.known and not self.before else 0
        return _Kept(len(batch), appended.new, changed)

    def _append_metrics(self, batch: list[_Taken]) -> _Kept:
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

    def _is_of_its_source(self, one: _Taken, present: Present | None) -> bool:
        """A value is corrected by the source that it came from; the row of another one is refused."""
        if present is None or present.value == one.row["value"] or present.source == one.row["source"]:
            return True
        reason = f"{named(one.row)} came from {present.source} with another value; this row is of {one.row['source']}"
        advice = f"If it corrects the value, import it with --source {present.source}; else give it an area or segment."
        self.refusals.add(one.record, Unreadable(reason, advice))
        return False

    def _taken(self, threads: Threads) -> Iterator[_Taken]:
        for row in self.file.records():
            taken = self._take(row, threads)
            if isinstance(taken, Unreadable):
                self.refusals.add(row, taken)
            else:
                yield taken

    def _take(self, row: Record, threads: Threads) -> _Taken | Unreadable:
        raw = self._read(row)
        if isinstance(raw, Unreadable):
            return raw
        return self._or_refused(row, lambda: _Taken(row, raw, self._row(raw, threads)))

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
            if row.line not in self.unforeseen:
                place = traceback.extract_tb(error.__traceback__)[-1]
                what = (type(error).__name__, Path(place.filename).name, place.lineno)  # its words may quote the text
                log.error("line %d of %s: %s in %s, line %s", row.line, self.file_name, *what)
            self.unforeseen.add(row.line)
            return Unreadable("the row holds something that Leadline cannot read yet", "Report it with this row.")

    def _sound(self, row: Record) -> RawMessage | RawMetric:
        """The row as its profile reads it, with ids and words that may be kept. Raises Unreadable."""
        if isinstance(row.content, Unreadable):
            raise row.content
        return self.keepable.row(self.profile.read(row.content, self.zone))

    def _threads(self) -> Threads:
        """Gather the links of the whole file, then ask the lake about parents that came in earlier."""
        threads = Threads(
            self._link(raw) for row in self.file.records() if isinstance(raw := self._read(row), RawMessage)
        )
        ends = threads.open_ends()
        threads.learn(known_threads(self.lake, ends, self.sources) if ends else {})
        return threads

    def _link(self, raw: RawMessage) -> Link:
        self.sources.add(self._source(raw))
        return self.speakers.link(raw)

    def _source(self, raw: RawMessage) -> str:
        return self.options.source or raw.source or raw.channel or NO_CHANNEL

    def _row(self, raw: RawMessage | RawMetric, threads: Threads) -> dict[str, object]:
        return self._message(raw, threads) if isinstance(raw, RawMessage) else self._metric(raw)

    def _message(self, raw: RawMessage, threads: Threads) -> dict[str, object]:
        thread = raw.thread_id or threads.of(raw.message_id)
        channel = raw.channel or NO_CHANNEL
        role, role_basis = self.speakers.role(raw)
        party, party_basis = self.speakers.party(raw, threads.party_of(thread))
        text = hide_mentions(raw.text, known=self.speakers.handles, name=lambda handle: self.name(channel, handle))
        return {
            "source": self._source(raw),
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

    def _metric(self, raw: RawMetric) -> dict[str, object]:
        begins = dt.datetime.combine(raw.day, dt.time(), self.company_zone)
        return {
            **{name: getattr(raw, name) for name in ("metric", "day", "area", "unit", "segment", "value")},
            "time": begins.astimezone(dt.UTC),
            "source": self.options.source or raw.source or "file",
            "seen_at": self.seen_at,
            "import_id": self.import_id,
        }


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
