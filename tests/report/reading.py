"""How tests read a story: every text in it, every link, its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from leadline.report.story import Ask, Cell, Chart, Item, Paragraph, Story, Tile

_SVG = re.compile(r"<svg role=.*?</svg>", re.DOTALL)


def words(value: Any) -> list[str]:
    """Every text of a story in reading order, without links, names of kinds and charts."""
    return [text for text in _texts(value) if text]


def text_of(story: Story) -> str:
    return "\n".join(words((story.title, story.lede, story.blocks)))


def parts(value: Any, kind: type[Any]) -> list[Any]:
    """Every part of a kind, wherever it stands."""
    found = [value] if isinstance(value, kind) else []
    if is_dataclass(value):
        found += [one for field in fields(value) for one in parts(getattr(value, field.name), kind)]
    if isinstance(value, tuple):
        found += [one for each in value for one in parts(each, kind)]
    return found


def links(story: Story) -> list[str]:
    found = [part.link for kind in (Ask, Cell, Item, Paragraph, Tile) for part in parts(story.blocks, kind)]
    return [link for link in found if link]


def without_drawings(page: str) -> str:
    """The page with each chart's SVG replaced by a mark, as drawing programs differ in the last digit."""
    return _SVG.sub("<!-- drawing -->", page)


def pages(pdf: bytes) -> int:
    found = re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", pdf, re.DOTALL)
    return max(int(count) for count in found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    if isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    if is_dataclass(value):
        for field in fields(value):
            if field.name not in ("link", "mark", "tone", "spec", "grade") and not isinstance(value, Chart):
                yield from _texts(getattr(value, field.name))
