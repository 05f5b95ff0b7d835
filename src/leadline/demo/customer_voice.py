"""What customers say, in the manner of the channel: a cry on x, a letter by mail, a review with a title.

In: a conversation's particulars, a case of the book, a mood. Out: the text of one message.
"""

from __future__ import annotations

from leadline.demo.book import Case, Theme
from leadline.demo.details import Talk
from leadline.demo.pen import Mood, as_typed, capital, slip
from leadline.demo.teller import X_LENGTH, Teller, cut

_STARS = {"angry": "1", "annoyed": "2", "neutral": "3", "wish": "4", "mixed": "3", "happy": "5"}
_HASHTAGS = {"angry": ("fail", "neveragain", "help"), "annoyed": ("fail", "sigh"), "happy": ("service", "happy")}
_STREETS_AND_NUMBERS = ("Molenweg 14", "Lindelaan 3a", "Havenkade 112", "Kerkstraat 27", "Ringweg 8", "Veerweg 41")


class CustomerVoice(Teller):
    """Customers, the people around them, and partners who have something to say."""

    def opening(self, talk: Talk, case: Case, mood: Mood, channel: str) -> str:
        """The first message of a conversation."""
        if channel == "x":
            return self._on_x(talk, case, mood)
        if channel == "mail":
            return self._by_mail(talk, case, mood)
        if channel == "review":
            return self._as_review(talk, case, mood)
        if channel == "forum":
            return self._on_forum(talk, case, mood)
        return self._on_page(talk, case, mood)

    def happy_turn(self, talk: Talk, case: Case, channel: str, *, proven: bool) -> str:
        """Thanks after help; `proven` says what works now."""
        said = [self._say(talk, case.good)] if proven and case.good else []
        thanks = "thanks_turned" if case.tone in {"complaint", "partner"} else "thanks_happy"
        said.insert(int(talk.random() * 2), self._say(talk, self.customer[thanks]))
        if talk.random() < 0.45:
            said.append(self._say(talk, self.customer["happy_tail"]))
        return self._reply(talk, said, "happy", channel)

    def plain_thanks(self, talk: Talk, channel: str) -> str:
        return self._reply(talk, self._with_tail(talk, "thanks_plain", "thanks_tail"), "neutral", channel)

    def sour_turn(self, talk: Talk, case: Case, channel: str) -> str:
        """After help that did not help."""
        upset = case.tone in {"complaint", "partner"}
        said = [self._say(talk, self.customer["grumble" if upset else "grumble_mild"])]
        if case.bad and talk.random() < 0.75:
            said.insert(int(talk.random() * 2), self._say(talk, case.bad))
        if upset and talk.random() < 0.35:
            said.append(self._say(talk, self.customer["sour_tail"]))
        return self._reply(talk, said, "angry" if upset else "annoyed", channel)

    def nudge(self, talk: Talk, mood: Mood, channel: str) -> str:
        return self._reply(talk, [self._say(talk, self.customer["nudge"])], mood, channel)

    def supply(self, talk: Talk, channel: str) -> str:
        """Details that were asked for, and that ought not to stand in public."""
        return self._reply(talk, [self._say(talk, self.customer["supply"])], "neutral", channel)

    def me_too(self, talk: Talk, channel: str) -> str:
        return self._reply(talk, self._with_tail(talk, "me_too", "me_too_tail"), "annoyed", channel)

    def peer_help(self, talk: Talk, theme: Theme, channel: str) -> str:
        """What another customer advises."""
        general = self.customer["peer_help"]
        said = [self._say(talk, theme.peers if theme.peers and talk.random() < 0.85 else general)]
        if talk.random() < 0.65:
            said.insert(0, self._say(talk, self.customer["peer_hook"]))
        if talk.random() < 0.75:
            said.append(self._say(talk, self.customer["peer_end"]))
        return self._reply(talk, said, "neutral", channel)

    def peer_thanks(self, talk: Talk, channel: str) -> str:
        return self._reply(talk, [self._say(talk, self.customer["peer_thanks"])], "happy", channel)

    def comment(self, talk: Talk, kind: str, channel: str) -> str:
        """Under a brand's own post: `happy`, `sour` or `plain`."""
        mood: Mood = "happy" if kind == "happy" else "annoyed" if kind == "sour" else "neutral"
        said = [self._say(talk, self.book.comments[kind])]
        if talk.random() < 0.6:
            said.append(self._say(talk, self.book.comments[f"{kind}_tail"]))
        return self._reply(talk, said, mood, channel)

    def in_language(self, talk: Talk, language: str) -> str:
        return slip(capital(self._say(talk, self.book.languages[language])), talk.who, talk.random)

    def _feeling(self, talk: Talk, case: Case, mood: Mood, *, short: bool = False) -> str | None:
        """A sentence that carries the mood, where it has one."""
        pools: dict[Mood, tuple[str, float]] = {
            "angry": ("sarcasm" if talk.random() < 0.08 else "anger_short" if short else "anger", 0.95),
            "annoyed": ("mild_short" if short else "mild", 0.8),
            "neutral": ("calm", 0.12),
            "wish": ("wish_end", 0.6),
            "mixed": ("calm", 0.1),
            "happy": ("joy", 0.65),
        }
        name, chance = pools[mood]
        if case.tone == "staff" or talk.random() > chance:
            return None
        return self._say(talk, self.customer[name])

    def _wants(self, talk: Talk, case: Case, mood: Mood) -> str | None:
        """What the customer asks for."""
        if mood == "happy" or not case.ask or talk.random() < 0.3:
            return None
        if case.tone == "complaint" and talk.random() < 0.45:
            return self._say(talk, self.customer["please_angry" if mood == "angry" else "please_help"])
        return self._say(talk, case.ask)

    def _matter(self, talk: Talk, case: Case, mood: Mood, more: int) -> list[str]:
        """What happened, how it feels, what is wanted, in an order that people use."""
        said = [self._say(talk, case.says), *self._some(talk, case.more, more)]
        feeling, wants = self._feeling(talk, case, mood), self._wants(talk, case, mood)
        if feeling and mood == "angry" and talk.random() < 0.3:
            said.insert(0, feeling)
        elif feeling:
            said.append(feeling)
        if wants:
            said.append(wants)
        if mood == "angry" and talk.random() < 0.18:
            said.append(self._say(talk, self.customer["anger_short"]))
        return said

    def _on_page(self, talk: Talk, case: Case, mood: Mood) -> str:
        more = int(talk.who.wordy * 1.6 + talk.random() * 1.4)
        greets = talk.random() < (0.12 if mood == "angry" else 0.55 if talk.who.formal else 0.3)
        greeting = self._say(talk, self.customer["hello_page"]) if greets and case.tone != "staff" else ""
        return as_typed(self._matter(talk, case, mood, more), talk.who, mood, talk.random, greeting=greeting)

    def _on_x(self, talk: Talk, case: Case, mood: Mood) -> str:
        said = [self._say(talk, case.says)]
        if (feeling := self._feeling(talk, case, mood, short=True)) and talk.random() < 0.7:
            said.insert(int(talk.random() < 0.75), feeling)
        elif talk.random() < 0.65:
            said += self._some(talk, case.more, 1)
        if (wants := self._wants(talk, case, mood)) and talk.random() < 0.45:
            said.append(wants)
        text = as_typed(said, talk.who, mood, talk.random)
        if mood in _HASHTAGS and talk.random() < 0.16:
            text += f" #{talk.one_of((talk.party.short.lower().replace(' ', ''), *_HASHTAGS[mood]))}"
        at = f"@{talk.party.handle}"
        if case.tone == "staff":
            return cut(text, X_LENGTH)
        return cut(f"{at} {text}" if talk.random() < 0.72 else f"{text} {at}", X_LENGTH)

    def _by_mail(self, talk: Talk, case: Case, mood: Mood) -> str:
        said = self._matter(talk, case, mood, 2 + int(talk.who.wordy * 2))
        cut = max(1, len(said) // 2)
        paragraphs = [
            as_typed(part, talk.who, mood, talk.random, emoji=False) for part in (said[:cut], said[cut:]) if part
        ]
        hello = capital(self._say(talk, self.customer["hello_mail"]))
        bye = self._say(talk, self.customer["bye_mail_angry" if mood == "angry" else "bye_mail"])
        title = capital(self._say(talk, case.title))
        return "\n\n".join([title, f"{hello},", *paragraphs, f"{bye},\n{self._mail_foot(talk)}"])

    def _mail_foot(self, talk: Talk) -> str:
        lines = [talk.who.full]
        if (firm := talk.said("firm")) is not None:
            return "\n".join([*lines, firm])
        if talk.random() < 0.45:
            lines.append(f"Customer number {talk.detail('customer_no')}")
        if talk.random() < 0.3:
            lines.append(f"{talk.one_of(_STREETS_AND_NUMBERS)}, {talk.detail('town')}")
        if talk.random() < 0.35:
            lines.append(talk.detail("mobile"))
        return "\n".join(lines)

    def _as_review(self, talk: Talk, case: Case, mood: Mood) -> str:
        verdicts = "verdict_bad" if mood == "angry" else "verdict_good" if mood == "happy" else "verdict_mid"
        said = self._matter(talk, case, mood, 1 + int(talk.who.wordy * 2))
        if talk.random() < 0.4:
            said.append(self._say(talk, self.customer[verdicts]))
        body = as_typed(said, talk.who, mood, talk.random)
        stars = f" ({_STARS[mood]}/5)" if talk.random() < 0.5 else ""
        return f"{capital(self._say(talk, case.title))}{stars}\n{body}"

    def _on_forum(self, talk: Talk, case: Case, mood: Mood) -> str:
        said = self._matter(talk, case, mood, 1 + int(talk.who.wordy * 2 + talk.random()))
        greeting = self._say(talk, self.customer["hello_forum"]) if talk.random() < 0.55 else ""
        text = as_typed(said, talk.who, mood, talk.random, greeting=greeting)
        return f"{capital(self._say(talk, case.title))}\n{text}" if talk.random() < 0.7 else text

    def _reply(self, talk: Talk, said: list[str], mood: Mood, channel: str) -> str:
        text = as_typed(said, talk.who, mood, talk.random)
        if channel == "x":
            return cut(f"@{talk.party.handle} {text}", X_LENGTH)
        if channel == "mail":
            return f"{text}\n\n{talk.who.first if talk.random() < 0.6 else talk.who.full}"
        return text
