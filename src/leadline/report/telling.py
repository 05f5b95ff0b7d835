"""Which of the three stories does a group of readers get? (S2.16)"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

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
from leadline.words import Month, day_words

_TELLERS = {
    Reader.CHAMPIONS: tell_champions,
    Reader.ORGANISATION: tell_organisation,
    Reader.DECIDERS: tell_deciders,
}


def tell(frozen: FrozenMonth, reader: Reader) -> Story:
    """The month for one group of readers; of one that was not over, the first words say up to which day it is told."""
    story, until = _TELLERS[reader](frozen), frozen.facts.told_until
    return story if until is None else replace(story, lede=f"{_not_over(frozen.facts.month, until)} {story.lede}")


def kept_story(lake: Lake, month: Month, reader: Reader) -> Story:
    """The newest version of a frozen month for one group of readers. Raises LeadlineError where there is none."""
    name = ("story", month, reader)
    return remembered(lake, [ANSWERS], name, lambda: tell(kept_month(lake, month).frozen, reader))


def _not_over(month: Month, until: dt.date) -> str:
    return f"{month.name} is not over: this tells it up to {day_words(until)}."


def tell_all(frozen: FrozenMonth) -> tuple[Story, ...]:
    """The month for all three groups, from the same facts."""
    return tuple(tell(frozen, reader) for reader in Reader)
