"""Charts as Vega-Lite, with their unit, their source and the same numbers as a table.

In: plain values. Out: a `Chart` for `{% chart %}`. Observed is ink, the counterfactual dashed, uncertainty a band,
and labels stand at the line. Colours are the page's own CSS variables, so a chart follows light and dark by itself.
Days are ISO dates and are drawn as such: no browser's zone moves them.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from leadline.web.grammar.marks import (
    BAND,
    DASH,
    DEPTHS,
    INK,
    MUTED,
    PALETTE,
    SURE,
    area,
    band_of,
    end_labels,
    event_layers,
    framed,
    quantity,
    time_axis,
    tip,
)

__all__ = [
    "BAND",
    "DASH",
    "INK",
    "MUTED",
    "PALETTE",
    "SURE",
    "Chart",
    "Row",
    "bars",
    "columns",
    "line_with_band",
    "lines",
    "ranges",
    "shares",
    "timeline",
]

Row = dict[str, Any]

_LEGEND: Row = {"title": None, "orient": "top", "symbolType": "square"}


@dataclass(frozen=True)
class Chart:
    """A drawing with its table. `label` is what a screen reader says; `source` names where the numbers come from."""

    id: str
    label: str
    spec: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    source: str
    unit: str = ""
    height: int = 280
    notes: tuple[str, ...] = field(default=())
    address: str = ""
    """Where a span of days that somebody draws leads: `{first}` and `{last}` stand for its days."""

    @property
    def as_csv(self) -> str:
        """The table as CSV, for a link: no cell begins as a formula does."""
        told = StringIO()
        writer = csv.writer(told)
        writer.writerows([[_cell(value) for value in row] for row in (self.columns, *self.rows)])
        return told.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def line_with_band(
    id: str,  # noqa: A002
    days: Sequence[Row],
    *,
    label: str,
    unit: str,
    source: str,
    event: tuple[str, str] | None = None,
    also: Sequence[tuple[str, str]] = (),
    observed: str = "observed",
    expected: str = "what would have happened",
    single: str = "",
    height: int = 280,
) -> Chart:
    """Observed against what would have been.

    `days` have day (ISO), observed, expected, low, high (None where there is none); `event` is (day, words), and so are
    those of `also`, which are drawn fainter and below it;
    `observed` and `expected` are the words at the two lines' ends. Where these are means, `single` is the word for the
    single values, which the days then have as well: they stand faint behind the lines.
    """
    names = {"observed": observed, "expected": expected, "low": "low", "high": "high"}
    names |= {"single": single} if single else {}
    layers = [
        *([_faint("single", unit)] if single else []),
        area("low", "high", unit),
        {
            "mark": {"type": "line", "color": DASH, "strokeDash": [5, 4], "strokeWidth": 2},
            "encoding": {"y": quantity("expected", unit)},
        },
        {"mark": {"type": "line", "color": INK, "strokeWidth": 1.6}, "encoding": {"y": quantity("observed", unit)}},
        *end_labels(days, (("expected", expected, DASH), ("observed", observed, INK))),
        *_hover(
            [tip("day", "temporal", "day"), *(tip(name, title=title) for name, title in names.items())], "observed"
        ),
        *(event_layers(*event, points=days) if event else ()),
        *(layer for row, one in enumerate(also, start=1) for layer in event_layers(*one, points=days, row=row)),
    ]
    spec = framed({"data": {"values": list(days)}, "encoding": {"x": time_axis(days)}, "layer": layers}, height)
    columns = ("day", *names)
    return Chart(id, label, spec, ("day", *names.values()), _rows(days, columns), source, unit, height)


def lines(
    id: str,  # noqa: A002
    points: Sequence[Row],
    *,
    label: str,
    unit: str,
    source: str,
    by: str | None = None,
    band: bool = False,
    event: tuple[str, str] | None = None,
    height: int = 220,
    zero: bool = False,
) -> Chart:
    """One line, or one a value of `by`. `points` have day, value (and low, high where `band`)."""
    colour = {"color": _colour(by, points)} if by else {}
    tips = [tip("day", "temporal"), *([tip(by, "nominal")] if by else []), tip("value", title=unit or "value")]
    if band:
        tips += [tip("low"), tip("high")]
    mark = {"type": "line", "strokeWidth": 1.8, "point": False, **({} if by else {"color": INK})}
    layers: list[dict[str, Any]] = [
        *([band_of("low", "high", unit, colour, zero)] if band else []),
        {"mark": mark, "encoding": {"y": quantity("value", unit, zero), **colour}},
        *_hover(tips, "value", colour),
        *(event_layers(*event, points=points) if event else ()),
    ]
    spec = framed({"data": {"values": list(points)}, "encoding": {"x": time_axis(points)}, "layer": layers}, height)
    columns = ("day", *((by,) if by else ()), "value", *(("low", "high") if band else ()))
    return Chart(id, label, spec, columns, _rows(points, columns), source, unit, height)


def bars(
    id: str,  # noqa: A002
    rows: Sequence[Row],
    *,
    label: str,
    unit: str,
    source: str,
    colour: str = DASH,
    interval: bool = False,
) -> Chart:
    """Horizontal bars in the order given. `rows` have name, value (and low, high where `interval`)."""
    tips = [tip("name", "nominal"), tip("value", title=unit or "value")]
    tips += [tip("low"), tip("high")] if interval else []
    x = {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 5, "domain": False}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "color": colour, "cornerRadiusEnd": 3, "height": {"band": 0.62}},
            "encoding": {"x": x, "tooltip": tips},
        }
    ]
    if interval:
        ends = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}, "tooltip": tips}
        layers.append({"mark": {"type": "rule", "color": INK, "strokeWidth": 1.5}, "encoding": ends})
    height = 26 * len(rows) + 30
    spec = framed({"data": {"values": list(rows)}, "encoding": {"y": _names()}, "layer": layers}, height)
    columns = ("name", "value", *(("low", "high") if interval else ()))
    return Chart(id, label, spec, columns, _rows(rows, columns), source, unit, height)


def ranges(
    id: str,  # noqa: A002
    rows: Sequence[Row],
    *,
    middle: float,
    label: str,
    unit: str,
    source: str,
) -> Chart:
    """A floating bar a name, around one upright: a tornado. `rows` have name, low and high, in the order given."""
    tips = [tip("name", "nominal"), tip("low"), tip("high")]
    axis = {"tickCount": 5, "domain": False, "labelOverlap": True}
    x = {"field": "low", "type": "quantitative", "title": unit, "scale": {"zero": False}, "axis": axis}
    bar = {"type": "bar", "color": DASH, "cornerRadius": 2, "height": {"band": 0.62}}
    layers: list[Row] = [
        {"mark": bar, "encoding": {"x": x, "x2": {"field": "high"}, "y": _names(), "tooltip": tips}},
        {
            "data": {"values": [{"at": middle}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
            "encoding": {"x": {"field": "at", "type": "quantitative"}},
        },
    ]
    height = 26 * len(rows) + 46
    columns = ("name", "low", "high")
    spec = framed({"data": {"values": list(rows)}, "layer": layers}, height)
    return Chart(id, label, spec, columns, _rows(rows, columns), source, unit, height)


def shares(
    id: str,  # noqa: A002
    rows: Sequence[Row],
    *,
    parts: Sequence[tuple[str, str]],
    label: str,
    source: str,
    unit: str = "share of messages",
) -> Chart:
    """One bar of 100 % a name, stacked from its parts.

    `rows` have name, part and value (0 to 1); `parts` are (part, colour) from the left, for example
    `(("customers", DASH), ("partners", BAND))`.
    """
    order = [name for name, _ in parts]
    placed = [{**row, "place": order.index(row["part"])} for row in rows]
    encoding = {
        "y": _names(),
        "x": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, 1], "nice": False},
            "axis": {"format": ".0%", "tickCount": 5, "domain": False},
        },
        "color": {
            "field": "part",
            "type": "nominal",
            "scale": {"domain": order, "range": [colour for _, colour in parts]},
            "legend": _LEGEND,
        },
        "order": {"field": "place", "type": "quantitative"},
        "tooltip": [tip("name", "nominal"), tip("part", "nominal"), {**tip("value", title="share"), "format": ".1%"}],
    }
    height = 26 * len({row["name"] for row in rows}) + 54
    mark = {"type": "bar", "height": {"band": 0.62}}
    spec = framed({"data": {"values": placed}, "mark": mark, "encoding": encoding}, height)
    columns = ("name", "part", "value")
    return Chart(id, label, spec, columns, _rows(rows, columns), source, unit, height)


def columns(
    id: str,  # noqa: A002
    rows: Sequence[Row],
    *,
    parts: Sequence[str],
    label: str,
    unit: str,
    source: str,
    height: int = 220,
) -> Chart:
    """One column a name, stacked from its parts: months by channel. `rows` have name, part and value.

    `parts` are in the order of the stack, largest first; they are told apart by depth of one colour.
    """
    placed = [{**row, "place": parts.index(row["part"])} for row in rows]
    encoding = {
        "x": {
            "field": "name",
            "type": "ordinal",
            "sort": None,
            "title": None,
            "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8, "ticks": False, "grid": False},
        },
        "y": quantity("value", "", zero=True),
        "color": {
            "field": "part",
            "type": "nominal",
            "scale": {"domain": list(parts), "range": list(DEPTHS)},
            "legend": _LEGEND,
        },
        "order": {"field": "place", "type": "quantitative"},
        "tooltip": [tip("name", "nominal"), tip("part", "nominal"), tip("value", title=unit or "value")],
    }
    mark = {"type": "bar", "width": {"band": 0.78}}
    spec = framed({"data": {"values": placed}, "mark": mark, "encoding": encoding}, height)
    named = ("name", "part", "value")
    return Chart(id, label, spec, named, _rows(rows, named), source, unit, height)


def timeline(
    id: str,  # noqa: A002
    rows: Sequence[Row],
    *,
    parts: Sequence[tuple[str, str]],
    step: str,
    label: str,
    unit: str,
    source: str,
    address: str = "",
    height: int = 170,
) -> Chart:
    """One bar a `step` (day, week or month), stacked from its parts. `rows` have day (ISO), part and value; `parts` are
    (part, colour) from the foot. With an `address` a span can be drawn, and leads there.
    """
    order = [name for name, _ in parts]
    placed = _stacked(sorted(rows, key=lambda row: (row["day"], order.index(row["part"]))), step)
    tips = [tip("day", "temporal", step), tip("part", "nominal"), tip("value", title=unit)]
    encoding = {
        "x": time_axis(rows),
        "x2": {"field": "end"},
        "y": quantity("high", "", zero=True),
        "y2": {"field": "low"},
        "color": {
            "field": "part",
            "type": "nominal",
            "scale": {"domain": order, "range": [colour for _, colour in parts]},
            "legend": _LEGEND,
        },
        "tooltip": tips,
    }
    drawn: Row = {"data": {"values": placed}, "mark": {"type": "bar", "binSpacing": 1}, "encoding": encoding}
    if address:
        drawn["params"] = [{"name": "span", "select": {"type": "interval", "encodings": ["x"]}}]
    named = ("day", "part", "value")
    return Chart(
        id, label, framed(drawn, height), (step, *named[1:]), _rows(rows, named), source, unit, height, address=address
    )


def _stacked(rows: Sequence[Row], step: str) -> list[Row]:
    """Each part of a bar upon the one before: what has an end in time is not stacked by Vega-Lite."""
    placed, height = list[Row](), dict[str, float]()
    for row in rows:
        low = height.get(row["day"], 0)
        height[row["day"]] = low + row["value"]
        placed.append({**row, "end": _end_of(row["day"], step), "low": low, "high": height[row["day"]]})
    return placed


def _end_of(day: str, step: str) -> str:
    begins = dt.date.fromisoformat(day)
    if step == "month":
        return (begins.replace(day=28) + dt.timedelta(days=4)).replace(day=1).isoformat()
    return (begins + dt.timedelta(days=7 if step == "week" else 1)).isoformat()


def sparkline(values: Sequence[float | None], *, width: int = 120, height: int = 28, zero: bool = False) -> str:
    """The points of a tiny line, for an inline `<polyline>`; empty where there are fewer than two values.

    With `zero` its foot is zero, so that noise does not look like a mountain.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = 0.0 if zero else min(known), max(known)
    span = (high - low) or 1
    step = (width - 4) / (len(values) - 1)
    inner = height - 4
    return " ".join(
        f"{2 + index * step:.1f},{2 + inner - (value - low) / span * inner:.1f}"
        for index, value in enumerate(values)
        if value is not None
    )


