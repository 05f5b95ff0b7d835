"""What all of a world's numbers and messages share: strained weeks, outages, storms, the season.

In: a seed and what is planted. Out: one value a day for each, so that a dark town rings the call centre and
fills the page on the same day.
"""

from __future__ import annotations

import datetime as dt
import zlib

import numpy as np

from leadline.demo import noise
from leadline.demo.days import Floats, day_table
from leadline.demo.planted import WORLD, PlantedMetrics


class Weather:
    """The days of one world, what they all have in common, and a generator for each name.

    `strain`, `outages`, `storms` and `demand` are log-scale deviations, one a day.
    """

    def __init__(self, seed: int, planted: PlantedMetrics) -> None:
        self.seed, self.planted, self.table = seed, planted, day_table(WORLD)
        self.n = len(self.table.days)
        self.strain = noise.strained(self.rng("strain"), self.n, size=0.08)
        self.outages = noise.outages(self.rng("outages"), self.n, a_year=5, smallest=0.10) + self._known_outage()
        self.storms = noise.storms(self.rng("storms"), self.table, smallest=0.05)
        self.demand = 0.035 * np.cos(self.table.year_phase - 0.5) + 0.012 * np.sin(2 * self.table.year_phase + 0.7)

    def rng(self, name: str) -> np.random.Generator:
        """A generator of its own for each name, so that a new series changes no other."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])

    def _known_outage(self) -> Floats:
        since = self.table.since(self.planted.outage_day)
        fading: Floats = np.where(since >= 0, self.planted.outage_log_size * 0.45 ** np.clip(since, 0, 40), 0.0)
        return fading

    def ramp(self, start: dt.date, days: int) -> Floats:
        """0 before `start`, then rising evenly to 1 over `days`."""
        return np.clip((self.table.since(start) + 1) / days, 0.0, 1.0)

    def window(self, start: dt.date, days: int) -> Floats:
        since = self.table.since(start)
        return ((since >= 0) & (since < days)).astype(float)
