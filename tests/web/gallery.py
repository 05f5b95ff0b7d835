"""Every word of the page grammar on one page, as an address of its own: to look at, and for the browser."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from leadline.web.accounts.permissions import needs
from leadline.web.grammar import charts
from leadline.web.grammar.months import Months
from leadline.web.grammar.tables import Column, Row, Table, order_of, sorted_rows
from leadline.web.urls import urlpatterns as site
from leadline.words import Estimate, Grade, Money, Month, Remark

PAGE = """{% extends "base.html" %}
{% block title %}Gallery{% endblock %}{% block finding %}Every word of the grammar stands here{% endblock %}
{% block lede %}As a page would use it.{% endblock %}
{% block content %}
<section class="card"><h2>Grades</h2>{% for one in grades %}<p>{% grade one %}</p>{% endfor %}</section>
<section class="card"><h2>Numbers</h2><div class="facts">
{% figure "Calls" effect "a day" "/measure/" %}
{% figure "Worth" cash "a month" %}{% figure "Messages" 184203 "in October" %}</div>
<p>{% estimate effect %}
 · {% estimate share %}
 · {% estimate None %}
 · {% money cash low high "a month" %}
 · {% share 0.314 0.29 0.34 "of the pain" %}
 · {% delta 4310 4864 "down" "since July" %}
 · {% delta 5 5 %}
 · {% spark line "calls" %}</p>
{% parts worth "worth by grade" %}</section>
<section class="card"><h2>Line with band</h2>{% chart band %}</section>
<div class="halves"><section class="card"><h2>Lines</h2>{% chart lines %}</section>
<section class="card"><h2>Bars</h2>{% chart bars %}</section>
<section class="card"><h2>Shares</h2>{% chart shares %}</section></div>
<section class="card"><h2>Table</h2>{% table table stacks=True %}</section>
<section class="card"><h2>Remarks</h2>{% remarks remarks %}</section>
{% empty "Nothing is here yet" "It comes from a file." "leadline listen import FILE" "/listen/" "Import" %}
{% endblock %}
{% block scripts %}{% include "charts.html" %}{% endblock %}"""

COLUMNS = (
    Column("theme", "Theme"),
    Column("messages", "Messages", "number"),
    Column("share", "Hurting", "percent"),
    Column("grade", "How sure", "grade"),
    Column("day", "Last heard", "day", sorts=False),
)
ROWS = (
    Row(("Waiting", 4118, 0.45, Grade.SUPPORTED, dt.date(2026, 10, 31)), "/assess/", ("on the phone",)),
    Row(("Router", 912, 0.81, Grade.ASSUMED, dt.date(2026, 10, 30))),
    Row(("Price", None, None, None, None)),
)


def days(count: int = 60) -> list[charts.Row]:
    """Calls a day that fall from the fortieth day on."""
    told: list[charts.Row] = []
    for number in range(count):
        day = dt.date(2026, 4, 1) + dt.timedelta(days=number)
        expected = 4_860 - 330 * (day.weekday() >= 5) + 60 * math.sin(number / 9)
        after = number >= 40
        observed = expected + 60 * math.sin(number * 4.1) - (540 if after else 0)
        band = {"expected": expected, "low": expected - 200, "high": expected + 200} if after else {}
        told.append({"day": day.isoformat(), "observed": observed, **band})
    return told


def drawings() -> dict[str, charts.Chart]:
    """One chart of each kind."""
    by = [
        {"day": f"2026-10-{day:02d}", "value": 30 + 9 * math.sin(day + at), "who": who}
        for at, who in enumerate(("Halden", "Brevik"))
        for day in range(1, 29)
    ]
    bars = [
        {"name": "Support", "value": 31.0, "low": 28.0, "high": 34.0},
        {"name": "Product", "value": 22.0, "low": 20.0, "high": 24.0},
    ]
    parts = [
        {"name": name, "part": part, "value": value}
        for name, values in (("Halden", (0.6, 0.3, 0.1)), ("Brevik", (0.5, 0.2, 0.3)))
        for part, value in zip(("negative", "neutral", "positive"), values, strict=True)
    ]
    return {
        "band": charts.line_with_band(
            "band", days(), label="Calls a day", unit="calls a day", source="call centre", event=("2026-05-11", "opens")
        ),
        "lines": charts.lines("lines", by, label="Voice", unit="%", source="messages", by="who"),
        "bars": charts.bars("bars", bars, label="Pain", unit="%", source="messages", interval=True),
        "shares": charts.shares(
            "shares",
            parts,
            parts=(("negative", "var(--bad)"), ("neutral", charts.SURE["assumed"]), ("positive", "var(--good)")),
            label="Sentiment",
            source="messages",
        ),
    }


@needs("see_home")
def gallery(request: HttpRequest) -> HttpResponse:
    order = order_of(request, COLUMNS, "-messages")
    euro = [Money(Decimal(amount), "EUR") for amount in (41_200, 26_000, 57_000)]
    told = {
        "grades": list(Grade),
        "effect": Estimate(-540, -730, -350, "calls a day"),
        "share": Estimate(0.111, 0.07, 0.15, "share"),
        "cash": euro[0],
        "low": euro[1],
        "high": euro[2],
        "line": [5, 4, 6, 7, 3, 2],
        "worth": [("tested", 9, "tested € 9k"), ("supported", 41, "supported € 41k"), ("assumed", 17, "assumed € 17k")],
        "table": Table(COLUMNS, sorted_rows(ROWS, COLUMNS, order), "Themes of October, from messages", order),
        "remarks": (
            Remark("OBJ001", "note", "fans", "Fans are a target.", "Say what they are for."),
            Remark("OBJ002", "error", "cost", "Nobody owns it.", "Name an owner."),
        ),
        "months": Months(Month(2026, 10), (Month(2026, 10), Month(2026, 9))),
        **drawings(),
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(told, request))


urlpatterns = [*site, path("gallery/", gallery, name="gallery")]
