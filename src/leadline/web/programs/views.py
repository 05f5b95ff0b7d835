"""The pages of programs: who does what, when, with what?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from leadline.assess import months_heard
from leadline.flow import remembered
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import documents, lake
from leadline.web.grammar.months import Months, months_of
from leadline.web.programs.answering import page
from leadline.web.programs.pages import program_page, programs_home


@require_safe
@needs("see_numbers")
def home(request: HttpRequest) -> HttpResponse:
    months, written = months_shown(request), documents()
    sees_money = person_of(request).may("see_money")
    found = remembered(
        lake(),
        written,
        ("programs", months.chosen, sees_money),
        lambda: programs_home(lake(), written, months.chosen, sees_money=sees_money),
        day=here.today(),
    )
    return page(request, "home.html", tab="home", page=found, months=months)


@require_safe
@needs("see_numbers")
def program(request: HttpRequest, program: str) -> HttpResponse:
    months, written, today = months_shown(request), documents(), here.today()
    sees_money = person_of(request).may("see_money")
    found = remembered(
        lake(),
        written,
        ("program", program, months.chosen, sees_money),
        lambda: program_page(lake(), written, months.chosen, program, sees_money=sees_money, today=today),
        day=today,
    )
    if found is None:
        raise Http404(program)
    return page(request, "program.html", tab="", page=found, months=months)


def months_shown(request: HttpRequest) -> Months:
    return months_of(request, months_heard(lake()), here.today())
