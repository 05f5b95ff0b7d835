"""What is a strategy? Its six elements (S3.20), and beside them what ties it to the business and to the market.

These models are the one definition for the file, the page and the API. A document may be unfinished: what is missing is
the lint's to remark, so nearly every field has an empty default. The surprise: a document is a value. It never changes;
a new version is a new document, and its digest is its name.
"""

from leadline.strategy.document.aims import CommunicationsObjective, CompanyObjective, Objective, OwnMetric, Target
from leadline.strategy.document.elements import Assessment, Benefits, Goal, Ignored, Report
from leadline.strategy.document.methods import Line, Method, Needs, Override, Success
from leadline.strategy.document.people import Contribution, Leadership, Participant
from leadline.strategy.document.whole import Document

__all__ = [
    "Assessment",
    "Benefits",
    "CommunicationsObjective",
    "CompanyObjective",
    "Contribution",
    "Document",
    "Goal",
    "Ignored",
    "Leadership",
    "Line",
    "Method",
    "Needs",
    "Objective",
    "Override",
    "OwnMetric",
    "Participant",
    "Report",
    "Success",
    "Target",
]
