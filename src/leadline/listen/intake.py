"""Take a file in: every row is read, kept once, known already, or refused with a reason.

In: a file, its profile, the company's parties and keys. Out: rows of MESSAGES or METRICS, a protected file
of refused rows, and a count that adds up. The surprise: a file is gone through twice, because rows come in
any order and a conversation is settled before its first row is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import narwhals as nw
import pyarrow as pa

from leadline.config import PSEUDONYMS, Home, setting
from leadline.engine import Lake, among, collect, rows, scan
from leadline.engine.ledger import Entry, entries, record
from leadline.errors import LeadlineError
from leadline.listen.fields import Unreadable
from leadline.listen.heard import Added, refresh_heard
from leadline.listen.parties import UNKNOWN_PARTY, PartyBook, as_handle
from leadline.listen.privacy import hide_mentions, kept_id, mentions, own_word, pseudonym, region_of
from leadline.listen.profiles import Profile, RawMessage, RawMetric, choose_profile
from leadline.listen.recorded import SAME, Present, next_seen, present_values, recorded_units
from leadline.listen.records import Record, RecordFile, open_records
from leadline.listen.redaction import plain_signs, redact, without_numbers
from leadline.listen.refusals import Refusals
from leadline.listen.tables import MESSAGES, METRICS
from leadline.listen.threads import Link, Threads
from leadline.words import Basis, PartyKind, Period, SpeakerRole

log = logging.getLogger(__name__)
A_YEAR = dt.timedelta(days=366)
_NOT_IN_METRIC = re.compile(r"[/?#@%:]")
"""Signs with a meaning of their own in the address of a metric, or in `calls@consumer@north`."""

T = TypeVar("T")
Progress = Callable[[int], None]

STAGE = "listen import"
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
        self.import_id, self.before = _import_id(lake, self.file_name, _digest(file.path, options))
        self.name = lru_cache(200_000)(lambda channel, handle: pseudonym(self.key, channel, handle))
        self.word = lru_cache(10_000)(lambda said, column: own_word(said, column, region=self.region))
        self.handles = {as_handle(handle) for party in parties.parties for handle in party.handles}
        self.parties_words = parties.words | self.handles
        self.units = recorded_units(lake) if profile.kind == "metrics" else {}
        self.unforeseen: set[int] = set()
        self.told: dict[tuple[object, ...], float] = {}
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
                    self._party_word(said) if column == "party" else self.word(said, "--source")
        except Unreadable as why:
            raise LeadlineError(f"{why.reason}.", why.advice) from why

    def _append_messages(self, batch: list[_Taken]) -> _Kept:
        told = MESSAGES.of_rows([one.row for one in batch])
        appended = self.lake.append(MESSAGES, told)
        changed = _changed(self.lake, told) if appended.known and not self.before else 0
        return _Kept(len(batch), appended.new, changed)

    def _append_metrics(self, batch: list[_Taken]) -> _Kept:
        """Values that are not the present ones; a file that came in as it is before says nothing new."""
        present = present_values(self.lake, METRICS.of_rows([one.row for one in batch]))
        mine = [one.row for one in batch if self._is_of_its_source(one, present.get(_same(one.row)))]
        told = {
            _same(row): row for row in mine if _same(row) not in present or present[_same(row)].value != row["value"]
        }
        if self.before or not told:
            return _Kept(len(mine), 0)
        new = self.lake.append(METRICS, METRICS.of_rows(list(told.values()))).new
        return _Kept(len(mine), new, corrected=len(told.keys() & present.keys()))

    def _is_of_its_source(self, one: _Taken, present: Present | None) -> bool:
        """A value is corrected by the source that it came from; the row of another one is refused."""
        if present is None or present.value == one.row["value"] or present.source == one.row["source"]:
            return True
        reason = f"{_named(one.row)} came from {present.source} with another value; this row is of {one.row['source']}"
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
        raw = self.profile.read(row.content, self.zone)
        return self._private_message(raw) if isinstance(raw, RawMessage) else self._sound_metric(raw)

    def _private_message(self, raw: RawMessage) -> RawMessage:
        """The message with ids and words that may be kept. Raises Unreadable where one may not."""
        if raw.posted_at > self.now + dt.timedelta(days=1):
            raise Unreadable("the message was posted in the future", "Correct the clock or the zone of the export.")
        channel = self._word(raw.channel, "channel")

        def an_id(said: str) -> str:
            return kept_id(self.key, said, channel=channel or NO_CHANNEL, region=self.region)

        return replace(
            raw,
            message_id=an_id(raw.message_id),
            thread_id=an_id(raw.thread_id) if raw.thread_id else None,
            reply_to=an_id(raw.reply_to) if raw.reply_to else None,
            channel=channel,
            text=plain_signs(raw.text),
            about_party=self._party_word(raw.about_party) if raw.about_party else None,
            language=self._word(raw.language, "language"),
            area=self._word(raw.area, "area"),
            source=self._word(raw.source, "source"),
        )

    def _sound_metric(self, raw: RawMetric) -> RawMetric:
        """The value with words that may be kept. Raises Unreadable for others, or where the file contradicts itself."""
        if raw.day > self.now.date() + A_YEAR:
            raise Unreadable(f"day “{raw.day}” lies in the future", "Correct the year: what is recorded has happened.")
        sound = replace(
            raw,
            metric=self.word(raw.metric, "metric"),
            unit=self.word(raw.unit, "unit"),
            area=self.word(raw.area, "area"),
            segment=self.word(raw.segment, "segment"),
            source=self._word(raw.source, "source"),
        )
        if found := _NOT_IN_METRIC.search(f"{sound.metric}{sound.segment}{sound.area}"):
            raise Unreadable(
                f"metric, segment or area holds the sign “{found[0]}”", "Use letters, digits, spaces and - _ . instead."
            )
        units = self.units.setdefault((sound.metric, sound.area, sound.segment), {sound.unit})
        if sound.unit not in units:
            raise Unreadable(
                f"{_named(asdict(sound))} is recorded in {' and '.join(sorted(units))}; this row says {sound.unit}",
                "Write its values in that unit, or give the metric another id.",
            )
        what = (sound.metric, sound.day, sound.area, sound.unit, sound.segment)
        if self.told.setdefault(what, sound.value) != sound.value:
            raise Unreadable(
                "the file gives another value for the same metric and day above", "Leave the wrong one of the two out."
            )
        return sound

    def _word(self, said: str | None, column: str) -> str | None:
        return self.word(said, column) if said else None

    def _party_word(self, said: str) -> str:
        """A declared party by any of its words; else a name that may be kept."""
        return said if self.parties.find(said) else self.word(said, "about_party")

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
        if speaks_for and as_handle(raw.about_party or "") == as_handle(raw.author):
            self.handles.add(as_handle(raw.author))  # the party's own account, as in twcs; an agent's stays hidden
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
            "seen_at": self.seen_at,
            "import_id": self.import_id,
        }


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in SAME)


def _named(row: dict[str, Any]) -> str:
    """`calls of consumer in north`."""
    segment = "" if row["segment"] == "all" else f" of {row['segment']}"
    return f"{row['metric']}{segment}" + ("" if row["area"] == "all" else f" in {row['area']}")


def _known_threads(lake: Lake, ids: set[str], sources: set[str]) -> dict[str, str]:
    """The conversations of messages that the lake holds, of the file's own sources only."""
    mine = nw.col("source").is_in(sorted(sources)) & nw.col("message_id").is_in(sorted(ids))
    wanted = scan(lake, MESSAGES).filter(mine).select("message_id", "thread_id")
    found = collect(wanted)
    return dict(zip(found["message_id"].to_pylist(), found["thread_id"].to_pylist(), strict=True))


