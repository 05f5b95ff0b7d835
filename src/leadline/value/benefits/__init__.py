"""Benefits, one file a method: what a program saves or brings in, for the company and for its customers."""

from leadline.value.benefits.base import Benefit, BenefitFacts, Credit, Flows, Kind, Side
from leadline.value.benefits.customer_time import CustomerTime
from leadline.value.benefits.deflected_contacts import DeflectedContacts
from leadline.value.benefits.hiring_cost_saved import HiringCostSaved
from leadline.value.benefits.new_business import NewBusiness

__all__ = [
    "Benefit",
    "BenefitFacts",
    "Credit",
    "CustomerTime",
    "DeflectedContacts",
    "Flows",
    "HiringCostSaved",
    "Kind",
    "NewBusiness",
    "Side",
]
