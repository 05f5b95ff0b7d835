"""The pages of home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from leadline.web import documents
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.home.pages import home_page


@needs("see_home")
def home(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if not person.may("see_numbers"):
        return redirect("strategy:home")
    asked = request.GET.get("month", "")
    page = home_page(documents.lake(), documents.documents(), now=documents.now(), asked=asked, may=person.may)
    shown = page if person.may("see_money") else page.without_money()
    return render(request, "home/home.html", {"page": shown, "months": shown.months})
