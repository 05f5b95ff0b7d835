"""How does a story look in a browser? As a fragment for the site, or as a page of its own that needs nothing else.

In: a story. Out: HTML. The surprise: everything that comes from people is escaped here, in one place, by `_t`.
"""

from __future__ import annotations

import html
import importlib.resources
import re
from collections.abc import Callable, Sequence
from typing import Any

from leadline.report.charts import svg, themed
from leadline.report.story import (
    Ask,
    Block,
    Card,
    Cell,
    Chart,
    Columns,
    Heading,
    Item,
    Items,
    Paragraph,
    Quote,
    Story,
    Table,
    Tile,
    Tiles,
)
from leadline.words import Grade

_MARK = (
    '<svg width="16" height="18" viewBox="0 0 20 22" fill="none" stroke="var(--sea)" stroke-width="2" '
    'stroke-linecap="round" aria-hidden="true"><path d="M10 1v12"/><path d="M6 13h8l-1.6 6.5a2.4 2.4 0 0 1-4.8 0z" '
    'fill="var(--sea)" stroke="none"/></svg>'
)
_TICKS = {"yes": "✓", "no": "–", "low": "●", "medium": "●", "high": "●"}
SHORT = 48
"""A text of up to this many letters may be a link as a whole."""

_NUMBER = re.compile(r"(?<![\w.,])[−+]?(?:[€$£]\u00a0)?\d(?:[\d,.]*\d)?[km]?(?:\u00a0%)?(?![\w.,]*\w)")
_SAID = {"yes": "passed or done:", "no": "not passed:", "low": "low:", "medium": "medium:", "high": "high:"}


def html_page(story: Story, *, base: str = "") -> str:
    """A whole page with its style sheet inside. `base` is put before every link, for example the site's address."""
    style = _template("report.css")
    title = f"{story.title} · {story.company}"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_t(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<style>\n{style}</style>\n</head>\n'
        f'<body class="report-page">\n{html_fragment(story, base=base)}</body>\n</html>\n'
    )


def plain_page(kicker: Sequence[str], title: str, lede: str, blocks: Sequence[Block], *, foot: str) -> str:
    """A page of its own that is no month's report: the words over its title, and its blocks."""
    style, article = _template("report.css"), plain_fragment(kicker, title, lede, blocks, foot=foot)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_t(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<style>\n{style}</style>\n'
        f'</head>\n<body class="report-page">\n{article}</body>\n</html>\n'
    )


def plain_fragment(kicker: Sequence[str], title: str, lede: str, blocks: Sequence[Block], *, foot: str) -> str:
    """The same as an `<article class="report">`; the page around it brings `report.css`."""
    body = "".join(_Drawing("").block(block) for block in blocks)
    over = "".join(f"<span>{_t(word)}</span>" for word in kicker)
    return (
        f'<article class="report"><header><p class="kicker">{_MARK}{over}</p>\n'
        f'<h1>{_t(title)}</h1>\n<p class="lede">{_t(lede)}</p></header>\n{body}<footer><p>{_t(foot)}</p></footer>\n'
        "</article>\n"
    )


def html_fragment(story: Story, *, base: str = "") -> str:
    """The story as an `<article class="report">`; the page around it brings `report.css`."""
    draw = _Drawing(base)
    body = "".join(draw.block(block) for block in story.blocks)
    sources = "".join(f"<li>{_t(source)}</li>" for source in story.sources)
    listed = f"<h2>Sources</h2><ul>{sources}</ul>" if sources else ""
    return (
        f'<article class="report report-{story.reader.name.lower()}">\n<header>'
        f'<p class="kicker">{_MARK}<span>{_t(story.company)}</span><span>{_t(story.month.name)}</span>'
        f"<span>for the {_t(story.reader.value)}</span></p>\n<h1>{_t(story.title)}</h1>\n"
        f'<p class="lede">{draw.grade(story.grade)}{_t(story.lede)}</p></header>\n{body}'
        f"<footer>{listed}<p>{_t(story.standing)}</p></footer>\n</article>\n"
    )


