"""The pages of listen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadline.errors import LeadlineError
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.listen import actions, pages
from leadline.web.listen.convert import party_book
from leadline.web.listen.forms import KINDS, Declaration


@needs("see_numbers")
def home(request: HttpRequest) -> HttpResponse:
    company = here.home().company
    told = {
        "page": pages.listen_page(here.lake(), party_book(company)),
        "now": here.now(),
        "kinds": KINDS,
        "may_read": person_of(request).may("see_messages"),
        "may_import": person_of(request).may("import_files"),
        "may_declare": person_of(request).may("edit_parties"),
    }
    return render(request, "listen/home.html", told)


@needs("see_numbers")
def metric(request: HttpRequest, which: str) -> HttpResponse:
    book = party_book(here.home().company)
    return render(request, "listen/metric.html", {"page": pages.metric_page(here.lake(), book, which)})


@needs("edit_parties")
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    form = Declaration(request.POST)
    if not form.is_valid():
        raise LeadlineError(_("The name was not understood."), _("Give it a name and say what it is."))
    party = form.party()
    actions.declare_party(party, here.home().company)
    what = {"name": party.name, "kind": pages.what_is(party)}
    messages.success(request, _("%(name)s is now known: %(kind)s. The x-ray counts it from now on.") % what)
    return redirect("listen:home")
