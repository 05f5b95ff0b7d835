"""What is it worth, by grade, and what does it cost? From returns on investment, cost lines and joined lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadline.report import links
from leadline.report.collect.evidence import inside, readable
from leadline.report.collect.numbers import booked, figure, priced
from leadline.report.facts import Cost, GradeWorth, Request, Return
from leadline.report.figures import MoneyFigure
from leadline.value import PROVEN, CostLine, JoinedLine, Roi, Worth, chance_words
from leadline.words import Grade, Money, Period, day_words

SURE_LOSS = 0.01
"""The share of draws in which a program may still pay, below which its decision makers are asked whether to go on."""


def worth(whole: Roi | None, names: Mapping[str, str]) -> tuple[GradeWorth, ...]:
    """The worth of all programs a month, grade by grade, weakest first."""
    if whole is None:
        return ()
    return tuple(
        GradeWorth(
            grade=one.grade,
            money=priced("worth", one.a_month, whole.currency, link=links.WORTH, method=whole.method, per="month"),
            programs=tuple(sorted({_inside(name, names) for name in _programs_of(whole, one.grade)})),
            cashable=_cashable(one.cashable.value, whole, one.grade.value),
        )
        for one in sorted(whole.by_grade, key=lambda one: one.grade)
    )


def costs(lines: Sequence[CostLine], names: Mapping[str, str]) -> tuple[Cost, ...]:
    """The month's costs, program by program, with hours x rate or the bill behind each (S2.20)."""
    programs = list(dict.fromkeys(line.program for line in lines))
    return tuple(_cost(program, [line for line in lines if line.program == program], names) for program in programs)


def returns(rois: Sequence[Roi], names: Mapping[str, str]) -> tuple[Return, ...]:
    """One return a program; none is stated where nothing that counts is worth money."""
    return tuple(_return(one, _inside(one.program, names), links.roi(one.program)) for one in rois)


def choices(rois: Sequence[Roi], names: Mapping[str, str]) -> tuple[Request, ...]:
    """The plain choice about each program that costs more than it returns, as surely as this can be told."""
    return tuple(_choice(one, names) for one in rois if _loses(one))


def _loses(one: Roi) -> bool:
    """Less than one draw in a hundred is a gain, in what was observed and, where that was not all, if it lasts."""
    chances = [one.headline_chance, *([one.lasting.chance_of_gain] if one.lasting else [])]
    return one.headline is not None and all(chance < SURE_LOSS for chance in chances)


def _choice(one: Roi, names: Mapping[str, str]) -> Request:
    found = one.headline
    ratio = f"{found.value:,.0f} % [{found.low:,.0f}, {found.high:,.0f}]".replace("-", "−") if found else ""
    return Request(
        f"Decide on {_inside(one.program, names)}: stop it, make it smaller, or run it at another price",
        f"It returns {ratio} of its costs; the chance that it pays is {chance_words(one.headline_chance)}.",
        f"{one.spent.currency} {one.spent.amount:,.0f} were spent",
        None,
        links.roi(one.program),
    )


def whole_return(whole: Roi | None) -> Return | None:
    """The return of all programs together."""
    return _return(whole, "all programs together", links.WORTH) if whole else None


def line_worth(lines: Sequence[JoinedLine]) -> dict[str, MoneyFigure]:
    """A month's worth of each line that is priced, by line, in the currency that it was priced in."""
    method = "benefits of the line at its grade, by simulation"
    return {
        one.id: priced("worth", one.money, one.money.unit, link=links.line(one.id), method=method, per="month")
        for one in lines
        if one.money is not None
    }


def largest_saving(whole: Roi | None) -> MoneyFigure | None:
    """The largest saving of the company that evidence supports, a month: the cost side of S0.16."""
    saved = [one for one in whole.worth if _is_supported_saving(one)] if whole else []
    if whole is None or not saved:
        return None
    best = max(saved, key=lambda one: one.a_month.value)
    name = f"saved: {readable(best.facts.label)}, {best.facts.grade}"
    return priced(name, best.a_month, whole.currency, link=links.WORTH, method=best.facts.method, per="month")


def _is_supported_saving(one: Worth) -> bool:
    facts = one.facts
    return facts.kind == "saving" and facts.side == "company" and facts.grade in PROVEN and one.a_month.value > 0


def _programs_of(whole: Roi, grade: Grade) -> set[str]:
    """Whose benefits have a grade; what is only taken to last is assumed, and a shared one is of all who share it."""
    found = [
        each.facts
        for each in whole.worth
        if each.facts.side == "company"
        and (each.facts.grade is grade or (grade is Grade.ASSUMED and each.lasting.value))
    ]
    return {name for each in found for name in (each.program, *each.shared_with)}


def _cashable(value: float, whole: Roi, grade: str) -> MoneyFigure | None:
    found = next(one for one in whole.by_grade if one.grade.value == grade)
    if value <= 0:
        return None
    name = f"from {_days(whole.period)}"
    return priced(name, found.cashable, whole.currency, link=links.WORTH, method=whole.method)


def _cost(program: str, lines: Sequence[CostLine], names: Mapping[str, str]) -> Cost:
    total = lines[0].money
    for line in lines[1:]:
        total = Money(total.amount + line.money.amount, total.currency)
    how = "; ".join(f"{inside(line.label)}: {line.how}" for line in lines)
    shown = booked("cost", total, link=links.COSTS, method="cost sheet", per="month")
    return Cost(names.get(program, program), shown, how)


def _return(one: Roi, program: str, link: str) -> Return:
    stated, seen, lasting = one.headline, one.while_observed, one.lasting
    net, if_lasting = seen.net if seen else one.net, lasting.percent if lasting and stated else None
    return Return(
        program=program,
        counting=one.counting,
        roi=figure("return on investment", stated, method=one.method, link=link) if stated else None,
        net=priced("net benefit", net, one.currency, link=link, method=one.method) if one.counts else None,
        payback=one.payback_words if one.counts else "",
        chance_of_gain=one.headline_chance if one.counts else None,
        customers=_customers(one, link),
        observed=seen.period if seen else None,
        if_lasting=figure("return if it lasts", if_lasting, method=one.method, link=link) if if_lasting else None,
        chance_if_lasting=lasting.chance_of_gain if lasting else None,
        shared=any(each.facts.shared_with for each in one.worth),
        sentence=one.sentence,
        note=_note(one),
        link=link,
        spent=booked("spent", one.spent, link=link, method="cost sheet"),
    )


def _customers(one: Roi, link: str) -> MoneyFigure | None:
    if one.customers is None:
        return None
    return priced("for customers", one.customers, one.currency, link=link, method=one.method)


def _note(one: Roi) -> str:
    """The period, and how much of it nobody has measured yet."""
    beyond = f"; the last {one.assumed_days} of its days were not observed" if one.assumed_days else ""
    return f"From {_days(one.period)}{beyond}."


def _days(period: Period) -> str:
    first, last = period.first, period.last
    return f"{day_words(first)} to {day_words(last)}"


def _inside(program: str, names: Mapping[str, str]) -> str:
    return inside(names.get(program, program))
