"""What do we want, and why would it work? The strategy as a document: read, lint, compare, adopt.

Read `strategy.yaml` with `read_document`, check it with `lint`, write it back with `write_document`.
"""

from leadline.strategy.catalogue import METRICS, PACKS, Direction, Metric, Pack, find_metric, is_vanity, metrics_for
from leadline.strategy.document import (
    Assessment,
    Benefits,
    CommunicationsObjective,
    CompanyObjective,
    Contribution,
    Document,
    Goal,
    Ignored,
    Leadership,
    Line,
    Method,
    Needs,
    Objective,
    Override,
    OwnMetric,
    Participant,
    Report,
    Success,
    Target,
)
from leadline.strategy.fields import Aim, Baseline, Reader, Role, Span, State, StatedAs
from leadline.strategy.layers import Layers, layers
from leadline.strategy.lines import Link, Node, Orphans, chain, lines_for, method_of, orphans
from leadline.strategy.lint import Facts, KnownMetric, Limits, Placed, can_adopt, find_rule, lint, lint_text
from leadline.strategy.method_templates import MethodTemplate, find_template, method_templates
from leadline.strategy.metric_fit import Fit, described, fit, metric_name, metrics_of
from leadline.strategy.numerals import parse_number
from leadline.strategy.reading import (
    Reading,
    UnreadableDocumentError,
    document_from,
    parse_document,
    read_document,
    text_of,
)
from leadline.strategy.reopened import Reopened, reopened
from leadline.strategy.resources import needed
from leadline.strategy.rewrite import Rewrite, find_attention_count, rewrite
from leadline.strategy.rules import RULES, Rule
from leadline.strategy.schema import json_schema
from leadline.strategy.starter import template
from leadline.strategy.value_map import LAYERS, Bend, Joint, ValueMap, value_map
from leadline.strategy.versions import Difference, compare
from leadline.strategy.writing import write_document

__all__ = [
    "LAYERS",
    "METRICS",
    "PACKS",
    "RULES",
    "Aim",
    "Assessment",
    "Baseline",
    "Bend",
    "Benefits",
    "CommunicationsObjective",
    "CompanyObjective",
    "Contribution",
    "Difference",
    "Direction",
    "Document",
    "Facts",
    "Fit",
    "Goal",
    "Ignored",
    "Joint",
    "KnownMetric",
    "Layers",
    "Leadership",
    "Limits",
    "Line",
    "Link",
    "Method",
    "MethodTemplate",
    "Metric",
    "Needs",
    "Node",
    "Objective",
    "Orphans",
    "Override",
    "OwnMetric",
    "Pack",
    "Participant",
    "Placed",
    "Reader",
    "Reading",
    "Reopened",
    "Report",
    "Rewrite",
    "Role",
    "Rule",
    "Span",
    "State",
    "StatedAs",
    "Success",
    "Target",
    "UnreadableDocumentError",
    "ValueMap",
    "can_adopt",
    "chain",
    "compare",
    "described",
    "document_from",
    "find_attention_count",
    "find_metric",
    "find_rule",
    "find_template",
    "fit",
    "is_vanity",
    "json_schema",
    "layers",
    "lines_for",
    "lint",
    "lint_text",
    "method_of",
    "method_templates",
    "metric_name",
    "metrics_for",
    "metrics_of",
    "needed",
    "orphans",
    "parse_document",
    "parse_number",
    "read_document",
    "reopened",
    "rewrite",
    "template",
    "text_of",
    "value_map",
    "write_document",
]
