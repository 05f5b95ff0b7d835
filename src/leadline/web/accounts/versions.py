"""A document that people write as a whole, kept in numbered versions: an earlier one never changes.

`Version` is the abstract row; `keep` adds a version unless the newest one says the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models, transaction

from leadline.errors import LeadlineError
from leadline.web.accounts.turns import in_turn

FIXED = frozenset({"number", "text", "digest", "written_at"})


class FixedRows(models.QuerySet[Any]):
    """Rows that are added, and neither rewritten nor deleted, not even many at once."""

    def update(self, **values: Any) -> int:
        if FIXED & set(values):
            raise _fixed()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise _fixed()


class Version(models.Model):
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField(help_text="The document, as YAML.")
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager[Self]] = FixedRows.as_manager()

    class Meta:
        abstract = True
        ordering = ("number",)

    def __str__(self) -> str:
        return f"version {self.number}"

    def save(self, *args: Any, **more: Any) -> None:
        """Raises LeadlineError where a kept version would say something else."""
        if self.pk is not None and not self._state.adding:
            kept = type(self)._base_manager.filter(pk=self.pk).values(*sorted(FIXED)).first()
            if kept is not None and any(getattr(self, name) != was for name, was in kept.items()):
                raise _fixed()
        super().save(*args, **more)

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        raise _fixed()


def empty(version: Version, text: str) -> None:
    """Give a kept version the text that is left after an erasure: the one thing that outranks history. Its digest stays
    the name of what was adopted."""
    models.QuerySet(type(version)).filter(pk=version.pk).update(text=text)
    version.text = text


def erase_all(model: type[Version]) -> None:
    """Delete every version of a kind that may hold what somebody who is erased has said."""
    models.QuerySet(model).delete()


def _fixed() -> LeadlineError:
    return LeadlineError("A version that was kept never changes.", "Write a new one; this one stays beside it.")


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
    return model._base_manager.create(number=number, text=text, digest=digest, written_at=now, written_by=by)
