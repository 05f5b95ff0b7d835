"""Tokens with which programs push: made, known again, revoked.

In: a source, or what a request carries. Out: a `Made` token, or the row that it opens. The surprise: a token holds
256 random bits, so a plain SHA-256 of it is as safe as a slow one and costs nothing on each batch; and the key that
signs is worked out from the home's own, so that it is kept nowhere either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.listen.doors import Source
from leadline.web.accounts.fitting import fitting
from leadline.web.listen.models import PushTokenRow

log = logging.getLogger(__name__)
_TOKEN = re.compile(r"ll_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Made:
    """A token as its maker sees it, once. `signing_key` is empty where batches need no signature."""

    id: str
    token: str
    signing_key: str


@transaction.atomic
def make(home: Home, source: Source, *, signed: bool, now: dt.datetime) -> Made:
    """A token for one source, which must take pushes. Raises LeadlineError otherwise."""
    if source.door != "push":
        raise LeadlineError(f"{source.name} is read by {source.door}, and takes no pushes.", "Declare one: door: push")
    key = secrets.token_hex(6)
    token = f"ll_{key}_{secrets.token_urlsafe(32)}"
    row = PushTokenRow(key=key, source=source.name, digest=_digest(token), is_signed=signed, made_at=now)
    fitting(row).save(force_insert=True)
    log.info("token made: %s for %s", key, source.name)
    return Made(key, token, signing_key(home, key).hex() if signed else "")


def known(token: str) -> PushTokenRow | None:
    """The row of a token that was not revoked, or None."""
    found = _TOKEN.fullmatch(token)
    row = PushTokenRow.objects.filter(pk=found[1], revoked_at=None).first() if found else None
    return row if row is not None and hmac.compare_digest(row.digest, _digest(token)) else None


@transaction.atomic
def revoke(key: str, *, now: dt.datetime) -> None:
    """Take a token's right away, at once. Raises LeadlineError where there is none."""
    if not PushTokenRow.objects.filter(pk=key, revoked_at=None).update(revoked_at=now):
        raise LeadlineError(f"There is no token {key} that opens anything.", "leadline listen token shows all of them.")
    log.info("token revoked: %s", key)


def tokens() -> Iterable[PushTokenRow]:
    """All of them, revoked ones too."""
    return PushTokenRow.objects.all()


def signing_key(home: Home, key: str) -> bytes:
    """What the batches of a token are signed with."""
    return hmac.digest(home.key("push"), key.encode(), "sha256")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
