"""Conversations told as the service-level cases tell them: who spoke, and when, on the clock in Berlin."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from leadline.programs import Calendar, Mark, MessageEvent, Promise, calendar_from_dict

BERLIN = ZoneInfo("Europe/Berlin")
SLA_CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("sla_cases.json").read_text())["cases"]
CALENDARS: dict[str, Calendar] = {
    "C5": calendar_from_dict({"zone": "Europe/Berlin", "hours": "mon-fri 08:00-20:00", "holidays": "DE"}),
    "C7": calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 08:00-20:00"}),
    "N": calendar_from_dict({"zone": "Europe/Berlin", "hours": "every day 22:00-06:00"}),
}
HOUR_IN_C5 = Promise(60, CALENDARS["C5"])
_SPEAKERS = {"c": "customer", "o": "customer", "a": "brand", "x": "brand", "n": "brand", "l": "brand"}
_KINDS = {"x": "auto", "n": "note", "l": "action"}
_MARKS = {"close": "closed", "dismiss": "dismissed"}


def at(text: str) -> dt.datetime:
    """`2026-03-02T10:00:00` on the clock in Berlin, or with its own offset; always returned in UTC."""
    told = dt.datetime.fromisoformat(text)
    return (told if told.tzinfo else told.replace(tzinfo=BERLIN)).astimezone(dt.UTC)


def told(events: list[tuple[str, str]], thread_id: str = "T") -> tuple[list[MessageEvent], list[Mark]]:
    """Messages and marks: c customer, o other, a agent, `a->c` agent to c, x bot, n note, l like, close, dismiss."""
    messages, marks = [], []
    for number, (who, when) in enumerate(events):
        if who in _MARKS:
            marks.append(Mark(_MARKS[who], "desk", thread_id, at(when)))  # type: ignore[arg-type]
            continue
        speaker, _, named = who.partition("->")
        asked = [index for index, (other, _) in enumerate(events) if named and other == named]
        before = [index for index in asked if index < number]
        messages.append(
            MessageEvent(
                source="desk",
                message_id=f"{thread_id}{number}",
                thread_id=thread_id,
                posted_at=at(when),
                author=speaker if _SPEAKERS[speaker] == "customer" else "agent",
                speaker_role=_SPEAKERS[speaker],
                kind=_KINDS.get(speaker, "message"),
                reply_to=f"{thread_id}{(before[-1:] or asked)[0]}" if asked else None,
                channel="facebook",
                about_party="halden",
            )
        )
    return messages, marks
