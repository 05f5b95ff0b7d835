"""The pages of assess."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import get_args
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leadline import assess
from leadline.config import setting
from leadline.errors import LeadlineError
from leadline.listen import PartyBook
from leadline.programs.waiting import open_episodes
from leadline.value import spend_by_department
from leadline.web import here
from leadline.web.accounts.models import person_of
from leadline.web.accounts.permissions import Ability, needs
from leadline.web.assess import actions, listing, pages, word_of_mouth
from leadline.web.assess import experience as turning
from leadline.web.assess.addresses import list_span_address, messages_address, table_address
from leadline.web.assess.answers import Answers, gather, reader
from leadline.web.assess.check_page import own_quality
from leadline.web.assess.compare import compare_page, other_days
from leadline.web.assess.convert import themes
from leadline.web.assess.days import days_chart
from leadline.web.assess.filters import chosen_of, filters_of
from leadline.web.assess.forms import Search, Trial
from leadline.web.assess.looking import Looker
from leadline.web.assess.once_heard import once_heard
from leadline.web.assess.opportunity import is_finding, opportunity_page, renewed
from leadline.web.assess.paging import page_asked, paged
from leadline.web.assess.periods import Chosen, chosen_period
from leadline.web.assess.ranking import ranking_of, ranking_query
from leadline.web.assess.sheet import MOST_ROWS, as_csv
from leadline.web.assess.theme_pages import news_part
from leadline.web.assess.touch_map import map_page
from leadline.web.documents import documents
from leadline.web.grammar.charts import Chart
from leadline.words import Month, Party, Period

logger = logging.getLogger(__name__)


@needs("see_numbers")
def home(request: HttpRequest) -> HttpResponse:
    return _x_ray(request, "assess/home.html")


@needs("see_numbers")
def themes_of(request: HttpRequest) -> HttpResponse:
    """The themes, and what no theme covers and is new."""
    return _x_ray(request, "assess/themes.html", with_news=True)


@needs("see_numbers")
def opportunities(request: HttpRequest) -> HttpResponse:
    return _x_ray(request, "assess/opportunities.html")


@needs("close_assessment")
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    known = gather()
    chosen = chosen_period(request.POST, known.days())
    x_ray = known.picture(chosen.period)
    closed = actions.close_assessment(known.lake, x_ray, by=request.user, now=here.now())
    told = {"version": closed.version}
    notices.success(request, _("Assessment %(version)d is closed: objectives can be confirmed against it.") % told)
    return redirect("assess:closed", closed.version)


@needs("see_numbers")
def closed(request: HttpRequest, version: int) -> HttpResponse:
    found = assess.assessment(here.lake(), version)
    if found is None:
        missing = _("There is no closed assessment %(version)d.") % {"version": version}
        raise LeadlineError(missing, _("Choose one from the list on Assess."))
    return render(request, "assess/closed.html", {"assessment": found, "days": _days(found)})


@needs("see_numbers")
def opportunity(request: HttpRequest, wanted: str) -> HttpResponse:
    if (now := renewed(wanted, themes())) != wanted:
        return redirect(f"{reverse('assess:opportunity', args=[now])}?{request.GET.urlencode()}")
    known = gather()
    chosen = chosen_period(request.GET, known.days(), known.months())
    page = opportunity_page(
        known.lake,
        known.picture(chosen.period),
        wanted,
        known.history(),
        may_read=_may(request, "see_messages"),
        themes=themes(),
        ranking=ranking_of(request.GET),
    )
    told = {"page": page, "chosen": chosen, "may_edit": _may(request, "edit_strategy")}
    return render(request, "assess/opportunity.html", told | {"may_correct": _may(request, "correct_labels")})


@needs("see_numbers")
def finding(request: HttpRequest, wanted: str) -> HttpResponse:
    """A finding by its id: its opportunity in the days of the newest closed assessment that holds it, else in these."""
    if not is_finding(wanted):
        raise LeadlineError(
            _("There is no finding “%(id)s”.") % {"id": wanted}, _("Choose one from the list on Assess.")
        )
    known = gather()
    for one in reversed(assess.assessments(known.lake)):
        for chance in one.content["opportunities"]:
            if wanted in chance["findings"]:
                return redirect(f"{reverse('assess:opportunity', args=[chance['id']])}?{_days(one)}")
    x_ray = known.picture(chosen_period(request.GET, known.days(), known.months()).period)
    now = renewed(wanted, themes())
    found = next((one for one in assess.opportunities(x_ray) if now in one.findings), None)
    if found is None:
        raise LeadlineError(_("Nothing rests on “%(id)s” any more.") % {"id": wanted}, _("Choose another on Assess."))
    return redirect("assess:opportunity", found.id)


@needs("see_messages")
@once_heard
def messages(request: HttpRequest, known: Answers, heard: Period) -> HttpResponse:
    form, names = _search(request, known), known.names()
    which = form.which(heard)
    told = {"form": form, "address": messages_address(which), "table_address": table_address(which)}
    if not (request.htmx or "now" in request.GET or assess.is_told_at_once(known.lake, which)):  # type: ignore[attr-defined]
        return render(request, "assess/messages.html", told | {"later": True})
    page = listing.list_page(known.lake, which, number=page_asked(request.GET), parties=names, themes=themes())
    chart = days_chart(assess.daily(known.lake, which), address=list_span_address(which))
    told |= {"page": page, "chart": chart, "most": MOST_ROWS, "may_correct": _may(request, "correct_labels")}
    return render(request, "assess/messages.html", told)


@needs("see_messages")
def messages_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a table for a spreadsheet: pseudonyms and blanked texts, as on the page."""
    known = gather()
    which = _search(request, known).which(known.days())
    found = assess.find_messages(known.lake, which, limit=MOST_ROWS)
    logger.info("%s took a table of %d messages", request.user, len(found))
    headers = {"Content-Disposition": 'attachment; filename="messages.csv"'}
    return HttpResponse(as_csv(found, here.home().company.tz), content_type="text/csv; charset=utf-8", headers=headers)


