"""From an opening to a whole conversation: the question, the waiting, the answer, and how it ends.

In: an opening. Out: a `Thread` with its messages. What is planted rules the chances: who answers when
(service.py), who turns happy, who never hears anything.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from typing import Literal

from leadline.demo import crowd
from leadline.demo.book import Case, Theme
from leadline.demo.company import OWN
from leadline.demo.details import Talk
from leadline.demo.message import DAY, local_date
from leadline.demo.pen import Mood
from leadline.demo.people import persona
from leadline.demo.planted import LANGUAGE_SHARE, MOODS, ORDINARY_MOODS, Habit
from leadline.demo.scene import Scene, addressed, addressed_to_customer, habit_of
from leadline.demo.service import daytime, in_hours, is_served
from leadline.demo.thread import Thread
from leadline.demo.traffic import Opening

Ending = Literal["happy", "plain", "sour", "silent"]
_TONE_MOOD: dict[str, Mood] = {"wish": "wish", "praise": "happy", "mixed": "mixed", "staff": "happy"}
_AGAIN = Habit(0.9, 3.0, 1.0, 0.0)
_PARTNER_STAFF, _STAFF = 5_000_000, 6_000_000


class Conversations:
    """Writes conversations, one after the other. `comments` is the mean number below an own post."""

    def __init__(self, scene: Scene, *, employees: int, comments: float) -> None:
        self.scene, self.voice, self.draw = scene, scene.voice, scene.draw
        self.employees, self.comments = employees, comments
        self._steps = {
            name: list(accumulate(case.weight for case in theme.cases)) for name, theme in scene.book.themes.items()
        }

    def write(self, opening: Opening) -> Thread:
        """The conversation that begins with `opening`."""
        stream = opening.stream
        who = persona(self._speaker(opening))
        hour = opening.at % DAY / 3600
        talk = Talk(self.draw, stream.about, local_date(opening.at), hour, who, **(opening.details or {}))
        thread = Thread(self.scene.ids, opening.channel, stream.about, stream.theme, talk)
        self.scene.drawn.threads[stream.about.id, stream.theme, str(talk.day)[:7]] += 1
        if stream.kind == "news":
            morning = daytime(opening.at, self.scene.random, wakes=9, sleeps=18)
            crowd.news(self.scene, thread, morning, comments=self.comments)
        elif stream.kind == "spam":
            thread.customer(opening.at, addressed(thread, self.voice.spam(talk)), "spam")
        elif stream.kind == "staff":
            crowd.staff(self.scene, thread, opening.at)
        elif self._is_in_another_language(opening):
            crowd.in_language(self.scene, thread, opening.at)
        else:
            self._conversation(thread, opening)
        return thread

    def _speaker(self, opening: Opening) -> int:
        kind = opening.stream.kind
        if kind == "partner":
            return _PARTNER_STAFF + 40 * sum(map(ord, opening.stream.by.id)) + opening.who % 12
        return _STAFF + opening.who % max(self.employees, 1) if kind == "staff" else opening.who

    def _is_in_another_language(self, opening: Opening) -> bool:
        may = opening.stream.kind == "customer" and opening.channel != "mail" and not opening.case
        return may and self.draw() < LANGUAGE_SHARE

    def _conversation(self, thread: Thread, opening: Opening) -> None:
        case = self._case(self.scene.book.themes[opening.stream.theme], opening)
        if thread.channel == "review" and case.tone in {"question", "wish"}:
            thread.channel = "facebook"
        mood = self._mood(case, opening.stream.theme)
        self.scene.drawn.moods[opening.stream.about.id, mood] += 1
        if opening.stream.kind == "partner":
            thread.speaks_for(opening.stream.by)
        text = self.voice.opening(thread.talk, case, mood, thread.channel)
        root = thread.customer(opening.at, text, mood)
        if thread.channel == "forum":
            crowd.peers(self.scene, thread, case, mood, opening.at, root)
        else:
            self._answered(thread, case, mood, opening.at, root)

    def _case(self, theme: Theme, opening: Opening) -> Case:
        if opening.case:
            return theme.case(opening.case)
        steps = self._steps[theme.name]
        return theme.cases[bisect(steps, self.draw() * steps[-1])]

    def _mood(self, case: Case, theme: str) -> Mood:
        if case.tone in _TONE_MOOD:
            return _TONE_MOOD[case.tone]
        luck = self.draw()
        if case.tone == "question":
            return "annoyed" if luck < 0.08 else "neutral"
        angry, annoyed, _ = MOODS.get(theme, ORDINARY_MOODS)
        return "angry" if luck < angry else "annoyed" if luck < angry + annoyed else "neutral"

    def _answered(self, thread: Thread, case: Case, mood: Mood, at: int, root: str) -> None:
        """The brand answers, or not; then the customer says how it went."""
        served = is_served(at, thread.channel, thread.about.id)
        self._automatic(thread, at, root, served)
        reply_at = self.scene.reply_at(at, served=served, habit=habit_of(thread))
        if case.tone in {"complaint", "partner"} and thread.channel in {"facebook", "x"}:
            self._nudges(thread, mood, at, reply_at, root)
            crowd.me_toos(self.scene, thread, at, root, served=served)
        unhappy = case.tone == "complaint" and mood in {"angry", "annoyed"}
        ending = self._ending(thread, case, unhappy, served) if reply_at else "silent"
        self._count_turn(thread, unhappy, served, ending)
        if reply_at:
            self._dialogue(thread, case, mood, reply_at, root, ending, served)

    def _ending(self, thread: Thread, case: Case, unhappy: bool, served: bool) -> Ending:
        """How an answered conversation ends; the turn share is of all unhappy ones, answered or not."""
        service, habit = self.scene.planted.service, habit_of(thread)
        if unhappy:
            answered = service.kept_share + service.late_share if served else habit.answered_share
            happy = min((service.turn_share_after if served else habit.turn_share) / answered, 1.0)
            shares = (happy, 0.16, 0.10 if served else 0.26)
        elif case.tone == "praise":
            shares = (0.0, 0.06, 0.0)
        else:
            shares = (0.36 if served else 0.2, 0.16, 0.05)
        endings: tuple[Ending, ...] = ("happy", "plain", "sour", "silent")
        return endings[bisect(list(accumulate(shares)), self.draw())]

    def _count_turn(self, thread: Thread, unhappy: bool, served: bool, ending: Ending) -> None:
        if unhappy:
            key = (thread.about.id, thread.channel, "served" if served else "usual")
            self.scene.drawn.turns[(*key, "unhappy")] += 1
            self.scene.drawn.turns[(*key, "turned")] += ending == "happy"

    def _dialogue(self, thread: Thread, case: Case, mood: Mood, at: int, to: str, ending: Ending, served: bool) -> None:
        """The first answer, the questions back, and on to the ending."""
        answered = self._first_answer(thread, case, mood, at, to, ending, served)
        if answered is None:
            return
        self._inside(thread, *answered)
        if ending == "happy" and case.bad and self.draw() < 0.16:
            answered = self._sour_round(thread, case, *answered, served)
        if answered is not None:
            self._ends(thread, case, *answered, ending, served)

    def _first_answer(
        self, thread: Thread, case: Case, mood: Mood, at: int, to: str, ending: Ending, served: bool
    ) -> tuple[int, str] | None:
        """A canned answer, a helpful one, or a question back and then a helpful one. Its moment and id."""
        talk, channel, voice = thread.talk, thread.channel, self.voice
        talk.hour = at % DAY / 3600
        solid = served or ending == "happy" or case.tone == "praise" or self.draw() < habit_of(thread).solid_share
        if not solid:
            return at, thread.brand(at, addressed_to_customer(thread, voice.canned(talk, channel)), to=to)
        if case.tone in {"complaint", "partner"} and ending != "silent" and self.draw() < 0.26:
            asked = thread.brand(at, addressed_to_customer(thread, voice.probe(talk, case, mood, channel)), to=to)
            at = self.scene.later(at, channel)
            given = thread.customer(at, voice.supply(talk, channel), "neutral", to=asked)
            return self._brand_again(
                thread, at, given, served, lambda: voice.help(talk, case, mood, channel, served=served)
            )
        text = voice.help(talk, case, mood, channel, served=served)
        return at, thread.brand(at, addressed_to_customer(thread, text), to=to)

    def _ends(self, thread: Thread, case: Case, at: int, to: str, ending: Ending, served: bool) -> None:
        if ending == "silent":
            return
        if ending == "sour":
            again = self._sour_round(thread, case, at, to, served)
            if again and self.draw() < 0.3:
                self._sour_round(thread, case, *again, served)
            return
        at, said = self._thanks(thread, case, at, to, ending)
        if served or self.draw() < 0.25:
            channel = thread.channel
            self._brand_again(
                thread, at, said, served, lambda: self.voice.welcome(thread.talk, case, channel, served=served)
            )

    def _thanks(self, thread: Thread, case: Case, at: int, to: str, ending: Ending) -> tuple[int, str]:
        """The customer's last word, happy or merely polite."""
        talk, channel = thread.talk, thread.channel
        proven = ending == "happy" and self.draw() < 0.6
        at = self.scene.later(at, channel, tried=proven and case.tone == "complaint")
        talk.hour = at % DAY / 3600
        if ending == "happy":
            text = self.voice.happy_turn(talk, case, channel, proven=proven)
            return at, thread.customer(at, text, "happy", to=to)
        return at, thread.customer(at, self.voice.plain_thanks(talk, channel), "neutral", to=to)

    def _sour_round(self, thread: Thread, case: Case, at: int, to: str, served: bool) -> tuple[int, str] | None:
        """It did not help; the brand tries once more. The brand's answer, or None."""
        talk, channel = thread.talk, thread.channel
        at = self.scene.later(at, channel)
        said = thread.customer(at, self.voice.sour_turn(talk, case, channel), "angry", to=to)
        if not served and self.draw() < 0.5:
            return None
        return self._brand_again(thread, at, said, served, lambda: self.voice.next_step(talk, case, channel))

    def _brand_again(
        self, thread: Thread, at: int, to: str, served: bool, text: Callable[[], str]
    ) -> tuple[int, str] | None:
        """A further answer, under the same promise: its moment and id, or None where it never comes."""
        reply_at = self.scene.reply_at(at, served=served, habit=_AGAIN)
        if reply_at is None:
            return None
        thread.talk.hour = reply_at % DAY / 3600
        return reply_at, thread.brand(reply_at, addressed_to_customer(thread, text()), to=to)

    def _automatic(self, thread: Thread, at: int, root: str, served: bool) -> None:
        """A machine confirms a mail, and says on the page at night when it opens."""
        by_mail = thread.channel == "mail" and self.draw() < 0.9
        on_page = served and not in_hours(at) and self.draw() < 0.5
        if by_mail or on_page:
            text = self.voice.auto(thread.talk, thread.channel)
            thread.brand(at + 4 + int(self.draw() * 50), text, to=root, kind="auto")

    def _nudges(self, thread: Thread, mood: Mood, at: int, reply_at: int | None, root: str) -> None:
        """Those who wait long ask again, before the answer if one comes."""
        end = reply_at or at + 3 * DAY
        if end - at > 4 * 3600 and mood != "neutral" and self.draw() < 0.3:
            again = at + 7200 + int(self.draw() * (end - at - 7200))
            again = daytime(again, self.scene.random, wakes=7, sleeps=23)
            if again < end:
                thread.customer(again, self.voice.nudge(thread.talk, mood, thread.channel), mood, to=root)

    def _inside(self, thread: Thread, at: int, to: str) -> None:
        """Private notes and moves between desks, which only the company sees."""
        if thread.about is not OWN or thread.channel not in {"facebook", "mail"}:
            return
        luck = self.draw()
        if luck < 0.03:
            thread.brand(at + 40, self.voice.note(thread.talk), to=to, kind="note", public=False)
        elif luck < 0.06:
            thread.brand(at + 20, self.voice.action(thread.talk), to=to, kind="action", public=False)
