"""What is wrong with the shape of a strategy? pydantic's errors in, remarks that a manager understands out.

Each remark names the place in words and its line, and its advice says what to write. The surprise: a misspelt field or
choice is answered with the nearest right one.
"""

from __future__ import annotations

import difflib
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leadline.plain import Places, Where, path_text
from leadline.strategy.document import Document
from leadline.strategy.places import in_words
from leadline.words import Remark

_NAMES = ("name", "text")


def remarks_of(error: ValidationError, values: Any, places: Places) -> tuple[Remark, ...]:
    """One remark per problem, in the order of the text. A missing id is no problem of its own: the name makes it."""
    details = error.errors(include_url=False)
    unnamed = {detail["loc"][:-1] for detail in details if detail["type"] == "missing" and detail["loc"][-1] in _NAMES}
    found = [
        _remark(detail, values, places)
        for detail in details
        if not (detail["type"] == "missing" and detail["loc"][-1] == "id" and detail["loc"][:-1] in unnamed)
    ]
    return tuple(sorted(found, key=lambda remark: places.line(remark.where) or 0))


def _remark(detail: ErrorDetails, values: Any, places: Places) -> Remark:
    path: Where = tuple(detail["loc"])
    thing = in_words(path, values)
    code, sentence, advice = _said(detail, path, values)
    line = places.line(path)
    message = (f"Line {line}: " if line else "") + sentence
    return Remark(code, "error", thing, message, advice, path_text(path))


def _said(detail: ErrorDetails, path: Where, values: Any) -> tuple[str, str, str]:
    """Code, sentence and advice for one kind of problem."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    place = in_words(path, values)
    owner = in_words(path[:-1], values)
    if kind == "leadline":
        return "DOC006", f"{_capital(place)}: {context['sentence']}", str(context["advice"])
    if kind == "extra_forbidden" and given is None and not _near(path):
        sentence = f"{_capital(owner)} is cut at a comma: “{path[-1]}” stands behind it as if it were a field."
        return "DOC002", sentence, "Put the text in quotes: inside braces a comma ends it."
    if kind == "extra_forbidden":
        return "DOC002", f"{_capital(owner)} has no field “{path[-1]}”.", _field_advice(path)
    if kind == "missing":
        return "DOC003", f"{_capital(owner)} does not say its {_field(path)}.", _missing_advice(path)
    if kind in ("enum", "literal_error"):
        return "DOC004", f"{_capital(place)}: “{given}” is not one of the choices.", _choice_advice(given, context)
    if kind.startswith("date"):
        return "DOC005", f"{_capital(place)}: “{given}” is not a date.", "Write year, month and day, as in 2026-03-31."
    if kind in ("decimal_parsing", "decimal_type", "int_parsing", "int_type", "finite_number", "int_from_float"):
        return (
            "DOC006",
            f"{_capital(place)}: {_shown(given)} is not a number.",
            "Write digits only, as in 50000 or 1.5.",
        )
    if kind == "greater_than_equal":
        return "DOC006", f"{_capital(place)}: {given} is too small.", f"Write {context['ge']} or more."
    return _shape_of_part(kind, place, given, path, context)


def _shape_of_part(kind: str, place: str, given: Any, path: Where, context: dict[str, Any]) -> tuple[str, str, str]:
    if kind == "string_pattern_mismatch":
        advice = _PATTERN_ADVICE.get(str(path[-1]), "Use letters, digits and hyphens, no spaces.")
        return "DOC007", f"{_capital(place)}: “{given}” cannot be a name here.", advice
    if kind == "string_too_short":
        return (
            "DOC003",
            f"{_capital(in_words(path[:-1], {}))} has an empty {_field(path)}.",
            f"Write its {_field(path)}.",
        )
    if kind in ("tuple_type", "list_type"):
        return (
            "DOC008",
            f"{_capital(place)} should be a list.",
            "Begin each of its parts with a hyphen on a line of its own.",
        )
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "DOC008", f"{_capital(place)} should have fields of its own.", _fields_advice(path)
    if kind.startswith("string"):
        return "DOC008", f"{_capital(place)} should be a text.", "Write one text there, in quotes if it holds a colon."
    return "DOC009", f"{_capital(place)} cannot be read.", f"Leadline expected something else: {context or kind}."


_PATTERN_ADVICE = {
    "currency": "Write three letters, as in EUR.",
    "segment": "Name it as the metric's rows do, without any of / ? # @ % and colon.",
}


def _near(path: Where) -> list[str]:
    """The field of the part that a misspelt one is nearest to, if one is near."""
    return difflib.get_close_matches(str(path[-1]), fields_at(path[:-1]), n=1, cutoff=0.6)


def _field_advice(path: Where) -> str:
    known, near = fields_at(path[:-1]), _near(path)
    if near:
        return f"Write “{near[0]}” if that is what you mean."
    return f"Its fields are: {', '.join(known)}." if known else "Remove it."


def _missing_advice(path: Where) -> str:
    choices = choices_at(path)
    example = f", one of: {', '.join(choices)}" if choices else ""
    return f"Add “{path[-1]}:” with its {_field(path)}{example}."


def _choice_advice(given: Any, context: dict[str, Any]) -> str:
    listed = str(context.get("expected", "")).replace("'", "")
    choices = [choice.strip() for choice in listed.replace(" or ", ", ").split(",")]
    near = difflib.get_close_matches(str(given).lower(), choices, n=1, cutoff=0.6)
    meant = f"Write “{near[0]}” if that is what you mean. " if near else ""
    return f"{meant}The choices are: {', '.join(choices)}."


def _fields_advice(path: Where) -> str:
    known = fields_at(path)
    return f"Its fields are: {', '.join(known)}." if known else "Indent its fields below it."


def fields_at(path: Where) -> list[str]:
    """The names of the fields that a part of the document can have."""
    model = _model_at(path)
    return list(model.model_fields) if model else []


def _model_at(path: Where) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Document
    for part in path:
        if isinstance(part, int) or model is None:
            continue
        info = model.model_fields.get(part)
        model = _model_in(info.annotation) if info else None
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X | None`, `tuple[X, ...]` or `Annotated[X, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)


def choices_at(path: Where) -> list[str]:
    """The words that a field of the document can hold, where it takes only some."""
    model = _model_at(path[:-1])
    info = model.model_fields.get(str(path[-1])) if model else None
    return _choices_in(info.annotation) if info else []


def _choices_in(annotation: Any) -> list[str]:
    """Those of an enumeration or of literal words, also inside `X | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    if get_origin(annotation) is Literal:
        return [str(word) for word in get_args(annotation)]
    return next((found for inner in get_args(annotation) if (found := _choices_in(inner))), [])


def _field(path: Where) -> str:
    return str(path[-1]).replace("_", " ")


def _shown(given: Any) -> str:
    return f"“{given}”" if isinstance(given, str | int | float) else "what stands there"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
