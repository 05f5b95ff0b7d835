"""What can be computed of an objective: from its lines, its numbers, the catalogue, and the methods that serve it."""

from __future__ import annotations

from decimal import Decimal

from leadline.strategy.catalogue import Direction, find_metric, is_counted
from leadline.strategy.document import CompanyObjective, Objective
from leadline.strategy.edits import Add, Edit, Put, Take
from leadline.strategy.fields import Aim, State, StatedAs
from leadline.strategy.fixes.fix import NOTHING, Edits, fix, meant, one_of, part_at, place_of, put
from leadline.strategy.numerals import for_people, written
from leadline.strategy.rewrite import find_attention_count
from leadline.strategy.rules.rule import View
from leadline.words import Remark

_POINTS = {"point", "points", "pp", "percentage point", "percentage points", "%-points", "%-point"}
_MOST = 10**12


@fix("COM002", "Writes the business metric that every line to the objective names.")
def metric_of_lines(view: View, remark: Remark) -> Edits:
    one = part_at(view, remark)
    return put(remark.where, one_of(line.business_metric for _, line in view.lines if line.objective == one.id))


@fix("COM005", "Writes `stated_as:` where the units, the direction and the numbers leave one reading.")
def only_reading(view: View, remark: Remark) -> Edits:
    """20 % of calls a day can only be relative; more than the baseline cannot be meant by a smaller level."""
    one: CompanyObjective = part_at(view, remark)
    if one.target is None:
        return NOTHING
    left = [stated_as for stated_as in StatedAs if _can_be_meant(one, one.target, stated_as)]
    return put(f"{remark.where}.stated_as", left[0].value) if len(left) == 1 else NOTHING


@fix(
    "COM006",
    "Writes the direction that the number's sign says, or the one that is better for the metric.",
)
def better_direction(view: View, remark: Remark) -> Edits:
    one: CompanyObjective = part_at(view, remark)
    if one.target is not None and one.target.value < 0:
        return put(f"{remark.where}.direction", Direction.DOWN.value)
    return put(f"{remark.where}.direction", view.better(one.metric) and str(view.better(one.metric)))


@fix("COM009", "Writes the kind that every line to the objective is worth, or the only one that its metric can show.")
def kind_of_lines(view: View, remark: Remark) -> Edits:
    one: CompanyObjective = part_at(view, remark)
    of_lines = {line.value for _, line in view.lines if line.objective == one.id}
    metric = view.metric(one.metric)
    return put(remark.where, one_of(of_lines or (metric.fits if metric else ())))


@fix("COM011", "Writes the direction that baseline and level say.")
def direction_of_numbers(view: View, remark: Remark) -> Edits:
    one = part_at(view, remark)
    up = one.target.value > one.baseline.value
    return put(f"{place_of(remark)}.target.direction", (Direction.UP if up else Direction.DOWN).value)


@fix(
    "OBJ001",
    "Moves a social objective that counts attention to `targets:`, with its number and its last day, and lets what "
    "served it serve its company objective. What it is for is yours to say: the page asks, question by question.",
)
def count_to_target(view: View, remark: Remark) -> Edits:
    """The goal and company objectives stay: without them a strategy would lead nowhere."""
    if not remark.where.startswith("objectives["):
        return NOTHING
    one: Objective = part_at(view, remark)
    moved = _serving_instead(one, view)
    if moved is None or any(target.objective == one.id for target in view.document.targets):
        return NOTHING
    return *moved, Add("targets", _as_target(one, view)), Take(place_of(remark))


@fix("OBJ002", "Writes the company objective whose id is nearest, or the one that the lines with its metric lead to.")
def serves_what_its_lines_serve(view: View, remark: Remark) -> Edits:
    one: Objective = part_at(view, remark)
    if one.serves:
        return put(remark.where, meant(one.serves, view.company_objective_by_id))
    return put(remark.where, one_of(line.objective for _, line in view.lines if one.metric == line.social_metric))


@fix("OBJ005", "Writes the period from the first start of the methods that serve it to the company objective's day.")
def period_of_methods(view: View, remark: Remark) -> Edits:
    one: Objective = part_at(view, remark)
    serving = [method for _, method in view.methods if one.id in method.serves]
    above = view.company_objective_by_id.get(one.serves or "")
    starts = [method.start for method in serving if method.start]
    if above is None or above.by is None or not starts or len(starts) < len(serving) or min(starts) > above.by:
        return NOTHING
    return put(remark.where, f"{min(starts)} to {above.by}")


@fix("OBJ006", "Writes `state: draft`.")
def draft_again(view: View, remark: Remark) -> Edits:
    return put(remark.where, State.DRAFT.value)


@fix("TAR001", "Writes the objective whose id is nearest to the one that is named.")
def objective_meant(view: View, remark: Remark) -> Edits:
    target = part_at(view, remark)
    return put(f"{place_of(remark)}.objective", meant(target.objective, view.objective_ids))


def _can_be_meant(one: CompanyObjective, target: Aim, stated_as: StatedAs) -> bool:
    """Whether a reading of a target fits its unit, and leads to a level in its direction that there can be."""
    unit, own = target.unit.lower(), _unit(one).lower()
    if unit in _POINTS:
        return stated_as is StatedAs.POINTS
    if unit == "%" and own and not own.startswith("%"):
        return stated_as is StatedAs.RELATIVE
    if unit not in ("", "%") and stated_as is StatedAs.RELATIVE:
        return False
    heading = target.direction or (Direction.DOWN if target.value < 0 else None)
    if one.baseline is None or heading is None or not own:
        return True
    level = target.model_copy(update={"stated_as": stated_as, "direction": heading}).level(one.baseline.value)
    return level is not None and _can_be(level, own) and (level > one.baseline.value) == (heading is Direction.UP)


def _unit(one: CompanyObjective) -> str:
    """The unit of the baseline, or the catalogue's."""
    metric = find_metric(one.metric)
    return (one.baseline.unit if one.baseline else "") or (metric.unit if metric else "")


def _can_be(level: Decimal, unit: str) -> bool:
    return 0 <= level <= 100 if unit.startswith("%") else level >= 0 or not is_counted(unit)


def _serving_instead(one: Objective, view: View) -> list[Edit] | None:
    """What served the count serves its company objective; None where that is not known and something served it."""
    moved: list[Edit] = []
    for where, method in view.methods:
        if one.id not in method.serves:
            continue
        if one.serves not in view.company_objective_by_id:
            return None
        at = f"{where}.serves[{method.serves.index(one.id)}]"
        moved.append(Take(at) if one.serves in method.serves else Put(at, one.serves or ""))
    return moved


def _as_target(one: Objective, view: View) -> dict[str, str]:
    """The count as a target: its id stays free for the objective that somebody finds behind it."""
    count = find_attention_count(one.text) or find_attention_count(f"more {one.text}")
    number = count.number if count else None
    part = {"id": f"{one.id[:100]}-count", "text": one.text}
    metric = count.metric if count else one.metric
    if metric:
        part["metric"] = metric
    if number is not None and number < _MOST:
        part |= {"value": written(number), "text": f"{for_people(number)} {count.noun}" if count else one.text}
    if one.period:
        part["by"] = one.period.last.isoformat()
    if one.serves in view.company_objective_by_id:
        part["objective"] = one.serves or ""
    return part
