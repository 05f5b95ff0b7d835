"""Take a file in: every row is read, kept once, known already, or refused with a reason.

In: a file, its profile, the company's parties and keys. Out: rows of MESSAGES or METRICS, a protected file
of refused rows, and a count that adds up. The surprise: a file is gone through twice, because rows come in
any order and a conversation is settled before its first row is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import narwhals as nw

from leadline.config import Home, setting
from leadline.engine import Lake, collect, scan
from leadline.engine.ledger import record
from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.heard import refresh_heard
from leadline.listen.parties import UNKNOWN_PARTY, PartyBook, as_handle
from leadline.listen.privacy import hide_mentions, mentions, pseudonym, redact, region_of
from leadline.listen.profiles import Profile, RawMessage, RawMetric, choose_profile
from leadline.listen.records import Record, RecordFile, open_records
from leadline.listen.refusals import Refusals
from leadline.listen.tables import MESSAGES, METRICS
from leadline.listen.threads import Link, Threads
from leadline.words import Basis, PartyKind, Period, SpeakerRole

T = TypeVar("T")
Progress = Callable[[int], None]

NO_CHANNEL = "file"
"""The channel of a message whose export names none."""


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
    """What became of a file's rows: read = new + known + refused. `refused_file` says why, row by row."""

    file: str
    profile: str
    kind: str
    read: int
    new: int
    known: int
    refused: int
    refused_file: str | None = None
    reasons: dict[str, int] = field(default_factory=dict)

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
    record(lake, "listen import", path.name, intake.digest, now=now, detail=count.as_dict())
    return count


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
        self.digest = _digest(file.path, options)
        self.zone = _zone(options.zone)
        self.company_zone = home.company.tz
        self.region = region_of(home.company.zone)
        self.key = home.key("pseudonyms")
        self.name = lru_cache(200_000)(lambda channel, handle: pseudonym(self.key, channel, handle))
        self.handles = {as_handle(handle) for party in parties.parties for handle in party.handles}
        self.sources: set[str] = set()
        self.refusals = Refusals(home.refused, file.path.name, self.digest)

    def run(self) -> ImportCount:
        table = MESSAGES if self.profile.kind == "messages" else METRICS
        threads = self._threads() if self.profile.kind == "messages" else Threads(())
        read = new = known = 0
        days: set[dt.date] = set()
        for batch in _batches(self._readable(), setting("LEADLINE_IMPORT_ROWS")):
            rows = [self._row(raw, threads) for raw in batch]
            appended = self.lake.append(table, table.of_rows(rows))
            read, new, known = read + len(rows), new + appended.new, known + appended.known
            days |= {self._day(raw) for raw in batch if isinstance(raw, RawMessage)}
            self.progress(read)
        if days:
            refresh_heard(self.lake, Period(min(days), max(days)))
        refused = self.refusals.close(self.now)
        return ImportCount(
            file=self.file.path.name,
            profile=self.profile.name,
            kind=self.profile.kind,
            read=read + self.refusals.count,
            new=new,
            known=known,
            refused=self.refusals.count,
            refused_file=str(refused) if refused else None,
            reasons=self.refusals.reasons,
        )

    def _readable(self) -> Iterator[RawMessage | RawMetric]:
        for row in self.file.records():
            raw = self._read(row)
            if isinstance(raw, Unreadable):
                self.refusals.add(row, raw)
            else:
                yield raw

    def _read(self, row: Record) -> RawMessage | RawMetric | Unreadable:
        if isinstance(row.content, Unreadable):
            return row.content
        try:
            raw = self.profile.read(row.content, self.zone)
        except Unreadable as reason:
            return reason
        if isinstance(raw, RawMessage) and raw.posted_at > self.now + dt.timedelta(days=1):
            return Unreadable("the message was posted in the future", "Correct the clock or the zone of the export.")
        return raw

    def _threads(self) -> Threads:
        """Gather the links of the whole file, then ask the lake about parents that came in earlier."""
        threads = Threads(
            self._link(raw) for row in self.file.records() if isinstance(raw := self._read(row), RawMessage)
        )
        ends = threads.open_ends()
        threads.learn(_known_threads(self.lake, ends, self.sources) if ends else {})
        return threads

    def _link(self, raw: RawMessage) -> Link:
        spoken = self.parties.find(raw.author)
        speaks_for = raw.about_party if raw.speaker_role == "brand" else spoken.id if spoken else None
        if speaks_for and raw.speaker_role == "brand":
            self.handles.add(as_handle(raw.author))
        self.sources.add(self._source(raw))
        return Link(raw.message_id, raw.reply_to, raw.thread_id, speaks_for)

    def _source(self, raw: RawMessage) -> str:
        return self.options.source or raw.source or raw.channel or NO_CHANNEL

    def _row(self, raw: RawMessage | RawMetric, threads: Threads) -> dict[str, object]:
        return self._message(raw, threads) if isinstance(raw, RawMessage) else self._metric(raw)

    def _message(self, raw: RawMessage, threads: Threads) -> dict[str, object]:
        thread = raw.thread_id or threads.of(raw.message_id)
        channel = raw.channel or NO_CHANNEL
        role, role_basis = self._role(raw)
        party, party_basis = self._party(raw, threads.party_of(thread))
        text = hide_mentions(raw.text, known=self.handles, name=lambda handle: self.name(channel, handle))
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
            "text": redact(text, region=self.region),
            "language": raw.language,
            "area": raw.area,
            "posted_at": raw.posted_at,
            "posted_day": self._day(raw),
            "seen_at": self.now,
            "import_id": self.digest,
        }

    def _day(self, raw: RawMessage) -> dt.date:
        return raw.posted_at.astimezone(self.company_zone).date()

    def _role(self, raw: RawMessage) -> tuple[str, Basis]:
        """Declared by the export, else derived: who speaks from a party's account is that party."""
        if raw.speaker_role:
            return raw.speaker_role, Basis.DECLARED
        party = self.parties.find(raw.author)
        if party is None:
            return SpeakerRole.CUSTOMER, Basis.DERIVED
        if party.kind is PartyKind.PARTNER and party.partner_type:
            known = party.partner_type.value in set(SpeakerRole)
            return (SpeakerRole(party.partner_type.value) if known else SpeakerRole.UNKNOWN), Basis.DERIVED
        return SpeakerRole.BRAND, Basis.DERIVED

    def _party(self, raw: RawMessage, speaks: str | None) -> tuple[str, Basis]:
        """Declared, else the first party's account named in the text, else who speaks there, else the default."""
        if raw.about_party:
            return self.parties.id_of(raw.about_party), Basis.DECLARED
        if self.options.party:
            return self.parties.id_of(self.options.party), Basis.DECLARED
        named = next((handle for handle in mentions(raw.text) if handle in self.handles), speaks)
        if named:
            return self.parties.id_of(named), Basis.DERIVED
        return (UNKNOWN_PARTY if self.profile.name == "twcs" else self.parties.own.id), Basis.DERIVED

    def _metric(self, raw: RawMetric) -> dict[str, object]:
        begins = dt.datetime.combine(raw.day, dt.time(), self.company_zone)
        return {
            **{name: getattr(raw, name) for name in ("metric", "day", "area", "unit", "segment", "value")},
            "time": begins.astimezone(dt.UTC),
            "source": self.options.source or raw.source or "file",
            "seen_at": self.now,
            "import_id": self.digest,
        }


def _known_threads(lake: Lake, ids: set[str], sources: set[str]) -> dict[str, str]:
    """The conversations of messages that the lake holds, of the file's own sources only."""
    mine = nw.col("source").is_in(sorted(sources)) & nw.col("message_id").is_in(sorted(ids))
    wanted = scan(lake, MESSAGES).filter(mine).select("message_id", "thread_id")
    found = collect(wanted)
    return dict(zip(found["message_id"].to_pylist(), found["thread_id"].to_pylist(), strict=True))


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _digest(path: Path, options: Options) -> str:
    """Names the import: the file's bytes and what was said about it."""
    digest = hashlib.sha256(repr(sorted(asdict(options).items())).encode())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:32]


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise LeadlineError(
            f"“{name}” is not a time zone.", "Use an IANA name, for example Europe/Amsterdam."
        ) from None
