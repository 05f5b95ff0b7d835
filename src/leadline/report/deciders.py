"""What do the decision makers need to know, and what is asked of them? (S2.16, S2.20, S0.19)

In: a frozen month. Out: their story: objectives first, then evidence with its grade, money by grade, costs and return,
what cannot be told and what would settle it, warnings, decisions. The surprise: there is no total of the benefits, for
a supported euro and an assumed euro are not the same currency.
"""

from __future__ import annotations

from leadline.report.charts import effect_chart
from leadline.report.deciders_money import worth_and_costs
from leadline.report.facts import Effect, Facts, Objective, Request
from leadline.report.month import FrozenMonth
from leadline.report.passages import (
    best_effect,
    checks,
    is_open,
    open_questions,
    passed,
    sources,
    standing,
    three_sides,
    today,
)
from leadline.report.phrases import (
    aimed,
    amount,
    between,
    capital,
    claim,
    count,
    day,
    headline,
    join,
    level,
    money,
    money_span,
    number,
    returned,
    sentence,
    short_day,
    span,
)
from leadline.report.story import (
    Ask,
    Block,
    Card,
    Cell,
    Columns,
    Heading,
    Item,
    Items,
    Paragraph,
    Story,
    Table,
    checked,
)
from leadline.strategy.fields import Reader
from leadline.words import Grade

BOOKED = frozenset({Grade.SUPPORTED, Grade.TESTED})
"""The grades whose worth a decision may rest on; the others are shown beside them, never in them."""


def tell_deciders(frozen: FrozenMonth) -> Story:
    """The month for those who decided to invest time and money (S2.20)."""
    facts = frozen.facts
    best = best_effect(facts.effects)
    parts = (
        _objectives(facts),
        _evidence(facts, best),
        worth_and_costs(facts),
        _unknown(facts),
        _market(facts),
        _good_news(facts),
        _dangers(facts),
        _decisions(facts),
    )
    return checked(
        Story(
            reader=Reader.DECIDERS,
            company=facts.company.name,
            month=facts.month,
            as_of=today(facts),
            title=_title(facts, best),
            lede=_lede(facts, best),
            blocks=tuple(block for part in parts for block in part),
            sources=sources(facts),
            standing=standing(frozen),
            grade=best.grade if best else None,
        )
    )


def _title(facts: Facts, best: Effect | None) -> str:
    if best is not None:
        return headline(best)
    answered = [one for one in facts.effects if one.verdict == "no effect seen"]
    if answered:
        return claim(answered[0]).rstrip(".")
    if facts.effects:
        return f"No effect is shown yet: {count(len(facts.effects), 'question')} open"
    return f"{facts.month.name}: measured, and no effect analysed yet"


def _lede(facts: Facts, best: Effect | None) -> str:
    parts = []
    if best is not None:
        figure = best.relative or best.mean
        seen = f"seen from {between(best.since, best.until)}"
        parts.append(f"{capital(level(figure))} {span(figure)}, {seen}; {passed(best)}." if figure else "")
    parts += [_worth_words(facts), _return_words(facts)]
    if facts.requests:
        parts.append(sentence(f"{count(len(facts.requests), 'decision')} {_is(len(facts.requests))} asked of you"))
    return " ".join(part for part in parts if part)


def _worth_words(facts: Facts) -> str:
    """`Supported: € 41k a month. Only assumed: € 17k.` Each grade by itself."""
    booked = [f"{one.grade} {money(one.money)}" for one in reversed(facts.worth) if one.grade in BOOKED]
    rest = [f"{money(one.money)} {one.grade}" for one in reversed(facts.worth) if one.grade not in BOOKED]
    period = " a month" if facts.worth and facts.worth[0].money.per else ""
    words = f"Worth{period}: {join(booked)}" if booked else f"Nothing is worth money beyond doubt{period} yet"
    if not facts.worth:
        return ""
    return f"{words}; beside it, and not counted, {join(rest)}." if rest else f"{words}."


def _return_words(facts: Facts) -> str:
    """What all programs together return, so that nobody has to look for a loss; why not, where no return is stated."""
    whole = facts.all_programs
    if whole is None:
        return ""
    told = returned(whole)
    return f"Together, the programs return {told}." if told else whole.sentence


# --- objectives ------------------------------------------------------------------------------------------------------


def _objectives(facts: Facts) -> tuple[Block, ...]:
    if not facts.objectives:
        text = "No company objective is tied to a program yet. Until one is, nothing here can matter to the business."
        return Heading("Objectives"), Paragraph(text, link="strategy/")
    rows = tuple(
        (_objective_cell(one), _standing_cell(one), _sure_cell(one), _worth_cell(one)) for one in facts.objectives
    )
    table = Table(("Company objective", "Now and target", "How sure", "Worth a month"), rows, widths=(34, 24, 26, 16))
    sides = three_sides(facts.sides)
    return (Heading("Objectives and the lines that serve them"), table, *((sides,) if sides else ()))


def _objective_cell(one: Objective) -> Cell:
    by = f", by {one.by:%B %Y}" if one.by else ""
    return Cell(one.text, small=f"owner: {one.owner or 'nobody yet'}{by}", link=one.link, strong=True)


