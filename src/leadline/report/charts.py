"""Which pictures does a report draw? The effect against what would have been, and worth by grade.

In: facts. Out: Vega-Lite specifications, which pages draw live and reports draw as SVG. The surprise: colours are the
style sheet's own, so that an SVG inside a page follows light and dark by `themed`.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import vl_convert

from leadline.report.facts import Effect, GradeWorth
from leadline.report.phrases import capital, money, money_span, number, short_day, symbol
from leadline.report.seven_days import is_daily, seven_day_means
from leadline.report.story import Cell, Chart, Table

INK, MUTED, LINE, SEA = "#14212b", "#5c6b76", "#dfe5e9", "#0b6e8f"
GRADES = ("#c3ccd2", "#7fb2c2", "#2f8ea9", "#0b5a75")
VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    SEA: "--sea",
    "#b4690e": "--warn",
    **dict(zip(GRADES, ("--g0", "--g1", "--g2", "--g3"), strict=True)),
}
FONT = "Leadline Inter"
"""Our own cut of Inter (`fonts/`): text is measured alike on every machine, whatever Inter that machine has."""
_DAYS_BEFORE, _DAYS_SHOWN = 60, 240


def effect_chart(effect: Effect) -> Chart:
    """Observed in ink, what would have been dashed, its uncertainty a band, labels at the lines."""
    days, daily = _shown(effect), is_daily(effect.days)
    table = Table(
        ("day", f"observed, {effect.unit}", "would have been", "95 % interval"),
        tuple(_day_cells(row) for row in days if row["observed"] is not None),
    )
    return Chart(
        spec=_effect_spec(effect, days),
        alt=f"{capital(effect.outcome)}: observed, and what would have been without {effect.program}.",
        caption=(
            f"{capital(effect.unit)}{', means of seven days' if daily else ''}. Dashed: what would have "
            f"been without {effect.program}, with the 95 % band of a single {'day' if daily else 'figure'}; "
            f"before {short_day(effect.since)} it shows how well the method forecast."
        ),
        link=effect.link,
        table=table,
    )


def worth_chart(worth: Sequence[GradeWorth]) -> Chart:
    """One bar a grade with its interval: side by side, never stacked into one sum."""
    table = Table(
        ("grade", "worth", "interval"),
        tuple(
            (Cell(one.grade.value, grade=one.grade), Cell(money(one.money), number=True), Cell(money_span(one.money)))
            for one in worth
        ),
    )
    return Chart(
        spec=_worth_spec(worth),
        alt="Worth by how sure we are: " + ", ".join(f"{one.grade.value} {money(one.money)}" for one in worth) + ".",
        caption=_worth_caption(worth),
        link=worth[0].money.link,
        table=table,
    )


def _worth_caption(worth: Sequence[GradeWorth]) -> str:
    if len(worth) == 1:
        return f"The thin line is the {worth[0].money.level * 100:.0f} % interval."
    return "Bars stand beside each other because they must not be added: each rests on another kind of evidence."


def svg(chart: Chart) -> str:
    """The chart as SVG, its text as text; the same bytes for the same chart."""
    _register_fonts()
    spec = json.dumps(chart.spec, sort_keys=True)
    drawn = str(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))
    return _renumbered(drawn, hashlib.sha256(spec.encode()).hexdigest()[:8])


def _renumbered(drawn: str, name: str) -> str:
    """The renderer counts its clips through the life of a process: count them anew, and apart for each chart."""
    order: dict[str, str] = {}
    return re.sub(r"\bclip\d+\b", lambda found: order.setdefault(found[0], f"clip-{name}-{len(order)}"), drawn)


def themed(drawn: str) -> str:
    """The same SVG in the page's own colours and font."""
    drawn = drawn.replace(f'"{FONT}"', '"Inter, system-ui, sans-serif"')
    for colour, variable in VARIABLES.items():
        drawn = drawn.replace(f'"{colour}"', f'"var({variable})"')
    return drawn


@functools.cache
def _register_fonts() -> None:
    with importlib.resources.as_file(importlib.resources.files("leadline.report") / "fonts") as fonts:
        vl_convert.register_font_directory(str(fonts))


def _shown(effect: Effect) -> list[dict[str, Any]]:
    """Two months before the start and what follows, as rows for Vega: means of seven days where days are known."""
    first = max(effect.since.toordinal() - _DAYS_BEFORE, effect.until.toordinal() - _DAYS_SHOWN)
    days = seven_day_means(effect.days) if is_daily(effect.days) else effect.days
    return [{**asdict(row), "day": row.day.isoformat()} for row in days if row.day.toordinal() >= first]


def _day_cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    known = row["expected"] is not None
    return (
        Cell(row["day"]),
        Cell(number(row["observed"]), number=True),
        Cell(number(row["expected"]) if known else "", number=True),
        Cell(f"{number(row['low'])} to {number(row['high'])}" if known else ""),
    )


