"""Benefits, one file a method: what a program saves or brings in, for the company and for its customers."""

from leadline.value.benefits.base import Benefit, BenefitFacts, CountsOutcomes, Credit, Flows, Kind, Side
from leadline.value.benefits.churn import Churn
from leadline.value.benefits.company_defined import CompanyDefined
from leadline.value.benefits.contacts import StatedContacts
from leadline.value.benefits.customer_time import CustomerTime
from leadline.value.benefits.deflected_contacts import DeflectedContacts
from leadline.value.benefits.direct_indirect import DirectIndirectDeflection
from leadline.value.benefits.hiring_cost_saved import HiringCostSaved
from leadline.value.benefits.internal_efficiency import InternalEfficiency
from leadline.value.benefits.new_business import NewBusiness
from leadline.value.benefits.product_cost import ProductCost
from leadline.value.benefits.retention import Retention
from leadline.value.benefits.revenue_influenced import RevenueInfluenced
from leadline.value.benefits.silent_deflection import SilentDeflection
from leadline.value.benefits.stated_sum import Quantity, StatedSum
from leadline.value.benefits.survey_deflection import SurveyDeflection
from leadline.value.stated import Method

STATED: dict[Method, type[StatedSum]] = {
    Method.SURVEY_DEFLECTION: SurveyDeflection,
    Method.DIRECT_INDIRECT: DirectIndirectDeflection,
    Method.SILENT_DEFLECTION: SilentDeflection,
    Method.RETENTION: Retention,
    Method.CHURN: Churn,
    Method.REVENUE_INFLUENCED: RevenueInfluenced,
    Method.PRODUCT_COST: ProductCost,
    Method.INTERNAL_EFFICIENCY: InternalEfficiency,
    Method.COMPANY_DEFINED: CompanyDefined,
}
"""The class of each method whose inputs a company states in `costs.yaml`."""

__all__ = [
    "STATED",
    "Benefit",
    "BenefitFacts",
    "Churn",
    "CompanyDefined",
    "CountsOutcomes",
    "Credit",
    "CustomerTime",
    "DeflectedContacts",
    "DirectIndirectDeflection",
    "Flows",
    "HiringCostSaved",
    "InternalEfficiency",
    "Kind",
    "NewBusiness",
    "ProductCost",
    "Quantity",
    "Retention",
    "RevenueInfluenced",
    "Side",
    "SilentDeflection",
    "StatedContacts",
    "StatedSum",
    "SurveyDeflection",
]
