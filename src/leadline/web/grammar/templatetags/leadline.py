"""The words of the page grammar: `{% grade %}`, `{% estimate %}`, `{% chart %}`, `{% table %}` and their filters.

Every page uses these and nothing of its own for grades, estimates, money, charts, tables, remarks and empty places;
they need no `{% load %}`. `docs/words/site.md` shows each one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from leadline.assess import is_enough_before
from leadline.report.collect.evidence import readable
from leadline.web.grammar import numbers
from leadline.web.grammar.charts import Chart, sparkline
from leadline.web.grammar.icons import ICONS
from leadline.web.grammar.months import Months
from leadline.web.grammar.tables import Column, Table
from leadline.words import Estimate, Grade, Money, Remark, listed, spoken

register = template.Library()


def _register(name: str, write: Callable[..., str]) -> None:
    """A value that is not there comes as an empty text from a template: it is as unknown as None."""

    @wraps(write)  # Django counts the arguments of what is wrapped
    def written(value: Any, *more: Any) -> str:
        return write(None if value == "" else value, *more)

    register.filter(name, written)


_register("number", numbers.number)
_register("percent", numbers.percent)
_register("signed", numbers.signed)
_register("money", numbers.money)
_register("exact_money", numbers.exact_money)
register.filter("interval", numbers.interval)
_register("minutes", numbers.minutes)
register.filter("day", numbers.day)
register.filter("readable", readable)


@register.filter
def cell(value: Any) -> str:
    """A table's cell, whatever it holds."""
    if value is None:
        return numbers.UNKNOWN
    if isinstance(value, Money):
        return numbers.money(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return numbers.number(value)
    return numbers.day(value) if type(value) is dt.date else str(value)


@register.filter
def coded(sentence: str) -> SafeString:
    """A sentence whose words between backticks are shown as code, as a check's advice has them."""
    parts = str(sentence).split("`")
    if len(parts) % 2 == 0:
        return format_html("{}", sentence)
    told = (format_html("<code>{}</code>" if place % 2 else "{}", part) for place, part in enumerate(parts))
    return format_html_join("", "{}", ((one,) for one in told))


@register.filter(name="spoken")
def spoken_list(names: Sequence[str]) -> str:
    """Ids as people say them, one after the other."""
    return listed([spoken(name) for name in names])


@register.filter
def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Money) and not isinstance(value, bool)


@register.inclusion_tag("grammar/grade.html")
def grade(value: Grade | str) -> dict[str, Any]:
    """The grade's one picture: four steps, filled up to the grade, and its word."""
    found = Grade(value)
    return {"grade": found, "steps": [number <= found.step for number in range(1, 5)]}


@register.inclusion_tag("grammar/estimate.html")
def estimate(value: Estimate | None, kind: str = "", digits: int | None = None, age: str = "") -> dict[str, Any]:
    """A number with its unit, interval and age; kind `signed` shows a plus; shares are written in percent."""
    if value is None:
        return {"known": False}
    is_share = kind == "percent" or value.unit == "share"
    factor = 100 if is_share else 1
    text = numbers.percent(value.value, digits) if is_share else numbers.number(value.value, digits)
    if kind == "signed" and value.value > 0:
        text = f"+{text}"
    scaled = Estimate(
        value.value * factor, value.low * factor, value.high * factor, "%" if is_share else value.unit, value.level
    )
    return {
        "known": True,
        "text": text,
        "unit": "" if is_share else value.unit,
        "interval": numbers.interval(scaled, digits),
        "level": numbers.percent(value.level, 0),
        "age": age,
    }


@register.inclusion_tag("grammar/estimate.html")
def money(value: Money | None, low: Money | None = None, high: Money | None = None, per: str = "") -> dict[str, Any]:
    """An amount with its interval and what it is per: `€ 41k a month [€ 26k, € 57k]`."""
    return {
        "known": value is not None,
        "text": numbers.money(value),
        "unit": per,
        "interval": numbers.money_interval(low, high),
    }


@register.inclusion_tag("grammar/estimate.html")
def share(value: float | None, low: float | None = None, high: float | None = None, of: str = "") -> dict[str, Any]:
    """A share of 0 to 1 in percent, with its interval and of what it is."""
    between = Estimate(value or 0, low, high, "share") if low is not None and high is not None else None
    return {
        "known": value is not None,
        "text": numbers.percent(value),
        "unit": of,
        "interval": numbers.interval(between),
    }


@register.inclusion_tag("grammar/figure.html")
def figure(name: str, value: str | float | Estimate | Money | None, words: str = "", href: str = "") -> dict[str, Any]:
    """One large number: what it is called, the number, and quieter words under it; `href` leads to what is behind."""
    estimated = value if isinstance(value, Estimate) else None
    text = value if isinstance(value, str) else cell(value) if estimated is None else ""
    return {"name": name, "text": text, "estimate": estimated, "words": words, "href": href}


@register.inclusion_tag("grammar/delta.html")
def delta(now: float | None, before: float | None, good: str = "", since: str = "") -> dict[str, Any]:
    """What changed in a count of messages, in percent of before; `good` is `up` or `down` where a direction is good at
    all. Where there were too few before, that is said.
    """
    if now is None or not before:
        return {"known": False}
    if not is_enough_before(int(before)):
        return {"known": True, "too_few": True, "before": int(before)}
    change = now / before - 1
    way = "up" if change > 0 else "down"
    level = abs(change) < 0.0005
    tone = "" if level or not good else "good" if way == good else "warn"
    return {
        "known": True,
        "way": way,
        "level": level,
        "text": numbers.percent(abs(change)),
        "tone": tone,
        "since": since,
    }


