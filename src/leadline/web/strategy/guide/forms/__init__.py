"""What the guide asks, part by part, in words that a manager uses; the names of fields are those of the document."""

from leadline.web.strategy.guide.forms.aims import CompanyObjectiveForm, ObjectiveForm
from leadline.web.strategy.guide.forms.choices import metrics_used
from leadline.web.strategy.guide.forms.elements import GoalForm, LeadForm, ReportForm, ResourcesForm
from leadline.web.strategy.guide.forms.methods import LineForm, MethodForm
from leadline.web.strategy.guide.forms.people import PersonForm

__all__ = [
    "CompanyObjectiveForm",
    "GoalForm",
    "LeadForm",
    "LineForm",
    "MethodForm",
    "ObjectiveForm",
    "PersonForm",
    "ReportForm",
    "ResourcesForm",
    "metrics_used",
]
