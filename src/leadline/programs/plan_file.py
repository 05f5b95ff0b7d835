"""What stands in `programs.yaml`? Text in, programs out, and a remark for everything that cannot be read.

A program that cannot be read is left out and remarked; the others stand. All scalars are taken as text, so that
`50.000` is read by our own rule instead of becoming fifty.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leadline.errors import LeadlineError
from leadline.plain import path_text, plain_values, read_text
from leadline.programs.plan import Program
from leadline.words import Remark

Read = tuple[tuple[Program, ...], tuple[Remark, ...]]
_NUMBERS = ("decimal_parsing", "decimal_type", "int_parsing", "int_type", "finite_number", "int_from_float")


def read_programs(source: str | Path) -> Read:
    """The programs of a file (a Path) or a text of YAML, and what is wrong with the others.

    Raises LeadlineError when the file is not there or the text is not YAML.
    """
    plain, _ = plain_values(read_text(source) if isinstance(source, Path) else source)
    return programs_from(plain)


def programs_from(plain: Any) -> Read:
    """The same from plain values: `{programs: [...]}`, or the list itself."""
    listed = plain.get("programs") if isinstance(plain, Mapping) else plain
    if not isinstance(listed, list):
        raise LeadlineError("The file holds no programs.", "Begin it with “programs:” and a list, as in the template.")
    programs: list[Program] = []
    remarks: list[Remark] = []
    for index, entry in enumerate(listed):
        try:
            program = Program.model_validate(_without_empty(entry))
        except ValidationError as error:
            remarks += [_remark(detail, entry, index) for detail in error.errors(include_url=False)]
            continue
        if any(program.id == other.id for other in programs):
            remarks.append(_twice(program, index))
        else:
            programs.append(program)
    return tuple(programs), tuple(remarks)


def template() -> str:
    """The starter `programs.yaml`, as text."""
    return files("leadline.programs").joinpath("templates", "programs.yaml").read_text(encoding="utf-8")


def _without_empty(plain: Any) -> Any:
    """What was left empty counts as left out."""
    if isinstance(plain, Mapping):
        return {key: _without_empty(value) for key, value in plain.items() if value not in ("", None)}
    if isinstance(plain, list):
        return [_without_empty(value) for value in plain if value not in ("", None)]
    return plain


def _remark(detail: ErrorDetails, entry: Any, index: int) -> Remark:
    path = tuple(detail["loc"])
    code, sentence, advice = _said(detail, path)
    place = " ".join(str(part + 1) if isinstance(part, int) else str(part).replace("_", " ") for part in path)
    thing = _thing(entry, index)
    message = f"{thing}, {place}: {sentence}" if place else f"{thing}: {sentence}"
    return Remark(
        code, "error", thing, message[:1].upper() + message[1:], advice, path_text(("programs", index, *path))
    )


def _said(detail: ErrorDetails, path: tuple[int | str, ...]) -> tuple[str, str, str]:
    """Code, sentence and advice for one kind of problem."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "leadline":
        return "PRG006", str(context["sentence"]), str(context["advice"])
    if kind == "extra_forbidden":
        return "PRG002", "There is no such field.", _field_advice(path)
    if kind == "missing":
        return "PRG003", "This is missing.", f"Add “{path[-1]}:”."
    if kind in ("enum", "literal_error"):
        return "PRG004", f"“{given}” is not one of the choices.", f"Choose one of: {context.get('expected', '')}."
    if kind.startswith("date"):
        return "PRG005", f"“{given}” is not a date.", "Write year, month and day, as in 2026-03-31."
    if kind in _NUMBERS:
        return "PRG006", f"“{given}” is not a number.", "Write digits only, as in 50000 or 1.5."
    if kind in ("greater_than", "greater_than_equal"):
        least = "more than" if kind == "greater_than" else "at least"
        return "PRG006", f"{given} is too small.", f"Write {least} {context.get('gt', context.get('ge'))}."
    if kind == "string_pattern_mismatch":
        return (
            "PRG007",
            f"“{given}” cannot stand here.",
            "Ids have letters, digits and hyphens; a currency has three letters.",
        )
    return "PRG008", "This cannot be read.", "Look at the template for how this part is written."


def _field_advice(path: tuple[int | str, ...]) -> str:
    known = _fields_at(path[:-1])
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
    return f"Write “{near[0]}” if that is what you mean." if near else f"The fields here are: {', '.join(known)}."


def _fields_at(path: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] | None = Program
    for part in path:
        if isinstance(part, str) and model is not None:
            info = model.model_fields.get(part)
            model = _model_in(info.annotation) if info else None
    return list(model.model_fields) if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X | None`, `tuple[X, ...]` or `Annotated[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)


def _thing(entry: Any, index: int) -> str:
    name = entry.get("name") or entry.get("id") if isinstance(entry, Mapping) else None
    return f"program “{name}”" if name else f"program number {index + 1}"


def _twice(program: Program, index: int) -> Remark:
    return Remark(
        "PRG009",
        "error",
        f"program “{program.name}”",
        f"The id “{program.id}” stands twice; the second is left out.",
        "Give one of the two another id.",
        f"programs[{index}].id",
    )
