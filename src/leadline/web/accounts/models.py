"""People who sign in. Each has one role; what it may do stands in `permissions`."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from leadline.web.accounts.permissions import Ability, Role, allows
from leadline.words import Department


class Person(AbstractUser):
    role = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in Role], default=Role.VIEWER.value
    )
    shown_name = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Department])

    def may(self, ability: Ability) -> bool:
        return self.is_active and allows(self.role, ability)

    def __str__(self) -> str:
        return self.shown_name or self.username


def person_of(request: HttpRequest) -> Person:
    """Who asks. Raises PermissionDenied for a stranger, whom no view behind `needs` ever meets."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
