"""What replaces scipy.stats at run time says what scipy.stats says: it costs every command a quarter of its time."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import special, stats

from leadline.measure.count_baseline import interval
from leadline.measure.negative_binomial import at_most, least_exceeded, least_reaching, more_than

NUMBER = 5_000


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, ...]:
    """Sizes, chances and probabilities far beyond what themes show: means 0.01 to 10,000, scatter 1e-6 to 10."""
    rng = np.random.default_rng(20)
    over, mean = 10 ** rng.uniform(-6, 1, NUMBER), 10 ** rng.uniform(-2, 4, NUMBER)
    return 1 / over, 1 / (1 + over * mean), 10 ** rng.uniform(-12, -0.01, NUMBER)


def test_the_least_counts_are_those_of_scipy_stats(drawn: tuple[np.ndarray, ...]) -> None:
    size, chance, tail = drawn
    assert np.array_equal(least_exceeded(tail, size, chance), stats.nbinom.isf(tail, size, chance))
    assert np.array_equal(least_reaching(tail, size, chance), stats.nbinom.ppf(tail, size, chance))


def test_the_ends_are_those_of_scipy_stats() -> None:
    ends = np.array([0.0, 1.0, np.nan])
    assert np.array_equal(least_exceeded(ends, 5, 0.5), stats.nbinom.isf(ends, 5, 0.5), equal_nan=True)
    assert np.array_equal(least_reaching(ends, 5, 0.5), stats.nbinom.ppf(ends, 5, 0.5), equal_nan=True)


def test_the_probabilities_are_those_of_scipy_stats(drawn: tuple[np.ndarray, ...]) -> None:
    size, chance, _ = drawn
    counts = np.random.default_rng(21).integers(-1, 5_000, NUMBER)
    np.testing.assert_allclose(at_most(counts, size, chance), stats.nbinom.cdf(counts, size, chance), rtol=1e-10)
    np.testing.assert_allclose(more_than(counts, size, chance), stats.nbinom.sf(counts, size, chance), rtol=1e-9)


@pytest.mark.parametrize(("expected", "over"), [(0.3, 0.5), (4.0, 0.01), (40.0, 0.2), (900.0, 1e-6)])
def test_an_ordinary_days_interval_is_the_one_of_scipy_stats(expected: float, over: float) -> None:
    """S4.9: what a warning calls ordinary."""
    theirs = stats.nbinom(1 / over, 1 / (1 + over * expected))
    assert interval(expected, over) == (theirs.ppf(0.025), theirs.isf(0.025))


def test_the_placebo_checks_two_tails_are_those_of_scipy_stats() -> None:
    for tried in range(1, 41):
        for claimed in range(tried + 1):
            theirs = stats.binom.sf(claimed - 1, tried, 0.05)
            assert special.bdtrc(claimed - 1, tried, 0.05) == pytest.approx(theirs, rel=1e-10)
        for size in (0.0, 0.3, 7.0, 90.0):
            assert special.chdtrc(tried, size) == pytest.approx(stats.chi2.sf(size, tried), rel=1e-10)


def test_measuring_does_not_load_scipy_stats() -> None:
    code = "import sys, leadline.measure.month, leadline.value.month; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
