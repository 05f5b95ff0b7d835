"""The walk through one thread: who begins to wait, who joins, which reply ends it.

In: a thread's messages and marks. Out: `Wait`s in order of opening, in microseconds. The rules are in
docs/words/programs.md. The surprise: a reply may seem to come before its question, because two machines' clocks
differ; such a reply is kept until its question is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from leadline.programs.events import Mark, MessageEvent, Reason
from leadline.programs.layout import MICROS, micros
from leadline.programs.promise import Promise
from leadline.words import MessageKind, SpeakerRole

HOUR_MICROS = 3600 * MICROS
NAMELESS = "nameless"
"""The customer of messages without an author: one person to a thread."""

_BRAND, _STAFF = SpeakerRole.BRAND.value, SpeakerRole.STAFF.value
_MESSAGE, _AUTO, _ACTION = MessageKind.MESSAGE.value, MessageKind.AUTO.value, MessageKind.ACTION.value


@dataclass(slots=True)
class Wait:
    """One wait, while it is being told. `inbounds` are the instants and ids of the messages that stand in it."""

    customer: str
    number: int
    is_first_response: bool
    party: str | None
    channel: str
    inbounds: list[tuple[int, str]]
    closed_at: int | None = None
    answered_by: str | None = None
    first_action_at: int | None = None
    dismissed_at: int | None = None
    withdrawn_at: int | None = None
    reason: Reason | None = None
    flags: set[str] = field(default_factory=set)

    @property
    def opened_at(self) -> int:
        return self.inbounds[0][0]


def waits_in(messages: Iterable[MessageEvent], promise: Promise, marks: Sequence[Mark] = ()) -> list[Wait]:
    """Every wait in one thread, in order of opening. A message told twice counts once, at its earliest instant."""
    walk = _Walk(promise, messages)
    coming = sorted(marks, key=lambda mark: mark.at, reverse=True)
    for at, _, _, message in walk.timeline:
        while coming and micros(coming[-1].at) < at:
            walk.take_mark(coming.pop())
        walk.take_message(at, message)
    while coming:
        walk.take_mark(coming.pop())
    return walk.waits


class _Walk:
    """What is known while walking: who waits, whom each message names, and the pairs whose clocks disagree."""

    def __init__(self, promise: Promise, messages: Iterable[MessageEvent]) -> None:
        self.promise = promise
        self.is_for_all = not promise.channels and not promise.parties
        self.waits: list[Wait] = []
        self.open: dict[str, Wait] = {}
        self.asked: dict[str, tuple[int, str]] = {}
        self.named: dict[str, str] = {}
        self.early: dict[str, tuple[str, Wait | None]] = {}
        self.set_apart: set[str] = set()
        self.told: set[str] = set()
        self.timeline = self._in_time(messages)
        self.party = next((message[9] for *_, message in self.timeline if message[9]), None)
        self.numbers: dict[str, int] = {}
        self.session, self.session_of = 0, dict[str, int]()
        self.begun_by_customer = False
        self.last_at = 0

    def take_message(self, at: int, message: MessageEvent) -> None:
        _, message_id, _, _, author, role, kind, reply_to, channel, about = message
        party = about or self.party
        if message_id in self.told or not (self.is_for_all or self.promise.covers(channel, party)):
            return
        self.told.add(message_id)
        if role == _BRAND:
            if kind == _MESSAGE or (kind == _AUTO and author in self.promise.bots):
                self._reply(at, message_id, reply_to, channel, party)
            elif kind == _ACTION:
                self._act(at, reply_to, party)
        elif kind == _MESSAGE and role != _STAFF:
            self._ask(at, message_id, author or NAMELESS, channel, party)

    def take_mark(self, mark: Mark) -> None:
        if mark.kind in ("dismissed", "closed"):
            for customer in self._customers_of(mark):
                if wait := self.open.pop(customer, None):
                    _set_aside(wait, mark)
        elif mark.kind in ("withdrawn", "spam"):
            self._withdraw(mark)

    def _in_time(self, messages: Iterable[MessageEvent]) -> list[tuple[int, int, str, MessageEvent]]:
        """Sorted by instant; within one instant the thread's first message leads, then questions, then the rest."""
        timeline = []
        for message in messages:
            _, message_id, thread_id, posted_at, author, role, kind, reply_to, _, _ = message
            at = posted_at if isinstance(posted_at, int) else micros(posted_at)
            asks = kind == _MESSAGE and role != _BRAND and role != _STAFF
            if asks and at <= self.asked.get(message_id, (at,))[0]:
                self.asked[message_id] = at, author or NAMELESS
            rank = 0 if reply_to is None or message_id == thread_id else 1 if asks else 2
            timeline.append((at, rank, message_id, message))
        timeline.sort(key=itemgetter(0, 1, 2))
        return timeline

    def _ask(self, at: int, message_id: str, customer: str, channel: str, party: str | None) -> None:
        wait = self.open.get(customer)
        if message_id in self.set_apart and wait is None:
            self._begin(at, message_id, customer, channel, party).flags.add("quarantined")
            del self.open[customer]
        elif message_id in self.early:
            self._ask_after_its_reply(at, message_id, customer, channel, party)
        elif wait is None:
            self._begin(at, message_id, customer, channel, party)
        else:
            self._note_activity(at, channel, by_customer=True)
            wait.inbounds.append((at, message_id))

    def _begin(self, at: int, message_id: str, customer: str, channel: str, party: str | None) -> Wait:
        self._note_activity(at, channel, by_customer=True)
        is_first = self.begun_by_customer and self.session_of.get(customer) != self.session
        self.session_of[customer] = self.session
        self.numbers[customer] = number = self.numbers.get(customer, 0) + 1
        wait = Wait(customer, number, is_first, party, channel, [(at, message_id)])
        self.waits.append(wait)
        self.open[customer] = wait
        return wait

    def _ask_after_its_reply(self, at: int, message_id: str, customer: str, channel: str, party: str | None) -> None:
        """A question whose reply was told a moment earlier joins the wait which that ended, or waits for nothing."""
        reply_id, answered = self.early[message_id]
        wait = answered or self.open.get(customer)
        if wait is None:
            wait = self._begin(at, message_id, customer, channel, party)
        else:
            wait.inbounds.append((at, message_id))
        wait.flags.add("clock_skew")
        if wait.closed_at is None:
            self._answer(wait, at, reply_id)

    def _reply(self, at: int, message_id: str, reply_to: str | None, channel: str, party: str | None) -> None:
        asked_at, customer = self._whom(reply_to)
        if customer is not None:
            self.named[message_id] = customer
        if reply_to is not None and asked_at - at > self.promise.skew_seconds * MICROS:
            self.set_apart.add(reply_to)
            return
        answered = [wait for wait in self._waiting(customer) if _same_party(wait.party, party)]
        for wait in answered:
            self._answer(wait, at, message_id)
        if reply_to is not None and asked_at > at:
            self.early[reply_to] = message_id, next(iter(answered), None)
        else:
            self._note_activity(at, channel, by_customer=False)

    def _whom(self, reply_to: str | None) -> tuple[int, str | None]:
        """When the message replied to was asked, and the customer whom it names (None: nobody in particular)."""
        if reply_to is None:
            return 0, None
        asked_at, customer = self.asked.get(reply_to, (0, None))
        return asked_at, customer or self.named.get(reply_to)

    def _waiting(self, customer: str | None) -> list[Wait]:
        """Those whom a message that names this customer, or nobody, is for."""
        if customer is None:
            return list(self.open.values())
        return [self.open[customer]] if customer in self.open else []

    def _answer(self, wait: Wait, at: int, reply_id: str) -> None:
        wait.closed_at, wait.answered_by = at, reply_id
        del self.open[wait.customer]

    def _act(self, at: int, reply_to: str | None, party: str | None) -> None:
        for wait in self._waiting(self._whom(reply_to)[1]):
            if wait.first_action_at is None and _same_party(wait.party, party):
                wait.first_action_at = at

    def _note_activity(self, at: int, channel: str, *, by_customer: bool) -> None:
        """A long silence in which nobody waits begins a new session, which has a first response of its own."""
        gap_hours = self.promise.session_gap_hours.get(channel) if self.promise.session_gap_hours else None
        silent = gap_hours is not None and not self.open and at - self.last_at > gap_hours * HOUR_MICROS
        if self.session == 0 or silent:
            self.session += 1
            self.begun_by_customer = by_customer
        self.last_at = at

    def _customers_of(self, mark: Mark) -> list[str]:
        if mark.kind == "closed":
            return list(self.open)
        customer = mark.customer or self.asked.get(mark.message_id or "", (0, None))[1]
        return [customer] if customer else list(self.open)

    def _withdraw(self, mark: Mark) -> None:
        """Take a message out of its wait; a wait without messages is withdrawn. Only spam undoes what is over."""
        for wait in self.waits:
            others = [inbound for inbound in wait.inbounds if inbound[1] != mark.message_id]
            is_over = wait.closed_at is not None or wait.dismissed_at is not None
            if len(others) == len(wait.inbounds) or (is_over and mark.kind == "withdrawn"):
                continue
            if others:
                wait.inbounds = others
                continue
            wait.withdrawn_at = micros(mark.at)
            wait.reason = "spam" if mark.kind == "spam" else None
            if self.open.get(wait.customer) is wait:
                del self.open[wait.customer]


def _set_aside(wait: Wait, mark: Mark) -> None:
    """A person said that no reply is needed: spam is withdrawn, all else dismissed."""
    wait.reason = mark.reason
    if mark.reason == "spam":
        wait.withdrawn_at = micros(mark.at)
    else:
        wait.dismissed_at = micros(mark.at)


def _same_party(waiting_for: str | None, speaker: str | None) -> bool:
    return waiting_for is None or speaker is None or waiting_for == speaker
