"""Early warning (S4.9, S4.18): a planted burst is found on its day, and silence is kept as often as promised."""

from __future__ import annotations

import datetime as dt
import json
import time

import numpy as np
import pytest
from scipy import stats

from leadline.errors import LeadlineError
from leadline.measure.early_warning import EarlyWarning, Rules, Series, Watch, watch
from leadline.words import Department, PartyId

MONDAY = dt.date(2025, 1, 6)
HALDEN = PartyId("halden")
WEEK = np.array([1.15, 1.2, 1.1, 1.05, 1.0, 0.85, 0.65])


def ordinary_days(
    *, seed: int, level: float, days: int, dispersed: float = 0.0, trend: float = 0.0, weekly: bool = True
) -> np.ndarray:
    """Counts without any incident; `dispersed` is over-dispersion, `trend` the growth of the log level."""
    rng = np.random.default_rng(seed)
    mean = level * np.exp(np.linspace(0, trend, days)) * (np.resize(WEEK, days) if weekly else 1.0)
    gamma = rng.gamma(1 / dispersed, dispersed, days) if dispersed else 1.0
    return rng.poisson(mean * gamma).astype(float)


def of_theme(counts: np.ndarray, theme: str = "reboots", department: Department = Department.PRODUCT) -> Series:
    return Series(HALDEN, theme, department, MONDAY, counts, label="Router reboots")


def quiet_panel(seed: int, series: int, days: int) -> list[Series]:
    """Themes of every size and temper: thin and thick, Poisson and dispersed, with and without weeks and trends."""
    rng = np.random.default_rng(seed)
    return [
        of_theme(
            ordinary_days(
                seed=seed * 10_000 + number,
                level=float(np.exp(rng.uniform(np.log(0.5), np.log(150)))),
                days=days,
                dispersed=float(rng.choice([0.0, 0.05, 0.2])),
                trend=float(rng.choice([-0.7, 0.0, 0.7])),
                weekly=bool(rng.integers(2)),
            ),
            theme=f"theme-{number}",
        )
        for number in range(series)
    ]


def alarm_days(found: Watch) -> int:
    return sum(warning.days for warning in found.warnings)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_false_alarms_come_as_often_as_stated_and_stay_within_the_budget(seed: int) -> None:
    """S4.9: on series with nothing in them the realised false alarms lie within the bounds of the stated number."""
    budget, days = 6.0, 500
    found = watch(quiet_panel(seed, 200, days), rules=Rules(false_alarms_a_month=budget))
    months = (days - 42) / 30.44
    low, high = stats.poisson.interval(0.998, found.false_alarms_expected)
    assert low <= alarm_days(found) <= high
    assert found.false_alarms_expected <= budget * months
    assert found.false_alarms_expected > 0.4 * budget * months


def test_a_burst_is_found_on_its_first_day() -> None:
    """S4.9: early means the day on which it starts."""
    for seed in range(20):
        counts = ordinary_days(seed=seed, level=12, days=200, dispersed=0.05)
        counts[150:153] += [40, 70, 30]
        (warning,) = watch([of_theme(counts)]).warnings
        assert warning.first_day == MONDAY + dt.timedelta(days=150)
        assert warning.peak == MONDAY + dt.timedelta(days=151)
        assert (warning.days, warning.observed, warning.severity) == (3, int(counts[151]), "high")
        assert warning.low < 12 < warning.high < warning.observed


def test_what_was_said_in_the_morning_is_not_changed_by_the_days_after() -> None:
    counts = ordinary_days(seed=1, level=12, days=200)
    counts[150:160] += 60
    early, late = watch([of_theme(counts[:152])]), watch([of_theme(counts)])
    assert early.warnings[0].id == late.warnings[0].id
    assert early.path(HALDEN, "reboots") == late.path(HALDEN, "reboots")[:152]


