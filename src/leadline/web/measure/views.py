"""The pages of measure: did it happen, and because of us?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from leadline.assess import months_heard
from leadline.measure.evidence.figures import chance
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import documents, lake
from leadline.web.grammar.months import PARAMETER, Months, months_between, months_of
from leadline.web.measure.evidence_page import evidence_page
from leadline.web.measure.figure_page import figure_page
from leadline.web.measure.home_page import measure_home
from leadline.web.measure.line_page import line_page
from leadline.web.measure.maturity_page import maturity_page
from leadline.web.measure.service_page import service_page
from leadline.web.measure.warning_pages import messages_of, warning_chart, warning_of, warnings_page
from leadline.words import Month


@needs("see_numbers")
def home(request: HttpRequest) -> HttpResponse:
    months = _months(request)
    page = measure_home(lake(), documents(), months.chosen)
    return render(request, "measure/home.html", {"page": page, "months": months, "here": "home"})


@needs("see_numbers")
def line(request: HttpRequest, line: str) -> HttpResponse:
    months = _months(request)
    page = line_page(lake(), documents(), months.chosen, line)
    if page is None:
        raise Http404
    context = {"page": page, "months": months, "may_see_money": person_of(request).may("see_money")}
    return render(request, "measure/line.html", context)


@needs("see_numbers")
def evidence(request: HttpRequest, line: str, role: str) -> HttpResponse:
    asked = request.GET.get(PARAMETER, "")
    page = evidence_page(lake(), documents(), line, role, Month.parse(asked) if asked else None)
    if page is None:
        raise Http404
    return render(request, "measure/evidence.html", {"page": page, "effect": page.judged.effect})


@needs("see_numbers")
def service_levels(request: HttpRequest, month: str = "") -> HttpResponse:
    months = months_between(months_heard(lake()), asked=month or request.GET.get("month", ""), today=here.today())
    page = service_page(lake(), months.chosen, documents().parties.own.id)
    return render(request, "measure/service_levels.html", {"page": page, "months": months, "here": "service"})


@needs("see_numbers")
def maturity(request: HttpRequest) -> HttpResponse:
    """The company's stage, and what it is shown to be worth for whoever may see money."""
    months, money = _months(request), person_of(request).may("see_money")
    page = maturity_page(lake(), documents(), months.chosen, tuple(months.every), money=money)
    return render(request, "measure/maturity.html", {"page": page, "months": months, "here": "maturity"})


@needs("see_numbers")
def warnings(request: HttpRequest) -> HttpResponse:
    months = _months(request)
    page = warnings_page(lake(), months.chosen)
    return render(request, "measure/warnings.html", {"page": page, "months": months, "here": "warnings"})


@needs("see_numbers")
def warning(request: HttpRequest, warning: str) -> HttpResponse:
    found = warning_of(lake(), warning)
    if found is None:
        raise Http404
    context = {
        "warning": found,
        "messages_at": messages_of(found),
        "peak_at": messages_of(found, found.peak),
        "chart": warning_chart(lake(), found),
        "chance": chance(found.p_corrected),
    }
    return render(request, "measure/warning.html", context)


@needs("see_numbers")
def kpi(request: HttpRequest, metric: str) -> HttpResponse:
    found = figure_page(lake(), documents(), metric)
    if found is None:
        raise Http404
    name, definition, chart = found
    return render(request, "measure/kpi.html", {"name": name, "definition": definition, "chart": chart})


def _months(request: HttpRequest) -> Months:
    return months_of(request, months_heard(lake()), here.today())
