"""What did the market say, and was the promise kept? From the x-ray, service levels, turns and early warnings."""

from __future__ import annotations

from collections.abc import Sequence

from leadline.assess import Turn, XRay
from leadline.assess.shares import share_of
from leadline.measure.early_warning import EarlyWarning
from leadline.measure.service_levels import ServiceLevel
from leadline.programs.durations import duration_words
from leadline.report import links
from leadline.report.collect.numbers import counted, figure, in_percent
from leadline.report.facts import Assessment, Finding, Said, Service, Side, Voice, Warned
from leadline.report.figures import Figure, MoneyFigure
from leadline.words import Estimate, Month, listed
from leadline.words import Finding as Found

LARGEST_FINDINGS = 2
"""So many a reading: the pages have them all."""
MODEL = "counted as the text model reads them; the interval is of sampling only"


def assessment(
    x_ray: XRay | None, findings: Sequence[Found], *, version: str, names: dict[str, str], said: tuple[Said, ...]
) -> Assessment | None:
    """The x-ray's extract. `names` gives each theme's name for people."""
    if x_ray is None:
        return None
    ranked = sorted((one for one in findings if not _is_hollow(one, x_ray)), key=lambda one: -one.messages)
    kept = [one for reading in ("frustration", "need", "excitement") for one in _largest(ranked, reading)]
    return Assessment(
        version=version,
        headline=_headline(ranked, names),
        messages=counted("messages", x_ray.messages, "messages", link=links.MESSAGES),
        findings=tuple(_finding(one, names) for one in kept),
        voices=tuple(
            Voice(one.party.name, one.party.kind.value, in_percent("voice", one.voice, method=MODEL, link=links.X_RAY))
            for one in sorted(x_ray.parties, key=lambda one: -(one.voice.value if one.voice else 0))
            if one.voice is not None
        )[:4],
        link=links.X_RAY,
        said=said,
    )


def service(now: ServiceLevel | None, before: ServiceLevel | None, month: Month) -> Service | None:
    """The promise and how it was kept; None where nothing was due."""
    kept = _kept(now) if now else None
    if now is None or kept is None:
        return None
    earlier = before.share if before else None
    link = links.service_levels(month)
    shown = in_percent("kept", kept, method="met of all that were due, Wilson interval", link=link, good="up")
    return Service(
        promise=now.promise,
        sentence=now.sentence(),
        kept=_with_before(shown, 100 * earlier if earlier is not None else None),
        worst=duration_words(now.worst[0].business_seconds) if now.worst else "",
        link=link,
    )


def warnings(
    found: Sequence[EarlyWarning], month: Month, *, good_news: frozenset[str] = frozenset()
) -> tuple[Warned, ...]:
    """The warnings of the month, gravest first; `good_news` holds the ids of those that tell of something good."""
    order = {"high": 0, "medium": 1, "low": 2}
    of_month = [one for one in found if one.first_day <= month.last_day and one.last_day >= month.first_day]
    ranked = sorted(of_month, key=lambda one: (order[one.severity], one.p_value, one.id))
    return tuple(
        Warned(
            one.sentence,
            one.severity,
            one.first_day,
            one.status,
            links.warning(one.id),
            one.id in good_news,
            listed([department.value.capitalize() for department in one.sent_to]),
        )
        for one in ranked
    )


def sides(turns: Sequence[Turn], x_ray: XRay | None, saved: MoneyFigure | None, month: Month) -> tuple[Side, ...]:
    """Satisfaction, sharing and cost beside each other (S0.16), each measured or named as missing."""
    return (_satisfaction(turns, month), _sharing(x_ray), _cost(saved))


def _satisfaction(turns: Sequence[Turn], month: Month) -> Side:
    by_month = {turn.month: turn for turn in turns}
    now, before = by_month.get(month), by_month.get(month.previous())
    if now is None or now.rate is None:
        return Side("satisfaction", None, "", "No conversation of the month began angry, so none could turn")
    method = "conversations that turned, of those that began angry; as the text model reads them"
    shown = in_percent("turned happy", now.rate, method=method, link=links.X_RAY, good="up")
    earlier = 100 * before.rate.value if before is not None and before.rate is not None else None
    return Side(
        "satisfaction", _with_before(shown, earlier), f"of customers who began angry in {month.name} ended happy"
    )


def _sharing(x_ray: XRay | None) -> Side:
    customers = x_ray.own.aspects["customers"] if x_ray else None
    if customers is None or customers.positive is None:
        return Side("sharing", None, "", "Nothing was read yet, so nobody knows what is passed on")
    glad = customers.positive
    number = Estimate(glad.value * customers.read, glad.low * customers.read, glad.high * customers.read, "messages")
    shown = figure("happy messages", number, method=MODEL, link=links.X_RAY, good="up")
    return Side("sharing", shown, "happy messages by customers, for others to read")


def _cost(saved: MoneyFigure | None) -> Side:
    if saved is None:
        return Side("cost", None, "", "No saving is supported by evidence yet")
    return Side("cost", saved, saved.name)


def _kept(level: ServiceLevel) -> Estimate | None:
    tally = level.total
    return share_of(tally.met, tally.met + tally.breached)


def _with_before(shown: Figure, before: float | None) -> Figure:
    return Figure(**{**vars(shown), "before": before})


def _largest(ranked: Sequence[Found], reading: str) -> list[Found]:
    return [one for one in ranked if one.reading == reading][:LARGEST_FINDINGS]


def _is_hollow(one: Found, x_ray: XRay) -> bool:
    """Praise of a theme of which customers speak ill more often: nobody is told that they like it."""
    customers = x_ray.own.aspects.get("customers")
    theme = next((each for each in customers.themes if each.theme == one.theme), None) if customers else None
    return one.reading == "excitement" and theme is not None and theme.negative > theme.excited


def _headline(ranked: Sequence[Found], names: dict[str, str]) -> str:
    """What hurts most, in a few words; two of which neither is shown to hurt more are named both."""
    hurts = _largest(ranked, "frustration")
    if not hurts:
        return "Too few messages to tell what hurts"
    first, *others = [names.get(one.theme, one.theme) for one in hurts]
    if others and hurts[0].share.low <= hurts[1].share.high:
        return f"{first} and {others[0].lower()} hurt most"
    return f"{first} hurts most"


def _finding(one: Found, names: dict[str, str]) -> Finding:
    return Finding(
        sentence=one.sentence,
        theme=names.get(one.theme, one.theme).lower(),
        department=one.department.value,
        reading=one.reading,
        messages=one.messages,
        read_right=one.read_right,
        link=links.finding(one.id),
    )
