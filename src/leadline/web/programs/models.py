"""What people write while they run programs: plans, marks at the desk, champions and their results."""

from __future__ import annotations

from typing import get_args

from django.conf import settings
from django.db import models

from leadline.programs.events import Reason
from leadline.web.accounts.versions import Version


class ProgramsVersion(Version):
    """All programs' plans, as YAML."""


class MarkRow(models.Model):
    """What a person did to a conversation at the desk."""

    KINDS = ("claimed", "released", "answered", "dismissed", "closed", "withdrawn", "spam")
    REASONS = get_args(Reason)

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    source = models.CharField(max_length=200)
    thread_id = models.CharField(max_length=500)
    customer = models.CharField(max_length=64, blank=True)
    message_id = models.CharField(max_length=500, blank=True)
    reason = models.CharField(
        max_length=12, blank=True, choices=[(reason, reason) for reason in REASONS], help_text="Why no reply is needed."
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("source", "thread_id")),)

    def __str__(self) -> str:
        return f"{self.kind} {self.source}/{self.thread_id}"


class AccountLookRow(models.Model):
    """Somebody at the desk looked up the account behind a customer's pseudonym, to reply to it."""

    source = models.CharField(max_length=200)
    thread_id = models.CharField(max_length=500)
    customer = models.CharField(max_length=64)
    was_kept = models.BooleanField(help_text="Whether an account was shown.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.source}/{self.customer}"


class ChampionRow(models.Model):
    """A colleague who opted in. `name` is empty unless the champion agreed to be named."""

    key = models.CharField(max_length=40, unique=True, help_text="A pseudonym.")
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="champion"
    )
    name = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=20)
    pilot = models.CharField(max_length=20)
    joined = models.DateField()
    left = models.DateField(null=True, blank=True)
    passions = models.JSONField(default=list)
    rules_read = models.CharField(max_length=64, blank=True, help_text="The digest of the rules that were read.")
    rules_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name or f"Champion {self.key}"


class ResultRow(models.Model):
    """One line of a champion's month; leaving deletes a champion's lines."""

    champion = models.ForeignKey(ChampionRow, on_delete=models.CASCADE, related_name="results")
    month = models.CharField(max_length=7)
    pilot = models.CharField(max_length=20)
    evidence = models.CharField(max_length=1)
    client = models.CharField(max_length=10, blank=True)
    credit = models.CharField(max_length=12, default="sourced")
    counts = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    hours = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    shown_by = models.CharField(max_length=200, blank=True)
    story_what = models.TextField(blank=True)
    story_how = models.TextField(blank=True)
    story_steps = models.TextField(blank=True)

    class Meta:
        ordering = ("month", "champion", "pk")

    def __str__(self) -> str:
        return f"{self.champion} {self.month}"
