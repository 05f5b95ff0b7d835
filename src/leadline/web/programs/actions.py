"""What people change in programs: the plans, and marks at the desk."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.listen.handles import handle_of
from leadline.programs import conduct
from leadline.programs.champions import Champion, Passion, Pilot, Result, merged
from leadline.programs.plan_file import Read, read_programs
from leadline.web.accounts.fitting import fitting
from leadline.web.accounts.models import Person
from leadline.web.accounts.turns import in_turn
from leadline.web.accounts.versions import keep
from leadline.web.programs.convert import result_of, result_row
from leadline.web.programs.models import AccountLookRow, ChampionRow, MarkRow, ProgramsVersion, ResultRow
from leadline.words import Department

log = logging.getLogger(__name__)

DESK_MARKS = ("claimed", "released", "answered", "dismissed")
SLIP = dt.timedelta(minutes=10)
"""How long a mark can be taken back by who set it."""


@dataclass(frozen=True)
class Taken:
    """What became of a report's lines: written now, known already; and how many earlier lines gave way to them."""

    new: int
    known: int
    replaced: int

    @property
    def lines(self) -> int:
        return self.new + self.known


def plan_programs(source: str | Path, *, by: Person | None, now: dt.datetime) -> Read:
    """Put the programs of a file, or of a text of YAML, in force. Raises LeadlineError where one cannot be read."""
    programs, remarks = read_programs(source)
    wrong = [remark for remark in remarks if remark.severity == "error"]
    if wrong:
        raise LeadlineError(f"{wrong[0].thing}: {wrong[0].message}", wrong[0].advice)
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    version = keep(ProgramsVersion, text, by=by, now=now)
    log.info("programs planned: version %d, %d programs", version.number, len(programs))
    return programs, remarks


def look_up_account(
    home: Home, *, source: str, thread_id: str, customer: str, by: Person, now: dt.datetime
) -> str | None:
    """The account behind a customer's pseudonym, where it is kept. Who asked is written down before it is told."""
    handle = handle_of(home, customer, source)
    row = AccountLookRow(
        source=source, thread_id=thread_id, customer=customer, was_kept=handle is not None, at=now, by=by
    )
    fitting(row).save()
    log.info("account looked up at %s by %s", source, by.pk)
    return handle


@transaction.atomic
def mark(
    kind: str,
    *,
    source: str,
    thread_id: str,
    customer: str,
    by: Person,
    now: dt.datetime,
    reason: str = "",
    since: dt.datetime | None = None,
    seen: str = "",
) -> MarkRow:
    """Claim, release, answer or dismiss a customer who waits `since` an instant at the desk.

    Raises LeadlineError for another word, where a dismissal does not say why no reply is needed, and where a colleague
    claimed the customer since then, unless it is the one whom the claimer has `seen` there (by key): of two claims at
    once the one that was written first stands.
    """
    if kind not in DESK_MARKS:
        raise LeadlineError(f"Nobody can mark a question as “{kind}”.", "Use claimed, released, answered or dismissed.")
    if kind == "dismissed" and reason not in MarkRow.REASONS:
        raise LeadlineError("Why is no reply needed?", f"Say one of: {', '.join(MarkRow.REASONS)}.")
    in_turn(MarkRow)
    row = MarkRow.objects.create(
        kind=kind, reason=reason, source=source, thread_id=thread_id, customer=customer, at=now, by=by
    )
    if kind == "claimed" and since is not None and (holder := _held_before(row, since, seen)):
        raise LeadlineError(f"{holder} took it a moment ago.", "Choose another customer, or speak to your colleague.")
    log.info("desk: %s by %s", kind, by.pk)
    return row


def _held_before(claim: MarkRow, since: dt.datetime, seen: str) -> Person | None:
    """Who else holds the customer by a claim that was written before this one. Raising undoes this one."""
    wait = {"source": claim.source, "thread_id": claim.thread_id, "customer": claim.customer}
    earlier = MarkRow.objects.filter(**wait, at__gte=since, pk__lt=claim.pk, kind__in=("claimed", "released"))
    last = earlier.select_related("by").order_by("-pk").first()
    holds = last is not None and last.kind == "claimed" and last.by_id != claim.by_id and str(last.by_id) != seen
    return last.by if last and holds else None


