"""`leadline measure screen`: which series of a file foretells which, and what could not be asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from typer.testing import CliRunner, Result

from benchmarks.screening import drawn
from leadline.cli import app
from tests.measure.evidence.series import days

HEAD = "series,date,outcome"


def rows(name: str, values: np.ndarray) -> list[str]:
    return [f"{name},{day},{value}" for day, value in zip(days(len(values)), values, strict=True)]


def planted(leaders: int = 4, followers: int = 6) -> tuple[list[str], set[tuple[str, str]]]:
    """Some of a replicate of the benchmark: rows, and which link is true."""
    leading, following, true = drawn("AR .8 + weekday", 1)
    which = [int(i) for i in np.flatnonzero(true[:, :25].any(axis=1))[:leaders]]
    behind = [int(np.flatnonzero(true[i])[0]) for i in which]
    behind += list(range(25, 50))[: followers - len(behind)]
    lines = [line for i in which for line in rows(f"mentions {i}", leading[i])]
    lines += [line for i in behind for line in rows(f"calls {i}", following[i])]
    return lines, {(f"mentions {a}", f"calls {b}") for a in which for b in behind if true[a, b]}


def run(folder: Path, lines: list[str], *options: str, head: str = HEAD) -> Result:
    file = folder / "panel.csv"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return CliRunner().invoke(app, ["measure", "screen", str(file), *options], prog_name="leadline")


def links(told: Result) -> list[dict[str, Any]]:
    assert told.exit_code == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_planted_links_come_first_with_their_days(tmp_path: Path) -> None:
    lines, true = planted()
    told = run(tmp_path, lines)
    found = links(told)
    assert len(found) == 90, "ten series, each against the nine others"
    assert list(found[0]) == ["leading", "following", "lag", "correlation", "p_value", "bh", "by", "kept"]
    kept = {(one["leading"], one["following"]): one["lag"] for one in found if one["kept"]}
    assert true <= kept.keys()
    assert {kept[pair] for pair in true} == {3}
    assert [one["kept"] for one in found] == sorted((one["kept"] for one in found), reverse=True)
    assert told.stderr.startswith(f"Of 90 candidate links {len(kept)} stand out, of which at most 10 % should be false")


def test_who_may_lead_and_who_may_follow_can_be_named(tmp_path: Path) -> None:
    lines, true = planted()
    leader, follower = sorted(true)[0]
    (one,) = links(run(tmp_path, lines, "--leads", leader, "--follows", follower))
    assert (one["leading"], one["following"], one["lag"], one["kept"]) == (leader, follower, 3, True)
    assert len(links(run(tmp_path, lines, "--follows", follower))) == 9


def test_by_keeps_no_more_than_bh_and_a_smaller_rate_no_more_than_a_larger(tmp_path: Path) -> None:
    lines, _ = planted(6, 20)
    kept = {
        options: sum(one["kept"] for one in links(run(tmp_path, lines, *options)))
        for options in ((), ("--rule", "BY"), ("--q", "1"))
    }
    assert kept["--rule", "BY"] <= kept[()]
    assert kept["--q", "1"] <= kept[()]
    assert kept[()] > 0


def test_what_cannot_be_screened_is_said_and_the_rest_is_screened(tmp_path: Path) -> None:
    lines, _ = planted()
    months = [f"hires,2025-{month:02}-01,{month * month % 7}" for month in range(1, 13)]
    extra = ["bad,2025-01-01,many", "week,2025-01-01,1", *months]
    told = run(tmp_path, [f"{line},x" for line in [*lines, *extra]], head=f"{HEAD},note")
    assert len(links(told)) == 90
    said = told.stderr.replace("\n", " ")
    assert "bad was not screened: Line 1802: column outcome holds “many”, no number." in said
    assert "week was not screened: 1 days with a value; 56 are needed." in said
    assert "hires was not screened: It comes by the month; days are needed." in said
    assert "Not read, for no such column is known: note." in said


def test_a_name_that_is_not_there_or_cannot_be_read_is_refused(tmp_path: Path) -> None:
    lines, _ = planted()
    told = run(tmp_path, lines, "--follows", "sales")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("panel.csv has no series “sales”.")
    told = run(tmp_path, [*lines, "bad,2025-01-01,many"], "--leads", "bad")
    assert told.exit_code == 1
    assert told.stderr.startswith("bad cannot be read. Line 1802: column outcome holds “many”, no number.")
    assert run(tmp_path, lines, "--q", "0").exit_code == 1
    assert run(tmp_path, ["a,3"], head="series,outcome").exit_code == 1


def test_one_document_for_programs_stands_on_the_error_stream(tmp_path: Path) -> None:
    lines, true = planted()
    told = run(tmp_path, lines, "--json")
    assert json.loads(told.stderr)["tried"] == len(told.stdout.splitlines()) == 90
    assert json.loads(told.stderr)["kept"] >= len(true)


def test_a_rate_outside_its_range_is_refused_in_percent(tmp_path: Path) -> None:
    for rate in ("0", "100", "nan"):
        told = run(tmp_path, ["calls,2026-01-01,1"], "--q", rate)
        assert told.exit_code == 1
        assert "Give one above 0 and below 100" in " ".join(told.stderr.split())


def test_series_that_share_no_day_are_no_link_that_was_tried(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    calendar = days(600)
    lines = [f"early,{day},{value}" for day, value in zip(calendar[:200], rng.standard_normal(200), strict=True)]
    lines += [f"late,{day},{value}" for day, value in zip(calendar[400:], rng.standard_normal(200), strict=True)]
    assert links(run(tmp_path, lines)) == []
    lines += [f"whole,{day},{value}" for day, value in zip(calendar, rng.standard_normal(600), strict=True)]
    assert len(links(run(tmp_path, lines))) == 4
