"""The pages of value: what is it worth, how sure are we?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leadline.assess import months_heard
from leadline.errors import LeadlineError
from leadline.value.cost_file import template
from leadline.web.accounts.permissions import needs
from leadline.web.documents import documents, lake, now
from leadline.web.grammar.months import Months, months_of
from leadline.web.value import pages
from leadline.web.value.actions import enter_costs
from leadline.web.value.forms import CostsForm


@needs("see_money")
def home(request: HttpRequest) -> HttpResponse:
    months = _months(request)
    page = pages.value_page(lake(), documents(), months.chosen)
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
def costs(request: HttpRequest) -> HttpResponse:
    may_edit = request.user.may("edit_costs")  # type: ignore[union-attr]
    form = CostsForm(request.POST or None, request.FILES or None) if may_edit else None
    if request.method == "POST":
        return _enter(request, form)
    page = pages.costs_page(documents())
    return render(request, "value/costs.html", {"page": page, "form": form, "template": template(), "here": "costs"})


def _enter(request: HttpRequest, form: CostsForm | None) -> HttpResponse:
    """Only who may edit costs gets here with a form; a wrong sheet changes nothing."""
    if form is None:
        return render(request, "403.html", {"who": _("a strategist or a manager")}, status=403)
    if form.is_valid():
        try:
            enter_costs(form.text(), by=request.user, now=now())  # type: ignore[arg-type]
            messages.success(request, _("The costs are in force. The next month that is run counts them."))
        except LeadlineError as error:
            messages.error(request, f"{error.sentence} {error.advice}")
    return redirect("value:costs")


def _months(request: HttpRequest) -> Months:
    return months_of(request, months_heard(lake()), now().date())
