"""What is planted in the conversations is found again by counting: kept promises, turned anger, themes, incidents."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from scipy.stats import binom

from leadline.demo import PLANTED
from leadline.demo.message import Message, stamp, utc_seconds
from leadline.demo.planted import HABITS, REBOOTS, STRIKE, THEME_MIX
from leadline.programs import Promise, episodes_of, status
from leadline.programs.calendar import calendar_from_dict
from leadline.programs.events import MessageEvent
from tests.demo.worlds import month_of, tiny

HOUR = Promise(
    target_minutes=60,
    calendar=calendar_from_dict({"zone": "Europe/Amsterdam", "hours": "every day 08:00-20:00"}),
    channels=frozenset({"facebook"}),
    parties=frozenset({"halden"}),
)


def test_the_promise_is_kept_at_the_planted_rate_by_the_desks_own_count() -> None:
    """S0.8, S0.9: first replies and further ones alike; spam, which nobody answers, left out."""
    statuses = _statuses("2026-02")
    judged = statuses["met"] + statuses["breached"]
    assert judged > 1_000
    assert _is_likely(statuses["met"], judged, PLANTED.service.kept_share)


def test_before_the_service_opened_hardly_anybody_was_answered_within_the_hour() -> None:
    statuses = _statuses("2025-09")
    assert statuses["met"] < 0.10 * (statuses["met"] + statuses["breached"])


def test_replies_come_in_service_hours_only() -> None:
    replies = [
        row
        for row in month_of("2026-02")
        if row.source == "halden-facebook" and row.speaker_role == "brand" and row.kind == "message"
    ]
    assert all("08:" <= stamp(row.at)[11:14] <= "20:" for row in replies)


def test_angry_threads_turn_happy_at_the_planted_rate_before_and_after() -> None:
    """S0.12: of all that begin unhappy on the page, answered or not."""
    service = PLANTED.service
    for month, share in (("2025-09", service.turn_share_before), ("2026-02", service.turn_share_after)):
        turned, unhappy = _turned(month_of(month), "halden-facebook")
        assert unhappy > 150
        assert _is_likely(turned, unhappy, share)


def test_a_competitors_page_turns_fewer() -> None:
    counts = [_turned(month_of(name), "zwaluw-facebook") for name in ("2025-09", "2026-02", "2026-10")]
    turned, unhappy = (sum(column) for column in zip(*counts, strict=True))
    assert _is_likely(turned, unhappy, HABITS["zwaluw", "facebook"].turn_share)


def test_themes_come_in_their_planted_shares() -> None:
    """S3.10, S3.11: expected and drawn conversations agree for every party and theme, over all months."""
    expected, drawn = tiny().truth["expected_conversations"], tiny().truth["conversations"]
    incidents = {one["theme"]: one["threads"] for one in tiny().truth["incidents"]}
    for party, themes in expected.items():
        for theme, months in themes.items():
            mean = sum(months.values()) + (incidents.get(theme, 0) if party == "halden" else 0)
            got = sum(drawn.get(party, {}).get(theme, {}).values())
            assert abs(got - mean) < 4.5 * (mean + mean**2 / 200) ** 0.5 + 4, (party, theme)


def test_the_themes_of_a_repertoire_add_up_to_all_of_it() -> None:
    assert all(abs(sum(mix.values()) - 1) < 1e-9 for mix in THEME_MIX.values())


def test_the_service_draws_questions_to_the_page_and_takes_away_talk_of_waiting() -> None:
    """S0.10: the planted shift, before against after, in the same season's noise."""
    before, after = month_of("2025-09"), month_of("2026-02")
    on_page = [_share(rows, lambda row: row.channel == "facebook") for rows in (before, after)]
    waiting = [_share(rows, lambda row: row.theme == "phone_wait") for rows in (before, after)]
    assert on_page[1] > on_page[0] + 0.04
    assert waiting[1] < waiting[0]


def test_the_router_incident_is_a_burst_within_hours() -> None:
    """S4.9: what the early warning is to find; the R7 restarts, a day or two, and nothing like it before."""
    openings = [row for row in month_of("2026-10") if row.theme == REBOOTS.theme and row.reply_to is None]
    days = Counter(stamp(row.at)[:10] for row in openings if row.source != "telecomtalk")
    usual = [count for day, count in days.items() if day < "2026-10-20"]
    assert days["2026-10-20"] > 4 * max(usual)
    first_six_hours = [
        row for row in openings if "2026-10-20T06" <= stamp(row.at)[:13] < "2026-10-20T12" and "R7" in row.text.upper()
    ]
    assert len(first_six_hours) > 20


def test_the_strike_is_heard_of_in_its_own_town() -> None:
    rows = [row for row in month_of("2026-10") if "Rijnveld" in row.text and row.theme == STRIKE.theme]
    days = Counter(stamp(row.at)[:10] for row in rows)
    assert days["2026-10-07"] + days["2026-10-08"] > 15


def _statuses(month: str) -> Counter[str]:
    """The fate of every wait on Halden's page in a month, by the desk's own episodes."""
    rows = [row for row in month_of(month) if row.source == "halden-facebook"]
    spam = {row.thread_id for row in rows if row.theme == "spam"}
    events = [_event(row) for row in rows if row.thread_id not in spam]
    last = max(row.at for row in rows)
    as_of = dt.datetime.fromtimestamp(utc_seconds(last), dt.UTC)
    return Counter(status(episode, as_of) for episode in episodes_of(events, HOUR))


def _event(row: Message) -> MessageEvent:
    at = dt.datetime.fromtimestamp(utc_seconds(row.at), dt.UTC)
    role = row.speaker_role or "customer"
    return MessageEvent(
        row.source, row.message_id, row.thread_id or "", at, row.author, role, row.kind, row.reply_to, row.channel,
        row.about_party,
    )  # fmt: skip


def _turned(rows: Iterable[Message], source: str) -> tuple[int, int]:
    """How many of a page's unhappy conversations ended happy: first against last word of the one who began."""
    threads: defaultdict[str, list[Message]] = defaultdict(list)
    for row in rows:
        if row.source == source and row.theme not in {"news", "staff", "spam", "partner_supply", "partner_terms"}:
            threads[row.thread_id or ""].append(row)
    turned = unhappy = 0
    for thread in threads.values():
        own = [row for row in thread if row.author == thread[0].author and row.mood]
        if own and own[0].reply_to is None and own[0].mood in {"angry", "annoyed"} and not _asks(own[0]):
            unhappy += 1
            turned += own[-1].mood == "happy"
    return turned, unhappy


def _asks(row: Message) -> bool:
    """Questions are seldom annoyed, and not counted as complaints."""
    return row.theme in {"question", "jobs"}


def _is_likely(successes: int, trials: int, share: float) -> bool:
    """Within what 99.9 % of draws would show."""
    low, high = binom.ppf([0.0005, 0.9995], trials, share)
    return bool(low <= successes <= high)


def _share(rows: Iterable[Message], holds: object) -> float:
    openings = [row for row in rows if row.reply_to is None and (row.about_party or "halden") == "halden" and row.mood]
    return sum(map(holds, openings)) / len(openings)  # type: ignore[call-overload]
