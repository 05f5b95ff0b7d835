"""Whose side is a speaker on? Every party is heard as its own people, its customers and its partners.

In: a speaker's role. Out: the aspect; and back, all roles of an aspect. The surprise: whoever is not known to be the
own side or a partner is a customer.
"""

from __future__ import annotations

from typing import Literal

from leadline.words import PARTNER_ROLES, SpeakerRole

AspectName = Literal["brand", "customers", "partners"]
ASPECTS: tuple[AspectName, ...] = ("brand", "customers", "partners")


def aspect_of(speaker: str) -> AspectName:
    if speaker in ("brand", "staff"):
        return "brand"
    return "partners" if speaker in PARTNER_ROLES else "customers"


def roles_of(aspect: AspectName) -> list[str]:
    """The roles of all who speak for this side, as tables hold them."""
    return [role.value for role in SpeakerRole if aspect_of(role) == aspect]