def test_a_busy_monday_is_no_incident_but_the_same_count_on_a_sunday_is() -> None:
    """The watch knows the week."""
    week = np.array([90, 60, 60, 60, 60, 30, 20])
    counts = np.random.default_rng(5).poisson(np.resize(week, 30 * 7)).astype(float)
    sunday = 25 * 7 + 6
    counts[sunday] = 90
    (warning,) = watch([of_theme(counts)]).warnings
    assert warning.peak == MONDAY + dt.timedelta(days=sunday)
    assert warning.expected == pytest.approx(20, rel=0.3)


def test_a_theme_with_a_week_of_its_own_is_known_by_it_among_many_others() -> None:
    """A thick series is believed, a thin one leans on the weekdays of all."""
    own = np.random.default_rng(8).poisson(np.resize([40, 40, 40, 40, 40, 120, 120], 210)).astype(float)
    others = [of_theme(ordinary_days(seed=n, level=30, days=210), f"theme-{n}") for n in range(40)]
    found = watch([of_theme(own), *others])
    week = [day.expected for day in found.path(HALDEN, "reboots")][-7:]
    assert week == pytest.approx([40, 40, 40, 40, 40, 120, 120], rel=0.2)
    assert "reboots" not in [warning.theme for warning in found.warnings]


def test_steady_growth_is_no_incident() -> None:
    """The watch knows the trend: a theme that triples over half a year raises nothing, an average of it would."""
    counts = ordinary_days(seed=3, level=40, days=180, trend=np.log(3))
    found = watch([of_theme(counts)])
    assert found.warnings == ()
    last = [day.expected for day in found.path(HALDEN, "reboots")][-7:]
    assert np.mean([e for e in last if e is not None]) == pytest.approx(118, rel=0.1)


def test_an_incident_does_not_teach_the_baseline() -> None:
    counts = ordinary_days(seed=4, level=10, days=200)
    counts[120:127] += 80
    found = watch([of_theme(counts)])
    after = [day.expected for day in found.path(HALDEN, "reboots")][127:141]
    assert np.mean([e for e in after if e is not None]) == pytest.approx(10, rel=0.2)
    assert [w.days for w in found.warnings] == [7]


def test_an_incident_in_the_first_weeks_does_not_blind_the_watch() -> None:
    counts = ordinary_days(seed=6, level=10, days=120)
    counts[10:13] += 200
    counts[100] += 45
    assert [w.first_day for w in watch([of_theme(counts)]).warnings] == [MONDAY + dt.timedelta(days=100)]


def test_a_level_that_stays_becomes_the_new_ordinary_and_the_alarm_ends() -> None:
    counts = ordinary_days(seed=7, level=10, days=250)
    counts[150:] = ordinary_days(seed=8, level=60, days=100)
    (warning,) = watch([of_theme(counts)]).warnings
    assert warning.first_day == MONDAY + dt.timedelta(days=150)
    assert warning.new_level_on == MONDAY + dt.timedelta(days=163)
    assert warning.last_day == warning.new_level_on


def test_days_in_a_row_are_one_warning_and_two_incidents_are_two() -> None:
    counts = ordinary_days(seed=9, level=8, days=200)
    counts[100:104] += 50
    counts[115:117] += 50
    found = watch([of_theme(counts)]).warnings
    assert [(w.first_day - MONDAY).days for w in found] == [115, 100]
    assert [w.days for w in found] == [2, 4]
    assert found[1].excess == pytest.approx(200, abs=40)


def test_a_young_series_gets_no_verdict_but_a_date() -> None:
    counts = ordinary_days(seed=1, level=5, days=42)
    counts[-1] = 500
    found = watch([of_theme(counts)])
    assert (found.warnings, found.watched) == ((), 0)
    assert found.too_young[0].sentence == "Router reboots: too young to watch, until 17 February 2025"
    older = watch([of_theme(np.append(ordinary_days(seed=1, level=5, days=42), 500))])
    assert [w.first_day for w in older.warnings] == [dt.date(2025, 2, 17)]


