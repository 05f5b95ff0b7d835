"""A panel of many series in one file: an answer each, in the file's order; a fault costs its own series."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from leadline.cli import app
from leadline.errors import LeadlineError
from leadline.measure.evidence import Case, analyse
from leadline.measure.panel_effects import panel_effects
from leadline.measure.panel_file import read_panel
from tests.measure.evidence.series import calls, year_ago

HEAD = "series,date,outcome,control_1,intervention"
KEYS = ["series", "refused", "verdict", "mean", "low", "high", "p_value", "checks"]


def rows(name: str, case: Case) -> list[str]:
    control = case.controls[0].values if case.controls else [None] * len(case.outcome.days)
    columns = zip(case.outcome.days, case.outcome.values, control, strict=True)
    return [f"{name},{day},{_cell(y)},{_cell(x)},{case.start}" for day, y, x in columns]


def fallen(change: float = -0.11, seed: int = 1, *, control: bool = False) -> Case:
    outcome = calls(120, 30, change=change, seed=seed)
    return Case(outcome, outcome.days[120], (year_ago(outcome, seed + 50),) if control else ())


def answers(folder: Path, *lines: str, head: str = HEAD) -> list[dict[str, Any]]:
    return [one.as_dict() for one in panel_effects(read_panel(write(folder, *lines, head=head)))]


def write(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "panel.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return file


def refusal(folder: Path, lines: Sequence[str]) -> str:
    """What is said of the series “bad”, while its neighbour is answered as if it were alone."""
    bad, good = answers(folder, *lines, *rows("good", fallen()))
    assert bad.keys() == {"series", "refused", "reason", "verdict"}
    assert (bad["series"], bad["refused"], bad["verdict"]) == ("bad", True, "cannot tell")
    assert (good["series"], good["verdict"]) == ("good", "effect")
    return str(bad["reason"])


def _cell(value: float | None) -> str:
    return "" if value is None or np.isnan(value) else f"{value!r}".removeprefix("np.float64(").removesuffix(")")


def test_each_series_says_what_it_says_alone(tmp_path: Path) -> None:
    first, second = fallen(control=True), fallen(0.0, seed=2)
    alone = [analyse(one.outcome, one.start, controls=one.controls) for one in (first, second)]
    found = answers(tmp_path, *rows("calls", first), *rows("visits", second))
    assert [list(one) for one in found] == [KEYS, KEYS]
    assert [one["series"] for one in found] == ["calls", "visits"]
    for one, effect in zip(found, alone, strict=True):
        assert effect.mean is not None
        assert (one["refused"], one["verdict"]) == (False, effect.verdict)
        figures = (effect.mean.value, effect.mean.low, effect.mean.high, effect.p_value)
        assert [one[key] for key in ("mean", "low", "high", "p_value")] == pytest.approx(figures)
        assert [check["name"] for check in one["checks"]] == [check.name for check in effect.checks]


def test_rows_may_come_in_any_order_and_series_answer_in_that_of_their_first_lines(tmp_path: Path) -> None:
    two = [*rows("b", fallen()), *rows("a", fallen(seed=3))]
    mixed = [two[0], *np.random.default_rng(1).permutation(two[1:])]
    assert answers(tmp_path, *mixed) == answers(tmp_path, *two)
    assert [one["series"] for one in answers(tmp_path, *mixed)] == ["b", "a"]


def test_an_empty_outcome_is_a_missing_day(tmp_path: Path) -> None:
    case = fallen()
    lines = rows("calls", case)
    day = lines[5].split(",")
    emptied = [*lines[:5], ",".join([*day[:2], "", *day[3:]]), *lines[6:]]
    assert answers(tmp_path, *emptied) == answers(tmp_path, *lines[:5], *lines[6:])
    assert answers(tmp_path, *emptied)[0]["mean"] != answers(tmp_path, *lines)[0]["mean"]


def test_a_control_that_is_empty_all_through_is_none(tmp_path: Path) -> None:
    checks = answers(tmp_path, *rows("calls", fallen()), *rows("chats", fallen(control=True)))
    assert ["control untouched" in {check["name"] for check in one["checks"]} for one in checks] == [False, True]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("bad,2025-01-02,many,,2025-05-01", "Line 3: column outcome holds “many”, no number."),
        ("bad,2025-01-02,1e999,,2025-05-01", "Line 3: column outcome holds “1e999”, no number."),
        ("bad,2025-01-02,3,x,2025-05-01", "Line 3: column control_1 holds “x”, no number."),
        ("bad,2.1.2025,3,,2025-05-01", "Line 3: column date holds “2.1.2025”, no day as in 2026-01-31."),
        ("bad,2025-02-30,3,,2025-05-01", "Line 3: column date holds “2025-02-30”, no day as in 2026-01-31."),
        ("bad,,3,,2025-05-01", "Line 3: column date is empty."),
        ("bad,2025-01-02,3,,soon", "Line 3: column intervention holds “soon”, no day as in 2026-01-31."),
        (
            "bad,2025-01-02,3,,2025-05-02",
            "Line 3: column intervention says 2025-05-02, earlier lines of the series 2025-05-01.",
        ),
        ("bad,2025-01-01,3,,2025-05-01", "Line 3: column date says 2025-01-01 a second time."),
        (
            "bad,2205-01-01,3,,2025-05-01",
            "Line 151: column date says 2205-01-01, 65,743 days after the first: more than forty years.",
        ),
        ("bad,2025-01-02,3", "Line 3: the row ends after 3 of 5 columns."),
        ("bad,2025-01-02,3,,2025-05-01,9", "Line 3: the row holds more than its header: 6 of 5 columns."),
    ],
)
def test_a_wrong_cell_names_its_line_and_column_and_refuses_its_series_alone(
    tmp_path: Path, cells: str, said: str
) -> None:
    lines = rows("bad", fallen())
    if "2205" in cells:
        assert refusal(tmp_path, [*lines[:149], cells]) == said
    else:
        assert refusal(tmp_path, [lines[0], cells, *lines[2:]]) == said


def test_a_series_without_a_start_and_one_too_short_are_refused(tmp_path: Path) -> None:
    nameless = [line.rsplit(",", 1)[0] + "," for line in rows("bad", fallen())]
    assert refusal(tmp_path, nameless) == "Line 2: column intervention is empty all through the series."
    short = rows("bad", fallen())[100:]
    assert refusal(tmp_path, short) == "bad has 20 days with a value before the start; a forecast needs 56."


def test_a_row_of_nobody_is_refused_by_itself(tmp_path: Path) -> None:
    nobody, good = answers(tmp_path, ",2025-01-01,3,,2025-05-01", *rows("good", fallen()))
    assert (nobody["series"], nobody["reason"]) == (
        "",
        "Line 2: column series is empty: nobody knows whose row it is.",
    )
    assert good["refused"] is False


def test_values_beyond_what_can_be_computed_are_refused(tmp_path: Path) -> None:
    huge = [
        line.replace(line.split(",")[2], f"{float(line.split(',')[2]):.6f}e300", 1) for line in rows("bad", fallen())
    ]
    assert "compute" in refusal(tmp_path, huge)


def test_a_file_without_a_column_or_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LeadlineError, match="lacks the columns outcome, intervention on line 1"):
        read_panel(write(tmp_path, "a,2025-01-01,3", head="series,date,value"))
    with pytest.raises(LeadlineError, match="holds no rows"):
        read_panel(write(tmp_path))
    with pytest.raises(LeadlineError, match="no file"):
        read_panel(tmp_path / "none.csv")


def test_a_start_that_differs_and_a_control_more_are_analysed_beside_the_rest(tmp_path: Path) -> None:
    """Forty series of different lengths, starts and missing days, in one file: each as it is alone."""
    cases = []
    for i in range(40):
        outcome = calls(100 + i % 7, 20 + i % 5, change=-0.1 * (i % 2), seed=i)
        outcome.values[(i * 3) % 90] = np.nan
        cases.append(Case(outcome, outcome.days[100 + i % 7], (year_ago(outcome, i),) if i % 3 else ()))
    found = answers(tmp_path, *(line for i, case in enumerate(cases) for line in rows(f"s{i}", case)))
    assert [one["series"] for one in found] == [f"s{i}" for i in range(40)]
    for i in (0, 7, 39):
        alone = analyse(cases[i].outcome, cases[i].start, controls=cases[i].controls)
        assert alone.mean is not None
        assert found[i]["mean"] == pytest.approx(alone.mean.value)


def test_the_command_writes_json_lines_and_counts_on_the_error_stream(tmp_path: Path) -> None:
    extra = [f"{line},why" for line in rows("bad", fallen())[:3]] + [f"{line},-" for line in rows("good", fallen())]
    file = write(tmp_path, *extra, head=f"{HEAD},note")
    told = CliRunner().invoke(app, ["measure", "effects", str(file)], prog_name="leadline")
    assert told.exit_code == 0
    bad, good = (json.loads(line) for line in told.stdout.splitlines())
    assert (bad["refused"], good["refused"]) == (True, False)
    assert told.stderr == "2 series: effect 1, refused 1.\nNot read, for no such column is known: note.\n"


def test_the_smallest_effect_that_matters_may_be_named(tmp_path: Path) -> None:
    file = write(tmp_path, *rows("calls", fallen(-0.02)))
    for smallest, verdict in (("1", "effect"), ("10", "no effect seen")):
        told = CliRunner().invoke(app, ["measure", "effects", str(file), "--smallest", smallest])
        assert json.loads(told.stdout)["verdict"] == verdict


def test_a_control_that_lacks_the_days_is_named_and_not_the_outcome_that_has_them(tmp_path: Path) -> None:
    """It said that the outcome had no values after the start, of which it has thirty."""
    lines = [line.split(",") for line in rows("bad", fallen(control=True))]
    short = [",".join([*line[:3], line[3] if i < 121 else "", line[4]]) for i, line in enumerate(lines)]
    assert refusal(tmp_path, short) == (
        "bad and its control control_1 both have a value on 1 day after the start; an effect needs 14."
    )


@pytest.mark.parametrize(
    ("column", "factor", "said"),
    [
        (2, 1e200, "The values of bad are too large to compute with."),
        (2, 1e-200, "The values of bad are too small to compute with."),
        (3, 1e300, "The values of control_1 are too large to compute with."),
        (3, 1e-300, "The values of control_1 are too small to compute with."),
    ],
)
def test_huge_and_tiny_values_are_named_and_never_read_as_a_control_that_says_nothing(
    tmp_path: Path, column: int, factor: float, said: str
) -> None:
    lines = [line.split(",") for line in rows("bad", fallen(control=True))]
    scaled = [[*one[:column], repr(float(one[column]) * factor), *one[column + 1 :]] for one in lines]
    assert refusal(tmp_path, [",".join(one) for one in scaled]) == said


def test_hostile_series_answer_in_one_line_each_and_nothing_else_is_said(tmp_path: Path) -> None:
    """Two days, one day, one value, a name that holds an end of line, days at the ends of the calendar: no warning."""
    good = [line.split(",") for line in rows("good", fallen())]
    hostile = [
        *([f"two,{day},{i},,2025-01-02" for i, day in enumerate(("2025-01-01", "2025-01-02"))]),
        "one,2025-01-01,5,,2025-01-01",
        *(",".join(["ends\u2028here\x85there", *line[1:]]) for line in good),
        *(",".join(["empty", line[1], "", "", line[4]]) for line in good),
        *(",".join(["late", *line[1:4], "9999-12-31"]) for line in good),
        *(",".join(["early", *line[1:4], "0001-01-01"]) for line in good),
    ]
    file = write(tmp_path, *hostile, *rows("last", fallen()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = CliRunner().invoke(app, ["measure", "effects", str(file)], prog_name="leadline")
    assert told.stderr == "7 series: effect 2, refused 5.\n"
    lines = {line["series"]: line for line in map(json.loads, told.stdout.splitlines())}
    assert list(lines) == ["two", "one", "ends\u2028here\x85there", "empty", "late", "early", "last"]
    assert lines["two"]["reason"] == "two has 1 day with a value before the start; a forecast needs 56."