def _hover(tips: list[Row], at: str, more: Row | None = None) -> list[Row]:
    """A point that follows the pointer, with what stands there; nothing is drawn elsewhere."""
    select = {"type": "point", "on": "pointermove", "nearest": True, "clear": "pointerout"}
    return [
        {
            "mark": {"type": "point", "filled": True, "size": 46, "color": INK},
            "params": [{"name": "hover", "select": select}],
            "encoding": {
                "y": {"field": at, "type": "quantitative"},
                "opacity": {"condition": {"param": "hover", "empty": False, "value": 1}, "value": 0},
                "tooltip": tips,
                **(more or {}),
            },
        }
    ]


def _faint(name: str, unit: str) -> Row:
    """Single values as dots: a line through them would draw the week's rhythm instead of what they come to."""
    mark = {"type": "point", "filled": True, "size": 12, "color": MUTED, "opacity": 0.4}
    return {"mark": mark, "encoding": {"y": quantity(name, unit)}}


def _colour(by: str, points: Sequence[Row]) -> Row:
    names = list(dict.fromkeys(point[by] for point in points))
    return {
        "field": by,
        "type": "nominal",
        "scale": {"domain": names, "range": list(PALETTE)},
        "legend": _LEGEND | {"symbolOpacity": 1, "offset": 22},
    }


def _names() -> Row:
    axis = {"labelLimit": 220, "ticks": False, "domain": False, "labelFontSize": 12, "labelColor": INK}
    return {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": axis}


def _rows(points: Sequence[Row], columns: Sequence[str]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(_plain(point.get(name)) for name in columns) for point in points)


def _plain(value: Any) -> Any:
    """A day written as ISO becomes a date again, so that the table shows it as pages do."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value
