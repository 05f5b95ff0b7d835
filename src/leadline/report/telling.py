"""Which of the three stories does a group of readers get? (S2.16)"""

from __future__ import annotations

from leadline.report.champions import tell_champions
from leadline.report.deciders import tell_deciders
from leadline.report.month import FrozenMonth
from leadline.report.organisation import tell_organisation
from leadline.report.story import Story
from leadline.strategy.fields import Reader

_TELLERS = {
    Reader.CHAMPIONS: tell_champions,
    Reader.ORGANISATION: tell_organisation,
    Reader.DECIDERS: tell_deciders,
}


def tell(frozen: FrozenMonth, reader: Reader) -> Story:
    """The month for one group of readers."""
    return _TELLERS[reader](frozen)


def tell_all(frozen: FrozenMonth) -> tuple[Story, ...]:
    """The month for all three groups, from the same facts."""
    return tuple(tell(frozen, reader) for reader in Reader)
