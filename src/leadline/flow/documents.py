"""What people wrote, in one bundle: what every stage is handed, whoever reads it from wherever.

In: nothing. Out: `Documents`, plain values. The surprise: the words of the stages stand here as types only, so that
whoever needs one of them does not wait for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadline.config import Home
from leadline.engine import Lake
from leadline.words import Company

if TYPE_CHECKING:
    from leadline.assess import Layer, Themes
    from leadline.listen import PartyBook
    from leadline.programs import Mark, Promise
    from leadline.programs.champions import Champion, Result
    from leadline.programs.plan import Program
    from leadline.strategy import Document
    from leadline.strategy.tuning import Decision
    from leadline.value import CostSheet


@dataclass(frozen=True)
class Documents:
    """What people wrote, as plain values: `web/documents.py` builds it from rows."""

    company: Company
    parties: PartyBook
    strategy: Document | None = None
    strategy_version: int | None = None
    programs: tuple[Program, ...] = ()
    marks: tuple[Mark, ...] = ()
    champions: tuple[Champion, ...] = ()
    results: tuple[Result, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """Whether each line goes on, changes or stops, month by month; of several for a month the last counts."""
    costs: CostSheet | None = None
    insiders: frozenset[str] = frozenset()
    """Names of those who work here and may sign in; nobody of them signs a strategy for the market (S3.19)."""
    layer: Layer | None = None
    """What the company's own corrections changed of the model that reads; None before anything was taught."""
    own_themes: Themes | None = None
    """The company's list of themes; None while it has changed nothing of the one that comes with Leadline."""

    @property
    def themes(self) -> Themes:
        """The themes that messages are read for and counted by."""
        from leadline.assess import load_themes

        return self.own_themes if self.own_themes is not None else load_themes()

    @property
    def promise(self) -> Promise | None:
        """The promise of the first program that makes one."""
        found = next((program for program in self.programs if program.promise is not None), None)
        return found.promise.promise(self.company.zone, self.parties.own.id) if found and found.promise else None


def lake_of(home: Home) -> Lake:
    """The lake of a home."""
    return Lake(home.lake)
