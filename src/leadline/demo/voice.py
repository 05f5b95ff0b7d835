"""Every voice of the world in one: customers, brands, and those who only want to sell something."""

from __future__ import annotations

from leadline.demo.brand_voice import BrandVoice
from leadline.demo.customer_voice import CustomerVoice
from leadline.demo.details import Talk
from leadline.demo.pen import capital


class Voice(CustomerVoice, BrandVoice):
    """Tells the messages of a world from its book."""

    def spam(self, talk: Talk) -> str:
        return capital(self._say(talk, self.book.spam))
