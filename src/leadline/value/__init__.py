"""What is it worth, and how sure are we? Costs, benefits on both sides, the return with its interval, the joined line.

sheet = read_costs(Path("costs.yaml")).sheet
saved = DeflectedContacts("page-service", effect, sheet.price("call"), "EUR", effect.grade().grade)
roi([saved], sheet, period).sentence
"""

from leadline.value.benefits import (
    Benefit,
    BenefitFacts,
    CustomerTime,
    DeflectedContacts,
    Flows,
    HiringCostSaved,
    NewBusiness,
)
from leadline.value.case import PROVEN, Case
from leadline.value.cost_file import CostReading, costs_from, read_costs
from leadline.value.cost_lines import CostLine, Sides, by_side, cost_lines, outsourced_share
from leadline.value.costs import CostItem, CostKind, CostSheet, DoneBy, Every, Price, Rate
from leadline.value.line import JoinedLine, JoinedLink, LinkEvidence, join
from leadline.value.mismatch import Mismatch, mismatches, spend_by_department
from leadline.value.returns import (
    CostPer,
    GradeWorth,
    MonthRow,
    Payback,
    Roi,
    WhileObserved,
    Worth,
    chance_words,
    is_open,
    may_cost,
)
from leadline.value.roi import roi
from leadline.value.stated import Method, StatedBenefit, StatedInput
from leadline.value.uncertainty import Draws, Input
from leadline.value.ways import Way, Ways
from leadline.value.what_if import WhatIf, what_if

__all__ = [
    "PROVEN",
    "Benefit",
    "BenefitFacts",
    "Case",
    "CostItem",
    "CostKind",
    "CostLine",
    "CostPer",
    "CostReading",
    "CostSheet",
    "CustomerTime",
    "DeflectedContacts",
    "DoneBy",
    "Draws",
    "Every",
    "Flows",
    "GradeWorth",
    "HiringCostSaved",
    "Input",
    "JoinedLine",
    "JoinedLink",
    "LinkEvidence",
    "Method",
    "Mismatch",
    "MonthRow",
    "NewBusiness",
    "Payback",
    "Price",
    "Rate",
    "Roi",
    "Sides",
    "StatedBenefit",
    "StatedInput",
    "Way",
    "Ways",
    "WhatIf",
    "WhileObserved",
    "Worth",
    "by_side",
    "chance_words",
    "cost_lines",
    "costs_from",
    "is_open",
    "join",
    "may_cost",
    "mismatches",
    "outsourced_share",
    "read_costs",
    "roi",
    "spend_by_department",
    "what_if",
]
