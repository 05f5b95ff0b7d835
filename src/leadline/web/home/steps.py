"""The framework's six steps (S4.2), each with where it stands: what is done, what is next, what is open.

The first step that is not done is `now`; a later one may be done already, since companies do not begin on a white page.
"""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leadline.web.grammar.numbers import day
from leadline.web.home.page import Step
from leadline.web.home.standing import Standing


def six_steps(standing: Standing) -> tuple[Step, ...]:
    """In the framework's order."""
    told = (_objectives, _assessment, _strategy, _execution, _budgets, _measured)
    steps = [one(standing) for one in told]
    first_open = next((step for step in steps if step.state != "done"), None)
    return tuple(replace(step, state="now") if step is first_open else step for step in steps)


def _objectives(standing: Standing) -> Step:
    given = standing.strategy.company_objectives if standing.strategy else ()
    unowned = [one for one in given if not one.owner]
    words = _("none given yet")
    if given:
        words = ngettext("%(n)d given", "%(n)d given", len(given)) % {"n": len(given)}
        words += _(", %(n)d without an owner") % {"n": len(unowned)} if unowned else _(", each with an owner")
    return _step(_("Objectives"), "strategy", bool(given) and not unowned, words)


def _assessment(standing: Standing) -> Step:
    closed = standing.closed_on
    return _step(
        _("Assessment"), "assess", closed is not None, _("closed %s") % day(closed) if closed else _("not closed yet")
    )


def _strategy(standing: Standing) -> Step:
    if standing.strategy is None:
        return _step(_("Strategy"), "strategy", False, _("none in force"))
    missing = len(standing.unsigned)
    words = ngettext("%(n)d signature missing", "%(n)d signatures missing", missing) % {"n": missing}
    signed = words if missing else _("signed by the market")
    return _step(_("Strategy"), "strategy", not missing, _("version %d") % (standing.version or 1) + ", " + signed)


def _execution(standing: Standing) -> Step:
    many = len(standing.running)
    words = ngettext("%(n)d program running", "%(n)d programs running", many) % {"n": many}
    return _step(_("Execution plan"), "programs", many > 0, words if many else _("no program running"))


def _budgets(standing: Standing) -> Step:
    words = _("costs and benefits priced") if standing.whole else _("nothing priced yet")
    return _step(_("Budgets and ROI"), "value", standing.whole is not None, words)


def _measured(standing: Standing) -> Step:
    if not standing.tried:
        return _step(_("Measure and tune"), "measure", False, _("no link could be tried yet"))
    words = ngettext("%(n)d link tried", "%(n)d links tried", standing.tried) % {"n": standing.tried}
    words += ", " + (_("month reported") if standing.reported else _("month not reported"))
    if standing.undecided:
        waiting = ngettext("%(n)d line to decide on", "%(n)d lines to decide on", standing.undecided)
        words += ", " + waiting % {"n": standing.undecided}
    return _step(_("Measure and tune"), "measure", standing.reported and not standing.undecided, words)


def _step(name: str, place: str, done: bool, words: str) -> Step:
    return Step(name, reverse(f"{place}:home"), "done" if done else "open", words)
