"""What may stand in a strategy file? The JSON schema that an editor or another program checks against."""

from __future__ import annotations

from typing import Any

from leadline.strategy.document import Document
from leadline.strategy.field_sentences import sentence_of

PUBLISHED = "https://leadline.example/"
"""Where Leadline's pages stand for who has no checkout; a company that publishes its own changes it here."""
SCHEMA_ID = f"{PUBLISHED}schema/strategy-1.json"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `strategy.yaml`, with a sentence per field.

    An id may be left out (it is made from the name or the text), and so may what a line is worth (it is its
    objective's kind); so the schema does not require them, though a Document always has them.
    """
    schema = Document.model_json_schema(mode="validation")
    for name, fields in schema["$defs"].items():
        made = {"id"} | ({"value"} if name == "Line" else set())
        fields["required"] = [field for field in fields.get("required", []) if field not in made]
    for model in (schema, *schema["$defs"].values()):
        for name, field in model.get("properties", {}).items():
            if not field.get("description") and (said := sentence_of(model["title"], name)):
                field["description"] = said
    schema["$defs"]["Assessment"]["properties"]["version"]["type"] = ["string", "number"]  # 1 is a version, too
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID} | schema
