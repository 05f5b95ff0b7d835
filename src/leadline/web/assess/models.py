"""What people say in assess: the list of themes, and of labels corrections, checks and what was learned from both."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from leadline.assess import LABELS
from leadline.web.accounts.versions import Version

LONGEST_LEARNING = dt.timedelta(minutes=10)
"""A thousand corrections take seconds: what has not ended by then, ends no more."""


class ThemesVersion(Version):
    """All themes, as YAML. `what` says what was changed, a sentence a theme."""

    what = models.TextField(blank=True)


class CheckRow(models.Model):
    """A random sample of messages, drawn once, for people to read without the model's labels."""

    drawn_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    keys = models.JSONField(default=list, help_text="Source and id of each message, in the order drawn.")
    passed = models.JSONField(default=list, help_text="Places of those that nobody could tell.")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"check {self.pk}"


class CorrectionRow(models.Model):
    """What somebody said of a label. Never written over: a later row counts instead; an empty `said` takes back."""

    source = models.CharField(max_length=200)
    message_id = models.CharField(max_length=500)
    version = models.CharField(max_length=80, blank=True, help_text="Which version of the message was read.")
    label = models.CharField(max_length=12, choices=[(label, label) for label in LABELS])
    said = models.CharField(max_length=200, blank=True)
    read = models.CharField(max_length=200, blank=True, help_text="What the model said.")
    model = models.CharField(max_length=80, blank=True)
    check_row = models.ForeignKey(CheckRow, null=True, on_delete=models.SET_NULL, related_name="answers")
    sampled = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("source", "message_id")),)

    def __str__(self) -> str:
        return f"{self.label} of {self.source}/{self.message_id}"


class LayerVersion(Version):
    """What the corrections changed of the model, each time that somebody let it learn."""


class LearningRow(models.Model):
    """Once that somebody let the model learn: what came of it is the layer's to say.

    `began_at` and `ended_at` are by the machine's clock: a demo's stands still.
    """

    at = models.DateTimeField(help_text="When, by the company's clock.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True, help_text="Why nothing came of it.")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"learning {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Whether its process ended before it did."""
        return self.ended_at is None and timezone.now() - self.began_at > LONGEST_LEARNING
