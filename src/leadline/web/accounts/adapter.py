"""How people get in: they are invited; nobody signs up alone, and a stranger's wrong passwords lock out nobody else."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest


class NobodySignsUp(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for a login name from one address: elsewhere its owner still gets in."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"
