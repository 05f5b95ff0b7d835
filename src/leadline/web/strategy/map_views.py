"""The value map: of the strategy in force for every reader, of the own draft for whoever edits it there.

The surprise: what is changed on the map is written into the text of the draft, so that the editor, the file and the map
never say different things.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from leadline.errors import LeadlineError
from leadline.strategy import Document
from leadline.strategy.edits.lines import with_line, without_line
from leadline.web.accounts.permissions import needs
from leadline.web.accounts.versions import newest
from leadline.web.documents import now
from leadline.web.strategy import actions
from leadline.web.strategy.answering import numbered, page, person
from leadline.web.strategy.convert import document_in, document_of
from leadline.web.strategy.drafting import draft_of, first_text
from leadline.web.strategy.known import known
from leadline.web.strategy.map_forms import LineForm, line_forms
from leadline.web.strategy.map_pages import MapPage, map_page
from leadline.web.strategy.models import StrategyVersion


@require_safe
@needs("see_strategy")
def home(request: HttpRequest) -> HttpResponse:
    document = _in_force()
    if document is None:
        return page(request, "map_empty.html", tab="map")
    return page(request, "map.html", page=map_page(document, known()), tab="map")


@require_safe
@needs("see_strategy")
def picture(request: HttpRequest) -> HttpResponse:
    """The wide picture as a file that stands alone."""
    document = _in_force()
    if document is None:
        raise LeadlineError(_("No strategy is in force, so there is no map of it yet."), _("Adopt one first."))
    drawn = map_page(document, known())
    told = {"picture": drawn.wide, "name": "wide", "alone": True, "title": drawn.finding, "styles": _styles()}
    text = render_to_string("strategy/map_picture.html", told)
    headers = {"Content-Disposition": 'attachment; filename="value-map.svg"'}
    return HttpResponse(text.strip(), content_type="image/svg+xml; charset=utf-8", headers=headers)


@require_safe
@needs("edit_strategy")
def draft(request: HttpRequest) -> HttpResponse:
    return _editor(request)


@require_POST
@needs("edit_strategy")
def line(request: HttpRequest) -> HttpResponse:
    """Add a line to the draft, or change one: its name, its ends, its metrics, its mechanism."""
    text, place = _text(request), request.POST.get("index", "")
    document = document_in(text)
    form = LineForm(request.POST, document=document)
    if not form.is_valid():
        return _editor(request, bound=form)
    try:
        changed, _line = with_line(text, _place(request, document) if place else None, form.cleaned_data)
        document_in(changed)
    except LeadlineError as error:
        return _editor(request, error=error)
    return _kept(request, text, changed, form.cleaned_data["id"])


@require_POST
@needs("edit_strategy")
def remove(request: HttpRequest) -> HttpResponse:
    """Take a line out of the draft."""
    text = _text(request)
    try:
        changed, _line = without_line(text, _place(request, document_in(text)))
    except LeadlineError as error:
        return _editor(request, error=error)
    return _kept(request, text, changed, "")


def _place(request: HttpRequest, document: Document) -> int:
    """Where the line stands by now that the page showed as `was`; a page that names none tells its place."""
    was, place = request.POST.get("was", ""), numbered(request.POST.get("index", ""))
    if not was or (place < len(document.lines) and document.lines[place].id == was):
        return place
    found = next((at for at, one in enumerate(document.lines) if one.id == was), None)
    if found is None:
        raise LeadlineError(
            _("The draft holds the line “%(id)s” no more.") % {"id": was},
            _("Load the map again; somebody may have changed the draft."),
        )
    return found


def _editor(request: HttpRequest, *, error: LeadlineError | None = None, bound: LineForm | None = None) -> HttpResponse:
    text = _text(request)
    try:
        document = document_in(text)
    except LeadlineError as unreadable:
        return page(request, "map_empty.html", error=unreadable, tab="map", status=422)
    drawn: MapPage = map_page(document, known())
    forms = line_forms(document, drawn, bound)
    status = 422 if error or bound else 200
    return page(request, "map.html", page=drawn, forms=forms, editing=True, error=error, tab="map", status=status)


def _kept(request: HttpRequest, base: str, text: str, line_id: str) -> HttpResponse:
    """The line is put into the draft as it is by now, should it say more than `base`."""
    actions.save_draft(person(request), text, base=base, now=now(), assessment=known().assessment)
    there = f"#edit-{line_id}" if line_id else "#lines"
    return redirect(f"{reverse('strategy:map_draft')}{there}")


def _text(request: HttpRequest) -> str:
    draft = draft_of(person(request))
    return draft.text if draft else first_text()


def _in_force() -> Document | None:
    version = newest(StrategyVersion)
    return document_of(version) if version else None


@lru_cache(maxsize=1)
def _styles() -> str:
    """The map's own styles with the light colours, for a file that no page surrounds."""
    found = [finders.find(name) for name in ("leadline/tokens.css", "strategy/map.css")]
    tokens, styles = (Path(str(one)).read_text(encoding="utf-8") for one in found)
    colours = "".join(
        f"{name}: {light};" for name, light in re.findall(r"(--[\w-]+): light-dark\((#\w+|rgb\([^)]*\))", tokens)
    )
    return f":root {{ {colours} --text: Inter, system-ui, sans-serif; }}\n{styles}"
