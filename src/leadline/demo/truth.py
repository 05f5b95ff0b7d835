"""The truth of a world, written beside it: what was planted, what was expected, and what the chances made of it.

In: the planted numbers, the streams, the counts. Out: one JSON-able dictionary. No stage may read it; tests do.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from leadline.demo.book import read_book
from leadline.demo.company import PARTIES, Size
from leadline.demo.exports import MessageFiles
from leadline.demo.planted import MOODS, ORDINARY_MOODS, SERVICE_OPENS, WORLD, Planted
from leadline.demo.scene import Drawn
from leadline.demo.series import Metrics
from leadline.demo.traffic import Stream, incident_threads
from leadline.words import Period


def truth_of(
    size: Size, planted: Planted, metrics: Metrics, streams: list[Stream], drawn: Drawn, files: MessageFiles
) -> dict[str, Any]:
    """Everything that is true in the world. Shares are 0 to 1, days ISO, months `2025-11`."""
    return {
        "seed": metrics.seed,
        "size": dataclasses.asdict(size),
        "first_day": WORLD.first.isoformat(),
        "last_day": WORLD.last.isoformat(),
        "service_opens": SERVICE_OPENS.isoformat(),
        "planted": _plain(dataclasses.asdict(planted)),
        "calls": _calls(metrics),
        "parties": [_party(profile) for profile in PARTIES],
        "themes": _themes(),
        "expected_conversations": _expected(streams),
        "conversations": _nested(drawn.threads),
        "incidents": [
            {
                "name": one.name,
                "theme": one.theme,
                "starts": one.starts.isoformat(),
                "threads": incident_threads(one, size),
            }
            for one in planted.incidents
        ],
        "moods": _moods(drawn),
        "turns": _turns(drawn),
        "served_waits": _waits(drawn),
        "messages": {
            "by_channel_and_kind": _nested(files.counts),
            "rows": dict(files.rows),
            "broken_rows": files.broken,
        },
    }


def _calls(metrics: Metrics) -> dict[str, Any]:
    """The true effect on consumer calls, over windows that an analysis might take."""
    calls = metrics.get("calls", segment="consumer")
    windows = {
        "first_30_days": 30,
        "first_60_days": 60,
        "first_90_days": 90,
        "first_180_days": 180,
        "to_the_end": (WORLD.last - SERVICE_OPENS).days + 1,
    }
    return {
        name: {
            "days": days,
            "effect_share": round(calls.true_effect_share(window), 5),
            "effect_calls_a_day": round(calls.true_effect(window), 1),
        }
        for name, days in windows.items()
        for window in [Period(SERVICE_OPENS, SERVICE_OPENS + dt.timedelta(days=days - 1))]
    }


def _party(profile: Any) -> dict[str, Any]:
    party = profile.party
    return {"id": party.id, "name": party.name, "kind": party.kind, "partner_type": party.partner_type}


def _themes() -> dict[str, Any]:
    return {
        name: {
            "department": theme.department,
            "complaint_moods": dict(zip(("angry", "annoyed", "calm"), MOODS.get(name, ORDINARY_MOODS), strict=True)),
        }
        for name, theme in read_book().themes.items()
    }


def _expected(streams: list[Stream]) -> dict[str, dict[str, dict[str, float]]]:
    """Openings expected by party, theme and month, incidents left out."""
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    first = dt.date.toordinal(WORLD.first)
    months = [str(dt.date.fromordinal(first + at))[:7] for at in range(WORLD.days)]
    for stream in streams:
        by_month: Counter[str] = Counter()
        for month, expected in zip(months, stream.expected.tolist(), strict=True):
            by_month[month] += expected
        into = found[stream.about.id][stream.theme]
        for month, expected in by_month.items():
            into[month] = round(into.get(month, 0.0) + expected, 2)
    return {party: {theme: dict(months) for theme, months in themes.items()} for party, themes in found.items()}


def _moods(drawn: Drawn) -> dict[str, dict[str, float]]:
    """Of each party's conversations, the share that begins in each mood."""
    totals: Counter[str] = Counter()
    for (party, _), number in drawn.moods.items():
        totals[party] += number
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for (party, mood), number in sorted(drawn.moods.items()):
        shares[party][mood] = round(number / totals[party], 4)
    return dict(shares)


def _turns(drawn: Drawn) -> list[dict[str, Any]]:
    """Unhappy conversations that ended happy, by party, channel and whether the page was served."""
    return [
        {
            "party": party,
            "channel": channel,
            "era": era,
            "unhappy": number,
            "turned": drawn.turns[party, channel, era, "turned"],
            "share": round(drawn.turns[party, channel, era, "turned"] / number, 4),
        }
        for (party, channel, era, what), number in sorted(drawn.turns.items())
        if what == "unhappy" and number
    ]


def _waits(drawn: Drawn) -> dict[str, float]:
    total = max(sum(drawn.waits.values()), 1)
    counts = {outcome: drawn.waits[outcome] for outcome in ("kept", "late", "never")}
    return {**counts, "kept_share": round(drawn.waits["kept"] / total, 4)}


def _nested(counts: Counter[Any]) -> dict[str, Any]:
    """A counter by tuples as dictionaries in dictionaries."""
    found: dict[str, Any] = {}
    for key, number in sorted(counts.items()):
        at = found
        for part in key[:-1]:
            at = at.setdefault(part, {})
        at[key[-1]] = number
    return found


def _plain(value: Any) -> Any:
    """Days as text and tuples as lists, for JSON."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
