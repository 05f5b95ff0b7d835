"""The page where each line ends its month: continue, change or stop, and the draft that follows from it (S4.2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leadline.assess import assessments, months_heard
from leadline.errors import LeadlineError
from leadline.strategy.tuning import CHOICES
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs, who_can
from leadline.web.accounts.versions import newest
from leadline.web.documents import documents, lake, now
from leadline.web.grammar.months import PARAMETER, Months, months_of
from leadline.web.measure import actions
from leadline.web.measure.following import following
from leadline.web.measure.forms import LineDecisionForm
from leadline.web.measure.tune_page import to_follow, tune_page
from leadline.web.strategy import actions as strategy_actions
from leadline.web.strategy.models import StrategyVersion


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_numbers")
def tune(request: HttpRequest) -> HttpResponse:
    months, person = _months(request), person_of(request)
    if request.method != "POST":
        return _page(request, months)
    if not person.may("tune_lines"):
        return render(request, "403.html", {"who": who_can("tune_lines")}, status=403)
    form = LineDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, months, form)
    given = form.cleaned_data
    actions.decide(
        lake(), documents(), months.chosen, given["line"], choice=given["choice"], reason=given["reason"], by=person,
        now=now(),
    )  # fmt: skip
    messages.success(request, _("Decided: %(line)s, %(choice)s.") % given)
    return redirect(f"{reverse('measure:tune')}?{PARAMETER}={months.chosen}#line-{given['line']}")


@require_POST
@needs("edit_strategy")
def begin(request: HttpRequest) -> HttpResponse:
    """A draft of the next version: without the lines that stop, and a comment where one is to change."""
    months, in_force, known = _months(request), newest(StrategyVersion), documents()
    found = to_follow(known, months.chosen)
    if in_force is None or not found:
        raise LeadlineError(
            _("Nothing was decided that changes the strategy."), _("Decide first that a line changes or stops.")
        )
    text = following(in_force.text, found)
    closed = assessments(lake())
    strategy_actions.begin_draft(
        person_of(request), text, based_on=in_force.number, now=now(), assessment=closed[-1] if closed else None
    )
    told = _("Your draft begins from what was decided; what stood there before can be brought back.")
    messages.success(request, told)
    return redirect("strategy:edit")


def _page(request: HttpRequest, months: Months, form: LineDecisionForm | None = None) -> HttpResponse:
    person = person_of(request)
    context = {
        "page": tune_page(lake(), documents(), months.chosen),
        "months": months,
        "form": form,
        "choices": CHOICES,
        "may_decide": person.may("tune_lines"),
        "may_draft": person.may("edit_strategy"),
        "here": "tune",
    }
    return render(request, "measure/tune.html", context, status=422 if form else 200)


def _months(request: HttpRequest) -> Months:
    return months_of(request, months_heard(lake()), here.today())
