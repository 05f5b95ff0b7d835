"""What an analysis asks of its data before it speaks, and how sure it must be: one group of thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from leadline.errors import LeadlineError
from leadline.measure.evidence.series import Cadence


@dataclass(frozen=True)
class Settings:
    """Days are days with a value. Weekly and monthly series have fewer, so they have minima of their own."""

    level: float = 0.95
    """Probability that an interval holds the truth; 1 - level is the share of false claims allowed."""
    min_days_before: int = 56
    min_days_after: int = 14
    min_steps_before: int = 30
    min_steps_after: int = 4
    smallest_effect_share: float = 0.05
    """The smallest effect that would matter, as a share of what would have been (0 to 1)."""
    smallest_effect: float | None = None
    """The same in the outcome's own unit, a day: for a figure that reaches zero, of which no share can be taken."""
    check_level: float = 0.01
    """A check fails where chance alone would look as bad in fewer than this share of sound analyses."""
    doubt_level: float = 0.05
    """Where chance alone would move a control so in fewer than this share of sound analyses, the interval also reaches
    over what is read without the controls."""
    least_share_at_start: float = 0.1
    """The least probability that the change began with the program, where even chances are given beforehand."""
    least_season_shared: float = 0.5
    """The least share of the outcome's slow swing before the start that a control must explain to show its season."""
    most_placebos: int = 12
    tried: int = 1
    """How many candidate links were tried in the same search: the p-value must hold after Bonferroni's correction."""
    power: float = 0.8
    """How often a detectable effect would be detected."""

    def __post_init__(self) -> None:
        smallest = 1.0 if self.smallest_effect is None else self.smallest_effect
        sizes = 0 < self.smallest_effect_share < 1 and 0 < smallest < inf
        if not 0.5 < self.level < 1 or not sizes or self.tried < 1:
            raise LeadlineError(
                "The settings of the evidence do not make sense.",
                "Keep the level between 0.5 and 1, the smallest effect between 0 and 1, or above 0 in the figure's own "
                "unit, and at least one link tried.",
            )

    def least_before(self, cadence: Cadence) -> int:
        return self.min_days_before if cadence is Cadence.DAY else self.min_steps_before

    def least_after(self, cadence: Cadence) -> int:
        return self.min_days_after if cadence is Cadence.DAY else self.min_steps_after


DEFAULT_SETTINGS = Settings()
