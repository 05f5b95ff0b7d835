"""The versions of the strategy that were adopted, none of which ever changes, and what people draft on the way."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from leadline.web.accounts.versions import Version


class StrategyVersion(Version):
    """An adopted strategy. `assessment` is the closed assessment that it stands on."""

    assessment = models.PositiveIntegerField(null=True)


class Draft(models.Model):
    """What one person is writing. `based_on` is the version it began with; `replaced` what stood here before that
    person last began anew, so that a wrong click loses nothing."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    replaced = models.TextField(blank=True)
    based_on = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.person}"


class EarlierDraft(models.Model):
    """A draft as it stood on the day an assessment was closed: what was wanted before anybody knew (S3.16)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assessment = models.PositiveIntegerField()
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("assessment", "changed_at")
        constraints = (models.UniqueConstraint(fields=("person", "assessment"), name="one_a_person_and_assessment"),)

    def __str__(self) -> str:
        return f"draft before assessment {self.assessment}"