class _Drawing:
    """Draws blocks; knows what every link begins with."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._draw: dict[type[Any], Callable[[Any], str]] = {
            Heading: lambda one: f"<h2>{_t(one.text)}</h2>\n",
            Paragraph: self._paragraph,
            Items: self._items,
            Tiles: lambda one: f'<div class="tiles">{"".join(self._tile(tile) for tile in one.tiles)}</div>\n',
            Table: self._table,
            Chart: self._chart,
            Quote: self._quote,
            Ask: self._ask,
            Card: self._card,
            Columns: self._columns,
        }

    def block(self, block: Block) -> str:
        return self._draw[type(block)](block)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        return "".join(self.block(block) for block in blocks)

    def grade(self, grade: Grade | None) -> str:
        """The grade's one picture: four steps, filled up to the grade."""
        if grade is None:
            return ""
        named = f'class="grade g{grade.step}" role="img" aria-label="grade: {grade}"'
        return f"<span {named}><s></s><s></s><s></s><s></s></span>"

    def _link(self, text: str, link: str, label: str = "") -> str:
        if not link:
            return text
        named = f' aria-label="{_t(label)}"' if label else ""
        return f'<a href="{_t(self.base + link)}"{named}>{text}</a>'

    def _paragraph(self, one: Paragraph) -> str:
        kind = ' class="quiet"' if one.quiet else ""
        return f"<p{kind}>{self._told(one)}</p>\n"

    def _told(self, one: Paragraph | Item) -> str:
        """Its lead in bold, and its text: the way down is on the lead or on the first number, never on a paragraph."""
        if one.lead:
            return f"<b>{self._link(_t(one.lead), one.link)}</b> {_t(one.text)}"
        number = _NUMBER.search(one.text)
        if not one.link or len(one.text) <= SHORT:
            return self._link(_t(one.text), one.link)
        if number is None:
            return f"{_t(one.text)} {self._link('More', one.link, f'More: {one.text}')}"
        before, after = one.text[: number.start()], one.text[number.end() :]
        return f"{_t(before)}{self._link(_t(number[0]), one.link, f'{number[0]}: evidence')}{_t(after)}"

    def _items(self, one: Items) -> str:
        steps = bool(one.items) and all(item.mark == "step" for item in one.items)
        tag = "ol" if steps else "ul"
        return f'<{tag} class="items">{"".join(self._item(item) for item in one.items)}</{tag}>\n'

    def _item(self, item: Item) -> str:
        tick = _TICKS.get(item.mark, "")
        mark = (
            f'<i class="mark {item.mark}" aria-hidden="true">{tick}</i><span class="sr">{_SAID[item.mark]} </span>'
            if tick
            else ""
        )
        small = f"<small>{_t(item.small)}</small>" if item.small else ""
        return f"<li>{mark}{self.grade(item.grade)}{self._told(item)}{small}</li>"

    def _tile(self, tile: Tile) -> str:
        value = self._link(_t(tile.value), tile.link, f"{tile.value}, {tile.label}: evidence")
        return (
            f'<div class="tile"><b class="{tile.tone}">{value}</b><span>{self.grade(tile.grade)}{_t(tile.label)}</span>'
            f"<small>{_t(tile.small)}</small></div>"
        )

    def _table(self, table: Table) -> str:
        caption = f"<caption>{_t(table.caption)}</caption>" if table.caption else ""
        numbers = [all(row[n].number for row in table.rows) for n in range(len(table.columns))]
        head = "".join(
            f'<th scope="col"{_class("num" if right else "")}>{_t(name)}</th>'
            for name, right in zip(table.columns, numbers, strict=True)
        )
        rows = "".join(f"<tr>{self._cells(row, table.columns)}</tr>" for row in table.rows)
        return (
            f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>\n'
        )

    def _cells(self, row: Sequence[Cell], columns: Sequence[str]) -> str:
        return "".join(self._cell(cell, name) for cell, name in zip(row, columns, strict=True))

    def _cell(self, cell: Cell, column: str) -> str:
        """A cell carries its column's name: on a phone a row stands as a list, and no heading is above it."""
        kinds = " ".join(
            kind for kind in ("num" if cell.number else "", cell.tone if cell.tone != "plain" else "") if kind
        )
        text = self._link(_t(cell.text), cell.link)
        text = f"<b>{text}</b>" if cell.strong else text
        small = f"<small>{_t(cell.small)}</small>" if cell.small else ""
        named = f' data-name="{_t(column)}"' if column else ""
        return f"<td{_class(kinds)}{named}>{self.grade(cell.grade)}{text}{small}</td>"

    def _chart(self, chart: Chart) -> str:
        drawn = themed(svg(chart)).replace("<svg ", f'<svg role="img" aria-label="{_t(chart.alt)}" ', 1)
        return (
            f"<figure>{drawn}<figcaption>{_t(chart.caption)} {self._link('Evidence', chart.link)}</figcaption>"
            f"<details><summary>As a table</summary>{self._table(chart.table)}</details></figure>\n"
        )

    def _quote(self, quote: Quote) -> str:
        return f"<blockquote><p>{_t(quote.text)}</p><cite>{self._link(_t(quote.who), quote.link)}</cite></blockquote>\n"

    def _ask(self, ask: Ask) -> str:
        small = f"<small>{_t(ask.small)}</small>" if ask.small else ""
        named = f'href="{_t(self.base + ask.link)}" aria-label="{_t(ask.button)}: {_t(ask.heading)}"'
        return (
            f'<section class="ask"><div><h3>{_t(ask.heading)}</h3><p>{_t(ask.text)}</p>{small}</div>'
            f'<a class="button" {named}>{_t(ask.button)}</a></section>\n'
        )

    def _card(self, card: Card) -> str:
        return f'<section class="card{" accent" if card.accent else ""}">{self.blocks(card.blocks)}</section>\n'

    def _columns(self, one: Columns) -> str:
        share = f"{one.share:.2f}fr {1 - one.share:.2f}fr"
        return (
            f'<div class="columns" style="--columns:{share}"><div>{self.blocks(one.left)}</div>'
            f"<div>{self.blocks(one.right)}</div></div>\n"
        )


def _t(text: str) -> str:
    return html.escape(text, quote=True)


def _class(kinds: str) -> str:
    return f' class="{kinds}"' if kinds else ""


def _template(name: str) -> str:
    return (importlib.resources.files("leadline.report") / "templates" / name).read_text(encoding="utf-8")
