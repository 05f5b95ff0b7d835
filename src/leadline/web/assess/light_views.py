"""One file, one page, in the browser: a first look at messages that are in no lake, and come into none.

In: a file that somebody drags onto the page. Out: the page of `leadline assess light`, shown and to be downloaded. The
surprise: nothing of it is kept, not even to be downloaded: the page that is shown holds the file that it offers.
"""

from __future__ import annotations

import base64
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from leadline.errors import LeadlineError
from leadline.report.first_look import first_look
from leadline.report.light import LightPage
from leadline.web import here
from leadline.web.accounts.permissions import needs
from leadline.web.assess.forms import FirstLook

log = logging.getLogger(__name__)


@needs("take_first_look")
def light(request: HttpRequest) -> HttpResponse:
    company = here.home().company
    form = FirstLook(request.POST or None, request.FILES or None, initial={"brand": company.name})
    if request.method != "POST" or not form.is_valid():
        return render(request, "assess/light.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        page = _look(form.cleaned_data["file"], brand=form.cleaned_data["brand"], zone=company.zone)
    except LeadlineError as error:
        form.add_error("file", f"{error.sentence} {error.advice}")
        return render(request, "assess/light.html", {"form": form}, status=422)
    log.info("first look taken by %s", request.user.pk)
    answer = render(request, "assess/light_page.html", {"page": page, **_shown(page)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _look(given: UploadedFile[bytes], *, brand: str, zone: str) -> LightPage:
    with TemporaryDirectory(prefix="leadline-light-") as made:
        folder, work = Path(made), Path(made, "work")
        work.mkdir()
        file = folder / (given.name or "messages.csv")
        with file.open("wb") as out:
            out.writelines(given.chunks())
        return first_look(file, folder / "home", work, brand=brand, zone=zone)


def _shown(page: LightPage) -> dict[str, str]:
    fragment = mark_safe(page.fragment)  # noqa: S308 - escaped where it is drawn, in one place
    return {"fragment": fragment, "download": base64.b64encode(page.html.encode()).decode()}
