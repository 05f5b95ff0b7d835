"""Ranks are what SciPy says."""

import numpy as np
from scipy.stats import rankdata

from leadline.measure.evidence.ranks import ranks


def test_equal_values_share_the_mean_of_their_ranks():
    values = np.random.default_rng(3).integers(0, 9, 200).astype(float)
    assert np.array_equal(ranks(values), rankdata(values))
    assert ranks(np.array([])).shape == (0,)