@needs("see_messages")
def conversation(request: HttpRequest, source: str, thread_id: str) -> HttpResponse:
    known = gather()
    page = listing.thread_page(known.lake, source, thread_id, parties=known.names(), themes=themes())
    told = {"page": page, "may_correct": _may(request, "correct_labels")}
    return render(request, "assess/conversation.html", told)


@needs("see_messages")
def conversations(request: HttpRequest) -> HttpResponse:
    known, outcome = gather(), request.GET.get("outcome", "all")
    if outcome not in get_args(assess.Outcome):
        raise LeadlineError(_("“%(word)s” is no outcome.") % {"word": outcome}, _("Choose one from the months."))
    month, party = Month.parse(request.GET.get("month", "")), _party(request, known.book)
    page = turning.talks_page(known.lake, party, month, outcome, page_asked(request.GET))  # type: ignore[arg-type]
    return render(request, "assess/conversations.html", {"page": page})


@needs("see_numbers")
@once_heard
def compare(request: HttpRequest, known: Answers, heard: Period) -> HttpResponse:
    """Customers of two parties, or of one in two periods."""
    chosen, party = chosen_period(request.GET, heard, known.months()), _party(request, known.book)
    other = _party(request, known.book, "other", party)
    then = other_days(request.GET.get("then", ""), chosen, heard, known.months(), same_party=party.id == other.id)
    groups = _group(known, party, chosen.period), _group(known, other, then.period)
    page = compare_page(*groups, may_read=_may(request, "see_messages"))
    told = {"page": page, "chosen": chosen, "then": then, "party": party, "other": other}
    return render(request, "assess/compare.html", told | {"parties": known.book.parties})


@needs("see_numbers")
@once_heard
def touch_map(request: HttpRequest, known: Answers, heard: Period) -> HttpResponse:
    """The experience map; what is spent is shown to those who may see money."""
    chosen, may_read, may_see_money = (
        chosen_period(request.GET, heard, known.months()), _may(request, "see_messages"), _may(request, "see_money")
    )  # fmt: skip
    written = documents() if may_see_money else None
    spend = spend_by_department(written.programs, written.costs, chosen.period) if written else {}
    page = map_page(known.picture(chosen.period), chosen.name, spend, Looker(chosen.period, may_read))
    told = {"page": page, "chosen": chosen, "may_read": may_read, "may_see_money": may_see_money}
    return render(request, "assess/map.html", told)


@needs("see_numbers")
@once_heard
def people(request: HttpRequest, known: Answers, heard: Period) -> HttpResponse:
    """Word of mouth; pseudonyms are shown to those who may read messages."""
    chosen, party, may_read = (
        chosen_period(request.GET, heard, known.months()),
        _party(request, known.book),
        _may(request, "see_messages"),
    )
    voices = known.voices(party.id)
    month = word_of_mouth.chosen_month(voices, chosen.period)
    stances: tuple[assess.Stance, ...] = ("detractor", "advocate") if may_read and month else ()
    named = {one: assess.named_voices(known.lake, party.id, month, one) for one in stances if month}
    page = word_of_mouth.mouth_page(
        party,
        voices,
        named,
        word_of_mouth.answer_rows(
            known.book.parties, known.answered(chosen.period), chosen.every_day, may_read=may_read
        ),
        assess.praise(known.lake, party.id, chosen.period),
        Looker(chosen.period, may_read),
    )
    told = {"page": page, "chosen": chosen, "parties": known.book.parties, "may_read": may_read}
    return render(request, "assess/people.html", told)


@needs("see_messages")
def unanswered(request: HttpRequest) -> HttpResponse:
    """The questions that nobody answered."""
    known = gather()
    chosen, party = chosen_period(request.GET, known.days(), known.months()), _party(request, known.book)
    found = known.answered(chosen.period).get(party.id)
    limit = word_of_mouth.A_PAGE
    place = paged(page_asked(request.GET), lines=found.unanswered if found else 0, a_page=limit)
    told = assess.unanswered(known.lake, party.id, chosen.period, limit=limit, offset=place.offset)
    query = f"{chosen.every_day}&{urlencode({'party': party.id})}"
    asked = assess.first_questions(known.lake, [(one.source, one.thread_id) for one in told])
    page = word_of_mouth.questions_page(
        party, found, told, asked, chosen.period, place, query, themes(), waiting=_waiting(known, party, chosen.period)
    )
    return render(request, "assess/unanswered.html", {"page": page, "chosen": chosen})


