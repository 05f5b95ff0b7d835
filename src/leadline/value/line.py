"""How sure is a line, link by link, and what is it worth? The strategy's chain, joined with evidence and money.

In: a line of the strategy, what was found about its causal links, its KPI, the findings below it, its money. Out: a
`JoinedLine`. The rule: a line's grade is the better of its weakest causal link by way of the social metric, and of the
direct evidence from program to business metric; it says which; what is shown
to go the wrong way carries nothing. The surprise: definitions and provenance carry no grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from leadline.measure.evidence import Effect
from leadline.measure.kpi import Kpi
from leadline.measure.record import Recorded
from leadline.strategy import Document, Line, Link, chain
from leadline.strategy.lines import LinkKind
from leadline.value.returns import GradeWorth, Worth
from leadline.words import Estimate, Finding, Grade

ASK_WHY = "Ask why: the mechanism of this line is not what happened."
NOBODY_LOOKED = "assumed: a mechanism is stated, nothing more"
Way = Literal["direct", "by way of the social metric"]


@dataclass(frozen=True)
class LinkEvidence(Recorded):
    """What is known of one causal link, `cause` to `effect` (ids): a link nobody looked at is assumed.

    `number` is the change that the analysis saw, `settle` what would raise the grade.
    """

    cause: str
    effect: str
    grade: Grade
    sentence: str
    number: Estimate | None = None
    settle: str = ""
    against: bool = False
    """Whether the change goes the other way than the line promises."""

    @classmethod
    def of(cls, cause: str, metric: str, analysis: Effect, kept: Grade = Grade.ASSUMED) -> LinkEvidence:
        """From one analysis; `kept` is the grade that the link had before it."""
        report = analysis.grade(kept)
        settle = next((step.settle for step in report.steps if not step.reached), "")
        number, against = analysis.relative or analysis.mean, analysis.is_against
        return cls(
            cause, metric, report.grade, analysis.sentence(kept), number, ASK_WHY if against else settle, against
        )


@dataclass(frozen=True)
class JoinedLink(Recorded):
    """One link: `lower` holds `upper` up (both for people). Only a causal link has a grade."""

    kind: LinkKind
    upper: str
    lower: str
    sentence: str
    grade: Grade | None = None
    number: Estimate | None = None
    settle: str = ""
    against: bool = False

    @property
    def carries(self) -> Grade:
        """The grade that the link lends its line: a change the wrong way, however sure, holds nothing up."""
        return Grade.ASSUMED if self.against or self.grade is None else self.grade


@dataclass(frozen=True)
class JoinedLine(Recorded):
    """A line from its objective down to its messages. `way` says which evidence gives the grade; `money` is a month's
    worth of the line's benefits as far as they were observed, `money_if_lasting` the same if what was seen goes on,
    which is assumed; None where nothing is priced. `shared_with` are programs that claim the same money. Where several
    lines rest on one benefit it stands on the first of them, and `told_on` names that line on the others."""

    id: str
    objective: str
    mechanism: str
    links: tuple[JoinedLink, ...]
    direct: JoinedLink | None
    grade: Grade
    way: Way
    sentence: str
    settle: str
    kpi: Kpi | None = None
    money: Estimate | None = None
    cashable: Estimate | None = None
    money_if_lasting: Estimate | None = None
    shared_with: tuple[str, ...] = ()
    told_on: str = ""


def join(
    line: Line,
    document: Document,
    evidence: Sequence[LinkEvidence] = (),
    *,
    kpi: Kpi | None = None,
    findings: Mapping[str, Sequence[Finding]] | None = None,
    worth: GradeWorth | Worth | None = None,
    told_on: str = "",
) -> JoinedLine:
    """Join one line. `findings` are by opportunity id; `worth` is the line's money, or `told_on` the line
    that tells it."""
    known = {(each.cause, each.effect): each for each in evidence}
    links = chain(line, document)
    joined = tuple(_joined(link, known, kpi, findings or {}) for link in links)
    direct = _direct(line, links, known)
    grade, way, weakest = _grade(joined, direct)
    return JoinedLine(
        id=line.id,
        objective=next((link.upper.text for link in links if link.kind == "defined"), line.objective or ""),
        mechanism=line.mechanism,
        links=joined,
        direct=direct,
        grade=grade,
        way=way,
        sentence=_sentence(grade, weakest, joined, direct),
        settle=weakest.settle if weakest else "Name what the program is to move, and measure it.",
        kpi=kpi,
        money=worth.a_month if worth else None,
        cashable=worth.cashable if worth else None,
        money_if_lasting=_if_lasting(worth),
        shared_with=worth.facts.shared_with if isinstance(worth, Worth) else (),
        told_on=told_on,
    )


def _if_lasting(worth: GradeWorth | Worth | None) -> Estimate | None:
    """A month after those that were observed."""
    return worth.lasting_a_month if isinstance(worth, Worth) and worth.lasting_a_month.value else None


def _joined(
    link: Link,
    known: Mapping[tuple[str, str], LinkEvidence],
    kpi: Kpi | None,
    findings: Mapping[str, Sequence[Finding]],
) -> JoinedLink:
    upper, lower = link.upper.text, link.lower.text
    if link.kind == "causal":
        return _causal(upper, lower, known.get((link.lower.id, link.upper.id)))
    if link.kind == "defined":
        sentence = kpi.sentence() if kpi else f"{lower} says whether it is reached; no figure is known yet."
        return JoinedLink(link.kind, upper, lower, sentence)
    return JoinedLink(link.kind, upper, lower, _provenance(findings.get(link.lower.id, ())))


def _causal(upper: str, lower: str, found: LinkEvidence | None) -> JoinedLink:
    if found is None:
        return JoinedLink("causal", upper, lower, NOBODY_LOOKED, Grade.ASSUMED, None, f"An analysis of {upper}.")
    return JoinedLink("causal", upper, lower, found.sentence, found.grade, found.number, found.settle, found.against)


def _provenance(findings: Sequence[Finding]) -> str:
    """How many, and how well they were read: `2 findings, 4,118 messages, 91 % read right`."""
    if not findings:
        return "no finding is linked"
    messages = sum(finding.messages for finding in findings)
    text = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}, {messages:,} messages"
    read = [(finding.read_right, finding.messages) for finding in findings if finding.read_right is not None]
    weight = sum(count for _, count in read)
    if not weight:
        return f"{text}, not measured how many were read right"
    return f"{text}, {sum(share * count for share, count in read) / weight:.0%} read right".replace("%", " %")


def _direct(line: Line, links: Sequence[Link], known: Mapping[tuple[str, str], LinkEvidence]) -> JoinedLink | None:
    """Evidence from the program straight to the business metric, where the chain goes by way of a social one."""
    found = known.get((line.program or "", line.business_metric or ""))
    if found is None or not line.social_metric:
        return None
    texts = {node.id: node.text for link in links for node in (link.upper, link.lower)}
    return _causal(texts.get(found.effect, found.effect), texts.get(found.cause, found.cause), found)


def _grade(links: Sequence[JoinedLink], direct: JoinedLink | None) -> tuple[Grade, Way, JoinedLink | None]:
    """The grade, the way it comes by, and the link that decides it."""
    causal = [link for link in links if link.kind == "causal"]
    weakest = min(causal, key=lambda link: (link.carries, not link.against), default=None)
    by_way = weakest.carries if weakest else Grade.ASSUMED
    if direct is not None and (direct.against or direct.carries >= by_way):
        return direct.carries, "direct", direct
    return by_way, "direct" if len(causal) == 1 else "by way of the social metric", weakest


def _sentence(grade: Grade, weakest: JoinedLink | None, links: Sequence[JoinedLink], direct: JoinedLink | None) -> str:
    """The line's grade, and what was looked at: the business metric itself, or the way by the social one."""
    if weakest is None:
        return "assumed: no causal link is named"
    asked = f"whether {weakest.lower} moves {weakest.upper}"
    if weakest.against:
        return f"{grade}: it goes the wrong way ({weakest.lower} → {weakest.upper}: {weakest.sentence})"
    causal = [link for link in links if link.kind == "causal"]
    if weakest is direct or len(causal) == 1:
        if _is_unseen(weakest):
            return f"{grade}: nobody has looked yet {asked}"
        return f"{grade}: {asked} was looked at directly, and {_SHOWN[grade]}"
    seen = "nobody has looked yet" if _is_unseen(weakest) else _SHOWN[grade]
    return f"{grade}: the weakest step is {asked}, where {seen}; {_directly(causal, direct)}"


def _directly(causal: Sequence[JoinedLink], direct: JoinedLink | None) -> str:
    """What the look past the social metric says."""
    if direct is None or direct.grade is None:
        return f"whether {causal[-1].lower} moves {causal[0].upper} was not looked at directly"
    return f"looked at directly, {causal[-1].lower} and {causal[0].upper} are only {direct.grade}"


def _is_unseen(link: JoinedLink) -> bool:
    return link.sentence == NOBODY_LOOKED


_SHOWN = {
    Grade.ASSUMED: "no effect could be shown yet",
    Grade.CORRELATED: "both moved together, which may have other reasons",
    Grade.SUPPORTED: "the change holds against what would have been without it",
    Grade.TESTED: "a pilot drawn by lot showed it",
}