@register.inclusion_tag("grammar/chart.html")
def chart(value: Chart) -> dict[str, Any]:
    """A drawing, its source, and the same numbers as a table."""
    return {"chart": value}


@register.inclusion_tag("grammar/table.html", takes_context=True)
def table(context: dict[str, Any], value: Table, stacks: bool = False) -> dict[str, Any]:
    """A table whose headings sort; with `stacks`, rows become short lists on a narrow screen."""
    request: HttpRequest = context["request"]
    heads = [
        {
            "column": column,
            "direction": value.direction(column),
            "href": _asking(request, sort=value.next_order(column)) if column.sorts else "",
        }
        for column in value.columns
    ]
    rows = [
        {
            "href": row.href,
            "cells": list(zip(value.columns, row.cells, (*row.notes, *[""] * len(row.cells)), strict=False)),
        }
        for row in value.rows
    ]
    return {"table": value, "heads": heads, "rows": rows, "stacks": stacks}


@register.filter
def shown(value: Any, column: Column) -> str:
    """A cell as its column says; estimates and grades have tags of their own."""
    writers: dict[str, Any] = {
        "percent": numbers.percent,
        "minutes": numbers.minutes,
        "money": numbers.money,
        "day": numbers.day,
    }
    return numbers.UNKNOWN if value is None else str(writers.get(column.kind, cell)(value))


@register.inclusion_tag("grammar/remarks.html")
def remarks(value: Sequence[Remark], things: bool = False) -> dict[str, Any]:
    """What a check has to say, errors first, each with its advice and, where there is one, its rule's page.

    With `things`, each names what it is about: a cell, a program.
    """
    ranked = sorted(value, key=lambda one: ("error", "warning", "note").index(one.severity))
    return {"remarks": [{"remark": one, "rule": _rule_page(one.code)} for one in ranked], "things": things}


@register.inclusion_tag("grammar/empty.html")
def empty(title: str, how: str, command: str = "", href: str = "", button: str = "") -> dict[str, Any]:
    """An empty place says what will stand there and how to fill it: by a command, or by a button that leads on."""
    return {"title": title, "how": how, "command": command, "href": href, "button": button}


@register.inclusion_tag("grammar/field.html")
def field(value: BoundField) -> dict[str, Any]:
    """A form's field with its label, its help and what is wrong with it."""
    return {"field": value}


@register.inclusion_tag("grammar/months.html", takes_context=True)
def month_picker(context: dict[str, Any], months: Months) -> dict[str, Any]:
    """The month that the page shows, and the others."""
    request: HttpRequest = context["request"]
    kept = [(key, value) for key, value in request.GET.items() if key != "month"]
    return {"months": months, "kept": kept}


@register.inclusion_tag("grammar/worth.html")
def worth(parts: Sequence[tuple[str, float, str]]) -> dict[str, Any]:
    """Money by grade, each (grade, size, words), in two bars that nobody adds up: what is shown and may be booked, and
    what is hoped for."""
    shown = [one for one in parts if Grade(one[0]) >= Grade.SUPPORTED]
    return {"shown": shown, "hoped": [one for one in parts if one not in shown]}


@register.inclusion_tag("grammar/parts.html")
def parts(value: Sequence[tuple[str, float, str]], label: str) -> dict[str, Any]:
    """One bar made of named parts, weakest evidence last: each is (grade, size, words). A loss is as wide as it is
    large, in a colour of its own."""
    sizes = [abs(float(size)) for _, size, _ in value]
    total = sum(sizes) or 1
    begins = [100 * sum(sizes[:place]) / total for place in range(len(sizes))]
    cut = [
        {
            "name": "loss" if signed < 0 else name,
            "words": words,
            "from": f"{begin:.2f}%",
            "wide": f"{100 * size / total:.2f}%",
        }
        for (name, signed, words), size, begin in zip(value, sizes, begins, strict=True)
    ]
    return {"parts": cut, "label": label}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside a word; it says nothing by itself, so a screen reader passes over it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag
def spark(values: Sequence[float | None], label: str = "", zero: bool = False) -> SafeString:
    """A tiny line without axes; its last point is marked. With `zero` it stands on zero."""
    points = sparkline(values, zero=zero)
    if not points:
        return SafeString("")
    x, y = points.split(" ")[-1].split(",")
    return format_html(
        '<svg class="spark" viewBox="0 0 120 28" role="img" aria-label="{}"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2"/></svg>',
        label,
        points,
        x,
        y,
    )


@register.simple_tag
def ago(then: dt.datetime | None, now: dt.datetime) -> str:
    """How old something is: `4 min ago`."""
    return numbers.ago(then, now)


def _asking(request: HttpRequest, **changed: str) -> str:
    """This address with another word in its question."""
    question = request.GET.copy()
    for key, value in changed.items():
        question[key] = value
    return f"?{question.urlencode()}"


def _rule_page(code: str) -> str:
    """Where a rule is explained, or nothing while the site has no such page: only the strategy's rules have one."""
    if code.startswith(("PRG", "CHS", "MON", "SIG")):
        return ""
    try:
        return reverse("strategy:rule", args=[code])
    except NoReverseMatch:
        return ""
