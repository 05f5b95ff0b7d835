"""What a company itself knows against its evidence: figures that a program cannot have moved, and what else began.

In: an effect, the same analysis of the untouched figures, and the events that the plan lists. Out: the effect with one
more check for each of the two that somebody has named. The surprise: what nobody has named is no check that failed; the
page says that nobody was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadline.measure.evidence import Effect, Event, negative_controls, other_events


def with_doubts(effect: Effect, untouched: Sequence[Effect], events: Sequence[Event] | None) -> Effect:
    """`untouched` are effects on figures that cannot have moved, from the same start. A refused effect has nothing to
    doubt, and an untouched figure that could not be analysed says nothing."""
    if effect.refused is not None:
        return effect
    checks = list(effect.checks)
    if any(one.mean is not None for one in untouched):
        checks.append(negative_controls(untouched))
    if events is not None:
        checks.append(other_events(effect.start, events))
    left_out = tuple(f"{one.outcome} could not be judged: {one.refused}" for one in untouched if one.refused)
    return replace(effect, checks=tuple(checks), notes=(*effect.notes, *left_out))