def test_days_that_nobody_observed_are_neither_quiet_nor_loud() -> None:
    counts = ordinary_days(seed=2, level=20, days=200)
    holes = counts.copy()
    holes[60:80] = np.nan
    holes[150] = 90
    found = watch([of_theme(holes)])
    assert [w.first_day for w in found.warnings] == [MONDAY + dt.timedelta(days=150)]
    assert found.path(HALDEN, "reboots")[60].observed is None
    ordinary = [d.expected for d in found.path(HALDEN, "reboots")][100:150]
    assert np.mean([e for e in ordinary if e is not None]) == pytest.approx(20, rel=0.1)


def test_a_theme_nobody_ever_named_warns_when_five_do() -> None:
    """The smallest warning is five messages: fewer are an anecdote."""
    silence = np.zeros(100)
    four, five = silence.copy(), silence.copy()
    four[99], five[99] = 4, 5
    assert watch([of_theme(four)]).warnings == ()
    assert watch([of_theme(five)]).warnings[0].observed == 5


@pytest.mark.parametrize(
    ("department", "also", "sent_to"),
    [
        (Department.PRODUCT, (Department.PROCUREMENT,), "Product and Procurement"),
        (Department.SUPPORT, (), "Support"),
        (Department.LOGISTICS, (), "Logistics, Procurement and Production"),
        (Department.PRODUCTION, (Department.SUPPORT,), "Production, Support, Procurement and Logistics"),
    ],
)
def test_a_warning_goes_to_its_department_and_a_supply_theme_to_the_supply_side(
    department: Department, also: tuple[Department, ...], sent_to: str
) -> None:
    """S4.9: procurement, logistics and production planning are warned."""
    counts = np.full(281, 2.0)
    counts[-1] = 31
    series = Series(HALDEN, "reboots", department, MONDAY, counts, also=also, label="Router reboots")
    (warning,) = watch([series]).warnings
    assert warning.sentence == f"Router reboots: 31 on 13 October, 2 expected · to {sent_to}"
    assert warning.status == "open"


def test_the_more_is_watched_the_less_likely_a_day_must_be() -> None:
    counts = ordinary_days(seed=2, level=30, days=150, weekly=False)
    counts[149] = 54
    alone = watch([of_theme(counts)])
    crowd = watch([of_theme(counts, "reboots"), *quiet_panel(3, 300, 150)])
    assert [w.theme for w in alone.warnings] == ["reboots"]
    assert "reboots" not in [w.theme for w in crowd.warnings]
    assert alone.warnings[0].p_value < alone.warnings[0].p_corrected < 0.5
    assert crowd.false_alarms_a_month <= 1.0
    assert crowd.sentence.startswith("301 themes are watched; expect about ")


def test_a_warning_survives_json() -> None:
    counts = ordinary_days(seed=1, level=10, days=100)
    counts[90:95] += 60
    (warning,) = watch([of_theme(counts)]).warnings
    assert EarlyWarning.from_dict(json.loads(json.dumps(warning.as_dict()))) == warning
    assert warning.as_dict()["sentence"] == warning.sentence


def test_hundreds_of_themes_over_eighteen_months_take_a_moment() -> None:
    panel = quiet_panel(1, 300, 550)
    began = time.process_time()
    watch(panel)
    assert time.process_time() - began < 4, "it takes less than one; four allow for a slow machine"


def test_a_series_given_twice_or_none_at_all_is_said() -> None:
    with pytest.raises(LeadlineError, match="given twice"):
        watch([of_theme(np.zeros(60)), of_theme(np.zeros(60))])
    with pytest.raises(LeadlineError, match="no theme to watch"):
        watch([])
    with pytest.raises(LeadlineError, match="Nobody watches"):
        watch([of_theme(np.zeros(60))]).path(HALDEN, "strikes")
