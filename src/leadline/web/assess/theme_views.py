"""The pages of a theme, and of the list of themes."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leadline import assess
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.assess import actions
from leadline.web.assess.answers import gather, reader
from leadline.web.assess.convert import themes
from leadline.web.assess.filters import chosen_of, filters_of
from leadline.web.assess.theme_forms import ListForm, MergeForm, SplitForm, ThemeForm
from leadline.web.assess.theme_pages import known_theme, list_page, theme_page


@needs("see_numbers")
@require_GET
def theme(request: HttpRequest, wanted: str) -> HttpResponse:
    """One theme; a merged one leads to where it counts today."""
    standing = themes().standing(wanted)
    if standing != wanted:
        return redirect(f"{reverse('assess:theme', args=[standing])}?{request.GET.urlencode()}")
    known, may = gather(), person_of(request).may
    heard = known.heard()
    if heard is None:
        return render(request, "assess/empty.html")
    chosen = chosen_of(request.GET, known, heard)
    focus = replace(chosen.focus, department=None)
    page = theme_page(
        known.lake,
        known.picture(chosen.period),
        wanted,
        chosen,
        known.history(),
        themes=themes(),
        may_read=may("see_messages"),
        of_everybody=known.of_everybody(chosen.period, focus) if focus.asked else (),
    )
    told = {
        "page": page,
        "chosen": chosen,
        "filters": filters_of(chosen, known),
        "may_edit": may("edit_strategy"),
        "may_read": may("see_messages"),
    }
    return render(request, "assess/theme.html", told | {"may_correct": may("correct_labels")})


@needs("see_numbers")
@require_GET
def theme_list(request: HttpRequest) -> HttpResponse:
    told = {
        "page": list_page(themes()),
        "may_edit": person_of(request).may("edit_strategy"),
        "form": ListForm(),
        "is_read": _is_read(),
    }
    return render(request, "assess/theme_list.html", told)


@needs("see_numbers")
@require_GET
def theme_file(request: HttpRequest) -> HttpResponse:
    """The list as YAML."""
    answer = HttpResponse(assess.write_themes(themes()), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="themes.yaml"'
    return answer


@needs("edit_strategy")
@require_POST
def theme_list_replace(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        told = {"page": list_page(themes()), "may_edit": True, "form": form, "is_read": _is_read()}
        return render(request, "assess/theme_list.html", told, status=422)
    actions.replace_themes(form.cleaned_data["file"], by=request.user, now=here.now())
    return _changed(request)


@needs("edit_strategy")
def theme_add(request: HttpRequest) -> HttpResponse:
    """A new theme; the address may fill the form."""
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("name", "department", "phrases")}
        return render(request, "assess/theme_add.html", {"form": ThemeForm(initial=asked)})
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return render(request, "assess/theme_add.html", {"form": form}, status=422)
    actions.add_theme(**form.told(), by=request.user, now=here.now())
    return _changed(request)


@needs("edit_strategy")
def theme_edit(request: HttpRequest, wanted: str) -> HttpResponse:
    if request.method != "POST":
        return _edit_page(request, wanted)
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, wanted, form=form)
    actions.change_theme(wanted, **form.told(), by=request.user, now=here.now())
    return _changed(request)


@needs("edit_strategy")
@require_POST
def theme_merge(request: HttpRequest, wanted: str) -> HttpResponse:
    form = MergeForm(request.POST, theme=known_theme(themes(), wanted), themes=themes())
    if not form.is_valid():
        return _edit_page(request, wanted, merge=form)
    actions.merge_themes(wanted, form.cleaned_data["into"], by=request.user, now=here.now())
    return _changed(request)


@needs("edit_strategy")
@require_POST
def theme_split(request: HttpRequest, wanted: str) -> HttpResponse:
    form = SplitForm(request.POST, theme=known_theme(themes(), wanted))
    if not form.is_valid():
        return _edit_page(request, wanted, split=form)
    actions.split_theme(wanted, **form.told(), by=request.user, now=here.now())
    return _changed(request)


@needs("edit_strategy")
@require_POST
def theme_retire(request: HttpRequest, wanted: str) -> HttpResponse:
    actions.retire_theme(wanted, by=request.user, now=here.now())
    return _changed(request)


@needs("edit_strategy")
@require_POST
def theme_back(request: HttpRequest, wanted: str) -> HttpResponse:
    actions.bring_back_theme(wanted, by=request.user, now=here.now())
    return _changed(request)


def _edit_page(request: HttpRequest, wanted: str, **wrong: object) -> HttpResponse:
    one = known_theme(themes(), wanted)
    forms = {
        "form": ThemeForm.of(one),
        "merge": MergeForm(theme=one, themes=themes()),
        "split": SplitForm(theme=one) if len(one.phrases) > 1 else None,
    }
    return render(request, "assess/theme_edit.html", {"theme": one, **forms, **wrong}, status=422 if wrong else 200)


def _changed(request: HttpRequest) -> HttpResponse:
    """What follows: nothing where the same phrases find the same messages, else a new reading."""
    if _is_read():
        notices.success(request, _("The list is changed, and every page counts by it."))
    else:
        notices.success(
            request, _("The list is changed. Messages are read by it with the next run of leadline assess.")
        )
    return redirect("assess:theme_list")


def _is_read() -> bool:
    """Whether pages show what this list finds."""
    return gather().heard() is None or reader().version == assess.present_model(here.lake())
