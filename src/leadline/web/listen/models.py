"""The parties that people have declared, and the tokens of programs that push."""

from __future__ import annotations

from django.db import models

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
