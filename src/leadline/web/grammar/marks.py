"""The parts that charts are made of: colours, axes, bands, labels at a line's end, an event's upright.

Colours are the names of the page's CSS variables; a drawing therefore follows the theme without being redrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

INK, MUTED, LINE, SEA, WARN = "var(--ink)", "var(--muted)", "var(--line)", "var(--sea)", "var(--warn)"
BAND, DASH = "var(--g1)", "var(--g2)"
PALETTE = ("var(--sea)", "var(--warn)", "var(--g1)", "var(--good)", "var(--bad)", "var(--muted)")
SURE = {"assumed": "var(--g0)", "correlated": "var(--g1)", "supported": "var(--g2)", "tested": "var(--g3)"}
"""The colour of each grade, as in the grade's one picture."""

DEPTHS = ("var(--g3)", "var(--g2)", "var(--g1)", "var(--g0)", "var(--muted)", "var(--line)")
"""One colour by depth, for parts that are many and of which none is good or bad."""

FEW_DAYS = 70
"""Up to this many days an axis names days; beyond, months."""

Part = dict[str, Any]


def framed(spec: Part, height: int = 280) -> Part:
    """A whole drawing, as wide as its place."""
    schema = "https://vega.github.io/schema/vega-lite/v6.json"
    return {
        "$schema": schema,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
    } | spec


def time_axis(points: Sequence[Part]) -> Part:
    """Days from left to right: named by day in a short stretch, by month in a long one."""
    days = sorted({str(point["day"])[:10] for point in points})
    short = not days or (dt.date.fromisoformat(days[-1]) - dt.date.fromisoformat(days[0])).days <= FEW_DAYS
    ticks: Part = {"tickCount": 7} if short else {"tickCount": {"interval": "month", "step": _months_apart(len(days))}}
    axis = {"grid": False, "labelOverlap": True, "format": "%-d %b" if short else "%b %Y", **ticks}
    return {"field": "day", "type": "temporal", "title": None, "scale": {"type": "utc"}, "axis": axis}


def quantity(name: str, unit: str, zero: bool = False) -> Part:
    """The upright axis with its unit."""
    axis = {"tickCount": 5}
    return {"field": name, "type": "quantitative", "title": unit or None, "scale": {"zero": zero}, "axis": axis}


def area(low: str, high: str, unit: str) -> Part:
    """The band of what is uncertain."""
    return band_of(low, high, unit, {})


def band_of(low: str, high: str, unit: str, colour: Part, zero: bool = False) -> Part:
    """A band in one colour, or in each line's own."""
    mark = {"type": "area", "opacity": 0.28 if not colour else 0.16} | ({} if colour else {"color": BAND})
    return {"mark": mark, "encoding": {"y": quantity(low, unit, zero), "y2": {"field": high}, **colour}}


def tip(name: str, kind: str = "quantitative", title: str = "") -> Part:
    """One line of what is told at the pointer."""
    told: Part = {"field": name, "type": kind, "title": title or name}
    if kind == "quantitative":
        told["format"] = ",.4~g"
    if kind == "temporal":
        told |= {"timeUnit": "utcyearmonthdate", "format": "%-d %B %Y"}
    return told


def end_labels(days: Sequence[Part], lines: Sequence[tuple[str, str, str]]) -> list[Part]:
    """Each line's name at its last point, above the higher line and below the lower one."""
    last = {name: next((day for day in reversed(days) if day.get(name) is not None), None) for name, _, _ in lines}
    known = [(name, words, colour, last[name]) for name, words, colour in lines if last[name] is not None]
    ranked = sorted(known, key=lambda one: -one[3][one[0]])  # type: ignore[index]
    return [
        {
            "data": {"values": [{"day": day["day"], "value": _edge(days, name, upper=place == 0), "words": words}]},
            "mark": {
                "type": "text", "align": "right", "fontSize": 12, "color": colour,
                "baseline": "bottom" if place == 0 else "top", "dy": -6 if place == 0 else 8,
            },
            "encoding": {
                "x": {"field": "day", "type": "temporal"},
                "y": {"field": "value", "type": "quantitative"},
                "text": {"field": "words"},
            },
        }
        for place, (name, words, colour, day) in enumerate(ranked)
        if day is not None
    ]  # fmt: skip


_FAINT = {"color": MUTED, "strokeDash": [2, 3]}


def event_layers(day: str, words: str, points: Sequence[Part] = (), row: int = 0) -> list[Part]:
    """An upright where something began, and what it was: written on the side that has more room. From the `row` 1 on it
    is fainter, and its words stand so many rows below the edge."""
    data = {"values": [{"day": day, "words": words}]}
    x = {"field": "day", "type": "temporal"}
    is_late = sum(1 for point in points if str(point["day"]) < day) > len(points) / 2
    side = {"align": "right", "dx": 4} if is_late else {"align": "left", "dx": -4}
    return [
        {"data": data, "mark": {"type": "rule", **(_FAINT if row else {"color": WARN})}, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {"type": "text", "baseline": "bottom", "color": MUTED if row else WARN, "fontSize": 12, **side},
            "encoding": {"x": x, "y": {"value": 16 * row - 4}, "text": {"field": "words"}},
        },
    ]


def _edge(days: Sequence[Part], name: str, *, upper: bool) -> float:
    """Where a label at the end stands free: beyond the last stretch of the line and its band."""
    ends = ("high", name) if upper else ("low", name)
    tail = days[-max(14, len(days) // 6) :]
    values = [float(day[key]) for day in tail for key in ends if day.get(key) is not None]
    return (max if upper else min)(values)


def _months_apart(days: int) -> int:
    return max(1, round(days / 30.4 / 8))