@needs("see_numbers")
@once_heard
def experience(request: HttpRequest, known: Answers, heard: Period) -> HttpResponse:
    may_read = _may(request, "see_messages")
    page = turning.experience_page(known.lake, _party(request, known.book), heard, may_read=may_read)
    told = {"page": page, "parties": known.book.parties, "may_read": may_read}
    return render(request, "assess/experience.html", told)


@needs("see_numbers")
def try_out(request: HttpRequest) -> HttpResponse:
    """How the model reads a sentence. Nothing of it is kept, not even in the log: it comes as a post."""
    form = Trial(request.POST or None)
    read = assess.read_sentence(reader(), form.cleaned_data["text"]) if form.is_valid() else None
    template = "assess/reading.html" if request.htmx else "assess/try.html"  # type: ignore[attr-defined]
    told = {"form": form, "read": read, "quality": pages.quality_in_order()}
    return render(request, template, told | {"may_read": _may(request, "see_messages")})


@once_heard
def _x_ray(
    request: HttpRequest, known: Answers, heard: Period, template: str, *, with_news: bool = False
) -> HttpResponse:
    chosen, may_read = chosen_of(request.GET, known, heard), _may(request, "see_messages")
    noise, focus, ranking = chosen.noise, chosen.focus.messages, ranking_of(request.GET)
    whole = known.picture(chosen.period, noise=noise)
    x_ray = known.picture(chosen.period, noise=noise, focus=focus)
    before = known.daily(x_ray.compared, noise=noise, focus=focus) if x_ray.compared else None
    daily = known.daily(chosen.period, noise=noise, focus=focus), before
    told = {
        "news": news_part(known.lake, x_ray, themes=themes(), may_read=may_read) if with_news else None,
        "may_edit": _may(request, "edit_strategy"),
        "page": pages.x_ray_page(
            pages.Pictures(x_ray, whole),
            chosen,
            known.history(),
            daily,
            may_read=may_read,
            ranking=ranking,
            of_everybody=_of_everybody(known, chosen) if with_news else (),
        ),
        "filters": filters_of(chosen, known, held=parse_qsl(ranking_query(ranking))),
        "chart": _days_of_customers(known, chosen),
        "closed": assess.closed_versions(known.lake),
        "may_read": may_read,
        "may_close": _may(request, "close_assessment"),
        "own_quality": own_quality(known.lake),
        "may_correct": _may(request, "correct_labels"),
    }
    return render(request, template, told)


def _of_everybody(known: Answers, chosen: Chosen) -> tuple[assess.ThemeReading, ...]:
    """Themes that follow a channel or a language: of no party's customers alone."""
    if not (chosen.focus.channel or chosen.focus.language):
        return ()
    return known.of_everybody(chosen.period, chosen.focus, noise=chosen.noise)


def _days_of_customers(known: Answers, chosen: Chosen) -> Chart | None:
    """Own customers' messages by day; a bar of fewer than a small group does not say how many of them hurt."""
    focus = {name: getattr(chosen.focus.messages, name) for name in chosen.focus.messages.asked}
    own = assess.Which(known.book.own.id, aspect="customers", reading="voice", period=chosen.period, noise=chosen.noise)
    days = assess.daily(known.lake, assess.with_merged(replace(own, **focus), known.themes))
    return days_chart(days, address=chosen.span, hidden_below=setting("LEADLINE_SMALL_GROUP"))


def _search(request: HttpRequest, known: Answers) -> Search:
    return Search(
        request.GET,
        parties=known.names(),
        themes=themes(),
        channels=known.channels(),
        languages=known.languages(),
    )


def _may(request: HttpRequest, ability: Ability) -> bool:
    return person_of(request).may(ability)


def _group(known: Answers, party: Party, days: Period) -> assess.Group:
    """What a party's customers say in these days."""
    said = known.picture(days).of(party.id).aspects["customers"]
    daily = known.daily(days).get((party.id, "customers"), (0,) * days.days)
    return assess.Group(party, said, days, daily)


def _waiting(known: Answers, party: Party, days: Period) -> int | None:
    """Customers of a party who wait for a first reply since these days; None where no promise is in force."""
    if documents().promise is None:
        return None
    still = open_episodes(known.lake, here.now())
    return sum(one.is_first_response and one.party == party.id and days.first <= one.day <= days.last for one in still)


def _party(request: HttpRequest, book: PartyBook, name: str = "party", otherwise: Party | None = None) -> Party:
    asked = request.GET.get(name, "")
    found = book.find(asked) if asked else otherwise or book.own
    if found is None:
        raise LeadlineError(_("“%(word)s” is no declared party.") % {"word": asked}, _("Choose one from the list."))
    return found


def _days(closed_one: assess.Assessment) -> str:
    """The address of the days that a closed assessment looked at."""
    return urlencode({"period": f"{closed_one.period.first}..{closed_one.period.last}"}, safe=".")
