from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from django.http import HttpRequest


class TogetherConfig(AppConfig):
    name = "leadline.web.together"
    label = "together"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from leadline.web.together.door import forget_guest

        def signed_in(request: HttpRequest | None = None, **_sent: object) -> None:
            if request is not None:
                forget_guest(request)

        user_logged_in.connect(signed_in, weak=False, dispatch_uid="a guest ends where somebody signs in")
