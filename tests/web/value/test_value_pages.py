"""The pages of value: what was observed and what is taken to last, what could not be priced, a wrong cost sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leadline.measure.month import Judged, kept_effects
from leadline.value import StatedBenefit, is_open
from leadline.value.kept import kept_value
from leadline.value.month import measure_value
from leadline.value.what_if import movable
from leadline.web.accounts.versions import newest
from leadline.web.grammar.numbers import number
from leadline.web.programs.actions import plan_programs
from leadline.web.value.models import CostsVersion
from leadline.web.value.pages import _lede
from leadline.words import Month
from tests.october import NOW, OCTOBER, World, copy_of, ran

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOVEMBER = Month(2026, 11)
HOME, ROI, COSTS, WHAT_IF = "/value/", "/value/roi/page-service/", "/value/costs/", "/value/what-if/"
PLAN = "/value/plan/"
SHEET = """
currency: EUR
items:
  - {program: page-service, label: Desk, kind: tools, amount: 450, source: Offer, source_date: 2026-01-01}
"""
SILENT = {
    "program": "page-service",
    "method": "silent deflection",
    "inputs": {
        "views": {"amount": 9000, "source": "invented", "source_date": "2026-08-31"},
        "would_have_called": {"amount": 5, "unit": "%", "source": "invented", "source_date": "2026-08-31"},
    },
}


@pytest.fixture
def fresh(tmp_path: Path) -> World:
    return copy_of(ran(), tmp_path / "home")


@pytest.fixture
def signed_in(client_of, fresh: World) -> Callable[[str], Client]:
    """A browser without a screen in October's home, where its programs are planned."""

    def client(role: str) -> Client:
        found = client_of(role, fresh.home)
        plan_programs(fresh.folder / "programs.yaml", by=None, now=NOW)
        return found

    return client


def price(world: World, judged: Sequence[Judged] | None = None, **changes: object) -> None:
    """Price November: thirty days after the judged window."""
    documents = world.documents
    assert documents.strategy is not None
    assert documents.costs is not None
    measure_value(
        world.lake,
        changes.pop("sheet", documents.costs),  # type: ignore[arg-type]
        judged=kept_effects(world.lake) if judged is None else judged,
        document=documents.strategy,
        programs=changes.pop("programs", documents.programs),  # type: ignore[arg-type]
        results=documents.results if judged is None else (),
        month=NOVEMBER,
        until=NOVEMBER.last_day,
        now=NOW,
    )


def text(client: Client, path: str, status: int = 200) -> str:
    return words(client.get(f"{path}?month=2026-11"), status)


