"""The parties that people have declared."""

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
