"""The pages of assess."""

from __future__ import annotations

from typing import get_args
from urllib.parse import urlencode

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadline import assess
from leadline.errors import LeadlineError
from leadline.listen import PartyBook
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import Ability, needs
from leadline.web.assess import actions, listing, pages
from leadline.web.assess import experience as turning
from leadline.web.assess.addresses import messages_address
from leadline.web.assess.answers import gather, reader, themes
from leadline.web.assess.forms import Search, Trial
from leadline.web.assess.opportunity import is_finding, opportunity_page
from leadline.web.assess.periods import chosen_period
from leadline.words import Month, Party


@needs("see_numbers")
def home(request: HttpRequest) -> HttpResponse:
    return _x_ray(request, "assess/home.html")


@needs("see_numbers")
def themes_of(request: HttpRequest) -> HttpResponse:
    return _x_ray(request, "assess/themes.html")


@needs("see_numbers")
def opportunities(request: HttpRequest) -> HttpResponse:
    return _x_ray(request, "assess/opportunities.html")


@needs("close_assessment")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    known = gather()
    chosen = chosen_period(request.POST, known.days())
    x_ray = known.picture(chosen.period)
    closed = actions.close_assessment(known.lake, x_ray, by=request.user, now=here.now())
    told = {"version": closed.version}
    notices.success(request, _("Assessment %(version)d is closed: objectives can be confirmed against it.") % told)
    return redirect("assess:closed", closed.version)


@needs("see_numbers")
def closed(request: HttpRequest, version: int) -> HttpResponse:
    found = assess.assessment(here.lake(), version)
    if found is None:
        missing = _("There is no closed assessment %(version)d.") % {"version": version}
        raise LeadlineError(missing, _("Choose one from the list on Assess."))
    return render(request, "assess/closed.html", {"assessment": found, "days": _days(found)})


@needs("see_numbers")
def opportunity(request: HttpRequest, wanted: str) -> HttpResponse:
    known = gather()
    chosen = chosen_period(request.GET, known.days())
    page = opportunity_page(
        known.lake,
        known.picture(chosen.period),
        wanted,
        known.history(),
        may_read=_may(request, "see_messages"),
        themes=themes(),
    )
    told = {"page": page, "chosen": chosen, "may_edit": _may(request, "edit_strategy")}
    return render(request, "assess/opportunity.html", told)


@needs("see_numbers")
def finding(request: HttpRequest, wanted: str) -> HttpResponse:
    """A finding by its id: its opportunity in the days of the newest closed assessment that holds it, else in these."""
    if not is_finding(wanted):
        raise LeadlineError(
            _("There is no finding “%(id)s”.") % {"id": wanted}, _("Choose one from the list on Assess.")
        )
    known = gather()
    for one in reversed(assess.assessments(known.lake)):
        for chance in one.content["opportunities"]:
            if wanted in chance["findings"]:
                return redirect(f"{reverse('assess:opportunity', args=[chance['id']])}?{_days(one)}")
    x_ray = known.picture(chosen_period(request.GET, known.days()).period)
    found = next((one for one in assess.opportunities(x_ray) if wanted in one.findings), None)
    if found is None:
        raise LeadlineError(_("Nothing rests on “%(id)s” any more.") % {"id": wanted}, _("Choose another on Assess."))
    return redirect("assess:opportunity", found.id)


@needs("see_messages")
def messages(request: HttpRequest) -> HttpResponse:
    known = gather()
    heard = known.heard()
    if heard is None:
        return render(request, "assess/empty.html")
    names = known.names()
    form = Search(request.GET, parties=names, themes=themes(), channels=known.channels())
    which = form.which(heard)
    page = listing.list_page(known.lake, which, number=_number(request), parties=names, themes=themes())
    return render(request, "assess/messages.html", {"page": page, "form": form, "address": messages_address(which)})


@needs("see_messages")
def conversation(request: HttpRequest, source: str, thread_id: str) -> HttpResponse:
    known = gather()
    page = listing.thread_page(known.lake, source, thread_id, parties=known.names(), themes=themes())
    return render(request, "assess/conversation.html", {"page": page})


@needs("see_messages")
def conversations(request: HttpRequest) -> HttpResponse:
    known, outcome = gather(), request.GET.get("outcome", "all")
    if outcome not in get_args(assess.Outcome):
        raise LeadlineError(_("“%(word)s” is no outcome.") % {"word": outcome}, _("Choose one from the months."))
    month, party = Month.parse(request.GET.get("month", "")), _party(request, known.book)
    page = turning.talks_page(known.lake, party, month, outcome, _number(request))  # type: ignore[arg-type]
    return render(request, "assess/conversations.html", {"page": page})


@needs("see_numbers")
def experience(request: HttpRequest) -> HttpResponse:
    known = gather()
    heard = known.heard()
    if heard is None:
        return render(request, "assess/empty.html")
    may_read = _may(request, "see_messages")
    page = turning.experience_page(known.lake, _party(request, known.book), heard, may_read=may_read)
    told = {"page": page, "parties": known.book.parties, "may_read": may_read}
    return render(request, "assess/experience.html", told)


@needs("see_numbers")
def try_out(request: HttpRequest) -> HttpResponse:
    """How the model reads a sentence. Nothing of it is kept, not even in the log: it comes as a post."""
    form = Trial(request.POST or None)
    read = assess.read_sentence(reader(), form.cleaned_data["text"]) if form.is_valid() else None
    template = "assess/reading.html" if request.htmx else "assess/try.html"  # type: ignore[attr-defined]
    told = {"form": form, "read": read, "quality": pages.quality_in_order()}
    return render(request, template, told | {"may_read": _may(request, "see_messages")})


def _x_ray(request: HttpRequest, template: str) -> HttpResponse:
    known = gather()
    heard = known.heard()
    if heard is None:
        return render(request, "assess/empty.html")
    chosen = chosen_period(request.GET, heard)
    may_read = _may(request, "see_messages")
    told = {
        "page": pages.x_ray_page(known.picture(chosen.period), chosen, known.history(), may_read=may_read),
        "closed": assess.closed_versions(known.lake),
        "may_read": may_read,
        "may_close": _may(request, "close_assessment"),
    }
    return render(request, template, told)


def _may(request: HttpRequest, ability: Ability) -> bool:
    return person_of(request).may(ability)


def _party(request: HttpRequest, book: PartyBook) -> Party:
    asked = request.GET.get("party", "")
    found = book.find(asked) if asked else book.own
    if found is None:
        raise LeadlineError(_("“%(word)s” is no declared party.") % {"word": asked}, _("Choose one from the list."))
    return found


def _days(closed_one: assess.Assessment) -> str:
    """The address of the days that a closed assessment looked at."""
    return urlencode({"period": f"{closed_one.period.first}..{closed_one.period.last}"}, safe=".")


def _number(request: HttpRequest) -> int:
    word = request.GET.get("page", "")
    return int(word) if word.isdecimal() and len(word) < 7 else 1
