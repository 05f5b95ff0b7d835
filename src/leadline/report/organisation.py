"""What does everybody in the company hear? Something short and human: one story, one number, how to join (S2.19).

In: a frozen month. Out: the organisation's story, one page. Two surprises. A champion's story is told here only if the
champion said yes to this group of readers; without one the month's number opens the page. And it holds no money: many
who read it may not see any, and what a saving comes to is for those who invested (S2.20).
"""

from __future__ import annotations

from dataclasses import replace

from leadline.report.champion_facts import ChampionStory
from leadline.report.facts import Effect, Facts, Finding, Side
from leadline.report.figures import Figure, MoneyFigure
from leadline.report.month import FrozenMonth
from leadline.report.passages import best_effect, standing, three_sides, tile, today
from leadline.report.phrases import (
    capital,
    claim,
    count,
    digits,
    effect_tone,
    level,
    number,
    sentence,
    singular,
    word,
)
from leadline.report.story import Ask, Block, Card, Heading, Item, Items, Paragraph, Quote, Story, Tile, Tiles, checked
from leadline.strategy.fields import Reader
from leadline.words import Grade


def tell_organisation(frozen: FrozenMonth) -> Story:
    """The month for everybody: no method, no table, nothing to decide."""
    facts = frozen.facts
    best = best_effect(facts.effects)
    told = consented(facts, Reader.ORGANISATION)
    parts = (_story(told), _number(facts, best), _sides(facts), _heard(facts), _join_in(facts))
    return checked(
        Story(
            reader=Reader.ORGANISATION,
            company=facts.company.name,
            month=facts.month,
            as_of=today(facts),
            title=told.headline if told else _plain_title(facts, best),
            lede=_lede(facts, best, told),
            blocks=tuple(block for part in parts for block in part),
            standing=standing(frozen),
        )
    )


def consented(facts: Facts, reader: Reader) -> ChampionStory | None:
    """The first story that its champion allows these readers, on the day the month was frozen."""
    return next(iter(all_consented(facts, reader)), None)


def all_consented(facts: Facts, reader: Reader) -> tuple[ChampionStory, ...]:
    """All stories that these readers may hear."""
    if facts.champions is None:
        return ()
    on = today(facts)
    return tuple(story for story in facts.champions.stories if story.consent.covers(reader, on))


def human_claim(effect: Effect) -> str:
    """`About 540 fewer calls a day than would have come otherwise.` where evidence carries it; else `claim`."""
    if effect.mean is None or not _is_shown(effect):
        return claim(effect)
    many = number(_rounded(abs(effect.mean.value)))
    return f"About {many} {_more(effect.mean)} {effect.mean.unit} than would have been, with {effect.program}."


def _is_shown(effect: Effect) -> bool:
    return effect.verdict == "effect" and effect.grade >= Grade.SUPPORTED


def _more(figure: Figure) -> str:
    """`fewer`, `less` or `more`."""
    if figure.value > 0:
        return "more"
    return "fewer" if singular(figure.unit) != figure.unit else "less"


def _rounded(value: float) -> float:
    """Two digits that count, as in speech: 543.2 is about 540."""
    return float(f"{value:.2g}")


def _plain_title(facts: Facts, best: Effect | None) -> str:
    if facts.service is not None:
        return facts.service.sentence.split(";")[0].rstrip(".")
    return human_claim(best).rstrip(".") if best else f"What we heard and did in {facts.month.name}"


def _lede(facts: Facts, best: Effect | None, told: ChampionStory | None) -> str:
    opening = f"Told by {told.who}. " if told else ""
    if facts.service is not None and told:
        return f"{opening}And on the page: {facts.service.sentence}"
    return f"{opening}{human_claim(best) if best else 'Here is the month in a minute.'}"


def _story(told: ChampionStory | None) -> tuple[Block, ...]:
    if told is None:
        return ()
    quote = (Quote(told.quote, told.who, told.link),) if told.quote else ()
    result = (Paragraph(sentence(told.result), link=told.link),) if told.result else ()
    how = to_copy(told)
    return (*quote, *result, *(how[:1] if told.copy and told.steps else how))


def to_copy(story: ChampionStory) -> tuple[Block, ...]:
    """How it was done, step by step, and what to copy: the one thing, or else the steps themselves."""
    steps = (Items(tuple(Item(sentence(step), mark="step") for step in story.steps)),) if story.steps else ()
    if story.copy:
        return (*steps, Paragraph(sentence(story.copy), lead="To copy:"))
    return (Paragraph("", lead="To copy:"), *steps) if steps else ()


def _number(facts: Facts, best: Effect | None) -> tuple[Block, ...]:
    """The one number of the month: what a program changed, else how the promise was kept."""
    heading = Heading("The number of the month")
    if best is not None and best.mean is not None and _is_shown(best):
        return heading, Card((Tiles((_changed(best, best.mean),)),), accent=True)
    if facts.service is None:
        return ()
    kept = replace(facts.service.kept, before=None)
    return heading, Card((Tiles((tile(kept, label=f"answered {facts.service.promise}"),)),), accent=True)


def _changed(effect: Effect, mean: Figure) -> Tile:
    """`540 fewer` calls a day."""
    ends = sorted((abs(mean.low or 0.0), abs(mean.high or 0.0)))
    between = f"{number(ends[0], digits(mean))} to {number(ends[1], digits(mean))} {_more(mean)}, {level(mean)}"
    return Tile(
        f"{number(_rounded(abs(mean.value)))} {_more(mean)}",
        f"{mean.unit} than would have been, with {effect.program}",
        between,
        effect.link,
        tone=effect_tone(effect),
        grade=effect.grade,
    )


def _sides(facts: Facts) -> tuple[Block, ...]:
    sides = three_sides(tuple(_without_money(side) for side in facts.sides))
    return (Heading("Happier, shared further, at a lower cost?"), sides) if sides else ()


def _without_money(side: Side) -> Side:
    """The side in words where its figure is money: that something is saved, not how much."""
    if not isinstance(side.figure, MoneyFigure):
        return side
    return replace(side, figure=None, missing="Evidence supports a saving; how much is for those who invested")


def _heard(facts: Facts) -> tuple[Block, ...]:
    """What people told us: what they like and what hurts, one of each."""
    if facts.assessment is None:
        return ()
    items = [
        _heard_item(facts.assessment.findings, *one)
        for one in (("excitement", "They like"), ("frustration", "It hurts:"))
    ]
    said = tuple(Quote(one.text, one.who, one.link) for one in facts.assessment.said[:1])
    known = tuple(item for item in items if item is not None)
    if not known and not said:
        return ()
    return (Heading("What people told us"), *said, *((Items(known),) if known else ()))


def _heard_item(findings: tuple[Finding, ...], reading: str, lead: str) -> Item | None:
    found = next((one for one in findings if one.reading == reading), None)
    return Item(found.sentence, lead=f"{lead} {found.theme}.", link=found.link) if found else None


def _join_in(facts: Facts) -> tuple[Block, ...]:
    if facts.champions is None:
        return ()
    group = facts.champions
    new = f", {word(group.joined_since)} of them new since the last report" if group.joined_since else ""
    text = (
        f"{capital(count(group.joined, 'colleague'))} take part{new}. Nobody has to; whoever joins decides what is "
        "told about them, and leaves with one click."
    )
    return (Ask("Would you like to try it?", text, "Join the champions", group.join_link),)
