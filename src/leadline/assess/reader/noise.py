"""Which texts are advertising for something else, and should not count as a voice?

A simple rule over the words of one text: promotion together with a link, or several phrases that only promotion uses.
Repeats of the same text cannot be seen in one text alone: `cubes/repeats.py` finds them among a month's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.phrase_lookup import PhraseLookup
from leadline.assess.reader.tokens import Ints, Tokens

_PROMOTION = (
    "click here / click the link / click this link / click on the link / tap the link / link in bio / link in my bio",
    "follow back / follow me back / follow for follow / get followers / buy followers / more followers",
    "earn money / make money / earn cash / extra income / passive income",
    "crypto / bitcoin / airdrop / forex / nft / binary options / trading signals",
    "casino / betting tips / free spins / jackpot / sugar daddy / hot singles / onlyfans",
    "limited time offer / act now / hurry up / while stocks last / use code / promo code / discount code / coupon code",
    "free gift card / free iphone / claim your prize / claim your / you have won / you have been selected / giveaway",
    "check out my / visit my / subscribe to my / my channel / my onlyfans / my store / my page / my profile",
    "whatsapp me / dm me / inbox me / text me on",
    "dm for + price / info / promo / collab / rates",
    "followers / likes / views + cheap / instant / buy / free",
    "weight loss / lose weight / keto / cbd / viagra / pills + link / order / buy / try / now / free",
    "guaranteed / risk free + profit / returns / income / results / winnings",
)
PROMOTION = PhraseLookup.build([[phrase] for phrase in _PROMOTION])


def promotions(tokens: Tokens) -> Ints:
    """How many promotional phrases of different kinds stand in each text."""
    found: Ints = (PROMOTION.points(tokens) > 0).sum(axis=0)
    return found


def spam(promotions: NDArray[Any], links: NDArray[Any]) -> NDArray[np.bool_]:
    """Texts with a link and a promotional phrase, or with two such phrases of different kinds."""
    found: NDArray[np.bool_] = (promotions >= 2) | ((promotions >= 1) & (links > 0))
    return found
