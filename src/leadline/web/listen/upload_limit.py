"""Is what somebody sends small enough to be taken? Asked before any of it is read.

In: a request that carries files. Out: the view's answer, or a page with a sentence (413, 411, 507). The surprises: who
may import no files may send little, whatever page it is for, since Django keeps what comes before any view says who
may; and a file needs room twice, once as it comes and once as it is kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.web import here
from leadline.web.accounts.coming_from import came_from

_MEGABYTE = 1_000_000
_STRANGERS_MB = 10
_ROOM_TO_SPARE = 500 * _MEGABYTE
"""Of the disk, for everything else."""
_LONGEST_LENGTH = 15


def upload_limit(next_: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware, behind the one that knows who asks and before the first that reads what is sent."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not (request.content_type or "").startswith("multipart/"):
            return next_(request)
        said = request.headers.get("Content-Length", "")
        if not (said.isascii() and said.isdecimal()) or len(said) > _LONGEST_LENGTH:
            return _refused(request, 411, _("The request does not say how long it is."), _("Send it with a browser."))
        return _too_large(request, int(said)) or next_(request)

    return answer


def _too_large(request: HttpRequest, length: int) -> HttpResponse | None:
    if length <= _STRANGERS_MB * _MEGABYTE:
        return None
    may_import = request.user.is_authenticated and request.user.may("import_files")
    most = setting("LEADLINE_UPLOAD_MB") if may_import else _STRANGERS_MB
    if length > most * _MEGABYTE:
        sentence = _("The file is larger than the %(most)s MB that are taken here.") % {"most": f"{most:,}"}
        advice = _("Export it in parts, or take it in where Leadline runs: leadline listen import FILE")
        return _refused(request, 413, sentence, advice)
    if 2 * length + _ROOM_TO_SPARE > shutil.disk_usage(here.home().root).free:
        return _refused(
            request, 507, _("The disk has no room for a file of that size."), _("Ask the operator to make room.")
        )
    return None


def _refused(request: HttpRequest, status: int, sentence: str, advice: str) -> HttpResponse:
    told = {"error": LeadlineError(sentence, advice), "back": came_from(request)}
    return render(request, "error.html", told, status=status)
