"""The pages of files: give one, see how it will be read, choose what its columns hold, let it come in, stop it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadline.errors import LeadlineError
from leadline.listen import FileLook, RowLook, as_export, check_saved, look_at, must_be_new, preview, save_profile
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import needs
from leadline.web.grammar.numbers import number
from leadline.web.listen import incoming
from leadline.web.listen.convert import party_book
from leadline.web.listen.file_forms import Mapping, Reading, Upload, called, guessed
from leadline.web.listen.models import FileRow

MOST_FILES = 50
MOST_COLUMNS = 300
ALL = "all"
"""Said of the sheets of a workbook: each that a profile knows."""


@needs("import_files")
def files(request: HttpRequest) -> HttpResponse:
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if form.is_valid():
        row = incoming.keep_upload(here.home(), form.cleaned_data["file"], by=person_of(request))
        return redirect("listen:file", pk=row.pk)
    told = {"form": form, "files": FileRow.objects.select_related("by")[:MOST_FILES]}
    return render(request, "listen/files.html", told, status=422 if form.is_bound else 200)


@needs("import_files")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """How a file will be read; once it comes in, how far it is; then what became of it."""
    row = get_object_or_404(FileRow, pk=pk)
    if not row.may_go_on:
        return render(request, "listen/file_done.html", {"file": row})
    sheet = request.POST.get("sheet") or request.GET.get("sheet") or row.said.get("sheet") or ""
    look = look_at(here.home(), incoming.path_of(here.home(), row), None if sheet == ALL else sheet or None)
    if not look.profile and len(look.columns) > MOST_COLUMNS:
        raise LeadlineError(
            _("%(name)s has %(n)s columns, which nobody can choose from.")
            % {"name": row.name, "n": number(len(look.columns))},
            _("Export those that are needed, or name them: leadline listen import FILE --map text=COLUMN …"),
        )
    form = _form(request, row, look)
    told: dict[str, Any] = {"file": row, "look": look, "form": form, "rows": None, "wrong": None}
    try:
        if form.is_bound and form.is_valid() and request.POST.get("do") == "import":
            _take_in(row, form, look)
            return redirect("listen:file", pk=row.pk)
        told["rows"] = _in_words(_rows(row, form, look)) if form.is_valid() else None
    except LeadlineError as error:
        told["wrong"] = error
    failed = form.is_bound and request.method == "POST" and (told["wrong"] or not form.is_valid())
    return render(request, "listen/file.html", told, status=422 if failed else 200)


@needs("import_files")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(FileRow, pk=pk)
    incoming.ask_to_stop(row)
    messages.success(request, _("%(name)s stops after the rows that it is at.") % {"name": row.name})
    return redirect("listen:file", pk=pk)


@needs("import_files")
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(FileRow, pk=pk)
    incoming.throw_away(here.home(), row)
    messages.success(request, _("%(name)s is gone from the site.") % {"name": row.name})
    return redirect("listen:files")


def _form(request: HttpRequest, row: FileRow, look: FileLook) -> Reading:
    """What is asked of a file: how it writes, and where no profile knows it, what its columns hold."""
    given = request.POST if request.method == "POST" else row.said or None
    begin = {"zone": here.home().company.zone, "sheet": str(look.sheet or "")}
    if given is not None and request.method != "POST":
        given = given | {"sheet": begin["sheet"]}
    if look.profile or (given or {}).get("sheet") == ALL:
        return Reading(given if given is not None else begin)
    return Mapping(look, given if given is not None else begin | guessed(look, row.name))


def _rows(row: FileRow, form: Reading, look: FileLook) -> Any:
    """Ten rows as they will be read."""
    home = here.home()
    path, book = incoming.path_of(home, row), party_book(home.company)
    read = partial(preview, home, here.lake(), path, parties=book, now=here.now())
    if form.cleaned_data["sheet"] == ALL:
        return ()
    if not isinstance(form, Mapping):
        return read(options=form.options(look.profile or ""))
    saved = form.saved()
    check_saved(saved)
    return read(options=form.options(saved.name), also=(as_export(saved),))


def _in_words(found: tuple[RowLook, ...]) -> tuple[RowLook, ...]:
    """Rows whose fields are called as the page calls them above."""
    return tuple(replace(one, cells=tuple((called(name), said) for name, said in one.cells)) for one in found)


def _take_in(row: FileRow, form: Reading, look: FileLook) -> None:
    """Save the way to read it, where it is a new one, and begin."""
    home = here.home()
    _rows(row, form, look)  # what is wrong with the file as a whole is said before anything begins
    options = form.options(look.profile or "" if form.cleaned_data["sheet"] != ALL else "")
    if isinstance(form, Mapping):
        must_be_new(home, form.saved().name)
        save_profile(home.profiles, form.saved())
        options = form.options(form.saved().name)
    row.said = form.data.dict() if hasattr(form.data, "dict") else dict(form.data)
    row.said = {name: said for name, said in row.said.items() if name not in ("csrfmiddlewaretoken", "do")}
    row.save(update_fields=["said"])
    incoming.begin(home, here.lake(), party_book(home.company), row, options)
