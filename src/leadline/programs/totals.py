"""What did a pilot bring, by how well it is known? Totals in which levels of evidence are never summed.

In: champions' results. Out: a total by pilot, client, credit and evidence. The surprise: a deal or a hire that is
claimed more than once is in one total alone (`records.once`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadline.programs.champions import COUNTS, Client, Credit, EvidenceLevel, Pilot, Result
from leadline.programs.records import once
from leadline.words import Money

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Total:
    """What one pilot brought, of one level of evidence, one credit and one kind of client.

    `money` is None on level D. `champions` is how many people stand behind it: ask `shown_groups` before showing it.
    """

    pilot: Pilot
    evidence: EvidenceLevel
    credit: Credit
    client: Client | None
    champions: int
    counts: Mapping[str, int]
    money: Money | None
    hours: Decimal


def totals(results: Iterable[Result]) -> tuple[Total, ...]:
    """Totals by pilot, client, credit and evidence, best evidence first.

    The credit of one record sums to 1: what is sourced and what is influenced stand apart, and in each a record's money
    and its deal or hire stand with its largest claim alone. Raises LeadlineError for unlike currencies.
    """
    groups: defaultdict[tuple[Pilot, Client | None, Credit, EvidenceLevel], list[Result]] = defaultdict(list)
    for result in once(results):
        groups[result.pilot, result.client, result.credit, result.evidence].append(result)
    found = [_total(group) for group in groups.values()]
    return tuple(
        sorted(found, key=lambda total: (total.pilot, total.client or "", total.credit != "sourced", total.evidence))
    )


def _total(group: list[Result]) -> Total:
    counts: Counter[str] = Counter()
    for result in group:
        counts.update(result.counts)
    first = group[0]
    money = [one.money for one in group if one.money is not None]
    return Total(
        pilot=first.pilot,
        evidence=first.evidence,
        credit=first.credit,
        client=first.client,
        champions=len({result.champion for result in group}),
        counts={name: counts[name] for name in COUNTS[first.pilot]},
        money=None if first.evidence is EvidenceLevel.D else _sum(money),
        hours=sum((result.hours for result in group), Decimal(0)),
    )


def _sum(money: list[Money]) -> Money | None:
    if not money:
        return None
    total = sum(money[1:], start=money[0])
    return Money(total.amount.quantize(CENT), total.currency)
