"""What came in, and is it fresh? Everything that the pages of listen show, as plain values.

In: the lake, the declared parties, the present instant. Out: frozen values for the templates. The surprise: a name
that people speak of and nobody declared is asked about here, because until then it stands in no share.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.listen import UNKNOWN_PARTY, Heard, Import, PartyBook, Words, heard, imports, words_of
from leadline.measure.known import Known, Which, known_metrics, series_of
from leadline.strategy import find_metric
from leadline.web.grammar.charts import Chart, columns, lines
from leadline.words import EVERYWHERE, Company, MessageKind, Party, PartyId, PartyKind, Period

if TYPE_CHECKING:
    from leadline.engine import Lake

MOST_CHANNELS = 5
"""Channels that a chart tells apart; the rest stand together."""


@dataclass(frozen=True)
class PartyLine:
    party: Party
    what: str
    messages: int
    last_at: dt.datetime | None


@dataclass(frozen=True)
class Undeclared:
    """A name heard that no party has: its id, the same as a person would write it, and how often it was heard."""

    key: str
    name: str
    messages: int


@dataclass(frozen=True)
class Waiting:
    """Messages that wait under a name or an account of a party that was declared after they came in."""

    word: str
    party: Party
    messages: int


@dataclass(frozen=True)
class MetricLine:
    which: str
    name: str
    part: str
    known: Known


@dataclass(frozen=True)
class Recorded:
    """One metric, with a line for each part of the market that it is recorded for."""

    name: str
    lines: tuple[MetricLine, ...]

    @property
    def unit(self) -> str:
        return self.lines[0].known.unit

    @property
    def days(self) -> Period:
        """From the first day of any part to the last."""
        days = [line.known.days for line in self.lines]
        return Period(min(one.first for one in days), max(one.last for one in days))

    @property
    def values(self) -> int:
        return sum(line.known.values for line in self.lines)


@dataclass(frozen=True)
class Imported:
    """A file that came in; `kept_until` is the day on which its refused rows are deleted."""

    file: Import
    kept_until: dt.date


@dataclass(frozen=True)
class ListenPage:
    """`unspoken` of the messages are automatic replies, notes, actions and notices of a system: nobody reads them for
    what they mean. Every other count is of what was said, so that a number and the list behind it hold the same.
    """

    messages: int
    unspoken: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None
    sources: int
    channels: int
    months: Chart | None
    imports: tuple[Imported, ...]
    refused: int
    parties: tuple[PartyLine, ...]
    undeclared: tuple[Undeclared, ...]
    waiting: tuple[Waiting, ...]
    nobody: int
    metrics: tuple[MetricLine, ...]

    @property
    def by_metric(self) -> tuple[Recorded, ...]:
        return by_metric(self.metrics)


@dataclass(frozen=True)
class MetricPage:
    line: MetricLine
    definition: str
    gamed: str
    last_day: dt.date
    last_value: float
    drawing: Chart


def listen_page(lake: Lake, book: PartyBook, company: Company) -> ListenPage:
    """What came in, of whom, and what the business recorded."""
    came = heard(lake)
    said = tuple(one for one in came if one.kind == MessageKind.MESSAGE)
    files = tuple(_imported(one) for one in imports(lake))
    words = words_of(book, company)
    return ListenPage(
        messages=sum(one.messages for one in came),
        unspoken=sum(one.messages for one in came) - sum(one.messages for one in said),
        first_at=min((one.first_at for one in came), default=None),
        last_at=max((one.last_at for one in came), default=None),
        sources=len({one.source for one in came}),
        channels=len({one.channel for one in came}),
        months=_by_month(came) if came else None,
        imports=files,
        refused=sum(one.file.refused for one in files),
        parties=tuple(_party_line(party, said) for party in book.parties),
        undeclared=_undeclared((one for one in said if one.about_party not in words), book),
        waiting=_waiting((one for one in said if one.about_party in words), book, words),
        nobody=sum(one.messages for one in said if one.about_party == UNKNOWN_PARTY),
        metrics=metric_lines(lake),
    )


def metric_page(lake: Lake, book: PartyBook, which: str) -> MetricPage:
    """One recorded metric, day by day. Raises LeadlineError where nothing is known of it."""
    asked = Which.parse(which)
    known = next((one for one in known_metrics(lake) if one.which == asked), None)
    series = series_of(lake, asked, book.own.id)
    if known is None or series is None:
        raise LeadlineError(f"Nothing was recorded of “{which}”.", "Choose a metric from the list on the page Listen.")
    line, described = _metric_line(known), find_metric(asked.metric)
    points = [
        {"day": day.isoformat(), "value": float(value)} for day, value in zip(series.days, series.values, strict=True)
    ]
    drawing = lines("metric", points, label=line.name, unit=known.unit, source=_("Recorded by the business"))
    return MetricPage(
        line=line,
        definition=described.definition if described else "",
        gamed=described.gamed if described else "",
        last_day=series.days[-1],
        last_value=float(series.values[-1]),
        drawing=drawing,
    )


def metric_lines(lake: Lake) -> tuple[MetricLine, ...]:
    """Every recorded series, by its metric's name for people."""
    return tuple(_metric_line(known) for known in known_metrics(lake))


