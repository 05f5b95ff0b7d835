"""The pages of listen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from leadline.errors import LeadlineError
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.grammar.numbers import number
from leadline.web.listen import actions, pages, sources_page
from leadline.web.listen.convert import party_book
from leadline.web.listen.forms import Declaration, kinds_of


@needs("see_numbers")
def home(request: HttpRequest) -> HttpResponse:
    company = here.home().company
    book = party_book(company)
    told = {
        "page": pages.listen_page(here.lake(), book, company),
        "now": here.now(),
        "sources": sources_page.finding_of(here.home(), here.lake(), now=here.now()),
        "kinds": kinds_of(book),
        "may_read": person_of(request).may("see_messages"),
        "may_import": person_of(request).may("import_files"),
        "may_declare": person_of(request).may("edit_parties"),
    }
    return render(request, "listen/home.html", told)


@needs("see_numbers")
def metric(request: HttpRequest, which: str) -> HttpResponse:
    book = party_book(here.home().company)
    return render(request, "listen/metric.html", {"page": pages.metric_page(here.lake(), book, which)})


@needs("see_numbers")
def sources(request: HttpRequest) -> HttpResponse:
    page = sources_page.sources_page(here.home(), here.lake(), now=here.now())
    return render(request, "listen/sources.html", {"page": page, "now": here.now()})


@needs("edit_parties")
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    company = here.home().company
    form = Declaration(request.POST, party_book(company))
    if not form.is_valid():
        raise LeadlineError(_("The name was not understood."), _("Give it a name and say what it is."))
    if form.account_of:
        party = actions.add_accounts(form.account_of, form.handles or (form.cleaned_data["key"],), company)
        told = _("%(name)s speaks from one more account.")
    else:
        party = form.party()
        actions.declare_party(party, company)
        told = _("%(name)s is now known: %(kind)s. The x-ray counts it from now on.")
    messages.success(request, told % {"name": party.name, "kind": pages.what_is(party)} + _taken_over())
    return redirect("listen:home")


@needs("edit_parties")
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """What waits under a name or an account of a declared party becomes that party's."""
    told = _taken_over().strip()
    messages.success(request, told or _("Nothing waits under a name or an account of a declared party."))
    return redirect("listen:home")


def _taken_over() -> str:
    count = sum(actions.adopt_waiting().values())
    words = ngettext(
        " %(n)s message that waited under its name or an account is counted with it.",
        " %(n)s messages that waited under its name or an account are counted with it.",
        count,
    )
    return words % {"n": number(count)} if count else ""
