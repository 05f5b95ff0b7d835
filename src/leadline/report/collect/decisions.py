"""What did people decide, what is next, and what did the market say of it? From the strategy, the warnings, the lint.

In: the strategy in force, the month's warnings, the lint's remarks. Out: what was decided on a day of the month and by
whom, what waits for somebody, words that people of the market gave for the strategy. The surprise: what bears no date
belongs to no month, so it is in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from leadline.report import links
from leadline.report.facts import Decision, NextStep, Said, Warned
from leadline.strategy import Document
from leadline.strategy.document import Participant
from leadline.words import Month, Remark, spoken

MOST_STEPS = 3
"""So many a kind: the pages have them all."""


def decided(document: Document | None, month: Month) -> tuple[Decision, ...]:
    """What was decided on the strategy in the month, earliest first: who signed, what was put out of its order or set
    aside."""
    if document is None:
        return ()
    found = (*_signed(document), *_overridden(document), *_lived_with(document))
    return tuple(sorted((one for one in found if Month.of(one.on) == month), key=lambda one: (one.on, one.text)))


def next_steps(
    warnings: Sequence[Warned], remarks: Sequence[Remark], document: Document | None
) -> tuple[NextStep, ...]:
    """The gravest warnings that are open, then the gravest of what the lint says of the strategy in force."""
    alarms = [one for one in warnings if one.status == "open" and not one.is_good]
    owner = document.leadership.owner if document else ""
    looked_at = (
        NextStep(f"Find what is behind “{one.sentence.partition(':')[0]}”", one.to, None, one.link) for one in alarms
    )
    mended = (
        NextStep(_in_words(f"{one.message} {one.advice}".strip()), owner, None, links.rule(one.code))
        for one in remarks
        if one.severity != "note"
    )
    return (*tuple(looked_at)[:MOST_STEPS], *tuple(mended)[:MOST_STEPS])


def _in_words(sentence: str) -> str:
    """A remark without the signs of a file: `router-watch` and `start:` as “Router watch” and “start”."""

    def named(found: re.Match[str]) -> str:
        name = found[1].rstrip(":")
        return f"“{spoken(name) if '-' in name or '_' in name else name}”"

    return re.sub(r"`([^`]+)`", named, sentence)


def said(document: Document | None, month: Month) -> tuple[Said, ...]:
    """What people of the market said for the strategy in the month, under their house's name and never their own.

    They gave these words to be read; what customers wrote elsewhere nobody has asked them for, so it is not quoted.
    """
    if document is None:
        return ()
    return tuple(
        Said(words.text, _house(one), "strategy", f"{one.key or one.name}/{place}", links.STRATEGY)
        for one in document.participants
        if one.role.is_market
        for place, words in enumerate(one.contributions)
        if words.date is not None and Month.of(words.date) == month
    )


def _signed(document: Document) -> Iterator[Decision]:
    for one in document.participants:
        if one.signed is not None:
            yield Decision("The strategy was signed", _house(one), one.signed, links.STRATEGY)


def _overridden(document: Document) -> Iterator[Decision]:
    for one in document.methods:
        why = one.override
        if why is not None and why.date is not None:
            yield Decision(f"{one.name} comes out of its order: {why.reason}", why.by, why.date, links.STRATEGY)


def _lived_with(document: Document) -> Iterator[Decision]:
    for one in document.ignored:
        if one.date is not None:
            yield Decision(f"To live with remark {one.rule}: {one.reason}", one.by, one.date, links.rule(one.rule))


def _house(one: Participant) -> str:
    """`customer, Halden's customer council`."""
    return f"{one.role}, {one.organisation}" if one.organisation else str(one.role)
