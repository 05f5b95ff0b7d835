"""What people send in measure: a decision on a line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.strategy.tuning import CHOICES
from leadline.web.measure.actions import LONGEST_REASON


class LineDecisionForm(forms.Form):
    """Continue, change or stop, and why."""

    line = forms.CharField(max_length=200)
    choice = forms.ChoiceField(choices=[(one, one) for one in CHOICES])
    reason = forms.CharField(
        max_length=LONGEST_REASON, error_messages={"required": _("Say why: the next month asks what came of it.")}
    )
