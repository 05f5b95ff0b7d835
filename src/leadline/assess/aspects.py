"""Whose side is a speaker on? Every party is heard as its own people, its customers and its partners.

In: a speaker's role. Out: the aspect. The surprise: whoever is not known to be the own side or a partner is a customer.
"""

from __future__ import annotations

from typing import Literal

from leadline.words import PARTNER_ROLES

AspectName = Literal["brand", "customers", "partners"]
ASPECTS: tuple[AspectName, ...] = ("brand", "customers", "partners")


def aspect_of(speaker: str) -> AspectName:
    if speaker in ("brand", "staff"):
        return "brand"
    return "partners" if speaker in PARTNER_ROLES else "customers"
