"""The comparison: a tool that is not here is left out with a sentence, one that refuses counts as refusing."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import evidence_peers
from benchmarks.evidence import METHODS, _first, _row
from benchmarks.evidence_families import draw
from benchmarks.evidence_peers import Interval, _asking, peers, slow_peers
from leadline.measure.evidence.series import Floats


def test_a_tool_that_is_not_installed_is_left_out_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evidence_peers, "find_spec", lambda _: None)
    assert (peers(), slow_peers()) == ({}, {})
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "bsts-causalimpact is not installed here: make benchmark-evidence installs it."
    assert len(told) == 3


def test_a_series_that_a_tool_refuses_is_counted_as_refused_and_the_others_as_answered() -> None:
    def asked(outcome: Floats, control: Floats | None, before: int) -> Interval:
        if np.isnan(outcome).any():
            raise ValueError("no missing days, please")
        return -1.0, 1.0

    outcomes = np.zeros((4, 30))
    outcomes[1, 3] = np.nan
    found = _asking(asked)(outcomes, None, 20)
    assert np.isnan(found.low).tolist() == [False, True, False, False]
    assert not found.claimed.any()


def test_a_row_of_the_table_is_of_the_first_series_and_says_what_ours_cost() -> None:
    drawn = draw("control shares a swing", np.random.default_rng(1), 12, 90, 30)
    few = _first(drawn, 5)
    assert few.controls is not None
    assert (len(few.outcomes), len(few.controls)) == (5, 5)
    told, ms = _row("control shares a swing", "ours", METHODS["ours"], few, 90)
    assert ms > 0
    assert len(told.split()) == 8
    refusing = _asking(lambda *_: (np.nan, np.nan))
    told, ms = _row("control shares a swing", "other", refusing, few, 90)
    assert told.split()[2] == "100.0"
    assert np.isnan(ms)
