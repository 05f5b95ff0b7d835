"""What brands say: help, questions back, answers that help nobody, their own posts, notes to one another.

In: a conversation's particulars, a case of the book, the customer's mood. Out: the text of one message. Those
who answer greet, show that they heard, say what they did, and sign with their name.
"""

from __future__ import annotations

from leadline.demo.book import Case
from leadline.demo.details import Talk
from leadline.demo.pen import Mood, capital, sentence
from leadline.demo.teller import X_LENGTH, Teller, cut


class BrandVoice(Teller):
    """The page team, other brands' desks, and machines that confirm."""

    def answer_in_language(self, talk: Talk, language: str) -> str:
        return capital(self._say(talk, self.book.answers["nl" if language == "nl" else "other"]))

    def help(self, talk: Talk, case: Case, mood: Mood, channel: str, *, served: bool = False) -> str:
        """An answer by somebody who knows the case; `served` ones say when the page is open."""
        said = [self._say(talk, case.fix or self.brand["welcome"])]
        if case.tone != "praise" and talk.random() < 0.72:
            said.insert(0, self._sympathy(talk, case, mood))
        if talk.random() < 0.3 and case.tone != "praise":
            said.append(
                self._say(talk, self.brand["offer_more_served" if served and talk.random() < 0.5 else "offer_more"])
            )
        return self._signed(talk, said, channel)

    def probe(self, talk: Talk, case: Case, mood: Mood, channel: str) -> str:
        """A question back: who and where."""
        said = [self._sympathy(talk, case, mood)] if talk.random() < 0.75 else []
        return self._signed(talk, [*said, self._say(talk, self.brand["probe"])], channel)

    def next_step(self, talk: Talk, case: Case, channel: str) -> str:
        """When the first answer did not help."""
        pool = "next_step" if case.tone in {"complaint", "partner"} else "next_step_question"
        return self._signed(talk, [self._say(talk, self.brand[pool])], channel)

    def canned(self, talk: Talk, channel: str) -> str:
        """An answer that helps nobody."""
        pool = self.brand["canned"] if talk.random() < 0.6 else self.brand["stall"]
        return self._signed(talk, [self._say(talk, pool)], channel)

    def welcome(self, talk: Talk, case: Case, channel: str, *, served: bool = False) -> str:
        """The last word, after thanks."""
        luck = talk.random()
        solved = case.tone == "complaint" and luck > 0.6
        pool = "welcome_served" if served and luck < 0.2 else "welcome_solved" if solved else "welcome"
        return self._signed(talk, [self._say(talk, self.brand[pool]), *self._last_word(talk)], channel, greet=0.25)

    def same_here(self, talk: Talk, channel: str) -> str:
        """To somebody who has the same trouble."""
        return self._signed(talk, [self._say(talk, self.brand["same_here"])], channel)

    def comment_answer(self, talk: Talk, kind: str, channel: str) -> str:
        """To a comment under one's own post."""
        return self._signed(talk, [self._say(talk, self.brand[f"comment_{kind}"]), *self._last_word(talk)], channel)

    def note(self, talk: Talk) -> str:
        return self._say(talk, self.brand["note"])

    def action(self, talk: Talk) -> str:
        return self._say(talk, self.brand["action"])

    def auto(self, talk: Talk, channel: str) -> str:
        return self._say(talk, self.brand["auto_mail" if channel == "mail" else "auto_page"])

    def post(self, talk: Talk) -> str:
        """A brand's own post."""
        draw = talk.random() * sum(weight for _, weight, _ in self.book.posts)
        for _, weight, pool in self.book.posts:
            draw -= weight
            if draw < 0:
                return capital(sentence(self._say(talk, pool)))
        return capital(sentence(self._say(talk, self.book.posts[0][2])))

    def _last_word(self, talk: Talk) -> list[str]:
        return [self._say(talk, self.brand["last_word"])] if talk.random() < 0.5 else []

    def _sympathy(self, talk: Talk, case: Case, mood: Mood) -> str:
        if mood == "angry":
            return self._say(talk, self.brand["sorry_angry"])
        if mood == "annoyed" or case.tone in {"complaint", "partner"}:
            return self._say(talk, self.brand["sorry_mild"])
        return self._say(talk, self.brand["kind_wish" if case.tone in {"wish", "mixed"} else "kind"])

    def _signed(self, talk: Talk, said: list[str], channel: str, *, greet: float = 0.8) -> str:
        ended = [sentence(one) for one in said]
        body = " ".join(map(capital, ended))
        signer = talk.detail("signer")
        if channel == "mail":
            return f"Dear {talk.who.full},\n\n{body}\n\nKind regards,\n{signer}\n{talk.party.party.name}"
        if talk.random() < greet:
            mark = talk.one_of((",", ",", "!", "."))
            rest = " ".join([ended[0], *map(capital, ended[1:])]) if mark == "," else body
            body = f"{capital(self._say(talk, self.brand['hello']))}{mark} {rest}"
        return cut(body, X_LENGTH) if channel == "x" else f"{body} ^{signer}"
