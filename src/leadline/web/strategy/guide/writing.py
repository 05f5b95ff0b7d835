"""What a form of the guide says gets into the text of the draft: one verb a function, a text in and a text out."""

from __future__ import annotations

from itertools import count
from typing import Any

from leadline.strategy import Document
from leadline.strategy.edits import Add, edited
from leadline.strategy.edits.parts import grouped, refused, with_fields, with_part, without_part
from leadline.strategy.reading import free_id, slug
from leadline.web.strategy.guide.fields import PartForm
from leadline.web.strategy.guide.filled import with_resources
from leadline.web.strategy.guide.forms import LineForm, MethodForm, PersonForm


def kept(text: str, document: Document, form: PartForm, index: int | None) -> str:
    """The text with what a valid form says: in its part, in a new one, or in the document itself."""
    if not form.element:
        return with_fields(text, "", form.wanted())[0]
    if index is None:
        after = with_part(text, form.element, _new(document, form))[0]
        index = len(getattr(document, form.element))
    else:
        after = with_fields(text, f"{form.element}[{index}]", form.wanted())[0]
    if isinstance(form, PersonForm) and (said := form.said_part()):
        after = _with_words(after, index, said)
    return with_resources(text, after) if isinstance(form, MethodForm) else after


def removed(text: str, element: str, index: int) -> str:
    """The text without that part; the resources follow the methods that are left."""
    after = without_part(text, element, index)[0]
    return with_resources(text, after) if element == "methods" else after


def place_of(document: Document, form: type[PartForm], key: str) -> int | None:
    """Where the part with that key stands; None for a new one, and for one that is gone."""
    keys = keys_of(document, form)
    return keys.index(key) if key in keys else None


def keys_of(document: Document, form: type[PartForm]) -> list[str]:
    """What each part of a form's list is told from its neighbours by: its id, or its name, and who is the second of a
    name is told as that."""
    found: list[str] = []
    for one in getattr(document, form.element):
        name = str(getattr(one, "id", None) or getattr(one, form.names))
        found.append(next(key for n in count(1) if (key := name if n == 1 else f"{name} ({n})") not in found))
    return found


def _new(document: Document, form: PartForm) -> dict[str, Any]:
    """A new part, with an id made from its words where its list has ids."""
    fields = grouped({name: value for name, value in form.wanted().items() if value not in ("", [], None)})
    held = getattr(document, form.element)
    if form.element in ("participants", "reporting"):
        return fields
    taken = {one.id for one in held}
    return {"id": free_id(_id_for(form, fields), taken)} | fields


def _id_for(form: PartForm, fields: dict[str, Any]) -> str:
    if isinstance(form, LineForm):
        ends = (fields.get("program"), fields.get("business_metric") or fields.get("objective"))
        return "-to-".join(str(one) for one in ends if one) or "line"
    return slug(str(fields[form.names]))[:60].strip("-") or form.element.rstrip("s")


def _with_words(text: str, index: int, said: dict[str, str]) -> str:
    after = edited(text, [Add(f"participants[{index}].contributions", said)])
    if after is None:
        raise refused("participants")
    return after
