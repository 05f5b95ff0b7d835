"""Where programs push messages: `POST /push/messages`, and what became of a batch.

In: NDJSON of the contract for messages, a token, maybe a signature and an idempotency key. Out: JSON. The surprise:
these views are open to strangers, since a program signs in nowhere; each asks for a token itself, before it reads the
body, and a token opens the batches of its own source and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.listen.live import find_source
from leadline.listen.live.running import spool_of
from leadline.listen.pushed import Limit, PushRefusedError, accept, check_batch, check_signature, receipt
from leadline.web import here
from leadline.web.listen import tokens
from leadline.web.listen.models import PushTokenRow

_LONGEST_KEY = 200
_MEGABYTE = 1_000_000


def messages(request: HttpRequest) -> HttpResponse:
    """Keep a batch; 202 when it is on the disk."""
    if request.method != "POST":
        raise PushRefusedError(405, "Messages are sent here with POST.", "Send one JSON object a line.")
    token = _token(request)
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= _LONGEST_KEY:
        raise PushRefusedError(400, "The Idempotency-Key is empty or too long.", "Use a UUID a batch.")
    body = _body(request)
    if token.is_signed or "Leadline-Signature" in request.headers:
        signed_with = tokens.signing_key(here.home(), token.key)
        check_signature(signed_with, request.headers.get("Leadline-Signature", ""), body, now=time.time())
    rows = check_batch(body)
    limit = Limit(setting("LEADLINE_PUSH_SPOOL_MB") * _MEGABYTE)
    accepted = accept(spool_of(here.home(), _source(token)), body, key=key, limit=limit)
    told = {"batch": accepted.id, "rows": rows, "repeated": accepted.repeated}
    return JsonResponse(told, status=200 if accepted.repeated else 202)


def batch(request: HttpRequest, name: str) -> HttpResponse:
    """What became of a batch: it waits, or how many rows were new, known, refused, and why."""
    found = receipt(spool_of(here.home(), _token(request).source), name)
    if found is None:
        raise PushRefusedError(
            404,
            "There is no such batch of this source.",
            "Receipts are kept for seven days, the newest ones of each source.",
        )
    return JsonResponse({"batch": name, **found})


def _token(request: HttpRequest) -> PushTokenRow:
    scheme, _, said = request.headers.get("Authorization", "").partition(" ")
    row = tokens.known(said.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        raise PushRefusedError(
            401, "The token is missing, unknown or revoked.", "Send Authorization: Bearer TOKEN; leadline listen token"
        )
    return row


def _source(token: PushTokenRow) -> str:
    """The token's source, which must be declared still."""
    try:
        source = find_source(here.home(), token.source)
    except LeadlineError:
        source = None
    if source is None or source.door != "push":
        raise PushRefusedError(403, f"{token.source} takes no pushes any more.", "Declare it in sources.yaml.")
    return source.name


_LONGEST_LENGTH = 18
"""Digits of a length: more say nothing."""


def _body(request: HttpRequest) -> bytes:
    most = setting("LEADLINE_PUSH_BATCH_MB") * _MEGABYTE
    said = request.headers.get("Content-Length", "")
    if not (said.isascii() and said.isdecimal()) or len(said) > _LONGEST_LENGTH:
        raise PushRefusedError(411, "The request does not say how long it is.", "Send Content-Length.")
    if int(said) > most:
        raise PushRefusedError(413, f"The batch is larger than {most // _MEGABYTE} MB.", "Send smaller batches.")
    body: bytes = request.read(int(said))
    if len(body) != int(said):
        raise PushRefusedError(400, "The body ended early.", "Send the batch again.")
    return body


def _for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to strangers, and every refusal as JSON: what happened, and what to do."""

    @csrf_exempt
    def answer(request: HttpRequest, **words: Any) -> HttpResponse:
        try:
            return view(request, **words)
        except PushRefusedError as why:
            told = JsonResponse({"error": why.sentence, "advice": why.advice}, status=why.status)
            if why.retry_after is not None:
                told.headers["Retry-After"] = str(why.retry_after)
            return told

    answer.login_required = False  # type: ignore[attr-defined]
    return answer


push_messages = _for_programs(messages)
push_batch = _for_programs(batch)
