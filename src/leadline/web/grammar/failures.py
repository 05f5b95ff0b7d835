"""What is shown where a page failed: whether the fault is ours, or the database cannot be reached now."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls this while what was raised is still being handled."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    name, status = ("503.html", 503) if is_away else ("500.html", 500)
    return HttpResponse(render_to_string(name), status=status)  # no request: who asks stands in the database
