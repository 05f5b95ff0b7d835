"""Alice owns the strategy, Bob champions, Charlie looks in from outside; Erin decides, Dan runs the desk."""

from __future__ import annotations

from dataclasses import dataclass

from leadline.web.accounts.permissions import Role

PASSWORD = "a sentence only for tests"


@dataclass(frozen=True)
class Somebody:
    """A login name with the role that it has in every test."""

    username: str
    name: str
    role: Role


ALICE = Somebody("alice", "Alice Aspen", Role.STRATEGIST)
BOB = Somebody("bob", "Bob Birch", Role.CHAMPION)
CHARLIE = Somebody("charlie", "Charlie Cedar", Role.REPRESENTATIVE)
DAN = Somebody("dan", "Dan Dogwood", Role.AGENT)
ERIN = Somebody("erin", "Erin Elm", Role.EXECUTIVE)
EVERYBODY = (ALICE, BOB, CHARLIE, DAN, ERIN)
