"""Champions' results: evidence kept apart, one deal counted once, small groups hidden (S2.8, S2.12, S2.17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadline.errors import LeadlineError
from leadline.programs.champions import Champion, EvidenceLevel, Pilot, Result, Story, merged
from leadline.programs.records import once, record_name, records
from leadline.programs.small_groups import bands, shown_groups
from leadline.programs.totals import Total, totals
from leadline.words import Audience, Department, Money, Month

MARCH = Month(2026, 3)
A, B, C, D = EvidenceLevel


def result(who: str, evidence: EvidenceLevel = A, amount: int | str | None = None, **more: Any) -> Result:
    fields: dict[str, Any] = {
        "month": MARCH,
        "pilot": Pilot.NEW_BUSINESS,
        "client": "new",
        "money": None if amount is None else Money(Decimal(amount), "EUR"),
    }
    return Result(champion=who, evidence=evidence, **fields | more)


def money_by_level(results: list[Result]) -> dict[str, Decimal | None]:
    return {total.evidence: total.money and total.money.amount for total in totals(results)}


def test_levels_of_evidence_are_never_added_up_and_level_d_has_no_money() -> None:
    """S2.12: totals by pilot, with what each is known by."""
    results = [result("bob", A, 1000), result("eve", A, 500), result("bob", C, 200), result("eve", D, 90_000)]
    assert money_by_level(results) == {"A": 1500, "C": 200, "D": None}


def test_a_total_counts_what_the_pilot_counts() -> None:
    """S2.12: leads, meetings, proposals, won value by existing and new client; reach-outs to hires and saved fees."""
    employees = {"pilot": Pilot.NEW_EMPLOYEES, "client": None}
    results = [
        result("bob", A, 1000, counts={"leads": 3, "deals": 1}, hours=Decimal("2.5")),
        result("eve", A, None, counts={"leads": 2}, hours=Decimal(1)),
        result("bob", A, 700, client="existing", credit="influenced", counts={"meetings": 1}),
        result("carol", C, 8000, counts={"reach_outs": 9, "hires": 1}, **employees),
    ]
    assert totals(results) == (
        Total(
            Pilot.NEW_BUSINESS, A, "influenced", "existing", 1,
            {"leads": 0, "meetings": 1, "proposals": 0, "deals": 0}, Money(Decimal(700), "EUR"), Decimal(0),
        ),
        Total(
            Pilot.NEW_BUSINESS, A, "sourced", "new", 2,
            {"leads": 5, "meetings": 0, "proposals": 0, "deals": 1}, Money(Decimal(1000), "EUR"), Decimal("3.5"),
        ),
        Total(
            Pilot.NEW_EMPLOYEES, C, "sourced", None, 1,
            {"reach_outs": 9, "applicants": 0, "interviews": 0, "hires": 1}, Money(Decimal(8000), "EUR"), Decimal(0),
        ),
    )  # fmt: skip


def test_one_deals_credit_sums_to_one() -> None:
    """S2.17: a deal that two champions say they sourced is one deal; who influenced it takes nothing away."""
    twice = [result("bob", A, 9000, shown_by="CRM-7"), result("eve", A, 9000, shown_by="crm-7 ")]
    helped = result("carol", A, 9000, shown_by="CRM-7", credit="influenced")
    assert money_by_level(twice) == {"A": 9000}
    assert [total.money for total in totals([*twice, helped])] == [Money(Decimal(9000), "EUR")] * 2
    other_month = result("eve", A, 9000, shown_by="CRM-7", month=MARCH.next())
    assert money_by_level([twice[0], other_month]) == {"A": 9000}


def test_a_deal_is_in_one_total_however_often_it_is_told() -> None:
    """One champion in two months, and once as an existing and once as a new client: one deal, one sum."""
    deal = result("bob", A, 9000, shown_by="CRM-7", counts={"leads": 2, "deals": 1})
    again = [replace(deal, month=MARCH.next()), replace(deal, client="existing"), replace(deal, shown_by="crm 7")]
    found = totals([deal, *again])
    assert [one.money and one.money.amount for one in found] == [None, 9000]
    assert [(one.counts["leads"], one.counts["deals"]) for one in found] == [(2, 0), (6, 1)]
    assert once(once([deal, *again])) == once([deal, *again])


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("CRM-1", "crm 1"),
        ("CRM 00017", "CRM17"),
        ("https://www.l.example/b/1/", "l.example/b/1"),
        ("ＣＲＭ 1", "CRM#1"),
    ],
)
def test_a_record_has_one_name_however_it_was_typed(typed: str, also: str) -> None:
    assert record_name(typed) == record_name(also)


def test_two_records_are_not_one_because_their_digits_are() -> None:
    assert record_name("CRM 1-11") != record_name("CRM 11-1")


def test_a_record_keeps_its_largest_claim_and_the_month_of_its_first() -> None:
    small = result("bob", A, 6000, shown_by="CRM-7")
    large = result("eve", A, 9000, shown_by="CRM-7", month=MARCH.next())
    [record] = records([large, small])
    assert (record.month, record.counted, record.is_claimed_again) == (MARCH, (large,), True)


def test_unlike_currencies_are_never_added() -> None:
    with pytest.raises(LeadlineError, match="cannot be added"):
        totals([result("bob", A, 1), result("eve", A, 1, money=Money(Decimal(1), "USD"))])


def test_a_report_that_comes_again_changes_nothing_and_a_corrected_one_replaces_the_first() -> None:
    """S2.14."""
    known = (result("bob", A, 1000), result("eve", C, 10), result("bob", A, 5, month=MARCH.previous()))
    first = merged(known, [result("bob", A, 1000), result("bob", C, 50)])
    assert merged(first, [result("bob", A, 1000), result("bob", C, 50)]) == first
    corrected = merged(first, [result("bob", A, 900)])
    amounts = [(one.champion, str(one.month), one.money and one.money.amount) for one in corrected]
    assert amounts == [("bob", "2026-02", 5), ("bob", "2026-03", 900), ("eve", "2026-03", 10)]


def test_a_champion_takes_part_from_opting_in_until_leaving_and_has_a_name_only_by_consent() -> None:
    """S2.8."""
    bob = Champion("7f3a", Department.SALES, Pilot.NEW_BUSINESS, dt.date(2026, 3, 20), left=dt.date(2026, 5, 1))
    months = [Month(2026, month) for month in (2, 3, 4, 5)]
    assert [bob.takes_part(month) for month in months] == [False, True, True, False]
    assert bob.label == "Champion 7f3a"


def test_a_result_belongs_to_one_of_the_four_audiences() -> None:
    """S2.2, S2.12."""
    assert result("bob", client="existing").audience is Audience.CLIENTS
    assert result("bob", client="new").audience is Audience.POTENTIAL_CLIENTS
    assert result("bob", pilot=Pilot.NEW_EMPLOYEES, client=None).audience is Audience.POTENTIAL_COLLEAGUES


def test_a_story_without_words_is_none() -> None:
    """S2.18."""
    assert not Story()
    assert Story(steps="ask first")


def test_four_groups_hide_the_smallest_and_the_next() -> None:
    """champions.md: 12, 9, 6, 3 with k = 5 hides the 3 and the 6; the hidden sum of 9 is at least k."""
    groups = shown_groups({"support": 12, "sales": 9, "product": 6, "people": 3}, k=5)
    assert (dict(groups.shown), groups.hidden, groups.total) == ({"support": 12, "sales": 9}, ("product", "people"), 30)


@pytest.mark.parametrize(
    ("sizes", "shown", "total"),
    [
        ({"a": 12, "b": 9}, {"a": 12, "b": 9}, 21),
        ({"a": 12, "b": 3}, {}, 15),
        ({"a": 12, "b": 9, "c": 1, "d": 1}, {"a": 12}, 23),
        ({"a": 12, "b": 4, "c": 4}, {"a": 12}, 20),
        ({"a": 2, "b": 1}, {}, None),
        ({"a": 12, "b": 9, "c": 0}, {"a": 12, "b": 9, "c": 0}, 21),
        ({"a": 12, "b": 9, "c": 3, "d": 0}, {"a": 12, "d": 0}, 24),
        ({}, {}, 0),
    ],
)
def test_what_is_hidden_cannot_be_had_by_subtraction(
    sizes: dict[str, int], shown: dict[str, int], total: int | None
) -> None:
    groups = shown_groups(sizes, k=5)
    assert (dict(groups.shown), groups.total) == (shown, total)


@given(sizes=st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8), k=st.integers(2, 10))
def test_a_hidden_part_is_always_at_least_two_groups_and_k_people_where_a_total_is_shown(
    sizes: dict[str, int], k: int
) -> None:
    groups = shown_groups(sizes, k)
    hidden = [sizes[name] for name in groups.hidden]
    assert all(size == 0 or size >= k for size in groups.shown.values())
    assert set(groups.shown) | set(groups.hidden) == set(sizes)
    if hidden and groups.total is not None and any(groups.shown.values()):
        assert len(hidden) >= 2
        assert sum(hidden) >= k


def test_ranks_are_bands_and_nobody_is_last() -> None:
    """S2.17: equal scores share a band; who has nothing yet is building, as others are."""
    scores = {name: Decimal(score) for name, score in zip("abcdefgh", (90, 90, 50, 40, 40, 5, 1, 0), strict=True)}
    assert bands(scores) == {
        **dict.fromkeys("ab", "leading"),
        **dict.fromkeys("cdef", "steady"),
        **dict.fromkeys("gh", "building"),
    }
    assert bands({"only": Decimal(0)}) == {"only": "building"}
    assert bands({}) == {}


def test_a_report_with_bad_cells_takes_nothing_away_that_was_known() -> None:
    """S2.14: a line that cannot be read leaves the earlier one standing; the whole report replaces it."""
    known = merged((), [result("bob", A, 1000), result("bob", C, 50)])
    half = merged(known, [result("bob", A, 900)], complete=False)
    assert half == merged((), [result("bob", A, 900), result("bob", C, 50)])
    assert merged(half, [result("bob", A, 900)], complete=False) == half
    assert merged(half, [result("bob", A, 900)]) == (result("bob", A, 900),)