def words(answer: object, status: int = 200) -> str:
    assert answer.status_code == status  # type: ignore[attr-defined]
    html = unescape(answer.content.decode())  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def sheet(content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("costs.yaml", content.encode() if isinstance(content, str) else content)


def test_the_return_says_what_was_observed_and_what_it_comes_to_if_that_lasts(signed_in, fresh: World) -> None:
    price(fresh)
    for path in (HOME, ROI):
        page = text(signed_in("executive"), path)
        assert "while observed" in page
        assert "if it lasts, which is assumed" in page
        assert "by what was observed" not in page
    assert "If it lasts, the last 30 days, not observed, bring EUR " in text(signed_in("executive"), HOME)
    assert "as observed until 2026-10-31" in text(signed_in("executive"), ROI)


def test_a_harm_is_told_as_a_loss_and_drawn_as_one(signed_in, fresh: World) -> None:
    """Calls that rose by what they fell: the bar is no empty one, and what lasts costs and does not bring."""
    price(fresh, judged=[risen(one) for one in kept_effects(fresh.lake)])
    page = text(signed_in("executive"), HOME).replace("\u00a0", " ")
    html = signed_in("executive").get(f"{HOME}?month=2026-11").content.decode()
    assert re.search(r"supported −€ \S+, a loss", page)
    assert "If it lasts, the last 30 days, not observed, cost EUR " in page
    widths = [float(one) for one in re.findall(r'<rect class="fill-loss"[^>]* width="([\d.]+)%"', html)]
    assert sum(widths) == pytest.approx(200, abs=0.1), "what is shown, and apart from it what is only taken to last"


def test_what_may_be_booked_stands_apart_from_what_is_hoped_for(signed_in, fresh: World) -> None:
    """Two bars, each of its own: nothing invites to add what is supported to what is assumed."""
    price(fresh)
    html = signed_in("executive").get(f"{HOME}?month=2026-11").content.decode()
    _, _, after = html.partition("Shown: this may be booked")
    shown, _, hoped = after.partition("Hoped for: not to be booked")
    hoped = hoped.partition("A reason to test")[0]
    assert "fill-supported" in shown
    assert "fill-assumed" not in shown
    assert "fill-assumed" in hoped
    assert "fill-supported" not in hoped


def test_contacts_avoided_are_counted_in_several_ways_side_by_side(signed_in, fresh: World) -> None:
    """S0.11: readers who need not ask stand beside what the calls show, and are never added to it."""
    costs = fresh.documents.costs
    assert costs is not None
    silent = StatedBenefit.model_validate(SILENT)
    price(fresh, sheet=costs.model_copy(update={"benefits": (silent,)}))
    page = text(signed_in("executive"), HOME)
    assert "Two ways count the contacts that did not happen" in page
    assert "silent deflection views of answered threads × the share that would have called" in page
    assert "shown beside it, never added" in page
    assert "Not stated yet: by survey, direct + indirect." in page
    assert signed_in("agent").get(HOME).status_code == 403


def test_a_slider_is_answered_from_the_same_draws_and_the_full_run_follows(reader) -> None:
    """A call at half its price: the fragment alone, with the run of 100,000 to come."""
    client = reader("executive")
    whole = words(client.get(f"{WHAT_IF}?month=2026-10"))
    assert "Everything as stated." in whole
    assert "Price of a call" in whole
    address = f"{WHAT_IF}?month=2026-10&by:Price+of+a+call=-50"
    answer = client.get(address, headers={"HX-Request": "true"})
    moved = words(answer)
    assert "less than as stated" in moved
    assert "Move a number" not in moved
    assert "10 000 draws ; the run of 100,000 follows" in moved.replace("\u202f", " ").replace("10,000", "10 000")
    full = client.get(f"{address}&full=1", headers={"HX-Request": "true"})
    assert "follows" not in words(full)


def test_what_a_slider_cannot_change_is_worked_out_once(reader, monkeypatch) -> None:
    """The case and what can be moved in it; how long an answer takes is measured by benchmarks/sliders.py."""
    from leadline.web.value import moving

    asked = []
    monkeypatch.setattr(moving, "movable", lambda case: asked.append(case) or movable(case))
    client = reader("executive")
    for percent in range(-25, 0, 5):
        address = f"{WHAT_IF}?month=2026-10&counting=everything&by:Price+of+a+call={percent}"
        assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
    assert len(asked) <= 1


@pytest.mark.parametrize(
    "asked", ["by:Hope=20", "by:Price+of+a+call=none", "program=page-service", "counting=everything"]
)
def test_an_address_that_asks_for_odd_things_is_answered(reader, asked: str) -> None:
    page = words(reader("executive").get(f"{WHAT_IF}?month=2026-10&{asked}"))
    assert "What it comes to" in page
    assert reader("agent").get(WHAT_IF).status_code == 403


def test_the_program_page_tells_what_one_outcome_costs(signed_in, fresh: World) -> None:
    price(fresh)
    page = text(signed_in("executive"), ROI)
    assert re.search(r"EUR [\d.,]+ \[[\d.,]+, [\d.,]+\] a contact avoided", page)


def test_the_plan_tells_what_a_budget_buys_with_its_grades(reader) -> None:
    page = words(reader("executive").get(f"{PLAN}?month=2026-10&budget=900k"))
    assert "Counting what is supported or tested" in page
    assert "Counting everything, also what is assumed" in page
    assert "of EUR 900,000" in page
    wrong = reader("executive").get(f"{PLAN}?month=2026-10&budget=much")
    assert wrong.status_code == 422
    assert "What " in words(reader("executive").get(f"{PLAN}?month=2026-10"))
    assert reader("agent").get(PLAN).status_code == 403


def test_the_costs_say_what_is_done_in_house_and_what_is_outsourced(reader, month_home) -> None:
    """S3.3: beside the sheet, what was spent on either side."""
    page = words(reader("executive").get(COSTS))
    assert "In-house and outsourced" in page
    assert "Outsourced share" in page


def risen(one: Judged) -> Judged:
    """The same effect the other way round."""
    mean = one.effect.mean
    if mean is None or one.role != "business":
        return one
    return replace(
        one, effect=replace(one.effect, mean=replace(mean, value=-mean.value, low=-mean.high, high=-mean.low))
    )


def test_what_is_assumed_to_last_is_not_added_to_what_was_observed(signed_in, fresh: World) -> None:
    price(fresh)
    page = text(signed_in("executive"), HOME).replace("\u00a0", " ")
    assert re.search(r"Do not add them: € \S+ a month of what is assumed is what was observed, taken to last", page)


def test_what_is_not_priced_has_no_stray_dash_and_no_names_of_machines(signed_in, fresh: World) -> None:
    told = kept_effects(fresh.lake)
    price(fresh, judged=[replace(one, effect=replace(one.effect, verdict="cannot tell")) for one in told])
    html = unescape(signed_in("executive").get(f"{HOME}?month=2026-11").content.decode())
    listed = html.split("Not priced yet</h2>")[1].split("</ul>")[0]
    assert "<li><small>" in listed
    assert "consumer calls" in listed
    assert "calls@" not in listed


def test_how_a_figure_is_made_reads_as_words_and_signs(signed_in, fresh: World) -> None:
    """`960 hours × 29.80`, never an `x` for times nor a metric's short name."""
    client = signed_in("executive")
    for address in (HOME, ROI):
        page = text(client, address)
        assert "contacts avoided a day × days that were counted × marginal price" in page, address
        assert not re.search(r"\w+@\w+|[a-z)] x [(a-z0-9]", page), address
    assert "800 hours × 29.80" in page


def test_some_days_benefits_against_all_days_costs_never_stand_without_their_name(signed_in, fresh: World) -> None:
    """The title and the figures set like against like; the other ratio stands once, named."""
    price(fresh)
    priced = kept_value(fresh.lake, NOVEMBER)
    assert priced is not None
    for path, found in ((HOME, priced.whole), (ROI, priced.programs[0])):
        page = text(signed_in("executive"), path).replace("\u00a0", " ")
        floor, seen = (number(one.value, 0) for one in (found.percent, found.headline))
        assert floor != seen
        assert f"{seen} % [" in page
        assert page.count(f"{floor} %") == 1
        named = "If nothing lasts, so that the observed benefits meet the costs of all days: return "
        assert f"{named}{floor} % [" in page


def test_a_chance_reads_the_same_on_the_page_as_in_the_sentences(signed_in, fresh: World) -> None:
    price(fresh)
    page = text(signed_in("executive"), HOME).replace("\u00a0", " ")
    assert "less than 1 %" in page
    assert " 0 %" not in page
    assert " 100 %" not in page


def test_a_return_whose_interval_holds_zero_is_told_as_open(fresh: World) -> None:
    priced = kept_value(fresh.lake, OCTOBER)
    assert priced is not None
    told = "Its interval holds zero: this may be a gain or a loss."
    assert not is_open(priced.whole.percent)
    assert told not in _lede(priced.whole)
    hazy = replace(priced.whole, percent=replace(priced.whole.percent, high=5.0))
    assert told in _lede(hazy)


def test_where_no_benefit_was_priced_no_loss_of_a_hundred_percent_is_told(signed_in, fresh: World) -> None:
    price(fresh, judged=())
    for path in (HOME, ROI):
        page = text(signed_in("executive"), path)
        assert "No benefit could be priced yet" in page
        assert "100 %" not in page
        assert "paid back" not in page
    home = text(signed_in("executive"), HOME)
    assert "Not priced yet No effect on calls was seen and no result of champions was handed in" in home
    assert "back for each 1 spent" not in home
    assert "No effect on calls was seen" in text(signed_in("executive"), ROI)


def test_a_return_that_nothing_stands_behind_any_more_is_not_shown(signed_in, fresh: World) -> None:
    price(fresh, programs=())
    assert "Nothing is priced yet" in text(signed_in("executive"), HOME)
    signed_in("executive").get(ROI, {"month": "2026-11"})
    assert signed_in("executive").get(f"{ROI}?month=2026-11").status_code == 404


def test_a_plan_that_changed_since_is_said_beside_the_sums(signed_in, fresh: World) -> None:
    price(fresh)
    assert "The programs have changed" not in text(signed_in("executive"), HOME)
    price(fresh, programs=fresh.documents.programs[:1])
    assert "The programs have changed since this was priced: run the month again." in text(signed_in("executive"), HOME)


def test_money_is_for_who_may_see_it(signed_in) -> None:
    assert signed_in("executive").get(HOME).status_code == 200
    assert signed_in("agent").get(HOME).status_code == 403


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "This field is required"),
        ({"file": sheet("")}, "The submitted file is empty"),
        ({"file": sheet("currency: EUR\n")}, "There is no cost in the file."),
        ({"file": sheet(SHEET.replace("450", "many"))}, "“many” is not a number"),
        ({"file": sheet(b"x" * 1_000_001)}, "The file is larger than 1 MB"),
    ],
)
def test_a_wrong_sheet_is_told_on_the_page_and_changes_nothing(signed_in, given: dict, said: str) -> None:
    page = words(signed_in("strategist").post(COSTS, given), 422)
    assert said in page
    assert newest(CostsVersion) is None


