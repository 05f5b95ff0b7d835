"""How well does the shipped model read? The figures that pages show beside every label.

They come from the model card, where `benchmarks/text.py` wrote them after reading test texts that neither taught nor
tuned the model. An interval is a bootstrap over the test texts (2.5th to 97.5th percentile of 1,000 draws).
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.assess.reader.model import model_card


@dataclass(frozen=True)
class Quality:
    """One label's measured quality, from 0 to 1, with its 95 % interval.

    `measure` says which figure `value` is (`macro recall`, `F1`, `share right`); `right` is the share of the `n` test
    texts whose label was right; `data` names the test set.
    """

    label: str
    measure: str
    value: float
    low: float
    high: float
    right: float
    n: int
    data: str

    @property
    def sentence(self) -> str:
        return (
            f"{self.label}: {self.measure} {self.value:.2f} [{self.low:.2f}, {self.high:.2f}], "
            f"{self.right:.0%} of {self.n:,} test messages right ({self.data})"
        )


def quality() -> dict[str, Quality]:
    """Per label (sentiment, frustration, excitement, need, language, theme, spam) the measure that counts most."""
    return {label: Quality(label=label, **figures) for label, figures in model_card().get("quality", {}).items()}
