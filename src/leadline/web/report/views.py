"""The pages of report: who should know?"""

from __future__ import annotations

from importlib.resources import files

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from leadline.assess import months_heard
from leadline.report import html_fragment, pdf
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs, who_can
from leadline.web.documents import documents, lake, now
from leadline.web.grammar.months import months_of
from leadline.web.report import pages
from leadline.web.report.actions import freeze_month
from leadline.words import Month


@needs("see_reports")
def home(request: HttpRequest) -> HttpResponse:
    told = pages.month_rows(lake(), slugs=_open_to(request))
    months = months_of(request, months_heard(lake()), here.today())
    may_freeze = request.user.may("freeze_month")  # type: ignore[union-attr]
    return render(request, "report/home.html", {"told": told, "months": months, "may_freeze": may_freeze})


@needs("see_reports")
def story(request: HttpRequest, month: str, reader: str) -> HttpResponse:
    if refused := _refused(request, reader):
        return refused
    told = pages.story_of(lake(), month, reader)
    fragment = mark_safe(html_fragment(told, base="/"))  # noqa: S308 - escaped where it is drawn, in one place
    readers = [(slug, pages.SLUGS[slug].value) for slug in _open_to(request)]
    context = {"story": told, "fragment": fragment, "story_slug": reader, "readers": readers, "month": month}
    return render(request, "report/story.html", context)


@needs("see_reports")
def story_pdf(request: HttpRequest, month: str, reader: str) -> HttpResponse:
    if refused := _refused(request, reader):
        return refused
    told = pages.story_of(lake(), month, reader)
    answer = HttpResponse(pdf(told, base=request.build_absolute_uri("/")), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{Month.parse(month)}-{reader}.pdf"'
    return answer


@needs("freeze_month")
@require_POST
def make(request: HttpRequest, month: str) -> HttpResponse:
    kept = freeze_month(lake(), documents(), Month.parse(month), by=request.user, now=now())  # type: ignore[arg-type]
    messages.success(request, kept.sentence)
    return redirect("report:home")


@needs("see_reports")
def style(request: HttpRequest) -> HttpResponse:
    """The reports' own style sheet, the same as in the files that are sent."""
    text = (files("leadline.report") / "templates" / "report.css").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/css", headers={"Cache-Control": "private, max-age=3600"})


def _open_to(request: HttpRequest) -> tuple[str, ...]:
    """The texts that this person may read."""
    person = person_of(request)
    return tuple(slug for slug, reader in pages.SLUGS.items() if person.may(pages.TAKES[reader]))


def _refused(request: HttpRequest, slug: str) -> HttpResponse | None:
    """Nothing where the person may read this text. Raises LeadlineError for an unknown one."""
    takes = pages.TAKES[pages.reader_of(slug)]
    if person_of(request).may(takes):
        return None
    return render(request, "403.html", {"who": who_can(takes)}, status=403)
