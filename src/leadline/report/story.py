"""What can a report be made of? A small document: a title that is the finding, a lede, and a handful of kinds of block.

In: the three tellers fill it. Out: `render` draws the same story as HTML and as PDF. The surprise: a story is checked
before anybody sees it: no number without a way down to its evidence, and for executives no vanity number alone (S0.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from leadline.errors import LeadlineError
from leadline.report.phrases import Tone
from leadline.strategy.fields import Reader
from leadline.words import Grade, Month


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; `lead` stands in bold before it, `quiet` is small print."""

    text: str
    lead: str = ""
    link: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Item:
    """One of a list. `mark` is a check's tick, a missing tick, a warning's dot or a step's number."""

    text: str
    lead: str = ""
    small: str = ""
    link: str = ""
    mark: Literal["", "yes", "no", "step", "low", "medium", "high"] = ""
    grade: Grade | None = None


@dataclass(frozen=True)
class Items:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Tile:
    """One number, large: what it counts, how sure, and the way down."""

    value: str
    label: str
    small: str
    link: str
    tone: Tone = "plain"
    grade: Grade | None = None
    vanity: bool = False


@dataclass(frozen=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a table; a number is set to the right."""

    text: str
    small: str = ""
    link: str = ""
    tone: Tone = "plain"
    grade: Grade | None = None
    number: bool = False
    strong: bool = False
    vanity: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture as a Vega-Lite specification, in words (`alt`), with its unit, source and method, and as a table."""

    spec: Mapping[str, Any] = field(hash=False)
    alt: str
    caption: str
    link: str
    table: Table


@dataclass(frozen=True)
class Quote:
    text: str
    who: str
    link: str = ""


@dataclass(frozen=True)
class Ask:
    """What the reader is asked to do; `button` names it."""

    heading: str
    text: str
    button: str
    link: str
    small: str = ""


@dataclass(frozen=True)
class Card:
    """Blocks that belong together, set apart."""

    blocks: tuple[Block, ...]
    accent: bool = False


@dataclass(frozen=True)
class Columns:
    """Two columns; `left` has the given share of the width."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.62


Block = Heading | Paragraph | Items | Tiles | Table | Chart | Quote | Ask | Card | Columns


@dataclass(frozen=True)
class Story:
    """One report for one group of readers, of facts as they stood on the day `as_of`.

    `sources` and `standing` are the small print at its foot.
    """

    reader: Reader
    company: str
    month: Month
    as_of: dt.date
    title: str
    lede: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()
    standing: str = ""
    grade: Grade | None = None

    @property
    def file_name(self) -> str:
        """`2026-10-decision-makers`, without the ending."""
        return f"{self.month}-{self.reader.value.replace(' ', '-')}"


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those inside cards and columns too, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Card):
            yield from walk(block.blocks)
        if isinstance(block, Columns):
            yield from walk(block.left + block.right)


def vanity_alone(story: Story) -> tuple[str, ...]:
    """Vanity numbers that stand in a row without the thing they are for beside them: none may reach an executive."""
    alone = []
    for block in walk(story.blocks):
        if isinstance(block, Tiles):
            alone += _alone([(tile.vanity, tile.label) for tile in block.tiles])
        if isinstance(block, Table):
            alone += [name for row in block.rows for name in _alone([(cell.vanity, cell.text) for cell in row[1:]])]
    return tuple(alone)


def checked(story: Story) -> Story:
    """The story itself. Raises LeadlineError where it breaks a promise that every report keeps."""
    lost = [
        tile.label for block in walk(story.blocks) if isinstance(block, Tiles) for tile in block.tiles if not tile.link
    ]
    if lost:
        raise LeadlineError(f"“{lost[0]}” leads nowhere.", "Give the number the page that holds its evidence.")
    vain = vanity_alone(story) if story.reader is Reader.DECIDERS else ()
    if vain:
        raise LeadlineError(
            f"“{vain[0]}” stands alone in the decision makers' report.", "Set it beside the objective that it is for."
        )
    return story


def _alone(numbers: list[tuple[bool, str]]) -> list[str]:
    return [name for vain, name in numbers if vain] if not any(not vain and name for vain, name in numbers) else []
