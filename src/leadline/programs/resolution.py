"""How long until a thread was resolved, the first time and for good?

In: a thread's messages and marks. Out: durations from the first question to the first and the last close, and the
time it stood open in between. A question after a close reopens the thread; it begins a new episode, and no first
response is measured again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadline.programs.calendar import Calendar
from leadline.programs.events import Mark, MessageEvent
from leadline.programs.layout import MICROS, micros
from leadline.words import MessageKind, SpeakerRole


@dataclass(frozen=True)
class Resolution:
    """Seconds of open time (business) and of the clock (elapsed). None where it has not come about.

    `full_*` reach to the last close, and are None while the thread stands open again. `open_business_seconds` leaves
    out the spans between a close and the next question.
    """

    reopens: int
    first_business_seconds: float | None
    first_elapsed_seconds: float | None
    full_business_seconds: float | None
    full_elapsed_seconds: float | None
    open_business_seconds: float | None


def resolution_of(messages: Iterable[MessageEvent], marks: Sequence[Mark], calendar: Calendar) -> Resolution | None:
    """The resolution of one thread; None when no customer ever asked. Only marks of the kind `closed` resolve."""
    asked = sorted(_at(message) for message in messages if _asks(message))
    closes = sorted(micros(mark.at) for mark in marks if mark.kind == "closed")
    if not asked:
        return None
    spans = _open_spans(asked, closes)
    closed = [(start, end) for start, end in spans if end is not None]
    is_resolved = bool(closed) and len(closed) == len(spans)
    first = (asked[0], closed[0][1]) if closed else None
    full = (asked[0], closed[-1][1]) if is_resolved else None
    return Resolution(
        reopens=len(spans) - 1,
        first_business_seconds=first and calendar.business_micros(*first) / MICROS,
        first_elapsed_seconds=first and (first[1] - first[0]) / MICROS,
        full_business_seconds=full and calendar.business_micros(*full) / MICROS,
        full_elapsed_seconds=full and (full[1] - full[0]) / MICROS,
        open_business_seconds=sum(calendar.business_micros(*span) for span in closed) / MICROS if is_resolved else None,
    )


def _open_spans(asked: Sequence[int], closes: Sequence[int]) -> list[tuple[int, int | None]]:
    """From each question that found the thread closed to the next close (None: none yet)."""
    spans: list[tuple[int, int | None]] = []
    for at in asked:
        if spans and (spans[-1][1] is None or at < spans[-1][1]):
            continue
        spans.append((at, next((close for close in closes if close >= at), None)))
    return spans


def _asks(message: MessageEvent) -> bool:
    ours = (SpeakerRole.BRAND.value, SpeakerRole.STAFF.value)
    return message[6] == MessageKind.MESSAGE.value and message[5] not in ours


def _at(message: MessageEvent) -> int:
    posted_at = message[3]
    return posted_at if isinstance(posted_at, int) else micros(posted_at)
