"""The one next thing to do: the first gap on the line, in the line's own order.

Each rule says why and names a button; the first whose gap is open is the one that Home shows. The surprise: a button
never names what the reader's role has no button for; it says then whose turn it is, and leads to where that is read.
"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from leadline.report import phrases
from leadline.web.accounts.permissions import Ability
from leadline.web.home.page import Next
from leadline.web.home.standing import Standing
from leadline.words import Grade

May = Callable[[Ability], bool]
"""Whether the reader may do something."""


def may_everything(_ability: Ability) -> bool:
    return True


def next_thing(known: Standing, may: May = may_everything) -> Next | None:
    """The first thing that waits, in words of what the reader may do; None where nothing does."""
    return next((found for rule in RULES if (found := rule(known, may)) is not None), None)


def _listen(known: Standing, _may: May) -> Next | None:
    if known.last_heard is not None:
        return None
    if known.waits_to_be_read:
        why = _("Messages came in, and nobody has read them yet. In the terminal: leadline assess")
        return Next(why, _("See what came in"), reverse("listen:home"))
    why = _(
        "Nothing was imported yet. Begin with an export of what customers wrote, and the call centre's daily numbers."
    )
    return Next(why, _("Import messages"), reverse("listen:home"))


def _assess(known: Standing, may: May) -> Next | None:
    if known.closed_on is not None:
        return None
    why = _("The assessment is open. Social objectives stay drafts until it is closed, because it may change them.")
    if not may("close_assessment"):
        return Next(f"{why} {_('A strategist closes it.')}", _("Read the x-ray"), reverse("assess:home"))
    return Next(why, _("Read the x-ray and close it"), reverse("assess:home"))


def _strategy(known: Standing, may: May) -> Next | None:
    if known.strategy is not None:
        return None
    why = _("No strategy is in force. Its goal comes from the findings, and your market writes it with you.")
    if not may("edit_strategy"):
        return Next(f"{why} {_('A strategist begins it.')}", _("See what it will hold"), reverse("strategy:home"))
    return Next(why, _("Write the strategy"), reverse("strategy:home"))


def _signature(known: Standing, may: May) -> Next | None:
    if not known.unsigned:
        return None
    names = phrases.join([one.organisation or one.name for one in known.unsigned[:3]])
    why = _("%(names)s took part for the market and did not sign version %(version)d.")
    why %= {"names": names, "version": known.version or 1}
    if not may("edit_strategy"):
        return Next(f"{why} {_('A strategist asks them.')}", _("See who signed"), reverse("strategy:home"))
    first = known.unsigned[0]
    return Next(why, _("Ask %s") % (first.organisation or first.name), reverse("strategy:home"))


def _programs(known: Standing, may: May) -> Next | None:
    if known.running:
        return None
    why = _("No program runs this month. A strategy's methods become programs with an owner, a period and a budget.")
    if not may("edit_programs"):
        return Next(f"{why} {_('A strategist or a manager plans them.')}", _("See the plan"), reverse("programs:home"))
    return Next(why, _("Plan a program"), reverse("programs:home"))


def _warning(known: Standing, _may: May) -> Next | None:
    open_now = [
        one for one in known.facts.warnings if one.severity == "high" and one.status == "open" and not one.is_good
    ]
    return Next(open_now[0].sentence, _("Look at the warning"), f"/{open_now[0].link}") if open_now else None


def _value(known: Standing, may: May) -> Next | None:
    if known.whole is not None or known.was_priced:
        return None
    if known.costs_entered:
        why = _("The costs are in, and %s is not priced yet: whoever runs the months has that to do.")
        return Next(why % known.month.name, _("See what is missing"), reverse("value:home"))
    why = _("Nothing is priced yet. With what programs cost, and what a call costs, the effects become money.")
    if not may("edit_costs"):
        told = _("A strategist or a manager enters the costs.")
        return Next(f"{why} {told}", _("See what is missing"), reverse("value:home"))
    return Next(why, _("Enter the costs"), reverse("value:home"))


def _report(known: Standing, may: May) -> Next | None:
    if known.reported or known.facts.told_until is not None:
        return None  # told, or not over yet
    why = _("%s is measured and not told yet. Champions, colleagues and decision makers each wait for their report.")
    if not may("freeze_month"):
        told = _("A strategist makes it.")
        return Next(f"{why % known.month.name} {told}", _("See the reports"), reverse("report:home"))
    return Next(why % known.month.name, _("Make the report"), reverse("report:home"))


def _weakest(known: Standing, _may: May) -> Next | None:
    """What would raise the weakest line's grade."""
    weak = [one for one in known.facts.effects if one.grade < Grade.TESTED and one.settle]
    if not weak:
        return None
    least = min(weak, key=lambda one: one.grade.step)
    why = _("%(program)s is %(grade)s. %(settle)s")
    told = {"program": phrases.capital(least.program), "grade": least.grade, "settle": phrases.sentence(least.settle)}
    return Next(why % told, _("See what would settle it"), f"/{least.link}")


Rule = Callable[[Standing, May], Next | None]
RULES: tuple[Rule, ...] = (
    _listen,
    _assess,
    _strategy,
    _signature,
    _programs,
    _warning,
    _value,
    _report,
    _weakest,
)
