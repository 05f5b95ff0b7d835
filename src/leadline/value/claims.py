"""Who claims the same saving? Several programs that name one series over the same days cannot be told apart.

In: judged effects on calls. Out: a `Claim` each, with the programs that share it, and which one stands for all of them
in the company's return; and a sentence for each saving that is shared. The surprise: `calls` and `calls@consumer` are
one saving too, because every call of a consumer is a call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from leadline.measure.known import Which
from leadline.measure.month import WINDOW_DAYS, Judged
from leadline.value.benefits import Benefit, StatedSum
from leadline.words import EVERYWHERE, listed


@dataclass(frozen=True)
class Claim:
    """An effect that a program claims money for; `shared_with` are the other programs that claim the same."""

    judged: Judged
    shared_with: tuple[str, ...] = ()
    stands: bool = True


def claims(seen: Sequence[Judged]) -> tuple[Claim, ...]:
    """Each program's own claims, one a saving, surest first; those that overlap share it."""
    own = _apart(sorted(seen, key=_surest), lambda one, other: one.program == other.program and _overlap(one, other))
    standing = _apart(own, _overlap)
    return tuple(Claim(one, _sharers(one, own), any(one is each for each in standing)) for one in own)


def shared_words(found: Iterable[Claim], names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each saving that several programs claim: who, what, when, how it counts, what would settle it."""
    said = []
    for claim in found:
        if claim.stands and claim.shared_with:
            one = claim.judged
            programs = [f"“{names.get(each, each)}”" for each in (one.program, *claim.shared_with)]
            said.append(
                f"{listed(programs)} name {one.metric} or a part of it between "
                f"{one.effect.start} and {one.effect.end}, so what each of them saved cannot be told apart. The saving "
                "counts once in the return of all programs, and in none of their own. Starts that lie at least "
                f"{WINDOW_DAYS} days apart, or a segment for each program, would settle it."
            )
    return tuple(said)


def doubled_words(seen: Sequence[Judged], found: Sequence[Claim], names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each series of a program that another of its series holds already."""
    kept = {(claim.judged.program, claim.judged.metric) for claim in found}
    left = dict.fromkeys((one.program, one.metric) for one in seen if (one.program, one.metric) not in kept)
    return tuple(
        f"{metric} of “{names.get(program, program)}” is not counted again: another series of the same program holds "
        "the same calls. Name one of them, or segments that have no call in common."
        for program, metric in left
    )


def shared_sums(made: Sequence[Benefit]) -> list[Benefit]:
    """The same benefits; where programs state one method's money of one effect over the same days, it is shared, and
    the surest of them stands for all."""
    sums = [one for one in made if isinstance(one, StatedSum) and one.effect is not None]
    found: dict[int, Benefit] = {}
    taken: list[StatedSum] = []
    for one in sorted(sums, key=_surest_sum):
        others = tuple(sorted({other.program for other in sums if _is_one_sum(one, other)}))
        stands = not any(_is_one_sum(one, other) for other in taken)
        taken += [one] if stands else []
        found[id(one)] = replace(one, shared_with=others, stands=stands)
    return [found.get(id(one), one) for one in made]


def shared_sum_words(made: Iterable[Benefit], names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each stated sum that several programs claim."""
    said = []
    for one in made:
        if isinstance(one, StatedSum) and one.effect is not None and one.stands and one.shared_with:
            programs = [f"“{names.get(each, each)}”" for each in (one.program, *one.shared_with)]
            said.append(
                f"{listed(programs)} state {one.method} of one effect on {one.effect.outcome}, so what each of them "
                "brought cannot be told apart. It counts once in the return of all programs, and in none of their own."
            )
    return tuple(said)


def _is_one_sum(one: StatedSum, other: StatedSum) -> bool:
    """Whether two programs state the same kind of money of what one series did on a day in common."""
    if one.effect is None or other.effect is None or one.program == other.program:
        return False
    days = one.effect.start <= other.effect.end and other.effect.start <= one.effect.end
    kind = (one.method, one.facts.formula, one.side) == (other.method, other.facts.formula, other.side)
    return days and kind and Which.parse(one.effect.outcome).meets(Which.parse(other.effect.outcome))


def _surest_sum(one: StatedSum) -> tuple[int, str, str]:
    return -one.grade.step, one.effect.start.isoformat() if one.effect else "", one.program


def _apart(ordered: Sequence[Judged], overlap: Callable[[Judged, Judged], bool]) -> list[Judged]:
    """The first ones, leaving out whatever overlaps one that was taken."""
    taken: list[Judged] = []
    for one in ordered:
        if not any(overlap(one, other) for other in taken):
            taken.append(one)
    return taken


def _surest(one: Judged) -> tuple[int, dt.date, int, int, str, str]:
    """The better grade, then the earlier start, the longer look and the wider series."""
    which = Which.parse(one.metric)
    narrow = (which.segment != EVERYWHERE) + (which.area != EVERYWHERE)
    return -one.grade.step, one.effect.start, -one.effect.end.toordinal(), narrow, one.program, one.metric


def _sharers(one: Judged, own: Sequence[Judged]) -> tuple[str, ...]:
    return tuple(sorted({other.program for other in own if other.program != one.program and _overlap(one, other)}))


def _overlap(one: Judged, other: Judged) -> bool:
    """Whether both look at a call in common: the same series or a part of it, on a day in common."""
    days = one.effect.start <= other.effect.end and other.effect.start <= one.effect.end
    return days and Which.parse(one.metric).meets(Which.parse(other.metric))
