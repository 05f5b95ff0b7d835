"""Which of the three stories does a group of readers get? (S2.16)"""

from __future__ import annotations

from leadline.engine import Lake
from leadline.engine.answers import ANSWERS
from leadline.engine.memory import remembered
from leadline.report.champions import tell_champions
from leadline.report.deciders import tell_deciders
from leadline.report.keeping import kept_month
from leadline.report.month import FrozenMonth
from leadline.report.organisation import tell_organisation
from leadline.report.story import Story
from leadline.strategy.fields import Reader
from leadline.words import Month

_TELLERS = {
    Reader.CHAMPIONS: tell_champions,
    Reader.ORGANISATION: tell_organisation,
    Reader.DECIDERS: tell_deciders,
}


def tell(frozen: FrozenMonth, reader: Reader) -> Story:
    """The month for one group of readers."""
    return _TELLERS[reader](frozen)


def kept_story(lake: Lake, month: Month, reader: Reader) -> Story:
    """The newest version of a frozen month for one group of readers. Raises LeadlineError where there is none."""
    name = ("story", month, reader)
    return remembered(lake, [ANSWERS], name, lambda: tell(kept_month(lake, month).frozen, reader))


def tell_all(frozen: FrozenMonth) -> tuple[Story, ...]:
    """The month for all three groups, from the same facts."""
    return tuple(tell(frozen, reader) for reader in Reader)
