"""A table on a page: declared once, sorted by the server, readable narrow and by ear.

In: columns with what they hold, rows of plain values. Out: `Table` for `{% table %}`. A click on a heading asks for
`?sort=key` (or `-key`); the page reads it with `order_of` and hands the table over in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest

from leadline.words import Estimate, Grade, Money

Kind = Literal["text", "number", "percent", "money", "estimate", "grade", "day", "minutes"]
NUMBERS: frozenset[str] = frozenset({"number", "percent", "money", "estimate", "minutes"})


@dataclass(frozen=True)
class Column:
    """One column: `key` stands in the address when it sorts, `unit` beside the title. Numbers stand at the right."""

    key: str
    title: str
    kind: Kind = "text"
    unit: str = ""
    sorts: bool = True

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Row:
    """One row: a value a column, in order. `href` is where the first cell leads; `notes` stand small under a cell."""

    cells: tuple[Any, ...]
    href: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under their columns. `caption` says what they are and where they come from; `order` is `key` or `-key`."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str
    order: str = ""
    nothing: str = ""
    """What to say when there is no row."""

    def direction(self, column: Column) -> str:
        """`ascending`, `descending` or nothing: what `aria-sort` says of the column."""
        if self.order.removeprefix("-") != column.key:
            return ""
        return "descending" if self.order.startswith("-") else "ascending"

    def next_order(self, column: Column) -> str:
        """What a click on the heading asks for: numbers begin with the largest, words with the first."""
        other = {"ascending": f"-{column.key}", "descending": column.key}
        return other.get(self.direction(column), f"-{column.key}" if column.is_number else column.key)


def order_of(request: HttpRequest, columns: Sequence[Column], default: str = "") -> str:
    """The order that the address asks for, or `default` where it names no column that sorts."""
    asked = request.GET.get("sort", "")
    allowed = {column.key for column in columns if column.sorts}
    return asked if asked.removeprefix("-") in allowed else default


def sorted_rows(rows: Sequence[Row], columns: Sequence[Column], order: str) -> tuple[Row, ...]:
    """The rows in this order; what is not known comes last either way."""
    place = next((index for index, column in enumerate(columns) if column.key == order.removeprefix("-")), None)
    if place is None:
        return tuple(rows)
    known = [row for row in rows if row.cells[place] is not None]
    unknown = [row for row in rows if row.cells[place] is None]
    return (*sorted(known, key=lambda row: _sortable(row.cells[place]), reverse=order.startswith("-")), *unknown)


def _sortable(value: Any) -> Any:
    """What a cell is compared by: an estimate by its value, money by its amount, words without their case."""
    if isinstance(value, Estimate):
        return value.value
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, Grade):
        return value.step
    return value.casefold() if isinstance(value, str) else value
