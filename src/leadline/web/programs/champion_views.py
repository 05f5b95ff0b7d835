"""Champions: the pilots in totals, the sheet out and in, joining, one's own page, leaving."""

from __future__ import annotations

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leadline.assess import months_heard
from leadline.programs.champions import Pilot
from leadline.programs.conduct import company_rules
from leadline.programs.sheet_export import export_sheet
from leadline.programs.sheet_import import import_sheet
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.documents import home, lake, now
from leadline.web.grammar.months import Months, months_of
from leadline.web.programs import actions
from leadline.web.programs.answering import own_row, page
from leadline.web.programs.champion_pages import champions_page, my_page
from leadline.web.programs.convert import champion_of, kept_of, results
from leadline.web.programs.convert import champions as members
from leadline.web.programs.forms import JoinForm, SheetForm
from leadline.web.strategy.markdown import as_html
from leadline.words import Department, Month

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs("see_champions")
def champions(request: HttpRequest) -> HttpResponse:
    return _champions(request, SheetForm())


@require_safe
@needs("enter_champion_results")
def hand_out(request: HttpRequest) -> HttpResponse:
    """The sheet for the month, to be filled in and handed back (S2.13)."""
    company, month = home().company, _months(request).chosen
    data = export_sheet(members(company), month, currency=company.currency)
    headers = {"Content-Disposition": f'attachment; filename="champions-{month}.xlsx"'}
    return HttpResponse(data, content_type=_XLSX, headers=headers)


@require_POST
@needs("enter_champion_results")
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a sheet back. What cannot be read is named cell by cell, and what was known stays."""
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _champions(request, form, status=422)
    company, month = home().company, Month.parse(request.POST.get("month", ""))
    read, remarks = import_sheet(form.cleaned_data["file"], members(company), month, currency=company.currency)
    has_errors = any(one.severity == "error" for one in remarks)
    taken = actions.take_results(read, complete=not has_errors)
    return page(request, "taken.html", tab="champions", taken=taken, remarks=remarks, month=month, errors=has_errors)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("join_champions")
def join(request: HttpRequest) -> HttpResponse:
    """Opt in, having read the rules. Nobody is entered by somebody else here (S2.8)."""
    if own_row(request) is not None:
        return redirect("programs:mine")
    person, today = person_of(request), here.today()
    rules = company_rules(today)
    form = JoinForm(request.POST or None, initial={"rules": rules.digest, "department": person.department})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.join_champions(
            person,
            department=Department(given["department"]),
            pilot=Pilot(given["pilot"]),
            passions=form.passions(),
            is_named=given["is_named"],
            rules=given["rules"],
            now=now(),
            today=today,
        )
        notices.success(request, _("Welcome. This page is yours."))
        return redirect("programs:mine")
    status = 422 if form.is_bound else 200
    return page(request, "join.html", tab="join", form=form, rules=as_html(rules.text, top=2), status=status)


@require_safe
@needs("join_champions")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own results, and what is kept about one; nobody else's page can be asked for."""
    row = own_row(request)
    if row is None:
        return page(request, "not_yet.html", tab="join")
    company = home().company
    found = my_page(champion_of(row), members(company), results(company))
    has_new_rules = row.rules_read != company_rules(here.today()).digest
    return page(request, "mine.html", tab="mine", page=found, row=row, has_new_rules=has_new_rules)


@require_safe
@needs("join_champions")
def my_file(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about who asks, as a file."""
    row = own_row(request)
    if row is None:
        return redirect("programs:join")
    headers = {"Content-Disposition": 'attachment; filename="my-results.json"'}
    return JsonResponse(kept_of(row), headers=headers, json_dumps_params={"indent": 2, "ensure_ascii": False})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("join_champions")
def leave(request: HttpRequest) -> HttpResponse:
    """Ask once, then delete everything that is kept of the champion."""
    row = own_row(request)
    if row is None:
        return redirect("programs:join")
    if request.method != "POST":
        return page(request, "leave.html", tab="mine", row=row, lines=row.results.count())
    lines = actions.leave_champions(row.key)
    told = ngettext("You have left; %(n)d line was deleted.", "You have left; %(n)d lines were deleted.", lines)
    notices.success(request, told % {"n": lines})
    return redirect("programs:join")


def _champions(request: HttpRequest, form: SheetForm, status: int = 200) -> HttpResponse:
    company, months, row = home().company, _months(request), own_row(request)
    me = row.key if row else None
    found = champions_page(members(company), results(company), months.chosen, me=me)
    return page(request, "champions.html", tab="champions", page=found, months=months, form=form, status=status)


def _months(request: HttpRequest) -> Months:
    return months_of(request, months_heard(lake()), here.today())
