"""Whose signals do the pages show? The model that the cubes were made of is the present one.

In: the notes of the cubes. Out: its version. The surprise: another model (a newer one, other themes, a company's own
layer) may have read half of the messages meanwhile; pages stay with the old one until the cubes are made of the new.
"""

from __future__ import annotations

import narwhals as nw

from leadline.assess.reader.model import MODEL_VERSION
from leadline.assess.tables import CUBES, SIGNALS
from leadline.config import setting
from leadline.engine import Lake, rows, scan
from leadline.engine.memory import remembered


def present_model(lake: Lake) -> str:
    """The version of the model whose signals count; where no cube says one, the shipped one, or who read most."""
    told = (lake.note(cube).partition(" ")[0] for cube in CUBES)
    found = next((model for model in told if model), "")
    return found or remembered(lake, [SIGNALS], "who read", lambda: _who_read(lake))


def note_of(model: str, version: int) -> str:
    """What the commit of a cube says of its signals: whose, of which version, and when they count as repeats."""
    return f"{model} {version} {setting('LEADLINE_REPEATS')}" if version >= 0 else ""


def is_by(model: str) -> nw.Expr:
    """Whether a signal is of this model."""
    return nw.col("model") == model


def _who_read(lake: Lake) -> str:
    counted = {row["model"]: row["n"] for row in rows(scan(lake, SIGNALS).group_by("model").agg(n=nw.len()))}
    return MODEL_VERSION if MODEL_VERSION in counted or not counted else max(sorted(counted), key=counted.__getitem__)
