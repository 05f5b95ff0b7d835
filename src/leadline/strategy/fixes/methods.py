"""What can be computed of methods: from the objectives they serve, their lines, and what they take together."""

from __future__ import annotations

from leadline.strategy.document import Method
from leadline.strategy.edits import Put
from leadline.strategy.fields import Reader
from leadline.strategy.fixes.fix import NOTHING, Edits, fix, meant, one_of, part_at, place_of, put
from leadline.strategy.numerals import written
from leadline.strategy.resources import KINDS, needed
from leadline.strategy.rules.rule import View
from leadline.words import DEPARTMENT_ORDER, Department, Remark


@fix("MET001", "Writes the department of the opportunity that the method was chosen from.")
def department_of_its_opportunity(view: View, remark: Remark) -> Edits:
    department = (view.facts.opportunities or {}).get(part_at(view, remark).opportunity or "")
    return put(remark.where, None if department is None else Department(department).value)


@fix("MET002", "Writes the objective whose id is nearest, or the company objective that the method's lines lead to.")
def serves_what_its_lines_lead_to(view: View, remark: Remark) -> Edits:
    one: Method = part_at(view, remark)
    unknown = [(place, given) for place, given in enumerate(one.serves) if given not in view.objective_ids]
    if unknown:
        found = [(place, meant(given, view.objective_ids)) for place, given in unknown]
        return (
            ()
            if not all(near for _, near in found)
            else tuple(Put(f"{remark.where}[{n}]", near or "") for n, near in found)
        )
    served = one_of(line.objective for _, line in view.lines if line.program in one.program_ids)
    return put(remark.where, [served] if served in view.objective_ids else None)


@fix("MET006", "Writes the opportunity that every line of the method was chosen from.")
def opportunity_of_its_lines(view: View, remark: Remark) -> Edits:
    one: Method = part_at(view, remark)
    chosen = one_of(line.opportunity for _, line in view.lines if line.program in one.program_ids)
    return put(f"{place_of(remark)}.opportunity", chosen)


def _support_first(view: View, remark: Remark) -> Edits:
    """New numbers, support first and marketing last, each department's methods in the order they had."""
    methods = view.methods_in_order
    if Department.SUPPORT not in view.departments or len(methods) < len(view.methods):
        return NOTHING
    if any(one.start or one.order is None for _, one in methods):
        return NOTHING
    ordered = sorted(methods, key=lambda pair: _turn(pair[1].department))
    return tuple(
        Put(f"{where}.order", str(place)) for place, (where, one) in enumerate(ordered, 1) if one.order != place
    )


def _turn(department: Department | None) -> int:
    """Support, product, logistics, then what the framework's order does not name, then sales and marketing."""
    named = department in DEPARTMENT_ORDER
    place = DEPARTMENT_ORDER.index(department) if department and named else 2
    return place if place < 3 else place + 1


_ORDER = "Numbers methods without days anew, support first and marketing last, where one of them is support's."
support_before_marketing = fix("ORD001", _ORDER)(_support_first)
support_before_others = fix("ORD003", _ORDER)(_support_first)
support_before_a_campaign = fix("ORD004", _ORDER)(_support_first)


@fix("RES002", "Writes what the methods take together.")
def sum_of_methods(view: View, remark: Remark) -> Edits:
    needs = needed(view.document)
    stated = {kind: amount for kind in KINDS if (amount := getattr(needs, kind)) is not None}
    return put("resources", {kind: written(amount) for kind, amount in stated.items()} or None)


@fix("RES003", "Raises the amount to what the methods take together.")
def raised_to_the_sum(view: View, remark: Remark) -> Edits:
    need = getattr(needed(view.document), remark.where.removeprefix("resources."))
    return put(remark.where, written(need))


@fix("RES005", "Writes the rhythm that is stated for the report to decision makers.")
def review_with_the_report(view: View, remark: Remark) -> Edits:
    reports = (one for one in view.document.reporting if one.to is Reader.DECIDERS)
    told = (one.rhythm for one in reports if "rhythm" in one.model_fields_set)
    return put("leadership.review", one_of(told))
