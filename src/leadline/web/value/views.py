"""The pages of value: what is it worth, how sure are we?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leadline.assess import months_heard
from leadline.value.cost_file import template
from leadline.web import here
from leadline.web.accounts.permissions import needs
from leadline.web.documents import documents, lake, now
from leadline.web.grammar.months import Months, months_of
from leadline.web.value import moving, pages, planning
from leadline.web.value.actions import enter_costs, unfitting
from leadline.web.value.forms import BudgetForm, CostsForm


@needs("see_money")
def home(request: HttpRequest) -> HttpResponse:
    months = _months(request)
    page = pages.value_page(lake(), documents(), months.chosen, now=now())
    return render(request, "value/home.html", {"page": page, "months": months, "here": "home"})


@needs("see_money")
def roi(request: HttpRequest, program: str) -> HttpResponse:
    months = _months(request)
    page = pages.program_page(lake(), documents(), months.chosen, program)
    if page is None:
        raise Http404
    chart = pages.running(page.roi, "running")
    return render(request, "value/roi.html", {"page": page, "roi": page.roi, "chart": chart, "months": months})


@needs("see_money")
def what_if(request: HttpRequest) -> HttpResponse:
    """The page, or what a moved slider comes to."""
    months = _months(request)
    asked = moving.asked(request.GET)
    of = (lake(), documents(), months.chosen)
    case = moving.case_of(*of, asked, now=now())
    told = moving.told(*of, case, asked, today=here.today()) if case else None
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "value/moved.html", {"told": told, "address": request.get_full_path()})
    page = moving.page(*of, case, asked, today=here.today()) if case else None
    shown = {"page": page, "told": told, "months": months, "here": "what-if", "address": request.get_full_path()}
    return render(request, "value/what_if.html", shown)


@needs("see_money")
def plan(request: HttpRequest) -> HttpResponse:
    """Given a budget, which programs?"""
    months = _months(request)
    form = BudgetForm(request.GET if "budget" in request.GET else None)
    case = moving.case_of(lake(), documents(), months.chosen, moving.Asked({}, everything=True), now=now())
    budget = form.cleaned_data["budget"] if form.is_bound and form.is_valid() else None
    page = planning.page(case, documents(), budget) if case else None
    shown = {"page": page, "form": form, "months": months, "here": "plan"}
    return render(request, "value/plan.html", shown, status=422 if form.is_bound and form.errors else 200)


@needs("see_money")
def costs(request: HttpRequest) -> HttpResponse:
    may_edit = request.user.may("edit_costs")  # type: ignore[union-attr]
    is_handed_in = request.method == "POST"
    form = CostsForm(request.POST if is_handed_in else None, request.FILES if is_handed_in else None)
    if is_handed_in and not may_edit:
        return render(request, "403.html", {"who": _("a strategist or a manager")}, status=403)
    if is_handed_in and form.is_valid():
        return _enter(request, form)
    shown = {"page": pages.costs_page(lake(), documents()), "form": form if may_edit else None, "template": template()}
    return render(request, "value/costs.html", {**shown, "here": "costs"}, status=422 if is_handed_in else 200)


def _enter(request: HttpRequest, form: CostsForm) -> HttpResponse:
    """A sheet that can be read is in force from now on; what it says of programs that nobody planned is told."""
    reading = enter_costs(form.text(), by=request.user, now=now())  # type: ignore[arg-type]
    messages.success(request, _("The costs are in force. The next month that is run counts them."))
    for remark in unfitting(reading, documents()):
        messages.warning(request, f"{remark.message} {remark.advice}")
    return redirect("value:costs")


def _months(request: HttpRequest) -> Months:
    return months_of(request, months_heard(lake()), here.today())