def _effect_spec(effect: Effect, days: list[dict[str, Any]]) -> dict[str, Any]:
    x = {"timeUnit": "utcyearmonthdate", "field": "day", "type": "temporal", "axis": _time_axis(), "title": None}
    last = next((row for row in reversed(days) if row["observed"] is not None and row["expected"] is not None), None)
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "color": GRADES[1], "opacity": 0.28},
            "encoding": {"x": x, "y": _value("low"), "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": GRADES[2], "strokeWidth": 1.6, "strokeDash": [5, 3]},
            "encoding": {"x": x, "y": _value("expected")},
        },
        {
            "mark": {"type": "line", "color": INK, "strokeWidth": 1.4},
            "encoding": {"x": x, "y": _value("observed")},
        },
        *_start_layers(effect, x),
        *(_end_labels(last, x) if last else []),
    ]
    return _spec(layers, width=350, height=158, data=days)


def _start_layers(effect: Effect, x: dict[str, Any]) -> list[dict[str, Any]]:
    """A line on the day the program began, with its name beside it."""
    data = {"values": [{"day": effect.since.isoformat(), "name": f"{effect.program}, {short_day(effect.since)}"}]}
    return [
        {"data": data, "mark": {"type": "rule", "color": "#b4690e"}, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "dx": 6, "color": "#b4690e", "fontSize": 11},
            "encoding": {"x": x, "y": {"value": 6}, "text": {"field": "name"}},
        },
    ]


def _end_labels(last: dict[str, Any], x: dict[str, Any]) -> list[dict[str, Any]]:
    """The names of both lines, beside their last point, kept apart."""
    above = last["expected"] >= last["observed"]
    return [
        _end_label(last["day"], last["expected"], ["would have", "been"], GRADES[2], x, -6 if above else 6),
        _end_label(last["day"], last["observed"], ["observed"], INK, x, 6 if above else -6),
    ]


def _end_label(when: str, at: float, words: list[str], colour: str, x: dict[str, Any], away: int) -> dict[str, Any]:
    return {
        "data": {"values": [{"day": when, "at": at}]},
        "mark": {"type": "text", "align": "left", "dx": 6, "dy": away, "color": colour, "fontSize": 11, "text": words},
        "encoding": {"x": x, "y": _value("at")},
    }


def _worth_spec(worth: Sequence[GradeWorth]) -> dict[str, Any]:
    """A bar a grade, its interval over it, its words at the interval's end."""
    layers = [
        {
            "mark": {"type": "bar", "height": 12, "cornerRadiusEnd": 2},
            "encoding": {
                "y": _GRADE,
                "x": {**_amount("amount"), "axis": _money_axis(worth[0])},
                "color": _GRADE_COLOUR,
            },
        },
        {
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2},
            "encoding": {"y": _GRADE, "x": _amount("low"), "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 8, "color": INK, "fontSize": 11},
            "encoding": {"y": _GRADE, "x": _amount("high"), "text": {"field": "words"}},
        },
    ]
    return _spec(layers, width=200, height=max(27 * len(worth), 40), data=[_worth_row(one) for one in worth])


_GRADE: dict[str, Any] = {
    "field": "grade",
    "type": "nominal",
    "sort": {"field": "step", "order": "descending"},
    "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 8, "labelColor": INK},
}
_GRADE_COLOUR: dict[str, Any] = {
    "field": "step",
    "type": "ordinal",
    "scale": {"domain": [1, 2, 3, 4], "range": list(GRADES)},
    "legend": None,
}


def _worth_row(one: GradeWorth) -> dict[str, Any]:
    """What stands in the books has no interval: it begins and ends at its amount."""
    shown = one.money
    return {
        "grade": one.grade.value,
        "step": one.grade.step,
        "amount": float(shown.amount),
        "low": float(shown.low if shown.low is not None else shown.amount),
        "high": float(shown.high if shown.high is not None else shown.amount),
        "words": f"{money(shown)}, {money_span(shown)}",
    }


def _amount(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative"}


def _money_axis(one: GradeWorth) -> dict[str, Any]:
    sign = symbol(one.money.currency)
    return {
        "title": f"{sign} a month" if one.money.per else sign,
        "grid": True,
        "format": "~s",
        "tickCount": 4,
        "titleAnchor": "end",
    }


def _value(name: str) -> dict[str, Any]:
    return {
        "field": name,
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": None, "tickCount": 5, "format": ",.0f"},
    }


def _time_axis() -> dict[str, Any]:
    return {
        "format": "%b",
        "tickCount": "month",
        "grid": False,
        "ticks": False,
        "labelAlign": "left",
        "labelFlush": False,
        "domainColor": LINE,
    }


def _spec(layers: list[dict[str, Any]], *, width: int, height: int, data: list[dict[str, Any]]) -> dict[str, Any]:
    axis = {"labelColor": MUTED, "titleColor": MUTED, "gridColor": LINE, "domain": False, "ticks": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "data": {"values": data},
        "layer": layers,
        "config": {
            "aria": False,
            "font": FONT,
            "background": None,
            "view": {"stroke": None},
            "axis": {**axis, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
        },
    }