def _standing_cell(one: Objective) -> Cell:
    if one.now is None:
        return Cell(
            "not known" if one.unknown else "not measured",
            small=one.unknown or f"{one.metric}: no data came in",
            link=one.link,
            tone="bad",
        )
    places = _places(one)
    aim = aimed(number(one.target, places) if one.target is not None else "", one.pace)
    was = f", was {number(one.baseline, places)}" if one.baseline is not None else ""
    small = f"{one.unit}{was}{'; ' if aim else ''}{aim}{_on_the_way(one)}"
    return Cell(number(one.now.value, places), small=small, link=one.now.link, tone=one.goes, strong=True)


def _on_the_way(one: Objective) -> str:
    """Fans, visits and their like: told beside the objective that they are for, or not at all (S0.3, S1.12)."""
    return f"; on the way: {join([amount(figure) for figure in one.on_the_way])}" if one.on_the_way else ""


def _places(one: Objective) -> int:
    """No decimals where all three numbers are whole."""
    known = [value for value in (one.now.value if one.now else None, one.baseline, one.target) if value is not None]
    return 0 if all(float(value).is_integer() or abs(value) >= 100 for value in known) else 1


def _sure_cell(one: Objective) -> Cell:
    if one.grade is None:
        return Cell("no line yet", small="no program is tied to it", link=one.link, tone="bad")
    return Cell(one.grade.value, small=one.line, link=one.link, grade=one.grade)


def _worth_cell(one: Objective) -> Cell:
    if one.worth is None:
        why = f"in the worth of “{one.worth_told_at}”" if one.worth_told_at else "not put in money"
        return Cell("–", small=why, link=one.link, number=True)
    note = "" if one.grade in BOOKED else ", not counted"
    return Cell(money(one.worth), small=f"{money_span(one.worth)}{note}", link=one.worth.link, number=True)


# --- evidence --------------------------------------------------------------------------------------------------------


def _evidence(facts: Facts, best: Effect | None) -> tuple[Block, ...]:
    """The best effect with its picture and its checks, then the others that stand; open ones follow further down."""
    shown = best if best is not None and best.grade in BOOKED else None
    others = tuple(_other(one) for one in facts.effects if one is not shown and not is_open(one))
    rest = (Items(others),) if others else ()
    if shown is None:
        return (Heading("Evidence"), *rest) if rest else ()
    why = (Paragraph(claim(shown), link=shown.link), checks(shown))
    body = Columns((effect_chart(shown),), why, share=0.56) if shown.days else Card(why)
    return (Heading(f"Why {shown.grade}"), body, *rest)


def _other(effect: Effect) -> Item:
    return Item(claim(effect), small=sentence(passed(effect)), link=effect.link, grade=effect.grade)


# --- doubts, dangers, decisions --------------------------------------------------------------------------------------


def _unknown(facts: Facts) -> tuple[Block, ...]:
    questions = open_questions(facts.effects)
    if questions is None:
        return ()
    return Heading("What we cannot tell, and what would settle it"), questions


def _good_news(facts: Facts) -> tuple[Block, ...]:
    """What people are suddenly glad about, apart from the warnings."""
    told = tuple(Item(one.sentence, link=one.link) for one in facts.warnings if one.is_good)
    return (Heading("Good news"), Items(told)) if told else ()


def _market(facts: Facts) -> tuple[Block, ...]:
    """What people say, in two sentences and the largest finding."""
    if facts.assessment is None:
        return ()
    heard = facts.assessment
    voices = join(
        [f"{amount(one.share)} {'is ' if not n else ''}about {one.party}" for n, one in enumerate(heard.voices)]
    )
    told = f"{number(heard.messages.value)} messages were heard"
    of_all = f"{told}; of what customers said, {voices}." if heard.voices else ""
    worst = next((one for one in heard.findings if one.reading == "frustration"), None)
    text = " ".join(part for part in (of_all, worst.sentence if worst else "") if part)
    return Heading("What the market says"), Paragraph(text, lead=sentence(heard.headline), link=heard.link)


def _dangers(facts: Facts) -> tuple[Block, ...]:
    warned = tuple(
        Item(one.sentence, mark=one.severity, link=one.link, small=capital(one.status))
        for one in facts.warnings
        if not one.is_good
    )
    if not warned:
        return ()
    watch = (Paragraph(facts.watch, quiet=True, link="measure/warnings/"),) if facts.watch else ()
    return (Heading("Warnings"), Items(warned), *watch)


def _decisions(facts: Facts) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if facts.requests:
        blocks.append(Heading("Decisions asked of you"))
        blocks.extend(_ask(one) for one in facts.requests)
    done = tuple(
        Item(one.text, small=", ".join(part for part in (one.by, short_day(one.on)) if part), mark="yes", link=one.link)
        for one in facts.decided
    )
    coming = tuple(
        Item(one.text, small=f"{one.owner}{f', by {short_day(one.by)}' if one.by else ''}", link=one.link)
        for one in facts.next_steps
    )
    if done or coming:
        decided = (Heading("Decided"), Items(done)) if done else ()
        ahead = (Heading("Next"), Items(coming)) if coming else ()
        blocks.append(Columns(decided, ahead, share=0.5))
    return tuple(blocks)


def _ask(one: Request) -> Ask:
    until = f"Until {day(one.by)}. " if one.by else ""
    return Ask(one.text, sentence(one.why), "Decide", one.link, small=f"{until}{sentence(one.cost)}")


def _is(many: int) -> str:
    return "is" if many == 1 else "are"
