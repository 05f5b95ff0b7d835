"""What do decision makers read of money? Worth by grade, costs with what is behind them, returns and what they count.

In: a month's facts. Out: blocks of their story. The surprise: costs are summed, being one kind of money from the books;
worth never is.
"""

from __future__ import annotations

from leadline.report.charts import worth_chart
from leadline.report.facts import Facts, Return
from leadline.report.figures import MoneyFigure
from leadline.report.phrases import (
    between,
    capital,
    join,
    money,
    money_span,
    number,
    returned,
    sentence,
    symbol,
)
from leadline.report.story import Block, Cell, Columns, Heading, Item, Items, Paragraph, Table
from leadline.value import chance_words


def worth_and_costs(facts: Facts) -> tuple[Block, ...]:
    """Worth grade by grade, the costs, and each program's return."""
    if not facts.worth and not facts.costs:
        return ()
    chart: tuple[Block, ...] = (worth_chart(facts.worth),) if facts.worth else ()
    returns = _returns(facts)
    words: tuple[Block, ...] = (Items(returns),) if returns else ()
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
    """All programs together, each return that is stated, then the programs for which none is, together."""
    whole = (_whole_item(facts.all_programs),) if facts.all_programs else ()
    rest = [one for one in facts.returns if not _says_something(one)]
    stated = (*whole, *(_item(one) for one in facts.returns if one not in rest))
    if not rest:
        return stated
    names = join([one.program for one in rest])
    words = (
        f"No return is stated for {names}: none of {'its' if len(rest) == 1 else 'their'} worth is supported or tested."
    )
    return (*stated, Item(words, link=rest[0].link))


def _whole_item(one: Return) -> Item:
    """Short: the lede has said it above, and each program's own return says when it is paid back."""
    counting = f"counting {join([grade.value for grade in one.counting])} worth only"
    words = one.sentence if one.roi is None else sentence(f"return on investment {returned(one)}; {counting}")
    return Item(words, lead=f"{capital(one.program)}.", link=one.link)


def _says_something(one: Return) -> bool:
    """Whether it has a ratio, a net benefit at no cost, or a saving that others claim as well."""
    return one.roi is not None or one.net is not None or one.shared


def _item(one: Return) -> Item:
    """`Service on the page. Return on investment 138 % [52, 231] while observed (4 July to 30 September 2026), ...`"""
    words = one.sentence if one.roi is None else _ratio_words(one)
    return Item(words, lead=f"{capital(one.program)}.", small=one.note, link=one.link)


def _ratio_words(one: Return) -> str:
    """A figure of the observed days is against the costs of the same days, and never without what is assumed."""
    when = f"; observed from {between(one.observed.first, one.observed.last)}" if one.observed else ""
    assumed = ", lasting is assumed" if one.if_lasting else ""
    counting = f"counting {join([grade.value for grade in one.counting])} worth only"
    parts = [f"return on investment {returned(one)}{when}{assumed}; {counting}", one.payback, _chances(one)]
    if one.customers is not None:
        theirs = f"{money(one.customers)}, {money_span(one.customers)}"
        parts.append(f"for customers it is worth {theirs}, in all the days observed, not counted here")
    return sentence("; ".join(part for part in parts if part))


def _chances(one: Return) -> str:
    if one.chance_of_gain is None:
        return ""
    seen = f"it earns more than it costs in {_chance(one.chance_of_gain)} of simulated futures"
    if one.chance_if_lasting is None:
        return seen
    return f"{seen} while observed, in {_chance(one.chance_if_lasting)} if it lasts"


def _chance(share: float) -> str:
    return chance_words(share).replace(" %", "\u00a0%")