@transaction.atomic
def take_back(row: MarkRow, *, by: Person, now: dt.datetime) -> None:
    """Undo a mark that was a slip. Raises LeadlineError where it is somebody else's, or not fresh any more."""
    if row.by_id != by.pk or row.kind not in DESK_MARKS or now - row.at > SLIP:
        raise LeadlineError("This cannot be taken back any more.", "Claim the question, or speak to who is on it.")
    row.delete()
    log.info("desk: %s taken back by %s", row.kind, by.pk)


@transaction.atomic
def enroll_champions(champions: Iterable[Champion]) -> int:
    """Enter colleagues who opted in; who is known already keeps their results. Returns how many are new."""
    in_turn(ChampionRow)
    new = 0
    for champion in champions:
        values = {
            "name": champion.name or "",
            "department": champion.department.value,
            "pilot": champion.pilot.value,
            "joined": champion.joined,
            "left": champion.left,
            "passions": [{"topic": one.topic, "kind": one.kind} for one in champion.passions],
        }
        fitting(ChampionRow(key=champion.id, **values))
        _, created = ChampionRow.objects.update_or_create(key=champion.id, defaults=values)
        new += created
    log.info("champions enrolled: %d new", new)
    return new


@transaction.atomic
def name_champion(key: str, person: Person) -> None:
    """Say which person signs in as this champion, so that they see their own page."""
    ChampionRow.objects.filter(key=key).update(person=person)
    log.info("champion %s is person %d", key, person.pk)


@transaction.atomic
def take_results(results: Iterable[Result], *, complete: bool = True) -> Taken:
    """Take a report in, as `champions.merged` does (S2.14): the same one twice writes nothing.

    `complete` is no where some of its lines could not be read; then what was known stays.
    """
    in_turn(ResultRow)
    reported = list(dict.fromkeys(results))
    champions = {row.key: row for row in ChampionRow.objects.filter(key__in={one.champion for one in reported})}
    touched = ResultRow.objects.filter(champion__in=champions.values(), month__in={str(one.month) for one in reported})
    known = {row.pk: result_of(row) for row in touched.select_related("champion")}
    wanted = Counter(merged(known.values(), reported, complete=complete))
    gone = [pk for pk, result in known.items() if not _claimed(wanted, result)]
    ResultRow.objects.filter(pk__in=gone).delete()
    new = list(wanted.elements())
    ResultRow.objects.bulk_create(fitting(result_row(one, champions[one.champion])) for one in new)
    taken = Taken(new=len(new), known=len(reported) - len(new), replaced=len(gone))
    log.info("champions' results taken: %d new, %d known, %d replaced", taken.new, taken.known, taken.replaced)
    return taken


def _claimed(wanted: Counter[Result], result: Result) -> bool:
    """Whether a kept line is still wanted, once; what nobody claims is to be written."""
    if not wanted[result]:
        return False
    wanted[result] -= 1
    return True


@transaction.atomic
def join_champions(
    person: Person,
    *,
    department: Department,
    pilot: Pilot,
    passions: Iterable[Passion],
    is_named: bool,
    rules: str,
    now: dt.datetime,
    today: dt.date,
) -> ChampionRow:
    """A colleague opts in (S2.8), having read the rules of conduct with the digest `rules` (S4.13).

    Without consent to a name there is a pseudonym only, drawn at random so that it tells nothing. Raises LeadlineError
    for who takes part already, and where another text of the rules was read than the one in force.
    """
    in_turn(ChampionRow)
    if ChampionRow.objects.filter(person=person).exists():
        raise LeadlineError("You take part already.", "Your own page shows what is kept about you.")
    if rules != conduct.company_rules(today).digest:
        raise LeadlineError("The rules have changed since you opened the page.", "Read them once more, then join.")
    row = ChampionRow.objects.create(
        key=f"k{secrets.token_hex(4)}",
        person=person,
        name=str(person) if is_named else "",
        department=department.value,
        pilot=pilot.value,
        joined=today,
        passions=[{"topic": one.topic, "kind": one.kind} for one in passions],
        rules_read=rules,
        rules_read_at=now,
    )
    log.info("a champion joined")
    return row


@transaction.atomic
def leave_champions(champion: str) -> int:
    """A champion leaves, which deletes what was kept of them (champions.md). Returns how many lines that was."""
    lines = ResultRow.objects.filter(champion__key=champion).count()
    ChampionRow.objects.filter(key=champion).delete()
    log.info("a champion left")
    return lines
