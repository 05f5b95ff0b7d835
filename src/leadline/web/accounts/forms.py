"""What is asked when somebody is invited, or gets another role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadline.web.accounts.models import Person
from leadline.web.accounts.permissions import Role
from leadline.words import Department

ROLES = [(role.value, role.value.capitalize()) for role in Role]
DEPARTMENTS = [("", _("None")), *((one.value, one.value.capitalize()) for one in Department)]


class _ForRole(forms.Form):
    """A form that offers only the roles which its reader may give."""

    def __init__(self, *args: Any, by: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        if by.role != Role.EXECUTIVE:
            role = self.fields["role"]
            role.choices = [one for one in ROLES if one[0] != Role.EXECUTIVE.value]  # type: ignore[attr-defined]
            role.help_text = _("Only an executive says who is an executive.")


class Invitation(_ForRole):
    username = forms.SlugField(label=_("Login name"), max_length=150, help_text=_("Letters, digits, - and _."))
    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.VIEWER.value)
    department = forms.ChoiceField(label=_("Department"), choices=DEPARTMENTS, required=False)
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        help_text=_("At least 12 characters. Tell it to the person, who changes it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Place(_ForRole):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    department = forms.ChoiceField(label=_("Department"), choices=DEPARTMENTS, required=False)
    may_enter = forms.BooleanField(label=_("May sign in"), required=False)
