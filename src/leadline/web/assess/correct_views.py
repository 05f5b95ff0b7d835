"""Correcting a label where it is shown, checking a sample, and letting the model learn."""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadline import assess
from leadline.assess import Which
from leadline.assess.corrections.labels import NONE
from leadline.errors import LeadlineError
from leadline.web import here
from leadline.web.accounts.coming_from import came_from
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.assess import correcting, learning
from leadline.web.assess.answers import Answers, gather
from leadline.web.assess.check_page import check_page
from leadline.web.assess.chips import FLAGS, topic_options, words_of
from leadline.web.assess.convert import corrections_on, layer, themes
from leadline.web.assess.listing import line_of
from leadline.web.assess.models import CheckRow, CorrectionRow
from leadline.web.assess.once_heard import once_heard
from leadline.web.assess.paging import page_asked
from leadline.web.assess.periods import chosen_period
from leadline.web.assess.sheet import harmless
from leadline.words import Period

A_PAGE = 50
_LONGEST_PLACE = 9
"""More digits than any place of a check has; Python refuses to read thousands of them."""


@require_POST
@needs("correct_labels")
def correct(request: HttpRequest) -> HttpResponse:
    label, _colon, said = request.POST.get("says", "").partition(":")
    source, message_id = request.POST.get("source", ""), request.POST.get("message", "")
    row = correcting.correct(here.lake(), source, message_id, label, said, by=person_of(request), now=here.now())
    return _chips(request, row)


@require_POST
@needs("correct_labels")
def undo(request: HttpRequest, row: int) -> HttpResponse:
    found = get_object_or_404(CorrectionRow, pk=row)
    correcting.take_back(found, by=person_of(request), now=here.now())
    return _chips(request, found)


@needs("see_messages")
def corrections(request: HttpRequest) -> HttpResponse:
    """Who said what of which label, the newest first: nothing is ever written over."""
    every = CorrectionRow.objects.select_related("by").order_by("-at", "-pk")
    known = themes()
    shown = Paginator(every, A_PAGE).get_page(page_asked(request.GET))
    told = [(row, words_of(row.label, row.said, known), words_of(row.label, row.read, known)) for row in shown]
    every_key = sorted({(row.source, row.message_id) for row in shown})
    found = {(one.source, one.message_id): one for one in assess.read_messages(here.lake(), every_key)}
    lines = [(row, said, read, found.get((row.source, row.message_id))) for row, said, read in told]
    return render(request, "assess/corrections.html", {"page": shown, "lines": lines})


@needs("see_messages")
def export(request: HttpRequest) -> HttpResponse:
    """All of them as a file; no words of messages stand in it."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="corrections.csv"'
    rows = CorrectionRow.objects.select_related("by")
    csv.writer(answer).writerows(map(harmless, row) for row in correcting.export_rows(rows))
    return answer


@needs("correct_labels")
@once_heard
def check(request: HttpRequest, known: Answers, heard: Period) -> HttpResponse:
    chosen = chosen_period(request.GET, heard, known.months())
    page = check_page(known.lake, known.picture(chosen.period))
    told = {"page": page, "chosen": chosen, "topics": topic_options(themes())}
    return render(request, "assess/check.html", told | _learned(request))


@require_POST
@needs("correct_labels")
def begin(request: HttpRequest) -> HttpResponse:
    known = gather()
    chosen = chosen_period(request.POST, known.days())
    which = Which(party=known.book.own.id, aspect="customers", period=chosen.period)
    correcting.begin_check(known.lake, which, by=person_of(request), now=here.now())
    return redirect("assess:check")


@require_POST
@needs("correct_labels")
def answer(request: HttpRequest, number: int) -> HttpResponse:
    row = get_object_or_404(CheckRow, pk=number)
    place = request.POST.get("place", "")
    if not place.isdecimal() or len(place) > _LONGEST_PLACE:
        raise LeadlineError(_("The check did not understand which message was read."), _("Open the check again."))
    correcting.answer_check(here.lake(), row, int(place), _said(request), by=person_of(request), now=here.now())
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("assess:check")
    page = check_page(here.lake(), None)
    if page.message is None:
        done = HttpResponse(status=204)
        done["HX-Redirect"] = reverse("assess:check")
        return done
    return render(request, "assess/check_one.html", {"page": page, "topics": topic_options(themes())})


@require_POST
@needs("adapt_reader")
def adapt(request: HttpRequest) -> HttpResponse:
    """Begun here and done in the background: the page says how far it is, and what came of it."""
    learning.begin(here.lake(), by=person_of(request), now=here.now())
    return redirect(f"{reverse('assess:check')}#learned")


@needs("correct_labels")
def learned(request: HttpRequest) -> HttpResponse:
    """The part of the check's page that says what the model learned; asked again while it still learns."""
    return render(request, "assess/learned.html", _learned(request))


def _learned(request: HttpRequest) -> dict[str, object]:
    """What the model learned last, whether pages show it, and whether it learns now."""
    known, lake = layer(), here.lake()
    return {
        "layer": known,
        "is_read": known is None or not known.is_in_use or known.is_read_by(assess.present_model(lake)),
        "learning": learning.last_learning(),
        "may_adapt": person_of(request).may("adapt_reader"),
    }


def _said(request: HttpRequest) -> dict[str, str] | None:
    """What a person read in a message; None where they could not tell. Raises LeadlineError without a sentiment."""
    does = request.POST.get("does", "keep")
    if does == "pass":
        return None
    if does == "spam":
        return {"spam": "yes"}
    sentiment = request.POST.get("sentiment", "")
    if not sentiment:
        raise LeadlineError(_("Is the writer displeased, neutral or pleased?"), _("Choose one, then go on."))
    ticked = request.POST.getlist("shows")
    shows = {one: "yes" if one in ticked else "no" for one in FLAGS[:3]}
    return {"sentiment": sentiment, "spam": "no", **shows, **_topic(request.POST.get("topic", ""))}


def _topic(word: str) -> dict[str, str]:
    """`theme:billing` names a theme, `department:sales` a department of which no theme fits."""
    label, _colon, said = word.partition(":")
    if label == "department":
        return {"theme": NONE, "department": said}
    return {label: said} if word else {}


def _chips(request: HttpRequest, row: CorrectionRow) -> HttpResponse:
    """The chips anew; after a form without htmx, back to where it was pressed."""
    key = row.source, row.message_id
    [message] = assess.read_messages(here.lake(), [key])
    if request.htmx:  # type: ignore[attr-defined]
        line = line_of(message, themes(), known=corrections_on([message]))
        return render(request, "assess/chips.html", {"one": line, "may_correct": True})
    if back := came_from(request):
        return redirect(back)
    return redirect("assess:conversation", message.source, message.thread_id)
