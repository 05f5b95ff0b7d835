"""A document that people write as a whole, kept in numbered versions: an earlier one never changes.

`Version` is the abstract row; `keep` adds a version unless the newest one says the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TypeVar

from django.conf import settings
from django.db import models, transaction

from leadline.web.accounts.turns import in_turn


class Version(models.Model):
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField(help_text="The document, as YAML.")
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True
        ordering = ("number",)

    def __str__(self) -> str:
        return f"version {self.number}"


V = TypeVar("V", bound=Version)


def newest(model: type[V]) -> V | None:
    """The last version, or None before the first."""
    return model._default_manager.order_by("-number").first()


@transaction.atomic
def keep(model: type[V], text: str, *, by: object | None, now: dt.datetime, digest: str | None = None) -> V:
    """A version with this text: the newest one if it says the same, else a new one."""
    digest = digest or hashlib.sha256(text.encode()).hexdigest()
    in_turn(model)
    last = newest(model)
    if last is not None and last.digest == digest:
        return last
    number = last.number + 1 if last else 1
    return model._default_manager.create(number=number, text=text, digest=digest, written_at=now, written_by=by)
