"""What stands in `costs.yaml`? Text in, a `CostSheet` out, or a remark for everything that is wrong with it.

The surprise: one wrong amount leaves no sheet at all. A return on half of the costs would look better than it is.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leadline.plain import UnreadableTextError, path_text, plain_values, read_text
from leadline.value.costs import CostItem, CostSheet, Price, Rate
from leadline.value.stated import (
    StatedBenefit,
    StatedInput,
    StatedOption,
    StatedPackage,
    StatedScenario,
    StatedStep,
    StatedTarget,
)
from leadline.words import Remark

_PARTS: dict[str, type[BaseModel]] = {
    "items": CostItem,
    "prices": Price,
    "rates": Rate,
    "benefits": StatedBenefit,
    "inputs": StatedInput,
    "scenarios": StatedScenario,
    "options": StatedOption,
    "packages": StatedPackage,
    "targets": StatedTarget,
    "steps": StatedStep,
}
_NAMES = {
    "items": "cost",
    "prices": "price",
    "rates": "rate",
    "benefits": "benefit",
    "scenarios": "scenario",
    "options": "option",
    "targets": "target",
}


@dataclass(frozen=True)
class CostReading:
    """What came of reading: a sheet, or None and the remarks that say why."""

    sheet: CostSheet | None
    remarks: tuple[Remark, ...] = ()


def read_costs(source: str | Path) -> CostReading:
    """The sheet in a file (a Path) or in a text of YAML. Raises LeadlineError where the file is not there."""
    text = read_text(source) if isinstance(source, Path) else source
    try:
        plain, _ = plain_values(text)
    except UnreadableTextError as error:
        return CostReading(None, (Remark("CST001", "error", "the costs", error.sentence, error.advice),))
    return costs_from(plain)


def costs_from(plain: Any) -> CostReading:
    """The same from plain values: a form, or an API's JSON."""
    values = _without_empty(plain)
    if not isinstance(values, dict):
        advice = "Begin with “currency:” and “items:”, as in the template."
        return CostReading(None, (Remark("CST001", "error", "the costs", "The file holds no costs.", advice),))
    if not values.get("items"):
        advice = "Add under items what each program costs; where one costs the company nothing, write amount: 0."
        return CostReading(
            None, (Remark("CST003", "error", "the costs", "There is no cost in the file.", advice, "items"),)
        )
    try:
        return CostReading(CostSheet.model_validate(values))
    except ValidationError as error:
        return CostReading(None, tuple(_remark(detail, values) for detail in error.errors(include_url=False)))


def check_programs_known(sheet: CostSheet, known: Collection[str]) -> tuple[Remark, ...]:
    """A remark for each program that has costs and no plan: they count in no program's return."""
    unplanned = dict.fromkeys(item.program for item in sheet.items if item.program not in known)
    return tuple(_unplanned(program, known) for program in unplanned)


def check_currency(sheet: CostSheet, currency: str) -> tuple[Remark, ...]:
    """A remark where the sheet speaks another currency than the company, whose deals are in its own."""
    if sheet.currency == currency:
        return ()
    message = (
        f"The costs are in {sheet.currency}, the company counts in {currency}: worth and returns are told in "
        f"{sheet.currency}, and deals in {currency} are not in them."
    )
    advice = f"Write “currency: {currency}”, with rates for what is in another one."
    return (Remark("CST010", "warning", "the costs", message, advice, "currency"),)


def template() -> str:
    """The starter `costs.yaml`, as text."""
    return files("leadline.value").joinpath("templates", "costs.yaml").read_text(encoding="utf-8")


def _unplanned(program: str, known: Collection[str]) -> Remark:
    near = difflib.get_close_matches(program, known, n=1, cutoff=0.6)
    planned = ", ".join(sorted(known)) or "none yet"
    advice = (
        f"Write “{near[0]}” if that is what you mean."
        if near
        else f"Plan it, or correct its id: {planned} are planned."
    )
    message = f"No program “{program}” is planned, so its costs count in the return of all programs only."
    return Remark("CST009", "warning", f"the program “{program}”", message, advice, "items")


def _without_empty(plain: Any) -> Any:
    """What was left empty counts as left out."""
    if isinstance(plain, dict):
        return {key: _without_empty(value) for key, value in plain.items() if value not in ("", None)}
    if isinstance(plain, list | tuple):
        return [_without_empty(value) for value in plain if value not in ("", None)]
    return plain


def _remark(detail: ErrorDetails, values: dict[str, Any]) -> Remark:
    path = tuple(detail["loc"])
    code, sentence, advice = _said(detail, path)
    thing = _thing(path, values)
    field = f", {str(path[-1]).replace('_', ' ')}" if path and isinstance(path[-1], str) and len(path) != 1 else ""
    message = f"{thing[:1].upper()}{thing[1:]}{field}: {sentence}"
    return Remark(code, "error", thing, message, advice, path_text(path))


def _said(detail: ErrorDetails, path: tuple[int | str, ...]) -> tuple[str, str, str]:
    """Code, sentence and advice for one kind of problem."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "leadline":
        return "CST006", str(context["sentence"]), str(context["advice"])
    if kind == "extra_forbidden":
        return "CST002", "There is no such field.", _field_advice(path)
    if kind == "missing":
        return "CST003", "This is missing.", f"Add “{path[-1]}:”."
    if kind in ("enum", "literal_error", "bool_parsing"):
        return "CST004", f"“{given}” is not one of the choices.", f"Choose: {context.get('expected', 'yes or no')}."
    if kind.startswith("date"):
        return "CST005", f"“{given}” is not a date.", "Write year, month and day, as in 2026-03-31."
    if kind.startswith(("decimal", "finite", "greater", "less")):
        return "CST006", f"“{given}” cannot stand here.", "Write a number such as 1250.50, not below zero."
    if kind == "string_pattern_mismatch":
        return (
            "CST007",
            f"“{given}” cannot stand here.",
            "Ids have letters, digits and hyphens; a currency three letters.",
        )
    return "CST008", "This cannot be read.", "Look at the template for how this part is written."


def _field_advice(path: tuple[int | str, ...]) -> str:
    part = next((str(each) for each in reversed(path[:-1]) if each in _PARTS), "")
    model = _PARTS.get(part) if part else CostSheet
    known = [_written(name) for name in (model or CostSheet).model_fields]
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
    return f"Write “{near[0]}” if that is what you mean." if near else f"The fields here are: {', '.join(known)}."


def _written(field: str) -> str:
    return "from" if field == "first" else field


def _thing(path: tuple[int | str, ...], values: dict[str, Any]) -> str:
    if len(path) < 2 or not isinstance(path[1], int):
        return "the costs"
    part, index = str(path[0]), path[1]
    listed = values.get(part)
    entry = listed[index] if isinstance(listed, list) and index < len(listed) else None
    named = (entry.get(key) for key in ("label", "id", "name", "method")) if isinstance(entry, dict) else ()
    label = next((one for one in named if one), None)
    return f"the {_NAMES.get(part, part)} “{label}”" if label else f"{_NAMES.get(part, part)} number {index + 1}"