def _changed(lake: Lake, told: pa.Table) -> int:
    """How many messages the lake knows by their id with another time, author or text.

    Accounts in texts are left out of the comparison: they are readable or not as parties are declared.
    """
    content = ("posted_at", "author", "text")
    held = rows(among(scan(lake, MESSAGES), told, list(MESSAGES.key)).select(*MESSAGES.key, *content))
    known = {(row["source"], row["message_id"]): _content(row) for row in held}
    said = told.select([*MESSAGES.key, *content]).to_pylist()
    return sum(known[row["source"], row["message_id"]] != _content(row) for row in said)


def _content(row: dict[str, Any]) -> tuple[object, ...]:
    return row["posted_at"], row["author"], _ACCOUNT.sub("@", row["text"])


_ACCOUNT = re.compile(r"@[\w.-]+")


def _import_id(lake: Lake, name: str, digest: str) -> tuple[str, Entry | None]:
    """What names this import; and where it is the same file again, what was said of it then.

    The same content under the same name is the same import. Where something else came in under that name meanwhile, or
    the content comes under another name, it is a new one: somebody may have written old values back.
    """
    done = sorted(entries(lake, STAGE), key=_place)
    last = next((one for one in reversed(done) if one.scope == name), None)
    if last and last.input.partition("-")[0] == digest:
        return last.input, last
    before = sum(one.input.partition("-")[0] == digest for one in done)
    return (f"{digest}-{before + 1}" if before else digest), None


def _place(entry: Entry) -> tuple[dt.datetime, int]:
    """Where an import stands among all: by its time, and by its number where the clock stands."""
    return entry.done_at, entry.detail.get("place", 0)


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
