"""A company's own layer: what its corrections add to the weights of the shipped model.

In: rows of the model's table and what each label's weight there changes by. Out: a model with those changes in it. The
surprise: nothing is added to what the reader does, so it reads as fast as before; only the numbers in its table differ.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadline.assess.reader.model import MODEL_VERSION, Model

MOST_CHANGE = 8191
"""What a number of the table may change by; sums stay far from what 32 bits hold."""


@dataclass(frozen=True)
class Held:
    """How one label was read in messages that people checked, by a layer that had not seen them.

    Of `checked` messages of a sample, `before` were right by the shipped model and `after` by the layer; `mended` were
    wrong and became right, `spoilt` the other way round. `taught` messages taught it in all. `p` is how likely chance
    alone does so well (the sign test, one-sided).
    """

    label: str
    taught: int
    checked: int
    before: int
    after: int
    mended: int
    spoilt: int
    p: float
    kept: bool
    why: str


@dataclass(frozen=True, eq=False)
class Layer:
    """What is changed, and how well it was shown to read. Each is itself alone, so that a reader can be kept under it.

    `changes` has a row for each of `rows`, and a column for each of the model's heads; `bias` has one value a head.
    `until` is the instant of the last correction that taught it.
    """

    model: str
    held: tuple[Held, ...]
    until: dt.datetime
    rows: NDArray[np.uint32]
    changes: NDArray[np.int16]
    bias: NDArray[np.float64]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that it changes."""
        return tuple(one.label for one in self.held if one.kept)

    @property
    def is_in_use(self) -> bool:
        """Whether it changes anything of the model that is shipped now."""
        return bool(self.labels) and self.model == MODEL_VERSION

    @cached_property
    def mark(self) -> str:
        """Names what it changes."""
        told = (self.rows.tobytes(), self.changes.tobytes(), self.bias.tobytes())
        return hashlib.sha256(b"".join(told)).hexdigest()[:8]

    def on(self, model: Model) -> Model:
        """The model with the changes in its table."""
        table = model.reading.table.astype(np.int16)
        width = self.changes.shape[1]
        changed = table[self.rows, :width].astype(np.int32) + self.changes
        table[self.rows, :width] = np.clip(changed, -(1 << 15), (1 << 15) - 1)
        return replace(model, reading=replace(model.reading, table=table, bias=model.reading.bias + self.bias))

    def text(self) -> str:
        """Itself as a text that can be kept."""
        told = {
            "model": self.model,
            "held": [asdict(one) for one in self.held],
            "until": self.until.isoformat(),
            "bias": self.bias.tolist(),
            "rows": _packed(self.rows),
            "changes": _packed(self.changes),
        }
        return json.dumps(told)

    @classmethod
    def of_text(cls, text: str) -> Layer:
        """The layer that `text` gave."""
        told = json.loads(text)
        bias = np.array(told["bias"], dtype=np.float64)
        return cls(
            told["model"],
            tuple(Held(**one) for one in told["held"]),
            dt.datetime.fromisoformat(told["until"]),
            np.frombuffer(_unpacked(told["rows"]), np.uint32),
            np.frombuffer(_unpacked(told["changes"]), np.int16).reshape(-1, len(bias)),
            bias,
        )


def _packed(numbers: NDArray[np.generic]) -> str:
    return base64.b85encode(zlib.compress(numbers.tobytes())).decode()


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))