def by_metric(lines: Sequence[MetricLine]) -> tuple[Recorded, ...]:
    """Each metric once."""
    names = dict.fromkeys((line.name, line.known.unit) for line in lines)
    return tuple(
        Recorded(name, tuple(line for line in lines if (line.name, line.known.unit) == (name, unit)))
        for name, unit in names
    )


def what_is(party: Party) -> str:
    """`own brand`, `competitor`, `partner: dealer`."""
    words = {PartyKind.OWN: _("own brand"), PartyKind.COMPETITOR: _("competitor"), PartyKind.PARTNER: _("partner")}
    return f"{words[party.kind]}: {party.partner_type}" if party.partner_type else words[party.kind]


def _imported(file: Import) -> Imported:
    return Imported(file, (file.at + dt.timedelta(days=setting("LEADLINE_REFUSED_DAYS"))).date())


def _party_line(party: Party, came: Iterable[Heard]) -> PartyLine:
    mine = [one for one in came if one.about_party == party.id]
    last = max((one.last_at for one in mine), default=None)
    return PartyLine(party, what_is(party), sum(one.messages for one in mine), last)


def _undeclared(came: Iterable[Heard], book: PartyBook) -> tuple[Undeclared, ...]:
    declared = {party.id for party in book.parties} | {UNKNOWN_PARTY}
    counts: Counter[str] = Counter()
    for one in came:
        if one.about_party not in declared:
            counts[one.about_party] += one.messages
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Undeclared(key, key.replace("-", " ").title(), count) for key, count in ranked)


def _waiting(came: Iterable[Heard], book: PartyBook, words: Words) -> tuple[Waiting, ...]:
    counts: Counter[str] = Counter()
    for one in came:
        counts[one.about_party] += one.messages
    parties = {party.id: party for party in book.parties}
    return tuple(Waiting(word, parties[words[PartyId(word)]], count) for word, count in counts.most_common())


def _metric_line(known: Known) -> MetricLine:
    parts = [part for part in (known.which.segment, known.which.area) if part != EVERYWHERE]
    return MetricLine(str(known.which), _name(known), ", ".join(parts), known)


def _name(known: Known) -> str:
    """As the catalogue calls it; `csat_n`, the answers behind `csat`, as `Customer satisfaction: answers`."""
    metric = known.which.metric
    described, counted = find_metric(metric), find_metric(metric.removesuffix("_n"))
    if described:
        return described.name
    return f"{counted.name}: {known.unit}" if counted else metric.replace("_", " ").capitalize()


def _by_month(came: Sequence[Heard]) -> Chart:
    loud = [channel for channel, _count in _totals(came).most_common(MOST_CHANNELS)]
    other = _("other")
    counts: Counter[tuple[str, str]] = Counter()
    months = sorted({one.month for one in came})
    for one in came:
        counts[f"{one.month.first_day:%b %y}", one.channel if one.channel in loud else other] += one.messages
    parts = [*loud, *([other] if any(part == other for _month, part in counts) else [])]
    rows = [
        {"name": name, "part": part, "value": counts[name, part]}
        for name in (f"{month.first_day:%b %y}" for month in months)
        for part in parts
        if counts[name, part]
    ]
    return columns(
        "heard",
        rows,
        parts=parts,
        label=_("Messages a month by channel"),
        unit=_("messages"),
        source=_("Messages as they came in, by the month in which they were said"),
    )


def _totals(came: Iterable[Heard]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for one in came:
        totals[one.channel] += one.messages
    return totals
