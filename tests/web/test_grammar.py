"""Numbers, tables, months and the tags that every page speaks with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template import engines
from django.test import RequestFactory

from leadline.errors import LeadlineError
from leadline.web.grammar import numbers
from leadline.web.grammar.charts import bars, line_with_band, sparkline
from leadline.web.grammar.marks import time_axis
from leadline.web.grammar.months import months_of
from leadline.web.grammar.tables import Column, Row, Table, order_of, sorted_rows
from leadline.words import Estimate, Grade, Money, Month, Period, Remark
from tests.web.gallery import COLUMNS, ROWS, days


def drawn(template: str, **told: object) -> str:
    """A piece of a template as a page would show it, spaces between numbers and units made plain."""
    request = RequestFactory().get("/somewhere/", {"party": "halden", "sort": "-messages"})
    return engines["django"].from_string(template).render(told, request).replace("\u00a0", " ").strip()


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("value", "text"),
    [(12408, "12,408"), (-3.24, "−3.24"), (-0.0004, "0.000"), (96.24, "96.2"), (None, "–"), (float("nan"), "–")],
)
def test_a_number_has_a_real_minus_and_no_digits_that_mean_nothing(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.1111, "11 %"), (0.0123, "1.2 %"), (0.962, "96.2 %"), (1.0, "100 %"), (0.0, "0 %"), (0.9996, "100 %")],
)
def test_a_share_is_written_in_percent_with_a_space(share, text):
    assert numbers.percent(share).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("41204", "€ 41k"),
        ("999700", "€ 1m"),
        ("9040", "€ 9k"),
        ("1250", "€ 1.2k"),
        ("-4000", "−€ 4k"),
        ("980.4", "€ 980"),
        ("-0.2", "€ 0"),
        ("12500000", "€ 12m"),
    ],
)
def test_money_is_short_and_never_a_thousand_thousands(amount, text):
    assert numbers.money(euro(amount)).replace("\u00a0", " ") == text


def test_money_of_record_is_written_to_the_cent():
    assert numbers.exact_money(euro("-1204.5")).replace("\u00a0", " ") == "−€ 1,204.50"


def test_an_interval_is_rounded_as_coarsely_as_it_is_wide():
    assert numbers.interval(Estimate(-540, -731.6, -349.2, "calls a day")) == "[−732, −349]"
    assert numbers.interval(Estimate(0.31, 0.2912, 0.3388, "share")) == "[29.1, 33.9]"
    assert numbers.interval(Estimate(1.9, 1.84, 1.96, "%")) == "[1.84, 1.96]"


def test_ages_count_the_same_instant_alike_in_every_zone():
    now = dt.datetime(2026, 3, 29, 3, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    then = dt.datetime(2026, 3, 29, 1, 26, tzinfo=dt.UTC)
    assert numbers.ago(then, now).replace("\u00a0", " ") == "4 min ago"
    assert numbers.ago(then - dt.timedelta(hours=38, minutes=52), now) == "1 day ago"
    assert numbers.ago(then - dt.timedelta(hours=49), now) == "2 days ago"


@pytest.mark.parametrize("grade", list(Grade))
def test_the_grade_has_one_picture_filled_up_to_the_grade_and_its_word(grade):
    html = drawn("{% grade one %}", one=grade)
    assert html.count("<s></s>") == 4
    assert f'class="grade g{grade.step}" aria-hidden="true"' in html
    assert grade.value in html


def test_an_estimate_never_stands_without_its_interval_and_unit():
    html = drawn("{% estimate one %}", one=Estimate(-540, -730, -350, "calls a day"))
    assert ("−540" in html, "calls a day" in html, "[−730, −350]" in html, "95 % interval" in html) == (True,) * 4


def test_what_is_not_known_is_a_dash_that_is_read_out():
    assert "not known" in drawn("{% estimate None %}")
    assert "not known" in drawn("{% money None %}")


def test_a_change_says_its_direction_to_the_ear_and_whether_it_is_good():
    fell = drawn('{% delta 4310 4864 "down" %}')
    assert 'class="delta good"' in fell
    assert "down" in fell
    assert "11 %" in fell
    assert 'class="delta warn"' in drawn('{% delta 4864 4310 "down" %}')
    assert drawn("{% delta 5 0 %}") == "", "nothing is compared with nothing"


def test_remarks_stand_worst_first_each_with_its_rule():
    rules = [Remark("OBJ001", "note", "", "later", "a"), Remark("OBJ002", "error", "", "sooner", "b")]
    html = drawn("{% remarks found %}", found=rules)
    assert html.index("sooner") < html.index("later")
    assert "OBJ002" in html


def test_what_people_wrote_is_never_markup():
    html = drawn("{% spark line words %}{% empty words words %}", line=[1, 2], words='<b onload="x">')
    assert "<b " not in html


def test_an_icon_says_nothing_to_the_ear():
    assert 'aria-hidden="true"' in drawn('{% icon "right" %}')


def test_a_table_says_its_order_and_asks_for_another_without_losing_the_rest_of_the_question():
    table = Table(COLUMNS, ROWS, "Themes", "-messages")
    html = drawn("{% table one %}", one=table)
    assert 'aria-sort="descending"' in html
    assert 'href="?party=halden&amp;sort=messages"' in html
    assert html.count("<th scope=") == len(COLUMNS) + len(ROWS)
    assert html.count("aria-sort") == 1


def test_a_table_without_rows_says_so():
    assert "No theme was heard." in drawn(
        "{% table one %}", one=Table(COLUMNS, (), "Themes", nothing="No theme was heard.")
    )


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("messages", ["Router", "Waiting", "Price"]),
        ("-messages", ["Waiting", "Router", "Price"]),
        ("theme", ["Price", "Router", "Waiting"]),
        ("-grade", ["Waiting", "Router", "Price"]),
        ("nothing", ["Waiting", "Router", "Price"]),
    ],
)
def test_rows_are_sorted_and_what_is_not_known_comes_last(order, names):
    assert [row.cells[0] for row in sorted_rows(ROWS, COLUMNS, order)] == names


def test_estimates_and_money_sort_by_what_they_are_worth():
    columns = (Column("worth", "Worth", "money"),)
    rows = [Row((euro("5"),)), Row((euro("40"),)), Row((None,))]
    assert [row.cells[0] for row in sorted_rows(rows, columns, "-worth")] == [euro("40"), euro("5"), None]


def test_only_a_declared_column_sorts():
    asked = RequestFactory().get("/", {"sort": "-day"})
    assert order_of(asked, COLUMNS, "theme") == "theme"
    assert order_of(RequestFactory().get("/", {"sort": "-share"}), COLUMNS, "theme") == "-share"


def test_the_month_shown_is_the_one_asked_for_else_the_last_one_heard():
    heard = Period(dt.date(2026, 8, 14), dt.date(2026, 10, 31))
    today = dt.date(2026, 11, 3)
    shown = months_of(RequestFactory().get("/"), heard, today)
    assert (shown.chosen, shown.every) == (Month(2026, 10), (Month(2026, 10), Month(2026, 9), Month(2026, 8)))
    asked = months_of(RequestFactory().get("/", {"month": "2026-08"}), heard, today)
    assert asked.chosen == Month(2026, 8)
    assert months_of(RequestFactory().get("/"), None, today).chosen == Month(2026, 11)
    with pytest.raises(LeadlineError, match="not a month"):
        months_of(RequestFactory().get("/", {"month": "August"}), heard, today)


def test_a_chart_holds_its_unit_its_source_and_the_same_numbers_as_a_table():
    chart = line_with_band("band", days(), label="Calls", unit="calls a day", source="call centre")
    html = drawn("{% chart one %}", one=chart)
    assert "call centre · calls a day" in html
    assert html.count("<tr>") == 1 + len(days())
    assert "1 April 2026" in html
    assert 'aria-label="Calls"' in html
    words = [layer["data"]["values"][0]["words"] for layer in chart.spec["layer"] if "data" in layer]
    assert words == ["what would have happened", "observed"], "labels stand at the lines, not in a legend"


def test_colours_are_the_themes_own_so_that_a_chart_follows_light_and_dark():
    spec = str(bars("b", [{"name": "Support", "value": 3}], label="", unit="%", source="").spec)
    assert "#" not in spec.replace("vega.github.io/schema", "")
    assert "var(--" in spec


@pytest.mark.parametrize(("last", "form"), [("2026-05-20", "%-d %b"), ("2027-05-20", "%b %Y")])
def test_a_short_stretch_names_days_and_a_long_one_months(last, form):
    assert time_axis([{"day": "2026-05-01"}, {"day": last}])["axis"]["format"] == form


def test_a_sparkline_leaves_out_what_is_not_known_and_stays_inside():
    points = [tuple(map(float, point.split(","))) for point in sparkline([1, None, 3, 2]).split()]
    assert len(points) == 3
    assert all(0 <= x <= 120 and 0 <= y <= 28 for x, y in points)
    assert sparkline([None, 4]) == ""


@pytest.mark.parametrize("name", ["number", "percent", "signed", "money", "exact_money", "minutes"])
def test_a_value_that_is_not_there_is_a_dash_and_no_error(name):
    assert drawn("{{ nobody.value|" + name + " }}", nobody=None) == "–"
    assert drawn("{{ nobody.value|number:2 }} {{ somebody|number:2 }}", somebody=1.234) == "– 1.23"
