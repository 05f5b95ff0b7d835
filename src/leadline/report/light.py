"""What do a small company's customers say? One page in plain words, from one x-ray (S3.13).

In: the lake, an x-ray of all days heard. Out: a `LightPage`, as HTML that needs nothing else and as text. The surprise:
the page says as much about what it cannot tell as about what it can: thirty messages name no second worst.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from leadline.assess import ReadingName, ThemeReading, Which, XRay, newest_messages, quality, share_of, tally, typical
from leadline.config import setting
from leadline.engine import Lake
from leadline.report.html import plain_fragment, plain_page
from leadline.report.phrases import between, capital, count, number, percent
from leadline.report.story import Block, Heading, Item, Items, Paragraph, Quote, Tile, Tiles
from leadline.words import Estimate

_LOOKED_AT, _QUOTES, _THEMES = 500, 2, 3
_NEAR = 0.1
"""Half an interval, as a share, from which on a figure is good enough to act on."""
_READINGS: tuple[tuple[ReadingName, str, str], ...] = (
    ("hurting", "hurting", "complain"),
    ("need", "needing", "ask or wish for something"),
    ("excitement", "excited", "are glad"),
)
_HEADS = {"hurting": "Where it hurts", "need": "What they want", "excitement": "What they like"}


@dataclass(frozen=True)
class LightPage:
    company: str
    days: str
    title: str
    lede: str
    blocks: tuple[Block, ...]
    foot: str

    @property
    def html(self) -> str:
        return plain_page((self.company, self.days), self.title, self.lede, self.blocks, foot=self.foot)

    @property
    def fragment(self) -> str:
        """The same as an article of another page, which brings `report.css`."""
        return plain_fragment((self.company, self.days), self.title, self.lede, self.blocks, foot=self.foot)

    @property
    def text(self) -> str:
        """The same for a terminal."""
        return "\n".join([self.title, "", self.lede, *(line for block in self.blocks for line in _lines(block))])


def light_page(lake: Lake, x_ray: XRay, *, missing: tuple[str, ...] = (), refused: int = 0) -> LightPage:
    """Where customers hurt, what they want and like, how sure that is, and what to do next.

    `missing` are fields of a message that the file does not hold, `refused` the rows that could not be taken in.
    """
    worst = _themes(x_ray, "hurting")
    return LightPage(
        company=x_ray.own.party.name,
        days=between(x_ray.period.first, x_ray.period.last),
        title=_title(x_ray, worst),
        lede=_lede(lake, x_ray),
        blocks=(
            *([] if _too_few(x_ray) else [_tiles(x_ray)]),
            *(block for name, _, _ in _READINGS for block in _section(lake, x_ray, name)),
            Heading("How sure is this?"),
            Items(tuple(Item(told) for told in (*_how_sure(x_ray), *_lacking(missing, refused)))),
            Heading("What to do next"),
            Items(tuple(Item(told, mark="step") for told in _next(x_ray, worst))),
        ),
        foot="Made by Leadline on this machine; nothing was sent anywhere. Who wrote is a pseudonym, and quotes were "
        "chosen because they resemble the others, not because they are the loudest.",
    )


def _too_few(x_ray: XRay) -> bool:
    """Whether the whole is a small group: then nothing of it is shown."""
    return x_ray.own.aspects["customers"].read < int(setting("LEADLINE_SMALL_GROUP"))


def _themes(x_ray: XRay, name: ReadingName) -> list[tuple[ThemeReading, int]]:
    """Themes in which enough messages show it, most first."""
    shown = {reading: column for reading, column, _ in _READINGS}[name]
    found = [(theme, int(getattr(theme, shown))) for theme in x_ray.own.aspects["customers"].themes]
    enough = [one for one in found if one[1] >= setting("LEADLINE_SMALL_GROUP")]
    return sorted(enough, key=lambda one: (-one[1], one[0].theme))[:_THEMES]


def _title(x_ray: XRay, worst: list[tuple[ThemeReading, int]]) -> str:
    own = x_ray.own.aspects["customers"]
    if not own.read:
        return f"No customer of {x_ray.own.party.name} was heard"
    if _too_few(x_ray):
        return "Too few messages to say what customers think"
    if not worst:
        return f"{number(own.hurting)} of {number(own.read)} messages complain, and no one thing stands out"
    first, many = worst[0]
    rival = worst[1] if len(worst) > 1 else None
    share = share_of(many, own.hurting)
    if rival and share and rival[1] / own.hurting >= share.low:
        return f"“{first.name}” or “{rival[0].name}” hurts most: {many} and {rival[1]} of {own.hurting} complaints"
    return f"“{first.name}” hurts most: {many} of {number(own.hurting)} complaints"


def _lede(lake: Lake, x_ray: XRay) -> str:
    own, which = x_ray.own.aspects["customers"], Which(party=x_ray.own.party.id, aspect="customers", reading="voice")
    heard = tally(lake, which)
    if not heard.messages:
        others = ", ".join(f"{name} ({number(many)})" for name, many in x_ray.undeclared[:5])
        return f"The file speaks of: {others}." if others else "The file holds no message that a customer wrote."
    return (
        f"{capital(count(heard.messages, 'message'))} by {count(heard.people, 'author')}, "
        f"{between(x_ray.period.first, x_ray.period.last)}; {number(own.read)} of them could be read."
    )


def _tiles(x_ray: XRay) -> Tiles:
    own = x_ray.own.aspects["customers"]
    shares = (share_of(own.hurting, own.read), own.needing, own.excited)
    told = zip(_READINGS, shares, strict=True)
    return Tiles(tuple(Tile(percent(share.value), words, _span(share), "") for (_, _, words), share in told if share))


def _section(lake: Lake, x_ray: XRay, name: ReadingName) -> Iterator[Block]:
    yield Heading(_HEADS[name])
    themes = _themes(x_ray, name)
    if themes:
        yield Items(tuple(_theme(x_ray, theme, many, name) for theme, many in themes))
    else:
        least = setting("LEADLINE_SMALL_GROUP")
        yield Paragraph(f"No theme was found in {least} such messages or more: too few to name one.")
    yield from _quotes(lake, x_ray, name, themes[0][0].theme if themes else None)


def _theme(x_ray: XRay, theme: ThemeReading, many: int, name: ReadingName) -> Item:
    words = {reading: words for reading, _, words in _READINGS}[name]
    share = share_of(many, theme.messages)
    told = f"{number(many)} of the {count(theme.messages, 'message')} about it {words}"
    return Item(told + (f" ({percent(share.value)}, {_span(share)})." if share else "."), lead=theme.name)


def _quotes(lake: Lake, x_ray: XRay, name: ReadingName, theme: str | None) -> Iterator[Quote]:
    """None where fewer people spoke than may be shown."""
    which = Which(party=x_ray.own.party.id, aspect="customers", reading=name, theme=theme)
    found = newest_messages(lake, which, _LOOKED_AT)
    if len({message.author for message in found}) >= setting("LEADLINE_SMALL_GROUP"):
        yield from (Quote(one.text, f"{one.posted_at.day} {one.posted_at:%B %Y}") for one in typical(found, _QUOTES))


def _how_sure(x_ray: XRay) -> Iterator[str]:
    own, read_well = x_ray.own.aspects["customers"], quality()
    hurting = share_of(own.hurting, own.read)
    if hurting and not _too_few(x_ray):
        yield (
            f"Chance in who happened to write: the share that complains lies between {percent(hurting.low)} and "
            f"{percent(hurting.high)} (95 %). {_more(own.read, hurting)}"
        )
        yield (
            f"Misreading: of 100 test messages the sentiment of {read_well['sentiment'].right * 100:.0f} and the theme "
            f"of {read_well['theme'].right * 100:.0f} is read right; sarcasm is often read as praise."
        )
        yield f"In {number(own.read - own.themed)} of {number(own.read)} messages no theme was found."
    out = {"spam": own.spam, "repeats": own.repeats, "by automatic authors": own.bots}
    out["in a language that is not read"] = own.messages - own.read
    kept = ", ".join(f"{number(many)} {name}" for name, many in out.items() if many)
    yield f"Not counted: {kept}." if kept else "Nothing was left out: no spam, no repeats, no other language."
    if x_ray.period.days < 60:
        yield "Whether it gets better or worse cannot be told: the messages cover too few days to compare."
    yield "Those who write are not all customers: happy and quiet ones write less. Nothing here says what it costs."


def _lacking(missing: tuple[str, ...], refused: int) -> Iterator[str]:
    if "author" in missing:
        yield "The file does not say who wrote: each row counts as another person."
    if "posted_at" in missing:
        yield "The file does not say when: all messages stand on today, and no change can be told."
    if refused:
        told = (
            "could not be taken in, and is not counted"
            if refused == 1
            else "could not be taken in, and are not counted"
        )
        yield f"{capital(count(refused, 'row'))} of the file {told}."


def _more(read: int, share: Estimate) -> str:
    half = (share.high - share.low) / 2
    if half <= _NEAR:
        return "That is good enough to act on."
    needed = ceil(0.25 * (1.96 / _NEAR) ** 2)
    return f"With about {number(max(needed, read + 1))} messages it would be within 10 points either way."


def _next(x_ray: XRay, worst: list[tuple[ThemeReading, int]]) -> Iterator[str]:
    own, wanted, liked = x_ray.own.aspects["customers"], _themes(x_ray, "need"), _themes(x_ray, "excitement")
    if worst:
        first, many = worst[0]
        yield f"Read all {number(many)} complaints about “{first.name}”, and find the one cause that you can end."
    elif own.hurting and not _too_few(x_ray):
        yield f"Read all {number(own.hurting)} complaints yourself: they are few enough, and say more than a count."
    if wanted:
        yield f"Answer what is asked about “{wanted[0][0].name}” where everybody sees it, and write it on your site."
    if liked:
        yield f"Thank those who are glad about “{liked[0][0].name}”, and ask whether you may quote them."
    yield "Collect the messages of two more months, and look again: a fall in complaints shows whether it helped."


def _span(share: Estimate) -> str:
    return f"95 %: {percent(share.low)} to {percent(share.high)}"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from ("", block.text)
    elif isinstance(block, Items):
        yield from (f"- {one.lead}: {one.text}" if one.lead else f"- {one.text}" for one in block.items)
    elif isinstance(block, Tiles):
        yield from ("", *(f"{one.value} {one.label} ({one.small})" for one in block.tiles))
    elif isinstance(block, Quote):
        yield f"  “{block.text}” ({block.who})"
    elif isinstance(block, Paragraph):
        yield block.text
