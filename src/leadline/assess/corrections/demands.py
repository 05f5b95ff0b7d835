"""What must a company's layer show before it is kept, and how is it taught? The numbers in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Demands:
    """What a layer must show before it is kept, and how it is taught.

    `checked`: so many messages of samples. `mended`: so many of them read right that were wrong. `p`: chance alone does
    as well in fewer tries than that; four labels are tried, so that together chance passes in one try of 25 at most.
    `most`: the newest so many teach. `firmness`: how strongly it is drawn to no change.
    """

    checked: int = 100
    mended: int = 8
    p: float = 0.01
    most: int = 1_000
    folds: int = 5
    firmness: float = 1.0
