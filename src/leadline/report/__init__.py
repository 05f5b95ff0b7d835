"""Who should know, and what exactly? The month told three ways from one frozen set of facts (S2.14-S2.23).

`freeze` fixes what is known of a month and `keep_month` puts it away; `tell` makes from it the story for one group of
readers, `tell_all` for all three; `html_page`, `html_fragment` and `pdf` draw a story.
"""

from leadline.report.facts import Facts
from leadline.report.html import html_fragment, html_page
from leadline.report.keeping import KeptMonth, erase_quotes, keep_month, kept_month, kept_months
from leadline.report.month import FrozenMonth, erase, freeze, from_json, thaw, to_json
from leadline.report.pdf import pdf
from leadline.report.story import Story
from leadline.report.telling import kept_story, tell, tell_all
from leadline.strategy.fields import Reader

__all__ = [
    "Facts",
    "FrozenMonth",
    "KeptMonth",
    "Reader",
    "Story",
    "erase",
    "erase_quotes",
    "freeze",
    "from_json",
    "html_fragment",
    "html_page",
    "keep_month",
    "kept_month",
    "kept_months",
    "kept_story",
    "pdf",
    "tell",
    "tell_all",
    "thaw",
    "to_json",
]
