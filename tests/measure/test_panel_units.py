"""Series of one panel that began on different days or never: compared with those that never did; programs that stop."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom
from typer.testing import CliRunner

from leadline.cli import app
from leadline.measure.panel_effects import effects_together, panel_effects
from leadline.measure.panel_file import read_panel
from tests.measure.evidence.series import days

HEAD = "series,date,outcome,intervention,until,panel"
DAYS, STARTS = 150, (90, 100, 110, 120)


def shops(
    *, treated: int, never: int, change: float = 0.0, seed: int = 1, shared: float = 6.0, lasting: int | None = None
) -> list[str]:
    """Rows of a file: shops of different size that share a slow swing; the treated ones begin on four different days,
    and stop after `lasting` days."""
    rng = np.random.default_rng(seed)
    calendar = days(DAYS)
    swing = shared * np.convolve(rng.standard_normal(DAYS + 20), np.ones(20) / np.sqrt(20), "valid")[:DAYS]
    lines = []
    for shop in range(treated + never):
        values = 100 + swing + 2 * rng.standard_normal(DAYS)
        first, start, until = STARTS[shop % len(STARTS)], "", ""
        if shop < treated:
            stop = DAYS if lasting is None else first + lasting
            values[first:stop] += change
            start, until = str(calendar[first]), "" if lasting is None else str(calendar[stop - 1])
        values *= 1 + shop % 3
        lines += [
            f"shop {shop},{day},{value},{start},{until},shops" for day, value in zip(calendar, values, strict=True)
        ]
    return lines


def write(folder: Path, lines: list[str], head: str = HEAD) -> Path:
    file = folder / "panel.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def answers(folder: Path, lines: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    panel = read_panel(write(folder, lines))
    return [one.as_dict() for one in panel_effects(panel)], [one.as_dict() for one in effects_together(panel)]


def without_panel(lines: list[str]) -> list[str]:
    return [line.rsplit(",", 1)[0] + "," for line in lines]


def test_units_that_began_on_four_days_each_say_what_the_program_did_to_them(tmp_path: Path) -> None:
    """S0.14: a planted rise of 12 a day in shops of one, two and three times the size, on four different days."""
    series, (whole,) = answers(tmp_path, shops(treated=8, never=10, change=12.0))
    assert [one["verdict"] for one in series[:8]] == ["effect"] * 8
    truths = [12.0 * (1 + shop % 3) for shop in range(8)]
    held = [one["low"] <= truth <= one["high"] for one, truth in zip(series, truths, strict=False)]
    assert sum(held) >= 7
    assert {one["reason"] for one in series[8:]} == {
        "It has no start: 8 series of the panel shops are compared with it."
    }
    assert {key: whole[key] for key in ("panel", "treated", "never_treated", "starts", "verdict")} == {
        "panel": "shops",
        "treated": 8,
        "never_treated": 10,
        "starts": 4,
        "verdict": "effect",
    }
    assert "series" not in whole
    assert whole["low"] <= np.mean(truths) <= whole["high"]


def test_what_all_shops_share_is_no_effect_of_the_program(tmp_path: Path) -> None:
    """Where nothing was planted, of 160 series no more claim one than chance allows; alone, intervals are wider."""
    claimed, widths, alone = 0, [], []
    for seed in range(20):
        lines = shops(treated=8, never=10, seed=seed)
        compared = [one for one in answers(tmp_path, lines)[0] if "mean" in one]
        claimed += sum(one["verdict"] == "effect" for one in compared)
        widths += [one["high"] - one["low"] for one in compared]
        by_itself = [one for one in answers(tmp_path, without_panel(lines))[0] if "mean" in one]
        alone += [one["high"] - one["low"] for one in by_itself]
    assert claimed <= binom.ppf(0.999, 160, 0.05)
    assert np.median(widths) < 0.5 * np.median(alone)


def test_a_unit_that_began_earlier_is_never_compared_with(tmp_path: Path) -> None:
    """One shop's rise must not show in another's answer: only those that never began stand beside it."""
    lines = shops(treated=4, never=6)
    higher = [
        line.replace(line.split(",")[2], str(float(line.split(",")[2]) + 500), 1)
        if line.startswith("shop 0,")
        else line
        for line in lines
    ]
    assert answers(tmp_path, lines)[0][1:] == answers(tmp_path, higher)[0][1:]


def test_the_days_after_a_program_stopped_are_of_neither_side(tmp_path: Path) -> None:
    """A rise of 12 that lasts 20 days: without `until` it is watered down by the days after it."""
    lines = shops(treated=4, never=8, change=12.0, lasting=20)
    series, (whole,) = answers(tmp_path, lines)
    assert all(one["low"] <= 12.0 * (1 + shop % 3) <= one["high"] for shop, one in enumerate(series[:4]))
    assert whole["low"] <= 12.0 * np.mean([1, 2, 3, 1]) <= whole["high"]
    endless = [",".join([*line.split(",")[:4], "", "shops"]) for line in lines]
    watered, (water,) = answers(tmp_path, endless)
    assert watered[0]["mean"] < 0.8 * series[0]["mean"]
    assert water["mean"] < 0.8 * whole["mean"]


def test_a_panel_in_which_all_began_says_what_is_missing(tmp_path: Path) -> None:
    series, (whole,) = answers(tmp_path, shops(treated=4, never=0, change=40.0, shared=1.0))
    assert [one["refused"] for one in series] == [False] * 4, "each is judged by its own past"
    assert whole["refused"]
    assert whole["reason"] == "0 units were never treated; a comparison needs 3."


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (4, "2025-03-01", "Line 2: column until says 2025-03-01, before the start on 2025-04-01."),
        (4, "later", "Line 2: column until holds “later”, no day as in 2026-01-31."),
        (5, "stores", "Line 3: column panel says shops, earlier lines of the series stores."),
    ],
)
def test_a_wrong_stop_or_panel_refuses_its_series_alone(tmp_path: Path, column: int, value: str, said: str) -> None:
    lines = shops(treated=4, never=6)
    cells = lines[0].split(",")
    cells[column] = value
    series, _ = answers(tmp_path, [",".join(cells), *lines[1:]])
    assert (series[0]["refused"], series[0]["reason"]) == (True, said)
    assert [one["refused"] for one in series[1:4]] == [False] * 3


def test_a_stop_without_a_start_is_refused(tmp_path: Path) -> None:
    lines = [line.replace(",,,shops", ",,2025-05-01,shops") for line in shops(treated=1, never=4)]
    series, _ = answers(tmp_path, lines)
    assert series[1]["reason"] == (
        "Line 152: column until says 2025-05-01, and column intervention is empty all through the series."
    )


def test_the_command_tells_series_first_and_panels_last(tmp_path: Path) -> None:
    file = write(tmp_path, shops(treated=4, never=6, change=12.0))
    told = CliRunner().invoke(app, ["measure", "effects", str(file)], prog_name="leadline")
    assert told.exit_code == 0
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [line.get("series", "") for line in lines] == [*(f"shop {i}" for i in range(10)), ""]
    assert lines[-1]["panel"] == "shops"
    assert told.stderr == "10 series: effect 4, never treated 6.\n"


def test_others_with_other_days_are_named_as_the_reason_and_not_the_days_of_the_series_itself(tmp_path: Path) -> None:
    """It said that the series had too few days before its start."""
    lines = shops(treated=1, never=4)
    apart = [line for i, line in enumerate(lines) if line.startswith("shop 0,") or i % 4 == 0]
    series, _ = answers(tmp_path, apart)
    assert series[0]["refused"]
    assert series[0]["reason"].startswith("The series of shops that never began have a value on ")
    weekly = [line for i, line in enumerate(lines) if line.startswith("shop 0,") or (i % DAYS) % 7 == 0]
    series, _ = answers(tmp_path, weekly)
    assert series[0]["reason"] == "It comes by the day, and the series of shops that never began by the week."


def test_a_column_that_comes_twice_is_refused_and_nothing_is_read_of_it(tmp_path: Path) -> None:
    file = write(tmp_path, ["a,2025-01-01,1,2,,,"], head="series,date,outcome,outcome,intervention,until,panel")
    told = CliRunner().invoke(app, ["measure", "effects", str(file)], prog_name="leadline")
    assert told.exit_code == 1
    assert "Column 3 of panel.csv has the same name as a later one on line 1." in told.stderr


def test_what_matters_can_be_said_in_the_unit_of_the_outcome(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    lines = [
        f"score,{day},{value},2025-11-01,," for day, value in zip(days(400), rng.standard_normal(400), strict=True)
    ]
    file = write(tmp_path, lines)
    for options, verdict in (([], "cannot tell"), (["--smallest-unit", "1"], "no effect seen")):
        told = CliRunner().invoke(app, ["measure", "effects", str(file), *options], prog_name="leadline")
        assert json.loads(told.stdout)["verdict"] == verdict


def changed(lines: list[str], value: str) -> list[str]:
    """The same with one value for every day of the shops that never began."""
    cells = [line.split(",") for line in lines]
    return [",".join([*one[:2], one[2] if one[3] else value, *one[3:]]) for one in cells]


@pytest.mark.parametrize("value", ["", "7"])
def test_others_without_values_or_always_the_same_show_nothing_and_no_warning_is_written(
    tmp_path: Path, value: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        series, panels = answers(tmp_path, changed(shops(treated=1, never=20), value))
    assert series[0]["reason"] == (
        "The series of shops that never began have no values, or always the same: they show nothing."
    )
    assert panels[0]["refused"]


def test_others_that_share_no_day_are_said_so_in_words_of_the_user(tmp_path: Path) -> None:
    """It said “division by zero”."""
    cells = [line.split(",") for line in shops(treated=6, never=6)]
    starts = {True: str(days(DAYS)[STARTS[0]]), False: ""}
    moved = [(one, one[1] if one[3] else one[1].replace("20", "21", 1)) for one in cells]
    apart = [",".join([one[0], day, one[2], starts[bool(one[3])], *one[4:]]) for one, day in moved]
    _, panels = answers(tmp_path, apart)
    assert panels[0]["reason"] == "The treated and the other units share too few days to be compared."


def test_others_of_any_size_are_compared_with(tmp_path: Path) -> None:
    """Squares of large values are infinite: the others then seemed never to vary."""
    lines = shops(treated=1, never=8, change=12.0)
    cells = [line.split(",") for line in lines]
    huge = [",".join([*one[:2], one[2] if one[3] else f"{one[2]}e200", *one[3:]]) for one in cells]
    alike, large = answers(tmp_path, lines)[0][0], answers(tmp_path, huge)[0][0]
    assert large["mean"] == pytest.approx(alike["mean"])


def test_a_panel_of_which_none_or_one_began_says_so(tmp_path: Path) -> None:
    series, panels = answers(tmp_path, shops(treated=0, never=3))
    assert series[0]["reason"] == (
        "It has no start, and neither has another series of the panel shops: there is nothing to compare."
    )
    assert panels == []
    series, panels = answers(tmp_path, shops(treated=1, never=1))
    assert series[1]["reason"] == "It has no start: 1 series of the panel shops is compared with it."
    assert panels[0]["reason"] == "1 unit was never treated; a comparison needs 3."
