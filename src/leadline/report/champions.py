"""What do the champions hear from each other? Stories and what to copy, what they reached together, in bands (S2.17).

In: a frozen month. Out: the champions' story. The surprise: nobody is ranked. Results stand in bands, groups too small
to hide in are not shown, and each sees the own numbers only on the own page.
"""

from __future__ import annotations

from dataclasses import replace

from leadline.report.champion_facts import Band, Champions, ChampionStory, Pilot
from leadline.report.facts import Facts
from leadline.report.figures import Figure
from leadline.report.month import FrozenMonth
from leadline.report.organisation import all_consented, to_copy
from leadline.report.passages import standing, tile, today
from leadline.report.phrases import amount, capital, count, day, join, money, number, sentence
from leadline.report.story import Ask, Block, Card, Heading, Item, Items, Paragraph, Quote, Story, Tile, Tiles, checked
from leadline.strategy.fields import Reader

MOST_STORIES = 3
"""So many stand in the report; the champions' page has them all."""


def tell_champions(frozen: FrozenMonth) -> Story:
    """The month for those who did it: warm, concrete, to be copied."""
    facts = frozen.facts
    told = all_consented(facts, Reader.CHAMPIONS)
    group = facts.champions
    parts = (_stories(told), *((_together(group), _bands(group)) if group else ()), _try(facts), _your_turn(group))
    return checked(
        Story(
            reader=Reader.CHAMPIONS,
            company=facts.company.name,
            month=facts.month,
            as_of=today(facts),
            title=_title(facts),
            lede=_lede(facts, told),
            blocks=tuple(block for part in parts for block in part),
            standing=standing(frozen),
        )
    )


def _title(facts: Facts) -> str:
    """The furthest that each pilot came: `October: one contract signed, three colleagues hired`."""
    if facts.champions is None:
        return f"{facts.month.name}: the group is still to be founded"
    ends = [amount(_furthest(pilot)) for pilot in facts.champions.pilots if pilot.figures]
    if ends:
        return f"Together in {facts.month.first_day:%B}: {join(ends)}"
    return f"{capital(count(facts.champions.joined, 'champion'))} in {facts.month.name}"


def _furthest(pilot: Pilot) -> Figure:
    """The last step of the pilot's funnel that anybody reached."""
    reached = [figure for figure in pilot.figures if figure.value > 0]
    return reached[-1] if reached else pilot.figures[-1]


def _lede(facts: Facts, told: tuple[ChampionStory, ...]) -> str:
    if facts.champions is None:
        return "A pilot begins with a few who understand it, want it and are able to (S2.8)."
    who = f"{capital(count(len(told), 'story'))} to copy" if told else "No story was given free this month"
    new = facts.champions.joined_since
    welcome = (
        f" Welcome to the {count(new, 'new colleague')}."
        if new > 1
        else " Welcome to the new colleague."
        if new
        else ""
    )
    return f"{who}, from {count(facts.champions.joined, 'champion')}.{welcome}"


def _stories(told: tuple[ChampionStory, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = [block for story in told[:MOST_STORIES] for block in (Heading(story.headline), _story(story))]
    if len(told) > MOST_STORIES:
        more = capital(count(len(told) - MOST_STORIES, "more story"))
        blocks.append(Paragraph(f"{more} on the champions' page.", link=told[0].link, quiet=True))
    return tuple(blocks)


def _story(story: ChampionStory) -> Card:
    quote = (Quote(story.quote, story.who, story.link),) if story.quote else ()
    result = (
        (Paragraph(sentence(story.result), lead=f"{capital(story.who)}.", link=story.link),) if story.result else ()
    )
    serves = (Paragraph(f"It serves: {story.objective}", quiet=True),) if story.objective else ()
    return Card((*quote, *result, *to_copy(story), *serves))


def _together(group: Champions) -> tuple[Block, ...]:
    """What all reached together, per pilot, and which of the company's aims it serves (S2.23)."""
    blocks: list[Block] = [Heading("What you reached together")]
    for pilot in group.pilots:
        serves = f" It serves: {pilot.objective}." if pilot.objective else ""
        blocks.append(
            Paragraph(f"{capital(count(pilot.champions, 'champion'))}.{serves}", lead=f"{pilot.name}.", link=pilot.link)
        )
        if pilot.figures:
            blocks.append(Tiles(tuple(_kindly(tile(figure)) for figure in pilot.figures)))
        else:
            blocks.append(Paragraph("So few take part that their figures would be somebody's own.", quiet=True))
        if pilot.money:
            said = join([f"{money(one)} {one.name}" for one in pilot.money])
            blocks.append(Paragraph(f"In money, each kind of record by itself: {said}.", quiet=True, link=pilot.link))
    return tuple(blocks)


def _kindly(shown: Tile) -> Tile:
    """A rise is green, a fall is told and not coloured: nobody is scolded by a colour."""
    return replace(shown, tone="plain") if shown.tone == "bad" else shown


def _bands(group: Champions) -> tuple[Block, ...]:
    if not group.bands:
        return ()
    tiles = tuple(
        Tile(_members(band), band.name, "too few to show" if band.champions is None else "champions", group.join_link)
        for band in group.bands
    )
    note = (
        f"Groups of fewer than {group.smallest_group} are not shown, nor the one beside them that would give them away."
    )
    return Heading("Where people stand"), Tiles(tiles), Paragraph(note, quiet=True)


def _members(band: Band) -> str:
    return "–" if band.champions is None else number(band.champions)


def _try(facts: Facts) -> tuple[Block, ...]:
    """What to speak about next: where people ask or are glad."""
    if facts.assessment is None:
        return ()
    wanted = [one for one in facts.assessment.findings if one.reading in ("need", "excitement")][:3]
    items = tuple(Item(one.sentence, lead=f"{capital(one.theme)}.", link=one.link) for one in wanted)
    return (Heading("Worth a post: what people ask for and like"), Items(items)) if items else ()


def _your_turn(group: Champions | None) -> tuple[Block, ...]:
    if group is None:
        return ()
    text = (
        f"Enter your results by {day(group.enter_by)}: ten minutes. Your own numbers stand on your page, for you "
        "alone. Know somebody who would enjoy this? Bring them along. You may leave at any time, and your results go "
        "with you."
    )
    return (Ask("Your turn", text, "Enter my results", group.own_link),)