def test_a_right_sheet_is_in_force_and_says_which_program_nobody_planned(signed_in) -> None:
    client = signed_in("strategist")
    answer = client.post(COSTS, {"file": sheet(SHEET)}, follow=True)
    page = words(answer)
    assert "The costs are in force." in page
    assert "No program" not in page
    page = words(client.post(COSTS, {"file": sheet(SHEET.replace("page-service", "page-servce"))}, follow=True))
    assert "No program “page-servce” is planned" in page
    assert "Write “page-service” if that is what you mean." in page


def test_each_price_is_told_in_its_own_unit(signed_in, fresh: World) -> None:
    """Minutes and shares are no money; an hour has its article, and thousands their separator."""
    given = sheet((fresh.folder / "costs.yaml").read_text())
    page = words(signed_in("manager").post(COSTS, {"file": given}, follow=True))
    for told in (
        "2.60 EUR a call",
        "7,800 EUR a hire",
        "11 EUR an hour",
        "A call 14 minutes",
        "30 of 100 hires [10, 55]",
        "34 of 100 EUR",
    ):
        assert told in page
    assert "EUR a minutes" not in page
    assert "EUR a 100" not in page


def test_who_may_not_edit_costs_hands_none_in(signed_in) -> None:
    assert signed_in("executive").post(COSTS, {"file": sheet(SHEET)}).status_code == 403
    assert newest(CostsVersion) is None
