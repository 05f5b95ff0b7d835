"""The pages of strategy that every reader sees: in force, versions, rules. Drafting stands in `draft_views`."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from leadline import assess
from leadline.strategy import lint
from leadline.strategy.house_rules import house_rules
from leadline.web.accounts.permissions import needs
from leadline.web.accounts.versions import newest
from leadline.web.documents import home as home_folder
from leadline.web.documents import lake
from leadline.web.strategy import history, rule_pages
from leadline.web.strategy.answering import file, page, person
from leadline.web.strategy.convert import document_of
from leadline.web.strategy.drafting import OPPORTUNITIES_SHOWN, draft_of
from leadline.web.strategy.known import known
from leadline.web.strategy.models import StrategyVersion
from leadline.web.strategy.pages import StrategyPage, seen_by, strategy_page
from leadline.web.strategy.sentences import first_upper, in_words
from leadline.words import Remark


@dataclass(frozen=True)
class Next:
    """The one next thing to do, and the page where it is done."""

    sentence: str
    action: str
    url: str


@require_safe
@needs("see_strategy")
def home(request: HttpRequest) -> HttpResponse:
    in_force, about = newest(StrategyVersion), known()
    if in_force is None:
        draft = draft_of(person(request)) if person(request).may("edit_strategy") else None
        return page(request, "begin.html", opportunities=about.opportunities()[:OPPORTUNITIES_SHOWN], draft=draft)
    found = strategy_page(in_force, document_of(in_force), about, money=person(request).may("see_money"))
    return page(request, "home.html", page=found, next=_next(request, found))


@require_safe
@needs("see_strategy")
def versions(request: HttpRequest) -> HttpResponse:
    rows = history.versions()
    told = history.assessments_before_and_after(assess.assessments(lake()), rows)
    has_draft = person(request).may("edit_strategy") and draft_of(person(request)) is not None
    finding = history.versions_finding(rows)
    return page(
        request, "versions.html", rows=rows, assessments=told, finding=finding, has_draft=has_draft, tab="versions"
    )


@require_safe
@needs("see_strategy")
def version(request: HttpRequest, number: int) -> HttpResponse:
    row = get_object_or_404(StrategyVersion, number=number)
    found = strategy_page(row, document_of(row), known(), money=person(request).may("see_money"))
    return page(request, "version.html", page=found, in_force=newest(StrategyVersion), tab="versions")


@require_safe
@needs("see_money")
def version_file(request: HttpRequest, number: int) -> HttpResponse:
    """A version as a file. It holds every amount, so that it takes the right to see money."""
    row = get_object_or_404(StrategyVersion, number=number)
    return file(row.text, f"strategy-{number}.yaml")


@require_safe
@needs("see_strategy")
def compare(request: HttpRequest) -> HttpResponse:
    before, after = request.GET.get("from", ""), request.GET.get("to", "")
    found = history.compared(before, after, person=person(request), money=person(request).may("see_money"))
    return page(request, "compare.html", compared=found, rows=history.versions(), tab="versions")


@require_safe
@needs("see_strategy")
def rules(request: HttpRequest) -> HttpResponse:
    families = rule_pages.families(_remarks_in_force(request))
    return page(
        request,
        "rules.html",
        families=families,
        finding=rule_pages.finding(families),
        decided=house_rules(home_folder().root),
        tab="rules",
    )


@require_safe
@needs("see_strategy")
def rule(request: HttpRequest, code: str) -> HttpResponse:
    text = rule_pages.rule_page(code)
    if text is None:
        raise Http404(code)
    return page(
        request,
        "rule.html",
        code=rule_pages.page_name(code),
        title=rule_pages.title_of(code),
        text=text,
        remarks=tuple(one for one in _remarks_in_force(request) if one.code == code.upper()),
        in_force=newest(StrategyVersion),
        tab="rules",
    )


def _remarks_in_force(request: HttpRequest) -> tuple[Remark, ...]:
    """What the lint says of the strategy in force, as far as the reader may know; nothing without one."""
    in_force = newest(StrategyVersion)
    if in_force is None:
        return ()
    return seen_by(lint(document_of(in_force), known().facts), money=person(request).may("see_money"))


def _next(request: HttpRequest, found: StrategyPage) -> Next | None:
    """For whoever may edit: go on with a draft, or mend what the lint remarks."""
    if not person(request).may("edit_strategy"):
        return None
    draft, there = draft_of(person(request)), reverse("strategy:edit")
    if draft is not None and draft.text != found.version.text and draft.based_on != found.version.number:
        return Next(_("Your draft is not adopted yet."), _("Go on with the draft"), there)
    waiting = [one for one in found.remarks if one.severity != "note"]
    if waiting:
        told = ngettext("%(n)s remark waits", "%(n)s remarks wait", len(waiting)) % {"n": in_words(len(waiting))}
        sentence = _("%(told)s for a decision: mend what it names, or write down why you live with it.")
        return Next(first_upper(sentence % {"told": told}), _("Decide in a draft"), there)
    return None
