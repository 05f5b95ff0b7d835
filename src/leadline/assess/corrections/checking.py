"""How well does the model read this company's own messages? What people said of a random sample, against the model.

In: corrections. Out: a `Checked` a label. The surprise: what people corrected by themselves is counted and measures
nothing, since they correct what looks wrong; and messages that taught the layer in use are judged as a layer read them
that had not seen them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from leadline.assess.corrections.labels import LABELS as CORRECTED
from leadline.assess.corrections.labels import NO, YES, CorrectedLabel, Correction, Key, in_force, reading_of
from leadline.assess.cubes.present import is_by, present_model
from leadline.assess.reader.layer import Held, Layer
from leadline.assess.reader.themes import Themes
from leadline.assess.shares import share_of, weighed_share
from leadline.assess.tables import SIGNALS
from leadline.engine import Lake, matching, rows
from leadline.words import Estimate

MANY: tuple[CorrectedLabel, ...] = ("sentiment", "theme", "department")
"""Labels that have more than two answers."""
ENOUGH = 20
"""Checked messages on either side of a label below which no share is corrected by them."""


@dataclass(frozen=True)
class Checked:
    """One label of the model in use: `right` is the share of `checked` sampled messages that it reads as people do.

    `found` is the part it finds of those in which people see it, `true` the part that people agree with of those it
    marks; both are None for what has more than two answers, and where a layer learned the label. `pairs` are what model
    and people said of each message that taught nothing. `by_themselves` is how many corrections people made without
    being asked.
    """

    label: CorrectedLabel
    checked: int
    right: Estimate | None
    found: Estimate | None
    true: Estimate | None
    pairs: tuple[tuple[str, str], ...]
    by_themselves: int


def checked(
    lake: Lake, corrections: Sequence[Correction], layer: Layer | None = None, themes: Themes | None = None
) -> tuple[Checked, ...]:
    """Every label that anything was said of. `layer` is the one in force; it counts where the present model has it.

    With `themes`, merged ones are one and the same, and who named a theme has named its department.
    """
    model = present_model(lake)
    layer = layer if layer is not None and layer.is_in_use and f"~{layer.mark}" in model else None
    sampled = in_force((one for one in corrections if one.sampled), themes)
    read = _readings(lake, {key for key, _ in sampled}, model)
    return tuple(
        told
        for label in CORRECTED
        if (told := _checked(label, corrections, sampled, read, layer, themes)).checked or told.by_themselves
    )


def corrected_share(told: Checked, says: str, read: Estimate) -> Estimate | None:
    """What the share would be if people read all messages, where the model reads `read` of them as `says`.

    Those the model marks and those it does not are each counted at the part of them that people saw it in (double
    sampling: Tenenbein 1970; interval by MOVER: Zou and Donner 2008). None where too few of either were checked.
    """
    marked = [people == says for model, people in told.pairs if model == says]
    others = [people == says for model, people in told.pairs if model != says]
    if min(len(marked), len(others)) < ENOUGH:
        return None
    return weighed_share(read.value, (sum(marked), len(marked)), (sum(others), len(others)))


def _checked(
    label: CorrectedLabel,
    corrections: Sequence[Correction],
    sampled: Mapping[tuple[Key, CorrectedLabel], Correction],
    read: Mapping[Key, Mapping[str, Any]],
    layer: Layer | None,
    themes: Themes | None,
) -> Checked:
    held = next((one for one in layer.held if one.label == label and one.kept), None) if layer else None
    mine = [one for (_, named), one in sampled.items() if named == label]
    fresh = [one for one in mine if held is None or layer is None or one.at > layer.until]
    pairs = [(reading_of(read[one.key], label, themes), _said(one, themes)) for one in fresh if one.key in read]
    pairs = [pair for pair in pairs if pair[0]]
    right = sum(model == people for model, people in pairs)
    yes_or_no = label not in MANY and held is None
    return Checked(
        label=label,
        checked=len(pairs) + (held.checked if held else 0),
        right=_right(right, len(pairs), held),
        found=_part(pairs, 0, given=1) if yes_or_no else None,
        true=_part(pairs, 1, given=0) if yes_or_no else None,
        pairs=tuple(pairs),
        by_themselves=sum(one.label == label and not one.sampled for one in in_force(corrections).values()),
    )


def _said(one: Correction, themes: Themes | None) -> str:
    return themes.standing(one.said) if themes and one.label == "theme" else one.said


def _right(right: int, n: int, held: Held | None) -> Estimate | None:
    return share_of(right + held.after, n + held.checked) if held else share_of(right, n)


def _part(pairs: Sequence[tuple[str, str]], which: int, *, given: int) -> Estimate | None:
    """Of those where one side says yes, the share where the other one does."""
    those = [pair for pair in pairs if pair[given] == YES]
    return share_of(sum(pair[which] != NO for pair in those), len(those))


def _readings(lake: Lake, keys: set[Key], model: str) -> dict[Key, dict[str, Any]]:
    if not keys:
        return {}
    wanted = sorted({key[:2] for key in keys})
    asked = pa.table({"source": [one[0] for one in wanted], "message_id": [one[1] for one in wanted]})
    told = rows(matching(lake, SIGNALS, asked).filter(is_by(model)))
    return {(row["source"], row["message_id"], row["version"]): row for row in told}
