"""Do the three layers join: the business, its communications, its social activity? (S1.19)

In: a document. Out: for each layer what has nothing above it or nothing below it. The surprise: where no communications
objective is written down, neither join can be checked, and that is said instead of “nothing loose”.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadline.strategy.document import CommunicationsObjective, CompanyObjective, Document, Objective
from leadline.strategy.fields import State


@dataclass(frozen=True)
class Layers:
    """`checked` is no where the communications layer is empty. What stands in the other fields is not joined."""

    checked: bool
    company: tuple[CompanyObjective, ...] = ()
    """Company objectives that no communications objective serves."""
    upward: tuple[CommunicationsObjective, ...] = ()
    """Communications objectives that serve no company objective."""
    downward: tuple[CommunicationsObjective, ...] = ()
    """Communications objectives that no social objective carries."""
    social: tuple[Objective, ...] = ()
    """Social objectives that carry no communications objective."""
    astray: tuple[tuple[Objective, CommunicationsObjective], ...] = ()
    """Social objectives whose two ways up end at different company objectives."""

    @property
    def joined(self) -> bool:
        """Whether both joins hold everywhere."""
        return self.checked and not (self.company or self.upward or self.downward or self.social or self.astray)


def layers(document: Document) -> Layers:
    """Both joins, business to communications and communications to social; what was dropped does not count."""
    if not document.communications:
        return Layers(checked=False)
    social = [one for one in document.objectives if one.state is not State.DROPPED]
    wanted = {one.id for one in document.company_objectives}
    known = {one.id: one for one in document.communications}
    served, carried = {one.serves for one in document.communications}, {one.carries for one in social}
    return Layers(
        checked=True,
        company=tuple(one for one in document.company_objectives if one.id not in served),
        upward=tuple(one for one in document.communications if one.serves not in wanted),
        downward=tuple(one for one in document.communications if one.id not in carried),
        social=tuple(one for one in social if one.carries not in known),
        astray=tuple(
            (one, known[one.carries])
            for one in social
            if one.carries in known and one.serves in wanted
            if known[one.carries].serves in wanted - {one.serves}
        ),
    )
