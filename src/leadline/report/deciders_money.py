"""What do decision makers read of money? Worth by grade, costs with what is behind them, returns and what they count.

In: a month's facts. Out: blocks of their story. The surprise: costs are summed, being one kind of money from the books;
worth never is.
"""

from __future__ import annotations

from leadline.report.charts import worth_chart
from leadline.report.facts import Facts, Return
from leadline.report.figures import Figure, MoneyFigure
from leadline.report.phrases import amount, bracket, capital, join, money, money_span, number, percent, sentence, symbol
from leadline.report.story import Block, Cell, Columns, Heading, Item, Items, Paragraph, Table


def worth_and_costs(facts: Facts) -> tuple[Block, ...]:
    """Worth grade by grade, the costs, and each program's return."""
    if not facts.worth and not facts.costs:
        return ()
    chart: tuple[Block, ...] = (worth_chart(facts.worth),) if facts.worth else ()
    words: tuple[Block, ...] = (Items(_returns(facts)),) if facts.returns else ()
    if any(one.cashable for one in facts.worth):
        words += (Paragraph(_cashable_words(facts), quiet=True),)
    both = (Columns(chart, words, share=0.47),) if chart and words else chart or words
    table = (_cost_table(facts),) if facts.costs else ()
    return (Heading("What it is worth, by how sure we are, and what it costs"), *both, *table)


def _cashable_words(facts: Facts) -> str:
    said = [
        f"{money(one.cashable)} of the {one.grade} worth{_when(one.cashable)}" for one in facts.worth if one.cashable
    ]
    return sentence(f"Cashable, because a bill really falls: {join(said)}; the rest frees capacity for other work")


def _when(figure: MoneyFigure) -> str:
    return f" a {figure.per}" if figure.per else f" {figure.name}"


def _cost_table(facts: Facts) -> Table:
    rows = [
        (Cell(one.name, strong=True), Cell("", small=one.how), Cell(money(one.money), link=one.money.link, number=True))
        for one in facts.costs
    ]
    if all(one.money.counted for one in facts.costs) and len(facts.costs) > 1:
        whole = sum((one.money.amount for one in facts.costs[1:]), facts.costs[0].money.amount)
        total = f"{symbol(facts.costs[0].money.currency)}\u00a0{number(float(whole))}"
        rows.append((Cell("All costs", strong=True), Cell(""), Cell(total, number=True, strong=True)))
    return Table(("Costs", "what for", facts.month.name), tuple(rows), widths=(30, 54, 16))


def _returns(facts: Facts) -> tuple[Item, ...]:
    """Each return that is stated, then the programs for which none is, together."""
    stated = tuple(_return_item(one, one.roi) for one in facts.returns if one.roi is not None)
    stated += tuple(
        Item(one.sentence, lead=f"{capital(one.program)}.", small=one.note, link=one.link)
        for one in facts.returns
        if one.roi is None and one.shared
    )
    rest = [one for one in facts.returns if one.roi is None and not one.shared]
    if not rest:
        return stated
    names = join([one.program for one in rest])
    words = (
        f"No return is stated for {names}: none of {'its' if len(rest) == 1 else 'their'} worth is supported or tested."
    )
    return (*stated, Item(words, link=rest[0].link))


def _return_item(one: Return, ratio: Figure) -> Item:
    """`Service on the page. Return on investment 138 % [52, 231], counting supported worth only; ...`"""
    counting = f"counting {join([grade.value for grade in one.counting])} worth only"
    parts = [f"return on investment {amount(ratio)} {bracket(ratio)}{_if_lasting(one)}, {counting}", one.payback]
    if one.chance_of_gain is not None:
        parts.append(f"it earns more than it costs in {_chance(one.chance_of_gain)} of simulated futures")
    if one.customers is not None:
        parts.append(f"for customers it is worth {money(one.customers)}, {money_span(one.customers)}, not counted here")
    words = sentence("; ".join(part for part in parts if part))
    return Item(words, lead=f"{capital(one.program)}.", small=one.note, link=one.link)


def _if_lasting(one: Return) -> str:
    """Both figures in one breath: what was observed, and what it comes to if that goes on."""
    if one.if_lasting is None:
        return ""
    return f" by what was observed, {amount(one.if_lasting)} {bracket(one.if_lasting)} if it lasts, which is assumed"


def _chance(share: float) -> str:
    """Simulation shows no certainty: `more than 99 %` where every draw agrees."""
    return "more than 99\u00a0%" if share > 0.99 else "less than 1\u00a0%" if share < 0.01 else percent(share)
