"""Which methods are there to begin with? Templates of the framework's own methods, one file of YAML each.

In: an id. Out: a method with its reasons, to be put into a document or printed. The surprise: a template never says who
serves what, or how much it takes, for that is the company's to write; the lint asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from leadline.errors import LeadlineError
from leadline.strategy.document import Method


@dataclass(frozen=True)
class MethodTemplate:
    """`why` says when it helps, `before` what has to be there first, `demands` which words it stands on."""

    method: Method
    why: str
    before: str
    demands: tuple[str, ...]
    text: str
    """The method as it stands under `methods:`, with comments."""

    @property
    def id(self) -> str:
        return self.method.id


@cache
def method_templates() -> tuple[MethodTemplate, ...]:
    """All of them, in the order in which the framework begins them (S4.7 to S4.11)."""
    folder = files("leadline.strategy").joinpath("templates", "methods")
    found = [_template(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted(found, key=lambda one: (one.method.order or 99, one.id)))


def find_template(template_id: str) -> MethodTemplate:
    """The template with this id. Raises LeadlineError that names those there are."""
    found = next((one for one in method_templates() if one.id == template_id), None)
    if found is None:
        known = ", ".join(one.id for one in method_templates())
        raise LeadlineError(f"There is no template of a method “{template_id}”.", f"Choose one of {known}.")
    return found


def _template(text: str) -> MethodTemplate:
    about, _, body = text.partition("---\n")
    said, held = yaml.safe_load(about), yaml.safe_load(body)
    return MethodTemplate(
        method=Method.model_validate(held),
        why=said["why"].strip(),
        before=said["before"].strip(),
        demands=tuple(said["demands"]),
        text=body,
    )
