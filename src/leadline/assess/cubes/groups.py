"""Where does each group of sorted rows begin? For what is counted a group at a time, in arrays.

In: columns, sorted by all of them. Out: bounds. The surprise: the last bound is the end, so that pairs of them are
slices.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def bounds(*keys: NDArray[Any]) -> NDArray[np.int64]:
    """Where each group of rows with the same keys begins, and where the last one ends; of no rows just the 0."""
    size = len(keys[0])
    changes = np.zeros(size + 1, bool)
    changes[[0, size]] = True
    for key in keys:
        changes[1:size] |= key[1:] != key[:-1]
    return np.flatnonzero(changes)


def first_where(mask: NDArray[Any], group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """The first row of each group at which the mask holds; 0 for a group in which it never does."""
    first = np.zeros(groups, np.int64)
    rows = np.flatnonzero(mask)[::-1]
    first[group[rows]] = rows
    return first
