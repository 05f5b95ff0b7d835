"""Which deal or hire is a line of a champion about, and how often is it claimed? One record's credit sums to one.

In: champions' results. Out: a `Record` each, with every claim and those that count. A record is claimed again in
another month, by another champion, for another kind of client, or with its name typed otherwise; it counts once all the
same, with its largest claim. Two surprises. A tracked link belongs to one champion and may bring several deals: that
champion's months add up, and another champion's claim of it does not. And where nobody names a record (a link's or a
name's line), the same amount by the same champion, or confirmed by the same person, is taken for the same deal.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from leadline.programs.champions import COUNTS, EvidenceLevel, Pilot, Result
from leadline.words import Money, Month

A, B, C, _D = EvidenceLevel
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_SCHEME = re.compile(r"^\s*(?:https?://)?(?:www\.)?", re.IGNORECASE)
Key = tuple[object, ...]


@dataclass(frozen=True)
class Record:
    """One deal, hire or link; `name` as it was typed first, `counted` the claims of it that count."""

    name: str
    claims: tuple[Result, ...]
    counted: tuple[Result, ...]

    @property
    def month(self) -> Month:
        """In which it was claimed first."""
        return min(one.month for one in self.claims)

    @property
    def is_claimed_again(self) -> bool:
        return len(self.claims) > len(self.counted)

    @property
    def champions(self) -> int:
        return len({one.champion for one in self.claims})


def records(results: Iterable[Result]) -> tuple[Record, ...]:
    """Every record, in the order of the first lines about it; a line that names none stands alone.

    Raises LeadlineError where one record is claimed in unlike currencies.
    """
    listed = list(results)
    keys = _keys(listed)
    claims: defaultdict[Key, list[Result]] = defaultdict(list)
    for one, key in zip(listed, keys, strict=True):
        claims[key].append(one)
    return tuple(_record(found) for found in claims.values())


def once(results: Iterable[Result]) -> tuple[Result, ...]:
    """The same lines, in which a record's money and its last step (the deal, the hire) stand with what counts alone.

    Sourced and influenced stand apart. Earlier steps are what a champion did, and stay as they were told. Doing it
    again changes nothing.
    """
    listed = list(results)
    return tuple(
        one if any(one is counted for counted in record.counted) else _emptied(one)
        for credit in ("sourced", "influenced")
        for record in records(one for one in listed if one.credit == credit)
        for one in record.claims
    )


def record_name(typed: str) -> str:
    """A record's name, however it was typed: `CRM-1`, `crm 1` and `CRM0001` are one, and so is a link with https."""
    plain = _SCHEME.sub("", unicodedata.normalize("NFKC", typed)).casefold()
    parts = [part.lstrip("0") or "0" if part.isdecimal() else part for part in _PARTS.findall(plain)]
    return " ".join(parts) or " ".join(plain.split())


def _keys(results: Sequence[Result]) -> list[Key]:
    """What each line is about: a record by its number, a link, or an amount that somebody confirms."""
    numbered = {(one.pilot, record_name(one.shown_by)) for one in results if one.evidence is A and one.shown_by}
    amounts: dict[Key, Key] = {}
    for one in results:
        if one.evidence is A and one.shown_by and _amount(one):
            amounts.setdefault((one.champion, _amount(one)), (one.pilot, A, record_name(one.shown_by)))
    return [_key(number, one, numbered, amounts) for number, one in enumerate(results)]


def _key(number: int, one: Result, numbered: set[tuple[Pilot, str]], amounts: dict[Key, Key]) -> Key:
    name = record_name(one.shown_by)
    if one.evidence is _D or not name:
        return (number,)
    if (one.pilot, name) in numbered:
        return one.pilot, A, name
    if same := amounts.get((one.champion, _amount(one))):
        return same
    if one.evidence is B:
        return one.pilot, B, name
    return (one.pilot, C, name, _amount(one)) if _amount(one) else (number,)


def _amount(one: Result) -> Money | None:
    """What tells one deal from another; a hire has none, since an agency's fee is the same for each."""
    return one.money if one.pilot is Pilot.NEW_BUSINESS and one.money and one.money.amount else None


def _record(claims: list[Result]) -> Record:
    _check_comparable(claims)
    is_link = all(one.evidence is B for one in claims)
    counted = _own_link(claims) if is_link else (max(claims, key=_standing),)
    return Record(claims[0].shown_by, tuple(claims), counted)


def _check_comparable(claims: Sequence[Result]) -> None:
    """Raises LeadlineError for unlike currencies, of which none is the larger."""
    money = [one.money for one in claims if one.money is not None]
    if money:
        sum(money[1:], start=money[0])


def _standing(one: Result) -> tuple[object, ...]:
    """Who sourced it before who influenced it, then the better evidence, the larger claim, the earlier month."""
    early = -(one.month.first_day.toordinal())
    return one.credit == "sourced", -list(EvidenceLevel).index(one.evidence), *_size(one), early


def _size(one: Result) -> tuple[Decimal, Decimal]:
    money = one.money.amount if one.money else Decimal(0)
    last = Decimal(one.counts.get(COUNTS[one.pilot][-1], 0))
    return (money, last) if one.pilot is Pilot.NEW_BUSINESS else (last, money)


def _own_link(claims: list[Result]) -> tuple[Result, ...]:
    """The lines of the champion whom the link brought most; of one month the same amount once."""
    own: defaultdict[str, dict[Key, Result]] = defaultdict(dict)
    for one in sorted(claims, key=_standing, reverse=True):
        own[one.champion].setdefault((one.month, _size(one)), one)
    return tuple(max(own.values(), key=_brought).values())


def _brought(lines: dict[Key, Result]) -> tuple[object, ...]:
    sizes = [_size(one) for one in lines.values()]
    is_sourced = any(one.credit == "sourced" for one in lines.values())
    return is_sourced, sum(first for first, _ in sizes), sum(second for _, second in sizes)


def _emptied(one: Result) -> Result:
    last = COUNTS[one.pilot][-1]
    return replace(one, money=None, counts={**one.counts, last: 0} if one.counts.get(last) else one.counts)
