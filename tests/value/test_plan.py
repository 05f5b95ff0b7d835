"""The planner of a budget: against every plan there is, with grades shown and nothing assumed sold as known."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import numpy as np
import pytest

from leadline.errors import LeadlineError
from leadline.value import DeflectedContacts
from leadline.value.case import Case
from leadline.value.plan import AS_IT_IS, DRAWS, ON_ASSUMED, ONLY_WITH_ASSUMED, Offer, Plan, Size, offers_of, plan
from leadline.words import Grade, Money
from tests.value.test_stated import DATED, sheet
from tests.value.worlds import START, YEAR, call_price, effect


def size(cost: int, worth: float, *, proven: float | None = None, label: str = "whole") -> Size:
    """Certain, and proven in full unless a test says otherwise."""
    known = worth if proven is None else proven
    grade = Grade.SUPPORTED if known else Grade.ASSUMED
    drawn = (np.full(DRAWS.number, float(one)) for one in (worth, known))
    return Size(label, Decimal(cost), *drawn, float(worth), float(known), grade)


def offer(name: str, *sizes: Size) -> Offer:
    return Offer(name.lower(), name, sizes)


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def bought(found: Plan) -> dict[str, str]:
    return {pick.name: pick.size for pick in found.picks}


def test_the_plan_is_the_best_of_all_plans_that_the_budget_pays_for() -> None:
    """Sixty invented worlds of five programs with up to three sizes each, against every combination."""
    rng = np.random.default_rng(7)
    for _ in range(60):
        offers = [
            offer(
                f"P{n}", *(size(int(rng.integers(1, 60)), float(rng.integers(1, 120)), label=str(k)) for k in range(3))
            )
            for n in range(5)
        ]
        budget = int(rng.integers(0, 150))
        best = 0.0
        for choice in product(range(-1, 3), repeat=5):
            own = [one.sizes[i] for one, i in zip(offers, choice, strict=True) if i >= 0]
            if sum(each.cost for each in own) <= budget:
                best = max(best, sum(each.stated_worth - float(each.cost) for each in own))
        assert plan(offers, euros(budget)).net.value == pytest.approx(best)


def test_a_program_with_a_minimum_size_is_bought_whole_or_not_at_all() -> None:
    """The desk begins at 40: with 50 it takes the place of two smaller ones; the next euros buy one of them too."""
    offers = [offer("Desk", size(40, 90)), offer("Stories", size(20, 35)), offer("Blog", size(15, 28))]
    found = plan(offers, euros(50))
    assert bought(found) == {"Desk": "whole"}
    assert (found.spent, found.left) == (euros(40), euros(10))
    assert found.next is not None
    assert (found.next.more, found.next.adds, found.next.words) == (euros(5), 13.0, "add Blog (whole)")
    assert dict(found.not_bought)["Stories"] == (
        "the smallest size that pays costs 20 a year, and 10 is left beside better ones"
    )
    assert [pick.chosen_in for pick in found.picks] == [1.0]
    assert Plan.from_dict(found.as_dict()) == found


def test_what_costs_more_than_it_is_worth_is_not_bought_however_large_the_budget() -> None:
    found = plan([offer("Buzz", size(40, 30))], euros(1000))
    assert (found.picks, found.left, found.next) == ((), euros(1000), None)
    assert "nothing is worth its cost in a year, so no program is recommended" in found.sentence
    assert found.not_bought == (("Buzz", "it costs more than it is worth"),)
    with pytest.raises(LeadlineError, match="cannot be spent"):
        plan([], euros(-1))


def test_nothing_is_recommended_on_what_is_assumed_alone_without_saying_so() -> None:
    """The stories would win on what is assumed; counting what is proven they are not bought, else they say it."""
    offers = [offer("Desk", size(40, 60)), offer("Stories", size(40, 200, proven=0))]
    proven, everything = plan(offers, euros(50)), plan(offers, euros(50), counting="everything")
    assert bought(proven) == {"Desk": "whole"}
    assert dict(proven.not_bought)["Stories"] == "nothing of it is proven yet"
    assert bought(everything) == {"Stories": "whole"}
    assert everything.picks[0].caution == ON_ASSUMED
    assert everything.sentence.endswith("Stories rests on what is assumed alone.")
    step = plan(offers, euros(40), counting="everything").next
    assert step is not None
    assert (step.words, step.caution) == ("add Desk (whole)", "")


def test_what_pays_only_with_what_is_assumed_says_so() -> None:
    found = plan([offer("Desk", size(40, 60, proven=30))], euros(50), counting="everything")
    assert found.picks[0].caution == ONLY_WITH_ASSUMED


def test_the_best_plan_is_sought_again_in_every_draw() -> None:
    """Two programs of which one fits: the better mean wins, and in three draws of ten the other would have."""
    rng = np.random.default_rng(3)
    shaky = rng.normal(70, 38, DRAWS.number)
    sure, wild = size(40, 50), Size("whole", Decimal(40), shaky, shaky, 70.0, 70.0, Grade.SUPPORTED)
    found = plan([offer("Sure", sure), offer("Wild", wild)], euros(40))
    assert bought(found) == {"Wild": "whole"}
    assert found.picks[0].chosen_in == pytest.approx(np.mean(shaky > 50), abs=0.01)


def test_running_programs_and_stated_sizes_are_offered_for_a_year() -> None:
    """540 calls a day at 2.60 against 100 a month; a size that nobody has run is assumed, its dollars are converted."""
    larger = {"label": "second channel", "cost": 2000, "benefit": 9000, "low": 4000, "high": 14000, "currency": "USD"}
    known = sheet(
        options=[{"program": "page-service", "packages": [{**larger, **DATED}]},
                 {"program": "new", "name": "A new one", "packages": [{**larger, "currency": "EUR", **DATED}]}],
        rates=[{"of": "USD", "to": "EUR", "amount": "0.90", "source": "ECB", "source_date": "2026-01-10"}],
    )  # fmt: skip
    saved = DeflectedContacts("page-service", effect(), call_price(), "EUR", Grade.SUPPORTED)
    case = Case((saved,), known, YEAR, starts={"page-service": START})
    service, new = offers_of(case, {"page-service": "Service on the page"})
    assert [one.label for one in service.sizes] == [AS_IT_IS, "second channel"]
    assert (service.sizes[0].cost, service.sizes[0].grade) == (Decimal(1200), Grade.SUPPORTED)
    assert service.sizes[0].stated_proven == pytest.approx(540 * 365 * 2.60)
    assert (service.sizes[1].cost, service.sizes[1].stated_worth) == (Decimal(1800), 8100.0)
    assert (new.name, new.sizes[0].grade) == ("A new one", Grade.ASSUMED)


def test_many_programs_are_planned_in_a_moment() -> None:
    rng = np.random.default_rng(5)
    costs, worths = rng.integers(100, 99_999, 40), rng.integers(100, 200_000, 40)
    offers = [offer(f"P{n}", size(int(c), float(w))) for n, (c, w) in enumerate(zip(costs, worths, strict=True))]
    found = plan(offers, euros(500_000))
    assert found.spent.amount <= 500_000
    assert all(pick.chosen_in is None for pick in found.picks)


def judged_of(*programs: str, mean: float = -540.0) -> tuple[DeflectedContacts, ...]:
    """One saving that each of these claims; the first stands for all."""
    return tuple(
        DeflectedContacts(
            one, effect(mean), call_price(), "EUR", Grade.SUPPORTED, stands=one == programs[0],
            shared_with=tuple(other for other in programs if other != one),
        )
        for one in programs
    )  # fmt: skip


@pytest.mark.parametrize(
    "claiming", [("page-service",), ("page-service", "stories"), ("page-service", "stories", "vip")]
)
def test_a_saving_that_several_programs_claim_is_never_counted_more_than_once(claiming: tuple[str, ...]) -> None:
    """Two programs on one metric: together they are worth the saving, not twice the saving."""
    known = sheet()
    case = Case(judged_of(*claiming), known, YEAR, starts=dict.fromkeys(claiming, START))
    offers = offers_of(case, {one: one.title() for one in claiming})
    saving = 540 * 365 * 2.60
    assert [one.sizes[0].stated_worth for one in offers] == pytest.approx([saving / len(claiming)] * len(claiming))
    found = plan(offers, euros(10_000_000))
    assert len(found.picks) == len(claiming)
    assert sum(pick.worth.value for pick in found.picks) == pytest.approx(saving)
    assert sum(pick.worth.high for pick in found.picks) <= 730 * 365 * 2.60 * 1.02
    told = "the plan never counts more than the saving" in " ".join(found.notes)
    assert told == (len(claiming) > 1)
    assert all(bool(pick.shared_with) == (len(claiming) > 1) for pick in found.picks)


@pytest.mark.parametrize("stating", [("page-service",), ("page-service", "stories")])
@pytest.mark.parametrize("kind", ["curve", "package"])
def test_what_is_stated_of_a_shared_saving_is_counted_no_more_than_once(kind: str, stating: tuple[str, ...]) -> None:
    """Each states the whole saving, or one does and the other is as it is: together they are worth it once."""
    saving, claiming = 540 * 365 * 2.60, ("page-service", "stories")
    size = {
        "curve": {"at_most": saving, "flattens_at": 100, "up_to": 4000},
        "package": {"label": "large", "cost": 2000, "benefit": saving},
    }[kind]
    option = {"curve": {**size, **DATED}} if kind == "curve" else {"packages": [{**size, **DATED}]}
    known = sheet(options=[{"program": one, **option} for one in stating])
    offers = offers_of(Case(judged_of(*claiming), known, YEAR, starts=dict.fromkeys(claiming, START)), {})
    found = plan(offers, euros(10_000_000), counting="everything")
    assert sum(pick.worth.value for pick in found.picks) == pytest.approx(saving, rel=0.01)
    stated = [each for one in offers for each in one.sizes if each.label != AS_IT_IS]
    assert all(each.shared_with and each.stated_worth <= saving / 2 for each in stated)


def test_no_more_is_proven_of_a_size_than_it_is_worth() -> None:
    """A curve that somebody stated far below what was measured."""
    (service,) = curved(at_most=9000)
    assert all(one.stated_proven <= one.stated_worth and (one.proven <= one.worth).all() for one in service.sizes)


def curved(**changes: object) -> tuple[Offer, ...]:
    """The desk at 1,200 a year, worth 540 calls a day, and a curve that it lies on."""
    curve = {"flattens_at": 1000, "up_to": 4000, **DATED, **changes}
    known = sheet(options=[{"program": "page-service", "curve": curve}])
    case = Case(judged_of("page-service"), known, YEAR, starts={"page-service": START})
    return offers_of(case, {})


def test_the_next_money_brings_less_and_less_along_a_curve_through_what_was_measured() -> None:
    """The curve meets the measured point, and its slope is the derivative of the formula."""
    (service,) = curved()
    now, *steps = service.sizes
    saving, most = 540 * 365 * 2.60, 540 * 365 * 2.60 / (1 - np.exp(-1.2))
    at_now = next(one for one in steps if one.cost == now.cost)
    assert at_now.stated_worth == pytest.approx(saving)
    assert now.next_money == pytest.approx(most / 1000 * np.exp(-1.2))
    slopes = [one.next_money for one in steps]
    assert slopes == sorted(slopes, reverse=True)
    assert steps[0].stated_proven == 0, "nobody ran less than it is now"
    assert steps[-1].stated_proven == pytest.approx(saving), "what was proven stays so in a larger size"
    assert "through what was measured" in now.next_basis
    proven, everything = plan(curved(), euros(4000)), plan(curved(), euros(4000), counting="everything")
    assert bought(proven)["page-service"] == AS_IT_IS
    assert everything.picks[0].caution.startswith("what it adds to today's size is assumed")


def test_a_stated_curve_needs_no_record_and_one_through_nothing_is_refused() -> None:
    known = sheet(options=[{"program": "new", "curve": {"at_most": 9000, "flattens_at": 1000, "up_to": 4000, **DATED}}])
    (new,) = offers_of(Case((), known, YEAR, starts={}), {})
    assert (len(new.sizes), new.sizes[-1].stated_worth) == (20, pytest.approx(9000 * (1 - np.exp(-4))))
    best = plan([new], euros(100_000), counting="everything").picks[0]
    assert best.next_money is not None
    assert best.next_money == pytest.approx(1.0, abs=0.15), "more is bought until the next euro brings no more than one"
    through = sheet(options=[{"program": "new", "curve": {"flattens_at": 1000, "up_to": 4000, **DATED}}])
    with pytest.raises(LeadlineError, match="Write at_most"):
        offers_of(Case((), through, YEAR, starts={}), {})


def test_where_nobody_said_how_it_flattens_the_next_money_is_the_average_and_says_so() -> None:
    case = Case(judged_of("page-service"), sheet(), YEAR, starts={"page-service": START})
    now = offers_of(case, {})[0].sizes[0]
    assert now.next_money == pytest.approx(540 * 365 * 2.60 / 1200)
    assert "nobody said how it flattens" in now.next_basis


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "It names no size"),
        ({"curve": {"flattens_at": 1000, "up_to": 4000, "low": 1, "high": 2}}, "or leave them out"),
        ({"curve": {"flattens_at": 1000, "up_to": 4000, "at_most": 9, "low": 10, "high": 20}}, "does not lie between"),
    ],
)
def test_a_curve_that_says_half_is_refused(given: dict, said: str) -> None:
    told = {name: {**one, **DATED} for name, one in given.items()}
    with pytest.raises(AssertionError, match=said):
        sheet(options=[{"program": "page-service", **told}])
