"""The people around a conversation: others who have it too, forum peers, commenters, colleagues.

In: a scene and a thread under way. Out: more messages in it. The surprise: on the served page each commenter
waits for an answer of his own, and gets it under the same promise.
"""

from __future__ import annotations

import math

from leadline.demo.book import Case
from leadline.demo.company import OWN
from leadline.demo.message import DAY
from leadline.demo.pen import Mood
from leadline.demo.planted import HABITS, Habit
from leadline.demo.scene import Scene, addressed, addressed_to_customer, habit_of
from leadline.demo.service import daytime, is_served, usual_answer
from leadline.demo.thread import Thread

_SELDOM = Habit(0.06, 24.0, 0.6, 0.1)


def me_toos(scene: Scene, thread: Thread, at: int, root: str, *, served: bool) -> None:
    """Others have it too, most of all in outages."""
    chance = 0.34 if thread.theme in {"outage", "coverage"} else 0.08
    while thread.channel == "facebook" and scene.draw() < chance:
        at = daytime(at + 120 + int(9000 * scene.draw()), scene.random, wakes=7, sleeps=23)
        talk = scene.other_talk(thread, at)
        said = thread.person(at, talk.who, scene.voice.me_too(talk, thread.channel), "annoyed", to=root)
        reply_at = scene.reply_at(at, served=served, habit=habit_of(thread))
        if reply_at is not None and (served or scene.draw() < 0.4):
            talk.hour = reply_at % DAY / 3600
            thread.brand(reply_at, scene.voice.same_here(talk, thread.channel), to=said)


def peers(scene: Scene, thread: Thread, case: Case, mood: Mood, at: int, root: str) -> None:
    """On the forum others answer, and the asker perhaps thanks; the brand seldom looks in."""
    last = root
    for _ in range(_some(scene, 1.6)):
        at = daytime(at + 300 + int(3600 * 4 * scene.draw() ** 2), scene.random, wakes=7, sleeps=24)
        last = _peer(scene, thread, case, at, root)
    if last != root and scene.draw() < 0.3:
        at = scene.later(at, "forum")
        thread.customer(at, scene.voice.peer_thanks(thread.talk, "forum"), "happy", to=last)
    habit = HABITS.get((thread.about.id, "forum"), _SELDOM)
    if (reply_at := usual_answer(at, habit, scene.random)) is not None:
        thread.brand(reply_at, scene.voice.help(thread.talk, case, mood, "forum"), to=root)


def news(scene: Scene, thread: Thread, at: int, *, comments: float) -> None:
    """A post of the brand, and what people write below it; `comments` is the mean number."""
    root = thread.brand(at, scene.voice.post(thread.talk))
    for _ in range(_some(scene, comments if thread.about is OWN else 0.5 * comments)):
        luck = scene.draw()
        kind = "happy" if luck < 0.42 else "sour" if luck < 0.70 else "plain"
        _comment(scene, thread, daytime(at + int(30 * 3600 * scene.draw() ** 2.5), scene.random), root, kind)


def staff(scene: Scene, thread: Thread, at: int) -> None:
    """A colleague tells of the day; on x some like it."""
    cases = scene.book.themes["staff"].cases
    at = daytime(at, scene.random, wakes=6)
    text = scene.voice.opening(thread.talk, cases[0 if scene.draw() < 0.8 else -1], "happy", thread.channel)
    root = thread.person(at, thread.talk.who, text, "happy", role="staff")
    while thread.channel == "x" and scene.draw() < 0.45:
        at += 600 + int(7200 * scene.draw())
        talk = scene.other_talk(thread, at)
        thread.person(at, talk.who, scene.voice.comment(talk, "happy", thread.channel), "happy", to=root)


def in_language(scene: Scene, thread: Thread, at: int) -> None:
    """Somebody writes in another language; most in Dutch, some on holiday or new in the country."""
    luck = scene.draw()
    language = "nl" if luck < 0.7 else "de" if luck < 0.82 else "fr" if luck < 0.9 else "tr" if luck < 0.95 else "pl"
    text = addressed(thread, scene.voice.in_language(thread.talk, language))
    root = thread.customer(at, text, "other language", language=language)
    served = is_served(at, thread.channel, thread.about.id)
    reply_at = scene.reply_at(at, served=served, habit=habit_of(thread))
    if reply_at is not None and thread.channel != "forum":
        answer = scene.voice.answer_in_language(thread.talk, language)
        thread.brand(reply_at, addressed_to_customer(thread, answer), to=root)


def _peer(scene: Scene, thread: Thread, case: Case, at: int, root: str) -> str:
    talk = scene.other_talk(thread, at)
    if case.tone not in {"complaint", "partner"} or scene.draw() < 0.55:
        theme = scene.book.themes[thread.theme]
        return thread.person(at, talk.who, scene.voice.peer_help(talk, theme, "forum"), "neutral", to=root)
    return thread.person(at, talk.who, scene.voice.me_too(talk, "forum"), "annoyed", to=root)


def _comment(scene: Scene, thread: Thread, at: int, root: str, kind: str) -> None:
    talk = scene.other_talk(thread, at)
    mood = {"happy": "happy", "sour": "annoyed", "plain": "neutral"}[kind]
    said = thread.person(at, talk.who, scene.voice.comment(talk, kind, "facebook"), mood, to=root)
    served = is_served(at, "facebook", thread.about.id)
    if (reply_at := scene.reply_at(at, served=served, habit=habit_of(thread))) is not None:
        talk.hour = reply_at % DAY / 3600
        thread.brand(reply_at, scene.voice.comment_answer(talk, kind, "facebook"), to=said)


def _some(scene: Scene, mean: float) -> int:
    """Mostly none or few, sometimes many: geometric-like, with about this mean."""
    return int(-mean * math.log(1 - scene.draw()))
