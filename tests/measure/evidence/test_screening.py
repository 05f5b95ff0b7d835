"""A screen of candidate links: planted ones are found, and few of those kept are false, on easy and on hard noise."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.screening import EASY, HARD, Q, drawn, replicate
from leadline.errors import LeadlineError
from leadline.measure import evidence
from leadline.measure.evidence import Screen, Series
from leadline.measure.evidence.designs.screening import adjusted, whiten
from tests.measure.evidence.series import days


def as_series(rows: np.ndarray, name: str) -> list[Series]:
    return [Series(f"{name} {i}", days(rows.shape[1]), row, "units") for i, row in enumerate(rows)]


@pytest.mark.parametrize("name", EASY + HARD)
def test_no_more_of_the_kept_links_are_false_than_was_asked(name: str) -> None:
    """20 replicates here; 100 in `python -m benchmarks.screening`. Plain correlations are wrong in up to 97 %."""
    found = np.array([replicate(name, seed) for seed in range(20)])
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    assert found[:, 0].mean() <= Q + 2 * error[0], "by Benjamini & Hochberg"
    assert found[:, 2].mean() <= Q, "by Benjamini & Yekutieli"
    assert found[:, 1].mean() > 0.75


def test_a_screen_names_the_links_and_their_lags() -> None:
    leading, following, true = drawn("AR .8 + weekday", 1)
    found = evidence.screen(as_series(leading, "mentions"), as_series(following, "calls"))
    assert isinstance(found, Screen)
    assert len(found.links) == true.size
    planted = {(f"mentions {a}", f"calls {b}") for a, b in np.argwhere(true)}
    kept = {(link.leading, link.following): link for link in found.kept}
    assert len(planted & kept.keys()) >= 23
    assert {kept[pair].lag for pair in planted & kept.keys()} == {3}
    assert found.sentence().startswith(f"Of 1,000 candidate links {len(kept)} stand out, of which at most 10 % should")
    assert Screen.from_dict(found.as_dict()) == found


def test_missing_days_and_other_calendars_are_left_open() -> None:
    leading, following, _ = drawn("AR .5", 2)
    following[:, ::9] = np.nan
    later = [Series(s.name, s.days[20:], s.values[20:], s.unit) for s in as_series(following, "calls")]
    found = evidence.screen(as_series(leading, "mentions"), later)
    assert len(found.kept) >= 15
    assert found.skipped == ()


def test_a_series_that_says_nothing_is_skipped_with_the_reason() -> None:
    week = Series("week", days(100), np.arange(100) % 7.0, "units")
    short = Series("short", days(20), np.random.default_rng(1).random(20), "units")
    noise = Series("noise", days(100), np.random.default_rng(1).random(100), "units")
    found = evidence.screen([noise], [week, short])
    assert found.links == ()
    assert dict(found.skipped) == {
        "week": "It is nothing but weekdays and a trend.",
        "short": "20 days with a value; 56 are needed.",
    }
    assert "none stands out" in found.sentence()


def test_what_is_left_of_a_series_forgets_its_past() -> None:
    rng = np.random.default_rng(4)
    walk = np.cumsum(rng.standard_normal(400)) + 5 * (np.arange(400) % 7 == 2)
    left, problem = whiten(walk)
    assert problem == ""
    known = left[~np.isnan(left)]
    assert abs(np.corrcoef(known[1:], known[:-1])[0, 1]) < 0.1


def test_adjusted_p_values_are_the_published_ones() -> None:
    """Benjamini & Hochberg (1995), table 1: at .05 the first four of fifteen are kept; by Yekutieli's rule three."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert int((adjusted(np.array(p), "BH") <= 0.05).sum()) == 4
    assert int((adjusted(np.array(p), "BY") <= 0.05).sum()) == 3


def test_a_screen_refuses_lags_and_rates_that_make_no_sense() -> None:
    one = [Series("a", days(100), np.random.default_rng(1).random(100), "units")]
    for wrong in ({"q": 0.0}, {"lags": ()}, {"lags": (-1,)}):
        with pytest.raises(LeadlineError):
            evidence.screen(one, one, **wrong)
    assert evidence.screen([], []).links == ()
