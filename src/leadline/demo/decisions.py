"""What the company's people decided of each line after September 2026, and why; October's are still to be made."""

from __future__ import annotations

from leadline.words import Month

DECIDED = Month(2026, 9)
DECISIONS: tuple[tuple[str, str, str, str], ...] = (
    ("page-service-to-calls", "continue", "Calls stay below what would have been; nothing speaks for less.", "manager"),
    (
        "router-watch-to-calls",
        "change",
        "Nobody can say yet whether it saves a call: draw the next faults by lot, and tell half of them early.",
        "strategist",
    ),
    ("page-service-to-satisfaction", "continue", "Those who came angry leave content more often.", "manager"),
    (
        "champions-to-hires",
        "continue",
        "People apply and name their champion; what else brought them is not known.",
        "strategist",
    ),
    (
        "stories-to-market-share",
        "change",
        "Traffic rose and the market share did not: write what neighbours ask before they order.",
        "executive",
    ),
)
"""Line, decision, reason, and the role of who decided."""
