"""What people decide of each line, month by month; nothing is written over."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from leadline.strategy.tuning import CHOICES
from leadline.words import Grade


class DecisionRow(models.Model):
    """Continue, change or stop, with what was known of the line on that day."""

    line = models.CharField(max_length=200)
    month = models.CharField(max_length=7)
    choice = models.CharField(max_length=8, choices=[(one, one) for one in CHOICES])
    reason = models.CharField(max_length=500)
    owner = models.CharField(max_length=200, blank=True, help_text="Who answers for the line's company objective.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(help_text="The strategy in force on that day.")
    grade = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Grade])
    value = models.FloatField(null=True, help_text="Of the business metric, in its unit.")

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("month", "line")),)

    def __str__(self) -> str:
        return f"{self.choice} {self.line}, {self.month}"
