"""How is a strategy written down? A Document in, YAML text out, always in the same order (out, edit, in: the same).

Fields that say nothing are left out. The surprise: a number with three decimals is written with a fourth, because
`1.125` could be read as a thousand.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any

import yaml
from pydantic import BaseModel

from leadline.strategy.document import Contribution, Document, Goal, Override, Success
from leadline.strategy.numerals import written

_FIRST_LINE = "# A strategy for Leadline: leadline strategy lint FILE says what it still needs.\n"
_SHORT = {Goal: "text", Override: "reason", Success: "measure", Contribution: "text"}


def write_document(document: Document) -> str:
    """The document as YAML; `read_document` gives an equal document back."""
    values = {"format": document.format} | _plain(document)
    return _FIRST_LINE + yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _model(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return _Number(written(value))
    if isinstance(value, Enum):
        return str(value.value)
    return value


def _model(model: BaseModel) -> Any:
    """The fields that differ from their default, in their declared order; a lone text in its short form."""
    fields = type(model).model_fields
    said = {
        name: value
        for name, field in fields.items()
        if (value := getattr(model, name)) != field.default or field.is_required()
    }
    short = _SHORT.get(type(model))
    if short and list(said) == [short]:
        return said[short]
    return {name: _plain(value) for name, value in said.items()}


class _Number(str):
    """A number that is already written."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their field, as people indent them."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: _Dumper, number: _Number) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float" if "." in number else "tag:yaml.org,2002:int", str(number))


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _date(dumper: _Dumper, day: dt.date) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


_Dumper.add_representer(_Number, _number)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(dt.date, _date)
