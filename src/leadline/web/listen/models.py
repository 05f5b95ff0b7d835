"""The parties that people have declared, the tokens of programs that push, the files that were given to the site."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from leadline.words import PartnerType, PartyKind


class PartyRow(models.Model):
    key = models.SlugField(primary_key=True, max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in PartyKind])
    partner_type = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in PartnerType]
    )
    handles = models.JSONField(default=list)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("place", "key")

    def __str__(self) -> str:
        return self.name


class PushTokenRow(models.Model):
    """With what a program may push the messages of one source. The token itself is kept nowhere."""

    key = models.CharField(primary_key=True, max_length=16)
    source = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the token.")
    is_signed = models.BooleanField(default=True, help_text="Whether batches must be signed.")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("source", "made_at", "key")

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


SILENT_FOR = dt.timedelta(minutes=2)
"""After which an import that says nothing is taken for one whose process ended."""


class FileRow(models.Model):
    """A file that somebody gave to the site: how it is to be read, how far it is, what became of it.

    `held` is its name in the home's folder of uploads, empty once it is gone; `said` is what a person chose. `at` is by
    the company's clock, `heard_at` by the machine's, which runs on in a demo.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    name = models.CharField(max_length=200)
    held = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    said = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    is_to_stop = models.BooleanField(default=False)
    failed = models.TextField(blank=True)
    count = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.RUNNING and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Whether its process ended before it did: what came in stays, and the rest comes when it is gone on with."""
        silent = self.heard_at is None or timezone.now() - self.heard_at > SILENT_FOR
        return self.state == self.State.RUNNING and silent

    @property
    def may_go_on(self) -> bool:
        """Whether it may be taken in, for the first time or again."""
        return bool(self.held) and not self.is_under_way and self.state != self.State.DONE
